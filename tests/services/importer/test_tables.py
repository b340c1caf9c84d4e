"""The lists of a workbook: where each begins and ends, which are read together, and what becomes of their rows."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import warning
from ansinh_desktop.legacy_text import Encoding
from ansinh_desktop.services.importer.sheets import OldColumn, Sheet, Span, Workbook
from ansinh_desktop.services.importer.tables import best_of, find_lists, joined, told

HEAD = ["STT", "Họ và tên", "Năm sinh"]


def rows_of(*people, head=HEAD):
    return [list(head), *([float(at), each, 1950.0] for at, each in enumerate(people, start=1))]


def grid(name, rows, spans=(), **about):
    return Sheet(name, rows, spans, **about)


def sheet(name, *people, head=HEAD, **about):
    return grid(name, rows_of(*people, head=head), **about)


def lists_of(*sheets):
    return find_lists(Workbook("x.xlsx", "xlsx", sheets))


PEOPLE = ("Nguyễn Văn An", "Lê Thị Hoa", "Trần Văn Bé", "Võ Thị Tư")


def left(*sheets):
    return {each.title: each.left_because for each in lists_of(*sheets)}


def test_the_longest_list_is_read_and_with_it_those_of_the_same_heading():
    others = ("Danh Một", "Danh Hai")
    found = left(
        sheet("Ấp 1", *PEOPLE),
        sheet("Ấp 2", *others),
        sheet("Khác", *others, head=["STT", "Họ và tên", "Số tiền"]),
        sheet("Ẩn", "Danh Ba", "Danh Bốn", visible=False),
        sheet("Bản sao", *PEOPLE[:3]),
    )
    assert found == {
        "Ấp 1": "",
        "Ấp 2": "",
        "Khác": "tiêu đề cột khác",
        "Ẩn": "trang ẩn",
        "Bản sao": "phần lớn là những người ở trang Ấp 1",
    }


def test_a_shown_sheet_goes_before_a_longer_hidden_one():
    lists = lists_of(sheet("Ẩn", *PEOPLE, visible=False), sheet("Hiện", *PEOPLE[:2]))
    assert best_of(each.table for each in lists).sheet.name == "Hiện"
    assert {each.title: each.why_unread for each in lists} == {"Ẩn": "trang ẩn", "Hiện": "không chọn"}
    assert [each.count for each in lists] == [4, 2]


@pytest.mark.parametrize(("copied", "apart"), [(0, True), (1, True), (2, True), (3, False), (4, False)])
def test_a_list_of_mostly_the_same_people_is_a_copy(copied, apart):
    others = ("Danh Một", "Danh Hai", "Danh Ba", "Danh Bốn")
    why = left(sheet("Gốc", *PEOPLE, "Danh Năm"), sheet("Sau", *PEOPLE[:copied], *others[copied:]))["Sau"]
    assert (why == "") is apart


def test_a_third_list_is_compared_with_all_that_are_read():
    others = ("Danh Một", "Danh Hai")
    found = left(sheet("A", *PEOPLE), sheet("B", *others), sheet("C", *(each.upper() for each in others)))
    assert found["C"] == "phần lớn là những người ở trang B"


def test_a_list_without_names_goes_after_one_with_names_however_long_it_is():
    amounts = rows_of(*("5/2/2022" for _ in range(8)), head=["STT", "Ngày nhận", "Số tiền"])
    found = left(grid("Tiền", amounts), sheet("Người", *PEOPLE[:2]))
    assert found["Người"] == ""
    assert found.get("Tiền", "không có cột họ tên") == "không có cột họ tên"


def test_a_workbook_without_any_list_is_refused_for_what_was_wrong_with_its_first_sheet():
    with pytest.raises(UserError) as caught:
        lists_of(grid("Trống", []), grid("Chữ", [["Kính gửi"]]))
    with pytest.raises(UserError) as alone:
        lists_of(grid("Trống", []))
    assert caught.value.code == alone.value.code
    with pytest.raises(UserError) as nothing:
        lists_of()
    assert nothing.value.code == "AS-3006"
    assert left(grid("Trống", []), sheet("A", *PEOPLE)) == {"A": ""}, "an empty sheet harms no other"


# ---------------------------------------------------------------- the lists of one sheet


def beside(*blocks, gap=0):
    """Return the rows of lists that stand beside each other."""
    high = max(map(len, blocks))
    whole = [[*block, *[[None] * 3] * (high - len(block))] for block in blocks]
    return [[cell for block in whole for cell in (*block[at], *[None] * gap)] for at in range(high)]


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_lists_beside_each_other_are_lists_of_their_own(gap):
    both = grid("DS", beside(rows_of(*PEOPLE), rows_of("Danh Một", "Danh Hai"), gap=gap))
    lists = lists_of(both)
    assert [each.title for each in lists] == ["DS (danh sách 1)", "DS (danh sách 2)"]
    assert [each.count for each in lists] == [4, 2]
    assert [each.table.sheet.left for each in lists] == [0, 3 + gap]
    assert [row.cells[1] for row in lists[1].table.people] == ["Danh Một", "Danh Hai"]


def test_two_columns_of_one_heading_are_no_two_lists():
    rows = [
        ["STT", "Họ và tên", "Số tiền", "STT"],
        *([float(at), name, 5.0, "x"] for at, name in enumerate(PEOPLE, 1)),
    ]
    assert [each.count for each in lists_of(grid("DS", rows))] == [4]


def test_faults_stay_with_their_cells_where_a_sheet_is_parted():
    rows = beside(rows_of(*PEOPLE), rows_of("Danh Một", "Danh Hai"))
    faults = {
        (1, 2): warning("AS-3111", "một"),
        (2, 5): warning("AS-3111", "hai"),
        (2, 3): warning("AS-3111", "ba"),
    }
    first, second = lists_of(grid("DS", rows, faults=faults))
    assert {at: each.field for at, each in first.table.sheet.faults.items()} == {(1, 2): "một"}
    assert {at: each.field for at, each in second.table.sheet.faults.items()} == {(2, 2): "hai", (2, 0): "ba"}


def below(*parts):
    return grid("DS", [row for part in parts for row in (*part, [], [])])


def test_lists_one_below_the_other_keep_the_numbers_of_their_rows():
    second, third = (["STT", "Họ và tên", each] for each in ("Số tiền", "Địa chỉ"))
    lists = lists_of(
        below(
            rows_of(*PEOPLE),
            rows_of("Danh Một", "Danh Hai", head=second),
            rows_of("Võ Ba", "Võ Tư", "Võ Năm", head=third),
        )
    )
    assert [each.count for each in lists] == [4, 2, 3]
    assert [[row.row for row in each.table.people] for each in lists] == [[1, 2, 3, 4], [8, 9], [13, 14, 15]]


def test_cells_merged_over_the_first_list_are_none_of_the_second():
    whole = below(rows_of(*PEOPLE), rows_of("Danh Một", "Danh Hai", head=["STT", "Họ và tên", "Số tiền"]))
    spans = (Span(3, 2, 4, 2), Span(7, 0, 7, 0), Span(8, 2, 9, 2))
    lists = lists_of(grid("DS", whole.rows, spans))
    assert [each.table.sheet.spans for each in lists] == [spans, spans[1:]]


# ---------------------------------------------------------------- several lists as one


def test_lists_with_one_heading_are_read_as_one_and_each_row_knows_where_it_stood():
    first = sheet("Ấp 1", *PEOPLE)
    moved = Sheet(
        "Ấp 2", [["Danh sách ấp 2"], [], *([None, *row] for row in rows_of("Danh Một", "Danh Hai"))]
    )
    lists = lists_of(first, moved)
    assert [each.left_because for each in lists] == ["", ""]
    whole = joined(lists)
    assert [row.cells[1] for row in whole.people] == [*PEOPLE, "Danh Một", "Danh Hai"]
    assert [whole.place(row.row) for row in whole.people] == [
        *(f"{at} trang Ấp 1" for at in (2, 3, 4, 5)),
        *(f"{at} trang Ấp 2" for at in (4, 5)),
    ]
    assert whole.sheet.name == "Ấp 1, Ấp 2"
    assert [each.text for each in whole.columns] == HEAD
    for row in whole.people:
        assert whole.sheet.rows[row.row] == row.cells, "the row is the one that its number names"


def test_a_list_further_left_moves_right_under_the_heading_of_the_first():
    first = grid("Ấp 1", [[None, *row] for row in rows_of(*PEOPLE)])
    whole = joined(lists_of(first, sheet("Ấp 2", "Danh Một", "Danh Hai")))
    assert [row.cells[2] for row in whole.people] == [*PEOPLE, "Danh Một", "Danh Hai"]


def test_an_old_font_of_a_part_is_told_of_the_column_that_it_became():
    old = OldColumn(Encoding.TCVN3, ())
    moved = grid("Ấp 2", [[None, *row] for row in rows_of("Danh Một", "Danh Hai")], old_columns={2: old})
    assert joined(lists_of(sheet("Ấp 1", *PEOPLE), moved)).sheet.old_columns == {1: old}


def test_faults_of_every_part_follow_their_rows_and_columns():
    fault = warning("AS-3111", "năm")
    above = {(0, 1): fault, (3, 3): fault, (4, 3): fault}
    moved = Sheet(
        "Ấp 2", [["x"], [], *([None, *row] for row in rows_of("Danh Một", "Danh Hai"))], faults=above
    )
    whole = joined(lists_of(sheet("Ấp 1", *PEOPLE, faults={(2, 2): fault}), moved))
    assert set(whole.sheet.faults) == {(2, 2), (5, 2), (6, 2)}, (
        "what stands above its people is no part of it"
    )


def test_what_was_passed_over_is_told_by_the_number_of_its_row():
    total = ["Cộng", None, 2.0]
    other = grid("Ấp 2", [["Ấp 2"], [], *rows_of("Danh Một", "Danh Hai"), total])
    whole = joined(lists_of(grid("Ấp 1", [*rows_of(*PEOPLE), total]), other))
    passed = {whole.place(each.row): each.reason for each in whole.passed}
    assert passed == {"6 trang Ấp 1": "total", "6 trang Ấp 2": "total"}
    assert all(whole.sheet.rows[each.row][0] == "Cộng" for each in whole.passed)


def test_one_list_stays_what_it_is_and_unlike_ones_are_not_joined():
    first, other = lists_of(
        sheet("A", *PEOPLE), sheet("B", "Danh Một", "Danh Hai", head=["STT", "Họ và tên", "Tiền"])
    )
    assert joined([first]) is first.table
    assert joined([first]).place(3) == "4"
    with pytest.raises(UserError) as caught:
        joined([first, other])
    assert caught.value.code == "AS-3034"
    assert "A, B" in caught.value.message.text


def test_what_is_read_of_a_file_is_told_in_one_line():
    lists = lists_of(
        sheet("Ấp 1", *PEOPLE, hidden_rows=frozenset({2, 3, 40})),
        sheet("Ấp 2", "Danh Một", "Danh Hai"),
        sheet("Ẩn", "Danh Ba", "Danh Bốn", "Danh Năm", visible=False),
    )
    whole = told(lists, lists[:1])
    assert whole == (
        "Tệp có 9 người ở 3 trang; đọc 4; bỏ 5, vì: 2 người ở Ấp 2 (không chọn); 3 người ở Ẩn (trang ẩn); "
        "2 người ở dòng đang ẩn trong Excel cũng được đọc."
    )
    assert told(lists[:2], lists[:2]).startswith("Tệp có 6 người ở 2 trang; đọc 6; 2 người ở dòng")
    assert told(lists[1:2], lists[1:2]) == "Tệp có 2 người ở 1 trang; đọc 2."
