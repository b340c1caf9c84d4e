"""Brings the officer back to the very box: the page, what was open on it, the dialogs over it, the cursor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts import spots
from ansinh_desktop.ui.drafts.keeper import KeepsItself
from ansinh_desktop.ui.drafts.slots import Cursor, slots
from ansinh_desktop.ui.drafts.spots import Opening

_EVERY_MS = 30
_TRIES = 15
"""So often is looked for a place that was opened and does not come: a right is gone, a record was taken back."""
_AT_MOST = 1000


@runtime_checkable
class _TakesFocus(Protocol):
    def take_focus(self) -> None:
        """Give the keyboard to what one works with."""


@dataclass(frozen=True)
class Here:
    """Where the officer is."""

    openings: tuple[Opening, ...]
    cursor: Cursor | None = None
    looks: Mapping[str, object] | None = None
    """What was chosen to be looked at, by its field."""
    apart: tuple[Opening, ...] = ()
    """What opens the windows again that stood apart."""
    locked: bool = False
    """The screen was locked there, so that nothing needs to be offered: one goes on."""

    def stored(self) -> dict[str, object]:
        """Return it as plain values."""
        cursor = self.cursor
        return {
            "openings": [list(each) for each in self.openings],
            "cursor": [cursor.slot, cursor.stop, cursor.letters] if cursor else None,
            "looks": dict(self.looks or {}),
            "apart": [list(each) for each in self.apart],
            "locked": self.locked,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Here":
        """Return what was stored."""
        cursor = stored.get("cursor")
        return cls(
            tuple(Opening.of(each) for each in stored.get("openings", ())),
            Cursor(*cursor) if cursor else None,
            stored.get("looks") or {},
            tuple(Opening.of(each) for each in stored.get("apart", ())),
            locked=bool(stored.get("locked")),
        )


class ComingBack(QObject):
    """Opens one place after another, each when the one before it is there.

    Signals:
        ended: The officer is there, or as near as one may come.
    """

    ended = Signal()

    def __init__(self, here: Here, window: QWidget, tasks: Tasks, look: Callable[[], object]) -> None:
        super().__init__(window)
        self._here, self._window, self._tasks, self._look = here, window, tasks, look
        self._asked = -1
        self._tries = 0
        self._left = _AT_MOST
        self._settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def _step(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._end()
        if self._tasks.is_busy() or self._left <= 0:
            return
        chain = spots.chain(self._window)
        present = [each.opening for each in chain]
        wanted = list(self._here.openings)
        reached = next(
            (place for place, each in enumerate(wanted) if present[place : place + 1] != [each]), len(wanted)
        )
        self._look()
        if self._tasks.is_busy():
            return  # what was typed there is being read
        self._go_on_with(chain[:reached])
        if reached == len(wanted):
            self._end()
        elif self._asked < reached:
            self._asked, self._tries = reached, 0
            opener = spots.open_again(self._window, chain[:reached], wanted[reached])
            if opener is None:
                self._end()
            else:
                # By itself: a dialog that waits for its answer must not hold this up.
                QTimer.singleShot(0, self._window, opener)
        else:
            self._tries += 1
            if self._tries > _TRIES:
                self._end()

    def _go_on_with(self, reached: list[spots.Spot]) -> None:
        """Take up the draft of a form that offers it, where the screen was only locked."""
        for spot in reached if self._here.locked else ():
            if isinstance(spot.widget, KeepsItself):
                spot.widget.take_draft()

    def _end(self) -> None:
        self._timer.stop()
        chain = spots.chain(self._window)
        for spot in chain:
            self._look_as_before(spot)
        for each in self._here.apart:
            if (opener := spots.open_again(self._window, chain, each)) is not None:
                opener()
        if chain and [each.opening for each in chain] == list(self._here.openings):
            self._put_cursor(chain)
        self.ended.emit()
        self.deleteLater()

    def _put_cursor(self, chain: list[spots.Spot]) -> None:
        """Give the keyboard to where it was; in a page that was only looked at, to what one works with in it."""
        if self._here.cursor is None:
            if isinstance(page := chain[-1].widget, _TakesFocus):
                page.take_focus()
            return
        for spot in reversed(chain):
            if spot.widget.isEnabled() and self._here.cursor.put(spot.widget):
                break

    def _look_as_before(self, spot: spots.Spot) -> None:
        looks = self._here.looks or {}
        for slot in slots(spot.widget):
            if slot.is_look and slot.name in looks and slot.typed() != looks[slot.name]:
                slot.put(looks[slot.name])
