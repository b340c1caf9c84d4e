"""Charts on paper: nothing falls off a page, what is too long goes on, and its numbers can be read as a table."""

import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.services.reports import charts, plates
from ansinh_desktop.services.reports.chart_book import CHART_SHEET
from ansinh_desktop.services.reports.docx import write_docx
from ansinh_desktop.services.reports.fitting import A4, A4_LANDSCAPE, BOTTOM, TOP
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument
from ansinh_desktop.services.reports.marks import Bar, Change, ChartSheet, Column, Panel, Part, Strip
from ansinh_desktop.services.reports.pdf import write_pdf
from ansinh_desktop.services.reports.xlsx import write_xlsx
from tests.services.reports.metafiles import read
from tests.services.reports.papers import texts_of

LOOK = charts.paper()
WORDS = (("filled", "trong"), ("past", "các tháng trước"), ("hollow", "ngoài"))


def strips(count, size=5):
    return [Strip(str(at), f"Ấp {at}", size, 1, 2, f"{size}/{size + 3}") for at in range(1, count + 1)]


def texts(chart):
    return [each.text for block in chart.drawing.contents for each in said(block)]


def said(shape):
    if hasattr(shape, "contents"):
        for each in shape.contents:
            yield from said(each)
    elif hasattr(shape, "text"):
        yield shape


@settings(max_examples=20)
@given(
    st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=2), min_size=1, max_size=5),
    st.sampled_from((A4, A4_LANDSCAPE)),
    st.booleans(),
)
def test_every_strip_stands_once_on_some_page_and_no_page_is_too_low_for_its_charts(counts, paper, legend):
    panels = tuple(
        Panel(f"Chỉ tiêu {at}", tuple(Part("Ấp, khóm", strips(each)) for each in parts))
        for at, parts in enumerate(counts)
    )
    pages = list(plates.plates(ChartSheet("Theo ấp", panels, WORDS if legend else ()), paper))
    for each in pages:
        assert each.drawing.height <= paper.height - TOP - BOTTOM - plates.HEADING
    shown = [each for page in pages for each in texts(page)]
    assert sum(each.startswith("Ấp ") and each != "Ấp, khóm" for each in shown) == sum(map(sum, counts))
    for at in range(len(counts)):
        assert f"Chỉ tiêu {at}" in shown
    assert all(("các tháng trước" in texts(each)) is legend for each in pages)


def test_what_goes_on_says_so_and_keeps_its_measure():
    long = [*strips(60, 5), Strip("x", "Ấp lớn nhất", 100, 0, 0, "100/100")]
    first, *rest = plates.plates(ChartSheet("Theo ấp", (Panel("Hộ", (Part("Ấp", long),)),)), A4_LANDSCAPE)
    assert "Hộ" in texts(first)
    assert all("Hộ (tiếp theo)" in texts(each) for each in rest)
    assert "100/100" in texts(rest[-1])
    filled = [
        max(
            each.width
            for block in page.drawing.contents
            for each in boxes(block)
            if tone(each) == LOOK.filled
        )
        for page in (first, rest[-1])
    ]
    assert filled[1] == pytest.approx(20 * filled[0]), "a hundred is twenty times five, on whatever page"


def tone(box):
    return None if box.fillColor is None else f"#{box.fillColor.hexval()[2:]}"


def boxes(shape):
    if hasattr(shape, "contents"):
        for each in shape.contents:
            yield from boxes(each)
    elif hasattr(shape, "rx"):
        yield shape


@pytest.mark.parametrize(
    ("marks", "headings", "rows"),
    [
        (strips(1), ("", "Trong", "Chưa rõ", "Ngoài"), [("Ấp 1", 5, 1, 2)]),
        ([Strip("a", "9. Hộ", 0, shown="98 %", bar=Bar(0.98))], ("", "Kết quả"), [("9. Hộ", "98 %")]),
        ([Column("a", "6/2026", None, "–")], ("Kỳ", "Số"), [("6/2026", None)]),
        ([Change("a", "6/2026", 3, 1)], ("Kỳ", "Tăng", "Giảm"), [("6/2026", 3, 1)]),
    ],
)
def test_a_chart_is_a_table_as_well(marks, headings, rows):
    assert plates.numbers(marks) == (headings, rows)


def test_pages_of_charts_follow_the_table_and_are_numbered():
    sheet = ChartSheet("Theo ấp", (Panel("Hộ", (Part("Ấp, khóm", strips(50)),)),), WORDS)
    document = ListDocument(
        "BÁO CÁO", (ListColumn("a", "Tên"),), [["Một dòng"]], 1, orientation="landscape", charts=(sheet,)
    )
    stream = io.BytesIO()
    count = write_pdf(document, stream)
    table, *pages = texts_of(stream.getvalue())
    assert count == 1 + len(pages)
    assert "Một dòng" in table
    assert [("THEO ẤP" in each, "(TIẾP THEO)" in each) for each in pages] == [
        (True, False),
        *[(True, True)] * (len(pages) - 1),
    ]
    assert [each.strip().splitlines()[0] for each in pages] == [str(at) for at in range(2, count + 1)]


@pytest.mark.filterwarnings("ignore:wmf image format")
def test_names_that_nobody_expected_are_texts_in_word_and_excel():
    names = ["=1+1", "http://xa.vn", 'Khóm "A" & <B>', "Ấp 😀", "قرية", "Rất Dài " * 12]
    marks = [Strip(each, each, 5, 1, 2, "5/8") for each in names]
    sheet = ChartSheet('Theo "ấp" & <khóm>', (Panel(names[2], (Part("Ấp", marks),)),), WORDS)
    paper = ListDocument(
        title="T", subtitle="", reference="", columns=(ListColumn("a", "A"),), rows=[["x"]], row_count=1,
        charts=(sheet,),
    )  # fmt: skip
    book, word = io.BytesIO(), io.BytesIO()
    write_xlsx(paper, book)
    cells = [row[0] for row in openpyxl.load_workbook(book)[CHART_SHEET].iter_rows()]
    shown = {each.value: each for each in cells if each.value is not None}
    assert set(names) <= set(shown)
    assert {shown[each].data_type for each in names} == {"s"}
    assert [each for each in names if shown[each].hyperlink] == []
    write_docx(paper, word)
    with zipfile.ZipFile(word) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        drawn = read(archive.read("word/media/chart1.emf")).texts
    assert [each.get("descr") for each in body.iter() if each.get("descr")] == [sheet.title]
    assert set(names) <= set(drawn)
