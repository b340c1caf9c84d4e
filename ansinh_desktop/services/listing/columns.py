"""What each column of a list reads of a record, and how it says it."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ansinh_desktop import errors, text
from ansinh_desktop.db.exchange.sending import Sending
from ansinh_desktop.db.models import Event
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import dated
from ansinh_desktop.registers.answer import Value, as_text, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.field import MASK, goes_by_code
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.facts import event_facts
from ansinh_desktop.services.listing.to_look_at import to_look_at
from ansinh_desktop.services.sending import sent_state

_BRIEF = 64
"""Longer sentences are too long for a cell: their few words in common stand for them."""


@dataclass
class Context:
    """What the columns of one page need beside the record itself."""

    register: Register
    sending: Sending
    events: dict[str, list[Event]] = field(default_factory=dict)
    _found: dict[str, Finding | None] = field(default_factory=dict)

    def found(self, record: ScannedRecord, facts: CaseFacts) -> Finding | None:
        """Return why somebody has still to look at a record; checked once for all columns that say it."""
        if record.id not in self._found:
            self._found[record.id] = to_look_at(self.register, record, facts)
        return self._found[record.id]

    def supports(self, record: ScannedRecord) -> list[Event]:
        """Return the support given in a record."""
        kinds = self.register.event_kinds
        return [
            each for each in self.events.get(record.id, ()) if each.kind in kinds and kinds[each.kind].support
        ]


Reader: TypeAlias = Callable[[ScannedRecord, CaseFacts], Value]
"""Reads one column of one record."""


def shower(source: str, context: Context) -> Callable[[Value], str]:
    """Return what puts a value of a column into words; two communes of one name are told apart by their codes."""
    known = context.register.sources[source]
    if known.masked:
        return lambda _value: MASK
    show = known.kind.show
    if source != "record.unit":
        return show
    names = context.sending.senders
    return lambda value: names.get(as_text(value)) or show(value)


def facts_on(record: ScannedRecord, on: datetime.date, events: Sequence[Event]) -> CaseFacts:
    """Return what the computed columns of a record ask, on a day."""
    return CaseFacts(record.answers, record.person, on, record.state, event_facts(events)).at(on)


def reader(source: str, context: Context) -> Reader:
    """Return what reads a column, so that its name is understood once and not for each record.

    A masked one is read of nobody: every record shows the same mask, whatever it holds or does not.
    """
    if source in context.register.sources and context.register.sources[source].masked:
        return lambda _record, _facts: None
    table, _, name = source.rpartition(".")
    if table == "person":
        return _OF_PERSON.get(name) or (lambda _record, facts: facts.person.get(name))
    if table == "paper":
        return lambda _record, _facts: None
    if table == "record":
        return _of_record(name, context)
    if name == dated.KEY:
        return lambda record, _facts: record.answers.get(name)
    computed = context.register.computed_by_key.get(name)
    return (
        (lambda _record, facts: computed.compute(facts))
        if computed
        else (lambda _record, facts: facts.answers.get(name))
    )


def _born(sex: Callable[[Value], bool]) -> Reader:
    return lambda record, _facts: record.person.get("birth_date") if sex(record.person.get("sex")) else None


def _birth_year(record: ScannedRecord, _facts: CaseFacts) -> Value:
    return text_of(record.person, "birth_date").lstrip("~")[:4] or None


def _place(record: ScannedRecord, _facts: CaseFacts) -> Value:
    """Return the address and the hamlet, unless the address names it already."""
    address, hamlet = text_of(record.person, "address"), text_of(record.person, "hamlet")
    if hamlet and text.fold(hamlet) in text.fold(address):
        hamlet = ""
    return ", ".join(filter(None, (address, hamlet))) or None


def _initials(record: ScannedRecord, _facts: CaseFacts) -> Value:
    return ". ".join(text.fold(word)[:1].upper() for word in as_text(record.person["full_name"]).split())


_OF_PERSON: dict[str, Reader] = {
    "birth_year": _birth_year,
    "birth_male": _born(lambda sex: sex == "male"),
    "birth_female": _born(lambda sex: sex != "male"),
    "place": _place,
    "initials": _initials,
}


def _of_record(name: str, context: Context) -> Reader:
    match name:
        case "name_or_number":
            return lambda record, _facts: record.who
        case "state":
            return lambda record, _facts: context.register.life_cycle.state_label(record.state)
        case "sent":
            return lambda record, _facts: sent_state(record, context.sending).text
        case "supports":
            return lambda record, _facts: _support_labels(context, record)
        case "found":
            return lambda record, facts: _brief(context.found(record, facts), record)
        case "found_level":
            return lambda record, facts: _weight(context.found(record, facts))
        case "supports_amount":
            return lambda record, _facts: _supports_amount(context, record)
        case _:
            return lambda record, _facts: getattr(record, name)


def _brief(found: Finding | None, record: ScannedRecord) -> Value:
    """Return a finding in few words; of a record that names nobody nothing that tells who it is."""
    if found is None:
        return None
    told = not goes_by_code(record.confidentiality) or found.facts.keys() <= {"label"}
    # What only an import met is kept without what it was about.
    said = found.text.rstrip(".") if found.facts and told else ""
    return said if 0 < len(said) <= _BRIEF else errors.short(found.code)


def _weight(found: Finding | None) -> Value:
    """Return the place of a finding's level among the levels: what weighs most comes first."""
    return None if found is None else list(Level).index(found.level)


def _support_labels(context: Context, record: ScannedRecord) -> Value:
    labels = [_support_label(context.register, each) for each in context.supports(record)]
    return "; ".join(dict.fromkeys(labels)) or None


def _supports_amount(context: Context, record: ScannedRecord) -> Value:
    amounts = [each.amount for each in context.supports(record) if each.amount]
    return sum(amounts) if amounts else None


def _support_label(register: Register, event: Event) -> str:
    kind = register.event_kinds[event.kind]
    for each in kind.fields:
        if event.answers.get(each.key) and hasattr(each.kind, "list_name") and not each.masked:
            return each.kind.show(event.answers[each.key])
    return kind.label
