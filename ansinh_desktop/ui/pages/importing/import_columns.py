"""The columns of a list that is to come in: what stands in each, and into which field it goes."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTableWidgetItem, QVBoxLayout, QWidget

from ansinh_desktop.findings import Level
from ansinh_desktop.registers.answer import cell_text
from ansinh_desktop.services.importer.columns import ColumnMatch
from ansinh_desktop.services.importer.importing import Opened
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option

_SURENESS = ((0.97, "chắc chắn"), (0.85, "khá chắc"), (0.0, "đoán, xem lại"))
_SAMPLES = 3


class ImportColumns(QWidget):
    """One line a column, its field at the right.

    Signals:
        changed: A column goes elsewhere than before.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.opened: Opened | None = None
        """The file, with its columns as they go now."""
        self._guessed: dict[int, str | None] = {}
        self._wanted: Mapping[int, str | None] = {}
        self.table = plain_table(
            self, ("Cột trong tệp", "Vài dòng đầu", "Mức chắc", "Đưa vào ô"), "columns", (210, 300, 100)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def want(self, targets: Mapping[int, str | None]) -> None:
        """Let columns go there when the file is read."""
        self._wanted = targets

    def changed_targets(self) -> list[tuple[int, str | None]]:
        """Return which columns go elsewhere than was guessed."""
        matches = self.opened.mapping.matches if self.opened is not None else ()
        return [
            (each.column, each.target)
            for each in matches
            if each.target != self._guessed.get(each.column, each.target)
        ]

    def show_opened(self, opened: Opened) -> None:
        """Show the columns of a file that was read."""
        wanted, self._wanted = self._wanted, {}
        self._guessed = {each.column: each.target for each in opened.mapping.matches}
        self.opened = opened
        for match in opened.mapping.matches:
            target = wanted.get(match.column, match.target)
            if target != match.target:
                self._put(match, target)
        options = [Option("", "(không nhập cột này)")]
        options += [Option(each.key, each.label, words=each.aliases) for each in opened.targets]
        matches = self.opened.mapping.matches
        self.table.setRowCount(0)
        self.table.setRowCount(len(matches))
        for place, match in enumerate(matches):
            self._fill(place, match, _samples(opened, match))
            self.table.setCellWidget(place, 3, self._combo(place, match, options))
        self.table.resizeRowsToContents()

    def told(self) -> str:
        """Return what is to be said of the file and its columns."""
        opened = self.opened
        if opened is None:
            return ""
        words = f"{opened.path.name}. {opened.told.rstrip('.')}"
        if opened.table.as_of:
            words += f", tính đến ngày {opened.table.as_of:%d/%m/%Y}"
        lacking = ", ".join(each.label for each in opened.missing)
        if lacking:
            words += f". Tệp không có cột cho: {lacking}; các ô ấy được hỏi lại hoặc để nháp"
        return words + ". Sửa ô bên phải nếu chương trình đoán sai; cách ghép này được nhớ cho lần sau."

    def _fill(self, place: int, match: ColumnMatch, samples: str) -> None:
        heading = match.heading or f"Cột {match.column + 1}"
        for column, words in enumerate((heading, samples, _sureness(match))):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            if match.target and not match.is_sure:
                item.setForeground(QColor(theme.tone(Level.WARNING)[0]))
            self.table.setItem(place, column, item)

    def _combo(self, place: int, match: ColumnMatch, options: list[Option]) -> FilteredCombo:
        combo = FilteredCombo(f"target_{match.column}", self.table)
        combo.set_options(options)
        combo.line.setPlaceholderText("(không nhập cột này)")
        combo.show_stored(match.target or "")
        combo.left.connect(lambda: self._settle(place, combo.value() or None))
        return combo

    def _settle(self, place: int, target: str | None) -> None:
        match = self.opened.mapping.matches[place] if self.opened is not None else None
        if match is None or match.target == target:
            return
        self._put(match, target)
        self.table.setItem(place, 2, QTableWidgetItem("bạn chọn"))
        self.changed.emit()

    def _put(self, match: ColumnMatch, target: str | None) -> None:
        if self.opened is not None:
            settled = replace(match, target=target, confidence=1.0)
            self.opened = replace(self.opened, mapping=self.opened.mapping.with_match(settled))


def _samples(opened: Opened, match: ColumnMatch) -> str:
    cells = (row.cells[match.column] for row in opened.table.people if match.column < len(row.cells))
    return "; ".join([shown for cell in cells if (shown := cell_text(cell))][:_SAMPLES])


def _sureness(match: ColumnMatch) -> str:
    if match.target is None:
        return "không nhập"
    return next(words for least, words in _SURENESS if match.confidence >= least)
