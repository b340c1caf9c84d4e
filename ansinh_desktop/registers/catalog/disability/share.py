"""Which disabled people in hardship were assisted in a period: of a poor household, or marked, where the switch says so."""

from ansinh_desktop.registers import household, parts
from ansinh_desktop.registers.catalog.disability import checks
from ansinh_desktop.registers.plan.indicator import Indicator, Seen, Verdict
from ansinh_desktop.rules import poverty

_MARKED = "poor_near_poor_plus_marked"
_UNKNOWN = "chưa ghi tình trạng hộ"


def _judge(seen: Seen) -> Verdict:
    """Return where somebody stands on the last day, and whether any support was given in the period."""
    facts = seen.facts
    if parts.has_died(facts) is not None:
        return Verdict("out", "đã chết")
    issued = parts.day_of(facts.answers, "certificate_date")
    if facts.state != checks.ISSUED or (issued is not None and issued > facts.on):
        return Verdict("out", "chưa có Giấy xác nhận")
    found = household.poverty_on(facts.person, facts.on)
    marked = seen.switches["hardship_definition"] == _MARKED and bool(facts.answers.get("hardship"))
    if not marked and found not in poverty.POOR:
        return Verdict("out", "không thuộc diện khó khăn") if found else Verdict("unclear", _UNKNOWN)
    if seen.in_period("support"):
        return Verdict("held", "đã được trợ giúp trong kỳ")
    return Verdict("unheld", "chưa có lần trợ giúp nào trong kỳ")


INDICATORS = (Indicator("disabled_in_hardship", _judge, events=("support",)),)
