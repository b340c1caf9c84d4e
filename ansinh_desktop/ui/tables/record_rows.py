"""The records of a register as rows of a list."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Kind, Value
from ansinh_desktop.registers.field import MASK
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import FOUND, FOUND_LEVEL
from ansinh_desktop.services.listing import NAMES, TELLING, Listing, ListQuery, ListRow, sortable
from ansinh_desktop.services.sending import SENT_LABELS, SentKind
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.window_model import Cell, Face, TableColumn, TableRow

MASKED = "masked"
"""A cell that no column shows: the record's name is hidden."""

_ALWAYS = ("record.number", "record.name_or_number", "record.draft")
_NO_COLUMNS = frozenset(
    {
        "paper.blank",
        "person.full_name",
        "person.birth_male",
        "person.birth_female",
        "record.review",  # only filtered by: what there is to look at stands in a column of its own
        FOUND_LEVEL,
    }
)
_HIDDEN = Face(MASK, "", "muted", "Hồ sơ mật: mở hồ sơ để xem")
_SECRET = Face(MASK, "", "muted", "Mục mật: mở hồ sơ, bấm Hiện và ghi lý do")
_SENT_SIGNS = {
    SentKind.NOT_SENT: ("circle", "muted"),
    SentKind.EXPORTED: ("package", "note"),
    SentKind.CONFIRMED: ("circle-check", "good"),
    SentKind.RETURNED: ("undo-2", "warning"),
    SentKind.RECEIVED: ("inbox", "muted"),
}
_WIDTHS: Mapping[type[Kind], int] = {
    kinds.Name: 156,
    kinds.PartialDate: 90,
    kinds.Date: 96,
    kinds.Month: 84,
    kinds.Moment: 124,
    kinds.Whole: 72,
    kinds.Decimal: 60,
    kinds.Money: 104,
    kinds.YesNo: 72,
    kinds.CitizenId: 116,
    kinds.Phone: 100,
}
_WIDTHS_BY_NAME = {
    "record.name_or_number": 156,
    "record.number": 150,
    "record.state": 128,
    "record.sent": 128,
    FOUND: 284,
    "record.unit": 206,  # two communes of one name are told apart by what stands last
    "person.sex": 72,
    "person.hamlet": 100,
    "person.birth_year": 72,
    "age": 64,
}
_USUAL_WIDTH = 126


class RecordRows:
    """A list as filtered and ordered, with the columns that are shown."""

    def __init__(self, listing: Listing, query: ListQuery, sources: Sequence[str]) -> None:
        self._listing = listing
        self.query = query
        weighed = (FOUND_LEVEL,) if FOUND in sources else ()
        self.sources = tuple(dict.fromkeys((*sources, *_ALWAYS, *weighed)))

    def count(self) -> int:
        """Return how many records there are."""
        return len(self._numbers)

    def rows(self, first: int, count: int) -> list[TableRow]:
        """Return the rows from ``first`` on."""
        numbers = self._numbers[first : first + count]
        return [self._row(each) for each in self._listing.page(self.query.register, numbers, self.sources)]

    def come_to(self, money: str | None, first: int, count: int) -> tuple[set[str], int]:
        """Return of whom some of the rows are, by id, and what they come to in a column of money."""
        rows, register = self._numbers[first : first + count], self.query.register
        amount = self._listing.amount(register, rows, money) if money is not None else 0
        return self._listing.people(register, rows), amount

    def whole(self) -> int:
        """Return how many records the whole register has, whatever the list is narrowed by."""
        return self._listing.counts()[self.query.register]

    def ordered(self, column: str, *, descending: bool) -> "RecordRows":
        """Return the same records in the order of a column."""
        query = replace(self.query, order_by=column, descending=descending)
        return RecordRows(self._listing, query, self.sources)

    def places_of(self, records: Sequence[str]) -> list[int]:
        """Return where some records stand in the list, from the top; those that do not are left out."""
        wanted = self._listing.numbers(self.query.register, records)
        return [place for place, each in enumerate(self._numbers) if each in wanted]

    def place_of(self, record_id: str) -> int:
        """Return where a record stands in the list; -1 where it does not."""
        return self._listing.place(self._numbers, record_id)

    @cached_property
    def _numbers(self) -> "array[int]":
        return self._listing.rows(self.query)

    def _row(self, row: ListRow) -> TableRow:
        texts = dict(zip(self.sources, row.texts, strict=True))
        values = dict(zip(self.sources, row.values, strict=True))
        masked = texts["record.name_or_number"] == texts["record.number"]
        cells: dict[str, Cell] = dict(texts)
        if "record.sent" in texts:
            cells["record.sent"] = _sent_face(texts["record.sent"])
        if texts.get(FOUND):
            cells[FOUND] = _found_face(texts[FOUND], values[FOUND_LEVEL])
        for name in NAMES & texts.keys():
            shown = texts["record.name_or_number"] if masked else texts[name]
            cells[name] = _name_face(shown, draft=bool(values["record.draft"]), masked=masked)
        known = catalog.register(self.query.register).sources
        cells |= {name: _SECRET for name in texts if name in known and known[name].masked}
        if masked:
            cells |= dict.fromkeys(TELLING & texts.keys(), _HIDDEN)
        cells[MASKED] = "1" if masked else ""
        return TableRow(row.record_id, cells)


def columns_of(register: Register, *, consolidated: bool = False) -> list[TableColumn]:
    """Return a column for everything that the register knows; those it lists stand first and are shown.

    Args:
        register: The register.
        consolidated: Whether records of many communes stand in it: then each says whose it is.
    """
    listed = [name for name in register.listed if name != "record.sent"] if consolidated else register.listed
    if consolidated:
        listed = [*listed[:1], "record.unit", *listed[1:]]
    names = [*listed, *(name for name in register.sources if name not in listed)]
    hidden = {key for key, field in register.fields.items() if field.hidden}
    left_out = (_NO_COLUMNS | hidden) - set(register.listed)
    return [_column(register, name, shown=name in listed) for name in names if name not in left_out]


def _column(register: Register, name: str, *, shown: bool) -> TableColumn:
    source = register.sources[name]
    kind = source.kind
    return TableColumn(
        name,
        source.label,
        _WIDTHS_BY_NAME.get(name) or _WIDTHS.get(type(kind), _USUAL_WIDTH),
        numeric=kind.numeric,
        shown=shown,
        sortable=sortable(register, name),
    )


def _sent_face(text: str) -> Face:
    for kind, label in SENT_LABELS.items():
        if text.startswith(label):
            sign, tone = _SENT_SIGNS[kind]
            return Face(text, sign, tone)
    return Face(text, *_SENT_SIGNS[SentKind.RECEIVED])


def _found_face(text: str, weight: Value) -> Face:
    level = list(Level)[weight if isinstance(weight, int) else 0]
    return Face(text, theme.LEVEL_ICONS[level], str(level))


def _name_face(text: str, *, draft: bool, masked: bool) -> Face:
    if draft:
        return Face(text, "square-pen", "warning", f"{text}: bản nháp, còn chỗ phải bổ sung")
    if masked:
        return Face(text, "lock", "muted", "Hồ sơ mật: danh sách chỉ ghi mã số")
    return Face(text)
