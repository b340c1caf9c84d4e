"""The parts that registers share: events, groups of fields, computed columns and checks."""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, codes_of, date_of, text_of
from ansinh_desktop.registers.case import CaseFacts, Check
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Condition, Confidentiality, Field, When
from ansinh_desktop.rules import law

# ------------------------------------------------------------------------------------------------ fields


def decision(key: str, label: str, *, when: Condition | None = None) -> tuple[Field, Field]:
    """Return number and date of a decision (``key_no``, ``key_date``)."""
    return (
        Field(f"{key}_no", f"Số {label}", kinds.Text(60), when=when),
        Field(f"{key}_date", f"Ngày {label}", kinds.Date(), when=when),
    )


DISABILITY_TYPE_WORDS = {
    "van dong": "movement",
    "nghe noi": "hearing_speech",
    "cam diec": "hearing_speech",
    "nhin": "vision",
    "mu": "vision",
    "than kinh tam than": "neuro_mental",
    "tam than": "neuro_mental",
    "tri tue": "intellectual",
    "khac": "other",
}
DISABILITY_DEGREE_WORDS = {
    "db nang": "very_severe",
    "dbn": "very_severe",
    "kt dac biet nang": "very_severe",
    "khuyet tat dac biet nang": "very_severe",
    "n": "severe",
    "kt nang": "severe",
    "khuyet tat nang": "severe",
    "kt nhe": "mild",
    "khuyet tat nhe": "mild",
}


def disability_fields(when: When | None = None, detail: When | None = None) -> tuple[Field, ...]:
    """Return what a disability certificate says (Luật Người khuyết tật Điều 3, 19; TT 01/2019/TT-BLĐTBXH).

    Args:
        when: When the degree is asked.
        detail: When all else is asked; as the degree where nothing is said.
    """
    detail = detail or when
    types = kinds.Choices("disability_type", words=DISABILITY_TYPE_WORDS)
    main = kinds.Choice("disability_type", words=DISABILITY_TYPE_WORDS)
    degree = kinds.Choice("disability_degree", words=DISABILITY_DEGREE_WORDS)
    return (
        Field(
            "disability_degree", "Mức độ khuyết tật", degree, when=when, aliases=("Mức độ KT", "Mức độ"),
            help="Theo Giấy xác nhận khuyết tật. Kết luận giám định y khoa trước 01/6/2012: từ 81% là đặc biệt "
            "nặng, từ 61% đến 80% là nặng, dưới 61% là nhẹ (NĐ 28/2012 Điều 4).",
        ),
        Field("disability_types", "Dạng khuyết tật", types, when=detail, aliases=("Dạng KT", "Dạng tật", "Loại tật"),
              help="Theo Giấy xác nhận; một người có thể có nhiều dạng."),
        Field(
            "disability_main_type", "Dạng khuyết tật chính", main, when=detail, follows="disability_types",
            help="Nếu có nhiều dạng, chọn một dạng chính để thống kê.",
        ),
        Field(
            "certificate_no", "Số hiệu Giấy xác nhận khuyết tật", kinds.Text(60), when=detail,
            aliases=("Số GXN", "Số GXN khuyết tật", "Số giấy xác nhận"),
            help="Ghi đúng như trên giấy.",
        ),
        Field(
            "certificate_date", "Ngày cấp Giấy xác nhận khuyết tật", kinds.Date(), when=detail,
            aliases=("Ngày GXN", "Ngày cấp GXN"),
            help="Giấy có hiệu lực từ ngày Chủ tịch UBND cấp xã ký.",
        ),
        Field(
            "certificate_place", "Nơi cấp Giấy xác nhận khuyết tật", kinds.Text(), when=detail,
            help="UBND xã, phường, thị trấn đã cấp, theo tên lúc cấp.",
        ),
    )  # fmt: skip


def parent_state_fields(when: Condition | None = None) -> tuple[Field, Field]:
    """Return the states of father and mother, from which the law's cases of an orphan follow."""
    state = kinds.Choice(
        "parent_state",
        words={"chet": "dead", "mat": "dead", "con song": "present", "mat tich": "missing_declared"},
    )
    return (
        Field(
            "father_state", "Tình trạng của cha", state, when=when, confidentiality="c3",
            help="Ghi theo giấy tờ: giấy chứng tử, quyết định của Tòa án tuyên bố mất tích, quyết định tiếp nhận "
            "vào cơ sở, bản án.",
        ),
        Field("mother_state", "Tình trạng của mẹ", state, when=when, confidentiality="c3"),
    )  # fmt: skip


def source_fields() -> tuple[Field, ...]:
    """Return where the case became known; the reporter only where they agree."""
    return (
        Field("information_source", "Nguồn thông tin", kinds.Choice("information_source")),
        Field(
            "reporter_name", "Người cung cấp thông tin", kinds.Name(), confidentiality="c4",
            help="Chỉ ghi khi người báo đồng ý; thông tin về người báo được giữ bí mật.",
        ),
        Field(
            "reporter_phone", "Điện thoại người cung cấp thông tin", kinds.Phone(), confidentiality="c4",
            help="Chỉ ghi khi người báo đồng ý.",
        ),
    )  # fmt: skip


