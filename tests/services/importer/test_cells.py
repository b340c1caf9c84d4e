"""Cells of everyday lists: what is certain is read, what is not is proposed with a finding or refused in words."""

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.findings import Level
from ansinh_desktop.registers.answer import UnreadableError
from ansinh_desktop.services.importer.cells import Context, Reading, read_cell
from ansinh_desktop.services.importer.targets import BIRTH, DEATH, NAME, OLD_ID, PERSONAL_ID, Target

TODAY = datetime.date(2026, 11, 23)
LIST_DAY = datetime.date(2022, 6, 30)
CONTEXT = Context(TODAY, LIST_DAY)


def reading(kind: str, cell, key: str = "any", context: Context = CONTEXT, **more) -> Reading:
    return read_cell(Target(key, "Ô thử", kind_name=kind, **more), cell, context)


def codes(found: Reading) -> list[str]:
    for each in found.findings:
        assert each.text
    return [each.code for each in found.findings]


def born(cell, **context) -> Reading:
    return reading("PartialDate", cell, BIRTH, Context(TODAY, LIST_DAY, **context))


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        (1961.0, "1961"),
        ("1961", "1961"),
        ("8/1961", "1961-08"),
        ("18-4-1949", "1949-04-18"),
        ("05/08/1961", "1961-08-05"),
        ("05081961", "1961-08-05"),
        (5081961.0, "1961-08-05"),
        ("1961-08-05", "1961-08-05"),
        ("ngày 5 tháng 8 năm 1961", "1961-08-05"),
        ("Tháng 8 năm 1961", "1961-08"),
        ("~1950", "~1950"),
        ("4/1/67", "1967-01-04"),
        (datetime.date(1961, 8, 5), "1961-08-05"),
        (datetime.datetime(1961, 8, 5, 0, 0), "1961-08-05"),  # noqa: DTZ001 - a cell knows no zone
    ],
)
def test_a_birth_is_read_as_exactly_as_it_is_written(cell, iso):
    assert born(cell) == Reading(iso)


@pytest.mark.parametrize("cell", ["", "  ", "-", "?", "không rõ", "Chưa có", None, 0.0])
def test_a_cell_that_says_nothing_is_empty(cell):
    for kind in ("PartialDate", "CitizenId", "Phone", "HealthInsurance"):
        assert reading(kind, cell) == Reading()


@pytest.mark.parametrize("cell", ["31/6/1970", "abc", "61", "1/2/3/4", "1850", 12.5, "29/2/1961"])
def test_what_is_no_date_is_an_error(cell):
    found = born(cell)
    assert found.value is None
    assert codes(found) == ["AS-3100"]


def test_a_two_digit_year_after_the_list_is_of_the_last_century():
    assert born("3/8/26") == Reading("1926-08-03")
    assert born("15/3/36") == Reading("1936-03-15")


def test_a_two_digit_year_that_would_make_somebody_too_old_is_of_this_century():
    assert born("7/1/10") == Reading("2010-01-07")


def test_an_open_two_digit_year_is_asked():
    found = born("10/9/19")
    assert (found.value, codes(found)) == ("2019-09-10", ["AS-3101"])
    assert "1919" in found.findings[0].text


def test_an_open_two_digit_year_is_settled_by_the_persons_own_number():
    found = born("10/9/19", id_year=1919)
    assert (found.value, codes(found)) == ("1919-09-10", ["AS-3102"])


def test_an_open_two_digit_year_is_settled_by_the_age_of_the_others():
    assert born("1/11/21", earliest_year=2007) == Reading("2021-11-01")
    assert codes(born("1/11/21", earliest_year=1930)) == ["AS-3101"]


def test_a_month_written_before_the_day_is_proposed():
    found = born("05/25/2008")
    assert (found.value, codes(found)) == ("2008-05-25", ["AS-3103"])


def test_a_year_that_excel_made_a_date_is_a_year_again():
    found = born(datetime.date(1905, 5, 14))
    assert (found.value, codes(found)) == ("1961", ["AS-3104"])


