"""The page of the law: an update or an own rule is shown with whom it touches, and holds only when it is accepted."""

import datetime
import shutil
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt

from ansinh_desktop import clock
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.rules import assistance, edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.law_change import LawChangeDialog
from ansinh_desktop.ui.dialogs.law_row import LawRowDialog
from ansinh_desktop.ui.pages.law_page import LawPage
from tests import factories

DECEMBER = datetime.date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _own_law_in_november(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 27))
    monkeypatch.setattr(clock, "now", lambda: datetime.datetime(2026, 11, 27, 2, tzinfo=datetime.UTC))
    yield
    edition.install(Edition())


@pytest.fixture
def program(desk):
    record = desk.cases.save(factories.case("assistance", factories.DECIDED))
    for state in ("received", "appraising", "approved"):
        desk.cases.move(record, state, "2026-11-20")
    return Program(desk.vault)


@pytest.fixture
def page(program, tasks, show, qtbot):
    made = show(LawPage(program, tasks))
    made.refresh()
    qtbot.waitUntil(lambda: bool(made.shipped.text()))
    return made


def preview(page, qtbot) -> LawChangeDialog:
    qtbot.waitUntil(lambda: bool(page.findChildren(LawChangeDialog)))
    return page.findChildren(LawChangeDialog)[0]


def opened(page, kind, hands, qtbot) -> LawRowDialog:
    page.add(kind)
    qtbot.waitUntil(lambda: hands.where() == "article")
    return page.findChildren(LawRowDialog)[0]


def enter_base(page, hands, qtbot) -> LawChangeDialog:
    form = opened(page, "base", hands, qtbot)
    hands.fill(
        {"article": "NQ 12/2026/NQ-HĐND", "amount": "600000", "effective_from": "1/12/2026"}, "preview_law"
    )
    qtbot.mouseClick(form.yes_button, Qt.MouseButton.LeftButton)
    return preview(page, qtbot)


def test_a_rule_of_the_province_is_typed_shown_and_holds(page, hands, qtbot):
    dialog = enter_base(page, hands, qtbot)
    assert dialog.summary.text() == "Thay đổi mức hưởng: tháng 12/2026: 1 người, tăng 120.000 đồng."
    (group,) = dialog.table.model.groups
    assert [str(group.rows[0].cells[key]) for key in ("before", "after")] == ["1.080.000", "1.200.000"]
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 540_000
    with qtbot.waitSignal(page.changed):
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 600_000
    qtbot.waitUntil(lambda: page.own.rowCount() == 1)
    assert page.own.item(0, 1).text() == "600.000 đồng, từ 01/12/2026"
    assert page.done.item(0, 2).text() == "NQ 12/2026/NQ-HĐND"


def test_going_back_changes_nothing(page, hands, qtbot):
    dialog = enter_base(page, hands, qtbot)
    dialog.reject()
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 540_000
    assert page.own.rowCount() == 0


def test_a_rule_that_is_taken_back_holds_no_longer(page, hands, qtbot):
    dialog = enter_base(page, hands, qtbot)
    with qtbot.waitSignal(page.changed):
        dialog.accept()
    qtbot.waitUntil(lambda: page.own.rowCount() == 1 and not page.findChildren(LawChangeDialog))
    page.own.selectRow(0)
    page.remove_button.click()
    dialog = preview(page, qtbot)
    assert "giảm 120.000 đồng" in dialog.summary.text()
    with qtbot.waitSignal(page.changed):
        dialog.accept()
    qtbot.waitUntil(lambda: page.own.rowCount() == 0 and page.done.rowCount() == 2)


def test_what_is_missing_is_said_beside_its_field(page, qtbot):
    page.add("base")
    (form,) = page.findChildren(LawRowDialog)
    form.yes_button.click()
    assert form.isVisible()
    assert form.fields.row("amount").findings()
    form.reject()


def test_a_limit_is_chosen_by_a_few_letters_and_only_shortened(page, hands, qtbot):
    form = opened(page, "limit", hands, qtbot)
    hands.fill({"article": "QĐ 5", "id": "can thiệp khẩn cấp", "limit": "20"}, "preview_law")
    assert form.answers()["id"] == "child_intervention_12h"
    form.yes_button.click()
    qtbot.waitUntil(page.banner.isVisible)
    assert "12 giờ" in page.banner.accessibleName()


def test_an_update_from_the_receiving_unit_is_read_and_shown(page, program, new_data, tmp_path, qtbot):
    vault, _recovery = factories.new_vault(tmp_path / "province", factories.PROVINCE)
    province = Program(vault)
    source = tmp_path / "social_assistance.toml"
    text = edition.own_text("rules/social_assistance").replace("amount = 540000", "amount = 600000")
    source.write_text(text, encoding="utf-8")
    usb = tmp_path / "usb"
    usb.mkdir()
    factories.trust(program, province, usb)
    path = province.law.sign(usb, [source], "Mức chuẩn mới", "NĐ 1/2027")
    vault.lock()
    page.receive(path)
    dialog = preview(page, qtbot)
    assert "tăng 120.000 đồng" in dialog.summary.text()
    with qtbot.waitSignal(page.changed):
        dialog.accept()
    qtbot.waitUntil(lambda: page.done.rowCount() == 1)
    assert page.done.item(0, 3).text() == "Sở Y tế tỉnh An Giang"


