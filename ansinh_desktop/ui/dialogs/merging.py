"""What putting two laptops together would do, before it is done: what has to be chosen, and what merged itself."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import office
from ansinh_desktop.services.payments.reckoning import shown_months
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import ListDocument
from ansinh_desktop.services.reports.saving import pdf_of
from ansinh_desktop.services.reports.worklists import MERGE, MergeLine
from ansinh_desktop.services.sync.conflicts import Open
from ansinh_desktop.services.sync.peers import Merging
from ansinh_desktop.ui import keys, later, messages, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.dialogs.merge_parts import ALONE, OPENED, MergeBand, MergePane, MergeQueue
from ansinh_desktop.ui.dialogs.versions import Versions, named
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.messages import Banner
from ansinh_desktop.ui.pages.page import button, row_of
from ansinh_desktop.ui.screen_room import open_at
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.pill import Pill
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip, number

_TIGHT = 1000
"""The width, at 100 %, below which what explains gives way to what is chosen."""


class MergeDialog(QDialog):
    """The figures, the queue behind them, two versions side by side, and the one deed.

    Signals:
        merged: It is done. Carries what was done.
    """

    merged = Signal(object)

    def __init__(
        self, merging: Merging, path: Path, program: Program, tasks: Tasks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("merge_dialog")
        self.setWindowTitle(f"Gộp với máy kia: xem trước – {messages.TITLE}")
        self.setProperty("help_anchor", "hai-may")
        self._merging, self._path = merging, path
        self._program, self._tasks = program, tasks
        self.banner, self.progress = Banner(self), ProgressStrip(self)
        self.print_button = button("In bản này", "printer", self, name="print_merge")
        self.back_button = button("Thôi, không gộp", "x", self, name="leave_merge")
        self.band = MergeBand(merging, program.access.officer, self)
        self.doors = self.band.doors
        self.queue = MergeQueue(merging, self)
        self.pane = MergePane(self)
        around = Surroundings(hamlets=office.hamlets(program.vault))
        self.versions = Versions(self.pane.table, "Máy kia", tasks, around, self)
        self.later_button = button("Để sau  F8", "clock", self, name="merge_later")
        self.next_button = button(
            "Ô kế  Enter", "chevron-right", self, primary=bool(merging.to_choose), name="next_field"
        )
        self.merge = button("", "merge", self, primary=not merging.to_choose, name="merge")
        self.rest = QLabel(self)
        self.rest.setWordWrap(True)
        self.months = QLabel("\n".join(_of_months(merging)), self)
        self.months.setProperty("tone", "warning")
        self.months.setWordWrap(True)
        self.months.setVisible(bool(self.months.text()))
        self._lay_out()
        self._connect()
        open_at(self, 1150, 690)
        self._say_state()
        self.open_list(next((key for key in (*OPENED, *ALONE) if getattr(merging, key)), "came"))
        (self.pane.table if self.pane.shows_versions() else self.merge).setFocus()

    def open_list(self, key: str) -> None:
        """Show what a figure counts: the first of the queue of that kind, or the list of what is taken as it is."""
        for name, door in self.doors.items():
            theme.mark(door, chosen=name == key)
        if key in OPENED and getattr(self._merging, key):
            self.queue.go_to(key, lambda found: bool(self.versions.left(found)))
            self._show_item()
        else:
            self.queue.setCurrentRow(-1)
            self.pane.show_list(key, getattr(self._merging, key))
            self._enable()

    def take(self) -> None:
        """Put both together as it stands here."""
        choices = {each.id: self.versions.choice(each) for each in self._decided()}
        peers, path = self._program.exchange.peers, self._path
        for each in (self.merge, self.back_button):
            each.setEnabled(False)
        task = self._tasks.run_counting(
            lambda step: peers.take(path, step, choices),
            self._taken,
            failed=self._refuse,
            owner=self,
            title="Gộp",
        )
        self.progress.follow(task)
        task.cancelled.connect(lambda: self._stay("Đã dừng; không có gì thay đổi."))

    def print_it(self) -> None:
        """Show on paper what stands here, with what was chosen so far."""
        lines, worklists = list(self._lines()), self._program.worklists
        met = [each.what for each in self._merging.met]
        source = _source(self._merging)

        def document(right: str = "p") -> ListDocument:
            return worklists.merge_document(lines, met, source, right)

        self._tasks.run(
            lambda: pdf_of(document()),
            lambda content: self._preview(document, content),
            failed=self._refuse,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )

    def put_off(self) -> None:
        """Go on with the next of the queue that is not chosen; this one stays in it."""
        self.queue.go_on(lambda found: bool(self.versions.left(found)))
        self.pane.table.setFocus()

    def reject(self) -> None:
        """Close the dialog, unless something was chosen and is to be kept."""
        if not self.back_button.isEnabled():
            return  # it is being merged: the strip stops that
        begun = sum(map(self.versions.begun, self._opened()))
        if not begun or messages.ask(
            self, f"Bỏ lựa chọn ở {number(begun)} chỗ?\nChưa có gì được gộp.", "Bỏ, không gộp", "Ở lại"
        ):
            super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the table where there is little."""
        super().resizeEvent(event)
        tight = self.width() < theme.px(_TIGHT)
        self.band.set_tight(tight)
        self.pane.set_tight(tight)

    # Inside

    def _lay_out(self) -> None:
        heading = QLabel("Gộp với máy kia: xem trước", self)
        heading.setProperty("tone", "page")
        unchanged = Pill(self)
        unchanged.say("Chưa có gì thay đổi", "note")
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        for told in (heading, unchanged):
            head.addWidget(told)
        head.addStretch(1)
        for made in (self.print_button, self.back_button):
            head.addWidget(made)
        left = (self.versions.ours, self.versions.theirs, self.versions.other, self.later_button)
        self.pane.acts = (*left, self.next_button)
        acts = QHBoxLayout()
        acts.addLayout(row_of(*left), 1)
        acts.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignTop)
        self.pane.column.addLayout(acts)
        halves = QHBoxLayout()
        halves.setSpacing(theme.px(16))
        halves.addWidget(self.queue)
        halves.addWidget(self.pane, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        touched = QLabel(f"{number(_touched(self._merging))} hồ sơ, người", self)
        touched.setProperty("tone", "muted")
        foot.addWidget(self.rest, 1)
        foot.addWidget(touched)
        foot.addWidget(self.merge)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(10))
        column.addLayout(head)
        for part in (self.banner, self.progress, self.band, self.months):
            column.addWidget(part)
        column.addLayout(halves, 1)
        column.addLayout(foot)
        for pressed in self.findChildren(QPushButton):
            pressed.setAutoDefault(False)

    def _connect(self) -> None:
        for key, door in self.doors.items():
            door.clicked.connect(lambda _on=False, key=key: self.open_list(key))
        self.queue.currentItemChanged.connect(self._on_item)
        self.pane.whole.chosen.connect(lambda _key: self._show_item())
        self.versions.changed.connect(self._say_state)
        self.versions.went_through.connect(self._go_on)
        self.next_button.clicked.connect(self._next)
        self.later_button.clicked.connect(self.put_off)
        self.print_button.clicked.connect(self.print_it)
        self.back_button.clicked.connect(self.reject)
        self.merge.clicked.connect(self.take)
        keys.action("save", self, self.take)
        keys.action("next_found", self, self.put_off)

    def _on_item(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is None:
            return
        key = self.queue.kind_of(item)
        for name, door in self.doors.items():
            theme.mark(door, chosen=name == key)
        if key in OPENED:
            self._show_item()
        else:
            self.pane.show_list(key, getattr(self._merging, key))
            self._enable()

    def _show_item(self) -> None:
        found = self.queue.current()
        if found is None:
            return
        self.pane.show_open(found)
        self.versions.show(found, whole=self.pane.whole.key() == "whole")
        self._enable()

    def _enable(self) -> None:
        for each in self.pane.acts:
            each.setVisible(self.pane.shows_versions())

    def _next(self) -> None:
        self.pane.table.setFocus()
        self.versions.next_field()

    def _go_on(self) -> None:
        """Go to the next of the queue that is not chosen, or to the deed where there is none."""
        if any(self.versions.left(each) for each in self._merging.to_choose):
            self.put_off()
        else:
            self.merge.setFocus(Qt.FocusReason.TabFocusReason)

    def _opened(self) -> tuple[Open, ...]:
        return (*self._merging.to_choose, *self._merging.put_together)

    def _decided(self) -> Iterator[Open]:
        """Yield what is done with the merge: conflicts that are chosen whole, and what merged itself and was turned."""
        for each in self._opened():
            turned = each not in self._merging.to_choose
            if not self.versions.left(each) and (self.versions.begun(each) or not turned):
                yield each

    def _say_state(self) -> None:
        left = {each.id for each in self._merging.to_choose if self.versions.left(each)}
        self.queue.say_state(self.versions.left, self.versions.begun)
        words = f"Gộp, để {number(len(left))} chỗ chọn sau" if left else "Gộp"
        self.merge.setText(theme.beside_icon(text.literal(f"{words}  Ctrl+Enter")))
        half = [each for each in self._merging.to_choose if each.id in left and self.versions.begun(each)]
        theme.mark(self.rest, tone="warning" if half else "muted")
        self.rest.setText(_half_chosen(half) if half else f"{_unchosen(left)}{_afterwards(self._merging)}")

    def _lines(self) -> Iterator[MergeLine]:
        for each in self._opened():
            is_open = each in self._merging.to_choose
            for one in each.differences:
                before = "không rõ" if one.before is None else one.before
                after = self.versions.after(each, one)
                yield MergeLine(
                    is_open, each.register, named(each), one.label, before,
                    "\n".join(filter(None, (one.ours, each.ours_by))),
                    "\n".join(filter(None, (one.theirs, each.theirs_by))), after,
                )  # fmt: skip

    def _preview(self, document: Callable[[str], ListDocument], content: bytes) -> None:
        worklists = self._program.worklists

        def save() -> None:
            target = choose_target(self, "Lưu PDF", MERGE, ".pdf")
            if target is not None:
                self._tasks.run(
                    lambda: worklists.save(document, target),
                    lambda _count: self.banner.say(f"Đã lưu vào {target}.", "good"),
                    failed=self._refuse,
                    owner=self,
                    title=f"Ghi {target.name}",
                )

        later.PreviewDialog(
            MERGE,
            content,
            save=save,
            printed=lambda: self._tasks.run(lambda: worklists.note("print", document("p")), owner=self),
            parent=self,
        ).open()

    def _taken(self, merging: Merging) -> None:
        self.back_button.setEnabled(True)
        self.accept()
        self.merged.emit(merging)

    def _refuse(self, error: Exception) -> None:
        self._stay()
        if isinstance(error, UserError):
            self.banner.say(as_message(error), "error")
        else:
            self._tasks.complain(error)

    def _stay(self, said: str = "") -> None:
        for each in (self.merge, self.back_button):
            each.setEnabled(True)
        if said:
            self.banner.say(said, "note")


def _source(merging: Merging) -> str:
    written = merging.written_on
    when = f", xuất lúc {clock.local(written):%H:%M} ngày {clock.local(written):%d/%m/%Y}" if written else ""
    return f"{merging.sender}{when}"


def _of_months(merging: Merging) -> Iterator[str]:
    if merging.months:
        yield f"Tháng chi trả đã chốt ở máy kia: {shown_months(merging.months)}."
    if merging.other_months:
        yield f"Tháng chi trả giữ của máy này: {shown_months(merging.other_months)}."


def _touched(merging: Merging) -> int:
    """Return how many cases and people the merge touches: one may stand behind several figures."""
    whole = {each.what for each in (*merging.came, *merging.kept, *merging.met)}
    return len(whole | {each.what for each in (*merging.to_choose, *merging.put_together)})


def _half_chosen(half: Sequence[Open]) -> str:
    names = ", ".join(named(each) for each in half)
    return f"Mới chọn một phần của {names}: chọn nốt, nếu không cả chỗ ấy để lại hàng chờ và phần đã chọn không giữ."


def _unchosen(left: Collection[str]) -> str:
    return "Chỗ chưa chọn thì mỗi máy giữ bản của mình và còn trong hàng chờ. " if left else ""


def _afterwards(merging: Merging) -> str:
    if merging.months:
        return "Có tháng chi trả đã chốt nên lần gộp này không hoàn tác được."
    return "Gộp xong hoàn tác được cả lần."
