"""What must hold of an abused child's case: hours and days, assessments, rounds of the plan, transfer and end."""

from collections.abc import Iterator, Mapping

from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import codes_of
from ansinh_desktop.registers.case import CaseFacts, Check
from ansinh_desktop.registers.duties import read_moment
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import calendar, deadlines, law
from ansinh_desktop.rules.deadlines import Moment

_CHILD_MONTHS = 16 * 12

STARTS: Mapping[str, str] = {"report_received": "received_at", "assessment_finished": "m03_on"}
"""Which answer gives the moment of an event of the law from which the days of the plan may be counted."""

_LIMITS = {
    "m02_on": "child_intervention_12h",
    "intervention_at": "child_intervention_12h",
    "plan_submitted_on": "child_plan_submit",
    "plan_decision_date": "child_plan_total",
}


def in_time(fields: Mapping[str, Field]) -> Check:
    """Return a check of the hours and days of the law; ``fields`` name the answers in the register's words."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        received = read_moment(facts.answers.get("received_at"))
        if received is None:
            return
        day = calendar.wall_time(received).date()
        age = parts.age_months(facts, day)
        if age and age[0] >= _CHILD_MONTHS:
            yield error("AS-2351", "received_at")
        for key, limit in _LIMITS.items():
            done = read_moment(facts.answers.get(key))
            if done is None:
                continue
            if calendar.wall_time(done).date() < day:
                yield error("AS-2353", key, label=fields[key].label)
            elif late := _late(facts, limit, done):
                yield warning("AS-2352", key, label=fields[key].label, limit=late)
        if not (facts.answers.get("reported_police_at") or facts.answers.get("reported_111_at")):
            yield warning("AS-2354", "reported_police_at")

    return check


def _late(facts: CaseFacts, limit: str, done: Moment) -> str:
    """Return the limit that was overrun, in words; empty when none was, or where it does not run."""
    if limit.startswith("child_plan") and _reviewed_before(facts, done):
        return ""  # the plan of a later round has no limit from the report
    start = read_moment(facts.answers.get(STARTS[deadlines.deadline(limit).event]))
    if start is None:
        return ""
    due = deadlines.due(limit, start)
    late = due.in_force and due.state(start, done) == "done_late"
    return f"{due.deadline.length} ({due.deadline.article})" if late else ""


def _reviewed_before(facts: CaseFacts, moment: Moment) -> bool:
    day = calendar.wall_time(moment).date()
    return any(each.on <= day for each in facts.events_of("review_06"))


def check_intake(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what is good to know of a report; almost nothing is asked of whoever takes it down (Mẫu 01)."""
    if "sexual_abuse" in codes_of(facts.answers, "forms") and not facts.answers.get("sexual_acts"):
        yield warning("AS-2357", "sexual_acts")


def check_assessment(facts: CaseFacts) -> Iterator[Finding]:
    """Yield rows of a matrix that were left open, and an emergency in which nothing was done."""
    for prefix, done in (("m02", "m02_on"), ("m03", "m03_on")):
        keys = [f"{prefix}_{row.code}" for row in law.code_list("assessment_row_02")]
        open_rows = sum(not facts.answers.get(key) for key in keys)
        if facts.answers.get(done) and open_rows:
            yield warning("AS-2355", done, count=open_rows)
    if facts.answers.get("emergency") and not facts.answers.get("intervention_at"):
        yield warning("AS-2356", "intervention_at")


def check_separation(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that a separation is planned for longer than the law lets it last."""
    first, last = (parts.day_of(facts.answers, key) for key in ("separation_from", "separation_to"))
    start = first or parts.day_of(facts.answers, "separation_at")
    if start is None or last is None:
        return
    due = deadlines.due("child_separation_max", start)
    if due.in_force and last > due.day:
        yield warning(
            "AS-2369",
            "separation_to",
            days=(last - start).days,
            length=due.deadline.length,
            article=due.deadline.article,
        )


def check_end(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what speaks against a conclusion, and a case that belongs to another commune."""
    answers = facts.answers
    both = answers.get("no_longer_at_risk") and answers.get("stable")
    if answers.get("conclusion") == "close" and not both:
        yield error("AS-2358", "conclusion")
    if facts.state == "closed" and answers.get("conclusion") != "close":
        yield error("AS-2359", "conclusion")
    if facts.state in ("closed", "not_true") and not answers.get("verification"):
        yield error("AS-2360", "verification")
    home, event = answers.get("commune_of_residence"), answers.get("commune_of_event")
    if home and event and home != event and not answers.get("transferred_to"):
        yield note("AS-2361", "commune_of_residence")


# ------------------------------------------------------------------------------------------------ of single steps


def is_untrue(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where a report is put aside that was not found untrue."""
    if facts.answers.get("verification") != "false":
        yield error("AS-6313", "verification")


def lives_elsewhere(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where a case is transferred although the child lives where it happened."""
    event, home = facts.answers.get("commune_of_event"), facts.answers.get("commune_of_residence")
    if event and event in (home, facts.answers.get("transferred_to")):
        yield error("AS-2364", "transferred_to")


def is_new_plan(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where the next round would go on with the plan of the round that was just reviewed."""
    reviews = facts.events_of("review_06")
    submitted = parts.day_of(facts.answers, "plan_submitted_on")
    if reviews and submitted and submitted < reviews[-1].on:
        yield error("AS-2365", "plan_submitted_on", day=f"{reviews[-1].on:%d/%m/%Y}")
    if reviews and reviews[-1].answers.get("conclusion") == "close":
        yield warning("AS-2366", "conclusion")


def is_newly_approved(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where the decision is older than the plan that it approves."""
    submitted = parts.day_of(facts.answers, "plan_submitted_on")
    decided = parts.day_of(facts.answers, "plan_decision_date")
    if submitted and decided and decided < submitted:
        yield error("AS-2367", "plan_decision_date", day=f"{submitted:%d/%m/%Y}")


def is_reviewed_again(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where the last review is older than the plan that is to be reviewed."""
    decided, reviews = parts.day_of(facts.answers, "plan_decision_date"), facts.events_of("review_06")
    if decided and reviews and reviews[-1].on < decided:
        yield error("AS-2368", "review_on", day=f"{decided:%d/%m/%Y}")
