"""Forms of one case on paper: which there are, what they say, and that they were printed."""

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.db.models import Event, Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog, kinds, paper_forms
from ansinh_desktop.registers.answer import Answers, Value, as_text, text_of
from ansinh_desktop.registers.case_sheet import case_sheet
from ansinh_desktop.registers.field import goes_by_code, masked_keys
from ansinh_desktop.registers.paper_forms import PaperForm
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services import later
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import Agenda
from ansinh_desktop.services.cases import EventView, event_view
from ansinh_desktop.services.cases.history import REVEAL, REVEALED
from ansinh_desktop.services.law_day import assessed_day, first_day
from ansinh_desktop.services.listing import NAMES, TELLING, Listing
from ansinh_desktop.services.masking import fields_of_event, required_reason, without
from ansinh_desktop.services.office import Office, office
from ansinh_desktop.services.reports import issuer
from ansinh_desktop.services.reports.form_layout import FormDocument
from ansinh_desktop.services.reports.form_pieces import Told, pieces_of
from ansinh_desktop.services.reports.form_words import Answered
from ansinh_desktop.services.reports.layout import INTERNAL_USE, Heading, Signature
from ansinh_desktop.services.reports.saving import save_whole

_COMMITTEE = " ỦY BAN NHÂN DÂN"
_DOUBTS = {"•": "bố cục chưa đối chiếu với bản công báo", "?": "mẫu chính thức chưa có trong tay"}


@dataclass(frozen=True)
class OfferedForm:
    """One form that can be printed of a case now."""

    code: str
    label: str
    about: str = ""
    """What tells it from others of its label: the day of its event, or that it is for the pen."""
    event_id: str = ""
    """The event of which it speaks; empty where it speaks of none, or is to be filled with the pen."""
    doubt: str = ""
    """What is not sure about it."""
    masked: tuple[str, ...] = ()
    """The labels of the masked answers that it prints for a reason; without one it has dots in their place."""


@dataclass(frozen=True)
class _Read:
    """All of a record that a form may print."""

    record: Record
    events: Sequence[Event]
    views: Sequence[EventView]
    own: Office


