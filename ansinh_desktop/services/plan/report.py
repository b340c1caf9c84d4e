"""The report "Kết quả thực hiện kế hoạch" as a table: what was asked, what was reached, against before, and how it was counted."""

import dataclasses
import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ansinh_desktop.rules.plan import Plan, spelled
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan import drawings
from ansinh_desktop.services.plan.rows import STATES
from ansinh_desktop.services.plan.said import shown
from ansinh_desktop.services.plan.told import Line, Told
from ansinh_desktop.services.reports import issuer, layout
from ansinh_desktop.services.reports.layout import (
    GroupRow,
    ListColumn,
    ListDocument,
)

_COLUMNS = (
    ListColumn("number", "TT", "whole", weight=0.1, align="center"),
    ListColumn("target", "Chỉ tiêu", weight=3.0, min_width=64),
    ListColumn("asked", "Kế hoạch", weight=0.8, min_width=22, align="right"),
    ListColumn("before", "Kỳ trước", weight=0.8, min_width=20, align="right"),
    ListColumn("now", "Kỳ này", weight=0.8, min_width=20, align="right"),
    ListColumn("parts", "Tử số/ mẫu số", weight=0.9, min_width=22, align="right"),
    ListColumn("reached", "Đạt %", weight=0.5, min_width=14, align="right"),
    ListColumn("year_before", "Cùng kỳ năm trước", weight=0.8, min_width=20, align="right"),
    ListColumn("note", "Ghi chú", weight=1.6, min_width=38),
)
_PROVISIONAL = "Số tạm tính đến ngày {day:%d/%m/%Y}, kỳ chưa chốt."


def document(plan: Plan, told: Told, own: Office, today: datetime.date) -> ListDocument:
    """Return the report of a period, laid out; of a closed one from what was kept alone.

    Args:
        plan: The plan.
        told: What the period says.
        own: The office whose paper it is, where the period was not closed.
        today: The day on which it is printed, where the period was not closed.
    """
    office = Office(**_fields(told)) if told.office else own
    closed = datetime.datetime.fromisoformat(told.closed_at) if told.closed_at else None
    rows = list(_rows(plan, told))
    return ListDocument(
        title="BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH",
        subtitle=f"Kế hoạch số {plan.number} ngày {plan.signed_on:%d/%m/%Y} của {plan.unit}, {told.span.name}",
        reference="" if closed else _PROVISIONAL.format(day=today),
        columns=_COLUMNS,
        rows=rows,
        row_count=len(rows),
        heading=issuer.heading(office),
        signatures=issuer.signatures(office),
        page_totals=False,
        orientation="landscape",
        a3=False,
        printed_on=closed.date() if closed else today,
        remark=_remark(told),
        charts=tuple(drawings.sheets(plan, told)),
        reprinted=closed is not None,
    )


def _rows(plan: Plan, told: Told) -> Iterator[layout.Row | GroupRow]:
    areas = {each.id: each.full for each in plan.areas}
    area = ""
    for each in told.lines:
        if each.area != area:
            area = each.area
            yield GroupRow(areas.get(area, area))
        yield _row(each)
        yield from _beside(each)


def _row(line: Line) -> list[layout.Value]:
    return [
        line.number,
        line.text,
        line.target,
        _value(line, line.before),
        shown(line) if line.value is not None else STATES[line.state],
        _parts(line),
        _comma(line.reached_percent),
        _value(line, line.year_before),
        _note(line),
    ]


def _beside(line: Line) -> Iterator[list[layout.Value]]:
    for words, count in line.beside:
        yield ["", f"– {words}", "", "", _whole(count), "", "", "", ""]
    for words, top, bottom, value in line.others:
        yield [
            "",
            f"– {words}",
            "",
            "",
            _value(line, value),
            f"{_whole(top)}/{_whole(bottom)}",
            "",
            "",
            "",
        ]


def _whole(count: int) -> str:
    return spelled(Decimal(count))


def _value(line: Line, value: str | None) -> str:
    return "" if value is None else shown(line, value)


def _parts(line: Line) -> str:
    if line.ends is not None:
        return " → ".join(_comma(each) for each in line.ends)
    if line.denominator is None:
        return ""
    top = "?" if line.numerator is None else _whole(line.numerator)
    return f"{top}/{_whole(line.denominator)}"


def _note(line: Line) -> str:
    state = STATES[line.state] if line.state in ("reached", "missed") else ""
    unknown = f"chưa rõ {_whole(line.unknown)}" if line.unknown else ""
    said = ". ".join(filter(None, (state, unknown, line.note.rstrip("."))))
    return f"{said}." if said else ""


def _comma(value: str | None) -> str:
    return "" if value is None else spelled(Decimal(value))


def _remark(told: Told) -> str:
    ways = "; ".join(f"{label.lower()}: {value}" for label, value in told.switches)
    return f"Cách tính: {ways}." if ways else ""


def _fields(told: Told) -> dict[str, Any]:
    known = {each.name for each in dataclasses.fields(Office)}
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in told.office.items()
        if key in known
    }
