"""Where one stands in a list is what is chosen there, also where the program goes somewhere while Ctrl is held."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.tables.standing import stand_at
from ansinh_desktop.ui.widgets.small_table import make_table

SINGLE, EXTENDED = (
    QAbstractItemView.SelectionMode.SingleSelection,
    QAbstractItemView.SelectionMode.ExtendedSelection,
)


def cells(parent: QWidget) -> QTableWidget:
    """Return a table in which cells, and more than one of them, may be chosen, as in the grid."""
    table = QTableWidget(0, 2, parent)
    table.setSelectionMode(EXTENDED)
    return table


def many_rows(parent: QWidget) -> QTableWidget:
    """Return one in which rows, and more than one of them, may be chosen, as in an import."""
    table = plain_table(parent, ("Một", "Hai"), "rows", (90, 90))
    table.setSelectionMode(EXTENDED)
    return table


@pytest.mark.parametrize(
    "make",
    [
        lambda parent: make_table(parent, ("Một", "Hai"), "small"),
        lambda parent: plain_table(parent, ("Một", "Hai"), "plain", (90, 90)),
        cells,
        many_rows,
    ],
)
def test_the_cell_at_hand_is_the_chosen_one(make, qtbot):
    table = make(None)
    table.setRowCount(3)
    for row in range(3):
        for column in range(2):
            table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
    qtbot.addWidget(table)
    table.show()
    table.selectRow(0)
    QTest.keyPress(table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    index = table.model().index(2, 1)
    if table.selectionMode() is SINGLE:
        table.setCurrentCell(2, 1)
    else:
        stand_at(table, index)
    QTest.keyRelease(table, Qt.Key.Key_Control)
    assert table.currentIndex() == index
    assert {each.row() for each in table.selectedIndexes()} == {2}
    whole_rows = table.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows
    assert len(table.selectedIndexes()) == (2 if whole_rows else 1)
