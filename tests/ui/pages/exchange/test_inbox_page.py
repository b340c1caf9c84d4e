"""The receiving unit's first page: who is late, what lies in the folder, what came of each package."""

import datetime
import shutil
import threading
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.unattended import ARCHIVE, RECEIPTS, REFUSED, kept_packages
from ansinh_desktop.ui.pages.exchange.inbox_page import InboxPage
from ansinh_desktop.ui.widgets.progress_strip import number
from tests import factories
from tests.factories import OTHER, PROVINCE, orphan, trust
from tests.services.payments.commune import JULY, closed, people
from tests.ui.pages.exchange.conftest import rows, said


@pytest.fixture
def other(scene):
    """Return a second commune of the same name, whose card the receiving unit trusts."""
    made = Program(
        factories.new_vault(scene.folder / "xã kia", replace(OTHER, name=factories.OFFICE.name))[0]
    )
    trust(scene.province, made, scene.usb)
    trust(made, scene.province, scene.usb)
    yield made
    made.vault.lock()


@pytest.fixture
def inbox(scene, tmp_path):
    """Return the folder that the receiving unit watches."""
    folder = tmp_path / "hộp thư"
    folder.mkdir()
    scene.province.exchange.inbox.watch(folder)
    return folder


def shown(page):
    source = page.table.model.source()
    return [each.cells for each in source.rows(0, source.count())]


def words(cell):
    return cell if isinstance(cell, str) else cell.text


def aged(program, days):
    """Let what came in have come so many days ago."""
    with program.vault.work("lùi ngày") as store:
        for each in store.packages.all("in"):
            each.at = clock.now() - datetime.timedelta(days)


# ---------------------------------------------------------------- the communes


def test_who_is_late_stands_first_and_two_of_one_name_carry_their_codes(scene, other, opened):
    scene.add("Danh An")
    scene.receive(scene.export())
    aged(scene.province, 31)
    page = opened(InboxPage, scene.province)
    first, second = shown(page)
    assert (first["name"], words(first["days"])) == ("Xã Vĩnh Thạnh Trung 30328", "chưa gửi")
    assert (second["name"], words(second["days"]), second["days"].tone) == (
        "Xã Vĩnh Thạnh Trung 30325",
        "31",
        "error",
    )
    assert (second["number"], second["records"]) == ("000001", "1")
    assert page.band.doors["late"].text() == "2 xã"
    assert [(each.words, each.count) for each in page.band.bar.ages] == [("trên 30", 1), ("chưa gửi", 1)]
    aged(scene.province, 30)
    assert {each.name: each.is_late for each in scene.province.exchange.communes.all()} == {
        "Xã Vĩnh Thạnh Trung 30328": True,
        "Xã Vĩnh Thạnh Trung 30325": False,
    }


def test_a_package_that_never_came_is_information_and_a_figure_is_a_door(
    scene, other, opened, qtbot, tasks, rest
):
    scene.add("Danh Một")
    scene.round()
    scene.add("Danh Hai")
    scene.export()
    scene.add("Danh Ba")
    scene.receive(scene.export())
    page = opened(InboxPage, scene.province)
    row = next(each for each in shown(page) if each["name"].endswith("30325"))
    assert (words(row["missing"]), row["missing"].tone) == ("1 gói", "note")
    assert row["records"] == "3", "the records of the missing package came with the later one"
    qtbot.mouseClick(page.band.doors["missing"], Qt.MouseButton.LeftButton)
    rest(tasks)
    assert [each["name"] for each in shown(page)] == ["Xã Vĩnh Thạnh Trung 30325"]
    qtbot.mouseClick(page.part_button, Qt.MouseButton.LeftButton)
    rest(tasks)
    assert len(shown(page)) == 2
    assert not page.band.doors["given_back"].isEnabled()


def test_what_was_rejected_and_given_back_is_counted(scene, opened):
    scene.add("Danh Còn")
    scene.round()
    copy = scene.copy()
    scene.add("Danh Mất")
    scene.round()
    scene.bring_back(copy)
    scene.spoil(scene.add("Danh Hỏng"))
    scene.receive(scene.export())
    page = opened(InboxPage, scene.province)
    (row,) = shown(page)
    assert (words(row["rejected"]), row["given_back"]) == ("1", "1")
    assert "given_back" not in page.table.visible_columns()
    page.band.doors["given_back"].click()
    assert "given_back" in page.table.visible_columns(), "whoever asks for them sees how many"


