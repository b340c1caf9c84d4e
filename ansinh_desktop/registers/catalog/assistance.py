"""Monthly social assistance (trợ cấp xã hội hằng tháng), carers' money and the social pension."""

from collections.abc import Iterator

from ansinh_desktop import dates
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import allowance_reasons, allowance_tasks, entitlement, kinds, parts, steps
from ansinh_desktop.registers.assessing import Assessing
from ansinh_desktop.registers.duties import Duty, Sign
from ansinh_desktop.registers.guards import Guard
from ansinh_desktop.registers.kinds import Value
from ansinh_desktop.registers.spec import (
    Answers,
    CaseFacts,
    EventKind,
    Field,
    LifeCycle,
    PaperColumn,
    PaperList,
    Phrase,
    Register,
    Section,
    When,
)
from ansinh_desktop.rules import assistance, calendar, law

ORDER = 10

_ELDERS = ("k5a", "k5b", "k5c", "k5d")


def _groups(*codes: str) -> When:
    return When("social_group", codes)


_ORPHAN, _PUPIL, _HIV, _DISABLED = _groups("k1"), _groups("k2"), _groups("k3", "k8"), _groups("k6")
_LEARNS = _groups("k1", "k2", "k3", "k6", "k7", "k8")
_ADULT = _groups("k4", *_ELDERS, "k6", "k8", "pension")
_RAISES = _groups("k4", *_ELDERS, "k6", "k8")
_TO_PRISON = "Không ghi chi tiết án tích; chỉ ghi tình trạng."

