"""What packages are taken into: one transaction a package, and the packages and receipts of before."""

import contextlib
import itertools
import operator
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from ansinh_desktop import clock
from ansinh_desktop.db.exchange.tables import Answer, Package
from ansinh_desktop.db.payments import Running, doubled_in, told_by
from ansinh_desktop.db.postgres import rows, schema, views
from ansinh_desktop.db.postgres.rows import PostgresRows
from ansinh_desktop.db.postgres.schema import Connection
from ansinh_desktop.errors import AnSinhError, UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register

_LOCK = 0x616E7369
"""What whoever takes packages in locks: "ansi"."""
_UNITS = 0x61736875
"""What they lock of a unit, beside its name."""
_SAMPLE = 10
"""How thoroughly the engine looks at a table; it is 100 where nothing is said."""
_PACKAGE = (
    "id", "kind", "unit", "device", "epoch", "receiver", "number", "digest", "ancestors", "confirmed", "late",
    "audit_head", "file_name", "counts", "at",
)  # fmt: skip


_BESIDE = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
)


class BesideError(AnSinhError):
    """Another package that was taken in at the same time stood in the way of this one: try it again."""


class LostStoreError(UserError):
    """The store cannot be reached: no package is to blame."""


class PostgresDestination:
    """The rows of a unit in PostgreSQL, and its packages, within one transaction."""

    def __init__(self, connection: Connection, unit: str, before: tuple[int, bytes] | None = None) -> None:
        """Stand before the store for one package.

        Args:
            connection: To the store, within a transaction.
            unit: Whose package it is.
            before: The receipt (its number, its bytes) that was given for it long ago: it is kept, and no other.
        """
        self._connection = connection
        self._unit = unit
        self._before = before
        last = "SELECT coalesce(max(seq), 0) + 1 FROM history WHERE unit = %s"
        self._seq: int = _one(connection, last, unit)
        self.rows = PostgresRows(connection, unit, self._seq)

    def received_from(self, unit: str, device: str, epoch: str) -> Sequence[Package]:
        """Return the packages that were taken in of one life of a sender, in the order in which they came."""
        query = sql.SQL(
            "SELECT {} FROM package WHERE unit = %s AND device = %s AND epoch = %s AND kind <> 'fork' ORDER BY came"
        ).format(sql.SQL(", ").join(map(sql.Identifier, _PACKAGE)))
        found = self._connection.execute(query, (unit, device, epoch)).fetchall()
        return [Package(direction="in", to_seq=0, **dict(zip(_PACKAGE, row, strict=True))) for row in found]

    def add(self, package: Package) -> None:
        """Remember a package."""
        # The moment is what the data file sets by itself as well.
        known = {key: getattr(package, key) for key in _PACKAGE} | {"at": clock.now()}
        known |= {"ancestors": Jsonb(package.ancestors), "counts": Jsonb(package.counts)}
        query = sql.SQL(
            "INSERT INTO package ({}, came) "
            "VALUES ({}, (SELECT coalesce(max(came), 0) + 1 FROM package WHERE unit = %(unit)s))"
        ).format(
            sql.SQL(", ").join(map(sql.Identifier, _PACKAGE)),
            sql.SQL(", ").join(map(sql.Placeholder, _PACKAGE)),
        )
        self._connection.execute(query, known)

    def add_answer(self, answer: Answer) -> None:
        """Keep a receipt that is given; one of the same number, of a life that is over, answers for nothing more."""
        number, content = self._before or (answer.number, answer.content)
        self._connection.execute(
            "INSERT INTO answer (unit, package_id, number, epoch, file_name, content, outcome) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (unit, package_id, number) DO UPDATE SET "
            "epoch = excluded.epoch, file_name = excluded.file_name, content = excluded.content, "
            "outcome = excluded.outcome",
            (
                self._unit,
                answer.package_id,
                number,
                answer.epoch,
                answer.file_name,
                content,
                Jsonb(answer.outcome),
            ),
        )

    def note(self, package_id: str, facts: dict[str, object]) -> None:
        """Tell the history of the unit of a package."""
        self._connection.execute(
            "INSERT INTO history (unit, seq, at, package_id, facts) VALUES (%s, %s, %s, %s, %s)",
            (self._unit, self._seq, clock.now(), package_id, Jsonb(facts)),
        )

    def doubled(self, record_ids: Sequence[str]) -> dict[str, str]:
        """Return the records among these whose person is paid by another one as well, by number, with its number."""
        found: dict[str, str] = {}
        for register in catalog.registers().values():
            if register.paid_in and record_ids:
                found |= doubled_in(set(record_ids), self._running(register, record_ids))
        return found

    def beside(self, unit: str) -> tuple[()]:
        """Return nothing: what is decided for a commune is decided where officers look, in the vault."""
        del unit
        return ()

    def _running(self, register: Register, record_ids: Sequence[str]) -> dict[str, list[Running]]:
        """Return the records by which the people of these records are paid, in whichever unit, by what tells who it is."""
        asked = {"register": register.code, "states": sorted(register.running_in)}
        query = _PEOPLE_OF.format(ids=rows.among("ids"))
        own = self._connection.execute(query, {**asked, "unit": self._unit, "ids": rows.listed(record_ids)})
        people = {self._unit: {person_id for (person_id,) in own}}
        numbers = self._numbers(self._unit, people[self._unit])
        for unit, person_id in self._sharing(numbers.values()):
            people.setdefault(unit, set()).add(person_id)
        found: list[tuple[str, Iterable[str], Running]] = []
        for unit, person_ids in people.items():
            numbers |= self._numbers(unit, person_ids - numbers.keys())
            among = {**asked, "unit": unit, "ids": rows.listed(person_ids)}
            for whose, record_id, code, state in self._connection.execute(
                _PAID_TO.format(ids=rows.among("ids")), among
            ):
                paid = Running(record_id, code, state, {})
                found.append((record_id, told_by(whose, *numbers[whose]), paid))
        return _told_twice([(keys, each) for _id, keys, each in sorted(found, key=operator.itemgetter(0))])

    def _numbers(self, unit: str, person_ids: Collection[str]) -> dict[str, tuple[str | None, str | None]]:
        """Return the identity numbers, the present and the old one, of some people of a unit."""
        asked = {"unit": unit, "ids": rows.listed(person_ids)}
        told = self._connection.execute(_NUMBERS_OF.format(rows.among("ids")), asked) if person_ids else ()
        return {row[0]: (row[1], row[2]) for row in told}

    def _sharing(self, numbers: Iterable[tuple[str | None, str | None]]) -> Iterator[tuple[str, str]]:
        """Yield who (unit, person) is, or once was, known by one of these numbers, where somebody else is so as well."""
        asked = {"ids": rows.listed({each for both in numbers for each in both if each})}
        known: dict[str, list[tuple[str, str]]] = {}
        for number, *who in self._connection.execute(_KNOWN_BY.format(rows.among("ids")), asked):
            known.setdefault(number, []).append((who[0], who[1]))
        return itertools.chain.from_iterable(each for each in known.values() if len(each) > 1)


