"""Two laptops of one unit: each gives the other all that it holds, and what both wrote is put together.

A package between them is always whole, drafts included: neither needs to know what the other has. What it would do is
seen before it is done.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import __version__, clock, ids, paths
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.models import Device, Unit
from ansinh_desktop.db.months.closed_months import ClosedMonths
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import office_in
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.cards import OTHER_LAPTOPS, card_of, own_card
from ansinh_desktop.services.sync.conflicts import Choice, Conflicts, Open, still_open
from ansinh_desktop.services.sync.manifest import PEER, Head, Sender
from ansinh_desktop.services.sync.naming import Touched, touched
from ansinh_desktop.services.sync.outgoing import Exported, aside
from ansinh_desktop.services.sync.package import Package, Route, open_package, write_package
from ansinh_desktop.services.sync.returning import Back, Key, Returning, months_told
from ansinh_desktop.services.sync.tables import Row, Rows, Step, Table, counted


@dataclass(frozen=True)
class Merging:
    """What a merge does, or would do."""

    sender: str
    """The unit and its laptop."""
    number: int
    new: int
    """How many records that are not here."""
    taken: int
    """How many rows come whole, new or later than ours."""
    merged: int
    """How many rows are put together of two versions."""
    conflicts: int
    """How many rows have to be chosen."""
    same: int
    """How many rows are the same, or later here."""
    refused: int = 0
    """How many rows the form would refuse here: dates that lie ahead where the clock is wrong."""
    months: tuple[str, ...] = ()
    """Closed months of payment that come, and were not closed here."""
    other_months: tuple[str, ...] = ()
    """Those that stay beside, for they are closed here with another list."""
    to_choose: tuple[Open, ...] = ()
    """The rows behind ``conflicts``, with what stood there before, as far as this data folder remembers it."""
    put_together: tuple[Open, ...] = ()
    """The rows behind ``merged``, as they stood before."""
    came: tuple[Touched, ...] = ()
    """What the rows behind ``taken`` are about."""
    kept: tuple[Touched, ...] = ()
    """What stands here alone, or later than there."""
    met: tuple[Touched, ...] = ()
    """Who comes and may be somebody who is here: both stay."""
    left_out: tuple[str, ...] = ()
    """The rows behind ``refused``, in words."""
    written_on: datetime.datetime | None = None
    """When the other laptop wrote its package."""
    laptop: str = ""
    """How that laptop is told from ours."""

    @property
    def summary(self) -> str:
        """The merge in one line."""
        parts = {
            "hồ sơ mới": self.new,
            "dòng lấy theo máy kia": self.taken,
            "dòng tự ghép": self.merged,
            "dòng phải chọn": self.conflicts,
            "dòng giữ nguyên": self.same,
            "dòng không lấy vì máy này kiểm tra thấy sai (xem lại ngày giờ của máy)": self.refused,
        }
        counts = [f"{count} {word}" for word, count in parts.items() if count]
        told = ", ".join(filter(None, (*counts, months_told(self.months, self.other_months))))
        return f"Gói số {self.number} của {self.sender}: {told or 'không có gì khác'}"


class Peers:
    """The exchange between the laptops of one unit."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def known(self) -> list[Unit]:
        """Return the other laptops whose cards are trusted."""
        self._access.require_all("x")
        with self._vault.reading() as store:
            return list(store.devices.units(PEER))

    def export(self, folder: Path, laptop: str = "", step: Step = lambda _: None) -> Exported:
        """Write all that this laptop holds into a folder, for another one.

        Args:
            folder: Where.
            laptop: The identifier of its card; empty for a copy of this very folder, which has the same keys.
            step: Is told how many rows were written; what it raises ends the work, and nothing is written.

        Raises:
            UserError: No right, no such laptop, or the folder cannot be written.
        """
        self._access.require_all("x")
        with aside(folder) as part, self._vault.work("xuất gói cho máy khác của đơn vị") as store:
            ClosedMonths(store.session).keep_all()
            device = store.devices.own()
            unit = store.devices.unit(laptop) if laptop else None
            if laptop and (unit is None or unit.role != PEER):
                raise UserError("AS-5133")
            receiver = card_of(unit) if unit else own_card(store)
            head = _head(store, device)
            route = Route(device.sign_key, receiver, envelope.recipient_of(device.identity))
            papers = store.ledger.all_papers(head.sender.unit)
            written = write_package(part, head, counted(_tables(store), step), papers, route)
            facts: dict[str, object] = {"number": head.number, "receiver": receiver.name}
            store.set_setting(OTHER_LAPTOPS, value=True)
            store.log.note("export", PEER, head.id, facts)
            records = written.manifest.rows.get("record", 0)
            path = written.path.replace(paths.free(folder / written.path.name))
        return Exported(path, head.number, records, whole=True)

    def look(self, path: Path, step: Step = lambda _: None) -> Merging:
        """Return what taking a package in would do; nothing changes. ``step`` as in :meth:`take`.

        Raises:
            UserError: No right, or it is no package for this laptop.
        """
        try:
            self._merge(path, step, {}, keeps=False)
        except _OnlyLookedError as looked:
            return looked.found
        raise AssertionError("what was only looked at must be undone")

    def take(
        self, path: Path, step: Step = lambda _: None, choices: Mapping[str, Choice] | None = None
    ) -> Merging:
        """Take in what another laptop holds: one act, which can be undone.

        Args:
            path: Its package.
            step: Is told how many rows were read; what it raises ends the work, and nothing is changed.
            choices: What was chosen of the rows that :meth:`look` named, by :attr:`Open.id`.

        Raises:
            UserError: No right, or it is no package for this laptop; AS-5200 it is not what was looked at any more.
            InvalidRecordError: The form would refuse a third value.
        """
        return self._merge(path, step, choices or {}, keeps=True)

    def _merge(self, path: Path, step: Step, choices: Mapping[str, Choice], *, keeps: bool) -> Merging:
        self._access.require_all("w")
        with self._open(path) as package:
            package.step = step
            head = package.manifest.head
            with self._vault.work(f"gộp gói {head.number} của máy khác") as store:
                if store.devices.own().epoch == head.sender.epoch:
                    raise DataError("AS-5132", name=path.name)
                back = Returning(store, package, "", merges=True).take()
                Conflicts(self._vault, self._access).choose_in(store, back.put_together, choices)
                back.conflicts -= len(back.differing & choices.keys())
                found = _found(store, head, back)
                if not keeps:
                    raise _OnlyLookedError(found)
                facts: dict[str, object] = {"number": head.number, "conflicts": back.conflicts}
                store.set_setting(OTHER_LAPTOPS, value=True)
                store.log.note("merge", PEER, head.id, facts)
        return found

    def _open(self, path: Path) -> Package:
        with self._vault.reading() as store:
            own, unit = store.devices.own(), office_in(store).unit
            trusted = {each.id: each.verify_key for each in store.devices.units(PEER)}
        trusted[f"{unit}/{own.id}"] = envelope.verify_key_of(own.sign_key)
        package = open_package(
            path, [own.identity], lambda sender: trusted.get(f"{sender.unit}/{sender.device}")
        )
        if package.manifest.head.kind != PEER or package.manifest.head.sender.unit != unit:
            package.close()
            raise DataError("AS-5134", name=path.name)
        return package


