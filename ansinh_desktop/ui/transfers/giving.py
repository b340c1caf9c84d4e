"""Hands records of one person over to another commune: to whom, since when, and all that will follow here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.services.cases import Case
from ansinh_desktop.services.lives.work import LifePreview
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.transfers.giving import Move, Transferred
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.life_preview import LifePreviewBox
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.kind_line import KindEdit, PartialDateEdit

_REST_MS = 250
_FIRST = "Chọn xã nhận và ngày chuyển đi để xem những gì sẽ theo sau; chưa có gì được ghi."


class GivingDialog(DialogFrame):
    """The records, the commune, the days, and what will be written here once that commune has taken them.

    Signals:
        given: The package lies in the folder. Carries the :class:`Transferred`.
    """

    given = Signal(object)

    def __init__(self, program: Program, case: Case, tasks: Tasks, parent: QWidget | None) -> None:
        coded = goes_by_code(case.confidentiality)
        who = case.number if coded else str(case.person["full_name"])
        super().__init__(parent, f"Chuyển cho xã khác: {who}", "Ghi gói chuyển…", name="give", width=760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help_anchor", "chuyen-xa")
        self._transfers, self._tasks = program.exchange.transfers, tasks
        self._seen: object = None
        """Of what the preview is shown."""
        self.records: dict[str, QCheckBox] = {}
        self._offer(case.id, f"{case.register.short_title}: {case.number}", chosen=True)
        for other in () if coded else case.others:
            title = catalog.register(other.register).short_title
            self._offer(other.id, f"{title}: {other.number} ({other.state})", chosen=False)
        self.commune = FilteredCombo("commune", self)
        self.commune.set_options([Option(each.id, each.name) for each in self._transfers.communes()])
        self.on = PartialDateEdit("on", self, kind=kinds.Date())
        self.on.set_value(clock.today().isoformat())
        self.until = KindEdit(kinds.Month(), "until", self)
        self._ask("Xã nhận hồ sơ", self.commune, required=True)
        self._ask("Chuyển đi từ ngày", self.on, required=True)
        offered = {case.register.code, *(each.register for each in (() if coded else case.others))}
        pays = any(catalog.register(each).paying is not None for each in offered)
        self._ask(
            "Xã mình chi trả đến hết tháng (để trống: tháng chuyển đi)",
            self.until,
            required=False,
            shown=pays,
        )
        self.preview = LifePreviewBox(self)
        self.preview.say(_FIRST)
        self.column.addWidget(self.preview, 100)
        self.yes_button.setEnabled(False)
        self.yes_button.clicked.connect(self._choose)
        editors: list[Editor] = [self.commune, self.on, *([self.until] if pays else [])]
        self.close_frame(editors)
        self._look_soon = pause(self, _REST_MS, self.look)
        for each in editors:
            each.edited.connect(self._wait)
        for box in self.records.values():
            box.toggled.connect(self._wait)
        self.open_at(780, 600)
        self.commune.control.setFocus(Qt.FocusReason.TabFocusReason)

    def look(self) -> None:
        """Ask in the background what will follow from what stands there."""
        asked = self._asked()
        if asked is None:
            self.preview.say(_FIRST)
            return
        records, move = asked
        self._tasks.run(
            lambda: self._transfers.look(records, move),
            lambda found: self._show(asked, found),
            failed=self._refuse,
            owner=self,
            urgent=True,
        )

    def give_to(self, folder: Path) -> None:
        """Write the package into a folder, where what will follow from these very answers is shown."""
        asked = self._asked()
        if asked is None or asked != self._seen:
            self.look()
            return
        records, move = asked
        self.yes_button.setEnabled(False)
        task = self._tasks.run_counting(
            lambda step: self._transfers.give(records, move, folder, step),
            self._end,
            failed=self._refuse,
            owner=self,
            title="Ghi gói chuyển hồ sơ",
        )
        self.follow(task, lambda: self.yes_button.setEnabled(True))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để ghi gói chuyển")
        if folder:
            self.give_to(Path(folder))

    def _offer(self, record_id: str, words: str, *, chosen: bool) -> None:
        box = QCheckBox(text.literal(words), self)
        box.setObjectName(f"record_{record_id}")
        box.setChecked(chosen)
        self.records[record_id] = box
        self.column.addWidget(box)

    def _ask(self, label: str, editor: Editor, *, required: bool, shown: bool = True) -> None:
        row = FieldRow(label, editor, self, required=required)
        row.setVisible(shown)
        self.column.addWidget(row)

    def _asked(self) -> tuple[list[str], Move] | None:
        chosen = [each for each, box in self.records.items() if box.isChecked()]
        if any(each.fault() is not None for each in (self.on, self.until)):
            return None
        commune, on = str(self.commune.value() or ""), str(self.on.value() or "")
        if not (chosen and commune and on):
            return None
        return chosen, Move(commune, on, str(self.until.value() or ""))

    def _wait(self) -> None:
        self._seen = None
        self.yes_button.setEnabled(False)
        self._look_soon.start()

    def _show(self, asked: object, found: LifePreview) -> None:
        if asked != self._asked():
            return  # it was typed on meanwhile, and asked anew
        self.banner.clear()
        self._seen = asked
        self.preview.show_preview(found)
        self.yes_button.setEnabled(True)

    def _end(self, made: Transferred) -> None:
        self.given.emit(made)
        self.accept()

    def _refuse(self, fault: Exception) -> None:
        self._seen = None
        self.yes_button.setEnabled(False)
        self.preview.say(_FIRST)
        self.say_fault(fault, self._tasks)


class Giving(QObject):
    """What the page of a case does to hand it over.

    Signals:
        given: A case was given. Carries what, in words.
    """

    given = Signal(str)

    def __init__(
        self, page: QWidget, program: Program, case: Callable[[], Case | None], tasks: Tasks
    ) -> None:
        """Make it; ``case`` returns the case of the page, none where the officer may not write in it."""
        super().__init__(page)
        self._page, self._program, self._case, self._tasks = page, program, case, tasks

    def ask(self) -> None:
        """Ask to which commune the case goes, and write the package for it."""
        case = self._case()
        if case is not None:
            dialog = GivingDialog(self._program, case, self._tasks, self._page)
            dialog.given.connect(lambda made: self.given.emit(given_words(made)))
            dialog.open()


def given_words(made: Transferred) -> str:
    """Return in one sentence what was given, and what to do now."""
    return f"Đã ghi gói {made.file_name} cho {made.name}. Đưa tệp ấy cho xã đó; hồ sơ đứng yên cho đến khi có tệp trả lời."
