"""What was found under the search box: a line for each record, walked with the arrows, opened by Enter or a click."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.search import Hit
from ansinh_desktop.ui.widgets.search_results import SearchResults

HITS = (
    Hit("p1", "Danh An", "1961", "Ấp 1", (("r1", "children"), ("r2", "assistance"))),
    Hit("", "CN-30325-2026-0001", "", "", (("r3", "drug_treatment"),)),
    Hit("p2", "Lê Bé", "", "Ấp 2", ()),
)


@pytest.fixture
def found(show) -> SearchResults:
    over, box, other = QWidget(), QLineEdit(), QLineEdit()
    other.setObjectName("other")
    column = QVBoxLayout(over)
    column.addWidget(box)
    column.addWidget(other)
    show(over)
    box.setFocus()
    return SearchResults(box, over)


@pytest.fixture
def opened(found):
    said: list[tuple[str, ...]] = []
    found.case_chosen.connect(lambda *told: said.append(told))
    found.person_chosen.connect(lambda *told: said.append(told))
    return said


def lines(found):
    return [found.list.item(place).text() for place in range(found.list.count())]


def press(qtbot, found, *keys):
    for key in keys:
        qtbot.keyClick(found._box, key)


def test_each_record_has_a_line_and_whoever_has_none_one_too(found):
    assert found.isHidden()
    found.show_hits(HITS)
    titled = {code: catalog.register(code).short_title for code in catalog.registers()}
    assert lines(found) == [
        f"Danh An · 1961 · Ấp 1    {titled['children']}",
        f"Danh An · 1961 · Ấp 1    {titled['assistance']}",
        f"CN-30325-2026-0001    {titled['drug_treatment']}",
        "Lê Bé · Ấp 2",
    ]
    assert found.isVisible()
    assert found._none.isHidden()
    assert found.list.currentRow() == 0


def test_that_nothing_was_found_is_said_in_words_and_opens_nothing(found, opened):
    found.show_hits(HITS)
    found.show_hits(())
    assert found.isVisible()
    assert (found.list.isHidden(), found._none.isHidden()) == (True, False)
    found.open_first()
    assert opened == []


def test_the_arrows_walk_from_the_box_and_stop_at_the_ends(found, qtbot):
    found.show_hits(HITS)
    rows = []
    for key in (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
    ):
        press(qtbot, found, key)
        rows.append(found.list.currentRow())
    assert rows == [0, 1, 2, 3, 3, 2]
    found.hide()
    press(qtbot, found, Qt.Key.Key_Up)
    assert found.list.currentRow() == 2, "hidden, it takes no keys"
    assert found._box.text() == ""


@pytest.mark.parametrize(
    ("down", "said"),
    [(0, ("r1", "children")), (1, ("r2", "assistance")), (2, ("r3", "drug_treatment")), (3, ("p2",))],
)
def test_the_chosen_line_opens_its_record_or_its_person(found, opened, qtbot, down, said):
    found.show_hits(HITS)
    press(qtbot, found, *[Qt.Key.Key_Down] * down)
    found.open_first()
    assert opened == [said]
    assert found.isHidden()
    found.open_first()
    assert opened == [said], "what is not shown is not opened"


def test_a_click_opens_the_line_under_it(found, opened, qtbot):
    found.show_hits(HITS)
    place = found.list.visualItemRect(found.list.item(1)).center()
    qtbot.mouseClick(found.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [("r2", "assistance")]


def test_it_goes_when_the_box_loses_the_keyboard(found):
    found.show_hits(HITS)
    found.window().findChild(QLineEdit, "other").setFocus()
    QApplication.processEvents()
    assert found.isHidden()


def test_it_is_as_high_as_its_lines_up_to_a_dozen(found):
    heights = []
    for count in (1, 5, 12, 40):
        found.show_hits([Hit(str(each), f"Lê {each}", "", "", ()) for each in range(count)])
        heights.append(found.height())
    one, five, twelve, forty = heights
    assert one < five < twelve == forty
