"""Victims of trafficking (nạn nhân bị mua bán): Luật 66/2011/QH12 to 30/6/2025, Luật 53/2024/QH15 after it."""

from collections.abc import Iterable

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.acts.lives import DEATH, MOVE, LifeChange
from ansinh_desktop.registers.answer import Value, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.trafficking import checks, reasons, share
from ansinh_desktop.registers.catalog.trafficking.guidance import EVENT_GUIDANCE, GUIDANCE
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.duties import Duty, Sign
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Aged, Field, Section, When
from ansinh_desktop.registers.guidance.apply import guided, guided_events
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import law

ORDER = 30

_SPARING = "Chỉ ghi điều cần cho việc hỗ trợ; không ghi chi tiết hành vi xâm hại tình dục."

# fmt: off
SECTIONS = guided((
    Section("Tư cách", (
        Field("person_status", "Tư cách", kinds.Choice("person_status"), required=True,
              help="“Người đang trong quá trình xác định là nạn nhân” chỉ có từ 01/7/2025 (Luật 53/2024/QH15 Điều 2 khoản 8)."),
        Field("linked_victim", "Đi cùng nạn nhân (mã hồ sơ)", kinds.Text(60), when=When("person_status", checks.ACCOMPANYING)),
        Field("citizenship_group", "Nhóm quốc tịch", kinds.Choice("citizenship_group", words={
                  "viet nam": "vn_citizen", "vn": "vn_citizen", "khong quoc tich": "stateless_resident",
                  "nuoc ngoai": "foreigner"}), required=True),
        Field("present_location", "Nơi đang ở", kinds.Choice("present_location"), required=True,
              help="Các chế độ được hưởng tùy vào đây (Luật 53/2024/QH15 Điều 37)."),
    )),
    Section("Trình báo, tiếp nhận", (
        Field("reception_type", "Nguồn tiếp nhận", kinds.Choice("reception_type", words={
                  "tu tro ve": "self_returned", "tu tro ve trinh bao": "self_returned", "giai cuu": "rescued",
                  "duoc giai cuu": "rescued", "trao tra": "from_abroad", "tiep nhan tu nuoc ngoai": "from_abroad"}),
              required=True, aliases=("Nguồn", "Hình thức tiếp nhận")),
        Field("reported_at", "Thời điểm trình báo", kinds.Moment(), required=True, aliases=("Ngày tiếp nhận", "Ngày trình báo")),
        Field("reported_where", "Nơi trình báo", kinds.Text(), required=True, help="UBND cấp xã, công an, bộ đội biên phòng, cảnh sát biển hoặc cơ quan gần nhất."),
        *parts.source_fields(),
        Field("representative_name", "Người đại diện", kinds.Name(), confidentiality="c4"),
        Field("representative_relation", "Quan hệ với nạn nhân", kinds.Choice("to_child"), confidentiality="c4", when=When("representative_name")),
        Field("representative_phone", "Điện thoại người đại diện", kinds.Phone(), confidentiality="c4", when=When("representative_name")),
        Field("reported_up_at", "Thời điểm báo cấp trên", kinds.Moment(),
              help="Báo ngay: đến 30/6/2025 cho Phòng LĐTBXH cấp huyện; từ 01/7/2025 UBND cấp xã thông báo ngay cho Sở Y tế (Điều 27)."),
        Field("reported_up_to", "Cơ quan được báo", kinds.Text()),
        Field("reported_up_no", "Số công văn báo", kinds.Text(60)),
    )),
    Section("Việc bị mua bán", (
        Field("trafficking_place", "Nước, địa bàn bị mua bán đến", kinds.Text(), confidentiality="c4"),
        Field("purposes", "Mục đích mua bán", kinds.Choices("trafficking_purpose"), confidentiality="c4"),
        Field("means", "Thủ đoạn", kinds.LongText(), confidentiality="c4",
              help="Người dưới 18 tuổi không cần có thủ đoạn (Luật 53/2024/QH15 Điều 2 khoản 1). " + _SPARING),
        Field("trafficked_from", "Bị mua bán từ", kinds.PartialDate(), confidentiality="c4"),
        Field("trafficked_to", "Đến", kinds.PartialDate(), confidentiality="c4"),
    ), help=_SPARING),
    Section("Giấy tờ xác nhận", (
        Field("victim_paper", "Giấy tờ xác nhận nạn nhân", kinds.Choice("victim_paper"), aliases=("Loại giấy xác nhận",),
              help="Phải có trước khi quyết định hỗ trợ."),
        Field("victim_paper_no", "Số giấy xác nhận", kinds.Text(60), aliases=("Giấy xác nhận", "Giấy xác nhận (số)"), when=When("victim_paper")),
        Field("victim_paper_date", "Ngày cấp giấy xác nhận", kinds.Date(), help="Nạn nhân nộp đơn trong 12 tháng kể từ ngày này (đến 30/6/2025)."),
        Field("victim_paper_issuer", "Cơ quan cấp", kinds.Text(), when=When("victim_paper")),
        Field("evidence", "Tài liệu, chứng cứ (Điều 32)", kinds.Choices("victim_evidence"), confidentiality="c4"),
    )),
    Section("Tình trạng, nguyện vọng", (
        Field("health", "Tình trạng sức khỏe", kinds.LongText(), confidentiality="c4", help=_SPARING),
        Field("mental_state", "Tình trạng tâm lý", kinds.LongText(), confidentiality="c4", help=_SPARING),
        Field("wishes", "Nguyện vọng", kinds.Choices("victim_wish"), required=True),
        Field("has_need", "Có nhu cầu hỗ trợ", kinds.YesNo(), help="Chỉ tiêu có thể chỉ tính người có nhu cầu hỗ trợ (NQ 28/NQ-CP)."),
        Field("child_record_no", "Mã hồ sơ trẻ em, hồ sơ vụ việc liên quan", kinds.Text(60), help="Nạn nhân dưới 16 tuổi: hồ sơ trẻ em nhóm m và hồ sơ vụ việc."),
    )),
    Section("Đơn, quyết định hỗ trợ", (
        Field("application_on", "Ngày nhận đơn đề nghị hỗ trợ", kinds.Date(),
              help="Đơn Phụ lục 16 TT 35/2013 (đến 30/6/2025); Mẫu số 07 NĐ 162/2025/NĐ-CP (từ 01/7/2025)."),
        Field("application_form", "Mẫu đơn", kinds.Text(100)),
        Field("dossier_sent_on", "Ngày gửi hồ sơ cấp trên", kinds.Date(),
              help="Đến 30/6/2025: xã lập hồ sơ gửi Phòng LĐTBXH trong 03 ngày làm việc kể từ ngày nhận đơn."),
        *parts.decision("support_decision", "quyết định hỗ trợ"),
        Field("support_decided_by", "Cơ quan quyết định", kinds.Text()),
        Field("lodged_at", "Nơi lưu trú, tạm trú an toàn", kinds.Text(), confidentiality="c4", help="Địa điểm lưu trú là thông tin mật."),
        Field("lodged_from", "Lưu trú từ ngày", kinds.Date(), confidentiality="c4", when=When("lodged_at")),
        Field("lodged_to", "Đến ngày", kinds.Date(future=True), confidentiality="c4", help="Đến 30/6/2025: không quá 03 tháng; từ 01/7/2025: không quá 120 ngày.", when=When("lodged_at")),
    )),
    Section("Hòa nhập cộng đồng", (
        Field("reintegration_from", "Hòa nhập từ ngày", kinds.Date()),
        Field("lives_with", "Đang sống với ai", kinds.Text(), confidentiality="c4"),
        Field("residence_settled", "Đã đăng ký thường trú, tạm trú", kinds.YesNo()),
        Field("children_birth_registered", "Đã đăng ký khai sinh cho con", kinds.YesNo(), when=Aged(13)),
        Field("job", "Việc làm, học tập hiện nay", kinds.Text()),
        Field("closed_reason", "Lý do kết thúc", kinds.Choice("close_reason")),
        parts.note_field(),
    )),
), GUIDANCE)

