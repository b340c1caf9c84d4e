"""Packages and receipts as rows: what travels in which, what was confirmed, and which of them are of this life."""

import datetime

import pytest

from ansinh_desktop.db.exchange.packages import NOT_TRAVELLING, TRAVELLING, travelling_columns
from ansinh_desktop.db.models import (
    Attachment,
    Event,
    Household,
    Package,
    Person,
    Receipt,
    Record,
    Relation,
    Unit,
)
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from tests.factories import OTHER, UNIT, person

CHILDREN = catalog.register("children")
AT = datetime.datetime(2026, 11, 27, 2, tzinfo=datetime.UTC)


@pytest.fixture
def put(store):
    """Return a function that adds a record of a new person, who lives in a home of their own."""

    def put(name, draft=False):
        home = store.people.save_household(None, UNIT, {"address": f"Nhà {name}"})
        who = store.people.save(None, UNIT, person(full_name=name))
        store.people.get(who).household_id = home.id
        content = RecordContent({}, draft=draft, opened_on="2026-11-02")
        return store.records.get(store.records.add(CHILDREN, who, UNIT, content))

    return put


@pytest.fixture
def package(store):
    """Return a function that keeps a package of this life of the data, unless something else is said."""

    def package(number, to_seq=0, **changes):
        device = store.devices.own()
        known = {
            "id": f"p{number}",
            "direction": "out",
            "kind": "full",
            "unit": UNIT,
            "device": device.id,
            "epoch": device.epoch,
            "number": number,
            "from_seq": 0,
            "to_seq": to_seq,
            "digest": f"d{number}",
            "previous_digest": "",
            "file_name": f"{number}.agpkg",
            "counts": {},
            "at": AT + datetime.timedelta(minutes=number),
        }
        made = Package(**known | changes)
        store.packages.add(made)
        return made

    return package


def rows(store, model, after, up_to):
    return [each["id"] for each in store.packages.outgoing(model, after, up_to)]


def test_all_that_a_changed_record_leans_on_travels_with_it_and_nothing_of_others(store, put):
    first, second = put("A"), put("B")
    start = store.log.last()[0]
    third, draft = put("C"), put("D", draft=True)
    store.people.relate(third.person_id, first.person_id, "parent")
    both = store.people.relate(third.person_id, third.person_id, "self")
    event = store.records.add_event(third.id, "visit", "2026-11-20", answers={})
    store.records.add_event(draft.id, "visit", "2026-11-20", answers={})
    for record, content in ((third, b"c"), (draft, b"d")):
        store.attachments.add(
            Attachment(
                record_id=record.id,
                sha256="x",
                name="a",
                media_type="image/png",
                content=content,
                deleted=False,
            )
        )
    last = store.log.last()[0]
    home = store.people.get(third.person_id).household_id
    expected = {
        Household: [home],
        Person: [third.person_id],
        Relation: [both.id],
        Record: [third.id],
        Event: [event.id],
    }
    assert {model: rows(store, model, start, last) for model in expected} == expected
    assert len(rows(store, Attachment, start, last)) == 1
    assert list(store.packages.attachments(start, last)) == [b"c"]
    assert store.packages.records_changed(start, last) == 1
    assert store.packages.records_changed(0, last) == 3
    assert rows(store, Record, second.seq - 1, second.seq) == [second.id]
    assert rows(store, Record, second.seq, second.seq) == []
    assert store.packages.records_changed(last, last) == 0


def test_a_paper_that_was_taken_away_does_not_travel_though_its_row_does(store, put):
    record = put("A")
    paper = Attachment(
        record_id=record.id, sha256="x", name="a", media_type="image/png", content=b"x", deleted=False
    )
    store.attachments.add(paper)
    paper.deleted = True
    last = store.log.last()[0]
    assert list(store.packages.attachments(0, last)) == []
    (row,) = store.packages.outgoing(Attachment, 0, last)
    assert row["deleted"] is True
    assert "content" not in row


@pytest.mark.parametrize("model", TRAVELLING)
def test_what_travels_of_a_table_is_named_typed_and_never_what_each_file_makes_itself(store, model):
    columns = travelling_columns(model.__tablename__)
    assert [name for name, _kind, _required in columns] == store.packages.columns(model)
    assert not {name for name, _kind, _required in columns} & NOT_TRAVELLING
    kinds = {name: kind for name, kind, _required in columns}
    assert kinds["deleted"] == "boolean"
    assert kinds["id"] == "string"
    assert {"statuses": "array", "answers": "object", "amount": "integer"}.items() >= {
        name: kind for name, kind in kinds.items() if name in ("statuses", "answers", "amount")
    }.items()


# ---------------------------------------------------------------- which package is which


def test_the_last_package_is_of_this_life_alone(store, package):
    assert store.packages.last_out() is None
    assert store.packages.last_moment() is None
    for number in (1, 3, 2):
        package(number)
    package(9, epoch="before")
    package(8, direction="in", unit=OTHER.unit)
    assert store.packages.last_out().number == 3
    assert store.packages.last_moment() == AT + datetime.timedelta(minutes=3)
    assert store.packages.get("p9").number == 9
    assert store.packages.get("p7") is None


def test_packages_are_listed_as_they_were_written_down_whatever_the_clock_said(store, package):
    package(1, at=AT + datetime.timedelta(days=9))
    package(2)
    package(7, direction="in", unit=OTHER.unit)
    assert [each.number for each in store.packages.all("out")] == [2, 1]
    assert [each.number for each in store.packages.all("in")] == [7]


