"""What a form of one case says on paper, ready to be set: its opening, its pieces in order, its end."""

import datetime
from dataclasses import dataclass
from typing import TypeAlias

from ansinh_desktop.services.reports.fonts import Style
from ansinh_desktop.services.reports.layout import Align, Heading, Signature

DOTS = "…" * 8
"""A place in the middle of a line that is to be filled with the pen."""


@dataclass(frozen=True)
class Paragraph:
    """Running text, or a line of the form."""

    text: str
    style: Style = "regular"
    open_lines: int = 0
    """Lines of dots to be filled with the pen, the first on the last line of the text."""
    justified: bool = False
    centred: bool = False
    size: float = 13.0


@dataclass(frozen=True)
class Choices:
    """A label and boxes, each before its words."""

    label: str
    options: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class GridColumn:
    """One column of a table inside a form."""

    heading: str
    weight: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class GridRow:
    """One row; a band runs over all columns in bold, a total is bold itself."""

    cells: tuple[str, ...]
    bold: bool = False
    band: bool = False
    ticked: frozenset[int] = frozenset()
    boxed: frozenset[int] = frozenset()
    """The cells with a box before their words; ``ticked`` of them are crossed."""
    centred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Grid:
    """A table; its headings stand again on every page. One without headings is label and value."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    size: float = 11.0

    @property
    def headed(self) -> bool:
        """Whether any column has a heading."""
        return any(each.heading for each in self.columns)


PaperPiece: TypeAlias = Paragraph | Choices | Grid


@dataclass(frozen=True)
class FormDocument:
    """A form, whole."""

    title: str
    heading: Heading | None
    """Who issues it; None where a citizen declares it."""
    pieces: tuple[PaperPiece, ...]
    signatures: tuple[Signature, ...]
    subtitle: str = ""
    model: str = ""
    """At the right above everything: "Mẫu số 01 – NĐ 56/2017/NĐ-CP"."""
    recipients: tuple[str, ...] = ()
    """The lines of "Nơi nhận"."""
    confidential: str = ""
    printed_on: datetime.date | None = None
    footer_note: str = ""
    annex: str = ""
    reference: str = ""
    unit_note: str = ""
