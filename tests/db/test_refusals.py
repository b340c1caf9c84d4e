"""What no part of the program may write, tried below the services: closed records, second payments, second numbers."""

import pytest

from ansinh_desktop.db.models import Attachment, Event, Person, Record
from ansinh_desktop.db.part import part
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.refusals import taking_in
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from tests.factories import DECIDED, UNIT, person

ASSISTANCE, CHILDREN = catalog.register("assistance"), catalog.register("children")
NUMBER, DAY = "089149334656", "2026-11-20"


def add(store, register=CHILDREN, state="", person_id=None, **about):
    who = person_id or store.people.save(None, UNIT, person(**about))
    answers = DECIDED if register is ASSISTANCE else {"school": "Trường A"}
    content = RecordContent(answers, draft=False, opened_on="2026-11-02", state=state)
    return store.records.get(store.records.add(register, who, UNIT, content))


def closed_state(register):
    flow = register.life_cycle.workflow({})
    return next(each.code for each in flow.states if flow.is_closed(each.code))


def refusal(store, act) -> str:
    """Return the code with which an act is refused; the unit of work goes on as it stood before."""
    with pytest.raises(UserError) as caught, part(store):
        act()
    store.session.expire_all()
    return caught.value.code


def setting(store, row, key, value):
    def act():
        setattr(row, key, value)
        store.session.flush()

    return act


def adding(store, row):
    def act():
        store.session.add(row)
        store.session.flush()

    return act


def removing(store, row):
    def act():
        row.deleted = True
        store.session.flush()

    return act


def event(record, kind="visit", **changes):
    return Event(**{"record_id": record.id, "kind": kind, "happened_on": DAY, "answers": {}} | changes)


def paper(record):
    return Attachment(
        record_id=record.id, sha256="x", name="a.png", media_type="image/png", content=b"x", deleted=False
    )


# Closed and removed records


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("answers", {"school": "Trường B"}),
        ("kept", {"AS-1 x": "vì sao"}),
        ("draft", True),
        ("opened_on", "2025-01-01"),
        ("number", "TE-1"),
        ("deleted", True),
    ],
)
def test_nothing_of_what_a_closed_record_says_changes(store, key, value):
    record = add(store, state=closed_state(CHILDREN))
    assert refusal(store, setting(store, record, key, value)) == "AS-2050"
    open_record = add(store)
    setting(store, open_record, key, value)()
    assert getattr(open_record, key) == value


def test_neither_does_whom_it_is_about(store):
    record, other = add(store, state=closed_state(CHILDREN)), add(store)
    assert refusal(store, setting(store, record, "person_id", other.person_id)) == "AS-2050"


def test_a_step_is_another_matter_and_a_write_of_the_same_is_none(store):
    record = add(store, state=closed_state(CHILDREN))
    setting(store, record, "answers", dict(record.answers))()
    store.records.set_state(record, CHILDREN.life_cycle.workflow({}).initial, closed_on=None, reason=None)
    setting(store, record, "answers", {"school": "Trường B"})()


def test_a_record_may_come_in_closed(store):
    who = store.people.save(None, UNIT, person())
    row = Record(
        unit=UNIT,
        register="children",
        version=1,
        person_id=who,
        number="TE-1",
        state=closed_state(CHILDREN),
        draft=False,
        opened_on=DAY,
        confidentiality="c2",
        answers={"school": "Trường A"},
    )
    adding(store, row)()
    assert refusal(store, setting(store, row, "draft", True)) == "AS-2050"


def test_who_closes_a_record_may_write_its_last_answers_with_it(store):
    record = add(store)
    record.answers = {"school": "Trường B"}
    store.records.set_state(record, closed_state(CHILDREN), closed_on=DAY, reason="xong")
    assert store.session.get(Record, record.row).answers == {"school": "Trường B"}


