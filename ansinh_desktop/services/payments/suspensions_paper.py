"""Whose payment is to be suspended, on paper: who did not collect for three months, which months, by which clause."""

from ansinh_desktop.rules import wording
from ansinh_desktop.services.payments.lines import CARRIED
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.reckoning import shown_months
from ansinh_desktop.services.reports import issuer
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument

_PROPOSED = "AS-4214"

_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("name", "Họ và tên", weight=1.6, min_width=40),
    ListColumn("hamlet", "Ấp, khóm", weight=1.0, min_width=26),
    ListColumn("number", "Mã hồ sơ", weight=1.0, min_width=38),
    ListColumn("months", "Các tháng không nhận", weight=1.4, min_width=36),
    ListColumn("amount", "Số tiền chưa nhận", "money", min_width=28, total=True),
    ListColumn("reason", "Lý do, căn cứ", weight=1.8, min_width=46),
)


def document(view: MonthView) -> ListDocument:
    """Return the proposals of a month, laid out; of a closed one from what was written down alone."""
    asked = {each.record_id: each for each in view.met if each.code == _PROPOSED}
    lines = [each for each in view.lines if each.record_id in asked]
    own = view.office
    return ListDocument(
        title="DANH SÁCH ĐỀ NGHỊ TẠM DỪNG TRỢ CẤP XÃ HỘI HẰNG THÁNG",
        subtitle=f"Do không nhận tiền từ ba tháng liên tục, tính đến tháng {wording.month(view.day)}",
        columns=_COLUMNS,
        rows=[
            [
                number,
                each.full_name,
                each.hamlet,
                each.number,
                shown_months(each.carried),
                each.parts.get(CARRIED),
                asked[each.record_id].said.removeprefix("Đề nghị tạm dừng: "),
            ]
            for number, each in enumerate(lines, start=1)
        ],
        row_count=len(lines),
        heading=issuer.heading(own),
        signatures=issuer.signatures(own),
        orientation="landscape",
        a3=False,
        printed_on=view.closed_on,
        unit_note="Đơn vị tính: đồng",
        reprinted=view.is_closed,
    )
