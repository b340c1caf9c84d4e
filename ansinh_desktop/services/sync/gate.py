"""The one gate for rows that others wrote: what the form would refuse, and what a form never lets through.

It is asked of each row by itself; a fault refuses that row, and with it the record to which it belongs, never the
package. What a row says of whose it is counts for nothing here: who owns what is asked of what stands in the data file
(:mod:`ansinh_desktop.services.sync.loading`).
"""

import datetime
import functools
import math
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, get_args

from ansinh_desktop import clock
from ansinh_desktop.db.exchange.alike import OTHER, SAME, are_steps, pair_id
from ansinh_desktop.db.exchange.travelling import columns_of
from ansinh_desktop.db.models import Columns, dump_json
from ansinh_desktop.db.months.closed_months import LONGEST_PIECE, MOST_PIECES
from ansinh_desktop.db.months.paid_months import CLOSED
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.checks import check_answers
from ansinh_desktop.registers.field import Field, Questions, masked_keys
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS, RELATION_FIELDS
from ansinh_desktop.registers.person import PERSON_FIELDS, check_person
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import plan
from ansinh_desktop.services.cases.paper_types import type_of
from ansinh_desktop.services.masking import quiet
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan import report
from ansinh_desktop.services.plan.said import for_people
from ansinh_desktop.services.plan.told import Line, Month, Told

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_IDS: Final = ("id", "household_id", "person_id", "one_id", "other_id", "head_id", "record_id")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+)?")
"""As days are kept and compared: Python reads others as well, such as 20260101 and 2026-W01-1."""
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_PACKED = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_PATH = re.compile(r"[/\\]|^\.*$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WHOLE: Final = ("version", "position", "place", "pieces")
_JSON: Final = ("answers", "kept", "statuses", "said", "one", "other", "steps")
_ODD = re.compile(r"\\u0000|e\+|-0\.0")
"""How JSON spells what PostgreSQL refuses (NUL) or spells otherwise: figures written with a power, less than nothing."""
_MOST_FLOAT: Final = 1e16
"""From this one on a figure with a fraction is written with a power of ten."""
_LONGEST: Final = {"note": 4000, "close_reason": 1000, "reason": 1000, "packed": LONGEST_PIECE}
_LONGEST_OTHERS: Final = 300
_MOST_MONEY: Final = 10**13
_MONTHS_A_YEAR: Final = 12
_ACTOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MOST_ACTORS: Final = 2000
"""Openings in which one row was changed: as many as days of work in eight years."""
_MOST_CHANGES: Final = 2**53
"""Numbers up to this one are whole in every program that reads JSON."""
_STEP: Final = "state"
"""The kind of event that tells of a step of the life cycle."""
_LEFT_BLANK: Final = "AS-2020"
_UNKNOWN_ANSWER: Final = "AS-2001"
_AHEAD: Final = "AS-2009"


def fault_of(name: str, row: Columns, *, register: str = "", is_back: bool = False) -> Finding | None:
    """Return why a row of a table cannot be taken, whoever sends it; None where nothing speaks against it.

    Args:
        name: The table.
        row: The row by travelling column; its confidentiality is set anew, as its register declares it.
        register: In which register its record stands, for what belongs to one.
        is_back: Whether a receiver gives it back, which took it in once. That a day in it lies ahead, by a clock that
            is wrong now or was then, is no reason to lose it: the form tells of it, and the officer sets it right.
            Nor is it one where a row was removed: nobody can set that right any more.
    """
    form = next(_form_faults(_form_of(name), row), None)
    if form is not None:
        return form
    try:
        forgiven = (_AHEAD,) if is_back or row.get("deleted") else ()
        return next((each for each in _CHECKS[name](row, register) if each.code not in forgiven), None)
    except (TypeError, ValueError, AttributeError, LookupError):
        # What a form asks and a program writes has its type; JSON from elsewhere may hold anything.
        return error("AS-5126", column="answers" if "answers" in row else name)


def paper_fault(row: Columns, content: bytes) -> Finding | None:
    """Return why the content of a paper cannot be taken: it is not what it is said to be."""
    name = str(row["name"])
    try:
        found = type_of(content, name)
    except UserError as refused:
        return error(refused.code, "", **refused.facts)
    return None if found.media_type == row["media_type"] else error("AS-5129", name=name, type=found.label)


class _Form(NamedTuple):
    """The columns of a table that are looked at by what they are, whatever they mean."""

    ids: tuple[str, ...]
    whole: tuple[str, ...]
    json: tuple[str, ...]


@functools.cache
def _form_of(name: str) -> _Form:
    keys = columns_of(name)
    return _Form(*(tuple(each for each in of_kind if each in keys) for of_kind in (_IDS, _WHOLE, _JSON)))


def _form_faults(form: _Form, row: Columns) -> Iterator[Finding]:
    for key in form.ids:
        if (value := row.get(key)) is not None and not _ID.fullmatch(value):
            yield error("AS-5121", column=key)
    if not _is_vector(row["vector"]):
        yield error("AS-5122")
    yield from _kept_otherwise(form, row)
    # All at once: one look for most rows, where nothing is amiss.
    together = "".join([each for each in row.values() if type(each) is str])
    if len(together) > _LONGEST_OTHERS or _CONTROL.search(together):
        yield from _text_faults(row)


def _kept_otherwise(form: _Form, row: Columns) -> Iterator[Finding]:
    """Yield what an engine that we write into would refuse, or give back otherwise than it came."""
    for key in form.whole:
        if not -_MOST_CHANGES < row.get(key, 0) < _MOST_CHANGES:
            yield error("AS-5123", column=key)
    for key in form.json:
        if (value := row.get(key)) and not _is_plain(value):
            yield error("AS-5123", column=key)


def _text_faults(row: Columns) -> Iterator[Finding]:
    for key, value in row.items():
        if type(value) is str and (len(value) > _LONGEST.get(key, _LONGEST_OTHERS) or _CONTROL.search(value)):
            yield error("AS-5123", column=key)


def _is_plain(value: object) -> bool:
    """Whether every engine that we write into gives a JSON value back as it was."""
    if _are_words((value,)):
        return True  # as most, and without spelling it
    if not _ODD.search(dump_json(value)):
        return True
    level = [value]
    while level:
        each = level.pop()
        if isinstance(each, dict):
            level += [*each, *each.values()]
        elif isinstance(each, list):
            level += each
        elif _is_odd(each):
            return False
    return True


def _is_odd(value: object) -> bool:
    """Whether some engine refuses a text or a figure, or spells it otherwise."""
    if isinstance(value, float):
        return abs(value) >= _MOST_FLOAT or (value == 0 and math.copysign(1, value) < 0)
    return isinstance(value, str) and "\0" in value


def _are_words(values: Sequence[object]) -> bool:
    """Whether values are texts without a sign that nobody sees, whole figures, yes or no, nothing, or made of such."""
    for each in values:
        if isinstance(each, str):
            if not each.isprintable():
                return False
        elif isinstance(each, list):
            if not _are_words(each):
                return False
        elif isinstance(each, dict):
            if not _are_words((*each, *each.values())):
                return False
        elif each is not None and not isinstance(each, int):
            return False
    return True


def _is_vector(vector: Mapping[str, object]) -> bool:
    if not 0 < len(vector) <= _MOST_ACTORS:
        return False
    for actor, seq in vector.items():
        if not (type(seq) is int and 0 <= seq < _MOST_CHANGES and _ACTOR.fullmatch(actor)):
            return False
    return True


def _hamlet(row: Columns, _: str) -> Iterator[Finding]:
    for key in ("valid_from", "valid_to"):
        yield from _day(row, key)


def _household(row: Columns, _: str) -> Iterator[Finding]:
    known = {key: row[key] for key in HOUSEHOLD_FIELDS}
    yield from _errors(check_answers(HOUSEHOLD_FIELDS, known), (_LEFT_BLANK,))


def _person(row: Columns, _: str) -> Iterator[Finding]:
    # Somebody of whom little is known, as a carer may be, is no fault of theirs.
    known = {key: value for key in PERSON_FIELDS if (value := row[key]) is not None}
    yield from _errors(check_person(known, clock.today()), (_LEFT_BLANK,))


def _relation(row: Columns, _: str) -> Iterator[Finding]:
    known = {key: row[key] for key in RELATION_FIELDS}
    yield from _errors(check_answers(RELATION_FIELDS, known), ())
    if row["person_id"] == row["other_id"]:
        yield error("AS-5121", column="other_id")


def _likeness(row: Columns, _: str) -> Iterator[Finding]:
    sound = {
        "other_id": row["one_id"] < row["other_id"],
        "id": row["id"] == pair_id(row["one_id"], row["other_id"]),
        "decision": row["decision"] in (SAME, OTHER),
        "one": all(isinstance(each, str) for each in row["one"].values()),
        "other": all(isinstance(each, str) for each in row["other"].values()),
        "steps": row["steps"] is None or (row["decision"] == SAME and are_steps(row["steps"])),
    }
    yield from (error("AS-5123", column=key) for key, found in sound.items() if not found)


def _record(row: Columns, _: str) -> Iterator[Finding]:
    register = catalog.registers().get(row["register"])
    if register is None:
        yield error("AS-5110", register=row["register"])
        return
    if row["version"] < 1:
        yield error("AS-5123", column="version")
    newer = row["version"] > register.version
    answers = row["answers"]
    known = {key: value for key, value in answers.items() if key not in register.gone}
    yield from _answer_faults(register.fields, known, newer=newer)
    if not register.life_cycle.workflow(answers).has_state(row["state"]):
        yield error("AS-5111", state=row["state"])
    for key in ("opened_on", "closed_on"):
        yield from _day(row, key)
    if row["kept"] is not None and not all(isinstance(each, str) for each in row["kept"].values()):
        yield error("AS-5123", column="kept")
    # Whoever sends it does not decide who may see it.
    row["confidentiality"] = register.class_of(answers)


def _event(row: Columns, code: str) -> Iterator[Finding]:
    yield from _day(row, "happened_on")
    if row["amount"] is not None and not 0 <= row["amount"] <= _MOST_MONEY:
        yield error("AS-5124")
    register: Register | None = catalog.registers().get(code)
    if register is None or row["kind"] == _STEP:
        return
    kind = register.event_kinds.get(row["kind"])
    if kind is None:
        yield error("AS-5125", kind=row["kind"], register=register.title)
        return
    fields = kind.asked
    known = {key: value for key, value in row["answers"].items() if key in fields}
    yield from _quiet(fields, known, _errors(check_answers(fields, known), (_LEFT_BLANK,)))
    yield from _type_faults(fields, known)


def _attachment(row: Columns, _: str) -> Iterator[Finding]:
    if not _DIGEST.fullmatch(row["sha256"]):
        yield error("AS-5123", column="sha256")
    if _PATH.search(row["name"]):
        # It is offered as the name of a file when the paper is written out.
        yield error("AS-5123", column="name")


def _closed_month(row: Columns, _: str) -> Iterator[Finding]:
    if row["register"] not in catalog.registers():
        yield error("AS-5110", register=row["register"])
    sound = {
        "month": _MONTH.fullmatch(row["month"]),
        "state": row["state"] in CLOSED,
        "closing": _ID.fullmatch(row["closing"]),
        "place": 0 <= row["place"] < row["pieces"] <= MOST_PIECES,
        "digest": _DIGEST.fullmatch(row["digest"]),
        "packed": row["deleted"] if row["packed"] is None else _PACKED.fullmatch(row["packed"]),
    }
    yield from (error("AS-5123", column=key) for key, found in sound.items() if not found)


def _figure(row: Columns, _: str) -> Iterator[Finding]:
    yield from _period(row)
    if row["part"] not in get_args(plan.Part):
        yield error("AS-5123", column="part")
    if row["value"] is not None and not 0 <= row["value"] <= _MOST_MONEY:
        yield error("AS-5124")


_NOBODY = Office("", "", "")
"""In whose name nothing is printed: whether it can be is asked."""


def _closed_period(row: Columns, _: str) -> Iterator[Finding]:
    yield from _period(row)
    try:
        told = Told.of(row["said"])
        # What the command cannot say or the paper not hold would stop the window that looks at it.
        list(for_people(told))
        if not (all(map(_are_counts, told.lines)) and _are_months(told.months)):
            raise TypeError  # as whatever else cannot be read out: it would stop the drawing
        report.document(plan.plan_on(told.span.last), told, _NOBODY, clock.today())
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError):
        yield error("AS-5123", column="said")


