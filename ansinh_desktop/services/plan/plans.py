"""The plan of a data folder: what a period says, figures entered for it, and periods that are closed for good."""

import base64
import dataclasses
import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.figures import FigureKey
from ansinh_desktop.db.past import last_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import NUMERATOR, Part, Plan
from ansinh_desktop.services.access import ACTS, Access
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan import figure_book, report
from ansinh_desktop.services.plan.entered import Entered
from ansinh_desktop.services.plan.figures import MOST, FigureInput, require_sound
from ansinh_desktop.services.plan.reckoning import SWITCHES, Answer, Reckoning
from ansinh_desktop.services.plan.recounting import Recount, recount
from ansinh_desktop.services.plan.regular import RegularReports
from ansinh_desktop.services.plan.rows import Row, rows
from ansinh_desktop.services.plan.tables import Tables
from ansinh_desktop.services.plan.told import Told
from ansinh_desktop.services.reports.layout import ListDocument
from ansinh_desktop.services.reports.saving import right_to_write, save_list, save_whole


@dataclass(frozen=True)
class Closed:
    """A closed period as it was kept."""

    told: Told
    sound: bool
    """Whether it is word for word what was signed when it was closed."""


class Plans:
    """What is asked of the plan, and what is entered for it."""

    def __init__(self, vault: Vault, access: Access, office: Office) -> None:
        self._vault = vault
        self._access = access
        self._office = office
        self._reckoning = Reckoning(access, office)
        self.tables = Tables(vault, access, office)
        """Tables of the officer's own."""
        self.regular = RegularReports(vault, access, office)
        """Regular reports whose lines are known."""

    @property
    def may_enter(self) -> bool:
        """Whether the officer may enter figures."""
        return self._access.enters_figures

    @property
    def may_close(self) -> bool:
        """Whether the officer may close a period."""
        return self._access.closes_periods

    def answer(
        self,
        period: Period,
        unit: str | None = None,
        *,
        compared: bool = True,
        known_at: datetime.datetime | None = None,
    ) -> Answer:
        """Return what a period says.

        Args:
            period: The period.
            unit: Of which unit; at a receiving unit all together where None.
            compared: Whether the period before and the same days of the year before are reckoned as well.
            known_at: As it was known at that moment; as it is known now where None.

        Raises:
            UserError: AS-8010 what was known once is asked of a receiving unit.
        """
        with self._vault.reading() as store:
            past = None if known_at is None else self._reckoning.past(store, last_of(store.session, known_at))
            return self._reckoning.answer(store, period, unit, compared=compared, past=past)

    def course(self, target: str, period: Period, most: int = 6) -> list[Row]:
        """Return what one target said in the periods up to one, the earliest first."""
        with self._vault.reading() as store:
            plan = law_plan.plan_on(period.last)
            chosen = dataclasses.replace(plan, targets=(plan.by_id[target],))
            periods = [period.moved(by) for by in range(1 - most, 1)]
            known = self._reckoning.known(store, chosen, periods, self._reckoning.whose(None))
            return [rows(known, each)[0] for each in periods]

    def by_unit(self, period: Period) -> list[Answer]:
        """Return what a period says of each unit that has rows here, by their names."""
        with self._vault.reading() as store:
            names = {each.id.partition("/")[0]: each.name for each in store.devices.units("sender")}
            office = self._office
            units = sorted(
                {*store.records.counts_by_unit(), *(each.unit for each in store.figures.entered())}
            )
            found = [self._reckoning.answer(store, period, each, compared=False) for each in units]
        named = [
            dataclasses.replace(
                each, unit_name=names.get(each.unit, office.name if each.unit == office.unit else each.unit)
            )
            for each in found
        ]
        return sorted(named, key=lambda each: each.unit_name)

    def switched(self) -> Mapping[str, str]:
        """Return how this unit counts where the plan leaves it open, by switch."""
        with self._vault.reading() as store:
            return law_plan.plan_on(clock.today()).switched(store.setting(SWITCHES) or {})

    def turn(self, switch: str, code: str) -> None:
        """Count in another way from now on; what was closed stays.

        Raises:
            UserError: AS-8001 no such way, AS-8002 the officer may not.
        """
        self._require(self.may_enter)
        known = law_plan.plan_on(clock.today()).switches
        if switch not in known or code not in known[switch].values:
            raise UserError("AS-8001")
        with self._vault.work("đổi cách tính chỉ tiêu") as store:
            store.set_setting(SWITCHES, {**(store.setting(SWITCHES) or {}), switch: code})

    def assigned(self, unit: str) -> dict[str, Decimal]:
        """Return what a receiving unit set for a commune, by target."""
        with self._vault.reading() as store:
            found = (store.setting(law_plan.ASSIGNED) or {}).get(unit, {})
            return {key: Decimal(value) for key, value in found.items()}

    def assign(self, unit: str, amounts: Mapping[str, Decimal | None]) -> None:
        """Set a commune what it has to reach, in the place of the province's whole; it learns it with its next receipt.

        Raises:
            UserError: AS-8002 the officer may not, AS-8003 no such target, AS-8004 no sound number.
        """
        self._require(self._office.receives and self._access.closes_periods)
        known = law_plan.plan_on(clock.today()).by_id
        for key, amount in amounts.items():
            if key not in known:
                raise UserError("AS-8003", target=key)
            if amount is not None and not 0 <= amount <= MOST:
                raise UserError("AS-8004", target=known[key].title)
        with self._vault.work("giao chỉ tiêu kế hoạch") as store:
            before = store.setting(law_plan.ASSIGNED) or {}
            of_unit = {
                **before.get(unit, {}),
                **{key: str(value) for key, value in amounts.items() if value is not None},
            }
            for key, value in amounts.items():
                if value is None:
                    of_unit.pop(key, None)
            store.set_setting(law_plan.ASSIGNED, {**before, unit: of_unit})

    def entered(self, period: Period) -> dict[tuple[str, Part], FigureInput]:
        """Return what was entered for just this period, by target and part."""
        with self._vault.reading() as store:
            plan, known = law_plan.plan_on(period.last), Entered(store.figures.entered(self._office.unit))
            found = {}
            for target in plan.targets:
                for part in target.entered:
                    if said := known.exactly(target, part, plan.entered_for(target, part, period)):
                        found[target.id, part] = FigureInput(target.id, part, said.value, said.source)
            return found

    def enter(self, period: Period, figures: Iterable[FigureInput]) -> int:
        """Write figures of a period down, all or none; return how many changed.

        Raises:
            UserError: AS-8002 the officer may not, AS-8003 no such figure, AS-8004 no sound number, AS-8005 a part
                is larger than the whole, AS-8006 the source is too long.
        """
        self._require(self.may_enter)
        plan, given = law_plan.plan_on(period.last), list(figures)
        before = self.entered(period)
        require_sound(plan, before, given)
        changed = [each for each in given if before.get((each.target, each.part), _NOTHING) != each]
        changed = [each for each in changed if each.value is not None or (each.target, each.part) in before]
        if not changed:
            return 0
        with self._vault.work(f"nhập số liệu {period.name}") as store:
            unit = self._office.unit
            for each in changed:
                at = plan.entered_for(plan.by_id[each.target], each.part, period)
                key = FigureKey(unit, each.target, each.part, at)
                store.figures.enter(key, each.value, each.source, self._officer(store))
        return len(changed)

    def write_book(self, period: Period, path: Path) -> None:
        """Write a workbook in which the figures of a period are filled in.

        Raises:
            UserError: It cannot be written.
        """
        save_whole(path, figure_book.write(law_plan.plan_on(period.last), period, self.entered(period)))

    def bring_book(self, period: Period, path: Path) -> int:
        """Enter the figures that a workbook holds, all or none; return how many changed.

        Raises:
            UserError: It is no such workbook, or what it says cannot be entered; nothing is.
        """
        self._require(self.may_enter)
        return self.enter(period, figure_book.read(law_plan.plan_on(period.last), path))

    def close(self, period: Period) -> Closed:
        """Keep what a period says, for good, signed by this device.

        Raises:
            UserError: AS-8002 the officer may not, AS-8007 it is not over, AS-8008 it is closed, AS-1110 the officer
                may not see a register that counts.
        """
        self._require(self.may_close)
        if period.last >= clock.today():
            raise UserError("AS-8007", period=period.name)
        plan = law_plan.plan_on(period.last)
        for code in {code for code, _ in _indicators(plan)}:
            self._access.require(code, "r")
        with self._vault.work(f"chốt kỳ {period.name}") as store:
            unit, office = self._office.unit, self._office
            if store.figures.closed_in(unit, plan.id, period) is not None:
                raise UserError("AS-8008", period=period.name)
            said = self._reckoning.answer(store, period, None, compared=True).told
            said = dataclasses.replace(
                said,
                closed_at=clock.now().isoformat(),
                closed_by=self._officer(store),
                seq=store.chain.seq,
                office=dataclasses.asdict(office),
            )
            kept = said.kept()
            store.figures.close(unit, plan.id, period, kept, _signed(store, kept))
        found = self.closed(period)
        if found is None:
            raise UserError("AS-8009", period=period.name)
        return found

    def closed(self, period: Period, unit: str | None = None) -> Closed | None:
        """Return what was said when a period was closed; None where it was not.

        Args:
            period: The period.
            unit: Of which unit; ours where None.
        """
        with self._vault.reading() as store:
            kept = store.figures.closed_in(
                unit or self._office.unit, law_plan.plan_on(period.last).id, period
            )
            return None if kept is None else Closed(Told.of(kept.said), _is_sound(kept.said, kept.signature))

    def report(self, period: Period, unit: str | None = None, right: str = "p") -> ListDocument:
        """Return the report of a period, laid out: of a closed one from what was kept, else from what is known now.

        Args:
            period: The period.
            unit: Of which unit; ours, or at a receiving unit of all together, where None.
            right: What is to be done with it: printed (p) or exported (x).

        Raises:
            UserError: AS-8016 the officer may do so with no register.
        """
        if not self._access.may_any(right):
            raise UserError("AS-8016", act=ACTS[right])
        closed = self.closed(period, unit)
        told = closed.told if closed is not None else self.answer(period, unit).told
        return report.document(law_plan.plan_on(period.last), told, self._office, clock.today())

    def write_report(self, period: Period, path: Path, unit: str | None = None, *, regular: str = "") -> int:
        """Write the report of a period in the format that the name ends in; return its pages or rows.

        Args:
            period: The period.
            path: The file.
            unit: Of which unit; ours, or at a receiving unit of all together, where None.
            regular: The code of a regular report, to be written in its place.

        Raises:
            UserError: The format is unknown, or the file cannot be written; AS-8015 there is no such regular report;
                the officer may not print it, or export it into a workbook.
        """
        right = right_to_write(path)
        made = self.regular.document(regular, period, right) if regular else self.report(period, unit, right)
        return save_list(made, path)

    def recount(self, period: Period) -> Recount:
        """Return what a closed period says now, beside what it said then, and whoever stands elsewhere since.

        Raises:
            UserError: AS-8009 it was not closed, AS-8010 this is a receiving unit.
        """
        closed = self.closed(period)
        if closed is None:
            raise UserError("AS-8009", period=period.name)
        with self._vault.reading() as store:
            past = self._reckoning.past(store, closed.told.seq)
            now = self._reckoning.answer(store, period, None, compared=False)
            then = self._reckoning.answer(store, period, None, compared=False, past=past)
        return recount(closed.told, then.rows, now.rows)

    def closed_periods(self) -> list[Period]:
        """Return the periods of ours that were closed, the latest first."""
        with self._vault.reading() as store:
            found = store.figures.closed(self._office.unit)
            return [Period(*map(datetime.date.fromisoformat, (each.first, each.last))) for each in found]

    def _officer(self, store: Store) -> str:
        user = store.accounts.named(self._vault.officer)
        return user.full_name if user is not None else self._vault.officer

    def _require(self, may: bool) -> None:  # noqa: FBT001 - of one of the two rights
        if not may:
            raise UserError("AS-8002")


_NOTHING = FigureInput("", NUMERATOR, None)


def _indicators(plan: Plan) -> Iterable[tuple[str, str]]:
    for code, register in catalog.registers().items():
        yield from ((code, each.target) for each in register.indicators if each.target in plan.by_id)


def _signed(store: Store, kept: object) -> str:
    key = store.devices.own().sign_key
    signature = base64.b64encode(envelope.sign(key, _bytes(kept))).decode("ascii")
    return f"{envelope.verify_key_of(key)} {signature}"


def _is_sound(kept: object, signature: str) -> bool:
    key, _, given = signature.partition(" ")
    try:
        return envelope.is_signed(key, _bytes(kept), base64.b64decode(given, validate=True))
    except ValueError:
        return False


def _bytes(kept: object) -> bytes:
    said = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"ansinh-period-closed {said}".encode()
