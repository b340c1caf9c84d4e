"""The parts of the preview of a merge: the two laptops with their figures, the queue, and what stands at the right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import clock
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.conflicts import Open
from ansinh_desktop.services.sync.naming import Touched
from ansinh_desktop.services.sync.peers import Merging
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.dialogs.versions import named, said_of
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import card, small
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.widgets.choosing.segments import Segments
from ansinh_desktop.ui.widgets.progress_strip import number

OPENED = ("to_choose", "put_together")
"""The figures behind which two versions stand side by side."""
ALONE = ("met", "came", "kept", "left_out")
_FIGURES = {
    "came": ("lấy của máy kia", "accent", "Lấy của máy kia: mới, hoặc sửa sau bản ở máy này"),
    "kept": ("giữ của máy này", "accent", "Giữ của máy này: máy kia chưa có, hoặc có bản cũ hơn"),
    "put_together": ("tự gộp từng ô", "good", ""),
    "to_choose": ("hai bên khác nhau", "error", ""),
    "met": ("giữ cả hai", "accent", "Giữ cả hai: máy kia có thêm người có thể cùng là một người ở đây"),
    "left_out": ("không lấy", "warning", "Không lấy: máy này kiểm tra thấy sai"),
}
_ALWAYS = 5
"""So many of them stand there also where they count nothing."""
_SECTIONS = {"to_choose": "Phải chọn", "put_together": "Tự gộp, xem lại được", "met": "Giữ cả hai"}
_FIELDS = ("Ô", "Trước đó", "Máy này (phím 1)", "Máy kia (phím 2)", "Sau khi gộp"), (140, 120, 165, 165, 130)
_SUBJECTS = ("Hồ sơ, người", "Gồm"), (330, 400)
_TABLE = 96
"""The least height of the table, at 100 %: its head and two lines."""
_MOST = 300
"""So many lines are shown of one list."""
_KIND, _FOUND = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_WHY = {
    True: "Vì sao hỏi: hai máy cùng sửa một ô mà chưa biết bản của nhau. Bên không chọn vẫn ở Lịch sử.",
    False: "Tự gộp vì mỗi máy sửa ô khác nhau. Muốn khác: chọn ô rồi bấm 1, 2 hoặc 3.",
}


class MergeBand(QFrame):
    """Which two laptops, and the figures of what the merge does; each opens its list."""

    def __init__(self, merging: Merging, officer: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.doors: dict[str, QPushButton] = {}
        self._beneath: list[QLabel] = []
        """What stands under the names of the two laptops."""
        counts = {key: len(getattr(merging, key)) for key in _FIGURES}
        shared = counts["put_together"] + counts["to_choose"]
        ours, theirs = counts["kept"] + shared, counts["came"] + shared
        written = f"xuất {clock.local(merging.written_on):%d/%m/%Y %H:%M}, " if merging.written_on else ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        row.setSpacing(theme.px(12))
        self._laptop(row, "hard-drive", f"Máy này · {officer}", f"thêm, sửa {number(ours)} hồ sơ, người")
        self._sign(row, "arrow-right-left")
        self._laptop(
            row, "usb", f"Máy kia · {merging.laptop}", f"{written}thêm, sửa {number(theirs)} hồ sơ, người"
        )
        row.addStretch(1)
        for place, (key, (words, tone, _)) in enumerate(_FIGURES.items()):
            if counts[key] or place < _ALWAYS:
                row.addLayout(self._figure(key, words, tone if counts[key] else "muted", counts[key]))

    def set_tight(self, tight: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Leave what is said of the two laptops to the tips of their names."""
        for each in self._beneath:
            each.setVisible(not tight)

    def _laptop(self, row: QHBoxLayout, sign: str, name: str, said: str) -> None:
        self._sign(row, sign)
        head, below = QLabel(name, self), small(self, said)
        head.setProperty("tone", "strong")
        for each in (head, below):
            each.setTextFormat(Qt.TextFormat.PlainText)
            each.setWordWrap(True)
        below.setIndent(0)
        head.setToolTip(said)
        self._beneath.append(below)
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addWidget(head)
        column.addWidget(below)
        row.addLayout(column, 2)

    def _sign(self, row: QHBoxLayout, sign: str) -> None:
        label, side = QLabel(self), theme.px(20)
        label.setPixmap(icon(sign, theme.tone("accent")[0]).pixmap(side, side))
        row.addWidget(label)

    def _figure(self, key: str, words: str, tone: str, count: int) -> QVBoxLayout:
        door = QPushButton(number(count), self)
        door.setObjectName(f"figure_{key}")
        door.setProperty("role", "link")
        door.setFont(theme.type_font("page", bold=True))
        door.setAccessibleName(f"{number(count)} {words}")
        door.setEnabled(count > 0)
        self.doors[key] = door
        below = small(self, words)
        theme.mark(below, tone=tone if tone in ("error", "good", "warning") else "small")
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addWidget(door, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(below)
        return column


class MergeQueue(QListWidget):
    """What has to be chosen, what merged itself, and who is kept twice."""

    def __init__(self, merging: Merging, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("merge_queue")
        self.setAccessibleName("Phải chọn, tự gộp, giữ cả hai")
        self.setWordWrap(True)
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.setMinimumWidth(theme.px(200))
        self.setMaximumWidth(theme.px(300))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._heads: dict[str, QListWidgetItem] = {}
        self._open = {each.id: each for key in OPENED for each in getattr(merging, key)}
        self._counts = {key: len(getattr(merging, key)) for key in _SECTIONS}
        for key, title in _SECTIONS.items():
            rows: Sequence[Open | Touched] = getattr(merging, key)
            if not rows:
                continue
            self._heads[key] = self._head(title)
            for each in rows[:_MOST]:
                self._line(key, each)
            if len(rows) > _MOST:
                self._head(f"Còn {number(len(rows) - _MOST)} nữa: xem sau khi gộp").setFont(
                    theme.type_font("small")
                )

    def kind_of(self, item: QListWidgetItem) -> str:
        """Return behind which figure a line stands."""
        return str(item.data(_KIND))

    def current(self) -> Open | None:
        """Return the two versions that are shown; None where the current line is of somebody kept twice."""
        at = self.currentRow()
        return self._of(at) if at >= 0 else None

    def go_to(self, kind: str, waits: Callable[[Open], bool]) -> None:
        """Go to the first line of a kind; of those that have to be chosen to the first that waits."""
        lines = [at for at in range(self.count()) if self.item(at).data(_KIND) == kind]
        self.setCurrentRow(next(iter(self._waiting(lines, waits) or lines), -1))

    def go_on(self, waits: Callable[[Open], bool]) -> None:
        """Go to the next line that waits; to the next of all where none does."""
        now, count = self.currentRow(), self.count()
        order = [*range(now + 1, count), *range(max(now, 0))]
        opened = [at for at in order if self._of(at) is not None]
        self.setCurrentRow(next(iter(self._waiting(opened, waits) or opened), now))

    def say_state(self, left: Callable[[Open], Sequence[str]], begun: Callable[[Open], bool]) -> None:
        """Say of each line what is chosen, and over them how many wait."""
        waiting = 0
        for at in range(self.count()):
            found = self._of(at)
            if found is None:
                continue
            open_fields, item = len(left(found)), self.item(at)
            is_chosen = self.kind_of(item) == "to_choose"
            waiting += bool(open_fields)
            item.setText("\n".join((named(found), self._said(found, open_fields, is_chosen, begun(found)))))
            if is_chosen:
                sign, tone = ("circle-alert", "error") if open_fields else ("circle-check", "good")
                item.setIcon(icon(sign, theme.tone(tone)[0]))
            item.setToolTip(item.text())
        if (head := self._heads.get("to_choose")) is not None:
            head.setText(
                f"{_SECTIONS['to_choose']}: còn {number(waiting)} trên {number(self._counts['to_choose'])}"
            )

    @staticmethod
    def _said(found: Open, left: int, is_chosen: bool, begun: bool) -> str:  # noqa: FBT001 - one line of words
        if not is_chosen:
            fields = " · ".join(each.label for each in found.differences)
            return f"{fields} (đã đổi)" if begun else fields
        title, count = content.table_of(found.table).title, len(found.differences)
        if not left:
            return f"{title} · đã chọn"
        return f"{title} · còn {left} ô phải chọn" if begun else f"{title} · {count} ô khác nhau"

    def _waiting(self, lines: Sequence[int], waits: Callable[[Open], bool]) -> list[int]:
        return [at for at in lines if (found := self._of(at)) is not None and waits(found)]

    def _of(self, at: int) -> Open | None:
        return self._open.get(self.item(at).data(_FOUND))

    def _head(self, words: str) -> QListWidgetItem:
        item = QListWidgetItem(words, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.type_font("section", bold=True))
        item.setForeground(QBrush(QColor(theme.colours().text)))
        return item

    def _line(self, kind: str, each: "Open | Touched") -> None:
        item = QListWidgetItem(self)
        item.setData(_KIND, kind)
        if isinstance(each, Open):
            item.setData(_FOUND, each.id)
            item.setIcon(icon("merge", theme.tone("good")[0]))
        else:
            item.setText(f"{each.what}\ncó thể trùng người")
            item.setIcon(icon("copy", theme.tone("note")[0]))
            item.setToolTip(item.text())


class MergePane(QFrame):
    """At the right: two versions field by field, or the list behind a figure."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.acts: Sequence[QWidget] = ()
        frame, self.column = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.title, self.of_versions = QLabel(frame), QLabel(frame)
        self.title.setProperty("tone", "section")
        self.of_versions.setProperty("tone", "muted")
        for each in (self.title, self.of_versions):
            each.setTextFormat(Qt.TextFormat.PlainText)
            each.setWordWrap(True)
        self.whole = Segments("how_much", "Ô được hiện", frame)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignTop)
        self.table = plain_table(frame, _FIELDS[0], "fields_that_differ", _FIELDS[1])
        self.table.setAccessibleName("Các ô của hai bản")
        self.subjects = plain_table(frame, _SUBJECTS[0], "subjects", _SUBJECTS[1])
        self.subjects.setWordWrap(True)
        self.subjects.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.subjects.setAccessibleName("Danh sách đằng sau con số đang mở")
        self._stack = QStackedWidget(frame)
        for table in (self.table, self.subjects):
            self._stack.addWidget(table)
        self._stack.setMinimumHeight(theme.px(_TABLE))
        self._tight = False
        self.why = QLabel(frame)
        self.why.setProperty("tone", "note")
        self.why.setWordWrap(True)
        self.column.addLayout(head)
        self.column.addWidget(self.of_versions)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.why)

    def set_tight(self, tight: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Leave the room of who wrote each version, and of why it is asked, to the table; the tip of the title says both."""
        self._tight = tight
        self._show_aside()

    def _show_aside(self) -> None:
        for each in (self.of_versions, self.why):
            each.setVisible(bool(each.text()) and not self._tight and self.shows_versions())
        told = "\n".join(filter(None, (self.of_versions.text(), self.why.text())))
        self.title.setToolTip(told if self._tight and self.shows_versions() else "")

    def shows_versions(self) -> bool:
        """Whether two versions stand there."""
        return self._stack.currentWidget() is self.table

    def show_open(self, found: Open) -> None:
        """Head two versions; the table is filled by whoever knows what was chosen."""
        self._stack.setCurrentWidget(self.table)
        self.title.setText(f"{named(found)} · {content.table_of(found.table).title}")
        self.of_versions.setText(said_of(found, "Máy kia"))
        self.whole.set_choices(
            (("differing", f"Chỉ ô khác nhau {len(found.differences)}"), ("whole", "Cả hồ sơ"))
        )
        self.whole.setVisible(bool(found.alike))
        self.why.setText(_WHY[any(each.made is None for each in found.differences)])
        self._show_aside()

    def show_list(self, key: str, found: Sequence[Touched | str]) -> None:
        """Show what a figure counts."""
        self._stack.setCurrentWidget(self.subjects)
        self.title.setText(f"{_FIGURES[key][2]} ({number(len(found))})")
        self.whole.hide()
        self._show_aside()
        shown = [
            (each.what, ", ".join(each.tables)) if isinstance(each, Touched) else (each, "") for each in found
        ]
        if len(shown) > _MOST:
            shown[_MOST:] = [(f"Còn {number(len(shown) - _MOST)} dòng nữa.", "")]
        _fill(self.subjects, shown)


def _fill(table: QTableWidget, lines: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(lines))
    for place, line in enumerate(lines):
        for column, words in enumerate(line):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            table.setItem(place, column, item)
