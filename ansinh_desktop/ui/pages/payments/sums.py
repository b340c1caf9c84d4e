"""The sums of a month: of each hamlet, of each way of payment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from ansinh_desktop.services.payments.identity import Sum
from ansinh_desktop.services.payments.identity import by_group as groups_of
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.runs import way_words


@dataclass
class HamletSum:
    """What became of a hamlet since the month before."""

    name: str
    now: int = 0
    now_amount: int = 0
    more: int = 0
    less: int = 0
    other: int = 0
    """By how much it is more, or less, beside who came and went."""
    came: int = 0
    went: int = 0
    errors: int = 0
    """How many findings about its people stop the month."""

    @property
    def more_amount(self) -> int:
        """By how much more it is paid than the month before, or less."""
        return self.now_amount - self.before_amount

    @property
    def before(self) -> int:
        """How many people it had."""
        return self.now - self.more + self.less

    @property
    def before_amount(self) -> int:
        """What it was paid; of who moved, as though they had lived here before."""
        return self.now_amount - self.came + self.went - self.other


def by_hamlet(view: MonthView) -> list[HamletSum]:
    """Return the sums of each hamlet, in the order of the list; those that nobody is paid in any more at the end."""
    found: dict[str, HamletSum] = {}
    for line in view.lines:
        own = found.setdefault(line.hamlet or "", HamletSum(line.hamlet or ""))
        own.now += 1
        own.now_amount += line.amount
    for term in view.identity.terms:
        own = found.setdefault(term.hamlet, HamletSum(term.hamlet))
        match term.kind:
            case "increase":
                own.more += 1
                own.came += term.amount
            case "decrease":
                own.less += 1
                own.went += term.amount
            case "adjustment":
                own.other += term.amount
    _count_errors(view, found)
    return list(found.values())


def _count_errors(view: MonthView, found: Mapping[str, HamletSum]) -> None:
    living = {each.record_id: found[each.hamlet or ""] for each in view.lines}
    for met in view.met:
        if met.is_error and met.is_open and met.record_id in living:
            living[met.record_id].errors += 1


def together(sums: Iterable[HamletSum], name: str) -> HamletSum:
    """Return what all hamlets come to."""
    whole = HamletSum(name)
    for each in sums:
        for key in _ADDED:
            setattr(whole, key, getattr(whole, key) + getattr(each, key))
    return whole


_ADDED = [each.name for each in fields(HamletSum) if each.name != "name"]


@dataclass(frozen=True)
class WaySum:
    """Who is paid in one way."""

    code: str
    name: str
    people: int
    amount: int


def by_way(view: MonthView) -> list[WaySum]:
    """Return the sums of each way of payment, most people first; those of whom none is recorded at the end."""
    return sorted(_ways(view), key=lambda each: (not each.code, -each.people))


def _ways(view: MonthView) -> Iterator[WaySum]:
    for code in dict.fromkeys(each.payment_method or "" for each in view.lines):
        own = [each for each in view.lines if (each.payment_method or "") == code]
        yield WaySum(code, way_words(view, code), len(own), sum(each.amount for each in own))


@dataclass(frozen=True)
class GroupSum:
    """Who is paid as one group of the law."""

    clause: str
    now: Sum = Sum()  # noqa: RUF009 - frozen itself
    before: Sum | None = None
    """In the month before; None where nobody knows it any more."""

    @property
    def more_amount(self) -> int:
        """By how much more it is paid than the month before, or less."""
        return self.now.amount - self.before.amount if self.before is not None else 0


def by_group(view: MonthView) -> list[GroupSum]:
    """Return the sums of each group, as the lines name it: those of the decree in its order, then the others.

    Whoever changed from one group to another was of the one in the month before, and is of the other in this.
    """
    now, before = groups_of(view.lines), view.groups_before
    clauses = {*now, *(before or ())}
    return [
        GroupSum(clause, now.get(clause, Sum()), before.get(clause, Sum()) if before is not None else None)
        for clause in sorted(clauses, key=lambda each: (not each, each[:1].isupper(), each))
    ]


def way_of(view: MonthView) -> Callable[[str | None], str]:
    """Return what says a way of payment in words; each is looked up once."""
    known = {each.code: each.name for each in _ways(view)}
    return lambda code: known[code or ""]
