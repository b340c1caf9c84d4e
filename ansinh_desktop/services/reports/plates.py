"""Charts on paper: panels one below the other under a heading, on as many pages as they need."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeGuard

from reportlab.graphics.shapes import Drawing, Group

from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.blocks import Area, Block
from ansinh_desktop.services.reports.charts import Chart, Look
from ansinh_desktop.services.reports.fitting import BOTTOM, LEFT, MM, TOP, Sheet
from ansinh_desktop.services.reports.layout import Row
from ansinh_desktop.services.reports.marks import Change, ChartSheet, Column, Marks, Panel, Part, Strip

HEADING = 12 * MM
"""The room above the charts."""
_UPRIGHT = 38 * MM
"""How high a row of periods is."""
_BETWEEN = 8 * MM
"""Between charts side by side."""
_TITLE = 1.6
"""From one heading of a panel to the next, in ems."""
_LARGE = 1.2
"""How much larger a chart is that has its pages to itself."""
_GAP = 4 * MM
"""Between panels."""


def heading(sheet: ChartSheet, paper: Sheet, *, again: bool) -> Block:
    """Return the heading of a page of charts."""
    block = Block()
    block.set_text(title(sheet, again=again).upper(), Area(LEFT, paper.room), "bold", 13)
    return block


def title(sheet: ChartSheet, *, again: bool) -> str:
    """Return what stands over a page of charts."""
    return f"{sheet.title} (tiếp theo)" if again else sheet.title


def plates(sheet: ChartSheet, paper: Sheet) -> Iterator[Chart]:
    """Yield the drawing of each page of charts."""
    look, width = charts.paper(), paper.room
    words = charts.legend(look, sheet.words, width).drawing if sheet.words else None
    room = paper.height - TOP - BOTTOM - HEADING - (words.height + _GAP if words else 0)
    blocks: list[Drawing] = []
    for each in (block for panel in sheet.panels for block in _blocks(panel, look, width, room)):
        if blocks and sum(one.height + _GAP for one in blocks) + each.height > room:
            yield _stacked([*blocks, *([words] if words else [])], width)
            blocks = []
        blocks.append(each)
    if blocks:
        yield _stacked([*blocks, *([words] if words else [])], width)


def alone(part: Part, width: float) -> Chart:
    """Return one chart by itself, without its title."""
    return Chart(_drawn(part.marks, charts.paper(), width).drawing)


def numbers(marks: Marks) -> tuple[Sequence[str], list[Row]]:
    """Return what a chart shows as a table: its headings and its rows."""
    if _are_columns(marks):
        return ("Kỳ", "Số"), [(each.label, each.value) for each in marks]
    if _are_changes(marks):
        return ("Kỳ", "Tăng", "Giảm"), [(each.label, each.more, each.less) for each in marks]
    strips = [each for each in marks if isinstance(each, Strip)]
    if any(each.bar for each in strips):
        return ("", "Kết quả"), [(each.label, each.shown) for each in strips]
    of = [(each.label, each.inside, each.unknown, each.outside) for each in strips]
    return ("", "Trong", "Chưa rõ", "Ngoài"), [*of]


def _blocks(panel: Panel, look: Look, width: float, room: float) -> Iterator[Drawing]:
    """Yield a panel whole; one that is higher than a page in pieces."""
    look = look if panel.title else look.grown(_LARGE)
    over = _over(panel, look)
    most = max(1, int((room - over) // charts.strip_height(look)))
    pieces = zip_longest(*(_pieces(each.marks, most) for each in panel.parts), fillvalue=())
    for number, piece in enumerate(pieces):
        yield _block(panel, piece, look, width, " (tiếp theo)" if number else "")


def _over(panel: Panel, look: Look) -> float:
    """Return the room of what stands over the charts of a panel."""
    heads = bool(panel.title), any(each.title for each in panel.parts)
    return look.size * (_TITLE * sum(heads) + (0.5 if any(heads) else 0))


def _block(panel: Panel, piece: Sequence[Marks], look: Look, width: float, more: str) -> Drawing:
    """Return the charts of a panel, or a piece of each, side by side under their headings."""
    wide, over = (width - _BETWEEN * (len(panel.parts) - 1)) / len(panel.parts), _over(panel, look)
    drawn = (_drawn(marks, look, wide, part.marks) for marks, part in zip(piece, panel.parts, strict=True))
    made = [each.drawing for each in drawn]
    drawing = Drawing(width, over + max(each.height for each in made))
    top = drawing.height
    if panel.title:
        top -= _TITLE * look.size
        drawing.add(charts.words(look, 0, top, f"{panel.title}{more}"))
    for place, (part, each) in enumerate(zip(panel.parts, made, strict=True)):
        left = place * (wide + _BETWEEN)
        if part.title and piece[place]:
            drawing.add(charts.words(look, left, top - _TITLE * look.size, part.title, bold=False))
        _put(drawing, each, left, drawing.height - over - each.height)
    return drawing


def _pieces(marks: Marks, most: int) -> list[Marks]:
    """Return lying bars in lots that fit a page; what stands upright is whole."""
    if not _are_strips(marks):
        return [marks]
    return [marks[start : start + most] for start in range(0, len(marks), most)]


def _drawn(marks: Marks, look: Look, width: float, all_of: Marks = ()) -> Chart:
    if _are_columns(marks):
        return charts.columns(look, marks, width, _UPRIGHT)
    if _are_changes(marks):
        return charts.ups_and_downs(look, marks, width, _UPRIGHT)
    strips = [each for each in marks if isinstance(each, Strip)]
    return charts.strips(look, strips, width, [each for each in all_of if isinstance(each, Strip)])


def _are_columns(marks: Marks) -> TypeGuard[Sequence[Column]]:
    return bool(marks) and isinstance(marks[0], Column)


def _are_changes(marks: Marks) -> TypeGuard[Sequence[Change]]:
    return bool(marks) and isinstance(marks[0], Change)


def _are_strips(marks: Marks) -> TypeGuard[Sequence[Strip]]:
    return bool(marks) and isinstance(marks[0], Strip)


def _stacked(blocks: Sequence[Drawing], width: float) -> Chart:
    """Return drawings one below the other."""
    drawing = Drawing(width, sum(each.height for each in blocks) + _GAP * (len(blocks) - 1))
    top = drawing.height
    for each in blocks:
        _put(drawing, each, 0, top - each.height)
        top -= each.height + _GAP
    return Chart(drawing)


def _put(drawing: Drawing, other: Drawing, left: float, bottom: float) -> None:
    drawing.add(Group(*other.contents, transform=(1, 0, 0, 1, left, bottom)))
