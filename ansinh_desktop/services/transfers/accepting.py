"""A case that another commune hands over to ours: looked at first, then taken as a record of our own, or refused.

What is taken gets identifiers that follow from the other commune's, so that nobody takes the same twice; nothing of the
other commune's is written. It comes as a draft: an officer has to look at it, and where money is paid every month it
is decided here anew, from the month after the last one that the other commune pays.
"""

import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import __version__, clock, ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db import history
from ansinh_desktop.db.exchange.succession import all_in
from ansinh_desktop.db.exchange.succession import following as following_of
from ansinh_desktop.db.exchange.tables import Transfer
from ansinh_desktop.db.exchange.transfers import ACCEPTED, IN, REFUSED
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.models import Attachment, Columns, Event, Person
from ansinh_desktop.db.people import derived
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import write_whole
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import wording
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.known import known_people
from ansinh_desktop.services.office import office_in
from ansinh_desktop.services.sync.cards import card_of, case_keys_of
from ansinh_desktop.services.sync.manifest import LONGEST_TEXT, RECEIPT, TRANSFER, Answer, Head, Sender
from ansinh_desktop.services.sync.package import Package, Route, open_package, write_package
from ansinh_desktop.services.sync.tables import Step
from ansinh_desktop.services.transfers.giving import following
from ansinh_desktop.services.transfers.offered import STATE, Offered, OfferedCase
from ansinh_desktop.services.transfers.release import Release

_SPACE = uuid.UUID("6f0d6b1e-3c0f-5d55-9d5d-0f7d0b2b7c11")
_OF_ELSEWHERE = ("hamlet", "address", "moved_on", "moved_to")
"""What is known of a person at the place that they leave: here it is asked anew."""


@dataclass(frozen=True)
class Arrived:
    """What became of an offered case, and the receipt that goes back."""

    state: str
    sender: str
    records: tuple[str, ...]
    receipt: Path
    told: str
    again: bool = False


