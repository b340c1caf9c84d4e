"""Tables of the officer's own: whoever stands in a register in a period, by what they have in common, kept by name."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ansinh_desktop import clock, text
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.plan.indicator import STEP, Seen, state_at
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import Source
from ansinh_desktop.rules import law
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan.told import FACETS, FEW, UNKNOWN, group_of
from ansinh_desktop.services.reports import issuer, layout
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument
from ansinh_desktop.services.reports.saving import right_to_write, save_list

Who: TypeAlias = Literal["open_at_end", "open_in_period", "opened_in_period", "closed_in_period"]

WHO: Mapping[Who, str] = {
    "open_at_end": "đang quản lý tại ngày cuối kỳ",
    "open_in_period": "có lúc đang quản lý trong kỳ",
    "opened_in_period": "lập hồ sơ trong kỳ",
    "closed_in_period": "đóng hồ sơ trong kỳ",
}
TABLES = "tables"
"""The setting that keeps the tables by name."""
STATE = "record.state"
_MOST_COLUMNS = 12
_FEW = "Có ô chỉ 1–2 người: người đọc có thể đoán ra là ai; cân nhắc trước khi gửi bảng ra ngoài xã."
LONGEST_NAME = 120


@dataclass(frozen=True)
class TableAsked:
    """What a table is made of."""

    register: str
    rows: str
    """What parts its rows: a facet of people (``hamlet``, ``sex``, ``age``, ``ethnicity``), the state, or a field with a code list."""
    columns: str = ""
    """The same for its columns; only a total where empty."""
    who: Who = "open_at_end"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the same names: only those with one of these values, as they are shown."""


@dataclass(frozen=True)
class Table:
    """A table as it was counted: people by row and column, each once."""

    asked: TableAsked
    period: Period
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], frozenset[str]]
    """By row and column: the records that stand there."""
    people: Mapping[tuple[str, str], int]

    def count(self, row: str | None, column: str | None) -> int:
        """Return how many people stand in a cell; of a whole row or column where None is said of the other."""
        return sum(
            number
            for (one, other), number in self.people.items()
            if row in (None, one) and column in (None, other)
        )


class Tables:
    """The tables of one data folder."""

    def __init__(self, vault: Vault, access: Access, office: Office) -> None:
        self._vault = vault
        self._access = access
        self._office = office

    def choices(self, register: str) -> dict[str, str]:
        """Return by what a table of a register may be parted: the name of each with its label.

        Raises:
            UserError: The officer may not read the register.
        """
        self._access.require(register, "r")
        return parts(catalog.register(register))

    def make(self, asked: TableAsked, period: Period) -> Table:
        """Count a table.

        Raises:
            UserError: AS-8012 it is parted by what the register does not have; the officer may not read the register.
        """
        self._access.require(asked.register, "r")
        register = catalog.register(asked.register)
        known = parts(register)
        for name in filter(None, (asked.rows, asked.columns, *asked.filters)):
            if name not in known:
                raise UserError("AS-8012", name=name)
        by_cell: dict[tuple[str, str], dict[str, set[str]]] = {}
        for record in self._standing(register, asked, period):
            facts = record.facts(period.last)
            if any(
                _value(register, name, record, facts, period.last) not in values
                for name, values in asked.filters.items()
            ):
                continue
            row, column = (
                _value(register, name, record, facts, period.last) if name else ""
                for name in (asked.rows, asked.columns)
            )
            by_cell.setdefault((row, column), {}).setdefault(record.person_id, set()).add(record.id)
        return Table(
            asked,
            period,
            _ordered(register, asked.rows, {row for row, _ in by_cell}),
            _ordered(register, asked.columns, {column for _, column in by_cell}),
            {cell: frozenset().union(*found.values()) for cell, found in by_cell.items()},
            {cell: len(found) for cell, found in by_cell.items()},
        )

    def document(self, table: Table, title: str, right: str = "p") -> ListDocument:
        """Return a table, laid out for paper.

        Args:
            table: The table.
            title: What stands over it.
            right: What is to be done with it: printed (p) or exported (x).

        Raises:
            UserError: AS-8013 it has more columns than paper has room for; the officer has no such right over the register.
        """
        register, asked = catalog.register(table.asked.register), table.asked
        self._access.require(register.code, right)
        if len(table.columns) > _MOST_COLUMNS:
            raise UserError("AS-8013", count=len(table.columns), most=_MOST_COLUMNS)
        known = parts(register)
        parted = [each for each in table.columns if each]
        columns = (
            ListColumn("row", known[asked.rows], weight=2.0, min_width=40),
            *(
                ListColumn(f"c{at}", each, "whole", min_width=16, total=True)
                for at, each in enumerate(parted)
            ),
            ListColumn("all", "Tổng số", "whole", min_width=18, total=True),
        )
        rows: list[layout.Row] = [
            [row, *(table.count(row, column) for column in parted), table.count(row, None)]
            for row in table.rows
        ]
        said = [f"{known[name]}: {', '.join(values)}" for name, values in asked.filters.items()]
        own = self._office
        return ListDocument(
            title=title.upper(),
            subtitle=f"{register.title}: người {WHO[asked.who]}, {table.period.name}",
            reference="; ".join(said),
            columns=columns,
            rows=rows,
            row_count=len(rows),
            heading=issuer.heading(own),
            signatures=issuer.signatures(own),
            page_totals=False,
            remark=_FEW if register.by_code and any(0 < each < FEW for each in table.people.values()) else "",
            a3=own.prints_a3,
            printed_on=clock.today(),
        )

    def write(self, table: Table, title: str, path: Path) -> int:
        """Write a table in the format that the name ends in; return its pages or rows.

        Raises:
            UserError: What ``document`` refuses; the format is unknown, or the file cannot be written.
        """
        right = right_to_write(path)
        return save_list(self.document(table, title or "Bảng số liệu", right), path)

    def kept(self) -> dict[str, TableAsked]:
        """Return the tables kept by name, those that the officer may read."""
        with self._vault.reading() as store:
            found: Mapping[str, Mapping[str, Any]] = store.setting(TABLES) or {}
        asked = {name: _read(each) for name, each in found.items()}
        return {
            name: each
            for name, each in sorted(asked.items(), key=lambda one: text.text_sort_key(one[0]))
            if each.register in self._access.readable
        }

    def keep(self, name: str, asked: TableAsked | None) -> None:
        """Keep a table under a name, or forget it where None is said.

        Raises:
            UserError: AS-8014 the name is empty or too long; the officer may not read the register of the table, or of
                the one that stands under this name.
        """
        said = text.clean(name)
        if not said or len(said) > LONGEST_NAME:
            raise UserError("AS-8014", most=LONGEST_NAME)
        if asked is not None:
            self._access.require(asked.register, "r")
        with self._vault.work("bảng số liệu tự lập") as store:
            found = dict(store.setting(TABLES) or {})
            if (before := found.pop(said, None)) is not None:
                self._access.require(before["register"], "r")
            if asked is not None:
                found[said] = dataclasses.asdict(asked)
            store.set_setting(TABLES, found)

    def _standing(self, register: Register, asked: TableAsked, period: Period) -> Iterable[ScannedRecord]:
        with self._vault.reading() as store:
            chunks = store.scan.records(register.code, kinds={STEP})
            for record in (each for chunk in chunks for each in chunk):
                if not record.draft and _stands(register, record, asked.who, period):
                    yield record


