"""Terms of treatment, management and after-care of drug users, by the law of the day of the event."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import message
from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.rules import deadlines, law, wording
from ansinh_desktop.rules.deadlines import Due

LAW_2025_FROM = datetime.date(2026, 7, 1)
"""The day on which Luật 120/2025/QH15 came into force."""

VOLUNTARY = frozenset({"voluntary_home", "voluntary_public", "voluntary_private"})
SUBSTITUTION = frozenset({"methadone", "buprenorphine"})
COMPULSORY_ADULT = "compulsory_18"
COMPULSORY_MINOR = "compulsory_12_18"

_TURNS_12 = 144
_TURNS_18 = 216


@dataclass(frozen=True)
class Term:
    """A time that begins with an event: it may not end before ``least`` and ends by itself at ``most``."""

    article: str
    most: Due
    least: Due | None = None

    @property
    def ends_on(self) -> datetime.date:
        """The last day."""
        return self.most.day

    @property
    def length(self) -> str:
        """The term in words: ``06 tháng đến 12 tháng``, ``02 năm``."""
        longest = self.most.deadline.length
        return f"{self.least.deadline.length} đến {longest}" if self.least else longest

    @property
    def mark(self) -> law.Mark:
        """How sure the term is."""
        return self.most.deadline.mark

    @property
    def doubt(self) -> str:
        """What is doubtful about it; empty when nothing is."""
        return message("AS-6211").text if self.mark == "?" else ""


@dataclass(frozen=True)
class Episode:
    """One course of treatment; ``ended_on`` is None while it runs."""

    form: str
    started_on: datetime.date
    ended_on: datetime.date | None = None


def law_on(day: datetime.date) -> str:
    """Return the law that rules an event of a day."""
    return "Luật 120/2025/QH15" if day >= LAW_2025_FROM else "Luật 73/2021/QH14"


def management_term(decided_on: datetime.date) -> Term:
    """Return how long a user is managed: from the decision."""
    return _term(decided_on, "drug_use_management")


def treatment_term(form: str, started_on: datetime.date, *, again: bool = False) -> Term | None:
    """Return how long a course lasts; None for substitution and for treatment in detention.

    A course keeps the law of the day on which it began.

    Args:
        form: Code of ``treatment_form``.
        started_on: The day on which the course began.
        again: Whether the person was treated before; matters from 01/7/2026.
    """
    if form not in VOLUNTARY | {COMPULSORY_ADULT, COMPULSORY_MINOR}:
        return None
    if started_on >= LAW_2025_FROM:
        return _term(started_on, "drug_term_again" if again else "drug_term_first")
    if form in VOLUNTARY:
        return _term(started_on, "drug_voluntary_term_max", "drug_voluntary_term_min")
    kind = f"drug_compulsory_{'adult' if form == COMPULSORY_ADULT else 'minor'}"
    return _term(started_on, f"{kind}_max", f"{kind}_min")


def after_care_code(form: str) -> str:
    """Return the code of ``after_care_term`` that follows a form of treatment; empty after treatment in detention."""
    if form == COMPULSORY_ADULT:
        return "2_years"
    return "1_year" if form == COMPULSORY_MINOR or form in VOLUNTARY | SUBSTITUTION else ""


def after_care_term(code: str, completed_on: datetime.date) -> Term:
    """Return how long a person is managed after a completed course.

    Args:
        code: Of the list ``after_care_term``; two years follow the compulsory course of an adult.
        completed_on: The day on which the course was completed.
    """
    return _term(completed_on, "drug_aftercare_2y" if code == "2_years" else "drug_aftercare_1y")


def _term(day: datetime.date, most: str, least: str = "") -> Term:
    limit = deadlines.due(_of_day(most, day), day)
    shortest = deadlines.due(_of_day(least, day), day) if least else None
    return Term(limit.deadline.article, limit, shortest)


def _of_day(deadline_id: str, day: datetime.date) -> str:
    # The terms of the new law stand beside the old ones, with the year at the end of their names.
    return f"{deadline_id}_2026" if day >= LAW_2025_FROM else deadline_id


def check_episode(
    form: str,
    *,
    birth: PartialDate | None,
    decided_on: datetime.date,
    substances: Collection[str],
    key: str = "",
) -> Iterator[Finding]:
    """Yield what does not go together in a course: age and form, form and substance.

    Args:
        form: Code of ``treatment_form``.
        birth: The person's birth; only an age that is certain is held against the form.
        decided_on: The day of the decision, or on which the course began.
        substances: Codes of ``substance``.
        key: The field that the findings are about.
    """
    if birth is not None:
        least, most = birth.age_months_on(decided_on)
        if most < _TURNS_12:
            yield error("AS-6213", key)
        elif form == COMPULSORY_ADULT and most < _TURNS_18:
            yield error("AS-6212", key)
        elif form == COMPULSORY_MINOR and least >= _TURNS_18:
            yield error("AS-6214", key)
    if form in SUBSTITUTION and not any(_is_opioid(code) for code in substances):
        yield warning("AS-6215", key)


def _is_opioid(substance: str) -> bool:
    row = law.code_list("substance").get(substance)
    return row is not None and bool(row.extra.get("opioid"))


def check_episodes(episodes: Sequence[Episode], key: str = "") -> Iterator[Finding]:
    """Yield courses that end before they begin, and courses that overlap."""
    for each in episodes:
        if each.ended_on and each.ended_on < each.started_on:
            start, end = wording.date(each.started_on), wording.date(each.ended_on)
            yield error("AS-6217", key, start=start, end=end)
    # Of two that began on one day, the one that ended first goes first, however they were written down.
    in_order = sorted(episodes, key=lambda each: (each.started_on, each.ended_on or datetime.date.max))
    for one, other in combinations(in_order, 2):
        # One may begin on the day on which the other ended.
        if one.ended_on is None or other.started_on < one.ended_on:
            first, second = wording.date(one.started_on), wording.date(other.started_on)
            yield error("AS-6216", key, first=first, second=second)
