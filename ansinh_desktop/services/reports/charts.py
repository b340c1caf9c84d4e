"""Drawings of figures, the same in the window and on paper: bars from zero, every number also as text.

A drawing is made of boxes, straight strokes and texts only, for the window paints them by itself: Qt's SVG knows no clipping
and rounds colours.

What is said by a tone is said by a pattern too, so that grey print and eyes that see no colours lose nothing: filled
is inside or more, hatched is unknown, hollow is outside or less, a black stroke is the target.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ansinh_desktop.services.reports import fonts
from ansinh_desktop.services.reports.marks import Bar, Change, Column, Strip

_HATCH = 4.5
"""From one stroke of what is hatched to the next."""
_GAP = 0.28
"""How much of the place of a column stays empty."""
_LEAST_BAR = 4
"""How long a lying bar can be at least, in ems."""
MORE, LESS = "+", "-"
"""What the key of a place of what came, and of what went, ends in."""


@dataclass(frozen=True)
class Look:
    """The tones and the letters of a drawing, all colours as ``#rrggbb``."""

    filled: str
    """What is inside, what grew, and the present one of a row of periods."""
    past: str
    """The periods before."""
    edge: str
    hollow: str
    """The ground of what is outside or less."""
    text: str
    muted: str
    tick: str
    """The stroke at the target."""
    font: str
    bold: str
    size: float
    """Of its letters: points on paper, pixels in the window; its strokes go with it."""

    @property
    def stroke(self) -> float:
        """How thick a line is."""
        return self.size / 12

    def grown(self, factor: float) -> "Look":
        """Return the same with larger letters."""
        return replace(self, size=self.size * factor)


@functools.cache
def paper() -> Look:
    """Return how drawings look on paper: greys that survive a copying machine.

    Raises:
        UserError: A font is missing.
    """
    regular, bold = fonts.face("regular").name, fonts.face("bold").name
    return Look("#4d4d4d", "#a6a6a6", "#4d4d4d", "#ffffff", "#000000", "#404040", "#000000", regular, bold, 9)


@dataclass(frozen=True)
class Spot:
    """A place of a drawing that can be pressed, from its left and upper edge."""

    key: str
    left: float
    top: float
    width: float
    height: float
    hint: str = ""
    """The full name and the numbers, for whoever rests on it."""


@dataclass(frozen=True)
class Chart:
    """A drawing with its places."""

    drawing: Drawing
    spots: tuple[Spot, ...] = ()

    def draw(self, canvas: Canvas, left: float, bottom: float) -> None:
        """Draw it on a page."""
        renderPDF.draw(self.drawing, canvas, left, bottom)


def bar(look: Look, given: Bar, width: float, height: float, hint: str = "") -> Chart:
    """Return one bar against its target; the stroke goes beyond its edges, and each part can be pressed."""
    beyond = 2 * look.stroke
    drawing = Drawing(width, height)
    _bar(drawing, look, given, (0, beyond), (width, height - 2 * beyond))
    parts = {"inside": given.filled, "unknown": given.hatched, "outside": given.hollow}
    spots, left = [], 0.0
    for key, part in parts.items():
        if part:
            spots.append(Spot(key, left, 0, part * width, height, hint))
        left += part * width
    return Chart(drawing, tuple(spots))


def columns(look: Look, given: Sequence[Column], width: float, height: float) -> Chart:
    """Return a row of periods: what is past grey, the present one strong, each with its number and its label."""
    drawing = Drawing(width, height)
    line = 1.5 * look.size
    room = height - 2 * line
    most = max((each.value or 0 for each in given), default=0) or 1
    place, spots = width / max(1, len(given)), []
    numbers = _fitting(look.bold, look.size, [each.shown for each in given], place)
    labels = _fitting(look.font, look.size, [each.label for each in given], place)
    for at, each in enumerate(given):
        left = at * place + place * _GAP / 2
        tall = room * max(0.0, each.value or 0) / most
        tone = look.filled if each.current else look.past
        drawing.add(_box((left, line), (place * (1 - _GAP), max(tall, look.stroke)), tone))
        middle = at * place + place / 2
        above = line + tall + look.size * 0.35
        drawing.add(_text(look, middle, above, each.shown, size=numbers, bold=each.current))
        drawing.add(_text(look, middle, look.size * 0.35, each.label, size=labels, tone=look.muted))
        spots.append(Spot(each.key, at * place, 0, place, height, each.hint))
    drawing.add(_stroke(look, 0, line, width, line))
    return Chart(drawing, tuple(spots))


