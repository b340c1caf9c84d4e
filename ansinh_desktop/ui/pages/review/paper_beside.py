"""A scanned paper of the record that is open, in the place of the list: what stands in it beside the field it is set against."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.pages.page import button


class PaperBeside(QFrame):
    """The paper, read into memory and shown from there; the keyboard stays in the field.

    Signals:
        closed: The list is wanted again.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.name = QLabel(self)
        self.name.setProperty("tone", "strong")
        self.name.setWordWrap(True)
        self.close_button = button("Cất ảnh, về danh sách", "x", self, name="close_paper")
        self.close_button.clicked.connect(self.closed)
        self.sheet: later.PaperSheet | None = None
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(12), theme.px(8), theme.px(8), 0)
        head.addWidget(self.name, 1)
        head.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.px(1),) * 4)
        self._column.setSpacing(theme.px(4))
        self._column.addLayout(head)

    def show_paper(self, read: "later.ReadPaper") -> None:
        """Show a paper in the place of the one before.

        Raises:
            UserError: The window cannot show it.
        """
        sheet = later.PaperSheet(read, self, save=None, printed=None)
        self.forget()
        self.sheet = sheet
        self.name.setText(text.literal(read.paper.name))
        self._column.addWidget(sheet, 1)

    def forget(self) -> None:
        """Show nothing, and keep nothing of it."""
        if self.sheet is not None:
            self.sheet.hide()
            self._column.removeWidget(self.sheet)
            self.sheet.deleteLater()
            self.sheet = None