def _stands(register: Register, record: ScannedRecord, who: Who, period: Period) -> bool:
    steps = [each for each in record.events if each.kind == STEP]
    opened = datetime.date.fromisoformat(record.opened_on[:10])
    opened = min(opened, steps[0].on) if steps else opened
    if opened > period.last:
        return False
    if who == "opened_in_period":
        return period.holds(opened)
    closed = frozenset(register.closed_in)
    state = state_at(steps, record.state, period.last)
    if who == "open_at_end":
        return state not in closed
    until = tuple(each for each in steps if each.on <= period.last)
    facts = CaseFacts({}, {}, period.last, state, until, frozenset({STEP}))
    seen = Seen(facts, period, {}, opened)
    if who == "open_in_period":
        return seen.was_in(register.states - closed)
    return state in closed and period.holds(max((since for since, _ in seen.steps), default=opened))


def parts(register: Register) -> dict[str, str]:
    """Return by what records of a register may be parted: facets, the state, and fields whose answer is one of few."""
    found: dict[str, str] = {str(facet): label for facet, label in FACETS.items()}
    found[STATE] = "Tình trạng"
    for each in register.fields.values():
        if _is_one_of_few(each.kind) and not each.hidden and not register.sources[each.key].masked:
            found[each.key] = each.label
    return found


def states(register: Register) -> tuple[str, ...]:
    """Return the names of the states of a register, in the order of its workflows."""
    flows = register.life_cycle.all_workflows()
    return tuple(dict.fromkeys(state.label for flow in flows for state in flow.states))


def _is_one_of_few(kind: object) -> bool:
    return isinstance(kind, kinds.Choice | kinds.YesNo)


def _value(register: Register, name: str, record: ScannedRecord, facts: CaseFacts, day: datetime.date) -> str:
    if name in FACETS:
        return group_of(record.person, name, day)  # type: ignore[arg-type]
    if name == STATE:
        steps = [each for each in record.events if each.kind == STEP]
        return register.life_cycle.state_label(state_at(steps, record.state, day))
    shown = register.fields[name].kind.show(facts.answers.get(name))
    return shown or UNKNOWN


_Order: TypeAlias = Callable[[str], tuple[bool, int, object]]


def _ordered(register: Register, name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a row or column in the order of their list, what is unknown last."""
    source: Source | None = register.sources.get(name)
    places: dict[str, int] = {}
    if name == STATE:
        places = {label: at for at, label in enumerate(states(register))}
    elif source is not None and isinstance(source.kind, kinds.Choice):
        places = {row.label: at for at, row in enumerate(law.code_list(source.kind.list_name))}
    key: _Order = lambda each: (each == UNKNOWN, places.get(each, len(places)), text.text_sort_key(each))  # noqa: E731
    return tuple(sorted(values, key=key))


def _read(kept: Mapping[str, Any]) -> TableAsked:
    filters: Mapping[str, Sequence[str]] = kept.get("filters", {})
    return TableAsked(**{**kept, "filters": {name: tuple(values) for name, values in filters.items()}})
