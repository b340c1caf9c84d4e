"""Into what packages are taken: the vault of the receiving unit, or another store of what the communes sent."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ansinh_desktop.db import ending
from ansinh_desktop.db.exchange.arriving import Present
from ansinh_desktop.db.exchange.ledger import Held
from ansinh_desktop.db.exchange.succession import Renames, all_in, following, last_of
from ansinh_desktop.db.exchange.tables import Answer, Package
from ansinh_desktop.db.models import Columns, Unit
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import plan
from ansinh_desktop.services.office import Office, office_in
from ansinh_desktop.services.sync import alike, receipt
from ansinh_desktop.services.sync.tables import Row, Table

Beside: TypeAlias = tuple[Table, Sequence[Row]]
"""A further table of a receipt, with its rows."""


class Part(Protocol):
    """Something that can be undone by itself."""

    def rollback(self) -> None:
        """Undo it."""


class Rows(Protocol):
    """The rows of units that stand there; what each method says, :class:`Arriving` says."""

    def part(self) -> AbstractContextManager[Part]: ...

    def present(self, name: str, row_ids: Sequence[str]) -> dict[str, Present]: ...

    def units_of(self, name: str, row_ids: Sequence[str]) -> dict[str, str]: ...

    def registers_of(self, record_ids: Sequence[str]) -> dict[str, str]: ...

    def contents(self, name: str, row_ids: Sequence[str]) -> dict[str, Columns]: ...

    def paper(self, paper_id: str) -> bytes: ...

    def write(self, name: str, new: Sequence[Columns], changed: Sequence[Columns] = ()) -> None: ...

    def keep_replaced(self, package_id: str, name: str, rows: Sequence[Columns]) -> None: ...

    def held(
        self, unit: str, parts: Sequence[str], instead: dict[tuple[str, str], tuple[str, str]]
    ) -> dict[str, Held]: ...

    def rows_of(self, unit: str, registers: Sequence[str], *, people: bool) -> Iterable[tuple[str, str]]: ...

    def state(self, unit: str) -> str: ...


class Destination(Protocol):
    """What packages are taken into, within one transaction."""

    @property
    def rows(self) -> Rows:
        """The rows of units."""

    def received_from(self, unit: str, device: str, epoch: str) -> Sequence[Package]:
        """Return the packages that were taken in of one life of a sender, in the order in which they came."""

    def add(self, package: Package) -> None:
        """Remember a package."""

    def add_answer(self, answer: Answer) -> None:
        """Keep a receipt that is given."""

    def note(self, package_id: str, facts: dict[str, object]) -> None:
        """Tell the history of a package."""

    def doubled(self, record_ids: Sequence[str]) -> dict[str, str]:
        """Return the records among these whose person is paid by another one as well, by number, with its number."""

    def beside(self, unit: str) -> Iterable[Beside]:
        """Return what a commune is told beside the outcomes: its people who may stand elsewhere, too; what it was set."""


class VaultDestination:
    """The vault of the receiving unit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rows = store.arriving
        self.received_from = store.packages.received_from
        self.add = store.packages.add
        self.add_answer = store.packages.add_answer

    def note(self, package_id: str, facts: dict[str, object]) -> None:
        """Tell the history of a package."""
        self._store.log.note("receive", "package", package_id, facts)

    def doubled(self, record_ids: Sequence[str]) -> dict[str, str]:
        """Return the records among these whose person is paid by another one as well, by number, with its number."""
        found: dict[str, str] = {}
        for register in catalog.registers().values():
            found |= self._store.payments.doubled_among(register, record_ids) if register.paid_in else {}
        return found

    def beside(self, unit: str) -> Iterable[Beside]:
        """Return what a commune is told beside the outcomes: its people who may stand elsewhere, too; what it was set."""
        set_for_it = (self._store.setting(plan.ASSIGNED) or {}).get(unit, {})
        yield receipt.ALIKE, alike.told_to(self._store, unit)
        yield (
            receipt.ASSIGNED,
            [{"target": key, "amount": value} for key, value in sorted(set_for_it.items())],
        )


@dataclass(frozen=True)
class Receiving:
    """Who receives: our keys and our life, and whom we know."""

    office: Office
    device: str
    epoch: str
    sign_key: str
    identity: str
    lives: tuple[str, ...]
    """Those of ours that are over."""
    senders: Mapping[str, Unit]
    """By unit and device: whose cards we trust; also by the unit that was before it."""
    followed: Sequence[Renames] = ()
    """Units that others follow."""

    @classmethod
    def of(cls, store: Store) -> "Receiving":
        """Return who receives with a data folder."""
        own, followed = store.devices.own(), all_in(store.session)
        lives = ending.present(store.session.connection()).lives
        return cls(
            office_in(store),
            own.id,
            own.epoch,
            own.sign_key,
            own.identity,
            tuple(each for each in lives if each != own.epoch)[-_MOST_LIVES:],
            _senders(store.devices.units("sender"), followed),
            followed,
        )

    def has_forgotten(self, life: str) -> bool:
        """Whether somebody has heard of a life of ours that is none of those we know."""
        return bool(life) and life != self.epoch and life not in self.lives

    def now(self, unit: str) -> list[Renames]:
        """Return what a sender's unit went through since its package was made."""
        return following(self.followed, unit)


def _senders(units: Sequence[Unit], followed: Sequence[Renames]) -> dict[str, Unit]:
    found = {each.id: each for each in units}
    before = {
        f"{renames.before}/{each.device}": each
        for renames in followed
        for each in units
        if renames.part is None and each.id.partition("/")[0] == last_of(followed, renames.before)
    }
    return {**before, **found}


_MOST_LIVES = 200
