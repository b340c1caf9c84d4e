"""Who counts in the share of addicts in treatment: the plan's 50 % of those with a file, counted in both ways.

Nobody is counted as treated whose record does not say so: a course counts from the day on which it began to the day
on which it ended, was given up, or had to end by the law. What is not recorded is not known, and told apart.
"""

import datetime
from dataclasses import dataclass

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import Answers, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.computed import Indicator
from ansinh_desktop.rules import drug_treatment, law

_ENDED = frozenset({"completed", "left", "violated", "transferred", "dead"})
"""Results after which a course no longer runs."""
_STOPPED_EARLY = frozenset({"left", "violated", "transferred", "dead"})
"""Of them, those before the end that was decided."""
_AFTER = frozenset({"left", "completed", "relapsed", "compulsory_file", "after_care"})
"""States in which the course before them no longer runs."""
_RUNNING = frozenset({"in_treatment", "compulsory"})
_END_ANSWERS = ("completion_date", "after_care_from", "after_care_date", "left_on")

_NO_FILE = "chưa ghi có hồ sơ quản lý hay không"
_NO_POPULATION = "chưa ghi loại đối tượng"
_NO_START = "đang cai nghiện, điều trị mà chưa ghi ngày bắt đầu"
_NO_END = "đợt cai đã hết hạn hoặc đã dừng mà chưa ghi ngày kết thúc"


@dataclass(frozen=True)
class _Course:
    """A course of a form that counts: from when to when it ran, as far as that is known."""

    start: datetime.date
    end: datetime.date | None
    running: bool
    """Whether it still runs as far as the record says; else its end is merely not recorded."""

    def falls_into(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether it certainly ran on a day from ``first`` to ``last``."""
        if self.start > last:
            return False
        if self.end is not None:
            return self.end >= first
        return self.running or self.start >= first


def _has_file(facts: CaseFacts) -> bool:
    """Whether this is an addict whose file the police confirms, at a place that counts."""
    if facts.answers.get("population") != "addict" or not facts.answers.get("has_file"):
        return False
    if parts.has_died(facts) is not None:
        return False
    place = law.code_list("present_place").get(text_of(facts.answers, "present_place"))
    return place is None or bool(place.extra["in_denominator"])


def _is_free(facts: CaseFacts) -> bool:
    """The same without those in detention, which the plan lets be left out."""
    place = law.code_list("present_place").get(text_of(facts.answers, "present_place"))
    return _has_file(facts) and not (place and place.extra.get("in_denominator_configurable"))


def _is_treated(facts: CaseFacts) -> bool:
    """Whether a course of a form that counts fell into the year of the day, up to it."""
    first = datetime.date(facts.on.year, 1, 1)
    past = [_past(row) for row in rows_of(facts.answers, "past_episodes")]
    return any(each.falls_into(first, facts.on) for each in (*past, _present(facts)) if each is not None)


def _unclear(facts: CaseFacts) -> str:
    """Return what is not recorded, so that nobody can tell whether the record counts; empty where all is."""
    answers = facts.answers
    if parts.has_died(facts) is not None:
        return ""
    if answers.get("population") is None:
        return _NO_POPULATION
    if answers.get("population") != "addict":
        return ""
    return _NO_FILE if answers.get("has_file") is None else _unclear_course(facts)


def _unclear_course(facts: CaseFacts) -> str:
    """Return what is not recorded of the present course of somebody who may have a file."""
    answers = facts.answers
    if not answers["has_file"] or not _counts(text_of(answers, "treatment_form")) or _is_treated(facts):
        return ""
    if not answers.get("treatment_from"):
        said = facts.state in _RUNNING or answers.get("treatment_result") == "in_progress"
        return _NO_START if said else ""
    found = _present(facts)
    return _NO_END if found is not None and found.end is None and not found.running else ""


def _past(row: Answers) -> _Course | None:
    start = parts.day_of(row, "start")
    if not _counts(text_of(row, "form")) or start is None:
        return None
    return _Course(start, parts.day_of(row, "end"), running=False)


def _present(facts: CaseFacts) -> _Course | None:
    """Return the present course; None where it is only registered, or its beginning is not recorded."""
    answers = facts.answers
    start = parts.day_of(answers, "treatment_from")
    if not _counts(text_of(answers, "treatment_form")) or start is None:
        return None
    end = _end(facts, start)
    stopped = answers.get("treatment_result") in _ENDED or facts.state in _AFTER
    return _Course(start, end, running=not stopped and not _is_over(facts, start))


def _end(facts: CaseFacts, start: datetime.date) -> datetime.date | None:
    """Return the first day that says the course ended; None where none does."""
    days = [parts.day_of(facts.answers, key) for key in _END_ANSWERS]
    days += [each.on for each in facts.events_of("service_notice") if each.answers.get("result") in _ENDED]
    days += [each.on for each in facts.events_of("state") if each.answers.get("to") in _AFTER]
    early = facts.answers.get("treatment_result") in _STOPPED_EARLY or facts.state == "left"
    # The decided end is no day on which somebody left before it.
    days += [] if early else [parts.day_of(facts.answers, "treatment_to")]
    return min((day for day in days if day is not None and day >= start), default=None)


def _is_over(facts: CaseFacts, start: datetime.date) -> bool:
    """Whether the longest time that the law lets such a course last is over, and nobody wrote down its end."""
    again = bool(facts.answers.get("past_episodes") or (number_of(facts.answers, "times_treated") or 0) > 1)
    term = drug_treatment.treatment_term(text_of(facts.answers, "treatment_form"), start, again=again)
    return term is not None and term.ends_on < datetime.date(facts.on.year, 1, 1)


def _counts(form: str) -> bool:
    row = law.code_list("treatment_form").get(form)
    return row is not None and bool(row.extra["counts_for_50_percent"])


LOOKS_AT = ("service_notice", "state")
"""The events that say how a course ended."""

INDICATORS = tuple(
    Indicator("addicts_in_treatment", among, _is_treated, variant, events=LOOKS_AT, unclear=_unclear)
    for among, variant in (
        (_has_file, "kể cả người đang bị giam giữ"),
        (_is_free, "không kể người đang bị giam giữ"),
    )
)
