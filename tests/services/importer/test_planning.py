"""What becomes of each row: whose it is, what stands in its way, and what the officer may still say."""

import datetime

import pytest

from ansinh_desktop.db.people import EVERYBODY
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.findings import Level, error, note, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.importer.draft_rows import RowDraft
from ansinh_desktop.services.importer.planning import Known, Planner, RowPlan, What, needs_look
from ansinh_desktop.services.importer.sheets import Sheet
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.targets import NAME, PERSON
from tests.factories import DECIDED, OTHER, UNIT, person
from tests.shared import shared, store

__all__ = ["shared", "store"]

ASSISTANCE, CHILDREN = catalog.register("assistance"), catalog.register("children")
NUMBER, OTHER_NUMBER, OLD = "089149334656", "089149334657", "351234567"
PAID = {key: value for key, value in DECIDED.items() if key != "received_on"}


def draft(answers=None, **about):
    changes = {
        key: about.pop(key) for key in ("duplicate_of", "leaving", "findings", "asked") if key in about
    }
    known = {PERSON + key: value for key, value in person(**about).items() if value is not None}
    return RowDraft(7, [], values=known | (answers or {}), **changes)


@pytest.fixture
def add(store):
    """Return a function that records a person, and where asked a record of theirs in a state."""

    def add(register=None, state="", unit=UNIT, is_draft=False, **about):
        store.chain.ownership.begin(unit if unit != UNIT else None)
        who = store.people.save(None, unit, person(**about))
        if register:
            content = RecordContent(
                DECIDED if register is ASSISTANCE else {}, draft=is_draft, opened_on="2026-11-02", state=state
            )
            return who, store.records.add(register, who, unit, content)
        return who, None

    return add


@pytest.fixture
def plan(store):
    """Return a function that plans one row against what is recorded now."""

    def plan(row, register=ASSISTANCE, wanted=None, as_of=None):
        table = Table(Sheet("x", []), range(1), (), (), (), as_of=as_of)
        known = Known(store, register.code, EVERYBODY, UNIT)
        return Planner(table, register, known).plan(row, wanted=wanted)

    return plan


def codes(plan: RowPlan) -> list[str]:
    return [each.code for each in plan.findings]


def missing(plan: RowPlan) -> set[str]:
    return {each.field for each in plan.findings if each.code == "AS-2020"}


# ---------------------------------------------------------------- whose a row is


@pytest.mark.parametrize(
    ("recorded", "row", "same"),
    [
        ({"personal_id": NUMBER}, {"personal_id": NUMBER, "full_name": "Lê Khác"}, True),
        ({"personal_id": NUMBER}, {"old_id": NUMBER}, True),
        ({"old_id": OLD}, {"old_id": OLD, "birth_date": "1960"}, True),
        ({}, {}, True),
        ({}, {"full_name": "NGUYỄN THỊ HOÀ"}, True),
        ({"personal_id": NUMBER}, {}, True),
        ({}, {"personal_id": NUMBER}, True),
        ({"personal_id": NUMBER}, {"personal_id": OTHER_NUMBER}, False),
        ({}, {"hamlet": "Vĩnh Lợi"}, False),
        ({}, {"hamlet": "vinh thanh"}, True),
        ({"hamlet": None}, {"hamlet": None}, True),
        ({}, {"birth_date": "1949"}, False),
        ({"birth_date": None}, {"birth_date": None}, False),
    ],
)
def test_a_row_is_of_who_has_its_number_or_name_birth_and_hamlet_without_another_number(
    add, plan, recorded, row, same
):
    who, _record = add(**recorded)
    found = plan(draft(**row))
    assert (found.person_id == who, found.what) == (same, What.NEW_RECORD if same else What.NEW)


def test_of_two_alike_nobody_can_say_whose_the_row_is(add, plan):
    add()
    add()
    assert plan(draft()).person_id is None


# ---------------------------------------------------------------- what becomes of it


def test_whoever_stands_in_the_register_is_present_and_a_draft_is_mended(add, plan):
    who, record = add(CHILDREN)
    found = plan(draft(), CHILDREN)
    assert (found.what, found.person_id, found.record_id) == (What.PRESENT, who, record)
    assert not found.comes_in
    assert plan(draft()).what is What.NEW_RECORD, "in another register"
    _who, again = add(CHILDREN, is_draft=True, full_name="Lê An")
    mended = plan(draft(full_name="Lê An"), CHILDREN)
    assert (mended.what, mended.record_id, mended.comes_in) == (What.MENDED, again, True)


