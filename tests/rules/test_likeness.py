"""The same person known again: each slip of a key is forgiven, two people are not made one."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules.likeness import Known, compare, is_out_of_question, near_numbers, within_one_slip

HOA = Known(
    "Nguyễn Thị Hòa",
    PartialDate(1949, 4, 18),
    "female",
    personal_id="089149334656",
    hamlet="Vĩnh Thạnh",
    phone="0912345678",
)


def typed(name="Nguyễn Thị Hòa", birth="1949-04-18", **more):
    return Known(name, PartialDate.from_iso(birth) if birth else None, **more)


SLIPS = [
    (typed(), "Trùng họ tên"),
    (typed("NGUYỄN THỊ HOÀ"), "Trùng họ tên"),
    (typed("nguyen thi hoa", "1949"), "Trùng họ tên không dấu"),
    (typed("nguyen thi hoa", "1949"), "Trùng năm sinh"),
    (typed("Nguyễn Thị Hóa"), "Họ tên chỉ khác dấu"),
    (typed("Nguyễn Thị Hoàn"), "Họ tên lệch một chữ cái"),
    (typed("Nguyễn Thị Hào"), "Họ tên lệch một chữ cái"),
    (typed("Nguyn Thị Hòa"), "Họ tên lệch một chữ cái"),
    (typed("Nguyễn ThịHòa"), "Họ tên lệch một chữ cái"),
    (typed("Nguyễn Hòa"), "Họ tên thiếu chữ lót"),
    (typed("Nguyễn Thị Mỹ Hòa"), "Họ tên thiếu chữ lót"),
    (typed("Hòa Thị Nguyễn"), "Họ tên đảo thứ tự"),
    (typed("Trần Thị Hòa", hamlet="Vĩnh Thạnh"), "Cùng tên, khác họ hoặc chữ lót"),
    (typed("Hòa", hamlet="Vĩnh Thạnh"), "Cùng tên, khác họ hoặc chữ lót"),
    (typed("Trần Thị Hòa", personal_id="089149111222", hamlet="Vĩnh Thạnh"), "Khác số định danh"),
    (typed("Nguyễn Hòa", personal_id="089149111222", hamlet="Vĩnh Thạnh"), "Họ tên thiếu chữ lót"),
    (typed(birth="1950-04-18"), "Năm sinh lệch một năm"),
    (typed(birth="1950", hamlet="Ấp khác", sex="female", phone=HOA.phone), "Năm sinh lệch một năm"),
    (typed(birth="1994-04-18"), "Năm sinh lệch một chữ số"),
    (typed(birth="1919-04-18"), "Năm sinh lệch một chữ số"),
    (typed(birth="1949-04-19"), "Ngày sinh lệch một chữ số"),
    (typed(birth="1949-04-81"[:7]), "Trùng năm sinh"),
    (typed(birth=None, hamlet="Vĩnh Thạnh"), "Cùng ấp"),
    (typed(birth=None, phone="0912345678"), "Cùng số điện thoại"),
    (typed(personal_id="089149111222", hamlet="Hòa Phú"), "Khác số định danh"),
    (typed("Nguyễn Hòa", None, phone="0912345678"), "Cùng số điện thoại"),
    (typed(birth="1949-12-01", personal_id="089149334665"), "Số định danh hoặc CMND lệch một chữ số"),
    (typed("Ai Khác", "2001", personal_id="089149334656"), "Trùng số định danh hoặc CMND"),
    (typed("Ai Khác", "2001", old_id="089149334656"), "Khác họ tên"),
]
"""Somebody typed again with each slip, and what is told of it."""


@pytest.mark.parametrize(("other", "why"), SLIPS)
def test_each_slip_is_forgiven_and_told(other, why):
    found = compare(HOA, other)
    assert found.is_likely, found
    assert why in found.why


@pytest.mark.parametrize(
    "other",
    [
        typed("Nguyễn Thị Hằng"),
        typed("Nguyễn Văn Hòa"),
        typed("Trần Thị Hòa"),
        typed("Nguyễn Thị Hòa Bình"),
        typed(birth=None),
        typed(birth=None, hamlet="Hòa Phú"),
        typed(birth="1962-04-18"),
        typed(birth="1950-05-19", hamlet="Vĩnh Thạnh"),
        typed("Nguyễn Thị Hoàn", personal_id="089149111222", hamlet="Vĩnh Thạnh"),
        typed("Nguyễn Hòa", "1949-11-30", hamlet="Hòa Phú"),
        typed(birth="1994", hamlet="Hòa Phú"),
        typed("Nguyễn Thị Hòan", "1949-11-30"),
        typed(birth="1949", personal_id="089149111222"),
        typed("Trần Thị Hòa", personal_id="089149111222", hamlet="Hòa Phú"),
        typed("Trần Thị Hòa", "1949", hamlet="Vĩnh Thạnh"),
        typed("Trần Thị Hằng", hamlet="Vĩnh Thạnh"),
        typed(birth="1949", sex="male"),
        typed("", "1949-04-18"),
        typed("", None),
    ],
)
def test_other_people_are_not_made_one(other):
    assert not compare(HOA, other).is_likely, compare(HOA, other)


def test_twins_are_told_apart_by_their_marks():
    hung, dung = (typed(f"Lê Văn {each}", "2001-02-03", sex="male") for each in ("Hùng", "Dũng"))
    assert not compare(hung, dung).is_likely
    assert compare(typed("Le Van Hung", "2001-02-03"), dung).is_likely, "without marks nobody can tell"


def test_twins_of_numbers_one_after_the_other_are_two():
    one = typed("Lê Thị Hương", "2015-02-03", personal_id="089315001234", hamlet="Hòa Phú")
    other = typed("Lê Thị Ngân", "2015-02-03", personal_id="089315001235", hamlet="Hòa Phú")
    far = typed("Lê Thị Ngân", "2015-02-03", personal_id="089315901234", hamlet="Hòa Phú")
    assert not compare(one, other).is_likely
    assert compare(one, far).is_likely
    assert compare(one, typed("Lê Thị Hươg", "2015", personal_id="089315001235")).is_likely


@pytest.mark.parametrize(("one", "other"), [("Ấp 1", "Ấp 2"), ("Tân Lợi", "Tân Lộc")])
def test_hamlets_are_forgiven_no_slip(one, other):
    assert compare(typed(birth=None, hamlet=one), typed(birth=None, hamlet=one.upper())).is_likely
    assert not compare(typed(birth=None, hamlet=one), typed(birth=None, hamlet=other)).is_likely


def test_i_and_y_are_one_at_the_end_of_a_word_alone():
    for one, other in (("Quí", "Quý"), ("Mỹ", "Mĩ"), ("Lý", "Lí"), ("Thy", "Thi"), ("Ý", "Í")):
        assert compare(typed(f"Lê Văn {one}"), typed(f"Lê Văn {other}")).why[0] == "Trùng họ tên"
    assert text.name_key("Nguyễn Thúy Hay") == "nguyen thuy hay"
    assert text.name_key("Quý Mỹ Lý") == "qui mi li"


def test_a_name_alone_says_who_is_meant_where_hardly_anybody_bears_it():
    alone = typed(birth=None)
    assert not compare(HOA, alone).is_likely
    found = compare(HOA, alone, rare=True)
    assert found.is_likely
    assert "Họ tên hiếm gặp" in found.why


# Whatever the names

WORDS = st.text(st.sampled_from("aăâeêioôơuưyàáảãạđĐbcdghklmnprstvx"), min_size=2, max_size=7)
NAMES = st.lists(WORDS, min_size=2, max_size=5).map(" ".join)
BIRTHS = (
    st.none()
    | st.builds(PartialDate, st.integers(1920, 2025), st.integers(1, 12), st.integers(1, 28))
    | st.builds(PartialDate, st.integers(1920, 2025))
)
DIGITS = st.text("0123456789", min_size=12, max_size=12)
PEOPLE = st.builds(
    Known,
    NAMES,
    BIRTHS,
    st.sampled_from(("", "male", "female")),
    st.just("") | DIGITS,
    st.just("") | DIGITS.map(lambda each: each[:9]),
    st.sampled_from(("", "Hòa Phú", "Vĩnh Lợi")),
    st.sampled_from(("", "0912345678", "0987654321")),
)


@given(PEOPLE, PEOPLE, st.booleans())
def test_it_makes_no_difference_who_is_compared_with_whom(one, other, rare):
    assert compare(one, other, rare=rare) == compare(other, one, rare=rare)


@given(PEOPLE)
def test_everybody_of_whom_enough_is_known_is_like_oneself(one):
    assume(one.personal_id or one.birth or one.hamlet or one.phone)
    assert compare(one, one).is_likely


@given(NAMES, st.data())
def test_one_slip_in_a_name_never_hides_who_was_born_on_the_same_day(name, data):
    words = text.fold(name).split()
    at = data.draw(st.integers(0, len(words) - 1))
    word = words[at]
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdeghiklmnopqrstuvxy"))
    slipped = data.draw(
        st.sampled_from(
            (
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            )
        )
    )
    assert within_one_slip(word, slipped)
    assume(slipped)
    other = " ".join([*words[:at], slipped, *words[at + 1 :]])
    assert compare(typed(name), typed(other)).is_likely


@given(NAMES, st.permutations(range(5)))
def test_the_order_of_the_words_never_hides_anybody(name, order):
    words = name.split()
    other = " ".join(words[each] for each in order if each < len(words))
    assert compare(typed(name), typed(other)).is_likely


@given(DIGITS)
def test_each_near_number_is_one_slip_away(number):
    found = list(near_numbers(number))
    assert len(found) == len(set(found))
    assert all(within_one_slip(number, each) and len(each) == len(number) for each in found)
    assert len(found) == 1 + 12 * 9 + sum(one != other for one, other in itertools.pairwise(number))


@given(st.text(st.characters(codec="ascii"), min_size=2, max_size=14), st.data())
def test_one_wrong_or_swapped_sign_anywhere_is_one_slip(word, data):
    place = data.draw(st.integers(0, len(word) - 2))
    assert within_one_slip(word, word[:place] + "~" + word[place + 1 :])
    assert within_one_slip(word, word[:place] + word[place + 1] + word[place] + word[place + 2 :])


_SOMEBODY = st.builds(
    typed,
    st.sampled_from(["Nguyễn Thị Hòa", "Nguyen Thi Hoa", "Trần Văn Hai"]),
    st.sampled_from(["1949-04-18", "1950-04-18", "1949", "1994", "2001-12-05", None]),
    personal_id=st.sampled_from(["", "089149000123", "089149000124", "089149777123", "001201555999"]),
    hamlet=st.sampled_from(["", "Ấp 1"]),
    phone=st.sampled_from(["", "0912345678"]),
)


@given(_SOMEBODY, _SOMEBODY, st.booleans())
def test_nobody_likely_is_out_of_the_question(one, other, rare):
    likely = compare(one, other, rare=rare and None in (one.birth, other.birth)).is_likely
    assert not (likely and is_out_of_question(one, other))
