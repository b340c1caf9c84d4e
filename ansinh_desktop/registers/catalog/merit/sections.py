"""What a record of somebody with merit asks: who they are, whose relative, which decision, care, aids, house, grave."""

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.catalog.merit.guidance import GUIDANCE
from ansinh_desktop.registers.field import Aged, Field, Section, When
from ansinh_desktop.registers.guidance.apply import guided

MARTYR = When("categories", ("c",))
_BEFORE_1945 = When("categories", ("a",))
_WOUNDED, _SICK, _EXPOSED = (When("categories", (code,)) for code in ("g", "h", "i"))
_HELPER = When("categories", ("m",))
_GRAVE_ILL = When("categories", ("g", "h", "i"))
_ATTENDED = When("categories", ("d", "g", "h", "i"))
_OF_PEOPLE = ("a", "b", "c", "d", "dd", "e", "g", "h", "i", "k")
_WORSHIPS = When("related", ("worshipper",))
_BEGUN = When("request")

GROUNDS = ("parent_or_foster", "spouse", "minor", "studying", "disabled_from_childhood", "disabled_later")
"""Of the grounds of a relative's allowance those by which it is paid."""

CATEGORY_WORDS = {
    "thuong binh": "g", "tb": "g", "tbdb": "g", "nguoi huong chinh sach nhu thuong binh": "g", "thuong binh loai b": "g",
    "benh binh": "h", "bb": "h", "liet si": "c", "liet sy": "c", "ls": "c", "ba me vnah": "d", "bm": "d", "me vnah": "d",
    "anh hung llvt": "dd", "anh hung llvtnd": "dd", "anh hung lao dong": "e", "chat doc hoa hoc": "i", "cdhh": "i", "hh": "i",
    "nhiem chat doc hoa hoc": "i", "tu day": "k", "bi dich bat tu day": "k", "td": "k", "hoat dong khang chien": "l", "kc": "l",
    "co cong giup do cach mang": "m", "cc": "m", "lao thanh cach mang": "a", "lt": "a", "tien khoi nghia": "b", "tkn": "b",
}  # fmt: skip

# fmt: off
_KIN = (
    Field("name", "Họ và tên người có công, liệt sĩ", kinds.Name(), required=True),
    Field("category", "Là", kinds.Choice("merit_category", only=_OF_PEOPLE), required=True),
    Field("relation", "Người trong hồ sơ là", kinds.Choice("merit_relative"), required=True,
          help="Cha đẻ, mẹ đẻ, vợ, chồng, con của người có công; người có công nuôi liệt sĩ."),
    Field("percent", "Tỷ lệ tổn thương của người ấy (%)", kinds.Whole(most=100), when=When("category", ("g", "h", "i")),
          help="Từ 61% trở lên thì khi chết, thân nhân được hưởng tuất hằng tháng."),
    Field("died_on", "Từ trần, hy sinh ngày", kinds.PartialDate(), help="Người đang sống thì để trống. Tuất hưởng từ tháng liền sau."),
    Field("file_no", "Số hồ sơ", kinds.Text(60)),
    Field("ground", "Điều kiện hưởng tuất hằng tháng", kinds.Choice("survivor_ground"),
          help="Cán bộ đối chiếu giấy tờ rồi chọn; để trống thì chương trình không tính và hỏi lại."),
    Field("only_child", "Liệt sĩ là con duy nhất", kinds.YesNo(), when=When("category", ("c",)), help="Cha mẹ được điều dưỡng hằng năm (Điều 16 khoản 5)."),
)
_WORSHIPPED = (
    Field("name", "Họ và tên liệt sĩ", kinds.Name(), required=True),
    Field("file_no", "Số hồ sơ liệt sĩ", kinds.Text(60)),
    Field("relation", "Quan hệ với liệt sĩ", kinds.Text(60)),
    Field("since_year", "Hưởng từ năm", kinds.Whole(least=1990, most=2100), help="Năm cơ quan có thẩm quyền ra quyết định (NĐ 131 Điều 28 khoản 4)."),
    Field("decision_no", "Số quyết định", kinds.Text(60)),
)
_DEVICES = (
    Field("device", "Loại", kinds.Choice("merit_device"), required=True),
    Field("given_year", "Năm cấp gần nhất", kinds.Whole(least=1990, most=2100), help="Cùng niên hạn của loại ấy cho biết năm được cấp tiếp."),
    Field("note", "Ghi chú", kinds.Text()),
)

