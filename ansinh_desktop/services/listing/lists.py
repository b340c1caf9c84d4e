"""Lists of a register exactly as filtered: for the screen, for paper, for workbooks."""

import datetime
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ansinh_desktop import clock, text
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Kind, Value, as_text
from ansinh_desktop.registers.paper_list import PaperList
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import FOUND, FOUND_LEVEL
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.rules import law
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.listing.columns import Context, facts_on, reader, shower
from ansinh_desktop.services.sending import SENT_LABELS, SentKind

_CHUNK = 500

NAMES = frozenset({"person.full_name", "record.name_or_number"})
TELLING = frozenset(
    f"person.{key}"
    for key in (
        "other_name",
        "initials",
        "personal_id",
        "old_id",
        "address",
        "permanent_address",
        "place",
        "phone",
        "health_insurance",
    )
)
"""What would tell who the person of a masked record is."""
_RECKONED = ("record.supports", "record.supports_amount", FOUND)
_WEIGHED_BY = {FOUND: FOUND_LEVEL}
"""The columns that are ordered by another one first."""
_IN_NO_ORDER = ("paper.blank", "person.initials", FOUND_LEVEL)


@dataclass(frozen=True)
class ListRow:
    """One record of a list."""

    record_id: str
    person_id: str
    values: tuple[Value, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """Somebody who would stand in a list and does not, and why."""

    record_id: str
    number: str
    who: str
    """The person, or the case number where the record is too confidential to name them."""
    why: Finding

    @property
    def text(self) -> str:
        """The line that is told before the list is printed."""
        named = self.who if self.who == self.number else f"{self.who} ({self.number})"
        return f"{named}: {self.why.text}"


@dataclass
class Included:
    """Who stands in a list, by row number, and who was left out of it."""

    rows: "array[int]"
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(frozen=True)
class Marked:
    """What some records of a register come to."""

    records: int
    shown: int
    """How many of them a list shows."""
    amount: int | None
    """What they come to, in đồng; None where the register lists no money."""


class Listing:
    """The lists of one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def rows(self, query: ListQuery) -> "array[int]":
        """Return the row numbers of a list, in its order.

        Raises:
            UserError: The officer may not read the register, or the list is narrowed by what is masked.
        """
        self._access.require(query.register, "r")
        _refuse_masked(query.register, query.filters)
        with self._vault.reading() as store:
            register, column = catalog.register(query.register), query.order_by
            if register.by_code and column in NAMES:
                # The order of names would tell who is who.
                query = replace(query, order_by="record.number")
            elif not sortable(register, column):
                query = replace(query, order_by="record.name_or_number")
            elif column in _RECKONED or column in register.computed_by_key:
                named = "record.number" if register.by_code else "record.name_or_number"
                rows = store.search.record_rows(replace(query, order_by=named, descending=False))
                return _by_reckoned(store, register, rows, column, descending=query.descending)
            return store.search.record_rows(query)

    def page(
        self, register_code: str, rows: Sequence[int], sources: Sequence[str], on: datetime.date | None = None
    ) -> list[ListRow]:
        """Return some rows of a list with the columns asked for.

        Args:
            register_code: The register.
            rows: Row numbers, as :meth:`rows` gave them.
            sources: Names that the register's ``sources`` know.
            on: The day for which computed columns ask the law; today where none is given.
        """
        self._access.require(register_code, "r")
        with self._vault.reading() as store:
            return _page(store, catalog.register(register_code), rows, sources, on or clock.today())

    def all(
        self, query: ListQuery, sources: Sequence[str], on: datetime.date | None = None
    ) -> Iterator[ListRow]:
        """Yield every row of a list, reading some hundred at a time."""
        yield from self.of_rows(query.register, self.rows(query), sources, on)

    def of_rows(
        self, register_code: str, rows: "array[int]", sources: Sequence[str], on: datetime.date | None = None
    ) -> Iterator[ListRow]:
        """Yield rows of a register that are known by their numbers, reading some hundred at a time."""
        self._access.require(register_code, "r")
        for start in range(0, len(rows), _CHUNK):
            yield from self.page(register_code, rows[start : start + _CHUNK], sources, on)

    def included(self, query: ListQuery, paper: PaperList | None, on: datetime.date) -> "Included":
        """Return which records of a list stand in a paper on a day, and which are left out of it and why."""
        rows = self.rows(query)
        if paper is None or (paper.includes is None and paper.leaves_out is None):
            return Included(rows)
        found = Included(array(rows.typecode))
        with self._vault.reading() as store:
            for start in range(0, len(rows), _CHUNK):
                chunk = rows[start : start + _CHUNK]
                records = store.scan.page(query.register, chunk)
                events = store.search.events([each.id for each in records])
                for each in records:
                    facts = facts_on(each, on, events.get(each.id, ()))
                    if paper.includes is not None and not paper.includes(facts):
                        continue
                    why = paper.leaves_out(facts) if paper.leaves_out is not None else None
                    if why is None:
                        found.rows.append(each.row)
                    else:
                        found.left_out.append(LeftOut(each.id, each.number, each.who, why))
        return found

    def place(self, rows: Sequence[int], record_id: str) -> int:
        """Return where a record stands among the rows of a list; -1 where it does not."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            row = record.row
        return rows.index(row) if row in rows else -1

    def ids(self, query: ListQuery) -> list[str]:
        """Return every record of a list, by id, in its order."""
        rows = self.rows(query)
        with self._vault.reading() as store:
            chunks = (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
            return [each for chunk in chunks for each in store.scan.ids(query.register, chunk)]

    def numbers(self, register_code: str, records: Sequence[str]) -> set[int]:
        """Return the row numbers of some records of a register, as :meth:`rows` gives them."""
        everywhere = ListQuery(register_code, only=tuple(records), order_by="record.number")
        return set(self.rows(everywhere))

    def marked(self, query: ListQuery, records: Sequence[str]) -> Marked:
        """Return what some records come to, and how many of them a list shows.

        Args:
            query: The list.
            records: The records, by id.
        """
        register = catalog.register(query.register)
        everywhere = ListQuery(query.register, only=tuple(records), order_by="record.number")
        shown = self.rows(replace(everywhere, filters=query.filters, typed=query.typed, seqs=query.seqs))
        within = set(query.only) if query.only is not None else None
        count = len(shown) if within is None else sum(each in within for each in records)
        money = money_of(register)
        amount = None if money is None else self.amount(query.register, self.rows(everywhere), money)
        return Marked(len(records), count, amount)

    def amount(self, register_code: str, rows: "array[int]", money: str) -> int:
        """Return what some rows of a list come to in one of its columns."""
        found = self.of_rows(register_code, rows, [money])
        return sum(each.values[0] for each in found if isinstance(each.values[0], int))

    def people(self, register_code: str, rows: "array[int]") -> set[str]:
        """Return of whom some rows of a list are, by id."""
        self._access.require(register_code, "r")
        with self._vault.reading() as store:
            return store.scan.people(register_code, rows)

    def values(self, register_code: str, source: str) -> list[tuple[str, str, int]]:
        """Return what a column may be filtered by: value, words, how often.

        Raises:
            UserError: As :meth:`rows`.
        """
        self._access.require(register_code, "r")
        _refuse_masked(register_code, (source,))
        register = catalog.register(register_code)
        with self._vault.reading() as store:
            found = store.search.values(register_code, source)
            names = store.packages.senders() if source == "record.unit" else {}
        shown = ((value, _words(register, source, value, names), count) for value, count in found)
        order = {value: place for place, value in enumerate(_order_of(register, source))}
        last = len(order)
        return sorted(
            shown, key=lambda each: (not each[0], order.get(each[0], last), text.text_sort_key(each[1]))
        )

    def commune_names(self) -> dict[str, str]:
        """Return how lists call the communes that send their records here."""
        with self._vault.reading() as store:
            return store.packages.senders()

    def counts(self) -> dict[str, int]:
        """Return how many records the officer may see in each register."""
        with self._vault.reading() as store:
            found = store.records.counts()
        return {code: found.get(code, 0) for code in self._access.readable}


def sortable(register: Register, source: str) -> bool:
    """Whether a list can be ordered by a column: what is masked may not be, what holds nothing has no order."""
    known = register.sources.get(source)
    return known is not None and not known.masked and source not in _IN_NO_ORDER


def _by_reckoned(
    store: Store, register: Register, rows: "array[int]", column: str, *, descending: bool
) -> "array[int]":
    """Return rows in the order of what is reckoned for each; those without come last, whichever way it goes."""
    kind, today = register.sources[column].kind, clock.today()
    asked = [column, *(each for of, each in _WEIGHED_BY.items() if of == column)]
    said: list[tuple[tuple[float, float, str], int]] = []
    without: list[int] = []
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        for row, each in zip(chunk, _page(store, register, chunk, asked, today), strict=True):
            value = each.values[0]
            if value in EMPTY:
                without.append(row)
            else:
                weight = float(str(each.values[-1])) if len(asked) > 1 else 0.0
                said.append(((weight, *_place_of(kind, value, each.texts[0])), row))
    said.sort(key=lambda each: each[0], reverse=descending)
    return array(rows.typecode, [*(row for _key, row in said), *without])


def _place_of(kind: Kind, value: Value, shown: str) -> tuple[float, str]:
    """Return by what a value is sorted: a number by its size, a day by the calendar, all else by its words."""
    if kind.numeric:
        return float(str(value)), ""
    if isinstance(kind, kinds.Date | kinds.Month | kinds.PartialDate | kinds.Moment):
        return 0, as_text(value).lstrip("~")
    return 0, text.text_sort_key(shown)


def _refuse_masked(register_code: str, sources: Iterable[str]) -> None:
    """Refuse to say by a list what nobody is shown without a reason."""
    known = catalog.register(register_code).sources
    for each in sources:
        if each in known and known[each].masked:
            raise UserError("AS-1127", label=known[each].label)


def money_of(register: Register) -> str | None:
    """Return the column of money that a register lists; None where it lists none."""
    listed = (each for each in register.listed if isinstance(register.sources[each].kind, kinds.Money))
    return next(listed, None)


def _words(register: Register, source: str, value: str, communes: Mapping[str, str] = {}) -> str:
    """Return a value of a filter in words."""
    if value in communes:
        return communes[value]
    if not value:
        return "(chưa ghi)"
    if source == "record.state":
        return register.life_cycle.state_label(value)
    if source == "record.sent":
        return SENT_LABELS[SentKind(value)]
    kind = register.sources[source].kind
    return kind.show(value == "1" if isinstance(kind, kinds.YesNo) else value)


def narrowed_by(
    query: ListQuery,
    whole: ListQuery,
    communes: Mapping[str, str] = {},
) -> tuple[str, ...]:
    """Return in words by what a list is a part of another; nothing where it is the whole.

    Args:
        query: The list.
        whole: The list that would be the whole.
        communes: How communes are called.
    """
    register = catalog.register(query.register)
    said = []
    for source, values in query.filters.items():
        if source == "record.confidentiality" or set(values) == set(whole.filters.get(source, ())):
            continue
        words = (_words(register, source, value, communes) for value in values)
        said.append(f"{register.sources[source].label}: {', '.join(words)}")
    typed = query.typed.strip()
    if typed:
        # What was looked for tells whom a masked row is about.
        said.append("theo chữ đã tìm" if register.confidentiality >= "c3" else f"tìm “{typed}”")
    return (*said, *narrowed(query))


def narrowed(query: ListQuery) -> tuple[str, ...]:
    """Return in words to which records a list is narrowed besides its filters."""
    said = []
    if query.only is not None:
        said.append(query.said or f"{len(query.only)} hồ sơ đã chọn")
    if query.seqs != (None, None):
        said.append("hồ sơ có thay đổi chưa có biên nhận")
    return tuple(said)


def _order_of(register: Register, source: str) -> list[str]:
    """Return the values of a filter in their own order: of the life cycle, of the code list."""
    if source == "record.state":
        return [state.code for each in register.life_cycle.all_workflows() for state in each.states]
    if source == "record.sent":
        return [str(each) for each in SentKind]
    kind = register.sources[source].kind
    if isinstance(kind, kinds.Choice):
        return [row.code for row in law.code_list(kind.list_name)]
    return ["1", "0"] if isinstance(kind, kinds.YesNo) else []


def _page(
    store: Store, register: Register, rows: Sequence[int], sources: Sequence[str], on: datetime.date
) -> list[ListRow]:
    records = store.scan.page(register.code, rows)
    events = store.search.events([each.id for each in records])
    context = Context(register, store.packages.sending(), events)
    columns = [(reader(name, context), shower(name, context)) for name in sources]
    found = []
    for each in records:
        facts = facts_on(each, on, events.get(each.id, ()))
        values = tuple([read(each, facts) for read, _show in columns])
        texts = tuple([show(value) for (_read, show), value in zip(columns, values, strict=True)])
        found.append(ListRow(each.id, each.person_id, values, texts))
    return found
