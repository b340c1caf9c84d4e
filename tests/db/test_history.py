"""The chain of changes: every way in is written down alike, in its order, and holds."""

import datetime
import traceback
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from ansinh_desktop import clock, ids
from ansinh_desktop.db import history
from ansinh_desktop.db.history import insert_rows
from ansinh_desktop.db.models import Base, Change, Event, Household, Person, Setting, Told, Tracked
from ansinh_desktop.db.part import RowsRefusedError, part
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from tests.factories import UNIT, case, new_vault, person, services

CHILDREN_REGISTER = catalog.register("children")
CHILD = {
    "groups": ["d"],
    "main_group": "d",
    "entered_on": "2022-05-01",
    "care_arrangement": "parents",
    "disability_degree": "severe",
}


@pytest.fixture
def vault(tmp_path):
    vault, _ = new_vault(tmp_path / "data")
    yield vault
    vault.lock()


@pytest.fixture
def record(vault):
    return services(vault)[0].save(case("children", CHILD, person=person(birth_date="2015-02-03")))


def changes(vault, *entity_ids):
    with vault.reading() as store:
        return [(each.seq, each.act, each.fields) for each in store.log.of(*entity_ids)]


def event(record, **values):
    return {
        "id": ids.new_id(),
        "record_id": record,
        "kind": "visit",
        "happened_on": "2026-11-20",
        "answers": {},
    } | values


def test_rows_inserted_in_one_go_are_written_down_like_rows_added_one_by_one(vault, record):
    one, other = event(record, note="Ghi chú"), event(record, note="Ghi chú")
    with vault.work() as store:
        store.session.add(Event(**one))
    with vault.work() as store:
        insert_rows(store.session, Event, [other])
    ((before, *told_one),) = changes(vault, one["id"])
    ((after, *told_other),) = changes(vault, other["id"])
    told_other[1]["id"] = told_one[1]["id"]
    assert told_one == told_other
    assert after == before + 1
    with vault.reading() as store:
        there = {each.id: each for each in store.records.events(record)}
        assert [there[each["id"]].seq for each in (one, other)] == [before, after]
        assert there[other["id"]].deleted is False
        assert store.records.get(record).seq == after
        assert store.log.broken_link() is None


def add_a_home_and_fail(vault):
    with vault.work() as store:
        insert_rows(store.session, Household, [{"id": ids.new_id(), "unit": UNIT}])
        raise BugError


def test_the_history_has_the_order_of_the_work(vault, record):
    with vault.work() as store:
        store.session.add(Event(**event(record, note="một")))
        insert_rows(store.session, Event, [event(record, note="hai"), event(record, note="ba")])
        store.session.add(Event(**event(record, note="bốn")))
    with vault.reading() as store:
        by_number = sorted(store.records.events(record), key=lambda each: each.seq)
        assert [each.note for each in by_number] == ["một", "hai", "ba", "bốn"]
        assert store.log.broken_link() is None


def test_more_changes_than_are_kept_in_memory_stay_in_order(vault):
    homes = [{"id": ids.new_id(), "unit": UNIT, "number": str(number)} for number in range(1203)]
    with vault.work() as store:
        for start in range(0, len(homes), 100):
            insert_rows(store.session, Household, homes[start : start + 100])
        assert store.log.broken_link() is None
        (last,) = store.log.of(homes[-1]["id"])
        assert store.log.last() == (last.seq, last.digest)
    with vault.reading() as store:
        assert store.log.broken_link() is None
        assert store.log.last() == (last.seq, last.digest)


def test_a_failed_unit_of_work_leaves_no_link(vault):
    with vault.reading() as store:
        before = store.log.last()
    with pytest.raises(BugError):
        add_a_home_and_fail(vault)
    with vault.work() as store:
        assert store.log.last() == before
        insert_rows(store.session, Household, [{"id": ids.new_id(), "unit": UNIT}])
    with vault.reading() as store:
        assert store.log.last()[0] == before[0] + 1
        assert store.log.broken_link() is None


def test_who_only_reads_cannot_write(vault):
    with vault.reading() as store, pytest.raises(BugError):
        insert_rows(store.session, Household, [{"id": ids.new_id(), "unit": UNIT}])


