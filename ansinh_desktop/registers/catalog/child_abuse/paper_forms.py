"""The forms of an abused child's file, Mẫu 01 to 07 of NĐ 56/2017/NĐ-CP."""

from collections.abc import Iterator

from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.paper_forms import (
    Levels,
    PaperForm,
    Piece,
    Say,
    SignedBy,
    Table,
    TableColumn,
    Tick,
)

_LEGAL = "NĐ 56/2017/NĐ-CP"
_CHAIRMAN = SignedBy(
    ("TM. ỦY BAN NHÂN DÂN", "{office.signer_title}"), "{office.signer_name}", "(Ký tên, đóng dấu)"
)
_HARM, _PROTECTION = (
    ("a) Mức độ tổn hại của trẻ em", "harm"),
    (
        "b) Khả năng tự bảo vệ, phục hồi của trẻ em",
        "protection",
    ),
)
_COMPARED = "c) So sánh tổng mục a và mục b"
_BASIS = (
    Say("Căn cứ Luật Tổ chức chính quyền địa phương;", "italic", running=True),
    Say("Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;", "italic", running=True),
    Say(
        "Căn cứ Nghị định số 56/2017/NĐ-CP ngày 09 tháng 5 năm 2017 của Chính phủ quy định chi tiết một số điều của "
        "Luật Trẻ em;",
        "italic",
        running=True,
    ),
)
_CHILD = (
    Say("Họ và tên trẻ em: {person.full_name:upper}"),
    Say("Ngày, tháng, năm sinh: {person.birth_date}; giới tính: {person.sex}; dân tộc: {person.ethnicity}"),
    Say("Nơi ở của trẻ em: {person.place}"),
)
_PLAN = Table(
    "plan_activities",
    (
        TableColumn("problem", "Vấn đề, nhu cầu", 1.3),
        TableColumn("goal", "Mục tiêu", 1.1),
        TableColumn("activity", "Hoạt động, dịch vụ", 1.5),
        TableColumn("executor", "Cơ quan, người thực hiện", 1.2),
        TableColumn("until", "Thời gian", 0.9),
        TableColumn("resources", "Nguồn lực", 0.9),
        TableColumn("result", "Kết quả", 0.9),
    ),
    empty=5,
)


def _parent(of: str, key: str) -> tuple[Say, ...]:
    return (
        Say(
            f"Họ và tên {of}: {{{key}_name}}; năm sinh: {{{key}_birth}}; nghề nghiệp: {{{key}_job}}",
        ),
    )


def _first_report() -> Iterator[Piece]:
    yield Say("Cơ quan, đơn vị tiếp nhận thông tin: {received_unit}")
    yield Tick("Loại thông tin", "report_kind")
    yield Say("1. Nguồn nhận thông tin", "bold")
    yield Tick("Nhận thông tin qua", "information_source")
    yield Say("Thời gian nhận thông tin: {received_at:words}")
    yield Say("2. Thông tin về trẻ em (ghi nếu biết)", "bold")
    yield Say("Họ và tên trẻ em: {person.full_name:upper}")
    yield Say("Ngày, tháng, năm sinh: {person.birth_date}; hoặc ước lượng tuổi: {estimated_age}")
    yield Tick("Giới tính", "person.sex")
    yield Say("Nơi ở của trẻ em: {person.place}")
    yield Say("Địa điểm xảy ra vụ việc: {place}, {commune_of_event}")
    yield Say("Tình trạng hiện tại của trẻ em: {condition}", lines=3)
    yield Say("Phỏng đoán hậu quả có thể xảy ra cho trẻ em nếu không có can thiệp: {expected_harm}", lines=3)
    yield from _parent("cha", "father")
    yield from _parent("mẹ", "mother")
    yield Say("Hoàn cảnh gia đình: {family_situation}", lines=2)
    yield Say("Hiện trẻ em đang được ai chăm sóc: {carer_name}; quan hệ với trẻ em: {carer_relation}")
    yield Say("Những hành động can thiệp, hỗ trợ đã thực hiện trước đó: {actions_before}", lines=3)
    yield Say("3. Thông tin về người cung cấp thông tin (nếu người đó đồng ý)", "bold")
    yield Say("Họ và tên: {reporter_name}; điện thoại: {reporter_phone}")
    yield Say("Địa chỉ: {reporter_address}")
    yield Say("Ghi chú: {reporter_note}", lines=2)


_FIRST_REPORT = PaperForm(
    code="m01",
    model="Mẫu số 01",
    legal=_LEGAL,
    title="BÁO CÁO",
    subtitle="Tiếp nhận thông tin trẻ em bị xâm hại hoặc có nguy cơ bị bạo lực, bóc lột, bỏ rơi và trẻ em có hoàn cảnh đặc biệt",
    number="report_no",
    symbol="BC-UBND",
    dated="received_at",
    pieces=tuple(_first_report()),
    signatures=(SignedBy(("CÁN BỘ TIẾP NHẬN",), "{received_by}"),),
)

