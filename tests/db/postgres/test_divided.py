"""A unit that was divided, or is followed by another: made anew from what was kept, the store is as the data file that went through it."""

import contextlib
import shutil
from pathlib import Path

import pytest

from ansinh_desktop.db.exchange.succession import Part, Renames
from ansinh_desktop.db.postgres.destination import Database
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.succession.file import Change
from ansinh_desktop.services.sync.unattended import Intake, kept_packages, one_by_one
from tests.factories import OTHER, UNIT, case, orphan, person

CHILD = dict(orphan().answers)


def test_what_went_to_another_unit_is_that_unit_s_in_the_store_made_anew(both):
    def send(program: Program):
        path = both.export(program)
        taken = both.province.incoming.receive(path, both.vault_usb)
        program.outgoing.take_receipt(taken.receipt)
        return path

    people: list[str] = []
    for name, hamlet in (("Danh Ở Lại", "Vĩnh Thạnh"), ("Lê Ra Đi", "Vĩnh Lợi")):
        known = person(full_name=name, birth_date="2015-02-03", hamlet=hamlet)
        record = both.commune.cases.save(case("children", dict(CHILD), person=known))
        people.append(both.commune.cases.get(record).person_id)
        both.commune.cases.add_event(record, "visit", "2026-03-01", {"findings": name})
    both.commune.people.relate(*people, {"kind": "01"})
    packages = [send(both.commune)]
    change = Change(Renames(UNIT, OTHER.unit), OTHER.name, part=Part(("Vĩnh Lợi",), (), ()))
    path = both.province.exchange.successions.sign(both.usb, [change], "Giao ấp", "NQ 1")
    for program in (both.commune, both.other):
        program.exchange.successions.follow(path)
        program.cases.save(orphan("Danh Sau"))
        packages.append(send(program))
    # What came to it goes once as its own.
    packages.append(send(both.other))
    with Database.open(both.url) as database:
        for each in packages:
            both.feeder(None).take(database, each)
    both.require_equal()
    counts = dict(both.ask("SELECT unit, count(*) FROM record GROUP BY 1"))
    assert counts == {UNIT: 2, OTHER.unit: 2}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_unit_that_another_follows_comes_before_it_into_the_store_made_anew(both, jobs):
    """In the archive each unit has a folder, and their codes say nothing of which was first."""
    inbox = both.folder / "den"
    inbox.mkdir()
    intake = Intake.at(inbox)

    def send(program: Program, name: str) -> None:
        program.cases.save(orphan(name))
        moved = Path(shutil.move(both.export(program), inbox))
        (step,) = one_by_one([moved], lambda path: both.province.incoming.take(path, intake.receipts))
        intake.settle(step)
        program.outgoing.take_receipt(step.outcome.taken.receipt)

    def follow(change: Change) -> None:
        path = both.province.exchange.successions.sign(both.usb, [change], "Kế tục", "NQ 1")
        for key in ("commune", "other"):
            program = getattr(both, key)
            with contextlib.suppress(UserError):
                program.exchange.successions.follow(path)
                setattr(both, key, Program(program.vault))

    for name in ("Danh Một", "Danh Hai"):
        send(both.commune, name)
        send(both.other, name)
    follow(Change(Renames(OTHER.unit, "30001@2027-01-01"), "Xã Đổi Mã"))
    send(both.other, "Danh Đổi Mã")
    follow(Change(Renames(UNIT, "30001@2027-01-01"), "Xã Đổi Mã"))
    for each in (both.commune, both.other, both.commune):
        send(each, "Danh Nhập")
    paths = kept_packages(intake.archive)
    assert len(paths) == 8
    with Database.open(both.url) as database:
        steps = list(both.feeder(None).run(database, paths, jobs))
    assert not [each.text for each in steps if isinstance(each.outcome, UserError)]
    both.require_equal()
