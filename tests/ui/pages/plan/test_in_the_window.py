"""The plan in the whole window: its entry with how much is reached, and the way back from a case."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ansinh_desktop import app
from tests.ui.pages.plan.doing import people
from tests.ui.whole_window import whole_window


@pytest.fixture
def window(qtbot, program, tmp_path):
    with whole_window(qtbot, program, tmp_path / "none") as made:
        yield made


def press(key):
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    QApplication.processEvents()


def test_from_a_target_to_a_person_and_back(window):
    pages = window.pages
    assert "plan" in pages.page_keys()
    pages.jump_to("plan")
    app.settle(window.tasks)
    page = pages.page()
    assert pages.navigation.words("plan") == "Kế hoạch 322: 0/29"
    page.sheet.select("addicts_in_treatment")
    app.settle(window.tasks)
    page.sheet.table.setFocus()
    press(Qt.Key.Key_Return)
    assert len(people(page)) == 2
    press(Qt.Key.Key_Down)
    chosen = page.sheet.pane.people.currentIndex().row()
    press(Qt.Key.Key_Return)
    app.settle(window.tasks)
    assert pages.stack.key == "register:drug_treatment"
    press(Qt.Key.Key_Escape)
    app.settle(window.tasks)
    # The same target, the same person, the same place.
    assert pages.page() is page
    assert page.sheet.pane.target == "addicts_in_treatment"
    assert page.sheet.pane.people.currentIndex().row() == chosen == 1
    # A number opens just its records; pressing the entry again shows all targets.
    page.sheet.pane.see.click()
    app.settle(window.tasks)
    desk = pages.page()
    assert desk.list.only.chip.word.text() == "Chỉ tiêu 23, cuối 2026: ngoài (2)"
    assert desk.list.way_back.toolTip() == "Về Kế hoạch 322 (Esc)"
    desk.list.take_focus()
    press(Qt.Key.Key_Escape)
    app.settle(window.tasks)
    assert pages.page() is page
    assert page.sheet.pane.target == "addicts_in_treatment"
    assert page.sheet.pane.people.currentIndex().row() == chosen
    page.sheet.pane.see.click()
    app.settle(window.tasks)
