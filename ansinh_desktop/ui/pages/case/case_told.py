"""A strip on a case's page: a paper in another record of the person says otherwise, and one button takes it over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.errors import message
from ansinh_desktop.services.established import Established, Proposal
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.background import Tasks


class CaseTold(messages.Banner):
    """What the case has to take over; hidden where there is nothing.

    Signals:
        taken: It was taken over. Carries the words for it.
        refused: It could not be. Carries the error.
    """

    taken = Signal(str)
    refused = Signal(object)

    def __init__(self, established: Established, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("case_told")
        self._established, self._tasks = established, tasks
        self._record_id = ""
        self._proposal: Proposal | None = None
        self.acted.connect(self.take_over)

    def show_proposal(self, record_id: str, proposal: Proposal | None, *, writable: bool) -> None:
        """Show what a case has to take over.

        Args:
            record_id: Which case.
            proposal: What it has to say; None hides the strip.
            writable: Whether the officer may write it.
        """
        self._record_id, self._proposal = record_id, proposal
        if proposal is None:
            self.clear()
            return
        self.say(
            message("AS-4290", **proposal.words), "warning", button="Ghi vào hồ sơ này" if writable else ""
        )

    def take_over(self) -> None:
        """Let the case say what the paper says."""
        proposal = self._proposal
        if proposal is None:
            return
        self._tasks.run(
            lambda: self._established.take_over(self._record_id),
            lambda _done: self.taken.emit(f"Đã ghi theo {proposal.settled.paper}."),
            failed=self.refused.emit,
            owner=self,
        )
