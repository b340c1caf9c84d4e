"""Everybody of the data file as rows of a list."""

from collections.abc import Sequence
from functools import cached_property

from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.people import PEOPLE_COLUMNS, People
from ansinh_desktop.ui.widgets.window_model import TableColumn, TableRow

RECORDS = "records"

_WIDTHS = {
    "full_name": 170,
    "birth_date": 92,
    "sex": 60,
    "personal_id": 112,
    "hamlet": 116,
    "address": 180,
    "phone": 100,
    "poverty_status": 116,
}

COLUMNS: tuple[TableColumn, ...] = (
    *(TableColumn(key, PERSON_FIELDS[key].label, _WIDTHS[key], sortable=False) for key in PEOPLE_COLUMNS),
    TableColumn(RECORDS, "Số hồ sơ", 72, numeric=True, sortable=False),
)


class PeopleRows:
    """People as searched, in the order of their names."""

    def __init__(self, people: People, typed: str = "", hamlets: Sequence[str] = ()) -> None:
        self._people = people
        self._typed, self._hamlets = typed, hamlets

    def count(self) -> int:
        """Return how many people there are."""
        return len(self._numbers)

    def rows(self, first: int, count: int) -> list[TableRow]:
        """Return the rows from ``first`` on."""
        keys = [*PEOPLE_COLUMNS, RECORDS]
        found = self._people.page(self._numbers[first : first + count])
        return [TableRow(each.id, dict(zip(keys, each.texts, strict=True))) for each in found]

    def ordered(self, column: str, *, descending: bool) -> "PeopleRows":
        """Return the same people: they always stand in the order of their names."""
        del column, descending
        return self

    def place_of(self, person_id: str) -> int:
        """Return where a person stands in the list; -1 where they do not."""
        return self._people.place(self._numbers, person_id)

    @cached_property
    def _numbers(self) -> Sequence[int]:
        return self._people.rows(self._typed, self._hamlets)
