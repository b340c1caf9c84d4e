"""What the pages before the data are open have in common: the help beside them, which needs no data."""

from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.ui import composing, later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.help.side import HelpSide


class StartPage(QWidget):
    """A page with its content in ``content``, and F1."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        holder = QWidget(self)
        self.content = QWidget(holder)
        self._asked: QPushButton | None = None
        self._above = QHBoxLayout()
        self._above.addStretch(1)
        column = QVBoxLayout(holder)
        column.addLayout(self._above)
        column.addWidget(self.content, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(holder, 2)
        # No splitter: it would load what the lock does not need.
        self.help = HelpSide(self, tasks, lambda pane: outer.addWidget(pane, 1))

    def showEvent(self, event: QShowEvent) -> None:
        """Add the link to the help last, so that the cursor goes through the fields first."""
        super().showEvent(event)
        if self._asked is None:
            self._asked = QPushButton(self)
            self._asked.setText("Hướng dẫn (F1)")
            self._asked.setObjectName("help_link")
            self._asked.setProperty("role", "link")
            self._asked.setProperty("pass_over", "yes")
            self._asked.setAutoDefault(False)
            self._asked.clicked.connect(lambda _checked=False: self.show_help())
            self._above.addWidget(self._asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the help; no action of its own sees to the key, for that would take longer than to show the page."""
        if later.matches("help", event):
            composing.commit()
            self.show_help()
        else:
            super().keyPressEvent(event)

    def say_waiting(self, name: str) -> None:
        """Say that a file waits for the data to be open."""
        said = QLabel(self)
        said.setObjectName("waiting_file")
        said.setText(later.literal(f"Tệp {name} sẽ được mở sau khi mở khóa."))
        self._above.insertWidget(0, said)

    def help_place(self) -> str:
        """Return where the help opens: what the officer is at."""
        raise NotImplementedError

    def show_help(self) -> None:
        """Open the help beside the page."""
        self.help.open(self.help_place())
