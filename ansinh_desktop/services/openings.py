"""Which records in other registers are still to be opened for the people of records that call for them."""

from collections.abc import Iterator

from ansinh_desktop.db.store import Store
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.due import openings_of
from ansinh_desktop.registers.duties import Task
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.access import Access


class Openings:
    """What is to be opened, as far as an officer may know of it.

    Whoever may not read the other register learns nothing of what stands there: for them only the number of the other
    record ends the task.
    """

    def __init__(self, store: Store, access: Access) -> None:
        self._store, self._access = store, access
        self._standing: dict[str, frozenset[str]] = {}

    def tasks(self, register: Register, person_id: str, facts: CaseFacts) -> Iterator[Task]:
        """Yield what is to be opened for the person of an open record."""
        if register.openings and facts.state not in register.closed_in:
            yield from (
                each for each in openings_of(register, facts) if person_id not in self._known(each.opens)
            )

    def _known(self, code: str) -> frozenset[str]:
        """Return who stands in a register already."""
        if code not in self._standing:
            readable = self._access.may(code, "r")
            self._standing[code] = frozenset(self._store.records.in_register(code) if readable else ())
        return self._standing[code]
