"""Days on which two things went wrong at once, as the model of the exchange found them."""

import dataclasses
import datetime
import shutil

import pytest

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.services.sync.conflicts import Conflicts
from ansinh_desktop.services.sync.naming import OURS, THEIRS
from tests.factories import DECIDED, OFFICER, case
from tests.services.sync.exchanging import Exchange, child, content_of, rows_of


@pytest.fixture
def exchange(tmp_path):
    made = Exchange(tmp_path)
    yield made
    made.close()


def test_a_record_that_comes_back_to_an_officer_with_some_registers_brings_its_person_and_their_household(
    exchange,
):
    exchange.round("Danh Một")
    exchange.commune.backups.take()
    (backup,) = exchange.commune.backups.all()
    lost = exchange.commune.cases.save(child("Danh Hai"))
    whom = exchange.commune.cases.get(lost).person_id
    exchange.commune.people.save_household({"number": "7", "address": "Tổ 1"}, first=whom)
    exchange.round()
    exchange.commune.backups.restore(backup.name)
    exchange.open_again("xã")
    known = dict.fromkeys(catalog.registers(), "rw") | {"children": "rwx"}
    officer = Program(exchange.commune.vault, may=Access(OFFICER, "officer", known))
    taken = exchange.province.incoming.receive(officer.outgoing.export(exchange.usb).path, exchange.usb)
    assert officer.outgoing.take_receipt(taken.receipt).given_back == 1
    assert officer.cases.get(lost).person["full_name"] == "Danh Hai"
    assert exchange.commune.people.get(whom).household.values["number"] == "7"
    exchange.commune.check()


def test_a_new_record_of_somebody_who_stands_otherwise_there_is_not_called_received(exchange):
    exchange.round("Danh Một")
    exchange.keep("xã")
    (whom,) = rows_of(exchange.commune, "person")
    copy = exchange.folder / "máy hai"
    shutil.copytree(exchange.folder / "xã xưa", copy)
    phone(exchange.commune, whom, "0900000001")
    exchange.round()
    exchange.close_one("xã")
    second = exchange.open_one("xã", copy)
    phone(second, whom, "0900000002")
    known = second.people.get(whom).person
    new = second.cases.save(case("assistance", dict(DECIDED), person=dict(known), person_id=whom))
    exchange.round()
    assert rows_of(exchange.province, "person")[whom]["phone"] == "0900000001"
    assert second.cases.get(new).sent.kind is not SentKind.CONFIRMED
    (open_one,) = second.conflicts.all()
    second.conflicts.choose(open_one.id, {})
    exchange.round()
    assert second.cases.get(new).sent.kind is SentKind.CONFIRMED
    assert content_of(exchange.province) == content_of(second)


def note(program, record, words, **more):
    found = program.cases.get(record)
    answers = {**found.answers, "note": words, **more}
    program.cases.save(case("children", answers, person=dict(found.person), record_id=record))


def test_what_was_confirmed_and_lost_there_is_not_called_received_where_another_version_came(exchange):
    """The receiver is put back, which nobody notices, and takes what the other laptop wrote in between."""
    exchange.round("Danh Một")
    (record,) = rows_of(exchange.commune, "record")
    exchange.keep("tỉnh")
    exchange.keep("xã")
    first, copy = exchange.folder / "xã", exchange.folder / "máy hai"
    shutil.copytree(exchange.folder / "xã xưa", copy)
    note(exchange.commune, record, "máy một")
    exchange.round()
    assert exchange.commune.cases.get(record).sent.kind is SentKind.CONFIRMED
    exchange.bring_back("tỉnh")
    exchange.close_one("xã")
    note(exchange.open_one("xã", copy), record, "máy hai")
    exchange.round()
    exchange.close_one("xã")
    commune = exchange.open_one("xã", first)
    with commune.vault.work() as store:
        counterpart = store.ledger.counterpart(exchange.receiver)
        counterpart.whole = True
        store.ledger.keep(counterpart)
    exchange.round("Danh Sau")
    assert commune.cases.get(record).sent.kind is not SentKind.CONFIRMED
    (waiting,) = commune.conflicts.all()
    commune.conflicts.choose(waiting.id, {})
    exchange.round()
    assert commune.cases.get(record).sent.kind is SentKind.CONFIRMED
    assert rows_of(exchange.province, "record")[record]["answers"]["note"] == "máy một"


def test_two_copies_are_told_apart_though_the_province_has_forgotten_what_both_call_confirmed(exchange):
    exchange.round("Danh Một")
    exchange.keep("tỉnh")
    exchange.round("Danh Hai")
    exchange.bring_back("tỉnh")
    exchange.keep("xã")
    assert exchange.take(exchange.send("Danh Ba"), answered=False).state == "full_wanted"
    exchange.bring_back("xã")
    assert exchange.take(exchange.send("Danh Bốn"), answered=False).state == "fork"


