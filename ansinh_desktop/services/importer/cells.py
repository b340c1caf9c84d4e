"""Reads the cells of everyday lists; whatever is not certain is proposed with a finding, never settled in silence."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers.answer import UnreadableError, Value
from ansinh_desktop.services.importer import everyday_words
from ansinh_desktop.services.importer.date_cells import read_date
from ansinh_desktop.services.importer.money_cells import read_money
from ansinh_desktop.services.importer.name_cells import read_name
from ansinh_desktop.services.importer.number_cells import (
    read_decimal,
    read_insurance,
    read_old_id,
    read_personal_id,
    read_phone,
    read_whole,
)
from ansinh_desktop.services.importer.proposals import proposed_by
from ansinh_desktop.services.importer.reading import BLANKS, NOTHING, Context, Reading, Said, said_by
from ansinh_desktop.services.importer.remarks import read_remark
from ansinh_desktop.services.importer.sheets import Cell
from ansinh_desktop.services.importer.targets import Target

__all__ = ["Context", "Reading", "read_cell", "read_said"]

_Reader: TypeAlias = Callable[[Target, Said, Context], Reading]


def read_cell(target: Target, cell: Cell, context: Context) -> Reading:
    """Return what a cell of a column says for a field."""
    return read_said(target, said_by(cell), context)


def read_said(target: Target, said: Said, context: Context) -> Reading:
    """Return what it means for a field that a cell says this."""
    if not said.text and (said.answer is None or target.kind_name != "YesNo"):
        return Reading()
    settled = context.said.get(text.fold(said.text))
    if settled is not None:
        return Reading(settled)
    return _READERS.get(target.kind_name, _general)(target, said, context)


def read_yes_no(target: Target, said: Said, context: Context) -> Reading:
    """Read a mark."""
    del context
    answer = everyday_words.yes_or_no(said.text) if said.answer is None else said.answer
    if answer is None:
        return Reading(None, (error("AS-3143", target.key, typed=said.text),))
    return Reading(answer)


def read_free_text(target: Target, said: Said, context: Context) -> Reading:
    """Read a free text; nothing is taken from what it says of the person besides, but the officer is asked."""
    reading = _general(target, said, context)
    remark = read_remark(said.text, context.today)
    proposed, asked = proposed_by(target, remark, said.text, reading.also)
    return Reading(reading.value, (*reading.findings, *asked), {}, proposed)


def read_choice(target: Target, said: Said, context: Context) -> Reading:
    """Read a code: as the register reads it, else by its table of words; a doubtful one is proposed or asked."""
    del context
    try:
        reading = _by_register(target, said)
    except UnreadableError:
        reading = None
    if reading is not None:
        return reading
    return _several(target, said.text) if target.kind_name == "Choices" else _one_word(target, said.text)


def _one_word(target: Target, typed: str) -> Reading:
    found = everyday_words.match_words(typed, target.words)
    if found.how == "exact":
        return Reading(found.code)
    if found.code is not None:
        return Reading(
            found.code, (warning("AS-3140", target.key, typed=typed, shown=_label(target, found.code)),)
        )
    if typed in BLANKS or (not found.candidates and text.fold(typed) in NOTHING):
        return Reading()
    return Reading(None, (_asked(target, typed, found.candidates),))


def _several(target: Target, typed: str) -> Reading:
    codes: list[Value] = []
    findings: list[Finding] = []
    for part in everyday_words.parts_of(typed):
        reading = _one_word(target, part)
        codes += [reading.value] if reading.value is not None and reading.value not in codes else []
        findings += reading.findings
    return Reading(codes or None, tuple(findings))


def _asked(target: Target, typed: str, candidates: tuple[str, ...]) -> Finding:
    if not candidates:
        return error("AS-3141", target.key, typed=typed, label=target.label)
    return error(
        "AS-3145", target.key, typed=typed, choices="; ".join(_label(target, code) for code in candidates[:4])
    )


def _label(target: Target, code: str) -> str:
    return target.show([code] if target.kind_name == "Choices" else code)


def _by_register(target: Target, said: Said) -> Reading | None:
    """Return what the register itself reads; None when it has no word in it.

    Raises:
        UnreadableError: It means nothing to the register.
    """
    if target.read is None:
        return None
    answers = dict(target.read(said.lines))
    return Reading(answers.pop(target.key, None), (), answers)


def _general(target: Target, said: Said, context: Context) -> Reading:
    del context
    try:
        return _by_register(target, said) or Reading(text.clean_lines(said.lines) or None)
    except UnreadableError as fault:
        return Reading(None, (fault.finding(target.key),))


_READERS: Mapping[str, _Reader] = {
    "PartialDate": read_date,
    "Date": read_date,
    "Month": read_date,
    "CitizenId": read_personal_id,
    "OldId": read_old_id,
    "Phone": read_phone,
    "HealthInsurance": read_insurance,
    "Money": read_money,
    "Decimal": read_decimal,
    "Whole": read_whole,
    "Name": read_name,
    "YesNo": read_yes_no,
    "Choice": read_choice,
    "Choices": read_choice,
    "Text": read_free_text,
    "LongText": read_free_text,
}