def test_every_tracked_table_has_its_name_in_the_history():
    every = {each.class_ for each in Base.registry.mappers}
    told = {each for each in every if issubclass(each, Told)}
    assert set(history.type_names) == told
    assert told > {each for each in every if issubclass(each, Tracked)} > {Household}


def test_a_row_with_a_column_that_its_table_lacks_is_our_own_mistake_and_writes_nothing(vault):
    with pytest.raises(BugError, match="colour"), vault.work() as store:
        insert_rows(store.session, Household, [{"id": ids.new_id(), "unit": UNIT, "colour": "red"}])
    with vault.work() as store:
        insert_rows(store.session, Household, [{"id": ids.new_id(), "unit": UNIT}])
    with vault.reading() as store:
        assert store.session.query(Household).count() == 1
        assert store.log.broken_link() is None


def test_a_refused_part_is_undone_alone_and_tells_nothing_that_was_typed(vault):
    with vault.work() as store:
        kept = store.people.save(None, UNIT, person(full_name="Trần Thị Mận"))
        with pytest.raises(RowsRefusedError) as refused, part(store):
            store.people.add_all(UNIT, [person(full_name="Lê Thị Bí Mật", birth_date=object())])
        with part(store):
            other = store.people.save(None, UNIT, person(full_name="Võ Thị Liễu"))
    with vault.reading() as store:
        assert store.people.count() == 2
        assert history.broken_link(store.session) is None
    assert [act for _seq, act, _fields in changes(vault, kept, other)] == ["insert", "insert"]
    assert "Bí Mật" not in "".join(traceback.format_exception(refused.value))


def test_a_statement_that_fails_never_says_what_it_was_given(vault):
    taking = text("UPDATE person SET full_name = NULL WHERE full_name = :name")
    with vault.work() as store:
        store.people.save(None, UNIT, person(full_name="Lê Thị Bí Mật"))
        with pytest.raises(IntegrityError) as failed:
            store.session.execute(taking, {"name": "Lê Thị Bí Mật"})
    assert "Bí Mật" not in str(failed.value)


# What one change writes down, and what it touches


def told(store, *entity_ids):
    return [(each.act, each.fields) for each in store.log.of(*entity_ids)]


@pytest.fixture
def two(store):
    """Return the people and records of two cases: (person, record), (person, record)."""
    made = []
    for name in ("Danh An", "Danh Bình"):
        who = store.people.save(None, UNIT, person(full_name=name))
        content = RecordContent({"school": "Trường A"}, draft=True, opened_on="2026-11-02")
        made.append((who, store.records.add(CHILDREN_REGISTER, who, UNIT, content)))
    return made


def seqs(store, two):
    store.session.expire_all()
    return [store.records.get(record).seq for _who, record in two]


def test_of_answers_only_those_that_differ_are_written_down_each_from_and_to(store, two):
    _who, record = two[0]
    answers: dict[str, Any] = {"groups": ["a"], "main_group": "a"}
    store.records.change(
        CHILDREN_REGISTER, record, RecordContent(answers, draft=True, opened_on="2026-11-02")
    )
    assert told(store, record)[0] == (
        "update",
        {
            "answers.groups": [None, ["a"]],
            "answers.main_group": [None, "a"],
            "answers.school": ["Trường A", None],
        },
    )


def test_columns_that_follow_from_others_are_no_change_of_their_own(store, two):
    who, _record = two[0]
    store.people.save(who, UNIT, {"full_name": "Danh Út"})
    assert told(store, who)[0] == ("update", {"full_name": ["Danh An", "Danh Út"]})
    before = store.log.last()
    store.people.get(who).search_words = "khác"
    store.session.flush()
    assert store.log.last() == before


def test_a_row_written_as_it_was_is_no_change(store, two):
    who, record = store.people.get(two[0][0]), store.records.get(two[0][1])
    before = store.log.last()
    who.address = "Khác"
    who.address = "Tổ 5"
    record.answers = {"school": "Trường A"}
    store.session.flush()
    assert store.log.last() == before


