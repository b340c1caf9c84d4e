"""The list that drops down under a field of choices, and leaves the focus where it is."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.choosing.options import Option, matching

Index = QModelIndex | QPersistentModelIndex

_MOST_LINES = 10
_SHORT_NOTE = 7


class OptionModel(QAbstractListModel):
    """The options that fit what was typed; with ``checks``, each has a box."""

    def __init__(self, parent: QWidget, *, checks: bool) -> None:
        super().__init__(parent)
        self._checks = checks
        self._all: Sequence[Option] = ()
        self._shown: list[Option] = []
        self._checked: frozenset[str] = frozenset()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these."""
        self._all = options
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """Show only what the text may mean."""
        self.beginResetModel()
        self._shown = matching(self._all, typed)
        self.endResetModel()

    def set_checked(self, codes: Sequence[str]) -> None:
        """Tick the boxes of these codes."""
        self._checked = frozenset(codes)
        if self._shown:
            self.dataChanged.emit(
                self.index(0), self.index(len(self._shown) - 1), [Qt.ItemDataRole.CheckStateRole]
            )

    def option(self, place: int) -> Option | None:
        """Return the option of a line."""
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def place_of(self, code: str | None) -> int:
        """Return the line of a code; -1 where it is not shown."""
        return next((place for place, each in enumerate(self._shown) if each.code == code), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        option = self.option(index.row()) if index.isValid() else None
        if option is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return option.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{option.label}\n{option.note}" if option.note else option.label
        if role == Qt.ItemDataRole.UserRole:
            return option
        if role == Qt.ItemDataRole.CheckStateRole and self._checks:
            return Qt.CheckState.Checked if option.code in self._checked else Qt.CheckState.Unchecked
        return None


class _OptionDelegate(QStyledItemDelegate):
    """Draws the note of an option small behind its label, and a tick instead of a system box."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            colours = theme.colours()
            option.icon = icon(
                "square-check" if checked else "square", colours.accent if checked else colours.muted
            )
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(theme.px(16), theme.px(16))

        found = index.data(Qt.ItemDataRole.UserRole)
        if 0 < len(found.note) <= _SHORT_NOTE:
            # A count must be seen, however long the label before it.
            room = option.rect.width() - theme.px(56) - option.fontMetrics.horizontalAdvance(found.note)
            option.text = option.fontMetrics.elidedText(found.label, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        found = index.data(Qt.ItemDataRole.UserRole)
        if not found.note:
            return
        if len(found.note) <= _SHORT_NOTE:
            self._draw_note(painter, option, found.note)
            return
        self._draw_note(
            painter, option, found.note, option.fontMetrics.horizontalAdvance(found.label) + theme.px(40)
        )

    @staticmethod
    def _draw_note(painter: QPainter, option: QStyleOptionViewItem, note: str, taken: int = 0) -> None:
        painter.save()
        painter.setPen(option.palette.placeholderText().color())
        painter.setFont(theme.type_font("small"))
        place: QRect = option.rect.adjusted(taken, 0, -theme.px(8), 0)
        words = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), theme.px(26)))


def make_list(parent: QWidget, model: OptionModel) -> QListView:
    """Return the view of the options; the focus stays on the line above it."""
    view = QListView(parent)
    view.setModel(model)
    view.setItemDelegate(_OptionDelegate(view))
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setUniformItemSizes(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setMouseTracking(True)
    return view


class OptionPopup(QFrame):
    """A window without focus: keys go on to the field, so that an input method never notices it.

    Signals:
        picked: An option was pressed. Carries it.
    """

    picked = Signal(Option)

    def __init__(self, owner: QWidget, *, checks: bool = False) -> None:
        flags = (
            Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        super().__init__(owner, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("role", "popup")
        self.model = OptionModel(self, checks=checks)
        self.view = make_list(self, self.model)
        self.view.clicked.connect(self._take)
        self._field: QWidget | None = None
        self._watched: list[QWidget] = []
        self._none = QLabel("Không có dòng nào khớp", self)
        self._none.setProperty("tone", "muted")
        self._none.setMargin(theme.px(8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.view)
        layout.addWidget(self._none)

    def narrow(self, typed: str) -> None:
        """Show what the text may mean, its likeliest line chosen."""
        self.model.narrow(typed)
        self._choose(0 if typed.strip() else -1)

    def show_under(self, field: QWidget) -> None:
        """Drop down under a field; above it where there is no room."""
        self._follow(field)
        lines = self.model.rowCount()
        self.view.setVisible(lines > 0)
        self._none.setVisible(lines == 0)
        line = self.view.sizeHintForRow(0) if lines else theme.px(32)
        height = min(max(lines, 1), _MOST_LINES) * line + theme.px(4)
        width = max(field.width(), min(self.view.sizeHintForColumn(0) + theme.px(32), theme.px(560)))
        below = field.mapToGlobal(QPoint(0, field.height()))
        room = field.screen().availableGeometry()
        top = below.y() if below.y() + height <= room.bottom() else below.y() - field.height() - height
        left = max(room.left(), min(below.x(), room.right() - width))
        self.setGeometry(left, top, width, height)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay with the field when the form is scrolled or grows."""
        if isinstance(event, QMoveEvent) and self.isVisible() and self._field is not None:
            if self._field.visibleRegion().isEmpty():
                self.hide()
            else:
                self.show_under(self._field)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch nothing any more."""
        self._follow(None)
        super().hideEvent(event)

    def _follow(self, field: QWidget | None) -> None:
        """Watch a field and all that it lies in: scrolling moves only something around it."""
        if field is self._field:
            return
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._field, self._watched = field, []
        around = field
        while around is not None:
            around.installEventFilter(self)
            self._watched.append(around)
            around = None if around.isWindow() else around.parentWidget()

    def move_by(self, lines: int) -> None:
        """Choose a line further down or up."""
        last = self.model.rowCount() - 1
        if last >= 0:
            now = self.view.currentIndex().row()
            self._choose(max(0, min(last, now + lines)) if now >= 0 or lines > 0 else last)

    def choose_code(self, code: str | None) -> None:
        """Choose the line of a code."""
        self._choose(self.model.place_of(code))

    def current(self) -> Option | None:
        """Return the chosen option."""
        return self.model.option(self.view.currentIndex().row())

    def _choose(self, place: int) -> None:
        index = self.model.index(place) if place >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    def _take(self, index: QModelIndex) -> None:
        option = self.model.option(index.row())
        if option is not None:
            self.picked.emit(option)


def opens_list(event: QKeyEvent) -> bool:
    """Whether a key drops the list down."""
    return keys.matches("open_choices", event)
