"""Who counts in the share of addicts in treatment: the plan's 50 % of those with a file, counted in both ways."""

import datetime

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.spec import CaseFacts, Indicator
from ansinh_desktop.rules import law


def _has_file(facts: CaseFacts) -> bool:
    """Whether this is an addict whose file the police confirms, at a place that counts."""
    if facts.answers.get("population") != "addict" or not facts.answers.get("has_file"):
        return False
    place = law.code_list("present_place").get(facts.answers.get("present_place") or "")
    return place is None or bool(place.extra["in_denominator"])


def _is_free(facts: CaseFacts) -> bool:
    """The same without those in detention, which the plan lets be left out."""
    place = law.code_list("present_place").get(facts.answers.get("present_place") or "")
    return _has_file(facts) and not (place and place.extra.get("in_denominator_configurable"))


def _is_treated(facts: CaseFacts) -> bool:
    """Whether a course of a form that counts fell into the year of the day, up to it."""
    answers = facts.answers
    courses = [(row, "form", "start", "end") for row in answers.get("past_episodes") or ()]
    courses.append((answers, "treatment_form", "treatment_from", "treatment_to"))
    first = datetime.date(facts.on.year, 1, 1)
    return any(
        _counts(row.get(form))
        and (parts.day_of(row, start) or first) <= facts.on
        and (parts.day_of(row, end) or facts.on) >= first
        for row, form, start, end in courses
    )


def _counts(form: str | None) -> bool:
    row = law.code_list("treatment_form").get(form or "")
    return row is not None and bool(row.extra["counts_for_50_percent"])


INDICATORS = (
    Indicator("addicts_in_treatment", _has_file, _is_treated, "kể cả người đang bị giam giữ"),
    Indicator("addicts_in_treatment", _is_free, _is_treated, "không kể người đang bị giam giữ"),
)
