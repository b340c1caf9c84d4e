"""What the province and the commune have set themselves: entered with its resolution, kept as a file of the law.

The receiving unit enters what its province has set and hands it to the communes; what a commune sets lies beside it.
"""

import datetime
import itertools
import json
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.duties import Duty
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import deadlines, edition, law
from ansinh_desktop.services.law import doubts
from ansinh_desktop.services.law.checking import LOCAL

LocalRow: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, list[LocalRow]]
"""What is set here, by what it is: rows as TOML keeps them."""

_OPEN_END = datetime.date(9999, 12, 31)
_RESOLUTION = Field(
    "article", "Số, ngày nghị quyết, quyết định", kinds.Text(200), required=True,
    help="Ví dụ: NQ 12/2026/NQ-HĐND ngày 10/12/2026, Điều 2.",
)  # fmt: skip
_FROM = Field("effective_from", "Hiệu lực từ ngày", kinds.Date(future=True), required=True)
_TO = Field("effective_to", "Đến ngày", kinds.Date(future=True), help="Để trống khi còn hiệu lực.")
_AMOUNT = Field("amount", "Mức (đồng)", kinds.Money(), required=True)

FORMS: dict[str, tuple[str, tuple[Field, ...]]] = {
    "base": ("Mức chuẩn trợ giúp xã hội của tỉnh", (_RESOLUTION, _AMOUNT, _FROM, _TO)),
    "pension": ("Mức trợ cấp hưu trí xã hội của tỉnh", (_RESOLUTION, _AMOUNT, _FROM, _TO)),
    "group": (
        "Nhóm đối tượng do tỉnh quy định thêm",
        (
            _RESOLUTION,
            Field("label", "Tên nhóm", kinds.Text(200), required=True),
            Field("coefficient", "Hệ số", kinds.Decimal(), required=True),
            Field("age_from", "Từ đủ (tuổi)", kinds.Whole(most=120), help="Để trống khi không xét tuổi."),
            Field("age_to", "Đến dưới (tuổi)", kinds.Whole(most=120)),
            _FROM,
            _TO,
        ),
    ),
    "limit": (
        "Thời hạn ngắn hơn của địa phương",
        (
            _RESOLUTION,
            Field(
                "id",
                "Mã thời hạn",
                kinds.Text(60),
                required=True,
                help="Chọn trong danh sách thời hạn của luật.",
            ),
            Field("limit", "Số giờ, số ngày", kinds.Whole(least=1, most=400), required=True),
        ),
    ),
    "start": (
        "Điểm bắt đầu tính thời hạn",
        (_RESOLUTION, Field("start", "Tính từ khi nào", kinds.Choice("limit_start"), required=True)),
    ),
    "confirmed": (
        "Điểm chưa chắc đã đối chiếu, xác nhận",
        (
            Field(
                "id",
                "Điểm của luật",
                kinds.Text(200),
                required=True,
                help="Chọn trong danh sách các điểm còn chưa chắc.",
            ),
            Field(
                "article",
                "Lý do, văn bản đã đối chiếu",
                kinds.Text(500),
                required=True,
                help="Ví dụ: đã đọc NĐ 147/2025 Điều 6; hoặc công văn hướng dẫn số 12/SYT ngày 02/12/2026.",
            ),
        ),
    ),
    "off": (
        "Ngày nghỉ thêm",
        (
            Field("date", "Ngày", kinds.Date(future=True), required=True),
            Field("name", "Lý do, văn bản", kinds.Text(200), required=True),
        ),
    ),
    "worked": (
        "Ngày làm bù",
        (
            Field("date", "Ngày", kinds.Date(future=True), required=True),
            Field("name", "Lý do, văn bản", kinds.Text(200), required=True),
        ),
    ),
}
"""What may be set, and what is asked of it."""


def rows_of(text: str) -> Rows:
    """Return the rows of a local file by what they are."""
    data = tomllib.loads(text, parse_float=Decimal)
    return {kind: [dict(row) for row in data.get(kind, [])] for kind in (*FORMS, "code")}


def with_row(rows: Rows, kind: str, answers: Answers, unit: str) -> Rows:
    """Return the rows with one more, from the answers of its form.

    Its name carries the code of the unit that sets it: records that name it travel from unit to unit.
    """
    found = {name: list(each) for name, each in rows.items()}
    row = _row(kind, answers, _free_name(rows, unit.partition("@")[0]))
    if kind == "group":
        found["code"].append(_code(row))
    found[kind].append(row)
    return found


def without_row(rows: Rows, kind: str, place: int) -> Rows:
    """Return the rows without one of them; records keep the group that they name."""
    found = {name: list(each) for name, each in rows.items()}
    gone = found[kind].pop(place)
    if kind == "group":
        # Records that name it must stay readable: its code ends instead.
        for row in found["code"]:
            if row["code"] == gone["group"]:
                row["effective_to"] = row["effective_from"] - datetime.timedelta(days=1)
    return found


def merged(received: str, own: str) -> str:
    """Return what the province has handed down together with what is set here, as one text.

    Raises:
        ValueError: It is of another form than this program's.
    """
    if tomllib.loads(received).get("schema_version") != _schema():
        raise ValueError("tệp thuộc phiên bản chương trình khác")
    above, here = rows_of(received), rows_of(own)
    return text_of({kind: _together(kind, above[kind], here[kind]) for kind in above})


