"""Lays out what stands around a table: the opening of NĐ 30/2020/NĐ-CP, the headings, the signatures."""

from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeAlias

from ansinh_desktop.services.reports.cells import Number
from ansinh_desktop.services.reports.fitting import LEFT, PADDING, Sheet, Slot
from ansinh_desktop.services.reports.fonts import Style, face
from ansinh_desktop.services.reports.form_layout import FormDocument
from ansinh_desktop.services.reports.in_words import amount_in_words, place_and_date
from ansinh_desktop.services.reports.layout import (
    MOTTO,
    NATION,
    Align,
    Heading,
    ListColumn,
    ListDocument,
    Signature,
)
from ansinh_desktop.services.reports.pen import Segment
from ansinh_desktop.services.reports.wrapping import wrap, wrap_balanced

LEADING = 1.2
"""From one line to the next, in ems: room for a mark above a mark (Ể) and one below (Ợ)."""
CELL_GAP = 2.2
"""Above and below the text of a cell."""

_LEFT_SHARE = 0.45
_RULE_SHARE = 0.4
_SIGN_ROOM = 62.0
_MOST_SIGNED = 0.58
"""Of the width, for the last signature: a long name of a commune stands on one line with the day."""


@dataclass(frozen=True)
class Area:
    """A strip of the page that texts are set in."""

    x: float
    width: float


@dataclass(frozen=True)
class SetText:
    """One line of text: its left end and its base line, down from the top of the block."""

    x: float
    y: float
    text: str
    style: Style
    size: float


@dataclass
class Block:
    """A piece of a page, measured downwards from its own top; it grows as it is set."""

    height: float = 0.0
    texts: list[SetText] = field(default_factory=list)
    rules: list[Segment] = field(default_factory=list)

    def gap(self, points: float) -> None:
        """Leave room."""
        self.height += points

    def set_text(
        self, text: str, area: Area, style: Style, size: float, align: Align = "center"
    ) -> list[float]:
        """Set a text under what stands there, and return the widths of its lines in points."""
        widths = []
        lay = wrap_balanced if align == "center" else wrap
        for line, ems in lay(text, area.width / size, face(style)):
            self._set_line(line, ems * size, area, style, size, align)
            widths.append(ems * size)
        return widths

    def _set_line(self, line: str, width: float, area: Area, style: Style, size: float, align: Align) -> None:
        room = area.width - width
        x = area.x + {"left": 0.0, "center": room / 2, "right": room}[align]
        self.texts.append(SetText(x, self.height + base_line(size), line, style, size))
        self.height += size * LEADING

    def rule(self, area: Area, length: float) -> None:
        """Draw a line of some length in the middle of the area."""
        start = area.x + (area.width - length) / 2
        self.rules.append((start, self.height, start + length, self.height))

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a rectangle."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        self.rules += [(*start, *end) for start, end in pairwise(corners)]

    def beside(self, *others: "Block") -> None:
        """Put blocks side by side under what stands there."""
        for other in others:
            self._put(other)
        self.height += max((other.height for other in others), default=0.0)

    def _put(self, other: "Block") -> None:
        down = self.height
        for each in other.texts:
            self.texts.append(SetText(each.x, each.y + down, each.text, each.style, each.size))
        self.rules += [(x, y + down, to_x, to_y + down) for x, y, to_x, to_y in other.rules]


def base_line(size: float) -> float:
    """Return how far under the top of its line a text stands."""
    return size * (LEADING - 0.3)


def opening(document: ListDocument | FormDocument, sheet: Sheet) -> Block:
    """Return all that stands above the table on the first page."""
    block = Block()
    area = Area(LEFT, sheet.room)
    if document.heading:
        left = Area(LEFT, sheet.room * _LEFT_SHARE)
        right = Area(LEFT + left.width, sheet.room - left.width)
        block.beside(
            _unit_block(document.heading, document.confidential, left), _nation_block(document, right)
        )
        block.gap(10)
    elif document.confidential:
        _boxed(block, document.confidential, area, 13)
        block.gap(8)
    _title(block, document, area)
    _above_table(block, document, area)
    return block


def _above_table(block: Block, document: ListDocument | FormDocument, area: Area) -> None:
    """Set what stands in one line right above the table."""
    noted = Block()
    widths = noted.set_text(document.unit_note, area, "italic", 11, "right") if document.unit_note else []
    lines = [noted]
    if _is_aside(document):
        aside = Block()
        room = Area(area.x, area.width - max(widths, default=0.0) - 2 * PADDING)
        aside.set_text(document.reference, room, "italic", 11, "left")
        lines.append(aside)
    block.beside(*lines)
    if any(each.texts for each in lines):
        block.gap(3)


