"""Packages in: verified, taken in as one transaction, answered with a signed receipt that is kept."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ansinh_desktop import __version__, clock, ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange import tables as exchange
from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.travelling import MODELS, VECTOR
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.models import Columns
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import free, write_whole
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.safety.garbage import collector_at_rest
from ansinh_desktop.services.sync import content, receipt
from ansinh_desktop.services.sync.cards import card_of
from ansinh_desktop.services.sync.destination import Beside, Destination, Receiving, Rows, VaultDestination
from ansinh_desktop.services.sync.loading import LEANS, Loaded, Loading, chunked
from ansinh_desktop.services.sync.manifest import RECEIPT, Answer, Head, Held, Sender
from ansinh_desktop.services.sync.package import Package, Route, file_name, open_package, write_package
from ansinh_desktop.services.sync.tables import Row, Step, Table

_TAKEN_IN, _FORK, _FULL_WANTED = "imported", "fork", "full_wanted"


@dataclass(frozen=True)
class Taken:
    """What became of a package."""

    state: str
    sender: str
    number: int
    results: dict[str, int]
    """How many records were accepted, superseded, concurrent, rejected."""
    receipt: Path
    new: int = 0
    """How many of the accepted records were not here before."""
    refused: int = 0
    """How many other rows were not taken."""
    given_back: int = 0
    """How many records went back with the receipt, for the sender has lost them."""
    missing: tuple[int, ...] = ()
    """The numbers before it that did not come."""
    again: bool = False
    """Whether it had come before, and the receipt is the one of then."""
    doubled: dict[str, str] = field(default_factory=dict)
    """Records that came, by number, whose person is paid by another record as well, with its number."""

    @property
    def summary(self) -> str:
        """The outcome in one line."""
        package = f"gói số {self.number} của {self.sender}"
        if self.again:
            return f"{package} đã nhận trước đó"
        if self.state == _FORK:
            return (
                f"không nhận {package}: hai bản sao của cùng một máy đều gửi gói; "
                "biên nhận báo cho xã, gói sau sẽ gửi lại toàn bộ"
            )
        accepted = self.results.get("accepted", 0)
        counts = {
            "{} mới": self.new,
            "{} cập nhật": accepted - self.new,
            "{} cũ hơn bản đang giữ": self.results.get("superseded", 0),
            "{} hai bản khác nhau": self.results.get("concurrent", 0),
            "{} trả lại": self.results.get("rejected", 0),
            "không nhận {} dòng khác": self.refused,
            "gửi lại cho xã {} hồ sơ xã không còn": self.given_back,
        }
        parts = [words.format(count) for words, count in counts.items() if count]
        parts += [self._of_missing()] if self.missing else []
        parts += ["đề nghị xã gửi lại toàn bộ ở gói sau"] if self.state == _FULL_WANTED else []
        twice = "; ".join(f"{one} và {other}" for one, other in self.doubled.items())
        told = f"; có người đang hưởng ở hai hồ sơ: {twice}" if twice else ""
        return f"đã nhận {package}: {', '.join(parts) or 'không có hồ sơ'}{told}"

    def _of_missing(self) -> str:
        numbers = ", ".join(f"{each:06}" for each in self.missing[:_NAMED])
        return f"chưa thấy gói {numbers}, hồ sơ của gói đó đã có trong gói này"


_NAMED = 10


@dataclass(frozen=True)
class Accepted:
    """A package that was taken in and answered, with what its file and its receipt are to be kept under."""

    taken: Taken
    unit: str
    package: str
    """Its id."""
    file_name: str
    """How packages like it are called, whatever its own file was called."""
    came: int
    """As which of its unit it came."""
    answer: int
    """The number of the receipt, of those for this package."""
    life: str
    """Ours, in which the receipt was given."""


class Incoming:
    """The receiving unit's side of the exchange."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def receive(self, path: Path, receipts: Path, step: Step = lambda _: None) -> Taken:
        """Take a package in, and write its receipt into a folder; taking it in again changes nothing.

        Args:
            path: The package.
            receipts: Where its receipt goes.
            step: Is told how many rows were taken in so far; what it raises ends the work, and nothing is changed.

        Raises:
            UserError: No right, or the package is refused as a whole, in one sentence; nothing was changed.
        """
        return self.take(path, receipts, step).taken

    def take(self, path: Path, receipts: Path, step: Step = lambda _: None) -> Accepted:
        """Do the same, and say under what the file and its receipt are to be kept.

        Raises:
            UserError: No right, or the package is refused as a whole, in one sentence; nothing was changed.
        """
        self._access.require_all("w")
        with self._vault.reading() as store:
            receiving = Receiving.of(store)
        with open_for(receiving, path) as package:
            head = package.manifest.head
            if receiving.has_forgotten(head.heard):
                # Older data were laid in the place of those that answered: what they confirmed is not known here.
                self._vault.begin_again("chép tay")
                with self._vault.reading() as store:
                    receiving = Receiving.of(store)
            with self._vault.reading() as store:
                kept = kept_answers(store.packages.answers(head.id, receiving.epoch))
            reason = f"nhận gói {head.number} của {head.sender.name}"

            @contextlib.contextmanager
            def work() -> Iterator[Destination]:
                with self._vault.work(reason, taking_in=head.sender.unit) as store:
                    yield VaultDestination(store)

            given = answered(package, receiving, kept, work, step)
        taken = given.handed_out(receipts)
        with self._vault.reading() as store:
            came = store.packages.came(head.sender.unit, head.id)
        return Accepted(
            taken, head.sender.unit, head.id, file_name(head), came, given.number, receiving.epoch
        )

    def received(self) -> list[exchange.Package]:
        """Return the packages taken in, the latest first."""
        self._access.require_all("w")
        with self._vault.reading() as store:
            return list(store.packages.all("in"))


