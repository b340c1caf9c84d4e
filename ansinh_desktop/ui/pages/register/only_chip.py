"""Says that a list shows only the records behind a number elsewhere, and lets that be taken away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ansinh_desktop.services.listing import ListQuery, narrowed
from ansinh_desktop.ui.widgets.choosing.chips import Chip


class OnlyChip(QWidget):
    """The chip; it is there only while a list is narrowed so.

    Signals:
        removed: All records are wanted again.
    """

    removed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chip: Chip | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_query(self, query: ListQuery) -> None:
        """Say to what a list is narrowed."""
        words = ", ".join(narrowed(query))
        if self.chip is not None and self.chip.word.toolTip() != words:
            self._row.removeWidget(self.chip)
            self.chip.hide()
            self.chip.deleteLater()
            self.chip = None
        if words and self.chip is None:
            self.chip = Chip(words, self)
            self.chip.removed.connect(self.removed)
            self._row.addWidget(self.chip)
        self.setVisible(bool(words))
