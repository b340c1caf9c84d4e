"""People with merit, many at once and one by one: care, worship, living standard, presents; why; who stands where."""

import datetime

import pytest

from ansinh_desktop.registers import catalog, due
from ansinh_desktop.registers.case import Paid
from ansinh_desktop.registers.catalog.merit import grants, lists
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.rules import merit
from tests.registers.factories import MERIT, PERSON, asked, codes, facts, happened, shown

CODE = "merit"
REGISTER = catalog.register(CODE)
ON = datetime.date(2026, 11, 23)
OLDER = PERSON | {"birth_date": "1948-03-05"}
MARTYR_KIN = {"name": "Lê Văn Hùng", "category": "c", "relation": "mother", "ground": "parent_or_foster"}
WORSHIPS = {
    "related": ["worshipper"],
    "worshipped": [{"name": "Lê Văn Hùng"}, {"name": "Lê Văn Mạnh", "since_year": 2027}],
}
MARTYR = {"categories": ["c"], "decision_no": "1", "decision_date": "1975-01-01"}
NOBODY: Paid = {}


def record(answers, *events, state="receiving", on=ON, person=OLDER):
    return facts(answers, person, on, state=state, events=events)


def grant(item, on="2026-05-04", **answers):
    return happened("grant", on, item=item, **answers)


def act(code):
    return next(each for each in REGISTER.many if each.code == code)


def fits(code, said, answers, *events, **more):
    found = act(code).fits(record(answers, *events, **more), said, NOBODY)
    return None if found is None else found.code


def written(code, said, answers, *events, **more):
    effect = act(code).effect(record(answers, *events, **more), said, NOBODY)
    ((kind, event),) = effect.events
    return kind, event, effect.after


# ---------------------------------------------------------------- care

THIS = {"year": 2026, "care_form": "at_home", "on": "2026-11-23"}


@pytest.mark.parametrize("code", ["care_list", "care_given"])
@pytest.mark.parametrize(
    ("answers", "events", "state", "found"),
    [
        (MERIT, [], "receiving", None),
        (MERIT | {"care_last_year": 2024}, [], "receiving", None),  # every second year
        (MERIT | {"care_last_year": 2025}, [], "receiving", "AS-7458"),
        (MERIT, [grant("care_home", "2025-05-04", year=2025)], "receiving", "AS-7458"),
        (MERIT, [grant("care_facility", "2025-05-04", year=2024)], "receiving", None),
        ({"categories": ["d"], "care_last_year": 2025}, [], "receiving", None),  # every year
        ({"categories": ["d"], "care_last_year": 2026}, [], "receiving", "AS-7458"),
        ({"categories": ["l"]}, [], "receiving", "AS-7458"),
        (WORSHIPS, [], "receiving", "AS-7458"),
        (MERIT, [], "suspended", "AS-7449"),
        (MERIT, [], "requested", "AS-7449"),
    ],
)
def test_whose_turn_for_care_it_is(code, answers, events, state, found):
    assert fits(code, THIS, answers, *events, state=state) == found


def test_whoever_is_listed_keeps_the_form_that_nobody_chose_anew():
    effect = act("care_list").effect(record(MERIT | {"care_form": "at_home"}), {"year": 2027}, NOBODY)
    assert effect.answers == {"care_listed_year": 2027, "care_form": "at_home"}
    assert (effect.before, effect.after) == ("(trống)", "Danh sách năm 2027")
    again = record(MERIT | {"care_form": "at_home", "care_listed_year": 2025})
    effect = act("care_list").effect(again, {"year": 2027, "care_form": "in_facility"}, NOBODY)
    assert effect.answers == {"care_listed_year": 2027, "care_form": "in_facility"}
    assert effect.before == "2025"


@pytest.mark.parametrize(("form", "item"), [("at_home", "care_home"), ("in_facility", "care_facility")])
@pytest.mark.parametrize("year", [2022, 2024, 2025, 2026])
def test_care_is_paid_by_the_level_of_its_year_whenever_it_is_written_down(form, item, year):
    kind, event, after = written(
        "care_given", {"year": year, "care_form": form, "decision_no": "7/QĐ"}, MERIT
    )
    assert (kind, event["item"], event["year"], event["decision_no"]) == ("grant", item, year, "7/QĐ")
    lawful = merit.round_of_care(
        "convalescence_home" if form == "at_home" else "convalescence_facility",
        ON if year == ON.year else datetime.date(year, 1, 1),
    )
    assert lawful is not None
    assert event["amount"] == lawful.amount
    assert after.replace(".", "").startswith(str(lawful.amount))
    # What an act writes, no check finds fault with.
    assert "AS-7410" not in codes(CODE, MERIT, OLDER, ON, events=[happened("grant", "2026-11-23", **event)])


