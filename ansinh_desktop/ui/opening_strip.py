"""What has to be told, and finished, when the data have just been opened."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ansinh_desktop.errors import Message
from ansinh_desktop.findings import Level
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.safety.backups import Followed
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.messages import Banner

_FOLLOW_MS = 5_000
"""So long after opening the copies go on following a key that was changed: whoever opens wants to begin."""


class OpeningStrip(QWidget):
    """Strips above the pages, one for each thing that is to be known; not there where nothing is."""

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), 0)
        self._column.setSpacing(theme.px(6))
        self.hide()
        tasks.run(program.notices, self._show, owner=self)
        self._follow_later = QTimer(self)
        self._follow_later.setSingleShot(True)
        self._follow_later.timeout.connect(self._follow)
        if program.vault.is_writable:
            self._follow_later.start(_FOLLOW_MS)

    def stop(self) -> None:
        """Begin nothing any more."""
        self._follow_later.stop()

    def _show(self, found: list[Message]) -> None:
        for each in found:
            banner = Banner(self)
            banner.say(each, Level.WARNING)
            self._column.addWidget(banner)
        self.setVisible(bool(found))

    def _follow(self) -> None:
        self._tasks.run_steps(
            self._program.backups.follow,
            self._followed,
            owner=self,
            title="Đổi khóa các bản sao",
            lane="aside",
        )

    def _followed(self, found: Followed) -> None:
        if found.left:
            banner = Banner(self)
            banner.say(
                f"{len(found.left)} bản sao trong thư mục dữ liệu không đổi khóa được, nên vẫn mở bằng mật khẩu của lúc sao: "
                f"{', '.join(found.left)}.",
                Level.WARNING,
            )
            self._column.addWidget(banner)
            self.show()
