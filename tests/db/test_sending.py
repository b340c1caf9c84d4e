"""How far a record has gone: one rule, for a record in hand and as a question to the database."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, select
from sqlalchemy.orm import Session

from ansinh_desktop.db.exchange.sending import Sending, SentKind
from ansinh_desktop.db.exchange.tables import Delivery, Package, Returned, Shipped
from ansinh_desktop.db.models import Base, Record
from tests import factories

OWN, OTHER = "30325@2025-07-01", "30328@2025-07-01"
HERE, ELSEWHERE = "91@2025-07-01/x", "92@2025-07-01/y"
TABLES = ("household", "person", "record", "package", "delivery", "returned", "shipped")


def record(seq=10, **changes):
    return SimpleNamespace(**{"id": "r", "unit": OWN, "draft": False, "seq": seq} | changes)


@pytest.fixture(scope="module")
def engine():
    """Return the tables of the exchange in no file."""
    made = create_engine("sqlite://")
    Base.metadata.create_all(made, [Base.metadata.tables[each] for each in TABLES])
    yield made
    made.dispose()


@pytest.fixture
def session(engine):
    with Session(engine) as found:
        # What another test of this file has written there is none of this one's.
        for each in reversed(TABLES):
            found.execute(delete(Base.metadata.tables[each]))
        yield found
        found.rollback()


@pytest.fixture
def way(session):
    return Sending(session, HERE, OWN)


def confirmed(session, seq, row="r", receiver=HERE):
    session.add(Delivery(receiver=receiver, entity="record", row_id=row, seq=seq, vector="{}"))


def returned(session, seq, row="r", receiver=HERE, told="thiếu số định danh"):
    session.add(
        Returned(
            receiver=receiver,
            entity="record",
            row_id=row,
            seq=seq,
            package=1,
            result="rejected",
            code="AS-2002",
            told=told,
            todo="",
        )
    )


def package(session, number, receiver=HERE, direction="out"):
    made_as = {"receiver": receiver, "direction": direction, "id": f"p{number}{receiver}{direction}"}
    session.add(made := factories.package(number, **made_as))
    return made.id


def carried(session, number, seq, row="r", *, receiver=HERE, direction="out", entity="record"):
    made = package(session, number, receiver, direction)
    session.add(Shipped(package_id=made, entity=entity, row_id=row, seq=seq, vector="{}"))


def test_only_the_version_that_was_confirmed_is(session, way):
    confirmed(session, 10)
    session.flush()
    assert way.kind_of(record(10)) is SentKind.CONFIRMED
    assert way.kind_of(record(11)) is SentKind.NOT_SENT, "it was changed since"
    assert way.kind_of(record(9)) is SentKind.NOT_SENT, "a smaller number is no promise: only this version is"
    assert way.kind_of(record(10, id="other")) is SentKind.NOT_SENT


def test_what_another_receiver_has_says_nothing_of_the_one_of_now(session, way):
    confirmed(session, 10, receiver=ELSEWHERE)
    returned(session, 10, receiver=ELSEWHERE)
    carried(session, 1, 10, receiver=ELSEWHERE)
    session.flush()
    assert way.kind_of(record(10)) is SentKind.NOT_SENT
    assert way.why(record(10)) == ""
    assert way.package(record(10)) == 0
    assert Sending(session, ELSEWHERE, OWN).kind_of(record(10)) is SentKind.CONFIRMED


def test_what_a_package_carries_is_exported_and_named_by_the_last_one(session, way):
    carried(session, 1, 10)
    carried(session, 3, 10)
    carried(session, 2, 10)
    carried(session, 4, 12)
    carried(session, 5, 10, row="event", entity="event")
    session.flush()
    assert way.kind_of(record(10)) is SentKind.EXPORTED
    assert way.package(record(10)) == 3
    assert way.package(record(12)) == 4
    assert way.kind_of(record(11)) is SentKind.NOT_SENT
    assert way.kind_of(record(10, id="event")) is SentKind.NOT_SENT, "another table's row"


def test_what_came_in_with_a_package_was_not_exported(session, way):
    carried(session, 1, 10, direction="in")
    session.flush()
    assert way.kind_of(record(10)) is SentKind.NOT_SENT
    assert way.package(record(10)) == 0


def test_a_draft_goes_nowhere_and_anothers_record_came_to_us(session, way):
    confirmed(session, 1)
    session.flush()
    assert way.kind_of(record(1, draft=True)) is SentKind.NOT_SENT
    assert way.kind_of(record(1, unit=OTHER)) is SentKind.RECEIVED
    assert way.kind_of(record(1, unit=OTHER, draft=True)) is SentKind.RECEIVED
    assert Sending(session, HERE).kind_of(record(1, unit=OTHER)) is SentKind.CONFIRMED, "nobody's data"
    assert Sending(session, "", OWN).kind_of(record(1)) is SentKind.NOT_SENT, "there is no receiver"


def test_what_came_back_is_returned_until_it_is_changed_or_taken_after_all(session, way):
    carried(session, 1, 10)
    returned(session, 10)
    session.flush()
    assert way.kind_of(record(10)) is SentKind.RETURNED
    assert way.why(record(10)) == "thiếu số định danh"
    assert way.kind_of(record(11)) is SentKind.NOT_SENT
    assert way.why(record(11)) == ""
    assert way.kind_of(record(10, draft=True)) is SentKind.NOT_SENT
    confirmed(session, 10)
    session.flush()
    assert way.kind_of(record(10)) is SentKind.CONFIRMED, "a later receipt took it"


# The same as a question

KINDS = {"a": (OWN, False), "b": (OWN, False), "d": (OWN, True), "o": (OTHER, False), "p": (OTHER, True)}
"""By record: whose it is, and whether it is a draft."""
VERSIONS = st.dictionaries(st.sampled_from([*KINDS]), st.integers(1, 3), max_size=5)
CARRIED = st.lists(st.tuples(st.sampled_from([*KINDS]), st.integers(1, 3)), max_size=5)


@pytest.fixture(scope="module")
def records(engine):
    """Return a session on records of every kind, each in its second version."""
    columns = {
        "register": "children",
        "version": 1,
        "person_id": "p",
        "state": "x",
        "opened_on": "2026-11-02",
        "confidentiality": "c1",
        "answers": {},
    }
    with Session(engine) as session:
        for row_id, (unit, draft) in KINDS.items():
            session.add(Record(**columns, id=row_id, number=row_id, unit=unit, draft=draft, seq=2))
        session.flush()
        yield session
        session.rollback()


@settings(max_examples=60)
@given(VERSIONS, VERSIONS, CARRIED, st.sampled_from([OWN, OTHER, ""]), st.sampled_from([HERE, ELSEWHERE]))
def test_the_question_finds_the_records_that_the_rule_names_and_each_is_of_one_kind(
    records, taken, back, carries, own, receiver
):
    for model in (Delivery, Returned, Shipped, Package):
        records.execute(delete(model))
    for row, seq in taken.items():
        confirmed(records, seq, row)
    for row, seq in back.items():
        returned(records, seq, row)
    for number, (row, seq) in enumerate(carries):
        carried(records, number, seq, row)
    records.flush()
    rule = Sending(records, receiver, own)
    every = records.scalars(select(Record)).all()
    found = {
        kind: {each.id for each in records.scalars(select(Record).where(rule.having(kind)))}
        for kind in SentKind
    }
    assert found == {kind: {each.id for each in every if rule.kind_of(each) is kind} for kind in SentKind}
    assert sum(map(len, found.values())) == len(every)
