"""Where the officer is, in plain values: what opened each place, and what opens it again."""

import json

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.services.drafts import Unsaved
from ansinh_desktop.ui.drafts import spots
from ansinh_desktop.ui.drafts.coming_back import Here
from ansinh_desktop.ui.drafts.slots import Cursor
from ansinh_desktop.ui.drafts.spots import (
    Opening,
    Spot,
    chain,
    key_of,
    open_again,
    openers,
    openings_of,
    opens,
)


class Small(QDialog):
    """A dialog with a line."""

    def __init__(self, parent, words=""):
        super().__init__(parent)
        self.line = QLineEdit(words, self)
        QVBoxLayout(self).addWidget(self.line)


class Shelf(QWidget):
    """A part of a page that opens dialogs."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.opened: list[tuple[object, ...]] = []

    @opens
    def open_one(self, key: str) -> None:
        self.opened.append((key,))
        Small(self, key).show()

    @opens
    def open_any(self) -> None:
        self.opened.append(())

    def no_opener(self) -> None:
        self.opened.append(("no",))


class Room(QWidget):
    """A window with a page, in which a shelf is shown."""

    def __init__(self):
        super().__init__()
        self.shelf = Shelf(self)
        QVBoxLayout(self).addWidget(self.shelf)

    def spot_inside(self):
        return Spot(self.shelf, Opening("Room", "show_shelf"))


@pytest.fixture
def room(qtbot):
    made = Room()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_method_that_opens_says_so_and_takes_only_what_it_asks_for(room):
    assert sorted(openers(Shelf)) == ["open_any", "open_one"]
    room.shelf.open_any("more", "than", "asked")
    assert room.shelf.opened == [()]
    assert getattr(room.shelf, spots._LAST) == Opening("Shelf", "open_any", ())


def test_a_dialog_notes_what_opened_it_once(room):
    room.shelf.open_one("k1")
    (dialog,) = room.findChildren(Small)
    spots.pin(dialog)
    room.shelf.open_any()
    spots.pin(dialog)
    assert [each.opening for each in chain(room)] == [
        Opening("Room", "show_shelf"),
        Opening("Shelf", "open_one", ("k1",)),
    ]
    by_itself = Small(None)
    spots.pin(by_itself)
    assert getattr(by_itself, spots._OPENED_BY) == Opening("", "Small")
    by_itself.deleteLater()


def test_dialogs_stand_one_over_another_and_only_where_something_is_typed(room, qtbot):
    lower = Small(room.shelf)
    upper = Small(lower)
    empty = QDialog(room)
    QVBoxLayout(empty).addWidget(QLabel("chữ"))
    elsewhere = Small(None)
    qtbot.addWidget(elsewhere)
    for each in (upper, lower, empty, elsewhere):
        each.show()
    assert [each.widget for each in chain(room)] == [room.shelf, lower, upper]
    upper.hide()
    assert [each.widget for each in chain(room)] == [room.shelf, lower]
    assert spots.is_ours(lower)
    assert not spots.is_ours(QDialog()), "Qt's own"


def test_a_place_is_opened_again_by_what_opened_it_and_by_nothing_else(room):
    found = open_again(room, chain(room), Opening("Shelf", "open_one", ("k7",)))
    assert found is not None
    found()
    assert room.shelf.opened == [("k7",)]
    for opening in (
        Opening("Shelf", "no_opener"),
        Opening("Shelf", "gone"),
        Opening("Elsewhere", "open_one"),
    ):
        assert open_again(room, chain(room), opening) is None


def test_the_nearest_of_several_opens_it(room, qtbot):
    other = Shelf(room)
    found = open_again(room, [Spot(other, Opening("", ""))], Opening("Shelf", "open_any"))
    assert found is not None
    found()
    assert (other.opened, room.shelf.opened) == ([()], [])


def test_a_tab_is_a_place_by_its_name(qtbot):
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    for name in ("one", "two", ""):
        tab = QWidget()
        tab.setObjectName(name)
        tabs.addTab(tab, name or "x")
    spots.show_tab(tabs, "two")
    shown = spots.spot_of_tab(tabs, tabs)
    assert shown.widget is tabs.widget(1)
    assert shown.opening == Opening("QTabWidget", "show_tab", ("two",))
    spots.show_tab(tabs, "không có")
    assert tabs.currentIndex() == 1
    spots.show_tab(tabs, "QWidget")
    assert tabs.currentIndex() == 2, "without a name it goes by its kind"


# ---------------------------------------------------------------- as it is kept


def test_the_way_to_a_draft_is_its_key_and_leads_back(room):
    key = key_of(chain(room))
    assert openings_of(Unsaved(key, "", clock.now())) == [Opening("Room", "show_shelf")]
    assert json.loads(key) == [["Room", "show_shelf", []]]


@pytest.mark.parametrize(
    ("key", "opening"),
    [
        ("new:children", Opening("RegisterDesk", "new_case", ("",))),
        ("new:children:p1", Opening("RegisterDesk", "new_case", ("p1",))),
        ("r1", Opening("RegisterDesk", "edit_case", ("r1",))),
    ],
)
def test_a_draft_of_a_record_is_led_to_by_its_register(key, opening):
    way = openings_of(Unsaved(key, "children", clock.now()))
    assert way == [Opening("MainWindow", "go_to", ("register:children",)), opening]


@pytest.mark.parametrize("cursor", [None, Cursor("name", 1, 5)])
def test_where_the_officer_was_is_plain_values_and_comes_back(cursor):
    here = Here((Opening("A", "b", ("c", 1)), Opening("D", "e")), cursor, {"look": ["x"]}, locked=True)
    stored = json.loads(json.dumps(here.stored()))
    assert Here.of(stored) == here
    assert Here.of({}) == Here((), None, {}, locked=False)
    assert Opening.of(["A", "b", None]) == Opening("A", "b", ())
