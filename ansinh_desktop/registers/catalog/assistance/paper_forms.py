"""The forms of monthly assistance: the declarations of NĐ 20/2021 by group, those of NĐ 335/2026, the decision."""

import datetime

from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.paper_forms import (
    PaperForm,
    Piece,
    Say,
    SignedBy,
    Table,
    TableColumn,
    Tick,
)
from ansinh_desktop.rules import law

_OLD, _NEW = "NĐ 20/2021/NĐ-CP", "NĐ 335/2026/NĐ-CP"
_NEW_FROM = datetime.date(2026, 10, 5)
_OLD_UNTIL = datetime.date(2026, 10, 4)
_OLD_FROM = datetime.date(2021, 7, 1)
_ELDERS = ("k5a", "k5b", "k5b_335", "k5c", "k5d")

_PERSON: tuple[Piece, ...] = (
    Say("Phần 1. THÔNG TIN CỦA ĐỐI TƯỢNG", "bold"),
    Say("1. Họ và tên (viết chữ in hoa): {person.full_name:upper}"),
    Say("Ngày/tháng/năm sinh: {person.birth_date}; giới tính: {person.sex}; dân tộc: {person.ethnicity}"),
    Say(
        "Giấy CMND hoặc căn cước công dân số: {person.personal_id}; cấp ngày: {person.id_issued_on}; nơi cấp: {paper.blank}"
    ),
    Say("2. Hộ khẩu thường trú: {person.permanent_address}"),
    Say("Hiện nay ở với ai: {lives_with}; địa chỉ nơi ở: {person.place}"),
)
_SCHOOL: tuple[Piece, ...] = (
    Tick("3. Tình trạng đi học", "school_status"),
    Say("Lớp, trường hoặc lý do: {school_note}"),
)
_INSURANCE: tuple[Piece, ...] = (Tick("Có thẻ BHYT không", "has_health_insurance"),)
_BENEFITS: tuple[Piece, ...] = tuple(
    Say(f"{label}: {{benefit_{code}_amount}} đồng; hưởng từ tháng: {{benefit_{code}_from}}")
    for code, label in (
        ("insurance", "Đang hưởng lương hưu/trợ cấp BHXH hằng tháng"),
        ("social", "Đang hưởng trợ cấp bảo trợ xã hội hằng tháng"),
        ("merit", "Đang hưởng trợ cấp ưu đãi người có công hằng tháng"),
        ("other", "Đang hưởng các khoản trợ cấp, phụ cấp hằng tháng khác"),
    )
)
_POOR: tuple[Piece, ...] = (Say("Thuộc hộ nghèo, hộ cận nghèo: {person.poverty_status}"),)
_DISABILITY: tuple[Piece, ...] = (
    Say(
        "Giấy xác nhận khuyết tật (nếu có) số: {certificate_no}; ngày cấp: {certificate_date}; nơi cấp: {certificate_place}"
    ),
    Say("Dạng khuyết tật: {disability_types}; mức độ khuyết tật: {disability_degree}"),
)
_PARENTS: tuple[Piece, ...] = (
    Say("Thông tin về cha, mẹ", "bold"),
    Table(
        "parents",
        (
            TableColumn("relation", "Quan hệ", 0.8),
            TableColumn("name", "Họ và tên", 1.6),
            TableColumn("birth_date", "Ngày sinh", 1.0),
            TableColumn("address", "Nơi ở", 1.4),
            TableColumn("benefits", "Chế độ đang hưởng", 1.6),
            TableColumn("benefits_amount", "Số tiền (đồng)", 1.0),
        ),
        empty=2,
    ),
)
_HIV: tuple[Piece, ...] = (
    Say("Thời điểm phát hiện nhiễm HIV: {hiv_detected_on}"),
    Say("Khả năng tham gia lao động: {work_ability}", lines=2),
)
_MARRIED: tuple[Piece, ...] = (Tick("Tình trạng hôn nhân", "marital_status"),)
_CHILDREN: tuple[Piece, ...] = (
    Say(
        "Số con đang nuôi: {children_total}; dưới 16 tuổi: {children_under_16}; từ 16 đến 22 tuổi đang học: {children_16_22}"
    ),
    Say("Thông tin về con đang nuôi", "bold"),
    Table(
        "children",
        (
            TableColumn("name", "Họ và tên", 1.6),
            TableColumn("birth_date", "Ngày sinh", 1.0),
            TableColumn("address", "Nơi ở", 1.4),
            TableColumn("school_status", "Tình trạng đi học", 1.2),
            TableColumn("benefits", "Chế độ đang hưởng", 1.6),
        ),
    ),
)
_SUPPORTERS: tuple[Piece, ...] = (
    Say("Thông tin về người có nghĩa vụ và quyền phụng dưỡng", "bold"),
    Table(
        "supporters",
        (
            TableColumn("name", "Họ và tên", 1.6),
            TableColumn("birth_date", "Ngày sinh", 1.0),
            TableColumn("job", "Nghề nghiệp, việc làm", 1.4),
            TableColumn("address", "Nơi ở", 1.4),
            TableColumn("income_month", "Thu nhập (đồng/tháng)", 1.2),
        ),
    ),
    Say("Quá trình hoạt động của bản thân: {life_history}", lines=3),
)
_WORK: tuple[Piece, ...] = (
    Tick("Có làm việc không", "works"),
    Say("Nếu có: đang làm gì: {job}; thu nhập hằng tháng: {income_month} đồng"),
    Say("Nếu không: ghi lý do: {no_work_reason}"),
)
_SELF_CARE: tuple[Piece, ...] = (
    Say("Số con: {children_total}; số con dưới 36 tháng tuổi: {children_under_36m}"),
    Say("Khả năng tự phục vụ: {self_care}", lines=2),
    Say("Cá nhân/hộ gia đình đang trực tiếp chăm sóc, nuôi dưỡng: {carer_name}"),
)
_END: tuple[Piece, ...] = (
    Say(
        "Tôi xin cam đoan những lời khai trên là đúng, nếu có điều gì khai không đúng tôi xin chịu trách nhiệm hoàn toàn./.",
        running=True,
    ),
    Say("Phần 2. THÔNG TIN NGƯỜI KHAI THAY (nếu có)", "bold"),
    Say("Họ và tên: {proxy_name}; số CMND/CCCD: {proxy_id}"),
    Say("Mối quan hệ với đối tượng: {proxy_relation}; địa chỉ: {proxy_address}"),
    Say("XÁC NHẬN CỦA ỦY BAN NHÂN DÂN CẤP XÃ", "bold", centred=True),
    Say(
        "Ủy ban nhân dân {office.name:inside} xác nhận những thông tin cá nhân nêu trên là đúng. Ngày xác nhận: {confirmed_on}."
    ),
)
_SIGNED = (
    SignedBy(("NGƯỜI KHAI",)),
    SignedBy(("CÁN BỘ TIẾP NHẬN",), "{received_by}"),
    SignedBy(("{office.signer_title}",), "{confirmed_by}", "(Ký tên, đóng dấu)"),
)
_DECLARED = (*_PERSON, *_SCHOOL, *_INSURANCE, *_BENEFITS, *_POOR)


