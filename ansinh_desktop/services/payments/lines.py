"""What one person is paid with the list of a month, whole, and what was found about it."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from ansinh_desktop import text
from ansinh_desktop.db.models import PaymentRow, dump_json
from ansinh_desktop.db.months.paid_months import OUTCOME
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import Paid
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.paying import MONTHLY, Pay

PAID, CARRIED, STOPPED = "paid", "carried", "stopped"
"""What becomes of a row: paid, unpaid and carried into the next list, unpaid and not paid any more."""


def _said(words: str) -> str | None:
    """Return the words; what is not said is stored as nothing."""
    return words or None


@dataclass(frozen=True)
class Line:
    """One person in the list of a month; every column of the closed row."""

    person_id: str
    record_id: str
    number: str
    confidentiality: str
    full_name: str
    birth_date: str | None
    personal_id: str | None
    hamlet: str | None
    parts: Mapping[str, int]
    amount: int
    decision_no: str | None = None
    decision_date: str | None = None
    clause: str | None = None
    coefficient: str | None = None
    base: int | None = None
    article: str | None = None
    payment_method: str | None = None
    account: str | None = None
    payee: str | None = None
    span: str | None = None
    carried: tuple[str, ...] = ()
    outcome: str | None = None
    outcome_on: str | None = None
    outcome_note: str | None = None

    @classmethod
    def of_record(cls, record: ScannedRecord, pay: Pay) -> Self:
        """Return the line of a record."""
        person = record.person
        return cls(
            person_id=record.person_id,
            record_id=record.id,
            number=record.number,
            confidentiality=record.confidentiality,
            full_name=text_of(person, "full_name"),
            birth_date=_said(text_of(person, "birth_date")),
            personal_id=_said(text_of(person, "personal_id")),
            hamlet=_said(text_of(person, "hamlet")),
            parts=dict(pay.parts),
            amount=pay.amount,
            decision_no=_said(pay.decision_no),
            decision_date=_said(pay.decision_date),
            clause=_said(pay.clause),
            coefficient=_said(pay.coefficient),
            base=pay.base,
            article=_said(pay.article),
            payment_method=_said(pay.method),
            account=_said(pay.account),
            payee=_said(pay.payee),
            span=_said(pay.span),
        )

    @classmethod
    def of_row(cls, row: PaymentRow) -> Self:
        """Return a closed row."""
        return cls.of_said({key: getattr(row, key) for key in KEYS})

    @classmethod
    def of_said(cls, said: Mapping[str, Any]) -> Self:
        """Return a closed row by what its columns say."""
        return cls(**{**said, "carried": tuple(said["carried"])})

    @property
    def content(self) -> dict[str, Any]:
        """Everything but what became of it, as it is stored."""
        said = {key: getattr(self, key) for key in _CONTENT}
        return said | {"carried": list(self.carried), "parts": dict(self.parts)}

    @property
    def monthly(self) -> int:
        """What is paid every month."""
        return sum(self.parts.get(each, 0) for each in MONTHLY)

    @property
    def who(self) -> str:
        """The person, or the number of the record where it is too confidential to name them."""
        return self.number if goes_by_code(self.confidentiality) else self.full_name

    def with_carried(self, before: "Line", month: str) -> Self:
        """Return the line with what was left unpaid in the month before; of one found to be two people, of both."""
        parts = {**self.parts, CARRIED: self.parts.get(CARRIED, 0) + before.amount}
        months = tuple(sorted({*self.carried, *before.carried, month}))
        return dataclasses.replace(self, parts=parts, amount=self.amount + before.amount, carried=months)

    def only_carried(self, month: str) -> Self:
        """Return the line of somebody who gets nothing more than what was left unpaid."""
        bare = dataclasses.replace(
            self,
            parts={},
            amount=0,
            base=None,
            coefficient=None,
            span=None,
            outcome=None,
            outcome_on=None,
            outcome_note=None,
        )
        return bare.with_carried(self, month)


def paid_by_month(rows: Iterable[PaymentRow]) -> Paid:
    """Return what closed months paid a record every month; None for one that was not paid and stopped."""
    return {
        each.month: None if each.outcome == "stopped" else sum(each.parts.get(part, 0) for part in MONTHLY)
        for each in rows
    }


KEYS = tuple(each.name for each in dataclasses.fields(Line))
"""The columns of a closed row that make a line."""
_CONTENT = tuple(key for key in KEYS if key not in OUTCOME)


def digest_of(lines: Iterable[Line]) -> str:
    """Return what tells two lists of a month apart."""
    return hashlib.sha256(dump_json([each.content for each in lines]).encode()).hexdigest()


def in_order(lines: Iterable[Line], hamlets: Sequence[str]) -> list[Line]:
    """Return lines as the list has them: by hamlet, then by name."""
    places = {name: place for place, name in enumerate(hamlets)}
    last = len(places)
    return sorted(
        lines,
        key=lambda each: (
            places.get(each.hamlet or "", last),
            each.hamlet or "",
            text.name_sort_key(each.full_name),
            each.number,
        ),
    )


@dataclass(frozen=True)
class Met:
    """One thing that stands in the way of closing a month, or is to be known before."""

    code: str
    level: str
    """error or warning."""
    record_id: str
    number: str
    who: str
    said: str
    todo: str
    kept: str = ""
    """The reason with which it is kept."""

    @classmethod
    def about(cls, record: ScannedRecord | Line, finding: Finding) -> Self:
        """Return a finding about a record."""
        record_id = record.id if isinstance(record, ScannedRecord) else record.record_id
        said = finding.message
        return cls(
            finding.code, str(finding.level), record_id, record.number, record.who, said.text, said.todo
        )

    @classmethod
    def of_month(cls, finding: Finding) -> Self:
        """Return a finding about the month itself."""
        said = finding.message
        return cls(finding.code, str(finding.level), "", "", "", said.text, said.todo)

    @property
    def key(self) -> str:
        """What tells it from others; a finding that says something else is to be kept anew."""
        return f"{self.code} {self.record_id} {self.said}"

    @property
    def is_error(self) -> bool:
        """Whether it stops the closing."""
        return self.level == Level.ERROR

    @property
    def is_open(self) -> bool:
        """Whether it stops the closing as it stands: an error, or a warning that nobody keeps."""
        return self.is_error or not self.kept


@dataclass
class Reckoned:
    """The list of a month by what the records say now."""

    lines: list[Line]
    met: list[Met]
    records: dict[str, ScannedRecord] = field(default_factory=dict)
    """Every record of the register, by identifier: who is not in the list may be asked why."""
