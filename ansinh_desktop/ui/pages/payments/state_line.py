"""The line of states of a month: what is done, what is being done, what is still ahead."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.payments.words import STEPS, StepWords

_MARK, _GAP, _HEIGHT, _EDGE = 24, 8, 52, 6


class _Step(QPushButton):
    """One step: its sign, its name, and a word beneath."""

    def __init__(self, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._words = StepWords("", "", "", "ahead")
        self._brief = False
        self._title = ""
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, words: StepWords, *, brief: bool, mark_alone: bool) -> None:
        """Show a step; where there is little room, what is ahead without its second line, or by its mark alone."""
        self._words, self._brief = words, brief
        self._title = "" if mark_alone else words.title
        done = words.kind == "done"
        self.setObjectName(f"step_{words.key}")
        self.setText(text.literal(words.title))
        state = {"done": "đã xong", "now": "bước này", "ahead": "chưa đến"}[words.kind]
        self.setAccessibleName(f"{words.title}, {state}")
        self.setAccessibleDescription(words.more)
        self.setToolTip(f"{words.title}. {words.hint}".strip(" .") if mark_alone else words.hint)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if done else Qt.FocusPolicy.NoFocus)
        self.setEnabled(words.kind != "ahead")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        title = QFontMetrics(theme.type_font("text", bold=True)).horizontalAdvance(self._title)
        more = QFontMetrics(theme.type_font("small")).horizontalAdvance(self._more())
        words = theme.px(_GAP) + max(title, more) + 2 if self._title else 0
        return QSize(theme.px(_MARK + 2 * _EDGE) + words, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(painter, theme.colours())

    def _more(self) -> str:
        return "" if self._brief and self._words.kind == "ahead" else self._words.more

    def _draw(self, painter: QPainter, colours: theme.Colours) -> None:
        words, edge = self._words, theme.px(_EDGE)
        now = words.kind == "now"
        side = theme.px(_MARK)
        mark = QRect(edge, (self.height() - side) // 2, side, side)
        self._draw_mark(painter, mark, colours)
        left, right = mark.right() + theme.px(_GAP), self.width() - edge
        more = self._more()
        line = self.height() // 2
        title = (
            QRect(left, edge, right - left, line - edge)
            if more
            else QRect(left, 0, right - left, self.height())
        )
        painter.setFont(theme.type_font("text", bold=now))
        painter.setPen(QColor({"done": colours.text, "now": colours.accent}.get(words.kind, colours.muted)))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._title)
        if more:
            painter.setFont(theme.type_font("small"))
            painter.setPen(QColor(theme.tone(words.tone)[0] if now and words.tone else colours.muted))
            below = QRect(left, line, right - left, line - edge)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, more)
        if now:
            painter.fillRect(
                QRect(0, self.height() - theme.px(3), self.width(), theme.px(3)), QColor(colours.accent)
            )
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))

    def _draw_mark(self, painter: QPainter, mark: QRect, colours: theme.Colours) -> None:
        kind = self._words.kind
        ground = {"done": colours.good_soft, "now": colours.accent}.get(kind)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.line_strong), 1) if kind == "ahead" else Qt.PenStyle.NoPen)
        painter.drawEllipse(mark)
        if kind == "done":
            inner = theme.px(16)
            place = QRect(QPoint(0, 0), QSize(inner, inner))
            place.moveCenter(mark.center())
            icon("check", colours.good).paint(painter, place)
            return
        painter.setFont(theme.type_font("text", bold=kind == "now"))
        painter.setPen(QColor(colours.on_accent if kind == "now" else colours.muted))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self._place))


class StateLine(QFrame):
    """The steps of a month side by side, in a card.

    Signals:
        asked: A step that is done was pressed: its minutes are wanted. Carries the step.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Các bước của tháng")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        row.setSpacing(0)
        self.steps: list[_Step] = []
        for place, key in enumerate(STEPS, start=1):
            if place > 1:
                row.addStretch(1)
                row.addWidget(self._arrow())
                row.addStretch(1)
            made = _Step(place, self)
            made.clicked.connect(lambda _checked=False, step=key: self._ask(step))
            self.steps.append(made)
            row.addWidget(made)
        self._words: list[StepWords] = []
        self._brief = (False, False)

    def show_steps(self, words: Sequence[StepWords]) -> None:
        """Show how far a month has come."""
        self._words = list(words)
        self._say()

    def set_brief(self, brief: bool, *, marks: bool = False) -> None:  # noqa: FBT001 - as Qt's own setters
        """Say less where there is little room; of steps ahead their marks alone where there is hardly any."""
        if (brief, marks) != self._brief:
            self._brief = (brief, marks)
            self._say()

    def words(self) -> list[tuple[str, str, str]]:
        """Return what stands in each step: its kind, its name, the word beneath."""
        return [(each.kind, each.title, each.more) for each in self._words]

    def _say(self) -> None:
        for step, words in zip(self.steps, self._words, strict=False):
            step.say(words, brief=self._brief[0], mark_alone=self._brief[1] and words.kind == "ahead")

    def _ask(self, step: str) -> None:
        if any(each.key == step and each.kind == "done" for each in self._words):
            self.asked.emit(step)

    def _arrow(self) -> QLabel:
        label = QLabel(self)
        side = theme.px(16)
        label.setPixmap(
            icon("chevron-right", theme.colours().muted).pixmap(QSize(side, side), self.devicePixelRatio())
        )
        return label