def _old(model: str, groups: tuple[str, ...], clauses: str, *pieces: Piece) -> PaperForm:
    """Return a declaration of NĐ 20/2021 for the groups of some clauses."""
    return PaperForm(
        code=f"declaration_{model}",
        model=f"Mẫu số {model}",
        legal=_OLD,
        mark="•",
        title="TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",
        subtitle=f"(Áp dụng đối với đối tượng quy định tại {clauses} Điều 5 Nghị định số 20/2021/NĐ-CP)",
        dated="declared_on",
        declared=True,
        when=When("social_group", groups),
        valid_from=_OLD_FROM,
        valid_to=_OLD_UNTIL,
        pieces=(*pieces, *_END),
        signatures=_SIGNED,
    )


_NEW_DECLARATION = PaperForm(
    code="declaration_01",
    model="Mẫu số 01",
    legal=_NEW,
    mark="?",
    title="TỜ KHAI",
    subtitle="Đề nghị trợ cấp xã hội, trợ cấp hưu trí xã hội",
    dated="declared_on",
    declared=True,
    valid_from=_NEW_FROM,
    pieces=(
        Tick("Nhóm đối tượng", "social_group"),
        *_DECLARED,
        *_DISABILITY,
        *_MARRIED,
        *_PARENTS,
        *_CHILDREN,
        *_SUPPORTERS,
        *_SELF_CARE,
        *_END,
    ),
    signatures=_SIGNED,
)

