"""The lists of social assistance: who stands in the list of a month, and with which reason and decision."""

from collections.abc import Callable

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, Kind, Value, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance import amounts, course, decided, left_out
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList

# ------------------------------------------------------------------------------------------------ who stands in it


def _of_month(kind: str, facts: CaseFacts) -> Answers:
    """Return the last event of a kind for the month of the list; nothing where there is none."""
    month = left_out.month_of(facts)
    found = [each.answers for each in facts.events_of(kind) if each.answers.get("month") == month]
    return found[-1] if found else {}


def is_paid(facts: CaseFacts) -> bool:
    """Whether the list of payments of the month has the record: also one that has ended, for its last month."""
    start, month = text_of(facts.answers, "start_month"), left_out.month_of(facts)
    if start and start > month:
        return False
    if facts.state == "paying" or amounts.once_total(facts):
        return True
    stopped = left_out.ended_from(facts)
    if stopped:
        return stopped > month
    # It names no month: whoever was still paid when the step was taken does not vanish without a word.
    ended = left_out.ended_on(facts)
    return ended is not None and f"{ended:%Y-%m}" >= month


def has_risen(facts: CaseFacts) -> bool:
    """Whether the record begins in the month of the list, or was raised for it."""
    return facts.answers.get("start_month") == left_out.month_of(facts) or bool(_of_month("increase", facts))


def has_fallen(facts: CaseFacts) -> bool:
    """Whether the record ends with the month of the list, or was lowered for it."""
    return facts.answers.get("stopped_from") == left_out.month_of(facts) or bool(_of_month("decrease", facts))


def is_adjusted(facts: CaseFacts) -> bool:
    """Whether the law gives more than the decision in force, or owes something for past months."""
    return bool(decided.difference(facts)) or course.backdated(facts) is not None


# ------------------------------------------------------------------------------------------------ columns


def _said(kind: str, event_key: str, key: str, kind_of: Kind) -> Callable[[CaseFacts], Value]:
    """Return what the month's event says, else the record."""

    def compute(facts: CaseFacts) -> Value:
        shown = kind_of.show(_of_month(kind, facts).get(event_key) or facts.answers.get(key))
        return shown or None

    return compute


def _decision(kind: str, number: str, date: str) -> Callable[[CaseFacts], Value]:
    def compute(facts: CaseFacts) -> Value:
        event, answers = _of_month(kind, facts), facts.answers
        pair = (text_of(event, "decision_no"), text_of(event, "decision_date"))
        if not any(pair):
            pair = (text_of(answers, number), text_of(answers, date))
        return ", ".join(filter(None, (pair[0], kinds.Date().show(pair[1])))) or None

    return compute


COMPUTED = (
    Computed("rise_reason", "Lý do tăng của tháng", kinds.Text(), _said("increase", "reason", "increase_reason", kinds.Choice("increase_reason")), of_lists=True),
    Computed("rise_from", "Tăng từ tháng", kinds.Text(), _said("increase", "month", "start_month", kinds.Month()), of_lists=True),
    Computed("rise_decision", "Quyết định tăng", kinds.Text(), _decision("increase", "decision_no", "decision_date"), of_lists=True),
    Computed("fall_reason", "Lý do giảm của tháng", kinds.Text(), _said("decrease", "reason", "decrease_reason", kinds.Choice("decrease_reason")), of_lists=True),
    Computed("fall_from", "Giảm từ tháng", kinds.Text(), _said("decrease", "month", "stopped_from", kinds.Month()), of_lists=True),
    Computed("fall_decision", "Quyết định giảm", kinds.Text(), _decision("decrease", "stop_decision_no", "stop_decision_date"), of_lists=True),
)  # fmt: skip


# ------------------------------------------------------------------------------------------------ lists