_DAYS = Field("days", "Số ngày", kinds.Whole(most=400))
EVENTS = guided_events((
    parts.support_event("support_2024", _DAYS, code="support", label="Hỗ trợ (Luật 53/2024/QH15)",
                        content_help="Điểm a đến k Điều 37; từ 01/7/2025."),
    parts.support_event("support_2011", _DAYS, code="support_2011", label="Hỗ trợ (Luật 66/2011/QH12)",
                        content_help="Điểm a đến e Điều 32; đến 30/6/2025."),
    EventKind("assessment", "Đánh giá tình trạng, nhu cầu", (
        Field("health", "Sức khỏe", kinds.LongText(), confidentiality="c4", help=_SPARING),
        Field("mental_state", "Tâm lý", kinds.LongText(), confidentiality="c4", help=_SPARING),
        Field("wishes", "Nhu cầu, nguyện vọng", kinds.Choices("victim_wish"), required=True),
        Field("assessor", "Người đánh giá", kinds.Text(100)),
    )),
    EventKind("verification", "Xác minh", (
        Field("verifier", "Cơ quan xác minh", kinds.Text(), required=True),
        Field("document_no", "Số văn bản", kinds.Text(60)),
        Field("is_victim", "Kết luận là nạn nhân", kinds.YesNo()),
        Field("result", "Nội dung kết luận", kinds.LongText(), help=_SPARING),
    )),
    parts.need_event("support_2024"),
    parts.decision_event(),
    parts.visit_event(label="Theo dõi hòa nhập"),
    parts.referral_event(),
    parts.transfer_event(),
), EVENT_GUIDANCE)
# fmt: on


