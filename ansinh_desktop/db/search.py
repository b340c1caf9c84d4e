"""Finding people while a name is typed, and listing the records of a register."""

import functools
import itertools
import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Join,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session

from ansinh_desktop import text as vietnamese
from ansinh_desktop.db.exchange.packages import Packages
from ansinh_desktop.db.exchange.sending import Sending, SentKind
from ansinh_desktop.db.models import Base, Event, Hamlet, Person, Record, dump_json
from ansinh_desktop.db.people import EVERYBODY, EXACT_MARK, Sight, seen_by
from ansinh_desktop.registers.field import SHOWN_BY_CODE
from ansinh_desktop.registers.sources import IMPORTED

_LEAST_INITIALS = 2
_MOST_SPELLINGS = 8
_MOST_INITIALS = 4
_MOST_WORDS = 32
"""Of what was typed: no name has more, and each is a question of its own."""


@dataclass(frozen=True)
class ListQuery:
    """Which records a list shows, in which order."""

    register: str
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By source: a field key, "record.state", "person.hamlet", …; the values wanted, "" meaning none given."""
    typed: str = ""
    order_by: str = "person.full_name"
    descending: bool = False
    seqs: tuple[int | None, int | None] = (None, None)
    """Only records whose last change lies in (after, up to]."""
    only: tuple[str, ...] | None = None
    """Only these records, by id."""
    said: str = field(default="", compare=False)
    """What those are, in words."""


class Search:
    """Questions that must be answered between two keystrokes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._packages = Packages(session)

    def people(self, typed: str, limit: int = 50, sight: Sight = EVERYBODY) -> list[Person]:
        """Return people in sight whose name, number, telephone or hamlet has every word typed, in any order.

        Words need not be whole, nor carry their marks; where marks are typed, exact matches come first.
        """
        rows: dict[int, None] = {}
        for match in _matches(typed):
            if len(rows) < limit:
                found = self._session.execute(_finding(sight), {"match": match, "limit": limit})
                rows |= {row: None for (row,) in found}
        if not rows:
            # No word begins as typed: it may be initials.
            rows = dict.fromkeys(self._by_initials(typed, limit, sight))
        if not rows:
            return []
        chosen = list(rows)[:limit]
        people = {
            each.row: each
            for each in self._session.scalars(
                select(Person).where(Person.row.in_(chosen), Person.deleted.is_(False))
            )
        }
        exact = _exact_words(typed)
        return sorted(
            people.values(),
            key=lambda each: (
                not exact <= set(each.search_words.split()),
                each.sort_key,
            ),
        )

    def _by_initials(self, typed: str, limit: int, sight: Sight) -> Sequence[int]:
        initials = _by_initials(typed)
        if initials is None:
            return []
        query = select(Person.row).where(initials, Person.deleted.is_(False), *seen_by(sight)).limit(limit)
        return self._session.scalars(query).all()

    def record_rows(self, query: ListQuery) -> "array[int]":
        """Return the row numbers of the records of a list, in its order."""
        keys = self._order(query.order_by)
        rows = select(Record.row)
        if self._holds_most(query):
            # A walk through all names costs less than looking up every person and sorting them.
            rows = rows.select_from(_in_turn(Person, Record, Record.person_id == Person.id))
        else:
            rows = rows.join(Person, Person.id == Record.person_id)
        found = self._filtered(rows, query)
        keys = [each.desc() if query.descending else each.asc() for each in (*keys, Person.id.expression)]
        return self._rows(found.order_by(*keys))

    def count(self, query: ListQuery) -> int:
        """Return how many records a list has."""
        rows = select(func.count(Record.row))
        if query.typed.strip() or any(source.startswith("person.") for source in query.filters):
            rows = rows.join(Person, Person.id == Record.person_id)
        return self._session.scalar(self._filtered(rows, query)) or 0

    def events(self, record_ids: Sequence[str]) -> dict[str, list[Event]]:
        """Return what happened in each record, the earliest first."""
        found: dict[str, list[Event]] = {}
        query = select(Event).where(Event.record_id.in_(record_ids), Event.deleted.is_(False))
        for event in self._session.scalars(query.order_by(Event.happened_on, Event.id)):
            found.setdefault(event.record_id, []).append(event)
        return found

    def values(self, register: str, source: str) -> list[tuple[str, int]]:
        """Return the values a column has in a register, with how often, for a filter; "" is none given.

        An answer that is a list counts under each of its codes.
        """
        if source == "record.sent":
            ways = [(str(way), self.count(ListQuery(register, {source: (way,)}))) for way in SentKind]
            return [each for each in ways if each[1] or each[0] != "received"]
        column = self._column(source)
        records = select(Record.row).select_from(Record)
        records = records.where(Record.register == register, Record.deleted.is_(False))
        if source.startswith("person."):
            records = records.join(Person, Person.id == Record.person_id)
        if "." in source:
            query = records.with_only_columns(column, func.count()).group_by(column)
            return [(_as_text(value), count) for value, count in self._session.execute(query)]
        each = func.json_each(Record.answers, f"$.{_plain_key(source)}").table_valued("value")
        query = (
            records.with_only_columns(each.c.value, func.count()).join(each, true()).group_by(each.c.value)
        )
        found = [(_as_text(value), count) for value, count in self._session.execute(query)]
        missing = self.count(ListQuery(register, {source: ("",)}))
        return [*found, ("", missing)] if missing else found

    def people_rows(
        self, typed: str = "", hamlets: Sequence[str] = (), sight: Sight = EVERYBODY
    ) -> "array[int]":
        """Return the row numbers of everybody in sight, or of those a search finds, in the order of names.

        Args:
            typed: What was typed into the search box.
            hamlets: Only of these hamlets, where any is given; "" means those of whom none is known.
            sight: Whom the officer may be shown.
        """
        query = select(Person.row).where(Person.deleted.is_(False), *seen_by(sight))
        if hamlets:
            query = query.where(self._one_of("person.hamlet", hamlets))
        if typed.strip():
            query = query.where(self._matching(typed))
        return self._rows(query.order_by(Person.sort_key, Person.id))

    def people_count(self, sight: Sight = EVERYBODY) -> int:
        """Return how many people are in sight."""
        query = select(func.count(Person.row)).where(Person.deleted.is_(False), *seen_by(sight))
        return self._session.scalar(query) or 0

    def hamlets(self, sight: Sight = EVERYBODY) -> list[tuple[str, int]]:
        """Return the hamlets in which people in sight live, with how many."""
        query = select(Person.hamlet, func.count()).group_by(Person.hamlet)
        query = query.where(Person.deleted.is_(False), *seen_by(sight))
        return [(hamlet or "", count) for hamlet, count in self._session.execute(query)]

    def lived_in(self, sight: Sight = EVERYBODY) -> list[str]:
        """Return the names of the hamlets in which people in sight live.

        From one name to the next by the index, and in each hamlet only up to the first in sight: it is asked before
        each form.
        """
        least = select(func.min(Person.hamlet).label("name"))
        names = least.cte("lived", recursive=True)
        after = least.where(Person.hamlet > names.c.name).scalar_subquery()
        names = names.union_all(select(after).where(names.c.name.is_not(None)))
        seen = select(Person.row).where(
            Person.hamlet == names.c.name, Person.deleted.is_(False), *seen_by(sight)
        )
        return [*self._session.scalars(select(names.c.name).where(names.c.name != "", seen.exists()))]

    def people_page(self, rows: Sequence[int], sight: Sight = EVERYBODY) -> list[Person]:
        """Return the people in sight in the order of the row numbers."""
        query = select(Person).where(Person.row.in_(rows), Person.deleted.is_(False), *seen_by(sight))
        found = {each.row: each for each in self._session.scalars(query)}
        return [found[row] for row in rows if row in found]

    def _holds_most(self, query: ListQuery) -> bool:
        """Whether a list has a record of every fourth person or more."""
        if query.filters or query.only is not None or any(each is not None for each in query.seqs):
            return False
        people = self._session.scalar(select(func.max(Person.row))) or 0
        return self.count(ListQuery(query.register)) * 4 > people

    def _rows(self, query: Select[int]) -> "array[int]":
        return array("q", (row for (row,) in self._session.execute(query)))

    def _filtered(self, query: Select[int], wanted: ListQuery) -> Select[int]:
        query = query.where(Record.register == wanted.register, Record.deleted.is_(False))
        for source, values in wanted.filters.items():
            query = query.where(self._one_of(source, values))
        after, up_to = wanted.seqs
        if after is not None:
            query = query.where(Record.seq > after)
        if up_to is not None:
            query = query.where(Record.seq <= up_to)
        if wanted.only is not None:
            # In one parameter, for there is a most of them, and a whole register may be marked.
            ids = func.json_each(dump_json(wanted.only)).table_valued("value")
            query = query.where(Record.id.in_(select(ids.c.value)))
        typed = vietnamese.clean(wanted.typed)
        if typed:
            found = self._matching(typed)
            numbered = any(sign.isdecimal() for sign in typed)
            query = query.where(or_(found, Record.number.ilike(f"%{typed}%")) if numbered else found)
        return query

    def _one_of(self, source: str, values: Sequence[str]) -> ColumnElement[bool]:
        if source == "record.sent":
            return or_(*(self._sending.having(SentKind(way)) for way in values))
        column = self._column(source)
        one = [self._is(source, column, value) for value in values if value != ""]
        if "" in values:
            one.append(or_(column.is_(None), column == ""))
        return or_(*one)

    @staticmethod
    def _is(source: str, column: ColumnElement[Any], value: str) -> ColumnElement[bool]:
        if "." in source:
            return column == value if source != "record.draft" else column.is_(value == "1")
        # A list of codes is stored as JSON text: a code stands in it between quotes. Yes and no come out as 1 and 0.
        whole = [column == int(value)] if value in ("0", "1") else []
        return or_(column == value, column.like(f'%"{value}"%'), *whole)

    @functools.cached_property
    def _sending(self) -> Sending:
        """How far what was sent has come: asked once for all the ways in which a list is counted."""
        return self._packages.sending()

    def _matching(self, typed: str) -> ColumnElement[bool]:
        found = text("SELECT rowid FROM person_search WHERE person_search MATCH :match")
        match = _folded_match(typed)
        if match is None:
            return and_(literal_column("0") == literal_column("1"))
        rows = found.bindparams(match=match).columns(literal_column("rowid").label("rowid"))
        initials = _by_initials(typed)
        if (
            initials is not None
            and self._session.execute(_FIND, {"match": match, "limit": 1}).first() is None
        ):
            return Person.row.in_(select(Person.row).where(initials))
        # The zero keeps the engine from going through all that were found once for each record.
        return (Person.row + 0).in_(rows)

    def _column(self, source: str) -> ColumnElement[Any]:
        table, _, name = source.rpartition(".")
        if table == "person":
            if name in ("birth_year", "birth_male", "birth_female"):
                return func.substr(func.ltrim(Person.birth_date, "~"), 1, 4)
            return getattr(Person, name)  # type: ignore[no-any-return]
        if source == "record.review":
            return case((_to_be_reviewed(), "1"), else_="0")
        if table == "record":
            return getattr(Record, "seq" if name == "sent" else name)  # type: ignore[no-any-return]
        return func.json_extract(Record.answers, literal_column(f"'$.{_plain_key(name)}'"))

    def _order(self, source: str) -> list[ColumnElement[Any]]:
        match source:
            case "person.full_name":
                return [Person.sort_key.expression]
            case "record.name_or_number":
                # In the order of names a number would tell whose it is.
                masked = (Record.confidentiality >= SHOWN_BY_CODE, "~" + Record.number)
                return [case(masked, else_=Person.sort_key)]
            case "person.hamlet" | "person.place":
                place = (
                    select(func.min(Hamlet.position)).where(Hamlet.name == Person.hamlet).scalar_subquery()
                )
                return [place, Person.hamlet.expression, Person.sort_key.expression]
            case "person.birth_date" | "person.birth_male" | "person.birth_female" | "person.birth_year":
                return [func.ltrim(Person.birth_date, "~")]
        return [self._column(source), Person.sort_key.expression]