def test_a_file_that_nobody_signed_is_refused_in_words(page, tmp_path, qtbot):
    path = tmp_path / "hỏng.aglaw"
    path.write_text("{}", encoding="utf-8")
    page.receive(path)
    qtbot.waitUntil(page.banner.isVisible)
    assert "hỏng.aglaw" in page.banner.accessibleName()


def test_whoever_is_no_administrator_only_looks(program, tasks, show, qtbot):
    mine = program.access
    officer = Program(program.vault, may=Access(mine.officer, "officer", mine.rights))
    page = show(LawPage(officer, tasks))
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.shipped.text()))
    assert not page.add_button.isEnabled()
    assert not page.remove_button.isEnabled()


def test_a_receiving_unit_signs_updates(new_data, tasks, tmp_path, show, qtbot):
    vault, _recovery = factories.new_vault(tmp_path / "province", factories.PROVINCE)
    page = show(LawPage(Program(vault), tasks))
    assert page.sign_button.isVisible()
    source = tmp_path / "holidays.toml"
    source.write_text(edition.own_text("rules/holidays"), encoding="utf-8")
    page.for_communes.sign([source], tmp_path)
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.aglaw"))) and page.banner.isVisible())
    assert isinstance(vault, Vault)
    vault.lock()
    shutil.rmtree(tmp_path / "province")


def test_what_the_province_sets_is_handed_down_and_shown_with_who_set_it(
    page, program, tasks, show, qtbot, tmp_path
):
    with Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as province:
        factories.trust(program, province, tmp_path)
        base: dict[str, Any] = {
            "article": "NQ 12/2026/NQ-HĐND",
            "amount": 600_000,
            "effective_from": "2026-12-01",
        }
        rows = province.law.with_row(province.law.local_rows(), "base", base)
        province.law.accept_local(rows, "Mức chuẩn", base["article"])
        above = show(LawPage(province, tasks))
        above.refresh()
        qtbot.waitUntil(lambda: above.own.rowCount() == 1)
        assert above.hand_down_button.isVisible()
        above.for_communes.hand_down(tmp_path)
        qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.aglaw"))))
        qtbot.waitUntil(lambda: not tasks.is_busy())
    Program(program.vault)
    assert not page.hand_down_button.isVisible()
    page.receive(next(tmp_path.glob("*.aglaw")))
    dialog = preview(page, qtbot)
    assert dialog.summary.text() == "Thay đổi mức hưởng: tháng 12/2026: 1 người, tăng 120.000 đồng."
    dialog.accept()
    qtbot.waitUntil(lambda: page.own.rowCount() == 1)
    assert page.own.item(0, 3).text() == "Sở Y tế tỉnh An Giang"
    page.own.selectRow(0)
    assert not page.remove_button.isEnabled()


def test_a_doubtful_point_is_confirmed_with_a_reason_and_stands_open_no_longer(page, hands, qtbot):
    qtbot.waitUntil(lambda: page.doubts.rowCount() > 0)
    count, label = page.doubts.rowCount(), page.doubts.item(0, 0).text()
    page.doubts.selectRow(0)
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.findChildren(LawRowDialog)))
    form = page.findChildren(LawRowDialog)[0]
    assert form.answers()["id"]
    qtbot.waitUntil(lambda: hands.where() == "id")
    hands.fill({"article": "Đã đọc NĐ 335/2026 Điều 18"}, "preview_law")
    qtbot.mouseClick(form.yes_button, Qt.MouseButton.LeftButton)
    dialog = preview(page, qtbot)
    with qtbot.waitSignal(page.changed):
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.doubts.rowCount() == count - 1)
    assert label not in [page.doubts.item(row, 0).text() for row in range(count - 1)]
    assert page.own.item(0, 1).text().startswith(label)
    assert page.own.item(0, 2).text() == "Đã đọc NĐ 335/2026 Điều 18"


@pytest.mark.parametrize("width", [700, 1100])
def test_a_doubt_is_read_whole_without_scrolling_sideways(page, qtbot, width):
    qtbot.waitUntil(lambda: page.doubts.rowCount() > 10)
    page.resize(width, 700)
    table = page.doubts
    qtbot.waitUntil(lambda: abs(table.horizontalHeader().length() - table.viewport().width()) <= 1)
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            item = table.item(row, column)
            assert item is not None
            room = QRect(0, 0, table.columnWidth(column) - 6, 10_000)
            needed = table.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text())
            assert needed.height() <= table.rowHeight(row)
