"""Counts what registers answer to the targets of the plan in a period: who stands on which side, and why."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ansinh_desktop import text
from ansinh_desktop.db.past import Past
from ansinh_desktop.db.scan import HOUSEHOLD, ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.plan.indicator import (
    COUNTED,
    SIDES,
    STEP,
    Indicator,
    Seen,
    Side,
    Verdict,
    state_at,
)
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules.period import Period

_DRAFT = "hồ sơ còn là bản nháp"
_CLOSED = "hồ sơ đã đóng"
_RANK = {side: place for place, side in enumerate(SIDES)}


@dataclass(frozen=True)
class Standing:
    """Whoever is counted once, a person, a case or a household, and on which side it stands."""

    unit: str
    side: Side
    why: str
    records: tuple[ScannedRecord, ...]
    """The first is the record that speaks for it."""
    beside: tuple[bool, ...] = ()
    """Whether each figure printed beside the indicator holds of it."""

    @property
    def record(self) -> ScannedRecord:
        """The record that speaks for it."""
        return self.records[0]


@dataclass(frozen=True)
class Count:
    """What a register answers to one target in a period; its sides make the whole register."""

    register: str
    target: str
    period: Period
    switches: Mapping[str, str]
    standings: tuple[Standing, ...]
    beside: tuple[str, ...] = ()
    """The figures printed beside it, in words."""
    _sides: dict[Side, tuple[Standing, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def on(self, *sides: Side) -> tuple[Standing, ...]:
        """Return who stands on some sides."""
        found: list[Standing] = []
        for side in sides:
            if side not in self._sides:
                self._sides[side] = tuple(each for each in self.standings if each.side == side)
            found += self._sides[side]
        return tuple(found)

    @property
    def inside(self) -> tuple[Standing, ...]:
        """Those of whom it holds: the numerator."""
        return self.on("held")

    @property
    def unknown(self) -> tuple[Standing, ...]:
        """Those of whom nobody can tell whether they count, or whether it holds."""
        return self.on("unsure", "unclear")

    @property
    def outside(self) -> tuple[Standing, ...]:
        """Those of whom it does not hold, and those who do not count."""
        return self.on("unheld", "out")

    @cached_property
    def numerator(self) -> int:
        """How many it holds of."""
        return len(self.on("held"))

    @cached_property
    def denominator(self) -> int:
        """How many count."""
        return sum(each.side in COUNTED for each in self.standings)

    @property
    def whole(self) -> int:
        """How many the register holds at the end of the period: inside, outside and unknown together."""
        return len(self.standings)

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why of the unknown nobody can tell, with how many, the most frequent first."""
        return tuple(Counter(each.why for each in self.unknown if each.why).most_common())

    @property
    def counted_beside(self) -> tuple[tuple[str, int], ...]:
        """The figures printed beside it: of those who count, how many each holds of."""
        counted = [each for each in self.standings if each.side in COUNTED]
        return tuple(
            (words, sum(each.beside[place] for each in counted)) for place, words in enumerate(self.beside)
        )

    def of_unit(self, unit: str) -> "Count":
        """Return the same of one unit."""
        return replace(self, standings=tuple(each for each in self.standings if each.unit == unit))


@dataclass(frozen=True)
class Asked:
    """One question to a register: an indicator, for a period, with the switches as they are set."""

    indicator: Indicator
    period: Period
    switches: Mapping[str, str]


def count(
    store: Store,
    register: Register,
    asked: Sequence[Asked],
    unit: str | None = None,
    past: Past | None = None,
) -> list[Count]:
    """Return the answers of a register to several questions, all from one reading of its records.

    Args:
        store: The data.
        register: Whose records.
        asked: The questions.
        unit: Only records that this unit keeps; of all units where None.
        past: The data as they were known once; as they are known now where None.
    """
    if past is not None:
        return tally(register, asked, past.records(register.code, unit))
    kinds = {STEP, *(kind for each in asked for kind in each.indicator.events)}
    chunks = store.scan.records(register.code, kinds=kinds, unit=unit)
    return tally(register, asked, (each for chunk in chunks for each in chunk))


def tally(register: Register, asked: Sequence[Asked], records: Iterable[ScannedRecord]) -> list[Count]:
    """Return the answers of a register to several questions from its records, wherever they come from."""
    found: list[dict[tuple[str, str], list[tuple[Verdict, ScannedRecord, tuple[bool, ...]]]]] = [
        {} for _ in asked
    ]
    closed = frozenset(register.closed_in)
    for record in records:
        for place, each in enumerate(asked):
            if (seen := seen_of(record, each.period, each.indicator.events, each.switches)) is None:
                continue
            verdict = _verdict(each.indicator, record, seen, closed)
            beside = tuple(verdict.side in COUNTED and one.holds(seen) for one in each.indicator.beside)
            found[place].setdefault(_counted(each.indicator, record), []).append((verdict, record, beside))
    return [
        Count(
            register.code,
            each.indicator.target,
            each.period,
            each.switches,
            tuple(_standing(unit, told) for (unit, _key), told in by_key.items()),
            tuple(one.label for one in each.indicator.beside),
        )
        for each, by_key in zip(asked, found, strict=True)
    ]


def indicators() -> Iterator[tuple[Register, Indicator]]:
    """Yield every indicator with its register, in the order of the registers."""
    for register in catalog.registers().values():
        for each in register.indicators:
            yield register, each


def seen_of(
    record: ScannedRecord, period: Period, kinds: Iterable[str], switches: Mapping[str, str] | None = None
) -> Seen | None:
    """Return a record as it stood on the last day of a period, with its events of some kinds; None where there was none yet."""
    last = period.last
    steps = [each for each in record.events if each.kind == STEP]
    opened = datetime.date.fromisoformat(record.opened_on[:10])
    # Many a record is entered years after its first step.
    opened = min(opened, steps[0].on) if steps else opened
    if opened > last:
        return None
    read = frozenset((STEP, *kinds))
    events = tuple(each for each in record.events if each.on <= last and each.kind in read)
    state = state_at(steps, record.state, last)
    facts = CaseFacts(record.answers, record.person, last, state, events, read)
    return Seen(facts.at(last), period, switches or {}, opened)


def _verdict(indicator: Indicator, record: ScannedRecord, seen: Seen, closed: frozenset[str]) -> Verdict:
    if seen.facts.state in closed and not indicator.closed:
        return Verdict("out", _CLOSED)
    return Verdict("unclear", _DRAFT) if record.draft else indicator.judge(seen)


def _counted(indicator: Indicator, record: ScannedRecord) -> tuple[str, str]:
    """Return what is counted once, with its unit."""
    match indicator.counts:
        case "record":
            shared = text.fold(text_of(record.answers, indicator.counted_by)) if indicator.counted_by else ""
            return record.unit, shared or record.id
        case "household":
            return record.unit, str(record.person.get(HOUSEHOLD) or record.person_id)
        case _:
            return record.unit, record.person_id


def _standing(unit: str, told: Sequence[tuple[Verdict, ScannedRecord, tuple[bool, ...]]]) -> Standing:
    """Return where somebody of several records stands: on the best of their sides."""
    ranked = sorted(told, key=lambda each: _RANK[each[0].side])
    verdict = ranked[0][0]
    of_all = zip(*(beside for _, _, beside in ranked), strict=True)
    return Standing(
        unit, verdict.side, verdict.why, tuple(each for _, each, _ in ranked), tuple(map(any, of_all))
    )
