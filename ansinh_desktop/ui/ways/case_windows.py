"""Cases in windows of their own, one or two side by side; each is the page of its register with nothing but the case."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.registers import catalog
from ansinh_desktop.services import hamlets
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, later, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.register.elsewhere import bring_forward, come_forward

_ALONE = QSize(940, 680)
_FRAME = 16
"""What the window's own frame takes of the screen's width."""
_MOST = 2
_QUIET = "quiet"
_SECOND = "Mở hồ sơ thứ hai ở cửa sổ chính rồi bấm Ctrl+Shift+B: hai hồ sơ đứng cạnh nhau."


class CasePart(QWidget):
    """One case in a window of its own.

    Signals:
        left: The officer went back from it.
    """

    left = Signal()

    def __init__(self, desk: "later.RegisterDesk", register: str, record_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.register = desk, register
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(desk)
        # The list is never seen here, and so takes no room.
        desk.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        desk.open_case(record_id)
        desk.lead_back("", "Cửa sổ chính")
        # Once all is done that leads there: from one case to another the way goes by the list.
        desk.moved.connect(lambda: QTimer.singleShot(0, self, self._look))

    def spot_inside(self) -> Spot | None:
        """Return the page of the register, by what opens it in the main window: what is typed here is kept as if there."""
        return Spot(self.desk, Opening("MainWindow", "go_to", (f"register:{self.register}",)))

    def listen(self, *, listens: bool) -> None:
        """Let the keys of this case work, or not: with two in one window they mean the one that has the keyboard."""
        window, alone = Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.WidgetShortcut
        for each in self.findChildren(QAction):
            if listens and each.property(_QUIET):
                each.setShortcutContext(window)
                each.setProperty(_QUIET, False)  # noqa: FBT003 - Qt takes no name
            elif not listens and each.shortcutContext() == window:
                each.setShortcutContext(alone)
                each.setProperty(_QUIET, True)  # noqa: FBT003 - as above

    def _look(self) -> None:
        if self.desk.list.isVisibleTo(self.desk):
            self.left.emit()


class CaseWindow(QWidget):
    """One case, or two side by side."""

    def __init__(self, main: QWidget, ask_help: Callable[[], object]) -> None:
        super().__init__(main, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "page")
        self._side = QSplitter(Qt.Orientation.Horizontal, self)
        self._side.setChildrenCollapsible(False)
        self._side.setHandleWidth(theme.px(8))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._side)
        keys.action("help", self, ask_help)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._share_keys)

    def places(self) -> Sequence[CasePart]:
        """Return the cases that are shown, the first at the left."""
        found = (self._side.widget(place) for place in range(self._side.count()))
        return [each for each in found if isinstance(each, CasePart)]

    def _share_keys(self, _before: QWidget | None, now: QWidget | None) -> None:
        parts = self.places()
        here = next((each for each in parts if now is not None and each.isAncestorOf(now)), None)
        for each in parts:
            if here is not None:
                each.listen(listens=each is here)

    def openings(self) -> Sequence[Opening]:
        """Return what opens these cases again, side by side as they stand."""
        return [
            Opening(CaseWindows.__name__, "stand_apart", (each.desk.case.wanted, each.register, place > 0))
            for place, each in enumerate(self.places())
        ]

    def shows(self, record_id: str) -> bool:
        """Whether a case is shown here."""
        return any(each.desk.case.wanted == record_id for each in self.places())

    def has_room(self) -> bool:
        """Whether one more case can stand beside."""
        return len(self.places()) < _MOST

    def add(self, part: CasePart) -> None:
        """Show one more case."""
        self._side.addWidget(part)
        room = self.screen().availableGeometry().size() - QSize(_FRAME, 0)
        wanted = QSize(theme.px(_ALONE.width()), theme.px(_ALONE.height()))
        if len(self.places()) > 1:
            wanted.setWidth(room.width())
            self.move(self.screen().availableGeometry().topLeft())
        self.resize(wanted.boundedTo(room))
        self._side.setSizes([room.width()] * self._side.count())
        self._say_title()

    def close_part(self, part: CasePart) -> None:
        """Take one case away; with the last of them the window."""
        if len(self.places()) == 1:
            self.close()
        elif part.desk.may_leave():
            part.hide()
            part.setParent(None)
            part.deleteLater()
            self.places()[0].listen(listens=True)
            self.places()[0].desk.take_focus()
            self._say_title()

    def refresh(self) -> None:
        """Read what is shown anew: it may have been changed in another window."""
        for each in self.places():
            each.desk.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Read anew whenever the officer comes to this window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the keyboard with Enter, as in the main window."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask what is to become of what is being typed."""
        if all(each.desk.may_leave() for each in self.places()):
            event.accept()
        else:
            event.ignore()

    def _say_title(self) -> None:
        names = (catalog.register(each.register).short_title for each in self.places())
        self.setWindowTitle(f"{' | '.join(names)} – {messages.TITLE}")


