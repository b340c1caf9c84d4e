"""Writes texts and lines into the pages of a PDF, each text made ready once however often the list says it."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics

from ansinh_desktop.services.reports.fonts import Style, face

Segment: TypeAlias = tuple[float, float, float, float]

_REMEMBERED = 8192


class _Letters(dict[str, tuple[tuple[str, str], ...]]):
    """The texts of one face as a page shows them: by text, the name of each font that it needs and its operator."""

    def __init__(self, canvas: Any, style: Style) -> None:
        super().__init__()
        self._document = canvas._doc  # noqa: SLF001 - the fonts ask for it, and the canvas has no other name for it
        self._font: Any = pdfmetrics.getFont(face(style).name)

    def __missing__(self, text: str) -> tuple[tuple[str, str], ...]:
        # A font of a PDF has 256 letters at most: Vietnamese needs several, and a text may need two.
        parts = self._font.splitString(text, self._document)
        found = tuple(
            (self._font.getSubsetInternalName(subset, self._document), f"({escapePDF(letters)}) Tj")
            for subset, letters in parts
        )
        if len(self) < _REMEMBERED:
            self[text] = found
        return found


class Pen:
    """Draws on the pages of a canvas.

    WORKAROUND: the canvas's own text object spends most of a long list's time on making numbers short and on
    spelling anew what it spelled a row before.
    """

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._faces: dict[Style, _Letters] = {}
        self._letters = self._of("regular")
        self._size = ""
        self._font = ""
        self._code: list[str] = []

    def _of(self, style: Style) -> _Letters:
        if style not in self._faces:
            self._faces[style] = _Letters(self._canvas, style)
        return self._faces[style]

    def take(self, style: Style, size: float) -> None:
        """Set the texts that follow in this face and size."""
        self._letters, self._size, self._font = self._of(style), f"{size:g}", ""

    def text(self, x: float, y: float, text: str) -> None:
        """Set a text from a point on its base line."""
        self._code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for font, shown in self._letters[text]:
            if font != self._font:
                self._font = font
                self._code.append(f"{font} {self._size} Tf")
            self._code.append(shown)

    def lift(self) -> None:
        """Put the texts set since the last time on the page."""
        if self._code:
            self._canvas.addLiteral(" ".join(("BT", *self._code, "ET")))
        self._code, self._font = [], ""

    def lines(self, segments: Iterable[Segment]) -> None:
        """Draw straight lines."""
        drawn = " ".join(f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l" for x, y, to_x, to_y in segments)
        if drawn:
            self._canvas.addLiteral(f"n {drawn} S")
