"""Joining two people for one officer, and parting them again.

Whoever has the lesser identifier stays, on whichever machine it is done; which value of each field stays is the officer's
to say. The records of both are kept, and hang on that one; all that was written stands with the pair
(:class:`~ansinh_desktop.db.models.Likeness`), travels with it, and is what parting gives back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.exchange.alike import SAME, Decided
from ansinh_desktop.db.history import WRITES
from ansinh_desktop.db.models import Likeness
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.refusals import coming_or_going, refuse_paid_twice
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.person import PERSON_FIELDS, check_person
from ansinh_desktop.services.access import Access, require_known
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.joining.looking import (
    HOUSEHOLD,
    JoinPreview,
    Two,
    look,
    values_after,
)
from ansinh_desktop.services.joining.parting import Parting, PartPreview
from ansinh_desktop.services.undo.net import nets

_LONGEST_REASON = 1000
_WRITTEN = ("person", "household", "relation", "record")


@dataclass(frozen=True)
class Joined:
    """Somebody who was joined with another."""

    person_id: str
    name: str
    birth: str
    reason: str
    officer: str


class Joinings:
    """Two people who are one, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def preview(self, one_id: str, other_id: str) -> JoinPreview:
        """Return what joining two people asks and does; nothing is written.

        Raises:
            UserError: AS-1122, AS-2035, AS-2070 there is nothing to be shown.
        """
        with self._vault.reading() as store:
            return look(store, self._access, Two.of(store, self._access, one_id, other_id))

    def join(self, one_id: str, other_id: str, chosen: Mapping[str, str], reason: str) -> str:
        """Join two people, and return who stays.

        Args:
            one_id: The one.
            other_id: The other.
            chosen: By field (of a person, or ``household_id``): the id of whose value stays; of what is not named, what
                the preview proposes.
            reason: Why they are one.

        Raises:
            InvalidRecordError: What would be known of the person has an error.
            UndatedChangeError: A fact that decides money would become another.
            UserError: AS-5191 no reason is given; or why they cannot be joined.
        """
        said = _reason(reason)
        with self._vault.work(said) as store:
            two = Two.of(store, self._access, one_id, other_id)
            preview = look(store, self._access, two)
            if preview.refusal is not None:
                raise UserError(preview.refusal.code, **preview.facts)
            after = values_after(two, {each.key: each.of(chosen) for each in preview.lines})
            _require_sound(two, after)
            before = {
                each.id: {key: str(value) for key, value in values_of(each).items()} for each in two.both
            }
            _write(store, two, after)
            store.log.last()
            made = nets(
                each
                for each in store.acts.told(store.chain.work or 0)
                if each.act in WRITES and each.entity in _WRITTEN
            )
            decided = Decided(two.one.unit, SAME, said, self._access.officer)
            row = store.packages.alike.decide(decided, before)
            row.steps = {
                f"{net.table} {net.id}": {key: [*step] for key, step in net.fields.items()}
                for net in made.values()
            }
            return two.one.id

    def of(self, person_id: str) -> list[Joined]:
        """Return who was joined with somebody, the last first.

        Raises:
            UserError: AS-1122.
        """
        with self._vault.reading() as store:
            require_known(store, self._access, person_id)
            names = store.accounts.full_names()
            found = store.joining.of(person_id)
            people = store.people.some([each.other_id for each in found])
            birth = PERSON_FIELDS["birth_date"].kind.show
            return [
                Joined(
                    each.other_id,
                    people[each.other_id].full_name,
                    birth(people[each.other_id].birth_date),
                    each.reason,
                    names.get(each.author, each.author),
                )
                for each in found
                if each.other_id in people
            ]

    def preview_part(self, one_id: str, other_id: str) -> PartPreview:
        """Return what parting two people gives back; nothing is written.

        Raises:
            UserError: AS-1122, AS-2035, AS-2036, AS-2071 nothing is told; AS-2079 they are not joined.
        """
        with self._vault.reading() as store:
            parting = Parting(store, self._access, _pair(store, one_id, other_id))
            return PartPreview(
                parting.other.full_name,
                parting.numbers(),
                tuple(parting.edited()),
                refused.message if (refused := parting.refusal()) else None,
            )

    def part(self, one_id: str, other_id: str, reason: str, goes: Collection[str] = ()) -> None:
        """Part two people who were joined: both have again what they had, and what was written since stays.

        Args:
            one_id: The one.
            other_id: The other.
            reason: Why they are two.
            goes: Of the fields that were written since (:class:`Edited`): those whose value goes with the one who was
                joined; the others stay with the one who stayed.

        Raises:
            UserError: AS-5191 no reason is given; AS-2077, AS-2078, AS-2079 or whatever a guard of the data says.
        """
        said = _reason(reason)
        with self._vault.work(said) as store:
            parting = Parting(store, self._access, _pair(store, one_id, other_id))
            parting.write(goes)
            parting.pair.steps = None
            known = values_of(parting.one)
            store.packages.alike.keep_apart(
                parting.one.id, parting.other.id, known, said, self._access.officer
            )


def _pair(store: Store, one_id: str, other_id: str) -> Likeness:
    pair = store.joining.pair(one_id, other_id)
    if pair is None:
        raise UserError("AS-2079")
    return pair


def _reason(reason: str) -> str:
    said = reason.strip()[:_LONGEST_REASON]
    if not said:
        raise UserError("AS-5191")
    return said


def _require_sound(two: Two, after: Mapping[str, Value]) -> None:
    """Refuse what would be known of the person where a form would; a warning is kept with the reason of joining.

    Raises:
        InvalidRecordError, UndatedChangeError.
    """
    found = _errors({key: after[key] for key in PERSON_FIELDS})
    # What somebody lacks, of whom little was known, they lack still.
    if found - set().union(*(_errors(values_of(each)) for each in two.both)):
        raise InvalidRecordError(sorted(found, key=lambda each: (each.code, each.field)))
    two.require_dated(after)


def _errors(known: Answers) -> set[Finding]:
    return {each for each in check_person(known, clock.today()) if each.level is Level.ERROR}


def _write(store: Store, two: Two, after: Mapping[str, Value]) -> None:
    """Let all of both hang on the one who stays, and that one say what was chosen."""
    one, other = two.both
    records = {each.id for each in two.records}
    with coming_or_going(store.session, {*records, one.id, other.id}):
        homes = {home for each in two.both if (home := each.household_id)}
        other.household_id, other.deleted = None, True
        one.household_id = after[HOUSEHOLD]  # type: ignore[assignment]
        store.people.save(one.id, one.unit, {key: after[key] for key in PERSON_FIELDS})
    store.joining.move(other, one.id)
    for home in sorted(homes - {one.household_id}):
        _left(store, home, one.id)
    refuse_paid_twice(store.session, records)


def _left(store: Store, household_id: str, person_id: str) -> None:
    """Let a household of which somebody is no member any more have another head; one of nobody is taken away."""
    household, rest = store.people.household(household_id), store.people.members(household_id)
    household.deleted = not rest
    if household.head_id == person_id:
        household.head_id = rest[0].id if rest else None
    store.session.flush()
