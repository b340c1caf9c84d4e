"""Writes an act back: ordinary changes of ordinary rows, in an order in which every guard can look at them."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ansinh_desktop import clock
from ansinh_desktop.db.acts import Row
from ansinh_desktop.db.models import Event, Person, Record
from ansinh_desktop.db.people import derive, values_of
from ansinh_desktop.db.refusals import coming_or_going, refuse_paid_twice
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.person import check_person
from ansinh_desktop.services import steps
from ansinh_desktop.services.facts import saved_facts
from ansinh_desktop.services.law_day import opened_on
from ansinh_desktop.services.undo import words
from ansinh_desktop.services.undo.net import Key, Step
from ansinh_desktop.services.undo.planning import STATE, Plan

_AT_ONCE = 200
_CHECKED = ("answers.", "kept", "draft", "opened_on")
_COMES: Step = (True, False)
"""Of the column that says that a row is removed: it comes back."""
_WHOLE = frozenset({"deleted", "person_id"})
"""What is written of records and people whatever their state: that they go or come back, and whose a record is."""
_GROUND = ("household", "person", "record")
_PARTS = ("event", "attachment", "relation")


@dataclass(frozen=True)
class Progress:
    """How far it has come."""

    done: int
    total: int
    text: str = "Hoàn tác"


@dataclass
class _Checks:
    """What was wrong with rows before, so that only what comes anew refuses."""

    records: dict[str, frozenset[Finding]] = field(default_factory=dict)
    people: dict[str, frozenset[Finding]] = field(default_factory=dict)


def reversing(store: Store, plan: Plan, *, exactly: bool = False) -> Iterator[Progress]:
    """Write what takes an act back, within the caller's unit of work.

    Args:
        store: Of the unit of work.
        plan: What is written.
        exactly: Whether also errors may come back that stood there before.

    Raises:
        UserError: A step lacks something, a record would have an error, or a guard of the data file refuses.
    """
    checks = _errors_before(store, plan)
    _require_guarded(store, plan)
    whole = {
        key for key, step in plan.back.items() if key[0] in ("record", "person") and step.keys() & _WHOLE
    }
    with coming_or_going(store.session, {row_id for _table, row_id in whole}):
        yield from _writing(store, plan)
    coming = {
        key[1] for key in whole if key[0] == "record" and plan.back[key].get("deleted", _COMES) == _COMES
    }
    refuse_paid_twice(store.session, coming)
    if not exactly:
        _refuse_new_errors(store, plan, checks)


def _writing(store: Store, plan: Plan) -> Iterator[Progress]:
    done, total = 0, len(plan.back)
    opens = frozenset(_opening(store, plan))
    for rows in _phases(plan, opens):
        for table in dict.fromkeys(table for table, _id in rows):
            ids = [row_id for name, row_id in rows if name == table]
            for start in range(0, len(ids), _AT_ONCE):
                chunk = ids[start : start + _AT_ONCE]
                found = store.acts.rows(table, chunk)
                for row in found:
                    if isinstance(row, Record) and row.id in opens:
                        _open(plan, row)
                store.session.flush()
                for row in found:
                    _write(plan, (table, row.id), row)
                store.session.flush()
                done += len(chunk)
                yield Progress(done, total)


def _phases(plan: Plan, opens: Collection[str]) -> Iterator[list[Key]]:
    """Yield the rows in the order in which they are written.

    Nothing is written into a record that is closed or removed: one that opens, or comes back, goes before what lies
    in it, and one that closes, or goes, after it.
    """
    comes = {key for key, step in plan.back.items() if step.get("deleted") == _COMES}
    opening = comes | {("record", each) for each in opens}
    ground = [key for key in sorted(plan.back, key=lambda key: _place(key[0])) if key[0] in _GROUND]
    yield [key for key in ground if key in opening]
    yield [key for key in plan.back if key[0] in _PARTS]
    yield [key for key in reversed(ground) if key not in opening]


def _place(table: str) -> int:
    return _GROUND.index(table) if table in _GROUND else len(_GROUND)


def _opening(store: Store, plan: Plan) -> Iterator[str]:
    """Yield the records that are closed and will be open."""
    moved = [row_id for (table, row_id), step in plan.back.items() if table == "record" and STATE in step]
    for each in store.acts.rows("record", moved):
        if isinstance(each, Record):
            flow = catalog.register(each.register).life_cycle.workflow(each.answers)
            if flow.is_closed(each.state):
                yield each.id


_OF_STEP = (STATE, "closed_on", "close_reason")


def _open(plan: Plan, record: Record) -> None:
    """Let a closed record stand open before its content is given back: a closed one takes none."""
    step = plan.back["record", record.id]
    for column in (each for each in _OF_STEP if each in step):
        now, then = step[column]
        _require_known(plan, ("record", record.id), getattr(record, column), now, then)
        setattr(record, column, then)


def _write(plan: Plan, key: Key, row: Row) -> None:
    """Give a row back what it said before."""
    answers: dict[str, Value] = {}
    for name, (now, then) in plan.back[key].items():
        column, dot, answer = name.partition(".")
        found = row.answers.get(answer) if dot and isinstance(row, Record | Event) else getattr(row, column)
        _require_known(plan, key, found, now, then)
        if dot:
            answers[answer] = then
        else:
            setattr(row, column, then)
    if answers and isinstance(row, Record | Event):
        row.answers = {name: each for name, each in {**row.answers, **answers}.items() if each is not None}
    if answers and isinstance(row, Record):
        _follow(plan, key, row)
    if isinstance(row, Person):
        derive(row)


def _follow(plan: Plan, key: Key, row: Record) -> None:
    """Make anew what follows from the answers of a record."""
    register = catalog.register(row.register)
    row.confidentiality = register.class_of(row.answers)
    if f"answers.{register.opened_by}" in plan.back[key]:
        row.opened_on = opened_on(register, row.answers, datetime.date.fromisoformat(row.opened_on[:10]))


def _require_known(plan: Plan, key: Key, found: object, now: object, then: object) -> None:
    """Refuse to write over a value that the history does not know: somebody changed it from outside."""
    if found not in (now, then):
        raise UserError("AS-2091", what=words.row_named(plan.reached, key))


# --------------------------------------------------------------------------------------------------- steps


def _require_guarded(store: Store, plan: Plan) -> None:
    """Refuse to take a step again for which something is missing now."""
    again = _taken_again(store, plan)
    moved = {key[1]: step[STATE] for key, step in plan.back.items() if key[0] == "record" and STATE in step}
    for each in store.acts.rows("record", moved.keys() & again.keys()):
        if isinstance(each, Record):
            register = catalog.register(each.register)
            facts, (_now, then) = saved_facts(store, register, each), moved[each.id]
            # What was doubtful when the step was taken has its reason; what is missing now speaks against it.
            steps.require_guarded(register, facts, str(then), again[each.id], reason="hoàn tác")


def _taken_again(store: Store, plan: Plan) -> Mapping[str, datetime.date]:
    """Return the records in which a step comes back that was taken back before, with its day."""
    back = [
        row_id
        for (table, row_id), step in plan.back.items()
        if table == "event" and step.get("deleted") == _COMES
    ]
    return {
        each.record_id: datetime.date.fromisoformat(each.happened_on[:10])
        for each in store.acts.rows("event", back)
        if isinstance(each, Event) and each.kind == STATE
    }


# -------------------------------------------------------------------------------------------------- errors


def _errors_before(store: Store, plan: Plan) -> _Checks:
    found = _Checks()
    for each in _checked_records(store, plan):
        found.records[each.id] = frozenset() if each.draft else _errors(store, each)
    for person in _checked_people(store, plan):
        found.people[person.id] = _person_errors(person)
    return found


def _refuse_new_errors(store: Store, plan: Plan, before: _Checks) -> None:
    """Refuse to leave a record that is final, or a person, with an error that was not there before."""
    for each in _checked_records(store, plan):
        flow = catalog.register(each.register).life_cycle.workflow(each.answers)
        if not flow.has_state(each.state):
            label = catalog.register(each.register).life_cycle.state_label(each.state)
            raise _with_error(plan, ("record", each.id), f"bước “{label}” không có trong quy trình của nó.")
        new = () if each.draft else _errors(store, each) - before.records.get(each.id, frozenset())
        for finding in sorted(new, key=lambda one: (one.code, one.field)):
            raise _with_error(plan, ("record", each.id), finding.text)
    for person in _checked_people(store, plan):
        for finding in _person_errors(person) - before.people.get(person.id, frozenset()):
            raise _with_error(plan, ("person", person.id), finding.text)


def _with_error(plan: Plan, row: Key, said: str) -> UserError:
    return UserError("AS-2087", what=words.row_named(plan.reached, row), said=said)


def _checked_records(store: Store, plan: Plan) -> Iterator[Record]:
    """Yield the records that say something else afterwards, save those that are removed."""
    people = {row_id for (table, row_id), step in plan.back.items() if table == "person" and _says(step)}
    ids = [
        each.id
        for each in plan.reached.about()
        if each.person_id in people
        or any(key.startswith((*_CHECKED, STATE)) for key in plan.back.get(("record", each.id), ()))
    ]
    for row in store.acts.rows("record", ids):
        if isinstance(row, Record) and not row.deleted:
            yield row


def _checked_people(store: Store, plan: Plan) -> Iterator[Person]:
    ids = [row_id for (table, row_id), step in plan.back.items() if table == "person" and _says(step)]
    for row in store.acts.rows("person", ids):
        if isinstance(row, Person) and not row.deleted:
            yield row


def _says(step: Mapping[str, Step]) -> bool:
    return bool(step.keys() - {"deleted", "household_id"})


def _errors(store: Store, record: Record) -> frozenset[Finding]:
    register = catalog.register(record.register)
    return _only_errors(check_record(register, saved_facts(store, register, record)))


def _person_errors(person: Person) -> frozenset[Finding]:
    return _only_errors(list(check_person(values_of(person), clock.today())))


def _only_errors(found: Sequence[Finding]) -> frozenset[Finding]:
    return frozenset(each for each in found if each.level is Level.ERROR)
