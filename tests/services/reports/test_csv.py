"""Lists as plain tables."""

import csv
import io
from decimal import Decimal

import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.csvfile import write_csv
from ansinh_desktop.services.reports.layout import GroupRow, ListDocument, StoppedError
from tests.services.reports.papers import payment_list, people


def written(document: ListDocument) -> bytes:
    stream = io.BytesIO()
    write_csv(document, stream)
    return stream.getvalue()


def rows_of(document: ListDocument) -> list[list[str]]:
    text = written(document).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_excel_knows_it_for_vietnamese_text():
    data = written(payment_list(2))
    assert data.startswith("\ufeffSTT;Họ và tên;Ngày sinh".encode())
    assert data.count(b"\r\n") == 3


def test_values_can_be_reckoned_with():
    row = (1, 'Trần "Ba"; Đào', PartialDate(1961, 8), "089061001234", Decimal("2.50"), 1_350_000)
    head, first = rows_of(payment_list(rows=[row], row_count=1))
    assert head[4:] == ["Mức trợ cấp – Hệ số", "Mức trợ cấp – Số tiền (đồng)"]
    assert first == ["1", 'Trần "Ba"; Đào', "08/1961", "089061001234", "2,50", "1350000"]


def test_nothing_known_is_an_empty_field():
    assert rows_of(payment_list(rows=[(None,) * 6], row_count=1))[1] == [""] * 6


@pytest.mark.parametrize("payload", ["=1+1", "+84912345678", "-2+3", "@SUM(A1)", " =1", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(payload):
    document = payment_list(rows=[GroupRow(payload), (1, payload, payload, payload, payload, payload)])
    _, group, row = rows_of(document)
    assert group == ["'" + payload.strip()]
    assert row[1:] == ["'" + payload.strip()] * 5


def test_a_negative_amount_is_no_formula():
    assert rows_of(payment_list(rows=[(1, "A", None, None, -1.5, -5000)]))[1][4:] == ["-1,5", "-5000"]


def test_every_row_is_there_and_counted():
    assert write_csv(payment_list(700), io.BytesIO()) == 700
    assert [row[1] for row in rows_of(payment_list(700))[1:]] == [row[1] for row in people(700)]


def test_the_officer_can_stop_it():
    with pytest.raises(StoppedError):
        write_csv(payment_list(700), io.BytesIO(), None, lambda: True)
