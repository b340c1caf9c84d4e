"""Rows that a receiver gives back: what this data folder has lost, or what was written beside it.

Each is taken into the history as if an officer had written it, with the vector that it had. What stands here in a
version that did not know the one that comes is left alone: an officer chooses (:class:`Conflict`).
"""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ansinh_desktop import text
from ansinh_desktop.db import history
from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.succession import Part, all_in
from ansinh_desktop.db.exchange.tables import Conflict
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS, VECTOR, content_of
from ansinh_desktop.db.exchange.vectors import Order
from ansinh_desktop.db.models import Attachment, Columns, Person, Travelling
from ansinh_desktop.db.months.closed_months import ClosedMonths
from ansinh_desktop.db.people import derived
from ansinh_desktop.db.refusals import taking_in
from ansinh_desktop.db.store import Store
from ansinh_desktop.findings import Finding
from ansinh_desktop.services.office import office_in
from ansinh_desktop.services.payments.reckoning import shown_months
from ansinh_desktop.services.sync import content, gate, merge
from ansinh_desktop.services.sync.conflicts import WRITTEN, Opened, put_together, written_by
from ansinh_desktop.services.sync.loading import LEANS
from ansinh_desktop.services.sync.naming import Versions
from ansinh_desktop.services.sync.package import Package

_LONGEST_NAME: Final = 60

Key: TypeAlias = tuple[str, str]
"""Of a row: its table and its id."""


@dataclass
class Back:
    """What came back."""

    records: int = 0
    """How many records that were not here, or only older."""
    rows: int = 0
    conflicts: int = 0
    merged: int = 0
    """How many rows were put together of two versions, of which each had changed other fields."""
    same: int = 0
    months: list[str] = field(default_factory=list)
    """Closed months of payment that were not closed here."""
    other_months: list[str] = field(default_factory=list)
    """Closed months that stay as they came: here another list of them was closed, or somebody in them is not here."""
    differing: set[str] = field(default_factory=set)
    """The conflicts behind ``conflicts``."""
    put_together: list[Opened] = field(default_factory=list)
    """The rows behind ``merged``, as they stood before that."""
    came: set[Key] = field(default_factory=set)
    """The rows behind ``rows``."""
    later: set[Key] = field(default_factory=set)
    """Rows that stand here in a later version than came."""
    told: set[Key] = field(default_factory=set)
    """All rows that came."""
    left_out: list[str] = field(default_factory=list)
    """The rows behind ``refused``, in words."""
    refused: int = 0
    """How many rows were not taken: the form would refuse them here, or they lean on such."""


