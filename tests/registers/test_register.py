"""A register says once what it is, and a wrong declaration is refused when it is made."""

import dataclasses
import datetime

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog, kinds, parts
from ansinh_desktop.registers.answer import UnreadableError
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.checks import blocks, check_event, check_record
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section, When
from ansinh_desktop.registers.life_cycle import LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import law

ON = datetime.date(2026, 11, 23)
PERSON = {"full_name": "Neáng Ánh", "birth_date": "1990", "sex": "female"}
DEGREE = Field(
    "degree", "Mức độ", kinds.Choice("disability_degree"), required=True, when=When("group", ("k6",))
)
SOUND = Register(
    code="tried",
    prefix="TH",
    title="Sổ thử",
    short_title="Thử",
    icon="tried",
    subject="Người",
    sections=(
        Section(
            "Chung",
            (
                Field("group", "Nhóm", kinds.Choice("social_group"), required=True),
                DEGREE,
                Field("old", "Cũ", kinds.Text()),
            ),
        ),
    ),
    events=(EventKind("visit", "Thăm", (Field("found", "Ghi nhận", kinds.Text(), required=True),)),),
    life_cycle=LifeCycle({"": "children", "k6": "social_assistance"}, by="group"),
    listed=("record.number", "group"),
    filters=("group",),
    papers=(
        PaperList(
            "all", "Tất cả", (PaperColumn("person.full_name", "Họ và tên"), PaperColumn("letters", "Số chữ"))
        ),
    ),
    legal_basis="–",
    computed=(
        Computed("letters", "Số chữ", kinds.Whole(), lambda facts: len(str(facts.person["full_name"]))),
    ),
    phrases={
        "group": (
            Phrase(("dac biet nang",), {"group": "k6", "degree": "very_severe"}),
            Phrase(("nang",), {"group": "k6", "degree": "severe"}, unless=("dac biet",)),
            Phrase(("chua xet",), {}),
        )
    },
)


def changed(**what):
    return dataclasses.replace(SOUND, **what)


def with_fields(*fields):
    return changed(sections=(*SOUND.sections, Section("Thêm", fields)))


def with_event(*fields):
    return changed(events=(EventKind("visit", "Thăm", fields),))


TEXT = kinds.Text()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: with_fields(Field("old", "Cũ", TEXT)), "old stands twice"),
        (lambda: changed(gone=frozenset({"old"})), "used before"),
        (lambda: with_fields(Field("new", "Mới", TEXT, was="older")), "used before"),
        (lambda: with_event(Field("x", "X", TEXT), Field("x", "X", TEXT)), "x stands twice in one event"),
        (lambda: changed(events=SOUND.events * 2), "event visit stands twice"),
        (lambda: changed(papers=SOUND.papers * 2), "list all stands twice"),
        (
            lambda: changed(computed=(dataclasses.replace(SOUND.computed[0], key="old"),)),
            "letters is no field",
        ),
        (
            lambda: changed(computed=(*SOUND.computed, Computed("old", "", TEXT, str))),
            "old is computed and a field",
        ),
        (lambda: changed(listed=("nothing",)), "column nothing is no field"),
        (lambda: changed(papers=(PaperList("p", "P", (), words_of="nothing"),)), "nothing is no field"),
        (lambda: changed(papers=(PaperList("p", "P", (), states=("asleep",)),)), "asleep is no state"),
        (lambda: changed(filters=("person.sex",)), "filter person.sex is no field"),
        (
            lambda: with_fields(Field("c", "C", kinds.Choice("no_such_list"))),
            "no_such_list, which does not exist",
        ),
        (
            lambda: with_event(Field("c", "C", kinds.Choices("no_such_list"))),
            "no_such_list, which does not exist",
        ),
        (
            lambda: with_fields(
                Field("c", "C", kinds.Rows((Field("r", "R", kinds.Choice("no_such_list")),)))
            ),
            "no_such_list, which does not exist",
        ),
        (lambda: with_fields(Field("c", "C", kinds.Choice("sex", words={"ong": "mr"}))), "names mr"),
        (lambda: with_fields(Field("c", "C", kinds.Choice("sex", only=("mr",)))), "names mr"),
        (lambda: with_fields(Field("c", "C", TEXT, when=When("nothing"))), "depends on nothing"),
        (lambda: with_event(Field("c", "C", TEXT, when=When("old"))), "depends on old"),
        (
            lambda: changed(events=(EventKind("e", "E", dates_household=True),)),
            "e dates the household without",
        ),
        (lambda: changed(opened_by="nothing"), "nothing is no field"),
        (lambda: changed(phrases={"nothing": ()}), "nothing is no field"),
        (lambda: changed(phrases={"old": (Phrase(("a",), {"nothing": 1}),)}), "nothing is no field"),
        (lambda: changed(life_cycle=LifeCycle({"": "children"}, by="nothing")), "nothing is no field"),
        (lambda: changed(life_cycle=LifeCycle({"": "no_such_cycle"})), "no_such_cycle does not exist"),
        (lambda: changed(life_cycle=LifeCycle({"k6": "children"}, by="group")), "no workflow for any other"),
    ],
)
def test_nonsense_is_refused(wrong, says):
    with pytest.raises(BugError, match=says):
        wrong()


