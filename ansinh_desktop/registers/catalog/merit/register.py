"""People with merit for the revolution (người có công với cách mạng), their relatives, those who worship martyrs."""

from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import steps
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.merit import (
    checks,
    columns,
    foreseen,
    grants,
    lists,
    lives,
    many_acts,
    messages,
    paper_forms,
    reasons,
    share,
)
from ansinh_desktop.registers.catalog.merit.events import EVENTS, PAID_ONCE
from ansinh_desktop.registers.catalog.merit.sections import MARTYR, SECTIONS
from ansinh_desktop.registers.duties import Duty, Sign
from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import deadlines, law

ORDER = 60

# ------------------------------------------------------------------------------------------------ duties


def _of(event: str, *answers: str, when: When | None = None) -> tuple[Sign, ...]:
    return tuple(Sign(event=event, answer=each, when=when) for each in answers)


_ENDS = _of("procedure", "sent_on", "refused_on", "result_date")
_RESULT = _of("procedure", "result_date", "refused_on")
_LIMITS = [
    (row.code, str(row.extra["limit"])) for row in law.code_list("merit_procedure") if "limit" in row.extra
]
_UPWARD = When(
    "procedure",
    ("worship", "relative_add", "hero", "chemical_child", "prisoner", "funeral", "lump_sum", "survivor"),
)
"""The procedures for which the decree says how long the department and the province may take."""
_OPEN_REQUEST = ("requested", "posted", "council")

DUTIES = (
    # Each procedure in the commune, from the full dossier on: that of the record itself, and later ones.
    *(
        Duty((limit,), Sign(answer="received_on"), done=(Sign(answer="sent_on"),), states=("requested",), when=When("request", (code,)))
        for code, limit in _LIMITS
    ),
    *(Duty((limit,), _of("procedure", "dossier_on", when=When("procedure", (code,)))[0], done=_ENDS) for code, limit in _LIMITS),
    Duty(("merit_backlog_other_commune",), _of("procedure", "dossier_on", when=When("elsewhere"))[0], done=_of("procedure", "asked_other_on")),
    Duty(("merit_backlog_posting",), Sign(event="posting"), done=_of("posting", "result_on"), states=_OPEN_REQUEST),
    Duty(("merit_backlog_council",), _of("posting", "result_on")[0], done=(Sign(event="council"),), states=_OPEN_REQUEST),
    Duty(("merit_backlog_forward",), Sign(event="council"), done=(*_of("council", "sent_on"), Sign(states=("sent_up",)))),
    # What those above owe, so that somebody asks after it.
    Duty(("merit_department",), _of("procedure", "sent_on", when=_UPWARD)[0], done=_RESULT),
    Duty(("merit_province",), _of("procedure", "sent_on", when=_UPWARD)[0], done=_RESULT),
)  # fmt: skip


# ------------------------------------------------------------------------------------------------ steps

_SUSPENDS = ("1", "2", "6", "7")
_ENDS_FOR_GOOD = ("3", "4", "5", "6", "8")


def _check_backlog(facts: CaseFacts) -> Iterator[Finding]:
    asked = [
        facts.answers.get("request"),
        *(each.answers.get("procedure") for each in facts.events_of("procedure")),
    ]
    if "backlog" not in asked:
        yield error("AS-7440", "request")


def _posted_until(facts: CaseFacts) -> str | None:
    posted = facts.events_of("posting")
    due = deadlines.due("merit_backlog_posting", posted[-1].on) if posted else None
    return due.day.isoformat() if due and due.in_force else None


def _check_complaints(facts: CaseFacts) -> Iterator[Finding]:
    if any(each.answers.get("complaints") for each in facts.events_of("posting")[-1:]):
        yield warning("AS-7442", "")


def _check_reason(facts: CaseFacts, allowed: tuple[str, ...]) -> Iterator[Finding]:
    reason = facts.answers.get("state_reason")
    if reason and reason not in allowed:
        yield error("AS-7441", "state_reason")


def _check_suspended(facts: CaseFacts) -> Iterator[Finding]:
    yield from _check_reason(facts, _SUSPENDS)


