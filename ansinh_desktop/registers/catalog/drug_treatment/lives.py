"""What a death or a move makes of the record of a drug user or addict: how each leaves the list."""

from ansinh_desktop.registers.acts.lives import DEATH, MOVE, Coming, LifeChange, LifeChanges
from ansinh_desktop.registers.field import When

_USER = When("population", ("illicit_user",))
_MOVED = {"left_on": "on", "moved_to": "unit", "moved_to_place": "place"}

LIFE_CHANGES: LifeChanges = {
    DEATH: (
        LifeChange(
            {"stop_reason": "dd", "leave_user_reason": "management_stopped"},
            {"left_on": "on"},
            to="stopped",
            when=_USER,
        ),
        LifeChange({"leave_addict_reason": "dead_or_missing"}, {"left_on": "on"}, to="dead"),
    ),
    MOVE: (
        LifeChange({"leave_user_reason": "moved"}, _MOVED, to="moved", when=_USER),
        LifeChange({"leave_addict_reason": "moved"}, _MOVED, to="moved"),
    ),
}

COMING = Coming(takes={"came_from": "place"})
