"""The first thing the officer sees: name and password."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.crypto import keys
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.start.start_page import StartPage
from ansinh_desktop.ui.tasks import Tasks, as_message
from ansinh_desktop.ui.widgets.choice import FilteredCombo
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.options import Option


class UnlockPage(StartPage):
    """Unlocks a data folder, with a password or with the recovery code.

    Signals:
        unlocked: The data are open. Carries the :class:`Program`.
    """

    unlocked = Signal(object)

    def __init__(self, folder: Path, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._tasks = tasks
        self._recovering = False
        self._busy = False
        card = QFrame(self.content)
        card.setProperty("role", "card")
        card.setFixedWidth(theme.px(460))
        self._form = QVBoxLayout(card)
        self._form.setContentsMargins(*(theme.px(28),) * 4)
        self._form.setSpacing(theme.px(12))
        self._title = QLabel("An Sinh Xã", card)
        self._title.setFont(theme.type_font("page", bold=True))
        self._subtitle = QLabel(card)
        self._subtitle.setProperty("tone", "muted")
        self._subtitle.setWordWrap(True)
        self.officer = FilteredCombo("officer", card)
        self.code = TextLine("code", card, placeholder="Gõ mã trong bản in cất ở két")
        self.password = PasswordEdit("password", card)
        self.again = PasswordEdit("again", card)
        self._rows = {
            "officer": FieldRow("Người dùng", self.officer, card),
            "code": FieldRow("Mã khôi phục", self.code, card),
            "password": FieldRow("Mật khẩu", self.password, card),
            "again": FieldRow("Gõ lại mật khẩu", self.again, card),
        }
        self._said = QLabel(card)
        self._said.setObjectName("said")
        self._said.setWordWrap(True)
        self._said.setProperty("tone", "error")
        self._open = QPushButton("Mở khóa", card)
        self._open.setObjectName("open")
        self._open.setProperty("role", "primary")
        self._open.clicked.connect(self._unlock)
        self._forgot = QPushButton(card)
        self._forgot.setObjectName("forgot")
        self._forgot.setProperty("role", "link")
        self._forgot.setProperty("pass_over", "yes")
        self._forgot.clicked.connect(lambda: self._show_recovery(recovering=not self._recovering))
        for widget in (
            self._title,
            self._subtitle,
            *self._rows.values(),
            self._said,
            self._open,
            self._forgot,
        ):
            self._form.addWidget(widget)
        outer = QVBoxLayout(self.content)
        outer.addStretch(2)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        for last in (self.password, self.again):
            last.on_enter = self._enter
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._count_down)
        self._load_officers()
        self._show_recovery(recovering=False)
        self._count_down()

    def help_place(self) -> str:
        if self._recovering:
            return "mo-khoa.md#quen-mat-khau"
        return "mo-khoa.md#go-sai" if self._timer.isActive() else "mo-khoa"

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        (self.password if self.officer.value() else self.officer).setFocus()

    def _load_officers(self) -> None:
        try:
            names = keys.users(self._folder / KEY_FILE)
        except UserError as error:
            self._say(f"{error.message} {error.todo}")
            names = ()
        self.officer.set_options([Option(name, name) for name in names])
        if names:
            self.officer.set_value(names[0])

    def _show_recovery(self, *, recovering: bool) -> None:
        self._recovering = recovering
        self._subtitle.setText(
            "Gõ mã khôi phục trong bản in, rồi đặt mật khẩu mới."
            if recovering
            else "Dữ liệu được mã hóa. Chọn tên và gõ mật khẩu để mở."
        )
        self._rows["code"].setVisible(recovering)
        self._rows["again"].setVisible(recovering)
        self._rows["password"].label.setText("Mật khẩu mới" if recovering else "Mật khẩu")
        self._open.setText("Đặt mật khẩu mới và mở" if recovering else "Mở khóa")
        self._forgot.setText("Quay lại gõ mật khẩu" if recovering else "Quên mật khẩu? Dùng mã khôi phục")
        self._say("")

    def _enter(self) -> bool:
        if self._recovering and self.focusWidget() is self.password.control:
            return False
        self._unlock()
        return True

    def _unlock(self) -> None:
        if self._busy or not self._open.isEnabled():
            return
        officer, password = self.officer.value() or "", self.password.value() or ""
        if self._recovering and password != (self.again.value() or ""):
            self._say("Hai lần gõ mật khẩu không giống nhau.")
            return
        self._busy = True
        self._open.setEnabled(False)
        self._say("Đang mở dữ liệu…", tone="muted")
        self._tasks.run(self._work(officer, password), self._opened, failed=self._refused, owner=self)

    def _work(self, officer: str, password: str) -> Callable[[], object]:
        code, folder, recovering = self.code.value() or "", self._folder, self._recovering

        def work() -> object:
            # The database engine is loaded here, so that the window shows before it.
            from ansinh_desktop.services.program import open_data, recover_data  # noqa: PLC0415

            program = (
                recover_data(folder, code, officer, password)
                if recovering
                else open_data(folder, officer, password)
            )
            program.prepare()
            return program

        return work

    def _opened(self, program: object) -> None:
        self._busy = False
        for each in (self.password, self.again, self.code):
            each.set_value(None)
        self._open.setEnabled(True)
        self._say("")
        self.unlocked.emit(program)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self._open.setEnabled(True)
        told = as_message(error)
        self._say(f"{told} {told.todo}")
        self.password.set_value(None)
        self.again.set_value(None)
        self.password.setFocus()
        self._count_down()

    def _count_down(self) -> None:
        seconds = keys.seconds_to_wait(self._folder / KEY_FILE) if (self._folder / KEY_FILE).exists() else 0
        if seconds > 0:
            self._open.setEnabled(False)
            self._open.setText(f"Chờ {seconds} giây")
            self._timer.start()
        elif self._timer.isActive():
            self._timer.stop()
            self._open.setEnabled(True)
            self._show_recovery(recovering=self._recovering)

    def _say(self, words: str, tone: str = "error") -> None:
        theme.mark(self._said, tone=tone)
        self._said.setText(words)
        self._said.setVisible(bool(words))
