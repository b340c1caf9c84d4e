"""What no part of the program may write: into a closed record, and money that one person has already.

A package that is taken in says what another unit has done: it is kept as it came, and what does not fit is told.
"""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import InstanceState, Session

from ansinh_desktop.db.exchange.transfers import OnItsWay, on_their_way
from ansinh_desktop.db.history import TAKING_IN, WatchedSession
from ansinh_desktop.db.models import Attachment, Event, PaymentMonth, PaymentRow, Person, Record
from ansinh_desktop.db.months.paid_months import refuse_moved, refuse_paid_beside
from ansinh_desktop.db.payments import Payments, double_benefit, payment_shown, same_payment, told_by
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.event import EventKind, PaidOnce
from ansinh_desktop.registers.register import Register

_COMING_OR_GOING = "coming or going"

_OF_CONTENT = ("answers", "kept", "draft", "opened_on", "person_id", "number", "deleted")
"""The columns of a record that say something of the case; the step itself is another matter."""


@contextlib.contextmanager
def taking_in(session: Session) -> Iterator[None]:
    """Let a package write what its unit has written."""
    session.info[TAKING_IN] = True
    try:
        yield
    finally:
        session.info.pop(TAKING_IN)


@contextlib.contextmanager
def coming_or_going(session: Session, rows: Collection[str]) -> Iterator[None]:
    """Let records and people go whole with the act that brought them, come back with it, or forget, whatever their state.

    Whether somebody would be paid twice is asked of all of them together afterwards: :func:`refuse_paid_twice`.
    """
    session.info[_COMING_OR_GOING] = frozenset(rows)
    try:
        yield
    finally:
        session.info.pop(_COMING_OR_GOING)


def refuse_paid_twice(session: Session, record_ids: Collection[str]) -> None:
    """Refuse that somebody is paid by one of these records and by another one.

    Raises:
        UserError: AS-2051.
    """
    payments, wanted = Payments(session), list(record_ids)
    for register in catalog.registers().values():
        if not register.paid_in or not payments.doubled_among(register, wanted):
            continue
        paid = Record.register == register.code, Record.state.in_(register.paid_in), Record.deleted.is_(False)
        for record in session.scalars(select(Record).where(*paid)):
            other = payments.running_beside(register, record.id, record.person_id)
            if record.id in record_ids and other is not None:
                found = double_benefit(register, other, record.state)
                raise UserError(found.code, **found.facts)


def watch() -> None:
    """See that no session of a data file writes what may not be written."""
    if not event.contains(WatchedSession, "before_flush", _refuse):
        event.listen(WatchedSession, "before_flush", _refuse)


def _refuse(session: Session, *_: object) -> None:
    if session.info.get(TAKING_IN):
        return
    with session.no_autoflush:
        written = (*session.new, *session.dirty, *session.deleted)
        away = on_their_way(session) if any(isinstance(each, _OF_CASES) for each in written) else {}
        for each in written:
            if away and isinstance(each, _OF_CASES):
                _refuse_on_its_way(session, each, away)
            if isinstance(each, Person):
                _refuse_doubled_number(session, each)
            elif isinstance(each, Record):
                _refuse_in_closed(session, each)
                _refuse_double_benefit(session, each)
            elif isinstance(each, Event | Attachment):
                _refuse_to_closed(session, each)
                if isinstance(each, Event):
                    _refuse_double_payment(session, each)
            elif isinstance(each, PaymentMonth | PaymentRow):
                refuse_moved(session, each)


_OF_CASES = (Record, Event, Attachment)


def _refuse_on_its_way(
    session: Session, row: Record | Event | Attachment, away: Mapping[str, OnItsWay]
) -> None:
    """Refuse what is written into a record that another commune may be taking over just now."""
    record_id = row.id if isinstance(row, Record) else row.record_id
    columns = (*_OF_CONTENT, "state") if isinstance(row, Record) else _own_columns(row)
    if record_id in away and (row in session.new or _is_changed(row, *columns)):
        number = session.scalar(select(Record.number).where(Record.id == record_id))
        raise UserError("AS-5181", number=number, name=away[record_id].name)


def _register(record: Record) -> Register | None:
    return catalog.registers().get(record.register)


def _before(record: Record, key: str) -> object:
    """Return what a column of a record says in the data file."""
    told: InstanceState[Any] = inspect(record)
    changed = told.attrs[key].history
    return changed.deleted[0] if changed.deleted else getattr(record, key)


def _is_changed(row: Person | Record | Event | Attachment, *keys: str) -> bool:
    told: InstanceState[Any] = inspect(row)
    histories = [told.attrs[key].history for key in keys]
    return any(each.has_changes() and each.deleted != each.added for each in histories)


