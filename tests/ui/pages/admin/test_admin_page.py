"""Officers, their rights and passwords through the administration page, by keyboard."""

import dataclasses
import re

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QPushButton, QTabWidget

from ansinh_desktop import app
from ansinh_desktop.crypto import keys
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.notices import told_of_failed_logins
from ansinh_desktop.services.program import Program, open_data, recover_data
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.dialogs import handover, succession
from ansinh_desktop.ui.dialogs.hamlet_moves import HamletMovesDialog
from ansinh_desktop.ui.dialogs.officers import OwnPasswordDialog, PasswordDialog, PostDialog, RecoveryDialog
from ansinh_desktop.ui.main_window import MainWindow
from ansinh_desktop.ui.messages import Dialog
from ansinh_desktop.ui.pages.admin.admin_page import AdminPage
from tests import factories
from tests.factories import OFFICER, PASSWORD

MINH = office.FirstOfficer("minh", "Lê Minh", "trời mưa rơi lộp độp", "Kế toán")
OTHER = "một câu khác hẳn câu kia"


@pytest.fixture
def program(desk):
    officers.add(desk.vault, MINH, "viewer")
    return Program(desk.vault)


@pytest.fixture
def page(program, tasks, show):
    made = show(AdminPage(program, tasks))
    made.findChild(QTabWidget).setCurrentIndex(1)
    made.refresh()
    return made


@pytest.fixture
def chosen(qtbot, page):
    """Return the page with the other officer chosen."""
    table = page.officers.table
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    table.setFocus()
    table.setCurrentCell(1, 0)
    assert page.officers.chosen().name == MINH.name
    return page


def test_the_work_is_handed_over_with_its_minutes(program, desk, page, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "biên bản.pdf"
    monkeypatch.setattr(handover, "choose_target", lambda *_: target)
    with desk.vault.reading() as store:
        before = store.devices.own().epoch
    page.hand_over()
    (dialog,) = page.findChildren(handover.HandoverDialog)
    dialog.giver.set_value("Trần Thị Lan")
    dialog.findChild(QPushButton, "accept").click()
    assert "AS-5159" not in dialog.said.text()
    assert dialog.said.text().startswith("Chưa ghi đủ họ tên")
    assert not target.exists()
    dialog.taker.set_value("Lê Minh")
    dialog.findChild(QPushButton, "accept").click()
    qtbot.waitUntil(lambda: any("Đã bàn giao" in each.text() for each in page.findChildren(QLabel)))
    assert target.read_bytes().startswith(b"%PDF")
    with desk.vault.reading() as store:
        assert store.devices.own().epoch != before


def test_a_commune_follows_what_its_receiving_unit_signed(program, page, qtbot, tmp_path, monkeypatch):
    with Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as top:
        factories.trust(top, program, tmp_path)
        factories.trust(program, top, tmp_path)
        above = AdminPage(top, page._tasks)
        qtbot.addWidget(above)
        dialog = succession.SuccessionDialog(above, top.cards.known())
        dialog.before.set_value(factories.UNIT)
        dialog.code.set_value("30999")
        dialog.on.set_value("2027-01-01")
        assert dialog.fault()
        dialog.name.set_value("Xã Mới")
        dialog.source.set_value("NQ 1/2026")
        dialog.hamlets.set_value("Vĩnh Lợi")
        assert "dấu bằng" in dialog.fault()
        dialog.hamlets.set_value("Vĩnh Lợi = Vĩnh Lợi Mới")
        assert not dialog.fault()
        above.succeeding.sign(dialog.change(), "NQ 1/2026", tmp_path)
        qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.agunits"))))
        dialog.reject()
    (path,) = tmp_path.glob("*.agunits")
    asked: list[str] = []

    def agreed(_page, words, *_more, **_also):
        asked.append(words)
        return True

    monkeypatch.setattr(messages, "ask", agreed)
    with qtbot.waitSignal(page.lock_asked):
        page.succeeding.look(path)
    assert "Xã Mới" in asked[0]
    assert program.office.unit == "30999@2027-01-01"
    assert "Vĩnh Lợi Mới" in office.hamlets(program.vault)


def signed_again(page, path, qtbot, monkeypatch):
    folder = path.parent / "ký lại"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    page.findChild(QPushButton, "sign_again").click()
    qtbot.waitUntil(lambda: bool(list(folder.glob("*.agunits"))))


def test_the_receiving_unit_names_the_next_one_and_gives_hamlets_away(
    page, program, desk, qtbot, tmp_path, monkeypatch
):
    desk.cases.save(factories.case("children", {}, person=factories.person(hamlet="Vĩnh Lợi"), final=False))
    top = Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0])
    own = dataclasses.replace(factories.PROVINCE, unit="92@2027-01-01", name="Sở Mới")
    with top, Program(factories.new_vault(tmp_path / "mới", own)[0]) as new:
        factories.trust(top, program, tmp_path)
        factories.trust(program, top, tmp_path)
        above = AdminPage(top, page._tasks)
        qtbot.addWidget(above)
        assert above.findChild(QPushButton, "new_receiver") is not None
        assert not page.findChild(QPushButton, "new_receiver").isVisible(), "a commune names nobody"
        card, digits = new.cards.write_own(tmp_path), new.cards.own().fingerprint
        dialog = succession.NewReceiverDialog(above, card.name)
        assert "dãy số" in dialog.fault()
        dialog.digits.set_value(digits)
        dialog.source.set_value("QĐ 5")
        assert not dialog.fault()
        above.succeeding.name_receiver(card, dialog.digits.said(), "QĐ 5", tmp_path)
        qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.agunits"))))
        (named,) = tmp_path.glob("*.agunits")
        part = succession.SuccessionDialog(above, top.cards.known())
        part.before.set_value(factories.UNIT)
        part.code.set_value("30328")
        part.on.set_value("2025-07-01")
        part.name.set_value("Xã Bên")
        part.source.set_value("NQ 6")
        part.hamlets.set_value("Vĩnh Lợi = Vĩnh Lợi Mới")
        part.part.set_value("Vĩnh Lợi")
        assert "một trong hai ô" in part.fault()
        part.hamlets.set_value("")
        assert not part.fault()
        above.succeeding.sign(part.change(), "NQ 6", tmp_path)
        qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.agunits"))) == 2)
        for each in (dialog, part):
            each.reject()
        (given,) = {*tmp_path.glob("*.agunits")} - {named}
        asked: list[str] = []

        def agreed(_page, words, *_more, **_also):
            asked.append(words)
            return True

        monkeypatch.setattr(messages, "ask", agreed)
        signed_again(above, given, qtbot, monkeypatch)
        assert "Vĩnh Lợi của 30325 giao cho Xã Bên" in asked.pop()
    page.succeeding.look(named)
    qtbot.waitUntil(lambda: program.outgoing.waiting().receiver == "Sở Mới")
    assert digits in asked[0]
    with qtbot.waitSignal(page.lock_asked):
        page.succeeding.look(given)
    assert "Vĩnh Lợi giao cho Xã Bên" in asked[1]


