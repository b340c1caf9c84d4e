"""One year of two communes and their receiving unit, by hand in their windows: every bad day, one after the other.

It is one long story, for what one day leaves behind is what the next one begins with: a package is lost, the data are
brought back, two versions are chosen between, somebody moves, a case is sent back, the receiving unit is another, and
two communes become one. ``ANSINH_PICTURES`` names a folder for a picture of each day.
"""

import dataclasses
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from ansinh_desktop import app, paths
from ansinh_desktop.db.exchange.succession import Renames
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.succession.file import Change
from ansinh_desktop.services.sync.naming import OURS
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.dialogs.conflicts import ConflictsDialog
from ansinh_desktop.ui.pages.admin.admin_page import AdminPage
from ansinh_desktop.ui.transfers.giving import GivingDialog
from ansinh_desktop.ui.transfers.offered import OfferedDialog
from tests import factories
from tests.factories import OFFICE, OFFICER, OTHER, PASSWORD, PROVINCE, orphan, trust

NEXT = dataclasses.replace(PROVINCE, unit="92@2027-01-01", name="Sở Y tế thành phố Cần Thơ")


class Desk:
    """The window of one data folder, and whoever sits before it."""

    def __init__(self, folder, qtbot, own=None):
        self.folder, self._qtbot = folder, qtbot
        if own is not None:
            factories.new_vault(folder, own)[0].lock()
        self.program: Program
        self.open()

    def open(self):
        self.program = open_data(self.folder, OFFICER, PASSWORD)
        self.window = app.Window(self.folder.parent / "none")
        self.window.resize(1366, 768)
        self.window.open(self.program)
        with self._qtbot.waitExposed(self.window):
            self.window.show()
        self.rest()

    def close(self):
        self.window.shut()

    def rest(self):
        app.settle(self.window.tasks)

    @property
    def page(self):
        """The page for sending and receiving, as it stands now."""
        found = self.window.pages.go_to("exchange")
        self.rest()
        found.refresh()
        self.rest()
        return found

    def dialog(self, kind):
        found = [each for each in self.window.findChildren(kind) if each.isVisible()]
        assert found, f"no {kind} is open"
        return found[0]

    def named(self, name):
        return next(each for each in self.window.findChildren(QDialog, name) if each.isVisible())

    def press(self, button):
        assert button.isEnabled(), button.toolTip()
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()

    def said(self, page):
        return " ".join(each.text() for each in page.banner.findChildren(QLabel))

    def states(self):
        """Return what is shown of each case, by who stands in it."""
        ids = [
            each for code in ("children", "assistance") for each in self.program.listing.ids(ListQuery(code))
        ]
        cases = [self.program.cases.get(each) for each in ids]
        return {each.person["full_name"]: each.sent.text for each in cases}

    def add(self, name):
        return self.program.cases.save(orphan(name))

    def rename(self, record, name):
        case = self.program.cases.get(record)
        self.program.people.save(case.person_id, {**case.person, "full_name": name})


class Year:
    """The desks of all of them, and the stick that goes between."""

    def __init__(self, folder, qtbot, monkeypatch):
        self.folder, self._qtbot, self._patch = folder, qtbot, monkeypatch
        self.usb = folder / "usb"
        self.usb.mkdir()
        self.a, self.b, self.top = (
            Desk(folder / name, qtbot, own)
            for name, own in (("xã A", OFFICE), ("xã B", OTHER), ("sở", PROVINCE))
        )
        self.desks = [self.a, self.b, self.top]
        self._pictures = os.environ.get("ANSINH_PICTURES", "")
        self._count = 0
        for each in (self.a, self.b):
            self.trust(each, self.top)
        self.trust(self.a, self.b)

    def trust(self, one, other):
        trust(one.program, other.program, self.usb)
        trust(other.program, one.program, self.usb)

    def picture(self, desk, name):
        self._count += 1
        if self._pictures:
            desk.window.grab().save(str(Path(self._pictures) / f"{self._count:02}-{name}.png"))
            for each in desk.window.findChildren(QDialog):
                if each.isVisible():
                    each.grab().save(str(Path(self._pictures) / f"{self._count:02}-{name}-hộp.png"))

    def close(self):
        for each in self.desks:
            each.close()

    # By hand, each in their window

    def export(self, desk):
        """Write the next package by the page's button, and return the file."""
        before = set(self.usb.glob("*.agpkg"))
        self._patch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(self.usb))
        page = desk.page
        desk.press(page.export_button)
        assert "Đã xuất gói số" in desk.said(page)
        (made,) = set(self.usb.glob("*.agpkg")) - before
        return made

    def receive(self, package, top=None):
        """Take a package in at the receiving unit, and return the receipt and what was said."""
        top = top or self.top
        before = {each: each.stat().st_mtime_ns for each in self.usb.glob("*.agrcpt")}
        page = top.page
        page.receive([package])
        top.rest()
        (receipt,) = {
            each: each.stat().st_mtime_ns for each in self.usb.glob("*.agrcpt")
        }.keys() - before.keys()
        return receipt, page

    def take(self, desk, receipt, words=""):
        """Look at a receipt, and take it in."""
        page = desk.page
        page.look_at_receipt(receipt)
        desk.rest()
        shown = desk.named("receipt_dialog")
        assert words in shown.take.text()
        desk.press(shown.take)
        return page

    def round(self, desk, words="", top=None):
        receipt, _page = self.receive(self.export(desk), top)
        return self.take(desk, receipt, words)

    def follow(self, desk, path):
        """Do what a file says that the receiving unit signed; the window is opened anew with what came of it."""
        asked: list[str] = []

        def agreed(_page, words, *_more, **_also):
            asked.append(words)
            return True

        self._patch.setattr(messages, "ask", agreed)
        admin = AdminPage(desk.program, desk.window.tasks)
        self._qtbot.addWidget(admin)
        before = desk.program.vault.changes
        admin.succeeding.look(path)
        self._qtbot.waitUntil(lambda: desk.program.vault.changes > before, timeout=30_000)
        desk.rest()
        admin.hide()
        desk.close()
        desk.open()
        return asked[0]


