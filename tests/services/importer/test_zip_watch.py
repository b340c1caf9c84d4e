"""What a zipped workbook would cost is counted while its XML goes by, and what costs too much is refused there."""

from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.importer import zip_watch
from ansinh_desktop.services.importer.sheets import Span
from ansinh_desktop.services.importer.zip_watch import (
    USUAL_COLUMNS,
    WIDE_GAP,
    BookTally,
    SheetTally,
    watch_ods,
    watch_xlsx,
)

SHEET, LAST = "xl/worksheets/sheet1.xml", "XFD1048576"
OFFICE = 'xmlns:office="o" xmlns:table="t" xmlns:text="x"'


def watched(part, xml, watch=watch_xlsx):
    book = BookTally("x.xlsx")
    parser = expat.ParserCreate()
    watch(part, book, parser)
    parser.Parse(xml, True)
    return book


def tally(inside):
    return watched(SHEET, f"<worksheet><sheetData>{inside}</sheetData></worksheet>").sheets[SHEET]


def cells(*references):
    return "".join(f'<c r="{each}"><v>1</v></c>' for each in references)


def refused(act):
    with pytest.raises(UserError) as caught:
        act()
    assert "x.xlsx" in caught.value.message.text
    return caught.value.code


# The cells of a sheet


def test_a_sheet_is_as_large_as_its_last_row_and_column_with_a_value():
    found = tally(f'<row r="1">{cells("B1")}</row><row r="7">{cells("A7", "D7")}<c r="Z7"/></row>')
    assert (found.cells, found.rows, found.columns, found.area) == (3, 7, 4, 28)
    assert tally("").area == 0


@pytest.mark.parametrize(
    ("inside", "size"),
    [
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", (3, 2, 2)),
        ('<row r="4"><c r="C4"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>', (3, 5, 4)),
        ("<row/><row/><row><c/><c><v>1</v></c></row>", (1, 3, 2)),
        ('<x:row xmlns:x="u" r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row>', (1, 2, 2)),
        ('<row r="2"><c r="B2" t="inlineStr"><is><t>x</t></is></c></row>', (1, 2, 2)),
    ],
)
def test_a_cell_without_a_place_stands_behind_the_one_before_it(inside, size):
    found = tally(inside)
    assert (found.cells, found.rows, found.columns) == size


@pytest.mark.parametrize("reference", ["a1", "A0", "XFE1", "A1048577", "AAAA1", "1A", "A", "", "Á1", "A1:B2"])
def test_a_place_that_no_sheet_has_is_no_place(reference):
    assert tally(cells("A1", LAST)).rows == 1 << 20
    with pytest.raises(ValueError):  # noqa: PT011 - whoever reads the file says what it means
        tally(cells(reference))


@pytest.mark.parametrize("place", [(-1, 0), (1 << 20, 0), (0, 1 << 14)])
def test_rows_without_numbers_cannot_run_out_of_a_sheet(place):
    with pytest.raises(ValueError, match=str(place[0])):
        SheetTally().add(*place)


def test_formulas_errors_and_shared_texts_are_known_by_their_cells():
    found = tally(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>"a"</f><v>a</v></c><c r="E1" t="e"><v> #REF! </v></c><c r="F1"><f>2</f></c>'
        f'<c r="G1" t="e"><v>{"x" * 30}</v></c><c r="H1"><v>7</v></c></row>'
    )
    assert found.shared == 2
    assert found.formulas == {(0, 2), (0, 5)}, "what a formula gave as a text was computed"
    assert found.errors == {(0, 4): "#REF!", (0, 6): "x" * 20}


@pytest.mark.parametrize(("hidden", "kept"), [("1", {2}), ("true", {2}), ("0", set()), ("", set())])
def test_hidden_rows_are_known_by_their_number(hidden, kept):
    assert tally(f'<row r="3" hidden="{hidden}"/><row r="4"/>').hidden == kept


def test_merged_cells_are_kept_where_they_head_a_list_or_join_rows():
    spans = ("B2:D2", "A100:B100", "A101:B101", "A101:A102", "C5", "A200:A200")
    found = tally("".join(f'<mergeCell ref="{each}"/>' for each in spans))
    assert found.spans == [Span(1, 1, 1, 3), Span(99, 0, 99, 1), Span(100, 0, 101, 0), Span(4, 2, 4, 2)]


