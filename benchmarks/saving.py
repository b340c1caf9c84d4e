"""Saving one record, beside a raw transaction that writes the very same rows through the bare cipher engine."""

import itertools
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event

from ansinh_desktop.db import insertion
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.paths import DATABASE
from ansinh_desktop.services import invented
from ansinh_desktop.services.program import Program
from benchmarks.measuring import Figure, median, no_collection

Statements = list[tuple[str, Any, bool]]

_WARM = 20


def saving(folder: Path, saves: int = 300) -> list[Figure]:
    """Measure saves of new records of one register, each beside the same rows in a raw transaction.

    Args:
        folder: Where two data folders are made: one for the program, and one like it for the raw engine.
        saves: How many.
    """
    invented.new_commune(folder / "ours").vault.lock()
    shutil.copytree(folder / "ours", folder / "raw")
    with Program(Vault.open(folder / "ours", "lan", invented.PASSWORD)) as program:
        raw = bare(folder / "raw" / DATABASE, program.vault)
        # Only what is saved as it is, without anything that the officer would be asked about.
        every = (each for each in invented.cases(100_000) if not program.cases.check(each))
        ours, theirs = [], []
        with no_collection(), written_by(program.vault) as written:
            for case in itertools.islice(every, saves + _WARM):
                written.clear()
                ours.append(_timed(lambda: program.cases.save(case)))  # noqa: B023 - called at once
                theirs.append(_timed(lambda: replay(raw, written)))
        raw.close()
    return [
        Figure(
            f"save a record, {kind}",
            f"median of {saves} new records",
            median([each[place] for each in ours[_WARM:]]) * 1000,
            "ms",
            1.7,
            median([each[place] for each in theirs[_WARM:]]) * 1000,
            "raw SQLCipher transaction, fsync",
        )
        for place, kind in enumerate(("by the clock", "of the processor"))
    ]


def _timed(work: Any) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


@contextmanager
def written_by(vault: Vault) -> Iterator[Statements]:
    """Yield a list that fills with every statement that writes, by either of the two ways into the engine."""
    written: Statements = []
    write = insertion.write

    def by_sqlalchemy(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any
    ) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            # Several rows within one statement are one tuple, and not many.
            written.append((statement, parameters, isinstance(parameters, list)))

    def by_ourselves(connection: Any, statement: str, *rows: Any) -> Any:
        many = len(rows) > 1
        written.append((statement, rows if many else rows[0], many))
        return write(connection, statement, *rows)

    event.listen(vault._engine, "before_cursor_execute", by_sqlalchemy)
    insertion.write = by_ourselves
    try:
        yield written
    finally:
        insertion.write = write
        event.remove(vault._engine, "before_cursor_execute", by_sqlalchemy)


def bare(path: Path, vault: Vault) -> Any:
    """Return a connection of the bare engine, set up as the program's own."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{vault._key.hex()}'\"")
    for name in ("journal_mode", "synchronous", "foreign_keys", "cache_size"):
        with vault._engine.connect() as ours:
            value = ours.exec_driver_sql(f"PRAGMA {name}").scalar()
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def replay(connection: Any, written: Statements) -> None:
    """Write the same rows once more, in one raw transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, parameters, many in written:
        (connection.executemany if many else connection.execute)(statement, parameters)
    connection.execute("COMMIT")