def _is_closed(register: Register, answers: object, state: object) -> bool:
    return isinstance(answers, dict) and register.life_cycle.workflow(answers).is_closed(str(state))


def _refuse_in_closed(session: Session, record: Record) -> None:
    register = _register(record)
    if record in session.new or register is None or not _is_changed(record, *_OF_CONTENT):
        return
    if record.id in session.info.get(_COMING_OR_GOING, ()):
        return
    if record.deleted and _before(record, "deleted"):
        raise UserError("AS-2055", number=record.number)
    state = _before(record, "state")
    if _is_closed(register, _before(record, "answers"), state):
        raise UserError("AS-2050", number=record.number, state=register.life_cycle.state_label(str(state)))


def _refuse_to_closed(session: Session, row: Event | Attachment) -> None:
    """Refuse what is written into a record that was removed, or into a closed one save what may follow its end."""
    if row not in session.new and not _is_changed(row, *_own_columns(row)):
        return
    if row.record_id in session.info.get(_COMING_OR_GOING, ()):
        return
    query = select(Record.register, Record.state, Record.answers, Record.number, Record.deleted).where(
        Record.id == row.record_id
    )
    found = session.execute(query).first()
    if found is not None and found.deleted:
        raise UserError("AS-2055", number=found.number)
    register = catalog.registers().get(found.register) if found else None
    if found is None or register is None or not _is_closed(register, found.answers, found.state):
        return
    if isinstance(row, Event) and _may_follow(register, row, new=row in session.new):
        return
    state = register.life_cycle.state_label(found.state)
    raise UserError("AS-2050", number=found.number, state=state)


def _own_columns(row: Event | Attachment) -> tuple[str, ...]:
    mine = (
        ("kind", "happened_on", "amount", "answers", "note") if isinstance(row, Event) else ("name", "sha256")
    )
    return (*mine, "record_id", "deleted")


def _may_follow(register: Register, row: Event, *, new: bool) -> bool:
    declared: EventKind | None = register.event_kinds.get(row.kind)
    if declared is None:
        return new  # a step of the life cycle
    return declared.after_end or (declared.automatic and new)


def _refuse_double_benefit(session: Session, record: Record) -> None:
    register = _register(record)
    if register is None or record.deleted or record.state not in register.paid_in:
        return
    if record.id in session.info.get(_COMING_OR_GOING, ()):
        return
    if (
        record not in session.new
        and _before(record, "state") in register.paid_in
        and not _before(record, "deleted")
    ):
        return
    other = Payments(session).running_beside(register, record.id or "", record.person_id)
    if other is not None:
        found = double_benefit(register, other, record.state)
        raise UserError(found.code, **found.facts)


def _refuse_doubled_number(session: Session, person: Person) -> None:
    """Refuse an identity number that would show one person to be paid by two records: one has to end first."""
    if person.id in session.info.get(_COMING_OR_GOING, ()):
        return
    if person in session.new or person.deleted or not _is_changed(person, "personal_id", "old_id", "deleted"):
        return
    payments, numbers = Payments(session), told_by(person.id, person.personal_id, person.old_id)
    for register in catalog.registers().values():
        known = payments.running(register, {person.id: numbers})
        for own in known.get(person.id, ()):
            other = next((each for key in numbers for each in known.get(key, ()) if each.id != own.id), None)
            if other is not None:
                raise UserError("AS-2056", number=own.number, other=other.number)


def _refuse_double_payment(session: Session, row: Event) -> None:
    if row.deleted or not (row in session.new or _is_changed(row, "answers", "deleted", "kind", "record_id")):
        return
    record = session.scalar(select(Record).where(Record.id == row.record_id))
    register = _register(record) if record else None
    if record is None or register is None:
        return
    refuse_paid_beside(session, row, record, register)
    for once in register.paid_once:
        if once.event != row.kind or not row.answers.get(once.given):
            continue
        found = Payments(session).paid_before(once, row, record) or _paid_in_session(
            session, once, row, record
        )
        if found is not None:
            raise _paid_already(register, once, row, *found)


def _paid_already(register: Register, once: PaidOnce, row: Event, number: str, on: str) -> UserError:
    said, label = payment_shown(register, once, row.answers), register.event_kinds[row.kind].label
    what = f"{label} ({said})" if said else label
    return UserError("AS-2052", what=what, number=number, day=kinds.Date().show(on[:10]))


def _paid_in_session(session: Session, once: PaidOnce, row: Event, record: Record) -> tuple[str, str] | None:
    """Return number of the record and day of the same payment where it waits in the session to be written."""
    for other in session.new:
        if (
            isinstance(other, Event)
            and other is not row
            and (other.record_id, other.kind) == (row.record_id, row.kind)
            and other.answers.get(once.given)
            and same_payment(once, other.answers, row.answers)
        ):
            return record.number, other.happened_on
    return None
