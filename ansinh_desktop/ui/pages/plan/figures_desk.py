"""Where the figures of a period are entered that no register counts, each target with its source."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import NUMERATOR, Plan
from ansinh_desktop.services.plan import figure_book
from ansinh_desktop.services.plan.figures import LONGEST_SOURCE, FigureInput, require_sound
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import composing, keys, theme
from ansinh_desktop.ui.background import Tasks, as_message
from ansinh_desktop.ui.forms.sections import chain
from ansinh_desktop.ui.messages import Banner
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.plan.asked_figures import Asked, Figure, Heads, asked, enter, entered
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from ansinh_desktop.ui.widgets.kind_line import MoneyEdit, NumberEdit
from ansinh_desktop.ui.widgets.line import TextLine

_FILES = "Mẫu nhập số liệu (*.xlsx *.xls *.ods);;Mọi tệp (*)"
_NUMBER_WIDTH = 130


class _Line:
    """The fields of one target, and the place for what was found about them."""

    def __init__(self, given: Asked, parent: QWidget) -> None:
        self.asked = given
        self.editors: dict[str, Editor] = {each.key: _editor(given, each, parent) for each in self.shown()}
        self.source = TextLine(f"{given.target.id}.source", parent, placeholder="văn bản, ngày, cơ quan")
        self.source.set_label(f"Nguồn: {given.target.title}")
        self.place = QVBoxLayout()
        self._found: list[FindingLabel] = []
        self._parent = parent

    def shown(self) -> Sequence[Figure]:
        """Return the figures that have a field: of yes and no the second one follows from the first."""
        return self.asked.figures[:1] if self.asked.target.yes_no else self.asked.figures

    def put(self, known: Mapping[str, FigureInput], *, stored: bool) -> None:
        """Show figures: those that are stored, or others in their place, to be looked at before they are."""
        source = next((known[each.key].source for each in self.asked.figures if each.key in known), None)
        for figure in self.shown():
            editor, said = self.editors[figure.key], known.get(figure.key)
            value: Value = None if said is None else said.value
            if value is not None and isinstance(editor, YesNo):
                value = bool(value)
            if stored:
                editor.show_stored(value)
            elif said is not None:
                editor.set_value(value)
                editor.edited.emit()
        if stored:
            self.source.show_stored(source or None)
        elif source:
            self.source.set_value(source)
            self.source.edited.emit()

    def given(self) -> dict[Period, list[FigureInput]]:
        """Return what stands in the fields, by the period for which it is kept; empty fields take figures back."""
        found: dict[Period, list[FigureInput]] = {}
        source = self.source.said().strip()
        for figure in self.asked.figures:
            editor = self.editors.get(figure.key) or self.editors[self.shown()[0].key]
            value = editor.value()
            number = None if value is None else int(value) if isinstance(value, int) else None
            if self.asked.target.yes_no and number is not None and figure.part != NUMERATOR:
                number = 1  # the commune itself
            given = FigureInput(figure.target, figure.part, number, source if number is not None else "")
            found.setdefault(figure.period, []).append(given)
        return found

    def check(self, plan: Plan) -> list[Finding]:
        """Return what is wrong with the figures of this target."""
        every = [*self.editors.values(), self.source]
        for each in every:
            each.settle()
        found = [fault for each in every if (fault := each.fault()) is not None]
        for figures in self.given().values():
            try:
                require_sound(plan, {}, figures)
            except UserError as refused:
                found.append(error(refused.code, self.shown()[0].key, **refused.facts))
        return found

    def say(self, found: Sequence[Finding]) -> None:
        """Show what was found beside the fields."""
        for old in self._found:
            self.place.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._found = [FindingLabel(each, parent=self._parent) for each in found]
        for label in self._found:
            self.place.addWidget(label)
            label.show()
        of_source = [
            each for each in found if each.code == "AS-8006" or each.field == self.source.objectName()
        ]
        for editor in self.editors.values():
            editor.set_findings([each for each in found if each not in of_source])
        self.source.set_findings(of_source)

    def first(self) -> Editor:
        """Return the first field."""
        return self.editors[self.shown()[0].key]


class FiguresDesk(QWidget):
    """The figures of one period.

    Signals:
        written: They are written down. Carries how many changed.
        left: The officer is done here.
    """

    written = Signal(int)
    left = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("help_anchor", "nhap-so")
        self._program, self._tasks = program, tasks
        self._plan: Plan | None = None
        self.period: Period | None = None
        self.lines: dict[str, _Line] = {}
        self.title = QLabel(self)
        self.title.setProperty("tone", "section")
        self.banner = Banner(self)
        self.book_button = button("Ghi mẫu Excel…", "file-spreadsheet", self, name="write_book")
        self.read_button = button("Đọc tệp Excel…", "folder-open", self, name="read_book")
        self.back_button = QPushButton("Quay lại", self)
        self.back_button.setObjectName("figures_back")
        self.write_button = button("Ghi số liệu", "save", self, primary=True, name="write_figures")
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self._connect()

    # ---------------------------------------------------------------- what is shown

    def show_period(self, plan: Plan, period: Period, target: str = "") -> None:
        """Begin with what was entered for a period; the cursor goes to a target, where one is named."""
        self._plan, self.period = plan, period
        self.title.setText(f"Số nhập theo kỳ: {period.name}")
        self.banner.clear()
        self._make(asked(plan, period))
        self._tasks.run(
            lambda: entered(self._program, plan, period),
            partial(self._fill, period, target),
            failed=self._refuse,
            owner=self,
            urgent=True,
        )

    def _fill(self, period: Period, target: str, known: Mapping[str, FigureInput]) -> None:
        if period != self.period:
            return
        for line in self.lines.values():
            line.put(known, stored=True)
        line = self.lines.get(target) or next(iter(self.lines.values()))
        line.first().control.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(line.first())

    def _make(self, given: Sequence[Asked]) -> None:
        holder = QWidget(self)
        holder.setProperty("role", "page")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, theme.px(12), 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 2)
        self.lines, row, area = {}, 0, ""
        for each in given:
            if self._plan is not None and each.target.area != area:
                area = each.target.area
                head = QLabel(self._plan.area(each.target).full, holder)
                head.setProperty("tone", "strong")
                head.setContentsMargins(0, theme.px(10 if row else 0), 0, 0)
                grid.addWidget(head, row, 0, 1, 3)
                row += 1
            line = self.lines[each.target.id] = _Line(each, holder)
            row = _add(grid, line, row, holder)
        grid.setRowStretch(row, 1)
        self._area.setWidget(holder)
        fields = [one for line in self.lines.values() for one in (*line.editors.values(), line.source)]
        chain(fields, [self.write_button, self.back_button])

    # ---------------------------------------------------------------- acts

    def write(self) -> None:
        """Write the figures down, unless something is wrong with them."""
        plan = self._plan
        if plan is None or not self.write_button.isEnabled():
            return
        composing.commit()
        wrong: list[_Line] = []
        given: dict[Period, list[FigureInput]] = {}
        for line in self.lines.values():
            found = line.check(plan)
            line.say(found)
            wrong += [line] if found else []
            for period, figures in line.given().items():
                given.setdefault(period, []).extend(figures)
        if wrong:
            wrong[0].first().control.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(wrong[0].first())
            return
        self.write_button.setEnabled(False)
        self._tasks.run(
            lambda: enter(self._program, plan, given),
            self._end,
            failed=self._refuse,
            owner=self,
            title="Ghi số liệu kế hoạch",
        )

    def save_book(self) -> None:
        """Ask where a workbook to be filled in is written, and write it."""
        period = self.period
        if period is None:
            return
        target = choose_target(self, "Ghi mẫu Excel", f"Số liệu kế hoạch {period.code}", ".xlsx")
        if target is not None:
            self._tasks.run(
                lambda: self._program.plans.write_book(period, target),
                lambda _none: self.banner.say(f"Đã lưu vào {target}.", "good"),
                failed=self._refuse,
                owner=self,
            )

    def read_book(self, file: Path) -> None:
        """Put the figures of a workbook into the fields; nothing is written."""
        plan = self._plan
        if plan is not None:
            self._tasks.run(
                lambda: figure_book.read(plan, file),
                lambda found: self._take_book(file, found),
                failed=self._refuse,
                owner=self,
                title=f"Đọc {file.name}",
            )

    def _take_book(self, file: Path, found: Sequence[FigureInput]) -> None:
        by_part = {(each.target, each.part): each for each in found}
        for line in self.lines.values():
            # Of two days of one part a workbook knows the last.
            known = {
                figure.key: by_part.get((figure.target, figure.part)) for figure in line.asked.figures[-1:]
            }
            known |= {
                figure.key: by_part.get((figure.target, figure.part))
                for figure in line.asked.figures
                if figure.period == self.period
            }
            line.put({key: said for key, said in known.items() if said is not None}, stored=False)
        self.banner.say(f"{file.name} có {len(found)} số. Xem lại rồi bấm Ghi số liệu.", "note")

    def _end(self, count: int) -> None:
        self.write_button.setEnabled(True)
        self.period = None
        self.written.emit(count)

    def _refuse(self, fault: Exception) -> None:
        self.write_button.setEnabled(True)
        self.banner.say(as_message(fault), "error")

    def _choose_book(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "Chọn mẫu đã điền", "", _FILES)
        if found:
            self.read_book(Path(found))

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title, 1)
        for each in (self.book_button, self.read_button):
            head.addWidget(each)
        hint = QLabel(
            f"Số nguyên, số tiền ghi bằng đồng. Để trống là chưa có số. Nguồn dài nhất {LONGEST_SOURCE} ký tự.",
            self,
        )
        hint.setProperty("tone", "small")
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(hint, 1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.write_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self._area, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.book_button.clicked.connect(self.save_book)
        self.read_button.clicked.connect(self._choose_book)
        self.back_button.clicked.connect(self.left)
        self.write_button.clicked.connect(self.write)
        self.write_button.setToolTip(keys.action("save", self, self.write).toolTip())
        keys.action("back", self, self.left.emit)


def _editor(given: Asked, figure: Figure, parent: QWidget) -> Editor:
    """Return the field of a figure: yes or no, an amount, or a number."""
    made: Editor
    if given.target.yes_no:
        made = YesNo(figure.key, parent)
    elif given.target.kind == "amount":
        made = MoneyEdit(figure.key, parent)
    else:
        made = NumberEdit(figure.key, parent, kind=Heads(), width=_NUMBER_WIDTH)
    made.set_label(f"{given.target.title}: {figure.label}")
    return made


def _add(grid: QGridLayout, line: _Line, row: int, parent: QWidget) -> int:
    """Put a target into the grid, and return the next row."""
    target = line.asked.target
    for place, figure in enumerate(line.shown()):
        words = figure.label if not target.yes_no else target.title
        label = QLabel(f"{target.number}. {words}" if not place else words, parent)
        label.setWordWrap(True)
        label.setIndent(theme.px(4 if not place else 26))
        label.setToolTip(target.text)
        grid.addWidget(label, row, 0)
        grid.addWidget(line.editors[figure.key], row, 1)
        if not place:
            grid.addWidget(line.source, row, 2)
        row += 1
    grid.addLayout(line.place, row, 0, 1, 3)
    return row + 1
