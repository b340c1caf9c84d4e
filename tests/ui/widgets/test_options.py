"""Which options a few typed letters mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import text
from ansinh_desktop.ui.widgets.choosing.options import Option, matching, meant

OPTIONS = (
    Option("01", "Kinh", words=("Việt",)),
    Option("05", "Khơ-me", words=("Khmer", "Miên")),
    Option("06", "Khơ-mú"),
    Option("20", "Hoa", words=("Hán",)),
    Option("21", "Hòa Hảo"),
    Option("30", "Khuyết tật nghe, nói"),
    Option("31", "Khuyết tật nhìn"),
    Option("99", "Chuẩn nghèo cũ", retired=True),
)


def codes(typed: str) -> list[str]:
    return [each.code for each in matching(OPTIONS, typed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kho me", ["05"]),
        ("KHƠ", ["05", "06"]),
        ("khmer", ["05"]),
        ("kt nhin", []),
        ("khuyet nhin", ["31"]),
        ("nhin khuyet", ["31"]),
        ("31", ["31"]),
        ("chuan ngheo", []),
        ("xyz", []),
    ],
)
def test_letters_find(typed, found):
    assert codes(typed) == found


def test_what_begins_so_comes_first_and_the_marks_that_were_typed_before_others():
    assert codes("hoa")[:2] == ["20", "21"]
    assert codes("hòa")[0] == "21"
    assert codes("hoà")[0] == "21"


def test_nothing_typed_offers_all_but_the_retired():
    assert codes(" ") == [each.code for each in OPTIONS if not each.retired]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kinh", "01"),
        ("viet", "01"),
        ("khơ mú", "06"),
        ("khuyet tat", None),
        ("nghe noi", "30"),
        ("", None),
        ("chuẩn nghèo cũ", None),
    ],
)
def test_a_word_means_an_option_only_where_there_is_one(typed, code):
    found = meant(OPTIONS, typed)
    assert (found.code if found else None) == code


@given(st.sampled_from([each for each in OPTIONS if not each.retired]), st.data())
def test_any_beginning_of_a_label_finds_it(option, data):
    folded = text.fold(option.label)
    length = data.draw(st.integers(1, len(folded)))
    assert option.code in codes(folded[:length])
    assert option.code in codes(option.label)
