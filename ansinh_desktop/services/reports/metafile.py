"""Writes a drawing as an enhanced metafile (MS-EMF), the picture of lines that Word and Excel scale without loss.

Only what drawings here are made of: boxes, straight strokes and texts, each put down at its place.
"""

import struct
from collections.abc import Iterator
from itertools import pairwise

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics

from ansinh_desktop.services.reports import fonts

_UNIT = 2540 / 72
"""Hundredths of a millimetre in a point: the measure of the file, and of the device that it is drawn for."""
_DEVICE_MM = (320, 240)
_PEN, _BRUSH, _FONT = 1, 2, 3
"""The places of what is drawn with, in the file's table."""
_NO_PEN, _NO_BRUSH = 0x80000008, 0x80000005
_FACE = "Times New Roman"
"""Of the same measures as the letters of paper, and on every machine with Word."""
_HEADER, _END, _SELECT, _DELETE = 1, 14, 37, 40
_BACKGROUND, _ALIGN, _TEXT_COLOUR = 18, 22, 24
_MAKE_PEN, _MAKE_BRUSH, _MAKE_FONT = 38, 39, 82
_MOVE, _LINE, _RECTANGLE, _TEXT = 27, 54, 43, 84
_TRANSPARENT, _BASE_LINE = 1, 24
_REGULAR, _BOLD = 400, 700


def written(drawing: Drawing) -> bytes:
    """Return a drawing as a file; the same drawing is the same to the byte."""
    records = [
        _record(_BACKGROUND, struct.pack("<I", _TRANSPARENT)),
        _record(_ALIGN, struct.pack("<I", _BASE_LINE)),
        *_shapes(drawing, 0.0, 0.0, drawing.height),
        _record(_END, struct.pack("<III", 0, 0x10, 20)),
    ]
    return b"".join([_header(drawing, records), *records])


def _header(drawing: Drawing, records: list[bytes]) -> bytes:
    right, bottom = _whole(drawing.width), _whole(drawing.height)
    size = 88 + sum(map(len, records))
    device = [each * 100 for each in _DEVICE_MM]
    return struct.pack(
        "<II4i4i4sIIIHHIII2I2I",
        *(_HEADER, 88),
        *(0, 0, right, bottom),
        *(0, 0, right, bottom),
        *(b" EMF", 0x10000, size, len(records) + 1, 4, 0),
        *(0, 0, 0),
        *device,
        *_DEVICE_MM,
    )


def _shapes(within: Drawing | Group, left: float, up: float, height: float) -> Iterator[bytes]:
    """Yield the records of whatever stands in a drawing, moved to the right and upwards."""
    for each in within.contents:
        match each:
            case Group():
                yield from _shapes(each, left + each.transform[4], up + each.transform[5], height)
            case Rect():
                corner = left + each.x, height - up - each.y - each.height
                yield from _box(each, *corner)
            case Line():
                first, last = (
                    (_whole(left + x), _whole(height - up - y))
                    for x, y in ((each.x1, each.y1), (each.x2, each.y2))
                )
                yield from _stroke(each.strokeColor, each.strokeWidth)
                yield _record(_MOVE, struct.pack("<ii", *first))
                yield _record(_LINE, struct.pack("<ii", *last))
                yield from _let_go(_PEN)
            case String():
                yield from _text(each, left + each.x, height - up - each.y)


def _box(box: Rect, x: float, y: float) -> Iterator[bytes]:
    if box.fillColor is None:
        yield _record(_SELECT, struct.pack("<I", _NO_BRUSH))
    else:
        yield _record(_MAKE_BRUSH, struct.pack("<IIII", _BRUSH, 0, _tone(box.fillColor), 0))
        yield _record(_SELECT, struct.pack("<I", _BRUSH))
    if box.strokeColor is None:
        yield _record(_SELECT, struct.pack("<I", _NO_PEN))
    else:
        yield from _stroke(box.strokeColor, box.strokeWidth)
    edges = (_whole(each) for each in (x, y, x + box.width, y + box.height))
    yield _record(_RECTANGLE, struct.pack("<4i", *edges))
    if box.fillColor is not None:
        yield from _let_go(_BRUSH)
    if box.strokeColor is not None:
        yield from _let_go(_PEN)


def _stroke(colour: Color | None, width: float) -> Iterator[bytes]:
    yield _record(_MAKE_PEN, struct.pack("<IIiiI", _PEN, 0, max(1, _whole(width)), 0, _tone(colour)))
    yield _record(_SELECT, struct.pack("<I", _PEN))


def _text(words: String, x: float, y: float) -> Iterator[bytes]:
    """Yield a text whose letters stand where they stand on paper, whatever draws it."""
    bold = words.fontName == fonts.face("bold").name
    letters = words.text
    if not letters:
        return
    ends = [
        pdfmetrics.stringWidth(letters[: at + 1], words.fontName, words.fontSize)
        for at in range(len(letters))
    ]
    x -= {"middle": ends[-1] / 2, "end": ends[-1]}.get(words.textAnchor, 0.0)
    at = [0, *map(_whole, ends)]
    steps = [
        step
        for letter, (before, after) in zip(letters, pairwise(at), strict=True)
        for step in (after - before, 0)[: _units(letter)]
    ]
    said = letters.encode("utf-16-le")
    said += b"\0" * (-len(said) % 4)
    yield _record(_TEXT_COLOUR, struct.pack("<I", _tone(words.fillColor)))
    yield _record(_MAKE_FONT, struct.pack("<I", _FONT) + _font(words.fontSize, bold=bold))
    yield _record(_SELECT, struct.pack("<I", _FONT))
    place = _whole(x), _whole(y)
    fixed = struct.pack("<4iIff", 0, 0, -1, -1, 1, 1.0, 1.0)
    of_text = struct.pack("<iiIII4iI", *place, len(steps), 76, 0, 0, 0, -1, -1, 76 + len(said))
    yield _record(_TEXT, fixed + of_text + said + struct.pack(f"<{len(steps)}I", *steps))
    yield from _let_go(_FONT)


def _units(letter: str) -> int:
    """Return how many units of the file's text a letter takes: what is none of the usual letters, two."""
    return len(letter.encode("utf-16-le")) // 2


def _font(size: float, *, bold: bool) -> bytes:
    weight = _BOLD if bold else _REGULAR
    logical = struct.pack("<5i8B", -_whole(size), 0, 0, 0, weight, 0, 0, 0, 1, 0, 0, 0, 0)
    name = _FACE.encode("utf-16-le")
    # What follows the name (the full name, style and look of the letters) may be left empty.
    return (logical + name + b"\0" * (64 - len(name))).ljust(320, b"\0")


def _let_go(place: int) -> Iterator[bytes]:
    """Yield that something is drawn with no longer: nothing that is in use may be thrown away."""
    stock = {_PEN: _NO_PEN, _BRUSH: _NO_BRUSH}.get(place)
    yield _record(_SELECT, struct.pack("<I", 0x8000000D if stock is None else stock))
    yield _record(_DELETE, struct.pack("<I", place))


def _record(kind: int, said: bytes) -> bytes:
    return struct.pack("<II", kind, 8 + len(said)) + said


def _tone(colour: Color | None) -> int:
    if colour is None:
        return 0
    red, green, blue = (round(255 * each) for each in (colour.red, colour.green, colour.blue))
    return red | green << 8 | blue << 16


def _whole(points: float) -> int:
    return round(points * _UNIT)
