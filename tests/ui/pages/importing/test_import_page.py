"""A list comes in through the window, and what it says in its own words is asked once."""

import dataclasses

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit

from ansinh_desktop import app
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.paths import resources
from ansinh_desktop.services.cases import CaseInput, kept_key
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.unknown_words import UnknownWordsDialog, unknown_words
from ansinh_desktop.ui.pages.importing.import_page import ImportPage
from tests.factories import new_vault

SAMPLES = resources() / "demo"


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


@pytest.fixture
def page(qtbot, program):
    tasks = Tasks(lambda _: None)
    made = ImportPage(program.importing, "drug_treatment", tasks)
    qtbot.addWidget(made)
    made.show()

    yield made, lambda: qtbot.waitUntil(lambda: not tasks.is_busy())
    assert tasks.finish()


def test_words_that_no_list_knows_are_asked_once_for_all_their_rows(page, program):
    page, rest = page
    page.open(SAMPLES / "nguoi_nghien_2022.csv")
    rest()
    page._go_on()
    rest()
    asked = unknown_words(page.outcome)
    assert set(asked) == {("substances", "Ma túy tổng hợp"), ("treatment_form", "Tự nguyện tại cơ sở")}
    dialog = UnknownWordsDialog(page.outcome, page)
    dialog.choices["substances", "Ma túy tổng hợp"].set_value("new_substance")
    dialog.choices["treatment_form", "Tự nguyện tại cơ sở"].set_value("voluntary_public")
    page.settle_words(dialog)
    rest()
    assert not unknown_words(page.outcome)
    page._go_on()
    rest()
    assert page.outcome.done
    again = program.importing.open(SAMPLES / "nguoi_nghien_2022.csv", "drug_treatment")
    assert again.mapping.words["substances"]["ma tuy tong hop"] == ["new_substance"]


HEADING = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Ấp", "Đối tượng", "Ghi chú"]
OLD = "Người cao tuổi từ đủ 80 tuổi không có lương hưu"


def book(folder, *sheets):
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        page = made.create_sheet(title)
        for row in (HEADING, *rows):
            page.append(row)
    made.save(folder / "ds.xlsx")
    return folder / "ds.xlsx"


def one(number, name, note=None, born="05/03/1938"):
    return [number, name, born, "Nữ", "Hòa Phú", OLD, note]


@pytest.fixture
def window(qtbot, tmp_path):
    app.make_application()
    opened = app.Window(tmp_path / "none")
    opened.resize(1366, 768)
    opened.open(Program(new_vault(tmp_path / "dữ liệu")[0]))
    with qtbot.waitExposed(opened):
        opened.show()
    yield opened
    opened.shut()


def begun(qtbot, window, path):
    """Return the import page with the rows of a list, and what waits for the work to end."""

    def rest():
        qtbot.waitUntil(lambda: not window.tasks.is_busy())

    window.pages.bring_list("assistance")
    page = window.pages.page()
    page.open(path)
    rest()
    page._go_on()
    rest()
    return page, rest


def write(qtbot, cells, label, words):
    """Write into the cell of a field, as with the keyboard."""
    place = next(row for row in range(cells.rowCount()) if cells.item(row, 0).text() == label)
    cells.setCurrentCell(place, 1)
    cells.editItem(cells.item(place, 1))
    (editor,) = (each for each in cells.findChildren(QLineEdit) if each.isVisible())
    editor.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(editor, event)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    # Qt takes what was written only after the key.
    qtbot.waitUntil(lambda: cells.state() != QAbstractItemView.State.EditingState)


def choose(page, name):
    table = page.rows.table
    row = next(row for row in range(table.rowCount()) if name in table.item(row, 1).text())
    table.setCurrentCell(row, 1)


