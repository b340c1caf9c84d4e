"""Administration: the unit and its papers, officers, passwords, the state of the data file."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.services import office
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.exchange_page import fill_table, make_table
from ansinh_desktop.ui.pages.page import Page, button
from ansinh_desktop.ui.tasks import Tasks
from ansinh_desktop.ui.widgets.choice import FilteredCombo
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.options import Option
from ansinh_desktop.ui.widgets.text_area import TextEdit

_FIELDS = (
    ("name", "Tên xã, phường, đặc khu"),
    ("province", "Tỉnh"),
    ("superior", "Cơ quan chủ quản (in ở đầu giấy tờ)"),
    ("place", "Địa danh trước ngày"),
    ("signer_title", "Chức vụ người ký"),
    ("signer_name", "Họ tên người ký"),
    ("preparer_name", "Họ tên người lập biểu"),
)


class AdminPage(Page):
    """Three tabs: the unit, the officers, the data file."""

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Quản trị", "quan-tri", parent)
        self._program = program
        self._tasks = tasks
        self._editors: dict[str, Editor] = {}
        tabs = QTabWidget(self)
        tabs.setDocumentMode(True)
        tabs.addTab(self._unit_tab(), "Đơn vị và giấy tờ")
        tabs.addTab(self._officers_tab(), "Người dùng")
        tabs.addTab(self._data_tab(), "Dữ liệu")
        self.body.addWidget(tabs, 1)

    def refresh(self) -> None:
        own = self._program.office
        for key, _ in _FIELDS:
            value = getattr(own, key)
            self._editors[key].set_value(", ".join(value) if isinstance(value, tuple) else value)
        self._editors["hamlets"].set_value("\n".join(office.hamlets(self._program.vault)))
        rows = [
            (each.full_name, each.name, each.title, each.role)
            for each in office.officers(self._program.vault)
        ]
        fill_table(self.officers, rows)

    def _unit_tab(self) -> QWidget:
        tab, column = _tab(self)
        for key, label in _FIELDS:
            self._editors[key] = TextLine(key, tab)
            column.addWidget(FieldRow(label, self._editors[key], tab))
        self._editors["hamlets"] = TextEdit("hamlets", tab)
        column.addWidget(
            FieldRow(
                "Các ấp, khóm",
                self._editors["hamlets"],
                tab,
                help_text="Mỗi dòng một ấp, khóm, theo thứ tự muốn in.",
            )
        )
        save = button("Lưu", "save", tab, primary=True, name="save_office")
        save.clicked.connect(self._save_office)
        column.addLayout(_row(save))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(tab)
        return area

    def _officers_tab(self) -> QWidget:
        tab, column = _tab(self)
        self.officers = make_table(tab, ("Họ và tên", "Tên đăng nhập", "Chức danh", "Vai trò"), "officers")
        column.addWidget(self.officers, 1)
        add = button("Thêm người dùng…", "plus", tab, name="add_officer")
        add.clicked.connect(self._add_officer)
        password = button("Đổi mật khẩu của tôi…", "key-round", tab, name="change_password")
        password.clicked.connect(self._change_password)
        column.addLayout(_row(add, password))
        return tab

    def _data_tab(self) -> QWidget:
        tab, column = _tab(self)
        where = QLabel(f"Thư mục dữ liệu: {self._program.vault.folder}", tab)
        where.setWordWrap(True)
        column.addWidget(where)
        guide = QLabel(
            "Kiểm tra đọc từng trang của tệp dữ liệu và từng mắt xích của lịch sử thay đổi. "
            "Ai sửa tệp từ bên ngoài chương trình đều bị phát hiện.",
            tab,
        )
        guide.setWordWrap(True)
        guide.setProperty("tone", "muted")
        column.addWidget(guide)
        self.check_button = button("Kiểm tra dữ liệu", "shield-check", tab, name="check")
        self.check_button.clicked.connect(self._check)
        column.addLayout(_row(self.check_button))
        column.addStretch(1)
        return tab

    def _save_office(self) -> None:
        values = {key: text.clean(self._editors[key].value() or "") for key, _ in _FIELDS}
        superior = values.pop("superior")
        changed = replace(self._program.office, **values, superior=(superior.upper(),) if superior else ())
        lines = map(text.clean, (self._editors["hamlets"].value() or "").splitlines())
        hamlets = list(dict.fromkeys(line for line in lines if line))
        self._tasks.run(
            lambda: office.change(self._program.vault, changed, hamlets),
            lambda _: self.banner.say("Đã lưu thông tin đơn vị.", "good"),
            failed=self.say,
            owner=self,
        )

    def _add_officer(self) -> None:
        dialog = _OfficerDialog(self)
        self._run_dialog(
            dialog, lambda: office.add_officer(self._program.vault, dialog.officer(), dialog.role())
        )

    def _change_password(self) -> None:
        dialog = _PasswordDialog(self, self._program.vault.officer)
        self._run_dialog(
            dialog,
            lambda: self._program.vault.change_password(self._program.vault.officer, *dialog.passwords()),
        )

    def _run_dialog(self, dialog: "_FormDialog", work: Callable[[], object]) -> None:
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._tasks.run(work, lambda _: self._done(), failed=self.say, owner=self)

    def _done(self) -> None:
        self.banner.say("Đã xong.", "good")
        self.refresh()

    def _check(self) -> None:
        task = self._tasks.run(
            self._program.check,
            lambda _: self.banner.say("Tệp dữ liệu nguyên vẹn.", "good"),
            failed=self.say,
            owner=self,
            title="Kiểm tra dữ liệu",
        )
        self.progress.follow(task)


class _FormDialog(QDialog):
    """A small form with its fault in words."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(520))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(theme.px(20),) * 4)
        self.column.setSpacing(theme.px(10))

    def ask(self, label: str, editor: Editor, *, required: bool = True) -> None:
        """Add a row."""
        self.column.addWidget(FieldRow(label, editor, self, required=required))

    def finish(self, words: str) -> None:
        """Add the line for faults and the buttons."""
        self.said = QLabel(self)
        self.said.setProperty("tone", "error")
        self.said.setWordWrap(True)
        self.said.hide()
        self.column.addWidget(self.said)
        cancel, accept = button("Thôi", "x", self), button(words, "check", self, primary=True, name="accept")
        cancel.clicked.connect(self.reject)
        accept.clicked.connect(self._try)
        self.column.addLayout(_row(cancel, accept, right=True))

    def fault(self) -> str:
        """Return what is wrong; empty when the form may be taken."""
        return ""

    def _try(self) -> None:
        fault = self.fault()
        self.said.setText(fault)
        self.said.setVisible(bool(fault))
        if not fault:
            self.accept()


