"""Sending by hand: what the next package carries, what came of the others, what came back, what is to be chosen."""

import dataclasses
import io
from types import SimpleNamespace
from typing import cast

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.pages.exchange.exchange_page import ExchangePage
from ansinh_desktop.ui.widgets.small_table import fill_table, make_table
from tests import factories
from tests.factories import orphan
from tests.ui.pages.exchange.conftest import dialog, rows, said
from tests.ui.pages.exchange.scene import with_closings, with_conflict


def last(program):
    with program.vault.reading() as store:
        return store.log.last()


# ---------------------------------------------------------------- before a package is made


def test_each_number_opens_exactly_the_records_that_wait(scene, window, rest, qtbot):
    scene.add("Danh Đã Gửi")
    scene.round()
    waiting = {scene.add("Danh Mới"), scene.add("Danh Vừa")}
    scene.commune.cases.save(factories.abuse())
    scene.commune.cases.save(factories.case("children", {}, final=False))
    shown = window(scene.commune)
    page = shown.pages.go_to("exchange")
    rest(shown.tasks)
    assert page.waiting.figure.text() == "3"
    assert {code: each.text() for code, each in page.waiting.doors.items()} == {
        "children": "Trẻ em: 2",
        "child_abuse": "Trẻ em bị xâm hại: 1",
    }
    assert "1 hồ sơ còn là nháp" in page.waiting.aside.text()
    assert page.waiting.why.isHidden()
    qtbot.mouseClick(page.waiting.doors["children"], Qt.MouseButton.LeftButton)
    rest(shown.tasks)
    desk = shown.pages.page()
    assert set(scene.commune.listing.ids(desk.list.query())) == waiting
    assert desk.list.chips.value()["record.sent"] == ["not_sent", "exported", "returned"]


def test_what_was_removed_is_said_and_not_counted_as_something_to_look_at(scene, opened):
    record = scene.add("Danh Rút")
    scene.add("Danh Còn")
    scene.round()
    scene.commune.cases.remove(record, "Lập nhầm")
    page = opened(ExchangePage, scene.commune)
    assert "1 hồ sơ đã rút sau khi gửi" in page.waiting.aside.text()
    assert page.waiting.doors == {}
    assert page.export_button.isEnabled()


def test_only_a_household_waits(scene, opened, tmp_path, qtbot, rest, tasks):
    record = scene.add("Danh Hộ")
    scene.round()
    person = scene.commune.cases.get(record).person_id
    scene.commune.people.save_household({"address": "Tổ 1"}, first=person)
    scene.round()
    household = scene.commune.people.get(person).household.id
    scene.commune.people.save_household({"address": "Tổ 9"}, household)
    page = opened(ExchangePage, scene.commune)
    assert (
        "Không có hồ sơ nào mới. Còn hộ, quan hệ hoặc ấp, khóm vừa sửa chờ gửi." in page.waiting.said.text()
    )
    assert page.export_button.isEnabled()
    page.export_to(tmp_path / "usb")
    rest(tasks)
    assert "với 0 hồ sơ" in said(page)


def test_why_everything_goes_is_said_in_plain_words(scene, opened, rest, tasks):
    scene.add("Danh An")
    page = opened(ExchangePage, scene.commune)
    assert "toàn bộ hồ sơ: đơn vị nhận này chưa xác nhận gói nào." in page.waiting.why.text()
    copy = scene.copy()
    scene.round()
    page.hide()
    scene.bring_back(copy)
    scene.round()
    copy = scene.copy()
    scene.bring_back(copy)
    page = opened(ExchangePage, scene.commune)
    assert "vừa lấy lại từ bản sao hoặc chuyển máy" in page.waiting.why.text()


