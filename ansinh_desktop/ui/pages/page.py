"""What every page of the main window has, and what it is built of."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Level
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Task, as_message
from ansinh_desktop.ui.drafts.spots import Spot
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.messages import Banner
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip


class Page(QWidget):
    """What the window may ask of every page."""

    def refresh(self) -> None:
        """Show what the data say now; called whenever the page is shown."""

    def renew(self) -> None:
        """Show what the data say now because the officer asks for it: also what is not asked again by itself."""
        self.refresh()

    def take_focus(self) -> None:
        """Give the keyboard its first stop here, as when a shortcut leads to the page."""
        focus_first(self)

    def may_leave(self) -> bool:
        """Ask what is to become of what is being typed; false where the officer stays."""
        return True

    def go_back(self) -> None:
        """Show what the page begins with, as when its entry is pressed again."""
        self.refresh()

    def take_file(self, file: Path) -> bool:
        """Open a file that belongs here; say whether it does."""
        return False

    def spot_inside(self) -> Spot | None:
        """Return the place that is shown inside; None where it is the page itself."""
        return None


class HeadedPage(Page):
    """A page with a heading, a strip for what happened, and a line for work that goes on."""

    def __init__(self, title: str, anchor: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_anchor", anchor)
        self.title = QLabel(title, self)
        self.title.setProperty("tone", "page")
        self.banner = Banner(self)
        self.progress = ProgressStrip(self)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(8))
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(8))
        self.body.setSpacing(theme.px(8))
        self.body.addLayout(self.head)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.progress)

    def follow_work(self, task: Task) -> None:
        """Show how far some work is, and say so where it was stopped: it has undone itself."""
        self.progress.follow(task)
        task.cancelled.connect(lambda: self.banner.say("Đã dừng; không có gì thay đổi.", "note"))

    def say(self, error: Exception) -> None:
        """Tell what kept the work from being done."""
        self.banner.say(as_message(error), Level.ERROR)


def focus_first(page: QWidget) -> None:
    """Give the keyboard to the first widget of a page that takes it with Tab."""
    for each in page.findChildren(QWidget):
        stop = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
        if stop and each.isEnabled() and each.isVisibleTo(page):
            each.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def button(words: str, sign: str, parent: QWidget, *, primary: bool = False, name: str = "") -> QPushButton:
    """Return a button with an icon."""
    made = QPushButton(theme.beside_icon(text.literal(words)), parent)
    made.setIcon(icon(sign, theme.colours().on_accent if primary else None))
    made.setCursor(Qt.CursorShape.ArrowCursor)
    if primary:
        made.setProperty("role", "primary")
    made.setObjectName(name)
    return made


def card(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    """Return a framed box and its column."""
    frame = QFrame(parent)
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(*(theme.px(16),) * 4)
    column.setSpacing(theme.px(8))
    return frame, column


def figure(parent: QWidget, key: str, words: str) -> tuple[QVBoxLayout, QPushButton, QLabel]:
    """Return a figure that opens what it counts: its column, its door, and the words below it."""
    door = QPushButton(parent)
    door.setObjectName(f"figure_{key}")
    door.setProperty("role", "link")
    door.setFont(theme.type_font("page", bold=True))
    door.setAccessibleName(words)
    below = small(parent, "")
    column = QVBoxLayout()
    column.setSpacing(theme.px(2))
    column.addWidget(small(parent, words))
    column.addWidget(door, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(below)
    return column, door, below


def small(parent: QWidget, words: str) -> QLabel:
    """Return small words over or below a figure."""
    label = QLabel(words, parent)
    label.setProperty("tone", "small")
    label.setIndent(theme.px(4))
    return label


def row_of(*buttons: QWidget, right: bool = False) -> QLayout:
    """Return buttons side by side: at the left, in further lines where there is little room; or at the right."""
    row = QHBoxLayout() if right else FlowLayout(gap=theme.px(8))
    if isinstance(row, QHBoxLayout):
        row.addStretch(1)
    for each in buttons:
        row.addWidget(each)
    return row
