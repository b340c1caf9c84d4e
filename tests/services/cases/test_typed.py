"""What stands in a form, as the checks see it, and what keeps a record from being final."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.findings import Level, error, note, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.household import STATUSES
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.cases.typed import (
    CaseInput,
    InvalidRecordError,
    content,
    kept_key,
    looked_at,
    stops,
    typed_facts,
)
from tests.factories import person

CHILDREN = catalog.register("children")
DAY = datetime.date(2026, 11, 27)
DOUBT = warning("AS-2022", "birth_date")


def case(**changes):
    return CaseInput(**{"register": "children", "person": person(), "answers": {"school": "A"}} | changes)


def test_a_new_record_has_only_what_is_typed():
    facts = typed_facts(case(), DAY, None)
    assert (facts.answers, facts.person, facts.on, facts.events) == ({"school": "A"}, person(), DAY, ())


def test_a_saved_record_keeps_its_state_events_and_the_states_of_its_household():
    states = [{"status": "poor", "valid_from": "2025-01-01"}]
    event = EventFacts("visit", DAY, {})
    saved = CaseFacts({"school": "cũ"}, person(full_name="Cũ") | {STATUSES: states}, DAY, "managed", (event,))
    facts = typed_facts(case(), datetime.date(2026, 1, 1), saved)
    assert (facts.answers, facts.state, facts.events) == ({"school": "A"}, "managed", (event,))
    assert facts.person == person() | {STATUSES: states}
    assert facts.on == datetime.date(2026, 1, 1)
    alone = typed_facts(case(), DAY, CaseFacts({}, person(), DAY))
    assert STATUSES not in alone.person


@pytest.mark.parametrize(
    ("finding", "kept", "stopping"),
    [
        (error("AS-2020", "sex", label="x"), {"AS-2020 sex": "vì"}, True),
        (DOUBT, {}, True),
        (DOUBT, {"AS-2022 birth_date": ""}, True),
        (DOUBT, {"AS-2022 birth_date": "sổ hộ tịch"}, False),
        (DOUBT, {"AS-2022": "sổ hộ tịch"}, True),
        (warning("AS-2051"), {"AS-2051": "vì"}, False),
        (note("AS-3105", "x", shown="x", year=1), {}, False),
    ],
)
def test_an_error_stops_always_a_warning_until_its_reason_is_said_and_a_note_never(finding, kept, stopping):
    assert stops(finding, kept) is stopping
    assert kept_key(finding) == f"{finding.code} {finding.field}".strip()
    assert (finding.level is Level.NOTE) or stops(finding, {})


def test_what_came_from_a_list_is_looked_at_once_somebody_saved_it_with_it_before_their_eyes():
    assert looked_at("đã hỏi gia đình") == "đã hỏi gia đình"
    once = looked_at(f"{IMPORTED} danh sách.xlsx")
    assert once.startswith("Đã xem lại; ")
    assert once.lower().endswith(f"{IMPORTED} danh sách.xlsx".lower())
    assert looked_at(once) == once


def test_what_is_written_is_all_that_was_typed_on_the_day_of_what_opened_it(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    kept = {"AS-1 x": "vì"}
    made = content(CHILDREN, case(answers={"entered_on": "2024-03"}, kept=kept), draft=True, state="managed")
    assert (made.answers, made.draft, made.opened_on, made.state) == (
        {"entered_on": "2024-03"},
        True,
        "2024-03",
        "managed",
    )
    assert made.kept == kept
    assert made.kept is not kept
    assert content(CHILDREN, case(), draft=False).opened_on == "2026-11-27"


def test_a_refused_record_says_how_many_things_are_wrong_and_keeps_them():
    refused = InvalidRecordError([DOUBT, DOUBT])
    assert (refused.code, refused.findings) == ("AS-2030", [DOUBT, DOUBT])
    assert "2" in refused.text