def test_the_first_of_january_keeps_its_day_with_a_note():
    found = born(datetime.date(1933, 1, 1))
    assert (found.value, codes(found)) == ("1933-01-01", ["AS-3105"])
    assert codes(born("01/01/1933")) == []


def test_nobody_is_born_after_the_list():
    assert codes(born("5/2023")) == ["AS-3106"]
    assert codes(born(datetime.date(2024, 5, 3))) == ["AS-3106"]


def test_an_age_becomes_an_estimated_year():
    found = born("60 tuổi")
    assert (found.value, codes(found)) == ("~1962", ["AS-3107"])


def test_a_date_needs_its_day_and_a_month_its_month():
    assert reading("Date", "18/06/2018").value == "2018-06-18"
    assert codes(reading("Date", "6/2018")) == ["AS-3108"]
    assert reading("Month", "18/06/2018").value == "2018-06"
    assert reading("Month", "6/2018").value == "2018-06"
    assert reading("Month", datetime.date(2018, 6, 1)).value == "2018-06"
    assert codes(reading("Month", "2018")) == ["AS-3109"]


def test_a_date_whose_format_got_lost_is_a_date_but_never_a_birth():
    assert reading("Date", 43269.0).value == "2018-06-18"
    assert codes(born(43269.0)) == ["AS-3100"]


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("cell", ["089149334656", "089 149 334 656", "089.149.334.656", " 089149334656 "])
def test_a_personal_number_is_read_without_its_parting_marks(cell):
    assert reading("CitizenId", cell, PERSONAL_ID) == Reading("089149334656")


def test_a_number_gets_back_the_zero_that_excel_dropped():
    found = reading("CitizenId", 89027800461.0, PERSONAL_ID)
    assert (found.value, codes(found)) == ("089027800461", ["AS-3110"])
    typed = reading("CitizenId", "89027800461", PERSONAL_ID)
    assert (typed.value, codes(typed)) == ("089027800461", ["AS-3111"])


@pytest.mark.parametrize("cell", ["357888591", 357888591.0, "357 888 591"])
def test_an_old_card_number_goes_to_its_own_field(cell):
    found = reading("CitizenId", cell, PERSONAL_ID)
    assert (found.value, found.also, codes(found)) == (None, {OLD_ID: "357888591"}, ["AS-3112"])


def test_an_old_card_number_gets_its_zero_back_too():
    assert reading("CitizenId", 12345678.0, PERSONAL_ID).also == {OLD_ID: "012345678"}
    assert reading("OldId", 12345678.0, OLD_ID) == Reading("012345678")


def test_a_new_number_in_the_column_of_old_ones_goes_to_its_own_field():
    found = reading("OldId", "089149334656", OLD_ID)
    assert (found.also, codes(found)) == ({PERSONAL_ID: "089149334656"}, ["AS-3116"])


def test_two_numbers_in_a_cell_are_parted():
    found = reading("CitizenId", "089149334656 (CMND 357888591)", PERSONAL_ID)
    assert (found.value, found.also, codes(found)) == ("089149334656", {OLD_ID: "357888591"}, ["AS-3115"])


@pytest.mark.parametrize("cell", ["12345", "08914933465", "0891493346567", "abc", 5.0])
def test_what_is_no_number_of_a_person_is_an_error(cell):
    found = reading("CitizenId", cell, PERSONAL_ID)
    assert (found.value, codes(found)) == (None, ["AS-3114"])


def test_a_number_that_excel_cut_is_an_error():
    assert codes(reading("CitizenId", "8,91493E+10", PERSONAL_ID)) == ["AS-3113"]
    assert codes(reading("HealthInsurance", "7.98E+14")) == ["AS-3113"]


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("0912 345 678", "0912345678", []),
        (912345678.0, "0912345678", ["AS-3160"]),
        ("+84 912345678", "0912345678", []),
        ("0912345678 / 0987654321", "0912345678", ["AS-3161"]),
        ("không nhớ số", None, ["AS-3162"]),
    ],
)
def test_a_telephone_number_is_read(cell, value, found):
    result = reading("Phone", cell)
    assert (result.value, codes(result)) == (value, found)


