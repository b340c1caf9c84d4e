"""An officer's first day in the real window: a list comes in, somebody is found, a list goes out, a package goes up."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ansinh_desktop import app
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.paths import resources
from ansinh_desktop.services.program import Program
from tests.factories import PROVINCE, new_vault, trust

SAMPLE = resources() / "demo" / "btxh_2022.xlsx"


@pytest.fixture
def window(qtbot, tmp_path):
    app.make_application()
    program = Program(new_vault(tmp_path / "xã")[0])
    opened = app.Window(tmp_path / "none")
    opened.resize(1366, 768)
    opened.open(program)
    with qtbot.waitExposed(opened):
        opened.show()
    yield opened
    opened.shut()


def at_rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.tasks.is_busy())


def press(qtbot, page, name):
    qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def bring(qtbot, window):
    window.pages.bring_list("assistance")
    page = window.pages.page()
    page.open(SAMPLE)
    at_rest(qtbot, window)
    press(qtbot, page, "next")
    at_rest(qtbot, window)
    press(qtbot, page, "next")
    at_rest(qtbot, window)
    return page


def test_a_list_comes_in_through_the_window(qtbot, window):
    page = bring(qtbot, window)
    assert page.outcome.done
    press(qtbot, page, "next")
    at_rest(qtbot, window)
    desk = window.pages.page()
    assert "240" in desk.list.count.text()
    assert window.pages.navigation.words("register:assistance").count("240") == 1


def test_three_letters_without_marks_find_a_person_and_enter_opens_the_case(qtbot, window):
    bring(qtbot, window)
    box = window.pages.search.box
    box.setFocus()
    qtbot.keyClicks(box, "hue")
    qtbot.waitUntil(window.pages.search.results.isVisible)
    names = [
        window.pages.search.results.list.item(row).text()
        for row in range(window.pages.search.results.list.count())
    ]
    assert any("Bùi Thị Mỹ Huệ" in each for each in names)
    at_rest(qtbot, window)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    assert "Huệ" in window.pages.page().case.case.person["full_name"]


def test_the_payment_list_is_shown_as_it_will_be_printed(qtbot, window):
    bring(qtbot, window)
    page = window.pages.go_to("papers")
    item = page.choice.topLevelItem(0).child(1)
    assert item.text(0) == "Danh sách chi trả"
    page.choice.setCurrentItem(item)
    at_rest(qtbot, window)
    assert page.preview.page_count() > 1
    assert page.preview.content().startswith(b"%PDF")


def test_a_package_goes_up_and_its_receipt_comes_back(qtbot, window, province, tmp_path):
    bring(qtbot, window)
    commune = window.pages._program
    trust(commune, province, tmp_path)
    trust(province, commune, tmp_path)
    page = window.pages.go_to("exchange")
    at_rest(qtbot, window)
    page.export_to(tmp_path)
    at_rest(qtbot, window)
    package = next(tmp_path.glob("*.agpkg"))
    assert page.table.item(0, 3).text() == "Chưa có biên nhận"
    page.take_receipt(province.incoming.receive(package, tmp_path).receipt)
    at_rest(qtbot, window)
    assert page.table.item(0, 3).text() == "Đã có biên nhận"
    # What waits for an answer about a remark is a draft, and stays at home.
    waiting = len(commune.listing.rows(ListQuery("assistance", {"record.draft": ("1",)})))
    assert waiting > 0
    assert province.listing.counts()["assistance"] == commune.listing.counts()["assistance"] - waiting


def test_the_receiving_unit_takes_a_package_in_through_its_own_window(qtbot, window, tmp_path):
    bring(qtbot, window)
    usb = tmp_path / "usb"
    usb.mkdir()
    commune = window.pages._program
    theirs = Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0])
    trust(commune, theirs, usb)
    trust(theirs, commune, usb)
    made = commune.outgoing.export(usb)
    receiving = app.Window(tmp_path / "none")
    qtbot.addWidget(receiving)
    page = receiving.open(theirs).go_to("exchange")
    page.receive([made.path])
    at_rest(qtbot, receiving)
    assert f"{made.records} mới" in page.log.item(0).text()
    assert receiving.pages.navigation.words("register:assistance").endswith(str(made.records))
    assert list(usb.glob("*.agrcpt"))
    page.receive([made.path])
    at_rest(qtbot, receiving)
    assert receiving.pages.navigation.words("register:assistance").endswith(str(made.records))
    receiving.shut()


def test_every_page_opens_by_its_keys(qtbot, window):
    for place, key in enumerate(window.pages.page_keys()[:9], start=1):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{place}"), Qt.KeyboardModifier.ControlModifier)
        at_rest(qtbot, window)
        assert window.pages.navigation.current_key() == key
