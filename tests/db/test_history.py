"""The chain of changes: every way in is written down alike, in its order, and holds."""

import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ansinh_desktop import ids
from ansinh_desktop.db import history
from ansinh_desktop.db.history import insert_rows
from ansinh_desktop.db.models import Event, Household, Told, Tracked
from ansinh_desktop.db.store import RowsRefusedError
from ansinh_desktop.errors import BugError
from tests.factories import UNIT, case, new_vault, person, services

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
    told = {*Tracked.__subclasses__(), *Told.__subclasses__()}
    assert set(history.type_names) == {each for each in told if hasattr(each, "__table__")}


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
        with pytest.raises(RowsRefusedError) as refused, store.part():
            store.people.add_all(UNIT, [person(full_name="Lê Thị Bí Mật", birth_date=object())])
        with store.part():
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