_KINDS = ("update", "whole")


@dataclass(frozen=True)
class Given:
    """A receipt as it is given: what is to be told of it, its name, its sealed bytes."""

    number: int
    file_name: str
    content: bytes
    outcome: Columns

    def handed_out(self, folder: Path) -> Taken:
        """Write the receipt into a folder.

        Raises:
            UserError: AS-5019 the folder cannot be written.
        """
        path = folder / self.file_name
        try:
            if path.exists() and path.read_bytes() != self.content:
                # Of another life of the commune, or of ours: it may not have been taken in yet.
                path = free(path)
            write_whole(path, self.content)
        except OSError as error:
            raise UserError("AS-5019", name=self.file_name) from error
        return self.told(path)

    def told(self, receipt: Path) -> Taken:
        """Return what became of the package, with where its receipt lies."""
        known = {key: value for key, value in self.outcome.items() if key not in ("rejected", "missing")}
        return Taken(**known, missing=tuple(self.outcome["missing"]), receipt=receipt)


def open_for(receiving: Receiving, path: Path) -> Package:
    """Open a package that a unit sent to us.

    Raises:
        DataError: It is refused as a whole.
    """
    senders = receiving.senders

    def key_of(sender: Sender) -> str | None:
        known = senders.get(f"{sender.unit}/{sender.device}")
        return known.verify_key if known else None

    package = open_package(path, [receiving.identity], key_of)
    if package.manifest.head.kind not in _KINDS:
        package.close()
        raise DataError("AS-5131", name=path.name)
    package.follow(receiving.now(package.manifest.head.sender.unit))
    return package


def kept_answers(answers: Sequence[exchange.Answer]) -> list[Given]:
    """Return the receipts that were given for a package, the first first."""
    return [Given(each.number, each.file_name, each.content, each.outcome) for each in answers]


def answered(
    package: Package,
    receiving: Receiving,
    kept: Sequence[Given],
    work: Callable[[], AbstractContextManager[Destination]],
    step: Step = lambda _: None,
) -> Given:
    """Take a package in and answer it; one that came before gets its answer of then, unless more can be taken now.

    Args:
        package: What came.
        receiving: Who receives.
        kept: The receipts that were given for it in this life, the first first.
        work: Begins the transaction in which it is taken in.
        step: Is told how far it is; what it raises ends the work.
    """
    again = replace(kept[-1], outcome={**kept[-1].outcome, "again": True}) if kept else None
    if again is not None and not again.outcome["rejected"]:
        return again
    try:
        # The rows of a whole commune are in memory for a moment: nothing of them is a ring.
        with collector_at_rest(), work() as destination:
            arrival = _Arrival(destination, package, receiving, step)
            return arrival.take() if again is None else arrival.take_rest(again)
    except _NothingNewError:
        if again is None:
            raise
        return again


class _NothingNewError(Exception):
    """Of what was rejected before, nothing can be taken now either."""


