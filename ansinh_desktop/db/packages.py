"""Packages sent and received, receipts, and the rows that travel in them."""

import datetime
from collections.abc import Iterator, Sequence

from sqlalchemy import Boolean, Column, Integer, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import Session

from ansinh_desktop.db import ownership
from ansinh_desktop.db.models import (
    Attachment,
    Base,
    Columns,
    Device,
    Event,
    Household,
    Json,
    Package,
    Person,
    Receipt,
    Record,
    Relation,
    Unit,
)
from ansinh_desktop.db.ownership import Foreign
from ansinh_desktop.db.sending import Sending

TRAVELLING: tuple[type[Base], ...] = (Household, Person, Relation, Record, Event, Attachment)
"""The tables whose rows travel, in the order in which they are written."""

NOT_TRAVELLING = frozenset(
    {
        "row",
        "seq",
        "changed_at",
        "search_key",
        "sort_key",
        "search_words",
        "birth_precision",
        "content",
    }
)
"""Columns that each data file makes for itself; the content of a paper travels beside the tables, as it is."""


_SENT = and_(Package.direction == "out", Package.epoch == select(Device.epoch).scalar_subquery())
"""Our packages of this epoch: what was sent before a backup was brought back tells nothing of the data that it holds."""


def travelling_columns(name: str) -> list[tuple[str, str, bool]]:
    """Return the columns of a table that travel: name, type in a Table Schema, whether it must be there."""
    columns = Base.metadata.tables[name].columns
    return [
        (each.key, _schema_type(each), not each.nullable)
        for each in columns
        if each.key not in NOT_TRAVELLING
    ]


def _schema_type(column: Column[object]) -> str:
    if isinstance(column.type, Json):
        return "array" if column.key == "statuses" else "object"
    if isinstance(column.type, Boolean):
        return "boolean"
    return "integer" if isinstance(column.type, Integer) else "string"


