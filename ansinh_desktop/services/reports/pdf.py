"""Draws a list on pages of paper, straight on the canvas, so that ten thousand rows take a second."""

from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from ansinh_desktop.services.reports import plates
from ansinh_desktop.services.reports.blocks import LEADING, Area, Block, base_line
from ansinh_desktop.services.reports.fitting import LEFT, PADDING, TOP, Slot, fit
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.gathering import gather, step
from ansinh_desktop.services.reports.layout import Align, Cancelled, ListDocument, Progress
from ansinh_desktop.services.reports.marks import ChartSheet
from ansinh_desktop.services.reports.pages import BandRow, Page, PageRow, Pages, PlainRow, paginate
from ansinh_desktop.services.reports.pen import Pen, Segment
from ansinh_desktop.services.reports.sheets import draw, draw_margins
from ansinh_desktop.services.reports.wrapping import Lines, Note

# Pages as plain bytes, not as letters: a fifth smaller, and no slower than the compression itself.
rl_config.useA85 = 0

_RULE = 0.5
_PROGRAM = "An Sinh Xã"


def write_pdf(
    document: ListDocument,
    stream: BinaryIO,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write the list as a PDF, and return how many pages it has.

    Raises:
        UserError: A font is missing.
        StoppedError: The officer stopped the work.
    """
    gathered = gather(document, face("regular"), progress, cancelled)
    chosen = fit(document, gathered, face("bold"))
    pages = paginate(document, gathered, chosen)
    sheet = chosen.sheet
    size, same = (sheet.width, sheet.height), 1 if document.reprinted else None
    canvas = new_canvas(stream, size, document.title, invariant=same)
    if document.heading:
        canvas.setAuthor(" ".join(document.heading.unit_lines))
    drawing = _Drawing(canvas, document, pages)
    for number, page in enumerate(pages.pages):
        done = document.row_count + document.row_count * number // len(pages.pages)
        step(done, document.row_count * 2, progress, cancelled)
        drawing.page(page)
    for charts in document.charts:
        drawing.charts(charts)
    canvas.save()
    step(document.row_count * 2, document.row_count * 2, progress, None)
    return drawing.number


def new_canvas(
    stream: BinaryIO, size: tuple[float, float], title: str, *, invariant: int | None = None
) -> Canvas:
    """Return an empty PDF of ours: its language, maker and title told, and no font in it that is not embedded.

    Args:
        stream: Where it is written.
        size: Width and height of its pages, in points.
        title: What the file is called in a viewer.
        invariant: 1 where it must come out the same to the byte: the file then tells no time of its making.
    """
    # Its own first font is no embedded one, and would stand in the file though nothing is set in it.
    first: Any = face("regular").name  # the stubs take it for a number
    canvas = Canvas(
        stream, pagesize=size, pageCompression=1, lang="vi-VN", invariant=invariant, initialFontName=first
    )
    canvas.setTitle(title)
    canvas.setSubject(title)
    canvas.setAuthor(_PROGRAM)
    canvas.setCreator(_PROGRAM)
    canvas.setProducer(_PROGRAM)
    return canvas


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column's texts stand on a sheet."""

    place: int
    left: float
    room: float
    shift: float
    """How much of the free room stands before a text: 0 left, 1/2 centred, 1 right."""


class _Drawing:
    """Draws pages one after another, and numbers them."""

    def __init__(self, canvas: Any, document: ListDocument, pages: Pages) -> None:
        self._canvas = canvas
        self._pen = Pen(canvas)
        self._document = document
        self._pages = pages
        self._size = pages.fit.size
        self._sheet = pages.fit.sheet
        self._bands = [self._columns(band) for band in pages.fit.bands]
        self._notes: list[tuple[float, float, str]] = []
        """Lines of the page that are in italics, and where they begin."""
        self.number = 0

    def page(self, page: Page) -> None:
        """Draw a page; a split list has a sheet for each part of its columns."""
        for band in range(len(self._bands)):
            self.number += 1
            self._canvas.setLineWidth(_RULE)
            self._margins(band)
            self._body(page, band)
            self._canvas.showPage()

    def charts(self, charts: ChartSheet) -> None:
        """Draw charts on pages of their own."""
        for number, plate in enumerate(plates.plates(charts, self._sheet)):
            self.number += 1
            draw_margins(
                self._pen,
                self._sheet,
                self.number,
                confidential=self._document.confidential,
                note=self._document.footer_note,
            )
            draw(self._pen, plates.heading(charts, self._sheet, again=number > 0), self._sheet.height - TOP)
            plate.draw(self._canvas, LEFT, self._sheet.height - TOP - plates.HEADING - plate.drawing.height)
            self._canvas.showPage()

    def _columns(self, band: tuple[Slot, ...]) -> list[_Column]:
        shifts: dict[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}
        return [
            _Column(
                slot.place,
                slot.x + PADDING,
                slot.width - 2 * PADDING,
                shifts[self._document.columns[slot.place].side],
            )
            for slot in band
        ]

    def _body(self, page: Page, band: int) -> None:
        top = self._sheet.height - TOP
        if page.is_first:
            self._opening(top, band)
            top -= self._pages.opening.height
        head = self._pages.heads[band]
        draw(self._pen, head, top)
        top -= head.height
        bottom = self._rows(page.rows, top, band)
        if page.closing and band == len(self._bands) - 1:
            draw(self._pen, page.closing, bottom)

    def _opening(self, top: float, band: int) -> None:
        if band == 0:
            draw(self._pen, self._pages.opening, top)
            return
        again = Block()
        area = Area(LEFT, self._sheet.room)
        again.set_text(self._document.title.upper(), area, "bold", 13)
        again.set_text("(tiếp theo)", area, "italic", 12)
        again.gap(8)
        draw(self._pen, again, top - self._pages.opening.height + again.height)

    def _margins(self, band: int) -> None:
        """Set the page number above, the box of internal use, and the foot."""
        part = f"Phần {band + 1}/{len(self._bands)}" if len(self._bands) > 1 else ""
        said, note = self._document.confidential, self._document.footer_note
        draw_margins(self._pen, self._sheet, self.number, confidential=said, note=note, part=part)

    def _rows(self, rows: list[PageRow], top: float, band: int) -> float:
        """Draw the rows with their grid, and return where they end."""
        bold_rows: list[tuple[BandRow, float]] = []
        edges = [top]
        self._pen.take("regular", self._size)
        for row in rows:
            if isinstance(row, PlainRow):
                self._cells(row, edges[-1], band)
            else:
                bold_rows.append((row, edges[-1]))
            edges.append(edges[-1] - row.height)
        if self._notes:
            self._pen.take("italic", self._size)
            for x, y, note in self._notes:
                self._pen.text(x, y, note)
            self._notes = []
        if bold_rows:
            self._pen.take("bold", self._size)
        for row, edge in bold_rows:
            self._cells(row, edge, band)
            self._label(row, edge, band)
        self._pen.lift()
        self._pen.lines(_grid(rows, edges, self._pages.fit.bands[band], band))
        return edges[-1]

    def _cells(self, row: PageRow, top: float, band: int) -> None:
        leading, cells = self._size * LEADING, row.cells
        middle = top - row.height / 2 - base_line(self._size)
        for column in self._bands[band]:
            lines = cells[column.place]
            if lines:
                self._lines(lines, column, middle + len(lines) * leading / 2)

    def _label(self, row: BandRow, top: float, band: int) -> None:
        lines, covered = row.labels[band]
        slots = self._pages.fit.bands[band][:covered]
        room = sum(slot.width for slot in slots) - 2 * PADDING
        area = _Column(
            -1, slots[0].x + PADDING, room, 0.5 if row.is_sum and not self._document.counted else 0.0
        )
        first = top - (row.height - len(lines) * self._size * LEADING) / 2 - base_line(self._size)
        self._lines(lines, area, first)

    def _lines(self, lines: Lines, column: _Column, first: float) -> None:
        size, y = self._size, first
        for line, ems in lines:
            x = column.left + (column.room - ems * size) * column.shift
            if isinstance(line, Note):
                self._notes.append((x, y, line))
            else:
                self._pen.text(x, y, line)
            y -= size * LEADING


def _grid(rows: list[PageRow], edges: list[float], slots: tuple[Slot, ...], band: int) -> list[Segment]:
    left, right = slots[0].x, slots[-1].x + slots[-1].width
    lines: list[Segment] = [(left, edge, right, edge) for edge in edges]
    lines += [(left, edges[0], left, edges[-1]), (right, edges[0], right, edges[-1])]
    for covered, top, bottom in _runs(rows, edges, band):
        lines += [(slot.x, top, slot.x, bottom) for slot in slots[max(covered, 1) :]]
    return lines


def _runs(rows: list[PageRow], edges: list[float], band: int) -> list[tuple[int, float, float]]:
    """Join neighbouring rows whose labels cover as many columns, so that each line is drawn once."""
    runs: list[tuple[int, float, float]] = []
    for row, top, bottom in zip(rows, edges, edges[1:], strict=False):
        covered = row.labels[band][1] if isinstance(row, BandRow) else 0
        if runs and runs[-1][0] == covered:
            runs[-1] = (covered, runs[-1][1], bottom)
        else:
            runs.append((covered, top, bottom))
    return runs