def test_a_package_goes_out_its_receipt_comes_in_and_each_step_is_said(scene, opened, qtbot, tasks, rest):
    scene.add("Danh Gửi")
    page = opened(ExchangePage, scene.commune)
    assert factories.PROVINCE.name in page.waiting.receiver.text()
    page.export_to(scene.usb)
    rest(tasks)
    assert "Đã xuất gói số 1 toàn bộ, gồm 1 hồ sơ" in said(page)
    assert rows(page.table)[0][2:4] == ["1, toàn bộ", "Chưa có biên nhận"]
    taken = scene.receive(next(scene.usb.glob("*.agpkg")))
    page.look_at_receipt(taken.receipt)
    rest(tasks)
    qtbot.mouseClick(dialog(page, "receipt_dialog").take, Qt.MouseButton.LeftButton)
    rest(tasks)
    assert rows(page.table)[0][3] == "Đã có biên nhận"
    assert page.waiting.said.text() == "Mọi hồ sơ đã có biên nhận."
    assert not page.export_button.isEnabled()
    assert page.export_button.toolTip() == "Không có gì mới để gửi."


# ---------------------------------------------------------------- a receipt, before it is taken in


def test_a_receipt_says_what_comes_back_before_it_is_taken_and_looking_writes_nothing(
    scene, opened, qtbot, tasks, rest
):
    scene.add("Danh Còn")
    scene.round()
    copy = scene.copy()
    lost = [scene.add(f"Danh Mất {each}") for each in ("Một", "Hai")]
    scene.round()
    scene.bring_back(copy)
    bad = scene.add("Danh Hỏng")
    scene.spoil(bad)
    taken = scene.receive(scene.export())
    page = opened(ExchangePage, scene.commune)
    before = last(scene.commune)
    page.look_at_receipt(taken.receipt)
    rest(tasks)
    shown = dialog(page, "receipt_dialog")
    assert shown.take.text() == "Nhận biên nhận và lấy lại 2 hồ sơ"
    assert shown.facts.shown("accepted") == "1 hồ sơ"
    assert shown.facts.shown("returned") == "1 hồ sơ"
    assert shown.facts.shown("given_back").startswith("2 hồ sơ")
    shown.reject()
    rest(tasks)
    assert last(scene.commune) == before
    assert scene.commune.listing.counts()["children"] == 2

    page.look_at_receipt(taken.receipt)
    rest(tasks)
    qtbot.keyClick(dialog(page, "receipt_dialog"), Qt.Key.Key_Return)
    rest(tasks)
    assert "trả lại 1, đã lấy lại 2 hồ sơ mà máy này không còn" in said(page)
    assert {scene.commune.cases.get(each).person["full_name"] for each in lost} == {
        "Danh Mất Một",
        "Danh Mất Hai",
    }
    assert page.tabs.currentWidget() is page.not_taken

    page.look_at_receipt(taken.receipt)
    rest(tasks)
    again = dialog(page, "receipt_dialog")
    assert not again.take.isVisible()
    assert "Nhận lại không đổi gì" in again.said.text()
    again.reject()


def test_a_receipt_of_nothing_of_ours_is_refused_with_a_sentence(scene, opened, tasks, rest):
    page = opened(ExchangePage, scene.commune)
    (scene.usb / "hỏng.agrcpt").write_bytes(b"nothing")
    page.look_at_receipt(scene.usb / "hỏng.agrcpt")
    rest(tasks)
    assert "hỏng.agrcpt" in said(page)
    assert "AS-5001" in said(page)


# ---------------------------------------------------------------- what was not taken


def test_what_was_not_taken_stands_with_its_reason_and_enter_opens_it(scene, window, rest, qtbot):
    record = scene.add("Danh Hỏng")
    scene.spoil(record)
    number = scene.commune.cases.get(record).number
    scene.round()
    shown = window(scene.commune)
    page = shown.pages.go_to("exchange")
    rest(shown.tasks)
    (row,) = page.not_taken.table.model.groups[0].rows
    assert (row.cells["number"], row.cells["who"], row.cells["code"]) == (number, "Danh Hỏng", "AS-5111")
    assert "khong_co" in row.cells["said"].text
    assert row.cells["todo"]
    assert page.tabs.tabText(0) == "Chưa được nhận (1)"
    assert "trả lại 1" in rows(page.table)[0][3]
    page.not_taken.table.select(row.key)
    qtbot.keyClick(page.not_taken.table.view, Qt.Key.Key_Return)
    rest(shown.tasks)
    assert shown.pages.page().case.case.id == record