def test_a_renamed_field_may_name_the_key_it_had():
    renamed = changed(
        sections=(Section("Chung", (*SOUND.sections[0].fields[:2], Field("new", "Mới", TEXT, was="old"))),),
        gone=frozenset({"old"}),
    )
    assert "new" in renamed.fields


def test_a_condition_asks_for_one_code_several_or_any_answer():
    assert When("a", ("x", "y")).holds({"a": "y"})
    assert not When("a", ("x",)).holds({"a": "y"})
    assert When("a", ("x",)).holds({"a": ["y", "x"]})
    assert not When("a", ("x",)).holds({})
    assert When("a").holds({"a": True})
    assert not When("a").holds({"a": False})
    assert not When("a").holds({"a": []})


def findings(answers, **more):
    return [(each.code, each.field) for each in check_record(SOUND, CaseFacts(answers, PERSON, ON, **more))]


def test_a_question_that_is_not_asked_is_neither_missing_nor_wrong():
    assert findings({"group": "k4", "degree": "no such code"}) == []
    assert findings({"group": "k6"}) == [("AS-2020", "degree")]
    assert findings({"group": "k6", "degree": "no such code"}) == [("AS-2015", "degree")]
    assert findings({}) == [("AS-2020", "group")]


def test_an_answer_to_no_question_is_found():
    assert ("AS-2001", "gone") in findings({"group": "k4", "gone": 1})


def test_the_registers_own_checks_see_only_values_of_their_kind():
    asked = []

    def watch(facts):
        asked.append(facts)
        yield from ()

    watched = changed(checks=(watch,))
    check_record(watched, CaseFacts({"group": "no such code"}, PERSON, ON))
    assert not asked
    check_record(watched, CaseFacts({"group": "k4"}, PERSON, ON))
    assert len(asked) == 1


def test_errors_come_first_and_block():
    register = changed(checks=(parts.in_order("AS-2215", "old", "old"),))
    found = check_record(register, CaseFacts({"group": "k6"}, PERSON | {"birth_date": "1880"}, ON))
    assert [each.level for each in found] == ["error", "warning"]
    assert blocks(found)
    assert not blocks(found[1:])


def test_an_event_is_checked_like_a_record():
    kind = SOUND.event_kinds["visit"]
    assert [each.code for each in check_event(kind, {}, ON)] == ["AS-2020"]
    assert not list(check_event(kind, {"found": "Ổn định"}, ON))


def test_everyday_phrases_give_several_answers_at_once():
    assert SOUND.read_cell("group", "NKT ĐẶC BIỆT NẶNG") == {"group": "k6", "degree": "very_severe"}
    assert SOUND.read_cell("group", "khuyết tật nặng") == {"group": "k6", "degree": "severe"}
    assert SOUND.read_cell("group", "chưa xét") == {}
    assert SOUND.read_cell("group", "") == {}
    assert SOUND.read_cell("old", "bất kỳ") == {"old": "bất kỳ"}


