"""«Hoàn tác»: what the officer did last, newest first, and the button that takes a chosen act back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.undo import Act
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Task, Tasks, as_message
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.screen_room import open_at
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.widgets.history import WrapDelegate
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip

_WIDTH, _HEIGHT = 900, 560
_HEADS = ("Lúc", "Việc đã làm", "Tình trạng")
_WIDTHS = (118, 560, 112)
_SLOW_MS = 100
"""What takes longer shows how far it is."""
_RECENT, _EARLIER = "Từ lúc mở khóa", "Trước đó"
_READING = "Đang đọc lịch sử…"
_NOTHING = "Bạn chưa ghi gì vào sổ, nên chưa có gì để hoàn tác."
_GUIDE = (
    "Chọn một việc rồi bấm nút bên dưới. Giá trị cũ được ghi lại thành một việc mới trong lịch sử,"
    " nên hoàn tác rồi vẫn làm lại được."
)


class UndoDialog(QDialog):
    """The last acts of the officer.

    Signals:
        changed: An act was taken back.
    """

    changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Hoàn tác – {messages.TITLE}")
        self.setProperty("help_anchor", "hoan-tac")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._program, self._tasks = program, tasks
        self._rows: list[Act | None] = []
        self._nothing = _READING
        self._task: Task | None = None
        """What is being taken back."""
        self._slow = pause(self, _SLOW_MS, self._show_progress)
        self.banner = messages.Banner(self)
        self.progress = ProgressStrip(self)
        self.table = self._table()
        self.said = QLabel(self)
        self.said.setObjectName("undo_said")
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setMinimumHeight(self.said.fontMetrics().lineSpacing() * 3)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.yes_button = button("Hoàn tác việc này", "undo-2", self, primary=True, name="take_act_back")
        self.yes_button.setDefault(True)
        self.close_button = button("Đóng", "x", self)
        self.close_button.setAutoDefault(False)
        self._lay_out()
        self._fit = pause(self, 0, self.table.resizeRowsToContents)
        self.table.horizontalHeader().sectionResized.connect(lambda *_sizes: self._fit.start())
        self.table.currentCellChanged.connect(lambda *_cells: self._choose())
        self.yes_button.clicked.connect(self._take_back)
        self.close_button.clicked.connect(self.reject)
        self._choose()
        open_at(self, _WIDTH, _HEIGHT)

    def refresh(self, done: int | None = None) -> None:
        """Read the last acts in the background, and show them; ``done`` was just taken back."""
        self._tasks.run(
            self._program.undo.acts,
            lambda acts: self._show(acts, done),
            failed=lambda error: self.banner.say(as_message(error)),
            owner=self,
            urgent=True,
        )

    def act(self) -> Act | None:
        """Return the act that is chosen; None where none is."""
        row = self.table.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def reject(self) -> None:
        """Close; not while something is being written."""
        if self._task is None:
            super().reject()

    def _table(self) -> QTableWidget:
        table = plain_table(self, _HEADS, "acts", tuple(_WIDTHS))
        head = table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)  # what was done goes on in further lines
        table.setAccessibleName("Những việc bạn đã làm")
        table.setWordWrap(True)
        table.setItemDelegate(WrapDelegate(table))
        table.setTabKeyNavigation(False)
        return table

    def _lay_out(self) -> None:
        title = QLabel("Hoàn tác", self)
        title.setProperty("tone", "page")
        guide = QLabel(_GUIDE, self)
        guide.setProperty("tone", "muted")
        guide.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.yes_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(8))
        for widget in (title, guide, self.banner, self.progress):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        column.addLayout(foot)

    def _show(self, acts: Sequence[Act], done: int | None) -> None:
        self._rows, self._nothing = [], _NOTHING
        self.table.clearSpans()
        self.table.setRowCount(0)
        for recent, title in ((True, _RECENT), (False, _EARLIER)):
            found = [each for each in acts if each.recent is recent]
            if found:
                self._add_title(title)
            for each in found:
                self._add(each)
        self._fit.start()
        self.table.setFocus()
        self._select(done)
        self._choose()
        act = self.act()
        if done is not None and act is not None and not act.recent:
            # One press more would take back work of another day that nobody thought of.
            self.close_button.setDefault(True)
            self.close_button.setFocus()

    def _add_title(self, title: str) -> None:
        (item,) = self._add_row(None, (title,))
        self.table.setSpan(item.row(), 0, 1, len(_HEADS))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)

    def _add(self, act: Act) -> None:
        at = clock.local(act.at)
        for item in self._add_row(act, (f"{at:%H:%M %d/%m/%Y}", act.words, _state(act))):
            if act.refusal is not None:
                item.setForeground(QColor(theme.colours().muted))

    def _add_row(self, act: Act | None, texts: Sequence[str]) -> list[QTableWidgetItem]:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self._rows.append(act)
        items = [QTableWidgetItem(words) for words in texts]
        for column, item in enumerate(items):
            self.table.setItem(row, column, item)
        return items

    def _select(self, done: int | None) -> None:
        """Choose what would be taken back next: the latest act, going further back with each one taken back."""
        rows = [(row, act) for row, act in enumerate(self._rows) if act is not None]
        further = [row for row, act in rows if _comes_next(act) and (done is None or act.id < done)]
        # Where nothing is left, the one just taken back stays chosen: the next press must not do it again.
        just = [row for row, act in rows if act.id == done]
        if rows:
            self.table.setCurrentCell((*further, *just, rows[0][0])[0], 1)

    def _choose(self) -> None:
        """Say what the button would do with the chosen act, or why it would not."""
        act = self.act()
        self.yes_button.setDefault(True)
        again = act is not None and act.depth % 2 == 1
        words = "Làm lại việc này" if again else "Hoàn tác việc này"
        self.yes_button.setText(theme.beside_icon(words))
        self.yes_button.setEnabled(act is not None and act.may_be_taken_back and self._task is None)
        self.table.setEnabled(self._task is None)
        self.close_button.setEnabled(self._task is None)
        self.said.setText(_said(act) if act is not None or self._rows else self._nothing)

    def _take_back(self) -> None:
        act = self.act()
        if act is None or self._task is not None or not act.may_be_taken_back:
            return
        self.banner.clear()
        self._task = self._tasks.run_steps(
            lambda: self._program.undo.taking_back(act.id),
            lambda made: self._end(act, made),
            failed=self._refuse,
            owner=self,
            title="Hoàn tác",
        )
        self._task.cancelled.connect(self._stop)
        self._slow.start()
        self._choose()

    def _show_progress(self) -> None:
        if self._task is not None:
            self.progress.follow(self._task)

    def _end(self, act: Act, made: Act) -> None:
        self._stop()
        self.banner.say(f"Đã {made.words[:1].lower()}{made.words[1:]}.", "good")
        self.changed.emit()
        self.refresh(act.id)

    def _refuse(self, error: Exception) -> None:
        self._stop()
        self.banner.say(as_message(error, "Hoàn tác"), "error")
        self.refresh()

    def _stop(self) -> None:
        self._task = None
        self._slow.stop()
        self.progress.end()
        self._choose()


def _comes_next(act: Act) -> bool:
    return act.may_be_taken_back and act.depth % 2 == 0


def _state(act: Act) -> str:
    if act.undone:
        return "Đã hoàn tác" if act.depth % 2 == 0 else "Đã làm lại"
    return "Hoàn tác được" if act.may_be_taken_back and act.depth % 2 == 0 else _again(act)


def _again(act: Act) -> str:
    return "Làm lại được" if act.may_be_taken_back else "Chưa hoàn tác được"


def _said(act: Act | None) -> str:
    if act is None:
        return ""
    if act.refusal is not None:
        return f"{act.refusal} {act.refusal.todo}"
    return f"{act.rows} dòng dữ liệu sẽ trở lại như trước việc này." if act.rows > 1 else ""
