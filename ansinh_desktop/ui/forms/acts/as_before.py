"""What is the same from one record to the next: taken over with one key, or kept for all that follow."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services.cases.pins import Pins, may_be_taken
from ansinh_desktop.ui import keys
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.form_frame import FormFrame
from ansinh_desktop.ui.forms.walk import Walk


class AsBefore(QObject):
    """Remembers the last record that was saved in a form, and the fields that are pinned."""

    def __init__(
        self, register: str, fields: Fields, walk: Walk, pins: Pins, tasks: Tasks, form: FormFrame
    ) -> None:
        super().__init__(form)
        self._register, self._walk, self._pins, self._tasks = register, walk, pins, tasks
        self._parts: Mapping[str, Fields] = {"person": form.box.fields, "answers": fields}
        self._last: dict[str, dict[str, Value]] = {}
        self._pinned = pins.of(register)
        keys.action("as_before", form, self.take)
        keys.action("pin", form, self.pin)

    def begin(self, *, person: bool) -> None:
        """Let a new record begin with what is pinned; of the person too, unless it is somebody who is recorded."""
        for part, fields in self._parts.items():
            if self._pinned[part] and (person or part == "answers"):
                fields.set_stored(self._pinned[part])
        self.mark()

    def learn(self) -> None:
        """Remember what stands in the form: it is being saved."""
        self._last = {part: dict(fields.values()) for part, fields in self._parts.items()}
        if any(self._pinned.values()):
            self._pinned = {
                part: {key: self._last[part].get(key) for key in kept} for part, kept in self._pinned.items()
            }
            self._keep()

    def take(self) -> None:
        """Let stand in the field at hand what stood there in the record before."""
        part, key = self._here()
        value = self._last.get(part, {}).get(key)
        if value not in EMPTY and may_be_taken(self._register, part, key):
            self._parts[part].set_answer(key, value)

    def pin(self) -> None:
        """Keep what stands in the field at hand for all records that follow, or let it go again."""
        part, key = self._here()
        if not may_be_taken(self._register, part, key):
            return
        kept = dict(self._pinned[part])
        if key in kept:
            kept.pop(key)
        else:
            kept[key] = self._parts[part].values().get(key)
        self._pinned = {**self._pinned, part: kept}
        self.mark()
        self._keep()

    def mark(self) -> None:
        """Show which fields are pinned."""
        for part, fields in self._parts.items():
            fields.mark_pinned(self._pinned[part])

    def _keep(self) -> None:
        pinned = self._pinned
        self._tasks.run(lambda: self._pins.keep(self._register, pinned), owner=self)

    def _here(self) -> tuple[str, str]:
        stop = self._walk.here()
        found = ((part, stop[1]) for part, fields in self._parts.items() if stop and stop[0] is fields)
        return next(found, ("", ""))
