"""What an officer wants saved, as it stands in a form: what its register's checks see of it, whether it may be final."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.registers.field import About, settled
from ansinh_desktop.registers.household import STATUSES
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.law_day import opened_on


class InvalidRecordError(UserError):
    """A record does not keep its register's rules; ``findings`` say where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("AS-2030", count=len(findings))
        self.findings = list(findings)


@dataclass(frozen=True)
class CaseInput:
    """What the officer wants saved."""

    register: str
    person: Answers
    answers: Answers
    person_id: str | None = None
    record_id: str | None = None
    final: bool = True
    """Without errors; otherwise it is kept as a draft."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Reasons for warnings that are kept, by code and field."""
    seen: int | None = None
    """The number of the record's last change that the officer saw."""
    since: Since | None = None
    """From which month the changed facts that decide money hold; None where the officer was not asked yet."""
    masked: frozenset[str] = frozenset()
    """The answers that the officer was not shown: they stay as they are kept."""
    apart: Mapping[str, str] = field(default_factory=dict)
    """Why people who look alike are somebody else, by their ids."""
    goes_on: str | None = None
    """Why, empty without a reason: saved, it takes all steps up to where its decision leads; None where it does not."""


def whole(case: CaseInput, kept: Answers) -> CaseInput:
    """Return what is to be saved together with the answers that the officer was not shown."""
    unseen = {key: kept[key] for key in case.masked if key in kept and key not in case.answers}
    return dataclasses.replace(case, answers={**unseen, **case.answers}) if unseen else case


def kept_key(finding: Finding) -> str:
    """Return the key under which the reason for keeping a warning is stored."""
    return f"{finding.code} {finding.field}".strip()


def typed_facts(case: CaseInput, on: datetime.date, saved: CaseFacts | None) -> CaseFacts:
    """Return what stands in a form as its register's checks see it; ``saved`` knows its state and events."""
    if saved is None:
        return CaseFacts(case.answers, case.person, on)
    states = {STATUSES: saved.person[STATUSES]} if STATUSES in saved.person else {}
    return dataclasses.replace(saved, answers=case.answers, person={**case.person, **states}, on=on)


def stops(finding: Finding, kept: Mapping[str, str]) -> bool:
    """Whether a finding keeps a record from being final: an error, or a warning without a reason."""
    if finding.level is Level.ERROR:
        return True
    return finding.level is Level.WARNING and not kept.get(kept_key(finding), "").strip()


def looked_at(reason: str) -> str:
    """Return the reason of a warning after somebody has saved the record with the warning before their eyes."""
    return f"Đã xem lại; {reason[0].lower()}{reason[1:]}" if reason.startswith(IMPORTED) else reason


def content(register: Register, case: CaseInput, *, draft: bool, state: str = "") -> RecordContent:
    """Return what is written of a record; ``state`` where it stands in another than the first."""
    answers = settled(register.fields, case.answers, About(case.person))
    return RecordContent(answers, draft, opened_on(register, case.answers), dict(case.kept), state)
