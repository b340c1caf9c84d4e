"""A receipt before it is taken in: what it says of the package, and what would come back."""

from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.sync.outgoing import ReceiptLook
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.pages.page import row_of
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue
from ansinh_desktop.ui.widgets.progress_strip import number


class ReceiptDialog(QDialog):
    """What the receipt says, and the one button."""

    def __init__(self, look: ReceiptLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receipt_dialog")
        self.setWindowTitle(f"Biên nhận – {messages.TITLE}")
        self.setProperty("help_anchor", "xem-bien-nhan")
        heading = QLabel(f"Biên nhận của gói số {look.number:06}", self)
        heading.setProperty("tone", "section")
        self.facts = KeyValue(self, label_width=190)
        self.facts.set_facts(_facts(look))
        self.said = QLabel(_said(look), self)
        self.said.setWordWrap(True)
        self.take = QPushButton(text.literal(_deed(look)), self)
        self.take.setObjectName("take_receipt")
        self.take.setProperty("role", "primary")
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        back = QPushButton("Đóng, không nhận" if not look.again else "Đóng", self)
        back.clicked.connect(self.reject)
        self.take.setVisible(not look.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(12))
        for each in (heading, self.facts, self.said):
            column.addWidget(each)
        column.addLayout(row_of(back, self.take, right=True))
        self.setFixedWidth(theme.px(540))


def _facts(look: ReceiptLook) -> list[Fact]:
    taken = look.state != "fork"
    facts = [Fact("Đơn vị nhận", look.sender, "sender")]
    if taken:
        facts.append(Fact("Đã nhận", f"{number(look.accepted)} hồ sơ", "accepted"))
        tone = "warning" if look.returned else ""
        facts.append(Fact("Trả lại, kèm lý do", f"{number(look.returned)} hồ sơ", "returned", tone))
    if look.given_back:
        words = f"{number(look.given_back)} hồ sơ máy này không còn, hoặc chỉ còn bản cũ"
        facts.append(Fact("Lấy lại được", words, "given_back", "good"))
    if look.months:
        words = f"{number(look.months)} tháng chi trả đã chốt mà máy này không có"
        facts.append(Fact("Tháng chi trả", words, "months", "good"))
    return facts


def _said(look: ReceiptLook) -> str:
    if look.again:
        return (
            "Biên nhận này đã nhận trước đó, hoặc nói về dữ liệu trước khi khôi phục. Nhận lại không đổi gì."
        )
    if look.state == "fork":
        return (
            "Đơn vị nhận chưa nhận gói này, vì một bản sao khác của máy này cũng đã gửi gói. "
            "Nhận biên nhận thì gói sau tự gửi lại toàn bộ hồ sơ."
        )
    if look.state == "full_wanted":
        return "Đơn vị nhận thấy hai bên đang giữ khác nhau. Nhận biên nhận thì gói sau tự gửi toàn bộ hồ sơ."
    return "Chưa có gì thay đổi trên máy này cho đến khi bấm nút dưới."


def _deed(look: ReceiptLook) -> str:
    if look.given_back:
        return f"Nhận biên nhận và lấy lại {number(look.given_back)} hồ sơ"
    return "Nhận biên nhận"
