"""The drawings of figures: every length and number of them, and that paper shows them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.shapes import Line, Rect, String
from reportlab.pdfbase import pdfmetrics

from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.marks import Bar, Change, Column, Strip
from ansinh_desktop.services.reports.pdf import new_canvas
from tests.services.reports.papers import texts_of

LOOK = charts.paper()
COUNTS = st.integers(0, 5000)


def boxes(chart, tone):
    return [
        each for each in chart.drawing.contents if isinstance(each, Rect) and _hex(each.fillColor) == tone
    ]


def _hex(colour):
    return None if colour is None else f"#{colour.hexval()[2:]}"


def texts(chart):
    return [each.text for each in chart.drawing.contents if isinstance(each, String)]


@given(COUNTS, COUNTS, COUNTS)
def test_the_parts_of_a_bar_make_its_whole_length(inside, unknown, outside):
    bar = Bar.of(inside, unknown, outside)
    if not inside + unknown + outside:
        assert bar is None
        return
    assert bar is not None
    assert bar.filled + bar.hatched + bar.hollow == pytest.approx(1)
    assert bar.filled * (inside + unknown + outside) == pytest.approx(inside)
    (filled, *rest) = boxes(charts.bar(LOOK, bar, 200, 20), LOOK.filled) or [None]
    assert not rest
    assert (filled.width if filled else 0) == pytest.approx(200 * bar.filled)


@given(st.floats(0.1, 300), st.floats(1, 40), st.floats(1, 12))
def test_every_stroke_of_what_is_hatched_lies_in_its_box(width, height, step):
    for x, y, to_x, to_y in charts.hatching(width, height, step):
        assert 0 <= x <= width
        assert 0 <= to_x <= width
        assert 0 <= y <= height
        assert 0 <= to_y <= height
        assert to_y - y == pytest.approx(x - to_x)


def test_the_unknown_are_hatched_and_the_target_is_a_stroke():
    def strokes(bar):
        return [each for each in charts.bar(LOOK, bar, 200, 20).drawing.contents if isinstance(each, Line)]

    assert not strokes(Bar(1))
    hatched = strokes(Bar(0.5, 0.2, 0.3))
    assert all(100 <= each.x1 <= 140 for each in hatched)
    assert len(hatched) > 3
    (tick,) = strokes(Bar(0.5, 0, 0.5, 0.85))
    assert (tick.x1, tick.x2) == (170, 170)
    assert abs(tick.y2 - tick.y1) == 20


def test_columns_begin_at_zero_and_say_their_number():
    given = [
        Column("a", "đầu 2025", 50, "50,0"),
        Column("b", "cuối 2025", None, "–"),
        Column("c", "đầu 2026", 100, "100,0", current=True),
    ]
    chart = charts.columns(LOOK, given, 300, 100)
    past, unknown = boxes(chart, LOOK.past)
    (current,) = boxes(chart, LOOK.filled)
    assert past.y == unknown.y == current.y
    assert current.height == pytest.approx(2 * past.height)
    assert unknown.height < 2
    assert texts(chart) == ["50,0", "đầu 2025", "–", "cuối 2025", "100,0", "đầu 2026"]
    assert [each.key for each in chart.spots] == ["a", "b", "c"]
    assert sum(each.width for each in chart.spots) == pytest.approx(300)


def test_numbers_too_broad_for_their_column_are_set_smaller_all_alike():
    given = [Column(str(each), "", each, f"{each}.000.000.000") for each in range(1, 13)]
    sizes = {
        each.fontSize
        for each in charts.columns(LOOK, given, 200, 80).drawing.contents
        if isinstance(each, String) and each.text
    }
    assert len(sizes) == 1
    assert sizes.pop() < LOOK.size


def test_what_came_stands_above_and_what_went_below_in_one_measure():
    chart = charts.ups_and_downs(LOOK, [Change("1", "1/26", 6, 3), Change("2", "2/26", 0, 0)], 200, 120)
    (up,) = boxes(chart, LOOK.filled)
    (down,) = boxes(chart, LOOK.hollow)
    assert up.y == pytest.approx(down.y + down.height)
    assert up.height == pytest.approx(2 * down.height)
    assert texts(chart) == ["6", "\u22123", "1/26", "2/26"]


def test_lying_bars_share_one_measure():
    chart = charts.strips(
        LOOK,
        [
            Strip("a", "Ấp Vĩnh Lợi", 40, 0, 0, "40/40"),
            Strip("b", "Ấp An Khương", 10, 0, 10, "10/20"),
            Strip("c", "Ấp Tân Hòa", 0),
        ],
        300,
    )
    long, short = boxes(chart, LOOK.filled)
    assert long.width == pytest.approx(4 * short.width)
    assert texts(chart)[:2] == ["Ấp Vĩnh Lợi", "40/40"]


@pytest.mark.parametrize("width", [150, 240, 400, 700])
@pytest.mark.parametrize(
    "label",
    ["Ấp Vĩnh Lợi", "Khóm " + "Rất Dài " * 12, "W" * 100, "ب" * 100, "😀" * 100],
    ids=["usual", "long", "broad", "other way", "pictures"],
)
def test_a_name_that_nobody_expected_neither_covers_a_number_nor_hides_the_bars(width, label):
    other = Strip("b", "Ấp An Khương", 10, 0, 10, "10/20")
    chart = charts.strips(LOOK, [Strip("a", label, 40, 3, 0, "40/43 · 3 ?"), other], width)
    said = [each for each in chart.drawing.contents if isinstance(each, String)]
    assert [each.text for each in said] == [label, "40/43 · 3 ?", "Ấp An Khương", "10/20"]
    ends = [pdfmetrics.stringWidth(each.text, each.fontName, each.fontSize) for each in said]
    left = min(each.x for each in boxes(chart, LOOK.filled))
    assert max(ends[0], ends[2]) < left
    longest = max(each.x + each.width for each in boxes(chart, LOOK.hollow))
    assert longest - left > 3 * LOOK.size
    assert longest <= width - max(ends[1], ends[3])


def test_paper_shows_the_numbers():
    written = io.BytesIO()
    canvas = new_canvas(written, (400, 300), "Biểu đồ")
    charts.legend(
        LOOK, [("filled", "trong"), ("hatched", "chưa rõ"), ("tick", "mức của kế hoạch")], 300
    ).draw(canvas, 20, 250)
    charts.columns(LOOK, [Column("a", "cuối 2026", 84.3, "84,3", current=True)], 300, 100).draw(
        canvas, 20, 100
    )
    canvas.save()
    (shown,) = texts_of(written.getvalue())
    assert "chưa rõ" in shown
    assert "84,3" in shown
    assert "cuối 2026" in shown