# Each of one part, by keys: joined over many parts, the engine would look through all of each.
_PEOPLE_OF = sql.SQL(
    "SELECT person_id FROM record WHERE unit = %(unit)s AND id = ANY({ids}) AND register = %(register)s "
    "AND state = ANY(%(states)s)"
)
_NUMBERS_OF = sql.SQL("SELECT id, personal_id, old_id FROM person WHERE unit = %(unit)s AND id = ANY({})")
_KNOWN_BY = sql.SQL("SELECT number, unit, person_id FROM known_by WHERE number = ANY({})")
_PAID_TO = sql.SQL(
    "SELECT person_id, id, number, state FROM record WHERE unit = %(unit)s AND person_id = ANY({ids}) "
    "AND register = %(register)s AND state = ANY(%(states)s) AND NOT deleted"
)


def _told_twice(rows: Sequence[tuple[Iterable[str], Running]]) -> dict[str, list[Running]]:
    """Return the records of whoever has more than one, by what tells who it is."""
    found: dict[str, list[Running]] = {}
    for keys, running in rows:
        for key in {*keys}:
            found.setdefault(key, []).append(running)
    return {key: each for key, each in found.items() if len(each) > 1}


class Database:
    """The store in PostgreSQL, open for one who takes packages in."""

    def __init__(self, connection: Connection, *, analysts: bool = True) -> None:
        self._connection = connection
        self.analysts = analysts
        """Whether the analysts' role could be given what it may read."""

    @classmethod
    @contextmanager
    def open(cls, url: str) -> Iterator[Self]:
        """Open the store, make its tables where there are none, and keep everybody else from feeding it meanwhile.

        Raises:
            UserError: AS-5160 it cannot be reached, AS-5161 somebody else feeds it, AS-5162 it is of another version.
        """
        with _connected(url) as connection:
            if not _one(connection, "SELECT pg_try_advisory_lock(%s)", _LOCK):
                raise UserError("AS-5161")
            try:
                with connection.transaction():
                    if schema.kept_version(connection) is None:
                        schema.make(connection)
                    if schema.kept_version(connection) != schema.VERSION:
                        raise UserError("AS-5162")
                    views.refresh(connection)
                    analysts = views.admit_analysts(connection)
                rows.prepare(connection)
                yield cls(connection, analysts=analysts)
            finally:
                # A server under load learns only after a while that nobody is there any more.
                with contextlib.suppress(psycopg.Error):
                    connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))

    @classmethod
    @contextmanager
    def beside(cls, url: str) -> Iterator[Self]:
        """Open the store for one of several who work for whoever has opened it.

        Raises:
            UserError: AS-5160 it cannot be reached.
        """
        with _connected(url) as connection:
            rows.prepare(connection)
            yield cls(connection)

    def answers(self, unit: str, package_id: str, epoch: str) -> list[Answer]:
        """Return the receipts that were given for a package in a life of the receiver, the first first."""
        found = self._connection.execute(
            "SELECT package_id, number, epoch, file_name, content, outcome FROM answer "
            "WHERE unit = %s AND package_id = %s AND epoch = %s ORDER BY number",
            (unit, package_id, epoch),
        )
        names = ("package_id", "number", "epoch", "file_name", "content", "outcome")
        return [Answer(**dict(zip(names, row, strict=True))) for row in found]

    def came(self, unit: str, package_id: str) -> int:
        """Return as which of its unit a package came."""
        query = "SELECT came FROM package WHERE unit = %s AND id = %s"
        return int(_one(self._connection, query, unit, package_id))

    @contextmanager
    def work(self, unit: str, before: tuple[int, bytes] | None = None) -> Iterator[PostgresDestination]:
        """Run the transaction in which a package of a unit is taken in: whole or not at all.

        Args:
            unit: Whose package it is.
            before: The receipt that was given for it long ago, where there is one.

        Raises:
            BesideError: Another package that was taken in at the same time stood in its way.
            LostStoreError: AS-5160 the store cannot be reached any more.
        """
        try:
            with self._connection.transaction():
                schema.make_room(self._connection, unit)
            with self._connection.transaction():
                # One unit's packages come one after the other, whoever takes them in.
                self._connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_UNITS, unit))
                yield PostgresDestination(self._connection, unit, before)
        except _BESIDE as error:
            raise BesideError from error
        except psycopg.OperationalError as error:
            raise LostStoreError("AS-5160") from error

    def begin_anew(self) -> None:
        """Begin to fill the store from the archive, or go on with it.

        Raises:
            UserError: AS-5163 packages were taken in already.
        """
        if not schema.is_empty(self._connection) and not self._is_being_rebuilt():
            raise UserError("AS-5163")
        self._connection.execute("INSERT INTO about VALUES ('rebuilding', '1') ON CONFLICT DO NOTHING")

    def end_anew(self) -> None:
        """Say that the store holds all that the archive holds."""
        self._connection.execute("DELETE FROM about WHERE key = 'rebuilding'")

    def require_whole(self) -> None:
        """Refuse to go on with a store that is being filled from the archive.

        Raises:
            UserError: AS-5166 it is.
        """
        if self._is_being_rebuilt():
            raise UserError("AS-5166")

    def _is_being_rebuilt(self) -> bool:
        query = "SELECT EXISTS (SELECT FROM about WHERE key = 'rebuilding')"
        return bool(_one(self._connection, query))

    def states(self) -> dict[str, str]:
        """Return the digest of what stands here of each unit."""
        units = self._connection.execute("SELECT DISTINCT unit FROM package ORDER BY unit").fetchall()
        with self._connection.transaction():
            return {unit: PostgresRows(self._connection, unit, 0).state(unit) for (unit,) in units}

    def settle(self) -> None:
        """Let the engine look at what was written, so that it chooses its ways by it."""
        for each in schema.looked_at():
            self._connection.execute(each)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        connection = psycopg.connect(
            plain,
            autocommit=True,
            options=f"-c search_path={schema.SCHEMA} -c client_min_messages=warning -c cursor_tuple_fraction=1 "
            # All is asked by keys; of tables that were filled a moment ago the engine would think that they are short.
            "-c enable_seqscan=off "
            # Ways are chosen by unit and register: a tenth of the usual sample tells them apart, in a tenth of the time.
            f"-c default_statistics_target={_SAMPLE}",
        )
    except psycopg.Error as error:
        raise LostStoreError("AS-5160") from error
    with connection:
        yield connection


def _one(connection: Connection, query: str, *values: object) -> Any:
    row = connection.execute(query.encode(), values).fetchone()
    return row[0] if row else None