@pytest.mark.parametrize("wanted", [None, True])
def test_whom_another_unit_keeps_is_left_out_whatever_the_officer_says(add, plan, wanted):
    add(unit=OTHER.unit)
    found = plan(draft(), wanted=wanted)
    assert found.what is What.LEFT_OUT
    assert "AS-3198" in codes(found)
    add(CHILDREN, unit=OTHER.unit, full_name="Lê Có")
    assert plan(draft(full_name="Lê Có"), CHILDREN).what is What.PRESENT, "nothing would be changed"


@pytest.mark.parametrize(
    ("row", "wanted", "what"),
    [
        ({}, None, What.NEW),
        ({}, True, What.NEW),
        ({}, False, What.REFUSED),
        ({"full_name": None}, None, What.LEFT_OUT),
        ({"full_name": None}, True, What.LEFT_OUT),
        ({"duplicate_of": 3}, None, What.DOUBLE),
        ({"duplicate_of": 3}, True, What.NEW),
        ({"leaving": "GIẢM"}, None, What.LEAVING),
        ({"leaving": "GIẢM"}, True, What.NEW),
        ({"leaving": "GIẢM"}, False, What.REFUSED),
        ({"leaving": "GIẢM", "duplicate_of": 3}, None, What.DOUBLE),
    ],
)
def test_the_list_proposes_and_the_officer_has_the_last_word(store, plan, row, wanted, what):
    found = plan(draft(**row), wanted=wanted)
    assert found.what is what
    assert ("AS-3184" in codes(found)) == ("leaving" in row and not wanted)
    assert found.comes_in == (what is What.NEW)


def test_who_leaves_and_is_recorded_is_simply_there(add, plan):
    add(CHILDREN)
    found = plan(draft(leaving="GIẢM"), CHILDREN)
    assert found.what is What.PRESENT
    assert "AS-3184" in codes(found)


# ---------------------------------------------------------------- what its checks find


def test_what_could_not_be_read_is_not_called_missing_as_well(store, plan):
    birth, group = PERSON + "birth_date", "social_group"
    assert missing(plan(draft(birth_date=None))) == {birth, group}
    unread = [error("AS-3100", birth, typed="x")]
    assert missing(plan(draft(birth_date=None, findings=unread))) == {group}
    assert missing(
        plan(draft(birth_date=None, findings=[error("AS-3141", group, typed="x", label="y")]))
    ) == {birth}
    doubted = [warning("AS-3101", birth, typed="x", year=1, other=2)]
    assert missing(plan(draft(birth_date=None, findings=doubted))) == {birth, group}


def test_the_day_of_the_list_stands_for_what_it_does_not_say(store, plan):
    day = datetime.date(2022, 6, 30)
    assert plan(draft(), CHILDREN, as_of=day).answers["entered_on"] == "2022-06-30"
    said = draft({"entered_on": "2021-01-02"})
    assert plan(said, CHILDREN, as_of=day).answers["entered_on"] == "2021-01-02"
    assert plan(draft(), as_of=day).answers["recorded_month"] == "2022-06"


def test_a_row_that_cannot_be_checked_stops_no_other(store, plan):
    found = plan(draft({"decision_date": 5}))
    assert (found.what, found.person, found.answers) == (What.LEFT_OUT, {}, {})
    assert codes(found) == ["AS-3186"]


@pytest.mark.parametrize(
    ("findings", "level", "look"),
    [
        ((), None, False),
        ((note("AS-3105", NAME, shown="x", year=1),), Level.NOTE, False),
        (
            (warning("AS-3151", NAME, typed="x", kept="y"), note("AS-3105", NAME, shown="x", year=1)),
            Level.WARNING,
            True,
        ),
        ((warning("AS-3151", NAME, typed="x", kept="y"), error("AS-3186", NAME)), Level.ERROR, True),
    ],
)
def test_a_row_weighs_as_much_as_its_worst_finding(findings, level, look):
    row = RowPlan(draft(), What.NEW, {}, {}, findings)
    assert (row.level, needs_look(row), row.final) == (level, look, level is not Level.ERROR)
    assert needs_look(RowPlan(draft(), What.LEAVING, {}, {}, ()))
    assert needs_look(RowPlan(draft(), What.LEFT_OUT, {}, {}, ()))
    assert not needs_look(RowPlan(draft(), What.PRESENT, {}, {}, ()))
    assert not RowPlan(draft(asked=True), What.NEW, {}, {}, ()).final, "a question waits for its answer"