@pytest.mark.parametrize(
    ("cell", "value"), [("gd4 89 1234567890", "GD4891234567890"), (8912345678.0, "8912345678"), ("có", None)]
)
def test_an_insurance_number_is_read(cell, value):
    assert reading("HealthInsurance", cell).value == value


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        ("540.000", 540_000),
        ("540,000", 540_000),
        (540000.0, 540_000),
        ("540 000 đồng", 540_000),
        ("1.080.000đ", 1_080_000),
        ("540.000,00", 540_000),
        ("540000", 540_000),
        ("1,5 triệu", 1_500_000),
        ("500k", 500_000),
        ("360 nghìn", 360_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_however_it_is_parted(cell, dong):
    assert reading("Money", cell) == Reading(dong)


@pytest.mark.parametrize("cell", ["1.5", "540.00.0", "-5", "mấy trăm", 0.5, "54.0000"])
def test_what_is_no_amount_is_an_error(cell):
    assert codes(reading("Money", cell)) == ["AS-3120"]


def test_a_heading_may_say_that_amounts_are_in_thousands():
    thousands = Context(TODAY, heading="Mức trợ cấp (nghìn đồng)")
    assert reading("Money", 540.0, context=thousands) == Reading(540_000)
    assert reading("Money", "540,5", context=thousands) == Reading(540_500)
    assert reading("Money", 540000.0, context=thousands) == Reading(540_000)
    assert codes(reading("Money", 540.0)) == ["AS-3121"]


@pytest.mark.parametrize(
    ("cell", "value"), [("1,0", "1.0"), ("1.5", "1.5"), (2.0, "2.0"), (2, "2.0"), ("2,50", "2.5")]
)
def test_a_coefficient_is_read(cell, value):
    assert reading("Decimal", cell) == Reading(value)


def test_a_coefficient_that_excel_made_a_date_is_proposed():
    found = reading("Decimal", datetime.date(2022, 5, 1))
    assert (found.value, codes(found)) == ("1.5", ["AS-3123"])
    assert codes(reading("Decimal", "một")) == ["AS-3122"]


@pytest.mark.parametrize(("cell", "value"), [(2.0, 2), ("02", 2), ("2 con", 2), ("0", 0), ("-", None)])
def test_a_count_is_read(cell, value):
    assert reading("Whole", cell) == Reading(value)


# ---------------------------------------------------------------- words


def test_a_name_is_written_with_capitals():
    assert reading("Name", "  NGUYỄN   THỊ HOA ", NAME) == Reading("Nguyễn Thị Hoa")
    assert reading("Name", "Neáng Ánh", NAME) == Reading("Neáng Ánh")


def test_a_remark_behind_a_name_is_told():
    found = reading("Name", "Lê Văn An (chết)", NAME)
    assert (found.value, codes(found)) == ("Lê Văn An", ["AS-3151", "AS-3144"])
    assert found.proposed == {}


def test_small_letters_of_an_old_font_become_capitals():
    old = Context(TODAY, old_font=True)
    found = reading("Name", "Neáng Thị ánh", NAME, old)
    assert (found.value, codes(found)) == ("Neáng Thị Ánh", ["AS-3152"])
    assert reading("Name", "Tôn nữ Bé", NAME) == Reading("Tôn Nữ Bé")


@pytest.mark.parametrize(
    ("cell", "value"), [("x", True), ("Có", True), (True, True), (1.0, True), ("không", False)]
)
def test_a_mark_is_read(cell, value):
    assert reading("YesNo", cell) == Reading(value)


def test_an_unclear_mark_is_an_error():
    assert codes(reading("YesNo", "CN")) == ["AS-3143"]


POVERTY = {"x": "poor", "ho ngheo": "poor", "cn": "near_poor", "ho can ngheo": "near_poor"}
LABELS = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}


