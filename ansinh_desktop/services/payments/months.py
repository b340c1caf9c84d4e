"""A month of payment as it stands: live until it is closed, then only what was written down."""

import dataclasses
import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

from ansinh_desktop.db.models import PaymentMonth
from ansinh_desktop.db.months import closings
from ansinh_desktop.db.months.paid_months import CLOSED
from ansinh_desktop.db.store import Store
from ansinh_desktop.findings import warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.payments.identity import Identity, Sum, by_group, identity
from ansinh_desktop.services.payments.lines import KEYS, Line, Met, Reckoned, digest_of
from ansinh_desktop.services.payments.reckoning import paid_too_long, reckon, reckon_before, with_carried

STATES: dict[str, str] = {
    "none": "Chưa lập",
    "prepared": "Đã lập",
    "checked": "Đã kiểm tra",
    "approved": "Đã duyệt",
    "closed": "Đã chốt",
    "paid_out": "Đã chi trả",
    "settled": "Đã quyết toán",
}
"""The states of a month, in their order."""
_GROUPS = "groups_before"


@dataclass(frozen=True)
class MonthView:
    """One month of payment, whole."""

    register: str
    month: str
    state: str
    lines: tuple[Line, ...]
    met: tuple[Met, ...]
    identity: Identity
    office: Office
    steps: tuple[Mapping[str, str], ...] = ()
    closed_on: datetime.date | None = None
    groups_before: Mapping[str, Sum] | None = None
    """What each group of the law was paid in the month before; None where nobody knows it any more."""

    @property
    def is_closed(self) -> bool:
        """Whether it never moves any more."""
        return self.state in CLOSED

    @property
    def day(self) -> datetime.date:
        """The first day of the month."""
        return calendar.read_month(self.month)

    @functools.cached_property
    def digest(self) -> str:
        """What tells its list from another one."""
        return digest_of(self.lines)

    @property
    def errors(self) -> int:
        """How many findings stop the closing."""
        return sum(each.is_error for each in self.met)

    @property
    def unkept(self) -> int:
        """How many warnings nobody keeps yet."""
        return sum(each.is_open for each in self.met) - self.errors


def look(store: Store, register: Register, month: datetime.date, own: Office, folder: Path) -> MonthView:
    """Return a month as it stands.

    Args:
        store: The unit of work.
        register: Whose months.
        month: The month.
        own: The office.
        folder: The data folder, beside whose data the closings of months are remembered.
    """
    row = store.paid_months.of(own.unit, register.code, f"{month:%Y-%m}")
    if row is not None and row.state in CLOSED:
        return _closed(store, register, row)
    view = _live(store, register, month, own, row)
    return _with_closing(store, view, row, folder)


def _closed(store: Store, register: Register, row: PaymentMonth) -> MonthView:
    """Return what was written down: neither records nor rules are asked."""
    lines = lines_of(store, row)
    frozen: dict[str, Any] = row.frozen or {}
    own = frozen["office"]
    return MonthView(
        register.code,
        row.month,
        row.state,
        tuple(lines),
        tuple(Met(**each) for each in frozen["met"]),
        Identity.thawed(frozen, Sum.of(lines)),
        Office(**{**own, "superior": tuple(own["superior"])}),
        tuple(row.steps),
        datetime.date.fromisoformat(frozen["closed_on"]),
        _groups_before(store, register, row, frozen),
    )


def _groups_before(
    store: Store, register: Register, row: PaymentMonth, frozen: Mapping[str, Any]
) -> dict[str, Sum] | None:
    """Return what the groups of the month before a closed one were paid.

    A month that was closed before groups were kept with it is asked of the month before itself, where that is closed
    and still comes to what this one says of it; else it stays unknown: the records of today would tell of today.
    """
    if _GROUPS in frozen:
        return {group: Sum(*said) for group, said in frozen[_GROUPS].items()}
    before = _before(store, register, calendar.read_month(row.month), row.unit)
    return by_group(before) if before is not None and Sum.of(before) == Sum(**frozen["previous"]) else None


def lines_of(store: Store, row: PaymentMonth) -> list[Line]:
    """Return the lines of a closed month."""
    return [Line.of_said(each) for each in store.paid_months.said(row, KEYS)]


def _live(
    store: Store, register: Register, month: datetime.date, own: Office, row: PaymentMonth | None
) -> MonthView:
    found = reckon(store, register, month, own.unit)
    earlier: Sequence[Line]
    before = _before(store, register, month, own.unit)
    if before is None:
        # Nothing was closed yet: what the month before paid is told by the same records.
        last = calendar.add_months(month, -1)
        earlier = reckon_before(store, register, found, last, own.unit)
    else:
        earlier = before
        found = with_carried(found, register, before, month)
    made = identity(register, found, earlier, found.lines, month)
    gone = [each.record_id for each in made.terms if each.kind == "decrease"]
    # Who is paid no more may still stand in the list, with what was left unpaid before.
    gone += [each.record_id for each in found.lines if each.carried and not each.monthly]
    found.met += paid_too_long(store, register, found, gone, month)
    return MonthView(
        register.code,
        f"{month:%Y-%m}",
        row.state if row else "none",
        tuple(found.lines),
        _kept(found, row),
        made,
        own,
        tuple(row.steps) if row else (),
        groups_before=by_group(earlier),
    )


def _with_closing(store: Store, view: MonthView, row: PaymentMonth | None, folder: Path) -> MonthView:
    """Return an open month with a warning where it was closed with another list, before a copy took the data's place."""
    closing = closings.Closing(view.office.unit, view.register, view.month)
    if not closings.was_other(folder, store, closing, lambda: view.digest):
        return view
    met = Met.of_month(warning("AS-4237", "", month=kinds.Month().show(view.month)))
    found = with_kept((met,), row.kept) if row else (met,)
    return dataclasses.replace(view, met=(*found, *view.met))


def _before(store: Store, register: Register, month: datetime.date, unit: str) -> list[Line] | None:
    """Return the list of the month before, where it was closed."""
    row = store.paid_months.of(unit, register.code, f"{calendar.add_months(month, -1):%Y-%m}")
    return lines_of(store, row) if row is not None and row.state in CLOSED else None


def _kept(found: Reckoned, row: PaymentMonth | None) -> tuple[Met, ...]:
    return with_kept(found.met, row.kept) if row else tuple(found.met)


def with_kept(met: Iterable[Met], kept: Mapping[str, Any]) -> tuple[Met, ...]:
    """Return findings with the reasons for which they are kept; an error never is."""
    return tuple(
        dataclasses.replace(each, kept=kept[each.key]["reason"])
        if each.key in kept and not each.is_error
        else each
        for each in met
    )


def after(view: MonthView, row: PaymentMonth) -> MonthView:
    """Return a month after a step that changed nothing of its list."""
    met = with_kept(view.met, row.kept)
    return dataclasses.replace(view, state=row.state, steps=tuple(row.steps), met=met)


def frozen(view: MonthView, on: datetime.date) -> dict[str, Any]:
    """Return what a month says beside its rows, to be kept when it is closed."""
    own = asdict(view.office)
    return {
        "office": {**own, "superior": list(own["superior"])},
        "closed_on": on.isoformat(),
        "met": [asdict(each) for each in view.met],
        **view.identity.frozen(),
        _GROUPS: {group: astuple(each) for group, each in (view.groups_before or {}).items()},
    }
