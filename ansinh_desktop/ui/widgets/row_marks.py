"""Marks of rows that survive order and filters: a box before each row, the keyboard, the ground of what is marked."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.whole_cells import WholeDelegate
from ansinh_desktop.ui.widgets.window_model import RowSource, WindowModel

Index = QModelIndex | QPersistentModelIndex

_BOX, _WIDTH = 16, 30
_SIGNS = {"none": "square", "some": "square-minus", "all": "square-check"}


class RowMarks(QObject):
    """Which rows of a table are marked, by their keys, in the order in which they were.

    Signals:
        changed: Other rows are marked.
        all_asked: Every row that the table shows is to be marked.
        copy_asked: What is marked is to be copied.
    """

    changed = Signal()
    all_asked = Signal()
    copy_asked = Signal()

    def __init__(self, view: QTableView, model: WindowModel, tasks: Tasks) -> None:
        super().__init__(view)
        self._view, self._model, self._tasks = view, model, tasks
        self._keys: dict[str, None] = {}
        self._shown = 0
        self._anchor = -1
        """Where the marking with Shift began."""
        self._before: tuple[str, ...] = ()
        """What was marked before it."""
        view.setVerticalHeader(_Boxes(self, view))
        view.setCornerButtonEnabled(False)
        self.head = _HeadBox(self, view)
        view.setItemDelegate(_MarkedDelegate(self, view))
        view.installEventFilter(self)
        view.selectionModel().currentRowChanged.connect(lambda *_rows: self._draw_boxes())

    @property
    def keys(self) -> list[str]:
        """The keys of the marked rows."""
        return list(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    def set_keys(self, keys: Iterable[str]) -> None:
        """Mark these rows and no others."""
        self._anchor = -1
        self._put(dict.fromkeys(keys))

    def clear(self) -> None:
        """Let go of all."""
        self.set_keys(())

    def toggle(self, row: int) -> None:
        """Mark a row, or let it go."""
        found = self._model.row(row)
        if found is None:
            return
        keys = dict(self._keys)
        if keys.pop(found.key, False) is False:
            keys[found.key] = None
        self._anchor = -1
        self._put(keys)

    def is_marked(self, row: int) -> bool:
        """Whether a row that is in memory is marked."""
        if not self._keys:
            return False
        found = self._model.row(row)
        return found is not None and found.key in self._keys

    def how_many(self) -> str:
        """Return whether ``none``, ``some`` or ``all`` of the rows that the table shows are marked."""
        if not self._keys:
            return "none"
        return "all" if self._shown >= self._model.rowCount() > 0 else "some"

    def set_shown(self, count: int) -> None:
        """Say how many of the marked rows the table shows; the others are filtered away."""
        self._shown = count
        self.head.say()

    def click(self, event: QMouseEvent) -> bool:
        """Mark with the mouse while Ctrl or Shift is held; whether that was done."""
        row = self._view.rowAt(round(event.position().y()))
        if event.button() is not Qt.MouseButton.LeftButton or row < 0:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._view.setCurrentIndex(self._model.index(row, self._first_column()))
            self.toggle(row)
            return True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            now = self._view.currentIndex().row()
            self._reach(now if now >= 0 else row, row)
            return True
        self._anchor = -1
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mark with the keyboard."""
        if watched is self._view and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._wants(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._press(event)
        return super().eventFilter(watched, event)

    # Inside

    def _wants(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and bool(self._keys)

    def _press(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        match event.key(), held:
            case Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ControlModifier:
                self.toggle(self._row_at_hand())
            case key, Qt.KeyboardModifier.ShiftModifier if step := self._step(key):
                self._extend(step)
            case Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier:
                self.all_asked.emit()
            case Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier:
                self.copy_asked.emit()
            case Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier if self._keys:
                self.clear()
            case _:
                if not held & (ctrl | shift):
                    self._anchor = -1
                return False
        return True

    def _step(self, key: int) -> int:
        """Return how many rows a key goes on that marks while Shift is held; 0 for any other."""
        every, seen = (
            self._model.rowCount(),
            self._view.viewport().height() // max(1, self._view.rowHeight(0)),
        )
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: seen,
            Qt.Key.Key_PageUp: -seen,
            Qt.Key.Key_End: every,
            Qt.Key.Key_Home: -every,
        }
        return steps.get(Qt.Key(key), 0)

    def _extend(self, step: int) -> None:
        """Go some rows on, and mark all rows from where Shift was first held."""
        begins = self._view.currentIndex().row() < 0
        now = self._row_at_hand()
        following = now if begins else min(max(now + step, 0), self._model.rowCount() - 1)
        if now >= 0:
            self._reach(now, following)

    def _row_at_hand(self) -> int:
        """Return the current row; in a list that was just opened the first becomes it."""
        if self._view.currentIndex().row() < 0 and self._model.rowCount():
            self._view.setCurrentIndex(self._model.index(0, 0))
        return self._view.currentIndex().row()

    def _reach(self, start: int, end: int) -> None:
        if self._anchor < 0:
            self._anchor, self._before = start, tuple(self._keys)
        self._view.setCurrentIndex(self._model.index(end, self._first_column()))
        first, last = sorted((self._anchor, end))
        before = self._before
        rows = [self._model.row(place) for place in range(first, last + 1)]
        if all(rows):
            self._put(dict.fromkeys((*before, *(row.key for row in rows if row is not None))))
        elif (source := self._model.source()) is not None:
            self._tasks.run(
                lambda: _keys_of(source, first, last),
                lambda keys: self._put(dict.fromkeys((*before, *keys))),
                owner=self,
                urgent=True,
            )

    def _draw_boxes(self) -> None:
        self._view.verticalHeader().viewport().update()

    def _first_column(self) -> int:
        return max(0, self._view.currentIndex().column())

    def _put(self, keys: dict[str, None]) -> None:
        if keys == self._keys:
            return
        self._keys, self._shown = keys, min(self._shown, len(keys))
        self._view.viewport().update()
        self._draw_boxes()
        self.head.say()
        self.changed.emit()


def _keys_of(source: RowSource, first: int, last: int) -> Sequence[str]:
    return [each.key for each in source.rows(first, last - first + 1)]


class _Boxes(QHeaderView):
    """A box before each row."""

    def __init__(self, marks: RowMarks, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._marks, self._table = marks, view
        self.setProperty("boxes", True)  # noqa: FBT003 - Qt takes no name
        self.setFixedWidth(theme.px(_WIDTH))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.sectionPressed.connect(marks.toggle)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - as Qt calls it
        """Draw the box, on the ground of its row."""
        colours, marked = theme.colours(), self._marks.is_marked(logicalIndex)
        plain = colours.window if logicalIndex % 2 else colours.surface
        painter.fillRect(rect, QColor(colours.accent_soft if marked else plain))
        icon("square-check" if marked else "square", colours.accent if marked else colours.line_strong).paint(
            painter, _middle(rect)
        )
        if len(self._marks) and logicalIndex == self._table.currentIndex().row():
            _ring(painter, rect, left=True)


class _HeadBox(QAbstractButton):
    """The box over the boxes: marks every row that is shown, or lets go."""

    def __init__(self, marks: RowMarks, view: QTableView) -> None:
        super().__init__(view)
        self._marks, self._view = marks, view
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip("Chọn tất cả đang hiện (Ctrl+A)")
        self.clicked.connect(self._act)
        view.installEventFilter(self)
        self.say()

    def say(self) -> None:
        """Show whether none, some or all rows are marked."""
        words = {"none": "Chưa chọn dòng nào", "some": "Đã chọn một số dòng", "all": "Đã chọn tất cả"}
        self.setAccessibleName(words[self._marks.how_many()])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, much = theme.colours(), self._marks.how_many()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(colours.raised))
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.line_strong))
            tint = colours.line_strong if much == "none" else colours.accent
            icon(_SIGNS[much], tint).paint(painter, _middle(self.rect()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner of the table."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest}:
            edge = self._view.frameWidth()
            self.setGeometry(
                edge, edge, self._view.verticalHeader().width(), self._view.horizontalHeader().height()
            )
            self.raise_()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        if self._marks.how_many() == "all":
            self._marks.clear()
        else:
            self._marks.all_asked.emit()


class _MarkedDelegate(WholeDelegate):
    """Gives marked rows their ground, and the current row a ring while there are any."""

    def __init__(self, marks: RowMarks, view: QTableView) -> None:
        super().__init__(view)
        self._marks, self._table = marks, view

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if not len(self._marks):
            return
        # Chosen without a mark is no mark: the ring tells where one is.
        option.state &= ~QStyle.StateFlag.State_Selected
        if self._marks.is_marked(index.row()):
            option.backgroundBrush = QBrush(QColor(theme.colours().accent_soft))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not len(self._marks) or index.row() != self._table.currentIndex().row():
            return
        head = self._table.horizontalHeader()
        _ring(painter, option.rect, right=head.visualIndex(index.column()) == _last_shown(head))


def _ring(painter: QPainter, rect: QRect, *, left: bool = False, right: bool = False) -> None:
    """Draw the part of the ring round the current row that lies in a cell."""
    colour = QColor(theme.colours().accent)
    painter.fillRect(rect.left(), rect.top(), rect.width(), 2, colour)
    painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, colour)
    if left:
        painter.fillRect(rect.left(), rect.top(), 2, rect.height(), colour)
    if right:
        painter.fillRect(rect.right() - 1, rect.top(), 2, rect.height(), colour)


def _last_shown(head: QHeaderView) -> int:
    places = [head.visualIndex(each) for each in range(head.count()) if not head.isSectionHidden(each)]
    return max(places, default=-1)


def _middle(rect: QRect) -> QRect:
    side = theme.px(_BOX)
    square = QRect(0, 0, side, side)
    square.moveCenter(rect.center())
    return square
