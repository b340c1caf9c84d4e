"""The keyboard: every shortcut is declared here once, for the menus, the buttons and the sheet behind «?»."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui import composing


@dataclass(frozen=True)
class Shortcut:
    """One thing that keys do; without ``bound`` the widget in question sees to it itself."""

    id: str
    keys: tuple[str, ...]
    """In Qt's portable spelling; the first is the one shown in menus."""
    text: str
    group: str
    bound: bool = True

    @property
    def shown(self) -> str:
        """The keys as the sheet prints them."""
        return " hoặc ".join(map(drawn, self.keys))


_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def drawn(pressed: str) -> str:
    """Return keys as they are printed on the keyboard: arrows, and not their names."""
    return "+".join(_ARROWS.get(each, each) for each in pressed.split("+"))


_EVERYWHERE = "Ở mọi nơi"
_ENTRY = "Khi nhập liệu"
_LISTS = "Trong danh sách"

SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("commands", ("Ctrl+K",), "Mọi lệnh", _EVERYWHERE),
    Shortcut("search", ("Ctrl+F", "/"), "Tìm kiếm", _EVERYWHERE),
    Shortcut("new", ("Ctrl+N",), "Thêm hồ sơ", _EVERYWHERE),
    Shortcut("newest_draft", ("Ctrl+J",), "Làm tiếp bản nháp mới nhất", _EVERYWHERE),
    Shortcut("bring", ("Ctrl+I",), "Nhập danh sách từ Excel", _EVERYWHERE),
    Shortcut("print", ("Ctrl+P",), "In", _EVERYWHERE),
    Shortcut("back", ("Esc",), "Quay lại, đóng", _EVERYWHERE),
    Shortcut("earlier", ("Alt+Left",), "Về nơi vừa xem trước đó", _EVERYWHERE),
    Shortcut("onward", ("Alt+Right",), "Đến nơi vừa rời", _EVERYWHERE),
    Shortcut("help", ("F1",), "Hướng dẫn cho nơi đang đứng", _EVERYWHERE),
    Shortcut("refresh", ("F5",), "Tải lại", _EVERYWHERE),
    Shortcut("life", ("Ctrl+E",), "Ghi nhận chết, chuyển đi, trở về", _EVERYWHERE),
    Shortcut("undo", ("Ctrl+Z",), "Hoàn tác việc đã làm", _EVERYWHERE),
    Shortcut("lock", ("Ctrl+L",), "Khóa màn hình", _EVERYWHERE),
    Shortcut("sheet", ("?",), "Bảng phím tắt", _EVERYWHERE),
    *(
        Shortcut(f"page_{place}", (f"Ctrl+{place}",), f"Mở trang thứ {place}", _EVERYWHERE)
        for place in range(1, 10)
    ),
    Shortcut("apart", ("Ctrl+Shift+O",), "Mở hồ sơ trong cửa sổ riêng", _EVERYWHERE),
    Shortcut("beside", ("Ctrl+Shift+B",), "Đặt hai hồ sơ cạnh nhau", _EVERYWHERE),
    Shortcut("edit", ("F2",), "Sửa", _ENTRY),
    Shortcut("save", ("Ctrl+Enter", "Ctrl+Return"), "Lưu", _ENTRY),
    Shortcut(
        "go_on",
        ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"),
        "Lưu và đi hết các bước",
        _ENTRY,
    ),
    Shortcut("as_before", ("Ctrl+D",), "Như hồ sơ vừa ghi (ô đang đứng)", _ENTRY),
    Shortcut("pin", ("Ctrl+B",), "Giữ ô này cho các hồ sơ sau", _ENTRY),
    Shortcut("next_field", ("Enter",), "Sang ô tiếp theo", _ENTRY, bound=False),
    Shortcut("next_part", ("Ctrl+PgDown",), "Sang phần tiếp theo", _ENTRY),
    Shortcut("previous_part", ("Ctrl+PgUp",), "Về phần trước", _ENTRY),
    Shortcut("next_found", ("F8",), "Ô cần xem lại kế tiếp", _ENTRY),
    Shortcut("keep_warning", ("Ctrl+G",), "Giữ cảnh báo, ghi lý do", _ENTRY),
    Shortcut("new_line", ("Shift+Enter",), "Xuống dòng trong ô nhiều dòng", _ENTRY, bound=False),
    Shortcut("open_choices", ("F4", "Alt+Down"), "Mở danh sách chọn hoặc lịch", _ENTRY, bound=False),
    Shortcut("add_row", ("Ctrl++", "Ctrl+="), "Thêm dòng trong bảng con", _ENTRY, bound=False),
    Shortcut("remove_row", ("Ctrl+-",), "Xóa dòng trong bảng con", _ENTRY, bound=False),
    Shortcut("previous_month", ("Ctrl+Left",), "Tháng trước", _LISTS),
    Shortcut("next_month", ("Ctrl+Right",), "Tháng sau", _LISTS),
    Shortcut("open_row", ("Enter",), "Mở dòng đang chọn", _LISTS, bound=False),
    Shortcut("first_row", ("Ctrl+Home",), "Về dòng đầu", _LISTS, bound=False),
    Shortcut("last_row", ("Ctrl+End",), "Đến dòng cuối", _LISTS, bound=False),
    Shortcut("mark", ("Space", "Shift+Down"), "Chọn dòng, nhiều dòng liền nhau", _LISTS, bound=False),
    Shortcut("mark_all", ("Ctrl+A",), "Chọn tất cả đang hiện", _LISTS, bound=False),
    Shortcut("copy_rows", ("Ctrl+C",), "Chép các dòng đã chọn", _LISTS, bound=False),
    Shortcut("take_back", ("Del",), "Rút giấy tờ đang chọn", _LISTS, bound=False),
)


