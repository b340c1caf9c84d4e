"""A closed record stays as it is until it is opened again, whatever would write into it."""

from pathlib import Path

import pytest

from ansinh_desktop.db.models import Event
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from tests import factories, paper_files

DAY = "2026-11-20"


@pytest.fixture
def program(tmp_path: Path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "giấy.png"
    path.write_bytes(paper_files.picture("PNG"))
    return path


def closed_state(code: str) -> str:
    flow = catalog.register(code).life_cycle.workflow({})
    return next(each.code for each in flow.states if flow.is_closed(each.code))


def close(program: Program, record: str, code: str) -> None:
    with program.vault.work("đóng") as store:
        store.records.set_state(store.records.get(record), closed_state(code), closed_on=DAY, reason="Xong")


def refused(do) -> str:
    with pytest.raises(UserError) as caught:
        do()
    assert "mở lại" in caught.value.todo.lower()
    return caught.value.code


@pytest.mark.parametrize("code", sorted(catalog.registers()))
def test_nothing_is_written_into_a_closed_record_of_any_register(program, scan, code):
    cases, register = program.cases, catalog.register(code)
    record = cases.save(factories.case(code, {}, final=False))
    event = (
        cases.add_event(record, "visit", DAY, {"findings": "Khỏe"}) if "visit" in register.event_kinds else ""
    )
    paper = program.attachments.add(record, scan)
    close(program, record, code)
    before, told = cases.get(record), len(cases.history(record))

    def edit(**person) -> None:
        cases.save(
            CaseInput(
                code, before.person | person, {"note": "Sửa sau"}, before.person_id, record, final=False
            )
        )

    def only_the_person() -> None:
        known = before.person | {"full_name": "Tên Khác"}
        cases.save(CaseInput(code, known, before.answers, before.person_id, record, final=False))

    other = scan.with_name("khác.png")
    other.write_bytes(paper_files.picture("PNG") + b"\0")
    tries = [
        edit,
        lambda: edit(full_name="Tên Khác"),
        only_the_person,
        lambda: program.attachments.add(record, other),
        lambda: program.attachments.remove(paper, "Nhầm"),
        lambda: cases.remove(record, "Nhầm"),
    ]
    if event:
        tries += [
            lambda: cases.add_event(record, "visit", DAY, {"findings": "Lần nữa"}),
            lambda: cases.remove_event(event, "Nhầm"),
        ]
    assert {refused(each) for each in tries} == {"AS-2050"}
    assert len(cases.history(record)) == told
    after = cases.get(record)
    assert (after.person, after.answers, after.events) == (before.person, before.answers, before.events)
    assert len(program.attachments.of_record(record)) == 1


def test_once_opened_again_it_is_edited(program):
    record = program.cases.save(factories.case("assistance", {}, final=False))
    program.cases.add_event(record, "visit", DAY, {"findings": "Khỏe"})
    close(program, record, "assistance")
    program.cases.reopen(record, DAY, "Đóng nhầm")
    program.cases.add_event(record, "visit", DAY, {"findings": "Lần nữa"})
    assert len([each for each in program.cases.get(record).events if each.kind == "visit"]) == 2


def test_what_may_follow_the_end_is_written_down_and_nothing_else(program):
    record = program.cases.save(factories.case("assistance", {}, final=False))
    close(program, record, "assistance")
    for kind in catalog.register("assistance").events:
        if kind.automatic:
            continue

        def write(code: str = kind.code) -> None:
            with program.vault.work() as store:
                store.records.add_event(record, code, DAY, answers={"died_on": DAY})

        if kind.after_end:
            write()
        else:
            assert refused(write) == "AS-2050"
    assert [each.kind for each in program.cases.get(record).events] == ["funeral"]


def test_below_the_services_the_same(program):
    record = program.cases.save(factories.case("children", {}, final=False))
    close(program, record, "children")

    def answers() -> None:
        with program.vault.work() as store:
            store.records.get(record).answers = {"note": "Sửa"}

    def in_session() -> None:
        with program.vault.work() as store:
            store.session.add(
                Event(record_id=record, kind="visit", happened_on=DAY, answers={}, deleted=False)
            )

    assert [refused(answers), refused(in_session)] == ["AS-2050", "AS-2050"]
    program.check()
