"""The field of a personal identity number, into which the QR code of the card may be scanned."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.rules import identity
from ansinh_desktop.ui.widgets.kind_line import KindEdit


class CardEdit(KindEdit):
    """A reader types the whole card into the field; only its number stays there.

    Signals:
        scanned: A card was read. Carries all that it says.
    """

    scanned = Signal(object)

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(kinds.CitizenId(), key, parent, placeholder="12 số, hoặc quét mã QR", width=190)

    def read(self, typed: str) -> Value:
        card = identity.read_card_qr(typed)
        return card.personal_id if card else super().read(typed)

    def settle(self) -> None:
        card = identity.read_card_qr(self.line.text())
        super().settle()
        if card is not None:
            self.scanned.emit(card)


class NameEdit(KindEdit):
    """The name of a person; whoever scans the card into it instead of the number field is understood.

    Signals:
        scanned: A card was read. Carries all that it says.
    """

    scanned = Signal(object)

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(kinds.Name(), key, parent)

    def read(self, typed: str) -> Value:
        card = identity.read_card_qr(typed)
        return card.full_name if card else super().read(typed)

    def settle(self) -> None:
        card = identity.read_card_qr(self.line.text())
        super().settle()
        if card is not None:
            self.scanned.emit(card)
