"""The font of the screen: the bundled one, whose Vietnamese is proven, else the system's."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from ansinh_desktop import paths

BASE_PX = 13
"""The text size at 100 %; every other size follows from it."""

UI_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
"""Each costs some milliseconds of the start; slanted letters, rare on screen, Qt makes by itself."""


def ui_font(scale: float, folder: Path | None = None) -> QFont:
    """Return the font of the whole program at that scale; ``folder`` holds the bundled files."""
    family = _load(folder or paths.resources() / "fonts", UI_FILES)
    font = QFont(family) if family else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(BASE_PX * scale))
    font.setStyleHint(QFont.StyleHint.SansSerif)
    return font


def _load(folder: Path, names: Iterable[str]) -> str:
    """Give the font files to Qt, and return the family they make; nothing where they are not there."""
    family = ""
    for name in names:
        path = folder / name
        families = _families(path) if path.is_file() else []
        family = family or next(iter(families), "")
    return family


def _families(path: Path) -> list[str]:
    known = QFontDatabase.addApplicationFont(str(path))
    return QFontDatabase.applicationFontFamilies(known) if known >= 0 else []
