"""Which field stands for which kind of answer; a test sees that no kind is forgotten."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Kind, as_text
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import law
from ansinh_desktop.ui.forms.card_edit import CardEdit
from ansinh_desktop.ui.forms.person_edit import PersonEdit
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.choices import ChoicesBox
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.kind_line import KindEdit, MomentEdit, MoneyEdit, NumberEdit, PartialDateEdit
from ansinh_desktop.ui.widgets.rows import RowField, RowsEditor
from ansinh_desktop.ui.widgets.text_area import TextEdit

Maker: TypeAlias = Callable[[str, Any, Surroundings], Editor]

_SHORT = 40
"""Texts no longer than this get a short line."""


def make_editor(field: Field, around: Surroundings) -> Editor:
    """Return the field for a declared question."""
    return EDITORS[type(field.kind)](field.key, field.kind, around)


def code_options(kind: kinds.Choice, day: datetime.date) -> tuple[Option, ...]:
    """Return the codes of a list; those that do not hold on the day can be read, and are not offered."""
    valid = {code for code, _label in kind.options(day)}
    words: dict[str, list[str]] = {}
    for word, code in kind.words.items():
        words.setdefault(code, []).append(word)
    return tuple(
        Option(
            row.code,
            row.label,
            words=(*words.get(row.code, ()), *_points(row)),
            retired=row.code not in valid,
        )
        for row in law.code_list(kind.list_name)
        if not kind.only or row.code in kind.only
    )


def offer_anew(editor: Editor, field: Field, day: datetime.date) -> None:
    """Offer what may be chosen on another day."""
    if isinstance(field.kind, kinds.Choice) and isinstance(editor, FilteredCombo | ChoicesBox):
        editor.set_options(code_options(field.kind, day))
    elif isinstance(field.kind, kinds.Unit) and isinstance(editor, FilteredCombo):
        editor.set_options(_unit_options(field.kind, day))


def read_lists(fields: Iterable[Field], day: datetime.date) -> None:
    """Read what the fields will offer, away from the window: a list is parsed when it is first asked for."""
    for field in fields:
        match field.kind:
            case kinds.Choice():
                code_options(field.kind, day)
            case kinds.Unit():
                _unit_options(field.kind, day)
            case kinds.Rows():
                read_lists(field.kind.fields, day)


def hamlet_edit(field: Field, around: Surroundings) -> Editor:
    """Return the field of a hamlet: those of the commune are offered, any other may be typed."""
    options = [Option(name, name) for name in around.hamlets]
    return FilteredCombo(field.key, options=options, read=str, show=str)


def _points(row: law.Code) -> tuple[str, ...]:
    point = row.extra.get("point")
    return (str(point),) if point else ()


def _unit_options(kind: kinds.Unit, day: datetime.date) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in kind.options(day))


def _line(width: int = 0, placeholder: str = "") -> Maker:
    return lambda key, kind, _around: KindEdit(kind, key, placeholder=placeholder, width=width)


def _text(key: str, kind: kinds.Text, _around: Surroundings) -> Editor:
    return KindEdit(kind, key, width=150 if kind.longest <= _SHORT else 0)


def _number(key: str, kind: Kind, _around: Surroundings) -> Editor:
    return NumberEdit(key, kind=kind)


def _date(key: str, kind: kinds.PartialDate, _around: Surroundings) -> Editor:
    return PartialDateEdit(key, kind=kind)


def _choice(key: str, kind: kinds.Choice, around: Surroundings) -> Editor:
    def read(typed: str) -> str:
        return as_text(kind.read_text(typed))

    return FilteredCombo(key, options=code_options(kind, around.on), read=read, show=kind.show)


def _choices(key: str, kind: kinds.Choices, around: Surroundings) -> Editor:
    options = code_options(kind, around.on)
    return ChoicesBox(key, options=options, show=law.code_list(kind.list_name).label_of)


def _unit(key: str, kind: kinds.Unit, around: Surroundings) -> Editor:
    return FilteredCombo(key, options=_unit_options(kind, around.on), read=kind.read_text, show=kind.show)


def _rows(key: str, kind: kinds.Rows, around: Surroundings) -> Editor:
    columns = [_column(each, around) for each in kind.fields]
    if not any(each.when for each in kind.fields):
        return RowsEditor(key, columns)
    return RowsEditor(key, columns, asked=lambda row: {each.key for each in kind.asked(row)})


def _column(field: Field, around: Surroundings) -> RowField:
    roomy = (
        isinstance(field.kind, kinds.Name | kinds.Choice | kinds.Choices | kinds.LongText)
        or type(field.kind) is kinds.Text
    )

    def make(_key: str) -> Editor:
        if isinstance(field.kind, kinds.PartialDate):
            # In a narrow cell the calendar's button would lie over the text.
            return PartialDateEdit(field.key, kind=field.kind, calendar=False)
        return make_editor(field, around)

    return RowField(field.key, field.label, make, 3 if roomy else 2, required=field.required)


EDITORS: Mapping[type[Kind], Maker] = {
    Kind: _line(),
    kinds.Text: _text,
    kinds.Name: _line(),
    kinds.LongText: lambda key, _kind, _around: TextEdit(key),
    kinds.Whole: _number,
    kinds.Decimal: _number,
    kinds.Money: lambda key, _kind, _around: MoneyEdit(key),
    kinds.PartialDate: _date,
    kinds.Date: _date,
    kinds.Month: _line(130, "tháng/năm"),
    kinds.Moment: lambda key, _kind, _around: MomentEdit(key),
    kinds.YesNo: lambda key, _kind, _around: YesNo(key),
    kinds.Choice: _choice,
    kinds.Choices: _choices,
    kinds.Unit: _unit,
    kinds.CitizenId: lambda key, _kind, _around: CardEdit(key),
    kinds.OldId: _line(130),
    kinds.HealthInsurance: _line(170),
    kinds.Phone: _line(130),
    kinds.PersonLink: lambda key, _kind, around: PersonEdit(key, around),
    kinds.Rows: _rows,
}
"""Every kind of answer has its field."""
