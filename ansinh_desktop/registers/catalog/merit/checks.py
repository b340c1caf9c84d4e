"""What does not fit in a record of merit: category and birth, relatives, decision, recorded amount, worship, what is doubtful."""

from collections.abc import Collection, Iterator

from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import codes_of, date_of, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, only_with
from ansinh_desktop.registers.catalog.merit import answered
from ansinh_desktop.rules import calendar, law, merit_rights, wording

_YOUNGEST_BEFORE_AUGUST = 1935
"""Nobody born later took part before August 1945 in a way that is recognised."""
_DECIDED = ("receiving", "suspended")


def check_who(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where nobody can tell as what the person stands in the register, or the birth does not fit."""
    answers = facts.answers
    categories = codes_of(answers, "categories")
    if not categories and not answers.get("related") and not answers.get("kin"):
        yield error("AS-7401", "categories")
    yield from _check_birth(facts, categories)
    if "c" in categories:
        yield from _check_martyr(facts, categories)
    if "worshipper" in codes_of(answers, "related") and not answers.get("worshipped"):
        yield warning("AS-7405", "worshipped")


def _check_birth(facts: CaseFacts, categories: Collection[str]) -> Iterator[Finding]:
    birth = date_of(facts.person, "birth_date")
    early = [code for code in ("a", "b") if code in categories]
    if early and birth and birth.first.year > _YOUNGEST_BEFORE_AUGUST:
        label = law.code_list("merit_category").label_of(early[0])
        yield warning("AS-7402", "categories", label=label, birth=birth.show())


def _check_martyr(facts: CaseFacts, categories: Collection[str]) -> Iterator[Finding]:
    """Yield where a martyr is not dead, or is attended to or paid."""
    if len(categories) == 1 and not facts.person.get("death_date"):
        yield warning("AS-7403", "categories")
    if facts.answers.get("attended") or facts.answers.get("recorded_amount"):
        yield warning("AS-7404", "categories")


@only_with("kin")
def check_kin(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where a relation does not exist, a child is grown up, or a paper on studying has run out."""
    for row in rows_of(facts.answers, "kin"):
        if row.get("relation") == "foster_parent_of_martyr" and row.get("category") != "c":
            yield error("AS-7406", "kin", name=text_of(row, "name"))
        if row.get("ground") == "minor" and answered.grown_up(facts):
            yield warning("AS-7407", "kin", name=text_of(row, "name"))
        if row.get("ground") == "studying" and answered.study_ended(facts):
            day = kinds.Date().show(facts.answers.get("study_paper_to"))
            yield warning("AS-7408", "study_paper_to", day=day)


def check_decision(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where a decision is missing, or the recorded amount is another than the law's of its month."""
    answers = facts.answers
    if facts.state in _DECIDED and not (answers.get("decision_no") and answers.get("decision_date")):
        yield note("AS-7409", "decision_no")
    if facts.state == "suspended" and not answers.get("state_reason"):
        yield warning("AS-7415", "state_reason")
    yield from _check_recorded(facts)


def _check_recorded(facts: CaseFacts) -> Iterator[Finding]:
    recorded, month = number_of(facts.answers, "recorded_amount"), text_of(facts.answers, "recorded_month")
    if recorded is None or answered.is_martyr(facts):
        return
    day = calendar.month_end(calendar.read_month(month)) if month else facts.on
    found = answered.assessment(facts.at(day))
    if found is None or any(each.asks for each in found.doubts):
        return
    if not is_lawful(recorded, found):
        yield warning(
            "AS-7416",
            "recorded_amount",
            month=wording.month(day),
            recorded=wording.money(recorded),
            lawful=wording.money(found.total),
            article=wording.articles(*(each.money.article for each in found.paid)) or "Pháp lệnh 02/2020",
        )


def is_lawful(recorded: int, found: merit_rights.Assessment) -> bool:
    """Whether an amount is the law's, with or without what may be paid beside it."""
    near = _NEAR if any(each.money.derived for each in found.paid) else 0
    beside = (0, found.sum_of("attendant"), found.sum_of("supplement", "attendant"))
    return any(abs(recorded - (found.total - each)) <= near for each in beside)


_NEAR = 3000
"""So much may separate amounts whose annex was not read: a thousand đồng for each part."""


def check_doubts(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what of the law's answer is doubtful or left open: to be confirmed, or only to be known."""
    found = answered.assessment(facts)
    if found is None or facts.state in ("refused", "ended", "dead", "moved"):
        return
    for each in found.doubts:
        yield doubt_finding(each)


def doubt_finding(each: merit_rights.Doubt) -> Finding:
    """Return a doubt as a finding: a warning where it asks for something."""
    facts = {"article": each.article, **each.facts}
    return (warning if each.asks else note)(each.code, "", **facts)


CHECKS = (
    check_who,
    check_kin,
    check_decision,
    check_doubts,
    parts.in_order("AS-7417", "received_on", "sent_on"),
    parts.in_order("AS-7418", "decision_date", "stop_decision_date"),
)
