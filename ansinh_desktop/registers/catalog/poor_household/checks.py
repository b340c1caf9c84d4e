"""What does not fit in the record of a poor household: its decision, its members, its scores; and what runs out."""

import datetime
from collections.abc import Iterable, Iterator

from ansinh_desktop.errors import Message, message
from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import household, kinds, parts
from ansinh_desktop.registers.answer import number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, only_with
from ansinh_desktop.registers.catalog.poor_household import reviews
from ansinh_desktop.registers.duties import Task, end_of, task_of
from ansinh_desktop.rules import deadlines, law, poverty, wording

_BEFORE_END = datetime.timedelta(days=30)
_LIMITS = ("poverty_regular", "poverty_regular_2027")
_DECIDED = "household_status"

MESSAGES = (
    Message("AS-7501", "Hộ đang quản lý mà chưa có quyết định nào ghi từ ngày nào là hộ nghèo, hộ cận nghèo.",
            "Thêm diễn biến “Quyết định về tình trạng hộ”, hoặc chọn nhiều hộ rồi bấm “Ghi quyết định công nhận”."),
    Message("AS-7502", "Theo quyết định, từ {day} hộ là “{status}”, mà hồ sơ vẫn đang quản lý.",
            "Chuyển bước “Thoát nghèo, thoát cận nghèo”, hoặc xem lại quyết định."),
    Message("AS-7503", "Không có quyết định nào còn hiệu lực về tình trạng hộ.",
            "Ghi quyết định của kỳ rà soát mới, hoặc sửa “Đến ngày” của quyết định cũ."),
    Message("AS-7504", "Quyết định ghi hiệu lực đến {end}, trước ngày bắt đầu {start}.",
            "Rút diễn biến ghi nhầm và ghi lại với hai ngày đúng thứ tự."),
    Message("AS-7505", "Hộ có {people} nhân khẩu, danh sách thành viên và chủ hộ là {named} người.",
            "Ghi đủ thành viên (không kể chủ hộ), hoặc sửa số nhân khẩu."),
    Message("AS-7506", "Rà soát ngày {day}: B1 {income} điểm, B2 {lacking} điểm là “{by_scores}”, kết quả ghi “{result}”.",
            "Xem lại điểm, khu vực và kết quả trên phiếu B; giữ kết quả thì ghi lý do."),
    Message("AS-7507", "Rà soát ngày {day}: {count} chỉ số thiếu hụt là {points} điểm, phiếu B2 ghi {lacking} điểm.",
            "Xem lại các chỉ số thiếu hụt và điểm B2 trên phiếu."),
    Message("AS-7508", "Rà soát ngày {day} theo chuẩn nghèo mới ({article}): cách tính điểm chưa đối chiếu được.",
            "Đối chiếu kết quả với văn bản hướng dẫn của cấp trên, rồi ghi lý do giữ."),
    Message("AS-7509", "Rà soát ngày {day} kết quả là “{result}”, quyết định sau đó ghi “{status}”.",
            "Xem lại quyết định; giữ thì ghi lý do."),
    Message("AS-7510", "Chưa có quyết định công nhận là hộ nghèo, hộ cận nghèo.",
            "Thêm diễn biến “Quyết định về tình trạng hộ” rồi chuyển bước."),
    Message("AS-7511", "Vào ngày này hộ vẫn là “{status}” theo quyết định.",
            "Thêm diễn biến “Quyết định về tình trạng hộ” công nhận thoát nghèo, thoát cận nghèo rồi chuyển bước."),
    Message("AS-7512", "Chưa có kết quả rà soát.", "Thêm diễn biến “Rà soát” và ghi kết quả."),
    Message("AS-7513", "Kết quả rà soát là “{result}”.", "Xem lại kết quả; vẫn không thuộc diện thì ghi lý do."),
    Message("AS-7514", "Tình trạng hộ theo quyết định hết hiệu lực ngày {day}: rà soát, ghi quyết định mới.",
            "Ghi kết quả rà soát và quyết định của kỳ sau."),
    Message("AS-7515", "Hồ sơ không đang quản lý, hoặc đã có quyết định này.", "Bỏ hồ sơ này khỏi lần ghi."),
    Message("AS-7516", "Chỉ chủ hộ chuyển đi: hồ sơ của hộ giữ nguyên.",
            "Đặt chủ hộ mới ở trang Người và hộ; cả hộ cùng đi thì chọn “Cả hộ cùng đi”."),
)  # fmt: skip
"""The sentences of this register's own checks."""


def _shown(status: str) -> str:
    return law.code_list("poverty_status").label_of(status) if status else "không phải hộ nghèo, hộ cận nghèo"