@pytest.mark.parametrize("forgetting", [False, True], ids=["receiver remembers", "receiver put back too"])
@pytest.mark.parametrize("then", ["restored", "elsewhere", "another laptop"])
def test_what_a_twin_writes_never_takes_the_place_of_what_the_other_one_wrote(exchange, then, forgetting):
    """A whole folder is put back with its mark; before anybody sees that there are two, it begins a new life."""
    exchange.round("Danh Một")
    (whom,) = rows_of(exchange.commune, "person")
    exchange.keep("xã")
    shutil.copytree(exchange.folder / "xã xưa", exchange.folder / "máy hai")
    phone(exchange.commune, whom, "0900000001")
    exchange.round()
    if forgetting:
        exchange.keep("tỉnh")
        exchange.round("Danh Hai")
        exchange.bring_back("tỉnh")
    exchange.bring_back("xã")
    for number in ("0900000002", "0900000003"):
        phone(exchange.commune, whom, number)
    if then == "restored":
        exchange.commune.backups.take()
        exchange.commune.backups.restore(exchange.commune.backups.all()[-1].name)
        exchange.open_again("xã")
    elif then == "elsewhere":
        exchange.close_one("xã")
        shutil.copytree(exchange.folder / "xã", exchange.folder / "máy ba")
        exchange.open_one("xã", exchange.folder / "máy ba")
    else:
        told = exchange.commune.exchange.peers.export(exchange.usb).path
        exchange.close_one("xã")
        exchange.open_one("xã", exchange.folder / "máy hai").exchange.peers.take(told)
    taken = exchange.round()
    assert taken.state == "imported"
    assert rows_of(exchange.province, "person")[whom]["phone"] == "0900000001", "what was acknowledged stays"
    assert rows_of(exchange.commune, "person")[whom]["phone"] == "0900000003"
    (open_one,) = exchange.commune.conflicts.all()
    assert {(each.ours, each.theirs) for each in open_one.differences if each.key == "phone"} == {
        ("0900000003", "0900000001")
    }
    exchange.commune.conflicts.choose(open_one.id, {})
    exchange.round()
    assert content_of(exchange.province) == content_of(exchange.commune)


@pytest.mark.parametrize(("side", "amount"), [(OURS, 20), (THEIRS, 10)])
def test_a_period_that_was_closed_twice_after_a_copy_came_back_is_kept_as_one_of_them_whole(
    exchange, side, amount
):
    closed_twice(exchange)
    figure, period = exchange.commune.conflicts.all()
    assert figure.what == "Quỹ Bảo trợ trẻ em (Số tiền vận động được trong kỳ), năm 2025"
    assert {each.label: (each.ours, each.theirs) for each in figure.differences} == {
        "Số liệu": ("20", "10"),
        "Nguồn": ("BC 20", "BC 10"),
    }
    (whole,) = period.differences
    assert (period.what, whole.label) == ("Năm 2025", "Nội dung đã chốt")
    for said, value in ((whole.ours, 20), (whole.theirs, 10)):
        when, changed = said.split("\n")
        assert when.startswith("Chốt lúc ")
        assert when.endswith(" bởi Trần Thị Lan")
        assert changed == f"20. Quỹ Bảo trợ trẻ em: {value} đồng"
    for each in (figure, period):
        exchange.commune.conflicts.choose(each.id, {one.key: side for one in each.differences})
    exchange.round()
    assert content_of(exchange.province) == content_of(exchange.commune)
    for kept in (
        exchange.commune.plans.closed(YEAR),
        exchange.province.plans.closed(YEAR, exchange.commune.office.unit),
    ):
        assert kept.sound, "no part of one stands in the other"
        assert next(each.numerator for each in kept.told.lines if each.id == "child_fund") == amount


@pytest.mark.parametrize(
    ("role", "seen"),
    [("viewer", []), ("leader", ["closed_period"]), ("officer", ["figure", "closed_period"])],
)
def test_between_two_versions_of_the_plans_rows_chooses_who_may_write_them(exchange, role, seen):
    closed_twice(exchange)
    both = exchange.commune.conflicts.all()
    asked = Conflicts(exchange.commune.vault, dataclasses.replace(exchange.commune.access, role=role))
    assert [each.table for each in asked.all()] == seen
    for each in both:
        if each.table not in seen:
            with pytest.raises(UserError, match="AS-8002"):
                asked.choose(each.id, {})


YEAR = Period.of("2025")


def closed_twice(exchange):
    """Let a copy come back from before a period was closed, and the period be closed again with another figure."""
    exchange.round("Danh Một")
    exchange.keep("xã")
    close(exchange.commune, 10)
    exchange.round()
    exchange.bring_back("xã")
    close(exchange.commune, 20)
    exchange.commune.backups.take()
    exchange.commune.backups.restore(exchange.commune.backups.all()[-1].name)
    exchange.open_again("xã")
    exchange.round()


def close(program, amount):
    program.plans.enter(YEAR, [FigureInput("child_fund", "numerator", amount, f"BC {amount}")])
    program.plans.close(YEAR)


