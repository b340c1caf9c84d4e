"""Where a fact of the law's reckoning comes from: which answer says it, by which paper, since which month."""

from collections.abc import Iterator

from ansinh_desktop.registers import dated, household, kinds
from ansinh_desktop.registers.answer import rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance.sections import SECTIONS
from ansinh_desktop.registers.explanation import Line
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.rules import calendar
from ansinh_desktop.rules.assistance.asked_for import Condition

_FIELDS = {each.key: each for section in SECTIONS for each in section.fields}
_POVERTY = dated.OF_PERSON + "poverty_status"
_ANSWERED: dict[str, tuple[str, ...]] = {
    "age": (dated.OF_PERSON + "birth_date",),
    "alive": (dated.OF_PERSON + "death_date",),
    "children": ("children", "children_under_16", "children_total"),
    "poor": (_POVERTY,),
    "near_poor": (_POVERTY,),
    "no_supporter_and_poor": (_POVERTY, "no_supporter"),
    "disability_severe": ("disability_degree",),
    "disability_very_severe": ("disability_degree",),
    "no_source_of_care": ("no_source_case",),
    "studying": ("school_status", "study_paper_to"),
    "studying_without_gap": ("studies_without_gap",),
    "single_parent": ("marital_status",),
    "no_supporter": ("no_supporter",),
    "hard_area": ("hard_area",),
    "facility_eligible": ("facility_eligible",),
    "taken_in": ("taken_in",),
    "own_pension": ("benefits",),
    "insurance_monthly": ("benefits",),
    "own_pension_below_social_pension": ("benefit_insurance_amount",),
    "other_social_allowance": ("benefits",),
    "wage": ("has_wage",),
}
"""By condition the answers that say it; of several the first that is given."""
_PAPERS = {
    "disability_degree": ("certificate_no", "certificate_date"),
    "taken_in": ("carer_decision_no", "carer_decision_date"),
}
"""By answer the fields with number and day of its paper."""


NOT_MET = ": không đạt"


def lines(facts: CaseFacts, found: tuple[Condition, ...]) -> Iterator[Line]:
    """Yield each condition: whether it is met, and from where that is known."""
    for each in found:
        said = _said(facts, each.key)
        tone = "note" if each.met is None else "good" if each.met else "error"
        word = ": chưa rõ" if each.met is None else ": đạt" if each.met else NOT_MET
        yield Line(f"{each.text}{word}{f'. {said}' if said else ''}.", each.article, tone)  # type: ignore[arg-type]


def _said(facts: CaseFacts, condition: str) -> str:
    keys = _ANSWERED.get(condition, ())
    if not keys:
        return ""
    if _POVERTY in keys and (state := _of_household(facts)):
        return state
    given = [key for key in keys if dated.value_of(key, facts.answers, facts.person) not in EMPTY]
    if not given:
        return f"Hồ sơ chưa ghi “{_field(keys[0]).label}”"
    key = given[0]
    shown = _field(key).kind.show(dated.value_of(key, facts.answers, facts.person))
    return f"Hồ sơ ghi {_field(key).label}: {shown}{_paper(facts, key)}{_since(facts, key)}"


def _field(key: str) -> Field:
    return (
        PERSON_FIELDS[key.removeprefix(dated.OF_PERSON)] if key.startswith(dated.OF_PERSON) else _FIELDS[key]
    )


def _of_household(facts: CaseFacts) -> str:
    rows = rows_of(facts.person, household.STATUSES)
    if not rows:
        return ""
    state = household.state_on(rows, calendar.month_end(facts.on))
    if not state:
        return "Hộ không có tình trạng nào ghi cho tháng này"
    label = kinds.Choice("poverty_status").show(state.get("status"))
    number, on = text_of(state, "decision_no"), text_of(state, "decision_on")
    paper = ", ".join(filter(None, (number, kinds.Date().show(on))))
    since = kinds.Date().show(text_of(state, "valid_from"))
    return f"Sổ hộ ghi: {label}, từ {since}{f' (QĐ {paper})' if paper else ''}"


def _paper(facts: CaseFacts, key: str) -> str:
    number, day = _PAPERS.get(key, ("", ""))
    told = (text_of(facts.answers, number), kinds.Date().show(text_of(facts.answers, day)))
    shown = ", ngày ".join(filter(None, told))
    return f" (giấy số {shown})" if shown else ""


def _since(facts: CaseFacts, key: str) -> str:
    """Return since which month it is so, where it was something else before."""
    months = [each.month for each in facts.changes if key in each.was and each.month <= f"{facts.on:%Y-%m}"]
    return f", từ tháng {kinds.Month().show(months[-1])}" if months else ""
