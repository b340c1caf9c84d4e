"""What the scores of a review say a household is, and when a review in the course of a year begins."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ansinh_desktop.rules import calendar, law
from ansinh_desktop.rules.edition import cached

POOR = frozenset({"poor", "near_poor"})
"""The states of a household that the law calls poor or near-poor."""

_REGULAR_DAY = 15


@dataclass(frozen=True)
class Scoring:
    """How phiếu B is read: B1 estimates the income, B2 counts the shortfalls in basic social services."""

    effective_from: datetime.date
    effective_to: datetime.date
    article: str
    mark: law.Mark
    income: Mapping[str, int]
    """By area: so many points of B1 or less are an income up to the line; empty where the test was not read."""
    lacking: int
    """So many points of B2 or more make a household with such an income poor, fewer near-poor."""
    points_of_indicator: int
    """What each of the twelve indicators counts in B2."""

    @property
    def known(self) -> bool:
        """Whether the test of these days has been read."""
        return bool(self.income)

    def status(self, area: str, income: int, lacking: int) -> str:
        """Return ``poor``, ``near_poor``, or nothing where the household is neither.

        Args:
            area: ``rural`` or ``urban``.
            income: Points of B1.
            lacking: Points of B2.
        """
        if income > self.income[area]:
            return ""
        return "poor" if lacking >= self.lacking else "near_poor"


@dataclass(frozen=True)
class Line:
    """The line of income of some years, by area, in đồng for each person and month."""

    effective_from: datetime.date
    effective_to: datetime.date
    amounts: Mapping[str, int]
    article: str
    mark: law.Mark


@cached()
def _scorings() -> tuple[Scoring, ...]:
    return tuple(
        Scoring(
            row["effective_from"],
            row["effective_to"],
            row["article"],
            row["mark"],
            {area: row[f"income_{area}"] for area in ("rural", "urban") if f"income_{area}" in row},
            row.get("lacking", 0),
            row.get("points_of_indicator", 0),
        )
        for row in law.law_data("poverty")["scoring"]
    )


@cached()
def _lines() -> tuple[Line, ...]:
    return tuple(
        Line(
            row["effective_from"],
            row["effective_to"],
            {area: row[area] for area in ("rural", "urban")},
            row["article"],
            row["mark"],
        )
        for row in law.law_data("poverty")["line"]
    )


def scoring_on(day: datetime.date) -> Scoring | None:
    """Return how the scores of a review of that day are read; None before the first rules."""
    return next((each for each in _scorings() if each.effective_from <= day <= each.effective_to), None)


def line_on(day: datetime.date) -> Line | None:
    """Return the lines of income of a day; None before the first ones."""
    return next((each for each in _lines() if each.effective_from <= day <= each.effective_to), None)


def regular_begins(asked: datetime.date) -> datetime.date:
    """Return when the review of a request begins: on the 15th of a month (QĐ 24/2021/QĐ-TTg Điều 3 khoản 1 điểm b)."""
    this = asked.replace(day=_REGULAR_DAY)
    return this if asked <= this else calendar.add_months(this, 1)