def ups_and_downs(look: Look, given: Sequence[Change], width: float, height: float) -> Chart:
    """Return what came (filled, upwards) and what went (hollow, downwards) in each period, both in one measure."""
    drawing = Drawing(width, height)
    line = 1.5 * look.size
    most_up = max((each.more for each in given), default=0)
    most_down = max((each.less for each in given), default=0)
    room = (height - 3 * line) / max(1, most_up + most_down)
    zero = 2 * line + most_down * room
    place, spots = width / max(1, len(given)), []
    numbers = _fitting(look.font, look.size, [f"\u2212{max(each.more, each.less)}" for each in given], place)
    labels = _fitting(look.font, look.size, [each.label for each in given], place)
    for at, each in enumerate(given):
        left, broad, middle = at * place + place * _GAP / 2, place * (1 - _GAP), at * place + place / 2
        up, down = each.more * room, each.less * room
        if each.more:
            drawing.add(_box((left, zero), (broad, up), look.filled))
            drawing.add(_text(look, middle, zero + up + look.size * 0.35, str(each.more), size=numbers))
        if each.less:
            drawing.add(_box((left, zero - down), (broad, down), look.hollow, look.edge, look.stroke))
            said = f"\u2212{each.less}"
            drawing.add(_text(look, middle, zero - down - look.size * 1.1, said, size=numbers))
        drawing.add(_text(look, middle, look.size * 0.35, each.label, size=labels, tone=look.muted))
        above = height - zero
        spots.append(Spot(f"{each.key}{MORE}", at * place, 0, place, above, each.hint))
        spots.append(Spot(f"{each.key}{LESS}", at * place, above, place, height - above, each.hint))
    drawing.add(_stroke(look, 0, zero, width, zero))
    return Chart(drawing, tuple(spots))


def strips(look: Look, given: Sequence[Strip], width: float, all_of: Sequence[Strip] = ()) -> Chart:
    """Return lying bars, one below the other, all in one measure: hamlets, ages.

    Labels and numbers are never cut: the bars get what room is left, and a label that leaves too little is set smaller.

    Args:
        look: Its tones and letters.
        given: What is drawn.
        width: Of the whole.
        all_of: All that belong together, where others of them stand in another drawing.
    """
    line = strip_height(look)
    all_of = all_of or given
    drawing = Drawing(width, line * max(1, len(given)))
    labels = max((_width(look.font, look.size, each.label) for each in all_of), default=0)
    numbers = max((_width(look.font, look.size, each.shown) for each in all_of), default=0)
    most_label = max(width - numbers - (2 + _LEAST_BAR) * look.size, look.size)
    start = min(labels, most_label) + look.size
    room = max(width - start - numbers - look.size, _LEAST_BAR * look.size)
    most = max((each.inside + each.unknown + each.outside for each in all_of), default=0) or 1
    spots = []
    for at, each in enumerate(given):
        bottom = drawing.height - (at + 1) * line
        base = bottom + (line - look.size) / 2 + look.size * 0.12
        whole = each.inside + each.unknown + each.outside
        label = _fitting(look.font, look.size, [each.label], most_label)
        drawing.add(_text(look, 0, base, each.label, anchor="start", size=label))
        drawing.add(_text(look, width, base, each.shown, anchor="end"))
        made, long = each.bar or Bar.of(each.inside, each.unknown, each.outside), whole / most
        if made is not None:
            tall = line * 0.56
            size = room * (1 if each.bar else long), tall
            _bar(drawing, look, made, (start, bottom + (line - tall) / 2), size)
        spots.append(Spot(each.key, 0, at * line, width, line, each.hint))
    return Chart(drawing, tuple(spots))


def words(look: Look, x: float, y: float, said: str, *, bold: bool = True) -> String:
    """Return a heading within a drawing, from its base line."""
    return _text(look, x, y, said, anchor="start", bold=bold)


def strip_height(look: Look) -> float:
    """Return how high one lying bar is, with the room around it."""
    return 1.9 * look.size


