"""What putting two laptops together would do, before it is done: five figures, each of which opens its list."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import clock, text
from ansinh_desktop.services.payments.reckoning import shown_months
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.conflicts import THEIRS, Difference, Open
from ansinh_desktop.services.sync.naming import Touched
from ansinh_desktop.services.sync.peers import Merging
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.dialogs.queue import BLANK
from ansinh_desktop.ui.pages.page import figure, row_of
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.widgets.progress_strip import number

_FIGURES = {
    "came": ("Lấy của máy kia", "mới hoặc sửa sau bản ở máy này"),
    "kept": ("Giữ của máy này", "máy kia chưa có, hoặc có bản cũ hơn"),
    "put_together": ("Tự gộp từng ô", "mỗi máy sửa ô khác nhau"),
    "to_choose": ("Hai bên khác nhau", "cùng một ô, phải chọn"),
    "met": ("Giữ cả hai", "có thể cùng một người"),
    "left_out": ("Không lấy", "máy này kiểm tra thấy sai"),
}
_ALWAYS = 5
"""So many of them stand there also where they count nothing."""
_FIELDS = ("Hồ sơ, người", "Ô", "Trước đó", "Máy này", "Máy kia", "Sau khi gộp"), (
    160, 120, 110, 160, 160, 120,
)  # fmt: skip
_SUBJECTS = ("Hồ sơ, người", "Gồm"), (330, 400)
_MOST = 300
"""So many lines are shown of one list."""


class MergeDialog(QDialog):
    """The figures, the list behind one of them, and the one button."""

    def __init__(self, merging: Merging, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("merge_dialog")
        self.setWindowTitle(f"Gộp với máy kia: xem trước – {messages.TITLE}")
        self.setProperty("help_anchor", "hai-may")
        self._merging = merging
        self.doors: dict[str, QPushButton] = {}
        heading = QLabel("Gộp với máy kia: xem trước", self)
        heading.setProperty("tone", "section")
        source = QLabel(_source(merging), self)
        source.setTextFormat(Qt.TextFormat.PlainText)
        source.setWordWrap(True)
        self.months = QLabel("\n".join(_of_months(merging)), self)
        self.months.setProperty("tone", "warning")
        self.months.setWordWrap(True)
        self.months.setVisible(bool(self.months.text()))
        self.title = QLabel(self)
        self.title.setProperty("tone", "section")
        self.fields = _table(self, _FIELDS, "fields_that_differ")
        self.subjects = _table(self, _SUBJECTS, "subjects")
        self.more = QLabel(self)
        self.more.setProperty("tone", "muted")
        rest = QLabel(
            f"Chỗ chưa chọn thì mỗi máy giữ bản của mình và còn trong hàng chờ. {_afterwards(merging)}", self
        )
        rest.setProperty("tone", "muted")
        rest.setWordWrap(True)
        self.merge = QPushButton(text.literal(_deed(merging)), self)
        self.merge.setObjectName("merge")
        self.merge.setProperty("role", "primary")
        self.merge.setDefault(True)
        self.merge.clicked.connect(self.accept)
        back = QPushButton("Thôi, không gộp", self)
        back.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(10))
        for each in (heading, source):
            column.addWidget(each)
        column.addLayout(self._figures())
        for part in (self.months, self.title, self.fields, self.subjects, self.more, rest):
            column.addWidget(part)
        column.addLayout(row_of(back, self.merge, right=True))
        self.resize(theme.px(940), theme.px(560))
        self.open_list("to_choose" if merging.to_choose else self._first())

    def open_list(self, key: str) -> None:
        """Show what a figure counts."""
        found: Sequence[Open | Touched | str] = getattr(self._merging, key)
        words, below = _FIGURES[key]
        self.title.setText(f"{words} · {number(len(found))}: {below}")
        for name, door in self.doors.items():
            theme.mark(door, chosen=name == key)
        opened = [each for each in found if isinstance(each, Open)]
        self.fields.setVisible(bool(opened))
        self.subjects.setVisible(not opened)
        count = (
            _fill(self.fields, list(_lines(opened, is_put_together=key == "put_together")))
            if opened
            else _fill(self.subjects, [_subject(each) for each in found if not isinstance(each, Open)])
        )
        self.more.setVisible(count > _MOST)
        self.more.setText(f"Còn {number(count - _MOST)} dòng nữa." if count > _MOST else "")

    def _figures(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(20))
        for place, (key, (words, _below)) in enumerate(_FIGURES.items()):
            count = len(getattr(self._merging, key))
            if not count and place >= _ALWAYS:
                continue
            made, door, below = figure(self, key, words)
            door.setText(number(count))
            door.setEnabled(count > 0)
            door.setAutoDefault(False)
            door.clicked.connect(lambda _on=False, key=key: self.open_list(key))
            below.hide()
            self.doors[key] = door
            row.addLayout(made)
        row.addStretch(1)
        return row

    def _first(self) -> str:
        """Return the first list that has anything; that of what comes where nothing differs at all."""
        return next((key for key in _FIGURES if getattr(self._merging, key)), "came")


def _table(parent: QWidget, columns: tuple[tuple[str, ...], tuple[int, ...]], name: str) -> QTableWidget:
    table = plain_table(parent, columns[0], name, columns[1])
    table.setWordWrap(True)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def _fill(table: QTableWidget, lines: Sequence[Sequence[str]]) -> int:
    """Show lines, and return how many there are; only the first are shown."""
    shown = lines[:_MOST]
    table.setAccessibleName("Danh sách đằng sau con số đang mở")
    table.setRowCount(len(shown))
    for place, line in enumerate(shown):
        for column, words in enumerate(line):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            if words == _NOT_CHOSEN:
                item.setForeground(QBrush(QColor(theme.colours().error)))
            table.setItem(place, column, item)
    return len(lines)


_NOT_CHOSEN = "chưa chọn"


def _lines(opened: Sequence[Open], *, is_put_together: bool) -> Iterator[tuple[str, ...]]:
    """Yield a line for each field that differs."""
    for each in opened:
        for one in each.differences:
            yield (
                each.what or content.table_of(each.table).title,
                one.label,
                "không rõ" if one.before is None else one.before or BLANK,
                _by(one.ours, each.ours_by),
                _by(one.theirs, each.theirs_by),
                _after(one) if is_put_together or one.proposed else _NOT_CHOSEN,
            )


def _by(value: str, who: str) -> str:
    return "\n".join(filter(None, (value or BLANK, who)))


def _after(one: Difference) -> str:
    """Return what stands there when both are put together: whatever one of them changed."""
    return (one.theirs if one.proposed == THEIRS else one.ours) or BLANK


def _subject(each: Touched | str | Open) -> tuple[str, ...]:
    return (each.what, ", ".join(each.tables)) if isinstance(each, Touched) else (str(each), "")


def _source(merging: Merging) -> str:
    written = merging.written_on
    local = clock.local(written) if written is not None else None
    when = f", xuất lúc {local:%H:%M} ngày {local:%d/%m/%Y}" if local is not None else ""
    return f"{merging.sender}{when}. Chưa có gì thay đổi."


def _of_months(merging: Merging) -> Iterator[str]:
    if merging.months:
        yield f"Tháng chi trả đã chốt ở máy kia: {shown_months(merging.months)}."
    if merging.other_months:
        yield f"Tháng chi trả giữ của máy này: {shown_months(merging.other_months)}."


def _afterwards(merging: Merging) -> str:
    if merging.months:
        return "Có tháng chi trả đã chốt nên lần gộp này không hoàn tác được."
    return "Gộp xong hoàn tác được cả lần."


def _deed(merging: Merging) -> str:
    return f"Gộp, để {number(merging.conflicts)} chỗ chọn sau" if merging.conflicts else "Gộp"