def choice(cell, kind: str = "Choice", **more) -> Reading:
    def show(value: object) -> str:
        return "; ".join(LABELS[code] for code in value) if isinstance(value, list) else LABELS[str(value)]

    return reading(kind, cell, words=POVERTY, show=show, **more)


@pytest.mark.parametrize(
    ("cell", "value"), [("x", "poor"), ("CN", "near_poor"), ("Hộ cận nghèo", "near_poor")]
)
def test_a_word_of_the_list_is_its_code(cell, value):
    assert choice(cell) == Reading(value)


def test_a_word_within_a_text_is_proposed():
    found = choice("thuộc hộ cận nghèo năm 2022")
    assert (found.value, codes(found)) == ("near_poor", ["AS-3140"])
    assert "Hộ cận nghèo" in found.findings[0].text


def test_an_open_word_is_asked_with_what_it_may_mean():
    found = choice("hộ")
    assert (found.value, codes(found)) == (None, ["AS-3145"])
    assert "Hộ nghèo; Hộ cận nghèo" in found.findings[0].text
    assert codes(choice("khá giả")) == ["AS-3141"]
    assert choice("-") == choice("không") == Reading()


def test_several_codes_are_read_part_by_part():
    assert choice("x; CN", "Choices") == Reading(["poor", "near_poor"])
    found = choice("x; khá giả", "Choices")
    assert (found.value, codes(found)) == (["poor"], ["AS-3141"])
    assert choice("thuộc hộ nghèo", "Choices").value == ["poor"]


def test_what_the_officer_settled_about_a_word_goes_first():
    settled = Context(TODAY, said={"kha gia": "near_poor"})
    assert choice("Khá giả", context=settled) == Reading("near_poor")


def test_the_register_reads_its_own_words_and_what_they_give_besides():
    def read(cell: object) -> dict[str, object]:
        if cell == "NKT nặng":
            return {"group": "k6", "degree": "severe"}
        raise UnreadableError("AS-2014", typed=str(cell), list="Nhóm")

    assert reading("Choice", "NKT nặng", "group", read=read) == Reading("k6", also={"degree": "severe"})
    assert codes(reading("Choice", "NKT?", "group", read=read)) == ["AS-3141"]
    assert codes(reading("Unit", "Mỹ Hòa?", "unit", read=read)) == ["AS-2014"]


def test_a_remark_that_tells_of_a_death_is_asked_about_and_sets_nothing():
    found = reading("LongText", "chết 5/2022", "note")
    assert (found.value, found.also, found.proposed) == ("chết 5/2022", {}, {DEATH: "2022-05"})
    assert [(each.level, each.code) for each in found.findings] == [(Level.WARNING, "AS-3144")]


def test_texts_keep_their_lines():
    assert reading("LongText", " a \n b ", "note") == Reading("a\nb")
    assert reading("Text", 855.0) == Reading("855")


KINDS = [
    "PartialDate", "Date", "Month", "CitizenId", "OldId", "Phone", "HealthInsurance", "Money", "Decimal", "Whole",
    "Name", "YesNo", "Choice", "Choices", "Text", "LongText", "Moment", "Unit",
]  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[\d./,\- ]{1,14}", fullmatch=True),
    st.floats(),
    st.integers(-(10**15), 10**15),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.booleans(),
)


@given(st.sampled_from(KINDS), CELLS, st.sampled_from(["any", BIRTH, PERSONAL_ID, OLD_ID]))
def test_no_cell_whatever_is_in_it_breaks_a_reader(kind, cell, key):
    found = reading(kind, cell, key, words=POVERTY, show=str)
    codes(found)
    assert found.value is None or not (isinstance(found.value, float) and math.isnan(found.value))
    assert found.value is None or isinstance(found.value, str | int | list)
