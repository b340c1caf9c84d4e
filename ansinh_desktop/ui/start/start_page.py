"""What the pages before the data are open have in common: the help beside them, which needs no data."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ansinh_desktop.ui import keys
from ansinh_desktop.ui.help_side import HelpSide


class StartPage(QWidget):
    """A page with its content in ``content``, and F1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        split = QSplitter()  # told its place, it would ask for Qt: see ui/__init__.py
        holder = QWidget(split)
        self.content = QWidget(holder)
        asked = QPushButton("Hướng dẫn (F1)", holder)
        asked.setObjectName("help_link")
        asked.setProperty("role", "link")
        # The keyboard has F1: the cursor begins in the first field.
        asked.setProperty("focusPolicy", "NoFocus")
        asked.clicked.connect(lambda _checked=False: self.show_help())
        column = QVBoxLayout(holder)
        top = QHBoxLayout()
        top.addStretch()
        top.addWidget(asked)
        column.addLayout(top)
        column.addWidget(self.content, 1)
        split.addWidget(holder)
        split.setStretchFactor(0, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        self.help = HelpSide(split)
        keys.action("help", self, self.show_help)

    def help_place(self) -> str:
        """Return where the help opens: what the officer is at."""
        raise NotImplementedError

    def show_help(self) -> None:
        """Open the help beside the page."""
        self.help.open(self.help_place())
