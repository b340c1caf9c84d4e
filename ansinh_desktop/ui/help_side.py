"""The help beside whatever is shown: loaded when it is first asked for, then kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ansinh_desktop import paths
from ansinh_desktop.ui import theme

if TYPE_CHECKING:
    from ansinh_desktop.ui.widgets.help_pane import HelpPane


class HelpSide:
    """Where the help opens: ``put`` lays it out beside what is shown."""

    def __init__(self, parent: QWidget, put: Callable[[QWidget], object]) -> None:
        self._parent, self._put = parent, put
        self.pane: HelpPane | None = None

    def open(self, anchor: str) -> None:
        """Show the help of a field or a page."""
        if self.pane is None:
            self.pane = self._made()
        self.pane.show()
        self.pane.open(anchor)

    def _made(self) -> "HelpPane":
        from ansinh_desktop.ui.help import help_book  # noqa: PLC0415 - only when asked for
        from ansinh_desktop.ui.widgets.help_pane import HelpPane  # noqa: PLC0415

        pane = HelpPane(help_book(paths.resources() / "help"), self._parent)
        pane.closed.connect(pane.hide)
        pane.setMinimumWidth(theme.px(340))
        self._put(pane)
        return pane
