"""The help beside whatever is shown: loaded when it is first asked for, then kept."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ansinh_desktop import paths
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.background import Tasks


class HelpSide:
    """Where the help opens: ``put`` lays it out beside what is shown."""

    def __init__(self, parent: QWidget, tasks: Tasks, put: Callable[[QWidget], object]) -> None:
        self._parent, self._tasks, self._put = parent, tasks, put
        self.pane: later.HelpPane | None = None
        self._asked_from: QWidget | None = None

    def open(self, anchor: str) -> None:
        """Show the help of a field or a page; where it is shown already, let it be searched."""
        if self.pane is None:
            self.pane = self._made()
        before = self.pane.current() if self.is_open() else None
        focus = QApplication.focusWidget()
        if focus is not None and not self.pane.isAncestorOf(focus):
            self._asked_from = focus
        self.pane.show()
        if self.pane.open(anchor) and self.pane.current() == before:
            self.pane.search_box.setFocus()

    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.pane is not None and self.pane.isVisible()

    def close(self) -> None:
        """Put it away."""
        if self.pane is None:
            return
        had_focus = self.pane.isAncestorOf(self.pane.window().focusWidget())
        self.pane.hide()
        before = self._asked_from
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus()

    def print_handbook(self) -> None:
        """Show the whole guide as it will be printed."""
        if not self.is_open():
            self.open("")
        if self.pane is not None:
            self.pane.print_handbook()

    def _made(self) -> "later.HelpPane":
        pane = later.HelpPane(later.help_book(paths.resources() / "help"), self._tasks, self._parent)
        pane.closed.connect(self.close)
        pane.setMinimumWidth(theme.px(340))
        self._put(pane)
        return pane
