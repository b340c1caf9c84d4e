"""How far a record has gone: not sent, in a package, confirmed, returned; computed from the ledger, never stored.

The rule stands here once, for a record in hand (:meth:`Sending.kind_of`) and as a question to the database
(:meth:`Sending.having`).
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session

from ansinh_desktop.db.exchange.tables import Delivery, Package, Returned, Shipped
from ansinh_desktop.db.models import Record

_RECORD = "record"


class SentKind(enum.StrEnum):
    """The states of sending; "sent" is never shown as "received"."""

    NOT_SENT = "not_sent"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    RECEIVED = "received"


class Sendable(Protocol):
    """What of a record tells how far it has gone."""

    @property
    def id(self) -> str:
        """Of the record."""

    @property
    def unit(self) -> str:
        """Whose it is."""

    @property
    def draft(self) -> bool:
        """A draft goes nowhere."""

    @property
    def seq(self) -> int:
        """The number of its last change."""


@dataclass(frozen=True)
class Sending:
    """How far the records have gone to the receiver of now."""

    session: Session
    receiver: str
    """Empty while there is none."""
    own: str = ""
    """Our unit: the records of others came to us, and go nowhere."""
    senders: Mapping[str, str] = field(default_factory=dict)
    """The names of the units that send us packages."""

    def kind_of(self, record: Sendable) -> SentKind:
        """Return how far a record's last change has gone."""
        if self.own and record.unit != self.own:
            return SentKind.RECEIVED
        if record.draft or not self.receiver:
            return SentKind.NOT_SENT
        version = (self.receiver, record.id, record.seq)
        found = self.session.connection().exec_driver_sql(_KIND, version * 3).scalar()
        return SentKind(found) if found else SentKind.NOT_SENT

    def why(self, record: Sendable) -> str:
        """Return why a record came back."""
        query = select(Returned.told).where(*self._is_returned(record.id, record.seq))
        return self.session.scalar(query) or ""

    def package(self, record: Sendable) -> int:
        """Return the number of the last package that carries a record as it stands."""
        query = (
            select(func.max(Package.number))
            .join(Shipped, Shipped.package_id == Package.id)
            .where(*self._is_shipped(record.id, record.seq))
        )
        return self.session.scalar(query) or 0

    def counts(self, kind: SentKind) -> dict[str, int]:
        """Return by register how many records have gone so far, those that were removed left out."""
        query = select(Record.register, func.count()).where(self.having(kind), Record.deleted.is_(False))
        return {row[0]: row[1] for row in self.session.execute(query.group_by(Record.register))}

    def having(self, kind: SentKind) -> ColumnElement[bool]:
        """Return the condition that records of this kind keep."""
        ours = Record.unit == self.own if self.own else true()
        if kind is SentKind.RECEIVED:
            return not_(ours)
        final = and_(ours, Record.draft.is_(False))
        confirmed = exists().where(*self._is_confirmed(Record.id, Record.seq))
        returned = exists().where(*self._is_returned(Record.id, Record.seq))
        carried = exists(
            select(Shipped.seq)
            .join(Package, Package.id == Shipped.package_id)
            .where(*self._is_shipped(Record.id, Record.seq))
        )
        match kind:
            case SentKind.CONFIRMED:
                return and_(final, confirmed)
            case SentKind.RETURNED:
                return and_(final, returned, not_(confirmed))
            case SentKind.EXPORTED:
                return and_(final, carried, not_(confirmed), not_(returned))
        return and_(ours, or_(Record.draft, and_(not_(confirmed), not_(returned), not_(carried))))

    def _is_confirmed(self, row_id: object, seq: object) -> tuple[ColumnElement[bool], ...]:
        return (
            Delivery.receiver == self.receiver,
            Delivery.entity == _RECORD,
            Delivery.row_id == row_id,
            Delivery.seq == seq,
        )

    def _is_returned(self, row_id: object, seq: object) -> tuple[ColumnElement[bool], ...]:
        return (
            Returned.receiver == self.receiver,
            Returned.entity == _RECORD,
            Returned.row_id == row_id,
            Returned.seq == seq,
        )

    def _is_shipped(self, row_id: object, seq: object) -> tuple[ColumnElement[bool], ...]:
        return (
            Package.direction == "out",
            Package.receiver == self.receiver,
            Shipped.entity == _RECORD,
            Shipped.row_id == row_id,
            Shipped.seq == seq,
        )


_OF_VERSION = "receiver = ? AND entity = 'record' AND row_id = ? AND seq = ?"
_KIND = (
    f"SELECT CASE WHEN EXISTS (SELECT 1 FROM delivery WHERE {_OF_VERSION}) THEN 'confirmed' "  # noqa: S608
    f"WHEN EXISTS (SELECT 1 FROM returned WHERE {_OF_VERSION}) THEN 'returned' "
    "WHEN EXISTS (SELECT 1 FROM package p JOIN shipped s ON s.package_id = p.id AND s.entity = 'record' "
    "WHERE p.direction = 'out' AND p.receiver = ? AND s.row_id = ? AND s.seq = ?) THEN 'exported' END"
)
