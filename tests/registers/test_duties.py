"""What has to be done in a case follows from what stands in it, and goes when it is done."""

import dataclasses
import datetime

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.duties import Duty, Sign, Task, Watch, kinds_of_events, tasks_of
from ansinh_desktop.registers.spec import EventFacts, Register, When
from ansinh_desktop.rules import deadlines
from tests.registers.factories import ASSISTANCE, CHILD, CHILDREN, DRUG, PERSON, TRAFFICKING, facts

TODAY = datetime.date(2026, 11, 23)
ABUSED = {"received_at": "2026-11-19T15:00", "forms": ["violence"], "emergency": False}


def tasks(register, answers, person=PERSON, on=TODAY, **more) -> dict[str, Task]:
    return {
        each.id: each for each in tasks_of(catalog.register(register), facts(answers, person, on, **more))
    }


def shown(register, answers, person=PERSON, on=TODAY, **more) -> list[str]:
    """Return the tasks whose time has come."""
    found = tasks(register, answers, person, on, **more)
    return [name for name, each in found.items() if each.shown_from.date() <= on]


def event(kind, on, **answers):
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)


def step(to, on):
    return event("state", on, to=to)


def test_an_abused_childs_hours_and_days_run_from_the_report():
    found = tasks("child_abuse", ABUSED, CHILD, state="received")
    assert shown("child_abuse", ABUSED, CHILD, state="received") == [
        "child_notify",
        "child_intervention_12h",
        "child_plan_submit",
        "child_plan_total",
    ]
    assert found["child_intervention_12h"].due.isoformat() == "2026-11-20T03:00:00"
    assert found["child_intervention_12h"].article
    # 24/11 is a public holiday since 2026.
    assert found["child_plan_submit"].due.date() == datetime.date(2026, 11, 27)


def test_each_form_of_the_case_takes_its_task_away():
    answers = ABUSED | {"reported_111_at": "2026-11-19T15:10", "m02_on": "2026-11-19T18:00"}
    assert shown("child_abuse", answers, CHILD, state="initial_assessment") == [
        "child_plan_submit",
        "child_plan_total",
    ]
    urgent = answers | {"emergency": True}
    assert "child_intervention_12h" in tasks("child_abuse", urgent, CHILD, state="initial_assessment")
    submitted = answers | {"plan_submitted_on": "2026-11-23"}
    assert shown("child_abuse", submitted, CHILD, state="plan_submitted") == [
        "child_plan_approve",
        "child_plan_total",
    ]
    approved = submitted | {"plan_decision_date": "2026-11-25", "plan_to": "2026-11-28"}
    found = tasks("child_abuse", approved, CHILD, state="implementing")
    assert found["child_plan_ends"].due.date() == datetime.date(2026, 11, 28)
    assert shown("child_abuse", approved, CHILD, state="implementing") == ["child_plan_ends"]


def test_of_several_reminders_the_last_whose_time_has_come_is_said():
    answers = ABUSED | {"plan_decision_date": "2026-11-20", "plan_to": "2026-11-28"}
    after = datetime.date(2026, 11, 29)
    assert shown("child_abuse", answers, CHILD, on=after, state="implementing") == ["child_plan_ended"]


def test_a_separation_that_has_ended_asks_for_nothing_any_more():
    answers = ABUSED | {"separated": True, "separation_to": "2026-11-25"}
    assert "child_separation_ends" in tasks("child_abuse", answers, CHILD, state="emergency")
    later = datetime.date(2026, 11, 26)
    assert "child_separation_ends" not in tasks("child_abuse", answers, CHILD, later, state="emergency")


def test_nothing_is_to_be_done_in_a_closed_case():
    assert tasks("child_abuse", ABUSED, CHILD, state="not_true") == {}


def test_the_law_of_the_start_decides_which_limit_runs():
    received = ASSISTANCE | {"received_on": "2026-11-16"}
    assert list(tasks("assistance", received, state="received")) == ["sa_total_2026"]
    assert list(tasks("assistance", received | {"received_on": "2025-12-01"}, state="received")) == [
        "sa_total_2025"
    ]
    pension = {"social_group": "pension", "received_on": "2026-11-16"}
    assert list(tasks("assistance", pension, state="received")) == ["sa_pension_2026"]
    assert tasks("assistance", received | {"decision_date": "2026-11-20"}, state="received") == {}
    assert tasks("assistance", received, state="returned_incomplete") == {}


