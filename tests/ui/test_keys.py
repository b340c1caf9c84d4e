"""The shortcuts: each declared once, none twice, all shown on the sheet."""

import collections

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.widgets.key_sheet import KeySheet


def test_no_two_bound_shortcuts_share_a_key_and_all_can_be_pressed():
    bound = [key for each in keys.SHORTCUTS if each.bound for key in each.keys]
    assert [key for key, count in collections.Counter(bound).items() if count > 1] == []
    assert all(not QKeySequence(key).isEmpty() for key in bound)
    assert len({each.id for each in keys.SHORTCUTS}) == len(keys.SHORTCUTS)


def test_the_sheet_shows_every_shortcut_once(qapp, qtbot):
    theme.apply(qapp)
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    shown = [label.text() for label in sheet.findChildren(QLabel)]
    every = [each for group in keys.groups().values() for each in group]
    for each in every:
        assert shown.count(each.text) == 1
        assert keys.drawn(each.keys[0]) in shown
    told = {key for each in every for key in each.keys}
    assert {each.keys[0] for each in keys.SHORTCUTS if not each.id.startswith("page_")} <= told
    assert "Ctrl+1 … Ctrl+9" in shown
    assert sheet.height() < 680, "a screen of 768 has room for it beside the title and the task bar"


class Window(QWidget):
    """A window with a line in it."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit(self)


@pytest.fixture
def window(qtbot) -> Window:
    made = Window()
    QVBoxLayout(made).addWidget(made.line)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_ctrl_enter_of_both_enter_keys_saves(window, qtbot):
    saved: list[bool] = []
    action = keys.action("save", window, lambda: saved.append(True))
    window.line.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(window.line, key, Qt.KeyboardModifier.ControlModifier)
    assert saved == [True, True]
    assert action.objectName() == "save"
    assert "Ctrl+Enter" in action.toolTip()


def test_a_slash_typed_into_a_date_is_no_search(window, qtbot):
    searched: list[bool] = []
    keys.action("search", window, lambda: searched.append(True))
    window.line.setFocus()
    qtbot.keyClicks(window.line, "5/8/61")
    assert (window.line.text(), searched) == ("5/8/61", [])
    qtbot.keyClick(window.line, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert searched == [True]
