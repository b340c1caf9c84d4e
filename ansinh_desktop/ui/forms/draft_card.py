"""Offers back what was typed and never saved, showing what differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import MASK, Field
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services.drafts import KeptDraft
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.forms.fields import Changes

_MOST_LINES = 8
_LONGEST = 80


@dataclass(frozen=True)
class Difference:
    """One field in which the draft differs from what is saved."""

    label: str
    saved: str
    typed: str


class DraftCard(QFrame):
    """The question, the differences, and the two answers.

    Signals:
        taken: The draft is to be gone on with.
        dropped: It is to be thrown away.
    """

    taken = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("level", "note")
        self._title = QLabel(self)
        self._title.setProperty("tone", "section")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(2))
        self._grid.setColumnStretch(2, 1)
        self.take = QPushButton("Nhập tiếp bản nháp", self)
        self.take.setObjectName("take_draft")
        self.take.setProperty("role", "primary")
        self.take.setAutoDefault(True)
        self.take.clicked.connect(self.taken)
        self.drop = QPushButton("Bỏ bản nháp", self)
        self.drop.setObjectName("drop_draft")
        self.drop.setAutoDefault(True)
        self.drop.clicked.connect(self.dropped)
        buttons = QHBoxLayout()
        buttons.addWidget(self.take)
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
        column.setSpacing(theme.px(8))
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addLayout(buttons)
        self.hide()

    def offer(self, draft: KeptDraft, found: list[Difference], *, officer: str) -> None:
        """Show what differs, and wait for the answer."""
        by = "" if draft.author == officer else f" của {draft.author}"
        at = draft.at.astimezone()  # formatted apart: Windows takes only the letters of its code page
        self._title.setText(f"Có bản nháp chưa lưu{by} lúc {at:%H:%M} ngày {at:%d/%m/%Y}")
        for column, words in enumerate(("Mục", "Đang lưu", "Trong bản nháp")):
            self._put(words, 0, column, "small")
        for line, each in enumerate(found[:_MOST_LINES], start=1):
            for column, words in enumerate((each.label, each.saved or "(trống)", each.typed or "(trống)")):
                self._put(words, line, column, "" if column == 2 else "muted")
        if len(found) > _MOST_LINES:
            self._put(f"và {len(found) - _MOST_LINES} mục khác", _MOST_LINES + 1, 0, "muted")
        self.show()
        self.take.setFocus()

    def _put(self, words: str, line: int, column: int, tone: str) -> None:
        label = QLabel(words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…", self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", tone)
        self._grid.addWidget(label, line, column, Qt.AlignmentFlag.AlignTop)


def differences(
    register: Register, draft: Mapping[str, Changes], person: Answers, answers: Answers
) -> list[Difference]:
    """Return in which fields a draft differs from what is saved of the person and of the record."""
    return [
        *_differing(PERSON_FIELDS, draft.get("person", {}), person),
        *_differing(register.fields, draft.get("answers", {}), answers),
    ]


def _differing(fields: Mapping[str, Field], changes: Changes, saved: Answers) -> Iterator[Difference]:
    for key, field in fields.items():
        change = changes.get(key)
        if change is None:
            continue
        value, before = change["value"], saved.get(key)
        # Where nothing can be read in it, what was typed is all there is.
        typed = field.kind.show(value) if value not in EMPTY else _as_typed(change["typed"])
        if field.masked:
            yield Difference(field.label, MASK, MASK)
        elif typed != field.kind.show(before):
            yield Difference(field.label, field.kind.show(before), typed)


def _as_typed(typed: object) -> str:
    match typed:
        case dict():
            return str(typed.get("text", ""))
        case str():
            return typed
        case _:
            return ""
