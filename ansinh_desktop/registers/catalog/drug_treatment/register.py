"""Drug users and addicts, their treatment and after-care: Luật Phòng, chống ma túy 73/2021/QH14, 120/2025/QH15."""

from ansinh_desktop.registers import kinds, parts, steps
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.drug_treatment import checks, lives, reasons, share
from ansinh_desktop.registers.catalog.drug_treatment.guidance import EVENT_GUIDANCE, GUIDANCE
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.duties import Duty, Sign, Watch
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Aged, Field, Section, When
from ansinh_desktop.registers.guidance.apply import guided, guided_events
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.register import Register

ORDER = 40

_USER = When("population", ("illicit_user",))
_ADDICT = When("population", ("addict", "after_care"))
_MINOR_FILE = When("minor_file")
_COMPULSORY = When("treatment_form", ("compulsory_18", "compulsory_12_18"))
_SUBSTANCES = kinds.Choices("substance", words={
    "da": "methamphetamine", "ma tuy da": "methamphetamine", "hang da": "methamphetamine", "meth": "methamphetamine",
    "methamphetamine": "methamphetamine", "hero in": "heroin", "bach phien": "heroin", "hang trang": "heroin",
    "thuoc lac": "mdma", "mdma": "mdma", "ketamin": "ketamine", "ke": "ketamine", "co my": "synthetic_cannabis",
    "can sa tong hop": "synthetic_cannabis", "tai ma": "cannabis", "nhieu loai": "several", "chat khac": "new_substance",
})  # fmt: skip
_FORM = kinds.Choice("treatment_form")

# fmt: off
_EPISODE = (
    Field("form", "Hình thức", _FORM, required=True),
    Field("facility", "Cơ sở", kinds.Text()),
    Field("decision_no", "Số quyết định", kinds.Text(60)),
    Field("start", "Từ ngày", kinds.Date(), required=True),
    Field("end", "Đến ngày", kinds.Date()),
    Field("stages", "Giai đoạn đã thực hiện", kinds.Choices("treatment_stage")),
    Field("result", "Kết quả", kinds.Choice("treatment_result")),
    Field("certificate_no", "Số giấy xác nhận hoàn thành", kinds.Text(60)),
)