class Packages:
    """Packages and receipts of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def columns(self, model: type[Base]) -> list[str]:
        """Return the columns of a table that travel."""
        return [each.key for each in model.__table__.columns if each.key not in NOT_TRAVELLING]

    def outgoing(self, model: type[Base], after: int, up_to: int) -> Iterator[Columns]:
        """Yield the rows of a table that belong to records changed after one change and up to another."""
        names = self.columns(model)
        table = model.__table__
        query = self._belonging(select(*(table.c[name] for name in names)), model, after, up_to)
        for row in self._session.execute(query.order_by(table.c.id)).yield_per(500):
            yield dict(zip(names, row, strict=True))

    def attachments(self, after: int, up_to: int) -> Iterator[bytes]:
        """Yield the papers of the records that changed in a span of changes."""
        records = select(Record.id).where(Record.seq > after, Record.seq <= up_to, Record.draft.is_(False))
        query = select(Attachment.content).where(
            Attachment.record_id.in_(records), Attachment.deleted.is_(False)
        )
        yield from self._session.scalars(query.order_by(Attachment.sha256)).yield_per(1)

    def records_changed(self, after: int, up_to: int) -> int:
        """Return how many records changed in a span of changes."""
        query = select(func.count(Record.row)).where(
            Record.seq > after, Record.seq <= up_to, Record.draft.is_(False)
        )
        return self._session.scalar(query) or 0

    def add(self, package: Package) -> None:
        """Keep what is to be known of a package."""
        self._session.add(package)
        self._session.flush()

    def last_out(self) -> Package | None:
        """Return the last package we made."""
        return self._session.scalar(select(Package).where(_SENT).order_by(Package.number.desc()).limit(1))

    def get(self, package_id: str) -> Package | None:
        """Return one package."""
        return self._session.get(Package, package_id)

    def all(self, direction: str) -> Sequence[Package]:
        """Return the packages of one direction, the latest first: as they were written down, whatever the clock said."""
        query = select(Package).where(Package.direction == direction)
        return self._session.scalars(query.order_by(literal_column("package.rowid").desc())).all()

    def last_moment(self) -> datetime.datetime | None:
        """Return the latest moment that one of our packages carries."""
        found: datetime.datetime | None = self._session.scalar(select(func.max(Package.at)).where(_SENT))
        return found

    def received(self) -> dict[str, tuple[int, int, datetime.datetime]]:
        """Return for each unit how many packages came from it, the number of the last, and when that came."""
        found: dict[str, tuple[int, int, datetime.datetime]] = {}
        for each in reversed(self.all("in")):
            count = found[each.unit][0] if each.unit in found else 0
            found[each.unit] = (count + 1, each.number, each.at)
        return found

    def last_in(self, device: str, epoch: str) -> Package | None:
        """Return the last package received from a device."""
        query = select(Package).where(
            Package.direction == "in", Package.device == device, Package.epoch == epoch
        )
        return self._session.scalar(query.order_by(Package.number.desc()).limit(1))

    def add_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt."""
        self._session.add(receipt)
        self._session.flush()

    def receipt_of(self, package_id: str) -> Receipt | None:
        """Return the receipt of a package."""
        return self._session.scalar(select(Receipt).where(Receipt.package_id == package_id))

    def confirmed(self) -> int:
        """Return the last change that a receipt confirmed."""
        query = select(func.max(Package.to_seq)).join(Receipt, Receipt.package_id == Package.id).where(_SENT)
        return self._session.scalar(query) or 0

    def sending(self) -> Sending:
        """Return what tells of each record whether it was sent, confirmed or returned."""
        out = select(Package.number, Package.to_seq).where(_SENT).order_by(Package.number)
        returned: dict[str, tuple[int, str]] = {}
        answered = select(Package.to_seq, Receipt.returned).join(Receipt, Receipt.package_id == Package.id)
        for to_seq, rows in self._session.execute(answered.where(_SENT).order_by(Package.number)):
            returned |= {row["record"]: (to_seq, row["text"]) for row in rows}
        numbers = tuple((number, to_seq) for number, to_seq in self._session.execute(out))
        senders = self._session.execute(select(Unit.id, Unit.name).where(Unit.role == "sender"))
        named = {unit.partition("/")[0]: name for unit, name in senders}
        return Sending(numbers, self.confirmed(), returned, self.own_unit() or "", named)

    def own_unit(self) -> str | None:
        """Return the unit whose data these are; None before the first steps are done."""
        return ownership.own_unit(self._session.connection())

    def present(self, model: type[Base], ids: Sequence[str]) -> dict[str, Base]:
        """Return the rows of a table that are here already, by id."""
        query = select(model).where(model.__table__.c.id.in_(ids))
        return {vars(each)["id"]: each for each in self._session.scalars(query)}

    def foreign(self, model: type[Base], rows: Sequence[Columns], unit: str) -> Foreign:
        """Return which of some rows, as they came or as they stand here, are not a unit's own."""
        return ownership.foreign(self._session.connection(), model.__tablename__, rows, unit)

    def _belonging(
        self, query: Select[tuple[object, ...]], model: type[Base], after: int, up_to: int
    ) -> Select[tuple[object, ...]]:
        """Records that are only drafts do not travel; all that a record leans on travels with it."""
        records = select(Record.id).where(Record.seq > after, Record.seq <= up_to, Record.draft.is_(False))
        people = select(Record.person_id).where(
            Record.seq > after, Record.seq <= up_to, Record.draft.is_(False)
        )
        if model is Record:
            return query.where(Record.id.in_(records))
        if model in (Event, Attachment):
            return query.where(model.__table__.c.record_id.in_(records))
        if model is Person:
            return query.where(Person.id.in_(people))
        if model is Relation:
            return query.where(Relation.person_id.in_(people), Relation.other_id.in_(people))
        homes = select(Person.household_id).where(Person.id.in_(people))
        return query.where(or_(Household.id.in_(homes)))
