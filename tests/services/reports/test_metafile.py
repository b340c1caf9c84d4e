"""Drawings as pictures for Word and Excel: the same boxes, strokes and texts at the same places as on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.pdfbase import pdfmetrics

from ansinh_desktop.services.reports import charts, metafile
from ansinh_desktop.services.reports.marks import Bar, Change, Column, Strip
from tests.services.reports.metafiles import read

LOOK = charts.paper()
COUNTS = st.integers(0, 900)
WORDS = st.text("ạảấầẩẫậĂắằẲƯứừĐđỳ 0123456789%–→≥", min_size=1, max_size=24)


def flat(within, left=0.0, up=0.0):
    for each in within.contents:
        if isinstance(each, Group):
            yield from flat(each, left + each.transform[4], up + each.transform[5])
        else:
            yield each, left, up


@given(st.lists(st.tuples(WORDS, COUNTS, COUNTS, COUNTS), min_size=1, max_size=6))
def test_whatever_stands_on_paper_stands_in_the_picture_at_the_same_place(given_strips):
    strips = [
        Strip(words, words, inside, unknown, outside, words)
        for words, inside, unknown, outside in given_strips
    ]
    drawing = charts.strips(LOOK, strips, 400).drawing
    found = read(metafile.written(drawing))
    assert found.size == pytest.approx((drawing.width, drawing.height), abs=0.05)
    boxes, strokes, texts = [], [], []
    for each, _, _ in flat(drawing):
        match each:
            case Rect():
                top = drawing.height - each.y - each.height
                boxes.append((each.x, top, each.x + each.width, top + each.height))
            case Line():
                strokes.append((each.x1, drawing.height - each.y1, each.x2, drawing.height - each.y2))
            case String():
                texts.append(each.text)
    assert found.texts == texts
    for ours, theirs in ((boxes, found.boxes), (strokes, found.strokes)):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            assert other == pytest.approx(one, abs=0.05)


@pytest.mark.parametrize(
    "words", ["Ấp Vĩnh Thạnh: 84,3 %", "Ấp 😀🏠 vui", 'Khóm "A" & <B>', "قرية \u202eabc", "=1+1"]
)
@pytest.mark.parametrize(("anchor", "part"), [("start", 0), ("middle", 0.5), ("end", 1)])
def test_letters_take_the_room_that_they_take_on_paper(words, anchor, part):
    drawing = Drawing(300, 40)
    drawing.add(String(150, 10, words, textAnchor=anchor, fontName=LOOK.bold, fontSize=11))
    ((said, left, right),) = read(metafile.written(drawing)).placed
    wide = pdfmetrics.stringWidth(words, LOOK.bold, 11)
    assert said == words
    assert right - left == pytest.approx(wide, abs=0.1)
    assert left == pytest.approx(150 - wide * part, abs=0.1)


def test_groups_are_moved_whole_and_an_empty_text_is_nothing():
    drawing = Drawing(200, 100)
    inner = Group(Rect(1, 2, 10, 5), transform=(1, 0, 0, 1, 30, 40))
    drawing.add(Group(inner, String(0, 0, ""), transform=(1, 0, 0, 1, 5, 6)))
    found = read(metafile.written(drawing))
    assert found.boxes == [pytest.approx((36, 100 - 48 - 5, 46, 100 - 48), abs=0.05)]
    assert found.texts == []


def test_nothing_is_left_behind_and_the_same_drawing_is_the_same_file():
    chart = charts.columns(LOOK, [Column("a", "6/2026", 3, "3", current=True)], 100, 60)
    content = metafile.written(chart.drawing)
    assert read(content).made == set()
    assert content == metafile.written(chart.drawing)


def test_each_kind_of_chart_keeps_its_patterns():
    changes = charts.ups_and_downs(LOOK, [Change("a", "6/2026", 4, 2)], 100, 90).drawing
    found = read(metafile.written(changes))
    assert (len(found.boxes), found.texts) == (2, ["4", "−2", "6/2026"])
    hatched = read(metafile.written(charts.bar(LOOK, Bar(0.2, 0.5, 0.3, 0.9), 200, 14).drawing))
    assert len(hatched.strokes) > 10
    plain = read(metafile.written(charts.bar(LOOK, Bar(0.2, 0, 0.8), 200, 14).drawing))
    assert plain.strokes == []
