"""A row of buttons has as many words as there is room for, whichever of them are there."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from ansinh_desktop.ui.widgets.fitting_row import FittingRow


@pytest.fixture
def row(qtbot):
    """Return a shown row of three buttons, of which the second is away, that has just room for their words."""
    around = QWidget()
    qtbot.addWidget(around)
    buttons = [QPushButton(each, around) for each in ("Xuất", "Giao chỉ tiêu cho xã", "In báo cáo của tỉnh")]
    made = FittingRow(buttons, around)
    buttons[1].hide()
    made.resize(made.sizeHint())
    around.resize(made.size())
    around.show()
    return made, buttons, around


def test_a_button_that_comes_takes_the_words_of_those_behind_it(row):
    _made, (first, second, third), _around = row
    assert (first.text(), third.text()) == ("Xuất", "In báo cáo của tỉnh")
    second.show()
    assert first.text() == "Xuất"
    assert (second.text(), third.text()) == ("", ""), "never half a word"
    second.hide()
    assert third.text() == "In báo cáo của tỉnh"


def test_there_is_asked_for_room_for_it(row):
    made, (_first, second, _third), _around = row
    before = made.sizeHint().width()
    second.show()
    assert made.sizeHint().width() > before + second.minimumWidth()


def test_where_even_the_first_has_no_room_it_says_its_words_in_its_tip(row):
    made, (first, _second, third), _around = row
    made.resize(60, made.height())
    assert (first.text(), third.text()) == ("", "")
    assert (first.toolTip(), third.toolTip()) == ("Xuất", "In báo cáo của tỉnh")
    made.resize(made.sizeHint())
    assert (first.text(), third.text()) == ("Xuất", "In báo cáo của tỉnh")


def test_a_button_may_say_something_else_as_far_as_there_is_room(row):
    made, (first, _second, third), _around = row
    before = made.sizeHint().width()
    made.say(first, "Xuất 27 hồ sơ chưa được nhận…")
    assert made.sizeHint().width() > before
    made.resize(made.sizeHint().width() - 20, made.height())
    assert (first.text(), third.text()) == ("Xuất 27 hồ sơ chưa được nhận…", ""), "the last gives way"
    assert first.accessibleName() == "Xuất 27 hồ sơ chưa được nhận…"
    made.say(first, "Xuất")
    assert (first.text(), third.text()) == ("Xuất", "In báo cáo của tỉnh")


def test_the_words_of_the_first_are_whole_or_not_there(row):
    made, (first, _second, third), _around = row
    least = made.minimumSizeHint().width()
    for width, said in ((least, "Xuất"), (least - 1, "")):
        made.resize(width, made.height())
        assert (first.text(), third.text()) == (said, "")
