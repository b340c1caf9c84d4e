"""Packages out: every row whose version the receiver has not confirmed; and what the receiver answered."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ansinh_desktop import __version__, clock, ids, paths
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange import tables as exchange
from ansinh_desktop.db.exchange.lives import begin_life
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.models import Device
from ansinh_desktop.db.months.closed_months import ClosedMonths
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import plan
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import office_in
from ansinh_desktop.services.sync import content, receipt
from ansinh_desktop.services.sync.cards import card_of, receiver_in, receiver_of, selection
from ansinh_desktop.services.sync.manifest import Answer, Head, Held, Sender
from ansinh_desktop.services.sync.package import Package, Route, Written, open_package, write_package
from ansinh_desktop.services.sync.returning import Returning, months_told
from ansinh_desktop.services.sync.tables import Rows, Step, Table, counted

_ASIDE = ".ansinh-"
MOST_PAPERS = 200 << 20
"""So many bytes of papers go with one package; what is left goes with those after it."""


@dataclass(frozen=True)
class Exported:
    """A package that was written."""

    path: Path
    number: int
    records: int
    whole: bool = False
    """Whether it holds everything, and not only what changed."""
    left: int = 0
    """How many records did not fit, for their papers are too large together: the next package takes more of them."""


@dataclass(frozen=True)
class Answered:
    """A receipt that was taken in."""

    number: int
    counts: dict[str, int]
    returned: int
    """How many rows the receiver did not take."""
    state: str = "imported"
    given_back: int = 0
    """How many records came back that had been lost here."""
    conflicts: int = 0
    """How many rows stand there and here in versions that did not know each other."""
    months: tuple[str, ...] = ()
    """Closed months of payment that came back and had been lost here."""
    other_months: tuple[str, ...] = ()
    """Those that came back and stay beside, for they are closed here with another list."""
    again: bool = False
    """Whether the receipt had been taken in before, or speaks of what is over."""

    @property
    def summary(self) -> str:
        """The receipt in one line."""
        if self.again:
            return f"Gói số {self.number}: biên nhận này đã nhận trước đó, không có gì thay đổi"
        if self.state == "fork":
            return (
                f"Gói số {self.number}: đơn vị nhận chưa nhận, vì một bản sao khác của máy này cũng đã gửi gói. "
                "Gói sau sẽ gửi lại toàn bộ hồ sơ"
            )
        parts = [f"Gói số {self.number}: đơn vị nhận đã nhận {self.counts.get('accepted', 0)} hồ sơ"]
        parts += [f"trả lại {self.returned}"] if self.returned else []
        parts += [f"đã lấy lại {self.given_back} hồ sơ mà máy này không còn"] if self.given_back else []
        parts += [months_told(self.months, self.other_months)] if self.months or self.other_months else []
        parts += [f"{self.conflicts} chỗ hai bản khác nhau, cần chọn"] if self.conflicts else []
        parts += ["đơn vị nhận đề nghị gửi lại toàn bộ ở gói sau"] if self.state == "full_wanted" else []
        return ", ".join(parts)


@dataclass(frozen=True)
class ReceiptLook:
    """What a receipt says, before it is taken in."""

    sender: str
    number: int
    """Of the package that it answers."""
    accepted: int
    returned: int
    """How many records the receiver did not take."""
    given_back: int
    """How many records would come back that are missing here, or only older."""
    state: str = "imported"
    again: bool = False
    """Whether it was taken in before, or speaks of what is over: it would change nothing."""
    months: int = 0
    """How many closed months of payment would come that are not here."""


@dataclass(frozen=True)
class Waiting:
    """What would go into a package made now."""

    records: int
    drafts: int
    receiver: str
    """The name of the receiving unit; empty while its card is missing."""
    digits: str = ""
    """The fingerprint of its card."""
    by_register: dict[str, int] = field(default_factory=dict)
    """How many records of each register."""
    whole: bool = False
    """Whether it would hold everything: the receiver is new, or asked for it, or the data were brought back."""
    other: bool = False
    """Whether something else waits though no record does: a household, a relation, a hamlet, a removal."""

    @property
    def anything(self) -> bool:
        """Whether a package can be made."""
        return self.records > 0 or self.other


class Outgoing:
    """The commune's side of the exchange."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def waiting(self) -> Waiting:
        """Return what would go into a package made now."""
        registers = self._registers()
        with self._vault.reading() as store:
            receiver, wanted = receiver_in(store), selection(store, registers)
            waiting = store.ledger.waiting(wanted)
            records = sum(waiting.values())
            return Waiting(
                records,
                store.records.draft_count(),
                receiver.name if receiver else "",
                receiver.fingerprint if receiver else "",
                waiting,
                wanted.whole,
                other=not records and receiver is not None and store.ledger.anything_waits(wanted),
            )

    def export(self, folder: Path, step: Step = lambda _: None) -> Exported:
        """Write the next package into a folder.

        Args:
            folder: Where.
            step: Is told how many rows were written; what it raises ends the work, and nothing is written.

        Raises:
            UserError: No right, no receiver, nothing new, or the folder cannot be written.
        """
        registers = self._registers()
        # The package gets its place only once it is remembered: one that nobody here knows of must not travel.
        with aside(folder) as part:
            with self._vault.work("xuất gói") as store:
                ClosedMonths(store.session).keep_all()
                made = _Made(store, registers)
                written = made.write(part, step)
            path = written.path.replace(paths.free(folder / written.path.name))
        number = written.manifest.head.number
        return Exported(path, number, made.records, made.selection.whole, made.left)

    def look_at_receipt(self, path: Path) -> ReceiptLook:
        """Return what a receipt would do; nothing is written.

        Raises:
            UserError: As :meth:`take_receipt`.
        """
        with self._opened(path) as package, self._vault.reading() as store:
            return _taking(store, package, path.name).look()

    def take_receipt(self, path: Path, step: Step = lambda _: None) -> Answered:
        """Take in the receiver's answer to a package, and what it gives back.

        Args:
            path: The receipt.
            step: Is told how many rows were read; what it raises ends the work, and nothing is changed.

        Raises:
            UserError: No right, or it is no receipt for us, or for no package of ours.
        """
        with self._opened(path) as package, self._vault.work("nhận biên nhận") as store:
            package.step = step
            return _taking(store, package, path.name).take()

    @contextlib.contextmanager
    def _opened(self, path: Path) -> Iterator[Package]:
        self._registers()
        with self._vault.reading() as store:
            identity = store.devices.own().identity
            trusted = {each.id: each.verify_key for each in store.devices.units("receiver")}
        with open_package(
            path, [identity], lambda sender: trusted.get(f"{sender.unit}/{sender.device}"), receipt=True
        ) as package:
            yield package

    def packages(self) -> list[tuple[exchange.Package, exchange.Receipt | None]]:
        """Return the packages we made, the latest first, each with its last receipt."""
        self._registers()
        with self._vault.reading() as store:
            return [(each, store.packages.receipt_of(each.id)) for each in store.packages.all("out")]

    def _registers(self) -> tuple[str, ...]:
        """Return the registers that the officer may send.

        Raises:
            UserError: There is none.
        """
        found = tuple(code for code in catalog.registers() if self._access.may(code, "x"))
        if not found:
            self._access.require_all("x")
        return found


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """Give a place beside where a file is to lie; what a killed program left of one goes.

    Raises:
        UserError: AS-5019 the folder cannot be written.
    """
    try:
        for left in folder.glob(f"{_ASIDE}*"):
            shutil.rmtree(left, ignore_errors=True)
        part = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
        try:
            yield part
        finally:
            for _again in range(2):  # a stick that hesitates once is not one that refuses
                with contextlib.suppress(OSError):
                    shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise UserError("AS-5019", name=folder.name) from error


