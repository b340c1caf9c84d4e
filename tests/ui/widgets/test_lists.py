"""The list of a page: rows fetched as they are looked at, order, columns, keyboard."""

import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView, QMenu, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar, FilterField
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.history import HistoryLine, HistoryTable
from ansinh_desktop.ui.widgets.navigation import Navigation, NavigationEntry
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.timeline import TimeLine, TimeLineEvent
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable
from ansinh_desktop.ui.widgets.window_model import PAGE, Face, TableColumn, TableRow, WindowModel

COLUMNS = (
    TableColumn("name", "Họ và tên", 180),
    TableColumn("money", "Mức trợ cấp", 100, numeric=True),
    TableColumn("sent", "Gửi cấp trên", sortable=False),
    TableColumn("note", "Ghi chú", shown=False),
)


class Numbers:
    """Rows that are numbers, and a note of what was asked for."""

    def __init__(
        self, count: int, *, order: tuple[str, bool] | None = None, broken_from: int | None = None
    ) -> None:
        self._count = count
        self.order = order
        self.asked: list[int] = []
        self._broken_from = broken_from

    def count(self) -> int:
        return self._count

    def rows(self, first: int, count: int) -> Sequence[TableRow]:
        self.asked.append(first)
        if self._broken_from is not None and first >= self._broken_from:
            raise UserError("AS-9040", name="x")
        places = list(range(first, min(first + count, self._count)))
        if self.order and self.order[1]:
            places = [self._count - 1 - place for place in places]
        return [
            TableRow(
                f"k{place}",
                {
                    "name": f"Người {place}",
                    "money": str(place),
                    "sent": Face("Bị trả lại", "circle-x", "error"),
                },
            )
            for place in places
        ]

    def ordered(self, column: str, *, descending: bool) -> "Numbers":
        return Numbers(self._count, order=(column, descending))