def _are_counts(line: Line) -> bool:
    """Whether the figures that are drawn are whole numbers."""
    groups = [each for found in line.groups.values() for each in found]
    drawn = [
        count for each in groups for count in (each.numerator, each.denominator, each.unknown, each.unclear)
    ]
    counts = (line.numerator, line.denominator, line.unknown, line.whole)
    named = all(isinstance(each.label, str) for each in groups)
    return named and all(each is None or type(each) is int for each in counts) and all(map(_is_count, drawn))


def _is_count(found: object) -> bool:
    return type(found) is int and 0 <= found <= _MOST_MONEY


def _are_months(months: Sequence[Month]) -> bool:
    """Whether the months that are drawn are a year's, in whole numbers."""
    sums = [each for month in months for each in (month.people, month.amount) if each is not None]
    heads = [each for month in months for each in (month.more, month.less)]
    spelled = all(_MONTH.fullmatch(each.month) for each in months)
    return len(months) <= _MONTHS_A_YEAR and spelled and all(map(_is_count, (*sums, *heads)))


def _period(row: Columns) -> Iterator[Finding]:
    for key in ("first", "last"):
        yield from _day(row, key)
    if row["last"] < row["first"]:
        yield error("AS-5123", column="last")


_CHECKS: Mapping[str, Callable[[Columns, str], Iterator[Finding]]] = {
    "hamlet": _hamlet,
    "household": _household,
    "person": _person,
    "relation": _relation,
    "likeness": _likeness,
    "record": _record,
    "event": _event,
    "attachment": _attachment,
    "closed_month": _closed_month,
    "figure": _figure,
    "closed_period": _closed_period,
}


