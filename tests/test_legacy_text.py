"""Old Vietnamese encodings: the whole alphabet, real phrases, and above all no harm to Unicode text."""

import string
from collections.abc import Mapping
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import legacy_text
from ansinh_desktop.legacy_text import Encoding, Repaired, decode, detect, repair_columns, to_unicode
from ansinh_desktop.text import nfc

SAMPLES = Path(__file__).parent / "data" / "samples"

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [nfc(vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
MARKED = [letter for letter in (*SMALL, *map(str.upper, SMALL)) if not letter.isascii()]
ALPHABET = [*string.ascii_letters, *MARKED]

PHRASES = [
    "Nguyễn Thị Mỹ Hạnh",
    "Neáng Thị Kim Ánh",
    "Trẻ em mồ côi cả cha và mẹ",
    "Người khuyết tật đặc biệt nặng",
    "Hưởng trợ cấp hàng tháng từ quý III, ấp Vĩnh Thạnh",
    "ỦY BAN NHÂN DÂN XÃ VĨNH THẠNH TRUNG",
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập – Tự do – Hạnh phúc",
    "quyết định hưởng, giấy chứng tử, khuỷu tay, ngoằn ngoèo, yếu, gìn giữ, giếng",
]

# What the officer sees where the font is missing → what was meant.
SEEN = {
    Encoding.TCVN3: {
        "Hä vµ tªn": "Họ và tên",
        "N¨m sinh": "Năm sinh",
        "Äp": "Ấp",
        "§èi t\xadîng": "Đối tượng",
        "Ne¸ng ThÞ Kim ƒnh": "Neáng Thị Kim Ánh",
        "Ne¸ng ThÞ Kim \x83nh": "Neáng Thị Kim Ánh",
        "Lý Ngäc ¢n": "Lý Ngọc Ân",
        "Céng hßa x· héi chñ nghÜa ViÖt Nam": "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "§éc lËp – Tù do – H¹nh phóc": "Độc lập – Tự do – Hạnh phúc",
        "“NguyÔn V¨n An”": "“Nguyễn Văn An”",
        "NGUYÔN V¡N HïNG": "NGUYỄN VĂN HÙNG",
    },
    Encoding.VNI: {
        "Nguyeãn Thò Myõ Haïnh": "Nguyễn Thị Mỹ Hạnh",
        "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Ñöôøng Leâ Lôïi": "Đường Lê Lợi",
        "Hoï vaø teân": "Họ và tên",
        "Ngöôøi khuyeát taät naëng": "Người khuyết tật nặng",
        "Traàn Vaên Ñöùc": "Trần Văn Đức",
        "kyõ thuaät, quyù, kyø, tyû, tî": "kỹ thuật, quý, kỳ, tỷ, tỵ",
    },
}


def inverse(encoding: Encoding) -> Mapping[str, str]:
    """Return the shortest way to type each letter, the capital mark after a capital letter."""
    table: dict[str, str] = {}
    for typed, letter in legacy_text.TABLES[encoding].items():
        if typed.isupper() or letter not in table:
            table[letter] = typed
    return table


def encode(text: str, encoding: Encoding) -> str:
    table = inverse(encoding)
    return "".join(table.get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_every_letter_of_the_alphabet_has_its_old_form(encoding):
    table = inverse(encoding)
    # í and ì are the same letter in VNI as in Unicode, and so are in its table too.
    assert set(table) >= set(MARKED)
    for letter in MARKED:
        assert decode(table[letter], encoding) == letter


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_a_phrase_comes_back_and_its_encoding_is_found(phrase, encoding):
    old = encode(phrase, encoding)
    assert decode(old, encoding) == phrase
    assert detect([old]) is encoding
    assert to_unicode(old, encoding) == phrase


@pytest.mark.parametrize(
    ("encoding", "seen", "meant"),
    [(encoding, seen, meant) for encoding, table in SEEN.items() for seen, meant in table.items()],
)
def test_what_is_seen_without_the_font_is_read_as_it_was_meant(encoding, seen, meant):
    assert decode(seen, encoding) == meant
    assert to_unicode(seen, encoding) == meant
    assert detect([seen, *SEEN[encoding]]) is encoding


@given(st.text([*ALPHABET, " ", ",", "1"], max_size=30))
def test_tcvn3_gives_every_text_back_save_for_odd_capitals(text):
    assert decode(encode(text, Encoding.TCVN3), Encoding.TCVN3).casefold() == text.casefold()


@given(st.text([*ALPHABET, " ", ",", "1"], max_size=30))
def test_vni_gives_every_text_back(text):
    assert decode(encode(text, Encoding.VNI), Encoding.VNI) == text


@pytest.mark.parametrize("phrase", PHRASES)
def test_unicode_is_left_alone(phrase):
    assert detect([phrase]) is Encoding.UNICODE
    for encoding in Encoding:
        assert to_unicode(phrase, encoding) == phrase


@pytest.mark.parametrize(
    "texts",
    [
        ["Lan", "Hoà", "Thuý", "Lâm", "Cô Tâm"],
        ["Neáng", "Chau Neáng", "Neáng Hà"],
        ["Café Müller", "São Paulo", "Pièrre Élysée"],
        ["diện tích 20 m²", "10 µm", "25 °C", "§ 5", "© 2022", "« ấp »"],
        ["Tổ 2", "Vò", "Hà", "Vâng"],
        ["", "123", "abc", "-"],
    ],
)
def test_text_that_only_looks_old_is_left_alone(texts):
    assert detect(texts) is Encoding.UNICODE
    assert repair_columns([[text] for text in texts]) == Repaired([[text] for text in texts])


def test_each_column_is_judged_by_itself():
    rows = [
        ["TT", "Hä vµ tªn", "Nôi ôû", "Ghi chú", 1],
        [1.0, "NguyÔn V¨n Vò", "Vónh Thaïnh", "Hoà thuận", None],
        [2.0, "§ç ThÞ Lý", "Myõ Hoøa Höng", "Vò", ""],
    ]
    repaired = repair_columns(rows)
    assert repaired.encodings == {1: Encoding.TCVN3, 2: Encoding.VNI}
    assert repaired.rows == [
        ["TT", "Họ và tên", "Nơi ở", "Ghi chú", 1],
        [1.0, "Nguyễn Văn Vũ", "Vĩnh Thạnh", "Hoà thuận", None],
        [2.0, "Đỗ Thị Lý", "Mỹ Hòa Hưng", "Vò", ""],
    ]


def test_rows_typed_later_in_unicode_keep_their_letters():
    names = ["NguyÔn V¨n Hïng", "§ç ThÞ Liªn", "Trần Thị Đào", "Hà", "Vò ThÞ BÝch", "Lê Văn Hà"]
    repaired = repair_columns([[name] for name in names])
    assert [row[0] for row in repaired.rows] == [
        "Nguyễn Văn Hùng", "Đỗ Thị Liên", "Trần Thị Đào", "Hà", "Vũ Thị Bích", "Lê Văn Hà",
    ]  # fmt: skip


def test_a_short_column_follows_the_rest_of_its_sheet():
    assert detect(["Äp"]) is Encoding.UNICODE
    assert repair_columns([["Äp", "Hä vµ tªn"], ["x", "NguyÔn V¨n Vò"]]).rows[0] == ["Ấp", "Họ và tên"]


def test_a_dash_or_a_quotation_mark_stays_one():
    assert decode("Äp VÜnh Lîi – tæ 2…", Encoding.TCVN3) == "Ấp Vĩnh Lợi – tổ 2…"


def test_the_sample_of_a_vntime_sheet_is_read_to_the_last_letter():
    book = python_calamine.CalamineWorkbook.from_path(SAMPLES / "btxh_cu_vntime.xlsx")
    repaired = repair_columns(book.get_sheet_by_index(0).to_python())
    assert repaired.rows[0] == ["STT", "Họ và tên", "Năm sinh", "Ấp", "Đối tượng"]
    assert repaired.rows[16][1] == "Neáng Thị Kim Ánh"
    assert {row[3] for row in repaired.rows[1:]} == {
        "Vĩnh Lợi", "Mỹ Thạnh", "Hòa Phú", "Vĩnh Thạnh", "Tân Hòa", "An Khương",
    }  # fmt: skip
    assert {row[4] for row in repaired.rows[1:]} == {"Người cao tuổi từ 80 tuổi"}
    words = {word for row in repaired.rows[1:] for word in row[1].split() if not word.isascii()}
    assert [word for word in words if not legacy_text.is_syllable(word)] == []


@pytest.mark.parametrize("word", ["Nguyễn", "khuỷu", "giếng", "Quỳnh", "hòa", "hoà", "Neáng", "yêu", "gì"])
def test_a_syllable_is_known(word):
    assert legacy_text.is_syllable(word)


@pytest.mark.parametrize("word", ["Ngêi", "hàc", "vµ", "Müller", "ngàc", "ấảo"])
def test_what_is_no_syllable_is_known_too(word):
    assert not legacy_text.is_syllable(word)


# Onset, rime and tone as the school teaches them; a syllable that is stopped by c, ch, p or t has only sắc and nặng.
SYLLABLES = """
a ả ấp ẩm anh ánh ạch ê ếch ênh ì ích im ín yên yếm yêu yết ô ốc ông ơ ơn ớt u úa út ư ưa ức ưng ương
ba bạch bánh bếp biển bỏng bướm cá các cách cúc chiếc chuột chương dạ dệt dưới đẹp đích đoàn đuốc đường
gà gác ghế ghim gì giết giữ giếng gươm hoạt huỳnh huyết huyện kẻ kênh khuya khuỷu khoèo không lếch loắt lưỡng
mượt mếu mốc nách ngoằn ngoéo nghiêng nghịch nguyệt nhuộm nhuyễn oán oẳn phở phượng quốc quýt quyển quỷ rước
sạch suối suýt tách toét tuyệt thoắt thuở thưởng trách tròn vạch vượt xoèn xước xuyến xuýt
Neáng néang niêng
"""
NO_SYLLABLES = """
bàc tảp mẽt hốch1 cãc ngạnhh đf fa ja wa zu aâ ươu2 ngê1 ghă gà̀ khuỹt sảch tuỹp xuỷt hòat
ngh kh ăê ouô bươx trầph chạc̣h
"""


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_every_syllable_of_the_school_book_is_known(word):
    assert legacy_text.is_syllable(word)
    assert legacy_text.is_syllable(word.capitalize())
    assert legacy_text.looks_vietnamese(word) is not word.isascii()


@pytest.mark.parametrize("word", NO_SYLLABLES.split())
def test_what_the_school_book_does_not_have_is_none(word):
    assert not legacy_text.is_syllable(word)


@pytest.mark.parametrize(
    ("texts", "likely", "found"),
    [
        (["NguyÔn"], Encoding.UNICODE, Encoding.UNICODE),  # one word proves nothing
        (["NguyÔn"], Encoding.TCVN3, Encoding.TCVN3),
        (["NguyÔn V¨n"], Encoding.UNICODE, Encoding.TCVN3),
        (["NguyÔn", "NguyÔn"], Encoding.UNICODE, Encoding.UNICODE),  # nor the same one twice
        (["Nguyeãn"], Encoding.UNICODE, Encoding.UNICODE),
        (["Nguyeãn", "Traàn"], Encoding.UNICODE, Encoding.VNI),
        (["Nguyeãn"], Encoding.VNI, Encoding.VNI),
        (["Nguyeãn"], Encoding.TCVN3, Encoding.UNICODE),
        (["Nguyễn", "Trần", "V¨n"], Encoding.UNICODE, Encoding.UNICODE),
        ([], Encoding.TCVN3, Encoding.UNICODE),
        (["abc", "12"], Encoding.VNI, Encoding.UNICODE),
    ],
)
def test_two_different_words_prove_an_old_font(texts, likely, found):
    assert detect(texts, likely) is found


def test_cells_that_are_no_text_and_short_rows_stay_as_they_are():
    rows: list[list[str | int | None]] = [["NguyÔn V¨n Vò", 1961, None], ["§ç ThÞ Lý"], [None, "x"], []]
    repaired = repair_columns(rows)
    assert repaired.rows == [["Nguyễn Văn Vũ", 1961, None], ["Đỗ Thị Lý"], [None, "x"], []]
    assert repaired.encodings == {0: Encoding.TCVN3}


def test_rows_that_need_no_mending_are_copies():
    rows = [["Nguyễn", 1]]
    repaired = repair_columns(rows)
    assert repaired.rows == rows
    repaired.rows[0][0] = "khác"
    assert rows == [["Nguyễn", 1]]
