"""The fonts that come with the program."""

import itertools
import shutil
import sys
import unicodedata

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFontFile

from ansinh_desktop import paths
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.reports import fonts

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_SIGNS = "0123456789 .,;:!?'\"()[]/%&@#+-=*–—“”‘’…•²½°₫"
FONT_FILES = sorted((paths.resources() / "fonts").glob("*.ttf"), key=str)


def vietnamese_letters() -> set[str]:
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in itertools.product(_VOWELS, _TONES)}
    small = toned | set("bcdđfghjklmnpqrstvwxz")
    return small | {letter.upper() for letter in small} | set(_SIGNS)


def test_the_vietnamese_alphabet_is_whole():
    assert len([each for each in vietnamese_letters() if ord(each) > 127 and each.isalpha()]) == 134


@pytest.mark.parametrize("path", FONT_FILES, ids=lambda path: path.stem)
def test_every_font_has_every_vietnamese_letter(path):
    glyphs = TTFontFile(str(path)).charToGlyph
    assert {letter for letter in vietnamese_letters() if not glyphs.get(ord(letter))} == set()


def test_each_family_of_fonts_brings_its_licence():
    for family in {path.stem.split("-")[0] for path in FONT_FILES}:
        licence = paths.resources() / "fonts" / f"LICENSE-{family}.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()


@pytest.mark.parametrize("style", list(fonts.FILES))
def test_the_width_of_a_text_is_what_the_canvas_reckons(style):
    face = fonts.face(style)
    text = "ỦY BAN NHÂN DÂN xã Bình Hòa\u00a01.350.000"
    assert face.width(text) == pytest.approx(stringWidth(text, face.name, 1), abs=1e-3)
    assert face.word("Hòa") == face.width("Hòa")


@pytest.mark.parametrize("state", ["missing", "damaged"])
def test_a_font_that_is_missing_or_damaged_is_told_to_the_officer(tmp_path, monkeypatch, state):
    shutil.copytree(paths.resources() / "messages", tmp_path / "resources" / "messages")
    (tmp_path / "resources" / "fonts").mkdir()
    if state == "damaged":
        (tmp_path / "resources" / "fonts" / fonts.FILES["bold"]).write_bytes(b"no font")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    paths.resources.cache_clear()
    fonts.face.cache_clear()
    try:
        with pytest.raises(UserError) as caught:
            fonts.face("bold")
        assert fonts.FILES["bold"] in caught.value.text
    finally:
        monkeypatch.undo()
        paths.resources.cache_clear()
        fonts.face.cache_clear()
    assert caught.value.code == "AS-4001"
