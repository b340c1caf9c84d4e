"""People of two communes who may be the same, at the receiving unit's window: with keys, side by side."""

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.exchange.inbox_page import InboxPage
from tests import factories
from tests.factories import OTHER, orphan, trust
from tests.ui.pages.exchange.conftest import dialog, rows


@pytest.fixture
def other(scene):
    """Return a second commune whose card the receiving unit trusts."""
    made = Program(factories.new_vault(scene.folder / "xã kia", OTHER)[0])
    trust(scene.province, made, scene.usb)
    trust(made, scene.province, scene.usb)
    yield made
    made.vault.lock()


@pytest.fixture
def page(scene, other, opened):
    """Return the first page of a receiving unit to which two communes have sent the same child."""
    for each in (scene.commune, other):
        each.cases.save(orphan("Danh Thị Na"))
        scene.receive(each.outgoing.export(scene.usb).path)
    return opened(InboxPage, scene.province)


@pytest.fixture
def asked(page, tasks, rest):
    """Return the open dialog."""
    page.alike.button.click()
    rest(tasks)
    return dialog(page, "alike_dialog")


def test_nothing_is_said_where_nobody_is_alike(scene, opened):
    assert opened(InboxPage, scene.province).alike.isHidden()


def test_both_stand_side_by_side_with_the_names_of_their_communes(page, asked, scene):
    assert page.alike.said.text().startswith("1 cặp người")
    headings = [asked.table.horizontalHeaderItem(column).text() for column in range(3)]
    assert set(headings[1:]) == {"Xã Vĩnh Thạnh Trung", "Xã Bình Long"}
    assert rows(asked.table)[0] == ["Họ và tên", "Danh Thị Na", "Danh Thị Na"]
    assert not asked.save.isEnabled()
    asked.keep()
    assert scene.province.exchange.alike.all()[0].decided is None


@pytest.mark.parametrize(("key", "decided"), [(Qt.Key.Key_1, "same"), (Qt.Key.Key_2, "other")])
def test_a_key_a_reason_and_enter_decide(asked, scene, qtbot, rest, key, decided):
    qtbot.keyClick(asked.table, key)
    assert asked.reason.hasFocus()
    assert not asked.save.isEnabled(), "not without a reason"
    qtbot.keyClicks(asked.reason, "goi xa 12")
    assert asked.reason.text() == "goi xa 12", "a digit in the reason decides nothing"
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(asked._tasks)
    (pair,) = scene.province.exchange.alike.all()
    assert (pair.decided.decision, pair.decided.reason) == (decided, "goi xa 12")
    assert "đã được kết luận" in asked.parent().said.text()
    assert "goi xa 12" in asked.said.text()
    qtbot.keyClick(asked.table, Qt.Key.Key_F8)
    assert not asked.isVisible()
