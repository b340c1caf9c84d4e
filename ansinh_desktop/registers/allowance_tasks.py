"""What will change in an allowance by age: the months for which a new decision, or its end, has to be prepared."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import UserError, message
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.duties import Task, end_of
from ansinh_desktop.registers.spec import CaseFacts
from ansinh_desktop.rules import assistance, calendar, deadlines, wording

_BEFORE = datetime.timedelta(days=30)
_PAID = ("approved", "paying", "suspended")
_TURNS_6 = "dis_child_turns_6"
_CHILDHOOD_MONTHS = 16 * 12

LOOKS_AT = ("increase", "decrease")
"""The events that settle a change."""


def changes_by_age(facts: CaseFacts) -> Iterator[Task]:
    """Yield the next age at which the recorded group's level changes or ends, since it was last decided."""
    birth, group = facts.person.get("birth_date"), facts.answers.get("social_group")
    if facts.state not in _PAID or not birth or not group:
        return
    since = _last_decided(facts)
    try:
        points = assistance.turning_points(
            group,
            PartialDate.from_iso(birth),
            on=facts.on,
            degree=facts.answers.get("disability_degree") or "" if group == "k6" else "",
        )
    except UserError:
        return  # the day lies before the oldest decree
    for point in points:
        due = calendar.month_end(point.latest)
        if due > since:
            words = message("AS-6311" if point.ends else "AS-6312", years=point.years)
            yield Task(
                id=f"turns_{point.years}",
                what=words.text.removesuffix("."),
                due=end_of(due),
                shown_from=end_of(point.earliest) - _BEFORE,
                article=_article(facts.on),
            )
            return


def _article(on: datetime.date) -> str:
    return (
        "NĐ 20/2021 Điều 6, Điều 8"
        if assistance.rule_set_on(on).id == "nd20"
        else "NĐ 335/2026 Điều 6, Điều 8"
    )


def _last_decided(facts: CaseFacts) -> datetime.date:
    """Return the last day for which the amount was decided or written down; the month before where none is known."""
    found = [parts.day_of(facts.answers, key) for key in ("decision_date", "stop_decision_date")]
    found += [_month_end(facts.answers.get("recorded_month")), _month_end(facts.answers.get("start_month"))]
    for kind in LOOKS_AT:
        found += [_month_end(each.answers.get("month")) for each in facts.events_of(kind)]
    known = [each for each in found if each is not None]
    return max(known) if known else facts.on.replace(day=1) - datetime.timedelta(days=1)


def _month_end(month: str | None) -> datetime.date | None:
    return calendar.month_end(calendar.read_month(month)) if month else None


def redetermination(facts: CaseFacts) -> Iterator[Task]:
    """Yield that a disabled child who turns six needs a new certificate, unless it was issued after that."""
    birth = facts.person.get("birth_date")
    degree = facts.answers.get("disability_degree")
    if not birth or degree in (None, "", "very_severe"):
        return
    born = PartialDate.from_iso(birth)
    # Of somebody grown up the papers of childhood say nothing any more.
    if born.age_months_on(facts.on)[1] >= _CHILDHOOD_MONTHS:
        return
    reminder = deadlines.reminder(_TURNS_6)
    day = reminder.anchor_day(born)
    issued = parts.day_of(facts.answers, "certificate_date")
    if issued is None or issued < day - datetime.timedelta(days=-reminder.offset):
        yield Task(
            id=reminder.id,
            what=f"{reminder.label} (đủ 6 tuổi ngày {wording.date(day)})",
            due=end_of(day),
            shown_from=reminder.moment(born),
            mark=reminder.mark,
        )
