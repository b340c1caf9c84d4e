"""The person beside the list of people: whoever was asked for last."""

from PySide6.QtCore import QObject

from ansinh_desktop.services.lives.work import Lives, Recorded
from ansinh_desktop.services.people import People, PersonView
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.people.person_pane import PersonPane
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_REST_MS = 150


class ChosenPerson(QObject):
    """Asks for the person of the row on which the officer rests."""

    def __init__(
        self, people: People, lives: Lives, tasks: Tasks, table: VirtualTable, pane: PersonPane
    ) -> None:
        super().__init__(table)
        self._people, self._lives, self._tasks = people, lives, tasks
        self._table, self._pane = table, pane
        self._wanted = ""
        self._soon = pause(self, _REST_MS, self._ask_current)
        table.chosen.connect(lambda _key: self._soon.start())

    def ask(self, person_id: str) -> None:
        """Ask for one person, whichever row is the current one."""
        self._wanted = person_id
        self._tasks.run(lambda: self._read(person_id), self._show, owner=self, urgent=True)

    def stop(self) -> None:
        """Ask nothing more: nobody sees the list."""
        self._soon.stop()

    def _ask_current(self) -> None:
        key = self._table.current_key()
        if key:
            self.ask(key)

    def _read(self, person_id: str) -> tuple[PersonView, tuple[Recorded, ...]]:
        return self._people.get(person_id), self._lives.recorded(person_id)

    def _show(self, read: tuple[PersonView, tuple[Recorded, ...]]) -> None:
        view, recorded = read
        if view.id == self._wanted:
            self._pane.show_person(view, recorded)