SECTIONS = guided((
    Section("Đối tượng", (
        Field("categories", "Người có công thuộc diện", kinds.Choices("merit_category", words=CATEGORY_WORDS), dated=True,
              aliases=("Đối tượng", "Diện", "Diện đối tượng", "Loại đối tượng"),
              help="Pháp lệnh 02/2020 Điều 3 khoản 1. Thuộc nhiều diện thì chọn tất cả: trợ cấp, phụ cấp được cộng (Điều 6 khoản 3)."),
        Field("related", "Người hưởng khác", kinds.Choices("merit_related", words={"tho cung": "worshipper", "tho cung liet si": "worshipper", "tnlstc": "worshipper",
                  "hhtn": "chemical_child", "nguoi phuc vu": "attendant"}), dated=True,
              help="Người thờ cúng liệt sĩ, vợ hoặc chồng liệt sĩ đã lấy người khác, con đẻ người nhiễm chất độc hóa học, người phục vụ."),
        Field("before_1945_away", "Diện thoát ly", kinds.YesNo(), dated=True, when=_BEFORE_1945, help="Mức trợ cấp của hai diện khác nhau (NĐ 75/2021 Phụ lục I mục 1.1)."),
        Field("seniority", "Số năm thâm niên", kinds.Whole(most=40), dated=True, when=When("before_1945_away"), help="Mỗi thâm niên một phụ cấp."),
        Field("wounded_kind", "Loại thương binh", kinds.Choice("wounded_kind"), dated=True, when=_WOUNDED, help="Thương binh loại B có bảng mức riêng."),
        Field("injury_percent", "Tỷ lệ tổn thương của thương binh (%)", kinds.Whole(most=100), dated=True, when=_WOUNDED, confidentiality="c2",
              aliases=("Tỷ lệ", "Tỷ lệ tổn thương", "Tỷ lệ thương tật", "Tỷ lệ (%)", "TLTT"),
              help="Theo biên bản giám định y khoa. Dưới 21%: chỉ trợ cấp một lần."),
        Field("illness_percent", "Tỷ lệ tổn thương của bệnh binh (%)", kinds.Whole(most=100), dated=True, when=_SICK, confidentiality="c2", help="Theo biên bản giám định y khoa; mức trợ cấp theo bậc 10%."),
        Field("chemical_cases", "Trường hợp nhiễm chất độc hóa học", kinds.Choices("chemical_case"), dated=True, when=_EXPOSED, confidentiality="c2",
              help="Vô sinh hoặc sinh con dị dạng, dị tật: hưởng ít nhất mức 41–60% (Điều 30 khoản 1 điểm b)."),
        Field("chemical_percent", "Tỷ lệ tổn thương do chất độc hóa học (%)", kinds.Whole(most=100), dated=True, when=_EXPOSED, confidentiality="c2", help="Theo biên bản giám định y khoa."),
        Field("special", "Có vết thương, bệnh tật đặc biệt nặng", kinds.YesNo(), dated=True, when=_GRAVE_ILL, confidentiality="c2", help="Từ 81%: phụ cấp đặc biệt thay phụ cấp hằng tháng."),
        Field("helper_clause", "Được khen tặng", kinds.Choice("helper_clause"), dated=True, when=_HELPER, help="Điều 38: quyết định mức trợ cấp và niên hạn điều dưỡng (Điều 39)."),
        Field("child_percent", "Tỷ lệ tổn thương của con đẻ (%)", kinds.Whole(most=100), dated=True, when=When("related", ("chemical_child",)), confidentiality="c2",
              help="Từ 61% được trợ cấp hằng tháng (Điều 31 khoản 1)."),
        Field("alone", "Sống cô đơn, mồ côi cả cha mẹ", kinds.YesNo(), dated=True, help="Sống độc thân và không còn thân nhân (Điều 4 khoản 3): thêm một suất tuất nuôi dưỡng."),
    )),
    Section("Là thân nhân của", (
        Field("kin", "Người có công, liệt sĩ", kinds.Rows(_KIN), dated=True, help="Mỗi người một dòng. Giới hạn suất tuất: Điều 6 khoản 5."),
        Field("study_paper_to", "Giấy xác nhận đang học có giá trị đến", kinds.Date(future=True), help="Con từ đủ 18 tuổi hưởng tuất khi còn đi học; hết giấy thì chương trình nhắc.", when=Aged(15, 40)),
    )),
    Section("Người phục vụ", (
        Field("attended", "Có người phục vụ tại gia đình", kinds.YesNo(), dated=True, when=_ATTENDED, help="Bà mẹ Việt Nam anh hùng; thương binh, bệnh binh, người nhiễm chất độc hóa học từ 81%."),
        Field("attendant_name", "Họ và tên người phục vụ", kinds.Name(), when=When("attended"), help="Người phục vụ được cấp thẻ BHYT."),
        Field("attendant_birth", "Ngày sinh người phục vụ", kinds.PartialDate(), when=When("attendant_name")),
        Field("attendant_id", "Số định danh người phục vụ", kinds.CitizenId(), when=When("attendant_name")),
        Field("attendant_relation", "Quan hệ của người phục vụ", kinds.Text(60), when=When("attendant_name")),
    )),
    Section("Hồ sơ đề nghị", (
        Field("request", "Thủ tục đề nghị", kinds.Choice("merit_procedure"), help="Chọn thời hạn xác nhận của xã. Các thủ tục về sau ghi ở diễn biến “Thủ tục”."),
        Field("received_on", "Ngày nhận đủ giấy tờ", kinds.Date(), when=_BEGUN, help="Từ ngày này tính thời hạn xác nhận (đa số 05 ngày làm việc)."),
        Field("applicant", "Người đề nghị (nếu là người khác)", kinds.Name(), when=_BEGUN, help="Thân nhân, người đại diện đứng đơn."),
        Field("sent_on", "Ngày xác nhận, gửi cấp trên", kinds.Date(), when=_BEGUN, help="Đến 30/6/2025: Phòng LĐTBXH; từ 01/7/2025: Sở Nội vụ."),
        Field("sent_to", "Nơi nhận hồ sơ", kinds.Text(100), when=_BEGUN, help="Ghi cơ quan nhận theo phân cấp của tỉnh."),
    )),
    Section("Hồ sơ, quyết định", (
        Field("ministry_file_no", "Mã hồ sơ bộ", kinds.Text(60), aliases=("Mã HS bộ", "Số hồ sơ bộ"), help="Số quản lý trong cơ sở dữ liệu người có công của bộ."),
        Field("province_file_no", "Mã hồ sơ tỉnh", kinds.Text(60), aliases=("Mã HS tỉnh", "Số hồ sơ", "Ký hiệu hồ sơ"), help="Ký hiệu ở góc trên bên phải hồ sơ (NĐ 131 Điều 127)."),
        Field("file_kind", "Loại hồ sơ quản lý", kinds.Choice("file_kind"), help="Theo cách tỉnh xếp hồ sơ."),
        Field("file_state", "Tình trạng hồ sơ", kinds.Text(100), help="Đủ, thiếu giấy tờ gì, đang lưu ở đâu."),
        *parts.decision("decision", "quyết định hưởng"),
        Field("decided_by", "Cơ quan quyết định", kinds.Text(100), help="Sở LĐTBXH, Sở Nội vụ, Bộ Quốc phòng, Bộ Công an."),
        Field("paid_from", "Hưởng từ tháng", kinds.Month(), aliases=("Ngày hưởng", "Hưởng từ"), help="Theo quyết định; tuất từ tháng liền sau tháng từ trần (NĐ 131 Điều 125)."),
        Field("regimes", "Chế độ được hưởng", kinds.Choices("merit_regime"), help="Ghi các chế độ ngoài trợ cấp tiền hằng tháng: BHYT, điều dưỡng, nhà ở…"),
        Field("recorded_amount", "Mức trợ cấp, phụ cấp đã ghi (đồng)", kinds.Money(), aliases=("Mức trợ cấp", "Mức hưởng", "Trợ cấp", "Số tiền"),
              help="Mức hằng tháng trong danh sách chi trả; chương trình đối chiếu với luật của tháng bên dưới."),
        Field("recorded_month", "Tháng của mức đã ghi", kinds.Month(), help="Mức đã ghi được đối chiếu với mức chuẩn của tháng này."),
        Field("paid_by", "Nơi chi trả", kinds.Text(100), help="Tổ chức dịch vụ chi trả, bưu điện, tài khoản."),
    )),
    Section("Thờ cúng liệt sĩ", (
        Field("worshipped", "Liệt sĩ được giao, ủy quyền thờ cúng", kinds.Rows(_WORSHIPPED), when=_WORSHIPS, help="Mỗi liệt sĩ mỗi năm một trợ cấp (NĐ 75/2021 Điều 13 khoản 2)."),
    )),
    Section("Điều dưỡng, dụng cụ", (
        Field("care_last_year", "Năm điều dưỡng gần nhất", kinds.Whole(least=1990, most=2100), aliases=("Năm gần nhất",),
              help="Trước khi dùng chương trình; các lần sau ghi ở diễn biến “Khoản đã giải quyết”."),
        Field("care_form", "Hình thức điều dưỡng", kinds.Choice("convalescence_form"), help="Nguyện vọng: tại nhà hay tập trung."),
        Field("care_listed_year", "Đã đưa vào danh sách điều dưỡng năm", kinds.Whole(least=2021, most=2100), help="Danh sách Mẫu 86 lập trong quý I (NĐ 131 Điều 86)."),
        Field("devices", "Phương tiện trợ giúp, dụng cụ chỉnh hình", kinds.Rows(_DEVICES), help="Niên hạn theo NĐ 75/2021 Phụ lục V."),
    )),
    Section("Nhà ở", (
        Field("housing_need", "Nhu cầu về nhà ở", kinds.Choice("merit_housing_need"), help="Đối tượng: NĐ 131 Điều 99."),
        Field("housing_priority", "Thứ tự ưu tiên hỗ trợ nhà ở", kinds.Choices("housing_priority"), when=When("housing_need", ("repair", "build")), help="NĐ 131 Điều 102 khoản 6 điểm d."),
    )),
    Section("Mộ liệt sĩ, Bằng “Tổ quốc ghi công”", (
        Field("award_no", "Số Bằng “Tổ quốc ghi công”", kinds.Text(60), when=MARTYR, help="Số, quyết định ghi trên Bằng."),
        Field("award_date", "Ngày cấp Bằng", kinds.PartialDate(), when=MARTYR),
        Field("award_keeper", "Người giữ Bằng", kinds.Name(), when=MARTYR, help="Thân nhân hoặc người thừa kế, người thờ cúng."),
        Field("fell_at", "Nơi hy sinh", kinds.Text(), when=MARTYR),
        Field("grave_outside", "Mộ ngoài nghĩa trang liệt sĩ", kinds.YesNo(), when=MARTYR, help="Mẫu 85 thay cho Mẫu 84."),
        Field("cemetery", "Nghĩa trang, nơi an táng", kinds.Text(), when=MARTYR, help="Chưa rõ nơi an táng thì để trống."),
        Field("grave_place", "Lô, hàng, số mộ", kinds.Text(100), when=MARTYR),
    )),
    Section("Tạm đình chỉ, chấm dứt, chuyển đi", (
        Field("state_reason", "Lý do tạm đình chỉ, chấm dứt", kinds.Choice("suspend_reason"), help="Pháp lệnh Điều 54, 55; NĐ 131 Điều 118–120. Không ghi chi tiết án tích."),
        Field("stopped_from", "Thôi hưởng từ tháng", kinds.Month(), help="Tháng đầu tiên không còn hưởng ở đây."),
        *parts.decision("stop_decision", "quyết định tạm đình chỉ, chấm dứt"),
        Field("moved_to", "Xã chuyển đến", kinds.Unit(), help="Trong tỉnh; hồ sơ di chuyển theo Mẫu 27, 93 (NĐ 131 Điều 131)."),
        Field("moved_to_place", "Nơi chuyển đến ngoài tỉnh", kinds.Text(), help="Ghi tỉnh, xã nơi đến khi ở ngoài tỉnh."),
        parts.note_field(),
    )),
), GUIDANCE)
# fmt: on
