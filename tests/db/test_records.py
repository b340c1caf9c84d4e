"""Records: their numbers, what is kept of their answers, which of them a question finds."""

import dataclasses
import time
from typing import Any

import pytest

from ansinh_desktop.db.models import Record
from ansinh_desktop.db.part import part
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog
from tests.factories import ABUSE, DECIDED, OTHER, UNIT, person

CHILDREN, ASSISTANCE, ABUSED = map(catalog.register, ("children", "assistance", "child_abuse"))
EMPTY = RecordContent({}, draft=True, opened_on="2026-11-02")


def content(**changes):
    return dataclasses.replace(EMPTY, **changes)


@pytest.fixture
def who(store):
    return store.people.save(None, UNIT, person())


def number(store, record_id):
    return store.records.get(record_id).number


# Numbers


def test_numbers_run_by_register_and_year_of_opening_and_nobody_gets_one_again(store, who):
    opened = ("2026-11-02", "2025-12-31", "2026-01-01", "2025-01-01")
    made = [store.records.add(CHILDREN, who, UNIT, content(opened_on=day)) for day in opened]
    other = store.records.add(ASSISTANCE, who, UNIT, EMPTY)
    assert [number(store, each) for each in (*made, other)] == [
        "TE-30325-2026-0001",
        "TE-30325-2025-0001",
        "TE-30325-2026-0002",
        "TE-30325-2025-0002",
        "BTXH-30325-2026-0001",
    ]
    store.records.get(made[2]).deleted = True
    again = store.records.add(CHILDREN, who, UNIT, EMPTY)
    assert number(store, again) == "TE-30325-2026-0003"


def test_many_at_once_are_numbered_in_their_order_each_in_its_year(store):
    people = store.people.add_all(UNIT, [person(full_name=f"Danh {each}") for each in "ABCDE"])
    days = ("2026-03-01", "2025-03-01", "2026-02-01", "2026-01-01", "2025-02-01")
    made = store.records.add_all(
        CHILDREN, UNIT, [(who, content(opened_on=day)) for who, day in zip(people, days, strict=True)]
    )
    assert [number(store, each)[-9:] for each in made] == [
        "2026-0001",
        "2025-0001",
        "2026-0002",
        "2026-0003",
        "2025-0002",
    ]
    assert [store.records.get(each).person_id for each in made] == people
    assert store.records.add_all(CHILDREN, UNIT, []) == []


def test_after_the_last_of_four_digits_the_numbers_grow_on(store, who):
    store.session.connection().exec_driver_sql(
        "INSERT INTO setting (key, value) VALUES ('number:TE-30325-2026', '9998')"
    )
    made = [store.records.add(CHILDREN, who, UNIT, EMPTY) for _ in range(3)]
    assert [number(store, each)[-5:] for each in made] == ["-9999", "10000", "10001"]


def test_a_record_is_found_by_the_beginning_of_its_number_in_the_registers_that_are_asked(store, who):
    days = ("2026-11-02", "2026-11-03", "2025-11-02")
    for day in days:
        store.records.add(CHILDREN, who, UNIT, content(opened_on=day))
    gone = store.records.get(store.records.add(CHILDREN, who, UNIT, EMPTY))
    gone.deleted = True
    store.records.add(ASSISTANCE, who, UNIT, EMPTY)

    def found(stem, registers=("children",), limit=9):
        return [each.number for each in store.records.numbered(stem, registers, limit)]

    assert found("TE-30325-2026") == ["TE-30325-2026-0001", "TE-30325-2026-0002"]
    assert found("TE-30325") == ["TE-30325-2025-0001", "TE-30325-2026-0001", "TE-30325-2026-0002"]
    assert found("TE-30325", limit=1) == ["TE-30325-2025-0001"]
    assert found("TE-30325-2026-0002") == ["TE-30325-2026-0002"]
    assert found("BTXH") == []
    assert len(found("", ("children", "assistance"))) == 4


# Answers


def test_of_answers_only_what_says_something_is_kept(store, who):
    given: dict[str, Any] = {
        "groups": [],
        "main_group": "",
        "entered_on": None,
        "school": "Trường A",
        "care_arrangement": "x",
    }
    made = store.records.get(store.records.add(CHILDREN, who, UNIT, content(answers=given)))
    assert made.answers == {"school": "Trường A", "care_arrangement": "x"}


def test_no_and_nothing_are_answers_too(store, who):
    record = store.records.get(store.records.add(ABUSED, who, UNIT, content(answers=ABUSE)))
    assert record.answers["emergency"] is False
    field = next(key for key, each in ASSISTANCE.fields.items() if type(each.kind).__name__ == "Whole")
    other = store.records.get(store.records.add(ASSISTANCE, who, UNIT, content(answers={field: 0})))
    assert other.answers == {field: 0}


