"""Which passwords are taken, and what an officer is told of the others."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.crypto.passwords import check_password, one_spelling

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