def _answer_faults(fields: Questions, answers: Columns, *, newer: bool) -> Iterator[Finding]:
    """What a newer version of a register asks is kept as it came, and given back as it is."""
    found = _errors(check_answers(fields, answers), (_UNKNOWN_ANSWER, _LEFT_BLANK) if newer else ())
    yield from _quiet(fields, answers, found)
    yield from _type_faults(fields, answers)


def _quiet(fields: Mapping[str, Field], answers: Answers, found: Iterator[Finding]) -> Iterator[Finding]:
    """Yield errors that quote no masked answer: lists of what was not taken show them to anybody."""
    told = list(found)
    if told:
        yield from quiet(fields, told, {}, masked_keys(fields, answers))


_KEPT_AS = {"array": list, "integer": int, "boolean": bool}


def _type_faults(fields: Mapping[str, Field], answers: Columns) -> Iterator[Finding]:
    """Yield what no form keeps, asked or not: what was answered before a question fell away stays, and is read later."""
    for key, value in answers.items():
        each = fields.get(key)
        if each is None or value is None or value in ("", []):
            continue
        # Not by isinstance: what is true is no number.
        fits = _KEPT_AS.get(each.kind.schema_type, str) is type(value)
        if not fits:
            yield error("AS-5126", column="answers")
        elif not each.asked(answers):
            # What it finds was no fault when it was asked; what cannot even be looked at is refused by whoever calls.
            deque(each.kind.check(value, key), maxlen=0)


def _errors(findings: Iterator[Finding], but: tuple[str, ...]) -> Iterator[Finding]:
    return (each for each in findings if each.level is Level.ERROR and each.code not in but)


def _day(row: Columns, key: str) -> Iterator[Finding]:
    value = row[key]
    if value is None:
        return
    try:
        datetime.date.fromisoformat(value[:10])
    except ValueError:
        yield error("AS-5123", column=key)
    else:
        if not _DAY.fullmatch(value):
            yield error("AS-5123", column=key)
