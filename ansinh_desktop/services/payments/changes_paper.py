"""What became of a month's list since the month before, on paper: who came, who went, who is paid another amount, why."""

from collections.abc import Iterator

from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.identity import Kind, Sum, Term
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.reports import issuer
from ansinh_desktop.services.reports.layout import GroupRow, ListColumn, ListDocument, Row

_GROUPS: tuple[tuple[Kind, str, int], ...] = (
    ("increase", "TĂNG", 1),
    ("decrease", "GIẢM", -1),
    ("adjustment", "ĐIỀU CHỈNH", 1),
)
"""Each kind of term, its heading, and whether its money comes or goes."""

_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("name", "Họ và tên", weight=1.6, min_width=40),
    ListColumn("number", "Mã hồ sơ", weight=1.2, min_width=38),
    ListColumn("reason", "Lý do", weight=2.4, min_width=60),
    ListColumn("people", "Số người", "whole", min_width=16, total=True),
    ListColumn("amount", "Số tiền", "money", min_width=28, total=True),
)


def document(view: MonthView) -> ListDocument:
    """Return the changes of a month, laid out; of a closed one from what was written down alone."""
    rows = list(_rows(view))
    own = view.office
    return ListDocument(
        title=f"BIẾN ĐỘNG CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG {wording.month(view.day)}",
        reference=_reference(view),
        columns=_COLUMNS,
        rows=rows,
        row_count=sum(not isinstance(each, GroupRow) for each in rows),
        heading=issuer.heading(own),
        signatures=issuer.signatures(own, issuer.ACCOUNTANT),
        page_totals=False,
        group_totals=True,
        orientation="landscape",
        a3=False,
        printed_on=view.closed_on,
        unit_note="Đơn vị tính: đồng",
        remark="\n".join(_sums(view)),
        footer_note="" if view.is_closed else "BẢN THẢO",
        reprinted=view.is_closed,
    )


def _rows(view: MonthView) -> Iterator[Row | GroupRow]:
    number = 0
    for kind, title, sign in _GROUPS:
        terms = [each for each in view.identity.terms if each.kind == kind]
        if not terms:
            continue
        yield GroupRow(title)
        for each in terms:
            number += 1
            heads = 0 if kind == "adjustment" else sign
            yield [number, _who(each), each.number, each.reason, heads or None, sign * each.amount]


def _who(term: Term) -> str:
    """Return the person; whoever goes by a number is named by it alone."""
    return "" if term.who == term.number else term.who


def _sums(view: MonthView) -> Iterator[str]:
    made = view.identity
    before = calendar.add_months(view.day, -1)
    yield f"Tháng {wording.month(before)}: {_said(made.previous)}."
    for kind, title, sign in _GROUPS:
        found = made.of(kind)
        mark = "±" if kind == "adjustment" else "+" if sign > 0 else "−"
        yield f"{mark} {title.capitalize()}: {_said(found)}."
    yield f"= Tháng {wording.month(view.day)}: {_said(made.now)}."


def _said(found: Sum) -> str:
    return f"{found.people} người, {wording.money(found.amount)} đồng"


def _reference(view: MonthView) -> str:
    if view.closed_on is None:
        return "(BẢN THẢO – tháng chưa chốt)"
    return f"(Theo tháng chi trả đã chốt ngày {view.closed_on:%d/%m/%Y})"
