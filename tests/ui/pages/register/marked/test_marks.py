"""Marks in a long list, and the bar under it: what it counts, what it offers, what is copied, what it lets go of."""

import dataclasses

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.listing import ListQuery, Marked
from ansinh_desktop.services.program import Program
from ansinh_desktop.text import name_sort_key
from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.messages import Toast
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.factories import HAMLETS, orphan
from tests.services.payments.commune import NAMES, change
from tests.services.test_many import NEW, paid_people
from tests.ui.pages.register.marked.doing import idle, marked

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MANY = 260
"""More rows than are in memory at first."""


@pytest.fixture
def page(opened, program):
    return opened(program)


def money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def click(table, row, held=Qt.KeyboardModifier.NoModifier):
    at = table.view.visualRect(table.model.index(row, 0)).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, held, at)


def dialog_of(page):
    return next(each for each in page.findChildren(ManyDialog) if each.isVisible())


def test_shift_begins_anew_once_one_went_elsewhere_and_keeps_what_was_marked(page, records, hands):
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down, SHIFT)  # from the third on, beside the first
    assert marked(page, records) == [NAMES[0], NAMES[2], NAMES[3]]
    assert page.list.table.current_key() == records[NAMES[3]]
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Up, SHIFT)  # a new span, from the second upwards
    assert sorted(marked(page, records)) == sorted(NAMES[:4])
    hands.press(Qt.Key.Key_Up, SHIFT)  # the first row is the end
    assert page.list.table.current_key() == records[NAMES[0]]
    hands.press(Qt.Key.Key_Escape)
    click(page.list.table, 4)
    for _ in range(2):
        hands.press(Qt.Key.Key_Down, SHIFT)  # and so is the last
    assert marked(page, records) == [NAMES[4]]


def test_ctrl_space_marks_too_and_after_escape_shift_begins_anew(page, records, hands):
    hands.press(Qt.Key.Key_Space, CONTROL)
    assert marked(page, records) == [NAMES[0]]
    for _ in range(2):
        hands.press(Qt.Key.Key_Down, SHIFT)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Down, SHIFT)
    assert marked(page, records) == list(NAMES[2:4])


def test_escape_lets_go_of_marks_before_it_means_anything_else(page, hands):
    meant = []
    act = QAction(page)
    act.setShortcut(Qt.Key.Key_Escape)
    act.triggered.connect(lambda: meant.append("left"))
    page.addAction(act)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Escape)
    assert (page.list.table.marks.keys, meant) == ([], [])
    hands.press(Qt.Key.Key_Escape)
    assert meant == ["left"]


def test_of_what_is_shown_only_some_may_be_marked(page, records, qtbot, tasks, hands):
    table = page.list.table
    table.marks.set_keys([records[NAMES[0]], records[NAMES[1]]])
    with qtbot.waitSignal(table.counted):
        page.list.show_query(ListQuery("assistance", only=(records[NAMES[1]], records[NAMES[2]])))
    idle(qtbot, tasks)
    assert table.marks.how_many() == "some"
    assert page.marked.filtered.text() == "1 dòng đang bị lọc"
    page.marked._take(page.marked._asked - 1, Marked(99, 99, 0))  # an answer that comes too late
    assert page.marked.said.text().startswith("2 đã chọn")


def test_after_an_act_the_list_says_what_is_now_and_a_strip_what_was_done(page, records, hands, qtbot, tasks):
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    hamlet = HAMLETS[2]
    page.ask_many("hamlet", [records[NAMES[0]]])
    dialog = dialog_of(page)
    dialog.fields.set_answer("hamlet", hamlet)
    dialog.look()
    qtbot.waitUntil(lambda: dialog.preview is not None)
    with qtbot.waitSignal(page.list.table.counted):
        dialog.yes_button.click()
    idle(qtbot, tasks)
    toast = page.findChild(Toast)
    assert toast.accessibleName() == "Đổi ấp, khóm: đã ghi cho 1 hồ sơ."
    assert toast.isVisible()
    qtbot.waitUntil(lambda: page.list.table.model.row(0).cells["person.hamlet"] == hamlet)
    page.list.table.marks.set_keys([records[NAMES[0]]])
    with qtbot.waitSignal(page.marked.done):
        page.marked.copy_button.click()
    assert toast.accessibleName() == "Đã chép 1 dòng."


