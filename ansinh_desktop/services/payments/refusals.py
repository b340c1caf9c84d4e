"""Why a month of payment cannot take a step: asked before it is taken, and shown before anybody tries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ansinh_desktop.db.models import PaymentMonth
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.lines import Met
from ansinh_desktop.services.payments.months import STATES, MonthView

SETTING = "payments"
"""The setting of how an office works with its months of payment."""
SECOND = "second_officer"

_CALLED = {"keep": "Giữ cảnh báo", "reopen": "Mở lại"}


@dataclass
class Asked:
    """A month with which an officer wants to take a step."""

    store: Store
    row: PaymentMonth | None
    view: MonthView
    unit: str
    officer: str

    @property
    def is_same(self) -> bool:
        """Whether the list is the one that was checked."""
        return self.row is not None and self.row.digest == self.view.digest


def next_step(asked: Asked) -> str:
    """Return what comes next: one of the months' states; empty after the last.

    What was changed since it was checked is checked again, since it was approved prepared again.
    """
    state, states = asked.view.state, list(STATES)
    if state in ("checked", "approved") and not asked.is_same:
        return "checked" if state == "checked" else "prepared"
    return (*states, "")[states.index(state) + 1]


def require(step: str, asked: Asked) -> None:
    """Refuse a step that the month cannot take.

    Raises:
        UserError: The first thing against it.
    """
    for each in against(step, asked):
        raise each


def against(step: str, asked: Asked) -> Iterator[UserError]:
    """Yield what is against a step: one of the months' states, ``keep``, or ``reopen``."""
    yield from _of_state(step, asked.view)
    for each in _ASKED.get(step, ()):
        yield from each(asked)


_FROM = {
    "prepared": ("none", "prepared", "checked", "approved"),
    "keep": ("prepared", "checked", "approved"),
    "checked": ("prepared", "checked"),
    "approved": ("checked",),
    "closed": ("approved",),
    "reopen": ("closed",),
    "paid_out": ("closed", "paid_out"),
    "settled": ("paid_out",),
}
"""From which states a step is taken."""


def _of_state(step: str, view: MonthView) -> Iterator[UserError]:
    if view.state in _FROM[step]:
        return
    month = wording.month(view.day)
    if step == "reopen" and view.is_closed:
        yield UserError("AS-4207", month=month)
    else:
        called = _CALLED.get(step) or STATES[step]
        yield UserError("AS-4202", step=called, month=month, state=STATES[view.state])


def _later(asked: Asked) -> Iterator[UserError]:
    later = [each for each in _closed(asked) if each > asked.view.month]
    if later:
        shown = wording.month(calendar.read_month(later[0]))
        yield UserError("AS-4209", month=wording.month(asked.view.day), later=shown)


def _gap(asked: Asked) -> Iterator[UserError]:
    earlier = [each for each in _closed(asked) if each < asked.view.month]
    before = calendar.add_months(asked.view.day, -1)
    if earlier and f"{before:%Y-%m}" not in earlier:
        yield UserError("AS-4208", month=wording.month(asked.view.day), before=wording.month(before))


def _closed(asked: Asked) -> list[str]:
    return asked.store.paid_months.closed(asked.unit, asked.view.register)


def _other_list(asked: Asked) -> Iterator[UserError]:
    if not asked.is_same:
        yield UserError("AS-4204", month=wording.month(asked.view.day))


def _open(asked: Asked) -> Iterator[UserError]:
    view = asked.view
    if view.errors or view.unkept:
        first: Callable[[Met], tuple[bool, str]] = lambda each: (not each.is_error, each.number)  # noqa: E731
        met = min((each for each in view.met if each.is_open), key=first)
        yield UserError(
            "AS-4203",
            month=wording.month(view.day),
            errors=view.errors,
            warnings=view.unkept,
            first=f"{met.who}: {met.said}" if met.who else met.said,
        )


def _second_officer(asked: Asked) -> Iterator[UserError]:
    if (asked.store.setting(SETTING) or {}).get(SECOND):
        checked = next(each for each in reversed(asked.view.steps) if each["step"] == "checked")
        if checked["by"] == asked.officer:
            yield UserError("AS-4205", name=checked["name"])


_ASKED: dict[str, tuple[Callable[[Asked], Iterator[UserError]], ...]] = {
    "prepared": (_later,),
    "checked": (_open,),
    "approved": (_other_list, _second_officer),
    "closed": (_later, _gap, _other_list, _open),
    "reopen": (_later,),
    "paid_out": (_later,),
}
"""What is asked before a step, beside the state of the month; the gravest first."""
