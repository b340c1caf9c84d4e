"""What every field of a form has in common: a value, its findings, and the way on with the Enter key."""

from collections.abc import Callable, Sequence

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.value import Value, as_text
from ansinh_desktop.ui import composing, theme

NEVER = object()
"""Stands for what an editor was never told."""


class Editor(QWidget):
    """A field. The object name of the editor and of the control inside it is the field's key.

    Its text is never rewritten while it is being typed: an input method that sends backspaces and letters
    would take its own for somebody else's. It is put in order by :meth:`settle`, when the field is left.

    Signals:
        edited: The officer changed something, be it one letter.
        left: The officer is done with the field, and its text stands in order.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(key)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.px(6))
        self.control: QWidget = self
        self.findings: tuple[Finding, ...] = ()
        self.read_only = False
        self.untouched: object = NEVER
        """What :meth:`typed` gave when :meth:`show_stored` put the stored value in."""
        self.veil: QWidget | None = None
        """What stands in its place while it is masked: Tab goes there."""
        self.on_enter: Callable[[], bool] | None = None
        """What the Enter key does instead of going on; it returns whether it did."""

    # What stands in it

    def value(self) -> Value:
        """Return the value, as it is stored; None where there is none, or none that can be read."""
        raise NotImplementedError

    def said(self) -> str:
        """Return the value of an editor of texts, codes or days; empty where there is none."""
        return as_text(self.value() or "")

    def set_value(self, value: Value) -> None:
        """Show a stored value; nothing is emitted."""
        raise NotImplementedError

    def show_stored(self, value: Value) -> None:
        """Show a stored value: what stands otherwise from now on was typed."""
        self.set_value(value)
        self.untouched = self.typed()

    def is_touched(self) -> bool:
        """Whether anything stands there otherwise than it was stored."""
        return self.untouched is not NEVER and bool(self.typed() != self.untouched)

    def typed(self) -> Value:
        """Return what stands there as it is, readable or not, for the draft."""
        return self.value()

    def set_typed(self, typed: Value) -> None:
        """Bring back what ``typed`` gave."""
        self.set_value(typed)

    def fault(self) -> Finding | None:
        """Return why what stands there cannot be read; None while it can, and while it is being typed."""
        return None

    def settle(self) -> None:
        """Put the text in order, as when the field is left; forms call it before they save."""

    # How it looks

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the field with what was found about it; the words stand in its row."""
        self.findings = tuple(findings)
        self.mark_level(worst(self.findings))
        self.control.setAccessibleDescription(" ".join(each.text for each in self.findings))

    def mark_level(self, level: str) -> None:
        """Colour the edge by the worst finding."""
        theme.mark(self.control, level=level)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let it be read and copied only."""
        self.read_only = read_only
        self.control.setEnabled(not read_only)

    def set_label(self, label: str) -> None:
        """Say to screen readers what the field is called."""
        self.control.setAccessibleName(label)

    # Where the focus goes

    def set_control(self, control: QWidget) -> None:
        """Say which inner widget has the focus."""
        self.control = control
        control.setObjectName(self.objectName())
        control.installEventFilter(self)
        self.setFocusProxy(control)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the Enter key and the focus of the control."""
        if watched is self.control:
            if composing.seen(self.control, event):
                return True
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self.press(event)
            if isinstance(event, QFocusEvent) and event.lostFocus():
                self._lose_focus(event.reason())
            if isinstance(event, QWheelEvent):
                # Scrolling the form must not change what the pointer happens to be over.
                event.ignore()
                return True
        return False

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key does in this field; false leaves it to the control."""
        key, held = QtCore.Qt.Key, QtCore.Qt.KeyboardModifier
        if event.key() in (key.Key_Return, key.Key_Enter) and event.modifiers() in (
            held.NoModifier,
            held.KeypadModifier,
        ):
            self.go_on()
            return True
        return False

    def go_on(self) -> None:
        """Go to the next field; what was typed decides first which one that is."""
        composing.commit()
        if not self.read_only:
            self.settle()
        if self.on_enter is not None and self.on_enter():
            return
        following = next_stop(self)
        if following is None:
            self.leave()
        else:
            following.setFocus(QtCore.Qt.FocusReason.TabFocusReason)

    def leave(self) -> None:
        """Put the text in order and say that the officer is done with it."""
        self.settle()
        self.left.emit()

    def _lose_focus(self, reason: "QtCore.Qt.FocusReason") -> None:
        # Behind a menu or another window the field is not left: it goes on where it was.
        why = QtCore.Qt.FocusReason
        elsewhere = (why.PopupFocusReason, why.ActiveWindowFocusReason, why.MenuBarFocusReason)
        if reason not in elsewhere and not self.read_only:
            self.leave()


def worst(findings: Sequence[Finding]) -> str:
    """Return the level that weighs most; an empty text where nothing was found."""
    present = {each.level for each in findings}
    return next((str(level) for level in Level if level in present), "")


def editor_of(widget: QWidget | None) -> Editor | None:
    """Return the editor that a widget is part of; the outermost, where one holds others."""
    found = None
    while widget is not None:
        found = widget if isinstance(widget, Editor) else found
        widget = widget.parentWidget()
    return found


def next_stop(editor: Editor) -> QWidget | None:
    """Return where the Enter key goes: the next field that can be typed into, or button that is not passed over.

    A widget with the property ``pass_over`` is reached with Tab only: heads of sections, buttons of help.
    """
    start = editor.control
    step = start.nextInFocusChain()
    while step is not None and step is not start:
        if _is_stop(step) and not editor.isAncestorOf(step):
            return step
        step = step.nextInFocusChain()
    return None


def _is_stop(widget: QWidget) -> bool:
    if not (widget.isVisible() and widget.isEnabled()) or widget.focusProxy() is not None:
        return False
    if widget.inherits("QScrollArea"):
        return False
    if not widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus or widget.property("pass_over"):
        return False
    holder = widget.parentWidget()
    while holder is not None and not isinstance(holder, Editor):
        holder = holder.parentWidget()
    return holder is None or not holder.read_only
