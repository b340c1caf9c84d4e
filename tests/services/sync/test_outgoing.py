"""What the receiver answered counts as far as it answered it, for the life that it lives; and nothing is dropped."""

import shutil
from dataclasses import replace

import pytest

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange.travelling import VECTOR
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.services.sync.naming import OURS, THEIRS
from tests.factories import OFFICER, PASSWORD, PROVINCE, abuse, new_vault, trust
from tests.services.sync.exchanging import Exchange, child, content_of, delivered, rows_of


@pytest.fixture
def exchange(tmp_path):
    made = Exchange(tmp_path)
    yield made
    made.close()


def sent_of(program, record):
    return program.cases.get(record).sent


def one_record(exchange):
    (record,) = rows_of(exchange.commune, "record")
    return record


def phone(program, number):
    (who,) = rows_of(program, "person").values()
    program.people.save(who["id"], {**program.people.get(who["id"]).person, "phone": number})


# ---------------------------------------------------------------- what is confirmed


def test_what_was_confirmed_is_what_stands_there_and_is_sent_no_more(exchange):
    exchange.round("Danh Một", "Danh Hai")
    there, ours = content_of(exchange.province), content_of(exchange.commune)
    assert there == ours
    assert delivered(exchange.commune, exchange.receiver) == {key: row[VECTOR] for key, row in ours.items()}
    assert not exchange.commune.outgoing.waiting().anything
    with pytest.raises(UserError) as caught:
        exchange.commune.outgoing.export(exchange.usb)
    assert caught.value.code == "AS-5103"
    assert list(exchange.usb.glob("*-000002-*")) == []


class StoppedError(Exception):
    """The officer has had enough."""


def stop(_rows):
    raise StoppedError


def test_a_package_or_receipt_that_is_stopped_leaves_everything_as_it_was(exchange):
    exchange.commune.cases.save(child("Danh Một"))
    with pytest.raises(StoppedError):
        exchange.commune.outgoing.export(exchange.usb, stop)
    assert not [each for each in exchange.usb.iterdir() if each.suffix != ".agcard"]
    assert exchange.commune.outgoing.packages() == []
    copy = exchange.commune.backups.take()
    exchange.round("Danh Hai")
    exchange.commune.backups.restore(copy.name)
    exchange.close_one("xã")
    exchange.open_one("xã")
    made = exchange.commune.outgoing.export(exchange.usb)
    taken = exchange.province.incoming.receive(made.path, exchange.usb)
    with pytest.raises(StoppedError):
        exchange.commune.outgoing.take_receipt(taken.receipt, stop)
    assert len(rows_of(exchange.commune, "record")) == 1
    assert exchange.commune.outgoing.take_receipt(taken.receipt).given_back == 1
    assert len(rows_of(exchange.commune, "record")) == 2


def test_what_changed_after_the_package_was_made_is_not_confirmed_by_its_receipt(exchange):
    made = exchange.send("Danh Một")
    record = one_record(exchange)
    exchange.commune.cases.add_event(record, "visit", "2026-11-20", {"findings": "khỏe"})
    exchange.take(made)
    assert sent_of(exchange.commune, record).kind is SentKind.NOT_SENT
    assert exchange.commune.outgoing.waiting().records == 1
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert sent_of(exchange.commune, record).kind is SentKind.CONFIRMED
    assert content_of(exchange.province) == content_of(exchange.commune)


def test_a_record_that_was_sent_back_says_why_travels_again_and_is_confirmed_once_it_passes(exchange):
    made = exchange.send("Danh Một", "Danh Hai")
    bad, good = sorted(rows_of(exchange.commune, "record"))
    with exchange.commune.vault.work("hỏng") as store:
        store.records.set_state(store.records.get(bad), "flying", closed_on=None, reason=None)
    made = exchange.commune.outgoing.export(exchange.usb)
    answered = exchange.commune.outgoing.take_receipt(exchange.take(made, answered=False).receipt)
    assert (answered.returned, answered.counts["accepted"]) == (1, 1)
    assert "trả lại 1" in answered.summary
    back = sent_of(exchange.commune, bad)
    assert back.kind is SentKind.RETURNED
    assert "flying" in back.text
    assert sent_of(exchange.commune, good).kind is SentKind.CONFIRMED
    assert exchange.commune.outgoing.waiting().records == 1, "it travels again by itself"
    with exchange.commune.vault.work("sửa") as store:
        store.records.set_state(store.records.get(bad), "suspected", closed_on=None, reason=None)
    assert sent_of(exchange.commune, bad).kind is SentKind.NOT_SENT
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert sent_of(exchange.commune, bad).kind is SentKind.CONFIRMED
    assert content_of(exchange.province) == content_of(exchange.commune)


