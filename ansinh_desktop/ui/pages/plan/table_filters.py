"""Whom alone a table counts: values of items, several of each, every one with the button that takes it away."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.flow import FlowLayout

_NO_FILTER = "Không lọc"


class TableFilters(QWidget):
    """The item and the value that are chosen, and those that were added before."""

    def __init__(self, values_of: Callable[[str], Sequence[str]], parent: QWidget) -> None:
        """Make them empty.

        Args:
            values_of: What an item says in the period that is looked at.
            parent: Where they stand.
        """
        super().__init__(parent)
        self._values_of = values_of
        self._parts: Mapping[str, str] = {}
        self._added: dict[str, tuple[str, ...]] = {}
        self.part = choice(self, "table_filter", "Chỉ người có")
        self.value = choice(self, "table_value", "là")
        self.add_button = QPushButton("Thêm", self)
        self.add_button.setObjectName("add_filter")
        self.add_button.setAccessibleName("Thêm điều kiện lọc")
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, gap=theme.px(6))
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(self.part, 3)
        row.addWidget(QLabel("là", self))
        row.addWidget(self.value, 3)
        row.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(row)
        column.addWidget(self._chips)
        self.part.currentIndexChanged.connect(lambda _at: self.offer_values())
        self.add_button.clicked.connect(self.add)

    def offer(self, parts: Mapping[str, str]) -> None:
        """Offer the items of a register; nothing is filtered."""
        self._parts = parts
        self.part.clear()
        self.part.addItem(_NO_FILTER, "")
        for name, label in parts.items():
            self.part.addItem(label, name)
        self.set_chosen({})

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Return the values of each item, those that stand in the fields among them."""
        found = dict(self._added)
        name, value = self.part.currentData(), self.value.currentData()
        if name and value and value not in found.get(name, ()):
            found[name] = (*found.get(name, ()), value)
        return found

    def set_chosen(self, filters: Mapping[str, Sequence[str]]) -> None:
        """Filter by these alone."""
        self._added = {name: tuple(values) for name, values in filters.items()}
        self.part.setCurrentIndex(0)
        self._show()

    def add(self) -> None:
        """Take what stands in the fields to the others."""
        self.set_chosen(self.chosen())

    def offer_values(self) -> None:
        """Offer what the chosen item says in the period."""
        name = self.part.currentData()
        values = self._values_of(name) if name else ()
        self.value.clear()
        for each in values:
            self.value.addItem(each, each)
        self.value.setEnabled(bool(values))
        self.add_button.setEnabled(bool(values))

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for name, values in self._added.items():
            for value in values:
                said = f"{self._parts.get(name, name)}: {value}"
                chip = QPushButton(text.literal(f"{said}  ×"), self._chips)
                chip.setAccessibleName(f"Bỏ lọc {said}")
                chip.setToolTip("Bấm để bỏ điều kiện này")
                chip.clicked.connect(partial(self._drop, name, value))
                self._flow.addWidget(chip)
                chip.show()
        self._chips.setVisible(bool(self._added))

    def _drop(self, name: str, value: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        kept = tuple(each for each in self._added[name] if each != value)
        self._added = {key: kept if key == name else values for key, values in self._added.items()}
        self._added = {key: values for key, values in self._added.items() if values}
        self._show()


def choice(parent: QWidget, name: str, label: str) -> QComboBox:
    """Return a field of such a dialog: what is chosen there changes nothing of the data."""
    made = QComboBox(parent)
    made.setObjectName(name)
    made.setAccessibleName(label)
    made.setProperty("look", "yes")
    return made