_FUNERAL = PaperForm(
    code="funeral_03",
    model="Mẫu số 03",
    legal=_NEW,
    mark="•",
    title="TỜ KHAI",
    subtitle="Đề nghị hỗ trợ chi phí mai táng",
    event="funeral",
    dated="event.on",
    declared=True,
    pieces=(
        Say("Kính gửi: Chủ tịch Ủy ban nhân dân {office.name:inside}", centred=True),
        Say("1. Người đề nghị", "bold"),
        Say("Cơ quan, tổ chức hoặc họ và tên: {event.buried_by}"),
        Say(
            "Số căn cước/định danh cá nhân: {event.buried_by_id}; ngày cấp: {paper.blank}; nơi cấp: {paper.blank}"
        ),
        Say("Nơi cư trú: {paper.blank}"),
        Say("Quan hệ với người chết: {paper.blank}; điện thoại: {paper.blank}"),
        Say("Nội dung đề nghị: hỗ trợ chi phí mai táng, số tiền {event.amount} đồng."),
        Say("2. Người chết", "bold"),
        Say("Họ và tên: {person.full_name:upper}"),
        Say(
            "Ngày sinh: {person.birth_date}; giới tính: {person.sex}; dân tộc: {person.ethnicity}; quốc tịch: {person.nationality}"
        ),
        Say("Nơi cư trú: {person.place}"),
        Say("Số định danh cá nhân: {person.personal_id}"),
        Say("Ngày chết: {event.died_on}; nguyên nhân: {event.cause}"),
        Say("Số giấy báo tử, trích lục khai tử: {event.death_paper_no}; nơi cấp, ngày cấp: {paper.blank}"),
        Say("3. Phương thức nhận", "bold"),
        Say("Chủ tài khoản: {paper.blank}; số tài khoản: {paper.blank}; ngân hàng: {paper.blank}"),
        Say("Hoặc nhận tiền mặt tại: {paper.blank}"),
        Say(
            "Tôi xin cam đoan những lời khai trên là đúng và chịu trách nhiệm trước pháp luật.", running=True
        ),
    ),
    signatures=(SignedBy(("NGƯỜI ĐỀ NGHỊ",)),),
)

