"""What a disability certificate asks for later, wherever it is recorded: a new one at six, before minutes run out."""

import datetime
from collections.abc import Iterable, Iterator

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import message
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import date_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.duties import Task, end_of, task_of
from ansinh_desktop.rules import deadlines, disability, wording

_TURNS_6 = "dis_child_turns_6"
_CHILDHOOD_YEARS = 16
_UNKNOWN_CERTIFICATE = datetime.timedelta(days=365)


def redetermination(facts: CaseFacts) -> Iterable[Task]:
    """Return that a disabled child who turns six needs a new certificate, unless it was issued after that."""
    if not facts.answers.get("disability_degree") or facts.answers.get("exempt_at_6"):
        return ()
    birth = text_of(facts.person, "birth_date").lstrip("~")
    # Of somebody grown up the papers of childhood say nothing any more.
    if not birth or int(birth[:4]) < facts.on.year - _CHILDHOOD_YEARS:
        return ()
    return _at_6(facts, PartialDate.from_iso(text_of(facts.person, "birth_date")))


def _at_6(facts: CaseFacts, born: PartialDate) -> Iterator[Task]:
    reminder = deadlines.reminder(_TURNS_6)
    day = reminder.anchor_day(born)
    issued = parts.day_of(facts.answers, "certificate_date")
    # Where the record does not say when it was issued, an old birthday proves nothing.
    since = issued or facts.on - _UNKNOWN_CERTIFICATE
    if since < day + datetime.timedelta(days=reminder.offset):
        yield Task(
            id=reminder.id,
            what=message("AS-6317", day=wording.date(day)).text.removesuffix("."),
            due=end_of(day),
            shown_from=reminder.moment(born),
            article=reminder.article,
            mark=reminder.mark,
        )


def minutes_run_out(facts: CaseFacts, issued: datetime.date | None) -> Iterator[Task]:
    """Yield that the minutes of a medical council of a day run out."""
    birth = date_of(facts.person, "birth_date")
    if issued is None or birth is None:
        return
    due = disability.minutes_end(birth, issued)
    if due.in_force:
        yield task_of(due)
