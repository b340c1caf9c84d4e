"""Who stands twice: paid by two records, with one number, given the same money again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.db.payments import payment_shown
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.findings import error, warning
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.review.rows import ReviewRow, row_of


@dataclass
class Seen:
    """What is remembered of all records, to find who stands twice."""

    paid: dict[str, list[tuple[Register, ScannedRecord]]] = field(default_factory=dict)
    """By person: records by which they are paid every month."""
    numbers: dict[tuple[str, str], list[tuple[Register, ScannedRecord]]] = field(default_factory=dict)
    """By register and identity number: open records."""
    cases: dict[tuple[str, str], list[tuple[Register, ScannedRecord]]] = field(default_factory=dict)
    """By unit and case number: two folders of one unit may have given the same."""
    payments: dict[tuple[str, ...], list[tuple[Register, ScannedRecord, EventFacts]]] = field(
        default_factory=dict
    )
    """By register, event, what is paid and who gets it: the events of money that is given once."""

    def remember(self, register: Register, each: ScannedRecord) -> None:
        """Take a record in."""
        if each.state in register.monthly_in:
            self.paid.setdefault(each.person_id, []).append((register, each))
        self.cases.setdefault((each.unit, each.number), []).append((register, each))
        number = each.person.get("personal_id")
        if number:
            self.numbers.setdefault((register.code, str(number)), []).append((register, each))
        for once in register.paid_once:
            for event in each.events:
                if event.kind == once.event and event.answers.get(once.given):
                    said = payment_shown(register, once, event.answers)
                    label = register.event_kinds[once.event].label
                    key = (
                        register.code,
                        f"{label} ({said})" if said else label,
                        str(number or each.person_id),
                    )
                    self.payments.setdefault(key, []).append((register, each, event))


def twice(seen: Seen) -> Iterator[ReviewRow]:
    """Yield a line for each record of somebody who stands twice."""
    for paid in seen.paid.values():
        yield from _paid_twice(paid)
    for (_code, number), records in seen.numbers.items():
        yield from _with_one_number(number, records)
    for (_unit, number), records in seen.cases.items():
        yield from _with_one_case_number(number, records)
    for (_code, what, _person), given in seen.payments.items():
        yield from _given_twice(what, given)


def _paid_twice(records: Sequence[tuple[Register, ScannedRecord]]) -> Iterator[ReviewRow]:
    if len(records) > 1:
        coded = _any_by_code(records)
        for register, each in records:
            found = warning("AS-6412", others=_others(records, each))
            yield row_of(register, each, found, coded=coded)


def _with_one_number(number: str, records: Sequence[tuple[Register, ScannedRecord]]) -> Iterator[ReviewRow]:
    if len(records) > 1:
        coded = _any_by_code(records)
        level = error if len({each.person_id for _register, each in records}) > 1 else warning
        told = f"…{number[-3:]}" if coded else number
        for register, each in records:
            found = level("AS-6413", number=told, others=_others(records, each))
            yield row_of(register, each, found, coded=coded)


def _with_one_case_number(
    number: str, records: Sequence[tuple[Register, ScannedRecord]]
) -> Iterator[ReviewRow]:
    if len(records) > 1:
        coded = _any_by_code(records)
        for register, each in records:
            # Their numbers are the same: the days on which they were opened tell them apart.
            others = [other for _register, other in records if other.id != each.id]
            told = ", ".join(
                f"hồ sơ mở ngày {PartialDate.from_iso(other.opened_on[:10]).show()}" for other in others
            )
            yield row_of(register, each, warning("AS-5195", number=number, others=told), coded=coded)


def _given_twice(
    what: str, given: Sequence[tuple[Register, ScannedRecord, EventFacts]]
) -> Iterator[ReviewRow]:
    if len(given) > 1:
        coded = _any_by_code([(register, each) for register, each, _event in given])
        for register, each, event in given:
            days = [
                f"{other.number} ngày {late.on:%d/%m/%Y}" for _, other, late in given if late is not event
            ]
            yield row_of(register, each, error("AS-6414", what=what, others=", ".join(days)), coded=coded)


def _others(records: Sequence[tuple[Register, ScannedRecord]], but: ScannedRecord) -> str:
    return ", ".join(other.number for _register, other in records if other.id != but.id)


def _any_by_code(records: Sequence[tuple[Register, ScannedRecord]]) -> bool:
    """Whether a name beside these numbers would tell whose one of them is."""
    return any(goes_by_code(each.confidentiality) for _register, each in records)