def test_a_hamlet_that_goes_asks_where_its_people_come(program, desk, page, qtbot):
    desk.cases.save(factories.case("children", {}, person=factories.person(hamlet="Vĩnh Lợi"), final=False))
    page.findChild(QTabWidget).setCurrentIndex(0)
    names = [each for each in factories.HAMLETS if each != "Vĩnh Lợi"]
    page._editors["hamlets"].set_value("\n".join(names))
    shown: list[str] = []

    def choose(tries: int = 500) -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, HamletMovesDialog):
            if tries:
                QTimer.singleShot(20, lambda: choose(tries - 1))
            return
        shown.extend(each.text() for each in found.findChildren(QLabel))
        assert not found.accept_button.isEnabled()
        found.choices["Vĩnh Lợi"].set_value("Hòa Phú")
        found.choices["Vĩnh Lợi"].edited.emit()
        found.accept_button.click()

    choose()
    with qtbot.waitSignal(page.hamlets_changed):
        page.findChild(QPushButton, "save_office").click()
    assert any("1 người" in each for each in shown)
    assert office.hamlets(program.vault) == names
    assert [name for name, _label, _count in program.people.hamlets()] == ["Hòa Phú"]


def dialog(qtbot, page, kind):
    """Return the form that was opened."""
    qtbot.waitUntil(lambda: page.findChild(kind) is not None and page.findChild(kind).isVisible())
    made = page.findChild(kind)
    qtbot.waitUntil(made.isActiveWindow)
    return made


def done(qtbot, page):
    qtbot.waitUntil(lambda: "Đã xong" in " ".join(each.text() for each in page.banner.findChildren(QLabel)))


def granted(program):
    return next(each for each in officers.officers(program.vault) if each.name == MINH.name)


def test_rights_are_given_with_the_arrows_and_the_space_bar(qtbot, chosen, program, hands):
    hands.enter()
    form = dialog(qtbot, chosen, PostDialog)
    form.rights.setFocus()
    first, second = list(catalog.registers())[:2]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Space):
        hands.press(key)
    form.findChild(QPushButton, "accept").click()
    done(qtbot, chosen)
    found = granted(program)
    assert (found.rights[first], found.rights[second]) == ("rw", "")
    assert (found.role, found.title) == ("viewer", "Kế toán")