_DECISION = PaperForm(
    code="decision",
    mark="?",
    title="QUYẾT ĐỊNH",
    subtitle="Về việc hưởng trợ cấp xã hội hằng tháng",
    number="decision_no",
    symbol="QĐ-UBND",
    dated="decision_date",
    when=When("social_group", ("k1", "k2", "k3", "k4", *_ELDERS, "k6", "k7", "k8")),
    valid_from=law.UNITS_REFORM,
    pieces=(
        Say("{office.signer_title:upper} {office.signs_for:upper}", "bold", centred=True),
        Say("Căn cứ Luật Tổ chức chính quyền địa phương;", "italic", running=True),
        Say("Căn cứ {legal_basis};", "italic", running=True),
        Say("Xét hồ sơ số {record.number} của {addressed} {person.full_name}.", "italic", running=True),
        Say("QUYẾT ĐỊNH:", "bold", centred=True),
        Say(
            "Điều 1. Trợ cấp xã hội hằng tháng đối với {addressed} {person.full_name:upper}, sinh {person.birth_date:words}, "
            "số định danh cá nhân {person.personal_id}, hiện ở {person.place}, thuộc nhóm đối tượng: {social_group}.",
            running=True,
        ),
        Say(
            "Mức chuẩn {base} đồng, hệ số {coefficient}, mức trợ cấp hằng tháng {amount} đồng (bằng chữ: {amount:words}), "
            "kể từ tháng {start_month}.",
            running=True,
        ),
        Say("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", running=True),
        Say(
            "Điều 3. Các cơ quan, đơn vị có liên quan và {addressed} {person.full_name} chịu trách nhiệm thi hành Quyết định "
            "này./.",
            running=True,
        ),
    ),
    recipients=("Như Điều 3;", "Lưu: VT, hồ sơ."),
    signatures=(SignedBy(("{office.signer_title}",), "{office.signer_name}", "(Ký tên, đóng dấu)"),),
)

_REFUSAL = PaperForm(
    code="refusal",
    mark="•",
    title="THÔNG BÁO",
    subtitle="Về việc không đủ điều kiện hưởng trợ cấp xã hội hằng tháng",
    symbol="TB-UBND",
    pieces=(
        Say("Kính gửi: {addressed} {person.full_name:upper}, sinh {person.birth_date:words}", running=True),
        Say("Nơi ở: {person.place}", running=True),
        Say(
            "Ngày {received_on}, Ủy ban nhân dân {office.name:inside} nhận hồ sơ đề nghị trợ cấp xã hội hằng tháng của {addressed}, "
            "nhóm đối tượng: {social_group}.",
            running=True,
        ),
        Say(
            "Sau khi xem xét, Ủy ban nhân dân {office.name:inside} trả lời: hồ sơ không đủ điều kiện hưởng, vì:",
            running=True,
        ),
        Say("{refusal}", lines=4),
        Say(
            "Nếu không đồng ý hoặc có thêm giấy tờ, {addressed} gửi đến Ủy ban nhân dân {office.name:inside} để được xem xét lại; "
            "khi điều kiện thay đổi, {addressed} có thể đề nghị lại./.",
            running=True,
        ),
    ),
    recipients=("Như trên;", "Lưu: VT, hồ sơ."),
    signatures=(
        SignedBy(
            ("TM. ỦY BAN NHÂN DÂN", "{office.signer_title}"), "{office.signer_name}", "(Ký tên, đóng dấu)"
        ),
    ),
)


def _later_decision(event: str, subtitle: str, *said: Say) -> PaperForm:
    """Return the decision that changes or ends what an earlier one gave."""
    return PaperForm(
        code=f"{event}_decision",
        mark="?",
        title="QUYẾT ĐỊNH",
        subtitle=subtitle,
        number="event.decision_no",
        symbol="QĐ-UBND",
        dated="event.decision_date",
        event=event,
        pieces=(
            Say("{office.signer_title:upper} {office.signs_for:upper}", "bold", centred=True),
            Say("Căn cứ Luật Tổ chức chính quyền địa phương;", "italic", running=True),
            Say("Căn cứ {legal_basis};", "italic", running=True),
            Say("Xét hồ sơ số {record.number} của {addressed} {person.full_name}.", "italic", running=True),
            Say("QUYẾT ĐỊNH:", "bold", centred=True),
            *said,
            Say("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", running=True),
            Say(
                "Điều 3. Các cơ quan, đơn vị có liên quan và {addressed} {person.full_name} chịu trách nhiệm thi hành Quyết "
                "định này./.",
                running=True,
            ),
        ),
        recipients=("Như Điều 3;", "Lưu: VT, hồ sơ."),
        signatures=(SignedBy(("{office.signer_title}",), "{office.signer_name}", "(Ký tên, đóng dấu)"),),
    )