# fmt: off
SECTIONS = (
    Section("Nhóm đối tượng", (
        Field("social_group", "Nhóm đối tượng", kinds.Choice("social_group"), required=True,
              aliases=("Đối tượng", "Diện đối tượng", "Loại đối tượng", "Diện hưởng", "Nhóm", "Đối tượng hưởng", "Loại trợ cấp"),
              help="Điều 5 NĐ 20/2021/NĐ-CP; từ 05/10/2026: Điều 5 NĐ 335/2026/NĐ-CP. Thuộc nhiều nhóm thì ghi nhóm có mức cao nhất."),
        Field("also_single_parent", "Đồng thời là người đơn thân nghèo đang nuôi con (khoản 4)", kinds.YesNo(),
              when=_groups(*_ELDERS, "k6", "k8"), help="Được hưởng cả mức của khoản 4 (Điều 6 khoản 2)."),
        Field("no_source_case", "Trường hợp của khoản 1 (điểm a–l)", kinds.Choice("no_source_case"), required=True, when=_ORPHAN),
        *parts.parent_state_fields(_ORPHAN),
        Field("education_level", "Bậc học", kinds.Choice("education_level"), when=_PUPIL),
        Field("no_supporter", "Không có người có nghĩa vụ và quyền phụng dưỡng, hoặc người đó đang hưởng trợ cấp xã hội", kinds.YesNo(),
              when=_groups("k5a", "k5b", "k5d")),
        Field("facility_eligible", "Đủ điều kiện tiếp nhận vào cơ sở trợ giúp xã hội", kinds.YesNo(), when=_groups("k5b", "k5d")),
        Field("hard_area", "Sống tại xã, thôn vùng đồng bào DTTS và miền núi đặc biệt khó khăn", kinds.YesNo(), when=_groups("k5b", "k7")),
        Field("hiv_detected_on", "Thời điểm phát hiện nhiễm HIV", kinds.Month(), when=_HIV, confidentiality="c4"),
        Field("work_ability", "Khả năng tham gia lao động", kinds.Text(), when=_HIV),
        Field("has_wage", "Có tiền lương, tiền công hằng tháng", kinds.YesNo(), when=_groups("k8")),
    )),
    Section("Khuyết tật", parts.disability_fields()),
    Section("Đời sống", (
        Field("lives_with", "Hiện ở với ai", kinds.Text(), aliases=("Sống với ai",)),
        Field("has_health_insurance", "Có thẻ BHYT", kinds.YesNo(), aliases=("BHYT (có/không)",)),
        Field("school_status", "Tình trạng đi học", kinds.Choice("school_status", words={
                  "dang hoc": "studying", "dang di hoc": "studying", "chua di hoc": "not_yet", "nghi hoc": "left", "da nghi hoc": "left"}),
              when=_LEARNS),
        Field("school_note", "Lớp, trường hoặc lý do", kinds.Text(), when=_LEARNS),
        Field("marital_status", "Tình trạng hôn nhân", kinds.Choice("marital_status", words={"doc than": "none", "goa": "spouse_dead"}), when=_ADULT),
        Field("works", "Có làm việc không", kinds.YesNo(), when=_DISABLED),
        Field("job", "Việc làm, thu nhập", kinds.Text(), when=When("works")),
        Field("income_month", "Thu nhập hằng tháng (đồng)", kinds.Money(), when=When("works")),
        Field("no_work_reason", "Lý do không làm việc", kinds.Text(), when=_DISABLED),
        Field("self_care", "Khả năng tự phục vụ", kinds.Text(), when=_DISABLED),
        Field("life_history", "Quá trình hoạt động của bản thân", kinds.LongText(), when=_groups(*_ELDERS)),
    )),
    Section("Chế độ đang hưởng", (
        Field("benefits", "Chế độ đang hưởng", kinds.Choices("current_benefit", words={
                  "luong huu": "insurance", "tro cap bhxh": "insurance", "mat suc": "insurance", "tuat": "insurance",
                  "nguoi co cong": "merit", "nguoi co cong cach mang": "merit"}),
              help="Ngoài trợ cấp đang đề nghị."),
        *(field for code, label in (("insurance", "Lương hưu, trợ cấp BHXH hằng tháng"), ("social", "Trợ cấp bảo trợ xã hội hằng tháng"),
                                    ("merit", "Trợ cấp ưu đãi người có công hằng tháng"), ("other", "Trợ cấp, phụ cấp khác"))
          for field in (
              Field(f"benefit_{code}_amount", f"{label}: số tiền (đồng)", kinds.Money(),
                    when=When("benefits", ({"social": "social_assistance"}.get(code, code),))),
              Field(f"benefit_{code}_from", f"{label}: hưởng từ tháng", kinds.Month(),
                    when=When("benefits", ({"social": "social_assistance"}.get(code, code),))),
          )),
    )),
    Section("Cha, mẹ (Mẫu 1a)", (
        Field("parents", "Cha, mẹ", kinds.Rows((
            Field("relation", "Quan hệ", kinds.Choice("to_child", only=("father", "mother")), required=True),
            Field("name", "Họ và tên", kinds.Name(), required=True),
            Field("birth_date", "Ngày sinh", kinds.PartialDate()),
            Field("address", "Nơi ở", kinds.Text()),
            Field("benefits", "Chế độ đang hưởng", kinds.Choices("current_benefit")),
            Field("benefits_amount", "Số tiền hằng tháng (đồng)", kinds.Money()),
        )), when=_groups("k1", "k2", "k7"), help=_TO_PRISON),
    )),
    Section("Con đang nuôi", (
        Field("children_total", "Số con đang nuôi", kinds.Whole(most=20), when=_RAISES, aliases=("Số con",)),
        Field("children_under_16", "Trong đó: con dưới 16 tuổi", kinds.Whole(most=20), when=_RAISES),
        Field("children_16_22", "Con từ 16 đến 22 tuổi đang học", kinds.Whole(most=20), when=_RAISES),
        Field("children_under_36m", "Con dưới 36 tháng tuổi", kinds.Whole(most=10), when=_DISABLED),
        Field("pregnant", "Đang mang thai", kinds.YesNo(), when=_DISABLED, help="Theo giấy xác nhận của cơ sở y tế."),
        Field("spouse_has_share", "Vợ hoặc chồng đã hưởng kinh phí này", kinds.YesNo(), when=_DISABLED, help="Vợ chồng cùng đủ điều kiện: một suất."),
        Field("children", "Các con", kinds.Rows((
            Field("name", "Họ và tên", kinds.Name(), required=True),
            Field("birth_date", "Ngày sinh", kinds.PartialDate(), required=True),
            Field("address", "Nơi ở", kinds.Text()),
            Field("school_status", "Đi học", kinds.Choice("school_status")),
            Field("without_gap", "Học liên tục, không gián đoạn", kinds.YesNo(), when=When("school_status", ("studying",))),
            Field("benefits", "Chế độ đang hưởng", kinds.Choices("current_benefit")),
        )), when=_RAISES),
    )),
    Section("Người có nghĩa vụ và quyền phụng dưỡng (Mẫu 1d)", (
        Field("supporters", "Người phụng dưỡng", kinds.Rows((
            Field("name", "Họ và tên", kinds.Name(), required=True),
            Field("birth_date", "Ngày sinh", kinds.PartialDate()),
            Field("job", "Nghề nghiệp, việc làm", kinds.Text()),
            Field("address", "Nơi ở", kinds.Text()),
            Field("income_month", "Thu nhập hằng tháng (đồng)", kinds.Money()),
        )), when=_groups(*_ELDERS)),
    )),
    Section("Chăm sóc, nuôi dưỡng (Mẫu 2a, 2b, 03)", (
        Field("carer_name", "Cá nhân, hộ đang trực tiếp chăm sóc", kinds.Name(), aliases=("Người chăm sóc", "Người nuôi dưỡng", "Người giám hộ")),
        Field("carer_relation", "Quan hệ với đối tượng", kinds.Choice("to_child")),
        Field("carer_birth", "Ngày sinh của người chăm sóc", kinds.PartialDate()),
        Field("carer_id", "Số định danh của người chăm sóc", kinds.CitizenId()),
        Field("carer_address", "Nơi ở của người chăm sóc", kinds.Text()),
        Field("carer_phone", "Điện thoại người chăm sóc", kinds.Phone()),
        Field("cared_at_home", "Hộ đang trực tiếp chăm sóc (được hỗ trợ kinh phí)", kinds.YesNo(), help="Hộ trực tiếp chăm sóc người khuyết tật đặc biệt nặng."),
        Field("taken_in", "Có người, hộ khác nhận chăm sóc, nuôi dưỡng theo quyết định", kinds.YesNo()),
        Field("carer_conditions", "Điều kiện của người nhận chăm sóc", kinds.Choices("carer_condition"), when=When("taken_in")),
        *parts.decision("carer_decision", "quyết định hỗ trợ kinh phí chăm sóc", when=When("carer_name")),
        Field("household_size", "Số người trong hộ", kinds.Whole(least=1, most=50), when=When("carer_name")),
        Field("housing", "Nhà ở", kinds.Choice("housing"), when=When("carer_name")),
        Field("house_tenure", "Quan hệ với nhà ở", kinds.Choice("house_tenure"), when=When("carer_name")),
        Field("household_income", "Thu nhập của hộ trong 12 tháng (đồng)", kinds.Money(), when=When("carer_name")),
    )),
    Section("Hồ sơ đề nghị", (
        Field("received_on", "Ngày nhận hồ sơ", kinds.Date(), help="Chọn thủ tục và thời hạn: hồ sơ nhận trước 05/10/2026 giải quyết theo thủ tục cũ (NĐ 335 Điều 33)."),
        Field("received_where", "Nơi nhận hồ sơ", kinds.Text(), help="Từ 05/10/2026 có thể nộp ở bất kỳ bộ phận một cửa nào, qua cổng dịch vụ công hoặc bưu chính."),
        Field("procedure", "Thủ tục hành chính", kinds.Choice("procedure_code")),
        Field("declared_on", "Ngày khai", kinds.Date()),
        Field("proxy_name", "Người khai thay", kinds.Name()),
        Field("proxy_id", "Số định danh của người khai thay", kinds.CitizenId(), when=When("proxy_name")),
        Field("proxy_relation", "Quan hệ với đối tượng (người khai thay)", kinds.Text(60), when=When("proxy_name")),
        Field("proxy_address", "Địa chỉ người khai thay", kinds.Text(), when=When("proxy_name")),
        Field("confirmed_on", "Ngày UBND cấp xã xác nhận", kinds.Date()),
        Field("confirmed_by", "Người ký xác nhận", kinds.Text(100)),
        Field("received_by", "Cán bộ tiếp nhận", kinds.Text(100)),
    )),
    Section("Quyết định, mức hưởng", (
        Field("decision_no", "Số quyết định hưởng", kinds.Text(60), aliases=("Số QĐ hưởng", "Số QĐ", "Quyết định số", "Số quyết định", "QĐ hưởng")),
        Field("decision_date", "Ngày quyết định hưởng", kinds.Date(), aliases=("Ngày QĐ", "Ngày quyết định")),
        Field("start_month", "Hưởng từ tháng", kinds.Month(),
              aliases=("Ngày hưởng", "Hưởng từ", "Tháng hưởng", "Thời điểm hưởng", "Hưởng từ ngày", "Thời gian hưởng"),
              help="Khuyết tật (NĐ 20): từ tháng cấp Giấy xác nhận; các nhóm khác và theo NĐ 335: từ tháng Chủ tịch ký quyết định."),
        Field("recorded_coefficient", "Hệ số đã ghi", kinds.Decimal(), aliases=("Hệ số", "HS", "Hệ số hưởng"), help="Hệ số trong quyết định hoặc danh sách; chương trình đối chiếu với luật."),
        Field("recorded_amount", "Mức trợ cấp đã ghi (đồng)", kinds.Money(),
              aliases=("Mức trợ cấp (đồng)", "Mức trợ cấp", "Mức hưởng", "Số tiền", "Trợ cấp", "Mức hưởng (đồng)", "Thành tiền")),
        Field("recorded_month", "Tháng của mức đã ghi", kinds.Month(), aliases=("Tính đến tháng", "Tháng"),
              help="Hệ số và mức đã ghi được đối chiếu với luật của tháng này."),
        Field("increase_reason", "Lý do tăng", kinds.Choice("increase_reason")),
    )),
    Section("Chi trả", (
        Field("payment_method", "Hình thức chi trả", kinds.Choice("payment_method", words={"tien mat": "cash", "ck": "bank", "tai khoan": "bank", "the": "bank"}),
              aliases=("Hình thức nhận", "Hình thức")),
        Field("account_owner", "Chủ tài khoản", kinds.Name(), when=When("payment_method", ("bank", "e_wallet"))),
        Field("account_no", "Số tài khoản", kinds.Text(40), when=When("payment_method", ("bank", "e_wallet")), aliases=("STK", "Số TK")),
        Field("bank", "Ngân hàng", kinds.Text(100), when=When("payment_method", ("bank", "e_wallet"))),
        Field("receiver_name", "Người nhận thay", kinds.Name(), aliases=("Họ tên người nhận thay",)),
        Field("receiver_id", "Số định danh người nhận thay", kinds.CitizenId(), when=When("receiver_name")),
        Field("receiver_relation", "Quan hệ của người nhận thay", kinds.Text(60), when=When("receiver_name")),
        Field("receiver_paper", "Giấy ủy quyền", kinds.Text(100), when=When("receiver_name")),
        parts.note_field(),
    )),
    Section("Tạm dừng, thôi hưởng", (
        Field("stopped_from", "Tạm dừng, thôi hưởng từ tháng", kinds.Month(), help="Hưởng hết tháng có sự kiện; thôi từ tháng liền sau."),
        *parts.decision("stop_decision", "quyết định tạm dừng, thôi hưởng"),
        Field("decrease_reason", "Lý do giảm", kinds.Choice("decrease_reason"), aliases=("Lý do thôi hưởng",)),
        Field("moved_to", "Xã chuyển đến", kinds.Unit(), when=When("decrease_reason", ("moved_out",))),
        Field("moved_to_place", "Nơi chuyển đến ngoài tỉnh", kinds.Text(), when=When("decrease_reason", ("moved_out",))),
    )),
)