class Arrivals:
    """Cases of other communes, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def look(self, path: Path) -> Offered:
        """Return what a package offers; nothing changes.

        Raises:
            UserError: It is no transfer to us, cannot be taken, or the officer may not see one of its registers.
        """
        with self._open(path) as package, self._vault.reading() as store:
            case = OfferedCase(self._access, package)
            found = store.packages.transfers.get(package.manifest.head.id)
            alike = store.people.alike(case.person, sight=self._access.sight())
            known = known_people(store, self._access, alike)
            return case.offered(tuple(known), found.state if found else "")

    def accept(self, path: Path, receipts: Path, person_id: str = "", step: Step = lambda _: None) -> Arrived:
        """Take a case over, and write the receipt; taking it again changes nothing.

        Args:
            path: The package.
            receipts: The folder for the receipt.
            person_id: Who of the people already recorded it is; empty for somebody new.
            step: Is told how many papers were taken; what it raises ends the work, and nothing is changed.

        Raises:
            UserError: It cannot be taken; AS-5152 somebody of the same number is recorded and was not chosen;
                AS-5153 it was refused before; AS-5154 it was taken before and removed since.
        """
        with self._open(path) as package:
            head = package.manifest.head
            known = self._kept(head.id)
            if known is not None:
                if known.state != ACCEPTED:
                    raise UserError("AS-5153", name=path.name)
                return self._handed_out(known, receipts, again=True)
            with self._vault.work(f"nhận hồ sơ chuyển đến từ {head.sender.name}") as store:
                taking = _Taking(store, self._access, OfferedCase(self._access, package), step)
                record_ids, told = taking.take(person_id)
                made = taking.answered(ACCEPTED, told, record_ids)
                store.packages.transfers.add(made)
        return self._handed_out(made, receipts)

    def refuse(self, path: Path, receipts: Path, reason: str) -> Arrived:
        """Say no to a case with a reason, and write the receipt.

        Raises:
            UserError: AS-2034 no reason is given; AS-5155 it was taken before; the officer may not write in a register.
        """
        if not reason.strip():
            raise UserError("AS-2034")
        with self._open(path) as package:
            head = package.manifest.head
            known = self._kept(head.id)
            if known is not None:
                if known.state != REFUSED:
                    raise UserError("AS-5155", name=path.name)
                return self._handed_out(known, receipts, again=True)
            with self._vault.work(f"không nhận hồ sơ từ {head.sender.name}: {reason}") as store:
                case = OfferedCase(self._access, package)
                made = _Taking(store, self._access, case).answered(REFUSED, reason.strip(), ())
                store.packages.transfers.add(made)
                store.log.note("refuse", TRANSFER, head.id, {"unit": head.sender.unit})
        return self._handed_out(made, receipts)

    def _open(self, path: Path) -> Package:
        with self._vault.reading() as store:
            identity = store.devices.own().identity
            trusted, followed = case_keys_of(store), all_in(store.session)
        package = open_package(path, [identity], lambda sender: trusted.get(f"{sender.unit}/{sender.device}"))
        if package.manifest.head.kind != TRANSFER:
            package.close()
            raise DataError("AS-5185", name=path.name)
        package.follow(following_of(followed, package.manifest.head.sender.unit))
        return package

    def _kept(self, transfer_id: str) -> Transfer | None:
        with self._vault.reading() as store:
            found = store.packages.transfers.get(transfer_id)
            if found is not None:
                _ = found.answer  # read while the data are open
            return found

    def _handed_out(self, transfer: Transfer, folder: Path, *, again: bool = False) -> Arrived:
        name = transfer.answer_name or ""
        path = folder / name
        try:
            write_whole(path, transfer.answer or b"")
        except OSError as error:
            raise UserError("AS-5019", name=name) from error
        return Arrived(
            transfer.state, transfer.name, tuple(transfer.records), path, transfer.told, again=again
        )


class _Taking:
    """One case that is answered, within a unit of work."""

    def __init__(self, store: Store, access: Access, case: OfferedCase, step: Step = lambda _: None) -> None:
        self._store, self._access, self._step = store, access, step
        self._papers_taken = 0
        # To say no is as much an answer of the commune as to say yes.
        for each in case.parts.records:
            access.require(each["register"], "w")
        self._case, self._package = case, case.package
        self._sender, self._parts = case.sender, case.parts
        self._unit = office_in(store).unit

    def take(self, person_id: str) -> tuple[list[str], str]:
        """Write the case as one of ours, and return its records and what the other commune is told."""
        store = self._store
        taken = [self._id(each["id"]) for each in self._parts.records]
        if store.records.some(taken):
            raise UserError("AS-5154", name=self._package.name)
        whom = self._whom(person_id)
        numbers = [self._record(each, whom) for each in self._parts.records]
        for record_id in taken:
            store.log.note("transfer", "record", record_id, {"transfer": [None, self._sender.name]})
        return taken, f"số hồ sơ mới {', '.join(numbers)}"

    def _whom(self, person_id: str) -> str:
        """Return the person of the new records: who is recorded already, or somebody new."""
        store = self._store
        numbers = {self._case.person[key] for key in ("personal_id", "old_id") if self._case.person.get(key)}
        alike = [each.person for each in store.people.alike(self._case.person)]
        same = [each for each in alike if numbers & {each.personal_id, each.old_id}]
        if person_id:
            person = store.people.get(person_id)
            store.require_own(person)
            if all(each.id != person_id for each in alike):
                raise UserError("AS-5152", who=self._case.person["full_name"])
            return person_id
        if same:
            raise UserError("AS-5152", who=self._case.person["full_name"])
        return self._came_before() or self._somebody_new()

    def _came_before(self) -> str:
        """Return who came with another case before, or who stands for them since they were joined; empty for nobody."""
        whom = self._store.joining.leading(self._id(self._parts.person["id"]))
        found = self._store.people.some([whom]).get(whom)
        return whom if found is not None and found.unit == self._unit and not found.deleted else ""

    def _somebody_new(self) -> str:
        known = {key: value for key, value in self._case.person.items() if key not in _OF_ELSEWHERE}
        row = {key: known.get(key) for key in PERSON_FIELDS}
        old = self._parts.person["id"]
        new = self._id(old)
        if self._store.people.some([new]):
            # Who came before was removed, or went on to another commune: whoever comes now is not that row.
            new = self._id(f"{old} {self._parts.records[0]['id']}")
        history.insert_rows(
            self._store.session, Person, [row | {"id": new, "unit": self._unit} | derived(known)]
        )
        return new

    def _record(self, row: Columns, person_id: str) -> str:
        """Write one record as a draft of ours, with what happened in it and its papers, and return its number."""
        store, register = self._store, catalog.register(row["register"])
        release, today = self._case.released[row["id"]], clock.today().isoformat()
        said = {"on": today, "place": self._sender.name}
        if release.paid_until:
            said["month"] = following(release.paid_until)
        known = {key: value for key, value in row["answers"].items() if key in register.fields}
        answers = register.coming.of(known, said)
        first = register.life_cycle.workflow(answers).initial
        state = register.coming.state or first
        made = RecordContent(answers, draft=True, opened_on=today, state=state, id=self._id(row["id"]))
        record_id = store.records.add(register, person_id, self._unit, made)
        store.records.add_event(
            record_id,
            STATE,
            today,
            answers={"from": first, "to": state},
            note=self._origin(row, release),
            author=self._access.officer,
        )
        self._events(register, row["id"], record_id)
        self._papers(row["id"], record_id)
        return store.records.get(record_id).number

    def _events(self, register: Register, old: str, record_id: str) -> None:
        rows = [
            {
                **{key: each[key] for key in ("kind", "happened_on", "answers", "note")},
                "id": self._id(each["id"]),
                "record_id": record_id,
                "amount": None,
                "author": None,
                "deleted": False,
            }
            for each in self._parts.events.get(old, ())
            if _goes_along(register, each)
        ]
        if rows:
            history.insert_rows(self._store.session, Event, rows)

    def _papers(self, old: str, record_id: str) -> None:
        for each in self._parts.papers.get(old, ()):  # megabytes each: never two at once
            self._papers_taken += 1
            self._step(self._papers_taken)
            row = {
                **{key: each[key] for key in ("sha256", "name", "media_type")},
                "id": self._id(each["id"]),
                "record_id": record_id,
                "content": self._package.attachment(each["sha256"]),
                "deleted": False,
            }
            history.insert_rows(self._store.session, Attachment, [row])

    def _origin(self, row: Columns, release: Release) -> str:
        """Return whence a record comes, for the first line of its history here."""
        show = kinds.Date().show
        parts = [
            f"Chuyển đến từ {self._sender.name} ({self._sender.unit}), số hồ sơ ở đó {release.number}, "
            f"tình trạng “{release.state}”, chuyển đi từ ngày {show(release.moved_on)}"
        ]
        if release.paid_until:
            parts.append(f"nơi cũ chi trả đến hết tháng {kinds.Month().show(release.paid_until)}")
        given = [each["amount"] for each in self._parts.events.get(row["id"], ()) if each["amount"]]
        if given:
            parts.append(f"đã được hỗ trợ ở đó {len(given)} lần, {wording.money(sum(given))} đồng")
        poverty = self._case.poverty
        return "; ".join([*parts, *([f"hộ: {poverty}"] if poverty else [])])[:_LONGEST_NOTE]

    def _id(self, old: str) -> str:
        """Return the identifier of what is made of a row of the other commune: always the same."""
        return str(uuid.uuid5(_SPACE, f"{self._unit} {old}"))

    # ---------------------------------------------------------------- the receipt

    def answered(self, state: str, told: str, record_ids: Sequence[str]) -> Transfer:
        """Return what has to be kept of the answer, with its sealed receipt."""
        head = self._package.manifest.head
        name, sealed = self._receipt(state, told)
        first = next(iter(self._case.released.values()))
        return Transfer(
            id=head.id,
            direction=IN,
            unit=self._sender.unit,
            device=self._sender.device,
            name=self._sender.name,
            person_id="",
            records=list(record_ids),
            until={},
            on=first.moved_on,
            number=head.number,
            digest=self._package.digest,
            state=state,
            told=told,
            file_name=self._package.name,
            answer_name=name,
            answer=sealed,
            at=clock.now(),
            answered_at=clock.now(),
        )

    def _receipt(self, state: str, told: str) -> tuple[str, bytes]:
        head, store = self._package.manifest.head, self._store
        own, device = office_in(store), store.devices.own()
        count = len(self._parts.records)
        answer = Answer(
            package=head.id,
            digest=self._package.digest,
            unit=self._sender.unit,
            device=self._sender.device,
            epoch=self._sender.epoch,
            number=head.number,
            receipt=1,
            state="imported" if state == ACCEPTED else "refused",
            counts={"accepted" if state == ACCEPTED else "rejected": count},
            text=told[:LONGEST_TEXT],
        )
        answering = Head(
            id=ids.new_id(),
            kind=RECEIPT,
            sender=Sender(own.unit, own.name, device.id, device.epoch),
            number=head.number,
            schema=HEAD,
            created=clock.now(),
            app=__version__,
            registers=head.registers,
            answer=answer,
        )
        to = store.devices.known_unit(self._sender.unit, self._sender.device)
        route = Route(device.sign_key, card_of(to), envelope.recipient_of(device.identity))
        # Sealed as it is, it may lie for a moment where temporary files do.
        with tempfile.TemporaryDirectory() as folder:
            written = write_package(Path(folder), answering, (), (), route)
            return written.path.name, written.path.read_bytes()


_LONGEST_NOTE = 4000


def _goes_along(register: Register, event: Columns) -> bool:
    """Whether an event is taken over: a step was one there, a decision and money are the other commune's."""
    kind = register.event_kinds.get(event["kind"])
    return (
        kind is not None
        and not kind.automatic
        and not event["amount"]
        and event["kind"] not in register.coming.forgets_events
    )
