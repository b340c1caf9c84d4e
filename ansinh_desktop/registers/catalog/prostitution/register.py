"""Support of people who sell sex: Pháp lệnh 10/2003/PL-UBTVQH11, NĐ 178/2004/NĐ-CP.

Their name need not be known, and stands nowhere but in the record itself; once the case has been closed for the time
of the law data, the record forgets who it was.
"""

from ansinh_desktop.registers import kinds, parts, steps
from ansinh_desktop.registers.acts.lives import DEATH, MOVE, LifeChange
from ansinh_desktop.registers.catalog.prostitution import checks, share
from ansinh_desktop.registers.catalog.prostitution.messages import MESSAGES
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.duties import Duty, Sign, Standing
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section, When
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.register import Register

ORDER = 45

_SPARING = "Chỉ ghi điều cần cho việc hỗ trợ; không ghi khách, nơi bán dâm, chi tiết hành vi."

# fmt: off
SECTIONS = (
    Section("Phát hiện", (
        Field("detected_on", "Ngày phát hiện", kinds.Date(), required=True, help="Bắt đầu hạn nội bộ 15 ngày để tiếp cận, tư vấn lần đầu."),
        Field("detection_source", "Nguồn phát hiện", kinds.Choice("detection_source"), required=True, aliases=("Nguồn",),
              help="Ai giới thiệu, chuyển đến; người tự tìm đến là “Tự tìm đến”."),
        Field("residence", "Nơi ở hiện nay", kinds.Text(100), required=True, confidentiality="c4", help="Tên xã, hoặc “không ổn định”. Không ghi ấp, số nhà."),
        Field("penalty_no", "Biên bản, quyết định xử phạt", kinds.Text(60), confidentiality="c4", help="Số văn bản của công an, nếu có. Chỉ bị phạt tiền, không còn biện pháp giam giữ, cơ sở."),
        Field("forced", "Bị ép buộc, lừa gạt, bóc lột", kinds.YesNo(), help="Có thì phải xem là người có thể bị mua bán."),
        Field("trafficking_record_no", "Mã hồ sơ nạn nhân bị mua bán", kinds.Text(60), confidentiality="c4",
              help="Từ 16 đến dưới 18 tuổi, hoặc bị ép buộc, lừa gạt: mã hồ sơ ở sổ Nạn nhân bị mua bán."),
    ), help="Họ tên, giấy tờ ở trên không bắt buộc: để trống thì hồ sơ chỉ có mã. " + _SPARING),
    Section("Hồ sơ, tiếp cận", (
        Field("file_updated_on", "Ngày cập nhật hồ sơ", kinds.Date(), help="UBND xã lập hồ sơ, thống kê, phân loại (Pháp lệnh 10/2003 Điều 19 khoản 1). Là tử số của chỉ tiêu cập nhật hồ sơ."),
        Field("contact_consent", "Đồng ý liên hệ", kinds.YesNo(), help="Hỏi trước khi tiếp cận; không đồng ý thì không tiếp cận."),
        Field("contact_way", "Cách liên hệ", kinds.Text(), when=When("contact_consent"), confidentiality="c4",
              help="Cách, giờ mà người này chọn; qua đồng đẳng viên, đội công tác xã hội tình nguyện thì ghi vậy."),
    )),
    Section("Nhu cầu, hòa nhập", (
        Field("has_need", "Có nhu cầu hỗ trợ", kinds.YesNo(), help="Chỉ tiêu hỗ trợ có thể chỉ tính người có nhu cầu. Từng nhu cầu ghi ở “Diễn biến”."),
        Field("outcome", "Kết quả hòa nhập", kinds.Choice("reintegration_outcome"), aliases=("Kết quả",), help="Phải có trước khi kết thúc."),
        Field("note", "Ghi chú", kinds.LongText(2000), confidentiality="c4", help=_SPARING),
    )),
)