_AMOUNT = Field("amount", "Số tiền (đồng)", kinds.Money(), required=True)
_MONTH = Field("month", "Tháng của danh sách chi trả", kinds.Month(), required=True)
_DECISION = (Field("decision_no", "Số quyết định", kinds.Text(60)), Field("decision_date", "Ngày quyết định", kinds.Date()))
EVENTS = (
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
    EventKind("increase", "Tăng: hưởng mới, điều chỉnh tăng", (
        _MONTH, Field("reason", "Lý do", kinds.Choice("increase_reason"), required=True), *_DECISION,
        Field("coefficient", "Hệ số", kinds.Decimal()), Field("new_amount", "Mức mới (đồng)", kinds.Money()),
    )),
    EventKind("decrease", "Giảm: tạm dừng, thôi hưởng, điều chỉnh giảm", (
        _MONTH, Field("reason", "Lý do", kinds.Choice("decrease_reason"), required=True), *_DECISION,
        Field("coefficient", "Hệ số", kinds.Decimal()), Field("new_amount", "Mức mới (đồng)", kinds.Money()),
    )),
    EventKind("arrears", "Truy lĩnh", (
        _MONTH, Field("from_month", "Từ tháng", kinds.Month(), required=True), Field("to_month", "Đến tháng", kinds.Month(), required=True),
        _AMOUNT, Field("reason", "Lý do", kinds.Text()),
    )),
    EventKind("deduction", "Truy thu, giảm trừ", (_MONTH, _AMOUNT, Field("reason", "Lý do", kinds.Text(), required=True))),
    EventKind("payment", "Chi trả", (
        _MONTH, Field("paid", "Đã nhận", kinds.YesNo(), required=True), Field("amount", "Số tiền (đồng)", kinds.Money()),
        Field("receiver", "Người nhận", kinds.Text(100)), Field("reason", "Lý do chưa nhận", kinds.Text()),
    ), support=True),
    EventKind("funeral", "Hỗ trợ chi phí mai táng", (
        _MONTH, _AMOUNT, Field("died_on", "Ngày chết", kinds.Date(), required=True), Field("cause", "Nguyên nhân", kinds.Text()),
        Field("death_paper_no", "Số giấy báo tử, trích lục khai tử", kinds.Text(60)),
        Field("buried_by", "Cơ quan, hộ, cá nhân đứng ra mai táng", kinds.Text(), required=True),
        Field("buried_by_id", "Số định danh người đứng ra mai táng", kinds.CitizenId()), *_DECISION,
        Field("funding_source", "Nguồn kinh phí", kinds.Choice("funding_source")),
    ), support=True),
    EventKind("emergency", "Trợ giúp khẩn cấp", (
        Field("cause", "Nguyên nhân", kinds.Choice("emergency_cause"), required=True),
        Field("damage", "Thiệt hại nhà ở", kinds.Choice("house_damage")),
        Field("protection", "Đối tượng cần bảo vệ khẩn cấp", kinds.Choice("protection_person")),
        Field("rice_kg", "Gạo (kg)", kinds.Whole(most=10_000)), Field("amount", "Số tiền (đồng)", kinds.Money()),
        Field("content", "Nhu yếu phẩm, nội dung khác", kinds.Text()), *_DECISION,
        Field("funding_source", "Nguồn kinh phí", kinds.Choice("funding_source")), Field("giver", "Đơn vị hỗ trợ", kinds.Text()),
    ), support=True),
    EventKind("disability", "Xác định mức độ khuyết tật", (
        Field("request_kind", "Nội dung đề nghị", kinds.Choice("request_kind"), required=True),
        Field("reissue_reason", "Lý do cấp đổi, cấp lại", kinds.Choice("reissue_reason")),
        Field("members_present", "Thành phần Hội đồng có mặt", kinds.Choices("council_member")),
        Field("types", "Dạng khuyết tật", kinds.Choices("disability_type")), Field("degree", "Mức độ", kinds.Choice("disability_degree")),
        Field("certificate_no", "Số Giấy xác nhận", kinds.Text(60)), Field("certificate_date", "Ngày cấp", kinds.Date()),
        Field("medical_result", "Kết luận giám định y khoa (số, ngày)", kinds.Text()),
    )),
    parts.visit_event(), parts.need_event("support_kind"), parts.decision_event(), parts.referral_event(), parts.transfer_event(),
    allowance_reasons.EVENT,
)
# fmt: on


