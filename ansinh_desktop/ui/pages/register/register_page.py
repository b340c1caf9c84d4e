"""The list of a register: searched, filtered, ordered, its columns chosen, the chosen case beside it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QWidget

from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import Cases
from ansinh_desktop.services.listing import Listing, ListQuery
from ansinh_desktop.services.views import Views
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.case.case_pane import CasePane
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.pages.register.chosen_case import ChosenCase
from ansinh_desktop.ui.pages.register.found_column import FoundColumn
from ansinh_desktop.ui.pages.register.kept_looks import KeptLooks, View
from ansinh_desktop.ui.pages.register.only_chip import OnlyChip
from ansinh_desktop.ui.pages.register.register_filters import RegisterFilters
from ansinh_desktop.ui.pages.register.register_tools import RegisterTools
from ansinh_desktop.ui.pages.register.shown_sum import ShownSum
from ansinh_desktop.ui.pages.register.views_button import ViewsButton
from ansinh_desktop.ui.pages.register.way_back import WayBack
from ansinh_desktop.ui.tables.record_rows import RecordRows, columns_of
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_PANE_FROM = 1000
"""The width of the page, at 100 %, from which the case stands beside the list."""
_TITLE_ROOM, _ICONS_ROOM = 1180, 390
"""What a screen of 1366 leaves for a title, and what the buttons take of it for each step of the size."""
_PANE_WIDTH = 300


def _title_width(title: QLabel) -> int:
    """Return the least width of a title: one line, as far as the icons of the buttons keep their room beside it."""
    title.ensurePolished()  # the style sheet's own letters, which are rounded otherwise
    line = title.fontMetrics().horizontalAdvance(title.text()) + theme.px(4)
    return min(line, max(theme.px(200), _TITLE_ROOM - theme.px(_ICONS_ROOM)))


class RegisterPage(HeadedPage):
    """One register's list.

    Signals:
        case_opened: A case is to be shown whole. Carries its id.
        edit_requested: A case is to be changed. Carries its id.
        new_requested: A case is to be added.
        print_requested: The list is to be printed as it is shown. Carries the query and its columns.
        export_requested: The list is to be written as a workbook. Carries the query and its columns.
        import_requested: A workbook is to be taken in.
        many_requested: Many cases are to be typed or pasted at once.
        narrowed: Other records may be shown: what is searched or filtered is another.
    """

    case_opened = Signal(str)
    edit_requested = Signal(str)
    new_requested = Signal()
    print_requested = Signal(object, list)
    export_requested = Signal(object, list)
    import_requested = Signal()
    many_requested = Signal()
    narrowed = Signal()

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
        self.register, self._listing, self._access, self._tasks = register, listing, access, tasks
        self._only: tuple[str, ...] | None = None
        self._seqs: tuple[int | None, int | None] = (None, None)
        self._said = ""
        """What the only records that are shown are, in words."""
        self._begun = False
        self.search = SearchBox("Tìm trong sổ: tên, số định danh, mã hồ sơ", self)
        self.only = OnlyChip(self)
        self.way_back = WayBack(self)
        self.chips = ChipBar(self)
        self.views_button = ViewsButton(register.code, views, tasks, self.view, self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self.table = VirtualTable(
            columns_of(register, consolidated=not access.keeps),
            tasks,
            self._split,
            counted="hồ sơ",
            markable=True,
        )
        self.pane = CasePane(self._split)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.tools = RegisterTools(register, access, self)
        self._filters = RegisterFilters(register, listing, tasks, self.chips, consolidated=not access.keeps)
        self._looks = KeptLooks(register.code, views, tasks, self.table)
        self._sum = ShownSum(register, self.table, tasks)
        self._found = FoundColumn(self.table, self._first_order())
        self._chosen = ChosenCase(cases, tasks, self.table, self.pane)
        self._lay_out()
        self._connect()
        self._show_empty()
        self.table.head.show_order(self._first_order())

    # ---------------------------------------------------------------- what is shown

    def query(self) -> ListQuery:
        """Return which records are shown, in which order."""
        order = self.table.order()
        return ListQuery(
            self.register.code,
            filters={key: tuple(codes) for key, codes in self.chips.value().items()},
            typed=self.search.text(),
            order_by=order[0] if order else self._first_order(),
            descending=bool(order and order[1]),
            seqs=self._seqs,
            only=self._only,
            said=self._said,
        )

    def show_query(self, query: ListQuery) -> None:
        """Show the records that a number elsewhere stands for."""
        self._only, self._seqs, self._said = query.only, query.seqs, query.said
        self.search.set_text(query.typed)
        self.chips.set_value(query.filters)
        self._filters.ask()
        self.reload()

    def view(self) -> View:
        """Return filters, columns and order, to be kept."""
        return {"filters": self.chips.value(), "typed": self.search.text(), **self.table.state()}

    def show_view(self, view: View) -> None:
        """Show a view that was kept."""
        self._only, self._seqs = None, (None, None)
        self.way_back.forget()
        self._looks.show(view)
        self.chips.set_value(view.get("filters", {}))
        self.search.set_text(view.get("typed", ""))
        self.reload()

    def reload(self) -> None:
        """Ask for the rows anew, from the top."""
        self._show_empty()
        self._found.follow(self.chips.value())
        self.only.show_query(self.query())
        self.table.set_source(self._source())
        self.narrowed.emit()

    def refresh(self) -> None:
        """Ask for the rows and the filters anew; the current row and the place in the list stay."""
        if not self._begun:
            self._begun = True
            self._looks.bring_back(self._begin)
            return
        self._filters.ask()
        self.table.set_source(self._source(), keep=True)
        self._chosen.ask_soon()

    def take_focus(self) -> None:
        """Give the keyboard to the rows, also while they are still being asked for."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def select(self, record_id: str) -> None:
        """Show the list with a record as its current row, as after it was saved."""
        source = self._source()
        self._filters.ask()
        self._begun = True

        def show(place: int) -> None:
            if place < 0:
                self.table.set_source(source, keep=True)
            else:
                self.table.go_to(source, record_id, place)
            self._chosen.ask_soon()

        self._tasks.run(lambda: source.place_of(record_id), show, owner=self, urgent=True)

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.count)
        self.head.insertWidget(0, self.way_back)
        self.title.setMinimumWidth(_title_width(self.title))
        self.title.setWordWrap(True)
        self.title.setToolTip(self.register.title)
        self.head.addWidget(self.tools)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        self.search.setMinimumWidth(theme.px(290))
        line.addWidget(self.search, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.only, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.chips, 3)
        line.addWidget(self.views_button, 0, Qt.AlignmentFlag.AlignTop)
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

    def _connect(self) -> None:
        self.search.searched.connect(lambda _words: self.reload())
        self.search.accepted.connect(self.table.choose_first)
        self.search.escaped.connect(self.table.setFocus)
        self.chips.changed.connect(self._on_filtered)
        self.only.removed.connect(self._on_filtered)
        self.views_button.chosen.connect(self.show_view)
        self.table.counted.connect(self._show_count)
        self.table.opened.connect(self.case_opened)
        self._looks.changed.connect(self._on_looks)
        self.table.empty.acted.connect(self._act_on_empty)
        self.pane.open_asked.connect(self.case_opened)
        tools = self.tools
        tools.new.clicked.connect(self.new_requested)
        tools.new.setToolTip(keys.tip("new"))
        tools.edit.clicked.connect(self._edit)
        tools.print.clicked.connect(self._print)
        tools.export.clicked.connect(self._export)
        tools.bring.clicked.connect(self.import_requested)
        tools.many.clicked.connect(self.many_requested)
        for name, slot, tool, act in (
            ("edit", self._edit, tools.edit, "w"),
            ("print", self._print, tools.print, "p"),
        ):
            if tools.offers(act):
                tool.setToolTip(keys.action(name, self, slot).toolTip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the case beside the list only where there is room for both."""
        super().resizeEvent(event)
        self.pane.setVisible(self.width() >= theme.px(_PANE_FROM))
        self._fit_count()

    def _fit_count(self) -> None:
        """Leave out how many there are, which stands below the list too, before the title needs a second line."""
        beside = [each for each in (self.way_back, self.title, self.tools) if not each.isHidden()]
        taken = sum(max(each.minimumWidth(), each.minimumSizeHint().width()) for each in beside)
        gaps = self.head.spacing() * (len(beside) + 1)
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right() - taken - gaps
        self.count.setVisible(self.count.sizeHint().width() <= room)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep how the list was left, and ask nothing more for a page that nobody sees."""
        self._chosen.stop()
        self._looks.rest()
        self._sum.stop()
        super().hideEvent(event)

    # ---------------------------------------------------------------- inside

    def _first_order(self) -> str:
        if "record.name_or_number" in self.register.listed:
            return "record.name_or_number"
        # In the order of names a list without names would tell too much.
        return "record.number" if self.register.by_code else "person.full_name"

    def _source(self) -> RecordRows:
        return RecordRows(self._listing, self.query(), self.table.visible_columns())

    def _begin(self) -> None:
        self.reload()
        self._filters.ask()  # the rows go first

    def _on_filtered(self) -> None:
        self._only, self._seqs = None, (None, None)
        self.way_back.forget()
        self.reload()

    def _on_looks(self) -> None:
        missing = set(self.table.visible_columns()) - set(self._shown_sources())
        if missing:
            self.table.set_source(self._source(), keep=True)

    def _shown_sources(self) -> Sequence[str]:
        source = self.table.model.source()
        return source.sources if isinstance(source, RecordRows) else ()

    def _show_count(self, count: int) -> None:
        self.count.setText(f"{number(count)} hồ sơ")
        self._fit_count()
        self.tools.set_any(count > 0)
        self.chips.say_count(count)

    def _show_empty(self) -> None:
        if self.search.text() or self.chips.value() or self._only is not None:
            self.table.set_empty(
                "search", "Không có hồ sơ nào khớp", "Thử bớt chữ hoặc bỏ bộ lọc.", "Bỏ tìm và lọc"
            )
        elif self._access.writes(self.register.code):
            words = "Thêm từng hồ sơ, hoặc nhập cả danh sách từ Excel."
            self.table.set_empty("inbox", "Chưa có hồ sơ nào", words, "Thêm hồ sơ đầu tiên")
        else:
            self.table.set_empty("inbox", "Chưa có hồ sơ nào")

    def _act_on_empty(self) -> None:
        if self.search.text() or self.chips.value() or self._only is not None:
            self.show_query(replace(self.query(), filters={}, typed="", only=None, seqs=(None, None)))
        else:
            self.new_requested.emit()

    def _edit(self) -> None:
        key = self.table.current_key()
        if key:
            self.edit_requested.emit(key)

    def _print(self) -> None:
        self.print_requested.emit(self.query(), self.table.visible_columns())

    def _export(self) -> None:
        self.export_requested.emit(self.query(), self.table.visible_columns())