# ---------------------------------------------------------------- living standard, worship, presents


@pytest.mark.parametrize(
    ("answers", "events", "state", "found"),
    [
        (MERIT, [], "receiving", None),
        (MERIT, [happened("living", "2026-03-01", year=2026, standard="equal")], "receiving", "AS-7457"),
        (MERIT, [happened("living", "2026-03-01", standard="equal")], "receiving", "AS-7457"),
        (MERIT, [happened("living", "2026-03-01", year=2025, standard="equal")], "receiving", None),
        (MARTYR, [], "receiving", "AS-7457"),
        (MERIT, [], "ended", "AS-7449"),
    ],
)
def test_whose_household_is_judged_for_the_year(answers, events, state, found):
    assert fits("living", {"year": 2026, "standard": "equal"}, answers, *events, state=state) == found


def test_what_is_judged_is_written_down():
    kind, event, after = written(
        "living", {"year": 2026, "standard": "below", "assessor": "Trần Thị Lan"}, MERIT
    )
    assert (kind, event) == ("living", {"year": 2026, "standard": "below", "assessor": "Trần Thị Lan"})
    assert after == "Dưới mức trung bình nơi cư trú"


GIVEN = grant("worship", year=2026, count=1, amount=1_400_000)


@pytest.mark.parametrize(
    ("answers", "events", "year", "found"),
    [
        (WORSHIPS, [], 2026, None),
        (WORSHIPS, [GIVEN], 2026, "AS-7459"),
        (WORSHIPS, [GIVEN], 2027, None),
        (WORSHIPS, [grant("worship", year=2026, count=1)], 2026, None),  # written down, not given yet
        (WORSHIPS, [grant("care_home", year=2026, amount=1_400_000)], 2026, None),
        (WORSHIPS | {"worshipped": [{"name": "Lê Văn Mạnh", "since_year": 2027}]}, [], 2026, "AS-7459"),
        (MERIT, [], 2026, "AS-7459"),
        (WORSHIPS | {"related": None}, [], 2026, "AS-7459"),
    ],
)
def test_who_is_owed_the_money_for_worship(answers, events, year, found):
    assert fits("worship", {"year": year}, answers, *events) == found
    assert fits("worship", {"year": year}, answers, *events, state="suspended") == "AS-7449"


@pytest.mark.parametrize(
    ("year", "events", "count", "amount"),
    [
        (2026, [], 1, 1_400_000),
        (2027, [], 2, 2_800_000),
        (2027, [grant("worship", year=2027, amount=1_400_000)], 1, 1_400_000),
    ],
)
def test_worship_is_paid_for_each_martyr_once_a_year(year, events, count, amount):
    kind, event, after = written("worship", {"year": year, "decision_no": "3/QĐ"}, WORSHIPS, *events)
    assert (kind, event) == (
        "grant",
        {"item": "worship", "year": year, "count": count, "amount": amount, "decision_no": "3/QĐ"},
    )
    assert after == f"{count:02d} liệt sĩ: {amount:,} đồng".replace(",", ".")


def test_presents_are_for_the_living():
    said = {
        "occasion": "tet",
        "year": 2026,
        "giver": "Chủ tịch nước",
        "content": "Hộp bánh",
        "amount": 300_000,
        "on": "x",
    }
    assert fits("gift", said, MERIT) is None
    assert fits("gift", said, MARTYR) == "AS-7449"
    assert fits("gift", said, MERIT, state="moved") == "AS-7449"
    kind, event, after = written("gift", said, MERIT)
    assert (kind, after) == ("gift", "Quà 300.000 đồng")
    assert event == {key: said[key] for key in ("occasion", "year", "giver", "content", "amount")}
    assert written("gift", said | {"amount": None}, MERIT)[2] == "Quà"


# ---------------------------------------------------------------- columns


