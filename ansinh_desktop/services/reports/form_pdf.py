"""Sets a form of one case on A4 pages: lines and tables one under another, no row cut, the signatures never alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ansinh_desktop.services.reports import blocks
from ansinh_desktop.services.reports.blocks import CELL_GAP, LEADING, Area, Block, SetText, base_line
from ansinh_desktop.services.reports.fitting import A4, BOTTOM, LEFT, PADDING, TOP
from ansinh_desktop.services.reports.fonts import Style, face
from ansinh_desktop.services.reports.form_layout import (
    Choices,
    FormDocument,
    Grid,
    GridColumn,
    GridRow,
    PaperPiece,
    Paragraph,
)
from ansinh_desktop.services.reports.layout import Align
from ansinh_desktop.services.reports.pdf import new_canvas
from ansinh_desktop.services.reports.pen import Pen
from ansinh_desktop.services.reports.sheets import draw, draw_margins
from ansinh_desktop.services.reports.wrapping import Line, wrap

_ROOM = A4.height - TOP - BOTTOM
_AREA = Area(LEFT, A4.room)
_RULE = 0.5
_GAP = 6.0
"""Between two paragraphs (NĐ 30/2020/NĐ-CP)."""
_LINE_GAP = 1.5
_MOST_TOGETHER = 4
"""Lines of a paragraph that are not parted."""
_TABLE_GAP = 8.0
_INDENT = "\u00a0" * 9
"""The first line of running text: one centimetre."""
_SHORTEST_DOTS = 60.0
_BOX = 8.0
_BOX_ROOM = 12.0
_PEN_HEIGHT = 22.0
"""Of an empty row, to be filled with the pen."""
_LONGEST_CELL = 40
"""Lines of a cell that still stand on one page; a longer one goes on in the next row."""


@dataclass(frozen=True)
class _Unit:
    """What is never parted: a line, a row; ``head`` stands again above it on a new page."""

    block: Block
    gap: float = 0.0
    """Above it, where it does not begin a page."""
    holds_next: bool = False
    """Whether it must not be the last of a page."""
    head: Block | None = None


def write_form(document: FormDocument, stream: BinaryIO) -> int:
    """Write a form as PDF, and return how many pages it has.

    Raises:
        UserError: A font is missing.
    """
    return write_forms([document], stream)


def write_forms(documents: Sequence[FormDocument], stream: BinaryIO) -> int:
    """Write forms one after the other into one PDF, each with its own page numbers; return how many pages it has.

    Raises:
        UserError: A font is missing.
    """
    first, whole = documents[0], 0
    title = " ".join(filter(None, (first.title, first.subtitle)))
    canvas = new_canvas(stream, (A4.width, A4.height), title)
    if first.heading:
        canvas.setAuthor(" ".join(first.heading.unit_lines))
    pen = Pen(canvas)
    for document in documents:
        pages = _paginate(list(_units(document)))
        said, note = document.confidential, document.footer_note
        for number, page in enumerate(pages, start=1):
            canvas.setLineWidth(_RULE)
            draw_margins(pen, A4, number, confidential=said, note=note)
            draw(pen, page, A4.height - TOP)
            canvas.showPage()
        whole += len(pages)
    canvas.save()
    return whole


def _units(document: FormDocument) -> Iterator[_Unit]:
    top = Block()
    if document.model:
        top.set_text(document.model, _AREA, "italic", 11, "right")
        top.gap(2)
    if document.heading is None:
        blocks.national_title(top, _AREA)
        top.gap(14)
    top.beside(blocks.opening(document, A4))
    yield _Unit(top)
    for piece in document.pieces:
        yield from _piece_units(piece)
    yield _Unit(_end(document), gap=12)


def _piece_units(piece: PaperPiece) -> Iterator[_Unit]:
    match piece:
        case Paragraph():
            yield from _paragraph(piece)
        case Choices():
            yield _Unit(_choices(piece), _GAP)
        case Grid():
            yield from _grid(piece)


# ------------------------------------------------------------------------------------------------ text


def _paragraph(piece: Paragraph) -> Iterator[_Unit]:
    """Yield a paragraph; a long one line by line, so that it may run over pages."""
    size, style = piece.size, piece.style
    text = f"{_INDENT}{piece.text}" if piece.justified else piece.text
    lines: list[Line] = []
    ends = set()
    for part in text.split("\n"):
        lines += wrap(part, _AREA.width / size, face(style)) or [("", 0.0)]
        ends.add(len(lines) - 1)
    if piece.open_lines:
        lines = _with_dots(lines, piece.open_lines, size)
    units = [_text_line(piece, line, stretched=place not in ends) for place, (line, _) in enumerate(lines)]
    if len(units) > _MOST_TOGETHER:
        yield from (_Unit(block, _LINE_GAP if place else _GAP) for place, block in enumerate(units))
        return
    whole = Block()
    for place, block in enumerate(units):
        whole.gap(_LINE_GAP if place else 0.0)
        whole.beside(block)
    yield _Unit(whole, _GAP, holds_next=style == "bold")


def _text_line(piece: Paragraph, line: str, *, stretched: bool) -> Block:
    block = Block()
    if piece.justified and stretched:
        _set_justified(block, line, piece.style, piece.size)
    else:
        side: Align = "center" if piece.centred else "left"
        block.set_text(line or " ", _AREA, piece.style, piece.size, side)
    return block


def _with_dots(lines: list[Line], count: int, size: float) -> list[Line]:
    """Return the lines with dots to the end of the last one, and as many further lines of dots as are wanted."""
    width = _AREA.width / size
    *before, (last, used) = lines or [("", 0.0)]
    dot = face("regular").width(".")
    filled = int((width - used) / dot) - 1
    if (width - used) * size >= _SHORTEST_DOTS:
        before.append((f"{last} {'.' * (filled - 2)}" if last else "." * filled, width))
    else:
        before.append((last, used))
        count += 1
    whole = "." * int(width / dot)
    return [*before, *((whole, width) for _ in range(count - 1))]


def _set_justified(block: Block, line: str, style: Style, size: float) -> None:
    words = line.split(" ")
    widths = [face(style).width(word) * size for word in words]
    free = (_AREA.width - sum(widths)) / max(len(words) - 1, 1)
    x = _AREA.x
    for word, width in zip(words, widths, strict=True):
        block.texts.append(SetText(x, block.height + base_line(size), word, style, size))
        x += width + free
    block.gap(size * LEADING)


def _choices(piece: Choices) -> Block:
    """Set a label and its boxes one after another; what does not fit on the line goes to the next."""
    size = 13.0
    block = Block()
    x = _AREA.x
    if piece.label:
        *full, (last, used) = wrap(f"{piece.label}:", _AREA.width / size, face("regular")) or (("", 0.0),)
        for line, _ in full:
            block.set_text(line, _AREA, "regular", size, "left")
        block.texts.append(SetText(x, block.height + base_line(size), last, "regular", size))
        x += used * size + 10
    for words, ticked in piece.options:
        width = _BOX_ROOM + face("regular").width(words) * size
        if x + width > _AREA.x + _AREA.width and x > _AREA.x + 20:
            block.gap(size * LEADING + 2)
            x = _AREA.x + 20
        _box(block, x, block.height + size * LEADING / 2, ticked=ticked)
        room = (_AREA.x + _AREA.width - x - _BOX_ROOM) / size
        lines = wrap(words, room, face("regular"))
        for place, (line, _) in enumerate(lines):
            if place:
                block.gap(size * LEADING)
            block.texts.append(SetText(x + _BOX_ROOM, block.height + base_line(size), line, "regular", size))
        x = x + width + 14 if len(lines) == 1 else _AREA.x + _AREA.width
    block.gap(size * LEADING)
    return block


def _box(block: Block, x: float, middle: float, *, ticked: bool) -> None:
    """Draw a box around a middle line; what is chosen is crossed, and says so to a reader of the file."""
    top = middle - _BOX / 2
    block.box(x, top, _BOX, _BOX)
    if ticked:
        block.texts.append(SetText(x + 1.7, top + _BOX - 1.7, "x", "bold", 9.5))


# ------------------------------------------------------------------------------------------------ tables


def _grid(piece: Grid) -> Iterator[_Unit]:
    widths = _widths(piece)
    every = frozenset(range(len(widths)))
    titles = tuple(each.heading for each in piece.columns)
    head = _row(piece, widths, GridRow(titles, bold=True, centred=every))
    first = True
    if piece.headed:
        yield _Unit(head, _TABLE_GAP, holds_next=True)
        first = False
    for row in piece.rows:
        for part in _cut(piece, widths, row):
            block = _row(piece, widths, part)
            yield _Unit(
                block,
                (_TABLE_GAP / 2) if first else 0.0,
                holds_next=row.band,
                head=head if piece.headed else None,
            )
            first = False


def _widths(piece: Grid) -> list[float]:
    """Share the width out by weight, but give each column what its longest word needs, where that is possible."""
    total = sum(each.weight for each in piece.columns)
    wished = [_AREA.width * each.weight / total for each in piece.columns]
    least = [_least(piece, place, column) for place, column in enumerate(piece.columns)]
    lacking = sum(max(need - wish, 0.0) for need, wish in zip(least, wished, strict=True))
    spare = [max(wish - need, 0.0) for need, wish in zip(least, wished, strict=True)]
    if not lacking or sum(spare) < lacking:
        return wished
    share = lacking / sum(spare)
    return [
        need if need > wish else wish - free * share
        for need, wish, free in zip(least, wished, spare, strict=True)
    ]


def _least(piece: Grid, place: int, column: GridColumn) -> float:
    """Return the width of the longest word in a column."""
    heads = [face("bold").width(word) for word in column.heading.split()]
    cells = [
        face("bold" if row.bold else "regular").width(word)
        + (_BOX_ROOM / piece.size if place in row.boxed else 0)
        for row in piece.rows
        if not row.band
        for word in row.cells[place].split()
    ]
    return min(max([*heads, *cells], default=0.0) * piece.size + 2 * PADDING + 0.5, _AREA.width / 3)


def _cell_lines(piece: Grid, widths: Sequence[float], row: GridRow, place: int) -> list[str]:
    width = (sum(widths) if row.band else widths[place]) - 2 * PADDING
    width -= _BOX_ROOM if place in row.boxed else 0.0
    return [line for line, _ in wrap(row.cells[place], width / piece.size, face(_style(row)))]


def _cut(piece: Grid, widths: Sequence[float], row: GridRow) -> Iterator[GridRow]:
    """Yield a row in pieces that each stand on a page."""
    cells = [_cell_lines(piece, widths, row, place) for place in range(len(row.cells))]
    longest = max(map(len, cells), default=0)
    if longest <= _LONGEST_CELL:
        yield row
        return
    for start in range(0, longest, _LONGEST_CELL):
        parts = tuple("\n".join(lines[start : start + _LONGEST_CELL]) for lines in cells)
        boxed, ticked = (row.boxed, row.ticked) if start == 0 else (frozenset[int](), frozenset[int]())
        yield GridRow(parts, row.bold, row.band, ticked, boxed)


def _row(piece: Grid, widths: Sequence[float], row: GridRow) -> Block:
    cells = [_cell_lines(piece, widths, row, place) for place in range(len(row.cells))]
    block = Block(_height(piece, row, cells))
    edges = [_AREA.x + sum(widths[:place]) for place in range(len(widths) + 1)]
    for place, lines in enumerate(cells):
        area = Area(edges[place], widths[place])
        box = _BOX_ROOM if place in row.boxed else 0.0
        inner = Area(area.x + PADDING + box, area.width - 2 * PADDING - box)
        y = (block.height - len(lines) * piece.size * LEADING) / 2 if row.bold else CELL_GAP
        block.texts += _set_lines(lines, inner, y, piece.size, _style(row), _align(piece, row, place))
        if box:
            _tick(block, area, piece.size, worded=bool(lines), ticked=place in row.ticked)
    posts = (edges[0], edges[-1]) if row.band else edges
    block.rules += [(x, 0.0, x, block.height) for x in posts]
    block.rules += [(edges[0], y, edges[-1], y) for y in (0.0, block.height)]
    return block


def _height(piece: Grid, row: GridRow, cells: Sequence[Sequence[str]]) -> float:
    height = max(1, *map(len, cells)) * piece.size * LEADING + 2 * CELL_GAP
    for_the_pen = not (any(cells[1:]) or row.band or row.boxed)
    return max(height, _PEN_HEIGHT) if for_the_pen else height


def _style(row: GridRow) -> Style:
    return "bold" if row.bold or row.band else "regular"


def _align(piece: Grid, row: GridRow, place: int) -> Align:
    if row.band:
        return "left"
    return "center" if place in row.centred else piece.columns[place].align


def _set_lines(
    lines: Sequence[str], area: Area, y: float, size: float, style: Style, align: Align
) -> Iterator[SetText]:
    """Yield the lines of a cell one under another."""
    for line in lines:
        free = area.width - face(style).width(line) * size
        shift = {"left": 0.0, "center": free / 2, "right": free}[align]
        yield SetText(area.x + shift, y + base_line(size), line, style, size)
        y += size * LEADING


def _tick(block: Block, area: Area, size: float, *, worded: bool, ticked: bool) -> None:
    """Draw the box of a cell: in its middle where it has no words, else before its first line."""
    x = area.x + (PADDING if worded else (area.width - _BOX) / 2)
    middle = CELL_GAP + size * LEADING / 2 if worded else block.height / 2
    _box(block, x, middle, ticked=ticked)


# ------------------------------------------------------------------------------------------------ end, pages


def _end(document: FormDocument) -> Block:
    """Return the signatures, and at their left to whom the paper goes."""
    end, signed = Block(), Block()
    blocks.signatures(signed, document, _AREA)
    left = Block()
    if document.recipients:
        half = Area(LEFT, _AREA.width * 0.42)
        left.set_text("Nơi nhận:", half, "bold_italic", 12, "left")
        for line in document.recipients:
            left.set_text(f"- {line}", half, "regular", 11, "left")
    end.beside(signed, left)
    return end


def _paginate(units: Sequence[_Unit]) -> list[Block]:
    """Deal the units out to pages; one that holds the next goes with it, the end with the line before it."""
    pages: list[list[_Unit]] = [[]]
    height = 0.0
    for place, unit in enumerate(units):
        run = _run(units, place)
        needed = sum(each.block.height + each.gap for each in run)
        fresh = place > 0 and units[place - 1].holds_next and pages[-1]
        if pages[-1] and not fresh and height + needed > _ROOM:
            carried = _carried(pages[-1]) if place == len(units) - 1 else []
            pages.append([])
            height = 0.0
            for each in carried:
                height += _place(pages[-1], each)
        height += _place(pages[-1], unit)
    return [_stacked(page) for page in pages]


def _run(units: Sequence[_Unit], place: int) -> list[_Unit]:
    """Return a unit with those that it must not be parted from."""
    found = [units[place]]
    while found[-1].holds_next and place + len(found) < len(units):
        found.append(units[place + len(found)])
    return found


def _carried(page: list[_Unit]) -> list[_Unit]:
    """Take the last lines of a page over, so that the signatures do not stand alone."""
    if len(page) < 3 or page[-1].block.height > _ROOM / 3:
        return []
    taken = [page.pop()]
    while len(page) > 1 and page[-1].holds_next:
        taken.insert(0, page.pop())
    return taken


def _place(page: list[_Unit], unit: _Unit) -> float:
    """Put a unit on a page, with the headings of its table where it begins one; return the height it takes."""
    if page:
        page.append(unit)
        return unit.block.height + unit.gap
    if unit.head is not None:
        page.append(_Unit(unit.head))
    page.append(_Unit(unit.block, 0.0, unit.holds_next))
    return sum(each.block.height for each in page)


def _stacked(page: Sequence[_Unit]) -> Block:
    block = Block()
    for place, unit in enumerate(page):
        block.gap(unit.gap if place else 0.0)
        block.beside(unit.block)
    return block
