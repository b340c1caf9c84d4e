"""What does not fit in a record of social assistance: group, decision, payment, end."""

import datetime
from collections.abc import Iterator, Sequence

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import as_text, codes_of, date_of, text_of
from ansinh_desktop.registers.case import CaseFacts, only_with
from ansinh_desktop.registers.catalog.assistance import amounts, answered, course
from ansinh_desktop.rules import assistance, calendar, disability, law

_NO_GROUNDS = (None, "", "mild")
"""Degrees for which nobody is paid as a disabled person."""


def check_group(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the group does not fit the day or the other answers."""
    answers, group = facts.answers, text_of(facts.answers, "social_group")
    row, recorded = law.code_list("social_group").get(group), amounts.recorded_day(facts)
    if row is not None and not (row.valid_on(recorded) and row.valid_on(facts.on)):
        yield from _group_of_its_day(facts, row, recorded)
    degree = answers.get("disability_degree")
    if group == "k6" and degree in _NO_GROUNDS:
        yield error("AS-2203" if degree == "mild" else "AS-2202", "disability_degree")
    if group == "k4" or answers.get("also_single_parent"):
        yield from _check_raised(facts)
    if group == "k2":
        yield from _check_study(facts)
    if facts.person.get("sex") == "male" and answers.get("pregnant"):
        yield warning("AS-2206", "pregnant")


def _check_raised(facts: CaseFacts) -> Iterator[Finding]:
    if not answered.has_children(facts.answers):
        yield error("AS-2204", "children_total")


def _group_of_its_day(facts: CaseFacts, row: law.Code, recorded: datetime.date) -> Iterator[Finding]:
    """Yield that the group is none of the decree of its day, or of the one that rules now."""
    if not row.valid_on(recorded):
        yield warning("AS-2201", "social_group", group=row.label, day=f"{recorded:%d/%m/%Y}")
    elif facts.answers.get("stopped_from"):
        return
    elif row.code == "k5d":
        yield note("AS-2236", "social_group")
    else:
        yield note("AS-2207", "social_group", group=row.label, day=f"{facts.on:%d/%m/%Y}")


_DECIDED = ("approved", "paying", "suspended", "stopped")


def check_decision(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where a decision is missing or speaks of another month."""
    answers = facts.answers
    if facts.state in _DECIDED and not (answers.get("decision_no") and answers.get("start_month")):
        yield warning("AS-2208", "decision_no")
    start = text_of(answers, "start_month")
    recorded = text_of(answers, "recorded_month")
    if start and recorded and start > recorded:
        shown = {"month": kinds.Month().show(start), "recorded": kinds.Month().show(recorded)}
        yield warning("AS-2209", "start_month", **shown)


def _is_explained(facts: CaseFacts) -> bool:
    """Whether the record or a decrease says why nothing is paid: the step asks for one of them."""
    said = (each.answers.get("reason") for each in facts.events_of("decrease"))
    return bool(facts.answers.get("decrease_reason")) or any(map(course.ends_payment, said))


def check_payment(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where payment, its end and its state do not fit together."""
    answers = facts.answers
    if answers.get("payment_method") in ("bank", "e_wallet") and not answers.get("account_no"):
        yield warning("AS-2211", "account_no")
    if facts.state in ("suspended", "stopped", "transferred") and not _is_explained(facts):
        yield warning("AS-2212", "decrease_reason")
    if facts.state != "paying":
        return
    if answers.get("stopped_from") or answers.get("stop_decision_no") or answers.get("decrease_reason"):
        yield warning("AS-2213", "stopped_from")
    death = date_of(facts.person, "death_date") if "death_date" in facts.person else None
    if death and death.last < facts.on.replace(day=1):
        yield warning("AS-2214", "decrease_reason")


@only_with(events=True)
def check_uncollected(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that three months in a row were not collected."""
    unpaid = [
        calendar.read_month(as_text(each.answers["month"]))
        for each in facts.events_of("payment")
        if each.answers.get("paid") is False
    ]
    first = assistance.must_be_suspended(unpaid) if facts.state == "paying" and len(unpaid) > 2 else None
    if first is not None:
        yield warning("AS-6415", "decrease_reason", month=f"{first:%m/%Y}")


def _check_study(facts: CaseFacts) -> Iterator[Finding]:
    if facts.answers.get("school_status") not in (None, "studying"):
        yield warning("AS-2205", "school_status")
    paper = text_of(facts.answers, "study_paper_to")
    if paper and paper < facts.on.isoformat():
        yield warning("AS-2228", "study_paper_to", day=kinds.Date().show(paper))


def _grounds_of_carers(facts: CaseFacts) -> Sequence[assistance.Ground]:
    try:
        return assistance.grounds("stop_carer", facts.on)
    except UserError:
        return ()  # the day lies before the oldest decree


@only_with("taken_in", "carer_sanctioned", "children_under_36m", "pregnant")
def check_carer(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what does not fit in the money for a carer: two kinds of care, a sanctioned carer, a couple's share."""
    answers = facts.answers
    if answers.get("cared_at_home") and answers.get("taken_in"):
        yield warning("AS-2229", "taken_in")
    if answers.get("carer_sanctioned"):
        articles = [each.article for each in _grounds_of_carers(facts) if each.id == "carer_sanctioned"]
        yield warning("AS-2230", "carer_sanctioned", article="; ".join(articles))
    shared = answers.get("children_under_36m") or answers.get("pregnant")
    if shared and answers.get("marital_status") == "married" and answers.get("spouse_has_share") is None:
        yield note("AS-2231", "spouse_has_share")


@only_with("benefits")
def check_benefits(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that a record says both that nothing is received and that something is."""
    said = codes_of(facts.answers, "benefits")
    if "none" in said and len(said) > 1:
        yield error("AS-2237", "benefits")


_STALE = datetime.timedelta(days=366)
"""After so long a number of children says nothing any more of how many are under sixteen."""


def check_children(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that children are only counted, so that nobody sees when one turns sixteen."""
    answers = facts.answers
    single = answers.get("social_group") == "k4" or answers.get("also_single_parent")
    if not single or answers.get("children") or not answered.has_children(answers):
        return
    months = [date_of(answers, key) for key in ("recorded_month", "start_month")]
    counted = max((each.last for each in months if each), default=facts.on)
    yield (warning if facts.on - counted > _STALE else note)("AS-2234", "children")


@only_with(events=True)
def check_council(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the council on a disability met with less than two thirds of its members."""
    for each in facts.events_of("disability"):
        present = codes_of(each.answers, "members_present")
        if present and not disability.is_quorate(present):
            whole = disability.members(present)
            yield warning("AS-2232", "", present=len(present), whole=whole, day=f"{each.on:%d/%m/%Y}")
