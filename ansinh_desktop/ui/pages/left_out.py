"""Who would stand in a list and does not, told above its preview: who, and why; Enter opens the record."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ansinh_desktop.findings import Level
from ansinh_desktop.services.listing import LeftOut
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.tables.row_list import RowList
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("who", "Người", 210),
    TableColumn("number", "Mã hồ sơ", 170),
    TableColumn("why", "Vì sao không có trong danh sách", 420),
)
_MOST_SHOWN = 4


class LeftOutCard(QFrame):
    """The people left out of a list; hidden where there are none.

    Signals:
        opened: A record was opened. Carries its id.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("help_anchor", "khong-co-trong-danh-sach")
        self._items: dict[str, LeftOut] = {}
        sign, self.said = QLabel(self), QLabel(self)
        sign.setPixmap(icon("triangle-alert", theme.tone("warning")[0]).pixmap(theme.px(16)))
        self.said.setWordWrap(True)
        self.table = RowList(_COLUMNS, "left_out", self)
        self.table.setAccessibleName("Người không có trong danh sách")
        self.table.opened.connect(self.opened)
        self.detail = QLabel(self)
        self.detail.setProperty("tone", "small")
        self.detail.setWordWrap(True)
        self.table.chosen.connect(self._tell)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(sign)
        head.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self.table)
        column.addWidget(self.detail)
        self.hide()

    def show_people(self, people: Sequence[LeftOut]) -> None:
        """Show who is left out; nothing where nobody is."""
        self._items = {each.record_id: each for each in people}
        self.said.setText(
            f"{len(people)} người không có trong danh sách này. Xem từng người trước khi in; Enter mở hồ sơ."
        )
        self.table.set_rows([_row(each) for each in people])
        self.table.show_at_most(_MOST_SHOWN)
        self._tell(self.table.current_key())
        self.setVisible(bool(people))

    def _tell(self, key: str) -> None:
        found = self._items.get(key)
        self.detail.setText(f"{found.why.text} {found.why.todo}" if found else "")


def _row(each: LeftOut) -> TableRow:
    named = "" if each.who == each.number else each.who
    face = Face(each.why.text, tone="error" if each.why.level is Level.ERROR else "warning")
    return TableRow(each.record_id, {"who": named, "number": each.number, "why": face})
