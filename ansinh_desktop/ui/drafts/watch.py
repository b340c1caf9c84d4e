"""Sees everything that is typed in the window and its dialogs, and keeps it, so that no editor can forget to."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from ansinh_desktop.services.drafts import HERE, Drafts, KeptDraft
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts import spots
from ansinh_desktop.ui.drafts.coming_back import ComingBack, Here
from ansinh_desktop.ui.drafts.keeper import DraftKeeper, KeepsItself, Typed
from ansinh_desktop.ui.drafts.offer import offer_in
from ansinh_desktop.ui.drafts.slots import Cursor, Slot, slots
from ansinh_desktop.ui.drafts.spots import Opening, Spot
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.editor import NEVER, Editor

_PAUSE_MS = 700
_AFTER_MS = 50

_TYPING = (
    QEvent.Type.KeyPress,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.Drop,
)


def page_before(drafts: Drafts) -> str:
    """Return the key of the page on which something was typed, or the screen was locked; empty where none was."""
    found = drafts.read(HERE)
    openings = Here.of(found.typed).openings if found is not None else ()
    return str(openings[0].given[0]) if openings and openings[0].method == "go_to" else ""


class Kept(QObject):
    """One place with the draft of what is typed in it."""

    def __init__(self, drafts: Drafts, tasks: Tasks, spot: Spot, key: str) -> None:
        super().__init__(spot.widget)
        self.widget = spot.widget
        self.keeper = DraftKeeper(drafts, tasks, self.take, self)
        self.keeper.begin(key)
        self.before = {each.name: each.typed() for each in self.slots()}
        """What stood there at first, where nobody says what is stored."""

    def slots(self) -> list[Slot]:
        """Return what can be typed into here, and not in a place further inside."""
        inside = self.widget.spot_inside() if isinstance(self.widget, spots.Holds) else None
        return slots(self.widget, () if inside is None else (inside.widget,))

    def take(self) -> Typed | None:
        """Return what stands otherwise than it is stored, and what the place has to add."""
        changed: dict[str, object] = {}
        for slot in self.slots():
            before = self.before.get(slot.name, NEVER) if slot.untouched is NEVER else slot.untouched
            if not slot.is_look and (typed := slot.typed()) != before and before is not NEVER:
                changed[slot.name] = typed
        more = self.more()
        if not changed and not more:
            return None
        return Typed({"slots": changed, "more": more}, "")

    def more(self) -> Mapping[str, object]:
        """Return what was typed here and stands in no field any more, such as reasons for warnings."""
        return self.widget.typed_more() if isinstance(self.widget, spots.Adds) else {}

    def put(self, content: Mapping[str, Any]) -> None:
        """Put back what was taken."""
        more = content.get("more") or {}
        if more and isinstance(self.widget, spots.Adds):
            self.widget.put_more(more)
        typed: Mapping[str, Any] = content.get("slots", {})
        # Again: what one answer asks for may be there only now, and what one choice overwrites comes after it.
        for _ in range(2):
            for slot in self.slots():
                if slot.name in typed and slot.typed() != typed[slot.name]:
                    slot.put(typed[slot.name])

    def put_before(self) -> None:
        """Put back what stood there before anything was typed."""
        for slot in self.slots():
            before = self.before.get(slot.name, NEVER) if slot.untouched is NEVER else slot.untouched
            if before is not NEVER and not slot.is_look:
                slot.put(before)
        if isinstance(self.widget, spots.Adds):
            self.widget.put_more({})

    def labels(self, content: Mapping[str, Any]) -> list[str]:
        """Return what the fields of a draft are called, as far as they say."""
        typed = content.get("slots", {})
        named = [each.widget.accessibleName() or _control_name(each.widget) for each in self.slots()]
        return [
            name.removesuffix(" (bắt buộc)")
            for slot, name in zip(self.slots(), named, strict=True)
            if slot.name in typed and name
        ]


class Watch(QObject):
    """Binds a keeper to every place in which something can be typed, as soon as the officer comes to it.

    Forms with a draft of their own (those of records) see to themselves; they have a ``keeper``.
    """

    SEEN: ClassVar = (*_TYPING, QEvent.Type.FocusIn, QEvent.Type.Show)
    """The kinds of events of which something follows."""

    def __init__(self, window: QWidget, drafts: Drafts, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._drafts, self._tasks = window, drafts, tasks
        self._kept: dict[QWidget, Kept] = {}
        self._left: list[tuple[str, int]] = []
        """Keys of dialogs whose work is under way, with how much had failed before it."""
        self._here: Here | None = None
        self._quiet = False
        self._closed = False
        self._soon = pause(self, _PAUSE_MS, self.keep)
        self._look_soon = pause(self, 0, self.look)
        self._after = pause(self, _AFTER_MS, self._drop_done)

    def see(self, kind: QEvent.Type, watched: QObject) -> None:
        """Take note of one event of the application, of one of the kinds in ``SEEN``."""
        if kind in _TYPING:
            if not self._soon.isActive():
                self._soon.start()
        elif kind == QEvent.Type.FocusIn:
            self._look_soon.start()
            if self._here is not None and not self._soon.isActive():
                # Something is typed and kept: after a power cut it is gone on with in the field that was reached.
                self._soon.start()
        elif kind == QEvent.Type.Show and isinstance(watched, QDialog) and spots.is_ours(watched):
            # At once: what stands in it now is what stood there before anything was typed.
            spots.pin(watched)
            self.look()

    def look(self) -> None:
        """Bind a keeper to every place that is open now, and look for what was typed there before."""
        if self._closed:
            return
        main, *apart = spots.chains(self._window)
        self._look_along(main)
        for each in apart:
            self._look_along(each, but=1)  # the page itself, which stands in the main window

    def _look_along(self, chain: Sequence[Spot], but: int = 0) -> None:
        """Bind a keeper to every place of a chain but for the first ones."""
        for place, spot in enumerate(chain[but:], start=but):
            key = spots.key_of(chain[: place + 1])
            known = self._kept.get(spot.widget)
            if isinstance(spot.widget, KeepsItself) or (known is not None and known.keeper.key == key):
                continue
            if known is not None:
                # The same part of the window shows something else now.
                known.keeper.keep()
                known.deleteLater()
            self._bind(spot, key)

    def keep(self) -> None:
        """Write what is typed now, and where."""
        if self._closed:
            return
        self.look()
        unsaved = False
        for widget, keeper in self._keepers():
            unsaved = unsaved or (widget.isVisible() and keeper.differs())
            keeper.keep()
        here = self.here() if unsaved else None
        if here != self._here:
            self._here = here
            self._tasks.run(partial(self._write_here, here), owner=self)

    def here(self, *, locked: bool = False) -> Here:
        """Return where the officer is."""
        chain = spots.chain(self._window)
        looks: dict[str, object] = {}
        for spot in chain:
            looks |= {each.name: each.typed() for each in slots(spot.widget) if each.is_look}
        cursor = next((found for spot in reversed(chain) if (found := Cursor.now(spot.widget))), None)
        waiting = any(keeper.waiting for _widget, keeper in self._keepers())
        beside = (opening for each in spots.apart(self._window) for opening in each.openings())
        openings = tuple(each.opening for each in chain)
        return Here(openings, cursor, looks, tuple(beside), locked=locked and not waiting)

    def close(self, *, locked: bool) -> None:
        """Write everything before this returns: the data are about to be closed.

        Raises:
            UserError: It cannot be written.
        """
        if self._closed:
            return
        self.look()
        self._closed = True
        for timer in (self._soon, self._look_soon, self._after):
            timer.stop()
        keepers = self._keepers()
        here = self.here(locked=locked)
        unsaved = any(keeper.differs() and widget.isVisible() for widget, keeper in keepers)
        for key, failures in self._left:
            if self._tasks.failures == failures:
                self._drafts.drop(key)
        for _widget, keeper in keepers:
            keeper.keep_now()
        self._write_here(here if locked or unsaved else None)

    def come_back(self) -> None:
        """Bring the officer back to where something was typed, or the screen was locked."""
        self._tasks.run(self._take_here, self._begin_coming_back, owner=self)

    def go_to(self, openings: Sequence[Opening]) -> None:
        """Take the officer to a place in which something stands that was never saved; where its case stands apart, there."""
        place = spots.place_of(self._window, openings)
        place.window().raise_()
        place.window().activateWindow()
        ComingBack(Here(tuple(openings)), place, self._tasks, self.look).start()

    def _begin_coming_back(self, stored: Mapping[str, Any] | None) -> None:
        if stored is None or self._closed:
            return
        here = Here.of(stored)
        self._quiet = here.locked
        back = ComingBack(here, self._window, self._tasks, self.look)
        back.ended.connect(self._end_coming_back)
        back.start()

    def _end_coming_back(self) -> None:
        self._quiet = False
        self.keep()

    def _bind(self, spot: Spot, key: str) -> None:
        kept = Kept(self._drafts, self._tasks, spot, key)
        self._kept[spot.widget] = kept
        spot.widget.destroyed.connect(partial(self._forget, spot.widget, key))
        if isinstance(spot.widget, QDialog):
            spot.widget.finished.connect(partial(self._finish, kept))
        quiet = self._quiet
        kept.keeper.read(lambda draft, _: self._offer(kept, draft, quiet=quiet))

    def _offer(self, kept: Kept, draft: KeptDraft, *, quiet: bool) -> None:
        """Put back what was typed here before; not over what is being typed already."""
        if kept.take() is not None:
            return
        kept.put(draft.typed)
        if not quiet and kept.take() is not None:
            offer_in(kept.widget, draft, kept.labels(draft.typed), partial(self._refuse, kept))

    def _refuse(self, kept: Kept) -> None:
        kept.put_before()
        kept.keeper.keep()

    def _finish(self, kept: Kept, code: int) -> None:
        """End with a dialog; what was agreed to is kept until the work that follows has gone well."""
        if not isValid(kept):
            return  # the dialog was bound anew, for what stood beneath it has gone
        key = kept.keeper.key
        kept.keeper.end()
        if self._closed or not key:
            return
        if code == QDialog.DialogCode.Accepted:
            self._left.append((key, self._tasks.failures))
            self._after.start()
        else:
            self._tasks.run(partial(self._drafts.drop, key))

    def _drop_done(self) -> None:
        if self._tasks.is_busy():
            self._after.start()
            return
        left, self._left = self._left, []
        for key, failures in left:
            if self._tasks.failures == failures:
                self._tasks.run(partial(self._drafts.drop, key))

    def _forget(self, widget: QWidget, key: str) -> None:
        """Drop the draft of a form that is gone: it was saved, or left after asking."""
        self._kept.pop(widget, None)
        if not self._closed and isValid(self) and not isinstance(widget, QDialog):
            self._tasks.run(partial(self._drafts.drop, key))

    def _keepers(self) -> list[tuple[QWidget, DraftKeeper]]:
        """Return every keeper there is: those bound here, and those of forms that see to themselves."""
        own = [(widget, each.keeper) for widget, each in self._kept.items() if isValid(widget)]
        others = [
            (holder, each)
            for each in self._window.findChildren(DraftKeeper)
            if isinstance(holder := each.parent(), QWidget)
        ]
        return own + others

    def _take_here(self) -> Mapping[str, Any] | None:
        """Return where the officer was, and forget it: should coming back fail, it is tried only once."""
        found = self._drafts.read(HERE)
        if found is None:
            return None
        self._drafts.drop(HERE)
        return found.typed

    def _write_here(self, here: Here | None) -> None:
        if here is None:
            self._drafts.drop(HERE)
        else:
            self._drafts.keep(HERE, here.stored())


def _control_name(widget: QWidget) -> str:
    return (widget.control if isinstance(widget, Editor) else widget).accessibleName()
