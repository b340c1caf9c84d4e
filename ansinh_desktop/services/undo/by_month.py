"""Facts that hold from a month: a change of one is taken back with what it said of the months, or not by itself."""

from collections.abc import Iterator, Mapping

from ansinh_desktop.db.acts import Told
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, dated
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services.cases.since import ChangedFact, UndatedChangeError
from ansinh_desktop.services.undo.net import Key, Step

BY_MONTH = f"answers.{dated.KEY}"
_ANSWER = "answers."


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
    """Refuse to change, of a record by which somebody is paid, a fact of which nobody says from which month it is so.

    What was written while nobody was paid yet told of no month; taken back now it would tell all months otherwise.

    Raises:
        UndatedChangeError: AS-2060.
    """
    for record_id, changed in _changed(store, back).items():
        if BY_MONTH in back.get(("record", record_id), ()):
            continue
        (record,) = store.acts.rows("record", [record_id])
        if isinstance(record, Record) and _has_begun_since(store, record, end):
            raise UndatedChangeError(changed)


def _changed(store: Store, back: Mapping[Key, Mapping[str, Step]]) -> dict[str, list[ChangedFact]]:
    """Return the facts that would be others, by the record of which they are."""
    found: dict[str, list[ChangedFact]] = {}
    for record_id, code, facts in (*_of_records(store, back), *_of_people(store, back)):
        found.setdefault(record_id, []).extend(_in_words(code, facts))
    return {record_id: changed for record_id, changed in found.items() if changed}


def _of_records(
    store: Store, back: Mapping[Key, Mapping[str, Step]]
) -> Iterator[tuple[str, str, Mapping[str, Step]]]:
    """Yield record, register and the answers that would be others."""
    asked = {
        key[1]: {name.removeprefix(_ANSWER): each for name, each in step.items() if name.startswith(_ANSWER)}
        for key, step in back.items()
        if key[0] == "record"
    }
    for line in store.acts.records([record_id for record_id, step in asked.items() if step]).values():
        yield line.id, line.register, asked[line.id]


def _of_people(
    store: Store, back: Mapping[Key, Mapping[str, Step]]
) -> Iterator[tuple[str, str, Mapping[str, Step]]]:
    """Yield record, register and what would be otherwise of its person."""
    dating = _dated_of_people()
    people = {key[1]: step for key, step in back.items() if key[0] == "person" and dating & step.keys()}
    for person_id, records in store.records.by_person(sorted(people)).items():
        facts = {dated.OF_PERSON + key: each for key, each in people[person_id].items()}
        yield from ((record_id, code, facts) for record_id, code in records)


def _dated_of_people() -> set[str]:
    return {key for each in catalog.registers().values() for key in each.dated_of_person}


def _in_words(code: str, step: Mapping[str, Step]) -> Iterator[ChangedFact]:
    """Yield the dated facts of a register that a step changes; what nobody had recorded is no change."""
    for field in catalog.register(code).dated_fields:
        now, then = step.get(field.key, (None, None))
        if now not in EMPTY:
            yield ChangedFact(field.label, field.kind.show(now), field.kind.show(then))


def _has_begun_since(store: Store, record: Record, end: int) -> bool:
    """Whether somebody is paid by a record who was not when an act ended."""
    monthly = catalog.register(record.register).monthly_in
    if record.draft or record.deleted or record.state not in monthly:
        return False
    later = (each.fields["state"] for each in store.acts.later(end, [record.id]) if "state" in each.fields)
    return next(later, (record.state,))[0] not in monthly
