"""Figures of a period as a workbook: written with what is known already, filled in elsewhere, and read back."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import get_args

import xlsxwriter

from ansinh_desktop import text
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import NUMERATOR, Part, Plan, Target
from ansinh_desktop.services import later
from ansinh_desktop.services.plan.figures import FigureInput

HEADINGS = ("Mã", "Chỉ tiêu", "Số liệu cần nhập", "Đơn vị", "Giá trị", "Nguồn (văn bản, ngày, cơ quan)")
_WIDTHS = (30, 58, 52, 12, 18, 44)
_CODE, _VALUE, _SOURCE = 0, 4, 5
_YES_NO = {"co": 1, "khong": 0, "chua": 0, "x": 1}


def write(plan: Plan, period: Period, known: Mapping[tuple[str, Part], FigureInput]) -> bytes:
    """Return a workbook with a line for each figure of a period, with what was entered already."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Số liệu")
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EEF0"}
        )
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        typed = book.add_format({"valign": "top", "border": 1, "num_format": "#,##0", "bg_color": "#FFFFE6"})
        sheet.write(
            0, 1, f"{plan.title}: số liệu nhập theo kỳ, {period.name}", book.add_format({"bold": True})
        )
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write(2, column, heading, bold)
        for row, (target, part) in enumerate(_lines(plan), start=3):
            given = known.get((target.id, part))
            cells = (
                f"{target.id}.{part}",
                f"{target.number}. {target.text}",
                _words(target, part),
                _unit(target),
            )
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, plain)
            if given is None or given.value is None:
                sheet.write_blank(row, _VALUE, None, typed)
            else:
                sheet.write_number(row, _VALUE, given.value, typed)
            sheet.write_string(row, _SOURCE, given.source if given else "", plain)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return stream.getvalue()


def read(plan: Plan, path: Path) -> list[FigureInput]:
    """Return the figures that a workbook holds; empty cells say nothing.

    Raises:
        UserError: AS-8011 it is no such workbook, AS-8003 a line stands in it that the plan does not know, AS-8004 a
            value is no whole number; or the file cannot be read.
    """
    known = {f"{target.id}.{part}": (target, part) for target, part in _lines(plan)}
    found: dict[str, FigureInput] = {}
    for row in _below_heading(path):
        code, value, source = _cells(row)
        if not code or code == HEADINGS[_CODE]:
            continue
        if code not in known:
            raise UserError("AS-8003", target=code[:60])
        target, part = known[code]
        if (number := _value(target, value)) is not None:
            found[code] = FigureInput(target.id, part, number, source)
    return list(found.values())


def _below_heading(path: Path) -> Sequence[Sequence[object]]:
    rows = [row for sheet in later.read_workbook(path).sheets for row in sheet.rows]
    for place, row in enumerate(rows):
        if row and row[_CODE] == HEADINGS[_CODE]:
            return rows[place + 1 :]
    raise UserError("AS-8011", name=path.name)


def _cells(row: Sequence[object]) -> tuple[str, object, str]:
    """Return code, value and source of a line."""
    cells = [*row, *[None] * len(HEADINGS)]
    return str(cells[_CODE] or "").strip(), cells[_VALUE], text.clean(str(cells[_SOURCE] or ""))


def _lines(plan: Plan) -> Sequence[tuple[Target, Part]]:
    return [(target, part) for target in plan.targets for part in get_args(Part) if part in target.entered]


def _words(target: Target, part: Part) -> str:
    words = target.numerator if part == NUMERATOR else target.denominator
    return f"{words} (có = 1, chưa = 0)" if target.yes_no and part == NUMERATOR else words


def _unit(target: Target) -> str:
    return "đồng" if target.kind == "amount" else ""


def _value(target: Target, cell: object) -> int | None:
    """Return a cell as a whole number; None where it is empty."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, str):
        said = text.fold(cell)
        if target.yes_no and said in _YES_NO:
            return _YES_NO[said]
        digits = cell.strip().replace(".", "").replace(" ", "").replace("\u00a0", "")
        if digits.isascii() and digits.isdigit():
            return int(digits)
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) and cell == int(cell):
        return int(cell)
    raise UserError("AS-8004", target=target.title)
