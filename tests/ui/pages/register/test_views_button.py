"""Filters kept under a name: chosen from a menu, kept, replaced by name, and thrown away."""

import pytest
from PySide6.QtWidgets import QLabel, QMenu

from ansinh_desktop.services.access import Access
from ansinh_desktop.services.views import Views
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.register.name_dialog import NameDialog
from ansinh_desktop.ui.pages.register.views_button import ViewsButton
from tests import factories


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("views") / "data")
    yield vault
    vault.lock()


@pytest.fixture
def views(vault, request):
    return Views(vault, Access(request.node.name, "officer", {}))


@pytest.fixture
def tasks(qapp):
    theme.apply(qapp)
    made = Tasks(lambda message: pytest.fail(str(message)))
    yield made
    assert made.finish(60_000)


@pytest.fixture
def settle(qtbot, tasks):
    return lambda: qtbot.waitUntil(lambda: not tasks.is_busy())


@pytest.fixture
def button(qtbot, tasks, views):
    made = ViewsButton("children", views, tasks, lambda: {"filters": {"x": ["1"]}})
    qtbot.addWidget(made)
    return made


def menu_of(button, settle):
    button.click()
    settle()
    return [each for each in button.children() if isinstance(each, QMenu)][-1]


def words(menu):
    return [each.text() for each in menu.actions() if not each.isSeparator()]


def test_the_menu_offers_what_is_kept_and_to_keep_what_is_seen(button, views, settle):
    assert words(menu_of(button, settle)) == ["Lưu bộ lọc đang dùng…"]
    views.keep("children", {"a": 1}, "Nghèo & khó")
    views.keep("children", {"a": 2}, "An")
    views.keep("children", {"last": 1})
    menu = menu_of(button, settle)
    assert words(menu) == ["An", "Nghèo && khó", "Xóa bộ lọc", "Lưu bộ lọc đang dùng…"]
    chosen: list[object] = []
    button.chosen.connect(chosen.append)
    menu.actions()[1].trigger()
    assert chosen == [{"a": 1}]


def test_one_is_thrown_away_by_its_name(button, views, settle):
    for name in ("Một", "Hai"):
        views.keep("children", {}, name)
    menu = menu_of(button, settle)
    drop = next(each.menu() for each in menu.actions() if each.text() == "Xóa bộ lọc")
    assert words(drop) == ["Hai", "Một"]
    drop.actions()[0].trigger()
    settle()
    assert list(views.named("children")) == ["Một"]


def test_what_is_seen_now_is_kept_under_the_name(button, views, settle):
    button.keep("Của tôi")
    settle()
    assert views.named("children") == {"Của tôi": {"filters": {"x": ["1"]}}}
    assert views.named("assistance") == {}


@pytest.mark.parametrize(
    ("typed", "enabled", "again"),
    [
        ("", False, False),
        ("  ", False, False),
        ("Mới", True, False),
        ("NGHEO", True, True),
        ("nghèo", True, True),
    ],
)
def test_a_name_that_is_taken_is_said_whatever_its_marks(qtbot, qapp, typed, enabled, again):
    dialog = NameDialog("Tên & bộ lọc", ["Nghèo"], None)
    qtbot.addWidget(dialog)
    dialog._line.line.setText(typed)
    dialog._line.line.textEdited.emit(typed)
    assert dialog.yes_button.isEnabled() is enabled
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert any("đã có" in each for each in said) is again
    assert dialog.name() == typed.strip()
