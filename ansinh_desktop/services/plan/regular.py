"""Regular reports whose lines are known, counted for a period: people by sex, and the money of the period."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ansinh_desktop import clock, text
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import number_of, text_of
from ansinh_desktop.registers.plan.indicator import STEP, Seen
from ansinh_desktop.registers.plan.tally import Tally, TallyLine
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan.counting import seen_of
from ansinh_desktop.services.reports import issuer, layout
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument

_COLUMNS = (
    ListColumn("number", "STT", weight=0.2, min_width=12, align="center"),
    ListColumn("label", "Chỉ tiêu", weight=3.0, min_width=70),
    ListColumn("all", "Tổng số (người)", "whole", min_width=20),
    ListColumn("male", "Nam", "whole", min_width=16),
    ListColumn("female", "Nữ", "whole", min_width=16),
    ListColumn("money", "Kinh phí (triệu đồng)", "decimal", min_width=26),
)
_QUANTITIES = (
    *_COLUMNS[:2],
    ListColumn("unit", "Đơn vị tính", weight=0.6, min_width=24, align="center"),
    ListColumn("quantity", "Số lượng", "whole", min_width=26),
)
_BY_HAND = "…"
_MILLION = 1_000_000
_NOT_CLOSED = "Kinh phí tính từ các tháng đã chốt chi trả; chưa chốt: {months}."


@dataclass(frozen=True)
class Counted:
    """One line as it was counted; of a heading nothing."""

    line: TallyLine
    records: tuple[str, ...] = ()
    people: int = 0
    male: int = 0
    female: int = 0
    money: int = 0
    """In đồng."""
    quantity: int = 0
    """Of a line of quantities, in its unit."""


class RegularReports:
    """The regular reports of one data folder."""

    def __init__(self, vault: Vault, access: Access, office: Office) -> None:
        self._vault = vault
        self._access = access
        self._office = office

    def offered(self, period: Period) -> list[tuple[Register, Tally]]:
        """Return the reports that rule at the end of a period, of the registers that the officer may read."""
        return [
            (catalog.register(code), each)
            for code in self._access.readable
            for each in catalog.register(code).tallies
            if each.rules_on(period.last)
        ]

    def count(self, code: str, period: Period) -> list[Counted]:
        """Count the lines of a report.

        Raises:
            UserError: AS-8015 there is no such report of this period, AS-1110 the officer may not read its register.
        """
        register, tally = self._of(code, period, "r")
        with self._vault.reading() as store:
            kinds = {STEP, *tally.events}
            records = [
                each
                for chunk in store.scan.records(register.code, kinds=kinds)
                for each in chunk
                if not each.draft
            ]
            paid = _paid(store, register, period)
        found = [(each, seen_of(each, period, tally.events)) for each in records]
        stands = [(record, seen) for record, seen in found if seen is not None]
        return [_counted(line, stands, paid) for line in tally.lines]

    def document(self, code: str, period: Period, right: str = "p") -> ListDocument:
        """Return a report, laid out.

        Args:
            code: The report.
            period: The period.
            right: What is to be done with it: printed (p) or exported (x).

        Raises:
            UserError: AS-8015 there is no such report of this period, AS-1110 the officer has no such right over its
                register.
        """
        register, tally = self._of(code, period, right)
        own, counted = self._office, self.count(code, period)
        return ListDocument(
            title=tally.title.upper(),
            annex=f"{tally.model} – {tally.legal_basis}",
            subtitle=f"{period.name[0].upper()}{period.name[1:]}",
            columns=_columns(tally),
            rows=[_row(tally, each) for each in counted],
            row_count=len(counted),
            heading=issuer.heading(own),
            signatures=issuer.signatures(own),
            page_totals=False,
            orientation="portrait",
            printed_on=clock.today(),
            remark=self._remark(register, period) if tally.with_money and not tally.of_quantities else "",
        )

    def _of(self, code: str, period: Period, right: str) -> tuple[Register, Tally]:
        for register in catalog.registers().values():
            for tally in register.tallies:
                if tally.code == code and tally.rules_on(period.last):
                    self._access.require(register.code, right)
                    return register, tally
        raise UserError("AS-8015", period=period.name)

    def _remark(self, register: Register, period: Period) -> str:
        """Say which months of the period were not closed: what they paid is not in the sums."""
        if register.paying is None:
            return ""
        with self._vault.reading() as store:
            closed = set(store.paid_months.closed(self._office.unit, register.code))
        missing = [each for each in _months(period) if each not in closed]
        shown = ", ".join(f"{int(each[5:])}/{each[:4]}" for each in missing)
        return _NOT_CLOSED.format(months=shown) if missing else ""


def _counted(line: TallyLine, stands: list[tuple[ScannedRecord, Seen]], paid: Mapping[str, int]) -> Counted:
    if line.quantity is not None:
        return _added(line, line.quantity, stands)
    if line.holds is None:
        return Counted(line)
    held = [(record, seen) for record, seen in stands if line.holds(seen)]
    sexes = {record.person_id: record.person.get("sex") for record, _ in held}
    return Counted(
        line,
        tuple(record.id for record, _ in held),
        len(sexes),
        sum(each == "male" for each in sexes.values()),
        sum(each == "female" for each in sexes.values()),
        _money(line, held, paid),
        len(sexes),
    )


def _added(
    line: TallyLine, quantity: Callable[[Seen], int], stands: list[tuple[ScannedRecord, Seen]]
) -> Counted:
    """Return a line of quantities; what several records say of one case is added once."""
    found = [(record, seen, quantity(seen)) for record, seen in stands]
    most: dict[tuple[str, str], int] = {}
    for record, seen, each in found:
        shared = text.fold(text_of(seen.facts.answers, line.once_by)) if line.once_by else ""
        case = record.unit, shared or record.id
        most[case] = max(most.get(case, 0), each)
    records = tuple(record.id for record, _, each in found if each)
    return Counted(line, records, quantity=sum(most.values()))


def _money(line: TallyLine, held: list[tuple[ScannedRecord, Seen]], paid: Mapping[str, int]) -> int:
    """Return what those who are held got, in đồng: by the events of a line, else in closed months."""
    if not line.events:
        return sum(paid.get(record.id, 0) for record, _ in held)
    events = (each for _, seen in held for each in seen.in_period(line.events))
    return sum(number_of(each.answers, "amount") or 0 for each in events)


def _paid(store: Store, register: Register, period: Period) -> dict[str, int]:
    """Return what closed months of the period paid, by record, in đồng."""
    if register.paying is None:
        return {}
    months, found = set(_months(period)), dict[str, int]()
    ids = [row for chunk in store.scan.records(register.code) for row in (each.id for each in chunk)]
    for record_id, rows in store.paid_months.of_records(ids, min(months)).items():
        found[record_id] = sum(
            each.amount for each in rows if each.month in months and each.outcome != "stopped"
        )
    return found


def _months(period: Period) -> list[str]:
    first, last = period.first, period.last
    count = (last.year - first.year) * 12 + last.month - first.month
    days = (
        datetime.date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1)
        for at in range(count + 1)
    )
    return [f"{each:%Y-%m}" for each in days]


def _columns(tally: Tally) -> tuple[ListColumn, ...]:
    if tally.of_quantities:
        return _QUANTITIES
    return _COLUMNS if tally.with_money else _COLUMNS[:-1]


def _row(tally: Tally, counted: Counted) -> layout.Row | layout.GroupRow:
    line = counted.line
    if line.is_heading:
        return layout.GroupRow(f"{line.number} {line.label}".strip())
    if tally.of_quantities:
        return [line.number, line.label, line.unit, None if line.by_hand else counted.quantity]
    if line.by_hand:
        return [line.number, f"{line.label} ({_BY_HAND})", *[None] * (len(_columns(tally)) - 2)]
    money = [Decimal(counted.money) / _MILLION if counted.money else None] if tally.with_money else []
    return [line.number, line.label, counted.people, counted.male, counted.female, *money]
