"""Of the people met in a period: whose file was brought up to date, and who was helped in one of the plan's ways."""

from functools import partial

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.plan.indicator import Beside, Indicator, Seen, Verdict
from ansinh_desktop.rules import law

_BEFORE = "detected"


def _files(seen: Seen) -> Verdict:
    """Return where a record stands by the state that it reached by the end of the period."""
    if not _met(seen):
        return Verdict("out", "không phát hiện trong kỳ")
    if seen.facts.state != _BEFORE:
        return Verdict("held", "đã cập nhật hồ sơ")
    return Verdict("unheld", "chưa chuyển bước “Đã cập nhật hồ sơ”")


def _supported(seen: Seen) -> Verdict:
    """Return where a record stands by the support given by the end of the period; by need, where the switch says so."""
    if not _met(seen):
        return Verdict("out", "không phát hiện trong kỳ")
    need = seen.facts.answers.get("has_need")
    if seen.switches["only_with_need"] == "yes" and not need:
        return (
            Verdict("out", "không có nhu cầu")
            if need is False
            else Verdict("unclear", "chưa ghi có nhu cầu hay không")
        )
    if any(_got(row.code, seen) for row in law.code_list("prostitution_support") if row.extra["plan_target"]):
        return Verdict("held", "đã được hỗ trợ")
    return Verdict("unheld", "chưa được hỗ trợ hình thức nào của chỉ tiêu")


def _met(seen: Seen) -> bool:
    met = parts.day_of(seen.facts.answers, "detected_on")
    return met is not None and seen.period.holds(met)


def _got(code: str, seen: Seen) -> bool:
    return any(each.answers.get("support") == code for each in seen.by_end("support"))


INDICATORS = (
    Indicator("prostitution_files", _files, closed=True),
    Indicator(
        "prostitution_support",
        _supported,
        events=("support",),
        closed=True,
        beside=tuple(
            Beside(row.label.lower(), partial(_got, row.code))
            for row in law.code_list("prostitution_support")
            if row.extra["plan_target"]
        ),
    ),
)
