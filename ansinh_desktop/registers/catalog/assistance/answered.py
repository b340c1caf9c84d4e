"""From the answers of a record of social assistance to the facts that the law's rules take."""

import dataclasses
import datetime
import functools
from collections.abc import Iterator

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import household, parts
from ansinh_desktop.registers.answer import (
    Answers,
    as_text,
    codes_of,
    date_of,
    number_of,
    rows_of,
    text_of,
)
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.rules import assistance, calendar

# What the officer has decided by naming the group, where no answer of the form says otherwise.
_IMPLIED: dict[str, frozenset[str]] = {
    "k1": frozenset({"no_source_of_care"}),
    "k2": frozenset({"was_k1_until_16", "studying", "studying_without_gap"}),
    "k3": frozenset({"hiv"}),
    "k4": frozenset({"single_parent"}),
    "k5a": frozenset({"no_supporter"}),
    "k5b": frozenset({"hard_area"}),
    "k5b_335": frozenset({"no_supporter", "facility_eligible", "taken_in"}),
    "k5d": frozenset({"no_supporter", "facility_eligible", "taken_in"}),
    "k7": frozenset({"hard_area"}),
    "k8": frozenset({"hiv"}),
}
_OF_POOR_HOUSEHOLDS = frozenset({"k3", "k4", "k5a", "k5b", "k5b_335", "k5d", "k7", "k8", "pension"})
_WITH_CARER = frozenset({"k1", "k6"})
_ANSWERED_FLAGS = {
    "no_supporter": "no_supporter",
    "facility_eligible": "facility_eligible",
    "hard_area": "hard_area",
    "has_wage": "wage",
    "taken_in": "taken_in",
    "cared_at_home": "cared_at_home",
    "pregnant": "pregnant",
}
_UNMARRIED = frozenset({"none", "spouse_dead", "spouse_missing", "divorced"})
_FIRST_DECREE = datetime.date(2021, 7, 1)
_SIXTEEN = 16 * 12


def recorded_on(answers: Answers, default: datetime.date) -> datetime.date:
    """Return the day whose decree the recorded group is named by: of the decision, else of what is known beside it."""
    for key in ("decision_date", "received_on"):
        if day := parts.day_of(answers, key):
            return day
    month = date_of(answers, "start_month") or date_of(answers, "recorded_month")
    return month.last if month else default


def paid_since(answers: Answers) -> datetime.date | None:
    """Return the first day from which the record knows the person to be paid."""
    month = date_of(answers, "start_month") or date_of(answers, "recorded_month")
    return month.first if month else None


def needs_poverty(answers: Answers) -> bool:
    """Whether the group is one of poor or near-poor households."""
    return answers.get("social_group") in _OF_POOR_HOUSEHOLDS or bool(answers.get("also_single_parent"))


def has_children(answers: Answers) -> bool:
    """Whether the record says that there are children."""
    return bool(answers.get("children") or _counted_children(answers))


def older_children_are_new(answers: Answers, on: datetime.date) -> bool:
    """Whether children of 16 and more are claimed for anew under the decree that only lets them go on."""
    if not answers.get("children_16_22"):
        return False
    since = paid_since(answers)
    before = since is not None and assistance.rule_set_on(max(since, _FIRST_DECREE)).id == "nd20"
    return assistance.rule_set_on(on).id != "nd20" and not before


def _counted_children(answers: Answers, on: datetime.date | None = None) -> int | None:
    keys = ["children_under_16", "children_16_22"]
    if on is not None and older_children_are_new(answers, on):
        keys.pop()
    known = [count for key in keys if (count := number_of(answers, key)) is not None]
    return sum(known) if known else number_of(answers, "children_total")


def _flags(answers: Answers, on: datetime.date) -> frozenset[str]:
    group = text_of(answers, "social_group")
    found = set(_IMPLIED.get(group, {group} & assistance.local_groups()))
    for key, flag in _ANSWERED_FLAGS.items():
        if key in answers and answers[key] is not None:
            if answers[key]:
                found.add(flag)
            else:
                found.discard(flag)
    if answers.get("also_single_parent"):
        found.add("single_parent")
    if answers.get("marital_status") not in (None, *_UNMARRIED):
        found.discard("single_parent")
    benefits = codes_of(answers, "benefits")
    if "insurance" in benefits:
        found.add("own_pension")
    if "social_assistance" in benefits:
        found.add("other_social_allowance")
    if group == "k2":
        found -= _not_studying(answers, on)
    return frozenset(_with_small_children(found, answers))