def test_of_what_a_sheet_repeats_without_end_only_so_much_is_kept(monkeypatch):
    for limit in ("_SPAN_LIMIT", "_FORMULA_LIMIT", "_HIDDEN_LIMIT"):
        monkeypatch.setattr(zip_watch, limit, 2)
    rows = "".join(f'<row r="{at}" hidden="1"><c r="A{at}"><f>1</f></c></row>' for at in range(1, 6))
    found = tally(rows + "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1, 6)))
    assert (len(found.spans), len(found.formulas), len(found.hidden)) == (2, 2, 2)


def test_where_empty_cells_were_left_out_every_other_must_say_its_place():
    book = BookTally("x.xlsx", sheets={SHEET: SheetTally(emptied=True)})

    def read(inside):
        parser = expat.ParserCreate()
        watch_xlsx(SHEET, book, parser)
        parser.Parse(f"<sheetData>{inside}</sheetData>", True)

    read(f'<row r="3">{cells("B3")}</row>')
    assert refused(lambda: read('<row r="4"><c><v>1</v></c></row>')) == "AS-3001"
    assert refused(lambda: read("<row/>")) == "AS-3001"


PLACES = st.tuples(st.integers(0, (1 << 20) - 1), st.integers(0, (1 << 14) - 1))


@given(st.lists(PLACES, min_size=1, max_size=12))
def test_the_size_of_a_sheet_is_that_of_its_cells_in_whatever_order(places):
    found = SheetTally()
    for each in places:
        found.add(*each)
    assert found.cells == len(places)
    assert (found.rows, found.columns) == tuple(1 + max(each[at] for each in places) for at in (0, 1))
    assert found.near_rows <= found.rows
    if found.far is None:
        assert found.near_rows == found.rows
        assert found.columns <= USUAL_COLUMNS
    else:
        assert found.far in places


@pytest.mark.parametrize(
    ("rows", "near", "far"),
    [
        ((0, WIDE_GAP + 1), WIDE_GAP + 2, None),
        ((0, WIDE_GAP + 2), 1, (WIDE_GAP + 2, 0)),
        ((WIDE_GAP * 3,), WIDE_GAP * 3 + 1, None),
        ((0, WIDE_GAP * 2, WIDE_GAP * 4), 1, (WIDE_GAP * 2, 0)),
        ((0, WIDE_GAP * 2, 1), 2, (WIDE_GAP * 2, 0)),  # in whatever order they were written
        ((0, WIDE_GAP * 2, WIDE_GAP), WIDE_GAP * 2 + 1, None),
        ((0, WIDE_GAP * 4, WIDE_GAP * 2, 7), 8, (WIDE_GAP * 2, 0)),
        ((7, 0), 8, None),
    ],
)
def test_what_stands_far_below_all_others_is_told_apart(rows, near, far):
    found = SheetTally()
    for row in rows:
        found.add(row, 0)
    assert (found.near_rows, found.far) == (near, far)


def test_what_stands_far_to_the_right_is_told_apart():
    found = SheetTally()
    found.add(3, USUAL_COLUMNS - 1)
    told = [found.far]
    for place in ((4, USUAL_COLUMNS), (5, USUAL_COLUMNS + 1), (WIDE_GAP * 2, 0)):
        found.add(*place)
        told.append(found.far)
    assert told == [None, *[(4, USUAL_COLUMNS)] * 3]
    assert found.near_rows == 4


# The other parts


def test_the_longest_shared_text_is_known_however_it_is_cut():
    xml = "<sst><si><t>An</t></si><si><r><t>Nguyễn </t></r><r><t>Đào</t></r></si><si><t>x</t></si></sst>"
    for part in ("xl/sharedStrings.xml", "xl/sharedstrings2.xml"):
        assert watched(part, xml).longest_shared == len("Nguyễn Đào")
    assert watched("xl/styles.xml", xml).longest_shared == 0


def test_sheets_their_parts_and_the_fonts_are_taken_by_name():
    book = watched(
        "xl/workbook.xml",
        '<workbook xmlns:r="r"><sheet name="Ấp 1" r:id="rId1"/><sheet name="Ẩn" state="hidden" r:id="rId2"/>'
        '<sheet r:id="rId3"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        '<font><name val=".VnTime"/></font></workbook>',
    )
    assert book.names == {"rId1": ("Ấp 1", True), "rId2": ("Ẩn", False)}
    assert book.targets == {"rId1": "worksheets/sheet1.xml"}
    assert book.fonts == {".VnTime"}


# What costs too much


@pytest.mark.parametrize(("limit", "refuses"), [(3, False), (2, True)])
def test_more_cells_than_a_list_has_are_refused(monkeypatch, limit, refuses):
    monkeypatch.setattr(zip_watch, "CELL_LIMIT", limit)
    inside = f'<row r="1">{cells("A1", "B1", "C1")}</row>'
    if refuses:
        assert refused(lambda: tally(inside)) == "AS-3007"
    else:
        assert tally(inside).cells == 3


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_more_elements_than_a_workbook_has_are_refused_in_every_part(monkeypatch, part):
    monkeypatch.setattr(zip_watch, "ELEMENT_LIMIT", 3)
    assert watched(part, "<a><b/><b/></a>").elements == 3
    assert refused(lambda: watched(part, "<a><b/><b/><b/></a>")) == "AS-3007"


def test_texts_are_counted_up_to_what_memory_bears(monkeypatch):
    monkeypatch.setattr(zip_watch, "TEXT_LIMIT", 10)
    book = BookTally("x.xlsx")
    book.count_text(10)
    assert refused(lambda: book.count_text(1)) == "AS-3005"


# OpenDocument: what is repeated is counted as often as it would be laid out


def ods(inside):
    return watched(
        "content.xml", f"<office:body {OFFICE}><table:table>{inside}</table:table></office:body>", watch_ods
    )


def row(*inside, repeat=1):
    return f'<table:table-row table:number-rows-repeated="{repeat}">{"".join(inside)}</table:table-row>'


def cell(text="", repeat=1, kind="table-cell"):
    inside = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:{kind} table:number-columns-repeated="{repeat}">{inside}</table:{kind}>'


@pytest.mark.parametrize(
    ("inside", "laid_out"),
    [
        (row(cell("a", 3), repeat=4), 12),
        (row(cell("a")) + row(cell(repeat=5), cell("b")), 12),
        (row(cell("a")) + row(cell(repeat=900), repeat=900), 1),
        (row(cell(repeat=9), repeat=9) + row(cell("a"), cell(repeat=900)), 10),
        (row(cell("a", kind="covered-table-cell"), repeat=7), 7),
        ("".join(row(cell("a")) for _ in range(5)), 5),
    ],
)
def test_repeated_cells_and_rows_are_refused_at_the_number_that_would_be_laid_out(
    monkeypatch, inside, laid_out
):
    monkeypatch.setattr(zip_watch, "CELL_LIMIT", laid_out)
    assert ods(inside).text > 0
    monkeypatch.setattr(zip_watch, "CELL_LIMIT", laid_out - 1)
    assert refused(lambda: ods(inside)) == "AS-3007"


def test_the_sheets_of_one_file_are_counted_together(monkeypatch):
    monkeypatch.setattr(zip_watch, "CELL_LIMIT", 8)
    one = row(cell("a", 2), repeat=2)
    assert ods(f"{one}</table:table><table:table>{one}").text == 8
    assert refused(lambda: ods(f"{one}</table:table><table:table>{one}{one}")) == "AS-3007"


def test_repeated_texts_and_spaces_weigh_as_often_as_they_stand(monkeypatch):
    assert ods(row(cell("Đào", 2), repeat=5)).text == 30
    assert ods(row('<table:table-cell office:value="12"/>', repeat=3)).text == 6
    assert ods(row('<table:table-cell table:style-name="long"/>')).text == 0
    assert ods(row(cell('a<text:s text:c="4"/><text:s/>'))).text == 6
    monkeypatch.setattr(zip_watch, "CELL_LIMIT", 50)
    assert refused(lambda: ods(row(cell('<text:s text:c="51"/>')))) == "AS-3007"


def test_a_locked_file_is_known_by_its_manifest():
    assert watched("META-INF/manifest.xml", "<m:file/>".replace("m:", ""), watch_ods).elements == 1
    locked = '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'
    assert refused(lambda: watched("META-INF/manifest.xml", locked, watch_ods)) == "AS-3003"
