"""What happens in a record of social assistance: decisions, payments, funeral, emergency, facility, disability."""

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.catalog.assistance import reasons
from ansinh_desktop.registers.catalog.assistance.guidance import EVENT_GUIDANCE
from ansinh_desktop.registers.event import EventKind, PaidOnce
from ansinh_desktop.registers.field import Field, When
from ansinh_desktop.registers.guidance.apply import guided_events

_AMOUNT = Field("amount", "Số tiền (đồng)", kinds.Money(), required=True)
_MONTH = Field("month", "Tháng của danh sách chi trả", kinds.Month(), required=True)
_BY_MONTH = Field(
    "by_month",
    "Từng tháng",
    kinds.Rows(
        (
            Field("month", "Tháng", kinds.Month(), required=True),
            Field("due", "Được hưởng (đồng)", kinds.Money(), required=True),
            Field("given", "Đã chi (đồng)", kinds.Money(), required=True),
        )
    ),
)
_SIGNER = Field("signer", "Người ký", kinds.Text(100))
_DECISION = (
    Field("decision_no", "Số quyết định", kinds.Text(60)),
    Field("decision_date", "Ngày quyết định", kinds.Date()),
)
_SOURCE = Field("funding_source", "Nguồn kinh phí", kinds.Choice("funding_source"))
_BY_BANK = When("payment_method", ("bank", "e_wallet"))
_HOUSE = When("item", ("house_rebuild", "house_move", "house_repair"))
_BURIAL = When("item", ("death_or_missing", "unclaimed_body"))

# fmt: off
_FUNERAL = EventKind("funeral", "Hỗ trợ chi phí mai táng", (
    Field("month", "Tháng của danh sách chi trả", kinds.Month(), help="Ghi khi đã có quyết định; khi mới nhận hồ sơ thì để trống."),
    Field("right", "Trường hợp được hỗ trợ", kinds.Choice("funeral_right"),
          help="Nhiều trường hợp thì chọn một mức cao nhất. Để trống: người trong hồ sơ đang hưởng, hoặc đã đề nghị mà chưa có quyết định."),
    Field("dossier_on", "Ngày nhận hồ sơ mai táng phí", kinds.Date()),
    Field("amount", "Số tiền (đồng)", kinds.Money(), help="Ghi một lần, khi đã có quyết định. Luật chọn theo ngày chết; mức xem ở “Tại sao?”."),
    Field("died_on", "Ngày chết", kinds.Date(), required=True),
    Field("deceased", "Người chết (nếu là con của người đơn thân)", kinds.Name(), when=When("right", ("child_of_single_parent",))),
    Field("died_at", "Nơi chết", kinds.Text()), Field("cause", "Nguyên nhân", kinds.Text()),
    Field("buried_at", "Thời gian, địa điểm mai táng", kinds.Text()),
    Field("death_paper_no", "Số giấy báo tử, trích lục khai tử", kinds.Text(60)),
    Field("death_paper_date", "Ngày cấp giấy báo tử", kinds.Date()), Field("death_paper_place", "Nơi cấp giấy báo tử", kinds.Text(100)),
    Field("buried_by", "Cơ quan, hộ, cá nhân đứng ra mai táng", kinds.Text()),
    Field("buried_by_head", "Người đại diện, chức vụ (nếu là cơ quan)", kinds.Text()),
    Field("buried_by_birth", "Ngày sinh người đứng ra mai táng", kinds.PartialDate()),
    Field("buried_by_id", "Số định danh người đứng ra mai táng", kinds.CitizenId()),
    Field("buried_by_relation", "Quan hệ với người chết", kinds.Text(60)),
    Field("buried_by_address", "Địa chỉ người đứng ra mai táng", kinds.Text()),
    Field("buried_by_phone", "Điện thoại người đứng ra mai táng", kinds.Phone()),
    Field("payment_method", "Phương thức nhận", kinds.Choice("payment_method")),
    Field("account_owner", "Chủ tài khoản", kinds.Name(), when=_BY_BANK), Field("account_no", "Số tài khoản", kinds.Text(40), when=_BY_BANK),
    Field("bank", "Ngân hàng", kinds.Text(100), when=_BY_BANK),
    *_DECISION, _SOURCE,
), support=True, after_end=True)

