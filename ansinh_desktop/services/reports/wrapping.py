"""Breaks texts into lines of a given width; a word too long for its line is broken, never cut."""

from typing import TypeAlias

from ansinh_desktop.services.reports.fonts import Face


class Note(str):
    """A line that is set in italics among others that are not."""

    __slots__ = ()


Line: TypeAlias = tuple[str, float]
"""A line and its width in ems."""
Lines: TypeAlias = tuple[Line, ...]

_BREAK_AFTER = "-/_.,;:@"


def wrap(text: str, room: float, face: Face) -> Lines:
    """Return the lines of a text, each at most ``room`` ems wide; an empty text has no line."""
    if not text:
        return ()
    if "\n" not in text:
        width = face.width(text)
        return ((text, width),) if width <= room else tuple(_wrap_paragraph(text, room, face))
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, room, face) or [("", 0.0)]
    return tuple(lines)


def wrap_with_notes(text: str, room: float, face: Face, italic: Face) -> Lines:
    """Return the lines of a text, those below its first line break as notes."""
    first, _, below = text.partition("\n")
    return (*wrap(first, room, face), *((Note(line), width) for line, width in wrap(below, room, italic)))


def wrap_balanced(text: str, room: float, face: Face) -> Lines:
    """Return as few lines as :func:`wrap` does, but of about one width, as a title wants."""
    lines = wrap(text, room, face)
    narrow, wide = room / max(len(lines), 1), room
    while len(lines) > 1 and wide - narrow > 0.5:
        middle = (narrow + wide) / 2
        tried = wrap(text, middle, face)
        if len(tried) > len(lines) or _breaks_words(tried, text):
            narrow = middle
        else:
            lines, wide = tried, middle
    return lines


def _breaks_words(lines: Lines, text: str) -> bool:
    return " ".join(line for line, _ in lines).split() != text.split()


def _wrap_paragraph(text: str, room: float, face: Face) -> list[Line]:
    space = face.word(" ")
    lines: list[Line] = []
    words: list[str] = []
    filled = 0.0
    for word in text.split(" "):
        width = face.word(word)
        if words and filled + space + width <= room:
            words.append(word)
            filled += space + width
            continue
        if words:
            lines.append((" ".join(words), filled))
        *full, (rest, filled) = _pieces(word, width, room, face)
        lines += full
        words = [rest]
    if words != [""]:
        lines.append((" ".join(words), filled))
    return lines


def _pieces(word: str, width: float, room: float, face: Face) -> list[Line]:
    """Break a word that is wider than the line: after punctuation where there is some, else anywhere."""
    pieces: list[Line] = []
    while width > room and len(word) > 1:
        at = _break_at(word, room, face)
        pieces.append((word[:at], face.width(word[:at])))
        word = word[at:]
        width = face.width(word)
    return [*pieces, (word, width)]


def _break_at(word: str, room: float, face: Face) -> int:
    filled = 0.0
    fits = 0
    for letter in word:
        filled += face.word(letter)
        if filled > room:
            break
        fits += 1
    fits = max(fits, 1)
    for at in range(fits, fits // 2, -1):
        if word[at - 1] in _BREAK_AFTER:
            return at
    return fits
