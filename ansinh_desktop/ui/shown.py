"""What is masked, shown for a reason: the question why, and the half minute after which the mask is back."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from ansinh_desktop.ui import messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.clipboard import empty_own

SHOW, HIDE = "Hiện…", "Ẩn"
REASONS = (
    "Giải quyết hồ sơ của người này",
    "Thăm, hỗ trợ người này",
    "Cơ quan có thẩm quyền yêu cầu",
    "Đối chiếu, sửa thông tin đã ghi",
)
"""Usual reasons; any other may be typed."""

SECONDS = 30
"""So long something stays shown."""
TICK_MS = 1_000

_KEPT = (
    "Lịch sử của hồ sơ ghi ai xem, mục nào, lúc nào và vì sao; không ghi nội dung. "
    f"Mục mật hiện {SECONDS} giây rồi che lại; bấm Esc để che ngay."
)

T = TypeVar("T")


def ask_why(parent: QWidget, labels: Iterable[str], others: int = 0) -> tuple[str, bool] | None:
    """Ask why something masked is to be shown.

    Args:
        parent: Over which window.
        labels: What it is.
        others: How many more are masked in the same record.

    Returns:
        The reason, and whether the others are to be shown too; None where the officer would rather not.
    """
    named = ", ".join(f"“{each}”" for each in labels)
    dialog = messages.reason_dialog(parent, f"Hiện mục mật {named}?\n{_KEPT}", "Hiện", reasons=REASONS)
    dialog.setProperty("help_anchor", "muc-mat")
    every = QCheckBox(f"Hiện cả {others} mục mật khác của hồ sơ này", dialog)
    every.setObjectName("show_every")
    every.setVisible(bool(others))
    if others:
        dialog.body.addWidget(every)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return dialog.reason(), every.isChecked()


class Shown(QObject, Generic[T]):
    """Holds what is shown just now, counts the seconds, and lets it go.

    Signals:
        changed: Something is shown, or nothing any more.
        ticked: A second has gone. Carries how many are left.
        refused: It could not be shown. Carries the error.
    """

    changed = Signal()
    ticked = Signal(int)
    refused = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks, self._over = tasks, parent
        self.value: T | None = None
        """What is shown; None while nothing is."""
        self.left = 0
        """So many seconds more."""
        self._copied = False
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def ask(self, labels: Iterable[str], read: Callable[[str, bool], T], others: int = 0) -> None:
        """Ask why, and show what is read then.

        Args:
            labels: What is to be shown.
            read: Writes the reason down and returns the values; told the reason and whether the others are wanted too.
            others: How many more are masked in the same record.
        """
        answer = ask_why(self._over, labels, others)
        if answer is not None:
            self.show_now(lambda: read(*answer))

    def show_now(self, read: Callable[[], T]) -> None:
        """Read something in the background, and show it."""
        self._asked += 1
        asked = self._asked
        self._tasks.run(
            read, lambda value: self._show(value, asked), failed=self.refused.emit, owner=self, urgent=True
        )

    def hide(self) -> bool:
        """Put the mask back at once; false where nothing was shown."""
        self._asked += 1  # what still comes was asked for before, and is not to be shown any more
        if self.value is None:
            return False
        self.value, self.left = None, 0
        self._timer.stop()
        QGuiApplication.clipboard().dataChanged.disconnect(self._on_copied)
        if self._copied:
            empty_own()
        self.changed.emit()
        return True

    def _show(self, value: T, asked: int) -> None:
        if asked != self._asked:
            return
        if self.value is None:
            self._copied = False
            QGuiApplication.clipboard().dataChanged.connect(self._on_copied)
        self.value, self.left = value, SECONDS
        self._timer.start(TICK_MS)
        self.changed.emit()
        self.ticked.emit(self.left)

    def _tick(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.hide()
        else:
            self.ticked.emit(self.left)

    def _on_copied(self) -> None:
        """Know that what is shown may lie in the clipboard."""
        self._copied = True
