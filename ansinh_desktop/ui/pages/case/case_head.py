"""The head of a case's page: the person, the number, the state and the steps that may follow."""

import functools
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.cases import Case
from ansinh_desktop.services.lives.work import Recorded, offered
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.case.case_facts import class_words, head_line, state_words
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.widgets.flow import FlowLayout

_SENT_TONES = {
    SentKind.NOT_SENT: "muted",
    SentKind.EXPORTED: "note",
    SentKind.CONFIRMED: "good",
    SentKind.RETURNED: "warning",
    SentKind.RECEIVED: "muted",
}

_BESIDE = 980
"""From this width on the buttons stand beside the words."""


class CaseHead(QFrame):
    """Who it is, where the case stands, and what can be done with it.

    Signals:
        step_asked: A step is to be taken. Carries the state, its name, and what the step asks for.
        way_asked: All steps up to where its decision leads are to be taken.
        record_asked: Another record of the person is to be opened. Carries its id and its register.
        person_asked: The person is to be opened. Carries the id.
        remove_asked: The record was entered by mistake.
        reopen_asked: A closed case is to be opened again.
        why_asked: The reasons of what the program reckons are wanted. Carries the record's id.
        life_asked: A death, a move or a return of the person is to be said. Carries which.
        apart_asked: The case is to stand in a window of its own. Carries its id, its register, and whether beside another.
        transfer_asked: The case is to be handed over to another commune.
        take_back_asked: What was said of the person's life is to be taken back. Carries the act and its words.
    """

    step_asked = Signal(str, str, str)
    way_asked = Signal()
    record_asked = Signal(str, str)
    person_asked = Signal(str)
    remove_asked = Signal()
    reopen_asked = Signal()
    why_asked = Signal(str)
    life_asked = Signal(str)
    apart_asked = Signal(str, str, bool)
    transfer_asked = Signal()
    take_back_asked = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._case: Case | None = None
        self._writable = False
        self.back_button = button("Danh sách", "arrow-left", self, name="back")
        self.say_back("")
        self.edit_button = button("Sửa", "pencil", self, name="edit")
        self.edit_button.setToolTip("Sửa hồ sơ (F2)")
        self.print_button = button("In biểu mẫu", "printer", self, name="print_forms")
        self.print_button.setToolTip("In biểu mẫu của hồ sơ này (Ctrl+P)")
        self.more_button = QToolButton(self)
        self.more_button.setObjectName("more_case")
        self.more_button.setProperty("role", "edged")
        self.more_button.setIcon(icon("ellipsis"))
        self.more_button.setToolTip("Việc khác")
        self.more_button.setAccessibleName("Việc khác")
        self.more_button.clicked.connect(self._open_menu)
        self.why_button = button("Tại sao?", "scale", self, name="why")
        self.why_button.setToolTip("Căn cứ pháp luật của những gì chương trình tính")
        self.why_button.clicked.connect(self._ask_why)
        self._name, self._line = QLabel(self), QLabel(self)
        self._name.setProperty("tone", "page")
        self._line.setProperty("tone", "muted")
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._number, self._state, self._sent = QLabel(self), QLabel(self), QLabel(self)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._secrecy = QLabel(self)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._others = QWidget(self)
        self._others_flow = FlowLayout(self._others, gap=theme.px(8))
        self._steps = QWidget(self)
        self._steps_flow = FlowLayout(self._steps, gap=theme.px(6))
        self._lay_out()

    def say_back(self, title: str) -> None:
        """Say on the way back where it leads: to a page, or else to the list."""
        self.back_button.setText(theme.beside_icon(text.literal(title or "Danh sách")))
        self.back_button.setToolTip(f"Về {title or 'danh sách'} (Esc, Alt+←)")

    def show_case(
        self,
        case: Case,
        *,
        writable: bool,
        reopenable: bool,
        printable: bool,
        recorded: Sequence[Recorded] = (),
    ) -> None:
        """Show the head of a case.

        Args:
            case: Which.
            writable: Whether the officer may write in it.
            reopenable: Whether the officer may open it again.
            printable: Whether the officer may print its forms.
            recorded: What was said of the person's life and can be taken back.
        """
        self._case = case
        self._name.setText(str(case.person["full_name"]))
        self._line.setText(head_line(case))
        self._number.setText(case.number)
        self._secrecy.setText(class_words(case))
        self._secrecy.setVisible(bool(class_words(case)))
        going = f"Đang chuyển cho {case.going_to}" if case.going_to else ""
        self._state.setText(going or state_words(case))
        theme.mark(self._state, tone="warning" if case.draft or going else "muted" if case.closed else "good")
        self._sent.setText(case.sent.text)
        theme.mark(self._sent, tone=_SENT_TONES[case.sent.kind])
        self.print_button.setVisible(printable)
        self._writable = writable
        self.edit_button.setEnabled(writable)
        self.edit_button.setVisible(case.ours)
        self._show_others(case)
        self.why_button.setVisible(case.register.explained is not None)
        self._show_steps(case if writable else None, reopenable=reopenable)
        self._offer_taking_back(recorded if writable else ())

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._name, self._line):
            # Whatever the width: a number that is cut reads as another.
            label.setWordWrap(True)
            words.addWidget(label)
        marks = QVBoxLayout()
        marks.setSpacing(0)
        for label in (self._number, self._secrecy, self._state, self._sent):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            marks.addWidget(label)
        marks.addStretch(1)
        told = QHBoxLayout()
        told.setSpacing(theme.px(12))
        told.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        told.addLayout(words, 1)
        told.addLayout(marks)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(12))
        buttons.addStretch(1)
        for each in (self.why_button, self.print_button, self.edit_button, self.more_button):
            buttons.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        self._top.setSpacing(theme.px(12))
        self._top.addLayout(told, 1)
        self._top.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(6))
        column.addLayout(self._top)
        column.addWidget(self._others)
        column.addWidget(self._steps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the words where there is no room beside them."""
        beside = event.size().width() >= theme.px(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._top.direction() != way:
            self._top.setDirection(way)
        super().resizeEvent(event)

    def _show_others(self, case: Case) -> None:
        _clear(self._others_flow)
        self._others_flow.addWidget(_small("Hồ sơ khác của người này:", self._others))
        for other in case.others:
            title = catalog.register(other.register).short_title
            link = _link(f"{title}: {other.number} ({other.state})", self._others)
            link.clicked.connect(functools.partial(self.record_asked.emit, other.id, other.register))
            self._others_flow.addWidget(link)
        self._others.setVisible(bool(case.others))

    def _ask_why(self) -> None:
        if self._case is not None:
            self.why_asked.emit(self._case.id)

    def _show_steps(self, case: Case | None, *, reopenable: bool) -> None:
        _clear(self._steps_flow)
        steps = () if case is None or case.draft else case.steps
        draft = case is not None and case.draft
        words = (
            "Còn là bản nháp: bấm Sửa, bổ sung rồi Lưu thì mới chuyển bước được."
            if draft
            else "Bước tiếp theo:"
        )
        self._steps_flow.addWidget(_small(words, self._steps))
        if case is not None and len(case.way.stages) > 1:
            last = case.way.labels[-1]
            go_on = QPushButton(text.literal(f"Đến “{last}”…"), self._steps)
            go_on.setObjectName("go_on")
            go_on.setToolTip(f"Các bước trong một lần, theo ngày ghi trong hồ sơ:\n{case.way.told}")
            go_on.setAutoDefault(True)
            go_on.clicked.connect(self.way_asked)
            self._steps_flow.addWidget(go_on)
        for target, label, guard in steps:
            step = QPushButton(text.literal(label), self._steps)
            step.setObjectName(f"step_{target}")
            step.setToolTip(guard)
            step.setAutoDefault(True)
            step.clicked.connect(functools.partial(self.step_asked.emit, target, label, guard))
            self._steps_flow.addWidget(step)
        if reopenable:
            reopen = QPushButton("Mở lại hồ sơ", self._steps)
            reopen.setObjectName("reopen")
            reopen.clicked.connect(self.reopen_asked)
            self._steps_flow.addWidget(reopen)
        self._steps.setVisible(draft or reopenable or bool(steps))

    def _offer_taking_back(self, recorded: Sequence[Recorded]) -> None:
        for each in recorded:
            button = QPushButton(text.literal(each.label), self._steps)
            button.setObjectName(f"take_back_{each.code}")
            button.setToolTip(f"{each.label} ({each.day}): người và mọi hồ sơ trở lại như trước")
            words = f"{each.label} ({each.day})"
            button.clicked.connect(functools.partial(self.take_back_asked.emit, each.act_id, words))
            self._steps_flow.addWidget(button)
            self._steps.show()

    def has_step_focus(self) -> bool:
        """Whether the keyboard is at the steps, or nowhere since the step that was taken is gone."""
        at: QWidget | None = self.window().focusWidget()
        return at is None or self._steps.isAncestorOf(at)

    def focus_step(self) -> None:
        """Give the keyboard to the first step that may follow; to changing the case where none does."""
        layout = self._steps_flow
        items = (layout.itemAt(place) for place in range(layout.count()))
        buttons = [each.widget() for each in items if each is not None]
        first = next((each for each in buttons if isinstance(each, QPushButton)), self.edit_button)
        # A little later: what was just put into the row is not shown before the row is laid out.
        QTimer.singleShot(0, first, lambda: first.setFocus(Qt.FocusReason.TabFocusReason))

    def ask_apart(self, *, beside: bool) -> None:
        """Ask for a window of the case's own, or for a place beside the case that stands in one."""
        if self._case is not None:
            self.apart_asked.emit(self._case.id, self._case.register.code, beside)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        case = self._case
        if case is not None:
            menu.addAction("Mở trang người này").triggered.connect(
                lambda: self.person_asked.emit(case.person_id)
            )
            for name, beside in (("apart", False), ("beside", True)):
                action = menu.addAction(f"{keys.shortcut(name).text}\t{keys.shortcut(name).shown}")
                action.triggered.connect(lambda _=False, beside=beside: self.ask_apart(beside=beside))
            for life in offered(case.person) if self._writable else ():
                action = menu.addAction(life.offered)
                action.triggered.connect(functools.partial(self.life_asked.emit, life.code))
            if self._writable and not (case.closed or case.draft):
                menu.addAction("Chuyển cho xã khác…").triggered.connect(self.transfer_asked)
            if self._writable and not case.closed:
                menu.addAction("Rút hồ sơ nhập nhầm…").triggered.connect(self.remove_asked)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))


def _clear(flow: FlowLayout) -> None:
    while (item := flow.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


def _small(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("tone", "muted")
    return label


def _link(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text.literal(words), parent)
    button.setProperty("role", "link")
    button.setAutoDefault(False)
    return button