@pytest.mark.parametrize("way", ["new", "change"])
def test_an_answer_to_no_question_is_our_own_mistake(store, who, way):
    kept, wrong = store.records.add(CHILDREN, who, UNIT, EMPTY), content(answers={"colour": "red"})
    with pytest.raises(BugError, match="colour"):
        store.records.add(CHILDREN, who, UNIT, wrong) if way == "new" else store.records.change(
            CHILDREN, kept, wrong
        )


def test_an_answer_to_a_question_that_went_is_still_one(store, who):
    register = dataclasses.replace(CHILDREN, gone=frozenset({"colour"}))
    made = store.records.add(register, who, UNIT, content(answers={"colour": "red"}))
    assert store.records.get(made).answers == {"colour": "red"}


def test_a_change_replaces_all_that_a_save_writes_and_leaves_state_and_number(store, who):
    assert store.records.get(store.records.add(CHILDREN, who, UNIT, content(kept={}))).kept is None
    first = content(answers={"school": "Trường A"}, kept={"AS-1 x": "vì sao"}, state="draft")
    made = store.records.add(CHILDREN, who, UNIT, first)
    before = store.records.get(made)
    number, state, version = before.number, before.state, before.version
    before.version = version - 1
    store.records.change(
        CHILDREN, made, RecordContent({"groups": ["a"]}, draft=False, opened_on="2025-01-05", kept={})
    )
    after = store.records.get(made)
    assert (after.answers, after.kept, after.draft, after.opened_on) == (
        {"groups": ["a"]},
        None,
        False,
        "2025-01-05",
    )
    assert (after.number, after.state, after.version) == (number, state, version)


def test_how_confidential_a_record_is_follows_its_answers(store, who):
    secret = dataclasses.replace(CHILDREN, confidential_when=lambda answers: "c4" if answers else "c1")
    made = store.records.add(secret, who, UNIT, EMPTY)
    assert store.records.get(made).confidentiality == CHILDREN.confidentiality, "never less than declared"
    store.records.change(secret, made, content(answers={"school": "Trường A"}))
    assert store.records.get(made).confidentiality == "c4"
    assert store.records.get(store.records.add(ABUSED, who, UNIT, EMPTY)).confidentiality == "c3"


def test_a_new_record_begins_where_its_life_cycle_does_unless_something_else_is_said(store, who):
    initial = CHILDREN.life_cycle.workflow({}).initial
    assert store.records.get(store.records.add(CHILDREN, who, UNIT, EMPTY)).state == initial
    other = next(each for each in CHILDREN.states if each != initial)
    assert store.records.get(store.records.add(CHILDREN, who, UNIT, content(state=other))).state == other


def test_a_step_says_when_and_why_a_record_ends(store, who):
    record = store.records.get(store.records.add(CHILDREN, who, UNIT, EMPTY))
    store.records.set_state(record, "closed", closed_on="2026-11-30", reason="đủ 16 tuổi")
    latest = store.log.of(record.id)[0]
    assert {key: after for key, (_before, after) in latest.fields.items()} == {
        "state": "closed",
        "closed_on": "2026-11-30",
        "close_reason": "đủ 16 tuổi",
    }


def test_there_is_no_record_that_the_data_never_gave(store):
    with pytest.raises(BugError, match="0000"):
        store.records.get("0000")


# Nobody is paid twice by rows that come together


def paid(who, **changes):
    return who, RecordContent(DECIDED | changes, draft=False, opened_on="2026-11-10", state="paying")


def test_who_is_paid_already_is_paid_by_no_second_record(store, who):
    store.records.add_all(ASSISTANCE, UNIT, [paid(who)])
    store.records.add_all(ASSISTANCE, UNIT, [(who, EMPTY)])
    with pytest.raises(UserError) as caught:
        store.records.add_all(ASSISTANCE, UNIT, [paid(who)])
    assert caught.value.code == "AS-2051"
    assert "BTXH-30325-2026-0001" in str(caught.value)


def test_nor_are_two_rows_of_one_list_for_one_person_or_one_number(store):
    same = {"personal_id": "089149334656"}
    one, other, third = store.people.add_all(
        UNIT, [person(**same), person(full_name="Lê Thị Hoa", **same), person(full_name="Võ Văn Tư")]
    )
    for rows in ((paid(one), paid(one)), (paid(one), paid(other))):
        with pytest.raises(UserError) as caught, part(store):
            store.records.add_all(ASSISTANCE, UNIT, rows)
        assert caught.value.code == "AS-2051"
        assert store.records.counts() == {}
    assert len(store.records.add_all(ASSISTANCE, UNIT, [paid(one), paid(third)])) == 2


# Which records a question finds


