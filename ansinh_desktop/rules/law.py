"""The law as data: code lists, life cycles, places and rule files, each read when it is first asked for."""

import datetime
import functools
import hashlib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import cached

Mark: TypeAlias = Literal["✓", "•", "?"]
"""Seen in a published text; general knowledge; doubtful (the officer confirms it with a reason)."""

UNITS_REFORM = datetime.date(2025, 7, 1)
"""The day on which the district level ended and the communes were merged (NQ 1654/NQ-UBTVQH15)."""

OLD_UNITS_FIRST_SNAPSHOT = datetime.date(2022, 6, 30)
OLD_UNITS_LAST_SNAPSHOT = datetime.date(2025, 3, 1)

_ROW_KEYS = frozenset({"code", "label", "mark", "effective_from", "effective_to"})


Row: TypeAlias = Mapping[str, Any]
"""A row of a text of the law, or a whole text, as TOML gives it: whoever reads a key knows what stands there."""


@dataclass(frozen=True)
class Code:
    """One row of a code list; both dates are inclusive, None is open."""

    code: str
    label: str
    mark: Mark = "✓"
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    extra: Row = field(default_factory=dict, hash=False)

    def valid_on(self, day: datetime.date) -> bool:
        """Whether the row may be chosen for an event of that day."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True)
class CodeList:
    """A list of codes in the order in which it is shown."""

    name: str
    label: str
    source: str
    editable: bool
    multiple: bool
    rows: tuple[Code, ...]

    @functools.cached_property
    def _by_code(self) -> Mapping[str, Code]:
        return {row.code: row for row in self.rows}

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Code]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, code: str) -> Code | None:
        """Return the row of a code, also when it is no longer valid."""
        return self._by_code.get(code)

    def label_of(self, code: str, default: str | None = None) -> str:
        """Return the label of a code; a code that the list does not know is shown as it is."""
        row = self._by_code.get(code)
        if row is not None:
            return row.label
        return code if default is None else default

    def codes_on(self, day: datetime.date) -> tuple[str, ...]:
        """Return the codes that may be chosen for an event of that day."""
        return tuple(row.code for row in self.rows if row.valid_on(day))


@dataclass(frozen=True)
class State:
    """A state of a life cycle; ``kind`` is "open" or "closed"."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True)
class Transition:
    """A step from one state to another; ``guard`` says in Vietnamese what it asks for."""

    source: str
    target: str
    guard: str


@dataclass(frozen=True)
class Workflow:
    """The life cycle of a register's records; a transition that is not listed is refused."""

    register: str
    label: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    @functools.cached_property
    def _by_code(self) -> Mapping[str, State]:
        return {each.code: each for each in self.states}

    @functools.cached_property
    def _steps(self) -> Mapping[tuple[str, str], Transition]:
        return {(each.source, each.target): each for each in self.transitions}

    def has_state(self, state: str) -> bool:
        """Whether the life cycle knows the state."""
        return state in self._by_code

    def state_label(self, state: str) -> str:
        """Return the Vietnamese name of a state; an unknown one is shown as it is."""
        known = self._by_code.get(state)
        return known.label if known else state

    def is_closed(self, state: str) -> bool:
        """Whether a record in this state is no longer worked on."""
        known = self._by_code.get(state)
        return known is not None and known.kind == "closed"

    def next_states(self, state: str) -> tuple[str, ...]:
        """Return the states that may follow, in the order of the life cycle's own list."""
        return tuple(each.target for each in self.transitions if each.source == state)

    def allows(self, source: str, target: str) -> bool:
        """Whether a record may go from one state to the other."""
        return (source, target) in self._steps

    def reaches(self, source: str, target: str, taken_back: Collection[tuple[str, str]] = ()) -> bool:
        """Whether steps lead from one state to the other, however many.

        A closed record may be opened again: in a state from which a step closed it so, or, where it came in closed
        and nobody knows how it stood before, in the first. Steps that were taken back (from, to) lead back as well.
        """
        met = {source, self.initial} if self.is_closed(source) else {source}
        waiting = list(met)
        while waiting:
            state = waiting.pop()
            following = set(self.next_states(state)) | {back for back, to in taken_back if to == state}
            if self.is_closed(state):
                following |= {each.source for each in self.transitions if each.target == state}
            waiting += following - met
            met |= following
        return target in met

    def guard(self, source: str, target: str) -> str:
        """Return what the step asks for, in Vietnamese; empty when it asks for nothing."""
        step = self._steps.get((source, target))
        return step.guard if step else ""


def _read(folder: str, name: str) -> Row:
    place = f"{folder}/{name}"
    try:
        return _parsed(edition.current().text(place))
    except tomllib.TOMLDecodeError as error:
        raise BugError(f"{place}.toml of the law cannot be read: {error}") from error


@functools.lru_cache(64)
def _parsed(text: str) -> Row:
    """Parse a file; the next edition has most of them as they were, so whoever changes a row copies it."""
    # Coefficients multiply money: no binary fractions.
    return tomllib.loads(text, parse_float=Decimal)


@cached()
def law_data(name: str) -> Row:
    """Return a rules file as it stands (``social_assistance``, ``deadlines``, ``holidays`` …)."""
    return MappingProxyType(_settled(f"rules/{name}", _read("rules", name)))


@cached()
def _confirmed() -> frozenset[str]:
    """Return the keys of the doubtful rows that were confirmed here, with a reason, or by the receiving unit."""
    return frozenset(row["id"] for row in _read("rules", "local").get("confirmed", ()))


def row_key(place: str, name: str, row: Row) -> str:
    """Return what names a row of the law among all files: its file, its list and its own name."""
    return f"{place}/{name}/{row.get('id', row.get('code', ''))}"