def test_a_mended_record_is_no_longer_in_the_list(scene, opened, tasks, rest):
    record = scene.add("Danh Hỏng")
    state = scene.commune.cases.get(record).state
    scene.spoil(record)
    scene.round()
    page = opened(ExchangePage, scene.commune)
    assert len(page.not_taken.items) == 1
    with scene.commune.vault.work("chuyển bước") as store:
        store.records.get(record).state = state
    page.refresh()
    rest(tasks)
    assert page.not_taken.items == {}
    assert not page.not_taken.print_button.isVisible()


def test_the_printed_list_names_nobody_of_a_register_that_goes_by_codes(scene, opened, tasks, rest, tmp_path):
    open_one, coded = scene.add("Danh Hỏng"), scene.commune.cases.save(factories.abuse())
    for each in (open_one, coded):
        scene.spoil(each)
    scene.round()
    page = opened(ExchangePage, scene.commune)
    shown = {row.cells["who"] for group in page.not_taken.table.model.groups for row in group.rows}
    assert shown == {"Danh Hỏng", "–"}
    page.not_taken.write(list(page.not_taken.items.values()), tmp_path / "trả lại.pdf")
    rest(tasks)
    read = pypdf.PdfReader(io.BytesIO((tmp_path / "trả lại.pdf").read_bytes()))
    words = " ".join(each.extract_text() for each in read.pages)
    assert "Danh Hỏng" in words
    assert "Phượng" not in words
    assert scene.commune.cases.get(coded).number in words
    assert "AS-5111" in words
    page.not_taken.print_list()
    rest(tasks)
    assert any(
        type(each).__name__ == "PreviewDialog" and each.isVisible() for each in page.findChildren(QWidget)
    )


def test_an_officer_without_a_register_sees_nothing_of_its_records(scene):
    scene.spoil(scene.commune.cases.save(factories.abuse()))
    scene.round()
    rights = {code: each for code, each in scene.commune.access.rights.items() if code != "child_abuse"}
    from ansinh_desktop.services.sync.standing import standing  # noqa: PLC0415 - only here

    found = standing(scene.commune.vault, dataclasses.replace(scene.commune.access, rights=rights))
    assert found.not_taken == ()
    assert found.hidden == 1


def test_an_officer_with_some_registers_sends_just_those_from_the_window(scene, window, rest, monkeypatch):
    scene.add("Danh Một")
    scene.commune.cases.save(factories.case("assistance", factories.DECIDED))
    rights = dict.fromkeys(scene.commune.access.rights, "r") | {"assistance": "rwpx"}
    officer = Program(scene.commune.vault, may=Access("lan", "officer", rights))
    shown = window(officer)
    page = shown.pages.go_to("exchange")
    rest(shown.tasks)
    assert said(page) == "", "nothing that this officer may not is asked for"
    assert page.findChild(QLabel, "some_registers").text() == "Gói chỉ chở sổ bạn được xuất: Trợ giúp xã hội"
    assert "Máy khác của xã" not in [page.tabs.tabText(at) for at in range(page.tabs.count())]
    assert not page.own_card_button.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(scene.usb))
    page.export_button.click()
    rest(shown.tasks)
    assert "1 hồ sơ" in said(page)
    taken = scene.receive(next(scene.usb.glob("*.agpkg")))
    page.take_receipt(taken.receipt)
    rest(shown.tasks)
    assert scene.province.listing.ids(ListQuery("children")) == []
    assert len(scene.province.listing.ids(ListQuery("assistance"))) == 1
    assert scene.commune.outgoing.waiting().by_register == {"children": 1}, (
        "what this officer may not send waits for who may"
    )


