"""How far a record has gone, in words that never call sent what is not received."""

import pytest
from sqlalchemy import select

from ansinh_desktop.db.exchange.sending import SentKind
from ansinh_desktop.db.models import Record
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.sending import SENT_LABELS, sent_state
from ansinh_desktop.services.sync.cards import selection
from tests import factories
from tests.factories import OTHER, orphan

STRANGER = "30330@2025-07-01"


@pytest.fixture
def of(vault, cases):
    """Return a function that says how far a new record has gone, once something was done with it."""

    def of(*done):
        record_id = cases.save(orphan())
        with vault.work() as store:
            if not store.devices.units("receiver"):
                store.devices.trust(factories.receiver())
            record = store.records.get(record_id)
            for number, act in enumerate(done, start=1):
                package = factories.package(number, id=f"{record_id}{number}")
                store.packages.add(package)
                store.ledger.ship(selection(store, list(catalog.registers())), package.id)
                seq, _vector = store.ledger.shipped(package.id, "record", record_id)
                if act == "confirmed":
                    store.ledger.confirm(package, [])
                elif act == "returned":
                    why = ("rejected", "AS-2002", "thiếu số định danh", "Ghi số")
                    store.ledger.give_back(package, ("record", record_id), seq, why)
            found = sent_state(record, store.packages.sending())
        return found.kind, found.text

    return of


def test_each_way_has_its_words(of):
    assert of() == (SentKind.NOT_SENT, "Chưa gửi")
    assert of("sent") == (SentKind.EXPORTED, "Đã xuất gói 1")
    assert of("sent", "sent") == (SentKind.EXPORTED, "Đã xuất gói 2")
    assert of("sent", "returned") == (SentKind.RETURNED, "Bị trả lại: thiếu số định danh")
    assert of("sent", "confirmed") == (SentKind.CONFIRMED, "Đã có biên nhận")
    assert of("returned", "confirmed") == (SentKind.CONFIRMED, "Đã có biên nhận")


def test_a_change_takes_every_record_back_to_the_start(vault, cases, of):
    of("returned", "confirmed")
    with vault.reading() as store:
        (record_id,) = store.session.scalars(select(Record.id))
    cases.add_event(record_id, "visit", "2026-11-20", {"findings": "khỏe"})
    with vault.reading() as store:
        found = sent_state(store.records.get(record_id), store.packages.sending())
    assert (found.kind, found.text) == (SentKind.NOT_SENT, "Chưa gửi")


@pytest.mark.parametrize(
    ("unit", "text"), [(OTHER.unit, "Nhận từ Xã Bình Long"), (STRANGER, "Nhận từ đơn vị khác")]
)
def test_what_came_from_others_says_from_whom(vault, cases, unit, text):
    record_id = cases.save(orphan())
    sender = factories.receiver(f"{OTHER.unit}/y")
    sender.role, sender.name = "sender", OTHER.name
    with vault.work() as store:
        store.devices.trust(sender)
        store.session.connection().exec_driver_sql("UPDATE record SET unit = ?", (unit,))
    with vault.reading() as store:
        found = sent_state(store.records.get(record_id), store.packages.sending())
    assert (found.kind, found.text) == (SentKind.RECEIVED, text)


def test_every_kind_has_words_of_its_own():
    assert set(SENT_LABELS) == set(SentKind)
    assert len(set(SENT_LABELS.values())) == len(SentKind)
