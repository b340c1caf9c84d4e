"""Bringing a copy back at the lock: which one, who opens it, and what becomes of what stands there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.safety import restoring
from ansinh_desktop.services.safety.restoring import Copy
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.dialogs.officers import FormDialog
from ansinh_desktop.ui.pages.page import button, row_of
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.small_table import fill_table, make_table

_HEADINGS = ("Sao lúc", "Ở đâu", "Dung lượng", "Mở bằng tên")


class RestoreDialog(FormDialog):
    """Chooses a copy and its password or recovery code, and puts it in the place of the data.

    Signals:
        restored: It stands there. Carries when it was made, in words.
    """

    restored = Signal(str)

    def __init__(self, folder: Path, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent, "Khôi phục từ bản sao")
        self.setMinimumWidth(theme.px(640))
        self._folder, self._tasks = folder, tasks
        self._copies: list[Copy] = []
        self._busy = False
        self.guide(
            "Chọn bản sao trong máy, hoặc thư mục trên USB có hai tệp ansinh.db và ansinh.key. Bản sao được đọc trọn vẹn "
            "rồi mới thay; dữ liệu đang có không bị xóa, được giữ ở ngăn truoc-khoi-phuc. Đừng chép tay các tệp này."
        )
        self.table = make_table(self, _HEADINGS, "copies")
        self.table.setMinimumHeight(theme.px(180))
        self.table.itemSelectionChanged.connect(self._offer_officers)
        self.column.addWidget(self.table)
        self.stick = button("Chọn thư mục khác (USB)…", "folder-open", self, name="choose_copy")
        self.stick.clicked.connect(self._choose)
        self.column.addLayout(row_of(self.stick))
        self.officer = FilteredCombo("copy_officer", self)
        self.password = PasswordEdit("copy_password", self)
        self.ask("Người quản trị của bản sao", self.officer)
        self.code = TextLine("copy_code", self, placeholder="Khi không còn ai nhớ mật khẩu")
        self.ask("Mật khẩu mở bản sao", self.password, required=False)
        self.ask("Hoặc mã khôi phục của bản sao", self.code, required=False)
        self.finish("Khôi phục")
        tasks.run(
            lambda: restoring.copies(folder), self._show, failed=self._refused, owner=self, lane="aside"
        )

    def chosen(self) -> Copy | None:
        """Return the copy that is chosen."""
        row = self.table.currentRow()
        return self._copies[row] if 0 <= row < len(self._copies) else None

    def add(self, folder: Path) -> None:
        """Offer the copy in a folder, before the others."""
        try:
            found = restoring.copy_in(folder)
        except UserError as error:
            self._refused(error)
            return
        self._say("")
        self._show([found, *(each for each in self._copies if each.folder != folder)])

    def _show(self, found: list[Copy]) -> None:
        self._copies = found
        fill_table(self.table, [self._row(each) for each in found])
        if found:
            self.table.setCurrentCell(0, 0)
        self._offer_officers()

    def _row(self, each: Copy) -> tuple[str, ...]:
        size = f"{each.size / 1_000_000:.1f} MB".replace(".", ",")
        return (moment_of(each), self._place(each), size, ", ".join(each.officers))

    def _place(self, each: Copy) -> str:
        if each.is_put_aside:
            return "Giữ lại lúc khôi phục trước"
        return "Trong máy" if each.folder.is_relative_to(self._folder) else str(each.folder)

    def _offer_officers(self) -> None:
        chosen = self.chosen()
        names = chosen.officers if chosen else ()
        self.officer.set_options([Option(name, name) for name in names])
        self.officer.set_value(names[0] if names else None)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Chọn thư mục có bản sao")
        if found:
            self.add(Path(found))

    def _try(self) -> None:
        chosen = self.chosen()
        if chosen is None or self._busy:
            self._say("" if chosen else "Chưa chọn bản sao nào.")
            return
        officer, code = str(self.officer.value() or ""), str(self.code.value() or "")
        secret = code or str(self.password.value() or "")
        self._busy = True
        self._say("Đang đọc bản sao…", tone="muted")
        self._tasks.run(
            lambda: restoring.restore_from(self._folder, chosen.folder, officer, secret, by_code=bool(code)),
            lambda _: self._done(chosen),
            failed=self._refused,
            owner=self,
        )

    def _done(self, chosen: Copy) -> None:
        self._busy = False
        self.accept()
        self.restored.emit(moment_of(chosen))

    def _refused(self, error: Exception) -> None:
        self._busy = False
        told = as_message(error)
        self.password.set_value(None)
        self._say(f"{told} {told.todo}")

    def _say(self, words: str, tone: str = "error") -> None:
        theme.mark(self.said, tone=tone)
        self.said.setText(words)
        self.said.setVisible(bool(words))


def moment_of(each: Copy) -> str:
    """Return when a copy was made, in words; the folder's name where it does not say."""
    if each.at is None:
        return each.folder.name
    at = clock.local(each.at)
    return f"{at:%H:%M} ngày {at:%d/%m/%Y}"


def ask_restore(folder: Path, tasks: Tasks, parent: QWidget, done: Callable[[str], object]) -> RestoreDialog:
    """Show the dialog; ``done`` is told when the copy was made that stands there now."""
    dialog = RestoreDialog(folder, tasks, parent)
    dialog.restored.connect(done)
    dialog.open()
    return dialog
