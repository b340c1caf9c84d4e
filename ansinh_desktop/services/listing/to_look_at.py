"""Why somebody has still to look at a record: the one finding that says most."""

from collections.abc import Collection

from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.findings import Finding, Level, warning
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.field import masked_keys
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.cases import kept_key
from ansinh_desktop.services.law_day import law_day
from ansinh_desktop.services.masking import quiet


def to_look_at(register: Register, record: ScannedRecord, facts: CaseFacts) -> Finding | None:
    """Return the finding that weighs most of those that nobody has looked at; None where everything was.

    Args:
        register: The record's.
        record: As the list read it.
        facts: Of the record, on any day: what is found is found by the law that rules it, as its own page shows it.
    """
    if not record.review:
        return None
    facts = facts.at(law_day(register, record.answers))
    hidden = masked_keys(register.fields, facts.answers)
    found = quiet(register.fields, check_record(register, facts), facts.answers, hidden)
    unseen = [key for key, reason in (record.kept or {}).items() if reason.startswith(IMPORTED)]
    if record.draft:
        return next((each for each in found if _is_open(each, record, unseen)), warning("AS-6411", count=0))
    same = (each for each in found if kept_key(each) in unseen)
    # What only the list showed from which it came is known by its code alone.
    code, _, key = unseen[0].partition(" ")
    return next(same, warning(code, key))


def _is_open(found: Finding, record: ScannedRecord, unseen: Collection[str]) -> bool:
    key = kept_key(found)
    return found.level is not Level.NOTE and (key in unseen or key not in (record.kept or {}))
