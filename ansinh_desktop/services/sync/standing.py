"""Where a commune's exchange stands: what the next package carries and why, what came of the others, what came back."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ansinh_desktop.db.exchange import tables as exchange
from ansinh_desktop.db.exchange.sending import SentKind
from ansinh_desktop.db.exchange.tables import Returned
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.cards import Cards, receiver_in
from ansinh_desktop.services.sync.conflicts import Conflicts
from ansinh_desktop.services.sync.outgoing import Outgoing, Waiting

_WAITING: Final = (str(SentKind.NOT_SENT), str(SentKind.EXPORTED), str(SentKind.RETURNED))


@dataclass(frozen=True)
class Door:
    """One register in the next package, and the list behind its number."""

    register: str
    title: str
    count: int
    """How many of its records can be looked at."""
    removed: int = 0
    """How many were taken back since they were sent: of these the package says that they are gone."""

    @property
    def query(self) -> ListQuery:
        """Exactly the records that are counted."""
        return ListQuery(self.register, {"record.sent": _WAITING, "record.draft": ("0",)})


@dataclass(frozen=True)
class Sent:
    """A package that was made, and what is known of it."""

    number: int
    at: datetime.datetime
    records: int
    file_name: str
    whole: bool
    answered: bool
    returned: int = 0
    forked: bool = False
    """Whether the receiver took nothing, for two copies of this machine sent packages."""


@dataclass(frozen=True)
class NotTaken:
    """A row that the receiver did not take in the version that stands here still, and why."""

    key: str
    record_id: str
    register: str
    """Empty where it belongs to no record of a register."""
    number: str
    who: str
    """The person, unless the record goes by its number."""
    code: str
    said: str
    todo: str
    package: int


@dataclass(frozen=True)
class Standing:
    """All that the commune's page of the exchange shows."""

    waiting: Waiting
    why_whole: str = ""
    """In plain words why the next package holds everything; empty where it does not."""
    doors: tuple[Door, ...] = ()
    packages: tuple[Sent, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    conflicts: int = 0
    digits: str = ""
    """Those of our own card."""
    hidden: int = field(default=0)
    """How many rows came back of registers that the officer may not see."""


def standing(vault: Vault, access: Access) -> Standing:
    """Return where the exchange stands.

    Raises:
        UserError: The officer may not send anything.
    """
    outgoing = Outgoing(vault, access)
    waiting = outgoing.waiting()
    packages = tuple(_sent(*each) for each in outgoing.packages())
    conflicts = len(Conflicts(vault, access).all())
    digits = Cards(vault, access).own().fingerprint
    with vault.reading() as store:
        doors = tuple(_doors(store, waiting, access))
        every = list(_not_taken(store))
        why = _why_whole(store) if waiting.whole and waiting.receiver else ""
    seen = tuple(each for each in every if not each.register or access.may(each.register, "r"))
    return Standing(waiting, why, doors, packages, seen, conflicts, digits, len(every) - len(seen))


def _doors(store: Store, waiting: Waiting, access: Access) -> Iterator[Door]:
    for code in access.readable:
        if count := waiting.by_register.get(code, 0):
            door = Door(code, catalog.register(code).short_title, count)
            shown = min(count, store.search.count(door.query))
            yield Door(code, door.title, shown, count - shown)


def _why_whole(store: Store) -> str:
    receiver = receiver_in(store)
    if receiver is None:
        return ""
    sent = store.packages.sent_to(receiver.id)
    if not store.ledger.counterpart(receiver.id).life:
        return "đơn vị nhận này chưa xác nhận gói nào"
    receipts = [store.packages.receipt_of(each.id) for each in sent]
    last = next((each for each in reversed(receipts) if each is not None), None)
    if last is None:
        return (
            "dữ liệu trên máy này vừa lấy lại từ bản sao hoặc chuyển máy; "
            "hồ sơ nào máy này không còn thì biên nhận trả về"
        )
    if last.state == "full_wanted":
        return "đơn vị nhận thấy hai bên đang giữ khác nhau nên đề nghị gửi lại"
    return "đơn vị nhận vừa lập lại dữ liệu của họ"


def _sent(package: exchange.Package, receipt: exchange.Receipt | None) -> Sent:
    told = receipt.returned if receipt is not None else []
    return Sent(
        package.number,
        package.at,
        int(package.counts.get("record", 0)),
        package.file_name,
        package.kind == "whole",
        receipt is not None,
        sum(each["result"] == "rejected" for each in told),
        receipt is not None and receipt.state == "fork",
    )


def _not_taken(store: Store) -> Iterator[NotTaken]:
    """Yield what came back and stands here still as it was sent."""
    receiver = receiver_in(store)
    if receiver is None:
        return
    # Of what was written beside each other both versions stand, and the queue of choices has it.
    returned = [each for each in store.packages.returned(receiver.id) if each.result == "rejected"]
    for name in MODELS:
        of_table = [each for each in returned if each.entity == name]
        if of_table:
            yield from _of_table(store, name, of_table)


def _of_table(store: Store, name: str, returned: Sequence[Returned]) -> Iterator[NotTaken]:
    rows = store.arriving.rows(MODELS[name], [each.row_id for each in returned])
    still = [each for each in returned if each.row_id in rows and rows[each.row_id].seq == each.seq]
    record_of = {each.row_id: _record_id(store, name, rows[each.row_id]) for each in still}
    records = store.records.some([each for each in record_of.values() if each])
    people = store.people.some([each.person_id for each in records.values()])
    for each in still:
        record = records.get(record_of[each.row_id])
        person = people.get(record.person_id) if record is not None else None
        yield _line(each, record, person.full_name if person is not None else "", rows[each.row_id])


def _record_id(store: Store, name: str, row: object) -> str:
    """Return the record to which a row belongs: of a person any of theirs; empty where there is none."""
    if name in IN_RECORDS:
        return str(getattr(row, "id" if name == "record" else "record_id"))
    person = {"person": "id", "relation": "person_id", "likeness": "one_id", "household": "head_id"}.get(name)
    person_id = getattr(row, person) if person else None
    of_person: Sequence[Record] = store.records.of_person(person_id) if person_id else ()
    return of_person[0].id if of_person else ""


def _line(returned: Returned, record: Record | None, full_name: str, row: object) -> NotTaken:
    title = content.table_of(returned.entity).title
    said = returned.told if returned.entity == "record" else f"{title}: {returned.told}"
    who = "" if record is not None and goes_by_code(record.confidentiality) else full_name
    if record is None:
        who = str(getattr(row, "name", "") or "")
    return NotTaken(
        f"{returned.entity} {returned.row_id}",
        record.id if record else "",
        record.register if record else "",
        record.number if record else "",
        who,
        returned.code,
        said,
        returned.todo,
        returned.package,
    )