def _together(kind: str, above: list[LocalRow], here: list[LocalRow]) -> list[LocalRow]:
    found: dict[object, LocalRow] = {}
    for row in (*above, *here):
        key = row.get("id") or row.get("code") or row["date"]
        if kind == "limit" and key in found and found[key]["limit"] <= row["limit"]:
            continue  # of two shorter limits the shortest holds
        found[key] = row
    return list(found.values())


def _schema() -> int:
    found: int = tomllib.loads(edition.own_text(LOCAL))["schema_version"]
    return found


def text_of(rows: Rows) -> str:
    """Return rows as the text of a local file."""
    lines = [f"schema_version = {_schema()}"]
    lines += [f"{kind} = []" for kind, each in rows.items() if not each]
    for kind, each in rows.items():
        for row in each:
            lines += ["", f"[[{kind}]]", *(f"{key} = {_toml(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"


def shown(kind: str, row: law.Row) -> str:
    """Return a row in one line for the officer."""
    day = kinds.Date().show
    span = ""
    if "effective_from" in row:
        end = row["effective_to"]
        span = f", từ {day(row['effective_from'].isoformat())}"
        span += f" đến {day(end.isoformat())}" if end < _OPEN_END else ""
    match kind:
        case "base" | "pension":
            return f"{kinds.Money().show(row['amount'])} đồng{span}"
        case "group":
            return f"{row['label']}: hệ số {kinds.Decimal().show(row['coefficient'])}{span}"
        case "limit":
            known = deadlines.is_known(row["id"])
            return f"{deadlines.deadline(row['id']).step if known else row['id']}: còn {row['limit']}"
        case "confirmed":
            by = f", {row['by']}" if row.get("by") else ""
            return f"{doubts.label_of(row['id'])} (xác nhận ngày {day(row['on'].isoformat())}{by})"
        case "start":
            return law.code_list("limit_start").label_of(row["start"])
        case _:
            return f"{day(row['date'].isoformat())}: {row['name']}"


def sources(rows: Rows) -> str:
    """Return the resolutions and decisions behind rows, each once."""
    named = (str(row.get("article", row.get("name", ""))) for kind in FORMS for row in rows[kind])
    return "; ".join(dict.fromkeys(filter(None, named)))


def _free_name(rows: Rows, unit: str) -> str:
    """Return a name that no row has or had: a group that was taken back keeps its own for ever."""
    taken = {str(row.get(key)) for each in rows.values() for row in each for key in ("id", "code")}
    names = (f"local_{unit}_{number}" for number in itertools.count(1))
    return next(name for name in names if not any(each.endswith(name) for each in taken))


def _row(kind: str, answers: Answers, name: str) -> LocalRow:
    given: LocalRow = {key: value for key, value in answers.items() if value is not None}
    for key in ("effective_from", "effective_to", "date"):
        if key in given:
            given[key] = datetime.date.fromisoformat(given[key])
    if kind in ("off", "worked"):
        return {"date": given["date"], "name": given["name"]}
    if kind == "confirmed":
        said = {"id": given["id"], "article": given["article"], "on": clock.today()}
        return said | ({"by": given["by"]} if "by" in given else {})
    if kind == "start":
        return {"start": given["start"], "article": given["article"]}
    if kind == "limit":
        return {"id": given["id"], "limit": given["limit"], "article": given["article"]}
    dated = {
        "effective_from": given["effective_from"],
        "effective_to": given.get("effective_to", _OPEN_END),
        "article": given["article"],
    }
    if kind != "group":
        return {"id": f"{kind}_{name}", "amount": given["amount"], **dated}
    return {
        "id": f"group_{name}",
        "group": name,
        "label": given["label"],
        "coefficient": str(given["coefficient"]),
        "age_months": [given.get("age_from", 0) * 12, given["age_to"] * 12 if "age_to" in given else 9999],
        **dated,
    }


def _code(row: law.Row) -> LocalRow:
    return {
        "list": "social_group",
        "code": row["group"],
        "label": row["label"],
        "mark": "✓",
        "effective_from": row["effective_from"],
        "effective_to": row["effective_to"],
        "clause": row["article"],
    }


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime.date():
            return value.isoformat()
        case int():
            return str(value)
        case list():
            return f"[{', '.join(_toml(each) for each in value)}]"
        case _:
            # Every JSON text is a TOML text.
            return json.dumps(str(value), ensure_ascii=False)


def options(kind: str) -> Sequence[tuple[str, str]]:
    """Return what may be chosen as the ``id`` of a row: identifier and words; nothing where none is chosen."""
    if kind == "confirmed":
        return [(each.key, " · ".join(filter(None, (each.label, each.article)))) for each in doubts.doubts()]
    return limits() if kind == "limit" else ()


def limits() -> Sequence[tuple[str, str]]:
    """Return the time limits that may be shortened: identifier and words."""
    ids = [
        limit
        for register in catalog.registers().values()
        for each in register.duties
        if isinstance(each, Duty)
        for limit in each.limits
    ]
    found = [deadlines.deadline(each) for each in dict.fromkeys(ids)]
    return [
        (each.id, f"{each.step} ({each.length}; {each.article})")
        for each in found
        if not each.is_term and each.unit != "immediate"
    ]
