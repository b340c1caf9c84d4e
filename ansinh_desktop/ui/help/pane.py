"""The help beside the work: search, contents, and the page at the place that was asked for."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import UserError, message
from ansinh_desktop.services.reports import saving
from ansinh_desktop.ui import later, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.image_view import ImageView, read_image
from ansinh_desktop.ui.help.book import START, HelpBook, Topic
from ansinh_desktop.ui.help.dressed import fit_pictures, put
from ansinh_desktop.ui.help.printed import handbook, one_page
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.search_box import SearchBox

_AROUND = 12
"""What lies left and right of a picture."""


class HelpPane(QWidget):
    """A browser of the help book.

    Signals:
        closed: The officer put it away.
    """

    closed = Signal()

    def __init__(self, book: HelpBook, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._tasks = book, tasks
        self._past: list[Topic] = []
        self._now: Topic | None = None
        self._page = ""
        self.search_box = SearchBox("Tìm trong hướng dẫn (F1)", self)
        self.search_box.searched.connect(self._search)
        self.search_box.accepted.connect(self._open_first)
        self.search_box.escaped.connect(self.closed)
        self.back_button = self._button("arrow-left", "Trang trước", self.back)
        self._close = self._button("x", "Đóng hướng dẫn (Esc)", self.closed.emit)
        self.print_button = self._button("printer", "In bài này, in cả sổ tay", self._ask_what)
        self.menu = QMenu(self)
        self.menu.addAction("In bài đang xem…").triggered.connect(lambda _on=False: self.print_page())
        self.menu.addAction("In cả sổ tay…").triggered.connect(lambda _on=False: self.print_handbook())
        self.found = QListWidget(self)
        self.found.setAccessibleName("Các mục tìm thấy")
        self.found.setWordWrap(True)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.itemActivated.connect(self._open_item)
        self.found.itemClicked.connect(self._open_item)
        self._none = QLabel(self)
        self._none.setProperty("tone", "muted")
        self._none.setWordWrap(True)
        self._none.setContentsMargins(*(theme.px(8),) * 4)
        self._none.hide()
        self.browser = QTextBrowser(self)
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName("Bài hướng dẫn")
        self.browser.anchorClicked.connect(self._follow)
        top = QHBoxLayout()
        top.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), 0)
        top.addWidget(self.back_button)
        top.addWidget(self.search_box, 1)
        top.addWidget(self.print_button)
        top.addWidget(self._close)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(self.found)
        self._split.addWidget(self.browser)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self._none)
        column.addWidget(self._split, 1)
        self._show_contents()

    def open(self, anchor: str = START) -> bool:
        """Show the help of a field, a page or a message's code; false where there is none."""
        topic = self._book.find(anchor or START)
        if topic is None:
            missing = message("AS-9020")
            self._none.setText(f"{missing.text} {missing.todo} ({missing.code})")
            self._none.show()
            return False
        if self._now is not None and self._now != topic:
            self._past.append(self._now)
        self._show(topic)
        return True

    def back(self) -> None:
        """Show what was shown before."""
        if self._past:
            self._show(self._past.pop())

    def current(self) -> Topic | None:
        """Return the topic that is shown."""
        return self._now

    def print_page(self) -> None:
        """Show the page as it will be printed."""
        page = self._page or START
        self._make(self._book.title_of(page), lambda: one_page(self._book, page))

    def print_handbook(self) -> None:
        """Show the whole guide as it will be printed."""
        self._make("Sổ tay hướng dẫn", lambda: handbook(self._book))

    def _make(self, title: str, work: Callable[[], bytes]) -> None:
        self._tasks.run(work, lambda content: self._preview(title, content), owner=self, lane="aside")

    def _ask_what(self) -> None:
        self.menu.popup(self.print_button.mapToGlobal(self.print_button.rect().bottomLeft()))

    def _preview(self, title: str, content: bytes) -> None:
        dialog = later.PreviewDialog(
            title,
            content,
            save=lambda: self._save(dialog, title, content),
            printed=lambda: None,
            parent=self.window(),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _save(self, over: QWidget, title: str, content: bytes) -> None:
        target = choose_target(over, "Lưu PDF", f"Hướng dẫn An Sinh Xã – {title}", ".pdf")
        if target is None:
            return
        try:
            saving.save_whole(target, content)
        except UserError as error:
            messages.tell(over, error)

    def event(self, event: QEvent) -> bool:
        """Take Esc as putting the help away, before the form beside it takes it as going back."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.closed.emit()
                return True
        return super().event(event)

    def _show(self, topic: Topic) -> None:
        self._none.hide()
        self._now = topic
        if topic.page != self._page:
            self._page = topic.page
            put(self.browser.document(), self._book.pages[topic.page], self._book.folder)
            self._fit()
        self._scroll_to(topic.place)
        self.back_button.setEnabled(bool(self._past))

    def _fit(self) -> None:
        fit_pictures(self.browser.document(), self.browser.viewport().width() - theme.px(_AROUND))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pictures be as wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _scroll_to(self, place: int) -> None:
        """Put a heading at the top; Qt gives the headings of Markdown no anchors, so they are counted."""
        block = self.browser.document().begin()
        headings = -1
        while block.isValid():
            headings += block.blockFormat().headingLevel() > 0
            if headings == place:
                bar = self.browser.verticalScrollBar()
                self.browser.setTextCursor(QTextCursor(block))
                top = self.browser.document().documentLayout().blockBoundingRect(block).top()
                bar.setValue(int(top) if place else 0)
                return
            block = block.next()

    def _search(self, words: str) -> None:
        if not words:
            self._show_contents()
            return
        topics = self._book.search(words)
        self._list(topics, found_by=words)
        self._none.setText(f"Không tìm thấy “{words}” trong hướng dẫn.")
        self._none.setVisible(not topics)

    def _show_contents(self) -> None:
        self._none.hide()
        self._list(
            [topic for topic in self._book.topics if topic.level <= 2 and not topic.anchor.startswith("AS-")],
        )

    def _list(self, topics: Sequence[Topic], *, found_by: str = "") -> None:
        """List topics: where they stand and what they say of the words, or as a table of contents."""
        self.found.clear()
        for topic in topics:
            item = QListWidgetItem("    " * (topic.level - 1) + topic.title, self.found)
            if found_by:
                page = self._book.title_of(topic.page)
                said = [page if page != topic.title else "", self._book.snippet(topic, found_by)]
                item.setText("\n".join([topic.title, *(each for each in said if each)]))
            item.setData(Qt.ItemDataRole.UserRole, topic.link)

    def _open_item(self, item: QListWidgetItem) -> None:
        self.open(item.data(Qt.ItemDataRole.UserRole))

    def _open_first(self) -> None:
        if self.found.count():
            self.found.setCurrentRow(0)
            self.found.setFocus()
            self._open_item(self.found.item(0))

    def _follow(self, url: QUrl) -> None:
        link = url.toString()
        if link.endswith(".png"):
            self._show_picture(link)
            return
        self.open(f"{self._page}.md{link}" if link.startswith("#") else link)

    def _show_picture(self, name: str) -> None:
        """Show a picture in its full size."""
        image = read_image((self._book.folder / name).read_bytes())
        if image is None:
            return
        dialog = QDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self._book.title_of(self._page))
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ImageView(image, dialog))
        dialog.resize(image.width() + theme.px(16), image.height() + theme.px(16))
        dialog.open()

    def _button(self, sign: str, words: str, slot: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(sign))
        button.setIconSize(QSize(theme.px(16), theme.px(16)))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button