_SHARED = (
    ("places", ("earlier", "onward"), "Nơi vừa xem trước, sau", _EVERYWHERE),
    ("sticky", ("as_before", "pin"), "Như hồ sơ trước; giữ ô", _ENTRY),
    ("months", ("previous_month", "next_month"), "Tháng hoặc kỳ trước, sau", _LISTS),
)
"""Two shortcuts that the sheet shows in one line."""


def shortcut(name: str) -> Shortcut:
    """Return the shortcut of that id."""
    return next(each for each in SHORTCUTS if each.id == name)


def sequences(name: str) -> list[QKeySequence]:
    """Return the keys of a shortcut, read in Qt's own spelling.

    Read as words of the screen they would pass through the translation, which calls two keys «Enter»: both
    sequences would be the same one, and Qt would do neither.
    """
    return [
        QKeySequence.fromString(each, QKeySequence.SequenceFormat.PortableText)
        for each in shortcut(name).keys
    ]


def matches(name: str, event: QKeyEvent) -> bool:
    """Whether the keys that were pressed are those of the shortcut."""
    return QKeySequence(event.keyCombination()) in sequences(name)


def tip(name: str) -> str:
    """Return what a tooltip says of a shortcut: what it does, and its keys."""
    declared = shortcut(name)
    return f"{declared.text} ({declared.shown})"


def action(name: str, owner: QWidget, slot: Callable[[], object], icon: QIcon | None = None) -> QAction:
    """Return the action of a shortcut: with its text and keys, working while ``owner``'s window is active."""
    declared = shortcut(name)
    made = QAction(declared.text, owner)
    if icon is not None:
        made.setIcon(icon)
    made.setObjectName(name)
    made.setShortcuts(sequences(name))
    made.setToolTip(tip(name))

    def act() -> None:
        composing.commit()
        slot()

    made.triggered.connect(lambda _checked=False: act())
    owner.addAction(made)
    return made


def groups() -> dict[str, list[Shortcut]]:
    """Return the shortcuts by the heading under which the sheet shows them; those alike share one line."""
    found: dict[str, list[Shortcut]] = {}
    pages = Shortcut(
        "pages", ("Ctrl+1 … Ctrl+9",), "Mở trang thứ 1 … 9 ở cột bên trái", _EVERYWHERE, bound=False
    )
    shared = [
        Shortcut(line, tuple(key for name in names for key in shortcut(name).keys), words, group, bound=False)
        for line, names, words, group in _SHARED
    ]
    alike = {name for _line, names, _words, _group in _SHARED for name in names}
    others = [each for each in SHORTCUTS if not each.id.startswith("page_") and each.id not in alike]
    for each in (*others, *shared, pages):
        found.setdefault(each.group, []).append(each)
    return found
