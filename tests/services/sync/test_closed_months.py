"""Closed months of payment travel whole: they come back as they were, and never in the place of another closed one."""

import base64
import json
import shutil
import zlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from ansinh_desktop.db.models import ClosedMonth
from ansinh_desktop.db.months import closed_months as travelling
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import office
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.communes import Communes, PaidIn, PaidMonth
from tests import factories
from tests.services.payments.commune import JULY, JUNE, NAMES, closed, people, standing, unpaid
from tests.services.sync.exchanging import Exchange, rows_of
from tests.services.sync.model.laptops import trusting


@pytest.fixture
def exchange(tmp_path):
    made = Exchange(tmp_path)
    yield made
    made.close()


def two_months(exchange):
    people(exchange.commune)
    closed(exchange.commune, JUNE)
    exchange.commune.payments.bring_results(JUNE, unpaid(exchange.folder, NAMES[1]))
    exchange.commune.payments.settle(JUNE)
    closed(exchange.commune, JULY)
    exchange.round()


@pytest.fixture
def months(tmp_path, monkeypatch):
    """A commune that closed two months, of which the first was paid out but for one person, and all of it was sent."""
    monkeypatch.setattr(travelling, "_paid", {})  # each test has the same closings, whole or not
    made, _ = Exchange.begun(tmp_path, two_months)
    yield made
    made.close()


def printed(program):
    return [
        program.payments.pdf(month, paper)
        for month in (JUNE, JULY)
        for paper in ("list", "hamlets", "changes", "cash")
    ]


def new_laptop(exchange):
    """Let the commune begin on a new laptop, which has nothing but its card."""
    exchange.close_one("xã")
    shutil.rmtree(exchange.folder / "xã")
    vault, _recovery = Vault.create(exchange.folder / "xã", factories.OFFICER, factories.PASSWORD)
    office.set_up(vault, factories.OFFICE, factories.FIRST, factories.HAMLETS)
    exchange.programs["xã"] = Program(vault)
    factories.trust(exchange.commune, exchange.province, exchange.usb)
    trusting(exchange.province, exchange.commune, exchange.usb)


def test_a_commune_that_lost_its_laptop_gets_its_closed_months_back_and_prints_them_to_the_same_bytes(months):
    before, views = printed(months.commune), [months.commune.payments.view(each) for each in (JUNE, JULY)]
    new_laptop(months)
    made = months.send("Danh Mới")
    taken = months.province.incoming.receive(made.path, months.usb)
    assert months.commune.outgoing.look_at_receipt(taken.receipt).months == 2
    answered = months.commune.outgoing.take_receipt(taken.receipt)
    assert answered.months == ("2022-06", "2022-07")
    assert "đã lấy lại tháng chi trả đã chốt 06, 07/2022" in answered.summary
    assert [months.commune.payments.view(each) for each in (JUNE, JULY)] == views
    assert printed(months.commune) == before
    months.commune.check()
    assert not months.round("Danh Mới Nữa").given_back
    standing(months.commune, "Lê Về Sau")
    numbers = [each["number"] for each in rows_of(months.commune, "record").values()]
    assert len(numbers) == len(set(numbers)), "no number that came back is given again"
    assert printed(months.commune) == before


def test_results_and_the_settling_travel_after_the_closing_and_an_older_copy_catches_up(months):
    months.commune.backups.take()
    (backup,) = months.commune.backups.all()
    months.commune.payments.bring_results(JULY, unpaid(months.folder, NAMES[2]))
    view = months.commune.payments.view(JULY)
    assert months.commune.outgoing.waiting().anything
    months.round()
    months.commune.backups.restore(backup.name)
    months.open_again("xã")
    assert months.commune.payments.view(JULY).state == "closed"
    months.round("Danh Mới")
    assert months.commune.payments.view(JULY) == view
    months.commune.check()


def test_a_month_that_was_closed_otherwise_meanwhile_stays_as_it_is_and_that_is_told(months):
    months.commune.backups.take()
    (backup,) = months.commune.backups.all()
    august = JULY.replace(month=8)
    closed(months.commune, august)
    months.round()
    months.commune.backups.restore(backup.name)
    months.open_again("xã")
    with months.commune.vault.work("sửa") as store:
        first = next(iter(rows_of(months.commune, "record")))
        store.records.set_state(store.records.get(first), "suspended", closed_on=None, reason=None)
    ours = closed(months.commune, august)
    before = printed(months.commune), months.commune.payments.pdf(august)
    taken = months.province.incoming.receive(months.commune.outgoing.export(months.usb).path, months.usb)
    answered = months.commune.outgoing.take_receipt(taken.receipt)
    assert answered.months == ()
    assert answered.other_months == ("2022-08",)
    assert "08/2022 đến với danh sách khác" in answered.summary
    assert months.commune.payments.view(august) == ours
    assert (printed(months.commune), months.commune.payments.pdf(august)) == before
    there = {
        each["closing"]
        for each in rows_of(months.province, "closed_month").values()
        if each["month"] == "2022-08"
    }
    assert len(there) == 2, "neither took the other's place there"
    months.commune.check()


