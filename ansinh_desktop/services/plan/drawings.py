"""The charts of the report: figures against their targets, twelve months of payment, ages and hamlets."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.plan import Plan
from ansinh_desktop.services.plan import bars
from ansinh_desktop.services.plan.rows import counted_by
from ansinh_desktop.services.plan.said import shown
from ansinh_desktop.services.plan.told import FACETS, FEW, Facet, Line, Month, Told
from ansinh_desktop.services.reports.marks import Change, ChartSheet, Column, Panel, Part, Strip

_SIDES = (("filled", "trong"), ("hatched", "chưa rõ"), ("hollow", "ngoài"))
_AGAINST = (*_SIDES, ("tick", "mức của kế hoạch"))
_CHANGES = (("filled", "tháng cuối kỳ; người tăng"), ("past", "các tháng trước"), ("hollow", "người giảm"))
_DRAWN: tuple[Facet, ...] = ("age", "hamlet")
_MILLION = 1_000_000


def sheets(plan: Plan, told: Told) -> Iterator[ChartSheet]:
    """Yield the charts of a period, each kind on pages of its own; none of what nobody knows."""
    against = [each for line in told.lines if (each := _against(plan, line)) is not None]
    if against:
        yield _sheet(f"Kết quả so với mức, {told.span.name}", [Panel("", (Part("", against),))], _AGAINST)
    if told.months:
        yield _sheet("Mười hai tháng chi trả trợ cấp", list(_months(told.months)), _CHANGES)
    groups = [panel for line in told.lines if (panel := _groups(line)) is not None]
    if groups:
        yield _sheet(f"Theo nhóm tuổi và ấp, khóm, {told.span.name}", groups, _SIDES)


def _sheet(title: str, panels: Sequence[Panel], words: tuple[tuple[str, str], ...]) -> ChartSheet:
    return ChartSheet(title, tuple(panels), words)


def _against(plan: Plan, line: Line) -> Strip | None:
    target = plan.by_id.get(line.id)
    bar = None if target is None else bars.bar_of(target, line)
    if bar is None:
        return None
    said = f"{shown(line)}; mức {line.target}"
    return Strip(line.id, f"{line.number}. {line.title}", 0, shown=said, bar=bar)


def _months(months: Sequence[Month]) -> Iterator[Panel]:
    last = months[-1].month

    def row(title: str, value: Callable[[Month], Decimal | None]) -> Panel:
        return Panel(
            title, (Part("", [_column(each, value(each), current=each.month == last) for each in months]),)
        )

    yield row("Số tiền chi trả (triệu đồng)", lambda each: _millions(each.amount))
    yield row("Số người được chi trả", lambda each: None if each.people is None else Decimal(each.people))
    changes = [Change(each.month, _label(each), each.more, each.less) for each in months]
    yield Panel("Số người tăng, giảm so với tháng trước", (Part("", changes),))


def _column(month: Month, value: Decimal | None, *, current: bool) -> Column:
    said = "–" if value is None else bars.said(value)
    return Column(month.month, _label(month), None if value is None else float(value), said, current)


def _millions(amount: int | None) -> Decimal | None:
    """Return an amount in millions, with a tenth where it is small."""
    if amount is None:
        return None
    millions = Decimal(amount) / _MILLION
    return millions.quantize(Decimal(1) if millions >= 100 else Decimal("0.1"))


def _label(month: Month) -> str:
    year, at = month.month.split("-")
    return f"{int(at)}/{year}"


def _groups(line: Line) -> Panel | None:
    """Return whoever counts for a target by age and by hamlet; None where nobody counts, or one could be guessed."""
    register = counted_by().get(line.id)
    coded = register is not None and catalog.register(register).by_code
    if coded and any(0 < each.denominator + each.unclear < FEW for of in line.groups.values() for each in of):
        return None
    parts = [
        Part(FACETS[facet], strips)
        for facet in _DRAWN
        if (strips := bars.strips_of(line.groups.get(facet, ())))
    ]
    return Panel(f"{line.number}. {line.title}: {shown(line)}", tuple(parts)) if parts else None
