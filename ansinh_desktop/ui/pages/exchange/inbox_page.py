"""The first page of a receiving unit: which commune is late, what lies in the folder, what came of each package."""

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import clock, text
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.communes import LATE_AFTER, Commune, PaidIn, PaidMonth
from ansinh_desktop.services.sync.inbox import Arrived, Outcome
from ansinh_desktop.services.sync.package import SUFFIX as PACKAGE
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Task, Tasks
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.exchange.alike_card import AlikeCard
from ansinh_desktop.ui.pages.exchange.cards import CardsCard, CardsPage
from ansinh_desktop.ui.pages.exchange.commune_view import CommunePane
from ansinh_desktop.ui.pages.exchange.communes_band import AgeDelegate, CommunesBand
from ansinh_desktop.ui.pages.exchange.folder_card import FolderCard
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.tables.memory_rows import MemoryRows
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("name", "Xã, phường", 206),
    TableColumn("number", "Gói số", 62),
    TableColumn("at", "Nhận", 62, hint="Ngày nhận gói gần nhất"),
    TableColumn("days", "Tuổi (ngày)", 116),
    TableColumn("missing", "Thiếu", 56, hint="Gói chưa thấy; hồ sơ của chúng đã có ở gói sau"),
    TableColumn("records", "Hồ sơ", 60, numeric=True),
    TableColumn("rejected", "Trả lại", 58, numeric=True),
    TableColumn(
        "given_back",
        "Trả cho xã",
        92,
        numeric=True,
        shown=False,  # until it is asked for: the names of two communes told apart need the room
        hint="Hồ sơ xã đã mất, gửi lại cho xã kèm biên nhận",
    ),
    TableColumn("paid", "Chi tháng", 128, numeric=True, hint="Tiền của tháng xã đã chốt và đã gửi, đồng"),
)
_NEVER = 1_000_000


class _Line(NamedTuple):
    """One commune in the list, with what it paid in the month that is shown."""

    commune: Commune
    paid: PaidIn | None


_KEYS: dict[str, Callable[["_Line"], int | str]] = {
    "name": lambda each: text.text_sort_key(each.commune.name),
    "number": lambda each: each.commune.number,
    "at": lambda each: each.commune.at.isoformat() if each.commune.at else "",
    "days": lambda each: _NEVER if each.commune.days is None else each.commune.days,
    "missing": lambda each: len(each.commune.missing),
    "records": lambda each: each.commune.records,
    "rejected": lambda each: each.commune.rejected,
    "given_back": lambda each: each.commune.given_back,
    "paid": lambda each: each.paid.amount if each.paid else -1,
}
_PARTS: dict[str, Callable[[Commune], bool]] = {
    "late": lambda each: each.is_late,
    "missing": lambda each: bool(each.missing),
    "rejected": lambda each: each.rejected > 0,
    "given_back": lambda each: each.given_back > 0,
}
_PART_WORDS = {
    "late": f"chậm quá {LATE_AFTER} ngày",
    "missing": "thiếu gói ở giữa",
    "rejected": "có hồ sơ bị trả lại",
    "given_back": "đã được trả lại hồ sơ",
}
_TWO_LISTS = "Hai máy của xã chốt tháng này riêng, danh sách khác nhau: xã phải giữ một"
_DAYS = next(place for place, each in enumerate(_COLUMNS) if each.key == "days")
_WIDE = 1000
"""The width of the page, at 100 %, from which folder and cards stand beside the list."""
_SIDE = 300


