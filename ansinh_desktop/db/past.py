"""The data as they were known at an earlier point of the history: later changes are taken back, in memory alone."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ansinh_desktop.db.history import WRITES
from ansinh_desktop.db.models import Base, Change, Event, Figure, Record
from ansinh_desktop.db.scan import EVERYTHING, HOUSEHOLD, ScannedRecord, scanned
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.household import STATUSES

_ANSWERS = "answers."
_OF_RECORD = ("person_id", "number", "state", "draft", "opened_on", "closed_on", "confidentiality", "kept")
_records = Base.metadata.tables["record"]


@dataclass
class _Before:
    """What a row was before it was first changed afterwards."""

    is_new: bool
    """Whether it was made afterwards."""
    fields: dict[str, Any] = field(default_factory=dict)


class Past:
    """All rows as they stood after some change of the history."""

    def __init__(self, session: Session, seq: int) -> None:
        """Read what was changed since.

        Args:
            session: To read by.
            seq: The number of the last change that was known.
        """
        self._session = session
        self._before: dict[tuple[str, str], _Before] = {}
        query = select(Change.entity, Change.entity_id, Change.act, Change.fields).where(
            Change.seq > seq,
            Change.act.in_(WRITES),
            Change.entity.in_(("record", "event", "person", "household", "figure")),
        )
        for entity, row_id, act, fields in session.execute(query.order_by(Change.seq)):
            found = self._before.setdefault((entity, row_id), _Before(is_new=act == "insert"))
            for key, (before, _after) in fields.items():
                found.fields.setdefault(key, before)

    def records(self, register: str, unit: str | None = None) -> Iterator[ScannedRecord]:
        """Yield the records of a register, with all their events, the earliest first."""
        events = self._events(register)
        query = EVERYTHING.add_columns(_records.c.deleted).where(_records.c.register == register)
        query = query if unit is None else query.where(_records.c.unit == unit)
        for *row, deleted in self._session.execute(query.order_by(_records.c.row)):
            found = self._record(scanned(row, events.get(row[1], ()), None), deleted=deleted)
            if found is not None:
                yield found

    def figures(self, unit: str | None = None) -> list[Figure]:
        """Return the entered figures; they belong to no unit of work."""
        query = select(Figure) if unit is None else select(Figure).where(Figure.unit == unit)
        found = []
        for each in self._session.scalars(query):
            before = self._before.get(("figure", each.id))
            if before is not None and before.is_new:
                continue
            kept = {column.key: getattr(each, column.key) for column in Figure.__table__.columns}
            was = kept | ({key: old for key, old in before.fields.items() if key in kept} if before else {})
            if not was["deleted"] and was["value"] is not None:
                found.append(Figure(**was))
        return found

    def _record(self, row: ScannedRecord, *, deleted: bool) -> ScannedRecord | None:
        before = self._before.get(("record", row.id))
        if before is not None and before.is_new:
            return None
        fields = before.fields if before else {}
        if fields.get("deleted", deleted):
            return None
        columns = {key: fields[key] for key in _OF_RECORD if key in fields}
        return row._replace(**columns, answers=_answers(row.answers, fields), person=self._person(row))

    def _person(self, row: ScannedRecord) -> Mapping[str, Any]:
        before = self._before.get(("person", row.person_id))
        known = {**row.person, **(before.fields if before else {})}
        if home := self._before.get(("household", str(known.get(HOUSEHOLD)))):
            known |= {STATUSES: home.fields["statuses"]} if "statuses" in home.fields else {}
        return {key: value for key, value in known.items() if value is not None}

    def _events(self, register: str) -> dict[str, tuple[EventFacts, ...]]:
        query = (
            select(Event.id, Event.record_id, Event.kind, Event.happened_on, Event.answers, Event.deleted)
            .join(Record, Record.id == Event.record_id)
            .where(Record.register == register)
            .order_by(Event.happened_on, Event.id)
        )
        found: dict[str, list[EventFacts]] = {}
        for row_id, record_id, kind, on, answers, deleted in self._session.execute(query):
            before = self._before.get(("event", row_id))
            fields = before.fields if before else {}
            if (before is not None and before.is_new) or fields.get("deleted", deleted):
                continue
            day = datetime.date.fromisoformat(str(fields.get("happened_on", on))[:10])
            event = EventFacts(fields.get("kind", kind), day, _answers(answers, fields))
            found.setdefault(record_id, []).append(event)
        return {key: tuple(sorted(each, key=lambda one: one.on)) for key, each in found.items()}


def last_of(session: Session, moment: datetime.datetime) -> int:
    """Return the number of the last change that was written up to a moment; 0 where there was none."""
    return session.scalar(select(func.max(Change.seq)).where(Change.at <= moment)) or 0


def _answers(now: Mapping[str, Any], fields: Mapping[str, Any]) -> Mapping[str, Any]:
    before = {key.removeprefix(_ANSWERS): old for key, old in fields.items() if key.startswith(_ANSWERS)}
    if not before:
        return now
    return {key: value for key, value in {**now, **before}.items() if value is not None}
