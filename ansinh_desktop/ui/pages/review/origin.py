"""Where what stands in a field came from, and the scanned papers by which it is compared."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.attachments import PaperView
from ansinh_desktop.services.cases import HistoryRow
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.widgets.flow import FlowLayout

_PAPERS = 3
"""So many papers are named; the others are found in the whole record."""


class _Found(NamedTuple):
    """What is known of a field of a record."""

    said: str
    papers: Sequence[PaperView]


class Origin(QWidget):
    """One line, and a link for each paper that can be shown.

    Signals:
        known: It is known whether there are papers to be shown; what stands there may be another record's by then.
        read: A paper was read, to be shown. Carries it.
        refused: A paper cannot be shown. Carries the exception.
    """

    known = Signal()
    read = Signal(object)
    refused = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self._asked = ("", "")
        self._low = self._known = False
        self.said = QLabel(self)
        self.said.setProperty("tone", "small")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.links: list[QPushButton] = []
        self.papers: list[PaperView] = []
        """What the window can show of the record's papers, the one that was added last first."""
        self._flow = FlowLayout(gap=theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.said)
        column.addLayout(self._flow)
        self.hide()

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Give way where there is little room."""
        self._low = low
        self.setVisible(self._known and not low)

    def ask(self, record_id: str, field: str) -> None:
        """Say it of a field of a record; of none where no record is named."""
        self._asked, self._known = (record_id, field), False
        self.papers = []
        self.hide()
        self.known.emit()
        if record_id:
            self._tasks.run(
                partial(_found, self._program, record_id, field), partial(self._show, self._asked), owner=self
            )

    def _show(self, asked: tuple[str, str], found: _Found) -> None:
        if asked != self._asked:
            return
        self.said.setText(found.said)
        self.said.setVisible(bool(found.said))
        for old in self.links:
            old.hide()
            self._flow.removeWidget(old)
            old.deleteLater()
        self.papers = [each for each in reversed(found.papers) if each.type.shown]
        self.links = [self._link(each) for each in self.papers[:_PAPERS]]
        self._known = bool(found.said or self.links)
        self.known.emit()
        self.set_low(self._low)

    def open_first(self) -> None:
        """Read the paper that was added last."""
        if self.papers:
            self._open(self.papers[0].id)

    def _link(self, paper: PaperView) -> QPushButton:
        link = QPushButton(text.literal(paper.name), self)
        link.setProperty("role", "link")
        link.setAutoDefault(False)
        link.setToolTip("Mở giấy tờ để đối chiếu")
        link.clicked.connect(lambda: self._open(paper.id))
        self._flow.addWidget(link)
        link.show()
        return link

    def _open(self, paper_id: str) -> None:
        asked = self._asked
        self._tasks.run(
            lambda: later.read_paper(self._program.attachments.read(paper_id)),
            lambda read: self.read.emit(read) if asked == self._asked else None,
            failed=self.refused.emit,
            owner=self,
            urgent=True,
        )


def _found(program: Program, record_id: str, field: str) -> _Found:
    rows = program.cases.history(record_id)
    first = field.partition(".")[0]  # of a line in a table, the table
    changed = next((each for each in rows if first and each.key in (first, f"answers.{first}")), None)
    made = changed or next((each for each in rows if each.reason.startswith(IMPORTED)), None)
    kept = program.cases.get(record_id).kept.values()
    return _Found(_words(made, kept) if made else "", program.attachments.of_record(record_id))


def _words(row: HistoryRow, kept: Iterable[str]) -> str:
    said = row.reason or ("sửa ô này" if row.key else row.what.lower())
    if row.reason.startswith(IMPORTED):
        # With its row, where a warning was kept with it.
        said = next((each for each in kept if each.startswith(row.reason)), row.reason)
    before = f"; trước đó: {row.before}" if row.key and row.before and not row.masked else ""
    return f"{said} ({row.author}, {clock.local(row.at):%d/%m/%Y}){before}"
