"""What a closed period would say today: which figures differ from what was kept, and whoever stands elsewhere since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop.registers.plan.indicator import Side
from ansinh_desktop.services.plan.counting import Count, Standing
from ansinh_desktop.services.plan.rows import Row
from ansinh_desktop.services.plan.told import Told

SIDES: Mapping[Side, str] = {
    "held": "trong",
    "unsure": "chưa rõ",
    "unclear": "chưa rõ",
    "unheld": "ngoài",
    "out": "ngoài",
}
"""The sides in words, as the window parts them."""
ABSENT = "không có"


@dataclass(frozen=True)
class Moved:
    """Somebody who stands on another side than when the period was closed."""

    record_id: str
    number: str
    who: str
    """The name, or the case number of whoever goes by it."""
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Changed:
    """A target whose figures are no longer those that were kept."""

    target: str
    title: str
    kept: tuple[int | None, int | None, str | None]
    """Numerator, denominator and value when it was closed."""
    now: tuple[int | None, int | None, str | None]
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Recount:
    """A closed period, reckoned again."""

    told: Told
    changed: tuple[Changed, ...]


def recount(closed: Told, then: Sequence[Row], now: Sequence[Row]) -> Recount:
    """Return what differs between a closed period and what it would say now.

    Args:
        closed: What was kept.
        then: The rows reckoned from what was known when it was closed.
        now: The rows reckoned from what is known now.
    """
    before = {each.target.id: each.count for each in then}
    after = {each.target.id: each for each in now}
    changed = []
    for line in closed.lines:
        row = after.get(line.id)
        if row is None:
            continue
        said = row.numerator, row.denominator, None if row.value is None else str(row.value)
        kept = line.numerator, line.denominator, line.value
        moved = tuple(_moved(before.get(line.id), row.count))
        if said != kept or moved:
            changed.append(Changed(line.id, line.title, kept, said, moved))
    return Recount(closed, tuple(changed))


def _moved(before: Count | None, after: Count | None) -> Iterator[Moved]:
    was, now = _by_record(before), _by_record(after)
    for record_id in sorted({*was, *now}):
        old, new = was.get(record_id), now.get(record_id)
        sides = [ABSENT if each is None else SIDES[each.side] for each in (old, new)]
        if sides[0] != sides[1]:
            told = now.get(record_id) or was[record_id]
            record = next(each for each in told.records if each.id == record_id)
            yield Moved(
                record_id,
                record.number,
                record.who,
                sides[0],
                sides[1],
                told.why or was.get(record_id, told).why,
            )


def _by_record(count: Count | None) -> dict[str, Standing]:
    if count is None:
        return {}
    return {record.id: each for each in count.standings for record in each.records}