# ------------------------------------------------------------------------------------------------ columns


def _points_shown(kind: str, codes: Iterable[str]) -> str:
    rows = law.code_list(kind)
    found = (row for code in codes if (row := rows.get(code)))
    return "; ".join(dict.fromkeys(f"{row.extra['point']}: {row.label}" for row in found))


def _entitled_shown(facts: CaseFacts) -> Value:
    found = checks.entitled(facts, facts.on)
    return None if found is None else _points_shown(found.list_name, found.points) or "không"


def _received_shown(facts: CaseFacts) -> Value:
    """Return the points of support received, by the law of their days."""
    shown = {
        regime: _points_shown(
            f"support_{regime}", (text_of(each.answers, "support") for each in facts.events_of(kind))
        )
        for regime, kind in checks.EVENTS.items()
    }
    return "; ".join(f"{points} (Luật {regime})" for regime, points in shown.items() if points) or None


def _paper_shown(facts: CaseFacts) -> Value:
    date = facts.answers.get("victim_paper_date")
    number = text_of(facts.answers, "victim_paper_no")
    return ", ".join(filter(None, (number, f"ngày {kinds.Date().show(date)}" if date else ""))) or None


def _reported_on(facts: CaseFacts) -> Value:
    day = parts.day_of(facts.answers, "reported_at")
    return day.isoformat() if day else None


# ------------------------------------------------------------------------------------------------ duties, steps

_SUPPORT_DECIDED = (
    Sign(answer="support_decision_date"),
    Sign(states=("support_decided", "supporting", "reintegrating")),
)

DUTIES = (
    Duty(
        ("traf_notify_2011", "traf_notify_2024"),
        Sign(answer="reported_at"),
        done=(Sign(answer="reported_up_at"),),
    ),
    Duty(
        ("traf_verify_initial_2011", "traf_verify_initial_2024"),
        Sign(answer="reported_up_at"),
        done=(Sign(event="verification"), Sign(answer="victim_paper_no")),
        states=("reported", "reported_up", "awaiting_verification"),
    ),
    Duty(
        ("traf_application_window",), Sign(answer="victim_paper_date"), done=(Sign(answer="application_on"),)
    ),
    Duty(
        ("traf_commune_dossier",),
        Sign(answer="application_on"),
        done=(Sign(answer="dossier_sent_on"), *_SUPPORT_DECIDED),
    ),
    Duty(("traf_department_appraise",), Sign(answer="dossier_sent_on"), done=_SUPPORT_DECIDED),
    Duty(("traf_support_total_2025",), Sign(answer="application_on"), done=_SUPPORT_DECIDED),
    Duty(
        ("traf_lodging_2019", "traf_lodging_2025"),
        Sign(answer="lodged_from"),
        done=(Sign(answer="lodged_to"),),
    ),
)

