"""What a death or a move makes of a record of merit: the allowance ends, funeral and lump sum are proposed, others' rights told."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Finding, note
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.acts.lives import DEATH, MOVE, Coming, LifeChange, LifeChanges, Named, Outcome
from ansinh_desktop.registers.acts.many import Effect
from ansinh_desktop.registers.answer import Answers, Value, codes_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.merit import answered, grants
from ansinh_desktop.rules import calendar, merit_once, merit_rights, wording

_PAID = ("receiving", "suspended")
_OPEN = (*_PAID, "requested", "posted", "council", "sent_up")
_LEAVES_SURVIVORS = frozenset({"a", "b", "g", "h", "i"})
_NOTICES = {"funeral": "AS-7443", "lump_sum": "AS-7444"}


def _death(facts: CaseFacts, said: Answers) -> Outcome:
    if answered.is_martyr(facts) or facts.state not in _OPEN:
        return Outcome(Effect())
    died = PartialDate.from_iso(text_of(said, "on"))
    month = f"{calendar.add_months(calendar.month_start(died.last), 1):%Y-%m}"
    events, notes = _money(facts, died, said)
    answers: dict[str, Value] = {
        "stopped_from": min(filter(None, (month, text_of(facts.answers, "stopped_from"))))
    }
    answers |= _decision(said)
    before = _monthly(facts, died)
    effect = Effect(
        events,
        answers,
        to="dead",
        before=f"{wording.money(before)} đồng mỗi tháng" if before else "",
        after=f"Thôi hưởng từ tháng {kinds.Month().show(month)}",
        change=-before,
    )
    return Outcome(effect, (*notes, *_rights_of_others(facts, month)))


def _monthly(facts: CaseFacts, died: PartialDate) -> int:
    if facts.state != "receiving":
        return 0
    found = answered.assessment(facts.at(died.last))
    return found.total if found else 0


def _money(
    facts: CaseFacts, died: PartialDate, said: Answers
) -> tuple[tuple[tuple[str, Answers], ...], tuple[Finding, ...]]:
    """Return funeral money and lump sum as events without amount, and what they come to."""
    known = answered.law_facts(facts)
    if died.day is None:
        asked = merit_rights.has_funeral_right(known)
        return (), (note("AS-7448", "on", day=died.show()),) if asked else ()
    written = {text_of(each.answers, "item") for each in facts.events_of("grant")}
    events: list[tuple[str, Answers]] = []
    notes: list[Finding] = []
    for item, code in _NOTICES.items():
        has_right = merit_rights.has_funeral_right(known) if item == "funeral" else facts.state in _PAID
        if item in written or not has_right:
            continue
        found = merit_once.of_death(item, answered.law_facts(facts.at(died.first)), died.first)
        if found is None and item == "lump_sum":
            continue
        if found is None:
            notes.append(note("AS-7412", "on", day=died.show()))
        else:
            notes.append(note(code, "on", amount=wording.money(found.amount), article=found.article))
        events.append(("grant", _grant(item, died, said)))
    return tuple(events), tuple(notes)


def _grant(item: str, died: PartialDate, said: Answers) -> Answers:
    return {
        "item": item,
        "died_on": died.iso,
        "death_paper_no": said.get("paper_no"),
        "death_paper_date": said.get("paper_on"),
    }


def _rights_of_others(facts: CaseFacts, month: str) -> Iterator[Finding]:
    categories = set(codes_of(facts.answers, "categories"))
    known = answered.law_facts(facts)
    light = {"g": known.injury, "h": known.illness, "i": known.chemical}
    leaves = {
        each for each in categories & _LEAVES_SURVIVORS if each not in light or (light[each] or 0) >= _FROM
    }
    if leaves:
        yield note("AS-7445", "", month=kinds.Month().show(month))
    if merit_rights.martyrs_of(known):
        yield note("AS-7446", "")
    if grants.worshipped(facts.answers, facts.on.year):
        yield note("AS-7447", "")


_FROM = 61
"""Relatives of whoever was wounded, ill or exposed have an allowance from this percentage on (Điều 25, 28, 31)."""


def _move(facts: CaseFacts, said: Answers) -> Outcome:
    if facts.state not in _PAID or answered.is_martyr(facts):
        return Outcome(Effect())
    moved = datetime.date.fromisoformat(text_of(said, "on"))
    month = text_of(said, "month") or f"{calendar.add_months(calendar.month_start(moved), 1):%Y-%m}"
    before = _monthly(facts, PartialDate(moved.year, moved.month, moved.day))
    answers: dict[str, Value] = {
        "stopped_from": month,
        "moved_to": said.get("unit"),
        "moved_to_place": said.get("place"),
        **_decision(said),
    }
    return Outcome(
        Effect(
            answers=answers,
            to="moved",
            before=f"{wording.money(before)} đồng mỗi tháng" if before else "",
            after=f"Thôi hưởng ở đây từ tháng {kinds.Month().show(month)}",
            change=-before,
        )
    )


def _decision(said: Answers) -> dict[str, Value]:
    return {"stop_decision_no": said.get("decision_no"), "stop_decision_date": said.get("decision_on")}


LIFE_CHANGES: LifeChanges = {
    DEATH: (LifeChange(to="dead", outcome=_death),),
    MOVE: (LifeChange(to="moved", outcome=_move),),
}

COMING = Coming(
    {"request": "move_file"},
    {"received_on": "on"},
    forgets=(
        *("sent_on", "sent_to", "applicant", "stopped_from", "state_reason"),
        *("stop_decision_no", "stop_decision_date", "moved_to", "moved_to_place", "care_listed_year"),
    ),
    forgets_events=("posting", "council", "grant", "gift"),
)
"""Who comes while they are paid elsewhere: the file moves with them, and the province says from when it pays here."""

NAMED = (Named("Người phục vụ", "attendant_name", "attendant_id", "attendant_birth", cares=True),)