def test_presents_of_the_last_day_are_added_up():
    events = [
        happened("gift", "2026-01-20", occasion="tet", giver="Chủ tịch nước", amount=600_000),
        happened("gift", "2026-07-20", occasion="war_invalids_day", giver="UBND tỉnh", amount=500_000),
        happened("gift", "2026-07-20", occasion="war_invalids_day", content="Áo", amount=None),
    ]
    assert shown(CODE, "gift_amount", MERIT, OLDER, ON, events=events) == 500_000
    text = shown(CODE, "gift_shown", MERIT, OLDER, ON, events=events)
    assert text.count("; ") == 1
    assert text.endswith(", Áo")
    july = datetime.date(2026, 7, 19)
    assert shown(CODE, "gift_amount", MERIT, OLDER, july, events=events) == 600_000
    assert shown(CODE, "gift_shown", MERIT, OLDER, datetime.date(2026, 1, 19), events=events) is None
    assert shown(CODE, "gift_amount", MERIT, OLDER, ON) is None


@pytest.mark.parametrize(
    ("column", "answers", "value"),
    [
        ("grave_shown", {"cemetery": "Nghĩa trang liệt sĩ", "grave_place": "Hàng 3"}, "Nghĩa trang liệt sĩ, Hàng 3"),
        ("grave_shown", {"grave_place": "Hàng 3"}, "Hàng 3"),
        ("grave_shown", {}, None),
        ("percent_shown", {"injury_percent": 45, "chemical_percent": 21}, "45 %; 21 %"),
        ("percent_shown", {}, None),
        ("martyr_count", WORSHIPS, 1),
        ("martyr_count", WORSHIPS | {"related": None}, None),
        ("worship_amount", MERIT, None),
        ("care_last", {"care_last_year": 2019}, "2019"),
        ("care_last", {}, None),
        ("care_next", MERIT | {"care_last_year": 2019}, "2026"),  # missed: now
        ("care_next", MERIT | {"care_last_year": 2026}, "2028"),
        ("care_next", MERIT, None),
        ("care_next", {"categories": ["l"], "care_last_year": 2019}, None),
        ("care_every", {"categories": ["l"]}, None),
        ("article", {"categories": ["l"]}, None),
        ("base", {"categories": ["l"]}, None),
        ("who", {"categories": ["g"], "wounded_kind": "kind_b"}, "Thương binh loại B"),
        ("who", {"categories": ["g"]}, "Thương binh"),
        ("who", {"related": ["attendant", "chemical_child"]}, "Người phục vụ; Con đẻ người nhiễm chất độc hóa học"),
        ("who", {}, None),
    ],
)  # fmt: skip
def test_columns(column, answers, value):
    assert shown(CODE, column, answers, OLDER, ON) == value


def test_before_the_oldest_base_nothing_is_shown():
    early = datetime.date(2021, 6, 30)
    for column in ("allowance", "total", "article", "base"):
        assert shown(CODE, column, MERIT, OLDER, early) is None
        assert shown(CODE, column, MERIT, OLDER, datetime.date(2021, 7, 1)) is not None
    assert "Điều" in shown(CODE, "article", MERIT, OLDER, ON)


# ---------------------------------------------------------------- why


def why(answers, *events, **more):
    assert REGISTER.explained is not None
    explained = REGISTER.explained(record(answers, *events, **more))
    assert explained is not None
    return explained


def said(lines, begins):
    return [each for each in lines if each.text.startswith(begins)]


MAY = datetime.date(2025, 5, 31)
OF_45 = 4_024_000  # by Phụ lục II of NĐ 77/2024


@pytest.mark.parametrize(
    ("amount", "month", "text", "tone"),
    [
        (OF_45, "2025-05", "Mức đã ghi 4.024.000 đồng đúng với quy định.", "good"),
        (OF_45, None, "Mức đã ghi 4.024.000 đồng đúng với quy định.", "good"),
        (OF_45 - 24_000, "2025-05", "Mức đã ghi 4.000.000 đồng thấp hơn quy định 24.000 đồng.", "warning"),
        (OF_45 + 1_000, "2025-05", "Mức đã ghi 4.025.000 đồng cao hơn quy định 1.000 đồng.", "warning"),
        (OF_45, "2025-06", None, None),  # of another month
        (None, "2025-05", None, None),
    ],
)
def test_why_holds_the_recorded_amount_against_the_law(amount, month, text, tone):
    answers = MERIT | {"recorded_amount": amount, "recorded_month": month}
    lines = said(why(answers, on=MAY).doubts, "Mức đã ghi")
    assert [(each.text, each.tone) for each in lines] == ([(text, tone)] if text else [])