def doubtful_marks(row: Row) -> list[str]:
    """Return the keys under which a row says that it is doubtful, at once or from a day on."""
    return [
        key for key, value in row.items() if value == "?" and (key == "mark" or key.startswith("mark_from_"))
    ]


def _settled(place: str, data: Row) -> Row:
    """Return a file in which the confirmed rows are no longer doubtful."""
    if not _confirmed():
        return data

    def settled(name: str, row: object) -> object:
        if isinstance(row, dict) and row_key(place, name, row) in _confirmed():
            return row | dict.fromkeys(doubtful_marks(row), "✓")
        return row

    return {
        name: [settled(name, row) for row in rows] if isinstance(rows, list) else rows
        for name, rows in data.items()
    }


@cached()
def law_version(name: str) -> str:
    """Return which text of a rules file is in use, to be stored with every result that it gave."""
    # Git may have written the line ends of the machine; the version is that of the text.
    text = edition.current().text(f"rules/{name}")
    return f"{name} {law_data(name)['schema_version']}/{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@cached()
def code_file(name: str) -> Row:
    """Return a file of code lists as it stands, with the tables beside its lists."""
    return MappingProxyType(_settled(f"code_lists/{name}", _read("code_lists", name)))


@cached()
def _file_of_list() -> Mapping[str, str]:
    # Parsing all the files would cost a tenth of a second at start; their headings can be read by line.
    found: dict[str, str] = {}
    for place in edition.own_places("code_lists"):
        file = place.rpartition("/")[2]
        for name in re.findall(r"^\[list\.(\w+)\]", edition.current().text(place), re.MULTILINE):
            if name in found:
                raise BugError(f"the code list {name} stands in {found[name]} and in {file}")
            found[name] = file
    return MappingProxyType(found)


def list_names() -> tuple[str, ...]:
    """Return the names of all code lists."""
    return tuple(_file_of_list())


def has_list(name: str) -> bool:
    """Whether there is a code list of that name."""
    return name in _file_of_list()


@cached()
def code_list(name: str) -> CodeList:
    """Return a code list; its name is unique over all files.

    Raises:
        BugError: There is no such list.
    """
    file = _file_of_list().get(name)
    if file is None:
        raise BugError(f"there is no code list {name}")
    data = code_file(file)
    head = data["list"][name]
    return CodeList(
        name=name,
        label=head["label"],
        source=head["source"],
        editable=head["editable"],
        multiple=head["multiple"],
        rows=tuple(_code(row) for row in (*data[name], *_own_codes(name))),
    )


def _own_codes(name: str) -> list[Row]:
    """Return the rows that the officer has added to a list."""
    own = [row for row in law_data("local")["code"] if row["list"] == name]
    return [{key: value for key, value in row.items() if key != "list"} for row in own]


def _code(row: Row) -> Code:
    return Code(
        code=row["code"],
        label=row["label"],
        mark=row["mark"],
        effective_from=row.get("effective_from"),
        effective_to=row.get("effective_to"),
        extra=MappingProxyType({key: value for key, value in row.items() if key not in _ROW_KEYS}),
    )


@cached()
def _workflows() -> Mapping[str, Workflow]:
    return {each["register"]: _workflow(each) for each in law_data("workflows")["workflow"]}


def _workflow(table: Row) -> Workflow:
    return Workflow(
        register=table["register"],
        label=table["label"],
        initial=table["initial"],
        states=tuple(State(each["code"], each["label"], each["kind"]) for each in table["state"]),
        transitions=tuple(
            Transition(source, each["to"], each["guard"])
            for each in table["transition"]
            for source in each["from"]
        ),
    )


def workflow(register: str) -> Workflow:
    """Return the life cycle of a register.

    Raises:
        BugError: The law knows no such register.
    """
    found = _workflows().get(register)
    if found is None:
        raise BugError(f"there is no workflow {register}")
    return found


def workflow_names() -> tuple[str, ...]:
    """Return the registers that have a life cycle."""
    return tuple(_workflows())


def units_on(day: datetime.date, province: str | None = None) -> tuple[Code, ...]:
    """Return the communes of a day, of both provinces before the merger unless one is named.

    Args:
        day: Chooses the period: a code means another place before and after 01/7/2025.
        province: "91" (An Giang; before the merger Kiên Giang) or "89" (An Giang before the merger).
    """
    if day >= UNITS_REFORM:
        return tuple(row for row in code_list("unit") if province in (None, row.extra["parent"]))
    return tuple(
        row for row in code_list("commune") if _stood_on(row, day) and province in (None, _old_province(row))
    )


def _stood_on(row: Code, day: datetime.date) -> bool:
    # Only two snapshots are published; between them a unit of either may have stood.
    stood_early, stood_late = bool(row.extra["in_2022"]), bool(row.extra["in_2025"])
    if day <= OLD_UNITS_FIRST_SNAPSHOT:
        return stood_early
    return stood_late if day >= OLD_UNITS_LAST_SNAPSHOT else stood_early or stood_late


def _old_province(row: Code) -> str:
    district = code_list("district").get(row.extra["parent"])
    return str(district.extra["parent"]) if district else ""


def unit(code: str, on: datetime.date) -> Code | None:
    """Return the commune, district or province that a code meant on a day."""
    names = ("unit", "province") if on >= UNITS_REFORM else ("commune", "district")
    return next((row for row in (code_list(name).get(code) for name in names) if row is not None), None)


def unit_label(code: str, on: datetime.date) -> str:
    """Return the name that a unit had on a day; an unknown code is shown as it is."""
    row = unit(code, on)
    if row is None:
        return code
    if on <= OLD_UNITS_FIRST_SNAPSHOT:
        return str(row.extra.get("name_2022", row.label))
    return row.label
