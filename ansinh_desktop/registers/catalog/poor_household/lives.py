"""What a move or a return makes of the record of a household: it goes where all of the household goes.

A death ends no household: another member becomes its head, and the page of the household asks for one.
"""

from ansinh_desktop.findings import warning
from ansinh_desktop.registers.acts.lives import MOVE, RETURN, Coming, LifeChange, LifeChanges, Outcome
from ansinh_desktop.registers.acts.many import Effect
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts


def _move(_facts: CaseFacts, said: Answers) -> Outcome:
    if not said.get("household"):
        return Outcome(Effect(), (warning("AS-7516", ""),))
    went = {"to_unit": said.get("unit"), "to_place": said.get("place")}
    answers = {key: value for key, value in went.items() if value}
    return Outcome(Effect((("transfer", answers),), {"left_reason": "moved"}, to="moved"))


LIFE_CHANGES: LifeChanges = {
    MOVE: (LifeChange(outcome=_move, to="moved"),),
    RETURN: (LifeChange({"left_reason": None}, to="listed"),),
}

COMING = Coming(forgets=("left_reason",), forgets_events=("household_status", "review"))
"""The new commune reviews and decides itself."""
