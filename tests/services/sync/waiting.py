"""What waits to be sent, and what stands elsewhere in another version, made by hand."""

from sqlalchemy import select

from ansinh_desktop import ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange.tables import Conflict, Package, Shipped
from ansinh_desktop.db.exchange.travelling import MODELS, VECTOR, content_of
from ansinh_desktop.db.models import Record, Unit
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.outgoing import Exported
from tests import factories

_OTHERWISE = {"record": {"closed_on": "2026-01-02"}, "person": {"phone": "0900000009"}}


def waits(program: Program, record_id: str) -> str:
    """Let a record wait to be sent to somebody; return its register."""
    with program.vault.work() as store:
        record = store.records.get(record_id)
        record.draft = False
        if not store.devices.units("receiver"):
            store.devices.trust(receiving())
        return record.register


def receiving() -> Unit:
    """Return a unit that receives, with keys of its own."""
    found = factories.receiver()
    found.verify_key = envelope.verify_key_of(envelope.new_sign_key())
    found.recipient = envelope.recipient_of(envelope.new_identity())
    return found


def carried(program: Program, made: Exported) -> set[str]:
    """Return the registers of the records in a package."""
    with program.vault.reading() as store:
        sent = select(Shipped.row_id).join(Package, Package.id == Shipped.package_id)
        of_made = sent.where(Package.file_name == made.path.name, Shipped.entity == "record")
        return set(store.session.scalars(select(Record.register).where(Record.id.in_(of_made))))


def conflict(program: Program, name: str, row_id: str) -> str:
    """Let a row stand elsewhere in another version that did not know ours; return the conflict."""
    with program.vault.work() as store:
        ours = content_of(store.arriving.rows(MODELS[name], [row_id])[row_id], name)
        theirs = ours | _OTHERWISE[name] | {VECTOR: {"elsewhere": 5}}
        found = Conflict(id=ids.new_id(), entity=name, row_id=row_id, theirs=theirs, source="x")
        store.arriving.differ(found)
        return found.id
