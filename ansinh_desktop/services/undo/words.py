"""An act in the officer's words, with no name that may not be said."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ansinh_desktop import clock
from ansinh_desktop.db.acts import ACT, UNDO, Told
from ansinh_desktop.db.history import WRITES
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.cases.history import HIDDEN, shown
from ansinh_desktop.services.undo.net import FOLLOWING, Key, Net, nets
from ansinh_desktop.services.undo.reach import Reach, reach

EMPTY = "(trống)"
_MOST_FIELDS = 3
_LONGEST = 60
_PROGRAM = "chương trình"
_HIDDEN_ACT = "Việc trong sổ mà bạn không có quyền xem"
_BESIDE = frozenset({"draft", "kept", "state", "closed_on", "close_reason", "deleted"})
"""Columns that change along with others, and are named only where nothing else is."""

_NOUNS = {
    "record": "hồ sơ",
    "event": "diễn biến",
    "attachment": "giấy tờ",
    "person": "nhân thân",
    "household": "hộ",
    "relation": "quan hệ",
}

_OWN_WAYS = {
    "payment_month": ("tháng chi trả", "trang Chi trả"),
    "payment_row": ("tháng chi trả", "trang Chi trả"),
    "closed_month": ("tháng chi trả", "trang Chi trả"),
    "likeness": ("việc đối chiếu, gộp người", "trang Người và hộ"),
    "figure": ("số liệu nhập theo kỳ", "trang Kế hoạch"),
    "closed_period": ("kỳ báo cáo đã chốt", "trang Kế hoạch"),
    "package": ("gói gửi, nhận", "trang Gửi và nhận"),
    "receipt": ("gói gửi, nhận", "trang Gửi và nhận"),
    "unit": ("thẻ đơn vị", "trang Gửi và nhận"),
    "user": ("người dùng và quyền", "trang Quản trị"),
    "grant": ("người dùng và quyền", "trang Quản trị"),
    "device": ("thông tin máy này", "trang Quản trị"),
    "hamlet": ("danh sách ấp, khóm", "trang Quản trị"),
    "setting": ("thiết lập của chương trình", "trang đã đặt"),
}


class _Lead(NamedTuple):
    """What an act may be about: the first of these that it did is said."""

    table: str
    is_so: Callable[[Net], bool]
    one: str
    many: str


_LEADS = (
    _Lead("record", lambda net: net.adds, "Lập hồ sơ {who}", "Lập {count} hồ sơ"),
    _Lead("record", lambda net: net.removes, "Rút hồ sơ {who}", "Rút {count} hồ sơ"),
    _Lead("record", lambda net: "state" in net.fields, "Chuyển bước {who}", "Chuyển bước {count} hồ sơ"),
    _Lead(
        "event", lambda net: net.adds, "Thêm diễn biến{what} vào {who}", "Thêm diễn biến vào {count} hồ sơ"
    ),
    _Lead(
        "event", lambda net: net.removes, "Rút diễn biến{what} của {who}", "Rút diễn biến của {count} hồ sơ"
    ),
    _Lead(
        "attachment", lambda net: net.adds, "Thêm giấy tờ{what} vào {who}", "Thêm giấy tờ vào {count} hồ sơ"
    ),
    _Lead(
        "attachment", lambda net: net.removes, "Rút giấy tờ{what} của {who}", "Rút giấy tờ của {count} hồ sơ"
    ),
    _Lead("record", lambda _net: True, "Sửa hồ sơ {who}", "Sửa {count} hồ sơ"),
    _Lead("relation", lambda net: net.adds, "Thêm quan hệ của {who}", "Thêm quan hệ của {count} người"),
    _Lead("relation", lambda net: net.removes, "Rút quan hệ của {who}", "Rút quan hệ của {count} người"),
    _Lead("relation", lambda _net: True, "Sửa quan hệ của {who}", "Sửa quan hệ của {count} người"),
    _Lead("household", lambda net: net.adds, "Lập hộ {who}", "Lập {count} hộ"),
    _Lead("household", lambda _net: True, "Sửa hộ {who}", "Sửa {count} hộ"),
    _Lead("person", lambda net: net.adds, "Thêm {who}", "Thêm {count} người"),
    _Lead("person", lambda _net: True, "Sửa nhân thân {who}", "Sửa nhân thân {count} người"),
)


def own_way(table: str) -> tuple[str, str]:
    """Return what is kept in a table that is never taken back here, and where it is mended instead."""
    return _OWN_WAYS.get(table, _OWN_WAYS["setting"])


def moment(at: datetime.datetime) -> str:
    """Return a moment as the officer's clock and calendar say it."""
    local = clock.local(at)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def officer(store: Store, author: str) -> str:
    """Return an officer by name; what nobody wrote, the program did."""
    return store.accounts.full_names().get(author, author) or _PROGRAM


def row_named(reached: Reach, row: Key) -> str:
    """Return what a row is, in words: ``hồ sơ BTXH-… Danh An``."""
    noun = _NOUNS["record" if row[0] in ("event", "attachment") else row[0]]
    return f"{noun} {reached.named(row)}".strip()


