"""When an allowance begins, changes, stops and is paid in arrears."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.rules import calendar, law, wording
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.answers import Notice
from ansinh_desktop.rules.assistance.data import LocalLevels
from ansinh_desktop.rules.assistance.facts import Facts, eve
from ansinh_desktop.rules.assistance.monthly import assess
from ansinh_desktop.rules.edition import cached

GroundKind: TypeAlias = Literal["suspend", "stop", "stop_carer"]

_NO_END = 9999
"""The upper end of an age band that has none."""

UNCOLLECTED_MONTHS = 3
"""Months in a row without collecting after which payment is suspended."""


class FirstMonth(NamedTuple):
    """The first month paid, with the rule that says so; a tuple, for it is asked of ten thousand records at once."""

    month: datetime.date
    rule: str
    article: str
    notices: tuple[Notice, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Whether the officer must confirm the month with a reason."""
        return any(each.confirm for each in self.notices)


class Start(NamedTuple):
    """The dates that may decide the first month.

    Attributes:
        decided_on: When the chairman signed.
        received_on: When the dossier came in; it chooses the procedure. The day of signing when unknown.
        certificate_on: When the certificate of disability was issued.
        birth: For the groups that begin with a birthday.
        stopped_on: For people who move in: the month in which the old place stopped.
    """

    decided_on: datetime.date
    received_on: datetime.date | None = None
    certificate_on: datetime.date | None = None
    birth: PartialDate | None = None
    stopped_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason to suspend or to stop."""

    id: str
    kind: GroundKind
    label: str
    article: str


@dataclass(frozen=True)
class ArrearsMonth:
    """One month of arrears."""

    month: datetime.date
    due: int
    paid: int

    @property
    def difference(self) -> int:
        """What is still owed."""
        return max(self.due - self.paid, 0)


@dataclass(frozen=True)
class Arrears:
    """What is owed for past months after the base has changed."""

    rule: str
    article: str
    months: tuple[ArrearsMonth, ...]
    notices: tuple[Notice, ...]

    @property
    def total(self) -> int:
        """The sum of all months."""
        return sum(each.difference for each in self.months)

    @property
    def needs_confirmation(self) -> bool:
        """Whether the officer must confirm the answer with a reason."""
        return any(each.confirm for each in self.notices)


# ---------------------------------------------------------------- beginning


def authority_on(received_on: datetime.date) -> str:
    """Return who decides a dossier received on a day, in Vietnamese.

    Raises:
        UserError: The day lies before the oldest decree that the law data know.
    """
    rows = [row for row in data.rules_data()["authority"] if data.in_force(row, received_on)]
    if not rows:
        raise UserError("AS-6101", day=wording.date(received_on))
    return str(rows[0]["label"])


def first_month(group: str, start: Start) -> FirstMonth:
    """Return the first month paid.

    A dossier received before 05/10/2026 is finished by the old rules (NĐ 335/2026 Điều 33).

    Args:
        group: The group, ``carer`` or ``pension``.
        start: The dates that are known.
    """
    row = _start_rule(group, start.received_on or start.decided_on, start.stopped_on is not None)
    month, notices = _first_month(row["first_month"], start)
    if row["mark"] == "?":
        notices = (*notices, Notice("AS-6143", row["article"]))
    return FirstMonth(month, row["id"], row["article"], notices)


@cached(most=8192)
def _start_rule(group: str, received_on: datetime.date, moved: bool) -> law.Row:  # noqa: FBT001
    rule_set, rows = data.rule_set_on(received_on).id, data.rules_data()["start_rule"]
    row: law.Row | None = next((each for each in rows if _starts(each, group, rule_set, moved=moved)), None)
    if row is None:
        raise BugError(f"{rule_set} has no first month for {group}")
    return row


def _starts(row: law.Row, group: str, rule_set: str, *, moved: bool) -> bool:
    if row["rule_set"] != rule_set or ("event" in row) != moved:
        return False
    return moved or group in row["groups"] or ("*" in row["groups"] and group != "pension")


def _first_month(how: str, start: Start) -> tuple[datetime.date, tuple[Notice, ...]]:
    decided = calendar.month_start(start.decided_on)
    if how == "month_of_decision":
        return decided, ()
    if how == "month_of_disability_certificate":
        return calendar.month_start(start.certificate_on or start.decided_on), ()
    if how == "month_after_stop_decision_of_old_place":
        return calendar.add_months(calendar.month_start(start.stopped_on or start.decided_on), 1), ()
    if how == "month_in_which_payment_stopped_at_old_place":
        return calendar.month_start(start.stopped_on or start.decided_on), ()
    years = {"month_of_75th_birthday": 75, "month_of_80th_birthday": 80}.get(how)
    if years is None:
        raise BugError(f"unknown first month {how}")
    if start.birth is None:
        return decided, ()
    birthday = calendar.add_months(start.birth.last, years * 12)
    notices: tuple[Notice, ...] = ()
    if start.birth.month is None:
        notices = (Notice("AS-6142", facts={"birth": start.birth.show(), "age": years}),)
    return max(calendar.month_start(birthday), data.first_day_of_law()), notices


# ---------------------------------------------------------------- changing


@cached()
def turning_ages(group: str, month_end: datetime.date, degree: str = "") -> tuple[tuple[int, bool], ...]:
    """Return the ages in months at which a group's level changes, and whether it ends there.

    Args:
        group: The group that is paid.
        month_end: The last day of the month whose decree is asked.
        degree: Degree of disability, for k6.
    """
    rules = data.month_rules(month_end)
    flag = f"disability_{degree}"
    bands = [
        each for each in rules.allowances if each.group == group and (not degree or flag in each.require_all)
    ]
    lows = {each.low for each in bands}
    ages = sorted({age for each in bands for age in (each.low, each.high) if 0 < age < _NO_END})
    return tuple((age, age not in lows) for age in ages)


@cached()
def child_ages(month_end: datetime.date) -> tuple[int, ...]:
    """Return the ages in months at which a child begins or ceases to count for a single parent.

    Args:
        month_end: The last day of the month whose decree is asked.
    """
    rules = data.month_rules(month_end).child_rules
    return tuple(sorted({age for each in rules for age in (each.low, each.high) if 0 < age < _NO_END}))


def months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the first day of each month from one to the other, both included."""
    start, end = calendar.month_start(first), calendar.month_start(last)
    count = (end.year - start.year) * 12 + end.month - start.month
    return [calendar.add_months(start, step) for step in range(count + 1)]


