"""The field for one code of a list: a line in which a few letters find it."""

from collections.abc import Callable, Sequence

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, error, note
from ansinh_desktop.registers.value import Value, as_text
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.widgets.choosing.options import Option, meant
from ansinh_desktop.ui.widgets.editor import Editor

_SEEN = (QResizeEvent, QKeyEvent, QMouseEvent, QInputMethodEvent, QHideEvent, QFocusEvent)
"""Of which classes the events are that the line's field looks at: to ask each of all for its kind is dear."""


class ChoiceLine(Editor):
    """The line, its button and the list under it; what is done with a pick is up to the subclasses."""

    def __init__(
        self, key: str, parent: QWidget | None, *, checks: bool, placeholder: str, dressed: bool = True
    ) -> None:
        super().__init__(key, parent)
        self.options: Sequence[Option] = ()
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(placeholder)
        self.line.setToolTip(placeholder)
        self.line.textEdited.connect(self._take_letter)
        self.button = QToolButton(self.line)
        self.button.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.button.setProperty("focusPolicy", "NoFocus")
        self.button.setCursor(QCursor())
        self.button.setToolTip("Mở danh sách (F4)")
        self.button.setAccessibleName("Mở danh sách")
        self.button.clicked.connect(self._press_button)
        self.line.setTextMargins(0, 0, theme.px(20), 0)
        self._checks = checks
        self._popup: later.OptionPopup | None = None
        self.set_control(self.line)
        if dressed:
            self.dress()

    def dress(self) -> None:
        """Put the icon on the button."""
        self.button.setIcon(later.icon("chevron-down"))

    @property
    def popup(self) -> "later.OptionPopup":
        """The list; made when it is first needed, for a form has many such fields."""
        if self._popup is None:
            self._popup = later.OptionPopup(self, checks=self._checks)
            self._popup.model.set_options(self.options)
            self._popup.picked.connect(self.pick)
        return self._popup

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; the value stays, also where it is not among them."""
        self.options = tuple(options)
        if self._popup is not None:
            self._popup.model.set_options(self.options)

    def pick(self, option: Option) -> None:
        """Take what was picked in the list."""
        raise NotImplementedError

    def current_code(self) -> str | None:
        """Return the code whose line is chosen when the list opens."""
        return None

    def is_open(self) -> bool:
        """Whether the list is down."""
        return self._popup is not None and self._popup.isVisible()

    def open(self) -> None:
        """Drop the whole list down."""
        if not self.read_only:
            self.popup.narrow("")
            self.popup.choose_code(self.current_code())
            self.popup.show_under(self.line)

    def close_list(self) -> None:
        """Put the list away."""
        if self._popup is not None:
            self._popup.hide()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        self.read_only = read_only
        self.line.setReadOnly(read_only)
        self.button.setVisible(not read_only)

    def press(self, event: QKeyEvent) -> bool:
        if self.read_only:
            return super().press(event)
        if later.opens_list(event):
            self._press_button()
            return True
        key, held = QtCore.Qt.Key, QtCore.Qt.KeyboardModifier
        steps = {key.Key_Down: 1, key.Key_Up: -1, key.Key_PageDown: 8, key.Key_PageUp: -8}
        if event.key() in steps and event.modifiers() in (held.NoModifier, held.KeypadModifier):
            if not self.is_open():
                self.open()
            else:
                self.popup.move_by(steps[key(event.key())])
            return True
        if event.key() == key.Key_Escape and self.is_open():
            self.close_list()
            return True
        return super().press(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button in its place and Esc for the list while it is down."""
        if watched is self.line and isinstance(event, _SEEN):
            match event.type():
                case QEvent.Type.Resize:
                    self._place_button()
                case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                    if event.key() == QtCore.Qt.Key.Key_Escape and self.is_open():
                        event.accept()
                        return True
                case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                    if not self.is_open() and not self.line.hasSelectedText():
                        self.open()
                case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                    self._show_composed(event.preeditString())
                case QEvent.Type.Hide | QEvent.Type.FocusOut:
                    self.close_list()
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _take_letter(self, typed: str) -> None:
        self.popup.narrow(typed)
        self.popup.show_under(self.line)
        self.edited.emit()

    def _show_composed(self, words: str) -> None:
        """Narrow the list by the word that an input method still keeps, so that Enter takes no line unseen."""
        if words and not self.read_only:
            whole, at = self.line.text(), self.line.cursorPosition()
            if self.line.hasSelectedText():
                start = self.line.selectionStart()
                whole, at = whole[:start] + whole[self.line.selectionEnd() :], start
            self.popup.narrow(whole[:at] + words + whole[at:])
            self.popup.show_under(self.line)

    def _press_button(self) -> None:
        self.line.setFocus()
        if self.is_open():
            self.close_list()
        else:
            self.open()

    def _place_button(self) -> None:
        side = self.line.height() - theme.px(4)
        self.button.setGeometry(self.line.width() - side - theme.px(2), theme.px(2), side, side)


