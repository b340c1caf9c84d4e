"""The backups of the data folder, for administrators: which there are, what is in them, and how one comes back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.safety.backups import Backup
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage, button, row_of
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.small_table import fill_table, make_table

_HEADINGS = ("Sao lúc", "Người", "Hồ sơ", "Dung lượng", "Tình trạng")


class BackupsBox(QWidget):
    """The list, and what can be done with the backup chosen in it.

    Signals:
        restoring: A backup was made ready; it takes the place of the data when they are locked.
    """

    restoring = Signal()

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        super().__init__(page)
        self._program, self._tasks, self._page = program, tasks, page
        self._all: list[Backup] = []
        heading = QLabel("Bản sao lưu", self)
        heading.setProperty("tone", "section")
        guide = QLabel(
            f"Tự sao khi đóng chương trình và mỗi ngày một lần, đã mã hóa, đọc lại rồi mới giữ: {program.backups.folder}. "
            "Giữ 12 ngày, 10 tuần, 9 tháng gần nhất. Máy mất hay hỏng thì các bản này mất theo: mỗi tuần vẫn chép cả "
            "thư mục dữ liệu ra USB cất két.",
            self,
        )
        guide.setWordWrap(True)
        guide.setProperty("tone", "muted")
        self.table = make_table(self, _HEADINGS, "backups")
        self.table.itemSelectionChanged.connect(self._offer)
        self.take_button = button("Sao lưu ngay", "database-backup", self, name="back_up")
        self.take_button.clicked.connect(self._take)
        self.restore_button = button("Khôi phục…", "archive-restore", self, name="restore")
        self.restore_button.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(heading)
        column.addWidget(guide)
        column.addLayout(row_of(self.take_button, self.restore_button))
        column.addWidget(self.table, 1)
        column.addStretch()
        self._offer()

    def refresh(self) -> None:
        """Look at the backups anew."""
        self._tasks.run(self._program.backups.all, self._show, failed=self._page.say, owner=self)

    def chosen(self) -> Backup | None:
        """Return the backup that is chosen, if it can be read."""
        row = self.table.currentRow()
        found = self._all[row] if 0 <= row < len(self._all) else None
        return found if found is not None and found.records is not None else None

    def _show(self, found: list[Backup]) -> None:
        self._all = found
        fill_table(self.table, [_row(each) for each in found])
        self.table.clearSelection()
        self.table.setCurrentCell(-1, -1)
        self._offer()

    def _offer(self) -> None:
        self.restore_button.setEnabled(self.chosen() is not None)

    def _take(self) -> None:
        task = self._tasks.run(
            self._program.backups.take,
            lambda made: self._taken(is_new=made is not None),
            failed=self._page.say,
            owner=self,
            title="Sao lưu",
        )
        self._page.progress.follow(task)

    def _taken(self, *, is_new: bool) -> None:
        words = "Đã sao lưu và đọc lại trọn vẹn." if is_new else "Chưa có gì thay đổi từ bản sao gần nhất."
        self._page.banner.say(words, "good")
        self.refresh()

    def _ask(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        question = (
            f"Đưa dữ liệu trở lại lúc {_moment(chosen)}, với {number(chosen.people or 0)} người và "
            f"{number(chosen.records or 0)} hồ sơ?\n"
            "Những gì ghi sau lúc ấy không còn trong sổ; dữ liệu hiện nay được giữ riêng trong thư mục dữ liệu. "
            "Chương trình khóa lại; người dùng, mật khẩu và mã khôi phục vẫn như hiện nay. Gói gửi sau đó mang lại toàn bộ "
            "hồ sơ."
        )
        if messages.ask(self, question, "Khôi phục", "Quay lại", danger=True):
            self.restore(chosen)

    def restore(self, chosen: Backup) -> None:
        """Make a backup ready, and ask for the data to be locked."""
        task = self._tasks.run(
            lambda: self._program.backups.restore(chosen.name),
            lambda _: self.restoring.emit(),
            failed=self._page.say,
            owner=self,
            title="Chuẩn bị khôi phục",
        )
        self._page.progress.follow(task)


def _moment(each: Backup) -> str:
    at = clock.local(each.at)
    return f"{at:%H:%M} ngày {at:%d/%m/%Y}"


def _row(each: Backup) -> tuple[str, ...]:
    size = f"{each.size / 1_000_000:.1f} MB".replace(".", ",")
    if each.records is None or each.people is None:
        why = "Khóa khác: khôi phục ở màn hình khóa" if each.is_of_another_key else "Không đọc được"
        return (_moment(each), "", "", size, why)
    return (_moment(each), number(each.people), number(each.records), size, "Đọc được")
