"""Forms from the page of a case: a menu by keyboard, a preview of the very pages, a file where the officer says."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from ansinh_desktop.services import access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.pages.case.case_page import CasePage
from tests import factories


@pytest.fixture
def record(desk) -> str:
    return desk.cases.save(factories.abuse())


@pytest.fixture
def opened(desk, tasks, show, record, qtbot):
    def put(rights: str) -> CasePage:
        program = Program(
            desk.vault, may=access.Access(factories.OFFICER, "officer", {"child_abuse": rights})
        )
        made = CasePage(program, tasks, desk.around)
        show(made)
        made.show_case(record)
        qtbot.waitUntil(lambda: made.case is not None)
        return made

    return put


@pytest.fixture
def page(opened) -> CasePage:
    return opened("rwpx")


def menu(qtbot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def preview(page: CasePage, qtbot) -> PreviewDialog:
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PreviewDialog)))
    (dialog,) = page.window().findChildren(PreviewDialog)
    return dialog


def test_the_keys_lead_to_a_form_as_it_will_be_printed(page, qtbot, hands):
    page.setFocus()
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    offered = menu(qtbot)
    words = [each.text() for each in offered.actions()]
    assert words[0].startswith("Mẫu số 01: Báo cáo tiếp nhận thông tin trẻ em")
    assert words[5].endswith("– để trống, ghi tay (chưa đối chiếu)")
    assert words[-1].startswith("Phiếu hồ sơ")
    assert "chưa đối chiếu" in offered.actions()[1].toolTip()
    qtbot.keyClick(offered, Qt.Key.Key_Return)
    dialog = preview(page, qtbot)
    assert dialog.preview.page_count() >= 1
    assert b"%PDF" in dialog.preview.content()[:8]
    dialog.close()


def test_a_form_is_saved_without_a_name_on_the_outside_and_written_down(
    page, qtbot, desk, record, tmp_path: Path, monkeypatch
):
    names: list[str] = []

    def choose(_parent, _title, name, _kinds):
        names.append(name)
        return str(tmp_path / "mau.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    chosen = Program(desk.vault).forms.offered(record)[0]
    page.forms.preview(page.case, chosen)
    dialog = preview(page, qtbot)
    with qtbot.waitSignal(page.forms.saved):
        dialog.preview.save_button.click()
    assert "Phượng" not in names[0]
    assert names[0].startswith("XH-30325-2024-0001 Mẫu số 01")
    assert "NEÁNG PHƯỢNG" in PdfReader(tmp_path / "mau.pdf").pages[0].extract_text()
    assert page.banner.isVisibleTo(page)
    assert desk.cases.history(record)[0].after.startswith("Mẫu số 01")
    dialog.close()


def test_what_went_to_the_printer_stands_in_the_history(page, qtbot, desk, record):
    page.forms.preview(page.case, Program(desk.vault).forms.offered(record)[0])
    dialog = preview(page, qtbot)
    dialog.preview.printed.emit(1, 1)
    qtbot.waitUntil(lambda: desk.cases.history(record)[0].what == "In")
    dialog.close()


def test_who_may_not_print_is_offered_nothing(opened, qtbot, tasks):
    page = opened("rwx")
    assert not page.findChild(QPushButton, "print_forms").isVisible()
    page.forms.offer(page.case)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert QApplication.activePopupWidget() is None
