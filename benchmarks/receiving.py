"""Packages into PostgreSQL beside COPY of the same rows; with ``--full`` those of a province, in one walk of flat memory."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ansinh_desktop import ids
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.services import invented
from ansinh_desktop.services.office import FirstOfficer, Office
from ansinh_desktop.services.program import Program, create_data
from benchmarks.measuring import Figure, resident

if TYPE_CHECKING:
    import psycopg

ADDRESS = "ANSINH_POSTGRES"
_GOAL = 10_000
"""Records a second."""
_COMMUNES, _A_COMMUNE = 102, 2_000
_MOST_MEMORY = 200
"""Megabytes."""

Fill: TypeAlias = Callable[[Program, int, int], None]
"""Brings so many records into the data of a commune, other ones for each seed."""


def one_package(folder: Path, count: int, fill: Fill) -> list[Figure]:
    """Measure a package of many records with as many events, and then the same rows by COPY alone.

    Args:
        folder: Where all lies.
        count: How many records.
        fill: Brings them into the data of a commune.
    """
    if not os.environ.get(ADDRESS):
        return _left_out()
    usb = folder / "usb"
    usb.mkdir()
    with _store() as url, invented.new_commune(folder / "commune") as commune:
        fill(commune, count, 0)
        with invented.new_receiver(folder / "receiver") as receiver:
            introduce(commune, receiver, usb)
            package = commune.outgoing.export(usb).path
            took = _taken(receiver, url, [package], usb, 1)
        raw = _copied(url)
    data = f"{count:,} records, as many events"
    seconds = f"{_GOAL:,} records a second"
    return [
        Figure("package into PostgreSQL, of the processor", data, took[1], "s", 1, count / _GOAL, seconds),
        Figure("package into PostgreSQL, by the clock", data, took[0], "s", 1, count / _GOAL, seconds),
        Figure("package into PostgreSQL, by the clock", data, took[0], "s", 8, raw, "COPY of the same rows"),
    ]


def a_province(folder: Path, fill: Fill, communes: int = _COMMUNES, each: int = _A_COMMUNE) -> list[Figure]:
    """Measure the first packages of all communes of a province, taken in by one walk.

    Args:
        folder: Where all lies.
        fill: Brings records into the data of a commune.
        communes: How many communes.
        each: How many records each has.
    """
    if not os.environ.get(ADDRESS):
        return _left_out()
    inbox = folder / "inbox"
    inbox.mkdir()
    with _store() as url, invented.new_receiver(folder / "receiver") as receiver:
        for number in range(communes):
            _send(folder, inbox, receiver, number, fill, each)
        packages = sorted(inbox.glob("*.agpkg"))
        jobs = os.cpu_count() or 1
        took = _taken(receiver, url, packages, inbox, jobs)
        alone = _taken_alone(receiver, url, packages[:2], inbox)
    data = f"{communes} communes × {each:,} records"
    rate = f"{_GOAL:,} records a second"
    return [
        Figure(
            f"packages into PostgreSQL, {jobs} at once", data, took[0], "s", 1, communes * each / _GOAL, rate
        ),
        Figure("memory of the walk", data, took[2], "MB", 1, _MOST_MEMORY, "what it may have"),
        Figure("the same packages again", "2 packages", alone, "s", 1, 1, "a second"),
    ]


def _left_out() -> list[Figure]:
    print(
        f"postgres: left out, for there is no server; packaging/postgres.sh runs a command with one ({ADDRESS})"
    )
    return []


def _taken(
    receiver: Program, url: str, packages: list[Path], receipts: Path, jobs: int
) -> tuple[float, float, float]:
    """Return how long it takes to take packages in, by the clock and of this processor, and the most memory of a process."""
    from ansinh_desktop.services.sync.feeding import Database, Feeder  # noqa: PLC0415 - where there is a driver

    clock, processor, most, before = time.perf_counter(), time.process_time(), 0.0, resident()
    with Database.open(url) as database:
        for step in Feeder.of(receiver, url, receipts).run(database, packages, jobs):
            if isinstance(step.outcome, Exception):
                raise step.outcome
            most = max(most, _largest(before))
    return time.perf_counter() - clock, time.process_time() - processor, most


def _taken_alone(receiver: Program, url: str, packages: list[Path], receipts: Path) -> float:
    return _taken(receiver, url, packages, receipts, 1)[0]


def _send(folder: Path, inbox: Path, receiver: Program, number: int, fill: Fill, count: int) -> None:
    """Let one commune more send its first package."""
    office = Office(
        f"4{number:04}@2025-07-01", f"Xã Số {number}", "Tỉnh An Giang", preparer_name="Trần Thị Lan"
    )
    own, usb = folder / "commune", folder / f"usb-{ids.new_id()}"
    usb.mkdir()
    commune = create_data(
        own, office, FirstOfficer("lan", "Trần Thị Lan", invented.PASSWORD), invented.HAMLETS
    )[0]
    with commune:
        fill(commune, count, number)
        introduce(commune, receiver, usb)
        shutil.move(commune.outgoing.export(usb).path, inbox)
    shutil.rmtree(own)
    shutil.rmtree(usb)


def introduce(commune: Program, receiver: Program, usb: Path) -> None:
    """Let each side trust the other's card."""
    for one, other in ((commune, receiver), (receiver, commune)):
        one.cards.trust(other.cards.write_own(usb), other.cards.own().fingerprint)


@contextlib.contextmanager
def _store() -> Iterator[str]:
    """Make a database, and drop it in the end."""
    server, name = os.environ[ADDRESS], f"b_{ids.new_id().replace('-', '')}"
    with _connected(server) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield server.replace("/postgres?", f"/{name}?", 1)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _connected(url: str) -> "psycopg.Connection":
    import psycopg  # noqa: PLC0415 - where there is a driver

    plain = url.replace("+psycopg", "", 1)
    return psycopg.connect(plain, autocommit=True, options="-c search_path=ansinh")


def _copied(url: str) -> float:
    """Return how long it takes to write all rows of the store into tables of the same columns and keys by COPY alone."""
    seconds = 0.0
    with _connected(url) as connection:
        for name in MODELS:
            described = connection.execute(f"SELECT * FROM {name} LIMIT 0".encode()).description or ()
            texts = ", ".join(f'"{each.name}"::text' for each in described)
            rows = connection.execute(f"SELECT {texts} FROM {name}".encode()).fetchall()
            connection.execute(f"CREATE TABLE bare_{name} (LIKE {name}, PRIMARY KEY (unit, id))".encode())
            began = time.perf_counter()
            with connection.cursor() as cursor, cursor.copy(f"COPY bare_{name} FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            seconds += time.perf_counter() - began
    return seconds


def _largest(before: float) -> float:
    """Return what the largest of the processes that work for this one has needed, or what this one needs more, in megabytes.

    What it held ``before`` is of the communes that it invented.
    """
    found = [resident() - before]
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):  # it has just ended
            told = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
            if told["PPid"].strip() == str(os.getpid()) and "VmHWM" in told:
                found.append(int(told["VmHWM"].split()[0]) / 1024)
    return max(found)
