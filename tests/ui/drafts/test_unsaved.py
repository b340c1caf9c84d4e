"""The first page counts whatever was typed and not saved, and leads to the place."""

import pytest
from PySide6.QtWidgets import QMenu, QPushButton

from ansinh_desktop import app
from ansinh_desktop.services.drafts import DONE, HERE, Drafts
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui.drafts import spots
from ansinh_desktop.ui.drafts.coming_back import ComingBack
from tests.factories import OFFICER, PASSWORD, new_vault, orphan
from tests.ui.whole_window import whole_window


@pytest.fixture
def window(qtbot, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    with whole_window(qtbot, open_data(tmp_path / "xã", OFFICER, PASSWORD), tmp_path / "xã") as made:
        yield made


def figure(window):
    window.pages.go_to("overview")
    app.settle(window.tasks)
    return window.pages.page().findChild(QPushButton, "unsaved")


def count(window):
    shown = figure(window)
    number, _, words = (shown.text() if shown is not None else "0 chưa lưu").partition(" ")
    assert words == "chưa lưu"
    return int(number)


def where(window):
    return [each.opening for each in spots.chain(window.pages)]


def arrived(qtbot, window):
    qtbot.waitUntil(
        lambda: not window.tasks.is_busy() and window.findChild(ComingBack) is None, timeout=20_000
    )


def test_every_kind_of_draft_is_counted_and_leads_back(window, qtbot):
    assert count(window) == 0
    record = window._program.cases.save(orphan())
    page = window.pages.go_to("admin")
    app.settle(window.tasks)
    page._editors["signer_name"].control.setFocus()
    qtbot.keyClicks(page._editors["signer_name"].control, "Bi thu")
    window._watch.keep()
    app.settle(window.tasks)
    of_office = where(window)
    assert count(window) == 1
    figure(window).click()
    arrived(qtbot, window)
    assert where(window) == of_office
    assert "Bi thu" in str(window.pages.page()._editors["signer_name"].value())

    drafts: Drafts = window._program.drafts
    drafts.keep(record, {"person": {}, "answers": {}}, None, "children")
    drafts.keep(HERE, {"openings": []})
    drafts.keep(DONE, {"month": "2026-11", "done": {}})
    assert count(window) == 2, "where the officer was, and what was seen to, is nothing that was typed"
    figure(window).click()
    menu = window.findChild(QMenu, "unsaved_places")
    words = [each.text() for each in menu.actions()]
    assert sorted(each.partition(":")[0] for each in words) == sorted(
        ["Quản trị", window.pages.title_of("register:children")]
    )
    next(each for each in menu.actions() if not each.text().startswith("Quản trị")).trigger()
    menu.close()
    arrived(qtbot, window)
    assert where(window)[-1].given == (record,)
    assert where(window)[-1].method == "edit_case"


def test_the_field_that_was_reached_last_is_kept_also_where_nothing_was_typed_in_it(window, qtbot):
    window.pages.new_case("children")
    app.settle(window.tasks)
    form = window.pages.page().form
    drafts: Drafts = window._program.drafts
    qtbot.keyClicks(form.box.fields.editor("full_name").control, "Danh An")
    window._watch.keep()
    app.settle(window.tasks)
    assert drafts.read("new:children", "children").focus == "full_name"
    qtbot.waitUntil(
        lambda: not window._watch._soon.isActive()
    )  # what was typed is kept, and nothing more to come
    form.box.fields.editor("birth_date").control.setFocus()
    qtbot.waitUntil(lambda: drafts.read("new:children", "children").focus == "birth_date", timeout=5_000)
    qtbot.waitUntil(lambda: "birth_date" in str(drafts.read(HERE).typed), timeout=5_000)
