"""A short list in memory: which row is the current one, how it opens, and what each cell says aloud."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.tables.list_card import ListCard
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.tables.row_list import RowList
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

COLUMNS = (
    TableColumn("name", "Họ và tên"),
    TableColumn("money", "Mức", numeric=True),
    TableColumn("note", "Ghi chú"),
)


def row(key, **cells):
    return TableRow(key, {"name": key.upper(), "money": "540.000"} | cells)


@pytest.fixture
def rows(qtbot) -> RowList:
    made = RowList(COLUMNS, "list")
    qtbot.addWidget(made)
    made.set_rows([row("a"), row("b"), row("c")])
    return made


def heard(signal):
    said: list[str] = []
    signal.connect(said.append)
    return said


def test_the_first_row_is_current_and_the_current_one_stays_where_it_still_is_there(rows):
    assert (rows.keys(), rows.current_key()) == (["a", "b", "c"], "a")
    rows.select("b")
    rows.set_rows([row("c"), row("b"), row("d")])
    assert rows.current_key() == "b"
    rows.set_rows([row("x"), row("y")])
    assert rows.current_key() == "x"
    rows.set_rows([])
    assert (rows.keys(), rows.current_key()) == ([], "")


def test_whoever_listens_is_told_of_each_other_current_row(rows):
    said = heard(rows.chosen)
    rows.select("c")
    rows.select("không có")
    rows.select("c")
    assert (said, rows.current_key()) == (["c"], "c")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_current_row_and_nothing_where_there_is_none(rows, qtbot, key):
    said = heard(rows.opened)
    rows.select("b")
    qtbot.keyClick(rows, key)
    qtbot.keyClick(rows, key, Qt.KeyboardModifier.ControlModifier)
    assert said == ["b"]
    rows.set_rows([])
    qtbot.keyClick(rows, key)
    assert said == ["b"]


def test_a_double_click_opens_the_row_under_it(rows, qtbot):
    rows.resize(400, 300)
    with qtbot.waitExposed(rows):
        rows.show()
    said = heard(rows.opened)
    place = rows.visualItemRect(rows.topLevelItem(2)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said == ["c"]


def test_letters_do_not_walk_through_the_rows(rows, qtbot):
    qtbot.keyClicks(rows, "c")
    assert rows.current_key() == "a"


def test_a_cell_says_its_column_and_its_hint_and_nothing_is_said_as_such(rows):
    rows.set_rows([row("a", note=Face("Trả lại", "undo-2", "warning", "Vì thiếu số")), row("b", name="")])
    first, second = rows.topLevelItem(0), rows.topLevelItem(1)
    aloud = Qt.ItemDataRole.AccessibleTextRole
    assert rows.texts() == [["A", "540.000", "Trả lại"], ["", "540.000", ""]]
    assert [first.data(place, aloud) for place in range(3)] == [
        "Họ và tên: A",
        "Mức: 540.000",
        "Ghi chú: Trả lại",
    ]
    assert [second.data(place, aloud) for place in (0, 2)] == ["Họ và tên: trống", "Ghi chú: trống"]
    assert (first.toolTip(2), first.toolTip(0)) == ("Vì thiếu số", "A")
    assert first.foreground(2).color().name() == theme.tone("warning")[0].lower()
    assert not first.icon(2).isNull()
    assert first.icon(0).isNull()


def test_numbers_stand_at_the_right_and_so_does_their_heading(rows):
    item, head = rows.topLevelItem(0), rows.headerItem()
    assert item.textAlignment(1) & Qt.AlignmentFlag.AlignRight
    assert head.textAlignment(1) & Qt.AlignmentFlag.AlignRight
    assert not item.textAlignment(0) & Qt.AlignmentFlag.AlignRight


def test_it_is_as_high_as_its_rows_up_to_so_many_and_never_without_one(rows):
    heights = []
    for count in (0, 1, 3, 5):
        rows.set_rows([row(str(each)) for each in range(count)])
        rows.show_at_most(3)
        heights.append(rows.height())
    nothing, one, three, five = heights
    assert nothing == one < three == five


# ---------------------------------------------------------------- in a card


class Card(ListCard):
    """Says the key of the chosen line, but of one."""

    def whole(self, key):
        return "" if key == "b" else f"Dòng {key}"


def test_a_card_says_of_the_chosen_line_what_there_is_to_say(qtbot, qapp):
    label = QLabel()
    qtbot.addWidget(label)
    card = Card(COLUMNS, "list", "Danh sách thử", "help.anchor", label)
    assert card.isHidden(), "until it has something to say"
    card.table.set_rows([row("a"), row("b")])
    assert (card.detail.text(), card.detail.isHidden()) == ("Dòng a", False)
    card.table.select("b")
    assert (card.detail.text(), card.detail.isHidden()) == ("", True)
    card.show_sign("info", "note")
    assert not card._sign.pixmap().isNull()
    assert card.table.accessibleName() == "Danh sách thử"
    assert card.property("help_anchor") == "help.anchor"
    assert ListCard(COLUMNS, "x", "x", "x", label).whole("a") == ""


def test_a_plain_table_is_read_row_by_row_and_never_edited(qtbot):
    parent = QLabel()
    qtbot.addWidget(parent)
    table = plain_table(parent, ("Một", "Hai"), "plain", (80,))
    assert [table.horizontalHeaderItem(each).text() for each in range(table.columnCount())] == ["Một", "Hai"]
    assert table.columnWidth(0) == theme.px(80)
    assert table.editTriggers() == table.EditTrigger.NoEditTriggers
    assert table.selectionBehavior() == table.SelectionBehavior.SelectRows
    assert table.rowCount() == 0


def test_of_a_table_of_plain_texts_the_current_row_is_the_chosen_one_also_while_ctrl_is_held(qtbot):
    holder = QLabel()
    qtbot.addWidget(holder)
    table = plain_table(holder, ("Dòng", "Họ và tên"), "rows", (90,))
    table.setRowCount(3)
    table.setCurrentCell(0, 0)
    qtbot.keyPress(table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    for row in (2, 2, 1):
        table.setCurrentCell(row, 0)
        assert [each.row() for each in table.selectionModel().selectedRows()] == [row]
    qtbot.keyRelease(table, Qt.Key.Key_Control)


@pytest.mark.parametrize(("width", "shown"), [(380, False), (600, True)])
def test_a_column_gives_way_where_the_others_need_its_room_and_nothing_is_scrolled_to(qtbot, width, shown):
    columns = (
        TableColumn("what", "Việc", 200),
        TableColumn("due", "Hạn", 100),
        TableColumn("why", "Căn cứ", 150),
    )
    made = RowList(columns, "narrow", first_fills=True, gives_way=("why",))
    qtbot.addWidget(made)
    made.set_rows([TableRow("1", {"what": "Báo cáo", "due": "01/12/2026", "why": "Điều 8"})])
    made.resize(width, 200)
    made.show()
    QApplication.processEvents()
    assert made.isColumnHidden(2) == (not shown)
    assert made.header().length() <= made.viewport().width() + 1
    assert made.columnWidth(0) >= 200
    assert made.texts() == [["Báo cáo", "01/12/2026", "Điều 8"]]


def test_what_is_to_be_done_goes_on_in_a_further_line_and_is_never_cut(qtbot):
    columns = (TableColumn("what", "Việc", 200), TableColumn("due", "Hạn", 100))
    made = RowList(columns, "narrow", first_fills=True, gives_way=("why",))
    qtbot.addWidget(made)
    long = "Đánh giá nguy cơ ban đầu và quyết định biện pháp can thiệp khẩn cấp, tạm thời cách ly"
    made.set_rows([TableRow("1", {"what": long}), TableRow("2", {"what": "Báo cáo"})])
    made.show_at_most(1)
    made.resize(380, 200)
    made.show()
    QApplication.processEvents()
    first, second = (made.visualRect(made.model().index(row, 0)) for row in (0, 1))
    room = QRect(0, 0, made.columnWidth(0) - made.iconSize().width(), 1000)
    wrap = int(Qt.TextFlag.TextWordWrap)
    assert first.height() > made.fontMetrics().boundingRect(room, wrap, long).height() > second.height()
    assert made.viewport().height() >= first.height()  # of one row all is seen, however high it is
    made.resize(900, 200)
    QApplication.processEvents()
    assert made.visualRect(made.model().index(0, 0)).height() == second.height()
