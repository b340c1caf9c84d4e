"""What the law's answer about one person says: lines, reasons with their articles, notices, alternatives."""

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from ansinh_desktop.errors import message
from ansinh_desktop.rules import law

Scheme: TypeAlias = Literal["allowance", "pension", "none"]


@dataclass(frozen=True, slots=True)
class Line:
    """A level that counts: ``coefficient`` is what is paid, ``each`` that of one child."""

    rule: str
    group: str
    label: str
    each: Decimal
    count: int
    amount: int
    article: str
    mark: law.Mark

    @property
    def coefficient(self) -> Decimal:
        """The whole coefficient of the line."""
        return self.each * self.count


@dataclass(frozen=True, slots=True)
class CarerLine:
    """Money for a carer, beside the person's own level; ``payee`` is ``carer``, ``household`` or ``person``."""

    rule: str
    label: str
    coefficient: Decimal
    amount: int
    payee: str
    article: str
    mark: law.Mark


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning, with the article it rests on."""

    code: str
    article: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The sentence for the officer, without the article."""
        return message(self.code, **self.facts).text

    def __str__(self) -> str:
        return f"{self.text.removesuffix('.')} ({self.article})." if self.article else self.text


@dataclass(frozen=True, slots=True)
class Notice:
    """What the officer has to know; with ``confirm`` she decides and gives a reason."""

    code: str
    article: str = ""
    confirm: bool = True
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """What is doubtful."""
        return message(self.code, **self.facts).text

    @property
    def todo(self) -> str:
        """What to do about it."""
        return message(self.code, **self.facts).todo


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another outcome that the facts or the text leave open."""

    condition: str
    pay: int
    allowance: int
    social_pension: int
    carer: int


@dataclass(frozen=True)
class Assessment:
    """What one person is paid for one month, with all that produced it."""

    month: datetime.date
    rule_set: str
    rule_set_label: str
    base_id: str
    base: int
    lines: tuple[Line, ...]
    social_pension: int
    scheme: Scheme
    carer: tuple[CarerLine, ...]
    article: str
    alternatives: tuple[Alternative, ...]
    unanswered: tuple[str, ...]
    """The questions whose answers would give other amounts; while there are any, nobody knows what is due."""
    version: str
    ask: Callable[[], Iterable[Notice]] = field(compare=False, repr=False)
    explain: Callable[[], Iterable[Reason]] = field(compare=False, repr=False)

    @functools.cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What the officer has to know or to confirm; a list of amounts never asks for it."""
        return tuple(self.ask())

    @functools.cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The steps of the reasoning; a list of thousands never asks for them."""
        return tuple(self.explain())

    @functools.cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups that count."""
        return tuple(each.group for each in self.lines)

    @property
    def rules(self) -> tuple[str, ...]:
        """The identifiers of the rules that count."""
        return tuple(each.rule for each in self.lines)

    @functools.cached_property
    def coefficient(self) -> Decimal:
        """The whole coefficient of the allowance."""
        return sum((each.coefficient for each in self.lines), Decimal(0))

    @functools.cached_property
    def allowance(self) -> int:
        """The allowance, also where the social pension is paid in its place."""
        return sum(each.amount for each in self.lines)

    @functools.cached_property
    def pay(self) -> int:
        """What the person is paid: the allowance or the social pension, the higher."""
        return self.social_pension if self.scheme == "pension" else self.allowance

    @functools.cached_property
    def carer_total(self) -> int:
        """What is paid to carers, the household, or the disabled person as a parent."""
        return sum(each.amount for each in self.carer)

    @functools.cached_property
    def total(self) -> int:
        """All that is paid for the month."""
        return self.pay + self.carer_total

    @property
    def offers(self) -> tuple[int, ...]:
        """All that may be due for the month, the least first; one amount where nothing is open."""
        return tuple(sorted({each.pay + each.carer for each in self.alternatives} or {self.total}))

    @property
    def needs_confirmation(self) -> bool:
        """Whether the officer must confirm the answer with a reason."""
        return any(each.confirm for each in self.notices)

    def record(self) -> dict[str, object]:
        """Return what is stored with a decision, in the values that JSON knows."""
        return {
            "month": f"{self.month:%Y-%m}",
            "rule_set": self.rule_set,
            "rules": list(self.rules),
            "groups": list(self.groups),
            "base_id": self.base_id,
            "base": self.base,
            "coefficient": str(self.coefficient),
            "allowance": self.allowance,
            "social_pension": self.social_pension,
            "scheme": self.scheme,
            "pay": self.pay,
            "carer": [{"rule": each.rule, "amount": each.amount, "payee": each.payee} for each in self.carer],
            "article": self.article,
            "reasons": [str(each) for each in self.reasons],
            "notices": [each.text for each in self.notices],
            "needs_confirmation": self.needs_confirmation,
            "version": self.version,
        }
