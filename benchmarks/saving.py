"""Saving one record, beside a raw transaction that writes the very same rows through the bare cipher engine."""

import itertools
import shutil
import time
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event

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
        raw = _raw(folder / "raw" / DATABASE, program.vault)
        written = _listen(program.vault)
        # Only what is saved as it is, without anything that the officer would be asked about.
        every = (each for each in invented.cases(100_000) if not program.cases.check(each))
        ours, theirs = [], []
        with no_collection():
            for case in itertools.islice(every, saves + _WARM):
                written.clear()
                ours.append(_timed(lambda: program.cases.save(case)))  # noqa: B023 - called at once
                theirs.append(_timed(lambda: _replay(raw, written)))
        raw.close()
    return [
        Figure(
            f"save a record, {kind}",
            f"median of {saves} new records",
            median([each[place] for each in ours[_WARM:]]) * 1000,
            "ms",
            2,
            median([each[place] for each in theirs[_WARM:]]) * 1000,
            "raw SQLCipher transaction, fsync",
            as_ratio=True,
        )
        for place, kind in enumerate(("by the clock", "of the processor"))
    ]


def _timed(work: Any) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def _listen(vault: Vault) -> Statements:
    """Return a list that fills with every statement that writes."""
    written: Statements = []

    @event.listens_for(vault._engine, "before_cursor_execute")
    def _keep(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: Any
    ) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append((statement, parameters, many))

    return written


def _raw(path: Path, vault: Vault) -> Any:
    """Return a connection of the bare engine, set up as the program's own."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{vault._key.hex()}'\"")
    for name in ("journal_mode", "synchronous", "foreign_keys", "cache_size"):
        with vault._engine.connect() as ours:
            value = ours.exec_driver_sql(f"PRAGMA {name}").scalar()
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def _replay(connection: Any, written: Statements) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement, parameters, many in written:
        (connection.executemany if many else connection.execute)(statement, parameters)
    connection.execute("COMMIT")
