"""What putting two laptops together would do, before it is done."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.payments.reckoning import shown_months
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.peers import Merging
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.dialogs.queue import BLANK
from ansinh_desktop.ui.pages.page import row_of
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.small_table import fill_table

_COLUMNS = ("Hồ sơ, người", "Ô phải chọn", "Trước đó", "Máy này", "Máy kia"), (170, 150, 130, 150, 150)
_MOST_NAMED = 8


class MergeDialog(QDialog):
    """The counts, and the one button."""

    def __init__(self, merging: Merging, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("merge_dialog")
        self.setWindowTitle(f"Gộp với máy kia: xem trước – {messages.TITLE}")
        self.setProperty("help_anchor", "hai-may")
        heading = QLabel("Gộp với máy kia: xem trước", self)
        heading.setProperty("tone", "section")
        source = QLabel(f"{merging.sender}. Chưa có gì thay đổi.", self)
        source.setWordWrap(True)
        self.facts = KeyValue(self, label_width=220)
        self.facts.set_facts(_facts(merging))
        self.table = plain_table(self, _COLUMNS[0], "to_choose", _COLUMNS[1])
        self.table.setAccessibleName("Những ô phải chọn sau khi gộp")
        fill_table(self.table, _to_choose(merging))
        self.table.setFixedHeight(theme.px(36 + 32 * min(6, max(1, self.table.rowCount()))))
        self.put_together = QLabel(text.literal(_put_together(merging)), self)
        self.put_together.setWordWrap(True)
        self.put_together.setVisible(bool(merging.put_together))
        rest = QLabel(
            f"Chỗ chưa chọn thì mỗi máy giữ bản của mình và còn trong hàng chờ. {_afterwards(merging)}",
            self,
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
        column.setSpacing(theme.px(12))
        for each in (heading, source, self.facts, self.table, self.put_together, rest):
            column.addWidget(each)
        column.addLayout(row_of(back, self.merge, right=True))
        self.setFixedWidth(theme.px(820 if merging.to_choose else 560))


def _facts(merging: Merging) -> list[Fact]:
    tone = "error" if merging.conflicts else ""
    return [
        Fact("Hồ sơ mới", number(merging.new), "new"),
        Fact("Dòng lấy theo máy kia", number(merging.taken), "taken"),
        Fact("Dòng tự ghép từng ô", number(merging.merged), "merged", "good" if merging.merged else ""),
        Fact("Dòng hai bên khác nhau, phải chọn", number(merging.conflicts), "conflicts", tone),
        Fact("Dòng giữ nguyên", number(merging.same), "same"),
        *_of_months(merging),
    ]


def _to_choose(merging: Merging) -> list[tuple[str, ...]]:
    """Return a line for each field that has to be chosen."""
    return [
        (
            each.what or content.table_of(each.table).title,
            one.label,
            "không rõ" if one.before is None else one.before or BLANK,
            one.ours or BLANK,
            one.theirs or BLANK,
        )
        for each in merging.to_choose
        for one in each.differences
    ]


def _put_together(merging: Merging) -> str:
    named = ", ".join(merging.put_together[:_MOST_NAMED])
    more = len(merging.put_together) - _MOST_NAMED
    return f"Tự ghép: {named}" + (f" và {number(more)} chỗ khác" if more > 0 else "") + "."


def _of_months(merging: Merging) -> Iterator[Fact]:
    if merging.months:
        yield Fact("Tháng chi trả đã chốt ở máy kia", shown_months(merging.months), "months")
    if merging.other_months:
        yield Fact("Tháng giữ của máy này", shown_months(merging.other_months), "other_months", "warning")


def _afterwards(merging: Merging) -> str:
    if merging.months:
        return "Có tháng chi trả đã chốt nên lần gộp này không hoàn tác được."
    return "Gộp xong hoàn tác được cả lần."


def _deed(merging: Merging) -> str:
    return f"Gộp, để {number(merging.conflicts)} chỗ chọn sau" if merging.conflicts else "Gộp"
