"""Writes charts into a workbook: what they show as numbers, and beside them the drawing that stands on paper."""

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

from ansinh_desktop.services.reports import metafile, plates
from ansinh_desktop.services.reports.marks import ChartSheet, Panel, Part

CHART_SHEET = "Biểu đồ"
_WIDEST = 38.0
_CHART_WIDTH = 420.0
_A4 = 9
_LINE_HEIGHT = 15.0
"""Of a line of a sheet, in points."""
_SCALE, _LINES = 67, 44
"""How large it is printed, in percent, and how many lines a page then has: no chart stands on two."""
_PATTERNS = {
    "filled": "đặc",
    "hatched": "gạch chéo",
    "hollow": "rỗng",
    "past": "xám",
    "tick": "vạch đứng",
}


def write_charts(workbook: Any, charts: Sequence[ChartSheet], font: Mapping[str, object]) -> None:
    """Write what charts show on a sheet of its own, and draw them beside their numbers as on paper."""
    sheet, bold = workbook.add_worksheet(CHART_SHEET), workbook.add_format({**font, "bold": True})
    plain = workbook.add_format(dict(font))
    sheet.set_column(0, 0, _WIDEST)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_print_scale(_SCALE)
    line, breaks = 0, [0]
    for each in charts:
        breaks.append(line)
        sheet.write_string(line, 0, each.title, bold)
        words = "; ".join(f"{_PATTERNS[pattern]}: {said}" for pattern, said in each.words)
        sheet.write_string(line + 1, 0, words, plain)
        line += 2
        for panel in each.panels:
            for part in panel.parts:
                start, line = line, _write_chart(sheet, line, panel, part, (bold, plain))
                if line - breaks[-1] > _LINES:
                    breaks.append(start)
    sheet.set_h_pagebreaks([each for each in breaks if each])


def _write_chart(sheet: Any, line: int, panel: Panel, part: Part, looks: tuple[Any, Any]) -> int:
    """Write one chart; return where the next one begins."""
    bold, plain = looks
    headings, rows = plates.numbers(part.marks)
    title = ": ".join(filter(None, (panel.title, part.title)))
    sheet.write_string(line, 0, title, bold)
    sheet.write_row(line + 1, 0, headings, bold)
    for at, row in enumerate(rows, start=line + 2):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write(at, place, value, plain)
    drawing = plates.alone(part, _CHART_WIDTH).drawing
    picture = {
        "image_data": io.BytesIO(metafile.written(drawing)),
        "description": title,
        "object_position": 2,
    }
    sheet.insert_image(line + 1, 5, f"{title}.emf", picture)
    return line + 2 + max(len(rows) + 2, 1 + math.ceil(drawing.height / _LINE_HEIGHT))
