"""No dialog is larger than the screen, however large everything is drawn."""

import pytest
from PySide6.QtWidgets import QDialog

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.screen_room import open_at, room_on_screen


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_dialog_opens_as_large_as_it_wants_or_as_the_screen_is(qtbot, qapp, scale):
    theme.apply(qapp, scale=scale)
    try:
        dialog = QDialog()
        qtbot.addWidget(dialog)
        room = room_on_screen(dialog)
        screen = dialog.screen().availableGeometry().size()
        assert room.width() < screen.width()
        assert room.height() < screen.height()
        open_at(dialog, 200, 100)
        assert (dialog.width(), dialog.height()) == (round(200 * scale), round(100 * scale))
        open_at(dialog, 5000, 5000)
        assert dialog.size() == room
    finally:
        theme.apply(qapp)