# ---------------------------------------------------------------- suspending, stopping, arrears


def grounds(kind: GroundKind, on: datetime.date) -> tuple[Ground, ...]:
    """Return the reasons to suspend or to stop that hold on a day."""
    rule_set = data.rule_set_on(on).id
    return tuple(
        Ground(row["id"], kind, row["label"], data.article_of(row, rule_set))
        for row in data.rules_data()[kind]
        if data.in_force(row, on)
    )


def last_month_paid(happened_on: datetime.date) -> datetime.date:
    """Return the last month paid after a death or a lost condition: the last on whose eve it had not happened."""
    month = calendar.month_start(happened_on)
    return month if eve(month) < happened_on else calendar.add_months(month, -1)


def must_be_suspended(uncollected: Sequence[datetime.date]) -> datetime.date | None:
    """Return the first of three months in a row that were not collected; None when there are none."""
    found = sorted({calendar.month_start(each) for each in uncollected})
    row: list[datetime.date] = []
    for month in found:
        row = [*row, month] if row and calendar.add_months(row[-1], 1) == month else [month]
        if len(row) == UNCOLLECTED_MONTHS:
            return row[0]
    return None


def resume_article(on: datetime.date) -> str:
    """Return the article of paying again after a suspension, by the day of paying again.

    Unchanged conditions are paid from the day of the suspension on.
    """
    return data.article_of(data.rules_data()["resume"], data.rule_set_on(on).id)


@dataclass(frozen=True)
class Backdating:
    """The base that went up for months before its decree was in force."""

    first_month: datetime.date
    in_force_from: datetime.date
    old_base_from: datetime.date
    """Since when the base before it was paid."""


@cached()
def backdating() -> Backdating:
    """Return the backdated base of the law data."""
    first: datetime.date = data.rules_data()["arrears"][0]["first_month"]
    before = data.base_on(first - datetime.timedelta(days=1))
    decree = next(each for each in data.rules_data()["rule_set"] if each["effective_from"] > first)
    return Backdating(first, decree["effective_from"], before.effective_from)


def arrears(
    facts: Facts,
    first: datetime.date,
    last: datetime.date,
    paid: Mapping[datetime.date, int] | int,
    local: LocalLevels = data.NATIONAL,
) -> Arrears:
    """Return what is owed for past months to a person who was on the list before the decree came into force.

    Args:
        facts: What is stored of the person.
        first: Any day of the first month; the law goes back to 01/7/2026 and no further.
        last: Any day of the last month before the new level was taken over.
        paid: What was paid, by the first day of the month, or the same for every month.
        local: What the province has set above the national levels.
    """
    rule = data.rules_data()["arrears"][0]
    rows, notices = [], []
    for month in months(max(first, rule["first_month"]), last):
        assessed = assess(facts, month, local)
        given = paid if isinstance(paid, int) else paid.get(month, 0)
        row = ArrearsMonth(month, assessed.total, given)
        rows.append(row)
        notices += [each for each in assessed.notices if each.confirm and each not in notices]
        if row.paid > row.due:
            amounts = {
                "month": wording.month(month),
                "paid": wording.money(row.paid),
                "due": wording.money(row.due),
            }
            notices.append(Notice("AS-6144", facts=amounts))
    return Arrears(rule["id"], rule["article"], tuple(rows), tuple(notices))
