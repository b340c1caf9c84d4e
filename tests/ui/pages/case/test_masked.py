"""Masked answers on the page of a case: a mask, a reason, half a minute, and the mask again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPlainTextEdit, QPushButton

from ansinh_desktop.registers.field import MASK
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import shown
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.pages.case.case_page import CasePage
from tests import factories
from tests.services.reports.papers import texts_of
from tests.ui.pages.case.test_case_page import in_dialog

WHY = "Thăm, hỗ trợ người này"
FATHER, REPORTER = "Chau Xóc Rây", "Kim Sa Rươne"


@pytest.fixture
def record(desk) -> str:
    return desk.cases.save(factories.abuse(father_name=FATHER, reporter_name=REPORTER))


@pytest.fixture
def page(desk, tasks, show, record, qtbot) -> CasePage:
    made = CasePage(Program(desk.vault), tasks, desk.around)
    show(made)
    made.show_case(record)
    qtbot.waitUntil(lambda: made.case is not None)
    return made


def said(page: CasePage) -> str:
    return " | ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def link(page: CasePage, key: str = "father_name") -> QPushButton:
    found = page.findChild(QPushButton, f"act_{key}")
    assert found is not None
    return found


def give_reason(words: str = WHY, *, every: bool = False, yes: str = "Hiện") -> None:
    """Answer the next question why."""

    def go(dialog) -> None:
        button = next(each for each in dialog.findChildren(QPushButton) if each.text() == yes)
        assert not button.isEnabled()
        typed = dialog.findChild(QPlainTextEdit, "reason")
        typed.setPlainText("vì")
        assert not button.isEnabled()
        typed.setPlainText(words)
        if every:
            dialog.findChild(QCheckBox, "show_every").setChecked(True)
        button.click()

    in_dialog(go)


def looks(desk, record: str) -> list[tuple[str, str]]:
    return [(row.field, row.reason) for row in desk.cases.history(record) if row.what == "Xem mục mật"]


def test_a_masked_answer_is_shown_for_a_reason_and_masked_again_by_itself(
    page, desk, record, qtbot, monkeypatch
):
    monkeypatch.setattr(shown, "SECONDS", 3)
    monkeypatch.setattr(shown, "TICK_MS", 150)
    assert FATHER not in said(page)
    assert said(page).count(MASK) == 2
    give_reason()
    link(page).click()
    qtbot.waitUntil(lambda: FATHER in said(page))
    assert REPORTER not in said(page)
    assert link(page).text() == "Ẩn (3 giây)"
    qtbot.waitUntil(lambda: link(page).text() == "Ẩn (2 giây)")
    qtbot.waitUntil(lambda: FATHER not in said(page))
    assert link(page).text() == "Hiện…"
    assert looks(desk, record) == [("Họ tên cha", WHY)]


def test_all_of_a_case_are_shown_for_one_reason_with_a_line_each(page, desk, record, qtbot):
    give_reason(every=True)
    link(page).click()
    qtbot.waitUntil(lambda: FATHER in said(page))
    assert REPORTER in said(page)
    assert sorted(looks(desk, record)) == [("Họ tên cha", WHY), ("Người cung cấp thông tin", WHY)]
    link(page).click()
    assert said(page).count(MASK) == 2


def test_declining_shows_and_writes_nothing(page, desk, record, qtbot, tasks):
    in_dialog(lambda dialog: dialog.reject())
    link(page).click()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert said(page).count(MASK) == 2
    assert looks(desk, record) == []


@pytest.mark.parametrize("way", ["escape", "tab", "page", "anew"])
def test_whatever_leads_away_masks_at_once(page, hands, qtbot, way):
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    give_reason()
    link(page).click()
    qtbot.waitUntil(lambda: FATHER in said(page))
    match way:
        case "escape":

            def is_active() -> bool:
                page.activateWindow()
                link(page).setFocus()
                return QApplication.focusWidget() is link(page)

            qtbot.waitUntil(is_active)
            hands.press(Qt.Key.Key_Escape)
        case "tab":
            page.tabs.setCurrentIndex(1)
        case "page":
            page.hide()
        case _:
            page.refresh()
    qtbot.waitUntil(lambda: page._answers.shown.value is None, timeout=5_000)
    assert not left
    page.show()
    page.tabs.setCurrentIndex(0)
    assert FATHER not in said(page)


def test_what_is_asked_for_and_comes_late_is_not_shown_to_nobody(page, qtbot, tasks):
    give_reason()
    link(page).click()
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    page.tabs.setCurrentIndex(0)
    assert FATHER not in said(page)


def test_what_was_copied_meanwhile_leaves_the_clipboard_with_the_mask(page, qtbot):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("chép trước đó")
    give_reason()
    link(page).click()
    qtbot.waitUntil(lambda: FATHER in said(page))
    page._answers.shown.hide()
    assert clipboard.text() == "chép trước đó"
    give_reason()
    link(page).click()
    qtbot.waitUntil(lambda: FATHER in said(page))
    clipboard.setText(FATHER)
    page._answers.shown.hide()
    assert clipboard.text() == ""


def test_a_line_of_the_history_is_shown_for_a_reason(page, desk, record, qtbot):
    case = desk.cases.get(record)
    desk.cases.save(
        replace(
            factories.abuse(father_name="Chau Kim", record_id=record),
            masked=case.masked - {"father_name"},
            person=dict(case.person),
        )
    )
    page.tabs.setCurrentWidget(page.history)
    table = page.history.table

    def row() -> int:
        model = table.model()
        found = [at for at in range(model.rowCount()) if "Sửa hồ sơ: Họ tên cha" in model.index(at, 2).data()]
        return found[0] if found else -1

    qtbot.waitUntil(lambda: row() >= 0)
    assert [table.model().index(row(), each).data() for each in (3, 4)] == [MASK, MASK]
    table.selectRow(row())
    give_reason()
    page.history.show_button.click()
    qtbot.waitUntil(lambda: table.model().index(row(), 3).data() == FATHER)
    assert table.model().index(row(), 4).data() == "Chau Kim"
    page.history.shown.hide()
    assert table.model().index(row(), 4).data() == MASK


@pytest.mark.parametrize("reason", ["Báo cáo theo mẫu 01", ""])
def test_a_form_asks_why_before_it_prints_what_is_masked(page, desk, record, qtbot, reason):
    form = next(each for each in page._program.forms.offered(record) if each.code == "m01")
    if reason:
        give_reason(reason, yes="In cả mục mật")
    else:
        in_dialog(lambda dialog: dialog.reject())
    page.forms._on_chosen(page.case, form)
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PreviewDialog)))
    (dialog,) = page.window().findChildren(PreviewDialog)
    assert (FATHER in " ".join(texts_of(dialog.preview.content()))) is bool(reason)
    assert {why for _field, why in looks(desk, record)} == ({reason} if reason else set())
    dialog.close()
