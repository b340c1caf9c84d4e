"""Who is paid already: asked by the row, by either identity number, and across the records of a register."""

import dataclasses

import pytest

from ansinh_desktop.db.models import Event
from ansinh_desktop.db.payments import (
    Running,
    double_benefit,
    doubled,
    payment_shown,
    same_payment,
    told_by,
)
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.event import PaidOnce
from tests.factories import DECIDED, UNIT, person

ASSISTANCE, CHILDREN = catalog.register("assistance"), catalog.register("children")
MONTHLY = next(each for each in ASSISTANCE.paid_once if each.event == "payment")
NUMBER, OTHER_NUMBER, OLD = "089149334656", "089149334657", "351234567"


@pytest.fixture
def put(store):
    """Return a function that adds a record in a state, of a person with these numbers or of one by id."""

    def put(state="paying", person_id=None, **numbers):
        who = person_id or store.people.save(None, UNIT, person(**numbers))
        content = RecordContent(DECIDED, draft=False, opened_on="2026-11-10", state="received")
        record = store.records.get(store.records.add(ASSISTANCE, who, UNIT, content))
        execute = store.session.connection().exec_driver_sql
        # Past the refusals: as a package of another unit might leave it.
        execute("UPDATE record SET state = ? WHERE id = ?", (state, record.id))
        store.session.expire_all()
        return store.records.get(record.id)

    return put


# Another record of the same person


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"personal_id": NUMBER}, {"personal_id": NUMBER}, True),
        ({"old_id": OLD}, {"old_id": OLD}, True),
        ({"personal_id": NUMBER, "old_id": OLD}, {"personal_id": OTHER_NUMBER, "old_id": OLD}, True),
        ({"personal_id": NUMBER}, {"personal_id": OTHER_NUMBER}, False),
        ({"personal_id": NUMBER}, {}, False),
        ({}, {}, False),
    ],
)
def test_one_person_is_who_has_the_same_row_or_one_of_the_numbers(store, put, first, second, same):
    running = put(**first)
    mine = put("approved", **second)
    found = store.payments.running_beside(ASSISTANCE, mine.id, mine.person_id)
    assert (found.number if found else None) == (running.number if same else None)


def test_of_a_row_that_stands_alone_the_record_itself_is_no_other(store, put):
    mine = put()
    assert store.payments.running_beside(ASSISTANCE, mine.id, mine.person_id) is None
    again = put("approved", person_id=mine.person_id)
    found = store.payments.running_beside(ASSISTANCE, again.id, mine.person_id)
    assert found == Running(mine.id, mine.number, "paying", mine.answers)


@pytest.mark.parametrize("state", sorted(ASSISTANCE.states))
def test_only_what_runs_pays(store, put, state):
    other = put(state)
    mine = put("approved", person_id=other.person_id)
    found = store.payments.running_beside(ASSISTANCE, mine.id, mine.person_id)
    assert (found is not None) == (state in ASSISTANCE.running_in)


def test_a_removed_record_pays_nobody_and_a_removed_row_is_nobody(store, put):
    gone, mine = put(personal_id=NUMBER), put("approved", personal_id=NUMBER)
    other = store.people.get(gone.person_id)
    other.deleted = True
    store.session.flush()
    assert store.payments.running_beside(ASSISTANCE, mine.id, mine.person_id) is None
    other.deleted = False
    gone.deleted = True
    store.session.flush()
    assert store.payments.running_beside(ASSISTANCE, mine.id, mine.person_id) is None


def test_of_several_the_one_that_was_written_first_is_told(store, put):
    first = put()
    put(person_id=first.person_id)
    mine = put("approved", person_id=first.person_id)
    assert store.payments.running_beside(ASSISTANCE, mine.id, mine.person_id).number == first.number


# Everybody who is paid