@pytest.mark.parametrize(
    ("amount", "accepted"), [(4_347_000, True), (4_343_000, True), (4_352_000, False), (4_341_000, False)]
)
def test_why_and_check_say_the_same_where_an_annex_was_not_read(amount, accepted):
    answers = MERIT | {"recorded_amount": amount, "recorded_month": "2026-11"}
    (line,) = said(why(answers).doubts, "Mức đã ghi")
    assert (line.tone == "good") is accepted
    assert ("AS-7416" not in codes(CODE, answers, OLDER, ON)) is accepted


@pytest.mark.parametrize("amount", [8_367_000 + 2_337_000 + 2_789_000, 8_367_000 + 2_337_000, 8_367_000])
def test_what_may_be_paid_beside_need_not_stand_in_the_recorded_amount(amount):
    mother = {"categories": ["d"], "attended": True, "recorded_amount": amount, "recorded_month": "2025-05"}
    assert "AS-7416" not in codes(CODE, mother, OLDER, MAY)
    assert [each.tone for each in said(why(mother, on=MAY).doubts, "Mức đã ghi")] == ["good"]


def test_where_something_is_not_told_no_amount_is_called_wrong():
    unknown = {"categories": ["g"], "recorded_amount": 3_000_000, "recorded_month": "2026-11"}
    told = why(unknown)
    assert "chưa đủ dữ kiện" in told.title
    assert said(told.doubts, "Mức đã ghi") == []
    assert said(why(MARTYR | {"recorded_amount": 1}).doubts, "Mức đã ghi") == []


@pytest.mark.parametrize(
    ("state", "reason", "told"),
    [("suspended", "1", True), ("ended", "8", True), ("receiving", "1", False), ("suspended", None, False)],
)
def test_why_nothing_is_paid_now(state, reason, told):
    lines = said(why(MERIT | {"state_reason": reason}, state=state).lines, "Hiện không chi")
    assert [each.tone for each in lines] == (["warning"] if told else [])


def test_parts_are_added_up_where_there_are_several():
    one, two = why(MERIT, on=MAY), why({"categories": ["d"], "attended": True}, on=MAY)
    assert said(one.lines, "Cộng mỗi tháng") == []
    assert [each.text for each in said(two.lines, "Cộng mỗi tháng")] == [
        f"Cộng mỗi tháng: {8_367_000 + 2_337_000 + 2_789_000:,} đồng.".replace(",", ".")
    ]
    assert why({"categories": ["l"]}, on=MAY).title == "Tháng 05/2025: không có trợ cấp hằng tháng"


def test_what_a_death_would_be_paid_with_is_told_until_it_is_written_down():
    dead = OLDER | {"death_date": "2026-03-10"}
    told = list(grants.lines(record(MERIT, person=dead)))
    assert sum("ngày 10/03/2026" in each.text for each in told) == 2
    known = list(grants.lines(record(MERIT, grant("funeral", died_on="2026-03-10"), person=dead)))
    assert sum("ngày 10/03/2026" in each.text for each in known) == 2
    year = list(grants.lines(record(MERIT, person=OLDER | {"death_date": "2026"})))
    assert not [each for each in year if "ngày" in each.text]
    assert list(grants.lines(record(MARTYR, person=dead))) == []


def test_care_and_worship_are_told_with_their_years():
    (care,) = said(grants.lines(record(MERIT | {"care_last_year": 2025})), "Điều dưỡng")
    assert care.text.endswith(", lần gần nhất năm 2025, lần tiếp theo năm 2027.")
    (care,) = said(grants.lines(record(MERIT)), "Điều dưỡng")
    assert care.text == "Điều dưỡng: hai năm một lần."
    (worship,) = grants.lines(record(WORSHIPS))
    assert worship.text == "Thờ cúng 01 liệt sĩ, năm 2026: 1.400.000 đồng."


# ---------------------------------------------------------------- findings, steps, lists


@pytest.mark.parametrize(
    ("years", "told"),
    [([2024, 2026], 0), ([2025, 2026], 1), ([2023, 2024, 2025], 2), ([2026], 0), ([2026, 2026], 0)],
)
def test_each_round_of_care_that_came_too_early_is_told(years, told):
    events = [grant("care_home", f"{year}-05-04", year=year) for year in years]
    assert codes(CODE, MERIT, OLDER, ON, events=events).count("AS-7414") == told


