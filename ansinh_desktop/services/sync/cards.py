"""Our own unit card, and the cards of the units we exchange packages with."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange.ledger import Selection
from ansinh_desktop.db.exchange.succession import all_in, last_of
from ansinh_desktop.db.models import Unit
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import write_whole
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import Office, office, office_in, require_admin
from ansinh_desktop.services.sync.card import Card, read_card, same_fingerprint, write_card
from ansinh_desktop.services.sync.manifest import PEER

OTHER_LAPTOPS = "exchange:laptops"
"""The setting that says that rows were exchanged with another laptop of ours."""


@dataclass(frozen=True)
class Presented:
    """A card that was read, and the card with other keys that we trust for its unit or its device."""

    card: Card
    other: Unit | None
    may_stand_beside: bool = False
    """Whether the other one may stay: of a unit made of two, each laptop sends with keys of its own."""


class Cards:
    """Cards out and cards in."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def own(self) -> Card:
        """Return the card of this device of our unit."""
        with self._vault.reading() as store:
            return own_card(store)

    def write_own(self, folder: Path) -> Path:
        """Write our card into a folder, to be handed to the other side."""
        self._require()
        with self._vault.reading() as store:
            sign_key = store.devices.own().sign_key
        return write_card(folder, self.own(), sign_key)

    def write_identity(self, target: Path) -> None:
        """Write the key with which the stock ``age`` tool opens what was sent to us, and what we sent; whoever has it can.

        Raises:
            UserError: No right; AS-1120 no administrator; AS-5019 the file cannot be written.
        """
        self._require()
        require_admin(self._vault)
        with self._vault.work("ghi khóa mở gói ra tệp") as store:
            device, card = store.devices.own(), own_card(store)
            store.log.note("export", "device", device.id, {"identity": card.recipient})
            lines = (f"# An Sinh Xã: {card.name}", f"# public key: {card.recipient}", device.identity, "")
            try:
                write_whole(target, "\n".join(lines).encode())
            except OSError as error:
                raise UserError("AS-5019", name=target.name) from error

    def look(self, path: Path) -> "Presented":
        """Read the card of another unit, and what is known of it; nothing of it is trusted yet.

        Raises:
            UserError: No right to exchange packages, or it is no card, or our own.
        """
        self._require()
        card = read_card(path)
        own = self.own()
        if own.device == card.device or own.verify_key == card.verify_key:
            raise UserError("AS-5101", name=path.name)
        with self._vault.reading() as store:
            return _presented(store, card, office_in(store))

    def trust(
        self,
        path: Path,
        digits: str = "",
        *,
        replacing: str = "",
        reason: str = "",
        beside: bool = False,
    ) -> Unit:
        """Keep the card of another unit, once its digits were compared; an administrator's act.

        Args:
            path: The card.
            digits: Its fingerprint as it was heard, typed or scanned.
            replacing: The fingerprint of the card that it takes the place of, where the unit has another.
            reason: Why it does.
            beside: The other card stays: this one is that of a second laptop of the same unit.

        Raises:
            UserError: No right, no administrator, no card or our own; AS-5115, AS-5116 the digits were not compared
                or are others; AS-5117 the unit has another card; AS-5118, AS-5119 the one to be replaced is not
                named, or no reason is given.
        """
        self._require()
        require_admin(self._vault)
        shown = self.look(path)
        card = shown.card
        if not digits.strip():
            raise UserError("AS-5115", unit=card.name, digits=card.fingerprint)
        if not same_fingerprint(card, digits):
            raise UserError("AS-5116", name=path.name)
        _require_named(shown, replacing, reason)
        own = office(self._vault)
        unit = unit_of(card, _role(own, card))
        old = shown.other
        stays = beside and shown.may_stand_beside
        done = "thêm thẻ {new} cạnh thẻ {old}" if stays else "thay thẻ {old} bằng {new}"
        why = f"{done.format(old=old.fingerprint, new=card.fingerprint)}: {reason}" if old else ""
        with self._vault.work(why or f"tin thẻ {card.fingerprint}") as store:
            store.devices.trust(unit, instead_of=old.id if old and not stays else "")
        return unit

    def known(self) -> list[Unit]:
        """Return the units whose cards we keep."""
        self._require()
        with self._vault.reading() as store:
            return list(store.devices.units())

    def _require(self) -> None:
        self._access.require_all(office(self._vault).exchange_right)


