"""Mends letters that another program read in the wrong way, and marks those that cannot be mended."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from ansinh_desktop.findings import Finding, error, note
from ansinh_desktop.services.importer.sheets import Place, Sheet, cell_name

# The first byte of a letter of two or three bytes, and a second that no Vietnamese text has behind it.
_MISREAD = re.compile(
    "[\u00c2-\u00c6\u00e1\u00e2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
# The second byte of Đ is no letter for Windows, and mostly gets lost.
_HALF_DD = re.compile(
    "\u00c4(?![\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])"
)
_ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,4}|[A-Za-z]{3,8}\d?);")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOST = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|(?<=\s)[A-ZĐ]\?(?=\s|$)|[^\W\d_]\?(?=\s[A-ZĐ])")
_SHOWN = 40
_LONGEST = 2000
"""Nobody writes more into a cell of a list; a file made to cost time does."""


def with_mended_letters(sheet: Sheet) -> Sheet:
    """Return a sheet whose texts are as they were typed, as far as that can be told from what stands there."""
    mended = 0
    lost: dict[Place, Finding] = {}
    for place, cell in _texts_of(sheet):
        text = mended_text(cell)
        if text != cell:
            sheet.rows[place[0]][place[1]] = text
            mended += 1
        if ("?" in text or "\ufffd" in text) and _LOST.search(text):
            lost[place] = error("AS-3209", cell=cell_name(place), shown=text[:_SHOWN])
    if not mended and not lost:
        return sheet
    notes = [note("AS-3208", sheet=sheet.name, count=mended)] if mended else []
    return replace(sheet, faults={**sheet.faults, **lost}, notes=(*sheet.notes, *notes))


def _texts_of(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    """Yield the texts that hold more than letters and digits."""
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) <= _LONGEST and not cell.isalnum():
                yield (row, column), cell


def mended_text(text: str) -> str:
    """Return what a text was before its UTF-8 was read as Windows' Western letters, or its letters were written as codes."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "_x" in text and _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    for _ in range(2):  # it happens twice over
        if text.isascii() or not (_MISREAD.search(text) or _HALF_DD.search(text)):
            break
        try:
            meant = bytes(map(_byte, _HALF_DD.sub("Ä\x90", text))).decode("utf-8")
        except (UnicodeError, ValueError):
            break
        text = meant
    return text


def _byte(letter: str) -> int:
    try:
        return letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        code = ord(letter)
        if code > 0xFF:
            raise
        return code
