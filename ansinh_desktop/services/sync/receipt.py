"""Receipts: what became of the records of a package. They travel as packages do, and answer one.

The head says which package is answered and with how many records of each outcome; a table holds those that were
not simply taken, and the rows that the receiver hands back stand in the same tables as those of a package.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ansinh_desktop import text
from ansinh_desktop.db.exchange.alike import LIKELY, OTHER, SAME
from ansinh_desktop.services.sync.manifest import LONGEST_TEXT
from ansinh_desktop.services.sync.package import RECEIPT_SUFFIX, Package, file_name
from ansinh_desktop.services.sync.reading import NAME_LENGTH, TOKEN
from ansinh_desktop.services.sync.tables import CellError, Column, Row, Table

__all__ = [
    "ALIKE",
    "ASSIGNED",
    "KNOWN",
    "OUTCOMES",
    "RECEIPT_SUFFIX",
    "RESULTS",
    "Outcome",
    "file_name",
    "known",
    "outcomes",
]

RESULTS: Final = {
    "superseded": "Bên nhận có bản mới hơn",
    "concurrent": "Hai bên cùng sửa",
    "rejected": "Trả lại",
}
"""What becomes of a row that is not simply taken, in words."""

SAID: Final = {LIKELY: "Có thể trùng", SAME: "Cùng một người", OTHER: "Khác người"}
"""What the receiving unit says of two people, in words."""

OUTCOMES: Final = Table(
    "outcome",
    "Kết quả từng hồ sơ",
    (
        Column("table", title="Bảng", required=True),
        Column("id", title="Mã", required=True),
        Column("result", title="Kết quả", required=True, labels=RESULTS),
        Column("code", title="Mã lý do", blank=True),
        Column("text", title="Lý do", blank=True),
        Column("todo", title="Việc cần làm", blank=True),
    ),
    primary_key=("table", "id"),
)

KNOWN: Final = Table(
    "known",
    "Dòng mà nơi gửi còn giữ nhưng chưa gửi",
    (Column("table", title="Bảng", required=True), Column("id", title="Mã", required=True)),
    primary_key=("table", "id"),
)
"""Beside a whole package: rows that it does not hold though the sender has them, so that nobody hands them back."""

ALIKE: Final = Table(
    "alike",
    "Người của xã có thể đã có hồ sơ ở xã khác",
    (
        Column("id", title="Mã người của xã", required=True),
        Column("unit", title="Xã kia", required=True),
        Column("said", title="Kết luận", required=True, labels=SAID),
    ),
    primary_key=("id", "unit"),
)
"""People of the commune who may stand with another one, too; nothing is said of the other's person."""

ASSIGNED: Final = Table(
    "assigned",
    "Chỉ tiêu kế hoạch giao cho xã",
    (Column("target", title="Chỉ tiêu", required=True), Column("amount", title="Mức giao", required=True)),
    primary_key=("target",),
)
"""What the receiving unit set for the commune in the place of what the plan asks of the whole province."""

_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")
_CODE = re.compile(r"(AS-[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; ``code``, ``text`` and ``todo`` say why it was not taken."""

    table: str
    id: str
    result: str
    code: str = ""
    text: str = ""
    todo: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        if column := _unsound(self.row()):
            raise ValueError(f"no sound outcome for its {column}: {self}")

    def row(self) -> Row:
        """Return the row of the table."""
        return {each: getattr(self, each) for each in OUTCOMES.column_names}


def outcomes(package: Package) -> Iterator[Outcome]:
    """Yield what became of the rows that were not simply taken; none where a receipt has no such table.

    Raises:
        DataError: AS-5013 the table has other columns, AS-5015 a row is none of ours.
    """
    for row in _sound_rows(package, OUTCOMES):
        yield Outcome(**row)


def known(package: Package) -> Iterator[tuple[str, str]]:
    """Yield table and id of the rows that the sender has and did not send.

    Raises:
        DataError: AS-5013 the table has other columns, AS-5015 a row is none of ours.
    """
    for row in _sound_rows(package, KNOWN):
        yield row["table"], row["id"]


def alike(package: Package) -> Iterator[tuple[str, str, str]]:
    """Yield person, name of the other unit, and what the receiving unit says of people who may be the same.

    Raises:
        DataError: AS-5013 the table has other columns, AS-5015 a row is none of ours.
    """
    if ALIKE.name not in package.tables:
        return
    package.require(ALIKE)
    for number, row in enumerate(package.rows(ALIKE.name), start=1):
        faults = {
            "id": not TOKEN.fullmatch(row["id"]),
            "unit": len(row["unit"]) > NAME_LENGTH or text.clean(row["unit"]) != row["unit"],
            "said": row["said"] not in SAID,
        }
        for column in (each for each, is_fault in faults.items() if is_fault):
            raise package.fault(ALIKE.name, CellError(number, column))
        yield row["id"], row["unit"], row["said"]


def assigned(package: Package) -> Iterator[tuple[str, str]]:
    """Yield target and amount of what the commune was set.

    Raises:
        DataError: AS-5013 the table has other columns, AS-5015 a row is none of ours.
    """
    if ASSIGNED.name not in package.tables:
        return
    package.require(ASSIGNED)
    for number, row in enumerate(package.rows(ASSIGNED.name), start=1):
        faults = {
            "target": not TOKEN.fullmatch(row["target"]),
            "amount": not _AMOUNT.fullmatch(row["amount"]),
        }
        for column in (each for each, is_fault in faults.items() if is_fault):
            raise package.fault(ASSIGNED.name, CellError(number, column))
        yield row["target"], row["amount"]


def _sound_rows(package: Package, table: Table) -> Iterator[dict[str, str]]:
    if table.name not in package.tables:
        return
    package.require(table)
    for number, row in enumerate(package.rows(table.name), start=1):
        if column := _unsound(row):
            raise package.fault(table.name, CellError(number, column))
        yield {each: row[each] for each in table.column_names}


def _unsound(row: Row) -> str:
    """Return the first column whose value is none of ours."""
    faults = {
        "table": not TOKEN.fullmatch(row["table"]),
        "id": not TOKEN.fullmatch(row["id"]),
        "result": row.get("result", "rejected") not in RESULTS,
        "code": not _CODE.fullmatch(row.get("code", "")),
        "text": len(row.get("text", "")) > LONGEST_TEXT,
        "todo": len(row.get("todo", "")) > LONGEST_TEXT,
    }
    return next((column for column, is_fault in faults.items() if is_fault), "")