# ------------------------------------------------------------------------------------------------ checks


def _check_group(facts: CaseFacts) -> Iterator[Finding]:
    answers, group = facts.answers, facts.answers["social_group"]
    row = law.code_list("social_group").get(group)
    recorded = entitlement.recorded_day(facts)
    if row and not row.valid_on(recorded):
        yield warning("AS-2201", "social_group", group=row.extra["clause"], day=f"{recorded:%d/%m/%Y}")
    elif row and not row.valid_on(facts.on) and not answers.get("stopped_from"):
        yield note("AS-2207", "social_group", group=row.extra["clause"], day=f"{facts.on:%d/%m/%Y}")
    degree = answers.get("disability_degree")
    if group == "k6" and not degree:
        yield error("AS-2202", "disability_degree")
    elif group == "k6" and degree == "mild":
        yield error("AS-2203", "disability_degree")
    if (group == "k4" or answers.get("also_single_parent")) and not entitlement.has_children(answers):
        yield error("AS-2204", "children_total")
    if group == "k2" and answers.get("school_status") not in (None, "studying"):
        yield warning("AS-2205", "school_status")
    if facts.person.get("sex") == "male" and answers.get("pregnant"):
        yield warning("AS-2206", "pregnant")


_DECIDED = ("approved", "paying", "suspended", "stopped")


