"""The list of the inbox: a line for equal findings, with the one act for all; below it, unfolded, record by record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.progress_strip import number

Index = QModelIndex | QPersistentModelIndex

_ROW, _GROUP = 28, 52
_ICON, _GAP, _NAME, _HAMLET = 14, 8, 150, 96
_COUNT_WIDTH, _ACT_WIDTH = 56, 172
_EDGE = 8
"""The room above and below the words of a group."""
_KEY, _LINE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class InboxRow:
    """What was found in one record."""

    key: str
    who: str
    hamlet: str
    text: str
    sign: str
    tone: str
    hint: str = ""
    status: str = ""
    """What has become of it; it leaves as soon as one moves on."""


@dataclass(frozen=True)
class InboxGroup:
    """Equal findings."""

    key: str
    title: str
    said: str
    sign: str
    tone: str
    rows: tuple[InboxRow, ...]
    act: str = ""
    """The act that settles all of them, as its button says it; empty where each is seen to by itself."""
    hint: str = ""


class Inbox(QTreeWidget):
    """The list.

    Signals:
        opened: A record is to be opened at its field. Carries the key of the row.
        acted: The act for a whole group is wanted. Carries its key.
        moved: Another line is the current one.
    """

    opened = Signal(str)
    acted = Signal(str)
    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("review")
        self.setAccessibleName("Kết quả rà soát")
        self.setColumnCount(3)
        self.setHeaderLabels(["Điều tìm thấy", "Hồ sơ", "Làm một lần"])
        self.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, width in ((1, _COUNT_WIDTH), (2, _ACT_WIDTH)):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(place, theme.px(width))
        self.setItemDelegate(_RowDelegate(self))
        self.setIndentation(theme.px(20))
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self._groups: dict[str, InboxGroup] = {}
        self._unfolded: set[str] = set()
        self._lines: dict[str, _GroupLine] = {}
        self.buttons: dict[str, QPushButton] = {}
        """The act of each group that has one, by the group's key."""
        head.sectionResized.connect(lambda *_sizes: self._measure())
        self.itemExpanded.connect(self._unfold)
        self.itemCollapsed.connect(lambda item: self._unfolded.discard(item.data(0, _KEY)))
        self.itemDoubleClicked.connect(lambda item, _column: self._open(item))
        self.currentItemChanged.connect(lambda *_items: self.moved.emit())

    def set_groups(self, groups: Sequence[InboxGroup]) -> None:
        """Show these; the current line stays current, or what is in its place by then."""
        key, group, place = self.current_row(), self.current_group(), self._place()
        top = self._top_place()
        scroll = self.verticalScrollBar().value()
        self.blockSignals(True)  # noqa: FBT003 - Qt takes no name
        self.clear()
        self._groups = {each.key: each for each in groups}
        self._lines, self.buttons = {}, {}
        for each in groups:
            self._add(each)
        self.blockSignals(False)  # noqa: FBT003 - as above
        self._measure()
        self._choose_again(key, group, place, top)
        self.verticalScrollBar().setValue(scroll)
        self.moved.emit()

    def groups(self) -> list[InboxGroup]:
        """Return what is shown."""
        return list(self._groups.values())

    def current_group(self) -> str:
        """Return the key of the group whose line, or one of whose rows, is current; empty where nothing is."""
        item = self._top_of(self.currentItem())
        return str(item.data(0, _KEY)) if item is not None else ""

    def current_row(self) -> str:
        """Return the key of the current row; empty on the line of a group."""
        item = self.currentItem()
        return str(item.data(0, _KEY)) if item is not None and item.parent() is not None else ""

    def select(self, key: str) -> bool:
        """Make a row the current one, unfolding its group; false where there is none."""
        for group in self._groups.values():
            if any(each.key == key for each in group.rows):
                top = self._group_item(group.key)
                top.setExpanded(True)
                self.setCurrentItem(next(each for each in _below(top) if each.data(0, _KEY) == key))
                return True
        return False

    def select_group(self, key: str) -> None:
        """Make the line of a group the current one, or the first where there is no such group."""
        if tops := self._tops():
            self.setCurrentItem(self._group_item(key) if key in self._groups else tops[0])

    def select_next_group(self) -> None:
        """Make the line of the group after the current one the current one; the last stays."""
        tops = self._tops()
        if tops:
            self.setCurrentItem(tops[min(self._top_place() + 1, len(tops) - 1)])

    def following(self, among: Collection[str]) -> str:
        """Return the next row of the current group among some, from the top again after the last; empty without one."""
        group = self._groups.get(self.current_group())
        if group is None:
            return ""
        keys, here = [each.key for each in group.rows], self.current_row()
        after = keys.index(here) + 1 if here in keys else 0
        return next((each for each in keys[after:] + keys[:after] if each in among and each != here), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a row with Enter; on the line of a group do the act for all of it, or unfold it where it has none."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and item is not None:
            self._open(item)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters look for nobody here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every line of a group the height that its words need."""
        super().resizeEvent(event)
        self._measure()

    # Inside

    def _add(self, group: InboxGroup) -> None:
        item = QTreeWidgetItem(self)
        item.setData(0, _KEY, group.key)
        words = f"{group.title}, {len(group.rows)} hồ sơ. {group.said}"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
        item.setText(1, number(len(group.rows)))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(1, theme.type_font("text", bold=True))
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        line = _GroupLine(group, self)
        self._lines[group.key] = line
        self.setItemWidget(item, 0, line)
        if group.act:
            self.setItemWidget(item, 2, self._act_button(group))
        if group.key in self._unfolded:
            item.setExpanded(True)
            self._fill(item)

    def _act_button(self, group: InboxGroup) -> QWidget:
        holder = QWidget(self)
        made = QPushButton(group.act, holder)
        made.setObjectName("settle_group")
        made.setToolTip(group.hint)
        made.setAutoDefault(False)
        # Enter on the line does it: Tab leads on to what stands beside the list.
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self._act, group.key))
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        row.addWidget(made)
        row.addStretch(1)
        self.buttons[group.key] = made
        return holder

    def _act(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.select_group(key)
        self.acted.emit(key)

    def _unfold(self, item: QTreeWidgetItem) -> None:
        self._unfolded.add(item.data(0, _KEY))
        self._fill(item)

    def _fill(self, item: QTreeWidgetItem) -> None:
        """Make the rows of a group, once."""
        if item.childCount():
            return
        for row in self._groups[item.data(0, _KEY)].rows:
            made = QTreeWidgetItem(item)
            made.setData(0, _KEY, row.key)
            made.setData(0, _LINE, row)
            made.setToolTip(0, row.hint or row.text)
            said = ", ".join(filter(None, (row.who, row.hamlet, row.text, row.status)))
            made.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
            made.setSizeHint(0, QSize(0, theme.px(_ROW)))
            made.setFirstColumnSpanned(True)

    def _open(self, item: QTreeWidgetItem) -> None:
        key = str(item.data(0, _KEY))
        if item.parent() is not None:
            self.opened.emit(key)
        elif self._groups[key].act:
            self.acted.emit(key)
        else:
            item.setExpanded(not item.isExpanded())

    def _top_of(self, item: QTreeWidgetItem | None) -> QTreeWidgetItem | None:
        return item if item is None or item.parent() is None else item.parent()

    def _tops(self) -> list[QTreeWidgetItem]:
        every = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [each for each in every if each is not None]

    def _top_place(self) -> int:
        """Return where the current group stands; -1 where nothing is current."""
        top = self._top_of(self.currentItem())
        return self.indexOfTopLevelItem(top) if top is not None else -1

    def _place(self) -> int:
        """Return where the current row stands in its group; -1 on the line of the group."""
        item = self.currentItem()
        top = item.parent() if item is not None else None
        return top.indexOfChild(item) if item is not None and top is not None else -1

    def _group_item(self, key: str) -> QTreeWidgetItem:
        return next(each for each in self._tops() if each.data(0, _KEY) == key)

    def _choose_again(self, key: str, group: str, place: int, top: int) -> None:
        tops = self._tops()
        if not tops or (key and self.select(key)):
            return
        item = self._group_item(group) if group in self._groups else tops[min(max(top, 0), len(tops) - 1)]
        rows = _below(item) if group in self._groups and place >= 0 else []
        self.setCurrentItem(rows[min(place, len(rows) - 1)] if rows else item)

    def _measure(self) -> None:
        width = self.columnWidth(0) - self.indentation()
        for key, line in self._lines.items():
            height = max(line.height_for(width), theme.px(_GROUP))
            self._group_item(key).setSizeHint(0, QSize(0, height))


def _below(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    every = (top.child(place) for place in range(top.childCount()))
    return [each for each in every if each is not None]


class _GroupLine(QWidget):
    """The words of a group: what was found, and beneath it what it comes to."""

    def __init__(self, group: InboxGroup, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        sign, side = QLabel(self), theme.px(16)
        sign.setPixmap(
            icon(group.sign, theme.tone(group.tone)[0]).pixmap(QSize(side, side), self.devicePixelRatio())
        )
        self._title, self._said = QLabel(group.title, self), QLabel(group.said, self)
        self._title.setProperty("tone", "strong")
        self._said.setProperty("tone", "small")
        for each in (self._title, self._said):
            each.setTextFormat(Qt.TextFormat.PlainText)
            each.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._said)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(2), 0, theme.px(_GAP), 0)
        row.setSpacing(theme.px(_GAP))
        row.addWidget(sign)
        row.addLayout(words, 1)
        self._beside = side + theme.px(2 + 2 * _GAP)

    def sizeHint(self) -> QSize:
        """Ask for no height: the list gives its line what the words need in the width there is."""
        return QSize(super().sizeHint().width(), 0)

    def height_for(self, width: int) -> int:
        """Return how high it has to be for all its words."""
        room = QRect(0, 0, max(width - self._beside, theme.px(80)), 1 << 16)
        wrap = int(Qt.TextFlag.TextWordWrap)
        fonts = (theme.type_font("text", bold=True), theme.type_font("small"))
        heights = [
            QFontMetrics(font).boundingRect(room, wrap, label.text()).height()
            for font, label in zip(fonts, (self._title, self._said), strict=True)
        ]
        return sum(heights) + theme.px(2 * _EDGE)


class _RowDelegate(QStyledItemDelegate):
    """Draws a row: its sign, the name, where they live, what differs from the others, what has become of it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: InboxRow | None = index.data(_LINE)
        if row is None:
            super().paint(painter, option, index)
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""
        chosen = bool(drawn.state & QStyle.StateFlag.State_Selected)
        drawn.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        painter.save()
        self._draw(painter, option.rect, row, chosen=chosen)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, rect: QRect, row: InboxRow, *, chosen: bool) -> None:
        colours, gap = theme.colours(), theme.px(_GAP)
        side = theme.px(_ICON)
        place = QRect(rect.left() + gap, rect.center().y() - side // 2 + 1, side, side)
        icon(row.sign, theme.tone(row.tone)[0]).paint(painter, place)
        end = rect.right() - gap
        plain, small = theme.type_font("text"), theme.type_font("small")
        text, muted = QColor(colours.muted if row.status else colours.text), QColor(colours.muted)
        if row.status:
            width = QFontMetrics(small).horizontalAdvance(row.status) + 1
            _draw_words(
                painter, QRect(end - width, rect.top(), width, rect.height()), row.status, small, muted
            )
            end -= width + gap
        left = place.right() + gap
        for words, font, colour, least in (
            (row.who, theme.type_font("text", bold=chosen), text, _NAME),
            (row.hamlet, plain, muted, _HAMLET),
            (row.text, plain, text, 0),
        ):
            _draw_words(
                painter, QRect(left, rect.top(), max(0, end - left), rect.height()), words, font, colour
            )
            left += max(theme.px(least), QFontMetrics(font).horizontalAdvance(words) + gap)


def _draw_words(painter: QPainter, place: QRect, words: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