@pytest.fixture
def several(store, who):
    """Return the records of one person: a child's of two years, an abused child's, one removed, one of somebody else."""
    other = store.people.save(None, UNIT, person(full_name="Lê Văn Tú"))
    made = {
        "late": store.records.add(CHILDREN, who, UNIT, content(opened_on="2026-05-01", draft=False)),
        "early": store.records.add(CHILDREN, who, UNIT, content(opened_on="2024-05-01")),
        "secret": store.records.add(ABUSED, who, UNIT, content(opened_on="2025-05-01", answers=ABUSE)),
        "gone": store.records.add(CHILDREN, who, UNIT, content(opened_on="2023-05-01")),
        "gone too": store.records.add(CHILDREN, other, UNIT, EMPTY),
        "other": store.records.add(ASSISTANCE, other, UNIT, EMPTY),
    }
    for each in ("gone", "gone too"):
        store.records.get(made[each]).deleted = True
    store.session.flush()
    return {"who": who, "somebody": other} | made


def test_all_of_a_person_are_found_in_the_order_of_their_days(store, several):
    found = [each.id for each in store.records.of_person(several["who"])]
    assert found == [several[each] for each in ("early", "secret", "late")]


def test_records_of_many_people_are_told_by_person(store, several):
    found = store.records.by_person([several["who"], several["somebody"], "0000"])
    assert {each: sorted(found[each]) for each in found} == {
        several["who"]: sorted(
            [
                (several["late"], "children"),
                (several["early"], "children"),
                (several["secret"], "child_abuse"),
            ]
        ),
        several["somebody"]: [(several["other"], "assistance")],
    }
    assert store.records.by_person([several["somebody"]]) == {
        several["somebody"]: [(several["other"], "assistance")]
    }


def test_beside_a_name_stands_no_record_that_goes_by_its_number(store, several):
    people, every = [several["who"], several["somebody"]], list(catalog.registers())
    found = store.records.beside(people, every)
    assert {each for records in found.values() for each, _register in records} == {
        several["late"],
        several["early"],
        several["other"],
    }
    assert list(store.records.beside(people, ["assistance"])) == [several["somebody"]]
    assert store.records.beside([several["who"]], ["assistance", "child_abuse"]) == {}


def test_counts_leave_out_what_was_removed(store, several):
    assert store.records.counts() == {"children": 2, "child_abuse": 1, "assistance": 1}
    assert store.records.counts_by_unit() == {UNIT: 4}
    assert store.records.draft_count() == 3
    assert store.records.draft_ids("children") == {several["early"]}
    assert store.records.in_register("children").keys() == {several["who"]}
    assert store.records.in_register("assistance") == {several["somebody"]: several["other"]}
    assert store.records.in_register("trafficking") == {}


def test_records_of_each_unit_are_counted_for_themselves(store, several):
    store.chain.ownership.begin(OTHER.unit)
    theirs = store.people.save(None, OTHER.unit, person(full_name="Lê Thị Xa"))
    kept = store.records.add(CHILDREN, theirs, OTHER.unit, EMPTY)
    assert number(store, kept) == "TE-30328-2026-0001"
    assert store.records.counts_by_unit() == {UNIT: 4, OTHER.unit: 1}


# Events and what is being typed


def test_what_happened_is_told_latest_first_and_of_one_day_the_last_written_first(store, several):
    record = several["late"]
    made = [
        store.records.add_event(record, "visit", day, answers={}, note=note).id
        for day, note in (("2026-11-02", "một"), ("2026-11-20", "hai"), ("2026-11-02", "ba"))
    ]
    gone = store.records.add_event(record, "visit", "2026-11-30", answers={})
    store.records.add_event(several["early"], "visit", "2026-11-30", answers={})
    gone.deleted = True
    assert [each.note for each in store.records.events(record)] == ["hai", "ba", "một"]
    assert store.records.event(made[0]).note == "một"
    assert store.session.get(Record, store.records.get(record).row).seq == store.log.last()[0]


def test_what_happened_within_one_millisecond_is_told_in_the_order_of_its_writing(
    store, several, monkeypatch
):
    moment = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: moment)
    record, written = several["late"], [str(at) for at in range(30)]
    for at in written:
        store.records.add_event(record, "visit", "2026-11-02", answers={"findings": at}, note=at)
    latest_first = written[::-1]
    assert [each.note for each in store.records.events(record)] == latest_first
    assert [each.note for each in store.records.events_of([record])[record]] == latest_first
    ((found, *_others),) = store.scan.records("children", kinds=("visit",))
    assert found.id == record
    assert [each.answers["findings"] for each in found.events] == written


def test_what_is_typed_is_kept_under_its_key_alone(store):
    for key, typed in (("new:children", "a"), ("new:assistance", "b"), ("new:children", "c")):
        store.drafts.keep(key, key.removeprefix("new:"), "lan", {"note": typed}, "note")
    kept = store.drafts.all()
    assert [(each.key, each.typed) for each in kept] == [
        ("new:assistance", {"note": "b"}),
        ("new:children", {"note": "c"}),
    ]
    assert store.drafts.get("new:children").focus == "note"
    assert store.drafts.get("new:trafficking") is None
    store.drafts.drop("new:children")
    store.session.expire_all()
    assert [each.key for each in store.drafts.all()] == ["new:assistance"]
    store.drafts.drop("new:children")
