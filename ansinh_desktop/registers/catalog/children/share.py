"""Which children in special circumstances were assisted in the period: the plan's 85 % of those looked after."""

from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.plan.indicator import Indicator, Seen, Verdict
from ansinh_desktop.rules import law

_MANAGED = "managed"


def _judge(seen: Seen) -> Verdict:
    """Return where a child stands that was looked after in the period; a present counts only where the switch says so."""
    if seen.switches["denominator_at_end"] == "at_end_of_period":
        if seen.facts.state != _MANAGED:
            return Verdict("out", "không ở trạng thái đang quản lý tại ngày cuối kỳ")
    elif not seen.was_in((_MANAGED,)):
        return Verdict("out", "không ở trạng thái đang quản lý ngày nào trong kỳ")
    given = seen.in_period("support")
    if any(_counts(each, seen) for each in given):
        return Verdict("held", "được trợ giúp trong kỳ")
    if given:
        return Verdict("unheld", "chỉ nhận quà lễ, Tết trong kỳ")
    if seen.facts.answers.get("supports_noted"):
        return Verdict("unsure", "danh sách cũ ghi có trợ giúp, không ghi ngày")
    return Verdict("unheld", "chưa có lần trợ giúp nào trong kỳ")


def _counts(event: EventFacts, seen: Seen) -> bool:
    row = law.code_list("child_support").get(text_of(event.answers, "support"))
    if row is None:
        return False
    return bool(row.extra["counts"]) or (
        bool(row.extra.get("counts_configurable")) and seen.switches["gift_counts"] == "yes"
    )


INDICATORS = (Indicator("special_children_assisted", _judge, events=("support",), closed=True),)
