"""A new list of hamlets beside the old one: which names go, which may mean another hamlet, and what keeps their names."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services import hamlets
from ansinh_desktop.services.hamlets import InUse, former, renamed, set_hamlets
from tests.factories import UNIT, person
from tests.shared import shared, store

__all__ = ["shared", "store"]


@pytest.fixture
def lived_in(store):
    """Return a function that makes the list of hamlets one in which somebody lives everywhere."""

    def lived_in(*names):
        store.people.set_hamlets(UNIT, names)
        return {name: store.people.save(None, UNIT, person(hamlet=name)) for name in names}

    return lived_in


def left(store, *names):
    return {each.name: each.guess for each in hamlets._left_behind(store, UNIT, names)}


@pytest.mark.parametrize(
    ("present", "names", "asked"),
    [
        (("A", "B"), ("A", "B"), {}),
        (("A", "B"), ("A", "B", "C"), {}),
        (("A", "B", "C"), ("A", "X", "C"), {"B": "X"}),  # in its very place: its new name
        (("A", "B", "C"), ("A", "X", "Y"), {"B": "X", "C": "Y"}),
        (("A", "B", "C"), ("A", "C"), {"B": ""}),
        (("A", "B", "C"), ("B", "X", "C"), {"A": "", "B": "B"}),  # B stands elsewhere now
        (("Ấp 1", "Ấp 2", "Ấp 3"), ("Ấp 1", "Ấp 2"), {"Ấp 1": "Ấp 1", "Ấp 2": "Ấp 2", "Ấp 3": ""}),
        (("Ấp 1", "Hòa"), ("Ấp 1", "Ấp 2"), {"Hòa": "Ấp 2"}),
        (("A", "B"), ("B", "A"), {}),
    ],
)
def test_names_that_go_are_asked_for_and_so_are_those_that_may_mean_another_hamlet(
    store, lived_in, present, names, asked
):
    lived_in(*present)
    assert left(store, *names) == asked


def test_of_a_hamlet_in_which_nobody_lives_nobody_is_asked(store, lived_in):
    lived_in("A")
    store.people.set_hamlets(UNIT, ["A", "Trống"])
    assert left(store, "A") == {}
    set_hamlets(store, UNIT, ["A"])
    assert [each.name for each in store.people.hamlets(UNIT)] == ["A"]


def test_it_is_said_how_many_live_in_what_goes(store, lived_in):
    lived_in("A", "B")
    store.people.save_household(None, UNIT, {"hamlet": "B"})
    store.people.save(None, UNIT, person(hamlet="B"))
    assert hamlets._left_behind(store, UNIT, ["A"]) == [InUse("B", 2, 1, "")]


@pytest.mark.parametrize(
    ("names", "moves", "code"),
    [
        (["A"], {}, "AS-2053"),
        (["A"], {"B": ""}, "AS-2053"),
        (["A"], {"B": "Không có"}, "AS-2054"),
        (["A"], {"B": "B"}, "AS-2053"),
    ],
)
def test_nobody_stays_behind_in_a_hamlet_that_goes(store, lived_in, names, moves, code):
    here = lived_in("A", "B")
    if moves.get("B") == "B":
        set_hamlets(store, UNIT, ["A", "B"], moves)
        assert store.people.get(here["B"]).hamlet == "B"
        return
    with pytest.raises(UserError) as caught:
        set_hamlets(store, UNIT, names, moves)
    assert caught.value.code == code
    assert store.people.get(here["B"]).hamlet == "B"


def test_former_names_lead_to_those_of_now_however_often_they_changed(store, lived_in):
    here = lived_in("A", "B")
    set_hamlets(store, UNIT, ["A", "C"])
    assert former(store) == {"B": "C"}
    set_hamlets(store, UNIT, ["A", "D"])
    assert former(store) == {"B": "D", "C": "D"}
    set_hamlets(store, UNIT, ["A"], {"D": "A"})
    assert former(store) == {"B": "A", "C": "A", "D": "A"}
    assert store.people.get(here["B"]).hamlet == "A"


MOVES = {"A": "B", "B": "A"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A", "A"),
        ({"hamlet": "A"}, {"hamlet": "B"}),
        ({"person.hamlet": ["A", "B", "C"]}, {"person.hamlet": ["B", "A", "C"]}),
        ({"name": "A", "more": [{"hamlet": "B"}]}, {"name": "A", "more": [{"hamlet": "A"}]}),
        ({"hamlet": {"any": ["A"]}}, {"hamlet": {"any": ["B"]}}),
        ({"hamlets": ["A"]}, {"hamlets": ["A"]}),
        ({"hamlet": None, "n": 5}, {"hamlet": None, "n": 5}),
        ([], []),
    ],
)
def test_what_is_kept_gets_the_new_names_wherever_it_speaks_of_a_hamlet_and_nobody_moves_twice(
    value, expected
):
    assert renamed(value, MOVES) == expected
    assert renamed(renamed(value, MOVES), MOVES) == value
