"""What happens in a record of merit: procedures, posting and council, money that is not monthly, gifts, living standard."""

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.catalog.merit.guidance import EVENT_GUIDANCE
from ansinh_desktop.registers.event import EventKind, PaidOnce
from ansinh_desktop.registers.field import Field, When
from ansinh_desktop.registers.guidance.apply import guided_events
from ansinh_desktop.rules import law

_DECISION = (
    Field("decision_no", "Số quyết định", kinds.Text(60)),
    Field("decision_date", "Ngày quyết định", kinds.Date()),
)
_SOURCE = Field("funding_source", "Nguồn kinh phí", kinds.Choice("funding_source"))
_YEAR = kinds.Whole(least=2021, most=2100)


def _items(name: str, *values: object) -> When:
    """Return that the item is one of those whose row of the law says this."""
    rows = law.code_list("merit_grant")
    return When("item", tuple(row.code for row in rows if row.extra.get(name) in values))


_OF_DEATH = _items("of_death", True)  # noqa: FBT003 - what the row says
_YEARLY = _items("yearly", True)  # noqa: FBT003
_BACKLOG = When("procedure", ("backlog",))

# fmt: off
_PROCEDURE = EventKind("procedure", "Thủ tục", (
    Field("procedure", "Thủ tục", kinds.Choice("merit_procedure"), required=True, help="Mẫu đơn, bản khai và thời hạn theo NĐ 131/2021."),
    Field("dossier_on", "Ngày nhận đủ giấy tờ", kinds.Date(), help="Từ ngày này tính thời hạn của xã."),
    Field("applicant", "Người đề nghị", kinds.Name()),
    Field("elsewhere", "Trước đây thường trú nơi khác", kinds.YesNo(), when=_BACKLOG, help="Trong 03 ngày làm việc có văn bản đề nghị xã đó (Điều 77, 79, 81)."),
    Field("asked_other_on", "Ngày có văn bản đề nghị xã nơi trước đây thường trú", kinds.Date(), when=When("elsewhere")),
    Field("sent_on", "Ngày xác nhận, gửi đi (hoặc cấp giấy)", kinds.Date(), help="Hết nhiệm vụ của xã."),
    Field("sent_to", "Nơi nhận", kinds.Text(100)),
    Field("refused_on", "Ngày trả lời không đủ điều kiện", kinds.Date(), help="Bằng văn bản, nêu rõ lý do, trong thời hạn (Điều 126 khoản 4)."),
    Field("result_no", "Số quyết định, giấy của kết quả", kinds.Text(60)),
    Field("result_date", "Ngày của kết quả", kinds.Date()),
    Field("note", "Ghi chú", kinds.Text()),
), after_end=True)

_GRANT = EventKind("grant", "Khoản đã giải quyết", (
    Field("item", "Khoản", kinds.Choice("merit_grant"), required=True, help="Không ghi trợ cấp hằng tháng ở đây. Mức theo luật xem ở “Tại sao?”."),
    Field("year", "Của năm", _YEAR, when=_YEARLY, help="Khoản mỗi năm một lần; năm học thì ghi năm bắt đầu."),
    Field("count", "Số lượng (liệt sĩ, thâm niên)", kinds.Whole(least=1, most=60), when=_items("per", "count")),
    Field("people", "Số người đi", kinds.Whole(least=1, most=3), when=_items("per", "people_km"), help="Nhiều nhất 03 người."),
    Field("km", "Số ki-lô-mét", kinds.Whole(least=1, most=5000), when=_items("per", "people_km", "km")),
    Field("device", "Loại phương tiện, dụng cụ", kinds.Choice("merit_device"), when=_items("device", True)),  # noqa: FBT003
    Field("martyr", "Liệt sĩ, người được hưởng", kinds.Name(), help="Khi khoản này không phải của chính người trong hồ sơ."),
    Field("died_on", "Từ trần ngày", kinds.PartialDate(), when=_OF_DEATH, help="Mức mai táng và trợ cấp một lần theo ngày từ trần."),
    Field("death_paper_no", "Số giấy báo tử, trích lục khai tử", kinds.Text(60), when=_OF_DEATH),
    Field("death_paper_date", "Ngày cấp giấy báo tử", kinds.Date(), when=_OF_DEATH),
    Field("receiver", "Người, tổ chức nhận", kinds.Text(100)),
    Field("receiver_birth", "Ngày sinh người nhận", kinds.PartialDate()),
    Field("receiver_id", "Số định danh người nhận", kinds.CitizenId()),
    Field("receiver_relation", "Quan hệ của người nhận", kinds.Text(60)),
    Field("receiver_address", "Nơi thường trú của người nhận", kinds.Text()),
    *_DECISION,
    Field("amount", "Số tiền (đồng)", kinds.Money(), help="Ghi khi đã có quyết định, đã chi; mới đề nghị thì để trống."),
    _SOURCE,
), support=True, after_end=True)

