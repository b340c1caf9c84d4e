"""What a file is, told by its content: whole papers are kept, and no programs, no halves, no archives made to burst."""

import io
import zipfile

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.cases import paper_types
from ansinh_desktop.services.cases.paper_types import TYPES, type_named, type_of
from tests import paper_files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def zipped(*names, content=b"x"):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return kept.getvalue()


def stream(name):
    return OLE + name.encode("utf-16-le") + bytes(8)


def refused(content):
    with pytest.raises(UserError) as caught:
        type_of(content, "tệp.bin")
    assert "tệp.bin" in caught.value.text
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "ending", "shown"),
    [
        (paper_files.picture("PNG"), ".png", "image"),
        (paper_files.picture("JPEG"), ".jpg", "image"),
        (b"%PDF-1.4\n...\n%%EOF\n", ".pdf", "pdf"),
        (b"junk before\n%PDF-1.4\n%%EOF", ".pdf", "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), ".docx", ""),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), ".xlsx", ""),
        (stream("WordDocument"), ".doc", ""),
        (stream("Workbook"), ".xls", ""),
        (stream("Book"), ".xls", ""),
    ],
)
def test_a_paper_is_what_it_holds(content, ending, shown):
    found = type_of(content, "không đúng.exe")
    assert (found.ending, found.shown) == (ending, shown)
    assert type_named(found.media_type) is found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90",
        b"<html>",
        b"GIF89a",
        b"x" * 2000 + b"%PDF-1.4 %%EOF",
        OLE,
        stream("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"),
        zipped("a.txt"),
        zipped("word/document.xml", "word/vbaProject.bin"),
        zipped("xl/workbook.xml", "xl/VBAPROJECT.BIN"),
    ],
)
def test_what_is_no_paper_is_refused(content):
    assert refused(content) == "AS-2042"


@pytest.mark.parametrize(
    "content",
    [
        paper_files.picture("PNG")[:-12],
        paper_files.picture("JPEG")[:-2],
        b"%PDF-1.4\n...",
        b"%PDF-1.4\n%%EOF" + b" " * 5000,
        zipped("word/document.xml")[:-30],
        b"PK\x03\x04",
    ],
)
def test_half_a_paper_is_refused(content):
    assert refused(content) == "AS-2043"


def test_a_part_that_was_spoilt_on_the_way_is_found():
    content = bytearray(zipped("word/document.xml", content=b"abcdefgh" * 50))
    content[len(content) // 4] ^= 0xFF
    assert refused(bytes(content)) == "AS-2043"


def test_an_archive_made_to_burst_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(paper_types, "_MOST_UNPACKED", 1000)
    assert refused(zipped("word/document.xml", content=bytes(1001))) == "AS-2042"
    assert type_of(zipped("word/document.xml", content=bytes(1000)), "x").ending == ".docx"
    monkeypatch.setattr(paper_types, "_MOST_PARTS", 2)
    assert refused(zipped("word/document.xml", "a", "b")) == "AS-2042"
    assert type_of(zipped("word/document.xml", "a"), "x").ending == ".docx"


def test_a_kind_that_a_newer_program_brought_is_kept_without_being_shown():
    other = type_named("image/webp")
    assert (other.ending, other.shown) == ("", "")
    assert len({each.media_type for each in TYPES}) == len(TYPES)
