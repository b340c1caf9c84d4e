"""Which numbers of all that is shown are not seen whole."""

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
    QWidget,
)

from ansinh_desktop.ui.widgets.field_row import OneLine
from ansinh_desktop.ui.widgets.window_model import GAP
from tests.ui.shown import visible

_NUMBER = re.compile(r"[A-Z]*-?\d[\d.\-]{5,}\d|[A-Z]{2}\d{10,}|\d{1,2}/\d{1,2}/\d{4}")


def cut(shown: QWidget) -> Iterator[str]:
    """Yield each number of which something is not seen."""
    for each in visible(shown):
        match each:
            case QLabel() if each.buddy() is None:
                words = each.drawn() if isinstance(each, OneLine) else each.text()
                yield from cut_in(each, words, each.contentsRect().width() - 2 * each.margin())
            case QPushButton():
                yield from cut_in(each, each.text(), each.width(), whole=True)
            case QLineEdit() if not each.hasFocus():
                margins = each.textMargins()
                room = each.width() - margins.left() - margins.right() - 6
                yield from cut_in(each, each.text(), room, whole=True)
            case QTableView() | QTreeView():
                yield from cut_in_cells(each)


def cut_in(widget: QWidget, text: str, room: int, *, whole: bool = False) -> Iterator[str]:
    numbers = _NUMBER.findall(text)
    if not numbers:
        return
    metrics = QFontMetrics(widget.font())
    wraps = isinstance(widget, QLabel) and widget.wordWrap()
    for number in numbers:
        needed = metrics.horizontalAdvance(number if wraps and not whole else text)
        if needed > room:
            yield f"{text!r}: {room} of {needed} pixels"
    if (
        widget.visibleRegion().boundingRect().width() < widget.width() - 1
        and not widget.visibleRegion().isEmpty()
    ):
        yield f"{text!r}: lies under the edge"


def cut_in_cells(view: QTableView | QTreeView) -> Iterator[str]:
    """Yield the numbers that a list shows in part: as it is, with narrow columns, and scrolled to somewhere."""
    head = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    assert isinstance(head, QHeaderView)
    yield from halves(view, head, "")
    widths = [head.sectionSize(place) for place in range(head.count())]
    lasts, where = head.stretchLastSection(), view.horizontalScrollBar().value()
    for narrow in (30, 70):
        for place in range(head.count()):
            if not head.isSectionHidden(place):
                head.resizeSection(place, narrow)
        yield from halves(view, head, f" in columns of {narrow}")
    for place, width in enumerate(widths):
        if not head.isSectionHidden(place):
            head.resizeSection(place, width + 90)
    for part in (3, 2):
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum() // part)
        yield from halves(view, head, " scrolled")
    for place, width in enumerate(widths):
        if not head.isSectionHidden(place):
            head.resizeSection(place, width)
    head.setStretchLastSection(lasts)
    view.horizontalScrollBar().setValue(where)


def halves(view: QTableView | QTreeView, head: QHeaderView, how: str) -> Iterator[str]:
    model = view.model()
    for index in rows(view):
        for column in range(model.columnCount(index.parent())):
            cell = index.siblingAtColumn(column)
            words, area = str(cell.data() or ""), view.visualRect(cell)
            outside = area.right() < 0 or area.left() > view.viewport().width()
            if head.isSectionHidden(column) or outside or not _NUMBER.search(words):
                continue
            seen = half(view, cell, words)
            if seen:
                yield f"{words!r} under {model.headerData(column, Qt.Orientation.Horizontal)!r}{how}: {seen}"


def half(view: QTableView | QTreeView, cell: QModelIndex, words: str) -> str:
    """Return what is seen of a cell where that is part of a number; empty where each is whole or not there."""
    option: Any = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(cell)
    delegate = view.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    delegate.initStyleOption(option, cell)
    metrics, drawn = option.fontMetrics, str(option.text)
    place = (
        view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view).adjusted(2, 0, -2, 0)
    )
    if option.features & QStyleOptionViewItem.ViewItemFeature.WrapText:
        wide = max((metrics.horizontalAdvance(each) for each in _NUMBER.findall(drawn)), default=0)
        fits = wide <= place.width() and place.left() >= 0 and place.right() <= view.viewport().width()
        return "" if fits or not wide else drawn
    drawn = metrics.elidedText(drawn, Qt.TextElideMode.ElideRight, place.width() + 2)
    if not drawn.strip("…"):
        return ""
    said = drawn.removesuffix(GAP)
    if said != words and cuts_in(words, said):
        return drawn
    left = place.left()
    if option.displayAlignment & Qt.AlignmentFlag.AlignRight:
        left = place.right() - metrics.horizontalAdvance(drawn)
    for each in _NUMBER.finditer(drawn):
        begin, end = (left + metrics.horizontalAdvance(drawn[:at]) for at in each.span())
        whole = begin >= 0 and end <= view.viewport().width() + 1
        if not whole and end > 0 and begin < view.viewport().width():
            return f"{drawn} from {begin} to {end} of {view.viewport().width()}"
    return ""


def cuts_in(words: str, drawn: str) -> bool:
    """Whether dots stand in the place of a part of a number."""
    pattern = "(.*)".join(re.escape(each) for each in drawn.split("…"))
    dots = re.fullmatch(pattern, words)
    assert dots is not None, f"{drawn!r} is not {words!r}"
    ends = [end for group in range(1, dots.re.groups + 1) for end in dots.span(group)]
    return any(each.start() < end < each.end() for each in _NUMBER.finditer(words) for end in ends)


def rows(view: QTableView | QTreeView) -> Iterator[QModelIndex]:
    seen = set()
    for y in range(2, view.viewport().height(), 8):
        index = view.indexAt(QPoint(2, y))
        if index.isValid() and (index.row(), index.parent().row()) not in seen:
            seen.add((index.row(), index.parent().row()))
            yield index
