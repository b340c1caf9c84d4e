"""Who is paid of those who were found entitled: the plan's 100 %, at the end of the period."""

import datetime

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.plan.indicator import Indicator, Seen, Verdict
from ansinh_desktop.rules import deadlines

_PAID = "paying"
_FOUND = ("posted", "complaint", "sent_up", "approved")
"""States after the review found them entitled, and before anything is paid."""
_BEING_LOOKED_AT = ("received", "appraising")
_LIMITS = ("sa_review_2021", "sa_total_2025", "sa_total_2026")
_MOVED_IN = ("sa_move_same_district_2021", "sa_move_other_2021", "sa_move_2025", "sa_total_2026")
_PENSION = ("sa_pension_2025", "sa_pension_2026")


def _judge(seen: Seen) -> Verdict:
    """Return where somebody stands: paid, found entitled and not paid, or left waiting beyond the limit."""
    facts = seen.facts
    if parts.has_died(facts) is not None:
        return Verdict("out", "đã chết")
    if facts.state == _PAID:
        return Verdict("held", "đang hưởng")
    if facts.state in _FOUND:
        return Verdict("unheld", "đã xét duyệt đủ điều kiện, chưa chi")
    if facts.state not in _BEING_LOOKED_AT:
        return Verdict("out", "không thuộc diện đang hưởng hoặc chờ hưởng ở cuối kỳ")
    return _waiting(seen)


def _waiting(seen: Seen) -> Verdict:
    """Return whether a dossier waits within its limit: one left beyond it lowers the share, as the plan notes."""
    received = parts.day_of(seen.facts.answers, "received_on")
    if received is None:
        return Verdict("unclear", "chưa ghi ngày nhận hồ sơ")
    due = [deadlines.due(each, received) for each in _limits(seen)]
    last = min((each.day for each in due if each.in_force), default=datetime.date.max)
    if last < seen.period.last:
        return Verdict("unheld", f"quá hạn {last:%d/%m/%Y} chưa quyết định")
    return Verdict("out", "đang thẩm định, trong hạn")


def _limits(seen: Seen) -> tuple[str, ...]:
    if seen.facts.answers.get("social_group") == "pension":
        return _PENSION
    return _MOVED_IN if seen.facts.answers.get("moved_in") else _LIMITS


INDICATORS = (Indicator("monthly_allowance_coverage", _judge),)
