"""What happened in a case, one event under another, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ansinh_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex

_DATE_WIDTH, _RAIL, _GAP = 84, 24, 8
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class TimeLineEvent:
    """One event, in words."""

    key: str
    when: str
    """Its date, as it is shown."""
    kind: str
    text: str = ""
    money: str = ""
    """Its amount, as it is shown."""
    tone: str = "accent"
    """``good``, ``warning``, ``error``, ``note``, ``muted``: the colour of its dot; the words say the same."""
    by: str = ""


class TimeLineModel(QAbstractListModel):
    """The events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._events: tuple[TimeLineEvent, ...] = ()

    def set_events(self, events: Sequence[TimeLineEvent]) -> None:
        """Show these, in this order."""
        self.beginResetModel()
        self._events = tuple(events)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._events):
            return None
        event = self._events[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return event
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (event.when, event.kind, event.money, event.text, event.by)
            return ", ".join(part for part in parts if part)
        return None


class _EventDelegate(QStyledItemDelegate):
    """Draws the date, the dot on the line, the kind in bold, the money at the right, the text beneath."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        event: TimeLineEvent = index.data(Qt.ItemDataRole.UserRole)
        colours = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.accent_soft))
        _draw_rail(painter, option.rect, index, colours, QColor(theme.tone(event.tone)[0]))
        self._draw_words(painter, option.rect, event, colours)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        event: TimeLineEvent = index.data(Qt.ItemDataRole.UserRole)
        width = self._view.viewport().width()
        line = option.fontMetrics.lineSpacing()
        height = line * (1 + _money_below(event, _words_width(width))) + 2 * theme.px(_GAP)
        if event.text:
            words = option.fontMetrics.boundingRect(
                QRect(0, 0, _words_width(width), 10_000), _WRAP, event.text
            )
            height += words.height() + theme.px(2)
        if event.by:
            height += theme.px(theme.TYPE["small"]) + theme.px(5)
        return QSize(width, height)

    def _draw_words(
        self, painter: QPainter, rect: QRect, event: TimeLineEvent, colours: theme.Colours
    ) -> None:
        top = rect.top() + theme.px(_GAP)
        left = rect.left() + theme.px(_DATE_WIDTH + _RAIL + _GAP)
        width = _words_width(rect.width())
        line = painter.fontMetrics().lineSpacing()
        painter.setPen(QColor(colours.muted))
        painter.drawText(
            QRect(rect.left(), top, theme.px(_DATE_WIDTH), line), Qt.AlignmentFlag.AlignRight, event.when
        )
        painter.setPen(QColor(colours.text))
        painter.setFont(theme.type_font("text", bold=True))
        below = _money_below(event, width)
        kind = painter.fontMetrics().elidedText(event.kind, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top, width, line), Qt.AlignmentFlag.AlignLeft, kind)
        top += line * below
        side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(left, top, width, line), side, event.money)
        painter.setFont(theme.type_font("text"))
        top += line + theme.px(2)
        if event.text:
            used = painter.drawText(QRect(left, top, width, 10_000), _WRAP, event.text)
            top += used.height()
        if event.by:
            painter.setPen(QColor(colours.muted))
            painter.setFont(theme.type_font("small"))
            painter.drawText(
                QRect(left, top + theme.px(2), width, line), Qt.AlignmentFlag.AlignLeft, event.by
            )


def _words_width(width: int) -> int:
    return max(theme.px(80), width - theme.px(_DATE_WIDTH + _RAIL + 2 * _GAP))


def _money_below(event: TimeLineEvent, width: int) -> bool:
    """Whether the amount needs a line of its own."""
    if not event.money:
        return False
    metrics = QFontMetrics(theme.type_font("text", bold=True))
    return (
        metrics.horizontalAdvance(event.kind) + metrics.horizontalAdvance(event.money) + theme.px(12) > width
    )


def _draw_rail(painter: QPainter, rect: QRect, index: Index, colours: theme.Colours, dot: QColor) -> None:
    x = rect.left() + theme.px(_DATE_WIDTH + _RAIL // 2 + _GAP // 2)
    middle = rect.top() + theme.px(_GAP + 9)
    painter.setPen(QPen(QColor(colours.line), theme.px(2)))
    last = index.row() == index.model().rowCount() - 1
    painter.drawLine(x, rect.top() if index.row() else middle, x, middle if last else rect.bottom() + 1)
    painter.setPen(QPen(QColor(colours.surface), theme.px(2)))
    painter.setBrush(dot)
    painter.drawEllipse(QPoint(x, middle), theme.px(5), theme.px(5))


class TimeLine(QListView):
    """The list of events.

    Signals:
        opened: An event was opened by Enter or a double click. Carries its key.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TimeLineModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_EventDelegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName("Diễn biến")
        self.activated.connect(self._open)

    def set_events(self, events: Sequence[TimeLineEvent]) -> None:
        """Show these, in this order."""
        self._model.set_events(events)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(Qt.ItemDataRole.UserRole).key)
