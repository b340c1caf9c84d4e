"""Fills the places of a form with what a record says: the value, a day or amount in words, or dots."""

import datetime
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Kind, Value
from ansinh_desktop.registers.sources import Source
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services.reports.form_layout import DOTS
from ansinh_desktop.services.reports.in_words import amount_in_words, date_in_document

_KINDS_OF_UNITS = ("Xã ", "Phường ", "Đặc khu ", "Thị trấn ")


@dataclass(frozen=True)
class Filled:
    """A text with its places filled; ``open_end`` where the last place was left open at the end of the text."""

    text: str
    open_end: bool


_KINDS_OF_UNITS = ("Xã ", "Phường ", "Đặc khu ", "Thị trấn ")


@dataclass(frozen=True)
class Answered:
    """What the sources of a form say."""

    sources: Mapping[str, Source]
    values: Mapping[str, Value]

    def kind(self, source: str) -> Kind:
        """Return what kind of answer a source gives."""
        return self.sources[source].kind

    def value(self, source: str) -> Value:
        """Return what a source says; None where nothing."""
        found = self.values.get(source)
        return None if found in EMPTY else found

    def shown(self, source: str, how: str = "") -> str:
        """Return a value as the paper says it; empty where there is none."""
        value = self.value(source)
        if value is None:
            return ""
        kind = self.kind(source)
        if how == "upper":
            return kind.show(value).upper()
        if how == "words":
            return _in_words(kind, value)
        if how == "inside":
            return _inside(kind.show(value))
        shown = kind.show(value)
        said = "đồng" in self.sources[source].label
        return f"{shown} đồng" if isinstance(kind, kinds.Money) and not said else shown

    def fill(self, text: str) -> Filled:
        """Return a text with its places filled."""
        parts: list[str] = []
        open_end = False
        for before, name, how, _conversion in string.Formatter().parse(text):
            parts.append(before)
            open_end = False
            if name is not None:
                shown = self.shown(name, how or "")
                open_end = not shown
                parts.append(shown or DOTS)
        if open_end:
            parts.pop()
        return Filled("".join(parts).rstrip(), open_end)


def _inside(name: str) -> str:
    """Return a unit's name as it stands within a sentence: what kind of unit it is begins small."""
    return f"{name[0].lower()}{name[1:]}" if name.startswith(_KINDS_OF_UNITS) else name


def _in_words(kind: Kind, value: Any) -> str:
    match kind:
        case kinds.Moment():
            moment = datetime.datetime.fromisoformat(value)
            return f"{moment:%H} giờ {moment:%M} phút, {date_in_document(moment.date())}"
        case kinds.PartialDate():  # dates known to the day are a kind of it
            return date_in_document(PartialDate.from_iso(value))
        case kinds.Money():
            return amount_in_words(value)
        case _:
            return kind.show(value)
