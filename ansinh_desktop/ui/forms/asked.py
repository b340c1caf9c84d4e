"""What is asked in a form, by what was answered: sections come a few at a time, so that the form is there at once."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.person_box import PersonBox
from ansinh_desktop.ui.forms.sections import Sections, chain
from ansinh_desktop.ui.pause import pause

_ALL = 1000
_AT_FIRST = 1
"""Sections that fill the screen, with the person above them."""


class Asked(QObject):
    """Makes sections and leads the keyboard through them.

    Signals:
        complete: Whatever is asked is made.
    """

    complete = Signal()

    def __init__(self, box: PersonBox, fields: Fields, sections: Sections, then: Sequence[QWidget]) -> None:
        super().__init__(box)
        self._box, self._fields, self._sections, self._then = box, fields, sections, then
        self._soon = pause(self, 0, self._grow)

    def begin(self) -> None:
        """Show the beginning; the rest follows by itself."""
        self._sections.begin()
        self._show(_AT_FIRST)
        self._chain()

    def show(self) -> None:
        """Show all that is asked now."""
        self._show(_ALL)

    def follow(self) -> None:
        """Show what is asked now, as far as it does not follow by itself."""
        self._show(0 if self.is_growing() else _ALL)

    def is_growing(self) -> bool:
        """Whether more follows by itself."""
        return self._soon.isActive()

    def _show(self, most: int) -> None:
        before = self._sections.made()
        if self._sections.update(self._fields.values(), make=most):
            self._soon.start()
        if self._sections.made() > before:
            self._chain()

    def _grow(self) -> None:
        self._show(1)
        if not self.is_growing():
            self.complete.emit()

    def _chain(self) -> None:
        chain([*self._box.fields.editors(), *self._fields.editors()], self._then)
