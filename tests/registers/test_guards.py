"""A step is taken only when the record says what the step asks for; everything that is missing is said."""

import dataclasses
import datetime

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.guards import step_findings, step_roles
from ansinh_desktop.registers.life_cycle import Guard
from ansinh_desktop.rules import law
from tests.registers.factories import ASSISTANCE, CHILD, CHILDREN, DRUG, PERSON, TRAFFICKING, facts

ON = datetime.date(2026, 11, 23)
DECIDED = ASSISTANCE | {"decision_no": "1/QĐ", "decision_date": "2026-11-20", "start_month": "2026-11"}
ROWS_06 = [row.code for row in law.code_list("assessment_row_06")]
SAFE: dict[str, Value] = {"no_longer_at_risk": True, "stable": True, "conclusion": "close"}
ABUSED = {"received_at": "2026-11-19T15:00", "forms": ["violence"], "verification": "true"}


def event(kind, **answers):
    return EventFacts(kind, ON, answers)


def says(register, state, to, answers, person=PERSON, *, events=()):
    record = facts(answers, person, ON, state=state, events=events)
    found = step_findings(catalog.register(register), record, to, ON)
    assert all(each.text and each.todo for each in found)
    return [(str(each.level), each.code, each.field) for each in found]


@pytest.mark.parametrize(
    ("register", "state", "to", "answers", "expected"),
    [
        (
            "assistance",
            "draft",
            "received",
            ASSISTANCE,
            [("error", "AS-6301", "received_on")],
        ),
        (
            "assistance",
            "draft",
            "received",
            ASSISTANCE | {"received_on": "2026-11-20"},
            [],
        ),
        ("assistance", "returned_incomplete", "received", ASSISTANCE, []),
        ("assistance", "received", "returned_incomplete", ASSISTANCE, [("error", "AS-6325", "")]),
        ("assistance", "appraising", "refused", ASSISTANCE, [("error", "AS-6303", "")]),
        (
            "assistance",
            "appraising",
            "posted",
            ASSISTANCE | {"received_on": "2025-07-01"},
            [("error", "AS-6304", "received_on")],
        ),
        ("assistance", "appraising", "posted", ASSISTANCE | {"received_on": "2025-06-30"}, []),
        (
            "assistance",
            "appraising",
            "posted",
            {"social_group": "k8", "received_on": "2025-06-30"},
            [("error", "AS-6310", "social_group")],
        ),
        ("assistance", "appraising", "approved", DECIDED, []),
        ("assistance", "approved", "paying", DECIDED, []),
        (
            "assistance",
            "paying",
            "transferred",
            DECIDED | {"decrease_reason": "moved_out", "moved_to": "x", "stopped_from": "2026-12"},
            [],
        ),
        (
            "assistance",
            "paying",
            "transferred",
            DECIDED | {"decrease_reason": "moved_out", "moved_to": "x"},
            [("error", "AS-6302", "stopped_from")],
        ),
        (
            "children",
            "managed",
            "no_longer",
            CHILDREN | {"left_on": "2026-11-01", "leave_reason": "no_longer"},
            [],
        ),
        ("trafficking", "reported", "reported_up", TRAFFICKING, []),
        ("trafficking", "confirmed", "dossier", TRAFFICKING, [("error", "AS-6301", "application_on")]),
        ("trafficking", "supporting", "moved", TRAFFICKING, [("error", "AS-6303", "")]),
        (
            "drug_treatment",
            "to_register",
            "in_treatment",
            DRUG | {"treatment_form": "methadone"},
            [("error", "AS-6302", "registered_on")],
        ),
        (
            "drug_treatment",
            "compulsory_file",
            "compulsory",
            DRUG
            | {
                "treatment_form": "methadone",
                "treatment_decision_no": "1",
                "treatment_decision_date": "2026-11-01",
            },
            [("error", "AS-6316", "treatment_form")],
        ),
    ],
)
def test_what_each_step_asks_for(register, state, to, answers, expected):
    assert says(register, state, to, answers) == expected


