"""Asks where the people of a hamlet come that is to be renamed, merged or taken from the list."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ansinh_desktop.services.hamlets import InUse
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.field_row import FieldRow

_GUIDE = (
    "Những ấp dưới đây không còn trong danh sách mà vẫn có người. Đổi tên thì chọn tên mới; nhập ấp thì chọn ấp còn lại. "
    "Ấp còn tên nhưng có thể đã đánh số lại cũng được hỏi: không đổi thì để nguyên. "
    "Mọi người, hộ, bộ lọc đã lưu và bản gõ dở của ấp ấy chuyển theo, và lịch sử ghi lại."
)


class HamletMovesDialog(QDialog):
    """A line for each hamlet that goes, with the new list to choose from."""

    def __init__(self, going: Sequence[InUse], names: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Người ở ấp cũ chuyển về đâu?")
        self.setMinimumWidth(theme.px(560))
        guide = QLabel(_GUIDE, self)
        guide.setWordWrap(True)
        guide.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(guide)
        self.choices: dict[str, FilteredCombo] = {}
        options = [Option(each, each) for each in names]
        for place, each in enumerate(going):
            combo = FilteredCombo(f"hamlet_{place}", self, options=options)
            combo.set_value(each.guess or None)
            combo.edited.connect(self._enable)
            self.choices[each.name] = combo
            label = f"{each.name}: {each.people} người, {each.households} hộ chuyển về"
            column.addWidget(FieldRow(label, combo, self))
        back = button("Thôi", "x", self)
        self.accept_button = button("Chuyển người và lưu", "check", self, primary=True, name="move_hamlets")
        back.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(back)
        foot.addWidget(self.accept_button)
        column.addLayout(foot)
        self._enable()

    def moves(self) -> dict[str, str]:
        """Return by the hamlet that goes the one to which its people come."""
        return {name: str(combo.value() or "") for name, combo in self.choices.items()}

    def _enable(self) -> None:
        self.accept_button.setEnabled(all(self.moves().values()))
