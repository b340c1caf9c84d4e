"""Every page and act of the program by its name: what the officer may ask for, and why something can't be done now."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QPushButton,
    QTabWidget,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from ansinh_desktop import text
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import ADMIN, Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, later
from ansinh_desktop.ui.pages.register.elsewhere import ShowsCases, come_forward
from ansinh_desktop.ui.pages.registry import Entries
from ansinh_desktop.ui.ways.palette import Command, Palette

_KEPT = 8
"""So many of what was asked for last stand first."""
_EVERY_MS, _TRIES = 40, 50
_ELSEWHERE = "Không dùng ở trang đang mở"
_NOT_NOW = "Chưa làm được lúc này"
_MISSING = ("Chưa ", "Không ", "Còn ", "Cần ", "Phải ", "Chỉ ")
"""So begins what tells what is missing."""


_LEADING = frozenset({"new", "bring", "newest_draft", "earlier", "onward", "search", "undo"})
"""What leads to a place in the main window, wherever its keys are struck."""

Offer = tuple[str, str, Callable[[], object]]
"""What keys do in the whole window: the id of the shortcut, a sign, and the act."""


@dataclass(frozen=True)
class Pressed:
    """A button of a page, named before its page is made."""

    page: str
    name: str
    words: str
    sign: str
    administrators: bool = False


PRESSED = (
    Pressed("review", "run_review", "Rà soát lại", "refresh-cw"),
    Pressed("plan", "plan_report", "Báo cáo", "printer"),
    Pressed("plan", "enter_figures", "Nhập số theo kỳ…", "square-pen"),
    Pressed("exchange", "export", "Xuất gói gửi lên…", "upload"),
    Pressed("exchange", "receipt", "Nhận biên nhận…", "inbox"),
    Pressed("exchange", "export_peer", "Xuất cho máy khác của xã…", "hard-drive"),
    Pressed("exchange", "merge_peer", "Gộp gói của máy kia…", "merge"),
    Pressed("law", "receive_law", "Nhận tệp cập nhật…", "download"),
    Pressed("admin", "save_office", "Lưu", "save", administrators=True),
    Pressed("admin", "add_officer", "Thêm người dùng…", "user-plus", administrators=True),
    Pressed("admin", "recovery", "Mã khôi phục mới…", "shield-alert", administrators=True),
    Pressed("admin", "check", "Kiểm tra dữ liệu", "shield-check"),
    Pressed("admin", "hand_over", "Bàn giao…", "file-check", administrators=True),
    Pressed("admin", "succeed", "Kế tục đơn vị…", "arrow-right-left", administrators=True),
    Pressed("admin", "back_up", "Sao lưu ngay", "database-backup", administrators=True),
    Pressed("admin", "go_back", "Trở lại bản trước…", "undo-2"),
)
"""What is done on a page that may not be open yet."""


class Commands(QObject):
    """What can be asked for in one window, bound to its keys."""

    def __init__(
        self, window: "later.MainWindow", program: Program, entries: Entries, offers: Sequence[Offer]
    ) -> None:
        super().__init__(window)
        self._window, self._program, self._entries = window, program, entries
        self._recent = program.views.commands()
        self._menu: QMenu | None = None
        self._offers: tuple[Offer, ...] = (
            *offers,
            ("new", "plus", self.begin_case),
            ("bring", "upload", self.begin_import),
            ("earlier", "arrow-left", partial(window.history.go, -1)),
            ("onward", "arrow-right", partial(window.history.go, 1)),
        )
        self.leading = [keys.action("commands", window, self.ask)]
        """What works in the windows of single cases as well."""
        for name, _sign, act in self._offers:
            if name in _LEADING:
                self.leading.append(keys.action(name, window, partial(self._lead, act)))
            else:
                keys.action(name, window, act)
        for place, key in enumerate(entries.every, start=1):
            if place <= 9:
                jump = partial(self._lead, partial(window.jump_to, key))
                self.leading.append(keys.action(f"page_{place}", window, jump))

    def offer_menu(self, menu: QMenu) -> None:
        """Offer what stands in a menu, too."""
        self._menu = menu

    def ask(self) -> None:
        """Let the officer choose among all."""
        self._choose(self.every(), "Gõ tên trang hoặc việc, không cần dấu")

    def begin_case(self) -> None:
        """Begin a case in the register that is shown; elsewhere ask in which."""
        self._begin(self._window.new_case, self._new_cases, "Thêm hồ sơ vào sổ nào?")

    def begin_import(self) -> None:
        """Bring a list into the register that is shown; elsewhere ask into which."""

        def imports() -> list[Command]:
            return [each for each in self._imports() if each.id.startswith("import:")]

        self._begin(self._window.bring_list, imports, "Nhập danh sách vào sổ nào?")

    def _begin(
        self, begin: Callable[[str], object], ways: Callable[[], Iterable[Command]], asked: str
    ) -> None:
        if not self._program.access.keeps:
            return  # a receiving unit only looks
        writable = [code for code in self._entries.desks if self._program.access.writes(code)]
        shown = self._window.stack.key.removeprefix("register:")
        if shown in writable or len(writable) == 1:
            begin(shown if shown in writable else writable[0])
        else:
            self._choose(list(ways()), asked)

    def every(self) -> list[Command]:
        """Return all, what was asked for last first; what can't be done now is among them."""
        here, keeps = list(self._on_page()), self._program.access.keeps
        found = (
            *self._pages(),
            *here,
            *(self._new_cases() if keeps else ()),
            *(self._imports() if keeps else ()),
            *self._window_acts(),
            *(self._in_menu(self._menu) if self._menu is not None else ()),
            *(each for each in self._on_other_pages() if each.id not in {shown.id for shown in here}),
            *self._keys_of_pages(),
        )
        once: dict[str, Command] = {}
        for each in found:
            once.setdefault(text.fold(each.words), each)
        return self._recent_first(once.values())

    def keep(self) -> None:
        """Keep what was asked for last under the officer's name."""
        # A disk without room keeps nobody from locking.
        with contextlib.suppress(UserError):
            if self._recent != self._program.views.commands():
                self._program.views.keep_commands(self._recent)

    # ---------------------------------------------------------------- choosing

    def _recent_first(self, commands: Iterable[Command]) -> list[Command]:
        places = {each: place for place, each in enumerate(self._recent)}
        return sorted(commands, key=lambda each: (bool(each.why_not), places.get(each.id, _KEPT)))

    def _choose(self, commands: Sequence[Command], asked: str) -> None:
        before, asked_in = self._window.focusWidget(), QApplication.activeWindow()
        palette = Palette(self._recent_first(commands), asked, self._window)
        palette.finished.connect(lambda _code: self._end(palette, before, asked_in))
        palette.open()

    def _lead(self, act: Callable[[], object]) -> None:
        """Do what leads to a place in this window, which comes forward where the keys were struck in another one."""
        apart = isinstance(QApplication.activeWindow(), ShowsCases)
        act()
        if apart:
            come_forward(self._window.window())

    def _end(self, palette: Palette, before: QWidget | None, asked_in: QWidget | None) -> None:
        chosen = palette.chosen
        palette.deleteLater()
        window = asked_in if chosen is None and asked_in is not None and isValid(asked_in) else self._window
        window.activateWindow()
        if before is not None and before.isVisible() and before.window() is window.window():
            before.setFocus()
        if chosen is None:
            return
        self._recent = [chosen.id, *(each for each in self._recent if each != chosen.id)][:_KEPT]
        # The keyboard goes back to the page first: an act may ask in which field it was.
        QTimer.singleShot(0, self, chosen.act)

    # ---------------------------------------------------------------- what there is

    def _pages(self) -> Iterator[Command]:
        for place, (key, entry) in enumerate(self._entries.every.items(), start=1):
            note = f"Ctrl+{place}" if place <= 9 else ""
            yield Command(
                f"page:{key}", f"Mở {entry.title}", entry.sign, partial(self._window.jump_to, key), note
            )

    def _new_cases(self) -> Iterator[Command]:
        for code in self._entries.desks:
            register, why = catalog.register(code), _why_not_write(self._program.access, code)
            act = partial(self._window.new_case, code)
            yield Command(
                f"new:{code}", f"Thêm hồ sơ: {register.short_title}", register.icon, act, why_not=why
            )

    def _imports(self) -> Iterator[Command]:
        for code in self._entries.desks:
            title, why = catalog.register(code).short_title, _why_not_write(self._program.access, code)
            act = partial(self._window.bring_list, code)
            yield Command(f"import:{code}", f"Nhập từ Excel: {title}", "upload", act, why_not=why)
            many = partial(self._window.enter_many, code)
            yield Command(f"many:{code}", f"Nhập nhiều: {title}", "table", many, why_not=why)

    def _window_acts(self) -> Iterator[Command]:
        for name, sign, act in self._offers:
            steps = {"earlier": -1, "onward": 1}.get(name)
            why = "" if steps is None or self._window.history.can_go(steps) else "Không còn nơi nào nữa"
            declared = keys.shortcut(name)
            yield Command(f"key:{name}", declared.text, sign, act, keys.drawn(declared.keys[0]), why)
        yield Command("print_handbook", "In cả sổ tay hướng dẫn…", "printer", self._window.print_handbook)

    def _in_menu(self, menu: QMenu, before: str = "") -> Iterator[Command]:
        for each in menu.actions():
            inner = each.menu()
            if isinstance(inner, QMenu):
                yield from self._in_menu(inner, f"{inner.title().partition(':')[0]}: ")
            elif each.text():
                yield _of_action(each, before)

    def _on_page(self) -> Iterator[Command]:
        """Return the buttons of the page that is shown."""
        page = self._window.page()
        for each in page.findChildren(QAbstractButton):
            if not isinstance(each, QPushButton | QToolButton) or not _is_act(each, page):
                continue
            words = _words(each)
            if (menu := _menu_of(each)) is not None and each.isEnabled():
                yield from self._in_menu(menu, f"{words}: ")
                continue
            name = each.objectName()
            why = "" if each.isEnabled() else _reason(each)
            note = next((keys.drawn(key.keys[0]) for key in keys.SHORTCUTS if key.id == name), "")
            key = f"press:{self._window.stack.key}:{name}"
            yield Command(key, words, "circle-dot", each.click, note, why)

    def _on_other_pages(self) -> Iterator[Command]:
        is_admin = self._program.access.role == ADMIN
        for each in PRESSED:
            entry = self._entries.every.get(each.page)
            if entry is None or (each.page == "exchange" and self._program.office.receives):
                continue
            why = "Chỉ người quản trị làm được" if each.administrators and not is_admin else ""
            words = f"{entry.title}: {each.words}"
            key = f"press:{each.page}:{each.name}"
            yield Command(key, words, each.sign, partial(self._press, each), why_not=why)

    def _keys_of_pages(self) -> Iterator[Command]:
        """Return what keys do on some page only."""
        page = self._window.page()
        everywhere = {"commands", "back", *(name for name, _sign, _act in self._offers)}
        for each in keys.SHORTCUTS:
            if not each.bound or each.id in everywhere or each.id.startswith("page_"):
                continue
            live = [act for act in page.findChildren(QAction, each.id) if _is_live(act)]
            act = live[0].trigger if live else _nothing
            why = "" if live else _ELSEWHERE
            yield Command(f"key:{each.id}", each.text, "keyboard", act, keys.drawn(each.keys[0]), why)

    # ---------------------------------------------------------------- acts

    def _press(self, pressed: Pressed) -> None:
        """Open a page and press a button of it, once that can be pressed."""
        page = self._window.go_to(pressed.page)
        button = page.findChild(QAbstractButton, pressed.name) if page is not None else None
        if page is None or button is None:
            return
        page.take_focus()
        _bring_up(button)
        self._press_soon(button, pressed, _TRIES)

    def _press_soon(self, button: QAbstractButton, pressed: Pressed, tries: int) -> None:
        if self._window.stack.key != pressed.page:
            return  # the officer went on meanwhile
        if button.isVisible() and button.isEnabled():
            button.setFocus()
            button.click()
        elif tries:
            QTimer.singleShot(_EVERY_MS, button, lambda: self._press_soon(button, pressed, tries - 1))
        else:
            said = _reason(button)
            self._window.toast.pop(f"{pressed.words.rstrip('…')}: {said[0].lower()}{said[1:]}.", "note")


