"""Columns that follow from the facts of a case and are never stored."""

from collections.abc import Callable
from dataclasses import dataclass

from ansinh_desktop.registers.answer import Kind, Value
from ansinh_desktop.registers.case import CaseFacts


@dataclass(frozen=True)
class Computed:
    """A column that follows from the facts and is never stored."""

    key: str
    label: str
    kind: Kind
    compute: Callable[[CaseFacts], Value]
    of_lists: bool = False
    """A column of printed lists only: beside the case it would say twice what stands there already."""
