"""What an act made of each row, what was made of it afterwards, and what would have to be written to take it back."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ansinh_desktop.db.acts import Told
from ansinh_desktop.registers.answer import Value

Key: TypeAlias = tuple[str, str]
"""A row: its table and its identifier."""
Step: TypeAlias = tuple[Value, Value]
"""From and to."""

FOLLOWING = frozenset({"version", "confidentiality"})
"""Columns that follow from the answers and from the declaration of the day: made anew, never given back."""
_DELETED = "deleted"


@dataclass
class Net:
    """What an act made of one row in the end."""

    table: str
    id: str
    added: bool = False
    fields: dict[str, Step] = field(default_factory=dict)
    """By column, or by answer: what stood there before the act and what after it."""

    @property
    def key(self) -> Key:
        """Which row it is."""
        return self.table, self.id

    @property
    def adds(self) -> bool:
        """Whether the row is there through the act alone, so that taking it back removes the row."""
        return self.fields.get(_DELETED) == (True, False)

    @property
    def removes(self) -> bool:
        """Whether the act removed the row."""
        return self.fields.get(_DELETED) == (False, True)

    def tell(self, change: Told) -> None:
        """Take in one more change of the act."""
        if change.act == "insert":
            # Of a row that was never there, nothing is given back but that it is gone.
            self.added, self.fields = True, {_DELETED: (True, False)}
            return
        for key, (before, after) in change.fields.items():
            if self.added and key != _DELETED:
                continue
            first = self.fields.get(key, (before, after))[0]
            self.fields[key] = (first, after)

    def back(self) -> dict[str, Step]:
        """Return what has to be written to take it back: from and to."""
        return {
            key: (after, before)
            for key, (before, after) in self.fields.items()
            if before != after and key not in FOLLOWING
        }


def nets(changes: Iterable[Told]) -> dict[Key, Net]:
    """Return what an act made of each row that it wrote."""
    found: dict[Key, Net] = {}
    for each in changes:
        key = each.entity, each.entity_id
        found.setdefault(key, Net(*key)).tell(each)
    return found


class Later(NamedTuple):
    """One field that was written after an act."""

    change: Told
    key: str
    before: Value
    after: Value


class Since:
    """What was written to the rows of an act after it, without what was taken back again."""

    def __init__(self, changes: Iterable[Told], taking_back: Set[int]) -> None:
        """Put each field's changes one upon the other.

        Args:
            changes: In their order.
            taking_back: The acts that take something back: what they undo exactly counts as never done.
        """
        self._standing: dict[Key, dict[str, list[Later]]] = {}
        self._present: dict[Key, dict[str, Value]] = {}
        for change in changes:
            fields: dict[str, list[Later]] = self._standing.setdefault((change.entity, change.entity_id), {})
            for each in _fields(change):
                stack = fields.setdefault(each.key, [])
                if change.act_id in taking_back and stack and _undoes(each, stack[-1]):
                    stack.pop()
                else:
                    stack.append(each)
                self._present.setdefault((change.entity, change.entity_id), {})[each.key] = each.after

    def present(self, row: Key, key: str, otherwise: Value) -> Value:
        """Return what stands in a field now; ``otherwise`` where it was not written any more."""
        return self._present.get(row, {}).get(key, otherwise)

    def on(self, row: Key, key: str) -> Later | None:
        """Return the last write to a field that still stands; None where none does."""
        return next(iter(reversed(self._standing.get(row, {}).get(key, []))), None)

    def of(self, row: Key) -> Later | None:
        """Return the last write to a row that still stands; None where none does."""
        written = [each for stack in self._standing.get(row, {}).values() for each in stack]
        return max(written, key=lambda each: each.change.seq, default=None)


def _fields(change: Told) -> Iterator[Later]:
    if change.act == "insert":
        yield Later(change, _DELETED, True, False)  # noqa: FBT003 - values of a column
    else:
        for key, (before, after) in change.fields.items():
            if key not in FOLLOWING:
                yield Later(change, key, before, after)


def _undoes(one: Later, other: Later) -> bool:
    return (one.before, one.after) == (other.after, other.before)
