"""Takes the rows of another data folder in: gate, then vectors, then one statement a table.

Two sides use it. A receiving unit takes the rows of a commune over as they are. A commune takes back what it lost, row
by row into its own history. What both ask is here: may the row be taken, and is it newer than what stands here.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.arriving import Present
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS, NAMING_REGISTER, PEOPLE, VECTOR
from ansinh_desktop.db.exchange.vectors import Order
from ansinh_desktop.db.models import Columns
from ansinh_desktop.errors import DataError
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.services.sync import content, gate
from ansinh_desktop.services.sync.destination import Rows
from ansinh_desktop.services.sync.package import Package
from ansinh_desktop.services.sync.reading import TOKEN
from ansinh_desktop.services.sync.receipt import Outcome
from ansinh_desktop.services.sync.tables import CellError, Faults, Row, Step

RECORD = "record"
_PAPER = "attachment"
_REJECTED, _SUPERSEDED, _CONCURRENT = "rejected", "superseded", "concurrent"
_MOST_EVENTS = 500
_MOST_RECORDS = 300_000
"""Of one package: no commune has as many; of each is remembered in which register it stands."""
_MOST_FAULTS = 50_000
"""Of one package: each is remembered, and told in the receipt."""
_BLANK = dict.fromkeys(("code", "text", "todo"), "")
LEANS = {
    "household": {"head_id": "person"},
    "person": {"household_id": "household"},
    "relation": {"person_id": "person", "other_id": "person"},
    "likeness": {"one_id": "person", "other_id": "person"},
    "record": {"person_id": "person"},
    "event": {"record_id": RECORD},
    "attachment": {"record_id": RECORD},
}
"""By table: its columns that name a row of another one, and of which."""
_ON_NOTHING: Mapping[str, str] = {}


_Owners: TypeAlias = Mapping[tuple[str, str], str]
"""By row (table, id): whose it is."""


@dataclass
class Loaded:
    """What became of the rows of a package."""

    outcomes: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    """Of the rows (table, id) that were not simply taken."""
    instead: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Of the same: the part of the state to which each belongs, and the vector that it came with."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many records were accepted, superseded, concurrent, rejected."""
    new: int = 0
    """How many of the accepted records had not been here."""
    taken: list[str] = field(default_factory=list)
    """The records that were taken."""

    def rejected(self) -> list[Outcome]:
        """Return the outcomes of the rows that were not taken at all."""
        return [each for each in self.outcomes.values() if each.result == _REJECTED]


