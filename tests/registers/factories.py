"""Sound records of each register; a test changes one thing in them."""

import datetime

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.guards import step_findings

ON = datetime.date(2022, 6, 30)

PERSON = {"full_name": "Chau Sóc", "birth_date": "1970-03-05", "sex": "male"}
CHILD = {"full_name": "Neáng Phượng", "birth_date": "2012-03-05", "sex": "female"}

ASSISTANCE: dict[str, Value] = {"social_group": "k6", "disability_degree": "severe"}
CHILDREN = {
    "groups": ["c"],
    "main_group": "c",
    "entered_on": "2022-01-10",
    "care_arrangement": "relatives",
}
ABUSE: dict[str, Value] = {
    "received_at": "2026-05-04T15:00",
    "information_source": "hotline_111",
    "report_kind": "abused",
    "commune_of_event": "30325@2025-07-01",
    "place": "Ấp Vĩnh Lợi",
    "environment": "family",
    "forms": ["violence"],
    "emergency": False,
    "reported_111_at": "2026-05-04T15:10",
}
TRAFFICKING: dict[str, Value] = {
    "person_status": "victim",
    "citizenship_group": "vn_citizen",
    "present_location": "in_country",
    "reception_type": "self_returned",
    "reported_at": "2025-09-03T08:00",
    "reported_where": "UBND xã",
    "reported_up_at": "2025-09-03T09:00",
    "reported_up_to": "Sở Y tế",
    "wishes": ["vocational"],
}
VIOLENCE: dict[str, Value] = {
    "received_at": "2026-05-04T15:00",
    "channel": "phone_message",
    "receiving_address": "commune",
    "context": "family",
    "commune_of_event": "30325@2025-07-01",
    "forms": ["physical"],
    "acts": ["01"],
    "perpetrators": [{"relation": "husband", "sex": "male", "age": 41, "counselled": True}],
}
PROSTITUTION: dict[str, Value] = {
    "detected_on": "2026-05-04",
    "detection_source": "peer",
    "residence": "Không ổn định",
    "file_updated_on": "2026-05-06",
    "contact_consent": True,
}
DRUG: dict[str, Value] = {
    "population": "addict",
    "has_file": True,
    "addiction_result_date": "2022-02-01",
    "present_place": "society",
    "substances": ["heroin"],
}
MERIT: dict[str, Value] = {
    "categories": ["g"],
    "wounded_kind": "wounded",
    "injury_percent": 45,
    "decision_no": "12/QĐ-SNV",
    "decision_date": "2015-03-02",
}

DISABLED: dict[str, Value] = {
    "received_on": "2026-05-04",
    "request_kind": "determine",
    "meeting_on": "2026-05-18",
    "minutes_no": "3/BB",
    "concluded_on": "2026-05-18",
    "conclusion": "disabled",
    "disability_degree": "severe",
    "disability_types": ["movement"],
    "certificate_no": "12",
    "certificate_date": "2026-05-22",
}
HOUSEHOLD: dict[str, Value] = {"area": "rural", "people": 3}


def facts(answers, person=PERSON, on=ON, *, state="", events=()):
    """Return the facts of a case."""
    return CaseFacts(answers, person, on, state, tuple(events))


def found(register, answers, person=PERSON, on=ON, **more):
    """Return level, code and field of every finding."""
    findings = check_record(catalog.register(register), facts(answers, person, on, **more))
    assert all(each.text and each.todo for each in findings)
    return [(str(each.level), each.code, each.field) for each in findings]


def codes(register, answers, person=PERSON, on=ON, **more):
    """Return the codes of every finding."""
    return [code for _, code, _ in found(register, answers, person, on, **more)]


def shown(register, column, answers, person=PERSON, on=ON, **more):
    """Return what a computed column gives."""
    declared = catalog.register(register).computed_by_key[column]
    return declared.compute(facts(answers, person, on, **more))


def asked(register, state, to, answers, person=PERSON, on=ON, *, events=()):
    """Return what a step asks for: the code and the field of every finding."""
    record = facts(answers, person, on, state=state, events=events)
    findings = step_findings(catalog.register(register), record, to, on)
    assert all(each.text and each.todo for each in findings)
    return [(each.code, each.field) for each in findings]


def due(register, answers, person=PERSON, on=ON, **more):
    """Return the last day of everything that is still to be done, by its id."""
    found = tasks_of(catalog.register(register), facts(answers, person, on, **more))
    return {each.id: each.due.isoformat()[:10] for each in found}


def happened(kind, on, /, **answers):
    """Return an event of a day."""
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)
