"""The history of a record in the officer's words."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ansinh_desktop.db.models import Change
from ansinh_desktop.registers import dated
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import MASK, Field
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS, RELATION_FIELDS
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register

REVEAL = "reveal"
"""The act by which masked answers were shown for a reason; it names them, and never says what they are."""
REVEALED = "masked"
"""The fact of such an act: the labels of what was shown."""

WHAT = {
    ("insert", "record"): "Lập hồ sơ",
    ("insert", "person"): "Thêm người",
    ("insert", "event"): "Thêm diễn biến",
    ("update", "record"): "Sửa hồ sơ",
    ("update", "person"): "Sửa nhân thân",
    ("update", "event"): "Sửa diễn biến",
    ("insert", "attachment"): "Thêm giấy tờ",
    ("update", "attachment"): "Rút giấy tờ",
    ("read", "record"): "Xem hồ sơ",
    ("print", "record"): "In",
    ("export", "record"): "Xuất tệp",
    (REVEAL, "record"): "Xem mục mật",
    ("apart", "person"): "Xác nhận không trùng",
    ("decide", "likeness"): "Đối chiếu với người của xã khác",
    ("transfer", "record"): "Chuyển hồ sơ giữa hai xã",
}

_PAIR, _STEPS = "likeness", "steps"
"""Of a pair: what joining the two has written."""
_JOINED, _PARTED = "Gộp hai người", "Tách hai người"

LABELS = {
    "state": "Tình trạng",
    "draft": "Nháp",
    "opened_on": "Ngày lập",
    "closed_on": "Ngày đóng",
    "close_reason": "Lý do đóng",
    "deleted": "Đã xóa",
    "amount": "Số tiền",
    "happened_on": "Ngày",
    "note": "Ghi chú",
    "kind": "Loại",
    "kept": "Lý do giữ cảnh báo",
    "attachment": "Giấy tờ kèm theo",
    "form": "Biểu mẫu",
    "apart": "Lý do không trùng",
    "transfer": "Xã kia",
}

HIDDEN = frozenset(
    {
        "id",
        "unit",
        "register",
        "version",
        "person_id",
        "household_id",
        "record_id",
        "other_id",
        "number",
        "confidentiality",
        "author",
    }
)

_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "person": PERSON_FIELDS,
    "household": HOUSEHOLD_FIELDS,
    "relation": RELATION_FIELDS,
}


@dataclass(frozen=True)
class HistoryRow:
    """One line of the history: which field, from, to, who, when."""

    at: datetime.datetime
    author: str
    what: str
    field: str
    before: str
    after: str
    reason: str
    change: int = 0
    """The number of the change."""
    key: str = ""
    """The field, where its value before can be given back by itself; else nothing."""
    masked: bool = False
    """Whether a reason is asked before its values are shown."""


def rows_of(
    changes: Sequence[Change], register: Register, names: Mapping[str, str], *, plain: bool = False
) -> Iterator[HistoryRow]:
    """Yield a line for each field that was changed.

    Args:
        changes: What was done.
        register: Of the record.
        names: Those of the officers, by login name.
        plain: Whether a reason was given to show what is masked.
    """
    named = {each.entity_id: each.fields["name"][1] for each in changes if _adds_paper(each)}
    for change in filter(_is_shown, changes):
        what = _what(change)
        if change.entity == _PAIR:
            fields = []
        elif change.entity == "attachment":
            fields = [("", *_paper(change, named))]
        else:
            fields = list(_shown(change, register, plain=plain))
        for key, label, before, after in fields or [("", "", "", "")]:
            yield HistoryRow(
                change.at,
                names.get(change.author, change.author),
                what,
                label,
                before,
                after,
                change.reason or "",
                change.seq,
                key if change.seq and stands_alone(change.entity, key) else "",
                not plain and MASK in (before, after),
            )


def _what(change: Change) -> str:
    if change.entity == _PAIR and _STEPS in change.fields:
        return _JOINED if change.fields[_STEPS][1] else _PARTED
    return WHAT.get((change.act, change.entity), change.act)


def _is_shown(change: Change) -> bool:
    # That two who look alike are two is told beside, with its reason.
    return change.entity != _PAIR or _STEPS in change.fields or (change.act, change.entity) in WHAT


def _adds_paper(change: Change) -> bool:
    return change.entity == "attachment" and change.act == "insert"


def _paper(change: Change, named: Mapping[str, str]) -> tuple[str, str, str]:
    """Return a paper by its name: what else its row holds tells the officer nothing."""
    name = named.get(change.entity_id, "")
    return LABELS["attachment"], "" if _adds_paper(change) else name, name if _adds_paper(change) else ""


def stands_alone(entity: str, key: str) -> bool:
    """Whether a field says something by itself: a step, or what holds from a month, comes with others."""
    return key not in ("statuses", f"answers.{dated.KEY}") and (
        (entity == "record" and key.startswith("answers.")) or key in _FIELDS.get(entity, ())
    )


def _shown(change: Change, register: Register, *, plain: bool) -> Iterator[tuple[str, str, str, str]]:
    if change.act == REVEAL:
        yield from (("", str(label), "", "") for label in change.fields.get(REVEALED, ()))
        return
    if change.act in ("insert", "decide"):
        return
    for key, (before, after) in change.fields.items():
        if key not in HIDDEN:
            yield key, *shown(key, before, after, register, change.entity, plain=plain)


def shown(
    key: str, before: object, after: object, register: Register | None, entity: str, *, plain: bool = False
) -> tuple[str, str, str]:
    """Return in the officer's words which field was changed, from what to what.

    Args:
        key: The column, or ``answers.`` and the answer.
        before: What stood there.
        after: What was written.
        register: Of the record; None where it is about a person or a household alone.
        entity: The table.
        plain: Whether a reason was given to show what is masked.
    """
    field = _field(key, register, entity)
    label = field.label if field is not None else LABELS.get(key, key)
    if key == "state" and register is not None:
        named = register.life_cycle.state_label
        return label, named(str(before or "")), named(str(after or ""))
    if field is not None:
        show = field.kind.show if plain else field.shown
        return label, show(cast("Value", before)), show(cast("Value", after))
    return label, _plain(before), _plain(after)


def _field(key: str, register: Register | None, entity: str) -> Field | None:
    answer = key.removeprefix("answers.")
    if answer == key:
        return _FIELDS.get(entity, {}).get(key)
    if register is None:
        return None
    if entity == "event":
        of_events = {each.key: each for kind in register.events for each in kind.fields}
        # Two kinds of event may ask alike, and one of them for what is masked.
        of_events |= {each.key: each for kind in register.events for each in kind.fields if each.masked}
        return of_events.get(answer)
    return register.fields.get(answer)


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case dict():
            return "; ".join(f"{name}: {each}" for name, each in value.items())
        case _:
            return str(value)
