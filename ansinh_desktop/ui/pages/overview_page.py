"""The first page: the registers in numbers, and what waits; each number opens the list behind it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import clock, text
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.services.drafts import Unsaved
from ansinh_desktop.services.overview import Overview, RegisterState, overview
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Opening, openings_of
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import HeadedPage, card
from ansinh_desktop.ui.widgets.progress_strip import number


class OverviewPage(HeadedPage):
    """The commune at a glance.

    Signals:
        list_asked: A number was pressed. Carries the query of the list behind it.
        page_asked: Another page is wanted. Carries its key.
        place_asked: What was typed somewhere is to be gone on with. Carries what opens that place, one after another.
    """

    list_asked = Signal(object)
    page_asked = Signal(str)
    place_asked = Signal(object)

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        title_of: Callable[[str], str] = str,
    ) -> None:
        """Make the page; ``title_of`` says how the navigation calls a page."""
        super().__init__("Tổng quan", "tong-quan", parent)
        self._program = program
        self._tasks = tasks
        self._title_of = title_of
        self._office = QLabel(self)
        self._office.setProperty("tone", "muted")
        self.head.addWidget(self._office)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.body.addWidget(self._area, 1)

    def refresh(self) -> None:
        self._tasks.run(
            lambda: overview(self._program.vault, self._program.access),
            self._show,
            failed=self.say,
            owner=self,
        )

    def _show(self, found: Overview) -> None:
        own = self._program.office
        self._office.setText(f"{own.name}, {own.province}")
        holder = QWidget(self)
        holder.setProperty("role", "page")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addWidget(self._waiting(holder, found))
        grid = QGridLayout()
        grid.setSpacing(theme.px(14))
        for side in range(2):
            grid.setColumnStretch(side, 1)
        for place, each in enumerate(found.registers):
            grid.addWidget(self._register(holder, each), place // 2, place % 2)
        column.addLayout(grid)
        column.addStretch(1)
        self._area.setWidget(holder)

    def _waiting(self, parent: QWidget, found: Overview) -> QWidget:
        frame, column = card(parent)
        row = QHBoxLayout()
        row.setSpacing(theme.px(32))
        row.addWidget(_figure(frame, found.people, "người trong sổ", lambda: self.page_asked.emit("people")))
        if found.waiting is not None:
            waiting = "hồ sơ chưa có biên nhận"
            row.addWidget(_figure(frame, found.waiting, waiting, lambda: self.page_asked.emit("exchange")))
        drafts = sum(each.drafts for each in found.registers)
        if found.senders is None:
            row.addWidget(_figure(frame, drafts, "hồ sơ còn là nháp"))
            typed = _figure(
                frame, len(found.unsaved), "bản gõ dở chưa lưu", partial(self._offer, found.unsaved)
            )
            typed.setObjectName("unsaved")
            typed.setEnabled(bool(found.unsaved))
            row.addWidget(typed)
        else:
            records = sum(each.total for each in found.registers)
            row.addWidget(_figure(frame, records, "hồ sơ các xã đã gửi"))
            sent = sum(each.at is not None for each in found.senders)
            words = f"xã đã gửi gói, trên {len(found.senders)} xã có thẻ"
            row.addWidget(_figure(frame, sent, words, lambda: self.page_asked.emit("exchange")))
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _offer(self, unsaved: Sequence[Unsaved]) -> None:
        """Go to what is typed and not saved; where there is more than one, ask to which."""
        if len(unsaved) == 1:
            self.place_asked.emit(openings_of(unsaved[0]))
            return
        menu = QMenu(self)
        menu.setObjectName("unsaved_places")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in unsaved:
            way = openings_of(each)
            menu.addAction(self._words_of(each, way[0])).triggered.connect(partial(self._go_on_with, way))
        menu.popup(QCursor.pos())

    def _go_on_with(self, way: Sequence[Opening], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.place_asked.emit(way)

    def _words_of(self, draft: Unsaved, first: Opening) -> str:
        at = clock.local(draft.at)
        place = str(first.given[0]) if first.given else ""
        if first.method == "go_to":
            title = self._title_of(place)
        else:
            title = f"Nhập danh sách, {self._title_of(f'register:{place}')}"
        return f"{text.literal(title)}: gõ lúc {at:%H:%M} ngày {at:%d/%m/%Y}"

    def _register(self, parent: QWidget, state: RegisterState) -> QWidget:
        frame, column = card(parent)
        heading = QPushButton(state.title, frame)
        heading.setProperty("role", "section")
        heading.setIcon(icon(state.icon, theme.colours().accent))
        heading.setIconSize(QSize(theme.px(18), theme.px(18)))
        heading.clicked.connect(lambda: self.list_asked.emit(ListQuery(state.code)))
        column.addWidget(heading)
        total = QLabel(f"{number(state.total)} hồ sơ" if state.total else "Chưa có hồ sơ nào", frame)
        total.setProperty("tone", "muted")
        total.setIndent(theme.px(4))
        column.addWidget(total)
        for code, words, count in state.by_state[:6]:
            link = QPushButton(f"{words}: {number(count)}", frame)
            link.setProperty("role", "link")
            query = ListQuery(state.code, filters={"record.state": (code,)})
            link.clicked.connect(lambda _checked=False, asked=query: self.list_asked.emit(asked))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return frame


def _figure(parent: QWidget, value: int, words: str, act: object = None) -> QWidget:
    holder = QWidget(parent)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if callable(act):
        shown: QWidget = QPushButton(number(value), holder)
        shown.setProperty("role", "link")
        shown.clicked.connect(act)  # type: ignore[attr-defined]
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
