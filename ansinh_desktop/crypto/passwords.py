"""Which passwords are good enough to guard a commune's records, and how one is spelled before it opens anything."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

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
_UNIT_TEXT = "ubnd uy ban nhan dan xa phuong thi tran dac khu tinh thanh pho so huyen quan tp"
_UNIT_WORDS = frozenset(_UNIT_TEXT.split())
_LONG_COMMON = sorted((each for each in _COMMON_WORDS if len(each) >= 6), key=len, reverse=True)


def one_spelling(password: str) -> str:
    """Return a password in the one spelling that opens: each tone after the letters of its word.

    Two settings of an input method place a tone differently (hoà, hòa): to who types, it is the same password.
    """
    return unicodedata.normalize("NFD", _WORD.sub(_tone_last, unicodedata.normalize("NFD", password)))


def check_password(password: str, user: str, known: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return everything that is wrong with a new password; nothing when it may be used.

    Args:
        password: As it was typed.
        user: The login name.
        known: What anybody here would guess first: the officer's full name, the names of unit and province.
    """
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
    elif _is_made_of_names(password, (user, *known)):
        faults.append(error("AS-1025", "password"))
    elif len(_without_rows(_squeezed(password))) < _LEAST_OF_ONES_OWN:
        faults.append(error("AS-1026", "password"))
    return tuple(faults)


class Strength(NamedTuple):
    """How hard a password is to guess."""

    level: int
    """0 it will not do, 1 just enough, 2 good, 3 strong."""
    fault: Finding | None = None
    """Why it will not do."""
    is_saying: bool = False
    """Whether a line that everybody knows by heart is in it."""


def strength(password: str, user: str, known: Iterable[str] = ()) -> Strength:
    """Return how hard a password is to guess for somebody who knows the officer: an estimate, rather too low.

    A word of one's own is one among a thousand that people say every day (10 bits), another sign of one's own is
    counted 4 bits. What was there before counts nothing, nor do names, rows of keys, common words and sayings.

    Args:
        password: As it was typed.
        user: The login name.
        known: As for :func:`check_password`.
    """
    known = tuple(known)
    fault = next(iter(check_password(password, user, known)), None)
    if fault is not None:
        return Strength(0, fault)
    folded = text.fold(text.nfc(password))
    saying = next((each for each in _SAYINGS if each in folded), "")
    guessed = {*_UNIT_WORDS, *_COMMON_WORDS, *saying.split(), *text.fold(" ".join((user, *known))).split()}
    own = {each for each in folded.split() if each not in guessed}
    signs = re.findall(r"[^\w\s]", password)
    bits = sum(_bits(each) for each in own) + _SIGN_BITS * len(set(signs))
    return Strength(1 + (bits >= _GOOD) + (bits >= _STRONG), None, bool(saying))


def _bits(word: str) -> int:
    left = len(_without_rows(_squeezed(word)))
    is_word = left and word.isalpha() and 1 < len(word) <= _SYLLABLE
    return _WORD_BITS if is_word else _SIGN_BITS * left


_WORD_BITS, _SIGN_BITS = 10, 4
_GOOD, _STRONG = 45, 60
_SYLLABLE = 7
"""No syllable of Vietnamese has more letters (nghiêng)."""
_SAYINGS_TEXT = """
    con trâu là đầu cơ nghiệp; có công mài sắt có ngày nên kim; ăn quả nhớ kẻ trồng cây; uống nước nhớ nguồn
    gần mực thì đen gần đèn thì sáng; một con ngựa đau cả tàu bỏ cỏ; lá lành đùm lá rách; công cha như núi thái sơn
    nhất nước nhì phân tam cần tứ giống; tiên học lễ hậu học văn; không thầy đố mày làm nên; thương người như thể thương thân
    một cây làm chẳng nên non; bầu ơi thương lấy bí cùng; trăm năm trong cõi người ta; việt nam dân chủ cộng hòa
    độc lập tự do hạnh phúc; không có gì quý hơn độc lập tự do; như có bác hồ trong ngày vui đại thắng
    tốt gỗ hơn tốt nước sơn; đi một ngày đàng học một sàng khôn; có chí thì nên; chị ngã em nâng; mưa dầm thấm lâu
    nước chảy đá mòn; đói cho sạch rách cho thơm; học thầy không tày học bạn; kiến tha lâu cũng đầy tổ
    con cò bay lả bay la; ai ơi bưng bát cơm đầy; thuận vợ thuận chồng; tấc đất tấc vàng; đất lành chim đậu
    cá không ăn muối cá ươn; anh em như thể tay chân; trâu ta ăn cỏ đồng ta; chim có tổ người có tông
"""
_SAYINGS = tuple(text.fold(each) for each in re.split(r"[;\n]", _SAYINGS_TEXT) if each.strip())

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LEAST_OF_ONES_OWN = 6
"""So many letters and figures must be left when what anybody guesses is taken away."""
_LEAST_ROW = 4
_MOST_WORDS = 5
_DIGITS = re.compile(r"\d{4,}")
_FORWARD = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9",
    "abc123",
)
_ROWS = (*_FORWARD, *(each[::-1] for each in _FORWARD))


def _tone_last(found: re.Match[str]) -> str:
    letters = found.group()
    return "".join(each for each in letters if each not in _TONES) + "".join(
        each for each in letters if each in _TONES
    )


def _squeezed(typed: str) -> str:
    return re.sub(r"[\W_]+", "", text.fold(typed))


def _is_made_of_names(password: str, known: tuple[str, ...]) -> bool:
    """Whether little is left without the names, whether written in one or word by word."""
    names = [text.fold(each).split() for each in known]
    words = {*_UNIT_WORDS, *(word for name in names for word in name)}
    whole = sorted({*_spellings(names)}, key=len, reverse=True)
    squeezed = _squeezed(password)
    left = squeezed
    for each in whole:
        left = left.replace(each, " ")
    by_word = " ".join(each for each in text.fold(password).split() if each not in words)
    if len(left.replace(" ", "")) == len(squeezed) == len(by_word.replace(" ", "")):
        return False  # no name in it
    return any(len(_without_rows(each)) < _LEAST_OF_ONES_OWN for each in (left, by_word))


def _spellings(names: list[list[str]]) -> Iterator[str]:
    """Yield the ways in which names are written in one: whole, without their kind (Xã, Tỉnh), in another order."""
    yield from ("uyban", "nhandan", "ubnd")
    for name in names:
        for count in range(2 if len(name) > 1 else 1, min(len(name), _MOST_WORDS) + 1):
            for form in map("".join, itertools.permutations(name[:_MOST_WORDS], count)):
                if len(form) >= _LEAST_ROW:
                    yield form


def _without_rows(squeezed: str) -> str:
    """Return what is left without words that everybody takes, rows of keys, runs of one sign and long numbers."""
    left = _DIGITS.sub(" ", squeezed)
    for word in _LONG_COMMON:
        left = left.replace(word, " ")
    place, kept = 0, ""
    while place < len(left):
        length = _row_at(left, place)
        kept += left[place] if not length else " "
        place += length or 1
    return kept.replace(" ", "")


def _row_at(squeezed: str, place: int) -> int:
    """Return how long the row of keys is that begins at a place; 0 where none does."""
    found = 0
    for length in range(_LEAST_ROW, len(squeezed) - place + 1):
        piece = squeezed[place : place + length]
        if " " in piece or not (len(set(piece)) == 1 or any(piece in row for row in _ROWS)):
            break
        found = length
    return found


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