def own_card(store: Store) -> Card:
    """Return the card of this device of our unit."""
    own, device = office_in(store), store.devices.own()
    code, _, start = own.unit.partition("@")
    return Card(
        code=code,
        valid_from=datetime.date.fromisoformat(start),
        valid_to=None,
        name=own.name,
        level=own.level,
        device=device.id,
        verify_key=envelope.verify_key_of(device.sign_key),
        recipient=envelope.recipient_of(device.identity),
    )


def receiver_of(store: Store) -> Unit:
    """Return the unit that receives our packages: of several the one that was trusted last.

    Raises:
        UserError: Its card was never given to us.
    """
    found = receiver_in(store)
    if found is None:
        raise UserError("AS-5102")
    return found


def card_of(unit: Unit) -> Card:
    """Return a kept unit as the card that it was."""
    code, _, start = unit.id.partition("/")[0].partition("@")
    return Card(
        code,
        datetime.date.fromisoformat(start),
        None,
        unit.name,
        unit.level,
        unit.device,
        unit.verify_key,
        unit.recipient,
    )


def keys_of(store: Store, role: str) -> dict[str, str]:
    """Return by unit and device the keys of those whose cards we trust in a role; also by the unit that was before."""
    found = {each.id: each.verify_key for each in store.devices.units(role)}
    followed = all_in(store.session)
    before = {
        f"{renames.before}/{device}": key
        for unit, device, key in ((*each.split("/", 1), key) for each, key in found.items())
        for renames in followed
        if renames.part is None and last_of(followed, renames.before) == unit
    }
    return {**before, **found}


def case_keys_of(store: Store) -> dict[str, str]:
    """Return the keys of those with whom cases are on their way: also of communes that are one with ours by now."""
    return {**keys_of(store, PEER), **keys_of(store, COMMUNE)}


def unit_of(card: Card, role: str) -> Unit:
    """Return a card as it is kept."""
    return Unit(
        id=f"{card.unit}/{card.device}",
        name=card.name,
        level=card.level,
        role=role,
        device=card.device,
        verify_key=card.verify_key,
        recipient=card.recipient,
        fingerprint=card.fingerprint,
    )


COMMUNE = "commune"
"""The role of another commune, and the level of its card: cases are handed over to it, and from it."""


def _role(own: Office, card: Card) -> str:
    """Return what a unit is to us; another laptop of our own is neither above us nor below."""
    if card.unit == own.unit:
        return PEER
    if own.receives:
        return "sender"
    return COMMUNE if card.level == COMMUNE else "receiver"


def _presented(store: Store, card: Card, office: Office) -> Presented:
    own = f"{card.unit}/{card.device}"
    others = [
        each
        for each in store.devices.units()
        if (each.id.partition("/")[0] == card.unit or each.device == card.device)
        and (each.verify_key, each.recipient) != (card.verify_key, card.recipient)
    ]
    # The one whose place the card would take without a word comes first.
    other = min(others, key=lambda each: each.id != own, default=None)
    return Presented(card, other, office.receives and other is not None and other.device != card.device)


def _require_named(shown: Presented, replacing: str, reason: str) -> None:
    """Refuse a second key of a unit, unless the first is named whose place it takes, and why."""
    old, new = shown.other, shown.card
    if old is None:
        return
    if not replacing.strip():
        raise UserError("AS-5117", unit=old.name, old=old.fingerprint, new=new.fingerprint)
    if re.sub(r"\D", "", replacing) != old.fingerprint.replace(" ", ""):
        raise UserError("AS-5118", unit=old.name, old=old.fingerprint)
    if not reason.strip():
        raise UserError("AS-5119")


def receiver_in(store: Store) -> Unit | None:
    """Return the unit that receives our packages: of several the one that was trusted last; None before the first."""
    return max(store.devices.units("receiver"), key=lambda each: each.seq, default=None)


def selection(store: Store, registers: Sequence[str]) -> Selection:
    """Return what goes to the receiver of now; before there is one, everything would."""
    receiver = receiver_in(store)
    return Selection(
        receiver.id if receiver else "",
        store.packages.own_unit() or "",
        tuple(registers),
        whole=store.ledger.counterpart(receiver.id).whole if receiver else True,
        complete=tuple(registers) == tuple(catalog.registers()),
        shared=bool(store.setting(OTHER_LAPTOPS)),
    )
