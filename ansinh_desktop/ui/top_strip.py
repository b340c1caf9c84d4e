"""The line over the pages: the search, who works here, and what is always at hand."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon

Tool = tuple[str, str, Callable[[], object]]
"""A sign, its words, and what it does."""


class TopStrip(QFrame):
    """One line."""

    def __init__(self, search: QWidget, officer: str, tools: Sequence[Tool], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(8))
        search.setMaximumWidth(theme.px(560))
        row.addWidget(search, 3)
        row.addStretch(1)
        who = QLabel(officer, self)
        who.setProperty("tone", "muted")
        row.addWidget(who)
        for sign, words, act in tools:
            row.addWidget(self._tool(sign, words, act))

    def _tool(self, sign: str, words: str, act: Callable[[], object]) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(sign))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda _checked=False: act())
        return made
