"""Lists on paper, read back from the PDF."""

import io
import itertools
import re
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.cells import show
from ansinh_desktop.services.reports.fitting import BOTTOM, LEFT, MM, RIGHT, TOP
from ansinh_desktop.services.reports.form_layout import FormDocument, Paragraph
from ansinh_desktop.services.reports.form_pdf import write_form
from ansinh_desktop.services.reports.layout import (
    INTERNAL_USE,
    MOTTO,
    NATION,
    NO_ROWS,
    GroupRow,
    Heading,
    ListColumn,
    ListDocument,
    Signature,
    StoppedError,
)
from ansinh_desktop.services.reports.pdf import write_pdf
from tests.services.reports.papers import (
    COLUMNS,
    HEADING,
    SIGNATURES,
    numbered_rows,
    opened,
    payment_list,
    people,
    printed,
    squeezed,
    table_cells,
    wide_list,
    words_of,
)

_HAIR = 0.6
QUICK = {1, 2, 4, 6, 9, 11, 13, 16, 21, 27, 36, 38}
"""So many columns, on every kind of paper, on one sheet and on several beside each other."""


def assert_nothing_is_cut(pdf) -> None:
    """Every letter stands between the margins, and every letter of the table under the table's head."""
    for page in pdf.pages:
        for char in page.chars:
            assert char["x0"] >= LEFT - _HAIR
            assert char["x1"] <= page.width - RIGHT + _HAIR
            assert 0 < char["top"] < char["bottom"] < page.height
        lines = [edge for edge in page.edges if edge["orientation"] == "h"]
        assert max(edge["bottom"] for edge in lines) <= page.height - BOTTOM + _HAIR


def assert_no_letter_crosses_the_grid(pdf) -> None:
    for page in pdf.pages:
        posts = [edge for edge in page.edges if edge["orientation"] == "v"]
        for char in page.chars:
            for post in posts:
                middle = (char["top"] + char["bottom"]) / 2
                crossed = char["x0"] + _HAIR < post["x0"] < char["x1"] - _HAIR
                assert not (crossed and post["top"] < middle < post["bottom"]), char["text"]


def test_every_value_is_on_paper():
    document = payment_list(120)
    with opened(document) as pdf:
        found = numbered_rows(pdf.pages)
        assert_nothing_is_cut(pdf)
    kinds = [column.kind for column in COLUMNS]
    for row in people(120):
        shown = [squeezed(show(value, kind)) for value, kind in zip(row, kinds, strict=True)]
        assert found[shown[0]] == shown


def test_what_stands_under_a_name_is_a_note_in_italics():
    columns = tuple(replace(each, notes=each.key == "name") for each in COLUMNS)
    (first, *rest) = people(3)
    rows = [(first[0], f"{first[1]}\nnhận thay: Phan Văn Tâm", *first[2:]), *rest]
    with opened(payment_list(columns=columns, rows=rows)) as pdf:
        faces = {
            face: squeezed("".join(each["text"] for each in pdf.pages[0].chars if face in each["fontname"]))
            for face in ("LiberationSerif-Italic", "LiberationSerif+", "LiberationSerif")
        }
        assert_nothing_is_cut(pdf)
    assert squeezed("nhận thay: Phan Văn Tâm") in faces["LiberationSerif-Italic"]
    assert squeezed(first[1]) not in faces["LiberationSerif-Italic"]
    assert squeezed(first[1]) in faces["LiberationSerif"]


def test_a_reference_aside_stands_on_the_line_of_the_unit_note_and_leaves_room_for_a_row():
    said: dict[str, Any] = {"reference": "3 người, chưa chốt.", "unit_note": "Đơn vị tính: đồng"}
    tops = {}
    for aside in (False, True):
        with opened(payment_list(**said, reference_aside=aside)) as pdf:
            words = {each["text"]: each for each in pdf.pages[0].extract_words()}
        tops[aside] = words["STT"]["top"]
        beside = abs(words["chưa"]["top"] - words["vị"]["top"]) < 1
        assert beside == aside
        assert (words["chưa"]["x0"] < words["vị"]["x0"]) or not aside
    assert tops[True] < tops[False] - 10


