"""Where the officer was in this window, so that one can go back and forth like in a browser."""

import contextlib
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from ansinh_desktop.services.listing import ListQuery, narrowed_by
from ansinh_desktop.ui.pages.page import Page
from ansinh_desktop.ui.ways.page_stack import PageStack

_MOST = 100


class Place(NamedTuple):
    """A page, a case on it, or a list with what narrows it."""

    key: str
    record: str = ""
    query: ListQuery | None = None

    def is_like(self, other: "Place") -> bool:
        """Whether this is the same place, however its list is filtered by now."""
        return self[:2] == other[:2] and _source(self.query) == _source(other.query)

    def shows(self, other: "Place") -> bool:
        """Whether the very same records are shown, in whatever order."""
        one, two = self.query, other.query
        same = one is two or (
            one is not None and two is not None and not narrowed_by(one, two) and not narrowed_by(two, one)
        )
        return self.is_like(other) and same


def _source(query: ListQuery | None) -> object:
    """Return which number elsewhere a list stands for; the filters are the officer's own."""
    return None if query is None else (query.only, query.seqs)


class Goes(Protocol):
    """Shows pages by their keys."""

    def go_to(self, key: str, /) -> Page | None:
        """Show a page; None where the officer stays on the one that is shown."""


class History:
    """The places of one window, the one that is shown among them.

    A form or an import is no place: one comes back to where it was opened from.
    """

    def __init__(self, stack: PageStack, window: Goes) -> None:
        self._stack, self._window = stack, window
        self._places: list[Place] = []
        self._at = -1
        self._going = False
        stack.shown.connect(self.note)

    def note(self) -> None:
        """Take notice of what is shown now."""
        now = None if self._going else self._here()
        if now is None:
            return
        if self._at >= 0 and self._places[self._at].is_like(now):
            self._places[self._at] = now
            return
        self._places = [*self._places[: self._at + 1], now][-_MOST:]
        self._at = len(self._places) - 1

    @contextlib.contextmanager
    def one_step(self) -> Iterator[None]:
        """Take notice only of where several moves led in the end."""
        before, self._going = self._going, True
        try:
            yield
        finally:
            self._going = before
        self.note()

    def can_go(self, by: int) -> bool:
        """Whether there is a place so many steps forth, or back where negative."""
        return 0 <= self._target(by) < len(self._places)

    def go(self, by: int) -> None:
        """Show the place so many steps forth, or back where negative; what is being typed is asked about first."""
        at = self._target(by)
        if not 0 <= at < len(self._places):
            return
        with self.one_step():
            self._show(self._places[at])
            here = self._here()
            if here is not None and here.is_like(self._places[at]):
                self._at = at

    def _target(self, by: int) -> int:
        """Return where that many steps lead: back from a form is the place from where it was opened."""
        return self._at + by + (by < 0 and self._here() is None)

    def _here(self) -> Place | None:
        stack = self._stack
        page = stack.page()
        if not stack.is_of_entry():
            return None
        desk = stack.desk()
        if desk is None:
            inside = page.spot_inside()
            return None if inside is not None and inside.opening.method in _FORMS else Place(stack.key)
        if desk.list.isVisibleTo(desk):
            return Place(stack.key, query=desk.list.query())
        return Place(stack.key, desk.case.wanted) if desk.shows_case() else None

    def _show(self, place: Place) -> None:
        page = self._window.go_to(place.key)
        if page is None:
            return
        desk = self._stack.desk()
        if desk is None:
            if self._here() is None:
                page.go_back()
        elif place.record:
            self._show_case(place)
        else:
            self._show_list(place)
        page.take_focus()

    def _show_case(self, place: Place) -> None:
        desk = self._stack.desk()
        if desk is not None and self._here() != place:
            desk.open_case(place.record)

    def _show_list(self, place: Place) -> None:
        desk = self._stack.desk()
        if desk is None:
            return
        if not desk.list.isVisibleTo(desk):
            desk.go_back()
        here = self._here()
        if here is not None and place.query is not None and not here.record and not here.shows(place):
            desk.show_query(place.query)


_FORMS = frozenset({"open_figures", "open_results"})
"""What opens something to be typed in the place of a page."""
