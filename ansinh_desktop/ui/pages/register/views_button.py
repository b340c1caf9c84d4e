"""The button under which an officer keeps filters of a list, with a name each."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.views import Views
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.register.name_dialog import NameDialog


class ViewsButton(QToolButton):
    """A menu of named views.

    Signals:
        chosen: A view is to be shown. Carries it.
    """

    chosen = Signal(object)

    def __init__(
        self,
        register: str,
        views: Views,
        tasks: Tasks,
        present: Callable[[], Mapping[str, object]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the button; ``present`` returns the view as it is now."""
        super().__init__(parent)
        self._register, self._views, self._tasks, self._present = register, views, tasks, present
        self.setObjectName("views")
        self.setText(theme.beside_icon("Bộ lọc đã lưu"))
        self.setIcon(icon("bookmark"))
        self.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setProperty("role", "edged")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._ask)

    def keep(self, name: str) -> None:
        """Keep the present view under a name."""
        view = dict(self._present())
        self._tasks.run(lambda: self._views.keep(self._register, view, name), owner=self)

    def _ask(self) -> None:
        self._tasks.run(lambda: self._views.named(self._register), self._open, owner=self, urgent=True)

    def _open(self, named: Mapping[str, Mapping[str, object]]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, view in named.items():
            menu.addAction(text.literal(name)).triggered.connect(
                lambda _=False, view=view: self.chosen.emit(view)
            )
        if named:
            menu.addSeparator()
            drop = menu.addMenu("Xóa bộ lọc")
            for name in named:
                drop.addAction(text.literal(name)).triggered.connect(
                    lambda _=False, name=name: self._drop(name)
                )
        menu.addAction("Lưu bộ lọc đang dùng…").triggered.connect(lambda: self._ask_name(list(named)))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @opens
    def _ask_name(self, taken: list[str]) -> None:
        dialog = NameDialog("Tên của bộ lọc", taken, self)
        if dialog.exec() == NameDialog.DialogCode.Accepted and dialog.name():
            self.keep(dialog.name())

    def _drop(self, name: str) -> None:
        self._tasks.run(lambda: self._views.drop(self._register, name), owner=self)
