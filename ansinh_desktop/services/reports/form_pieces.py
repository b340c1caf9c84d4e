"""Turns the declared pieces of a form into what stands on its paper, filled with what the record says."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Kind, Value, as_rows, as_text
from ansinh_desktop.registers.field import Questions
from ansinh_desktop.registers.paper_forms import (
    Facts,
    Happened,
    Levels,
    Limits,
    PaperForm,
    Say,
    Table,
    Tick,
)
from ansinh_desktop.rules import law
from ansinh_desktop.services.agenda import BANDS, ToDo
from ansinh_desktop.services.cases import EventView
from ansinh_desktop.services.reports.form_layout import (
    Choices,
    Grid,
    GridColumn,
    GridRow,
    PaperPiece,
    Paragraph,
)
from ansinh_desktop.services.reports.form_words import Answered
from ansinh_desktop.services.reports.in_words import amount_in_words
from ansinh_desktop.services.reports.layout import Align

MASKED = "Hồ sơ mật: phiếu chỉ ghi mã hồ sơ, không ghi danh tính."
_LEVEL_WEIGHT, _ROW_WEIGHT = 1.5, 3.0
_WHOLE = (("", ""),)
"""Of an assessment that has no parts: all its rows, without a heading and without totals."""
_LABEL_WEIGHT, _VALUE_WEIGHT = 1.0, 1.9


@dataclass(frozen=True)
class Told:
    """What a record says, for the pieces of a form."""

    answered: Answered
    answers: Mapping[str, Value]
    events: Sequence[EventView]
    limits: Sequence[ToDo]
    supports: frozenset[str]
    law_day: datetime.date
    """The day whose law the paper speaks by."""
    hidden: frozenset[str] = frozenset()
    """The sources that may not be printed: they would tell who it is."""


def pieces_of(form: PaperForm, told: Told) -> Iterator[PaperPiece]:
    """Yield what stands on the paper, piece by piece."""
    if told.hidden:
        yield Paragraph(MASKED, "italic", centred=True, size=12)
    for piece in form.pieces:
        match piece:
            case Say():
                yield from _said(piece, told)
            case Tick():
                yield _boxes(piece, told.answered, told.law_day)
            case Levels():
                yield from _levels(piece, told.answered)
            case Table():
                yield from _table(piece, told)
            case Facts():
                yield from _facts(piece, told)
            case Happened():
                yield from _happened(piece, told)
            case Limits():
                yield from _limits(piece, told)


def _said(piece: Say, told: Told) -> Iterator[Paragraph]:
    if piece.when is not None and not piece.when.holds(told.answers):
        return
    filled = told.answered.fill(piece.text)
    yield Paragraph(
        filled.text,
        piece.style,
        open_lines=piece.lines if filled.open_end else 0,
        justified=piece.running and not filled.open_end,
        centred=piece.centred,
    )


def _boxes(piece: Tick, answered: Answered, law_day: datetime.date) -> Choices:
    kind, value = answered.kind(piece.source), answered.value(piece.source)
    if isinstance(kind, kinds.Choice):
        chosen = value if isinstance(value, list) else [value]
        offered = list(kind.options(law_day))
        known = {code for code, _label in offered}
        # What the law of that day no longer offers stays on the paper of a record that says it.
        offered += [
            (code, law.code_list(kind.list_name).label_of(code))
            for code in (as_text(each) for each in chosen if each)
            if code not in known
        ]
        return Choices(piece.label, tuple((label, code in chosen) for code, label in offered))
    return Choices(piece.label, (("Có", value is True), ("Không", value is False)))


def _levels(piece: Levels, answered: Answered) -> Iterator[PaperPiece]:
    levels = list(law.code_list(piece.levels))
    rows: list[GridRow] = []
    said: list[str] = []
    for title, part in piece.parts or _WHOLE:
        asked = _asked(piece, part)
        given = [answered.value(f"{piece.prefix}{row.code}") for row in asked]
        of_part = [_level_row(row, levels, answer) for row, answer in zip(asked, given, strict=True)]
        if title:
            counts = [given.count(each.code) for each in levels]
            band = GridRow((title, *[""] * len(levels)), band=True)
            rows += [band, *of_part, _total_row(counts)]
            said.append(_total_said(title, levels, counts))
        else:
            rows += of_part
    columns = (GridColumn(each.label, _LEVEL_WEIGHT, "left") for each in levels)
    yield Grid((GridColumn(piece.heading, _ROW_WEIGHT), *columns), tuple(rows))
    if piece.compared:
        whole = all(said)
        words = f"{piece.compared}: {'; '.join(said)}." if whole else f"{piece.compared}:"
        yield Paragraph(words, open_lines=0 if whole else 2)


def _asked(piece: Levels, part: str) -> list[law.Code]:
    return [row for row in law.code_list(piece.rows) if row.extra.get("part", "") == part]


def _level_row(row: law.Code, levels: Sequence[law.Code], given: Value) -> GridRow:
    """Return a question with what each level means for it, the one that was given ticked."""
    places = range(1, len(levels) + 1)
    ticked = frozenset(at for at, each in zip(places, levels, strict=True) if each.code == given)
    meant = (str(row.extra.get(each.code, "")) for each in levels)
    return GridRow((row.label, *meant), ticked=ticked, boxed=frozenset(places))


def _total_row(counts: Sequence[int]) -> GridRow:
    """Return how many questions got each level; left open where none is answered."""
    shown = map(str, counts) if any(counts) else [""] * len(counts)
    return GridRow(("Tổng số", *shown), bold=True, centred=frozenset(range(1, len(counts) + 1)))


def _total_said(title: str, levels: Sequence[law.Code], counts: Sequence[int]) -> str:
    if not any(counts):
        return ""
    totals = (f"{each.label.lower()} {count}" for each, count in zip(levels, counts, strict=True))
    return f"{title[:1].lower()}{title[1:]}: {', '.join(totals)}"


def _table(piece: Table, told: Told) -> Iterator[Grid]:
    kind = told.answered.kind(piece.source)
    if not isinstance(kind, kinds.Rows) or piece.source in told.hidden:
        return
    fields = Questions.of(kind.fields)
    shown = [
        each for each in piece.columns if not told.hidden or not isinstance(fields[each.key].kind, kinds.Name)
    ]
    rows = as_rows(told.answered.value(piece.source)) or [{}] * piece.empty
    if not rows:
        return
    yield Grid(
        (
            GridColumn("TT", 0.35, "center"),
            *(GridColumn(each.heading, each.weight, _side(fields[each.key].kind)) for each in shown),
        ),
        tuple(
            GridRow((str(number), *(fields[each.key].kind.show(row.get(each.key)) for each in shown)))
            for number, row in enumerate(rows, start=1)
        ),
    )


def _side(kind: Kind) -> Align:
    if isinstance(kind, kinds.Money | kinds.Whole | kinds.Decimal):
        return "right"
    return "center" if isinstance(kind, kinds.PartialDate | kinds.Month | kinds.YesNo) else "left"


def _facts(piece: Facts, told: Told) -> Iterator[PaperPiece]:
    rows = [
        GridRow((told.answered.sources[name].label, shown))
        for name in piece.sources
        if name not in told.hidden and (shown := told.answered.shown(name))
    ]
    if rows:
        yield Paragraph(told.answered.fill(piece.title).text, "bold")
        yield Grid((GridColumn("", _LABEL_WEIGHT), GridColumn("", _VALUE_WEIGHT)), tuple(rows), size=12.0)


def _happened(piece: Happened, told: Told) -> Iterator[PaperPiece]:
    found = [each for each in reversed(told.events) if (each.kind in told.supports) == piece.supports]
    if not found:
        return
    money = kinds.Money()
    columns = [GridColumn("Ngày", 0.9, "center"), GridColumn("Việc", 1.5), GridColumn("Nội dung", 3.4)]
    if piece.supports:
        columns.append(GridColumn("Số tiền (đồng)", 1.1, "right"))
    columns.append(GridColumn("Người ghi", 1.2))
    rows = [
        GridRow((*_event_said(each), *([money.show(each.amount)] if piece.supports else []), each.author))
        for each in found
    ]
    total = sum(each.amount or 0 for each in found) if piece.supports else 0
    if total:
        rows.append(GridRow(("", "Tổng cộng", "", money.show(total), ""), bold=True))
    yield Paragraph(piece.title, "bold")
    yield Grid(tuple(columns), tuple(rows))
    if total:
        yield Paragraph(f"Bằng chữ: {amount_in_words(total)}.", "italic")


def _event_said(event: EventView) -> tuple[str, str, str]:
    text = "\n".join(part for part in (event.text, event.note) if part)
    return kinds.Date().show(event.on[:10]), event.label, text


def _limits(piece: Limits, told: Told) -> Iterator[PaperPiece]:
    if not told.limits:
        return
    columns = (
        GridColumn("Việc phải làm", 3.2),
        GridColumn("Hạn", 1.1, "center"),
        GridColumn("Còn lại", 1.4),
        GridColumn("Căn cứ", 1.7),
    )
    yield Paragraph(piece.title, "bold")
    yield Grid(
        columns,
        tuple(
            GridRow(
                (
                    f"{each.what} (chưa chắc)" if each.doubt else each.what,
                    each.due_shown,
                    f"{BANDS['overdue']}: {each.left}" if each.band == "overdue" else each.left,
                    each.article,
                )
            )
            for each in told.limits
        ),
    )
