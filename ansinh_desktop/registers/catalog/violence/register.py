"""Cases of gender-based and domestic violence: Luật 02/2007/QH12 to 30/6/2023, Luật 13/2022/QH15 after it.

A record is of one victim; several victims of one event carry the same number of the event.
"""

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.acts.lives import MOVE, LifeChange
from ansinh_desktop.registers.answer import Answers, Value, codes_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.violence import bans, checks, reasons, share, tallies
from ansinh_desktop.registers.catalog.violence.messages import MESSAGES
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.duties import Duty, Opening, Sign, Standing, Watch
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Aged, Confidentiality, Field, Section, When
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.register import Register

ORDER = 27

_SPARING = "Chỉ ghi điều cần cho việc bảo vệ, hỗ trợ; không ghi chi tiết hành vi bạo lực tình dục."
_AT_HOME = When("context", ("family",))

# fmt: off
SECTIONS = (
    Section("Tiếp nhận tin báo", (
        Field("received_at", "Ngày giờ nhận tin", kinds.Moment(), required=True, aliases=("Ngày nhận", "Ngày tiếp nhận", "Ngày giờ tiếp nhận"),
              help="Lúc nơi nhận tin đầu tiên biết việc, không phải lúc ghi vào đây."),
        Field("channel", "Cách báo tin", kinds.Choice("report_channel"), required=True, aliases=("Kênh", "Kênh báo tin"),
              help="Luật 13/2022/QH15 Điều 19 khoản 2."),
        Field("receiving_address", "Nơi nhận tin", kinds.Choice("receiving_address", words={
                  "ubnd xa": "commune", "cong an": "police", "truong hoc": "school", "truong ap": "hamlet"}), required=True,
              aliases=("Địa chỉ tiếp nhận",), help="Một trong sáu nơi của Luật 13/2022/QH15 Điều 19 khoản 1; nơi nào nhận cũng báo UBND xã."),
        Field("reporter_name", "Người báo tin", kinds.Name(), confidentiality="c4", help="Chỉ ghi khi người báo đồng ý; thông tin về người báo được giữ bí mật."),
        Field("reporter_phone", "Điện thoại người báo tin", kinds.Phone(), confidentiality="c4", help="Chỉ ghi khi người báo đồng ý."),
        Field("incident_no", "Số vụ việc", kinds.Text(60), aliases=("Số vụ",),
              help="Nhiều người bị bạo lực trong một vụ: mỗi người một hồ sơ, ghi cùng một số. Báo cáo đếm cả số vụ, cả số người."),
        Field("context", "Bối cảnh", kinds.Choice("violence_context", words={"gia dinh": "family", "bao luc gia dinh": "family"}), required=True,
              help="Bạo lực trên cơ sở giới rộng hơn bạo lực gia đình: cả nơi làm việc, trường học, nơi công cộng, trên mạng."),
        Field("commune_of_event", "Xã nơi xảy ra", kinds.Unit(), required=True, help="Xã nơi xảy ra tiếp nhận và ra quyết định cấm tiếp xúc."),
        Field("place", "Địa điểm xảy ra", kinds.Text(), confidentiality="c4", help="Ấp, tổ, số nhà nếu biết."),
        Field("happened_on", "Ngày xảy ra", kinds.Date(), help="Luật áp dụng chọn theo ngày này: từ 01/7/2023 là Luật 13/2022/QH15. Không rõ thì để trống, tính theo ngày nhận tin."),
    )),
    Section("Vụ việc", (
        Field("forms", "Hình thức bạo lực", kinds.Choices("violence_form"), required=True, aliases=("Hình thức",),
              help="Chọn mọi hình thức đã xảy ra. Có bạo lực tình dục thì hồ sơ thành mật cao nhất. " + _SPARING),
        Field("acts", "Hành vi bạo lực gia đình", kinds.Choices("violence_act"), when=_AT_HOME, aliases=("Hành vi",),
              help="16 hành vi của Luật 13/2022/QH15 Điều 3 khoản 1; chỉ với việc xảy ra từ 01/7/2023."),
        Field("times_before", "Số lần bị trước đó", kinds.Whole(most=999), help="Theo lời người bị bạo lực, ấp, công an. Lần đầu: ghi 0."),
        Field("severity", "Mức độ nguy hiểm", kinds.Choice("risk_level"), help="Theo đánh giá của người tiếp nhận; cao thì xem xét ngay cấm tiếp xúc và nơi tạm lánh."),
        Field("summary", "Tóm tắt vụ việc", kinds.LongText(), confidentiality="c4", help=_SPARING),
    ), help=_SPARING),
    Section("Người bị bạo lực", (
        Field("priority_groups", "Nhóm ưu tiên", kinds.Choices("priority_group", words={
                  "mang thai": "pregnant", "khuyet tat": "disabled", "cao tuoi": "elder"}),
              help="Được ưu tiên bảo vệ, hỗ trợ (NĐ 76/2023); công an xã mời ngay người gây bạo lực đến trụ sở (Điều 24)."),
        Field("safe_contact", "Cách liên hệ an toàn", kinds.Text(), confidentiality="c4",
              help="Số điện thoại, giờ giấc, người trung gian mà người gây bạo lực không biết."),
        Field("safe_address", "Nơi tạm lánh đang ở", kinds.Text(100), confidentiality="c4", help="Ghi mã ở sổ địa chỉ tạm lánh, không ghi địa chỉ."),
        Field("safe_from", "Tạm lánh từ ngày", kinds.Date(), confidentiality="c4", help="Ngày người bị bạo lực thật sự đến ở; số ngày lưu trú tính từ đây.", when=When("safe_address")),
        Field("safe_to", "Tạm lánh đến ngày", kinds.Date(future=True), confidentiality="c4", help="Ngày rời đi, hoặc dự kiến.", when=When("safe_address")),
    )),
    Section("Người gây bạo lực", (
        Field("perpetrators", "Người gây bạo lực", kinds.Rows((
            Field("relation", "Là gì của người bị bạo lực", kinds.Choice("perpetrator_to_victim"), required=True, help="Quan hệ với người bị bạo lực."),
            Field("sex", "Giới tính", kinds.Choice("sex"), required=True, help="Báo cáo chia theo giới tính."),
            Field("age", "Tuổi", kinds.Whole(most=120), help="Ước lượng cũng được; báo cáo chia dưới 16 và từ 60 tuổi."),
            Field("handling", "Biện pháp đã áp dụng", kinds.Choice("perpetrator_handling"), help="Biện pháp nặng nhất đã áp dụng với người này."),
            Field("counselled", "Đã được tư vấn", kinds.YesNo(), help="Tư vấn, giáo dục chuyển đổi hành vi (NQ 28/NQ-CP)."),
            Field("note", "Ghi chú", kinds.Text(), help="Không bắt buộc ghi danh tính."),
        )), help="Mỗi người một dòng; không bắt buộc ghi danh tính. Phải có trước khi xử lý, hỗ trợ."),
        Field("called_in_at", "Công an xã mời đến trụ sở lúc", kinds.Moment(), help="Trưởng công an xã yêu cầu người có hành vi đến trụ sở (Luật 13/2022/QH15 Điều 24)."),
    )),
    Section("Xác minh, xử lý", (
        Field("verified_on", "Ngày xác minh", kinds.Date(), help="Ngày UBND xã, công an xã xác minh xong."),
        Field("verification", "Kết quả xác minh", kinds.Choice("report_verification"), help="Không đúng thì kết thúc với lý do “Không xác thực”."),
        Field("handling", "Biện pháp xử lý", kinds.Choices("perpetrator_handling"), help="Mọi biện pháp đã áp dụng trong vụ này (Biểu 01/BC-X, TT 07/2017)."),
        Field("handling_note", "Cơ quan, kết quả xử lý", kinds.Text(), help="Số quyết định, cơ quan xử lý."),
        Field("police_at", "Chuyển công an lúc", kinds.Moment(), help="Có dấu hiệu tội phạm, nguy hiểm tính mạng: chuyển ngay, không hòa giải."),
        Field("police_to", "Cơ quan công an nhận", kinds.Text(), help="Đơn vị nhận, số văn bản chuyển.", when=When("police_at")),
    )),
    Section("Nhu cầu, kết thúc", (
        Field("assistance_need", "Nhu cầu trợ giúp", kinds.Choice("assistance_need"), aliases=("Có nhu cầu trợ giúp", "Nhu cầu"),
              help="Hỏi chính người bị bạo lực, hỏi riêng; phải có trước khi kết thúc. Là mẫu số của chỉ tiêu trợ giúp 100% (QĐ 2232/QĐ-TTg)."),
        Field("need_asked_on", "Ngày hỏi nhu cầu", kinds.Date(), help="Từ chối hôm nay có thể cần ngày mai: hỏi lại thì sửa ngày."),
        Field("closed_reason", "Lý do kết thúc", kinds.Choice("close_reason"), help="Phải có trước khi kết thúc."),
        Field("child_record_no", "Mã hồ sơ trẻ em bị xâm hại", kinds.Text(60), help="Người bị bạo lực dưới 16 tuổi: mã hồ sơ của chính em ở sổ trẻ em bị xâm hại.", when=Aged(below=18)),
        Field("note", "Ghi chú", kinds.LongText(2000), help=_SPARING),
    )),
)

