"""The folder in which packages arrive: what lies there is seen before it is taken."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.services.sync.inbox import Arrived
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.progress_strip import number

_QUIET_MS = 1_000
"""So long nothing may change in the folder before it is read: a file that is being copied is not whole yet."""


class FolderCard(QFrame):
    """The card.

    Signals:
        look_asked: The folder is to be read anew.
        choose_asked: Another folder is to be chosen.
    """

    look_asked = Signal()
    choose_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("help_anchor", "thu-muc-nhan")
        self.found: tuple[Arrived, ...] = ()
        heading = QLabel("Thư mục nhận", self)
        heading.setProperty("tone", "section")
        self.said = QLabel(self)
        self.said.setObjectName("folder_said")
        self.said.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("arrived")
        self.list.setAccessibleName("Các gói đang nằm trong thư mục nhận")
        self.list.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choose_button = button("Chọn thư mục…", "folder", self, name="choose_folder")
        self.look_button = button("Xem lại", "eye", self, name="look_folder")
        self.choose_button.clicked.connect(self.choose_asked)
        self.look_button.clicked.connect(self.look_asked)
        self._watcher = QFileSystemWatcher(self)
        self._soon = pause(self, _QUIET_MS, self.look_asked.emit)
        self._watcher.directoryChanged.connect(lambda _path: self._soon.start())
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(6))
        column.addWidget(heading)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        buttons = FlowLayout(gap=8)
        for each in (self.choose_button, self.look_button):
            buttons.addWidget(each)
        column.addLayout(buttons)
        column.addStretch(0)

    def show_folder(self, folder: Path | None, found: Sequence[Arrived]) -> None:
        """Show what lies in a folder, and watch it."""
        self._watch(folder)
        self.found = tuple(found)
        self.look_button.setEnabled(folder is not None)
        if folder is None:
            self.said.setText("Chọn thư mục mà gói của các xã được chép vào: có gói mới thì hiện ở đây.")
        else:
            bad = sum(each.fault is not None for each in found)
            counts = f"{number(len(self.waiting()))} gói đang chờ"
            counts += f", {number(bad)} tệp chưa nhận được" if bad else ""
            self.said.setText(f"{folder}\n{counts}")
        self.said.setToolTip(self.said.text())
        self.list.clear()
        for each in found:
            self._add(each)
        self.list.setVisible(bool(found))

    def waiting(self) -> list[Path]:
        """Return the packages that can be taken in, in their order; those that came before among them."""
        return [each.path for each in self.found if each.fault is None]

    def to_sort(self) -> list[Path]:
        """Return all that is dealt with when everything is taken: packages, and files that go aside."""
        return [each.path for each in self.found if each.fault is None or not each.waits]

    def _watch(self, folder: Path | None) -> None:
        watched, wanted = self._watcher.directories(), [str(folder)] if folder is not None else []
        if watched == wanted:
            return
        if watched:
            self._watcher.removePaths(watched)
        if wanted:
            self._watcher.addPaths(wanted)

    def _add(self, each: Arrived) -> None:
        item = QListWidgetItem(_words(each), self.list)
        sign, tone = ("circle-check", "good")
        if each.fault is not None:
            sign, tone = ("triangle-alert", "warning") if each.waits else ("circle-x", "error")
        elif each.known:
            sign, tone = ("history", "muted")
        item.setIcon(icon(sign, theme.tone(tone)[0]))
        hint = f"{each.fault}\n{each.fault.todo}" if each.fault is not None else each.path.name
        item.setToolTip(hint)


def _words(each: Arrived) -> str:
    if each.fault is not None:
        return f"{each.path.name}\n{each.fault}"
    day = f"{clock.local(each.created):%d/%m/%Y}" if each.created is not None else ""
    again = "đã nhận trước đó" if each.known else f"{number(each.records)} hồ sơ"
    return f"{each.sender} · gói {each.number:06}\nlập {day} · {again}"