def test_what_a_commune_paid_stands_in_its_line_and_all_of_it_below(scene, other, opened, tasks, rest):
    people(scene.commune)
    view = closed(scene.commune, JULY)
    scene.receive(scene.export())
    page = opened(InboxPage, scene.province)
    rest(tasks)
    amount = number(sum(each.amount for each in view.lines))
    cells = {each["name"][-5:]: each["paid"] for each in shown(page)}
    assert (cells["30325"].text, cells["30325"].hint) == (amount, f"{len(view.lines)} người")
    assert (cells["30328"].text, cells["30328"].hint) == ("–", "Chưa gửi số của tháng này")
    assert page.table.model.columns[-1].label == "Chi 07/2022"
    assert f"1 đơn vị đã gửi số tháng 07/2022: {amount} đồng" in page.table.foot.text()
    page.table.set_order("paid", descending=True)
    rest(tasks)
    assert shown(page)[0]["name"].endswith("30325")


# ---------------------------------------------------------------- one commune


def test_enter_opens_the_commune_and_its_kept_receipt_is_written_again_byte_by_byte(
    scene, window, qtbot, rest, tmp_path
):
    scene.add("Danh An")
    taken = scene.receive(scene.export())
    before = taken.receipt.read_bytes()
    shown_window = window(scene.province)
    page = shown_window.pages.page()
    assert isinstance(page, InboxPage), "it is the first page of a receiving unit"
    rest(shown_window.tasks)
    page.table.choose_first()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    rest(shown_window.tasks)
    commune = page.commune
    assert commune.isVisible()
    assert commune.title.text() == "Xã Vĩnh Thạnh Trung · 30325"
    assert rows(commune.table)[0][2:] == ["1", "Toàn bộ hồ sơ", taken.receipt.name]
    commune.write_receipt_to(tmp_path)
    rest(shown_window.tasks)
    assert (tmp_path / taken.receipt.name).read_bytes() == before
    assert "Đã ghi lại biên nhận" in said(page)
    qtbot.mouseClick(commune.doors["children"], Qt.MouseButton.LeftButton)
    rest(shown_window.tasks)
    desk = shown_window.pages.page()
    assert desk.list.chips.value() == {"record.unit": [factories.UNIT]}
    shown_window.pages.go_to("exchange")
    rest(shown_window.tasks)
    qtbot.keyClick(commune.table, Qt.Key.Key_Escape)
    rest(shown_window.tasks)
    assert page.table.isVisible()


# ---------------------------------------------------------------- the folder


def test_a_file_that_arrives_is_seen_before_it_is_taken(scene, opened, inbox, qtbot, tasks, rest):
    scene.add("Danh An")
    package = scene.export()
    page = opened(InboxPage, scene.province)
    assert not page.all_button.isEnabled()
    assert "0 gói đang chờ" in page.folder.said.text()
    shutil.copy(package, inbox)
    qtbot.waitUntil(lambda: page.folder.list.count() == 1, timeout=15_000)
    rest(tasks)
    assert page.folder.list.item(0).text().startswith("Xã Vĩnh Thạnh Trung · gói 000001\nlập ")
    assert page.folder.list.item(0).text().endswith("1 hồ sơ")
    assert page.all_button.text().strip() == "Nhận tất cả 1 gói đang chờ"
    assert scene.province.exchange.communes.all()[0].number == 0, "only looked at"
    assert [each.name for each in inbox.iterdir()] == [package.name]


def test_all_is_taken_and_what_cannot_be_goes_aside_with_its_sentence(
    scene, opened, inbox, qtbot, tasks, rest
):
    scene.add("Danh Thị Kín")
    package = scene.export()
    shutil.copy(package, inbox)
    (inbox / "hỏng.agpkg").write_bytes(package.read_bytes()[:-40])
    (inbox / "thư.txt").write_text("không phải gói", encoding="utf-8")
    page = opened(InboxPage, scene.province)
    assert "1 gói đang chờ, 1 tệp chưa nhận được" in page.folder.said.text()
    with qtbot.waitSignal(page.changed):
        qtbot.mouseClick(page.all_button, Qt.MouseButton.LeftButton)
    rest(tasks)
    assert said(page).strip() == "Đã nhận 1 trên 2 gói."
    assert sorted(each.name for each in inbox.iterdir()) == sorted([RECEIPTS, REFUSED, ARCHIVE, "thư.txt"])
    assert [each.name for each in kept_packages(inbox / ARCHIVE)] == [f"000001-{package.name}"]
    assert [each.suffix for each in (inbox / RECEIPTS).iterdir()] == [".agrcpt"]
    told = (inbox / REFUSED / "hỏng.agpkg.txt").read_text(encoding="utf-8-sig")
    assert told.startswith("AS-5003")
    assert "Danh" not in told
    assert page.folder.list.count() == 0
    outcomes = [page.log.item(line).text() for line in range(page.log.count())]
    assert any("1 mới" in each for each in outcomes)
    assert any(f"Đã để riêng vào {REFUSED}" in each for each in outcomes)
    answered = scene.commune.outgoing.take_receipt(next((inbox / RECEIPTS).iterdir()))
    assert answered.counts == {"accepted": 1}


