"""What of a month goes onto a list of its own: a hamlet, a way of payment, the cash, the accounts, what is paid once.

The cash, the accounts and what is paid once are three runs that add up to the month, as the ministry's system parts it.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.paying import ONCE
from ansinh_desktop.rules import wording
from ansinh_desktop.services.payments.lines import Line
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.reckoning import paying_of

_METHOD = "payment_method"
NO_HAMLET, NO_WAY, NO_CLAUSE = "Chưa ghi ấp, khóm", "Chưa ghi", "Chưa ghi nhóm"


@dataclass(frozen=True)
class Part:
    """Of whom a list is wanted: of a hamlet, of those paid in one way, of one group of the law.

    Empty where none is recorded, None of all.
    """

    hamlet: str | None = None
    way: str | None = None
    clause: str | None = None

    def has(self, line: Line) -> bool:
        """Whether somebody belongs to it."""
        asked = (
            (self.hamlet, line.hamlet),
            (self.way, line.payment_method),
            (self.clause, line.clause),
        )
        return all(wanted is None or (has or "") == wanted for wanted, has in asked)


WHOLE = Part()


@dataclass(frozen=True)
class Run:
    """Some people of a month, or some of their money."""

    lines: tuple[Line, ...]
    said: str = ""
    """Which, as the title says it; nothing where it is the whole list."""
    beside: str = ""
    """What of their money stands on another list."""


def of_part(view: MonthView, part: Part) -> Run:
    """Return the people of a hamlet, or of a way of payment, with all of their money.

    Raises:
        UserError: AS-4228 the month pays nobody of that hamlet, as of one whose name is written otherwise.
    """
    if part.hamlet and not any(each.hamlet == part.hamlet for each in view.lines):
        known = ", ".join(dict.fromkeys(each.hamlet for each in view.lines if each.hamlet))
        raise UserError(
            "AS-4228", month=wording.month(view.day), hamlet=part.hamlet, known=known or "(không có)"
        )
    return Run(tuple(each for each in view.lines if part.has(each)), ", ".join(_said(view, part)))


def _said(view: MonthView, part: Part) -> Iterator[str]:
    if part.hamlet is not None:
        yield part.hamlet or NO_HAMLET
    if part.way is not None:
        yield way_words(view, part.way) if part.way else "chưa ghi hình thức chi trả"
    if part.clause is not None:
        yield part.clause.partition(":")[0] or NO_CLAUSE


def way_words(view: MonthView, code: str) -> str:
    """Return a way of payment in words."""
    return catalog.register(view.register).fields[_METHOD].kind.show(code) if code else NO_WAY


def cash(view: MonthView) -> Run:
    """Return who is paid by hand, at a point or at home, and signs."""
    own = _by_account(view)
    lines = tuple(each for each in _monthly(view) if each.payment_method not in own)
    return Run(lines, "chi tiền mặt", _beside(view))


def account(view: MonthView) -> Run:
    """Return who is paid into an account."""
    own = _by_account(view)
    lines = tuple(each for each in _monthly(view) if each.payment_method in own)
    return Run(lines, "chi qua tài khoản", _beside(view))


def once(view: MonthView) -> Run:
    """Return the money that is paid once, funerals above all; of whom it is taken back from, everything."""
    split = (_split(each) for each in view.lines)
    return Run(tuple(own for _monthly, own in split if own is not None), "mai táng phí, khoản một lần")


def _by_account(view: MonthView) -> frozenset[str]:
    return paying_of(catalog.register(view.register)).by_account


def _monthly(view: MonthView) -> Iterator[Line]:
    for each in view.lines:
        rest, _own = _split(each)
        if rest is not None:
            yield rest


def _split(line: Line) -> tuple[Line | None, Line | None]:
    """Part a line into what is paid by month with all that belongs to it, and what is paid once.

    Where nothing would be left by month, or less than nothing, the line stays whole: nobody is paid a negative amount.
    """
    own = line.parts.get(ONCE, 0)
    if not own:
        return line, None
    if line.amount <= own:
        return None, line
    rest = {key: value for key, value in line.parts.items() if key != ONCE}
    return (
        dataclasses.replace(line, parts=rest, amount=line.amount - own),
        dataclasses.replace(line, parts={ONCE: own}, amount=own, carried=(), span=None),
    )


def _beside(view: MonthView) -> str:
    return "mai táng phí, khoản một lần ở danh sách riêng" if once(view).lines else ""
