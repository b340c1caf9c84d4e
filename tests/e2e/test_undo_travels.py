"""What was taken back travels to the receiving unit like any other change, and what came from a unit stays as it came."""

from dataclasses import replace

import pytest

from ansinh_desktop.errors import UserError
from tests.factories import orphan


def exchange(commune, province, usb):
    """Send what is new and bring the answer back; return how many records were returned."""
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    return commune.outgoing.take_receipt(taken.receipt).returned


def told(program, record):
    case = program.cases.get(record)
    return case.state, dict(case.answers), dict(case.person), [each.kind for each in case.events]


def test_an_edit_an_event_and_a_step_that_were_taken_back_are_there_as_here(commune, province, usb):
    record = commune.cases.save(orphan())
    before = told(commune, record)
    person = commune.cases.get(record).person_id
    commune.people.save(person, {**commune.people.get(person).person, "phone": "0912345678"})
    commune.cases.add_event(record, "visit", "2026-11-20", {"findings": "khỏe"})
    commune.cases.move(record, "managed", "2026-11-20", "Đã xác minh")
    after, acts = told(commune, record), commune.undo.acts(3)
    assert exchange(commune, province, usb) == 0
    assert told(province, record) == after

    undone = [commune.undo.take_back(each.id) for each in acts]
    assert told(commune, record) == before
    assert exchange(commune, province, usb) == 0
    assert told(province, record) == before

    for each in reversed(undone):
        commune.undo.take_back(each.id)
    assert exchange(commune, province, usb) == 0
    assert told(province, record) == after
    commune.check()
    province.check()


def test_a_record_that_was_taken_back_is_gone_there_too_and_comes_again(commune, province, usb):
    commune.cases.save(orphan())
    added = commune.undo.last_act_id()
    assert exchange(commune, province, usb) == 0
    undone = commune.undo.take_back(added)
    assert exchange(commune, province, usb) == 0
    assert province.listing.counts()["children"] == 0
    commune.undo.take_back(undone.id)
    assert exchange(commune, province, usb) == 0
    assert province.listing.counts()["children"] == 1


def test_the_receiving_unit_gives_no_value_back_to_a_record_of_a_commune(commune, province, usb):
    record = commune.cases.save(orphan())
    person = commune.cases.get(record).person_id
    exchange(commune, province, usb)
    commune.people.save(person, {**commune.people.get(person).person, "phone": "0912345678"})
    commune.cases.save(replace(orphan(), record_id=record, answers={**orphan().answers, "note": "Đã thăm"}))
    exchange(commune, province, usb)
    lines = {(each.field, each.after, each.reason): each.key for each in province.cases.history(record)}
    assert {
        ("Điện thoại", "0912345678", "nhận gói số 2"),
        ("Ghi chú", "Đã thăm", "nhận gói số 2"),
    } <= lines.keys()
    assert not any(lines.values()), "nothing of it can be given back here"
    there = {each.key: each.change for each in commune.cases.history(record) if each.key}
    for key in ("phone", "answers.note"):
        with pytest.raises(UserError):
            province.undo.give_back(there[key], key)
    assert province.cases.get(record).answers["note"] == "Đã thăm"


@pytest.mark.parametrize("whose", ["sender", "receiver"])
def test_packages_themselves_are_not_taken_back(commune, province, usb, whose):
    commune.cases.save(orphan())
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    program = {"sender": commune, "receiver": province}[whose]
    with pytest.raises(UserError) as caught:
        program.undo.take_back(program.undo.last_act_id())
    assert caught.value.code == "AS-2083"
    assert "gói gửi, nhận" in caught.value.text
    assert province.listing.counts()["children"] == 1
    commune.outgoing.take_receipt(taken.receipt)
