"""People of two communes who may be the same, side by side; the officer decides, and both communes are told."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QTableWidgetItem, QWidget

from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.alike import OTHER, SAME, Pair
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.queue import QueueDialog, QueueWords
from ansinh_desktop.ui.dialogs.versions import BLANK
from ansinh_desktop.ui.pages.page import button

_WORDS = QueueWords(
    "alike",
    "Người có thể trùng giữa hai xã",
    "nguoi-co-the-trung",
    "Các cặp người có thể trùng",
    "Hai người cạnh nhau",
    "Ghi  Ctrl+Enter",
    "Không có ai trùng giữa hai xã",
    "Gói mới của các xã được xem lại mỗi lần nhận.",
)
_COLUMNS = ("Thông tin", "", ""), (150, 250, 250)
_DECIDED = {SAME: "cùng một người", OTHER: "khác người"}


class AlikeDialog(QueueDialog):
    """The pairs at the left, both people of one of them at the right."""

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(_WORDS, _COLUMNS, program, tasks, parent)
        self._pairs: list[Pair] = []
        self._at: tuple[str, str] = ("", "")
        self._chosen = ""
        self.said = QLabel(self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setProperty("tone", "muted")
        self.reason = QLineEdit(self)
        composing.watch(self.reason)
        self.reason.setObjectName("alike_reason")
        self.reason.setAccessibleName("Lý do, đã đối chiếu thế nào")
        self.reason.setMaxLength(1000)
        label = QLabel("Lý do, đã đối chiếu thế nào", self)
        label.setBuddy(self.reason)
        self.same = button("Cùng một người  1", "users", self, name="decide_same")
        self.other = button("Khác người  2", "user-x", self, name="decide_other")
        self.save.setAutoDefault(False)
        self._lay_out(
            (self.title, self.said, self.table, label, self.reason), (self.same, self.other, self.later), None
        )
        self._connect(self._show_pair, self.keep)
        self.queue.installEventFilter(self)
        self.same.clicked.connect(lambda: self.choose(SAME))
        self.other.clicked.connect(lambda: self.choose(OTHER))
        self.reason.textChanged.connect(self._say_state)

    def refresh(self) -> None:
        """Ask which pairs there are."""
        self._tasks.run(
            self._program.exchange.alike.all, self._show, failed=self._say, owner=self, urgent=True
        )

    def choose(self, decision: str) -> None:
        """Mark what is to be decided; the reason is asked next."""
        if self._current() is None:
            return
        self._chosen = decision
        for each, made in ((self.same, SAME), (self.other, OTHER)):
            each.setCheckable(True)
            each.setChecked(made == decision)
        self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        self._say_state()

    def keep(self) -> None:
        """Keep what was chosen of the pair that is shown."""
        pair, decision, reason = self._current(), self._chosen, self.reason.text()
        if pair is None or not self.save.isEnabled():
            return
        self._decide(
            lambda: self._program.exchange.alike.decide(pair, decision, reason), self._kept, "Ghi kết luận"
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose with 1 and 2 where no text is typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            chosen = {Qt.Key.Key_1: SAME, Qt.Key.Key_2: OTHER}.get(Qt.Key(event.key()))
            if chosen is not None:
                self.choose(chosen)
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _show(self, found: Sequence[Pair]) -> None:
        self._pairs = list(found)
        place = next((at for at, each in enumerate(found) if _key(each) == self._at), 0)
        signs = {True: ("circle-alert", "warning"), False: ("circle-check", "good")}
        self._fill([(_named(each), *signs[each.is_open]) for each in found], place)

    def _current(self) -> Pair | None:
        place = self.queue.currentRow()
        return self._pairs[place] if 0 <= place < len(self._pairs) else None

    def _show_pair(self) -> None:
        pair = self._current()
        if pair is None:
            return
        self._at, self._chosen = _key(pair), ""
        for each in (self.same, self.other):
            each.setChecked(False)
        self.reason.clear()
        self.title.setText(f"{pair.one.who} ({pair.one.unit}) và {pair.other.who} ({pair.other.unit})")
        self.said.setText(_why(pair))
        self.table.setHorizontalHeaderLabels(["Thông tin", pair.one.unit, pair.other.unit])
        cases = ("Mã hồ sơ", ", ".join(pair.one.cases), ", ".join(pair.other.cases))
        lines = [(each.label, each.one, each.other, each.differs) for each in pair.lines]
        self.table.setRowCount(len(lines) + 1)
        for line, (label, one, other, differs) in enumerate([*lines, (*cases, False)]):
            for column, words in enumerate((label, one or BLANK, other or BLANK)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                item.setFont(theme.type_font("text", bold=differs))
                self.table.setItem(line, column, item)
        self.table.setCurrentCell(0, 0)
        self._say_state()

    def _say_state(self) -> None:
        able = bool(self._chosen) and bool(self.reason.text().strip())
        self.save.setEnabled(able)
        lacking = "Chọn cùng một người hay khác người (phím 1, 2), rồi ghi lý do."
        self.save.setToolTip("Báo cho cả hai xã ở biên nhận sau." if able else lacking)

    def _kept(self) -> None:
        self.banner.say("Đã ghi; biên nhận sau báo cho cả hai xã.", "good")
        self.changed.emit()
        self.refresh()


def _key(pair: Pair) -> tuple[str, str]:
    return pair.one.person_id, pair.other.person_id


def _named(pair: Pair) -> str:
    who = pair.one.who if pair.one.who == pair.other.who else f"{pair.one.who} / {pair.other.who}"
    return f"{who}\n{pair.one.unit}\n{pair.other.unit}"


def _why(pair: Pair) -> str:
    """Return why the two are asked about, and what was said of them."""
    why = "Cùng số định danh." if pair.by_number else "Cùng họ tên, ngày sinh, giới tính."
    if pair.by_code:
        why += " Có hồ sơ theo mã số, nên không ghi tên; hai xã chỉ được báo khi đã kết luận cùng một người."
    if pair.decided is None:
        return why
    said = f"{_DECIDED[pair.decided.decision]} ({pair.decided.officer}: {pair.decided.reason})"
    again = "" if pair.decided.stands else " Thông tin đã đổi từ đó, nên hỏi lại."
    return f"{why} Đã kết luận: {said}.{again}"
