"""Packages in: verified, taken in as one transaction, answered with a signed receipt."""

import hashlib
import io
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ansinh_desktop import __version__, clock, ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db import models
from ansinh_desktop.db.ownership import Foreign
from ansinh_desktop.db.exchange.packages import TRAVELLING, travelling_columns
from ansinh_desktop.db.people import derive
from ansinh_desktop.db.refusals import taking_in
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError
from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.checks import check_answers
from ansinh_desktop.rules.law import Workflow
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import office_in
from ansinh_desktop.services.sync import content, tables
from ansinh_desktop.services.sync.cards import card_of
from ansinh_desktop.services.sync.manifest import Manifest, Receiver, Sender
from ansinh_desktop.services.sync.package import Package, Route, open_package
from ansinh_desktop.services.sync.receipt import Answered, Outcome, Receipt, TableState, write_receipt

_CHUNK = 500
_RECORD, _EVENT = models.Record.__tablename__, models.Event.__tablename__


@dataclass(frozen=True)
class Taken:
    """What became of a package."""

    state: str
    sender: str
    number: int
    results: dict[str, int]
    """How many records were accepted, updated, already here, rejected."""
    receipt: Path
    refused: int = 0
    """How many other rows were not taken: of somebody else's people, events, papers."""
    doubled: dict[str, str] = field(default_factory=dict)
    """Records that came, by number, whose person is paid by another record as well, with its number."""

    @property
    def summary(self) -> str:
        """The outcome in one line."""
        if self.state == "already":
            return f"gói số {self.number} của {self.sender} đã nhận trước đó"
        words = {"accepted": "mới", "updated": "cập nhật", "already": "đã có", "rejected": "trả lại"}
        parts = [f"{self.results[key]} {word}" for key, word in words.items() if self.results.get(key)]
        parts += [f"không nhận {self.refused} dòng của đơn vị khác"] if self.refused else []
        twice = "; ".join(f"{one} và {other}" for one, other in self.doubled.items())
        told = f"; có người đang hưởng ở hai hồ sơ: {twice}" if twice else ""
        return f"đã nhận gói số {self.number} của {self.sender}: {', '.join(parts) or 'không có hồ sơ'}{told}"