def phone(program, whom, number):
    program.people.save(whom, {**program.people.get(whom).person, "phone": number})


def test_a_receiver_put_back_by_hand_to_a_life_that_was_over_begins_another(exchange):
    """Its receipts would be those of a life of which nobody hears any more, and nothing would ever be received."""
    exchange.round("Danh Một")
    exchange.keep("tỉnh")
    exchange.close_one("tỉnh")
    exchange.open_again("tỉnh")
    exchange.province.vault.begin_again("bản sao")
    exchange.round("Danh Hai")
    exchange.bring_back("tỉnh")
    exchange.round("Danh Ba")
    for _ in range(3):
        if exchange.commune.outgoing.waiting().anything:
            exchange.round()
    with exchange.commune.vault.reading() as store:
        sending = store.packages.sending()
        kinds = {sending.kind_of(store.records.get(each)) for each in rows_of(exchange.commune, "record")}
    assert kinds == {SentKind.CONFIRMED}
    assert content_of(exchange.commune) == content_of(exchange.province)


@pytest.fixture
def a_year_ahead(monkeypatch):
    """Let every clock go a year ahead until it is set right."""
    today = clock.today()
    monkeypatch.setattr(clock, "today", lambda: today + datetime.timedelta(days=365))
    return lambda: monkeypatch.setattr(clock, "today", lambda: today)


def test_a_record_with_a_day_ahead_comes_back_to_who_lost_it_and_is_told_to_be_set_right(
    exchange, a_year_ahead
):
    """It was written and taken in while the clocks were a year ahead; a right clock must not lose it for good."""
    exchange.round("Danh Một")
    exchange.commune.backups.take()
    (backup,) = exchange.commune.backups.all()
    lost = exchange.commune.cases.save(child("Danh Hai"))
    ahead = clock.today().isoformat()
    note(exchange.commune, lost, "máy sai ngày", entered_on=ahead)
    exchange.round()
    a_year_ahead()
    exchange.commune.backups.restore(backup.name)
    exchange.open_again("xã")
    taken = exchange.take(exchange.commune.outgoing.export(exchange.usb), answered=False)
    assert exchange.commune.outgoing.look_at_receipt(taken.receipt).given_back == 1
    assert exchange.commune.outgoing.take_receipt(taken.receipt).given_back == 1
    found = exchange.commune.cases.get(lost)
    assert found.answers["entered_on"] == ahead
    assert ("AS-2009", "entered_on") in {(each.code, each.field) for each in found.findings}
    assert found.sent.kind is SentKind.CONFIRMED
    assert content_of(exchange.commune) == content_of(exchange.province)

    note(exchange.commune, lost, "máy đúng ngày", entered_on=clock.today().isoformat())
    assert exchange.round().results == {"accepted": 1}
    assert content_of(exchange.commune) == content_of(exchange.province)


@pytest.mark.parametrize("chosen", [OURS, THEIRS])
def test_between_two_versions_one_of_which_has_a_day_ahead_can_be_chosen(exchange, a_year_ahead, chosen):
    """Both laptops changed a record; the one whose clock was ahead sent it first, and the other has to choose."""
    exchange.round("Danh Một")
    (record,) = rows_of(exchange.commune, "record")
    exchange.keep("xã")
    copy = exchange.folder / "máy hai"
    shutil.copytree(exchange.folder / "xã xưa", copy)
    ahead = clock.today().isoformat()
    note(exchange.commune, record, "máy một", entered_on=ahead)
    exchange.round()
    a_year_ahead()
    exchange.close_one("xã")
    second = exchange.open_one("xã", copy)
    note(second, record, "máy hai")
    assert exchange.round().results == {"concurrent": 1}
    (waiting,) = second.conflicts.all()
    second.conflicts.choose(waiting.id, {}, chosen)
    results = exchange.round().results
    if chosen == THEIRS:
        assert results == {"rejected": 1}, "the receiving unit says which day is wrong, and keeps what it has"
        assert second.cases.get(record).sent.kind is SentKind.RETURNED
        note(second, record, "máy hai", entered_on=clock.today().isoformat())
        results = exchange.round().results
    assert results == {"accepted": 1}
    assert second.cases.get(record).sent.kind is SentKind.CONFIRMED
    assert content_of(second) == content_of(exchange.province)


def test_a_record_with_a_day_ahead_can_be_removed_there_as_well(exchange, a_year_ahead):
    """Nobody can set right what was removed: refused, it would stand at the receiving unit for ever."""
    record = exchange.commune.cases.save(child("Danh Một"))
    note(exchange.commune, record, "máy sai ngày", entered_on=clock.today().isoformat())
    exchange.round()
    a_year_ahead()
    exchange.commune.cases.remove(record, "nhầm")
    assert exchange.round("Danh Hai").results == {"accepted": 2}
    assert rows_of(exchange.province, "record")[record]["deleted"]
    assert not exchange.commune.exchange.standing().not_taken
    assert content_of(exchange.commune) == content_of(exchange.province)
