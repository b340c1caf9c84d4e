"""A list whose rows grow with their words comes to rest, however wide it is."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ansinh_desktop.ui.tables.row_list import RowList
from ansinh_desktop.ui.widgets.window_model import TableColumn, TableRow

COLUMNS = (
    TableColumn("what", "Việc phải làm", 240),
    TableColumn("due", "Hạn", 120),
    TableColumn("left", "Còn lại", 160),
    TableColumn("article", "Căn cứ", 200),
)
LONG = "Đánh giá nguy cơ ban đầu và quyết định biện pháp can thiệp khẩn cấp, tạm thời cách ly"


class Counting(QObject):
    """Counts how often a list is laid out, and ends what would never end."""

    def __init__(self, watched: RowList) -> None:
        super().__init__(watched)
        self.count, self._list = 0, watched
        watched.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        self.count += event.type() == QEvent.Type.Resize
        if self.count > 200:
            self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return False


@pytest.mark.parametrize("rows", [2, 4, 5, 9])
def test_a_list_comes_to_rest_at_every_width(qtbot, rows):
    around = QWidget()
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    made = RowList(COLUMNS, "rows", around, first_fills=True, gives_way=("article",))
    column.addWidget(made)
    column.addStretch(1)
    made.set_rows(
        [TableRow(str(each), {"what": LONG[: 30 + 12 * each], "due": "12/10/2026"}) for each in range(rows)]
    )
    made.show_at_most(4)
    around.show()
    counting = Counting(made)
    for width in range(420, 1000, 3):
        counting.count = 0
        around.resize(width, 500)
        for _ in range(60):
            QApplication.processEvents()
        assert counting.count < 12, width