EVENTS = (
    EventKind(checks.OUTREACH, "Tiếp cận, tư vấn lần đầu", (
        Field("done_by", "Người thực hiện", kinds.Text(100), help="Cán bộ, đồng đẳng viên, thành viên đội công tác xã hội tình nguyện."),
        Field("content", "Nội dung", kinds.Text(), confidentiality="c4", help=_SPARING),
        Field("agrees_again", "Đồng ý gặp lại", kinds.YesNo(), help="Không đồng ý thì không liên hệ nữa."),
    )),
    parts.support_event("prostitution_support", content_help=_SPARING),
    parts.need_event("prostitution_support"),
    parts.decision_event(),
    parts.visit_event(label="Gặp, theo dõi hòa nhập"),
    parts.referral_event(),
    parts.transfer_event(),
)
# fmt: on

COMPUTED = (
    Computed("age_band", "Nhóm tuổi", kinds.Text(), checks.age_band),
    Computed("anonymise_on", "Xóa định danh từ ngày", kinds.Date(), checks.anonymise_on),
)

_MET = Sign(states=("outreach", "supporting", "reintegrating"))
DUTIES: tuple[Standing, ...] = (
    Duty(("pros_outreach",), Sign(answer="detected_on"), done=(Sign(event=checks.OUTREACH), _MET)),
    Duty(("pros_anonymise",), Sign(states=("closed",)), states=("closed",)),
)

GUARDS = (
    Guard(("file_updated",), answers=("file_updated_on",)),
    Guard(("outreach",), check=checks.agrees),
    Guard(("supporting",), events=("need",)),
    Guard(("closed",), answers=("outcome",)),
    Guard(("anonymised",), check=steps.term_is_over(checks.anonymise_on)),
)

REGISTER = Register(
    code="prostitution",
    prefix="HT",  # of hỗ trợ: a number tells nothing by itself
    # What it holds is said by its papers and the help alone: its name stands where it can be read over a shoulder.
    title="Hồ sơ theo mã số",
    short_title="Hồ sơ theo mã số",
    icon="eye-off",
    subject="Người được hỗ trợ",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle({"": "prostitution"}, guards=GUARDS),
    listed=(
        "record.number",
        "age_band",
        "person.sex",
        "detected_on",
        "detection_source",
        "file_updated_on",
        "record.supports",
        "outcome",
        "record.state",
        "record.sent",
    ),
    filters=("detection_source", "has_need", "outcome", "contact_consent"),
    papers=(
        PaperList(
            "by_code",
            "Sổ theo dõi hỗ trợ người bán dâm (theo mã)",
            (
                PaperColumn("record.number", "Mã", 1.6),
                PaperColumn("age_band", "Nhóm tuổi", 1.0),
                PaperColumn("person.sex", "Giới", 0.5),
                PaperColumn("detected_on", "Ngày phát hiện", 0.9),
                PaperColumn("detection_source", "Nguồn", 1.1),
                PaperColumn("file_updated_on", "Cập nhật hồ sơ", 0.9),
                PaperColumn("record.supports", "Hỗ trợ", 1.8),
                PaperColumn("outcome", "Kết quả", 1.0),
                PaperColumn("record.state", "Tình trạng", 1.1),
            ),
        ),
    ),
    legal_basis="Pháp lệnh Phòng, chống mại dâm 10/2003/PL-UBTVQH11 Điều 14, Điều 19; NĐ 178/2004/NĐ-CP Điều 10",
    confidentiality="c4",
    person_optional=("full_name",),
    computed=COMPUTED,
    checks=(
        checks.check_age,
        checks.check_forced,
        checks.check_consent,
        parts.in_order("AS-7205", "detected_on", "file_updated_on"),
    ),
    messages=MESSAGES,
    kept_never=("AS-7201",),
    anonymised_in="anonymised",
    life_changes={
        DEATH: (LifeChange({"outcome": "stopped"}, to="closed"),),
        MOVE: (
            LifeChange(
                {"outcome": "moved"},
                event="transfer",
                event_takes={"to_unit": "unit", "to_place": "place"},
                to="closed",
            ),
        ),
    },
    opened_by="detected_on",
    deadlines=("prostitution",),
    duties=DUTIES,
    indicators=share.INDICATORS,
)
