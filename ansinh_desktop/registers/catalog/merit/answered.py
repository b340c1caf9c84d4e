"""A record of merit in the words of the rules: what was answered as facts of the law, and what the law makes of it."""

import datetime

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import Answers, codes_of, date_of, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, reckoned_once
from ansinh_desktop.registers.catalog.merit.sections import GROUNDS
from ansinh_desktop.rules import calendar, law, merit_rights
from ansinh_desktop.rules.merit_rights import Assessment, Deceased, Facts

ADULT_MONTHS = 18 * 12
_DISABLED = ("disabled_from_childhood", "disabled_later")


@reckoned_once
def law_facts(facts: CaseFacts) -> Facts:
    """Return what decides in the month of the facts' day."""
    answers = facts.answers
    return Facts(
        categories=frozenset(codes_of(answers, "categories")),
        related=frozenset(codes_of(answers, "related")),
        kind_b=answers.get("wounded_kind") == "kind_b",
        injury=number_of(answers, "injury_percent"),
        illness=number_of(answers, "illness_percent"),
        chemical=number_of(answers, "chemical_percent"),
        chemical_cases=frozenset(codes_of(answers, "chemical_cases")),
        special=bool(answers.get("special")),
        left_home=None if answers.get("before_1945_away") is None else bool(answers["before_1945_away"]),
        seniority=number_of(answers, "seniority"),
        helper_clause=text_of(answers, "helper_clause"),
        alone=bool(answers.get("alone")),
        attendant=bool(answers.get("attended")),
        child_percent=number_of(answers, "child_percent"),
        deceased=tuple(_deceased(facts, row) for row in rows_of(answers, "kin") if _gone(row, facts.on)),
        died_on=date_of(facts.person, "death_date"),
    )


@reckoned_once
def assessment(facts: CaseFacts) -> Assessment | None:
    """Return what the law pays in the month of the facts' day; None before the oldest base."""
    return merit_rights.assess(law_facts(facts), facts.on)


def _gone(row: Answers, day: datetime.date) -> bool:
    """Whether a relative may have an allowance of them already: a martyr's, or from the month after the death."""
    if row.get("category") == "c":
        return True
    died = date_of(row, "died_on")
    return died is not None and calendar.month_end(died.last) < day


def _deceased(facts: CaseFacts, row: Answers) -> Deceased:
    ground = text_of(row, "ground")
    return Deceased(
        category=text_of(row, "category"),
        relation=text_of(row, "relation"),
        eligible=_eligible(facts, ground),
        percent=number_of(row, "percent"),
        only_child=bool(row.get("only_child")),
        disabled=ground in _DISABLED,
    )


def _eligible(facts: CaseFacts, ground: str) -> bool | None:
    """Return whether the ground still holds; None where nobody said, or where it has run out."""
    if not ground:
        return None
    if ground == "minor" and grown_up(facts):
        return None
    if ground == "studying" and study_ended(facts):
        return None
    return ground in GROUNDS


def grown_up(facts: CaseFacts) -> bool:
    """Whether the person was certainly eighteen before the month of the facts' day."""
    age = parts.age_months(facts, calendar.month_start(facts.on))
    return age is not None and age[0] >= ADULT_MONTHS


def study_ended(facts: CaseFacts) -> bool:
    """Whether the paper on studying had run out before the month of the facts' day."""
    last = parts.day_of(facts.answers, "study_paper_to")
    return last is not None and last < calendar.month_start(facts.on)


def is_martyr(facts: CaseFacts) -> bool:
    """Whether the record is of a martyr."""
    return "c" in codes_of(facts.answers, "categories")


def who(facts: CaseFacts) -> str:
    """Return in short as what the person stands in the register."""
    answers = facts.answers
    rows = law.code_list("merit_category")
    said = [_short(answers, code) for code in codes_of(answers, "categories")]
    kin: dict[tuple[str, str], int] = {}
    for row in rows_of(answers, "kin"):
        key = text_of(row, "relation"), text_of(row, "category")
        kin[key] = kin.get(key, 0) + 1
    for (relation, category), count in kin.items():
        label = law.code_list("merit_relative").label_of(relation)
        found = rows.get(category)
        of = str(found.extra["short"]).lower() if found else ""
        said.append(f"{label.split(' (')[0]} của {f'{count:02d} ' if count > 1 else ''}{of}")
    said += [_RELATED.get(code, code) for code in codes_of(answers, "related")]
    return "; ".join(said)


_RELATED = {
    "worshipper": "Thờ cúng liệt sĩ",
    "remarried_spouse": "Vợ, chồng liệt sĩ lấy người khác",
    "chemical_child": "Con đẻ người nhiễm chất độc hóa học",
    "attendant": "Người phục vụ",
}


def _short(answers: Answers, code: str) -> str:
    if code == "g" and answers.get("wounded_kind"):
        return law.code_list("wounded_kind").label_of(text_of(answers, "wounded_kind")).split(" (")[0]
    row = law.code_list("merit_category").get(code)
    return str(row.extra["short"]) if row else code


def died(facts: CaseFacts) -> PartialDate | None:
    """Return the day of the person's death, as far as it is known."""
    return date_of(facts.person, "death_date")