@pytest.mark.parametrize(
    ("birth", "categories", "told"),
    [
        ("1935", ["a"], False), ("1936", ["a"], True), ("1935-12-31", ["b"], False), ("1936-01-01", ["b"], True),
        ("1936", ["g"], False), (None, ["a"], False),
    ],
)  # fmt: skip
def test_nobody_fought_before_they_could(birth, categories, told):
    person = PERSON | {"birth_date": birth}
    assert ("AS-7402" in codes(CODE, MERIT | {"categories": categories}, person, ON)) is told


@pytest.mark.parametrize("state", ["refused", "ended", "dead", "moved"])
def test_of_what_is_over_no_doubt_is_told(state):
    assert "AS-7426" in codes(CODE, MERIT | {"injury_percent": None}, OLDER, ON, state="receiving")
    assert "AS-7426" not in codes(CODE, MERIT | {"injury_percent": None}, OLDER, ON, state=state)


def test_whoever_is_suspended_for_a_reason_is_left_in_peace():
    assert "AS-7415" in codes(CODE, MERIT, OLDER, ON, state="suspended")
    assert "AS-7415" not in codes(CODE, MERIT | {"state_reason": "1"}, OLDER, ON, state="suspended")


STOPPED = {"stopped_from": "2026-12"}


@pytest.mark.parametrize(
    ("state", "to", "answers", "events", "expected"),
    [
        ("requested", "sent_up", {}, [], ["request", "received_on", "sent_on"]),
        ("requested", "sent_up", {"request": "hero", "received_on": "2026-11-02", "sent_on": "2026-11-05"}, [], []),
        ("council", "sent_up", {}, [], [""]),
        ("council", "sent_up", {}, [happened("council", "2026-11-02")], []),
        ("sent_up", "receiving", {"decision_no": None, "decision_date": None}, [], ["decision_no", "decision_date"]),
        ("sent_up", "receiving", {}, [], []),
        ("suspended", "receiving", {}, [], [""]),
        ("suspended", "receiving", {}, [happened("decision", "2026-11-02")], []),
        ("sent_up", "refused", {}, [], [""]),
        ("receiving", "suspended", {}, [], ["state_reason", "stopped_from", "state_reason"]),
        *(("receiving", "suspended", STOPPED | {"state_reason": each}, [], []) for each in ("1", "2", "6", "7")),
        *(("receiving", "suspended", STOPPED | {"state_reason": each}, [], ["state_reason"]) for each in ("3", "4", "5", "8")),
        *(("receiving", "ended", STOPPED | {"state_reason": each}, [], []) for each in ("3", "4", "5", "6", "8")),
        *(("receiving", "ended", STOPPED | {"state_reason": each}, [], ["state_reason"]) for each in ("1", "2", "7")),
    ],
)  # fmt: skip
def test_what_each_step_asks_for(state, to, answers, events, expected):
    assert [
        field for _, field in asked(CODE, state, to, MERIT | answers, OLDER, ON, events=events)
    ] == expected


@pytest.mark.parametrize(
    ("request_kind", "procedures", "allowed"),
    [("backlog", [], True), ("hero", ["backlog"], True), ("hero", ["hero"], False), (None, [], False)],
)
def test_only_what_the_war_left_undone_is_posted(request_kind, procedures, allowed):
    events = [
        happened("posting", "2026-09-01"),
        *(happened("procedure", "2026-08-01", procedure=each) for each in procedures),
    ]
    found = [
        code
        for code, _ in asked(
            CODE, "requested", "posted", MERIT | {"request": request_kind}, OLDER, ON, events=events
        )
    ]
    assert ("AS-7440" not in found) is allowed


@pytest.mark.parametrize(
    ("posted", "on", "over"),
    [
        (["2026-09-01"], "2026-10-11", True),
        (["2026-09-01"], "2026-10-09", False),
        (["2026-09-01", "2026-10-05"], "2026-10-12", False),  # the last posting counts
        (["2026-10-05", "2026-08-01"], "2026-10-12", False),
    ],
)
def test_the_council_waits_for_forty_days_of_posting(posted, on, over):
    day = datetime.date.fromisoformat(on)
    events = [happened("posting", each) for each in posted]
    known = facts(MERIT | {"request": "backlog"}, OLDER, day, state="posted", events=events)
    assert ("AS-6309" not in [each.code for each in step_findings(REGISTER, known, "council", day)]) is over


