"""What the assessments of an abused child say: their totals, what they suggest, and whether the case may end."""

from collections.abc import Iterator

from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import child_abuse
from ansinh_desktop.rules.child_abuse import Form, Matrix

_ARTICLE_02, _ARTICLE_06 = "NĐ 56/2017 Điều 26, Mẫu 02", "NĐ 56/2017 Điều 30, Mẫu 06"
_CLOSING = "NĐ 56/2017 Điều 30 khoản 1 điểm b"


def matrix(answers: Answers, prefix: str, form: Form) -> Matrix | None:
    """Return an assessment as far as it was filled in; None where nothing was."""
    levels = {row.code: text_of(answers, f"{prefix}_{row.code}") for row in child_abuse.rows_of(form)}
    return child_abuse.matrix(form, levels) if any(levels.values()) else None


def may_be_closed(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what keeps a case from being closed: only a child no longer at risk and stable (NĐ 56/2017 Điều 30)."""
    answers, reviews = facts.answers, facts.events_of("review_06")
    said = [answers, *([reviews[-1].answers] if reviews else [])]
    if not all(each.get("no_longer_at_risk") and each.get("stable") for each in said):
        yield error("AS-6314", "conclusion", article=_CLOSING)
    if any(each.get("conclusion") != "close" for each in said):
        yield error("AS-6315", "conclusion")
    found = matrix(reviews[-1].answers, "m06", "06") if reviews else None
    if found is not None:
        yield from (
            each
            for each in child_abuse.check(found, closing=True, key="conclusion")
            if each.level is not Level.NOTE
        )


def explained(facts: CaseFacts) -> Explanation | None:
    """Return what the last assessment suggests, row by row; None before the first."""
    reviews = facts.events_of("review_06")
    found = matrix(reviews[-1].answers, "m06", "06") if reviews else None
    if found is not None:
        return _explanation(found, f"Rà soát ngày {reviews[-1].on:%d/%m/%Y} (Mẫu 06)", _ARTICLE_06)
    for prefix, title in (
        ("m03", "Đánh giá nguy cơ cụ thể (Mẫu 03)"),
        ("m02", "Đánh giá nguy cơ ban đầu (Mẫu 02)"),
    ):
        assessed = matrix(facts.answers, prefix, "02")
        if assessed is not None:
            return _explanation(assessed, title, _ARTICLE_02)
    return None


def _explanation(found: Matrix, title: str, article: str) -> Explanation:
    rows = [
        Line(f"{each.label}: {each.level_label}" + (f" – {each.meaning}" if each.meaning else "") + ".")
        for each in found.rows
        if each.level
    ]
    sums = [Line(text, article) for text in found.explained()]
    doubts = tuple(
        Line(each.text, tone="note" if each.level is Level.NOTE else "warning", todo=each.todo)
        for each in child_abuse.check(found)
    )
    return Explanation(
        title=title,
        lines=(*rows, *sums),
        doubts=doubts,
        basis="NĐ 56/2017/NĐ-CP; cán bộ là người kết luận, chương trình chỉ so sánh hai phần",
    )
