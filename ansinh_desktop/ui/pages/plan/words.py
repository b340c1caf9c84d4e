"""How the page of the plan says figures, targets and states."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Target, spelled
from ansinh_desktop.services.plan.bars import said
from ansinh_desktop.services.plan.rows import STATES, State, states
from ansinh_desktop.services.plan.told import Line
from ansinh_desktop.ui.pages.plan.looking import Looked

_MILLION = 1_000_000
_SIGNS = {">=": "≥", "<=": "≤", "<": "<", "=": "="}


@dataclass(frozen=True)
class Sign:
    """How a state looks: its icon and its tone, beside its word."""

    icon: str
    tone: str


SIGNS: Mapping[State, Sign] = {
    "reached": Sign("circle-check", "good"),
    "missed": Sign("triangle-alert", "warning"),
    "missing": Sign("circle", "muted"),
    "none": Sign("minus", "muted"),
    "open": Sign("info", "note"),
    "hidden": Sign("lock", "muted"),
}
ENTER = "nhập…"
NOTHING = "–"


def money(amount: Decimal) -> str:
    """Return an amount of đồng where there is little room: in millions."""
    return f"{said((amount / _MILLION).quantize(Decimal('0.01')).normalize())} tr"


def goal(line: Line, target: Target) -> str:
    """Return what is to be reached where there is little room; the unit stands where the figure has none of its own."""
    if line.amount is None:
        return "chưa giao"
    amount = Decimal(line.amount)
    if target.kind == "amount":
        return f"{_SIGNS[target.compare]} {money(amount)}"
    if target.amount_max is not None and amount == target.amount:
        return f"{_plain(target.amount)}–{_plain(target.amount_max)}"
    number = _plain(amount)
    unit = " %" if target.kind in ("ratio", "change") else ""
    bare = target.kind == "change" or (target.kind == "ratio" and amount == 100)
    return f"{number}{unit}" if bare else f"{_SIGNS[target.compare]} {number}{unit}"


def result(line: Line, target: Target) -> str:
    """Return what a target says where there is little room."""
    if line.state == "missing":
        return ENTER if target.entered else NOTHING
    if line.decimal is None:
        return "" if line.state == "none" else NOTHING
    return value(line, line.decimal, short=True)


def value(line: Line, number: Decimal, *, short: bool = False) -> str:
    """Return a figure of a target in its unit."""
    if line.yes_no and number in (0, 100):
        return "có" if number else "chưa"
    if line.kind == "amount":
        return money(number) if short else f"{said(number)} đồng"
    if line.kind == "ratio":
        return f"{said(number)} %"
    if short or line.kind == "change":
        return f"{said(number)}{' %' if line.kind == 'change' else ''}"
    return f"{said(number)} {line.unit}"


def parts(line: Line) -> str:
    """Return of what a figure is made, and how many are not known."""
    if line.state in ("none", "hidden"):
        return STATES["none"] if line.state == "none" else ""
    if line.ends is not None:
        first, last = (said(Decimal(each)) for each in line.ends)
        return f"{first} → {last}{_unknown(line)}"
    if line.yes_no and (line.denominator or 0) <= 1:
        return ""
    if line.kind in ("count", "amount"):
        return "nhập theo kỳ" if line.numerator is not None else ""
    return _fraction(line)


def _fraction(line: Line) -> str:
    both = (line.numerator, line.denominator)
    if both == (None, None):
        return ""
    return "/".join(NOTHING if each is None else said(each) for each in both) + _unknown(line)


def _unknown(line: Line) -> str:
    return f" · {said(line.unknown)} ?" if line.unknown else ""


def verdict(line: Line, target: Target) -> str:
    """Return how a figure stands to its target, in words."""
    state = STATES[line.state].lower()
    if line.state in ("missing", "none"):
        return f"mức {goal(line, target)}"
    if line.state not in ("reached", "missed"):
        return line.note.rstrip(".") or state
    short = missing_heads(line, target)
    lack = f": thiếu {said(short)} {counted(line)}" if short else ""
    return f"{state}, mức {goal(line, target)}{lack}"


def missing_heads(line: Line, target: Target) -> int:
    """Return how many more it would take to reach a share; 0 where that says nothing."""
    if line.state != "missed" or line.amount is None or not line.denominator or target.kind != "ratio":
        return 0
    if target.compare != ">=" or target.yes_no:
        return 0
    needed = Decimal(line.amount) * line.denominator / 100
    return max(0, math.ceil(needed) - (line.numerator or 0))


def counted(line: Line) -> str:
    """Return what a register counts for a target: people, cases, households."""
    for register in catalog.registers().values():
        for each in register.indicators:
            if each.target == line.id:
                return {"person": "người", "record": "vụ", "household": "hộ"}[each.counts]
    return ""


def where(line: Line, register: str) -> str:
    """Return the place of a target in the plan, and what answers it."""
    source = f"sổ {catalog.register(register).short_title}" if register else "nhập theo kỳ"
    return f"Chỉ tiêu {line.number} · {source}"


def folded(lines: list[Line]) -> str:
    """Return a group of targets in one line."""
    how_many = [(state, sum(each.state == state for each in lines)) for state in STATES]
    states = ", ".join(f"{count} {STATES[state].lower()}" for state, count in how_many if count)
    return f"{len(lines)} chỉ tiêu, nhập theo kỳ: {states}"


def name_beside_kind(period: Period) -> str:
    """Return the name of a period beside the kinds, one of which is chosen already: ``cuối năm 2026``."""
    return period.name.removeprefix("6 tháng ").removeprefix("9 tháng ")


def _plain(amount: Decimal) -> str:
    number = said(amount)
    return number.rstrip("0").rstrip(",") if "," in number else number


def ways(looked: Looked) -> list[tuple[str, bool]]:
    """Return how each switch stands, in words, and whether that is the plan's own way."""
    plan, now = looked.answer.plan, looked.answer.switches
    return [
        (f"{each.label}: {each.values[now[each.id]]}", now[each.id] == each.default)
        for each in plan.switches.values()
    ]


def communes(looked: Looked) -> list[tuple[str, str]]:
    """Return the units of which one may be chosen, by their names; two of one name carry their code."""
    names = [each.unit_name for each in looked.communes]
    return [
        ("", "Tất cả các xã"),
        *(
            (
                each.unit,
                f"{each.unit_name} {each.unit.partition('@')[0]}"
                if names.count(each.unit_name) > 1
                else each.unit_name,
            )
            for each in looked.communes
        ),
    ]


def closing(looked: Looked) -> str:
    """Return the question before a period is closed: what it says, and what closing means."""
    found = states(looked.answer.rows)
    said = ", ".join(f"{count} {STATES[state].lower()}" for state, count in found.items() if count)
    unknown = sum(each.unknown for each in looked.answer.rows)
    rest = f" Còn {spelled(Decimal(unknown))} trường hợp chưa rõ." if unknown else ""
    return (
        f"Chốt {looked.answer.period.name}: {said}?\n"
        f"Số được ký và không đổi nữa, dù hồ sơ sửa sau đó; báo cáo in lại lúc nào cũng giống hệt.{rest}"
    )