class _OfficerDialog(_FormDialog):
    """A new officer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Thêm người dùng")
        self._full_name, self._name, self._title = (
            TextLine(key, self) for key in ("full_name", "login", "title")
        )
        self._role = FilteredCombo("role", self)
        self._role.set_options([Option(code, label) for code, label in office.ROLES.items()])
        self._role.set_value("officer")
        self._password, self._again = PasswordEdit("password", self), PasswordEdit("again", self)
        self.ask("Họ và tên", self._full_name)
        self.ask("Tên đăng nhập", self._name)
        self.ask("Chức danh", self._title, required=False)
        self.ask("Vai trò", self._role)
        self.ask("Mật khẩu", self._password)
        self.ask("Gõ lại mật khẩu", self._again)
        self.finish("Thêm")

    def officer(self) -> office.FirstOfficer:
        """Return the officer as typed."""
        return office.FirstOfficer(
            text.clean(self._name.value() or ""),
            text.person_name(self._full_name.value() or ""),
            self._password.value() or "",
            self._title.value() or "",
        )

    def role(self) -> str:
        """Return the chosen role."""
        return self._role.value() or "viewer"

    def fault(self) -> str:
        typed = self.officer()
        if not typed.full_name or not typed.name:
            return "Chưa ghi họ tên hoặc tên đăng nhập."
        return _password_fault(typed.password, self._again.value() or "", typed.name)


class _PasswordDialog(_FormDialog):
    """A new password for oneself."""

    def __init__(self, parent: QWidget, officer: str) -> None:
        super().__init__(parent, "Đổi mật khẩu")
        self._officer = officer
        self._old, self._new, self._again = (PasswordEdit(key, self) for key in ("old", "new", "again"))
        self.ask("Mật khẩu hiện nay", self._old)
        self.ask("Mật khẩu mới", self._new)
        self.ask("Gõ lại mật khẩu mới", self._again)
        self.finish("Đổi mật khẩu")

    def passwords(self) -> tuple[str, str]:
        """Return the old and the new password."""
        return self._old.value() or "", self._new.value() or ""

    def fault(self) -> str:
        return _password_fault(self._new.value() or "", self._again.value() or "", self._officer)


def _password_fault(password: str, again: str, name: str) -> str:
    if password != again:
        return "Hai lần gõ mật khẩu không giống nhau."
    found = office.password_fault(password, name)
    return f"{found.text} {found.todo}" if found else ""


def _tab(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    tab = QWidget(parent)
    tab.setProperty("role", "page")
    tab.setMaximumWidth(theme.px(900))
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, theme.px(14), 0, 0)
    column.setSpacing(theme.px(10))
    return tab, column


def _row(*buttons: QWidget, right: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    if right:
        row.addStretch(1)
    for each in buttons:
        row.addWidget(each)
    if not right:
        row.addStretch(1)
    return row