def _to_be_reviewed() -> ColumnElement[bool]:
    """Return the condition of a record that somebody has still to look at."""
    kept = func.json_each(Record.kept).table_valued("value")
    unseen = select(literal_column("1")).select_from(kept).where(kept.c.value.startswith(IMPORTED)).exists()
    return or_(Record.draft, and_(Record.kept.is_not(None), unseen))


class _InTurn(Join):
    """A join in which the engine must go through the tables in the order in which they are named."""

    inherit_cache = True


def _in_turn(first: type[Base], then: type[Base], condition: ColumnElement[bool]) -> _InTurn:
    return _InTurn(first.__table__, then.__table__, condition)


@compiles(_InTurn)
def _write_in_turn(join: _InTurn, compiler: Any, **kept: Any) -> str:
    first, then, condition = (
        compiler.process(each, **kept | form)
        for each, form in ((join.left, {"asfrom": True}), (join.right, {"asfrom": True}), (join.onclause, {}))
    )
    return f"{first} CROSS JOIN {then} ON {condition}"


_FOUND = text("SELECT rowid FROM person_search WHERE person_search MATCH :match").columns(
    literal_column("rowid").label("rowid")
)
_FIND = text("SELECT rowid FROM person_search WHERE person_search MATCH :match LIMIT :limit")


