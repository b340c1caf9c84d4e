"""A case handed over to another commune: given, called back, ended here once the other commune has taken it.

Until its receipt comes the record stays ours as it stands: nobody writes in it, and we pay to the month that the
release names.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import __version__, clock, ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange import tables as exchange
from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.transfers import ACCEPTED, CALLED_BACK, OUT, REFUSED, WAITING
from ansinh_desktop.db.exchange.travelling import VECTOR
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.models import Person, Record, Unit
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.acts.lives import MOVE
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.lives.planning import LifeRow
from ansinh_desktop.services.lives.work import LifePreview, Lives, reason_of
from ansinh_desktop.services.office import office, office_in
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.cards import COMMUNE, card_of, case_keys_of
from ansinh_desktop.services.sync.manifest import TRANSFER, Answer, Head, Sender
from ansinh_desktop.services.sync.outgoing import aside
from ansinh_desktop.services.sync.package import Package, Route, open_package, write_package
from ansinh_desktop.services.sync.tables import Row, Rows, Step, Table, counted
from ansinh_desktop.services.transfers.release import RELEASE, Release, Sealed, outgoing, releases

STATES = {
    WAITING: "Đang chuyển, chưa có trả lời",
    CALLED_BACK: "Đã thu hồi",
    ACCEPTED: "Đã nhận",
    REFUSED: "Không nhận",
}


@dataclass(frozen=True)
class Move:
    """What is said of a move to another commune."""

    commune: str
    """The identifier of its card."""
    on: str
    """From which day the person lives there."""
    until: str = ""
    """The last month that is paid here; the month of the move where nothing is said."""


@dataclass(frozen=True)
class Transferred:
    """A case on its way, or one that arrived."""

    id: str
    direction: str
    name: str
    """Of the other commune."""
    number: int
    state: str
    state_shown: str
    told: str
    file_name: str
    at: datetime.datetime
    records: tuple[tuple[str, str, str], ...]
    """Of each record that the officer may know of: id, register, number."""


@dataclass(frozen=True)
class Replied:
    """What the other commune has answered."""

    state: str
    name: str
    told: str
    ended: LifePreview | None = None
    """What became of our records, where the other commune took them."""
    again: bool = False

    @property
    def summary(self) -> str:
        """It in one line."""
        if self.again:
            return f"{self.name}: trả lời này đã nhận trước đó, không có gì thay đổi"
        if self.state == ACCEPTED:
            count = len(self.ended.done) if self.ended else 0
            return f"{self.name} đã nhận hồ sơ: {self.told}. Đã ghi chuyển đi ở {count} hồ sơ của xã mình"
        return f"{self.name} không nhận hồ sơ: {self.told}. Hồ sơ trở lại như trước khi chuyển"


class Transfers:
    """Cases that one officer hands over to other communes."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def communes(self) -> list[Unit]:
        """Return the communes whose cards are trusted."""
        with self._vault.reading() as store:
            return list(store.devices.units(COMMUNE))

    def look(self, record_ids: Sequence[str], move: Move) -> LifePreview:
        """Return what will become of all records of the person here, once the other commune has taken the chosen ones.

        Raises:
            UserError, InvalidRecordError: They cannot be given, and why.
        """
        with self._vault.reading() as store:
            giving = _Giving(store, self._access, record_ids, move)
        return self._lives().preview(giving.person.id, MOVE, giving.said, giving.page)

    def give(
        self, record_ids: Sequence[str], move: Move, folder: Path, step: Step = lambda _: None
    ) -> Transferred:
        """Write the chosen records of one person into a folder, for another commune alone.

        Args:
            record_ids: The records.
            move: What is said of the move.
            folder: Where the package goes.
            step: Is told how many rows and papers were written; what it raises ends the work, and nothing is written.

        Raises:
            UserError, InvalidRecordError: They cannot be given, and why; nothing was written then.
        """
        _require_ending(self.look(record_ids, move), record_ids)
        with aside(folder) as part:
            with self._vault.work(f"chuyển hồ sơ cho {self._name(move.commune)}") as store:
                giving = _Giving(store, self._access, record_ids, move)
                path, made = giving.write(part, step)
                store.packages.transfers.add(made)
                facts: dict[str, object] = {"transfer": [None, made.name]}
                for each in made.records:
                    store.log.note("export", "record", each, facts)
                shown = _shown(store, self._access, made)
            path.replace(folder / path.name)
        return shown

    def call_back(self, transfer_id: str, reason: str) -> None:
        """Take a case back of which no answer came.

        Raises:
            UserError: AS-5187 it was answered already; AS-2034 no reason is given.
        """
        if not reason.strip():
            raise UserError("AS-2034")
        with self._vault.work(f"thu hồi hồ sơ đang chuyển: {reason}") as store:
            found = self._own(store, transfer_id)
            if found.state != WAITING:
                raise UserError("AS-5187", name=found.name, state=STATES[found.state].lower())
            found.state, found.told = CALLED_BACK, reason
            self._note(store, found, "thu hồi")

    def take_answer(self, path: Path) -> Replied:
        """Take in what the other commune has answered: what it took ends here as with a move; what it refused stays.

        Raises:
            UserError: It is no answer to a transfer of ours, or the officer may not write in one of the records.
        """
        with self._vault.reading() as store:
            identity = store.devices.own().identity
            trusted = case_keys_of(store)
        with open_package(
            path, [identity], lambda sender: trusted.get(f"{sender.unit}/{sender.device}"), receipt=True
        ) as package:
            return self._answered(package)

    def remember(self, path: Path) -> Transferred:
        """Learn anew of a package that we gave, from the file itself: a copy that was brought back knew nothing of it.

        Raises:
            UserError: It is no transfer of this device, or its records are not here as they were.
        """
        with self._vault.reading() as store:
            own, unit = store.devices.own(), office_in(store).unit
            communes = {card_of(each).receiver_fingerprint: each for each in store.devices.units(COMMUNE)}
        key = envelope.verify_key_of(own.sign_key)

        def ours(sender: Sender) -> str | None:
            return key if (sender.unit, sender.device) == (unit, own.id) else None

        with open_package(path, [own.identity], ours, as_sender=True) as package:
            head = package.manifest.head
            to = communes.get(package.manifest.receiver.fingerprint)
            if head.kind != TRANSFER or to is None:
                raise DataError("AS-5185", name=path.name)
            released = releases(package)
            (person,) = package.rows("person")
            made = outgoing(Sealed(head, package.digest, path.name), to, person["id"], released)
            with self._vault.work(f"nhớ lại gói chuyển hồ sơ cho {to.name}") as store:
                if store.packages.transfers.get(head.id) is None:
                    for each in store.records.some([each.record_id for each in released]).values():
                        self._access.require(each.register, "w")
                    store.packages.transfers.add(made)
                    self._note(store, made, "nhớ lại")
                return _shown(store, self._access, self._own(store, head.id))

    def all(self) -> list[Transferred]:
        """Return all cases on their way, and those that came, as far as the officer may know of them; the latest first."""
        with self._vault.reading() as store:
            found = [_shown(store, self._access, each) for each in store.packages.transfers.all()]
        return [each for each in found if each.records or each.direction != OUT]

    # ---------------------------------------------------------------- answers

    def _answered(self, package: Package) -> Replied:
        answer, sender = package.manifest.head.answer, package.manifest.head.sender
        with self._vault.reading() as store:
            found = store.packages.transfers.get(answer.package) if answer else None
            if (
                answer is None
                or found is None
                or found.direction != OUT
                or (found.digest, found.unit) != (answer.digest, sender.unit)
            ):
                raise UserError("AS-5186", name=package.name)
            undone = found.act is not None and store.acts.taken_back(found.act) is not None
            if found.state in (ACCEPTED, REFUSED) and not undone:
                return Replied(found.state, found.name, found.told, again=True)
            if answer.state != "imported" and found.state != WAITING:
                return Replied(REFUSED, found.name, answer.text, again=True)
            page = _page(store, found.records)
            said = _said(found.unit, found.name, found.on, max(found.until.values(), default=""))
        if answer.state != "imported":
            return self._put_back(answer)
        return self._end(answer, said, page)

    def _put_back(self, answer: Answer) -> Replied:
        with self._vault.work(f"xã khác không nhận hồ sơ: {answer.text}") as store:
            found = self._own(store, answer.package)
            found.state, found.told, found.answered_at = REFUSED, answer.text, clock.now()
            self._note(store, found, "không nhận")
            return Replied(REFUSED, found.name, found.told)

    def _end(self, answer: Answer, said: Answers, page: str) -> Replied:
        with self._vault.work(reason_of(MOVE, said)) as store:
            found = self._own(store, answer.package)
            for each in found.records:
                if store.packages.transfers.settled(each, but=found.id):
                    raise UserError("AS-5188", name=found.name)
            # From here on its records are written in again: to end them.
            found.state, found.told, found.answered_at = ACCEPTED, answer.text, clock.now()
            store.session.flush()
            ended = self._lives().write(store, found.person_id, MOVE, said, page)
            found.act = ended.act_id
            self._note(store, found, "đã nhận")
            return Replied(ACCEPTED, found.name, found.told, ended)

    def _own(self, store: Store, transfer_id: str) -> exchange.Transfer:
        found = store.packages.transfers.get(transfer_id)
        if found is None or found.direction != OUT:
            raise UserError("AS-5186", name=transfer_id)
        for each in store.records.some(found.records).values():
            self._access.require(each.register, "w")
        return found

    def _note(self, store: Store, transfer: exchange.Transfer, what: str) -> None:
        facts: dict[str, object] = {"transfer": [None, f"{transfer.name}: {what}"]}
        for each in transfer.records:
            store.log.note("transfer", "record", each, facts)

    def _lives(self) -> Lives:
        return Lives(self._vault, self._access, office(self._vault))

    def _name(self, unit_id: str) -> str:
        with self._vault.reading() as store:
            return _commune(store, unit_id).name


