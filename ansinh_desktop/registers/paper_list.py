"""How a printed list is declared: its columns, and who stands in it."""

from collections.abc import Callable
from dataclasses import dataclass

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.case import CaseFacts


@dataclass(frozen=True)
class PaperColumn:
    """A column of a printed list; ``source`` is what :meth:`Register.source` understands."""

    source: str
    heading: str
    weight: float = 1.0
    total: bool = False
    group: str = ""


@dataclass(frozen=True)
class PaperList:
    """A list as it is printed and exported; the running number (STT) stands before its columns by itself."""

    code: str
    title: str
    columns: tuple[PaperColumn, ...]
    words_of: str = ""
    """The source of the column whose total is written in words."""
    states: tuple[str, ...] = ()
    """Where not empty, only records in these states stand in it."""
    includes: Callable[[CaseFacts], bool] | None = None
    """Which of them stand in it, by the day of the list; all where nothing is said."""
    leaves_out: Callable[[CaseFacts], Finding | None] | None = None
    """Why one of them does not stand in it after all; it is told before the list is printed."""
    present: bool = False
    """Only who stands in the register on the day of the list: no closed records."""
    of_month: bool = False
    """Of a calendar month, which the officer chooses and the title names; else of a day."""
    public: bool = False
    """For public posting: no numbers, no diagnoses; records of the classes c3 and c4 are left out of it."""