def _finding(sight: Sight) -> Executable:
    """Return the question to the index: who is out of sight is left out before the limit counts."""
    if sight == EVERYBODY:
        return _FIND
    found = _FOUND.subquery("found")
    rows = select(found.c.rowid).join_from(found, Person, Person.row == found.c.rowid)
    return rows.where(*seen_by(sight)).limit(bindparam("limit"))


def _as_text(value: object) -> str:
    """Return a value of a column as a filter carries it: "" for none, 1 and 0 for yes and no."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _plain_key(key: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]+", key):
        raise ValueError(key)
    return key


def _exact_words(typed: str) -> set[str]:
    words = vietnamese.clean(typed).split()[:_MOST_WORDS]
    marked = (vietnamese.exact_word(word) for word in words if vietnamese.has_marks(word))
    return {EXACT_MARK + word for word in marked if all(map(_in_word, word))}


def _matches(typed: str) -> list[str]:
    """Return the questions to the index, the most exact first."""
    folded = _folded_match(typed)
    if folded is None:
        return []
    exact = _exact_words(typed)
    if not exact:
        return [folded]
    return [" AND ".join([folded, *(f'"{word}"' for word in sorted(exact))]), folded]


def _folded_match(typed: str) -> str | None:
    return " AND ".join(_either_way(word) for word in dict.fromkeys(_folded_words(typed))) or None


def _folded_words(typed: str) -> list[str]:
    return "".join(each if _in_word(each) else " " for each in vietnamese.fold(typed)).split()[:_MOST_WORDS]


def _either_way(word: str) -> str:
    """Return the question for a word, also as it is written with the other of i and y: Quí is found as Quý."""
    ways = [f'"{each}"*' for each in vietnamese.spellings(word)]
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"


def _by_initials(typed: str) -> ColumnElement[bool] | None:
    """Return the condition of a name that begins with the first word's letters: nvan a and nva for Nguyễn Văn An.

    None where that cannot be: a word of one letter stands for itself, and no name has a digit.
    """
    first, *rest = _folded_words(typed) or [""]
    if len(first) < _LEAST_INITIALS or not (first + "".join(rest)).isalpha():
        return None
    ways = (
        (*first[:count], *filter(None, (first[count:],)), *rest)
        for count in range(1, min(len(first), _MOST_INITIALS) + 1)
    )
    # One way after the other through the names of one first letter, which the index holds together.
    spelled = (each for words in ways for each in _spelled(words))
    return or_(*(Person.search_key.op("GLOB")("* ".join(words) + "*") for words in spelled))


def _spelled(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Return words also as they are written with the other of i and y; of a letter alone nobody knows which it was."""
    each = (vietnamese.spellings(word) if len(word) > 1 else (word,) for word in words)
    return itertools.islice(itertools.product(*each), _MOST_SPELLINGS)


@functools.lru_cache(maxsize=4096)
def _in_word(letter: str) -> bool:
    """Whether the index takes a letter as part of a word; at any other it begins the next word.

    The index knows the letters of its own time only: asked for a word that it parts, it would refuse the question.
    """
    return (letter.isascii() and letter.isalnum()) or unicodedata.ucd_3_2_0.category(letter)[0] in "LN"