def _with_small_children(found: set[str], answers: Answers) -> set[str]:
    """Add the flag of the small children that were only counted."""
    small = number_of(answers, "children_under_36m")
    if not small or answers.get("children"):
        return found
    if small > 1:
        return found | {"two_children_under_36m"}
    if "pregnant" in found:
        return found - {"pregnant"} | {"pregnant_and_child_under_36m"}
    return found | {"one_child_under_36m"}


def _not_studying(answers: Answers, on: datetime.date) -> set[str]:
    """Return which flags of a pupil the answers take away: left school, with a gap, or on a paper that has run out."""
    last = text_of(answers, "study_paper_to")
    if answers.get("school_status") in ("not_yet", "left") or (last and last < on.isoformat()):
        return {"studying", "studying_without_gap"}
    return {"studying_without_gap"} if answers.get("studies_without_gap") is False else set()


_BENEFITS = (("insurance", "benefits"), ("other_allowance", "benefits"))
_CARED_FOR = (("facility", "facility_eligible"), ("supporter", "no_supporter"), ("taken_in", "taken_in"))
_ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    "k2": (("schooling", "school_status"), ("without_gap", "studies_without_gap")),
    "k4": (("marriage", "marital_status"),),
    "k5a": (("supporter", "no_supporter"),),
    "k5b": (("region", "hard_area"),),
    "k5b_335": _CARED_FOR,
    "k5c": _BENEFITS,
    "k5d": _CARED_FOR,
    "k6": (("degree", "disability_degree"),),
    "k7": (("region", "hard_area"),),
    "k8": (("wage", "has_wage"), *_BENEFITS),
    "pension": (("insurance", "benefits"),),
}
"""By group the questions that decide its money, each with the field that answers it."""
ANSWERED_BY = {question: key for pairs in _ASKED.values() for question, key in pairs} | {
    "carer": "taken_in",
    "children": "children_total",
    "maternity": "pregnant",
}
"""By question the field of the record that answers it; the state of the household is the person's."""


def answering_field(facts: CaseFacts, question: str) -> str:
    """Return the field in which a question is answered: of a father the small child is, not a pregnancy."""
    if question == "maternity" and facts.person.get("sex") == "male":
        return "children_under_36m"
    return ANSWERED_BY.get(question, "social_group")


def _unanswered(facts: CaseFacts, poverty: str) -> frozenset[str]:
    """Return the questions that decide money for the group and that the record does not answer."""
    answers = facts.answers
    group = text_of(answers, "social_group")
    found = [question for question, key in _ASKED.get(group, ()) if answers.get(key) in EMPTY]
    if not poverty and needs_poverty(answers):
        found.append("poverty")
    found += _unanswered_of_family(facts, group)
    if "schooling" in found:
        # Whoever is asked whether they study at all is not yet asked how.
        found = [each for each in found if each != "without_gap"]
    return _set_of(tuple(found))


def _unanswered_of_family(facts: CaseFacts, group: str) -> Iterator[str]:
    """Yield what is not said of carer, pregnancy, children and marriage, as far as it decides money."""
    answers = facts.answers
    if group in _WITH_CARER and not _says_any(answers, "taken_in", "cared_at_home"):
        yield "carer"
    if group == "k6" and not _MATERNITY & answers.keys() and _may_raise_a_baby(facts):
        yield "maternity"
    if group != "k4" and not answers.get("also_single_parent"):
        return
    if not answers.get("children") and _counted_children(answers) is None:
        yield "children"
    if group != "k4" and not answers.get("marital_status"):
        yield "marriage"


def _says_any(answers: Answers, *keys: str) -> bool:
    return any(answers.get(key) is not None for key in keys)


@functools.lru_cache(maxsize=512)
def _set_of(found: tuple[str, ...]) -> frozenset[str]:
    """Return one and the same set for the same questions: its hash is reckoned once."""
    return frozenset(found)