def test_only_complaints_of_the_last_posting_are_told():
    complained = happened("posting", "2026-07-01", complaints="có")
    again = happened("posting", "2026-09-01")
    backlog = MERIT | {"request": "backlog"}
    assert asked(CODE, "posted", "council", backlog, OLDER, ON, events=[complained]) == [("AS-7442", "")]
    assert asked(CODE, "posted", "council", backlog, OLDER, ON, events=[complained, again]) == []


@pytest.mark.parametrize(
    ("given", "years", "task"),
    [
        ("leg_above", 2024, "2026-12-31"),
        ("leg_hip", 2024, "2027-12-31"),
        ("leg_hip", None, None),
        ("zz", 2024, None),
    ],
)
def test_when_an_aid_may_be_given_anew(given, years, task):
    answers = MERIT | {"care_listed_year": 2026, "devices": [{"device": given, "given_year": years}]}
    found = {each.id: each.due.date().isoformat() for each in due.tasks_of(REGISTER, record(answers))}
    assert found.get(f"merit_device_{given}") == task
    ended = due.tasks_of(REGISTER, record(answers, state="suspended"))
    assert f"merit_device_{given}" not in {each.id for each in ended}


SPOUSE = {"name": "Lê Văn Bảy", "category": "h", "relation": "spouse", "ground": "not_yet"}


@pytest.mark.parametrize(
    ("sex", "birth", "died", "day"),
    [
        ("female", "1971-12-10", "2021-06-30", "2026-12-10"),  # NĐ 131/2021 Điều 125 khoản 4: 55 years
        ("male", "1966-12-10", "2021-06-30", "2026-12-10"),  # 60 years
        ("female", "1971-12-10", "2021-07-01", "2029-12-10"),  # by Bộ luật Lao động: 58 years in 2029
        ("male", "1966-12-10", "2021-07-01", "2028-12-10"),  # 62 years
        ("male", "1966-12-10", None, "2028-12-10"),
        ("male", "1966-12-10", "2021", "2028-12-10"),  # perhaps after the ordinance: the later age
    ],
)
def test_from_which_age_a_spouse_is_paid(sex, birth, died, day):
    answers = {"kin": [SPOUSE | ({"died_on": died} if died else {})]}
    person = PERSON | {"sex": sex, "birth_date": birth}
    for state, expected in (("receiving", day), ("requested", day), ("suspended", None)):
        found = {
            each.id: each.due.date().isoformat()
            for each in due.tasks_of(REGISTER, record(answers, person=person, state=state))
        }
        assert found.get("merit_spouse_of_age") == expected


def test_who_stands_in_which_list():
    assert lists.worships(record(WORSHIPS))
    assert not lists.worships(
        record(WORSHIPS | {"worshipped": [{"name": "Lê Văn Mạnh", "since_year": 2027}]})
    )
    assert lists.lives(record(MERIT))
    assert not lists.lives(record(MARTYR))


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Thương binh 2/4", {"categories": ["g"]}),
        ("Bệnh binh", {"categories": ["h"]}),
        ("Bà mẹ VNAH", {"categories": ["d"]}),
        ("Nhiễm chất độc hóa học", {"categories": ["i"]}),
        ("Bị địch bắt tù đày", {"categories": ["k"]}),
        ("Anh hùng lực lượng vũ trang", {"categories": ["dd"]}),
        ("Anh hùng lao động", {"categories": ["e"]}),
        ("Người giúp đỡ cách mạng", {"categories": ["m"]}),
        ("Thờ cúng liệt sĩ", {"related": ["worshipper"]}),
    ],
)
def test_everyday_words_of_lists(text, answers):
    assert REGISTER.read_cell("categories", text) == answers


@pytest.mark.parametrize(
    "text", ["vợ thương binh", "con bệnh binh", "thân nhân thương binh", "tuất bệnh binh"]
)
def test_a_relative_is_not_taken_for_whom_they_belong_to(text):
    with pytest.raises(ValueError, match="AS-2014"):
        REGISTER.read_cell("categories", text)


@pytest.mark.parametrize(
    ("reason", "state"),
    [("3", "ended"), ("8", "ended"), ("1", "receiving"), ("7", "receiving"), (None, "receiving")],
)
def test_where_somebody_of_an_old_list_stands(reason, state):
    assert REGISTER.imported_state is not None
    assert REGISTER.imported_state({"state_reason": reason}) == state
