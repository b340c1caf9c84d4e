"""A record on its way to the disk: while it goes nothing is saved twice, and where it is refused typing goes on."""

import functools
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services.cases import CaseInput, Cases
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.keeper import DraftKeeper


class Saving(QObject):
    """Saves in the background.

    Signals:
        turned: It began (true), or is over (false).
        saved: The record is on the disk. Carries its id.
        refused: It is not. Carries the exception.
    """

    turned = Signal(bool)
    saved = Signal(str)
    refused = Signal(object)

    def __init__(self, cases: Cases, tasks: Tasks, keeper: DraftKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._cases, self._tasks, self._keeper = cases, tasks, keeper
        self.goes_on = False

    def save(self, typed: CaseInput, left_over: Mapping[str, Value] | None) -> None:
        """Save what is typed; what cannot be read in it is ``left_over``, and stays as a draft."""
        key = self._keeper.key
        self._keeper.end()
        self._turn(on=True)
        task = self._tasks.run(
            functools.partial(_save, self._cases, typed, left_over),
            self._end,
            failed=lambda error: self._refuse(error, key),
            owner=self,
            title="Lưu hồ sơ",
        )
        task.cancelled.connect(lambda: self._type_on(key))

    def _end(self, record_id: str) -> None:
        self._turn(on=False)
        self.saved.emit(record_id)

    def _refuse(self, error: Exception, key: str) -> None:
        self._type_on(key)
        self.refused.emit(error)

    def _type_on(self, key: str) -> None:
        self._turn(on=False)
        self._keeper.begin(key)
        self._keeper.touch()

    def _turn(self, *, on: bool) -> None:
        self.goes_on = on
        self.turned.emit(on)


def _save(cases: Cases, typed: CaseInput, left_over: Mapping[str, Value] | None) -> str:
    record_id = cases.save(typed)
    if left_over is not None:
        cases.drafts.keep(record_id, left_over, None, typed.register)
    return record_id