_FIRST_ASSESSMENT = PaperForm(
    code="m02",
    model="Mẫu số 02",
    legal=_LEGAL,
    mark="•",
    title="ĐÁNH GIÁ",
    subtitle="Nguy cơ ban đầu, mức độ tổn hại của trẻ em",
    dated="m02_on",
    pieces=(
        *_CHILD,
        Say("Người đánh giá: {m02_by}; thời gian đánh giá: {m02_on:words}"),
        Levels("m02_", "assessment_row_02", "risk_level", (_HARM, _PROTECTION), compared=_COMPARED),
        Say("Kết luận về tình trạng của trẻ em: {m02_conclusion}", lines=3),
        Say("Nhu cầu về an toàn trước mắt của trẻ em", "bold"),
        Tick("Chỗ ở an toàn", "m02_shelter"),
        Tick("Chăm sóc y tế", "m02_medical"),
        Tick("Tách khỏi đối tượng xâm hại", "m02_separate"),
        Say("Người thực hiện: {m02_executor}"),
    ),
    signatures=(SignedBy(("NGƯỜI ĐÁNH GIÁ",), "{m02_by}"),),
)

_SPECIFIC_ASSESSMENT = PaperForm(
    code="m03",
    model="Mẫu số 03",
    legal=_LEGAL,
    mark="•",
    title="BÁO CÁO",
    subtitle="Thu thập thông tin, đánh giá nguy cơ cụ thể",
    dated="m03_on",
    pieces=(
        Say("1. Trẻ em và gia đình", "bold"),
        *_CHILD,
        *_parent("cha", "father"),
        *_parent("mẹ", "mother"),
        Say("Hoàn cảnh gia đình: {family_situation}", lines=2),
        Say("2. Thông tin thu thập", "bold"),
        Say("Hành vi, thời gian, mức độ, tiền sử: {m03_history}", lines=3),
        Say("Tình trạng thể chất: {m03_physical}", lines=2),
        Say("Tình trạng tâm lý, nhận thức, tình cảm: {m03_mental}", lines=2),
        Say("Quan hệ với đối tượng xâm hại: {m03_relation}", lines=2),
        Say("Môi trường chăm sóc: {m03_environment}", lines=2),
        Say("Yếu tố tích cực: {m03_positive}", lines=2),
        Say("Yếu tố tiêu cực: {m03_negative}", lines=2),
        Say("3. Đánh giá nguy cơ cụ thể", "bold"),
        Levels("m03_", "assessment_row_02", "risk_level", (_HARM, _PROTECTION), compared=_COMPARED),
        Say("4. Các vấn đề của trẻ em: {m03_problems}", lines=3),
        Say("5. Nhu cầu của trẻ em: {needs}", lines=2),
    ),
    signatures=(SignedBy(("NGƯỜI ĐÁNH GIÁ",), "{m03_by}"),),
)

_PLAN_DRAFT = PaperForm(
    code="m04",
    model="Mẫu số 04",
    legal=_LEGAL,
    mark="?",
    title="KẾ HOẠCH",
    subtitle="Hỗ trợ, can thiệp đối với trẻ em",
    dated="plan_submitted_on",
    pieces=(
        *_CHILD,
        Say("Căn cứ biên bản họp số {meeting_minutes_no}, ngày {meeting_on}, thành phần: {meeting_members}"),
        Say("1. Các vấn đề của trẻ em: {m03_problems}", lines=2),
        Say("2. Mục tiêu: {plan_goal}", lines=2),
        Say("3. Các hoạt động", "bold"),
        _PLAN,
        Say("Thời gian thực hiện: từ ngày {plan_from} đến ngày {plan_to}."),
    ),
    signatures=(
        SignedBy(("NGƯỜI LÀM CÔNG TÁC", "BẢO VỆ TRẺ EM"), "{m03_by}"),
        SignedBy(("PHÊ DUYỆT CỦA", "{office.signer_title} ỦY BAN NHÂN DÂN"), "", "(Ký tên, đóng dấu)"),
    ),
)

