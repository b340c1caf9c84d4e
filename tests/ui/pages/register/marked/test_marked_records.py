"""Records that are marked in the list of a register, and one act for all of them."""

import dataclasses
import io

from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from ansinh_desktop.findings import error
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.pages.register import shown_sum
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.factories import orphan
from tests.services.payments.commune import NAMES, change
from tests.services.test_many import NEW, OLD
from tests.ui.pages.register.marked.doing import idle, marked

SMALL_SCREEN = 1093, 614
"""A laptop's 1366 × 768 at 125 %."""
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_rows_are_marked_from_the_keyboard_and_stay_so(opened, program, records, qtbot, tasks, hands):
    page = opened(program)
    table, bar = page.list.table, page.marked
    assert not bar.isVisible()
    hands.press(Qt.Key.Key_Space)
    assert marked(page, records) == ["Danh An"]
    for _ in range(3):
        hands.press(Qt.Key.Key_Down, SHIFT)
    hands.press(Qt.Key.Key_Up, SHIFT)
    assert marked(page, records) == ["Danh An", "Lê Bình", "Võ Cúc"]  # what Shift took too far is let go
    idle(qtbot, tasks)
    assert bar.isVisible()
    assert bar.said.text() == f"3 đã chọn · {3 * NEW:,} đồng".replace(",", ".")
    assert table.marks.how_many() == "some"
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space, CONTROL)
    hands.press(Qt.Key.Key_Space, CONTROL)
    assert marked(page, records) == ["Danh An", "Lê Bình", "Võ Cúc"]

    # Another order and a filter change nothing of it; who is filtered away is said.
    with qtbot.waitSignal(table.counted):
        table.set_order("person.full_name", descending=True)
    with qtbot.waitSignal(table.counted):
        page.list.search.set_text("Bình")
        page.list.reload()
    idle(qtbot, tasks)
    assert marked(page, records) == ["Danh An", "Lê Bình", "Võ Cúc"]
    assert bar.filtered.text() == "2 dòng đang bị lọc"
    assert table.marks.how_many() == "all"  # of those that are shown
    with qtbot.waitSignal(table.counted):
        page.list.search.set_text("")
        page.list.reload()
    idle(qtbot, tasks)
    assert bar.filtered.text() == ""

    table.setFocus()
    hands.press(Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: len(table.marks) == len(NAMES))
    idle(qtbot, tasks)
    assert table.marks.how_many() == "all"
    hands.press(Qt.Key.Key_Escape)
    assert len(table.marks) == 0
    assert not bar.isVisible()

    # The mouse: a click on a box, with Ctrl on a row, with Shift up to a row.
    boxes = table.view.verticalHeader()
    QTest.mouseClick(boxes.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert len(table.marks) == 1
    at = table.view.visualRect(table.model.index(2, 0)).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, SHIFT, at)
    assert len(table.marks) == 3
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, CONTROL, at)
    assert len(table.marks) == 2
    table.marks.head.click()
    qtbot.waitUntil(lambda: len(table.marks) == len(NAMES))


