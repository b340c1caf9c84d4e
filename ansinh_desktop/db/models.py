"""The tables of the data file."""

import datetime
import json
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ansinh_desktop import clock, ids
from ansinh_desktop.registers.answer import Value


class UtcMoment(TypeDecorator[datetime.datetime]):
    """A moment; SQLite forgets time zones, so UTC is put back, and a naive value is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone")
        return value.astimezone(datetime.UTC).replace(tzinfo=None)

    def process_result_value(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        del dialect
        return None if value is None else value.replace(tzinfo=datetime.UTC)

    @staticmethod
    def as_stored(value: datetime.datetime) -> str:
        """Return the text by which the engine keeps a moment."""
        if value.tzinfo is None:
            raise ValueError("a moment without its zone")
        return value.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)
_DECODER = json.JSONDecoder()


def dump_json(value: object) -> str:
    """Return the one text form of a JSON value: sorted keys, no spaces, letters as they are."""
    return _ENCODER.encode(value)


def _load_json(value: str | None) -> object:
    if value is None:
        return None
    found, end = _DECODER.raw_decode(value)
    # What we wrote has nothing around it; json.loads() would look for blanks before and behind.
    return found if end == len(value) else json.loads(value)


class Json(TypeDecorator[object]):
    """A JSON value as text.

    Changes made inside the value are not noticed: replace it whole (done only in ``db/records.py``).
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else dump_json(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], object]:
        del dialect, coltype
        return _load_json  # at once: by way of process_result_value it would be two calls for each cell


Columns: TypeAlias = dict[str, Any]
"""A row by its columns; what each of them holds is said by the table's class."""


