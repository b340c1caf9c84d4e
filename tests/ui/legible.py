"""What of a window cannot be read or hit: texts that are cut without a tip that says them whole, and what is too small."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)

from tests.ui.shown import visible

LEAST = 24
"""So large is what can be pressed, in pixels."""
_SLACK = 4


def faults(shown: QWidget) -> Iterator[str]:
    """Yield what cannot be read, and what is too small to be pressed."""
    for each in visible(shown):
        if not each.visibleRegion().isEmpty():
            yield from cut(each)
            yield from small(each)


def cut(each: QWidget) -> Iterator[str]:
    """Yield the texts of a widget that are seen in part, and that no tip says."""
    match each:
        case QHeaderView():
            yield from _cut_heading(each)
        case QTabBar():
            yield from _cut_tabs(each)
        case QTableView() | QTreeView():
            yield from _cut_cells(each)
        case _ if each.toolTip() or (each.parentWidget() is not None and each.parentWidget().toolTip()):
            return
        case QLabel():
            yield from _cut_label(each)
        case QPushButton() | QToolButton() if each.text():
            if each.sizeHint().width() > each.width() + _SLACK:
                yield f"button {each.text()!r}: {each.width()} of {each.sizeHint().width()} pixels"
        case QLineEdit() if not each.text():
            margins = each.textMargins()
            room = each.width() - margins.left() - margins.right()
            if each.fontMetrics().horizontalAdvance(each.placeholderText()) > room:
                yield f"placeholder {each.placeholderText()!r}: {room} pixels"


def _cut_tabs(tabs: QTabBar) -> Iterator[str]:
    for place in range(tabs.count()):
        needed = tabs.fontMetrics().horizontalAdvance(tabs.tabText(place))
        if needed > tabs.tabRect(place).width() and not tabs.tabToolTip(place):
            yield f"tab {tabs.tabText(place)!r}"


def small(each: QWidget) -> Iterator[str]:
    """Yield a widget that can be pressed or typed into and is smaller than a finger of the mouse needs."""
    if isinstance(each, QAbstractButton | QComboBox | QLineEdit) and each.isEnabled():
        own = isinstance(each, QLineEdit) and isinstance(each.parentWidget(), QComboBox)
        if not own and min(each.width(), each.height()) < LEAST:
            name = each.objectName() or each.accessibleName() or type(each).__name__
            words = each.text() if not isinstance(each, QComboBox) else each.currentText()
            yield f"too small: {name} {words!r} {each.width()} × {each.height()}"
    if isinstance(each, QTableView | QTreeView | QListView):
        for y in range(2, each.viewport().height(), LEAST):
            index = each.indexAt(QPoint(4, y))
            pressed = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)  # a line between others is not
            height = each.visualRect(index).height() if pressed else LEAST
            if 0 < height < LEAST:
                yield f"rows of {each.objectName() or type(each).__name__}: {height}"
                return
    if isinstance(each, QTabBar):
        for place in range(each.count()):
            if each.tabRect(place).height() < LEAST:
                yield f"too small: tab {each.tabText(place)!r}"


def _cut_label(label: QLabel) -> Iterator[str]:
    room = label.contentsRect().width() - 2 * label.margin()
    words = label.text()
    if words.startswith("<"):
        return
    if label.wordWrap():
        height = label.heightForWidth(label.width())
        if height > label.height() + _SLACK:
            yield f"label {words[:60]!r}: {label.height()} of {height} pixels high"
        return
    needed = max(label.fontMetrics().horizontalAdvance(line) for line in words.split("\n"))
    if needed > room + _SLACK:
        yield f"label {words[:60]!r}: {room} of {needed} pixels"
    elif not _is_scrolled(label) and label.visibleRegion().boundingRect().width() < label.width() - _SLACK:
        yield f"label {words[:60]!r} lies under an edge"


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _cut_heading(head: QHeaderView) -> Iterator[str]:
    model = head.model()
    if head.orientation() is not Qt.Orientation.Horizontal:
        return
    for place in range(head.count()):
        words = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        tip = str(model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")
        room = head.sectionSize(place)
        if not head.isSectionHidden(place) and not tip and _bold(head).horizontalAdvance(words) > room:
            yield f"heading {words!r}: {room} pixels"


def _bold(widget: QWidget) -> QFontMetrics:
    font = widget.font()
    font.setBold(True)
    return QFontMetrics(font)


def _cut_cells(view: QTableView | QTreeView) -> Iterator[str]:
    model, seen = view.model(), set()
    for y in range(2, view.viewport().height(), 12):
        first = view.indexAt(QPoint(2, y))
        if not first.isValid() or (first.row(), first.parent().row()) in seen:
            continue
        seen.add((first.row(), first.parent().row()))
        for column in range(model.columnCount(first.parent())):
            cell = first.siblingAtColumn(column)
            place: QRect = view.visualRect(cell)
            words = str(cell.data() or "")
            tip = cell.data(Qt.ItemDataRole.ToolTipRole)
            if not place.isValid() or not words or tip:
                continue
            if isinstance(view, QTreeView) and view.isFirstColumnSpanned(first.row(), first.parent()):
                continue
            if view.fontMetrics().horizontalAdvance(words) > place.width() and not view.wordWrap():
                yield f"cell {words[:60]!r} of {view.objectName()}: {place.width()} pixels"
