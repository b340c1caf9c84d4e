"""What a receiving unit knows of the communes that send it packages: who is late, what is missing, what came of each."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ansinh_desktop import clock
from ansinh_desktop.db.exchange import tables as exchange
from ansinh_desktop.db.models import Columns
from ansinh_desktop.db.months.closed_months import ClosedMonths, Paid
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import write_whole
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access

LATE_AFTER: Final = 30
"""So many days after its last package a commune is late."""
_FORK = "fork"


@dataclass(frozen=True)
class Commune:
    """One commune at a glance."""

    unit: str
    name: str
    """With its code where another one has the same name."""
    number: int = 0
    """Of its last package; 0 where none has come."""
    at: datetime.datetime | None = None
    """When that came."""
    days: int | None = None
    """How long ago that was."""
    missing: tuple[int, ...] = ()
    """Numbers before the last one that never came; what they held stands in later ones."""
    records: int = 0
    rejected: int = 0
    """How many records of its last package were not taken."""
    given_back: int = 0
    """How many records went back to it, for it had lost them."""

    @property
    def is_late(self) -> bool:
        """Whether somebody should call: nothing came, or too long ago."""
        return self.days is None or self.days > LATE_AFTER

    @property
    def code(self) -> str:
        """The code of the unit."""
        return self.unit.partition("@")[0]


@dataclass(frozen=True)
class CameIn:
    """A package that came from a commune, and what was answered."""

    id: str
    number: int
    at: datetime.datetime
    records: int
    file_name: str
    said: str
    """What became of it, in words."""
    receipt: str
    """The name of the receipt's file; empty where there is none any more."""


@dataclass(frozen=True)
class CommuneView:
    """One commune with its packages, the latest first, and its registers."""

    commune: Commune
    packages: tuple[CameIn, ...]
    registers: tuple[tuple[str, str, int], ...]
    """Code, title and number of records of those that the officer may see."""


@dataclass(frozen=True)
class PaidIn:
    """What a commune paid in a month, as it closed it."""

    people: int
    amount: int
    """Đồng."""
    lists: int = 1
    """How many lists of one register came: two laptops closed the month, each by itself, and neither counts here."""


@dataclass(frozen=True)
class PaidMonth:
    """What the communes paid in one month."""

    month: str = ""
    """The latest that somebody closed, at most the present one; empty where nobody has closed any."""
    of: Mapping[str, PaidIn] = field(default_factory=dict)
    """By unit; one that did not close it is not among them."""

    @property
    def amount(self) -> int:
        """What is known of all together, in đồng."""
        return sum(each.amount for each in self.of.values())


class Communes:
    """The communes of a receiving unit, for one officer; nothing here changes what they sent."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def all(self) -> list[Commune]:
        """Return the communes, those first whose package is the oldest."""
        self._access.require_all("r")
        with self._vault.reading() as store:
            return _all(store)

    def paid(self) -> PaidMonth:
        """Return what the communes paid in the latest month that they closed."""
        self._access.require_all("r")
        with self._vault.reading() as store:
            months = ClosedMonths(store.session)
            month = months.last(f"{clock.today():%Y-%m}")
            return PaidMonth(month, {unit: _paid_in(found) for unit, found in months.sums(month).items()})

    def look(self, unit: str) -> CommuneView:
        """Return one commune."""
        self._access.require_all("r")
        with self._vault.reading() as store:
            commune = next(each for each in _all(store) if each.unit == unit)
            answers = store.packages.last_answers()
            packages = [each for each in store.packages.all("in") if each.unit == unit]
            came = tuple(_came_in(each, answers.get(each.id)) for each in packages)
            counts = store.records.counts(unit)
        registers = (
            (code, catalog.register(code).short_title, counts.get(code, 0)) for code in self._access.readable
        )
        return CommuneView(commune, came, tuple(registers))

    def write_receipt(self, package_id: str, folder: Path) -> Path:
        """Write the receipt that was given for a package into a folder once more, byte by byte as it was.

        Raises:
            UserError: No right; AS-5141 there is none; AS-5019 the folder cannot be written.
        """
        self._access.require_all("w")
        with self._vault.reading() as store:
            kept = store.packages.last_answers().get(package_id)
            if kept is None:
                raise UserError("AS-5141")
            name, content = kept.file_name, kept.content
        try:
            write_whole(folder / name, content)
        except OSError as error:
            raise UserError("AS-5019", name=name) from error
        return folder / name


def _all(store: Store) -> list[Commune]:
    names, kept, answers = (
        store.packages.senders(),
        store.records.counts_by_unit(),
        store.packages.last_answers(),
    )
    packages: dict[str, list[exchange.Package]] = {unit: [] for unit in names}
    for each in store.packages.all("in"):
        if each.kind != _FORK:
            packages.setdefault(each.unit, []).append(each)
    today = clock.today()
    found = [
        _commune(unit, names.get(unit, unit.partition("@")[0]), came, answers, kept.get(unit, 0), today)
        for unit, came in packages.items()
    ]
    return sorted(found, key=lambda each: (each.days is not None, -(each.days or 0), each.name))


def _commune(
    unit: str,
    name: str,
    packages: Sequence[exchange.Package],
    answers: dict[str, exchange.Answer],
    records: int,
    today: datetime.date,
) -> Commune:
    if not packages:
        return Commune(unit, name, records=records)
    last = packages[0]
    outcomes = [answers[each.id].outcome for each in packages if each.id in answers]
    of_devices = {each.device: each for each in reversed(packages)}.values()
    return Commune(
        unit,
        name,
        last.number,
        last.at,
        max(0, (today - clock.local(last.at).date()).days),
        _missing([each for each in packages if each.epoch == last.epoch]),
        records,
        sum(_rejected(answers[each.id].outcome) for each in of_devices if each.id in answers),
        sum(int(each.get("given_back", 0)) for each in outcomes),
    )


def _paid_in(found: Sequence[Paid]) -> PaidIn:
    most = max(Counter(each.register for each in found).values())
    if most > 1:
        return PaidIn(0, 0, most)
    return PaidIn(sum(each.people for each in found), sum(each.amount for each in found))


def _missing(packages: Sequence[exchange.Package]) -> tuple[int, ...]:
    numbers = {each.number for each in packages}
    return tuple(each for each in range(min(numbers), max(numbers)) if each not in numbers)


def _rejected(outcome: Columns) -> int:
    return int(outcome["results"].get("rejected", 0))


def _came_in(package: exchange.Package, answer: exchange.Answer | None) -> CameIn:
    records = int(package.counts.get("record", 0))
    receipt = answer.file_name if answer is not None else ""
    return CameIn(
        package.id,
        package.number,
        package.at,
        records,
        package.file_name,
        _said(package, answer.outcome if answer is not None else {}),
        receipt,
    )


def _said(package: exchange.Package, outcome: Columns) -> str:
    if package.kind == _FORK:
        return "Không nhận: hai bản sao của cùng một máy đều gửi gói"
    parts = ["Toàn bộ hồ sơ" if package.kind == "whole" else "Phần thay đổi"]
    if rejected := _rejected(outcome) if outcome else 0:
        parts.append(f"trả lại {rejected}")
    if back := outcome.get("given_back", 0):
        parts.append(f"gửi lại cho xã {back} hồ sơ")
    if outcome.get("state") == "full_wanted":
        parts.append("đã đề nghị gửi lại toàn bộ")
    if package.late:
        parts.append("đến sau gói mới hơn")
    return ", ".join(parts)