_GIFT = EventKind("gift", "Quà", (
    Field("occasion", "Dịp tặng quà", kinds.Choice("gift_occasion"), required=True),
    Field("year", "Của năm", _YEAR, help="Tết của năm nào, 27/7 của năm nào."),
    Field("giver", "Nguồn quà (Chủ tịch nước, tỉnh, xã, đơn vị khác)", kinds.Text(100), required=True),
    Field("content", "Hiện vật", kinds.Text()),
    Field("amount", "Số tiền (đồng)", kinds.Money(), help="Hiện vật thì ghi giá trị quy ra tiền, nếu có."),
    _SOURCE,
), support=True)

_LIVING = EventKind("living", "Đánh giá mức sống của hộ", (
    Field("year", "Của năm", _YEAR, required=True, help="Mỗi hộ mỗi năm một lần."),
    Field("standard", "So với mức trung bình nơi cư trú", kinds.Choice("living_standard"), required=True,
          help="Pháp lệnh 02/2020 Điều 6 khoản 2: bằng hoặc cao hơn mức trung bình của cộng đồng dân cư nơi cư trú."),
    Field("assessor", "Người đánh giá", kinds.Text(100)),
    Field("reason", "Vì sao dưới mức trung bình", kinds.Text(), when=When("standard", ("below",))),
    Field("proposal", "Đề xuất giúp đỡ", kinds.Text(), when=When("standard", ("below",))),
))

EVENTS = guided_events((
    parts.support_event("merit_regime", label="Hỗ trợ khác"),
    _PROCEDURE, _GRANT, _GIFT, _LIVING,
    EventKind("posting", "Niêm yết công khai (hồ sơ tồn đọng)", (
        Field("places", "Nơi niêm yết, phương tiện thông tin", kinds.Text(), help="Tại thôn, tại xã và trên phương tiện thông tin; ít nhất 40 ngày."),
        Field("result_on", "Ngày có kết quả niêm yết", kinds.Date(), help="Từ ngày này tính 12 ngày để Hội đồng họp."),
        Field("minutes_no", "Số biên bản niêm yết", kinds.Text(60)),
        Field("complaints", "Ý kiến, khiếu nại", kinds.LongText(1000), help="Hội đồng chỉ xét trường hợp không có ý kiến khiếu nại."),
    )),
    EventKind("council", "Họp Hội đồng xác nhận người có công", (
        Field("minutes_no", "Số biên bản (Mẫu 79)", kinds.Text(60)),
        Field("members", "Thành phần", kinds.LongText(1000)),
        Field("conclusion", "Kết luận", kinds.LongText(1000), required=True),
        Field("sent_on", "Ngày gửi biên bản, hồ sơ", kinds.Date(), help="Trong 03 ngày làm việc."),
    )),
    parts.visit_event(), parts.need_event("merit_regime"), parts.decision_event(), parts.referral_event(), parts.transfer_event(),
), EVENT_GUIDANCE)

PAID_ONCE = (
    PaidOnce("grant", by=("item", "year", "martyr", "device"), given="amount"),
)
# fmt: on
