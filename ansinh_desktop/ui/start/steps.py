"""The steps of the first start: whose data these are, who works with them, how they are recovered."""

import datetime
import re
from collections.abc import Callable
from html import escape
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
from ansinh_desktop.ui.widgets.password_strength import Guessed, PasswordStrength
from ansinh_desktop.ui.widgets.text_area import LinesEdit

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


class Fold(QWidget):
    """What has a right answer already: out of the way until it is asked for."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._body = QWidget(self)
        self.head = QPushButton(self)
        self.head.setObjectName("fold")
        self.head.setProperty("role", "link")
        self.head.setProperty("pass_over", "yes")
        self.head.clicked.connect(lambda: self.open(opened=self._body.isHidden()))
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(10))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self._body)
        self.open(opened=False)

    def open(self, *, opened: bool) -> None:
        """Show what is in it, or hide it."""
        self._body.setVisible(opened)
        self.head.setText(text.literal(f"{'▾' if opened else '▸'}  {self._words}"))


class UnitStep(Step):
    """Whose data these are: a commune of one period, or a receiving unit; and where they lie."""

    title = "Đơn vị"
    help_place = "thiet-lap.md#don-vi"
    guide = (
        "Chương trình giữ sổ an sinh của xã ngay trên máy này, không cần mạng; mọi dữ liệu được mã hóa. "
        "Thiết lập mất khoảng ba phút. Trước hết, chọn xã của mình: gõ vài chữ không dấu để tìm."
    )

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
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
        self._name, self._code = TextLine("name", self), TextLine("code", self)
        self._proposed: dict[TextLine, str] = {}
        self._folder = TextLine("folder", self)
        self._folder.set_value(str(folder))
        self.ask("Tỉnh, thành phố", self._province, required=True)
        commune = self.ask("Xã, phường, đặc khu", self._unit, required=True)
        receiver = self.ask("Tên đơn vị nhận", self._name, required=True)
        self.fold = Fold("Nâng cao: nơi đặt dữ liệu, hồ sơ trước 7/2025, mã đơn vị", self)
        self.column.addWidget(self.fold)
        period = FieldRow(
            "Giai đoạn", self._period, self, required=True,
            help_text="Chỉ đổi khi lập lại sổ của xã cũ. Một mã có thể là hai xã khác nhau ở hai giai đoạn.",
        )  # fmt: skip
        code = FieldRow(
            "Mã đơn vị", self._code, self, required=True, help_text="Mã tỉnh, hoặc mã do cấp trên đặt."
        )
        where = FieldRow(
            "Thư mục dữ liệu", self._folder, self, required=True,
            help_text="Để nguyên nếu không có lý do đổi. Không đặt trên USB hay ổ mạng.",
        )  # fmt: skip
        for each in (period, code, where):
            self.fold.column.addWidget(each)
        choose = QPushButton("Chọn thư mục khác…", self)
        choose.setProperty("role", "link")
        choose.setProperty("pass_over", "yes")
        choose.clicked.connect(self._choose)
        self.fold.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows = {0: [commune, period], 1: [receiver, code]}
        self.column.addStretch(1)
        self._period.edited.connect(self._offer_provinces)
        self._province.edited.connect(self._offer_units)
        self._kinds.idToggled.connect(lambda *_: self._show_kind())
        self._kinds.button(0).setChecked(True)
        self._offer_provinces()

    def first(self) -> QWidget:
        # The province is right for most; the commune is what everybody must say.
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
        province = self._province.said()
        name = dict(places.provinces(self._day())).get(province, "")
        kind, _, rest = name.partition(" ")
        health = f"Sở Y tế {kind.lower()} {rest}" if rest else ""
        propose(self._proposed, {self._name: health, self._code: province})

    def folder(self) -> Path:
        """Return where the data are to lie."""
        return Path(self._folder.said())

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Chọn thư mục dữ liệu", str(self.folder()))
        if found:
            self._folder.set_value(found)

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
            self.fold.open(opened=self.receives and bool(name))
            return "Chưa ghi tên và mã đơn vị." if self.receives else "Chưa chọn xã, phường, đặc khu."
        if not self._folder.value():
            self.fold.open(opened=True)
            return "Chưa chọn thư mục dữ liệu."
        return "" if province else "Chưa chọn tỉnh, thành phố."


class OfficerStep(Step):
    """Who works with the data."""

    title = "Người dùng đầu tiên"
    help_place = "thiet-lap.md#nguoi-dung-dau-tien"
    guide = "Người này có mọi quyền và có thể thêm người khác sau. Mật khẩu là chìa khóa của sổ: một câu dễ nhớ mà khó đoán."

    def __init__(self, unit: UnitStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self._full_name, self._name = TextLine("full_name", self), TextLine("login", self)
        self._title = TextLine("title", self)
        self._password = PasswordEdit("password", self)
        self._again = PasswordEdit("again", self)
        self._proposed: dict[TextLine, str] = {}
        self.ask("Họ và tên", self._full_name, required=True)
        self.ask(
            "Tên đăng nhập",
            self._name,
            required=True,
            help_text="Ngắn, không dấu, dùng để chọn khi mở chương trình.",
        )
        self.ask("Chức danh", self._title)
        self.ask("Mật khẩu", self._password, required=True)
        self.column.addWidget(PasswordStrength(self._password, self._guessed, self))
        self.ask("Gõ lại mật khẩu", self._again, required=True)
        self.column.addStretch(1)
        self._full_name.left.connect(self._propose_login)

    def entered(self) -> None:
        title = "Chuyên viên" if self._unit.receives else "Công chức văn hóa – xã hội"
        propose(self._proposed, {self._title: title})

    def _propose_login(self) -> None:
        words = text.fold(self._full_name.said()).split()
        propose(self._proposed, {self._name: words[-1] if words else ""})

    def _guessed(self) -> Guessed:
        _identifier, name, province = self._unit.unit()
        return self._name.said(), (self._full_name.said(), name, province)

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
        found = office.password_fault(typed.password, *self._guessed())
        return f"{found.text} {found.todo}" if found else ""


class HeadingStep(Step):
    """Who signs, which hamlets there are, and what else stands at the head and the foot of printed papers."""

    title = "Giấy tờ và ấp, khóm"
    help_place = "thiet-lap.md#tieu-de-giay-to"
    guide = "Người ký in ở cuối mọi danh sách; ấp, khóm để chọn khi gõ hồ sơ. Chưa biết thì để trống, ghi sau ở trang Quản trị."

    def __init__(self, unit: UnitStep, officer: OfficerStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit, self._officer = unit, officer
        self._superior = TextLine("superior", self, placeholder="Để trống nếu không in")
        self._place = TextLine("place", self)
        self._signer_title = TextLine("signer_title", self)
        self._proposed: dict[TextLine, str] = {}
        self._signer = TextLine("signer_name", self)
        self._preparer = TextLine("preparer_name", self)
        self._hamlets = LinesEdit("hamlets", self, least=4)
        self.ask("Họ tên người ký", self._signer)
        self._hamlets_row = self.ask(
            "Các ấp, khóm",
            self._hamlets,
            help_text="Mỗi dòng một ấp, khóm, theo thứ tự muốn in; Enter để xuống dòng, Enter ở dòng trống để đi tiếp.",
        )
        self.fold = Fold("Dòng in khác: chức vụ, người lập biểu, địa danh", self)
        for label, editor in (
            ("Chức vụ người ký", self._signer_title),
            ("Họ tên người lập biểu", self._preparer),
            ("Địa danh trước ngày", self._place),
            ("Cơ quan chủ quản", self._superior),
        ):
            self.fold.column.addWidget(FieldRow(label, editor, self))
        self.column.addWidget(self.fold)
        self._preview = QLabel(self)
        self._preview.setObjectName("paper_preview")
        self._preview.setTextFormat(Qt.TextFormat.RichText)
        self._preview.setWordWrap(True)
        self._preview.setProperty("role", "card")
        self._preview.setMargin(theme.px(12))
        self.column.addWidget(self._preview)
        self.column.addStretch(1)
        for editor in (self._superior, self._place, self._signer_title, self._signer, self._preparer):
            editor.edited.connect(self._draw)

    def first(self) -> QWidget:
        return self._signer

    def entered(self) -> None:
        identifier, name, province = self._unit.unit()
        receives = self._unit.receives
        own = office.Office(identifier, name, province, "province" if receives else "commune")
        propose(
            self._proposed,
            {
                self._superior: f"ỦY BAN NHÂN DÂN {province.upper()}" if receives else "",
                self._place: own.place_name,
                self._signer_title: "GIÁM ĐỐC" if receives else own.signer_title,
                self._preparer: self._officer.officer().full_name,
            },
        )
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
        """Return the names of the hamlets, each once, in their order; a comma parts them as a line does."""
        names = (text.clean(each) for each in re.split(r"[\n,;\t]", self._hamlets.said()))
        return list(dict.fromkeys(each for each in names if each))

    def _draw(self) -> None:
        """Show how a paper will begin and end."""
        own = self.office()
        head = "<br>".join(map(escape, own.heading))
        foot = "<br>".join(map(escape, own.signs_as))
        preparer, signer = escape(own.preparer_name or "…"), escape(own.signer_name or "…")
        self._preview.setText(
            f"<table width='100%'><tr><td align='center' width='45%'>{head}</td><td align='center'>"
            f"<i>{escape(own.place_name)}, ngày … tháng … năm …</i></td></tr>"
            "<tr><td align='center'><br>NGƯỜI LẬP BIỂU</td><td align='center'><br>" + foot + "</td></tr>"
            f"<tr><td align='center'><br>{preparer}</td><td align='center'><br>{signer}</td></tr></table>"
        )


def propose(before: dict[TextLine, str], now: dict[TextLine, str]) -> None:
    """Fill fields in, save where the officer has typed something else than was proposed before."""
    for editor, words in now.items():
        if editor.said() == before.get(editor, ""):
            editor.set_value(words)
    before |= now


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
