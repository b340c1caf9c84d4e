"""Hands the work over to another officer: both names, the minutes to be looked at, then the deed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.handover import HandoverState, Parties
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.officers import FormDialog
from ansinh_desktop.ui.pages.page import button, row_of
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.line import TextLine

TITLE = "Biên bản bàn giao"


class HandoverDialog(FormDialog):
    """The names of who hands over and who takes over."""

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        parent: QWidget,
        *,
        done: Callable[[HandoverState, Path], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Make the dialog; ``done`` is told of what was handed over, and where the minutes lie."""
        super().__init__(parent, "Bàn giao sổ sách và dữ liệu")
        self.setProperty("help_anchor", "ban-giao")
        self._program, self._tasks, self._done, self._failed = program, tasks, done, failed
        self.guide(
            "Biên bản ghi số hồ sơ từng sổ, nháp, chưa gửi, bị trả lại, bản sao lưu và gói gửi gần nhất, dãy số của thẻ. "
            "Bàn giao xong, dữ liệu mở một phiên mới: bản sao còn ở máy khác không gửi gói thay cho đơn vị được nữa, và "
            "gói gửi lên kế tiếp mang toàn bộ hồ sơ. Rồi thêm người dùng mới, đổi mật khẩu và mã khôi phục."
        )
        self.giver, self.taker = TextLine("giver", self), TextLine("taker", self)
        self.ask("Bên giao (họ và tên)", self.giver)
        self.ask("Bên nhận (họ và tên)", self.taker)
        self.look_button = button("Xem biên bản", "printer", self, name="look_minutes")
        self.look_button.clicked.connect(self.look)
        self.column.addLayout(row_of(self.look_button))
        self.finish("Bàn giao và lưu biên bản…")

    def fault(self) -> str:
        try:
            self._parties()
        except UserError as error:
            return f"{error.message.text} {error.message.todo}"
        return ""

    def look(self) -> None:
        """Show the minutes as they would be; nothing changes."""
        fault = self.fault()
        self.said.setText(fault)
        self.said.setVisible(bool(fault))
        if fault:
            return
        parties = self._parties()
        self._tasks.run(
            lambda: self._program.exchange.handover.minutes(parties),
            self._show,
            failed=self._failed,
            owner=self,
        )

    def accept(self) -> None:
        """Ask where the minutes are to lie, and hand over."""
        target = choose_target(self, "Lưu biên bản", TITLE, ".pdf")
        if target is not None:
            self.hand_over(target)

    def hand_over(self, target: Path) -> None:
        """Hand over, the minutes in a file."""
        parties = self._parties()
        self._tasks.run(
            lambda: self._program.exchange.handover.hand_over(parties, target),
            lambda state: self._done(state, target),
            failed=self._failed,
            owner=self.parentWidget(),
            title="Bàn giao",
        )
        super().accept()

    def _parties(self) -> Parties:
        return Parties.typed(self.giver.said(), self.taker.said())

    def _show(self, content: bytes) -> None:
        def save() -> None:
            target = choose_target(self, "Lưu bản xem trước", TITLE, ".pdf")
            if target is not None:
                target.write_bytes(content)

        later.PreviewDialog(TITLE, content, save=save, printed=lambda: None, parent=self).open()
