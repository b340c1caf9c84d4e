"""A short list in a card: a sentence with its sign above, below it the line that is chosen, said in full."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.tables.row_list import RowList
from ansinh_desktop.ui.widgets.window_model import TableColumn


class ListCard(QFrame):
    """The card; hidden until it has something to say."""

    def __init__(
        self,
        columns: Sequence[TableColumn],
        name: str,
        words: str,
        anchor: str,
        parent: QWidget,
        *,
        gives_way: Sequence[str] = (),
    ) -> None:
        """Make the card.

        Args:
            columns: Those of the list.
            name: Under what the widths of the columns are kept.
            words: What the list is called aloud.
            anchor: Where the help speaks of it.
            parent: The page.
            gives_way: The columns that are left to the line below the list where it has too little room; then, and
                where there is more, the first one fills it.
        """
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("help_anchor", anchor)
        self._sign, self.said = QLabel(self), QLabel(self)
        self.said.setWordWrap(True)
        self.table = RowList(columns, name, self, first_fills=bool(gives_way), gives_way=gives_way)
        self.table.setAccessibleName(words)
        self.table.chosen.connect(self.tell)
        self.detail = QLabel(self)
        self.detail.setProperty("tone", "small")
        self.detail.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._sign)
        head.addWidget(self.said, 1)
        self.foot = QVBoxLayout()
        """Room below it for what may be done about the chosen line."""
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self.table)
        column.addWidget(self.detail)
        column.addLayout(self.foot)
        self.hide()

    def show_sign(self, name: str, tone: str) -> None:
        """Show what kind of news it is."""
        side = theme.px(16)
        self._sign.setPixmap(icon(name, theme.tone(tone)[0]).pixmap(side, side))

    def tell(self, key: str) -> None:
        """Say of the chosen line what its columns have no room for."""
        self.detail.setText(self.whole(key))
        self.detail.setVisible(bool(self.detail.text()))

    def whole(self, key: str) -> str:
        """Return the chosen line in full; each list has its own."""
        return ""
