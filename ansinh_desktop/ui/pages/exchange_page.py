"""Sending and receiving: packages out and receipts in, or packages in and receipts out."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import ADMIN
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.outgoing import Answered, Exported, Waiting
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.dialogs.card_trust import choose_card, trust_card
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.page import HeadedPage, button, card
from ansinh_desktop.ui.transfers.box import TransfersBox
from ansinh_desktop.ui.widgets.whole_cells import keep_numbers_whole


class CardsPage(HeadedPage):
    """A page on which the card of another unit is taken in."""

    def __init__(self, title: str, anchor: str, program: Program, parent: QWidget | None) -> None:
        super().__init__(title, anchor, parent)
        self._program = program

    def choose_card(self) -> None:
        """Ask for the file of a card, then for its digits."""
        if found := choose_card(self):
            self.trust_card(found)

    @opens
    def trust_card(self, path: str) -> None:
        """Ask for the digits of the card in a file, and keep it."""
        if self._program.access.role != ADMIN:
            return
        unit = trust_card(self, self._program, Path(path))
        if unit is not None:
            self.banner.say(f"Từ nay tin thẻ của {unit.name}, dãy số {unit.fingerprint}.", "good")
            self.refresh()


class ExchangePage(CardsPage):
    """The commune's side: what waits to be sent, packages with their receipts, cards."""

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Gửi – nhận", "gui-nhan", program, parent)
        self._tasks = tasks
        boxes = QGridLayout()
        boxes.setSpacing(theme.px(12))
        self.body.addLayout(boxes)
        self._waiting = QLabel(self)
        self._waiting.setWordWrap(True)
        self._receiver = QLabel(self)
        self._receiver.setTextFormat(Qt.TextFormat.PlainText)
        self._receiver.setWordWrap(True)
        self._receiver.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.export_button = button("Xuất gói gửi lên…", "upload", self, primary=True, name="export")
        self.export_button.clicked.connect(self._export)
        self.receipt_button = button("Nhận biên nhận…", "inbox", self, name="receipt")
        self.receipt_button.clicked.connect(self._take_receipt)
        self.own_card_button = button("Ghi thẻ của xã…", "id-card", self, name="own_card")
        self.own_card_button.clicked.connect(lambda: write_own_card(self, self._program))
        self.trust_button = _trust_button(self, program, "Nhận thẻ đơn vị nhận…")
        boxes.addWidget(_box(self, "Gửi lên", self._waiting, (self.export_button, self.receipt_button)), 0, 0)
        boxes.addWidget(
            _box(
                self, "Đơn vị nhận và thẻ đơn vị", self._receiver, (self.trust_button, self.own_card_button)
            ),
            0,
            1,
        )
        self.table = make_table(self, ("Gói số", "Ngày xuất", "Hồ sơ", "Tệp", "Tình trạng"), "packages")
        self.body.addWidget(self.table, 1)
        self.transfers = TransfersBox(program, tasks, self)
        self.body.addWidget(self.transfers)
        self.body.addStretch()

    def refresh(self) -> None:
        self.transfers.refresh()
        self._tasks.run(self._look, self._show, failed=self.say, owner=self)

    def _look(self) -> tuple[Waiting, str, list[tuple[str, ...]]]:
        outgoing = self._program.outgoing
        rows: list[tuple[str, ...]] = []
        for package, receipt in outgoing.packages():
            state = "Chưa có biên nhận"
            if receipt is not None:
                state = (
                    f"Đã có biên nhận, trả lại {len(receipt.returned)}"
                    if receipt.returned
                    else "Đã có biên nhận"
                )
            at = f"{clock.local(package.at):%d/%m/%Y %H:%M}"
            rows.append(
                (f"{package.number:06}", at, str(package.counts.get("record", 0)), package.file_name, state)
            )
        return outgoing.waiting(), self._program.cards.own().fingerprint, rows

    def _show(self, found: tuple[Waiting, str, list[tuple[str, ...]]]) -> None:
        waiting, own, rows = found
        words = "Mọi hồ sơ đã có biên nhận."
        if waiting.records:
            words = f"{waiting.records} hồ sơ mới hoặc vừa sửa chưa có biên nhận."
        if waiting.drafts:
            words += f" {waiting.drafts} hồ sơ còn là nháp, chưa được gửi."
        self._waiting.setText(words)
        receiver = "Chưa có thẻ của đơn vị nhận. Xin đơn vị đó tệp .agcard rồi bấm Nhận thẻ."
        if waiting.receiver:
            receiver = f"Gói được gửi cho: {waiting.receiver}\nDãy số của thẻ đó: {waiting.digits}"
        self._receiver.setText(f"{receiver}\nDãy số của thẻ mình: {own}")
        self.export_button.setEnabled(bool(waiting.receiver) and waiting.records > 0)
        fill_table(self.table, rows)

    def _export(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để ghi gói")
        if folder:
            self.export_to(Path(folder))

    def export_to(self, folder: Path) -> None:
        """Write the next package into a folder."""
        task = self._tasks.run(
            lambda: self._program.outgoing.export(folder),
            self._exported,
            failed=self.say,
            owner=self,
            title="Xuất gói",
        )
        self.progress.follow(task)

    def _exported(self, made: Exported) -> None:
        words = f"Đã xuất gói số {made.number} với {made.records} hồ sơ vào {made.path}. Chép tệp này cho đơn vị nhận."
        self.banner.say(words, "good")
        self.refresh()

    def _take_receipt(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "Chọn biên nhận", "", "Biên nhận (*.agrcpt)")
        if found:
            self.take_receipt(Path(found))

    def take_receipt(self, path: Path) -> None:
        """Take in the answer of the receiving unit."""
        task = self._tasks.run(
            lambda: self._program.outgoing.take_receipt(path),
            self._answered,
            failed=self.say,
            owner=self,
            title="Nhận biên nhận",
        )
        self.progress.follow(task)

    def _answered(self, answered: Answered) -> None:
        self.banner.say(answered.summary + ".", "warning" if answered.returned else "good")
        self.refresh()


class InboxPage(CardsPage):
    """The receiving unit's side: packages in, receipts out, the communes' cards.

    Signals:
        changed: Records came in, so that counts are others.
    """

    changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Nhận gói", "nhan-goi", program, parent)
        self._tasks = tasks
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self.receive_button = button("Nhận gói…", "inbox", self, primary=True, name="receive")
        self.receive_button.clicked.connect(self._receive)
        self.trust_button = _trust_button(self, program, "Nhận thẻ của xã…")
        self.own_card_button = button("Ghi thẻ của đơn vị…", "id-card", self, name="own_card")
        self.own_card_button.clicked.connect(lambda: write_own_card(self, self._program))
        buttons = (self.receive_button, self.trust_button, self.own_card_button)
        self.body.addWidget(_box(self, "Gói của các xã", self._words, buttons))
        self.log = QLabel(self)
        self.log.setObjectName("outcomes")
        self.log.setWordWrap(True)
        self.log.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.log)
        self.table = make_table(self, ("Đơn vị", "Gói số", "Nhận lúc", "Hồ sơ", "Tệp"), "received")
        self.body.addWidget(self.table, 1)
        self.body.addStretch()

    def refresh(self) -> None:
        self._tasks.run(self._look, self._show, failed=self.say, owner=self)

    def _look(self) -> tuple[int, str, list[tuple[str, ...]]]:
        cards = self._program.cards.known()
        names = {each.id.partition("/")[0]: each.name for each in cards}
        rows: list[tuple[str, ...]] = [
            (
                names.get(each.unit, each.unit),
                f"{each.number:06}",
                f"{clock.local(each.at):%d/%m/%Y %H:%M}",
                str(each.counts.get("record", 0)),
                each.file_name,
            )
            for each in self._program.incoming.received()
        ]
        return len(cards), self._program.cards.own().fingerprint, rows

    def _show(self, found: tuple[int, str, list[tuple[str, ...]]]) -> None:
        cards, own, rows = found
        self._words.setText(
            f"Đang giữ thẻ của {cards} đơn vị. Biên nhận được ghi cạnh tệp gói, đưa lại cho xã.\n"
            f"Dãy số của thẻ mình, để các xã đối chiếu: {own}"
        )
        fill_table(self.table, rows)

    def _receive(self) -> None:
        found, _ = QFileDialog.getOpenFileNames(self, "Chọn các gói", "", "Gói dữ liệu (*.agpkg)")
        if found:
            self.receive([Path(each) for each in found])

    def receive(self, paths: Sequence[Path]) -> None:
        """Take packages in, one after another; each has its own outcome."""

        def work() -> list[tuple[str, bool]]:
            outcomes = []
            for path in paths:
                try:
                    taken = self._program.incoming.receive(path, path.parent)
                    outcomes.append((f"{path.name}: {taken.summary}. Biên nhận: {taken.receipt.name}", True))
                except UserError as error:
                    told = as_message(error)
                    outcomes.append((f"{path.name}: {told} {told.todo}", False))
            return outcomes

        task = self._tasks.run(work, self._received, failed=self.say, owner=self, title="Nhận gói")
        self.progress.follow(task)

    def _received(self, outcomes: list[tuple[str, bool]]) -> None:
        good = all(each for _, each in outcomes)
        taken = sum(each for _, each in outcomes)
        self.banner.say(f"Đã nhận {taken} trên {len(outcomes)} gói.", "good" if good else "warning")
        self.log.setText("\n".join(words for words, _ in outcomes))
        self.refresh()
        self.changed.emit()


