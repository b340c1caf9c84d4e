"""Long lists take no longer than drawing their texts does, and ten times the rows ten times the time."""

import io

import pytest

from ansinh_desktop.services.reports.pdf import write_pdf
from benchmarks.lists import bare_canvas, payment_list
from benchmarks.measuring import least

pytestmark = pytest.mark.slow


def seconds(work):
    return least(work)[1]  # of the processor alone: the machine may be busy with others


def test_ten_thousand_rows_cost_little_more_than_their_texts():
    document = payment_list(10_000)
    assert seconds(lambda: write_pdf(document, io.BytesIO())) < 1.5 * seconds(lambda: bare_canvas(document))


def test_the_time_grows_with_the_rows_and_no_faster():
    short, long = payment_list(1_000), payment_list(10_000)
    once = seconds(lambda: write_pdf(short, io.BytesIO()))
    assert seconds(lambda: write_pdf(long, io.BytesIO())) < 15 * once
