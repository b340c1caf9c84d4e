"""Who stands in the register as paid and yet gets nothing in a month: left out of its lists, and told."""

import datetime

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import as_text, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance import amounts, course, decided
from ansinh_desktop.rules import calendar, wording


def month_of(facts: CaseFacts) -> str:
    """Return the month of the list, as months are stored."""
    return facts.on.isoformat()[:7]


def ended_from(facts: CaseFacts) -> str | None:
    """Return the first month that is not paid any more, or not for now; None where the record names none.

    What was said of a suspension holds no longer from the month in which payment was resumed; the months before it
    are owed, and stand in no list of theirs.
    """
    resumed = [
        each.on
        for each in facts.events_of("state")
        if each.answers.get("to") == "paying" and each.answers.get("from") == "suspended"
    ]
    away = _away_from(facts, resumed) if resumed else None
    if away is not None:
        return away
    back = resumed[-1] if facts.state == "paying" and resumed else None
    said = text_of(facts.answers, "stopped_from")
    if said and not (back and f"{back:%Y-%m}" >= said):
        return said
    return _ended_by_event(facts, back)


def _ended_by_event(facts: CaseFacts, back: datetime.date | None) -> str | None:
    """Return the month of the last decrease that ended the payment, after it was resumed."""
    ends = [
        text_of(each.answers, "month")
        for each in facts.events_of("decrease")
        if course.ends_payment(each.answers.get("reason")) and not each.answers.get("new_amount")
        if back is None or each.on > back
    ]
    return next((month for month in reversed(ends) if month), None)


def _away_from(facts: CaseFacts, resumed: list[datetime.date]) -> str | None:
    """Return the first month of a suspension that was over only after the month of the list."""
    month = month_of(facts)
    later = [on for on in resumed if f"{on:%Y-%m}" > month]
    if not later:
        return None
    earlier = max((f"{on:%Y-%m}" for on in resumed if on not in later), default="")
    first, said = course.suspended_before(facts, later[0]), text_of(facts.answers, "stopped_from")
    found = [f"{first:%Y-%m}"] if first else []
    found += [said] if said and said > earlier else []
    return min((each for each in found if each <= month), default=None)


def ended_on(facts: CaseFacts) -> datetime.date | None:
    """Return the day of the step by which a record came to stand where it is not paid; None where nobody knows."""
    steps = [each for each in facts.events_of("state") if each.answers.get("to") == facts.state]
    return steps[-1].on if steps else None


def is_dead(facts: CaseFacts) -> Finding | None:
    """Return that the person died before the month of the list: the month of the death is still paid.

    Of whom only the year of the death is known, nobody can tell which of its months are paid.
    """
    died = parts.death_of(facts)
    if died is None or calendar.month_start(died) >= calendar.month_start(facts.on):
        return _died_some_day(facts) if died else None
    after = calendar.add_months(calendar.month_start(died), 1)
    shown = kinds.PartialDate().show(facts.person["death_date"])
    return warning("AS-4070", "death_date", day=shown, month=wording.month(after))


def _died_some_day(facts: CaseFacts) -> Finding | None:
    known = PartialDate.from_iso(as_text(facts.person["death_date"]))
    if known.month is not None or known.year > facts.on.year:
        return None
    return warning("AS-4077", "death_date", day=known.show(), month=f"{facts.on:%m/%Y}")


def is_not_posted(facts: CaseFacts) -> Finding | None:
    """Return why a result is not put up: the person is dead, or there is no level to say."""
    found, month = amounts.assessment(facts), f"{facts.on:%m/%Y}"
    if dead := parts.has_died(facts):
        return dead
    if found is None or found.unanswered:
        return warning("AS-4073", "social_group")
    return None if found.total else warning("AS-4074", "", month=month)


def gets_nothing(facts: CaseFacts) -> Finding | None:
    """Return why a record that stands as paid is not paid in the month of the list; None where it is."""
    found, once = amounts.assessment(facts), amounts.once_total(facts)
    if _has_ended(facts) and (not once or (found and found.total)):
        return is_dead(facts) or warning(
            "AS-4072" if once else "AS-4071", "stopped_from", month=kinds.Month().show(ended_from(facts))
        )
    due = decided.total(facts)
    if due is None and not once:
        return warning("AS-4073", "social_group")
    if due is not None and due <= 0:
        taken, month = amounts.deduction(facts), f"{facts.on:%m/%Y}"
        return (
            warning("AS-4075", "", amount=wording.money(taken), month=month)
            if taken
            else warning("AS-4074", "", month=month)
        )
    return None


def _has_ended(facts: CaseFacts) -> bool:
    """Whether the record says that it is not paid in the month of the list."""
    ended = ended_from(facts)
    return is_dead(facts) is not None or (ended is not None and ended <= month_of(facts))