class CaseWindows(QWidget):
    """The windows of single cases beside a main window, with which they go, as at the lock; itself it shows nothing."""

    def __init__(self, main: "later.MainWindow", program: Program, tasks: Tasks) -> None:
        super().__init__(main)
        self._main, self._program, self._tasks = main, program, tasks
        self.hide()

    @opens
    def stand_apart(self, record_id: str, register: str, beside: bool) -> None:  # noqa: FBT001 - as it is kept
        """Show a case again where it stood."""
        self.open(record_id, register, beside=beside)

    def all(self) -> list[CaseWindow]:
        """Return the windows that are open."""
        return [each for each in self._main.findChildren(CaseWindow) if each.isVisible()]

    def open(self, record_id: str, register: str, *, beside: bool = False) -> None:
        """Show a case in a window of its own, or beside the one that stands in one already.

        What the main window shows of it goes back to its list: nobody types into one case in two places.
        """
        if bring_forward(self._main, record_id) or not self._leave(record_id, register):
            return
        room = next((each for each in self.all() if each.has_room()), None) if beside else None
        window = room or CaseWindow(self._main, self._show_help)
        window.addActions(self._main.commands.leading)
        part = CasePart(self._desk(register), register, record_id, window)
        part.left.connect(lambda: window.close_part(part))
        for said in window.findChildren(messages.Toast):
            said.hide()  # what it told to do is done
        window.add(part)
        window.show()
        come_forward(window)
        part.desk.take_focus()
        if beside and room is None:
            messages.Toast(part).pop(_SECOND)

    def _leave(self, record_id: str, register: str) -> bool:
        """Let the main window show its list in the place of a case; false where the officer stays."""
        desk = self._main.stack.desk()
        if desk is None or self._main.stack.key != f"register:{register}" or desk.case.wanted != record_id:
            return True
        desk.go_back()
        return desk.list.isVisibleTo(desk)

    def _show_help(self) -> None:
        """Show the help of what the officer is on here, in the window that has room for it."""
        self._main.show_help()
        come_forward(self._main.window())

    def _desk(self, register: str) -> "later.RegisterDesk":
        main, program = self._main, self._program
        around = Surroundings(hamlets=hamlets.offered(program.vault, program.access))
        desk = later.RegisterDesk(catalog.register(register), program, self._tasks, around, main)
        asked = (
            (desk.case_asked, main.open_case),
            (desk.new_case_asked, main.new_case),
            (desk.person_asked, main.open_person),
            (desk.undo_asked, main.open_undo),
        )
        for signal, answer in asked:
            signal.connect(answer)
            signal.connect(lambda *_given: come_forward(main.window()))
        desk.why_asked.connect(lambda record: later.why(program, record, tasks=self._tasks, parent=desk))
        desk.apart_asked.connect(lambda record, code, beside: self.open(record, code, beside=beside))
        desk.saved.connect(lambda _record: main.counts.refresh())
        desk.saved.connect(lambda _record: main.page().refresh())
        return desk