def _check_decision(facts: CaseFacts) -> Iterator[Finding]:
    answers = facts.answers
    if facts.state in _DECIDED and not (answers.get("decision_no") and answers.get("start_month")):
        yield warning("AS-2208", "decision_no")
    start = answers.get("start_month")
    recorded = answers.get("recorded_month")
    if start and recorded and start > recorded:
        shown = {"month": kinds.Month().show(start), "recorded": kinds.Month().show(recorded)}
        yield warning("AS-2209", "start_month", **shown)
    certificate = answers.get("certificate_date")
    if start and certificate and answers["social_group"] == "k6" and start < certificate[:7]:
        yield warning("AS-2210", "start_month", month=kinds.Month().show(certificate[:7]))


def _check_payment(facts: CaseFacts) -> Iterator[Finding]:
    if facts.answers.get("payment_method") in ("bank", "e_wallet") and not facts.answers.get("account_no"):
        yield warning("AS-2211", "account_no")
    stops = [facts.answers.get(key) for key in ("stopped_from", "stop_decision_no", "decrease_reason")]
    if facts.state in ("suspended", "stopped", "transferred") and not facts.answers.get("decrease_reason"):
        yield warning("AS-2212", "decrease_reason")
    elif facts.state == "paying" and any(stops):
        yield warning("AS-2213", "stopped_from")
    death = facts.person.get("death_date")
    if death and facts.state == "paying" and dates.PartialDate.from_iso(death).last < facts.on.replace(day=1):
        yield warning("AS-2214", "decrease_reason")


def _check_uncollected(facts: CaseFacts) -> Iterator[Finding]:
    unpaid = [
        calendar.read_month(each.answers["month"])
        for each in facts.events_of("payment")
        if each.answers.get("paid") is False
    ]
    first = assistance.must_be_suspended(unpaid) if facts.state == "paying" and len(unpaid) > 2 else None
    if first is not None:
        yield warning("AS-6415", "decrease_reason", month=f"{first:%m/%Y}")


