"""Shows the drawings of reports in the window: painted from the same boxes, strokes and texts as on paper."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from ansinh_desktop.services.reports import fonts
from ansinh_desktop.services.reports.charts import Chart, Look, Spot
from ansinh_desktop.ui import theme


def look() -> Look:
    """Return how drawings look in the window: the colours and the size of the moment."""
    now, (regular, bold) = theme.colours(), fonts.screen()
    return Look(
        filled=now.accent,
        past=now.line_strong,
        edge=now.line_strong,
        hollow=now.raised,
        text=now.text,
        muted=now.muted,
        tick=now.text,
        font=regular,
        bold=bold,
        size=theme.px(theme.TYPE["small"]),
    )


def paint(painter: QPainter, drawing: Drawing, corner: QPointF) -> None:
    """Paint a drawing with its upper left corner at a point."""
    painter.save()
    painter.translate(corner)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for each in drawing.contents:
        match each:
            case Rect():
                _paint_box(painter, each, drawing.height)
            case Line():
                _paint_line(painter, each, drawing.height)
            case String():
                _paint_text(painter, each, drawing.height)
    painter.restore()


def _paint_box(painter: QPainter, box: Rect, height: float) -> None:
    # Upright edges would be blurred between two pixels.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003 - Qt's own
    painter.setPen(_pen(box.strokeColor, box.strokeWidth))
    painter.setBrush(_colour(box.fillColor) if box.fillColor else Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box.x, height - box.y - box.height, box.width, box.height))


def _paint_line(painter: QPainter, line: Line, height: float) -> None:
    straight = line.x1 == line.x2 or line.y1 == line.y2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not straight)
    painter.setPen(_pen(line.strokeColor, line.strokeWidth))
    painter.drawLine(QLineF(line.x1, height - line.y1, line.x2, height - line.y2))


def _paint_text(painter: QPainter, words: String, height: float) -> None:
    font = QFont(fonts.SCREEN)
    font.setPixelSize(max(1, round(words.fontSize)))
    font.setBold(words.fontName == fonts.SCREEN_BOLD)
    painter.setFont(font)
    if words.fillColor is not None:
        painter.setPen(_colour(words.fillColor))
    broad = painter.fontMetrics().horizontalAdvance(words.text)
    left = words.x - {"middle": broad / 2, "end": broad}.get(words.textAnchor, 0.0)
    painter.drawText(QPointF(left, height - words.y), words.text)


def _pen(colour: Color | None, width: float) -> QPen:
    if colour is None:
        return QPen(Qt.PenStyle.NoPen)
    return QPen(_colour(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _colour(colour: Color) -> QColor:
    return QColor.fromRgbF(colour.red, colour.green, colour.blue)


class DrawnChart(QWidget):
    """A drawing in the window; its places can be pressed, and reached with the arrow keys.

    Signals:
        pressed: A place was pressed. Carries its key.
    """

    pressed = Signal(str)

    def __init__(self, name: str, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make: Callable[[Look, float], Chart] | None = None
        self._chart: Chart | None = None
        self._at = -1

    def show_chart(self, make: Callable[[Look, float], Chart], *, presses: bool = False) -> None:
        """Show a drawing.

        Args:
            make: Makes it, for a look and a width.
            presses: Whether its places lead anywhere.
        """
        self._make, self._at = make, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if presses else Qt.FocusPolicy.NoFocus)
        self._draw_anew()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The places of what is shown."""
        return () if self._chart is None else self._chart.spots

    def sizeHint(self) -> QSize:
        height = 0 if self._chart is None else self._chart.drawing.height
        return QSize(theme.px(160), round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._chart is None:
            return
        with QPainter(self) as painter:
            paint(painter, self._chart.drawing, QPointF(0, 0))
            if self.hasFocus() and 0 <= self._at < len(self.spots):
                painter.setPen(QPen(QColor(theme.colours().accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(_box_of(self.spots[self._at]).adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_anew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw_anew()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._spot_at(event.position())
        # As it is written, whatever signs a name has.
        said = f"<span>{escape(found.hint)}</span>" if found and found.hint else ""
        QToolTip.showText(event.globalPosition().toPoint(), said, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._spot_at(event.position())
        if found and self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self.pressed.emit(found.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forth = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if (by := forth.get(Qt.Key(event.key()))) and self.spots:
            # Backwards one begins at the last place: there stands what is now.
            begins = self._at < 0 and by < 0
            self._at = len(self.spots) - 1 if begins else min(max(self._at + by, 0), len(self.spots) - 1)
            self.setAccessibleDescription(self.spots[self._at].hint)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < len(self.spots):
            self.pressed.emit(self.spots[self._at].key)
        else:
            super().keyPressEvent(event)

    def _spot_at(self, point: QPointF) -> Spot | None:
        return next((each for each in self.spots if _box_of(each).contains(point)), None)

    def _draw_anew(self) -> None:
        if self._make is None:
            return
        before = self.sizeHint().height()
        self._chart = self._make(look(), max(self.width(), 1))
        if self.sizeHint().height() != before:
            self.updateGeometry()
        self.update()


def _box_of(spot: Spot) -> QRectF:
    return QRectF(spot.left, spot.top, spot.width, spot.height)
