"""The small forms of the administration page: an officer, a role with its rights, passwords, the recovery code."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office
from ansinh_desktop.services.access import ACTS, in_order, rights_of_role
from ansinh_desktop.services.officers import OfficerView, Post
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.page import button, row_of
from ansinh_desktop.ui.start.steps import RecoveryStep
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.password_strength import Guessed, PasswordStrength


class FormDialog(QDialog):
    """A small form with its fault in words."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(520))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(theme.px(20),) * 4)
        self.column.setSpacing(theme.px(10))

    def ask(self, label: str, editor: Editor, *, required: bool = True) -> None:
        """Add a row."""
        self.column.addWidget(FieldRow(label, editor, self, required=required))

    def ask_new_password(
        self, password: PasswordEdit, again: PasswordEdit, guessed: Callable[[], Guessed], words: str
    ) -> None:
        """Add the rows of a new password, and how good it is."""
        self.ask(words, password)
        self.column.addWidget(PasswordStrength(password, guessed, self))
        self.ask(f"Gõ lại {words[0].lower()}{words[1:]}", again)

    def guide(self, words: str) -> None:
        """Add a sentence that helps."""
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setProperty("tone", "muted")
        self.column.addWidget(label)

    def finish(self, words: str) -> None:
        """Add the line for faults and the buttons."""
        self.said = QLabel(self)
        self.said.setProperty("tone", "error")
        self.said.setWordWrap(True)
        self.said.hide()
        self.column.addWidget(self.said)
        cancel = button("Thôi", "x", self)
        self.yes = button(words, "check", self, primary=True, name="accept")
        cancel.clicked.connect(self.reject)
        self.yes.clicked.connect(self._try)
        self.column.addLayout(row_of(cancel, self.yes, right=True))

    def fault(self) -> str:
        """Return what is wrong; empty when the form may be taken."""
        return ""

    def _try(self) -> None:
        fault = self.fault()
        self.said.setText(fault)
        self.said.setVisible(bool(fault))
        if not fault:
            self.accept()
        else:
            self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with room for all words."""
        super().showEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Grow so that no line of a sentence is cut: a layout counts wrapped words as one line."""
        self.column.activate()
        needed = self.column.totalHeightForWidth(self.width())
        self.setMinimumHeight(needed)
        self.resize(self.width(), max(self.height(), needed))


class NewOfficerDialog(FormDialog):
    """A new officer."""

    def __init__(self, parent: QWidget, known: tuple[str, ...]) -> None:
        super().__init__(parent, "Thêm người dùng")
        self._known = known
        self._full_name, self._name, self._title = (
            TextLine(key, self) for key in ("full_name", "login", "title")
        )
        self._role = _role_choice(self, "officer")
        self._password, self._again = PasswordEdit("password", self), PasswordEdit("again", self)
        self.ask("Họ và tên", self._full_name)
        self.ask("Tên đăng nhập", self._name)
        self.ask("Chức danh", self._title, required=False)
        self.ask("Vai trò", self._role)
        self.ask_new_password(self._password, self._again, self._guessed, "Mật khẩu")
        self.finish("Thêm")

    def officer(self) -> office.FirstOfficer:
        """Return the officer as typed."""
        return office.FirstOfficer.typed(
            self._name.said(), self._full_name.said(), self._password.said(), self._title.said()
        )

    def role(self) -> str:
        """Return the chosen role."""
        return self._role.value() or "viewer"

    def fault(self) -> str:
        typed = self.officer()
        if not typed.full_name or not typed.name:
            return "Chưa ghi họ tên hoặc tên đăng nhập."
        return _password_fault(typed.password, self._again.said(), *self._guessed())

    def _guessed(self) -> Guessed:
        return self._name.said(), (self._full_name.said(), *self._known)


