"""Keeps what is being typed, a second after the first letter and every second while typing goes on."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from ansinh_desktop import clock
from ansinh_desktop.services.cases import Cases, KeptDraft, KnownPerson
from ansinh_desktop.ui.tasks import Tasks

_PAUSE_MS = 1000


class Typed(NamedTuple):
    """What stands in a form and is not saved, and where the cursor is."""

    content: dict[str, Any]
    focus: str


class DraftKeeper(QObject):
    """Writes in the background, one draft at a time.

    Signals:
        kept: What was typed is on the disk. Carries the words for it.
    """

    kept = Signal(str)

    def __init__(
        self, cases: Cases, tasks: Tasks, register: str, take: Callable[[], Typed | None], parent: QObject
    ) -> None:
        """Make the keeper.

        Args:
            cases: The work on cases.
            tasks: The door to the background.
            register: Whose record is typed.
            take: Returns what is typed; None where nothing differs from what is saved.
            parent: The form.
        """
        super().__init__(parent)
        self._cases, self._tasks, self._register, self._take = cases, tasks, register, take
        self.key = ""
        self._writing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.keep)

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

    def keep(self) -> None:
        """Write what is typed now; nothing of it any longer, where nothing differs."""
        self._timer.stop()
        if not self.key:
            return
        if self._writing:
            self.touch()
            return
        typed = self._take()
        if typed is None:
            self.drop()
            return
        key = self.key
        self._writing = True
        self._tasks.run(
            lambda: self._cases.keep_draft(key, self._register, typed.content, typed.focus),
            lambda _done: self._end_writing(),
            failed=self._fail,
            owner=self,
            urgent=True,
        )

    def drop(self) -> None:
        """Throw the draft away."""
        self._timer.stop()
        key = self.key
        self.kept.emit("")
        self._tasks.run(lambda: self._cases.drop_draft(key), owner=self)

    def read(self, then: Callable[[KeptDraft, KnownPerson | None], object]) -> None:
        """Look for a draft of before; ``then`` is called where there is one, with the person it was meant for."""
        key = self.key

        def look() -> tuple[KeptDraft, KnownPerson | None] | None:
            draft = self._cases.draft(key)
            if draft is None:
                return None
            person_id = draft.typed.get("person_id")
            known = self._cases.person(str(person_id)) if person_id and key.startswith("new:") else None
            return draft, known

        self._tasks.run(look, lambda found: then(*found) if found else None, owner=self, urgent=True)

    def _end_writing(self) -> None:
        self._writing = False
        self.kept.emit(f"Đã giữ bản nháp lúc {clock.now().astimezone():%H:%M:%S}")

    def _fail(self, error: Exception) -> None:
        self._writing = False
        self._tasks.complain(error, "Giữ bản nháp")