class FilteredCombo(ChoiceLine):
    """One code of a list: type a few letters without marks, and Enter takes the first line that fits."""

    def __init__(
        self,
        key: str = "",
        parent: QWidget | None = None,
        *,
        options: Sequence[Option] = (),
        read: Callable[[str], str] | None = None,
        show: Callable[[str], str] | None = None,
        dressed: bool = True,
    ) -> None:
        """Make the field.

        Args:
            key: The field's key.
            parent: Its parent.
            options: What may be chosen, and what once could.
            read: Understands everyday words that are in no option; raises ValueError where it does not.
            show: Names a code that is in no option.
            dressed: Whether its button has its icon at once; else with :meth:`dress`.
        """
        super().__init__(key, parent, checks=False, placeholder="Gõ để tìm", dressed=dressed)
        self.set_options(options)
        self._read, self._show = read, show
        self._code: str | None = None
        self._fault: Finding | None = None
        self.row.addWidget(self.line, 1)

    def value(self) -> str | None:
        return self._code if self._is_settled() else None

    def set_value(self, value: Value) -> None:
        self._code, self._fault = as_text(value or "") or None, None
        self._put(self._label())

    def typed(self) -> Value:
        return self._code if self._is_settled() else self.line.text()

    def set_typed(self, typed: Value) -> None:
        if typed and not self._option(str(typed)):
            self._put(str(typed))
            self._resolve(str(typed))
        else:
            self.set_value(typed)

    def fault(self) -> Finding | None:
        option = self._option(self._code) if self._is_settled() else None
        if option and option.retired:
            return note("AS-9011", self.objectName(), label=option.label)
        return self._fault

    def settle(self) -> None:
        self.close_list()
        if not self._is_settled():
            self._resolve(self.line.text())
            self.edited.emit()

    def pick(self, option: Option) -> None:
        self.close_list()
        changed = option.code != self._code
        self.set_value(option.code)
        self.line.setFocus()
        if changed:
            self.edited.emit()

    def current_code(self) -> str | None:
        return self._code

    def press(self, event: QKeyEvent) -> bool:
        key = QtCore.Qt.Key
        taking = event.key() in (key.Key_Return, key.Key_Enter, key.Key_Tab) and not event.modifiers()
        if taking and self.is_open() and (option := self.popup.current()) is not None:
            self.pick(option)
        return super().press(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the whole text when the field is entered, so that typing replaces it."""
        if (
            watched is self.line
            and isinstance(event, QFocusEvent)
            and event.gotFocus()
            and not self.read_only
        ):
            self.line.selectAll()
        return super().eventFilter(watched, event)

    def _take_letter(self, typed: str) -> None:
        self._fault = None
        super()._take_letter(typed)

    def _is_settled(self) -> bool:
        return self.line.text() == self._label()

    def _label(self) -> str:
        if self._code is None:
            return ""
        option = self._option(self._code)
        if option:
            return option.label
        return self._show(self._code) if self._show else self._code

    def _option(self, code: str | None) -> Option | None:
        return next((each for each in self.options if each.code == code), None)

    def _resolve(self, typed: str) -> None:
        wanted = text.clean(typed)
        self._fault = None
        if not wanted:
            self.set_value(None)
        elif option := meant(self.options, wanted):
            self.set_value(option.code)
        else:
            self._resolve_words(wanted)

    def _resolve_words(self, wanted: str) -> None:
        code = None
        if self._read is not None:
            try:
                code = self._read(wanted)
            except ValueError:
                code = None
        if code is not None:
            self.set_value(code)
        else:
            self._code = None
            self._fault = error("AS-9010", self.objectName(), typed=wanted)

    def _put(self, shown: str) -> None:
        if shown != self.line.text():
            self.line.setText(shown)
        self.line.setCursorPosition(0)
        self.line.setToolTip(shown or self.line.placeholderText())
