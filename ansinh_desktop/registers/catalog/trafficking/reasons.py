"""Which support the law names for a victim of trafficking on a day, point by point, and what was given of it."""

from collections.abc import Iterator

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import number_of, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.catalog.trafficking import checks
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import law, trafficking
from ansinh_desktop.rules.trafficking import Entitlement

_LEGAL_AID_2011 = "d"


def explained(facts: CaseFacts) -> Explanation | None:
    """Return the support of the law of the facts' day; None while status or place is not known."""
    found = checks.entitled(facts, facts.on)
    if found is None:
        return None
    return Explanation(
        title=_title(found, facts),
        lines=(*_facts_lines(facts), *_points(found, facts)),
        doubts=tuple(_doubts(found, facts)),
        basis=found.article,
    )


def _title(found: Entitlement, facts: CaseFacts) -> str:
    count = f"{len(found.points)} chế độ" if found.points else "luật không nêu chế độ nào"
    return f"Ngày {facts.on:%d/%m/%Y}: {count}"


def _facts_lines(facts: CaseFacts) -> Iterator[Line]:
    for name in checks.ASKED:
        rows = law.code_list(name)
        yield Line(f"{rows.label}: {rows.label_of(text_of(facts.answers, name))}.")


def _points(found: Entitlement, facts: CaseFacts) -> Iterator[Line]:
    rows = law.code_list(found.list_name)
    for point in found.points:
        row = rows.get(point)
        given = [
            each
            for each in facts.events_of(checks.EVENTS[found.regime])
            if each.answers.get("support") == point
        ]
        letter = f"Điểm {row.extra['point']}: " if row else ""
        yield Line(f"{letter}{rows.label_of(point)}. {_given(given)}", found.article, "good" if given else "")
    for amount in trafficking.amounts_on(facts.on):
        yield Line(f"{amount.label}: ít nhất {kinds.Money().show(amount.amount)} đồng.", amount.article)


def _given(events: list[EventFacts]) -> str:
    if not events:
        return "Chưa hỗ trợ."
    paid = sum(number_of(each.answers, "amount") or 0 for each in events)
    days = ", ".join(f"{each.on:%d/%m/%Y}{_giver(each)}" for each in events)
    return f"Đã hỗ trợ ngày {days}" + (f", {kinds.Money().show(paid)} đồng." if paid else ".")


def _giver(event: EventFacts) -> str:
    giver = event.answers.get("giver")
    return f" ({giver})" if giver else ""


def _doubts(found: Entitlement, facts: CaseFacts) -> Iterator[Line]:
    if found.by_case:
        yield Line("Với người nước ngoài, từng chế độ được xét tùy trường hợp cụ thể.", tone="note")
    if found.mark == "?":
        yield Line("Bảng chế độ này chưa được đối chiếu với văn bản chính thức.", tone="warning")
    if found.regime == "2024":
        yield Line(
            "Mức tiền theo NĐ 162/2025/NĐ-CP và mức riêng của tỉnh chưa đối chiếu được: ghi theo quyết định hỗ trợ.",
            tone="warning",
        )
        return
    if _LEGAL_AID_2011 in found:
        yield Line(
            "Trợ giúp pháp lý theo luật cũ: nạn nhân phải có khó khăn về tài chính.",
            "Luật Trợ giúp pháp lý 11/2017/QH14 Điều 7 khoản 7 điểm g",
            "note",
        )
    if trafficking.HARDSHIP_2011 in found:
        household = law.code_list("poverty_status").label_of(
            text_of(facts.person, "poverty_status"), "chưa ghi"
        )
        poor = facts.person.get("poverty_status") == "poor"
        yield Line(
            f"Trợ cấp khó khăn ban đầu chỉ dành cho nạn nhân thuộc hộ nghèo; tình trạng hộ: {household}.",
            "TT 84/2019/TT-BTC",
            "note" if poor else "warning",
        )
    yield Line("Từ 01/7/2025 áp dụng Luật 53/2024/QH15: chọn ngày sau đó để xem.", tone="note")
