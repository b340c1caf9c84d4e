"""Which support the law names for a victim of trafficking on a day, point by point, and what was given of it."""

from collections.abc import Iterator

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.registers.spec import CaseFacts, EventFacts
from ansinh_desktop.rules import entitlement, law
from ansinh_desktop.rules.entitlement import Entitlement

_EVENT_OF = {"2011": "support_2011", "2024": "support"}


def explained(facts: CaseFacts) -> Explanation | None:
    """Return the support of the law of the facts' day; None while status or place is not known."""
    asked = [facts.answers.get(key) for key in ("person_status", "citizenship_group", "present_location")]
    if not all(asked):
        return None
    status, citizenship, location = map(str, asked)
    found = entitlement.entitlement(status, citizenship, location, facts.on)
    return Explanation(
        title=_title(found, facts),
        lines=(*_facts_lines(status, citizenship, location), *_points(found, facts)),
        doubts=tuple(_doubts(found, facts)),
        basis=found.article,
    )


def _title(found: Entitlement, facts: CaseFacts) -> str:
    count = f"{len(found.points)} chế độ" if found.points else "luật không nêu chế độ nào"
    return f"Ngày {facts.on:%d/%m/%Y}: {count}"


def _facts_lines(status: str, citizenship: str, location: str) -> Iterator[Line]:
    for name, value in (
        ("person_status", status),
        ("citizenship_group", citizenship),
        ("present_location", location),
    ):
        rows = law.code_list(name)
        yield Line(f"{rows.label}: {rows.label_of(value)}.")


def _points(found: Entitlement, facts: CaseFacts) -> Iterator[Line]:
    rows = law.code_list(found.list_name)
    for point in found.points:
        row = rows.get(point)
        given = [
            each for each in facts.events_of(_EVENT_OF[found.regime]) if each.answers.get("support") == point
        ]
        letter = f"Điểm {row.extra['point']}: " if row else ""
        yield Line(f"{letter}{rows.label_of(point)}. {_given(given)}", found.article, "good" if given else "")
    for amount in entitlement.amounts_on(facts.on):
        yield Line(f"{amount.label}: ít nhất {kinds.Money().show(amount.amount)} đồng.", amount.article)


def _given(events: list[EventFacts]) -> str:
    if not events:
        return "Chưa hỗ trợ."
    paid = sum(each.answers.get("amount") or 0 for each in events)
    days = ", ".join(f"{each.on:%d/%m/%Y}" for each in events)
    return f"Đã hỗ trợ ngày {days}" + (f", {kinds.Money().show(paid)} đồng." if paid else ".")


def _doubts(found: Entitlement, facts: CaseFacts) -> Iterator[Line]:
    if found.by_case:
        yield Line("Với người nước ngoài, từng chế độ được xét tùy trường hợp cụ thể.", tone="note")
    if found.mark == "?":
        yield Line("Bảng chế độ này chưa được đối chiếu với văn bản chính thức.", tone="warning")
    if facts.on < entitlement.LAW_2024_FROM:
        yield Line("Từ 01/7/2025 áp dụng Luật 53/2024/QH15: chọn ngày sau đó để xem.", tone="note")