def test_marked_rows_are_copied_as_a_spreadsheet_takes_them(opened, program, qtbot, tasks, hands):
    opened(program)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    QGuiApplication.clipboard().clear()
    hands.press(Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    head, *rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert head[:2] == ["STT", "Họ và tên"]
    assert [row[1] for row in rows] == ["Danh An", "Lê Bình"]
    assert "810000" in rows[0]
    with program.vault.reading() as store:
        assert "export" in {each.act for each in store.log.of("assistance")}
    rights = {**program.access.rights, "assistance": "r"}
    viewer = opened(
        Program(program.vault, may=dataclasses.replace(program.access, role="viewer", rights=rights))
    )
    QGuiApplication.clipboard().clear()
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    assert viewer.marked.acts.buttons == {}
    hands.press(Qt.Key.Key_C, CONTROL)
    idle(qtbot, tasks)
    assert QGuiApplication.clipboard().text() == ""


def test_one_act_is_looked_at_first_and_written_for_all_that_it_fits(
    opened, program, records, qtbot, tasks, hands
):
    other = records["Trần Em"]
    with program.vault.work("sửa") as store:
        store.records.set_state(store.records.get(other), "suspended", closed_on=None, reason=None)
    page = opened(program)
    hands.press(Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: len(page.list.table.marks) == len(NAMES))
    idle(qtbot, tasks)
    page.marked.acts.buttons["adjust"].click()
    dialog = page.findChild(ManyDialog)
    idle(qtbot, tasks)
    assert dialog.yes_button.text() == "Điều chỉnh mức: chưa làm được"
    assert "Còn thiếu" in dialog.said.text()
    hands.type("7/2026")
    hands.enter()
    hands.type("15/QĐ-UBND")
    hands.enter()
    hands.type("20/9/2026")
    hands.enter()
    qtbot.waitUntil(lambda: dialog.preview is not None)
    idle(qtbot, tasks)
    assert dialog.yes_button.text() == "Điều chỉnh mức: 4 hồ sơ"
    assert "+240.000 đồng mỗi tháng" in dialog.said.text()
    assert "không làm cho 1 hồ sơ" in dialog.said.text()
    rows = [dialog.table.model.row(place).cells for place in range(len(NAMES))]
    assert (rows[0]["before"], rows[0]["after"], rows[0]["change"]) == ("750.000", "810.000", "+60.000")
    assert "không ở bước" in rows[-1]["why_not"].text
    assert {len(program.cases.get(each).events) for each in records.values()} == {0}  # nothing is written yet

    # What is typed once more is looked at once more before anything is written.
    dialog.fields.editor("decision_no").control.setFocus()
    hands.type("b")
    dialog.act()
    idle(qtbot, tasks)
    assert {len(program.cases.get(each).events) for each in records.values()} == {0}
    qtbot.waitUntil(lambda: dialog.preview is not None)
    dialog.yes_button.setFocus()
    with qtbot.waitSignal(dialog.done_well):
        hands.enter()
    idle(qtbot, tasks)
    kinds = {
        name: [each.kind for each in program.cases.get(record).events] for name, record in records.items()
    }
    assert "increase" in kinds["Danh An"]
    assert kinds["Trần Em"] == []
    assert len(page.list.table.marks) == 0
    assert OLD < NEW
    assert not [
        each for each in QApplication.topLevelWidgets() if isinstance(each, ManyDialog) and each.isVisible()
    ]


def test_the_act_for_many_stays_within_a_small_screen(opened, program, qtbot, tasks, hands):
    page = opened(program)
    room = page.screen().availableGeometry()
    assert room.width() < 980  # what it would like
    hands.press(Qt.Key.Key_A, CONTROL)
    idle(qtbot, tasks)
    for code in page.marked.acts.buttons:
        page.ask_many(code, page.list.table.marks.keys)
        dialog = next(each for each in page.findChildren(ManyDialog) if each.isVisible())
        idle(qtbot, tasks)
        dialog.fields.show_findings([error("AS-1001", key) for key in dialog.fields.declared], {}, every=True)
        assert dialog.width() <= room.width(), code
        assert dialog.height() <= room.height(), code
        assert dialog.minimumSizeHint().height() <= SMALL_SCREEN[1] - 48, code
        assert dialog.minimumWidth() <= SMALL_SCREEN[0], code
        dialog.reject()


def test_what_is_shown_is_added_up_beneath_the_list(opened, program, records, qtbot, tasks, monkeypatch):
    monkeypatch.setattr(shown_sum, "_PIECE", 2)  # more pieces than one
    page = opened(program)
    table = page.list.table
    qtbot.waitUntil(lambda: table.foot.text().endswith(" đồng"))
    assert table.foot.text() == f"5 hồ sơ · 5 người · {5 * NEW:,} đồng".replace(",", ".")
    page.list.search.set_text("Bình")
    page.list.reload()
    qtbot.waitUntil(lambda: table.foot.text() == f"1 hồ sơ · 1 người · {NEW:,} đồng".replace(",", "."))
    assert table.aside.text() == "đang thấy, trong 5 hồ sơ của cả sổ"
    page.list.search.set_text("không ai")
    with qtbot.waitSignal(table.counted):
        page.list.reload()
    idle(qtbot, tasks)
    assert table.foot.text() == "0 hồ sơ"

    # It follows what is written, and says nothing where a register lists no money.
    page.list.search.set_text("")
    change(program, records["Danh An"], disability_degree="very_severe")
    page.list.reload()
    qtbot.waitUntil(
        lambda: table.foot.text() == f"5 hồ sơ · 5 người · {4 * NEW + 1_080_000:,} đồng".replace(",", ".")
    )


def test_a_register_without_money_has_no_sum(desk, tasks, show, program, qtbot):
    program.cases.save(orphan())
    page = show(RegisterDesk(catalog.register("children"), program, tasks, desk.around))
    with qtbot.waitSignal(page.list.table.counted):
        page.refresh()
    idle(qtbot, tasks)
    qtbot.waitUntil(lambda: page.list.table.foot.text() == "1 hồ sơ · 1 người")
    assert page.list.table.aside.text() == ""


def menu_of(name) -> QMenu:
    return next(
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, QMenu) and each.objectName() == name and each.isVisible()
    )