def _may_raise_a_baby(facts: CaseFacts) -> bool:
    """Whether it is worth asking for a small child: of women from 15 to 50 years, and of the married."""
    if facts.answers.get("marital_status") == "married":
        return True
    born = text_of(facts.person, "birth_date")
    years = facts.on.year - int(born.lstrip("~")[:4]) if born else 0
    return facts.person.get("sex") == "female" and _CHILDBEARING[0] <= years <= _CHILDBEARING[1]


_CHILDBEARING = (15, 50)
_MATERNITY = frozenset({"pregnant", "children_under_36m", "children"})


def _children(answers: Answers) -> tuple[assistance.Child, ...]:
    rows = rows_of(answers, "children")
    if not rows:
        return ()
    found, since = [], paid_since(answers)
    for row in rows:
        birth = date_of(row, "birth_date")
        if birth is None:
            continue
        flags = {"studying"} if row.get("school_status") == "studying" else set()
        # Of a child who is not said to study nobody was asked whether there was a gap.
        if flags and row.get("without_gap"):
            flags.add("studying_without_gap")
        if since is not None and since < calendar.add_months(birth.last, _SIXTEEN):
            flags.add("parent_already_receiving")
        found.append(assistance.Child(birth, frozenset(flags)))
    return tuple(found)


def in_facility(facts: CaseFacts) -> bool:
    """Whether the person lives in a facility in the month of the day; the month of admission is still paid.

    Admission and leaving may stand in one event or in two.
    """
    if not facts.events:
        return False
    month = f"{facts.on:%Y-%m}"
    events = [each.answers for each in facts.events_of("facility")]
    admitted = [on for each in events if (on := text_of(each, "admitted_on")) and on[:7] < month]
    if not admitted:
        return False
    last = max(admitted)
    return not any(last <= on and on[:7] <= month for each in events if (on := text_of(each, "left_on")))


def birth_of(facts: CaseFacts) -> PartialDate:
    """Return the birth of the person, where it is known."""
    return PartialDate.from_iso(as_text(facts.person["birth_date"]))


def law_facts(facts: CaseFacts, *, exact: bool = True) -> assistance.Facts | None:
    """Return the facts as the law's rules take them; None while birth or group is not known.

    Args:
        facts: The record.
        exact: Whether to tell births and days that the law treats alike.
    """
    birth, answers = date_of(facts.person, "birth_date"), facts.answers
    group = text_of(answers, "social_group")
    if birth is None or not group:
        return None
    children = _children(answers)
    decided = parts.day_of(answers, "decision_date")
    last_day = calendar.month_end(facts.on)
    flags = _flags(answers, last_day)
    if not exact:
        birth, decided = assistance.alike(birth, flags, decided, last_day, children=bool(children))
    died = date_of(facts.person, "death_date")
    poverty = household.poverty_on(facts.person, last_day)
    now = assistance.Facts(
        birth=birth,
        flags=flags,
        children=children,
        qualifying_children=None if children else _counted_children(answers, facts.on),
        disability_degree=text_of(answers, "disability_degree"),
        poverty_status=poverty,
        no_source_case=text_of(answers, "no_source_case") if group == "k1" else "",
        father=text_of(answers, "father_state") if group == "k1" else "",
        mother=text_of(answers, "mother_state") if group == "k1" else "",
        in_facility=in_facility(facts),
        present_group=group,
        first_decided_on=decided,
        own_pension=number_of(answers, "benefit_insurance_amount"),
        spouse_has_share=bool(answers.get("spouse_has_share")),
        died_on=died.last if died else None,
        died_in_year=died is not None and died.month is None,
        unanswered=_unanswered(facts, poverty),
    )
    return _with_eve(now, facts)


def _with_eve(now: assistance.Facts, facts: CaseFacts) -> assistance.Facts:
    """Return the facts with those of the eve of the month, where a dated answer ran out or began during it."""
    if not (facts.answers.get("study_paper_to") or facts.person.get(household.STATUSES)):
        return now
    eve = calendar.month_start(facts.on) - datetime.timedelta(days=1)
    before = dataclasses.replace(
        now, flags=_flags(facts.answers, eve), poverty_status=household.poverty_on(facts.person, eve)
    )
    return now if before == now else dataclasses.replace(now, before=before)
