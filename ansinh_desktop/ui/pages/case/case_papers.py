"""The papers kept with a case: added by a dialog or dropped here, looked at in the window, taken out as a copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.services.attachments import LARGEST, PaperView, size_shown
from ansinh_desktop.services.cases import Case
from ansinh_desktop.services.cases.paper_types import TYPES
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later, messages, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.tables.row_list import RowList
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("name", "Tên giấy tờ", 420),
    TableColumn("kind", "Loại", 170),
    TableColumn("size", "Dung lượng", 100, numeric=True),
    TableColumn("at", "Thêm lúc", 150),
    TableColumn("author", "Người thêm", 160),
)
_SIGNS = {"pdf": "file-text", "image": "image", "": "paperclip"}
_HINT = (
    f"PDF, ảnh JPEG hoặc PNG, Word, Excel; mỗi tệp không quá {LARGEST >> 20} MB. Có thể kéo tệp thả vào đây."
)


@dataclass(frozen=True)
class _Added:
    """What became of the files that were to be added."""

    count: int
    refused: Sequence[UserError]


class CasePapers(QWidget):
    """The list of papers and what can be done with them.

    Signals:
        changed: A paper was added or taken back.
    """

    changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("help_anchor", "giay-to-kem-theo")
        self.setAcceptDrops(True)
        self._program, self._tasks = program, tasks
        self._case: Case | None = None
        self._papers: dict[str, PaperView] = {}
        self._writable = False
        self.banner = messages.Banner(self)
        self.add_button = button("Thêm giấy tờ…", "plus", self, primary=True, name="add_paper")
        self.open_button = button("Xem", "eye", self, name="open_paper")
        self.copy_button = button("Lưu bản sao…", "download", self, name="copy_paper")
        self.remove_button = button("Rút giấy tờ…", "trash-2", self, name="remove_paper")
        self.table = RowList(_COLUMNS, "papers_of_case", self)
        self.table.setAccessibleName("Giấy tờ kèm theo")
        self.empty = EmptyState("paperclip", "Chưa có giấy tờ kèm theo", _HINT, parent=self)
        self._hint = QLabel(_HINT, self)
        self._hint.setProperty("tone", "small")
        self._lay_out()
        self.add_button.clicked.connect(self._choose_files)
        self.open_button.clicked.connect(lambda: self.open_paper(self.table.current_key()))
        self.copy_button.clicked.connect(lambda: self._choose_copy(self.table.current_key()))
        self.remove_button.clicked.connect(lambda: self._remove(self.table.current_key()))
        self.table.opened.connect(self.open_paper)
        self.table.chosen.connect(lambda _key: self._enable())
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(lambda: self._remove(self.table.current_key()))

    def show_case(self, case: Case, papers: Sequence[PaperView], *, writable: bool) -> None:
        """Show the papers of a case."""
        if self._case is None or self._case.id != case.id:
            self.banner.clear()
        self._case, self._writable = case, writable
        self._papers = {each.id: each for each in papers}
        self.table.set_rows([_row(each) for each in papers])
        self.table.setVisible(bool(papers))
        self._hint.setVisible(bool(papers) and writable)
        self.empty.setVisible(not papers)
        self.add_button.setVisible(writable)
        self._enable()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files into the case; those that will not do are told of, the others are added."""
        case = self._case
        if case is None or not self._writable or not paths:
            return

        def work() -> _Added:
            refused = []
            for path in paths:
                try:
                    self._program.attachments.add(case.id, path)
                except UserError as error:
                    refused.append(error)
            return _Added(len(paths) - len(refused), refused)

        self.banner.clear()
        self._tasks.run(work, self._tell_added, owner=self, title="Thêm giấy tờ")

    def open_paper(self, attachment_id: str) -> None:
        """Show a paper in a window of its own."""
        if attachment_id:
            self._tasks.run(
                lambda: later.read_paper(self._program.attachments.read(attachment_id)),
                lambda read: self._show_paper(attachment_id, read),
                failed=self._refuse,
                owner=self,
                urgent=True,
            )

    def save_copy(self, attachment_id: str, target: Path) -> None:
        """Write a copy of a paper where the officer says."""
        self._tasks.run(
            lambda: self._program.attachments.save_copy(attachment_id, target),
            lambda _done: self.banner.say(
                f"Đã lưu bản sao vào {target}. Bản sao này không được mã hóa.", "good"
            ),
            failed=self._refuse,
            owner=self,
            title=f"Ghi {target.name}",
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, where the officer may add them."""
        if self._writable and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files that were dropped."""
        event.acceptProposedAction()
        self.add_files(_dropped(event))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        for each in (self.add_button, self.open_button, self.copy_button, self.remove_button):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(buttons)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addWidget(self._hint)
        column.addWidget(self.empty, 1)

    def _enable(self) -> None:
        paper = self._papers.get(self.table.current_key())
        self.open_button.setEnabled(paper is not None and bool(paper.type.shown))
        self.copy_button.setEnabled(paper is not None and self._may("x"))
        self.remove_button.setEnabled(paper is not None and self._writable)
        for each in (self.open_button, self.copy_button, self.remove_button):
            each.setVisible(bool(self._papers))

    def _may(self, act: str) -> bool:
        return self._case is not None and self._program.access.may(self._case.register.code, act)

    def _choose_files(self) -> None:
        endings = " ".join(f"*{each.ending}" for each in TYPES)
        found, _ = QFileDialog.getOpenFileNames(
            self, "Thêm giấy tờ", "", f"Giấy tờ ({endings} *.jpeg);;Mọi tệp (*)"
        )
        self.add_files([Path(each) for each in found])

    def _choose_copy(self, attachment_id: str) -> None:
        paper = self._papers.get(attachment_id)
        if paper is None or not self._may("x"):
            return
        found, _ = QFileDialog.getSaveFileName(self, "Lưu bản sao", self._copy_name(paper))
        if found:
            self.save_copy(attachment_id, Path(found))

    def _copy_name(self, paper: PaperView) -> str:
        """Return the name proposed for a copy; outside the encrypted file it must not tell whose case it is."""
        if self._case is None or not goes_by_code(self._case.confidentiality):
            return paper.name
        return f"{self._case.number} giấy tờ{paper.type.ending}"

    def _show_paper(self, attachment_id: str, read: object) -> None:
        if not isinstance(read, later.ReadPaper):
            return
        printed = (lambda: self._note_print(attachment_id)) if self._may("p") else None
        save = (lambda: self._choose_copy(attachment_id)) if self._may("x") else None
        try:
            dialog = later.PaperDialog(read, self, save=save, printed=printed)
        except UserError as error:
            self._refuse(error)
            return
        dialog.open()

    def _note_print(self, attachment_id: str) -> None:
        self._tasks.run(lambda: self._program.attachments.printed(attachment_id), owner=self)

    @opens
    def _remove(self, attachment_id: str) -> None:
        paper = self._papers.get(attachment_id)
        if paper is None or not self._writable:
            return
        question = f"Rút giấy tờ “{paper.name}” khỏi hồ sơ?\nLịch sử vẫn giữ tên giấy tờ, ai rút và vì sao."
        reasons = ("Thêm nhầm hồ sơ", "Thay bằng bản rõ hơn")
        reason = messages.confirm_with_reason(self, question, "Rút giấy tờ", reasons=reasons)
        if reason:
            self._tasks.run(
                lambda: self._program.attachments.remove(attachment_id, reason),
                lambda _done: self.changed.emit(),
                failed=self._refuse,
                owner=self,
            )

    def _tell_added(self, added: _Added) -> None:
        if added.refused:
            self._refuse(added.refused[0])
        if added.count:
            self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        self.banner.say(as_message(error), "error")


def _dropped(event: QDropEvent) -> list[Path]:
    """Return the files that are dragged; none where anything else is among them."""
    urls = event.mimeData().urls()
    paths = [Path(each.toLocalFile()) for each in urls if each.isLocalFile()]
    return paths if len(paths) == len(urls) and all(each.is_file() for each in paths) else []


def _row(each: PaperView) -> TableRow:
    return TableRow(
        each.id,
        {
            "name": Face(each.name, _SIGNS[each.type.shown]),
            "kind": each.type.label,
            "size": size_shown(each.size),
            "at": f"{each.at.astimezone():%d/%m/%Y %H:%M}",
            "author": each.author,
        },
    )
