"""Keeps what is being typed in one place, a second after the first letter and every second while typing goes on."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Signal

from ansinh_desktop import clock
from ansinh_desktop.services.drafts import Drafts, KeptDraft
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pause import pause

T = TypeVar("T")

_PAUSE_MS = 1000


class Typed(NamedTuple):
    """What stands in a place and is not saved, and where the cursor is."""

    content: Mapping[str, object]
    focus: str


class DraftKeeper(QObject):
    """Writes in the background, one draft at a time.

    Signals:
        kept: What was typed is on the disk. Carries the words for it.
    """

    kept = Signal(str)

    def __init__(
        self,
        drafts: Drafts,
        tasks: Tasks,
        take: Callable[[], Typed | None],
        parent: QObject,
        register: str = "",
    ) -> None:
        """Make the keeper.

        Args:
            drafts: Where drafts are kept.
            tasks: The door to the background.
            take: Returns what is typed; None where nothing differs from what is saved.
            parent: Whatever is typed into.
            register: Whose record is typed; empty for everything else.
        """
        super().__init__(parent)
        self._drafts, self._tasks, self._take, self._register = drafts, tasks, take, register
        self.key = ""
        self.waiting = False
        """A draft was found, and nobody has said yet what is to become of it: it stays as it is."""
        self.unread = False
        """Nobody has looked yet whether there is a draft: it is not dropped unseen."""
        self._stored = False
        self._writing = False
        self._timer = pause(self, _PAUSE_MS, self.keep)

    def begin(self, key: str) -> None:
        """Keep what is typed under this key from now on."""
        self.key = key

    def end(self) -> None:
        """Keep nothing more: it is saved, or was left."""
        self.key = ""
        self._timer.stop()

    def touch(self) -> None:
        """Something was typed; the clock is not set back by every letter."""
        if self.key and not self._timer.isActive():
            self._timer.start()

    def rest(self) -> None:
        """Wait until something is typed again."""
        self._timer.stop()

    def differs(self) -> bool:
        """Whether anything stands there that is not saved."""
        return bool(self.key) and (self.waiting or self._take() is not None)

    def keep(self) -> None:
        """Write what is typed now; nothing of it any longer, where nothing differs."""
        self._timer.stop()
        if not self.key or self.waiting or self._tasks.is_finished():
            return
        if self._writing:
            self.touch()
            return
        typed = self._take()
        if typed is None:
            if self._stored and not self.unread:
                self.drop()
            return
        key = self.key
        self._writing = self._stored = True
        self._tasks.run(
            lambda: self._drafts.keep(key, typed.content, typed.focus, self._register),
            lambda _done: self._end_writing(),
            failed=self._fail,
            owner=self,
            urgent=True,
        )

    def keep_now(self) -> None:
        """Write what is typed before this returns: the data are about to be closed.

        Raises:
            UserError: It cannot be written.
        """
        self._timer.stop()
        typed = None if not self.key or self.waiting else self._take()
        if typed is not None:
            self._drafts.keep(self.key, typed.content, typed.focus, self._register)

    def drop(self) -> None:
        """Throw the draft away."""
        self._timer.stop()
        key = self.key
        self._stored = False
        self.kept.emit("")
        self._tasks.run(lambda: self._drafts.drop(key, self._register), owner=self)

    def read(
        self, then: Callable[[KeptDraft, T | None], object], beside: Callable[[KeptDraft], T] | None = None
    ) -> None:
        """Look for a draft of before; ``then`` is called where there is one, with what was read ``beside`` it."""
        key = self.key
        self.unread = True

        def look() -> tuple[KeptDraft, T | None] | None:
            draft = self._drafts.read(key, self._register)
            return None if draft is None else (draft, beside(draft) if beside else None)

        def hand_on(found: tuple[KeptDraft, T | None] | None) -> None:
            if self.key != key:
                return
            self.unread, self._stored = False, found is not None
            if found is not None:
                then(*found)

        self._tasks.run(look, hand_on, owner=self, urgent=True)

    def _end_writing(self) -> None:
        self._writing = False
        self.kept.emit(f"Đã giữ bản nháp lúc {clock.now().astimezone():%H:%M:%S}")

    def _fail(self, error: Exception) -> None:
        self._writing = False
        self._tasks.complain(error, "Giữ bản nháp")


@runtime_checkable
class KeepsItself(Protocol):
    """A form that sees to its own draft."""

    keeper: DraftKeeper

    def take_draft(self) -> None:
        """Go on with the draft that is offered, if there is one."""
