"""Takes a case from its page through all steps up to where its decision leads."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.findings import Finding
from ansinh_desktop.services.cases import Case, Cases
from ansinh_desktop.services.steps import DOUBTFUL, StepRefusedError
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.acts.way_dialog import WayDialog


class WholeWay(QObject):
    """Shows the steps, takes them in the background, and asks for a reason where one of them is doubtful.

    Signals:
        gone: The case stands where its decision leads. Carries what was done, in words.
        refused: It does not. Carries the error.
    """

    gone = Signal(str)
    refused = Signal(object)

    def __init__(self, page: QWidget, case: Callable[[], Case | None], cases: Cases, tasks: Tasks) -> None:
        super().__init__(page)
        self._page, self._case, self._cases, self._tasks = page, case, cases, tasks

    def ask(self, findings: Sequence[Finding] = ()) -> None:
        """Show the steps of the case that is shown, and take them."""
        case = self._case()
        if case is None or not case.way.stages:
            return
        dialog = WayDialog(case.way, self._page, findings or ())
        if dialog.exec() != WayDialog.DialogCode.Accepted:
            return
        reason, last = dialog.reason(), case.way.labels[-1]
        self._tasks.run(
            lambda: self._cases.go_on(case.id, reason),
            lambda _done: self.gone.emit(f"Hồ sơ đã chuyển đến “{last}”. Hoàn tác: Ctrl+Z."),
            failed=self._refuse,
            owner=self,
            title="Chuyển bước",
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StepRefusedError) and error.code == DOUBTFUL:
            self.ask(error.findings)
        else:
            self.refused.emit(error)