def test_relations_households_hamlets_and_removals_leave_though_no_record_does(exchange):
    exchange.round("Danh Một", "Danh Hai")
    one, other = sorted(rows_of(exchange.commune, "person"))
    exchange.commune.people.relate(one, other, {"kind": "01"})
    waiting = exchange.commune.outgoing.waiting()
    assert (waiting.records, waiting.anything) == (0, True)
    taken = exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert (taken.state, taken.summary.endswith("không có hồ sơ")) == ("imported", True)
    exchange.commune.people.save_household({"number": "7", "address": "Tổ 1"}, first=one)
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    gone, _stays = sorted(rows_of(exchange.commune, "record"))
    exchange.commune.cases.remove(gone, "nhầm")
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert rows_of(exchange.province, "record")[gone]["deleted"]
    assert exchange.province.listing.counts()["children"] == 1
    assert content_of(exchange.province) == content_of(exchange.commune)


# ---------------------------------------------------------------- which receipts count


def test_the_same_receipt_twice_changes_nothing(exchange):
    taken = exchange.take(exchange.send("Danh Một"), answered=False)
    assert not exchange.commune.outgoing.take_receipt(taken.receipt).again
    before = exchange.commune.vault.changes
    again = exchange.commune.outgoing.take_receipt(taken.receipt)
    assert again.again
    assert "đã nhận trước đó" in again.summary
    assert exchange.commune.vault.changes == before


def test_a_forged_receipt_is_refused_and_one_for_another_package_too(exchange, tmp_path):
    made = exchange.send("Danh Một")
    taken = exchange.take(made, answered=False)
    with exchange.province.vault.work("khóa khác") as store:
        store.devices.own().sign_key = envelope.new_sign_key()
    second = exchange.send("Danh Hai")
    forged = exchange.take(second, answered=False)
    before = exchange.commune.vault.changes
    with pytest.raises(UserError) as caught:
        exchange.commune.outgoing.take_receipt(forged.receipt)
    assert caught.value.code.startswith("AS-50")
    sealed = bytearray(taken.receipt.read_bytes())
    sealed[-20] ^= 1
    bent = tmp_path / taken.receipt.name
    bent.write_bytes(sealed)
    with pytest.raises(UserError):
        exchange.commune.outgoing.take_receipt(bent)
    assert exchange.commune.vault.changes == before
    assert not delivered(exchange.commune, exchange.receiver)
    exchange.commune.outgoing.take_receipt(taken.receipt)


def test_a_receipt_of_a_life_of_the_receiver_that_is_over_says_nothing(exchange):
    exchange.round("Danh Một")
    exchange.province.backups.take()
    (backup,) = exchange.province.backups.all()
    kept = exchange.take(exchange.send("Danh Hai"), answered=False)
    exchange.province.backups.restore(backup.name)
    exchange.open_again("tỉnh")
    third = exchange.take(exchange.send("Danh Ba"))
    assert third.state in ("imported", "full_wanted")
    while exchange.commune.outgoing.waiting().anything:
        exchange.take(exchange.commune.outgoing.export(exchange.usb))
    before = delivered(exchange.commune, exchange.receiver)
    assert exchange.commune.outgoing.take_receipt(kept.receipt).again, "what that life held is gone with it"
    assert delivered(exchange.commune, exchange.receiver) == before
    assert content_of(exchange.province) == content_of(exchange.commune)


def test_what_a_receiver_that_began_anew_does_not_take_is_confirmed_no_more(exchange, monkeypatch):
    exchange.province.backups.take()
    (backup,) = exchange.province.backups.all()
    exchange.round("Danh Một")
    record = one_record(exchange)
    assert sent_of(exchange.commune, record).kind is SentKind.CONFIRMED
    exchange.province.backups.restore(backup.name)
    exchange.open_again("tỉnh")
    with exchange.commune.vault.work("gửi lại toàn bộ") as store:
        counterpart = store.ledger.counterpart(store.packages.sending().receiver)
        counterpart.whole = True
        store.ledger.keep(counterpart)
    made = exchange.commune.outgoing.export(exchange.usb)
    workflow = type(catalog.register("children").life_cycle.workflow({}))
    with monkeypatch.context() as older:  # an older program was installed, whose register lacks the state
        older.setattr(workflow, "has_state", lambda _self, _state: False)
        taken = exchange.take(made)
    assert (taken.state, taken.results) == ("imported", {"rejected": 1})
    assert sent_of(exchange.commune, record).kind is SentKind.RETURNED, "what the life before held is gone"
    assert exchange.commune.outgoing.waiting().records == 1


