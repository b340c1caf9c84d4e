"""Rows of a list that are all in memory, made as they are looked at."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ansinh_desktop.ui.widgets.window_model import TableRow

T = TypeVar("T")


class MemoryRows(Generic[T]):
    """Some values, each of them a row."""

    def __init__(
        self, values: Sequence[T], make: Callable[[T], TableRow], keys: Mapping[str, Callable[[T], Any]]
    ) -> None:
        """Make the source.

        Args:
            values: What the rows stand for.
            make: Makes the row of a value.
            keys: By column, by what the values are ordered.
        """
        self.values = values
        self._make, self._keys = make, keys

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self.values)

    def rows(self, first: int, count: int) -> list[TableRow]:
        """Return the rows from ``first`` on."""
        return [self._make(each) for each in self.values[first : first + count]]

    def ordered(self, column: str, *, descending: bool) -> "MemoryRows[T]":
        """Return the same rows in the order of a column."""
        ordered = sorted(self.values, key=self._keys[column], reverse=descending)
        return MemoryRows(ordered, self._make, self._keys)
