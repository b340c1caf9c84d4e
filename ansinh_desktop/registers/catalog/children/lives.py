"""What a death, a move or a return makes of a child's record, and whom it names besides the child."""

from ansinh_desktop.registers.acts.lives import DEATH, MOVE, RETURN, LifeChange, LifeChanges, Named
from ansinh_desktop.registers.field import When

_LEFT = ("left_on", "leave_reason", "moved_to", "moved_to_place")

LIFE_CHANGES: LifeChanges = {
    DEATH: (LifeChange({"leave_reason": "dead"}, {"left_on": "on"}, to="dead", proposed=True),),
    MOVE: (
        LifeChange(
            {"leave_reason": "moved"},
            {"left_on": "on", "moved_to": "unit", "moved_to_place": "place"},
            to="moved",
            proposed=True,
        ),
    ),
    RETURN: (LifeChange(dict.fromkeys(_LEFT), to="managed"),),
}

NAMED = (
    Named("Người chăm sóc", "carer_name", birth="carer_birth", cares=True),
    *(
        Named(
            label,
            f"{who}_name",
            birth=f"{who}_birth",
            moves=False,
            settled=When(f"{who}_state", ("dead",)),
        )
        for who, label in (("father", "Cha của trẻ"), ("mother", "Mẹ của trẻ"))
    ),
)