class InboxPage(CardsPage):
    """The communes of a receiving unit.

    Signals:
        changed: Records came in, so that counts are others.
        list_asked: The records behind a number are wanted. Carries their query.
    """

    changed = Signal()
    list_asked = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Nhận gói", "nhan-goi", program, parent)
        self._tasks = tasks
        self._may_take = program.access.may_all("w")
        self._every: list[Commune] = []
        self._paid = PaidMonth()
        self._part = ""
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.receive_button = button("Nhận gói từ USB…", "usb", self, name="receive")
        self.all_button = button("", "inbox", self, primary=True, name="receive_all")
        self.band = CommunesBand(self)
        self.table = VirtualTable(_COLUMNS, tasks, self, counted="đơn vị")
        self.table.view.setObjectName("communes")
        self.table.view.setAccessibleName("Các xã gửi gói")
        self._ages = AgeDelegate(self.table.view)
        self.table.view.setItemDelegateForColumn(_DAYS, self._ages)
        self.part_button = QPushButton(self)
        self.part_button.setObjectName("whole_list")
        self.folder = FolderCard(self)
        self.alike = AlikeCard(program, tasks, self)
        self.cards = CardsCard(self, program, "Thẻ đơn vị", "Nhận thẻ của xã…", "Ghi thẻ của đơn vị…")
        self.trust_button, self.own_card_button = self.cards.trust_button, self.cards.own_button
        self.log = QListWidget(self)
        self.commune = CommunePane(self, program, tasks)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._show_folder(None, ())

    def refresh(self) -> None:
        exchange = self._program.exchange
        self._tasks.run(
            lambda: (exchange.communes.all(), exchange.cards.own().fingerprint),
            lambda found: self._show(*found),
            failed=self.say,
            owner=self,
        )
        self.alike.refresh()
        if self._may_take:
            self.look_at_folder()
        if self._stack.currentWidget() is self.commune:
            self.commune.refresh()

    def take_focus(self) -> None:
        if self._stack.currentWidget() is self.commune:
            self.commune.table.setFocus()
        else:
            self.table.choose_first()

    def go_back(self) -> None:
        """Show the list of communes, all of them."""
        self._part = ""
        self._to_list()

    def look_at_folder(self) -> None:
        """Show what lies in the folder now."""
        inbox = self._program.exchange.inbox
        self._tasks.run(
            lambda: (inbox.folder(), inbox.look()),
            lambda found: self._show_folder(*found),
            failed=self._say_of_folder,
            owner=self,
        )

    def watch(self, folder: Path) -> None:
        """Watch another folder from now on."""
        self._tasks.run(
            lambda: self._program.exchange.inbox.watch(folder),
            lambda _none: self.look_at_folder(),
            failed=self.say,
            owner=self,
        )

    def receive_all(self) -> None:
        """Take in all that lies in the folder; what cannot be taken goes aside."""
        if self.folder.to_sort():
            self._receive(self.folder.to_sort(), sort_away=True)

    def receive(self, paths: Sequence[Path]) -> None:
        """Take packages in, one after another; each has its own outcome, its receipt lies beside it."""
        self._receive(paths, sort_away=False)

    def take_file(self, file: Path) -> bool:
        if file.suffix.lower() == PACKAGE and self._may_take:
            self.receive([file])
            return True
        return super().take_file(file)

    def open_commune(self, unit: str) -> None:
        """Show one commune with its packages."""
        self._stack.setCurrentWidget(self.commune)
        self.commune.open(unit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put folder and cards beside the list, or below it where there is less room."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= theme.px(_WIDE))

    # Inside

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.said)
        for each in (self.receive_button, self.all_button):
            self.head.addWidget(each)
        self.log.setObjectName("outcomes")
        self.log.setWordWrap(True)
        self.log.setAccessibleName("Kết quả lần nhận vừa rồi")
        self.log.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.log.setFixedHeight(theme.px(104))
        self.log.hide()
        self.part_button.setProperty("role", "small")
        self.part_button.hide()
        left = QVBoxLayout()
        left.setSpacing(theme.px(6))
        left.addWidget(self.part_button)
        left.addWidget(self.table, 1)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.setSpacing(theme.px(16))
        self._side.addWidget(self.folder, 1)
        self._side.addWidget(self.cards)
        main = QWidget(self)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(theme.px(16))
        self._split.addLayout(left, 3)
        self._split.addLayout(self._side, 1)
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.band)
        column.addWidget(self.alike)
        column.addLayout(self._split, 1)
        column.addWidget(self.log)
        main.setProperty("role", "page")
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(main)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.commune)
        self.body.addWidget(self._stack, 1)
        self.table.set_empty(
            "inbox",
            "Chưa có thẻ của xã nào",
            "Nhận thẻ của xã thì mới nhận được gói của xã đó.",
        )

    def _arrange(self, *, wide: bool) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._split.setDirection(across if wide else down)
        self._side.setDirection(down if wide else across)
        self.table.setMinimumHeight(theme.px(160 if wide else 280))
        self.folder.setMinimumHeight(theme.px(0 if wide else 230))
        width = theme.px(_SIDE) if wide else 16_777_215
        for each in (self.folder, self.cards):
            each.setMaximumWidth(width)
            each.setMinimumWidth(theme.px(_SIDE if wide else 200))

    def _connect(self) -> None:
        self.table.opened.connect(self.open_commune)
        self.alike.failed.connect(self.say)
        self.band.asked.connect(self._show_part)
        self.part_button.clicked.connect(lambda: self._show_part(""))
        self.receive_button.clicked.connect(self._choose_packages)
        self.all_button.clicked.connect(self.receive_all)
        self.folder.look_asked.connect(self.look_at_folder)
        self.folder.choose_asked.connect(self._choose_folder)
        self.commune.left.connect(self._to_list)
        self.commune.list_asked.connect(self.list_asked)
        for each in (self.receive_button, self.folder.choose_button):
            each.setEnabled(self._may_take)
            each.setToolTip("" if self._may_take else "Cần quyền sửa ở mọi sổ mới nhận được gói.")

    def _show(self, communes: list[Commune], digits: str) -> None:
        self._every = communes
        own = self._program.office
        self.said.setText(f"{own.name} · {number(len(communes))} đơn vị")
        self.band.show_communes(communes)
        self.cards.said.setText(f"Dãy số của thẻ mình, để các xã đối chiếu: {digits}")
        self._fill()
        # Lists of thousands of people are read for it: the communes need not wait for that.
        self._tasks.run(self._program.exchange.communes.paid, self._fill, failed=self.say, owner=self)

    def _fill(self, paid: PaidMonth | None = None) -> None:
        """Show the communes that were asked for, with what was paid."""
        self._paid = paid or self._paid
        self._ages.longest = max((each.days or 0 for each in self._every), default=0)
        shown = [each for each in self._every if not self._part or _PARTS[self._part](each)]
        self.part_button.setVisible(bool(self._part))
        self.part_button.setText(f"Chỉ xã {_PART_WORDS.get(self._part, '')} · hiện tất cả")
        lines = [_Line(each, self._paid.of.get(each.unit)) for each in shown]
        self.table.set_source(MemoryRows(lines, _row, _KEYS), keep=True)
        month = self._paid.month
        self.table.model.name_column("paid", _heading(month))
        self.table.set_sum(_sums(lines, month))

    def _show_part(self, part: str) -> None:
        self._part = part
        if part == "given_back":
            self.table.show_column(part, shown=True)
        self._fill()
        self.table.setFocus()

    def _to_list(self) -> None:
        self._stack.setCurrentIndex(0)
        self.refresh()
        self.table.setFocus()

    def _show_folder(self, folder: Path | None, found: Sequence[Arrived]) -> None:
        self.folder.show_folder(folder, found)
        waiting = len(self.folder.waiting())
        self.all_button.setText(
            theme.beside_icon(f"Nhận tất cả {number(waiting)} gói đang chờ" if waiting else "Nhận tất cả")
        )
        able = self._may_take and bool(self.folder.to_sort())
        self.all_button.setEnabled(able)
        self.all_button.setToolTip("" if able else "Chưa có gói nào trong thư mục nhận.")

    def _say_of_folder(self, error: Exception) -> None:
        self._show_folder(None, ())
        self.say(error)

    def _choose_packages(self) -> None:
        found, _ = QFileDialog.getOpenFileNames(self, "Chọn các gói", "", "Gói dữ liệu (*.agpkg)")
        if found:
            self.receive([Path(each) for each in found])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn thư mục mà gói của các xã được chép vào")
        if folder:
            self.watch(Path(folder))

    def _receive(self, paths: Sequence[Path], *, sort_away: bool) -> None:
        outcomes: list[Outcome] = []
        begun: list[Task] = []
        self.all_button.setEnabled(False)
        task = self._tasks.run_steps(
            lambda: self._program.exchange.inbox.receive(
                paths,
                outcomes,
                sort_away=sort_away,
                stopped=lambda: any(each.stop.is_set() for each in begun),
            ),
            lambda _done: self._received(outcomes, len(paths)),
            failed=partial(self._failed, outcomes, len(paths)),
            owner=self,
            title="Nhận gói",
        )
        begun.append(task)
        task.cancelled.connect(lambda: self._received(outcomes, len(paths)))
        self.progress.follow(task)

    def _failed(self, outcomes: list[Outcome], count: int, error: Exception) -> None:
        self._received(outcomes, count)
        self.say(error)

    def _received(self, outcomes: list[Outcome], count: int) -> None:
        taken = sum(each.taken for each in outcomes)
        stopped = " Đã dừng; gói chưa nhận vẫn nằm nguyên." if len(outcomes) < count else ""
        good = taken == count
        self.banner.say(f"Đã nhận {taken} trên {count} gói.{stopped}", "good" if good else "warning")
        self.log.clear()
        for each in outcomes:
            item = QListWidgetItem(f"{each.name}: {each.said}", self.log)
            sign, tone = ("circle-check", "good") if each.taken else ("circle-x", "error")
            item.setIcon(icon(sign, theme.tone(tone)[0]))
            item.setToolTip(item.text())
        self.log.setVisible(bool(outcomes))
        self.refresh()
        if taken:
            self.changed.emit()