def _is_aside(document: ListDocument | FormDocument) -> bool:
    return isinstance(document, ListDocument) and document.reference_aside and bool(document.reference)


def _unit_block(heading: Heading, confidential: str, area: Area) -> Block:
    block = Block()
    for line in heading.superior_lines:
        block.set_text(line, area, "regular", 12)
    widths = [width for line in heading.unit_lines for width in block.set_text(line, area, "bold", 12)]
    block.gap(2.5)
    block.rule(area, max(widths, default=0.0) * _RULE_SHARE)
    block.gap(5)
    if heading.number:
        block.set_text(heading.number, area, "regular", 13)
    if confidential:
        block.gap(4)
        _boxed(block, confidential, area, 13)
    return block


def _nation_block(document: ListDocument | FormDocument, area: Area) -> Block:
    block = Block()
    national_title(block, area)
    if document.heading and document.heading.number:
        place = document.heading.place
        # On the base line of the number, which stands beside it.
        block.height = max(block.height, _number_top(document.heading, area))
        block.set_text(place_and_date(place, document.printed_on), area, "italic", 13)
    return block


def national_title(block: Block, area: Area) -> None:
    """Set the name of the state, its motto, and the line under it."""
    block.set_text(NATION, area, "bold", 12)
    widths = block.set_text(MOTTO, area, "bold", 13)
    block.gap(2)
    block.rule(area, max(widths))
    block.gap(5)


def _number_top(heading: Heading, area: Area) -> float:
    left = Area(area.x, area.width * _LEFT_SHARE / (1 - _LEFT_SHARE))
    above = Heading(heading.unit_lines, heading.superior_lines)
    return _unit_block(above, "", left).height


def _boxed(block: Block, text: str, area: Area, size: float) -> None:
    top = block.height
    block.gap(3)
    widths = block.set_text(text, area, "bold", size)
    block.gap(3.5)
    width = max(widths) + 16
    block.box(area.x + (area.width - width) / 2, top, width, block.height - top)


def _title(block: Block, document: ListDocument | FormDocument, area: Area) -> None:
    if document.annex:
        block.set_text(document.annex, area, "bold", 14)
    widths = block.set_text(document.title.upper(), area, "bold", 14)
    if document.subtitle:
        widths = block.set_text(document.subtitle, area, "bold", 13)
    if document.reference and not _is_aside(document):
        block.set_text(document.reference, area, "italic", 13)
    block.gap(3)
    block.rule(area, min(widths, default=0.0) * _RULE_SHARE)
    block.gap(10)


def table_heads(
    document: ListDocument, bands: tuple[tuple[Slot, ...], ...], size: float
) -> tuple[Block, ...]:
    """Return the headings of each sheet, all of one height, so that split sheets lie beside each other."""
    heights = [
        _head_heights([document.columns[slot.place] for slot in slots], slots, size) for slots in bands
    ]
    highest = max(map(sum, heights))
    return tuple(
        _table_head(document, slots, size, (group, highest - group))
        for slots, (group, _) in zip(bands, heights, strict=True)
    )


def _table_head(
    document: ListDocument, slots: tuple[Slot, ...], size: float, heights: tuple[float, float]
) -> Block:
    """Return the headings of a sheet's columns, with their grid; groups stand above their columns."""
    columns = [document.columns[slot.place] for slot in slots]
    group_height, own_height = heights
    block = Block(group_height + own_height)
    left, right = slots[0].x, slots[-1].x + slots[-1].width
    for group, members in groupby(zip(columns, slots, strict=True), key=lambda pair: pair[0].group):
        _head_cells(block, group, list(members), group_height, size)
    if any(column.mark for column in document.columns):
        _mark_row(block, columns, slots, size)
    block.rules.append((left, 0, right, 0))
    block.rules.append((right, 0, right, block.height))
    return block


def _head_heights(columns: list[ListColumn], slots: tuple[Slot, ...], size: float) -> tuple[float, float]:
    """Return the height of the line of groups and of the line of columns."""
    pairs = list(zip(columns, slots, strict=True))
    groups = [
        (group, sum(slot.width for _, slot in members))
        for group, members in (
            (name, list(each)) for name, each in groupby(pairs, key=lambda pair: pair[0].group)
        )
        if group
    ]
    group_height = max((_cell_height(group, width, size) for group, width in groups), default=0.0)
    grouped = [_cell_height(each.heading, slot.width, size) for each, slot in pairs if each.group]
    single = [_cell_height(each.heading, slot.width, size) for each, slot in pairs if not each.group]
    own_height = max([*grouped, *(height - group_height for height in single)], default=0.0)
    return group_height, max(own_height, 0.0)


