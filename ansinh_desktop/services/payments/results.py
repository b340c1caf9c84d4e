"""What the payer answers: a list of people who were not paid, matched with the closed list of the month."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock, dates, text
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import wording
from ansinh_desktop.services import later
from ansinh_desktop.services.importer.sheets import Cell
from ansinh_desktop.services.payments.lines import CARRIED, PAID, STOPPED, Line
from ansinh_desktop.services.payments.months import MonthView

_HEADINGS: Mapping[str, frozenset[str]] = {
    "number": frozenset({"ma ho so", "so ho so", "ma", "ho so"}),
    "personal_id": frozenset(
        {
            "so dinh danh",
            "so dinh danh ca nhan",
            "so cccd",
            "cccd",
            "so cmnd",
            "cmnd",
            "cccd cmnd",
            "so giay to",
        }
    ),
    "name": frozenset({"ho va ten", "ho ten", "ho ten nguoi huong", "ten"}),
    "birth": frozenset({"ngay sinh", "nam sinh", "ngay thang nam sinh"}),
    "hamlet": frozenset({"ap", "ap khom", "khom", "thon", "to dan pho", "dia chi", "ap khu vuc"}),
    "said": frozenset({"trang thai", "ket qua", "trang thai chi tra"}),
    "receiver": frozenset(
        {"nguoi nhan", "nguoi nhan thay", "ho ten nguoi nhan", "nguoi ky nhan", "ho ten nguoi nhan thay"}
    ),
    "receiver_id": frozenset(
        {"so giay to nguoi nhan", "so dinh danh nguoi nhan", "so cccd nguoi nhan", "cccd nguoi nhan"}
    ),
    "note": frozenset({"ly do", "ly do chua tra", "ly do chua nhan", "ghi chu"}),
}
_NAMING = frozenset({"number", "personal_id", "name"})
_TOTALS = frozenset({"cong", "tong"})
_DIGITS = 12


@dataclass(frozen=True)
class Said:
    """One row of the file."""

    row: int
    """As a spreadsheet counts."""
    outcome: str
    note: str
    number: str = ""
    personal_id: str = ""
    name: str = ""
    birth: str = ""
    hamlet: str = ""
    receiver: str = ""
    """Who signed for the money."""
    receiver_id: str = ""

    @property
    def names_somebody(self) -> bool:
        """Whether it is no blank row and no total."""
        total = text.fold(self.name).split(" ")[0] in _TOTALS
        return bool(self.number or self.personal_id or (self.name and not total))

    def note_for(self, line: Line) -> str:
        """Return what is written down beside the outcome: the reason, or who received in whose place."""
        other = text.fold(self.receiver)
        if self.outcome != PAID or not other or other == text.fold(line.full_name):
            return self.note
        return "; ".join(filter(None, (received_by(self.receiver, self.receiver_id, line), self.note)))

    def is_about(self, line: Line) -> bool:
        """Whether a row of the file names the person of a line."""
        if self.number:
            return text.fold(self.number) == text.fold(line.number)
        if self.personal_id:
            return self.personal_id == line.personal_id
        return (
            text.fold(self.name) == text.fold(line.full_name)
            and _same_birth(self.birth, line.birth_date or "")
            and (not self.hamlet or text.fold(line.hamlet or "") in text.fold(self.hamlet))
        )


def received_by(receiver: str, receiver_id: str, line: Line) -> str:
    """Return in words that another received the money, and whether the record names them as authorised."""
    named = (line.payee or "").split(", ")[0]
    known = text.fold(named) == text.fold(receiver)
    who = f"{receiver} ({receiver_id})" if receiver_id else receiver
    return f"Nhận thay: {who}" if known else f"Nhận thay, hồ sơ chưa ghi ủy quyền: {who}"


def read(file: Path) -> list[Said]:
    """Read a list of people who were not paid, of any kind that spreadsheets write.

    Raises:
        UserError: It cannot be read, names nobody, or says something that is not understood.
    """
    for sheet in later.read_workbook(file).sheets:
        for place, row in enumerate(sheet.rows):
            columns = _columns(row)
            if columns.keys() & _NAMING:
                said = [
                    _said(columns, each, at) for at, each in enumerate(sheet.rows[place + 1 :], place + 2)
                ]
                return [each for each in said if each.names_somebody]
    raise UserError("AS-4221", name=file.name)


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        heading = text.fold(cell) if isinstance(cell, str) else ""
        for key, names in _HEADINGS.items():
            if heading in names:
                found.setdefault(key, column)
    return found


def _said(columns: Mapping[str, int], row: Sequence[Cell], at: int) -> Said:
    cells = {key: row[column] if column < len(row) else None for key, column in columns.items()}
    name = str(cells.get("name") or "").partition("\n")[0]  # our own list says more below the name
    shown = {key: text.clean(str(cell)) if cell is not None else "" for key, cell in cells.items()}
    digits = re.sub(r"\D", "", shown.get("personal_id", "").removesuffix(".0"))
    return Said(
        row=at,
        outcome=_outcome(shown.get("said", ""), at),
        note=shown.get("note", ""),
        number=shown.get("number", ""),
        personal_id=digits.zfill(_DIGITS) if len(digits) > _DIGITS - 3 else digits,
        name=text.clean(name),
        birth=_birth(cells.get("birth")),
        hamlet=shown.get("hamlet", ""),
        receiver=shown.get("receiver", ""),
        receiver_id=shown.get("receiver_id", "").removesuffix(".0"),
    )


def _outcome(said: str, row: int) -> str:
    """Return what the payer says became of somebody; who only stands in the list was not paid."""
    words = text.fold(said)
    if not words:
        return CARRIED
    if words.startswith(("chua", "khong")):
        return STOPPED if "dung" in words.split() else CARRIED
    if words.startswith("da "):
        return PAID
    raise UserError("AS-4222", row=row, said=said)


def _birth(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.date):
        return f"{cell:%Y-%m-%d}"
    try:
        return dates.read_partial_date(text.clean(str(cell)).removesuffix(".0"), clock.today()).iso
    except ValueError:
        return "?"  # nobody was born then: the row matches nobody, and is told


def _same_birth(said: str, known: str) -> bool:
    plain = known.lstrip("~")
    return not said or (bool(plain) and (said.startswith(plain) or plain.startswith(said)))


def matched(said: Sequence[Said], view: MonthView) -> dict[str, tuple[str, str]]:
    """Return what became of whom, by record: outcome and reason.

    Raises:
        UserError: A row names nobody of the list, or more than one, or two rows name one person.
    """
    found: dict[str, tuple[str, str]] = {}
    unknown: list[int] = []
    twice: list[int] = []
    for each in said:
        lines = [line for line in view.lines if each.is_about(line)]
        if len(lines) != 1:
            unknown.append(each.row)
        elif lines[0].record_id in found:
            twice.append(each.row)
        else:
            found[lines[0].record_id] = (each.outcome, each.note_for(lines[0]))
    if unknown:
        raise UserError("AS-4220", rows=_rows(unknown), month=wording.month(view.day))
    if twice:
        raise UserError("AS-4223", rows=_rows(twice))
    return found


def _rows(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
