"""Which households are poor on a day, by the decision in force then: the plan's rate of poverty, and that of minorities.

How many households there are no register counts: it is entered by period.
"""

from ansinh_desktop.registers import household
from ansinh_desktop.registers.answer import rows_of, text_of
from ansinh_desktop.registers.catalog.poor_household import reviews
from ansinh_desktop.registers.plan.indicator import Beside, Indicator, Seen, Verdict
from ansinh_desktop.rules import law

_UNDATED = "đang quản lý mà chưa có quyết định ghi ngày"
_RUN_OUT = "quyết định đã hết hiệu lực, chưa ghi quyết định sau"
_NO_GROUP = "hộ nghèo chưa ghi dân tộc của chủ hộ"


def _judge(seen: Seen) -> Verdict:
    """Return whether a household is poor on the last day."""
    facts = seen.facts
    status = reviews.status_of(facts)
    if status == "poor":
        return Verdict("held", "là hộ nghèo theo quyết định")
    if status:
        return Verdict("out", law.code_list("poverty_status").label_of(status))
    starts = [text_of(each, "valid_from") for each in rows_of(facts.person, household.STATUSES)]
    if not starts:
        managed = facts.state == "listed"
        return Verdict("unclear", _UNDATED) if managed else Verdict("out", "chưa được công nhận")
    if min(starts) <= facts.on.isoformat():
        return Verdict("unclear", _RUN_OUT)
    return Verdict("out", "quyết định có hiệu lực sau ngày này")


def _judge_minority(seen: Seen) -> Verdict:
    """Return whether a household is poor on the last day and one of a minority."""
    verdict, minority = _judge(seen), reviews.is_minority(seen.facts)
    if verdict.side == "out" or minority:
        return verdict
    if minority is None:
        return Verdict("unclear", _NO_GROUP if verdict.side == "held" else verdict.why)
    return Verdict("out", "không phải hộ dân tộc thiểu số")


def _has_children(seen: Seen) -> bool:
    return bool(reviews.children(seen.facts))


def _cannot_work(seen: Seen) -> bool:
    return bool(seen.facts.answers.get("no_labour"))


_BESIDE = (
    Beside("Có trẻ em dưới 16 tuổi", _has_children),
    Beside("Không có khả năng lao động", _cannot_work),
)
INDICATORS = (
    Indicator("poverty_reduction", _judge, counts="household", beside=_BESIDE),
    Indicator("poverty_reduction_minority", _judge_minority, counts="household"),
)
