"""Writes a list as a workbook: real dates and amounts, numbers of people as text, ready to be printed.

The sheets are put together in memory: a library that parks them in the folder of temporary files would
leave personal data there.
"""

import datetime
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, BinaryIO, TypeAlias

import xlsxwriter

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.reports.cells import Totals, is_number, show, show_number, starts_formula
from ansinh_desktop.services.reports.chart_book import write_charts
from ansinh_desktop.services.reports.gathering import step, walk
from ansinh_desktop.services.reports.in_words import amount_in_words, place_and_date
from ansinh_desktop.services.reports.layout import (
    GRAND_TOTAL,
    MOTTO,
    NATION,
    NO_ROWS,
    NUMBERS,
    SUBTOTAL,
    Cancelled,
    GroupRow,
    Heading,
    Kind,
    ListColumn,
    ListDocument,
    Progress,
    Row,
    Signature,
    Value,
)

SHEET_NAME = "Danh sách"
MOST_ROWS = 1_048_576 - 200
"""What a sheet holds, less the lines above and below the table."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_FORMATS: dict[Kind, str] = {
    "text": "General",
    "id": "@",
    "whole": "#,##0",
    "money": "#,##0",
    "decimal": "#,##0.0##",
    "date": "dd/mm/yyyy",
}
_Look: TypeAlias = Mapping[str, object]
_Styled: TypeAlias = tuple[str, _Look]
_Span: TypeAlias = tuple[int, int]
"""The first and the last column that a text is centred across."""

_BOLD: _Look = {"bold": True}
_ITALIC: _Look = {"italic": True}
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_LONGEST_TEXT = 32_767
_EXCEL_DAYS = datetime.date(1900, 3, 1)
"""Earlier dates are text: Excel knows no day before 1900, and believes in a 29/02/1900."""
_NARROWEST, _WIDEST = 5.0, 42.0
_MM_A_LETTER = 2.1
_PORTRAIT_LETTERS, _A4_LETTERS, _A3_LETTERS = 84.0, 170.0, 240.0
_POINTS_A_LINE = 16.5
_A4, _A3 = 9, 8
_MORNING = datetime.time(0, 0)


def write_xlsx(
    document: ListDocument,
    stream: BinaryIO,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write the list as a workbook, and return how many rows it has.

    Raises:
        UserError: The list is longer than a sheet.
        StoppedError: The officer stopped the work.
    """
    if document.row_count > MOST_ROWS:
        raise UserError("AS-4006", rows=show_number(document.row_count, "whole"))
    packed = io.BytesIO()
    workbook = xlsxwriter.Workbook(packed, _OPTIONS)
    author = " ".join(document.heading.unit_lines) if document.heading else ""
    made = (
        {"created": datetime.datetime.combine(document.printed_on, _MORNING)}
        if document.reprinted and document.printed_on
        else {}
    )
    workbook.set_properties({"title": document.title, "author": author, **made})
    count = _Sheet(workbook, document).fill(walk(document, progress, cancelled))
    if document.charts:
        write_charts(workbook, document.charts, _FONT)
    workbook.close()
    # Not straight to the disk: the library would hide what a full disk says behind an error of its own.
    stream.write(packed.getbuffer())
    step(document.row_count, document.row_count, progress, None)
    return count


