"""The law's answer about an allowance: why it is so, and as it is kept with a decision."""

from collections.abc import Iterator

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, Value, as_text, number_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance import amounts, answered, course, once, sources
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import assistance, calendar, wording
from ansinh_desktop.rules.assistance import Assessment
from ansinh_desktop.rules.assistance.kept import facts_text, read_facts

EVENT = EventKind(
    "computed",
    "Mức hưởng theo luật khi quyết định",
    (
        Field("month", "Tháng", kinds.Month(), required=True),
        Field("groups", "Nhóm được tính", kinds.Choices("social_group")),
        Field("base", "Mức chuẩn (đồng)", kinds.Money()),
        Field("coefficient", "Hệ số", kinds.Decimal()),
        Field("monthly", "Mức trợ cấp (đồng)", kinds.Money(), required=True),
        Field("carer_amount", "Kinh phí chăm sóc (đồng)", kinds.Money()),
        Field("article", "Căn cứ", kinds.Text(500)),
        Field("decree", "Văn bản áp dụng", kinds.Text()),
        Field("rule_set", "Mã văn bản", kinds.Text(), hidden=True),
        Field("rules", "Mã quy tắc", kinds.Text(500), hidden=True),
        Field("carer_rules", "Mã quy tắc kinh phí chăm sóc", kinds.Text(500), hidden=True),
        Field("base_id", "Mã mức chuẩn", kinds.Text(), hidden=True),
        Field("doubts", "Điều cần xác nhận", kinds.LongText()),
        Field("version", "Bản dữ liệu pháp luật", kinds.Text(), required=True, hidden=True),
        Field("facts", "Dữ kiện đã tính", kinds.LongText(), required=True, hidden=True),
    ),
    automatic=True,
)
"""The result as it is kept; ``facts`` are what it was reckoned from."""

_IDENTIFIERS = ("rule_set", "rules", "carer_rules", "base_id")
PLACES = ("rules/social_assistance", "rules/local", "code_lists/social_assistance")


def computed(facts: CaseFacts) -> Answers | None:
    """Return the result for the month of the facts' day, as the event keeps it; None where it cannot be told."""
    found, known = amounts.assessment(facts), answered.law_facts(facts)
    return None if found is None or known is None else _kept(found, facts_text(known))


def amount(facts: CaseFacts) -> int | None:
    """Return all that the law pays for the month of the facts' day; None where nobody knows it."""
    found = amounts.assessment(facts)
    return None if found is None or found.unanswered else found.total


def computed_again(kept: Answers) -> Answers:
    """Return the result for the kept facts and month by the law that is asked now."""
    month, facts = calendar.read_month(as_text(kept["month"])), as_text(kept["facts"])
    found = _kept(amounts.assess(read_facts(facts), month), facts)
    # Results of the first release name no rules.
    return {key: value for key, value in found.items() if key in kept or key not in _IDENTIFIERS}


def _kept(found: Assessment, facts: str) -> Answers:
    return {
        "month": f"{found.month:%Y-%m}",
        "groups": list(found.groups) if found.scheme != "pension" else ["pension"],
        "base": found.social_pension if found.scheme == "pension" else found.base,
        "coefficient": kinds.decimal_text(found.coefficient) if found.scheme == "allowance" else None,
        "monthly": found.pay,
        "carer_amount": found.carer_total or None,
        "article": found.article or None,
        "decree": found.rule_set_label,
        "rule_set": found.rule_set,
        "rules": "; ".join(found.rules) or None,
        "carer_rules": "; ".join(each.rule for each in found.carer) or None,
        "base_id": found.base_id,
        "doubts": "\n".join(each.text for each in found.notices if each.confirm) or None,
        "version": found.version,
        "facts": facts,
    }


