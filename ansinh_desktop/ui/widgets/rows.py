"""The field for repeated rows of the same sub-fields: members of a household, items of support."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Value, as_rows
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.editor import Editor, worst


@dataclass(frozen=True)
class RowField:
    """One column."""

    key: str
    label: str
    make: Callable[[str], Editor]
    """Makes the field of a cell, given the key."""
    stretch: int = 1
    required: bool = False


class _Head(QLabel):
    """A heading that keeps the height of all its lines, whatever room a window first thought to need."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many lines as there are in this width."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))


class _Cells:
    """The fields of one row, and the button that takes it away; ``asked`` are those that apply to the row."""

    def __init__(self, editors: list[Editor], remove: QToolButton) -> None:
        self.editors = editors
        self.asked = editors
        self.remove = remove

    def is_empty(self) -> bool:
        return all(each.value() in EMPTY and not each.typed() for each in self.asked)

    def begin(self) -> None:
        """Put the cursor into the first cell that applies."""
        (self.asked or self.editors)[0].control.setFocus(Qt.FocusReason.TabFocusReason)

    def answers(self) -> dict[str, Value]:
        """Return every answer of the row, those too that are not asked now."""
        return {each.objectName(): each.value() for each in self.editors}

    def widgets(self) -> list[QWidget]:
        return [*self.editors, self.remove]


