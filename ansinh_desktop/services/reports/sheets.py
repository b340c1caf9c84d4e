"""What every sheet of paper has besides its content: its number, the box of internal use, its foot."""

from ansinh_desktop.services.reports.blocks import LEADING, Area, Block, base_line
from ansinh_desktop.services.reports.fitting import LEFT, MM, Sheet
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.pen import Pen

_NUMBER_FROM_TOP = 11 * MM
_FOOT_FROM_BOTTOM = 11 * MM
_FOOT_SIZE = 10.0
_PART_ROOM = 110.0
"""At the right of the foot, for the number of pages."""


def draw(pen: Pen, block: Block, top: float) -> None:
    """Draw a block whose top stands at a height of the page."""
    for each in block.texts:
        pen.take(each.style, each.size)
        pen.text(each.x, top - each.y, each.text)
    pen.lift()
    pen.lines((x, top - y, to_x, top - to_y) for x, y, to_x, to_y in block.rules)


def draw_margins(
    pen: Pen, sheet: Sheet, number: int, *, confidential: str, note: str, part: str = ""
) -> None:
    """Draw what stands above and below the content.

    Args:
        pen: What draws on the page.
        sheet: The paper.
        number: Of the page; the first has none above.
        confidential: The words of the box, repeated on every page after the first.
        note: At the left of the foot.
        part: At the right of the foot, of a list that goes over several sheets side by side: "Phần 2/3".
    """
    area = Area(LEFT, sheet.room)
    above = Block()
    if number > 1:
        above.set_text(str(number), area, "regular", 13)
        if confidential:
            _corner_box(above, confidential, LEFT + sheet.room)
    draw(pen, above, sheet.height - _NUMBER_FROM_TOP + base_line(13))
    foot = Block()
    if part:
        foot.set_text(part, area, "regular", _FOOT_SIZE, "right")
    if note:
        foot.height = 0.0
        foot.set_text(note, Area(LEFT, area.width - _PART_ROOM), "italic", _FOOT_SIZE, "left")
    draw(pen, foot, _FOOT_FROM_BOTTOM + base_line(_FOOT_SIZE))


def _corner_box(block: Block, words: str, right: float) -> None:
    size = 10.0
    width = face("bold").width(words) * size
    block.height = 1.5
    block.set_text(words, Area(right - width - 5, width + 0.1), "bold", size)
    block.box(right - width - 10, 0, width + 10, size * LEADING + 3)