GUARDS = (
    Guard(("reported_up",), answers=("reported_up_at", "reported_up_to")),
    Guard(("confirmed",), answers=("victim_paper", "victim_paper_no")),
    Guard(("dossier",), answers=("application_on",)),
    Guard(("support_decided",), answers=("support_decision_no", "support_decision_date")),
    Guard(("reintegrating",), answers=("reintegration_from",)),
    Guard(("supporting",), sources=("reintegrating",), events=("need",)),
    Guard(("closed",), answers=("closed_reason",)),
    Guard(("moved",), events=("transfer",)),
)


COMPUTED = (
    parts.AGE,
    Computed("reported_on", "Ngày tiếp nhận", kinds.Date(), _reported_on),
    Computed("entitled", "Được hưởng", kinds.Text(), _entitled_shown),
    Computed("received", "Chế độ đã hưởng", kinds.Text(), _received_shown),
    Computed("paper_shown", "Giấy xác nhận (số)", kinds.Text(), _paper_shown),
)

REGISTER = Register(
    code="trafficking",
    prefix="MB",
    title="Nạn nhân bị mua bán",
    short_title="Nạn nhân mua bán",
    icon="shield-alert",
    subject="Nạn nhân",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle({"": "trafficking"}, guards=GUARDS),
    listed=(
        "record.number",
        "person.birth_year",
        "person.sex",
        "person_status",
        "reception_type",
        "reported_on",
        "paper_shown",
        "received",
        "record.state",
        "record.sent",
    ),
    filters=("person_status", "reception_type", "present_location", "wishes"),
    papers=(
        PaperList(
            "victims",
            "Danh sách nạn nhân bị mua bán",
            (
                PaperColumn("record.number", "Mã hồ sơ", 1.6),
                PaperColumn("person.birth_year", "Năm sinh", 0.7),
                PaperColumn("person.sex", "Giới", 0.6),
                PaperColumn("reception_type", "Nguồn tiếp nhận", 1.8),
                PaperColumn("reported_on", "Ngày", 1.0),
                PaperColumn("paper_shown", "Giấy xác nhận (số)", 1.6),
                PaperColumn("received", "Chế độ đã hưởng", 1.6),
                PaperColumn("record.state", "Tình trạng", 1.4),
            ),
        ),
    ),
    legal_basis="Luật Phòng, chống mua bán người 53/2024/QH15; NĐ 162/2025/NĐ-CP (đến 30/6/2025: Luật 66/2011/QH12; NĐ 09/2013/NĐ-CP)",
    confidentiality="c4",
    decided_by="support_decision_date",
    computed=COMPUTED,
    checks=(
        checks.check_status,
        checks.check_report,
        checks.check_papers,
        checks.check_supports,
        checks.check_lodging,
        parts.in_order("AS-2415", "lodged_from", "lodged_to"),
        parts.in_order("AS-2416", "victim_paper_date", "support_decision_date"),
    ),
    phrases={
        "person_status": (
            Phrase(("dang", "xac dinh", "di cung"), {"person_status": "minor_accompanying_being_identified"}),
            Phrase(("dang", "xac dinh"), {"person_status": "being_identified"}),
            Phrase(("di cung",), {"person_status": "minor_accompanying"}),
            Phrase(("nan nhan",), {"person_status": "victim"}, unless=("di cung", "dang")),
        ),
    },
    life_changes={
        DEATH: (LifeChange({"closed_reason": "dead"}, to="closed"),),
        MOVE: (
            LifeChange(event="transfer", event_takes={"to_unit": "unit", "to_place": "place"}, to="moved"),
        ),
    },
    opened_by="reported_at",
    deadlines=("trafficking",),
    duties=DUTIES,
    indicators=share.INDICATORS,
    explained=reasons.explained,
)
