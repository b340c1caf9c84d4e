"""Which support a victim of trafficking is entitled to, by the law of the day and the person's status."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.rules import law
from ansinh_desktop.rules.edition import cached

Regime: TypeAlias = Literal["2011", "2024"]

LAW_2024_FROM = datetime.date(2025, 7, 1)
"""The day on which Luật 53/2024/QH15 came into force."""

_LAWS: dict[Regime, str] = {"2011": "Luật 66/2011/QH12", "2024": "Luật 53/2024/QH15"}
_ARTICLE_2011 = "Điều 32"
HARDSHIP_2011 = "e"
"""The point of the first hardship allowance in the law of 2011."""


@dataclass(frozen=True)
class Entitlement:
    """The kinds of support that the law names for a person; without points it names none."""

    regime: Regime
    list_name: str
    """The code list of the regime's support."""
    points: tuple[str, ...]
    article: str
    mark: law.Mark
    by_case: bool = False
    """Each is decided case by case."""
    note: str = ""
    """What is to be looked at before it is relied on."""

    def __contains__(self, point: object) -> bool:
        return point in self.points

    @property
    def labels(self) -> tuple[str, ...]:
        """The points in words."""
        return tuple(law.code_list(self.list_name).label_of(point) for point in self.points)


@dataclass(frozen=True)
class SupportAmount:
    """A minimum amount of one kind of support."""

    item: str
    label: str
    amount: int
    article: str
    mark: law.Mark


def regime_on(day: datetime.date) -> Regime:
    """Return which law rules an event of a day."""
    return "2024" if day >= LAW_2024_FROM else "2011"


@cached(most=512)
def entitlement(status: str, citizenship: str, location: str, on: datetime.date) -> Entitlement:
    """Return what a person is entitled to.

    Args:
        status: Code of ``person_status``.
        citizenship: Code of ``citizenship_group``.
        location: Code of ``present_location``.
        on: The day of the event; it chooses the law.
    """
    regime = regime_on(on)
    for row in law.code_file("trafficking")["entitlement"]:
        if (
            row["law"] == regime
            and status in row["status"]
            and citizenship in row["citizenship"]
            and location in row["location"]
        ):
            article = row.get("article", _ARTICLE_2011)
            return Entitlement(
                regime=regime,
                list_name=f"support_{regime}",
                points=tuple(row["points"]),
                article=f"{_LAWS[regime]} {article}",
                mark=row["mark"],
                by_case="tùy trường hợp" in article,
                note=row.get("note", ""),
            )
    return Entitlement(regime, f"support_{regime}", (), _LAWS[regime], "?")


def check_support(
    given: Collection[str], *, status: str, citizenship: str, location: str, on: datetime.date, key: str = ""
) -> Iterator[Finding]:
    """Yield where support lies outside the entitlement; a warning can be kept with a reason.

    Args:
        given: The points that were given or are to be given.
        status: Code of ``person_status``.
        citizenship: Code of ``citizenship_group``.
        location: Code of ``present_location``.
        on: The day of the event.
        key: The field that the findings are about.
    """
    found = entitlement(status, citizenship, location, on)
    status_label = law.code_list("person_status").label_of(status)
    if not found.points:
        yield warning(
            "AS-6202",
            key,
            status=status_label,
            citizenship=law.code_list("citizenship_group").label_of(citizenship),
            location=law.code_list("present_location").label_of(location),
        )
        return
    rows = law.code_list(found.list_name)
    for point in given:
        if point not in found:
            row = rows.get(point)
            yield warning(
                "AS-6201",
                key,
                support=rows.label_of(point),
                point=row.extra["point"] if row else point,
                status=status_label.lower(),
                article=found.article,
            )
    if found.note and found.mark == "?" and given:
        yield warning("AS-6205", key, article=found.article, note=found.note.rstrip("."))
    if found.by_case and given:
        yield note("AS-6203", key)


def check_hardship(
    given: Collection[str], poverty_status: str, on: datetime.date, key: str = ""
) -> Iterator[Finding]:
    """Yield a warning where the first hardship allowance of the old law goes to a household that is not poor."""
    if regime_on(on) == "2011" and HARDSHIP_2011 in given and poverty_status != "poor":
        yield warning("AS-6204", key)


def amounts_on(day: datetime.date) -> tuple[SupportAmount, ...]:
    """Return the minimum amounts of the central rules on a day; none is known for the law of 2024."""
    return tuple(
        SupportAmount(row["item"], row["label"], row["amount"], row["article"], row["mark"])
        for row in law.code_file("trafficking")["amount"]
        if row["effective_from"] <= day <= row["effective_to"]
    )
