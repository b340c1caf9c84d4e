"""Rows that were written in two places, neither of which knew the other: an officer chooses, and nothing is dropped.

Until then each place keeps its own version, and the other one lies beside it. What is chosen knows both.
"""

import dataclasses
import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ansinh_desktop import clock
from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.alike import OTHER
from ansinh_desktop.db.exchange.tables import Conflict
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS, VECTOR, content_of
from ansinh_desktop.db.exchange.vectors import Vector
from ansinh_desktop.db.history import WRITES
from ansinh_desktop.db.models import Columns, Likeness, Person, Travelling
from ansinh_desktop.db.people import derive
from ansinh_desktop.db.refusals import taking_in
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import Field
from ansinh_desktop.services.access import Access, require_known
from ansinh_desktop.services.cases.history import REVEAL, REVEALED
from ansinh_desktop.services.cases.typed import InvalidRecordError
from ansinh_desktop.services.joining.parting import Parting
from ansinh_desktop.services.masking import required_reason
from ansinh_desktop.services.sync import gate, merge, naming
from ansinh_desktop.services.sync.naming import CLOSED, DECISION, OURS, PAIR, THEIRS, Difference, Versions

_WHOLE: Final = {"closed_period": CLOSED, PAIR: DECISION}
"""Tables of which one version or the other counts whole, with the one field that is chosen."""
WRITTEN: Final = "written"
"""Beside the columns of another version: who wrote it last, and when, as far as that was told."""


@dataclass(frozen=True)
class Open:
    """Two versions of one row, of which one has to be chosen."""

    id: str
    table: str
    what: str
    """What it is about: whose record with its number, or what the row is called."""
    differences: tuple[Difference, ...]
    ours_by: str = ""
    """Who wrote ours last, and when."""
    before_at: datetime.datetime | None = None
    """Up to when both were one, as far as this data folder remembers."""
    theirs_by: str = ""
    """Who wrote the other one last, and when; empty where that was not told."""
    register: str = ""
    """In which the row stands; empty of what belongs to none."""
    alike: tuple[tuple[str, str], ...] = ()
    """What both say of the other questions: label and value, masked where it is."""

    @property
    def proposals(self) -> dict[str, str]:
        """By field: whose value counts unless the officer says otherwise; without those of which nobody can tell."""
        return {each.key: each.proposed for each in self.differences if each.proposed}


@dataclass(frozen=True)
class Choice:
    """What an officer says of two versions of a row."""

    sides: Mapping[str, str]
    """By field (:attr:`Difference.key`): :data:`OURS` or :data:`THEIRS`."""
    values: Answers = field(default_factory=dict)
    """By field: a third value, where neither is right."""
    otherwise: str = OURS
    """What counts for the fields that are not named, and of which nobody can tell."""

    @property
    def picks(self) -> dict[str, bool]:
        """By field: whether theirs counts."""
        return {key: side == THEIRS for key, side in self.sides.items()}


