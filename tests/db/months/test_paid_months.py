"""The months of payment as rows: found by their name, and what was closed never moves again."""

import pytest

from ansinh_desktop.db.part import part
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from tests.factories import DECIDED, UNIT, person

ASSISTANCE = catalog.register("assistance")
NUMBER, OTHER_NUMBER = "089149334656", "089149334657"


@pytest.fixture
def put(store):
    """Return a function that adds a record of a new person that pays."""

    def put(**about):
        who = store.people.save(None, UNIT, person(**about))
        content = RecordContent(DECIDED, draft=False, opened_on="2026-11-10", state="paying")
        return store.records.get(store.records.add(ASSISTANCE, who, UNIT, content))

    return put


@pytest.fixture
def month(store, put):
    """Return a closed month with the rows of two people."""
    records = [put(personal_id=each) for each in (NUMBER, OTHER_NUMBER)]
    made = store.paid_months.add(UNIT, "assistance", "2026-11")
    store.paid_months.write_rows(
        made, [paid_row(each, amount) for each, amount in zip(records, (540_000, 360_000), strict=True)]
    )
    made.state = "closed"
    store.session.flush()
    return made, records


def paid_row(record, amount, personal_id=None):
    return {
        "person_id": record.person_id,
        "record_id": record.id,
        "number": record.number,
        "confidentiality": "c1",
        "full_name": "Nguyễn Thị Hòa",
        "personal_id": personal_id,
        "parts": {},
        "amount": amount,
        "carried": [],
    }


def moved(store, act):
    with pytest.raises(UserError) as caught, part(store):
        act()  # what it leaves in the session is written as the part ends
    store.session.expire_all()
    return caught.value.code


def test_a_month_is_found_by_unit_benefit_and_month_and_its_rows_in_their_order(store, month):
    made, records = month
    assert store.paid_months.of(UNIT, "assistance", "2026-11") is made
    for other in (("x", "assistance", "2026-11"), (UNIT, "x", "2026-11"), (UNIT, "assistance", "2026-12")):
        assert store.paid_months.of(*other) is None
    rows = store.paid_months.rows(made)
    assert [(each.position, each.number, each.amount) for each in rows] == [
        (0, records[0].number, 540_000),
        (1, records[1].number, 360_000),
    ]
    assert {each.month for each in rows} == {"2026-11"}


def test_closed_months_stand_in_their_order_and_a_prepared_one_is_none_of_them(store, month):
    for name, state in (("2026-09", "settled"), ("2026-12", "prepared"), ("2026-10", "paid_out")):
        store.paid_months.add(UNIT, "assistance", name).state = state
    store.session.flush()
    assert store.paid_months.closed(UNIT, "assistance") == ["2026-09", "2026-10", "2026-11"]
    assert store.paid_months.closed(UNIT, "x") == []


@pytest.mark.parametrize(
    ("key", "value"), [("amount", 1), ("full_name", "Khác"), ("position", 9), ("parts", {"a": 1})]
)
def test_a_row_of_a_closed_month_never_moves(store, month, key, value):
    row = store.paid_months.rows(month[0])[0]
    assert moved(store, lambda: setattr(row, key, value)) == "AS-4201"


@pytest.mark.parametrize(
    ("key", "value"), [("digest", "x"), ("frozen", {}), ("kept", {"a": 1}), ("month", "2026-10")]
)
def test_what_a_closed_month_said_never_moves(store, month, key, value):
    assert moved(store, lambda: setattr(month[0], key, value)) == "AS-4201"


def test_the_answer_of_the_payer_and_the_next_step_are_still_written(store, month):
    made, _records = month
    row = store.paid_months.rows(made)[0]
    row.outcome, row.outcome_on, row.outcome_note = "carried", "2026-11-25", "vắng nhà"
    made.state, made.steps = "paid_out", [{"step": "pay"}]
    store.session.flush()
    assert moved(store, lambda: store.paid_months.drop_rows(made)) == "AS-4201"


def test_a_month_that_is_opened_again_gives_its_rows_up(store, month):
    made, _records = month
    made.state = "prepared"
    store.paid_months.drop_rows(made)
    assert list(store.paid_months.rows(made)) == []
    made.kept = {"a": 1}
    store.session.flush()


def test_whom_a_closed_list_pays_is_paid_by_hand_no_second_time(store, month):
    _made, (record, other) = month
    with pytest.raises(UserError) as caught, part(store):
        store.records.add_event(
            record.id, "payment", "2026-11-26", answers={"month": "2026-11", "paid": True}
        )
    assert caught.value.code == "AS-4218"
    for answers in (
        {"month": "2026-12", "paid": True},
        {"month": "2026-11", "paid": False},
        {"month": "2026-11"},
    ):
        store.records.add_event(other.id, "payment", "2026-11-26", answers=answers)
