"""Whether texts of the law can be worked with, and what they change: asked before they are accepted."""

import dataclasses
import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, get_args

from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import assistance, calendar, deadlines, edition, law, merit, plan
from ansinh_desktop.rules.edition import Edition

LOCAL = "rules/local"
"""What the province and the commune set themselves; of all updates only the receiving unit's may bring it."""

FAULTS = (BugError, UserError, KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError)
_RowsByName: TypeAlias = dict[tuple[str, str], law.Row]
_FIRST_MONTH = datetime.date(2021, 7, 31)
_REMINDED_IN = ("hour", "calendar_day")
"""The units in which a reminder counts back: it would take any other for days."""


@dataclass(frozen=True)
class FileChange:
    """What one file changes."""

    place: str
    label: str
    added: tuple[str, ...]
    """Names of rows that are new."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    """Only local rules can be taken away."""
    first_day: datetime.date | None
    """The first day on which one of these rows is or was in force, where rows say so."""


def require_sound(before: Edition, after: Edition) -> None:
    """Refuse texts with which the program could not work, or which take away what records already say.

    Raises:
        UserError: AS-6507; the sentence says where.
    """
    for place in after.texts:
        if place not in own_places() and not plan.is_place(place):
            raise UserError("AS-6507", place=place, fault="chương trình không có tệp này")
        try:
            _require_rows(before, after, place)
        except FAULTS as error:
            raise UserError("AS-6507", place=place, fault=said(error)) from error
    with edition.under(after):
        try:
            _work_through()
        except FAULTS as error:
            raise UserError("AS-6507", place=", ".join(sorted(after.texts)), fault=said(error)) from error


def own_places() -> list[str]:
    """Return the files that an update may bring."""
    return [*edition.own_places("rules"), *edition.own_places("code_lists")]


def changes(before: Edition, after: Edition) -> Iterator[FileChange]:
    """Yield what each file changes; files that stay as they are are left out."""
    for place in sorted({*before.texts, *after.texts}):
        old, new = _text(before, place), after.text(place)
        if old == new:
            continue
        yield _change(place, _rows(_parsed(old)), _rows(_parsed(new)))


def _change(place: str, was: _RowsByName, now: _RowsByName) -> FileChange:
    added = {key: row for key, row in now.items() if key not in was}
    changed = {key: row for key, row in now.items() if key in was and row != was[key]}
    removed = {key: row for key, row in was.items() if key not in now}
    days = [_first_day(row) for rows in (added, changed, removed) for row in rows.values()]
    return FileChange(
        place,
        label(place),
        _names(added),
        _names(changed),
        _names(removed),
        min(filter(None, days), default=None),
    )


def _names(rows: _RowsByName) -> tuple[str, ...]:
    return tuple(_name(key, row) for key, row in rows.items())


_LABELS = {
    "rules/deadlines": "Thời hạn",
    "rules/documents": "Tên đầy đủ của văn bản",
    "rules/holidays": "Ngày nghỉ, ngày làm bù",
    "rules/local": "Quy định của tỉnh, của xã",
    "rules/merit": "Ưu đãi người có công",
    "rules/plan_322": "Chỉ tiêu kế hoạch",
    "rules/poverty": "Chuẩn nghèo",
    "rules/social_assistance": "Trợ giúp xã hội",
    "rules/workflows": "Các bước của hồ sơ",
}


def label(place: str) -> str:
    """Return what a file of the law is called."""
    folder, _, name = place.partition("/")
    if place in _LABELS:
        return _LABELS[place]
    if plan.is_place(place):
        return _LABELS["rules/plan_322"]
    return f"Danh mục {name.replace('_', ' ')}" if folder == "code_lists" else name


def said(error: Exception) -> str:
    """Return in words what is wrong with a text of the law."""
    return error.text if isinstance(error, UserError) else str(error)[:200]


def _text(known: Edition, place: str) -> str:
    """Return a file as an edition has it; empty where it is a further plan, which only comes."""
    return known.text(place) if place in own_places() or place in known.texts else ""


def _parsed(text: str) -> law.Row:
    return tomllib.loads(text, parse_float=Decimal)


def _rows(data: law.Row) -> dict[tuple[str, str], law.Row]:
    """Return every row of every list of a file by its list and what names it there."""
    found: dict[tuple[str, str], law.Row] = {}
    for name, rows in data.items():
        if not isinstance(rows, list):
            continue
        for place, row in enumerate(each for each in rows if isinstance(each, Mapping)):
            found[name, _key(row, place)] = row
    return found


def _key(row: law.Row, place: int) -> str:
    for key in ("id", "code", "register", "date"):
        if key in row:
            return str(row[key])
    return f"{place}"


def _name(key: tuple[str, str], row: law.Row) -> str:
    shown = row.get("label") or row.get("step") or row.get("name") or row.get("article") or key[1]
    amount = row.get("amount")
    return f"{shown}: {amount:,} đồng".replace(",", ".") if isinstance(amount, int) else str(shown)


def _first_day(row: law.Row) -> datetime.date | None:
    day = row.get("effective_from", row.get("date"))
    return day if isinstance(day, datetime.date) else None


def _require_rows(before: Edition, after: Edition, place: str) -> None:
    """Refuse a text that cannot be read, is of another form, or has lost a row that records may name."""
    was, now = _parsed(_text(before, place)), _parsed(after.text(place))
    if was and now.get("schema_version") != was.get("schema_version"):
        raise ValueError("tệp thuộc phiên bản chương trình khác")
    lost = [
        key
        for key in _rows(was)
        # What the province set it may take back; records keep the words of its codes.
        if key not in _rows(now) and (place != LOCAL or key[0] == "code")
    ]
    if lost:
        raise ValueError(
            f"mất dòng {lost[0][1]} của {lost[0][0]}; dòng cũ phải giữ, chỉ ghi ngày hết hiệu lực"
        )


def _work_through() -> None:
    """Ask everything that the program asks of the law."""
    for name in law.list_names():
        law.code_list(name)
    for name in law.workflow_names():
        law.workflow(name)
    for register in catalog.registers().values():
        dataclasses.replace(register)
        for name in register.deadlines:
            deadlines.deadlines(name, on=_FIRST_MONTH)
    plan.plans()
    calendar.national()
    _require_limits()
    deadlines.fixed_dates()
    deadlines.reminders()
    assistance.local_levels()
    merit.require_sound()
    for day in _days():
        assistance.base_on(day, assistance.local_levels())
        for group in sorted(row.code for row in law.code_list("social_group")):
            assistance.turning_ages(group, calendar.month_end(day))


def _require_limits() -> None:
    """Refuse a time limit whose unit, kind or rolling the program does not know: it would count it wrongly."""
    known = {
        "unit": get_args(calendar.Unit),
        "roll": get_args(calendar.Roll),
        "kind": get_args(deadlines.LimitKind),
    }
    for row in law.law_data("deadlines")["deadline"]:
        found = deadlines.deadline(row["id"])
        for name, values in known.items():
            if getattr(found, name) not in values:
                raise ValueError(f"{found.id}: {getattr(found, name)}")
    for each in deadlines.reminders():
        if each.unit not in _REMINDED_IN:
            raise ValueError(f"{each.id}: {each.unit}")


def _days() -> list[datetime.date]:
    """Return days on which the rules of social assistance differ."""
    data, local = law.law_data("social_assistance"), law.law_data("local")
    lists = [data[name] for name in ("rule_set", "base", "allowance", "pension_amount")]
    lists += [local[name] for name in ("base", "pension", "group")]
    found = {
        row["effective_from"]
        for rows in lists
        for row in rows
        if row["effective_from"] >= _FIRST_MONTH.replace(day=1)
    }
    return sorted(found)