@dataclass
class _Import:
    """The import of one package, as far as it has come."""

    store: Store
    package: Package
    unit: str
    writes: bool
    outcomes: list[Outcome] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """People and records that were rejected; what leans on them is left out."""
    taken: set[str] = field(default_factory=set)
    """Records that came and were taken: events and papers belong to one of them, never to others."""

    @cached_property
    def steps_taken_back(self) -> Mapping[str, list[tuple[str, str]]]:
        """The steps (from, to) that the package says were taken back, by record."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self.package.rows(_EVENT) if _EVENT in self.package.tables else ():
            said = row["answers"]
            if row["deleted"] and row["kind"] == "state" and said.keys() >= {"from", "to"}:
                found.setdefault(row["record_id"], []).append((str(said["from"]), str(said["to"])))
        return found


class Incoming:
    """The receiving unit's side of the exchange."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def receive(self, path: Path, receipts: Path) -> Taken:
        """Take a package in, and write its receipt into a folder; taking it in again changes nothing.

        Raises:
            UserError: No right, or the package is refused as a whole, in one sentence; nothing was changed.
        """
        self._access.require_all("w")
        with self._vault.reading() as store:
            device = store.devices.own()
            with_key = {each.id: each.verify_key for each in store.devices.units("sender")}
        with open_package(
            path, [device.identity], lambda sender: with_key.get(f"{sender.unit}/{sender.device}")
        ) as package:
            head = package.manifest.head
            if self._is_known(package):
                with self._vault.reading() as store:
                    receipt = self._take(store, package, writes=False)
            else:
                reason, unit = f"nhận gói {head.number} của {head.sender.name}", head.sender.unit
                with self._vault.work(reason, taking_in=unit) as store:
                    receipt = self._take(store, package, writes=True)
            came = [
                each.id for each in receipt.outcomes if each.table == _RECORD and each.result != "rejected"
            ]
            with self._vault.reading() as store:
                sender = store.devices.known_unit(head.sender.unit, head.sender.device)
                own = store.devices.own()
                doubled: dict[str, str] = {}
                for register in catalog.registers().values():
                    doubled |= store.payments.doubled_among(register, came) if register.paid_in else {}
        route = Route(own.sign_key, card_of(sender), envelope.recipient_of(own.identity))
        results = Counter(each.result for each in receipt.outcomes if each.table == _RECORD)
        refused = sum(each.table != _RECORD for each in receipt.outcomes)
        file = write_receipt(receipts, receipt, route)
        return Taken(receipt.state, head.sender.name, head.number, dict(results), file, refused, doubled)

    def received(self) -> list[models.Package]:
        """Return the packages taken in, the latest first."""
        self._access.require_all("w")
        with self._vault.reading() as store:
            return list(store.packages.all("in"))

    def _is_known(self, package: Package) -> bool:
        """Whether the package was taken in before.

        Raises:
            DataError: Another package stands under its number, or one before it is missing.
        """
        head = package.manifest.head
        with self._vault.reading() as store:
            if store.packages.get(head.id) is not None:
                return True
            last = store.packages.last_in(head.sender.device, head.sender.epoch)
        if last is None:
            if head.from_seq > 0:
                raise DataError("AS-5105", name=package.name, number=head.number)
            return False
        if head.number <= last.number:
            raise DataError("AS-5106", name=package.name, number=head.number)
        if head.from_seq > last.to_seq:
            missing = ", ".join(f"{each:06}" for each in range(last.number + 1, head.number))
            raise DataError("AS-5107", name=package.name, missing=missing or f"{head.number - 1:06}")
        if head.number == last.number + 1 and head.previous != last.digest:
            raise DataError("AS-5106", name=package.name, number=head.number)
        return False

    def _take(self, store: Store, package: Package, *, writes: bool) -> Receipt:
        manifest = package.manifest
        work = _Import(store, package, manifest.head.sender.unit, writes)
        with taking_in(store.session):
            for model in TRAVELLING:
                _take_table(work, model)
        if writes:
            _remember(store, manifest, package)
        return self._receipt(work, manifest)

    def _receipt(self, work: _Import, manifest: Manifest) -> Receipt:
        own = office_in(work.store)
        device = work.store.devices.own()
        head = manifest.head
        unit = work.store.devices.known_unit(head.sender.unit, head.sender.device)
        states = [_table_state(work, model) for model in TRAVELLING]
        return Receipt(
            id=ids.new_id(),
            sender=Sender(own.unit, own.name, device.id, device.epoch),
            receiver=Receiver(card_of(unit).receiver_fingerprint, unit.name),
            package=Answered(
                head.id,
                head.sender.unit,
                head.sender.device,
                head.sender.epoch,
                head.number,
                work.package.digest,
            ),
            state="imported" if work.writes else "already",
            created=clock.now(),
            app=__version__,
            confirmed_seq=head.to_seq,
            lines=(*work.outcomes, *states),
        )


def _take_table(work: _Import, model: type[models.Base]) -> None:
    name = model.__tablename__
    if name not in work.package.tables:
        return
    rows = work.package.rows(name)
    known = {column for column, _, _ in travelling_columns(name)}
    while chunk := list(itertools.islice(rows, _CHUNK)):
        present = work.store.packages.present(model, [each["id"] for each in chunk])
        plain = [{key: row[key] for key in row if key in known} for row in chunk]
        foreign = work.store.packages.foreign(model, [*plain, *map(vars, present.values())], work.unit)
        for row in plain:
            _take_row(work, model, row, present.get(row["id"]), foreign)
        if work.writes:
            work.store.session.flush()
            work.store.session.expunge_all()


def _take_row(
    work: _Import,
    model: type[models.Base],
    row: models.Columns,
    present: models.Base | None,
    foreign: Foreign,
) -> None:
    fault = _fault(work, model, row, present, foreign)
    if fault is not None:
        _refuse(work, model, row, fault)
        return
    is_record = model is models.Record
    if model is models.Attachment and present is None:
        row["content"] = _content(work, row)
    result = _write(work, model, row, present)
    if is_record:
        work.taken.add(row["id"])
        work.outcomes.append(Outcome(_RECORD, row["id"], result))


def _refuse(work: _Import, model: type[models.Base], row: models.Columns, fault: Finding) -> None:
    """Name a refused row in the receipt, save where it only leans on one that is named already."""
    leans = {row.get(key) for key in _LEANS} & work.refused
    if model in (models.Record, models.Person, models.Household):
        work.refused.add(row["id"])
    if model is models.Record or fault.code == _FOREIGN or not leans:
        told = (fault.code, fault.text, fault.todo)
        work.outcomes.append(Outcome(model.__tablename__, row["id"], "rejected", *told))


_FOREIGN = "AS-5108"
_LEANS = ("record_id", "person_id", "other_id", "household_id")