class Loading:
    """One package on its way into the data file, at the receiving unit."""

    def __init__(
        self,
        rows: Rows,
        package: Package,
        unit: str,
        *,
        unseen: set[tuple[str, str]] | None = None,
        step: Step = lambda _: None,
    ) -> None:
        """Take a package of a unit in.

        Args:
            rows: Where to.
            package: What came.
            unit: Whose it is.
            unseen: Rows (table, id) that stand there; those that the package holds are taken out of it.
            step: Is told after each chunk how many rows there were so far; what it raises ends the work.
        """
        self._rows = rows
        self._unseen = unseen if unseen is not None else set()
        self._step = step
        self._package = package
        self._unit = unit
        self._faults: dict[tuple[str, str], Finding] = {}
        """By row: why it cannot be taken, as far as that is known."""

    def load(self, only: frozenset[str] | None = None) -> Loaded:
        """Take in what may be taken; what is found wrong in a part of a record refuses the record whole.

        Args:
            only: Of records, only these with their parts, where the others are known to be here.

        Raises:
            DataError: The package is not made as packages are, or holds more than any unit has.
        """
        for name in self._tables():
            self._package.require(content.table_of(name))
        if self._package.manifest.rows.get(RECORD, 0) > _MOST_RECORDS:
            raise DataError("AS-5014", name=self._package.name, part=content.table_of(RECORD).path)
        while True:
            before = len(self._faults)
            with self._rows.part() as part:
                loaded = self._pass(only)
                if len(self._faults) == before or not self._refused_late:
                    return loaded
                part.rollback()

    def _tables(self) -> list[str]:
        return [each for each in MODELS if each in self._package.tables]

    # One way through all tables

    def _pass(self, only: frozenset[str] | None) -> Loaded:
        self._refused_late = False
        self._register_of: dict[str, str] = {}
        self._came: set[str] = set()
        self._events: Counter[str] = Counter()
        loaded, self._done = Loaded(), 0
        for name in self._tables():
            for rows in self._package.chunks(name, faults=self._unreadable(name)):
                chosen = rows if only is None else [each for each in rows if _belongs(name, each, only)]
                self._take(name, chosen, loaded)
                self._done += len(rows)
                self._step(self._done)
        for (name, row_id), fault in self._faults.items():
            if (name, row_id) not in loaded.outcomes:
                self._refuse(loaded, name, row_id, fault, None)
        return loaded

    def _unreadable(self, name: str) -> Faults:
        width = [each.name for each in self._package.tables[name].columns]

        def told(_number: int, cells: Sequence[str], fault: CellError) -> None:
            row = dict(zip(width, cells, strict=False))
            finding = error("AS-5126", column=fault.column)
            key = (name, row.get("id", "")[:64])
            self._step(self._done)
            if key not in self._faults:
                self._blame(key, finding)
                if row.get("record_id"):
                    self._refuse_record(row["record_id"], finding)

        return told

    def _blame(self, key: tuple[str, str], why: Finding) -> None:
        """Remember why a row cannot be taken: of so many that the memory and the receipt hold them all.

        Raises:
            DataError: AS-5196 there are more.
        """
        self._faults.setdefault(key, why)
        if len(self._faults) > _MOST_FAULTS:
            raise DataError("AS-5196", name=self._package.name, most=_MOST_FAULTS)

    def _once(self, name: str, rows: list[Columns]) -> list[Columns]:
        """Return rows without those that stand there twice; of two that say different things none can be taken."""
        first: dict[str, Columns] = {}
        for row in rows:
            known = first.setdefault(row["id"], row)
            if known is not row and known != row:
                self._blame((name, row["id"]), error("AS-5197"))
                if name in IN_RECORDS[1:]:
                    for each in (row, first[row["id"]]):
                        self._refuse_record(each["record_id"], error("AS-5197"))
        return list(first.values())

    def _take(self, name: str, rows: list[Columns], loaded: Loaded) -> None:
        for renames in self._package.followed:
            rows = [renames.row(name, each) for each in rows]
        rows = self._once(name, rows)
        if self._unseen:
            self._unseen.difference_update((name, each["id"]) for each in rows)
        present = self._rows.present(name, [each["id"] for each in rows])
        owners = self._owners(name, rows)
        sound: list[Columns] = []
        for row in rows:
            fault = self._fault(name, row, present.get(row["id"]), owners)
            if fault is None:
                sound.append(row)
            else:
                self._refuse(loaded, name, row["id"], fault, row)
        self._write(name, sound, present, loaded)

    def _fault(self, name: str, row: Columns, present: Present | None, owners: _Owners) -> Finding | None:
        key = (name, row["id"])
        if key in self._faults:
            return self._faults[key]
        found = self._foreign(name, row, present, owners) or gate.fault_of(
            name, row, register=self._register_of.get(row.get("record_id", ""), "")
        )
        if found is None and name == "event":
            self._events[row["record_id"]] += 1
            found = (
                error("AS-5127", most=_MOST_EVENTS) if self._events[row["record_id"]] > _MOST_EVENTS else None
            )
        if found is None and name == _PAPER and not row["deleted"]:
            found = self._paper_fault(row)
        if found is not None:
            self._blame(key, found)
            if name in IN_RECORDS[1:]:
                self._refuse_record(row["record_id"], found)
        return found

    def _refuse_record(self, record_id: str, why: Finding) -> None:
        """Refuse the record of a part that cannot be taken: what was written of it already is undone."""
        if (RECORD, record_id) not in self._faults:
            self._blame((RECORD, record_id), why)
            self._refused_late = self._refused_late or record_id in self._came

    def _owners(self, name: str, rows: Sequence[Columns]) -> _Owners:
        """Return whose the rows are on which these lean: of those that stand here, and of those that just came."""
        leaning = LEANS.get(name, {})
        asked: dict[str, set[str]] = {other: set() for other in leaning.values()}
        for row in rows:
            for key, other in leaning.items():
                asked[other] |= {row[key]} - {None}
        self._learn_registers(name, rows)
        return {
            (other, row_id): unit
            for other, row_ids in asked.items()
            for row_id, unit in self._rows.units_of(other, sorted(row_ids)).items()
        }

    def _learn_registers(self, name: str, rows: Sequence[Columns]) -> None:
        """Remember in which register records stand: those that come, and those of which only parts come."""
        if name == RECORD:
            self._register_of |= {row["id"]: row["register"] for row in rows}
        elif name in IN_RECORDS:
            unknown = {row["record_id"] for row in rows} - self._register_of.keys()
            self._register_of |= self._rows.registers_of(sorted(unknown))

    def _foreign(self, name: str, row: Columns, present: Present | None, owners: _Owners) -> Finding | None:
        """Return why a row is not the sender's to send: it is another unit's, or leans on what is not its own."""
        if row.get("unit", self._unit) != self._unit or (present and present.unit != self._unit):
            return error("AS-5108")
        for key, other in LEANS.get(name, _ON_NOTHING).items():
            if (leant_on := row[key]) is not None:
                found = self._leaning_fault(key, (other, leant_on), owners)
                if found is not None:
                    return found
        if present is None or name not in IN_RECORDS[1:]:
            return None
        return None if present.parents["record_id"] == row["record_id"] else error("AS-5128")

    def _leaning_fault(self, key: str, leant_on: tuple[str, str], owners: _Owners) -> Finding | None:
        owner = owners.get(leant_on)
        if owner not in (None, self._unit):
            return error("AS-5108")
        # The head of a household comes after it.
        stands = owner is not None or key == "head_id"
        return None if stands and leant_on not in self._faults else error("AS-5109")

    def _paper_fault(self, row: Columns) -> Finding | None:
        try:
            return gate.paper_fault(row, self._package.attachment(row["sha256"]))
        except KeyError:
            return error("AS-5130", name=row["name"])

    # By their vectors

    def _write(self, name: str, rows: list[Columns], present: dict[str, Present], loaded: Loaded) -> None:
        orders = {
            row["id"]: vectors.compare(row[VECTOR], vectors.read(here.vector))
            for row in rows
            if (here := present.get(row["id"])) is not None
        }
        asked = [row_id for row_id, order in orders.items() if order in (Order.SAME, Order.AFTER)]
        stands = self._rows.contents(name, asked)
        written = []
        for row in rows:
            order = orders.get(row["id"], Order.AFTER)
            if order is Order.AFTER:
                written.append(row)
            elif order is Order.BEFORE:
                self._hand_back(name, row, _SUPERSEDED, loaded)
            elif order is Order.SAME and _says(row) == stands[row["id"]]:
                self._accept(name, row, loaded)
            else:
                self._hand_back(name, row, _CONCURRENT, loaded)
        self._replace(name, written, present, stands)
        for row in written:
            loaded.new += name == RECORD and row["id"] not in present
            self._accept(name, row, loaded)

    def _replace(
        self, name: str, rows: list[Columns], present: dict[str, Present], stands: dict[str, Columns]
    ) -> None:
        """Write rows, and keep what stood in their place."""
        replaced = [stands[row["id"]] for row in rows if row["id"] in stands]
        self._rows.keep_replaced(self._package.manifest.head.id, name, replaced)
        if name != _PAPER:
            self._put(name, rows, present)
            return
        for row in rows:  # megabytes each: never two at once
            content = b"" if row["deleted"] else self._package.attachment(row["sha256"])
            self._put(name, [{**row, "content": content}], present)

    def _put(self, name: str, rows: Sequence[Columns], present: dict[str, Present]) -> None:
        new = [row for row in rows if row["id"] not in present]
        self._rows.write(name, new, [row for row in rows if row["id"] in present])

    def _accept(self, name: str, row: Columns, loaded: Loaded) -> None:
        if name == RECORD:
            loaded.counts["accepted"] += 1
            loaded.taken.append(row["id"])
            self._came.add(row["id"])

    def _hand_back(self, name: str, row: Columns, result: str, loaded: Loaded) -> None:
        loaded.outcomes[name, row["id"]] = Outcome(name, row["id"], result)
        loaded.instead[name, row["id"]] = (self._part(name, row), vectors.text_of(row[VECTOR]))
        if name == RECORD:
            loaded.counts[result] += 1

    def _refuse(self, loaded: Loaded, name: str, row_id: str, fault: Finding, row: Columns | None) -> None:
        if name == RECORD and (name, row_id) not in loaded.outcomes:
            loaded.counts[_REJECTED] += 1
        if not TOKEN.fullmatch(row_id):
            return  # nothing that could be named
        loaded.outcomes[name, row_id] = Outcome(
            name, row_id, _REJECTED, fault.code, fault.text[:_LONGEST_TOLD], fault.todo[:_LONGEST_TOLD]
        )
        if row is not None:
            self._blame((name, row_id), fault)
            loaded.instead[name, row_id] = (self._part(name, row), vectors.text_of(row[VECTOR]))

    def _part(self, name: str, row: Columns) -> str:
        if name in NAMING_REGISTER:
            return str(row["register"])
        return self._register_of.get(row["record_id"], "") if name in IN_RECORDS else PEOPLE


_LONGEST_TOLD = 1000


def _says(row: Columns) -> Columns:
    return {key: value for key, value in row.items() if key != VECTOR}


def _belongs(name: str, row: Row, only: frozenset[str]) -> bool:
    return row["id"] in only or (name in IN_RECORDS[1:] and row["record_id"] in only)


def chunked(rows: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """Yield rows so many at once."""
    remaining = iter(rows)
    while chunk := list(itertools.islice(remaining, size)):
        yield chunk
