"""A dialog over a queue of decisions: what waits at the left, one of them at the right, kept one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.messages import Banner
from ansinh_desktop.ui.pages.page import button, row_of
from ansinh_desktop.ui.screen_room import open_at
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.widgets.empty_state import EmptyState


@dataclass(frozen=True)
class QueueWords:
    """What a dialog is called, and what it says."""

    name: str
    title: str
    anchor: str
    waiting: str
    """What the queue holds, for whoever hears it."""
    lines: str
    """What the table holds."""
    save: str
    done: str
    """What is said where nothing waits any more."""
    after: str
    """And what happens next."""


class QueueDialog(QDialog):
    """The queue at the left, one of it at the right.

    Signals:
        changed: Something was decided.
    """

    changed = Signal()

    def __init__(
        self,
        words: QueueWords,
        columns: tuple[tuple[str, ...], tuple[int, ...]],
        program: Program,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        """Lay out the queue, its table and the acts that are the same everywhere.

        Args:
            words: What is said.
            columns: Headings and widths of the table.
            program: The data.
            tasks: What runs beside the window.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName(f"{words.name}_dialog")
        self.setWindowTitle(f"{words.title} – {messages.TITLE}")
        self.setProperty("help_anchor", words.anchor)
        self._program, self._tasks = program, tasks
        self.banner = Banner(self)
        self.queue = QListWidget(self)
        self.queue.setObjectName(f"{words.name}_queue")
        self.queue.setAccessibleName(words.waiting)
        self.queue.setWordWrap(True)
        self.queue.setMinimumWidth(theme.px(230))
        self.queue.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.queue.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.title = QLabel(self)
        self.title.setProperty("tone", "section")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        headings, widths = columns
        self.table = plain_table(self, headings, f"{words.name}_lines", widths)
        self.table.setAccessibleName(words.lines)
        self.later = button("Để sau  F8", "clock", self, name=f"{words.name}_later")
        self.save = button(words.save, "check", self, primary=True, name=f"{words.name}_save")
        self._empty = EmptyState("circle-check", words.done, words.after, "Đóng", self)
        self._empty.acted.connect(self.accept)
        self._stack = QStackedWidget(self)

    def put_off(self) -> None:
        """Go on with the next of the queue; this one stays in it."""
        if self.queue.count() > 1:
            self.queue.setCurrentRow((self.queue.currentRow() + 1) % self.queue.count())
            self.table.setFocus()
        else:
            self.reject()

    # For those who are made of it

    def _lay_out(self, right: Sequence[QWidget], acts: Sequence[QPushButton], left: QWidget | None) -> None:
        """Put the dialog together: what stands at the right but for its acts, these, and what heads the queue."""
        queue = QVBoxLayout()
        if left is not None:
            queue.addWidget(left)
        queue.addWidget(self.queue, 1)
        one = QVBoxLayout()
        one.setSpacing(theme.px(8))
        for each in right:
            one.addWidget(each, 1 if each is self.table else 0)
        row = QHBoxLayout()
        row.addLayout(row_of(*acts), 1)
        for made in acts:
            made.setAutoDefault(False)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        one.addLayout(row)
        both = QWidget(self)
        halves = QHBoxLayout(both)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(theme.px(16))
        halves.addLayout(queue, 1)
        halves.addLayout(one, 3)
        self._stack.addWidget(both)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        open_at(self, 1000, 540)

    def _connect(self, show: Callable[[], None], keep: Callable[[], None]) -> None:
        """Let another of the queue be shown, and what was decided of this one be kept."""
        self.queue.currentItemChanged.connect(lambda _new, _old: show())
        self.table.installEventFilter(self)
        self.later.clicked.connect(self.put_off)
        self.save.clicked.connect(keep)
        keys.action("save", self, keep)
        keys.action("next_found", self, self.put_off)

    def _fill(self, named: Sequence[tuple[str, str, str]], place: int) -> None:
        """Show what waits, each by words, icon and tone, and one of it."""
        self._stack.setCurrentIndex(0 if named else 1)
        self.queue.clear()
        for words, sign, tone in named:
            item = QListWidgetItem(words, self.queue)
            item.setIcon(icon(sign, theme.tone(tone)[0]))
            item.setToolTip(item.text())
        self.queue.setCurrentRow(place if named else -1)
        (self.table if named else self._empty.button).setFocus()

    def _decide(self, work: Callable[[], Any], kept: Callable[[], None], title: str) -> None:
        """Write a decision beside the window; it can be pressed once."""
        self.save.setEnabled(False)
        self._tasks.run(work, lambda _none: kept(), failed=self._say, owner=self, title=title)

    def _say_state(self) -> None:
        """Say whether what is shown can be kept."""

    def _say(self, error: Exception) -> None:
        self._say_state()
        if isinstance(error, UserError):
            self.banner.say(error)
        else:
            self._tasks.complain(error)
