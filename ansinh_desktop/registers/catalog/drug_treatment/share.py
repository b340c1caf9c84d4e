"""Who counts in the share of addicts in treatment: the plan's 50 % of those with a file, with or without the detained.

Nobody is counted as treated whose record does not say so: a course counts from the day on which it began to the day
on which it ended, was given up, or had to end by the law. What is not recorded is not known, and told apart.
"""

import datetime
from dataclasses import dataclass

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import Answers, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.plan.indicator import STEP, Indicator, Seen, Verdict
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


def _judge(seen: Seen) -> Verdict:
    """Return where an addict stands: with a file among those who count, held where a course met the period."""
    facts = seen.facts
    if parts.has_died(facts) is not None:
        return Verdict("out", "đã chết")
    if facts.answers.get("population") is None:
        return Verdict("unclear", _NO_POPULATION)
    if facts.answers.get("population") != "addict":
        return Verdict("out", "không phải người nghiện")
    if facts.answers.get("has_file") is None:
        return Verdict("unclear", _NO_FILE)
    if not facts.answers["has_file"]:
        return Verdict("out", "không có hồ sơ quản lý")
    place = law.code_list("present_place").get(text_of(facts.answers, "present_place"))
    if place is not None and not _place_counts(place, seen):
        return Verdict("out", f"đang ở nơi không tính: {place.label}")
    return _held(seen)


def _held(seen: Seen) -> Verdict:
    """Return whether a course of a form that counts fell into the period."""
    past = [_past(row) for row in rows_of(seen.facts.answers, "past_episodes")]
    courses = [each for each in (*past, _present(seen)) if each is not None]
    if any(each.falls_into(seen.period.first, seen.period.last) for each in courses):
        return Verdict("held", "có đợt cai nghiện, điều trị trong kỳ")
    why = _unclear_course(seen)
    return Verdict("unsure", why) if why else Verdict("unheld", "không có đợt cai nghiện, điều trị trong kỳ")


def _place_counts(place: law.Code, seen: Seen) -> bool:
    if place.extra.get("in_denominator_configurable") and seen.switches["include_detention"] == "no":
        return False
    return bool(place.extra["in_denominator"])


def _unclear_course(seen: Seen) -> str:
    """Return what is not recorded of the present course of somebody who has a file; empty where all is."""
    facts, answers = seen.facts, seen.facts.answers
    if not _counts(text_of(answers, "treatment_form")):
        return ""
    if not answers.get("treatment_from"):
        said = facts.state in _RUNNING or answers.get("treatment_result") == "in_progress"
        return _NO_START if said else ""
    found = _present(seen)
    return _NO_END if found is not None and found.end is None and not found.running else ""


def _past(row: Answers) -> _Course | None:
    start = parts.day_of(row, "start")
    if not _counts(text_of(row, "form")) or start is None:
        return None
    return _Course(start, parts.day_of(row, "end"), running=False)


def _present(seen: Seen) -> _Course | None:
    """Return the present course; None where it is only registered, or its beginning is not recorded."""
    facts, answers = seen.facts, seen.facts.answers
    start = parts.day_of(answers, "treatment_from")
    if not _counts(text_of(answers, "treatment_form")) or start is None:
        return None
    end = _end(facts, start)
    stopped = answers.get("treatment_result") in _ENDED or facts.state in _AFTER
    return _Course(start, end, running=not stopped and not _is_over(seen, start))


def _end(facts: CaseFacts, start: datetime.date) -> datetime.date | None:
    """Return the first day that says the course ended; None where none does."""
    days = [parts.day_of(facts.answers, key) for key in _END_ANSWERS]
    days += [each.on for each in facts.events_of("service_notice") if each.answers.get("result") in _ENDED]
    days += [each.on for each in facts.events_of(STEP) if each.answers.get("to") in _AFTER]
    early = facts.answers.get("treatment_result") in _STOPPED_EARLY or facts.state == "left"
    # The decided end is no day on which somebody left before it.
    days += [] if early else [parts.day_of(facts.answers, "treatment_to")]
    return min((day for day in days if day is not None and day >= start), default=None)


def _is_over(seen: Seen, start: datetime.date) -> bool:
    """Whether the longest time that the law lets such a course last is over, and nobody wrote down its end."""
    answers = seen.facts.answers
    again = bool(answers.get("past_episodes") or (number_of(answers, "times_treated") or 0) > 1)
    term = drug_treatment.treatment_term(text_of(answers, "treatment_form"), start, again=again)
    return term is not None and term.ends_on < seen.period.first


def _counts(form: str) -> bool:
    row = law.code_list("treatment_form").get(form)
    return row is not None and bool(row.extra["counts_for_50_percent"])


INDICATORS = (Indicator("addicts_in_treatment", _judge, events=("service_notice",)),)
