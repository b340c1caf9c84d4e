"""«In biểu mẫu» for the marked records: the forms that they have, one after the other in one file, previewed, printed, saved."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.case.case_forms import shortened
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.progress_strip import number

if TYPE_CHECKING:
    from ansinh_desktop.services.reports.case_forms import OfferedForm

_LONGEST_LABEL, _LONGEST_NAME = 80, 60


class MarkedForms(QObject):
    """Leads from the button to the papers.

    Signals:
        failed: They could not be made or written. Carries the error.
        saved: They were written to a file. Carries where.
    """

    failed = Signal(object)
    saved = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, button: QPushButton) -> None:
        super().__init__(button)
        self._program, self._tasks, self._button = program, tasks, button

    def offer(self, records: Sequence[str]) -> None:
        """Open the menu of the forms that some records have now."""
        wanted = list(records)
        self._tasks.run(
            lambda: self._program.forms.of_many(wanted),
            lambda found: self._open_menu(wanted, found),
            failed=self.failed.emit,
            owner=self,
            title="Xem các biểu mẫu",
            urgent=True,
        )

    def _open_menu(self, records: Sequence[str], found: "Sequence[tuple[OfferedForm, int]]") -> None:
        menu = QMenu(self._button)
        menu.setObjectName("forms_of_marked")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for form, count in found:
            of_all = "" if count == len(records) else f" – {number(count)} trong {number(len(records))} hồ sơ"
            action = menu.addAction(f"{shortened(form.label, _LONGEST_LABEL)}{of_all}")
            action.setToolTip("\n".join(part for part in (form.label, form.doubt.capitalize()) if part))
            action.triggered.connect(partial(self._on_chosen, records, form))
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def _on_chosen(self, records: Sequence[str], form: "OfferedForm", _checked: object = None) -> None:
        forms = self._program.forms

        def made() -> "tuple[list[tuple[str, OfferedForm]], bytes]":
            chosen = forms.latest(records, form.code)
            return chosen, forms.pdf_of_many(chosen)

        self._tasks.run(
            made,
            lambda found: self._show(form, *found),
            failed=self.failed.emit,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )

    def _show(self, form: "OfferedForm", chosen: "list[tuple[str, OfferedForm]]", content: bytes) -> None:
        forms = self._program.forms
        dialog = later.PreviewDialog(
            f"{shortened(form.label, _LONGEST_LABEL)}: {number(len(chosen))} hồ sơ",
            content,
            save=lambda: self._save(form, chosen),
            printed=lambda: self._tasks.run(lambda: forms.printed_many(chosen), owner=self),
            parent=self._button.window(),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setProperty("help_anchor", "in-bieu-mau")
        dialog.open()

    def _save(self, form: "OfferedForm", chosen: "list[tuple[str, OfferedForm]]") -> None:
        name = f"{shortened(form.label.partition(':')[0], _LONGEST_NAME)} {len(chosen)} hồ sơ"
        target = choose_target(self._button, "Lưu PDF", name, ".pdf")
        if target is not None:
            self._write(chosen, target)

    def _write(self, chosen: "list[tuple[str, OfferedForm]]", target: Path) -> None:
        self._tasks.run(
            lambda: self._program.forms.save_many(chosen, target),
            lambda _pages: self.saved.emit(target),
            failed=self.failed.emit,
            owner=self,
            title=f"Ghi {target.name}",
        )