def test_the_first_page_opens_as_the_decree_wants():
    heading = replace(HEADING, superior_lines=("TỈNH AN GIANG",))
    with opened(payment_list(heading=heading)) as pdf:
        page = pdf.pages[0]
        text = words_of(page)
        fonts = {char["fontname"].split("+")[1] for char in page.chars}
        lines = [line for line in page.edges if line["orientation"] == "h"]
        motto = page.search(re.escape(MOTTO))[0]
        nation = page.search(NATION)[0]
    for line in ("TỈNH AN GIANG", "XÃ BÌNH HÒA", NATION, MOTTO, "DANH SÁCH CHI TRẢ", "Tháng 6 năm 2026"):
        assert line in text
    assert nation["x0"] > page.width / 2 - 30
    under = [
        line for line in lines if 0 < line["top"] - motto["bottom"] < 6 and abs(line["x0"] - motto["x0"]) < 1
    ]
    assert under
    assert under[0]["width"] == pytest.approx(motto["x1"] - motto["x0"], abs=1)
    assert fonts == {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic"}


def test_with_a_number_place_and_date_stand_beside_it_at_the_top():
    heading = replace(HEADING, number="Số: 05/BC-UBND")
    with opened(payment_list(heading=heading)) as pdf:
        page = pdf.pages[0]
        number, date = page.search("Số: 05/BC-UBND")[0], page.search("Bình Hòa, ngày")[0]
        assert len(page.search("Bình Hòa, ngày")) == 1
    assert number["bottom"] == pytest.approx(date["bottom"], abs=1)
    assert number["x1"] < date["x0"]


def test_headings_stand_on_every_page_and_pages_are_numbered():
    with opened(payment_list(100)) as pdf:
        pages = list(pdf.pages)
        assert len(pages) > 2
        for number, page in enumerate(pages, start=1):
            text = words_of(page)
            assert "Trang" not in text  # one number a page
            assert "Mức trợ cấp" in text
            assert "Số tiền" in text
            above = [char for char in page.chars if char["bottom"] < TOP]
            assert "".join(char["text"] for char in above) == (str(number) if number > 1 else "")
            assert all(13 <= char["size"] <= 14 for char in above)


def test_each_page_is_totalled_and_the_list_is_spelled_out():
    document = payment_list(100)
    with opened(document) as pdf:
        pages = list(pdf.pages)
        totals = []
        for page in pages:
            rows = table_cells(page)
            total = next(row[-1] for row in rows if row[0] == "Cộngtrang")
            on_page = sum(int(row[-1].replace(".", "")) for row in rows if row[0].isdigit())
            assert int(total.replace(".", "")) == on_page
            totals.append(on_page)
        last = words_of(pages[-1])
    whole = sum(row[5] for row in people(100))
    assert sum(totals) == whole
    assert f"TỔNG CỘNG {whole:,}".replace(",", ".") in last
    assert "Bằng chữ: " in last


def test_a_list_of_one_page_has_no_page_total():
    with opened(payment_list(3)) as pdf:
        text = words_of(pdf.pages[0])
        assert len(pdf.pages) == 1
    assert "Cộng trang" not in text
    assert "TỔNG CỘNG" in text


@pytest.mark.parametrize("count", range(22, 42))
def test_signatures_never_stand_without_a_row_above_them(count):
    with opened(payment_list(count)) as pdf:
        last = pdf.pages[-1]
        text = words_of(last)
        assert any(row[0].isdigit() for row in table_cells(last))
        assert_nothing_is_cut(pdf)
        rest = " ".join(words_of(page) for page in pdf.pages[:-1])
        assert len(numbered_rows(pdf.pages)) == count
    assert "Trần Thị Đào" in text
    assert "CHỦ TỊCH" in text
    assert "NGƯỜI LẬP BIỂU" not in rest


def test_groups_open_above_their_rows_and_are_totalled():
    rows = []
    for hamlet in range(9):
        rows += [GroupRow(f"Ấp {hamlet}"), *people(11)]
    document = payment_list(99, rows=rows, group_totals=True)
    with opened(document) as pdf:
        for page in pdf.pages:
            labels = [row[0] for row in table_cells(page)]
            for at, label in enumerate(labels):
                assert not label.startswith("Ấp") or labels[at + 1].isdigit()
        text = " ".join(words_of(page) for page in pdf.pages)
    once = f"{sum(row[5] for row in people(11)):,}".replace(",", ".")
    assert [text.count(f"Ấp {hamlet} ") for hamlet in range(9)] == [2] * 9
    assert text.count(f"Cộng Ấp 4 {once}") == 1


def test_confidential_lists_say_so_on_every_page():
    with opened(payment_list(60, confidential=INTERNAL_USE)) as pdf:
        assert len(pdf.pages) > 1
        for page in pdf.pages:
            (found,) = page.search(INTERNAL_USE)
            posts = [edge for edge in page.edges if edge["orientation"] == "v"]
            assert any(0 < found["x0"] - post["x0"] < 12 for post in posts)
            assert any(0 < post["x0"] - found["x1"] < 12 for post in posts)


def test_notes_and_marks_have_their_places():
    marked = tuple(replace(column, mark=f"({at})") for at, column in enumerate(COLUMNS, start=1))
    document = payment_list(
        60,
        columns=marked,
        annex="Phụ lục I",
        reference="(Kèm theo Báo cáo số 05/BC-UBND)",
        unit_note="Đơn vị tính: đồng",
        remark="Ghi chú: danh sách đã niêm yết.",
        footer_note="Bản in số 2",
    )
    with opened(document) as pdf:
        first, last = words_of(pdf.pages[0]), words_of(pdf.pages[-1])
        every = [words_of(page) for page in pdf.pages]
    assert first.index("Phụ lục I") < first.index("DANH SÁCH") < first.index("(Kèm theo Báo cáo")
    assert "Đơn vị tính: đồng" in first
    assert "Ghi chú: danh sách đã niêm yết." in last
    assert all("Bản in số 2" in text and "(1) (2) (3) (4) (5) (6)" in text for text in every)


def test_an_empty_list_says_that_it_is_empty():
    with opened(payment_list(0)) as pdf:
        (page,) = pdf.pages
        text = words_of(page)
    assert NO_ROWS in text
    assert "TỔNG CỘNG 0" in text
    assert "Bằng chữ: Không đồng." in text


@pytest.mark.parametrize(
    "columns",
    [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in range(1, 41)],
)
def test_no_column_is_ever_cut(columns):
    document = wide_list(columns, 5)
    found: dict[str, list[str]] = {}
    with opened(document) as pdf:
        assert_nothing_is_cut(pdf)
        assert_no_letter_crosses_the_grid(pdf)
        lead = len(document.lead)
        for number, row in (
            (number, row) for page in pdf.pages for number, row in numbered_rows([page]).items()
        ):
            found.setdefault(number, row[:lead]).extend(row[lead:])
            assert found[number][:lead] == row[:lead]
    kinds = [column.kind for column in document.columns]
    rows: Any = document.rows
    assert list(found.values()) == [
        [squeezed(show(value, kind)) for value, kind in zip(row, kinds, strict=True)] for row in rows
    ]


def paper_of(document: ListDocument) -> tuple[int, int]:
    with opened(document) as pdf:
        sizes = {(round(page.width / MM), round(page.height / MM)) for page in pdf.pages}
    (size,) = sizes
    return size


def test_the_paper_is_the_smallest_that_will_do():
    assert paper_of(wide_list(5, 3)) == (210, 297)
    assert paper_of(wide_list(11, 3)) == (297, 210)
    assert paper_of(wide_list(15, 3)) == (420, 297)
    assert paper_of(wide_list(15, 3, a3=False)) == (297, 210)
    assert paper_of(wide_list(40, 3)) == (297, 210)
    assert paper_of(wide_list(5, 3, orientation="landscape")) == (297, 210)
    assert paper_of(wide_list(15, 3, orientation="portrait")) == (210, 297)


def test_a_split_list_says_which_part_a_sheet_is():
    with opened(wide_list(40, 3, signatures=SIGNATURES)) as pdf:
        texts = [words_of(page) for page in pdf.pages]
    parts = len(texts)
    assert parts > 2
    for at, text in enumerate(texts, start=1):
        assert f"Phần {at}/{parts}" in text
        assert "DANH SÁCH RỘNG" in text
    assert ["Trần Thị Đào" in text for text in texts] == [False] * (parts - 1) + [True]


def test_an_endless_word_is_broken_and_a_cell_longer_than_a_page_goes_on():
    long = " ".join(f"từ{at}" for at in range(2500))
    columns = (ListColumn("number", "STT", "whole"), ListColumn("text", "Nội dung"), ListColumn("x", "X"))
    document = payment_list(
        columns=columns,
        rows=[(1, long, "a" * 900), (2, "ngắn", None), (3, "Đ" * 300, "b")],
        words_of="",
    )
    with opened(document) as pdf:
        assert_nothing_is_cut(pdf)
        assert_no_letter_crosses_the_grid(pdf)
        cells = [row for page in pdf.pages for row in table_cells(page)]
        assert "Trần Thị Đào" in words_of(pdf.pages[-1])
        assert len(pdf.pages) > 3
    text = "".join(row[1] for row in cells if len(row) == 3 and row[1] != "Nộidung")
    assert text == squeezed(long) + "ngắn" + "Đ" * 300
    assert "".join(row[2] for row in cells if len(row) == 3 and row[2] != "X") == "a" * 900 + "b"


def test_the_end_of_a_list_never_stands_alone_even_under_one_long_row():
    text = " ".join(f"từ{at}" for at in range(700))
    columns = (ListColumn("number", "STT", "whole"), ListColumn("text", "Nội dung"))
    for length in range(len(text) // 3, len(text), 210):
        document = payment_list(columns=columns, rows=[(1, text[:length])], row_count=1, words_of="")
        with opened(document) as pdf:
            assert_nothing_is_cut(pdf)
            last = table_cells(pdf.pages[-1])
            assert "Trần Thị Đào" in words_of(pdf.pages[-1])
        assert any("từ" in row[-1] for row in last)


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**12), max_value=10**12),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=2),
    st.dates(),
    st.builds(PartialDate, st.integers(min_value=1900, max_value=2026)),
    st.text("aăâđêôơưẦỢ 0123456789\n-/", max_size=60),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_a_list_says_it_fits_its_paper(data):
    count = data.draw(st.integers(min_value=1, max_value=14))
    kinds = data.draw(
        st.lists(
            st.sampled_from(["text", "whole", "money", "date", "id", "decimal"]),
            min_size=count,
            max_size=count,
        )
    )
    columns = tuple(
        ListColumn(f"c{at}", data.draw(st.text("aăđ Ộ", max_size=25)), kind, group="g" * (at % 3 == 1))
        for at, kind in enumerate(kinds)
    )
    rows = data.draw(st.lists(st.tuples(*[_VALUES] * count), max_size=12))
    document = payment_list(columns=columns, rows=rows, row_count=len(rows), words_of="")
    with opened(document) as pdf:
        assert_nothing_is_cut(pdf)
        assert_no_letter_crosses_the_grid(pdf)
        assert "Trần Thị Đào" in words_of(pdf.pages[-1])


