"""What a death, a move or a return makes of a record: taken over from what is asked once, and refused where it is nonsense."""

import datetime

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.acts.lives import DEATH, MOVE, LifeChange, LifeChanges, Named
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, When
from tests.registers.test_register import changed, with_fields

TEXT = kinds.Text()
FACTS = CaseFacts({"group": "k6"}, {}, datetime.date(2026, 11, 20))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sleep": ()}, "sleep is nothing that is said of a life"),
        ({DEATH: (LifeChange({"nothing": 1}),)}, "nothing is no field"),
        ({DEATH: (LifeChange(takes={"nothing": "on"}),)}, "nothing is no field"),
        ({DEATH: (LifeChange(takes={"old": "unit"}),)}, "unit is not asked"),
        ({DEATH: (LifeChange(to="asleep"),)}, "asleep is no state"),
        ({DEATH: (LifeChange(when=When("nothing")),)}, "nothing is no field"),
        ({MOVE: (LifeChange(event="nothing", event_takes={"x": "on"}),)}, "nothing has no x"),
        ({MOVE: (LifeChange(event="visit", event_takes={"x": "on"}),)}, "visit has no x"),
    ],
)
def test_nonsense_is_refused(changes: LifeChanges, says: str) -> None:
    with pytest.raises(BugError, match=says):
        changed(life_changes=changes)


def test_a_person_named_by_no_field_is_refused() -> None:
    with pytest.raises(BugError, match="nothing is no field"):
        changed(names_others=(Named("Người chăm sóc", "old", "nothing"),))


def test_what_holds_from_a_month_is_not_changed_by_a_life() -> None:
    with pytest.raises(BugError, match="money holds from a month"):
        changed(
            sections=with_fields(Field("money", "Tiền", TEXT, dated=True)).sections,
            life_changes={DEATH: (LifeChange({"money": "x"}),)},
        )


def test_only_what_fits_is_taken_over() -> None:
    register = with_fields(Field("left_on", "Ra ngày", kinds.Date()), Field("place", "Nơi", TEXT))
    change = LifeChange({"old": "x"}, {"left_on": "on", "place": "place"}, to="dead")
    found = lives.outcome_of(register, change, FACTS, {"on": "2026-07", "place": "Cần Thơ"})
    assert found.effect.answers == {"old": "x", "place": "Cần Thơ"}
    found = lives.outcome_of(register, change, FACTS, {"on": "2026-07-15"})
    assert found.effect.answers == {"old": "x", "left_on": "2026-07-15"}
    assert (found.effect.to, found.effect.events, found.notes) == ("dead", (), ())


def test_an_event_takes_over_what_was_asked() -> None:
    went = EventKind("went", "Đi", (Field("place", "Nơi", TEXT),))
    change = LifeChange(event="went", event_takes={"place": "place"}, to="moved")
    found = lives.outcome_of(changed(events=(went,)), change, FACTS, {"on": "2026-07-15", "place": "Cần Thơ"})
    assert found.effect.events == (("went", {"place": "Cần Thơ"}),)


def test_of_several_the_first_whose_condition_holds() -> None:
    first, second = LifeChange({"old": "a"}, when=When("group", ("k1",))), LifeChange({"old": "b"})
    changes: LifeChanges = {DEATH: (first, second)}
    assert lives.change_of(changes, DEATH, {"group": "k1"}) is first
    assert lives.change_of(changes, DEATH, {"group": "k6"}) is second
    assert lives.change_of(changes, MOVE, {"group": "k6"}) is None


def test_an_imported_list_proposes_what_it_always_did() -> None:
    """Registers whose lists never proposed anything do not begin to."""
    proposed = {code: lives.proposals(each.life_changes) for code, each in catalog.registers().items()}
    assert {code: each for code, each in proposed.items() if each} == {
        "assistance": {"death": {"decrease_reason": "dead"}, "move": {"decrease_reason": "moved_out"}},
        "children": {"death": {"leave_reason": "dead"}, "move": {"leave_reason": "moved"}},
    }
