"""The help beside whatever is shown: loaded when it is first asked for, then kept."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter

from ansinh_desktop import paths
from ansinh_desktop.ui import theme

if TYPE_CHECKING:
    from ansinh_desktop.ui.widgets.help_pane import HelpPane

_WIDTH = 380


class HelpSide:
    """The place at the right of a splitter in which the help opens."""

    def __init__(self, splitter: QSplitter) -> None:
        self._splitter = splitter
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

        pane = HelpPane(help_book(paths.resources() / "help"), self._splitter)
        pane.closed.connect(pane.hide)
        pane.setMinimumWidth(theme.px(340))
        self._splitter.addWidget(pane)
        self._splitter.setSizes([theme.px(2 * _WIDTH), theme.px(_WIDTH)])
        return pane