def _require_ending(found: LifePreview, record_ids: Sequence[str]) -> None:
    """Refuse to give what the move could not end here afterwards: nobody is kept, or paid, in two communes."""
    rows: dict[str, LifeRow] = {each.record_id: each for each in found.rows}
    for each in record_ids:
        row = rows.get(each)
        if row is not None and row.why_not is not None:
            raise UserError("AS-5183", number=row.number, why=row.why_not.text)


def _commune(store: Store, unit_id: str) -> Unit:
    found = store.devices.unit(unit_id)
    if found is None or found.role != COMMUNE:
        raise UserError("AS-5180")
    return found


def _page(store: Store, record_ids: Sequence[str]) -> str:
    """Return the record that is moved alone because it goes by its number; else nothing."""
    found = store.records.some(record_ids).values()
    return next((each.id for each in found if goes_by_code(each.confidentiality)), "")


def _said(unit: str, name: str, on: str, until: str) -> dict[str, Value]:
    """Return what is said of the move, as the act of moving away asks for it."""
    listed = dict(kinds.Unit().options(clock.today()))
    where: dict[str, Value] = {"unit": unit} if unit in listed else {"place": name}
    if not until:
        return {"on": on, **where}
    return {"on": on, **where, "month": following(until)}


def following(month: str) -> str:
    """Return the month after one."""
    return f"{calendar.add_months(calendar.read_month(month), 1):%Y-%m}"