_EMERGENCY = EventKind("emergency", "Trợ giúp khẩn cấp", (
    Field("item", "Khoản trợ giúp", kinds.Choice("emergency_item"), help="Luật chọn theo ngày xảy ra (ngày của diễn biến); các khoản tiền là mức tối thiểu."),
    Field("requested_on", "Ngày nhận danh sách, hồ sơ đề nghị", kinds.Date()),
    Field("cause", "Nguyên nhân", kinds.Choice("emergency_cause"), required=True),
    Field("people", "Số người (hoặc số hộ) được tính", kinds.Whole(least=1, most=500)),
    Field("months", "Số tháng được cấp gạo", kinds.Whole(least=1, most=12), when=When("item", ("rice",))),
    Field("inpatient_days", "Số ngày điều trị nội trú", kinds.Whole(most=1000), when=When("item", ("injury",))),
    Field("actual_cost", "Chi phí mai táng thực tế (đồng)", kinds.Money(), when=When("item", ("unclaimed_body",))),
    Field("death_paper_no", "Giấy báo tử, xác nhận của công an", kinds.Text(100), when=_BURIAL),
    Field("damage", "Thiệt hại nhà ở", kinds.Choice("house_damage")),
    Field("household_people", "Số người trong hộ", kinds.Whole(most=50), when=_HOUSE),
    Field("working_age", "Số người trong độ tuổi lao động", kinds.Whole(most=50), when=_HOUSE),
    Field("circumstances", "Hoàn cảnh gia đình", kinds.LongText(1000), when=_HOUSE),
    Field("house_before", "Nhà ở trước khi bị thiệt hại", kinds.Text(), when=_HOUSE),
    Field("house_now", "Nơi ở hiện nay", kinds.Text(), when=_HOUSE),
    Field("protection", "Đối tượng cần bảo vệ khẩn cấp", kinds.Choice("protection_person")),
    Field("care_from", "Chăm sóc tạm thời từ ngày", kinds.Date(), help="Tại cộng đồng nhiều nhất 03 tháng."),
    Field("care_to", "Chăm sóc tạm thời đến ngày", kinds.Date()),
    Field("km", "Số ki-lô-mét đưa về nơi cư trú, đến cơ sở", kinds.Whole(most=5000), when=When("item", ("protection_transport",))),
    Field("rice_kg", "Gạo (kg)", kinds.Whole(most=10_000)), Field("amount", "Số tiền (đồng)", kinds.Money()),
    Field("content", "Nhu yếu phẩm, nội dung khác", kinds.Text()), *_DECISION, _SOURCE, Field("giver", "Đơn vị hỗ trợ", kinds.Text()),
), support=True)

_FACILITY = EventKind("facility", "Vào cơ sở trợ giúp xã hội (Mẫu 07)", (
    Field("facility", "Cơ sở trợ giúp xã hội", kinds.Text(), required=True),
    Field("emergency", "Tiếp nhận khẩn cấp", kinds.YesNo(), help="Nhiều nhất 03 tháng."),
    Field("abandoned", "Trẻ bị bỏ rơi", kinds.YesNo()),
    Field("dossier_on", "Ngày nhận hồ sơ", kinds.Date()),
    Field("reviewed_on", "Ngày xét duyệt", kinds.Date()),
    Field("posted_from", "Niêm yết từ ngày", kinds.Date(), help="Chỉ hồ sơ theo thủ tục cũ, 07 ngày làm việc; không niêm yết thông tin về HIV/AIDS."),
    Field("sent_on", "Ngày gửi hồ sơ đi", kinds.Date()), *_DECISION,
    Field("admitted_on", "Ngày tiếp nhận vào cơ sở", kinds.Date(), help="Từ tháng liền sau không còn trợ cấp hằng tháng tại cộng đồng."),
    Field("papers_done_on", "Ngày hoàn thiện hồ sơ (tiếp nhận khẩn cấp)", kinds.Date(), when=When("emergency")),
    Field("announced_on", "Ngày thông báo trên phương tiện thông tin đại chúng", kinds.Date(), when=When("abandoned")),
    Field("left_school_on", "Ngày thôi học khi đã đủ 16 tuổi", kinds.Date(), help="NĐ 20/2021 Điều 26 khoản 5: được trợ cấp đến khi tự lập, tối đa 24 tháng."),
    Field("left_on", "Ngày ra khỏi cơ sở", kinds.Date()), Field("left_reason", "Lý do ra khỏi cơ sở", kinds.Text()),
))

