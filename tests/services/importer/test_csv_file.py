"""Tables kept as text: which letters they are in, what parts their cells, and what is refused before it costs time."""

import codecs
import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.importer import csv_file
from ansinh_desktop.services.importer.csv_file import decoded, read_csv

HEAD = "STT;Họ và tên;Năm sinh"
ROWS = f"{HEAD}\n1;Nguyễn Thị Đào;1950\n2;Lê Văn Ước;1961\n"


def rows(tmp_path, content, name="danh sách.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_csv(path).sheets[0].rows


def refused(act):
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (ROWS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + ROWS.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + ROWS.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + ROWS.encode("utf-16-be"), "utf-16-be"),
        (b"STT;Ho ten\n1;An\n".decode().encode("utf-16-le"), "utf-16-le"),
        (b"STT;Ho ten\n1;An\n".decode().encode("utf-16-be"), "utf-16-be"),
        (b"", "utf-8"),
        (b"STT;Ten\n", "utf-8"),
        ("Đ\n".encode(), "utf-8"),
    ],
)
def test_the_letters_of_a_file_are_told_by_its_mark_or_by_its_zeros(content, encoding):
    text, found = decoded(content, "x.csv")
    assert found == encoding
    assert not text.startswith("\ufeff")
    assert "\0" not in text


def test_a_few_bad_bytes_spoil_their_letters_and_not_the_file():
    whole = ROWS.encode()
    text, encoding = decoded(whole + b"\xff\n", "x.csv")
    assert (text, encoding) == (ROWS + "\ufffd\n", "utf-8")
    text, encoding = decoded("Đ".encode() + b"\xff" * 3, "x.csv")
    assert encoding != "utf-8", "hardly a letter is whole"


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"abc\x00def", b"%PDF-1.4\x00"])
def test_what_is_no_text_is_refused(content):
    assert refused(lambda: decoded(content, "x.csv")) == "AS-3002"


def test_a_mark_that_does_not_hold_what_it_says_is_refused():
    assert refused(lambda: decoded(codecs.BOM_UTF8 + b"\xff\xfe\xff", "x.csv")) == "AS-3001"
    assert refused(lambda: decoded(codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "x.csv")) == "AS-3001"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_parts_most_lines_alike(tmp_path, separator):
    content = ROWS.replace(";", separator).replace("Đào", "Đào: bà, cụ" if separator != "," else "Đào; cụ")
    found = rows(tmp_path, content)
    assert [len(each) for each in found] == [3, 3, 3]
    assert found[0] == ["STT", "Họ và tên", "Năm sinh"]


def test_a_separator_that_the_file_names_is_taken_and_its_line_is_no_row(tmp_path):
    assert rows(tmp_path, "sep=,\na;b,c\n") == [[], ["a;b", "c"]]
    assert rows(tmp_path, "SEP=|\na;b;c\n1|2\n")[2] == ["1", "2"]
    assert rows(tmp_path, "sep=\na;b\n")[1] == ["a", "b"], "it names none"
    assert rows(tmp_path, "sep=x\naxb;c\n")[1] == ["axb", "c"], "nothing parts cells so"


def test_empty_cells_and_ends_are_nothing(tmp_path):
    assert rows(tmp_path, "a;;b;;\n;;\n\nc;d\n;\n") == [["a", None, "b"], [], [], ["c", "d"]]


def test_the_rows_of_a_file_in_other_letters_come_with_a_note(tmp_path):
    path = tmp_path / "cũ.csv"
    path.write_bytes(codecs.BOM_UTF16_LE + ROWS.encode("utf-16-le"))
    book = read_csv(path)
    assert [each.code for each in book.notes] == ["AS-3025"]
    assert (book.name, book.kind, book.sheets[0].name) == ("cũ.csv", "csv", "cũ")
    path.write_bytes(codecs.BOM_UTF8 + ROWS.encode())
    assert read_csv(path).notes == ()


def test_a_file_that_is_too_large_or_too_wide_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_file, "CELL_LIMIT", 6)
    assert len(rows(tmp_path, "a;b;c\nd;e;f\n")) == 2
    assert refused(lambda: rows(tmp_path, "a;b;c\nd;e;f\ng\n")) == "AS-3007"
    monkeypatch.setattr(csv_file, "CELL_LIMIT", 600_000)
    wide = ";" * (csv_file._LAST_COLUMN + 1)
    assert refused(lambda: rows(tmp_path, f"a;b\n{wide}\n")) == "AS-3007"
    monkeypatch.setattr(csv_file, "FILE_LIMIT", 20)
    assert refused(lambda: rows(tmp_path, ROWS)) == "AS-3004"