def test_who_is_paid_is_told_by_row_and_numbers(store, put):
    one, other = put(personal_id=NUMBER, old_id=OLD), put("suspended")
    put("stopped", personal_id=OTHER_NUMBER)
    found = store.payments.running(ASSISTANCE)
    assert {key: [each.number for each in records] for key, records in found.items()} == {
        one.person_id: [one.number],
        f"số {NUMBER}": [one.number],
        f"số {OLD}": [one.number],
        other.person_id: [other.number],
    }


def test_a_register_that_pays_nothing_has_nobody_who_is_paid(store):
    assert store.payments.running(CHILDREN) == {}


def test_among_some_people_also_those_are_found_who_share_a_number_with_them(store, put):
    one, same, old = put(personal_id=NUMBER), put(personal_id=NUMBER), put(old_id=NUMBER)
    put(personal_id=OTHER_NUMBER)
    among = store.payments.numbers_of([one.person_id])
    assert among == {one.person_id: (one.person_id, f"số {NUMBER}")}
    found = store.payments.running(ASSISTANCE, among)
    assert [each.number for each in found[f"số {NUMBER}"]] == [one.number, same.number, old.number]
    assert store.payments.running(ASSISTANCE, {}) == {}


def test_numbers_are_asked_of_as_many_people_as_there_are(store):
    people = store.people.add_all(UNIT, [person(personal_id=f"089149{each:06d}") for each in range(1101)])
    found = store.payments.numbers_of(people)
    assert found.keys() == set(people)
    assert found[people[1100]] == (people[1100], "số 089149001100")
    assert store.payments.numbers_of([]) == {}


def test_whoever_is_paid_twice_among_some_records_is_told_with_the_other(store, put):
    one, other, alone = put(personal_id=NUMBER), put(personal_id=NUMBER), put()
    every = [each.id for each in (one, other, alone)]
    assert store.payments.doubled_among(ASSISTANCE, every) == {
        one.number: other.number,
        other.number: one.number,
    }
    assert store.payments.doubled_among(ASSISTANCE, [other.id]) == {other.number: one.number}
    assert store.payments.doubled_among(ASSISTANCE, [alone.id]) == {}
    assert store.payments.doubled_among(ASSISTANCE, []) == {}
    waiting = put("approved", personal_id=NUMBER)
    assert store.payments.doubled_among(ASSISTANCE, [waiting.id]) == {}, "it pays nothing yet"


@pytest.mark.parametrize(
    ("personal_id", "old_id", "told"),
    [
        (NUMBER, OLD, ("x", f"số {NUMBER}", f"số {OLD}")),
        (None, OLD, ("x", f"số {OLD}")),
        ("", None, ("x",)),
    ],
)
def test_what_tells_who_a_person_is(personal_id, old_id, told):
    assert told_by("x", personal_id, old_id) == told


# Rows that come together


def test_of_rows_of_one_list_the_second_that_begins_to_pay_is_told_and_no_other():
    numbers = {"a": ("a", f"số {NUMBER}"), "b": ("b", f"số {NUMBER}"), "c": ("c",)}
    known = Running("1", "BTXH-1", "paying", {})
    rows = [("a", "received"), ("a", "paying"), ("c", "paying"), ("b", "paying"), ("c", "approved")]
    found = list(doubled(ASSISTANCE, numbers, rows, {}))
    assert [(each.number, each.state) for each in found] == [("trong chính danh sách này", "paying")]
    assert list(doubled(ASSISTANCE, numbers, rows[:3], {f"số {NUMBER}": [known]})) == [known]
    (again,) = doubled(ASSISTANCE, {}, [("d", "paying"), ("d", "paying")], {})
    assert again.number.startswith("trong"), "also of whom no numbers are known"
    assert list(doubled(ASSISTANCE, {}, [], {})) == []


def test_a_person_who_is_known_by_row_and_number_is_told_once_for_each_row():
    known = Running("1", "BTXH-1", "paying", {})
    numbers = {"a": ("a", f"số {NUMBER}")}
    found = list(doubled(ASSISTANCE, numbers, [("a", "paying")], {"a": [known], f"số {NUMBER}": [known]}))
    assert found == [known]


# One payment of a month


