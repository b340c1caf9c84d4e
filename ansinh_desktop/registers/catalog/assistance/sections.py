"""What a record of social assistance asks: the fields of the decrees' forms (Mẫu 1a–1đ, 2a, 2b, 03; Mẫu 01, 02 of 2026)."""

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.catalog.assistance.guidance import GUIDANCE
from ansinh_desktop.registers.field import WOMAN, Aged, Field, OfPerson, SaysNo, Section, When, dated
from ansinh_desktop.registers.guidance.apply import guided

ELDERS = ("k5a", "k5b", "k5b_335", "k5c", "k5d")


def groups(*codes: str) -> When:
    """Return that the group is one of these."""
    return When("social_group", codes)


_ORPHAN, _PUPIL, _HIV, _DISABLED = groups("k1"), groups("k2"), groups("k3", "k8"), groups("k6")
_LEARNS = groups("k1", "k2", "k3", "k6", "k7", "k8")
_ADULT = groups("k4", *ELDERS, "k6", "k8", "pension")
_RAISES = groups("k4", *ELDERS, "k6", "k8")
_HAS_CHILDREN = ~SaysNo("children_total") & Aged(13)
_WORKS = _DISABLED & Aged(15)
_STOPPED = When("stopped_from") | When("decrease_reason")
_UNMARRIED = ("none", "spouse_dead", "spouse_missing", "divorced")
_BOTH_ALIKE = ("a", "b", "e", "g", "h")
"""The cases of the first group that say the same of father and mother: nobody is asked for each."""
_TAKEN_IN = When("taken_in")
_CARER = When("carer_name")
_TO_PRISON = "Không ghi chi tiết án tích; chỉ ghi tình trạng."

