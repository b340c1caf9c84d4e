"""Which households of people with merit live as well as those around them: the plan's 100 %, judged for the year."""

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import codes_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.merit import living
from ansinh_desktop.registers.plan.indicator import Indicator, Seen, Verdict
from ansinh_desktop.rules import law

_MANAGED = ("receiving", "suspended")
_RELATIVES = frozenset({"remarried_spouse", "chemical_child"})
"""Of those who stand beside people with merit the ones who are relatives; others only worship or attend."""


def _judge(seen: Seen) -> Verdict:
    """Return where a household stands at the end of the period, by what was judged for its year."""
    facts = seen.facts
    if parts.has_died(facts) is not None:
        return Verdict("out", "đã từ trần")
    if facts.state not in _MANAGED:
        return Verdict("out", "không phải hồ sơ đang hưởng, đang quản lý ở cuối kỳ")
    if not _is_of_merit(facts):
        return Verdict("out", "chỉ thờ cúng liệt sĩ, phục vụ, hoặc là hồ sơ liệt sĩ")
    year = seen.period.last.year
    standard = living.standard_in(facts, year)
    if not standard:
        return Verdict("unsure", f"chưa đánh giá mức sống của hộ năm {year}")
    said = law.code_list("living_standard").label_of(standard).lower()
    return Verdict("held" if standard in living.ENOUGH else "unheld", said)


def _is_of_merit(facts: CaseFacts) -> bool:
    """Whether somebody with merit, or a relative of one, lives in the household."""
    alive = set(codes_of(facts.answers, "categories")) - {"c"}
    return bool(alive or facts.answers.get("kin") or _RELATIVES & set(codes_of(facts.answers, "related")))


INDICATORS = (Indicator("merit_households_living", _judge, counts="household", events=(living.KIND,)),)
