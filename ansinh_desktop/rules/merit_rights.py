"""What a person with merit, or a relative of one, gets every month by Pháp lệnh 02/2020, and how often a round of care."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import calendar, law, merit
from ansinh_desktop.rules.merit import Level, Money

Part: TypeAlias = Literal["allowance", "supplement", "attendant", "survivor", "care"]
Frequency: TypeAlias = Literal["yearly", "two_yearly", ""]

_HEAVY = 81
"""From this percentage on there are a supplement, an attendant and a round of care every year."""
_SURVIVED = 61
"""From this percentage of a wounded, sick or exposed person on their relatives have an allowance after the death."""
_FLOOR = 41
"""Who became childless or had a deformed child through the chemicals is paid as from this percentage on."""
_WITHOUT_DISEASE = frozenset({"infertile", "deformed_child"})


@dataclass(frozen=True)
class Doubt:
    """What the officer has to know (``asks`` is false) or to confirm, by the code of its sentence."""

    code: str
    article: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    asks: bool = True


@dataclass(frozen=True)
class Deceased:
    """Somebody with merit who is dead, and whose relative the person is."""

    category: str
    relation: str
    eligible: bool | None
    """Whether the relative meets what the law asks of them (age, school, disability); None where nobody said."""
    percent: int | None = None
    only_child: bool = False
    """Of a martyr: whether they were the only child."""
    disabled: bool = False
    """Whether the relative is a child who is severely disabled."""


@dataclass(frozen=True)
class Facts:
    """What decides: the categories, the percentages, the relatives."""

    categories: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    kind_b: bool = False
    """Whether a thương binh loại B."""
    injury: int | None = None
    illness: int | None = None
    chemical: int | None = None
    chemical_cases: frozenset[str] = frozenset()
    special: bool = False
    """Whether a wound or a disease is especially grave."""
    left_home: bool | None = None
    """Of category a: whether they belong to those who left home (thoát ly)."""
    seniority: int | None = None
    helper_clause: str = ""
    alone: bool = False
    """Whether they live alone, or are an orphan of both parents."""
    attendant: bool = False
    """Whether somebody attends to them at home."""
    child_percent: int | None = None
    deceased: tuple[Deceased, ...] = ()
    died_on: PartialDate | None = None


@dataclass(frozen=True)
class Paid:
    """One part of what is paid every month."""

    part: Part
    money: Money
    lump: bool = True
    """Whether three months of it are paid when the person dies."""


@dataclass(frozen=True)
class Assessment:
    """All that is paid in a month, and what is doubtful about it."""

    month: datetime.date
    paid: tuple[Paid, ...]
    doubts: tuple[Doubt, ...]

    def sum_of(self, *parts: Part) -> int:
        """Return what these parts come to, in đồng."""
        return sum(each.money.amount for each in self.paid if each.part in parts)

    @property
    def total(self) -> int:
        """All of the month, in đồng."""
        return sum(each.money.amount for each in self.paid)

    @property
    def lump(self) -> int:
        """What three months come to that are paid once after the death (NĐ 131/2021 Điều 121 khoản 2)."""
        months = int(law.law_data("merit")["lump_sum_months"])
        return months * sum(each.money.amount for each in self.paid if each.lump)


_Found: TypeAlias = Paid | Doubt


def assess(facts: Facts, day: datetime.date) -> Assessment | None:
    """Return what is due in the month of a day; None before the oldest base.

    Nobody is paid for a month that began after the death; where only the year of it is known, that is said.
    """
    if merit.base_on(day) is None:
        return None
    month = calendar.month_start(day)
    died = facts.died_on
    if died is not None and died.last < month:
        return Assessment(month, (), (Doubt("AS-7420", facts={"day": died.show()}, asks=False),))
    found: list[_Found] = []
    if died is not None and calendar.month_start(died.first) < month:
        found.append(Doubt("AS-7421", facts={"day": died.show()}))
    found += [*_own(facts, day), *_of_relatives(facts, day)]
    found += [*_care(facts, day, found), *_attendant(facts, day)]
    paid = tuple(each for each in found if isinstance(each, Paid))
    doubts = [each for each in found if isinstance(each, Doubt)]
    return Assessment(month, paid, tuple(dict.fromkeys([*doubts, *_derived(paid)])))


def _derived(paid: tuple[Paid, ...]) -> Iterator[Doubt]:
    """Yield that amounts were reckoned from the base, since their annex was not read."""
    bases = (each.money.base for each in paid if each.money.derived)
    base = next(filter(None, bases), None)
    if base is not None:
        yield Doubt("AS-7422", base.article, {"base": base.article}, asks=False)


def _pay(
    part: Part, wanted: Level, day: datetime.date, *, times: int = 1, lump: bool = True
) -> Iterator[Paid]:
    found = merit.money(wanted, day, times)
    if found is not None and found.amount:
        yield Paid(part, found, lump)


def _level(part: Part, name: str, day: datetime.date) -> Iterator[Paid]:
    yield from _pay(part, merit.level(name), day)


# ---------------------------------------------------------------- of their own


def _own(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    for codes, gives in _BY_CATEGORY:
        if facts.categories & codes:
            yield from gives(facts, day)
    if "chemical_child" in facts.related:
        yield from _chemical_child(facts, day)


def _active_1945(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    if "a" in facts.categories:
        yield Doubt("AS-7423", "Pháp lệnh 02/2020 Điều 12 khoản 2", asks=False)
    else:
        yield from _level("allowance", "active_1945", day)


def _mother(_facts: Facts, day: datetime.date) -> Iterator[_Found]:
    yield from _level("allowance", "heroic_mother", day)
    yield from _level("supplement", "heroic_mother_supplement", day)


def _heroes(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    for _title in facts.categories & {"dd", "e"}:
        yield from _level("allowance", "hero", day)


def _imprisoned(_facts: Facts, day: datetime.date) -> Iterator[_Found]:
    yield from _level("allowance", "imprisoned", day)


def _before_1945(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    if facts.left_home is None:
        yield Doubt("AS-7424", "NĐ 75/2021 Phụ lục I mục 1.1")
        return
    if not facts.left_home:
        yield from _level("allowance", "before_1945_home", day)
        return
    yield from _level("allowance", "before_1945_away", day)
    if facts.seniority is None:
        yield Doubt("AS-7425", "NĐ 75/2021 Phụ lục I mục 1.1")
    elif facts.seniority:
        yield from _pay("supplement", merit.level("before_1945_seniority"), day, times=facts.seniority)


def _wounded(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    if facts.injury is None:
        yield Doubt("AS-7426", facts={"what": "thương binh"})
        return
    found = merit.wounded(facts.injury, kind_b=facts.kind_b)
    if found is None:
        yield Doubt("AS-7427", "NĐ 75/2021 Điều 15 khoản 5", {"percent": facts.injury})
        return
    yield from _pay("allowance", found, day)
    if facts.injury >= _HEAVY:
        yield from _level("supplement", "wounded_special" if facts.special else "wounded_supplement", day)


def _sick_and_exposed(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    """Yield what a sick soldier, a person exposed to chemicals, or who is both gets (Điều 30 khoản 1)."""
    sick = list(_sick(facts, day)) if "h" in facts.categories else []
    if "i" not in facts.categories:
        yield from sick
        return
    if "h" not in facts.categories:
        yield from _exposed(facts, day, facts.chemical)
        return
    ways = []
    if "disease" in facts.chemical_cases or not facts.chemical_cases:
        # Examined as a whole: one allowance, by the percentage that is the higher.
        exposed = list(_exposed(facts, day, facts.chemical))
        ways.append(max((sick, exposed), key=_amount))
    if facts.chemical_cases & _WITHOUT_DISEASE:
        ways.append([*sick, *_level("allowance", f"chemical_{_FLOOR}", day)])
    yield from max(ways, key=_amount)
    yield Doubt("AS-7428", "Pháp lệnh 02/2020 Điều 30 khoản 1 điểm c, d, đ")


def _amount(found: list[_Found]) -> int:
    return sum(each.money.amount for each in found if isinstance(each, Paid))


def _sick(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    if facts.illness is None:
        yield Doubt("AS-7426", facts={"what": "bệnh binh"})
        return
    found = merit.level_of("sick", facts.illness)
    if found is None:
        yield Doubt("AS-7429", "NĐ 75/2021 Phụ lục I mục 7.1", {"percent": facts.illness})
        return
    yield from _pay("allowance", found, day)
    if facts.illness >= _HEAVY:
        yield from _level("supplement", "sick_special" if facts.special else "sick_supplement", day)


def _exposed(facts: Facts, day: datetime.date, percent: int | None) -> Iterator[_Found]:
    if facts.chemical_cases & _WITHOUT_DISEASE and (percent is None or percent < _SURVIVED):
        percent = _FLOOR
    if percent is None:
        yield Doubt("AS-7426", facts={"what": "người nhiễm chất độc hóa học"})
        return
    found = merit.level_of("chemical", percent)
    if found is None:
        yield Doubt("AS-7430", "Pháp lệnh 02/2020 Điều 29 khoản 1", {"percent": percent})
        return
    yield from _pay("allowance", found, day)
    if percent >= _HEAVY:
        yield from _level("supplement", "chemical_special" if facts.special else "chemical_supplement", day)


def _helper(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    if facts.categories & {"a", "b", "l"}:
        yield Doubt("AS-7431", "Pháp lệnh 02/2020 Điều 39 khoản 4", asks=False)
    elif not facts.helper_clause:
        yield Doubt("AS-7432", "Pháp lệnh 02/2020 Điều 38, Điều 39")
    elif facts.helper_clause in ("1", "2"):
        yield from _level("allowance", f"helper_{facts.helper_clause}", day)


def _chemical_child(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    found = None if facts.child_percent is None else merit.level_of("chemical_child", facts.child_percent)
    if found is None:
        yield Doubt("AS-7433", "Pháp lệnh 02/2020 Điều 31 khoản 1")
    else:
        yield from _pay("allowance", found, day)


_BY_CATEGORY: tuple[tuple[frozenset[str], Callable[[Facts, datetime.date], Iterator[_Found]]], ...] = (
    (frozenset("a"), _before_1945),
    (frozenset("b"), _active_1945),
    (frozenset("d"), _mother),
    (frozenset({"dd", "e"}), _heroes),
    (frozenset("g"), _wounded),
    (frozenset("hi"), _sick_and_exposed),
    (frozenset("k"), _imprisoned),
    (frozenset("m"), _helper),
)
"""What each category gives; several add up (Điều 6 khoản 3)."""


# ---------------------------------------------------------------- of relatives

_RELATIVES: Mapping[str, tuple[str, frozenset[str]]] = {
    "a": ("survivor_before_1945", frozenset({"spouse", "child"})),
    "b": ("survivor_1945", frozenset({"spouse", "child"})),
    "g": ("survivor_wounded", frozenset({"father", "mother", "spouse", "child"})),
    "h": ("survivor_sick", frozenset({"father", "mother", "spouse", "child"})),
    "i": ("survivor_chemical", frozenset({"father", "mother", "spouse", "child"})),
}
"""By category of the dead: the level, and which relatives have it (Pháp lệnh Điều 10, 13, 25, 28, 31)."""

_LIMITS = "Pháp lệnh 02/2020 Điều 6 khoản 5"


def martyrs_of(facts: Facts) -> int:
    """Return of how many martyrs the person is a relative who has an allowance of them."""
    return sum(each.category == "c" and bool(each.eligible) for each in facts.deceased)


def _of_relatives(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    for each in facts.deceased:
        yield from _open_questions(each)
    martyrs = martyrs_of(facts)
    if martyrs and "d" in facts.categories:
        yield Doubt("AS-7434", "Pháp lệnh 02/2020 Điều 18 khoản 1, 2", asks=False)
        martyrs = 0
    if martyrs:
        yield from _level("survivor", f"martyr_relative_{min(martyrs, 3)}", day)
    if "remarried_spouse" in facts.related:
        yield from _pay("survivor", merit.level("remarried_spouse"), day, lump=False)
    others = [
        paid
        for each in facts.deceased
        if each.eligible and _gives(each)
        for paid in _pay("survivor", merit.level(_RELATIVES[each.category][0]), day, lump=False)
    ]
    others.sort(key=lambda each: -each.money.amount)
    most = max(0, int(law.law_data("merit")["most_survivor_shares"]) - martyrs)
    yield from others[:most]
    if len(others) > most:
        yield Doubt("AS-7435", _LIMITS, {"left": len(others) - most}, asks=False)


def _gives(dead: Deceased) -> bool:
    if dead.category not in _RELATIVES or dead.relation not in _RELATIVES[dead.category][1]:
        return False
    return dead.category in ("a", "b") or (dead.percent is not None and dead.percent >= _SURVIVED)


def _open_questions(dead: Deceased) -> Iterator[Doubt]:
    label = law.code_list("merit_category").label_of(dead.category)
    if dead.eligible is None:
        yield Doubt("AS-7436", "NĐ 131/2021 Điều 125", {"category": label})
    elif dead.eligible and dead.category in ("g", "h", "i") and dead.percent is None:
        yield Doubt("AS-7437", "NĐ 131/2021 Điều 125 khoản 3", {"category": label})
    elif dead.eligible and dead.category != "c" and not _gives(dead):
        relation = law.code_list("merit_relative").label_of(dead.relation).lower()
        yield Doubt("AS-7438", _LIMITS, {"category": label, "relation": relation})


def _care(facts: Facts, day: datetime.date, found: list[_Found]) -> Iterator[Paid]:
    """Yield the one further share of whoever lives alone (Điều 6 khoản 6)."""
    if not facts.alone:
        return
    survives = [each for each in found if isinstance(each, Paid) and each.part == "survivor"]
    own = "d" in facts.categories or _is_helper_alone(facts)
    if own or (survives and "remarried_spouse" not in facts.related):
        yield from _pay(
            "care", merit.level("survivor_care"), day, lump=own or any(each.lump for each in survives)
        )


def _is_helper_alone(facts: Facts) -> bool:
    """Whether somebody is paid as one who helped the revolution, and nothing higher."""
    return (
        "m" in facts.categories
        and facts.helper_clause in ("1", "2")
        and not facts.categories & {"a", "b", "l"}
    )


def _attendant(facts: Facts, day: datetime.date) -> Iterator[_Found]:
    """Yield the money for an attendant, of several the highest (Điều 6 khoản 3)."""
    if not facts.attendant:
        return
    found = [
        paid
        for name in _attendant_levels(facts)
        for paid in _pay("attendant", merit.level(name), day, lump=False)
    ]
    if found:
        yield max(found, key=lambda each: each.money.amount)
    else:
        yield Doubt("AS-7439", "Pháp lệnh 02/2020 Điều 18, 24, 27, 30")


def _attendant_levels(facts: Facts) -> Iterator[str]:
    if "d" in facts.categories:
        yield "heroic_mother_attendant"
    special = "_special" if facts.special else ""
    by_percent = (
        ("g", f"wounded_attendant{special}", facts.injury),
        ("h", f"sick_attendant{special}", facts.illness),
        ("i", "chemical_attendant", facts.chemical),
    )
    for category, level, percent in by_percent:
        if category in facts.categories and (percent or 0) >= _HEAVY:
            yield level


# ---------------------------------------------------------------- rounds of care, funeral


@dataclass(frozen=True)
class CareRight:
    """How often somebody goes for a round of care, and by which article."""

    every: Frequency
    article: str = ""

    @property
    def years(self) -> int:
        """In how many years once; 0 where never."""
        return {"yearly": 1, "two_yearly": 2, "": 0}[self.every]


_ARTICLES = {
    "a": "Điều 9 khoản 4",
    "b": "Điều 12 khoản 1 điểm d",
    "d": "Điều 18 khoản 5",
    "dd": "Điều 21 khoản 3",
    "e": "Điều 21 khoản 3",
    "g": "Điều 24 khoản 3",
    "h": "Điều 27 khoản 3",
    "i": "Điều 30 khoản 5",
    "k": "Điều 33 khoản 4",
    "m": "Điều 39",
}
_OF_HELPERS: Mapping[str, Frequency] = {"1": "yearly", "2": "two_yearly"}
_NEVER = CareRight("")


def care_right(facts: Facts) -> CareRight:
    """Return how often, of several rights the more frequent one (Pháp lệnh Điều 6 khoản 3)."""
    found = [*_care_of_own(facts), *_care_of_relatives(facts)]
    return min(found, key=lambda each: each.years or 9, default=_NEVER)


def _care_of_own(facts: Facts) -> Iterator[CareRight]:
    percents = {"g": facts.injury, "h": facts.illness, "i": facts.chemical}
    rows = law.code_list("merit_category")
    for category in facts.categories & _ARTICLES.keys():
        row = rows.get(category)
        every: Frequency = row.extra["convalescence"] if row else ""
        if (percents.get(category) or 0) >= _HEAVY:
            every = "yearly"
        if category == "m":
            every = _OF_HELPERS.get(facts.helper_clause, "")
        if every:
            yield CareRight(every, f"Pháp lệnh 02/2020 {_ARTICLES[category]}")


def _care_of_relatives(facts: Facts) -> Iterator[CareRight]:
    martyrs = [each for each in facts.deceased if each.category == "c"]
    parents = [each for each in martyrs if each.relation in ("father", "mother")]
    if any(each.only_child for each in parents) or len(parents) > 1:
        yield CareRight("yearly", "Pháp lệnh 02/2020 Điều 16 khoản 5")
    if any(each.relation != "child" or each.disabled for each in martyrs):
        yield CareRight("two_yearly", "Pháp lệnh 02/2020 Điều 16 khoản 5")


def has_funeral_right(facts: Facts) -> bool:
    """Whether whoever buries the person is paid (Pháp lệnh Điều 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40)."""
    return bool(facts.categories - {"c"} or martyrs_of(facts) or "chemical_child" in facts.related)