def may_be_approved(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a warning where the law pays nothing for what is recorded."""
    found = amounts.assessment(facts)
    if found is not None and found.unanswered:
        yield warning("AS-2238", "social_group", amounts=offers(found))
    elif found is not None and found.scheme == "none":
        yield amounts.nothing_paid(found)


# ------------------------------------------------------------------------------------------------ why


def explained(facts: CaseFacts) -> Explanation | None:
    """Return why the law pays what it pays in the month of the facts' day; None where it cannot be told."""
    found = amounts.explained(facts)
    if found is None:
        return None
    lines = [Line(each.text, each.article) for each in found.reasons]
    doubts = [
        Line(each.text, each.article, "warning" if each.confirm else "note", each.todo)
        for each in found.notices
    ]
    doubts += [Line(_alternative(each), tone="note") for each in found.alternatives]
    return Explanation(
        title=_title(found),
        lines=(*lines, *_total_line(found), *course.lines(facts), *once.lines(facts)),
        conditions=tuple(conditions(facts, found)),
        doubts=(*doubts, *_recorded(facts, found)),
        basis=found.rule_set_label,
        version=found.version,
        by_month=True,
    )


def conditions(facts: CaseFacts, found: Assessment) -> Iterator[Line]:
    """Yield what the law asks of whoever is paid so, else of the record's own group, and whether it is so."""
    known = answered.law_facts(facts)
    if known is None:
        return
    group = "pension" if found.scheme == "pension" else (found.groups or (known.present_group,))[0]
    yield from sources.lines(facts, assistance.conditions(known, facts.on, group, assistance.local_levels()))


def _refusal(facts: CaseFacts) -> Value:
    """Return why nothing is paid, condition by condition; nothing where something is, or nobody knows."""
    found = amounts.assessment(facts)
    if found is None or found.unanswered or found.total:
        return None
    said = [each for each in conditions(facts, found) if each.tone == "error"]
    return "\n".join(_failed(each) for each in said) or None


def _failed(line: Line) -> str:
    condition, _, known = line.text.partition(sources.NOT_MET)
    article = f" ({line.article})" if line.article else ""
    return f"- Không đạt điều kiện “{condition}”{known}{article}"


COMPUTED = (Computed("refusal", "Lý do không được hưởng", kinds.LongText(2000), _refusal, of_lists=True),)


def _title(found: Assessment) -> str:
    month = wording.month(found.month)
    if found.unanswered or (found.alternatives and not found.total):
        return f"Tháng {month}: chưa đủ dữ kiện, {offers(found)} đồng"
    if found.scheme == "none" and not found.carer_total:
        return f"Tháng {month}: không thuộc trường hợp nào được hưởng"
    name = "hưu trí xã hội" if found.scheme == "pension" else "trợ cấp xã hội"
    shown = [f"{name} {wording.money(found.pay)} đồng"] if found.pay else []
    shown += [f"kinh phí chăm sóc {wording.money(found.carer_total)} đồng"] if found.carer_total else []
    return f"Tháng {month}: {', '.join(shown)}"


def offers(found: Assessment) -> str:
    """Return in words all that may be due."""
    return " hoặc ".join(wording.money(each) for each in found.offers)


def _total_line(found: Assessment) -> Iterator[Line]:
    if found.pay and found.carer_total:
        yield Line(f"Cộng cả tháng: {wording.money(found.total)} đồng.", tone="good")


def _alternative(each: assistance.Alternative) -> str:
    carer = f", kinh phí chăm sóc {wording.money(each.carer)} đồng" if each.carer else ""
    return f"Khả năng khác, {each.condition}: {wording.money(each.pay)} đồng{carer}."


def _recorded(facts: CaseFacts, found: Assessment) -> Iterator[Line]:
    said = amounts.figures(facts)
    recorded, month = number_of(said, "new_amount"), said.get("month")
    if recorded is None or (facts.answers.get("recorded_month") and month != f"{found.month:%Y-%m}"):
        return
    if found.alternatives:
        if recorded in found.offers:
            yield Line(
                f"Mức đã ghi {wording.money(recorded)} đồng là một trong các khả năng: {offers(found)} đồng."
            )
            return
        yield Line(
            f"Mức đã ghi {wording.money(recorded)} đồng không thuộc khả năng nào: {offers(found)} đồng.",
            found.article,
            "error",
        )
    elif recorded in (found.pay, found.total):
        yield Line(f"Mức đã ghi {wording.money(recorded)} đồng đúng với quy định.", tone="good")
    else:
        by = wording.money(abs(found.pay - recorded))
        side = "thấp" if recorded < found.pay else "cao"
        yield Line(
            f"Mức đã ghi {wording.money(recorded)} đồng {side} hơn quy định {by} đồng.",
            found.article,
            "error",
        )