def test_a_receipt_for_a_package_of_a_life_of_ours_that_is_over_confirms_nothing(exchange):
    exchange.commune.cases.save(child("Danh Một"))
    exchange.commune.backups.take()
    (backup,) = exchange.commune.backups.all()
    taken = exchange.take(exchange.commune.outgoing.export(exchange.usb), answered=False)
    exchange.commune.backups.restore(backup.name)
    exchange.open_again("xã")
    with pytest.raises(UserError) as caught:
        exchange.commune.outgoing.take_receipt(taken.receipt)
    assert caught.value.code == "AS-5104", "these data know of no such package"
    assert not delivered(exchange.commune, exchange.receiver)
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert content_of(exchange.province) == content_of(exchange.commune)


def test_what_asks_for_everything_confirms_nothing(exchange):
    exchange.round("Danh Một")
    with exchange.province.vault.work(taking_in=exchange.commune.office.unit) as store:
        store.session.connection().exec_driver_sql("DELETE FROM event")
        store.session.connection().exec_driver_sql("DELETE FROM record")
    taken = exchange.take(exchange.send("Danh Hai"))
    assert taken.state == "full_wanted"
    assert exchange.commune.outgoing.waiting().whole
    assert not delivered(exchange.commune, exchange.receiver)
    made = exchange.commune.outgoing.export(exchange.usb)
    assert (made.whole, made.records) == (True, 2)
    exchange.take(made)
    assert content_of(exchange.province) == content_of(exchange.commune)


# ---------------------------------------------------------------- another receiver


@pytest.mark.parametrize("unit", [PROVINCE.unit, "92@2025-07-01"], ids=["a new machine", "another unit"])
def test_a_new_receiver_gets_everything_and_the_old_one_s_answers_say_nothing_of_it(exchange, tmp_path, unit):
    exchange.round("Danh Một", "Danh Hai")
    late = exchange.take(exchange.send("Danh Ba"), answered=False)
    with Program(new_vault(tmp_path / "sở mới", replace(PROVINCE, unit=unit, name="Sở mới"))[0]) as other:
        trust(other, exchange.commune, exchange.usb)
        card, new = other.cards.write_own(exchange.usb), other.cards.own().fingerprint
        old = exchange.province.cards.own().fingerprint
        said = {"replacing": old, "reason": "máy mới"} if unit == PROVINCE.unit else {}
        exchange.commune.cards.trust(card, new, **said)
        kinds = {sent_of(exchange.commune, each).kind for each in rows_of(exchange.commune, "record")}
        assert kinds == {SentKind.NOT_SENT}
        waiting = exchange.commune.outgoing.waiting()
        assert (waiting.records, waiting.whole) == (3, True)
        made = exchange.commune.outgoing.export(exchange.usb)
        assert (made.number, made.whole, made.records) == (1, True, 3)
        taken = other.incoming.receive(made.path, exchange.usb)
        assert (taken.results, taken.new) == ({"accepted": 3}, 3)
        if unit != PROVINCE.unit:
            exchange.commune.outgoing.take_receipt(late.receipt)
            assert exchange.commune.outgoing.waiting().whole, (
                "the old one's answer says nothing of the new one"
            )
        exchange.commune.outgoing.take_receipt(taken.receipt)
        assert content_of(other) == content_of(exchange.commune)
        assert not exchange.commune.outgoing.waiting().anything
        exchange.commune.check()


# ---------------------------------------------------------------- some registers only


def test_an_officer_with_some_registers_sends_just_those_and_the_rest_stays_to_be_sent(exchange):
    exchange.commune.cases.save(child("Danh Một"))
    secret = exchange.commune.cases.save(abuse())
    known = dict.fromkeys(catalog.registers(), "rw") | {"children": "rwx"}
    officer = Program(exchange.commune.vault, may=Access(OFFICER, "officer", known))
    assert officer.outgoing.waiting().by_register == {"children": 1}
    made = officer.outgoing.export(exchange.usb)
    assert exchange.head(made).registers == ("children",)
    taken = exchange.take(made, answered=False)
    assert (taken.state, taken.results) == ("imported", {"accepted": 1})
    officer.outgoing.take_receipt(taken.receipt)
    assert ("record", secret) not in content_of(exchange.province)
    assert not officer.outgoing.waiting().anything
    assert sent_of(exchange.commune, secret).kind is SentKind.NOT_SENT
    assert exchange.commune.outgoing.waiting().records == 1
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert content_of(exchange.province) == content_of(exchange.commune)


