"""The month that a page shows: typed, or one further back or forth."""

import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ansinh_desktop import clock
from ansinh_desktop.registers import kinds
from ansinh_desktop.rules import calendar
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.kind_line import KindEdit


class MonthChoice(QWidget):
    """A field for the month, between two buttons.

    Signals:
        changed: Another month is wanted.
    """

    changed = Signal()

    def __init__(self, name: str, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = KindEdit(kinds.Month(), name, self, placeholder="tháng/năm", width=104)
        self.edit.setProperty("look", "yes")
        self.edit.set_label(label)
        self._month = calendar.month_start(clock.today())
        self._show()
        self.back = self._button("chevron-left", "previous_month", -1)
        self.forth = self._button("chevron-right", "next_month", 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        for each in (self.back, self.edit, self.forth):
            row.addWidget(each)
        self.edit.on_enter = self._enter
        self.edit.left.connect(self._take)

    def month(self) -> datetime.date:
        """Return the first day of the month that is chosen."""
        return self._month

    def set_month(self, month: datetime.date) -> None:
        """Choose a month; nothing is emitted."""
        self._month = month
        self._show()

    def step(self, months: int) -> None:
        """Go so many months on, or back."""
        self.set_month(calendar.add_months(self._month, months))
        self.changed.emit()

    def _show(self) -> None:
        self.edit.set_value(f"{self._month:%Y-%m}")

    def _enter(self) -> bool:
        self._take()
        return True

    def _take(self) -> None:
        typed = self.edit.said()
        self.edit.set_findings([found] if (found := self.edit.fault()) is not None else [])
        if not typed and not self.edit.typed():
            self._show()
        elif typed and calendar.read_month(typed) != self._month:
            self._month = calendar.read_month(typed)
            self.changed.emit()

    def _button(self, sign: str, key: str, months: int) -> QToolButton:
        made = QToolButton(self)
        made.setObjectName(key)
        made.setProperty("role", "edged")
        made.setIcon(icon(sign))
        made.setIconSize(QSize(theme.px(16), theme.px(16)))
        act = keys.action(key, self, lambda: self.step(months))
        made.setToolTip(act.toolTip())
        made.setAccessibleName(act.text())
        made.clicked.connect(lambda: self.step(months))
        return made
