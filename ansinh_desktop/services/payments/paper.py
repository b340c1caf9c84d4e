"""The list of a month of payment on paper: for A4, by hamlet, to be signed row by row."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.paying import MONTHLY
from ansinh_desktop.services.payments.lines import Line
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.reckoning import paying_of, shown_months
from ansinh_desktop.services.payments.runs import WHOLE, Run, of_part
from ansinh_desktop.services.reports import issuer
from ansinh_desktop.services.reports.layout import GroupRow, ListColumn, ListDocument, Row

_DRAFT = "BẢN THẢO"
_ROW_HEIGHT = 9.0
_SIGN_WIDTH = 36.0
_SHOWN = 3

_COLUMNS = (
    ListColumn("stt", "TT", "whole", weight=0.1, width=10, align="center"),
    ListColumn("name", "Họ và tên", weight=2.4, min_width=44, width=46, notes=True),
    ListColumn("birth", "Ngày sinh", "date", width=23),
    ListColumn("personal_id", "Số định danh", "id", width=30),
    ListColumn("clause", "Nhóm (Điều 5)", weight=0.1, min_width=20, width=20, align="center"),
    ListColumn("coefficient", "Hệ số", "decimal", weight=0.4, width=12, align="center"),
    ListColumn("monthly", "Mức trợ cấp tháng", "money", width=25, total=True),
    ListColumn("carer", "Kinh phí chăm sóc", "money", width=25, total=True),
    ListColumn("beside", "Truy lĩnh, mang sang, giảm trừ", "money", min_width=25, width=25, total=True),
    ListColumn("amount", "Thực nhận", "money", width=25, total=True),
    ListColumn("signed", "Ký nhận", weight=1.4, min_width=_SIGN_WIDTH, width=_SIGN_WIDTH),
)
_LEFT_OUT_EMPTY = ("personal_id", "coefficient", "carer", "beside")
"""The columns that go where no row has anything in them."""


def document(view: MonthView, run: Run | None = None, *, hamlet_pages: bool = False) -> ListDocument:
    """Return the list of a month, laid out; of a closed one from what was written down alone.

    Args:
        view: The month.
        run: Who of the month stands in it, and with which of their money; everybody where none is given.
        hamlet_pages: Whether each hamlet begins a page of its own, to be handed out there.
    """
    run = run or of_part(view, WHOLE)
    by_account = paying_of(catalog.register(view.register)).by_account
    rows = [_row(number, each, by_account) for number, each in enumerate(run.lines, start=1)]
    shown = [place for place, column in enumerate(_COLUMNS) if _has_values(column, place, rows)]
    return signed_list(
        view,
        run,
        [_COLUMNS[place] for place in shown],
        _by_hamlet(run.lines, [tuple(row[place] for place in shown) for row in rows]),
        carries=True,
        group_pages=hamlet_pages,
        group_totals=True,
        counted="người",
    )


def signed_list(
    view: MonthView, run: Run, columns: Sequence[ListColumn], rows: Iterable[Row | GroupRow], **more: Any
) -> ListDocument:
    """Return a list that is signed row by row where the money is handed out, and below by whoever answers for it.

    Args:
        view: The month.
        run: Who of it stands in the list.
        columns: The columns, one of them ``amount``.
        rows: The rows.
        more: What else a :class:`ListDocument` is told.
    """
    own = view.office
    return ListDocument(
        title=title(view),
        subtitle=subtitle(view, run),
        reference=reference(view, run),
        reference_aside=True,
        columns=tuple(columns),
        rows=list(rows),
        row_count=len(run.lines),
        heading=issuer.heading(own),
        signatures=issuer.signatures(own, issuer.ACCOUNTANT, "ĐẠI DIỆN TỔ CHỨC CHI TRẢ"),
        words_of="amount",
        orientation="landscape",
        a3=False,
        printed_on=view.closed_on,
        unit_note="Đơn vị tính: đồng",
        remark="\n".join(kept_warnings(view, run)),
        footer_note=footer(view),
        row_height=_ROW_HEIGHT,
        reprinted=view.is_closed,
        **more,
    )


def _has_values(column: ListColumn, place: int, rows: Sequence[Row]) -> bool:
    return column.key not in _LEFT_OUT_EMPTY or any(row[place] not in (None, "") for row in rows)


def _row(number: int, line: Line, by_account: frozenset[str]) -> Row:
    own = sum(line.parts.get(each, 0) for each in MONTHLY if each != "carer")
    beside = line.amount - line.monthly
    return (
        number,
        _name(line),
        PartialDate.from_iso(line.birth_date) if line.birth_date else None,
        line.personal_id,
        _clauses(line),
        Decimal(line.coefficient) if line.coefficient else None,
        own or None,
        line.parts.get("carer"),
        beside or None,
        line.amount,
        f"TK {line.account or '……'}" if line.payment_method in by_account else "",
    )


def _clauses(line: Line) -> str:
    """Return the clauses alone: whom they mean is not read off a list that others sign as well."""
    named = (each.partition(":")[0].strip() for each in (line.clause or "").split(";"))
    return "; ".join(
        each.replace(" điểm ", "")
        if each.startswith("khoản")
        else each.removeprefix("Trợ cấp ").removesuffix(" xã hội")
        for each in named
    )


def _name(line: Line) -> str:
    said = [line.full_name]
    if line.carried:
        said.append(f"mang sang: {shown_months(line.carried)}")
    if line.span:
        said.append(f"truy lĩnh: {line.span}")
    if line.payee:
        said.append(f"nhận thay: {line.payee.split(', ')[0]}")
    return "\n".join(said)


def _by_hamlet(lines: Sequence[Line], rows: Sequence[Row]) -> Iterator[Row | GroupRow]:
    pairs = zip(lines, rows, strict=True)
    for hamlet, found in itertools.groupby(pairs, key=lambda pair: pair[0].hamlet or ""):
        members = [row for _line, row in found]
        yield GroupRow(f"{hamlet or 'Chưa ghi ấp, khóm'} ({len(members)} người)")
        yield from members


def title(view: MonthView) -> str:
    """Return what the lists of a month are called: by what its people are paid."""
    always, *others = paying_of(catalog.register(view.register)).called.items()
    paid = [words for part, words in others if any(each.parts.get(part) for each in view.lines)]
    return f"Danh sách chi trả {', '.join((always[1], *paid))}"


def subtitle(view: MonthView, run: Run) -> str:
    """Return of which month a list is; one of a part of it says which."""
    month = f"THÁNG {view.day.month} NĂM {view.day.year}"
    return f"{month} – {run.said.upper()}" if run.said else month


def reference(view: MonthView, run: Run) -> str:
    """Return whom a list holds, and how far the month is."""
    whole = len(run.lines) == len(view.lines)
    people = f"{len(run.lines)} người" if whole else f"{len(run.lines)} trong {len(view.lines)} người"
    beside = f"; {run.beside}" if run.beside else ""
    if view.closed_on is None:
        return f"{_DRAFT} – {people}, chưa chốt{beside}."
    return f"{people}{beside}. Lập từ tháng chi trả đã chốt ngày {view.closed_on:%d/%m/%Y}."


def footer(view: MonthView) -> str:
    """Return what stands at the foot of each page: that nothing of it holds yet."""
    return "" if view.is_closed else _DRAFT


def kept_warnings(view: MonthView, run: Run) -> Iterator[str]:
    """Yield which warnings about the people of a list, or about the month, were kept, and with which reason."""
    own = {each.record_id for each in run.lines}
    # Of the whole list also those of whom it leaves out.
    met = [each for each in view.met if not run.said or each.record_id in own or not each.record_id]
    named: dict[tuple[str, str], list[str]] = {}
    for each in met:
        if each.kept:
            named.setdefault((each.code, each.kept), []).append(each.number)
    for (code, reason), numbers in sorted(named.items()):
        few = ", ".join(filter(None, numbers)) or "cả tháng"
        who = few if len(numbers) <= _SHOWN else f"{len(numbers)} hồ sơ"
        yield f"Cảnh báo {code} được giữ ({who}): {reason}"
