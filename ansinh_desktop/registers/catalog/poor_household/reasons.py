"""Why the last review says that a household is poor or near-poor: the scores, the line of income, the shortfalls."""

from collections.abc import Iterator

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.poor_household import reviews
from ansinh_desktop.registers.catalog.poor_household.reviews import Review
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import law, poverty, wording

_STATUS = kinds.Choice("poverty_status")


def explained(facts: CaseFacts) -> Explanation | None:
    """Return what the last review up to the day of the facts found, and why; None where there was none."""
    last = reviews.last_of(facts)
    if last is None:
        return None
    by_scores, scoring = last.by_scores, last.scoring
    said = "chưa tính được theo điểm" if by_scores is None else _shown(by_scores)
    return Explanation(
        title=f"Rà soát ngày {wording.date(last.on)}: {said}",
        lines=(*_scores(last), *_decided(facts)),
        doubts=tuple(_doubts(last)),
        basis=scoring.article if scoring else "",
    )


def _shown(status: str) -> str:
    return _STATUS.show(status) if status else "không phải hộ nghèo, hộ cận nghèo"


def _scores(last: Review) -> Iterator[Line]:
    scoring, line = last.scoring, poverty.line_on(last.on)
    if not last.area or scoring is None:
        return
    area = law.code_list("living_area").label_of(last.area)
    if line is not None:
        amount = wording.money(line.amounts[last.area])
        yield Line(f"Chuẩn thu nhập khu vực {area.lower()}: {amount} đồng/người/tháng.", line.article)
    if not scoring.known:
        return
    if last.income is not None:
        most = scoring.income[last.area]
        below = last.income <= most
        how = "không quá" if below else "hơn"
        yield Line(
            f"B1: {last.income} điểm, {how} {most} điểm.", scoring.article, "good" if below else "note"
        )
    if last.lacking is not None:
        enough = last.lacking >= scoring.lacking
        how = "từ" if enough else "dưới"
        yield Line(f"B2: {last.lacking} điểm, {how} {scoring.lacking} điểm.", scoring.article)
    for code in last.shortfalls:
        row = law.code_list("deprivation").get(code)
        if row is not None:
            yield Line(f"Thiếu hụt: {row.label} ({str(row.extra['service']).lower()}).")


def _decided(facts: CaseFacts) -> Iterator[Line]:
    now = reviews.state_of(facts)
    if not now:
        yield Line("Chưa có quyết định nào còn hiệu lực về tình trạng hộ.", tone="warning")
        return
    paper = " ".join(filter(None, (text_of(now, "decision_no"), _on(text_of(now, "decision_on")))))
    since = kinds.Date().show(now["valid_from"])
    by = f", theo quyết định {paper}" if paper else ""
    yield Line(f"Theo quyết định: {_STATUS.show(now['status'])} từ ngày {since}{by}.", tone="good")


def _on(day: str) -> str:
    return f"ngày {kinds.Date().show(day)}" if day else ""


def _doubts(last: Review) -> Iterator[Line]:
    scoring = last.scoring
    if scoring is None:
        yield Line("Ngày rà soát trước chuẩn nghèo đầu tiên mà chương trình biết.", tone="warning")
    elif not scoring.known:
        yield Line(
            "Cách tính điểm theo chuẩn nghèo mới chưa đối chiếu được: kết quả ghi theo phiếu rà soát.",
            scoring.article,
            "warning",
        )
    elif scoring.mark != "✓":
        yield Line("Số điểm chưa đối chiếu với bản công báo.", scoring.article, "note")
