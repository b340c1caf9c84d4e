"""Which passwords are taken, and what an officer is told of the others."""

import pytest

from ansinh_desktop.crypto.passwords import check_password


def codes(password, user="hoa.nt"):
    found = check_password(password, user)
    assert all(each.text and each.todo for each in found)
    return {each.code for each in found}


@pytest.mark.parametrize(
    "password",
    ["mùa xuân về rừng", "bé ăn no ngủ", "Trâu già 1961 gặm cỏ", "k7#pQ-x2Lm", "sông Hậu nước lớn nước ròng"],
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
    ],
)
def test_weak_ones_are_told_why(password, code):
    assert code in codes(password)