_WHO = (
    "{addressed} {person.full_name:upper}, sinh {person.birth_date:words}, số định danh cá nhân {person.personal_id}, hiện ở "
    "{person.place}, thuộc nhóm đối tượng: {social_group}"
)


def _settlement(event: str, title: str, said: str) -> PaperForm:
    """Return the table of what past months owe, or were paid too much, month by month."""
    return PaperForm(
        code=event,
        mark="•",
        title=title,
        subtitle="Trợ cấp xã hội hằng tháng",
        event=event,
        pieces=(
            Say("Họ và tên: {person.full_name:upper}, sinh {person.birth_date:words}", running=True),
            Say("Số định danh: {person.personal_id}; nơi ở: {person.place}", running=True),
            Say("Quyết định hưởng: {decision_shown}", running=True),
            Say(
                f"{said}: {{event.amount}} đồng (bằng chữ: {{event.amount:words}}), vào danh sách chi trả tháng {{event.month}}.",
                running=True,
            ),
            Table(
                "event.by_month",
                (
                    TableColumn("month", "Tháng", 0.8),
                    TableColumn("due", "Được hưởng (đồng)", 1.2),
                    TableColumn("given", "Đã chi (đồng)", 1.2),
                ),
            ),
        ),
        signatures=(
            SignedBy(("NGƯỜI LẬP BIỂU",), "{office.preparer_name}"),
            SignedBy(
                ("TM. ỦY BAN NHÂN DÂN", "{office.signer_title}"), "{office.signer_name}", "(Ký tên, đóng dấu)"
            ),
        ),
    )


FORMS = (
    _old("1a", ("k1", "k2", "k7"), "khoản 1, khoản 2 và khoản 7", *_DECLARED, *_DISABILITY, *_PARENTS),
    _old("1b", ("k3", "k8"), "khoản 3 và khoản 8", *_DECLARED, *_DISABILITY, *_HIV),
    _old("1c", ("k4",), "khoản 4", *_PERSON, *_INSURANCE, *_POOR, *_MARRIED, *_CHILDREN),
    _old(
        "1d",
        _ELDERS,
        "khoản 5",
        *_PERSON,
        *_INSURANCE,
        *_BENEFITS,
        *_POOR,
        *_DISABILITY,
        *_MARRIED,
        *_SUPPORTERS,
    ),
    _old("1đ", ("k6",), "khoản 6", *_DECLARED, *_DISABILITY, *_MARRIED, *_WORK, *_SELF_CARE),
    _NEW_DECLARATION,
    _FUNERAL,
    _DECISION,
    _REFUSAL,
    _later_decision(
        "increase",
        "Về việc điều chỉnh mức trợ cấp xã hội hằng tháng",
        Say(f"Điều 1. Điều chỉnh mức trợ cấp xã hội hằng tháng đối với {_WHO}.", running=True),
        Say("Mức trước khi điều chỉnh: {last_amount} đồng/tháng.", running=True),
        Say(
            "Mức sau khi điều chỉnh, kể từ tháng {event.month}: hệ số {event.coefficient}, {event.new_amount} đồng/tháng "
            "(bằng chữ: {event.new_amount:words}). Lý do: {event.reason}.",
            running=True,
        ),
    ),
    _later_decision(
        "decrease",
        "Về việc giảm mức, tạm dừng, thôi hưởng trợ cấp xã hội hằng tháng",
        Say(
            f"Điều 1. Kể từ tháng {{event.month}}, đối với {_WHO}, đang hưởng {{last_amount}} đồng/tháng:",
            running=True,
        ),
        Say("Mức mới (để trống là không chi trả nữa): {event.new_amount} đồng/tháng.", running=True),
        Say("Lý do: {event.reason}.", running=True),
    ),
    _settlement("arrears", "BẢNG TÍNH TRUY LĨNH", "Số tiền truy lĩnh"),
    _settlement("deduction", "BẢNG TÍNH TRUY THU", "Số tiền truy thu"),
)
