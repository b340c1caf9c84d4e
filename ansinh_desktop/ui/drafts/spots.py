"""Says where in the window the officer is, so that one can be brought back: what was opened, by what, one inside another.

Whatever opens a place in which something is typed is marked with :func:`opens`; its name and its plain arguments are
all that has to be kept to open the same place again.
"""

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar, cast, runtime_checkable

from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget

from ansinh_desktop.services.drafts import Unsaved
from ansinh_desktop.ui.drafts.slots import slots

F = TypeVar("F", bound=Callable[..., object])

_LAST = "_last_opening"
_OPENED_BY = "_opened_by"
_MARK = "_opens"


class Opening(NamedTuple):
    """What opened a place: the kind of widget, its method, and the method's arguments."""

    holder: str
    method: str
    given: tuple[object, ...] = ()

    @classmethod
    def of(cls, stored: Sequence[object]) -> "Opening":
        """Return an opening as it was kept."""
        holder, method, given = stored
        return cls(str(holder), str(method), tuple(given) if isinstance(given, Sequence) else ())


class Spot(NamedTuple):
    """A place in which something is typed, or from which such a place is opened."""

    widget: QWidget
    opening: Opening


@runtime_checkable
class Holds(Protocol):
    """A widget that shows one of several places."""

    def spot_inside(self) -> Spot | None:
        """Return the place that is shown inside; None where it is the widget itself."""


@runtime_checkable
class Adds(Protocol):
    """A place with something to be kept that stands in no field any more, such as reasons for warnings."""

    def typed_more(self) -> Mapping[str, object]:
        """Return it, as plain values; nothing where nothing differs."""

    def put_more(self, more: Mapping[str, Any], /) -> None:
        """Put it back."""


def opens(method: F) -> F:
    """Mark a method that opens a place; its arguments must be plain values."""
    most = method.__code__.co_argcount - 1

    @functools.wraps(method)
    def open_it(self: QWidget, *given: object) -> object:
        # A signal may bring more than is asked for.
        plain = given[:most]
        setattr(self, _LAST, Opening(type(self).__name__, method.__name__, plain))
        return method(self, *plain)

    setattr(open_it, _MARK, True)
    return cast("F", open_it)


def openers(kind: type) -> list[str]:
    """Return the names of the methods of a class that open a place."""
    return [name for name in dir(kind) if getattr(getattr(kind, name, None), _MARK, False)]


def spot_of_tab(holder: QWidget, tabs: QTabWidget) -> Spot:
    """Return the tab that is shown; ``holder.show_tab`` opens it by its name."""
    shown = tabs.currentWidget()
    return Spot(shown, Opening(type(holder).__name__, "show_tab", (_name(shown),)))


def show_tab(tabs: QTabWidget, name: str) -> None:
    """Show the tab of that name."""
    for place in range(tabs.count()):
        if _name(tabs.widget(place)) == name:
            tabs.setCurrentIndex(place)


def pin(dialog: QDialog) -> None:
    """Note what opened a dialog, as it comes up."""
    if hasattr(dialog, _OPENED_BY):
        return
    holder = dialog.parentWidget()
    while holder is not None and not hasattr(holder, _LAST):
        holder = holder.parentWidget()
    opening = getattr(holder, _LAST) if holder is not None else Opening("", type(dialog).__name__)
    setattr(dialog, _OPENED_BY, opening)


def chain(window: QWidget) -> list[Spot]:
    """Return where the officer is: the page, what is shown on it, the dialogs over it."""
    found: list[Spot] = []
    inside = window.spot_inside() if isinstance(window, Holds) else None
    while inside is not None:
        found.append(inside)
        inside = inside.widget.spot_inside() if isinstance(inside.widget, Holds) else None
    found += [
        Spot(each, getattr(each, _OPENED_BY, Opening("", type(each).__name__))) for each in _dialogs(window)
    ]
    return found


@runtime_checkable
class Apart(Protocol):
    """A window of its own that shows places side by side."""

    def places(self) -> Sequence[QWidget]:
        """Return the places that are shown, each of which holds others."""

    def openings(self) -> Sequence[Opening]:
        """Return what opens these places again."""


def apart(window: QWidget) -> list[Apart]:
    """Return the windows that stand apart from one, and go with it."""
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and window in _above(each)]
    return [each for each in shown if isinstance(each, Apart)]


def chains(window: QWidget) -> list[list[Spot]]:
    """Return where the officer is in a window, then in each place of the windows that stand apart from it."""
    places = (place for each in apart(window) for place in each.places())
    return [chain(window), *(chain(each) for each in places)]


def place_of(window: QWidget, openings: Sequence[Opening]) -> QWidget:
    """Return the place apart that shows the case to which these openings lead; the window itself where none does."""
    wanted = [each.given for each in openings[:2]]
    places = (place for each in apart(window) for place in each.places())
    return next(
        (each for each in places if [spot.opening.given for spot in chain(each)[:2]] == wanted), window
    )


def key_of(spots: Sequence[Spot]) -> str:
    """Return the key of the last of these places."""
    return json.dumps([each.opening for each in spots], ensure_ascii=False, sort_keys=True)


def openings_of(draft: Unsaved) -> list[Opening]:
    """Return what leads to the place of a draft: that of a record is kept under the record, any other by its way."""
    if not draft.register:
        return [Opening.of(each) for each in json.loads(draft.key)]
    _new, is_new, person = draft.key.partition(f"new:{draft.register}")
    way = ("new_case", person.lstrip(":")) if is_new else ("edit_case", draft.key)
    return [
        Opening("MainWindow", "go_to", (f"register:{draft.register}",)),
        Opening("RegisterDesk", way[0], (way[1],)),
    ]


def open_again(window: QWidget, spots: Sequence[Spot], opening: Opening) -> Callable[[], object] | None:
    """Return what opens a place from where the officer is; None where nothing there does."""
    nearest_first = [each.widget for each in reversed(spots)]
    for around in [*nearest_first, window]:
        for widget in (around, *around.findChildren(QWidget)):
            if type(widget).__name__ == opening.holder and opening.method in openers(type(widget)):
                return functools.partial(getattr(widget, opening.method), *opening.given)
    return None


def is_ours(dialog: QWidget) -> bool:
    """Whether a dialog is the program's own, not Qt's or the system's."""
    return isinstance(dialog, QDialog) and not type(dialog).__module__.startswith("PySide6")


def _dialogs(window: QWidget) -> list[QWidget]:
    """Return the visible dialogs over a window that hold something to be typed into, the lowest first."""
    shown = [
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible()
        and is_ours(each)
        and window in _above(each)
        and _is_apart(each) == _is_apart(window)
        and slots(each)
    ]
    return sorted(shown, key=lambda each: len(_above(each)))


def _is_apart(widget: QWidget) -> bool:
    """Whether a widget stands in a window apart from the main one."""
    return any(isinstance(each, Apart) for each in _above(widget))


def _above(widget: QWidget) -> list[QWidget]:
    """Return what a widget stands in, the nearest first."""
    found, above = [], widget.parentWidget()
    while above is not None:
        found.append(above)
        above = above.parentWidget()
    return found


def _name(tab: QWidget | None) -> str:
    return (tab.objectName() or type(tab).__name__) if tab is not None else ""
