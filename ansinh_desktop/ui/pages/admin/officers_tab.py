"""The officers of the data file, for administrators: who they are, what they may do, how they get in."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.findings import Level
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.access import ACTS
from ansinh_desktop.services.office import ROLES
from ansinh_desktop.services.officers import FailedView, OfficerView
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.officers import (
    FormDialog,
    NewOfficerDialog,
    PasswordDialog,
    PostDialog,
    RecoveryDialog,
)
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.page import HeadedPage, button, row_of
from ansinh_desktop.ui.widgets.small_table import fill_table, make_table


class OfficersTab(QWidget):
    """The list, and what can be done with the officer chosen in it.

    Signals:
        changed: Who can open the data has changed; the copies are to follow.
    """

    changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        super().__init__(page)
        self.setProperty("role", "page")
        self._program, self._tasks, self._page = program, tasks, page
        self._all: list[OfficerView] = []
        headings = ("Họ và tên", "Tên đăng nhập", "Chức danh", "Vai trò", "Quyền")
        self.table = make_table(self, headings, "officers")
        self.table.itemSelectionChanged.connect(self._offer)
        self.table.itemActivated.connect(lambda _item: self._change_post())
        self.add_button = self._button("Thêm người dùng…", "user-plus", "add_officer", self._add)
        self.post_button = self._button("Vai trò và quyền…", "user-cog", "post", self._change_post)
        self.password_button = self._button(
            "Đặt mật khẩu mới…", "key-round", "set_password", self._set_password
        )
        self.remove_button = self._button("Thôi cho dùng…", "user-x", "remove_officer", self._remove)
        self.restore_button = self._button("Cho dùng lại…", "user-check", "restore_officer", self._restore)
        self.recovery_button = self._button(
            "Mã khôi phục mới…", "shield-alert", "recovery", self._renew_recovery
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(14), 0, 0)
        column.setSpacing(theme.px(10))
        column.addLayout(
            row_of(
                self.add_button,
                self.post_button,
                self.password_button,
                self.remove_button,
                self.restore_button,
            )
        )
        column.addWidget(self.table, 1)
        self._failed_head = QLabel("Đăng nhập không đúng", self)
        self._failed_head.setProperty("tone", "section")
        self.failed = make_table(self, ("Lúc", "Tên đã gõ", "Bằng", "Máy"), "failed_logins")
        self.failed.setMaximumHeight(theme.px(150))
        column.addWidget(self._failed_head)
        column.addWidget(self.failed)
        column.addLayout(row_of(self.recovery_button))

    def refresh(self) -> None:
        """Read the officers anew; the chosen one stays chosen."""
        self._tasks.run(
            lambda: officers.officers(self._program.vault), self._show, failed=self._page.say, owner=self
        )
        self._tasks.run(
            lambda: officers.failed_logins(self._program.vault),
            self._show_failed,
            failed=self._page.say,
            owner=self,
        )

    def _show_failed(self, found: list[FailedView]) -> None:
        fill_table(self.failed, [_failed_row(each) for each in found])
        self._failed_head.setVisible(bool(found))

    def chosen(self) -> OfficerView | None:
        """Return the officer who is chosen."""
        row = self.table.currentRow()
        return self._all[row] if 0 <= row < len(self._all) else None

    def _show(self, found: list[OfficerView]) -> None:
        before = self.chosen()
        self._all = found
        fill_table(self.table, [_row(each) for each in found])
        names = [each.name for each in found]
        kept = names.index(before.name) if before and before.name in names else 0
        self.table.setCurrentCell(kept, 0)
        self._offer()

    def _offer(self) -> None:
        """Offer only what may be done with the chosen officer."""
        chosen = self.chosen()
        active = chosen is not None and chosen.active
        oneself = chosen is not None and chosen.name == self._program.vault.officer
        self.post_button.setEnabled(active)
        self.password_button.setEnabled(active and not oneself)
        self.remove_button.setVisible(active)
        self.remove_button.setEnabled(not oneself)
        self.restore_button.setVisible(chosen is not None and not active)

    @opens
    def _add(self) -> None:
        dialog = NewOfficerDialog(self, office.guessed_first(self._program.vault))
        self._ask(dialog, lambda: partial(officers.add, self._program.vault, dialog.officer(), dialog.role()))

    def _change_post(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.change_post_of(chosen.name)

    @opens
    def change_post_of(self, name: str) -> None:
        """Ask what an officer is, and what they may do."""
        chosen = self._named(name)
        if chosen is not None and chosen.active:
            dialog = PostDialog(self, chosen, oneself=chosen.name == self._program.vault.officer)
            self._ask(
                dialog, lambda: partial(officers.change, self._program.vault, chosen.name, dialog.post())
            )

    def _set_password(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.set_password_of(chosen.name)

    def _named(self, name: str) -> OfficerView | None:
        return next((each for each in self._all if each.name == name), None)

    @opens
    def set_password_of(self, name: str) -> None:
        """Ask for a new password of an officer."""
        chosen = self._named(name)
        if chosen is not None and chosen.active:
            dialog = PasswordDialog(self, chosen, office.guessed_first(self._program.vault, chosen.name))
            self._ask(
                dialog,
                lambda: partial(
                    officers.set_password,
                    self._program.vault,
                    chosen.name,
                    dialog.password(),
                    revoke=dialog.revoke.is_wanted(),
                    follow=False,
                ),
            )

    def _restore(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.restore_of(chosen.name)

    @opens
    def restore_of(self, name: str) -> None:
        """Ask for the password with which an officer comes back."""
        chosen = self._named(name)
        if chosen is not None and not chosen.active:
            dialog = PasswordDialog(self, chosen, office.guessed_first(self._program.vault, chosen.name))
            self._ask(
                dialog,
                lambda: partial(officers.restore, self._program.vault, chosen.name, dialog.password()),
            )

    def _remove(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        question = (
            f"Thôi cho {chosen.full_name} mở dữ liệu?\n"
            "Dữ liệu và mọi bản sao trên máy này được mã hóa lại theo khóa mới, nên mật khẩu của người này không mở được "
            "gì nữa; tên vẫn còn trong lịch sử, và có thể cho dùng lại. Bản đã chép ra USB từ trước vẫn mở được bằng mật "
            "khẩu cũ: hãy thu lại. Người này từng biết mã khôi phục thì tạo thêm mã mới."
        )
        if messages.ask(self, question, "Thôi cho dùng", "Quay lại"):
            self._run(partial(officers.remove, self._program.vault, chosen.name, follow=False))

    @opens
    def _renew_recovery(self) -> None:
        code = officers.new_recovery_code()
        dialog = RecoveryDialog(self, code, partial(later.print_recovery_code, self, self._program.office))
        self._ask(dialog, lambda: partial(officers.set_recovery, self._program.vault, code, follow=False))

    def _ask(self, dialog: FormDialog, work: Callable[[], Callable[[], None]]) -> None:
        """Show a form; ``work`` takes what was typed, and returns what is then done in the background."""
        dialog.accepted.connect(lambda: self._run(work()))
        dialog.open()

    def _run(self, work: Callable[[], object]) -> None:
        task = self._tasks.run(
            work, self._done, failed=self._fail, owner=self, title="Ghi người dùng và khóa"
        )
        self._page.progress.follow(task)

    def _done(self, left_out: object) -> None:
        if left_out:
            self._page.banner.say(_anew(left_out), Level.WARNING)
        else:
            self._page.banner.say("Đã xong.", "good")
        self.refresh()
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._page.say(error)
        self.refresh()

    def _button(self, words: str, sign: str, name: str, act: Callable[[], None]) -> QPushButton:
        made = button(words, sign, self, name=name)
        made.clicked.connect(act)
        return made


def _anew(left_out: object) -> str:
    """Say who needs a new password or code, because their part of the key file is of a program before this one."""
    names = [each for each in left_out if each] if isinstance(left_out, tuple) else []
    words = [f"đặt mật khẩu mới cho {', '.join(names)}"] if names else []
    if isinstance(left_out, tuple) and "" in left_out:
        words.append("tạo mã khôi phục mới")
    return f"Đã xong. Cần {' và '.join(words)}: khóa cũ của họ không theo được khóa mới."


def _failed_row(failed: FailedView) -> tuple[str, ...]:
    device = f"máy khác ({failed.device})" if failed.device else "máy này"
    if failed.at is None:
        return ("không rõ: dấu đã bị xóa", "không rõ", "", device)
    at = clock.local(failed.at)
    name = "" if failed.by_code else failed.officer or "không có người dùng nào tên ấy"
    return (f"{at:%H:%M:%S} {at:%d/%m/%Y}", name, "mã khôi phục" if failed.by_code else "mật khẩu", device)


def _row(officer: OfficerView) -> tuple[str, ...]:
    role = ROLES[officer.role] if officer.active else "Đã thôi dùng"
    return (officer.full_name, officer.name, officer.title, role, _rights(officer) if officer.active else "")


def _rights(officer: OfficerView) -> str:
    """Return the rights in one line: the same for all registers, or how many may be seen."""
    given = set(officer.rights.values())
    if len(given) == 1:
        only = given.pop()
        return ", ".join(ACTS[act] for act in only) + " mọi sổ" if only else "không xem sổ nào"
    seen = sum("r" in each for each in officer.rights.values())
    return f"riêng từng sổ, xem {seen} trên {len(officer.rights)} sổ"
