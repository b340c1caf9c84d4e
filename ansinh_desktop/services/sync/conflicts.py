"""Rows that were written in two places, neither of which knew the other: an officer chooses, and nothing is dropped.

Until then each place keeps its own version, and the other one lies beside it. What is chosen knows both.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.alike import OTHER, SAME
from ansinh_desktop.db.exchange.tables import Conflict
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS, VECTOR, content_of
from ansinh_desktop.db.models import Columns, Likeness, Person, Travelling
from ansinh_desktop.db.people import derive
from ansinh_desktop.db.refusals import taking_in
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import Field, goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.access import Access, require_known
from ansinh_desktop.services.cases.history import REVEAL, REVEALED
from ansinh_desktop.services.joining.parting import Parting
from ansinh_desktop.services.masking import required_reason
from ansinh_desktop.services.plan.said import told_apart
from ansinh_desktop.services.plan.told import Told
from ansinh_desktop.services.sync import content, merge

OURS: Final = "ours"
THEIRS: Final = "theirs"
_CLOSED = "said"
"""What is chosen of a closed period: it is signed word for word, and no part of one stands in the other."""
_PAIR, _DECISION = "likeness", "decision"
"""What is chosen of two people is whether they are one, and no part of how they were joined."""
_SAID = {SAME: "Cùng một người", OTHER: "Hai người"}
_INSIDE = f"{merge.ANSWERS}."


@dataclass(frozen=True)
class Difference:
    """One field of which there are two values."""

    key: str
    """The column; of an answer ``answers.`` and its key."""
    label: str
    ours: str
    theirs: str
    masked: bool = False
    """Whether a reason is asked before the values are shown."""


@dataclass(frozen=True)
class Open:
    """Two versions of one row, of which one has to be chosen."""

    id: str
    table: str
    what: str
    """What it is about: the record's number, or that of a record of the person."""
    differences: tuple[Difference, ...]


class Conflicts:
    """The conflicts of a data folder for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def all(self) -> list[Open]:
        """Return what is to be chosen, the first found first; only what the officer may know and write."""
        with self._vault.reading() as store:
            return [
                _opened(store, each).shown
                for each in store.packages.conflicts()
                if not _is_over(store, each) and self._refusal(store, each) is None
            ]

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
            if (refusal := self._refusal(store, conflict)) is not None:
                raise refusal
            masked, found = _opened(store, conflict), _opened(store, conflict, plain=True)
        labels = [each.label for each in masked.shown.differences if each.masked]
        if labels:
            with self._vault.work(why) as store:
                store.log.note(REVEAL, "record", found.record_id, {REVEALED: labels})
        return found.shown

    def choose(self, conflict_id: str, chosen: Mapping[str, str], otherwise: str = OURS) -> None:
        """Choose for each field whose value counts, and let the other place know.

        Args:
            conflict_id: Which conflict.
            chosen: By field (:attr:`Difference.key`): :data:`OURS` or :data:`THEIRS`.
            otherwise: What counts for the fields that are not named.

        Raises:
            UserError: No right to write in the register, or to know of the person.
        """
        with self._vault.work("chọn giữa hai bản") as store:
            conflict = store.packages.conflict(conflict_id)
            if conflict is None:
                return
            if (refusal := self._refusal(store, conflict)) is not None:
                raise refusal
            row = store.arriving.rows(MODELS[conflict.entity], [conflict.row_id])[conflict.row_id]
            # Where ours stays word for word, only its vector is written, and of that no hook asks.
            store.require_own(row)
            own = store.arriving.vector_of(row)
            theirs = conflict.theirs[VECTOR]
            if not vectors.knows(own, theirs):
                picks = {key: side == THEIRS for key, side in chosen.items()}
                mine, other = content_of(row, conflict.entity), _without_vector(conflict.theirs)
                rest = otherwise == THEIRS
                if conflict.entity == "closed_period":
                    picks, rest = {}, picks.get(_CLOSED, rest)
                if conflict.entity == _PAIR:
                    picks, rest = {}, picks.get(_DECISION, rest)
                merged = merge.chosen(mine, other, picks, otherwise_theirs=rest)
                if conflict.entity == _PAIR:
                    self._part(store, (mine, other), merged)
                _write(store, conflict.entity, row, merged, vectors.text_of(vectors.joined(own, theirs)))
            store.packages.drop_conflict(conflict)

    def _part(self, store: Store, versions: Sequence[Columns], chosen: Columns) -> None:
        """Part two people who were joined in one place, where it is chosen that they are two."""
        joined = next((each for each in versions if each["steps"] is not None), None)
        if joined is not None and chosen["decision"] == OTHER:
            Parting(store, self._access, Likeness(**joined)).write()

    def _refusal(self, store: Store, conflict: Conflict) -> UserError | None:
        """Return why the officer has no say in a conflict: as where the record or the person is written by hand."""
        try:
            opened = _opened(store, conflict)
            if opened.register:
                self._access.require(opened.register, "w")
                return None
            if (may := self._of_the_plan(conflict.entity)) is not None:
                return None if may else UserError("AS-8002")
            if not any(self._access.may(code, "w") for code in catalog.registers()):
                return UserError("AS-2035")
            for person_id in _people_of(store, conflict):
                require_known(store, self._access, person_id)
        except UserError as refused:
            return refused
        return None

    def _of_the_plan(self, name: str) -> bool | None:
        """Return whether the officer has a say in a row of the plan; None where it is none."""
        return {"figure": self._access.enters_figures, "closed_period": self._access.closes_periods}.get(name)


def _people_of(store: Store, conflict: Conflict) -> list[str]:
    """Return the people whom a row tells of that belongs to no register."""
    row = store.arriving.contents(conflict.entity, [conflict.row_id])[conflict.row_id]
    match conflict.entity:
        case "person":
            return [conflict.row_id]
        case "relation":
            return [row["person_id"], row["other_id"]]
        case "likeness":
            return [row["one_id"], row["other_id"]]
        case "household":
            return [each.id for each in store.people.members(conflict.row_id)]
    return []


def _is_over(store: Store, conflict: Conflict) -> bool:
    """Whether the row that stands here knows the other version by now: it was chosen elsewhere."""
    present = store.arriving.present(conflict.entity, [conflict.row_id])[conflict.row_id]
    return vectors.knows(vectors.read(present.vector), conflict.theirs[VECTOR])


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


class _Opened(NamedTuple):
    """A conflict as the officer sees it, with the record and the register to which it belongs."""

    shown: Open
    record_id: str
    register: str


def _opened(store: Store, conflict: Conflict, *, plain: bool = False) -> _Opened:
    """Return a conflict as the officer sees it; ``plain`` where a reason was given to show what is masked."""
    name = conflict.entity
    ours = store.arriving.contents(name, [conflict.row_id])[conflict.row_id]
    record_id = str(ours["record_id"]) if name in IN_RECORDS[1:] else conflict.row_id
    record = store.records.some([record_id]).get(record_id) if name in IN_RECORDS else None
    fields = _fields(record.register if record else "", name, ours)
    differing = tuple(
        Difference(
            key,
            label,
            _shown(field, mine, plain=plain),
            _shown(field, other, plain=plain),
            field is not None and field.masked,
        )
        for key, label, field, mine, other in _differences(
            name, ours, _without_vector(conflict.theirs), fields
        )
    )
    what = record.number if record else _named(store, name, ours)
    return _Opened(
        Open(conflict.id, name, what, differing),
        record_id if record else "",
        record.register if record else "",
    )


def _named(store: Store, name: str, ours: Columns) -> str:
    """Return what a row is called that belongs to no register; who has but coded records goes by one's number."""
    if "last" in ours:
        return _of_period(name, ours)
    if name == _PAIR:
        both = store.people.some([ours["one_id"], ours["other_id"]])
        return " và ".join(each.full_name for _id, each in sorted(both.items()))
    records = store.records.of_person(str(ours["id"])) if name == "person" else ()
    if records and all(goes_by_code(each.confidentiality) for each in records):
        return records[0].number
    return str(ours.get("full_name") or ours.get("name") or "")


