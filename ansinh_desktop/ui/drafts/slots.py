"""Finds everything that can be typed into, takes what stands there, and puts it back."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QWidget,
)

from ansinh_desktop.registers.answer import Value
from ansinh_desktop.ui.widgets.editor import NEVER, Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import PasswordEdit

W = TypeVar("W", bound=QWidget)
V = TypeVar("V")

UNKEPT = "unkept"
"""A widget with this property is never kept; it says why: a search, a secret, a place in a preview."""
LOOK = "look"
"""A widget with this property chooses what is looked at: one comes back to it, and nothing in it waits to be saved."""


@dataclass(frozen=True)
class Slot:
    """One place for an answer, with a name of its own in its window."""

    name: str
    widget: QWidget

    @property
    def is_look(self) -> bool:
        """Whether it only chooses what is looked at."""
        return bool(self.widget.property(LOOK))

    @property
    def untouched(self) -> object:
        """What stood there as it was stored; ``NEVER`` where nobody said."""
        return self.widget.untouched if isinstance(self.widget, Editor) else NEVER

    def typed(self) -> object:
        """Return what stands there, as plain values."""
        if isinstance(self.widget, Editor):
            return self.widget.typed()
        return next(way for way in _WAYS if way.is_for(self.widget)).take(self.widget)

    def put(self, typed: object) -> None:
        """Put back what :meth:`typed` gave, as though it had been typed."""
        if isinstance(self.widget, Editor):
            self.widget.set_typed(cast("Value", typed))
            self.widget.edited.emit()
            if self.is_look:
                self.widget.left.emit()
        else:
            next(way for way in _WAYS if way.is_for(self.widget)).put(self.widget, typed)

    def stops(self) -> list[QWidget]:
        """Return the widgets inside that can have the cursor, in a steady order."""
        every = [self.widget, *self.widget.findChildren(QWidget)]
        return [
            each for each in every if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.focusProxy()
        ]


def slots(root: QWidget, but: Collection[QWidget] = ()) -> list[Slot]:
    """Return the places for answers in a window or a part of one, in a steady order; not those in the parts ``but``."""
    found: list[Slot] = []
    seen: dict[str, int] = {}
    for each in _walk(root, but):
        stem = each.objectName() or type(each).__name__
        seen[stem] = seen.get(stem, 0) + 1
        found.append(Slot(stem if seen[stem] == 1 else f"{stem}#{seen[stem]}", each))
    return found


@dataclass(frozen=True)
class Cursor:
    """Where the cursor is: in which slot, at which of its stops, after how many letters."""

    slot: str
    stop: int
    letters: int

    @classmethod
    def now(cls, root: QWidget, but: Collection[QWidget] = ()) -> "Cursor | None":
        """Return where the cursor is in a part of the window; None where it is elsewhere."""
        focus: QWidget | None = root.window().focusWidget()
        if focus is None:
            return None
        for slot in slots(root, but):
            if slot.widget is focus or slot.widget.isAncestorOf(focus):
                stops = slot.stops()
                return cls(slot.name, stops.index(focus) if focus in stops else 0, _letters(focus))
        return None

    def put(self, root: QWidget, but: Collection[QWidget] = ()) -> bool:
        """Put the cursor there; false where there is no such place."""
        slot = next((each for each in slots(root, but) if each.name == self.slot), None)
        stops = slot.stops() if slot else []
        if not stops:
            return False
        at = stops[min(self.stop, len(stops) - 1)]
        at.setFocus(Qt.FocusReason.OtherFocusReason)
        _go_to(at, self.letters)
        return True


def _walk(widget: QWidget, but: Collection[QWidget]) -> Iterator[QWidget]:
    for child in widget.children():
        if not isinstance(child, QWidget) or child in but or _is_passed(child):
            continue
        if isinstance(child, Editor):
            if not isinstance(child, PasswordEdit) and not child.read_only:
                yield child
        elif any(way.takes(child) for way in _WAYS):
            yield child
        else:
            yield from _walk(child, but)


def _is_passed(widget: QWidget) -> bool:
    """Whether nothing of a widget is kept here: a window of its own, or another page of the same stack."""
    if widget.isWindow() or widget.property(UNKEPT):
        return True
    return widget.isHidden() and not isinstance(widget, FieldRow)  # a row not asked now keeps its answer


class _Takes(Protocol):
    """How a kind of Qt's own widgets is taken down and put back."""

    def is_for(self, widget: QWidget) -> bool:
        """Whether the widget is of this kind."""

    def takes(self, widget: QWidget) -> bool:
        """Whether it is, and can be typed into."""

    def take(self, widget: QWidget) -> object:
        """Return what stands there."""

    def put(self, widget: QWidget, typed: object) -> None:
        """Put it back."""