def test_who_may_send_nothing_has_no_page_for_it(scene, window):
    rights = dict.fromkeys(scene.commune.access.rights, "rwp")
    shown = window(Program(scene.commune.vault, may=Access("lan", "officer", rights)))
    assert shown.pages.go_to("exchange") is None


# ---------------------------------------------------------------- two versions


@pytest.fixture
def choosing(scene, opened, tasks, rest):
    """Return the page of a commune with one conflict, and its open dialog."""
    record = with_conflict(scene)
    scene.round()
    page = opened(ExchangePage, scene.commune)
    page.conflicts.button.click()
    rest(tasks)
    return page, dialog(page, "conflicts_dialog"), record


def name_of(scene, record):
    return scene.commune.cases.get(record).person["full_name"]


def test_both_values_stand_side_by_side_and_nothing_is_kept_before_a_choice(choosing, scene):
    page, shown, record = choosing
    assert page.conflicts.said.text().startswith("1 chỗ hai bản khác nhau.")
    assert rows(shown.table) == [["Họ và tên", "Danh Gốc", "Danh Máy Này", "Danh Bên Kia", "chưa chọn"]]
    assert "Máy này: lan · " in shown.of_versions.text()
    assert "còn chung đến" in shown.of_versions.text()
    assert not shown.save.isEnabled()
    shown.keep()
    assert name_of(scene, record) == "Danh Máy Này"
    assert len(scene.commune.conflicts.all()) == 1


