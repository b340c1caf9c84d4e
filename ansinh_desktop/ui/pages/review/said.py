"""How the inbox says what was found: the line of a kind, the line of a record, and by what the list is narrowed."""

from collections.abc import Callable, Collection, Mapping, Sequence

from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.many import ManyAct
from ansinh_desktop.services.many import Many
from ansinh_desktop.services.review import CATEGORIES, DoneRow, Group, ReviewRow
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.review.inbox import InboxGroup, InboxRow
from ansinh_desktop.ui.widgets.choosing.chips import FilterField
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.progress_strip import number

LEVEL_WORDS = {Level.ERROR: "Lỗi", Level.WARNING: "Cảnh báo"}
KEPT = "kept"
"""The key of the line under which everything stands that is kept with a reason."""
SETTLED = "settled"
"""The key of the line under which everything stands that was settled today."""
FILTERS = (("category", "Loại"), ("register", "Sổ"), ("hamlet", "Ấp, khóm"))


def shown_groups(
    groups: Sequence[Group],
    kept: Sequence[ReviewRow],
    settled: Mapping[str, DoneRow],
    mended: Collection[str],
    act: Callable[[Group], tuple[str, str]],
) -> list[InboxGroup]:
    """Return the lines of the inbox.

    Args:
        groups: What is open, by its kind; with what was mended last still among it.
        kept: What is kept with a reason.
        settled: What was settled today, where that is to be shown, by its key.
        mended: The keys of what was mended last.
        act: Says the act that settles a group, on its button and in full; empty where there is none.
    """
    found = [
        InboxGroup(
            each.key,
            each.title,
            _beneath(each),
            theme.LEVEL_ICONS[each.first.level],
            str(each.first.level),
            tuple(_row(row, each, mended=row.key in mended) for row in each.rows),
            *act(each),
        )
        for each in groups
    ]
    if kept:
        whole = Group(tuple(kept))
        rows = tuple(_row(each, whole, mended=False) for each in kept)
        found.append(
            InboxGroup(
                KEPT, "Đã giữ kèm lý do", "không phải làm gì; mở ra để xem lại lý do", "stamp", "muted", rows
            )
        )
    if settled:
        done = tuple(_done_row(each) for each in settled.values())
        found.append(
            InboxGroup(SETTLED, "Đã xong hôm nay", "Enter mở hồ sơ để xem lại", "circle-check", "good", done)
        )
    return found


def _done_row(each: DoneRow) -> InboxRow:
    status = f"{'đã giữ' if each.kept else 'đã sửa'}, lúc {each.at:%H:%M}"
    return InboxRow(each.key, each.who, each.hamlet, each.what, "circle-check", "good", each.what, status)


def fields_of(rows: Sequence[ReviewRow]) -> list[FilterField]:
    """Return by what these findings can be narrowed, each with what is among them."""
    words: Mapping[str, Mapping[str, str]] = {
        "category": {str(each): title for each, title in CATEGORIES.items()},
        "register": {each.register: catalog.register(each.register).short_title for each in rows},
        "hamlet": {name: name for name in sorted({each.hamlet for each in rows if each.hamlet})},
    }
    met = {key: {str(getattr(each, key)) for each in rows} for key, _label in FILTERS}
    return [
        FilterField(
            key, label, tuple(Option(code, said) for code, said in words[key].items() if code in met[key])
        )
        for key, label in FILTERS
    ]


def _beneath(group: Group) -> str:
    worth = f"{'+' if group.worth > 0 else '−'}{number(abs(group.worth))} đồng/tháng" if group.worth else ""
    register = catalog.register(group.first.register).short_title
    return " · ".join(filter(None, (register, group.articles, worth)))


def _row(row: ReviewRow, group: Group, *, mended: bool) -> InboxRow:
    said = row.text if group.says_otherwise else row.number if row.number != row.who else ""
    if row.category == "amount" and row.recorded and row.expected:
        said = f"{row.recorded} → {row.expected}"
    hint = "\n".join(filter(None, (row.text, row.todo, f"Đã giữ với lý do: {row.kept}" if row.kept else "")))
    sign, tone = ("circle-check", "good") if mended else (theme.LEVEL_ICONS[row.level], str(row.level))
    status = "đã xong, sẽ rời danh sách" if mended else ""
    return InboxRow(row.key, row.who, row.hamlet, said, sign, tone, hint, status)


class Settling:
    """The acts by which equal findings are settled in all their records."""

    def __init__(self, many: Many) -> None:
        self._many = many

    def act(self, group: Group) -> ManyAct | None:
        """Return the one for a kind: declared for it, or the one answer that all lack; None where each has its own way."""
        first = group.first
        if (act := self._many.settling(first.register, first.code)) is not None:
            return act
        field = group.field if len(group.records) > 1 else None
        return self._many.saying(first.register, field.key) if field is not None else None

    def words(self, group: Group) -> tuple[str, str]:
        """Return what the button of a kind says, and the same in full; empty where there is none."""
        if group.first.pair:
            return "So từng cặp…", f"So {number(len(group.rows))} cặp, lần lượt từng cặp"
        act, count = self.act(group), number(len(group.records))
        if act is None:
            return "", ""
        own = act.code == group.first.field
        return f"{'Ghi chung' if own else act.label}: {count}…", f"{act.label} cho {count} hồ sơ"