def test_a_state_starts_a_limit_on_the_day_of_its_last_step():
    events = (step("suspended", "2026-01-05"), step("paying", "2026-02-01"), step("suspended", "2026-10-05"))
    found = tasks("assistance", ASSISTANCE, state="suspended", events=events)["sa_stop_after_suspension"]
    assert found.due.date() == datetime.date(2027, 1, 5)
    assert found.shown_from.date() == datetime.date(2026, 12, 21)
    assert "sa_stop_after_suspension" not in tasks("assistance", ASSISTANCE, state="suspended")


def test_each_request_is_fulfilled_by_what_came_after_it():
    first = event("disability", "2026-09-01", request_kind="determine", certificate_date="2026-09-20")
    second = event("disability", "2026-11-02", request_kind="redetermine")
    found = tasks("assistance", ASSISTANCE, state="received", events=(first, second))
    assert found["dis_council"].due.date() == datetime.date(2026, 12, 1)
    settled = event("disability", "2026-11-02", request_kind="redetermine", degree="severe")
    assert "dis_council" not in tasks("assistance", ASSISTANCE, state="received", events=(first, settled))


@pytest.mark.parametrize(
    ("answers", "person", "state", "task", "day"),
    [
        (CHILDREN, {"birth_date": "2010-12-10"}, "managed", "child_turns_16", "2026-12-10"),
        (
            {"population": "illicit_user", "user_decision_date": "2025-12-01"},
            PERSON,
            "managed",
            "drug_management_ends",
            "2026-12-01",
        ),
        (
            DRUG | {"treatment_form": "voluntary_home", "treatment_from": "2025-12-01"},
            PERSON,
            "in_treatment",
            "drug_treatment_ends",
            "2026-12-01",
        ),
        (
            DRUG | {"after_care_term": "1_year", "after_care_date": "2025-12-01"},
            PERSON,
            "after_care",
            "drug_aftercare_ends",
            "2026-12-01",
        ),
    ],
)
def test_days_to_be_thought_of(answers, person, state, task, day):
    register = "children" if task.startswith("child") else "drug_treatment"
    found = tasks(register, answers, person, state=state)[task]
    assert found.due.date().isoformat() == day
    assert found.shown_from < found.due
    assert task not in tasks(register, answers | {"left_on": "2026-11-01"}, person, state=state)


def test_alternative_care_is_looked_after_after_one_and_three_months_and_reported_twice_a_year():
    """NĐ 56/2017 Điều 43 khoản 2."""
    answers = CHILDREN | {"care_arrangement": "alternative_family", "care_handed_over_on": "2026-01-12"}

    def care(*days, more=()):
        events = [*(event("care_monitoring", day) for day in days), *more]
        found = tasks("children", answers, CHILD, state="managed", events=events)
        return {
            key: each.due.date().isoformat() for key, each in found.items() if key.startswith("child_care")
        }

    assert care() == {
        "child_care_visit_1m": "2026-02-12",
        "child_care_visit_3m": "2026-04-13",
        "child_care_report_6m": "2026-07-13",
    }
    # The first visit does not make the second.
    assert care("2026-02-10") == {"child_care_visit_3m": "2026-04-13", "child_care_report_6m": "2026-07-13"}
    assert care("2026-02-10", "2026-04-01") == {"child_care_report_6m": "2026-07-13"}
    report = event("care_monitoring", "2026-07-10", reported_on="2026-07-10")
    assert care("2026-02-10", "2026-04-01", more=[report]) == {"child_care_report_6m": "2027-01-11"}
    ended = answers | {"care_ended_on": "2026-11-02"}
    assert not [
        key for key in tasks("children", ended, CHILD, state="managed") if key.startswith("child_care")
    ]


def test_a_victim_is_reported_at_once():
    found = tasks("trafficking", TRAFFICKING | {"reported_up_at": None}, state="reported")
    assert found["traf_notify_2024"].due.isoformat() == "2025-09-04T08:00:00"
    assert "traf_notify_2024" not in tasks("trafficking", TRAFFICKING, state="reported")


PAID = {"social_group": "k1", "no_source_case": "b", "recorded_month": "2026-06"}


