"""Numbers that tell who or how much are shown whole or not at all: one that is cut reads as another."""

from PySide6.QtWidgets import (
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ansinh_desktop.app import make_application
from ansinh_desktop.ui.tables.plain import plain_table


def test_nobody_makes_a_column_narrower_than_its_numbers(qtbot):
    """Neither with the mouse nor by a view that was kept."""
    make_application()
    around = QWidget()
    qtbot.addWidget(around)
    table = plain_table(around, ("Tên", "Số định danh", "Số tiền"), "x", (100, 30, 30))
    table.setRowCount(1)
    for column, words in enumerate(("Nguyễn Thị Bích Hạnh", "089149000123", "1.080.000")):
        table.setItem(0, column, QTableWidgetItem(words))
    table.resize(300, 120)
    around.show()
    head, metrics = table.horizontalHeader(), table.fontMetrics()
    qtbot.waitUntil(lambda: head.sectionSize(1) > metrics.horizontalAdvance("089149000123"))
    head.resizeSection(1, 20)
    head.resizeSection(0, 20)
    assert head.sectionSize(0) < 100
    assert head.sectionSize(1) > metrics.horizontalAdvance("089149000123")
    assert head.sectionSize(2) > metrics.horizontalAdvance("1.080.000")
    table.resize(head.sectionSize(0) + 60, 120)
    QApplication.processEvents()
    assert [drawn(table, column) for column in (0, 1)] == ["Nguyễn Thị Bích Hạnh", "…"]
    table.resize(600, 120)
    QApplication.processEvents()
    assert drawn(table, 1) == "089149000123"


def drawn(table: QTableWidget, column: int) -> str:
    """Return what is drawn in a cell of the first row."""
    option, index, delegate = QStyleOptionViewItem(), table.model().index(0, column), table.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    option.rect = table.visualRect(index)
    delegate.initStyleOption(option, index)
    return str(option.text)
