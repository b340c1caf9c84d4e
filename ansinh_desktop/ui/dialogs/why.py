"""«Tại sao?»: why the law says what it says of a case, line by line with its article, for any month or day."""

import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import clock
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.entitlements import KeptResult, Why, version_words
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.screen_room import open_at
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.kind_line import KindEdit

_SIGNS = {"good": "circle-check", "note": "info", "warning": "triangle-alert", "error": "circle-x"}
_WIDTH, _HEIGHT, _ARTICLE = 860, 620, 250


def why(
    program: Program,
    record_id: str,
    on: datetime.date | None = None,
    *,
    tasks: Tasks,
    parent: QWidget | None = None,
) -> "WhyDialog":
    """Open the reasons for a record over a window, and return the dialog; the officer works on meanwhile.

    Args:
        program: The open data.
        record_id: Of which record.
        on: The day whose law is asked first; today where none is given.
        tasks: Where the reasons are worked out.
        parent: Over which window.
    """
    dialog = WhyDialog(program, record_id, on or clock.today(), tasks, parent)
    dialog.open()
    dialog.refresh()
    return dialog


class WhyDialog(QDialog):
    """The reasons of one record; another month or day is asked at the top."""

    def __init__(
        self, program: Program, record_id: str, on: datetime.date, tasks: Tasks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Tại sao? – {messages.TITLE}")
        self.setProperty("help_anchor", "tai-sao")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._program, self._record_id, self._tasks = program, record_id, tasks
        self._on = on
        self.found: Why | None = None
        self.by_month = True
        self.title = QLabel(self)
        self.title.setObjectName("why_title")
        self.title.setProperty("tone", "page")
        self.title.setWordWrap(True)
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.said.setWordWrap(True)
        self.banner = messages.Banner(self)
        self._month = KindEdit(kinds.Month(), "why_month", self, placeholder="tháng/năm", width=110)
        self._day = KindEdit(
            kinds.Date(future=True), "why_day", self, placeholder="ngày/tháng/năm", width=130
        )
        for editor, label in ((self._month, "Tháng"), (self._day, "Ngày")):
            editor.set_label(label)
            editor.setProperty("look", "yes")
            editor.left.connect(self._ask)
        self._back = self._arrow("chevron-left", "Tháng trước", -1)
        self._next = self._arrow("chevron-right", "Tháng sau", 1)
        self._area = QScrollArea(self)
        self._area.setObjectName("why_lines")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._lay_out()
        self._show_when()
        open_at(self, _WIDTH, _HEIGHT)

    def refresh(self) -> None:
        """Work the reasons out for the day that is asked."""
        on = self._on
        self._tasks.run(
            lambda: self._program.entitlements.why(self._record_id, on),
            self._show,
            failed=lambda error: self.banner.say(as_message(error)),
            owner=self,
            urgent=True,
        )

    def ask(self, on: datetime.date) -> None:
        """Show the reasons for another day."""
        self._on = on
        self._show_when()
        self.refresh()

    def lines(self) -> list[str]:
        """Return what stands in the dialog, line by line."""
        holder = self._area.widget()
        return [each.text() for each in holder.findChildren(QLabel) if each.text()] if holder else []

    def _lay_out(self) -> None:
        when = QHBoxLayout()
        when.setSpacing(theme.px(4))
        for widget in (self._back, self._month, self._day, self._next):
            when.addWidget(widget)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addLayout(when)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(8))
        column.addLayout(top)
        column.addWidget(self.said)
        column.addWidget(self.banner)
        column.addWidget(self._area, 1)

    def _arrow(self, sign: str, words: str, step: int) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(sign))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda: self._turn(step))
        return made

    def _turn(self, step: int) -> None:
        start = calendar.month_start(self._on)
        self.ask(calendar.add_months(start, step) if self.by_month else self._on + datetime.timedelta(step))

    def _ask(self) -> None:
        value = (self._month if self.by_month else self._day).said()
        day = PartialDate.from_iso(value).first if value else None
        if day is None:
            return
        same = (day.year, day.month) == (self._on.year, self._on.month) if self.by_month else day == self._on
        if not same:
            self.ask(day)

    def _show_when(self) -> None:
        self._month.setVisible(self.by_month)
        self._day.setVisible(not self.by_month)
        self._month.set_value(f"{self._on:%Y-%m}")
        self._day.set_value(self._on.isoformat())
        for made, words in ((self._back, "trước"), (self._next, "sau")):
            made.setToolTip(f"{'Tháng' if self.by_month else 'Ngày'} {words}")

    def _show(self, found: Why) -> None:
        if found.on != self._on:
            return
        self.found = found
        told = found.explanation
        self.banner.clear()
        self.by_month = told.by_month if told else self.by_month
        self._show_when()
        self.title.setText(told.title if told else "Chưa đủ dữ liệu để trả lời")
        parts = (found.who, found.number, told.basis if told else "")
        self.said.setText(" · ".join(part for part in parts if part))
        self._area.setWidget(self._content(found, told))

    def _content(self, found: Why, told: Explanation | None) -> QWidget:
        if told is None and not found.kept:
            return EmptyState(
                "circle-question-mark",
                "Hồ sơ chưa có đủ điều mà luật hỏi",
                "Ghi ngày sinh và nhóm, tư cách hoặc ngày quyết định của sổ này, rồi xem lại.",
                parent=self,
            )
        holder = QWidget(self)
        holder.setProperty("role", "page")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        if told is not None:
            column.addWidget(_lines(holder, "Tính như sau", told.lines, numbered=True))
            if told.conditions:
                column.addWidget(_lines(holder, "Điều kiện của nhóm, và hồ sơ ghi gì", told.conditions))
            if told.doubts:
                column.addWidget(_lines(holder, "Điều cần biết, cần xác nhận", told.doubts))
        for each in found.kept:
            column.addWidget(_kept(holder, each))
        if told is not None and told.version:
            version = QLabel(f"Dữ liệu pháp luật: {version_words(told.version)}", holder)
            version.setProperty("tone", "small")
            version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(version)
        column.addStretch(1)
        return holder


