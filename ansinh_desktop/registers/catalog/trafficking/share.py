"""Of the victims who were confirmed in the period: who was supported, and who had legal aid."""

import datetime
from collections.abc import Callable

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.catalog.trafficking import checks
from ansinh_desktop.registers.plan.indicator import Indicator, Seen, Verdict

_CONFIRMED = ("confirmed", "dossier", "support_decided", "supporting", "reintegrating", "closed", "moved")
_SUPPORT = tuple(checks.EVENTS.values())
_LEGAL_AID = {"support_2011": "d", "support": "dd"}
"""By the event of each law its point of legal aid: điểm d of 2011, điểm đ of 2024."""


def _of_victims(then: Callable[[Seen], bool], done: str, open_: str) -> Callable[[Seen], Verdict]:
    """Return a judge of the victims confirmed in the period, of whom something holds by its end or not."""

    def judge(seen: Seen) -> Verdict:
        beside = _not_counted(seen)
        if beside is not None:
            return beside
        return Verdict("held", done) if then(seen) else Verdict("unheld", open_)

    return judge


def _not_counted(seen: Seen) -> Verdict | None:
    """Return why a record does not count, or why nobody can tell; None where it counts."""
    answers = seen.facts.answers
    if seen.facts.state == "not_victim" or text_of(answers, "person_status") in checks.ACCOMPANYING:
        return Verdict("out", "không phải nạn nhân, hoặc là người đi cùng")
    confirmed = _confirmed_on(seen)
    if confirmed is None:
        if seen.facts.state in _CONFIRMED:
            return Verdict("unclear", "chưa ghi ngày được xác nhận là nạn nhân")
        return Verdict("out", "chưa được xác nhận là nạn nhân")
    if not seen.period.holds(confirmed):
        return Verdict("out", "không được xác nhận trong kỳ")
    if seen.switches["only_with_need"] == "no" or answers.get("has_need"):
        return None
    if answers.get("has_need") is None:
        return Verdict("unclear", "chưa ghi có nhu cầu hỗ trợ hay không")
    return Verdict("out", "không có nhu cầu hỗ trợ")


def _confirmed_on(seen: Seen) -> datetime.date | None:
    """Return the day of the paper that confirms, else of the first step by which the record was confirmed."""
    paper = parts.day_of(seen.facts.answers, "victim_paper_date")
    steps = seen.steps[1:]  # in the first state it was opened: that says no day
    return paper or next((since for since, state in steps if state == "confirmed"), None)


def _is_supported(seen: Seen) -> bool:
    return bool(seen.by_end(*_SUPPORT))


def _had_legal_aid(seen: Seen) -> bool:
    return any(_LEGAL_AID[each.kind] == each.answers.get("support") for each in seen.by_end(*_SUPPORT))


INDICATORS = (
    Indicator(
        "victims_supported",
        _of_victims(_is_supported, "đã được hỗ trợ", "chưa có lần hỗ trợ nào"),
        events=_SUPPORT,
        closed=True,
    ),
    Indicator(
        "victims_legal_aid",
        _of_victims(_had_legal_aid, "đã được trợ giúp pháp lý", "chưa được trợ giúp pháp lý"),
        events=_SUPPORT,
        closed=True,
    ),
)
