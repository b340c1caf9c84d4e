"""What the law of people with merit pays for a level on a day: coefficient by base, printed tables, fixed amounts."""

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from ansinh_desktop.rules import law, wording
from ansinh_desktop.rules.edition import cached


@dataclass(frozen=True)
class Base:
    """A base level (mức chuẩn), in đồng; both days are inclusive."""

    id: str
    amount: int
    effective_from: datetime.date
    effective_to: datetime.date
    article: str
    mark: law.Mark


@dataclass(frozen=True)
class Level:
    """What somebody is paid by a coefficient of the base."""

    id: str
    label: str
    coefficient: Decimal
    right: str
    """The article that gives the right."""
    place: str
    """Where the annex prints it; empty where the article itself says the coefficient."""
    exact: bool
    """Whether the coefficient is the law's own; else it is reckoned from the printed amounts."""
    printed: Mapping[int, int]
    """By base the amount that the annex prints, in đồng."""
    mark: law.Mark


@dataclass(frozen=True)
class Money:
    """An amount of the law, and what it follows from."""

    label: str
    amount: int
    """In đồng."""
    article: str
    coefficient: Decimal | None = None
    base: Base | None = None
    derived: bool = False
    """Whether the annex of its base was not read: the printed amount may differ by a thousand đồng."""
    times: int = 1
    mark: law.Mark = "✓"

    @property
    def how(self) -> str:
        """How it follows, in words; empty where it is a fixed amount."""
        if self.base is None or self.coefficient is None:
            return ""
        about = "≈ " if self.derived else ""
        said = f"{about}{wording.number(self.coefficient)} × mức chuẩn {wording.money(self.base.amount)}"
        return f"{said} × {self.times}" if self.times > 1 else said


@cached()
def _levels() -> Mapping[str, Level]:
    return MappingProxyType({row["id"]: _level(row) for row in law.law_data("merit")["coefficient"]})


def _level(row: law.Row) -> Level:
    printed = {int(base): amount for base, amount in row.get("printed", {}).items()}
    return Level(
        row["id"],
        row["label"],
        row["coefficient"],
        row["right"],
        row["place"],
        row.get("exact", False),
        MappingProxyType(printed),
        row["mark"],
    )


def level(level_id: str) -> Level:
    """Return a level by its identifier."""
    return _levels()[level_id]


@cached(most=64)
def level_of(group: str, percent: int) -> Level | None:
    """Return the level of a group (``sick``, ``chemical``, ``chemical_child``) for a percentage of bodily injury."""
    for row in law.law_data("merit")["coefficient"]:
        if row.get("group") == group and row["percent_from"] <= percent <= row["percent_to"]:
            return level(row["id"])
    return None


@cached(most=256)
def wounded(percent: int, *, kind_b: bool) -> Level | None:
    """Return the level of a wounded soldier by the table of their percentage.

    Args:
        percent: Of bodily injury.
        kind_b: Whether by the table of thương binh loại B.
    """
    wanted = "wounded_b" if kind_b else "wounded"
    table = next(each for each in law.law_data("merit")["percent_table"] if each["id"] == wanted)
    place = percent - table["percent_from"]
    if not 0 <= place < len(table["printed"][0]["thousands"]):
        return None
    printed = {each["base"]: each["thousands"][place] * 1000 for each in table["printed"]}
    newest = max(printed)
    return Level(
        f"{wanted}_{percent}",
        f"{table['label']}, tỷ lệ {percent}%: trợ cấp",
        (Decimal(printed[newest]) / newest).quantize(Decimal("0.0001"), ROUND_HALF_UP),
        table["right"],
        table["place"],
        exact=False,
        printed=MappingProxyType(printed),
        mark=table["mark"],
    )


@cached()
def bases(name: str = "base") -> tuple[Base, ...]:
    """Return the base levels, the oldest first; those of rounds of care are ``care_base``."""
    return tuple(
        Base(
            row["id"],
            row["amount"],
            row["effective_from"],
            row["effective_to"],
            row["article"],
            row["mark"],
        )
        for row in law.law_data("merit")[name]
    )


def base_on(day: datetime.date, name: str = "base") -> Base | None:
    """Return the base level of a day; None before the oldest that is known."""
    return next((each for each in bases(name) if each.effective_from <= day <= each.effective_to), None)


def money(wanted: Level, day: datetime.date, times: int = 1) -> Money | None:
    """Return what a level pays on a day; None before the oldest base.

    Args:
        wanted: Which level.
        day: It chooses the base.
        times: How often: so many years of service, so many people.
    """
    base = base_on(day)
    return None if base is None else _of_base(wanted, base, times)


