"""Parting two people who were joined: what is given back, whose is what was written since, and what stands in the way."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop.db.models import Likeness, Person
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import Message, UserError
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.access import Access, require_known
from ansinh_desktop.services.joining.looking import HOUSEHOLD, household_shown, require_writable
from ansinh_desktop.services.undo.net import Key, Step
from ansinh_desktop.services.undo.planning import Plan
from ansinh_desktop.services.undo.reach import reach
from ansinh_desktop.services.undo.reversing import reversing


@dataclass(frozen=True)
class Edited:
    """A field that was written after two people were joined: whose it is, an officer says when they are parted."""

    key: str
    label: str
    now: str
    one: str
    """What stood there of the one who stays, before they were joined."""
    other: str


@dataclass(frozen=True)
class PartPreview:
    """What parting two people gives back, and what has to be said for it."""

    name: str
    records: tuple[str, ...]
    """The numbers of the records that go back to who was joined."""
    edited: tuple[Edited, ...]
    refusal: Message | None = None


class Parting:
    """Two people who were joined, and are to be parted."""

    def __init__(self, store: Store, access: Access, pair: Likeness) -> None:
        """Look at two people.

        Args:
            store: Of the unit of work.
            access: The officer's rights.
            pair: How they were joined; need not stand in the data file.

        Raises:
            UserError: AS-1122, AS-2035, AS-2036, AS-2071 they are none of the officer's business.
        """
        # Where the one was joined with another in turn, that one has the records now.
        leading = store.joining.leading(pair.one_id)
        require_known(store, access, leading)
        people = store.people.some([pair.one_id, pair.other_id])
        self.one: Person = people[pair.one_id]
        self.other: Person = people[pair.other_id]
        require_writable(store, access, [self.one], store.joining.records([leading]))
        self.pair = pair
        self._store, self._access = store, access
        self._steps: Mapping[str, Mapping[str, Sequence[Value]]] = pair.steps or {}
        self._now = store.joining.standing(self._steps)

    @property
    def both(self) -> tuple[Person, Person]:
        """The one who stayed, and the other."""
        return self.one, self.other

    def refusal(self) -> UserError | None:
        """Return why they cannot be parted now."""
        store = self._store
        if self.one.deleted:
            leading = store.people.get(store.joining.leading(self.one.id))
            return UserError("AS-2078", name=leading.full_name)
        later = store.joining.joined_later(self.pair)
        if later is not None:
            return UserError("AS-2077", name=store.people.get(later.other_id).full_name)
        return None

    def numbers(self) -> tuple[str, ...]:
        """Return the numbers of the records that go back."""
        ids = [row.partition(" ")[2] for row in self._steps if row.startswith("record ")]
        found = self._store.records.some(ids)
        # As on the page of people: a record that goes by code is told of beside no name.
        told = (
            each for each in found.values() if not each.deleted and not goes_by_code(each.confidentiality)
        )
        return tuple(sorted(each.number for each in told))

    def edited(self) -> Iterator[Edited]:
        """Yield what was written of the person since."""
        for key, field in PERSON_FIELDS.items():
            if self._is_edited(key):
                show = field.kind.show
                one, other = (show(each.get(key)) for each in (self.pair.one, self.pair.other))
                yield Edited(key, field.label, show(getattr(self.one, key)), one, other)
        if self._is_edited(HOUSEHOLD):
            homes = (self.one.household_id, *(self._before(each) for each in self.both))
            yield Edited(
                HOUSEHOLD, "Hộ", *(household_shown(self._store, self._access, each) for each in homes)
            )

    def _before(self, person: Person) -> str | None:
        step = self._steps.get(f"person {person.id}", {}).get(HOUSEHOLD)
        found = step[0] if step else person.household_id
        return str(found) if found else None

    def _is_edited(self, key: str) -> bool:
        step = self._steps.get(f"person {self.one.id}", {}).get(key)
        if step is None and key == HOUSEHOLD:
            return False
        after = step[1] if step else self.pair.one.get(key)
        return bool(getattr(self.one, key) not in (after, step[0] if step else after))

    def write(self, goes: Collection[str] = ()) -> None:
        """Let both have again what they had; ``goes`` names what was written since and goes with the other.

        Raises:
            UserError: It is refused, or a guard of the data file refuses.
        """
        if (refused := self.refusal()) is not None:
            raise refused
        back = self.back(goes)
        for _step in reversing(self._store, Plan(back, reach(self._store, self._access, back)), exactly=True):
            pass

    def back(self, goes: Collection[str]) -> dict[Key, dict[str, Step]]:
        """Return what has to be written: what joining wrote and still stands, and what goes with the other."""
        found: dict[Key, dict[str, Step]] = {}
        for (name, row_id), now in self._now.items():
            for key, (before, after) in self._steps[f"{name} {row_id}"].items():
                if now[key] == after != before:
                    found.setdefault((name, row_id), {})[key] = (after, before)
        for key in goes:
            if self._is_edited(key):
                step = self._steps.get(f"person {self.one.id}", {}).get(key)
                mine, theirs = (found.setdefault(("person", each.id), {}) for each in self.both)
                now = getattr(self.one, key)
                mine[key] = (now, step[0] if step else self.pair.one.get(key))
                theirs[key] = (getattr(self.other, key), now)
        return found
