"""Contact bans of a case: asked for, decided within 12 hours, each no longer than three days, cancelled before their end."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.duties import read_moment
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, When
from ansinh_desktop.rules import calendar, deadlines, law
from ansinh_desktop.rules.deadlines import Due

REQUEST, DECISION, CANCEL_REQUEST, CANCEL = "ban_request", "ban_decision", "ban_cancel_request", "ban_cancel"
DECIDED_WITHIN = ("dv_contact_ban_2007", "dv_contact_ban")
LASTS = ("dv_ban_length_2007", "dv_ban_length")
CANCELLED_WITHIN = ("dv_ban_cancel",)
BANNED = When("result", ("banned",))
_BY_AGENCY = When("requested_by", ("agency",))


def _consent_given(answers: Answers, on: datetime.date) -> Iterator[Finding]:
    """Yield an error where an agency asks for a ban that the victim did not agree to."""
    requested = read_moment(answers.get("requested_at"))
    day = calendar.wall_time(requested).date() if requested else on
    row = law.code_list("ban_requester").get(text_of(answers, "requested_by"))
    if row and not row.valid_on(day):
        yield error("AS-7108", "requested_by", label=row.label)
    if row and row.code == "agency" and not answers.get("victim_agrees"):
        yield error("AS-7106", "victim_agrees")


def _not_too_long(answers: Answers, on: datetime.date) -> Iterator[Finding]:
    """Yield an error where a ban ends before it begins, or lasts longer than the law lets each of them last."""
    signed = read_moment(answers.get("signed_at")) or on
    start, end = read_moment(answers.get("valid_from")) or signed, read_moment(answers.get("valid_to"))
    if not BANNED.holds(answers) or end is None:
        return
    if calendar.wall_time(end) <= calendar.wall_time(start):
        yield error("AS-7104", "valid_to")
        return
    for limit in _in_force(LASTS, start):
        if calendar.wall_time(end) > limit.ends_at:
            yield error(
                "AS-7105",
                "valid_to",
                length=limit.deadline.length,
                last=f"{limit.ends_at:%H:%M %d/%m/%Y}",
                article=limit.deadline.article,
            )


# fmt: off
EVENTS = (
    EventKind(REQUEST, "Đề nghị cấm tiếp xúc (Mẫu 06)", (
        Field("requested_at", "Ngày giờ nhận đề nghị", kinds.Moment(), required=True,
              help="Từ lúc này Chủ tịch UBND xã có 12 giờ để ra quyết định, hoặc trả lời bằng văn bản vì sao không."),
        Field("requested_by", "Người đề nghị", kinds.Choice("ban_requester"), required=True,
              help="Hành vi đe dọa tính mạng thì Chủ tịch UBND xã quyết định, không chờ đơn (từ 01/7/2023)."),
        Field("victim_agrees", "Người bị bạo lực đồng ý", kinds.YesNo(), when=_BY_AGENCY, required=True,
              help="Cơ quan, tổ chức chỉ được đề nghị khi người bị bạo lực đồng ý (Luật 13/2022/QH15 Điều 25)."),
        Field("requester", "Họ tên, cơ quan đề nghị", kinds.Text(), confidentiality="c4",
              help="Chỉ ghi khi không phải chính người bị bạo lực đề nghị."),
    ), check=_consent_given),
    EventKind(DECISION, "Quyết định cấm tiếp xúc, hoặc không ra quyết định", (
        Field("result", "Kết quả xét", kinds.Choice("ban_result"), required=True,
              help="Không ra quyết định thì phải trả lời người đề nghị bằng văn bản."),
        Field("decision_no", "Số quyết định, văn bản trả lời", kinds.Text(60), required=True, help="Ghi như trên văn bản."),
        Field("signed_at", "Ngày giờ ký", kinds.Moment(), required=True,
              help="Quyết định có hiệu lực từ khi ký, gửi ngay hai bên, Trưởng công an xã, trưởng ấp."),
        Field("valid_from", "Cấm từ", kinds.Moment(future=True), when=BANNED, help="Để trống: từ lúc ký."),
        Field("valid_to", "Cấm đến", kinds.Moment(future=True), when=BANNED, required=True,
              help="Mỗi lần không quá 03 ngày (tính 72 giờ). Cần thêm thì ra quyết định mới, ghi thêm một lần."),
        Field("supervisor", "Người được phân công giám sát", kinds.Text(100), when=BANNED, help="Ấp, công an, tổ chức giám sát việc cấm."),
        Field("reason", "Lý do không ra quyết định", kinds.LongText(), when=When("result", ("refused",)), required=True,
              help="Như trong văn bản trả lời."),
    ), check=_not_too_long),
    EventKind(CANCEL_REQUEST, "Đề nghị hủy bỏ cấm tiếp xúc (Mẫu 10)", (
        Field("requested_at", "Ngày giờ nhận đề nghị", kinds.Moment(), required=True, help="Từ lúc này có 12 giờ để ra quyết định."),
        Field("requester", "Người đề nghị", kinds.Text(), confidentiality="c4", help="Hỏi riêng người bị bạo lực: có bị ép rút đơn không."),
    )),
    EventKind(CANCEL, "Quyết định hủy bỏ cấm tiếp xúc (Mẫu 11)", (
        Field("decision_no", "Số quyết định", kinds.Text(60), required=True, help="Ghi như trên văn bản."),
        Field("signed_at", "Ngày giờ ký", kinds.Moment(), required=True, help="Từ lúc này không còn cấm tiếp xúc."),
        Field("reason", "Lý do hủy bỏ", kinds.LongText(), help="Theo đơn của ai, hoặc vì biện pháp không còn cần thiết."),
    )),
)
# fmt: on


def _in_force(limits: tuple[str, ...], start: deadlines.Moment) -> list[Due]:
    return [each for name in limits if (each := deadlines.due(name, start)).in_force]


def last(facts: CaseFacts) -> EventFacts | None:
    """Return the decision on a ban that was signed last; None where none was."""
    found = sorted(facts.events_of(DECISION), key=lambda each: text_of(each.answers, "signed_at"))
    return found[-1] if found else None


def until(facts: CaseFacts) -> datetime.datetime | None:
    """Return when the last ban ends or ended: by its own words, or because it was cancelled; None where there is none."""
    decision = last(facts)
    if decision is None or not BANNED.holds(decision.answers):
        return None
    end = read_moment(decision.answers.get("valid_to"))
    signed = text_of(decision.answers, "signed_at")
    cancelled = [
        moment
        for each in facts.events_of(CANCEL)
        if text_of(each.answers, "signed_at") >= signed
        and (moment := read_moment(each.answers.get("signed_at")))
    ]
    ends = [calendar.wall_time(each) for each in (end, *cancelled) if each is not None]
    return min(ends, default=None)


def until_shown(facts: CaseFacts) -> Value:
    """Return the end of the last ban as an answer."""
    end = until(facts)
    return f"{end:%Y-%m-%dT%H:%M}" if end else None


def shown(facts: CaseFacts) -> Value:
    """Return in words how often contact was forbidden and until when; that it was asked for and is not decided yet."""
    decided = facts.events_of(DECISION)
    banned = [each for each in decided if BANNED.holds(each.answers)]
    end, said = until(facts), []
    if banned:
        said.append(f"{len(banned)} lần" + (f", đến {end:%H:%M %d/%m/%Y}" if end else ""))
    if len(decided) > len(banned):
        said.append(f"không ra quyết định {len(decided) - len(banned)} lần")
    if len(facts.events_of(REQUEST)) > len(decided):
        said.append("đang xét")
    return "; ".join(said) or None


def in_time(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where a request waited longer for its decision than the law allows."""
    yield from _late(facts, (REQUEST, DECISION), DECIDED_WITHIN)
    yield from _late(facts, (CANCEL_REQUEST, CANCEL), CANCELLED_WITHIN)


def _late(facts: CaseFacts, pair: tuple[str, str], limits: tuple[str, ...]) -> Iterator[Finding]:
    asked, answered = (facts.events_of(kind) for kind in pair)
    for request, decision in zip(asked, answered, strict=False):
        start, done = (
            read_moment(each.answers.get(key))
            for each, key in ((request, "requested_at"), (decision, "signed_at"))
        )
        if start is None or done is None:
            continue
        for limit in _in_force(limits, start):
            if limit.state(start, done) == "done_late":
                yield warning(
                    "AS-7107",
                    "",
                    step=limit.deadline.step,
                    length=limit.deadline.length,
                    article=limit.deadline.article,
                )


def is_banned(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where the last decision forbids nothing, or nothing any more."""
    end = until(facts)
    if facts.events_of(DECISION) and (end is None or end.date() < facts.on):
        yield error("AS-7110")


def is_over(facts: CaseFacts) -> Iterator[Finding]:
    """Yield a warning where a ban still holds on the day of the step."""
    end = until(facts)
    if end is not None and end.date() > facts.on:
        yield warning("AS-7111", "", last=f"{end:%H:%M %d/%m/%Y}")
