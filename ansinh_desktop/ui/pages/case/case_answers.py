"""What was answered in a case, section by section, with what was found and what follows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop.findings import Level
from ansinh_desktop.services.cases import Case, kept_key
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.case.case_facts import computed_facts, person_facts, section_facts
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue


class CaseAnswers(QScrollArea):
    """Cards of facts in two columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_case(self, case: Case) -> None:
        """Show the answers of a case."""
        body = QWidget(self)
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
        for title, facts in [*cards, *section_facts(case)]:
            if facts:
                place = heights.index(min(heights))
                sides[place].addWidget(_facts_card(title, facts, body))
                heights[place] += 2 + sum(1 + len(fact.value) // 48 for fact in facts)
        for side in sides:
            side.addStretch(1)
        outer.addStretch(1)
        self.setWidget(body)


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


def _facts_card(title: str, facts: Sequence[Fact], parent: QWidget) -> QWidget:
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
    column.addWidget(head)
    column.addWidget(table)
    return card
