"""What has to be done in a case follows from what stands in it, and goes when it is done."""

import dataclasses
import datetime

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.due import kinds_of_events, tasks_of
from ansinh_desktop.registers.duties import Duty, Sign, Task, Watch
from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.register import Register
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


class TestPairing:
    """An event that carries its own answer fulfils only itself; a separate one fulfils the earliest open."""

    def starts(self, *events, task="sa_relief_urgent", answers=ASSISTANCE):
        found = tasks_of(
            catalog.register("assistance"), facts(answers, PERSON, TODAY, state="paying", events=events)
        )
        return [each.due.date().isoformat() for each in found if each.id == task]

    def aid(self, on, decided=None, item="rice", requested=True, **more):
        answers = {"item": item, "requested_on": on if requested else None, "decision_date": decided} | more
        return event("emergency", on, **{key: value for key, value in answers.items() if value})

    def test_a_second_request_that_is_decided_leaves_the_first_running(self):
        first, second = self.aid("2026-09-16"), self.aid("2026-09-19", decided="2026-09-20")
        alone = self.starts(first)
        assert len(alone) == 1
        assert self.starts(first, second) == self.starts(second, first) == alone

    def test_a_third_of_the_same_day_is_shown_beside_what_is_decided(self):
        days = ("2026-09-16", None), ("2026-09-19", "2026-09-19"), ("2026-09-19", None)
        found = self.starts(*(self.aid(on, decided) for on, decided in days))
        assert found == [*self.starts(self.aid("2026-09-16")), *self.starts(self.aid("2026-09-19"))]

    def test_two_open_requests_of_one_day_are_two_things_to_do(self):
        alike = [self.aid("2026-09-19"), self.aid("2026-09-19", item="house_repair")]
        assert self.starts(*alike) == 2 * self.starts(alike[0])
        assert len(self.starts(*alike, self.aid("2026-09-20", "2026-09-20", requested=False))) == 1

    def test_a_separate_decision_fulfils_the_earliest_that_waits(self):
        first, second = self.aid("2026-09-16"), self.aid("2026-09-19")
        decision = self.aid("2026-09-20", decided="2026-09-20", requested=False)
        assert self.starts(decision, second, first) == self.starts(second)
        assert self.starts(decision, decision, second, first) == self.starts(second)
        again = self.aid("2026-09-21", decided="2026-09-21", requested=False)
        assert self.starts(first, second, decision, again) == []
        # The earliest is told by the day of the request, not by the day on which it was written down.
        late = self.aid("2026-09-10", requested_on="2026-09-18")
        assert self.starts(late, first, decision) == self.starts(late)
        # What was decided before it was asked for is another matter.
        early = self.aid("2026-09-17", decided="2026-09-17", requested=False)
        assert self.starts(early, second) == self.starts(second)

    def test_what_answers_a_request_for_something_else_answers_no_other(self):
        first = self.aid("2026-09-16")
        burial = self.aid("2026-09-18", decided="2026-09-20", item="unclaimed_body")
        assert self.starts(first, burial) == self.starts(first)
        council = event("disability", "2026-11-02", request_kind="redetermine")
        reissued = event("disability", "2026-11-09", request_kind="reissue", certificate_date="2026-11-10")
        assert self.starts(council, reissued, task="dis_council") == self.starts(council, task="dis_council")
        exchange = event(
            "disability", "2026-11-02", request_kind="exchange", reissue_reason="wrong_information"
        )
        settled = event(
            "disability",
            "2026-11-09",
            request_kind="determine",
            degree="severe",
            certificate_date="2026-11-12",
        )
        alone = self.starts(exchange, task="dis_reissue")
        assert len(alone) == 1
        assert self.starts(exchange, settled, task="dis_reissue") == alone

    def test_the_next_step_of_a_request_is_an_event_without_one(self):
        asked = event("disability", "2026-11-02", request_kind="determine")
        concluded = event("disability", "2026-11-16", concluded_on="2026-11-16", degree="severe")
        given = event("disability", "2026-11-18", certificate_date="2026-11-18")
        assert self.starts(asked, concluded, task="dis_council") == []
        assert len(self.starts(asked, concluded, task="dis_issue")) == 1
        assert self.starts(asked, concluded, given, task="dis_issue") == []

    def test_several_answers_of_one_event_are_one_answer(self):
        asked = [event("disability", f"2026-11-0{day}", request_kind="determine") for day in (2, 3)]
        concluded = event("disability", "2026-11-16", concluded_on="2026-11-16", degree="severe")
        assert len(self.starts(*asked, concluded, task="dis_council")) == 1

    def test_what_the_record_itself_says_is_said_of_all(self):
        posted = [event("posting", f"2025-03-0{day}", posted_to=f"2025-03-1{day}") for day in (3, 4)]
        register = catalog.register("assistance")

        def waiting(answers):
            known = facts(ASSISTANCE | answers, PERSON, TODAY, state="posted", events=posted)
            return [each.id for each in tasks_of(register, known) if each.id == "sa_send_2021"]

        assert len(waiting({})) == 2
        assert waiting({"decision_date": "2025-04-01"}) == []


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