def check_status(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the decisions on the household's state and the record do not say the same."""
    rows = rows_of(facts.person, household.STATUSES)
    for row in rows:
        start, end = text_of(row, "valid_from"), text_of(row, "valid_to")
        if end and end < start:
            yield warning("AS-7504", "", start=kinds.Date().show(start), end=kinds.Date().show(end))
    if facts.state != "listed":
        return
    now = reviews.state_of(facts)
    if not rows:
        yield warning("AS-7501", "")
    elif not now:
        if not reviews.will_be_poor(facts):
            yield warning("AS-7503", "")
    elif now["status"] not in poverty.POOR:
        shown = {"day": kinds.Date().show(now["valid_from"]), "status": _shown(text_of(now, "status"))}
        yield warning("AS-7502", "", **shown)


@only_with("members")
def check_members(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that the number of people is not that of the members who are named."""
    people, members = number_of(facts.answers, "people"), rows_of(facts.answers, "members")
    if members and people is not None and people != len(members) + 1:
        yield warning("AS-7505", "people", people=people, named=len(members) + 1)


@only_with("listed_review_on", events=True)
def check_review(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the last review's scores, shortfalls and result do not fit together by the law of its day."""
    last = reviews.last_of(facts)
    if last is None or last.scoring is None:
        return
    day, scoring = wording.date(last.on), last.scoring
    if not scoring.known:
        yield warning("AS-7508", "", day=day, article=scoring.article)
        return
    by_scores = last.by_scores
    if by_scores is not None and last.result and by_scores != _poor(last.result):
        shown = {"by_scores": _shown(by_scores), "result": _shown(last.result)}
        yield warning("AS-7506", "", day=day, income=last.income, lacking=last.lacking, **shown)
    points = len(last.shortfalls) * scoring.points_of_indicator
    if last.shortfalls and last.lacking is not None and points != last.lacking:
        shown_points = {"count": len(last.shortfalls), "points": points, "lacking": last.lacking}
        yield warning("AS-7507", "", day=day, **shown_points)


@only_with("listed_review_on", events=True)
def check_decision(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that what was decided after the last review is not what the review found."""
    last, now = reviews.last_of(facts), reviews.state_of(facts)
    decided = text_of(now, "decision_on") or text_of(now, "valid_from")
    if last is None or not last.result or not now or decided < last.on.isoformat():
        return
    status = text_of(now, "status")
    if _poor(status) != _poor(last.result):
        shown = {"result": _shown(last.result), "status": _shown(status)}
        yield warning("AS-7509", "", day=wording.date(last.on), **shown)


def _poor(status: str) -> str:
    return status if status in poverty.POOR else ""


# ------------------------------------------------------------------------------------------------ steps


def is_recognised(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where no decision makes the household poor or near-poor, be it from a later day than the step's."""
    if not reviews.will_be_poor(facts):
        yield error("AS-7510", "")


def is_no_longer_poor(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where the household is poor or near-poor by decision on the day of the step."""
    status = text_of(household.state_on(reviews.decided(facts), facts.on), "status")
    if status in poverty.POOR:
        yield error("AS-7511", "", status=_shown(status))


def has_result(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where no review says what the household is."""
    last = reviews.last_of(facts)
    if last is None or not last.result:
        yield error("AS-7512", "")


def found_not_poor(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a warning where a household is turned away that the review found poor or near-poor."""
    last = reviews.last_of(facts)
    if last is not None and last.result in poverty.POOR:
        yield warning("AS-7513", "", result=_shown(last.result))


# ------------------------------------------------------------------------------------------------ tasks


@only_with(events=True)
def regular_reviews(facts: CaseFacts) -> Iterator[Task]:
    """Yield the requests of the year that nobody has decided or answered yet."""
    decided = [each.on for each in facts.events_of(_DECIDED)]
    for each in facts.events_of("review"):
        asked = parts.day_of(each.answers, "requested_on")
        if each.answers.get("kind") != "in_year" or asked is None or each.answers.get("answered_on"):
            continue
        if any(day >= asked for day in decided):
            continue
        begins = poverty.regular_begins(asked)
        found = (deadlines.due(limit, begins) for limit in _LIMITS)
        yield from (task_of(due) for due in found if due.in_force)


def state_runs_out(facts: CaseFacts) -> Iterable[Task]:
    """Return that the last state of a household that is managed runs out, and nothing says what comes after it."""
    rows = rows_of(facts.person, household.STATUSES) if facts.state == "listed" else ()
    last = max(rows, key=lambda each: text_of(each, "valid_from"), default=None)
    end = parts.day_of(last, "valid_to") if last is not None else None
    if last is None or end is None or last["status"] not in poverty.POOR:
        return ()
    said = message("AS-7514", day=wording.date(end)).text.removesuffix(".")
    due = end_of(end)
    return (Task("poverty_state_ends", said, due, due - _BEFORE_END, "QĐ 24/2021/QĐ-TTg", mark="•"),)


LOOKS_AT = ("review", _DECIDED)
"""The events at which the tasks look."""
