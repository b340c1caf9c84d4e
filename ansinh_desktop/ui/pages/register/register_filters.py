"""By what the list of a register can be narrowed: read from the data, with how many records each choice has."""

import functools
from collections.abc import Sequence

from PySide6.QtCore import QObject

from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.listing import Listing
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar, FilterField
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.progress_strip import number

_FIRST = ("record.state", "person.hamlet", "record.sent", "record.draft", "record.review")
_OF_MANY = ("record.unit", "record.state", "person.hamlet", "record.draft")
_FOUND = {"record.review": ("warning", "1")}
"""The filters that ask for what has findings: of which level, and by which choice."""


class RegisterFilters(QObject):
    """Fills the chips over a list."""

    def __init__(
        self,
        register: Register,
        listing: Listing,
        tasks: Tasks,
        chips: ChipBar,
        *,
        consolidated: bool = False,
    ) -> None:
        """Make the filters; ``consolidated`` where records of many communes stand in the register."""
        super().__init__(chips)
        self._register, self._listing, self._tasks, self._chips = register, listing, tasks, chips
        self._order = (*(_OF_MANY if consolidated else _FIRST), *register.filters)
        self._fields: dict[str, FilterField] = {}

    def ask(self) -> None:
        """Ask for the choices, one question at a time, so that a search goes between them."""
        for name in self._order:
            ask = functools.partial(self._listing.values, self._register.code, name)
            self._tasks.run(ask, functools.partial(self._take, name), owner=self)

    def _take(self, name: str, found: Sequence[tuple[str, str, int]]) -> None:
        options = tuple(Option(value, words, number(count)) for value, words, count in found)
        level, only = _FOUND.get(name, ("", ""))
        self._fields[name] = FilterField(
            name, self._register.sources[name].label, options, level, only, name != "record.state"
        )
        self._chips.set_fields([self._fields[each] for each in self._order if each in self._fields])
