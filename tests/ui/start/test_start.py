"""The first start and every later one, as an officer goes through them with the keyboard."""

import os
import subprocess
import sys

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
)

from ansinh_desktop import app
from ansinh_desktop.paths import KEY_FILE, resources
from ansinh_desktop.services.office import hamlets
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui.help.contents import help_book
from ansinh_desktop.ui.help.pane import HelpPane
from ansinh_desktop.ui.widgets.password_strength import PasswordStrength
from tests.factories import OFFICER, PASSWORD, new_vault
from tests.ui.office import at_most, hands

__all__ = ["at_most", "hands"]

NEW_PASSWORD = "bốn tiếng thật dài"


@pytest.fixture
def window(qtbot, tmp_path):
    """Return a function that opens the program on a folder."""
    opened = []
    app.make_application()

    def start(folder=tmp_path / "Dữ liệu"):
        made = app.Window(folder)
        opened.append(made)
        made.resize(1366, 768)
        with qtbot.waitExposed(made):
            made.show()
        return made

    yield start
    for each in opened:
        each.shut()
        shiboken6.delete(each)  # here, and not wherever its last name goes


def put(widget, words):
    """Type words as an input method gives them."""
    widget.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def field(window, name):
    found = [each for each in window.findChildren(QLineEdit, name) if each.isVisible()]
    return (
        found[0]
        if found
        else next(each for each in window.findChildren(QPlainTextEdit, name) if each.isVisible())
    )


def replace(window, name, words):
    field(window, name).clear()
    put(field(window, name), words)


def press(qtbot, window, name):
    found = window.findChild(QPushButton, name)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def said(window):
    return window.findChild(QLabel, "said").text()


def through_to_officer(qtbot, window):
    put(field(window, "unit"), "vinh te")
    qtbot.keyClick(field(window, "unit"), Qt.Key.Key_Return)
    press(qtbot, window, "next")


def fill_officer(window):
    put(field(window, "full_name"), "Trần Thị Lan")
    field(window, "login").setFocus()
    assert field(window, "login").text() == "lan"
    put(field(window, "password"), PASSWORD)
    put(field(window, "again"), PASSWORD)


def test_the_first_start_leads_to_data_that_open_again(qtbot, window, tmp_path):
    started = window()
    through_to_officer(qtbot, started)
    fill_officer(started)
    press(qtbot, started, "next")
    put(field(started, "hamlets"), "Khóm Vĩnh Tây 1\nKhóm Vĩnh Tây 2, Khóm Vĩnh Tây 1")
    press(qtbot, started, "next")
    qtbot.waitUntil(lambda: "-" in started.findChild(QLabel, "recovery_code").text())
    code = started.findChild(QLabel, "recovery_code").text()
    press(qtbot, started, "next")
    assert "nhóm đầu" in said(started)
    groups = code.split("-")
    put(field(started, "confirm"), f"{groups[0]} {groups[-1]}".lower())
    press(qtbot, started, "next")
    press(qtbot, started, "next")
    qtbot.waitUntil(lambda: started.pages is not None)
    started.shut()
    with open_data(tmp_path / "Dữ liệu", "lan", PASSWORD) as program:
        assert program.office.name == "Phường Vĩnh Tế"
        assert program.office.unit == "30325@2025-07-01"
        with program.vault.reading() as store:
            names = [each.name for each in store.people.hamlets(program.office.unit)]
        assert names == ["Khóm Vĩnh Tây 1", "Khóm Vĩnh Tây 2"]


def test_the_first_start_needs_no_mouse_and_asks_nothing_twice(qtbot, window, hands, at_most, tmp_path):
    started = window()
    with qtbot.waitActive(started):
        started.activateWindow()

    def enter(words=""):
        if words:
            hands.type(words)
        hands.enter()

    with at_most("from nothing to open data, whole first start", 250):
        enter("vinh te")
        enter()
        assert hands.where() == "full_name"
        enter("Trần Thị Lan")
        enter()  # the login that is offered
        enter()  # the title
        enter(PASSWORD)
        enter(PASSWORD)
        enter()
        assert hands.where() == "signer_name"
        enter("Nguyễn Văn Thành")
        enter("Khóm Vĩnh Tây 1")
        enter("Khóm Vĩnh Tây 2")
        assert hands.where() == "hamlets"  # Enter began a line, nothing else
        enter()  # from the empty line on
        enter()
        qtbot.waitUntil(lambda: "-" in started.findChild(QLabel, "recovery_code").text())
        groups = started.findChild(QLabel, "recovery_code").text().split("-")
        qtbot.waitUntil(lambda: hands.where() == "confirm")
        enter(groups[0] + groups[-1])
        enter()
        enter()
    qtbot.waitUntil(lambda: started.pages is not None)
    assert "Phường Vĩnh Tế" in started.windowTitle()
    started.shut()
    with open_data(tmp_path / "Dữ liệu", "lan", PASSWORD) as program:
        assert hamlets(program.vault) == ["Khóm Vĩnh Tây 1", "Khóm Vĩnh Tây 2"]
        own = program.office
    assert (own.signer_name, own.preparer_name) == ("Nguyễn Văn Thành", "Trần Thị Lan")
    assert (own.place, own.signer_title, own.superior) == ("Vĩnh Tế", "CHỦ TỊCH", ())


