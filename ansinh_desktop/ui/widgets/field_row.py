"""One row of a form: the label, the field, its help, and what was found about it."""

from collections.abc import Mapping, Sequence

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.widgets.editor import Editor

LABEL_WIDTH = 168
_EDITOR_LEAST = 200


class FindingLabel(QWidget):
    """A finding in words: its sign, its sentence, what to do, its code; a warning can be kept with a reason.

    Signals:
        keep_asked: The officer wants to keep the warning with a reason. Carries the finding.
    """

    keep_asked = Signal(object)

    def __init__(
        self, finding: Finding, reason: str = "", parent: QWidget | None = None, *, keep: bool = True
    ) -> None:
        super().__init__(parent)
        colour, _ground = theme.tone(finding.level)
        side = theme.px(14)
        sign = QLabel(self)
        sign.setPixmap(
            later.icon(theme.LEVEL_ICONS[finding.level], colour).pixmap(
                QSize(side, side), self.devicePixelRatio()
            )
        )
        sign.setFixedWidth(side)
        words = QLabel(_words(finding, reason), self)
        words.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setProperty("tone", str(finding.level))
        words.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(2), 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(sign, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        if keep and finding.level is Level.WARNING and not reason:
            button = QPushButton("Vẫn giữ…", self)
            button.setProperty("role", "link")
            button.setProperty("pass_over", "yes")
            button.setAutoDefault(False)
            button.setToolTip("Giữ giá trị này và ghi lý do (Ctrl+G)")
            button.clicked.connect(lambda: self.keep_asked.emit(finding))
            row.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignTop)


def _words(finding: Finding, reason: str) -> str:
    kept = f"Đã giữ với lý do: {reason}" if reason else finding.todo
    return " ".join(part for part in (finding.text, kept, f"[{finding.code}]") if part)


class FieldRow(QWidget):
    """The label is the field's buddy; what was found stands beneath, with sign, colour and code.

    Signals:
        keep_asked: The officer wants to keep a warning with a reason. Carries the finding.
        mask_asked: What is masked is to be shown, or what is shown masked again.
    """

    keep_asked = Signal(object)
    mask_asked = Signal()

    def __init__(  # noqa: PLR0913 - each is optional and said by name
        self,
        label: str,
        editor: Editor,
        parent: QWidget | None = None,
        *,
        required: bool = False,
        help_text: str = "",
        anchor: str = "",
        above: bool = False,
    ) -> None:
        """Make the row.

        Args:
            label: What is asked.
            editor: The field.
            parent: The row's parent.
            required: A record cannot be final without it.
            help_text: One sentence of guidance, always visible.
            anchor: Where the help opens on F1.
            above: The label stands over the field, for dense boxes of three columns.
        """
        super().__init__(parent)
        self.editor = editor
        self.setProperty("help_anchor", anchor)
        self._findings: tuple[Finding, ...] = ()
        self._reasons: Mapping[str, str] = {}
        self.label = QLabel(self)
        # The label of a buddy takes an ampersand for a shortcut.
        drawn = text.literal(label)
        self.label.setProperty("textFormat", "RichText" if required else "PlainText")
        self.label.setText(
            f'{_escaped(drawn)} <span style="color:{theme.colours().error}">*</span>' if required else drawn
        )
        self.label.setWordWrap(True)
        self.label.setBuddy(editor.control)
        self.label.setToolTip("Bắt buộc" if required else "")
        editor.set_label(f"{label} (bắt buộc)" if required else label)
        self._lower = QVBoxLayout()
        self._lower.setSpacing(theme.px(2))
        self._found: list[FindingLabel] = []
        self._label = label
        self._veil: later.Veil | None = None
        self._lay_out(above=above)
        if help_text:
            self._lower.addWidget(_small(help_text, self))
        editor.edited.connect(self._draw)
        editor.left.connect(self._draw)

    def set_findings(self, findings: Sequence[Finding], reasons: Mapping[str, str] | None = None) -> None:
        """Show what was found about the field; ``reasons`` are those with which warnings are kept, by code."""
        self._findings = tuple(findings)
        self._reasons = reasons or {}
        self._draw()

    def findings(self) -> tuple[Finding, ...]:
        """Return what is shown: what was found, and what cannot be read."""
        fault = self.editor.fault()
        return (fault, *self._findings) if fault and fault not in self._findings else self._findings

    def set_masked(self, masked: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let a mask stand in the place of the field, or the field itself."""
        if masked and self._veil is None:
            self._veil = later.Veil(self.editor, self._label, self)
            self._veil.acted.connect(self.mask_asked)
            self._lower.insertWidget(0, self._veil)
        if self._veil is not None:
            if masked:
                self._veil.cover()
            else:
                self._veil.open()

    def say_left(self, left: int) -> None:
        """Say how many seconds more what was masked stays shown; none where it stays."""
        if self._veil is not None:
            self._veil.say_left(left)

    def _lay_out(self, *, above: bool) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        if above:
            self.label.setProperty("tone", "small")
            grid.addWidget(self.label, 0, 0, 1, 2)
        else:
            self.label.setFixedWidth(theme.px(LABEL_WIDTH))
            self.label.setContentsMargins(0, theme.px(5), 0, 0)
            least = self.editor.minimumSizeHint().width()
            self.editor.setMinimumWidth(max(theme.px(_EDITOR_LEAST), least))
            self.label.setProperty("alignment", "AlignLeading|AlignTop")
            grid.addWidget(self.label, 0, 0, 2, 1)
        first = 0 if above else 1
        grid.addWidget(self.editor, 1 if above else 0, first, 1, 2 - first)
        grid.addLayout(self._lower, 2 if above else 1, first, 1, 2 - first)

    def _draw(self) -> None:
        shown = self.findings()
        if [each.property("finding") for each in self._found] == [
            _words(each, self._reason(each)) for each in shown
        ]:
            return
        for old in self._found:
            self._lower.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._found = [self._make(each) for each in shown]
        self.editor.set_findings([each for each in shown if not self._reason(each)])
        self.updateGeometry()

    def _make(self, finding: Finding) -> FindingLabel:
        made = FindingLabel(finding, self._reason(finding), self, keep=not self.editor.read_only)
        made.setProperty("finding", _words(finding, self._reason(finding)))
        made.keep_asked.connect(self.keep_asked)
        self._lower.addWidget(made)
        return made

    def _reason(self, finding: Finding) -> str:
        return self._reasons.get(finding.code, "")


def _small(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("tone", "small")
    label.setContentsMargins(0, theme.px(2), 0, 0)
    label.setWordWrap(True)
    return label


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def help_anchor(widget: QWidget | None) -> str:
    """Return where the help opens for a widget: the anchor of the nearest thing around it that has one."""
    while widget is not None:
        found = widget.property("help_anchor")
        if found:
            return str(found)
        widget = widget.parentWidget()
    return ""
