"""The menu at the officer's name: light, dark and sizes are the officer's own, and hold from one day to the next."""

import pytest
import shiboken6
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from ansinh_desktop import app
from ansinh_desktop.services import officers
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.views import SCALES, Look
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.dialogs.officers import OwnPasswordDialog
from ansinh_desktop.ui.main_window import COURSE
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests import factories

HERS = "cây dừa nghiêng bóng 27"


@pytest.fixture
def folder(tmp_path):
    vault, _recovery = factories.new_vault(tmp_path / "xã")
    factories.forget_place(vault)
    vault.lock()
    return tmp_path / "xã"


@pytest.fixture
def start(qtbot, qapp, folder):
    """Return a function that unlocks the data as an officer, in a window of its own."""
    opened = []
    app.make_application()

    def unlock(name: str = factories.OFFICER, password: str = factories.PASSWORD) -> app.Window:
        made = app.Window(folder)
        opened.append(made)
        made.resize(1366, 768)
        made.open(open_data(folder, name, password))
        with qtbot.waitExposed(made):
            made.show()
        app.settle(made.tasks)
        return made

    yield unlock
    for each in opened:
        each.shut()
        shiboken6.delete(each)
    theme.apply(qapp)


def acts(menu: QMenu) -> dict[str, QAction]:
    return {each.text().partition("\t")[0]: each for each in menu.actions() if each.text()}


def menu_of(window: app.Window) -> QMenu:
    button = window.findChild(QToolButton, "officer")
    assert button is not None
    return button.menu()


def sizes_of(window: app.Window) -> QMenu:
    found = menu_of(window).findChild(QMenu, "sizes")
    assert found is not None
    return found


def chosen(menu: QMenu) -> list[str]:
    return [each.text() for each in menu.actions() if each.isChecked()]


def choose(window: app.Window, menu: QMenu, words: str, qtbot) -> None:
    """Choose in the menu, and wait for the pages that are drawn anew."""
    before = window.pages
    acts(menu)[words].trigger()
    qtbot.waitUntil(lambda: window.pages is not None and window.pages is not before)
    app.settle(window.tasks)


def test_the_menu_offers_what_is_only_the_officers(start):
    window = start()
    size = "Cỡ hiển thị: 100 %"
    assert list(acts(menu_of(window))) == [
        "Hoàn tác việc đã làm…", "Nền sáng", "Nền tối", size, "Đổi mật khẩu…", COURSE, "Khóa màn hình",
    ]  # fmt: skip
    assert chosen(menu_of(window)) == ["Nền sáng"]
    assert list(acts(sizes_of(window))) == [f"{each} %" for each in SCALES]
    assert chosen(sizes_of(window)) == ["100 %"]


def test_what_is_chosen_is_worn_at_once_and_after_the_next_unlocking(start, qtbot):
    window = start()
    width = window.pages.navigation.width()
    choose(window, menu_of(window), "Nền tối", qtbot)
    assert theme.colours() == theme.DARK
    choose(window, sizes_of(window), "125 %", qtbot)
    assert theme.px(100) == 123  # whole pixels of the letters: 13 and 16
    assert window.pages.navigation.width() > width
    assert chosen(menu_of(window)) == ["Nền tối"]
    assert chosen(sizes_of(window)) == ["125 %"]
    window.shut()
    theme.apply(app.make_application())
    again = start()
    assert theme.colours() == theme.DARK
    assert chosen(sizes_of(again)) == ["125 %"]


def test_another_officer_has_the_look_of_their_own(start, qtbot):
    window = start()
    officers.add(window._program.vault, FirstOfficer("hoa", "Lê Hoa", HERS), "officer")
    choose(window, menu_of(window), "Nền tối", qtbot)
    window.shut()
    start("hoa", HERS)
    assert theme.colours() == theme.LIGHT


def test_one_stays_where_one_is_with_what_is_being_typed(start, qtbot):
    window = start()
    window.pages.go_to("register:children")
    desk = window.pages.page()
    assert isinstance(desk, RegisterDesk)
    desk.new_case()
    qtbot.waitUntil(lambda: desk.form is not None and desk.form.isVisible())
    desk.form.box.fields.set_answer("full_name", "Danh Thị Na")
    choose(window, menu_of(window), "Nền tối", qtbot)

    def typed() -> bool:
        page = window.pages.page()
        form = page.form if isinstance(page, RegisterDesk) else None
        return form is not None and form.box.fields.values().get("full_name") == "Danh Thị Na"

    qtbot.waitUntil(typed)


def test_the_look_is_no_act_that_is_undone(start, qtbot):
    window = start()
    before = window._program.undo.last_act_id()
    choose(window, menu_of(window), "Nền tối", qtbot)
    assert window._program.undo.last_act_id() == before


def test_choosing_what_is_worn_already_draws_nothing_anew(start):
    window = start()
    pages = window.pages
    acts(menu_of(window))["Nền sáng"].trigger()
    app.settle(window.tasks)
    assert window.pages is pages


def test_the_password_is_changed_from_here(start, qtbot):
    window = start()
    acts(menu_of(window))["Đổi mật khẩu…"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(OwnPasswordDialog)))
    (dialog,) = window.findChildren(OwnPasswordDialog)
    dialog.reject()
    assert window.pages.stack.key == "admin"


@pytest.mark.parametrize(
    ("kept", "look"),
    [
        ({"dark": True, "percent": 150}, Look(dark=True, percent=150)),
        ({"dark": "x", "percent": 130}, Look()),
        ({"percent": "125"}, Look()),
        ({}, Look()),
    ],
)
def test_what_a_later_program_kept_otherwise_does_no_harm(tmp_path, kept, look):
    vault, _recovery = factories.new_vault(tmp_path / "data")
    with Program(vault) as program:
        program.views.keep("", kept)
        assert program.views.look() == look


@pytest.mark.parametrize("percent", [125, 200])
def test_no_title_of_a_register_is_cut_at_any_size(start, qtbot, percent):
    window = start()
    choose(window, sizes_of(window), f"{percent} %", qtbot)
    for register in ("assistance", "children"):
        desk = window.pages.desk(register)
        app.settle(window.tasks)
        title = desk.list.title
        assert title.width() >= title.sizeHint().width()
        assert title.height() >= title.heightForWidth(title.width())
        assert desk.list.tools.geometry().right() <= desk.list.width()
        assert window.width() == 1366
