"""What stands beside a form: guidance for the field at hand, people alike, and what the program reckons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.register import Register
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.forms.alike_panel import AlikePanel
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue

WIDTH = 264
_LOW = 140
"""How high it is below a form."""
_NO_LIMIT = (1 << 24) - 1


class SidePanel(QScrollArea):
    """Cards under one another; each is there only while it has something to say.

    Signals:
        keep_asked: The officer wants to keep a warning with a reason. Carries the finding.
    """

    keep_asked = Signal(object)

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(theme.px(WIDTH))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self.viewport())
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, theme.px(4), 0)
        column.setSpacing(theme.px(8))
        self.alike = AlikePanel(register.code, body)
        self._found_card, title, words = _card(body)
        title.setText("Cần xem lại ở ô này")
        words.hide()
        self._found: list[FindingLabel] = []
        self._found_card.hide()
        self._help, self._help_title, self._help_words = _card(body)
        self._reckoned, title, words = _card(body)
        title.setText("Chương trình tính")
        words.hide()
        self.computed = KeyValue(self._reckoned, label_width=92)
        layout = self._reckoned.layout()
        if layout is not None:
            layout.addWidget(self.computed)
        self._facts: list[Fact] = []
        for each in (self._found_card, self.alike, self._reckoned, self._help):
            column.addWidget(each)
        column.addStretch(1)
        self._help.hide()
        self._reckoned.hide()
        self.setWidget(body)

    def show_found(self, found: Sequence[tuple[Finding, str]]) -> None:
        """Show what was found about the field at hand, each with the reason for which it is kept, if it is."""
        told = [(each, reason) for each, reason in found]
        if told == [each.told for each in self._found]:
            return
        layout = self._found_card.layout()
        for old in self._found:
            old.hide()
            old.deleteLater()
        self._found = [FindingLabel(each, reason, self._found_card) for each, reason in told]
        for label in self._found:
            label.keep_asked.connect(self.keep_asked)
            if layout is not None:
                layout.addWidget(label)
        self._found_card.setVisible(bool(told))

    def lie(self, *, below: bool) -> None:
        """Lie below the form, or stand beside it."""
        self.setFixedSize(*((_NO_LIMIT, theme.px(_LOW)) if below else (theme.px(WIDTH), _NO_LIMIT)))
        if below:
            self.setMinimumWidth(0)
        else:
            self.setMinimumHeight(0)

    def show_help(self, field: Field | None) -> None:
        """Show what the declaration says about a field."""
        self._help.setVisible(field is not None and bool(field.help))
        if field is not None:
            self._help_title.setText(field.label)
            self._help_words.setText(field.help)

    def show_computed(self, computed: Answers) -> None:
        """Show what follows from the answers."""
        kinds = {key: each.kind for key, each in self._register.computed_by_key.items()}
        facts = [
            Fact(each.label, shown, key=each.key)
            for each in self._register.reckoned
            if (shown := kinds[each.key].show(computed.get(each.key)))
        ]
        if facts != self._facts:
            self._facts = facts
            self.computed.set_facts(facts)
            self._reckoned.setVisible(bool(facts))


def _card(parent: QWidget) -> tuple[QFrame, QLabel, QLabel]:
    card = QFrame(parent)
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(8))
    column.setSpacing(theme.px(4))
    title, words = QLabel(card), QLabel(card)
    title.setProperty("tone", "section")
    title.setWordWrap(True)
    words.setWordWrap(True)
    words.setProperty("tone", "muted")
    column.addWidget(title)
    column.addWidget(words)
    return card, title, words
