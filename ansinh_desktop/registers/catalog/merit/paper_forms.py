"""The forms of merit that citizens fill in or the commune issues: Mẫu 12, 18, 45, 47, 79 of NĐ 131/2021."""

import datetime

from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.paper_forms import PaperForm, Piece, Say, SignedBy, Table, TableColumn

_LEGAL = "NĐ 131/2021/NĐ-CP"
_FROM = datetime.date(2022, 2, 15)
_CHAIRMAN = SignedBy(
    ("TM. ỦY BAN NHÂN DÂN", "{office.signer_title}"), "{office.signer_name}", "(Ký tên, đóng dấu)"
)
_DECLARER = SignedBy(("NGƯỜI KHAI",))
_CONFIRMED: tuple[Piece, ...] = (
    Say("XÁC NHẬN CỦA ỦY BAN NHÂN DÂN CẤP XÃ", "bold", centred=True),
    Say(
        "Ủy ban nhân dân {office.name:inside} xác nhận người khai hiện thường trú tại địa phương, nội dung khai trên là đúng.",
        running=True,
    ),
)
_SWORN = Say(
    "Tôi xin cam đoan lời khai trên là đúng, nếu sai tôi hoàn toàn chịu trách nhiệm trước pháp luật./.",
    running=True,
)
_ID = "Ngày tháng năm sinh: {person.birth_date}; nam/nữ: {person.sex}"

# fmt: off
_DEATH = PaperForm(
    code="form_12", model="Mẫu số 12", legal=_LEGAL, mark="•", valid_from=_FROM, event="grant", declared=True,
    title="BẢN KHAI", subtitle="Để giải quyết chế độ ưu đãi khi người có công từ trần",
    pieces=(
        Say("1. Phần khai về người có công (hoặc thân nhân đang hưởng trợ cấp) từ trần", "bold"),
        Say("Họ và tên: {person.full_name:upper}"),
        Say(_ID),
        Say("Quê quán, nơi thường trú: {person.permanent_address}"),
        Say("Thuộc diện: {who}; tỷ lệ tổn thương cơ thể: {percent_shown}"),
        Say("Số hồ sơ: {province_file_no}; mức trợ cấp, phụ cấp hằng tháng: {total} đồng"),
        Say("Từ trần ngày: {event.died_on}; giấy báo tử, trích lục khai tử số: {event.death_paper_no}, ngày {event.death_paper_date}"),
        Say("Đã nhận trợ cấp đến hết tháng: {paper.blank}"),
        Say("2. Phần khai về người, tổ chức nhận mai táng phí, trợ cấp một lần", "bold"),
        Say("Khoản đề nghị: {event.item}"),
        Say("Họ và tên: {event.receiver}; ngày tháng năm sinh: {event.receiver_birth}"),
        Say("Số định danh, CCCD: {event.receiver_id}; quan hệ với người từ trần: {event.receiver_relation}"),
        Say("Nơi thường trú: {event.receiver_address}"),
        Say("3. Thân nhân của người có công từ trần (đề nghị hưởng trợ cấp tuất hằng tháng)", "bold"),
        Say("{paper.blank}", lines=2),
        _SWORN, *_CONFIRMED,
    ),
    signatures=(_CHAIRMAN, _DECLARER),
)

_WORSHIP = PaperForm(
    code="form_18", model="Mẫu số 18", legal=_LEGAL, mark="•", valid_from=_FROM, declared=True, when=When("related", ("worshipper",)),
    title="ĐƠN ĐỀ NGHỊ", subtitle="Hưởng trợ cấp thờ cúng liệt sĩ",
    pieces=(
        Say("Kính gửi: Ủy ban nhân dân {office.name:inside}", centred=True),
        Say("1. Thông tin về người đề nghị", "bold"),
        Say("Họ và tên: {person.full_name:upper}"), Say(_ID),
        Say("Số định danh, CCCD: {person.personal_id}; cấp ngày: {person.id_issued_on}"),
        Say("Nơi thường trú: {person.permanent_address}"),
        Say("Điện thoại: {person.phone}"),
        Say("2. Liệt sĩ được giao, ủy quyền thờ cúng", "bold"),
        Table("worshipped", (
            TableColumn("name", "Họ và tên liệt sĩ", 1.8), TableColumn("file_no", "Số hồ sơ", 1.0),
            TableColumn("relation", "Quan hệ", 1.2), TableColumn("since_year", "Từ năm", 0.7),
        ), empty=3),
        Say("Tôi đề nghị được giải quyết trợ cấp thờ cúng liệt sĩ theo quy định, kèm văn bản ủy quyền và bản sao Bằng “Tổ quốc ghi công”.", running=True),
        _SWORN, *_CONFIRMED,
    ),
    signatures=(_CHAIRMAN, SignedBy(("NGƯỜI ĐỀ NGHỊ",))),
)