def _lines(parent: QWidget, title: str, lines: tuple[Line, ...], *, numbered: bool = False) -> QWidget:
    """Return lines under a heading: number or sign, sentence with what to do, article."""
    frame = QFrame(parent)
    frame.setProperty("role", "card")
    grid = QGridLayout(frame)
    grid.setContentsMargins(*(theme.px(12),) * 4)
    grid.setHorizontalSpacing(theme.px(10))
    grid.setVerticalSpacing(theme.px(8))
    grid.setColumnStretch(1, 1)
    heading = QLabel(title, frame)
    heading.setProperty("tone", "section")
    grid.addWidget(heading, 0, 0, 1, 3)
    for place, line in enumerate(lines, start=1):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(_lead(frame, place if numbered else 0, line), place, 0, top)
        words = f"{line.text}\n{line.todo}" if line.todo else line.text
        tone = line.tone if line.tone in ("good", "error") else ""
        grid.addWidget(_label(frame, words, tone), place, 1, 1, 1 if line.article else 2, top)
        if line.article:
            article = _label(frame, line.article, "muted")
            article.setFixedWidth(theme.px(_ARTICLE))
            grid.addWidget(article, place, 2, top)
    return frame


def _lead(parent: QWidget, number: int, line: Line) -> QLabel:
    label = QLabel(parent)
    if line.tone:
        side = theme.px(16)
        sign = icon(_SIGNS[line.tone], theme.tone(line.tone)[0])
        label.setPixmap(sign.pixmap(QSize(side, side), label.devicePixelRatio()))
        label.setAccessibleName(
            {"good": "Đúng", "note": "Ghi chú", "warning": "Cần xác nhận"}.get(line.tone, "Sai")
        )
    elif number:
        label.setText(f"{number}.")
        label.setProperty("tone", "muted")
    label.setFixedWidth(theme.px(22))
    return label


def _label(parent: QWidget, words: str, tone: str) -> QLabel:
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _kept(parent: QWidget, kept: KeptResult) -> QWidget:
    """Return a result that was written down with a decision."""
    day = kinds.Date().show(kept.on)
    lines = tuple(Line(f"{label}: {value}") for label, value in kept.lines)
    lines += (Line(f"Dữ liệu pháp luật: {version_words(kept.version)}"),)
    again = (
        Line("Tính lại bằng chính bản dữ liệu pháp luật ấy: cùng kết quả.", tone="good")
        if kept.same
        else Line("Không còn bản dữ liệu pháp luật ấy ở đây, hoặc tính lại ra kết quả khác.", tone="warning")
    )
    by = f", {kept.author}" if kept.author else ""
    return _lines(parent, f"Đã lưu khi quyết định, ngày {day}{by}", (*lines, again))
