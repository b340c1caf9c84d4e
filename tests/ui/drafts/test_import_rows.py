"""What is mended in the preview of a list is typed too: it comes back after the lock, with the answers given there."""

import openpyxl
import pytest
import shiboken6
from PySide6.QtWidgets import QLineEdit

from ansinh_desktop import app
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui.drafts.coming_back import ComingBack
from ansinh_desktop.ui.pages.importing.import_page import ImportPage
from tests.factories import OFFICER, PASSWORD, new_vault


@pytest.fixture
def opened(qtbot, tmp_path):
    """Return a function that opens the data in a window, and waits until it is as it was."""
    new_vault(tmp_path / "xã")[0].lock()
    app.make_application()
    made = app.Window(tmp_path / "xã")
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()

    def start():
        made.open(open_data(tmp_path / "xã", OFFICER, PASSWORD))
        qtbot.waitUntil(lambda: not made.tasks.is_busy() and made.findChild(ComingBack) is None)
        return made

    yield start
    made.shut()
    shiboken6.delete(made)  # here, and not wherever its last name goes


@pytest.mark.parametrize("finished", [True, False])
def test_mended_cells_and_answers_come_back(qtbot, opened, tmp_path, finished):
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên", "Ngày sinh", "Giới tính"])
    book.active.append(["Nguyễn Văn Một", "03/02/2015", "Nam"])
    book.active.append(["Trần Thị Hai", "ba tháng hai", "Nữ"])
    book.save(tmp_path / "cũ.xlsx")
    window = opened()
    window.pages.bring_list("children")
    page = window.findChild(ImportPage)
    page.open_again(str(tmp_path / "cũ.xlsx"), True)
    qtbot.waitUntil(lambda: page.outcome is not None and not window.tasks.is_busy())
    rows = page.rows
    rows.table.setCurrentCell(0, 0)
    rows.cells.leave.click()
    qtbot.waitUntil(lambda: not window.tasks.is_busy())
    second = next(place for place, each in enumerate(rows._shown) if each.draft.name == "Trần Thị Hai")
    rows.table.setCurrentCell(second, 0)
    line = rows.cells._keys.index("person.birth_date")
    if finished:
        rows.cells.cells.item(line, 1).setText("03/02/2016")
    else:
        rows.cells.cells.setCurrentCell(line, 1)
        rows.cells.cells.editItem(rows.cells.cells.item(line, 1))
        rows.cells.cells.viewport().findChild(QLineEdit).setText("03/02/2016")
    window.lock()
    window = opened()
    page = window.findChild(ImportPage)
    qtbot.waitUntil(lambda: page.outcome is not None and not window.tasks.is_busy())
    found = {each.draft.name: each for each in page.outcome.rows}
    assert found["Trần Thị Hai"].person["birth_date"] == "2016-02-03"
    assert found["Nguyễn Văn Một"].what is What.REFUSED