class Base(DeclarativeBase):
    """The root of the tables; every constraint has a name, so that migrations can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[object, object]] = {
        str: Text,
        datetime.datetime: UtcMoment,
        dict[str, Any]: Json,
        list[Any]: Json,
        dict[str, str]: Json,
        dict[str, int]: Json,
        list[dict[str, str]]: Json,
        bytes: LargeBinary,
    }


def reference(column: str) -> ForeignKey:
    """Return what makes a column name a row of another table."""
    # Checked at commit: a package or an import may bring rows in any order.
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


class Told:
    """A row whose every write stands in the history."""

    untracked: ClassVar[frozenset[str]] = frozenset()
    """Columns that follow from others, and so are no change of their own; or that the history must not know."""


class Tracked(Told):
    """A row that also knows, as ``seq``, the number of its last change."""

    untracked: ClassVar[frozenset[str]] = frozenset({"seq", "changed_at"})

    seq: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime.datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Travelling(Tracked):
    """A row that goes from one data folder to another, and knows which versions came before it."""

    untracked: ClassVar[frozenset[str]] = Tracked.untracked | {"vector"}

    vector: Mapped[str | None]
    """Its vector as text (``vectors.py``); nothing where it was written in one opening of this data folder alone."""


class Household(Travelling, Base):
    """People who live together; the state of poverty belongs to the household, dated."""

    __tablename__ = "household"

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    unit: Mapped[str] = mapped_column(index=True)
    number: Mapped[str | None]
    head_id: Mapped[str | None]
    hamlet: Mapped[str | None]
    address: Mapped[str | None]
    statuses: Mapped[list[dict[str, Value]] | None] = mapped_column(Json)
    """Rows: status, decision_no, decision_on, valid_from, valid_to, certificate_no."""
    note: Mapped[str | None]
    deleted: Mapped[bool] = mapped_column(default=False)


GONE = "death_date IS NOT NULL OR moved_on IS NOT NULL"
"""The condition that somebody is dead or has moved away."""


class Person(Travelling, Base):
    """A person, who may have many records."""

    __tablename__ = "person"
    __table_args__ = (
        # Also holds what the list of everybody and the lists of registers ask beside the order of names.
        Index("ix_person_sort_key", "sort_key", "id", "deleted"),
        Index("ix_person_personal_id", "personal_id"),
        # With the birth date: by both, people of two units are found who may be the same.
        Index("ix_person_search_key", "search_key", "birth_date"),
        Index("ix_person_old_id", "old_id", sqlite_where=text("old_id IS NOT NULL")),
        # The few who are dead or have moved away: asked for beside every list of what is to be done.
        Index("ix_person_gone", "unit", sqlite_where=text(GONE)),
    )
    untracked: ClassVar[frozenset[str]] = Travelling.untracked | frozenset(
        {
            "row",
            "search_key",
            "sort_key",
            "search_words",
            "birth_precision",
        }
    )

    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    """The number under which the search index knows the person."""
    id: Mapped[str] = mapped_column(unique=True, default=ids.new_id)
    unit: Mapped[str]
    full_name: Mapped[str]
    search_key: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(default="")
    search_words: Mapped[str] = mapped_column(default="")
    other_name: Mapped[str | None]
    sex: Mapped[str | None]
    birth_date: Mapped[str | None]
    birth_precision: Mapped[str | None]
    personal_id: Mapped[str | None]
    old_id: Mapped[str | None]
    id_issued_on: Mapped[str | None]
    ethnicity: Mapped[str | None]
    nationality: Mapped[str | None]
    death_date: Mapped[str | None]
    hamlet: Mapped[str | None] = mapped_column(index=True)
    address: Mapped[str | None]
    permanent_address: Mapped[str | None]
    moved_on: Mapped[str | None]
    moved_to: Mapped[str | None]
    phone: Mapped[str | None]
    health_insurance: Mapped[str | None]
    poverty_status: Mapped[str | None]
    note: Mapped[str | None]
    household_id: Mapped[str | None] = mapped_column(reference("household.id"), index=True)
    deleted: Mapped[bool] = mapped_column(default=False)


class Relation(Travelling, Base):
    """How one person is related to another, and for how long."""

    __tablename__ = "relation"

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    person_id: Mapped[str] = mapped_column(reference("person.id"), index=True)
    other_id: Mapped[str] = mapped_column(reference("person.id"), index=True)
    kind: Mapped[str]
    since: Mapped[str | None]
    until: Mapped[str | None]
    note: Mapped[str | None]
    deleted: Mapped[bool] = mapped_column(default=False)


class Likeness(Travelling, Base):
    """What was decided of two people who look alike, of two units or of one; and what was known of both then.

    Of two of one unit who are one, whoever has the lesser id stays: what two machines join, they join the same way.
    """

    __tablename__ = "likeness"
    __table_args__ = (
        Index("ix_likeness_one_id", "one_id"),
        Index("ix_likeness_other_id", "other_id"),
        # The few that were joined: asked for whenever rows come in.
        Index("ix_likeness_steps", "unit", sqlite_where=text("steps IS NOT NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Made of both ids: who decides of a pair, on whichever machine, writes the same row."""
    unit: Mapped[str]
    """Whose decision it is."""
    one_id: Mapped[str]
    """The lesser of the two ids."""
    other_id: Mapped[str]
    decision: Mapped[str]
    """same or other."""
    reason: Mapped[str]
    author: Mapped[str]
    one: Mapped[dict[str, str]]
    """What of the one was compared; of somebody who goes by code, the numbers only. Of two who are joined all that
    was known of them."""
    other: Mapped[dict[str, str]]
    steps: Mapped[dict[str, Any] | None]
    """What joining them wrote: by "table id" and column, from and to. Nothing where they were not joined."""
    deleted: Mapped[bool] = mapped_column(default=False)
    """Whether it was taken back: they were parted again."""


class Hamlet(Travelling, Base):
    """A hamlet of the commune: ấp, khóm, khu phố, tổ."""

    __tablename__ = "hamlet"

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    unit: Mapped[str]
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[str | None]
    valid_to: Mapped[str | None]
    deleted: Mapped[bool] = mapped_column(default=False)


class Record(Travelling, Base):
    """One record of one register about one person."""

    __tablename__ = "record"
    __table_args__ = (
        # Each also holds what lists and counts ask beside it, so that they need not read the records themselves.
        Index("ix_record_register_state", "register", "deleted", "state", "draft"),
        Index("ix_record_person_id", "person_id", "register", "deleted", "confidentiality", "number"),
        # No number is given twice by one data folder; that two gave the same is told, and refused by nobody.
        Index("ix_record_number", "number"),
    )
    untracked: ClassVar[frozenset[str]] = Travelling.untracked | {"row"}

    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True, default=ids.new_id)
    unit: Mapped[str]
    register: Mapped[str]
    version: Mapped[int]
    """The version of the register's declaration that wrote the answers."""
    person_id: Mapped[str] = mapped_column(reference("person.id"))
    number: Mapped[str]
    state: Mapped[str]
    draft: Mapped[bool] = mapped_column(default=True)
    """Kept although it has errors."""
    opened_on: Mapped[str]
    closed_on: Mapped[str | None]
    close_reason: Mapped[str | None]
    confidentiality: Mapped[str]
    answers: Mapped[dict[str, Value]] = mapped_column(Json)
    kept: Mapped[dict[str, str] | None]
    """Warnings kept: the reason by "code field"."""
    deleted: Mapped[bool] = mapped_column(default=False)


