"""Cases of abused children in a period: how many, which children have their file, which were helped."""

import datetime
from collections.abc import Callable

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import date_of
from ansinh_desktop.registers.duties import read_moment
from ansinh_desktop.registers.plan.indicator import Beside, Indicator, Seen, Verdict
from ansinh_desktop.rules import calendar

_NOT_TRUE = "xác minh là không đúng"
_UNVERIFIED = "chưa kết luận xác thực"
_NOT_IN_PERIOD = "không tiếp nhận trong kỳ"
_ABUSED, _VIOLENCE = "abused", "risk_violence"
_HELP = ("support", "activity")
_FIRST_ASSESSMENT = datetime.timedelta(hours=12)


def _verified(seen: Seen, then: Callable[[Seen], Verdict]) -> Verdict:
    """Return where a case stands by what its check said, and, where it was true, what follows."""
    said = seen.facts.answers.get("verification")
    if said == "false" or seen.facts.state == "not_true":
        return Verdict("out", _NOT_TRUE)
    return then(seen) if said == "true" else Verdict("unclear", _UNVERIFIED)


def _incident(seen: Seen) -> Verdict:
    """Return whether a case of abuse counts in the period, by the day that the switch names."""
    if seen.facts.answers.get("report_kind") not in (_ABUSED, _VIOLENCE):
        return Verdict("out", "không phải tin về xâm hại, bạo lực")
    if seen.switches["count_date"] == "occurred":
        happened = date_of(seen.facts.answers, "happened_from")
        if happened is None:
            return Verdict("unclear", "chưa ghi ngày xảy ra")
        if not seen.period.meets(happened.first, happened.last):
            return Verdict("out", "không xảy ra trong kỳ")
        if not (seen.period.holds(happened.first) and seen.period.holds(happened.last)):
            return Verdict("unclear", "ngày xảy ra chưa đủ rõ để biết thuộc kỳ nào")
    elif not _received(seen):
        return Verdict("out", _NOT_IN_PERIOD)
    return _verified(seen, lambda _seen: Verdict("held", "vụ xác minh đúng"))


def _received(seen: Seen) -> bool:
    received = parts.day_of(seen.facts.answers, "received_at")
    return received is not None and seen.period.holds(received)


def _of_abused(then: Callable[[Seen], Verdict]) -> Callable[[Seen], Verdict]:
    """Return a judge of children whose case was reported in the period and found true."""

    def judge(seen: Seen) -> Verdict:
        if seen.facts.answers.get("report_kind") != _ABUSED:
            return Verdict("out", "không phải tin trẻ em bị xâm hại")
        return _verified(seen, then) if _received(seen) else Verdict("out", _NOT_IN_PERIOD)

    return judge


def _has_file(seen: Seen) -> Verdict:
    """Return whether forms 01 and 02 stand there with their days: the record itself is form 01."""
    assessed = parts.day_of(seen.facts.answers, "m02_on")
    if assessed is None:
        return Verdict("unheld", "chưa có Mẫu 02")
    if assessed > seen.period.last:
        return Verdict("unheld", "Mẫu 02 lập sau kỳ")
    return Verdict("held", "có Mẫu 01 và Mẫu 02")


def _in_twelve_hours(seen: Seen) -> bool:
    received, assessed = (read_moment(seen.facts.answers.get(key)) for key in ("received_at", "m02_on"))
    if received is None or assessed is None:
        return False
    return calendar.wall_time(assessed) - calendar.wall_time(received) <= _FIRST_ASSESSMENT


def _was_helped(seen: Seen) -> Verdict:
    intervened = parts.day_of(seen.facts.answers, "intervention_at")
    if seen.by_end(*_HELP) or (intervened is not None and intervened <= seen.period.last):
        return Verdict("held", "đã được hỗ trợ, can thiệp")
    return Verdict("unheld", "chưa có hoạt động hỗ trợ, can thiệp nào")


INDICATORS = (
    Indicator("child_abuse_reduction", _incident, counts="record", counted_by="incident_no", closed=True),
    Indicator(
        "abused_children_file",
        _of_abused(_has_file),
        closed=True,
        beside=(Beside("Mẫu 02 trong 12 giờ", _in_twelve_hours),),
    ),
    Indicator("abused_children_support", _of_abused(_was_helped), events=_HELP, closed=True),
)