SECTIONS = guided((
    Section("Loại đối tượng", (
        Field("population", "Loại", kinds.Choice("population", words={
                  "nguoi nghien": "addict", "nghien": "addict", "nguoi su dung": "illicit_user", "su dung": "illicit_user",
                  "su dung trai phep": "illicit_user", "sau cai": "after_care", "quan ly sau cai": "after_care"}),
              required=True, aliases=("Loại đối tượng", "Đối tượng", "Diện quản lý"),
              help="Ba diện không lẫn nhau: người sử dụng trái phép chất ma túy, người nghiện, người bị quản lý sau cai."),
        Field("listed_on", "Ngày đưa vào danh sách quản lý", kinds.Date(), aliases=("Ngày lập danh sách", "Ngày vào danh sách")),
        Field("has_file", "Có hồ sơ quản lý", kinds.YesNo(), aliases=("Hồ sơ quản lý",),
              help="Danh sách do Công an cấp xã lập cho UBND cấp xã; là mẫu số của tỷ lệ người nghiện được điều trị."),
        Field("file_confirmed_on", "Ngày Công an cấp xã xác nhận", kinds.Date(), when=When("has_file")),
        Field("present_place", "Nơi đang ở", kinds.Choice("present_place", words={
                  "tai dia phuong": "society", "o nha": "society", "trai giam": "detention", "vang": "absent"}),
              aliases=("Hiện ở đâu", "Tình trạng hiện nay", "Hiện trạng")),
        Field("child_record_no", "Mã hồ sơ trẻ em (nhóm g)", kinds.Text(60), help="Người dưới 16 tuổi phải có hồ sơ ở sổ trẻ em."),
    )),
    Section("Quản lý người sử dụng trái phép chất ma túy", (
        Field("test_date", "Ngày xét nghiệm dương tính", kinds.Date(), aliases=("Ngày xét nghiệm", "Ngày test")),
        Field("test_result_at", "Nhận kết quả dương tính lúc", kinds.Moment(),
              help="Từ 01/7/2026: quyết định và tổ chức quản lý trong 24 giờ kể từ khi nhận kết quả (Luật 120/2025/QH15). Để trống thì tính từ đầu ngày xét nghiệm."),
        Field("test_substances", "Chất phát hiện khi xét nghiệm", _SUBSTANCES),
        Field("test_unit", "Đơn vị xét nghiệm", kinds.Text()),
        *parts.decision("user_decision", "quyết định quản lý người sử dụng trái phép", when=_USER),
    ), help="Quyết định trong 24 giờ kể từ khi nhận kết quả dương tính (đến 30/6/2026: 03 ngày làm việc, Điều 23); thời hạn quản lý 01 năm."),
    Section("Xác định tình trạng nghiện", (
        Field("examination_ground", "Trường hợp xác định", kinds.Choice("examination_ground"), when=_ADDICT, help="Luật 73/2021/QH14 Điều 27 khoản 1."),
        Field("addiction_result_no", "Số phiếu kết quả xác định tình trạng nghiện", kinds.Text(60), when=_ADDICT,
              aliases=("Số phiếu kết quả",), help="NĐ 109/2021/NĐ-CP Mẫu số 04."),
        Field("addiction_result_date", "Ngày phiếu kết quả", kinds.Date(), when=_ADDICT,
              help="Đăng ký cai nghiện tự nguyện hoặc điều trị thay thế trong 05 ngày làm việc."),
        Field("addiction_result_facility", "Cơ sở y tế kết luận", kinds.Text(), when=_ADDICT),
    )),
    Section("Quá trình sử dụng", (
        Field("first_addicted_year", "Năm bắt đầu sử dụng", kinds.Whole(least=1940, most=2100),
              aliases=("Năm bắt đầu", "Năm nghiện", "Năm sử dụng", "Năm bắt đầu nghiện")),
        Field("substances", "Chất ma túy sử dụng", _SUBSTANCES,
              aliases=("Loại ma túy", "Chất", "Chất sử dụng", "Loại ma túy sử dụng", "Chất ma túy")),
        Field("routes", "Đường dùng", kinds.Choices("route", words={"chich": "inject", "tiem": "inject", "uong": "swallow", "hut hit": "smoke"}),
              aliases=("Hình thức sử dụng", "Cách sử dụng")),
        Field("times_treated", "Số lần đã cai", kinds.Whole(most=50), aliases=("Số lần cai", "Số lần cai nghiện")),
        Field("convictions", "Tiền án", kinds.Text()),
        Field("sanctions", "Tiền sự", kinds.Text(), aliases=("Tiền sự (xử lý hành chính)",)),
        Field("job", "Nghề nghiệp", kinds.Text(100), aliases=("Nghề nghiệp hiện nay",), when=Aged(15)),
    )),
    Section("Đợt cai nghiện, điều trị hiện tại", (
        Field("treatment_form", "Hình thức cai nghiện, điều trị", _FORM, when=_ADDICT,
              aliases=("Hình thức cai nghiện", "Hình thức điều trị", "Hình thức cai", "Biện pháp cai nghiện", "Hình thức điều trị hiện tại")),
        Field("treatment_facility", "Cơ sở, nơi cai nghiện", kinds.Text(), when=_ADDICT, aliases=("Nơi cai nghiện", "Cơ sở cai nghiện", "Cơ sở điều trị")),
        Field("registered_on", "Ngày đăng ký", kinds.Date(), when=_ADDICT, aliases=("Ngày đăng ký cai nghiện",),
              help="Đơn Mẫu số 22 NĐ 116/2021/NĐ-CP; UBND cấp xã quyết định trong 03 ngày làm việc."),
        Field("compulsory_ground", "Căn cứ cai nghiện bắt buộc", kinds.Choice("compulsory_ground_18"), when=When("treatment_form", ("compulsory_18",)),
              help="Luật 73/2021/QH14 Điều 32."),
        Field("compulsory_ground_on", "Ngày phát hiện căn cứ cai nghiện bắt buộc", kinds.Date(), when=_COMPULSORY,
              help="Công an cấp xã lập hồ sơ đề nghị trong 05 ngày làm việc (NĐ 116/2021 Điều 40)."),
        Field("compulsory_file_on", "Ngày lập xong hồ sơ đề nghị cai nghiện bắt buộc", kinds.Date(), when=_COMPULSORY),
        *parts.decision("treatment_decision", "quyết định cai nghiện", when=_ADDICT),
        Field("treatment_from", "Ngày bắt đầu", kinds.Date(), aliases=("Ngày bắt đầu cai", "Ngày vào", "Bắt đầu từ", "Từ ngày"),
              help="Ngày bắt đầu đợt cai nghiện, điều trị hiện tại."),
        Field("treatment_to", "Ngày hết thời hạn", kinds.Date(future=True), aliases=("Đến ngày", "Ngày kết thúc", "Ngày hoàn thành")),
        Field("treatment_stages", "Giai đoạn đã thực hiện", kinds.Choices("treatment_stage"), when=_ADDICT,
              help="Cai tự nguyện phải đủ ít nhất các giai đoạn a, b, c (Luật 73/2021 Điều 29, 30)."),
        Field("treatment_result", "Kết quả đợt", kinds.Choice("treatment_result", words={
                  "dang cai": "in_progress", "dang dieu tri": "in_progress", "bo": "left", "bo tri": "left"}),
              when=_ADDICT, aliases=("Kết quả", "Kết quả cai nghiện")),
        *parts.decision("completion", "giấy xác nhận hoàn thành cai nghiện", when=_ADDICT),
        Field("support_95_group", "Nhóm được hỗ trợ 95% chi phí", kinds.Choices("support_95"), when=_ADDICT, help="NĐ 116/2021/NĐ-CP."),
        Field("past_episodes", "Các đợt trước", kinds.Rows(_EPISODE), when=_ADDICT),
    )),
    Section("Hồ sơ đề nghị Tòa án (từ đủ 12 đến dưới 18 tuổi)", (
        Field("minor_file", "Lập hồ sơ đề nghị đưa vào cơ sở cai nghiện bắt buộc", kinds.YesNo(), when=_ADDICT & Aged(12, 18),
              help="Chỉ người từ đủ 12 đến dưới 18 tuổi; Tòa án quyết định, không phải xử phạt hành chính."),
        Field("file_notice_on", "Ngày thông báo cho người bị đề nghị, gia đình", kinds.Date(), when=_MINOR_FILE,
              help="Được đọc hồ sơ và ghi ý kiến trong 03 ngày làm việc (Điều 34 khoản 2)."),
        Field("file_read_on", "Ngày đọc xong hồ sơ, hết hạn đọc", kinds.Date(), when=_MINOR_FILE),
        Field("file_sent_on", "Ngày gửi hồ sơ", kinds.Date(), when=_MINOR_FILE, help="01 ngày làm việc kể từ khi hết hạn đọc (Điều 34 khoản 3)."),
        Field("file_returned_on", "Ngày hồ sơ bị trả lại để bổ sung", kinds.Date(), when=_MINOR_FILE),
        Field("file_supplemented_on", "Ngày bổ sung xong", kinds.Date(), when=_MINOR_FILE, help="02 ngày làm việc kể từ khi nhận lại hồ sơ."),
    )),
    Section("Quản lý sau cai", (
        Field("completion_reported_on", "Ngày trình báo sau khi chấp hành xong", kinds.Date(), when=_ADDICT,
              help="Trong 05 ngày làm việc kể từ ngày chấp hành xong, tại UBND và công an cấp xã (NĐ 116/2021 Điều 62 khoản 5)."),
        Field("after_care_proposed_on", "Ngày lập xong hồ sơ quản lý sau cai", kinds.Date(), when=_ADDICT,
              help="Lập hồ sơ trong 03 ngày làm việc; Chủ tịch quyết định trong 02 ngày làm việc (NĐ 116/2021 Điều 77, 78)."),
        *parts.decision("after_care", "quyết định quản lý sau cai", when=_ADDICT),
        Field("after_care_from", "Quản lý sau cai từ ngày", kinds.Date(), when=_ADDICT),
        Field("after_care_term", "Thời hạn quản lý sau cai", kinds.Choice("after_care_term"), when=_ADDICT,
              help="01 năm sau cai tự nguyện, điều trị thay thế, cai bắt buộc từ đủ 12 đến dưới 18 tuổi; 02 năm sau cai bắt buộc từ đủ 18 tuổi."),
        Field("after_care_person", "Người được phân công theo dõi", kinds.Text(100), when=_ADDICT),
        Field("after_care_needs", "Nhu cầu hỗ trợ sau cai", kinds.Choices("after_care_support"), when=_ADDICT),
        *parts.decision("after_care_certificate", "giấy chứng nhận hoàn thành quản lý sau cai (Mẫu 54)", when=_ADDICT),
    )),
    Section("Sức khỏe", (
        Field("hiv_positive", "Nhiễm HIV", kinds.YesNo(), confidentiality="c4"),
        Field("hiv_treatment", "Đang điều trị ARV", kinds.YesNo(), when=When("hiv_positive"), confidentiality="c4"),
        Field("other_illness", "Bệnh khác", kinds.Text(), confidentiality="c4"),
        parts.note_field(),
    )),
    Section("Dừng quản lý, ra khỏi danh sách", (
        Field("left_on", "Ngày dừng quản lý, ra khỏi danh sách", kinds.Date()),
        Field("stop_reason", "Lý do dừng quản lý", kinds.Choice("stop_management"), when=_USER, help="Luật 73/2021/QH14 Điều 23 khoản 5."),
        Field("leave_user_reason", "Lý do ra khỏi danh sách", kinds.Choice("leave_user_list"), when=_USER),
        Field("leave_addict_reason", "Lý do ra khỏi danh sách người nghiện, sau cai", kinds.Choice("leave_addict_list"), when=_ADDICT),
    )),
    Section("Chuyển nơi cư trú", (
        Field("moved_to", "Xã chuyển đến", kinds.Unit()),
        Field("moved_to_place", "Nơi chuyển đến ngoài tỉnh", kinds.Text()),
        Field("left_home_at", "Thời điểm chuyển đi", kinds.Moment(),
              help="Công an nơi đi thông báo nơi đến: 05 ngày làm việc; từ 01/7/2026: 24 giờ (Luật 120/2025/QH15)."),
        Field("move_notice_at", "Công an nơi đi đã thông báo nơi đến lúc", kinds.Moment()),
        Field("came_from", "Từ nơi khác chuyển đến: nơi cư trú cũ", kinds.Text()),
        Field("arrived_at", "Thời điểm chuyển đến", kinds.Moment(), help="Từ 01/7/2026 phải trình diện nơi cư trú mới trong 24 giờ."),
        Field("presented_at", "Đã trình diện lúc", kinds.Moment()),
    )),
), GUIDANCE)

