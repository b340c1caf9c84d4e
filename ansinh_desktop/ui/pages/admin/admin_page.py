"""Administration: the unit and its papers, officers, one's own password, the state of the data file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Level
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.access import ADMIN
from ansinh_desktop.services.hamlets import InUse, left_behind
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.handover import HandoverState
from ansinh_desktop.services.safety.backups import Followed
from ansinh_desktop.services.safety.integrity import checking
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.hamlet_moves import HamletMovesDialog
from ansinh_desktop.ui.dialogs.handover import HandoverDialog
from ansinh_desktop.ui.dialogs.officers import OwnPasswordDialog
from ansinh_desktop.ui.dialogs.succession import Succeeding
from ansinh_desktop.ui.drafts.spots import Spot, opens, show_tab, spot_of_tab
from ansinh_desktop.ui.pages.admin.about_tab import AboutTab
from ansinh_desktop.ui.pages.admin.backups_box import BackupsBox
from ansinh_desktop.ui.pages.admin.officers_tab import OfficersTab
from ansinh_desktop.ui.pages.page import HeadedPage, button, row_of
from ansinh_desktop.ui.pages.room import Room
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import TextLine
from ansinh_desktop.ui.widgets.text_area import LinesEdit

_FIELDS = (
    ("name", "Tên xã, phường, đặc khu"),
    ("province", "Tỉnh"),
    ("superior", "Cơ quan chủ quản (in ở đầu giấy tờ)"),
    ("place", "Địa danh trước ngày"),
    ("signer_title", "Chức vụ người ký"),
    ("signer_name", "Họ tên người ký"),
    ("preparer_name", "Họ tên người lập biểu"),
)


_MOST_OF_IT = 1000


class AdminPage(HeadedPage):
    """For administrators the unit, the officers and the data file; for everybody else the password and the file.

    Signals:
        lock_asked: A backup is to take the place of the data, which must be locked for it.
        hamlets_changed: The unit or its hamlets are others: whatever offers them is to be made anew.
    """

    lock_asked = Signal()
    hamlets_changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Quản trị", "quan-tri", parent)
        self._program = program
        self._tasks = tasks
        self._editors: dict[str, Editor] = {}
        self.succeeding = Succeeding(
            program,
            tasks,
            self,
            said=lambda words: self.banner.say(words, "good"),
            failed=self.say,
            lock=self.lock_asked.emit,
        )
        tabs = QTabWidget(self)
        tabs.setDocumentMode(True)
        self.officers: OfficersTab | None = None
        self.backups: BackupsBox | None = None
        if program.access.role == ADMIN:
            tabs.addTab(self._unit_tab(), "Đơn vị và giấy tờ")
            self.officers = OfficersTab(program, tasks, self)
            self.officers.changed.connect(self.follow)
            tabs.addTab(self.officers, "Người dùng")
        tabs.addTab(self._data_tab(), "Dữ liệu và mật khẩu")
        tabs.addTab(AboutTab(self), "Giới thiệu")
        self.body.addWidget(tabs, 1)
        self._tabs = tabs

    def spot_inside(self) -> Spot | None:
        """Return the tab that is shown."""
        return spot_of_tab(self, self._tabs)

    @opens
    def show_tab(self, name: str) -> None:
        """Show a tab."""
        show_tab(self._tabs, name)

    def refresh(self) -> None:
        if self.officers is None:
            return
        self.officers.refresh()
        if self.backups is not None:
            self.backups.refresh()
        own = self._program.office
        for key, _ in _FIELDS:
            value = getattr(own, key)
            self._show_stored(key, ", ".join(value) if isinstance(value, tuple) else value)
        self._show_stored("prints_a3", own.prints_a3 or None)
        self._show_stored("hamlets", "\n".join(office.hamlets(self._program.vault)))

    def _show_stored(self, key: str, value: Value) -> None:
        """Show what is stored, but not over what is being typed."""
        if not self._editors[key].is_touched():
            self._editors[key].show_stored(value)

    def _unit_tab(self) -> QWidget:
        tab, column = _tab(self)
        receives = self._program.office.receives
        for key, label in _FIELDS:
            self._editors[key] = TextLine(key, tab)
            words = "Tên đơn vị" if receives and key == "name" else label
            column.addWidget(FieldRow(words, self._editors[key], tab))
        self._editors["prints_a3"] = YesNo("prints_a3", tab)
        column.addWidget(FieldRow("Văn phòng in được giấy A3", self._editors["prints_a3"], tab))
        self._editors["hamlets"] = LinesEdit("hamlets", tab)
        hamlets = FieldRow(
            "Các ấp, khóm",
            self._editors["hamlets"],
            tab,
            help_text="Mỗi dòng một ấp, khóm, theo thứ tự muốn in. Sửa tên thì người của ấp chuyển theo; bỏ một ấp "
            "còn người thì chương trình hỏi họ chuyển về đâu.",
        )
        hamlets.setVisible(not receives)  # they are the communes'
        column.addWidget(hamlets)
        save = button("Lưu", "save", tab, primary=True, name="save_office")
        save.clicked.connect(self._save_office)
        column.addLayout(row_of(save))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(tab)
        area.setObjectName("unit_tab")
        return area

    def _data_tab(self) -> QWidget:
        room = Room(self)
        room.setObjectName("data_tab")
        tab, column = _tab(room)
        beside = QHBoxLayout()
        beside.addWidget(tab, _MOST_OF_IT)
        beside.addStretch(1)
        room.column.setContentsMargins(0, 0, 0, 0)
        room.column.addLayout(beside)
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
        column.addLayout(row_of(self.check_button))
        own = QLabel(
            f"Bạn đang dùng tên {self._program.vault.officer}. Nên đổi mật khẩu khi nghi có người nhìn thấy.",
            tab,
        )
        own.setProperty("tone", "muted")
        column.addWidget(own)
        password = button("Đổi mật khẩu của tôi…", "key-round", tab, name="change_password")
        password.clicked.connect(self.change_password)
        hand_over = button("Bàn giao…", "file-check", tab, name="hand_over")
        hand_over.clicked.connect(self.hand_over)
        hand_over.setVisible(self.officers is not None)
        succeed = button("Kế tục đơn vị…", "arrow-right-left", tab, name="succeed")
        succeed.clicked.connect(self.succeeding.ask)
        succeed.setVisible(self.officers is not None)
        receiver = button("Đơn vị nhận mới…", "building-2", tab, name="new_receiver")
        receiver.clicked.connect(self.succeeding.ask_receiver)
        receiver.setVisible(self.officers is not None and self._program.office.receives)
        again = button("Ký lại tệp kế tục…", "square-pen", tab, name="sign_again")
        again.clicked.connect(self.succeeding.ask_again)
        again.setToolTip(
            "Tệp của đơn vị nhận trước mà thẻ đã thay: xã chưa làm theo thì không làm theo được nữa"
        )
        again.setVisible(self.officers is not None and self._program.office.receives)
        column.addLayout(row_of(password, hand_over, succeed, receiver, again))
        if self.officers is None:
            column.addStretch(1)
        else:
            self.backups = BackupsBox(self._program, self._tasks, self)
            self.backups.restoring.connect(self.lock_asked)
            column.addWidget(self.backups, 1)
        return room

    @opens
    def hand_over(self) -> None:
        """Ask who hands over to whom, and do it."""
        if self._program.access.role == ADMIN:
            HandoverDialog(self._program, self._tasks, self, done=self._handed_over, failed=self.say).open()

    def _handed_over(self, state: HandoverState, target: Path) -> None:
        records = sum(each.records for each in state.registers)
        words = f"Đã bàn giao {records} hồ sơ, biên bản ở {target}. In ra, hai bên ký; rồi đổi mật khẩu và mã khôi phục."
        self.banner.say(words, "good")

    def _typed(self) -> tuple[office.Office, list[str]]:
        """Return the office and the hamlets as they stand in the fields."""
        values = {key: text.clean(self._editors[key].said()) for key, _ in _FIELDS}
        superior = values.pop("superior")
        changed = replace(
            self._program.office,
            **values,
            superior=(superior.upper(),) if superior else (),
            prints_a3=bool(self._editors["prints_a3"].value()),
        )
        lines = map(text.clean, self._editors["hamlets"].said().splitlines())
        return changed, list(dict.fromkeys(line for line in lines if line))

    def _save_office(self) -> None:
        changed, hamlets = self._typed()
        self._tasks.run(
            lambda: left_behind(self._program.vault, changed.unit, hamlets),
            lambda going: self.ask_moves() if going else self._save(changed, hamlets, {}),
            failed=self.say,
            owner=self,
        )

    @opens
    def ask_moves(self) -> None:
        """Ask where the people of hamlets that go come, then save everything at once; where nobody goes, do nothing."""
        changed, hamlets = self._typed()
        self._tasks.run(
            lambda: left_behind(self._program.vault, changed.unit, hamlets),
            lambda going: self._ask_moves_of(changed, hamlets, going),
            failed=self.say,
            owner=self,
        )

    def _ask_moves_of(self, changed: office.Office, hamlets: list[str], going: Sequence[InUse]) -> None:
        if going:
            dialog = HamletMovesDialog(going, hamlets, self)
            if dialog.exec() == HamletMovesDialog.DialogCode.Accepted:
                self._save(changed, hamlets, dialog.moves())

    def _save(self, changed: office.Office, hamlets: list[str], moves: dict[str, str]) -> None:
        self._tasks.run(
            lambda: office.change(self._program.vault, changed, hamlets, moves),
            lambda _: self._office_changed(),
            failed=self.say,
            owner=self,
            title="Lưu thông tin đơn vị",
        )

    def _office_changed(self) -> None:
        self.banner.say("Đã lưu thông tin đơn vị.", "good")
        for each in self._editors.values():
            each.untouched = each.typed()
        self.refresh()
        self.hamlets_changed.emit()

    @opens
    def change_password(self) -> None:
        """Ask for a new password of one's own."""
        vault = self._program.vault
        dialog = OwnPasswordDialog(self, vault.officer, office.guessed_first(vault, vault.officer))

        def change() -> None:
            old, new = dialog.passwords()
            revoke = dialog.revoke.is_wanted()
            task = self._tasks.run(
                lambda: officers.change_own_password(vault, old, new, revoke=revoke, follow=False),
                lambda _: self._password_changed(),
                failed=self.say,
                owner=self,
                title="Đổi mật khẩu",
            )
            self.progress.follow(task)

        dialog.accepted.connect(change)
        dialog.open()

    def _password_changed(self) -> None:
        self.banner.say("Đã đổi mật khẩu.", "good")
        self.follow()

    def follow(self) -> None:
        """Let the copies follow what has changed, while work goes on; what is stopped goes on another time."""
        task = self._tasks.run_steps(
            self._program.backups.follow,
            self._followed,
            failed=self.say,
            owner=self,
            title="Đổi khóa các bản sao",
            lane="aside",
        )
        self.progress.follow(task)

    def _followed(self, found: Followed) -> None:
        if found.left:
            self.banner.say(
                f"{len(found.left)} bản sao không đổi khóa được, nên vẫn mở bằng mật khẩu của lúc sao: "
                f"{', '.join(found.left)}. "
                "Xóa chúng nếu không cần, hoặc cất vào két.",
                Level.WARNING,
            )
        if self.backups is not None:
            self.backups.refresh()

    def _check(self) -> None:
        task = self._tasks.run_steps(
            lambda: checking(self._program.vault),
            lambda _: self.banner.say("Tệp dữ liệu nguyên vẹn.", "good"),
            failed=self.say,
            owner=self,
            title="Kiểm tra dữ liệu",
        )
        task.cancelled.connect(lambda: self.banner.say("Đã dừng kiểm tra, chưa có kết quả.", "note"))
        self.progress.follow(task)


def _tab(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    tab = QWidget(parent)
    tab.setProperty("role", "page")
    tab.setMaximumWidth(theme.px(900))
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, theme.px(14), 0, 0)
    column.setSpacing(theme.px(10))
    return tab, column
