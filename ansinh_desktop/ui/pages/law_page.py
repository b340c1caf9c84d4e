"""The law of this data file: updates from outside, what the province and the commune have set, what was accepted."""

from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QTableWidget, QWidget

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.services.law import local
from ansinh_desktop.services.law.doubts import Doubt, doubts
from ansinh_desktop.services.law.installed import shipped_on
from ansinh_desktop.services.law.local import Rows
from ansinh_desktop.services.law.preview import LawPreview, PreviewStep
from ansinh_desktop.services.law.update_file import SUFFIX, LawUpdate
from ansinh_desktop.services.law.updates import Accepted
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.law_change import LawChangeDialog
from ansinh_desktop.ui.dialogs.law_row import LawRowDialog
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.law_for_communes import LawForCommunes
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.widgets.small_table import fill_table, make_table

_OWN = ("Loại", "Nội dung", "Nghị quyết, quyết định", "Nơi quy định")
_DOUBTS = ("Điểm còn chưa chắc", "Căn cứ", "Ghi chú")
_DONE = (
    "Ngày",
    "Nội dung",
    "Căn cứ",
    "Nơi phát hành, người nhập",
    "Người áp dụng",
    "Ghi chú",
    "Dãy số đối chiếu",
)


class LawPage(HeadedPage):
    """Where the rules come from, and how they change.

    Signals:
        changed: Other rules hold from now on.
    """

    changed = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Quy định", "quy-dinh", parent)
        self._program = program
        self._tasks = tasks
        self.for_communes = LawForCommunes(program, tasks, self)
        self._rows: Rows = {}
        """What is set here."""
        self._places: list[tuple[str, int]] = []
        self.receive_button = button("Nhận tệp cập nhật…", "download", self, primary=True, name="receive_law")
        self.receive_button.clicked.connect(self._receive)
        self.sign_button = button("Ký tệp cập nhật…", "stamp", self, name="sign_law")
        self.sign_button.clicked.connect(self.for_communes.ask_what_to_sign)
        self.hand_down_button = button("Giao cho các xã…", "send", self, name="hand_down_law")
        self.hand_down_button.clicked.connect(self.for_communes.ask_where_to)
        self.add_button = button("Thêm quy định…", "plus", self, name="add_law")
        self.add_button.clicked.connect(self._open_menu)
        self.remove_button = button("Bỏ dòng đang chọn…", "trash-2", self, name="remove_law")
        self.remove_button.clicked.connect(self._remove)
        self.confirm_button = button("Xác nhận điểm đang chọn…", "badge-check", self, name="confirm_law")
        self.confirm_button.clicked.connect(self._confirm)
        self.doubts = make_table(self, _DOUBTS, "doubtful_law", (5, 3, 4))
        self.doubts.itemSelectionChanged.connect(self._enable)
        self._open_doubts: list[Doubt] = []
        self.own = make_table(self, _OWN, "own_law", (3, 5, 4, 3))
        self.own.itemSelectionChanged.connect(self._enable)
        self.done = make_table(self, _DONE, "accepted_law", (2, 4, 3, 3, 3, 3, 3))
        self._nothing: dict[QTableWidget, QLabel] = {}
        self.shipped = QLabel(self)
        self.shipped.setProperty("tone", "muted")
        self._lay_out()

    def refresh(self) -> None:
        updates = self._program.law
        self._tasks.run(
            lambda: (updates.local_rows(), updates.handed_down(), updates.accepted(), doubts()),
            self._show,
            failed=self.say,
            owner=self,
        )

    @opens
    def receive_again(self, path: str) -> None:
        """Read an update from the file with this name."""
        self.receive(Path(path))

    def receive(self, path: Path) -> None:
        """Read an update, and show what it would do."""
        self.banner.clear()
        task = self._tasks.run(
            lambda: self._program.law.read(path),
            self._preview_update,
            failed=self.say,
            owner=self,
            title="Đọc tệp cập nhật",
        )
        self.progress.follow(task)

    def take_file(self, file: Path) -> bool:
        self.receive_again(str(file))
        return True

    def try_rows(self, rows: Rows, title: str, source: str) -> None:
        """Show what other local rules would do."""
        self._preview(
            lambda: self._program.law.preview_local(rows),
            title,
            source,
            lambda reason: self._program.law.accept_local(rows, title, source, reason),
        )

    def _lay_out(self) -> None:
        self.head.addWidget(self.shipped)
        self.head.addWidget(self.receive_button)
        if self._program.office.receives:
            self.head.addWidget(self.sign_button)
        for each in (self.sign_button, self.hand_down_button):
            each.setVisible(self._program.office.receives)
        for words, buttons, table, nothing in (
            (
                "Còn chưa chắc, cần đối chiếu và xác nhận",
                (self.confirm_button,),
                self.doubts,
                "Không còn điểm nào chưa chắc: mọi quy định đang dùng đã được đối chiếu, xác nhận.",
            ),
            (
                "Do tỉnh, xã quy định",
                (self.hand_down_button, self.add_button, self.remove_button),
                self.own,
                "Chưa có quy định riêng. Khi tỉnh có nghị quyết về mức, nhóm hay thời hạn riêng thì bấm “Thêm quy định…”.",
            ),
            (
                "Đã nhận, đã nhập",
                (),
                self.done,
                "Chưa nhận tệp cập nhật nào. Luật và nghị định đã có sẵn trong chương trình.",
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            heading = QLabel(words, self)
            heading.setProperty("tone", "section")
            row.addWidget(heading)
            row.addStretch(1)
            for each in buttons:
                row.addWidget(each)
            said = QLabel(nothing, self)
            said.setProperty("tone", "muted")
            said.setWordWrap(True)
            self._nothing[table] = said
            self.body.addLayout(row)
            self.body.addWidget(said)
            self.body.addWidget(table, 1)
        self.body.addStretch()

    def _show(self, found: tuple[Rows, tuple[Rows, str], list[Accepted], list[Doubt]]) -> None:
        self._rows, (above, giver), accepted, self._open_doubts = found
        self._places = _places(self._rows)
        own = self._program.office.name
        shown = [_own_row(kind, self._rows[kind][place], own) for kind, place in self._places]
        # What was handed down cannot be taken back here: it stands beneath what can.
        shown += [_own_row(kind, above[kind][place], giver) for kind, place in _places(above)]
        for table, rows in (
            (self.doubts, [(each.label, each.article, each.note) for each in self._open_doubts]),
            (self.own, shown),
            (self.done, [_accepted_row(each) for each in accepted]),
        ):
            fill_table(table, rows)
            self._nothing[table].setVisible(not rows)
        self.shipped.setText(f"Theo chương trình: {shipped_on():%d/%m/%Y}")
        self._enable()

    def _enable(self) -> None:
        may = self._program.law.may_change
        self.add_button.setEnabled(may)
        self.sign_button.setEnabled(may)
        self.hand_down_button.setEnabled(may)
        self.confirm_button.setEnabled(may and bool(self.doubts.selectedItems()))
        selected = self.own.selectedItems()
        self.remove_button.setEnabled(may and bool(selected) and selected[0].row() < len(self._places))

    def _receive(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, "Chọn tệp cập nhật", "", f"Cập nhật pháp luật (*{SUFFIX})"
        )
        if found:
            self.receive_again(found)

    def _preview_update(self, update: LawUpdate) -> None:
        said = f"{update.source} · ký bởi {update.signer.name} · dãy số đối chiếu {update.fingerprint}"
        self._preview(
            lambda: self._program.law.preview(update),
            update.title,
            said,
            lambda reason: self._program.law.accept(update, reason),
        )

    def _preview(
        self,
        work: Callable[[], Generator[PreviewStep, None, LawPreview]],
        title: str,
        said: str,
        accept: Callable[[str], object],
    ) -> None:
        task = self._tasks.run_steps(
            work,
            lambda shown: self._ask(title, said, shown, accept),
            failed=self.say,
            owner=self,
            title="Tính thử theo quy định mới",
        )
        self.progress.follow(task)

    def _ask(self, title: str, said: str, shown: LawPreview, accept: Callable[[str], object]) -> None:
        dialog = LawChangeDialog(title, said, shown, may_accept=self._program.law.may_change, parent=self)
        dialog.accepted.connect(lambda: self._accept(accept, dialog.reason()))
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        dialog.open()

    def _accept(self, accept: Callable[[str], object], reason: str) -> None:
        self._tasks.run(
            lambda: accept(reason),
            lambda _done: self._accepted(),
            failed=self.say,
            owner=self,
            title="Áp dụng",
        )

    def _accepted(self) -> None:
        self.banner.say("Quy định mới đã áp dụng. Kết quả đã lưu trong hồ sơ trước đây giữ nguyên.", "good")
        self.changed.emit()
        self.refresh()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for kind, (title, _fields) in local.FORMS.items():
            menu.addAction(title).triggered.connect(lambda _checked=False, kind=kind: self.add(kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height())))

    def _confirm(self) -> None:
        selected = self.doubts.selectedItems()
        if selected:
            self.add("confirmed", self._open_doubts[selected[0].row()].key)

    @opens
    def add(self, kind: str, chosen: str = "") -> None:
        """Ask for a further local rule; ``chosen`` is the row of the law it is about, where that is known."""
        if not self._program.law.may_change:
            return
        dialog = LawRowDialog(kind, self, chosen)
        dialog.accepted.connect(lambda: self._add(kind, dialog))
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        dialog.open()

    def _add(self, kind: str, dialog: LawRowDialog) -> None:
        self.try_row(kind, dialog.answers())

    @opens
    def try_row(self, kind: str, answers: Answers) -> None:
        """Show what a further local rule would do."""
        rows = self._program.law.with_row(self._rows, kind, answers)
        title = f"{local.FORMS[kind][0]}: {local.shown(kind, rows[kind][-1])}"
        self.try_rows(rows, title, str(answers.get("article", answers.get("name", ""))))

    def _remove(self) -> None:
        selected = self.own.selectedItems()
        if not selected or selected[0].row() >= len(self._places):
            return
        self.try_without(*self._places[selected[0].row()])

    @opens
    def try_without(self, kind: str, place: int) -> None:
        """Show what would be without a local rule."""
        if place >= len(self._rows[kind]):
            return
        row = self._rows[kind][place]
        self.try_rows(
            local.without_row(self._rows, kind, place),
            f"Bỏ: {local.FORMS[kind][0]}, {local.shown(kind, row)}",
            str(row.get("article", row.get("name", ""))),
        )


def _places(rows: Rows) -> list[tuple[str, int]]:
    return [(kind, place) for kind in local.FORMS for place in range(len(rows[kind]))]


def _own_row(kind: str, row: Mapping[str, object], unit: str) -> tuple[str, ...]:
    article = str(row.get("article", row.get("name", "")))
    return (local.FORMS[kind][0], local.shown(kind, row), article, unit)


def _accepted_row(each: Accepted) -> tuple[str, ...]:
    day = kinds.Date().show(each.accepted_on)
    return (day, each.title, each.source, each.signer, each.by, each.reason, each.fingerprint)
