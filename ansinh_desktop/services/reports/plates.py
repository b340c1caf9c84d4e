"""Charts on paper: lying bars against their targets, so many on a page, under a heading."""

from collections.abc import Iterator
from typing import Literal

from reportlab.graphics.shapes import Drawing, Group, String

from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.blocks import Area, Block
from ansinh_desktop.services.reports.charts import Chart
from ansinh_desktop.services.reports.fitting import LEFT, MM, TOP, Sheet
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.layout import BarChart, ChartBar

HEADING = 16 * MM
"""The room above the bars."""
_LINE = 10 * MM
_BAR = 4.5 * MM
_LABEL, _SHOWN = 92 * MM, 42 * MM
_FOOT = 22 * MM
_SIZE = 11.0
_WORDS = (
    ("filled", "trong"),
    ("hatched", "chưa rõ"),
    ("hollow", "ngoài"),
    ("tick", "mức của kế hoạch"),
)


def heading(chart: BarChart, sheet: Sheet, *, again: bool) -> Block:
    """Return the heading of a page of a chart."""
    block = Block()
    words = f"{chart.title} (tiếp theo)" if again else chart.title
    block.set_text(words.upper(), Area(LEFT, sheet.room), "bold", 13)
    return block


def plates(chart: BarChart, sheet: Sheet) -> Iterator[Chart]:
    """Yield the drawing of each page of a chart."""
    most = max(1, int((sheet.height - TOP - HEADING - _FOOT) // _LINE) - 1)
    for start in range(0, len(chart.bars), most):
        yield _plate(chart.bars[start : start + most], sheet.room)


def _plate(bars: tuple[ChartBar, ...], width: float) -> Chart:
    look = charts.paper()
    drawing = Drawing(width, _LINE * (len(bars) + 1))
    room = width - _LABEL - _SHOWN
    for place, each in enumerate(bars):
        bottom = drawing.height - _LINE * (place + 1)
        _text(drawing, 0, bottom, each.label, "start", bold=False)
        given = charts.Bar.of(each.inside, each.unknown, each.outside, each.target)
        if given is not None:
            _put(drawing, charts.bar(look, given, room, _BAR), _LABEL, bottom - _BAR / 4)
        _text(drawing, width, bottom, each.shown, "end", bold=True)
    _put(drawing, charts.legend(look, _WORDS, width - _LABEL), _LABEL, 0)
    return Chart(drawing)


def _put(drawing: Drawing, chart: Chart, left: float, bottom: float) -> None:
    drawing.add(Group(*chart.drawing.contents, transform=(1, 0, 0, 1, left, bottom)))


def _text(
    drawing: Drawing, x: float, y: float, words: str, anchor: Literal["start", "end"], *, bold: bool
) -> None:
    font = face("bold" if bold else "regular").name
    drawing.add(String(x, y, words, fontName=font, fontSize=_SIZE, textAnchor=anchor))
