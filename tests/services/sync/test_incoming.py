"""Packages come in any order, twice, not at all, or from two folders of one life; each is answered, none is lost."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.services.sync.incoming import Incoming, Taken
from tests.factories import OTHER, new_vault, trust
from tests.paper_files import pdf
from tests.services.sync.exchanging import Exchange, child, content_of, delivered, rows_of


@pytest.fixture
def exchange(tmp_path):
    made = Exchange(tmp_path)
    yield made
    made.close()


def children(program):
    return program.listing.counts()["children"]


# ---------------------------------------------------------------- what is lost on the way


def test_a_package_that_was_lost_is_named_and_its_records_come_with_the_next(exchange):
    exchange.round("Danh Một")
    exchange.send("Danh Hai")
    exchange.send("Danh Ba")
    taken = exchange.take(exchange.send("Danh Bốn"))
    assert (taken.state, taken.results, taken.new) == ("imported", {"accepted": 3}, 3)
    assert taken.missing == (2, 3)
    assert "chưa thấy gói 000002, 000003, hồ sơ của gói đó đã có trong gói này" in taken.summary
    assert children(exchange.province) == 4
    assert not exchange.commune.outgoing.waiting().anything


def test_whoever_never_got_the_beginning_takes_the_next_package_whole(exchange):
    exchange.send("Danh Một")
    second = exchange.send("Danh Hai")
    assert second.whole, "before the first receipt nobody knows what the receiver holds"
    taken = exchange.take(second)
    assert (taken.results, taken.missing) == ({"accepted": 2}, ())


def test_a_package_that_comes_late_takes_nothing_back(exchange):
    exchange.round("Danh Một")
    second = exchange.send("Danh Hai")
    (record,) = [
        each for each, row in rows_of(exchange.commune, "record").items() if row["number"].endswith("2")
    ]
    exchange.commune.cases.add_event(record, "visit", "2026-11-20", {"findings": "khỏe"})
    third = exchange.commune.outgoing.export(exchange.usb)
    exchange.take(third, answered=False)
    before = content_of(exchange.province)
    late = exchange.take(second, answered=False)
    assert (late.state, late.results, late.missing) == ("imported", {"superseded": 1}, ())
    assert content_of(exchange.province) == before, "older rows take no newer one's place"
    exchange.commune.outgoing.take_receipt(late.receipt)
    taken = exchange.take(exchange.send("Danh Ba"))
    assert (taken.state, taken.missing) == ("imported", ()), "and the order of numbers is no matter"
    assert exchange.commune.cases.get(record).sent.kind is SentKind.CONFIRMED


def test_what_the_province_lost_with_its_disk_comes_whole_with_the_next_but_one(exchange):
    exchange.round("Danh Một")
    exchange.keep("tỉnh")
    exchange.round("Danh Hai")
    exchange.bring_back("tỉnh")
    third = exchange.send("Danh Ba")
    taken = exchange.take(third)
    assert taken.state == "full_wanted"
    assert "đề nghị xã gửi lại toàn bộ ở gói sau" in taken.summary
    assert exchange.commune.outgoing.waiting().whole
    fourth = exchange.commune.outgoing.export(exchange.usb)
    assert fourth.whole
    assert exchange.take(fourth).state == "imported"
    assert content_of(exchange.province) == content_of(exchange.commune)
    assert not exchange.commune.outgoing.waiting().anything


# ---------------------------------------------------------------- the same again


def test_the_same_package_again_changes_nothing_and_gives_the_same_bytes(exchange):
    made = exchange.send("Danh Một", "Danh Hai")
    first = exchange.take(made, answered=False)
    receipt, state = first.receipt.read_bytes(), exchange.state()
    first.receipt.unlink()
    for _ in range(2):
        again = exchange.take(made, answered=False)
        assert again.again
        assert again.summary == "gói số 1 của Xã Vĩnh Thạnh Trung đã nhận trước đó"
        assert (again.receipt, again.receipt.read_bytes()) == (first.receipt, receipt)
        assert exchange.state() == state
    exchange.open_again("tỉnh")
    assert exchange.take(made, answered=False).receipt.read_bytes() == receipt


def test_what_would_pass_by_now_is_taken_and_answered_anew(exchange, monkeypatch):
    exchange.commune.cases.save(child("Danh Một"))
    exchange.commune.cases.save(child("Danh Hai"))
    (refused, taken_at_once) = sorted(rows_of(exchange.commune, "record"))
    made = exchange.commune.outgoing.export(exchange.usb)

    def bend(name, row):
        return row | {"state": "flying"} if name == "record" and row["id"] == refused else row

    path = exchange.bent(made, bend)
    first = exchange.take(path, answered=False)
    assert first.results == {"accepted": 1, "rejected": 1}
    assert exchange.take(path, answered=False).again
    assert [each.name for each in exchange.usb.glob("*-r2.agrcpt")] == []
    newer = type(catalog.register("children").life_cycle.workflow({}))
    with monkeypatch.context() as upgraded:  # a register that has one more state
        has = newer.has_state
        upgraded.setattr(newer, "has_state", lambda self, state: state == "flying" or has(self, state))
        second = exchange.take(path, answered=False)
        assert (second.state, second.results, second.new) == ("imported", {"accepted": 1}, 1)
        assert second.receipt.name.endswith("-r2.agrcpt")
        sealed = second.receipt.read_bytes()
        assert exchange.take(path, answered=False).receipt.read_bytes() == sealed
    assert exchange.take(path, answered=False).receipt.read_bytes() == sealed
    assert {refused, taken_at_once} == set(rows_of(exchange.province, "record"))
    head, outcomes, _rows = exchange.told(second.receipt)
    assert (head.answer.receipt, outcomes) == (2, [])


# ---------------------------------------------------------------- two folders, one life


def test_two_copies_of_one_commune_are_told_apart_and_both_keep_what_they_wrote(exchange):
    exchange.round("Danh Một")
    exchange.keep("xã")
    exchange.take(exchange.send("Danh Hai"), answered=False)
    exchange.bring_back("xã")  # as it was, at the same place, with its mark: nobody can tell
    before = content_of(exchange.province)
    forked = exchange.take(exchange.send("Danh Khác"), answered=False)
    assert forked.state == "fork"
    assert "hai bản sao của cùng một máy đều gửi gói" in forked.summary
    assert content_of(exchange.province) == before, "nothing of it is taken"
    with exchange.commune.vault.reading() as store:
        life = store.devices.own().epoch
    assert exchange.commune.outgoing.take_receipt(forked.receipt).state == "fork"
    with exchange.commune.vault.reading() as store:
        assert store.devices.own().epoch != life
    assert exchange.commune.outgoing.waiting().whole
    taken = exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert (taken.state, taken.given_back) == ("imported", 1)
    names = {row["full_name"] for row in rows_of(exchange.province, "person").values()}
    assert names == {"Danh Một", "Danh Hai", "Danh Khác"}
    assert names == {row["full_name"] for row in rows_of(exchange.commune, "person").values()}
    assert content_of(exchange.province) == content_of(exchange.commune)
    for each in (exchange.commune, exchange.province):
        each.check()


# ---------------------------------------------------------------- what the commune lost comes back


def test_a_whole_package_is_answered_with_all_that_the_commune_lost_papers_included(exchange):
    exchange.round("Danh Một")
    exchange.commune.backups.take()
    (backup,) = exchange.commune.backups.all()
    lost = exchange.commune.cases.save(child("Danh Hai"))
    exchange.commune.cases.add_event(lost, "visit", "2026-11-20", {"findings": "khỏe"})
    paper = exchange.usb / "giấy.pdf"
    paper.write_bytes(pdf("giấy"))
    paper_id = exchange.commune.attachments.add(lost, paper)
    mother = exchange.commune.cases.get(exchange.commune.cases.save(child("Danh Ba"))).person_id
    person = exchange.commune.cases.get(lost).person_id
    exchange.commune.people.relate(person, mother, {"kind": "01"})
    exchange.commune.people.save_household({"number": "7", "address": "Tổ 1"}, first=person)
    exchange.round()
    whole = content_of(exchange.commune)
    exchange.commune.backups.restore(backup.name)
    exchange.open_again("xã")
    assert children(exchange.commune) == 1
    made = exchange.commune.outgoing.export(exchange.usb)
    assert made.whole
    taken = exchange.take(made, answered=False)
    assert taken.given_back == 2
    assert "gửi lại cho xã 2 hồ sơ xã không còn" in taken.summary
    back = exchange.commune.outgoing.take_receipt(taken.receipt)
    assert (back.given_back, back.conflicts) == (2, 0)
    assert content_of(exchange.commune) == whole
    assert exchange.commune.attachments.read(paper_id).content == pdf("giấy")
    assert exchange.commune.cases.get(lost).sent.kind is SentKind.CONFIRMED
    assert not exchange.commune.outgoing.waiting().anything
    exchange.commune.check()


def test_drafts_that_the_commune_keeps_back_are_not_taken_for_lost(exchange):
    exchange.commune.cases.save(child("Danh Nháp", final=False))
    exchange.round("Danh Một")
    assert exchange.take(exchange.send("Danh Hai")).given_back == 0
    with exchange.commune.vault.work("lại từ đầu") as store:
        counterpart = store.ledger.counterpart(exchange_receiver(store))
        counterpart.whole = True
        store.ledger.keep(counterpart)
    made = exchange.commune.outgoing.export(exchange.usb)
    assert made.whole
    assert exchange.take(made).given_back == 0


def exchange_receiver(store):
    return store.packages.sending().receiver


# ---------------------------------------------------------------- who may, and what is said


def test_only_who_may_write_in_every_register_takes_packages_in(exchange):
    made = exchange.send("Danh Một")
    rights = dict.fromkeys(exchange.province.access.rights, "rw")
    for changed in (dict.fromkeys(rights, "r"), rights | {"children": "r"}, {}):
        incoming = Incoming(exchange.province.vault, Access("minh", "officer", changed))
        for work in (lambda by: by.receive(made.path, exchange.usb), lambda by: by.received()):
            with pytest.raises(UserError):
                work(incoming)
    incoming = Incoming(exchange.province.vault, Access("minh", "officer", rights))
    assert incoming.receive(made.path, exchange.usb).state == "imported"
    assert [each.number for each in incoming.received()] == [1]


def test_a_package_of_another_kind_is_not_for_a_receiving_unit(exchange):
    made = exchange.send("Danh Một")
    path = exchange.bent(made, lambda _name, row: row, kind="peer")
    assert exchange.refused(path).code == "AS-5131"


def test_a_package_that_cannot_be_answered_in_its_folder_is_answered_later_alike(exchange):
    made = exchange.send("Danh Một")
    with pytest.raises(UserError) as caught:
        exchange.province.incoming.receive(made.path, exchange.usb / "không có")
    assert caught.value.code == "AS-5019"
    assert children(exchange.province) == 1
    taken = exchange.take(made)
    assert taken.again
    assert not exchange.commune.outgoing.waiting().anything


def test_each_commune_is_answered_for_itself(exchange, tmp_path):
    with Program(new_vault(tmp_path / "xã khác", OTHER)[0]) as other:
        trust(other, exchange.province, exchange.usb)
        trust(exchange.province, other, exchange.usb)
        other.cases.save(child("Thạch Ba"))
        exchange.round("Danh Một")
        taken = exchange.province.incoming.receive(other.outgoing.export(exchange.usb).path, exchange.usb)
        assert (taken.sender, taken.results, taken.given_back) == ("Xã Bình Long", {"accepted": 1}, 0)
        with pytest.raises(UserError):
            exchange.commune.outgoing.take_receipt(taken.receipt)
        other.outgoing.take_receipt(taken.receipt)
        assert not other.outgoing.waiting().anything
        assert (
            delivered(other, exchange.receiver)
            .keys()
            .isdisjoint(delivered(exchange.commune, exchange.receiver))
        )


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"results": {"accepted": 2, "rejected": 1}, "new": 2}, ": 2 mới, 1 trả lại"),
        ({"results": {"accepted": 3}, "new": 1}, ": 1 mới, 2 cập nhật"),
        ({"results": {"superseded": 1, "concurrent": 2}}, ": 1 cũ hơn bản đang giữ, 2 hai bản khác nhau"),
        ({}, ": không có hồ sơ"),
        ({"refused": 3}, ": không nhận 3 dòng khác"),
        ({"given_back": 4}, ": gửi lại cho xã 4 hồ sơ xã không còn"),
        ({"missing": (5, 6)}, ": chưa thấy gói 000005, 000006, hồ sơ của gói đó đã có trong gói này"),
        ({"state": "full_wanted"}, ": đề nghị xã gửi lại toàn bộ ở gói sau"),
        (
            {"results": {"accepted": 1}, "new": 1, "doubled": {"A": "B"}},
            ": 1 mới; có người đang hưởng ở hai hồ sơ: A và B",
        ),
    ],
)
def test_what_became_of_a_package_is_said_in_one_line(tmp_path, about, words):
    known = {"state": "imported", "sender": "Xã A", "number": 7, "results": {}, "receipt": tmp_path}
    taken = Taken(**known | about)
    assert taken.summary == f"đã nhận gói số 7 của Xã A{words}"
    assert Taken(**known | {"again": True}).summary == "gói số 7 của Xã A đã nhận trước đó"