class Forms:
    """The forms of cases for one officer."""

    def __init__(self, vault: Vault, access: Access, listing: Listing, agenda: Agenda) -> None:
        self._vault = vault
        self._access = access
        self._listing = listing
        self._agenda = agenda

    def offered(self, record_id: str) -> list[OfferedForm]:
        """Return the forms of a case: the official ones for its day and answers, then its sheet."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "p")
            events = store.records.events(record_id)
        register = catalog.register(record.register)
        return [
            replace(each, masked=_masked_of(register, form, record, events, each.event_id))
            for form in (*(each for each in register.forms if _fits(each, record)), case_sheet(register))
            for each in _of_form(form, events)
        ]

    def pdf(self, record_id: str, chosen: OfferedForm, reason: str = "") -> bytes:
        """Return a form as PDF in memory, for the preview and the printer; ``reason`` as :meth:`document` says."""
        stream = io.BytesIO()
        later.write_form(self.document(record_id, chosen, reason), stream)
        return stream.getvalue()

    def save(self, record_id: str, chosen: OfferedForm, target: Path, reason: str = "") -> None:
        """Write a form to a PDF file where the officer says; that it was printed is written down.

        Raises:
            UserError: The officer may not print, or the disk does not take it.
        """
        save_whole(target, self.pdf(record_id, chosen, reason))
        self.printed(record_id, chosen)

    def of_many(self, record_ids: Sequence[str]) -> list[tuple[OfferedForm, int]]:
        """Return the forms that some records have, those of most records first, each with how many have it."""
        found: dict[str, tuple[OfferedForm, int]] = {}
        for record_id in record_ids:
            for each in {form.code: form for form in self.offered(record_id) if _is_filled(form)}.values():
                first, count = found.get(each.code, (each, 0))
                found[each.code] = first, count + 1
        return sorted(found.values(), key=lambda pair: -pair[1])

    def latest(self, record_ids: Sequence[str], code: str) -> list[tuple[str, OfferedForm]]:
        """Return of each record the form of this code, about its last event where it speaks of one; those that have it."""
        found = []
        for record_id in record_ids:
            of_code = [each for each in self.offered(record_id) if each.code == code]
            named = [each for each in of_code if _is_filled(each)]
            found += [(record_id, named[0])] if named else []
        return found

    def save_many(self, chosen: Sequence[tuple[str, OfferedForm]], target: Path) -> int:
        """Write forms of many cases into one PDF file, and return how many pages it has; each print is written down.

        Raises:
            UserError: The officer may not print, there is nothing to print, or the disk does not take it.
        """
        content, pages = self._of_many(chosen)
        save_whole(target, content)
        self.printed_many(chosen)
        return pages

    def pdf_of_many(self, chosen: Sequence[tuple[str, OfferedForm]]) -> bytes:
        """Return forms of many cases as one PDF in memory.

        Raises:
            UserError: The officer may not print, or there is nothing to print.
        """
        return self._of_many(chosen)[0]

    def printed_many(self, chosen: Sequence[tuple[str, OfferedForm]]) -> None:
        """Write down of each case that its form went to the printer or into a file."""
        for record_id, form in chosen:
            self.printed(record_id, form)

    def _of_many(self, chosen: Sequence[tuple[str, OfferedForm]]) -> tuple[bytes, int]:
        if not chosen:
            raise UserError("AS-4061")
        stream = io.BytesIO()
        pages = later.write_forms([self.document(record_id, form) for record_id, form in chosen], stream)
        return stream.getvalue(), pages

    def printed(self, record_id: str, chosen: OfferedForm) -> None:
        """Write down that a form went to the printer or into a file."""
        with self._vault.work() as store:
            self._access.require(store.records.get(record_id).register, "p")
            named = f"{chosen.label} ({chosen.about})" if chosen.about else chosen.label
            store.log.note("print", "record", record_id, {"form": [None, named]})

    def document(self, record_id: str, chosen: OfferedForm, reason: str = "") -> FormDocument:
        """Return a form of a case, filled and laid out.

        Args:
            record_id: Of which case.
            chosen: Which form.
            reason: Why its masked answers are filled in, which is written into the history; without one there are
                dots in their place. A form that names nobody never has them.

        Raises:
            UserError: The officer may not print, or what it speaks of was taken back meanwhile.
        """
        own = office(self._vault)
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "p")
            read = _read(store, record, own)
        register = catalog.register(record.register)
        form = _declared(register, chosen.code)
        event = _event(read, chosen.event_id)
        law = _law_of(register, form, read, event)
        shown = self._show_masked(register, form, read, event, reason)
        answered = self._answered(register, form, read, event, law, shown)
        told = Told(
            answered,
            without(record.answers, masked_keys(register.fields, record.answers) - shown.keys()),
            read.views,
            self._agenda.of_record(record_id),
            frozenset(each.code for each in register.events if each.support),
            law.day,
            hidden=frozenset() if form.named else _hidden(register, form, record.confidentiality),
        )
        return FormDocument(
            title=answered.fill(form.title).text,
            subtitle=answered.fill(form.subtitle).text,
            model=" – ".join(part for part in (form.model, form.legal) if part),
            heading=None if form.declared else _heading(form, answered, own),
            pieces=tuple(pieces_of(form, told)),
            signatures=tuple(_signatures(form, answered, read.own)),
            recipients=tuple(answered.fill(each).text for each in form.recipients),
            confidential=INTERNAL_USE if goes_by_code(record.confidentiality) else "",
            printed_on=_day(form, answered),
            footer_note=f"Mã hồ sơ {record.number}",
        )

    def _show_masked(
        self, register: Register, form: PaperForm, read: _Read, event: Event | None, reason: str
    ) -> dict[str, Value]:
        """Return the masked answers that a form prints for a reason, once the history says so."""
        if not reason:
            return {}
        why, found = required_reason(reason), _masked_values(register, form, read.record, event)
        if found:
            known = paper_forms.sources_of(register, form)
            with self._vault.work(why) as store:
                labels = [known[each].label for each in found]
                store.log.note(REVEAL, "record", read.record.id, {REVEALED: labels})
        return found

    def _answered(
        self,
        register: Register,
        form: PaperForm,
        read: _Read,
        event: Event | None,
        law: "_Law",
        shown: Mapping[str, Value],
    ) -> Answered:
        """Return the values of everything that the form names, by the law of its day; ``shown`` those masked."""
        known = paper_forms.sources_of(register, form)
        names = [*form.sources(), "record.name_or_number"]
        listed = [each for each in names if each in register.sources]
        (row,) = self._listing.page(register.code, [read.record.row], listed, law.day)
        values: dict[str, Value] = dict(zip(listed, row.values, strict=True))
        values |= {key: value for key, value in law.decided.items() if key in values}
        own = {f"office.{key}": value for key, value in vars(read.own).items()}
        own["office.signs_for"] = read.own.signs_for
        values |= {each: own.get(each) for each in names if each.startswith("office.")}
        values["office.today"] = clock.today().isoformat()
        values["paper.law_day"] = law.day.isoformat()
        if event is not None:
            hidden = masked_keys(fields_of_event(register, event.kind), event.answers)
            values |= {f"event.{key}": value for key, value in without(event.answers, hidden).items()}
            values["event.on"] = event.happened_on[:10]
        return Answered(known, {**values, **shown})


def _is_filled(form: OfferedForm) -> bool:
    """Whether a form speaks of what is recorded, and is not one to be filled with the pen."""
    return bool(form.event_id) or form.code not in _of_events()


def _of_events() -> frozenset[str]:
    """Return the codes of the forms that speak of an event."""
    return frozenset(form.code for each in catalog.registers().values() for form in each.forms if form.event)


@dataclass(frozen=True)
class _Law:
    """Whose law a paper speaks by, and what was decided and kept by it."""

    day: datetime.date
    decided: Answers


def _event(read: _Read, event_id: str) -> Event | None:
    """Return the event of which a form speaks; None where it speaks of none.

    Raises:
        UserError: It was taken back meanwhile.
    """
    if not event_id:
        return None
    found = next((each for each in read.events if each.id == event_id), None)
    if found is None:
        raise UserError("AS-4060")
    return found


def _law_of(register: Register, form: PaperForm, read: _Read, event: Event | None) -> _Law:
    """Return the law of the day of the decision or the event, never of the day of printing where there is one."""
    assessing, answers = register.assessing, read.record.answers
    if event is not None:
        return _law_of_event(register, event)
    sheet = form.dated == "office.today"
    month = text_of(answers, assessing.month) if assessing else ""
    kept = _kept(register, read, month=None if sheet else month or None)
    decided = assessing.printed(answers, kept) if assessing and assessing.printed else {}
    if kept is not None:
        return _Law(assessed_day(as_text(kept["month"]), clock.today()), decided)
    said = answers.get(register.decided_by if sheet else form.dated)
    if said:
        return _Law(assessed_day(month, first_day(said)), decided)
    ended = read.record.closed_on if sheet else None
    return _Law(first_day(ended) if ended else clock.today(), decided)


def _law_of_event(register: Register, event: Event) -> _Law:
    assessing = register.assessing
    month = text_of(event.answers, "month") if assessing and event.kind in assessing.events else ""
    return _Law(assessed_day(month, first_day(event.happened_on)), {})


def _kept(register: Register, read: _Read, month: str | None) -> Answers | None:
    """Return the last result that was kept with a decision, of one month where one is given."""
    assessing = register.assessing
    found = [
        each
        for each in read.events
        if assessing and each.kind == assessing.event and month in (None, each.answers.get("month"))
    ]
    return max(found, key=lambda each: (each.happened_on, each.id)).answers if found else None


def _read(store: Store, record: Record, own: Office) -> _Read:
    register, names = catalog.register(record.register), store.accounts.full_names()
    events = store.records.events(record.id)
    return _Read(record, events, [event_view(register, each, names) for each in events], own)


def _declared(register: Register, code: str) -> PaperForm:
    for each in (*register.forms, case_sheet(register)):
        if each.code == code:
            return each
    raise BugError(f"{register.code} has no form {code}")


def _fits(form: PaperForm, record: Record) -> bool:
    opened = record.opened_on[:10]
    if form.valid_from and opened < form.valid_from.isoformat():
        return False
    if form.valid_to and opened > form.valid_to.isoformat():
        return False
    return form.when is None or form.when.holds(record.answers)


def _of_form(form: PaperForm, events: Sequence[Event]) -> Iterator[OfferedForm]:
    """Yield a form once, or once for each event of which it may speak; without one it is for the pen."""
    doubt = _DOUBTS.get(form.mark, "")
    found = [each for each in events if each.kind == form.event] if form.event else []
    for each in found:
        day = kinds.Date().show(each.happened_on[:10])
        yield OfferedForm(form.code, form.label, f"ngày {day}", each.id, doubt)
    if not found:
        yield OfferedForm(form.code, form.label, "để trống, ghi tay" if form.event else "", "", doubt)


def _masked_of(
    register: Register, form: PaperForm, record: Record, events: Sequence[Event], event_id: str
) -> tuple[str, ...]:
    """Return the labels of the masked answers that a form prints for a reason."""
    event = next((each for each in events if each.id == event_id), None)
    known = paper_forms.sources_of(register, form)
    return tuple(known[each].label for each in _masked_values(register, form, record, event))


def _masked_values(
    register: Register, form: PaperForm, record: Record, event: Event | None
) -> dict[str, Value]:
    """Return the masked answers for which a form has places; none where it names nobody."""
    if not form.named:
        return {}
    given = {key: record.answers[key] for key in masked_keys(register.fields, record.answers)}
    if event is not None:
        hidden = masked_keys(fields_of_event(register, event.kind), event.answers)
        given |= {f"event.{key}": event.answers[key] for key in hidden}
    return {each: given[each] for each in dict.fromkeys(form.sources()) if each in given}


def _hidden(register: Register, form: PaperForm, confidentiality: str) -> frozenset[str]:
    """Return the sources that would tell who the person of a confidential record is."""
    if not goes_by_code(confidentiality):
        return frozenset()
    telling = (kinds.Name, kinds.CitizenId, kinds.OldId, kinds.Phone, kinds.HealthInsurance)
    found = {each for each in form.sources() if each in TELLING or each in NAMES}
    for name, source in paper_forms.sources_of(register, form).items():
        field = register.fields.get(name)
        if isinstance(source.kind, telling) or (field and field.masked):
            found.add(name)
    # Where few live, the hamlet tells who it is.
    return frozenset(found | {"person.hamlet"} if confidentiality >= "c4" else found)


def _heading(form: PaperForm, answered: Answered, own: Office) -> Heading:
    number = ""
    if form.symbol:
        given = answered.shown(form.number) if form.number else ""
        number = f"Số: {given}" if "/" in given else f"Số: {given or '……'}/{form.symbol}"
    return issuer.heading(own, number)


def _day(form: PaperForm, answered: Answered) -> datetime.date | None:
    value = as_text(answered.value(form.dated) or "") if form.dated else ""
    return datetime.date.fromisoformat(value[:10]) if value else None


def _signatures(form: PaperForm, answered: Answered, own: Office) -> Iterator[Signature]:
    for each in form.signatures:
        lines = tuple(answered.fill(line).text.upper() for line in each.lines)
        if own.receives:
            # Only a commune has a people's committee for which its head signs.
            lines = tuple(line.removesuffix(_COMMITTEE) for line in lines if line != f"TM.{_COMMITTEE}")
        yield Signature(lines, answered.fill(each.name).text if each.name else "", each.note)
