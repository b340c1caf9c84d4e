"""What the law gives in a case and why: explained for any day, written down with decisions, reckoned again later."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from ansinh_desktop.db.models import Event, Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.assessing import Assessing
from ansinh_desktop.registers.explanation import Explanation
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.facts import facts_of


@dataclass(frozen=True)
class KeptResult:
    """A result as it was written down with a decision."""

    event_id: str
    on: str
    author: str
    lines: tuple[tuple[str, str], ...]
    """Label and value of what was kept, in the order of the declaration."""
    version: str
    same: bool
    """Whether the rules of that version give the same again."""


@dataclass(frozen=True)
class Why:
    """Why the law says what it says of one record on one day."""

    record_id: str
    number: str
    who: str
    """The person, or nobody where the record is too confidential to name them."""
    on: datetime.date
    explanation: Explanation | None
    kept: Sequence[KeptResult]


class Entitlements:
    """Reasons and kept results, as far as the officer may see the records."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def why(self, record_id: str, on: datetime.date) -> Why:
        """Return why the law says what it says of a record on a day.

        Raises:
            UserError: The officer may not see the register.
        """
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            register = catalog.register(record.register)
            person = store.people.get(record.person_id)
            events = store.records.events(record_id)
            facts = facts_of(record, person, on, events).at(on)
            kept = [_kept_result(store, register, each) for each in events if _is_kept(register, each)]
            return Why(
                record.id,
                record.number,
                "" if goes_by_code(record.confidentiality) else person.full_name,
                on,
                register.explained(facts) if register.explained else None,
                kept,
            )

    def again(self, event_id: str) -> Answers:
        """Return a kept result reckoned anew by the very text of the law that gave it."""
        with self._vault.reading() as store:
            event = store.records.event(event_id)
            register = catalog.register(store.records.get(event.record_id).register)
            self._access.require(register.code, "r")
            return again(store, register, event.answers)


def write_down(
    store: Store, record: Record, on: datetime.date, author: str, law_day: datetime.date | None = None
) -> Event | None:
    """Keep the law's result with a decision, and the text of the law that gave it; None where there is no result.

    Args:
        store: The unit of work of the decision.
        record: The record.
        on: The day of the decision.
        author: Who made it.
        law_day: The day whose law is asked, where it is another.
    """
    register = catalog.register(record.register)
    assessing = register.assessing
    if assessing is None:
        return None
    person, events = store.people.get(record.person_id), store.records.events(record.id)
    facts = facts_of(record, person, law_day or on, events).at(law_day or on)
    found = assessing.compute(facts)
    if found is None:
        return None
    _keep_law(store, assessing, str(found["version"]))
    return store.records.add_event(
        record.id,
        assessing.event,
        on.isoformat(),
        answers={key: value for key, value in found.items() if value not in EMPTY},
        author=author,
    )


def again(store: Store, register: Register, kept: Answers) -> Answers:
    """Return a kept result reckoned anew by the text of the law that gave it.

    Raises:
        UserError: That text is no longer in the data file.
    """
    assessing = register.assessing
    version = str(kept["version"])
    texts = store.setting(_key(version))
    if assessing is None or not texts:
        raise UserError("AS-6401", version=version)
    with edition.under(Edition(texts)):
        return assessing.again(kept)


_NAMES = {
    "social_assistance": "quy định trợ giúp xã hội",
    "local": "quy định của tỉnh, của xã",
    "deadlines": "thời hạn",
}


def version_words(version: str) -> str:
    """Return which text of the law gave a result, in words."""
    shown = []
    for part in filter(None, version.split("; ")):
        name, _, number = part.partition(" ")
        shown.append(f"{_NAMES.get(name, name)}, bản {number}")
    return "; ".join(shown)


def _keep_law(store: Store, assessing: Assessing, version: str) -> None:
    if not store.has_setting(_key(version)):
        store.set_setting(_key(version), {place: edition.current().text(place) for place in assessing.places})


def _key(version: str) -> str:
    return f"law {version}"


def _is_kept(register: Register, event: Event) -> bool:
    return register.assessing is not None and event.kind == register.assessing.event


def _kept_result(store: Store, register: Register, event: Event) -> KeptResult:
    declared = register.event_kinds[event.kind]
    shown = tuple(
        (each.label, each.shown(event.answers[each.key]))
        for each in declared.fields
        if not each.hidden and event.answers.get(each.key) not in EMPTY
    )
    return KeptResult(
        event.id,
        event.happened_on[:10],
        event.author or "",
        shown,
        str(event.answers.get("version", "")),
        _is_same(store, register, event.answers),
    )


def _is_same(store: Store, register: Register, kept: Answers) -> bool:
    try:
        found = again(store, register, kept)
    except UserError:
        return False  # the text came with another data file
    return all(kept.get(key) == value for key, value in found.items() if value not in EMPTY)
