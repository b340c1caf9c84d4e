"""Packages and receipts as rows: which of them are of this life, what was answered, and which units we know."""

import datetime

import pytest

from ansinh_desktop.db.exchange.tables import Answer, Conflict, Receipt
from ansinh_desktop.db.exchange.travelling import (
    MODELS,
    NOT_TRAVELLING,
    VECTOR,
    columns_of,
    travelling_columns,
)
from ansinh_desktop.db.models import Unit
from tests import factories
from tests.factories import OTHER, RECEIVER, UNIT

AT = datetime.datetime(2026, 11, 27, 2, tzinfo=datetime.UTC)


@pytest.fixture
def package(store):
    """Return a function that keeps a package of this life of the data, unless something else is said."""

    def package(number, **changes):
        device = store.devices.own()
        of_now = {"device": device.id, "epoch": device.epoch, "at": AT + datetime.timedelta(minutes=number)}
        made = factories.package(number, **of_now | changes)
        store.packages.add(made)
        return made

    return package


@pytest.mark.parametrize("name", MODELS)
def test_what_travels_of_a_table_is_named_typed_and_never_what_each_file_makes_itself(name):
    columns = travelling_columns(name)
    assert [each for each, _kind, _required in columns][:2] == ["id", VECTOR]
    assert [each for each, _kind, _required in columns if each != VECTOR] == columns_of(name)
    assert not {each for each, _kind, _required in columns} & NOT_TRAVELLING
    kinds = {each: kind for each, kind, _required in columns}
    assert kinds["deleted"] == "boolean"
    assert (kinds["id"], kinds[VECTOR]) == ("string", "object")
    assert {"statuses": "array", "answers": "object", "amount": "integer"}.items() >= {
        each: kind for each, kind in kinds.items() if each in ("statuses", "answers", "amount")
    }.items()
    assert all(required for each, _kind, required in columns if each in ("id", VECTOR, "deleted"))


# ---------------------------------------------------------------- which package is which


def test_what_was_sent_to_a_receiver_is_of_this_life_alone(store, package):
    assert store.packages.sent_to(RECEIVER) == []
    assert store.packages.last_moment() is None
    for number in (1, 3, 2):
        package(number)
    package(9, epoch="before")
    package(8, direction="in", unit=OTHER.unit)
    package(7, receiver="92@2025-07-01/y")
    assert [each.number for each in store.packages.sent_to(RECEIVER)] == [1, 2, 3]
    assert store.packages.last_moment() == AT + datetime.timedelta(minutes=7)
    assert store.packages.get("p9").number == 9
    assert store.packages.get("p6") is None


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


def test_what_came_of_one_life_of_a_device_is_in_the_order_in_which_it_came(store, package):
    came = (
        (2, OTHER.unit, "a", "x", "update"),
        (1, OTHER.unit, "a", "x", "whole"),
        (3, OTHER.unit, "a", "y", "update"),
        (4, OTHER.unit, "b", "x", "update"),
        (5, UNIT, "a", "x", "update"),
        (6, OTHER.unit, "a", "x", "fork"),
    )
    for number, unit, device, epoch, kind in came:
        package(number, direction="in", unit=unit, device=device, epoch=epoch, kind=kind)
    package(9, unit=OTHER.unit, device="a", epoch="x")
    found = store.packages.received_from(OTHER.unit, "a", "x")
    assert [each.number for each in found] == [2, 1], "what was not taken for a fork is nobody's ancestor"
    assert [each.number for each in store.packages.received_from(OTHER.unit, "a", "y")] == [3]
    assert store.packages.received_from(OTHER.unit, "b", "y") == []


# ---------------------------------------------------------------- receipts


def test_the_last_receipt_of_a_package_is_the_one_of_the_highest_number(store, package):
    first, second = package(1), package(2)
    for number in (2, 1):
        store.packages.add_receipt(
            Receipt(
                id=f"r{number}",
                package_id=first.id,
                number=number,
                state="imported",
                counts={},
                returned=[],
            )
        )
    assert store.packages.receipt_of(first.id).id == "r2"
    assert store.packages.receipt_of(second.id) is None


def test_answers_are_those_of_one_life_of_ours(store, package):
    came = package(1, direction="in", unit=OTHER.unit)
    for number, epoch in ((2, "now"), (1, "now"), (3, "before")):
        answer = Answer(package_id=came.id, number=number, epoch=epoch, file_name="", content=b"", outcome={})
        store.packages.add_answer(answer)
    assert [each.number for each in store.packages.answers(came.id, "now")] == [1, 2]
    assert [each.number for each in store.packages.answers(came.id, "before")] == [3]
    assert store.packages.answers("p2", "now") == []


def test_conflicts_wait_in_the_order_in_which_they_were_found(store):
    for number, each in enumerate("bca"):
        conflict = Conflict(
            id=each,
            entity="record",
            row_id=each,
            theirs={},
            source=RECEIVER,
            at=AT - datetime.timedelta(minutes=number),
        )
        store.arriving.differ(conflict)
    assert [each.id for each in store.packages.conflicts()] == ["a", "c", "b"]
    store.arriving.differ(
        Conflict(id="a", entity="record", row_id="a", theirs={"x": 1}, source=RECEIVER, at=AT)
    )
    assert [each.id for each in store.packages.conflicts()] == ["c", "a", "b"], "the same one is kept once"
    assert store.packages.conflict("a").theirs == {"x": 1}
    store.packages.drop_conflict(store.packages.conflict("c"))
    assert store.packages.conflict("c") is None


def test_the_receiver_of_now_is_the_one_that_was_trusted_last(store):
    assert store.packages.sending().receiver == ""
    store.devices.trust(_unit("91@2025-07-01/z", "receiver"))
    store.devices.trust(_unit(f"{OTHER.unit}/y", "sender", "Xã Bình Long"))
    assert store.packages.sending().receiver == "91@2025-07-01/z"
    store.devices.trust(_unit("90@2025-07-01/a", "receiver"))
    found = store.packages.sending()
    assert found.receiver == "90@2025-07-01/a"
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
