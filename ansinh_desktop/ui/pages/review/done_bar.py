"""How far the inbox is worked off: what was found of a month, and what of it is done."""

from collections.abc import Collection

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ansinh_desktop.services.review import Reviewed, mark
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.widgets.aside import Aside
from ansinh_desktop.ui.widgets.progress_strip import number

_HINTS = " · ".join(
    (
        "→ mở nhóm",
        "Enter mở đúng ô",
        "Ctrl+Enter lưu, tới việc kế",
        *(
            f"{keys.shortcut(name).shown} {words}"
            for name, words in (("next_found", "để sau"), ("keep_warning", "giữ"))
        ),
        "Esc về dòng này",
    )
)


class DoneBar(QWidget):
    """A bar with its numbers in words; what was found once counts until the program is closed, what is done longer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._now: set[str] = set()
        self.said, self.left = QLabel(self), QLabel(self)
        for each in (self.said, self.left):
            each.setProperty("tone", "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(8))
        hints = Aside(self)
        hints.setText(_HINTS)
        hints.setProperty("tone", "small")
        words = QHBoxLayout()
        words.addWidget(self.said, 1)
        words.addWidget(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(4))
        column.setSpacing(theme.px(4))
        column.addLayout(words)
        column.addWidget(self.bar)
        column.addWidget(hints)

    def follow(self, found: Reviewed, *, anew: bool) -> None:
        """Say how much is done; ``anew`` begins with what is found now."""
        self._now = {mark(each.about) for each in found.rows if not each.kept}
        self._seen = self._now if anew else self._seen | self._now
        self._say()

    def count_in(self, done: Collection[str]) -> None:
        """Count in what was settled before, by its marks."""
        self._seen = self._seen | set(done)
        self._say()

    def _say(self) -> None:
        now, every = self._now, len(self._seen)
        done = every - len(now)
        self.said.setText(f"Đã xem xong {number(done)} trên {number(every)} điều tìm thấy của tháng này")
        self.left.setText(f"còn {number(len(now))}")
        self.bar.setRange(0, max(every, 1))
        self.bar.setValue(done)
        self.bar.setAccessibleName(self.said.text())
