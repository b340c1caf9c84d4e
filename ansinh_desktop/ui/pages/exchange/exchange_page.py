"""Sending: what the next package carries, what came of the others, what was not taken, what has to be chosen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.outgoing import Answered, Exported, ReceiptLook
from ansinh_desktop.services.sync.package import RECEIPT_SUFFIX, SUFFIX, TRANSFER_MARK
from ansinh_desktop.services.sync.standing import Sent, Standing
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.conflicts import ConflictsDialog
from ansinh_desktop.ui.dialogs.receipt import ReceiptDialog
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.exchange.cards import CardsCard, CardsPage
from ansinh_desktop.ui.pages.exchange.not_taken_list import NotTakenList
from ansinh_desktop.ui.pages.exchange.peers_tab import PeersTab
from ansinh_desktop.ui.pages.exchange.waiting_card import WaitingCard
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.room import Room, RoomTabs
from ansinh_desktop.ui.transfers.box import TransfersBox
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.small_table import fill_table, make_table

_HEADINGS = ("Gói số", "Ngày xuất", "Hồ sơ", "Tình trạng", "Tệp")


class ExchangePage(CardsPage):
    """The commune's side.

    Signals:
        list_asked: The records behind a number are wanted. Carries their query.
        case_asked: A record is to be opened. Carries its id and its register.
        changed: Records came back, or were chosen between, so that counts are others.
    """

    list_asked = Signal(object)
    case_asked = Signal(str, str)
    changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Gửi – nhận", "gui-nhan", program, parent)
        self._tasks = tasks
        self._room = Room(self)
        self.waiting = WaitingCard(self._room.inside)
        self.cards = CardsCard(
            self, program, "Đơn vị nhận và thẻ đơn vị", "Nhận thẻ đơn vị nhận…", "Ghi thẻ của xã…"
        )
        self.trust_button, self.own_card_button = self.cards.trust_button, self.cards.own_button
        self.export_button = button("Xuất gói gửi lên…", "upload", self, primary=True, name="export")
        self.receipt_button = button("Nhận biên nhận…", "inbox", self, name="receipt")
        self.conflicts = _ConflictsCard(self._room.inside)
        self.not_taken = NotTakenList(self, program, tasks)
        self.tabs = RoomTabs(self._room.inside)
        self.tabs.addTab(self.not_taken, "Chưa được nhận")
        self.tabs.addTab(self._packages_tab(), "Các gói đã xuất")
        self.tabs.addTab(self._cards_tab(), "Thẻ đơn vị")
        self.transfers = TransfersBox(program, tasks, self)
        self.transfers.changed.connect(self.changed)
        self.tabs.addTab(self.transfers, "Chuyển giữa hai xã")
        self.peers = PeersTab(self, program, tasks)
        self._may_all = program.access.may_all("x")
        self._may_some()
        self._standing: Standing | None = None
        self._lay_out()
        self.export_button.clicked.connect(self._export)
        self.receipt_button.clicked.connect(self._choose_receipt)
        self.conflicts.button.clicked.connect(self.open_conflicts)
        self.waiting.list_asked.connect(self.list_asked)
        self.not_taken.case_asked.connect(self.case_asked)
        self.peers.changed.connect(self.refresh)
        self.peers.changed.connect(self.changed)

    def refresh(self) -> None:
        self.transfers.refresh()
        self._tasks.run(self._program.exchange.standing, self._show, failed=self.say, owner=self)
        if self._may_all:
            self.peers.refresh()

    def take_file(self, file: Path) -> bool:
        suffix = file.suffix.lower()
        if suffix == RECEIPT_SUFFIX:
            self._look_at_answer(file)
        elif suffix == SUFFIX:
            moves = TRANSFER_MARK in file.stem
            self.tabs.setCurrentWidget(self.transfers if moves else self.peers)
            if moves:
                self.transfers.look(str(file))
            else:
                self.peers.look(file)
        else:
            return super().take_file(file)
        return True

    def export_to(self, folder: Path) -> None:
        """Write the next package into a folder."""
        task = self._tasks.run_counting(
            lambda step: self._program.outgoing.export(folder, step),
            self._exported,
            failed=self.say,
            owner=self,
            title="Xuất gói",
        )
        self.follow_work(task)

    def look_at_receipt(self, path: Path) -> None:
        """Show what a receipt would do, and ask whether it is to be taken in."""
        task = self._tasks.run(
            lambda: self._program.outgoing.look_at_receipt(path),
            lambda look: self._ask_receipt(path, look),
            failed=self.say,
            owner=self,
            title="Đọc biên nhận",
            urgent=True,
        )
        self.follow_work(task)

    def _look_at_answer(self, path: Path) -> None:
        """Take a receipt for one of the receiving unit; where it is none, for the answer of another commune."""
        task = self._tasks.run(
            lambda: self._program.outgoing.look_at_receipt(path),
            lambda look: self._ask_receipt(path, look),
            failed=lambda error: self.transfers.take_answer(str(path), otherwise=lambda: self.say(error)),
            owner=self,
            title="Đọc biên nhận",
            urgent=True,
        )
        self.follow_work(task)

    def take_receipt(self, path: Path) -> None:
        """Take in the answer of the receiving unit."""
        task = self._tasks.run_counting(
            lambda step: self._program.outgoing.take_receipt(path, step),
            self._answered,
            failed=self.say,
            owner=self,
            title="Nhận biên nhận",
        )
        self.follow_work(task)

    def open_conflicts(self) -> None:
        """Show the places that two copies say differently, to choose between them."""
        dialog = ConflictsDialog(self._program, self._tasks, self)
        dialog.changed.connect(self.refresh)
        dialog.changed.connect(self.changed)
        dialog.open()
        dialog.refresh()

    def _lay_out(self) -> None:
        for each in (self.receipt_button, self.export_button):
            self.head.addWidget(each)
        room = self._room
        room.column.setContentsMargins(0, 0, 0, 0)
        room.column.setSpacing(self.body.spacing())
        room.column.addWidget(self.waiting)
        room.column.addWidget(self.conflicts)
        room.column.addWidget(self.tabs, 1)
        self.body.addWidget(room, 1)

    def _may_some(self) -> None:
        """Show what an officer may do who may send all registers, or say to one who may send some what goes."""
        if self._may_all:
            self.tabs.addTab(self.peers, "Máy khác của xã")
            return
        self.peers.hide()
        self.own_card_button.setEnabled(False)
        self.own_card_button.setToolTip("Cần quyền xuất ở mọi sổ.")
        may = self._program.access.may
        titles = [each.short_title for code, each in catalog.registers().items() if may(code, "x")]
        some = QLabel(f"Gói chỉ chở sổ bạn được xuất: {', '.join(titles)}", self)
        some.setObjectName("some_registers")
        some.setProperty("tone", "muted")
        some.setTextFormat(Qt.TextFormat.PlainText)
        some.setWordWrap(True)
        self.body.addWidget(some)

    def _packages_tab(self) -> QWidget:
        holder = QWidget(self.tabs)
        self.table = make_table(holder, _HEADINGS, "packages")
        self._none_yet = QLabel("Chưa xuất gói nào.", holder)
        self._none_yet.setProperty("tone", "muted")
        column = QHBoxLayout(holder)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.addWidget(self._none_yet, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 1)
        return holder

    def _cards_tab(self) -> QWidget:
        holder = QWidget(self.tabs)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.addWidget(self.cards)
        column.addStretch(1)
        return holder

    def _show(self, found: Standing) -> None:
        if self._standing is None and not found.waiting.receiver:
            self.tabs.setCurrentIndex(2)  # nothing goes before the card of the receiver is here
        self._standing = found
        waiting = found.waiting
        self.waiting.show_standing(found)
        self.not_taken.show_standing(found)
        self.conflicts.show_count(found.conflicts)
        receiver = "Chưa có thẻ của đơn vị nhận. Xin đơn vị đó tệp .agcard rồi bấm Nhận thẻ."
        if waiting.receiver:
            receiver = f"Gói được gửi cho: {waiting.receiver}\nDãy số của thẻ đó: {waiting.digits}"
        self.cards.said.setText(f"{receiver}\nDãy số của thẻ mình: {found.digits}")
        fill_table(self.table, [_row(each) for each in found.packages])
        self._none_yet.setVisible(not found.packages)
        self._paint_states(found.packages)
        self.tabs.setTabText(0, _counted("Chưa được nhận", len(found.not_taken)))
        self.tabs.setTabText(1, _counted("Các gói đã xuất", len(found.packages)))
        why = _why_not(found)
        self.export_button.setEnabled(not why)
        self.export_button.setToolTip(why or "Ghi gói tới vào USB hoặc thư mục")

    def _paint_states(self, packages: Sequence[Sent]) -> None:
        for line, each in enumerate(packages):
            item = self.table.item(line, 3)
            if item is not None:
                sign, tone = _sign(each)
                item.setIcon(icon(sign, theme.tone(tone)[0]))

    def _export(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để ghi gói")
        if folder:
            self.export_to(Path(folder))

    def _exported(self, made: Exported) -> None:
        carried = "toàn bộ, gồm" if made.whole else "với"
        self.banner.say(
            f"Đã xuất gói số {made.number} {carried} {number(made.records)} hồ sơ vào {made.path}. "
            "Chép tệp này cho đơn vị nhận.",
            "good",
        )
        self.refresh()

    def _choose_receipt(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "Chọn biên nhận", "", "Biên nhận (*.agrcpt)")
        if found:
            self.look_at_receipt(Path(found))

    def _ask_receipt(self, path: Path, look: ReceiptLook) -> None:
        dialog = ReceiptDialog(look, self)
        dialog.accepted.connect(lambda: self.take_receipt(path))
        dialog.open()

    def _answered(self, answered: Answered) -> None:
        needs = answered.returned or answered.conflicts or answered.state == "fork"
        self.banner.say(f"{answered.summary}.", "warning" if needs else "good")
        if answered.returned:
            self.tabs.setCurrentWidget(self.not_taken)
        self.refresh()
        if answered.given_back:
            self.changed.emit()


class _ConflictsCard(QFrame):
    """How many places two copies say differently; hidden while there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("level", "warning")
        self.setProperty("help_anchor", "hai-ban-khac-nhau")
        self._sign = QLabel(self)
        self.said = QLabel(self)
        self.said.setObjectName("conflicts_said")
        self.said.setWordWrap(True)
        self.button = button("Chọn từng chỗ…", "list-checks", self, name="open_conflicts")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(self._sign)
        row.addWidget(self.said, 1)
        row.addWidget(self.button)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        side = theme.px(18)
        self._sign.setPixmap(icon("merge", theme.tone("warning")[0]).pixmap(side, side))
        self.said.setText(
            f"{count} chỗ hai bản khác nhau. Chưa chọn thì mỗi bên giữ bản của mình, không bản nào mất."
        )
        self.setVisible(count > 0)


def _counted(title: str, count: int) -> str:
    return f"{title} ({number(count)})" if count else title


def _why_not(found: Standing) -> str:
    """Return why no package can be made now; empty where one can."""
    waiting = found.waiting
    if not waiting.receiver:
        return "Chưa có thẻ của đơn vị nhận."
    if waiting.anything or (waiting.whole and found.packages):
        return ""
    return "Không có gì mới để gửi."


def _row(each: Sent) -> tuple[str, ...]:
    records = number(each.records)
    return (
        f"{each.number:06}",
        f"{clock.local(each.at):%d/%m/%Y %H:%M}",
        f"{records}, toàn bộ" if each.whole else records,
        _state(each),
        each.file_name,
    )


def _state(each: Sent) -> str:
    if each.forked:
        return "Đơn vị nhận chưa nhận: có một bản sao khác của máy này"
    if not each.answered:
        return "Chưa có biên nhận"
    return f"Đã có biên nhận, trả lại {number(each.returned)}" if each.returned else "Đã có biên nhận"


def _sign(each: Sent) -> tuple[str, str]:
    if each.forked or each.returned:
        return ("undo-2", "warning")
    return ("circle-check", "good") if each.answered else ("package", "muted")