def test_ctrl_enter_goes_on_from_any_field_of_the_first_start(qtbot, window, hands):
    started = window()
    with qtbot.waitActive(started):
        started.activateWindow()
    hands.type("vinh te")
    hands.enter()
    field(started, "unit").setFocus()
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hands.where() == "full_name"
    hands.type("Trần Thị Lan")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Mật khẩu quá ngắn" in said(started)  # the name was taken over, and the login offered


def test_what_has_a_right_answer_is_asked_only_of_whoever_wants_to_change_it(qtbot, window, hands, tmp_path):
    started = window()
    step = started.centralWidget().step
    hidden = ("period", "folder")
    assert not any(each.isVisible() for name in hidden for each in step.findChildren(QLineEdit, name))
    step.fold.head.click()
    assert all(field(started, name).text() for name in hidden)
    replace(started, "folder", " ")
    put(field(started, "unit"), "vinh te")
    qtbot.keyClick(field(started, "unit"), Qt.Key.Key_Return)
    step.fold.head.click()
    press(qtbot, started, "next")
    assert said(started) == "Chưa chọn thư mục dữ liệu."
    replace(started, "folder", str(tmp_path / "nơi khác"))  # it is shown again
    assert step.folder() == tmp_path / "nơi khác"


def test_a_receiving_unit_is_proposed_its_name_its_code_and_what_its_papers_say(qtbot, window):
    started = window()
    press_kind = started.findChild(QRadioButton, "kind_1")
    press_kind.click()
    unit = started.centralWidget().step
    assert unit.unit() == ("91@2025-07-01", "Sở Y tế tỉnh An Giang", "Tỉnh An Giang")
    replace(started, "name", "Sở Nội vụ tỉnh An Giang")
    replace(started, "province", "can tho")
    qtbot.keyClick(field(started, "province"), Qt.Key.Key_Return)
    # What was typed stays, what was only proposed follows.
    assert unit.unit() == ("92@2025-07-01", "Sở Nội vụ tỉnh An Giang", "Thành phố Cần Thơ")
    press(qtbot, started, "next")
    assert field(started, "title").text() == "Chuyên viên"
    fill_officer(started)
    press(qtbot, started, "next")
    own = started.centralWidget().step.office()
    assert (own.superior, own.place, own.signer_title) == (
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ",),
        "Cần Thơ",
        "GIÁM ĐỐC",
    )
    assert not any(each.isVisible() for each in started.findChildren(QPlainTextEdit, "hamlets"))


def test_what_papers_will_look_like_is_shown_and_nothing_typed_is_proposed_away(qtbot, window):
    started = window()
    through_to_officer(qtbot, started)
    fill_officer(started)
    press(qtbot, started, "next")
    step = started.centralWidget().step
    step.fold.head.click()
    put(field(started, "signer_name"), "Ông <b> Thành")
    replace(started, "preparer_name", "Lê Văn Minh")
    shown = QTextDocument()
    shown.setHtml(started.findChild(QLabel, "paper_preview").text())
    words = shown.toPlainText()
    for each in ("PHƯỜNG VĨNH TẾ", "Vĩnh Tế, ngày", "Lê Văn Minh", "Ông <b> Thành", "CHỦ TỊCH"):
        assert each in words
    press(qtbot, started, "back")
    replace(started, "full_name", "Trần Thị Bé")
    field(started, "login").setFocus()
    assert field(started, "login").text() == "be"
    press(qtbot, started, "next")
    assert field(started, "preparer_name").text() == "Lê Văn Minh"