@pytest.fixture
def pay(store):
    def pay(record, month, day="2026-11-25", **answers):
        given = {"month": month, "paid": True} | answers
        return store.records.add_event(record.id, "payment", day, answers=given)

    return pay


def waiting(record, month="2026-11", **changes):
    given = {"id": "x", "record_id": record.id, "kind": "payment", "answers": {"month": month, "paid": True}}
    return Event(**given | changes)


def test_a_payment_is_the_same_in_any_record_of_the_person(store, put, pay):
    one, other, stranger = put(personal_id=NUMBER), put("stopped", personal_id=NUMBER), put()
    pay(one, "2026-11")
    for record, month, found in (
        (one, "2026-11", (one.number, "2026-11-25")),
        (other, "2026-11", (one.number, "2026-11-25")),
        (one, "2026-10", None),
        (stranger, "2026-11", None),
    ):
        assert store.payments.paid_before(MONTHLY, waiting(record, month), record) == found, record.number


def test_what_was_not_handed_out_removed_or_is_of_another_kind_is_no_payment(store, put, pay):
    record = put()
    pay(record, "2026-11", paid=False)
    pay(record, "2026-11").deleted = True
    store.records.add_event(record.id, "visit", "2026-11-01", answers={"month": "2026-11", "paid": True})
    assert store.payments.paid_before(MONTHLY, waiting(record), record) is None
    kept = pay(record, "2026-11", day="2026-11-26")
    assert store.payments.paid_before(MONTHLY, waiting(record, id=kept.id), record) is None, "itself"
    assert store.payments.paid_before(MONTHLY, waiting(record), record) == (record.number, "2026-11-26")
    record.deleted = True
    store.session.flush()
    assert store.payments.paid_before(MONTHLY, waiting(record), record) is None


ARREARS = PaidOnce("arrears", by=("from_month", "amount"), given="amount")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"from_month": "2026-01", "amount": 5}, {"from_month": "2026-01", "amount": 5}, True),
        ({"from_month": "2026-01", "amount": 5}, {"from_month": "2026-01", "amount": "5"}, True),
        ({"from_month": "Tháng Một"}, {"from_month": "thang mot"}, True),
        ({"from_month": "2026-01", "amount": 5}, {"from_month": "2026-01", "amount": 6}, False),
        ({"from_month": "2026-01"}, {"from_month": "2026-02"}, False),
        ({"from_month": None}, {}, True),
        ({"amount": 0}, {"amount": None}, True),
    ],
)
def test_two_events_say_the_same_payment_where_all_that_tells_it_is_the_same(one, other, same):
    assert same_payment(ARREARS, one, other) is same
    assert same_payment(ARREARS, other, one) is same


def test_a_payment_is_told_by_what_tells_it_from_others_in_words():
    label = next(each for each in ASSISTANCE.event_kinds["payment"].fields if each.key == "month").label
    assert payment_shown(ASSISTANCE, MONTHLY, {"month": "2026-11", "paid": True}) == f"{label} 11/2026"
    once = dataclasses.replace(MONTHLY, by=("month", "amount"))
    shown = payment_shown(ASSISTANCE, once, {"month": "2026-11", "amount": 810_000})
    assert shown.startswith(f"{label} 11/2026, ")
    assert "810.000" in shown
    assert payment_shown(ASSISTANCE, once, {}) == ""


def test_that_somebody_is_paid_already_says_by_what_and_since_when():
    finding = double_benefit(ASSISTANCE, Running("1", "BTXH-1", "paying", DECIDED), "paying")
    assert finding.code == "AS-2051"
    assert (finding.facts["number"], finding.facts["since"]) == ("BTXH-1", ", từ tháng 11/2026")
    assert finding.facts["state"] == ASSISTANCE.life_cycle.state_label("paying")
    assert double_benefit(ASSISTANCE, Running("1", "BTXH-1", "paying", {}), "paying").facts["since"] == ""
    assert double_benefit(CHILDREN, Running("1", "TE-1", "x", DECIDED), "x").facts["since"] == ""
