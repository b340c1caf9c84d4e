"""The heading, the people and the end of a list are found wherever they stand."""

import datetime
from typing import Any

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.importer.heading import find_table, read_as_of
from ansinh_desktop.services.importer.list_rows import hamlet_named
from ansinh_desktop.services.importer.sheets import Sheet, Span, Workbook
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.workbook import read_workbook
from tests.services.importer.books import SAMPLES
from tests.services.importer.reading import best_table

HEADING: list[Any] = ["STT", "Họ và tên", "Năm sinh", "Ấp", "Ghi chú"]


def people(count: int, first: int = 1) -> list[list[Any]]:
    return [[number, f"Nguyễn Văn {number}", 1960, "Hòa Phú", None] for number in range(first, first + count)]


def table(*rows: list[Any], spans: tuple[Span, ...] = ()) -> Table:
    return find_table(Sheet("DS", [list(row) for row in rows], spans))


def reasons(found: Table) -> list[str]:
    return [each.reason for each in found.passed]


def sample(name: str) -> Table:
    return best_table(read_workbook(SAMPLES / name))


def test_the_sample_of_beneficiaries_has_exactly_its_people():
    found = sample("btxh_2022.xlsx")
    assert found.heading_rows == range(6, 8)
    assert [each.text for each in found.columns][:5] == [
        "Stt",
        "Họ và tên",
        "Năm sinh – Nam",
        "Năm sinh – Nữ",
        "Số CMND/CCCD",
    ]
    # 240 people are numbered, and number 150 stands there twice.
    assert len(found.people) == 241
    assert [each.cells[0] for each in found.people] == sorted([*map(float, range(1, 241)), 150.0])
    assert {each.hamlet for each in found.people} == {
        "Ấp Vĩnh Thạnh",
        "Ấp Vĩnh Lợi",
        "Ấp Hòa Phú",
        "Ấp Mỹ Thạnh",
        "Ấp Tân Hòa",
        "Ấp An Khương",
    }
    assert all(str(each.cells[5]).lower().removeprefix("ấp ") in each.hamlet.lower() for each in found.people)
    assert [(each.row + 1, each.reason) for each in found.passed if each.reason != "section"] == [
        (9, "numbers"),
        (257, "total"),
        (258, "after"),
        (259, "blank"),
        (260, "after"),
    ]
    assert found.as_of == datetime.date(2022, 6, 30)
    assert found.title.startswith("DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI")


@pytest.mark.parametrize(
    ("name", "count", "heading_row", "as_of"),
    [
        ("tre_em_2022.xls", 60, 6, datetime.date(2022, 6, 30)),
        ("nguoi_nghien_2022.csv", 40, 0, None),
        ("btxh_cu_vntime.xlsx", 50, 0, None),
    ],
)
def test_the_other_samples_have_their_people(name, count, heading_row, as_of):
    found = sample(name)
    assert len(found.people) == count
    assert found.heading_rows.start == heading_row
    assert found.as_of == as_of
    assert not found.passed


def test_a_heading_stands_below_any_title_block():
    titles: list[list[Any]] = [["UBND XÃ MỸ HÒA"], [], [None, "DANH SÁCH HỘ NGHÈO NĂM 2024"], []] * 5
    found = table(*titles, HEADING, *people(3))
    assert found.heading_rows == range(20, 21)
    assert len(found.people) == 3
    assert found.as_of == datetime.date(2024, 12, 31)


