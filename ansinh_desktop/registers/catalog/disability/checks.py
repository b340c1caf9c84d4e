"""What does not fit in the file of a disabled person: the council, its conclusion, the certificate, the mark of hardship."""

from collections.abc import Iterator

from ansinh_desktop.errors import Message
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import certificates, household, parts
from ansinh_desktop.registers.answer import codes_of, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts, Check, only_with
from ansinh_desktop.registers.duties import Task
from ansinh_desktop.rules import disability, law, poverty

ISSUED = "issued"
"""The state in which the certificate holds."""
BEFORE = ("received", "school_opinion", "council", "to_medical", "posted", "complaint")
"""The states of a dossier on which nobody has decided yet."""
NEEDS_COUNCIL = ("determine", "redetermine")
_NEEDS_REASON = ("reissue", "exchange")

MESSAGES = (
    Message("AS-7601", "Hồ sơ đang giải quyết mà chưa ghi ngày nhận.", "Ghi ngày nhận hồ sơ: thời hạn của Hội đồng tính từ ngày ấy."),
    Message("AS-7602", "“{reason}” phải qua Hội đồng xác định lại.", "Chọn nội dung đề nghị “Xác định lại”, hoặc sửa lý do."),
    Message("AS-7603", "Số phiếu đồng ý {agreed} và không đồng ý {against} nhiều hơn số người có mặt ({present}).",
            "Đối chiếu biên bản họp Hội đồng (Mẫu 05)."),
    Message("AS-7604", "Kết luận chỉ có {agreed} phiếu đồng ý, {against} phiếu không đồng ý.",
            "Hội đồng kết luận theo đa số; bằng nhau thì theo ý kiến Chủ tịch Hội đồng: đối chiếu biên bản, ghi lý do giữ."),
    Message("AS-7605", "Dạng khuyết tật chính không nằm trong các dạng đã ghi.", "Thêm dạng ấy vào “Dạng khuyết tật”, hoặc chọn lại dạng chính."),
    Message("AS-7606", "Hội đồng kết luận không khuyết tật mà hồ sơ ghi mức độ khuyết tật.", "Xóa mức độ, dạng khuyết tật hoặc sửa kết luận."),
    Message("AS-7607", "Ngày cấp Giấy xác nhận {second} trước ngày kết luận {first}.", "Sửa một trong hai ngày."),
    Message("AS-7608", "Ngày họp Hội đồng {second} trước ngày nhận hồ sơ {first}.", "Sửa một trong hai ngày."),
    Message("AS-7609", "Niêm yết đến ngày {second}, trước ngày bắt đầu {first}.", "Sửa một trong hai ngày."),
    Message("AS-7610", "Đã cấp Giấy xác nhận mà chưa ghi mức độ, dạng khuyết tật hoặc ngày cấp.",
            "Ghi theo Giấy xác nhận: trợ cấp tính theo mức độ và tháng cấp."),
    Message("AS-7611", "Đánh dấu hoàn cảnh khó khăn mà chưa ghi vì sao.", "Ghi hoàn cảnh để người khác hiểu vì sao được tính vào chỉ tiêu."),
    Message("AS-7612", "Có nhiều dạng khuyết tật mà chưa chọn dạng chính.", "Chọn dạng chính để thống kê."),
    Message("AS-7613", "Người này đang học mà chưa có ý kiến của cơ sở giáo dục (Mẫu 04).", "Xin ý kiến cơ sở giáo dục, hoặc ghi lý do giữ."),
    Message("AS-7614", "Kết luận của Hội đồng chưa phải “Không khuyết tật”.", "Sửa “Kết luận của Hội đồng” theo biên bản rồi chuyển bước."),
    Message("AS-7615", "Cấp Giấy xác nhận không qua Hội đồng chỉ khi sai thông tin, hư hỏng hoặc mất.",
            "Ghi “Lý do cấp đổi, cấp lại”, hoặc chuyển hồ sơ đến Hội đồng."),
    Message("AS-7616", "Khiếu nại ngày {day} chưa có ngày trả lời.", "Ghi ngày trả lời khiếu nại rồi cấp Giấy xác nhận."),
)  # fmt: skip
"""The sentences of this register's own checks."""


