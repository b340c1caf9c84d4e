"""The rows of the results: Space marks, letters go on searching, Enter leads to the reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.payments.results_model import COLUMNS, ResultsModel
from ansinh_desktop.ui.widgets.whole_cells import keep_numbers_whole

_ROW_HEIGHT = 28
_HELD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class ResultsTable(QTableView):
    """The table.

    Signals:
        turned: The current row is to be marked, or marked otherwise.
        search_asked: Somebody is searched for. Carries the first letter, or nothing.
        note_asked: The reason of the current row is to be written.
    """

    turned = Signal()
    search_asked = Signal(str)
    note_asked = Signal()

    def __init__(self, model: ResultsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("month_results")
        self.setAccessibleName("Kết quả của từng người")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW_HEIGHT))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        for place, column in enumerate(COLUMNS):
            head.resizeSection(place, theme.px(column.width))
        keep_numbers_whole(self)
        self.doubleClicked.connect(lambda _index: self.turned.emit())

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: the line above searches."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark with Space, and lead to the line above or the reason below."""
        key, letter = event.key(), event.text()
        if event.modifiers() & ~_HELD:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.turned.emit()
        elif key == Qt.Key.Key_Escape:
            self.search_asked.emit("")
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.note_asked.emit()
        elif letter.strip() and letter.isprintable():
            self.search_asked.emit(letter)
        else:
            super().keyPressEvent(event)