# ---------------------------------------------------------------- nobody is paid twice


def paid(**about):
    return draft(dict(PAID), **about)


def test_whoever_is_paid_already_is_told_however_the_row_knows_them(add, plan):
    add(ASSISTANCE, "paying", personal_id=NUMBER, full_name="Lê Được Trả", birth_date="1950-02-03")
    by_number = plan(paid(old_id=NUMBER, full_name="Lê Khác"))
    assert by_number.what is What.PRESENT, "whose number it is stands in the register"
    same = plan(paid(full_name="Lê Được Trả", birth_date="1950-02-03", hamlet="Hòa Phú"))
    assert (same.what, "AS-2057" in codes(same)) == (What.NEW, True)
    other = plan(
        paid(full_name="Lê Được Trả", birth_date="1950-02-03", hamlet="Hòa Phú", personal_id=OTHER_NUMBER)
    )
    assert "AS-2057" not in codes(other), "two numbers tell two people apart"
    for birth in ("1950-02", "1950", "~1950"):
        assert "AS-2057" not in codes(plan(paid(full_name="Lê Được Trả", birth_date=birth)))


@pytest.mark.parametrize(("birth", "told"), [("1950", False), ("1950-02", False), ("1950-02-03", True)])
def test_of_whom_only_the_year_is_known_nobody_is_thought_to_be_the_same(add, plan, birth, told):
    add(ASSISTANCE, "paying", full_name="Lê Được Trả", birth_date=birth)
    found = plan(paid(full_name="Lê Được Trả", birth_date=birth, hamlet="Hòa Phú"))
    assert ("AS-2057" in codes(found)) is told


def test_a_row_that_pays_nothing_is_told_of_nobody(add, plan):
    add(ASSISTANCE, "paying", full_name="Lê Được Trả", birth_date="1950-02-03")
    begun = plan(paid(full_name="Lê Được Trả", birth_date="1950-02-03", hamlet="Hòa Phú"))
    assert "AS-2057" in codes(begun)
    row = draft(
        {"decrease_reason": "died"}, full_name="Lê Được Trả", birth_date="1950-02-03", hamlet="Hòa Phú"
    )
    state = ASSISTANCE.imported_state
    assert state is not None
    assert state(row.values) not in ASSISTANCE.paid_in
    assert "AS-2057" not in codes(plan(row))


def test_whom_an_earlier_row_of_the_list_would_pay_is_told_by_that_row(store, plan):
    found = plan(paid(duplicate_of=3, personal_id=NUMBER), wanted=True)
    (double,) = (each for each in found.findings if each.code == "AS-2051")
    assert double.facts["number"] == "của dòng 3 trong danh sách này"
    assert "AS-2051" not in codes(plan(paid(duplicate_of=3), wanted=True)), "without a number nobody is sure"
    assert "AS-2051" not in codes(plan(paid(duplicate_of=3, personal_id=NUMBER))), "it does not come in"


# Who is likely recorded already


@pytest.mark.parametrize(
    ("recorded", "typed", "why"),
    [
        ({}, {"full_name": "Nguyễn Thị Hoàn"}, "họ tên lệch một chữ cái, trùng ngày sinh, cùng ấp"),
        ({}, {"full_name": "Nguyễn Hòa"}, "họ tên thiếu chữ lót, trùng ngày sinh, cùng ấp"),
        ({}, {"birth_date": "1950-04-18"}, "trùng họ tên, năm sinh lệch một năm, cùng ấp"),
        ({"full_name": "Lê Thị Quý"}, {"full_name": "Lê Thị Quí", "birth_date": "1949"}, "trùng họ tên"),
        ({}, {"full_name": "Nguyễn Thị Lan"}, ""),
        ({}, {"birth_date": "1962-04-18"}, ""),
        ({"birth_date": None}, {}, ""),
    ],
)
def test_who_may_be_recorded_already_is_noted_and_comes_in_as_somebody_new(add, plan, recorded, typed, why):
    add(**recorded)
    row = plan(draft(DECIDED, **typed))
    assert row.what is What.NEW
    assert row.person_id is None
    found = [each.facts["why"] for each in row.findings if each.code == "AS-3173"]
    assert [each.startswith(why) for each in found] == ([True] if why else [])
