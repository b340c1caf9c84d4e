"""What a death or a move makes of social assistance: the month of the event is still paid, and the funeral is prepared."""

import dataclasses
import datetime

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.acts.lives import DEATH, MOVE, Coming, LifeChange, LifeChanges, Named, Outcome
from ansinh_desktop.registers.acts.many import Effect
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.catalog.assistance import decided, once
from ansinh_desktop.rules import assistance, calendar, wording

_PAID = ("paying", "suspended")


def _death(facts: CaseFacts, said: Answers) -> Outcome:
    died = PartialDate.from_iso(text_of(said, "on"))
    events, notes = _funeral(facts, died, said)
    if facts.state not in _PAID:
        return Outcome(Effect(events), notes)
    if died.month is None:
        # Which of its months are paid nobody can tell: it is asked, and nothing is ended.
        shown = {"day": died.show(), "month": f"{facts.on:%m/%Y}"}
        return Outcome(Effect(events), (warning("AS-4077", "on", **shown), *notes))
    ended = _ended(facts, said, _unpaid_from(died.last), "dead", to="stopped")
    return Outcome(dataclasses.replace(ended, events=(*ended.events, *events)), notes)


def _funeral(
    facts: CaseFacts, died: PartialDate, said: Answers
) -> tuple[tuple[tuple[str, Answers], ...], tuple[Finding, ...]]:
    """Return the funeral money that is proposed, as an event without amount, and what has to be done for it."""
    if any(not each.answers.get("deceased") for each in facts.events_of("funeral")):
        return (), ()
    if died.day is None:
        return (), (note("AS-4262", ""),) if facts.state in _PAID else ()
    answers: dict[str, Value] = {
        "died_on": died.iso,
        "death_paper_no": said.get("paper_no"),
        "death_paper_date": said.get("paper_on"),
    }
    due = once.funeral_due(facts, EventFacts("funeral", facts.on, answers))
    if due is None or not due.amount:
        return (), ()
    amount = wording.money(due.amount) if isinstance(due.amount, int) else wording.number(due.amount)
    least = "tối thiểu " if due.minimum else ""
    proposed = note("AS-4261", "", amount=f"{least}{amount}", article=due.article)
    doubts = (note(each.code, "", **each.facts) for each in due.notices)
    return (("funeral", answers),), (proposed, *doubts)


def _move(facts: CaseFacts, said: Answers) -> Outcome:
    if facts.state not in _PAID:
        return Outcome(Effect())
    moved = datetime.date.fromisoformat(text_of(said, "on"))
    month = text_of(said, "month") or _unpaid_from(moved)
    ended = _ended(facts, said, month, "moved_out", to="transferred")
    places = {"moved_to": said.get("unit"), "moved_to_place": said.get("place")}
    return Outcome(dataclasses.replace(ended, answers={**ended.answers, **places}))


def _unpaid_from(happened: datetime.date) -> str:
    return f"{calendar.add_months(assistance.last_month_paid(happened), 1):%Y-%m}"


def _ended(facts: CaseFacts, said: Answers, month: str, reason: str, *, to: str) -> Effect:
    """Return the end of what is paid, from a month on; what was suspended before stays unpaid since then."""
    last = calendar.read_month(month) - datetime.timedelta(days=1)
    before = decided.monthly(facts.at(last)) if facts.state == "paying" else 0
    since = text_of(facts.answers, "stopped_from") if facts.state == "suspended" else ""
    decision = {"decision_no": said.get("decision_no"), "decision_date": said.get("decision_on")}
    answers: dict[str, Value] = {
        "stopped_from": min(filter(None, (since, month))),
        "decrease_reason": reason,
        "stop_decision_no": said.get("decision_no"),
        "stop_decision_date": said.get("decision_on"),
    }
    return Effect(
        (("decrease", {"month": month, "reason": reason, **decision}),),
        answers,
        to=to,
        before=f"{wording.money(before)} đồng mỗi tháng" if before else "",
        after=f"Thôi chi trả từ tháng {kinds.Month().show(month)}",
        change=-before,
    )


LIFE_CHANGES: LifeChanges = {
    DEATH: (LifeChange({"decrease_reason": "dead"}, to="stopped", proposed=True, outcome=_death),),
    MOVE: (LifeChange({"decrease_reason": "moved_out"}, to="transferred", proposed=True, outcome=_move),),
}

COMING = Coming(
    {"moved_in": True},
    {"received_on": "on", "old_place": "place", "old_stopped_month": "month", "start_month": "month"},
    forgets=(
        *("decision_no", "decision_date", "stopped_from", "stop_decision_no", "stop_decision_date"),
        *("decrease_reason", "increase_reason", "moved_to", "moved_to_place", "moved_in_same_district"),
    ),
    forgets_events=(
        *("appraisal", "posting", "complaint", "increase", "decrease"),
        *("arrears", "deduction", "payment"),
    ),
    state="received",
)
"""Who comes while they are paid elsewhere: paid here by a decision of ours, from the month in which that ends."""

NAMED = (
    Named("Người chăm sóc", "carer_name", "carer_id", "carer_birth", cares=True),
    Named("Người nhận thay", "receiver_name", "receiver_id", "receiver_birth"),
)
