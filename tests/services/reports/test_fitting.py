"""On which paper a list stands, how wide its columns are, and what stands on each sheet where it is split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.reports.fitting import (
    A3_LANDSCAPE,
    A4,
    A4_LANDSCAPE,
    LEFT,
    MM,
    PADDING,
    fit,
)
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.gathering import gather
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument

NAMES = ("Nguyễn Thị Mỹ Hạnh", "Chau Sóc", "Neáng Thị Kim Phượng", "Lê An")
WORDS = ("Ấp Vĩnh Thạnh", "Người khuyết tật đặc biệt nặng, có người nhận chăm sóc", "Hộ nghèo")


def values(column, count):
    said = {
        "text": lambda row: (NAMES if column.key.startswith("name") else WORDS)[row % 3],
        "money": lambda row: 540_000 + row * 1000,
        "date": lambda _: "05/08/1961",
        "id": lambda row: f"08906100{row:04d}",
        "whole": lambda row: row,
        "decimal": lambda _: 1.5,
    }
    return [said[column.kind](row) for row in range(count)]


def listed(columns, count=4, **changes):
    rows = list(zip(*(values(column, count) for column in columns), strict=True))
    return ListDocument(title="Danh sách", columns=tuple(columns), rows=rows, row_count=count, **changes)


def fitted(columns, count=4, **changes):
    document = listed(columns, count, **changes)
    return fit(document, gather(document, face("regular"), None, None), face("bold"))


def texts(count):
    return [ListColumn(f"c{place}", f"Cột thứ {place}") for place in range(count)]


NUMBER = ListColumn("number", "STT", "whole")
NAME = ListColumn("name", "Họ và tên")
BIRTH, ID = ListColumn("birth", "Ngày sinh", "date"), ListColumn("id", "Số định danh", "id")


def of_kind(kind, count):
    return [ListColumn(f"{kind}{place}", "Số", kind) for place in range(count)]


@pytest.mark.parametrize(
    ("columns", "changes", "sheet", "size", "sheets"),
    [
        ([NUMBER, NAME], {}, A4, 12, 1),
        ([NUMBER, NAME, BIRTH, ID], {}, A4, 12, 1),
        ([NUMBER, NAME, BIRTH, ID], {"orientation": "landscape"}, A4_LANDSCAPE, 12, 1),
        ([NUMBER, NAME, *of_kind("id", 6)], {}, A4_LANDSCAPE, 12, 1),
        ([NUMBER, NAME, *of_kind("id", 6)], {"orientation": "portrait"}, A4, 11, 2),
        ([NUMBER, NAME, *of_kind("id", 10)], {}, A3_LANDSCAPE, 12, 1),
        ([NUMBER, NAME, *of_kind("id", 10)], {"a3": False}, A4_LANDSCAPE, 11, 2),
        ([NUMBER, NAME, *of_kind("id", 24)], {}, A4_LANDSCAPE, 11, 4),
    ],
)
def test_a_list_takes_the_smallest_paper_that_cuts_nothing(columns, changes, sheet, size, sheets):
    found = fitted(columns, **changes)
    assert (found.sheet, found.size, len(found.bands)) == (sheet, size, sheets)


kinds = st.sampled_from(["text", "money", "date", "id", "whole", "decimal"])


@given(
    st.lists(kinds, min_size=1, max_size=22),
    st.booleans(),
    st.sampled_from(["auto", "portrait", "landscape"]),
)
def test_every_column_stands_once_and_each_sheet_is_filled_from_edge_to_edge(chosen, a3, orientation):
    columns = [ListColumn(f"k{place}", "Tiêu đề", kind) for place, kind in enumerate(chosen)]
    document = listed(columns, a3=a3, orientation=orientation)
    found = fit(document, gather(document, face("regular"), None, None), face("bold"))
    lead = document.lead if len(found.bands) > 1 else ()
    rest = [slot.place for band in found.bands for slot in band if slot.place not in lead]
    assert rest == [place for place in range(len(columns)) if place not in lead]
    for band in found.bands:
        assert tuple(slot.place for slot in band[: len(lead)]) == lead
        edge = LEFT
        for slot in band:
            assert slot.x == pytest.approx(edge)
            assert slot.width > 0
            edge += slot.width
        assert edge == pytest.approx(LEFT + found.sheet.room)


@given(st.lists(st.sampled_from(["money", "date", "id"]), min_size=1, max_size=20), st.booleans())
def test_numbers_and_dates_are_never_broken(chosen, a3):
    columns = [NUMBER, *(ListColumn(f"k{place}", "Số", kind) for place, kind in enumerate(chosen))]
    document = listed(columns, a3=a3)
    gathered = gather(document, face("regular"), None, None)
    found = fit(document, gathered, face("bold"))
    for place, facts in enumerate(gathered.facts):
        assert found.width_of(place) >= facts.widest * found.size + 2 * PADDING


@given(st.integers(1, 12))
def test_a_narrower_list_never_takes_a_larger_paper(count):
    order = [A4, A4_LANDSCAPE, A3_LANDSCAPE]
    fewer, more = (fitted(of_kind("id", each)) for each in (count, count + 1))
    if len(fewer.bands) == len(more.bands) == 1:
        assert order.index(fewer.sheet) <= order.index(more.sheet)
    assert len(fewer.bands) <= len(more.bands)


def test_the_columns_of_a_split_list_are_shared_out_evenly():
    found = fitted([NUMBER, NAME, *of_kind("id", 24)])
    counts = [len(band) - 2 for band in found.bands]
    assert sum(counts) == 24
    assert max(counts) - min(counts) <= 1


def test_a_total_that_is_wider_than_its_values_widens_the_column():
    plain = [NUMBER, *(ListColumn(f"m{place}", "Số", "money") for place in range(5))]
    added = [NUMBER, *(ListColumn(f"m{place}", "Số", "money", total=True) for place in range(5))]
    for columns in (plain, added):
        document = listed(columns, 900, orientation="portrait")
        gathered = gather(document, face("regular"), None, None)
        found = fit(document, gathered, face("bold"))
        for place, total in gathered.totals.items():
            shown = face("bold").width(f"{total:,}".replace(",", "."))
            assert found.width_of(place) >= shown * found.size + 2 * PADDING


def test_a_column_has_the_width_that_was_asked_for_at_least():
    found = fitted([NUMBER, ListColumn("sign", "Ký nhận", min_width=42), *of_kind("id", 5)])
    assert found.width_of(1) >= 42 * MM


def test_the_room_that_is_left_is_shared_by_weight():
    equal = fitted([ListColumn("name1", "Tên"), ListColumn("name2", "Tên")])
    assert equal.width_of(0) == pytest.approx(equal.width_of(1))
    heavy = fitted([ListColumn("name1", "Tên", weight=3), ListColumn("name2", "Tên")])
    assert heavy.width_of(0) > heavy.width_of(1)
    assert heavy.width_of(0) + heavy.width_of(1) == pytest.approx(heavy.sheet.room)


def test_texts_grow_into_the_room_and_numbers_do_not():
    found = fitted([NUMBER, NAME, BIRTH])
    alone = fitted([NUMBER, BIRTH])
    assert found.width_of(1) > found.width_of(0) + found.width_of(2)
    assert sum(each.width for each in alone.bands[0]) == pytest.approx(alone.sheet.room)


def test_an_empty_list_has_a_paper_too():
    found = fitted([NUMBER, NAME, BIRTH, ID], count=0)
    assert (found.sheet, len(found.bands)) == (A4, 1)
    assert all(each.width > 10 * MM for each in found.bands[0])


def test_one_endless_word_is_broken_and_drives_nobody_off_the_paper():
    document = ListDocument(
        title="Danh sách", columns=(NUMBER, NAME, BIRTH), rows=[(1, "x" * 400, "05/08/1961")], row_count=1
    )
    found = fit(document, gather(document, face("regular"), None, None), face("bold"))
    assert (found.sheet, len(found.bands)) == (A4, 1)
