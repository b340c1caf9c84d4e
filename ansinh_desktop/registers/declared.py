"""What of a register the parts of its declaration may name, so that each part finds its own faults."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Protocol

from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.sources import Source


def unknown(names: Iterable[str], known: Container[str], says: str = "{} is no field") -> Iterator[str]:
    """Yield what there is to say of each name that is not known."""
    yield from (says.format(name) for name in names if name not in known)


class Declared(Protocol):
    """The names of a register, as far as its parts need them."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its key."""

    @property
    def event_kinds(self) -> Mapping[str, EventKind]:
        """Every kind of event by its code."""

    @property
    def computed_by_key(self) -> Mapping[str, Computed]:
        """Every computed column by its key."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every source a list column may name."""

    @property
    def states(self) -> frozenset[str]:
        """Every state of its life cycle."""
