"""What is known of a household and of how people are related, declared once for forms and lists."""

import datetime
from collections.abc import Mapping, Sequence

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import law

_HEAD = "00"

STATUSES = "poverty_statuses"
"""The key under which the dated states of the household stand beside what is known of a person."""

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


def status_on(rows: Sequence[Mapping[str, Value]], day: datetime.date) -> str:
    """Return the state of a household on a day, the latest where several are in force; empty where none is.

    Args:
        rows: Its dated states.
        day: The day; first and last day of a state belong to it.
    """
    iso = day.isoformat()
    valid = [
        (each["valid_from"], each["status"])
        for each in rows
        if str(each["valid_from"]) <= iso <= str(each.get("valid_to") or "9999")
    ]
    return str(max(valid)[1]) if valid else ""


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
