"""What the command says of a month of payment: for people, and for a machine."""

import datetime
import json
from collections.abc import Iterator

from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.identity import Sum
from ansinh_desktop.services.payments.months import STATES, MonthView
from ansinh_desktop.services.payments.reckoning import shown_months


def for_machine(view: MonthView) -> str:
    """Return a month as JSON."""
    made = view.identity
    return json.dumps(
        {
            "month": view.month,
            "state": view.state,
            "rows": [
                {
                    "person": each.person_id,
                    "record": each.number,
                    "benefit": view.register,
                    "amount": each.amount,
                    "parts": dict(each.parts),
                    "decision": ", ".join(filter(None, (each.decision_no, each.decision_date))) or None,
                    "article": each.article,
                    "outcome": each.outcome,
                }
                for each in view.lines
            ],
            "people": made.now.people,
            "sum": made.now.amount,
            "previous": _sum(made.previous),
            "increase": _sum(made.of("increase")),
            "decrease": _sum(made.of("decrease")),
            "adjustment": _sum(made.of("adjustment")),
            "holds": made.holds,
            "findings": [
                {
                    "code": each.code,
                    "record": each.number or None,
                    "level": each.level,
                    "kept": each.kept or None,
                }
                for each in view.met
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _sum(said: Sum) -> dict[str, int]:
    return {"people": said.people, "sum": said.amount}


def for_people(view: MonthView) -> Iterator[str]:
    """Yield a month line by line: state, rows, sums, the identity with its reasons, findings."""
    yield f"Tháng chi trả {wording.month(view.day)}: {STATES[view.state]}"
    for step in view.steps:
        why = f" – {step['reason']}" if step["reason"] else ""
        at = calendar.wall_time(datetime.datetime.fromisoformat(step["at"]))
        yield f"  {at:%d/%m/%Y %H:%M} {_step(step['step'])}: {step['name']}{why}"
    for each in view.lines:
        became = f" [{_OUTCOMES[each.outcome]}]" if each.outcome else ""
        carried = f" (mang sang {shown_months(each.carried)})" if each.carried else ""
        yield f"  {each.number}  {each.who}  {wording.money(each.amount)}{carried}{became}"
    yield from _identity(view)
    yield f"Phải xử lý: {view.errors} lỗi, {view.unkept} cảnh báo chưa giữ"
    for met in sorted(
        view.met, key=lambda each: (not each.is_error, bool(each.kept), each.code, each.number)
    ):
        level = "Lỗi" if met.is_error else "Cảnh báo"
        kept = f" – giữ: {met.kept}" if met.kept else ""
        named = f"{met.who} ({met.number}): " if met.number else ""
        yield f"  {level} {met.code}: {named}{met.said}{kept}"


_OUTCOMES = {"paid": "đã trả", "carried": "chưa trả", "stopped": "chưa trả và dừng"}
_SIGNS = {"increase": "+", "decrease": "−", "adjustment": "±"}
_NAMES = {"increase": "Tăng", "decrease": "Giảm", "adjustment": "Điều chỉnh"}


def _step(step: str) -> str:
    return "Mở lại" if step == "reopened" else STATES[step]


def _identity(view: MonthView) -> Iterator[str]:
    made = view.identity
    yield f"Tháng trước: {_shown(made.previous)}"
    for kind, name in _NAMES.items():
        yield f"{_SIGNS[kind]} {name}: {_shown(made.of(kind))}"  # type: ignore[arg-type]
        for each in made.terms:
            if each.kind == kind:
                yield f"    {each.number}  {each.who}  {wording.money(each.amount)}  {each.reason}"
    yield f"= Tháng này: {_shown(made.now)} – {'khớp' if made.holds else 'KHÔNG KHỚP'}"


def _shown(said: Sum) -> str:
    return f"{said.people} người, {wording.money(said.amount)} đồng"
