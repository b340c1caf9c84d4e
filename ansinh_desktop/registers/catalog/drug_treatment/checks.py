"""What must hold of a drug user or addict: population, age and form, courses, after-care, and the way off the list."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import codes_of, date_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, Check
from ansinh_desktop.registers.catalog.drug_treatment import reasons
from ansinh_desktop.rules import drug_treatment, law
from ansinh_desktop.rules.drug_treatment import Episode

_CHILD_MONTHS, _MINOR_MONTHS = 16 * 12, 18 * 12
_ADDICTED_STATES = ("relapsed", "compulsory_file", "compulsory")
_LEAVE_REASONS = ("stop_reason", "leave_user_reason", "leave_addict_reason")
_REASONS = {
    "term_ended": {"leave_user_reason": "clean_for_term"},
    "moved": {"leave_user_reason": "moved", "leave_addict_reason": "moved"},
    "off_list": {"leave_addict_reason": "clean_after_care"},
    "prison": {"leave_addict_reason": "prison"},
    "dead": {"leave_addict_reason": "dead_or_missing"},
}
"""By the state in which a person leaves the list: the reasons that say the same, where one is given."""


def check_population(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what does not go together in population, papers and step: the three are never mixed."""
    answers, population = facts.answers, facts.answers.get("population")
    if answers.get("has_file") is None:
        yield warning("AS-2501", "has_file")
    if not answers.get("present_place"):
        yield note("AS-2520", "present_place")
    if population == "illicit_user":
        yield from _check_user(facts)
    elif population == "addict" and not answers.get("addiction_result_date"):
        yield warning("AS-2504", "addiction_result_date")
    if population == "after_care" and facts.state in _ADDICTED_STATES:
        # Whoever has just relapsed could not be entered as an addict before the step.
        yield (note if facts.state == "relapsed" else error)("AS-2522", "population")


def _check_user(facts: CaseFacts) -> Iterator[Finding]:
    answers = facts.answers
    decided = answers.get("user_decision_no") and answers.get("user_decision_date")
    if facts.state == "managed" and not decided:
        yield error("AS-2502", "user_decision_no")
    if answers.get("treatment_form"):
        yield warning("AS-2503", "population")


def check_age(facts: CaseFacts) -> Iterator[Finding]:
    """Yield who is a child or a minor."""
    age = parts.age_months(facts, parts.day_of(facts.answers, "listed_on"))
    if age and age[1] < _CHILD_MONTHS and not facts.answers.get("child_record_no"):
        yield warning("AS-2505", "child_record_no")
    elif age and age[0] >= _CHILD_MONTHS and age[1] < _MINOR_MONTHS:
        yield note("AS-2506", "population")


