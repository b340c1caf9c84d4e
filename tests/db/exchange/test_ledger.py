"""What has to go follows from what was confirmed, row by row; and both sides reckon with the same digest."""

import json
import re

import pytest

from ansinh_desktop.db.exchange.ledger import Digest, Held, Selection
from ansinh_desktop.db.exchange.lives import begin_life
from ansinh_desktop.db.exchange.travelling import MODELS, PEOPLE, VECTOR
from ansinh_desktop.db.models import Attachment
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from tests import factories
from tests.factories import HAMLETS, OTHER, RECEIVER, UNIT, person

CHILDREN, ABUSED = map(catalog.register, ("children", "child_abuse"))
EVERY = tuple(catalog.registers())
ALWAYS = {("hamlet", name) for name in HAMLETS}


@pytest.fixture
def put(store):
    """Return a function that adds a record of a new person."""

    def put(name, register=CHILDREN, draft=False):
        who = store.people.save(None, UNIT, person(full_name=name))
        content = RecordContent({}, draft=draft, opened_on="2026-11-02")
        return store.records.get(store.records.add(register, who, UNIT, content))

    return put


@pytest.fixture
def going(store):
    """Return a function that makes the next package, and says what it carries, by table and a name."""
    number = 0

    def going(registers=EVERY, whole=False, receiver=RECEIVER):
        nonlocal number
        number += 1
        store.session.flush()
        package = factories.package(number, receiver=receiver)
        store.packages.add(package)
        wanted = Selection(receiver, UNIT, registers, whole, complete=registers == EVERY)
        waits = store.ledger.anything_waits(wanted)
        assert bool(store.ledger.ship(wanted, package.id)) is (waits or whole)
        found = {
            (name, row.get("name") or row.get("full_name") or row["id"])
            for name in MODELS
            for row in store.ledger.outgoing(name, package.id)
        }
        return package, found

    return going


def named(record):
    return {("record", record.id)}


def test_a_final_record_goes_with_its_person_and_parts_and_a_draft_does_not(store, put, going):
    record, draft = put("A"), put("B", draft=True)
    event = store.records.add_event(record.id, "visit", "2026-11-20", answers={})
    store.records.add_event(draft.id, "visit", "2026-11-20", answers={})
    papers = [paper(store, each, content) for each, content in ((record, b"a"), (draft, b"b"))]
    package, found = going()
    assert found == ALWAYS | {
        ("person", "A"),
        ("record", record.id),
        ("event", event.id),
        ("attachment", papers[0].name),
    }
    assert list(store.ledger.papers(package.id)) == [b"a"]
    assert store.ledger.records_in(package.id) == 1
    assert store.ledger.waiting(Selection(RECEIVER, UNIT, EVERY, whole=False)) == {"children": 1}


def paper(store, record, content):
    made = Attachment(
        record_id=record.id,
        sha256="x",
        name=content.decode(),
        media_type="image/png",
        content=content,
        deleted=False,
    )
    store.attachments.add(made)
    return made


def test_what_was_confirmed_stays_and_what_changed_since_goes_alone(store, put, going):
    first, second = put("A"), put("B")
    package, _found = going()
    store.ledger.confirm(package, [])
    assert going()[1] == set()
    store.people.save(second.person_id, UNIT, {"phone": "0900000001"})
    assert going()[1] - named(second) == {("person", "B")}
    store.records.set_state(first, first.state, closed_on=None, reason=None)
    event = store.records.add_event(first.id, "visit", "2026-11-20", answers={})
    assert ("event", event.id) in going()[1]
    assert ("person", "A") not in going()[1]


def test_what_was_rejected_goes_again_by_itself_with_all_its_record(store, put, going):
    record, other = put("A"), put("B")
    event = store.records.add_event(record.id, "visit", "2026-11-20", answers={})
    package, _found = going()
    store.ledger.confirm(package, [("event", event.id)])
    assert going()[1] == {("event", event.id), ("record", record.id)}
    assert named(other).isdisjoint(going()[1])


