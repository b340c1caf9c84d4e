"""Everything the program says by itself: questions, faults, reasons, and strips that do not interrupt."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.errors import Message, UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.icons import icon

TITLE = "An Sinh Xã"

_SHORTEST_REASON = 5
_TOAST_MS = 6_000


def tell(parent: QWidget | None, what: UserError | Message, level: Level = Level.ERROR) -> None:
    """Say what happened and what to do now, and wait until it is read."""
    dialog = Dialog(parent, _Words.of(what), level)
    dialog.add_button("Đã hiểu", role="primary", accepts=True)
    dialog.exec()


def ask(
    parent: QWidget | None, question: str, yes_label: str, no_label: str, *, danger: bool = False
) -> bool:
    """Ask something that is answered by one of two deeds, each named on its button.

    Args:
        parent: Over which window.
        question: What is asked; what follows a line break stands smaller beneath.
        yes_label: The deed, as a verb: «Xóa dòng này».
        no_label: Its opposite: «Giữ lại».
        danger: What yes does cannot be undone; then no is the answer of the Enter key.
    """
    head, _, rest = question.partition("\n")
    dialog = Dialog(parent, _Words(head, rest), Level.WARNING if danger else Level.NOTE)
    dialog.add_button(no_label, accepts=False, first=danger)
    dialog.add_button(yes_label, role="danger" if danger else "primary", accepts=True, first=not danger)
    return dialog.exec() == QDialog.DialogCode.Accepted


def confirm_with_reason(
    parent: QWidget | None,
    question: str,
    yes_label: str,
    no_label: str = "Quay lại",
    reasons: Sequence[str] = (),
) -> str | None:
    """Ask for a deed that is kept with its reason; None where it was declined.

    Args:
        parent: Over which window.
        question: What is asked; what follows a line break stands smaller beneath.
        yes_label: The deed, as a verb.
        no_label: Its opposite.
        reasons: Usual reasons, each offered on a button that fills it in.
    """
    dialog = reason_dialog(parent, question, yes_label, no_label, reasons)
    return dialog.reason() if dialog.exec() == QDialog.DialogCode.Accepted else None


def reason_dialog(
    parent: QWidget | None,
    question: str,
    yes_label: str,
    no_label: str = "Quay lại",
    reasons: Sequence[str] = (),
) -> "ReasonDialog":
    """Return the dialog of :func:`confirm_with_reason`, for a question to which more belongs."""
    head, _, rest = question.partition("\n")
    dialog = ReasonDialog(parent, _Words(head, rest), reasons)
    dialog.add_button(no_label, accepts=False)
    dialog.guard(dialog.add_button(yes_label, role="primary", accepts=True))
    return dialog


def is_reason(words: str) -> bool:
    """Whether words are enough to be kept as a reason."""
    return len(words) >= _SHORTEST_REASON


@dataclass(frozen=True)
class _Words:
    """What a dialog or a strip says."""

    text: str
    todo: str = ""
    code: str = ""

    @classmethod
    def of(cls, what: UserError | Message | Finding) -> "_Words":
        """Return the words of anything that carries a code."""
        return cls(what.text, what.todo, what.code)


class Dialog(QDialog):
    """A sign, a sentence, what to do, and the buttons."""

    def __init__(self, parent: QWidget | None, words: _Words, level: Level) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setFixedWidth(theme.px(480))
        self.setAccessibleName(words.text)
        self.setAccessibleDescription(words.todo)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(16))
        top = QHBoxLayout()
        top.setSpacing(theme.px(16))
        top.addWidget(_sign(self, level, 32), 0, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(8))
        for label in _word_labels(self, words, head="section"):
            self.body.addWidget(label)
        top.addLayout(self.body, 1)
        outer.addLayout(top)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need: labels that break their lines know it only with their width."""
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """Take the height that its words need now."""
        if (layout := self.layout()) is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def add_button(self, label: str, *, accepts: bool, role: str = "", first: bool = False) -> QPushButton:
        """Add a button that ends the dialog; ``first`` has the focus when it opens."""
        button = QPushButton(text.literal(label), self)
        button.setProperty("role", role)
        button.setAutoDefault(True)
        button.clicked.connect(self.accept if accepts else self.reject)
        self._buttons.addWidget(button)
        if first or role == "primary":
            button.setDefault(True)
            button.setFocus()
        return button


