"""Where the officer writes down who was not paid: found by a few letters, marked with Space, or read from a file."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.rules import wording
from ansinh_desktop.services.payments.lines import PAID
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import composing, keys, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.messages import Banner
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.payments.people_card import OUTCOMES
from ansinh_desktop.ui.pages.payments.results_model import ResultsModel, stored_marks
from ansinh_desktop.ui.pages.payments.results_table import ResultsTable
from ansinh_desktop.ui.pages.payments.words import money, people

_FILES = "Danh sách chưa trả (*.xlsx *.xls *.csv *.ods);;Mọi tệp (*)"


class ResultsDesk(QWidget):
    """The results of one month.

    Signals:
        written: They are written down. Carries how many people were not paid.
        left: The officer is done here.
    """

    written = Signal(int)
    left = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("help_anchor", "ket-qua-chi-tra")
        self._program, self._tasks = program, tasks
        self._view: MonthView | None = None
        self._hits: list[int] = []
        self.title = QLabel(self)
        self.title.setProperty("tone", "section")
        self.banner = Banner(self)
        self.search = QLineEdit(self)
        self.search.setObjectName("find_unpaid")
        self.search.setProperty("unkept", "searches")
        self.search.setPlaceholderText("Gõ tên, số định danh hoặc mã hồ sơ của người chưa nhận")
        self.search.setAccessibleName("Tìm người chưa nhận")
        self.hits = QLabel(self)
        self.hits.setProperty("tone", "muted")
        self.model = ResultsModel(self)
        self.table = ResultsTable(self.model, self)
        self.note = QLineEdit(self)
        self.note.setObjectName("unpaid_note")
        self.note.setProperty("unkept", "is kept with the mark of its row")
        self.note_label = QLabel(self)
        self.note_label.setBuddy(self.note)
        self.sums = QLabel(self)
        self.file_button = button("Đọc tệp…", "file-spreadsheet", self, name="results_file")
        self.file_button.setToolTip("Đọc danh sách chưa trả của cơ quan chi trả: chỉ đánh dấu, chưa ghi")
        self.back_button = QPushButton("Quay lại", self)
        self.write_button = button("Ghi kết quả", "hand-coins", self, primary=True, name="write_results")
        self._lay_out()
        self._connect()

    # ---------------------------------------------------------------- what is shown

    @property
    def month(self) -> str:
        """The month that is shown, as it is stored; empty while there is none."""
        return self._view.month if self._view is not None else ""

    def show_month(self, view: MonthView) -> None:
        """Begin with the rows of a closed month, as they are marked by now."""
        self._view = view
        self.title.setText(f"Kết quả chi trả tháng {wording.month(view.day)}: ai chưa nhận?")
        self.banner.clear()
        self.search.clear()
        self.model.set_lines(view.lines)
        self._select(0)
        self._say()
        self.search.setFocus()

    def typed_more(self) -> Mapping[str, object]:
        """Return what is marked, where it is another than is written down."""
        if self._view is None or self.model.marks == stored_marks(self._view.lines):
            return {}
        return {"marks": {record: list(said) for record, said in self.model.marks.items()}}

    def put_more(self, more: Mapping[str, Any], /) -> None:
        """Mark again what was marked."""
        if self._view is None:
            return
        marks = more.get("marks")
        kept = {record: (said[0], said[1]) for record, said in marks.items()} if marks is not None else None
        self.model.mark(stored_marks(self._view.lines) if kept is None else kept)
        self._say()

    # ---------------------------------------------------------------- acts

    def turn(self) -> None:
        """Mark the current row, or mark it otherwise."""
        if (row := self.table.currentIndex().row()) >= 0:
            self.model.turn(row)
            self._say()

    def read(self, file: Path) -> None:
        """Mark whom a file says not to have been paid; nothing is written."""
        if self._view is None:
            return
        day: datetime.date = self._view.day
        self._tasks.run(
            lambda: self._program.payments.unpaid_in(day, file),
            lambda found: self._take_file(file, found),
            failed=self._refuse,
            owner=self,
            title=f"Đọc {file.name}",
        )

    def write(self) -> None:
        """Write the results down: those who are marked were not paid, all others were."""
        if self._view is None or not self.write_button.isEnabled():
            return
        composing.commit()
        day, marks, unpaid = self._view.day, dict(self.model.marks), self.model.unpaid()
        self.write_button.setEnabled(False)
        self._tasks.run(
            lambda: self._program.payments.set_results(day, marks),
            lambda _view: self._end(unpaid),
            failed=self._refuse,
            owner=self,
            title="Ghi kết quả chi trả",
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows lead from one hit to the next, and Enter back to the rows."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search:
                return self._press_in_find(event)
            if watched is self.note and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                return True
        return super().eventFilter(watched, event)

    # ---------------------------------------------------------------- inside

    def _begin_search(self, letter: str) -> None:
        self.search.setFocus()
        if letter:
            self.search.setText(letter)
            self._search()
        else:
            self.search.selectAll()

    def _begin_note(self) -> None:
        if self.note.isEnabled():
            self.note.setFocus()

    def _press_in_find(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.table.setFocus()
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._hits:
                self._go_on(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Down:
                self.table.setFocus()
            case Qt.Key.Key_Escape if self.search.text():
                self.search.clear()
                self._search()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                return False
        return True

    def _search(self) -> None:
        self._hits = self.model.found(self.search.text())
        if self._hits:
            now = self.table.currentIndex().row()
            self._select(next((each for each in self._hits if each >= now), self._hits[0]))
        self._say_hits()

    def _go_on(self, step: int) -> None:
        now = self.table.currentIndex().row()
        place = (self._hits.index(now) + step) % len(self._hits) if now in self._hits else 0
        self._select(self._hits[place])
        self._say_hits()

    def _say_hits(self) -> None:
        if not self.search.text().strip():
            self.hits.setText("")
        elif not self._hits:
            self.hits.setText("không có ai")
        else:
            now = self.table.currentIndex().row()
            place = self._hits.index(now) + 1 if now in self._hits else 1
            self.hits.setText(f"{place}/{len(self._hits)}")

    def _select(self, row: int) -> None:
        if self.model.rowCount():
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _say(self) -> None:
        said = [
            f"{OUTCOMES[each].text.lower()}: {people(heads)}, {money(amount)} đồng"
            for each, (heads, amount) in self.model.said().items()
            if heads or each == PAID
        ]
        self.sums.setText(" · ".join(said))
        self._show_note()

    def _show_note(self) -> None:
        row = self.table.currentIndex().row()
        outcome, note = self.model.mark_of(row) if row >= 0 else (PAID, "")
        self.note.setEnabled(row >= 0)
        paid = outcome == PAID
        self.note_label.setText("Người nhận thay (nếu có)" if paid else "Lý do chưa trả (nếu biết)")
        self.note.setPlaceholderText(
            "họ tên, quan hệ, số giấy tờ của người ký nhận"
            if paid
            else "vắng nhà, đi xa, không ai nhận thay…"
        )
        if not self.note.hasFocus():
            self.note.setText(note)

    def _take_note(self, words: str) -> None:
        if (row := self.table.currentIndex().row()) >= 0:
            self.model.set_note(row, words)

    def _take_file(self, file: Path, found: Mapping[str, tuple[str, str]]) -> None:
        told = {record: said for record, said in found.items() if said != (PAID, "")}
        self.model.mark({**self.model.marks, **told})
        rows = [row for row, each in enumerate(self.model.lines) if each.record_id in found]
        self._select(rows[0] if rows else 0)
        self._say()
        self.banner.say(f"{file.name} ghi {people(len(found))}. Xem lại rồi bấm Ghi kết quả.", "note")
        self.table.setFocus()

    def _end(self, unpaid: int) -> None:
        self.write_button.setEnabled(True)
        self._view = None
        self.written.emit(unpaid)

    def _refuse(self, error: Exception) -> None:
        self.write_button.setEnabled(True)
        self.banner.say(as_message(error), "error")

    def _choose_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "Chọn danh sách chưa trả", "", _FILES)
        if found:
            self.read(Path(found))

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.search, 1)
        head.addWidget(self.hits)
        head.addWidget(self.file_button)
        hint = QLabel(
            "Space: chưa trả · Space lần nữa: chưa trả và dừng · lần nữa: đã trả · gõ chữ để tìm tiếp · Enter: ghi lý do, người nhận thay",
            self,
        )
        hint.setProperty("tone", "small")
        hint.setWordWrap(True)
        self.sums.setWordWrap(True)
        note = QHBoxLayout()
        note.setSpacing(theme.px(8))
        note.addWidget(self.note_label)
        note.addWidget(self.note, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.sums, 1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.write_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.title)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(hint)
        column.addWidget(self.table, 1)
        column.addLayout(note)
        column.addLayout(foot)

    def _connect(self) -> None:
        for each in (self.search, self.note):
            composing.watch(each)
        for watched in (self.search, self.note):
            watched.installEventFilter(self)
        self.search.textEdited.connect(lambda _words: self._search())
        self.note.textEdited.connect(self._take_note)
        for follow in (self._show_note, self._say_hits):
            self.table.selectionModel().currentChanged.connect(lambda *_rows, act=follow: act())
        self.table.turned.connect(self.turn)
        self.table.search_asked.connect(self._begin_search)
        self.table.note_asked.connect(self._begin_note)
        self.file_button.clicked.connect(self._choose_file)
        self.back_button.clicked.connect(self.left)
        self.write_button.clicked.connect(self.write)
        self.write_button.setToolTip(keys.action("save", self, self.write).toolTip())
