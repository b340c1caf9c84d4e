"""Each question tells an officer what its label does not: in plain words, with the article where the law gives it."""

import re
from collections.abc import Iterator

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section
from ansinh_desktop.registers.guidance.apply import guided, guided_events
from ansinh_desktop.registers.guidance.common import COMMON, PERSON
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.text import fold

LONGEST = 330
"""As many letters as the side of a form shows without scrolling."""
DUE = 3
"""So many words a guidance says at least that its label does not."""


def with_rows(fields, where: str) -> Iterator[tuple[str, Field]]:
    for each in fields:
        if not each.hidden:
            yield f"{where}.{each.key}", each
            if isinstance(each.kind, kinds.Rows):
                yield from with_rows(each.kind.fields, f"{where}.{each.key}")


def every() -> Iterator[tuple[str, Field]]:
    yield from with_rows(PERSON_FIELDS.values(), "person")
    for code, register in catalog.registers().items():
        for section in register.sections:
            yield from with_rows(section.fields, code)
        for event in register.events:
            if not event.automatic:
                yield from with_rows(event.fields, f"{code}.{event.code}")


ALL = dict(every())


def test_there_are_as_many_questions_as_the_registers_ask():
    assert len(ALL) > 1200


@pytest.mark.parametrize("where", ["person", *catalog.registers()])
def test_each_question_has_its_guidance(where):
    without = [key for key, each in ALL.items() if key.partition(".")[0] == where and not each.help.strip()]
    assert without == []


@pytest.mark.parametrize("where", ["person", *catalog.registers()])
def test_a_guidance_says_something_that_its_label_does_not(where):
    told = {key: each for key, each in ALL.items() if key.partition(".")[0] == where}
    empty = [
        key
        for key, each in told.items()
        if len(set(fold(each.help).split()) - set(fold(each.label).split())) < DUE
    ]
    assert empty == []


def test_a_guidance_is_a_sentence_that_fits_beside_the_form():
    for key, each in ALL.items():
        assert each.help[0] == each.help[0].upper(), key
        assert each.help.rstrip("”)").endswith((".", "…", "?")), key
        assert len(each.help) <= LONGEST, key
        assert "  " not in each.help, key


def test_a_guidance_is_written_as_people_write():
    signs = re.compile(r"\b(TODO|null|true|false|click|field|record)\b|[{}_<>]")
    assert [key for key, each in ALL.items() if signs.search(each.help)] == []


def test_what_the_law_gives_is_named_by_its_article():
    named = [key for key, each in ALL.items() if re.search(r"Điều \d+|NĐ \d+|TT \d+|Luật ", each.help)]
    assert len(named) >= 100


def test_questions_of_one_form_are_not_told_alike_where_they_ask_otherwise():
    """A guidance may serve several questions only where it says of each of them what is asked."""
    for code, register in catalog.registers().items():
        texts: dict[str, set[str]] = {}
        for section in register.sections:
            for each in section.fields:
                texts.setdefault(each.help, set()).add(each.label)
        often = {text: labels for text, labels in texts.items() if len(labels) > 10}
        assert not often, code


# ---------------------------------------------------------------- how it comes to the fields


ONE = Field("one", "Một", kinds.Text())
NOTE = Field("note", "Ghi chú", kinds.Text())
SAID = Field("said", "Nói", kinds.Text(), help="Đã nói.")
ROWS = Field("rows", "Dòng", kinds.Rows((ONE, NOTE)))


def helps(fields) -> dict[str, str]:
    return {key: each.help for key, each in with_rows(fields, "")}


def test_the_registers_own_words_go_before_the_usual_ones_and_its_declaration_before_both():
    (section,) = guided(
        (Section("Chung", (ONE, NOTE, SAID, ROWS)),),
        {"one": "Là một.", "rows.one": "Trong dòng.", "rows": "Nhiều."},
    )
    assert helps(section.fields) == {
        ".one": "Là một.",
        ".note": COMMON["note"],
        ".said": "Đã nói.",
        ".rows": "Nhiều.",
        ".rows.one": "Trong dòng.",
        ".rows.note": COMMON["note"],
    }


def test_an_event_is_told_by_its_own_name_first():
    texts = {"visit.one": "Khi thăm.", "one": "Ở mọi nơi."}
    visit, other = guided_events(
        (EventKind("visit", "Thăm", (ONE,)), EventKind("other", "Khác", (ONE,))), texts
    )
    assert (visit.fields[0].help, other.fields[0].help) == ("Khi thăm.", "Ở mọi nơi.")


@pytest.mark.parametrize("texts", [{"two": "Không ai hỏi."}, {"said": "Đã nói rồi."}])
def test_words_for_no_question_are_refused_when_the_register_is_made(texts):
    with pytest.raises(BugError, match=next(iter(texts))):
        guided((Section("Chung", (ONE, SAID)),), texts)
    with pytest.raises(BugError):
        guided_events((EventKind("visit", "Thăm", (ONE, SAID)),), texts)


def test_what_is_said_of_people_is_used():
    assert PERSON.keys() <= PERSON_FIELDS.keys()
    assert {PERSON_FIELDS[key].help for key in PERSON} == set(PERSON.values())