def test_a_late_answer_to_an_older_package_takes_no_confirmation_back(store, put, going):
    record = put("A")
    older, _found = going()
    store.records.change(
        CHILDREN, record.id, RecordContent({"school": "B"}, draft=False, opened_on="2026-11-02")
    )
    newer, _found = going()
    store.ledger.confirm(newer, [])
    store.ledger.confirm(older, [])
    assert going()[1] == set()


def test_what_was_removed_goes_to_whoever_may_have_it_and_to_nobody_else(store, put, going):
    sent, kept, never = put("A"), put("B"), put("C")
    package, _found = going()
    store.ledger.confirm(package, [("record", kept.id)])
    for each in (sent, kept, never):
        each.deleted = True
    fresh = put("D")
    fresh.deleted = True
    found = going()[1]
    assert named(sent) <= found
    assert named(kept) <= found, "a package carried it: nobody knows whether it came"
    assert named(fresh).isdisjoint(found), "nobody ever got it"
    assert going(receiver="92@x/y")[1] & named(sent) == set()
    assert named(fresh) <= going(whole=True)[1], "of whoever gets everything nobody knows what it has"


def test_a_draft_that_once_was_final_is_taken_back_where_it_is_removed(store, put, going):
    record = put("A")
    package, _found = going()
    store.ledger.confirm(package, [])
    record.draft = True
    assert named(record).isdisjoint(going()[1])
    record.deleted = True
    assert named(record) <= going()[1]


def test_a_person_goes_with_those_related_and_with_the_head_of_the_home(store, put, going):
    record, kin = put("A"), store.people.save(None, UNIT, person(full_name="Mẹ"))
    head = store.people.save(None, UNIT, person(full_name="Chủ hộ"))
    alone = store.people.save(None, UNIT, person(full_name="Người lạ"))
    home = store.people.save_household(None, UNIT, {"address": "Tổ 1"})
    home.head_id = head
    other_home = store.people.save_household(None, UNIT, {"address": "Tổ 2"})
    store.people.get(alone).household_id = other_home.id
    store.people.get(record.person_id).household_id = home.id
    relation = store.people.relate(kin, record.person_id, "01")
    found = going()[1]
    assert {("person", "A"), ("person", "Mẹ"), ("person", "Chủ hộ")} <= found
    assert {("household", home.id), ("relation", relation.id)} <= found
    assert ("person", "Người lạ") not in found
    assert ("household", other_home.id) not in found


def test_only_the_registers_that_are_asked_for_go_with_their_own_people(store, put, going):
    child, abused = put("A"), put("B", ABUSED)
    found = going(("children",))[1]
    assert named(child) | {("person", "A")} <= found
    assert not (named(abused) | {("person", "B")}) & found
    assert going(("child_abuse",))[1] - ALWAYS == named(abused) | {("person", "B")}


def test_nothing_of_another_unit_ever_goes(store, going):
    store.chain.ownership.begin(OTHER.unit)
    theirs = store.people.save(None, OTHER.unit, person(full_name="Lê Xa"))
    content = RecordContent({}, draft=False, opened_on="2026-11-02")
    store.records.add(CHILDREN, theirs, OTHER.unit, content)
    store.session.flush()
    store.chain.ownership.begin()
    assert going(whole=True)[1] == ALWAYS


def test_a_row_travels_with_the_version_that_it_has_at_that_moment(store, put, going):
    record = put("A")
    package, _found = going()
    (row,) = [each for each in store.ledger.outgoing("record", package.id) if each["id"] == record.id]
    assert row[VECTOR] == {store.chain.actor: record.seq}
    assert store.ledger.shipped(package.id, "record", record.id) == (
        record.seq,
        json.dumps(row[VECTOR], separators=(",", ":")),
    )
    assert store.ledger.shipped(package.id, "record", "none") is None
    assert store.ledger.carries(package.id)
    assert not store.ledger.carries("none")


