"""The person beside the list of people: whoever was asked for last."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject

from ansinh_desktop.services.joining.work import Joined
from ansinh_desktop.services.lives.work import Recorded
from ansinh_desktop.services.people import PersonView
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.people.person_pane import PersonPane
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_REST_MS = 150
_Read: TypeAlias = tuple[PersonView, Sequence[Recorded], Sequence[Joined]]


class ChosenPerson(QObject):
    """Asks for the person of the row on which the officer rests."""

    def __init__(self, program: Program, tasks: Tasks, table: VirtualTable, pane: PersonPane) -> None:
        super().__init__(table)
        self._program, self._tasks = program, tasks
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

    def _read(self, person_id: str) -> _Read:
        program = self._program
        return (
            program.people.get(person_id),
            program.lives.recorded(person_id),
            program.people.joinings.of(person_id),
        )

    def _show(self, read: _Read) -> None:
        view, recorded, joined = read
        if view.id == self._wanted:
            self._pane.show_person(view, recorded, joined)