def _nothing() -> None:
    """Do what can't be done here."""


def _why_not_write(access: Access, register: str) -> str:
    return "" if access.writes(register) else "Chưa được giao quyền sửa sổ này"


def _of_action(action: QAction, before: str) -> Command:
    words, _tab, pressed = action.text().partition("\t")
    why = "" if action.isEnabled() else action.toolTip().strip() or _NOT_NOW
    if action.isCheckable() and action.isChecked():
        why = "Đang dùng"
    said = before + words.replace("&&", "&").strip()
    return Command(f"menu:{text.fold(said)}", said, "circle-dot", action.trigger, pressed, why)


def _menu_of(button: QPushButton | QToolButton) -> QMenu | None:
    return button.menu()  # which Qt declares as if there always were one


def _words(button: QAbstractButton) -> str:
    said = button.text().replace("&&", "&").strip()
    return said if text.fold(said) else button.accessibleName().strip()


def _reason(button: QAbstractButton) -> str:
    """Return why a button can't be pressed: its tooltip says so, unless that only tells what the button does."""
    said = button.toolTip().strip().rstrip(".")
    return said if said.startswith(_MISSING) else _NOT_NOW


def _is_act(button: QAbstractButton, page: QWidget) -> bool:
    """Whether a button is an act: it has a name; doors behind numbers, switches, parts of fields and of chips are none."""
    if (
        not button.objectName()
        or not button.isVisible()
        or button.isCheckable()
        or button.window() is not page.window()
    ):
        return False
    role, around = button.property("role"), button.parentWidget()
    in_chip = around is not None and around.property("role") == "chip"
    return role != "link" and not in_chip and bool(text.fold(_words(button)))


def _is_live(action: QAction) -> bool:
    owner = action.parent()
    return action.isEnabled() and isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()


def _bring_up(widget: QWidget) -> None:
    """Show the tabs in which a widget stands."""
    inner: QWidget | None = widget
    while inner is not None:
        around = inner.parentWidget()
        tabs = around.parentWidget() if around is not None else None
        if isinstance(tabs, QTabWidget) and tabs.indexOf(inner) >= 0:
            tabs.setCurrentWidget(inner)
        inner = around