# ------------------------------------------------------------------------------------------------ duties, steps

_BEING_DECIDED = ("draft", "received", "appraising")
_DISABILITY_DECIDED = (
    Sign(event="disability", answer="degree"),
    Sign(event="disability", answer="certificate_date"),
)

DUTIES = (
    Duty(
        ("sa_review_2021", "sa_total_2025", "sa_total_2026"),
        Sign(answer="received_on"),
        done=(Sign(answer="decision_date"),),
        states=_BEING_DECIDED,
        unless=_groups("pension"),
    ),
    Duty(
        ("sa_pension_2025", "sa_pension_2026"),
        Sign(answer="received_on"),
        done=(Sign(answer="decision_date"),),
        states=_BEING_DECIDED,
        when=_groups("pension"),
    ),
    Duty(("sa_complaint_2021",), Sign(states=("complaint",)), states=("complaint",)),
    Duty(("sa_stop_after_suspension",), Sign(states=("suspended",)), states=("suspended",)),
    Duty(("dis_council",), Sign(event="disability"), done=_DISABILITY_DECIDED),
)

_TWO_LEVELS = law.UNITS_REFORM


def _check_posting(facts: CaseFacts) -> Iterator[Finding]:
    if facts.answers.get("social_group") in ("k3", "k8"):
        yield error("AS-6310", "social_group")


_WHY_LESS = steps.any_event("Lý do giảm / diễn biến Giảm", ("decrease",), "decrease_reason")
GUARDS = (
    Guard(("received",), sources=("draft",), answers=("received_on",)),
    Guard(("returned_incomplete",), events=("appraisal",)),
    Guard(("posted",), check=steps.received_before("received_on", _TWO_LEVELS)),
    Guard(("posted",), check=_check_posting),
    Guard(("sent_up",), check=steps.received_before("received_on", _TWO_LEVELS)),
    Guard(("approved",), answers=("decision_no", "decision_date"), check=allowance_reasons.may_be_approved),
    Guard(("paying",), sources=("approved",), answers=("start_month",)),
    Guard(("suspended", "stopped"), check=_WHY_LESS),
    Guard(("transferred",), check=steps.moved_away("moved_to", "moved_to_place")),
)


# ------------------------------------------------------------------------------------------------ import


def _is(group: str, *words: str, unless: tuple[str, ...] = (), **sets: Value) -> Phrase:
    return Phrase(words, {"social_group": group, **sets}, unless)


_COUNTS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    **{f"{0 if zero else ''}{n}": n for n in range(1, 7) for zero in (0, 1)},
}
_DISABLED_WORDS = ("khuyet tat", "kt", "nkt", "tan tat")
_VERY = ("dac biet nang", "dbn")


def _degrees() -> Iterator[Phrase]:
    for degree, words, unless in (
        ("very_severe", _VERY, ("khuyet tat nang",)),
        ("severe", ("nang",), ("dac biet", "dbn")),
    ):
        for word in words:
            yield _is(
                "k6", "don than", word, unless=unless, disability_degree=degree, also_single_parent=True
            )
            for said in _DISABLED_WORDS:
                yield _is("k6", said, word, unless=(*unless, "don than"), disability_degree=degree)
    yield from (_is("k6", word, disability_degree="very_severe") for word in ("nktdbn", "ktdbn"))
    yield from (_is("k6", word, disability_degree="severe") for word in ("nktn", "ktn"))


_OTHER_THAN_ELDER = (*_DISABLED_WORDS, "don than", "hiv", "huu tri")
_FROM_80 = ("80 tuoi", "tu 80", "du 80", "tren 80")
# A remark on the family ("chồng chết") says nothing of the person.
_OTHERS = ("vo", "chong", "cha", "me", "con", "ba", "ong")
PHRASES = {
    "social_group": (
        *_degrees(),
        _is("k4", "don than", unless=("nang", "dbn")),
        *(Phrase(("don than", f"{said} con"), {"children_total": count}) for said, count in _COUNTS.items()),
        _is("k1", "mo coi", "cha", "me", no_source_case="b", unless=("hoac", "mat tich", "con lai", "16 den 22", "16 22")),
        _is("k1", "mo coi ca hai", no_source_case="b"),
        _is("k1", "bo roi", no_source_case="a"),
        _is("k1", "khong nguon nuoi duong", unless=("mo coi", "bo roi")),
        _is("k1", "khong co nguon nuoi duong", unless=("mo coi", "bo roi")),
        _is("k2", "dang hoc", unless=("don than",)),
        _is("k3", "tre em", "hiv"),
        _is("k3", "te", "hiv"),
        _is("k8", "hiv", unless=("tre em", "te")),
        *(_is("k5c", word, unless=(*_OTHER_THAN_ELDER, "ngheo", "75 den 80")) for word in _FROM_80),
        *(_is("k5a", who, what, unless=(*_OTHER_THAN_ELDER, "nhan cham soc", "75 den 80", "dac biet kho khan"))
          for who in ("cao tuoi", "nct") for what in ("ngheo", "co don", "khong co nguoi phung duong")),
        _is("k5a", "gia yeu co don"),
        _is("k5d", "cao tuoi", "nhan cham soc", unless=("dac biet kho khan",)),
        _is("k7", "duoi 3 tuoi"),
        _is("pension", "huu tri xa hoi"),
    ),
    "note": (
        *(Phrase((word,), {"decrease_reason": "dead"}, _OTHERS) for word in ("chet", "tu tran", "qua doi")),
        *(Phrase((word,), {"decrease_reason": "moved_out"}, _OTHERS) for word in ("chuyen di", "chuyen ho khau")),
    ),
}  # fmt: skip