EVENTS = (
    parts.support_event("violence_support", content_help="Hòa giải không dùng khi có dấu hiệu tội phạm. " + _SPARING),
    parts.need_event("violence_support"),
    *bans.EVENTS,
    EventKind("counselling", "Tư vấn, giáo dục người gây bạo lực", (
        Field("counsellor", "Người thực hiện", kinds.Text(100), help="Người, tổ chức tư vấn."),
        Field("content", "Nội dung", kinds.Text(), help=_SPARING),
        Field("result", "Kết quả", kinds.LongText(), help="Cam kết, thái độ, hẹn lần sau."),
    )),
    parts.decision_event(),
    parts.visit_event(label="Thăm, theo dõi người bị bạo lực"),
    parts.referral_event(),
    parts.transfer_event(),
)
# fmt: on


# ------------------------------------------------------------------------------------------------ columns


def _received_on(facts: CaseFacts) -> Value:
    day = parts.day_of(facts.answers, "received_at")
    return day.isoformat() if day else None


def _age_band(facts: CaseFacts) -> Value:
    """Return the band of the victim's age in which the yearly tables count them."""
    age = checks.age(facts)
    if age is None:
        return None
    if age[1] < checks.CHILD_MONTHS:
        return "dưới 16 tuổi"
    if age[0] >= checks.ELDER_MONTHS:
        return "từ 60 tuổi"
    return "16 đến 59 tuổi" if age[0] >= checks.CHILD_MONTHS and age[1] < checks.ELDER_MONTHS else "chưa rõ"