def _cell_height(text: str, width: float, size: float) -> float:
    lines = wrap(text, (width - 2 * PADDING) / size, face("bold"))
    return len(lines) * size * LEADING + 2 * CELL_GAP


Member: TypeAlias = tuple[ListColumn, Slot]


def _head_cells(block: Block, group: str, members: list[Member], group_height: float, size: float) -> None:
    start, end = members[0][1].x, members[-1][1].x + members[-1][1].width
    top = group_height if group else 0.0
    bottom = block.height
    if group:
        _centred(block, group, Area(start, end - start), (0.0, group_height), size)
        block.rules.append((start, group_height, end, group_height))
        block.rules.append((start, 0, start, group_height))
    for column, slot in members:
        _centred(block, column.heading, Area(slot.x, slot.width), (top, bottom), size)
        block.rules.append((slot.x, top, slot.x, bottom))
    block.rules.append((start, bottom, end, bottom))


def _centred(block: Block, text: str, area: Area, between: tuple[float, float], size: float) -> None:
    inner = Area(area.x + PADDING, area.width - 2 * PADDING)
    cell = Block()
    cell.set_text(text, inner, "bold", size)
    top, bottom = between
    for each in cell.texts:
        y = top + (bottom - top - cell.height) / 2 + each.y
        block.texts.append(SetText(each.x, y, each.text, each.style, each.size))


def _mark_row(block: Block, columns: list[ListColumn], slots: tuple[Slot, ...], size: float) -> None:
    top = block.height
    row = Block()
    cells = []
    for column, slot in zip(columns, slots, strict=True):
        cell = Block(CELL_GAP / 2)
        cell.set_text(
            column.mark or " ", Area(slot.x + PADDING, slot.width - 2 * PADDING), "italic", size - 1
        )
        cell.gap(CELL_GAP / 2)
        cells.append(cell)
    row.beside(*cells)
    for slot in slots:
        row.rules.append((slot.x, 0, slot.x, row.height))
    block.beside(row)
    block.rules.append((slots[0].x, block.height, slots[-1].x + slots[-1].width, block.height))
    block.rules.append((slots[-1].x + slots[-1].width, top, slots[-1].x + slots[-1].width, block.height))


def closing(document: ListDocument, sheet: Sheet, totals: dict[int, Number]) -> Block:
    """Return all that stands under the table on the last page."""
    block = Block()
    area = Area(LEFT, sheet.room)
    for place in document.totalled:
        if document.columns[place].key == document.words_of:
            block.gap(5)
            words = amount_in_words(int(totals[place]))
            block.set_text(f"Bằng chữ: {words}.", area, "italic", 13, "left")
    if document.remark:
        block.gap(5)
        for line in document.remark.splitlines():
            block.set_text(line, area, "regular", 12, "left")
    if document.signatures:
        block.gap(8)
        signatures(block, document, area)
    return block


def signatures(block: Block, document: ListDocument | FormDocument, area: Area) -> None:
    """Set the signatures side by side; above the last the day, where it does not stand at the top."""
    heading = document.heading
    date = ""
    if not (heading and heading.number):
        date = place_and_date(heading.place if heading else "", document.printed_on)
    areas = _signature_areas(len(document.signatures), face("italic").width(date) * 13 + 8, area)
    if date:
        block.set_text(date, areas[-1], "italic", 13)
        block.gap(2)
    roles = [_roles(each, place) for each, place in zip(document.signatures, areas, strict=True)]
    block.beside(*roles)
    block.gap(_SIGN_ROOM)
    names = [_name(each, place) for each, place in zip(document.signatures, areas, strict=True)]
    block.beside(*names)


def _signature_areas(count: int, widest: float, area: Area) -> list[Area]:
    """Part the width; the last signature has room for the line of date that stands above it."""
    parts = max(count, 2)
    last = min(max(area.width / parts, widest), area.width * _MOST_SIGNED)
    other = (area.width - last) / (parts - 1)
    areas = [Area(area.x + other * at, other) for at in range(parts - 1)]
    return [*areas, Area(area.x + area.width - last, last)][-count:]


def _roles(signature: Signature, area: Area) -> Block:
    block = Block()
    for line in signature.role_lines:
        block.set_text(line, area, "bold", 13)
    if signature.note:
        block.set_text(signature.note, area, "italic", 12)
    return block


def _name(signature: Signature, area: Area) -> Block:
    block = Block()
    if signature.name:
        block.set_text(signature.name, area, "bold", 13)
    return block
