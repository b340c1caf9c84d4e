"""The section of the page for sending and receiving that is about cases between communes."""

import functools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.transfers.accepting import Arrived
from ansinh_desktop.services.transfers.giving import Replied, Transferred
from ansinh_desktop.services.transfers.offered import Offered
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.page import HeadedPage, button, card, row_of
from ansinh_desktop.ui.transfers.offered import OfferedDialog, arrived_words

_MOST = 12
_REASONS = ("Người này không chuyển đi nữa", "Chuyển nhầm xã", "Cần sửa hồ sơ")
_NONE = "Chưa có hồ sơ nào chuyển sang xã khác hay từ xã khác đến."


class TransfersBox(QWidget):
    """What waits for an answer, what came, and the three files that go in.

    Signals:
        changed: Records are others than before.
    """

    changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        super().__init__(page)
        self.setObjectName("transfers")
        self._program, self._tasks, self._page = program, tasks, page
        frame, column = card(self)
        heading = QLabel("Chuyển hồ sơ giữa hai xã", frame)
        heading.setProperty("tone", "section")
        column.addWidget(heading)
        guide = QLabel(
            "Chuyển đi: mở hồ sơ, bấm nút … (Việc khác), chọn “Chuyển cho xã khác…”. Hai xã phải có thẻ của nhau.",
            frame,
        )
        guide.setProperty("tone", "muted")
        guide.setWordWrap(True)
        column.addWidget(guide)
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        self.offered_button = button("Nhận hồ sơ chuyển đến…", "inbox", frame, name="offered_case")
        self.offered_button.clicked.connect(lambda: self._choose(_PACKAGE, self.look))
        self.answer_button = button("Nhận trả lời…", "inbox", frame, name="transfer_answer")
        self.answer_button.clicked.connect(lambda: self._choose(_ANSWER, self.take_answer))
        self.remember_button = button("Nhớ lại gói đã chuyển…", "archive-restore", frame, name="remember")
        self.remember_button.setToolTip(
            "Sau khi khôi phục bản sao lưu: chọn lại tệp .agpkg đã đưa cho xã kia"
        )
        self.remember_button.clicked.connect(lambda: self._choose(_PACKAGE, self.remember))
        column.addLayout(row_of(self.offered_button, self.answer_button, self.remember_button))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.px(8), 0, 0)
        outer.addWidget(frame)
        outer.addStretch(1)

    def refresh(self) -> None:
        """Look at the cases anew."""
        self._tasks.run(self._program.exchange.transfers.all, self._show, failed=self._page.say, owner=self)

    @opens
    def look(self, path: str) -> None:
        """Show what a package offers, to be taken or refused."""
        self._do(
            lambda: self._program.exchange.arrivals.look(Path(path)),
            lambda offered: self._offer(Path(path), offered),
            title="Đọc gói chuyển đến",
        )

    def take_answer(self, path: str, otherwise: Callable[[], object] | None = None) -> None:
        """Take in what another commune has answered; where the file is no such answer, do something else."""
        self._do(
            lambda: self._program.exchange.transfers.take_answer(Path(path)),
            self._replied,
            failed=None if otherwise is None else lambda _error: otherwise(),
        )

    def remember(self, path: str) -> None:
        """Learn anew of a package that was given."""
        self._do(lambda: self._program.exchange.transfers.remember(Path(path)), self._remembered)

    def call_back(self, transfer_id: str, reason: str) -> None:
        """Take a case back of which no answer came."""
        self._do(
            lambda: self._program.exchange.transfers.call_back(transfer_id, reason),
            lambda _done: self._said("Đã thu hồi: hồ sơ sửa được như trước. Nhắc xã kia bỏ gói ấy.", "good"),
        )

    def _choose(self, what: tuple[str, str], then: Callable[[str], object]) -> None:
        found, _ = QFileDialog.getOpenFileName(self, what[0], "", what[1])
        if found:
            then(found)

    def _do(
        self,
        work: Callable[[], object],
        done: Callable[..., object],
        failed: Callable[[Exception], object] | None = None,
        title: str = "Chuyển hồ sơ giữa hai xã",
    ) -> None:
        task = self._tasks.run(work, done, failed=failed or self._page.say, owner=self, title=title)
        self._page.progress.follow(task)

    def _offer(self, path: Path, offered: Offered) -> None:
        dialog = OfferedDialog(self._program, path, offered, self._tasks, self)
        dialog.answered.connect(self._arrived)
        dialog.open()

    def _arrived(self, arrived: Arrived) -> None:
        self._said(arrived_words(arrived), "good" if arrived.state == "accepted" else "note")

    def _replied(self, replied: Replied) -> None:
        self._said(f"{replied.summary}.", "good" if replied.state == "accepted" else "warning")

    def _remembered(self, found: Transferred) -> None:
        self._said(f"Đã nhớ lại gói chuyển cho {found.name}. Nay nhận được tệp trả lời.", "good")

    def _said(self, words: str, level: str) -> None:
        self._page.banner.say(words, level)
        self.refresh()
        self.changed.emit()

    def _show(self, found: list[Transferred]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for each in found[:_MOST]:
            self._rows.addWidget(self._row(each))
        if not found:
            label = QLabel(_NONE, self)
            label.setProperty("tone", "muted")
            self._rows.addWidget(label)

    def _row(self, each: Transferred) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        way = "Đến" if each.direction == "out" else "Từ"
        numbers = ", ".join(number for _id, _register, number in each.records) or "không hồ sơ nào"
        told = f" ({each.told})" if each.told else ""
        words = f"{clock.local(each.at):%d/%m/%Y} – {way} {each.name}: {numbers}. {each.state_shown}{told}."
        label = QLabel(words, row)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        line.addWidget(label, 1)
        if (each.direction, each.state) == ("out", "waiting"):
            back = QPushButton("Thu hồi…", row)
            back.setObjectName("call_back")
            back.clicked.connect(functools.partial(self.ask_back, each.id))
            line.addWidget(back)
        return row

    @opens
    def ask_back(self, transfer_id: str) -> None:
        """Ask why a case is called back, and do it."""
        question = "Thu hồi hồ sơ đang chuyển?\nHồ sơ sửa được như trước. Nếu xã kia đã nhận rồi thì tệp trả lời của họ vẫn tính."
        reason = messages.confirm_with_reason(self, question, "Thu hồi", reasons=_REASONS)
        if reason:
            self.call_back(transfer_id, reason)


_PACKAGE = ("Chọn gói chuyển hồ sơ", "Gói dữ liệu (*.agpkg)")
_ANSWER = ("Chọn tệp trả lời", "Trả lời, biên nhận (*.agrcpt)")
