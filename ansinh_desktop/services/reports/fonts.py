"""The faces that paper is set in, and how wide their letters are."""

import functools
from typing import Any, Literal, TypeAlias

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from ansinh_desktop import paths
from ansinh_desktop.errors import UserError

Style: TypeAlias = Literal["regular", "bold", "italic", "bold_italic"]

# Times metrics, and every Vietnamese letter.
FILES: dict[Style, str] = {
    "regular": "LiberationSerif-Regular.ttf",
    "bold": "LiberationSerif-Bold.ttf",
    "italic": "LiberationSerif-Italic.ttf",
    "bold_italic": "LiberationSerif-BoldItalic.ttf",
}
SCREEN = "Noto Sans"
"""The family of the window, for drawings that are shown there."""
SCREEN_BOLD = f"{SCREEN} Bold"
_SCREEN_FILES = {SCREEN: "NotoSans-Regular.ttf", SCREEN_BOLD: "NotoSans-Bold.ttf"}
_NO_BREAK_SPACE = "\u00a0"


class _Widths(dict[str, float]):
    """The width of each letter in ems, looked up once a letter."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, letter: str) -> float:
        drawn = " " if letter == _NO_BREAK_SPACE else letter
        width: float = self._font.face.getCharWidth(ord(drawn)) / 1000
        self[letter] = width
        return width


class Face:
    """One face: its name on the canvas and its measures in ems."""

    def __init__(self, name: str, font: Any) -> None:
        self.name = name
        self.ascent: float = font.face.ascent / 1000
        self.descent: float = -font.face.descent / 1000
        self._letter = _Widths(font).__getitem__
        # Vietnamese writes in some thousands of syllables, so nearly every word was met before.
        self.word = functools.lru_cache(maxsize=32768)(self.width)

    def width(self, text: str) -> float:
        """Return the width of a text in ems."""
        return sum(map(self._letter, text))


@functools.cache
def face(style: Style) -> Face:
    """Return a face, ready to be drawn with.

    Raises:
        UserError: The font file is missing or damaged.
    """
    name = f"ansinh-{style}"
    return Face(name, _registered(name, FILES[style]))


@functools.cache
def screen() -> tuple[str, str]:
    """Return the names of the window's letters, plain and bold, ready to be measured for a drawing.

    Raises:
        UserError: A font file is missing or damaged.
    """
    for name, file in _SCREEN_FILES.items():
        _registered(name, file)
    return SCREEN, SCREEN_BOLD


def _registered(name: str, file: str) -> Any:
    path = paths.resources() / "fonts" / file
    try:
        font = TTFont(name, str(path), shapable=False)
    except (TTFError, OSError) as error:
        raise UserError("AS-4001", name=path.name) from error
    pdfmetrics.registerFont(font)
    return font
