"""Who counts as in need of help after violence, and who was helped (QĐ 2232/QĐ-TTg: every case in need, in any way)."""

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.plan.indicator import Beside, Indicator, Seen, Verdict
from ansinh_desktop.rules import law

_NEEDY, _UNASKED = "yes", "chưa hỏi nhu cầu trợ giúp"


def _judge(seen: Seen) -> Verdict:
    """Return where a case stands that was reported in the period: in need, and helped by its end."""
    answers = seen.facts.answers
    received = parts.day_of(answers, "received_at")
    if received is None or not seen.period.holds(received):
        return Verdict("out", "không tiếp nhận trong kỳ")
    if answers.get("verification") == "false":
        return Verdict("out", "xác minh là không đúng")
    need = answers.get("assistance_need")
    if not need:
        return Verdict("unclear", _UNASKED)
    if need != _NEEDY:
        return Verdict("out", f"nhu cầu trợ giúp: {law.code_list('assistance_need').label_of(str(need))}")
    helped = bool(seen.by_end("support"))
    return Verdict("held", "đã được trợ giúp") if helped else Verdict("unheld", "chưa có lần trợ giúp nào")


def _safe(seen: Seen) -> bool:
    return any(each.answers.get("support") == "safe_place" for each in seen.by_end("support"))


INDICATORS = (
    Indicator(
        "gbv_needs_assisted",
        _judge,
        counts="record",
        events=("support",),
        closed=True,
        beside=(Beside("được đưa đến nơi tạm lánh", _safe),),
    ),
)