def test_a_weak_password_and_two_that_differ_are_refused_in_words(qtbot, window):
    started = window()
    through_to_officer(qtbot, started)
    fill_officer(started)
    replace(started, "password", "Angiang@123")
    replace(started, "again", "Angiang@123")
    press(qtbot, started, "next")
    assert "phổ biến" in said(started)
    replace(started, "again", "khác hẳn mật khẩu kia")
    press(qtbot, started, "next")
    assert "không giống nhau" in said(started)


@pytest.mark.parametrize(
    ("typed", "level", "words"),
    [
        ("", 0, "Ít nhất 10 ký tự"),
        ("mèo", 0, "Chưa được. Ít nhất 10"),
        ("Angiang@123", 0, "phổ biến"),
        ("Phường Vĩnh Tế 1990", 0, "tên người, tên xã"),
        ("uống nước nhớ nguồn", 1, "ai cũng thuộc"),
        ("bé ăn no ngủ", 1, "Tạm được"),
        ("mùa xuân về rừng xanh", 2, "Khá"),
        ("mùa xuân chim về rừng tràm", 3, "Mạnh"),
    ],
)
def test_how_good_a_password_is_stands_beneath_it_while_it_is_typed(qtbot, window, typed, level, words):
    started = window()
    through_to_officer(qtbot, started)
    put(field(started, "full_name"), "Trần Thị Lan")
    before = field(started, "again").mapTo(started, QPoint())
    put(field(started, "password"), typed)
    shown = started.findChild(PasswordStrength)
    assert (shown.bar.value(), words in shown.said.text()) == (level, True), shown.said.text()
    app.settle(started.tasks)
    assert field(started, "again").mapTo(started, QPoint()) == before


def test_no_step_is_left_without_what_it_needs(qtbot, window):
    started = window()
    press(qtbot, started, "next")
    assert said(started) == "Chưa chọn xã, phường, đặc khu."


