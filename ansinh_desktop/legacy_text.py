"""Vietnamese text typed years ago in TCVN3 (.VnTime) or VNI fonts, found by its syllables and made Unicode.

Such a sheet holds one byte for each letter (TCVN3), or a plain letter followed by its mark (VNI); the old font
drew Vietnamese over it. Without the font it is read as Latin-1 or as Windows-1252, and both views occur.
"""

import enum
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ansinh_desktop.text import nfc


class Encoding(enum.StrEnum):
    """How the letters of a text were typed."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


CONTROL_CAPITALS = (1, 2, 4, 5, 6, *range(0x11, 0x18))
"""The bytes below the space that TCVN3 gave to capital letters."""

_COLUMN_SAMPLE = 400


def _tcvn3_letters() -> dict[str, str]:
    """Return TCVN 5712:1993 (VN1) by the character under which each byte is seen."""
    letters = dict(zip(CONTROL_CAPITALS, "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
    letters |= dict(enumerate("ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ", start=0x80))
    letters |= dict(enumerate("ĂÂÊÔƠƯĐăâêôơưđẰ", start=0xA1))
    letters |= dict(
        enumerate("àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ", start=0xB5)
    )
    found = {chr(byte): letter for byte, letter in letters.items()}
    return found | {
        bytes([byte]).decode("cp1252", "ignore") or chr(byte): each
        for byte, each in letters.items()
        if byte > 6
    }


def _vni_letters() -> dict[str, str]:
    """Return VNI-Windows: a plain letter and its mark, or one of the few letters of its own."""
    tones = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
    hats = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
    breves = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
    found = dict(zip("ñíìæóòîôö", "đíìỉĩịỵơư", strict=True))
    for base, letter in zip("aeouyôö", "aeouyơư", strict=True):
        found |= {base + mark: nfc(letter + tone) for mark, tone in tones.items()}
    for base in "aeo":
        found |= {base + mark: nfc(base + "\u0302" + tone) for mark, tone in hats.items()}
    found |= {"a" + mark: nfc("a\u0306" + tone) for mark, tone in breves.items()}
    del found["yï"]  # ỵ has a letter of its own
    # The capital says whether the letter is one; its mark was typed in either case.
    capitals = {typed.upper(): letter.upper() for typed, letter in found.items()}
    mixed = {
        typed[0].upper() + typed[1]: letter.upper() for typed, letter in found.items() if len(typed) == 2
    }
    shouted = {typed[0] + typed[1].upper(): letter for typed, letter in found.items() if len(typed) == 2}
    return shouted | mixed | capitals | found


TABLES: Mapping[Encoding, Mapping[str, str]] = {
    Encoding.UNICODE: {},
    Encoding.TCVN3: _tcvn3_letters(),
    Encoding.VNI: _vni_letters(),
}
"""What is seen without the font → the letter that was meant."""

_TCVN3 = str.maketrans(dict(TABLES[Encoding.TCVN3]))
# A dash, a quotation mark or dots are far oftener themselves than the capital that shares their byte.
_SIGNS = "".join(each for each in TABLES[Encoding.TCVN3] if ord(each) > 0x2000)
_TCVN3_WITHOUT_SIGNS = {code: letter for code, letter in _TCVN3.items() if chr(code) not in _SIGNS}
_HAS_SIGN = re.compile(f"[{re.escape(_SIGNS)}]")
_VNI = re.compile("|".join(sorted(map(re.escape, TABLES[Encoding.VNI]), key=len, reverse=True)))

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("c", "ch", "p", "t")
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu uy uya uych uyn uynh uyp uyt uyu uyên uyêt
uôc uôi uôm uôn uông uôt uơ ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
"""
_KHMER_NAMES = ("neáng", "néang", "niêng")
# Not \s: U+0085 is white space for Python, and the letter Ặ for TCVN3.
_WORD_BREAK = re.compile(r"[\t\n\r \xa0\d!-/:-@\[-`{-~]+")
_SEEN = frozenset({*map(chr, range(0x100)), *map(chr, range(0x2010, 0x2027)), *TABLES[Encoding.TCVN3]})


Cell = TypeVar("Cell")


@dataclass(frozen=True)
class Repaired(Generic[Cell]):
    """Rows made Unicode, and which columns had to be."""

    rows: list[list[Cell | str]]
    encodings: Mapping[int, Encoding] = field(default_factory=dict)
    """By the place of the column; a column that was Unicode is not named."""


def decode(text: str, encoding: Encoding) -> str:
    """Return what a text of this encoding means, whatever it looks like."""
    match encoding:
        case Encoding.TCVN3:
            return _one_case(" ".join(map(_decode_tcvn3, text.split(" "))))
        case Encoding.VNI:
            return _VNI.sub(lambda found: TABLES[Encoding.VNI][found[0]], text)
        case Encoding.UNICODE:
            return text


def to_unicode(text: str, encoding: Encoding) -> str:
    """Return a text of a column of this encoding as Unicode, and a text that is Unicode already as it is.

    A column may be mixed: rows added later were typed in Unicode.
    """
    if encoding is Encoding.UNICODE or not _is_old(text):
        return text
    decoded = decode(text, encoding)
    loud = decoded.isupper() and not text.isupper()  # Hà, where à is also the byte of a capital Ổ
    as_it_stands, meant = _likeness(text), _likeness(decoded)
    return text if as_it_stands > meant or (loud and as_it_stands) else decoded


