"""How many pairs of people of two communes wait for a decision, at the receiving unit; hidden while there is none."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.alike import Pair
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.alike_people import AlikeDialog
from ansinh_desktop.ui.pages.page import button


class AlikeCard(QFrame):
    """A strip with a button that shows the pairs.

    Signals:
        failed: They could not be asked for. Carries the error.
    """

    failed = Signal(Exception)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self.setProperty("role", "banner")
        self.setProperty("level", "warning")
        self.setProperty("help_anchor", "nguoi-co-the-trung")
        self.said = QLabel(self)
        self.said.setObjectName("alike_said")
        self.said.setWordWrap(True)
        self.button = button("Đối chiếu từng cặp…", "users", self, name="open_alike")
        self.button.clicked.connect(self.open)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.addWidget(self.said, 1)
        row.addWidget(self.button)
        self.hide()

    def refresh(self) -> None:
        """Ask how many pairs there are."""
        self._tasks.run(self._program.exchange.alike.all, self._show, failed=self.failed.emit, owner=self)

    def open(self) -> None:
        """Show the pairs."""
        dialog = AlikeDialog(self._program, self._tasks, self)
        dialog.changed.connect(self.refresh)
        dialog.open()
        dialog.refresh()

    def _show(self, found: list[Pair]) -> None:
        waiting = sum(each.is_open for each in found)
        self.setVisible(bool(found))
        self.said.setText(
            f"{waiting} cặp người của hai xã có thể là một, chưa ai kết luận."
            if waiting
            else f"{len(found)} cặp người của hai xã đã được kết luận."
        )