def _of_period(name: str, ours: Columns) -> str:
    """Return what a row of the plan is about: the period, and of a figure its target and which part of it."""
    period = Period(*(datetime.date.fromisoformat(ours[each]) for each in ("first", "last")))
    target = plan.plan_on(period.last).by_id.get(ours["target"]) if name == "figure" else None
    if target is None:
        return f"{period.name[0].upper()}{period.name[1:]}"
    words = target.numerator if ours["part"] == plan.NUMERATOR else target.denominator
    return f"{target.title} ({words or 'giá trị'}), {period.name}"


def _fields(register: str, name: str, row: Columns) -> Mapping[str, Field]:
    if name == "person":
        return PERSON_FIELDS
    declared = catalog.registers().get(register)
    if declared is None:
        return {}
    if name == "event":
        kind = declared.event_kinds.get(row["kind"])
        return {each.key: each for each in kind.fields} if kind else {}
    return declared.fields


def _differences(
    name: str, ours: Columns, theirs: Columns, fields: Mapping[str, Field]
) -> Iterator[tuple[str, str, Field | None, Value, Value]]:
    titles = {each.name: each.title for each in content.table_of(name).columns}
    if name == "closed_period":
        yield _CLOSED, titles[_CLOSED], None, *told_apart(Told.of(ours[_CLOSED]), Told.of(theirs[_CLOSED]))
        return
    if name == _PAIR:
        told = [f"{_SAID[each[_DECISION]]}: {each['reason']}" for each in (ours, theirs)]
        yield _DECISION, titles[_DECISION], None, told[0], told[1]
        return
    for key, mine, other in merge.differences(ours, theirs):
        answer = key.removeprefix(_INSIDE) if key.startswith(_INSIDE) else ""
        field = fields.get(answer or key) if answer or name == "person" else None
        label = field.label if field else titles.get(key, answer or key)
        yield key, label, field, mine, other


def _without_vector(row: Columns) -> Columns:
    return {key: value for key, value in row.items() if key != VECTOR}


def _shown(field: Field | None, value: Value, *, plain: bool) -> str:
    if value in (None, "", [], {}):
        return ""
    if field is not None:
        return field.kind.show(value) if plain else field.shown(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)