@dataclass(frozen=True)
class _Way(Generic[W, V]):
    """The way of one kind."""

    of: type[W]
    holds: type[V]
    get: Callable[[W], V]
    set: Callable[[W, V], object]
    is_open: Callable[[W], bool] = lambda _widget: True

    def is_for(self, widget: QWidget) -> bool:
        return isinstance(widget, self.of)

    def takes(self, widget: QWidget) -> bool:
        return isinstance(widget, self.of) and self.is_open(widget)

    def take(self, widget: QWidget) -> object:
        return self.get(widget) if isinstance(widget, self.of) else None

    def put(self, widget: QWidget, typed: object) -> None:
        if isinstance(widget, self.of) and isinstance(typed, self.holds):
            self.set(widget, typed)


def _is_open(widget: QLineEdit) -> bool:
    return widget.echoMode() == QLineEdit.EchoMode.Normal and not widget.isReadOnly()


def _boxes(table: QTableWidget) -> list[list[QTableWidgetItem]]:
    """Return the cells of a table that can be ticked."""
    return [
        [
            item
            for column in range(table.columnCount())
            if (item := table.item(row, column)) is not None
            and item.data(Qt.ItemDataRole.CheckStateRole) is not None
        ]
        for row in range(table.rowCount())
    ]


def _ticks(table: QTableWidget) -> list[list[bool]]:
    return [[item.checkState() is Qt.CheckState.Checked for item in row] for row in _boxes(table)]


def _tick(table: QTableWidget, ticks: list[list[bool]]) -> None:
    blocked = table.blockSignals(True)  # noqa: FBT003 - Qt takes no name
    for row, ticked in zip(_boxes(table), ticks, strict=False):
        for item, yes in zip(row, ticked, strict=False):
            item.setCheckState(Qt.CheckState.Checked if yes else Qt.CheckState.Unchecked)
    table.blockSignals(blocked)
    table.viewport().update()


_WAYS: tuple[_Takes, ...] = (
    _Way(QLineEdit, str, QLineEdit.text, QLineEdit.setText, _is_open),
    _Way(
        QPlainTextEdit,
        str,
        QPlainTextEdit.toPlainText,
        QPlainTextEdit.setPlainText,
        lambda each: not each.isReadOnly(),
    ),
    _Way(QTextEdit, str, QTextEdit.toPlainText, QTextEdit.setPlainText, lambda each: not each.isReadOnly()),
    _Way(QComboBox, str, QComboBox.currentText, QComboBox.setCurrentText),
    _Way(QSpinBox, int, QSpinBox.value, QSpinBox.setValue),
    _Way(QCheckBox, bool, QCheckBox.isChecked, QCheckBox.setChecked),
    _Way(QRadioButton, bool, QRadioButton.isChecked, QRadioButton.setChecked),
    _Way(QTableWidget, list, _ticks, _tick, lambda each: any(_boxes(each))),
)


def _letters(widget: QWidget) -> int:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    return widget.textCursor().position() if isinstance(widget, QPlainTextEdit | QTextEdit) else 0


def _go_to(widget: QWidget, letters: int) -> None:
    if isinstance(widget, QLineEdit):
        widget.deselect()
        widget.setCursorPosition(min(letters, len(widget.text())))
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = QTextCursor(widget.document())
        cursor.setPosition(min(letters, max(0, widget.document().characterCount() - 1)))
        widget.setTextCursor(cursor)