def test_the_next_age_at_which_an_allowance_changes_is_foreseen():
    child = {"birth_date": "2022-12-20"}
    found = tasks("assistance", PAID, child, state="paying")["turns_4"]
    assert (found.due.date(), found.shown_from.date()) == (
        datetime.date(2026, 12, 31),
        datetime.date(2026, 11, 20),
    )
    settled = event("decrease", "2026-12-05", month="2026-12", reason="coefficient_down")
    assert "turns_4" not in tasks("assistance", PAID, child, state="paying", events=(settled,))
    assert "turns_16" in tasks("assistance", PAID, child, state="paying", events=(settled,))
    assert not any(each.startswith("turns") for each in tasks("assistance", PAID, child, state="received"))


def test_a_birth_known_by_its_year_is_foreseen_from_its_first_day_and_due_after_its_last():
    found = tasks("assistance", PAID, {"birth_date": "2022"}, state="paying")["turns_4"]
    assert found.shown_from.date() == datetime.date(2025, 12, 2)
    assert found.due.date() == datetime.date(2026, 12, 31)


def test_a_disabled_child_who_turns_six_needs_a_new_certificate():
    answers = ASSISTANCE | {"certificate_date": "2023-05-01"}
    child = {"birth_date": "2020-12-31"}
    assert tasks("assistance", answers, child)["dis_child_turns_6"].due.date() == datetime.date(2026, 12, 31)
    assert tasks("assistance", answers | {"certificate_date": "2026-11-20"}, child) == {}
    # Of the very severe only those whom the circular names are exempt.
    assert "dis_child_turns_6" in tasks("assistance", answers | {"disability_degree": "very_severe"}, child)
    exempt = answers | {"disability_degree": "very_severe", "exempt_at_6": True}
    assert tasks("assistance", exempt, child) == {}
    assert tasks("assistance", answers, {"birth_date": "1980"}) == {}


@pytest.mark.parametrize("register", catalog.registers().values(), ids=lambda each: each.code)
def test_only_events_that_bear_on_tasks_are_read(register):
    kinds = kinds_of_events(register)
    assert kinds <= {*register.event_kinds, "state"}
    # What comes again every month would be many thousands.
    assert not kinds & {"support", "payment"}


SOUND: Register = catalog.register("children")


@pytest.mark.parametrize(
    ("duty", "says"),
    [
        (Duty(("nothing",), Sign(answer="left_on")), "no deadline nothing"),
        (Duty(("child_notify",), Sign(answer="nothing")), "nothing, which is no field"),
        (Duty(("child_notify",), Sign(answer="school_name")), "school_name gives no day"),
        (Duty(("child_notify",), Sign(event="nothing")), "nothing is no event"),
        (Duty(("child_notify",), Sign(event="visit", answer="groups")), "groups, which is no field"),
        (Duty(("child_notify",), Sign(states=("asleep",))), "asleep is no state"),
        (Duty(("child_notify",), Sign()), "a sign is"),
        (Duty(("child_notify",), Sign(answer="left_on"), states=("asleep",)), "asleep is no state"),
        (Duty(("child_notify",), Sign(answer="left_on"), when=When("nothing")), "nothing, which is no field"),
        (
            Duty(("child_notify",), Sign(answer="left_on"), unless=When("nothing")),
            "nothing, which is no field",
        ),
        (Watch(("nothing",), anchor="left_on"), "no reminder nothing"),
        (Watch(("child_plan_ends",)), "needs the field of its day"),
        (Watch(("child_plan_ends",), anchor="school_name"), "no day to be reminded of"),
    ],
)
def test_a_wrong_duty_is_refused_when_it_is_declared(duty, says):
    with pytest.raises(BugError, match=says):
        dataclasses.replace(SOUND, duties=(duty,))
    with pytest.raises(BugError, match="visits is no event"):
        dataclasses.replace(SOUND, foreseen_by=("visits",))


def test_every_reminder_of_our_registers_is_watched():
    declared = {
        reminder
        for register in catalog.registers().values()
        for each in register.duties
        if isinstance(each, Watch)
        for reminder in each.reminders
    }
    ours = {each.id for each in deadlines.reminders() if each.register in ("child_abuse", "drug")}
    assert ours <= declared