def _imported_state(answers: Answers) -> str:
    """Return where a person of an old list stands: being paid, unless the list says that they died or moved."""
    match answers.get("decrease_reason"):
        case None:
            return "paying"
        case "moved_out":
            return "transferred"
        case _:
            return "stopped"


# ------------------------------------------------------------------------------------------------ lists

# fmt: off
_NAME = (PaperColumn("person.full_name", "Họ và tên", 2.2), PaperColumn("person.birth_date", "Ngày sinh", 1.1))
_MONTHLY = (
    *_NAME,
    PaperColumn("person.sex", "Giới tính", 0.6), PaperColumn("person.personal_id", "Số định danh", 1.4),
    PaperColumn("person.hamlet", "Ấp/khóm", 1.2),
)
PAPERS = (
    PaperList("recipients", "Danh sách đối tượng hưởng trợ cấp xã hội hằng tháng", (
        *_MONTHLY, PaperColumn("clause", "Nhóm", 1.1), PaperColumn("coefficient", "Hệ số", 0.6),
        PaperColumn("amount", "Mức trợ cấp (đồng)", 1.1, total=True), PaperColumn("decision_shown", "Quyết định", 1.4),
        PaperColumn("start_month", "Hưởng từ", 0.8), PaperColumn("note", "Ghi chú", 1.2),
    ), words_of="amount", states=("paying",)),
    PaperList("payment", "Danh sách chi trả tháng", (
        *_MONTHLY, PaperColumn("record.number", "Mã hồ sơ", 1.4), PaperColumn("clause", "Nhóm", 1.0),
        PaperColumn("coefficient", "Hệ số", 0.6), PaperColumn("base", "Mức chuẩn", 0.9),
        PaperColumn("amount", "Trợ cấp tháng", 1.0, total=True), PaperColumn("carer_amount", "Kinh phí chăm sóc", 1.0, total=True),
        PaperColumn("arrears_span", "Từ–đến", 1.0, group="Truy lĩnh"), PaperColumn("arrears", "Số tiền", 0.9, total=True, group="Truy lĩnh"),
        PaperColumn("deduction", "Truy thu, giảm trừ", 0.9, total=True), PaperColumn("once", "Một lần, mai táng phí", 1.0, total=True),
        PaperColumn("total", "Tổng", 1.1, total=True), PaperColumn("payment_method", "Hình thức", 0.8),
        PaperColumn("account_shown", "Chủ TK, số TK, ngân hàng", 1.4), PaperColumn("receiver_shown", "Người nhận thay", 1.4),
        PaperColumn("paper.blank", "Ký nhận", 1.2), PaperColumn("note", "Ghi chú", 1.0),
    ), words_of="total", states=("paying",)),
    PaperList("increase", "Danh sách tăng", (
        *_NAME, PaperColumn("person.personal_id", "Số định danh", 1.4), PaperColumn("person.hamlet", "Địa chỉ", 1.2),
        PaperColumn("clause", "Nhóm", 1.0), PaperColumn("coefficient", "Hệ số", 0.6), PaperColumn("amount", "Mức", 1.0, total=True),
        PaperColumn("start_month", "Hưởng từ tháng", 0.8), PaperColumn("decision_shown", "QĐ số, ngày", 1.4), PaperColumn("increase_reason", "Lý do", 1.2),
    ), words_of="amount", states=("approved", "paying")),
    PaperList("decrease", "Danh sách giảm", (
        *_NAME, PaperColumn("person.personal_id", "Số định danh", 1.4), PaperColumn("person.hamlet", "Địa chỉ", 1.2),
        PaperColumn("clause", "Nhóm", 1.0), PaperColumn("recorded_coefficient", "Hệ số", 0.6), PaperColumn("recorded_amount", "Mức", 1.0, total=True),
        PaperColumn("stopped_from", "Thôi/tạm dừng từ tháng", 0.9), PaperColumn("stop_shown", "QĐ số, ngày", 1.4), PaperColumn("decrease_reason", "Lý do", 1.2),
    ), states=("suspended", "stopped", "transferred")),
    PaperList("adjustment", "Danh sách điều chỉnh mức trợ cấp xã hội", (
        *_NAME, PaperColumn("person.personal_id", "Số định danh", 1.4), PaperColumn("clause", "Nhóm", 1.0),
        PaperColumn("recorded_coefficient", "Cũ", 0.6, group="Hệ số"), PaperColumn("coefficient", "Mới", 0.6, group="Hệ số"),
        PaperColumn("recorded_amount", "Cũ", 1.0, total=True, group="Mức (đồng)"), PaperColumn("amount", "Mới", 1.0, total=True, group="Mức (đồng)"),
        PaperColumn("difference", "Chênh lệch/tháng", 1.0, total=True), PaperColumn("arrears_span", "Từ–đến", 1.0, group="Truy lĩnh"),
        PaperColumn("arrears", "Số tiền", 1.0, total=True, group="Truy lĩnh"),
    ), states=("paying",)),
    PaperList("posting", "Danh sách niêm yết công khai kết quả xét duyệt trợ cấp xã hội", (
        PaperColumn("person.full_name", "Họ và tên", 2.4), PaperColumn("person.birth_year", "Năm sinh", 0.8), PaperColumn("person.sex", "Giới tính", 0.7),
        PaperColumn("person.hamlet", "Ấp/khóm", 1.4), PaperColumn("clause", "Nhóm (Điều 5)", 1.2), PaperColumn("coefficient", "Hệ số", 0.7),
        PaperColumn("amount", "Mức trợ cấp (đồng)", 1.1),
    ), states=("appraising", "posted"), public=True),
)
# fmt: on

