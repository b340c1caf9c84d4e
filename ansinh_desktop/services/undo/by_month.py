"""Facts that hold from a month: a change of one is taken back with what it said of the months, or not by itself."""

from collections.abc import Iterator, Mapping

from ansinh_desktop.db.acts import Told
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, dated
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.cases.since import ChangedFact, UndatedChangeError
from ansinh_desktop.services.undo.net import Key, Step

BY_MONTH = f"answers.{dated.KEY}"
_ANSWER = "answers."
_EMPTY: tuple[object, ...] = (None, "", [])


def beside(store: Store, change: Told, key: str) -> dict[str, Step]:
    """Return what has to go back with a field: what the same change said of the months before.

    Raises:
        UserError: AS-2089 it said so of other facts as well, which the field does not take along.
    """
    if key == BY_MONTH:
        raise UserError("AS-2089", field="Thay đổi theo tháng")
    said = change.fields.get(BY_MONTH)
    if change.entity == "record" and said is not None:
        facts = set(_said_of(said[0], said[1]))
        if facts == {key.removeprefix(_ANSWER)}:
            return {BY_MONTH: (said[0], said[1])}
        return _refuse(facts, key.removeprefix(_ANSWER), change)
    if change.entity == "person":
        for each in store.acts.told(change.act_id):
            before, after = (
                each.fields.get(BY_MONTH, (None, None)) if each.entity == "record" else (None, None)
            )
            _refuse(set(_said_of(before, after)), dated.OF_PERSON + key, change)
    return {}


def _refuse(facts: set[str], fact: str, change: Told) -> dict[str, Step]:
    if fact in facts:
        labels = {each.key: each.label for one in catalog.registers().values() for each in one.dated_fields}
        raise UserError("AS-2089", field=labels.get(fact, change.entity))
    return {}


def _said_of(before: object, after: object) -> Iterator[str]:
    """Yield the facts of which a change says what held before its month."""
    old, new = (each if isinstance(each, list) else [] for each in (before, after))
    for row in new:
        if row not in old:
            yield from row.get("was") or {}


def require_month(store: Store, back: Mapping[Key, Mapping[str, Step]], end: int) -> None:
    """Refuse to change, in a record by which somebody is paid, a fact of which nobody says from which month it is so.

    What was written while nobody was paid yet told of no month; taken back now it would tell all months otherwise.

    Raises:
        UndatedChangeError: AS-2060.
    """
    asked = {key[1] for key, step in back.items() if key[0] == "record" and BY_MONTH not in step}
    asked = {each for each in asked if any(key.startswith(_ANSWER) for key in back["record", each])}
    for record in store.acts.rows("record", asked):
        if not isinstance(record, Record) or record.draft or record.deleted:
            continue
        register = catalog.register(record.register)
        changed = list(_changed(register, back["record", record.id]))
        begun = record.state in register.monthly_in
        if changed and begun and _state_then(store, record, end) not in register.monthly_in:
            raise UndatedChangeError(changed)


def _changed(register: Register, step: Mapping[str, Step]) -> Iterator[ChangedFact]:
    for field in register.dated_fields:
        now, then = step.get(_ANSWER + field.key, (None, None))
        if now not in _EMPTY:
            yield ChangedFact(field.label, field.kind.show(now), field.kind.show(then))


def _state_then(store: Store, record: Record, end: int) -> str:
    """Return in which state a record stood when an act ended."""
    later = (each.fields["state"] for each in store.acts.later(end, [record.id]) if "state" in each.fields)
    return str(next(later, (record.state,))[0])
