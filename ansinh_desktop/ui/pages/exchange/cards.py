"""Cards of units: ours goes out, those of others are taken in once their digits were compared."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import ADMIN
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.card import SUFFIX as CARD
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.dialogs.card_trust import choose_card, trust_card
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.widgets.flow import FlowLayout


class CardsPage(HeadedPage):
    """A page on which the card of another unit is taken in."""

    def __init__(self, title: str, anchor: str, program: Program, parent: QWidget | None) -> None:
        super().__init__(title, anchor, parent)
        self._program = program

    def choose_card(self) -> None:
        """Ask for the file of a card, then for its digits."""
        if found := choose_card(self):
            self.trust_card(found)

    def take_file(self, file: Path) -> bool:
        if file.suffix.lower() != CARD or self._program.access.role != ADMIN:
            return False
        self.trust_card(str(file))
        return True

    @opens
    def trust_card(self, path: str) -> None:
        """Ask for the digits of the card in a file, and keep it."""
        if self._program.access.role != ADMIN:
            return
        unit = trust_card(self, self._program, Path(path))
        if unit is not None:
            self.banner.say(f"Từ nay tin thẻ của {unit.name}, dãy số {unit.fingerprint}.", "good")
            self.refresh()

    def write_own_card(self) -> None:
        """Write our own card into a folder that the officer chooses."""
        folder = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để ghi thẻ")
        if not folder:
            return
        try:
            path = self._program.cards.write_own(Path(folder))
        except UserError as error:
            messages.tell(self, error)
            return
        digits = self._program.cards.own().fingerprint
        self.banner.say(f"Đã ghi thẻ vào {path}. Dãy số đối chiếu: {digits}", "good")


class CardsCard(QFrame):
    """What is to be known of the cards, and the two buttons."""

    def __init__(self, page: CardsPage, program: Program, title: str, trust: str, own: str) -> None:
        super().__init__(page)
        self.setProperty("role", "card")
        self.setProperty("help_anchor", "the-don-vi")
        heading = QLabel(title, self)
        heading.setProperty("tone", "section")
        self.said = QLabel(self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trust_button = _trust_button(self, page, program, trust)
        self.own_button = button(own, "id-card", self, name="own_card")
        self.own_button.clicked.connect(page.write_own_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(heading)
        column.addWidget(self.said)
        column.addStretch(1)
        buttons = FlowLayout(gap=8)
        for each in (self.trust_button, self.own_button):
            buttons.addWidget(each)
        column.addLayout(buttons)


def _trust_button(parent: QWidget, page: CardsPage, program: Program, words: str) -> QPushButton:
    """Return the button that takes a card in: whom we trust is an administrator's matter."""
    made = button(words, "badge-check", parent, name="trust")
    made.clicked.connect(page.choose_card)
    made.setEnabled(program.access.role == ADMIN)
    if not made.isEnabled():
        made.setToolTip("Chỉ người quản trị mới nhận được thẻ của đơn vị khác.")
    return made