class Held(Numbers):
    """Rows of which all but the first are on their way until somebody lets them come."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.begun, self.may_go_on = threading.Event(), threading.Event()

    def rows(self, first: int, count: int) -> Sequence[TableRow]:
        if first:
            self.begun.set()
            assert self.may_go_on.wait(30)
        return super().rows(first, count)


def text_at(model: QAbstractItemModel, row: int, column: int = 0) -> str:
    return model.index(row, column).data()


class TestModel:
    @pytest.fixture
    def model(self, qtbot, tasks) -> WindowModel:
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        return WindowModel(COLUMNS, tasks, self.parent)

    def test_it_keeps_the_rules_of_models_while_rows_come(self, model, qtbot, tasks):
        # The tester looks at every cell after every change: it takes no million rows.
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        source = Numbers(250)
        assert tester.model() == model
        with qtbot.waitSignal(model.counted):
            model.set_source(source)
        assert model.rowCount() == 250
        for row in range(250):
            text_at(model, row)
        qtbot.waitUntil(lambda: not tasks.is_busy() and text_at(model, 249) == "Người 249")
        with qtbot.waitSignal(model.counted):
            model.set_source(Numbers(0))
        assert model.rowCount() == 0

    def test_only_the_rows_that_are_looked_at_are_fetched(self, model, qtbot):
        source = Numbers(1_000_000)
        with qtbot.waitSignal(model.counted):
            model.set_source(source)
        assert text_at(model, 5) == "Người 5"
        assert text_at(model, 777_777) == "…"
        qtbot.waitUntil(lambda: text_at(model, 777_777) == "Người 777777")
        assert source.asked == [0, 777_700]

    def test_what_is_looked_at_again_while_it_is_on_its_way_is_asked_for_once(self, model, qtbot, tasks):
        source = Held(1_000_000)
        with qtbot.waitSignal(model.counted):
            model.set_source(source)
        assert text_at(model, 777_777) == "…"
        qtbot.waitUntil(source.begun.is_set)
        assert text_at(model, 777_777) == "…"
        source.may_go_on.set()
        qtbot.waitUntil(lambda: text_at(model, 777_777) == "Người 777777")
        qtbot.waitUntil(lambda: not tasks.is_busy())
        assert source.asked == [0, 777_700]

    def test_who_scrolls_fast_gets_the_last_place_first(self, model, qtbot, tasks):
        source = Numbers(1_000_000)
        with qtbot.waitSignal(model.counted):
            model.set_source(source)
        for row in range(10_000, 900_000, 1_000):
            text_at(model, row)
        qtbot.waitUntil(lambda: not tasks.is_busy() and text_at(model, 899_000) == "Người 899000")
        assert source.asked[1:] == [897_000, 898_000, 899_000]

    def test_memory_stays_bounded(self, model, qtbot):
        with qtbot.waitSignal(model.counted):
            model.set_source(Numbers(1_000_000))
        for row in range(0, 200 * PAGE, PAGE):
            text_at(model, row)
            qtbot.waitUntil(lambda row=row: text_at(model, row) != "…")
        assert len(model._pages) <= 60

    def test_an_answer_to_an_old_question_is_dropped(self, model, qtbot, tasks):
        model.set_source(Numbers(10))
        with qtbot.waitSignal(model.counted) as counted:
            model.set_source(Numbers(20))
        qtbot.waitUntil(lambda: not tasks.is_busy())
        assert counted.args == [20]
        assert model.rowCount() == 20

    def test_a_fault_is_told_and_asked_again_only_when_looked_at_again(self, model, qtbot, tasks, said):
        with qtbot.waitSignal(model.counted):
            model.set_source(Numbers(1_000, broken_from=PAGE))
        text_at(model, 500)
        qtbot.waitUntil(lambda: bool(said))
        assert [each.code for each in said] == ["AS-9040"]
        assert text_at(model, 5) == "Người 5"

    def test_a_cell_says_more_than_its_text(self, model, qtbot):
        with qtbot.waitSignal(model.counted):
            model.set_source(Numbers(3))
        sent, money = model.index(0, 2), model.index(0, 1)
        assert sent.data(Qt.ItemDataRole.AccessibleTextRole) == "Gửi cấp trên: Bị trả lại"
        assert not sent.data(Qt.ItemDataRole.DecorationRole).isNull()
        assert sent.data(Qt.ItemDataRole.ForegroundRole) is not None
        assert money.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        assert model.headerData(1, Qt.Orientation.Horizontal) == "Mức trợ cấp"


class TestTable:
    @pytest.fixture
    def table(self, show, qtbot, tasks) -> VirtualTable:
        made = VirtualTable(COLUMNS, tasks)
        show(made)
        with qtbot.waitSignal(made.counted):
            made.set_source(Numbers(1_000_000))
        return made

    def test_it_shows_a_million_rows(self, table, qtbot):
        assert table.foot.text() == "1.000.000 dòng"
        table.view.scrollToBottom()
        qtbot.waitUntil(lambda: text_at(table.model, 999_999) == "Người 999999")

    def test_enter_opens_the_row(self, table, qtbot):
        table.choose_first()
        qtbot.keyClick(table.view, Qt.Key.Key_Down)
        with qtbot.waitSignal(table.opened) as opened:
            qtbot.keyClick(table.view, Qt.Key.Key_Return)
        assert opened.args == ["k1"]
        assert table.current_key() == "k1"

    def test_letters_do_not_walk_through_the_rows(self, table, qtbot):
        table.choose_first()
        qtbot.keyClicks(table.view, "ng")
        assert table.current_key() == "k0"

    def test_the_head_sorts_and_turns_round(self, table, qtbot):
        head = table.view.horizontalHeader()
        for descending in (False, True):
            with qtbot.waitSignals([table.looks_changed, table.counted]):
                head.sectionClicked.emit(0)
            assert table.order() == ("name", descending)
        assert text_at(table.model, 0) == "Người 999999"
        with qtbot.assertNotEmitted(table.looks_changed):
            head.sectionClicked.emit(2)

    def test_columns_are_chosen_and_one_always_stays(self, table):
        assert table.visible_columns() == ["name", "money", "sent"]
        table.show_column("note", True)
        table.show_column("money", False)
        table.view.horizontalHeader().moveSection(3, 0)
        assert table.visible_columns() == ["note", "name", "sent"]
        for key in ("note", "name", "sent"):
            table.show_column(key, False)
        assert table.visible_columns() == ["sent"]

    def test_a_column_that_was_hidden_is_as_wide_as_its_numbers_when_it_is_shown(self, table, qtbot):
        class Noted(Numbers):
            def rows(self, first: int, count: int) -> Sequence[TableRow]:
                made = super().rows(first, count)
                return [TableRow(each.key, {**each.cells, "note": "9704" * 12}) for each in made]

        with qtbot.waitSignal(table.counted):
            table.set_source(Noted(5))
        qtbot.wait(50)  # whatever looks at the cells by itself has done so
        table.show_column("note", True)
        needed = table.view.fontMetrics().horizontalAdvance("9704" * 12)
        assert needed > 140, "wider than a column is by itself"
        table.view.horizontalHeader().moveSection(3, 0)  # the last one takes what is left
        qtbot.waitUntil(lambda: table.view.columnWidth(3) > needed)

    def test_the_menu_of_columns_ticks_what_is_shown(self, table, qtbot):
        table.columns_button.click()
        menu = table.findChild(QMenu)
        assert {action.text(): action.isChecked() for action in menu.actions()} == {
            "Họ và tên": True,
            "Mức trợ cấp": True,
            "Gửi cấp trên": True,
            "Ghi chú": False,
        }
        menu.actions()[3].trigger()
        assert "note" in table.visible_columns()
        menu.close()

    def test_its_looks_come_back(self, table, qtbot, show, tasks):
        table.show_column("note", True)
        table.view.horizontalHeader().moveSection(3, 0)
        table.view.horizontalHeader().resizeSection(0, 222)
        with qtbot.waitSignal(table.counted):
            table.set_order("money", descending=True)
        again = VirtualTable(COLUMNS, tasks)
        show(again)
        again.restore(table.state() | {"columns": ["gone", *table.state()["columns"]]})
        assert again.state() == table.state()
        again.restore({})
        assert again.state() == table.state()

    def test_the_current_row_stays_current_when_asked_again(self, table, qtbot):
        table.view.selectRow(5_000)
        qtbot.waitUntil(lambda: table.current_key() == "k5000")
        with qtbot.waitSignal(table.counted):
            table.refresh()
        assert table.current_key() == "k5000"

    def test_the_current_row_is_the_chosen_one_also_while_ctrl_is_still_held(self, table, qtbot):
        table.choose_first()
        qtbot.keyPress(table.view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
        for place in (3, 3, 7):
            table.view.selectRow(place)
            assert [each.row() for each in table.view.selectionModel().selectedRows()] == [place]
        qtbot.keyRelease(table.view, Qt.Key.Key_Control)

    def test_no_rows_are_said_in_words(self, table, qtbot):
        table.set_empty("inbox", "Không có hồ sơ nào khớp", button="Bỏ bộ lọc")
        with qtbot.waitSignal(table.counted):
            table.set_source(Numbers(0))
        assert table.empty.isVisible()
        with qtbot.waitSignal(table.empty.acted):
            table.empty.button.click()
        table.choose_first()
        assert table.current_key() == ""

    def test_the_menu_of_a_row_is_asked_for(self, table, qtbot):
        place = table.view.visualRect(table.model.index(1, 0)).center()
        with qtbot.waitSignal(table.menu_asked) as asked:
            table.view.customContextMenuRequested.emit(place)
        assert asked.args[0] == "k1"
        with qtbot.assertNotEmitted(table.menu_asked):
            table.view.customContextMenuRequested.emit(QPoint(5, 100_000))


class TestSearch:
    @pytest.fixture
    def box(self, show) -> SearchBox:
        made = SearchBox("Tìm")
        show(made)
        made.setFocus()
        return made

    def test_it_asks_once_after_the_last_letter(self, box, qtbot):
        heard: list[str] = []
        box.searched.connect(heard.append)
        qtbot.keyClicks(box, " dao ")
        qtbot.waitUntil(lambda: bool(heard))
        assert heard == ["dao"]

    def test_enter_asks_at_once_and_goes_on(self, box, qtbot):
        qtbot.keyClicks(box, "dao")
        with qtbot.waitSignals([box.searched, box.accepted], order="strict"):
            qtbot.keyClick(box, Qt.Key.Key_Return)

    def test_esc_clears_and_in_the_empty_line_says_so(self, box, qtbot):
        qtbot.keyClicks(box, "dao")
        qtbot.keyClick(box, Qt.Key.Key_Return)
        with qtbot.waitSignal(box.searched) as searched:
            qtbot.keyClick(box, Qt.Key.Key_Escape)
        assert (searched.args, box.text()) == ([""], "")
        with qtbot.waitSignal(box.escaped):
            qtbot.keyClick(box, Qt.Key.Key_Escape)

    def test_words_set_from_outside_are_not_asked_again(self, box, qtbot):
        with qtbot.assertNotEmitted(box.searched, wait=300):
            box.set_text("dao")


class TestChips:
    @pytest.fixture
    def bar(self, show) -> ChipBar:
        made = ChipBar()
        options = (Option("01", "Kinh"), Option("05", "Khơ-me"), Option("14", "Chăm"))
        made.set_fields(
            (
                FilterField("ethnicity", "Dân tộc", options),
                FilterField("hamlet", "Ấp", (Option("a", "Ấp 1"),)),
            )
        )
        show(made)
        return made

    def test_a_filter_is_added_by_typing(self, bar, qtbot):
        panel = bar.open_field("ethnicity")
        qtbot.keyClicks(panel.line, "kho")
        with qtbot.waitSignal(bar.changed):
            qtbot.keyClick(panel.line, Qt.Key.Key_Return)
        assert bar.value() == {"ethnicity": ["05"]}
        assert bar._chips["ethnicity"].word.text() == "Dân tộc: Khơ-me"
        qtbot.keyClick(panel.line, Qt.Key.Key_Return)
        assert bar.value() == {}
        panel.close()

    def test_an_option_is_ticked_with_the_mouse(self, bar, qtbot):
        panel = bar.open_field("ethnicity")
        qtbot.mouseClick(
            panel.view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=panel.view.visualRect(panel.model.index(2)).center(),
        )
        assert bar.value() == {"ethnicity": ["14"]}
        panel.close()

    def test_a_chip_is_removed(self, bar, qtbot):
        bar.set_value({"ethnicity": ["01", "05", "14"], "hamlet": ["a"]})
        assert bar._chips["ethnicity"].word.text() == "Dân tộc: Kinh, Khơ-me +1"
        with qtbot.waitSignal(bar.changed):
            bar._chips["ethnicity"].cross.click()
        assert bar.value() == {"hamlet": ["a"]}

    def test_all_are_removed_at_once(self, bar, qtbot):
        bar.set_value({"ethnicity": ["01"], "hamlet": ["a"]})
        with qtbot.waitSignal(bar.changed):
            bar.clear_button.click()
        assert bar.value() == {}
        assert not bar.clear_button.isVisible()

    def test_the_button_offers_the_fields(self, bar):
        bar.add_button.click()
        menu = bar.findChild(QMenu)
        assert [action.text() for action in menu.actions()] == ["Dân tộc", "Ấp"]
        menu.close()


ENTRIES = (
    NavigationEntry("home", "Tổng quan", "layout-dashboard"),
    NavigationEntry("", "Hồ sơ"),
    NavigationEntry("children", "Trẻ em", "baby"),
    NavigationEntry("tasks", "Việc cần làm", "list-todo"),
)


class TestNavigation:
    @pytest.fixture
    def navigation(self, show) -> Navigation:
        made = Navigation(ENTRIES)
        show(made)
        made.go_to("home")
        return made

    def test_arrows_go_past_headings(self, navigation, qtbot):
        with qtbot.waitSignal(navigation.chosen) as chosen:
            qtbot.keyClick(navigation, Qt.Key.Key_Down)
        assert chosen.args == ["children"] == [navigation.current_key()]
        assert navigation.keys() == ["home", "children", "tasks"]

    def test_counts_and_badges_are_said(self, navigation):
        navigation.set_count("children", 1234)
        navigation.set_badge("tasks", 3, hint="3 việc quá hạn")
        assert navigation.words("children") == "Trẻ em: 1.234"
        assert navigation.words("tasks") == "Việc cần làm; 3 việc quá hạn"
        navigation.set_badge("tasks", 0)
        navigation.set_count("children", None)
        assert navigation.words("tasks") == "Việc cần làm"
        assert navigation.words("children") == "Trẻ em"

    def test_it_draws_itself_and_keeps_the_rules_of_models(self, navigation):
        navigation.set_count("children", 1234)
        navigation.set_badge("tasks", 3)
        assert not navigation.grab().isNull()
        QAbstractItemModelTester(navigation.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_events_are_read_and_opened(show, qtbot):
    line = TimeLine()
    line.set_events(
        [
            TimeLineEvent(
                "2", "19/11/2026", "Chi trả trợ cấp", "Tháng 11", "1.250.000 đ", "good", "Lê Thị Ửng"
            ),
            TimeLineEvent("1", "15/09/2026", "Tiếp nhận hồ sơ"),
        ]
    )
    show(line)
    model = line.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.index(0, 0).data() == "19/11/2026, Chi trả trợ cấp, 1.250.000 đ, Tháng 11, Lê Thị Ửng"
    line.setCurrentIndex(model.index(0, 0))
    assert not line.grab().isNull()
    with qtbot.waitSignal(line.opened) as opened:
        line.activated.emit(model.index(1, 0))
    assert opened.args == ["1"]
    assert isinstance(line, QListView)


def test_history_names_what_was_empty(show, qtbot):
    table = HistoryTable()
    table.set_lines(
        [HistoryLine("19/11/2026 15:02", "Lê Thị Ửng", "Nơi ở", "", "Ấp Vĩnh Hòa, xã Vĩnh Thạnh Trung " * 3)]
    )
    show(table)
    QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert text_at(table.model(), 0, 3) == "(trống)"
    qtbot.waitUntil(lambda: table.rowHeight(0) > 2 * table.fontMetrics().lineSpacing())