class _Arrival:
    """One package, within the unit of work that takes it in."""

    def __init__(self, destination: Destination, package: Package, receiving: Receiving, step: Step) -> None:
        self._into = destination
        self._rows = destination.rows
        self._package = package
        self._head = package.manifest.head
        self._own = receiving
        self._step = step
        self._held_now: dict[str, Held] = {}
        """What stands here when all is taken in, once it was reckoned."""

    def take(self) -> Given:
        """Take it in, and return the receipt."""
        head = self._head
        sender = head.sender
        # One that an earlier life of ours took in is looked at anew: what it wrote may be gone.
        came = self._into.received_from(sender.unit, sender.device, sender.epoch)
        before = [each for each in came if each.id != head.id]
        late = any(self._package.digest in each.ancestors for each in before)
        forked = self._is_fork(before, late=late)
        self._remember(late=late, forked=forked)
        if forked:
            self._note()
            return self._answer(1, _FORK, Loaded(), (), {})
        lost = self._standing() if head.kind == "whole" else set()
        loaded = self._loading(lost).load()
        lost.difference_update(receipt.known(self._package))
        self._note()
        state = _TAKEN_IN
        if head.kind == "update" and not late and self._held(loaded.instead) != head.held:
            state = _FULL_WANTED
        return self._answer(1, state, loaded, sorted(lost), {"missing": self._missing(before)})

    def take_rest(self, before: Given) -> Given:
        """Take in what was rejected before and would be taken now.

        Raises:
            _NothingNewError: There is nothing of it.
        """
        rejected = frozenset(row_id for _table, row_id in before.outcome["rejected"])
        loaded = self._loading().load(rejected)
        if len(loaded.rejected()) >= len(rejected):
            raise _NothingNewError
        self._note()
        return self._answer(before.number + 1, _TAKEN_IN, loaded, (), {})

    def _is_fork(self, before: Sequence[exchange.Package], *, late: bool) -> bool:
        """Whether another folder that lives the same life sent something that this one does not know of."""
        head = self._head
        last = next((each for each in reversed(before) if not each.late), None)
        known = {each.digest for each in before}
        if last is None or late or last.digest in head.ancestors or last.digest == head.confirmed:
            return False
        # Where we have forgotten what was confirmed, nothing is said of what came before that.
        forgotten = bool(head.confirmed) and head.confirmed not in known
        return not forgotten or last.number >= head.number - len(head.ancestors)

    def _missing(self, before: Sequence[exchange.Package]) -> tuple[int, ...]:
        last = max((each.number for each in before), default=0)
        return tuple(range(last + 1, self._head.number)) if before else ()

    def _held(self, instead: dict[tuple[str, str], tuple[str, str]]) -> dict[str, Held]:
        """Return what stands here of the sender, some rows reckoned in another version."""
        if not instead and self._held_now:
            return self._held_now
        found = self._rows.held(self._head.sender.unit, tuple(self._head.held), instead)
        held = {part: Held(each.rows, each.digest) for part, each in found.items()}
        self._held_now = {} if instead else held
        return held

    def _standing(self) -> set[tuple[str, str]]:
        """Return the rows (table, id) that stand here of which a whole package speaks."""
        people = "people" in self._head.held
        return set(self._rows.rows_of(self._head.sender.unit, self._head.registers, people=people))

    def _loading(self, unseen: set[tuple[str, str]] | None = None) -> Loading:
        unit = self._head.sender.unit
        return Loading(self._rows, self._package, unit, unseen=unseen, step=self._step)

    def _with_people(self, back: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Add to the rows that go back those on which they lean, but for what the sender is known to have."""
        there = set(receipt.known(self._package))
        found, asked = set(back), set(back)
        while asked:
            needed = set[tuple[str, str]]()
            for name, keys in LEANS.items():
                rows = self._rows.contents(name, [row_id for table, row_id in asked if table == name])
                for row in rows.values():
                    needed |= {(other, row[key]) for key, other in keys.items() if row[key] is not None}
            asked = needed - there - found
            found |= asked
        return sorted(found)

    def _remember(self, *, late: bool, forked: bool) -> None:
        head = self._head
        self._into.add(
            exchange.Package(
                id=head.id,
                direction="in",
                kind=_FORK if forked else head.kind,
                unit=head.sender.unit,
                device=head.sender.device,
                epoch=head.sender.epoch,
                receiver=self._own.device,
                number=head.number,
                digest=self._package.digest,
                ancestors=list(head.ancestors),
                confirmed=head.confirmed,
                late=late,
                audit_head=head.audit_head,
                to_seq=0,
                file_name=self._package.name,
                counts=dict(self._package.manifest.rows),
            )
        )

    def _note(self) -> None:
        """Tell the history of the package, and what its unit's rows now are: theirs is told nowhere else here."""
        head = self._head
        state = self._rows.state(head.sender.unit)
        facts: dict[str, object] = {"number": head.number, "unit": head.sender.unit, "state": state}
        self._into.note(head.id, facts)

    def _answer(
        self,
        number: int,
        state: str,
        loaded: Loaded,
        lost: Sequence[tuple[str, str]],
        more: Columns,
    ) -> Given:
        """Write the receipt and keep it."""
        head = self._head
        missing = tuple(more.get("missing", ()))[:_MOST_MISSING]
        back = [key for key, each in loaded.outcomes.items() if each.result != "rejected"]
        beside = list(self._into.beside(head.sender.unit))
        written = _Receipt(self._rows, self._package, self._own, beside)
        name, sealed = written.write(
            number, state, loaded, self._with_people([*back, *lost]), self._held({}), missing
        )
        rejected = loaded.rejected()
        outcome = {
            "state": state,
            "sender": head.sender.name,
            "number": head.number,
            "results": dict(loaded.counts),
            "new": loaded.new,
            "refused": sum(each.table != "record" for each in rejected),
            "given_back": sum(table == "record" for table, _ in lost),
            "missing": list(missing),
            "doubled": self._into.doubled(loaded.taken),
            "rejected": [[each.table, each.id] for each in rejected],
        }
        self._into.add_answer(
            exchange.Answer(
                package_id=head.id,
                number=number,
                epoch=self._own.epoch,
                file_name=name,
                content=sealed,
                outcome=outcome,
            )
        )
        return Given(number, name, sealed, outcome)


_MOST_MISSING = 1000


class _Receipt:
    """The answer to a package, on its way to its sender."""

    def __init__(self, rows: Rows, package: Package, own: Receiving, beside: Sequence[Beside]) -> None:
        self._rows = rows
        self._package = package
        self._own = own
        self._beside = beside

    def write(
        self,
        number: int,
        state: str,
        loaded: Loaded,
        back: Sequence[tuple[str, str]],
        held: dict[str, Held],
        missing: tuple[int, ...],
    ) -> tuple[str, bytes]:
        """Return the name of the receipt and its bytes, sealed for the sender; ``back`` are the rows that go with it."""
        head, office = self._package.manifest.head, self._own.office
        sender = head.sender
        answer = Answer(
            package=head.id,
            digest=self._package.digest,
            unit=sender.unit,
            device=sender.device,
            epoch=sender.epoch,
            number=head.number,
            receipt=number,
            state=state,
            lives=self._own.lives,
            counts=dict(loaded.counts),
            missing=missing,
        )
        answering = Head(
            id=ids.new_id(),
            kind=RECEIPT,
            sender=Sender(office.unit, office.name, self._own.device, self._own.epoch),
            number=number,
            schema=HEAD,
            created=clock.now(),
            app=__version__,
            registers=head.registers,
            held=held,
            answer=answer,
        )
        unit = self._own.senders[f"{sender.unit}/{sender.device}"]
        route = Route(self._own.sign_key, card_of(unit), envelope.recipient_of(self._own.identity))
        outcomes = (receipt.OUTCOMES, (each.row() for each in loaded.outcomes.values()))
        parts = [outcomes, *self._given_back(back)] if loaded.outcomes or back else []
        parts += [(table, iter(rows)) for table, rows in self._beside if rows]
        # Sealed as it is, it may lie for a moment where temporary files do.
        with tempfile.TemporaryDirectory() as folder:
            written = write_package(Path(folder), answering, parts, self._papers(back), route)
            return written.path.name, written.path.read_bytes()

    def _given_back(self, back: Sequence[tuple[str, str]]) -> Iterator[tuple[Table, Iterator[Row]]]:
        for name in MODELS:
            row_ids = sorted(row_id for table, row_id in back if table == name)
            if row_ids:
                yield content.table_of(name), self._rows_back(name, row_ids)

    def _rows_back(self, name: str, row_ids: Sequence[str]) -> Iterator[Row]:
        for chunk in chunked(row_ids):
            present = self._rows.present(name, chunk)
            contents = self._rows.contents(name, chunk)
            for row_id in chunk:
                yield {**contents[row_id], VECTOR: vectors.read(present[row_id].vector)}

    def _papers(self, back: Sequence[tuple[str, str]]) -> Iterator[bytes]:
        for table, row_id in back:
            if table == "attachment" and (content := self._rows.paper(row_id)):
                yield content
