"""The search of the window: what comes late is not shown, and what was chosen is said with its register."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ansinh_desktop.services.search import Hit
from ansinh_desktop.ui.ways.find_anybody import FindAnybody

AN = Hit("p1", "Danh An", "1961", "Ấp 1", (("r1", "children"),))
BE = Hit("p2", "Lê Bé", "", "Ấp 2", ())


class Waiting:
    """Keeps what was to be done in the background until it is let go."""

    def __init__(self):
        self.works = []

    def run(self, work, done, *, owner, urgent):
        assert urgent, "somebody waits for it"
        self.works.append((work, done))

    def go(self, place=0):
        work, done = self.works.pop(place)
        done(work())


@pytest.fixture
def find(qtbot, monkeypatch):
    found = {"An": [AN], "Anh": [], "Bé": [BE], "An ": [AN]}
    monkeypatch.setattr("ansinh_desktop.services.search.find", lambda vault, access, typed: found[typed])
    over = QWidget()
    qtbot.addWidget(over)
    program: Any = SimpleNamespace(vault="vault", access="access")
    tasks: Any = Waiting()
    made = FindAnybody(program, tasks, over)
    QVBoxLayout(over).addWidget(made.box)
    over.show()
    return made


def search(find, typed):
    find.box.setText(typed)
    find.box.searched.emit(typed)


def lines(find):
    return [find.results.list.item(place).text() for place in range(find.results.list.count())]


def test_what_was_found_stands_under_the_box(find):
    search(find, "An")
    assert find.results.isHidden(), "it is still looked for"
    find._tasks.go()
    assert find.results.isVisible()
    assert lines(find)[0].startswith("Danh An")


def test_what_comes_after_other_letters_were_typed_is_not_shown(find):
    search(find, "An")
    search(find, "Bé")
    find._tasks.go(1)
    find._tasks.go(0)
    assert [each.startswith("Lê Bé") for each in lines(find)] == [True], "whichever comes last"


@pytest.mark.parametrize("typed", ["", "  "])
def test_nothing_is_looked_for_where_nothing_is_typed(find, typed):
    search(find, "An")
    find._tasks.go()
    search(find, typed)
    assert find.results.isHidden()
    assert find._tasks.works == []


def test_enter_opens_the_first_that_was_found_and_says_whose_it_is(find):
    said = []
    find.case_chosen.connect(lambda *told: said.append(told))
    find.person_chosen.connect(lambda *told: said.append(told))
    for typed in ("An", "Bé", "Anh"):
        search(find, typed)
        find._tasks.go()
        find.box.accepted.emit()
    assert said == [("r1", "children"), ("p2",)]


def test_escape_in_the_box_puts_the_results_away(find):
    search(find, "An")
    find._tasks.go()
    find.box.escaped.emit()
    assert find.results.isHidden()


def test_to_begin_is_to_write_over_what_stands_there(find, qtbot):
    find.box.setText("An")
    find.begin()
    assert find.box.selectedText() == "An"
    qtbot.keyClicks(find.box, "B")
    assert find.box.text() == "B"
