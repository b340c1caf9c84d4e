"""Somebody is found in the real boxes by what officers type in haste: initials, no marks, i for y, a part of a name."""

import pytest

from ansinh_desktop.ui.pages.people.people_page import PeoplePage
from tests.factories import case, person

PEOPLE = ("Nguyễn Văn A", "Nguyễn Văn Ánh", "Lê Thị Quý", "Lê Thị Quí", "Trần Mỹ Lý")
TYPED = [
    ("nvan a", {"Nguyễn Văn A", "Nguyễn Văn Ánh"}),
    ("nva", {"Nguyễn Văn A", "Nguyễn Văn Ánh"}),
    ("n v anh", {"Nguyễn Văn Ánh"}),
    ("lt quy", {"Lê Thị Quý", "Lê Thị Quí"}),
    ("quí", {"Lê Thị Quý", "Lê Thị Quí"}),
    ("my li", {"Trần Mỹ Lý"}),
]


@pytest.fixture
def known(window, rest):
    """Record everybody; return the pages."""
    for each in PEOPLE:
        known = person(full_name=each, birth_date="1980")
        window._program.cases.save(case("assistance", {}, person=known, final=False))
    return window.pages


def found(lines):
    said = [lines.item(at).text() for at in range(lines.count())]
    return {each for each in PEOPLE if any(line.startswith(each) for line in said)}


def test_the_search_of_the_window_and_the_list_of_people_find_them(known, rest, hands, qtbot):
    page = known.go_to("people")
    assert isinstance(page, PeoplePage)
    rest()
    for typed, names in TYPED:
        known.search.box.clear()
        known.search.box.setFocus()
        hands.type(typed)
        qtbot.waitUntil(lambda names=names: found(known.search.results.list) == names, timeout=20_000)
        page.search.set_text(typed)
        page._reload()
        rest()
        model = page.table.model
        shown = {model.row(place).cells["full_name"] for place in range(model.rowCount())}
        assert shown == names, typed
