"""Which passwords are good enough to guard a commune's records."""

import re

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, error

LEAST_CHARACTERS = 10
LEAST_WORDS = 4
_LEAST_KINDS_OF_SIGN = 5
_LEAST_NAME = 3

# Words that people here put before «@123»: a password that is one of them with figures and signs is guessed first.
_COMMON_TEXT = """
    abc abcd abcdef abcdefgh admin administrator adminadmin anhyeuem annguyen ansinh ansinhxa ansinhxahoi asdfgh
    asdfghjkl canbo changeme chucmung congan congchuc congty default dangnhap emyeuanh giadinh hanhphuc hethong
    huyen iloveyou khongbiet khongco khongnho laodong laodongtbxh letmein login macdinh matkhau matkhaumoi maykhau
    ngaymai nguoidung nguoiquantri nguyenvana p pass passw password passwordpassword phuong qazwsx qazwsxedc qwer
    qwert qwerty qwertyuiop quantri quantrivien quenmatkhau sonnguyen superadmin taikhoan test tester thang ubnd
    ubndhuyen ubndphuong ubndxa user vanhoa vanhoaxahoi vietnam vietnamvodich welcome xinchao xa yeuem yeuanh
    zxcvbn zxcvbnm
    angiang bacgiang backan baclieu bacninh baria bariavungtau bentre binhdinh binhduong binhphuoc binhthuan camau
    cantho caobang danang daklak daknong dienbien dongnai dongthap gialai hagiang hanam hanoi hatinh haiduong
    haiphong haugiang hoabinh hochiminh hungyen khanhhoa kiengiang kontum laichau lamdong langson laocai longan
    namdinh nghean ninhbinh ninhthuan phutho phuyen quangbinh quangnam quangngai quangninh quangtri saigon soctrang
    sonla tayninh thaibinh thainguyen thanhhoa thuathienhue hue tiengiang tphcm travinh tuyenquang vinhlong vinhphuc
    yenbai
"""
_COMMON_WORDS = frozenset(_COMMON_TEXT.split())


def check_password(password: str, user: str) -> tuple[Finding, ...]:
    """Return everything that is wrong with a new password; nothing when it may be used."""
    password = text.nfc(password)
    faults: list[Finding] = []
    words = [word for word in text.fold(password).split() if len(word) > 1]
    if len(password) < LEAST_CHARACTERS and len(set(words)) < LEAST_WORDS:
        faults.append(error("AS-1020", "password", characters=LEAST_CHARACTERS, words=LEAST_WORDS))
    if _is_common(password):
        faults.append(error("AS-1021", "password"))
    if _holds_name(password, user):
        faults.append(error("AS-1022", "password"))
    if password and password.isdecimal():
        faults.append(error("AS-1023", "password"))
    elif len(set(password.casefold())) < _LEAST_KINDS_OF_SIGN:
        faults.append(error("AS-1024", "password"))
    return tuple(faults)


def _letters(typed: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.fold(typed))


def _is_common(password: str) -> bool:
    bare = password.rstrip("0123456789!@#$%^&*.")
    # «P@ssw0rd» is the same word to whoever guesses.
    disguises = str.maketrans("@0134$5!", "aoieassi")
    spellings = (password, bare, password.translate(disguises), bare.translate(disguises))
    return any(_letters(each) in _COMMON_WORDS for each in spellings)


def _holds_name(password: str, user: str) -> bool:
    squeezed = text.fold(password).replace(" ", "")
    name = text.fold(user).replace(" ", "")
    return len(name) >= _LEAST_NAME and name in squeezed
