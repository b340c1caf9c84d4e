"""The ledger: which version of each row a receiver has confirmed, and what each package of ours carries.

What has to be sent follows from it alone: a row whose version is not confirmed. So what was rejected travels again by
itself, a new receiver gets everything, and a life that begins anew forgets what the one before had been promised.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, text
from sqlalchemy.orm import Session

from ansinh_desktop.db.exchange import actors, vectors
from ansinh_desktop.db.exchange.tables import Counterpart, Package, Shipped
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS, PEOPLE, VECTOR, columns_of, table_of
from ansinh_desktop.db.models import Columns, Record

_STREAMED = 500
_KEPT_ANSWERED = 5
"""So many packages before the last confirmed one may still be answered."""

_CONFIRMED = (
    "EXISTS (SELECT 1 FROM delivery d WHERE d.receiver = :receiver AND d.entity = '{0}' "
    "AND d.row_id = {0}.id AND d.seq = {0}.seq)"
)
_KNOWN_THERE = (
    "(:whole OR EXISTS (SELECT 1 FROM delivery d WHERE d.receiver = :receiver AND d.entity = '{0}' "
    "AND d.row_id = {0}.id) OR EXISTS (SELECT 1 FROM package p JOIN shipped s ON s.package_id = p.id "
    "AND s.entity = '{0}' AND s.row_id = {0}.id WHERE p.direction = 'out' AND p.receiver = :receiver))"
)
"""Whether the receiver may hold some version of a row; where everything is sent nobody knows what it holds."""

_REGISTERS = "(SELECT value FROM json_each(:registers))"
_SENT_RECORD = (
    f"record.unit = :unit AND record.register IN {_REGISTERS} "
    f"AND ((NOT record.draft AND NOT record.deleted) OR (record.deleted AND {_KNOWN_THERE.format('record')}))"
)
_PEOPLE = f"""(
    WITH mine(id) AS MATERIALIZED (
        SELECT person_id FROM record WHERE unit = :unit AND NOT draft AND register IN {_REGISTERS}
        UNION SELECT row_id FROM delivery WHERE receiver = :receiver AND entity = 'person' AND :complete
        UNION SELECT s.row_id FROM package p JOIN shipped s ON s.package_id = p.id AND s.entity = 'person'
            WHERE p.direction = 'out' AND p.receiver = :receiver AND :complete
    ), related(id) AS MATERIALIZED (
        SELECT id FROM mine
        UNION SELECT other_id FROM relation WHERE person_id IN (SELECT id FROM mine) AND NOT deleted
        UNION SELECT person_id FROM relation WHERE other_id IN (SELECT id FROM mine) AND NOT deleted
    )
    SELECT id FROM related
    UNION SELECT h.head_id FROM household h JOIN person p ON p.household_id = h.id
        WHERE p.id IN (SELECT id FROM related) AND h.head_id IS NOT NULL
    UNION SELECT other_id FROM likeness WHERE one_id IN (SELECT id FROM related) AND steps IS NOT NULL
)"""  # noqa: S608 - our own tables
"""The people with a record that travels, those related to them or joined with them, the heads of their households, and
who went before."""

_OF_RECORD = f"EXISTS (SELECT 1 FROM record WHERE record.id = {{0}}.record_id AND {_SENT_RECORD})"  # noqa: S608
_ALIVE = f"(NOT {{0}}.deleted OR {_KNOWN_THERE})"
_ALIVE_OR_SHARED = f"({_ALIVE} OR :shared)"
"""What was taken out of a record that stays goes as well where another laptop of ours may send it as it was."""
_JOINED = "{0} IN (SELECT other_id FROM likeness WHERE steps IS NOT NULL)"
"""Whether somebody was joined with another: they go as well, so that whoever gets both can part them again."""
_WHICH = {
    "hamlet": f"hamlet.unit = :unit AND {_ALIVE}",
    "household": "household.unit = :unit AND (household.id IN "  # noqa: S608
    f"(SELECT household_id FROM person WHERE id IN {_PEOPLE}) OR {_KNOWN_THERE}) AND {_ALIVE}",
    "person": f"person.unit = :unit AND person.id IN {_PEOPLE} AND ({_ALIVE} OR {_JOINED.format('person.id')})",
    "relation": f"relation.person_id IN {_PEOPLE} AND relation.other_id IN {_PEOPLE} AND {_ALIVE_OR_SHARED}",
    # Who goes to nobody, for having been removed before, is told of to nobody.
    "likeness": f"likeness.unit = :unit AND likeness.one_id IN {_PEOPLE} AND likeness.other_id IN {_PEOPLE} "  # noqa: S608
    f"AND {_ALIVE} AND NOT EXISTS (SELECT 1 FROM person WHERE person.id IN (likeness.one_id, likeness.other_id) "
    f"AND NOT {_ALIVE.replace('{0}', 'person')} AND NOT {_JOINED.format('person.id')})",
    "record": _SENT_RECORD,
    "event": f"{_OF_RECORD} AND {_ALIVE_OR_SHARED}",
    "attachment": f"{_OF_RECORD} AND {_ALIVE_OR_SHARED}",
    "closed_month": f"closed_month.unit = :unit AND closed_month.register IN {_REGISTERS} AND {_ALIVE}",
    "figure": f"figure.unit = :unit AND {_ALIVE}",
    "closed_period": f"closed_period.unit = :unit AND {_ALIVE}",
}
"""By table: which rows travel at all."""

_OWN = {
    "relation": "person_id IN (SELECT id FROM person WHERE unit = :unit)",
    # What a receiving unit decides of the people of two communes is told in its receipts.
    "likeness": "unit = :unit AND one_id IN (SELECT id FROM person WHERE unit = :unit)",
    "event": "record_id IN (SELECT id FROM record WHERE unit = :unit)",
    "attachment": "record_id IN (SELECT id FROM record WHERE unit = :unit)",
}

_SIZES = """
    SELECT a.record_id, sum(length(a.content)) AS size, EXISTS (
        SELECT 1 FROM package p JOIN shipped o ON o.package_id = p.id AND o.entity = 'record'
            AND o.row_id = a.record_id JOIN shipped n ON n.package_id = :package AND n.entity = 'record'
            AND n.row_id = a.record_id AND n.seq = o.seq
        WHERE p.direction = 'out' AND p.receiver = :receiver
    ) AS was_sent
    FROM shipped s JOIN attachment a ON a.id = s.row_id
    WHERE s.package_id = :package AND s.entity = 'attachment' AND NOT a.deleted
    GROUP BY a.record_id ORDER BY was_sent, a.record_id
