"""The icons: one set of line drawings, in the colour of the text beside them and sharp at any size."""

import functools
import json
from typing import ClassVar

from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer

from ansinh_desktop.errors import BugError
from ansinh_desktop.paths import resources

PACKED = "icons.json"
"""In the resources of the built program: each drawing by its name, but those that style sheets name as files."""


def icon(name: str, colour: QColor | str | None = None) -> QIcon:
    """Return the icon of a file in ``resources/icons``.

    Args:
        name: The file's name, without its ending.
        colour: What to draw it in; without one, the colour of text in the palette of the moment, so that the
            icon follows the change between light and dark. What is disabled is always drawn in its colour.

    Raises:
        BugError: There is no such icon.
    """
    _drawing(name)
    return QIcon(_TintedEngine(name, None if colour is None else QColor(colour).name()))


@functools.cache
def _packed() -> dict[str, str]:
    """Return the drawings that the built program keeps in one file, for an installer writes a hundred slowly."""
    file = resources() / PACKED
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


@functools.cache
def _drawing(name: str) -> str:
    if drawing := _packed().get(name):
        return drawing
    try:
        return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BugError(f"there is no icon called {name}") from error


def _pixels(name: str, colour: str, side: int) -> QPixmap:
    """Return the icon as a square of pixels, drawn once for each colour and size."""
    key = f"{name} {colour} {side}"
    pixels = QPixmap()
    if not QPixmapCache.find(key, pixels):
        pixels = QPixmap(side, side)
        pixels.fill(QColor(0, 0, 0, 0))
        drawing = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
        with QPainter(pixels) as painter:
            drawing.render(painter)
        QPixmapCache.insert(key, pixels)
    return pixels


class _TintedEngine(QIconEngine):
    """Draws one icon: a square in the middle of the place that it is given."""

    # WORKAROUND: PySide (6.11, 6.12) does not hand a clone over to Qt, and frees it under Qt's feet. Qt clones an engine
    # only where an icon is changed after it was copied, so what is kept here is next to nothing.
    _copies: ClassVar[list[QIconEngine]] = []

    def __init__(self, name: str, colour: str | None) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(rect.center())
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(square, _pixels(self._name, self._colour_in(mode), round(side * scale)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.width() == size.height():
            return _pixels(self._name, self._colour_in(mode), size.width())
        pixmap = QPixmap(size)
        if pixmap.isNull():
            return pixmap  # of a widget that is just being squeezed away
        pixmap.fill(QColor(0, 0, 0, 0))
        with QPainter(pixmap) as painter:
            self.paint(painter, pixmap.rect(), mode, state)
        return pixmap

    def clone(self) -> QIconEngine:
        copy = _TintedEngine(self._name, self._colour)
        self._copies.append(copy)
        return copy

    def _colour_in(self, mode: QIcon.Mode) -> str:
        if mode == QIcon.Mode.Disabled:
            group = QPalette.ColorGroup.Disabled
        elif self._colour is not None:
            return self._colour
        else:
            group = QPalette.ColorGroup.Active
        return QGuiApplication.palette().color(group, QPalette.ColorRole.WindowText).name()
