"""What putting two laptops together would do, before it is done."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.payments.reckoning import shown_months
from ansinh_desktop.services.sync.peers import Merging
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.pages.page import row_of
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue
from ansinh_desktop.ui.widgets.progress_strip import number


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
        for each in (heading, source, self.facts, rest):
            column.addWidget(each)
        column.addLayout(row_of(back, self.merge, right=True))
        self.setFixedWidth(theme.px(560))


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