def test_two_levels_are_known_without_merged_cells():
    found = table(
        ["STT", "Họ và tên", "Năm sinh", None, "Ấp"],
        [None, None, "Nam", "Nữ", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Nguyễn Văn An", 1960, None, "Hòa Phú"],
        [2, "Trần Thị Bé", None, 1970, "Hòa Phú"],
    )
    assert found.heading_rows == range(2)
    assert [each.path for each in found.columns][2:4] == [("Năm sinh", "Nam"), ("Năm sinh", "Nữ")]
    assert reasons(found) == ["numbers"]
    assert len(found.people) == 2


def test_groups_above_the_heading_belong_to_it():
    found = table(
        ["Trẻ em", None, None, "Cha mẹ", None],
        ["STT", "Họ và tên", "Năm sinh", "Họ và tên", "Năm sinh"],
        [1, "An", 2015, "Bình", 1980],
        spans=(Span(0, 0, 0, 2), Span(0, 3, 0, 4)),
    )
    assert found.columns[4].path == ("Cha mẹ", "Năm sinh")


def test_a_title_merged_over_half_a_sheet_is_no_group():
    found = table(
        ["UBND XÃ MỸ HÒA", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None, None],
        HEADING,
        *people(2),
        spans=(Span(0, 0, 0, 1), Span(0, 2, 0, 4)),
    )
    assert found.heading_rows == range(1, 2)


@pytest.mark.parametrize(
    "numbers",
    [["(1)", "(2)", "(3)", "(4)", "(5)"], [1, 2, 3, 4, 5], ["A", "B", 1, 2, 3], ["1", "2", "3", "4", "5"]],
)
def test_the_row_that_numbers_the_columns_is_no_person(numbers):
    found = table(HEADING, numbers, *people(2))
    assert reasons(found) == ["numbers"]


@pytest.mark.parametrize(
    ("row", "hamlet"),
    [
        (["Ấp Vĩnh Thạnh"], "Ấp Vĩnh Thạnh"),
        ([None, "I. ẤP VĨNH THẠNH:"], "ẤP VĨNH THẠNH"),
        (["II", "Khóm Châu Long 1"], "Khóm Châu Long 1"),
        (["Ấp Hòa Phú (40 người)"], "Ấp Hòa Phú"),
        (["Ấp Hòa Phú", None, None, None, 40], "Ấp Hòa Phú"),
        (["A. Người khuyết tật"], ""),
        ([None, "Trẻ em mồ côi cả cha và mẹ đang sống tại cộng đồng"], ""),
    ],
)
def test_a_row_between_the_people_begins_a_section(row, hamlet):
    found = table(HEADING, *people(1), row, *people(2, 2))
    assert reasons(found) == ["section"]
    assert [each.hamlet for each in found.people] == ["", hamlet, hamlet]
    assert found.people[1].section


def test_a_kind_of_people_keeps_the_hamlet_above_it():
    found = table(HEADING, ["Ấp Hòa Phú"], ["I. Người cao tuổi"], *people(1))
    assert (found.people[0].hamlet, found.people[0].section) == ("Ấp Hòa Phú", "I. Người cao tuổi")


@pytest.mark.parametrize("text", ["Tổng cộng", "TỔNG CỘNG:", "Cộng ấp Hòa Phú", "Tổng số: 25 người", "Cộng"])
def test_a_total_is_no_person_and_does_not_end_the_list(text):
    found = table(HEADING, *people(2), [None, text, None, None, None, 25], *people(2, 3))
    assert reasons(found) == ["total"]
    assert len(found.people) == 4


@pytest.mark.parametrize(
    "row",
    [
        [None, "Bằng chữ: Hai mươi triệu đồng"],
        [None, "NGƯỜI LẬP BIỂU", None, "TM. ỦY BAN NHÂN DÂN"],
        [None, None, None, "Mỹ Hòa, ngày 30 tháng 6 năm 2022"],
        ["Danh sách này có 2 người"],
    ],
)
def test_signatures_end_the_list(row):
    found = table(HEADING, *people(2), row, [None, "Nguyễn Văn Ký", None, "Trần Thị Duyệt"])
    assert len(found.people) == 2
    assert reasons(found) == ["after", "after"]
    assert not found.notes


def test_a_second_list_below_the_signatures_is_told():
    found = table(HEADING, *people(2), ["Người lập biểu"], *people(4))
    assert len(found.people) == 2
    assert [each.code for each in found.notes] == ["AS-3032"]
    assert "4 dòng" in found.notes[0].text


def test_a_heading_repeated_on_each_page_is_passed_over():
    found = table(HEADING, *people(2), ["Người lập biểu"], HEADING, *people(2, 3))
    assert reasons(found) == ["after", "heading"]
    assert len(found.people) == 4


@pytest.mark.parametrize(
    "row",
    [
        [9, "Tống Thị Cộng", 1960, "Hòa Phú"],
        [9, "Công Tằng Tôn Nữ Bé"],
        [None, "Trần Văn Duyệt"],
        [9, "Ngô Văn Ấp", 1950],
        ["9", "Lê Kế Toán", "1960", "Ấp 3"],
        [9, "Lê An", None, "Ấp Hòa Phú"],
        ["9.", "Lê An"],
    ],
)
def test_odd_names_are_people(row):
    assert len(table(HEADING, *people(1), row).people) == 2


def test_a_sheet_without_a_heading_is_refused():
    with pytest.raises(UserError) as caught:
        table(["abc", 1], ["def", 2])
    assert caught.value.code == "AS-3030"


def test_a_heading_without_people_is_refused():
    with pytest.raises(UserError) as caught:
        table(HEADING, [None, "Tổng cộng"])
    assert caught.value.code == "AS-3031"


def test_words_of_the_fields_help_to_find_the_heading():
    rows: list[list[Any]] = [["Mã", "Sổ bộ"], ["a", "b"]]
    with pytest.raises(UserError):
        table(*rows)
    sheet = Sheet("DS", rows)
    assert find_table(sheet, ["Mã", "Sổ bộ"]).heading_rows == range(1)


def test_the_shown_sheet_with_most_people_is_taken():
    sheets = (
        Sheet("Hướng dẫn", [["Xin đọc kỹ"]]),
        Sheet("Ít", [HEADING, *people(2)]),
        Sheet("Nhiều", [HEADING, *people(5)]),
        Sheet("Ẩn", [HEADING, *people(9)], visible=False),
    )
    assert best_table(Workbook("a.xlsx", "xlsx", sheets)).sheet.name == "Nhiều"
    with pytest.raises(UserError) as caught:
        best_table(Workbook("a.xlsx", "xlsx", sheets[:1]))
    assert caught.value.code == "AS-3030"


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("(Tính đến ngày 30/6/2022)", datetime.date(2022, 6, 30)),
        ("Mỹ Hòa, ngày 05 tháng 7 năm 2022", datetime.date(2022, 7, 5)),
        ("DANH SÁCH CHI TRẢ THÁNG 02/2024", datetime.date(2024, 2, 29)),
        ("Báo cáo quý III năm 2023", datetime.date(2023, 9, 30)),
        ("NĂM 2021", datetime.date(2021, 12, 31)),
        ("Theo Nghị định 20/2021/NĐ-CP", None),
        ("tháng 15 năm 2021", datetime.date(2021, 12, 31)),
        ("", None),
    ],
)
def test_the_day_of_a_list_is_read_from_its_title(title, day):
    assert read_as_of([title]) == day


@pytest.mark.parametrize(
    ("text", "hamlet"),
    [
        ("1. Khóm 5", "Khóm 5"),
        ("Tổ 5", ""),
        ("ấp", ""),
        ("Apollo 13", ""),
        ("Ấp Mỹ An: 12 hộ", "Ấp Mỹ An"),
        ("Áp thấp nhiệt đới số 3", ""),
        ("II. Áp lực công việc", ""),
        ("Áp Vĩnh Thạnh", "Áp Vĩnh Thạnh"),
        ("Ap Thanh An", "Ap Thanh An"),
    ],
)
def test_a_hamlet_is_told_from_other_titles(text, hamlet):
    assert hamlet_named(text) == hamlet