class OwnPasswordDialog(FormDialog):
    """A new password for oneself."""

    def __init__(self, parent: QWidget, officer: str, known: tuple[str, ...]) -> None:
        super().__init__(parent, "Đổi mật khẩu")
        self._officer, self._known = officer, known
        self._old, self._new, self._again = (PasswordEdit(key, self) for key in ("old", "new", "again"))
        self.ask("Mật khẩu hiện nay", self._old)
        self.ask_new_password(self._new, self._again, lambda: (officer, known), "Mật khẩu mới")
        self.revoke = RevokeBox(self, "mật khẩu cũ")
        self.column.addWidget(self.revoke)
        self.finish("Đổi mật khẩu")

    def passwords(self) -> tuple[str, str]:
        """Return the old and the new password."""
        return self._old.said(), self._new.said()

    def fault(self) -> str:
        return _password_fault(self._new.said(), self._again.said(), self._officer, self._known)


class PasswordDialog(FormDialog):
    """A new password for an officer who has forgotten theirs, or who comes back."""

    def __init__(self, parent: QWidget, officer: OfficerView, known: tuple[str, ...]) -> None:
        super().__init__(parent, "Đặt mật khẩu mới")
        self._officer, self._known = officer, known
        self._new, self._again = PasswordEdit("new", self), PasswordEdit("again", self)
        self.guide(
            f"Mật khẩu mới của {officer.full_name}. Để chính người ấy gõ: không ai khác cần biết mật khẩu này."
        )
        self.ask_new_password(self._new, self._again, lambda: (officer.name, known), "Mật khẩu mới")
        self.revoke = RevokeBox(self, "mật khẩu cũ của người này")
        if officer.active:
            self.column.addWidget(self.revoke)
        else:
            self.revoke.hide()  # whoever was removed has no password that opens anything
        self.finish("Đặt mật khẩu")

    def password(self) -> str:
        """Return the new password."""
        return self._new.said()

    def fault(self) -> str:
        return _password_fault(self.password(), self._again.said(), self._officer.name, self._known)


class RevokeBox(QWidget):
    """Whether what opened the data until now is to open nothing any more: so it is unless somebody says otherwise."""

    def __init__(self, parent: QWidget, what: str) -> None:
        super().__init__(parent)
        self.box = QCheckBox(text.literal(f"Đổi cả khóa dữ liệu, để {what} không mở được gì nữa"), self)
        self.box.setObjectName("revoke")
        self.box.setChecked(True)
        words = QLabel(
            "Dữ liệu và mọi bản sao trên máy này được mã hóa lại; có thể làm việc tiếp trong lúc đó. Chỉ bỏ dấu khi "
            f"chắc chắn không ai khác biết {what}. Bản đã chép ra USB hoặc bị lấy từ trước vẫn mở được bằng mật khẩu "
            "của lúc chép: hãy thu lại.",
            self,
        )
        words.setWordWrap(True)
        words.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.box)
        column.addWidget(words)

    def is_wanted(self) -> bool:
        """Whether the data are to get another key."""
        return self.box.isChecked()


class PostDialog(FormDialog):
    """An officer's title, role and rights, register by register."""

    def __init__(self, parent: QWidget, officer: OfficerView, *, oneself: bool) -> None:
        super().__init__(parent, f"Vai trò và quyền của {officer.full_name}")
        self.setMinimumWidth(theme.px(640))
        self._title, self._role = TextLine("title", self), _role_choice(self, officer.role)
        self._title.set_value(officer.title)
        self._role.control.setEnabled(not oneself)
        self._role.edited.connect(self._start_anew)
        self.rights = RightsTable(officer.rights, self)
        self.ask("Chức danh", self._title, required=False)
        self.ask("Vai trò", self._role)
        self.guide(
            "Chọn vai trò thì các ô dưới đây lấy quyền của vai trò ấy; sau đó bỏ hoặc thêm từng ô bằng chuột hoặc "
            "phím cách. Không được xem một sổ thì cũng không thấy số hồ sơ, việc phải làm và người của sổ ấy. "
            "Quyền mới có hiệu lực từ lần mở khóa sau."
        )
        self.column.addWidget(self.rights)
        self.finish("Lưu")

    def post(self) -> Post:
        """Return what was chosen."""
        role = self._role.value() or "viewer"
        return Post(text.clean(self._title.said()), role, self.rights.rights())

    def _start_anew(self) -> None:
        role = self._role.value()
        if role in office.ROLES:
            self.rights.show_rights(rights_of_role(str(role)))