_DISABILITY = EventKind("disability", "Xác định mức độ khuyết tật", (
    Field("request_kind", "Nội dung đề nghị", kinds.Choice("request_kind"), help="Để trống khi ghi bước tiếp theo của đề nghị đã ghi."),
    Field("reissue_reason", "Lý do cấp đổi, cấp lại", kinds.Choice("reissue_reason"), when=When("request_kind", ("redetermine", "reissue", "exchange"))),
    Field("proxy_name", "Người đại diện", kinds.Name()), Field("proxy_relation", "Quan hệ của người đại diện", kinds.Text(60), when=When("proxy_name")),
    Field("proxy_id", "Số định danh người đại diện", kinds.CitizenId(), when=When("proxy_name")),
    Field("proxy_address", "Nơi ở của người đại diện", kinds.Text(), when=When("proxy_name")),
    Field("proxy_phone", "Điện thoại người đại diện", kinds.Phone(), when=When("proxy_name")),
    Field("school_opinion", "Ý kiến cơ sở giáo dục (Mẫu 04)", kinds.Text(), help="Nếu đang đi học."),
    Field("activities", "Phiếu xác định", kinds.Rows((
        Field("activity", "Hoạt động", kinds.Choice("disability_activity"), required=True),
        Field("answer", "Mức thực hiện", kinds.Choice("activity_answer"), required=True),
    ))),
    Field("meeting_date", "Ngày họp Hội đồng", kinds.Date()),
    Field("members_present", "Thành phần Hội đồng có mặt", kinds.Choices("council_member"), help="Họp khi có mặt ít nhất 2/3 số thành viên."),
    Field("medical_asked_on", "Ngày phải chuyển giám định y khoa", kinds.Date(),
          help="Hội đồng không kết luận được, người được xác định không đồng ý, hoặc có bằng chứng không khách quan."),
    Field("medical_sent_on", "Ngày chuyển hồ sơ đến Hội đồng giám định y khoa", kinds.Date(), when=When("medical_asked_on")),
    Field("medical_no", "Biên bản giám định y khoa số", kinds.Text(60)), Field("medical_date", "Ngày biên bản giám định y khoa", kinds.Date()),
    Field("medical_received_on", "Ngày nhận biên bản giám định", kinds.Date(), when=When("medical_date")),
    Field("medical_result", "Kết luận giám định y khoa", kinds.Text()),
    Field("concluded_on", "Ngày kết luận của Hội đồng", kinds.Date()),
    Field("types", "Dạng khuyết tật", kinds.Choices("disability_type")), Field("main_type", "Dạng chính", kinds.Choice("disability_type")),
    Field("degree", "Mức độ", kinds.Choice("disability_degree")),
    Field("posted_from", "Niêm yết từ ngày", kinds.Date()), Field("posted_to", "Niêm yết đến ngày", kinds.Date(future=True)),
    Field("complaint_on", "Ngày nhận khiếu nại", kinds.Date()), Field("complaint_answered_on", "Ngày trả lời khiếu nại", kinds.Date(), when=When("complaint_on")),
    Field("certificate_no", "Số Giấy xác nhận", kinds.Text(60)), Field("certificate_date", "Ngày cấp", kinds.Date()),
    Field("withdrawal_asked_on", "Ngày có văn bản kết luận cấp không đúng", kinds.Date()),
    Field("withdrawn_on", "Ngày thu hồi Giấy xác nhận", kinds.Date(), when=When("withdrawal_asked_on")),
), moved_to="disability")

