"""People with records that run, in whatever register, and what is said of their lives."""

from typing import Any

from ansinh_desktop.services.agenda import ToDo
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import change

CHILD: dict[str, Any] = {
    "groups": ["a"],
    "main_group": "a",
    "entered_on": "2024-03-01",
    "care_arrangement": "relatives",
}
ADDICT: dict[str, Any] = {
    "population": "addict",
    "has_file": True,
    "listed_on": "2025-01-10",
    "treatment_form": "methadone",
    "treatment_from": "2025-02-01",
}
USER: dict[str, Any] = {
    "population": "illicit_user",
    "listed_on": "2026-01-10",
    "user_decision_no": "1/QĐ",
    "user_decision_date": "2026-01-12",
}
VICTIM: dict[str, Any] = {"person_status": "victim", "reported_at": "2026-01-05T08:00"}
KINDS = {
    "children": (CHILD, "managed"),
    "drug_treatment": (ADDICT, "in_treatment"),
    "trafficking": (VICTIM, "reintegrating"),
    "child_abuse": (factories.ABUSE, "received"),
}
PAID: dict[str, Any] = {
    "social_group": "k6",
    "disability_degree": "severe",
    "received_on": "2026-01-05",
    "decision_no": "12/QĐ-UBND",
    "decision_date": "2026-01-10",
    "start_month": "2026-01",
    "recorded_month": "2026-01",
    "recorded_amount": 750_000,
    "recorded_coefficient": "1.5",
    "payment_method": "cash",
}
"""Severely disabled, of working age: paid since January 2026."""
DIED = {
    "on": "2026-07-15",
    "reported_by": "Lê Văn Báo",
    "paper_no": "12/TLKT",
    "paper_on": "2026-07-16",
}


def running(
    program: Program, register: str, *, person_id: str | None = None, state: str = "", **more: Any
) -> str:
    """Return a record that runs: of a new person, or of one who is known."""
    answers, usual = (PAID, "paying") if register == "assistance" else KINDS[register]
    beside = dict(program.people.get(person_id).person) if person_id else {}
    known = factories.person(**{"birth_date": "1980-05-04", **beside, **more.pop("person", {})})
    found = factories.case(register, answers | more, person=known, person_id=person_id, final=False)
    record = program.cases.save(found)
    change(program, record, state or usual)
    return record


def person_of(program: Program, record: str) -> str:
    return program.cases.get(record).person_id


def state_of(program: Program, record: str) -> str:
    return program.cases.get(record).state


def tasks(program: Program, record: str) -> list[str]:
    """Return what is to be done in a record since somebody is gone, by the name of the task."""
    return [each.task for each in of_record(program, record)]


def of_record(program: Program, record: str) -> list[ToDo]:
    marks = ("person_", "gone_", "head_")
    here = [each for each in program.agenda.of_record(record) if each.task.startswith(marks)]
    listed = [
        each for each in program.agenda.items() if each.record_id == record and each.task.startswith(marks)
    ]
    assert [each.what for each in here] == [each.what for each in listed], "the page and the list differ"
    return here
