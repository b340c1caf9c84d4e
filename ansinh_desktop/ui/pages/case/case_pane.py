"""The chosen case beside the list: the person, what was found, the answers, the last events, their other records."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.cases import Case, OtherRecord, kept_key
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.case.case_facts import (
    computed_facts,
    head_line,
    person_facts,
    section_facts,
    state_words,
    time_line,
)
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue

_EVENTS, _FOUND = 5, 3


class CasePane(QFrame):
    """A case in short, to be read.

    Signals:
        open_asked: The whole case is wanted. Carries its id.
        why_asked: The reasons of what the program reckons are wanted. Carries its id.
        record_asked: Another record of the person is wanted. Carries its id and its register.
    """

    open_asked = Signal(str)
    why_asked = Signal(str)
    record_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.record_id = ""
        self._shown = QWidget(self)
        self._name, self._line, self._state = (QLabel(self._shown) for _ in range(3))
        self._name.setProperty("tone", "section")
        self._line.setProperty("tone", "muted")
        for label in (self._name, self._line, self._state):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open, self.why = (QPushButton(words, self._shown) for words in ("Mở hồ sơ   Enter", "Tại sao?"))
        self._open.setObjectName("open_case")
        self._open.clicked.connect(lambda: self.open_asked.emit(self.record_id))
        self.why.clicked.connect(lambda: self.why_asked.emit(self.record_id))
        acts = FlowLayout(gap=theme.px(8))
        for made in (self._open, self.why):
            made.setAutoDefault(False)
            acts.addWidget(made)
        area = QScrollArea(self._shown)
        self._below = QWidget(area.viewport())
        self._facts = KeyValue(self._below, label_width=116)
        self._below.setProperty("role", "page")
        self._column = QVBoxLayout(self._below)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self._column.addWidget(self._facts)
        self._column.addStretch(1)
        self._more: list[QWidget] = []
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facts.setProperty("role", "page")
        area.setWidget(self._below)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(6))
        for widget in (self._name, self._line, self._state):
            column.addWidget(widget)
        column.addLayout(acts)
        column.addWidget(area, 1)
        self._empty = EmptyState("user", "Chưa chọn hồ sơ", "Chọn một dòng để xem nhanh ở đây.", parent=self)
        self._empty.acted.connect(lambda: self.open_asked.emit(self.record_id))
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._shown)

    def show_case(self, case: Case) -> None:
        """Show a case."""
        self.record_id = case.id
        self._name.setText(str(case.person["full_name"]))
        self._line.setText(head_line(case))
        state = f"{case.number} · {state_words(case)}"
        self._state.setText(f"{state}\n{case.sent.text}")
        self.why.setVisible(case.register.explained is not None)
        self._facts.set_facts(_facts(case))
        for old in self._more:
            old.hide()
            old.deleteLater()
        self._more = [*self._found(case), *self._others(case.others)]
        self._pages.setCurrentWidget(self._shown)

    def _found(self, case: Case) -> list[QWidget]:
        """Return what has still to be looked at, above all else, the gravest first."""
        found = sorted(_open_ones(case), key=lambda each: each.level is not Level.ERROR)
        if not found:
            return []
        box, title = QFrame(self._below), QLabel("Cần xem lại", self._below)
        box.setProperty("role", "banner")
        box.setProperty("level", str(found[0].level))
        title.setProperty("tone", "strong")
        column = QVBoxLayout(box)
        column.setContentsMargins(*(theme.px(8),) * 4)
        column.setSpacing(theme.px(4))
        column.addWidget(title)
        for each in found[:_FOUND]:
            column.addWidget(FindingLabel(each, "", box, keep=False))
        if (more := len(found) - _FOUND) > 0:
            column.addWidget(QLabel(f"và {more} điều nữa: mở hồ sơ để xem", box))
        self._column.insertWidget(0, box)
        box.show()
        return [box]

    def _others(self, others: Sequence[OtherRecord]) -> list[QWidget]:
        made: list[QWidget] = []
        if others:
            title = QLabel("Hồ sơ khác của người này", self._below)
            title.setProperty("tone", "section")
            made.append(title)
        for each in others:
            words = f"{catalog.register(each.register).short_title}: {each.number}"
            link = QPushButton(text.literal(words), self._below)
            link.setProperty("role", "link")
            link.setAutoDefault(False)
            link.setToolTip(f"{words} ({each.state})")
            link.clicked.connect(partial(self.record_asked.emit, each.id, each.register))
            made.append(link)
        for each_made in made:
            self._column.insertWidget(self._column.count() - 1, each_made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def show_masked(self, record_id: str) -> None:
        """Show nothing of a confidential case until it is opened, which is written down."""
        self.record_id = record_id
        words = "Danh sách chỉ ghi mã số. Việc mở hồ sơ mật được ghi vào nhật ký."
        self._empty.say("lock", "Hồ sơ mật", words, "Mở hồ sơ")
        self._pages.setCurrentWidget(self._empty)

    def show_nothing(self) -> None:
        """Show that no case is chosen."""
        self.record_id = ""
        self._empty.say("user", "Chưa chọn hồ sơ", "Chọn một dòng để xem nhanh ở đây.")
        self._pages.setCurrentWidget(self._empty)


def _open_ones(case: Case) -> Iterator[Finding]:
    """Yield what nobody has looked at: what an import kept by itself is among it."""
    for each in case.findings:
        reason = case.kept.get(kept_key(each), "")
        if each.level is not Level.NOTE and (not reason or reason.startswith(IMPORTED)):
            yield each


def _facts(case: Case) -> list[Fact]:
    facts: list[Fact] = []
    events = [
        Fact(event.when, " · ".join(part for part in (event.kind, event.money, event.text) if part))
        for event in time_line(case.events)[:_EVENTS]
    ]
    parts = [
        ("Chương trình tính", computed_facts(case)),
        *section_facts(case),
        ("Liên hệ", person_facts(case)),
        ("Diễn biến gần đây", events),
    ]
    for title, lines in parts:
        if lines:
            # Beside a list nothing masked is shown: a reason is asked on the page of the case.
            facts += [Fact(title, heading=True), *(replace(each, act="") for each in lines)]
    return facts