def test_the_password_opens_and_enter_is_enough(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    started = window(tmp_path / "xã")
    put(field(started, "password"), PASSWORD)
    qtbot.keyClick(field(started, "password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: started.pages is not None)
    assert "Xã Vĩnh Thạnh Trung" in started.windowTitle()


def test_a_wrong_password_says_one_sentence_and_waits_longer_each_time(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    started = window(tmp_path / "xã")
    opens = started.findChild(QPushButton, "open")
    for _ in range(3):
        put(field(started, "password"), "sai rồi sai nữa")
        qtbot.keyClick(field(started, "password"), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "AS-100" in said(started))
    qtbot.waitUntil(lambda: not opens.isEnabled())
    assert opens.text().startswith("Chờ")


def test_the_recovery_code_gives_a_new_password(qtbot, window, tmp_path):
    vault, code = new_vault(tmp_path / "xã")
    vault.lock()
    started = window(tmp_path / "xã")
    press(qtbot, started, "forgot")
    put(field(started, "code"), code)
    put(field(started, "password"), NEW_PASSWORD)
    put(field(started, "again"), NEW_PASSWORD)
    press(qtbot, started, "open")
    qtbot.waitUntil(lambda: started.pages is not None)
    started.shut()
    open_data(tmp_path / "xã", OFFICER, NEW_PASSWORD).vault.lock()


def test_recovery_is_gone_through_by_keyboard_in_the_order_of_its_fields(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    started = window(tmp_path / "xã")
    press(qtbot, started, "forgot")
    field(started, "officer").setFocus()
    gone = []
    for _ in range(4):
        gone.append(started.focusWidget().objectName())
        qtbot.keyClick(started.focusWidget(), Qt.Key.Key_Return)
    assert gone == ["officer", "code", "password", "again"]
    press(qtbot, started, "forgot")
    assert not any(each.isVisible() for each in started.findChildren(QLineEdit, "code"))


def test_a_damaged_key_file_is_told_before_a_password_is_typed(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    key = tmp_path / "xã" / KEY_FILE
    key.write_bytes(key.read_bytes().replace(OFFICER.encode(), b"ai khac"))
    started = window(tmp_path / "xã")
    qtbot.waitUntil(lambda: "AS-1004" in said(started))
    assert not field(started, "officer").text()


def test_a_key_file_that_is_no_text_shows_nobody_and_says_so(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    (tmp_path / "xã" / KEY_FILE).write_bytes(b"\xff\x00" * 40)
    started = window(tmp_path / "xã")
    assert not field(started, "officer").text()
    qtbot.waitUntil(lambda: "AS-1004" in said(started))


def test_the_lock_shows_before_anything_is_loaded_that_only_opens_data(tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    asked = (
        "import pathlib, sys\n"
        "from ansinh_desktop import app\n"
        "app.make_application()\n"
        "window = app.Window(pathlib.Path(sys.argv[1]))\n"
        "window.show()\n"
        "from PySide6 import QtCore\n"
        "slow = {'sqlalchemy', 'sqlcipher3', 'cryptography', 'hashlib', 'ansinh_desktop.crypto.keys'}\n"
        "slow |= {'ansinh_desktop.ui.icons', 'PySide6.QtSvg', 'ansinh_desktop.registers.answer'}\n"
        "print(type(window.centralWidget()).__name__, sorted(slow & sys.modules.keys()), 'Qt' in vars(QtCore))\n"
        "app.settle(window.tasks)\n"
        "print(sorted({'ansinh_desktop.services.safety.before_opening', 'sqlalchemy', 'sqlcipher3'} & sys.modules.keys()))\n"
        "from PySide6.QtTest import QTest\n"
        "QTest.keyClicks(window.centralWidget().password.line, 'c')\n"
        "app.settle(window.tasks)\n"
        "print('sqlalchemy' in sys.modules)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "xã")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
        text=True,
    )
    first, untouched, typed = answer.stdout.splitlines()
    assert first == "UnlockPage [] False"
    assert untouched == "['ansinh_desktop.services.safety.before_opening']", (
        "what opens the data waits for a key"
    )
    assert typed == "True", "it is there once the password is typed"


def test_the_buttons_of_the_lock_get_their_icons_after_its_first_picture(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    started = window(tmp_path / "xã")
    buttons = started.findChildren(QToolButton)
    assert len(buttons) == 2
    before = [each.sizeHint() for each in buttons]
    qtbot.waitUntil(lambda: not any(each.icon().isNull() for each in buttons))
    assert [each.sizeHint() for each in buttons] == before
    eye = next(each for each in buttons if each.isCheckable())
    shut = eye.icon().pixmap(16, 16).toImage()
    eye.click()
    assert eye.icon().pixmap(16, 16).toImage() != shut


def test_locking_closes_the_data_and_asks_for_the_password_again(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    started = window(tmp_path / "xã")
    put(field(started, "password"), PASSWORD)
    qtbot.keyClick(field(started, "password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: started.pages is not None)
    started.lock()
    assert started.pages is None
    qtbot.waitUntil(lambda: any(each.isVisible() for each in started.findChildren(QLineEdit, "password")))
    open_data(tmp_path / "xã", OFFICER, PASSWORD).vault.lock()


def press_f1(qtbot, started):
    """Press F1 where the cursor is; return the place of the help that is shown."""
    qtbot.keyClick(QApplication.focusWidget() or started, Qt.Key.Key_F1)
    pane = started.findChild(HelpPane)
    assert pane is not None
    assert pane.isVisible()
    return pane.current().link


def test_f1_explains_the_lock_while_the_data_stay_closed(qtbot, window, tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    started = window(tmp_path / "xã")
    with qtbot.waitActive(started):
        started.activateWindow()
    assert started.findChild(HelpPane) is None
    put(field(started, "password"), "đang gõ dở")
    assert press_f1(qtbot, started) == "mo-khoa.md#mo-khoa"
    pane = started.findChild(HelpPane)
    assert "Gõ sai nhiều lần" in pane.browser.toPlainText()
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert not pane.isVisible()
    assert field(started, "password").text() == "đang gõ dở"
    press(qtbot, started, "forgot")
    assert press_f1(qtbot, started) == "mo-khoa.md#quen-mat-khau"
    open_data(tmp_path / "xã", OFFICER, PASSWORD).vault.lock()


def test_f1_explains_the_step_of_the_first_start(qtbot, window):
    started = window()
    with qtbot.waitActive(started):
        started.activateWindow()
    setup = started.centralWidget()
    book = help_book(resources() / "help")
    assert press_f1(qtbot, started) == "thiet-lap.md#don-vi"
    assert all(book.find(step.help_place) for step in setup.steps)
    assert len({step.help_place for step in setup.steps}) == len(setup.steps)
    qtbot.keyClick(started.findChild(HelpPane), Qt.Key.Key_Escape)
    through_to_officer(qtbot, started)
    assert press_f1(qtbot, started) == "thiet-lap.md#nguoi-dung-dau-tien"