def test_the_mouse_marks_where_one_is_then_and_a_plain_click_lets_the_span_go(page, records, hands):
    table = page.list.table
    click(table, 1, CONTROL)
    assert marked(page, records) == [NAMES[1]]
    assert table.current_key() == records[NAMES[1]]
    click(table, 3, SHIFT)
    assert marked(page, records) == list(NAMES[1:4])
    click(table, 0)  # marks nothing, and nothing is let go
    assert marked(page, records) == list(NAMES[1:4])
    hands.press(Qt.Key.Key_Escape)
    click(table, 2)
    click(table, 3, SHIFT)
    click(table, 0)
    click(table, 1, SHIFT)  # from the first, no longer from the third
    assert sorted(marked(page, records)) == sorted([NAMES[2], NAMES[3], NAMES[0], NAMES[1]])


def test_the_head_box_has_three_states(page, records, hands, qtbot, tasks):
    table = page.list.table
    assert table.marks.head.accessibleName() == "Chưa chọn dòng nào"
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    assert table.marks.head.accessibleName() == "Đã chọn một số dòng"
    table.marks.head.click()  # some are marked: then all are
    qtbot.waitUntil(lambda: len(table.marks) == len(NAMES))
    idle(qtbot, tasks)
    assert table.marks.head.accessibleName() == "Đã chọn tất cả"
    table.marks.toggle(0)
    assert table.marks.how_many() == "some"  # at once, before it is counted anew
    idle(qtbot, tasks)
    table.marks.head.click()
    qtbot.waitUntil(lambda: len(table.marks) == len(NAMES))
    idle(qtbot, tasks)
    table.marks.head.click()
    assert table.marks.keys == []


def test_escape_lets_go_once_and_leaves_the_list_then(page, hands):
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Escape)
    assert page.list.table.marks.keys == []
    assert page.list.isVisible()


def test_a_span_over_rows_that_are_not_in_memory_is_marked_whole(program, desk, tasks, show, qtbot, hands):
    paid_people(program, [f"Danh Số {place:03}" for place in range(MANY)])
    page = show(RegisterDesk(catalog.register("assistance"), program, tasks, desk.around))
    table = page.list.table
    with qtbot.waitSignal(table.counted):
        page.refresh()
    idle(qtbot, tasks)
    table.choose_first()
    table.view.scrollToBottom()
    qtbot.waitUntil(lambda: table.model.row(table.model.rowCount() - 1) is not None)
    click(table, table.model.rowCount() - 1, SHIFT)
    qtbot.waitUntil(lambda: len(table.marks) == MANY)


def test_the_bar_counts_what_is_marked_and_what_is_filtered_away(page, records, hands, qtbot, tasks):
    bar, table = page.marked, page.list.table
    assert not bar.isVisible()
    for _ in range(2):
        hands.press(Qt.Key.Key_Space)
        hands.press(Qt.Key.Key_Down)
    idle(qtbot, tasks)
    assert bar.said.text() == f"2 đã chọn · {money(2 * NEW)} đồng"
    with qtbot.waitSignal(table.counted):
        page.list.search.set_text("Bình")
        page.list.reload()
    idle(qtbot, tasks)
    assert bar.filtered.text() == "1 dòng đang bị lọc"
    bar.all_button.click()  # what is shown is marked already; what is not stays so
    idle(qtbot, tasks)
    assert sorted(marked(page, records)) == sorted(NAMES[:2])
    bar.acts.buttons["adjust"].click()
    dialog = dialog_of(page)
    words = [each.text() for each in dialog.findChildren(type(bar.said)) if "hồ sơ" in each.text()]
    assert "Điều chỉnh mức: 2 hồ sơ, 1 trong đó đang bị lọc khỏi danh sách" in words
    dialog.reject()
    bar.clear_button.click()
    assert not bar.isVisible()
    assert table.view.hasFocus()


