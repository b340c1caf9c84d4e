"""What travels in a package: the tables, with their Vietnamese titles, and the words that explain them."""

import functools
from collections.abc import Iterable, Iterator

from ansinh_desktop.db.exchange import travelling
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import law
from ansinh_desktop.rules.edition import cached
from ansinh_desktop.services.sync.tables import Column, ForeignKey, Row, Spelled, Table, spell

_TITLES = {
    "hamlet": "Ấp, khóm",
    "household": "Hộ",
    "person": "Người",
    "relation": "Quan hệ",
    "likeness": "Đối chiếu hai người",
    "record": "Hồ sơ",
    "event": "Diễn biến, hỗ trợ",
    "attachment": "Giấy tờ kèm theo",
    "closed_month": "Tháng chi trả đã chốt",
    "figure": "Số liệu kế hoạch nhập theo kỳ",
    "closed_period": "Kỳ báo cáo đã chốt",
}

_COLUMN_TITLES = {
    "id": "Mã",
    "vector": "Phiên bản",
    "unit": "Đơn vị",
    "deleted": "Đã xóa",
    "number": "Mã hồ sơ",
    "head_id": "Chủ hộ",
    "hamlet": "Ấp, khóm",
    "address": "Địa chỉ",
    "statuses": "Tình trạng hộ theo thời gian",
    "household_id": "Hộ",
    "person_id": "Người",
    "other_id": "Người kia",
    "kind": "Loại",
    "since": "Từ ngày",
    "until": "Đến ngày",
    "register": "Sổ",
    "version": "Phiên bản sổ",
    "state": "Tình trạng",
    "draft": "Nháp",
    "opened_on": "Ngày lập",
    "closed_on": "Ngày đóng",
    "close_reason": "Lý do đóng",
    "confidentiality": "Mức bảo mật",
    "answers": "Nội dung",
    "kept": "Lý do giữ cảnh báo",
    "record_id": "Hồ sơ",
    "happened_on": "Ngày",
    "amount": "Số tiền (đồng)",
    "note": "Ghi chú",
    "author": "Người ghi",
    "sha256": "Mã kiểm SHA-256",
    "name": "Tên tệp",
    "media_type": "Loại tệp",
    "month": "Tháng",
    "closing": "Lần chốt",
    "place": "Phần thứ",
    "pieces": "Số phần",
    "digest": "Mã kiểm của cả tháng",
    "packed": "Danh sách, nén",
    "target": "Chỉ tiêu",
    "part": "Tử số hay mẫu số",
    "first": "Từ ngày",
    "last": "Đến ngày",
    "value": "Số liệu",
    "source": "Nguồn",
    "plan": "Kế hoạch",
    "said": "Nội dung đã chốt",
    "signature": "Chữ ký",
    "one_id": "Người này",
    "decision": "Cùng một người hay hai người",
    "reason": "Lý do",
    "one": "Đã đối chiếu của người này",
    "other": "Đã đối chiếu của người kia",
    "steps": "Đã ghi khi gộp",
}

_HAMLET_TITLES = {
    "name": "Tên ấp, khóm",
    "position": "Thứ tự",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
}

_KEYS = {
    "person": (ForeignKey("household_id", "household"),),
    "relation": (ForeignKey("person_id", "person"), ForeignKey("other_id", "person")),
    "likeness": (ForeignKey("one_id", "person"), ForeignKey("other_id", "person")),
    "record": (ForeignKey("person_id", "person"),),
    "event": (ForeignKey("record_id", "record"),),
    "attachment": (ForeignKey("record_id", "record"),),
}

FIELDS_TABLE = Table(
    "field",
    "Giải thích các mục của hồ sơ",
    (
        Column("register", title="Sổ", required=True),
        Column("key", title="Khóa", required=True),
        Column("label", title="Tên mục", required=True),
        Column("type", title="Kiểu", required=True),
        Column("list", title="Danh mục"),
    ),
    primary_key=("register", "key"),
)

CODES_TABLE = Table(
    "code",
    "Danh mục mã",
    (
        Column("list", title="Danh mục", required=True),
        Column("code", title="Mã", required=True),
        Column("label", title="Tên", required=True),
    ),
    primary_key=("list", "code"),
)

WRITTEN_TABLE = Table(
    "written",
    "Ai ghi sau cùng",
    (
        Column("entity", title="Bảng", required=True),
        Column("row_id", title="Mã", required=True),
        Column("author", title="Người ghi", required=True),
        Column("at", "datetime", "Lúc", required=True),
    ),
    primary_key=("entity", "row_id"),
)
"""Between laptops of one unit: who wrote each row last, for whoever has to choose between two versions."""


@functools.cache
def table_of(name: str) -> Table:
    """Return the declaration of a travelling table."""
    columns = tuple(
        Column(column, kind, _title(name, column), required=required, labels=_labels(name, column))
        for column, kind, required in travelling.travelling_columns(name)
    )
    return Table(name, _TITLES[name], columns, foreign_keys=_KEYS.get(name, ()))


def dictionary() -> tuple[tuple[Table, Spelled], ...]:
    """Return the tables that explain the others: what each answer means, and each code in it."""
    return _spelled(tuple(catalog.registers().values()))


@cached(most=2)
def _spelled(registers: tuple[Register, ...]) -> tuple[tuple[Table, Spelled], ...]:
    """Spell the dictionary of registers once for all packages that go out under one edition of the law."""
    fields = list(_all_fields(registers))
    return (FIELDS_TABLE, spell(FIELDS_TABLE, _field_rows(fields))), (
        CODES_TABLE,
        spell(CODES_TABLE, _code_rows(fields)),
    )


def _title(table: str, column: str) -> str:
    if table == "person" and column in PERSON_FIELDS:
        return PERSON_FIELDS[column].label
    if table == "hamlet" and column in _HAMLET_TITLES:
        return _HAMLET_TITLES[column]
    return _COLUMN_TITLES.get(column, column)


def _labels(table: str, column: str) -> dict[str, str]:
    kind = PERSON_FIELDS[column].kind if table == "person" and column in PERSON_FIELDS else None
    # A code that a newer list has must still pass: the words stand in the table of codes instead.
    return {"male": "Nam", "female": "Nữ", "unknown": "Không biết"} if kind and column == "sex" else {}


def _all_fields(registers: Iterable[Register]) -> Iterator[tuple[str, Field]]:
    yield from (("person", each) for each in PERSON_FIELDS.values())
    for register in registers:
        yield from ((register.code, each) for each in register.fields.values())
        for event in register.events:
            yield from ((f"{register.code}.{event.code}", each) for each in event.fields)


def _field_rows(fields: Iterable[tuple[str, Field]]) -> Iterator[Row]:
    for register, each in fields:
        name = each.kind.list_name if isinstance(each.kind, kinds.Choice) else None
        yield {
            "register": register,
            "key": each.key,
            "label": each.label,
            "type": each.kind.schema_type,
            "list": name,
        }


def _code_rows(fields: Iterable[tuple[str, Field]]) -> Iterator[Row]:
    names = {each.kind.list_name for _, each in fields if isinstance(each.kind, kinds.Choice)}
    for name in sorted(names):
        yield from ({"list": name, "code": row.code, "label": row.label} for row in law.code_list(name))