def test_the_forms_of_all_marked_records_are_one_paper(  # noqa: PLR0917 - all of it is needed
    opened, program, records, qtbot, tasks, hands, tmp_path, monkeypatch
):
    decided = {"month": "2026-07", "decision_no": "09/QĐ-UBND", "on": "2026-09-18", "in_row": True}
    program.many.do("assistance", "adjust", [records[each] for each in NAMES[:2]], decided)
    page = opened(program)
    hands.press(Qt.Key.Key_Space)
    for _ in range(2):
        hands.press(Qt.Key.Key_Down, SHIFT)
    idle(qtbot, tasks)
    page.marked.forms_button.click()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    offered = [each.text() for each in menu_of("forms_of_marked").actions()]
    (place,) = [
        place for place, each in enumerate(offered) if "2 trong 3 hồ sơ" in each
    ]  # only two were decided
    assert place > 0
    assert "trong" not in offered[0]  # what all of them have comes first
    for _ in range(place):
        qtbot.keyClick(menu_of("forms_of_marked"), Qt.Key.Key_Down)
    qtbot.keyClick(menu_of("forms_of_marked"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.findChild(PreviewDialog) is not None)
    dialog = page.findChild(PreviewDialog)
    assert dialog.windowTitle().endswith(": 2 hồ sơ – An Sinh Xã")
    words = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(dialog.preview.content())).pages)
    assert [name in words for name in NAMES[:3]] == [True, True, False]
    assert ("09/QĐ-UBND" in words, "10/QĐ-UBND" in words) == (True, True)
    printed = lambda: [  # noqa: E731
        name
        for name, record in records.items()
        if any(each.what == "In" for each in program.cases.history(record))
    ]
    assert printed() == []  # seen is not printed
    target = tmp_path / "quyết định.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_said: (str(target), ""))
    with qtbot.waitSignal(page.marked.done) as told:
        dialog.preview.save_asked.emit()
    assert told.args == [f"Đã lưu vào {target}."]
    assert target.read_bytes().startswith(b"%PDF")
    assert printed() == list(NAMES[:2])


def test_who_may_not_print_prints_no_forms(opened, program, qtbot, tasks, hands):
    rights = {**program.access.rights, "assistance": "r"}
    viewer = opened(
        Program(program.vault, may=dataclasses.replace(program.access, role="viewer", rights=rights))
    )
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    assert not viewer.marked.forms_button.isEnabled()