EVENTS = guided_events((
    parts.support_event("support_kind", Field(
        "group_95", "Kinh phí cai nghiện: nhóm được hỗ trợ 95%", kinds.Choice("support_95"),
        help="Chỉ chọn khi là kinh phí cai nghiện tự nguyện theo NĐ 116/2021/NĐ-CP; phải xong các giai đoạn a, b, c.")),
    parts.support_event("after_care_support", code="after_care_support", label="Hỗ trợ xã hội sau cai"),
    EventKind("test", "Xét nghiệm chất ma túy", (
        Field("positive", "Dương tính", kinds.YesNo(), required=True),
        Field("substances", "Chất phát hiện", _SUBSTANCES),
        Field("test_unit", "Đơn vị xét nghiệm", kinds.Text()),
    )),
    EventKind("assessment", "Đánh giá, tư vấn", (
        Field("situation", "Tình hình", kinds.LongText(), required=True),
        Field("needs", "Nhu cầu", kinds.Choices("after_care_support")),
        Field("assessor", "Người thực hiện", kinds.Text(100)),
    )),
    EventKind("registration", "Đăng ký cai nghiện, điều trị", (
        Field("form", "Hình thức đăng ký", _FORM, required=True),
        Field("facility", "Cơ sở, tổ chức cung cấp dịch vụ", kinds.Text()),
    )),
    EventKind("service_notice", "Cơ sở dịch vụ thông báo", (
        Field("result", "Nội dung (bắt đầu, tự ý chấm dứt, hoàn thành)", kinds.Choice("treatment_result"), required=True),
        Field("stages", "Giai đoạn đã thực hiện", kinds.Choices("treatment_stage")),
        Field("document_no", "Số văn bản", kinds.Text(60)),
    )),
    EventKind("violation", "Vi phạm (biên bản Mẫu 27)", (
        Field("document_no", "Số biên bản", kinds.Text(60)),
        Field("content", "Nội dung vi phạm", kinds.LongText(), required=True),
        Field("handling", "Xử lý", kinds.Text()),
    )),
    parts.decision_event(),
    parts.visit_event(label="Theo dõi, giúp đỡ tại cộng đồng"),
    parts.need_event("after_care_support"),
    parts.referral_event(),
    parts.transfer_event(),
), EVENT_GUIDANCE)
# fmt: on