def _fault(
    work: _Import,
    model: type[models.Base],
    row: models.Columns,
    present: models.Base | None,
    foreign: Foreign,
) -> Finding | None:
    """Return why a row cannot be taken: of another commune, leaning on a refused one, or against the declaration.

    Whose it is, is asked of what stands here as well: what the package says of it may be made up.
    """
    if foreign.has(row) or (present is not None and foreign.has(vars(present))):
        return error(_FOREIGN)
    if {row.get(key) for key in _LEANS} & work.refused:
        return error("AS-5109")
    if "record_id" in row and row["record_id"] not in work.taken:
        return error("AS-5109")
    before = present.state if isinstance(present, models.Record) else None
    return _record_fault(work, row, before) if model is models.Record else None


def _record_fault(work: _Import, row: models.Columns, before: str | None) -> Finding | None:
    register = catalog.registers().get(row["register"])
    if register is None or row["version"] > register.version:
        return error("AS-5110", register=row["register"])
    flow = register.life_cycle.workflow(row["answers"])
    if not flow.has_state(row["state"]):
        return error("AS-5111", state=row["state"])
    # Where the record went over into another life cycle, its new one knows nothing of the state before.
    if before is not None and flow.has_state(before) and not _comes_to(work, flow, row, before):
        return error("AS-5114", before=flow.state_label(before), after=flow.state_label(row["state"]))
    known = {key: value for key, value in row["answers"].items() if key not in register.gone}
    return next((each for each in check_answers(register.fields, known) if each.level is Level.ERROR), None)


def _comes_to(work: _Import, flow: Workflow, row: models.Columns, before: str) -> bool:
    """Whether a record comes from one state to that of its row by steps, or by taking them back."""
    return flow.reaches(before, row["state"]) or flow.reaches(
        before, row["state"], work.steps_taken_back.get(row["id"], ())
    )


def _write(work: _Import, model: type[models.Base], row: models.Columns, present: models.Base | None) -> str:
    if present is None:
        if not work.writes:
            return "already"
        made = model(**row)
        _derive(made)
        work.store.session.add(made)
        if model is models.Attachment:
            # Megabytes each: they do not wait for the others in memory.
            work.store.session.flush()
            work.store.session.expunge(made)
        return "accepted"
    changed = {key: value for key, value in row.items() if getattr(present, key) != value}
    if not changed or not work.writes:
        return "already"
    for key, value in changed.items():
        setattr(present, key, value)
    _derive(present)
    return "updated"


def _content(work: _Import, row: models.Columns) -> bytes:
    """Return the bytes of a paper; of one that was taken back before it ever came, none.

    Raises:
        DataError: They did not come with it.
    """
    if row["deleted"] or not work.writes:
        return b""
    try:
        return work.package.attachment(row["sha256"])
    except KeyError:
        part = f"attachments/{row['sha256']}"
        raise DataError("AS-5010", name=work.package.name, part=part) from None


def _derive(row: models.Base) -> None:
    if isinstance(row, models.Person):
        derive(row)


def _remember(store: Store, manifest: Manifest, package: Package) -> None:
    head = manifest.head
    store.packages.add(
        models.Package(
            id=head.id,
            direction="in",
            kind=head.kind,
            unit=head.sender.unit,
            device=head.sender.device,
            epoch=head.sender.epoch,
            number=head.number,
            from_seq=head.from_seq,
            to_seq=head.to_seq,
            digest=package.digest,
            previous_digest=head.previous,
            audit_head=head.audit_head,
            file_name=package.name,
            counts=dict(manifest.rows),
        )
    )
    store.log.note("receive", "package", head.id, {"number": head.number, "unit": head.sender.unit})


def _table_state(work: _Import, model: type[models.Base]) -> TableState:
    """Count and digest what now stands here of the package's rows: the very bytes of the table as it travelled."""
    table = content.table_of(model.__tablename__)
    sink = _Hash()
    with io.TextIOWrapper(io.BufferedWriter(sink), encoding="utf-8", newline="") as stream:
        count = tables.write_rows(table, _stored(work, model), stream)
        stream.flush()
        digest = sink.digest.hexdigest()
    return TableState(table.name, count, digest)


def _stored(work: _Import, model: type[models.Base]) -> Iterator[models.Columns]:
    names = work.store.packages.columns(model)
    rows = work.package.rows(model.__tablename__) if model.__tablename__ in work.package.tables else iter(())
    while chunk := list(itertools.islice(rows, _CHUNK)):
        present = work.store.packages.present(model, [each["id"] for each in chunk])
        for row in chunk:
            found = present.get(row["id"])
            if found is not None:
                yield {name: getattr(found, name) for name in names}
        work.store.session.expunge_all()


class _Hash(io.RawIOBase):
    """A stream of which only the digest is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        self.digest.update(content)
        return len(content)
