"""The steps of the first start: whose data these are, who works with them, how they are recovered."""

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import clock, text
from ansinh_desktop.rules import places
from ansinh_desktop.services import office
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.text_area import TextEdit

_BEFORE_REFORM = datetime.date(2025, 6, 30)


class Step(QWidget):
    """One step; ``fault`` says what keeps the officer from going on."""

    title = ""
    guide = ""
    help_place = ""
    """Where the help opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(10))
        guide = QLabel(self.guide, self)
        guide.setWordWrap(True)
        guide.setProperty("tone", "muted")
        self.column.addWidget(guide)

    def ask(self, label: str, editor: Editor, *, required: bool = False, help_text: str = "") -> FieldRow:
        """Add a row of the form."""
        row = FieldRow(label, editor, self, required=required, help_text=help_text)
        self.column.addWidget(row)
        return row

    def fault(self) -> str:
        """Return what is missing or wrong; empty when the officer may go on."""
        return ""

    def entered(self) -> None:
        """Be shown: what depends on the steps before is made now."""

    def first(self) -> QWidget | None:
        """Return where the keyboard goes when the step is shown; None for the button that leads on."""
        return self.findChild(Editor)


class FolderStep(Step):
    """Where the data lie."""

    title = "Chào mừng"
    help_place = "thiet-lap.md#thu-muc-du-lieu"
    guide = (
        "Chương trình giữ sổ an sinh của xã ngay trên máy này, không cần mạng. Mọi dữ liệu được mã hóa. "
        "Thiết lập mất khoảng năm phút; có thể đổi lại hầu hết thông tin sau này."
    )

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = TextLine("folder", self)
        self._line.set_value(str(folder))
        self.ask(
            "Thư mục dữ liệu", self._line, required=True,
            help_text="Để nguyên nếu không có lý do đổi. Không đặt trên USB hay ổ mạng.",
        )  # fmt: skip
        choose = QPushButton("Chọn thư mục khác…", self)
        choose.setProperty("role", "link")
        choose.setProperty("pass_over", "yes")
        choose.clicked.connect(self._choose)
        self.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def folder(self) -> Path:
        """Return the chosen folder."""
        return Path(self._line.said())

    def fault(self) -> str:
        return "" if self._line.value() else "Chưa chọn thư mục dữ liệu."

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Chọn thư mục dữ liệu", str(self.folder()))
        if found:
            self._line.set_value(found)


class UnitStep(Step):
    """Whose data these are: a commune of one period, or a receiving unit."""

    title = "Đơn vị"
    help_place = "thiet-lap.md#don-vi"
    guide = "Chọn xã của mình trong danh mục đơn vị hành chính. Gõ vài chữ không dấu để tìm nhanh."

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = QButtonGroup(self)
        kinds_row = QHBoxLayout()
        for number, words in enumerate(("Xã, phường, đặc khu", "Đơn vị nhận gói (tỉnh, sở)")):
            button = QRadioButton(words, self)
            button.setObjectName(f"kind_{number}")
            self._kinds.addButton(button, number)
            kinds_row.addWidget(button)
        kinds_row.addStretch(1)
        self.column.addLayout(kinds_row)
        self._period = FilteredCombo("period", self)
        self._period.set_options(
            [Option("new", "Từ 01/7/2025 (không còn cấp huyện)"), Option("old", "Trước 01/7/2025 (hồ sơ cũ)")]
        )
        self._period.set_value("new")
        self._province = FilteredCombo("province", self)
        self._unit = FilteredCombo("unit", self)
        self._name = TextLine("name", self, placeholder="Sở Y tế tỉnh An Giang")
        self._code = TextLine("code", self, placeholder="91")
        self._rows = {
            0: [
                self.ask("Giai đoạn", self._period, required=True),
                self.ask("Tỉnh, thành phố", self._province, required=True),
                self.ask(
                    "Xã, phường, đặc khu",
                    self._unit,
                    required=True,
                    help_text="Một mã có thể là hai xã khác nhau ở hai giai đoạn.",
                ),
            ],
            1: [
                self.ask("Tên đơn vị nhận", self._name, required=True),
                self.ask(
                    "Mã đơn vị", self._code, required=True, help_text="Mã tỉnh hoặc mã do cấp trên đặt."
                ),
            ],
        }
        self.column.addStretch(1)
        self._period.edited.connect(self._offer_provinces)
        self._province.edited.connect(self._offer_units)
        self._kinds.idToggled.connect(lambda *_: self._show_kind())
        self._kinds.button(0).setChecked(True)
        self._offer_provinces()

    def first(self) -> QWidget:
        # Period and province are right for most; the commune is what everybody must say.
        return self._name if self.receives else self._unit

    def _day(self) -> datetime.date:
        return _BEFORE_REFORM if self._period.value() == "old" else clock.today()

    def _offer_provinces(self) -> None:
        found = places.provinces(self._day())
        self._province.set_options([Option(code, name) for code, name in found])
        self._province.set_value(found[0][0])
        self._offer_units()

    def _offer_units(self) -> None:
        self._unit.set_options([Option(code, name) for code, name in self._units()])

    def _show_kind(self) -> None:
        for number, rows in self._rows.items():
            for row in rows:
                row.setVisible(number == self._kinds.checkedId())

    @property
    def receives(self) -> bool:
        """Whether this is a receiving unit."""
        return self._kinds.checkedId() == 1

    def unit(self) -> tuple[str, str, str]:
        """Return identifier (code and period), name and province."""
        known = dict(places.provinces(self._day()))
        province = known.get(self._province.said(), "")
        if self.receives:
            return f"{self._code.said()}@2025-07-01", self._name.said(), province
        start = "2021-07-01" if self._period.value() == "old" else "2025-07-01"
        chosen = self._unit.said()
        name = next((label for code, label in self._units() if code == chosen), "")
        return f"{chosen}@{start}", name, province

    def _units(self) -> list[tuple[str, str]]:
        return places.communes(self._province.value() or places.HOME, self._day())

    def fault(self) -> str:
        identifier, name, province = self.unit()
        if not name or identifier.startswith("@"):
            return "Chưa ghi tên và mã đơn vị." if self.receives else "Chưa chọn xã, phường, đặc khu."
        return "" if province else "Chưa chọn tỉnh, thành phố."


class HeadingStep(Step):
    """What stands at the head and the foot of printed papers."""

    title = "Tiêu đề giấy tờ"
    help_place = "thiet-lap.md#tieu-de-giay-to"
    guide = "Những dòng này in ở đầu và cuối mọi danh sách, theo Nghị định 30/2020/NĐ-CP."

    def __init__(self, unit: UnitStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self._superior = TextLine("superior", self, placeholder="Để trống nếu không in")
        self._place = TextLine("place", self)
        self._signer_title = TextLine("signer_title", self)
        self._proposed: dict[TextLine, str] = {}
        self._signer = TextLine("signer_name", self)
        self._preparer = TextLine("preparer_name", self)
        self._hamlets = TextEdit("hamlets", self)
        self.ask("Cơ quan chủ quản", self._superior)
        self.ask(
            "Địa danh trước ngày", self._place, help_text="Ví dụ: Vĩnh Thạnh Trung, ngày 05 tháng 6 năm 2026."
        )
        self.ask("Chức vụ người ký", self._signer_title)
        self.ask("Họ tên người ký", self._signer)
        self.ask("Họ tên người lập biểu", self._preparer)
        self._hamlets_row = self.ask(
            "Các ấp, khóm",
            self._hamlets,
            help_text="Mỗi dòng một ấp, khóm, theo thứ tự muốn in; Shift+Enter để xuống dòng.",
        )
        self._preview = QLabel(self)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._preview.setProperty("role", "card")
        self._preview.setMargin(theme.px(12))
        self.column.addWidget(self._preview)
        self.column.addStretch(1)
        for editor in (self._superior, self._place):
            editor.edited.connect(self._draw)

    def entered(self) -> None:
        identifier, name, province = self._unit.unit()
        level = "province" if self._unit.receives else "commune"
        own = office.Office(identifier, name, province, level)
        receives = self._unit.receives
        proposed = {
            self._superior: f"ỦY BAN NHÂN DÂN {province.upper()}" if receives else "",
            self._place: own.place_name,
            self._signer_title: "GIÁM ĐỐC" if receives else own.signer_title,
        }
        for editor, words in proposed.items():
            # What the officer typed stays, also where the unit was chosen anew.
            if (editor.said()) == self._proposed.get(editor, ""):
                editor.set_value(words)
        self._proposed = proposed
        self._hamlets_row.setVisible(not receives)
        self._draw()

    def office(self) -> office.Office:
        """Return the office as typed."""
        identifier, name, province = self._unit.unit()
        superior = text.clean(self._superior.said())
        return office.Office(
            unit=identifier,
            name=name,
            province=province,
            level="province" if self._unit.receives else "commune",
            superior=(superior.upper(),) if superior else (),
            place=self._place.said(),
            signer_title=self._signer_title.said().upper(),
            signer_name=self._signer.said(),
            preparer_name=self._preparer.said(),
        )

    def hamlets(self) -> list[str]:
        """Return the names of the hamlets, each once, in their order."""
        lines = map(text.clean, self._hamlets.said().splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def _draw(self) -> None:
        self._preview.setText("\n".join(self.office().heading))


class OfficerStep(Step):
    """Who works with the data."""

    title = "Người dùng đầu tiên"
    help_place = "thiet-lap.md#nguoi-dung-dau-tien"
    guide = (
        "Người này có mọi quyền và có thể thêm người khác sau. Mật khẩu ít nhất 10 ký tự, hoặc một câu từ bốn tiếng "
        "trở lên: dễ nhớ mà khó đoán."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full_name = TextLine("full_name", self)
        self._name = TextLine("login", self, placeholder="lan")
        self._title = TextLine("title", self)
        self._title.set_value("Công chức văn hóa – xã hội")
        self._password = PasswordEdit("password", self)
        self._again = PasswordEdit("again", self)
        self.ask("Họ và tên", self._full_name, required=True)
        self.ask(
            "Tên đăng nhập",
            self._name,
            required=True,
            help_text="Ngắn, không dấu, dùng để chọn khi mở chương trình.",
        )
        self.ask("Chức danh", self._title)
        self.ask("Mật khẩu", self._password, required=True)
        self.ask("Gõ lại mật khẩu", self._again, required=True)
        self.column.addStretch(1)
        self._full_name.left.connect(self._propose_login)

    def _propose_login(self) -> None:
        if not self._name.value() and self._full_name.value():
            self._name.set_value(text.fold(self._full_name.said()).split()[-1])

    def officer(self) -> office.FirstOfficer:
        """Return the officer as typed."""
        return office.FirstOfficer.typed(
            self._name.said(), self._full_name.said(), self._password.said(), self._title.said()
        )

    def fault(self) -> str:
        typed = self.officer()
        if not typed.full_name:
            return "Chưa ghi họ và tên."
        if not typed.name:
            return "Chưa ghi tên đăng nhập."
        if typed.password != (self._again.said()):
            return "Hai lần gõ mật khẩu không giống nhau."
        found = office.password_fault(typed.password, typed.name, (typed.full_name,))
        return f"{found.text} {found.todo}" if found else ""


class RecoveryStep(Step):
    """The recovery code: shown once; it must be printed, or typed again in part."""

    title = "Mã khôi phục"
    help_place = "thiet-lap.md#ma-khoi-phuc"
    guide = (
        "Đây là cách duy nhất mở lại dữ liệu khi quên hết mật khẩu. Mã chỉ hiện lần này. In ra, cho vào phong bì "
        "dán kín, cất trong két của cơ quan. Đừng chụp ảnh, đừng lưu trên máy này."
    )

    def __init__(self, print_code: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._printed = False
        self._print_code = print_code
        self._shown = QLabel(self)
        self._shown.setObjectName("recovery_code")
        self._shown.setFont(theme.type_font("page", bold=True))
        self._shown.setProperty("role", "card")
        self._shown.setMargin(theme.px(16))
        self._shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self._shown)
        printing = QPushButton("In mã khôi phục…", self)
        printing.setObjectName("print_code")
        printing.clicked.connect(self._print)
        self.column.addWidget(printing, 0, Qt.AlignmentFlag.AlignLeft)
        self._typed = TextLine("confirm", self)
        self._typed.setProperty("unkept", "a secret")
        self._row = self.ask("Hoặc chép tay rồi gõ lại nhóm đầu và nhóm cuối", self._typed)
        self.column.addStretch(1)

    def show_code(self, code: str) -> None:
        """Show the code of data that were just made."""
        self._code = code
        self._shown.setText(code)

    def fault(self) -> str:
        groups = self._code.split("-")
        wanted = text.fold(groups[0] + groups[-1]).replace(" ", "")
        typed = text.fold(self._typed.said()).replace(" ", "")
        if self._printed or typed == wanted:
            return ""
        return "Hãy in mã, hoặc gõ lại đúng nhóm đầu và nhóm cuối của mã."

    def _print(self) -> None:
        self._printed = self._print_code(self._code) or self._printed


class ReceiverStep(Step):
    """The card of the unit that receives our packages; now or later."""

    title = "Đơn vị nhận"
    help_place = "thiet-lap.md#don-vi-nhan"
    guide = (
        "Đơn vị cấp trên đưa một tệp “thẻ đơn vị” (.agcard). Có thẻ này mới xuất được gói gửi lên. Chưa có thì bỏ qua, "
        "thêm sau ở trang Gửi – nhận."
    )

    def __init__(self, trust: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trust = trust
        choose = QPushButton("Chọn tệp thẻ đơn vị…", self)
        choose.clicked.connect(self._choose)
        self.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self._said = QLabel(self)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self.column.addWidget(self._said)
        self.column.addStretch(1)

    def _choose(self) -> None:
        name = self._trust()
        if name:
            self._said.setText(f"Từ nay tin thẻ của {name}: gói sẽ gửi cho đơn vị này.")
