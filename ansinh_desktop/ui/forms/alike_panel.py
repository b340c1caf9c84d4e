"""People already recorded who may be the one being typed, beside the form."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.cases import KnownPerson, OtherRecord
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.drafts.spots import opens

_APART = (
    "Đây là hai người khác nhau?\nChương trình chỉ hỏi lại khi họ tên, ngày sinh, giới tính hoặc số định danh của một "
    "trong hai người thay đổi."
)
_REASONS = (
    "Đã đối chiếu giấy tờ tùy thân.",
    "Đã hỏi gia đình hoặc trưởng ấp.",
    "Hai người trong một gia đình.",
)


class AlikePanel(QFrame):
    """A card for each of them, with their records; hidden while there are none.

    Signals:
        chosen: The person typed is this one. Carries the :class:`KnownPerson`.
        apart: One of them is somebody else. Carries their id, and why.
        join_asked: One of them is the very person whose record is being changed. Carries their id.
        record_asked: A record of theirs is to be opened. Carries its id and its register.
    """

    chosen = Signal(object)
    apart = Signal(str, str)
    join_asked = Signal(str)
    record_asked = Signal(str, str)

    def __init__(self, register: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("level", "warning")
        self._register = register
        self.is_recorded = False
        """Whether whose record it is stands in the data already: then they can be joined with one of these."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(8))
        self._column.setSpacing(theme.px(6))
        head = QLabel("Có thể đã có trong dữ liệu", self)
        head.setProperty("tone", "section")
        head.setWordWrap(True)
        self._column.addWidget(head)
        self._cards: list[QWidget] = []
        self.found: Sequence[KnownPerson] = ()
        self.hide()

    def show_found(self, found: Sequence[KnownPerson]) -> None:
        """Show these people, and why each may be the one."""
        if found == self.found:
            return
        self.found = found
        for old in self._cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = [self._card(place, each) for place, each in enumerate(found, start=1)]
        for card in self._cards:
            self._column.addWidget(card)
        self.setVisible(bool(found))

    @opens
    def ask_apart(self, person_id: str) -> None:
        """Ask why one of them is somebody else."""
        reason = messages.confirm_with_reason(self, _APART, "Không trùng", reasons=_REASONS)
        if reason:
            self.apart.emit(person_id, reason)

    def _card(self, place: int, known: KnownPerson) -> QWidget:
        card = QWidget(self)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        # In a register whose records go by their number, this card does not say whose it is either.
        name = QLabel(known.by_code.number if known.by_code else str(known.person["full_name"]), card)
        name.setFont(theme.type_font("text", bold=True))
        name.setWordWrap(True)
        column.addWidget(name)
        beside = "" if known.by_code else _beside(known.person)
        for words, tone in ((beside, "muted"), (" · ".join(known.why), "warning")):
            label = QLabel(words, card)
            label.setProperty("tone", tone)
            label.setWordWrap(True)
            column.addWidget(label)
        records = [known.by_code] if known.by_code else known.records
        for record in records:
            column.addWidget(self._record_link(record), 0, Qt.AlignmentFlag.AlignLeft)
        if any(record.register == self._register for record in records):
            again = QLabel("Người này đã có hồ sơ trong sổ này.", card)
            again.setProperty("tone", "error")
            again.setWordWrap(True)
            column.addWidget(again)
        row = QHBoxLayout()
        if self.is_recorded:
            act = "Gộp…", "Hai người là một: đặt cạnh nhau rồi gộp", lambda: self.join_asked.emit(known.id)
        else:
            act = "Dùng người này", "Ghi hồ sơ mới cho người đã có", lambda: self.chosen.emit(known)
        words, tip, slot = act
        choose = self._button(words, f"{tip} (Alt+{place})", slot)
        choose.setProperty("role", "")
        choose.setObjectName(f"{'join' if self.is_recorded else 'choose'}_{place}")
        choose.setShortcut(f"Alt+{place}")
        row.addWidget(choose)
        hint = QLabel(f"Alt+{place}", card)
        hint.setProperty("tone", "small")
        row.addWidget(hint)
        apart = self._button(
            "Không trùng…",
            "Ghi lý do; không hỏi lại cho đến khi họ tên, ngày sinh, giới tính hoặc số của một trong hai người thay đổi",
            lambda: self.ask_apart(known.id),
        )
        apart.setObjectName(f"apart_{place}")
        row.addStretch(1)
        column.addLayout(row)
        # In a line of its own: beside the form there is no room for more.
        column.addWidget(apart, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _record_link(self, record: OtherRecord) -> QPushButton:
        words = f"{catalog.register(record.register).short_title}: {record.number}"
        return self._button(
            words,
            f"{record.state}. Mở hồ sơ này",
            lambda: self.record_asked.emit(record.id, record.register),
        )

    def _button(self, words: str, tip: str, slot: object) -> QPushButton:
        button = QPushButton(text.literal(words), self)
        button.setProperty("role", "link")
        button.setProperty("pass_over", "yes")
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(slot)
        return button


def _beside(person: Answers) -> str:
    parts = (
        PERSON_FIELDS[key].kind.show(person.get(key))
        for key in ("birth_date", "sex", "hamlet", "personal_id")
    )
    return " · ".join(part for part in parts if part)