"""
"""The records in a package that have papers: how many bytes, and whether an unanswered package carries them."""
_LAST = 2**62

_PART = """CASE entity
    WHEN 'record' THEN (SELECT register FROM record WHERE id = row_id)
    WHEN 'closed_month' THEN (SELECT register FROM closed_month WHERE id = row_id)
    WHEN 'event' THEN (SELECT r.register FROM event e JOIN record r ON r.id = e.record_id WHERE e.id = row_id)
    WHEN 'attachment' THEN
        (SELECT r.register FROM attachment a JOIN record r ON r.id = a.record_id WHERE a.id = row_id)
    ELSE 'people' END"""


@dataclass(frozen=True)
class Held:
    """What a receiver holds, or has to hold, of one part of a unit's data: how many rows, and their digest."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Selection:
    """What one package is asked for."""

    receiver: str
    unit: str
    registers: tuple[str, ...]
    whole: bool
    complete: bool = True
    """Whether the registers are all there are, so that the people who went before go again."""
    shared: bool = False
    """Whether another laptop of ours holds rows of these data, and sends them too."""

    @property
    def facts(self) -> dict[str, object]:
        """What the questions are given."""
        return {
            "receiver": self.receiver,
            "unit": self.unit,
            "registers": json.dumps(self.registers),
            "whole": self.whole,
            "complete": self.complete,
            "shared": self.shared,
        }

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the state for which it speaks."""
        return (*((PEOPLE,) if self.complete else ()), *self.registers)


class Digest:
    """The digest of a state: of its sorted lines (table, id, vector), part by part."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._counts = dict.fromkeys(parts, 0)
        self._digests = {each: hashlib.sha256() for each in self._counts}

    def add(self, part: str, entity: str, row_id: str, vector: str) -> None:
        """Add one row; rows come sorted by table and identifier."""
        if part in self._counts:
            self._counts[part] += 1
            self._digests[part].update(f"{entity} {row_id} {vector}\n".encode())

    def held(self) -> dict[str, Held]:
        """Return what was added."""
        return {part: Held(count, self._digests[part].hexdigest()) for part, count in self._counts.items()}


