"""Nobody is paid twice: not by two records, not for one month twice, by whichever way it would be written."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ansinh_desktop.db.models import Event, Record
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.review import Reviewed
from ansinh_desktop.services.sync.incoming import Taken
from tests import factories

NUMBER = "089149001234"
STEPS = ("received", "appraising", "approved", "paying")
MONTHLY = [each for each in catalog.registers().values() if each.monthly_in]


@pytest.fixture
def program(tmp_path: Path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def decided(program: Program, person_id: str | None = None, **person) -> str:
    """Return a record that was decided and is not yet paid."""
    given = factories.case(
        "assistance", factories.DECIDED, person=factories.person(**person), person_id=person_id
    )
    record = program.cases.save(given)
    for state in STEPS[:-1]:
        program.cases.move(record, state, "2026-11-20")
    return record


def paying(program: Program, person_id: str | None = None, **person) -> str:
    record = decided(program, person_id, **person)
    program.cases.move(record, "paying", "2026-11-20")
    return record


def refused(do: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        do()
    return caught.value


def test_every_register_that_pays_monthly_says_in_which_states_money_goes_out():
    assert MONTHLY
    for register in MONTHLY:
        assert register.paid_in
        assert set(register.paid_in) <= register.running_in <= set(register.monthly_in)
        assert any(once.event in register.event_kinds for once in register.paid_once)


@pytest.mark.parametrize("same", ["row", "number", "old_number"])
def test_a_second_running_record_is_refused_at_its_step(program, same):
    numbers = {"number": {"personal_id": NUMBER}, "old_number": {"old_id": "351234567"}}.get(same, {})
    first = paying(program, **numbers)
    person_id = program.cases.get(first).person_id if same == "row" else None
    second = decided(program, person_id, **numbers)
    told = [each.code for each in program.cases.step_findings(second, "paying", "2026-11-20")]
    assert "AS-2051" in told
    error = refused(lambda: program.cases.move(second, "paying", "2026-11-20", "Cứ chi"))
    assert error.code == "AS-2051"
    assert program.cases.get(first).number in error.text
    assert "11/2026" in error.text
    assert program.cases.get(second).state == "approved"


def test_a_suspended_record_still_runs_and_a_stopped_one_does_not(program):
    first = paying(program, personal_id=NUMBER)
    second = decided(program, personal_id=NUMBER)
    program.cases.add_event(first, "decrease", "2026-11-21", {"month": "2026-12", "reason": "not_collected"})
    program.cases.move(first, "suspended", "2026-11-21", "Không nhận")
    assert refused(lambda: program.cases.move(second, "paying", "2026-11-22")).code == "AS-2051"
    program.cases.add_event(first, "decrease", "2026-11-22", {"month": "2026-12", "reason": "refused"})
    program.cases.move(first, "stopped", "2026-11-22", "Từ chối nhận")
    program.cases.move(second, "paying", "2026-11-23")
    assert program.cases.get(second).state == "paying"


def test_reopening_does_not_pay_again_who_is_paid_elsewhere(program):
    first = paying(program, personal_id=NUMBER)
    program.cases.add_event(first, "decrease", "2026-11-22", {"month": "2026-12", "reason": "refused"})
    program.cases.move(first, "stopped", "2026-11-22", "Từ chối nhận")
    paying(program, personal_id=NUMBER)
    assert refused(lambda: program.cases.reopen(first, "2026-11-24", "Đóng nhầm")).code == "AS-2051"
    assert program.cases.get(first).state == "stopped"


def test_two_people_are_two_people(program):
    paying(program, personal_id=NUMBER)
    paying(program, personal_id="089149005678")
    paying(program)
    paying(program)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_second_payment_of_a_month_is_refused(program, elsewhere):
    first = paying(program, personal_id=NUMBER)
    second = decided(program, personal_id=NUMBER) if elsewhere else first
    add = program.cases.add_event
    add(first, "payment", "2026-11-05", {"month": "2026-11", "paid": False, "reason": "Vắng nhà"})
    event = add(first, "payment", "2026-11-25", {"month": "2026-11", "paid": True, "amount": 810_000})
    error = refused(lambda: add(second, "payment", "2026-11-26", {"month": "2026-11", "paid": True}))
    assert error.code == "AS-2052"
    assert "11/2026" in error.text
    assert program.cases.get(first).number in error.text
    add(first, "payment", "2026-12-05", {"month": "2026-12", "paid": True, "amount": 810_000})
    program.cases.remove_event(event, "Ghi nhầm")
    add(second, "payment", "2026-11-26", {"month": "2026-11", "paid": True, "amount": 810_000})


def test_what_a_removed_record_said_was_paid_is_no_payment(program):
    first = paying(program, personal_id=NUMBER)
    said = {"month": "2026-11", "paid": True, "amount": 810_000}
    program.cases.add_event(first, "payment", "2026-11-25", said)
    program.cases.remove(first, "Nhập nhầm")
    second = paying(program, personal_id=NUMBER)
    program.cases.add_event(second, "payment", "2026-11-26", said)
    error = refused(lambda: program.cases.add_event(second, "payment", "2026-11-27", said))
    assert error.code == "AS-2052"
    assert program.cases.get(second).number in error.text


def test_a_funeral_is_paid_once(program):
    record = paying(program)
    add = program.cases.add_event
    add(record, "funeral", "2026-11-20", {"died_on": "2026-11-18", "dossier_on": "2026-11-20"})
    add(record, "funeral", "2026-11-24", {"died_on": "2026-11-18", "amount": 10_800_000, "month": "2026-12"})
    again = {"died_on": "2026-11-18", "amount": 10_800_000, "month": "2027-01"}
    assert refused(lambda: add(record, "funeral", "2026-11-25", again)).code == "AS-2052"


def test_the_same_arrears_are_paid_once_whatever_the_list(program):
    record = paying(program)
    owed = {"from_month": "2026-07", "to_month": "2026-10", "amount": 160_000}
    program.cases.add_event(record, "arrears", "2026-11-20", {"month": "2026-11", **owed})
    again = {"month": "2026-12", **owed}
    assert refused(lambda: program.cases.add_event(record, "arrears", "2026-12-20", again)).code == "AS-2052"
    rest = again | {"from_month": "2026-11", "to_month": "2026-11"}
    program.cases.add_event(record, "arrears", "2026-12-20", rest)


@pytest.mark.parametrize("key", ["personal_id", "old_id"])
def test_a_number_does_not_make_one_person_of_two_who_are_paid(program, key):
    number = {"personal_id": NUMBER, "old_id": "351234567"}[key]
    first, second = paying(program, **{key: number}), paying(program, full_name="Trần Thị Lan")
    other = program.cases.get(second)
    numbered = dict(other.person) | {key: number}
    tries = [
        lambda: program.people.save(other.person_id, numbered),
        lambda: program.cases.save(CaseInput("assistance", numbered, other.answers, other.person_id, second)),
    ]
    for each in tries:
        error = refused(each)
        assert error.code == "AS-2056"
        assert program.cases.get(first).number in error.text
    program.people.save(
        other.person_id, dict(other.person) | {key: "089149005678" if key == "personal_id" else "351234568"}
    )
    program.cases.remove(first, "Nhập trùng")
    tries[0]()
    assert program.cases.get(second).person[key] == number


def test_nothing_more_is_written_into_a_record_that_was_removed(program):
    record = paying(program, personal_id=NUMBER)
    case = program.cases.get(record)
    event = program.cases.add_event(record, "payment", "2026-11-05", {"month": "2026-11", "paid": False})
    program.cases.remove(record, "Nhập nhầm")
    tries = [
        lambda: program.cases.add_event(record, "payment", "2026-11-25", {"month": "2026-11", "paid": True}),
        lambda: program.cases.remove_event(event, "Nhầm"),
        lambda: program.cases.save(
            CaseInput("assistance", case.person, case.answers | {"note": "Sửa"}, case.person_id, record)
        ),
    ]
    assert {refused(each).code for each in tries} == {"AS-2055"}
    program.cases.add_event(
        paying(program, personal_id=NUMBER), "payment", "2026-11-25", {"month": "2026-11", "paid": True}
    )


def listed(folder: Path, *people: tuple[str, str, str]) -> Path:
    book = openpyxl.Workbook()
    heading = (
        "STT",
        "Họ và tên",
        "Ngày sinh",
        "CCCD",
        "Nhóm đối tượng",
        "Mức độ khuyết tật",
        "Hệ số",
        "Mức trợ cấp",
        "Hưởng từ",
    )
    book.active.append(heading)
    for place, (name, birth, number) in enumerate(people, start=1):
        book.active.append((place, name, birth, number, "NKTN", "Nặng", 1.5, 810_000, "11/2026"))
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def test_a_list_that_comes_in_pays_nobody_twice_and_leaves_the_row_to_be_mended(program, tmp_path):
    """The person stands twice: the second row of the person, met first, has no record yet."""
    first = paying(program, personal_id=NUMBER, old_id="351234567")
    with program.vault.work() as store:
        store.people.add_all(
            factories.UNIT, [factories.person(full_name="Nguyễn Thị Hoà", personal_id=NUMBER)]
        )
    people = (("Nguyễn Thị Hoà", "18/04/1949", NUMBER), ("Trần Văn Lộc", "02/03/1950", "089050001111"))
    outcome = program.importing.bring(listed(tmp_path, *people), "assistance")
    (row,) = [each for each in outcome.rows if any(found.code == "AS-2051" for found in each.findings)]
    assert row.person["personal_id"] == NUMBER
    assert outcome.count(What.NEW) == 1
    found = program.listing.all(
        program.lists.request("assistance").query, ("person.full_name", "record.state")
    )
    assert sorted(each.values[0] for each in found) == ["Nguyễn Thị Hòa", "Trần Văn Lộc"]
    assert program.cases.get(first).state == "paying"


def test_a_person_who_stands_twice_in_a_list_is_paid_once_even_when_the_officer_wants_both(program, tmp_path):
    people = [("Trần Văn Lộc", "02/03/1950", "089050001111")] * 2
    importing = program.importing
    outcome = drained(importing.plan(importing.open(listed(tmp_path, *people), "assistance")))
    double = next(each for each in outcome.rows if each.what is What.DOUBLE)
    importing.want(outcome, [double], wanted=True)
    again = next(each for each in outcome.rows if each.draft is double.draft)
    assert any(each.code == "AS-2051" for each in again.findings)
    drained(importing.carry_out(outcome))
    states = program.listing.all(ListQuery("assistance"), ("record.state", "record.draft"))
    assert sorted(each.texts for each in states) == [("Nháp", "Có"), ("Đang hưởng", "Không")]


@pytest.mark.parametrize(("known", "said"), [("", NUMBER), (NUMBER, ""), ("", "")])
def test_a_list_that_says_no_hamlet_does_not_pay_its_people_again(program, tmp_path, known, said):
    """What tells who somebody is stands in the register or in the list, and not in both."""
    first = paying(program, **({"personal_id": known} if known else {}))
    people = (("Nguyễn Thị Hòa", "18/04/1949", said), ("Trần Văn Lộc", "02/03/1950", "089050001111"))
    outcome = program.importing.bring(listed(tmp_path, *people), "assistance")
    (row,) = [each for each in outcome.rows if any(found.code == "AS-2057" for found in each.findings)]
    assert any(program.cases.get(first).number in found.text for found in row.findings)
    states = program.listing.all(ListQuery("assistance"), ("record.state", "record.draft"))
    assert sorted(each.texts for each in states) == [
        ("Nháp", "Có"),
        ("Đang hưởng", "Không"),
        ("Đang hưởng", "Không"),
    ]


def test_nothing_below_the_services_pays_twice_either(program):
    first = paying(program, personal_id=NUMBER)
    register = catalog.register("assistance")
    content = RecordContent(factories.DECIDED, draft=False, opened_on="2026-11-02", state="paying")

    def in_bulk() -> None:
        with program.vault.work() as store:
            person = store.people.add_all(factories.UNIT, [factories.person(personal_id=NUMBER)])
            store.records.add_all(register, factories.UNIT, [(person[0], content)])

    def one_list_twice() -> None:
        with program.vault.work() as store:
            other = factories.person(personal_id="089149005678")
            people = store.people.add_all(factories.UNIT, [other, other])
            store.records.add_all(register, factories.UNIT, [(each, content) for each in people])

    def by_hand() -> None:
        with program.vault.work() as store:
            answers = {"month": "2026-11", "paid": True}
            for _ in range(2):
                store.session.add(
                    Event(
                        record_id=first,
                        kind="payment",
                        happened_on="2026-11-25",
                        answers=answers,
                        deleted=False,
                    )
                )

    def undo_the_removal() -> None:
        second = decided(program, personal_id=NUMBER)
        with program.vault.work() as store:
            found = store.records.get(second)
            found.state, found.deleted = "paying", True
        with program.vault.work() as store:
            store.session.get_one(Record, found.row).deleted = False

    assert [refused(do).code for do in (in_bulk, one_list_twice, by_hand, undo_the_removal)] == [
        "AS-2051",
        "AS-2051",
        "AS-2052",
        "AS-2051",
    ]
    program.check()


def reviewed(program: Program) -> Reviewed:
    steps = program.review.run()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_package_that_pays_again_is_taken_in_and_told(tmp_path):
    """Two communes pay one person: nothing is lost at the receiving unit, and the double benefit is said."""
    with (
        Program(factories.new_vault(tmp_path / "một")[0]) as one,
        Program(factories.new_vault(tmp_path / "hai", factories.OTHER)[0]) as two,
        Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as province,
    ):
        taken: list[Taken] = []
        for commune in (one, two):
            record = paying(commune, personal_id=NUMBER)
            commune.cases.add_event(record, "payment", "2026-11-25", {"month": "2026-11", "paid": True})
            usb = tmp_path / f"usb{len(taken)}"
            usb.mkdir()
            factories.trust(commune, province, usb)
            factories.trust(province, commune, usb)
            taken.append(province.incoming.receive(commune.outgoing.export(usb).path, usb))
        assert [each.results for each in taken] == [{"accepted": 1}, {"accepted": 1}]
        assert not taken[0].doubled
        ((late, early),) = taken[1].doubled.items()
        assert late in taken[1].summary
        assert early in taken[1].summary
        found = {each.code: each for each in reviewed(province).of("double")}
        assert {"AS-6413", "AS-6414"} <= set(found)
        assert "11/2026" in found["AS-6414"].text