def test_writing_brings_reading_and_without_reading_nothing_stays(qtbot, chosen, hands):
    hands.enter()
    form = dialog(qtbot, chosen, PostDialog)
    form.rights.show_rights(dict.fromkeys(catalog.registers(), ""))
    form.rights.setFocus()
    first = next(iter(catalog.registers()))
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_Space)
    assert form.rights.rights()[first] == "rx"
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_Space)
    assert form.rights.rights()[first] == ""
    form.reject()


def test_a_role_brings_its_rights(qtbot, chosen, program):
    chosen.officers.post_button.click()
    form = dialog(qtbot, chosen, PostDialog)
    form._role.control.setFocus()
    qtbot.keyClick(form._role.control, Qt.Key.Key_Home)
    form._role.set_value("leader")
    form._role.edited.emit()
    form.findChild(QPushButton, "accept").click()
    done(qtbot, chosen)
    assert granted(program).rights == dict.fromkeys(catalog.registers(), "rp")


def test_whoever_is_removed_can_come_back_under_a_new_password(qtbot, chosen, program, hands):
    def agree():
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, Dialog)
        next(each for each in asked.findChildren(QPushButton) if each.text() == "Thôi cho dùng").click()

    QTimer.singleShot(0, agree)
    chosen.officers.remove_button.click()
    qtbot.waitUntil(chosen.officers.restore_button.isVisible)
    assert not granted(program).active
    assert program.vault.officers() == (OFFICER,)
    chosen.officers.restore_button.click()
    form = dialog(qtbot, chosen, PasswordDialog)
    hands.type(OTHER)
    hands.enter()
    hands.type("lạc đề")
    form.findChild(QPushButton, "accept").click()
    assert "không giống nhau" in form.said.text()
    form._again.set_value(OTHER)
    form.findChild(QPushButton, "accept").click()
    qtbot.waitUntil(chosen.officers.remove_button.isVisible)
    folder = program.vault.folder
    program.vault.lock()
    open_data(folder, MINH.name, OTHER).vault.lock()


def test_oneself_is_neither_removed_nor_demoted(qtbot, page):
    qtbot.waitUntil(lambda: page.officers.table.rowCount() == 2)
    page.officers.table.setCurrentCell(0, 0)
    assert not page.officers.remove_button.isEnabled()
    assert not page.officers.password_button.isEnabled()
    page.officers.post_button.click()
    form = dialog(qtbot, page, PostDialog)
    assert not form._role.control.isEnabled()
    form.reject()


def test_a_new_recovery_code_counts_once_it_was_read_back(qtbot, chosen, program, hands):
    chosen.officers.recovery_button.click()
    form = dialog(qtbot, chosen, RecoveryDialog)
    code = form.findChild(QLabel, "recovery_code").text()
    form.findChild(QPushButton, "accept").click()
    assert "nhóm đầu" in form.said.text()
    groups = code.split("-")
    form._step._typed.control.setFocus()
    hands.type(f"{groups[0]} {groups[-1]}")
    form.findChild(QPushButton, "accept").click()
    done(qtbot, chosen)
    folder = program.vault.folder
    program.vault.lock()
    recover_data(folder, code, OFFICER, PASSWORD).vault.lock()


@pytest.mark.parametrize("revoke", [True, False])
def test_an_own_password_changes_with_the_key_unless_one_says_otherwise(qtbot, page, program, revoke):
    program.cases.save(factories.orphan())
    copy = program.backups.take()
    assert copy
    key, before = bytes(program.vault.key), (copy / KEY_FILE).read_bytes()
    page.change_password()
    form = dialog(qtbot, page, OwnPasswordDialog)
    for field, words in (
        (form._old, PASSWORD),
        (form._new, "xã vĩnh thạnh trung 1990"),
        (form._again, "xã vĩnh thạnh trung 1990"),
    ):
        field.set_value(words)
    form.findChild(QPushButton, "accept").click()
    assert "tên người" in form.said.text()
    form._new.set_value(OTHER)
    form._again.set_value(OTHER)
    box = form.findChild(QCheckBox, "revoke")
    assert box.isChecked(), "what was given up opens nothing, unless somebody says so"
    box.setChecked(revoke)
    form.findChild(QPushButton, "accept").click()
    qtbot.waitUntil(lambda: "Đã đổi" in " ".join(each.text() for each in page.banner.findChildren(QLabel)))
    qtbot.waitUntil(lambda: not page._tasks.is_busy())
    assert (bytes(program.vault.key) != key) is revoke
    assert not program.backups.is_behind(), "the copies follow while one works"
    assert (copy / KEY_FILE).read_bytes() != before
    for folder in (program.vault.folder, copy):
        with pytest.raises(UserError):
            keys.unlock(folder / KEY_FILE, OFFICER, PASSWORD)


