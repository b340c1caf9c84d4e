"""The first thing the officer sees: name and password."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ansinh_desktop.crypto import glance
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.start.start_page import StartPage
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine


class UnlockPage(StartPage):
    """Unlocks a data folder, with a password or with the recovery code.

    Signals:
        unlocked: The data are open. Carries the :class:`Program`.
    """

    unlocked = Signal(object)

    def __init__(self, folder: Path, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(tasks, parent)
        self._folder = folder
        self._recovering = self._busy = self._painted = self._loading = False
        self._card = card = QFrame(self.content)
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
        self.officer = FilteredCombo("officer", card, dressed=False)
        self.password = PasswordEdit("password", card, dressed=False)
        self.password.on_enter = self._enter
        self.password.edited.connect(self._load_program)
        self._password_row = FieldRow("Mật khẩu", self.password, card)
        self._recovery: _Recovery | None = None
        self._said = QLabel(card)
        self._said.setObjectName("said")
        self._said.setWordWrap(True)
        self._said.setProperty("tone", "error")
        # Words beside the parent would have PySide look whether they are an icon, and make that class for it.
        self._open = QPushButton(card)
        self._open.setText("Mở khóa")
        self._open.setObjectName("open")
        self._open.setProperty("role", "primary")
        self._open.clicked.connect(self._unlock)
        self._forgot = self._link("forgot", lambda: self._show_recovery(recovering=not self._recovering))
        self._restore = self._link("restore_copy", self._ask_restore, "Khôi phục từ bản sao…")
        for widget in (
            self._title,
            self._subtitle,
            FieldRow("Người dùng", self.officer, card),
            self._password_row,
            self._said,
            self._open,
            self._forgot,
            self._restore,
        ):
            self._form.addWidget(widget)
        outer = QVBoxLayout(self.content)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(card)
        middle.addStretch()
        outer.addLayout(middle)
        outer.addStretch(3)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._count_down)
        self._offer(glance.names(folder / KEY_FILE))
        self._show_recovery(recovering=False)
        self._count_down()

    def _link(self, name: str, act: Callable[[], object], words: str = "") -> QPushButton:
        made = QPushButton(self._card)
        made.setText(words)
        made.setObjectName(name)
        made.setProperty("role", "link")
        made.setProperty("pass_over", "yes")
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda _checked=False: act())
        return made

    def help_place(self) -> str:
        if self._recovering:
            return "mo-khoa.md#quen-mat-khau"
        return "mo-khoa.md#go-sai" if self._timer.isActive() else "mo-khoa"

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        (self.password if self.officer.value() else self.officer).setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Load what draws the icons, and look at the files, once the officer sees where to type."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._load)

    def _load(self) -> None:
        if not self.isVisible():
            return  # closed again at once
        self.officer.dress()
        self.password.dress()
        _ = QtCore.Qt  # what follows need not think of when it is made: see ui/__init__.py
        path = self._folder / KEY_FILE

        def work() -> Sequence[str]:
            later.look_before(path.parent)
            return later.officers(path.parent)

        self._tasks.run(work, self._offer_anew, failed=self._distrust, owner=self, lane="aside")

    def _load_program(self) -> None:
        """Load what opens the data while somebody types; a lock that nobody touches holds little memory."""
        if not self._loading:
            self._loading = True
            self._tasks.run(lambda: later.open_data, owner=self, lane="aside")

    def _offer_anew(self, names: Sequence[str]) -> None:
        """Offer other names where a restore or a change of key that was cut short has been finished meanwhile."""
        if tuple(names) != self._names:
            self._offer(names)

    def _distrust(self, error: Exception) -> None:
        """Say what is wrong with the key file: the names on the screen were only glanced at."""
        told = as_message(error)
        self._offer(())
        self._say(f"{told} {told.todo}")

    def _offer(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self.officer.set_options([Option(name, name) for name in names])
        self.officer.set_value(names[0] if names else None)

    def _ask_restore(self) -> None:
        later.ask_restore(self._folder, self._tasks, self, self._restored)

    def _restored(self, moment: str) -> None:
        self._offer(glance.names(self._folder / KEY_FILE))
        self._show_recovery(recovering=False)
        self._say(
            f"Đã khôi phục bản sao {moment}. Mở bằng mật khẩu hoặc mã khôi phục của bản sao ấy.", tone="good"
        )
        self.focus_first()

    def _show_recovery(self, *, recovering: bool) -> None:
        self._recovering = recovering
        self._subtitle.setText(
            "Gõ mã khôi phục trong bản in, rồi đặt mật khẩu mới."
            if recovering
            else "Dữ liệu được mã hóa. Chọn tên và gõ mật khẩu để mở."
        )
        if recovering and self._recovery is None:
            self._recovery = self._make_recovery()
        if self._recovery is not None:
            self._recovery.show(shown=recovering)
        self._password_row.label.setText("Mật khẩu mới" if recovering else "Mật khẩu")
        self._open.setText("Đặt mật khẩu mới và mở" if recovering else "Mở khóa")
        self._forgot.setText("Quay lại gõ mật khẩu" if recovering else "Quên mật khẩu? Dùng mã khôi phục")
        self._say("")

    def _make_recovery(self) -> "_Recovery":
        """Put the fields of recovery in their places around the password."""
        made = _Recovery(self._card)
        place = self._form.indexOf(self._password_row)
        self._form.insertWidget(place, made.rows[0])
        self._form.insertWidget(place + 2, made.rows[1])
        fields = (self.officer, made.code, self.password, made.again)
        for before, after in itertools.pairwise(stop for each in fields for stop in _stops(each)):
            QWidget.setTabOrder(before, after)
        made.again.on_enter = self._enter
        return made

    def _enter(self) -> bool:
        if self._recovering and self.focusWidget() is self.password.control:
            return False
        self._unlock()
        return True

    def _unlock(self) -> None:
        if self._busy or not self._open.isEnabled():
            return
        officer, password = self.officer.value() or "", self.password.value() or ""
        if self._recovering and self._recovery and password != (self._recovery.again.value() or ""):
            self._say("Hai lần gõ mật khẩu không giống nhau.")
            return
        self._busy = True
        self._open.setEnabled(False)
        self._say("Đang mở dữ liệu…", tone="muted")
        self._tasks.run(self._work(officer, password), self._opened, failed=self._refused, owner=self)

    def _work(self, officer: str, password: str) -> Callable[[], object]:
        code = self._recovery.code.said() if self._recovery else ""
        folder, recovering = self._folder, self._recovering

        def work() -> object:
            program = (
                later.recover_data(folder, code, officer, password)
                if recovering
                else later.open_data(folder, officer, password)
            )
            program.prepare()
            return program

        return work

    def _opened(self, program: object) -> None:
        self._busy = False
        self.password.set_value(None)
        if self._recovery:
            self._recovery.code.set_value(None)
            self._recovery.again.set_value(None)
        self._open.setEnabled(True)
        self._say("")
        self.unlocked.emit(program)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self._open.setEnabled(True)
        told = as_message(error)
        self._say(f"{told} {told.todo}")
        self.password.set_value(None)
        if self._recovery:
            self._recovery.again.set_value(None)
        self.password.setFocus()
        self._count_down()

    def _count_down(self) -> None:
        seconds = self._seconds_to_wait()
        if seconds > 0:
            self._open.setEnabled(False)
            self._open.setText(f"Chờ {seconds} giây")
            self._timer.start()
        elif self._timer.isActive():
            self._timer.stop()
            self._open.setEnabled(True)
            self._show_recovery(recovering=self._recovering)

    def _seconds_to_wait(self) -> int:
        path = self._folder / KEY_FILE
        if not path.exists() or not glance.may_have_to_wait(path):
            return 0
        return later.seconds_to_wait(path)

    def _say(self, words: str, tone: str = "error") -> None:
        theme.mark(self._said, tone=tone)
        self._said.setText(words)
        self._said.setVisible(bool(words))


def _stops(editor: Editor) -> list[QWidget]:
    """Return the parts of a field that the Tab key stops at."""
    return [
        each for each in editor.findChildren(QWidget) if each.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus
    ]


class _Recovery:
    """The fields that only recovery asks for; made when it is first asked for, for that is next to never."""

    def __init__(self, card: QWidget) -> None:
        self.code = TextLine("code", card, placeholder="Gõ mã trong bản in cất ở két")
        self.again = PasswordEdit("again", card)
        self.rows = (
            FieldRow("Mã khôi phục", self.code, card),
            FieldRow("Gõ lại mật khẩu", self.again, card),
        )

    def show(self, *, shown: bool) -> None:
        """Show or hide their rows."""
        for row in self.rows:
            row.setVisible(shown)
