"""Letters that another program read in the wrong way come back; what was never spoilt stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import text
from ansinh_desktop.services.importer import letters
from ansinh_desktop.services.importer.letters import mended_text, with_mended_letters
from ansinh_desktop.services.importer.sheets import Sheet

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐĂÂÊÔƠƯẤỀỘ"
)
WORDS = st.text(st.sampled_from(VIETNAMESE + " "), min_size=1, max_size=20).map(text.clean).filter(bool)


def misread(words: str) -> str:
    """Return UTF-8 as Windows' Western letters show it; what they lack stays a control sign."""
    return "".join(_shown(each) for each in words.encode())


def _shown(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@given(WORDS)
def test_words_that_were_read_as_western_letters_are_themselves_again(words):
    assert mended_text(misread(words)) == words
    if not words.isascii():
        assert mended_text(misread(misread(words))) == words, "twice over"


@given(WORDS)
def test_words_as_they_should_be_stay_as_they_are(words):
    assert mended_text(words) == words


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("H&agrave; N&#7897;i", "Hà Nội"),
        ("&#x1EA5;p", "ấp"),
        ("A&amp;B", "A&B"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("&bogus;", "&bogus;"),
        ("_x0041_n", "An"),
        ("_x00e0_", "à"),
        ("_x41_", "_x41_"),
        ("Ä", "Đ"),
        ("Ä Lê", "Ä Lê"),
        ("Ä Anh", "Đ Anh"),
        ("Ấp Â", "Ấp Â"),
        ("caf\u00c3\u00a9", "café"),
        ("Ã", "Ã"),
        ("", ""),
    ],
)
def test_codes_of_letters_become_letters_and_no_sign_that_stands_for_itself(found, meant):
    assert mended_text(found) == meant


def sheet(*rows):
    return Sheet("Danh sách", [list(row) for row in rows])


def test_a_sheet_tells_once_how_many_cells_were_mended_and_each_that_cannot_be():
    found = with_mended_letters(
        sheet(["Họ tên", "Số"], [misread("Nguyễn Văn Ánh"), 1.0], ["Nguy?n V?n An", "&#7897;"])
    )
    assert found.rows == [["Họ tên", "Số"], ["Nguyễn Văn Ánh", 1.0], ["Nguy?n V?n An", "ộ"]]
    assert [(each.code, each.facts["count"]) for each in found.notes] == [("AS-3208", 2)]
    assert {place: each.code for place, each in found.faults.items()} == {(2, 0): "AS-3209"}
    assert found.faults[2, 0].facts["cell"] == "A3"


def test_a_sheet_without_any_is_the_same_sheet():
    given_ = sheet(["Họ tên"], ["Nguyễn Văn An"], ["1950?"], ["?"], [None], [5.0])
    assert with_mended_letters(given_) is given_


@pytest.mark.parametrize(
    ("cell", "lost"),
    [
        ("Nguy?n Van", True),
        ("Đ? Thị Đào", True),
        ("Thị ? Đào", False),
        ("V\ufffdn An", True),
        ("1950?", False),
        ("Có không?", False),
        ("Có không? Không", True),
        ("A?", False),
    ],
)
def test_a_question_mark_in_the_place_of_a_letter_is_told_from_a_question(cell, lost):
    assert bool(with_mended_letters(sheet([cell])).faults) == lost


def test_nobody_waits_for_a_cell_that_is_longer_than_any(monkeypatch):
    monkeypatch.setattr(letters, "_LONGEST", 10)
    spoilt = misread("Ánh Ánh Ánh")
    assert with_mended_letters(sheet([spoilt])).rows == [[spoilt]]
    assert with_mended_letters(sheet([misread("Ánh")])).rows == [["Ánh"]]
