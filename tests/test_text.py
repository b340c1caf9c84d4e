"""Vietnamese text: one spelling, search without marks, the order of dictionaries and of name lists."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import text

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
words = st.text(VIETNAMESE + VIETNAMESE.upper(), min_size=1, max_size=8)
lines = st.lists(words, min_size=1, max_size=5).map(" ".join)
anything = st.text(max_size=30)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Văn  A ", "Nguyễn Văn A"),
        ("Nguyễn\tVăn\nA", "Nguyễn Văn A"),
        ("Nguyễn\u00a0Văn A", "Nguyễn Văn A"),
        ("Nguyễn\u200bVăn", "NguyễnVăn"),  # takes no room: parts nothing
        ("Nguyễn\ufeff", "Nguyễn"),
        ("Hoa\u00adMai", "HoaMai"),
        ("A\x00B", "A B"),
        ("Ðào", "Đào"),  # the Icelandic letter of an old keyboard
        ("ðào", "đào"),
        ("Ɖào", "Đào"),
        ("ɖào", "đào"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("a\u200b\u0302", "â"),  # composed anew once the sign between them is gone
        ("", ""),
        (" \t\n", ""),
    ],
)
def test_text_is_kept_in_one_spelling(typed, kept):
    assert text.clean(typed) == kept


@given(anything)
def test_clean_text_stays_as_it_is(typed):
    kept = text.clean(typed)
    assert text.clean(kept) == kept
    assert kept == unicodedata.normalize("NFC", kept)
    assert not text.hidden_signs(kept)


@pytest.mark.parametrize(
    ("written", "lines_allowed", "hidden"),
    [
        ("Nguyễn Văn A", False, ""),
        ("A\u200bB", False, "\u200b"),
        ("A\u202eB\u2066", False, "\u202e\u2066"),
        ("A\nB", False, "\n"),
        ("A\nB", True, ""),
        ("A\n\tB", True, "\t"),
        ("A\r\nB", True, "\r"),
        ("A\u00a0B", False, ""),  # a space that is seen as one
        ("A\u2028B", False, ""),
        ("\ue000", False, "\ue000"),
    ],
)
def test_signs_that_nobody_sees_are_named(written, lines_allowed, hidden):
    assert text.hidden_signs(written, lines=lines_allowed) == hidden


def test_a_longer_text_keeps_its_lines():
    assert text.clean_lines("\n  Ở với  bà \r\n\n nghỉ học\t\n\n") == "Ở với bà\n\nnghỉ học"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("NGUYỄN VĂN ĐỨC", "nguyen van duc"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("Thị Mỹ-Hạnh", "thi my hanh"),
        ("ấp 3, xã Vĩnh Thạnh Trung", "ap 3 xa vinh thanh trung"),
        ("K'Brơi", "k brơi".replace("ơ", "o")),
        ("Ðỗ", "do"),
        ("ưỡng", "uong"),
        ("12/GXN_2026", "12 gxn 2026"),
        ("…", ""),
        ("", ""),
        ("  ", ""),
        ("Çelik Åse", "celik ase"),
        ("À Ả Ạ Ỹ ỹ Ɏ Ɏ", "a a a y y ɏ ɏ"),  # from the first marked letter to the last
        ("Néang Sóc Ươl", "neang soc uol"),
    ],
)
def test_the_search_key_has_no_marks_and_no_signs(written, key):
    assert text.fold(written) == key


@given(lines)
def test_searching_does_not_mind_case_form_and_spaces(line):
    key = text.fold(line)
    assert key == text.fold(line.upper()) == text.fold(line.lower())
    assert key == text.fold(unicodedata.normalize("NFD", line))
    assert key == text.fold(f" {line.replace(' ', ' - ')} ")
    assert key.isascii()
    assert text.fold(key) == key


@given(lines, lines)
def test_the_key_of_two_texts_is_their_keys_together(one, other):
    assert text.fold(f"{one} {other}") == f"{text.fold(one)} {text.fold(other)}"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hoà", "hòa", True),
        ("Hoà Bình", "hòa  bình", True),
        ("thuỷ", "thủy", True),
        ("Quý", "qúy", True),
        ("hòa", "hóa", False),
        ("hòa", "hoa", False),
        ("hoa", "hoă", False),
        ("má", "mà", False),
        ("đa", "da", False),
        ("an hoà", "ân hoà", False),
    ],
)
def test_a_tone_may_stand_on_either_vowel(one, other, same):
    assert (text.same_tone(one) == text.same_tone(other)) is same
    assert (text.exact_word(one.split()[-1]) == text.exact_word(other.split()[-1])) is (
        same or one.split()[-1] == other.split()[-1]
    )


@pytest.mark.parametrize(
    ("word", "token"),
    [
        ("hoa", "hoa0"),
        ("hoà", "hoa1"),
        ("hòa", "hoa1"),
        ("HỎA", "hoa2"),
        ("hõa", "hoa3"),
        ("hóa", "hoa4"),
        ("họa", "hoa5"),
        ("Nguyễn", "nguyên3"),
        ("đường", "đương1"),
    ],
)
def test_a_word_with_its_marks_is_one_token(word, token):
    assert text.exact_word(word) == token


# Letters first (a ă â, d đ, e ê, o ô ơ, u ư), then the tone: none, huyền, hỏi, ngã, sắc, nặng.
IN_ORDER = [
    "a", "à", "ả", "ã", "á", "ạ", "an", "àn", "ăn", "ân", "ấn", "ba", "da", "dã", "đa", "đà", "e", "ê", "ề", "ế",
    "hoa", "hòa", "hoà bình", "hỏa", "ma", "mà", "mả", "mã", "má", "mạ", "mai", "mây", "o", "ô", "ơ", "thanh",
    "thành", "thạnh", "u", "ư", "xuân", "y", "ý",
]  # fmt: skip


def test_words_stand_as_in_a_dictionary():
    backwards = IN_ORDER[::-1]
    assert sorted(backwards, key=text.text_sort_key) == IN_ORDER


def test_letters_decide_before_tones():
    assert text.text_sort_key("mái") < text.text_sort_key("man")
    assert text.text_sort_key("mạ") < text.text_sort_key("mai")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Trần Văn An", "Lê Văn Bình"),  # by the given name
        ("Lê Văn An", "Trần Văn An"),  # then by the family's
        ("Lê Ngọc An", "Lê Văn An"),  # then by what stands between
        ("Lê An", "Lê Ngọc An"),
        ("Lê Văn An", "Lê Văn Ân"),
        ("Lê Văn Ân", "Lê Văn Bá"),
        ("Đỗ Thị Hoa", "Đỗ Thị Hòa"),
        ("Danh Mai", "Đào Mai"),
        ("An", "Lê An"),
        ("Lê Thị Kim Chi", "Lê Thị Mỹ Chi"),
        ("Nguyễn Văn Tú", "Nguyễn Văn Tư"),
        ("", "An"),
        ("Tú", "An Tú"),
    ],
)
def test_people_stand_by_given_name_then_family_name(first, second):
    assert text.name_sort_key(first) < text.name_sort_key(second)


@given(st.lists(words, min_size=1, max_size=4), st.lists(words, min_size=1, max_size=4))
def test_a_list_of_names_has_one_order(one, other):
    first, second = " ".join(one), " ".join(other)
    same = text.name_sort_key(first) == text.name_sort_key(second)
    assert same is (text.same_tone(first) == text.same_tone(second))
    assert text.name_sort_key(first.upper()) == text.name_sort_key(first)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nguyễn văn a", "Nguyễn Văn A"),
        ("NGUYỄN THỊ ĐÀO", "Nguyễn Thị Đào"),
        ("Nguyễn văn  A", "Nguyễn Văn A"),
        ("danh Sà Rây", "Danh Sà Rây"),
        ("K'Brơi", "K'Brơi"),
        ("McDonald john", "McDonald John"),  # a capital inside a word was meant
        ("ðỗ thị ánh", "Đỗ Thị Ánh"),
        ("Néang SÓC", "Néang SÓC"),
        ("", ""),
    ],
)
def test_names_begin_with_capitals(typed, name):
    assert text.person_name(typed) == name
    assert text.person_name(name) == name


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("Nguyen Van A", False),
        ("Nguyễn", True),
        ("ĐO", True),
        ("do", False),
        ("ă", True),
        ("à", True),
        ("Ư", True),
        ("12/2026", False),
        ("a\u0301", True),
    ],
)
def test_marks_are_seen(written, marked):
    assert text.has_marks(written) is marked


def test_an_ampersand_on_a_button_is_no_shortcut():
    assert text.literal("Lưu & đóng") == "Lưu && đóng"