class _Made:
    """The next package for the receiver of now, within the unit of work that makes it."""

    def __init__(self, store: Store, registers: tuple[str, ...]) -> None:
        self._store = store
        self._receiver = receiver_of(store)
        self._device: Device = store.devices.own()
        self.selection = selection(store, registers)
        self._id = ids.new_id()
        self.records = self.left = 0
        self._is_part = False

    def write(self, folder: Path, step: Step) -> Written:
        """Write it into a folder, and remember it.

        Raises:
            UserError: AS-5103 there is nothing to send.
        """
        store = self._store
        shipped = store.ledger.ship(self.selection, self._id)
        if not shipped and not (self.selection.whole and store.packages.sent_to(self._receiver.id)):
            raise UserError("AS-5103")
        self._is_part, self.left = store.ledger.cut(self.selection, self._id, MOST_PAPERS)
        self.records = store.ledger.records_in(self._id)
        head = self._head()
        # The package's own recipient lets us open it long after it was sent.
        own = envelope.recipient_of(self._device.identity)
        route = Route(self._device.sign_key, card_of(self._receiver), own)
        papers = store.ledger.papers(self._id)
        written = write_package(folder, head, counted(self._tables(), step), papers, route)
        self._remember(head, written)
        return written

    def _head(self) -> Head:
        store, device = self._store, self._device
        own = office_in(store)
        before = store.packages.sent_to(self._receiver.id)
        counterpart = store.ledger.counterpart(self._receiver.id)
        since = _after(before, counterpart.confirmed)
        series = [each.id for each in since] if self._is_part else []
        held = store.ledger.expected(self.selection, self._id, series)
        registers = catalog.registers()
        _, audit_head = store.log.last()
        return Head(
            id=self._id,
            kind="whole" if self.selection.whole else "update",
            sender=Sender(own.unit, own.name, device.id, device.epoch),
            number=before[-1].number + 1 if before else 1,
            schema=HEAD,
            created=clock.now(),
            app=__version__,
            ancestors=tuple(each.digest for each in since),
            confirmed=counterpart.confirmed,
            heard=counterpart.life,
            registers=self.selection.registers,
            held={part: Held(each.rows, each.digest) for part, each in held.items()},
            rules={code: str(each.version) for code, each in registers.items()},
            confidential=tuple(code for code in self.selection.registers if registers[code].by_code),
            audit_head=audit_head,
        )

    def _tables(self) -> Iterator[tuple[Table, Rows]]:
        for name in MODELS:
            yield content.table_of(name), self._store.ledger.outgoing(name, self._id)
        if self.selection.whole:
            kept = self._store.ledger.kept_back(self._id, self.selection.unit)
            yield receipt.KNOWN, ({"table": name, "id": row_id} for name, row_id in kept)
        yield from content.dictionary()

    def _remember(self, head: Head, written: Written) -> None:
        to_seq, _ = self._store.log.last()
        self._store.packages.add(
            exchange.Package(
                id=head.id,
                direction="out",
                kind=head.kind,
                unit=head.sender.unit,
                device=head.sender.device,
                epoch=head.sender.epoch,
                receiver=self._receiver.id,
                number=head.number,
                digest=written.digest,
                ancestors=list(head.ancestors),
                confirmed=head.confirmed,
                audit_head=head.audit_head,
                to_seq=to_seq,
                file_name=written.path.name,
                counts={"record": self.records},
            )
        )
        facts: dict[str, object] = {"number": head.number, "records": self.records}
        self._store.log.note("export", "package", head.id, facts)


