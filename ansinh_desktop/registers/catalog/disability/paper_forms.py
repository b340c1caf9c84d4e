"""The forms of TT 01/2019/TT-BLĐTBXH for one person, Mẫu 01 to 06."""

from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.paper_forms import Levels, PaperForm, Say, SignedBy, Tick
from ansinh_desktop.rules import law

_LEGAL = "TT 01/2019/TT-BLĐTBXH"
_WHO = (
    Say("Họ và tên: {person.full_name:upper}"),
    Say("Ngày, tháng, năm sinh: {person.birth_date}; giới tính: {person.sex}; dân tộc: {person.ethnicity}"),
    Say("Số định danh cá nhân / CCCD: {person.personal_id}; ngày cấp: {person.id_issued_on}"),
    Say("Nơi cư trú: {person.place}"),
)
_ACTIVITIES = Levels("activity_", "disability_activity", "activity_answer", heading="Hoạt động")
_HEAD_OF_COUNCIL = SignedBy(("CHỦ TỊCH HỘI ĐỒNG",), "{office.signer_name}", "(Ký, ghi rõ họ tên, đóng dấu)")

_REQUEST = PaperForm(
    code="m01",
    model="Mẫu số 01",
    legal=_LEGAL,
    mark="•",
    title="ĐƠN ĐỀ NGHỊ",
    subtitle="Xác định, xác định lại mức độ khuyết tật và cấp, cấp đổi, cấp lại Giấy xác nhận khuyết tật",
    declared=True,
    dated="received_on",
    pieces=(
        Say("Kính gửi: {office.signer_title} {office.signs_for}", "bold", centred=True),
        Say("1. Thông tin người được xác định mức độ khuyết tật", "bold"),
        *_WHO,
        Say("2. Thông tin người đại diện (nếu có)", "bold"),
        Say("Họ và tên: {proxy_name}; quan hệ với người khuyết tật: {proxy_relation}"),
        Say("Số định danh cá nhân / CCCD: {proxy_id}; điện thoại: {proxy_phone}"),
        Say("Nơi ở: {proxy_address}"),
        Say("3. Nội dung đề nghị", "bold"),
        Tick("Đề nghị", "request_kind"),
        Tick("Lý do cấp đổi, cấp lại", "reissue_reason"),
        Tick("Dạng khuyết tật", "claimed_types"),
        Say("4. Mức độ thực hiện các hoạt động", "bold"),
        _ACTIVITIES,
    ),
    signatures=(SignedBy(("NGƯỜI VIẾT ĐƠN",)),),
)


def _sheet(code: str, model: str, subtitle: str, mark: law.Mark) -> PaperForm:
    return PaperForm(
        code=code,
        model=model,
        legal=_LEGAL,
        mark=mark,
        title="PHIẾU XÁC ĐỊNH",
        subtitle=subtitle,
        dated="meeting_on",
        pieces=(
            *_WHO,
            Tick("Dạng khuyết tật theo đơn", "claimed_types"),
            Say("Mức độ thực hiện các hoạt động", "bold"),
            _ACTIVITIES,
            Say("Ý kiến của cơ sở giáo dục: {school_opinion}", lines=2),
            Say("Nhận xét của thành viên Hội đồng: {paper.blank}", lines=3),
        ),
        signatures=(SignedBy(("THÀNH VIÊN HỘI ĐỒNG",)),),
    )


_SCHOOL = PaperForm(
    code="m04",
    model="Mẫu số 04",
    legal=_LEGAL,
    mark="•",
    title="BIÊN BẢN",
    subtitle="Thu thập thông tin về người được xác định mức độ khuyết tật tại cơ sở giáo dục",
    dated="school_opinion_on",
    when=When("studying"),
    pieces=(
        *_WHO,
        Say("Cơ sở giáo dục: {school_name}"),
        Say("Ý kiến của cơ sở giáo dục về khó khăn trong học tập, sinh hoạt, giao tiếp: {school_opinion}", lines=5),
    ),
    signatures=(
        SignedBy(("NGƯỜI THU THẬP",)),
        SignedBy(("ĐẠI DIỆN CƠ SỞ GIÁO DỤC",), "", "(Ký tên, đóng dấu)"),
    ),
)  # fmt: skip

_MINUTES = PaperForm(
    code="m05",
    model="Mẫu số 05",
    legal=_LEGAL,
    mark="•",
    title="BIÊN BẢN HỌP",
    subtitle="Kết luận dạng khuyết tật và mức độ khuyết tật",
    number="minutes_no",
    symbol="BB-HĐXĐKT",
    dated="meeting_on",
    pieces=(
        Say("Hội đồng xác định mức độ khuyết tật họp ngày {meeting_on} tại trụ sở UBND cấp xã."),
        Tick("Thành viên có mặt", "members_present"),
        Say("Hội đồng xem xét hồ sơ của:", "bold"),
        *_WHO,
        Say("Ý kiến của các thành viên: {council_opinions}", lines=4),
        Say("Biểu quyết: đồng ý {votes_for}; không đồng ý {votes_against}."),
        Say("Kết luận", "bold"),
        Tick("Kết luận của Hội đồng", "conclusion"),
        Tick("Dạng khuyết tật", "disability_types"),
        Tick("Mức độ khuyết tật", "disability_degree"),
        Tick("Chuyển giám định y khoa vì", "medical_reason"),
    ),
    signatures=(SignedBy(("THƯ KÝ",)), _HEAD_OF_COUNCIL),
)

_CERTIFICATE = PaperForm(
    code="m06",
    model="Mẫu số 06",
    legal=_LEGAL,
    mark="?",
    title="GIẤY XÁC NHẬN KHUYẾT TẬT",
    dated="certificate_date",
    pieces=(
        Say("Số hiệu: {certificate_no}", centred=True),
        *_WHO[:2],
        Say("Nơi cư trú: {person.place}"),
        Say("Dạng khuyết tật: {disability_types}"),
        Say("Mức độ khuyết tật: {disability_degree}"),
    ),
    signatures=(
        SignedBy(("TM. ỦY BAN NHÂN DÂN", "{office.signer_title}"), "{office.signer_name}", "(Ký tên, đóng dấu)"),
    ),
)  # fmt: skip

FORMS = (
    _REQUEST,
    _sheet("m02", "Mẫu số 02", "Mức độ khuyết tật đối với trẻ em dưới 6 tuổi", "?"),
    _sheet("m03", "Mẫu số 03", "Mức độ khuyết tật đối với người từ đủ 6 tuổi trở lên", "•"),
    _SCHOOL,
    _MINUTES,
    _CERTIFICATE,
)
