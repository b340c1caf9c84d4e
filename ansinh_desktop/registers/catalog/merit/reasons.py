"""Why the law pays what it pays: part by part with its article, the conditions that decide, what is doubtful."""

from collections.abc import Iterator

from ansinh_desktop.registers.answer import number_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.merit import answered, checks, grants
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import law, merit, wording
from ansinh_desktop.rules.merit_rights import Assessment, Paid


def explained(facts: CaseFacts) -> Explanation | None:
    """Return why something is paid in the month of the facts' day; None before the oldest base."""
    found = answered.assessment(facts)
    base = merit.base_on(facts.on)
    if found is None or base is None:
        return None
    return Explanation(
        title=_title(found),
        lines=(
            Line(f"Thuộc diện: {answered.who(facts) or 'chưa ghi'}.", "Pháp lệnh 02/2020 Điều 3"),
            *map(_line, found.paid),
            *_sum(found),
            *_state(facts),
            *grants.lines(facts),
        ),
        doubts=(*_doubts(found), *_recorded(facts, found)),
        basis=f"Pháp lệnh 02/2020/UBTVQH14; mức chuẩn {wording.money(base.amount)} đồng ({base.article})",
        by_month=True,
    )


def _title(found: Assessment) -> str:
    month = wording.month(found.month)
    if found.total:
        return f"Tháng {month}: {wording.money(found.total)} đồng"
    open_ones = any(each.asks for each in found.doubts)
    return f"Tháng {month}: {'chưa đủ dữ kiện để tính' if open_ones else 'không có trợ cấp hằng tháng'}"


def _line(paid: Paid) -> Line:
    money = paid.money
    how = f" ({money.how})" if money.how else ""
    return Line(
        f"{money.label} – {wording.money(money.amount)} đồng{how}.",
        money.article,
        "warning" if money.mark == "?" else "",
    )


def _sum(found: Assessment) -> Iterator[Line]:
    if len(found.paid) > 1:
        yield Line(
            f"Cộng mỗi tháng: {wording.money(found.total)} đồng.", "Pháp lệnh 02/2020 Điều 6 khoản 3", "good"
        )


def _state(facts: CaseFacts) -> Iterator[Line]:
    reason = text_of(facts.answers, "state_reason")
    if facts.state in ("suspended", "ended") and reason:
        label = law.code_list("suspend_reason").label_of(reason)
        yield Line(f"Hiện không chi: {label}.", "Pháp lệnh 02/2020 Điều 54, 55", "warning")


def _doubts(found: Assessment) -> Iterator[Line]:
    for each in found.doubts:
        said = checks.doubt_finding(each)
        yield Line(said.text, each.article, "warning" if each.asks else "note", said.todo)


def _recorded(facts: CaseFacts, found: Assessment) -> Iterator[Line]:
    recorded, month = number_of(facts.answers, "recorded_amount"), text_of(facts.answers, "recorded_month")
    if recorded is None or (month and month != f"{found.month:%Y-%m}"):
        return
    if answered.is_martyr(facts) or any(each.asks for each in found.doubts):
        return  # nothing to be held against, or nobody knows yet what it is
    if checks.is_lawful(recorded, found):
        yield Line(f"Mức đã ghi {wording.money(recorded)} đồng đúng với quy định.", tone="good")
    else:
        by = wording.money(abs(found.total - recorded))
        side = "thấp" if recorded < found.total else "cao"
        yield Line(
            f"Mức đã ghi {wording.money(recorded)} đồng {side} hơn quy định {by} đồng.", tone="warning"
        )