def test_the_bar_says_how_many_marked_rows_lie_out_of_sight(page, records, hands, qtbot, tasks):
    bar, table = page.marked, page.list.table
    table.view.setFixedHeight(90)
    table.marks.set_keys(records.values())
    idle(qtbot, tasks)
    first, last = table.view.seen()
    below = len(records) - 1 - last
    assert (first, bar.beyond.text()) == (0, f"{below} dòng ở phía dưới")
    assert below > 0
    table.view.verticalScrollBar().setValue(1)
    assert bar.beyond.text() == ", ".join(
        f"{count} dòng ở {where}" for count, where in ((1, "phía trên"), (below - 1, "phía dưới")) if count
    )
    table.view.setFixedHeight(400)
    QApplication.processEvents()
    assert bar.beyond.text() == ""


def test_who_is_filtered_away_is_told_of_when_the_marked_rows_are_copied(page, records, hands, qtbot, tasks):
    table = page.list.table
    said: list[str] = []
    page.marked.done.connect(said.append)
    table.marks.set_keys([records[NAMES[0]], records[NAMES[1]]])
    with qtbot.waitSignal(table.counted):
        page.list.search.set_text("Bình")
        page.list.reload()
    idle(qtbot, tasks)
    with qtbot.waitSignal(page.marked.done):
        page.marked.copy()
    assert said == ["Đã chép 2 dòng, 1 trong đó đang bị lọc khỏi danh sách."]


def test_marking_all_keeps_who_is_filtered_away(page, records, qtbot, tasks, hands):
    table = page.list.table
    hands.press(Qt.Key.Key_Space)
    with qtbot.waitSignal(table.counted):
        page.list.search.set_text("Bình")
        page.list.reload()
    page.marked.all_button.click()
    qtbot.waitUntil(lambda: len(table.marks) == 2)
    assert sorted(marked(page, records)) == sorted(NAMES[:2])


def test_acts_for_which_there_is_no_room_stand_in_a_menu(page, program, records, hands, qtbot, tasks):
    bar = page.marked
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    labels = [f"{each.label}…" for each in program.many.acts("assistance")]
    shown = [each.text() for each in bar.acts.buttons.values() if each.isVisible()]
    assert 1 < len(shown) < len(labels)
    assert bar.acts.more.isVisible()
    bar.acts.more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [*shown, *(each.text() for each in menu.actions())] == labels
    menu.actions()[-1].trigger()
    menu.close()
    dialog = dialog_of(page)
    assert "hamlet" in dialog.fields.declared
    assert dialog._records == [records[each] for each in NAMES[:2]]
    dialog.reject()
    bar.acts.resize(bar.acts.sizeHint().width(), bar.acts.height())
    assert all(each.isVisible() for each in bar.acts.buttons.values())
    assert not bar.acts.more.isVisible()


def test_what_fits_nobody_that_is_marked_cannot_be_asked_for_and_says_why(page, records, hands, qtbot, tasks):
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    acts = page.marked.acts
    assert {code for code, made in acts.buttons.items() if not made.isEnabled()} == {"resume", "arrears"}
    assert acts.buttons["resume"].toolTip() == "Hồ sơ không ở bước làm được việc này."
    greyed = {each.text() for each in acts.menu().actions() if not each.isEnabled()}
    assert greyed == {acts.buttons[code].text() for code in ("resume", "arrears")}
    with page._program.vault.work("sửa") as store:
        store.records.set_state(
            store.records.get(records[NAMES[1]]), "suspended", closed_on=None, reason=None
        )
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    assert acts.buttons["resume"].isEnabled()  # it fits one of the two
    assert acts.buttons["resume"].toolTip() == ""


