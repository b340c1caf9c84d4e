"""The strip that shows how far long work has come, and stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Step, Task


class ProgressStrip(QFrame):
    """What is being done, a bar, and a button to cancel; there only while something runs.

    Signals:
        cancel_asked: The officer pressed cancel.
    """

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._words = QLabel(self)
        self._words.setMinimumWidth(theme.px(120))
        self._bar = QProgressBar(self)
        self._bar.setMinimumWidth(theme.px(80))
        self._count = QLabel(self)
        self._count.setProperty("tone", "muted")
        self.cancel_button = QPushButton("Dừng", self)
        self.cancel_button.setToolTip("Dừng lại; không có gì bị ghi dở dang")
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(12))
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._count)
        row.addWidget(self.cancel_button)
        self._title = ""
        self._task: Task | None = None
        self.hide()

    def follow(self, task: Task) -> None:
        """Show the progress of a task until it ends."""
        self._task = task
        self.begin(task.title)
        task.progressed.connect(self.show_step)
        task.ended.connect(self.end)

    def begin(self, title: str) -> None:
        """Show that something has begun."""
        self._title = title
        self._words.setText(title)
        self._count.clear()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setText("Dừng")
        self.show()

    def show_step(self, step: Step) -> None:
        """Show how far it has come."""
        self.show_count(step.done, step.total)
        if step.text:
            self._words.setText(step.text)

    def show_count(self, done: int, total: int) -> None:
        """Show how many are done; a total of 0 is not known."""
        if total > 0:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._count.setText(f"{number(done)} / {number(total)}")
        elif done:
            self._count.setText(number(done))

    def end(self) -> None:
        """Take the strip away."""
        self._task = None
        self.hide()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancel_button.setText("Đang dừng…")
        if self._task is not None:
            self._task.cancel()
        self.cancel_asked.emit()


def number(value: int) -> str:
    """Return a whole number as it is written in Vietnamese: 1.234.567."""
    return f"{value:,}".replace(",", ".")
