"""The frame of a dialog that asks for something: a heading, the fields, and beneath them the deed and the way back."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.ui import keys, messages, screen_room, theme
from ansinh_desktop.ui.background import Task, Tasks
from ansinh_desktop.ui.forms.sections import chain
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip


class DialogFrame(QDialog):
    """Everything of such a dialog but what it asks, and what is done then."""

    def __init__(self, parent: QWidget | None, title: str, yes_label: str, *, name: str, width: int) -> None:
        """Make the frame.

        Args:
            parent: Over which window.
            title: What it is about; empty where the fields say it.
            yes_label: What is done.
            name: The name of the button that does it.
            width: How wide it is at least.
        """
        super().__init__(parent)
        self.setWindowTitle(messages.TITLE)
        self.setMinimumWidth(min(theme.px(width), screen_room.room_on_screen(parent or self).width()))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(theme.px(20),) * 4)
        self.column.setSpacing(theme.px(8))
        if title:
            head = QLabel(title, self)
            head.setProperty("tone", "section")
            head.setWordWrap(True)
            self.column.addWidget(head)
        self.banner = messages.Banner(self)
        self.column.addWidget(self.banner)
        self.yes_button = QPushButton(text.literal(yes_label), self)
        self.yes_button.setObjectName(name)
        self.yes_button.setProperty("role", "primary")
        self.yes_button.setAutoDefault(True)
        self.back_button = QPushButton("Quay lại", self)
        self.back_button.setAutoDefault(True)
        self.back_button.clicked.connect(self.reject)

    def open_at(self, width: int, height: int) -> None:
        """Be so large at first, at 100 %, or as large as the screen allows."""
        screen_room.open_at(self, width, height)

    def press_yes(self) -> None:
        """Do what the deed's button does, as Ctrl+Enter asks for."""
        self.yes_button.click()

    def follow(self, task: Task, stopped: Callable[[], object]) -> None:
        """Show how far the deed has come, with what stops it: it has undone itself then, and can be done again.

        Args:
            task: The deed.
            stopped: Is told when it was stopped.
        """
        strip = ProgressStrip(self)
        self.column.insertWidget(self.column.indexOf(self.banner) + 1, strip)
        strip.follow(task)
        task.ended.connect(strip.deleteLater)
        task.cancelled.connect(lambda: self.banner.say("Đã dừng; không có gì thay đổi.", "note"))
        task.cancelled.connect(stopped)

    def say_fault(self, fault: Exception, tasks: Tasks) -> None:
        """Say above all that is asked why it was refused; what nobody foresaw goes where such a thing is told."""
        if isinstance(fault, InvalidRecordError):
            self.banner.say(fault.findings[0])
        elif isinstance(fault, UserError):
            self.banner.say(fault)
        else:
            tasks.complain(fault)

    def close_frame(self, editors: Sequence[Editor], *, beside: Sequence[QPushButton] = ()) -> None:
        """Put the buttons beneath all that is asked, and lead the keyboard through it to them.

        Args:
            editors: What is asked.
            beside: Other deeds, between the way back and the deed itself.
        """
        keys.action("save", self, self.press_yes)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.back_button, *beside, self.yes_button):
            buttons.addWidget(button)
        self.column.addStretch(1)
        self.column.addLayout(buttons)
        chain(editors, [self.yes_button, *beside, self.back_button])