def test_what_came_is_counted_by_unit_with_the_last_of_each(store, package):
    for number, unit in ((1, OTHER.unit), (2, OTHER.unit), (5, "30330@2025-07-01")):
        package(number, direction="in", unit=unit)
    package(9)
    assert store.packages.received() == {
        OTHER.unit: (2, 2, AT + datetime.timedelta(minutes=2)),
        "30330@2025-07-01": (1, 5, AT + datetime.timedelta(minutes=5)),
    }


def test_the_last_that_came_is_asked_by_device_and_life(store, package):
    for number, device, epoch in ((1, "a", "x"), (2, "a", "x"), (3, "a", "y"), (4, "b", "x")):
        package(number, direction="in", device=device, epoch=epoch)
    package(9, device="a", epoch="x")
    assert store.packages.last_in("a", "x").number == 2
    assert store.packages.last_in("a", "y").number == 3
    assert store.packages.last_in("b", "y") is None


# ---------------------------------------------------------------- receipts


def answer(store, package, *returned):
    told = [{"record": record, "outcome": "held", "code": "", "text": text} for record, text in returned]
    store.packages.add_receipt(Receipt(id=f"r{package.id}", package_id=package.id, counts={}, returned=told))


def test_a_receipt_confirms_up_to_the_last_change_of_its_package(store, package):
    assert store.packages.confirmed() == 0
    first, second, third = (package(number, to_seq=number * 10) for number in (1, 2, 3))
    answer(store, second)
    assert store.packages.confirmed() == 20
    answer(store, first)
    assert store.packages.confirmed() == 20, "one that comes late takes nothing back"
    assert store.packages.receipt_of(second.id).id == "rp2"
    assert store.packages.receipt_of(third.id) is None
    answer(store, package(9, to_seq=90, epoch="before"))
    assert store.packages.confirmed() == 20


def test_how_far_records_have_gone_is_told_by_packages_receipts_and_what_came_back(store, package):
    store.devices.trust(_unit("91@2025-07-01/x", "receiver"))
    store.devices.trust(_unit(f"{OTHER.unit}/y", "sender", "Xã Bình Long"))
    first, second = package(1, to_seq=10), package(2, to_seq=20)
    answer(store, first, ("a", "thiếu số"), ("b", "trùng"))
    answer(store, second, ("a", "vẫn thiếu"))
    package(3, to_seq=30)
    found = store.packages.sending()
    assert found.exported == ((1, 10), (2, 20), (3, 30))
    assert found.confirmed == 20
    assert found.returned == {"a": (20, "vẫn thiếu"), "b": (10, "trùng")}, "the later answer counts"
    assert found.own == UNIT == store.packages.own_unit()
    assert found.senders == {OTHER.unit: "Xã Bình Long"}


def _unit(unit_id, role, name="x"):
    return Unit(
        id=unit_id,
        name=name,
        level="commune",
        role=role,
        device=unit_id[-1],
        verify_key="",
        recipient="",
        fingerprint="",
    )


# ---------------------------------------------------------------- rows that came


def test_what_is_here_already_is_found_by_id_and_what_is_anothers_is_told(store, put):
    mine = put("A")
    store.chain.ownership.begin(OTHER.unit)
    theirs = store.people.save(None, OTHER.unit, person(full_name="Lê Xa"))
    store.chain.ownership.begin()
    assert store.packages.present(Record, [mine.id, "0000"]).keys() == {mine.id}
    assert store.packages.present(Record, []) == {}
    rows = [{"unit": UNIT, "person_id": each} for each in (mine.person_id, theirs, "0000")]
    foreign = store.packages.foreign(Record, rows, UNIT)
    assert [foreign.has(each) for each in rows] == [False, True, False]
    assert foreign.has({"unit": OTHER.unit, "person_id": mine.person_id})
    assert not foreign.has({"unit": None, "person_id": None})


# ---------------------------------------------------------------- units we know


def test_units_stand_by_name_and_by_what_they_are_to_us(store):
    for unit_id, role, name in (
        ("1@a/x", "sender", "Xã B"),
        ("2@a/y", "receiver", "Sở Y tế"),
        ("3@a/z", "sender", "Xã A"),
    ):
        store.devices.trust(_unit(unit_id, role, name))
    assert [each.name for each in store.devices.units()] == ["Sở Y tế", "Xã A", "Xã B"]
    assert [each.name for each in store.devices.units("sender")] == ["Xã A", "Xã B"]
    assert store.devices.unit("1@a/x").name == "Xã B"
    assert store.devices.unit("không") is None
    assert store.devices.known_unit("1@a", "x").name == "Xã B"


def test_a_card_takes_the_place_of_another_only_where_it_is_said(store):
    store.devices.trust(_unit("1@a/x", "sender", "Cũ"))
    store.devices.trust(_unit("1@a/x", "sender", "Tên mới"), instead_of="1@a/x")
    assert [each.name for each in store.devices.units()] == ["Tên mới"]
    store.devices.trust(_unit("1@a/y", "sender", "Máy mới"), instead_of="1@a/x")
    assert [each.name for each in store.devices.units()] == ["Máy mới"]
    assert [each.act for each in store.log.of("1@a/x")] == ["delete", "update", "insert"]
