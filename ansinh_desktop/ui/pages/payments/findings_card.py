"""What has to be settled before a month goes on: errors above warnings, equal ones together, one key from the record."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ansinh_desktop import errors
from ansinh_desktop.findings import Level
from ansinh_desktop.registers.acts.many import ManyAct
from ansinh_desktop.services.payments.lines import Met
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.ui import keys, messages, theme
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.grouped_table import GroupedTable, RowGroup
from ansinh_desktop.ui.widgets.pill import Pill
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (TableColumn("who", "Đối tượng / mã hồ sơ", 200), TableColumn("said", "Điều phải xem", 80))
_MOST_UNFOLDED = 6
"""Findings of one kind that are shown one by one at first; of more only their heading."""
_DETAIL_LINES = 3
_KEPT = " giữ"
_NAMED = 2
"""So many people of one kind of finding are named in its heading."""


class FindingsCard(QFrame):
    """The findings of a month.

    Signals:
        opened: A record is to be opened. Carries its id.
        many_asked: The act that settles a kind of finding is wanted. Carries its code and the records.
        kept: Warnings are to be kept. Carries the code of all of one kind, or empty, the key of the one, or empty, and
            the reason.
    """

    opened = Signal(str)
    many_asked = Signal(str, list)
    kept = Signal(str, str, str)

    def __init__(self, settling: Callable[[str], ManyAct | None], parent: QWidget) -> None:
        """Make the card; ``settling`` returns the act that settles a kind of finding in many records at once."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self._settling = settling
        self.met: dict[str, Met] = {}
        """What was found, by its key."""
        self._may_keep = False
        self._last = ""
        """The finding whose record F8 opened last."""
        self.title = QLabel("Phải xử lý", self)
        self.title.setProperty("tone", "section")
        self.errors, self.warnings, self.said = Pill(self), Pill(self), QLabel(self)
        self.said.setProperty("tone", "muted")
        self._stack = QStackedWidget(self)
        self.table = GroupedTable(_COLUMNS, "month_findings", self._stack)
        self.table.view.setAccessibleName("Phải xử lý")
        self.table.view.setHeaderHidden(True)
        self._keep_place_for_detail()
        self.empty = EmptyState("circle-check", "Không còn gì phải xử lý", parent=self._stack)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.next_button = button("Xử lý lần lượt", "chevrons-right", self, name="next_finding")
        self.keep_button = button("Giữ, ghi lý do…", "stamp", self, name="keep_findings")
        self.many_button = button("", "list-checks", self, name="settle_many")
        self._lay_out()
        self._connect()

    def show_month(self, standing: Standing) -> None:
        """Show what stands in the way of a month."""
        view = standing.view
        self._may_keep = standing.may("keep")
        groups = list(_groups(view.met))
        known = {each.key for each in self.table.model.groups}
        self.met = {each.key: each for each in view.met}
        self.table.fold([each.key for each in groups if each.key not in known and _is_long(each)])
        self.table.set_groups(groups)
        self._stack.setCurrentWidget(self.table if view.met else self.empty)
        self._say_counts(view)
        for each in (self.next_button, self.keep_button):
            each.setVisible(not view.is_closed)
        self._enable()

    def _say_counts(self, view: MonthView) -> None:
        self.title.setText("Đã giữ khi chốt" if view.is_closed else "Phải xử lý")
        nothing = "Không có cảnh báo nào được giữ" if view.is_closed else "Không còn gì phải xử lý"
        self.empty.say("circle-check", nothing)
        kept = sum(bool(each.kept) for each in view.met)
        for pill, count, what, tone in (
            (self.errors, view.errors, "lỗi", "error"),
            (self.warnings, view.unkept, "cảnh báo", "warning"),
        ):
            pill.say(f"{number(count)} {what}" if count else "", tone)
        self.said.setText(f"{number(kept)} đã giữ" if kept else "")

    def open_next(self) -> None:
        """Open the record of the next finding that is still open, from the current one on."""
        waiting = [each.key for each in self._in_order() if each.is_open and each.record_id]
        if not waiting:
            return
        every = [each.key for each in self._in_order()]
        here = [each.key for each in self.current()]
        at = every.index(here[0]) if here else 0
        seen = bool(self._last) and self.table.current_key() == self._last
        later = every[at + 1 :] if seen else every[at:]
        key = next((each for each in (*later, *every) if each in waiting), waiting[0])
        self._last = key
        self.table.select(key)
        self.opened.emit(self.met[key].record_id)

    def take_focus(self) -> None:
        """Give the keyboard to the findings."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep(self) -> None:
        """Ask to keep the current warning, or all of the current kind."""
        found = self._keepable()
        if found is not None and self.keep_button.isEnabled():
            self.ask_to_keep(*found)

    @opens
    def ask_to_keep(self, code: str, key: str) -> None:
        """Ask with which reason warnings are kept: all of a code, or the one of that key."""
        found = [each for each in self.met.values() if code in ("", each.code) and key in ("", each.key)]
        if not found:
            return
        what = found[0].said if len(found) == 1 else f"{errors.short(found[0].code)}: {len(found)} cảnh báo."
        reason = messages.confirm_with_reason(
            self, f"Giữ cảnh báo: {what}\nLý do được in ở cuối danh sách chi trả.", "Giữ"
        )
        if reason:
            self.kept.emit(code, key, reason)

    def set_wide(self, wide: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Keep less room for the words under the list where its lines are long."""
        lines = 1 if wide else _DETAIL_LINES
        self.table.detail.setMinimumHeight(lines * self.table.detail.fontMetrics().lineSpacing())
        for wraps in (False, True):  # else it goes on asking for what was its least before
            self.table.detail.setWordWrap(wraps)

    def current(self) -> list[Met]:
        """Return the finding of the current row, or all of the kind whose heading is current."""
        key = self.table.current_key()
        if key:
            return [self.met[key]]
        group = self.table.current_group()
        return [each for each in self._in_order() if _group_of(each) == group]

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title)
        head.addStretch(1)
        for said in (self.errors, self.warnings, self.said):
            head.addWidget(said)
        self._buttons = FlowLayout(gap=theme.px(8))
        for each in (self.next_button, self.keep_button, self.many_button):
            self._buttons.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addLayout(self._buttons)

    def _keep_place_for_detail(self) -> None:
        """Let the words under the list have their place also while there are none: nothing moves under the pointer."""
        detail = self.table.detail
        policy = detail.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        detail.setSizePolicy(policy)
        detail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.set_wide(False)

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.view.selectionModel().currentChanged.connect(lambda *_rows: self._enable())
        self.next_button.clicked.connect(self.open_next)
        self.keep_button.clicked.connect(self.keep)
        self.many_button.clicked.connect(self._press_many)
        self.next_button.setToolTip(keys.action("next_found", self, self.open_next).toolTip())
        self.keep_button.setToolTip(keys.action("keep_warning", self, self.keep).toolTip())

    def _open(self, key: str) -> None:
        if record := self.met[key].record_id:
            self._last = key
            self.opened.emit(record)

    def _in_order(self) -> list[Met]:
        return [self.met[row.key] for group in self.table.model.groups for row in group.rows]

    def _keepable(self) -> tuple[str, str] | None:
        """Return what of the current row or heading can be kept: a code or a key."""
        found = [each for each in self.current() if not each.is_error and each.is_open]
        if not found:
            return None
        return ("", found[0].key) if self.table.current_key() else (found[0].code, "")

    def _offered(self) -> tuple[ManyAct, str] | None:
        """Return an act for many, and the kind of finding it settles: the current one, else the first that any act does.

        The button stays where it is while one goes through what no act settles.
        """
        if not self.next_button.isVisibleTo(self):
            return None
        for code in dict.fromkeys(each.code for each in (*self.current(), *self._in_order())):
            if (act := self._settling(code)) is not None and self._same(code):
                return act, code
        return None

    def _same(self, code: str) -> list[str]:
        """Return the records with a kind of finding, kept or not."""
        found = (each.record_id for each in self._in_order() if each.code == code)
        return list(dict.fromkeys(filter(None, found)))

    def _press_many(self) -> None:
        if (offered := self._offered()) is not None:
            act, code = offered
            self.many_asked.emit(act.code, self._same(code))

    def _enable(self) -> None:
        found = self._keepable()
        self.keep_button.setEnabled(self._may_keep and found is not None)
        of_group = found is not None and bool(found[0])
        count = len(self.current())
        self.keep_button.setText(
            theme.beside_icon(f"Giữ cả {count}, ghi lý do…" if of_group and count > 1 else "Giữ, ghi lý do…")
        )
        offered = self._offered()
        self.many_button.setVisible(offered is not None)
        if offered is not None:
            act, code = offered
            self.many_button.setText(theme.beside_icon(f"{act.label}: {len(self._same(code))} hồ sơ…"))
            self.many_button.setToolTip(f"Một lần cho mọi hồ sơ có: {errors.short(code)}")
        self.next_button.setEnabled(any(each.is_open and each.record_id for each in self.met.values()))


