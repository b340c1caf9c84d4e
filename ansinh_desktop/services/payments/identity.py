"""What became of a month's list since the month before: last month + increase − decrease ± adjustment = this month."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self, TypeAlias

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.paying import MONTHLY, PARTS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.lines import CARRIED, Line, Reckoned
from ansinh_desktop.services.payments.reckoning import paying_of, shown_months

Kind: TypeAlias = Literal["increase", "decrease", "adjustment"]


@dataclass(frozen=True)
class Term:
    """Why one person makes this month another than the last."""

    kind: Kind
    person_id: str
    record_id: str
    number: str
    who: str
    amount: int
    """Of an increase or decrease what comes or goes; of an adjustment by how much it is more, or less."""
    reason: str
    hamlet: str = ""


@dataclass(frozen=True)
class Sum:
    """Heads and money."""

    people: int = 0
    amount: int = 0

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Self:
        """Return those of a list."""
        return cls(len(lines), sum(each.amount for each in lines))


def by_group(lines: Sequence[Line]) -> dict[str, Sum]:
    """Return heads and money of each group of the law, as the lines name it."""
    found: dict[str, list[Line]] = {}
    for each in lines:
        found.setdefault(each.clause or "", []).append(each)
    return {group: Sum.of(own) for group, own in found.items()}


@dataclass(frozen=True)
class Identity:
    """Last month, this month, and everything between them."""

    previous: Sum
    now: Sum
    terms: tuple[Term, ...]

    def of(self, kind: Kind) -> Sum:
        """Return heads and money of one kind of term."""
        found = [each for each in self.terms if each.kind == kind]
        return Sum(len({each.person_id for each in found}), sum(each.amount for each in found))

    @property
    def holds(self) -> bool:
        """Whether it is right to the đồng and to the head."""
        more, less, other = self.of("increase"), self.of("decrease"), self.of("adjustment")
        money = self.previous.amount + more.amount - less.amount + other.amount
        return (self.previous.people + more.people - less.people, money) == (self.now.people, self.now.amount)

    def frozen(self) -> dict[str, Any]:
        """Return what is kept of it with a closed month."""
        return {"previous": asdict(self.previous), "terms": [asdict(each) for each in self.terms]}

    @classmethod
    def thawed(cls, kept: dict[str, Any], now: Sum) -> Self:
        """Return what was kept with a closed month, beside what its rows come to."""
        terms = tuple(Term(**each) for each in kept["terms"])
        return cls(Sum(**kept["previous"]), now, terms)


def identity(
    register: Register, found: Reckoned, before: Sequence[Line], lines: Sequence[Line], month: datetime.date
) -> Identity:
    """Return what became of the list since the month before, person by person with the reason.

    Args:
        register: Whose list it is.
        found: What the records say now: why somebody came or went.
        before: The list of the month before.
        lines: The list of the month.
        month: The month.
    """
    return Identity(Sum.of(before), Sum.of(lines), tuple(_Terms(register, found, month).of(before, lines)))


class _Terms:
    def __init__(self, register: Register, found: Reckoned, month: datetime.date) -> None:
        self._paying = paying_of(register)
        self._records = found.records
        self._on = calendar.month_end(month)

    def of(self, before: Sequence[Line], lines: Sequence[Line]) -> Iterator[Term]:
        pairs = _pairs(before, lines)
        for old, now in pairs:
            if old is None and now is not None:
                yield from self._came(now)
            elif now is None and old is not None:
                yield from self._went(old)
            elif now is not None and old is not None:
                yield from self._stayed(old, now)

    def _came(self, now: Line) -> Iterator[Term]:
        yield _term("increase", now, now.monthly, self._why(now, self._paying.came))
        yield from _beside(now)

    def _went(self, old: Line) -> Iterator[Term]:
        yield _term("decrease", old, old.monthly, self._why(old, self._paying.went))
        yield from _over(old)

    def _stayed(self, old: Line, now: Line) -> Iterator[Term]:
        changed = now.monthly - old.monthly
        if changed:
            why = _what_changed(old, now) if now.monthly else self._why(now, self._paying.went)
            yield _term("adjustment", now, changed, why)
        yield from _over(old)
        yield from _beside(now)

    def _why(self, line: Line, ask: Callable[..., str]) -> str:
        record = self._records.get(line.record_id)
        return ask(record.facts(self._on)) if record is not None else "Hồ sơ đã bỏ"


def _pairs(before: Sequence[Line], lines: Sequence[Line]) -> list[tuple[Line | None, Line | None]]:
    """Return each person of either list, as they stand in both."""
    known = {key: each for each in before for key in _told_by(each)}
    found: list[tuple[Line | None, Line | None]] = []
    used: set[str] = set()
    for now in lines:
        old = next((known[key] for key in _told_by(now) if key in known), None)
        if old is not None and old.person_id in used:
            old = None
        if old is not None:
            used.add(old.person_id)
        found.append((old, now))
    return found + [(old, None) for old in before if old.person_id not in used]


def _told_by(line: Line) -> list[str]:
    """Return what tells of whom a line is; of somebody who was joined with another since, the record is the same."""
    return [line.person_id, line.record_id, *([line.personal_id] if line.personal_id else [])]


def _term(kind: Kind, line: Line, amount: int, reason: str) -> Term:
    return Term(
        kind, line.person_id, line.record_id, line.number, line.who, amount, reason, line.hamlet or ""
    )


def _beside(line: Line) -> Iterator[Term]:
    """Yield what a month pays or takes back beside what is paid every month."""
    for part, amount in line.parts.items():
        if part not in MONTHLY and amount:
            more = {"arrears": line.span or "", CARRIED: shown_months(line.carried)}.get(part, "")
            yield _term("adjustment", line, amount, f"{PARTS[part]} {more}".strip())


def _over(line: Line) -> Iterator[Term]:
    """Yield that what the month before paid or took back once is over."""
    for part, amount in line.parts.items():
        if part not in MONTHLY and amount:
            yield _term("adjustment", line, -amount, f"Hết khoản của tháng trước: {PARTS[part].lower()}")


def _what_changed(old: Line, now: Line) -> str:
    changes = (
        ("nhóm", old.clause, now.clause),
        ("hệ số", _decimal(old.coefficient), _decimal(now.coefficient)),
        ("mức chuẩn", _money(old.base), _money(now.base)),
        ("kinh phí chăm sóc", _money(old.parts.get("carer")), _money(now.parts.get("carer"))),
    )
    said = [
        f"{what} {before or '(không)'} → {after or '(không)'}"
        for what, before, after in changes
        if before != after
    ]
    by = f" (QĐ {now.decision_no})" if now.decision_no and now.decision_no != old.decision_no else ""
    return f"Đổi {', '.join(said)}{by}" if said else f"Đổi mức{by}"


def _decimal(stored: str | None) -> str:
    return kinds.Decimal().show(stored) if stored else ""


def _money(amount: int | None) -> str:
    return wording.money(amount) if amount else ""
