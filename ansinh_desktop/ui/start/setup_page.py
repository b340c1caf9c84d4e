"""The first start, step by step."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import BugError
from ansinh_desktop.services.program import Program, create_data
from ansinh_desktop.ui import composing, later, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.start.start_page import StartPage
from ansinh_desktop.ui.start.steps import (
    HeadingStep,
    OfficerStep,
    ReceiverStep,
    RecoveryStep,
    Step,
    UnitStep,
)
from ansinh_desktop.ui.widgets.editor import editor_of


class SetupPage(StartPage):
    """Leads through the first start.

    Signals:
        finished: The data are made and open. Carries the :class:`Program`.
        restored: A copy of other data was brought here instead. Carries the folder.
    """

    finished = Signal(object)
    restored = Signal(object)

    def __init__(self, folder: Path, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(tasks, parent)
        self._program: Program | None = None
        self._place = 0
        self._unit = UnitStep(folder, self)
        self._officer = OfficerStep(self._unit, self)
        self._heading = HeadingStep(self._unit, self._officer, self)
        self._recovery = RecoveryStep(self._print, self)
        self._receiver = ReceiverStep(self._trust, self)
        self.steps: list[Step] = [
            self._unit,
            self._officer,
            self._heading,
            self._recovery,
            self._receiver,
        ]
        self._stack = QStackedWidget(self)
        self._names = [
            QLabel(f"{number}. {step.title}", self) for number, step in enumerate(self.steps, start=1)
        ]
        self._title = QLabel(self)
        self._title.setFont(theme.type_font("page", bold=True))
        self._said = QLabel(self)
        self._said.setObjectName("said")
        self._said.setWordWrap(True)
        self._said.setProperty("tone", "error")
        self._back = QPushButton("Quay lại", self)
        self._back.setObjectName("back")
        self._back.setProperty("pass_over", "yes")
        self._restore = QPushButton("Đã có bản sao? Khôi phục từ USB…", self)
        self._restore.setObjectName("restore_copy")
        self._restore.setProperty("role", "link")
        self._restore.setProperty("pass_over", "yes")
        self._restore.clicked.connect(self._ask_restore)
        self._next = QPushButton(self)
        self._next.setObjectName("next")
        self._next.setProperty("role", "primary")
        self._back.clicked.connect(lambda: self._show(self._place - 1))
        self._next.clicked.connect(self._go_on)
        self._lay_out()
        self._show(0)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self._place]

    def help_place(self) -> str:
        return self.step.help_place

    def _lay_out(self) -> None:
        side = QFrame(self)
        side.setProperty("role", "card")
        side.setFixedWidth(theme.px(220))
        names = QVBoxLayout(side)
        names.setContentsMargins(*(theme.px(20),) * 4)
        names.setSpacing(theme.px(12))
        for label in self._names:
            names.addWidget(label)
        names.addStretch(1)
        for step in self.steps:
            area = QScrollArea(self)
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidget(step)
            self._stack.addWidget(area)
        body = QVBoxLayout()
        body.setSpacing(theme.px(12))
        body.addWidget(self._title)
        body.addWidget(self._stack, 1)
        body.addWidget(self._said)
        buttons = QHBoxLayout()
        buttons.addWidget(self._restore)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        body.addLayout(buttons)
        outer = QHBoxLayout(self.content)
        outer.setContentsMargins(*(theme.px(24),) * 4)
        outer.setSpacing(theme.px(24))
        outer.addStretch(1)
        outer.addWidget(side)
        holder = QWidget(self)
        holder.setLayout(body)
        holder.setMaximumWidth(theme.px(720))
        outer.addWidget(holder, 6)
        outer.addStretch(1)

    def _show(self, place: int) -> None:
        self._place = place
        made = self._program is not None
        self._stack.setCurrentIndex(place)
        self.step.entered()
        self._title.setText(self.step.title)
        for number, label in enumerate(self._names):
            theme.mark(label, tone="" if number <= place else "muted")
            label.setFont(theme.type_font("text", bold=number == place))
        self._back.setEnabled(place > 0 and not (made and place <= self.steps.index(self._recovery)))
        self._restore.setVisible(place == 0 and not made)
        last = place == len(self.steps) - 1
        creates = self.step is self._heading
        self._next.setText("Vào chương trình" if last else "Tạo dữ liệu" if creates else "Tiếp tục")
        self._say("")
        (self.step.first() or self._next).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Ctrl+Enter from wherever one is, as it saves elsewhere."""
        if later.matches("save", event):
            composing.commit()
            if (editor := editor_of(self.focusWidget())) is not None:
                editor.leave()
            self._next.click()
        else:
            super().keyPressEvent(event)

    def _ask_restore(self) -> None:
        folder = self._unit.folder()
        later.ask_restore(folder, self._tasks, self, lambda _moment: self.restored.emit(folder))

    def _go_on(self) -> None:
        fault = self.step.fault()
        if fault:
            self._say(fault)
            return
        if self.step is self._heading and self._program is None:
            self._create()
        elif self._place == len(self.steps) - 1:
            self.finished.emit(self._program)
        else:
            self._show(self._place + 1)

    def _create(self) -> None:
        self._next.setEnabled(False)
        self._say("Đang tạo dữ liệu mã hóa…", tone="muted")
        folder, own = self._unit.folder(), self._heading.office()
        officer, hamlets = self._officer.officer(), self._heading.hamlets()

        def work() -> tuple[Program, str]:
            program, recovery = create_data(folder, own, officer, hamlets)
            program.prepare()
            return program, recovery

        self._tasks.run(work, self._created, failed=self._refused, owner=self)

    def _created(self, made: tuple[Program, str]) -> None:
        self._next.setEnabled(True)
        self._program, code = made
        self._recovery.show_code(code)
        self._show(self.steps.index(self._recovery))

    def _refused(self, error: Exception) -> None:
        self._next.setEnabled(True)
        told = as_message(error)
        self._say(f"{told} {told.todo}")

    def _trust(self) -> str:
        if self._program is None:
            raise BugError("a card before there are data")
        found = later.choose_card(self)
        unit = later.trust_card(self, self._program, Path(found)) if found else None
        return unit.name if unit else ""

    def _print(self, code: str) -> bool:
        return later.print_recovery_code(self, self._heading.office(), code)

    def _say(self, words: str, tone: str = "error") -> None:
        theme.mark(self._said, tone=tone)
        self._said.setText(words)
        self._said.setVisible(bool(words))