def test_a_month_opened_again_is_taken_back_there_and_on_the_other_laptop(months):
    copy = months.folder / "máy hai"
    months.close_one("xã")
    shutil.copytree(months.folder / "xã", copy)
    months.open_one("xã")
    august = JULY.replace(month=8)
    view = closed(months.commune, august)
    second = months.open_one("hai", copy)
    seen = second.exchange.peers.look(months.commune.exchange.peers.export(months.usb).path)
    told = second.exchange.peers.take(months.commune.exchange.peers.export(months.usb).path)
    assert seen.months == told.months == ("2022-08",)
    assert second.payments.view(august) == view
    months.round()
    months.commune.payments.reopen(august, "Sai mức của một người")
    months.round()
    assert all(
        each["deleted"] and not each["packed"]
        for each in rows_of(months.province, "closed_month").values()
        if each["month"] == "2022-08"
    )
    second.exchange.peers.take(months.commune.exchange.peers.export(months.usb).path)
    assert second.payments.view(august).state == "prepared"
    again = closed(months.commune, august, "Đã sửa")
    second.exchange.peers.take(months.commune.exchange.peers.export(months.usb).path)
    assert second.payments.view(august) == again
    standing(months.commune, "Lê Về Sau")
    second.exchange.peers.take(months.commune.exchange.peers.export(months.usb).path)
    assert second.payments.view(august) == again, "only the former closing was taken back"
    second.check()
    months.commune.check()


def test_what_comes_as_a_month_and_makes_none_is_left_as_it_came(months):
    view = months.commune.payments.view(JULY)

    (piece,) = [
        each for each in rows_of(months.commune, "closed_month").values() if each["month"] == "2022-07"
    ]
    said = json.loads(zlib.decompress(base64.b64decode(piece["packed"])))
    assert len(said["rows"]) == len(view.lines)
    with months.commune.vault.work() as store:
        row = store.session.get(ClosedMonth, piece["id"])
        for change in ({"digest": "0" * 64}, {"packed": "AAAA"}, {"pieces": 2}):
            with store.session.no_autoflush:
                before = {key: getattr(row, key) for key in change}
                for key, value in change.items():
                    setattr(row, key, value)
                assert travelling._joined([row]) is None
                for key, value in before.items():
                    setattr(row, key, value)
        assert travelling._joined([row]).said["state"] == "closed"


def test_a_long_month_goes_in_pieces_and_comes_back_whole(exchange, monkeypatch):
    monkeypatch.setattr(travelling, "LONGEST_PIECE", 300)
    people(exchange.commune)
    view = closed(exchange.commune, JUNE)
    exchange.round()
    assert len(rows_of(exchange.province, "closed_month")) > 3
    new_laptop(exchange)
    exchange.round("Danh Mới")
    assert exchange.commune.payments.view(JUNE) == view
    assert office.office(exchange.commune.vault).unit == factories.UNIT


# ---------------------------------------------------------------- what the receiving unit sees of them


def paid(exchange):
    return exchange.province.exchange.communes.paid()


def test_the_receiving_unit_knows_what_each_commune_paid_in_the_latest_month(months):
    found, view = paid(months), months.commune.payments.view(JULY)
    assert found.month == "2022-07"
    assert found.of == {factories.UNIT: PaidIn(len(view.lines), sum(each.amount for each in view.lines))}
    assert found.amount == found.of[factories.UNIT].amount > 0


def test_nobody_has_paid_before_a_month_is_closed(exchange):
    exchange.send("Danh Một")
    assert paid(exchange) == PaidMonth()


def test_a_month_that_was_opened_again_is_no_longer_told(months):
    months.commune.payments.reopen(JULY, "sai danh sách")
    months.round()
    found = paid(months)
    assert found.month == "2022-06"
    assert found.of[factories.UNIT].amount == sum(
        each.amount for each in months.commune.payments.view(JUNE).lines
    )


def test_a_month_of_which_a_piece_is_missing_is_not_told(months):
    with months.province.vault.work(taking_in=factories.UNIT) as store:
        for each in store.session.scalars(select(ClosedMonth).where(ClosedMonth.month == "2022-07")):
            each.digest, each.packed = "0" * 64, "AAAA"
    assert paid(months).of == {}


def test_what_becomes_whole_with_a_later_package_is_told_then(months):
    def place_of_july(changed):
        with months.province.vault.work(taking_in=factories.UNIT) as store:
            for each in store.session.scalars(select(ClosedMonth).where(ClosedMonth.month == "2022-07")):
                each.place = changed

    place_of_july(1)
    assert paid(months).of == {}
    place_of_july(0)
    assert paid(months).amount > 0


def test_two_lists_of_one_month_are_told_and_neither_counts(months):
    months.commune.backups.take()
    (backup,) = months.commune.backups.all()
    august = JULY.replace(month=8)
    closed(months.commune, august)
    months.round()
    months.commune.backups.restore(backup.name)
    months.open_again("xã")
    closed(months.commune, august)
    months.round()
    found = paid(months)
    assert (found.month, found.amount) == ("2022-08", 0)
    assert found.of[factories.UNIT].lists == 2


def test_who_may_not_read_every_register_sees_no_sums(months):
    rights = dict.fromkeys(months.province.access.rights, "rwpx") | {"assistance": ""}
    less = Communes(months.province.vault, replace(months.province.access, rights=rights))
    with pytest.raises(UserError):
        less.paid()
