"""Two laptops of one commune: what a merge would do is seen before it is done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ansinh_desktop.ui.pages.exchange.exchange_page import ExchangePage
from tests import factories
from tests.ui.pages.exchange.conftest import dialog, rows, said
from tests.ui.pages.exchange.scene import opened as opened_at


@pytest.fixture
def laptop(scene):
    """Return the copy of the commune's folder on another machine, with a record of each that the other lacks."""
    shared = scene.add("Danh Chung")
    other = opened_at(scene.copy())
    scene.add("Danh Máy Này")
    scene.rename(shared, "Danh Tên Đây")
    case = other.cases.get(shared)
    other.people.save(case.person_id, {**case.person, "full_name": "Danh Tên Kia"})
    yield other
    other.vault.lock()


def names(program):
    ids = program.listing.ids
    from ansinh_desktop.services.listing import ListQuery  # noqa: PLC0415 - only here

    return {program.cases.get(each).person["full_name"] for each in ids(ListQuery("children"))}


def test_a_merge_is_seen_before_it_is_done_and_leaves_the_choice(
    scene, laptop, opened, monkeypatch, qtbot, rest
):
    page = opened(ExchangePage, scene.commune)
    tasks = page._tasks
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(scene.usb))
    page.peers.export_button.click()
    rest(tasks)
    assert "Đã xuất 2 hồ sơ" in said(page)
    (package,) = scene.usb.glob("*.agpkg")
    page.hide()

    there = opened(ExchangePage, laptop)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(package), ""))
    there.peers.merge_button.click()
    rest(tasks)
    shown = dialog(there, "merge_dialog")
    counts = {key: door.text() for key, door in shown.doors.items()}
    assert counts == {"came": "1", "kept": "0", "put_together": "0", "to_choose": "1", "met": "0"}
    (line,) = rows(shown.fields)
    by = [f"\n{factories.OFFICER} · " in each for each in line]
    assert by == [False, False, False, True, True, False]
    told = [each.split("\n")[0] for each in line[1:]]
    assert told == ["Họ và tên", "Danh Chung", "Danh Tên Kia", "Danh Tên Đây", "chưa chọn"]
    assert not shown.subjects.isVisible()
    qtbot.mouseClick(shown.doors["came"], Qt.MouseButton.LeftButton)
    assert "Danh Máy Này" in rows(shown.subjects)[0][0]
    assert not shown.fields.isVisible()
    assert not shown.doors["kept"].isEnabled(), "there is nothing to open"
    assert shown.merge.text() == "Gộp, để 1 chỗ chọn sau"
    assert names(laptop) == {"Danh Tên Kia"}, "nothing has changed yet"
    qtbot.mouseClick(shown.merge, Qt.MouseButton.LeftButton)
    rest(tasks)
    assert "Danh Máy Này" in names(laptop)
    assert there.conflicts.isVisible()
    assert there.conflicts.said.text().startswith("1 chỗ hai bản khác nhau.")


def test_work_is_stopped_by_its_button_and_leaves_nothing(scene, opened, rest, qtbot):
    for name in ("Danh Một", "Danh Hai"):
        scene.add(name)
    before = set(scene.usb.iterdir())
    page = opened(ExchangePage, scene.commune)
    for begin in (page.export_to, page.peers.export_to):
        begin(scene.usb)
        assert page.progress.isVisible()
        qtbot.mouseClick(page.progress.cancel_button, Qt.MouseButton.LeftButton)
        rest(page._tasks)
        assert not page.progress.isVisible()
        assert said(page).strip() == "Đã dừng; không có gì thay đổi."
    assert set(scene.usb.iterdir()) == before
    assert page.export_button.isEnabled()
    page.export_to(scene.usb)
    rest(page._tasks)
    assert "Đã xuất gói số 1" in said(page)


def test_a_package_of_this_very_laptop_is_refused_with_a_sentence(scene, opened, rest):
    scene.add("Danh Một")
    page = opened(ExchangePage, scene.commune)
    page.peers.export_to(scene.usb)
    rest(page._tasks)
    page.peers.look(next(scene.usb.glob("*.agpkg")))
    rest(page._tasks)
    assert "AS-5132" in said(page)
