"""The months of payment and their rows: what was closed stays as it was, and nobody is paid beside it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import InstanceState, Session

from ansinh_desktop.db import history
from ansinh_desktop.db.models import Event, PaymentMonth, PaymentRow, Person, Record
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.register import Register

CLOSED = ("closed", "paid_out", "settled")
"""The states in which a month never moves."""
OUTCOME = frozenset({"outcome", "outcome_on", "outcome_note"})
"""What is still written into a row of a closed month: the payer's answer."""
_rows = PaymentRow.__table__
_STEPS = frozenset({"state", "steps"})


class PaidMonths:
    """The months of payment of one data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, unit: str, benefit: str, month: str) -> PaymentMonth | None:
        """Return a month as far as it has come; None where it was never prepared."""
        query = select(PaymentMonth).where(
            PaymentMonth.unit == unit, PaymentMonth.benefit == benefit, PaymentMonth.month == month
        )
        return self._session.scalar(query)

    def closed(self, unit: str, benefit: str) -> list[str]:
        """Return the months that were closed, the earliest first."""
        query = select(PaymentMonth.month).where(
            PaymentMonth.unit == unit, PaymentMonth.benefit == benefit, PaymentMonth.state.in_(CLOSED)
        )
        return list(self._session.scalars(query.order_by(PaymentMonth.month)))

    def last(self, unit: str, benefit: str) -> PaymentMonth | None:
        """Return the last month that was begun; None where none was."""
        query = select(PaymentMonth).where(PaymentMonth.unit == unit, PaymentMonth.benefit == benefit)
        return self._session.scalar(query.order_by(PaymentMonth.month.desc()).limit(1))

    def rows(self, month: PaymentMonth) -> Sequence[PaymentRow]:
        """Return the rows of a closed month in the order of its list."""
        query = select(PaymentRow).where(PaymentRow.month_id == month.id)
        return self._session.scalars(query.order_by(PaymentRow.position)).all()

    def said(self, month: PaymentMonth, keys: Sequence[str]) -> list[dict[str, Any]]:
        """Return what the rows of a closed month say in some columns, in the order of its list; nothing of it can be changed."""
        columns = _rows.c
        query = select(*(columns[key] for key in keys)).where(columns.month_id == month.id)
        found = self._session.execute(query.order_by(columns.position))
        return [dict(zip(keys, row, strict=True)) for row in found]

    def total(self, month: PaymentMonth) -> tuple[int, int]:
        """Return how many rows a closed month has, and what they come to in đồng."""
        query = select(func.count(), func.sum(_rows.c.amount)).where(_rows.c.month_id == month.id)
        count, amount = self._session.execute(query).one()
        return count, amount or 0

    def of_record(self, record_id: str, since: str) -> Sequence[PaymentRow]:
        """Return the rows by which a record was paid since a month, the earliest first."""
        return self.of_records([record_id], since).get(record_id, [])

    def of_records(self, record_ids: Sequence[str], since: str = "") -> dict[str, list[PaymentRow]]:
        """Return the rows by which some records were paid since a month, of each the earliest first."""
        query = select(PaymentRow).where(PaymentRow.record_id.in_(record_ids), PaymentRow.month >= since)
        found: dict[str, list[PaymentRow]] = {}
        for each in self._session.scalars(query.order_by(PaymentRow.month)):
            found.setdefault(each.record_id, []).append(each)
        return found

    def add(self, unit: str, benefit: str, month: str) -> PaymentMonth:
        """Begin a month."""
        made = PaymentMonth(unit=unit, benefit=benefit, month=month, state="prepared", steps=[], kept={})
        self._session.add(made)
        self._session.flush()
        return made

    def write_rows(self, month: PaymentMonth, rows: Iterable[dict[str, Any]]) -> None:
        """Write the rows of a month that is being closed."""
        of_month = {
            "month_id": month.id,
            "unit": month.unit,
            "benefit": month.benefit,
            "month": month.month,
        }
        whole = [{**each, **of_month, "position": place} for place, each in enumerate(rows)]
        history.insert_rows(self._session, PaymentRow, whole)

    def drop_rows(self, month: PaymentMonth) -> None:
        """Take the rows of a month away that is opened again; the history keeps them."""
        for each in self.rows(month):
            self._session.delete(each)
        self._session.flush()


# ------------------------------------------------------------------------------------------------ refusals


def refuse_moved(session: Session, row: PaymentMonth | PaymentRow) -> None:
    """Refuse whatever would move a closed month: its rows, or what it said; its steps and outcomes go on.

    Raises:
        UserError: AS-4201.
    """
    if row in session.new:
        return
    month = row if isinstance(row, PaymentMonth) else session.get(PaymentMonth, row.month_id)
    if month is None or not _was_closed(month) or month.state not in CLOSED:
        return  # it was not closed before, or is opened again with this very unit of work
    told: InstanceState[Any] = inspect(row)
    changed = {
        column.key for column in told.mapper.columns if told.attrs[column.key].history.has_changes()
    } - row.untracked
    if row in session.deleted or changed - (_STEPS if isinstance(row, PaymentMonth) else OUTCOME):
        raise UserError("AS-4201", month=kinds.Month().show(month.month))


def _was_closed(month: PaymentMonth) -> bool:
    told: InstanceState[Any] = inspect(month)
    before = told.attrs["state"].history.deleted
    return (before[0] if before else month.state) in CLOSED


def refuse_paid_beside(session: Session, event: Event, record: Record, register: Register) -> None:
    """Refuse to write down a payment by hand of a month whose closed list pays the person, or after their death.

    Raises:
        UserError: AS-4218 it is paid already; AS-4239 the person had died before that month.
    """
    paying = register.paying
    if paying is None or event.kind != paying.event or not event.answers.get("paid"):
        return
    same = select(Person.personal_id).where(Person.id == record.person_id, Person.personal_id.is_not(None))
    query = select(PaymentRow.number, PaymentRow.month).where(
        PaymentRow.benefit == register.code,
        PaymentRow.month == event.answers.get("month"),
        (PaymentRow.person_id == record.person_id) | PaymentRow.personal_id.in_(same),
    )
    found = session.execute(query).first()
    if found is not None:
        raise UserError("AS-4218", number=found.number, month=kinds.Month().show(found.month))
    month, died = str(event.answers.get("month") or ""), _month_of_death(session, record.person_id)
    if died and month > died:
        raise UserError("AS-4239", month=kinds.Month().show(month), died=kinds.Month().show(died))


def _month_of_death(session: Session, person_id: str) -> str:
    """Return the month in which a person died, as months are stored; empty where it is not known so far."""
    died = session.scalar(select(Person.death_date).where(Person.id == person_id)) or ""
    return died[:7] if _MONTH.match(died) else ""


_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
