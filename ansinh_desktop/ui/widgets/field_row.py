"""One row of a form: the label, the field, its help, and what was found about it."""

from collections.abc import Mapping, Sequence

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
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
        self,
        finding: Finding,
        reason: str = "",
        parent: QWidget | None = None,
        *,
        keep: bool = True,
        line: bool = False,
    ) -> None:
        """Make it.

        Args:
            finding: What was found.
            reason: Why it is kept, where it is.
            parent: Its parent.
            keep: Whether it can be kept here.
            line: Only one line of it is shown, as far as there is room; the pointer shows the rest.
        """
        super().__init__(parent)
        self.told = finding, reason
        colour, _ground = theme.tone(finding.level)
        side = theme.px(14)
        sign = QLabel(self)
        sign.setPixmap(
            later.icon(theme.LEVEL_ICONS[finding.level], colour).pixmap(
                QSize(side, side), self.devicePixelRatio()
            )
        )
        sign.setFixedWidth(side)
        words = OneLine(self) if line else QLabel(self)
        words.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        words.setText(_words(finding, reason))
        words.setWordWrap(not line)
        words.setProperty("tone", str(finding.level))
        if line:
            self.setToolTip(_words(finding, reason))
        else:
            words.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0 if line else theme.px(2), 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(sign, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        if keep and not line and finding.level is Level.WARNING and not reason:
            button = QPushButton("Vẫn giữ…", self)
            button.setProperty("role", "link")
            button.setProperty("pass_over", "yes")
            button.setAutoDefault(False)
            button.setToolTip("Giữ giá trị này và ghi lý do (Ctrl+G)")
            button.clicked.connect(lambda: self.keep_asked.emit(finding))
            row.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignTop)


class OneLine(QLabel):
    """A sentence of which as much is drawn as there is room for; it asks for none."""

    def minimumSizeHint(self) -> QSize:
        """Ask for no room: the line of the label has as much as it needs."""
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        """Ask for no room of its own."""
        return self.minimumSizeHint()

    def drawn(self) -> str:
        """Return what there is room for: whole words, so that no number is seen in part."""
        words = self.text()
        found = self.fontMetrics().elidedText(words, QtCore.Qt.TextElideMode.ElideRight, self.width())
        return found if found == words else f"{found.rpartition(' ')[0]} …".lstrip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.rect(),
            int(QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.AlignmentFlag.AlignLeft),
            self.palette(),
            self.isEnabled(),
            self.drawn(),
            self.foregroundRole(),
        )


class LineLabel(QLabel):
    """A label that goes on in a second line only where there is no room for one: Qt's own likes two short ones better."""

    words = ""
    """What it says, without marks."""

    def sizeHint(self) -> QSize:
        """Ask for room for all words beside each other."""
        own = super().sizeHint()
        line = self.fontMetrics().horizontalAdvance(self.words) + self.fontMetrics().averageCharWidth()
        return own.expandedTo(QSize(line, 0))


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
        calm: bool = False,
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
            calm: What is found stands on one line beside the label, so that it moves nothing.
        """
        super().__init__(parent)
        self._beside = QHBoxLayout() if calm and above else None
        self.editor = editor
        self.setProperty("help_anchor", anchor)
        self._findings: tuple[Finding, ...] = ()
        self._reasons: Mapping[str, str] = {}
        self.label = LineLabel(self) if above else QLabel(self)
        self._required = required
        self.label.setWordWrap(True)
        self.label.setBuddy(editor.control)
        self.label.setToolTip("Bắt buộc" if required else "")
        editor.set_label(f"{label} (bắt buộc)" if required else label)
        self._lower = QVBoxLayout()
        self._lower.setSpacing(theme.px(2))
        self._found: list[FindingLabel] = []
        self._label = label
        self.set_pinned(False)
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

    def findings_with_reasons(self) -> list[tuple[Finding, str]]:
        """Return what is shown, each with the reason for which it is kept, if it is."""
        return [(each, self._reason(each)) for each in self.findings()]

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

    def set_pinned(self, pinned: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Say beside the label that the answer is kept for the next record."""
        # The label of a buddy takes an ampersand for a shortcut.
        drawn, colours = text.literal(self._label), theme.colours()
        more = f' <span style="color:{colours.error}">*</span>' if self._required else ""
        more += f' <span style="color:{colours.accent}">· giữ</span>' if pinned else ""
        self.label.setProperty("textFormat", "RichText" if more else "PlainText")
        self.label.setText(_escaped(drawn) + more if more else drawn)
        if isinstance(self.label, LineLabel):
            self.label.words = self._label + " *" * self._required + " · giữ" * pinned
            self.label.updateGeometry()

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
            if self._beside is None:
                grid.addWidget(self.label, 0, 0, 1, 2)
            else:
                self._beside.setSpacing(theme.px(8))
                self._beside.addWidget(self.label)
                self._beside.addStretch(1)
                grid.addLayout(self._beside, 0, 0, 1, 2)
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
        self._drop_found()
        self._found = [self._make(each) for each in shown]
        if self._beside is not None and self._found:
            # One line has room for one; the pointer, and what stands beside the form, say the others too.
            self._found[0].setToolTip("\n".join(_words(each, self._reason(each)) for each in shown))
            for each in self._found[1:]:
                each.hide()
        self.editor.set_findings([each for each in shown if not self._reason(each)])
        self.updateGeometry()

    def _drop_found(self) -> None:
        for old in self._found:
            (self._lower if self._beside is None else self._beside).removeWidget(old)
            old.hide()
            old.deleteLater()

    def _make(self, finding: Finding) -> FindingLabel:
        reason, line = self._reason(finding), self._beside is not None
        made = FindingLabel(finding, reason, self, keep=not self.editor.read_only, line=line)
        made.setProperty("finding", _words(finding, reason))
        made.keep_asked.connect(self.keep_asked)
        if self._beside is None:
            self._lower.addWidget(made)
        else:
            self._beside.insertWidget(self._beside.count() - 1, made, 100)
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