def _heading(month: str) -> str:
    if not month:
        return "Chi tháng"
    this_year = month.startswith(f"{clock.today():%Y}")
    return f"Chi tháng {int(month[5:])}" if this_year else f"Chi {month[5:]}/{month[:4]}"


def _sums(lines: Sequence[_Line], month: str) -> str:
    """Return in words what some communes hold together, and what they paid."""
    records = f"{number(sum(each.commune.records for each in lines))} hồ sơ"
    paid = [each.paid for each in lines if each.paid is not None and each.paid.lists == 1]
    if not paid:
        return records
    amount = number(sum(each.amount for each in paid))
    return f"{records} · {number(len(paid))} đơn vị đã gửi số tháng {month[5:]}/{month[:4]}: {amount} đồng"


def _row(line: _Line) -> TableRow:
    each = line.commune
    return TableRow(
        each.unit,
        {
            "name": each.name,
            "number": f"{each.number:06}" if each.number else "–",
            "at": _day(each.at) if each.at else "–",
            "days": _age(each),
            "missing": Face(f"{len(each.missing)} gói", tone="note") if each.missing else "",
            "records": number(each.records),
            "rejected": Face(number(each.rejected), tone="warning") if each.rejected else "",
            "given_back": number(each.given_back) if each.given_back else "",
            "paid": _money(line.paid),
        },
    )


def _day(at: datetime.datetime) -> str:
    """Return a day of this year without it, and of another one without the day."""
    day = clock.local(at).date()
    return f"{day:%d/%m}" if day.year == clock.today().year else f"{day:%m/%Y}"


def _money(paid: PaidIn | None) -> Face | str:
    if paid is None:
        return Face("–", hint="Chưa gửi số của tháng này")
    if paid.lists > 1:
        return Face(f"{paid.lists} danh sách", tone="warning", hint=_TWO_LISTS)
    return Face(number(paid.amount), hint=f"{number(paid.people)} người")


def _age(each: Commune) -> Face:
    if each.days is None:
        return Face("chưa gửi", "circle-x", "error", "Xã này chưa gửi gói nào")
    words = number(each.days)
    if each.is_late:
        return Face(words, "circle-x", "error", f"Chậm quá {LATE_AFTER} ngày: nên gọi cho xã")
    return Face(words, "triangle-alert", "warning") if each.days > LATE_AFTER // 2 else Face(words)
