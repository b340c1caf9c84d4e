"""What is known of a household and of how people are related, declared once for forms and lists."""

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.spec import Field
from ansinh_desktop.rules import law

_HEAD = "00"

STATUS_FIELDS: tuple[Field, ...] = (
    Field("status", "Tình trạng", kinds.Choice("poverty_status"), required=True),
    Field("valid_from", "Từ ngày", kinds.Date(), required=True),
    Field("valid_to", "Đến ngày", kinds.Date(future=True)),
    Field("decision_no", "Số quyết định", kinds.Text(60)),
    Field("decision_on", "Ngày quyết định", kinds.Date()),
    Field("certificate_no", "Số giấy chứng nhận", kinds.Text(60)),
)

HOUSEHOLD_FIELDS: dict[str, Field] = {
    each.key: each
    for each in (
        Field("number", "Số hộ", kinds.Text(60), help="Số sổ hộ, mã hộ dùng trong rà soát hộ nghèo, nếu có."),
        Field("hamlet", "Ấp, khóm", kinds.Text(80)),
        Field("address", "Địa chỉ", kinds.Text(200)),
        Field(
            "statuses",
            "Hộ nghèo, hộ cận nghèo theo từng thời gian",
            kinds.Rows(STATUS_FIELDS),
            help="Tình trạng đang có hiệu lực được ghi vào “Tình trạng hộ” của mọi thành viên.",
        ),
        Field("note", "Ghi chú", kinds.LongText(1000)),
    )
}

_KIN = tuple(row.code for row in law.code_list("to_household_head") if row.code != _HEAD)

RELATION_FIELDS: dict[str, Field] = {
    each.key: each
    for each in (
        Field("kind", "Quan hệ", kinds.Choice("to_household_head", only=_KIN), required=True),
        Field("since", "Từ ngày", kinds.PartialDate()),
        Field("until", "Đến ngày", kinds.PartialDate(future=True)),
        Field("note", "Ghi chú", kinds.Text(200)),
    )
}
