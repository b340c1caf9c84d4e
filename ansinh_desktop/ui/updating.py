"""Another version of the program: asked for, with what it means for the data, and begun."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.services import updating
from ansinh_desktop.ui import messages


def offer_update(parent: QWidget, file: Path, close_data: Callable[[], bool]) -> bool:
    """Ask whether an update is to be taken; say whether its installer waits for this program to end.

    Args:
        parent: Over which window.
        file: The update file.
        close_data: Closes the data, and says whether that could be done at once.
    """
    try:
        update = updating.read_update(file)
        if not messages.ask(parent, update.question, "Cập nhật", "Để sau"):
            return False
        installer = updating.fetch(update, file)
        if not close_data():
            return False
        updating.start(installer)
    except UserError as error:
        messages.tell(parent, error)
        return False
    return True


def offer_way_back(parent: QWidget) -> bool:
    """Ask whether the version before is to come back; say whether it waits for this program to end."""
    question = (
        f"Trở lại bản trước?\n{updating.OLDER}\nChương trình đóng lại rồi mở bản trước; bản này vẫn còn đó."
    )
    if not messages.ask(parent, question, "Trở lại bản trước", "Giữ bản này"):
        return False
    try:
        updating.go_back()
    except UserError as error:
        messages.tell(parent, error)
        return False
    return True
