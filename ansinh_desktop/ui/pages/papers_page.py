"""Lists and forms: chosen, previewed as they will be printed, printed, saved."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.listing import LeftOut
from ansinh_desktop.services.reports.lists import ListRequest, Lists
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.left_out import LeftOutCard
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.kind_line import KindEdit
from ansinh_desktop.ui.widgets.pdf_preview import PdfPreview

_TITLE_EDGES = 16
"""What a line of the choice leaves free at both sides of a title."""


class _WholeTitles(QStyledItemDelegate):
    """Lets a title go on in a further line where the choice is narrow: none is cut."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Ask for the height of all lines."""
        hint = super().sizeHint(option, index)
        inset = self._tree.indentation() if index.parent().isValid() else 0
        room = QRect(0, 0, self._tree.viewport().width() - inset - theme.px(_TITLE_EDGES), 1 << 16)
        words = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), index.data())
        line = option.fontMetrics.lineSpacing()
        return QSize(hint.width(), hint.height() + max(0, words.height() - line))


class PapersPage(HeadedPage):
    """The lists of every register at the left, the paper at the right, above it who is left out of it.

    Signals:
        case_asked: The record of somebody left out is to be opened. Carries its id and its register.
    """

    case_asked = Signal(str, str)

    def __init__(self, lists: Lists, access: Access, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Danh sách & biểu mẫu", "danh-sach", parent)
        self._lists = lists
        self._access = access
        self._tasks = tasks
        self._request: ListRequest | None = None
        self._said = QLabel(self)
        self._said.setProperty("tone", "muted")
        self._excel = button("Lưu Excel…", "file-spreadsheet", self, name="save_xlsx")
        self._csv = button("Lưu CSV…", "file-text", self, name="save_csv")
        self._excel.clicked.connect(lambda: self._save("Excel", ".xlsx"))
        self._csv.clicked.connect(lambda: self._save("CSV", ".csv"))
        self.month = KindEdit(kinds.Month(), "papers_month", self, placeholder="tháng/năm", width=110)
        self.month.set_label("Tháng của danh sách")
        self.month.setProperty("look", "yes")
        self.month.setToolTip("Tháng của danh sách, ví dụ 12/2026")
        self.month.left.connect(self._ask_month)
        self.month.hide()
        self.head.addWidget(self._said)
        self.head.addWidget(self.month)
        self.head.addWidget(self._excel)
        self.head.addWidget(self._csv)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self.choice = QTreeWidget(self._split)
        self.choice.setObjectName("papers")
        self.choice.setProperty("role", "choices")
        self.choice.setAccessibleName("Các mẫu danh sách")
        self.choice.setHeaderHidden(True)
        self.choice.setRootIsDecorated(False)
        self.choice.setItemsExpandable(False)
        self.choice.setIndentation(theme.px(14))
        self.choice.setWordWrap(True)
        self.choice.setItemDelegate(_WholeTitles(self.choice))
        self.choice.installEventFilter(self)
        self.choice.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choice.setMinimumWidth(theme.px(260))
        self.choice.currentItemChanged.connect(lambda item, _: self._choose(item))
        self._right = QWidget(self._split)
        self._stack = QStackedWidget(self._right)
        self.preview = PdfPreview(self._stack)
        self.preview.save_asked.connect(lambda: self._save("PDF", ".pdf"))
        self.preview.printed.connect(lambda *_: self._note_print())
        self.left_out = LeftOutCard(self._right)
        self.left_out.opened.connect(self._open_case)
        self._lay_out()
        self._fill()
        self._enable(ready=False)

    def _lay_out(self) -> None:
        self._empty = EmptyState(
            "printer", "Chọn một danh sách", "Bản xem trước đúng từng chữ như bản in.", parent=self._stack
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.preview)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.left_out)
        column.addWidget(self._stack, 1)
        split = self._split
        split.addWidget(self.choice)
        split.addWidget(self._right)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(360), theme.px(800)])
        self.body.addWidget(split, 1)

    def show_list(self, request: ListRequest) -> None:
        """Preview a list that another page asked for."""
        self.choice.clearSelection()
        self._show(request)

    def refresh(self) -> None:
        if self._request is not None:
            self._show(self._request)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lay the titles out anew where they have another width."""
        if watched is self.choice and isinstance(event, QResizeEvent):
            self.choice.scheduleDelayedItemsLayout()
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        for code in self._access.readable:
            if not self._access.may(code, "p"):
                continue
            register = catalog.register(code)
            heading = QTreeWidgetItem(self.choice, [register.title])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFont(0, theme.type_font("text", bold=True))
            for paper in register.papers:
                item = QTreeWidgetItem(heading, [paper.title])
                item.setData(0, Qt.ItemDataRole.UserRole, (code, paper.code))
                item.setToolTip(0, paper.title)
        self.choice.expandAll()

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is None or not item.data(0, Qt.ItemDataRole.UserRole):
            return
        register, paper = item.data(0, Qt.ItemDataRole.UserRole)
        try:
            self._show(self._lists.request(register, paper))
        except UserError as error:
            self.say(error)

    def _ask_month(self) -> None:
        """Show the list of another month, once one was typed."""
        request, value = self._request, self.month.said()
        if request is None or not request.paper.of_month or not value:
            return
        asked = calendar.month_end(calendar.read_month(value))
        if asked != request.on:
            self._show(replace(request, on=asked))

    def _show(self, request: ListRequest) -> None:
        self._request = request
        self.month.setVisible(request.paper.of_month)
        self.month.set_value(f"{request.on:%Y-%m}")
        self.banner.clear()
        self._enable(ready=False)
        self._said.setText("Đang dựng bản in…")
        self._tasks.run(
            lambda: (self._lists.left_out(request), self._lists.pdf(request)),
            lambda made: self._show_pdf(request, *made),
            failed=self._refuse,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )

    def _show_pdf(self, request: ListRequest, left_out: list[LeftOut], content: bytes) -> None:
        if request is not self._request:
            return
        self.left_out.show_people(left_out)
        self.preview.show_pdf(content)
        self._stack.setCurrentWidget(self.preview)
        self._said.setText(request.title)
        self._enable(ready=True)

    def _open_case(self, record_id: str) -> None:
        if self._request is not None:
            self.case_asked.emit(record_id, self._request.query.register)

    def _refuse(self, error: Exception) -> None:
        self._said.setText("")
        self.left_out.show_people([])
        self._stack.setCurrentWidget(self._empty)
        self.say(error)

    def _enable(self, *, ready: bool) -> None:
        request = self._request
        may_export = request is not None and self._access.may(request.query.register, "x")
        for each in (self._excel, self._csv):
            each.setEnabled(ready and may_export)

    def _save(self, kind: str, suffix: str) -> None:
        request = self._request
        if request is None:
            return
        target = choose_target(self, f"Lưu {kind}", request.title.replace("/", "-"), suffix)
        if target is None:
            return
        self.write(
            request, target, lambda count: self.banner.say(f"Đã lưu {count} dòng vào {target}.", "good")
        )

    def write(self, request: ListRequest, target: Path, done: Callable[[int], object]) -> None:
        """Write a list to a file in the background."""
        task = self._tasks.run(
            lambda: self._lists.write_request(request, target),
            done,
            failed=self.say,
            owner=self,
            title=f"Ghi {target.name}",
        )
        self.progress.follow(task)

    def _note_print(self) -> None:
        request = self._request
        if request is not None:
            self._tasks.run(lambda: self._lists.printed(request), owner=self)
