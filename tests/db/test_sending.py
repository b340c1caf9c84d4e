"""How far a record has gone: one rule, for a record in hand and as a question to the database."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from ansinh_desktop.db.exchange.sending import Sending, SentKind
from ansinh_desktop.db.models import Base, Record

OWN, OTHER = "30325@2025-07-01", "30328@2025-07-01"


def record(seq, **changes):
    return SimpleNamespace(**{"id": "r", "unit": OWN, "draft": False, "seq": seq} | changes)


def sending(exported=((1, 10), (2, 20)), confirmed=10, **more):
    return Sending(exported, confirmed, **{"returned": {}, "own": OWN} | more)


@pytest.mark.parametrize(
    ("seq", "kind"),
    [
        (1, SentKind.CONFIRMED),
        (10, SentKind.CONFIRMED),
        (11, SentKind.EXPORTED),
        (20, SentKind.EXPORTED),
        (21, SentKind.NOT_SENT),
    ],
)
def test_packages_and_receipts_reach_up_to_their_last_change(seq, kind):
    assert sending().kind_of(record(seq)) is kind


def test_nothing_was_sent_before_the_first_package():
    assert sending((), 0).kind_of(record(1)) is SentKind.NOT_SENT


def test_what_was_confirmed_counts_as_sent_though_its_package_is_of_before_a_restore():
    assert sending((), 10).kind_of(record(10)) is SentKind.CONFIRMED
    assert sending(((1, 5),), 10).kind_of(record(7)) is SentKind.CONFIRMED
    assert sending(((1, 5),), 10).kind_of(record(11)) is SentKind.NOT_SENT


def test_a_draft_goes_nowhere_and_anothers_record_came_to_us():
    assert sending().kind_of(record(1, draft=True)) is SentKind.NOT_SENT
    assert sending().kind_of(record(1, unit=OTHER)) is SentKind.RECEIVED
    assert sending().kind_of(record(1, unit=OTHER, draft=True)) is SentKind.RECEIVED
    assert sending(own="").kind_of(record(1, unit=OTHER)) is SentKind.CONFIRMED, "nobody's data"


def test_what_came_back_is_returned_until_it_is_changed():
    back = sending(returned={"r": (20, "thiếu số định danh")})
    assert back.kind_of(record(20)) is SentKind.RETURNED
    assert back.kind_of(record(5)) is SentKind.RETURNED
    assert back.kind_of(record(21)) is SentKind.NOT_SENT
    assert back.kind_of(record(20, id="other")) is SentKind.EXPORTED
    assert back.kind_of(record(20, draft=True)) is SentKind.NOT_SENT


# The same as a question


@pytest.fixture(scope="module")
def records():
    """Return a session on records of every kind, in no file."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(
        engine, [Base.metadata.tables[each] for each in ("household", "person", "record")]
    )
    columns = {
        "register": "children",
        "version": 1,
        "person_id": "p",
        "state": "x",
        "opened_on": "2026-11-02",
    }
    with Session(engine) as session:
        for seq in range(1, 13):
            for unit in (OWN, OTHER):
                for draft in (False, True):
                    name = f"{seq}{unit[4]}{'d' if draft else ''}"
                    more = {"id": name, "number": name, "unit": unit, "draft": draft, "seq": seq}
                    session.add(Record(**columns, **more, confidentiality="c1", answers={}))
        session.flush()
        yield session
    engine.dispose()


CHANGES = st.integers(0, 13)
RETURNED = st.dictionaries(
    st.integers(1, 12).map(lambda seq: f"{seq}5"), CHANGES.map(lambda last: (last, "vì sao")), max_size=4
)


@settings(max_examples=40)
@given(
    st.lists(CHANGES, max_size=3).map(sorted), st.integers(0, 13), RETURNED, st.sampled_from([OWN, OTHER, ""])
)
def test_the_question_finds_the_records_that_the_rule_names_and_each_is_of_one_kind(
    records, ends, confirmed, returned, own
):
    rule = Sending(tuple(enumerate(ends)), confirmed, returned, own)
    every = records.scalars(select(Record)).all()
    found = {
        kind: {each.id for each in records.scalars(select(Record).where(rule.having(kind)))}
        for kind in SentKind
    }
    assert found == {kind: {each.id for each in every if rule.kind_of(each) is kind} for kind in SentKind}
