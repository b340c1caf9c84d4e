"""The sheet behind Ctrl+K: type a few letters of a page or an act, Enter does it, Esc closes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.search_box import SearchBox

Index = QModelIndex | QPersistentModelIndex

_WIDTH, _ROWS, _ROW, _GREY_ROW = 640, 12, 30, 46
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
_NOWHERE = 9
_OPEN = "mo "


@dataclass(frozen=True)
class Command:
    """One thing to be asked for."""

    id: str
    words: str
    sign: str
    act: Callable[[], object]
    note: str = ""
    """The keys that do the same."""
    why_not: str = ""
    """Why it can't be done now; empty where it can."""


def rank(words: str, typed: str) -> int:
    """Return how well a name fits what was typed, both folded: 0 best; 9 where it does not.

    First what begins so, a page by its bare name too; then what has the words in a row, then all of them somewhere,
    then the first letters.
    """
    if words.startswith(typed) or words.removeprefix(_OPEN).startswith(typed):
        return 0
    if f" {typed}" in f" {words}":
        return 1
    parts = words.split()
    if all(any(part.startswith(each) for part in parts) for each in typed.split()):
        return 2
    initials = "".join(part[0] for part in parts)
    return 3 if len(typed) > 1 and typed in initials else _NOWHERE


class Palette(QDialog):
    """All that can be asked for, narrowed by what is typed; :attr:`chosen` is what was."""

    def __init__(self, commands: Sequence[Command], asked: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Mọi lệnh")
        self._all = commands
        self.chosen: Command | None = None
        self.box = SearchBox(asked, self)
        self.box.setObjectName("command")
        self.list = QListWidget(self)
        self.list.setObjectName("commands")
        self.list.setAccessibleName("Mọi trang và mọi việc")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = QLabel("Không có trang hay việc nào tên như vậy. Tìm người thì bấm Ctrl+F.", self)
        self.none.setProperty("tone", "muted")
        self.none.setWordWrap(True)
        self.none.setContentsMargins(*(theme.px(8),) * 4)
        frame = QFrame(self)
        frame.setProperty("role", "popup")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(*(theme.px(8),) * 4)
        inner.setSpacing(theme.px(8))
        inner.addWidget(self.box)
        inner.addWidget(self.none)
        inner.addWidget(self.list, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.box.installEventFilter(self)
        self.box.textChanged.connect(lambda _now: self._narrow())
        self.list.itemClicked.connect(self._choose)
        self._narrow()
        self._place(parent)

    def shown(self) -> list[Command]:
        """Return what fits what was typed, the best first."""
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk with the arrows, choose with Enter, close with Esc, while the box keeps the keyboard."""
        if watched is not self.box or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if event.type() != QEvent.Type.KeyPress or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in _STEPS:
            row = self.list.currentRow() + _STEPS[key]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            composing.commit()
            self._choose(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.reject()
        else:
            return False
        return True

    def _narrow(self) -> None:
        typed = text.fold(self.box.text())
        ranked = [(rank(text.fold(each.words), typed), bool(each.why_not), each) for each in self._all]
        fitting = sorted((each for each in ranked if each[0] < _NOWHERE), key=lambda each: each[:2])
        if not typed:
            fitting = sorted(ranked, key=lambda each: each[1])
        self.list.clear()
        for _rank, _grey, each in fitting:
            item = QListWidgetItem(each.words)
            item.setData(Qt.ItemDataRole.UserRole, each)
            said = ". ".join(filter(None, (each.words, each.note, each.why_not)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.none.setVisible(not fitting)

    def _choose(self, item: QListWidgetItem | None) -> None:
        """Take a line; one that can't be done now stays, and goes on saying why."""
        found: Command | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if found is not None and not found.why_not:
            self.chosen = found
            self.accept()

    def _place(self, over: QWidget) -> None:
        width = min(theme.px(_WIDTH), over.width() - theme.px(32))
        height = min(theme.px(_ROWS * _ROW + 70), over.height() - theme.px(80))
        corner = over.mapToGlobal(QPoint((over.width() - width) // 2, theme.px(48)))
        self.setGeometry(QRect(corner, QSize(width, height)))


class _Line(QStyledItemDelegate):
    """Draws icon, words and keys; under what can't be done now, why."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        found: Command = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, theme.px(_GREY_ROW if found.why_not else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Command = index.data(Qt.ItemDataRole.UserRole)
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        colours = theme.colours()
        muted = QColor(colours.muted)
        ink = muted if found.why_not else option.palette.color(QPalette.ColorRole.Text)
        side = theme.px(16)
        line = QRect(option.rect.left(), option.rect.top(), option.rect.width(), theme.px(_ROW))
        place = QRect(line.left() + theme.px(8), line.center().y() - side // 2 + 1, side, side)
        painter.save()
        icon(found.sign, ink).paint(painter, place)
        line = line.adjusted(side + theme.px(18), 0, -theme.px(10), 0)
        painter.setPen(muted)
        painter.setFont(theme.type_font("small"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, found.note)
        if found.why_not:
            under = line.translated(0, theme.px(18))
            painter.drawText(under, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, found.why_not)
        painter.setPen(ink)
        painter.setFont(option.font)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, found.words)
        painter.restore()
