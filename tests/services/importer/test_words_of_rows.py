"""What titles, hamlets and marks of a list say: who leaves it, where they live, which sex a column means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.importer.everyday_words import (
    Hamlets,
    SexMarks,
    match_words,
    parts_of,
    sex_of_name,
    yes_or_no,
)
from ansinh_desktop.services.importer.leaving import Leaving, says_leaving
from ansinh_desktop.services.importer.list_rows import hamlet_named
from ansinh_desktop.text import fold


@pytest.mark.parametrize(
    ("title", "leaves"),
    [
        ("DANH SÁCH GIẢM", True),
        ("Danh sách đối tượng giảm tháng 6/2022", True),
        ("Đối tượng thôi hưởng trợ cấp", True),
        ("Đối tượng tạm dừng chi trả", True),
        ("Đối tượng đã chết", True),
        ("II. Chuyển đi nơi khác", True),
        ("DANH SACH GIAM", True),
        ("Doi tuong da chet", True),
        ("Đưa ra khỏi danh sách", True),
        ("Không còn đủ điều kiện", True),
        ("DANH SÁCH TĂNG, GIẢM", False),
        ("Danh sách tăng", False),
        ("Biến động tăng giảm trong tháng", False),
        ("Danh sách đối tượng đang hưởng", False),
        ("Chuyển đến, chuyển đi", False),
        ("Hộ giảm nghèo bền vững", False),
        ("Chương trình giảm hộ nghèo", False),
        ("Giảm thiểu tác hại", False),
        ("Can thiệp giảm hại", False),
        ("Danh sách giảm và đề nghị hưởng mới", False),
        ("Ấp Vĩnh Thạnh", False),
        ("", False),
    ],
)
def test_a_title_speaks_only_of_who_leaves_or_does_not(title, leaves):
    assert says_leaving(title) is leaves


@pytest.mark.parametrize(
    ("above", "between", "title"),
    [
        ([], [], ""),
        (["DANH SÁCH GIẢM"], [], "DANH SÁCH GIẢM"),
        (["DANH SÁCH GIẢM", "Danh sách tăng"], [], ""),
        (["Danh sách tăng", "DANH SÁCH GIẢM"], [], "DANH SÁCH GIẢM"),
        ([], [("II. Giảm", False)], "II. Giảm"),
        ([], [("II. Giảm", False), ("Ấp Hòa Phú", True)], "II. Giảm"),  # a hamlet within
        ([], [("II. Giảm", False), ("1. Chết", False)], "II. Giảm"),
        ([], [("II. Giảm", False), ("1. Người cao tuổi", False)], "II. Giảm"),  # a lower heading
        ([], [("II. Giảm", False), ("III. Người cao tuổi", False)], ""),  # the next of the same height
        ([], [("1. Giảm", False), ("III. Người cao tuổi", False)], ""),
        ([], [("II. Giảm", False), ("Đang hưởng", False)], ""),
        ([], [("Phần 2: Giảm", False), ("I. Người khuyết tật", False)], "Phần 2: Giảm"),
        ([], [("a) Giảm", False), ("b) Trẻ em", False)], ""),
    ],
)
def test_people_leave_below_a_title_until_one_of_its_height(above, between, title):
    found = Leaving(above)
    for each, hamlet in between:
        found.pass_title(each, hamlet=hamlet)
    assert found.title == title


@pytest.mark.parametrize(
    ("title", "hamlet"),
    [
        ("Ấp Vĩnh Thạnh", "Ấp Vĩnh Thạnh"),
        ("I. Ấp Vĩnh Thạnh: 40 người", "Ấp Vĩnh Thạnh"),
        ("1) Khóm Châu Long 1", "Khóm Châu Long 1"),
        ("Ấp 3 (12 đối tượng)", "Ấp 3"),
        ("TỔ DÂN PHỐ 5 - 12 hộ", "TỔ DÂN PHỐ 5"),
        ("Phum Xoài So", "Phum Xoài So"),
        ("Ấp", ""),
        ("Người khuyết tật", ""),
        ("I. Người cao tuổi", ""),
        ("", ""),
    ],
)
def test_a_section_may_name_a_hamlet(title, hamlet):
    assert hamlet_named(title) == hamlet


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("x", True), ("V", True), ("đã có", True), ("Rồi", True), ("1", True), ("✔", True), ("Đúng", True),
        ("k", False), ("Chưa", False), ("chưa có", False), ("0", False), ("ko", False), ("Sai", False),
        ("có lẽ", None), ("2", None), ("xx", None), ("", None),
    ],
)  # fmt: skip
def test_a_mark_says_yes_or_no_or_nothing(said, answer):
    assert yes_or_no(said) is answer


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("Lê Hữu Phước", "male"),
        ("Trần Đình Trọng", "male"),
        ("Võ Bá Tùng", "male"),
        ("Nguyễn Thị Văn", "female"),
        ("Nguyễn Văn Thị", "male"),
        ("Văn Thị Lan", "female"),
        ("Nguyễn Thị Văn Anh", "female"),
        ("Thị Lan", ""),
        ("Nguyễn Ngọc Anh", ""),
        ("Chau Sóc", ""),
        ("", ""),
    ],
)
def test_the_middle_of_a_name_tells_the_sex_or_nothing(name, sex):
    assert sex_of_name(name) == sex


@pytest.mark.parametrize(
    ("women", "men", "meaning"),
    [(3, 0, "female"), (2, 0, ""), (0, 3, "male"), (0, 2, ""), (9, 1, ""), (1, 9, ""), (0, 0, "")],
)
def test_a_mark_has_a_sex_where_three_plain_names_agree(women, men, meaning):
    rows = [("x", "Lê Thị An")] * women + [("X", "Lê Văn An")] * men + [("x", "Lê Ngọc An")] * 5
    assert SexMarks(rows).meaning("x") == meaning


WORDS = {
    "khuyet tat nang": "severe",
    "khuyet tat dac biet nang": "very_severe",
    "ho ngheo": "poor",
    "ho can ngheo": "near_poor",
}


@given(
    st.sampled_from(sorted(WORDS)),
    st.sampled_from(["", "người ", "diện: "]),
    st.sampled_from(["", " (2022)", "."]),
)
def test_a_known_word_is_found_whatever_stands_around_it(word, before, behind):
    found = match_words(f"{before}{word.upper()}{behind}", WORDS)
    assert (found.code, found.how in ("exact", "contains")) == (WORDS[word], True)


@given(st.text(max_size=30))
def test_a_code_is_given_only_where_it_is_the_only_one(said):
    found = match_words(said, WORDS)
    assert (found.code is None) is (found.how == "ask")
    assert found.code is None or found.candidates == (found.code,)


@given(
    st.lists(st.sampled_from(["BHYT", "quà 1/6", "học bổng", "xe lăn"]), min_size=1, max_size=4),
    st.sampled_from(["; ", ", ", " + ", "\n", " và "]),
)
def test_things_that_are_listed_are_parted(parts, sign):
    assert parts_of(sign.join(parts)) == parts


@pytest.mark.parametrize(
    ("known", "said", "hamlet"),
    [
        (["Ấp An Hòa", "Khóm An Hòa"], "Khóm An Hòa", "Khóm An Hòa"),
        (["Ấp An Hòa", "Khóm An Hòa"], "ấp an hoà", "Ấp An Hòa"),
        (["Ấp An Hòa"], "An Hòa", "Ấp An Hòa"),
        (["Ấp An Hòa"], "AN HOÀ", "Ấp An Hòa"),
        (["Ấp An Hòa"], "Khóm An Hòa", "Khóm An Hòa"),  # another kind is another place
        (["An Hòa"], "Ấp An Hòa", "An Hòa"),
        ([], "ấp mỹ an", "Ấp mỹ an"),
    ],
)
def test_a_hamlet_keeps_its_kind(known, said, hamlet):
    found = Hamlets(known, []).named(said)
    assert fold(found) == fold(hamlet)


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Tổ 20, ấp Hòa Phú", "Ấp Hòa Phú"),
        ("ấp Hòa Phú, xã Vĩnh Thạnh Trung", "Ấp Hòa Phú"),
        ("số 12 - khóm Châu Long 1 (cạnh chùa)", "Khóm Châu Long 1"),
        ("Xã Vĩnh Thạnh Trung", ""),
        ("", ""),
    ],
)
def test_an_address_names_its_hamlet(address, hamlet):
    assert fold(Hamlets([], []).within(address)) == fold(hamlet)