class Ledger:
    """What each receiver of this unit's rows holds."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def counterpart(self, receiver: str) -> Counterpart:
        """Return where the exchange with a receiver stands; before the first receipt everything has to go."""
        found = self._session.get(Counterpart, receiver)
        return found or Counterpart(receiver=receiver, life="", lives=[], whole=True, confirmed="")

    def keep(self, counterpart: Counterpart) -> None:
        """Keep where the exchange stands."""
        self._session.merge(counterpart)
        self._session.flush()

    # What has to go

    def waiting(self, selection: Selection) -> dict[str, int]:
        """Return how many records of each register would go with a package made now."""
        # Where all goes, nothing is confirmed: not to be asked of a hundred thousand records, one by one.
        cond = self._going("record", whole=selection.whole)
        query = select(Record.register, func.count()).where(text(cond)).group_by(Record.register)
        found = self._session.execute(query, selection.facts)
        return {register: count for register, count in found}  # noqa: C416 - rows are no pairs to the checker

    def anything_waits(self, selection: Selection) -> bool:
        """Whether any row would go with a package made now."""
        return any(self._any(name, selection) for name in MODELS)

    def _any(self, name: str, selection: Selection) -> bool:
        query = select(table_of(name).c.id).where(text(self._going(name, whole=False))).limit(1)
        return self._session.execute(query, selection.facts).first() is not None

    def ship(self, selection: Selection, package_id: str) -> int:
        """Let a package carry all that has to go, and return how many rows that are."""
        count = 0
        for name in MODELS:
            statement = (
                f"INSERT INTO shipped (package_id, entity, row_id, seq, vector) "  # noqa: S608
                f"SELECT :package, '{name}', id, seq, {actors.SPELLED.format(name)} FROM {name} "
                f"WHERE {self._going(name, whole=selection.whole)}"
            )
            facts = {**selection.facts, "package": package_id}
            count += self._session.execute(text(statement), facts).rowcount  # type: ignore[attr-defined]
        return count

    def everything(self, name: str, unit: str) -> Iterator[Columns]:
        """Yield all rows of a table that a unit keeps, drafts and what was removed among them."""
        table, keys = table_of(name), columns_of(name)
        spelled: ColumnElement[str] = literal_column(actors.SPELLED.format(name))
        query = select(spelled, *(table.c[key] for key in keys))
        query = query.where(text(_OWN.get(name, f"{name}.unit = :unit"))).order_by(table.c.id)
        for vector, *values in self._session.execute(query, {"unit": unit}).yield_per(_STREAMED):
            yield {VECTOR: vectors.read(vector), **dict(zip(keys, values, strict=True))}

    def all_papers(self, unit: str) -> Iterator[bytes]:
        """Yield the contents of all papers that a unit keeps."""
        query = (
            "SELECT a.content FROM attachment a JOIN record r ON r.id = a.record_id "
            "WHERE r.unit = ? AND NOT a.deleted ORDER BY a.sha256"
        )
        for (content,) in self._hand.exec_driver_sql(query, (unit,)):
            yield content

    def records_in(self, package_id: str) -> int:
        """Return how many records a package carries."""
        query = "SELECT count(*) FROM shipped WHERE package_id = ? AND entity = 'record'"
        return int(self._hand.exec_driver_sql(query, (package_id,)).scalar_one())

    def outgoing(self, name: str, package_id: str) -> Iterator[Columns]:
        """Yield the rows of a table that a package carries."""
        table, keys = table_of(name), columns_of(name)
        shipped = table_of(Shipped.__tablename__)
        query = (
            select(shipped.c.vector, *(table.c[key] for key in keys))
            .join(table, table.c.id == shipped.c.row_id)
            .where(shipped.c.package_id == package_id, shipped.c.entity == name)
            .order_by(shipped.c.row_id)
        )
        for vector, *values in self._session.execute(query).yield_per(_STREAMED):
            yield {VECTOR: vectors.read(vector), **dict(zip(keys, values, strict=True))}

    def _going(self, name: str, *, whole: bool) -> str:
        which = _WHICH[name].format(name)
        return f"({which})" if whole else f"({which}) AND NOT {_CONFIRMED.format(name)}"

    def papers(self, package_id: str) -> Iterator[bytes]:
        """Yield the contents of the papers that a package carries."""
        query = (
            "SELECT a.content FROM shipped s JOIN attachment a ON a.id = s.row_id WHERE s.package_id = ? "
            "AND s.entity = 'attachment' AND NOT a.deleted ORDER BY a.sha256"
        )
        for (content,) in self._hand.exec_driver_sql(query, (package_id,)):
            yield content

    def kept_back(self, package_id: str, unit: str) -> Iterator[tuple[str, str]]:
        """Yield the rows (table, id) of ours that a package does not carry: its receiver need not give them back."""
        for name in MODELS:
            own = _OWN.get(name, "unit = :unit")
            query = (
                f"SELECT id FROM {name} WHERE {own} AND NOT EXISTS (SELECT 1 FROM shipped WHERE "  # noqa: S608
                f"package_id = :package AND entity = '{name}' AND row_id = {name}.id) ORDER BY id"
            )
            for (row_id,) in self._session.execute(text(query), {"unit": unit, "package": package_id}):
                yield name, row_id

    def cut(self, selection: Selection, package_id: str, most: int) -> tuple[bool, int]:
        """Leave records out of a package whose papers are too many bytes together; what went in no package goes first.

        Returns:
            Whether any was left out; and how many of them no unanswered package carries: the next one takes more of them.
        """
        facts = {"package": package_id, "receiver": selection.receiver}
        sized = self._session.execute(text(_SIZES), facts).all()
        if sum(size for _record, size, _sent in sized) <= most:
            return False, 0
        spent, left, never_sent = 0, [], 0
        for record_id, size, was_sent in sized:
            if spent and spent + size > most:
                left.append(record_id)
                never_sent += not was_sent
            else:
                spent += size
        leaving = {"package": package_id, "left": json.dumps(left)}
        for name in IN_RECORDS:
            own = "id" if name == "record" else "record_id"
            statement = (
                f"DELETE FROM shipped WHERE package_id = :package AND entity = '{name}' AND row_id IN "  # noqa: S608
                f"(SELECT id FROM {name} WHERE {own} IN (SELECT value FROM json_each(:left)))"
            )
            self._session.execute(text(statement), leaving)
        return True, never_sent

    def expected(self, selection: Selection, package_id: str, series: Sequence[str] = ()) -> dict[str, Held]:
        """Return what the receiver holds once it has taken a package in.

        Args:
            selection: What the package was asked for.
            package_id: The package.
            series: The packages before it of which it is the continuation: it does not carry again what they carry.
        """
        query = f"""SELECT {_PART} AS part, entity, row_id, vector FROM (
            SELECT entity, row_id, vector, max(rank) FROM (
                SELECT entity, row_id, vector, {_LAST} AS rank FROM shipped WHERE package_id = :package
                UNION ALL SELECT s.entity, s.row_id, s.vector, p.number FROM shipped s
                    JOIN package p ON p.id = s.package_id
                    WHERE s.package_id IN (SELECT value FROM json_each(:series))
                UNION ALL SELECT entity, row_id, vector, 0 FROM delivery WHERE receiver = :receiver
            ) GROUP BY entity, row_id
        ) ORDER BY entity, row_id"""  # noqa: S608
        facts = {
            "package": package_id,
            "receiver": selection.receiver,
            "series": json.dumps(list(series)),
        }
        digest = Digest(selection.parts)
        for part, entity, row_id, vector in self._session.execute(text(query), facts):
            digest.add(part, entity, row_id, vector)
        return digest.held()

    # What was answered

    def confirm(self, package: Package, but: Iterable[tuple[str, str]]) -> None:
        """Note that a receiver holds what a package carried, but for some rows (table, id).

        Nor does it hold the records to which they belong, nor those of such people.
        """
        self._hand.exec_driver_sql(
            "CREATE TEMP TABLE IF NOT EXISTS left_out (entity, row_id, PRIMARY KEY (entity, row_id))"
        )
        self._hand.exec_driver_sql("DELETE FROM left_out")
        rows = sorted(set(but))
        if rows:
            self._hand.exec_driver_sql("INSERT INTO left_out VALUES (?, ?)", rows)
        for name in IN_RECORDS[1:]:
            self._hand.exec_driver_sql(
                f"INSERT OR IGNORE INTO left_out SELECT 'record', t.record_id FROM left_out o "  # noqa: S608
                f"JOIN {name} t ON t.id = o.row_id WHERE o.entity = '{name}'"
            )
        self._hand.exec_driver_sql(
            "INSERT OR IGNORE INTO left_out SELECT 'record', r.id FROM left_out o "
            "JOIN record r ON r.person_id = o.row_id WHERE o.entity = 'person'"
        )
        # What it held once in this very version it has lost since, and holds another one beside it.
        self._hand.exec_driver_sql(
            "DELETE FROM delivery WHERE receiver = ? AND EXISTS (SELECT 1 FROM left_out o JOIN shipped s "
            "ON s.entity = o.entity AND s.row_id = o.row_id WHERE s.package_id = ? AND s.seq = delivery.seq "
            "AND o.entity = delivery.entity AND o.row_id = delivery.row_id)",
            (package.receiver, package.id),
        )
        self._hand.exec_driver_sql(
            "INSERT INTO delivery SELECT ?, entity, row_id, seq, vector FROM shipped s WHERE package_id = ? "
            "AND NOT EXISTS (SELECT 1 FROM left_out o WHERE o.entity = s.entity AND o.row_id = s.row_id) "
            "ON CONFLICT (receiver, entity, row_id) DO UPDATE SET seq = excluded.seq, vector = excluded.vector "
            "WHERE excluded.seq > seq",
            (package.receiver, package.id),
        )
        self._hand.exec_driver_sql(
            "DELETE FROM shipped WHERE package_id IN (SELECT id FROM package WHERE direction = 'out' "
            "AND receiver = ? AND number < ?)",
            (package.receiver, package.number - _KEPT_ANSWERED),
        )

    def holds(self, receiver: str, rows: Sequence[tuple[str, str, str]]) -> None:
        """Note that a receiver holds these rows (table, id, vector) in the version that stands here: they came from it."""
        for name in MODELS:
            mine = [(receiver, vector, row_id) for table, row_id, vector in rows if table == name]
            if mine:
                self._hand.exec_driver_sql(
                    f"INSERT OR REPLACE INTO delivery SELECT ?, '{name}', id, seq, ? FROM {name} WHERE id = ?",  # noqa: S608
                    mine,
                )

    def give_back(
        self, package: Package, row: tuple[str, str], seq: int, why: tuple[str, str, str, str]
    ) -> None:
        """Note why a row (table, id) was not taken in the version that a package carried: result, code, text, what to do."""
        self._hand.exec_driver_sql(
            "INSERT OR REPLACE INTO returned VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (package.receiver, *row, seq, package.number, *why),
        )

    def forget(self, receiver: str) -> None:
        """Forget what a receiver has confirmed."""
        self._hand.exec_driver_sql("DELETE FROM delivery WHERE receiver = ?", (receiver,))

    def carries(self, package_id: str) -> bool:
        """Whether it is still known what a package carried."""
        query = "SELECT 1 FROM shipped WHERE package_id = ? LIMIT 1"
        return self._hand.exec_driver_sql(query, (package_id,)).first() is not None

    def shipped(self, package_id: str, entity: str, row_id: str) -> tuple[int, str] | None:
        """Return number and vector of the version of a row that a package carries."""
        query = "SELECT seq, vector FROM shipped WHERE package_id = ? AND entity = ? AND row_id = ?"
        found = self._hand.exec_driver_sql(query, (package_id, entity, row_id)).first()
        return None if found is None else (found[0], found[1])

    @property
    def _hand(self) -> Connection:
        return self._session.connection()


def begin_life(connection: Connection) -> None:
    """Begin a new life of the data: no promise that the old one was given holds."""
    for statement in (
        "DELETE FROM delivery",
        "DELETE FROM shipped",
        "DELETE FROM returned",
        "UPDATE counterpart SET whole = 1, confirmed = ''",
    ):
        connection.exec_driver_sql(statement)