def test_an_allowance_that_the_law_does_not_pay_asks_for_a_reason():
    rich = PERSON | {"birth_date": "1960", "poverty_status": "average_living"}
    found = says(
        "assistance",
        "appraising",
        "approved",
        DECIDED | {"social_group": "k5a", "disability_degree": None},
        rich,
    )
    assert ("warning", "AS-2216", "social_group") in found


def test_whoever_is_no_longer_paid_has_a_reason_in_the_record_or_an_event():
    assert ("error", "AS-6302", "decrease_reason") in says("assistance", "paying", "stopped", DECIDED)
    events = (event("decrease", reason="dead", month="2026-11"),)
    assert not [
        each for each in says("assistance", "paying", "stopped", DECIDED, events=events) if each[0] == "error"
    ]


def test_a_dossier_that_is_sent_back_says_which_papers_are_missing():
    said = event("appraisal", result="Thiếu giấy tờ")
    lacking = event("appraisal", result="Thiếu giấy tờ", lacking="Giấy xác nhận khuyết tật")
    for events, expected in (((said,), [("error", "AS-6325", "")]), ((said, lacking), [])):
        assert says("assistance", "received", "returned_incomplete", ASSISTANCE, events=events) == expected


@pytest.mark.parametrize(
    ("to", "reason", "on", "is_ground"),
    [
        ("suspended", "not_collected", "2026-11-23", True),
        ("suspended", "no_recheck", "2024-05-02", True),
        # A remand suspends under TT 02/2021 only.
        ("suspended", "remand", "2026-10-04", True),
        ("suspended", "remand", "2026-10-05", False),
        ("suspended", "dead", "2026-11-23", False),
        ("suspended", "other", "2026-11-23", True),
        ("stopped", "dead", "2026-11-23", True),
        ("stopped", "left_poverty", "2022-11-23", True),
        ("stopped", "prison", "2026-11-23", True),
        ("stopped", "no_recheck", "2026-11-23", True),
        ("stopped", "coefficient_down", "2026-11-23", False),
        ("stopped", "not_collected", "2026-11-23", False),
    ],
)
def test_only_the_laws_grounds_suspend_and_stop(to, reason, on, is_ground):
    day = datetime.date.fromisoformat(on)
    record = facts(DECIDED | {"decrease_reason": reason}, PERSON, day, state="paying")
    found = step_findings(catalog.register("assistance"), record, to, day)
    assert ("AS-2226" not in [each.code for each in found]) is is_ground


def test_a_result_hangs_out_two_working_days():
    """NĐ 20/2021 Điều 8 khoản 1 điểm b: posted on a Thursday, to be sent on after Monday."""
    posted = EventFacts("posting", datetime.date(2022, 6, 9), {})
    record = facts(ASSISTANCE | {"received_on": "2022-06-01"}, state="posted", events=(posted,))
    for day, expected in ((10, ["AS-6309"]), (12, ["AS-6309"]), (13, [])):
        found = step_findings(catalog.register("assistance"), record, "sent_up", datetime.date(2022, 6, day))
        assert [each.code for each in found] == expected


def test_a_funeral_that_is_not_decided_is_told_before_the_record_is_closed():
    dead = DECIDED | {"decrease_reason": "dead", "stopped_from": "2026-12"}
    person = PERSON | {"death_date": "2026-11-09"}
    open_one = event("funeral", died_on="2026-11-09", dossier_on="2026-11-10", amount=10_800_000)
    assert [
        code for _, code, _ in says("assistance", "paying", "stopped", dead, person, events=(open_one,))
    ] == ["AS-6324"]
    decided = event(
        "funeral",
        died_on="2026-11-09",
        dossier_on="2026-11-10",
        amount=10_800_000,
        decision_date="2026-11-12",
    )
    assert says("assistance", "paying", "stopped", dead, person, events=(decided,)) == []


def test_age_and_death_are_those_of_the_person():
    left = CHILDREN | {"left_on": "2026-11-01", "leave_reason": "turned_16"}

    def at(birth):
        return says("children", "managed", "turned_16", left, CHILD | {"birth_date": birth})

    assert at("2010-11-23") == []
    assert ("error", "AS-6307", "birth_date") in at("2010-11-24")
    assert ("warning", "AS-6308", "birth_date") in at("2010")
    dead = left | {"leave_reason": "dead"}
    assert ("error", "AS-6306", "death_date") in says("children", "managed", "dead", dead, CHILD)
    assert says("children", "managed", "dead", dead, CHILD | {"death_date": "2026-11-01"}) == []


