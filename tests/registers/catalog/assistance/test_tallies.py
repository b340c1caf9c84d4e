"""The half-yearly reports of social assistance: in which lines a record stands, worked by hand for each group and age."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.rules.period import Period
from tests.registers.factories import PERSON, facts, happened

REGISTER = catalog.register("assistance")
HALF = Period.of("2026-H1")
LAST = HALF.last.isoformat()


def seen(answers, person=PERSON, state="paying", events=()):
    record = facts(answers, person, HALF.last, state=state, events=events)
    return Seen(record, HALF, {}, datetime.date(2025, 3, 1))


def lines(code, *args, **more):
    """Return the lines of a report in which a record counts, with the headings they stand under left out."""
    tally = next(each for each in REGISTER.tallies if each.code == code)
    record = seen(*args, **more)
    return [each.label.strip() for each in tally.lines if each.holds is not None and each.holds(record)]


def born(birth):
    return PERSON | {"birth_date": birth}


UNDER_16, GROWN, ELDER = "dưới 16 tuổi", "từ 16 đến dưới 60 tuổi", "từ đủ 60 tuổi"
ORPHAN, INFANT = "Trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng", "– Trong đó: dưới 4 tuổi"


@pytest.mark.parametrize(
    ("group", "birth", "expected"),
    [
        ("k1", "2015-03-05", [ORPHAN]),
        ("k1", "2022-07-01", [ORPHAN, INFANT]),  # not yet four on 30/06/2026
        ("k1", "2022-06-30", [ORPHAN]),  # four on the day
        ("k2", "2008-03-05", ["Người từ 16 đến 22 tuổi đang học"]),
        ("k3", "2022-07-01", ["– Dưới 4 tuổi"]),
        ("k3", "2022-06-30", ["– Từ 4 đến dưới 16 tuổi"]),
        ("k3", "2010-07-01", ["– Từ 4 đến dưới 16 tuổi"]),
        ("k8", "1990-03-05", ["– Từ 16 tuổi"]),
        ("k4", "1990-03-05", ["Người đơn thân nghèo đang nuôi con"]),
        ("k5a", "1960-03-05", ["– Hộ nghèo, không có người phụng dưỡng"]),
        ("k5b", "1949-03-05", ["Người cao tuổi từ đủ 75 đến 80 tuổi"]),
        ("k5b_335", "1949-03-05", ["– Đủ điều kiện vào cơ sở, có người nhận chăm sóc"]),
        ("k5c", "1940-03-05", ["– Từ đủ 80 tuổi không có lương hưu, trợ cấp"]),
        ("k5d", "1950-03-05", ["– Đủ điều kiện vào cơ sở, có người nhận chăm sóc"]),
        ("k7", "2024-03-05", ["Trẻ em dưới 3 tuổi vùng đặc biệt khó khăn"]),
        ("pension", "1949-03-05", ["Trợ cấp hưu trí xã hội"]),
    ],
)
def test_each_group_stands_in_its_line(group, birth, expected):
    assert lines("result_10a", {"social_group": group}, born(birth)) == expected
    assert lines("result_05", {"social_group": group}, born(birth)) == expected


@pytest.mark.parametrize("state", ["approved", "suspended", "stopped", "transferred", "sent_up", "draft", ""])
def test_only_who_is_paid_counts(state):
    for group in ("k1", "k4", "k5a", "k6", "pension"):
        answers = {"social_group": group, "disability_degree": "severe", "taken_in": True}
        assert lines("result_10a", answers, born("1950-03-05"), state) == []
        assert lines("result_10c", answers, born("1950-03-05"), state) == []


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        ("2010-07-01", UNDER_16),
        ("2010-06-30", GROWN),
        ("1966-07-01", GROWN),
        ("1966-06-30", ELDER),
        ("1930-01-01", ELDER),
        ("2010", UNDER_16),  # may be under sixteen: of the younger band, and of one only
        ("2009", GROWN),
        ("1966", GROWN),
        ("1965", ELDER),
    ],
)
@pytest.mark.parametrize(("degree", "words"), [("very_severe", "đặc biệt nặng"), ("severe", "nặng")])
def test_disabled_people_stand_in_the_band_of_their_age(degree, words, birth, band):
    answers = {"social_group": "k6", "disability_degree": degree}
    assert lines("result_10a", answers, born(birth)) == [f"Người khuyết tật {words} {band}"]


def test_whose_birth_nobody_knows_stands_in_no_band():
    unborn = {"full_name": "Chau Sóc"}
    assert lines("result_10a", {"social_group": "k6", "disability_degree": "severe"}, unborn) == []
    assert lines("result_10a", {"social_group": "k1"}, unborn) == [ORPHAN]
    # A birth after the period is none of an infant's.
    assert lines("result_10a", {"social_group": "k1"}, born("2026-07-01")) == [ORPHAN]


@pytest.mark.parametrize(
    ("person", "poor"),
    [
        ({"poverty_status": "poor"}, True),
        ({"poverty_status": "near_poor"}, False),
        ({}, False),
        # As it was on the last day of the period, whatever the household is today.
        ({"poverty_status": "other",
          "poverty_statuses": [{"status": "poor", "valid_from": "2026-01-01", "valid_to": LAST}]}, True),
        ({"poverty_status": "poor", "poverty_statuses": [{"status": "poor", "valid_from": "2026-07-01"}]}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("code", "line"),
    [("result_10a", "Trong đó: hộ nghèo"), ("result_10c", "– Thuộc hộ nghèo")],
)
def test_the_poor_are_those_of_the_last_day_of_the_period(code, line, person, poor):
    found = lines(code, {"social_group": "k5c"}, born("1940-03-05") | person)
    assert (line in found) is poor
    assert line not in lines(code, {"social_group": "k1"}, born("2015-03-05") | person)
    assert line not in lines(code, {"social_group": "k5c"}, born("1940-03-05") | person, "stopped")


@pytest.mark.parametrize(
    ("answers", "birth", "second"),
    [
        ({"social_group": "k1"}, "2015-03-05", ["Trẻ em"]),
        ({"social_group": "k3"}, "2015-03-05", ["Trẻ em"]),
        ({"social_group": "k1"}, "2023-03-05", ["Trẻ em", INFANT]),
        ({"social_group": "k3"}, "2023-03-05", ["Trẻ em", INFANT]),
        ({"social_group": "k6", "disability_degree": "very_severe"}, "2015-03-05", [f"Người khuyết tật đặc biệt nặng {UNDER_16}"]),
        ({"social_group": "k6", "disability_degree": "severe"}, "2015-03-05", []),
        ({"social_group": "k5d"}, "1950-03-05", ["Người cao tuổi"]),
        ({"social_group": "k5c"}, "1940-03-05", ["Người cao tuổi"]),
        ({"social_group": "k4"}, "1990-03-05", []),
        ({"social_group": "pension"}, "1949-03-05", []),
    ],
)  # fmt: skip
def test_whoever_is_looked_after_by_others_stands_in_the_second_block_too(answers, birth, second):
    alone = lines("result_10a", answers, born(birth))
    taken = lines("result_10a", answers | {"taken_in": True}, born(birth))
    for label in alone:
        taken.remove(label)
    assert taken == second


FACILITY = {"social_group": "k1"}


@pytest.mark.parametrize(
    ("answers", "birth", "line"),
    [
        ({"social_group": "k1"}, "2015-03-05", "Trẻ em"),
        ({"social_group": "k2"}, "2008-03-05", "Người từ 16 đến 22 tuổi đang học"),
        ({"social_group": "k3"}, "2015-03-05", "Người nhiễm HIV"),
        ({"social_group": "k8"}, "1990-03-05", "Người nhiễm HIV"),
        ({"social_group": "k5a"}, "1950-03-05", "Người cao tuổi"),
        ({"social_group": "k5b_335"}, "1950-03-05", "Người cao tuổi"),
        ({"social_group": "k6", "disability_degree": "very_severe"}, "1950-03-05", f"Người khuyết tật đặc biệt nặng {ELDER}"),
        ({"social_group": "k6", "disability_degree": "severe"}, "1950-03-05", None),
        ({"social_group": "k4"}, "1990-03-05", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("state", ["stopped", "paying", "sent_up"])
def test_who_came_to_a_facility_in_the_period_stands_in_the_third_block(answers, birth, line, state):
    came = happened("facility", "2026-03-01", facility="Trung tâm", admitted_on="2026-03-01")
    before = lines("result_10a", answers, born(birth), state)
    after = lines("result_10a", answers, born(birth), state, events=[came])
    for label in before:
        after.remove(label)
    assert after == ([line] if line else [])


@pytest.mark.parametrize(
    ("days", "counts"),
    [(["2025-12-31"], False), (["2026-01-01"], True), (["2026-06-30"], True), (["2026-07-01"], False)],
)
def test_a_facility_counts_in_the_period_in_which_somebody_came(days, counts):
    events = [happened("facility", each, facility="Trung tâm") for each in days]
    found = lines("result_10a", FACILITY, born("2015-03-05"), "stopped", events=events)
    assert (found == ["Trẻ em"]) is counts


def test_who_is_protected_in_an_emergency_stands_in_a_line_of_their_own():
    urgent = happened("facility", "2026-03-01", facility="Trung tâm", emergency=True)
    for_good = happened("facility", "2026-05-01", facility="Trung tâm", emergency=False)
    line = "Người cần bảo vệ khẩn cấp"
    assert lines("result_10a", FACILITY, born("2015-03-05"), "stopped", events=[urgent]) == [line]
    # The last that was said counts.
    assert lines("result_10a", FACILITY, born("2015-03-05"), "stopped", events=[urgent, for_good]) == [
        "Trẻ em"
    ]
    assert lines("result_10a", {"social_group": "k4"}, born("1990-03-05"), "stopped", events=[urgent]) == [
        line
    ]


@pytest.mark.parametrize(
    ("on", "counts"), [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True)]
)
def test_a_funeral_is_of_its_period(on, counts):
    events = [happened("funeral", on, amount=7_200_000)]
    found = lines("result_10a", {"social_group": "k5c"}, born("1940-03-05"), "stopped", events=events)
    assert (found == ["Hỗ trợ chi phí mai táng"]) is counts


# ---------------------------------------------------------------- the elderly

HAVE, ALONE, EIGHTY, PENSION = (
    "Người cao tuổi hưởng trợ cấp xã hội, hưu trí xã hội",
    "– Không có người phụng dưỡng",
    "– Từ đủ 80 tuổi",
    "– Hưu trí xã hội",
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"social_group": "k5a"}, [HAVE, ALONE]),
        ({"social_group": "k5b"}, [HAVE]),
        ({"social_group": "k5b_335"}, [HAVE]),
        ({"social_group": "k5c"}, [HAVE, EIGHTY]),
        ({"social_group": "k5d", "taken_in": True}, [HAVE, "– Được nhận chăm sóc tại cộng đồng"]),
        ({"social_group": "pension"}, [HAVE, PENSION]),
        (
            {"social_group": "k6", "disability_degree": "mild"},
            ["Người khuyết tật từ đủ 60 tuổi hưởng trợ cấp"],
        ),
        ({"social_group": "k4"}, []),
        ({"social_group": "k1", "taken_in": True}, []),
    ],
)
def test_the_report_of_the_elderly(answers, expected):
    assert lines("result_10c", answers, born("1940-03-05")) == expected


def test_a_younger_disabled_person_is_no_elder():
    answers = {"social_group": "k6", "disability_degree": "severe"}
    assert lines("result_10c", answers, born("1966-07-01")) == []
    assert lines("result_10c", answers, born("1966-06-30")) == [
        "Người khuyết tật từ đủ 60 tuổi hưởng trợ cấp"
    ]


def test_an_elder_who_came_to_a_facility():
    came = happened("facility", "2026-03-01", facility="Trung tâm")
    line = "Người cao tuổi vào cơ sở trợ giúp xã hội trong kỳ"
    assert lines("result_10c", {"social_group": "k5a"}, born("1940-03-05"), "stopped", events=[came]) == [
        line
    ]
    assert lines("result_10c", {"social_group": "k6"}, born("1940-03-05"), "stopped", events=[came]) == []


# ---------------------------------------------------------------- emergency aid


def quantities(*events):
    tally = next(each for each in REGISTER.tallies if each.code == "result_10b")
    record = seen({"social_group": "k4"}, events=events)
    found = {each.label: each.quantity(record) for each in tally.lines if each.quantity is not None}
    return {label: count for label, count in found.items() if count}


def aid(on, item, **more):
    return happened("emergency", on, item=item, **more)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (aid("2026-02-10", "rice", people=4, rice_kg=60), {"Người được hỗ trợ lương thực": 4, "Gạo": 60}),
        (aid("2026-02-10", "rice", rice_kg=15), {"Người được hỗ trợ lương thực": 1, "Gạo": 15}),
        (aid("2026-02-10", "injury", amount=5_000_000), {"Người bị thương được hỗ trợ": 1, "Kinh phí": 5_000_000}),
        (aid("2026-02-10", "death_or_missing", people=2, amount=50_000_000),
         {"Người chết, mất tích được hỗ trợ mai táng": 2, "Kinh phí": 50_000_000}),
        (aid("2026-02-10", "unclaimed_body", amount=25_000_000),
         {"Người chết, mất tích được hỗ trợ mai táng": 1, "Kinh phí": 25_000_000}),
        (aid("2026-02-10", "house_rebuild", amount=40_000_000), {"Hộ được hỗ trợ làm nhà": 1, "Kinh phí": 40_000_000}),
        (aid("2026-02-10", "house_repair", amount=20_000_000),
         {"Hộ được hỗ trợ sửa chữa nhà": 1, "Kinh phí": 20_000_000}),
        (aid("2026-02-10", "house_move", amount=30_000_000), {"Hộ được hỗ trợ di dời": 1, "Kinh phí": 30_000_000}),
        (aid("2026-02-10", None, amount=30_000_000), {}),
        (aid("2025-12-31", "rice", people=4, rice_kg=60), {}),
        (aid("2026-07-01", "rice", people=4, rice_kg=60), {}),
    ],
)  # fmt: skip
def test_emergency_aid_counts_in_its_own_unit(event, expected):
    assert quantities(event) == expected


def test_several_times_of_aid_are_added_up():
    given = (
        aid("2026-02-10", "rice", people=4, rice_kg=60),
        aid("2026-03-10", "rice", people=3, rice_kg=45, amount=100_000),
        aid("2026-04-10", "injury", amount=5_000_000),
    )
    assert quantities(*given) == {
        "Người được hỗ trợ lương thực": 7,
        "Người bị thương được hỗ trợ": 1,
        "Gạo": 105,
        "Kinh phí": 5_100_000,
    }


# NĐ 335/2026/NĐ-CP rules from 05/10/2026.
@pytest.mark.parametrize(
    ("day", "forms"),
    [
        ("2026-10-04", {"result_10a", "result_10b", "result_10c"}),
        ("2026-10-05", {"result_05", "result_06"}),
        ("2021-07-01", {"result_10a", "result_10b", "result_10c"}),
    ],
)
def test_the_form_is_that_of_the_periods_last_day(day, forms):
    on = datetime.date.fromisoformat(day)
    assert {each.code for each in REGISTER.tallies if each.rules_on(on)} == forms


def test_what_only_opens_a_block_counts_nobody_and_what_nobody_records_is_left_to_the_pen():
    emergency = next(each for each in REGISTER.tallies if each.code == "result_10b")
    assert [each.label for each in emergency.lines if each.is_heading] == [
        "Thiệt hại",
        "Kết quả trợ giúp",
        "Nguồn lực",
    ]
    assert sum(each.by_hand for each in emergency.lines) == 8
