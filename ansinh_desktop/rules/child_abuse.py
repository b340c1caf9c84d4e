"""The risk matrices of an abused child (Mẫu 02, Mẫu 06): totals, what they suggest, what speaks against closing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ansinh_desktop.errors import message
from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.rules import law

Form: TypeAlias = Literal["02", "06"]
Part: TypeAlias = Literal["harm", "protection"]
Leaning: TypeAlias = Literal["danger", "safe", "unclear"]

_LEVELS = ("high", "medium", "low")
_WEIGHT = {"high": 2, "medium": 1, "low": 0}
_URGENT_ROW = "harm_now"
_LEANING_CODES: dict[Leaning, str] = {"danger": "AS-6233", "safe": "AS-6234", "unclear": "AS-6235"}


@dataclass(frozen=True)
class MatrixRow:
    """One row of a matrix; ``level`` is empty until it is assessed, ``meaning`` is the form's own wording."""

    code: str
    label: str
    part: Part
    level: str
    level_label: str
    meaning: str


@dataclass(frozen=True)
class Totals:
    """How many rows of a part are high, medium and low."""

    high: int
    medium: int
    low: int

    @property
    def assessed(self) -> int:
        """How many rows have a level."""
        return self.high + self.medium + self.low

    @property
    def average(self) -> float:
        """The mean level between 0 (all low) and 2 (all high)."""
        return (self.high * _WEIGHT["high"] + self.medium) / self.assessed if self.assessed else 0.0


@dataclass(frozen=True)
class Matrix:
    """An assessed matrix. The officer concludes; the leaning is this program's comparison of the two means."""

    form: Form
    rows: tuple[MatrixRow, ...]

    def totals(self, part: Part) -> Totals:
        """Return the totals of one part."""
        levels = [each.level for each in self.rows if each.part == part]
        return Totals(*(levels.count(level) for level in _LEVELS))

    @property
    def missing(self) -> tuple[MatrixRow, ...]:
        """The rows that are not assessed yet."""
        return tuple(each for each in self.rows if not each.level)

    @property
    def leaning(self) -> Leaning:
        """Which part outweighs the other; unclear while rows are missing."""
        harm, protection = self.totals("harm"), self.totals("protection")
        if self.missing or harm.average == protection.average:
            return "unclear"
        return "danger" if harm.average > protection.average else "safe"

    def explained(self) -> tuple[str, ...]:
        """Return totals and leaning in Vietnamese, line by line."""
        found = []
        for code, part in (("AS-6231", "harm"), ("AS-6232", "protection")):
            totals = self.totals("harm" if part == "harm" else "protection")
            counts = {f"{part}_{level}": getattr(totals, level) for level in _LEVELS}
            found.append(message(code, **counts).text)
        if not self.missing:
            found.append(message(_LEANING_CODES[self.leaning]).text)
        return tuple(found)


def rows_of(form: Form) -> tuple[law.Code, ...]:
    """Return the rows of a form's matrix."""
    return law.code_list(f"assessment_row_{form}").rows


def matrix(form: Form, levels: Mapping[str, str]) -> Matrix:
    """Return a matrix with the levels that the officer has chosen.

    Args:
        form: ``02`` (first assessment) or ``06`` (review after the plan).
        levels: ``high``, ``medium`` or ``low`` by the code of the row; other rows are ignored.
    """
    names = law.code_list("risk_level")
    found = []
    for row in rows_of(form):
        level = levels.get(row.code, "")
        level = level if level in names else ""
        found.append(
            MatrixRow(
                code=row.code,
                label=row.label,
                part=row.extra["part"],
                level=level,
                level_label=names.label_of(level, ""),
                meaning=str(row.extra.get(level, "")) if level else "",
            )
        )
    return Matrix(form, tuple(found))


def check(found: Matrix, *, closing: bool = False, key: str = "") -> Iterator[Finding]:
    """Yield what the matrix asks for: missing rows, urgent intervention, doubts about closing.

    Args:
        found: The matrix.
        closing: Whether the officer concludes to close the case (NĐ 56/2017 Điều 30).
        key: The field that the findings are about.
    """
    if found.missing:
        rows = "; ".join(each.label for each in found.missing)
        yield note("AS-6236", key, count=len(found.missing), rows=rows)
    for each in found.rows:
        if each.code == _URGENT_ROW and each.level == "high":
            yield warning("AS-6237", key, row=each.label)
        if closing and each.level and _against_closing(each):
            yield warning("AS-6238", key, row=each.label, level=each.level_label)


def _against_closing(row: MatrixRow) -> bool:
    return row.level != "low" if row.part == "harm" else row.level == "low"