def test_a_backup_is_brought_back_and_the_data_are_locked_for_it(qtbot, tmp_path):
    factories.new_vault(tmp_path / "xã")[0].lock()
    window = app.Window(tmp_path / "xã")
    qtbot.addWidget(window)
    app.make_application()
    program = open_data(tmp_path / "xã", OFFICER, PASSWORD)
    program.cases.save(factories.case("children", {}, final=False))
    program.backups.take()
    program.cases.save(factories.case("children", {}, final=False))
    pages = window.open(program)
    window.show()
    page = pages.go_to("admin")
    page.findChild(QTabWidget).setCurrentIndex(2)
    box = page.backups
    qtbot.waitUntil(lambda: box.table.rowCount() == 1)
    assert not box.restore_button.isEnabled()
    assert [box.table.item(0, column).text() for column in (1, 2, 4)] == ["1", "1", "Đọc được"]
    box.take_button.click()
    qtbot.waitUntil(lambda: box.table.rowCount() == 1 and box.table.item(0, 2).text() == "2")
    program.cases.save(factories.case("children", {}, final=False))
    box.table.setCurrentCell(0, 0)

    def agree():
        asked = QApplication.activeModalWidget()
        assert "2 người và 2 hồ sơ" in " ".join(each.text() for each in asked.findChildren(QLabel))
        next(each for each in asked.findChildren(QPushButton) if each.text() == "Khôi phục").click()

    QTimer.singleShot(0, agree)
    box.restore_button.click()
    qtbot.waitUntil(lambda: window.pages is None)
    window.shut()
    with open_data(tmp_path / "xã", OFFICER, PASSWORD) as restored:
        assert restored.listing.counts()["children"] == 2


def test_a_viewer_of_one_register_sees_nothing_of_the_others(qtbot, program):
    for register in ("children", "drug_treatment"):
        known = factories.person(full_name=f"Neáng {register.replace('_', ' ').title()}", birth_date="2015")
        program.cases.save(factories.case(register, {}, person=known, final=False))
    officers.change(program.vault, MINH.name, officers.Post("", "viewer", {"children": "r"}))
    folder = program.vault.folder
    program.vault.lock()
    with open_data(folder, MINH.name, MINH.password) as viewer:
        window = app.Window(folder)
        qtbot.addWidget(window)
        pages: MainWindow = window.open(viewer)
        window.show()
        app.settle(window.tasks)
        assert pages.page_keys() == [
            "overview", "tasks", "review", "plan", "register:children", "people", "law", "admin",
        ]  # fmt: skip
        shown = " ".join(each.text() for each in pages.findChildren(QLabel))
        assert catalog.register("drug_treatment").short_title not in shown
        assert "biên nhận" not in shown
        people = pages.go_to("people")
        app.settle(window.tasks)
        assert people.table.model.rowCount() == 1
        desk = pages.go_to("register:children")
        app.settle(window.tasks)
        assert not desk.list.tools.new.isVisible()
        assert not desk.list.tools.print.isVisible()
        admin = pages.go_to("admin")
        tabs = admin.findChild(QTabWidget)
        assert [tabs.tabText(each) for each in range(tabs.count())] == [
            "Dữ liệu và mật khẩu",
            "Giới thiệu",
        ]
        window.put_away()


def test_failed_logins_are_listed_for_the_administrator(desk, tasks, show, qtbot):
    for officer in (factories.OFFICER, "ai đó"):
        with pytest.raises(UserError):
            keys.unlock(desk.vault.folder / KEY_FILE, officer, "không phải câu này đâu")
    program = Program(desk.vault)
    told_of_failed_logins(program.vault)
    page = show(AdminPage(program, tasks))
    page.show_tab("OfficersTab")
    page.refresh()
    qtbot.waitUntil(lambda: page.officers.failed.rowCount() == 2, timeout=10_000)
    table = page.officers.failed
    assert table.isVisible()
    rows = [[table.item(row, column).text() for column in range(4)] for row in range(2)]
    assert [row[1:] for row in rows] == [
        ["không có người dùng nào tên ấy", "mật khẩu", "máy này"],
        [factories.OFFICER, "mật khẩu", "máy này"],
    ]
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d \d\d/\d\d/\d{4}", row[0]) for row in rows)
