"""The table of the targets: each against its target, a group that is only entered folded to one line."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ansinh_desktop.rules.plan import Plan
from ansinh_desktop.services.plan.bars import bar_of
from ansinh_desktop.services.plan.told import Line
from ansinh_desktop.services.reports import charts
from ansinh_desktop.ui import drawn, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.plan.targets_model import COLUMNS, PLACES, Shown, TargetsModel
from ansinh_desktop.ui.pages.plan.words import ENTER, SIGNS

Index = QModelIndex | QPersistentModelIndex

_ROW = 24
_GAP = 8
_BAR = 17
_EDGE = 4
_NUMBERS = ("goal", "result", "parts")
_WIDER_BAR, _NARROWER_TITLE = 32, 12


class TargetsTable(QTableView):
    """The table.

    Signals:
        chosen: Another target is the current one. Carries its id; empty on a folded group.
        opened: A target is to be looked into. Carries its id.
        enter_asked: Its figure is to be entered. Carries its id.
    """

    chosen = Signal(str)
    opened = Signal(str)
    enter_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("targets")
        self.setAccessibleName("Chỉ tiêu của kế hoạch")
        self.model_ = TargetsModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.px(_ROW))
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(theme.px(24))
        head.setMinimumSectionSize(theme.px(20))
        head.setSectionsClickable(False)
        for place, column in enumerate(COLUMNS):
            head.resizeSection(place, theme.px(column.width))
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self.chosen.emit(self.current()))
        self.doubleClicked.connect(lambda _index: self._open())

    def show_lines(self, plan: Plan, lines: Sequence[Line], only: str = "") -> None:
        """Show a period; the current target stays so where it is still shown, else the first is."""
        kept = self.current()
        self.model_.show_lines(plan, lines, only)
        self._spread()
        self._share_room()
        self.select(kept)

    def current(self) -> str:
        """Return the id of the current target; empty where there is none."""
        row = self._row()
        return row.line.id if row is not None and row.line is not None else ""

    def select(self, target: str) -> None:
        """Make a target the current one; the first where it is not shown."""
        row = self.model_.row_of(target) if target else -1
        if row < 0:
            shown = (at for at, each in enumerate(self.model_.rows) if each.line is not None)
            row = next(shown, 0)
        if self.model_.rows:
            self.setCurrentIndex(self.model_.index(row, PLACES["title"]))
        self.chosen.emit(self.current())

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: there is a search box, which asks the data file."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a target with Enter; fold and unfold its group with the arrows."""
        row = self._row()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row is None or not plain:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open()
            case Qt.Key.Key_Right if row.line is None:
                self._fold(row.area.id, folded=False)
            case Qt.Key.Key_Right:
                self.opened.emit(self.current())
            case Qt.Key.Key_Left:
                self._fold(row.area.id, folded=True)
            case Qt.Key.Key_F2 if row.line is not None:
                self.enter_asked.emit(row.line.id)
            case _:
                super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Unfold a group that is pressed, and ask for a figure that is missing."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        row = self.model_.rows[index.row()]
        if row.line is None:
            self._fold(row.area.id, folded=False)
        elif index.column() == PLACES["result"] and index.data() == ENTER:
            self.enter_asked.emit(row.line.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Share what is left between bars and titles; where it is too little, the groups go first, then the bars.

        Numbers have all the room they need.
        """
        widths = {each.key: theme.px(each.width) for each in COLUMNS}
        for key in _NUMBERS:
            widths[key] = max(widths[key], self._needed(key))
        room = self.viewport().width()
        for key in ("area", "bar"):
            hidden = sum(widths.values()) > room + theme.px(_NARROWER_TITLE)
            self.setColumnHidden(PLACES[key], hidden)
            if hidden:
                widths[key] = 0
        rest = room - sum(widths.values())
        wider = max(0, min(rest, theme.px(_WIDER_BAR))) if widths["bar"] else 0
        for key in _NUMBERS:
            self.setColumnWidth(PLACES[key], widths[key])
        self.setColumnWidth(PLACES["bar"], widths["bar"] + wider)
        self.setColumnWidth(PLACES["title"], widths["title"] + rest - wider)

    def _needed(self, key: str) -> int:
        """Return how wide the widest number of a column is."""
        metrics = QFontMetrics(theme.type_font("small" if key == "parts" else "text", bold=key == "result"))
        rows = (self.model_.index(at, PLACES[key]).data() for at in range(self.model_.rowCount()))
        widest = max((metrics.horizontalAdvance(str(each or "")) for each in rows), default=0)
        return widest + theme.px(2 * _EDGE + 2)

    def _row(self) -> Shown | None:
        at = self.currentIndex().row()
        return self.model_.rows[at] if 0 <= at < len(self.model_.rows) else None

    def _open(self) -> None:
        row = self._row()
        if row is None:
            return
        if row.line is None:
            self._fold(row.area.id, folded=False)
        elif row.line.state == "missing":
            self.enter_asked.emit(row.line.id)
        else:
            self.opened.emit(row.line.id)

    def _fold(self, area: str, *, folded: bool) -> None:
        if self.model_.fold(area, folded=folded):
            self._spread()
            rows = enumerate(self.model_.rows)
            at = next((at for at, each in rows if each.area.id == area), 0)
            self.setCurrentIndex(self.model_.index(at, PLACES["title"]))

    def _spread(self) -> None:
        """Let a folded group have the whole line."""
        self.clearSpans()
        for at, each in enumerate(self.model_.rows):
            if each.line is None:
                self.setSpan(at, PLACES["number"], 1, len(COLUMNS) - PLACES["number"])


class _Delegate(QStyledItemDelegate):
    """Paints a cell: its words, the bar, the sign of its state."""

    def __init__(self, view: TargetsTable) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(COLUMNS[index.column()].width), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, key = self._view.model_.rows[index.row()], COLUMNS[index.column()].key
        now, box = theme.colours(), option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, QColor(now.surface))
        if current and key != "area":
            painter.fillRect(box, QColor(now.accent_soft))
            if key == "number":
                painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), QColor(now.accent))
        if key != "area" or row.last:
            painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(now.line))
        match key:
            case "bar" if row.line is not None:
                self._paint_bar(painter, box, row)
            case "state" if row.line is not None:
                sign, side = SIGNS[row.line.state], theme.px(16)
                place = QRect(0, 0, side, side)
                place.moveCenter(box.center())
                icon(sign.icon, theme.tone(sign.tone)[0]).paint(painter, place)
            case _:
                self._paint_words(painter, box, row, index, current=current)
        painter.restore()

    def _paint_bar(self, painter: QPainter, box: QRect, row: Shown) -> None:
        made = bar_of(row.target, row.line) if row.target and row.line else None
        if made is None:
            return
        wide, high = box.width() - theme.px(2 * _GAP), theme.px(_BAR)
        corner = QPointF(box.left() + theme.px(_GAP), box.top() + (box.height() - high) / 2)
        drawn.paint(painter, charts.bar(drawn.look(), made, wide, high).drawing, corner)

    def _paint_words(self, painter: QPainter, box: QRect, row: Shown, index: Index, *, current: bool) -> None:
        column, said = COLUMNS[index.column()], str(index.data() or "")
        colour, bold = _look(row, column.key, said, current=current)
        painter.setFont(theme.type_font("small" if column.key == "parts" else "text", bold=bold))
        painter.setPen(QColor(colour))
        if row.line is None and column.key == "number":
            _paint_folded(painter, box, said)
            return
        side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
        place = box.adjusted(theme.px(_EDGE), 0, -theme.px(_EDGE), 0)
        if column.key == "title":
            if bold and painter.fontMetrics().horizontalAdvance(said) > place.width():
                painter.setFont(theme.type_font("text"))
            said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, said)
        if said == ENTER:
            wide = painter.fontMetrics().horizontalAdvance(said)
            line = QRectF(place.right() - wide, place.bottom() - theme.px(3), wide, 1)
            painter.fillRect(line, QColor(theme.colours().accent))


def _look(row: Shown, key: str, said: str, *, current: bool) -> tuple[str, bool]:
    """Return the colour of the words of a cell, and whether they are bold."""
    now = theme.colours()
    if row.line is not None and key == "result" and row.line.decimal is None:
        return (now.accent if said == ENTER else now.muted), False
    bold = key in ("area", "result") or (current and key == "title")
    return (now.muted if key in ("goal", "parts", "number") else now.text), bold


def _paint_folded(painter: QPainter, box: QRect, said: str) -> None:
    """Paint the words of a group that is folded, behind the sign that opens it."""
    sign = QRect(0, 0, theme.px(14), theme.px(14))
    sign.moveCenter(box.center())
    sign.moveLeft(box.left() + theme.px(6))
    icon("chevron-right", theme.colours().muted).paint(painter, sign)
    painter.drawText(box.adjusted(theme.px(26), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, said)
