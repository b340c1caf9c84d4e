"""Which law rules a case of violence, what it lets the commune do, and how its bans stand."""

from collections.abc import Iterator

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import codes_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.violence import bans, checks
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import deadlines, law


def explained(facts: CaseFacts) -> Explanation | None:
    """Return the law of the day on which it happened, its limits, and the bans; None before it was reported."""
    if not facts.answers.get("received_at"):
        return None
    day = checks.day_of_event(facts)
    names_acts = any(row.valid_on(day) for row in law.code_list("violence_act"))
    basis = "Luật 13/2022/QH15; NĐ 76/2023/NĐ-CP" if names_acts else "Luật 02/2007/QH12; NĐ 08/2009/NĐ-CP"
    return Explanation(
        title=f"Xảy ra, nhận tin ngày {day:%d/%m/%Y}: áp dụng {basis}",
        lines=(*_limits(facts), *_bans(facts), *_child(facts)),
        doubts=tuple(_doubts(facts, names_acts=names_acts)),
        basis=basis,
    )


def _limits(facts: CaseFacts) -> Iterator[Line]:
    for name in (*bans.DECIDED_WITHIN, *bans.LASTS, *bans.CANCELLED_WITHIN):
        limit = deadlines.due(name, checks.day_of_event(facts))
        if limit.in_force:
            yield Line(f"{limit.deadline.step}: {limit.deadline.length}.", limit.deadline.article)


def _bans(facts: CaseFacts) -> Iterator[Line]:
    shown = bans.shown(facts)
    yield Line(f"Cấm tiếp xúc: {shown or 'chưa có'}.", tone="good" if shown else "")


def _child(facts: CaseFacts) -> Iterator[Line]:
    if checks.is_child(facts):
        yield Line(
            "Người bị bạo lực dưới 16 tuổi: vụ việc còn là trẻ em bị xâm hại.",
            "Luật Trẻ em 102/2016/QH13 Điều 4",
            "warning",
            "Mở hồ sơ ở sổ trẻ em bị xâm hại.",
        )


def _doubts(facts: CaseFacts, *, names_acts: bool) -> Iterator[Line]:
    yield Line("Luật ghi mỗi lần cấm tiếp xúc không quá 03 ngày; chương trình tính 72 giờ.", tone="note")
    if names_acts:
        yield Line(
            "Khoảng cách cấm tiếp xúc theo NĐ 76/2023 chưa đối chiếu được: ghi theo quyết định.",
            tone="warning",
        )
    rows = law.code_list("violence_act")
    doubtful = [
        code for code in codes_of(facts.answers, "acts") if (row := rows.get(code)) and row.mark != "✓"
    ]
    if doubtful:
        yield Line(
            f"Câu chữ của {len(doubtful)} hành vi đã chọn chưa đối chiếu với bản đăng Công báo.", tone="note"
        )
    if text_of(facts.answers, "happened_on") == "":
        shown = kinds.Date().show(checks.day_of_event(facts).isoformat())
        yield Line(f"Chưa ghi ngày xảy ra: lấy ngày nhận tin {shown}.", tone="note")
