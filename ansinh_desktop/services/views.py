"""How an officer looks at the lists: filters kept under a name, and columns as they were left."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access

SCALES = (100, 110, 125, 150, 175, 200)
"""The sizes in which the program may be shown, in percent."""

_LAST = ""
_EVERYWHERE = ""
"""In the place of a register: how the whole program looks."""
_COMMANDS = "commands"


View: TypeAlias = Mapping[str, Any]
"""How a list was left: whatever plain values the list itself kept."""


@dataclass(frozen=True)
class Look:
    """How the whole program looks for one officer."""

    dark: bool = False
    percent: int = 100

    @property
    def scale(self) -> float:
        """How many times as large as at first."""
        return self.percent / 100


def _usable(register: str, view: View) -> View:
    """Return a view without filters of what is masked by now."""
    known = catalog.register(register).sources
    filters = {
        name: chosen
        for name, chosen in view.get("filters", {}).items()
        if name not in known or not known[name].masked
    }
    return {**view, "filters": filters} if "filters" in view else view


class Views:
    """The views of one officer, by register."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._key = f"views:{access.officer}"

    def last(self, register: str) -> View:
        """Return how the list of a register was left; empty where it never was changed."""
        found: View = self._all(register).get(_LAST, {})
        return found

    def named(self, register: str) -> dict[str, View]:
        """Return the views kept under a name, in the order of the alphabet."""
        found = self._all(register)
        return {
            name: _usable(register, found[name]) for name in sorted(found, key=str.lower) if name != _LAST
        }

    def look(self) -> Look:
        """Return how the program looks for the officer; what is kept otherwise than today's program knows counts not."""
        kept = self.last(_EVERYWHERE)
        percent = kept.get("percent")
        return Look(kept.get("dark") is True, percent if percent in SCALES else Look.percent)

    def keep_look(self, look: Look) -> None:
        """Keep how the program is to look for the officer from now on."""
        self.keep(_EVERYWHERE, asdict(look))

    def commands(self) -> list[str]:
        """Return what the officer asked for last by its name, the latest first."""
        kept = self._all(_EVERYWHERE).get(_COMMANDS, {}).get("last", ())
        return [str(each) for each in kept]

    def keep_commands(self, last: Sequence[str]) -> None:
        """Keep what the officer asked for last."""
        self.keep(_EVERYWHERE, {"last": list(last)}, _COMMANDS)

    def keep(self, register: str, view: View, name: str = _LAST) -> None:
        """Keep a view, under a name or as the last."""
        self._write(register, {name: dict(view)})

    def drop(self, register: str, name: str) -> None:
        """Forget a named view."""
        self._write(register, {name: None})

    def _all(self, register: str) -> dict[str, View]:
        with self._vault.reading() as store:
            found: dict[str, View] = (store.setting(self._key) or {}).get(register, {})
        return found

    def _write(self, register: str, change: Mapping[str, View | None]) -> None:
        with self._vault.work() as store:
            everything = dict(store.setting(self._key) or {})
            merged = everything.get(register, {}) | change
            everything[register] = {name: view for name, view in merged.items() if view is not None}
            store.set_setting(self._key, everything)
