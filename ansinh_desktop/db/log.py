"""The history that the officer sees, and acts that are no change but must be known."""

import datetime
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ansinh_desktop.db import history
from ansinh_desktop.db.exchange import actors
from ansinh_desktop.db.exchange.arriving import Arriving
from ansinh_desktop.db.exchange.vectors import Vector
from ansinh_desktop.db.history import WRITES, Chain
from ansinh_desktop.db.models import Attachment, Change, Columns, Event, Likeness
from ansinh_desktop.errors import BugError

_LAST = 50
"""So many changes are looked at for the moment that they carry."""


class Log:
    """Reads the chain of changes, and adds acts to it."""

    def __init__(self, session: Session, chain: Chain | None) -> None:
        self._session = session
        self._chain = chain

    def note(self, act: str, entity: str, entity_id: str, facts: dict[str, object]) -> None:
        """Write down an act: a print, an export, a look at a confidential record."""
        if self._chain is None:
            raise BugError("an act noted while only reading")
        self._chain.add(entity, entity_id, act, facts)

    def of(self, *entity_ids: str) -> Sequence[Change]:
        """Return what was done to these rows, the latest first."""
        self._settle()
        query = select(Change).where(Change.entity_id.in_(entity_ids))
        return self._session.scalars(query.order_by(Change.seq.desc())).all()

    def latest(self, entity: str, most: int) -> Sequence[Change]:
        """Return what was last noted about one kind of thing, the latest first."""
        query = select(Change).where(Change.entity == entity).order_by(Change.seq.desc()).limit(most)
        return self._session.scalars(query).all()

    def known_to(self, vector: Vector) -> int:
        """Return up to which change of this history whoever wrote a version knew it; 0 where they knew nothing.

        The actors of this data folder stand in its history one after the other; one that was copied while it wrote may
        have written on there, and what it wrote then is none of ours.
        """
        last = actors.last_changes(self._session.connection())
        return max((min(seq, last[actor]) for actor, seq in vector.items() if actor in last), default=0)

    def as_it_was(self, content: Columns, after: int) -> Columns | None:
        """Return what a row said after one change of this history: from what it says now, one change back after another.

        Args:
            content: What it says now, with its id.
            after: The number of that change.

        Returns:
            None where it was not there yet.
        """
        self._settle()
        said: Columns = {**content, "answers": dict(content.get("answers") or {})}
        query = select(Change.act, Change.fields).where(
            Change.entity_id == content["id"], Change.seq > after, Change.act.in_(WRITES)
        )
        for act, fields in self._session.execute(query.order_by(Change.seq.desc())):
            if act == "insert":
                return None
            for key, (before, _after) in fields.items():
                column, dot, answer = key.partition(".")
                if dot:
                    said[column][answer] = before
                elif key in said:
                    said[key] = before
        said["answers"] = {key: value for key, value in said["answers"].items() if value is not None}
        return {key: said[key] for key in content}

    def of_record(self, record_id: str, person_id: str) -> Sequence[Change]:
        """Return what was done to a record, its person and who was joined with them, its events and papers, the latest first."""
        parts = [
            each
            for model in (Event, Attachment)
            for each in self._session.scalars(select(model.id).where(model.record_id == record_id))
        ]
        parts += self._joined(person_id)
        own = self.of(record_id, person_id, *parts)
        # What another unit changed is not told in our history: its packages tell it.
        theirs = Arriving(self._session).replacements([record_id, person_id, *parts])
        return sorted((*own, *theirs), key=lambda each: each.at, reverse=True) if theirs else own

    def _joined(self, person_id: str) -> list[str]:
        """Return what was decided of a person and others, and who was joined with them."""
        either = or_(Likeness.one_id == person_id, Likeness.other_id == person_id)
        found: list[str] = []
        for row_id, other_id, steps in self._session.execute(
            select(Likeness.id, Likeness.other_id, Likeness.steps).where(either)
        ):
            found += [row_id, *([other_id] if steps is not None else [])]
        return found

    def broken_link(self) -> int | None:
        """Return the number of the first change that was tampered with, or None."""
        self._settle()
        return history.broken_link(self._session)

    def last(self) -> tuple[int, str]:
        """Return the number and the hash of the last change."""
        self._settle()
        return history.last_link(self._session)

    def last_moment(self) -> datetime.datetime | None:
        """Return the latest moment that the last changes carry; of many, for one alone may be of a wrong clock."""
        last = select(Change.at).order_by(Change.seq.desc()).limit(_LAST)
        return max(self._session.scalars(last), default=None)

    def moment_of(self, seq: int) -> datetime.datetime | None:
        """Return when a change was made."""
        return self._session.scalar(select(Change.at).where(Change.seq == seq))

    def last_writers(self, entities: Collection[str]) -> Iterator[tuple[str, str, str, datetime.datetime]]:
        """Yield who wrote each row of some tables last, and when: table, id, officer, moment."""
        self._settle()
        written = (Change.act.in_(WRITES), Change.entity.in_(entities))
        last = select(func.max(Change.seq)).where(*written).group_by(Change.entity, Change.entity_id)
        query = select(Change.entity, Change.entity_id, Change.author, Change.at).where(Change.seq.in_(last))
        for each in self._session.execute(query.order_by(Change.seq)):
            yield each.entity, each.entity_id, each.author, each.at

    def _settle(self) -> None:
        """Write what this unit of work has changed so far, so that it is found."""
        if self._chain is not None:
            self._session.flush()
            history.write_pending(self._session, self._chain)
