"""What must hold of a record of support: no child, nobody forced without a case of trafficking, no contact without consent."""

from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.rules import deadlines

CHILD_MONTHS, MINOR_MONTHS = 16 * 12, 18 * 12
OUTREACH = "outreach"


def age(facts: CaseFacts) -> tuple[int, int] | None:
    """Return the least and the greatest age in months on the day on which the person was met."""
    return parts.age_months(facts, parts.day_of(facts.answers, "detected_on") or facts.on)


def check_age(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that a child stands in no such register, and that a minor is to be taken for a victim."""
    known = age(facts)
    if known is None:
        return
    if known[1] < CHILD_MONTHS:
        yield error("AS-7201", "birth_date")
    elif known[0] < CHILD_MONTHS:
        yield warning("AS-7202", "birth_date")
    elif known[0] < MINOR_MONTHS and not facts.answers.get("trafficking_record_no"):
        yield warning("AS-7203", "trafficking_record_no")


def check_forced(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that whoever was forced or lured is to be taken for a victim of trafficking."""
    if facts.answers.get("forced") and not facts.answers.get("trafficking_record_no"):
        yield warning("AS-7204", "trafficking_record_no")


def check_consent(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that somebody was sought out who did not agree to it."""
    met = facts.events_of(OUTREACH) or facts.events_of("visit")
    if met and not facts.answers.get("contact_consent"):
        yield warning("AS-7206", "contact_consent")


def agrees(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where somebody is to be sought out who did not agree to it."""
    if not facts.answers.get("contact_consent"):
        yield error("AS-7207", "contact_consent")


def anonymise_on(facts: CaseFacts) -> str | None:
    """Return the day from which the record of a closed case names nobody any more; None while it is open."""
    closed = [each.on for each in facts.events_of("state") if text_of(each.answers, "to") == "closed"]
    if facts.state != "closed" or not closed:
        return None
    due = deadlines.due("pros_anonymise", closed[-1])
    return due.day.isoformat() if due.in_force else None


def age_band(facts: CaseFacts) -> str | None:
    """Return the band of age under which the record stands in reports: never the year of birth."""
    known = age(facts)
    if known is None:
        return None
    if known[0] < MINOR_MONTHS:
        return "16 đến dưới 18 tuổi" if known[1] < MINOR_MONTHS else "chưa rõ"
    return "từ 18 tuổi"
