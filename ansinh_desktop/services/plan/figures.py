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
        _require_sound(plan, each)
    after = {**before, **{(each.target, each.part): each for each in given}}
    for target in plan.targets:
        top, bottom = (_value(after.get((target.id, part))) for part in (NUMERATOR, DENOMINATOR))
        if top is not None and bottom is not None and top > bottom:
            raise UserError("AS-8005", target=target.title)


def _require_sound(plan: Plan, given: FigureInput) -> None:
    target = plan.by_id.get(given.target)
    if target is None or given.part not in target.entered:
        raise UserError("AS-8003", target=given.target)
    if given.value is not None and not 0 <= given.value <= MOST:
        raise UserError("AS-8004", target=target.title)
    if len(given.source) > LONGEST_SOURCE:
        raise UserError("AS-8006", target=target.title, most=LONGEST_SOURCE)


def _value(given: FigureInput | None) -> int | None:
    return None if given is None else given.value
