"""Two laptops of one commune: what a merge would do is seen before it is done."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.pages.exchange.exchange_page import ExchangePage
from tests import factories
from tests.services.reports.papers import texts_of
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
    (line,) = rows(shown.pane.table)
    assert line == ["Họ và tên", "Danh Chung", "Danh Tên Kia", "Danh Tên Đây", "chưa chọn"]
    assert shown.pane.of_versions.text().count(f"{factories.OFFICER} · ") == 2
    shown.pane.whole.buttons["whole"].click()
    assert ["Giới tính", *["Nữ"] * 4] in rows(shown.pane.table)
    qtbot.mouseClick(shown.doors["came"], Qt.MouseButton.LeftButton)
    assert "Danh Máy Này" in rows(shown.pane.subjects)[0][0]
    assert not shown.pane.table.isVisible()
    assert not shown.doors["kept"].isEnabled(), "there is nothing to open"
    assert shown.merge.text().strip() == "Gộp, để 1 chỗ chọn sau  Ctrl+Enter"
    assert names(laptop) == {"Danh Tên Kia"}, "nothing has changed yet"
    qtbot.mouseClick(shown.merge, Qt.MouseButton.LeftButton)
    rest(tasks)
    assert "Danh Máy Này" in names(laptop)
    assert there.conflicts.isVisible()
    assert there.conflicts.said.text().startswith("1 chỗ hai bản khác nhau.")


@pytest.fixture
def preview(scene, opened, rest):
    """Return what shows the merge of two laptops that renamed the same person, and of another one changed other fields."""
    record = scene.add("Danh Chung")
    other = scene.add("Danh Kia")
    laptop = opened_at(scene.copy())
    changes = (("Danh Đây", {"address": "Tổ 1"}), ("Danh Đó", {"phone": "0911111111"}))
    for program, (name, more) in zip((scene.commune, laptop), changes, strict=True):
        for each, changed in ((record, {"full_name": name}), (other, more)):
            about = program.cases.get(each)
            program.people.save(about.person_id, {**about.person, **changed})
    package = laptop.exchange.peers.export(scene.usb).path
    page = opened(ExchangePage, scene.commune)

    def shown():
        page.peers.look(package)
        rest(page._tasks)
        return page, dialog(page, "merge_dialog"), record, other

    yield shown
    laptop.vault.lock()


def test_choices_of_the_preview_are_merged_by_the_keyboard(preview, scene, qtbot, rest):
    page, shown, record, other = preview()
    table = shown.pane.table
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_2)
    assert rows(table)[0][-1] == "Danh Đó"
    assert shown.merge.text().strip() == "Gộp  Ctrl+Enter"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert shown.merge.hasFocus(), "nothing waits any more"
    qtbot.mouseClick(shown.doors["put_together"], Qt.MouseButton.LeftButton)
    lines = rows(table)
    assert [each[0] for each in lines] == ["Địa chỉ nơi ở", "Điện thoại"]
    assert lines[1][-1] == "0911111111"
    table.setCurrentCell(1, 0)
    qtbot.keyClick(table, Qt.Key.Key_1)
    assert rows(table)[1][-1] == "(trống)"
    assert "(đã đổi)" in shown.queue.currentItem().text()
    qtbot.keyClick(shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(page._tasks)
    assert not shown.isVisible()
    assert "Đã gộp" in said(page)
    person = scene.commune.cases.get(other).person
    assert (person["address"], person.get("phone")) == ("Tổ 1", None)
    assert scene.commune.cases.get(record).person["full_name"] == "Danh Đó"
    assert not scene.commune.conflicts.all()


def test_the_preview_is_printed_with_what_was_chosen_so_far(preview, rest, qtbot):
    page, shown, _record, _other = preview()
    qtbot.keyClick(shown.pane.table, Qt.Key.Key_1)
    qtbot.mouseClick(shown.print_button, Qt.MouseButton.LeftButton)
    rest(page._tasks)
    paper = next(each for each in shown.findChildren(PreviewDialog) if each.isVisible())
    words = " ".join(texts_of(paper.preview.content()))
    for each in ("GỘP VỚI MÁY KIA", "Phải chọn: 1 ô", "Danh Đây", "Danh Đó", "Tự gộp: 2 ô", "0911111111"):
        assert each in words
    paper.reject()


def test_choices_are_not_thrown_away_unasked(preview, monkeypatch):
    _page, shown, _record, _other = preview()
    asked = []

    def stay(_parent, question, *_labels):
        asked.append(question)
        return False

    monkeypatch.setattr(messages, "ask", stay)
    shown.versions.choose("theirs")
    shown.reject()
    assert shown.isVisible()
    assert asked == ["Bỏ lựa chọn ở 1 chỗ?\nChưa có gì được gộp."]
    monkeypatch.setattr(messages, "ask", lambda *_words, **_more: True)
    shown.reject()
    assert not shown.isVisible()


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


def test_where_the_screen_is_small_the_choice_keeps_its_room_and_its_acts(preview):
    _page, shown, _record, _other = preview()
    shown.resize(shown.minimumSizeHint().expandedTo(QSize(theme.px(900), theme.px(520))))
    QApplication.processEvents()
    assert not shown.pane.why.isVisible()
    assert "Vì sao hỏi" in shown.pane.title.toolTip()
    assert shown.pane.table.height() >= shown.pane.table.horizontalHeader().height() + 2 * theme.px(24)
    below = shown.pane.table.mapTo(shown, QPoint(0, shown.pane.table.height())).y()
    assert all(each.mapTo(shown, QPoint()).y() >= below for each in shown.pane.acts if each.isVisible())
    shown.resize(theme.px(1150), theme.px(690))
    QApplication.processEvents()
    assert shown.pane.why.isVisible()
    assert not shown.pane.title.toolTip()
