"""Two people who are one, side by side: the officer says whose value of each field stays; and how they are parted again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QTableWidgetItem, QWidget

from ansinh_desktop.errors import Message
from ansinh_desktop.services.joining.looking import JoinPreview
from ansinh_desktop.services.joining.parting import PartPreview
from ansinh_desktop.services.joining.work import Joinings
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.versions import BLANK
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.tables.plain import plain_table

_FIRST, _SECOND, _AFTER = 1, 2, 3
"""The columns of the one, of the other, and of what comes of it."""
_WIDTHS = (170, 230, 230, 200)
_LONGEST_REASON: Final = 1000
_SAID = "Chưa có gì thay đổi. Hồ sơ của cả hai được giữ và đứng dưới một người; gộp nhầm thì tách lại được."
_NO_REASON = "Ghi lý do trước."
_Found = TypeVar("_Found")


class Line(NamedTuple):
    """One line of the table."""

    key: str
    label: str
    values: tuple[str, str]
    chosen: int
    """In which column stands what counts."""
    is_open: bool
    """Whether the officer should look at it."""
    is_asked: bool
    """Whether another column may be chosen."""
    after: str = ""
    """What comes of it, where it is not what was chosen."""


class TwoPeopleDialog(DialogFrame):
    """The table of two columns of which one counts, the reason, and the deed.

    Signals:
        done_well: It is written. Carries it in words.
    """

    done_well = Signal(str)
    work_title: ClassVar[str]
    """What is done in the background."""
    done_words: ClassVar[str]
    """That it is done."""

    def __init__(  # noqa: PLR0913 - each is said by name
        self,
        title: str,
        yes_label: str,
        headings: tuple[str, ...],
        *,
        name: str,
        joinings: Joinings,
        ids: tuple[str, str],
        tasks: Tasks,
        parent: QWidget | None,
    ) -> None:
        """Lay it out.

        Args:
            title: What it is about.
            yes_label: What is done.
            headings: Of the table.
            name: What its parts are called by.
            joinings: What writes it.
            ids: The two people.
            tasks: Where it is done in the background.
            parent: Over which window.
        """
        super().__init__(parent, title, yes_label, name=name, width=900)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(f"{name}_dialog")
        self.setProperty("help_anchor", "gop-nguoi")
        self._joinings, self._ids, self._tasks = joinings, ids, tasks
        self._lines: Sequence[Line] = ()
        self._chosen: dict[str, int] = {}
        self._ready = False
        self.said, self.told = self._sentence("muted"), self._sentence("warning")
        self.told.hide()
        self.table = plain_table(self, headings, f"{name}_lines", _WIDTHS)
        self.table.setAccessibleName("Hai người cạnh nhau; phím 1 hoặc 2 chọn cột, Enter sang ô kế")
        self.table.setWordWrap(True)
        self.table.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setMinimumSectionSize(theme.px(28))
        self.table.installEventFilter(self)
        self.table.cellClicked.connect(self._on_clicked)
        self.reason = self._reason_line(f"{name}_reason")
        label = QLabel("Lý do", self)
        label.setBuddy(self.reason)
        self.column.addWidget(self.said)
        self.column.addWidget(self.told)
        self.column.addWidget(self.table, 100)
        self.column.addWidget(label)
        self.column.addWidget(self.reason)
        self.yes_button.clicked.connect(self.do)
        self.close_frame([])
        self.open_at(900, 600)
        self._say_state()

    def look(self) -> None:
        """Ask in the background what it would do."""

    def do(self) -> None:
        """Write it in the background."""
        if not self.yes_button.isEnabled():
            return
        self.yes_button.setEnabled(False)
        self._tasks.run(
            self._deed(self.reason.text()),
            lambda _kept: self._end(),
            failed=self._refuse,
            owner=self,
            title=self.work_title,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what it would do as the dialog comes up."""
        super().showEvent(event)
        if not self._lines:
            self.look()

    def choose(self, side: int, row: int | None = None) -> None:
        """Let the value of one column count."""
        place = self.table.currentRow() if row is None else row
        if 0 <= place < len(self._lines) and self._lines[place].is_asked:
            self._chosen[self._lines[place].key] = side
            self._paint(place)

    def next_line(self) -> None:
        """Go to the next line that has to be looked at; from the last one to the reason."""
        rows = range(self.table.currentRow() + 1, len(self._lines))
        row = next((each for each in rows if self._lines[each].is_open), None)
        if row is None:
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.table.setCurrentCell(row, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose with 1 and 2, go on with Enter."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            with_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            match event.key():
                case Qt.Key.Key_1:
                    self.choose(_FIRST)
                case Qt.Key.Key_2:
                    self.choose(_SECOND)
                case Qt.Key.Key_Return | Qt.Key.Key_Enter if not with_ctrl:
                    self.next_line()
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

    def typed_more(self) -> Mapping[str, object]:
        """Return what was chosen otherwise than proposed."""
        proposed = {each.key: each.chosen for each in self._lines}
        return {key: side for key, side in self._chosen.items() if proposed.get(key) != side}

    def put_more(self, more: Mapping[str, Any]) -> None:
        """Choose again what was chosen before."""
        self._chosen.update({key: int(side) for key, side in more.items()})
        for row in range(self.table.rowCount()):
            self._paint(row)

    # For those who are made of it

    def _deed(self, reason: str) -> Callable[[], object]:
        """Return what is done, with what is chosen now."""
        raise NotImplementedError

    def _ask(self, work: Callable[[], _Found], show: Callable[[_Found], object]) -> None:
        self._tasks.run(work, show, failed=self._refuse, owner=self, urgent=True)

    def _fill(self, lines: Sequence[Line], refusal: Message | None) -> None:
        self._lines = lines
        self._chosen = {each.key: each.chosen for each in lines} | self._chosen
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, words in enumerate((line.label, *(each or BLANK for each in line.values), "")):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(row, column, item)
            self._paint(row)
        self._ready = refusal is None
        if refusal is not None:
            self.banner.say(refusal, "error")
        first = next((row for row, each in enumerate(lines) if each.is_open), 0)
        self.table.setVisible(bool(lines))
        self.table.setCurrentCell(first, 0)
        (self.table if lines else self.reason).setFocus(Qt.FocusReason.TabFocusReason)
        self._say_state()

    def _end(self) -> None:
        self.done_well.emit(self.done_words)
        self.accept()

    def _refuse(self, fault: Exception) -> None:
        self._say_state()
        self.table.setVisible(bool(self._lines))
        self.say_fault(fault, self._tasks)

    # Inside

    def _sentence(self, tone: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", tone)
        return label

    def _reason_line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        composing.watch(line)
        line.setObjectName(name)
        line.setAccessibleName("Lý do, đã đối chiếu thế nào")
        line.setPlaceholderText("Đã đối chiếu giấy tờ nào, với ai")
        line.setMaxLength(_LONGEST_REASON)
        line.textChanged.connect(lambda _words: self._say_state())
        return line

    def _on_clicked(self, row: int, column: int) -> None:
        if column in (_FIRST, _SECOND):
            self.choose(column, row)

    def _paint(self, row: int) -> None:
        line = self._lines[row]
        side = self._chosen[line.key]
        head, after = self.table.item(row, 0), self.table.item(row, _AFTER)
        if head is not None and line.is_open:
            head.setIcon(icon("circle-alert", theme.tone("warning")[0]))
            head.setFont(theme.type_font("text", bold=True))
        for column in (_FIRST, _SECOND) if line.is_asked else ():
            item, counts = self.table.item(row, column), column == side
            if item is not None:
                tone = theme.tone("accent" if counts else "muted")[0]
                item.setIcon(icon("circle-dot" if counts else "circle", tone))
                item.setFont(theme.type_font("text", bold=counts))
        if after is not None:
            words = line.after or line.values[side - 1] or BLANK
            after.setText(words)
            after.setToolTip(words)

    def _say_state(self) -> None:
        has_reason = bool(self.reason.text().strip())
        self.yes_button.setEnabled(self._ready and has_reason)
        self.yes_button.setToolTip("Ctrl+Enter" if has_reason else _NO_REASON)


class JoinDialog(TwoPeopleDialog):
    """Two people who are one."""

    work_title = "Gộp hai người"
    done_words = "Đã gộp thành một người; hồ sơ của cả hai đứng dưới người này."

    def __init__(
        self, joinings: Joinings, ids: tuple[str, str], tasks: Tasks, parent: QWidget | None
    ) -> None:
        super().__init__(
            "Gộp hai người là một",
            "Gộp thành một người",
            ("Thông tin", "Người ghi trước (phím 1)", "Người ghi sau (phím 2)", "Sau khi gộp"),
            name="join",
            joinings=joinings,
            ids=ids,
            tasks=tasks,
            parent=parent,
        )
        self.said.setText(_SAID)
        self._sides: tuple[str, str] = ids

    def look(self) -> None:
        """Ask in the background what joining them asks."""
        self._ask(lambda: self._joinings.preview(*self._ids), self._show)

    def _deed(self, reason: str) -> Callable[[], object]:
        asked = {each.key for each in self._lines if each.is_asked}
        chosen = {key: self._sides[side - 1] for key, side in self._chosen.items() if key in asked}
        return lambda: self._joinings.join(*self._ids, chosen, reason)

    def _show(self, found: JoinPreview) -> None:
        first, second = found.sides
        self._sides = (first.person_id, second.person_id)
        lines = [
            Line(
                each.key,
                each.label,
                each.values,
                _SECOND if each.chosen == second.person_id else _FIRST,
                each.is_open,
                each.differs and not each.is_fixed,
            )
            for each in sorted(found.lines, key=lambda one: (not one.is_open, not one.differs))
        ]
        records = ("\n".join(first.records), "\n".join(second.records))
        lines.append(Line("", "Hồ sơ", records, _FIRST, False, False, "Giữ hồ sơ của cả hai"))  # noqa: FBT003
        self.told.setText("\n".join(f"{each.text} {each.todo}" for each in found.told))
        self.told.setVisible(bool(found.told))
        self._fill(lines, found.refusal)


class PartDialog(TwoPeopleDialog):
    """Two people who were joined, and are two."""

    work_title = "Tách hai người"
    done_words = "Đã tách lại thành hai người."

    def __init__(
        self, joinings: Joinings, ids: tuple[str, str], tasks: Tasks, parent: QWidget | None
    ) -> None:
        super().__init__(
            "Tách lại hai người đã gộp",
            "Tách thành hai người",
            ("Sửa sau khi gộp", "Ở lại (phím 1)", "Đi theo người tách ra (phím 2)", "Trước khi gộp"),
            name="part",
            joinings=joinings,
            ids=ids,
            tasks=tasks,
            parent=parent,
        )

    def look(self) -> None:
        """Ask in the background what parting them gives back."""
        self._ask(lambda: self._joinings.preview_part(*self._ids), self._show)

    def _deed(self, reason: str) -> Callable[[], object]:
        goes = [key for key, side in self._chosen.items() if side == _SECOND]
        return lambda: self._joinings.part(*self._ids, reason, goes)

    def _show(self, found: PartPreview) -> None:
        records = f"Hồ sơ {', '.join(found.records)} trở về" if found.records else "Không hồ sơ nào trở về"
        said = f"{records} với {found.name}; mọi ô trở lại như trước khi gộp. Hồ sơ lập sau khi gộp ở lại."
        if found.edited:
            said += " Những ô dưới đây đã sửa sau khi gộp: chọn giá trị đang ghi là của ai."
        self.said.setText(said)
        lines = [
            Line(
                each.key,
                each.label,
                (each.now, each.now),
                _FIRST,
                is_open=True,
                is_asked=True,
                after=f"ở lại: {each.one or BLANK}\ntách ra: {each.other or BLANK}",
            )
            for each in found.edited
        ]
        self._fill(lines, found.refusal)