class Returning:
    """The rows of one receipt or peer's package on their way into this data folder."""

    def __init__(self, store: Store, package: Package, source: str, *, merges: bool = False) -> None:
        """Take the rows of a package in.

        Args:
            store: Of the unit of work.
            package: What came.
            source: From whom: the receiver whose ledger learns what it holds; empty where it is another laptop of ours.
            merges: Whether two versions beside each other are merged where no field differs twice.
        """
        self._store = store
        self._merges = merges
        self._package = package
        self._source = source
        self._unit = office_in(store).unit
        self._followed = all_in(store.session)
        self._coming = [
            each.part for each in self._followed if each.part is not None and each.after == self._unit
        ]
        """What other units gave to ours: it goes once as ours, so that what the receiver keeps of us is whole."""
        self._register_of: dict[str, str] = {}
        self._held: list[tuple[str, str, str]] = []
        """Table, id and vector of the rows that now stand here as they stand there."""
        self._waiting: set[str] = set()
        """People whom an officer has yet to choose, and records with a part that is so."""
        self._person_of: dict[str, str] = {}
        self._given: set[tuple[str, str]] = set()
        """Rows (table, id) that another unit gave to ours."""
        self._differing: dict[Key, str] = {}
        """By row of which an officer has to choose a version: the conflict."""
        self._together: dict[Key, int] = {}
        """By row that was put together: its place among those (:attr:`Back.put_together`)."""
        self._months: set[str] = set()
        """Of payment, of which something came that was not here."""

    def take(self) -> Back:
        """Take the rows in, and note that the receiver holds them.

        Raises:
            DataError: They are not made as rows of packages are.
        """
        back = Back()
        with taking_in(self._store.session):
            for name in MODELS:
                if name in self._package.tables:
                    self._package.require(content.table_of(name))
                    for rows in self._package.chunks(name):
                        self._take(name, [self._now(name, each) for each in rows], back)
        self._tell_writers(back)
        if back.rows or back.merged:
            self._store.joining.settle(self._unit)
        if back.rows:
            back.months, left = ClosedMonths(self._store.session).write_out(self._unit)
            back.other_months = [each for each in left if each in self._months]
        self._note_held()
        return back

    def count_records(self) -> int:
        """Return how many records :meth:`take` would bring back; nothing is written."""
        if "record" not in self._package.tables:
            return 0
        self._package.require(content.table_of("record"))
        count = 0
        for rows in self._package.chunks("record"):
            found = self._store.arriving.rows(MODELS["record"], [each["id"] for each in rows])
            count += sum(self._is_back(each, found.get(each["id"])) for each in rows)
        return count

    def count_months(self) -> int:
        """Return of how many closed months of payment :meth:`take` would bring something that is not here."""
        name = "closed_month"
        if name not in self._package.tables:
            return 0
        self._package.require(content.table_of(name))
        months = set[str]()
        for rows in self._package.chunks(name):
            found = self._store.arriving.rows(MODELS[name], [each["id"] for each in rows])
            months |= {each["month"] for each in rows if each["id"] not in found and not each["deleted"]}
        return len(months)

    def _is_back(self, row: Columns, present: Travelling | None) -> bool:
        if row["unit"] != self._unit or self._fault("record", row, row["register"]):
            return False
        if present is None:
            return not row["deleted"]
        own = self._store.arriving.vector_of(present)
        return vectors.compare(row[VECTOR], own) is Order.AFTER

    def _now(self, name: str, row: Columns) -> Columns:
        """Return a row as one of our unit, where it was written while we were another."""
        for renames in self._followed:
            row = renames.row(name, row)
        return row

    def _take(self, name: str, rows: list[Columns], back: Back) -> None:
        store, model = self._store, MODELS[name]
        found = store.arriving.rows(model, [each["id"] for each in rows])
        self._learn(name, rows)
        new, here, elsewhere = [], self._leaned_on(name, rows), self._led_from_elsewhere(name, rows)
        for row in rows:
            back.told.add((name, row["id"]))
            if row.get("head_id") in elsewhere or not self._is_sound(name, row, here):
                back.refused += 1
                back.left_out.append(_in_words(name, row))
                continue
            present = found.get(row["id"])
            if present is None:
                new.append(row)
                back.rows += 1
                back.came.add((name, row["id"]))
                back.records += name == "record" and not row["deleted"]
                self._held.append((name, row["id"], vectors.text_of(row[VECTOR])))
            else:
                self._meet(name, present, row, back)
        self._note_new(name, new)
        self._insert(model, new)
        if name == "record":
            store.records.were_given(each["number"] for each in new)
        store.session.flush()
        store.session.expunge_all()

    def _learn(self, name: str, rows: list[Columns]) -> None:
        """Remember to which register and person records belong: those that come, and those of which parts come."""
        if name in IN_RECORDS[1:]:
            registers = self._store.arriving.registers_of([each["record_id"] for each in rows])
            self._register_of |= registers
        elif name == "record":
            self._register_of |= {each["id"]: each["register"] for each in rows}
            self._person_of |= {each["id"]: each["person_id"] for each in rows}

    def _note_new(self, name: str, new: list[Columns]) -> None:
        if name == "closed_month":
            self._months |= {each["month"] for each in new}
        self._given |= {
            (name, each["id"]) for each in new for part in self._coming if self._is_given(name, each, part)
        }

    def _is_given(self, name: str, row: Columns, part: Part) -> bool:
        whom = row.get("person_id") or self._person_of.get(row.get("record_id", ""), "")
        return part.takes(name, row) or part.takes("record", {"person_id": whom})

    def _leaned_on(self, name: str, rows: list[Columns]) -> set[tuple[str, str]]:
        """Return the rows of ours (table, id) on which some rows lean, those that there are."""
        leaning, here = _leaning(name), set[tuple[str, str]]()
        for other in set(leaning.values()):
            asked = [
                row[key] for row in rows for key, table in leaning.items() if table == other and row[key]
            ]
            found = self._store.arriving.units_of(other, asked)
            here |= {(other, row_id) for row_id, unit in found.items() if unit == self._unit}
        return here

    def _led_from_elsewhere(self, name: str, rows: list[Columns]) -> set[str]:
        """Return the heads of some households who are another unit's by now."""
        heads = [row["head_id"] for row in rows if row["head_id"]] if name == "household" else []
        found = self._store.arriving.units_of("person", heads) if heads else {}
        return {person_id for person_id, unit in found.items() if unit != self._unit}

    def _is_sound(self, name: str, row: Columns, here: set[tuple[str, str]]) -> bool:
        """Whether a row can be taken: whoever gives back is a stranger to these data all the same."""
        leaning = {(other, row[key]) for key, other in _leaning(name).items() if row[key] is not None}
        register = self._register_of.get(row.get("record_id", ""), "")
        is_ours = row.get("unit", self._unit) == self._unit and leaning <= here
        return is_ours and self._fault(name, row, register) is None

    def _fault(self, name: str, row: Columns, register: str) -> Finding | None:
        # What another laptop wrote is looked at first, and can be taken once a wrong clock or day was set right.
        return gate.fault_of(name, row, register=register, is_back=not self._merges)

    def _insert(self, model: type[Travelling], rows: list[Columns]) -> None:
        made = []
        for row in rows:
            whole = {**row, VECTOR: vectors.text_of(row[VECTOR])}
            if model is Person:
                whole |= derived(row)
            if model is Attachment:
                whole["content"] = self._paper(row)
            made.append(whole)
        if made:
            history.insert_rows(self._store.session, model, made)

    def _meet(self, name: str, present: Travelling, row: Columns, back: Back) -> None:
        """Let a row meet the version that comes: the later stays, the same stays, of two beside each other both."""
        own = self._store.arriving.vector_of(present)
        theirs = row[VECTOR]
        says_the_same = content_of(present, name) == {key: row[key] for key in row if key != VECTOR}
        match vectors.compare(theirs, own):
            case Order.AFTER:
                self._replace(name, present, row, vectors.text_of(theirs))
                back.rows += 1
                back.came.add((name, row["id"]))
                back.records += name == "record"
                self._held.append((name, row["id"], vectors.text_of(theirs)))
            case Order.SAME if says_the_same:
                self._held.append((name, row["id"], vectors.text_of(theirs)))
                back.same += 1
            case Order.BEFORE:
                back.same += 1
                back.later.add((name, row["id"]))
            case _ if says_the_same:
                self._replace(name, present, row, vectors.text_of(vectors.joined(theirs, own)))
            case Order.BESIDE if (
                self._merges and (merged := self._merged(name, present, row, back)) is not None
            ):
                self._replace(name, present, merged, vectors.text_of(vectors.joined(theirs, own)))
                back.merged += 1
            case _:
                back.conflicts += 1
                back.differing.add(self._differ(name, row, own))

    def _merged(self, name: str, present: Travelling, row: Columns, back: Back) -> Columns | None:
        """Return what two versions make together; None where an officer has to choose."""
        store, ours = self._store, content_of(present, name)
        theirs = {key: value for key, value in row.items() if key != VECTOR}
        known = store.log.known_to(row[VECTOR])
        base = store.log.as_it_was(ours, known) if known else None
        if base is None:
            return None
        merged = merge.merge(base, ours, theirs)
        if merged.differing or self._is_torn(name, ours, merged.values, row):
            return None
        about = _about(name, row, store.arriving.vector_of(present))
        self._together[name, row["id"]] = len(back.put_together)
        back.put_together.append(
            put_together(store, about, name, Versions(ours, theirs, base, merged.values))
        )
        return merged.values

    def _is_torn(self, name: str, ours: Columns, merged: Columns, row: Columns) -> bool:
        """Whether two versions make one that neither is: born by what one says, and dead before by what the other says."""
        register, vector = self._register_of.get(row.get("record_id", ""), ""), {VECTOR: row[VECTOR]}
        fault = self._fault(name, merged | vector, register)
        return fault is not None and fault != self._fault(name, ours | vector, register)

    def _replace(self, name: str, present: Travelling, row: Columns, vector: str) -> None:
        changed = {
            key: value for key, value in row.items() if key != VECTOR and getattr(present, key) != value
        }
        for key, value in changed.items():
            setattr(present, key, value)
        if isinstance(present, Person):
            for key, value in derived(row).items():
                setattr(present, key, value)
        if isinstance(present, Attachment) and "sha256" in changed:
            present.content = self._paper(row)
        present.vector = vector
        if not changed:
            # Only its vector is another: it travels again, and the history numbers that.
            present.seq = self._store.chain.add(name, row["id"], "update", {})

    def _differ(self, name: str, row: Columns, own: Mapping[str, int]) -> str:
        self._waiting.add(row["record_id"] if name in IN_RECORDS[1:] else row["id"])
        about = _about(name, row, own)
        self._store.arriving.differ(
            Conflict(id=about, entity=name, row_id=row["id"], theirs=dict(row), source=self._source)
        )
        self._differing[name, row["id"]] = about
        return about

    def _tell_writers(self, back: Back) -> None:
        """Let who looks at two versions see who wrote the other one, where the package tells it."""
        known = self._differing.keys() | self._together.keys()
        if not known or content.WRITTEN_TABLE.name not in self._package.tables:
            return
        self._package.require(content.WRITTEN_TABLE)
        for rows in self._package.chunks(content.WRITTEN_TABLE.name):
            for each in rows:
                if (key := (each["entity"], each["row_id"])) in known:
                    self._tell(key, written_by(text.clean(each["author"])[:_LONGEST_NAME], each["at"]), back)

    def _tell(self, key: Key, who: str, back: Back) -> None:
        if (place := self._together.get(key)) is not None:
            opened = back.put_together[place]
            back.put_together[place] = opened._replace(shown=dataclasses.replace(opened.shown, theirs_by=who))
        about = self._differing.get(key)
        conflict = self._store.packages.conflict(about) if about else None
        if conflict is not None:
            conflict.theirs = {**conflict.theirs, WRITTEN: who}

    def _paper(self, row: Columns) -> bytes:
        try:
            return b"" if row["deleted"] else self._package.attachment(row["sha256"])
        except KeyError:
            return b""

    def _note_held(self) -> None:
        """Note that the receiver holds the rows that stand here as it gave them; another laptop of ours is none."""
        self._store.session.flush()
        if not self._source:
            return
        held = [each for each in self._held if not self._waits(*each[:2]) and each[:2] not in self._given]
        self._store.ledger.holds(self._source, held)

    def _waits(self, name: str, row_id: str) -> bool:
        return name == "record" and not self._waiting.isdisjoint((row_id, self._person_of[row_id]))


def _about(name: str, row: Columns, own: Mapping[str, int]) -> str:
    """Return what two versions of a row are known by: the same here and where the row comes from."""
    both = sorted((vectors.text_of(own), vectors.text_of(row[VECTOR])))
    return hashlib.sha256("\n".join((name, row["id"], *both)).encode()).hexdigest()


def _in_words(name: str, row: Columns) -> str:
    """Return what a row is about that does not stand here: its title alone where it would name somebody who goes by code."""
    title = content.table_of(name).title
    return f"{title}: {row['number']}" if name == "record" else title


def _leaning(name: str) -> Mapping[str, str]:
    # The head of a household comes after it, and no table holds that a household has one.
    return {} if name == "household" else LEANS.get(name, {})


def months_told(taken: Sequence[str], others: Sequence[str]) -> str:
    """Return in words which closed months came back, and which stay beside those that are closed here."""
    said = [f"đã lấy lại tháng chi trả đã chốt {shown_months(taken)}"] if taken else []
    if others:
        said.append(
            f"tháng chi trả {shown_months(others)} đến với danh sách khác hoặc thiếu người: máy này giữ nguyên tháng của mình"
        )
    return ", ".join(said)
