"""Taking in the card of another unit: its digits are compared before it is trusted, a second key is never slipped in."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLabel, QWidget

from ansinh_desktop.db.models import Unit
from ansinh_desktop.errors import UserError, message
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.card import same_fingerprint
from ansinh_desktop.services.sync.cards import Presented
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.dialogs.officers import FormDialog
from ansinh_desktop.ui.widgets.line import TextLine


class CardDialog(FormDialog):
    """What a card says, and a line for the digits that were heard on the telephone."""

    def __init__(self, parent: QWidget, shown: Presented, name: str) -> None:
        super().__init__(parent, "Đối chiếu thẻ đơn vị")
        self._shown, self._name = shown, name
        card, other = shown.card, shown.other
        self._say(f"Thẻ trong tệp: {card.name}, mã {card.code}.")
        if other is not None:
            told = message("AS-5117", unit=other.name, old=other.fingerprint, new=card.fingerprint)
            self._say(f"{told}", tone="error")
        self.guide(
            "Gọi đến số điện thoại đã biết từ trước của đơn vị đó, nhờ họ đọc dãy số của thẻ ở trang Gửi – nhận hay "
            "Nhận gói của họ, rồi gõ vào đây. Đừng lấy dãy số từ tin nhắn hay giấy đi cùng tệp thẻ."
        )
        self.digits, self.reason = TextLine("digits", self), TextLine("reason", self)
        self.ask("Dãy số nghe được", self.digits)
        self.reason.setVisible(other is not None)
        self.beside = QCheckBox("Máy thứ hai của cùng đơn vị, như hai xã nay là một: giữ cả thẻ cũ", self)
        self.beside.setObjectName("beside")
        self.beside.setVisible(shown.may_stand_beside)
        if other is not None:
            self.ask("Lý do", self.reason)
            self.column.addWidget(self.beside)
        self.finish("Thay thẻ cũ bằng thẻ này" if other is not None else "Tin thẻ này")
        self.beside.toggled.connect(
            lambda on: self.yes.setText("Thêm thẻ này" if on else "Thay thẻ cũ bằng thẻ này")
        )

    def fault(self) -> str:
        heard = self.digits.said()
        if not same_fingerprint(self._shown.card, heard):
            told = message("AS-5116", name=self._name)
        elif self._shown.other is not None and not self.reason.said().strip():
            told = message("AS-5119")
        else:
            return ""
        return f"{told} {told.todo}"

    def _say(self, words: str, tone: str = "") -> None:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("tone", tone)
        self.column.addWidget(label)


def choose_card(parent: QWidget) -> str:
    """Ask for the file of a card; empty where the officer gives up."""
    found, _ = QFileDialog.getOpenFileName(parent, "Chọn thẻ đơn vị", "", "Thẻ đơn vị (*.agcard)")
    return found


def trust_card(parent: QWidget, program: Program, path: Path) -> Unit | None:
    """Ask for the digits of a card, and keep it; None where the officer gives up or it is refused."""
    try:
        shown = program.cards.look(path)
        dialog = CardDialog(parent, shown, path.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        replaced = shown.other.fingerprint if shown.other else ""
        heard, reason = dialog.digits.said(), dialog.reason.said()
        beside = dialog.beside.isChecked()
        return program.cards.trust(path, heard, replacing=replaced, reason=reason, beside=beside)
    except UserError as error:
        messages.tell(parent, error)
        return None
