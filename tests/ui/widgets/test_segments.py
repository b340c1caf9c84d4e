"""Buttons of which one is chosen: one stop for Tab, the arrows for the rest."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.choosing.segments import Segments

CHOICES = [("a", "Tháng"), ("b", "Quý"), ("c", "Năm")]


@pytest.fixture
def window(qapp, qtbot):
    theme.apply(qapp)
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def segments(window, qtbot):
    made = Segments("kinds", "Loại kỳ", window)
    made.set_choices(CHOICES)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return made


def test_the_first_is_chosen_until_another_is(segments, qtbot):
    assert segments.key() == "a"
    with qtbot.waitSignal(segments.chosen) as chosen:
        segments.buttons["c"].click()
    assert (chosen.args, segments.key()) == (["c"], "c")
    with qtbot.assertNotEmitted(segments.chosen):
        segments.choose("b")
    assert segments.key() == "b"


def test_tab_stops_once_and_the_arrows_choose(segments, qtbot):
    stops = [key for key, each in segments.buttons.items() if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["a"]
    segments.buttons["a"].setFocus()
    qtbot.keyClick(segments.buttons["a"], Qt.Key.Key_Left)
    assert segments.key() == "a", "nothing is before the first"
    qtbot.keyClick(segments.buttons["a"], Qt.Key.Key_Right)
    assert segments.key() == "b"
    assert segments.buttons["b"].hasFocus()
    # With Ctrl the arrows belong to the page.
    with qtbot.assertNotEmitted(segments.chosen):
        qtbot.keyClick(segments.buttons["b"], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)


def test_what_is_chosen_stays_while_it_is_offered(segments):
    segments.choose("c")
    segments.set_choices([("b", "Quý 3"), ("c", "Năm 2026")], {"c": ("circle-check", "good")})
    assert segments.key() == "c"
    assert segments.buttons["c"].text().strip() == "Năm 2026"
    assert not segments.buttons["c"].icon().isNull()
    segments.set_choices([("x", "Khác")])
    assert segments.key() == "x"


def test_nothing_moves_when_another_is_chosen(segments, qapp):
    def places():
        qapp.processEvents()
        return [each.geometry().getRect() for each in segments.buttons.values()]

    before = places()
    segments.choose("b")
    assert places() == before
