"""A table in groups: folded and unfolded, opened with the keyboard, and it stays where the officer was."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from ansinh_desktop.ui.widgets.grouped_table import GroupedTable, RowGroup
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

COLUMNS = (TableColumn("what", "Việc", 200), TableColumn("left", "Còn lại", 100, numeric=True))


def row(key, left="còn 2 ngày"):
    return TableRow(key, {"what": f"Việc {key}", "left": Face(left, "clock", "error", "quá hạn")})


GROUPS = (
    RowGroup("overdue", "Quá hạn", (row("1"), row("2")), "error"),
    RowGroup("later", "Về sau", (row("3"),)),
)


@pytest.fixture
def table(show):
    table = GroupedTable(COLUMNS, "tasks")
    QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    show(table)
    table.set_groups(GROUPS)
    return table


def shown(table):
    model = table.model
    return [
        (group.data(), [model.index(line, 0, group).data() for line in range(model.rowCount(group))])
        for group in (model.index(place, 0) for place in range(model.rowCount()))
    ]


def test_rows_stand_under_their_groups_with_their_number(table):
    assert shown(table) == [("Quá hạn (2)", ["Việc 1", "Việc 2"]), ("Về sau (1)", ["Việc 3"])]
    assert table.view.isExpanded(table.model.index(0, 0))
    assert table.view.isFirstColumnSpanned(0, QModelIndex())


def test_a_cell_has_words_sign_colour_and_hint(table):
    cell = table.model.index(0, 1, table.model.index(0, 0))
    assert cell.data() == "còn 2 ngày"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "quá hạn"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Còn lại: còn 2 ngày"
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert table.model.headerData(1, Qt.Orientation.Horizontal) == "Còn lại"


def test_enter_opens_a_row_and_folds_a_group(table, qtbot):
    opened: list[str] = []
    table.opened.connect(opened.append)
    table.select("2")
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == ["2"]
    table.view.setCurrentIndex(table.model.index(0, 0))
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert not table.view.isExpanded(table.model.index(0, 0))
    assert opened == ["2"]


def test_what_was_folded_and_current_stays_so(table):
    table.select("3")
    table.view.collapse(table.model.index(0, 0))
    table.set_groups((GROUPS[0], RowGroup("later", "Về sau", (row("4"), row("3")))))
    assert table.current_key() == "3"
    assert not table.view.isExpanded(table.model.index(0, 0))
    assert table.view.isExpanded(table.model.index(1, 0))
    table.set_groups((RowGroup("later", "Về sau", (row("4"),)),))
    assert table.current_key() == "4"


def test_what_a_column_cuts_off_stands_in_full_below(table):
    words = "Đủ 16 tuổi: đổi hệ số, chuẩn bị quyết định điều chỉnh mức trợ cấp xã hội hằng tháng"
    long = TableRow("5", {"what": Face(words, hint=f"{words} (Điều 8)")})
    table.set_groups((RowGroup("soon", "Sắp đến", (row("1"), long)),))
    assert table.current_key() == "1"
    assert not table.detail.isVisibleTo(table)
    table.select("5")
    assert table.detail.text() == f"{words} (Điều 8)"
    assert table.detail.isVisibleTo(table)


def test_letters_do_not_walk_through_the_rows(table):
    table.select("1")
    table.view.keyboardSearch("v")
    assert table.current_key() == "1"