class Event(Travelling, Base):
    """Something that happened in a record."""

    __tablename__ = "event"
    __table_args__ = (CheckConstraint("amount IS NULL OR amount >= 0", name="amount_positive"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    record_id: Mapped[str] = mapped_column(reference("record.id"), index=True)
    kind: Mapped[str]
    happened_on: Mapped[str]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    """In đồng."""
    answers: Mapped[dict[str, Value]] = mapped_column(Json)
    note: Mapped[str | None]
    author: Mapped[str | None]
    deleted: Mapped[bool] = mapped_column(default=False)


class Figure(Travelling, Base):
    """A figure of the plan that no register counts, entered for a period; what it is named by makes its id."""

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_unit", "unit", "target", "last"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    target: Mapped[str]
    """The plan's id of the target."""
    part: Mapped[str]
    """numerator or denominator."""
    first: Mapped[str]
    last: Mapped[str]
    """First and last day of the period."""
    value: Mapped[int | None] = mapped_column(BigInteger)
    """People, households, communes; of funds đồng. None where it was taken back."""
    source: Mapped[str | None]
    author: Mapped[str]
    deleted: Mapped[bool] = mapped_column(default=False)


class ClosedPeriod(Travelling, Base):
    """What the plan's targets said when a period was closed, whole: it never asks a record again."""

    __tablename__ = "closed_period"
    __table_args__ = (Index("ix_closed_period_unit", "unit", "last"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    plan: Mapped[str]
    first: Mapped[str]
    last: Mapped[str]
    said: Mapped[dict[str, Any]]
    """The rows of the report, the switches, the office and who closed it, as they were."""
    signature: Mapped[str]
    """Of what was said, by the device that closed it; with it the key by which that is checked."""
    deleted: Mapped[bool] = mapped_column(default=False)


class PaymentMonth(Tracked, Base):
    """A month of payment of one benefit: how far it is, who took each step, and what it said when it was closed."""

    __tablename__ = "payment_month"
    __table_args__ = (UniqueConstraint("unit", "benefit", "month"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    unit: Mapped[str]
    benefit: Mapped[str]
    """The register that pays it."""
    month: Mapped[str]
    """As months are stored: ``2026-11``."""
    state: Mapped[str]
    steps: Mapped[list[Any]]
    """Rows: step, at, by, name, reason."""
    kept: Mapped[dict[str, Any]]
    """Warnings kept: reason and officer, by finding."""
    digest: Mapped[str | None]
    """Of the rows as they were checked: what is approved and closed must be the same."""
    frozen: Mapped[dict[str, Any] | None]
    """Of a closed month: the office, the months before it, the findings, as they were."""


class PaymentRow(Tracked, Base):
    """What one person is paid of one benefit with the list of a closed month, whole: it never asks a record again."""

    __tablename__ = "payment_row"
    __table_args__ = (
        # Whoever writes it, and by whichever record: a person is paid a benefit once in a month.
        UniqueConstraint("person_id", "benefit", "month"),
        UniqueConstraint("personal_id", "benefit", "month"),
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_payment_row_month_id", "month_id", "position"),
        Index("ix_payment_row_record_id", "record_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    month_id: Mapped[str] = mapped_column(reference("payment_month.id"))
    unit: Mapped[str]
    benefit: Mapped[str]
    month: Mapped[str]
    position: Mapped[int]
    person_id: Mapped[str] = mapped_column(reference("person.id"))
    record_id: Mapped[str] = mapped_column(reference("record.id"))
    number: Mapped[str]
    """Of the record."""
    confidentiality: Mapped[str]
    full_name: Mapped[str]
    birth_date: Mapped[str | None]
    personal_id: Mapped[str | None]
    hamlet: Mapped[str | None]
    decision_no: Mapped[str | None]
    decision_date: Mapped[str | None]
    clause: Mapped[str | None]
    """Group and clause, as they are printed."""
    coefficient: Mapped[str | None]
    base: Mapped[int | None] = mapped_column(BigInteger)
    parts: Mapped[dict[str, Any]]
    """What the amount is made of, in đồng; what is taken back is negative."""
    amount: Mapped[int] = mapped_column(BigInteger)
    article: Mapped[str | None]
    payment_method: Mapped[str | None]
    account: Mapped[str | None]
    payee: Mapped[str | None]
    """Who receives it in the person's place."""
    span: Mapped[str | None]
    """For which months arrears are."""
    carried: Mapped[list[Any]]
    """The months left unpaid that are handed out with this one."""
    outcome: Mapped[str | None]
    """paid, carried or stopped; nothing while the payer has not answered."""
    outcome_on: Mapped[str | None]
    outcome_note: Mapped[str | None]


class ClosedMonth(Travelling, Base):
    """A piece of a closed month of payment as it travels: its list whole, so that it comes back as it was."""

    __tablename__ = "closed_month"
    untracked: ClassVar[frozenset[str]] = Travelling.untracked | {"packed"}

    id: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(index=True)
    register: Mapped[str]
    month: Mapped[str]
    state: Mapped[str]
    closing: Mapped[str]
    """What tells one closing of a month from another."""
    place: Mapped[int]
    pieces: Mapped[int]
    """Into how many the month is cut, of which this is one."""
    digest: Mapped[str]
    """SHA-256 of all of them together."""
    packed: Mapped[str | None]
    deleted: Mapped[bool] = mapped_column(default=False)
    """Whether the month was opened again."""


class Attachment(Travelling, Base):
    """A paper scanned into a record; the bytes lie inside the encrypted file."""

    __tablename__ = "attachment"
    untracked: ClassVar[frozenset[str]] = Travelling.untracked | {"content"}

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    record_id: Mapped[str] = mapped_column(reference("record.id"), index=True)
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    """Read only where it is asked for: it may be megabytes."""
    deleted: Mapped[bool] = mapped_column(default=False)


BEGINS_ACT = "coalesce(work, seq) = seq"
"""The condition that a change keeps with which an act begins: one unit of work of one officer."""


class Change(Base):
    """One write, or one act worth knowing, each hashed with the one before it."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_entity_id", "entity_id"),
        # The first change of each unit of work, by which acts are told apart; of before the mark, each by itself.
        Index("ix_change_author", "author", "seq", sqlite_where=text(BEGINS_ACT)),
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    device: Mapped[str]
    at: Mapped[datetime.datetime]
    author: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    act: Mapped[str]
    """insert, update, delete; or read, print, export, login, …"""
    fields: Mapped[dict[str, list[Any]]] = mapped_column(Json)
    """By column: the value before and the value after."""
    reason: Mapped[str | None]
    digest: Mapped[str]
    work: Mapped[int | None]
    """The number of the first change of its unit of work; nothing in those of before the mark."""


class Draft(Base):
    """What is being typed and not yet saved; kept so that a power cut costs two seconds at most."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(primary_key=True)
    """The record's id, or "new:" and the register's code."""
    register: Mapped[str]
    author: Mapped[str]
    typed: Mapped[dict[str, Any]] = mapped_column(Json)
    focus: Mapped[str | None]
    at: Mapped[datetime.datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class User(Tracked, Base):
    """An officer who may unlock the data file."""

    __tablename__ = "user"

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    title: Mapped[str | None]
    role: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Grant(Tracked, Base):
    """What a user may do with one register."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("user_id", "register"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=ids.new_id)
    user_id: Mapped[str] = mapped_column(reference("user.id"))
    register: Mapped[str]
    rights: Mapped[str]
    """Some of the letters r (read), w (write), p (print), x (export)."""


class Unit(Tracked, Base):
    """A unit with which packages are exchanged, ours among them."""

    __tablename__ = "unit"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Code and first day of the period: ``30325@2025-07-01``."""
    name: Mapped[str]
    level: Mapped[str]
    role: Mapped[str]
    """receiver, sender, peer or commune."""
    device: Mapped[str]
    verify_key: Mapped[str]
    recipient: Mapped[str]
    fingerprint: Mapped[str]


class Device(Told, Base):
    """This data file as a sender: its keys live only here, inside the encrypted file."""

    __tablename__ = "device"
    untracked: ClassVar[frozenset[str]] = frozenset({"sign_key", "identity"})

    id: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[str]
    sign_key: Mapped[str]
    identity: Mapped[str]


class Setting(Base):
    """One setting of this data file."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


def is_told(key: str) -> bool:
    """Whether the history tells of a setting: not of counters, of what is made again, of its own end."""
    return key not in ("derived", END, MACHINE) and not key.startswith("number:")


LETTERS = "letters"
"""The setting that keeps what the case numbers of each life but the first end with, the present one last."""
MACHINE = "machine"
"""The setting that keeps on which machine, and where, the data were last opened."""
END = "history.end"
"""The setting that keeps the end of the history, signed."""