FIELDS = {each.key: each for section in SECTIONS for each in section.fields}


# ------------------------------------------------------------------------------------------------ columns


def _treatment_shown(facts: CaseFacts) -> Value:
    """Return the present treatment; "chưa cai" for an addict without one."""
    form = facts.answers.get("treatment_form")
    if form:
        return _FORM.show(form)
    return "Chưa cai nghiện, điều trị" if facts.answers.get("population") == "addict" else None


COMPUTED = (
    parts.AGE,
    Computed("treatment_shown", "Hình thức điều trị hiện tại", kinds.Text(), _treatment_shown),
    parts.joined("decision_shown", "Số QĐ, ngày", FIELDS, "treatment_decision_no", "treatment_decision_date"),
    parts.joined("user_decision_shown", "QĐ quản lý, ngày", FIELDS, "user_decision_no", "user_decision_date"),
    parts.from_to("treatment_period", "Từ–đến", "treatment_from", "treatment_to"),
    Computed("treatment_until", "Cai nghiện đến ngày", kinds.Date(), reasons.treatment_until),
    Computed("managed_until", "Quản lý đến ngày", kinds.Date(), reasons.managed_until),
    Computed("after_care_until", "Quản lý sau cai đến ngày", kinds.Date(), reasons.after_care_until),
)


