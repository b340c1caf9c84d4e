"""This data file as a sender of packages, and the units it exchanges them with."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ansinh_desktop.db import history
from ansinh_desktop.db.models import Device, Unit


class Devices:
    """Our own keys and the cards of others."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def own(self) -> Device:
        """Return this data file's own row."""
        return self._session.scalars(select(Device)).one()

    def start(self, device_id: str, epoch: str, sign_key: str, identity: str) -> None:
        """Make this data file a device of its own, with its own keys."""
        self._session.add(Device(id=device_id, epoch=epoch, sign_key=sign_key, identity=identity))
        self._session.flush()

    def units(self, role: str | None = None) -> Sequence[Unit]:
        """Return the units whose cards are known."""
        query = select(Unit).order_by(Unit.name)
        return self._session.scalars(query.where(Unit.role == role) if role else query).all()

    def unit(self, unit_id: str) -> Unit | None:
        """Return one unit."""
        return self._session.get(Unit, unit_id)

    def known_unit(self, unit: str, device: str) -> Unit:
        """Return the unit whose card was trusted."""
        return self._session.get_one(Unit, f"{unit}/{device}")

    def trust(self, unit: Unit, instead_of: str = "") -> None:
        """Keep the card of a unit; of the one whose place it takes only the history knows from now on."""
        if instead_of and instead_of != unit.id:
            self._session.delete(self._session.get_one(Unit, instead_of))
        before = self._session.get(Unit, unit.id)
        known = before.seq if before else 0
        kept = self._session.merge(unit)
        self._session.flush()
        if kept.seq == known:
            # Trusted once more, word for word: of several it is the last again.
            kept.seq = history.chain_of(self._session).add("unit", unit.id, "update", {})
            self._session.flush()