@pytest.fixture
def year(tmp_path, qtbot, monkeypatch):
    app.make_application()
    made = Year(tmp_path, qtbot, monkeypatch)
    yield made
    made.close()


@pytest.mark.timeout(600)
@pytest.mark.long
def test_every_bad_day_ends_well(year):
    a, b, top = year.a, year.b, year.top
    _a_package_is_lost(year, a)
    _the_data_are_brought_back(year, a)
    second = _two_versions_are_chosen_between(year, a)
    _a_case_is_sent_back_and_mended(year, a, top)
    _somebody_moves(year, a, b)
    new = _the_receiving_unit_is_another(year)
    _two_communes_become_one(year, new)
    assert second in year.desks
    for each in year.desks:
        each.program.check()


def _a_package_is_lost(year, a):
    a.add("Danh Một")
    year.export(a).unlink()
    a.add("Danh Hai")
    receipt, page = year.receive(year.export(a))
    assert page.table.model.source().count() == 2
    year.picture(year.top, "gói-đầu-bị-mất")
    year.take(a, receipt)
    assert a.states() == {"Danh Một": "Đã có biên nhận", "Danh Hai": "Đã có biên nhận"}
    a.add("Danh Ba")
    year.export(a).unlink()
    a.add("Danh Bốn")
    receipt, page = year.receive(year.export(a))
    row = next(
        each for each in page.table.model.source().rows(0, 2) if each.cells["name"].startswith(OFFICE.name)
    )
    assert row.cells["missing"].text == "1 gói"
    assert row.cells["records"] == "4", "nothing is missing but a file"
    year.take(a, receipt)
    assert set(a.states().values()) == {"Đã có biên nhận"}
    year.picture(a, "xã-sau-khi-mất-gói")


def _the_data_are_brought_back(year, a):
    a.program.backups.take()
    (copy,) = a.program.backups.all()
    a.add("Danh Lập Sau")
    year.round(a)
    a.program.backups.restore(copy.name)
    a.close()
    a.open()
    assert "Danh Lập Sau" not in a.states()
    page = a.page
    assert "vừa lấy lại từ bản sao" in page.waiting.why.text()
    receipt, _page = year.receive(year.export(a))
    page = a.page
    page.look_at_receipt(receipt)
    a.rest()
    shown = a.named("receipt_dialog")
    assert shown.take.text() == "Nhận biên nhận và lấy lại 1 hồ sơ"
    assert "vừa lấy lại từ bản sao" in page.waiting.why.text(), "as long as no receipt came"
    year.picture(a, "lấy-lại-từ-đơn-vị-nhận")
    a.press(shown.take)
    assert a.states()["Danh Lập Sau"] == "Đã có biên nhận"
    assert "đã lấy lại 1 hồ sơ" in a.said(page)


def _two_versions_are_chosen_between(year, a):
    record = a.add("Danh Chung")
    year.round(a)
    a.close()
    copy = year.folder / "máy hai"
    shutil.copytree(a.folder, copy, ignore=shutil.ignore_patterns(paths.LOCK_FILE))
    a.open()
    second = Desk(copy, year._qtbot)
    year.desks.append(second)
    a.rename(record, "Danh Máy Một")
    second.rename(record, "Danh Máy Hai")
    second.add("Danh Chỉ Máy Hai")
    page = second.page
    before = set(year.usb.glob("*.agpkg"))
    second.press(page.peers.export_button)
    (package,) = set(year.usb.glob("*.agpkg")) - before
    page = a.page
    page.peers.look(package)
    a.rest()
    shown = a.named("merge_dialog")
    assert [shown.doors[key].text() for key in ("put_together", "to_choose")] == ["0", "1"]
    assert "Danh Chỉ Máy Hai" in " ".join(each.what for each in shown._merging.came)
    assert a.program.cases.get(record).person["full_name"] == "Danh Máy Một", "nothing has changed yet"
    year.picture(a, "xem-trước-khi-gộp")
    a.press(shown.merge)
    assert page.conflicts.isVisible()
    page.open_conflicts()
    a.rest()
    queue = a.dialog(ConflictsDialog)
    for line in range(queue.table.rowCount()):
        queue.versions.choose(OURS, line)
    year.picture(a, "chọn-giữa-hai-bản")
    a.press(queue.save)
    queue.reject()
    year.round(a)
    assert a.states()["Danh Máy Một"] == "Đã có biên nhận"
    # The other laptop learns what was chosen from the receipt to its own package.
    year.round(second)
    if second.program.outgoing.waiting().anything:
        year.round(second)
    assert second.program.cases.get(record).person["full_name"] == "Danh Máy Một"
    assert not second.program.conflicts.all()
    return second


