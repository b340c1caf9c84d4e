"""The pages that were opened, one of them shown; a page is left only where what is being typed on it may be left."""

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ansinh_desktop.ui import later
from ansinh_desktop.ui.pages.page import Page
from ansinh_desktop.ui.pages.registry import Entries, Entry

P = TypeVar("P", bound=Page)


class PageStack(QStackedWidget):
    """Shows the page of an entry of the navigation, or what was opened from there in its place.

    Signals:
        shown: Something is shown, another than before or the same.
    """

    shown = Signal()

    def __init__(self, entries: Entries, parent: QWidget, first: str = "") -> None:
        """Make it without a page; ``first`` is the key of the one to begin with, if the officer has it."""
        super().__init__(parent)
        self.entries = entries
        self.key = first if first in entries.every else next(iter(entries.every))
        """The entry whose page is open, or from whose page what is shown was opened."""
        self._page: Page | None = None

    def page(self) -> Page:
        """Return what is shown, once a page was."""
        if self._page is None:
            raise RuntimeError("no page is shown yet")
        return self._page

    def is_of_entry(self) -> bool:
        """Whether the page of the navigation's entry is shown, and not something opened from there."""
        return self._page is self.entries.every[self.key].made()

    def desk(self) -> "later.RegisterDesk | None":
        """Return the page of a register where it is one that is shown."""
        found = (each.made() for each in self.entries.desks.values() if each.key == self.key)
        return next(found, None) if self.is_of_entry() else None

    def show_entry(self, entry: Entry[P]) -> P | None:
        """Show the page of an entry, and return it; None where the officer stays on the one that is shown."""
        page = entry.page()
        before = self._page
        if before is not None and before is not page and not before.may_leave():
            return None
        self.key = entry.key
        self.put(page)
        return page

    def put(self, page: Page) -> None:
        """Show a page, one of no entry too; such a one goes once another is shown: nothing leads back to it."""
        before = self._page
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self._page = page
        self.setCurrentWidget(page)
        if before is not None and before is not page and not self._is_made(before):
            self.take_away(before)
        self.shown.emit()

    def _is_made(self, page: Page) -> bool:
        return any(each.made() is page for each in self.entries.every.values())

    def take_away(self, page: Page) -> None:
        """Take a page away that is not shown."""
        if self.indexOf(page) >= 0:
            self.removeWidget(page)
            page.deleteLater()

    def make_anew(self) -> None:
        """Let every page but the shown one be made anew when next asked for; a form kept what is typed as it hid."""
        for entry in self.entries.every.values():
            page = entry.made()
            if page is not None and page is not self._page:
                entry.forget()
                self.take_away(page)
