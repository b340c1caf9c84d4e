"""Files that do not belong together, as they lie there when somebody copied them by hand: found before they are used."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Select, and_, exists, literal, or_, select

from ansinh_desktop import paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.db import cipher, ownership
from ansinh_desktop.db.copies import swap
from ansinh_desktop.db.copies.pair import is_pair, salt_of
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.models import Base, Change
from ansinh_desktop.errors import DataError, UserError


def clear_half_written(folder: Path) -> None:
    """Take away what a killed program left half written in a data folder; whoever calls works on it alone."""
    for each in folder.glob(f"*{swap.PART}"):
        with contextlib.suppress(OSError):
            if each.is_file():
                each.unlink()


def paired(folder: Path, unlock: Callable[[], bytearray]) -> bytearray:
    """Unlock the key file, and return its key if it opens the database.

    Raises:
        UserError: What the key file refuses, where it is the right one.
        DataError: AS-1016 the wrong one, AS-1107 the beginning of the database is damaged.
    """
    path, database = folder / paths.KEY_FILE, folder / paths.DATABASE
    belong_together = is_pair(folder)
    try:
        key = unlock()
    except UserError as error:
        if belong_together or error.code not in ("AS-1001", "AS-1008"):
            raise
        raise DataError("AS-1016", name=path.name) from error
    if not belong_together:
        # It is the right one all the same where the database was damaged just there.
        damaged = cipher.opens(database, key, salt=keys.read(path).salt)
        keys.wipe(key)
        raise DataError("AS-1107", folder=folder) if damaged else DataError("AS-1016", name=path.name)
    with contextlib.suppress(OSError):
        if not keys.read(path).salt and cipher.opens(database, key):
            keys.pair(path, key, salt_of(database))
    return key


def put_aside_a_foreign_log(folder: Path, key: bytearray) -> bool:
    """Keep a log from being played back over a database that it was not written for.

    A copy put in the place of the data by hand, while the log of a killed program lay beside it, would be spoilt. The
    log is kept aside with what else was replaced.

    Returns:
        Whether there was one.
    """
    database = folder / paths.DATABASE
    if not database.is_file() or not cipher.has_log(database) or cipher.is_full(folder):
        return False  # without room nobody can look, and nothing is going to be written
    if _fits(database, key) or not _is_of_one_piece(database, key):
        return False
    aside = swap.new_aside(folder)
    for log in (folder / name for name in swap.LOGS):
        if log.exists():
            log.replace(aside / log.name)
    return True


def _fits(database: Path, key: bytearray) -> bool:
    """Whether a database and its log are of one piece, and no row that the log tells of is older than it tells.

    A copy taken a few changes before the log began may lack just a page of which the log knows nothing.
    """
    try:
        with cipher.look(database, key) as look:
            since, _digest = look.last_link()
    except DataError:
        since = 0
    try:
        with cipher.look(database, key, mode="mode=ro") as look:
            if not look.is_of_one_piece():
                return False
            with look.ask() as connection:
                if connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() != HEAD:
                    return True  # of another version of the program: its tables are not these, and what fits is all
                own = ownership.own_unit(connection)
                return not any(
                    connection.scalar(_one_that_is_older(name, own, since)) for name in ownership.TRACKED
                )
    except DataError:
        return False


def _one_that_is_older(name: str, own: str | None, since: int) -> Select[Any]:
    """Ask for a row of a table that is missing, or older, than a change after ``since`` says."""
    here, told, gone = Base.metadata.tables[name], Change.__table__.alias(), Change.__table__.alias()
    taken_away = exists().where(
        gone.c.entity_id == told.c.entity_id, gone.c.act == "delete", gone.c.seq > told.c.seq
    )
    return (
        select(literal(1))
        .select_from(told.outerjoin(here, here.c.id == told.c.entity_id))
        .where(
            told.c.seq > since,
            told.c.entity == name,
            told.c.act.in_(("insert", "update")),
            or_(
                and_(here.c.id.is_(None), ~taken_away),
                and_(here.c.seq < told.c.seq, ~ownership.is_foreign(own, name)),
            ),
        )
        .limit(1)
    )


def _is_of_one_piece(database: Path, key: bytearray) -> bool:
    try:
        with cipher.look(database, key) as look:
            return look.is_of_one_piece()
    except DataError:
        return False
