"""Texts and lines drawn straight into a page, read back from the PDF."""

import io
import string
from typing import Any

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.pen import Pen
from tests.services.reports.test_fonts import vietnamese_letters

# More letters than one font of a PDF has room for, and those that end a text or escape one.
LETTERS = "".join(
    sorted(vietnamese_letters() - {" "} | set(string.ascii_letters) | set("()\\àåæçèéêëìíîïðñòóôõöøùúûü"))
)


def drawn(texts, styles=("regular",)):
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(3000, 40 * len(texts) + 40), pageCompression=1)
    pen = Pen(canvas)
    for number, text in enumerate(texts):
        pen.take(styles[number % len(styles)], 10)
        pen.text(20, 40 * (number + 1), text)
    pen.lift()
    pen.lines([(10, 10, 200, 10)])
    canvas.showPage()
    canvas.save()
    return pdfplumber.open(io.BytesIO(stream.getvalue())).pages[0]


def lines_of(page):
    found: dict[int, list[Any]] = {}
    for char in page.chars:
        found.setdefault(round(char["matrix"][5]), []).append(char)
    return {y: sorted(chars, key=lambda each: each["x0"]) for y, chars in found.items()}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=30), min_size=1, max_size=20))
def test_every_text_is_read_back_as_it_was_set(texts):
    lines = lines_of(drawn([LETTERS, *texts], ("regular", "bold")))
    said = ["".join(char["text"] for char in lines[40 * (number + 1)]) for number in range(len(texts) + 1)]
    assert said == [LETTERS, *texts]


def test_a_text_stands_where_it_was_set_and_is_as_wide_as_it_was_measured():
    page = drawn(["Ước mơ (Ấp Hòa Bình)"])
    (chars,) = lines_of(page).values()
    assert chars[0]["x0"] == pytest.approx(20, abs=0.01)
    assert chars[-1]["x1"] == pytest.approx(20 + 10 * face("regular").width("Ước mơ (Ấp Hòa Bình)"), abs=0.05)
    assert [(line["x0"], line["x1"]) for line in page.lines] == [(10, 200)]
