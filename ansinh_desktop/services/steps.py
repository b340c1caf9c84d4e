"""Whether a step in the life of a case may be taken: by the workflow, by what the register asks, by whom."""

import datetime
from collections.abc import Sequence

from ansinh_desktop.db.models import Record
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.guards import step_findings, step_roles
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.office import ROLES

REOPENERS = frozenset({"leader", "admin"})
"""The roles that may open a closed case again where the life cycle lists no step back."""


DOUBTFUL = "AS-6321"
"""The refusal of a step that may be taken with a reason."""


class StepRefusedError(UserError):
    """A step that may not be taken yet; ``findings`` say what is missing or doubtful."""

    def __init__(self, code: str, after: str, findings: Sequence[Finding]) -> None:
        super().__init__(code, after=after, said=" ".join(each.text for each in findings).removesuffix("."))
        self.findings = list(findings)


def require_listed(register: Register, record: Record, to: str) -> None:
    """Refuse a step that the life cycle does not list, and any step of a draft.

    Raises:
        UserError: It is not allowed from the present state, or the record is only a draft.
    """
    workflow = register.life_cycle.workflow(record.answers)
    if not workflow.allows(record.state, to):
        before, after = workflow.state_label(record.state), workflow.state_label(to)
        raise UserError("AS-2031", before=before, after=after)
    if record.draft:
        raise UserError("AS-2032")


def require_open(register: Register, record: Record) -> None:
    """Refuse to write into a closed record, with whatever comes beside its answers.

    Raises:
        UserError: It is closed.
    """
    workflow = register.life_cycle.workflow(record.answers)
    if workflow.is_closed(record.state):
        raise UserError("AS-2050", number=record.number, state=workflow.state_label(record.state))


def require_guarded(
    register: Register, facts: CaseFacts, to: str, on: datetime.date, reason: str
) -> list[Finding]:
    """Refuse a step for which something is missing; return the warnings that are kept with the reason.

    Raises:
        StepRefusedError: There are errors, or warnings and no reason.
    """
    found = step_findings(register, facts, to, on)
    after = register.life_cycle.workflow(facts.answers).state_label(to)
    errors = [each for each in found if each.level is Level.ERROR]
    if errors:
        raise StepRefusedError("AS-6320", after, errors)
    warnings = [each for each in found if each.level is Level.WARNING]
    if warnings and not reason.strip():
        raise StepRefusedError(DOUBTFUL, after, warnings)
    return warnings


def require_role(register: Register, facts: CaseFacts, to: str, role: str) -> None:
    """Refuse a step that is kept for other roles.

    Raises:
        UserError: The officer has none of them.
    """
    roles = step_roles(register, facts, to)
    if roles is not None and role not in roles:
        raise UserError("AS-6322", roles=", ".join(ROLES.get(each, each) for each in sorted(roles)))


def require_reopener(role: str) -> None:
    """Refuse to open a closed case again to whoever may not.

    Raises:
        UserError: The officer has neither role.
    """
    if role not in REOPENERS:
        raise UserError("AS-6322", roles=", ".join(ROLES[each] for each in sorted(REOPENERS)))


def last_open_state(register: Register, facts: CaseFacts) -> str:
    """Return the state in which a closed case stood before it was closed; where nobody knows, its first.

    Raises:
        UserError: It is not closed.
    """
    workflow = register.life_cycle.workflow(facts.answers)
    if not workflow.is_closed(facts.state):
        raise UserError("AS-6323")
    for each in reversed(facts.events_of("state")):
        before = str(each.answers.get("from") or "")
        if workflow.has_state(before) and not workflow.is_closed(before):
            return before
    return workflow.initial