COMPUTED = (
    Computed("received_on", "Ngày nhận", kinds.Date(), _received_on),
    Computed("age_band", "Nhóm tuổi", kinds.Text(), _age_band),
    Computed("bans_shown", "Cấm tiếp xúc", kinds.Text(), bans.shown),
    Computed("ban_until", "Cấm tiếp xúc đến", kinds.Moment(), bans.until_shown),
)


# ------------------------------------------------------------------------------------------------ duties, steps

DUTIES: tuple[Standing, ...] = (
    Duty(
        bans.DECIDED_WITHIN,
        Sign(event=bans.REQUEST, answer="requested_at"),
        done=(Sign(event=bans.DECISION, answer="signed_at"),),
    ),
    Duty(
        bans.CANCELLED_WITHIN,
        Sign(event=bans.CANCEL_REQUEST, answer="requested_at"),
        done=(Sign(event=bans.CANCEL, answer="signed_at"),),
    ),
    # Until the record has gone on: a ban that ran out unnoticed protects nobody.
    Watch(("dv_ban_ends",), anchor="ban_until", states=("contact_ban",)),
)

CHILDS_CASE = Opening(
    "child_abuse",
    "Mở hồ sơ trẻ em bị xâm hại cho chính em này",
    limit="child_intervention_12h",
    start="received_at",
    answer="child_record_no",
    when=checks.is_child,
)

