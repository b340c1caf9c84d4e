"""Vietnamese text: one spelling for storage, keys for search and for sorting."""

import functools
import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WORDS = re.compile(r"[^\W_]+")
# Letters of other alphabets that look just like ours: an old keyboard gave the Icelandic one for Đ.
_LOOKALIKES = str.maketrans("ÐðƉɖ", "ĐđĐđ")
# The order of the tones in Vietnamese dictionaries: none, grave, hook, tilde, acute, dot below.
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def nfc(text: str) -> str:
    """Return the text in the composed form in which it is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return the text composed, without control characters, with single spaces and none at the ends."""
    kept = nfc(text)
    if "Ð" in kept or "ð" in kept or "Ɖ" in kept or "ɖ" in kept:
        kept = kept.translate(_LOOKALIKES)
    if not kept.isprintable():  # hardly any text; a look at each letter costs ten times as much as the rest
        kept = nfc("".join(map(_visible, kept)))
    return " ".join(kept.split())


def _visible(letter: str) -> str:
    """Return a letter that can be seen; for one that takes no room nothing, for any other sign a space."""
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def hidden_signs(text: str, *, lines: bool = False) -> str:
    """Return the signs of a text that nobody sees: control characters, marks of direction, joiners of no width.

    Args:
        text: What stands there.
        lines: Whether it may have several lines.
    """
    if text.isprintable():
        return ""
    kept = text.replace("\n", "") if lines else text
    return "".join(each for each in kept if unicodedata.category(each)[0] == "C")


def clean_lines(text: str) -> str:
    """Return a longer text cleaned line by line."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _plain(letter: str) -> str:
    lowered = letter.lower().translate(_LOOKALIKES).replace("đ", "d")
    return "".join(each for each in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(each))


class _PlainTable(dict[int, str]):
    """The letters without their marks, each worked out when it is first met."""

    _MARKED = (range(0xC0, 0x250), range(0x300, 0x370), range(0x1E00, 0x1F00))

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = found = _plain(letter) if any(code in each for each in self._MARKED) else letter
        return found


_PLAIN_TABLE = _PlainTable()


def fold(text: str) -> str:
    """Return the search key: small letters without marks, đ as d, words parted by one space."""
    return " ".join(_WORDS.findall(text.lower().translate(_PLAIN_TABLE)))


# Where the two letters are one sound, and both are written: at the end behind consonants (Mỹ, Mĩ; Lý, Lí), and in Quý, Quí.
_EQUAL_I = re.compile(r"([^\W_aeiouy]*|qu)[iy]")


def equal_i(word: str) -> str:
    """Return a small word with i for the y with which it may end as well (quý, quí: ``quí``); its marks stay."""
    if not _EQUAL_I.fullmatch(word.translate(_PLAIN_TABLE)):
        return word
    return nfc(unicodedata.normalize("NFD", word).replace("y", "i"))


def name_key(name: str) -> str:
    """Return the search key of a name in which i and y are one where both are written for the same sound."""
    return " ".join(map(equal_i, fold(name).split()))


def spellings(key: str) -> tuple[str, ...]:
    """Return a folded word as it is, and as it is written with the other of i and y where both are."""
    if not _EQUAL_I.fullmatch(key):
        return (key,)
    return (key, key[:-1] + ("i" if key[-1] == "y" else "y"))


def same_tone(text: str) -> str:
    """Return the text in small letters with each tone after its word's letters.

    So the two ways of placing a tone (hoà, hòa) compare equal, and different tones do not.
    """
    return " ".join(map(_tone_last, clean(text).lower().split()))


@functools.lru_cache(maxsize=65536)
def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(each for each in letters if each in _TONES)
    return nfc("".join(each for each in letters if each not in _TONES)) + tones


@functools.lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    letters, tone = "", 0
    for each in unicodedata.normalize("NFD", word.lower()):
        tone = _TONE_ORDER.get(each, tone)
        if each not in _TONES:
            letters += each
    places = (_ALPHABET.find(each) for each in nfc(letters))
    # Letters decide first, the tone only between words of the same letters (TCVN dictionaries).
    return "".join(chr(ord("0") + place) if place >= 0 else "~" for place in places) + " " + str(tone)


@functools.lru_cache(maxsize=32768)  # the people of a commune are put in order again and again
def name_sort_key(name: str) -> str:
    """Return a key that sorts by given name, then family name, then middle name, in Vietnamese order."""
    words = clean(name).split()
    if not words:
        return ""
    given, family, middle = words[-1], words[:-1][:1], words[1:-1]
    return "!".join(_word_key(word) for word in (given, *family, *middle))


def text_sort_key(text: str) -> str:
    """Return a key that sorts any words in Vietnamese order."""
    return "!".join(_word_key(word) for word in clean(text).split())


def person_name(typed: str) -> str:
    """Return a name in which every word begins with a capital; what was typed all capital has no others."""
    name = clean(typed)
    if name == name.upper():
        name = name.lower()
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


@functools.lru_cache(maxsize=65536)
def exact_word(word: str) -> str:
    """Return a word with its marks as one token, its tone as a digit at the end (hoà, hòa: ``hoa1``)."""
    tone, letters = 0, ""
    for each in unicodedata.normalize("NFD", word.lower()):
        tone = _TONE_ORDER.get(each, tone)
        if each not in _TONES:
            letters += each
    return f"{nfc(letters)}{tone}"


def has_marks(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return text.lower().translate(_PLAIN_TABLE) != nfc(text).lower()


def literal(words: str) -> str:
    """Return words for a button, a menu or the label of a field, where a single ampersand would mark a shortcut."""
    return words.replace("&", "&&")