def test_what_was_removed_stays_as_it_is_until_it_comes_back(store):
    record = add(store)
    kept = store.records.add_event(record.id, "visit", DAY, answers={})
    removing(store, record)()
    assert refusal(store, setting(store, record, "answers", {})) == "AS-2055"
    assert refusal(store, adding(store, event(record))) == "AS-2055"
    assert refusal(store, adding(store, paper(record))) == "AS-2055"
    assert refusal(store, removing(store, kept)) == "AS-2055"
    setting(store, record, "deleted", False)()
    setting(store, record, "answers", {"school": "Trường B"})()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "need"),
        ("happened_on", "2026-01-01"),
        ("amount", 5),
        ("answers", {"findings": "Khỏe"}),
        ("note", "Ghi"),
        ("deleted", True),
    ],
)
def test_what_happened_in_a_closed_record_stays_as_it_was_told(store, key, value):
    record = add(store)
    kept = store.records.add_event(record.id, "visit", DAY, answers={})
    store.records.set_state(record, closed_state(CHILDREN), closed_on=DAY, reason="xong")
    assert refusal(store, setting(store, kept, key, value)) == "AS-2050"
    kept = store.records.event(kept.id)
    setting(store, kept, "author", "lan")()


def test_papers_of_a_closed_record_neither_come_nor_go(store):
    record = add(store)
    kept = paper(record)
    adding(store, kept)()
    store.records.set_state(record, closed_state(CHILDREN), closed_on=DAY, reason="xong")
    assert refusal(store, adding(store, paper(record))) == "AS-2050"
    assert refusal(store, removing(store, kept)) == "AS-2050"
    assert refusal(store, setting(store, kept, "name", "b.png")) == "AS-2050"


def test_after_the_end_comes_what_may_follow_it_and_what_the_program_itself_says(store):
    record = add(store, ASSISTANCE, state=closed_state(ASSISTANCE))
    for each in ASSISTANCE.event_kinds.values():
        made = event(record, each.code, answers={})
        if each.after_end or each.automatic:
            adding(store, made)()
        else:
            assert refusal(store, adding(store, made)) == "AS-2050", each.code
    adding(store, event(record, "state:closed"))()  # a step is told whenever it is taken
    told = {each.kind: each for each in store.records.events(record.id)}
    for kind, may in (("funeral", True), ("computed", False), ("state:closed", False)):
        act = setting(store, told[kind], "note", "Sửa")
        if may:
            act()
        else:
            assert refusal(store, act) == "AS-2050", kind
            told = {each.kind: each for each in store.records.events(record.id)}


def test_what_belongs_to_a_record_that_is_not_here_or_of_an_unknown_register_is_not_ours_to_refuse(store):
    record = add(store, state=closed_state(CHILDREN))
    store.session.connection().exec_driver_sql("UPDATE record SET register = 'later'")
    store.session.expire_all()
    store.records.get(record.id).answers = {"x": 1}
    store.session.add(event(record))
    store.session.flush()
    store.session.add(Event(record_id="0000", kind="visit", happened_on=DAY, answers={}))
    store.session.flush()


def test_a_package_says_what_another_unit_has_done(store):
    record = add(store, state=closed_state(CHILDREN))
    with taking_in(store.session):
        setting(store, record, "answers", {"school": "Trường B"})()
        adding(store, event(record))()
    assert refusal(store, adding(store, event(record))) == "AS-2050", "and only that"


# Nobody is paid by two records


def test_a_record_that_begins_to_pay_asks_for_others_of_the_person_and_one_that_pays_already_does_not(store):
    first = add(store, ASSISTANCE, "paying", personal_id=NUMBER)
    second = add(store, ASSISTANCE, "received", personal_id=NUMBER)
    assert refusal(store, setting(store, second, "state", "paying")) == "AS-2051"
    setting(store, second, "state", "appraising")()
    setting(store, first, "answers", DECIDED | {"decision_no": "13/QĐ-UBND"})()


def test_two_that_a_package_left_paying_beside_each_other_can_each_be_mended(store):
    first = add(store, ASSISTANCE, "paying", personal_id=NUMBER)
    second = add(store, ASSISTANCE, "received", personal_id=NUMBER)
    with taking_in(store.session):
        setting(store, second, "state", "paying")()
    for each in (first, second):
        setting(store, each, "answers", DECIDED | {"decision_no": "13/QĐ-UBND"})()
    setting(store, first, "state", "stopped")()
    assert refusal(store, setting(store, first, "state", "paying")) == "AS-2051"


