"""What numbers of people say, and what is told when they cannot be right."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Level
from ansinh_desktop.rules import identity, law


def codes(findings):
    return [each.code for each in findings]


@pytest.mark.parametrize(
    ("number", "year", "sex"),
    [
        ("089061001234", 1961, "male"),
        ("091199001234", 1999, "female"),
        ("089205001234", 2005, "male"),
        ("001312001234", 2012, "female"),
        ("091402001234", 2102, "male"),
        ("091999001234", 2399, "female"),
    ],
)
def test_the_fourth_digit_gives_century_and_sex(number, year, sex):
    parts = identity.id_parts(number)
    assert (parts.birth_year, parts.sex) == (year, sex)
    assert identity.check(number, birth=PartialDate(year, 5), sex=sex) == []


def test_spaces_and_dots_do_not_matter():
    assert identity.check("089.061.001 234", birth=PartialDate(1961), sex="male") == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0890610012345", "AS-2100"),
        ("0890", "AS-2100"),
        ("08906100123a", "AS-2105"),
        ("351234567", "AS-2106"),
        ("89061001234", "AS-2107"),
        ("089061001２34", "AS-2105"),
    ],
)
def test_a_number_of_another_form_is_an_error(number, code):
    (finding,) = identity.check(number, birth=PartialDate(1961), sex="male")
    assert (finding.level, finding.code) == (Level.ERROR, code)
    assert finding.text
    assert finding.todo


def test_no_number_is_allowed():
    assert identity.check("  ") == []


def test_an_unknown_prefix_is_a_warning():
    (finding,) = identity.check("088061001234")
    assert (finding.level, finding.code) == (Level.WARNING, "AS-2101")
    assert "088" in finding.text


def test_a_number_that_disagrees_with_the_person_is_a_warning():
    found = identity.check("089061001234", birth=PartialDate(1962, 3, 4), sex="female")
    assert codes(found) == ["AS-2102", "AS-2103"]
    assert {each.level for each in found} == {Level.WARNING}
    assert "1961" in found[0].text
    assert "nam" in found[1].text


def test_an_estimated_birth_and_an_unknown_sex_prove_nothing():
    assert identity.check("089061001234", birth=PartialDate(1950, estimated=True), sex="unknown") == []


def test_the_same_year_of_another_century_is_seen():
    assert codes(identity.check("089061001234", birth=PartialDate(2061))) == ["AS-2102"]


prefixes = st.sampled_from([row.code for row in law.code_list("birth_province_prefix")])


@given(prefix=prefixes, rest=st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_zeros_that_a_spreadsheet_dropped_come_back(prefix, rest):
    number = prefix + rest
    assert identity.restore_leading_zeros(number.lstrip("0")) in (number, number.lstrip("0"))
    if len(number.lstrip("0")) >= 10:
        assert identity.restore_leading_zeros(f"{int(number)}.0") == number


@pytest.mark.parametrize("typed", ["351234567", "88061001234", "123456", "chưa có"])
def test_nothing_is_made_up_where_no_zero_can_be_missing(typed):
    assert identity.restore_leading_zeros(typed) == typed.replace(" ", "")


def test_old_identity_card():
    assert not codes(identity.check_old_id("351 234 567"))
    assert codes(identity.check_old_id("35123456")) == ["AS-2110"]


@pytest.mark.parametrize("number", ["BT2890123456789", "bt 2 89 0123456789", "0123456789", "089061001234"])
def test_a_health_insurance_number_has_one_of_three_forms(number):
    assert not codes(identity.check_health_insurance(number))


@pytest.mark.parametrize("number", ["BT6890123456789", "BT289012345678", "B12890123456789", "12345678901"])
def test_any_other_health_insurance_number_is_doubted(number):
    assert codes(identity.check_health_insurance(number)) == ["AS-2111"]


def test_phone():
    assert not codes(identity.check_phone("0909 123 456"))
    assert codes(identity.check_phone("909123456")) == ["AS-2112"]


QR = "089061001234|351234567|NGUYỄN VĂN AN|05081961|Nam|Ấp Bình Hòa, Xã An Phú, An Giang|10052021"


def test_a_card_is_read_by_position():
    assert identity.read_card_qr(QR) == identity.CardQr(
        personal_id="089061001234",
        old_id="351234567",
        full_name="Nguyễn Văn An",
        birth_date=PartialDate(1961, 8, 5),
        sex="male",
        address="Ấp Bình Hòa, Xã An Phú, An Giang",
        issued_on=datetime.date(2021, 5, 10),
    )


def test_a_later_card_may_append_fields():
    assert identity.read_card_qr(QR + "||x|y|") == identity.read_card_qr(QR)


def test_a_card_without_an_old_number_or_a_full_birth_date():
    card = identity.read_card_qr("089161001235||Neàng Sóc Kha|00001961|Nữ|Xã An Cư|")
    assert (card.old_id, card.birth_date, card.sex, card.issued_on) == ("", PartialDate(1961), "female", None)


@pytest.mark.parametrize(
    "scanned", ["", "089061001234", "a|b|c|d|e|f|g", "https://example.org/?a=1|2|3|4|5|6|7"]
)
def test_another_code_is_no_card(scanned):
    assert identity.read_card_qr(scanned) is None


@pytest.mark.parametrize(
    ("day", "birth"),
    [
        ("05081961", "1961-08-05"),
        ("00081961", "1961-08"),
        ("00001961", "1961"),
        ("05001961", "1961"),  # a day without its month says nothing
        ("31021961", None),
        ("00000000", None),
        ("05080000", None),
        ("5081961", None),
        ("", None),
        ("０５081961", None),
    ],
)
def test_a_birth_on_a_card_is_as_exact_as_it_is_printed(day, birth):
    found = identity.read_card_qr(f"089061001234||Chau Sóc|{day}|Nam|Ấp 3|01072021")
    assert (found.birth_date.iso if found.birth_date else None) == birth


@pytest.mark.parametrize(
    ("scanned", "issued"),
    [
        ("089061001234||Chau Sóc|05081961|Nam|Ấp 3", None),
        ("089061001234||Chau Sóc|05081961|Nam|Ấp 3|", None),
        ("089061001234||Chau Sóc|05081961|Nam|Ấp 3|01072021", datetime.date(2021, 7, 1)),
        ("089061001234||Chau Sóc|05081961|Nam|Ấp 3|00072021", None),
        ("089061001234||Chau Sóc|05081961|Nam|Ấp 3|01072021|Chau A|Neáng B", datetime.date(2021, 7, 1)),
    ],
)
def test_the_day_of_issue_stands_in_the_seventh_place_or_nowhere(scanned, issued):
    assert identity.read_card_qr(scanned).issued_on == issued


@pytest.mark.parametrize(
    ("scanned", "is_card"),
    [
        ("089061001234|||||", True),
        ("089061001234||||", False),
        ("08906100123|||||", False),
        ("089061001234", False),
        ("https://example.vn/089061001234|||||", False),
    ],
)
def test_a_card_has_six_places_and_begins_with_its_number(scanned, is_card):
    assert (identity.read_card_qr(scanned) is not None) is is_card


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("89061001234", "089061001234"),
        ("1061001234", "001061001234"),
        ("89061001234.0", "089061001234"),
        ("089 061 001 234", "089061001234"),
        ("88061001234", "88061001234"),  # no province has the prefix 088
        ("351234567", "351234567"),
        ("9061001234", "9061001234"),
        ("089061001234", "089061001234"),
    ],
)
def test_zeros_come_back_only_before_a_province(typed, restored):
    assert identity.restore_leading_zeros(typed) == restored
