"""Answers that are shown to nobody without a reason: what leaves the services in their place.

A mask is the same whatever it stands for. Where a reason was given, and written into the history, the value itself comes
out by :mod:`ansinh_desktop.services.cases.reveals`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.field import MASK, SHOWN_BY_CODE, Field, goes_by_code, masked_keys
from ansinh_desktop.registers.register import Register

SHORTEST_REASON = 5
"""So many letters has a reason at least."""

_TELLING = 4
"""Shorter words stand in any sentence, and are no quotation."""
_SAID_ALWAYS = "label"
"""The fact of a finding that names its field, and so tells nothing of the answer."""


class Sealed:
    """A record as it is kept, with its masked answers: a window hands it back, and reads nothing in it."""

    def __init__(self, facts: CaseFacts) -> None:
        self._facts = facts


def opened(sealed: Sealed | None) -> CaseFacts | None:
    """Return what was sealed; for services alone."""
    return sealed._facts if sealed is not None else None  # noqa: SLF001 - closed to all but this function


def required_reason(reason: str) -> str:
    """Return a reason for which masked answers are shown.

    Raises:
        UserError: It says nothing.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise UserError("AS-1126", least=SHORTEST_REASON)
    return reason.strip()


def without(answers: Answers, keys: Collection[str]) -> Answers:
    """Return answers without some of them."""
    return {key: value for key, value in answers.items() if key not in keys} if keys else answers


def masked_facts(register: Register, facts: CaseFacts) -> CaseFacts:
    """Return a record as anybody with the register's right may read it."""
    events = tuple(_masked_event(register, each) for each in facts.events)
    return replace(
        facts, answers=without(facts.answers, masked_keys(register.fields, facts.answers)), events=events
    )


def fields_of_event(register: Register, kind: str) -> Mapping[str, Field]:
    """Return the fields of a kind of event by key; none where the register no longer knows it."""
    declared = register.event_kinds.get(kind)
    return declared.asked if declared is not None else {}


def class_told(register: Register, answers: Answers, kept: str) -> str:
    """Return how confidential a record is as far as it may be told: never what only a masked answer makes of it.

    Args:
        register: Whose record it is.
        answers: Its answers without the masked ones.
        kept: Its class.
    """
    told = register.class_of(answers)
    return max(told, SHOWN_BY_CODE) if goes_by_code(kept) else told


def quiet(
    fields: Mapping[str, Field], findings: Iterable[Finding], answers: Answers, hidden: Collection[str]
) -> list[Finding]:
    """Return findings whose sentences quote no masked answer.

    Args:
        fields: The register's fields, by key.
        findings: What was found.
        answers: What is kept of the record.
        hidden: The keys of the answers that are masked.
    """
    told = (fields[key].kind.show(answers[key]) for key in hidden if key in answers)
    said = {each for each in told if len(each) >= _TELLING}
    return [_quiet(each, hidden, said) for each in findings] if hidden else list(findings)


def _quiet(finding: Finding, hidden: Collection[str], said: Collection[str]) -> Finding:
    about = finding.field.partition(".")[0] in hidden
    facts = {
        name: MASK if (about and name != _SAID_ALWAYS) or str(value) in said else value
        for name, value in finding.facts.items()
    }
    return finding._replace(facts=facts)


def _masked_event(register: Register, event: EventFacts) -> EventFacts:
    fields = fields_of_event(register, event.kind)
    hidden = masked_keys(fields, event.answers)
    return replace(event, answers=without(event.answers, hidden)) if hidden else event
