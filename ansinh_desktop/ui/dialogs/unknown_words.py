"""Asks once what the words of a list mean that no code list knows; all rows that say the same follow."""

from collections import Counter
from dataclasses import replace

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Kind
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.importer.importing import Opened, Outcome
from ansinh_desktop.services.importer.targets import PERSON
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.field_row import FieldRow

_ASKED = frozenset({"AS-3136", "AS-3141", "AS-3145"})


def unknown_words(outcome: Outcome) -> Counter[tuple[str, str]]:
    """Return field and word of what no code list knows, with how many rows say it."""
    return Counter(
        (each.field, str(each.facts["typed"]))
        for row in outcome.rows
        for each in row.findings
        if each.code in _ASKED
    )


class UnknownWordsDialog(QDialog):
    """A line for each word, with the codes that it may mean."""

    def __init__(self, outcome: Outcome, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Các từ chưa rõ nghĩa")
        self.setMinimumSize(theme.px(720), theme.px(320))
        self._opened = outcome.opened
        self.choices: dict[tuple[str, str], FilteredCombo] = {}
        guide = QLabel(
            "Chọn nghĩa một lần, mọi dòng ghi giống vậy sẽ theo; lần nhập sau cũng nhớ. Bỏ trống thì dòng ấy được giữ làm nháp.",
            self,
        )
        guide.setWordWrap(True)
        guide.setProperty("tone", "muted")
        holder = QWidget(self)
        rows = QVBoxLayout(holder)
        rows.setSpacing(theme.px(8))
        for (key, typed), count in unknown_words(outcome).most_common():
            combo = FilteredCombo(f"word_{len(self.choices)}", holder, options=self._options(key))
            self.choices[key, typed] = combo
            label = next(each.label for each in outcome.opened.targets if each.key == key)
            rows.addWidget(FieldRow(f"{label}: “{typed}” ({count} dòng)", combo, holder))
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(holder)
        back, accept = (
            button("Thôi", "x", self),
            button("Dùng các nghĩa này", "check", self, primary=True, name="accept"),
        )
        back.clicked.connect(self.reject)
        accept.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(back)
        foot.addWidget(accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(guide)
        column.addWidget(area, 1)
        column.addLayout(foot)

    def settled(self) -> Opened:
        """Return the list with what its words mean."""
        mapping = self._opened.mapping
        for (key, typed), combo in self.choices.items():
            code = combo.value()
            if code:
                several = isinstance(self._kind(key), kinds.Choices)
                mapping = mapping.with_word(key, typed, [code] if several else code)
        return replace(self._opened, mapping=mapping)

    def _kind(self, key: str) -> Kind:
        fields = PERSON_FIELDS if key.startswith(PERSON) else self._opened.register.fields
        return fields[key.removeprefix(PERSON)].kind

    def _options(self, key: str) -> list[Option]:
        kind = self._kind(key)
        day = self._opened.table.as_of or clock.today()
        return (
            [Option(code, label) for code, label in kind.options(day)]
            if isinstance(kind, kinds.Choice)
            else []
        )