# ---------------------------------------------------------------- written in two places


@pytest.fixture
def beside(exchange):
    """Let a copy of the commune's folder send another version of the same person, neither knowing the other."""
    exchange.round("Danh Một")
    copy = exchange.folder / "máy hai"
    exchange.close_one("xã")
    shutil.copytree(exchange.folder / "xã", copy)
    exchange.open_one("xã")
    phone(exchange.commune, "0900000001")
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    with Program(Vault.open(copy, OFFICER, PASSWORD)) as second:
        phone(second, "0900000002")
        made = second.outgoing.export(exchange.usb)
        assert made.whole
        taken = exchange.province.incoming.receive(made.path, exchange.usb)
        answered = second.outgoing.take_receipt(taken.receipt)
        assert answered.conflicts == 1
        assert "1 chỗ hai bản khác nhau, cần chọn" in answered.summary
        yield second


def test_of_two_versions_neither_is_overwritten_until_an_officer_chose(exchange, beside):
    assert next(iter(rows_of(exchange.province, "person").values()))["phone"] == "0900000001"
    assert next(iter(rows_of(beside, "person").values()))["phone"] == "0900000002"
    (open_one,) = beside.conflicts.all()
    (difference,) = open_one.differences
    assert (difference.key, difference.ours, difference.theirs) == ("phone", "0900000002", "0900000001")
    beside.check()
    exchange.province.check()


@pytest.mark.parametrize(("choice", "phone_then"), [(OURS, "0900000002"), (THEIRS, "0900000001")])
def test_what_was_chosen_knows_both_and_is_taken_everywhere(exchange, beside, choice, phone_then):
    (open_one,) = beside.conflicts.all()
    beside.conflicts.choose(open_one.id, {"phone": choice})
    assert beside.conflicts.all() == []
    (who,) = rows_of(beside, "person").values()
    assert who["phone"] == phone_then
    assert beside.outgoing.waiting().anything, "a decision travels though nothing else changed"
    made = beside.outgoing.export(exchange.usb)
    taken = exchange.province.incoming.receive(made.path, exchange.usb)
    assert (taken.state, taken.results.get("concurrent", 0)) == ("imported", 0)
    answered = beside.outgoing.take_receipt(taken.receipt)
    assert (answered.conflicts, answered.returned) == (0, 0)
    assert next(iter(rows_of(exchange.province, "person").values()))["phone"] == phone_then
    assert content_of(exchange.province) == content_of(beside)
    beside.check()
    exchange.province.check()


def test_the_first_laptop_is_told_of_what_the_second_sent(exchange, beside):
    """Its own version was overtaken: what the receiver has is newer where it knew, and beside it where it did not."""
    (open_one,) = beside.conflicts.all()
    beside.conflicts.choose(open_one.id, {"phone": OURS})
    made = beside.outgoing.export(exchange.usb)
    beside.outgoing.take_receipt(exchange.province.incoming.receive(made.path, exchange.usb).receipt)
    exchange.commune.cases.save(child("Danh Hai"))
    taken = exchange.take(exchange.commune.outgoing.export(exchange.usb))
    while exchange.commune.outgoing.waiting().anything:
        taken = exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert taken.state == "imported"
    assert content_of(exchange.province) == content_of(exchange.commune)
    numbers = {each["phone"] for each in rows_of(exchange.commune, "person").values()}
    assert "0900000002" in numbers, "the decision of the other laptop came back"
    exchange.commune.check()


def test_a_package_of_another_life_is_written_beside_the_one_that_lies_there(exchange):
    exchange.commune.cases.save(child("Danh Một"))
    first = exchange.commune.outgoing.export(exchange.usb)
    content = first.path.read_bytes()
    exchange.commune.vault.begin_again("bản sao")
    (exchange.usb / ".ansinh-cut-short").mkdir()
    second = exchange.commune.outgoing.export(exchange.usb)
    assert (first.number, second.number) == (1, 1)
    assert first.path != second.path
    assert first.path.read_bytes() == content
    assert not list(exchange.usb.glob(".ansinh-*")), "what a killed program left on the stick is gone"
    receipts = [
        exchange.province.incoming.receive(each.path, exchange.usb).receipt for each in (first, second)
    ]
    assert len(set(receipts)) == 2
    assert all(each.exists() for each in receipts)
