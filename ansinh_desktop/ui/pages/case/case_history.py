"""The tab of a case with its history: who changed what, and the old value of a line given back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ansinh_desktop.services.cases import Case, HistoryRow
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.case.case_facts import history_lines
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.shown import HIDE, SHOW, Shown
from ansinh_desktop.ui.widgets.history import HistoryLine, HistoryTable

_GUIDE = "Chọn một dòng để trả lại giá trị cũ của dòng ấy."
_TOGETHER = "Dòng này đi cùng những dòng khác của một việc: bấm Hoàn tác để trả lại cả việc."


class CaseHistory(QWidget):
    """The changes of one case, the latest first.

    Signals:
        given_back: A value was given back. Carries what was done, in words.
        refused: It could not be. Carries the exception.
        undo_asked: The last acts are wanted.
    """

    given_back = Signal(str)
    refused = Signal(object)
    undo_asked = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self._case: Case | None = None
        self.table = HistoryTable(self)
        self.guide = QLabel(_GUIDE, self)
        self.guide.setProperty("tone", "muted")
        self.guide.setWordWrap(True)
        self.back_button = button("Trả lại giá trị này", "undo-2", self, name="give_back")
        self.show_button = button(SHOW, "eye", self, name="show_masked_line")
        self.show_button.setToolTip("Hiện giá trị mật của dòng này; ghi lý do vào lịch sử")
        self.shown: Shown[HistoryRow] = Shown(tasks, self)
        self.shown.changed.connect(self._draw)
        self.shown.ticked.connect(
            lambda left: self.show_button.setText(theme.beside_icon(f"{HIDE} ({left} giây)"))
        )
        self.shown.refused.connect(self.refused)
        self._rows: Sequence[HistoryRow] = ()
        self._at = -1
        self.undo_button = button("Hoàn tác…", "history", self, name="open_undo")
        self.undo_button.setToolTip("Xem và hoàn tác những việc bạn đã làm (Ctrl+Z)")
        tools = QHBoxLayout()
        tools.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), 0)
        tools.setSpacing(theme.px(8))
        tools.addWidget(self.guide, 1)
        tools.addWidget(self.show_button)
        tools.addWidget(self.back_button)
        tools.addWidget(self.undo_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        self.table.chosen.connect(self._choose)
        self.back_button.clicked.connect(self._give_back)
        self.undo_button.clicked.connect(self.undo_asked)
        self.show_button.clicked.connect(self._on_show)
        self._choose(None)

    def show_case(self, case: Case, *, writable: bool) -> None:
        """Read the history of a case in the background, and show it."""
        self.shown.hide()
        self._case = case
        for each in (self.guide, self.back_button, self.undo_button):
            each.setVisible(writable)

        def show(rows: Sequence[HistoryRow]) -> None:
            if self._case is case:
                self._rows, self._at = rows, -1
                self.show_button.setVisible(any(each.masked for each in rows))
                self._draw()

        self._tasks.run(lambda: self._program.cases.history(case.id), show, owner=self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the masks back: nobody looks."""
        self.shown.hide()
        super().hideEvent(event)

    def _draw(self) -> None:
        """Show the lines, one of them with its masked values while a reason holds."""
        rows, shown = list(self._rows), self.shown.value
        if shown is not None and 0 <= self._at < len(rows):
            rows[self._at] = shown
        self.show_button.setText(theme.beside_icon(SHOW))
        self.table.set_lines(history_lines(rows))
        if self._at >= 0:
            self.table.selectRow(self._at)

    def _on_show(self) -> None:
        case, row = self._case, self._row()
        if self.shown.hide() or case is None or row is None:
            return
        self._at = self.table.currentIndex().row()
        reveals = self._program.cases.reveals
        self.shown.ask([row.field], lambda reason, _every: reveals.line(case.id, row, reason))

    def _row(self) -> HistoryRow | None:
        """Return the line that is chosen; None where none is."""
        at = self.table.currentIndex().row()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _choose(self, line: HistoryLine | None) -> None:
        """Say what can be done with a line."""
        row = self._row()
        self.show_button.setEnabled(self.shown.value is not None or (row is not None and row.masked))
        alone = line is not None and bool(line.key)
        self.guide.setText(_guide(line))
        self.back_button.setEnabled(alone and self._case is not None and not self._case.closed)
        self.back_button.setToolTip(f"Ghi lại giá trị cũ: {line.old or '(trống)'}" if line and alone else "")

    def _give_back(self) -> None:
        line = self.table.line()
        if line is None or not line.key:
            return
        self.back_button.setEnabled(False)
        self._tasks.run(
            lambda: self._program.undo.give_back(line.change, line.key),
            lambda act: self.given_back.emit(act.words),
            failed=self._refuse,
            owner=self,
            title="Trả lại giá trị",
        )

    def _refuse(self, error: Exception) -> None:
        self._choose(self.table.line())
        self.refused.emit(error)


def _guide(line: HistoryLine | None) -> str:
    """Return what can be done with a line, in words."""
    together = line is not None and not line.key and (line.old or line.new)
    return _TOGETHER if together else _GUIDE
