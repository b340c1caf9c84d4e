"""A process that works on a data folder until it is stopped, and says each thing it was told is done.

Other tests :func:`begin` it; where it has to be run by a shell, ``python -m tests.e2e.worker WHAT FOLDER …`` does.
"""

import itertools
import json
import multiprocessing
import os
import random
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from ansinh_desktop.db.copies.following import Following
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import officers
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.program import create_data, open_data
from tests.factories import HAMLETS, OFFICE, OFFICER, PASSWORD, case, people

NEWCOMER = "trời mưa rơi lộp độp"
CHILD = {
    "groups": ["d"],
    "main_group": "d",
    "entered_on": "2022-05-01",
    "care_arrangement": "parents",
    "disability_degree": "severe",
}


def begin(what: str, *arguments: object) -> "tuple[BaseProcess, Connection[Any, Any]]":
    """Begin a work; return its process, and where it is heard.

    Where the system can, the process is split off from one that has loaded the program already: to load it takes
    longer than most of the works.
    """
    ways = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    context.set_forkserver_preload([__name__])
    heard, mouth = context.Pipe(duplex=False)
    process = context.Process(target=_work_apart, args=(mouth, dict(os.environ), what, *map(str, arguments)))
    process.start()
    mouth.close()
    return process, heard


def _work_apart(
    mouth: "Connection[Any, Any]", environment: dict[str, str], what: str, *arguments: str
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    _mouths.append(mouth)
    _work(what, *arguments)


_mouths: "list[Connection[Any, Any]]" = []


def say(**said: Any) -> None:
    """Say one thing, at once."""
    for mouth in _mouths:
        mouth.send(said)
    if not _mouths:
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def children() -> Iterator[dict[str, Any]]:
    """Yield invented children without end."""
    for seed in itertools.count():
        for each in people(50, seed):
            del each["personal_id"]  # it tells of another year
            yield each | {"birth_date": "2015-02-03"}


def save(folder: Path, seed: str) -> None:
    """Save new records, change some, add to the time line of others; say before what, and after that it is done."""
    chance = random.Random(seed)
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(ready=True)
        for known in children():
            record = None
            for _ in range(chance.choice((1, 1, 2, 3))):
                answers = CHILD | {"note": f"{chance.randrange(10**12)} " + "chữ " * chance.randrange(200)}
                say(trying=answers)
                record = program.cases.save(case("children", answers, person=known, record_id=record))
                say(record=record, person=known, answers=answers)
            if record and chance.random() < 0.5:
                event = program.cases.add_event(
                    record, "visit", "2026-11-20", {"findings": "Trẻ đi học lại."}
                )
                say(record=record, event=event)


def fill(folder: Path) -> None:
    """Save new records until it is refused."""
    try:
        with open_data(folder, OFFICER, PASSWORD) as program:
            for known in children():
                say(record=program.cases.save(case("children", CHILD, person=known)))
    except UserError as error:
        sys.exit(f"{error} {error.todo}")


def look(folder: Path) -> None:
    """Look at everything, and try to save a record; say what is told at the start, what there is, what is refused."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(told=[each.code for each in program.notices()])
        program.check()
        record = next(
            each.record_id for each in program.listing.all(ListQuery("children"), ("person.full_name",))
        )
        say(
            count=program.listing.counts()["children"], record=program.cases.get(record).answers["main_group"]
        )
        for act in (
            lambda: program.cases.save(case("children", CHILD, person=next(children()))),
            lambda: program.cases.drafts.keep("new:children", {"note": "…"}, None, "children"),
            program.backups.take,
            lambda: officers.change_own_password(program.vault, PASSWORD, NEWCOMER),
        ):
            try:
                act()
            except UserError as error:
                say(refused=error.code)
        program.close()


def dismiss(folder: Path) -> None:
    """Remove an officer where there may be no room for another key, and open the data once more."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        officers.add(program.vault, FirstOfficer("minh", "Lê Minh", NEWCOMER), "viewer")
        try:
            officers.remove(program.vault, "minh")
        except UserError as error:
            say(refused=error.code)
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(told=[each.code for each in program.notices()], officers=program.vault.officers())
        program.check()
    try:
        open_data(folder, "minh", NEWCOMER)
    except UserError as error:
        say(refused=error.code)


def create(folder: Path) -> None:
    """Make a data folder."""
    say(ready=True)
    create_data(folder, OFFICE, FirstOfficer(OFFICER, "Trần Thị Lan", PASSWORD), HAMLETS)
    say(done=True)


def export(folder: Path, target: str) -> None:
    """Write one package."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(ready=True)
        program.outgoing.export(Path(target))
        say(done=True)


def receive(folder: Path, file: str, receipts: str) -> None:
    """Take one package in."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(ready=True)
        program.incoming.receive(Path(file), Path(receipts))
        say(done=True)


def receipt(folder: Path, file: str) -> None:
    """Take one receipt in."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(ready=True)
        program.outgoing.take_receipt(Path(file))
        say(done=True)


def staff(folder: Path) -> None:
    """Let officers come and go; say before what, and after that it is done."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(ready=True)
        for name in (f"cán bộ {number}" for number in itertools.count()):
            say(adding=name)
            officers.add(program.vault, FirstOfficer(name, "Lê Minh", NEWCOMER), "viewer")
            say(added=name)
            officers.remove(program.vault, name)
            say(removed=name)


def revoke(folder: Path) -> None:
    """Give the data another key again and again; say before which password is to open them, and after that it does."""
    password = PASSWORD
    with open_data(folder, OFFICER, password) as program:
        say(ready=True)
        for number in itertools.count():
            new = f"{NEWCOMER} {number}"
            say(trying=new)
            officers.change_own_password(program.vault, password, new, follow=False)
            say(changed=new)
            program.cases.save(case("children", CHILD, person=next(children())))
            Following(program.vault).catch_up()
            say(followed=new)
            password = new


def back_up(folder: Path) -> None:
    """Save a record, take a backup, and so on."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(ready=True)
        for known in children():
            program.cases.save(case("children", CHILD, person=known))
            made = program.backups.take()
            say(copied=made.name if made else "")


def restore(folder: Path, name: str) -> None:
    """Put a backup in the place of the data."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        say(ready=True)
        program.backups.restore(name)
    say(done=True)


def die(folder: Path) -> None:
    """Save some records, and end as the power does while they lie in the log only."""
    program = open_data(folder, OFFICER, PASSWORD)
    for known in itertools.islice(children(), 25):
        program.cases.save(case("children", CHILD, person=known))
    os._exit(9)


def _work(what: str, folder: str, *arguments: str) -> None:
    works = (
        save,
        fill,
        look,
        dismiss,
        create,
        export,
        receive,
        receipt,
        staff,
        revoke,
        back_up,
        restore,
        die,
    )
    {each.__name__: each for each in works}[what](Path(folder), *arguments)


if __name__ == "__main__":
    _work(*sys.argv[1:])
