"""Beside the inbox: what was found, in a place of its own that never moves, and beneath it the record at its field."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ansinh_desktop.services.review import Group, ReviewRow
from ansinh_desktop.ui import keys, messages, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.review.origin import Origin
from ansinh_desktop.ui.pages.review.reason_place import ReasonPlace
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.progress_strip import number

_LINES = 4
"""So many lines of a finding have their place, whether it needs them or not."""
_FEW_LINES, _HIGH = 2, 520
"""And so many in a pane that is lower than this, at 100 %."""


class FindingPane(QFrame):
    """The pane.

    Signals:
        open_asked: The record is to be opened at its field.
        later_asked: The next one, please.
        keep_asked: It is to be left as it is, with a reason.
        reason_given: The reason stands in its place. Carries it.
        reason_dropped: It is not to be left after all.
        why_asked: The reasons of what the program reckons are wanted.
        whole_asked: The whole record is wanted.
        paper_asked: A scanned paper of the record is wanted.
    """

    open_asked = Signal()
    later_asked = Signal()
    keep_asked = Signal()
    reason_given = Signal(str)
    reason_dropped = Signal()
    why_asked = Signal()
    whole_asked = Signal()
    paper_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("finding_pane")
        self._is_open = self._is_row = False
        self._origin: Origin | None = None
        self._stack = QStackedWidget(self)
        self._shown = QWidget(self._stack)
        self.who, self.left, self.line = (QLabel(self._shown) for _ in range(3))
        self.who.setProperty("tone", "section")
        self.left.setProperty("tone", "muted")
        self.line.setProperty("tone", "muted")
        for label in (self.who, self.line):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.card = QFrame(self._shown)
        self.card.setProperty("role", "banner")
        self._sign, self.title, self._code = QLabel(self.card), QLabel(self.card), QLabel(self.card)
        self.title.setProperty("tone", "strong")
        self._code.setProperty("tone", "small")
        self.reason = ReasonPlace(self.card)
        self.words = self.reason.words
        for label in (self.title, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button = button("Mở đúng ô   Enter", "square-pen", self, name="open_finding")
        self.later_button = button(
            f"Để sau   {keys.shortcut('next_found').shown}", "clock", self, name="later_finding"
        )
        self.keep_button = button(
            f"Giữ, ghi lý do…   {keys.shortcut('keep_warning').shown}", "stamp", self, name="keep_finding"
        )
        self.why_button = button("Tại sao?", "scale", self, name="review_why")
        self.whole_button = button(
            f"Cả hồ sơ   {keys.shortcut('edit').shown}", "external-link", self, name="whole_record"
        )
        self.paper_button = button("Xem ảnh giấy", "image", self, name="show_paper")
        self.give_button = button("Giữ với lý do này   Enter", "stamp", self, name="give_reason")
        self.drop_button = button("Thôi   Esc", "x", self, name="drop_reason")
        self._empty = EmptyState(
            "list-checks", "Chọn một dòng", "Enter mở đúng ô cần sửa.", parent=self._stack
        )
        self._lay_out()
        for made, asked in (
            (self.open_button, self.open_asked),
            (self.later_button, self.later_asked),
            (self.keep_button, self.keep_asked),
            (self.why_button, self.why_asked),
            (self.whole_button, self.whole_asked),
            (self.paper_button, self.paper_asked),
            (self.give_button, self._give),
            (self.drop_button, self.reason_dropped),
        ):
            made.setAutoDefault(False)
            made.clicked.connect(asked)
        self.reason.edit.given.connect(self._give)
        self.reason.edit.dropped.connect(self.reason_dropped)
        self.reason.edit.textChanged.connect(self._say_reason)

    def put_place(self, place: QWidget, origin: Origin) -> None:
        """Put the place for the record beneath what was found in it, and between both where that came from."""
        self._origin, layout = origin, self._shown.layout()
        origin.known.connect(self._show_acts)
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(origin)
            layout.addWidget(place, 1)

    def set_open(self, is_open: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Leave the room to the record that is open beneath."""
        self._is_open = is_open
        self._show_acts()
        self._share_room()

    def ask_reason(self, title: str, typed: str) -> None:
        """Ask, in the place of the finding's words, why it is left as it is; ``typed`` was written before."""
        self.title.setText(title or self.title.text())
        self._acts.setCurrentIndex(1)
        self.reason.ask(typed)
        self._say_reason()

    def drop_reason(self) -> str:
        """Show the words of the finding again, and return what was typed in their place."""
        typed = self.reason.edit.toPlainText()
        self.reason.stop()
        self._acts.setCurrentIndex(0)
        return typed

    def show_nothing(self) -> None:
        """Show that no line is chosen."""
        self._stack.setCurrentWidget(self._empty)

    def show_group(self, group: Group, act: str) -> None:
        """Show what is found in many records at once; ``act`` is what Enter does about it."""
        said = [group.first.todo]
        said += [f"Căn cứ: {group.articles}"] if group.articles else []
        said.append(f"Enter: {act}" if act else "Mở nhóm bằng phím →, Enter ở từng người mở đúng ô cần sửa.")
        self._show(f"{number(len(group.records))} hồ sơ", "", group.title, group.first, "\n".join(said))
        self.left.clear()
        self._enable(row=False, keepable=group.keepable, explained=False)

    def show_row(self, row: ReviewRow, group: Group, *, explained: bool) -> None:
        """Show one finding of a kind."""
        left = sum(not each.kept for each in group.rows)
        line = " · ".join(filter(None, (row.hamlet, row.number if row.number != row.who else "")))
        kept = f"Đã giữ với lý do: {row.kept}" if row.kept else ""
        said = "\n".join(filter(None, (row.text, row.todo, kept)))
        self._show(row.who, line, group.title, row, said)
        self.left.setText(f"còn {number(left)} trong nhóm" if left else "")
        deed = "So hai người" if row.pair else "Mở đúng ô" if row.field else "Mở hồ sơ"
        self.open_button.setText(theme.beside_icon(f"{deed}   Enter"))
        self._enable(row=True, keepable=row.keepable and not row.kept, explained=explained)

    def _show(self, who: str, line: str, title: str, row: ReviewRow, said: str) -> None:
        self.who.setText(who)
        self.line.setText(line)
        self.title.setText(title)
        self._code.setText(row.code)
        self.words.setText(said)
        self.words.setToolTip(said)
        theme.mark(self.card, level=str(row.level))
        side = theme.px(16)
        sign = icon(theme.LEVEL_ICONS[row.level], theme.tone(row.level)[0])
        self._sign.setPixmap(sign.pixmap(QSize(side, side), self.devicePixelRatio()))
        self._stack.setCurrentWidget(self._shown)

    def _enable(self, *, row: bool, keepable: bool, explained: bool) -> None:
        self._is_row = row
        self._show_acts()
        self.why_button.setEnabled(explained)
        self.keep_button.setEnabled(keepable)
        self.keep_button.setToolTip(
            "" if keepable else "Lỗi, quá hạn và bản nháp phải sửa; điều đã giữ thì không giữ lại lần nữa."
        )

    def _show_acts(self) -> None:
        self.whole_button.setVisible(self._is_row)
        self.paper_button.setVisible(self._is_open and bool(self._origin and self._origin.papers))
        for each in (self.open_button, self.why_button):
            each.setVisible(self._is_row and not self._is_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep less room for what was found where the record beneath it would have too little."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        low = self.height() < theme.px(_HIGH)
        self.reason.keep_room(_FEW_LINES if low else _LINES)
        # Rather the field itself than who it is about once more, where one can see only little of the record.
        self.line.setVisible(not (low and self._is_open))
        if self._origin is not None:
            self._origin.set_low(low)

    def _say_reason(self) -> None:
        self.give_button.setEnabled(messages.is_reason(self.reason.reason()))

    def _give(self) -> None:
        if self.give_button.isEnabled():
            self.reason_given.emit(self.reason.reason())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.who, 1)
        head.addWidget(self.left, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout(self.card)
        said.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        said.setSpacing(theme.px(4))
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.title, 1)
        first.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(first)
        said.addWidget(self.reason)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.card)
        self._acts = QStackedWidget(self._shown)
        about = (
            self.open_button,
            self.later_button,
            self.keep_button,
            self.why_button,
            self.whole_button,
            self.paper_button,
        )
        for made in (about, (self.give_button, self.drop_button)):
            holder = QWidget(self._acts)
            acts = FlowLayout(holder, gap=theme.px(8))
            for each in made:
                acts.addWidget(each)
            self._acts.addWidget(holder)
        column.addWidget(self._acts)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._shown)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
