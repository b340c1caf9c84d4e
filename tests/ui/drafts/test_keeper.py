"""What is typed in one place is on the disk a second later, and is thrown away only by somebody who has seen it."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.drafts import Drafts
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.keeper import DraftKeeper, Typed
from ansinh_desktop.ui.drafts.offer import offer_in
from tests import factories


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("keeper") / "data")
    yield vault
    vault.lock()


@pytest.fixture
def said():
    return []


@pytest.fixture
def tasks(qapp, said):
    theme.apply(qapp)
    made = Tasks(said.append)
    yield made
    made.finish(60_000)


@pytest.fixture
def drafts(vault):
    return Drafts(vault, Access(factories.OFFICER, "officer", {"children": "rw"}))


class Place:
    """A place in which something is typed."""

    def __init__(self, drafts, tasks, register=""):
        self.key = ""
        self.typed = None
        self.parent = QObject()
        self.keeper = DraftKeeper(drafts, tasks, lambda: self.typed, self.parent, register)
        self.kept: list[str] = []
        self.keeper.kept.connect(self.kept.append)

    def type(self, words):
        self.typed = Typed({"note": words}, "note")


@pytest.fixture
def place(drafts, tasks, request):
    """Return a place with a key that no other test uses."""
    made = Place(drafts, tasks)
    made.key = request.node.name
    made.keeper.begin(made.key)
    yield made
    made.keeper.end()


@pytest.fixture
def settle(qtbot, tasks):
    return lambda: qtbot.waitUntil(lambda: not tasks.is_busy())


def stored(drafts, place):
    found = drafts.read(place.key)
    return None if found is None else found.typed


def test_what_differs_is_written_and_said_and_what_does_not_is_none(place, drafts, settle):
    place.keeper.keep()
    settle()
    assert (stored(drafts, place), place.kept, place.keeper.differs()) == (None, [], False)
    place.type("một")
    assert place.keeper.differs()
    place.keeper.keep()
    settle()
    assert stored(drafts, place) == {"note": "một"}
    assert place.kept[-1].startswith("Đã giữ bản nháp lúc ")
    place.typed = None
    place.keeper.keep()
    settle()
    assert stored(drafts, place) is None, "typed back to what is saved"
    assert place.kept[-1] == ""


def test_letters_that_come_while_one_draft_is_written_are_written_after_it(place, drafts, settle, qtbot):
    place.type("một")
    place.keeper.keep()
    place.type("hai")
    place.keeper.keep()
    assert place.keeper._timer.isActive()
    settle()
    place.keeper.keep()
    settle()
    assert stored(drafts, place) == {"note": "hai"}


def test_a_letter_starts_the_clock_and_the_next_does_not_set_it_back(place):
    place.keeper.touch()
    assert place.keeper._timer.isActive()
    before = place.keeper._timer.remainingTime()
    place.keeper.touch()
    assert place.keeper._timer.remainingTime() <= before
    place.keeper.rest()
    assert not place.keeper._timer.isActive()
    place.keeper.end()
    place.keeper.touch()
    assert not place.keeper._timer.isActive(), "nothing is kept any more"
    assert not place.keeper.differs()


def test_a_draft_that_was_found_stays_until_somebody_says_what_becomes_of_it(place, drafts, settle):
    drafts.keep(place.key, {"note": "trước"})
    found: list[object] = []
    place.keeper.read(
        lambda draft, beside: found.append((draft.typed, beside)), lambda draft: len(draft.typed)
    )
    assert place.keeper.unread
    place.keeper.keep()  # nothing typed, and nobody has looked yet
    settle()
    assert stored(drafts, place) == {"note": "trước"}
    assert found == [({"note": "trước"}, 1)]
    assert not place.keeper.unread
    place.keeper.waiting = True
    place.type("sau")
    place.keeper.keep()
    place.keeper.keep_now()
    settle()
    assert stored(drafts, place) == {"note": "trước"}
    assert place.keeper.differs()
    place.keeper.waiting = False
    place.keeper.keep_now()
    assert stored(drafts, place) == {"note": "sau"}


def test_a_place_without_a_draft_is_told_nothing(place, settle):
    found: list[object] = []
    place.keeper.read(lambda *told: found.append(told))
    settle()
    assert (found, place.keeper.unread) == ([], False)


def test_an_answer_for_a_place_that_was_left_is_not_handed_on(place, drafts, settle):
    drafts.keep(place.key, {"note": "trước"})
    found: list[object] = []
    place.keeper.read(lambda *told: found.append(told))
    place.keeper.begin("elsewhere")
    settle()
    assert found == []


def test_what_is_thrown_away_is_gone(place, drafts, settle):
    drafts.keep(place.key, {"note": "trước"})
    place.keeper.drop()
    settle()
    assert stored(drafts, place) is None


def test_what_cannot_be_kept_is_told_and_tried_again(vault, tasks, said, settle):
    place = Place(Drafts(vault, Access("lan", "viewer", {"children": "r"})), tasks, "children")
    place.keeper.begin("new:children")
    place.type("một")
    place.keeper.keep()
    settle()
    assert [each.code for each in said] == ["AS-1110"]
    assert not place.keeper._writing
    with pytest.raises(UserError):
        place.keeper.keep_now()
    place.keeper.end()


# ---------------------------------------------------------------- said at the place itself


def offered(qtbot, drafts, labels, key):
    drafts.keep(key, {"note": "x"})
    place, refused = QWidget(), []
    column = QVBoxLayout(place)
    column.addWidget(QLabel("Đầu"))
    qtbot.addWidget(place)
    offer_in(place, drafts.read(key), labels, lambda: refused.append(1))
    strip = column.itemAt(0).widget()
    return place, strip, refused


def test_the_strip_names_the_fields_once_and_no_more_than_a_few(qtbot, drafts, tasks):
    _place, strip, _refused = offered(qtbot, drafts, ["Họ tên", "Ấp", "Họ tên", *"abcdefg"], "strip")
    words = " ".join(each.text() for each in strip.findChildren(QLabel))
    assert strip.objectName() == "draft_offer"
    assert "Đã đưa trở lại chữ gõ dở lúc " in words
    assert words.rstrip().endswith(": Họ tên, Ấp, a, b, c, d.")


def test_whoever_does_not_want_it_gets_back_what_stood_there(qtbot, drafts, tasks):
    _place, strip, refused = offered(qtbot, drafts, [], "refused")
    button = next(each for each in strip.findChildren(QPushButton) if each.text())
    button.click()
    assert refused == [1]
    assert strip.isHidden()
    line = QWidget()
    qtbot.addWidget(line)
    offer_in(line, drafts.read("refused"), [], lambda: None)
    assert line.findChild(QWidget, "draft_offer") is None, "a place without lines has no room for it"