# fmt: off
SECTIONS = guided((
    Section("Nhóm đối tượng", (
        Field("social_group", "Nhóm đối tượng", kinds.Choice("social_group"), dated=True, required=True,
              aliases=("Đối tượng", "Diện đối tượng", "Loại đối tượng", "Diện hưởng", "Nhóm", "Đối tượng hưởng", "Loại trợ cấp"),
              help="Điều 5 NĐ 20/2021/NĐ-CP; từ 05/10/2026: Điều 5 NĐ 335/2026/NĐ-CP. Thuộc nhiều nhóm thì ghi nhóm có mức cao nhất."),
        Field("also_single_parent", "Đồng thời là người đơn thân nghèo đang nuôi con (khoản 4)", kinds.YesNo(), dated=True,
              when=groups(*ELDERS, "k6", "k8"), help="Được hưởng cả mức của khoản 4 (Điều 6 khoản 2)."),
        Field("no_source_case", "Trường hợp của khoản 1 (điểm a–l)", kinds.Choice("no_source_case"), dated=True, required=True, when=_ORPHAN),
        *dated(*parts.parent_state_fields(_ORPHAN & ~When("no_source_case", _BOTH_ALIKE))),
        Field("education_level", "Bậc học", kinds.Choice("education_level"), dated=True, when=_PUPIL),
        Field("studies_without_gap", "Học liên tục, không gián đoạn", kinds.YesNo(), dated=True, when=_PUPIL,
              help="NĐ 335/2026 Điều 5 khoản 2. Bảo lưu, được phép tạm dừng thì không coi là gián đoạn."),
        Field("study_paper_to", "Giấy xác nhận đang học có giá trị đến", kinds.Date(future=True), dated=True, when=_PUPIL,
              help="Hết ngày này mà chưa có giấy mới thì hưởng hết tháng của ngày liền sau rồi thôi."),
        Field("no_supporter", "Không có người có nghĩa vụ và quyền phụng dưỡng, hoặc người đó đang hưởng trợ cấp xã hội", kinds.YesNo(), dated=True,
              when=groups("k5a", "k5b_335", "k5d"), help="Con, cháu có nghĩa vụ phụng dưỡng; ghi từng người ở mục bên dưới."),
        Field("facility_eligible", "Đủ điều kiện tiếp nhận vào cơ sở trợ giúp xã hội", kinds.YesNo(), dated=True, when=groups("k5b_335", "k5d")),
        Field("hard_area", "Sống tại xã, thôn vùng đồng bào DTTS và miền núi đặc biệt khó khăn", kinds.YesNo(), dated=True, when=groups("k5b", "k7")),
        Field("hiv_detected_on", "Thời điểm phát hiện nhiễm HIV", kinds.Month(), when=_HIV, confidentiality="c4"),
        Field("work_ability", "Khả năng tham gia lao động", kinds.Text(), when=_HIV),
        Field("has_wage", "Có tiền lương, tiền công hằng tháng", kinds.YesNo(), dated=True, when=groups("k8") & Aged(15)),
    )),
    Section("Khuyết tật", (
        *dated(*parts.disability_fields(detail=When("disability_degree"))),
        Field("exempt_at_6", "Không phải xác định lại khi đủ 6 tuổi", kinds.YesNo(), dated=True, when=When("disability_degree", ("very_severe",)) & Aged(below=16),
              help="Chỉ trường hợp đặc biệt nặng được TT 01/2019/TT-BLĐTBXH Điều 8 khoản 2 loại trừ."),
    )),
    Section("Đời sống", (
        Field("lives_with", "Hiện ở với ai", kinds.Text(), aliases=("Sống với ai",)),
        Field("has_health_insurance", "Có thẻ BHYT", kinds.YesNo(), follows="person.health_insurance", aliases=("BHYT (có/không)",)),
        Field("school_status", "Tình trạng đi học", kinds.Choice("school_status", words={
                  "dang hoc": "studying", "dang di hoc": "studying", "chua di hoc": "not_yet", "nghi hoc": "left", "da nghi hoc": "left"}), dated=True,
              when=_LEARNS & Aged(below=30)),
        Field("school_note", "Lớp, trường hoặc lý do", kinds.Text(), when=_LEARNS & Aged(below=30)),
        Field("marital_status", "Tình trạng hôn nhân", kinds.Choice("marital_status", words={"doc than": "none", "chua ket hon": "none", "chua vo chong": "none", "goa": "spouse_dead", "da ket hon": "married", "ket hon": "married", "co vo": "married", "co chong": "married", "co gia dinh": "married", "ly than": "divorced", "da ly hon": "divorced"}), dated=True, when=_ADULT & Aged(16)),
        Field("works", "Có làm việc không", kinds.YesNo(), when=_WORKS),
        Field("job", "Việc làm, thu nhập", kinds.Text(), when=When("works")),
        Field("income_month", "Thu nhập hằng tháng (đồng)", kinds.Money(), when=When("works")),
        Field("no_work_reason", "Lý do không làm việc", kinds.Text(), when=_WORKS & ~When("works")),
        Field("self_care", "Khả năng tự phục vụ", kinds.Text(), when=groups("k1", "k5b_335", "k5d", "k6")),
        Field("life_history", "Quá trình hoạt động của bản thân", kinds.LongText(), when=groups(*ELDERS)),
    )),
    Section("Chế độ đang hưởng", (
        Field("benefits", "Chế độ đang hưởng", kinds.Choices("current_benefit", words={
                  "luong huu": "insurance", "tro cap bhxh": "insurance", "mat suc": "insurance", "tuat": "insurance",
                  "nguoi co cong": "merit", "nguoi co cong cach mang": "merit", "khong": "none", "khong huong": "none"}), dated=True,
              help="Ngoài trợ cấp đang đề nghị. Không hưởng gì thì chọn “Không hưởng chế độ nào”: để trống là chưa biết."),
        *(field for code, label in (("insurance", "Lương hưu, trợ cấp BHXH hằng tháng"), ("social", "Trợ cấp bảo trợ xã hội hằng tháng"),
                                    ("merit", "Trợ cấp ưu đãi người có công hằng tháng"), ("other", "Trợ cấp, phụ cấp khác"))
          for field in dated(
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
        )), when=groups("k1", "k2", "k7"), help=_TO_PRISON),
    )),
    Section("Con đang nuôi", (
        Field("children_total", "Số con đang nuôi", kinds.Whole(most=20), dated=True, when=_RAISES & Aged(13), aliases=("Số con",)),
        Field("children_under_16", "Trong đó: con dưới 16 tuổi", kinds.Whole(most=20), dated=True, when=_RAISES & _HAS_CHILDREN),
        Field("children_16_22", "Con từ 16 đến 22 tuổi đang học", kinds.Whole(most=20), dated=True, when=_RAISES & _HAS_CHILDREN & Aged(29)),
        Field("children_under_36m", "Con dưới 36 tháng tuổi", kinds.Whole(most=10), dated=True, when=_DISABLED & _HAS_CHILDREN & Aged(13, 70)),
        Field("pregnant", "Đang mang thai", kinds.YesNo(), dated=True, when=_DISABLED & WOMAN & Aged(10, 60), help="Theo giấy xác nhận của cơ sở y tế."),
        Field("spouse_has_share", "Vợ hoặc chồng đã hưởng kinh phí này", kinds.YesNo(), dated=True, when=_DISABLED & Aged(16) & ~When("marital_status", _UNMARRIED), help="Vợ chồng cùng đủ điều kiện: một suất."),
        Field("children", "Các con", kinds.Rows((
            Field("name", "Họ và tên", kinds.Name(), required=True),
            Field("birth_date", "Ngày sinh", kinds.PartialDate(), required=True),
            Field("address", "Nơi ở", kinds.Text()),
            Field("school_status", "Đi học", kinds.Choice("school_status")),
            Field("without_gap", "Học liên tục, không gián đoạn", kinds.YesNo(), when=When("school_status", ("studying",))),
            Field("benefits", "Chế độ đang hưởng", kinds.Choices("current_benefit")),
        )), dated=True, when=_RAISES & _HAS_CHILDREN),
    )),
    Section("Người có nghĩa vụ và quyền phụng dưỡng (Mẫu 1d)", (
        Field("supporters", "Người phụng dưỡng", kinds.Rows((
            Field("name", "Họ và tên", kinds.Name(), required=True),
            Field("birth_date", "Ngày sinh", kinds.PartialDate()),
            Field("job", "Nghề nghiệp, việc làm", kinds.Text()),
            Field("address", "Nơi ở", kinds.Text()),
            Field("income_month", "Thu nhập hằng tháng (đồng)", kinds.Money()),
        )), when=groups(*ELDERS)),
    )),
    Section("Chăm sóc, nuôi dưỡng (Mẫu 2a, 2b, 03)", (
        Field("carer_name", "Cá nhân, hộ đang trực tiếp chăm sóc", kinds.Name(), dated=True, aliases=("Người chăm sóc", "Người nuôi dưỡng", "Người giám hộ")),
        Field("carer_relation", "Quan hệ với đối tượng", kinds.Choice("to_child"), when=_CARER, dated=True),
        Field("carer_birth", "Ngày sinh của người chăm sóc", kinds.PartialDate(), when=_CARER),
        Field("carer_sex", "Giới tính của người chăm sóc", kinds.Choice("sex"), when=_CARER),
        Field("carer_ethnicity", "Dân tộc của người chăm sóc", kinds.Choice("ethnic_group"), when=_CARER),
        Field("carer_id", "Số định danh của người chăm sóc", kinds.CitizenId(), when=_CARER, dated=True),
        Field("carer_id_date", "Ngày cấp (giấy tờ người chăm sóc)", kinds.Date(), when=When("carer_id")),
        Field("carer_id_place", "Nơi cấp (giấy tờ người chăm sóc)", kinds.Text(100), when=When("carer_id")),
        Field("carer_address", "Nơi ở của người chăm sóc", kinds.Text(), when=_CARER),
        Field("carer_phone", "Điện thoại người chăm sóc", kinds.Phone(), when=_CARER),
        Field("cared_at_home", "Hộ đang trực tiếp chăm sóc (được hỗ trợ kinh phí)", kinds.YesNo(), when=groups("k1", "k6"), dated=True, help="Hộ trực tiếp chăm sóc người khuyết tật đặc biệt nặng."),
        Field("taken_in", "Có người, hộ khác nhận chăm sóc, nuôi dưỡng theo quyết định", kinds.YesNo(), when=groups("k1", "k2", "k3", "k5a", "k5b", "k5b_335", "k5d", "k6", "k8") & ~When("cared_at_home"), dated=True),
        Field("carer_conditions", "Điều kiện của người nhận chăm sóc", kinds.Choices("carer_condition"), dated=True, when=_TAKEN_IN,
              help="NĐ 20 Điều 22, 23; NĐ 335 Điều 19, 20. Ông bà, cô, dì, chú, bác, anh, chị ruột được miễn một số điều kiện."),
        Field("carer_marital_status", "Tình trạng hôn nhân của người chăm sóc", kinds.Choice("marital_status"), when=_TAKEN_IN),
        Field("carer_experience", "Kinh nghiệm, kỹ năng chăm sóc", kinds.Text(), when=_TAKEN_IN),
        Field("carer_disabled", "Người chăm sóc có khuyết tật", kinds.YesNo(), dated=True, when=_TAKEN_IN),
        Field("carer_ill", "Người chăm sóc có bệnh mạn tính", kinds.YesNo(), dated=True, when=_TAKEN_IN),
        Field("carer_sanctioned", "Người chăm sóc bị xử phạt, kết án (bảo trợ, trẻ em)", kinds.YesNo(), dated=True, when=_TAKEN_IN, confidentiality="c3",
              help="Không ghi chi tiết; chỉ ghi có hay không. Có thì thôi kinh phí chăm sóc."),
        Field("carer_spouse", "Vợ, chồng của người chăm sóc", kinds.Name(), when=_TAKEN_IN),
        Field("carer_spouse_birth", "Ngày sinh của vợ, chồng người chăm sóc", kinds.PartialDate(), when=When("carer_spouse")),
        Field("carer_spouse_id", "Số định danh của vợ, chồng người chăm sóc", kinds.CitizenId(), when=When("carer_spouse")),
        Field("guardian_opinion", "Ý kiến của người giám hộ hoặc đối tượng", kinds.LongText(1000), when=_TAKEN_IN),
        *parts.decision("carer_decision", "quyết định hỗ trợ kinh phí chăm sóc", when=_CARER),
        Field("household_size", "Số người trong hộ", kinds.Whole(least=1, most=50), when=_CARER),
        *(Field(f"household_{degree}", f"Trong đó: người khuyết tật {label}", kinds.Whole(most=20), when=_CARER)
          for degree, label in (("very_severe", "đặc biệt nặng"), ("severe", "nặng"), ("mild", "nhẹ"))),
        Field("household_benefits", "Ai trong hộ đang hưởng trợ cấp hoặc ở cơ sở (họ tên, lý do, thời gian)", kinds.LongText(1000), when=_CARER),
        Field("housing", "Nhà ở", kinds.Choice("housing"), when=_CARER),
        Field("house_tenure", "Quan hệ với nhà ở", kinds.Choice("house_tenure"), when=_CARER),
        Field("household_income", "Thu nhập của hộ trong 12 tháng (đồng)", kinds.Money(), when=_CARER),
    )),
    Section("Hồ sơ đề nghị", (
        Field("received_on", "Ngày nhận hồ sơ", kinds.Date(), help="Chọn thủ tục và thời hạn: hồ sơ nhận trước 05/10/2026 giải quyết theo thủ tục cũ (NĐ 335 Điều 33)."),
        Field("received_where", "Nơi nhận hồ sơ", kinds.Text(), help="Để trống khi nhận tại xã. Từ 05/10/2026 có thể nộp ở bất kỳ bộ phận một cửa nào, qua cổng dịch vụ công hoặc bưu chính."),
        Field("moved_in", "Chuyển đến khi đang hưởng ở nơi khác", kinds.YesNo(), help="Nơi cũ thôi chi trả và chuyển hồ sơ đến."),
        Field("moved_in_same_district", "Nơi cũ cùng huyện (chỉ đến 30/6/2025)", kinds.YesNo(), when=When("moved_in")),
        Field("old_place", "Nơi đã hưởng trước khi chuyển đến", kinds.Text(), when=When("moved_in")),
        Field("old_stopped_month", "Tháng thôi chi trả ghi trong quyết định của nơi cũ", kinds.Month(), when=When("moved_in"),
              help="NĐ 20: hưởng từ tháng liền sau. NĐ 335: hưởng từ chính tháng nơi cũ thôi chi trả."),
        Field("procedure", "Thủ tục hành chính", kinds.Choice("procedure_code")),
        Field("declared_on", "Ngày khai", kinds.Date()),
        Field("id_place", "Nơi cấp CMND, CCCD của đối tượng", kinds.Text(100), when=OfPerson("personal_id") | OfPerson("old_id"), aliases=("Nơi cấp", "Nơi cấp CCCD", "Nơi cấp CMND/CCCD")),
        Field("proxy_name", "Người khai thay", kinds.Name()),
        Field("proxy_id", "Số định danh của người khai thay", kinds.CitizenId(), when=When("proxy_name")),
        Field("proxy_id_date", "Ngày cấp (giấy tờ người khai thay)", kinds.Date(), when=When("proxy_id")),
        Field("proxy_id_place", "Nơi cấp (giấy tờ người khai thay)", kinds.Text(100), when=When("proxy_id")),
        Field("proxy_relation", "Quan hệ với đối tượng (người khai thay)", kinds.Text(60), when=When("proxy_name")),
        Field("proxy_address", "Địa chỉ người khai thay", kinds.Text(), when=When("proxy_name")),
        Field("confirmed_on", "Ngày UBND cấp xã xác nhận", kinds.Date()),
        Field("confirmed_by", "Người ký xác nhận", kinds.Text(100), when=When("confirmed_on")),
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
        Field("payment_method", "Hình thức chi trả", kinds.Choice("payment_method", words={"tien mat": "cash", "ck": "bank", "tai khoan": "bank", "the": "bank"}), dated=True,
              aliases=("Hình thức nhận", "Hình thức")),
        Field("account_owner", "Chủ tài khoản", kinds.Name(), dated=True, when=When("payment_method", ("bank", "e_wallet"))),
        Field("account_no", "Số tài khoản", kinds.Text(40), dated=True, when=When("payment_method", ("bank", "e_wallet")), aliases=("STK", "Số TK")),
        Field("bank", "Ngân hàng", kinds.Text(100), dated=True, when=When("payment_method", ("bank", "e_wallet"))),
        Field("receiver_name", "Người nhận thay", kinds.Name(), dated=True, aliases=("Họ tên người nhận thay",)),
        Field("receiver_id", "Số định danh người nhận thay", kinds.CitizenId(), dated=True, when=When("receiver_name")),
        Field("receiver_birth", "Ngày sinh người nhận thay", kinds.PartialDate(), when=When("receiver_name")),
        Field("receiver_address", "Địa chỉ người nhận thay", kinds.Text(), when=When("receiver_name")),
        Field("receiver_phone", "Điện thoại người nhận thay", kinds.Phone(), when=When("receiver_name")),
        Field("receiver_relation", "Quan hệ của người nhận thay", kinds.Text(60), dated=True, when=When("receiver_name")),
        Field("receiver_kind", "Nhận thay vì là", kinds.Choice("receiver_kind"), dated=True, when=When("receiver_name")),
        Field("receiver_paper", "Giấy ủy quyền", kinds.Text(100), dated=True, when=When("receiver_name")),
        Field("receiver_from", "Ủy quyền từ ngày", kinds.Date(), dated=True, when=When("receiver_kind", ("authorised",))),
        Field("receiver_to", "Ủy quyền đến ngày", kinds.Date(future=True), dated=True, when=When("receiver_kind", ("authorised",)),
              help="Giấy không ghi thời hạn thì ủy quyền có hiệu lực một năm từ ngày lập (Bộ luật Dân sự 2015 Điều 563)."),
        parts.note_field(),
    )),
    Section("Tạm dừng, thôi hưởng", (
        Field("stopped_from", "Tạm dừng, thôi hưởng từ tháng", kinds.Month(), help="Hưởng hết tháng có sự kiện; thôi từ tháng liền sau."),
        *parts.decision("stop_decision", "quyết định tạm dừng, thôi hưởng", when=_STOPPED),
        Field("decrease_reason", "Lý do giảm", kinds.Choice("decrease_reason"), aliases=("Lý do thôi hưởng",)),
        Field("moved_to", "Xã chuyển đến", kinds.Unit(), when=When("decrease_reason", ("moved_out",))),
        Field("moved_to_place", "Nơi chuyển đến ngoài tỉnh", kinds.Text(), when=When("decrease_reason", ("moved_out",))),
    )),
), GUIDANCE)
# fmt: on