class RowsEditor(Editor):
    """A small table of fields: Enter in its last cell begins a new row, Enter in an empty new row goes on.

    What does not apply to a row is hidden in it and left out of its value; its answer comes back when it applies again.
    """

    def __init__(
        self,
        key: str,
        fields: Sequence[RowField],
        parent: QWidget | None = None,
        *,
        asked: Callable[[Mapping[str, Value]], Collection[str]] | None = None,
    ) -> None:
        """Make the table.

        Args:
            key: Of the field.
            fields: The columns.
            parent: The widget around it.
            asked: Returns the columns that apply to the answers of a row; all of them where it is not given.
        """
        super().__init__(key, parent)
        self.fields = tuple(fields)
        self._asked = asked
        self._rows: list[_Cells] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(6))
        self._grid.setVerticalSpacing(theme.px(4))
        self._heads = [self._make_head(column, field) for column, field in enumerate(self.fields)]
        self.add_button = QPushButton(theme.beside_icon("Thêm dòng"), self)
        self.add_button.setIcon(icon("plus"))
        self.add_button.setToolTip(f"Thêm dòng ({keys.shortcut('add_row').shown})")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(lambda: self.add_row(focus=True))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(self._grid)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.row.addLayout(column, 1)
        self.set_control(self.add_button)
        self._show_heads()

    def value(self) -> Value:
        rows = [{cell.objectName(): cell.value() for cell in row.asked} for row in self._filled()]
        found: list[Value] = [{key: value for key, value in row.items() if value is not None} for row in rows]
        return found or None

    def set_value(self, value: Value) -> None:
        self._refill(value, lambda cell, answer: cell.set_value(answer))

    def typed(self) -> Value:
        return [{cell.objectName(): cell.typed() for cell in row.editors} for row in self._rows]

    def set_typed(self, typed: Value) -> None:
        # What another version kept of it may be of another form.
        rows: list[Value] = (
            [each for each in typed if isinstance(each, dict)] if isinstance(typed, list) else []
        )
        self._refill(rows, lambda cell, answer: cell.set_typed(answer))

    def fault(self) -> Finding | None:
        return next((fault for row in self._rows for cell in row.asked if (fault := cell.fault())), None)

    def settle(self) -> None:
        for row in self._rows:
            for cell in row.editors:
                cell.settle()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Mark each cell with what was found about it (``key.2.name``: the second row that is not empty)."""
        self.findings = tuple(findings)
        for number, row in enumerate(self._filled(), start=1):
            for cell in row.editors:
                own = [
                    each
                    for each in findings
                    if each.field == f"{self.objectName()}.{number}.{cell.objectName()}"
                ]
                cell.set_findings(own)
                cell.control.setToolTip("\n".join(each.text for each in own))
        self.setAccessibleDescription(" ".join(each.text for each in findings))
        theme.mark(self.add_button, level=worst(findings))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        self.read_only = read_only
        self.add_button.setVisible(not read_only)
        for row in self._rows:
            row.remove.setVisible(not read_only)
            for cell in row.editors:
                cell.set_read_only(read_only)

    def set_label(self, label: str) -> None:
        self.setAccessibleName(label)
        self.add_button.setAccessibleName(f"{label}: thêm dòng")

    def row_count(self) -> int:
        """Return how many rows stand there, empty ones too."""
        return len(self._rows)

    def cell(self, row: int, key: str) -> Editor:
        """Return the field of one cell."""
        return next(each for each in self._rows[row].editors if each.objectName() == key)

    def add_row(self, *, focus: bool = False) -> None:
        """Put an empty row at the end."""
        if self.read_only:
            return
        self._append()
        if focus:
            self._rows[-1].begin()
        self.edited.emit()

    def remove_row(self, place: int) -> None:
        """Take a row away; the focus goes to the one that follows, or the one before."""
        if self.read_only:
            return
        row = self._rows.pop(place)
        for widget in row.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._place_rows()
        if self._rows:
            self._rows[min(place, len(self._rows) - 1)].begin()
        else:
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add and remove rows with the keys that Excel has for it."""
        if keys.matches("add_row", event):
            self.add_row(focus=True)
        elif keys.matches("remove_row", event) and (place := self._row_in_focus()) is not None:
            self.remove_row(place)
        else:
            super().keyPressEvent(event)

    def _filled(self) -> list[_Cells]:
        return [row for row in self._rows if not row.is_empty()]

    def _refill(self, rows: Value, fill: Callable[[Editor, Value], object]) -> None:
        while self._rows:
            for widget in self._rows.pop().widgets():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        for answers in as_rows(rows):
            for cell in self._append().editors:
                fill(cell, answers.get(cell.objectName()))
        for row in self._rows:
            self._show_asked(row)
        self._show_heads()

    def _append(self) -> _Cells:
        editors = [field.make(field.key) for field in self.fields]
        remove = QToolButton(self)
        remove.setIcon(icon("trash-2"))
        remove.setIconSize(QSize(theme.px(16), theme.px(16)))
        remove.setProperty("pass_over", "yes")
        remove.setToolTip(f"Xóa dòng này ({keys.shortcut('remove_row').shown})")
        remove.setAccessibleName("Xóa dòng này")
        row = _Cells(editors, remove)
        remove.clicked.connect(lambda: self.remove_row(self._rows.index(row)))
        for field, cell in zip(self.fields, editors, strict=True):
            cell.setParent(self)
            cell.set_label(field.label)
            cell.set_read_only(self.read_only)
            # At once, and before anybody else hears of it: the Enter key is about to look for the next cell.
            cell.edited.connect(lambda: self._show_asked(row))
            cell.edited.connect(self.edited)
            cell.left.connect(self.left)
        self._show_asked(row)
        remove.setVisible(not self.read_only)
        self._rows.append(row)
        self._place_rows()
        return row

    def _show_asked(self, row: _Cells) -> None:
        """Show the cells that apply to a row; the last of them leads to the next row."""
        if self._asked is None:
            row.asked = row.editors
        else:
            asked = self._asked(row.answers())
            row.asked = [cell for cell in row.editors if cell.objectName() in asked]
        for cell in row.editors:
            cell.setVisible(cell in row.asked)
            cell.on_enter = None
        if row.asked:
            row.asked[-1].on_enter = lambda: self._enter_last(row)

    def _enter_last(self, row: _Cells) -> bool:
        """Go from the last cell of the last row to a new row, or past the table when it stayed empty."""
        if self._rows.index(row) < len(self._rows) - 1:
            return False
        if row.is_empty() and len(self._rows) > 1:
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
            self.remove_row(len(self._rows) - 1)
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if row.is_empty():
            return False
        self.add_row(focus=True)
        return True

    def _row_in_focus(self) -> int | None:
        for place, row in enumerate(self._rows):
            if row.remove.hasFocus() or any(cell.control.hasFocus() for cell in row.editors):
                return place
        return None

    def _make_head(self, column: int, field: RowField) -> QLabel:
        head = _Head(f"{field.label} *" if field.required else field.label, self)
        head.setProperty("tone", "small")
        # A long heading must not take the width from the names.
        head.setWordWrap(True)
        self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignBottom)
        self._grid.setColumnStretch(column, field.stretch)
        return head

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._rows))

    def _place_rows(self) -> None:
        """Put the cells in their lines, and the Tab key in the order of reading."""
        last: QWidget | None = None
        for line, row in enumerate(self._rows, start=1):
            for column, widget in enumerate(row.widgets()):
                self._grid.addWidget(widget, line, column, Qt.AlignmentFlag.AlignTop)
                stop = widget.control if isinstance(widget, Editor) else widget
                if last is not None:
                    QWidget.setTabOrder(last, stop)
                last = stop
        if last is not None:
            QWidget.setTabOrder(last, self.add_button)
        self._show_heads()