class ReasonDialog(Dialog):
    """A question whose yes needs a reason."""

    def __init__(self, parent: QWidget | None, words: _Words, reasons: Sequence[str]) -> None:
        super().__init__(parent, words, Level.WARNING)
        label = QLabel("Lý do (bắt buộc, được lưu vào lịch sử):", self)
        self.typed = QPlainTextEdit(self)
        self.typed.setObjectName("reason")
        self.typed.setAccessibleName(label.text())
        self.typed.setTabChangesFocus(True)
        self.typed.setFixedHeight(theme.px(64))
        self.typed.installEventFilter(self)
        composing.watch(self.typed)
        label.setBuddy(self.typed)
        self.body.addWidget(label)
        self.body.addWidget(self.typed)
        for reason in reasons:
            button = QPushButton(text.literal(reason), self)
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, words=reason: self.typed.setPlainText(words))
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._guarded: QPushButton | None = None

    def guard(self, button: QPushButton) -> None:
        """Let the button be pressed only when a reason stands there."""
        self._guarded = button
        self.typed.textChanged.connect(lambda: button.setEnabled(is_reason(self.reason())))
        button.setEnabled(False)
        self.typed.setFocus()

    def reason(self) -> str:
        """Return the reason, clean."""
        return text.clean(self.typed.toPlainText())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on to the button, as it goes to the next field in a form."""
        if watched is self.typed and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ):
                if self._guarded and self._guarded.isEnabled():
                    self._guarded.setFocus()
                return True
        return super().eventFilter(watched, event)


class Banner(QFrame):
    """A strip on top of a page that says something without interrupting.

    Signals:
        closed: The officer put it away.
        acted: The officer pressed its button.
    """

    closed = Signal()
    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        self._row.setSpacing(theme.px(10))
        self._sign = QLabel(self)
        self._words = QVBoxLayout()
        self._words.setSpacing(theme.px(2))
        self._button = QPushButton(self)
        self._button.clicked.connect(self.acted)
        self._close = QToolButton(self)
        self._close.setIcon(icon("x"))
        self._close.setIconSize(QSize(theme.px(16), theme.px(16)))
        self._close.setToolTip("Đóng thông báo")
        self._close.setAccessibleName("Đóng thông báo")
        self._close.clicked.connect(self._put_away)
        self._row.addWidget(self._sign)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self._button)
        self._row.addWidget(self._close)
        self.hide()

    def say(
        self, what: UserError | Message | Finding | str, level: Level | str | None = None, *, button: str = ""
    ) -> None:
        """Show the strip.

        Args:
            what: What happened; anything with a code, or a plain sentence.
            level: ``good`` or a level; by itself that of the finding, an error of an error, else a note.
            button: What can be done about it; pressing emits ``acted``.
        """
        words = _Words(what) if isinstance(what, str) else _Words.of(what)
        found = level or _level_of(what)
        while (item := self._words.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for label in _word_labels(self, words, head=""):
            self._words.addWidget(label)
        _paint_sign(self._sign, found, 18)
        theme.mark(self, level=str(found))
        self.setAccessibleName(words.text)
        self.setAccessibleDescription(words.todo)
        self._button.setText(text.literal(button))
        self._button.setVisible(bool(button))
        self.show()

    def clear(self) -> None:
        """Take the strip away."""
        self.hide()

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()


class Toast(Banner):
    """A strip in the lower corner of a window that goes by itself: «Đã lưu»."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)

    def pop(
        self, what: UserError | Message | Finding | str, level: Level | str = "good", *, button: str = ""
    ) -> None:
        """Show it for a few seconds; an error stays until it is put away."""
        self.say(what, level, button=button)
        self.raise_()
        self._place()
        self._timer.stop()
        if level != Level.ERROR:
            self._timer.start(_TOAST_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner when the window changes its size."""
        if isinstance(event, QResizeEvent) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over
        width = min(theme.px(440), over.width() - theme.px(32))
        self.setFixedWidth(width)
        self._row.activate()
        self.resize(width, self._row.totalHeightForWidth(width))
        self.move(over.width() - width - theme.px(16), over.height() - self.height() - theme.px(16))


def _level_of(what: object) -> Level:
    if isinstance(what, Finding):
        return what.level
    return Level.ERROR if isinstance(what, UserError) else Level.NOTE


def _sign(parent: QWidget, level: Level | str, size: int) -> QLabel:
    sign = QLabel(parent)
    _paint_sign(sign, level, size)
    return sign


def _paint_sign(sign: QLabel, level: Level | str, size: int) -> None:
    colour, _ground = theme.tone(level)
    name = "circle-check" if level == "good" else theme.LEVEL_ICONS[Level(level)]
    side = theme.px(size)
    sign.setPixmap(icon(name, colour).pixmap(QSize(side, side), sign.devicePixelRatio()))
    sign.setFixedWidth(side)


def _word_labels(parent: QWidget, words: _Words, head: str) -> list[QLabel]:
    """Make the labels of the sentence, of what to do, and of the code; each can be copied."""
    made = []
    rest = " ".join(part for part in (words.todo, f"Mã: {words.code}" if words.code else "") if part)
    for content, tone in ((words.text, head), (rest, "muted")):
        if content:
            label = QLabel(content, parent)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("tone", tone)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            made.append(label)
    return made