def detect(texts: Iterable[str], likely: Encoding = Encoding.UNICODE) -> Encoding:
    """Return how the texts of one column were typed.

    A text counts for an old encoding only where it is no Vietnamese as it stands and is Vietnamese when decoded.
    Two different words must say so; one is enough for the encoding that is ``likely`` (the rest of the sheet's).
    """
    words = [
        word
        for word in {word for text in texts if not _is_plain(text) for word in _words(text)}
        if _is_old(word)
    ]
    needed = {each: 1 if each is likely else 2 for each in (Encoding.TCVN3, Encoding.VNI)}
    shares = {each: _share_meant(words, each, proofs) for each, proofs in needed.items()}
    best = max(shares, key=lambda each: shares[each])  # of equals the first
    return best if shares[best] else Encoding.UNICODE


def _share_meant(words: Sequence[str], encoding: Encoding, needed: int) -> float:
    """Return which share of words is Vietnamese when decoded; 0 where too few prove that they are of this encoding."""
    likeness = [(_likeness(word), _likeness(decode(word, encoding))) for word in words]
    as_it_stands = sum(before > 0 for before, _after in likeness)
    meant = sum(after > 0 for _before, after in likeness)
    proofs = sum(before == 0 < after for before, after in likeness)
    share = meant / len(words) if words else 0.0
    return share if proofs >= needed and share >= 0.75 and meant > as_it_stands else 0.0


def repair_columns(rows: Sequence[Sequence[Cell]]) -> Repaired[Cell]:
    """Return the rows of a sheet with every text as Unicode, each column judged by itself."""
    columns = {place: _sample(texts) for place, texts in _texts_of_columns(rows).items()}
    likely = detect(text for texts in columns.values() for text in texts)
    judged = {place: detect(texts, likely) for place, texts in columns.items()}
    encodings = {place: each for place, each in sorted(judged.items()) if each is not Encoding.UNICODE}
    if not encodings:
        return Repaired([list(row) for row in rows])
    return Repaired(
        [[_repaired(cell, encodings.get(at)) for at, cell in enumerate(row)] for row in rows], encodings
    )


def _texts_of_columns(rows: Sequence[Sequence[object]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                found.setdefault(place, set()).add(cell)
    return found


def _repaired(cell: Cell, encoding: Encoding | None) -> Cell | str:
    return to_unicode(cell, encoding) if encoding is not None and isinstance(cell, str) else cell


def _sample(texts: set[str]) -> list[str]:
    """Return some hundred of the texts that may be old; sorted, so that the same sheet is judged the same twice."""
    telling = sorted(text for text in texts if not _is_plain(text))
    step = len(telling) // _COLUMN_SAMPLE + 1
    return telling[::step]


def looks_vietnamese(text: str) -> bool:
    """Whether a text has Vietnamese letters, and all its words that have are spelt as Vietnamese is."""
    return not _is_plain(text) and _likeness(text) > 0


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable: onset, rime, and a tone that the rime allows."""
    bare, tones = _bare_and_tones(word.lower())
    if bare + tones in _khmer_names():
        return True
    stopped = bare.endswith(_STOPPED)
    return (
        len(tones) <= 1 and bare in _syllables() and not (stopped and tones in "\u0300\u0303\u0309" and tones)
    )


def _bare_and_tones(word: str) -> tuple[str, str]:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(each for each in letters if each in _TONES)
    return nfc("".join(each for each in letters if each not in _TONES)), tones


@functools.cache
def _syllables() -> frozenset[str]:
    return frozenset(onset + rime for onset in ("", *_ONSETS.split()) for rime in _RIMES.split())


@functools.cache
def _khmer_names() -> frozenset[str]:
    return frozenset("".join(_bare_and_tones(each)) for each in _KHMER_NAMES)


@functools.lru_cache(maxsize=65536)
def _likeness(text: str) -> int:
    """Return 2 for plain Vietnamese, 1 for Vietnamese in odd capitals, 0 for anything else."""
    least = 2
    for word in _words(nfc(text)):
        if not is_syllable(word):
            return 0
        if not (word.islower() or (word.istitle() and len(word) > 1) or text.isupper()):
            least = 1
    return least


def _is_plain(text: str) -> bool:
    """Whether there is nothing to decode; control characters are capitals of TCVN3."""
    return text.isascii() and text.isprintable()


def _words(text: str) -> list[str]:
    return [word for word in _WORD_BREAK.split(text) if not _is_plain(word)]


def _is_old(text: str) -> bool:
    """Whether each character can be one byte of an old text, and one of them more than plain ASCII."""
    return not _is_plain(text) and _SEEN.issuperset(text)


def _decode_tcvn3(word: str) -> str:
    if not _HAS_SIGN.search(word):
        return word.translate(_TCVN3)
    whole = word.translate(_TCVN3)
    return whole if len(word) > 1 and _likeness(whole) else word.translate(_TCVN3_WITHOUT_SIGNS)


def _one_case(text: str) -> str:
    """Return a text of a capital font (.VnTimeH) in capitals: its letters with marks were typed small."""
    shouts = re.search(r"\b[A-Z]{2,}|[A-Z][^\W\d_a-zA-Z]+[A-Z]", text) and not re.search(r"[a-z]", text)
    return text.upper() if shouts else text