def test_what_is_kept_back_is_named_to_whoever_gets_everything(store, put, going):
    draft = put("B", draft=True)
    package, _found = going(whole=True)
    kept = set(store.ledger.kept_back(package.id, UNIT))
    assert ("record", draft.id) in kept
    assert ("person", draft.person_id) in kept
    assert not {name for name, _ in kept} - {"record", "person"}


# ---------------------------------------------------------------- the digest


def test_both_sides_reckon_the_same_whatever_was_sent_before(store, put, going):
    """What the sender expects is what stands there, were it the receiver itself."""
    record, _draft = put("A"), put("B", draft=True)
    put("C", ABUSED)
    store.records.add_event(record.id, "visit", "2026-11-20", answers={})
    package, _found = going()
    wanted = Selection(RECEIVER, UNIT, EVERY, whole=False)
    first = store.ledger.expected(wanted, package.id)
    assert {part: each.rows for part, each in first.items() if each.rows} == {
        PEOPLE: len(HAMLETS) + 2,
        "children": 2,
        "child_abuse": 1,
    }
    store.ledger.confirm(package, [])
    changed = put("D")
    second, _found = going()
    found = store.ledger.expected(wanted, second.id)
    assert found["children"].rows == 3
    assert found["child_abuse"] == first["child_abuse"]
    assert found["children"] != first["children"]
    digest = Digest(wanted.parts)
    lines = [
        (name, row["id"], json.dumps(row[VECTOR], separators=(",", ":"), sort_keys=True))
        for each in (package, second)
        for name in MODELS
        for row in store.ledger.outgoing(name, each.id)
    ]
    registers = {record.id: "children", changed.id: "children"}
    for name, row_id, vector in sorted(lines):
        part = (
            "people"
            if name in ("hamlet", "person")
            else registers.get(row_id, "child_abuse" if name == "record" else "children")
        )
        digest.add(part, name, row_id, vector)
    assert found == digest.held()


def test_a_digest_knows_number_order_and_every_letter():
    def of(*rows):
        digest = Digest(["people"])
        for row in rows:
            digest.add("people", *row)
        digest.add("elsewhere", "x", "y", "z")
        return digest.held()

    one = of(("person", "1", "{}"))
    assert one["people"].rows == 1
    assert set(one) == {"people"}
    assert of() == {"people": Held(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")}
    assert (
        len(
            {
                each["people"].digest
                for each in (one, of(), of(("person", "1", '{"a":1}')), of(("record", "1", "{}")))
            }
        )
        == 4
    )


# ---------------------------------------------------------------- a new life


def test_a_new_life_forgets_what_the_old_one_was_promised(store, put, going):
    record = put("A")
    package, _found = going()
    store.ledger.confirm(package, [])
    counterpart = store.ledger.counterpart(RECEIVER)
    counterpart.whole, counterpart.confirmed = False, package.digest
    store.ledger.keep(counterpart)
    before, vector = store.devices.own().epoch, store.arriving.vector_of(record)
    begin_life(store)
    assert store.devices.own().epoch != before
    assert store.ledger.counterpart(RECEIVER).whole
    assert store.ledger.counterpart(RECEIVER).confirmed == ""
    assert not store.ledger.carries(package.id)
    assert named(record) <= going(whole=True)[1]
    store.session.expire_all()
    assert store.arriving.vector_of(store.records.get(record.id)) == vector, "who wrote it is the same"


def test_each_life_numbers_its_cases_with_a_letter_of_its_own(store, put):
    numbers = [put("A").number]
    for _ in range(3):
        begin_life(store)
        numbers.append(put("B").number)
    letters = [re.sub(".*[0-9]", "", each) for each in numbers]
    assert letters[0] == ""
    assert all(letters[1:])
    assert len(set(numbers)) == len(set(letters)) == 4
    assert store.setting("letters") == letters[1:]
