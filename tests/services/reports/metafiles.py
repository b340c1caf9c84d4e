"""Reads a metafile back as what it draws: boxes, strokes and texts, in points."""

import struct
from dataclasses import dataclass, field

UNIT = 2540 / 72


@dataclass
class Read:
    """A metafile, read."""

    size: tuple[float, float] = (0, 0)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    placed: list[tuple[str, float, float]] = field(default_factory=list)
    """Each text with the left end and the right end of its letters."""
    made: set[int] = field(default_factory=set)
    """What is drawn with and was not thrown away."""


def read(content: bytes) -> Read:
    """Return what a metafile draws; refuse one whose records do not follow one another to its end."""
    found, at, count, kind, records = Read(), 0, 0, 0, 0
    start = (0, 0)
    while at < len(content):
        kind, size = struct.unpack_from("<II", content, at)
        assert size % 4 == 0
        body = content[at + 8 : at + size]
        match kind:
            case 1:
                right, bottom = struct.unpack_from("<8x2i", body)
                found.size = right / UNIT, bottom / UNIT
                mark, _version, whole, records = struct.unpack_from("<32x4sIII", body)
                assert (mark, whole) == (b" EMF", len(content))
            case 38 | 39 | 82:
                found.made.add(struct.unpack_from("<I", body)[0])
            case 40:
                found.made.remove(struct.unpack_from("<I", body)[0])
            case 43:
                found.boxes.append(tuple(each / UNIT for each in struct.unpack("<4i", body)))
            case 27:
                start = struct.unpack("<2i", body)
            case 54:
                found.strokes.append(tuple(each / UNIT for each in (*start, *struct.unpack("<2i", body))))
            case 84:
                x, _y, letters, text_at = struct.unpack_from("<28x2iII", body)
                (steps_at,) = struct.unpack_from("<64xI", body)
                said = content[at + text_at : at + text_at + 2 * letters].decode("utf-16-le")
                steps = struct.unpack_from(f"<{letters}I", content, at + steps_at)
                found.texts.append(said)
                found.placed.append((said, x / UNIT, (x + sum(steps)) / UNIT))
        at, count = at + size, count + 1
    assert (kind, count, at) == (14, records, len(content))
    return found