class _OnlyLookedError(Exception):
    """Undoes what was only looked at."""

    def __init__(self, found: Merging) -> None:
        super().__init__()
        self.found = found


def _found(store: Store, head: Head, back: Back) -> Merging:
    laptop = f"…{head.sender.device[-6:]}"
    return Merging(
        f"{head.sender.name}, máy {laptop}",
        head.number,
        back.records,
        back.rows,
        back.merged,
        back.conflicts,
        back.same,
        back.refused,
        tuple(back.months),
        tuple(back.other_months),
        tuple(still_open(store, back.differing)),
        tuple(each.shown for each in back.put_together),
        touched(store, sorted(back.came)),
        touched(store, sorted(back.later | (_ours(store, head.sender.unit) - back.told))),
        touched(store, _met(store, back)),
        tuple(back.left_out),
        head.created,
        laptop,
    )


def _ours(store: Store, unit: str) -> set[Key]:
    return {(name, row_id) for name in MODELS for row_id in store.arriving.ids_of(name, unit)}


def _met(store: Store, back: Back) -> list[Key]:
    people = sorted(row_id for name, row_id in back.came if name == "person")
    return [("person", each) for each in store.arriving.met(people)]


def _head(store: Store, device: Device) -> Head:
    own, registers = office_in(store), catalog.registers()
    seq, audit_head = store.log.last()
    return Head(
        id=ids.new_id(),
        kind=PEER,
        sender=Sender(own.unit, own.name, device.id, device.epoch),
        number=seq,
        schema=HEAD,
        created=clock.now(),
        app=__version__,
        registers=tuple(registers),
        rules={code: str(each.version) for code, each in registers.items()},
        confidential=tuple(code for code, each in registers.items() if each.by_code),
        audit_head=audit_head,
    )


def _tables(store: Store) -> Iterator[tuple[Table, Rows]]:
    unit = office_in(store).unit
    for name in MODELS:
        yield content.table_of(name), store.ledger.everything(name, unit)
    yield content.WRITTEN_TABLE, _writers(store)
    yield from content.dictionary()


def _writers(store: Store) -> Iterator[Row]:
    for entity, row_id, author, at in store.log.last_writers(tuple(MODELS)):
        yield {"entity": entity, "row_id": row_id, "author": author, "at": at}