def test_a_mark_that_opens_and_never_closes_is_a_letter(tmp_path):
    many = "\n".join(f"{number};Nguyễn Văn An;1950" for number in range(30))
    found = rows(tmp_path, f'STT;Tên;NS\n0;"Lê Văn Bé;1949\n{many}\n')
    assert len(found) == 32
    assert found[1] == ["0", '"Lê Văn Bé', "1949"]
    kept = rows(tmp_path, 'STT;Tên\n1;"Lê\nVăn; ""Bé"""\n')
    assert kept == [["STT", "Tên"], ["1", 'Lê\nVăn; "Bé"']]


OLD_FONT = "STT;Hä vµ tªn;N¨m sinh\n1;NguyÔn ThÞ §µo;1950\n2;Lª V¨n ¦íc;1961\n".encode("latin-1")


def of_windows(text):
    """The bytes of Windows' own Vietnamese: the marks of a tone stand after their letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parted = unicodedata.normalize("NFD", text)
    done = ""
    for letter in parted:
        if letter in tones or unicodedata.combining(letter) == 0:
            done += letter
        else:  # a hat or a horn belongs to its letter, also behind a tone that was written first
            tail = done[-1] if done[-1] in tones else ""
            done = done[: len(done) - len(tail)]
            done = done[:-1] + unicodedata.normalize("NFC", done[-1] + letter) + tail
    return done.encode("cp1258")


@pytest.mark.parametrize(
    ("content", "encoding", "third"),
    [
        (of_windows(ROWS), "cp1258", ["2", "Lê Văn Ước", "1961"]),
        (OLD_FONT, "latin-1", ["2", "Lª V¨n ¦íc", "1961"]),
        ("a;b;c\n1;d;e\n2;Phì – Trà Mì;1961\n".encode("cp1252"), "cp1252", ["2", "Phì – Trà Mì", "1961"]),
    ],
)
def test_letters_of_one_byte_are_told_by_the_words_that_they_make(tmp_path, content, encoding, third):
    assert decoded(content, "x.csv")[1] == encoding
    assert rows(tmp_path, content)[2] == third
    path = tmp_path / "danh sách.csv"
    assert [(each.code, encoding in each.text) for each in read_csv(path).notes] == [("AS-3025", True)]


def test_the_letters_of_a_long_file_are_told_by_its_beginning():
    long = of_windows(ROWS) * 3000
    assert len(long) > csv_file._SAMPLE
    text, encoding = decoded(long, "x.csv")
    assert (text, encoding) == (ROWS * 3000, "cp1258"), "and all of it is read so"


@pytest.mark.parametrize(("lines", "whole"), [(19, True), (20, True), (21, False), (60, False)])
def test_a_cell_may_have_some_lines_and_not_half_the_file(tmp_path, lines, whole):
    found = rows(tmp_path, 'STT;Ghi chú\n1;"' + "\n".join(["x"] * (lines + 1)) + '"\n2;y\n')
    assert (len(found) == 3) is whole
    assert found[-1] == ["2", "y"]


def test_a_cell_without_end_is_refused_however_its_marks_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_file, "_LONGEST_CELL", 10)
    assert rows(tmp_path, "a;b\n" + "x" * 100 + ";c\n")[1] == ["x" * 100, "c"]
    assert refused(lambda: rows(tmp_path, "a;b\n" + "x" * 101 + ";c\n")) == "AS-3001"
    opened = rows(tmp_path, 'a;b\n1;"' + "\n".join(["x" * 9] * 15) + "\n")
    assert opened[1] == ["1", '"' + "x" * 9], "the mark swallowed more than a cell holds: it is a letter"
    assert len(opened) == 16


CELLS = st.text(st.sampled_from('aĐầ ;,|\t"\n1'), max_size=6)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6), st.binary(max_size=40))
def test_no_content_breaks_the_reading_of_a_table(tmp_path_factory, table, junk):
    folder = tmp_path_factory.mktemp("csv")
    for content in ("\n".join(";".join(row) for row in table).encode(), junk):
        with contextlib.suppress(UserError):
            found = rows(folder, content)
            assert all(cell is None or isinstance(cell, str) for row in found for cell in row)