# ------------------------------------------------------------------------------------------------ duties, steps

_LEFT = Sign(answer="left_on")
_USER_DECIDED = (Sign(answer="user_decision_date"),)

DUTIES = (
    Duty(
        ("drug_use_decision", "drug_use_decision_2026"),
        Sign(answer="test_result_at"),
        done=_USER_DECIDED,
        states=("positive",),
        when=_USER,
    ),
    # The hours run from the result; where only the day of the test is known, from its beginning.
    Duty(
        ("drug_use_decision", "drug_use_decision_2026"),
        Sign(answer="test_date"),
        done=_USER_DECIDED,
        states=("positive",),
        when=_USER,
        unless=When("test_result_at"),
    ),
    Duty(
        ("drug_register", "drug_register_2026"),
        Sign(answer="addiction_result_date"),
        done=(Sign(answer="registered_on"), Sign(answer="treatment_from"), Sign(event="registration")),
        states=("to_register",),
    ),
    Duty(
        ("drug_voluntary_decision", "drug_voluntary_decision_2026"),
        Sign(answer="registered_on"),
        done=(Sign(answer="treatment_decision_date"),),
        states=("to_register", "in_treatment"),
        when=When("treatment_form", ("voluntary_home",)),
    ),
    Duty(
        ("drug_move_notice", "drug_move_notice_2026"),
        Sign(answer="left_home_at"),
        done=(Sign(answer="move_notice_at"),),
    ),
    Duty(("drug_move_present_2026",), Sign(answer="arrived_at"), done=(Sign(answer="presented_at"),)),
    Duty(
        ("drug_minor_file_read", "drug_minor_file_read_2026"),
        Sign(answer="file_notice_on"),
        done=(Sign(answer="file_read_on"),),
        when=_MINOR_FILE,
    ),
    Duty(
        ("drug_minor_file_send", "drug_minor_file_send_2026"),
        Sign(answer="file_read_on"),
        done=(Sign(answer="file_sent_on"),),
        when=_MINOR_FILE,
    ),
    Duty(
        ("drug_minor_department", "drug_minor_department_2026"),
        Sign(answer="file_sent_on"),
        done=(Sign(answer="file_returned_on"), Sign(answer="treatment_decision_date")),
        when=_MINOR_FILE,
    ),
    Duty(
        ("drug_minor_supplement", "drug_minor_supplement_2026"),
        Sign(answer="file_returned_on"),
        done=(Sign(answer="file_supplemented_on"),),
        when=_MINOR_FILE,
    ),
    Duty(
        ("drug_compulsory_file", "drug_compulsory_file_2026"),
        Sign(answer="compulsory_ground_on"),
        done=(
            Sign(answer="compulsory_file_on"),
            Sign(answer="file_sent_on"),
            Sign(answer="treatment_decision_date"),
        ),
        when=_COMPULSORY,
    ),
    Duty(
        ("drug_report_home", "drug_report_home_2026"),
        Sign(answer="completion_date"),
        done=(Sign(answer="completion_reported_on"), Sign(answer="after_care_date")),
        when=_COMPULSORY,
    ),
    Duty(
        ("drug_aftercare_file", "drug_aftercare_file_2026"),
        Sign(answer="completion_reported_on"),
        done=(Sign(answer="after_care_proposed_on"), Sign(answer="after_care_date")),
    ),
    Duty(
        ("drug_aftercare_decision", "drug_aftercare_decision_2026"),
        Sign(answer="after_care_proposed_on"),
        done=(Sign(answer="after_care_date"),),
    ),
    Watch(("drug_management_ends",), anchor="managed_until", settled=(_LEFT,), states=("managed",)),
    Watch(
        ("drug_treatment_ends",),
        anchor="treatment_until",
        settled=(Sign(answer="completion_date"), _LEFT),
        states=("in_treatment", "compulsory"),
    ),
    Watch(
        ("drug_aftercare_ends",),
        anchor="after_care_until",
        settled=(Sign(answer="after_care_certificate_date"), _LEFT),
        states=("after_care",),
    ),
)

