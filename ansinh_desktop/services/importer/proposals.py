"""Makes questions of what a remark says of a life: nothing that changes one is set before the officer has said so."""

from collections.abc import Mapping

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services.importer.remarks import Remark, Whose
from ansinh_desktop.services.importer.targets import DEATH, Target

ASKED = frozenset({"AS-3142", "AS-3144"})
"""Findings that ask whether what a remark says is to be written down."""


def proposed_by(
    target: Target, remark: Remark, typed: str, said: Mapping[str, Value] | None = None
) -> tuple[Mapping[str, Value] | None, list[Finding]]:
    """Return the answers to ask about, None where there are none, and what the officer is told.

    Args:
        target: The field in whose column the remark stands.
        remark: What it tells.
        typed: The cell.
        said: What everyday phrases of the register found in it.
    """
    if remark.death is Whose.OWN:
        day = {DEATH: remark.died_on.iso} if remark.died_on else {}
        shown = remark.died_on.show() if remark.died_on else "chưa rõ ngày"
        return {**target.changes.get("death", {}), **day}, [
            warning("AS-3144", target.key, typed=typed, shown=shown)
        ]
    if Whose.UNCLEAR in (remark.death, remark.move):
        return None, [warning("AS-3146", target.key, typed=typed)]
    proposed = {**(said or {}), **(target.changes.get("move", {}) if remark.move is Whose.OWN else {})}
    if proposed or remark.move is Whose.OWN:
        return proposed, [warning("AS-3142", target.key, typed=typed)]
    return None, [warning("AS-3147", target.key, typed=typed)] if remark.stops else []