def legend(look: Look, given: Sequence[tuple[str, str]], width: float) -> Chart:
    """Return what the patterns mean, side by side.

    Args:
        look: Of the drawings beside it.
        given: Each pattern (``filled``, ``hatched``, ``hollow``, ``past``, ``tick``) with its words.
        width: Of the whole.
    """
    size, height = look.size, 1.5 * look.size
    drawing, left = Drawing(width, height), 0.0
    for pattern, said in given:
        bottom = (height - size) / 2
        if pattern == "tick":
            drawing.add(_stroke(replace(look, edge=look.tick), left, bottom, left, bottom + size, 2))
            left += size * 0.5
        else:
            shown = Bar(pattern in ("filled", "past"), pattern == "hatched", pattern == "hollow")
            toned = replace(look, filled=look.past) if pattern == "past" else look
            _bar(drawing, toned, shown, (left, bottom), (size, size))
            left += size * 1.4
        drawing.add(_text(look, left, bottom + size * 0.12, said, anchor="start", tone=look.muted))
        left += _width(look.font, look.size, said) + size
    return Chart(drawing)


def hatching(width: float, height: float, step: float = _HATCH) -> list[tuple[float, float, float, float]]:
    """Return the slanted strokes that fill a box, each from a point to a point of its edges."""
    found: list[tuple[float, float, float, float]] = []
    if width <= 0:
        return found
    for number in range(1, int((width + height) / step) + 1):
        across = number * step
        start = (min(across, width), max(0.0, across - width))
        end = (max(0.0, across - height), min(across, height))
        found.append((*start, *end))
    return found


# -------------------------------------------------------------------------------------------- the parts of a drawing


def _bar(
    drawing: Drawing, look: Look, given: Bar, corner: tuple[float, float], size: tuple[float, float]
) -> None:
    (left, bottom), (width, height) = corner, size
    filled, hatched = width * given.filled, width * given.hatched
    drawing.add(_box(corner, size, look.hollow))
    if filled:
        drawing.add(_box(corner, (filled, height), look.filled))
    for x, y, to_x, to_y in hatching(hatched, height, _HATCH * look.stroke):
        from_left, from_bottom = left + filled, bottom
        drawing.add(
            _stroke(look, from_left + x, from_bottom + y, from_left + to_x, from_bottom + to_y, dark=True)
        )
    if hatched and given.hollow:
        edge = left + filled + hatched
        drawing.add(_stroke(look, edge, bottom, edge, bottom + height))
    inset = look.stroke / 2
    framed = (left + inset, bottom + inset), (width - look.stroke, height - look.stroke)
    drawing.add(_box(*framed, None, look.edge, look.stroke))
    if given.tick is not None:
        # Whole, even where it stands at an edge.
        at, beyond = min(left + width * min(1.0, given.tick), left + width - look.stroke), 2 * look.stroke
        ticked = replace(look, edge=look.tick)
        drawing.add(_stroke(ticked, at, bottom - beyond, at, bottom + height + beyond, 2))


def _box(
    corner: tuple[float, float],
    size: tuple[float, float],
    tone: str | None,
    edge: str | None = None,
    stroke: float = 0,
) -> Rect:
    made = Rect(*corner, *size)
    made.fillColor = None if tone is None else _colour(tone)
    made.strokeColor = None if edge is None else _colour(edge)
    made.strokeWidth = stroke
    return made


def _stroke(  # noqa: PLR0913 - two points, and how it is drawn
    look: Look, x: float, y: float, to_x: float, to_y: float, thick: float = 1, *, dark: bool = False
) -> Line:
    tone = _colour(look.muted if dark else look.edge)
    return Line(x, y, to_x, to_y, strokeColor=tone, strokeWidth=look.stroke * thick)


def _text(  # noqa: PLR0913 - a place, words, and how they are set
    look: Look,
    x: float,
    y: float,
    words: str,
    *,
    anchor: Literal["start", "middle", "end"] = "middle",
    size: float = 0,
    bold: bool = False,
    tone: str = "",
) -> String:
    """Return a text from its base line."""
    font, colour = look.bold if bold else look.font, _colour(tone or look.text)
    return String(x, y, words, textAnchor=anchor, fontName=font, fontSize=size or look.size, fillColor=colour)


def _fitting(font: str, size: float, texts: Iterable[str], room: float) -> float:
    """Return the size in which the broadest of some texts has room: they are set smaller, never cut."""
    broadest = max((_width(font, size, each) for each in texts), default=0)
    return size * min(1, room * 0.92 / broadest) if broadest else size


def _width(font: str, size: float, words: str) -> float:
    return float(pdfmetrics.stringWidth(words, font, size))


@functools.cache
def _colour(code: str) -> Color:
    return HexColor(code)
