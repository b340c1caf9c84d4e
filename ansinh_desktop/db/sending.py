"""How far a record has gone: not sent, in a package, confirmed, returned; computed, never stored.

The rule stands here once, for a record in hand (:meth:`Sending.kind_of`) and as a question to the database
(:meth:`Sending.having`).
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from ansinh_desktop.db.models import Record


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
    """How far the records have gone: by the numbers of changes that packages and receipts cover."""

    exported: tuple[tuple[int, int], ...]
    """Number of package and its last change, the earliest first."""
    confirmed: int
    """The last change that a receipt confirmed."""
    returned: Mapping[str, tuple[int, str]]
    """By record: the last change of the package that was answered, and why it came back."""
    own: str = ""
    """Our unit: the records of others came to us, and go nowhere."""
    senders: Mapping[str, str] = field(default_factory=dict)
    """The names of the units that send us packages."""

    @cached_property
    def _reached(self) -> tuple[tuple[SentKind, int], ...]:
        """How far a last change has gone, up to which one; those after all of them are not sent."""
        out = max((to_seq for _number, to_seq in self.exported), default=0)
        return (SentKind.CONFIRMED, self.confirmed), (SentKind.EXPORTED, max(out, self.confirmed))

    def kind_of(self, record: Sendable) -> SentKind:
        """Return how far a record's last change has gone."""
        if self.own and record.unit != self.own:
            return SentKind.RECEIVED
        if record.draft:
            return SentKind.NOT_SENT
        last, _why = self.returned.get(record.id, (-1, ""))
        if record.seq <= last:
            return SentKind.RETURNED
        return next((kind for kind, up_to in self._reached if record.seq <= up_to), SentKind.NOT_SENT)

    def having(self, kind: SentKind) -> ColumnElement[bool]:
        """Return the condition that records of this kind keep."""
        ours = Record.unit == self.own if self.own else true()
        if kind is SentKind.RECEIVED:
            return not_(ours)
        final = and_(ours, Record.draft.is_(False))
        back = or_(
            false(),
            *(and_(Record.id == each, Record.seq <= last) for each, (last, _why) in self.returned.items()),
        )
        if kind is SentKind.RETURNED:
            return and_(final, back)
        gone, after = and_(final, not_(back)), -1
        for each, up_to in self._reached:
            if each is kind:
                return and_(gone, Record.seq > after, Record.seq <= up_to)
            after = up_to
        return or_(and_(ours, Record.draft), and_(gone, Record.seq > after))
