"""What past months still owe, or were paid too much, since a decision that reaches back: month by month."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers.answer import Answers, Value, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.catalog.assistance import decided, left_out
from ansinh_desktop.rules import assistance, calendar, wording

Amount: TypeAlias = Callable[[CaseFacts], int]
Given: TypeAlias = Callable[[CaseFacts], int | None]

_SETTLES = ("arrears", "deduction")
_DECIDES = ("increase", "decrease")


@dataclass(frozen=True)
class PastMonth:
    """One month, what it owes by the decision in force now, and what was given for it."""

    month: datetime.date
    due: int
    given: int

    @property
    def difference(self) -> int:
        """What is still owed; what was paid too much is negative."""
        return self.due - self.given


def between(
    facts: CaseFacts, first: datetime.date, until: datetime.date, due: Amount, given: Given
) -> list[PastMonth]:
    """Return the months of which something is still owed, or was paid too much.

    Args:
        facts: The record.
        first: The first month.
        until: The month into whose list it goes; the months before it are asked.
        due: What a month owes.
        given: What it was paid; None where nobody is to ask of it.
    """
    last = calendar.month_start(until) - datetime.timedelta(days=1)
    found = []
    for month in assistance.months(first, last) if first <= last else ():
        then = facts.at(calendar.month_end(month))
        was, settled = given(then), _settled(facts, f"{month:%Y-%m}")
        ended = left_out.ended_from(then)
        if was is not None and settled is not None and not (ended and ended <= f"{month:%Y-%m}"):
            found.append(PastMonth(month, due(then), was + settled))
    return [each for each in found if each.difference]


def _settled(facts: CaseFacts, month: str) -> int | None:
    """Return what arrears and recoveries changed of a month already; None where they do not say, and so all of it."""
    found = 0
    for each in (one for kind in _SETTLES for one in facts.events_of(kind)):
        rows = [row for row in rows_of(each.answers, "by_month") if row.get("month") == month]
        found += sum(_number(row["due"]) - _number(row["given"]) for row in rows)
        told = text_of(each.answers, "from_month"), text_of(each.answers, "to_month")
        if not each.answers.get("by_month") and told[0] and told[0] <= month <= told[1]:
            return None
    return found


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def events(months: list[PastMonth], until: str) -> Iterator[tuple[str, Answers]]:
    """Yield the arrears, or the recovery, by which the months are settled with the list of another."""
    owed = sum(each.difference for each in months)
    table: list[Value] = [
        {"month": f"{each.month:%Y-%m}", "due": each.due, "given": each.given} for each in months
    ]
    if owed > 0:
        span = {"from_month": f"{months[0].month:%Y-%m}", "to_month": f"{months[-1].month:%Y-%m}"}
        yield "arrears", {"month": until, "amount": owed, **span, "by_month": table}
    elif owed < 0:
        reason = "Đã chi cao hơn mức của quyết định"
        yield "deduction", {"month": until, "amount": -owed, "reason": reason, "by_month": table}


def open_months(facts: CaseFacts, paid: Paid) -> list[PastMonth]:
    """Return the closed months before the month of the facts that paid another amount than is decided now.

    Only a decision that reaches back makes any; of a record that has none nothing is reckoned.
    """
    first = _reaches_back_to(facts)
    if not first or not any(month >= first for month in paid):
        return []
    given: Given = lambda then: paid.get(f"{then.on:%Y-%m}")  # noqa: E731
    return between(facts, calendar.read_month(first), facts.on, decided.monthly, given)


def _reaches_back_to(facts: CaseFacts) -> str:
    """Return the first month that a decision changed after its list was due; empty where none did."""
    decisions = [each for kind in _DECIDES for each in facts.events_of(kind)]
    said = [
        text_of(each.answers, "month")
        for each in decisions
        if each.answers.get("new_amount") is not None and text_of(each.answers, "month") < f"{facts.on:%Y-%m}"
    ]
    return min(filter(None, said), default="")


def check(facts: CaseFacts, paid: Callable[[], Paid]) -> Finding | None:
    """Return that closed months paid another amount than is decided now, and nobody settled it."""
    months = open_months(facts, paid()) if _reaches_back_to(facts) else []
    owed = sum(each.difference for each in months)
    if not owed:
        return None
    span = f"{wording.month(months[0].month)}–{wording.month(months[-1].month)}"
    code = "AS-4232" if owed > 0 else "AS-4233"
    return warning(code, "", span=span, amount=wording.money(abs(owed)), count=len(months))
