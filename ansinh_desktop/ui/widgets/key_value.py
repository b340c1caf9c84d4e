"""What is known about one thing, as label and value, to be read and copied."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import theme


@dataclass(frozen=True)
class Fact:
    """One line; without a value it is a heading."""

    label: str
    value: str = ""
    key: str = ""
    tone: str = ""
    link: bool = False
    """Pressing the value opens something."""
    heading: bool = False
    act: str = ""
    """What a link beside the value does with it: «Hiện…», «Ẩn»."""


class KeyValue(QWidget):
    """The lines, with headings between them.

    Signals:
        opened: A value was pressed. Carries its key.
        acted: The link beside a value was pressed. Carries its key.
    """

    opened = Signal(str)
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, label_width: int = 112) -> None:
        super().__init__(parent)
        self._label_width = theme.px(label_width)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self._acts: dict[str, QPushButton] = {}

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these lines; those without a value show a dash."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._values, self._acts = {}, {}
        for line, fact in enumerate(facts):
            if fact.heading:
                self._add_heading(line, fact)
            else:
                self._add_line(line, fact)
        self._grid.setRowStretch(len(facts), 1)

    def shown(self, key: str) -> str:
        """Return what stands there for a key."""
        return self._values[key].text()

    def act_of(self, key: str) -> QPushButton | None:
        """Return the link beside a value, where there is one."""
        return self._acts.get(key)

    def _add_heading(self, line: int, fact: Fact) -> None:
        label = QLabel(fact.label, self)
        label.setProperty("tone", "section")
        label.setContentsMargins(0, theme.px(8) if line else 0, 0, theme.px(2))
        self._grid.addWidget(label, line, 0, 1, 3)

    def _add_line(self, line: int, fact: Fact) -> None:
        top = Qt.AlignmentFlag.AlignTop
        label = QLabel(fact.label, self)
        label.setProperty("tone", "muted")
        label.setWordWrap(True)
        label.setFixedWidth(self._label_width)
        self._grid.addWidget(label, line, 0, top)
        if fact.link and fact.value:
            self._grid.addWidget(self._make_link(fact), line, 1, 1, 2, top | Qt.AlignmentFlag.AlignLeft)
            return
        value = QLabel(fact.value or "—", self)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setProperty("tone", fact.tone if fact.value else "muted")
        value.setAccessibleName(f"{fact.label}: {fact.value or 'chưa có'}")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._values[fact.key or fact.label] = value
        self._grid.addWidget(value, line, 1, 1, 1 if fact.act else 2, top)
        if fact.act:
            self._grid.addWidget(self._make_act(fact), line, 2, top)

    def _make_act(self, fact: Fact) -> QPushButton:
        button = QPushButton(text.literal(fact.act), self)
        button.setObjectName(f"act_{fact.key}")
        button.setProperty("role", "link")
        button.setAutoDefault(True)
        button.setAccessibleName(f"{fact.act} {fact.label}")
        button.clicked.connect(lambda: self.acted.emit(fact.key))
        self._acts[fact.key] = button
        return button

    def _make_link(self, fact: Fact) -> QPushButton:
        button = QPushButton(text.literal(fact.value), self)
        button.setProperty("role", "link")
        button.setAccessibleName(f"{fact.label}: {fact.value}")
        button.clicked.connect(lambda: self.opened.emit(fact.key))
        return button