def test_what_needs_a_look_is_mended_and_answered_in_the_preview(qtbot, window, tmp_path):
    people = [
        one(1, "Lê Thị Hoa, Lê Văn Bưởi"),
        one(2, "Võ Thị Liễu", "chết 5/2022"),
        one(3, "Phạm Thị Ổi", born="32/13/1938"),
    ]
    page, rest = begun(qtbot, window, book(tmp_path, ("DS", people)))
    choose(page, "Lê Thị Hoa")
    write(qtbot, page.rows.cells.cells, "Họ và tên", "Lê Thị Hoa")
    rest()
    choose(page, "Phạm Thị Ổi")
    write(qtbot, page.rows.cells.cells, "Ngày sinh", "7/9/1937")
    rest()
    assert not page.outcome.refused
    choose(page, "Võ Thị Liễu")
    assert page.rows.table.item(page.rows.table.currentRow(), 2).text() == "Thêm mới, để nháp"
    qtbot.mouseClick(page.rows.cells.agree, Qt.MouseButton.LeftButton)
    rest()
    assert not page.rows.cells.agree.isVisible()
    page._go_on()
    rest()
    listing = window.pages._program.listing
    shown = ("person.full_name", "person.birth_date", "person.death_date", "record.draft")
    assert {row.values for row in listing.all(ListQuery("assistance"), shown)} == {
        ("Lê Thị Hoa", "1938-03-05", None, False),
        ("Võ Thị Liễu", "1938-03-05", "2022-05", False),
        ("Phạm Thị Ổi", "1937-09-07", None, False),
    }


def test_the_counts_of_the_sidebar_follow_at_once_and_what_needs_a_look_is_found_again(
    qtbot, window, tmp_path
):
    page, rest = begun(
        qtbot, window, book(tmp_path, ("DS", [one(1, "Lê Thị Hoa"), one(2, "Võ Thị Liễu", "chết 5/2022")]))
    )
    page._go_on()
    rest()
    assert window.pages.navigation.words("register:assistance").count("2") == 1
    program = window.pages._program
    wanted = ListQuery("assistance", {"record.review": ("1",)})
    found = [row.record_id for row in program.listing.all(wanted, ("record.review",))]
    assert len(found) == 2
    assert {
        value: count for value, _words, count in program.listing.values("assistance", "record.review")
    } == {"1": 2}
    case = next(each for each in map(program.cases.get, found) if not each.draft)
    same = CaseInput("assistance", case.person, case.answers, case.person_id, case.id)
    kept = {kept_key(each): "Theo hồ sơ giấy" for each in case.findings} | dict(case.kept)
    program.cases.save(dataclasses.replace(same, kept=kept))
    assert len(program.listing.rows(wanted)) == 1
    seen = program.cases.get(case.id).kept
    assert all(seen[key].startswith("Đã xem lại; nhập từ ds.xlsx") for key in case.kept)


def test_the_lists_of_a_file_can_be_chosen(qtbot, window, tmp_path):
    path = book(tmp_path, ("Hòa Phú", [one(1, "Lê Thị Hoa")]), ("Vĩnh Lợi", [one(1, "Võ Thị Liễu")]))
    page, rest = begun(qtbot, window, path)
    page._go_back()
    assert page.sheets.isVisible()
    page.sheets.menu().actions()[1].setChecked(False)
    rest()
    page._go_on()
    rest()
    assert [each.draft.name for each in page.outcome.rows] == ["Lê Thị Hoa"]
    page._go_back()
    page.sheets.menu().actions()[0].setChecked(False)
    rest()
    assert any("AS-3035" in each.text() for each in page.banner.findChildren(QLabel))
    assert page.sheets.menu().actions()[0].isChecked()


def test_how_sure_each_guess_is_stands_beside_it(qtbot, window, tmp_path):
    page, _rest = begun(qtbot, window, book(tmp_path, ("DS", [one(1, "Lê Thị Hoa")])))
    said = {
        page.columns.table.item(row, 0).text(): page.columns.table.item(row, 2).text()
        for row in range(page.columns.table.rowCount())
    }
    assert (said["STT"], said["Họ và tên"]) == ("không nhập", "chắc chắn")
