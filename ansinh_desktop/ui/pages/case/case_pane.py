"""The chosen case beside the list: the person, the answers, the last events."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from ansinh_desktop.services.cases import Case
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
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue

_EVENTS = 5


class CasePane(QFrame):
    """A case in short, to be read.

    Signals:
        open_asked: The whole case is wanted. Carries its id.
    """

    open_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.record_id = ""
        self._name, self._line, self._state = QLabel(self), QLabel(self), QLabel(self)
        self._name.setProperty("tone", "section")
        self._line.setProperty("tone", "muted")
        for label in (self._name, self._line, self._state):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = QPushButton("Mở hồ sơ", self)
        self._open.setObjectName("open_case")
        self._open.setToolTip("Mở hồ sơ (Enter)")
        self._open.clicked.connect(lambda: self.open_asked.emit(self.record_id))
        self._facts = KeyValue(self, label_width=116)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facts.setProperty("role", "page")
        area.setWidget(self._facts)
        self._shown = QWidget(self)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(6))
        for widget in (self._name, self._line, self._state):
            column.addWidget(widget)
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
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
        self._facts.set_facts(_facts(case))
        self._pages.setCurrentWidget(self._shown)

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