def test_a_row_that_is_taken_away_is_written_down_with_nothing_of_it(store):
    home = store.people.save_household(None, UNIT, {"address": "Tổ 1"})
    store.session.delete(home)
    store.session.flush()
    assert [each[0] for each in told(store, home.id)] == ["delete", "insert"]
    assert told(store, home.id)[0] == ("delete", {})


def test_a_new_row_tells_what_it_says_and_its_defaults_and_no_column_without_a_value(store):
    event_id = ids.new_id()
    home = Household(id=event_id, unit=UNIT, address="Tổ 1")
    store.session.add(home)
    store.session.flush()
    ((act, fields),) = told(store, event_id)
    assert act == "insert"
    assert fields == {
        "id": [None, event_id],
        "unit": [None, UNIT],
        "address": [None, "Tổ 1"],
        "deleted": [None, False],
    }
    assert home.seq == store.log.last()[0]


def test_what_happens_in_a_record_touches_that_record_alone(store, two):
    before = seqs(store, two)
    store.session.add(Event(**event(two[0][1])))
    assert seqs(store, two) == [store.log.last()[0], before[1]]
    before = seqs(store, two)
    insert_rows(store.session, Event, [event(two[1][1])])
    assert seqs(store, two) == [before[0], store.log.last()[0]]


def test_a_change_of_a_person_touches_their_records_and_a_new_person_none(store, two):
    before = seqs(store, two)
    store.people.save(None, UNIT, person(full_name="Danh Mới"))
    assert seqs(store, two) == before
    store.people.save(two[1][0], UNIT, {"address": "Tổ 9"})
    assert seqs(store, two) == [before[0], store.log.last()[0]]


def test_a_record_that_is_written_with_its_event_carries_the_number_of_the_later_change(store, two):
    record, other = (store.records.get(each) for _who, each in two)
    store.session.add(Event(**event(record.id)))
    record.answers = other.answers = {"school": "Trường B"}
    store.session.flush()
    in_hand = [record.seq, other.seq]
    own = [store.log.of(each)[0].seq for _who, each in two]
    assert in_hand == seqs(store, two) == own


def test_rows_of_which_the_history_tells_are_never_written_past_it(store, two):
    for statement in (
        update(Person).values(address="x"),
        update(Base.metadata.tables["person"]).values(address="x"),
        delete(Household),
        insert(Base.metadata.tables["household"]).values(id="x", unit=UNIT),
    ):
        with pytest.raises(BugError, match="past the history"):
            store.session.execute(statement)
    store.session.execute(update(Setting).values(key="x").where(Setting.key == "0"))
    assert store.people.get(two[0][0]).address == "Tổ 5"


def test_each_link_is_of_the_one_before_it_and_of_all_that_it_says(store):
    row: dict[str, Any] = {
        "seq": 2,
        "at": clock.now(),
        "author": "lan",
        "fields": {"a": [1, 2]},
        "reason": None,
        "work": None,
    }
    first = history.link(history.GENESIS, row)
    assert len(first) == len(history.GENESIS)
    elsewhere = row | {"at": row["at"].astimezone(datetime.timezone(datetime.timedelta(hours=7)))}
    assert history.link(history.GENESIS, elsewhere) == first, "the same moment of another zone"
    assert history.link(first, row) != first
    for key, other in (("seq", 3), ("author", "Lan"), ("fields", {"a": [1, 3]}), ("reason", ""), ("work", 2)):
        assert history.link(history.GENESIS, row | {key: other}) != first, key


def test_the_reason_of_a_unit_of_work_stands_at_its_changes_alone(shared):
    with shared.reading() as store:
        before = store.log.last()[0]
    for reason, hamlets in (("đổi tên", ["A"]), (None, ["B"])):
        with shared.work(reason) as store:
            store.people.set_hamlets(UNIT, hamlets)
    with shared.reading() as store:
        query = select(Change.reason).where(Change.seq > before).order_by(Change.seq)
        reasons = list(store.session.scalars(query))
    assert reasons[0] == "đổi tên"
    assert reasons[-1] is None
    assert reasons == sorted(reasons, key=lambda each: each is None)
