"""All that follows from a death, a move or a return, to be read before it is written: record by record, then what is asked."""

import functools
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import wording
from ansinh_desktop.services.lives.planning import LifeRow
from ansinh_desktop.services.lives.work import LifePreview, Question
from ansinh_desktop.ui import theme

_NOTHING = "Không hồ sơ nào hiện ở đây thay đổi; việc này được ghi vào nhân thân."


class LifePreviewBox(QScrollArea):
    """What would be written into each record, what stays to be done, and the questions with their places.

    Signals:
        place_asked: The record of a question is to be opened. Carries its id and its register.
    """

    place_asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("life_preview")
        self.setAccessibleName("Những gì theo sau")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(theme.px(240))

    def say(self, words: str) -> None:
        """Show one sentence in place of a preview."""
        self._put([_label(words, "muted")])

    def show_preview(self, found: LifePreview) -> None:
        """Show all that follows."""
        shown: list[QWidget] = [_label("Những gì theo sau", "section")]
        if len(found.people) > 1:
            shown.append(_label(f"Những người cùng đi: {', '.join(found.people)}", ""))
        for row in found.rows:
            shown += self._row(row, named=len(found.people) > 1)
        if not found.rows:
            shown.append(_label(_NOTHING, "muted"))
        if found.change:
            shown.append(_label(f"Mỗi tháng chi ít hơn: {wording.money(-found.change)} đồng.", ""))
        if found.questions:
            shown.append(_label("Cần hỏi", "section"))
            for each in found.questions:
                shown += self._question(each)
        self._put(shown)

    def _row(self, row: LifeRow, *, named: bool) -> Iterable[QWidget]:
        title = f"{catalog.register(row.register).short_title}: {row.number}"
        title += f" ({row.who})" if named else ""
        state = f"{row.state} → {row.to}" if row.to else row.state
        yield _label(f"{title} · {state}", "strong")
        for line in row.lines:
            yield _label(f"• {line}", "")
        if row.why_not is not None:
            yield _label(_words("Chưa ghi gì: ", row.why_not), "warning")
        for note in row.notes:
            yield _label(_words("", note), str(note.level))

    def _question(self, each: Question) -> Iterable[QWidget]:
        yield _label(f"• {each.text}", "")
        link = QPushButton(text.literal(f"Mở hồ sơ {each.number} ({each.who})"))
        link.setProperty("role", "link")
        link.setAutoDefault(False)
        link.clicked.connect(functools.partial(self.place_asked.emit, each.record_id, each.register))
        yield link

    def _put(self, shown: Iterable[QWidget]) -> None:
        body = QWidget(self)
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(theme.px(4), theme.px(4), theme.px(12), theme.px(4))
        column.setSpacing(theme.px(4))
        for each in shown:
            link = isinstance(each, QPushButton)
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft if link else Qt.AlignmentFlag(0))
        column.addStretch(1)
        self.setWidget(body)


def _words(before: str, said: Finding) -> str:
    first = f"{before}{said.text[0].lower()}{said.text[1:]}" if before else said.text
    return " ".join(part for part in (first, said.todo, f"[{said.code}]") if part)


def _label(words: str, tone: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