def note_field() -> Field:
    """Return the free remark of a record."""
    return Field("note", "Ghi chú", kinds.LongText(2000), aliases=("Ghi chú khác", "Chú thích"))


# ------------------------------------------------------------------------------------------------ events


def support_event(
    list_name: str,
    *extra: Field,
    code: str = "support",
    label: str = "Trợ giúp, hỗ trợ",
    content_help: str = "",
) -> EventKind:
    """Return support given, of the register's own kinds; it drives every figure of people assisted."""
    return EventKind(
        code,
        label,
        (
            Field(
                "support",
                "Loại hỗ trợ",
                kinds.Choice(list_name),
                required=True,
                help="Mỗi lần hỗ trợ, mỗi loại một dòng: báo cáo đếm từ đây.",
            ),
            Field("content", "Nội dung", kinds.Text(), help=content_help),
            Field(
                "amount",
                "Số tiền (đồng)",
                kinds.Money(),
                help="Hiện vật thì ghi giá trị quy ra tiền, nếu có.",
            ),
            Field(
                "funding_source",
                "Nguồn kinh phí",
                kinds.Choice("funding_source"),
                help="Ai chi số tiền ấy; không có tiền thì để trống.",
            ),
            Field("giver", "Đơn vị, người hỗ trợ", kinds.Text(), help="Ai trực tiếp hỗ trợ."),
            Field(
                "document_no",
                "Số văn bản, chứng từ",
                kinds.Text(60),
                help="Quyết định, phiếu chi, giấy nhận.",
            ),
            Field("result", "Kết quả", kinds.Text(), help="Người được hỗ trợ ra sao sau đó."),
            *extra,
        ),
        support=True,
    )


def need_event(list_name: str) -> EventKind:
    """Return a need that was found, and how far it is met."""
    return EventKind(
        "need",
        "Nhu cầu trợ giúp",
        (
            Field(
                "support",
                "Loại nhu cầu",
                kinds.Choice(list_name),
                required=True,
                help="Mỗi nhu cầu một dòng, theo lời người ấy hoặc người chăm sóc.",
            ),
            Field("content", "Nội dung", kinds.Text(), help="Cần gì, bao nhiêu, khi nào."),
            Field(
                "need_status",
                "Tình trạng nhu cầu",
                kinds.Choice("need_status"),
                required=True,
                help="Vào ngày ghi; đáp ứng rồi thì ghi thêm một dòng.",
            ),
        ),
    )


def visit_event(*extra: Field, label: str = "Thăm, theo dõi") -> EventKind:
    """Return a visit to the person."""
    return EventKind(
        "visit",
        label,
        (
            Field("visitor", "Người thực hiện", kinds.Text(100), help="Ai đến thăm."),
            Field(
                "findings",
                "Tình hình ghi nhận",
                kinds.LongText(),
                required=True,
                help="Điều thấy được, nghe được; không chép lời kể về xâm hại.",
            ),
            Field("proposal", "Đề xuất", kinds.LongText(), help="Cần làm gì tiếp, ai làm."),
            Field(
                "next_visit",
                "Hẹn lần sau",
                kinds.Date(future=True),
                help="Ngày đã hẹn với gia đình sẽ đến lại; chưa hẹn thì để trống.",
            ),
            *extra,
        ),
    )


def referral_event() -> EventKind:
    """Return a referral to another unit or service."""
    return EventKind(
        "referral",
        "Kết nối, chuyển gửi",
        (
            Field(
                "recipient_type",
                "Loại nơi nhận",
                kinds.Choice("recipient_type"),
                help="Cơ quan, cơ sở hay tổ chức nào.",
            ),
            Field("receiver", "Nơi nhận", kinds.Text(), required=True, help="Tên đơn vị, người nhận."),
            Field("content", "Dịch vụ, nội dung", kinds.Text(), help="Chuyển để làm gì."),
            Field("document_no", "Số văn bản", kinds.Text(60), help="Giấy giới thiệu, phiếu chuyển."),
            Field("result", "Kết quả, phản hồi", kinds.Text(), help="Nơi nhận trả lời thế nào."),
        ),
    )


def decision_event(*extra: Field, label: str = "Quyết định") -> EventKind:
    """Return a decision in the case."""
    return EventKind(
        "decision",
        label,
        (
            Field(
                "decision_no", "Số quyết định", kinds.Text(60), required=True, help="Ghi như trên quyết định."
            ),
            Field("decided_by", "Người ký", kinds.Text(100), help="Họ tên, chức vụ người ký."),
            Field(
                "content", "Nội dung quyết định", kinds.Text(), required=True, help="Quyết định về việc gì."
            ),
            Field("valid_from", "Hiệu lực từ", kinds.Date(future=True), help="Để trống: từ ngày ký."),
            Field("valid_to", "Đến", kinds.Date(future=True), help="Nếu quyết định có thời hạn."),
            *extra,
        ),
    )


