"""The time limits that run in a case, under its head on every tab: what, until when, how long still, by which article."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ansinh_desktop.services.agenda import BANDS, Band, ToDo
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.tasks_page import SIGNS, TONES
from ansinh_desktop.ui.tables.list_card import ListCard
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("what", "Việc phải làm", 320),
    TableColumn("due", "Hạn", 130),
    TableColumn("left", "Còn lại", 160),
    TableColumn("article", "Căn cứ", 200),
)
_MOST_SHOWN = 3


class CaseDeadlines(ListCard):
    """The list of what is still to be done in one case; hidden where nothing is.

    Signals:
        opening_asked: A record of the same person is to be opened in another register. Carries its code, and who.
    """

    opening_asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            _COLUMNS, "case_deadlines", "Thời hạn của hồ sơ", "thoi-han-ho-so", parent, gives_way=("article",)
        )
        self._items: dict[str, ToDo] = {}
        self._person_id = ""
        self.open_button = QPushButton("Mở hồ sơ", self)
        self.open_button.setObjectName("open_other")
        self.open_button.setIcon(icon("file-plus"))
        self.open_button.clicked.connect(self._ask_opening)
        self.foot.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.open_button.hide()

    def show_items(self, items: Sequence[ToDo], task: str = "", person_id: str = "") -> None:
        """Show what is to be done.

        Args:
            items: All of it.
            task: The one the officer came for.
            person_id: Of the person whose case it is.
        """
        self._person_id = person_id
        self._items = {each.key: each for each in items}
        self.table.set_rows([_row(each) for each in items])
        self.table.show_at_most(_MOST_SHOWN)
        self.setVisible(bool(items))
        counts = [(sum(each.band == band for each in items), title) for band, title in BANDS.items()]
        self.said.setText(
            "Thời hạn: " + " · ".join(f"{count} {title.lower()}" for count, title in counts if count)
        )
        worst: Band = min((each.band for each in items), key=list(BANDS).index, default="later")
        theme.mark(self.said, tone=TONES[worst])
        self.show_sign(SIGNS[worst], TONES[worst] or "muted")
        self.tell(self.table.current_key())
        if task:
            self._go_to(task)

    def _go_to(self, task: str) -> None:
        if task in self._items:
            self.table.select(task)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, key: str) -> None:
        """Offer to open the other record where the chosen line asks for one."""
        super().tell(key)
        item = self._items.get(key)
        self.open_button.setVisible(item is not None and bool(item.opens))

    def _ask_opening(self) -> None:
        item = self._items.get(self.table.current_key())
        if item is not None and item.opens:
            self.opening_asked.emit(item.opens, self._person_id)

    def whole(self, key: str) -> str:
        item = self._items.get(key)
        return _whole(item) if item else ""


def _whole(item: ToDo) -> str:
    length = f"Thời hạn {item.length}." if item.length else ""
    doubt = f"{item.doubt.capitalize()}." if item.doubt else ""
    article = f"Căn cứ: {item.article}." if item.article else ""
    return " ".join(part for part in (f"{item.what}.", length, article, doubt) if part)


def _row(each: ToDo) -> TableRow:
    tone = TONES[each.band]
    what = f"{each.what} (chưa chắc)" if each.doubt else each.what
    # The colour says it as well, never alone.
    left = f"{BANDS[each.band]}: {each.left}" if each.band == "overdue" else each.left
    return TableRow(
        each.key,
        {
            "what": Face(what, SIGNS[each.band], tone, _whole(each)),
            "due": Face(each.due_shown, tone=tone),
            "left": Face(left, tone=tone),
            "article": each.article,
        },
    )
