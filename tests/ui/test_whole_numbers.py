"""Numbers that tell who or how much are shown whole or not at all: one that is cut reads as another."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTreeView,
    QWidget,
)

from ansinh_desktop.app import make_application
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services import invented
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.tables.plain import plain_table
from tests import factories
from tests.ui.everything import everything

_NUMBER = re.compile(r"[A-Z]*-?\d[\d.\-]{5,}\d|[A-Z]{2}\d{10,}")
MONEY: dict[str, Value] = {"recorded_amount": 1_080_000, "account_number": "7100205123456789"}
KNOWN = factories.person(
    full_name="Nguyễn Thị Bích Hạnh Phương Trang",
    birth_date="1949-04-18",
    personal_id="089149000123",
    old_id="351234567",
    phone="0912345678",
    health_insurance="DN4891234567890",
    hamlet="Khóm Vĩnh Thạnh Trung Hòa Phú",
    address="Tổ 5, đường Lê Lợi nối dài",
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    vault, _ = factories.new_vault(tmp_path_factory.mktemp("numbers") / "data")
    made = Program(vault)
    invented.fill(made, 12)
    for code, register in catalog.registers().items():
        answers = {key: value for key, value in MONEY.items() if key in register.fields}
        known = dict(KNOWN) if code in ("assistance", "trafficking") else {**KNOWN, "personal_id": None}
        made.cases.save(CaseInput(code, known, answers, final=False))
    yield made
    vault.lock()


def cut(shown: QWidget) -> Iterator[str]:
    """Yield each number of which something is not seen."""
    for label in shown.findChildren(QLabel):
        if label.isVisible() and label.buddy() is None:
            yield from cut_in(label, label.text(), label.contentsRect().width() - 2 * label.margin())
    for button in shown.findChildren(QPushButton):
        if button.isVisible():
            yield from cut_in(button, button.text(), button.width(), whole=True)
    for line in shown.findChildren(QLineEdit):
        if line.isVisible() and not line.hasFocus():
            margins = line.textMargins()
            yield from cut_in(
                line, line.text(), line.width() - margins.left() - margins.right() - 6, whole=True
            )
    for view in shown.findChildren(QAbstractItemView):
        if view.isVisible() and isinstance(view, QTableView | QTreeView):
            yield from cut_in_cells(view)


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
    model = view.model()
    head = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    assert isinstance(head, QHeaderView)
    metrics = view.fontMetrics()
    for index in rows(view):
        for column in range(model.columnCount(index.parent())):
            cell = index.siblingAtColumn(column)
            text = str(cell.data() or "")
            if head.isSectionHidden(column) or not _NUMBER.fullmatch(text.removesuffix(" đồng")):
                continue
            icon = view.iconSize().width() + 4 if cell.data(Qt.ItemDataRole.DecorationRole) else 0
            room: QRect = view.visualRect(cell)
            if metrics.horizontalAdvance(text) + icon + 6 > room.width():
                yield f"cell {text!r} under {model.headerData(column, Qt.Orientation.Horizontal)!r}: {room.width()}"


def rows(view: QTableView | QTreeView) -> Iterator[QModelIndex]:
    seen = set()
    for y in range(2, view.viewport().height(), 8):
        index = view.indexAt(QPoint(2, y))
        if index.isValid() and (index.row(), index.parent().row()) not in seen:
            seen.add((index.row(), index.parent().row()))
            yield index


@pytest.mark.parametrize("scale", [1.0, 1.25, pytest.param(1.5, marks=pytest.mark.slow), 2.0])
def test_no_number_is_cut_on_any_page(program, tmp_path, scale, qtbot):
    found: dict[str, str] = {}
    for name, shown in everything(program, tmp_path, scale):
        for each in cut(shown):
            found.setdefault(each, name)
    assert not found, "\n".join(f"{name}: {each}" for each, name in found.items())


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
