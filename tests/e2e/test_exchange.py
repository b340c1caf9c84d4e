"""A commune sends its cases up, the receiving unit takes them in and answers, the commune takes the answer."""

import pytest
from sqlalchemy import func, select

from ansinh_desktop.db.models import Person
from ansinh_desktop.errors import UserError, message
from ansinh_desktop.services.sending import SentKind
from tests.factories import case, person

CHILD = {
    "groups": ["d"],
    "main_group": "d",
    "entered_on": "2022-05-01",
    "care_arrangement": "parents",
    "disability_degree": "severe",
}


def add_child(commune, name="Danh Hữu Trinh", **changes):
    child = person(full_name=name, birth_date="2015-02-03", sex="male")
    return commune.cases.save(case("children", CHILD | changes, person=child))


def sent(commune, record):
    return commune.cases.get(record).sent.kind


def digest(program):
    with program.vault.reading() as store:
        return store.log.last()


def test_a_record_goes_up_and_its_receipt_comes_back(commune, province, usb):
    record = add_child(commune)
    assert sent(commune, record) is SentKind.NOT_SENT
    made = commune.outgoing.export(usb)
    assert (made.number, made.records) == (1, 1)
    assert commune.cases.get(record).sent.text == "Đã xuất gói 1"
    taken = province.incoming.receive(made.path, usb)
    assert taken.results == {"accepted": 1}
    assert sent(commune, record) is SentKind.EXPORTED
    assert commune.outgoing.take_receipt(taken.receipt).returned == 0
    assert commune.cases.get(record).sent.text == "Đã có biên nhận"
    there = province.cases.get(record)
    assert (there.person, there.answers) == (commune.cases.get(record).person, CHILD)


def test_taking_a_package_in_ten_times_changes_nothing(commune, province, usb):
    add_child(commune)
    made = commune.outgoing.export(usb)
    province.incoming.receive(made.path, usb)
    before = digest(province)
    for _ in range(10):
        assert province.incoming.receive(made.path, usb).again
    assert digest(province) == before


def test_a_changed_record_travels_again_and_a_confirmed_one_does_not(commune, province, usb):
    first, second = add_child(commune), add_child(commune, "Neáng Thị Mai")
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    commune.outgoing.take_receipt(taken.receipt)
    with pytest.raises(UserError) as caught:
        commune.outgoing.export(usb)
    assert caught.value.code == "AS-5103"
    commune.cases.add_event(first, "visit", "2026-11-20", {"findings": "Trẻ đi học lại."})
    assert sent(commune, first) is SentKind.NOT_SENT
    assert sent(commune, second) is SentKind.CONFIRMED
    made = commune.outgoing.export(usb)
    assert made.records == 1
    province.incoming.receive(made.path, usb)
    assert [each.kind for each in province.cases.get(first).events] == ["visit"]


def test_every_record_of_a_changed_person_travels_again_and_nobody_elses(commune, province, usb):
    first, other = add_child(commune), add_child(commune, "Neáng Thị Mai")
    child = commune.cases.get(first).person_id
    disabled = {"social_group": "k6", "disability_degree": "severe"}
    second = commune.cases.save(
        case("assistance", disabled, person=commune.cases.get(first).person, person_id=child)
    )
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    commune.outgoing.take_receipt(taken.receipt)
    commune.people.save(child, {**commune.people.get(child).person, "address": "Tổ 9"})
    assert [sent(commune, each) for each in (first, second, other)] == [
        SentKind.NOT_SENT,
        SentKind.NOT_SENT,
        SentKind.CONFIRMED,
    ]
    made = commune.outgoing.export(usb)
    assert made.records == 2
    province.incoming.receive(made.path, usb)
    assert {province.cases.get(each).person["address"] for each in (first, second)} == {"Tổ 9"}


def test_a_record_of_a_newer_register_is_kept_as_it_came(commune, province, usb):
    """What a newer program asks is nothing to this one, and is not lost on the way."""
    newer, present = add_child(commune), add_child(commune, "Neáng Thị Mai")
    with commune.vault.work("bản mới hơn") as store:
        record = store.records.get(newer)
        record.version += 1
        record.answers = {**record.answers, "asked_later": "vâng"}
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.results == {"accepted": 2}
    assert commune.outgoing.take_receipt(taken.receipt).returned == 0
    assert {sent(commune, newer), sent(commune, present)} == {SentKind.CONFIRMED}
    with province.vault.reading() as store:
        kept = store.records.get(newer)
        assert (kept.version, kept.answers["asked_later"]) == (record.version, "vâng")


