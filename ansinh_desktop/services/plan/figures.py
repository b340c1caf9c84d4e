"""A figure as it is entered for a period, and which may not be entered so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules.plan import DENOMINATOR, NUMERATOR, Part, Plan

MOST = 10**13
"""No figure is larger: people, households, đồng."""
LONGEST_SOURCE = 200


@dataclass(frozen=True)
class FigureInput:
    """A figure as it is entered: None takes it back."""

    target: str
    part: Part
    value: int | None
    source: str = ""


def require_sound(
    plan: Plan, before: Mapping[tuple[str, Part], FigureInput], given: Sequence[FigureInput]
) -> None:
    """Refuse figures that cannot be: each by itself, and beside what was entered before.

    Raises:
        UserError: AS-8003 no such figure, AS-8004 no sound number, AS-8005 a part is larger than the whole, AS-8006
            the source is too long.
    """
    for each in given:
        target = plan.by_id.get(each.target)
        if target is None or each.part not in target.entered:
            raise UserError("AS-8003", target=each.target)
        if each.value is not None and not 0 <= each.value <= MOST:
            raise UserError("AS-8004", target=target.title)
        if len(each.source) > LONGEST_SOURCE:
            raise UserError("AS-8006", target=target.title, most=LONGEST_SOURCE)
    after = {**before, **{(each.target, each.part): each for each in given}}
    for target in plan.targets:
        top, bottom = (after.get((target.id, part)) for part in (NUMERATOR, DENOMINATOR))
        if top is None or bottom is None or top.value is None or bottom.value is None:
            continue
        if top.value > bottom.value:
            raise UserError("AS-8005", target=target.title)