def round_of_care(form: str, day: datetime.date) -> Money | None:
    """Return what a round of care costs on a day: its base holds for whole years; None before the oldest."""
    base = base_on(day, "care_base")
    return None if base is None else _of_base(level(form), base)


def _of_base(wanted: Level, base: Base, times: int = 1) -> Money:
    printed = wanted.printed.get(base.amount)
    derived = printed is None and not wanted.exact
    amount = _reckoned(wanted, base) if printed is None else printed
    decree = " ".join(base.article.split()[:2])
    # Annexes that say a coefficient hold for every base; those that print amounts are renewed with it.
    own = wanted.place if wanted.place.startswith("NĐ") else ""
    where = own if printed is None else f"{decree} {wanted.place}"
    return Money(
        wanted.label,
        amount * times,
        wording.articles(*filter(None, (wanted.right, where, "" if printed else base.article))),
        wanted.coefficient,
        base,
        derived,
        times,
        "?" if "?" in (wanted.mark, base.mark) else wanted.mark,
    )


def _reckoned(wanted: Level, base: Base) -> int:
    """Return the amount for a base whose annex was not read: by the law's coefficient, else from the nearest annex."""
    if wanted.exact or not wanted.printed:
        return _rounded(wanted.coefficient * base.amount)
    nearest = min(wanted.printed, key=lambda each: abs(each - base.amount))
    return _rounded(Decimal(wanted.printed[nearest]) * base.amount / nearest)


def _rounded(exact: Decimal) -> int:
    step = law.law_data("merit")["rounding"]
    return int((exact / step).quantize(Decimal(1), ROUND_HALF_UP)) * int(step)


def fixed(amount_id: str, day: datetime.date) -> law.Row | None:
    """Return the row of a fixed amount on a day; None where none is known."""
    return next((row for row in _in_force("fixed_amount", day) if row["id"] == amount_id), None)


def funeral(day: datetime.date) -> Money | None:
    """Return the funeral money by the day of the death; None where its level is not known."""
    for row in _in_force("funeral", day):
        return Money("Trợ cấp mai táng", row["amount"], _FUNERAL + row["article"], mark=row["mark"])
    return None


_FUNERAL = "Pháp lệnh 02/2020 Điều 6 khoản 4; NĐ 131/2021 Điều 121 khoản 1; NĐ 75/2021 Điều 13 khoản 1; "


def _in_force(name: str, day: datetime.date) -> list[law.Row]:
    return [row for row in law.law_data("merit")[name] if row["effective_from"] <= day <= row["effective_to"]]


def many(found: Money, count: int) -> Money:
    """Return an amount so many times: for so many martyrs."""
    return replace(found, amount=found.amount * count, times=found.times * count)


def retirement_age(birth: datetime.date, *, female: bool) -> int:
    """Return the age in months at which somebody born on a day may retire (Bộ luật Lao động Điều 169 khoản 2).

    Since 2021 it rises by three months a year for men until 62, by four for women until 60.
    """
    start, step, most = (55 * 12 + 4, 4, 60 * 12) if female else (60 * 12 + 3, 3, 62 * 12)
    age = start
    while age < most:
        reached = birth.year * 12 + birth.month - 1 + age
        if reached // 12 <= 2021 + (age - start) // step:
            break
        age = min(age + step, most)
    return age


def _require_unbroken(found: Sequence[Base]) -> None:
    for one, other in itertools.pairwise(found):
        if one.effective_to + datetime.timedelta(days=1) != other.effective_from:
            raise ValueError(f"{one.id}, {other.id}")


def require_sound() -> None:
    """Ask all that the program asks of these data, so that a text with which it could not work is refused.

    Raises:
        KeyError: Something is missing.
        ValueError: One base does not follow the other day by day.
    """
    _require_unbroken(bases())
    _require_unbroken(bases("care_base"))
    tables = [(percent, kind_b) for percent in (21, 100) for kind_b in (False, True)]
    ends = [wounded(percent, kind_b=kind_b) for percent, kind_b in tables]
    if None in ends:
        raise KeyError("percent_table")
    for base in bases():
        for each in (*_levels().values(), *filter(None, ends)):
            _of_base(each, base)
    for base in bases("care_base"):
        round_of_care("convalescence_home", base.effective_from)
    for row in law.law_data("merit")["fixed_amount"]:
        fixed(row["id"], row["effective_from"])
    for row in law.law_data("merit")["funeral"]:
        funeral(row["effective_from"])
