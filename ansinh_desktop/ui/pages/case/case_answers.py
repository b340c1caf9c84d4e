"""What was answered in a case, section by section, with what was found and what follows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop.findings import Level
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.services.cases import Case, Reveals, kept_key
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.case.case_facts import computed_facts, person_facts, section_facts
from ansinh_desktop.ui.shown import HIDE, Shown
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue


class CaseAnswers(QScrollArea):
    """Cards of facts in two columns.

    Signals:
        refused: What is masked could not be shown. Carries the error.
    """

    refused = Signal(object)

    def __init__(self, reveals: Reveals, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._reveals = reveals
        self._case: Case | None = None
        self._tables: list[KeyValue] = []
        self.shown: Shown[Answers] = Shown(tasks, self)
        self.shown.changed.connect(self._draw)
        self.shown.ticked.connect(self._count)
        self.shown.refused.connect(self.refused)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_case(self, case: Case) -> None:
        """Show the answers of a case."""
        self._case = None
        self.shown.hide()
        self._case = case
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the masks back: nobody looks."""
        self.shown.hide()
        super().hideEvent(event)

    def _act(self, key: str) -> None:
        """Show what is masked, for a reason; or mask it again."""
        case, shown = self._case, self.shown.value or {}
        if case is None:
            return
        if key in shown:
            self.shown.hide()
            return
        others = case.masked - shown.keys() - {key}

        def read(reason: str, every: bool) -> Answers:  # noqa: FBT001 - as the question answers
            return {**shown, **self._reveals.answers(case.id, {key, *(others if every else ())}, reason)}

        self.shown.ask([case.register.fields[key].label], read, len(others))

    def _count(self, left: int) -> None:
        """Say how many seconds more what is shown stays so."""
        for key in self.shown.value or {}:
            for table in self._tables:
                if (link := table.act_of(key)) is not None:
                    link.setText(f"{HIDE} ({left} giây)")

    def _draw(self) -> None:
        case = self._case
        if case is None:
            return
        at = self.verticalScrollBar().value()
        focused = self.focusWidget()
        name = focused.objectName() if isinstance(focused, QPushButton) else ""
        body = QWidget(self.viewport())
        body.setProperty("role", "page")
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, theme.px(8), theme.px(8), 0)
        outer.setSpacing(theme.px(8))
        found = _findings_card(case, body)
        if found is not None:
            outer.addWidget(found)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(8))
        outer.addLayout(columns)
        sides = [QVBoxLayout(), QVBoxLayout()]
        heights = [0, 0]
        for side in sides:
            side.setSpacing(theme.px(8))
            columns.addLayout(side, 1)
        cards = [("Nhân thân và liên hệ", person_facts(case)), ("Chương trình tính", computed_facts(case))]
        self._tables = []
        for title, facts in [*cards, *section_facts(case, self.shown.value or {})]:
            if facts:
                place = heights.index(min(heights))
                sides[place].addWidget(self._facts_card(title, facts, body))
                heights[place] += 2 + sum(1 + len(fact.value) // 48 for fact in facts)
        for side in sides:
            side.addStretch(1)
        outer.addStretch(1)
        self.setWidget(body)
        self.verticalScrollBar().setValue(at)
        if name and (link := body.findChild(QPushButton, name)) is not None:
            link.setFocus()

    def _facts_card(self, title: str, facts: Sequence[Fact], parent: QWidget) -> QWidget:
        card = QFrame(parent)
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(4))
        head = QLabel(title, card)
        head.setProperty("tone", "section")
        head.setWordWrap(True)
        table = KeyValue(card, label_width=168)
        table.set_facts(facts)
        table.acted.connect(self._act)
        self._tables.append(table)
        column.addWidget(head)
        column.addWidget(table)
        return card


def _findings_card(case: Case, parent: QWidget) -> QWidget | None:
    """Return a card of what was found; None where nothing was."""
    if not case.findings:
        return None
    card = QFrame(parent)
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(*(theme.px(10),) * 4)
    column.setSpacing(theme.px(4))
    heavy = any(each.level is not Level.NOTE for each in case.findings)
    title = QLabel("Cần xem lại" if heavy else "Lưu ý", card)
    title.setProperty("tone", "section")
    column.addWidget(title)
    for finding in case.findings:
        column.addWidget(FindingLabel(finding, case.kept.get(kept_key(finding), ""), card, keep=False))
    return card
