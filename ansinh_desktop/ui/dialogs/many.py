"""One act for many records: what is asked once, and with it what was and what will be of each, before anything is written."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ansinh_desktop import text
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.acts.many import ManyAct
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import Questions
from ansinh_desktop.services import office
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.many import ManyRow, Preview
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.tables.memory_rows import MemoryRows
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_PAUSE_MS = 400
_SIDE_BY_SIDE = 3
_COLUMNS = (
    TableColumn("who", "Đối tượng / mã hồ sơ", 170),
    TableColumn("before", "Hiện nay", 130),
    TableColumn("after", "Sẽ là", 150),
    TableColumn("change", "Chênh (đồng/tháng)", 130, numeric=True),
    TableColumn("decision", "Số quyết định", 120),
    TableColumn("why_not", "Vì sao không làm", 220),
    TableColumn("number", "Mã hồ sơ", 150, shown=False),
)


def ask_many(  # noqa: PLR0913 - each is said by name
    program: Program,
    register: str,
    code: str,
    records: Sequence[str],
    *,
    tasks: Tasks,
    parent: QWidget,
    done: Callable[[str], object],
    hidden: int = 0,
    answers: Answers | None = None,
) -> None:
    """Ask what an act for many records needs, and show what it would do; nothing where the officer has no such act.

    Args:
        program: The open data.
        register: Whose records.
        code: The act.
        records: The records, by id.
        tasks: Where it is done.
        parent: Over which window.
        done: Called with a sentence that says what was done.
        hidden: How many of the records the list behind does not show now.
        answers: What stands in the fields at first.
    """
    acts = program.many.acts(register)
    act = next((each for each in acts if each.code == code), None) or program.many.saying(register, code)
    if act is None or not records:
        return
    dialog = ManyDialog(
        program,
        register,
        act,
        records,
        tasks=tasks,
        around=Surroundings(hamlets=office.hamlets(program.vault)),
        parent=parent,
        hidden=hidden,
        answers=answers,
    )
    dialog.done_well.connect(lambda found: done(f"{act.label}: đã ghi cho {number(len(found.done))} hồ sơ."))
    dialog.open()


class ManyDialog(DialogFrame):
    """The fields of an act, and under them what it would do.

    Signals:
        done_well: It is done. Carries the :class:`Preview` of what was done.
    """

    done_well = Signal(object)

    def __init__(  # noqa: PLR0913 - each is said by name
        self,
        program: Program,
        register: str,
        act: ManyAct,
        records: Sequence[str],
        *,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None,
        hidden: int = 0,
        answers: Answers | None = None,
    ) -> None:
        """Make the window.

        Args:
            program: The open data.
            register: Whose records.
            act: What is done.
            records: To which, by id.
            tasks: Where it is done.
            around: What the fields need.
            parent: Over which window.
            hidden: How many of the records the list behind does not show now.
            answers: What stands in the fields at first.
        """
        filtered = f", {hidden} trong đó đang bị lọc khỏi danh sách" if hidden else ""
        super().__init__(
            parent, f"{act.label}: {number(len(records))} hồ sơ{filtered}", act.label, name="yes", width=760
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._program, self._tasks = program, tasks
        self._register, self._act, self._records = register, act, list(records)
        self.preview: Preview | None = None
        """What would be done by what is typed now; None while that is not known."""
        self._asked = 0
        self._looked_at: Answers | None = None
        self._soon = pause(self, _PAUSE_MS, self.look)
        self.fields = Fields(Questions.of(act.fields), around, self)
        self.table = VirtualTable(_COLUMNS, tasks, self, counted="hồ sơ")
        self.table.view.setAccessibleName("Sẽ làm gì với từng người")
        self.table.view.setObjectName("many_preview")
        self.table.set_empty(
            "list-checks",
            "Chưa xem trước được",
            "Ghi đủ các ô có dấu * thì từng hồ sơ hiện ở đây: đang ghi gì, sẽ ghi gì.",
        )
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self._lay_out()
        known = answers or {}
        self.fields.set_stored({key: known[key] for key in self.fields.declared if key in known})
        self._begin_at_first_empty()
        self.fields.edited.connect(lambda _key: self._wait())
        self.fields.left.connect(lambda _key: self._wait())
        self.yes_button.clicked.connect(self.act)
        self.open_at(980, 620)
        self.look()

    def look(self) -> None:
        """Ask what would be done by what is typed."""
        self._soon.stop()
        answers = self._looked_at = self.fields.values()
        if missing := self._missing(answers):
            self._show(None, f"Còn thiếu: {', '.join(missing)}.")
            return
        self._asked += 1
        self._tasks.run(
            lambda: self._program.many.preview(self._register, self._act.code, self._records, answers),
            partial(self._take, self._asked),
            failed=partial(self._refuse, self._asked),
            owner=self,
            urgent=True,
        )

    def act(self) -> None:
        """Do it; where what was typed last is not looked at yet, look first, and write nothing."""
        self.fields.settle()
        if self.preview is None:
            self.look()
            return
        answers = self.fields.values()
        self.yes_button.setEnabled(False)
        self._tasks.run(
            lambda: self._program.many.do(self._register, self._act.code, self._records, answers),
            self._end,
            failed=partial(self._refuse, self._asked),
            owner=self,
            title=self._act.label,
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(4))
        for place, key in enumerate(self.fields.declared):
            row = self.fields.make(key, above=True)
            grid.addWidget(row, place // _SIDE_BY_SIDE, place % _SIDE_BY_SIDE, Qt.AlignmentFlag.AlignTop)
        for column in range(_SIDE_BY_SIDE):
            grid.setColumnStretch(column, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self.table, 1000)
        self.column.addWidget(self.said)
        self.close_frame(self.fields.editors())

    def _begin_at_first_empty(self) -> None:
        """Let typing begin at what is not known already."""
        editors = self.fields.editors()
        first = next((each for each in editors if each.value() in (None, "")), editors[0])
        first.control.setFocus(Qt.FocusReason.TabFocusReason)

    def _wait(self) -> None:
        """Let what was shown hold no longer where something else is said, and look again once typing rests."""
        if self.fields.values() == self._looked_at:
            return
        self._looked_at = None
        self.preview = None
        self._soon.start()

    def _missing(self, answers: Answers) -> list[str]:
        return [
            each.label for key, each in self.fields.declared.items() if each.required and key not in answers
        ]

    def _take(self, asked: int, found: Preview) -> None:
        if asked != self._asked or self._soon.isActive():
            return
        self.banner.clear()
        self.fields.show_findings([], {}, every=True)
        self._show(found, _words(found))

    def _show(self, found: Preview | None, words: str) -> None:
        self.preview = found
        rows = sorted(found.rows, key=lambda each: bool(each.why_not)) if found else []
        self.table.set_source(MemoryRows(rows, _row, _KEYS), keep=True)
        self.table.foot.setVisible(found is not None)  # nothing is counted that nobody looked at
        self.said.setText(words)
        done = len(found.done) if found is not None else 0
        self.yes_button.setEnabled(bool(done))
        said = f"{self._act.label}: {number(done)} hồ sơ" if done else f"{self._act.label}: chưa làm được"
        self.yes_button.setText(text.literal(said))
        self.yes_button.setToolTip(said)

    def _end(self, done: Preview) -> None:
        self.done_well.emit(done)
        self.accept()

    def _refuse(self, asked: int, fault: Exception) -> None:
        if asked != self._asked:
            return
        if isinstance(fault, InvalidRecordError):
            self._show(None, "")
            self.fields.show_findings(list(fault.findings), {}, every=True)
        elif isinstance(fault, UserError):
            self._show(None, "")
            self.banner.say(fault)
        else:
            self._tasks.complain(fault)


def _words(found: Preview) -> str:
    left = len(found.rows) - len(found.done)
    said = [f"Làm cho {number(len(found.done))} hồ sơ"]
    if found.change:
        said.append(f"{_signed(found.change)} đồng mỗi tháng")
    if left:
        said.append(f"không làm cho {number(left)} hồ sơ, lý do ở từng dòng")
    return f"{' · '.join(said)}. Bấm nút mới ghi; tất cả là một lần ghi."


def _signed(amount: int) -> str:
    if not amount:
        return ""
    return f"{'+' if amount > 0 else '−'}{number(abs(amount))}"


def _row(each: ManyRow) -> TableRow:
    why = Face(each.why_not, "triangle-alert", "warning", each.why_not) if each.why_not else ""
    return TableRow(
        each.record_id,
        {
            "who": each.who,
            "before": each.before,
            "after": each.after,
            "change": _signed(each.change),
            "decision": each.decision_no,
            "why_not": why,
            "number": each.number,
        },
    )


_KEYS: dict[str, Callable[[ManyRow], object]] = {
    "who": lambda each: text.name_sort_key(each.who),
    "before": lambda each: each.before,
    "after": lambda each: each.after,
    "change": lambda each: each.change,
    "decision": lambda each: each.decision_no,
    "why_not": lambda each: each.why_not,
    "number": lambda each: each.number,
}
