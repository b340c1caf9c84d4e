"""The column that says what there is to look at: shown beside those chosen while the list is narrowed to it."""

from collections.abc import Mapping, Sequence

from ansinh_desktop.registers.sources import FOUND
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_FILTER = "record.review"


class FoundColumn:
    """Comes and goes with the filter; what the officer chose of the columns stays as it was."""

    def __init__(self, table: VirtualTable, first_order: str) -> None:
        """Make it; ``first_order`` is the column by which the rows stand that nobody ordered."""
        self._table, self._first_order = table, first_order

    def follow(self, filters: Mapping[str, Sequence[str]]) -> None:
        """Be there while the list shows what is to be looked at."""
        table, wanted = self._table, "1" in filters.get(_FILTER, ())
        if wanted and FOUND not in table.visible_columns():
            table.show_column(FOUND, True, passing=True)  # noqa: FBT003 - as Qt's own setters
        elif not wanted and FOUND in table.passing:
            order = table.order()
            table.show_column(FOUND, False, passing=True)  # noqa: FBT003 - as Qt's own setters
            if order is not None and order[0] == FOUND:
                table.set_order(self._first_order)