def _after(packages: Sequence[exchange.Package], digest: str) -> Sequence[exchange.Package]:
    """Return the packages after the one of a digest; all of them where none has it."""
    places = [place for place, each in enumerate(packages) if each.digest == digest]
    return packages[places[-1] + 1 if places else 0 :]


def _taking(store: Store, package: Package, name: str) -> "_Taking":
    answer = package.manifest.head.answer
    sent = store.packages.get(answer.package) if answer else None
    if answer is None or sent is None or sent.direction != "out" or sent.digest != answer.digest:
        raise UserError("AS-5104", name=name)
    return _Taking(store, package, answer, sent)


class _Taking:
    """One receipt, within the unit of work that takes it in."""

    def __init__(self, store: Store, package: Package, answer: Answer, sent: exchange.Package) -> None:
        self._store = store
        self._package = package
        self._answer = answer
        self._sent = sent
        self._counterpart = store.ledger.counterpart(sent.receiver)

    def look(self) -> ReceiptLook:
        """Return what :meth:`take` would do."""
        head, counts = self._package.manifest.head, self._answer.counts
        again = self._says_nothing()
        returning = Returning(self._store, self._package, self._sent.receiver)
        nothing = again or self._answer.state == "fork"
        back, months = (0, 0) if nothing else (returning.count_records(), returning.count_months())
        return ReceiptLook(
            head.sender.name,
            self._sent.number,
            counts.get("accepted", 0),
            counts.get("rejected", 0),
            back,
            self._answer.state,
            again,
            months,
        )

    def take(self) -> Answered:
        """Let the ledger know what the receiver holds, and take back what it gives."""
        store, answer, sent, life = (
            self._store,
            self._answer,
            self._sent,
            self._package.manifest.head.sender.epoch,
        )
        if self._says_nothing():
            return Answered(sent.number, dict(answer.counts), 0, again=True)
        self._meet(life)
        if answer.state == "fork":
            return self._fork()
        outcomes = list(receipt.outcomes(self._package))
        returned = [each for each in outcomes if each.result == "rejected"]
        store.ledger.confirm(sent, [(each.table, each.id) for each in outcomes])
        returning = Returning(store, self._package, sent.receiver)
        back = returning.take()
        self._keep_outcomes(outcomes)
        self._keep_beside()
        self._advance()
        told = [{key: str(value) for key, value in each.row().items()} for each in outcomes]
        self._remember(told)
        return Answered(
            sent.number,
            dict(answer.counts),
            len(returned),
            answer.state,
            back.records,
            back.conflicts,
            tuple(back.months),
            tuple(back.other_months),
        )

    def _says_nothing(self) -> bool:
        """Whether it was taken in before, or is of a life that is over, theirs or ours."""
        life = self._package.manifest.head.sender.epoch
        return life in self._counterpart.lives or not self._is_of_this_life() or self._is_known()

    def _is_of_this_life(self) -> bool:
        own_life = self._store.devices.own().epoch
        return self._sent.epoch == own_life and self._store.ledger.carries(self._sent.id)

    def _is_known(self) -> bool:
        last = self._store.packages.receipt_of(self._sent.id)
        return last is not None and last.number >= self._answer.receipt

    def _meet(self, life: str) -> None:
        """Note of which life of the receiver this speaks: another one has forgotten what it confirmed."""
        counterpart = self._counterpart
        if counterpart.life and counterpart.life != life:
            self._store.ledger.forget(self._sent.receiver)
            counterpart.whole, counterpart.confirmed = True, ""
        counterpart.life = life
        over = {*counterpart.lives, *self._answer.lives} - {life}
        counterpart.lives = sorted(over)
        self._store.ledger.keep(counterpart)

    def _fork(self) -> Answered:
        """Begin a new life: another folder lives the old one too, and was promised what this one was not."""
        self._remember([])
        begin_life(self._store)
        facts: dict[str, object] = {"backup": "", "package": self._sent.number}
        self._store.log.note("restore", "device", self._store.chain.device, facts)
        return Answered(self._sent.number, {}, 0, self._answer.state)

    def _keep_outcomes(self, outcomes: list[receipt.Outcome]) -> None:
        for each in outcomes:
            shipped = self._store.ledger.shipped(self._sent.id, each.table, each.id)
            if shipped is None or each.result == "superseded":
                continue
            told = each.text or "hai bản khác nhau, cần chọn một"
            self._store.ledger.give_back(
                self._sent, (each.table, each.id), shipped[0], (each.result, each.code, told, each.todo)
            )

    def _keep_beside(self) -> None:
        """Keep what was told beside the outcomes, unless a later package has been answered already."""
        sent, packages = self._sent, self._store.packages
        later = [each for each in packages.sent_to(sent.receiver) if each.number > sent.number]
        if not any(packages.receipt_of(each.id) for each in later):
            self._store.packages.alike.told(sent.receiver, receipt.alike(self._package))
            self._store.set_setting(plan.TARGETS, dict(receipt.assigned(self._package)))

    def _advance(self) -> None:
        """Note which package was confirmed last, and whether the next one has to hold everything."""
        counterpart, sent, store = self._counterpart, self._sent, self._store
        packages = store.packages.sent_to(sent.receiver)
        numbers = {each.digest: each.number for each in packages}
        if sent.number > numbers.get(counterpart.confirmed, 0):
            counterpart.confirmed = sent.digest
        if sent.kind == "whole":
            counterpart.whole = False
        if self._answer.state == "full_wanted":
            store.ledger.forget(sent.receiver)
            counterpart.whole = True
        store.ledger.keep(counterpart)

    def _remember(self, told: list[dict[str, str]]) -> None:
        head = self._package.manifest.head
        self._store.packages.add_receipt(
            exchange.Receipt(
                id=head.id,
                package_id=self._sent.id,
                number=self._answer.receipt,
                state=self._answer.state,
                counts=dict(self._answer.counts),
                returned=told,
            )
        )
        self._store.log.note("receipt", "package", self._sent.id, {"number": self._sent.number})
