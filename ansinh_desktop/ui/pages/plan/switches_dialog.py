"""How this unit counts where the plan leaves it open."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.rules.plan import Plan
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame


class SwitchesDialog(DialogFrame):
    """Every switch with its ways; the plan's own first.

    Signals:
        said: Ways of counting were chosen. Carries the value of each switch that changed.
    """

    said = Signal(object)

    def __init__(self, plan: Plan, now: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(
            parent, "Cách tính chỗ kế hoạch để mở", "Tính theo cách này", name="switches", width=560
        )
        self._now = dict(now)
        self._groups: dict[str, QButtonGroup] = {}
        self.ways: dict[tuple[str, str], QRadioButton] = {}
        for each in plan.switches.values():
            head = QLabel(each.label, self)
            head.setProperty("tone", "strong")
            head.setContentsMargins(0, theme.px(6), 0, 0)
            self.column.addWidget(head)
            group = self._groups[each.id] = QButtonGroup(self)
            for code, words in each.values.items():
                shown = f"{words} (mặc định)" if code == each.default else words
                way = QRadioButton(text.literal(shown), self)
                way.setObjectName(f"{each.id}_{code}")
                way.setChecked(now[each.id] == code)
                group.addButton(way)
                self.column.addWidget(way)
                self.ways[each.id, code] = way
        hint = QLabel(
            "Áp dụng cho mọi kỳ chưa chốt; cách tính được in dưới báo cáo. Kỳ đã chốt không đổi.", self
        )
        hint.setProperty("tone", "small")
        hint.setWordWrap(True)
        self.column.addWidget(hint)
        self.yes_button.clicked.connect(self.accept)
        self.close_frame(())

    def accept(self) -> None:
        """Say what is otherwise than before."""
        chosen = {switch: code for (switch, code), way in self.ways.items() if way.isChecked()}
        super().accept()
        self.said.emit({switch: code for switch, code in chosen.items() if self._now[switch] != code})
