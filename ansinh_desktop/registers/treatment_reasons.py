"""Which terms of treatment, management and after-care run for a drug user, from which day, by which article."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.registers.kinds import Value
from ansinh_desktop.registers.spec import CaseFacts
from ansinh_desktop.rules import law, treatment, wording
from ansinh_desktop.rules.treatment import Term

_COMPULSORY = (treatment.COMPULSORY_ADULT, treatment.COMPULSORY_MINOR)


def treatment_until(facts: CaseFacts) -> Value:
    """Return the last day of the present course: as decided, else as the law limits it."""
    decided = facts.answers.get("treatment_to")
    if decided:
        return decided
    term = _treatment_term(facts)
    return term.ends_on.isoformat() if term else None


def is_compulsory(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where compulsory treatment begins although another form is recorded."""
    if facts.answers.get("treatment_form") not in _COMPULSORY:
        yield error("AS-6316", "treatment_form")


def explained(facts: CaseFacts) -> Explanation | None:
    """Return the terms that the record has started; None where none has."""
    terms = list(_terms(facts))
    if not terms:
        return None
    lines = [
        Line(
            f"{name}: {term.length}, từ {wording.date(start)} đến hết {wording.date(term.ends_on)}.",
            term.article,
            "error" if term.ends_on < facts.on else "",
        )
        for name, start, term in terms
    ]
    doubts = dict.fromkeys(term.doubt for _name, _start, term in terms if term.doubt)
    return Explanation(
        title=_title(facts, terms),
        lines=tuple(lines),
        doubts=tuple(Line(each, tone="warning") for each in doubts),
        basis="; ".join(dict.fromkeys(treatment.law_on(start) for _name, start, _term in terms)),
        version=law.law_version("deadlines"),
    )


def _title(facts: CaseFacts, terms: list[tuple[str, datetime.date, Term]]) -> str:
    name, _start, term = max(terms, key=lambda each: each[1])
    left = (term.ends_on - facts.on).days
    when = f"còn {left} ngày" if left >= 0 else f"đã hết {-left} ngày"
    return f"{name}: đến hết ngày {wording.date(term.ends_on)} ({when})"


def _terms(facts: CaseFacts) -> Iterator[tuple[str, datetime.date, Term]]:
    managed = parts.day_of(facts.answers, "user_decision_date")
    if facts.answers.get("population") == "illicit_user" and managed:
        yield "Quản lý người sử dụng trái phép", managed, treatment.management_term(managed)
    start, term = parts.day_of(facts.answers, "treatment_from"), _treatment_term(facts)
    if start and term:
        yield "Cai nghiện", start, term
    after = parts.day_of(facts.answers, "after_care_from") or parts.day_of(facts.answers, "after_care_date")
    form = facts.answers.get("treatment_form")
    care = treatment.after_care_term(form, after) if form and after else None
    if after and care:
        yield "Quản lý sau cai", after, care


def _treatment_term(facts: CaseFacts) -> Term | None:
    form, start = facts.answers.get("treatment_form"), parts.day_of(facts.answers, "treatment_from")
    if not form or not start:
        return None
    again = bool(facts.answers.get("past_episodes") or (facts.answers.get("times_treated") or 0) > 1)
    return treatment.treatment_term(form, start, again=again)
