"""What steps of several registers ask for: a place to move to, a day of death, an age, the end of a term."""

import datetime
from collections.abc import Callable, Iterable, Iterator

from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import Value, as_text
from ansinh_desktop.registers.case import CaseFacts, Check


def received_before(key: str, day: datetime.date) -> Check:
    """Return a check that a step belongs to an old procedure: the record came in before a day."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        if str(facts.answers.get(key) or facts.on.isoformat())[:10] >= day.isoformat():
            yield error("AS-6304", key, day=f"{day:%d/%m/%Y}")

    return check


def moved_away(*keys: str) -> Check:
    """Return a check that the record says where the person went: in its answers, or with a transfer."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        if not any(facts.answers.get(key) for key in keys) and not facts.events_of("transfer"):
            yield error("AS-6305", keys[0] if keys else "")

    return check


def has_died(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error while the day of the person's death is not recorded."""
    if not facts.person.get("death_date"):
        yield error("AS-6306", "death_date")


def has_turned(years: int) -> Check:
    """Return a check of the person's age on the day of the step; a birth that leaves it open asks for a reason."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        age = parts.age_months(facts)
        if age is None or age[1] < years * 12:
            yield error("AS-6307", "birth_date", years=years)
        elif age[0] < years * 12:
            yield warning("AS-6308", "birth_date", years=years)

    return check


def term_is_over(last_day: Callable[[CaseFacts], Value]) -> Check:
    """Return a check that a term of the law has run out by the day of the step."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        last = last_day(facts)
        if last and facts.on.isoformat() < as_text(last):
            yield warning("AS-6309", "", day=kinds.Date().show(last))

    return check


def any_event(labels: str, kinds_of: Iterable[str], *answers: str) -> Check:
    """Return a check that one of some events happened, or that one of some answers is given."""
    wanted = tuple(kinds_of)

    def check(facts: CaseFacts) -> Iterator[Finding]:
        if not any(facts.events_of(kind) for kind in wanted) and not any(map(facts.answers.get, answers)):
            yield error("AS-6302", answers[0] if answers else "", labels=labels)

    return check
