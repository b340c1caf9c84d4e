"""What will change in an allowance by age: the months for which a new decision, or its end, has to be prepared."""

import datetime
import functools
from collections.abc import Iterator, Sequence

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import UserError, message
from ansinh_desktop.registers import certificates, parts
from ansinh_desktop.registers.answer import date_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, only_with
from ansinh_desktop.registers.catalog.assistance import answered
from ansinh_desktop.registers.duties import Task, end_of
from ansinh_desktop.rules import assistance, calendar, deadlines, wording
from ansinh_desktop.rules.edition import cached

_BEFORE = datetime.timedelta(days=30)
_PAID = ("approved", "paying", "suspended")
_DECIDED = ("decision_date", "stop_decision_date", "recorded_month", "start_month")
_TURNS_16 = 16

_SETTLED_BY = ("increase", "decrease")
LOOKS_AT = (*_SETTLED_BY, "disability", "facility")
"""The events at which these look."""


def changes_by_age(facts: CaseFacts) -> Sequence[Task]:
    """Return the next age at which the recorded group's level changes or ends, since it was last decided."""
    birth, group = text_of(facts.person, "birth_date"), text_of(facts.answers, "social_group")
    if facts.state not in _PAID or not birth or not group:
        return ()
    degree = text_of(facts.answers, "disability_degree") if group == "k6" else ""
    try:
        ages = assistance.turning_ages(group, calendar.month_end(facts.on), degree)
    except UserError:
        return ()  # the day lies before the oldest decree
    born, since = _latest_month(birth), _month_number(_last_decided(facts))
    # Months are compared as numbers: this is asked of ten thousand people at once.
    for age, ends in ages:
        if born + age > since:
            return (_change(birth, age, ends),)
    return ()


@cached(most=8192)
def _change(iso: str, age: int, ends: bool) -> Task:  # noqa: FBT001
    birth = PartialDate.from_iso(iso)
    due = calendar.month_end(calendar.add_months(birth.last, age))
    return Task(
        id=f"turns_{age // 12}",
        what=_words(age // 12, ends),
        due=end_of(due),
        shown_from=end_of(calendar.add_months(birth.first, age)) - _BEFORE,
        article=_article(due, "NĐ 20/2021 Điều 6, Điều 8", "NĐ 335/2026 Điều 6, Điều 8"),
    )


def _article(due: datetime.date, nd20: str, nd335: str) -> str:
    """Return the article of the decree that rules the month of the change, whatever the law is today."""
    try:
        return nd20 if assistance.rule_set_on(due).id == "nd20" else nd335
    except UserError:
        return nd20  # a change from before the oldest decree is settled by the oldest


@functools.lru_cache(maxsize=256)
def _words(years: int, ends: bool) -> str:  # noqa: FBT001
    return message("AS-6311" if ends else "AS-6312", years=years).text.removesuffix(".")


def _last_decided(facts: CaseFacts) -> str:
    """Return the last month for which the amount was decided or written down; the one before where none is known."""
    answers = facts.answers
    known = [said[:7] for said in map(answers.get, _DECIDED) if isinstance(said, str)]
    if facts.events:
        months = (text_of(each.answers, "month") for kind in _SETTLED_BY for each in facts.events_of(kind))
        known += [each[:7] for each in months]
    return max(known, default="") or f"{facts.on.replace(day=1) - datetime.timedelta(days=1):%Y-%m}"


@functools.lru_cache(maxsize=4096)
def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


@functools.lru_cache(maxsize=32768)
def _latest_month(birth: str) -> int:
    """Return the last month in which somebody may have been born."""
    plain = birth.lstrip("~")
    return _month_number(plain if len(plain) > 4 else f"{plain}-12")


@only_with("children")
def changes_by_children(facts: CaseFacts) -> Iterator[Task]:
    """Yield the next age of a child at which the parent's level or money changes, since it was last decided."""
    answers = facts.answers
    if facts.state not in _PAID or not answers.get("children"):
        return
    ages: list[int] = []
    if answers.get("social_group") == "k4" or answers.get("also_single_parent"):
        try:
            ages += assistance.child_ages(calendar.month_end(facts.on))
        except UserError:
            return  # the day lies before the oldest decree
    if answers.get("social_group") == "k6":
        ages.append(assistance.SMALL_CHILD_MONTHS)
    since = _month_number(_last_decided(facts))
    for row in rows_of(answers, "children"):
        birth = text_of(row, "birth_date")
        later = [age for age in sorted(ages) if birth and _latest_month(birth) + age > since]
        if later:
            yield _child_turns(PartialDate.from_iso(birth), later[0])


def _child_turns(birth: PartialDate, age: int) -> Task:
    due = calendar.month_end(calendar.add_months(birth.last, age))
    return Task(
        id=f"child_of_recipient_turns_{age // 12}",
        what=message("AS-6318", years=age // 12).text.removesuffix("."),
        due=end_of(due),
        shown_from=end_of(calendar.add_months(birth.first, age)) - _BEFORE,
        article=_article(due, "NĐ 20/2021 Điều 5, Điều 20", "NĐ 335/2026 Điều 5, Điều 17"),
    )


@only_with("study_paper_to")
def study_paper(facts: CaseFacts) -> Iterator[Task]:
    """Yield that the paper on studying runs out."""
    last = parts.day_of(facts.answers, "study_paper_to")
    if last is not None and facts.answers.get("social_group") == "k2" and facts.state in _PAID:
        yield Task(
            id="study_paper_ends",
            what=message("AS-6319", day=wording.date(last)).text.removesuffix("."),
            due=end_of(last),
            shown_from=end_of(last) - _BEFORE,
            article=_article(last, "NĐ 20/2021 Điều 5 khoản 2", "NĐ 335/2026 Điều 5 khoản 2"),
        )


@only_with("receiver_to")
def authorisation(facts: CaseFacts) -> Iterator[Task]:
    """Yield that somebody may receive in the person's place only until a day that is near."""
    last = parts.day_of(facts.answers, "receiver_to")
    if last is not None and facts.answers.get("receiver_name") and facts.state in _PAID:
        yield Task(
            id="authorisation_ends",
            what=message("AS-6329", day=wording.date(last)).text.removesuffix("."),
            due=end_of(last),
            shown_from=end_of(last) - _BEFORE,
            article="Bộ luật Dân sự 2015 Điều 563",
        )


_OF_FACILITY = ("facility_turns_16", "facility_turns_22")


@only_with(events=True)
def facility_ages(facts: CaseFacts) -> Iterator[Task]:
    """Yield that somebody who came to a facility as a child turns 16, or as a pupil 22."""
    born = date_of(facts.person, "birth_date")
    if not facts.events or not born or not answered.in_facility(facts):
        return
    admitted = max(text_of(each.answers, "admitted_on") for each in facts.events_of("facility"))
    studies = facts.answers.get("school_status") == "studying"
    for each in map(deadlines.reminder, _OF_FACILITY):
        day = each.anchor_day(born)
        # Who studies at 16 stays; at 22 only who still studies has anything to lose.
        if admitted < day.isoformat() and studies is (each.birthday != _TURNS_16):
            yield Task(
                id=each.id,
                what=each.label,
                due=end_of(day),
                shown_from=each.moment(born),
                article=each.article,
                mark=each.mark,
            )


@only_with(events=True)
def medical_validity(facts: CaseFacts) -> Iterator[Task]:
    """Yield that the last minutes of the medical council run out."""
    days = (parts.day_of(each.answers, "medical_date") for each in facts.events_of("disability"))
    dated = [day for day in days if day]
    yield from certificates.minutes_run_out(facts, dated[-1] if dated else None)
