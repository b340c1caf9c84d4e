"""Answers that hold from a month: a change keeps what held before it, so that no earlier month is told otherwise.

What stands in the answers is the latest. Beside it, under :data:`KEY`, lies one row a change: from which month, by
which paper, and what held until then.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers.answer import (
    Answers,
    Kind,
    UnreadableError,
    Value,
    as_rows,
    as_text,
    rows_of,
    text_of,
)
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.kinds import Date, Month, Text
from ansinh_desktop.registers.value import EMPTY

KEY = "by_month"
OF_PERSON = "person."
"""Before the key of a fact that stands beside the person, not in the record."""

_MONTH, _DAY, _PAPER = Month(), Date(), Text(60)


@dataclass(frozen=True)
class Since:
    """From which month a changed fact holds, and by which paper; from the very beginning where no month is named."""

    month: str = ""
    paper: str = ""
    paper_on: str = ""


FROM_BEGINNING = Since()
"""What stood there was wrong from the beginning."""


@dataclass(frozen=True)
class Change:
    """What changed from a month on; by key what held until then, and what holds since."""

    month: str
    was: Answers
    now: Answers


@dataclass(frozen=True)
class ByMonth(Kind):
    """The changes of a record's dated facts, each with its month and paper."""

    fields: tuple[Field, ...] = ()
    """The dated facts; those of the person under their key with :data:`OF_PERSON` before it."""
    schema_type: ClassVar[str] = "array"

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        known = {each.key: each for each in self.fields}
        for number, row in enumerate(as_rows(value), start=1):
            place = f"{key}.{number}"
            yield from (
                error("AS-2001", place, key=name)
                for name in row.keys() - {"from", "was", "paper", "paper_on"}
            )
            yield from _MONTH.check(row.get("from") or "", place)
            yield from _PAPER.check(row.get("paper") or "", place)
            if row.get("paper_on"):
                yield from _DAY.check(row["paper_on"], place)
            for name, was in _was(row).items():
                if name not in known:
                    yield error("AS-2001", place, key=name)
                elif was is not None:
                    yield from known[name].kind.check(was, f"{place}.{name}")

    def show(self, value: Value) -> str:
        return "\n".join(self._line(row) for row in as_rows(value))

    def _line(self, row: Mapping[str, Value]) -> str:
        known = {each.key: each for each in self.fields}
        said = [f"Trước {_MONTH.show(row.get('from'))}"]
        for name, was in _was(row).items():
            field = known.get(name)
            label = field.label if field else name
            said.append(f"{label}: {field.kind.show(was) if field and was is not None else _NOTHING}")
        if row.get("paper"):
            said.append(f"{_BY}: {as_text(row['paper'])}")
        if row.get("paper_on"):
            said.append(f"{_ON}: {_DAY.show(row['paper_on'])}")
        return " | ".join(said)

    def read(self, cell: object) -> Value:
        if isinstance(cell, Sequence) and not isinstance(cell, str):
            return [dict(row) for row in cell] or None
        typed = "" if cell is None else str(cell).strip()
        return [self._read_line(line) for line in _LINE.split(typed) if line.strip()] or None

    def _read_line(self, line: str) -> dict[str, Value]:
        head, *parts = (part.strip() for part in line.split("|"))
        found = re.fullmatch(r"Trước\s+(\d{1,2}/\d{4})", head)
        if found is None or not parts:
            raise UnreadableError("AS-2240", line=line)
        labels = {each.label: each for each in self.fields}
        row: dict[str, Value] = {"from": _MONTH.read_text(found[1])}
        was: dict[str, Value] = {}
        for part in parts:
            label, _, shown = part.rpartition(": ") if part.count(": ") == 1 else part.partition(": ")
            if label == _BY:
                row["paper"] = shown
            elif label == _ON:
                row["paper_on"] = _DAY.read_text(shown)
            elif label in labels:
                was[labels[label].key] = None if shown == _NOTHING else labels[label].kind.read(shown)
            else:
                raise UnreadableError("AS-2240", line=line)
        return row | {"was": was}


_LINE = re.compile(r"\s+(?=Trước\s+\d{1,2}/\d{4}\s*\|)")
_NOTHING, _BY, _ON = "(trống)", "Theo", "Ngày"


def field_of(fields: Iterable[Field]) -> Field | None:
    """Return the field under which a register keeps the changes of its dated facts; None where it has none."""
    dated = tuple(fields)
    return Field(KEY, "Thay đổi theo tháng", ByMonth(dated)) if dated else None