def check_request(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the request does not fit its reason, or lacks the day from which the council's time runs."""
    answers = facts.answers
    if facts.state in BEFORE and not answers.get("received_on"):
        yield warning("AS-7601", "received_on")
    reason = text_of(answers, "reissue_reason")
    if reason and reason not in disability.WITHOUT_COUNCIL and answers.get("request_kind") in _NEEDS_REASON:
        label = law.code_list("reissue_reason").label_of(reason)
        yield warning("AS-7602", "request_kind", reason=label)


@only_with("members_present", "votes_for", "votes_against")
def check_council(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the council was not two thirds, or its votes do not carry the conclusion."""
    answers, present = facts.answers, codes_of(facts.answers, "members_present")
    if present and not disability.is_quorate(present):
        day = parts.day_of(answers, "meeting_on") or facts.on
        whole = disability.members(present)
        yield warning("AS-2232", "members_present", present=len(present), whole=whole, day=f"{day:%d/%m/%Y}")
    agreed, against = (number_of(answers, key) or 0 for key in ("votes_for", "votes_against"))
    if not agreed and not against:
        return
    if present and agreed + against > len(present):
        yield warning("AS-7603", "votes_for", agreed=agreed, against=against, present=len(present))
    elif agreed <= against:
        yield warning("AS-7604", "votes_for", agreed=agreed, against=against)


def check_conclusion(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where degree, kinds and conclusion do not go together."""
    answers = facts.answers
    main, types = answers.get("disability_main_type"), codes_of(answers, "disability_types")
    if main and types and main not in types:
        yield warning("AS-7605", "disability_main_type")
    elif len(types) > 1 and not main:
        yield note("AS-7612", "disability_main_type")
    if answers.get("conclusion") == "not_disabled" and answers.get("disability_degree"):
        yield error("AS-7606", "conclusion")
    told = all(answers.get(key) for key in ("disability_degree", "disability_types", "certificate_date"))
    if facts.state == ISSUED and not told:
        yield warning("AS-7610", "disability_degree")


@only_with("hardship")
def check_hardship(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a mark of hardship without its reason."""
    if facts.answers.get("hardship") and not facts.answers.get("hardship_reason"):
        yield warning("AS-7611", "hardship_reason")


CHECKS: tuple[Check, ...] = (
    check_request,
    check_council,
    check_conclusion,
    check_hardship,
    parts.in_order("AS-7608", "received_on", "meeting_on"),
    parts.in_order("AS-7607", "concluded_on", "certificate_date"),
    parts.in_order("AS-7609", "posted_from", "posted_to"),
)


# ------------------------------------------------------------------------------------------------ steps


def school_was_asked(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a warning where the council decides of a pupil without the school's opinion."""
    if facts.answers.get("studying") and not facts.answers.get("school_opinion_on"):
        yield warning("AS-7613", "school_opinion_on")


def needs_no_council(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where a certificate would be issued at once for a reason that needs the council."""
    if facts.answers.get("reissue_reason") not in disability.WITHOUT_COUNCIL:
        yield error("AS-7615", "reissue_reason")


def concluded_not_disabled(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where nobody concluded that there is no disability."""
    if facts.answers.get("conclusion") != "not_disabled":
        yield error("AS-7614", "conclusion")


def complaint_is_answered(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where a complaint waits for its answer."""
    asked = parts.day_of(facts.answers, "complaint_on")
    if asked and not facts.answers.get("complaint_answered_on"):
        yield error("AS-7616", "complaint_answered_on", day=f"{asked:%d/%m/%Y}")


# ------------------------------------------------------------------------------------------------ tasks, hardship


def at_six(facts: CaseFacts) -> Iterator[Task]:
    """Yield that a child with a certificate turns six and needs another."""
    if facts.state == ISSUED:
        yield from certificates.redetermination(facts)


def medical_validity(facts: CaseFacts) -> Iterator[Task]:
    """Yield that the minutes of the medical council run out before the certificate is issued, or while it holds."""
    yield from certificates.minutes_run_out(facts, parts.day_of(facts.answers, "medical_date"))


def is_in_hardship(facts: CaseFacts) -> bool:
    """Whether the person lives in a poor or near-poor household on the day of the facts, or was marked by an officer."""
    return bool(facts.answers.get("hardship")) or household.poverty_on(facts.person, facts.on) in poverty.POOR