def check_treatment(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what does not go together in the present course: form, age, substance, stages and term."""
    answers = facts.answers
    form = text_of(answers, "treatment_form")
    if not form:
        if answers.get("treatment_from"):
            yield warning("AS-2510", "treatment_from")
        return
    days = (parts.day_of(answers, key) for key in ("treatment_decision_date", "treatment_from"))
    yield from drug_treatment.check_episode(
        form,
        birth=date_of(facts.person, "birth_date"),
        decided_on=next(filter(None, days), facts.on),
        substances=codes_of(answers, "substances"),
        key="treatment_form",
    )
    if answers.get("treatment_result") == "completed" and _stages_missing(facts):
        yield warning("AS-2512", "treatment_stages")
    yield from _check_term(facts)


def _stages_missing(facts: CaseFacts) -> bool:
    """Whether a voluntary course lacks a stage without which it is neither completed nor paid for (Điều 29, 30)."""
    if facts.answers.get("treatment_form") not in drug_treatment.VOLUNTARY:
        return False
    needed = {row.code for row in law.code_list("treatment_stage") if row.extra["required_for_support"]}
    return not needed <= set(codes_of(facts.answers, "treatment_stages"))


def _check_term(facts: CaseFacts) -> Iterator[Finding]:
    term, end = reasons.treatment_term(facts), parts.day_of(facts.answers, "treatment_to")
    if term is None or end is None:
        return
    broken = [term.most] if end > term.most.day else []
    broken += [term.least] if term.least is not None and end < term.least.day else []
    for each in broken:
        yield warning("AS-2513", "treatment_to", step=each.deadline.step, length=each.deadline.length)


def check_episodes(facts: CaseFacts) -> Iterator[Finding]:
    """Yield courses that overlap; one without an end lasts on."""
    rows = list(rows_of(facts.answers, "past_episodes"))
    if facts.answers.get("treatment_form"):
        rows.append({"start": facts.answers.get("treatment_from"), "end": facts.answers.get("treatment_to")})
    days = [(parts.day_of(row, "start"), parts.day_of(row, "end")) for row in rows]
    found = drug_treatment.check_episodes(
        [Episode("", start, end) for start, end in days if start], "past_episodes"
    )
    yield from found


def check_after_care(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what does not go together in after-care and in leaving the list."""
    term, form = facts.answers.get("after_care_term"), facts.answers.get("treatment_form")
    if term and form and (term == "2_years") != (form == drug_treatment.COMPULSORY_ADULT):
        yield warning("AS-2516", "after_care_term")
    if facts.answers.get("population") == "after_care" and not facts.answers.get("after_care_no"):
        yield warning("AS-2517", "after_care_no")
    if facts.answers.get("left_on") and not any(facts.answers.get(key) for key in _LEAVE_REASONS):
        yield error("AS-2518", "left_on")


def check_supports(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the costs of treatment were paid although a condition of NĐ 116/2021 is not met."""
    groups = set(codes_of(facts.answers, "support_95_group"))
    given = [each.answers.get("group_95") for each in facts.events_of("support")]
    if any(given):
        if facts.answers.get("treatment_form") not in drug_treatment.VOLUNTARY:
            yield warning("AS-2527", "treatment_form")
        elif _stages_missing(facts):
            yield warning("AS-2528", "treatment_stages")
    if "poor" in groups | set(filter(None, given)) and facts.person.get("poverty_status") != "poor":
        yield warning("AS-2529", "support_95_group")


# ------------------------------------------------------------------------------------------------ of single steps


def may_register_again(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a warning where a relapse leads to compulsory treatment: of an adult, during after-care."""
    age = parts.age_months(facts)
    last = reasons.after_care_until(facts)
    if (age is None or age[1] >= _MINOR_MONTHS) and last and facts.on.isoformat() <= str(last):
        yield warning("AS-2530", "after_care_from", day=f"{datetime.date.fromisoformat(str(last)):%d/%m/%Y}")


def has_all_stages(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where a voluntary course would be completed without stages a, b and c."""
    if _stages_missing(facts):
        yield error("AS-2512", "treatment_stages")


def is_after_care(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where after-care begins for one who still stands among the addicts."""
    if facts.answers.get("population") != "after_care":
        yield error("AS-2521", "population")


def opens_addict_file(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a warning where management stops because the person is addicted: the record goes on as an addict's."""
    if facts.answers.get("stop_reason") == "a":
        yield warning("AS-2523", "population")


def new_place_knows(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a warning where the police of the new place were not told; a closed record reminds nobody."""
    if not facts.answers.get("move_notice_at"):
        yield warning("AS-2524", "move_notice_at")


def agrees(state: str) -> Check:
    """Return a check that a reason for leaving the list says the same as the state that is reached."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        for key, wanted in _REASONS[state].items():
            reason = text_of(facts.answers, key)
            if reason and reason != wanted:
                rows = law.code_list("leave_user_list" if key == "leave_user_reason" else "leave_addict_list")
                yield error("AS-2525", key, reason=rows.label_of(reason))

    return check


def stayed_clean(*starts: str) -> Check:
    """Return a check that no test was positive since the term began: the first of these days that is given."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        begun = next(filter(None, (parts.day_of(facts.answers, key) for key in starts)), None)
        if begun is None:
            return
        for each in facts.events_of("test"):
            if each.answers.get("positive") and begun < each.on <= facts.on:
                yield warning("AS-2526", "", day=f"{each.on:%d/%m/%Y}")

    return check
