"""Packages out: all that changed since the last confirmed one; and what the receiver answered."""

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import __version__, clock, ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.models import Package, Receipt
from ansinh_desktop.db.exchange.packages import TRAVELLING
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import office_in
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.cards import card_of, receiver_of, verify_key_of
from ansinh_desktop.services.sync.manifest import Head, Sender
from ansinh_desktop.services.sync.package import Route, Written, write_package
from ansinh_desktop.services.sync.receipt import Outcome, open_receipt
from ansinh_desktop.services.sync.tables import Row, Table


@dataclass(frozen=True)
class Exported:
    """A package that was written."""

    path: Path
    number: int
    records: int


@dataclass(frozen=True)
class Answered:
    """A receipt that was taken in."""

    number: int
    counts: dict[str, int]
    returned: int

    @property
    def summary(self) -> str:
        """The receipt in one line."""
        taken = sum(self.counts.get(each, 0) for each in ("accepted", "updated", "already"))
        words = f"Gói số {self.number}: đơn vị nhận đã nhận {taken} hồ sơ"
        return f"{words}, trả lại {self.returned}" if self.returned else words


@dataclass(frozen=True)
class Waiting:
    """What would go into a package made now."""

    records: int
    drafts: int
    receiver: str
    """The name of the receiving unit; empty while its card is missing."""
    digits: str = ""
    """The fingerprint of its card."""


class Outgoing:
    """The commune's side of the exchange."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def waiting(self) -> Waiting:
        """Return what would go into a package made now."""
        self._access.require_all("x")
        with self._vault.reading() as store:
            last, _ = store.log.last()
            known = bool(store.devices.units("receiver"))
            receiver = receiver_of(store) if known else None
            changed = store.packages.records_changed(store.packages.confirmed(), last)
            name, digits = (receiver.name, receiver.fingerprint) if receiver else ("", "")
            return Waiting(changed, store.records.draft_count(), name, digits)

    def export(self, folder: Path) -> Exported:
        """Write the next package into a folder.

        Raises:
            UserError: No right, no receiver, nothing new, or the folder cannot be written.
        """
        self._access.require_all("x")
        # The package gets its place only once it is remembered: one that nobody here knows of must not travel.
        with _aside(folder) as aside:
            with self._vault.work("xuất gói") as store:
                written, head, records = _write(store, aside)
                _remember(store, head, written.digest, written.path.name, records)
            path = written.path.replace(folder / written.path.name)
        return Exported(path, head.number, records)

    def take_receipt(self, path: Path) -> Answered:
        """Take in the receiver's answer to a package.

        Raises:
            UserError: No right, or it is no receipt for us, or for no package of ours.
        """
        self._access.require_all("x")
        with self._vault.work("nhận biên nhận") as store:
            device = store.devices.own()
            receipt = open_receipt(
                path, [device.identity], lambda sender: verify_key_of(store, sender, "receiver")
            )
            package = store.packages.get(receipt.package.id)
            if package is None or package.direction != "out" or package.digest != receipt.package.digest:
                raise UserError("AS-5104", name=path.name)
            outcomes = [each for each in receipt.lines if isinstance(each, Outcome)]
            counts = dict(Counter(each.result for each in outcomes))
            returned = [
                {"record": each.id, "outcome": each.result, "code": each.code, "text": each.text}
                for each in outcomes
                if each.result in ("held", "rejected")
            ]
            if store.packages.receipt_of(package.id) is None:
                store.packages.add_receipt(
                    Receipt(id=receipt.id, package_id=package.id, counts=counts, returned=returned)
                )
                store.log.note("receipt", "package", package.id, {"number": package.number})
            return Answered(package.number, counts, len(returned))

    def packages(self) -> list[tuple[Package, Receipt | None]]:
        """Return the packages we made, the latest first, each with its receipt."""
        self._access.require_all("x")
        with self._vault.reading() as store:
            return [(each, store.packages.receipt_of(each.id)) for each in store.packages.all("out")]


@contextlib.contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(prefix=".ansinh-", dir=folder, ignore_cleanup_errors=True) as aside:
            yield Path(aside)
    except OSError as error:
        raise UserError("AS-5019", name=folder.name) from error


def _write(store: Store, folder: Path) -> tuple[Written, Head, int]:
    """Write the next package into a folder; return it with its head and how many records it holds."""
    own, device, receiver = office_in(store), store.devices.own(), receiver_of(store)
    last = store.packages.last_out()
    after, (up_to, audit_head) = store.packages.confirmed(), store.log.last()
    records = store.packages.records_changed(after, up_to)
    if not records:
        raise UserError("AS-5103")
    registers = catalog.registers().values()
    head = Head(
        id=ids.new_id(),
        kind="update" if after else "full",
        sender=Sender(own.unit, own.name, device.id, device.epoch),
        number=last.number + 1 if last else 1,
        previous=last.digest if last else "",
        from_seq=after,
        to_seq=up_to,
        schema=HEAD,
        created=clock.now(),
        app=__version__,
        rules={each.code: str(each.version) for each in registers},
        confidential=tuple(each.code for each in registers if each.by_code),
        audit_head=audit_head,
    )
    # The package's own recipient lets us open it long after it was sent.
    route = Route(device.sign_key, card_of(receiver), envelope.recipient_of(device.identity))
    papers = store.packages.attachments(after, up_to)
    return write_package(folder, head, _tables(store, after, up_to), papers, route), head, records


def _tables(store: Store, after: int, up_to: int) -> Iterator[tuple[Table, Iterator[Row]]]:
    for model in TRAVELLING:
        yield content.table_of(model.__tablename__), store.packages.outgoing(model, after, up_to)
    yield from content.dictionary()


def _remember(store: Store, head: Head, digest: str, file_name: str, records: int) -> None:
    store.packages.add(
        Package(
            id=head.id,
            direction="out",
            kind=head.kind,
            unit=head.sender.unit,
            device=head.sender.device,
            epoch=head.sender.epoch,
            number=head.number,
            from_seq=head.from_seq,
            to_seq=head.to_seq,
            digest=digest,
            previous_digest=head.previous,
            audit_head=head.audit_head,
            file_name=file_name,
            counts={"record": records},
        )
    )
    store.log.note("export", "package", head.id, {"number": head.number, "records": records})
