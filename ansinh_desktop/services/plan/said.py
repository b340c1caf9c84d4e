"""What the command says of a period of the plan: for people, and for a machine."""

import json
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import measured, spelled
from ansinh_desktop.services.plan.recounting import Recount
from ansinh_desktop.services.plan.rows import STATES
from ansinh_desktop.services.plan.tables import Table
from ansinh_desktop.services.plan.told import Line, Told


def for_machine(found: Sequence[Told], recount: Recount | None = None) -> str:
    """Return one period as JSON; of several units, by unit."""
    said: dict[str, object] | list[dict[str, object]]
    said = [_unit(each) for each in found] if len(found) != 1 else _unit(found[0])
    if recount is not None and isinstance(said, dict):
        said["changed"] = [
            {
                "id": each.target,
                "kept": list(each.kept),
                "now": list(each.now),
                "moved": [
                    {"record": one.number, "before": one.before, "after": one.after, "why": one.why}
                    for one in each.moved
                ],
            }
            for each in recount.changed
        ]
    return json.dumps(said, ensure_ascii=False, indent=1)


def for_people(told: Told, recount: Recount | None = None) -> Iterator[str]:
    """Yield a period line by line: each target, what it says, and how it was counted."""
    closed = f", đã chốt {_closed(told)}" if told.closed_at else ""
    yield f"{told.unit_name}, {told.span.name}{closed}"
    for each in told.lines:
        yield from _said(each)
    yield "Cách tính: " + "; ".join(f"{label}: {value}" for label, value in told.switches)
    if recount is not None:
        yield from _moved(recount)


def table_for_people(table: Table) -> Iterator[str]:
    """Yield a table of an officer's own line by line."""
    for row in table.rows:
        parted = ", ".join(f"{column}: {table.count(row, column)}" for column in table.columns if column)
        yield f"{row}: {table.count(row, None)}" + (f" ({parted})" if parted else "")
    yield f"Tổng số: {table.count(None, None)}"


def table_for_machine(table: Table) -> str:
    """Return a table of an officer's own as JSON."""
    rows = [
        {"row": row, "columns": {column: table.count(row, column) for column in table.columns if column}}
        | {"all": table.count(row, None)}
        for row in table.rows
    ]
    said = {"register": table.asked.register, "period": table.period.code, "rows": rows}
    return json.dumps(said | {"all": table.count(None, None)}, ensure_ascii=False, indent=1)


def _said(line: Line) -> Iterator[str]:
    state = STATES[line.state].lower()
    parts = "" if line.numerator is None and line.denominator is None else f" ({_parts(line)})"
    unknown = f", chưa rõ {line.unknown}" if line.unknown else ""
    note = f" – {line.note}" if line.note else ""
    said, judged = (state, "") if line.value is None else (shown(line), f": {state}")
    yield f"{line.number:2d}. {line.title}: {said}{parts}{unknown}; mức {line.target}{judged}{note}"
    yield from (f"      {words}: {count}" for words, count in line.beside)
    yield from (f"      {words}: {top}/{bottom}" for words, top, bottom, _ in line.others)


def shown(line: Line, value: str | None = None) -> str:
    """Return a value as papers say it, in its unit; of a line its own where no other is given."""
    said = line.value if value is None else value
    if said is None:
        return STATES[line.state] if line.state in ("missing", "none", "hidden") else "–"
    number = Decimal(said)
    if line.yes_no and number in (0, 100):
        return "có" if number else "chưa"
    return measured(number, line.kind, line.unit)


def told_apart(one: Told, other: Told) -> tuple[str, str]:
    """Return two closings of one period in words: when and by whom, and what they do not say alike."""
    others = {each.id: shown(each) for each in other.lines}
    apart = {each.id for each in one.lines if shown(each) != others.get(each.id)}
    return _closing(one, apart), _closing(other, apart)


def _closing(told: Told, targets: Container[str]) -> str:
    said = (f"{each.number}. {each.title}: {shown(each)}" for each in told.lines if each.id in targets)
    return "\n".join((f"Chốt {_closed(told)}", *said))


def _closed(told: Told) -> str:
    at = told.closed_when
    return f"lúc {at:%H:%M} ngày {at:%d/%m/%Y} bởi {told.closed_by}" if at else ""


def _parts(line: Line) -> str:
    if line.ends is not None:
        return " → ".join(spelled(Decimal(each)) for each in line.ends)
    parts = [each for each in (line.numerator, line.denominator) if each is not None]
    return "/".join(spelled(Decimal(each)) for each in parts)


def _moved(recount: Recount) -> Iterator[str]:
    yield f"So với lúc chốt: {len(recount.changed)} chỉ tiêu nay đã khác"
    for each in recount.changed:
        then, now = (
            "/".join("–" if one is None else str(one) for one in part[:2]) for part in (each.kept, each.now)
        )
        yield f"    {each.title}: lúc chốt {then}, nay {now}"
        for one in each.moved:
            yield f"        {one.who}: {one.before} → {one.after}{f' ({one.why})' if one.why else ''}"


def _unit(told: Told) -> dict[str, object]:
    period: Period = told.span
    return {
        "plan": told.plan,
        "period": period.code,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "unit": told.unit,
        "unit_name": told.unit_name,
        "closed": told.closed_at,
        "rows": [_row(each) for each in told.lines],
    }


def _row(line: Line) -> dict[str, object]:
    return {
        "id": line.id,
        "number": line.number,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "unknown": line.unknown,
        "whole": line.whole,
        "value": _number(line.value),
        "target": line.target,
        "amount": _number(line.amount),
        "reached": {"reached": True, "missed": False}.get(line.state),
        "state": line.state,
        "switches": dict(line.switches),
        "source": line.source,
        "note": line.note,
        "previous": _number(line.before),
        "year_before": _number(line.year_before),
        "beside": dict(line.beside),
        "groups": {facet: [vars(each) for each in found] for facet, found in line.groups.items()},
    }


def _number(value: str | None) -> int | float | None:
    if value is None:
        return None
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() and "." not in value else float(number)