def test_a_term_that_has_not_run_out_asks_for_a_reason():
    user = {
        "population": "illicit_user",
        "has_file": True,
        "user_decision_no": "1",
        "user_decision_date": "2026-01-05",
    }
    assert says("drug_treatment", "managed", "term_ended", user) == [("warning", "AS-6309", "")]
    assert says("drug_treatment", "managed", "term_ended", user | {"user_decision_date": "2025-01-05"}) == []


def test_a_case_of_abuse_ends_only_for_a_child_who_is_safe_and_stable():
    def closing(answers, *reviews):
        return says("child_abuse", "review", "closed", ABUSED | answers, CHILD, events=reviews)

    low = {
        f"m06_{code}": "low" if code in ("harm_serious", "access", "obstacles") else "high"
        for code in ROWS_06
    }
    assert closing(SAFE, event("review_06", **SAFE, **low)) == []
    assert ("error", "AS-6303", "") in closing(SAFE)
    assert ("error", "AS-6314", "conclusion") in closing(SAFE, event("review_06", **SAFE | {"stable": False}))
    assert ("error", "AS-6314", "conclusion") in closing({}, event("review_06", **SAFE))
    assert ("error", "AS-6315", "conclusion") in closing(
        SAFE, event("review_06", **SAFE | {"conclusion": "continue"})
    )
    near = event("review_06", **SAFE, **low | {"m06_access": "medium"})
    assert closing(SAFE, near) == [("warning", "AS-6238", "conclusion")]


def test_the_last_review_counts():
    before = EventFacts("review_06", datetime.date(2026, 10, 1), SAFE | {"stable": False})
    assert (
        says(
            "child_abuse",
            "review",
            "closed",
            ABUSED | SAFE,
            CHILD,
            events=(event("review_06", **SAFE), before),
        )
        == []
    )


def test_a_step_into_a_state_in_which_the_record_would_be_wrong_is_refused():
    unverified = {key: value for key, value in ABUSED.items() if key != "verification"} | SAFE
    found = says("child_abuse", "review", "closed", unverified, CHILD, events=(event("review_06", **SAFE),))
    assert found == [("error", "AS-2360", "verification")]


def test_every_step_can_be_asked_about():
    for register in catalog.registers().values():
        for flow in register.life_cycle.all_workflows():
            for each in flow.transitions:
                record = facts({}, {"full_name": "An"}, ON, state=each.source)
                if register.code == "assistance":
                    record = dataclasses.replace(record, answers={"social_group": "k6"})
                assert all(found.text for found in step_findings(register, record, each.target))
                assert step_roles(register, record, each.target) is None


SOUND = catalog.register("children")


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        (Guard(("asleep",)), "asleep is no state"),
        (Guard(("managed",), sources=("dead",)), "no step leads from dead to managed"),
        (Guard(("suspected",)), "no step leads to suspected"),
        (Guard(("managed",), answers=("nothing",)), "nothing, which is no field"),
        (Guard(("managed",), any_of=("nothing",)), "nothing, which is no field"),
        (Guard(("managed",), when=When("nothing")), "nothing, which is no field"),
        (Guard(("managed",), events=("nothing",)), "nothing is no event"),
    ],
)
def test_a_wrong_guard_is_refused_when_it_is_declared(guard, words):
    cycle = dataclasses.replace(SOUND.life_cycle, guards=(guard,))
    with pytest.raises(BugError, match=words):
        dataclasses.replace(SOUND, life_cycle=cycle)


def test_a_step_may_be_kept_for_some_roles():
    cycle = dataclasses.replace(
        SOUND.life_cycle,
        guards=(
            Guard(("managed",), sources=("moved",), roles=("leader", "admin")),
            Guard(("managed",), roles=("leader",)),
        ),
    )
    register = dataclasses.replace(SOUND, life_cycle=cycle)
    assert step_roles(register, facts(CHILDREN, CHILD, state="moved"), "managed") == frozenset({"leader"})
    assert step_roles(register, facts(CHILDREN, CHILD, state="managed"), "dead") is None
