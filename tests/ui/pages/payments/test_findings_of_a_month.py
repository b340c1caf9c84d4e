"""What stands in the way of a month: gone through, kept one by one or by kind, and told once the month is closed."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from ansinh_desktop.services.program import Program
from tests.kept import before
from tests.services.payments.commune import JUNE, NAMES, change, closed, people, standing
from tests.ui.pages.payments.doing import answer, rest, titles

CONTROL = Qt.KeyboardModifier.ControlModifier
NO_ACCOUNT, OTHER = "Chi qua tài khoản, chưa có số tài khoản", "Quyết định khác mức theo luật"


def fill(program):
    """Make two people without an account and two of whom another level was decided."""
    ways = ({"payment_method": "bank"}, {"recorded_amount": 360_000})
    return {name: standing(program, name, **ways[place // 2]) for place, name in enumerate(NAMES[:4])}


made_before, records = before("records", fill)


@pytest.fixture
def page(program, records, opened):
    program.payments.prepare(JUNE)
    made = opened()
    made.take_focus()
    return made


def card_of(page):
    return page.sheet.findings


def go_to(page, group, row=None):
    table = card_of(page).table
    top = table.model.index(group, 0)
    table.view.setCurrentIndex(top if row is None else table.model.index(row, 0, top))


def kept(program):
    return {(each.who, each.code): each.kept for each in program.payments.view(JUNE).met if each.kept}


def no_question() -> bool:
    return not [
        each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
    ]


def test_one_of_several_equal_warnings_is_kept_alone(page, program, qtbot, tasks):
    go_to(page, 0, 1)
    assert card_of(page).keep_button.text().strip() == "Giữ, ghi lý do…"
    asked = answer("Đang mở tài khoản", "Giữ")
    qtbot.keyClick(card_of(page).table.view, Qt.Key.Key_G, CONTROL)
    rest(qtbot, tasks, page)
    assert kept(program) == {(NAMES[1], "AS-2211"): "Đang mở tài khoản"}
    assert "tài khoản" in asked[0]
    assert "cảnh báo." not in asked[0]  # it says what it is, and counts nothing

    # What is kept stands at the end with its reason, is not kept again, and F8 passes it by.
    assert titles(page) == [(NO_ACCOUNT, 1), (OTHER, 2), (f"{NO_ACCOUNT}, đã giữ", 1)]
    go_to(page, 2, 0)
    assert not card_of(page).keep_button.isEnabled()
    row = card_of(page).table.model.groups[2].rows[0]
    assert "(giữ: Đang mở tài khoản)" in row.cells["said"].text


def test_the_heading_of_a_kind_says_whom_it_is_about(page, program, records, qtbot):
    def more():
        return [each.more for each in card_of(page).table.model.groups]

    both = f"{NAMES[0]}, {NAMES[1]}"
    assert more()[0] == both
    index = card_of(page).table.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"{NO_ACCOUNT} (2)\n{both}"
    table = card_of(page).table
    rows = [table.view.visualRect(each).height() for each in (index, table.model.index(0, 0, index))]
    assert rows[0] > rows[1], "the heading has room for both lines"
    for name in ("Danh Bảy", "Danh Tám"):
        standing(program, name, payment_method="bank")
    change(program, records[NAMES[3]], recorded_amount=None)
    page.load()
    qtbot.waitUntil(lambda: len(card_of(page).met) == 5)
    assert more()[0] == f"{both} và 2 người nữa"
    assert more()[1].startswith(f"{NAMES[2]} · ")


def test_under_the_heading_of_a_kind_stands_what_is_to_be_done_or_why_it_is_kept(page, program, qtbot, tasks):
    table = card_of(page).table
    go_to(page, 0)
    (todo,) = {each.todo for each in program.payments.view(JUNE).met if each.code == "AS-2211"}
    assert table.detail.text() == todo
    for name, reason, said in (
        (NAMES[0], "Đang mở tài khoản", "Giữ với lý do: Đang mở tài khoản"),
        (NAMES[1], "Chờ thẻ", "Giữ với 2 lý do khác nhau."),
    ):
        found = program.payments.view(JUNE).met
        (key,) = [each.key for each in found if each.code == "AS-2211" and each.who == name]
        program.payments.keep(JUNE, reason, key=key)
        before = len(kept(program))
        page.load()
        qtbot.waitUntil(
            lambda before=before: sum(bool(each.kept) for each in card_of(page).met.values()) == before
        )
        rest(qtbot, tasks, page)
        go_to(page, [title for title, _count in titles(page)].index(f"{NO_ACCOUNT}, đã giữ"))
        assert table.detail.text() == said


def test_the_key_passes_by_what_is_kept_and_begins_where_one_is(program, opened, qtbot, records):
    program.payments.prepare(JUNE)
    (key,) = [each.key for each in program.payments.view(JUNE).met if each.record_id == records[NAMES[1]]]
    program.payments.keep(JUNE, "Đang mở tài khoản", key=key)
    page = opened()
    page.take_focus()
    opened_records = []
    page.case_asked.connect(lambda record, _register: opened_records.append(record))
    go_to(page, 0)  # on the first heading: its own first
    for _ in range(4):
        qtbot.keyClick(card_of(page).table.view, Qt.Key.Key_F8)
    names = {record: name for name, record in records.items()}
    assert [names[each] for each in opened_records] == [*NAMES[:1], *NAMES[2:4], *NAMES[:1]]
    go_to(page, 1)
    qtbot.keyClick(card_of(page).table.view, Qt.Key.Key_F8)
    assert opened_records[-1] == records[NAMES[2]]


def test_all_of_one_kind_are_kept_and_no_other(page, program, qtbot, tasks):
    go_to(page, 1)
    assert card_of(page).keep_button.text().strip() == "Giữ cả 2, ghi lý do…"
    asked = answer("Chờ quyết định", "Giữ")
    card_of(page).keep_button.click()
    rest(qtbot, tasks, page)
    assert asked == [f"Giữ cảnh báo: {OTHER}: 2 cảnh báo."]
    assert kept(program) == {(name, "AS-4230"): "Chờ quyết định" for name in NAMES[2:4]}
    go_to(page, 0, 0)
    answer("Đang mở", "Giữ")
    card_of(page).keep_button.click()
    rest(qtbot, tasks, page)
    go_to(page, 0)  # one is left under the heading
    assert card_of(page).keep_button.text().strip() == "Giữ, ghi lý do…"
    assert card_of(page).warnings.isVisibleTo(card_of(page))
    answer("Đang mở", "Giữ")
    card_of(page).keep_button.click()
    rest(qtbot, tasks, page)
    assert card_of(page).said.text() == "4 đã giữ"
    assert card_of(page).said.property("tone") == "muted"
    assert not card_of(page).next_button.isEnabled()


def test_who_thinks_better_of_it_keeps_nothing(page, program, qtbot, tasks):
    go_to(page, 0, 0)
    answer("Một lý do", "Quay lại")
    card_of(page).keep_button.click()
    rest(qtbot, tasks, page)
    assert kept(program) == {}
    assert not page.banner.isVisible()


def test_the_button_goes_through_them_as_the_key_does(page, qtbot, records):
    opened_records = []
    page.case_asked.connect(lambda record, _register: opened_records.append(record))
    go_to(page, 0, 0)
    qtbot.keyClick(card_of(page).table.view, Qt.Key.Key_Return)
    card_of(page).next_button.click()  # the one that Enter opened is passed
    card_of(page).next_button.click()
    assert opened_records == [records[name] for name in NAMES[:3]]
    assert card_of(page).current()[0].record_id == records[NAMES[2]]


def test_what_was_unfolded_stays_so(program, opened, qtbot, tasks):
    for place in range(7):
        standing(program, f"Danh Số {place}", recorded_amount=360_000)
    program.payments.prepare(JUNE)
    page = opened()
    table = card_of(page).table
    assert not table.view.isExpanded(table.model.index(0, 0))
    table.view.setExpanded(table.model.index(0, 0), True)
    standing(program, "Danh Thêm", recorded_amount=360_000)
    page.refresh()
    rest(qtbot, tasks, page)
    qtbot.waitUntil(lambda: titles(page) == [(OTHER, 8)])
    assert table.view.isExpanded(table.model.index(0, 0))


@pytest.mark.parametrize("why", ["not_prepared", "viewer"])
def test_nothing_is_kept_where_it_cannot_be(program, records, opened, qtbot, tasks, why):
    shown = program
    if why == "viewer":
        program.payments.prepare(JUNE)
        rights = {**program.access.rights, "assistance": "r"}
        shown = Program(program.vault, may=dataclasses.replace(program.access, role="viewer", rights=rights))
    page = opened(shown)
    go_to(page, 0, 0)
    assert not card_of(page).keep_button.isEnabled()
    qtbot.keyClick(card_of(page).table.view, Qt.Key.Key_G, CONTROL)
    assert no_question()
    assert not card_of(page).many_button.isVisible() or why == "not_prepared"


def test_nothing_moves_under_the_pointer_between_short_and_long_findings(page):
    table = card_of(page).table
    places = set()
    for at in ((0, None), (0, 0), (1, 0)):
        go_to(page, *at)
        QApplication.processEvents()
        assert table.detail.text(), "the room under the list is never empty"
        places.add((table.view.y(), card_of(page).next_button.y(), card_of(page).height()))
    assert len(places) == 1
    assert table.detail.minimumHeight() >= table.detail.fontMetrics().lineSpacing()


def test_a_closed_month_tells_what_was_kept_and_offers_nothing(program, opened, records, qtbot, tasks):
    closed(program, JUNE, "Đã xem")
    card = card_of(opened())
    assert card.title.text() == "Đã giữ khi chốt"
    assert card.said.text() == "4 đã giữ"
    for each in (card.next_button, card.keep_button, card.many_button):
        assert not each.isVisible()


@pytest.mark.parametrize(
    ("is_closed", "words"), [(False, "Không còn gì phải xử lý"), (True, "Không có cảnh báo nào được giữ")]
)
def test_where_nothing_is_in_the_way_it_is_said(program, opened, is_closed, words):
    people(program, NAMES[:1])
    if is_closed:
        closed(program, JUNE)
    else:
        program.payments.prepare(JUNE)
    card = card_of(opened())
    assert not card.table.isVisible()
    assert card.empty.isVisible()
    assert words in [each.text() for each in card.empty.findChildren(QLabel)]


def test_an_error_comes_first_and_says_so_in_its_tone(program, opened, records):
    lost = standing(program, "Danh Mất", person={"death_date": "2022-04-02"})
    program.payments.prepare(JUNE)
    page = opened()
    assert titles(page)[0] == ("Đã chết mà còn trong danh sách", 1)
    card = card_of(page)
    assert (card.errors.text(), card.warnings.text()) == ("1 lỗi", "4 cảnh báo")
    go_to(page, 0)
    assert not card_of(page).keep_button.isEnabled()
    change(program, lost, "stopped", decrease_reason="dead", stopped_from="2022-05")