def transfer_event() -> EventKind:
    """Return the hand-over of the case to another commune."""
    return EventKind(
        "transfer",
        "Chuyển hồ sơ đến nơi cư trú mới",
        (
            Field("to_unit", "Xã nơi đến (trong tỉnh)", kinds.Unit(), help="Chọn xã ở tỉnh này."),
            Field(
                "to_place",
                "Nơi đến (ngoài tỉnh)",
                kinds.Text(),
                help="Ghi tên xã và tỉnh khi người ấy chuyển ra ngoài tỉnh này.",
            ),
            Field("document_no", "Số văn bản chuyển", kinds.Text(60), help="Ghi như trên công văn."),
            Field(
                "received_back_on",
                "Ngày nơi đến xác nhận",
                kinds.Date(),
                help="Ngày nơi đến báo đã nhận hồ sơ.",
            ),
        ),
    )


# ------------------------------------------------------------------------------------------------ columns


def joined(key: str, label: str, fields: Mapping[str, Field], *names: str, by: str = ", ") -> Computed:
    """Return a column that shows several answers in one cell."""

    def compute(facts: CaseFacts) -> str | None:
        shown = [fields[name].kind.show(facts.answers[name]) for name in names if facts.answers.get(name)]
        return by.join(shown) or None

    return Computed(key, label, kinds.Text(), compute)


def from_to(key: str, label: str, start: str, end: str) -> Computed:
    """Return a column that shows a period: ``01/02/2022 – 01/08/2022``."""

    def compute(facts: CaseFacts) -> str | None:
        days = [kinds.Date().show(facts.answers.get(name)) for name in (start, end)]
        return " – ".join(days).strip() if any(days) else None

    return Computed(key, label, kinds.Text(), compute)


def shown_age(facts: CaseFacts) -> str | None:
    """Return the age on the day asked for: in months below three years, as a span where the birth leaves it open."""
    months = age_months(facts)
    if months is None or months[1] < 0:
        return None
    least, most = (max(0, each) for each in months)
    if most < 36:
        return f"{most} tháng" if least == most else f"{least}–{most} tháng"
    years = (least // 12, most // 12)
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"


AGE = Computed("age", "Tuổi", kinds.Text(), shown_age)

_ADULT = 16 * 12
_ADDRESSED = {"male": "ông", "female": "bà"}


def addressed(facts: CaseFacts) -> str:
    """Return how a letter of the office speaks of somebody: ông, bà, cháu; both where it is not known."""
    months = age_months(facts)
    if months is not None and months[1] < _ADULT:
        return "cháu"
    return _ADDRESSED.get(text_of(facts.person, "sex"), "ông (bà)")


ADDRESSED = Computed("addressed", "Cách gọi", kinds.Text(), addressed, of_lists=True)


# ------------------------------------------------------------------------------------------------ checks


def age_months(facts: CaseFacts, on: datetime.date | None = None) -> tuple[int, int] | None:
    """Return the least and the greatest age in months that the birth date leaves open; None when unknown."""
    birth = date_of(facts.person, "birth_date")
    return birth.age_months_on(on or facts.on) if birth else None


def death_of(facts: CaseFacts) -> datetime.date | None:
    """Return the last day on which the person may have died, as far as it is known; None while they live."""
    died = date_of(facts.person, "death_date")
    return died.last if died else None


def has_died(facts: CaseFacts) -> Finding | None:
    """Return that the person of a record is dead on the day of the facts, whatever the record's state."""
    died = death_of(facts)
    if died is None or died > facts.on:
        return None
    return warning("AS-4076", "death_date", day=kinds.PartialDate().show(facts.person["death_date"]))


def day_of(answers: Answers, key: str) -> datetime.date | None:
    """Return an answered day (also of a moment); None when it was not answered."""
    value = text_of(answers, key)
    return _first_day(value[:10]) if value else None


@functools.lru_cache(maxsize=32768)
def _first_day(iso: str) -> datetime.date:
    return PartialDate.from_iso(iso).first


def in_order(code: str, first: str, second: str) -> Check:
    """Return a check that one day is not after another, both answered."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        said, then = text_of(facts.answers, first), text_of(facts.answers, second)
        if not said or not then or (len(said) == len(then) and said <= then):
            return  # as of nearly every record; days written alike stand in the order of their letters
        start, end = day_of(facts.answers, first), day_of(facts.answers, second)
        if start and end and end < start:
            yield error(
                code,
                second,
                first=kinds.Date().show(start.isoformat()),
                second=kinds.Date().show(end.isoformat()),
            )

    return check


def confidential_by(lists: Mapping[str, str]) -> Callable[[Answers], Confidentiality]:
    """Return how confidential answers are, by what the code lists of these fields (key → list) say."""

    def confidential(answers: Answers) -> Confidentiality:
        found: list[Confidentiality] = ["c1"]
        for key, list_name in lists.items():
            rows = law.code_list(list_name)
            for code in codes_of(answers, key):
                row = rows.get(code)
                found.append(row.extra.get("confidentiality", "c1") if row else "c1")
        return max(found)

    return confidential
