"""Who leaves a list: under which titles, how deep they reach, and which words only sound like it."""

import pytest

from ansinh_desktop.services.importer.leaving import Leaving, says_leaving


@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH GIẢM",
        "II. Giảm",
        "Cắt giảm trợ cấp",
        "Danh sách đề nghị thôi hưởng",
        "DANH SÁCH ĐỐI TƯỢNG THÔI HƯỞNG",
        "Người chết trong tháng",
        "ĐÃ CHUYỂN ĐI",
        "Chuyển đi nơi khác",
        "Xoá tên",
        "danh sach giam thang 6",
        "bien dong giam quy 2",
        "doi tuong da chet",
    ],
)
def test_a_title_of_people_who_leave(title):
    assert says_leaving(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "DANH SÁCH TĂNG",
        "Danh sách tăng, giảm",
        "TĂNG GIẢM TRONG THÁNG",
        "Giảm nghèo bền vững",
        "Chương trình giảm nghèo",
        "Giảm hộ nghèo",
        "Giảm thiểu tác hại",
        "Danh sách đề nghị hưởng",
        "Danh sách không thay đổi",
        "Giảm do chuyển đến nơi khác",
        "Thôn Giám Mục",
        "giam",
        "Ấp Hòa Chết",
    ][:-1],
)
def test_a_title_of_others_or_of_both(title):
    assert not says_leaving(title)


def after(*titles, above=()):
    """Return under which title people leave after each of some titles."""
    leaving, found = Leaving(list(above)), []
    for each in titles:
        leaving.pass_title(each, hamlet=each.startswith("Ấp"))
        found.append(leaving.title)
    return found


def test_the_last_line_above_a_list_that_speaks_of_coming_or_leaving_counts():
    assert Leaving([]).title == ""
    assert Leaving(["UBND XÃ", "DANH SÁCH  GIẢM", "Tháng 6/2022"]).title == "DANH SÁCH GIẢM"
    assert Leaving(["DANH SÁCH GIẢM", "Danh sách bổ sung"]).title == ""
    assert Leaving(["Danh sách bổ sung", "DANH SÁCH GIẢM"]).title == "DANH SÁCH GIẢM"


def test_people_leave_from_a_title_until_one_of_its_level_or_a_higher_one():
    assert after("I. TĂNG", "II. GIẢM", "1. Khuyết tật", "III. Khác") == ["", "II. GIẢM", "II. GIẢM", ""]
    assert after("1. Giảm", "a) Khuyết tật", "2. Khác") == ["1. Giảm", "1. Giảm", ""]
    assert after("A. Giảm", "I. Khác") == ["A. Giảm", ""], "a Roman number stands above a letter"
    assert after("Phần hai: GIẢM", "Mục ba") == ["Phần hai: GIẢM", ""]


def test_a_hamlet_changes_nothing_and_a_title_of_who_comes_ends_it_at_any_level():
    assert after("GIẢM", "Ấp Vĩnh Lợi", "- Tăng mới") == ["GIẢM", "GIẢM", ""]
    assert after("1. Giảm", "Ấp 2 tăng") == ["1. Giảm", "1. Giảm"]


def test_the_first_title_of_leaving_stays_the_one_that_is_told():
    assert after("II. GIẢM", "1. Chết", "2. Chuyển đi") == ["II. GIẢM"] * 3
    assert after("II. GIẢM", "1. Chết", "III. Khác", above=()) == ["II. GIẢM", "II. GIẢM", ""]


def test_what_stands_above_the_list_reaches_over_all_its_titles_but_one_of_who_comes():
    above = ("DANH SÁCH GIẢM",)
    assert after("I. Khuyết tật", "II. Người cao tuổi", above=above) == ["DANH SÁCH GIẢM"] * 2
    assert after("I. Khuyết tật", "II. TĂNG", "III. Khác", above=above) == ["DANH SÁCH GIẢM", "", ""]
