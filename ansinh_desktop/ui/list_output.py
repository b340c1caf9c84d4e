"""Takes a list out of the window with the columns of the screen: to be printed, or into a workbook."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.messages import Toast
from ansinh_desktop.ui.target import choose_target


class ListOutput(QObject):
    """The two ways out.

    Signals:
        shown: A list is to be shown as it will be printed. Carries the :class:`ListRequest`.
    """

    shown = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, toast: Toast, window: QWidget) -> None:
        super().__init__(window)
        self._program, self._tasks, self._toast, self._window = program, tasks, toast, window

    def show(self, query: ListQuery, sources: Sequence[str]) -> None:
        """Show a list as it will be printed."""
        self.shown.emit(self._program.lists.of_screen(query, sources, _title(query)))

    def export(self, query: ListQuery, sources: Sequence[str]) -> None:
        """Write a list as a workbook."""
        request = self._program.lists.of_screen(query, sources, _title(query))
        target = choose_target(self._window, "Lưu Excel", request.paper.title, ".xlsx")
        if target is not None:
            self._tasks.run(
                lambda: self._program.lists.write_request(request, target),
                lambda count: self._toast.pop(f"Đã lưu {count} dòng vào {target}."),
                owner=self,
                title=f"Ghi {target.name}",
            )


def _title(query: ListQuery) -> str:
    return f"Danh sách {catalog.register(query.register).title}"
