"""A table whose rows stand in groups that can be folded: what is overdue, due soon, due later."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QStyle,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.whole_cells import WholeDelegate, keep_numbers_whole
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow, heading

Index = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT, _TWO_LINES = 28, 44
_SECOND_LINE = "\u2028 "
"""Keeps the place of what is drawn below the title of a group."""
_CELL_EDGES = 8
_SLACK = 2
"""Pixels by which a text may be laid out otherwise than it is drawn."""
_GROUP = 0
"""The internal id of a group; a row has the place of its group, counted from 1."""


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading."""

    key: str
    title: str
    rows: tuple[TableRow, ...]
    tone: str = ""
    """``error``, ``warning``, ``note``, ``good``, ``muted``; the title says the same in words."""
    sign: str = ""
    """The name of an icon before the title."""
    more: str = ""
    """What stands in a second line."""
    advice: str = ""
    """What is said under the rows while its heading is the current one."""


class GroupedModel(QAbstractItemModel):
    """Groups and their rows, all in memory."""

    def __init__(self, columns: Sequence[TableColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.groups: tuple[RowGroup, ...] = ()

    def set_groups(self, groups: Sequence[RowGroup]) -> None:
        """Show these groups."""
        self.beginResetModel()
        self.groups = tuple(groups)
        self.endResetModel()

    def row_at(self, index: Index) -> TableRow | None:
        """Return the row at an index; None where a group stands."""
        if not index.isValid() or index.internalId() == _GROUP:
            return None
        return self.groups[index.internalId() - 1].rows[index.row()]

    def index_of(self, key: str) -> QModelIndex:
        """Return the place of a row."""
        for place, group in enumerate(self.groups):
            for line, row in enumerate(group.rows):
                if row.key == key:
                    return self.createIndex(line, 0, place + 1)
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - as Qt declares it
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == _GROUP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _GROUP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        if not parent.isValid():
            return len(self.groups)
        return (
            len(self.groups[parent.row()].rows)
            if parent.internalId() == _GROUP and parent.column() == 0
            else 0
        )

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return heading(self.columns, section, orientation, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index)
        if row is None:
            return _of_group(self.groups[index.row()], role) if index.column() == 0 else None
        column = self.columns[index.column()]
        cell = row.cells.get(column.key, "")
        return _of_cell(cell if isinstance(cell, Face) else Face(cell), column, role)


def _of_group(group: RowGroup, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{group.title} ({number(len(group.rows))})"
        case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (f"{group.title} ({number(len(group.rows))})", group.more)))
        case Qt.ItemDataRole.FontRole:
            return theme.type_font("text", bold=True)
        case Qt.ItemDataRole.ForegroundRole if group.tone:
            return QBrush(QColor(theme.tone(group.tone)[0]))
        case Qt.ItemDataRole.DecorationRole if group.sign:
            return icon(group.sign, theme.tone(group.tone or "muted")[0])
        case _:
            return None


def _of_cell(face: Face, column: TableColumn, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return face.text
        case Qt.ItemDataRole.ToolTipRole:
            return face.hint or face.text or None
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.label}: {face.text or 'trống'}"
        case Qt.ItemDataRole.TextAlignmentRole:
            return column.side
        case Qt.ItemDataRole.ForegroundRole if face.tone:
            return QBrush(QColor(theme.tone(face.tone)[0]))
        case Qt.ItemDataRole.DecorationRole if face.sign:
            return icon(face.sign, theme.tone(face.tone or "muted")[0])
        case _:
            return None


class _RowDelegate(WholeDelegate):
    """Gives every row the height of the program's tables; a column that is never cut goes on in further lines."""

    def __init__(self, view: QTreeView, whole: int) -> None:
        super().__init__(view)
        self._tree, self._whole = view, whole

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = theme.px(_TWO_LINES if self._more(index) else _ROW_HEIGHT)
        if index.column() == self._whole and index.internalId() != _GROUP:
            height = max(height, self._lines(index) + theme.px(_CELL_EDGES))
        return QSize(super().sizeHint(option, index).width(), height)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() == self._whole:
            option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText
        if self._more(index):
            option.text += _SECOND_LINE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a group with its second line, small and muted, as much of it as there is room for."""
        super().paint(painter, option, index)
        more = self._more(index)
        if not more:
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        style = self._tree.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, drawn, self._tree)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, drawn, self._tree) + 1
        place = QRect(
            place.left() + margin, option.rect.center().y(), place.width(), option.rect.height() // 2
        )
        painter.save()
        painter.setFont(theme.type_font("small"))
        painter.setPen(QColor(theme.colours().muted))
        place.setRight(self._tree.viewport().width() - theme.px(_CELL_EDGES))
        shown = painter.fontMetrics().elidedText(more, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), shown)
        painter.restore()

    @staticmethod
    def _more(index: Index) -> str:
        model = index.model()
        if not isinstance(model, GroupedModel) or index.internalId() != _GROUP or index.column():
            return ""
        return model.groups[index.row()].more

    def _lines(self, index: Index) -> int:
        margin = self._tree.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self._tree) + 1
        sign = self._tree.iconSize().width() + 2 * margin
        room = self._tree.columnWidth(self._whole) - sign - 2 * margin - _SLACK
        if index.column() == self._tree.treePosition() or not index.column():
            room -= 2 * self._tree.indentation()
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        within = QRect(0, 0, max(room, theme.px(60)), 1 << 16)
        return self._tree.fontMetrics().boundingRect(within, int(Qt.TextFlag.TextWordWrap), words).height()


class _View(QTreeView):
    """The tree; letters typed in it must not walk through the rows."""

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: there is a search box, which asks the data file."""


class GroupedTable(QWidget):
    """The table of a page with groups.

    Signals:
        opened: A row was opened by Enter or a double click. Carries its key.
        chosen: Another row is the current one. Carries its key; empty where a group is.
    """

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(
        self,
        columns: Sequence[TableColumn],
        name: str,
        parent: QWidget | None = None,
        *,
        whole: str = "",
        gives_way: Sequence[str] = (),
    ) -> None:
        """Make the table.

        Args:
            columns: From left to right.
            name: Under what it is found.
            parent: Its parent.
            whole: The column that is never cut: it takes the room that is left, and goes on in further lines.
            gives_way: The columns that are not shown where it has too little room otherwise, the first one first.
        """
        super().__init__(parent)
        self.model = GroupedModel(columns, self)
        places = {each.key: place for place, each in enumerate(columns)}
        self._whole = places.get(whole, -1)
        self._gives_way = [places[each] for each in gives_way]
        self.view = self._make_view(name)
        keep_numbers_whole(self.view)
        self._folded: set[str] = set()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(6))
        outer.addWidget(self.view, 1)
        self.detail = QLabel(self)
        self.detail.setObjectName("detail")
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        outer.addWidget(self.detail)
        self.view.header().sectionResized.connect(lambda *_sizes: self._show_detail())
        self.setFocusProxy(self.view)

    def set_groups(self, groups: Sequence[RowGroup]) -> None:
        """Show these groups; what was folded stays folded, and the current row or heading current where it still is.

        Where it is gone, the row in its place is, else the first.
        """
        kept, group, place = self.current_key(), self.current_group(), self.view.currentIndex().row()
        self.view.setUniformRowHeights(self._whole < 0 and not any(each.more for each in groups))
        self.model.set_groups(groups)
        for at, each in enumerate(self.model.groups):
            self.view.setFirstColumnSpanned(at, QModelIndex(), True)  # noqa: FBT003 - Qt takes its switches by place
            self.view.setExpanded(self.model.index(at, 0), each.key not in self._folded)
        self.view.setCurrentIndex(self._place_after(kept, group, place))
        self._show_detail()

    def fold(self, groups: Sequence[str]) -> None:
        """Let groups be folded when they are shown next."""
        self._folded.update(groups)

    def current_key(self) -> str:
        """Return the key of the current row; empty where there is none."""
        row = self.model.row_at(self.view.currentIndex())
        return row.key if row else ""

    def current_group(self) -> str:
        """Return the key of the group whose heading or row is current; empty where nothing is."""
        index = self.view.currentIndex()
        if not index.isValid():
            return ""
        top = index if index.internalId() == _GROUP else index.parent()
        return self.model.groups[top.row()].key

    def select(self, key: str) -> None:
        """Make a row the current one."""
        self.view.setCurrentIndex(self.model.index_of(key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a row with Enter; fold or unfold a group with it."""
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self._open(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let columns give way to the one that is never cut."""
        super().resizeEvent(event)
        if self._whole < 0:
            return
        least = {place: theme.px(each.width) for place, each in enumerate(self.model.columns)}
        shown = [place for place in least if place not in self._gives_way]
        for place in reversed(self._gives_way):
            if sum(least[each] for each in (*shown, place)) <= self.width():
                shown.append(place)
            else:
                break
        for place in self._gives_way:
            self.view.setColumnHidden(place, place not in shown)

    def _make_view(self, name: str) -> _View:
        view = _View(self)
        view.setObjectName(name)
        view.setModel(self.model)
        view.setItemDelegate(_RowDelegate(view, self._whole))
        view.setAlternatingRowColors(True)
        view.setUniformRowHeights(self._whole < 0)
        view.setExpandsOnDoubleClick(False)
        view.setIconSize(QSize(theme.px(14), theme.px(14)))
        view.setIndentation(theme.px(16))
        view.setHorizontalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        head = view.header()
        head.setHighlightSections(False)
        head.setMinimumHeight(theme.px(_ROW_HEIGHT))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(self._whole < 0)
        for place, column in enumerate(self.model.columns):
            head.resizeSection(place, theme.px(column.width))
        if self._whole >= 0:
            head.setSectionResizeMode(self._whole, QHeaderView.ResizeMode.Stretch)
            head.sectionResized.connect(lambda *_sizes: view.scheduleDelayedItemsLayout())
        view.doubleClicked.connect(self._open)
        view.collapsed.connect(lambda index: self._folded.add(self.model.groups[index.row()].key))
        view.expanded.connect(lambda index: self._folded.discard(self.model.groups[index.row()].key))
        view.selectionModel().currentRowChanged.connect(self._choose)
        view.installEventFilter(self)
        return view

    def _place_after(self, key: str, group: str, place: int) -> QModelIndex:
        """Return what is to be current once other groups are shown."""
        index = self.model.index_of(key) if key else QModelIndex()
        if index.isValid() or not self.model.groups:
            return index
        at = next((at for at, each in enumerate(self.model.groups) if each.key == group), -1)
        top = self.model.index(max(at, 0), 0)
        if self.model.groups[top.row()].key in self._folded or (at >= 0 and not key):
            return top
        rows = len(self.model.groups[top.row()].rows)
        return self.model.index(min(place, rows - 1) if at >= 0 else 0, 0, top)

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.opened.emit(row.key)
        elif index.isValid():
            top = index.siblingAtColumn(0)
            self.view.setExpanded(top, not self.view.isExpanded(top))

    def _show_detail(self) -> None:
        """Say in full, under the rows, what the columns of the current row cut off; of a heading what it advises."""
        index = self.view.currentIndex()
        row = self.model.row_at(index)
        faces = [self.model.groups[index.row()].advice] if index.isValid() and row is None else []
        for place, column in enumerate(self.model.columns):
            cell = row.cells.get(column.key, "") if row is not None else ""
            face = cell if isinstance(cell, Face) else Face(cell)
            room = self.view.columnWidth(place) - theme.px(_CELL_EDGES)
            if place != self._whole and self.view.fontMetrics().horizontalAdvance(face.text) > room:
                faces.append(face.hint or face.text)
        self.detail.setText("\n".join(dict.fromkeys(filter(None, faces))))
        self.detail.setVisible(bool(self.detail.text()))

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row_at(now)
        self._show_detail()
        self.chosen.emit(row.key if row else "")
