"""Which terms of treatment, management and after-care run for a drug user, from which day, by which article."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import Value, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import drug_treatment, law, wording
from ansinh_desktop.rules.drug_treatment import Term

_MANAGED, _TREATED, _CARED = "Quản lý người sử dụng trái phép", "Cai nghiện", "Quản lý sau cai"
_COMPULSORY = (drug_treatment.COMPULSORY_ADULT, drug_treatment.COMPULSORY_MINOR)


def treatment_until(facts: CaseFacts) -> Value:
    """Return the last day of the present course: as decided, else as the law limits it."""
    decided = facts.answers.get("treatment_to")
    if decided:
        return decided
    term = treatment_term(facts)
    return term.ends_on.isoformat() if term else None


def managed_until(facts: CaseFacts) -> Value:
    """Return the last day of a user's management, from the decision."""
    decided = parts.day_of(facts.answers, "user_decision_date")
    if facts.answers.get("population") != "illicit_user" or not decided:
        return None
    return drug_treatment.management_term(decided).ends_on.isoformat()


def after_care_until(facts: CaseFacts) -> Value:
    """Return the last day of after-care: from the day it began, else from the completed course, else the decision."""
    found = _after_care(facts)
    return found[1].ends_on.isoformat() if found else None


def _after_care(facts: CaseFacts) -> tuple[datetime.date, Term] | None:
    days = (
        parts.day_of(facts.answers, key) for key in ("after_care_from", "completion_date", "after_care_date")
    )
    start = next(filter(None, days), None)
    code = text_of(facts.answers, "after_care_term") or drug_treatment.after_care_code(
        text_of(facts.answers, "treatment_form")
    )
    # A course that is only completed is not yet followed by after-care: the decision or its term says so.
    decided = any(facts.answers.get(key) for key in ("after_care_from", "after_care_date", "after_care_term"))
    return (start, drug_treatment.after_care_term(code, start)) if start and code and decided else None


def is_compulsory(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where compulsory treatment begins although another form is recorded."""
    if facts.answers.get("treatment_form") not in _COMPULSORY:
        yield error("AS-6316", "treatment_form")


def explained(facts: CaseFacts) -> Explanation | None:
    """Return the terms that the record has started; None where none has."""
    terms = list(_terms(facts))
    if not terms:
        return None
    lines = [_line(facts, *each) for each in terms]
    doubts = dict.fromkeys(term.doubt for _name, _start, term in terms if term.doubt)
    return Explanation(
        title=_title(facts, terms),
        lines=tuple(lines),
        doubts=tuple(Line(each, tone="warning") for each in doubts),
        basis="; ".join(dict.fromkeys(drug_treatment.law_on(start) for _name, start, _term in terms)),
        version=law.law_version("deadlines"),
    )


# The answer whose day says that a term came to its end as it should.
_SETTLED = {_TREATED: "completion_date", _CARED: "after_care_certificate_date"}


def _decided_end(facts: CaseFacts, name: str) -> datetime.date | None:
    """Return the day on which a term ends by the decision, where that names one."""
    return parts.day_of(facts.answers, "treatment_to") if name == _TREATED else None


def _line(facts: CaseFacts, name: str, start: datetime.date, term: Term) -> Line:
    said = f"{name}: {term.length}, từ {wording.date(start)} đến hết {wording.date(term.ends_on)}"
    decided = _decided_end(facts, name)
    said += f"; theo quyết định đến {wording.date(decided)}" if decided else ""
    settled = parts.day_of(facts.answers, _SETTLED.get(name, ""))
    if settled:
        return Line(f"{said}. Đã hoàn thành ngày {wording.date(settled)}.", term.article, "good")
    return Line(f"{said}.", term.article, "error" if (decided or term.ends_on) < facts.on else "")


def _title(facts: CaseFacts, terms: list[tuple[str, datetime.date, Term]]) -> str:
    name, _start, term = max(terms, key=lambda each: each[1])
    last = _decided_end(facts, name) or term.ends_on
    left = (last - facts.on).days
    when = f"còn {left} ngày" if left >= 0 else f"đã hết {-left} ngày"
    return f"{name}: đến hết ngày {wording.date(last)} ({when})"


def _terms(facts: CaseFacts) -> Iterator[tuple[str, datetime.date, Term]]:
    managed = parts.day_of(facts.answers, "user_decision_date")
    if facts.answers.get("population") == "illicit_user" and managed:
        yield _MANAGED, managed, drug_treatment.management_term(managed)
    start, term = parts.day_of(facts.answers, "treatment_from"), treatment_term(facts)
    if start and term:
        yield _TREATED, start, term
    care = _after_care(facts)
    if care:
        yield _CARED, *care


def treatment_term(facts: CaseFacts) -> Term | None:
    """Return how long the present course lasts by the law of the day it began; None where that is not known."""
    form, start = text_of(facts.answers, "treatment_form"), parts.day_of(facts.answers, "treatment_from")
    if not form or not start:
        return None
    again = bool(facts.answers.get("past_episodes") or (number_of(facts.answers, "times_treated") or 0) > 1)
    return drug_treatment.treatment_term(form, start, again=again)
