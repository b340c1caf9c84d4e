"""Values as cells print them."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.cells import Totals, show, starts_formula
from ansinh_desktop.services.reports.layout import Row
from ansinh_desktop.text import clean_lines


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "money", ""),
        (1_350_000, "money", "1.350.000"),
        (-1_350_000, "money", "-1.350.000"),
        (0, "whole", "0"),
        (2.5, "decimal", "2,5"),
        (1, "decimal", "1,0"),
        (Decimal("1.00"), "decimal", "1,0"),
        (Decimal("1234.50"), "decimal", "1.234,5"),
        (45.25, "decimal", "45,25"),
        (2.0, "whole", "2"),
        (PartialDate(1961, 8, 5), "date", "05/08/1961"),
        (PartialDate(1961, 8), "date", "08/1961"),
        (PartialDate(1961), "date", "1961"),
        (datetime.date(1961, 8, 5), "date", "05/08/1961"),
        ("089061001234", "id", "089061001234"),
        (1961, "text", "1961"),
        (True, "text", "x"),
        (False, "text", ""),
        ("không rõ", "money", "không rõ"),
        ("  hai   chữ ", "text", "hai chữ"),
        ("một\nhai", "text", "một\nhai"),
        ("e\u0302\u0301", "text", "ế"),
        (float("nan"), "decimal", "nan"),
    ],
)
def test_values_are_shown_as_they_are_written_here(value, kind, text):
    assert show(value, kind) == text


@given(st.text())
def test_a_text_is_shown_clean(text):
    assert show(text, "text") == clean_lines(text)


@given(st.integers())
def test_thousands_are_parted_by_dots(number):
    shown = show(number, "money")
    assert int(shown.replace(".", "")) == number
    assert all(len(group) == 3 for group in shown.split(".")[1:])


def test_totals_add_numbers_exactly_and_pass_over_the_rest():
    totals = Totals([1, 2])
    rows: list[Row] = [("a", 0.1, 5), ("b", 0.2, None), ("c", "không rõ", True), ("d", Decimal("0.3"), 7)]
    for row in rows:
        totals.add(row)
    assert totals.sums == {1: Decimal("0.6"), 2: 12}


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM", "\tx", "\rx", "＝1"])
def test_what_a_spreadsheet_would_reckon_is_seen(text):
    assert starts_formula(text)


@pytest.mark.parametrize("text", ["", "Nguyễn", "1-2", "a=b"])
def test_plain_texts_are_no_formulas(text):
    assert not starts_formula(text)
