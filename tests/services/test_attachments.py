"""Papers kept with a case: told by their content, kept only in the encrypted file, let out only on demand."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.attachments import LARGEST, Attachments, size_shown
from ansinh_desktop.services.cases.paper_types import TYPES, type_of
from ansinh_desktop.services.program import Program
from tests import factories, paper_files


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "data")[0]) as program:
        yield program


@pytest.fixture
def record(program) -> str:
    return program.cases.save(factories.orphan())


@pytest.fixture
def secret(program) -> str:
    return program.cases.save(factories.abuse())


@pytest.fixture
def scans(tmp_path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(do) -> str:
    with pytest.raises(UserError) as caught:
        do()
    assert caught.value.text
    assert caught.value.todo
    return caught.value.code


def acts(program, record) -> list[tuple[str, str, str, str, str]]:
    return [(row.what, row.field, row.before, row.after, row.reason) for row in program.cases.history(record)]


@pytest.mark.parametrize(
    ("content", "label"),
    [
        (paper_files.pdf(), "PDF"),
        (paper_files.picture("JPEG"), "Ảnh JPEG"),
        (paper_files.picture("PNG"), "Ảnh PNG"),
        (paper_files.docx(), "Văn bản Word"),
        (paper_files.xlsx(), "Bảng tính Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"),
            "Văn bản Word (cũ)",
        ),
    ],
)
def test_what_a_paper_is_its_content_says_and_not_its_name(program, record, scans, content, label):
    added = program.attachments.add(record, put(scans, "giấy tờ.exe", content))
    (paper,) = program.attachments.of_record(record)
    assert (paper.id, paper.name, paper.type.label) == (added, "giấy tờ.exe", label)
    assert (paper.size, paper.author) == (len(content), "Trần Thị Lan")
    assert program.attachments.read(added).content == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("trống.pdf", b"", "AS-2040"),
        ("to.pdf", b"%PDF-1.7" + bytes(LARGEST), "AS-2041"),
        ("giả.pdf", b"MZ\x90\x00 this program cannot be run", "AS-2042"),
        ("thư.txt", "Kính gửi".encode(), "AS-2042"),
        ("macro.docx", paper_files.docx("word/vbaProject.bin"), "AS-2042"),
        ("gói.zip", paper_files.zipped("anh.jpg"), "AS-2042"),
        ("cụt.pdf", paper_files.pdf()[:-200], "AS-2043"),
        ("cụt.jpg", paper_files.picture("JPEG")[:-20], "AS-2043"),
        ("cụt.png", paper_files.picture("PNG")[:-12], "AS-2043"),
        ("cụt.docx", paper_files.docx()[:-60], "AS-2043"),
    ],
)
def test_what_will_not_do_is_refused_in_one_sentence_and_nothing_changes(
    program, record, scans, name, content, code
):
    with program.vault.reading() as store:
        before = store.log.last()
    assert refused(lambda: program.attachments.add(record, put(scans, name, content))) == code
    with program.vault.reading() as store:
        assert store.log.last() == before
    assert program.attachments.of_record(record) == []


def test_a_file_that_is_not_there_is_said_so(program, record, scans):
    assert refused(lambda: program.attachments.add(record, scans / "mất.pdf")) == "AS-2045"


def test_the_same_paper_is_kept_once_in_a_case_under_whatever_name(program, record, secret, scans):
    program.attachments.add(record, put(scans, "khai sinh.pdf", paper_files.pdf()))
    again = put(scans, "khai sinh (1).pdf", paper_files.pdf())
    assert refused(lambda: program.attachments.add(record, again)) == "AS-2044"
    program.attachments.add(secret, again)
    assert len(program.attachments.of_record(record)) == len(program.attachments.of_record(secret)) == 1


def test_a_paper_that_was_taken_back_is_gone_and_stays_in_the_history(program, record, scans):
    path = put(scans, "khai sinh.pdf", paper_files.pdf())
    program.attachments.remove(program.attachments.add(record, path), "Thêm nhầm hồ sơ")
    assert program.attachments.of_record(record) == []
    assert acts(program, record)[:2] == [
        ("Rút giấy tờ", "Giấy tờ kèm theo", "khai sinh.pdf", "", "Thêm nhầm hồ sơ"),
        ("Thêm giấy tờ", "Giấy tờ kèm theo", "", "khai sinh.pdf", ""),
    ]
    program.attachments.add(record, path)
    assert [each.name for each in program.attachments.of_record(record)] == ["khai sinh.pdf"]


def test_a_look_at_a_paper_of_a_confidential_case_is_written_down_and_of_another_is_not(
    program, record, secret, scans
):
    path = put(scans, "giám định.pdf", paper_files.pdf())
    program.attachments.read(program.attachments.add(record, path))
    program.attachments.read(program.attachments.add(secret, path))
    assert not [each for each in acts(program, record) if each[0] == "Xem hồ sơ"]
    assert ("Xem hồ sơ", "Giấy tờ kèm theo", "", "giám định.pdf", "") in acts(program, secret)


def test_a_copy_goes_where_the_officer_says_and_is_written_down_as_an_export(program, record, scans):
    added = program.attachments.add(record, put(scans, "khai sinh.pdf", paper_files.pdf()))
    target = scans / "bản sao.pdf"
    program.attachments.save_copy(added, target)
    assert target.read_bytes() == paper_files.pdf()
    assert acts(program, record)[0] == ("Xuất tệp", "Giấy tờ kèm theo", "", "khai sinh.pdf", "")
    assert refused(lambda: program.attachments.save_copy(added, scans / "không có" / "b.pdf")) == "AS-4004"


def test_rights_hold_in_the_service(program, record, scans):
    path = put(scans, "khai sinh.pdf", paper_files.pdf())
    added = program.attachments.add(record, path)

    def who_may(rights: str) -> Attachments:
        return Attachments(program.vault, Access("x", "viewer", {"children": rights}))

    assert refused(lambda: who_may("").of_record(record)) == "AS-1110"
    assert refused(lambda: who_may("").read(added)) == "AS-1110"
    assert who_may("r").read(added).content == paper_files.pdf()
    for deed in (
        lambda: who_may("rpx").add(record, path),
        lambda: who_may("rpx").remove(added, "Thêm nhầm"),
        lambda: who_may("rwp").save_copy(added, scans / "b.pdf"),
        lambda: who_may("rwx").printed(added),
    ):
        assert refused(deed) == "AS-1110"
    assert not (scans / "b.pdf").exists()
    assert len(program.attachments.of_record(record)) == 1


def test_nothing_of_a_paper_lies_on_the_disk_unencrypted(program, record, scans, tmp_path, monkeypatch):
    words = "Neang Phuong 089215001234"
    content = paper_files.pdf(words)
    path = put(scans, "giám định.pdf", content)
    outside = tmp_path / "tmp"
    outside.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(outside))
    added = program.attachments.add(record, path)
    program.attachments.read(added)
    path.unlink()
    assert list(outside.iterdir()) == []
    found = [each for each in tmp_path.rglob("*") if each.is_file() and os.access(each, os.R_OK)]
    assert any(each.name == "ansinh.db" for each in found)
    assert not [each for each in found if content[200:260] in each.read_bytes()]


def test_a_name_is_kept_as_one_clean_line_with_its_ending(program, record, scans):
    long = put(scans, "a" * 200 + ".pdf", paper_files.pdf())
    program.attachments.add(record, long)
    (paper,) = program.attachments.of_record(record)
    assert len(paper.name) == 120
    assert paper.name.endswith("a.pdf")


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]),
)
def test_no_bytes_whatever_do_more_than_be_refused_or_told(rest, head):
    try:
        assert type_of(head + rest, "x") in TYPES
    except UserError as error:
        assert error.code in ("AS-2042", "AS-2043")  # noqa: PT017 - either way is right, a crash is not


@pytest.mark.parametrize(
    ("size", "shown"), [(1, "1 KB"), (819_200, "800 KB"), (1_468_006, "1,4 MB"), (LARGEST, "10,0 MB")]
)
def test_a_size_is_said_as_officers_say_it(size, shown):
    assert size_shown(size) == shown
