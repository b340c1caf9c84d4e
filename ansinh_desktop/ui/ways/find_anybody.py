"""The search of the window: somebody is found by name, number, telephone or hamlet, whatever page is open."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.services import search
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.search_results import SearchResults


class FindAnybody(QObject):
    """The box, and what it found under it.

    Signals:
        case_chosen: A record was chosen. Carries its id and its register.
        person_chosen: Somebody without a record was chosen. Carries the id.
    """

    case_chosen = Signal(str, str)
    person_chosen = Signal(str)

    def __init__(self, program: Program, tasks: Tasks, over: QWidget) -> None:
        super().__init__(over)
        self._program, self._tasks = program, tasks
        self.box = SearchBox("Tìm người: họ tên, số định danh, điện thoại, ấp…  (Ctrl+F)", over)
        self.results = SearchResults(self.box, over)
        self.box.searched.connect(self._search)
        self.box.accepted.connect(self.results.open_first)
        self.box.escaped.connect(self.results.hide)
        self.results.case_chosen.connect(self.case_chosen)
        self.results.person_chosen.connect(self.person_chosen)

    def begin(self) -> None:
        """Give the keyboard to the box."""
        self.box.setFocus()
        self.box.selectAll()

    def _search(self, typed: str) -> None:
        if not typed.strip():
            self.results.hide()
            return
        self._tasks.run(
            lambda: search.find(self._program.vault, self._program.access, typed),
            partial(self._show_hits, typed),
            owner=self,
            urgent=True,
        )

    def _show_hits(self, typed: str, hits: list[search.Hit]) -> None:
        if typed == self.box.text():
            self.results.show_hits(hits)
