"""People of two communes who are likely the same: the receiving unit decides, and tells both communes.

No name of the one commune's person goes to the other, and nothing of a pair in which somebody stands in a record that
goes by its number, unless an officer has decided that the two are one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ansinh_desktop.db.exchange.alike import LIKELY, NUMBERS, OTHER, SAME, Decided, Found, compared
from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, note
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import office_in
from ansinh_desktop.services.sync.tables import Row

__all__ = ["LIKELY", "OTHER", "SAME", "Alikes", "Decision", "Line", "Pair", "Side", "findings", "told_to"]

_SHOWN = (
    "full_name",
    "birth_date",
    "sex",
    *NUMBERS,
    "hamlet",
    "address",
    "ethnicity",
    "phone",
    "death_date",
)
_SHOWN_BY_CODE = NUMBERS
_LONGEST_REASON: Final = 1000
_CODES = {LIKELY: "AS-5193", SAME: "AS-5194"}


@dataclass(frozen=True)
class Side:
    """One of two people, as the receiving unit may see them."""

    person_id: str
    unit: str
    """The name of the commune."""
    who: str
    """The name; the numbers of the cases where one of the two goes by code."""
    cases: tuple[str, ...]
    """The numbers of those records that the officer may read."""


@dataclass(frozen=True)
class Line:
    """What is said of both in one respect."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether both are known, and not the same."""
        return bool(self.one and self.other) and self.one != self.other


@dataclass(frozen=True)
class Decision:
    """What an officer decided."""

    decision: str
    reason: str
    officer: str
    stands: bool
    """Whether nothing that was compared has changed since."""


@dataclass(frozen=True)
class Pair:
    """Two people of two communes who may be the same."""

    one: Side
    other: Side
    by_number: bool
    """Whether they have an identity number in common."""
    by_code: bool
    """Whether neither may be named here."""
    lines: tuple[Line, ...]
    decided: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide: for the first time, or since what was compared has changed."""
        return self.decided is None or not self.decided.stands


class Alikes:
    """The people of several communes for one officer of the receiving unit."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def all(self, *, only_open: bool = False) -> list[Pair]:
        """Return the pairs that the officer may know, those that wait first."""
        with self._vault.reading() as store:
            pairs = self._pairs(store, store.packages.alike.pairs(sight=self._access.sight()))
        wanted = [each for each in pairs if each.is_open or not only_open]
        return sorted(wanted, key=lambda each: (not each.is_open, each.one.unit, each.other.unit))

    def decide(self, pair: Pair, decision: str, reason: str) -> None:
        """Decide of two people, and remember what was known of both; their communes are told with their next receipts.

        Raises:
            UserError: AS-2035 no right to write, AS-5191 no reason, AS-5192 they are not alike any more.
        """
        if not any(self._access.may(code, "w") for code in catalog.registers()):
            raise UserError("AS-2035")
        if not reason.strip():
            raise UserError("AS-5191")
        if decision not in (SAME, OTHER):
            raise ValueError(decision)
        with self._vault.work(reason.strip()[:_LONGEST_REASON]) as store:
            wanted = (pair.one.person_id, pair.other.person_id)
            found = [
                each
                for each in store.packages.alike.pairs(sight=self._access.sight())
                if set(each[:2]) == set(wanted)
            ]
            if not found:
                raise UserError("AS-5192")
            known = _Known(store, found)
            one, other = known.compared(found[0])
            said = reason.strip()[:_LONGEST_REASON]
            decided = Decided(office_in(store).unit, decision, said, self._access.officer)
            store.packages.alike.decide(decided, {found[0].one_id: one, found[0].other_id: other})
            facts: dict[str, object] = {"other": found[0].other_id, "decision": decision}
            store.log.note("decide", "likeness", found[0].one_id, facts)

    def _pairs(self, store: Store, found: Sequence[Found]) -> Iterator[Pair]:
        known = _Known(store, found)
        for each in found:
            one, other = (self._side(known, each, row_id) for row_id in each[:2])
            yield Pair(
                one,
                other,
                each.by_number,
                known.by_code(each),
                tuple(known.lines(each)),
                known.decided(each),
            )

    def _side(self, known: "_Known", pair: Found, person_id: str) -> Side:
        person = known.people[person_id]
        records = known.records.get(person_id, [])
        cases = tuple(each.number for each in records if self._access.may(each.register, "r"))
        who = (", ".join(cases) or "hồ sơ đi theo mã") if known.by_code(pair) else person.full_name
        return Side(person_id, known.units.get(person.unit, person.unit), who, cases)


class _Known:
    """What the data file says of the people of some pairs, each asked for once."""

    def __init__(self, store: Store, found: Sequence[Found]) -> None:
        person_ids = {row_id for each in found for row_id in each[:2]}
        self.units: Mapping[str, str] = store.packages.sending().senders
        self.people: dict[str, Person] = store.packages.alike.people(person_ids)
        self.records: dict[str, list[Record]] = store.packages.alike.records(person_ids)
        self._decisions = store.packages.alike.decided(person_ids)
        self._names = store.accounts.full_names()

    def by_code(self, pair: Found) -> bool:
        """Whether one of the two goes by code: a name beside the number would tell whose case it is."""
        return any(
            goes_by_code(each.confidentiality)
            for person_id in pair[:2]
            for each in self.records.get(person_id, [])
        )

    def compared(self, pair: Found) -> tuple[dict[str, str], dict[str, str]]:
        """Return what of both is compared: where they go by code, the numbers only."""
        by_code = self.by_code(pair)
        one, other = (values_of(self.people[person_id]) for person_id in pair[:2])
        return compared(one, by_code=by_code), compared(other, by_code=by_code)

    def decided(self, pair: Found) -> Decision | None:
        """Return what was decided of a pair, and whether it still stands."""
        found = self._decisions.get((pair.one_id, pair.other_id))
        if found is None:
            return None
        stands = (found.one, found.other) == self.compared(pair)
        return Decision(
            found.decision, found.reason, self._names.get(found.author, found.author), stands=stands
        )

    def lines(self, pair: Found) -> Iterator[Line]:
        """Yield what is said of both, line by line, as far as something is said."""
        one, other = (self.people[person_id] for person_id in pair[:2])
        for key in _SHOWN_BY_CODE if self.by_code(pair) else _SHOWN:
            field = PERSON_FIELDS[key]
            both = [field.kind.show(value) if (value := getattr(each, key)) else "" for each in (one, other)]
            if any(both):
                yield Line(field.label, *both)


# At the receiving unit, for the receipt


def told_to(store: Store, unit: str) -> list[Row]:
    """Return what a commune is told of its own people: with which other commune each may stand, too."""
    found = store.packages.alike.pairs(unit)
    known, weightier = _Known(store, found), (OTHER, LIKELY, SAME)
    said: dict[tuple[str, str], str] = {}
    for each in found:
        decision = known.decided(each)
        what = decision.decision if decision is not None and decision.stands else LIKELY
        if what == LIKELY and known.by_code(each):
            continue
        mine, theirs = sorted((known.people[row_id] for row_id in each[:2]), key=lambda one: one.unit != unit)
        key = (mine.id, known.units.get(theirs.unit, theirs.unit))
        said[key] = max(what, said.get(key, what), key=weightier.index)
    return [{"id": row_id, "unit": name, "said": what} for (row_id, name), what in sorted(said.items())]


# At the commune


def findings(store: Store, person_id: str) -> list[Finding]:
    """Return what receivers told of a person: only to be known, and no hindrance to anything."""
    return [note(_CODES[each.said], unit=each.unit) for each in store.packages.alike.told_of(person_id)]