_PERPETRATORS_KNOWN = ("supporting", "contact_ban", "monitoring", "closed")
GUARDS = (
    Guard(_PERPETRATORS_KNOWN, answers=("perpetrators",)),
    Guard(("supporting",), sources=("verifying",), answers=("assistance_need",)),
    Guard(("contact_ban",), events=(bans.DECISION,), check=bans.is_banned),
    Guard(("supporting",), sources=("contact_ban",), check=bans.is_over),
    Guard(("to_police",), answers=("police_at", "police_to")),
    Guard(("closed",), answers=("assistance_need", "closed_reason")),
)


def _confidentiality(answers: Answers) -> Confidentiality:
    return "c4" if "sexual" in codes_of(answers, "forms") else "c3"


REGISTER = Register(
    code="violence",
    prefix="BL",
    title="Vụ việc bạo lực trên cơ sở giới, bạo lực gia đình",
    short_title="Bạo lực cơ sở giới",
    icon="gavel",
    subject="Người bị bạo lực",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle({"": "violence"}, guards=GUARDS),
    listed=(
        "record.number",
        "received_on",
        "context",
        "forms",
        "priority_groups",
        "assistance_need",
        "record.supports",
        "bans_shown",
        "record.state",
        "record.sent",
    ),
    filters=("context", "forms", "priority_groups", "assistance_need", "handling", "channel"),
    papers=(
        PaperList(
            "cases",
            "Sổ theo dõi vụ việc bạo lực trên cơ sở giới, bạo lực gia đình",
            (
                PaperColumn("record.number", "Mã", 1.5),
                PaperColumn("received_on", "Ngày nhận", 0.9),
                PaperColumn("channel", "Kênh", 1.0),
                PaperColumn("forms", "Hình thức", 1.1),
                PaperColumn("priority_groups", "Nhóm ưu tiên", 1.3),
                PaperColumn("assistance_need", "Nhu cầu", 0.7),
                PaperColumn("record.supports", "Trợ giúp", 1.6),
                PaperColumn("bans_shown", "Cấm tiếp xúc", 1.3),
                PaperColumn("record.state", "Trạng thái", 1.1),
            ),
        ),
    ),
    legal_basis="Luật Phòng, chống bạo lực gia đình 13/2022/QH15; NĐ 76/2023/NĐ-CP; QĐ 2232/QĐ-TTg "
    "(đến 30/6/2023: Luật 02/2007/QH12; NĐ 08/2009/NĐ-CP)",
    confidentiality="c3",
    confidential_when=_confidentiality,
    computed=COMPUTED,
    checks=(
        checks.check_law,
        checks.check_victim,
        checks.check_support,
        checks.check_perpetrators,
        bans.in_time,
        parts.in_order("AS-7116", "safe_from", "safe_to"),
    ),
    messages=MESSAGES,
    phrases={
        "forms": (
            Phrase(("tinh than",), {"forms": ["mental"]}),
            Phrase(("the chat",), {"forms": ["physical"]}),
            Phrase(("danh",), {"forms": ["physical"]}),
            Phrase(("tinh duc",), {"forms": ["sexual"]}),
        )
    },
    life_changes={
        # A death does not end it: of what happened somebody has to answer.
        MOVE: (LifeChange(event="transfer", event_takes={"to_unit": "unit", "to_place": "place"}),),
    },
    opened_by="received_at",
    deadlines=("violence",),
    duties=DUTIES,
    openings=(CHILDS_CASE,),
    explained=reasons.explained,
    indicators=share.INDICATORS,
    tallies=tallies.TALLIES,
)
