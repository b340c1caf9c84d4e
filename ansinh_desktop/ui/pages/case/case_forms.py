"""«In biểu mẫu»: the forms of a case in a menu, each previewed as it will be printed, printed or saved as PDF."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from ansinh_desktop.services.cases import Case
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later, messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.shown import REASONS
from ansinh_desktop.ui.target import choose_target

if TYPE_CHECKING:
    from ansinh_desktop.services.reports.case_forms import OfferedForm

_LONGEST_LABEL = 90
_LONGEST_NAME = 60


class CaseForms(QObject):
    """Leads from the button to the paper.

    Signals:
        failed: A form could not be made or written. Carries the error.
        saved: A form was written to a file. Carries where.
    """

    failed = Signal(object)
    saved = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, button: QPushButton) -> None:
        super().__init__(button)
        self._program, self._tasks, self._button = program, tasks, button

    def offer(self, case: Case) -> None:
        """Open the menu of the forms that the case has now."""
        if self._program.access.may(case.register.code, "p"):
            self._tasks.run(
                lambda: self._program.forms.offered(case.id),
                lambda offered: self._open_menu(case, offered),
                failed=self.failed.emit,
                owner=self,
                urgent=True,
            )

    def preview(self, case: Case, form: "OfferedForm", reason: str = "") -> None:
        """Show a form as it will be printed: with its masked answers where there is a reason, else with dots."""
        self._tasks.run(
            lambda: self._program.forms.pdf(case.id, form, reason),
            lambda content: self._show(case, form, content, reason),
            failed=self.failed.emit,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )

    def write(self, case: Case, form: "OfferedForm", target: Path, reason: str = "") -> None:
        """Write a form to a PDF file in the background, as it was previewed."""
        self._tasks.run(
            lambda: self._program.forms.save(case.id, form, target, reason),
            lambda _done: self.saved.emit(target),
            failed=self.failed.emit,
            owner=self,
            title=f"Ghi {target.name}",
        )

    def _open_menu(self, case: Case, offered: "Sequence[OfferedForm]") -> None:
        menu = QMenu(self._button)
        menu.setObjectName("forms_of_case")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for form in offered:
            parts = (
                shortened(form.label, _LONGEST_LABEL),
                form.about and f"– {form.about}",
                form.doubt and "(chưa đối chiếu)",
            )
            action = menu.addAction(" ".join(part for part in parts if part))
            action.setToolTip("\n".join(part for part in (form.label, form.doubt.capitalize()) if part))
            action.triggered.connect(functools.partial(self._on_chosen, case, form))
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _on_chosen(self, case: Case, form: "OfferedForm", _checked: object = None) -> None:
        reason = _ask_why(self._button, form) if form.masked else ""
        self.preview(case, form, reason)

    def _show(self, case: Case, form: "OfferedForm", content: bytes, reason: str) -> None:
        dialog = later.PreviewDialog(
            shortened(form.label, _LONGEST_LABEL),
            content,
            save=lambda: self._save(case, form, reason),
            printed=lambda: self._tasks.run(lambda: self._program.forms.printed(case.id, form), owner=self),
            parent=self._button.window(),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setProperty("help_anchor", "in-bieu-mau")
        dialog.open()

    def _save(self, case: Case, form: "OfferedForm", reason: str) -> None:
        # The file's name must not tell who it is about: it lies outside the encrypted file.
        name = f"{case.number} {shortened(form.label.partition(':')[0], _LONGEST_NAME)}"
        target = choose_target(self._button, "Lưu PDF", name, ".pdf")
        if target is not None:
            self.write(case, form, target, reason)


def _ask_why(button: QPushButton, form: "OfferedForm") -> str:
    """Ask why the masked answers are to stand on the paper; without a reason there are dots."""
    question = (
        f"Biểu mẫu có chỗ cho mục mật: {', '.join(form.masked)}.\n"
        "Ghi lý do thì bản in có nội dung mật và lịch sử ghi lại; không ghi lý do thì chỗ ấy để dấu chấm."
    )
    given = messages.confirm_with_reason(
        button.window(), question, "In cả mục mật", "Để dấu chấm", reasons=REASONS
    )
    return given or ""


def shortened(words: str, longest: int) -> str:
    """Return words that fit, parted at a space."""
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]}…"