def test_fonts_are_embedded_in_part_and_the_paper_names_its_language():
    reader: Any = pypdf.PdfReader(io.BytesIO(printed(payment_list(3))))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    used = [font.get_object() for font in fonts if font.get_object()["/Subtype"] == "/TrueType"]
    assert used
    for font in used:
        assert "+" in font["/BaseFont"]
        assert len(font["/FontDescriptor"]["/FontFile2"].get_object().get_data()) < 100_000
    assert reader.metadata.title == "Danh sách chi trả"
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    assert "Nguyễn Văn An" in reader.pages[-1].extract_text()


def test_progress_is_told_and_rows_are_walked_once():
    told: list[tuple[int, int]] = []
    stream = io.BytesIO()
    pages = write_pdf(
        payment_list(600, rows=iter(people(600))), stream, lambda done, whole: told.append((done, whole))
    )
    assert pages == len(pypdf.PdfReader(stream).pages)
    assert told == sorted(told)
    assert told[0] == (0, 1200)
    assert told[-1] == (1200, 1200)
    assert len(told) > pages


def test_the_officer_can_stop_it():
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(StoppedError):
        write_pdf(payment_list(1000), io.BytesIO(), None, cancelled)
    assert len(asked) == 3


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_signatures_share_the_width_and_the_last_stands_at_the_right(count):
    signatures = tuple(Signature((f"CHỨC VỤ {at}",), name=f"Người {at}") for at in range(count))
    with opened(payment_list(signatures=signatures, heading=Heading(("UBND",), place="Bình Hòa"))) as pdf:
        (page,) = pdf.pages
        centres = [(found["x0"] + found["x1"]) / 2 for found in page.search(r"CHỨC VỤ \d")]
        bases = {round(found["bottom"]) for found in page.search(r"Người \d")}
        date = page.search("Bình Hòa, ngày.*năm ……")[0]
        assert_nothing_is_cut(pdf)
    assert len(centres) == count
    assert centres == sorted(centres)
    assert centres[-1] > page.width / 2
    assert len(bases) == 1
    assert (date["x0"] + date["x1"]) / 2 == pytest.approx(centres[-1], abs=2)


