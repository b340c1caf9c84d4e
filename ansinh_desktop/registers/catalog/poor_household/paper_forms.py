"""The forms of one household: the requests of QĐ 24/2021/QĐ-TTg, what a review found, decision and certificate."""

from ansinh_desktop.registers.paper_forms import PaperForm, Say, SignedBy, Table, TableColumn, Tick

_LEGAL = "QĐ 24/2021/QĐ-TTg"
_TO = Say("Kính gửi: {office.signer_title} {office.signs_for}", "bold", centred=True)
_CHAIRMAN = SignedBy(
    ("TM. ỦY BAN NHÂN DÂN", "{office.signer_title}"), "{office.signer_name}", "(Ký tên, đóng dấu)"
)
_HEAD = (
    Say("Họ và tên chủ hộ: {person.full_name:upper}"),
    Say("Ngày, tháng, năm sinh: {person.birth_date}; giới tính: {person.sex}; dân tộc: {person.ethnicity}"),
    Say("Số định danh cá nhân / CCCD: {person.personal_id}; ngày cấp: {person.id_issued_on}"),
    Say("Nơi ở hiện nay: {person.place}"),
)
_MEMBERS = Table(
    "members",
    (
        TableColumn("name", "Họ và tên", 2.0),
        TableColumn("born", "Ngày sinh", 1.0),
        TableColumn("sex", "Nam/Nữ", 0.7),
        TableColumn("relation", "Quan hệ với chủ hộ", 1.2),
        TableColumn("ethnicity", "Dân tộc", 0.9),
    ),
    empty=5,
)


def _request(code: str, model: str, subtitle: str, *wishes: Say) -> PaperForm:
    return PaperForm(
        code=code,
        model=model,
        legal=_LEGAL,
        mark="•",
        title="GIẤY ĐỀ NGHỊ",
        subtitle=subtitle,
        declared=True,
        pieces=(
            _TO,
            *_HEAD,
            Say("Số nhân khẩu: {people}. Các thành viên khác của hộ:"),
            _MEMBERS,
            *wishes,
            Say("Lý do đề nghị: {paper.blank}", lines=3),
            Say("Tôi cam đoan những điều khai trên là đúng sự thật.", "italic"),
        ),
        signatures=(SignedBy(("CHỦ HỘ",), "{person.full_name}"),),
    )


_YEARLY = _request(
    "m01",
    "Mẫu số 01",
    "Rà soát hộ nghèo, hộ cận nghèo",
    Say("Đề nghị rà soát, công nhận hộ nghèo, hộ cận nghèo trong kỳ rà soát định kỳ hằng năm."),
)
_REGULAR = _request(
    "m04",
    "Mẫu số 04",
    "Rà soát hộ nghèo, hộ cận nghèo; công nhận hộ thoát nghèo, hộ thoát cận nghèo",
    Say(
        "Đề nghị (đánh dấu):  □ công nhận hộ nghèo, hộ cận nghèo   □ công nhận hộ thoát nghèo, hộ thoát cận nghèo"
    ),
)

_SHEET = PaperForm(
    code="review",
    title="PHIẾU TỔNG HỢP",
    subtitle="Kết quả rà soát hộ gia đình",
    event="review",
    dated="event.on",
    pieces=(
        *_HEAD,
        Tick("Khu vực", "area"),
        Say("Số nhân khẩu: {people}"),
        Tick("Loại rà soát", "event.kind"),
        Say("Ngày rà soát: {event.on}; rà soát viên: {event.reviewer}"),
        Tick("Phiếu A: cần rà soát bằng phiếu B", "event.needs_form_b"),
        Say("Phiếu B1 (ước lượng thu nhập): {event.income_points} điểm"),
        Say("Phiếu B2 (thiếu hụt dịch vụ xã hội cơ bản): {event.lacking_points} điểm"),
        Tick("Chỉ số thiếu hụt", "event.shortfalls"),
        Tick("Nguyên nhân nghèo", "causes"),
        Say(
            "Họp dân ngày: {event.meeting_on}; niêm yết từ ngày {event.posted_from} đến ngày {event.posted_to}"
        ),
        Say("Ý kiến, khiếu nại: {event.opinions}", lines=2),
        Tick("Kết quả", "event.result"),
    ),
    signatures=(
        SignedBy(("RÀ SOÁT VIÊN",), "{event.reviewer}"),
        SignedBy(("TRƯỞNG ẤP, KHÓM",)),
        SignedBy(("ĐẠI DIỆN HỘ",), "{person.full_name}"),
    ),
)

_DECISION = PaperForm(
    code="decision",
    title="QUYẾT ĐỊNH",
    subtitle="Về việc công nhận tình trạng hộ (hộ nghèo, hộ cận nghèo, hộ thoát nghèo, hộ thoát cận nghèo)",
    mark="?",
    event="household_status",
    number="event.decision_no",
    symbol="QĐ-UBND",
    dated="event.decision_on",
    pieces=(
        Say("{office.signer_title:upper} {office.signs_for:upper}", "bold", centred=True),
        Say("Căn cứ Luật Tổ chức chính quyền địa phương;", "italic", running=True),
        Say("Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27 tháng 01 năm 2021 của Chính phủ;", "italic", running=True),
        Say("Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ;", "italic", running=True),
        Say("Xét kết quả rà soát.", "italic", running=True),
        Say("QUYẾT ĐỊNH:", "bold", centred=True),
        Say(
            "Điều 1. Công nhận hộ của ông (bà) {person.full_name:upper}, sinh {person.birth_date}, ở {person.place}, có "
            "{people} nhân khẩu, là: {event.status}, từ {event.valid_from:words}.",
            running=True,
        ),
        Say("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", running=True),
        Say("Điều 3. Các cơ quan, tổ chức, cá nhân có liên quan và hộ có tên ở Điều 1 chịu trách nhiệm thi hành./.", running=True),
    ),
    recipients=("Như Điều 3;", "Lưu: VT."),
    signatures=(_CHAIRMAN,),
)  # fmt: skip

_CERTIFICATE = PaperForm(
    code="certificate",
    title="GIẤY CHỨNG NHẬN",
    subtitle="Hộ nghèo, hộ cận nghèo",
    mark="?",
    event="household_status",
    dated="event.decision_on",
    pieces=(
        Say("Số: {event.certificate_no}", centred=True),
        Say("{office.signer_title:upper} {office.signs_for:upper} CHỨNG NHẬN", "bold", centred=True),
        *_HEAD,
        Say("Là: {event.status}, từ ngày {event.valid_from}, theo Quyết định số {event.decision_no}, {event.decision_on:words}."),
        Say("Các thành viên khác của hộ:"),
        _MEMBERS,
    ),
    signatures=(_CHAIRMAN,),
)  # fmt: skip

FORMS = (_YEARLY, _REGULAR, _SHEET, _DECISION, _CERTIFICATE)