def _group_of(met: Met) -> str:
    return f"{met.code}{_KEPT if met.kept else ''}"


def _is_long(group: RowGroup) -> bool:
    return len(group.rows) > _MOST_UNFOLDED or group.key.endswith(_KEPT)


def _groups(found: Sequence[Met]) -> Iterator[RowGroup]:
    order = sorted(found, key=lambda each: (not each.is_error, bool(each.kept), each.code))
    for key in dict.fromkeys(_group_of(each) for each in order):
        same = [each for each in order if _group_of(each) == key]
        level = Level.ERROR if same[0].is_error else Level.WARNING
        title = f"{errors.short(same[0].code)}{', đã giữ' if same[0].kept else ''}"
        tone, sign = ("muted", "check") if same[0].kept else (str(level), theme.LEVEL_ICONS[level])
        yield RowGroup(
            key, title, tuple(_row(each) for each in same), tone, sign, _about(same), _advice(same)
        )


def _advice(same: Sequence[Met]) -> str:
    """Return what is to be done about a kind of finding; of one that is kept why it is."""
    if not same[0].kept:
        return same[0].todo
    reasons = list(dict.fromkeys(each.kept for each in same))
    return f"Giữ với lý do: {reasons[0]}" if len(reasons) == 1 else f"Giữ với {len(reasons)} lý do khác nhau."


def _about(same: Sequence[Met]) -> str:
    """Return whom a kind of finding is about; of one person also what was found."""
    if len(same) == 1:
        return " · ".join(filter(None, (same[0].who, same[0].said)))
    names = [each.who for each in same if each.who]
    more = f" và {number(len(names) - _NAMED)} người nữa" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _row(met: Met) -> TableRow:
    kept = f"\nGiữ với lý do: {met.kept}" if met.kept else ""
    level = "Lỗi" if met.is_error else "Cảnh báo"
    who = Face(met.who or "Cả tháng", hint=f"{level}: {met.who or 'Cả tháng'} {met.number}".strip())
    said = f"{met.said} (giữ: {met.kept})" if met.kept else met.said
    return TableRow(met.key, {"who": who, "said": Face(said, hint=f"{met.said}\n{met.todo}{kept}")})