def _check_ended(facts: CaseFacts) -> Iterator[Finding]:
    yield from _check_reason(facts, _ENDS_FOR_GOOD)


GUARDS = (
    Guard(("sent_up",), sources=("requested",), answers=("request", "received_on", "sent_on")),
    Guard(("sent_up",), sources=("council",), events=("council",)),
    Guard(("posted",), events=("posting",), check=_check_backlog),
    Guard(("council",), events=("posting",), check=steps.term_is_over(_posted_until)),
    Guard(("council",), check=_check_complaints),
    Guard(("receiving",), sources=("sent_up",), answers=("decision_no", "decision_date")),
    Guard(("receiving",), sources=("suspended",), events=("decision",)),
    Guard(("refused",), events=("decision",)),
    Guard(("suspended", "ended"), answers=("state_reason", "stopped_from")),
    Guard(("suspended",), check=_check_suspended),
    Guard(("ended",), check=_check_ended),
    Guard(("dead",), check=steps.has_died),
    Guard(("moved",), check=steps.moved_away("moved_to", "moved_to_place")),
)


# ------------------------------------------------------------------------------------------------ old lists


def _imported_state(answers: Answers) -> str:
    """Return where somebody of an old list stands: those lists hold who is paid."""
    return "ended" if answers.get("state_reason") in _ENDS_FOR_GOOD else "receiving"


def _is(code: str, *words: str, unless: tuple[str, ...] = ()) -> Phrase:
    return Phrase(words, {"categories": [code]}, unless=unless)


_RELATIVES = ("than nhan", "tuat", "con", "vo", "chong", "cha", "me", "tho cung", "phuc vu")
PHRASES = {
    "categories": (
        _is("g", "thuong binh", unless=_RELATIVES),
        _is("h", "benh binh", unless=_RELATIVES),
        _is("d", "ba me"),
        _is("i", "chat doc", unless=_RELATIVES),
        _is("k", "tu day", unless=_RELATIVES),
        _is("dd", "anh hung", "vu trang", unless=_RELATIVES),
        _is("e", "anh hung", "lao dong", unless=_RELATIVES),
        _is("m", "giup do cach mang", unless=_RELATIVES),
        Phrase(("tho cung",), {"related": ["worshipper"]}),
    ),
}


REGISTER = Register(
    code="merit",
    prefix="NCC",
    title="Người có công với cách mạng và thân nhân",
    short_title="Người có công",
    icon="award",
    subject="Người có công, thân nhân",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle(
        {"": "merit"},
        guards=GUARDS,
        days={"sent_up": "sent_on", "receiving": "decision_date"},
        in_one_go=(("sent_up", "receiving"),),
    ),
    listed=(
        "person.full_name",
        "person.birth_year",
        "person.hamlet",
        "who",
        "total",
        "care_next",
        "living_now",
        "record.state",
        "record.sent",
        "record.number",
    ),
    filters=("categories", "related", "file_kind", "care_form", "housing_need", "regimes", "state_reason"),
    papers=lists.PAPERS,
    legal_basis="Pháp lệnh 02/2020/UBTVQH14; NĐ 131/2021/NĐ-CP; NĐ 75/2021/NĐ-CP (NĐ 55/2023, NĐ 77/2024, NĐ 321/2026)",
    computed=columns.COMPUTED,
    checks=(*checks.CHECKS, grants.check_grants),
    messages=messages.MESSAGES,
    phrases=PHRASES,
    life_changes=lives.LIFE_CHANGES,
    names_others=lives.NAMED,
    coming=lives.COMING,
    of_dead=MARTYR,
    import_defaults={"recorded_month": "as_of_month"},
    imported_state=_imported_state,
    opened_by="received_on",
    decided_by="decision_date",
    deadlines=("merit",),
    duties=DUTIES,
    foreseen=foreseen.FORESEEN,
    foreseen_by=foreseen.LOOKS_AT,
    explained=reasons.explained,
    indicators=share.INDICATORS,
    dated_by=("recorded_month",),
    monthly_in=("receiving", "suspended"),
    paid_in=("receiving",),
    paid_once=PAID_ONCE,
    many=many_acts.MANY,
    forms=paper_forms.FORMS,
)