_PLAN_DECISION = PaperForm(
    code="m05",
    model="Mẫu số 05",
    legal=_LEGAL,
    mark="•",
    title="QUYẾT ĐỊNH",
    subtitle="Về việc phê duyệt kế hoạch hỗ trợ, can thiệp đối với trẻ em bị xâm hại hoặc có nguy cơ bị bạo lực, bóc lột, bỏ rơi và trẻ em có hoàn cảnh đặc biệt",
    number="plan_decision_no",
    symbol="QĐ-UBND",
    dated="plan_decision_date",
    pieces=(
        Say("{office.signer_title:upper} {office.signs_for:upper}", "bold", centred=True),
        *_BASIS,
        Say("Xét đề nghị của người làm công tác bảo vệ trẻ em cấp xã.", "italic", running=True),
        Say("QUYẾT ĐỊNH:", "bold", centred=True),
        Say(
            "Điều 1. Phê duyệt kế hoạch hỗ trợ, can thiệp đối với trẻ em {person.full_name:upper}, sinh ngày "
            "{person.birth_date}, hiện ở {person.place}, kèm theo Quyết định này.",
            running=True,
        ),
        Say(
            "Điều 2. Thời gian thực hiện kế hoạch: từ {plan_from:words} đến {plan_to:words}. Các cơ quan, tổ chức, cá "
            "nhân nêu trong kế hoạch có trách nhiệm thực hiện.",
            running=True,
        ),
        Say("Điều 3. Quyết định này có hiệu lực kể từ ngày ký.", running=True),
        Say(
            "Điều 4. Người làm công tác bảo vệ trẻ em và các cơ quan, tổ chức, cá nhân có liên quan chịu trách nhiệm thi "
            "hành Quyết định này./.",
            running=True,
        ),
        Say("KẾ HOẠCH HỖ TRỢ, CAN THIỆP", "bold", centred=True),
        Say("Mục tiêu: {plan_goal}", lines=2),
        _PLAN,
    ),
    recipients=("Như Điều 4;", "Lưu: VT, hồ sơ trẻ em."),
    signatures=(_CHAIRMAN,),
)

_REVIEW = PaperForm(
    code="m06",
    model="Mẫu số 06",
    legal=_LEGAL,
    mark="•",
    title="BÁO CÁO",
    subtitle="Rà soát, đánh giá tình trạng của trẻ em sau khi thực hiện kế hoạch hỗ trợ, can thiệp",
    event="review_06",
    dated="event.on",
    pieces=(
        *_CHILD,
        Say("Người rà soát, đánh giá: {event.assessor}; ngày rà soát: {event.on}"),
        Say(
            "Kế hoạch theo Quyết định số {plan_decision_no}, ngày {plan_decision_date}; thực hiện từ ngày {plan_from} "
            "đến ngày {plan_to}."
        ),
        Levels("event.m06_", "assessment_row_06", "risk_level", (_HARM, _PROTECTION), compared=_COMPARED),
        Say("Kết luận", "bold"),
        Tick("Trẻ em không còn nguy cơ bị xâm hại", "event.no_longer_at_risk"),
        Tick("Các yếu tố thể chất, tâm lý, nhận thức, tình cảm ổn định", "event.stable"),
        Tick("Kết luận", "event.conclusion"),
        Say("Đề xuất: {event.proposal}", lines=3),
    ),
    signatures=(SignedBy(("NGƯỜI RÀ SOÁT, ĐÁNH GIÁ",), "{event.assessor}"),),
)

_SEPARATION = PaperForm(
    code="m07",
    model="Mẫu số 07",
    legal=_LEGAL,
    mark="•",
    title="QUYẾT ĐỊNH",
    subtitle="Về việc tạm thời cách ly trẻ em khỏi cha, mẹ, người chăm sóc trẻ em",
    number="separation_no",
    symbol="QĐ-UBND",
    dated="separation_at",
    when=When("separated"),
    pieces=(
        Say("{office.signer_title:upper} {office.signs_for:upper}", "bold", centred=True),
        *_BASIS,
        Say("Xét thấy: {separation_ground}", "italic", lines=2, running=True),
        Say("QUYẾT ĐỊNH:", "bold", centred=True),
        Say(
            "Điều 1. Tạm thời cách ly trẻ em {person.full_name:upper}, sinh {person.birth_date:words}, hiện ở "
            "{person.place}, khỏi cha, mẹ, người chăm sóc trẻ em.",
            running=True,
        ),
        Say("Nơi tạm trú của trẻ em trong thời gian cách ly: {separation_place}"),
        Say("Thời gian cách ly: từ ngày {separation_from} đến ngày {separation_to}."),
        Say("Điều 2. Quyết định này có hiệu lực kể từ {separation_at:words}.", running=True),
        Say(
            "Điều 3. Công an cấp xã, người làm công tác bảo vệ trẻ em, cha, mẹ, người chăm sóc trẻ em và các cơ quan, tổ "
            "chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
            running=True,
        ),
    ),
    recipients=("Như Điều 3;", "Lưu: VT, hồ sơ trẻ em."),
    signatures=(_CHAIRMAN,),
)

FORMS = (
    _FIRST_REPORT,
    _FIRST_ASSESSMENT,
    _SPECIFIC_ASSESSMENT,
    _PLAN_DRAFT,
    _PLAN_DECISION,
    _REVIEW,
    _SEPARATION,
)
