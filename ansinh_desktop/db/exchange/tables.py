"""The tables of the exchange."""

import datetime
from typing import Any

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from ansinh_desktop import clock
from ansinh_desktop.db.models import Base, Json, Told, reference


class Package(Told, Base):
    """A package sent or received."""

    __tablename__ = "package"
    __table_args__ = (Index("ix_package_epoch", "epoch", "direction"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    direction: Mapped[str]
    """out or in."""
    kind: Mapped[str]
    unit: Mapped[str]
    device: Mapped[str]
    epoch: Mapped[str]
    receiver: Mapped[str]
    """For whom it was made, by the digits of the card's key; of one received, ourselves."""
    number: Mapped[int]
    digest: Mapped[str]
    ancestors: Mapped[list[str]] = mapped_column(Json)
    """The digests of the packages before it, since the last one that was confirmed."""
    confirmed: Mapped[str]
    """The digest of that one; empty where there is none."""
    late: Mapped[bool] = mapped_column(default=False)
    """Of one received: whether a later one of the same sender had come before it."""
    audit_head: Mapped[str | None]
    """The sender's history as it was then: the hash of its last change."""
    to_seq: Mapped[int]
    """The number of that change, where the package is ours."""
    file_name: Mapped[str]
    counts: Mapped[dict[str, int]]
    at: Mapped[datetime.datetime] = mapped_column(default=clock.now)


class Receipt(Told, Base):
    """The answer to a package of ours."""

    __tablename__ = "receipt"

    id: Mapped[str] = mapped_column(primary_key=True)
    package_id: Mapped[str] = mapped_column(reference("package.id"), index=True)
    number: Mapped[int]
    """Of the answers to this package."""
    state: Mapped[str]
    at: Mapped[datetime.datetime] = mapped_column(default=clock.now)
    counts: Mapped[dict[str, int]]
    returned: Mapped[list[dict[str, str]]]
    """The rows that were not taken: table, id, result, code, text, todo."""


class Answer(Base):
    """A receipt that we gave: kept as it is, so that the same package is answered by the same bytes."""

    __tablename__ = "answer"

    package_id: Mapped[str] = mapped_column(reference("package.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str]
    """In which of our lives it was given: an earlier one answers for nothing."""
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    """The sealed file."""
    outcome: Mapped[dict[str, Any]]
    """What was said to the officer, and which rows were not taken."""


class Actor(Base):
    """Who wrote the history from one change on, until the next begins."""

    __tablename__ = "actor"

    since: Mapped[int] = mapped_column(primary_key=True)
    """The number of the first change that it may have written."""
    name: Mapped[str]


class Counterpart(Base):
    """Where the exchange with one receiver stands."""

    __tablename__ = "counterpart"

    receiver: Mapped[str] = mapped_column(primary_key=True)
    life: Mapped[str]
    """The receiver's life of which its receipts spoke last; empty before the first."""
    lives: Mapped[list[str]] = mapped_column(Json)
    """Those that are over: their receipts say nothing."""
    whole: Mapped[bool]
    """Whether the next package has to hold everything."""
    confirmed: Mapped[str]
    """The digest of the last package that was confirmed; empty where there is none."""


class Delivery(Base):
    """The version of a row that a receiver has confirmed."""

    __tablename__ = "delivery"
    __table_args__ = ({"sqlite_with_rowid": False},)

    receiver: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    vector: Mapped[str]


class Shipped(Base):
    """The version of a row that a package of ours carries."""

    __tablename__ = "shipped"
    __table_args__ = ({"sqlite_with_rowid": False},)

    package_id: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    vector: Mapped[str]


class Returned(Base):
    """Why a receiver did not take the version of a row that a package carried."""

    __tablename__ = "returned"
    __table_args__ = ({"sqlite_with_rowid": False},)

    receiver: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    package: Mapped[int]
    """The number of the package."""
    result: Mapped[str]
    code: Mapped[str]
    told: Mapped[str]
    todo: Mapped[str]


class Conflict(Base):
    """Two versions of a row, written side by side, of which an officer chooses."""

    __tablename__ = "conflict"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Made from what it is about, so that two laptops have the same one."""
    entity: Mapped[str]
    row_id: Mapped[str] = mapped_column(index=True)
    theirs: Mapped[dict[str, Any]]
    """The other version, by column, with its vector."""
    source: Mapped[str]
    """From whom it came."""
    at: Mapped[datetime.datetime] = mapped_column(default=clock.now)


class Replaced(Base):
    """A row of another unit as it was before a package took its place."""

    __tablename__ = "replaced"

    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    package_id: Mapped[str] = mapped_column(index=True)
    entity: Mapped[str]
    row_id: Mapped[str] = mapped_column(index=True)
    content: Mapped[dict[str, Any]]


class Transfer(Base):
    """A case on its way from one commune to another, given or offered to us, and what became of it."""

    __tablename__ = "transfer"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Of its package."""
    direction: Mapped[str]
    """out or in."""
    unit: Mapped[str]
    """The other commune."""
    device: Mapped[str]
    name: Mapped[str]
    person_id: Mapped[str]
    """Who is moved: as this data file knows them; empty while they were not taken."""
    records: Mapped[list[Any]] = mapped_column(Json)
    """The records of this data file: those that are given, or those that were made of what came."""
    until: Mapped[dict[str, str]]
    """By record of the giver: the last month that the giver pays, where its register pays by month."""
    on: Mapped[str]
    """The day of the move."""
    number: Mapped[int]
    digest: Mapped[str]
    state: Mapped[str]
    """waiting, called_back, accepted or refused."""
    told: Mapped[str]
    """Why it was called back or refused, or what the other side said."""
    file_name: Mapped[str]
    answer_name: Mapped[str | None]
    answer: Mapped[bytes | None] = mapped_column(deferred=True)
    """Of one that was offered to us: the sealed receipt, so that the same package is answered by the same bytes."""
    act: Mapped[int | None]
    """The unit of work in which the giver's records were ended, by which it is taken back."""
    at: Mapped[datetime.datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime.datetime | None]
