"""Cases on their way from one commune to another: which wait, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ansinh_desktop.db.exchange.tables import Transfer

WAITING, CALLED_BACK, ACCEPTED, REFUSED = "waiting", "called_back", "accepted", "refused"
OUT, IN = "out", "in"


@dataclass(frozen=True)
class OnItsWay:
    """A record that was given, and of which nobody has answered yet."""

    transfer: str
    name: str
    """Of the commune to which it goes."""
    until: str
    """The last month that is paid here; empty where its register pays nobody by month."""


class Transfers:
    """The transfers of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, transfer_id: str) -> Transfer | None:
        """Return one."""
        return self._session.get(Transfer, transfer_id)

    def add(self, transfer: Transfer) -> None:
        """Remember one."""
        self._session.merge(transfer)
        self._session.flush()

    def all(self) -> Sequence[Transfer]:
        """Return all, the latest first."""
        query = select(Transfer).order_by(Transfer.at.desc(), Transfer.id)
        return self._session.scalars(query).all()

    def on_their_way(self) -> dict[str, OnItsWay]:
        """Return by record those that were given and wait for an answer."""
        return on_their_way(self._session)

    def settled(self, record_id: str, but: str) -> bool:
        """Whether a record was given by another transfer that waits still, or was accepted."""
        query = select(Transfer.id, Transfer.records).where(
            Transfer.direction == OUT, Transfer.state.in_((WAITING, ACCEPTED)), Transfer.id != but
        )
        return any(record_id in records for _id, records in self._session.execute(query))


def on_their_way(session: Session) -> dict[str, OnItsWay]:
    """Return by record those that were given and wait for an answer."""
    query = select(Transfer.id, Transfer.name, Transfer.records, Transfer.until).where(
        Transfer.direction == OUT, Transfer.state == WAITING
    )
    return {
        record_id: OnItsWay(transfer_id, name, until.get(record_id, ""))
        for transfer_id, name, records, until in session.execute(query)
        for record_id in records
    }
