"""What the command ``receive`` does: files, or all that came into a folder; into the data file, or into PostgreSQL."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.unattended import Intake, Step, kept_packages, one_by_one

if TYPE_CHECKING:
    from types import ModuleType

_DONE, _REFUSED = 0, 1


def receive(chosen: argparse.Namespace, unlock: Callable[[argparse.Namespace], Program]) -> int:
    """Take packages in, say after each what became of it, and return whether any was refused.

    Raises:
        UserError: Something stands in the way that is no package's fault.
    """
    if chosen.db:
        return _into_postgres(chosen, unlock)
    if not chosen.files[0].is_dir():
        return _files(chosen, unlock)
    inbox = Intake.at(_folder(chosen), chosen.archive, chosen.receipts)
    with unlock(chosen) as program:
        paths = inbox.waiting()
        take = program.incoming.take
        return _told(inbox, paths, one_by_one(paths, lambda path: take(path, inbox.receipts)))


def _files(chosen: argparse.Namespace, unlock: Callable[[argparse.Namespace], Program]) -> int:
    if chosen.receipts is None:
        raise UserError("AS-5165", name=chosen.files[0].name)
    refused = False
    with unlock(chosen) as program:
        for file in chosen.files:
            try:
                taken = program.incoming.receive(file, chosen.receipts)
                print(f"{file.name}: {taken.summary}; biên nhận {taken.receipt.name}")
            except UserError as error:
                refused = True
                print(f"{file.name}: {error} {error.todo}", file=sys.stderr)
    return _REFUSED if refused else _DONE


def _into_postgres(chosen: argparse.Namespace, unlock: Callable[[argparse.Namespace], Program]) -> int:
    feeding = _feeding()
    jobs = chosen.jobs or os.cpu_count() or 1
    if chosen.rebuild:
        return _rebuilt(chosen, unlock, feeding, jobs)
    inbox = Intake.at(_folder(chosen), chosen.archive, chosen.receipts)
    with unlock(chosen) as program, feeding.Database.open(chosen.db) as database:
        database.require_whole()
        _tell_of_analysts(database.analysts)
        paths = inbox.waiting()
        return _told(inbox, paths, feeding.fed(program, database, chosen.db, inbox.receipts, paths, jobs))


def _rebuilt(
    chosen: argparse.Namespace,
    unlock: Callable[[argparse.Namespace], Program],
    feeding: "ModuleType",
    jobs: int,
) -> int:
    paths = kept_packages(_folder(chosen))
    with unlock(chosen) as program, feeding.Database.open(chosen.db) as database:
        database.begin_anew()
        _tell_of_analysts(database.analysts)
        result = _told(None, paths, feeding.Feeder.of(program, chosen.db, None).run(database, paths, jobs))
        database.end_anew()
        for unit, state in database.states().items():
            print(f"{unit}: {state}")
    return result


def _feeding() -> "ModuleType":
    try:
        from ansinh_desktop.services.sync import feeding  # noqa: PLC0415 - the desktop has no driver for it
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "psycopg":
            raise
        raise UserError("AS-5164") from error
    return feeding


def _folder(chosen: argparse.Namespace) -> Path:
    if len(chosen.files) != 1:
        raise UserError("AS-5165", name=chosen.files[1].name)
    folder: Path = chosen.files[0]
    return folder


def _told(inbox: Intake | None, paths: Sequence[Path], steps: Iterator[Step]) -> int:
    refused = False
    for number, step in enumerate(steps, start=1):
        if inbox is not None:
            inbox.settle(step)
        is_refused = isinstance(step.outcome, UserError)
        refused = refused or is_refused
        print(
            f"[{number}/{len(paths)}] {step.text}", file=sys.stderr if is_refused else sys.stdout, flush=True
        )
    if not paths:
        print("Không có gói nào.")
    return _REFUSED if refused else _DONE


def _tell_of_analysts(admitted: bool) -> None:  # noqa: FBT001 - the only thing it is told
    if not admitted:
        print(
            "Tài khoản PostgreSQL này không được tạo vai trò ansinh_analyst: người quản trị máy chủ tạo vai trò ấy "
            "(CREATE ROLE ansinh_analyst NOLOGIN) thì lần nhận sau cấp quyền đọc.",
            file=sys.stderr,
        )
