"""Our own unit card, and the cards of the units we exchange packages with."""

import datetime
from pathlib import Path

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.models import Unit
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import office
from ansinh_desktop.services.sync.card import Card, read_card, write_card
from ansinh_desktop.services.sync.manifest import Sender


class Cards:
    """Cards out and cards in."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def own(self) -> Card:
        """Return the card of this device of our unit."""
        own = office(self._vault)
        code, _, start = own.unit.partition("@")
        with self._vault.reading() as store:
            device = store.devices.own()
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

    def write_own(self, folder: Path) -> Path:
        """Write our card into a folder, to be handed to the other side."""
        self._require()
        with self._vault.reading() as store:
            sign_key = store.devices.own().sign_key
        return write_card(folder, self.own(), sign_key)

    def trust(self, path: Path) -> Unit:
        """Keep the card of another unit; the officers compare the fingerprint that is returned.

        Raises:
            UserError: No right to exchange packages, or it is no card, or our own.
        """
        self._require()
        card = read_card(path)
        own = self.own()
        if card.device == own.device:
            raise UserError("AS-5101", name=path.name)
        role = "sender" if office(self._vault).receives else "receiver"
        unit = Unit(
            id=f"{card.unit}/{card.device}",
            name=card.name,
            level=card.level,
            role=role,
            device=card.device,
            verify_key=card.verify_key,
            recipient=card.recipient,
            fingerprint=card.fingerprint,
        )
        with self._vault.work(f"tin thẻ {card.fingerprint}") as store:
            store.devices.trust(unit)
        return unit

    def known(self) -> list[Unit]:
        """Return the units whose cards we keep."""
        self._require()
        with self._vault.reading() as store:
            return list(store.devices.units())

    def _require(self) -> None:
        self._access.require_all(office(self._vault).exchange_right)


def receiver_of(store: Store) -> Unit:
    """Return the unit that receives our packages.

    Raises:
        UserError: Its card was never given to us.
    """
    found = store.devices.units("receiver")
    if not found:
        raise UserError("AS-5102")
    return found[-1]


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


def verify_key_of(store: Store, sender: Sender) -> str | None:
    """Return the key of a sender whose card we trust."""
    unit = store.devices.unit(f"{sender.unit}/{sender.device}")
    return unit.verify_key if unit else None
