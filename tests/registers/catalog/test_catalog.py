"""What holds for every register, also for one that is added later."""

import datetime
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ansinh_desktop import text
from ansinh_desktop.errors import texts
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.dated import ByMonth
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules import deadlines, law

ON = datetime.date(2026, 11, 23)
EVERY = pytest.mark.parametrize("register", catalog.registers().values(), ids=lambda each: each.code)
SOURCES = Path(catalog.__file__).parents[1]


OF_PLACES = frozenset({"safe_addresses"})
"""Registers of places, in which nobody is helped."""


def all_fields(register):
    return [*register.fields.values(), *(field for group in register._inner_groups() for field in group)]


def test_the_registers_stand_in_their_order():
    order = ["assistance", "children", "child_abuse", "trafficking", "drug_treatment"]
    assert [code for code in catalog.registers() if code in order] == order
    prefixes = [each.prefix for each in catalog.registers().values()]
    assert len(set(prefixes)) == len(prefixes)
    assert catalog.register("children").prefix == "TE"
    with pytest.raises(KeyError):
        catalog.register("nothing")


@EVERY
def test_every_register_has_what_a_page_needs(register):
    assert register.listed
    assert register.filters
    assert register.papers
    assert register.checks
    assert register.legal_basis
    assert register.life_cycle.all_workflows()
    if register.code in OF_PLACES:
        return
    assert any(each.support for each in register.events)
    assert {"decision", "visit", "referral", "need", "transfer"} <= register.event_kinds.keys()


@pytest.mark.parametrize("code", ["poor_household", "disability"])
def test_every_question_of_a_new_register_says_what_to_answer(code):
    register = catalog.register(code)
    own = [
        register.event_kinds[each] for each in ("review", "household_status") if each in register.event_kinds
    ]
    asked = [*register.fields.values(), *(field for event in own for field in event.fields)]
    assert [each.key for each in asked if not each.help and each.key != "note"] == []


@EVERY
def test_filters_are_choices(register):
    assert all(isinstance(register.fields[key].kind, kinds.Choice | kinds.YesNo) for key in register.filters)


@EVERY
def test_every_code_list_exists(register):
    lists = {each.kind.list_name for each in all_fields(register) if isinstance(each.kind, kinds.Choice)}
    assert lists
    assert all(law.has_list(name) for name in lists)


@EVERY
def test_every_label_is_said_in_vietnamese_and_once(register):
    for section in register.sections:
        assert section.title
        assert section.fields
    labels = [each.label for each in register.fields.values()]
    assert sorted(label for label in set(labels) if labels.count(label) > 1) == []
    assert all(labels)


@EVERY
def test_a_heading_means_one_field(register):
    said: dict[str, list[str]] = {}
    for each in [*PERSON_FIELDS.values(), *register.fields.values()]:
        for heading in {text.fold(heading) for heading in (each.label, *each.aliases)}:
            said.setdefault(heading, []).append(each.key)
    own = {heading: keys for heading, keys in said.items() if len(keys) > 1}
    assert own == {}


@EVERY
def test_every_label_and_code_of_a_choice_reads_as_itself(register):
    for key, field in register.fields.items():
        if isinstance(field.kind, kinds.Choice):
            for row in law.code_list(field.kind.list_name):
                for said in (row.code, row.label):
                    read = register.read_cell(key, said)[key]
                    assert read in (row.code, [row.code]), (key, said)


@EVERY
def test_phrases_give_answers_of_their_kind(register):
    for phrases in register.phrases.values():
        for phrase in phrases:
            assert phrase.words
            assert all(words == text.fold(words) for words in (*phrase.words, *phrase.unless))
            for key, value in phrase.sets.items():
                assert not list(register.fields[key].kind.check(value, key))


@EVERY
def test_every_deadline_register_is_known(register):
    assert all(deadlines.deadlines(each, on=ON) or deadlines.reminders(each) for each in register.deadlines)


@EVERY
def test_totals_are_of_numbers_and_words_are_of_a_total(register):
    for paper in register.papers:
        totals = {column.source for column in paper.columns if column.total}
        assert all(register.sources[name].kind.numeric for name in totals)
        assert not paper.words_of or paper.words_of in totals


@EVERY
def test_names_of_confidential_records_stand_on_no_paper(register):
    for paper in register.papers:
        names = {column.source for column in paper.columns}
        if register.confidentiality >= "c2":
            assert "person.full_name" not in names | set(register.listed)
        if register.confidentiality >= "c4":
            assert names.isdisjoint({"record.name_or_number", "person.hamlet", "person.place", "note"})


@EVERY
def test_what_is_posted_holds_no_number_and_no_diagnosis(register):
    forbidden = {
        "person.personal_id", "person.old_id", "person.health_insurance", "person.phone", "person.address", "note",
        "social_group", "disability_degree", "disability_types", "hiv_detected_on", "decision_shown", "account_shown",
    }  # fmt: skip
    for paper in register.papers:
        if paper.public:
            assert register.confidentiality < "c3"
            assert forbidden.isdisjoint(column.source for column in paper.columns)


