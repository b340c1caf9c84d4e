"""Lists for Word: the same rows, heading, totals and signatures as on paper, and nothing of it can be markup."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from ansinh_desktop.services.reports.docx import write_docx
from ansinh_desktop.services.reports.layout import (
    NO_ROWS,
    GroupRow,
    Heading,
    ListColumn,
    ListDocument,
    Signature,
    StoppedError,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COLUMNS = (ListColumn("name", "Họ và tên"), ListColumn("amount", "Số tiền", "money", total=True))


def made(rows, **more):
    document = ListDocument(
        "DANH SÁCH",
        COLUMNS,
        rows,
        len(rows),
        heading=Heading(("ỦY BAN NHÂN DÂN", "XÃ AN")),
        signatures=(Signature(("CHỦ TỊCH",), "Lê Văn An"),),
        words_of="amount",
        **more,
    )
    stream = io.BytesIO()
    count = write_docx(document, stream)
    return count, stream.getvalue()


def words(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    return ["".join(one.text or "" for one in each.iter(f"{W}t")) for each in tree.iter(f"{W}p")]


def test_rows_groups_total_and_signatures_stand_in_it():
    count, content = made([GroupRow("Ấp Vĩnh Lợi"), ["Danh Văn Tám", 540_000], ["Neáng Phượng", 1_080_000]])
    said = words(content)
    assert count == 2
    for each in (
        "XÃ AN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Ấp Vĩnh Lợi",
        "540.000",
        "1.620.000",
        "CHỦ TỊCH",
        "Lê Văn An",
    ):
        assert each in said
    assert "Số tiền bằng chữ: Một triệu sáu trăm hai mươi nghìn đồng." in said


def test_an_empty_list_says_so():
    count, content = made([])
    assert (count, NO_ROWS in words(content)) == (0, True)


def test_what_looks_like_markup_is_a_text():
    nasty = '<w:br/> & "Tám" ]]>'
    assert nasty in words(made([[nasty, 1]])[1])


def test_the_same_list_is_the_same_file():
    assert made([["Tám", 1]])[1] == made([["Tám", 1]])[1]


def test_who_stops_it_gets_nothing():
    document, stream = ListDocument("DANH SÁCH", COLUMNS, [["Tám", 1]], 1), io.BytesIO()
    with pytest.raises(StoppedError):
        write_docx(document, stream, cancelled=lambda: True)
    assert stream.getvalue() == b""
