"""What must hold of a case of violence: the law of its day, who stands in it, needs that are met before it is closed."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import codes_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.rules import law

CHILD_MONTHS, ELDER_MONTHS = 16 * 12, 60 * 12
_OF_WOMEN = ("pregnant", "infant")


def day_of_event(facts: CaseFacts) -> datetime.date:
    """Return the day whose law rules the acts: when it happened, as far as it is known, else when it was reported."""
    return (
        parts.day_of(facts.answers, "happened_on") or parts.day_of(facts.answers, "received_at") or facts.on
    )


def age(facts: CaseFacts) -> tuple[int, int] | None:
    """Return the least and the greatest age of the victim, in months, when it was reported."""
    return parts.age_months(facts, parts.day_of(facts.answers, "received_at") or facts.on)


def is_child(facts: CaseFacts) -> bool:
    """Whether the victim was, or may have been, under 16 when it was reported."""
    known = age(facts)
    return known is not None and known[0] < CHILD_MONTHS


def check_law(facts: CaseFacts) -> Iterator[Finding]:
    """Yield acts that the law of their day did not name, and an event after its report."""
    day, received = day_of_event(facts), parts.day_of(facts.answers, "received_at")
    rows = law.code_list("violence_act")
    if any((row := rows.get(code)) and not row.valid_on(day) for code in codes_of(facts.answers, "acts")):
        yield error("AS-7101", "acts", day=f"{day:%d/%m/%Y}")
    if received and day > received:
        yield error("AS-7102", "happened_on")


def check_victim(facts: CaseFacts) -> Iterator[Finding]:
    """Yield priority groups that do not go with age or sex, and that a child's case must be opened."""
    label = law.code_list("priority_group").label_of
    for group in _unfitting(facts, codes_of(facts.answers, "priority_groups")):
        yield warning("AS-7112", "priority_groups", label=label(group))
    if is_child(facts):
        yield note("AS-7103", "priority_groups")


def _unfitting(facts: CaseFacts, groups: list[str]) -> Iterator[str]:
    """Yield groups in which the victim cannot be, and that of children where one is missing from it."""
    least, most = age(facts) or (CHILD_MONTHS, CHILD_MONTHS)
    known = age(facts) is not None and (least >= CHILD_MONTHS or most < CHILD_MONTHS)
    if known and ("child" in groups) != (least < CHILD_MONTHS):
        yield "child"
    if age(facts) and "elder" in groups and most < ELDER_MONTHS:
        yield "elder"
    if text_of(facts.person, "sex") == "male":
        yield from (each for each in _OF_WOMEN if each in groups)


def check_support(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a need that nobody met, help without a need, and mediation where there is a crime."""
    given = [text_of(each.answers, "support") for each in facts.events_of("support")]
    need = facts.answers.get("assistance_need")
    if facts.state == "closed" and need == "yes" and not given:
        yield warning("AS-7113", "assistance_need")
    if "mediation" in given and (
        facts.answers.get("police_at") or "criminal" in codes_of(facts.answers, "handling")
    ):
        yield warning("AS-7114", "handling")


def check_perpetrators(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that one who was not prosecuted got no advice before the case is closed."""
    rows = rows_of(facts.answers, "perpetrators")
    if facts.state == "closed" and any(
        row.get("handling") != "criminal" and not row.get("counselled") for row in rows
    ):
        yield note("AS-7115", "perpetrators")