@EVERY
def test_computed_columns_and_checks_stand_an_empty_record(register):
    for person in ({}, {"full_name": "An", "birth_date": "1990", "sex": "male"}):
        facts = CaseFacts({}, person, ON)
        for column in register.computed:
            assert not column.kind.show(column.compute(facts)) or column.compute(facts)
        assert check_record(register, facts)


@EVERY
def test_checks_stand_any_answer_that_is_right(register):
    """Every answer by itself, with everything required: a check may find, but never fail."""
    person = {"full_name": "An", "birth_date": "2012-05-06", "sex": "female", "poverty_status": "poor"}
    needed = {key: sample(field.kind) for key, field in register.fields.items() if field.required}
    for key, field in register.fields.items():
        answers = needed | {key: sample(field.kind)}
        events = [
            EventFacts(each.code, ON, {one.key: sample(one.kind) for one in each.fields})
            for each in register.events
        ]
        for state in {state.code for each in register.life_cycle.all_workflows() for state in each.states}:
            facts = CaseFacts(answers, person, ON, state, events)
            assert all(each.text and each.todo for each in check_record(register, facts))
            assert all(column.kind.show(column.compute(facts)) is not None for column in register.computed)


SAMPLES = {
    kinds.Moment: "2026-11-20T08:00",
    kinds.PartialDate: "2026-11-20",
    kinds.Date: "2026-11-20",
    kinds.Month: "2026-11",
    kinds.Money: 540_000,
    kinds.Decimal: "1.5",
    kinds.YesNo: True,
    kinds.Unit: "30325@2025-07-01",
    kinds.CitizenId: "089312000001",
    kinds.Phone: "0912345678",
}


def sample(kind):
    """Return some right answer of a kind."""
    if isinstance(kind, ByMonth):
        return [{"from": "2026-09", "was": {each.key: sample(each.kind) for each in kind.fields}}]
    if isinstance(kind, kinds.Rows):
        return [{each.key: sample(each.kind) for each in kind.fields}]
    if isinstance(kind, kinds.Choice):
        code = kind.only[0] if kind.only else law.code_list(kind.list_name).rows[0].code
        return [code] if isinstance(kind, kinds.Choices) else code
    if isinstance(kind, kinds.Whole):
        return max(1, kind.least)
    return SAMPLES.get(type(kind), "An")


@EVERY
def test_a_record_of_an_old_list_stands_in_a_state_of_its_life_cycle(register):
    if register.imported_state is None:
        return
    needed = {key: sample(field.kind) for key, field in register.fields.items() if field.required}
    for key, field in register.fields.items():
        if isinstance(field.kind, kinds.Choice):
            for row in law.code_list(field.kind.list_name):
                value = [row.code] if isinstance(field.kind, kinds.Choices) else row.code
                answers = needed | {key: value}
                assert register.life_cycle.workflow(answers).has_state(register.imported_state(answers))


def test_every_finding_has_its_sentence():
    said = {
        code
        for path in SOURCES.rglob("*.py")
        for code in re.findall(r'"(AS-\d{4})"', path.read_text(encoding="utf-8"))
    }
    assert said
    assert sorted(said - texts().keys()) == []
    assert all(texts()[code]["text"] and texts()[code]["todo"] for code in said)


def test_no_sentence_is_without_its_finding():
    said = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    ours = [code for code in texts() if "AS-2200" <= code < "AS-2600" or "AS-2001" <= code < "AS-2030"]
    assert [code for code in ours if code not in said] == []


# ------------------------------------------------------------------------------------------------ real lists


def column(path, heading):
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    row = next(number for number, cells in enumerate(sheet) if heading in cells)
    place = sheet[row].index(heading)
    return {cells[place] for cells in sheet[row + 1 :] if isinstance(cells[0], int | float)}


@pytest.mark.parametrize(
    ("file", "heading", "register", "key"),
    [
        ("btxh_2022.xlsx", "Đối tượng", "assistance", "social_group"),
        ("btxh_2022.xlsx", "Hệ số", "assistance", "recorded_coefficient"),
        ("btxh_2022.xlsx", "Mức trợ cấp (đồng)", "assistance", "recorded_amount"),
        ("btxh_2022.xlsx", "Số QĐ hưởng", "assistance", "decision_no"),
        ("btxh_2022.xlsx", "Ngày hưởng", "assistance", "start_month"),
        ("btxh_2022.xlsx", "Ghi chú", "assistance", "note"),
        ("tre_em_2022.xls", "Hoàn cảnh", "children", "groups"),
        ("tre_em_2022.xls", "Hình thức trợ giúp", "children", "supports_noted"),
        ("tre_em_2022.xls", "Họ tên cha/mẹ (người nuôi dưỡng)", "children", "carer_name"),
    ],
)
def test_the_words_of_real_lists_are_understood(fixtures, file, heading, register, key):
    declared = catalog.register(register)
    field = declared.fields[key]
    assert text.fold(heading) in map(text.fold, (field.label, *field.aliases))
    cells = column(fixtures / "samples" / file, heading)
    assert cells
    for cell in cells:
        answers = declared.read_cell(key, cell)
        assert cell == "" or text.fold(str(cell)) == "chua" or answers[key] is not None
        assert all(not list(declared.fields[name].kind.check(value, name)) for name, value in answers.items())
