"""What must hold of a victim of trafficking: status, the report upward, papers, support by the law of its day, lodging."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.rules import deadlines, law, trafficking
from ansinh_desktop.rules.trafficking import Entitlement, Regime

_CHILD_MONTHS, _MINOR_MONTHS = 16 * 12, 18 * 12
ACCOMPANYING = ("minor_accompanying", "minor_accompanying_being_identified")
_UNDECIDED = ("being_identified", "minor_accompanying_being_identified")
_CONFIRMED_STATES = ("confirmed", "dossier", "support_decided", "supporting", "reintegrating")
_DECIDED_STATES = ("support_decided", "supporting", "reintegrating", "closed")
ASKED = ("person_status", "citizenship_group", "present_location")

EVENTS: dict[Regime, str] = {"2011": "support_2011", "2024": "support"}
"""The kind of event in which support by each law is written down."""


def entitled(facts: CaseFacts, on: datetime.date) -> Entitlement | None:
    """Return what the person is entitled to by the law of a day; None while status or place is not known."""
    asked = [facts.answers.get(key) for key in ASKED]
    if not all(asked):
        return None
    status, citizenship, location = map(str, asked)
    return trafficking.entitlement(status, citizenship, location, on)


def check_status(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what does not go together in status, day, age and step."""
    status = text_of(facts.answers, "person_status")
    on = parts.day_of(facts.answers, "reported_at") or facts.on
    row = law.code_list("person_status").get(status)
    if row and not row.valid_on(on):
        yield error("AS-2401", "person_status", label=row.label)
    if status in _UNDECIDED and facts.state in _CONFIRMED_STATES:
        yield warning("AS-2418", "person_status")
    yield from _check_age(facts, status, parts.age_months(facts, on))


def _check_age(facts: CaseFacts, status: str, age: tuple[int, int] | None) -> Iterator[Finding]:
    if status in ACCOMPANYING:
        if age and age[0] >= _MINOR_MONTHS:
            yield error("AS-2402", "person_status")
        if not facts.answers.get("linked_victim"):
            yield warning("AS-2403", "linked_victim")
    if age and age[1] < _CHILD_MONTHS and not facts.answers.get("child_record_no"):
        yield warning("AS-2404", "child_record_no")
    elif age and age[0] >= _CHILD_MONTHS and age[1] < _MINOR_MONTHS:
        yield note("AS-2405", "person_status")


def check_report(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the report upward is missing, or came late."""
    reported, up = text_of(facts.answers, "reported_at"), text_of(facts.answers, "reported_up_at")
    if not up:
        yield (error if facts.state not in ("", "reported") else warning)("AS-2406", "reported_up_at")
        return
    if not facts.answers.get("reported_up_to"):
        yield warning("AS-2407", "reported_up_to")
    if reported and up < reported:
        yield error("AS-2408", "reported_up_at")
    elif reported:
        moment = datetime.datetime.fromisoformat(reported)
        for each in deadlines.dues("trafficking", moment, events=("report_received",)):
            if datetime.datetime.fromisoformat(up) > each.ends_at:
                yield warning("AS-2409", "reported_up_at", article=each.deadline.article)


def check_papers(facts: CaseFacts) -> Iterator[Finding]:
    """Yield papers that a decision needs, and an application after its window has closed."""
    answers = facts.answers
    paper = answers.get("victim_paper") and answers.get("victim_paper_no")
    decided = facts.state in _DECIDED_STATES or answers.get("support_decision_no")
    if decided and not paper and answers.get("person_status") == "victim":
        yield error("AS-2410", "victim_paper")
    applied = parts.day_of(answers, "application_on")
    if decided and not applied:
        yield warning("AS-2411", "application_on")
    issued = parts.day_of(answers, "victim_paper_date")
    if applied and issued:
        for each in deadlines.dues("trafficking", issued, events=("victim_certificate_issued",)):
            if applied > each.day:
                yield warning(
                    "AS-2417", "application_on", last=f"{each.day:%d/%m/%Y}", article=each.deadline.article
                )


def check_supports(facts: CaseFacts) -> Iterator[Finding]:
    """Yield support by a law that was not in force, or outside what the person is entitled to."""
    asked = [facts.answers.get(key) for key in ASKED]
    for regime, kind in EVENTS.items():
        for each in facts.events_of(kind):
            if trafficking.regime_on(each.on) != regime:
                yield warning("AS-2412", "", day=f"{each.on:%d/%m/%Y}")
                continue
            point = text_of(each.answers, "support")
            given = [point] if point else []
            if all(asked):
                status, citizenship, location = map(str, asked)
                yield from trafficking.check_support(
                    given, status=status, citizenship=citizenship, location=location, on=each.on
                )
            yield from trafficking.check_hardship(given, text_of(facts.person, "poverty_status"), each.on)


def check_lodging(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a stay that is longer than the law pays for."""
    start, end = parts.day_of(facts.answers, "lodged_from"), parts.day_of(facts.answers, "lodged_to")
    if not start or not end:
        return
    for each in deadlines.dues("trafficking", start, events=("lodging_started",)):
        if end > each.day:
            yield warning("AS-2414", "lodged_to", most=each.deadline.length, last=f"{each.day:%d/%m/%Y}")
