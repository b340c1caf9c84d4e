"""The first page of a receiving unit: the registers in numbers, and how many communes have sent."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.services.overview import Overview, RegisterState, Sending
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.overview.parts import Doors
from ansinh_desktop.ui.pages.page import card
from ansinh_desktop.ui.widgets.progress_strip import number


class Receiving(QWidget):
    """The communes in numbers; each number opens the list behind it."""

    def __init__(self, doors: Doors, found: Overview, senders: tuple[Sending, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.doors = doors
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addWidget(self._sums(found, senders))
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(14))
        self._cards = [self._register(each) for each in found.registers]
        column.addLayout(self._grid)
        column.addStretch(1)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Put the registers below one another where two beside each other have no room."""
        beside = 1 if narrow else 2
        for place, each in enumerate(self._cards):
            self._grid.addWidget(each, place // beside, place % beside)
        for side in range(2):
            self._grid.setColumnStretch(side, int(side < beside))

    def _sums(self, found: Overview, senders: tuple[Sending, ...]) -> QWidget:
        frame, column = card(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px(32))
        sent = sum(each.at is not None for each in senders)
        words = f"xã đã gửi gói, trên {len(senders)} xã có thẻ"
        row.addWidget(_figure(frame, found.people, "người trong sổ", lambda: self.doors.page.emit("people")))
        row.addWidget(_figure(frame, found.records, "hồ sơ các xã đã gửi"))
        row.addWidget(_figure(frame, sent, words, lambda: self.doors.page.emit("exchange")))
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _register(self, state: RegisterState) -> QWidget:
        frame, column = card(self)
        heading = QPushButton(state.title, frame)
        heading.setProperty("role", "section")
        heading.setIcon(icon(state.icon, theme.colours().accent))
        heading.setIconSize(QSize(theme.px(18), theme.px(18)))
        heading.clicked.connect(lambda: self.doors.list.emit(ListQuery(state.code)))
        column.addWidget(heading)
        total = QLabel(f"{number(state.total)} hồ sơ" if state.total else "Chưa có hồ sơ nào", frame)
        total.setProperty("tone", "muted")
        total.setIndent(theme.px(4))
        column.addWidget(total)
        for code, words, count in state.by_state[:6]:
            link = QPushButton(f"{words}: {number(count)}", frame)
            link.setProperty("role", "link")
            query = ListQuery(state.code, filters={"record.state": (code,)})
            link.clicked.connect(lambda _checked=False, asked=query: self.doors.list.emit(asked))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return frame


def _figure(parent: QWidget, value: int, words: str, act: Callable[[], object] | None = None) -> QWidget:
    holder = QWidget(parent)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    shown: QWidget
    if act is not None:
        shown = pressed = QPushButton(number(value), holder)
        pressed.setProperty("role", "link")
        pressed.clicked.connect(act)
    else:
        shown = QLabel(number(value), holder)
        # In line with the numbers beside it that can be pressed.
        shown.setContentsMargins(theme.px(4), theme.px(2), theme.px(4), theme.px(2))
    shown.setFont(theme.type_font("page", bold=True))
    label = QLabel(words, holder)
    label.setProperty("tone", "muted")
    label.setIndent(theme.px(4))
    column.addWidget(shown, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(label)
    return holder
