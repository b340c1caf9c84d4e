"""How large a window may be: what lies beyond the edge of the screen cannot be pressed."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui import theme

_FRAME = QSize(16, 48)
"""What a window's own frame and title take of the screen."""


def room_on_screen(widget: QWidget) -> QSize:
    """Return how large a window may be on the screen of a widget."""
    return widget.screen().availableGeometry().size() - _FRAME


def open_at(window: QWidget, width: int, height: int) -> None:
    """Let a window be so large at first, at 100 %, or as large as the screen allows."""
    window.resize(QSize(theme.px(width), theme.px(height)).boundedTo(room_on_screen(window)))
