"""What is known of a household and of how people are related, declared once for forms and lists."""

import datetime
from collections.abc import Callable, Sequence

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, Value, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Questions
from ansinh_desktop.rules import law

_HEAD = "00"

STATUSES = "poverty_statuses"
"""The key under which the dated states of the household stand beside what is known of a person."""

STATUS_FIELDS: tuple[Field, ...] = (
    Field(
        "status",
        "Tình trạng",
        kinds.Choice("poverty_status"),
        required=True,
        help="Như quyết định công nhận.",
    ),
    Field(
        "valid_from",
        "Từ ngày",
        kinds.Date(future=True),
        required=True,
        help="Trợ cấp của thành viên tính theo từ tháng này.",
    ),
    Field("valid_to", "Đến ngày", kinds.Date(future=True), help="Để trống thì đến khi có quyết định sau."),
    Field("decision_no", "Số quyết định", kinds.Text(60), help="Ví dụ 215/QĐ-UBND."),
    Field(
        "decision_on",
        "Ngày quyết định",
        kinds.Date(),
        help="Ngày ký ghi trên văn bản, không phải ngày nhận hay ngày gõ.",
    ),
    Field(
        "certificate_no",
        "Số giấy chứng nhận",
        kinds.Text(60),
        help="Giấy chứng nhận hộ nghèo, hộ cận nghèo, nếu đã cấp.",
    ),
)

STATUS_KEYS = frozenset(each.key for each in STATUS_FIELDS)

HOUSEHOLD_FIELDS = Questions.of(
    (
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
)


def state_on(rows: Sequence[Answers], day: datetime.date) -> Answers:
    """Return the dated state of a household that is in force on a day, the latest of several; empty where none is.

    Args:
        rows: Its dated states.
        day: The day; first and last day of a state belong to it.
    """
    iso = day.isoformat()
    valid = [
        each for each in rows if text_of(each, "valid_from") <= iso <= (text_of(each, "valid_to") or iso)
    ]
    return max(valid, key=lambda each: (text_of(each, "valid_from"), text_of(each, "status")), default={})


def status_on(rows: Sequence[Answers], day: datetime.date) -> str:
    """Return what a household is by the state in force on a day; empty where none is."""
    return text_of(state_on(rows, day), "status")


def poverty_on(person: Answers, day: datetime.date) -> str:
    """Return what somebody's household is on a day: by its dated states, else as the person's data say."""
    rows = rows_of(person, STATUSES)
    return status_on(rows, day) if rows else text_of(person, "poverty_status")


def status_event(*extra: Field, label: str = "Quyết định về tình trạng hộ") -> EventKind:
    """Return the decision in a record of a household that dates its state; what else it is asked stays with it."""
    return EventKind("household_status", label, (*STATUS_FIELDS, *extra), dates_household=True)


def _of_state(key: str) -> Callable[[CaseFacts], Value]:
    return lambda facts: state_on(rows_of(facts.person, STATUSES), facts.on).get(key)


STATUS_COLUMNS: tuple[Computed, ...] = tuple(
    Computed(f"household_{each.key}", label, each.kind, _of_state(each.key))
    for each, label in zip(
        STATUS_FIELDS,
        (
            "Diện theo quyết định",
            "Tình trạng hộ từ ngày",
            "Tình trạng hộ đến ngày",
            "Số quyết định về tình trạng hộ",
            "Ngày quyết định về tình trạng hộ",
            "Số giấy chứng nhận của hộ",
        ),
        strict=True,
    )
)
"""The state of the household on the day that is asked, for registers of households."""


_KIN = tuple(row.code for row in law.code_list("to_household_head") if row.code != _HEAD)

RELATION_FIELDS = Questions.of(
    (
        Field("kind", "Quan hệ", kinds.Choice("to_household_head", only=_KIN), required=True),
        Field("since", "Từ ngày", kinds.PartialDate()),
        Field("until", "Đến ngày", kinds.PartialDate(future=True)),
        Field("note", "Ghi chú", kinds.Text(200)),
    )
)
