"""Beneath the navigation: that what is typed is kept, when it was last copied, and the way to the copies."""

import datetime

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop import app, clock
from ansinh_desktop.services.program import Program
from tests.factories import new_vault, orphan
from tests.ui.whole_window import whole_window


@pytest.fixture
def window(qtbot, tmp_path):
    with whole_window(qtbot, Program(new_vault(tmp_path / "xã")[0]), tmp_path / "none") as made:
        yield made


def ago(**how):
    return clock.now() - datetime.timedelta(**how)


@pytest.mark.parametrize(
    ("at", "said", "tone"),
    [
        (None, "Chưa sao lưu lần nào", "warning"),
        (0, "hôm nay", "small"),
        (1, "hôm qua", "small"),
        (2, ", 2 ngày", "small"),
        (3, ", 3 ngày", "warning"),
        (40, ", 40 ngày", "warning"),
        (9999, ", 9999 ngày", "warning"),
        (-1, "giờ máy có đúng?", "warning"),
        (-7500, "giờ máy có đúng?", "warning"),
    ],
)
def test_it_says_when_the_last_copy_was_taken_and_warns_of_an_old_one(window, at, said, tone):
    foot = window.pages.saved
    foot.show_latest(None if at is None else ago(days=at))
    assert said in foot.copied.text()
    assert ("hôm nay" in foot.copied.text()) is (at == 0)
    assert (", sau hôm nay" in foot.toolTip()) is (at is not None and at < 0)
    assert foot.copied.fontMetrics().horizontalAdvance(foot.copied.text()) <= foot.copied.width()
    assert foot.copied.property("tone") == tone
    assert foot.copied.text() in foot.toolTip()
    assert foot.accessibleName().startswith("Gõ đến đâu lưu đến đó")


def test_it_follows_the_copy_of_the_day(qtbot, window):
    foot, program = window.pages.saved, window.pages._program
    assert foot.copied.text() == "Chưa sao lưu lần nào"
    program.cases.save(orphan("Trần Thật"))
    foot.backup._take()
    qtbot.waitUntil(lambda: foot.copied.text().endswith("hôm nay"))
    assert f"{clock.local(program.backups.latest):%H:%M}" in foot.copied.text()


def test_pressed_it_leads_to_the_copies_and_with_little_room_only_its_sign_stays(qtbot, window):
    foot = window.pages.saved
    qtbot.mouseClick(foot, Qt.MouseButton.LeftButton)
    app.settle(window.tasks)
    assert window.pages.stack.key == "admin"
    assert foot.kept.isVisible()
    assert foot.height() >= 24
    window.resize(899, 700)
    qtbot.waitUntil(lambda: not foot.kept.isVisible())
    assert foot.sign.isVisible()
    assert foot.width() == window.pages.navigation.width() < 70


def test_every_page_of_the_navigation_is_in_sight_above_it(window):
    navigation = window.pages.navigation
    assert navigation.verticalScrollBar().maximum() == 0
    assert window.pages.saved.geometry().bottom() <= window.height()
