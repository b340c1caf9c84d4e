"""Trusted addresses and shelters of the commune: where a victim of violence is safe for a while.

A record is of the person in charge, who is asked for nothing but a name and a telephone: so the address has its list,
its papers, its package and its history like everything else, and goes by its number like everything most confidential.
"""

from ansinh_desktop.errors import Message
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.register import Register

ORDER = 28

# fmt: off
SECTIONS = (
    Section("Địa chỉ", (
        Field("place_code", "Mã địa chỉ", kinds.Text(40), required=True,
              help="Mã riêng để gọi mà không lộ nơi ở: “A1”, “Nhà số 2”. Hồ sơ vụ việc chỉ ghi mã này."),
        Field("place_type", "Loại địa chỉ", kinds.Choice("safe_address_type"), required=True, help="Địa chỉ tin cậy ở cộng đồng, nhà tạm lánh, cơ sở trợ giúp, trạm y tế."),
        Field("place_name", "Tên, nơi đặt", kinds.Text(), required=True, confidentiality="c4",
              help="Tên cơ sở, số nhà, ấp. Là thông tin mật cao nhất: không in, không ghi ở nơi khác."),
        Field("capacity", "Sức chứa (người)", kinds.Whole(least=1, most=500), help="Số người ở được cùng lúc."),
        Field("open_from", "Hoạt động từ ngày", kinds.Date(), required=True, help="Theo quyết định hoặc cam kết với UBND xã."),
        Field("open_to", "Hoạt động đến ngày", kinds.Date(future=True), help="Để trống khi còn hoạt động. Phải có khi ngừng hoạt động."),
        Field("note", "Ghi chú", kinds.LongText(2000), confidentiality="c4", help="Giờ nhận, vật dụng có sẵn, ai giữ chìa khóa."),
    ), help="Người phụ trách ghi ở trên: họ tên, điện thoại; ngày sinh, giới tính không bắt buộc."),
)

EVENTS = (
    EventKind("stay", "Có người tạm lánh", (
        Field("case_no", "Mã hồ sơ vụ việc", kinds.Text(60), help="Mã ở sổ bạo lực, sổ trẻ em bị xâm hại; không ghi tên người tạm lánh."),
        Field("people", "Số người", kinds.Whole(least=1, most=50), help="Kể cả con đi cùng."),
        Field("until", "Đến ngày", kinds.Date(future=True), help="Ngày rời đi, hoặc dự kiến."),
    )),
    parts.visit_event(label="Thăm, kiểm tra"),
    parts.decision_event(),
)
# fmt: on

REGISTER = Register(
    code="safe_addresses",
    prefix="TL",
    title="Địa chỉ tin cậy, nhà tạm lánh",
    short_title="Địa chỉ tạm lánh",
    icon="house",
    subject="Người phụ trách",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle({"": "safe_address"}, guards=(Guard(("closed",), answers=("open_to",)),)),
    listed=(
        "record.number",
        "place_code",
        "place_type",
        "capacity",
        "open_from",
        "open_to",
        "record.state",
        "record.sent",
    ),
    filters=("place_type",),
    papers=(
        PaperList(
            "addresses",
            "Danh mục địa chỉ tin cậy, nhà tạm lánh (theo mã)",
            (
                PaperColumn("record.number", "Mã hồ sơ", 1.5),
                PaperColumn("place_code", "Mã địa chỉ", 1.2),
                PaperColumn("place_type", "Loại", 1.6),
                PaperColumn("capacity", "Sức chứa", 0.8, total=True),
                PaperColumn("open_from", "Từ ngày", 1.0),
                PaperColumn("open_to", "Đến ngày", 1.0),
                PaperColumn("record.state", "Tình trạng", 1.2),
            ),
        ),
    ),
    legal_basis="Luật Phòng, chống bạo lực gia đình 13/2022/QH15; NĐ 76/2023/NĐ-CP",
    confidentiality="c4",
    person_optional=("birth_date", "sex"),
    checks=(parts.in_order("AS-7301", "open_from", "open_to"),),
    messages=(
        Message("AS-7301", "Hoạt động đến ngày {second}, trước ngày bắt đầu {first}.", "Xem lại hai ngày."),
    ),
    opened_by="open_from",
)
