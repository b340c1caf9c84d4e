"""What looks whether a window can be read and hit finds what cannot: else it would let every page through."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.ui.widgets.aside import Aside
from tests.ui.legible import faults

LONG = "Trợ cấp xã hội hằng tháng, hưu trí xã hội và trợ cấp nuôi dưỡng"


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(320, 240)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def found(window, qtbot):
    """Return what shows a widget in the window, and says what is wrong with it."""

    def look(widget):
        window.layout().addWidget(widget)
        with qtbot.waitExposed(window):
            window.show()
        return list(faults(window))

    return look


@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_a_text_that_is_cut_is_found_unless_its_tip_says_it(kind, found, window):
    widget = kind(LONG)
    widget.setFixedWidth(120)
    widget.setMinimumHeight(24)
    assert any(LONG[:20] in each for each in found(widget))
    widget.setToolTip(LONG)
    assert list(faults(window)) == []


def test_lines_that_have_no_room_are_found(found):
    label = QLabel(LONG)
    label.setWordWrap(True)
    label.setFixedSize(100, 20)
    assert any("pixels high" in each for each in found(label))


def test_words_beside_a_title_give_way_with_a_tip(found, window):
    aside = Aside(window)
    aside.setText(LONG)
    aside.setFixedWidth(60)
    assert found(aside) == []
    assert aside.toolTip() == LONG
    assert aside.minimumSizeHint().width() == 0


def test_a_placeholder_and_a_tab_that_are_cut_are_found(found, window):
    line = QLineEdit()
    line.setPlaceholderText(LONG)
    line.setFixedSize(100, 28)
    tabs = QTabWidget()
    tabs.addTab(QWidget(), LONG)
    tabs.tabBar().setFixedWidth(80)
    tabs.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
    window.layout().addWidget(tabs)
    assert any("placeholder" in each for each in found(line))


@pytest.mark.parametrize("kind", [QPushButton, QToolButton, QLineEdit])
def test_what_is_too_small_to_be_pressed_is_found_unless_it_is_off(kind, found, window):
    widget = kind()
    widget.setStyleSheet("min-height: 0; padding: 0; border: 0")
    widget.setFixedSize(40, 20)
    assert any(each.startswith("too small") for each in found(widget))
    widget.setEnabled(False)
    assert list(faults(window)) == []


def test_cells_headings_and_low_rows_are_found(found):
    table = QTableWidget(1, 1)
    table.setObjectName("bảng")
    table.setWordWrap(False)
    table.setItem(0, 0, QTableWidgetItem(LONG))
    table.setColumnWidth(0, 80)
    table.verticalHeader().setMinimumSectionSize(10)
    table.setRowHeight(0, 15)
    said = found(table)
    assert any("cell" in each for each in said)
    assert any(each.startswith("rows of bảng") for each in said), said