class Conflicts:
    """The conflicts of a data folder for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def all(self) -> list[Open]:
        """Return what is to be chosen, the first found first; only what the officer may know and write."""
        with self._vault.reading() as store:
            left = (each for each in store.packages.conflicts() if not _is_over(store, each))
            opened = (_opened(store, each) for each in left)
            return [each.shown for each in opened if self._may(store, each)]

    def reveal(self, conflict_id: str, reason: str) -> Open | None:
        """Return a conflict with its masked values, once the history says who saw them and why; None where it is over.

        Raises:
            UserError: As :meth:`choose`, or the reason says nothing.
        """
        why = required_reason(reason)
        with self._vault.reading() as store:
            conflict = store.packages.conflict(conflict_id)
            if conflict is None:
                return None
            masked = _opened(store, conflict)
            self._require(store, masked)
            found = _opened(store, conflict, plain=True)
        labels = [each.label for each in masked.shown.differences if each.masked]
        if labels:
            with self._vault.work(why) as store:
                store.log.note(REVEAL, "record", found.record_id, {REVEALED: labels})
        return found.shown

    def choose(
        self,
        conflict_id: str,
        chosen: Mapping[str, str],
        otherwise: str = OURS,
        values: Answers | None = None,
    ) -> None:
        """Choose for each field whose value counts, and let the other place know.

        Args:
            conflict_id: Which conflict.
            chosen: By field (:attr:`Difference.key`): :data:`OURS` or :data:`THEIRS`.
            otherwise: What counts for the fields that are not named.
            values: By field: a third value, where neither is right.

        Raises:
            UserError: No right to write in the register, or to know of the person.
            InvalidRecordError: The form would refuse a third value.
        """
        with self._vault.work("chọn giữa hai bản") as store:
            conflict = store.packages.conflict(conflict_id)
            if conflict is not None:
                self._choose(store, conflict, Choice(chosen, values or {}, otherwise))

    def choose_in(self, store: Store, together: Sequence["Opened"], choices: Mapping[str, "Choice"]) -> None:
        """Choose within the unit of work that has just merged, by what its preview showed.

        Args:
            store: Of the unit of work.
            together: What was put together by itself.
            choices: By :attr:`Open.id`: of conflicts, and of what was put together and is to be otherwise.

        Raises:
            UserError: As :meth:`choose`; AS-5200 it is not what the preview showed any more.
            InvalidRecordError: The form would refuse a third value.
        """
        turned = {each.shown.id: each for each in together}
        for about, choice in choices.items():
            if about in turned:
                self._turn(store, turned[about], choice)
                continue
            conflict = store.packages.conflict(about)
            if conflict is None:
                raise UserError("AS-5200")
            sides = {**_opened(store, conflict).shown.proposals, **choice.sides}
            self._choose(store, conflict, dataclasses.replace(choice, sides=sides))

    def _choose(self, store: Store, conflict: Conflict, choice: "Choice") -> None:
        opened = _opened(store, conflict)
        self._require(store, opened)
        row = store.arriving.rows(MODELS[conflict.entity], [conflict.row_id])[conflict.row_id]
        # Where ours stays word for word, only its vector is written, and of that no hook asks.
        store.require_own(row)
        own = store.arriving.vector_of(row)
        theirs = conflict.theirs[VECTOR]
        if not vectors.knows(own, theirs):
            picks, rest = choice.picks, choice.otherwise == THEIRS
            if (whole := _WHOLE.get(conflict.entity)) is not None:
                picks, rest = {}, picks.get(whole, rest)
            mine, other = opened.ours, opened.theirs
            merged = merge.chosen(other if rest else mine, mine, other, picks, choice.values)
            if choice.values:
                _require_sound(opened, (mine, merged), choice.values, theirs)
            if conflict.entity == PAIR:
                self._part(store, (mine, other), merged)
            _write(store, conflict.entity, row, merged, vectors.text_of(vectors.joined(own, theirs)))
        store.packages.drop_conflict(conflict)

    def _turn(self, store: Store, opened: "Opened", choice: "Choice") -> None:
        """Choose anew of what was put together: the other laptop, which comes to the same, learns of it as of a change."""
        name = opened.shown.table
        if name in _WHOLE:
            raise BugError(f"no part of a {name} stands in another")
        self._require(store, opened)
        row = store.arriving.rows(MODELS[name], [opened.row_id])[opened.row_id]
        now, vector = content_of(row, name), store.arriving.vector_of(row)
        turned = merge.chosen(now, opened.ours, opened.theirs, choice.picks, choice.values)
        if choice.values:
            _require_sound(opened, (now, turned), choice.values, vector)
        if turned != now:
            _write(store, name, row, turned, vectors.text_of(vector))

    def _part(self, store: Store, versions: Sequence[Columns], chosen: Columns) -> None:
        """Part two people who were joined in one place, where it is chosen that they are two."""
        joined = next((each for each in versions if each["steps"] is not None), None)
        if joined is not None and chosen["decision"] == OTHER:
            Parting(store, self._access, Likeness(**joined)).write()

    def _may(self, store: Store, opened: "Opened") -> bool:
        try:
            self._require(store, opened)
        except UserError:
            return False
        return True

    def _require(self, store: Store, opened: "Opened") -> None:
        """Refuse who has no say in a row: as where the record or the person is written by hand."""
        if opened.register:
            self._access.require(opened.register, "w")
            return
        if (may := self._of_the_plan(opened.shown.table)) is not None:
            if not may:
                raise UserError("AS-8002")
            return
        if not any(self._access.may(code, "w") for code in catalog.registers()):
            raise UserError("AS-2035")
        for person_id in _people_of(store, opened):
            require_known(store, self._access, person_id)

    def _of_the_plan(self, name: str) -> bool | None:
        """Return whether the officer has a say in a row of the plan; None where it is none."""
        return {"figure": self._access.enters_figures, "closed_period": self._access.closes_periods}.get(name)


def _people_of(store: Store, opened: "Opened") -> list[str]:
    """Return the people whom a row tells of that belongs to no register."""
    row = opened.ours
    match opened.shown.table:
        case "person":
            return [opened.row_id]
        case "relation":
            return [row["person_id"], row["other_id"]]
        case "likeness":
            return [row["one_id"], row["other_id"]]
        case "household":
            return [each.id for each in store.people.members(opened.row_id)]
    return []


def _is_over(store: Store, conflict: Conflict) -> bool:
    """Whether the row that stands here knows the other version by now: it was chosen elsewhere."""
    present = store.arriving.present(conflict.entity, [conflict.row_id])[conflict.row_id]
    return vectors.knows(vectors.read(present.vector), conflict.theirs[VECTOR])


def _require_sound(opened: "Opened", rows: tuple[Columns, Columns], values: Answers, vector: Vector) -> None:
    """Refuse third values for what nobody asks, and those that the form would refuse.

    What the form would refuse of our row as it stands (``rows``: that, and what is chosen) is no fault of the choice:
    days that lie ahead where the clock is wrong.
    """
    asked = {each.key: each.field for each in opened.shown.differences if each.field is not None}
    if unasked := sorted(values.keys() - asked.keys()):
        raise BugError(f"no question that differs: {unasked}")
    found = [*_faults_of(asked, values)]
    before, fault = (
        gate.fault_of(opened.shown.table, {**each, VECTOR: vector}, register=opened.register) for each in rows
    )
    if not found and fault is not None and fault != before:
        found = [fault]
    if found:
        raise InvalidRecordError(found)


def _faults_of(asked: Mapping[str, Field], values: Answers) -> Iterator[Finding]:
    """Yield what the form would refuse of values, each by itself."""
    for key, value in values.items():
        if value is not None:
            yield from (each for each in asked[key].kind.check(value, key) if each.level is Level.ERROR)


def _write(store: Store, name: str, row: Travelling, values: Columns, joined: str) -> None:
    with taking_in(store.session):
        before = row.seq
        for key, value in values.items():
            if getattr(row, key) != value:
                setattr(row, key, value)
        if isinstance(row, Person):
            derive(row)
        store.session.flush()
        if row.seq == before:
            # Ours stays word for word: it is a decision all the same, and travels.
            row.seq = store.chain.add(name, values["id"], "update", {})
        row.vector = vectors.advanced(joined, store.chain.actor, row.seq)
        store.session.flush()


def still_open(store: Store, conflict_ids: Collection[str]) -> list[Open]:
    """Return some conflicts as whoever may know everything sees them, masked answers masked."""
    return [
        _opened(store, each).shown
        for each in store.packages.conflicts()
        if each.id in conflict_ids and not _is_over(store, each)
    ]


class Opened(NamedTuple):
    """Two versions of a row as the officer sees them, with what they are and the register to which they belong."""

    shown: Open
    row_id: str
    record_id: str
    register: str
    ours: Columns
    theirs: Columns


def _opened(store: Store, conflict: Conflict, *, plain: bool = False) -> Opened:
    """Return a conflict as the officer sees it; ``plain`` where a reason was given to show what is masked."""
    name = conflict.entity
    ours = store.arriving.contents(name, [conflict.row_id])[conflict.row_id]
    known = store.log.known_to(conflict.theirs[VECTOR])
    # Of a closed period only the figures that differ are told, and there are none of before it was closed.
    base = store.log.as_it_was(ours, known) if known and name != "closed_period" else None
    found = _beside(store, name, Versions(ours, _said(conflict.theirs), base), plain=plain)
    at = store.log.moment_of(known) if base is not None else None
    told = dataclasses.replace(
        found.shown, id=conflict.id, before_at=at, theirs_by=conflict.theirs.get(WRITTEN, "")
    )
    return found._replace(shown=told)


def put_together(store: Store, about: str, name: str, versions: Versions) -> Opened:
    """Return what two versions differ in that were put together, as it stood before that; ``about`` names the two."""
    found = _beside(store, name, versions, plain=False)
    return found._replace(shown=dataclasses.replace(found.shown, id=about))


def _beside(store: Store, name: str, versions: Versions, *, plain: bool) -> Opened:
    """Return two versions of a row side by side, in words."""
    ours = versions.ours
    row_id = str(ours["id"])
    record_id = str(ours["record_id"]) if name in IN_RECORDS[1:] else row_id
    record = store.records.some([record_id]).get(record_id) if name in IN_RECORDS else None
    register = record.register if record else ""
    fields = naming.fields_of(register, name, ours)
    differing = tuple(naming.differences(store, name, versions, fields, record, plain=plain))
    what = naming.of_case(store, record) if record else naming.named(store, name, ours)
    last, alike = _last_by(store, row_id), tuple(naming.alike(name, versions, fields))
    shown = Open("", name, what, differing, last, register=register, alike=alike)
    return Opened(shown, row_id, record_id if record else "", register, ours, versions.theirs)


def _last_by(store: Store, row_id: str) -> str:
    """Return who wrote a row here last, and when."""
    found = next((each for each in store.log.of(row_id) if each.act in WRITES), None)
    return written_by(found.author, found.at) if found is not None else ""


def written_by(author: str, at: datetime.datetime) -> str:
    """Return who wrote a version, and when, in words."""
    return f"{author} · {clock.local(at):%d/%m/%Y %H:%M}"


def _said(row: Columns) -> Columns:
    """Return what another version says."""
    return {key: value for key, value in row.items() if key not in (VECTOR, WRITTEN)}
