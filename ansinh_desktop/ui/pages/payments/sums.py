"""The sums of a month: of each hamlet, of each way of payment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
    return list(found.values())


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


def way_of(view: MonthView) -> Callable[[str | None], str]:
    """Return what says a way of payment in words; each is looked up once."""
    known = {each.code: each.name for each in _ways(view)}
    return lambda code: known[code or ""]
