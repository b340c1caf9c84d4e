"""All findings of one record: of its person, of each answer, and of the register's own checks."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import NOBODY, About, Questions
from ansinh_desktop.registers.person import check_person
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY


def check_record(register: Register, facts: CaseFacts, *, person: bool = True) -> list[Finding]:
    """Return every finding, errors first; the same in form, import and package.

    Args:
        register: Whose declaration rules.
        facts: The person, the answers and the day whose law is asked.
        person: Whether the person's own data are checked too.
    """
    found = list(check_person(facts.person, facts.on, register.person_optional)) if person else []
    found += check_answers(register.fields, facts.answers, About(facts.person, facts.on))
    if not any(each.level is Level.ERROR for each in found):
        # The register's own checks may trust every value to be of its kind.
        for check in register.checks:
            found += check(facts)
    return sorted(found, key=lambda each: _ORDER[each.level])


_ORDER = {level: place for place, level in enumerate(Level)}


def check_answers(fields: Questions, answers: Answers, about: About = NOBODY) -> Iterator[Finding]:
    """Yield what is wrong with single answers: unknown, missing, or not of their kind, in the order of the form.

    Args:
        fields: What is asked.
        answers: What is answered.
        about: Of whom.
    """
    # Of all that could be asked little is answered, and in most records nothing is wrong: the order is made last.
    found: dict[str, list[Finding]] = {}
    for key, value in answers.items():
        each = fields.get(key)
        if each is None:
            yield error("AS-2001", key, key=key)
        elif (
            value not in EMPTY
            and each.asked(answers, about)
            and (faults := list(each.kind.check(value, key)))
        ):
            found[key] = faults
    for each in fields.required:
        if answers.get(each.key) in EMPTY and each.asked(answers, about):
            found[each.key] = [error("AS-2020", each.key, label=each.label)]
    for key in fields if found else ():
        yield from found.get(key, ())


def check_event(kind: EventKind, answers: Answers, on: datetime.date) -> Iterator[Finding]:
    """Yield what is wrong with one event; its own check may trust every answer to be of its kind."""
    found = list(check_answers(kind.asked, answers))
    yield from found
    if kind.check and not found:
        yield from kind.check(answers, on)


def blocks(findings: list[Finding]) -> bool:
    """Whether these findings keep a record from being final."""
    return any(each.level is Level.ERROR for each in findings)
