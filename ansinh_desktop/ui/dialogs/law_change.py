"""What a change of the law does, before it is accepted: the rows that change, and who would be paid otherwise."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.registers import kinds
from ansinh_desktop.services.law.checking import FileChange
from ansinh_desktop.services.law.preview import AmountChange, LawPreview
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.screen_room import open_at
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.grouped_table import GroupedTable, RowGroup
from ansinh_desktop.ui.widgets.line import TextLine
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("who", "Đối tượng / mã hồ sơ", 230),
    TableColumn("number", "Số hồ sơ", 190),
    TableColumn("before", "Đang tính (đồng)", 120, numeric=True),
    TableColumn("after", "Sẽ tính (đồng)", 120, numeric=True),
    TableColumn("difference", "Chênh lệch", 110, numeric=True),
)
_SHOWN_ROWS = 6


class LawChangeDialog(QDialog):
    """The preview of a change, and the question whether it is to hold."""

    def __init__(
        self, title: str, said: str, shown: LawPreview, *, may_accept: bool, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            title: What is brought.
            said: From whom, by which paper.
            shown: What it would do.
            may_accept: Whether the officer may let it hold.
            parent: Over which window.
        """
        super().__init__(parent)
        self.setWindowTitle(f"Quy định mới – {messages.TITLE}")
        self.setProperty("help_anchor", "quy-dinh")
        self._reason = TextLine("law_reason", self)
        self.table = GroupedTable(_COLUMNS, "law_amounts", self)
        self.table.view.setAccessibleName("Người có mức thay đổi")
        self.table.set_groups(_groups(shown))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(_label(self, title, "page"))
        column.addWidget(_label(self, said, "muted"))
        column.addWidget(_files(self, shown.files))
        self.summary = _label(self, summary(shown), "section")
        column.addWidget(self.summary)
        for words in _warnings(shown):
            column.addWidget(_label(self, words, "warning"))
        column.addWidget(self.table, 1)
        self.table.setVisible(bool(shown.amounts))
        column.addWidget(FieldRow("Ghi chú, số công văn", self._reason))
        column.addLayout(self._buttons(may_accept=may_accept))
        if not shown.amounts:
            column.addStretch(1)
        open_at(self, 860, 620)

    def reason(self) -> str:
        """Return the remark, clean."""
        return text.clean(str(self._reason.value() or ""))

    def _buttons(self, *, may_accept: bool) -> QHBoxLayout:
        self.accept_button = QPushButton("Áp dụng", self)
        self.accept_button.setObjectName("accept_law")
        self.accept_button.setProperty("role", "primary")
        self.accept_button.setEnabled(may_accept)
        self.accept_button.setToolTip("" if may_accept else "Chỉ người quản trị được thay đổi quy định.")
        self.accept_button.clicked.connect(self.accept)
        back = QPushButton("Quay lại, không thay đổi gì", self)
        back.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(self.accept_button)
        return row


def summary(shown: LawPreview) -> str:
    """Return in one line how many people are touched, and by how much in all."""
    if not shown.amounts:
        return f"Không ai thay đổi mức hưởng ({shown.records} hồ sơ đã tính thử)."
    parts = []
    for month in shown.months:
        rows = shown.of_month(month)
        if rows:
            total = sum(each.difference for each in rows)
            verb = "tăng" if total >= 0 else "giảm"
            parts.append(f"tháng {month:%m/%Y}: {len(rows)} người, {verb} {_money(abs(total))} đồng")
    return f"Thay đổi mức hưởng: {'; '.join(parts)}."


def _warnings(shown: LawPreview) -> list[str]:
    found = []
    if shown.earlier(clock.today()):
        found.append(
            "Có mức của tháng đã qua thay đổi. Kết quả đã lưu khi quyết định vẫn giữ nguyên; xem có phải truy lĩnh không."
        )
    if shown.deadlines:
        found.append(f"{shown.deadlines} thời hạn đang chạy đổi ngày.")
    return found


def _groups(shown: LawPreview) -> list[RowGroup]:
    return [
        RowGroup(f"{month:%Y-%m}", f"Tháng {month:%m/%Y}", tuple(_row(each) for each in rows))
        for month in shown.months
        if (rows := shown.of_month(month))
    ]


def _row(each: AmountChange) -> TableRow:
    sign = "+" if each.difference > 0 else "−"
    return TableRow(
        f"{each.record_id} {each.month}",
        {
            "who": each.who,
            "number": each.number,
            "before": _money(each.before),
            "after": _money(each.after),
            "difference": Face(
                f"{sign}{_money(abs(each.difference))}", tone="good" if each.difference > 0 else "error"
            ),
        },
    )


def _files(parent: QWidget, files: Sequence[FileChange]) -> QWidget:
    frame = QFrame(parent)
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(*(theme.px(12),) * 4)
    column.setSpacing(theme.px(4))
    if not files:
        column.addWidget(_label(frame, "Không có dòng nào khác với quy định đang dùng.", ""))
    for each in files:
        since = f", hiệu lực sớm nhất {each.first_day:%d/%m/%Y}" if each.first_day else ""
        kinds_of = (("mới", each.added), ("thay đổi", each.changed), ("bỏ", each.removed))
        counts = ", ".join(f"{len(rows)} dòng {said}" for said, rows in kinds_of if rows)
        column.addWidget(_label(frame, f"{each.label}: {counts}{since}", ""))
        for said, rows in kinds_of:
            lines = [f"•  {row} ({said})" for row in rows[:_SHOWN_ROWS]]
            more = len(rows) - _SHOWN_ROWS
            lines += [f"•  và {more} dòng {said} nữa"] if more > 0 else []
            for line in lines:
                column.addWidget(_label(frame, line, "muted"))
    return frame


def _money(amount: int) -> str:
    return kinds.Money().show(amount)


def _label(parent: QWidget, words: str, tone: str) -> QLabel:
    label = QLabel(words, parent)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    return label
