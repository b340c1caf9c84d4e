"""The other laptops of the commune: all that this one holds goes out, what another wrote is put together with ours."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.db.models import Unit
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.outgoing import Exported
from ansinh_desktop.services.sync.peers import Merging
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.merging import MergeDialog
from ansinh_desktop.ui.pages.page import HeadedPage, button, card, row_of
from ansinh_desktop.ui.widgets.progress_strip import number

_HOW = (
    "Xã có hai máy: xuất ở máy này, mang USB sang máy kia rồi bấm Gộp gói của máy kia, và làm ngược lại. "
    "Trước khi gộp, chương trình cho xem sẽ thay đổi gì; chỗ hai máy ghi khác nhau thì để lại cho bạn chọn. "
    "Hai máy thiết lập riêng thì nhận thẻ của nhau trước, ở ngăn Thẻ đơn vị."
)


class PeersTab(QWidget):
    """Out to another laptop, in from it.

    Signals:
        changed: Something came in.
    """

    changed = Signal()

    def __init__(self, page: HeadedPage, program: Program, tasks: Tasks) -> None:
        super().__init__(page)
        self.setProperty("help_anchor", "hai-may")
        self._page, self._program, self._tasks = page, program, tasks
        self._laptops: list[Unit] = []
        frame, column = card(self)
        how = QLabel(_HOW, frame)
        how.setWordWrap(True)
        self.said = QLabel(frame)
        self.said.setProperty("tone", "muted")
        self.said.setWordWrap(True)
        self.export_button = button("Xuất cho máy khác của xã…", "hard-drive", frame, name="export_peer")
        self.merge_button = button("Gộp gói của máy kia…", "merge", frame, name="merge_peer")
        self.export_button.clicked.connect(self._choose_laptop)
        self.merge_button.clicked.connect(self._choose_package)
        may = program.access.may_all("w")
        self.merge_button.setEnabled(may)
        self.merge_button.setToolTip("" if may else "Cần quyền sửa ở mọi sổ mới gộp được.")
        for each in (how, self.said):
            column.addWidget(each)
        column.addLayout(row_of(self.export_button, self.merge_button))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.px(8), 0, 0)
        outer.addWidget(frame)
        outer.addStretch(1)

    def refresh(self) -> None:
        """Ask which other laptops are known."""
        self._tasks.run(self._program.exchange.peers.known, self._show, failed=self._page.say, owner=self)

    def export_to(self, folder: Path, laptop: str = "") -> None:
        """Write all that this laptop holds into a folder, for another one."""
        task = self._tasks.run_counting(
            lambda step: self._program.exchange.peers.export(folder, laptop, step),
            self._exported,
            failed=self._page.say,
            owner=self,
            title="Xuất cho máy khác",
        )
        self._page.follow_work(task)

    def look(self, path: Path) -> None:
        """Show what a package of another laptop would do, and ask whether it is to be put together with ours."""
        task = self._tasks.run_counting(
            lambda step: self._program.exchange.peers.look(path, step),
            partial(self._ask, path),
            failed=self._page.say,
            owner=self,
            title="Xem trước khi gộp",
        )
        self._page.follow_work(task)

    def _show(self, laptops: Sequence[Unit]) -> None:
        self._laptops = list(laptops)
        names = "; ".join(_named(each) for each in laptops)
        self.said.setText(f"Đã có thẻ của: {names}" if names else "Chưa có thẻ của máy nào khác trong xã.")

    def _choose_laptop(self) -> None:
        if not self._laptops:
            self._choose_folder("")
            return
        menu = QMenu(self)
        menu.setObjectName("laptops")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self._laptops:
            act = menu.addAction(text.literal(_named(each)))
            act.triggered.connect(lambda _checked=False, laptop=each.id: self._choose_folder(laptop))
        act = menu.addAction("Máy chạy bản chép của chính thư mục này")
        act.triggered.connect(lambda _checked=False: self._choose_folder(""))
        menu.popup(self.export_button.mapToGlobal(self.export_button.rect().bottomLeft()))

    def _choose_folder(self, laptop: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để ghi gói")
        if folder:
            self.export_to(Path(folder), laptop)

    def _choose_package(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "Chọn gói của máy kia", "", "Gói dữ liệu (*.agpkg)")
        if found:
            self.look(Path(found))

    def _exported(self, made: Exported) -> None:
        words = f"Đã xuất {number(made.records)} hồ sơ vào {made.path}. Mang sang máy kia rồi gộp."
        self._page.banner.say(words, "good")

    def _ask(self, path: Path, merging: Merging) -> None:
        dialog = MergeDialog(merging, path, self._program, self._tasks, self)
        dialog.merged.connect(self._taken)
        dialog.open()

    def _taken(self, merging: Merging) -> None:
        self._page.banner.say(f"Đã gộp. {merging.summary}.", "warning" if merging.conflicts else "good")
        self.changed.emit()


def _named(laptop: Unit) -> str:
    return f"máy …{laptop.device[-6:]}, dãy số {laptop.fingerprint}"