def _a_case_is_sent_back_and_mended(year, a, top):
    record = a.add("Danh Hỏng")
    with a.program.vault.work("chuyển bước") as store:
        sound = store.records.get(record).state
        store.records.get(record).state = "khong_co"
    page = year.round(a)
    assert page.tabs.currentWidget() is page.not_taken
    assert a.states()["Danh Hỏng"].startswith("Bị trả lại")
    year.picture(a, "chưa-được-nhận")
    assert "Danh Hỏng" not in top.states()
    with a.program.vault.work("sửa") as store:
        store.records.get(record).state = sound
    year.round(a)
    assert a.states()["Danh Hỏng"] == "Đã có biên nhận"
    assert top.program.cases.get(record).person["full_name"] == "Danh Hỏng"
    assert not a.page.not_taken.items


def _somebody_moves(year, a, b):
    record = a.add("Danh Dời Nhà")
    a.program.cases.move(record, "managed", "2026-01-05")
    year.round(a)
    a.window.pages.open_case(record, "children")
    a.rest()
    desk = a.window.pages.page()
    desk.case.head.transfer_asked.emit()
    giving = a.dialog(GivingDialog)
    giving.commune.set_value(giving.commune.options[0].code)
    giving.look()
    a.rest()
    year.picture(a, "chuyển-cho-xã-khác")
    before = set(year.usb.glob("*.agpkg"))
    giving.give_to(year.usb)
    a.rest()
    (package,) = set(year.usb.glob("*.agpkg")) - before
    answers = set(year.usb.glob("*.agrcpt"))
    page = b.page
    page.transfers.look(str(package))
    b.rest()
    offered = b.dialog(OfferedDialog)
    year.picture(b, "nhận-hồ-sơ-chuyển-đến")
    b.press(offered.yes_button)
    (answer,) = set(year.usb.glob("*.agrcpt")) - answers
    page = a.page
    page.transfers.take_answer(str(answer))
    a.rest()
    assert "đã nhận hồ sơ" in a.said(page)
    assert a.program.cases.get(record).closed
    (taken,) = b.program.listing.ids(ListQuery("children"))
    arrived = b.program.cases.get(taken)
    assert arrived.person["full_name"] == "Danh Dời Nhà"
    # It came as a draft, to be looked through.
    kept = factories.case("children", dict(arrived.answers), person=dict(arrived.person), record_id=taken)
    b.program.cases.save(kept)
    for each in (a, b):
        year.round(each)
        assert set(each.states().values()) == {"Đã có biên nhận"}


def _the_receiving_unit_is_another(year):
    new = Desk(year.folder / "sở mới", year._qtbot, NEXT)
    year.desks.append(new)
    card, digits = new.program.cards.write_own(year.usb), new.program.cards.own().fingerprint
    path = year.top.program.exchange.successions.name_receiver(year.usb, card, digits, "NQ 3/2027")
    for each in (year.a, year.b):
        words = year.follow(each, path)
        assert NEXT.name in words
        assert digits in words
        trust(new.program, each.program, year.usb)
        page = each.page
        assert page.waiting.receiver.text().count(NEXT.name) == 1
        assert set(each.states().values()) == {"Chưa gửi"}
        year.picture(each, "đơn-vị-nhận-mới")
        year.round(each, top=new)
        assert set(each.states().values()) == {"Đã có biên nhận"}
    assert new.states().keys() >= year.a.states().keys() | year.b.states().keys()
    return new


def _two_communes_become_one(year, new):
    a, b = year.a, year.b
    change = Change(Renames(OTHER.unit, OFFICE.unit), OFFICE.name)
    path = new.program.exchange.successions.sign(year.usb, [change], "Nhập xã", "NQ 4/2027")
    words = year.follow(b, path)
    assert OFFICE.name in words
    for each in (a, b):
        each.add(f"Danh Sau Nhập {each.folder.name[-1]}")
    for _time in range(3):
        for each in (a, b):
            if each.program.outgoing.waiting().anything or each.program.outgoing.waiting().whole:
                year.round(each, top=new)
    assert a.states() == b.states()
    assert set(a.states().values()) == {"Đã có biên nhận"}
    assert {"Danh Dời Nhà", "Danh Sau Nhập A", "Danh Sau Nhập B", "Danh Máy Một"} <= a.states().keys()
    year.picture(b, "sau-khi-nhập-xã")
    year.picture(new, "đơn-vị-nhận-sau-khi-nhập")
