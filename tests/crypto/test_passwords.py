"""Which passwords are taken, and what an officer is told of the others."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.crypto.passwords import check_password, one_spelling, strength

KNOWN = ("Trần Thị Lan", "Xã Vĩnh Thạnh Trung", "Tỉnh An Giang")


def codes(password, user="hoa.nt"):
    found = check_password(password, user, KNOWN)
    assert all(each.text and each.todo for each in found)
    return {each.code for each in found}


@pytest.mark.parametrize(
    "password",
    [
        "mùa xuân về rừng",
        "bé ăn no ngủ",
        "Trâu già 1961 gặm cỏ",
        "k7#pQ-x2Lm",
        "sông Hậu nước lớn nước ròng",
        "An Giang quê tôi đẹp lắm",
    ],
)
def test_good_ones_pass(password):
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "AS-1020"),
        ("k7#pQ-x2L", "AS-1020"),
        ("ba ba ba ba", "AS-1024"),
        ("Angiang@123", "AS-1021"),
        ("angiang@2025", "AS-1021"),
        ("ANGIANG@123456", "AS-1021"),
        ("An Giang @123", "AS-1021"),
        ("P@ssw0rd123", "AS-1021"),
        ("MatKhau@2026", "AS-1021"),
        ("Mật khẩu 123", "AS-1021"),
        ("Hoa.NT-cua-toi", "AS-1022"),
        ("Nguyễn hoant 99", "AS-1022"),
        ("0912345678", "AS-1023"),
        ("aaaaaaaaaaaa", "AS-1024"),
        ("121212121212x", "AS-1024"),
        ("Vĩnh Thạnh Trung 2025", "AS-1025"),
        ("xavinhthanhtrung@123", "AS-1025"),
        ("UBND xã Vĩnh Thạnh Trung", "AS-1025"),
        ("uyban nhandan xa vinhthanhtrung", "AS-1025"),
        ("angiang vinhthanhtrung", "AS-1025"),
        ("tranthilan1990", "AS-1025"),
        ("Trần Thị Lan 19/5/1990", "AS-1025"),
        ("lantran@12345", "AS-1025"),
        ("1234567890a", "AS-1026"),
        ("0987654321 abc", "AS-1026"),
        ("qwertyuiop!", "AS-1026"),
        ("asdfghjkl;'", "AS-1026"),
        ("1qaz2wsx3edc", "AS-1026"),
        ("abcdef@12345", "AS-1026"),
        ("Bom@19820304", "AS-1026"),
    ],
)
def test_weak_ones_are_told_why(password, code):
    assert code in codes(password)


@given(st.text("aăâeêioôơuưyàáảãạằắèéồốùúừứ bcdđghklmnpqrstvx", max_size=40))
def test_one_spelling_is_one_for_both_ways_to_place_a_tone(password):
    spelled = one_spelling(password)
    assert one_spelling(spelled) == spelled
    assert one_spelling(unicodedata.normalize("NFD", password)) == spelled


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hoà thuỷ khoẻ quý", "hòa thủy khỏe qúy", True),
        ("HOÀ", "HÒA", True),
        ("hoà", "hoa", False),
        ("hoà", "hoá", False),
        ("hoà", "Hoà", False),
        ("hòa  bình", "hòa bình", False),
        ("ma mà", "mà ma", False),
    ],
)
def test_tones_are_told_apart_and_places_are_not(one, other, same):
    assert (one_spelling(one) == one_spelling(other)) is same


# ---------------------------------------------------------------- how good it is


def level(password):
    return strength(password, "hoa.nt", KNOWN).level


@pytest.mark.parametrize(
    ("password", "wanted"),
    [
        ("k7#pQ-x2", 0),
        ("Angiang@123", 0),
        ("bé ăn no ngủ", 1),
        ("k7#pQ-x2Lm$9", 2),
        ("k7mpQtx2Lm", 1),
        ("k7mpQtx2Lmz9", 2),
        ("k7mpQtx2Lmz9wqt", 3),
        ("mùa xuân về rừng xanh", 2),
        ("mùa xuân chim về rừng tràm", 3),
    ],
)
def test_what_is_longer_and_ones_own_is_harder_to_guess(password, wanted):
    assert level(password) == wanted


@pytest.mark.parametrize(
    ("poor", "rich"),
    [
        ("chim chim chim về rừng tràm xanh", "chim én nhỏ về rừng tràm xanh"),  # the same again
        ("lan trần vĩnh mùa xuân về rừng", "bé đi qua mùa xuân về rừng"),  # names
        ("uống nước nhớ nguồn mùa xuân", "uống trà nhớ bạn mùa xuân"),  # what everybody sings
        ("mùa xuân về rừng 123456", "mùa xuân về rừng tràm xanh"),  # a row of figures
    ],
)
def test_what_is_said_again_or_known_counts_nothing(poor, rich):
    assert level(poor) < level(rich)
    assert strength(poor, "hoa.nt", KNOWN).is_saying == ("nguồn" in poor)


@given(st.text(max_size=30))
def test_a_password_that_will_not_do_has_no_strength_and_says_why(password):
    found = strength(password, "hoa.nt", KNOWN)
    assert (found.level == 0) == bool(check_password(password, "hoa.nt", KNOWN)) == (found.fault is not None)
