"""The line over the pages: the search, who works here, and what is always at hand."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon

Tool = tuple[str, str, Callable[[], object]]
"""A sign, its words, and what it does."""

_ALL = "Mọi lệnh  Ctrl+K"
_WORDS_FROM = 960
"""The width from which the button of all commands has its words."""


class TopStrip(QFrame):
    """One line."""

    def __init__(
        self,
        search: QWidget,
        tools: Sequence[Tool],
        parent: QWidget,
        *,
        officer: tuple[str, QMenu],
        commands: Callable[[], object],
    ) -> None:
        """Lay the line out.

        Args:
            search: The search.
            tools: What is always at hand.
            parent: Over what.
            officer: Who works here, and the menu at the name.
            commands: What lets every page and act be asked for.
        """
        super().__init__(parent)
        self.setObjectName("top")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(7), theme.px(12), theme.px(7))
        row.setSpacing(theme.px(8))
        search.setMaximumWidth(theme.px(560))
        row.addWidget(search, 3)
        self._all = QPushButton(self)
        self._all.setObjectName("all_commands")
        self._all.setIcon(icon("keyboard"))
        self._all.setToolTip("Mọi trang và mọi việc, gõ không cần dấu (Ctrl+K)")
        self._all.setAccessibleName(_ALL)
        self._all.clicked.connect(lambda _checked=False: commands())
        row.addWidget(self._all)
        row.addStretch(1)
        row.addWidget(self._who(*officer))
        for sign, words, act in tools:
            row.addWidget(self._tool(sign, words, act))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the search where there is little."""
        super().resizeEvent(event)
        self._all.setText(theme.beside_icon(_ALL) if self.width() >= theme.px(_WORDS_FROM) else "")

    def _who(self, officer: str, menu: QMenu) -> QToolButton:
        """Return the officer's name with its menu."""
        made = QToolButton(self)
        made.setObjectName("officer")
        made.setText(text.literal(officer))
        made.setIcon(icon("chevron-down"))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the name
        made.setToolTip(f"{officer}: việc đã làm, nền sáng hay tối, cỡ hiển thị, mật khẩu, khóa màn hình")
        made.setAccessibleName(officer)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _tool(self, sign: str, words: str, act: Callable[[], object]) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(sign))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda _checked=False: act())
        return made