def test_a_lost_package_costs_nothing(commune, province, usb):
    first = add_child(commune)
    commune.outgoing.export(usb).path.unlink()
    second = add_child(commune, "Neáng Thị Mai")
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.results == {"accepted": 2}
    commune.outgoing.take_receipt(taken.receipt)
    assert {sent(commune, first), sent(commune, second)} == {SentKind.CONFIRMED}


def test_drafts_stay_at_home(commune, province, usb):
    unfinished = {key: value for key, value in CHILD.items() if key != "entered_on"}
    commune.cases.save(case("children", unfinished, final=False))
    made = commune.outgoing.export(usb)
    assert made.records == 0, "the first package tells of the hamlets, and of nobody"
    taken = province.incoming.receive(made.path, usb)
    commune.outgoing.take_receipt(taken.receipt)
    with province.vault.reading() as store:
        assert store.session.scalar(select(func.count()).select_from(Person)) == 0
    with pytest.raises(UserError) as caught:
        commune.outgoing.export(usb)
    assert caught.value.code == "AS-5103"


def test_a_removed_record_travels_as_removed(commune, province, usb):
    record = add_child(commune)
    province.incoming.receive(commune.outgoing.export(usb).path, usb)
    commune.cases.remove(record, "Nhập nhầm người")
    province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert province.listing.counts()["children"] == 0


def test_without_the_receivers_card_nothing_leaves(commune, tmp_path):
    add_child(commune)
    with pytest.raises(UserError) as caught:
        commune.outgoing.export(tmp_path)
    assert caught.value.code == "AS-5102"


def test_an_unknown_sender_is_refused(commune, province, usb, tmp_path):
    add_child(commune)
    made = commune.outgoing.export(usb)
    with province.vault.work() as store:
        store.session.delete(store.devices.units("sender")[0])
    before = digest(province)
    with pytest.raises(UserError) as caught:
        province.incoming.receive(made.path, usb)
    assert caught.value.code == "AS-5006"
    assert digest(province) == before


def test_the_receiving_unit_cannot_change_a_communes_record(commune, province, usb):
    record = add_child(commune)
    province.incoming.receive(commune.outgoing.export(usb).path, usb)
    there = province.cases.get(record)
    with pytest.raises(UserError) as caught:
        province.cases.save(case("children", CHILD, person=there.person, record_id=record))
    assert caught.value.code == "AS-2033"


def test_a_flipped_bit_changes_nothing(commune, province, usb):
    add_child(commune)
    made = commune.outgoing.export(usb)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(bytes(content))
    before = digest(province)
    with pytest.raises(UserError):
        province.incoming.receive(made.path, usb)
    assert digest(province) == before


def test_a_record_in_a_state_that_is_none_is_sent_back_and_stays_there_as_it_was(commune, province, usb):
    record = add_child(commune)
    commune.cases.move(record, "managed", "2022-05-02", "Đã xác minh")
    commune.outgoing.take_receipt(province.incoming.receive(commune.outgoing.export(usb).path, usb).receipt)
    with commune.vault.work("sửa ngoài chương trình") as store:
        store.records.get(record).state = "flown"
    answered = commune.outgoing.take_receipt(
        province.incoming.receive(commune.outgoing.export(usb).path, usb).receipt
    )
    assert answered.returned == 1
    told = commune.cases.get(record).sent
    assert told.kind is SentKind.RETURNED
    assert message("AS-5111", state="flown").text in told.text
    assert province.cases.get(record).state == "managed"


def test_several_steps_between_two_packages_and_a_case_opened_again_are_taken_in(commune, province, usb):
    record = add_child(commune)
    commune.outgoing.take_receipt(province.incoming.receive(commune.outgoing.export(usb).path, usb).receipt)
    commune.cases.move(record, "managed", "2022-05-02", "Đã xác minh")
    commune.cases.save(
        case(
            "children",
            CHILD | {"left_on": "2022-06-01", "leave_reason": "no_longer"},
            record_id=record,
            person=person(full_name="Danh Hữu Trinh", birth_date="2015-02-03", sex="male"),
        )
    )
    commune.cases.move(record, "no_longer", "2022-06-01", "Đã hết hoàn cảnh")
    province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert province.cases.get(record).state == "no_longer"
    commune.cases.reopen(record, "2022-07-01", "Lại thuộc diện")
    province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert province.cases.get(record).state == "managed"
