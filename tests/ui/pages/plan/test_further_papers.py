"""Regular reports and tables of the officer's own, from the menu of the page of the plan to the preview."""

import io

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan import table_file
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


KINDS = {"PDF…": ".pdf", "Word…": ".docx", "Excel…": ".xlsx"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_is_saved_from_its_preview_in_each_kind(opened, tasks, qtbot, tmp_path, monkeypatch, kind):
    page, target = opened(), tmp_path / f"báo cáo{KINDS[kind]}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    next(each for each in page.papers.menu().actions() if each.text().startswith("Mẫu số 07")).trigger()
    words(page, qtbot)
    offered = {
        each.text(): each
        for each in page.findChildren(PreviewDialog)[-1].preview.save_button.menu().actions()
    }
    assert list(offered) == list(KINDS)
    offered[kind].trigger()
    qtbot.waitUntil(lambda: target.exists() and not tasks.is_busy())
    content = target.read_bytes()
    assert content.startswith(b"%PDF" if kind == "PDF…" else b"PK")
    assert str(target) in " ".join(each.text() for each in page.banner.findChildren(QLabel))


def test_who_may_only_print_is_offered_no_workbook(opened, program, qtbot, monkeypatch):
    page = opened()
    may = type(program.access).may
    monkeypatch.setattr(
        type(program.access), "may", lambda self, code, right: right != "x" and may(self, code, right)
    )
    next(each for each in page.papers.menu().actions() if each.text().startswith("Mẫu số 07")).trigger()
    words(page, qtbot)
    menu = page.findChildren(PreviewDialog)[-1].preview.save_button.menu()
    assert [each.text() for each in menu.actions()] == ["PDF…", "Word…"]


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))


def test_a_table_is_made_kept_taken_again_and_dropped(opened, program, qtbot):
    page = opened()
    dialog = page.papers.further.ask_table(page.period.period)
    choose(dialog.register, "drug_treatment")
    choose(dialog.rows, "sex")
    choose(dialog.columns, "hamlet")
    choose(dialog.filters.part, "sex")
    choose(dialog.filters.value, "Nữ")
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


def says(dialog):
    return " ".join(each.text() for each in dialog.banner.findChildren(QLabel))


def chips(dialog):
    return [
        each
        for each in dialog.filters.findChildren(QPushButton)
        if "×" in each.text() and not each.isHidden()
    ]


def test_several_values_are_filtered_and_each_is_taken_away_by_its_button(opened):
    dialog = opened().papers.further.ask_table(Period.of("2026-H2"))
    choose(dialog.register, "drug_treatment")
    for part, at in (("sex", 0), ("age", 0), ("age", 0)):
        choose(dialog.filters.part, part)
        dialog.filters.value.setCurrentIndex(at)
        dialog.filters.add_button.click()
    (sex, (age,)) = dialog.asked().filters["sex"], dialog.asked().filters["age"]
    assert [each.text().partition("  ")[0] for each in chips(dialog)] == [
        f"Giới tính: {sex[0]}",
        f"Nhóm tuổi: {age}",
    ]
    chips(dialog)[0].click()
    assert dialog.asked().filters == {"age": (age,)}
    choose(dialog.register, "children")
    assert dialog.asked().filters == {}


def test_a_table_goes_to_another_machine_as_a_file(opened, tmp_path, monkeypatch):
    page, target = opened(), tmp_path / "bảng.agtable"
    dialog = page.papers.further.ask_table(Period.of("2026-H2"))
    choose(dialog.register, "drug_treatment")
    choose(dialog.rows, "age")
    choose(dialog.columns, "sex")
    dialog.filters.set_chosen({"age": ("16–29 tuổi", "30–59 tuổi"), "sex": ("Nữ",)})
    dialog.name.setText("Cai nghiện theo tuổi")
    dialog.period.step(-1)
    asked = dialog.asked()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    dialog.write_button.click()
    assert str(target) in says(dialog)
    other = page.papers.further.ask_table(Period.of("2025"))
    other.open_button.click()
    assert (other.asked(), other.name.text()) == (asked, "Cai nghiện theo tuổi")
    assert other.period.period == Period.of("2026-H1")
    assert len(chips(other)) == 3
    # What does not fit changes nothing of what is chosen.
    target.write_bytes(target.read_bytes().replace(b"drug_treatment", b"rice_lent"))
    choose(other.register, "children")
    before = other.asked()
    other.open_button.click()
    assert "không có sổ “rice_lent”" in says(other)
    assert other.asked() == before
    assert table_file.SUFFIX == ".agtable"