def _was(row: Mapping[str, Value]) -> Answers:
    found = row.get("was")
    return found if isinstance(found, dict) else {}


def changes_of(answers: Answers, person: Answers) -> tuple[Change, ...]:
    """Return the changes of a record's facts as it is kept, the earliest first."""
    later: dict[str, Value] = {}
    found = []
    for row in sorted(rows_of(answers, KEY), key=lambda each: text_of(each, "from"))[::-1]:
        was = _was(row)
        now = {key: later[key] if key in later else value_of(key, answers, person) for key in was}
        later |= was
        found.append(Change(text_of(row, "from"), was, now))
    return tuple(reversed(found))


def value_of(key: str, answers: Answers, person: Answers) -> Value:
    """Return a dated fact as it stands among answers or beside the person."""
    return person.get(key.removeprefix(OF_PERSON)) if key.startswith(OF_PERSON) else answers.get(key)


def held(changes: Sequence[Change], answers: Answers, person: Answers, month: str) -> tuple[Answers, Answers]:
    """Return answers and person as they held in a month, whichever month they are of now.

    Args:
        changes: The changes of the record.
        answers: What it says.
        person: What is known of the person.
        month: The month, as months are stored.
    """
    said: dict[str, Value] = {}
    for each in reversed(changes):
        said |= each.was if each.month > month else {}
    for each in changes:
        said |= each.now if each.month <= month else {}
    of_person = {key.removeprefix(OF_PERSON): said[key] for key in said if key.startswith(OF_PERSON)}
    own = {key: value for key, value in said.items() if not key.startswith(OF_PERSON)}
    return _with(answers, own), _with(person, of_person)


def _with(answers: Answers, said: Answers) -> Answers:
    if not said and KEY not in answers:
        return answers
    found = {**answers, **said}
    found.pop(KEY, None)
    return {key: value for key, value in found.items() if key not in said or value not in EMPTY}


def differing(
    fields: Iterable[Field], before: tuple[Answers, Answers], after: tuple[Answers, Answers]
) -> list[Field]:
    """Return which dated facts are others: of answers and person before, and after."""
    return [each for each in fields if not _same(value_of(each.key, *before), value_of(each.key, *after))]


def _same(one: Value, other: Value) -> bool:
    return one == other or (one in EMPTY and other in EMPTY)


def later_change(answers: Answers, keys: Iterable[str], month: str) -> tuple[str, str] | None:
    """Return key and month of a change recorded after a month, of one of these facts; None where there is none."""
    wanted = set(keys)
    for row in rows_of(answers, KEY):
        if text_of(row, "from") > month and (both := wanted & _was(row).keys()):
            return min(both), text_of(row, "from")
    return None


def with_change(
    answers: Answers, before: tuple[Answers, Answers], keys: Iterable[str], since: Since
) -> Answers:
    """Return answers that also say what held before a month.

    Args:
        answers: What is to be kept.
        before: Answers and person as they are kept now.
        keys: The facts that change.
        since: From which month, and by which paper.
    """
    was = {key: value if (value := value_of(key, *before)) not in EMPTY else None for key in keys}
    paper = {"paper": since.paper, "paper_on": since.paper_on}
    row: dict[str, Value] = {
        "from": since.month,
        "was": was,
        **{key: said for key, said in paper.items() if said},
    }
    rows: list[Value] = [*rows_of(answers, KEY), row]
    return {**answers, KEY: sorted(rows, key=_month_of)}


def _month_of(row: Value) -> str:
    return text_of(row, "from") if isinstance(row, dict) else ""


def told(fields: Iterable[Field], answers: Answers, person: Answers) -> Iterator[tuple[str, str]]:
    """Yield of each change the month and in words what changed to what, and by which paper.

    Args:
        fields: The dated facts of the register.
        answers: What the record says, as it is kept.
        person: What is known of the person.
    """
    known = {each.key: each for each in fields}
    rows = sorted(rows_of(answers, KEY), key=lambda each: text_of(each, "from"))
    for change, row in zip(changes_of(answers, person), rows, strict=True):
        said = [
            f"{known[key].label}: {_shown(known[key], was)} → {_shown(known[key], change.now[key])}"
            for key, was in change.was.items()
            if key in known
        ]
        said += [f"theo {row['paper']}"] if row.get("paper") else []
        said += [f"ngày {_DAY.show(row['paper_on'])}"] if row.get("paper_on") else []
        yield _MONTH.show(change.month), "; ".join(said)


def _shown(field: Field, value: Value) -> str:
    return _NOTHING if value in EMPTY else field.kind.show(value)
