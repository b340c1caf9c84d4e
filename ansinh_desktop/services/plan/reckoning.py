"""What periods say, reckoned from the registers and the entered figures, as they are known now or were known once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ansinh_desktop.db.past import Past
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Plan
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan.counting import Asked, Count, count
from ansinh_desktop.services.plan.entered import Entered
from ansinh_desktop.services.plan.paid import months
from ansinh_desktop.services.plan.rows import Known, Row, rows
from ansinh_desktop.services.plan.told import Month, Told, told

SWITCHES = "plan.switches"
"""The setting that keeps how this unit counts where the plan leaves it open, by switch."""


@dataclass(frozen=True)
class Answer:
    """What a period says, with the periods that it is held against."""

    plan: Plan
    period: Period
    unit: str
    unit_name: str
    switches: Mapping[str, str]
    rows: tuple[Row, ...]
    before: tuple[Row, ...] = ()
    year_before: tuple[Row, ...] = ()
    months: tuple[Month, ...] = ()
    """Twelve months of payment up to its end."""

    @property
    def told(self) -> Told:
        """The same in plain lines."""
        said = told(
            self.plan,
            (self.unit, self.unit_name),
            self.rows,
            self.switches,
            before=self.before,
            year_before=self.year_before,
        )
        return replace(said, months=list(self.months))


class Reckoning:
    """Reckons for one officer: only of registers that may be read."""

    def __init__(self, access: Access, office: Office) -> None:
        self._access = access
        self._office = office

    def past(self, store: Store, seq: int) -> Past:
        """Return the data as they stood after some change of the history.

        Raises:
            UserError: AS-8010 this is a receiving unit, which keeps only the last version of each record.
        """
        if self._office.receives:
            raise UserError("AS-8010")
        return Past(store.session, seq)

    def answer(
        self, store: Store, period: Period, unit: str | None, *, compared: bool, past: Past | None = None
    ) -> Answer:
        """Return what a period says.

        Args:
            store: The data.
            period: The period.
            unit: Of which unit; at a receiving unit of all together where None.
            compared: Whether the periods that it is held against are reckoned as well.
            past: The data as they were known once; as they are known now where None.
        """
        plan = law_plan.plan_on(period.last)
        office = self._office
        periods = [period, *((period.moved(-1), period.year_before) if compared else ())]
        known = self.known(store, plan, periods, self.whose(unit), turned=period, past=past)
        now, *others = (rows(known, each) for each in periods)
        said = Answer(plan, period, unit or office.unit, office.name, known.switches, now)
        if not compared:
            return said
        # What was closed when is no part of what was known once.
        paid = () if past else months(store, self.whose(unit), self._access.readable, period.last)
        return replace(said, before=others[0], year_before=others[1], months=tuple(paid))

    def known(
        self,
        store: Store,
        plan: Plan,
        periods: Sequence[Period],
        unit: str | None,
        turned: Period | None = None,
        past: Past | None = None,
    ) -> Known:
        """Return all from which the rows of some periods are made, from one reading of each register."""
        switches = plan.switched(store.setting(SWITCHES) or {})
        counts: dict[tuple[str, Period, str], Count] = {}
        for code in self._access.readable:
            asked = {
                (target, each.period, turn): each
                for target in {one.target for one in catalog.register(code).indicators} & set(plan.by_id)
                for turn, each in _questions(plan, code, target, periods, switches, turned)
            }
            if asked:
                found = count(store, catalog.register(code), list(asked.values()), unit, past)
                counts |= dict(zip(asked, found, strict=True))
        office = self._office
        amounts = _amounts(store, unit, receives=office.receives)
        return Known(
            plan,
            counts,
            Entered(store.figures.entered(unit) if past is None else past.figures(unit)),
            switches,
            frozenset(self._access.readable),
            {key: Decimal(value) for key, value in amounts.items()},
            of_commune=not office.receives or (unit is not None and unit != office.unit),
        )

    def whose(self, unit: str | None) -> str | None:
        """Return of which unit is spoken where nobody is named: of ours; at a receiving unit of all together."""
        office = self._office
        return unit if unit is not None or office.receives else office.unit


def _amounts(store: Store, unit: str | None, *, receives: bool) -> Mapping[str, str]:
    """Return what was set for a unit: at the receiving unit by itself, at the commune as it was told."""
    found: dict[str, str] = store.setting(law_plan.TARGETS) or {}
    if receives:
        found = (store.setting(law_plan.ASSIGNED) or {}).get(unit or "", {})
    return found


def _questions(
    plan: Plan,
    code: str,
    target: str,
    periods: Sequence[Period],
    switches: Mapping[str, str],
    turned: Period | None,
) -> Iterable[tuple[str, Asked]]:
    """Yield what is asked of a register for a target, each under the switch that it turns."""
    indicator = next(each for each in catalog.register(code).indicators if each.target == target)
    for period in periods:
        if plan.by_id[target].kind == "difference":
            for day in (period.day_before, period.last):
                yield "", Asked(indicator, Period(day, day), switches)
            continue
        yield "", Asked(indicator, period, switches)
        if period != turned:
            continue
        for switch in plan.by_id[target].switches:
            for value in plan.switches[switch].values:
                if value != switches[switch]:
                    yield f"{switch}={value}", Asked(indicator, period, {**switches, switch: value})
