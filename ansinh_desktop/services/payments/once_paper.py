"""What a month pays once, on a list of its own: the money of funerals, and who receives it."""

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.payments.lines import Line
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.paper import signed_list
from ansinh_desktop.services.payments.runs import once
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument, Row

_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("name", "Họ và tên đối tượng", weight=1.8, min_width=42),
    ListColumn("birth", "Ngày sinh", "date"),
    ListColumn("number", "Mã hồ sơ", weight=1.0, min_width=38),
    ListColumn("hamlet", "Ấp, khóm", weight=1.0, min_width=26),
    ListColumn("amount", "Số tiền", "money", min_width=26, total=True),
    ListColumn("payee", "Người nhận", weight=1.6, min_width=40),
    ListColumn("signed", "Ký nhận", weight=1.2, min_width=30),
)


def document(view: MonthView) -> ListDocument:
    """Return the list of a month; of a closed one from what was written down alone."""
    run = once(view)
    return signed_list(
        view, run, _COLUMNS, (_row(number, each) for number, each in enumerate(run.lines, start=1))
    )


def _row(number: int, line: Line) -> Row:
    born = PartialDate.from_iso(line.birth_date) if line.birth_date else None
    return (number, line.full_name, born, line.number, line.hamlet, line.amount, line.payee, "")