def field_shown(reached: Reach, row: Key, key: str, before: object, after: object) -> tuple[str, str, str]:
    """Return which field it is, from what to what, each short enough for a sentence."""
    label, old, new = shown(key, before, after, _register(reached, row), row[0])
    return label, _short(old), _short(new)


def done_to(change: Told) -> str:
    """Return what a change did, in words."""
    verb = "thêm" if change.act == "insert" else "sửa"
    if change.fields.get("deleted") == [False, True]:
        verb = "rút"
    return f"{verb} {_NOUNS.get(change.entity, '')}".strip()


def act_words(store: Store, told: Sequence[Told], reached: Reach) -> str:
    """Return what an act did, in one line; of one that takes back another, what that one did."""
    depth, rows = taken_back_by(store, told)
    if depth:
        reached = reach(store, reached.access, nets(_written(rows)))
    if not all(reached.access.may(each.register, "r") for each in reached.about()):
        return _HIDDEN_ACT
    prefix = "" if not depth else "Hoàn tác: " if depth % 2 else "Làm lại: "
    return prefix + _said(rows, reached)


def taken_back_by(store: Store, told: Sequence[Told]) -> tuple[int, Sequence[Told]]:
    """Return how many times over an act takes back, and what was done in the beginning."""
    depth = 0
    while (
        told[0].act == UNDO and told[0].entity == ACT and (before := store.acts.told(int(told[0].entity_id)))
    ):
        depth, told = depth + 1, before
    return depth, told


def _written(told: Iterable[Told]) -> list[Told]:
    return [each for each in told if each.act in WRITES]


def _said(told: Sequence[Told], reached: Reach) -> str:
    written = _written(told)
    made = nets(each for each in written if each.entity in _NOUNS)
    strange = [each for each in written if each.entity not in _NOUNS]
    reason = written[0].reason or ""
    if not made or {each.entity for each in strange} - {"setting"}:
        return _first_up(reason) or f"Ghi {own_way(strange[0].entity)[0]}"
    if told[0].act == UNDO:
        (net,) = made.values()
        return f"Trả lại giá trị: {row_named(reached, net.key)}: {_detail(made, [net], reached)}"
    return _of_many(made, reached, reason) or _of_rows(made, reached)


def _of_many(made: Mapping[Key, Net], reached: Reach, reason: str) -> str:
    """Return what became of many records by the reason that was given for all; nothing where it is about one."""
    count = len(reached.about())
    if reason.startswith(IMPORTED):
        new = sum(net.table == "record" for net in made.values())
        return f"Nhập {new} hồ sơ từ {reason.removeprefix(IMPORTED)}"
    return f"{_first_up(reason)} ({count} hồ sơ)" if reason and count > 1 else ""


def _first_up(said: str) -> str:
    return said[:1].upper() + said[1:]


def _of_rows(made: Mapping[Key, Net], reached: Reach) -> str:
    """Return what became of some rows: of one record by its name, of many by their number."""
    for lead in _LEADS:
        rows = [net for net in made.values() if net.table == lead.table and lead.is_so(net)]
        if rows:
            about = {record.id if (record := reached.record(net.key)) else net.id for net in rows}
            form = lead.one if len(about) == 1 else lead.many
            said = form.format(
                who=reached.named(rows[0].key), count=len(about), what=_what(reached, rows)
            ).strip()
            detail = _detail(made, rows, reached)
            return f"{said}: {detail}" if detail else said
    return ""


def _what(reached: Reach, rows: Sequence[Net]) -> str:
    """Return the kind of event, or the name of the paper, where there is only one."""
    said = {reached.said.get(net.id, "") for net in rows}
    register = _register(reached, rows[0].key)
    if len(said) != 1 or register is None:
        return ""
    (what,) = said
    declared = register.event_kinds.get(what)
    return f" “{declared.label if declared else what}”" if what else ""


def _detail(made: Mapping[Key, Net], rows: Sequence[Net], reached: Reach) -> str:
    """Return from which step to which, or the names of the fields."""
    register = _register(reached, rows[0].key)
    if rows[0].adds or rows[0].removes:
        return ""
    states = {net.fields["state"] for net in rows if "state" in net.fields}
    if len(states) == 1 and register is not None:
        ((before, after),) = states
        named = register.life_cycle.state_label
        return f"{named(str(before))} → {named(str(after))}"
    if states:
        return ""
    labels = list(dict.fromkeys(_labels(made.values(), reached)))
    more = ", …" if len(labels) > _MOST_FIELDS else ""
    return ", ".join(labels[:_MOST_FIELDS]) + more


def _labels(made: Iterable[Net], reached: Reach) -> Iterator[str]:
    changed = [(net, key) for net in made if not net.added for key in net.back()]
    plain = [(net, key) for net, key in changed if key not in _BESIDE | HIDDEN | FOLLOWING]
    for net, key in plain or [(net, key) for net, key in changed if key not in HIDDEN]:
        yield shown(key, None, None, _register(reached, net.key), net.table)[0]


def _register(reached: Reach, row: Key) -> Register | None:
    record = reached.record(row)
    return catalog.register(record.register) if record is not None else None


def _short(said: str) -> str:
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