GUARDS = (
    Guard(("managed",), sources=("positive",), answers=("user_decision_no", "user_decision_date")),
    Guard(("term_ended",), check=steps.term_is_over(reasons.managed_until)),
    Guard(("term_ended",), check=checks.stayed_clean("user_decision_date")),
    Guard(("stopped",), answers=("stop_reason",), check=checks.opens_addict_file),
    Guard(("moved",), check=steps.moved_away("moved_to", "moved_to_place")),
    Guard(("moved",), check=checks.new_place_knows),
    Guard(
        ("in_treatment",),
        answers=("treatment_form",),
        any_of=("registered_on", "treatment_decision_date", "treatment_from"),
    ),
    Guard(("left",), events=("violation",)),
    Guard(("completed",), answers=("completion_no", "completion_date"), check=checks.has_all_stages),
    Guard(("compulsory",), answers=("treatment_decision_no", "treatment_decision_date")),
    Guard(("compulsory",), check=reasons.is_compulsory),
    Guard(
        ("after_care",),
        answers=("after_care_no", "after_care_date", "after_care_term"),
        check=checks.is_after_care,
    ),
    Guard(("off_list",), answers=("left_on", "leave_addict_reason")),
    Guard(("off_list",), check=steps.term_is_over(reasons.after_care_until)),
    Guard(
        ("off_list",),
        check=checks.stayed_clean("after_care_from", "completion_date", "after_care_date"),
    ),
    Guard(("prison", "dead"), answers=("left_on", "leave_addict_reason")),
    Guard(("to_register",), sources=("relapsed",), check=checks.may_register_again),
    *(
        Guard((state,), check=checks.agrees(state))
        for state in ("term_ended", "moved", "off_list", "prison", "dead")
    ),
)


# ------------------------------------------------------------------------------------------------ import


def _treated(form: str, *words: str, unless: tuple[str, ...] = (), **sets: Value) -> Phrase:
    return Phrase(words, {"treatment_form": form, "population": "addict", **sets}, unless)


_UNTREATED = tuple(
    Phrase((words,), {"population": "addict"})
    for words in ("chua cai", "chua dieu tri", "khong cai", "chua dang ky")
)
PHRASES = {
    # "Tự nguyện tại cơ sở" alone does not say whether the facility is public: the officer is asked.
    "treatment_form": (
        *_UNTREATED,
        _treated("methadone", "methadone"),
        _treated("buprenorphine", "buprenorphine"),
        _treated("in_detention", "trai giam", present_place="detention"),
        _treated("in_detention", "trai tam giam", unless=("trai giam",), present_place="detention"),
        _treated("compulsory_12_18", "bat buoc", "tu du 12", present_place="compulsory_facility"),
        _treated(
            "compulsory_18", "bat buoc", unless=("tu du 12", "trai giam", "trai tam giam"),
            present_place="compulsory_facility",
        ),
        _treated("voluntary_public", "co so", "cong lap"),
        _treated("voluntary_private", "co so", "tu nhan"),
        _treated("voluntary_home", "cong dong", unless=("bat buoc", "chua cai")),
        _treated("voluntary_home", "gia dinh", unless=("bat buoc", "cong dong", "chua cai")),
        _treated("voluntary_home", "tai nha", unless=("bat buoc", "chua cai")),
    ),
}  # fmt: skip