def _trust_button(page: CardsPage, program: Program, words: str) -> QPushButton:
    """Return the button that takes a card in: whom we trust is an administrator's matter."""
    made = button(words, "badge-check", page, name="trust")
    made.clicked.connect(page.choose_card)
    made.setEnabled(program.access.role == ADMIN)
    if not made.isEnabled():
        made.setToolTip("Chỉ người quản trị mới nhận được thẻ của đơn vị khác.")
    return made


def write_own_card(page: HeadedPage, program: Program) -> None:
    """Write our own card into a folder that the officer chooses."""
    folder = QFileDialog.getExistingDirectory(page, "Chọn USB hoặc thư mục để ghi thẻ")
    if not folder:
        return
    try:
        path = program.cards.write_own(Path(folder))
    except UserError as error:
        messages.tell(page, error)
        return
    page.banner.say(f"Đã ghi thẻ vào {path}. Dãy số đối chiếu: {program.cards.own().fingerprint}", "good")


def make_table(parent: QWidget, headings: Sequence[str], name: str) -> QTableWidget:
    """Return a small read-only table."""
    table = QTableWidget(0, len(headings), parent)
    table.setObjectName(name)
    table.setHorizontalHeaderLabels(list(headings))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    keep_numbers_whole(table)
    return table


def fill_table(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Show these rows; a table without any is not shown at all."""
    table.setVisible(bool(rows))
    table.setRowCount(len(rows))
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            table.setItem(place, column, item)


def _box(parent: QWidget, title: str, words: QLabel, buttons: Sequence[QWidget]) -> QWidget:
    frame, column = card(parent)
    heading = QLabel(title, frame)
    heading.setProperty("tone", "section")
    column.addWidget(heading)
    column.addWidget(words)
    column.addStretch(1)
    row = QHBoxLayout()
    for each in buttons:
        row.addWidget(each)
    row.addStretch(1)
    column.addLayout(row)
    return frame
