"""Everyday words are understood where they are plain, and asked where they are not."""

import pytest

from ansinh_desktop.services.importer.everyday_words import (
    Hamlets,
    SexMarks,
    WordMatch,
    match_words,
    parts_of,
    sex_of_name,
    yes_or_no,
)

GROUPS = {
    "khuyet tat nang": "severe",
    "khuyet tat dac biet nang": "very_severe",
    "mo coi ca cha va me": "orphan",
    "mo coi cha": "fatherless",
    "ho ngheo": "poor",
    "nguoi cao tuoi": "old",
}


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Hộ nghèo", WordMatch("exact", "poor", ("poor",))),
        ("HỘ  NGHÈO.", WordMatch("exact", "poor", ("poor",))),
        ("Trẻ em mồ côi cả cha và mẹ", WordMatch("contains", "orphan", ("orphan",))),
        (
            "Người khuyết tật đặc biệt nặng (nằm một chỗ)",
            WordMatch("contains", "very_severe", ("very_severe",)),
        ),
        ("Khuyết tật nặng, hộ nghèo", WordMatch("ask", None, ("severe", "poor"))),
        ("mồ côi", WordMatch("ask", None, ("orphan", "fatherless"))),
        ("Người cao tuôii", WordMatch("close", "old", ("old",))),
        ("xyz", WordMatch("ask", None, ())),
        ("", WordMatch("ask", None, ())),
    ],
)
def test_words_are_matched_exactly_within_and_with_a_slip(text, match):
    assert match_words(text, GROUPS) == match


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x", True),
        ("X", True),
        ("có", True),
        ("+", True),
        ("✓", True),
        ("Không", False),
        ("-", False),
        ("nửa", None),
    ],
)
def test_marks_say_yes_or_no(text, answer):
    assert yes_or_no(text) is answer


def test_a_cell_may_list_several_things():
    assert parts_of("BHYT; quà 1/6 + học bổng và xe lăn\nkhác") == [
        "BHYT",
        "quà 1/6",
        "học bổng",
        "xe lăn",
        "khác",
    ]


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("Nguyễn Thị Mỹ Hạnh", "female"),
        ("TRẦN VĂN THỊ", "male"),
        ("Trần Thị", ""),
        ("Thị Nở", ""),
        ("Lê Vân Anh", ""),
        ("Đặng Quốc Trang", "male"),
        ("Neáng", ""),
    ],
)
def test_only_the_middle_of_a_name_speaks_for_a_sex(name, sex):
    assert sex_of_name(name) == sex


def test_a_mark_means_what_all_plain_names_with_it_are():
    seen = {
        "x": ["Lê Thị An", "Võ Thị Bé", "Lý Ngọc Dung"],
        "X": ["Hồ Thị Cúc"],
        "": ["Lê Văn An", "Lê Hữu Bé"],
    }
    seen["N"] = ["Lê Thị An", "Lê Thị Bé", "Lê Thị Cúc", "Lê Văn Dũng"]
    marks = SexMarks((mark, name) for mark, names in seen.items() for name in names)
    assert marks.meaning("x") == "female"
    assert marks.meaning("N") == ""
    assert marks.meaning("") == ""
    assert marks.meaning("?") == ""


def test_a_hamlet_is_written_in_one_way():
    hamlets = Hamlets([], ["ẤP VĨNH THẠNH"])
    assert [hamlets.named(text) for text in ("Vĩnh Thạnh", "ấp vĩnh thạnh", "Ấp  Vĩnh Thạnh")] == [
        "Ấp Vĩnh Thạnh"
    ] * 3


def test_the_communes_own_list_goes_before_the_sections():
    hamlets = Hamlets(["Vĩnh Thạnh"], ["Ấp Vĩnh Thạnh", "Ấp Hòa Phú"])
    assert hamlets.named("ấp vĩnh thạnh") == "Vĩnh Thạnh"
    assert hamlets.named("hòa phú") == "Ấp Hòa Phú"


def test_the_heading_gives_the_type_of_bare_names():
    hamlets = Hamlets([], [], "Khóm")
    assert [hamlets.named(text) for text in ("Châu Long 1", "5", "ấp Mỹ An")] == [
        "Khóm Châu Long 1",
        "Khóm 5",
        "Ấp Mỹ An",
    ]
    assert Hamlets([], [], "Ấp/khóm").named("mỹ an") == "Mỹ An"


def test_two_types_of_one_name_are_two_hamlets():
    hamlets = Hamlets(["Ấp An Hòa", "Khóm An Hòa"], [])
    assert hamlets.named("khóm an hòa") == "Khóm An Hòa"
    assert hamlets.named("Ấp An Hòa") == "Ấp An Hòa"
    assert hamlets.named("An Hòa") == "An Hòa"


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Tổ 20, ấp Hòa Phú", "Ấp Hòa Phú"),
        ("ấp Vĩnh Lợi, xã Vĩnh Thạnh Trung", "Ấp Vĩnh Lợi"),
        ("12/3 khóm 5 - P. Mỹ Long", "Khóm 5"),
        ("số 4 Lý Thường Kiệt", ""),
    ],
)
def test_an_address_may_name_the_hamlet(address, hamlet):
    assert Hamlets([], []).within(address) == hamlet