class _Sheet:
    """The one sheet of a list, filled from the top to the bottom."""

    def __init__(self, workbook: Any, document: ListDocument) -> None:
        self._workbook = workbook
        self._document = document
        self._columns = document.columns
        self._sheet = workbook.add_worksheet(SHEET_NAME)
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._cells = [self._cell_format(column, quoted=False) for column in self._columns]
        self._quoted = [self._cell_format(column, quoted=True) for column in self._columns]
        self._letters = [_first_width(column) for column in self._columns]
        self._line = 0

    def fill(self, rows: Iterable[Row | GroupRow]) -> int:
        """Write the whole sheet, and return how many rows of values it has."""
        opening = _opening_height(self._document)
        self._line = opening
        head = self._line
        self._head()
        first = self._line
        count, totals = self._rows(rows)
        if not count:
            self._across([(NO_ROWS, {"border": 1})], [(0, len(self._columns) - 1)])
        last = self._line - 1 if count else first - 1
        if totals:
            self._total_row(GRAND_TOTAL, totals)
        widths = self._widths()
        self._closing(count, totals, widths)
        end = self._line
        self._line = 0
        self._opening(widths)
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)
        self._set_up(head, first, last, end, sum(widths))
        return count

    def _format(self, **settings: object) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({**_FONT, "valign": "vcenter", **settings})
        return self._formats[key]

    def _cell_format(self, column: ListColumn, *, quoted: bool) -> Any:
        return self._format(
            num_format=_FORMATS[column.kind],
            align=column.side,
            border=1,
            text_wrap=column.kind == "text",
            quote_prefix=quoted,
        )

    def _write(self, place: int, text: str, **settings: object) -> None:
        style = self._format(**settings, quote_prefix=starts_formula(text))
        self._sheet.write_string(self._line, place, text, style)

    def _across(self, texts: Sequence[_Styled], spans: list[_Span]) -> None:
        """Write one line of texts, each centred across its columns without merging cells."""
        for (text, look), (start, end) in zip(texts, spans, strict=True):
            if not text:
                # Excel would centre the text at the left across an empty span as well.
                continue
            settings = {"align": "center_across" if end > start else "center", **look}
            self._write(start, text, **settings)
            for place in range(start + 1, end + 1):
                self._sheet.write_blank(self._line, place, None, self._format(**settings))
        self._line += 1

    def _opening(self, widths: list[float]) -> None:
        document = self._document
        spans = _parts(widths, (0.45, 0.55))
        for left, right in _heading_lines(document):
            self._across((left, right) if len(spans) > 1 else (left if left[0] else right,), spans)
        self._line += bool(document.heading)
        for title in _title_lines(document):
            self._across([title], [(0, len(widths) - 1)])
        if document.unit_note:
            self._write(len(widths) - 1, document.unit_note, italic=True, align="right")
            self._line += 1

    def _head(self) -> None:
        style = self._format(bold=True, align="center", border=1, text_wrap=True)
        grouped = any(column.group for column in self._columns)
        bottom, above = self._line + grouped, 1
        for start, end, group in _runs(self._columns):
            if group:
                self._merge((self._line, start), (self._line, end), group, style)
                room = sum(map(_first_width, self._columns[start : end + 1]))
                above = max(above, _lines(group, room))
            for each in range(start, end + 1):
                top = bottom if group else self._line
                self._merge((top, each), (bottom, each), self._columns[each].heading, style)
        if grouped:
            self._sheet.set_row(self._line, above * _POINTS_A_LINE)
        lines = max(_lines(column.heading, _first_width(column)) for column in self._columns)
        self._sheet.set_row(bottom, lines * _POINTS_A_LINE)
        self._line = bottom + 1
        if any(column.mark for column in self._columns):
            for place, column in enumerate(self._columns):
                self._write(place, column.mark, italic=True, align="center", border=1)
            self._line += 1

    def _merge(self, start: tuple[int, int], end: tuple[int, int], text: str, style: Any) -> None:
        if start == end:
            self._sheet.write_string(*start, text, style)
            return
        self._sheet.merge_range(*start, *end, "", style)
        self._sheet.write_string(*start, text, style)

    def _rows(self, rows: Iterable[Row | GroupRow]) -> tuple[int, Totals | None]:
        totals, subtotals = Totals(self._document.totalled), Totals(self._document.totalled)
        count, group = 0, ""
        for row in rows:
            if isinstance(row, GroupRow):
                self._close_group(group, subtotals)
                group, subtotals = row.label, Totals(self._document.totalled)
                self._band(group, align="left")
                continue
            for place, value in enumerate(row):
                self._value(place, value)
            self._line += 1
            count += 1
            totals.add(row)
            subtotals.add(row)
        self._close_group(group, subtotals)
        return count, totals if totals.sums else None

    def _value(self, place: int, value: Value) -> None:
        column = self._columns[place]
        day = _excel_day(value) if column.kind == "date" else None
        if value is None or value == "":
            self._sheet.write_blank(self._line, place, None, self._cells[place])
            return
        text = show(value, column.kind)
        self._letters[place] = max(self._letters[place], _natural_width(text))
        if day:
            self._sheet.write_datetime(self._line, place, day, self._cells[place])
        elif column.kind in NUMBERS and is_number(value):
            self._sheet.write_number(self._line, place, _plain(value), self._cells[place])
        else:
            style = self._quoted if starts_formula(text) else self._cells
            self._sheet.write_string(self._line, place, text[:_LONGEST_TEXT], style[place])

    def _band(self, label: str, **settings: object) -> None:
        self._write(0, label, bold=True, border=1, **settings)
        for place in range(1, len(self._columns)):
            self._sheet.write_blank(self._line, place, None, self._format(bold=True, border=1, **settings))
        self._line += 1

    def _close_group(self, group: str, subtotals: Totals) -> None:
        if group and self._document.group_totals and subtotals.sums and subtotals.rows:
            self._total_row(f"{SUBTOTAL} {group}", subtotals)

    def _total_row(self, label: str, totals: Totals) -> None:
        self._band(label, align="left")
        for place, number in totals.sums.items():
            kind = self._columns[place].kind
            style = self._format(num_format=_FORMATS[kind], align="right", border=1, bold=True)
            self._sheet.write_number(self._line - 1, place, _plain(number), style)
            self._letters[place] = max(self._letters[place], len(show_number(number, kind)) + 2.5)

    def _widths(self) -> list[float]:
        return [
            max(min(letters, _WIDEST), column.min_width / _MM_A_LETTER)
            for letters, column in zip(self._letters, self._columns, strict=True)
        ]

    def _closing(self, count: int, totals: Totals | None, widths: list[float]) -> None:
        document = self._document
        for place, number in (totals.sums if totals else {}).items():
            if self._columns[place].key == document.words_of:
                self._write(0, f"Bằng chữ: {amount_in_words(int(number))}.", italic=True)
                self._line += 1
        self._write(0, f"Số dòng: {show_number(count, 'whole')}", italic=True)
        self._line += 1
        for line in document.remark.splitlines():
            self._write(0, line)
            self._line += 1
        if document.signatures:
            self._line += 1
            self._signatures(widths)

    def _signatures(self, widths: list[float]) -> None:
        signatures, heading = self._document.signatures, self._document.heading
        parts = max(len(signatures), 2)
        spans = _parts(widths, (1 / parts,) * parts)
        if not (heading and heading.number):
            date = place_and_date(heading.place if heading else "", self._document.printed_on)
            self._across([(date, _ITALIC)], spans[-1:])
        if len(spans) < len(signatures):
            # A table of fewer columns than people who sign: one under another.
            for each in signatures:
                self._signed([each], spans[:1])
        else:
            self._signed(signatures, spans[-len(signatures) :])

    def _signed(self, signatures: Sequence[Signature], spans: list[_Span]) -> None:
        roles = [each.role_lines for each in signatures]
        for line in range(max(map(len, roles))):
            self._across([(role[line] if line < len(role) else "", _BOLD) for role in roles], spans)
        self._across([(each.note, _ITALIC) for each in signatures], spans)
        self._line += 4
        self._across([(each.name, _BOLD) for each in signatures], spans)

    def _set_up(self, head: int, first: int, last: int, end: int, letters: float) -> None:
        """Freeze the headings, offer filters, and make ready for the printer."""
        document, sheet = self._document, self._sheet
        count = len(self._columns)
        if last >= first:
            sheet.autofilter(first - 1, 0, last, count - 1)
        sheet.freeze_panes(first, 0)
        sheet.repeat_rows(head, first - 1)
        sheet.print_area(0, 0, max(end - 1, 0), count - 1)
        landscape = document.orientation == "landscape" or letters > _PORTRAIT_LETTERS
        if document.orientation != "portrait" and landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        large = document.a3 and document.orientation != "portrait" and letters > _A4_LETTERS
        sheet.set_paper(_A3 if large else _A4)
        most = _A3_LETTERS * 1.4 if large else _A4_LETTERS * 1.4
        if letters > most:
            sheet.repeat_columns(0, max(document.lead))
        sheet.fit_to_pages(-int(-letters // most), 0)
        sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
        note = document.footer_note.replace("&", "&&")[:150]
        sheet.set_footer(f'&L&"Times New Roman,Italic"&10{note}&R&"Times New Roman"&10Trang &P/&N')
        if document.confidential:
            sheet.set_header('&R&"Times New Roman,Bold"&10' + document.confidential.replace("&", "&&"))


def _runs(columns: Sequence[ListColumn]) -> Iterator[tuple[int, int, str]]:
    """Yield the first and the last of neighbouring columns under one group, and the group; all others alone."""
    start = 0
    for group, run in itertools.groupby(columns, key=lambda each: each.group):
        end = start + len(list(run))
        yield from [(start, end - 1, group)] if group else [(each, each, "") for each in range(start, end)]
        start = end


def _plain(number: float | Decimal) -> int | float:
    return float(number) if isinstance(number, Decimal) else number


def _excel_day(value: Value) -> datetime.date | None:
    """Return a date that Excel can hold; a partial or very old one stays text."""
    if isinstance(value, PartialDate):
        value = value.first if value.precision == "day" else None
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value if isinstance(value, datetime.date) and value >= _EXCEL_DAYS else None


def _natural_width(text: str) -> float:
    return max(map(len, text.split("\n"))) + 2.5


def _first_width(column: ListColumn) -> float:
    """Return the width that the heading needs: its longest word, and no more than three lines."""
    words = max(map(len, column.heading.split()), default=0) + 2.5
    return max(words, len(column.heading) / 3 + 2.5, _NARROWEST)


def _lines(text: str, letters: float) -> int:
    """Return how many lines a heading takes, reckoned generously: bold capitals are wide."""
    lines, filled = 1, 0.0
    for word in text.split():
        filled += len(word) * 1.15 + 1
        if filled > letters and filled > len(word) * 1.15 + 1:
            lines, filled = lines + 1, len(word) * 1.15 + 1
    return lines


def _parts(widths: list[float], shares: tuple[float, ...]) -> list[_Span]:
    """Part the columns into neighbouring spans of about these shares; all in one where they are too few."""
    if len(widths) < len(shares):
        return [(0, len(widths) - 1)]
    spans: list[_Span] = []
    start, wanted, filled = 0, 0.0, 0.0
    for left, share in zip(reversed(range(len(shares))), shares, strict=True):
        wanted += share * sum(widths)
        end = start
        filled += widths[end]
        while end + 1 < len(widths) - left and (not left or filled + widths[end + 1] / 2 <= wanted):
            end += 1
            filled += widths[end]
        spans.append((start, end))
        start = end + 1
    return spans


def _heading_lines(document: ListDocument) -> list[tuple[_Styled, _Styled]]:
    """Return the lines of the heading, left and right, each with its style."""
    heading = document.heading
    if not heading:
        return [((document.confidential, {"bold": True}), ("", {}))] if document.confidential else []
    left: list[_Styled] = [(line, {}) for line in heading.superior_lines]
    left += [(line, {"bold": True}) for line in heading.unit_lines]
    right: list[_Styled] = [(NATION, {"bold": True}), (MOTTO, {"bold": True})]
    height = max(len(left), len(right))
    left += [("", {})] * (height - len(left))
    right += [("", {})] * (height - len(right))
    if heading.number:
        left.append((heading.number, {}))
        right.append((_top_date(heading, document), _ITALIC))
    if document.confidential:
        left.append((document.confidential, {"bold": True}))
        right.append(("", {}))
    return list(zip(left, right, strict=True))


def _top_date(heading: Heading, document: ListDocument) -> str:
    return place_and_date(heading.place, document.printed_on)


def _title_lines(document: ListDocument) -> list[_Styled]:
    lines: list[_Styled] = [
        (document.annex, {"bold": True, "font_size": 14}),
        (document.title.upper(), {"bold": True, "font_size": 14}),
        (document.subtitle, {"bold": True, "font_size": 13}),
        (document.reference, _ITALIC),
    ]
    return [(text, style) for text, style in lines if text]


def _opening_height(document: ListDocument) -> int:
    """Return how many lines stand above the table."""
    heading = len(_heading_lines(document)) + bool(document.heading)
    return heading + len(_title_lines(document)) + bool(document.unit_note)
