"""Who would stand in a list and does not, told above its preview: who, and why; Enter opens the record."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.findings import Level
from ansinh_desktop.services.listing import LeftOut
from ansinh_desktop.ui.tables.list_card import ListCard
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("who", "Người", 210),
    TableColumn("number", "Mã hồ sơ", 170),
    TableColumn("why", "Vì sao không có trong danh sách", 420),
)
_MOST_SHOWN = 4


class LeftOutCard(ListCard):
    """The people left out of a list; hidden where there are none.

    Signals:
        opened: A record was opened. Carries its id.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        words = "Người không có trong danh sách"
        super().__init__(_COLUMNS, "left_out", words, "khong-co-trong-danh-sach", parent)
        self._items: dict[str, LeftOut] = {}
        self.show_sign("triangle-alert", "warning")
        self.table.opened.connect(self.opened)

    def show_people(self, people: Sequence[LeftOut]) -> None:
        """Show who is left out; nothing where nobody is."""
        self._items = {each.record_id: each for each in people}
        self.said.setText(
            f"{len(people)} người không có trong danh sách này. Xem từng người trước khi in; Enter mở hồ sơ."
        )
        self.table.set_rows([_row(each) for each in people])
        self.table.show_at_most(_MOST_SHOWN)
        self.tell(self.table.current_key())
        self.setVisible(bool(people))

    def whole(self, key: str) -> str:
        found = self._items.get(key)
        return f"{found.why.text} {found.why.todo}" if found else ""


def _row(each: LeftOut) -> TableRow:
    named = "" if each.who == each.number else each.who
    face = Face(each.why.text, tone="error" if each.why.level is Level.ERROR else "warning")
    return TableRow(each.record_id, {"who": named, "number": each.number, "why": face})
