"""What a page does about two people who are one: asks with whom, joins them, parts them again."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.field import Field
from ansinh_desktop.services.joining.work import Joinings
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.joining import JoinDialog, PartDialog, TwoPeopleDialog
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings

_OTHER = {"other": Field("other", "Người", kinds.PersonLink(), required=True)}


class JoinActs(QWidget):
    """The acts of one page, and the place over which their dialogs stand; itself it shows nothing.

    Signals:
        said: Something was written. Carries what, in words.
    """

    said = Signal(str)

    def __init__(
        self, page: QWidget, joinings: Callable[[], Joinings], tasks: Tasks, around: Surroundings
    ) -> None:
        """Make the acts.

        Args:
            page: The page.
            joinings: Returns what writes it; asked for only where it is needed.
            tasks: Where it is done in the background.
            around: What the question for the other one needs.
        """
        super().__init__(page)
        self._joinings, self._tasks, self._around = joinings, tasks, around
        self.hide()

    @opens
    def ask_whom(self, one_id: str, name: str) -> None:
        """Ask who is the same as somebody."""
        dialog = FieldsDialog(
            f"Gộp {name} với người nào?",
            _OTHER,
            lambda answers: text_of(answers, "other"),
            tasks=self._tasks,
            around=self._around,
            parent=self.parentWidget(),
            yes_label="Đặt cạnh nhau",
        )
        chosen: list[str] = []
        dialog.done_well.connect(chosen.append)
        # Once it is gone: the place of what follows is the page.
        dialog.accepted.connect(lambda: self.ask_join(one_id, chosen[0]))
        dialog.open()

    @opens
    def ask_join(self, one_id: str, other_id: str) -> None:
        """Set two people side by side, to be joined."""
        self._open(JoinDialog(self._joinings(), (one_id, other_id), self._tasks, self.parentWidget()))

    @opens
    def ask_part(self, one_id: str, other_id: str) -> None:
        """Show what parting two people gives back."""
        self._open(PartDialog(self._joinings(), (one_id, other_id), self._tasks, self.parentWidget()))

    def _open(self, dialog: TwoPeopleDialog) -> None:
        dialog.done_well.connect(self.said)
        dialog.open()
