"""Shows what is masked for a reason, once the history says who saw what and why; never what it was."""

from collections.abc import Collection, Sequence

from ansinh_desktop.db.models import Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import masked_keys
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.forgetting import require_remembered
from ansinh_desktop.services.cases.history import REVEAL, REVEALED, HistoryRow, rows_of
from ansinh_desktop.services.cases.views import EventView, event_view
from ansinh_desktop.services.masking import required_reason


class Reveals:
    """What one officer is shown for a reason."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    @property
    def officer(self) -> str:
        """The name under which the officer works."""
        return self._access.officer

    def answers(self, record_id: str, keys: Collection[str], reason: str) -> Answers:
        """Return masked answers of a record, by key.

        Raises:
            UserError: The officer may not read the register, or the reason says nothing.
        """
        why = required_reason(reason)
        with self._vault.reading() as store:
            record = self._readable(store, record_id)
            fields = catalog.register(record.register).fields
            hidden = masked_keys(fields, record.answers)
            found = {key: record.answers[key] for key in fields if key in hidden and key in keys}
        self._note(record_id, [fields[key].label for key in found], why)
        return found

    def event(self, event_id: str, reason: str) -> EventView:
        """Return what happened in a case with its masked answers.

        Raises:
            UserError: As :meth:`answers`.
        """
        why = required_reason(reason)
        with self._vault.reading() as store:
            event = store.records.event(event_id)
            register = catalog.register(self._readable(store, event.record_id).register)
            found = event_view(register, event, store.accounts.full_names(), plain=True)
            record_id = event.record_id
        self._note(record_id, found.masked, why)
        return found

    def line(self, record_id: str, row: HistoryRow, reason: str) -> HistoryRow:
        """Return a line of the history of a record with its masked values.

        Raises:
            UserError: As :meth:`answers`; AS-2092 the record has forgotten who it was about.
        """
        why = required_reason(reason)
        with self._vault.reading() as store:
            record = self._readable(store, record_id)
            require_remembered(store, {record_id}, set())
            register = catalog.register(record.register)
            changes, names = store.log.of_record(record_id, record.person_id), store.accounts.full_names()
            pairs = zip(
                rows_of(changes, register, names), rows_of(changes, register, names, plain=True), strict=True
            )
            found = next((plain for masked, plain in pairs if masked == row), row)
        self._note(record_id, [row.field] if row.masked else [], why)
        return found

    def typed(self, register: str, record_id: str, keys: Collection[str], reason: str) -> None:
        """Write down why an officer goes on with masked answers that another one typed and never saved.

        Args:
            register: Whose record it is.
            record_id: Which; empty for one that is not saved yet.
            keys: The answers.
            reason: Why.

        Raises:
            UserError: The officer may not write in the register, or the reason says nothing.
        """
        why = required_reason(reason)
        self._access.require(register, "w")
        fields = catalog.register(register).fields
        about = ("record", record_id) if record_id else ("register", register)
        with self._vault.work(why) as store:
            store.log.note(REVEAL, *about, {REVEALED: [fields[key].label for key in fields if key in keys]})

    def _readable(self, store: Store, record_id: str) -> Record:
        record = store.records.get(record_id)
        self._access.require(record.register, "r")
        return record

    def _note(self, record_id: str, labels: Sequence[str], reason: str) -> None:
        if labels:
            with self._vault.work(reason) as store:
                store.log.note(REVEAL, "record", record_id, {REVEALED: list(labels)})
