"""The commune's hamlets: one that is renamed or merged takes along its people and everything that keeps its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansinh_desktop import text
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.importer.everyday_words import Hamlets

_NUMBERED = re.compile(r"\d|\b[IVX]+$")
_FORMER = "hamlets:former"
_KEPT_NAMES = ("views:",)
"""Settings in which names of hamlets are kept: how officers left their lists."""


@dataclass(frozen=True)
class InUse:
    """A hamlet with people that a new list no longer has, or of which it may mean another by the same name."""

    name: str
    people: int
    households: int
    guess: str
    """The name that stands in its place in the new list, or its own where that stays; empty where nothing does."""


def left_behind(vault: Vault, unit: str, names: Sequence[str]) -> list[InUse]:
    """Return the hamlets with people that a new list of names has no more, and those that may have been numbered anew."""
    with vault.reading() as store:
        return _left_behind(store, unit, names)


def offered(vault: Vault, access: Access) -> list[str]:
    """Return every hamlet that may be meant: those of the list in their order, then all others in which people live."""
    with vault.reading() as store:
        own = store.setting("office") or {}
        listed = [each.name for each in store.people.hamlets(own.get("unit", ""))]
        return list(dict.fromkeys([*listed, *sorted(store.search.lived_in(access.sight(passing=True)))]))


def within(address: str, known: Sequence[str]) -> str:
    """Return the hamlet, one of those known, that an address names; empty where it names none of them."""
    named = Hamlets(known, ()).within(address)
    return named if named in known else ""


def former(store: Store) -> dict[str, str]:
    """Return by the names that hamlets once had those which they have now: lists kept elsewhere still say them."""
    found: dict[str, str] = store.setting(_FORMER) or {}
    return found


def set_hamlets(
    store: Store, unit: str, names: Sequence[str], moves: Mapping[str, str] | None = None
) -> None:
    """Make the list of hamlets this one, and move everybody whose hamlet goes; all within one unit of work.

    Args:
        store: The unit of work.
        unit: Whose hamlets they are.
        names: The new list, in its order.
        moves: By the name that goes, the one to which its people come; also by a name that stays, where hamlets
            take each other's names. Where none is given, a name that stands in the very place of one that goes is
            its new name.

    Raises:
        UserError: A hamlet in use goes and nobody says where its people come, or to a name that the list lacks.
    """
    given = dict(moves or {})
    for each in _left_behind(store, unit, names):
        target = given.get(each.name) or each.guess
        if not target:
            raise UserError("AS-2053", name=each.name, people=each.people, households=each.households)
        given[each.name] = target
    present = [each.name for each in store.people.hamlets(unit)]
    going = {name: target for name, target in given.items() if name in present and name != target}
    for target in going.values():
        if target not in names:
            raise UserError("AS-2054", name=target)
    store.people.set_hamlets(unit, names, going)
    store.people.move_hamlets(unit, going)
    rename_kept(store, going, names)


def _left_behind(store: Store, unit: str, names: Sequence[str]) -> list[InUse]:
    present = [each.name for each in store.people.hamlets(unit)]
    guesses = _in_place(present, names)
    doubtful = [] if guesses else _numbered_anew(present, names)
    guesses |= {name: name for name in doubtful}
    found = []
    for name in present:
        if name not in names or name in doubtful:
            people, households = store.people.hamlet_use(unit, name)
            if people or households:
                found.append(InUse(name, people, households, guesses.get(name, "")))
    return found


def _in_place(present: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Return by the names that go the new ones in their places, where the list is otherwise the same."""
    if len(present) != len(names):
        return {}
    changed = {old: new for old, new in zip(present, names, strict=True) if old != new}
    sound = not (set(changed) & set(names)) and not (set(changed.values()) & set(present))
    return changed if sound else {}


def _numbered_anew(present: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the names that stay, but may mean another hamlet now: one goes, and they are numbered or stand elsewhere."""
    if set(present) <= set(names):
        return []
    stays = [each for each in present if each in names]
    moved = stays != [each for each in names if each in present] or len(present) == len(names)
    return [
        each
        for each in stays
        if _NUMBERED.search(each) or (moved and present.index(each) != names.index(each))
    ]


def rename_kept(store: Store, moves: Mapping[str, str], names: Sequence[str]) -> None:
    """Let everything that keeps names of hamlets say the new ones: lists left as they were, what is being typed."""
    if not moves:
        return
    known = {old: moves.get(now, now) for old, now in former(store).items()} | dict(moves)
    store.set_setting(_FORMER, {old: now for old, now in known.items() if old not in names})
    for prefix in _KEPT_NAMES:
        for key, value in store.settings(prefix).items():
            store.set_setting(key, renamed(value, moves))
    for draft in store.drafts.all():
        draft.typed = renamed(draft.typed, moves)


def renamed(value: Any, moves: Mapping[str, str], *, of_hamlet: bool = False) -> Any:
    """Return a kept value with the new names wherever it holds the hamlet of something."""
    match value:
        case str():
            return moves.get(value, value) if of_hamlet else value
        case list():
            return [renamed(each, moves, of_hamlet=of_hamlet) for each in value]
        case dict():
            return {
                key: renamed(each, moves, of_hamlet=of_hamlet or text.fold(str(key)).endswith("hamlet"))
                for key, each in value.items()
            }
        case _:
            return value
