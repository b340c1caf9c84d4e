"""Who was marked as not paid is still marked after the lock, in the same month, before anything was written."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ansinh_desktop import app
from ansinh_desktop.services.program import Program, open_data
from tests.factories import OFFICER, PASSWORD, new_vault
from tests.services.payments.commune import JUNE, closed, people


def test_marks_of_the_unpaid_come_back_after_the_lock(qtbot, tmp_path):
    folder = tmp_path / "xã"
    with Program(new_vault(folder)[0]) as program:
        records = people(program)
        closed(program, JUNE)
    app.make_application()
    window = app.Window(folder)
    window.open(open_data(folder, OFFICER, PASSWORD))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page = window.pages.go_to("payments")
    qtbot.waitUntil(lambda: page.standing is not None and not window.tasks.is_busy())
    page.sheet.next.act.click()
    qtbot.waitUntil(lambda: page.results.month == "2022-06")
    desk = page.results
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_Space)
    (marked,) = desk.model.marks
    assert marked in records.values()
    QTest.keyClick(desk.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.pages is None)
    window.open(open_data(folder, OFFICER, PASSWORD))
    again = window.pages
    qtbot.waitUntil(
        lambda: getattr(again.page(), "results", None) is not None and again.page().results.month == "2022-06"
    )
    qtbot.waitUntil(lambda: again.page().results.model.marks == {marked: ("carried", "")})
    assert {each.outcome for each in window._program.payments.view(JUNE).lines} == {None}
    window.shut()