def test_one_that_comes_back_from_removal_begins_again(store):
    first = add(store, ASSISTANCE, "paying", personal_id=NUMBER)
    removing(store, first)()
    add(store, ASSISTANCE, "paying", personal_id=NUMBER)
    assert refusal(store, setting(store, first, "deleted", False)) == "AS-2051"


def test_two_new_records_that_wait_together_are_seen_by_each_other(store):
    who = store.people.save(None, UNIT, person())
    rows = [
        Record(
            unit=UNIT,
            register="assistance",
            version=1,
            person_id=who,
            number=f"B-{each}",
            state="paying",
            draft=False,
            opened_on=DAY,
            confidentiality="c1",
            answers=DECIDED,
        )
        for each in range(2)
    ]
    adding(store, rows[0])()
    assert refusal(store, adding(store, rows[1])) == "AS-2051"


# Numbers that would show one person to be paid twice


@pytest.mark.parametrize("key", ["personal_id", "old_id"])
def test_a_number_that_shows_somebody_to_be_paid_twice_is_refused(store, key):
    number = NUMBER if key == "personal_id" else "351234567"
    one = add(store, ASSISTANCE, "paying", **{key: number})
    other = add(store, ASSISTANCE, "paying", full_name="Lê Thị Hoa")
    idle = add(store, ASSISTANCE, "stopped", full_name="Võ Thị Tư")
    assert refusal(store, setting(store, store.people.get(other.person_id), key, number)) == "AS-2056"
    setting(store, store.people.get(idle.person_id), key, number)()
    setting(store, store.people.get(other.person_id), key, "000000000000")()
    setting(store, store.people.get(one.person_id), "address", "Tổ 9")()


def test_a_removed_row_may_have_any_number_until_it_comes_back(store):
    add(store, ASSISTANCE, "paying", personal_id=NUMBER)
    other = store.people.get(add(store, ASSISTANCE, "paying", full_name="Lê Thị Hoa").person_id)
    other.deleted = True
    setting(store, other, "personal_id", NUMBER)()
    assert refusal(store, setting(store, other, "deleted", False)) == "AS-2056"
    new = Person(unit=UNIT, full_name="Ai", personal_id=NUMBER)
    adding(store, new)()


# Money that is handed out once


def pay(record, **changes):
    return event(record, **{"kind": "payment", "answers": {"month": "2026-11", "paid": True}} | changes)


def test_a_second_payment_is_refused_whether_it_is_written_or_only_waits(store):
    record = add(store, ASSISTANCE, "paying")

    def together():
        store.session.add_all([pay(record), pay(record)])
        store.session.flush()

    assert refusal(store, together) == "AS-2052"
    adding(store, pay(record))()
    assert refusal(store, adding(store, pay(record))) == "AS-2052"

    def two_months():
        months = ("2026-09", "2026-10")
        store.session.add_all([pay(record, answers={"month": each, "paid": True}) for each in months])
        store.session.flush()

    two_months()


@pytest.mark.parametrize("key", ["answers", "deleted", "kind"])
def test_an_event_that_becomes_a_second_payment_is_refused_like_a_new_one(store, key):
    record = add(store, ASSISTANCE, "paying")
    adding(store, pay(record))()
    before, after = {
        "answers": ({"month": "2026-11", "paid": False}, {"month": "2026-11", "paid": True}),
        "deleted": (True, False),
        "kind": ("visit", "payment"),
    }[key]
    other = pay(record, **{key: before})
    adding(store, other)()
    assert refusal(store, setting(store, other, key, after)) == "AS-2052"
    setting(store, other, "note", "Ghi")()


def test_who_was_paid_is_told_in_words(store):
    record = add(store, ASSISTANCE, "paying")
    adding(store, pay(record))()
    with pytest.raises(UserError) as caught, part(store):
        adding(store, pay(record, happened_on="2026-12-24"))()
    assert "11/2026" in caught.value.text
    assert "20/11/2026" in caught.value.text
    assert record.number in caught.value.text
