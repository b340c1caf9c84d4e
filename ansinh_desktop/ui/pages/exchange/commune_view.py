"""One commune at a receiving unit: its packages, the receipts that were given, and its records by register."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.communes import Commune, CommuneView
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage, button, card
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.small_table import fill_table, make_table

_HEADINGS = ("Gói số", "Nhận lúc", "Hồ sơ", "Kết quả", "Biên nhận")


class CommunePane(QWidget):
    """The commune that was opened.

    Signals:
        left: Back to the list of communes.
        list_asked: The records behind a number are wanted. Carries their query.
    """

    left = Signal()
    list_asked = Signal(object)

    def __init__(self, page: HeadedPage, program: Program, tasks: Tasks) -> None:
        super().__init__(page)
        self._page, self._program, self._tasks = page, program, tasks
        self.unit = ""
        self._view: CommuneView | None = None
        self.back_button = button("Các xã", "arrow-left", self, name="back_to_communes")
        self.back_button.clicked.connect(self.left)
        self.title = QLabel(self)
        self.title.setProperty("tone", "section")
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.said.setWordWrap(True)
        self.table = make_table(self, _HEADINGS, "came_in")
        self.table.setAccessibleName("Các gói đã nhận của xã")
        self._none = QLabel("Xã này chưa gửi gói nào.", self)
        self._none.setProperty("tone", "muted")
        self.receipt_button = button("Ghi lại biên nhận…", "receipt", self, name="write_receipt")
        self.receipt_button.setToolTip("Ghi lại đúng biên nhận đã lập cho gói đang chọn, khi xã làm mất")
        self.receipt_button.clicked.connect(self._choose_folder)
        self.table.currentCellChanged.connect(lambda *_places: self._enable())
        self.doors: dict[str, QPushButton] = {}
        self._side, self._column = card(self)
        self._lay_out()
        keys.action("back", self, self.left.emit)

    def open(self, unit: str) -> None:
        """Show a commune."""
        self.unit = unit
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of it now."""
        unit = self.unit
        self._tasks.run(
            lambda: self._program.exchange.communes.look(unit),
            self._show,
            failed=self._page.say,
            owner=self,
            urgent=True,
        )

    def write_receipt_to(self, folder: Path) -> None:
        """Write the receipt for the current package into a folder once more."""
        line = self.table.currentRow()
        if self._view is None or line < 0:
            return
        package = self._view.packages[line]
        self._tasks.run(
            lambda: self._program.exchange.communes.write_receipt(package.id, folder),
            lambda path: self._page.banner.say(f"Đã ghi lại biên nhận vào {path}. Đưa lại cho xã.", "good"),
            failed=self._page.say,
            owner=self,
            title="Ghi lại biên nhận",
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self.back_button)
        head.addWidget(self.title)
        head.addWidget(self.said, 1)
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        left.addWidget(self._none)
        left.addWidget(self.table, 1)
        left.addWidget(self.receipt_button, 0, Qt.AlignmentFlag.AlignLeft)
        body = QHBoxLayout()
        body.setSpacing(theme.px(16))
        body.addLayout(left, 1)
        self._side.setFixedWidth(theme.px(260))
        body.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addLayout(head)
        column.addLayout(body, 1)

    def _show(self, view: CommuneView) -> None:
        if view.commune.unit != self.unit:
            return
        self._view = view
        self.title.setText(_named(view.commune))
        self.said.setText(_said(view.commune))
        fill_table(
            self.table,
            [
                (
                    f"{each.number:06}",
                    f"{clock.local(each.at):%d/%m/%Y %H:%M}",
                    number(each.records),
                    each.said,
                    each.receipt or "–",
                )
                for each in view.packages
            ],
        )
        self._none.setVisible(not view.packages)
        if view.packages and self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 0)
        self._show_registers(view)
        self._enable()
        (self.table if view.packages else self.back_button).setFocus()

    def _show_registers(self, view: CommuneView) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        heading = QLabel("Hồ sơ theo sổ", self._side)
        heading.setProperty("tone", "section")
        self._column.addWidget(heading)
        self.doors = {}
        for code, title, count in view.registers:
            link = QPushButton(text.literal(f"{title}: {number(count)}"), self._side)
            link.setObjectName(f"door_{code}")
            link.setProperty("role", "link")
            link.setEnabled(count > 0)
            query = ListQuery(code, {"record.unit": (self.unit,)})
            link.clicked.connect(lambda _checked=False, asked=query: self.list_asked.emit(asked))
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.doors[code] = link

    def _enable(self) -> None:
        line = self.table.currentRow()
        known = self._view is not None and 0 <= line < len(self._view.packages)
        receipt = self._view.packages[line].receipt if known and self._view is not None else ""
        self.receipt_button.setEnabled(bool(receipt) and self._program.access.may_all("w"))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để ghi biên nhận")
        if folder:
            self.write_receipt_to(Path(folder))


def _named(commune: Commune) -> str:
    return commune.name if commune.name.endswith(commune.code) else f"{commune.name} · {commune.code}"


def _said(commune: Commune) -> str:
    parts = [f"{number(commune.records)} hồ sơ"]
    if commune.days is not None:
        parts.append(f"gói gần nhất số {commune.number:06}, {ago(commune.days)}")
    if commune.missing:
        numbers = ", ".join(f"{each:06}" for each in commune.missing[:6])
        more = " và các gói khác" if len(commune.missing) > 6 else ""
        parts.append(f"chưa thấy gói {numbers}{more}: hồ sơ đã có ở gói sau")
    if commune.rejected:
        parts.append(f"trả lại {number(commune.rejected)}")
    return " · ".join(parts)


def ago(days: int) -> str:
    """Return how long ago a day was."""
    return "hôm nay" if not days else f"{number(days)} ngày trước"
