"""The list of a register: searched, filtered, ordered, its columns chosen, the chosen case beside it."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QWidget

from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import Case, Cases
from ansinh_desktop.services.listing import Listing, ListQuery
from ansinh_desktop.services.views import Views
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.case_pane import CasePane
from ansinh_desktop.ui.pages.fitting_row import FittingRow
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.pages.views_button import ViewsButton
from ansinh_desktop.ui.tables.record_rows import MASKED, RecordRows, columns_of
from ansinh_desktop.ui.widgets.chips import ChipBar, FilterField
from ansinh_desktop.ui.widgets.options import Option
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_PANE_FROM = 1000
"""The width of the page, at 100 %, from which the case stands beside the list."""
_PANE_WIDTH = 300
_CHOOSE_MS = 200
_LOOKS_MS = 800
_FIRST_FILTERS = ("record.state", "person.hamlet", "record.sent", "record.draft", "record.review")


class RegisterPage(HeadedPage):
    """One register's list.

    Signals:
        case_opened: A case is to be shown whole. Carries its id.
        edit_requested: A case is to be changed. Carries its id.
        new_requested: A case is to be added.
        print_requested: The list is to be printed as it is shown. Carries the query and its columns.
        export_requested: The list is to be written as a workbook. Carries the query and its columns.
        import_requested: A workbook is to be taken in.
    """

    case_opened = Signal(str)
    edit_requested = Signal(str)
    new_requested = Signal()
    print_requested = Signal(object, list)
    export_requested = Signal(object, list)
    import_requested = Signal()

    def __init__(  # noqa: PLR0913, PLR0917 - its parts, each of another kind
        self,
        register: Register,
        cases: Cases,
        listing: Listing,
        views: Views,
        access: Access,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(register.title, register.code, parent)
        self._register, self._cases, self._listing = register, cases, listing
        self._views, self._access, self._tasks = views, access, tasks
        self._only: tuple[str, ...] | None = None
        self._seqs: tuple[int | None, int | None] = (None, None)
        self._fields: dict[str, FilterField] = {}
        self._begun = False
        self._restoring = False
        self.search = SearchBox(
            f"Tìm trong {register.short_title.lower()}: tên, số định danh, ấp, mã hồ sơ", self
        )
        self.chips = ChipBar(self)
        self.views_button = ViewsButton(register.code, views, tasks, self.view, self)
        self.table = VirtualTable(columns_of(register), tasks, self)
        self.pane = CasePane(self)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.new_button = button("Thêm", "plus", self, primary=True, name="new")
        self.edit_button = button("Sửa", "pencil", self, name="edit")
        self.print_button = button("In danh sách", "printer", self, name="print")
        self.export_button = button("Xuất Excel", "file-spreadsheet", self, name="export")
        self.import_button = button("Nhập từ Excel", "upload", self, name="import")
        self._choose_soon = self._timer(_CHOOSE_MS, self._ask_chosen)
        self._looks_soon = self._timer(_LOOKS_MS, self._keep_looks)
        self._lay_out()
        self._connect()
        self._show_empty()

    # ---------------------------------------------------------------- what is shown

    def query(self) -> ListQuery:
        """Return which records are shown, in which order."""
        order = self.table.order()
        return ListQuery(
            self._register.code,
            filters={key: tuple(codes) for key, codes in self.chips.value().items()},
            typed=self.search.text(),
            order_by=order[0] if order else self._first_order(),
            descending=bool(order and order[1]),
            seqs=self._seqs,
            only=self._only,
        )

    def show_query(self, query: ListQuery) -> None:
        """Show the records that a number elsewhere stands for."""
        self._only, self._seqs = query.only, query.seqs
        self.search.set_text(query.typed)
        self.chips.set_value(query.filters)
        self._ask_filters()
        self.reload()

    def view(self) -> Mapping[str, Any]:
        """Return filters, columns and order, to be kept."""
        return {"filters": self.chips.value(), "typed": self.search.text(), **self.table.state()}

    def show_view(self, view: Mapping[str, Any]) -> None:
        """Show a view that was kept."""
        self._only, self._seqs = None, (None, None)
        self._restore(view)
        self.chips.set_value(view.get("filters", {}))
        self.search.set_text(view.get("typed", ""))
        self.reload()

    def reload(self) -> None:
        """Ask for the rows anew, from the top."""
        self._show_empty()
        self.table.set_source(self._source())

    def refresh(self) -> None:
        """Ask for the rows and the filters anew; the current row and the place in the list stay."""
        if not self._begun:
            self._begun = True
            self._tasks.run(
                lambda: self._views.last(self._register.code), self._begin, owner=self, urgent=True
            )
            return
        self._ask_filters()
        self.table.set_source(self._source(), keep=True)
        self._choose_soon.start()

    def take_focus(self) -> None:
        """Give the keyboard to the rows, also while they are still being asked for."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def select(self, record_id: str) -> None:
        """Show the list with a record as its current row, as after it was saved."""
        source = self._source()
        self._ask_filters()
        self._begun = True

        def show(place: int) -> None:
            if place < 0:
                self.table.set_source(source, keep=True)
            else:
                self.table.go_to(source, record_id, place)
            self._choose_soon.start()

        self._tasks.run(lambda: source.place_of(record_id), show, owner=self, urgent=True)

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.count)
        self.title.setMinimumWidth(theme.px(200))
        self.title.setToolTip(self._register.title)
        buttons = (
            self.new_button,
            self.edit_button,
            self.print_button,
            self.export_button,
            self.import_button,
        )
        self.head.addWidget(FittingRow(buttons, self))
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        self.search.setMinimumWidth(theme.px(300))
        line.addWidget(self.search, 2, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.chips, 3)
        line.addWidget(self.views_button, 0, Qt.AlignmentFlag.AlignTop)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setProperty("role", "gap")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(8))
        self._split.addWidget(self.table)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        self.pane.setMinimumWidth(theme.px(260))
        self._split.setSizes([theme.px(900), theme.px(_PANE_WIDTH)])
        self.body.addLayout(line)
        self.body.addWidget(self._split, 1)
        for widget, act in (
            (self.new_button, "w"),
            (self.edit_button, "w"),
            (self.print_button, "p"),
            (self.export_button, "x"),
            (self.import_button, "w"),
        ):
            widget.setVisible(self._offers(act))

    def _connect(self) -> None:
        self.search.searched.connect(lambda _words: self.reload())
        self.search.accepted.connect(self.table.choose_first)
        self.search.escaped.connect(self.table.setFocus)
        self.chips.changed.connect(self._on_filtered)
        self.views_button.chosen.connect(self.show_view)
        self.table.counted.connect(self._show_count)
        self.table.chosen.connect(lambda _key: self._choose_soon.start())
        self.table.opened.connect(self.case_opened)
        self.table.looks_changed.connect(self._on_looks)
        self.table.empty.acted.connect(self._act_on_empty)
        self.pane.open_asked.connect(self.case_opened)
        self.new_button.clicked.connect(self.new_requested)
        self.edit_button.clicked.connect(self._edit)
        self.print_button.clicked.connect(self._print)
        self.export_button.clicked.connect(self._export)
        self.import_button.clicked.connect(self.import_requested)
        for name, slot, act in (
            ("new", self.new_requested.emit, "w"),
            ("edit", self._edit, "w"),
            ("print", self._print, "p"),
        ):
            if self._offers(act):
                action = keys.action(name, self, slot)
                found = {"new": self.new_button, "edit": self.edit_button, "print": self.print_button}[name]
                found.setToolTip(action.toolTip())
        self.export_button.setToolTip("Ghi đúng danh sách đang hiển thị ra tệp Excel")
        self.import_button.setToolTip("Đọc danh sách từ tệp Excel của xã")

    def _offers(self, act: str) -> bool:
        """Whether something is to be offered here: what would be refused is not."""
        code = self._register.code
        return self._access.writes(code) if act == "w" else self._access.may(code, act)

    def _timer(self, pause: int, slot: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(slot)
        return timer

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the case beside the list only where there is room for both."""
        super().resizeEvent(event)
        self.pane.setVisible(self.width() >= theme.px(_PANE_FROM))

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep how the list was left, and ask nothing more for a page that nobody sees."""
        self._choose_soon.stop()
        if self._looks_soon.isActive():
            self._looks_soon.stop()
            self._keep_looks()
        super().hideEvent(event)

    # ---------------------------------------------------------------- inside

    def _first_order(self) -> str:
        if "record.name_or_number" in self._register.listed:
            return "record.name_or_number"
        # In the order of names a list without names would tell too much.
        return "record.number" if self._register.by_code else "person.full_name"

    def _source(self) -> RecordRows:
        return RecordRows(self._listing, self.query(), self.table.visible_columns())

    def _begin(self, last: Mapping[str, Any]) -> None:
        self._restore(last)
        self.reload()
        self._ask_filters()  # the rows go first

    def _restore(self, view: Mapping[str, Any]) -> None:
        self._restoring = True
        self.table.restore(dict(view))
        self._restoring = False

    def _on_filtered(self) -> None:
        self._only, self._seqs = None, (None, None)
        self.reload()

    def _on_looks(self) -> None:
        if self._restoring:
            return
        missing = set(self.table.visible_columns()) - set(self._shown_sources())
        if missing:
            self.table.set_source(self._source(), keep=True)
        self._looks_soon.start()

    def _shown_sources(self) -> Sequence[str]:
        source = self.table.model.source()
        return source.sources if isinstance(source, RecordRows) else ()

    def _keep_looks(self) -> None:
        looks = self.table.state()
        self._tasks.run(lambda: self._views.keep(self._register.code, looks), owner=self)

    def _ask_filters(self) -> None:
        """Ask by what the list can be narrowed, one question at a time, so that a search goes between them."""
        for name in (*_FIRST_FILTERS, *self._register.filters):
            ask = functools.partial(self._listing.values, self._register.code, name)
            self._tasks.run(ask, functools.partial(self._take_filter, name), owner=self)

    def _take_filter(self, name: str, found: Sequence[tuple[str, str, int]]) -> None:
        options = tuple(Option(value, words, number(count)) for value, words, count in found)
        self._fields[name] = FilterField(name, self._register.sources[name].label, options)
        order = (*_FIRST_FILTERS, *self._register.filters)
        self.chips.set_fields([self._fields[each] for each in order if each in self._fields])

    def _show_count(self, count: int) -> None:
        self.count.setText(f"{number(count)} hồ sơ")
        for each in (self.edit_button, self.print_button, self.export_button):
            each.setEnabled(count > 0)
        if not count:
            self.pane.show_nothing()

    def _show_empty(self) -> None:
        if self.search.text() or self.chips.value() or self._only is not None:
            self.table.set_empty(
                "search", "Không có hồ sơ nào khớp", "Thử bớt chữ hoặc bỏ bộ lọc.", "Bỏ tìm và lọc"
            )
        elif self._access.writes(self._register.code):
            words = "Thêm từng hồ sơ, hoặc nhập cả danh sách từ Excel."
            self.table.set_empty("inbox", "Chưa có hồ sơ nào", words, "Thêm hồ sơ đầu tiên")
        else:
            self.table.set_empty("inbox", "Chưa có hồ sơ nào")

    def _act_on_empty(self) -> None:
        if self.search.text() or self.chips.value() or self._only is not None:
            self.show_query(replace(self.query(), filters={}, typed="", only=None, seqs=(None, None)))
        else:
            self.new_requested.emit()

    def _ask_chosen(self) -> None:
        key = self.table.current_key()
        if not key or not self.pane.isVisible():
            return
        row = self.table.model.row(self.table.view.currentIndex().row())
        if row is not None and row.cells.get(MASKED):
            self.pane.show_masked(key)
            return
        self._tasks.run(lambda: self._cases.get(key), functools.partial(self._show_chosen, key), owner=self)

    def _show_chosen(self, key: str, case: Case) -> None:
        if key == self.table.current_key():
            self.pane.show_case(case)

    def _edit(self) -> None:
        key = self.table.current_key()
        if key:
            self.edit_requested.emit(key)

    def _print(self) -> None:
        self.print_requested.emit(self.query(), self.table.visible_columns())

    def _export(self) -> None:
        self.export_requested.emit(self.query(), self.table.visible_columns())