# fmt: off
_NAME = (PaperColumn("person.full_name", "Họ và tên", 2.2), PaperColumn("person.birth_date", "Ngày sinh", 1.1))
_PLACE = (PaperColumn("person.personal_id", "Số định danh", 1.4), PaperColumn("person.hamlet", "Địa chỉ", 1.2))
_MONTHLY = (
    *_NAME,
    PaperColumn("person.sex", "Giới tính", 0.6), PaperColumn("person.personal_id", "Số định danh", 1.4),
    PaperColumn("person.hamlet", "Ấp/khóm", 1.2),
)
PAPERS = (
    PaperList("recipients", "Danh sách đối tượng hưởng trợ cấp xã hội hằng tháng", (
        *_MONTHLY, PaperColumn("clause", "Nhóm", 1.1), PaperColumn("paid_coefficient", "Hệ số", 0.6),
        PaperColumn("paid_amount", "Mức trợ cấp (đồng)", 1.1, total=True), PaperColumn("decision_shown", "Quyết định", 1.4),
        PaperColumn("start_month", "Hưởng từ", 0.8), PaperColumn("note", "Ghi chú", 1.2),
    ), words_of="paid_amount", states=("paying",), leaves_out=left_out.gets_nothing),
    PaperList("payment", "Danh sách chi trả", (
        *_MONTHLY, PaperColumn("record.number", "Mã hồ sơ", 1.4), PaperColumn("clause", "Nhóm", 1.0),
        PaperColumn("paid_coefficient", "Hệ số", 0.6), PaperColumn("paid_base", "Mức chuẩn", 0.9),
        PaperColumn("paid_amount", "Trợ cấp tháng", 1.0, total=True), PaperColumn("paid_carer", "Kinh phí chăm sóc", 1.0, total=True),
        PaperColumn("arrears_span", "Từ–đến", 1.0, group="Truy lĩnh"), PaperColumn("arrears", "Số tiền", 0.9, total=True, group="Truy lĩnh"),
        PaperColumn("deduction", "Truy thu, giảm trừ", 0.9, total=True), PaperColumn("once", "Một lần, mai táng phí", 1.0, total=True),
        PaperColumn("total", "Tổng", 1.1, total=True), PaperColumn("payment_method", "Hình thức", 0.8),
        PaperColumn("account_shown", "Chủ TK, số TK, ngân hàng", 1.4), PaperColumn("receiver_shown", "Người nhận thay", 1.4),
        PaperColumn("paper.blank", "Ký nhận", 1.2), PaperColumn("note", "Ghi chú", 1.0),
    ), words_of="total", states=("paying", "suspended", "stopped", "transferred"), of_month=True, includes=is_paid, leaves_out=left_out.gets_nothing),
    PaperList("increase", "Danh sách tăng", (
        *_NAME, *_PLACE, PaperColumn("clause", "Nhóm", 1.0), PaperColumn("paid_coefficient", "Hệ số", 0.6),
        PaperColumn("paid_amount", "Mức", 1.0, total=True), PaperColumn("rise_from", "Hưởng từ tháng", 0.8),
        PaperColumn("rise_decision", "QĐ số, ngày", 1.4), PaperColumn("rise_reason", "Lý do", 1.2),
    ), words_of="paid_amount", states=("approved", "paying"), of_month=True, includes=has_risen, leaves_out=left_out.gets_nothing),
    PaperList("decrease", "Danh sách giảm", (
        *_NAME, *_PLACE, PaperColumn("clause", "Nhóm", 1.0), PaperColumn("last_coefficient", "Hệ số", 0.6),
        PaperColumn("last_amount", "Mức", 1.0, total=True), PaperColumn("fall_from", "Thôi/tạm dừng từ tháng", 0.9),
        PaperColumn("fall_decision", "QĐ số, ngày", 1.4), PaperColumn("fall_reason", "Lý do", 1.2),
    ), states=("paying", "suspended", "stopped", "transferred"), of_month=True, includes=has_fallen),
    PaperList("adjustment", "Danh sách điều chỉnh mức trợ cấp xã hội", (
        *_NAME, PaperColumn("person.personal_id", "Số định danh", 1.4),
        PaperColumn("clause", "Cũ", 1.0, group="Nhóm"), PaperColumn("clause_now", "Mới", 1.0, group="Nhóm"),
        PaperColumn("decided_coefficient", "Cũ", 0.6, group="Hệ số"), PaperColumn("coefficient", "Mới", 0.6, group="Hệ số"),
        PaperColumn("decided_amount", "Cũ", 1.0, total=True, group="Mức (đồng)"), PaperColumn("amount", "Mới", 1.0, total=True, group="Mức (đồng)"),
        PaperColumn("difference", "Chênh lệch/tháng", 1.0, total=True), PaperColumn("owed_span", "Từ–đến", 1.0, group="Truy lĩnh"),
        PaperColumn("owed_months", "Số tháng", 0.6, group="Truy lĩnh"), PaperColumn("owed", "Số tiền", 1.0, total=True, group="Truy lĩnh"),
    ), states=("paying",), of_month=True, includes=is_adjusted, leaves_out=left_out.is_dead),
    PaperList("posting", "Danh sách niêm yết công khai kết quả xét duyệt trợ cấp xã hội", (
        PaperColumn("person.full_name", "Họ và tên", 2.4), PaperColumn("person.birth_year", "Năm sinh", 0.8), PaperColumn("person.sex", "Giới tính", 0.7),
        PaperColumn("person.hamlet", "Ấp/khóm", 1.4), PaperColumn("clause", "Nhóm (Điều 5)", 1.2), PaperColumn("coefficient", "Hệ số", 0.7),
        PaperColumn("amount", "Mức trợ cấp (đồng)", 1.1),
    ), states=("appraising", "posted"), public=True, leaves_out=left_out.is_not_posted),
)
# fmt: on