FIELDS = {each.key: each for section in SECTIONS for each in section.fields}

REGISTER = Register(
    code="assistance",
    prefix="BTXH",
    title="Trợ cấp xã hội hằng tháng, hưu trí xã hội",
    short_title="Trợ giúp xã hội",
    icon="hand-coins",
    subject="Đối tượng",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle({"": "social_assistance"}, guards=GUARDS),
    listed=(
        "record.number",
        "person.full_name",
        "person.birth_date",
        "person.hamlet",
        "clause",
        "coefficient",
        "amount",
        "start_month",
        "record.state",
        "record.sent",
    ),
    filters=("social_group", "disability_degree", "payment_method", "decrease_reason", "benefits"),
    papers=PAPERS,
    legal_basis="NĐ 335/2026/NĐ-CP (từ 05/10/2026); NĐ 20/2021/NĐ-CP, NĐ 76/2024/NĐ-CP; NĐ 176/2025/NĐ-CP",
    confidential_when=entitlement.confidentiality,
    computed=(
        parts.AGE,
        *entitlement.COMPUTED,
        parts.joined("decision_shown", "Quyết định hưởng", FIELDS, "decision_no", "decision_date"),
        parts.joined("stop_shown", "Quyết định thôi hưởng", FIELDS, "stop_decision_no", "stop_decision_date"),
        parts.joined("account_shown", "Tài khoản", FIELDS, "account_owner", "account_no", "bank"),
        parts.joined(
            "receiver_shown",
            "Người nhận thay",
            FIELDS,
            "receiver_name",
            "receiver_id",
            "receiver_relation",
            "receiver_paper",
        ),
    ),
    checks=(
        _check_group,
        _check_decision,
        _check_payment,
        _check_uncollected,
        entitlement.check_amounts,
        parts.in_order("AS-2215", "received_on", "decision_date"),
    ),
    phrases=PHRASES,
    import_defaults={"recorded_month": "as_of_month"},
    imported_state=_imported_state,
    opened_by="received_on",
    deadlines="social_assistance",
    duties=DUTIES,
    foreseen=(allowance_tasks.changes_by_age, allowance_tasks.redetermination),
    foreseen_by=allowance_tasks.LOOKS_AT,
    assessing=Assessing(
        event=allowance_reasons.EVENT.code,
        compute=allowance_reasons.computed,
        amount=allowance_reasons.amount,
        again=allowance_reasons.computed_again,
        places=allowance_reasons.PLACES,
        month="start_month",
        states=("approved",),
        events=("increase", "decrease"),
    ),
    explained=allowance_reasons.explained,
    dated_by=("recorded_month",),
    monthly_in=("approved", "paying", "suspended"),
)
