"""Whether an act may be taken back, and what would be written: asked of the history, without touching a row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.acts import MODELS, Told
from ansinh_desktop.db.history import WRITES
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.services import steps
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.history import stands_alone
from ansinh_desktop.services.undo import words
from ansinh_desktop.services.undo.by_month import beside, require_month
from ansinh_desktop.services.undo.net import Key, Later, Net, Since, Step, nets
from ansinh_desktop.services.undo.reach import Reach, reach, require_writable

STATE = "state"
"""The kind of the events that steps of the life cycle are."""
_REMEMBERED = ("law ", "import:", "views:", "exchange:")
"""Settings that are only remembered beside an act: texts of the law, how a list was read, how one was left, with whom."""
_DEVICE = "device"


@dataclass(frozen=True)
class Plan:
    """What has to be written to take an act back."""

    back: Mapping[Key, dict[str, Step]]
    """By row and column: from and to."""
    reached: Reach


def is_remembered(change: Told) -> bool:
    """Whether a change is one that no act is about: a setting that goes along, or what the program says of itself."""
    return change.entity == _DEVICE or (
        change.entity == "setting" and change.entity_id.startswith(_REMEMBERED)
    )


def planned(store: Store, access: Access, officer: str, told: Sequence[Told]) -> Plan:
    """Return what has to be written to take an act back.

    Args:
        store: To ask.
        access: The rights of the officer who wants it.
        officer: Under which name they work.
        told: All changes of the act.

    Raises:
        UserError: It may not be taken back; the sentence says why, and what stands on it.
    """
    written = [each for each in told if each.act in WRITES and not is_remembered(each)]
    if not written:
        raise UserError("AS-2090", act=told[0].act_id if told else "")
    if told[0].author != officer:
        raise UserError("AS-2085", who=words.officer(store, told[0].author))
    _require_reversible(written)
    undone = store.acts.taken_back(told[0].act_id)
    if undone is not None:
        raise UserError("AS-2084", when=words.moment(undone.at))
    made = nets(written)
    reached = reach(store, access, made)
    require_writable(store, reached)
    back = standing(store, reached, made, told[-1].seq)
    if not back:
        raise UserError("AS-2088")
    _require_steps(store, back, access.role)
    return Plan(back, reached)


def planned_of_field(store: Store, access: Access, seq: int, key: str) -> Plan:
    """Return what has to be written to give one field its value of before a change.

    Raises:
        UserError: AS-2089 it comes with other rows of its act; else as :func:`planned`.
    """
    change = store.acts.change(seq)
    if change is None or key not in change.fields or change.act != "update":
        raise UserError("AS-2090", act=seq)
    net = Net(change.entity, change.entity_id)
    reached = reach(store, access, [net.key])
    require_writable(store, reached)
    if not stands_alone(change.entity, key):
        raise UserError("AS-2089", field=words.field_shown(reached, net.key, key, None, None)[0])
    net.fields |= {key: (change.fields[key][0], change.fields[key][1]), **beside(store, change, key)}
    back = standing(store, reached, {net.key: net}, seq)
    if not back:
        raise UserError("AS-2088")
    return Plan(back, reached)


def standing(store: Store, reached: Reach, made: Mapping[Key, Net], end: int) -> dict[Key, dict[str, Step]]:
    """Return what of an act still stands and would be given back.

    Raises:
        UserError: AS-2080, AS-2081, AS-2082 something that was written later stands on it.
    """
    hanging = _hanging(store, reached, made)
    since = since_then(store, end, [*made, *hanging])
    back = {each.key: found for each in made.values() if (found := _of_row(store, reached, since, each))}
    for row, parent in hanging.items():
        if parent in back and (later := since.of(row)) is not None:
            raise _stands_on(store, reached, parent, later)
    _require_unpaid(store, reached, [made[key] for key in back], end)
    require_month(store, back, end)
    return back


def since_then(store: Store, end: int, rows: Iterable[Key]) -> Since:
    """Return what was written to some rows after a change and not taken back."""
    tables = set(rows)
    changes = [
        each
        for each in store.acts.later(end, {row_id for _table, row_id in tables})
        if (each.entity, each.entity_id) in tables
    ]
    return Since(changes, store.acts.taking_back({each.act_id for each in changes}))


def _require_reversible(written: Sequence[Told]) -> None:
    for each in written:
        if each.entity not in MODELS or each.act == "delete":
            what, where = words.own_way(each.entity)
            raise UserError("AS-2083", what=what, where=where)
    first = written[0]
    of_step = first.entity == "event" or (first.act == "update" and STATE in first.fields)
    if of_step and not first.marked:
        raise UserError("AS-2086")


def _of_row(store: Store, reached: Reach, since: Since, net: Net) -> dict[str, Step]:
    """Return what has to be given back of one row; nothing where it already stands as before the act."""
    back = net.back()
    if net.adds:
        gone = since.present(net.key, "deleted", False)  # noqa: FBT003 - a value of a column
        if gone:
            return {}
        if (later := since.of(net.key)) is not None:
            raise _stands_on(store, reached, net.key, later)
        return {key: back[key] for key in back if key == "deleted"} if net.added else back
    found = {}
    for key, (now, then) in back.items():
        if since.present(net.key, key, now) == then:
            continue
        if (later := since.on(net.key, key)) is not None:
            raise rewritten(store, reached, net.key, later)
        found[key] = (now, then)
    return found


def _hanging(store: Store, reached: Reach, made: Mapping[Key, Net]) -> dict[Key, Key]:
    """Return the rows that hang on one that would be removed, and steps and results that follow an event of the act."""
    found: dict[Key, Key] = {}
    for table in ("record", "person", "household"):
        gone = {net.id for net in made.values() if net.adds and net.table == table}
        for key, parent in store.acts.children(table, gone):
            found.setdefault(key, (table, parent))
    losing = _losing_events(reached, made)
    for event_id, record_id in store.acts.events_of_kinds(losing, _following()).items():
        found.setdefault(("event", event_id), losing[record_id])
    return {key: parent for key, parent in found.items() if key not in made}


def _following() -> list[str]:
    """Return the kinds of events that rest on those before them: steps, and what the program reckoned itself."""
    automatic = (kind.code for each in catalog.registers().values() for kind in each.events if kind.automatic)
    return [STATE, *dict.fromkeys(automatic)]


def _losing_events(reached: Reach, made: Mapping[Key, Net]) -> dict[str, Key]:
    """Return the records in which an event would be removed, each with one of these events."""
    removed = (net.key for net in made.values() if net.table == "event" and net.adds)
    return {record.id: key for key in removed if (record := reached.record(key)) is not None}


def _require_unpaid(store: Store, reached: Reach, taken: Sequence[Net], end: int) -> None:
    """Refuse what a closed month of payment rests on: a record, an event or a step that would be taken away."""
    records = [
        record.id
        for net in taken
        if (net.adds and net.table in ("record", "event")) or STATE in net.fields
        if (record := reached.record(net.key)) is not None
    ]
    found = store.acts.paid_since(records, end) if records else None
    if found is not None:
        raise UserError("AS-2082", number=found[0], month=kinds.Month().show(found[1]))


def _require_steps(store: Store, back: Mapping[Key, dict[str, Step]], role: str) -> None:
    """Refuse a change of state that the life cycle keeps for other roles, whichever way it goes."""
    moved = {key[1]: step[STATE] for key, step in back.items() if key[0] == "record" and STATE in step}
    for each in store.acts.rows("record", moved):
        if isinstance(each, Record):
            now, then = (str(state) for state in moved[each.id])
            _require_step(each, now, then, role)


def _require_step(record: Record, now: str, then: str, role: str) -> None:
    register = catalog.register(record.register)
    flow = register.life_cycle.workflow(record.answers)
    for source, target in ((now, then), (then, now)):
        if flow.allows(source, target):
            facts = CaseFacts(record.answers, {}, clock.today(), source)
            steps.require_role(register, facts, target, role)
    if flow.is_closed(now) and not flow.is_closed(then) and not flow.allows(now, then):
        steps.require_reopener(role)


def rewritten(store: Store, reached: Reach, row: Key, later: Later) -> UserError:
    """Return the refusal that a field was written again later: which, by whom, when, from what to what."""
    field, before, after = words.field_shown(reached, row, later.key, later.before, later.after)
    return UserError(
        "AS-2080",
        what=words.row_named(reached, row),
        field=field,
        who=words.officer(store, later.change.author),
        when=words.moment(later.change.at),
        before=before or words.EMPTY,
        after=after or words.EMPTY,
    )


def _stands_on(store: Store, reached: Reach, row: Key, later: Later) -> UserError:
    return UserError(
        "AS-2081",
        what=words.row_named(reached, row),
        later=words.done_to(later.change),
        who=words.officer(store, later.change.author),
        when=words.moment(later.change.at),
    )
