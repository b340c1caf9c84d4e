"""Walks every place of the program in which something can be typed, found by looking, and types there."""

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTableWidget,
    QTextEdit,
    QWidget,
)

import ansinh_desktop.ui
from ansinh_desktop.app import Window
from ansinh_desktop.ui.drafts import spots
from ansinh_desktop.ui.drafts.slots import UNKEPT, Slot, slots
from ansinh_desktop.ui.drafts.spots import Opening, Spot
from ansinh_desktop.ui.widgets.choosing.choice import ChoiceLine
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.line import PasswordEdit
from ansinh_desktop.ui.widgets.rows import RowsEditor

TYPED = "Chữ gõ dở 12"
INPUTS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QCheckBox, QRadioButton)
_EVERY_MS = 1
_PATIENCE = 60

Steps = Iterator[bool]
"""Work in pieces: between two of them the window lives, be it inside a dialog that waits for its answer."""


def drive(steps: Steps) -> None:
    """Work through steps while the window lives."""
    loop, raised = QEventLoop(), []
    timer = QTimer()
    timer.setInterval(_EVERY_MS)

    def step() -> None:
        try:
            next(steps)
        except StopIteration:
            timer.stop()
            loop.quit()
        except BaseException as error:  # noqa: BLE001 - raised again below
            timer.stop()
            raised.append(error)
            close_dialogs()
            loop.quit()

    timer.timeout.connect(step)
    timer.start()
    loop.exec()
    if raised:
        raise raised[0]


def close_dialogs() -> None:
    """Put every dialog away."""
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog):
            each.done(0)


def rest(window: Window, times: int = 4) -> Steps:
    """Wait until nothing runs, for a while."""
    quiet = 0
    while quiet < times:
        quiet = 0 if window.tasks.is_busy() else quiet + 1
        yield False


def chain(window: Window) -> list[Spot]:
    """Return where the officer is."""
    return spots.chain(window.pages) if window.pages is not None else []


def openings(window: Window) -> list[Opening]:
    """Return how one gets to where the officer is."""
    return [each.opening for each in chain(window)]


def go(window: Window, way: Sequence[Opening]) -> Iterator[bool]:
    """Open one place after another; ends early where one does not come."""
    assert window.pages is not None
    for place, opening in enumerate(way):
        if openings(window)[place : place + 1] == [opening]:
            continue
        opener = spots.open_again(window.pages, chain(window)[:place], opening)
        assert opener is not None, opening
        QTimer.singleShot(0, window, opener)
        for _ in range(_PATIENCE):
            yield from rest(window)
            if openings(window)[place : place + 1] == [opening]:
                break
        else:
            return


def open_one(window: Window, opening: Opening) -> Steps:
    """Open one more place from where the officer is, and wait whether it comes."""
    before = openings(window)
    assert window.pages is not None
    opener = spots.open_again(window.pages, chain(window), opening)
    assert opener is not None, opening
    QTimer.singleShot(0, window, opener)
    for _ in range(_PATIENCE):
        yield from rest(window)
        if openings(window) != before:
            break
    yield from rest(window)


Samples = dict[tuple[str, str], Callable[[Any], Sequence[tuple[Any, ...]]]]


def ways_on(window: Window, samples: Samples) -> list[Opening]:
    """Return what could be opened from where the officer is; a method that needs something is given a sample."""
    found: list[Opening] = []
    around = [each.widget for each in reversed(chain(window))]
    if isinstance(around[0], QDialog):
        around = around[:1]  # nothing beneath a dialog can be pressed
    elif window.pages is not None:
        around.append(window.pages)
    beneath = [each for each in around if each is not window.pages]
    inside = [child for each in beneath for child in each.findChildren(QWidget) if child.isVisible()]
    for widget in dict.fromkeys([*around, *inside]):
        for method in spots.openers(type(widget)):
            name = type(widget).__name__
            needs = len(inspect.signature(getattr(type(widget), method)).parameters) > 1
            if (name, method) in samples:
                given = samples[name, method](widget)
            else:
                assert not needs, f"{name}.{method}: with what is it opened? Say so in SAMPLES"
                given = [()]
            found += [way for each in given if (way := Opening(name, method, each)) not in found]
    return found


def inputs(widget: QWidget) -> list[QWidget]:
    """Return everything in a place that can be typed into, whoever made it; not what stands in a window of its own."""
    found = [
        each
        for each in widget.findChildren(QWidget)
        if isinstance(each, INPUTS)
        and each.isVisible()
        and each.isEnabled()
        and each.window() is widget.window()
    ]
    return [each for each in found if not getattr(each, "isReadOnly", bool)()]


def why_not(widget: QWidget) -> str:
    """Return why something need not be kept; empty where it must."""
    holder: QWidget | None = widget
    while holder is not None:
        if isinstance(holder, PasswordEdit):
            return "a password"
        if reason := holder.property(UNKEPT):
            return str(reason)
        holder = holder.parentWidget()
    return ""


def forgotten(widget: QWidget) -> list[str]:
    """Return what can be typed into and is neither kept nor says why not."""
    kept = [each.widget for each in slots(widget)]
    return [
        f"{type(each).__name__} {each.objectName()}"
        for each in inputs(widget)
        if not why_not(each) and not any(slot is each or slot.isAncestorOf(each) for slot in kept)
    ]


def type_into(slot: Slot) -> None:
    """Type something into a place, as people do."""
    widget = slot.widget
    if isinstance(widget, YesNo):
        widget.yes.setFocus()
        QTest.keyClick(widget.yes, Qt.Key.Key_K)
    elif isinstance(widget, RowsEditor):
        widget.add_row(focus=True)
        _commit(widget.cell(widget.row_count() - 1, widget.fields[0].key).control)
    elif isinstance(widget, QTableWidget):
        item = widget.item(0, 1)
        done = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if done else Qt.CheckState.Checked)
    elif isinstance(widget, QComboBox | QAbstractSpinBox | QCheckBox | QRadioButton):
        QTest.keyClick(widget, Qt.Key.Key_Space if hasattr(widget, "setChecked") else Qt.Key.Key_Down)
    else:
        _commit(getattr(widget, "control", widget))
        if isinstance(widget, ChoiceLine):
            widget.close_list()


def _commit(widget: QWidget) -> None:
    widget.setFocus()
    if isinstance(widget, QLineEdit):
        widget.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(TYPED)
    QApplication.sendEvent(widget, event)


@functools.cache
def dialogs() -> list[type[QDialog]]:
    """Return every dialog of the program."""
    for each in pkgutil.walk_packages(ansinh_desktop.ui.__path__, "ansinh_desktop.ui."):
        importlib.import_module(each.name)

    def below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    return [each for each in below(QDialog) if each.__module__.startswith("ansinh_desktop.")]
