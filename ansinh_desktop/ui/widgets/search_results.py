"""What the search box of the window found: a list under it, walked with the arrow keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.search import Hit
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.whole_cells import WholeDelegate

_MOST_SHOWN = 12


class SearchResults(QFrame):
    """A list under the search box, over the page.

    Signals:
        case_chosen: A record was chosen. Carries its identifier and register.
        person_chosen: Somebody without a record was chosen. Carries the identifier.
    """

    case_chosen = Signal(str, str)
    person_chosen = Signal(str)

    def __init__(self, box: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self._box = box
        self._over = parent
        self.list = QListWidget(self)
        self.list.setObjectName("search_results")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(WholeDelegate(self.list))
        self.list.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.list.itemClicked.connect(self._choose)
        self._none = QLabel(
            "Không tìm thấy. Thử gõ ít chữ hơn, không cần dấu. Hồ sơ mật chỉ tìm được trong sổ của nó, hoặc bằng mã hồ sơ.",
            self,
        )
        self._none.setWordWrap(True)
        self._none.setContentsMargins(*(theme.px(10),) * 4)
        self._none.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        column.addWidget(self.list)
        column.addWidget(self._none)
        box.installEventFilter(self)
        self.hide()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show who was found: a line for each record, one for who has none."""
        self.list.clear()
        for hit in hits:
            who = " · ".join(filter(None, (hit.name, hit.birth, hit.hamlet)))
            for record, register in hit.records:
                declared = catalog.register(register)
                self._add(f"{who}    {declared.short_title}", declared.icon, (record, register))
            if not hit.records:
                self._add(who, "user", (hit.person_id, ""))
        self._none.setVisible(not hits)
        self.list.setVisible(bool(hits))
        if hits:
            self.list.setCurrentRow(0)
        self._place()

    def open_first(self) -> None:
        """Open the line that is chosen."""
        if self.isVisible() and self.list.currentItem() is not None:
            self._choose(self.list.currentItem())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk with the arrows while the box has the focus; go when it loses it."""
        if watched is self._box and self.isVisible():
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
                if step:
                    row = self.list.currentRow() + step
                    self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                    return True
            elif event.type() == QEvent.Type.FocusOut:
                self.hide()
        return False

    def _add(self, words: str, sign: str, target: tuple[str, str]) -> None:
        item = QListWidgetItem(icon(sign), words)
        item.setData(Qt.ItemDataRole.UserRole, target)
        self.list.addItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        found, register = item.data(Qt.ItemDataRole.UserRole)
        self.hide()
        if register:
            self.case_chosen.emit(found, register)
        else:
            self.person_chosen.emit(found)

    def _place(self) -> None:
        under = self._box.mapTo(self._over, QPoint(0, self._box.height() + theme.px(2)))
        rows = min(self.list.count(), _MOST_SHOWN)
        height = rows * (self.list.sizeHintForRow(0) if rows else 0) + theme.px(16)
        self.setGeometry(
            under.x(), under.y(), max(self._box.width(), theme.px(520)), max(height, theme.px(64))
        )
        self.show()
        self.raise_()