def test_what_a_field_reads_itself_is_not_overruled_by_a_phrase():
    label = law.code_list("social_group").label_of("k4")
    assert SOUND.read_cell("group", label) == {"group": "k4"}


def test_a_phrase_is_of_whole_words():
    assert Phrase(("nang",), {}).matches("khuyet tat nang")
    assert not Phrase(("nang",), {}).matches("kha nang6 nangs")


def test_lists_of_several_phrases_are_united():
    several = dataclasses.replace(
        SOUND,
        sections=(
            Section(
                "Chung", (*SOUND.sections[0].fields, Field("groups", "Nhóm", kinds.Choices("children_group")))
            ),
        ),
        phrases={
            "groups": (
                Phrase(("hiv",), {"groups": ["dd"]}),
                Phrase(("mo coi",), {"groups": ["a"], "old": "x"}),
            )
        },
    )
    assert several.read_cell("groups", "mồ côi, nhiễm HIV") == {"groups": ["dd", "a"], "old": "x"}


def test_an_unknown_phrase_must_be_asked():
    with pytest.raises(UnreadableError):
        SOUND.read_cell("group", "đối tượng gì đó")


def test_the_life_cycle_may_hang_on_an_answer():
    cycle = SOUND.life_cycle
    assert cycle.workflow({"group": "k6"}).register == "social_assistance"
    assert cycle.workflow({}).register == "children"
    assert cycle.state_label("paying") == "Đang hưởng"
    assert cycle.state_label("managed") == "Đang quản lý"
    assert cycle.state_label("of an older version") == "of an older version"


def test_lists_may_name_what_the_record_the_person_and_the_rules_know():
    assert SOUND.sources["person.hamlet"].label == "Ấp, khóm"
    assert SOUND.sources["record.state"].label == "Tình trạng"
    assert SOUND.sources["letters"].kind == kinds.Whole()
    assert SOUND.computed_by_key["letters"].compute(CaseFacts({}, PERSON, ON)) == 9


def test_a_record_is_as_confidential_as_its_register_or_more():
    assert SOUND.class_of({}) == "c1"
    raised = changed(confidentiality="c2", confidential_when=lambda answers: "c4" if answers else "c1")
    assert raised.class_of({}) == "c2"
    assert raised.class_of({"group": "k3"}) == "c4"


def test_events_of_a_kind_come_in_their_order():
    days = [datetime.date(2026, 5, 1), datetime.date(2025, 5, 1)]
    facts = CaseFacts(
        {}, PERSON, ON, events=[EventFacts("visit", day, {}) for day in days] + [EventFacts("x", ON, {})]
    )
    assert [each.on for each in facts.events_of("visit")] == sorted(days)


@pytest.mark.parametrize(
    ("birth", "shown"),
    [
        ("2026-09-23", "2 tháng"),
        ("2026-09", "1–2 tháng"),
        ("2016-11-24", "9"),
        ("2016-11-23", "10"),
        ("2016", "9–10"),
        ("~1950", "75–76"),
        ("2027", None),
        (None, None),
    ],
)
def test_an_age_is_as_certain_as_the_birth(birth, shown):
    assert parts.AGE.compute(CaseFacts({}, {"birth_date": birth}, ON)) == shown


def test_a_shown_column_joins_what_was_answered():
    column = parts.joined("both", "Cả hai", SOUND.fields, "group", "old")
    assert column.compute(CaseFacts({"old": "có"}, PERSON, ON)) == "có"
    assert column.compute(CaseFacts({}, PERSON, ON)) is None
    period = parts.from_to("period", "Từ–đến", "start", "end")
    assert period.compute(CaseFacts({"start": "2022-01-05"}, PERSON, ON)) == "05/01/2022 –"
    assert period.compute(CaseFacts({}, PERSON, ON)) is None


def test_what_the_lists_of_a_month_are_of_is_a_part_of_an_amount():
    register = catalog.register("assistance")
    assert register.paying is not None
    wrong = dataclasses.replace(register.paying, called={"gift": "quà Tết"})
    with pytest.raises(BugError, match="gift is no part of an amount"):
        dataclasses.replace(register, paying=wrong)
