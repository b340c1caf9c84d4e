"""Who was not paid: found by a few letters, marked with Space, told apart by reason, read from the payer's file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests import kept
from tests.services.payments.commune import JUNE, closed, people, unpaid
from tests.ui.pages.payments.doing import cells, rest

CONTROL = Qt.KeyboardModifier.ControlModifier


def fill(program):
    found = people(program)
    closed(program, JUNE)
    return found


made_before, records = kept.before("records", fill)


@pytest.fixture
def page(opened, records, qtbot):
    made = opened()
    made.sheet.next.act.click()
    qtbot.waitUntil(lambda: made.results.month == "2022-06")
    return made


@pytest.fixture
def desk_of(page):
    return page.results


def current(desk):
    row = desk.table.currentIndex().row()
    return desk.model.lines[row].full_name if row >= 0 else ""


def outcomes(program):
    return {each.full_name: (each.outcome, each.outcome_note) for each in program.payments.view(JUNE).lines}


def shown(desk):
    """Return what stands in the first and the last column of each row."""
    last = desk.model.columnCount() - 1
    return {
        each.full_name: tuple(desk.model.index(row, place).data() for place in (0, last))
        for row, each in enumerate(desk.model.lines)
    }


def test_the_title_says_which_month_and_nothing_else_is_in_sight(page, desk_of):
    assert desk_of.title.text() == "Kết quả chi trả tháng 06/2022: ai chưa nhận?"
    assert not page.month.isVisible()
    assert not page.papers.isVisible()
    assert current(desk_of) == desk_of.model.lines[0].full_name


def test_arrows_walk_through_those_that_fit_and_the_place_is_said(desk_of, hands):
    everybody = [each.full_name for each in desk_of.model.lines]
    hands.type("0890800012")  # the beginning of everybody's number
    assert desk_of.hits.text() == "1/5"
    seen = [current(desk_of)]
    for _ in range(5):
        hands.press(Qt.Key.Key_Down)
        seen.append(current(desk_of))
    assert seen == [*everybody, everybody[0]]  # round and round
    hands.press(Qt.Key.Key_Up)
    assert (current(desk_of), desk_of.hits.text()) == (everybody[-1], "5/5")
    hands.type("9999")
    assert desk_of.hits.text() == "không có ai"
    hands.press(Qt.Key.Key_Escape)
    assert (desk_of.search.text(), desk_of.hits.text()) == ("", "")
    assert desk_of.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert not desk_of.isVisible()


def test_a_search_goes_on_from_the_current_row(desk_of, hands):
    desk_of.table.selectRow(3)
    desk_of.search.setFocus()
    hands.type("0890800012")
    assert desk_of.hits.text() == "4/5"
    desk_of.search.selectAll()
    hands.type("an danh")  # every word, in any order
    assert current(desk_of) == "Danh An"
    assert desk_of.hits.text() == "1/1"
    desk_of.search.selectAll()
    hands.type("an dung")
    assert desk_of.hits.text() == "không có ai"


def test_without_a_search_down_leads_to_the_rows_and_escape_back(desk_of, hands):
    hands.press(Qt.Key.Key_Down)
    assert desk_of.table.hasFocus()
    hands.press(Qt.Key.Key_Escape)
    assert desk_of.search.hasFocus()


def test_space_marks_three_ways_and_keeps_the_reason(desk_of, hands, page):
    first = desk_of.model.lines[0].full_name
    desk_of.table.setFocus()
    assert desk_of.note_label.text() == "Người nhận thay (nếu có)"
    hands.press(Qt.Key.Key_Space)
    assert shown(desk_of)[first] == ("Chưa trả", "")
    assert desk_of.note_label.text() == "Lý do chưa trả (nếu biết)"
    hands.press(Qt.Key.Key_F2)
    assert desk_of.note.hasFocus()
    hands.type("Vắng nhà")
    hands.enter()
    assert desk_of.table.hasFocus()
    hands.press(Qt.Key.Key_Space)
    assert shown(desk_of)[first] == ("Chưa trả và dừng", "Vắng nhà")
    hands.press(Qt.Key.Key_Down)
    assert desk_of.note.text() == ""  # of another one nothing is said
    hands.press(Qt.Key.Key_Up)
    assert desk_of.note.text() == "Vắng nhà"
    hands.press(Qt.Key.Key_Space)
    assert shown(desk_of)[first] == ("Đã trả", "")  # why not paid says nothing of who was
    assert desk_of.model.marks == {}

    # A double click does as Space does.
    place = desk_of.table.visualRect(desk_of.model.index(1, 1)).center()
    QTest.mouseClick(desk_of.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(desk_of.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(desk_of)[desk_of.model.lines[1].full_name] == ("Chưa trả", "")


def test_nothing_marked_means_that_everybody_was_paid(page, desk_of, program, qtbot, tasks):
    assert desk_of.sums.text() == "đã trả: 5 người, 2.700.000 đồng"
    assert not desk_of.typed_more()  # nothing is to be kept of it
    desk_of.write_button.click()
    rest(qtbot, tasks, page)
    qtbot.waitUntil(page.sheet.isVisible)
    assert page.banner.accessibleName() == "Đã ghi kết quả chi trả tháng 06/2022: Mọi người đã nhận."
    assert {outcome for outcome, _note in outcomes(program).values()} == {"paid"}
    assert page.month.isVisible()
    qtbot.waitUntil(page.sheet.next.act.hasFocus)


def test_who_was_not_paid_is_counted_and_all_may_be_unpaid(page, desk_of, program, qtbot, tasks, hands):
    desk_of.table.setFocus()
    for row in range(5):
        desk_of.table.selectRow(row)
        hands.press(Qt.Key.Key_Space)
    assert desk_of.sums.text().startswith("đã trả: 0 người, 0 đồng · chưa trả: 5 người")
    hands.press(Qt.Key.Key_Return, CONTROL)
    rest(qtbot, tasks, page)
    qtbot.waitUntil(page.sheet.isVisible)
    assert page.banner.accessibleName() == "Đã ghi kết quả chi trả tháng 06/2022: 5 người chưa nhận."
    assert {outcome for outcome, _note in outcomes(program).values()} == {"carried"}


def test_going_back_writes_nothing(page, desk_of, program, qtbot, tasks, hands):
    desk_of.table.setFocus()
    hands.press(Qt.Key.Key_Space)
    desk_of.back_button.click()
    rest(qtbot, tasks, page)
    assert page.sheet.isVisible()
    assert {outcome for outcome, _note in outcomes(program).values()} == {None}


def test_a_payers_file_marks_and_what_was_marked_by_hand_stays(
    page, qtbot, tasks, hands, tmp_path, monkeypatch
):
    desk_of = page.results
    desk_of.table.setFocus()
    hands.press(Qt.Key.Key_Space)
    by_hand = current(desk_of)
    other = desk_of.model.lines[2]
    paid = desk_of.model.lines[3]
    rows = (f"{other.number},Chưa trả,Đi xa", f"{paid.number},Đã trả,")
    file = unpaid(tmp_path, *rows, heading="Mã hồ sơ,Trạng thái,Lý do")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_said: (str(file), ""))
    desk_of.file_button.click()
    rest(qtbot, tasks, page)
    qtbot.waitUntil(desk_of.banner.isVisible)
    assert desk_of.banner.accessibleName().startswith(f"{file.name} ghi 2 người.")
    found = shown(desk_of)
    assert found[by_hand][0] == "Chưa trả"
    assert found[other.full_name] == ("Chưa trả", "Đi xa")
    assert found[paid.full_name][0] == "Đã trả"
    assert current(desk_of) == other.full_name
    assert desk_of.table.hasFocus()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_said: ("", ""))
    desk_of.banner.clear()
    desk_of.file_button.click()
    rest(qtbot, tasks, page)
    assert not desk_of.banner.isVisible()


def test_a_refusal_is_said_and_it_can_be_tried_again(page, desk_of, program, qtbot, tasks):
    closed(
        program, JUNE.replace(month=7)
    )  # meanwhile, on the other machine: the next month holds the results
    desk_of.write_button.click()
    rest(qtbot, tasks, page)
    qtbot.waitUntil(desk_of.banner.isVisible)
    assert "07/2022" in desk_of.banner.accessibleName()
    assert desk_of.write_button.isEnabled()
    assert desk_of.isVisible()


def test_results_that_are_asked_for_before_the_month_is_closed_show_the_month(opened, program, qtbot, tasks):
    people(program)
    program.payments.prepare(JUNE)
    page = opened()
    page.open_results("2022-06")
    rest(qtbot, tasks, page)
    assert page.sheet.isVisible()
    assert not page.results.isVisible()
    assert page.month.isVisible()


def test_marks_of_people_that_the_month_does_not_have_are_let_go(desk_of):
    desk_of.put_more({"marks": {"somebody": ["carried", ""]}})
    assert desk_of.model.marks == {}


def test_who_received_in_whose_place_is_written_down(page, program, qtbot, tasks, hands, records):
    desk = page.results
    desk.table.setFocus()
    hands.enter()
    hands.type("Danh Nhận, con")
    hands.enter()
    first = desk.model.lines[0].full_name
    assert shown(desk)[first] == ("Đã trả", "Danh Nhận, con")
    assert desk.sums.text() == "đã trả: 5 người, 2.700.000 đồng"
    assert desk.typed_more()
    hands.press(Qt.Key.Key_Return, CONTROL)
    rest(qtbot, tasks, page)
    qtbot.waitUntil(page.sheet.isVisible)
    assert page.banner.accessibleName().endswith("Mọi người đã nhận.")
    assert outcomes(program)[first] == ("paid", "Danh Nhận, con")
    page.sheet.people.show_everybody()
    rest(qtbot, tasks, page)
    assert dict(cells(page.sheet.people.lines, "who", "outcome"))[first] == "Đã trả: Danh Nhận, con"
    page.open_results("2022-06")
    qtbot.waitUntil(lambda: desk.month == "2022-06")
    assert shown(desk)[first] == ("Đã trả", "Danh Nhận, con")
    desk.table.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert shown(desk)[first] == ("Chưa trả", "")  # then nobody received