EVENTS = guided_events((
    parts.support_event("support_kind"),
    EventKind("appraisal", "Thẩm định, xét duyệt", (
        Field("result", "Kết quả", kinds.Text(), required=True),
        Field("lacking", "Giấy tờ còn thiếu", kinds.Text()),
        Field("appraiser", "Người thẩm định", kinds.Text(100)),
    )),
    EventKind("posting", "Niêm yết công khai", (
        Field("posted_to", "Niêm yết đến ngày", kinds.Date(future=True), help="Chỉ hồ sơ theo thủ tục cũ; không niêm yết thông tin về HIV/AIDS."),
        Field("complaints", "Ý kiến, khiếu nại", kinds.LongText()),
    )),
    EventKind("complaint", "Khiếu nại", (
        Field("content", "Nội dung khiếu nại", kinds.LongText(1000), required=True),
        Field("concluded_on", "Ngày kết luận, công khai", kinds.Date()),
        Field("conclusion", "Kết luận", kinds.LongText(1000), when=When("concluded_on")),
    )),
    EventKind("increase", "Tăng: hưởng mới, điều chỉnh tăng", (
        _MONTH, Field("reason", "Lý do", kinds.Choice("increase_reason"), required=True), *_DECISION,
        Field("coefficient", "Hệ số", kinds.Decimal()), Field("new_amount", "Mức mới (đồng)", kinds.Money()), _SIGNER,
    )),
    EventKind("decrease", "Giảm: tạm dừng, thôi hưởng, điều chỉnh giảm", (
        _MONTH, Field("reason", "Lý do", kinds.Choice("decrease_reason"), required=True), *_DECISION,
        Field("coefficient", "Hệ số", kinds.Decimal()), Field("new_amount", "Mức mới (đồng)", kinds.Money()), _SIGNER,
    )),
    EventKind("arrears", "Truy lĩnh", (
        _MONTH, Field("from_month", "Từ tháng", kinds.Month(), required=True), Field("to_month", "Đến tháng", kinds.Month(), required=True),
        _AMOUNT, Field("reason", "Lý do", kinds.Text()), _BY_MONTH,
    )),
    EventKind("deduction", "Truy thu, giảm trừ", (
        _MONTH, _AMOUNT, Field("reason", "Lý do", kinds.Text(), required=True), *_DECISION,
        Field("whole", "Tổng số phải thu theo quyết định (đồng)", kinds.Money(), help="Thu làm nhiều kỳ thì ghi; phần còn lại được nhắc ở tháng sau."),
        _BY_MONTH,
    )),
    EventKind("payment", "Chi trả", (
        _MONTH, Field("paid", "Đã nhận", kinds.YesNo(), required=True), Field("amount", "Số tiền (đồng)", kinds.Money()),
        Field("receiver", "Người nhận", kinds.Text(100)), Field("reason", "Lý do chưa nhận", kinds.Text()),
    ), support=True),
    _FUNERAL, _EMERGENCY, _FACILITY, _DISABILITY,
    parts.visit_event(), parts.need_event("support_kind"), parts.decision_event(), parts.referral_event(), parts.transfer_event(),
    reasons.EVENT,
), EVENT_GUIDANCE)

PAID_ONCE = (
    PaidOnce("payment", by=("month",), given="paid"),
    PaidOnce("funeral", by=("deceased",), given="amount"),
    PaidOnce("arrears", by=("from_month", "to_month", "amount"), given="amount"),
)
# fmt: on