def _imported_state(answers: Answers) -> str:
    """Return where a person of an old list stands: nobody is managed without a decision, or treated without a form."""
    match answers.get("population"), answers.get("treatment_form"):
        case "illicit_user", _:
            return "managed" if answers.get("user_decision_date") else "positive"
        case "after_care", _:
            return "after_care"
        case _, "compulsory_18" | "compulsory_12_18":
            return "compulsory"
        case _, None:
            return "to_register"
        case _:
            return "in_treatment"


REGISTER = Register(
    code="drug_treatment",
    prefix="CN",
    title="Cai nghiện ma túy và quản lý sau cai",
    short_title="Cai nghiện ma túy",
    icon="heart-pulse",
    subject="Người cai nghiện",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle(
        {"illicit_user": "drug_user", "": "drug_addict"},
        by="population",
        guards=GUARDS,
        days={
            "managed": "user_decision_date",
            "in_treatment": "treatment_decision_date",
            "completed": "completion_date",
            "compulsory": "treatment_decision_date",
            "after_care": "after_care_date",
            **dict.fromkeys(("moved", "prison", "dead", "off_list"), "left_on"),
        },
        in_one_go=(("managed",), ("in_treatment",)),
    ),
    listed=(
        "record.name_or_number",
        "person.birth_year",
        "person.sex",
        "person.hamlet",
        "population",
        "substances",
        "treatment_shown",
        "treatment_period",
        "record.state",
        "record.sent",
    ),
    filters=("population", "treatment_form", "treatment_result", "substances", "present_place", "has_file"),
    papers=(
        PaperList(
            "drug_treatment",
            "Danh sách người nghiện ma túy, người sử dụng trái phép chất ma túy, người quản lý sau cai",
            (
                PaperColumn("record.name_or_number", "Mã hồ sơ", 1.6),
                PaperColumn("person.birth_year", "Năm sinh", 0.7),
                PaperColumn("person.sex", "Giới", 0.6),
                PaperColumn("person.hamlet", "Địa chỉ", 1.3),
                PaperColumn("population", "Loại", 1.3),
                PaperColumn("substances", "Chất", 1.2),
                PaperColumn("first_addicted_year", "Năm bắt đầu", 0.7),
                PaperColumn("treatment_shown", "Hình thức điều trị hiện tại", 1.7),
                PaperColumn("decision_shown", "Số QĐ, ngày", 1.4),
                PaperColumn("treatment_period", "Từ–đến", 1.3),
                PaperColumn("times_treated", "Số lần cai", 0.6),
                PaperColumn("record.supports", "Hỗ trợ đã nhận", 1.5),
                PaperColumn("note", "Ghi chú", 1.2),
            ),
            present=True,
            leaves_out=parts.has_died,
        ),
    ),
    legal_basis="Luật Phòng, chống ma túy 120/2025/QH15 (đến 30/6/2026: 73/2021/QH14); NĐ 105/2021/NĐ-CP; "
    "NĐ 109/2021/NĐ-CP; NĐ 116/2021/NĐ-CP",
    confidentiality="c3",
    confidential_when=lambda answers: "c4" if answers.get("hiv_positive") else "c3",
    computed=COMPUTED,
    checks=(
        checks.check_population,
        checks.check_age,
        checks.check_treatment,
        checks.check_episodes,
        checks.check_after_care,
        checks.check_supports,
        parts.in_order("AS-2519", "test_date", "user_decision_date"),
    ),
    import_defaults={"population": "addict"},
    phrases=PHRASES,
    imported_state=_imported_state,
    life_changes=lives.LIFE_CHANGES,
    coming=lives.COMING,
    opened_by="listed_on",
    deadlines=("drug",),
    duties=DUTIES,
    indicators=share.INDICATORS,
    explained=reasons.explained,
)