def test_a_package_whose_sender_has_no_card_yet_waits_where_it_is(
    scene, opened, inbox, tmp_path, tasks, rest
):
    stranger = Program(factories.new_vault(tmp_path / "xã lạ", OTHER)[0])
    try:
        trust(stranger, scene.province, scene.usb)
        stranger.cases.save(orphan())
        package = stranger.outgoing.export(inbox).path
        page = opened(InboxPage, scene.province)
        assert "AS-5006" in page.folder.list.item(0).text()
        assert page.folder.to_sort() == []
        assert not page.all_button.isEnabled()
        assert package.exists()
        trust(scene.province, stranger, scene.usb)
        page.refresh()
        rest(tasks)
        assert page.folder.list.item(0).text().startswith("Xã Bình Long · gói 000001")
    finally:
        stranger.vault.lock()


def test_the_work_stops_between_two_packages_and_what_is_taken_stays_taken(scene, other, inbox):
    scene.add("Danh An")
    other.cases.save(orphan())
    paths = [shutil.copy(scene.export(), inbox), other.outgoing.export(inbox).path]
    outcomes: list[Any] = []
    work = scene.province.exchange.inbox.receive(
        [inbox / each.name for each in map(type(inbox), paths)], outcomes, sort_away=True
    )
    assert next(work).done == 0
    assert next(work).done == 1
    work.close()
    assert [each.taken for each in outcomes] == [True]
    assert sum(each.number > 0 for each in scene.province.exchange.communes.all()) == 1
    assert len(list(inbox.glob("*.agpkg"))) == 1


def test_cancelling_says_how_many_were_taken(scene, opened, inbox, qtbot, tasks, rest):
    scene.add("Danh An")
    shutil.copy(scene.export(), inbox)
    page = opened(InboxPage, scene.province)
    begins = threading.Event()
    tasks.run(begins.wait)  # so that the officer is quicker than the machine
    page.receive_all()
    page.progress.cancel_button.click()
    begins.set()
    rest(tasks)
    assert "Đã dừng; gói chưa nhận vẫn nằm nguyên." in said(page)
    assert len(list(inbox.glob("*.agpkg"))) == 1
    assert page.all_button.isEnabled(), "it can be taken after all"


def test_a_folder_that_is_gone_is_told_with_a_sentence(scene, opened, inbox):
    inbox.rmdir()
    page = opened(InboxPage, scene.province)
    assert "AS-5142" in said(page)
    assert not page.all_button.isEnabled()


def test_a_package_that_came_before_is_told_so(scene, opened, inbox):
    scene.add("Danh An")
    package = scene.export()
    scene.receive(package)
    shutil.copy(package, inbox)
    page = opened(InboxPage, scene.province)
    assert page.folder.list.item(0).text().endswith("đã nhận trước đó")


def test_from_a_stick_receipts_lie_beside_the_packages_and_nothing_is_moved(
    scene, opened, monkeypatch, qtbot, tasks, rest
):
    scene.add("Danh An")
    package = scene.export()
    bad = scene.usb / "hỏng.agpkg"
    bad.write_bytes(b"no package")
    page = opened(InboxPage, scene.province)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(bad), str(package)], ""))
    qtbot.mouseClick(page.receive_button, Qt.MouseButton.LeftButton)
    rest(tasks)
    assert said(page).strip() == "Đã nhận 1 trên 2 gói."
    assert page.log.item(0).text().startswith("hỏng.agpkg: ")
    assert page.log.item(1).text().startswith(package.name)
    assert bad.exists()
    assert package.exists()
    assert len(list(scene.usb.glob("*.agrcpt"))) == 1


def test_choosing_the_folder_is_kept_for_the_next_day(scene, opened, monkeypatch, qtbot, rest, tmp_path):
    target = tmp_path / "nhận"
    target.mkdir()
    page = opened(InboxPage, scene.province)
    tasks = page._tasks
    assert "Chọn thư mục" in page.folder.said.text()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(target))
    qtbot.mouseClick(page.folder.choose_button, Qt.MouseButton.LeftButton)
    rest(tasks)
    assert str(target) in page.folder.said.text()
    assert scene.province.exchange.inbox.folder() == target
    assert factories.OFFICE.name in shown(page)[0]["name"]


def test_whoever_only_reads_sees_who_is_late_and_takes_nothing(scene, opened):
    scene.province.access = replace(
        scene.province.access, rights=dict.fromkeys(scene.province.access.rights, "r"), role="viewer"
    )
    reader = Program(scene.province.vault, may=scene.province.access)
    page = opened(InboxPage, reader)
    assert len(shown(page)) == 1
    for each in (page.receive_button, page.all_button, page.folder.choose_button, page.trust_button):
        assert not each.isEnabled()
    assert PROVINCE.name in page.said.text()