_RELATIVE = PaperForm(
    code="form_45", model="Mẫu số 45", legal=_LEGAL, mark="•", valid_from=_FROM, symbol="UBND", when=When("kin"),
    title="GIẤY XÁC NHẬN", subtitle="Thân nhân của người có công", number="paper.blank",
    pieces=(
        Say("ỦY BAN NHÂN DÂN {office.name:upper} XÁC NHẬN", "bold", centred=True),
        Say("Ông (bà): {person.full_name:upper}"), Say(_ID),
        Say("Số định danh, CCCD: {person.personal_id}"),
        Say("Nơi thường trú: {person.permanent_address}"),
        Say("Là thân nhân của người có công:"),
        Table("kin", (
            TableColumn("name", "Họ và tên người có công", 1.8), TableColumn("category", "Diện", 1.8),
            TableColumn("relation", "Quan hệ", 1.0), TableColumn("file_no", "Số hồ sơ", 1.0), TableColumn("died_on", "Từ trần, hy sinh", 1.0),
        ), empty=2),
        Say("Giấy này để: {paper.blank}", lines=2),
    ),
    signatures=(_CHAIRMAN,),
)

_INCOME = PaperForm(
    code="form_47", model="Mẫu số 47", legal=_LEGAL, mark="•", valid_from=_FROM, symbol="UBND", when=When("kin"), number="paper.blank",
    title="GIẤY XÁC NHẬN", subtitle="Thu nhập",
    pieces=(
        Say("ỦY BAN NHÂN DÂN {office.name:upper} XÁC NHẬN", "bold", centred=True),
        Say("Ông (bà): {person.full_name:upper}"), Say(_ID),
        Say("Số định danh, CCCD: {person.personal_id}"),
        Say("Nơi thường trú: {person.permanent_address}"),
        Say("Tình trạng khuyết tật: {paper.blank}"),
        Say("Thu nhập hằng tháng: {paper.blank}", lines=2),
        Say("Mức chuẩn để so sánh (0,6 lần): {base} đồng × 0,6."),
        Say("Giấy này để giải quyết trợ cấp tuất hằng tháng theo Điều 124 Nghị định số 131/2021/NĐ-CP.", running=True),
    ),
    signatures=(_CHAIRMAN,),
)

_COUNCIL = PaperForm(
    code="form_79", model="Mẫu số 79", legal=_LEGAL, mark="•", valid_from=_FROM, event="council", dated="event.on",
    title="BIÊN BẢN HỌP", subtitle="Hội đồng xác nhận người có công", number="event.minutes_no",
    pieces=(
        Say("Hôm nay, {event.on:words}, tại Ủy ban nhân dân {office.name:inside}, Hội đồng xác nhận người có công họp xét hồ sơ:", running=True),
        Say("Họ và tên: {person.full_name:upper}"), Say(_ID),
        Say("Nơi thường trú: {person.permanent_address}"),
        Say("Đề nghị xác nhận: {who}"),
        Say("1. Thành phần", "bold"), Say("{event.members}", lines=5),
        Say("2. Nội dung xem xét, ý kiến của các thành viên", "bold"), Say("{paper.blank}", lines=6),
        Say("3. Kết luận", "bold"), Say("{event.conclusion}", lines=3),
    ),
    signatures=(SignedBy(("THƯ KÝ",)), SignedBy(("CHỦ TỊCH HỘI ĐỒNG",), "{office.signer_name}", "(Ký tên, đóng dấu)")),
)
# fmt: on

FORMS = (_DEATH, _WORSHIP, _RELATIVE, _INCOME, _COUNCIL)
