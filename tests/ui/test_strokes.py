"""The count of keys that other tests hold pieces of work to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.ui import strokes
from tests.ui.office import at_most, hands
from tests.ui.strokes import STRUCK, telex

__all__ = ["at_most", "hands"]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Nguyễn", "Nguyeenx"),
        ("người", "nguwowif"),
        ("Đặng Thị Ửng", "Ddawngj Thij Uwngr"),
        ("ấp 3", "aaps 3"),
        ("01/7/2026", "01/7/2026"),
        ("abc\tđ", "abc\tdd"),
    ],
)
def test_words_are_counted_as_telex_takes_them(words, keys):
    assert telex(words) == keys


@pytest.fixture
def line(qtbot):
    made = QLineEdit()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def test_a_key_with_what_is_held_counts_once_and_words_by_their_keys(hands, line):
    hands.type("đỡ")
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.enter()
    assert line.text() == "đỡ"
    assert hands.struck == len("ddowx") + 2


def test_work_that_takes_more_keys_fails_and_both_stand_in_the_report(hands, line, at_most):
    with at_most("a word", 5):
        hands.type("đỡ")
    with pytest.raises(AssertionError, match="a letter: 2 keys"), at_most("a letter", 1):
        hands.type("ô")


def test_the_log_says_what_the_reports_carry():
    made = pytest.TestReport("a", ("a", 1, "a"), {}, "passed", None, "call")
    made.user_properties = [(STRUCK, "a death: 9 keys, at most 12"), ("another", 1)]
    assert strokes.told([made]) == ["a death: 9 keys, at most 12"]
