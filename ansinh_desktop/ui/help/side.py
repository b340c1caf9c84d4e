"""The help beside whatever is shown: loaded when it is first asked for, then kept."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ansinh_desktop import paths
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.background import Tasks


class HelpSide:
    """Where the help opens: ``put`` lays it out beside what is shown."""

    def __init__(self, parent: QWidget, tasks: Tasks, put: Callable[[QWidget], object]) -> None:
        self._parent, self._tasks, self._put = parent, tasks, put
        self.pane: later.HelpPane | None = None

    def open(self, anchor: str) -> None:
        """Show the help of a field or a page; where it is shown already, let it be searched."""
        if self.pane is None:
            self.pane = self._made()
        before = self.pane.current() if self.is_open() else None
        self.pane.show()
        if self.pane.open(anchor) and self.pane.current() == before:
            self.pane.search_box.setFocus()

    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.pane is not None and self.pane.isVisible()

    def close(self) -> None:
        """Put it away."""
        if self.pane is not None:
            self.pane.hide()

    def _made(self) -> "later.HelpPane":
        pane = later.HelpPane(later.help_book(paths.resources() / "help"), self._tasks, self._parent)
        pane.closed.connect(pane.hide)
        pane.setMinimumWidth(theme.px(340))
        self._put(pane)
        return pane
