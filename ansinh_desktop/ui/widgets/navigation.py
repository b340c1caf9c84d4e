"""The list of pages at the left: icons, counts, and badges for what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QListView,
    QMainWindow,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.progress_strip import number

Index = QModelIndex | QPersistentModelIndex

WIDTH, _COMPACT_WIDTH = 208, 56
_COMPACT_BELOW = 1000
"""In a window narrower than this only the icons are shown."""
_HEIGHT, _HEADING, _RULE, _ICON, _NOTED = 32, 30, 9, 18, 42
_LEAST = 25
"""How low an entry may become, so that all of them are seen without scrolling."""


@dataclass(frozen=True)
class NavigationEntry:
    """One page; without a key it is a heading over those that follow, without words a line above them."""

    key: str
    label: str
    sign: str = ""
    noted: bool = False
    """Whether there is a line for a note beneath it."""


@dataclass(frozen=True)
class Badge:
    """A number that wants to be seen: overdue tasks, packages without a receipt."""

    count: int
    level: str = "error"
    hint: str = ""


@dataclass(frozen=True)
class Note:
    """What stands beside an entry in the place of a count, and beneath it, if anything: a month, and how far it is."""

    beside: str
    beneath: str


class NavigationModel(QAbstractListModel):
    """The entries with their counts and badges."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[NavigationEntry, ...] = ()
        self.counts: dict[str, int] = {}
        self.badges: dict[str, Badge] = {}
        self.notes: dict[str, Note] = {}

    def set_entries(self, entries: Sequence[NavigationEntry]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def redraw(self) -> None:
        """Say that counts or badges are others."""
        if self.entries:
            self.dataChanged.emit(self.index(0), self.index(len(self.entries) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self.entries[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.label
            case Qt.ItemDataRole.UserRole:
                return entry
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(entry)
            case _:
                return None

    def _words(self, entry: NavigationEntry) -> str:
        words = entry.label
        if entry.key in self.counts:
            words += f": {number(self.counts[entry.key])}"
        if entry.key in self.notes:
            note = self.notes[entry.key]
            words += f" {note.beside}: {note.beneath}" if note.beneath else f": {note.beside}"
        badge = self.badges.get(entry.key)
        if badge and badge.count:
            words += f"; {badge.hint or number(badge.count)}"
        return words


class _EntryDelegate(QStyledItemDelegate):
    """Draws an entry: bar and ground of the open page, icon, label, count or badge."""

    lower = 0
    """By how much each is lower than usual, at 100 %."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        entry: NavigationEntry = index.data(Qt.ItemDataRole.UserRole)
        colours = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not entry.key:
            _draw_heading(painter, option.rect, entry.label, colours)
        elif isinstance(model, NavigationModel):
            self._draw_entry(painter, option, entry, model)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: NavigationEntry = index.data(Qt.ItemDataRole.UserRole)
        return QSize(theme.px(_COMPACT_WIDTH), theme.px(_height(entry, self.lower)))

    def _draw_entry(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: NavigationEntry, model: NavigationModel
    ) -> None:
        colours = theme.colours()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        _draw_ground(painter, option, colours, chosen=chosen)
        rect: QRect = option.rect
        side = theme.px(_ICON)
        tint = colours.accent if chosen else colours.muted
        place = QRect(rect.left() + theme.px(16), rect.center().y() - side // 2 + 1, side, side)
        icon(entry.sign, tint).paint(painter, place)
        badge = model.badges.get(entry.key)
        if rect.width() < theme.px(WIDTH) // 2:
            _draw_dot(painter, place, badge, colours)
            return
        right = _draw_beside(painter, rect, entry.key, model, colours)
        painter.setPen(QColor(colours.accent if chosen else colours.text))
        painter.setFont(theme.type_font("text", bold=chosen))
        left = place.right() + theme.px(10)
        words = painter.fontMetrics().elidedText(entry.label, Qt.TextElideMode.ElideRight, right - left)
        note = model.notes.get(entry.key)
        line = _first_line(rect) if note is not None and note.beneath else rect
        painter.drawText(
            QRect(left, line.top(), right - left, line.height()), Qt.AlignmentFlag.AlignVCenter, words
        )
        if note is not None and note.beneath:
            painter.setPen(QColor(colours.muted))
            painter.setFont(theme.type_font("small"))
            below = _second_line(rect)
            below.setLeft(left)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, note.beneath)


def _height(entry: NavigationEntry, lower: int) -> int:
    """Return how high an entry is; a note beneath a label keeps its line."""
    if entry.noted:
        return _NOTED
    if not entry.key and not entry.label:
        return max(1, _RULE - 2 * lower)
    return (_HEIGHT if entry.key else _HEADING) - lower


def _draw_heading(painter: QPainter, rect: QRect, label: str, colours: theme.Colours) -> None:
    if not label or rect.width() < theme.px(WIDTH) // 2:
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(
            rect.left() + theme.px(12), rect.center().y(), rect.right() - theme.px(12), rect.center().y()
        )
        return
    painter.setPen(QColor(colours.muted))
    painter.setFont(theme.type_font("small", bold=True))
    place = rect.adjusted(theme.px(16), 0, 0, -theme.px(4))
    painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, label)


def _draw_ground(
    painter: QPainter, option: QStyleOptionViewItem, colours: theme.Colours, *, chosen: bool
) -> None:
    inner = option.rect.adjusted(theme.px(6), 1, -theme.px(6), -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen:
        painter.setBrush(QColor(colours.accent_soft))
        painter.drawRoundedRect(inner, theme.px(4), theme.px(4))
        painter.setBrush(QColor(colours.accent))
        painter.drawRect(
            QRect(inner.left(), inner.top() + theme.px(6), theme.px(3), inner.height() - theme.px(12))
        )
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(inner, theme.px(4), theme.px(4))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))


def _draw_dot(painter: QPainter, place: QRect, badge: Badge | None, colours: theme.Colours) -> None:
    """Draw the sign of a badge at the corner of its icon; its words stand in the tool tip."""
    if badge and badge.count:
        painter.setPen(QPen(QColor(colours.raised), theme.px(2)))
        painter.setBrush(QColor(theme.tone(badge.level)[0]))
        painter.drawEllipse(place.topRight(), theme.px(5), theme.px(5))


def _draw_beside(
    painter: QPainter, rect: QRect, key: str, model: NavigationModel, colours: theme.Colours
) -> int:
    """Draw what stands at the right of a label: the badge, or else a note or the count; return where it must end."""
    badge, note, count = model.badges.get(key), model.notes.get(key), model.counts.get(key)
    painter.setFont(theme.type_font("small", bold=bool(badge and badge.count)))
    right = rect.right() - theme.px(14)
    if badge and badge.count:
        return _draw_badge(painter, rect, badge, right, colours)
    if note is not None:
        line = _first_line(rect) if note.beneath else rect
        return _draw_words(painter, line, note.beside, right, colours)
    return right if count is None else _draw_words(painter, rect, number(count), right, colours)


def _draw_badge(painter: QPainter, rect: QRect, badge: Badge, right: int, colours: theme.Colours) -> int:
    words = number(badge.count) if badge.count < 1000 else "999+"
    width = max(painter.fontMetrics().horizontalAdvance(words) + theme.px(12), theme.px(20))
    height = theme.px(18)
    pill = QRect(right - width, rect.center().y() - height // 2 + 1, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.tone(badge.level)[0]))
    painter.drawRoundedRect(pill, height // 2, height // 2)
    painter.setPen(QColor(colours.surface))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
    return pill.left() - theme.px(6)


def _draw_words(painter: QPainter, rect: QRect, words: str, right: int, colours: theme.Colours) -> int:
    width = painter.fontMetrics().horizontalAdvance(words)
    painter.setPen(QColor(colours.muted))
    place = QRect(right - width - 1, rect.top(), width + 1, rect.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
    return place.left() - theme.px(6)


def _first_line(rect: QRect) -> QRect:
    """Return the place of the label where a note stands beneath it."""
    return rect.adjusted(0, theme.px(4), 0, -theme.px(18))


def _second_line(rect: QRect) -> QRect:
    return rect.adjusted(0, theme.px(22), -theme.px(14), -theme.px(4))


class Navigation(QListView):
    """The list; going to an entry with the arrows or the mouse opens its page.

    Signals:
        chosen: A page is wanted. Carries its key.
        chosen_again: The entry of the page that is open was pressed. Carries its key.
    """

    chosen = Signal(str)
    chosen_again = Signal(str)

    def __init__(self, entries: Sequence[NavigationEntry] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = NavigationModel(self)
        self.setModel(self._model)
        self._entries = _EntryDelegate(self)
        self.setItemDelegate(self._entries)
        self.setProperty("role", "navigation")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(theme.px(_COMPACT_WIDTH))
        self.setMouseTracking(True)
        self.setViewportMargins(0, theme.px(8), 0, theme.px(8))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Các trang")
        self.set_entries(entries)
        self.selectionModel().currentChanged.connect(self._choose)
        self._was_open = False
        """Whether the mouse was pressed over the entry of the page that was open by then."""
        self.clicked.connect(lambda _index: self._choose_again() if self._was_open else None)

    def set_entries(self, entries: Sequence[NavigationEntry]) -> None:
        """Show these pages."""
        self._model.set_entries(entries)

    def keys(self) -> list[str]:
        """Return the keys of the pages, in order: Ctrl+1 opens the first."""
        return [entry.key for entry in self._model.entries if entry.key]

    def current_key(self) -> str:
        """Return the page that is open."""
        index = self.currentIndex()
        return self._model.entries[index.row()].key if index.isValid() else ""

    def go_to(self, key: str) -> None:
        """Open a page, as if it were pressed; the one that is open stays without a signal."""
        self.setCurrentIndex(self._model.index(self._row(key)))

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many records a page has; None takes the number away."""
        if count is None:
            self._model.counts.pop(key, None)
        else:
            self._model.counts[key] = count
        self._model.redraw()

    def set_badge(self, key: str, count: int, level: str = "error", hint: str = "") -> None:
        """Show how much waits; 0 takes the badge away."""
        self._model.badges[key] = Badge(count, level, hint)
        self._model.redraw()

    def set_note(self, key: str, beside: str, beneath: str) -> None:
        """Say something beside an entry and beneath it."""
        if key in self.keys():
            self._model.notes[key] = Note(beside, beneath)
            self._model.redraw()

    def words(self, key: str) -> str:
        """Return what a screen reader says of an entry."""
        return str(self._model.index(self._row(key)).data(Qt.ItemDataRole.AccessibleTextRole))

    def sizeHint(self) -> QSize:
        """Ask for the room of icons and words."""
        return QSize(theme.px(WIDTH), super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the width of the window."""
        self._around().installEventFilter(self)
        self._fit()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the room to the page where the window is narrow."""
        if isinstance(event, QResizeEvent) and watched is self._around():
            self._fit()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See whether it is the entry that is open."""
        left = event.button() is Qt.MouseButton.LeftButton
        self._was_open = left and self.indexAt(event.position().toPoint()) == self.currentIndex()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the entry that is open with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._choose_again()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: a slip of a finger must not change the page."""

    def _around(self) -> QWidget:
        """Return the window of the pages, which may have something beside it."""
        found = self.parentWidget()
        while found is not None and not isinstance(found, QMainWindow):
            found = found.parentWidget()
        return found or self.window()

    def _fit(self) -> None:
        compact = self._around().width() < theme.px(_COMPACT_BELOW)
        room, usual = self.viewport().height(), _HEIGHT - _LEAST
        fits = (lower for lower in range(usual + 1) if self._height_of(lower) <= room)
        self._entries.lower = next(fits, usual)
        scrolled = self._height_of(self._entries.lower) > room
        bar = self.verticalScrollBar().sizeHint().width() if scrolled else 0
        self.setFixedWidth(theme.px(_COMPACT_WIDTH if compact else WIDTH) + bar)
        self.scheduleDelayedItemsLayout()

    def _height_of(self, lower: int) -> int:
        """Return how high all entries are together, each so much lower than usual."""
        return sum(theme.px(_height(each, lower)) for each in self._model.entries)

    def _row(self, key: str) -> int:
        return next(row for row, entry in enumerate(self._model.entries) if entry.key == key)

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and (key := self._model.entries[now.row()].key):
            self.chosen.emit(key)

    def _choose_again(self) -> None:
        if key := self.current_key():
            self.chosen_again.emit(key)