def test_no_paper_of_ours_names_a_font_that_is_not_in_it_and_each_tells_its_language_and_maker():
    """A list and a form alike: what a payer's archive asks of a file."""
    made = io.BytesIO()
    write_pdf(payment_list(3), made)
    form = io.BytesIO()
    write_form(FormDocument("THÔNG BÁO", HEADING, (Paragraph("Một dòng chữ."),), SIGNATURES), form)
    for stream in (made, form):
        stream.seek(0)
        reader = pypdf.PdfReader(stream)
        assert str(reader.root_object["/Lang"]).startswith("vi")
        said = reader.metadata
        assert said is not None
        assert (said.producer, said.creator) == ("An Sinh Xã", "An Sinh Xã")
        assert "anonymous" not in (said.author or "")
        embedded, others = reader.pages[0]._get_fonts()
        assert embedded
        assert not others


@pytest.mark.parametrize("groups", [1, 2])
def test_no_page_of_a_list_by_groups_holds_sums_alone(groups):
    for count in range(8, 24):
        who = people(groups * 3 + count)
        rows = [
            row
            for group in range(groups)
            for row in (GroupRow(f"Ấp {group}"), *who[group * 3 : group * 3 + 3])
        ]
        rows += [GroupRow("Ấp cuối"), *who[groups * 3 :]]
        made = payment_list(groups * 3 + count, rows=rows, group_totals=True, carries=True, row_height=9.0)
        with opened(made) as pdf:
            rows_of_pages = [numbered_rows([page]) for page in pdf.pages]
        assert all(rows_of_pages)
        assert len(set().union(*rows_of_pages)) == groups * 3 + count


@pytest.mark.parametrize("count", [3, 40, 130])
def test_what_the_pages_come_to_is_carried_from_page_to_page(count):
    with opened(replace(payment_list(count), carries=True, row_height=9.0)) as pdf:
        texts = [words_of(page) for page in pdf.pages]
    if len(texts) == 1:
        assert "chuyển" not in texts[0]
        return

    def sums(label: str) -> list[int | None]:
        found = [re.search(rf"{label} ([\d.]+)", each) for each in texts]
        return [int(each[1].replace(".", "")) if each else None for each in found]

    amounts = [each or 0 for each in sums("Cộng trang(?:, chuyển trang sau)?")]
    until = list(itertools.accumulate(amounts))
    assert sums("Cộng trang, chuyển trang sau") == [until[0], *[None] * (len(texts) - 1)]
    assert sums("Cộng chuyển trang sau") == [None, *until[1:-1], None]
    assert sums("Trang trước chuyển sang") == [None, *until[:-1]]
    assert f"TỔNG CỘNG {until[-1]:,}".replace(",", ".") in texts[-1]
