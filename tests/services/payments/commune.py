"""A small commune in 2022: who is paid, and what an officer does with a month."""

import datetime
from pathlib import Path
from typing import Any

from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.program import Program
from tests import factories

MAY, JUNE, JULY, AUGUST = (datetime.date(2022, month, 1) for month in (5, 6, 7, 8))
PAID: dict[str, Any] = {
    "social_group": "k6",
    "disability_degree": "severe",
    "received_on": "2022-01-05",
    "decision_no": "12/QĐ-UBND",
    "decision_date": "2022-01-10",
    "start_month": "2022-01",
    "payment_method": "cash",
}
"""Severely disabled, of working age: 1,5 × 360.000 = 540.000 đồng in 2022."""
MONEY = 540_000
NAMES = ("Danh An", "Lê Bình", "Võ Cúc", "Lý Dũng", "Trần Em")


def standing(program: Program, name: str, state: str = "paying", person=None, **answers: Any) -> str:
    """Return the record of somebody who stood in the commune's old list."""
    known = factories.person(**{"full_name": name, "birth_date": "1980-05-04", **(person or {})})
    record = program.cases.save(factories.case("assistance", {**PAID, **answers}, person=known, final=False))
    change(program, record, state)
    return record


def change(program: Program, record: str, state: str = "", person=None, **answers: Any) -> None:
    """Write something into a record, as any of the program's ways in does."""
    with program.vault.work("sửa") as store:
        found = store.records.get(record)
        found.draft = False
        if answers:
            found.answers = {**found.answers, **answers}
        for key, value in (person or {}).items():
            setattr(store.people.get(found.person_id), key, value)
        if state:
            store.records.set_state(found, state, closed_on=None, reason=None)


def people(program: Program, names=NAMES) -> dict[str, str]:
    """Return the records of a few people, in two hamlets, by name."""
    hamlets = factories.HAMLETS
    return {
        name: standing(
            program, name, person={"hamlet": hamlets[place % 2], "personal_id": f"0890800012{place:02d}"}
        )
        for place, name in enumerate(names)
    }


def closed(program: Program, month: datetime.date, reason: str = "Đã xem") -> MonthView:
    """Take a month through all its steps."""
    program.payments.prepare(month)
    program.payments.keep(month, reason)
    program.payments.check(month)
    program.payments.approve(month)
    return program.payments.close(month)


def unpaid(folder: Path, *rows: str, heading: str = "Họ và tên") -> Path:
    """Return the payer's list of those who did not come."""
    path = folder / "chua-tra.csv"
    path.write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")
    return path


def amounts(view: MonthView) -> dict[str, int]:
    """Return what a list pays, by name."""
    return {each.full_name: each.amount for each in view.lines}
