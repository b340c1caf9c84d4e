"""Regular reports and tables of the officer's own, from the menu of the page of the plan to the preview."""

import io

from pypdf import PdfReader
from PySide6.QtWidgets import QLabel

from ansinh_desktop.services.plan.tables import TableAsked
from ansinh_desktop.ui.dialogs.preview import PreviewDialog


def words(page, qtbot):
    qtbot.waitUntil(lambda: bool(page.findChildren(PreviewDialog)))
    dialog = page.findChildren(PreviewDialog)[-1]
    return " ".join(each.extract_text() for each in PdfReader(io.BytesIO(dialog.preview.content())).pages)


def test_the_report_that_rules_at_the_end_of_the_period_is_offered_and_shown(opened, qtbot):
    page = opened()
    offered = {each.text(): each for each in page.papers.menu().actions() if each.text()}
    (report,) = [title for title in offered if title.startswith("Mẫu số 05")]
    offered[report].trigger()
    assert "TRỢ CẤP HƯU TRÍ XÃ HỘI" in words(page, qtbot)


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))


def test_a_table_is_made_kept_taken_again_and_dropped(opened, program, qtbot):
    page = opened()
    dialog = page.papers.further.ask_table(page.period.period)
    choose(dialog.register, "drug_treatment")
    choose(dialog.rows, "sex")
    choose(dialog.columns, "hamlet")
    choose(dialog.filter, "sex")
    choose(dialog.value, "Nữ")
    dialog.name.setText("Người cai nghiện theo ấp")
    dialog.yes_button.click()
    said = words(page, qtbot)
    assert "NGƯỜI CAI NGHIỆN THEO ẤP" in said
    assert "Nữ" in said
    dialog.keep_button.click()
    asked = TableAsked("drug_treatment", "sex", "hamlet", "open_at_end", {"sex": ("Nữ",)})
    assert program.plans.tables.kept() == {"Người cai nghiện theo ấp": asked}
    choose(dialog.kept, "")
    choose(dialog.rows, "age")
    choose(dialog.kept, "Người cai nghiện theo ấp")
    assert dialog.asked() == asked
    dialog.drop_button.click()
    assert program.plans.tables.kept() == {}
    dialog.name.setText("")
    dialog.keep_button.click()
    said = " ".join(each.text() for each in dialog.banner.findChildren(QLabel))
    assert "Tên bảng để trống" in said