def _shown(store: Store, access: Access, transfer: exchange.Transfer) -> Transferred:
    records = store.records.some(transfer.records)
    known = (records[each] for each in transfer.records if each in records)
    return Transferred(
        transfer.id,
        transfer.direction,
        transfer.name,
        transfer.number,
        transfer.state,
        STATES[transfer.state],
        transfer.told,
        transfer.file_name,
        transfer.at,
        tuple((each.id, each.register, each.number) for each in known if access.may(each.register, "r")),
    )


class _Giving:
    """Some records of one person on their way out, within a unit of work or a look."""

    def __init__(self, store: Store, access: Access, record_ids: Sequence[str], move: Move) -> None:
        self._store, self._access, self._move = store, access, move
        self._to = _commune(store, move.commune)
        found = store.records.some(record_ids)
        self._records = [found[each] for each in record_ids if each in found]
        self.person = self._require()
        self.page = _page(store, record_ids)
        self._until = self._last_month()
        self.said = _said(self._to.id.partition("/")[0], self._to.name, move.on, self._until)

    def write(self, folder: Path, step: Step) -> tuple[Path, exchange.Transfer]:
        """Write the package, and return it with what has to be remembered of it; ``step`` as in :meth:`Transfers.give`."""
        store, device = self._store, self._store.devices.own()
        own, registers = office_in(store), catalog.registers()
        seq, audit_head = store.log.last()
        codes = sorted({each.register for each in self._records})
        head = Head(
            id=ids.new_id(),
            kind=TRANSFER,
            sender=Sender(own.unit, own.name, device.id, device.epoch),
            number=seq + 1,
            schema=HEAD,
            created=clock.now(),
            app=__version__,
            registers=tuple(codes),
            rules={code: str(registers[code].version) for code in codes},
            confidential=tuple(code for code in codes if registers[code].by_code),
            audit_head=audit_head,
        )
        released = [self._release(each) for each in self._records]
        route = Route(device.sign_key, card_of(self._to), envelope.recipient_of(device.identity))
        rows = counted(self._tables(released), step)
        written = write_package(folder, head, rows, self._papers(step), route)
        sealed = Sealed(head, written.digest, written.path.name)
        return written.path, outgoing(sealed, self._to, self.person.id, released)

    def _require(self) -> Person:
        """Refuse what is not one living person's open, final and own records; of those by number only one at once."""
        store = self._store
        if len({each.person_id for each in self._records}) != 1:
            raise UserError("AS-5182")
        away = store.packages.transfers.on_their_way()
        for each in self._records:
            self._access.require(each.register, "w")
            self._access.require(each.register, "x")
            if each.unit != store.packages.own_unit():
                raise UserError("AS-2033")
            if each.id in away:
                raise UserError("AS-5181", number=each.number, name=away[each.id].name)
            closed = each.state in catalog.register(each.register).closed_in
            if each.draft or each.deleted or closed:
                raise UserError("AS-5189", number=each.number)
            if goes_by_code(each.confidentiality) and len(self._records) > 1:
                raise UserError("AS-5190", number=each.number)
        return store.people.get(self._records[0].person_id)

    def _last_month(self) -> str:
        """Return the last month that is paid here: never one before what was paid already."""
        paying = [each for each in self._records if catalog.register(each.register).paying is not None]
        if not paying:
            return ""
        until = self._move.until or self._move.on[:7]
        rows = self._store.paid_months.of_records([each.id for each in paying])
        paid = max((each.month for every in rows.values() for each in every), default="")
        if paid > until:
            show = kinds.Month().show
            raise UserError("AS-5184", paid=show(paid), until=show(until))
        return until

    def _release(self, record: Record) -> Release:
        register = catalog.register(record.register)
        return Release(
            record.id,
            record.number,
            record.register,
            register.life_cycle.state_label(record.state),
            self._move.on,
            self._until if register.paying is not None else "",
        )

    def _tables(self, released: Sequence[Release]) -> Iterator[tuple[Table, Rows]]:
        record_ids = [each.id for each in self._records]
        events = [each.id for every in self._store.records.events_of(record_ids).values() for each in every]
        papers = [each.id for one in record_ids for each in self._store.attachments.of_record(one)]
        home = self.person.household_id
        yield RELEASE, (each.row() for each in released)
        if home:
            # Only how poor the household is known to be, and since when: the others in it are not handed over.
            yield content.table_of("household"), self._rows("household", [home], head_id=None, note=None)
        yield content.table_of("person"), self._rows("person", [self.person.id])
        yield content.table_of("record"), self._rows("record", record_ids)
        yield content.table_of("event"), self._rows("event", events)
        yield content.table_of("attachment"), self._rows("attachment", papers)
        yield from content.dictionary()

    def _rows(self, name: str, row_ids: Sequence[str], **instead: object) -> Iterator[Row]:
        present = self._store.arriving.present(name, row_ids)
        contents = self._store.arriving.contents(name, row_ids)
        for row_id in sorted(row_ids):
            yield {**contents[row_id], VECTOR: vectors.read(present[row_id].vector), **instead}

    def _papers(self, step: Step) -> Iterator[bytes]:
        papers = [paper for each in self._records for paper in self._store.attachments.of_record(each.id)]
        for number, paper in enumerate(papers, start=1):
            step(number)
            yield self._store.arriving.paper(paper.id)
