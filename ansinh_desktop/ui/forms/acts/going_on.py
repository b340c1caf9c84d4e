"""The button that saves a case and takes it, in the same act, to where its decision leads."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.cases import Way
from ansinh_desktop.services.steps import DOUBTFUL, StepRefusedError
from ansinh_desktop.ui import keys
from ansinh_desktop.ui.forms.acts.way_dialog import WayDialog


class GoingOn(QObject):
    """Knows whether what is being saved goes on, and with which reason."""

    def __init__(
        self,
        button: QPushButton,
        check: Callable[[], object],
        save: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        """Make it.

        Args:
            button: The button.
            check: Looks at what stands in the form, the last letter too, and offers the way that follows from it.
            save: Saves what stands in the form and goes on, with a reason that may be empty.
            parent: The form.
        """
        super().__init__(parent)
        self._form, self._button, self._save = parent, button, save
        self._way = Way()
        self.reason: str | None = None
        """Why, empty without a reason, what is being saved goes on; None where it only is saved."""
        button.clicked.connect(lambda: save(""))

        def press() -> None:
            check()
            button.click()

        keys.action("go_on", parent, press)

    def offer(self, way: Way) -> None:
        """Say on the button where it leads, or what is missing for that."""
        if way == self._way:
            return
        self._way = way
        self._button.setVisible(bool(way.stages or way.lacks))
        self._button.setEnabled(bool(way.stages))
        if way.stages:
            self._button.setText(text.literal(f"Lưu và chuyển “{way.labels[-1]}”"))
            self._button.setToolTip(f"Một lần đến “{way.labels[-1]}” (Ctrl+Shift+Enter):\n{way.told}")
        else:
            self._button.setText("Lưu và chuyển bước")
            self._button.setToolTip(f"Chưa đủ, còn thiếu: {', '.join(way.lacks)}")

    def refused(self, error: Exception) -> bool:
        """Ask why what is doubtful about a step is kept, and try again; false where it was another refusal."""
        doubtful = isinstance(error, StepRefusedError) and error.code == DOUBTFUL
        self.reason = None
        if not doubtful or not isinstance(error, StepRefusedError):
            return False
        dialog = WayDialog(self._way, self._form, error.findings)
        if dialog.exec() == WayDialog.DialogCode.Accepted:
            self._save(dialog.reason())
        return True