@pytest.mark.parametrize(("key", "kept"), [(Qt.Key.Key_1, "Danh Máy Này"), (Qt.Key.Key_2, "Danh Bên Kia")])
def test_a_key_chooses_and_the_other_side_gets_it(choosing, scene, qtbot, rest, key, kept):
    tasks = choosing[0]._tasks
    page, shown, record = choosing
    qtbot.keyClick(shown.table, key)
    assert rows(shown.table)[0][4] == kept
    assert shown.save.isEnabled()
    qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    assert shown.save.hasFocus()
    qtbot.keyClick(shown.save, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(tasks)
    assert name_of(scene, record) == kept
    assert page.conflicts.isHidden()
    assert scene.commune.conflicts.all() == []
    scene.round()
    assert scene.province.cases.get(record).person["full_name"] == kept


def test_a_click_chooses_as_well_and_a_second_one_changes_the_mind(choosing, qtbot):
    _page, shown, _record = choosing
    for column, kept in ((3, "Danh Bên Kia"), (2, "Danh Máy Này")):
        place = shown.table.visualItemRect(shown.table.item(0, column)).center()
        qtbot.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert rows(shown.table)[0][4] == kept


def test_a_third_value_is_typed_where_neither_is_right(choosing, scene, qtbot, rest):
    page, shown, record = choosing
    qtbot.keyClick(shown.table, Qt.Key.Key_3)
    asked = next(each for each in shown.findChildren(FieldsDialog) if each.isVisible())
    asked.fields.editor("full_name").set_value("Danh Thứ Ba")
    asked.save()
    rest(page._tasks)
    assert rows(shown.table)[0][4] == "Danh Thứ Ba"
    shown.keep()
    rest(page._tasks)
    assert name_of(scene, record) == "Danh Thứ Ba"
    assert page.conflicts.isHidden()
    scene.round()
    assert scene.province.cases.get(record).person["full_name"] == "Danh Thứ Ba"


def test_a_period_closed_twice_is_one_choice_in_words(scene, opened, tasks, rest, qtbot):
    with_closings(scene)
    scene.round()
    page = opened(ExchangePage, scene.commune)
    page.conflicts.button.click()
    rest(tasks)
    shown = dialog(page, "conflicts_dialog")
    assert shown.queue.item(1).text().splitlines()[0] == "Năm 2025"
    shown.queue.setCurrentRow(1)
    (cells,) = rows(shown.table)
    assert [each.splitlines()[1] for each in cells[2:4]] == [
        f"20. Quỹ Bảo trợ trẻ em: {each} triệu đồng" for each in (20, 10)
    ]
    qtbot.keyClick(shown.table, Qt.Key.Key_2)
    qtbot.keyClick(shown.save, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(tasks)
    assert [each.table for each in scene.commune.conflicts.all()] == ["figure"]
    assert scene.commune.plans.closed(Period.of("2025")).sound


def test_f8_leaves_it_for_later(choosing, scene, qtbot):
    _page, shown, _record = choosing
    qtbot.keyClick(shown.table, Qt.Key.Key_F8)
    assert not shown.isVisible()
    assert len(scene.commune.conflicts.all()) == 1


def test_a_person_of_coded_records_alone_is_named_by_the_number(scene):
    record = scene.commune.cases.save(factories.abuse())
    scene.round()
    copy = scene.copy()
    scene.rename(record, "Neáng Bên Kia")
    scene.round()
    scene.bring_back(copy)
    scene.rename(record, "Neáng Máy Này")
    scene.round()
    (found,) = scene.commune.conflicts.all()
    assert found.what == scene.commune.cases.get(record).number
    rights = {code: each for code, each in scene.commune.access.rights.items() if code != "child_abuse"}
    from ansinh_desktop.services.sync.conflicts import Conflicts  # noqa: PLC0415 - only here

    assert (
        Conflicts(scene.commune.vault, dataclasses.replace(scene.commune.access, rights=rights)).all() == []
    )


# ---------------------------------------------------------------- cards, buttons


def test_the_buttons_ask_where_and_nothing_happens_without_an_answer(scene, opened, monkeypatch, tmp_path):
    scene.add("Danh Gửi")
    page = opened(ExchangePage, scene.commune)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    for each in (page.export_button, page.receipt_button, page.trust_button, page.own_card_button):
        each.click()
    assert page.banner.isHidden()
    target = tmp_path / "thẻ"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(target))
    page.own_card_button.click()
    assert [each.suffix for each in target.iterdir()] == [".agcard"]
    assert scene.commune.cards.own().fingerprint in said(page)


def test_without_the_card_of_a_receiver_the_page_begins_with_cards(opened, tmp_path):
    program = Program(factories.new_vault(tmp_path / "mới")[0])
    try:
        program.cases.save(orphan())
        page = opened(ExchangePage, program)
        assert page.tabs.currentIndex() == 2
        assert not page.export_button.isEnabled()
        assert page.export_button.toolTip() == "Chưa có thẻ của đơn vị nhận."
        assert "Xin đơn vị đó tệp .agcard" in page.cards.said.text()
    finally:
        program.vault.lock()


def test_whoever_is_no_administrator_takes_no_card_in(scene, qtbot, tasks):
    officer = dataclasses.replace(scene.commune.access, role="officer")
    page = ExchangePage(cast("Program", SimpleNamespace(access=officer)), tasks)
    qtbot.addWidget(page)
    assert not page.trust_button.isEnabled()
    assert "quản trị" in page.trust_button.toolTip()
    page.trust_card("không có.agcard")
    assert page.banner.isHidden()


def test_a_table_without_rows_is_not_shown(qtbot):
    around = QWidget()
    qtbot.addWidget(around)
    table = make_table(around, ("Một", "Hai"), "x")
    fill_table(table, [("a", "b"), ("c", "d")])
    assert (rows(table), table.isHidden()) == ([["a", "b"], ["c", "d"]], False)
    assert table.item(1, 1).toolTip() == "d"
    fill_table(table, [])
    assert (table.rowCount(), table.isHidden()) == (0, True)
