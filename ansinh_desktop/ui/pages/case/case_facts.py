"""A case in words: the lines of its person, its answers, its events and its history, for the widgets that show them."""

import dataclasses
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from ansinh_desktop import clock
from ansinh_desktop.registers import dated, kinds, parts
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import MASK, Field
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services.cases import Case, EventView, HistoryRow
from ansinh_desktop.ui.shown import HIDE, SHOW
from ansinh_desktop.ui.widgets.history import HistoryLine
from ansinh_desktop.ui.widgets.key_value import Fact
from ansinh_desktop.ui.widgets.timeline import TimeLineEvent

_IN_HEAD = frozenset({"full_name", "birth_date", "sex", "hamlet"})
_CASE_WIDE_CLASSES = {"c3": "Hồ sơ mật", "c4": "Hồ sơ mật cao nhất"}


def head_line(case: Case) -> str:
    """Return what tells a person from namesakes: sex, birth and age, hamlet, number."""
    today = dataclasses.replace(case.facts, on=clock.today())
    age = parts.shown_age(today)
    birth = _shown(case, "birth_date")
    with_age = f"{birth} ({_with_unit(age)})" if birth and age else birth
    spots = (_shown(case, "sex"), with_age, _shown(case, "hamlet"), _shown(case, "personal_id"))
    return " · ".join(spot for spot in spots if spot)


def class_words(case: Case) -> str:
    """Return how confidential a case is, where that is to be told."""
    return _CASE_WIDE_CLASSES.get(case.confidentiality, "")


def state_words(case: Case) -> str:
    """Return where a case stands, and whether it is only a draft."""
    closed = f", ngày {kinds.Date().show(case.closed_on)}" if case.closed_on else ""
    draft = " · bản nháp" if case.draft and "nháp" not in case.state_label.lower() else ""
    return f"{case.state_label}{closed}{draft}"


def person_facts(case: Case) -> list[Fact]:
    """Return what is known of the person beyond the head of the page."""
    return [
        Fact(field.label, field.kind.show(case.person[key]), key=key)
        for key, field in PERSON_FIELDS.items()
        if key not in _IN_HEAD and case.person.get(key)
    ]


def section_facts(case: Case, shown: Answers = MappingProxyType({})) -> Iterator[tuple[str, list[Fact]]]:
    """Yield the title of each section in which something is answered, with its answers.

    Args:
        case: Whose.
        shown: The masked answers that are shown just now, by key.
    """
    for section in case.register.sections:
        facts = [_fact(each, case, shown) for each in section.fields if _is_answered(each, case, shown)]
        if facts:
            yield section.title, facts
    changes = [
        Fact(f"Từ {month}", words)
        for month, words in dated.told(case.register.dated_fields, case.answers, case.person)
    ]
    if changes:
        yield "Thay đổi theo tháng", changes


def computed_facts(case: Case) -> list[Fact]:
    """Return what the program reckons from the answers, as of today."""
    return [
        Fact(each.label, shown, key=each.key)
        for each in case.register.reckoned
        if (shown := each.kind.show(case.computed.get(each.key)))
    ]


def time_line(events: Sequence[EventView]) -> list[TimeLineEvent]:
    """Return the events as the time line draws them."""
    date, money = kinds.Date(), kinds.Money()
    return [
        TimeLineEvent(
            each.id,
            date.show(each.on[:10]),
            each.label,
            "\n".join(part for part in (each.text, each.note) if part),
            f"{money.show(each.amount)} đồng" if each.amount else "",
            tone="muted" if each.kind == "state" else "accent",
            by=each.author,
        )
        for each in events
    ]


def history_lines(rows: Sequence[HistoryRow]) -> list[HistoryLine]:
    """Return the history as its table shows it."""
    return [
        HistoryLine(
            f"{row.at.astimezone():%d/%m/%Y %H:%M}",
            row.author,
            f"{row.what}: {row.field}" if row.field else row.what,
            row.before,
            row.after,
            row.reason,
            row.change,
            row.key,
        )
        for row in rows
    ]


def _shown(case: Case, key: str) -> str:
    return PERSON_FIELDS[key].kind.show(case.person.get(key))


def _with_unit(age: str) -> str:
    return age if "tháng" in age else f"{age} tuổi"


def _is_answered(field: Field, case: Case, shown: Answers) -> bool:
    # What is asked only because of a masked answer would tell it; what only the person's age took away is still said.
    if field.hidden or (field.when is not None and not field.when.holds({**case.answers, **shown})):
        return False
    return field.key in case.masked or case.answers.get(field.key) not in EMPTY


def _fact(field: Field, case: Case, shown: Answers) -> Fact:
    if field.key in case.masked and field.key not in shown:
        return Fact(field.label, MASK, key=field.key, act=SHOW)
    said = field.kind.show({**case.answers, **shown}[field.key])
    words = f"{said} đồng" if isinstance(field.kind, kinds.Money) else said
    return Fact(field.label, words, key=field.key, act=HIDE if field.key in case.masked else "")
