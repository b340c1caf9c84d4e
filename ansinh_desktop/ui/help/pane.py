"""The help beside the work: search, contents, and the page at the place that was asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import message
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.help.book import START, HelpBook, Topic
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.search_box import SearchBox


class HelpPane(QWidget):
    """A browser of the help book.

    Signals:
        closed: The officer put it away.
    """

    closed = Signal()

    def __init__(self, book: HelpBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._past: list[Topic] = []
        self._now: Topic | None = None
        self._page = ""
        self.search_box = SearchBox("Tìm trong hướng dẫn", self)
        self.search_box.searched.connect(self._search)
        self.search_box.accepted.connect(self._open_first)
        self.search_box.escaped.connect(self.closed)
        self.back_button = self._button("arrow-left", "Trang trước", self.back)
        self._close = self._button("x", "Đóng hướng dẫn (Esc)", self.closed.emit)
        self.found = QListWidget(self)
        self.found.setAccessibleName("Các mục tìm thấy")
        self.found.setWordWrap(True)
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
            self.browser.document().setDefaultFont(theme.type_font("text"))
            self.browser.setMarkdown(self._book.pages[topic.page])
            self._give_air()
        self._scroll_to(topic.place)
        self.back_button.setEnabled(bool(self._past))

    def _give_air(self) -> None:
        """Set space around headings and paragraphs, and headings in the type scale: Qt's Markdown has neither."""
        block = self.browser.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            shape = block.blockFormat()
            level = shape.headingLevel()
            shape.setTopMargin(theme.px(14 if level and block.blockNumber() else 0))
            in_list = block.textList() is not None and block.next().textList() is not None
            shape.setBottomMargin(theme.px(2 if in_list else 6))
            cursor.setBlockFormat(shape)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                look = QTextCharFormat()
                look.setFont(theme.type_font("page" if level == 1 else "section", bold=True))
                cursor.mergeCharFormat(look)
            block = block.next()

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
        self._list(topics, indent=False)
        self._none.setText(f"Không tìm thấy “{words}” trong hướng dẫn.")
        self._none.setVisible(not topics)

    def _show_contents(self) -> None:
        self._none.hide()
        self._list(
            [topic for topic in self._book.topics if topic.level <= 2 and not topic.anchor.startswith("AS-")],
            indent=True,
        )

    def _list(self, topics: Sequence[Topic], *, indent: bool) -> None:
        self.found.clear()
        for topic in topics:
            item = QListWidgetItem(
                "    " * (topic.level - 1) + topic.title if indent else topic.title, self.found
            )
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
        self.open(f"{self._page}.md{link}" if link.startswith("#") else link)

    def _button(self, sign: str, words: str, slot: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(sign))
        button.setIconSize(QSize(theme.px(16), theme.px(16)))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button
