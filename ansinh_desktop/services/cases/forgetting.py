"""Lets a record forget who it was about: figures, days and codes stay, and nothing that tells whose they are.

What stood there before stays in the signed history of the encrypted file, in older backups and in packages that were
sent: nothing may be taken out of those. No page shows it any more, and no act brings it back.
"""

from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.refusals import coming_or_going
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Answers, Kind, Value, date_of
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.person import PERSON_FIELDS, stand_in
from ansinh_desktop.registers.register import Register

GONE = "(đã xóa)"
_TELLS_NOBODY: tuple[type[Kind], ...] = (
    kinds.Whole,
    kinds.Money,
    kinds.Decimal,
    kinds.PartialDate,
    kinds.Month,
    kinds.Moment,
    kinds.YesNo,
    kinds.Choice,
    kinds.Unit,
)


def is_forgotten(register: Register, state: str) -> bool:
    """Whether a record of this state has forgotten who it was about."""
    return bool(register.anonymised_in) and state == register.anonymised_in


def require_remembered(store: Store, record_ids: set[str], person_ids: set[str]) -> None:
    """Refuse an act that would bring back what a record has forgotten.

    Raises:
        UserError: AS-2092 one of the records, or one of those of the people, has forgotten who it was about.
    """
    records = list(store.records.some(sorted(record_ids)).values())
    records += [each for person_id in sorted(person_ids) for each in store.records.of_person(person_id)]
    for each in records:
        register = catalog.registers().get(each.register)
        if register is not None and is_forgotten(register, each.state):
            raise UserError("AS-2092", number=each.number)


def forget(store: Store, register: Register, record: Record) -> None:
    """Take everything from a record that tells whose it is, and its person from whoever has other records."""
    with coming_or_going(store.session, {record.id}):
        _forget(store, register, record)
    _part(store, record)
    store.drafts.drop(record.id)


def _forget(store: Store, register: Register, record: Record) -> None:
    answers = _kept(register.fields, record.answers)
    store.records.change(register, record.id, RecordContent(answers, record.draft, record.opened_on))
    for event in store.records.events(record.id):
        if event.kind in register.event_kinds:
            fields = register.event_kinds[event.kind].asked
            event.answers = _kept(fields, event.answers)
        event.note = None
    for paper in store.attachments.of_record(record.id):
        scanned = store.attachments.get(paper.id)
        scanned.name, scanned.content, scanned.deleted = GONE, b"", True
    store.session.flush()


def _kept(fields: dict[str, Field], answers: Answers) -> dict[str, Value]:
    """Return the answers that tell nobody: neither words, nor what the register calls most confidential.

    Where words have to stand, others take their place, so that the record stays whole and is taken wherever it is sent.
    """
    known = {key: fields[key] for key, value in answers.items() if key in fields and value is not None}
    left: dict[str, Value] = {key: answers[key] for key, each in known.items() if _tells_nobody(each)}
    gone = (key for key, each in known.items() if key not in left and each.required)
    return left | {key: GONE for key in gone if isinstance(fields[key].kind, kinds.Text | kinds.LongText)}


def _tells_nobody(field: Field) -> bool:
    return field.confidentiality != "c4" and isinstance(field.kind, _TELLS_NOBODY)


def _part(store: Store, record: Record) -> None:
    """Leave of the person the sex and the year of birth; whoever has other records keeps what is known in them."""
    person = store.people.get(record.person_id)
    left = _left_of(person)
    if len(store.records.of_person(person.id)) > 1 or store.people.relations(person.id):
        with coming_or_going(store.session, {record.id}):
            record.person_id = store.people.save(None, record.unit, left)
            store.session.flush()
        return
    person.household_id = None
    store.people.save(person.id, record.unit, dict.fromkeys(PERSON_FIELDS) | left)


def _left_of(person: Person) -> dict[str, Value]:
    known = values_of(person)
    birth = date_of(known, "birth_date")
    return {
        "full_name": stand_in(),
        "sex": known.get("sex"),
        "birth_date": f"{birth.year:04d}" if birth else None,
    }