def test_what_is_marked_goes_to_a_workbook_as_it_is_shown(page, records, hands, qtbot, tasks):
    page.list.table.marks.set_keys([records[NAMES[2]], records[NAMES[0]]])
    idle(qtbot, tasks)
    with qtbot.waitSignal(page.export_requested) as asked:
        page.marked.export_button.click()
    query, columns = asked.args
    assert set(query.only) == {records[NAMES[2]], records[NAMES[0]]}
    assert columns == page.list.table.visible_columns()


def test_shift_with_the_keys_for_the_whole_list_marks_up_to_its_end(page, hands, qtbot, tasks):
    marks = page.list.table.marks
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert len(marks) == len(NAMES) - 1
    hands.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert len(marks) == 2  # back over the row where Shift was first held
    hands.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert len(marks) == len(NAMES) - 1
    idle(qtbot, tasks)


def test_a_register_with_few_acts_has_no_menu_and_no_money(desk, tasks, show, program, qtbot, hands):
    program.cases.save(orphan())
    page = show(RegisterDesk(catalog.register("children"), program, tasks, desk.around))
    with qtbot.waitSignal(page.list.table.counted):
        page.refresh()
    idle(qtbot, tasks)
    page.list.table.choose_first()
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    assert page.marked.said.text() == "1 đã chọn"
    assert not page.marked.acts.more.isVisible()
    assert list(page.marked.acts.buttons) == ["support", "hamlet"]  # nearly every register has these


def test_what_is_copied_has_the_columns_and_the_order_that_are_shown(page, program, records, qtbot, tasks):
    table = page.list.table
    change(
        program, records[NAMES[0]], person={"full_name": "Danh Yên", "sort_key": name_sort_key("Danh Yên")}
    )
    table.show_column("person.birth_date", False)
    with qtbot.waitSignal(table.counted):
        table.set_order("person.full_name")
    idle(qtbot, tasks)
    table.marks.set_keys([records[NAMES[0]], records[NAMES[4]], records[NAMES[2]]])
    with qtbot.waitSignal(page.marked.done) as told:
        page.marked.copy_button.click()
    assert told.args == ["Đã chép 3 dòng."]
    head, *rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert "Ngày sinh" not in head
    assert len(head) == len(table.visible_columns()) + 1
    assert [row[1] for row in rows] == [
        NAMES[2],
        NAMES[4],
        "Danh Yên",
    ]  # as the list, and not as they were marked


def test_without_marks_the_current_row_is_copied(page, hands, qtbot):
    hands.press(Qt.Key.Key_Down)
    with qtbot.waitSignal(page.marked.done):
        hands.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t")[1] == NAMES[1]


def test_who_may_not_export_copies_nothing(opened, program, hands, qtbot, tasks):
    rights = {**program.access.rights, "assistance": "rw"}
    page = opened(Program(program.vault, may=dataclasses.replace(program.access, rights=rights)))
    hands.press(Qt.Key.Key_Space)
    idle(qtbot, tasks)
    assert not page.marked.copy_button.isEnabled()
    assert not page.marked.forms_button.isEnabled()
    QGuiApplication.clipboard().setText("trước")
    hands.press(Qt.Key.Key_C, CONTROL)
    idle(qtbot, tasks)
    assert QGuiApplication.clipboard().text() == "trước"


def test_a_box_is_pressed_before_its_row(page, records):
    boxes = page.list.table.view.verticalHeader()
    row = page.list.table.view.rowHeight(0)
    for place in (2, 0, 2):
        QTest.mouseClick(boxes.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, place * row + row // 2))
    assert marked(page, records) == [NAMES[0]]


@pytest.mark.parametrize("key", [(Qt.Key.Key_Space,), (Qt.Key.Key_Down, SHIFT)])
def test_in_a_list_that_was_just_opened_the_first_row_is_the_one_at_hand(page, records, hands, key):
    page.list.table.view.setCurrentIndex(QModelIndex())
    hands.press(*key)
    assert marked(page, records) == [NAMES[0]]
    hands.press(Qt.Key.Key_Down, SHIFT)
    assert marked(page, records) == list(NAMES[:2])