class RightsTable(QTableWidget):
    """Registers by rights: arrows go from box to box, the space bar ticks one."""

    def __init__(self, rights: Mapping[str, str], parent: QWidget | None = None) -> None:
        self._codes, self._acts = list(catalog.registers()), list(ACTS)
        super().__init__(len(self._codes), len(self._acts), parent)
        self.setObjectName("rights")
        self.setAccessibleName("Quyền theo từng sổ")
        self.setHorizontalHeaderLabels([words.capitalize() for words in ACTS.values()])
        self.setVerticalHeaderLabels([catalog.register(code).short_title for code in self._codes])
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(30))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(theme.px(30) * (len(self._codes) + 1) + theme.px(12))
        self._boxes = {
            (row, column): self._box(row, column)
            for row in range(len(self._codes))
            for column in range(len(self._acts))
        }
        self.show_rights(rights)
        self.setCurrentCell(0, 0)
        self.itemChanged.connect(self._follow)

    def show_rights(self, rights: Mapping[str, str]) -> None:
        """Show letters of right by register."""
        with QSignalBlocker(self):
            for (row, column), box in self._boxes.items():
                given = rights.get(self._codes[row], "")
                box.setCheckState(_ticked(self._acts[column] in given))
        self.viewport().update()

    def rights(self) -> dict[str, str]:
        """Return letters of right by register."""
        return {
            code: in_order(act for column, act in enumerate(self._acts) if self._is_ticked(row, column))
            for row, code in enumerate(self._codes)
        }

    def _box(self, row: int, column: int) -> QTableWidgetItem:
        made = QTableWidgetItem()
        can = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        made.setFlags(can)
        words = f"{ACTS[self._acts[column]].capitalize()} sổ {catalog.register(self._codes[row]).title}"
        made.setToolTip(words)
        made.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        self.setItem(row, column, made)
        return made

    def _is_ticked(self, row: int, column: int) -> bool:
        return self._boxes[row, column].checkState() is Qt.CheckState.Checked

    def _follow(self, item: QTableWidgetItem) -> None:
        """Whoever may do anything may read; whoever may not read may do nothing."""
        row, reading = item.row(), self._acts.index("r")
        if item.column() != reading and item.checkState() is Qt.CheckState.Checked:
            self._boxes[row, reading].setCheckState(Qt.CheckState.Checked)
        elif item.column() == reading and not self._is_ticked(row, reading):
            for column in range(len(self._acts)):
                self._boxes[row, column].setCheckState(Qt.CheckState.Unchecked)


class RecoveryDialog(FormDialog):
    """A new recovery code: printed or copied and read back before it counts, as at the first start."""

    def __init__(self, parent: QWidget, code: str, print_code: Callable[[str], bool]) -> None:
        super().__init__(parent, "Mã khôi phục mới")
        self.setMinimumWidth(theme.px(640))
        self.guide(
            "Mã trên bản in cũ còn dùng được cho đến khi bấm “Dùng mã mới”; từ lúc đó mã cũ không mở được gì nữa. "
            "Hủy bản in cũ sau khi đã cất bản mới. Dữ liệu và mọi bản sao trên máy này được mã hóa lại theo khóa mới; bản "
            "đã chép ra USB từ trước vẫn mở được bằng mã cũ: hãy thu lại hoặc chép đè bản mới."
        )
        self._step = RecoveryStep(print_code, self)
        self._step.show_code(code)
        self.column.addWidget(self._step)
        self.finish("Dùng mã mới")

    def fault(self) -> str:
        return self._step.fault()


def _ticked(yes: bool) -> Qt.CheckState:  # noqa: FBT001 - a plain question
    return Qt.CheckState.Checked if yes else Qt.CheckState.Unchecked


def _role_choice(parent: QWidget, role: str) -> FilteredCombo:
    made = FilteredCombo("role", parent)
    made.set_options([Option(code, label) for code, label in office.ROLES.items()])
    made.set_value(role)
    return made


def _password_fault(password: str, again: str, name: str, known: tuple[str, ...]) -> str:
    if password != again:
        return "Hai lần gõ mật khẩu không giống nhau."
    found = office.password_fault(password, name, known)
    return f"{found.text} {found.todo}" if found else ""
