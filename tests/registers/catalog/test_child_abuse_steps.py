"""A case of abuse from the report to its end: steps, rounds of the plan, hours and days, what the assessments say."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.explanation import Explanation
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.rules import law
from tests.registers.factories import ABUSE, CHILD, asked, codes, due, facts, found, happened, shown

CODE = "child_abuse"
REGISTER = catalog.register(CODE)
ON = datetime.date(2026, 5, 20)
ROWS_02 = [row.code for row in law.code_list("assessment_row_02")]
ROWS_06 = [row.code for row in law.code_list("assessment_row_06")]
HOME, AWAY = "30325@2025-07-01", "30328@2025-07-01"


def step(state, to, answers, *events):
    return asked(CODE, state, to, ABUSE | answers, CHILD, ON, events=events)


def review(on, **answers):
    return happened("review_06", on, **answers)


def said(answers, code, **more):
    findings = check_record(REGISTER, facts(ABUSE | answers, CHILD, ON, **more))
    return [each.text for each in findings if each.code == code]


# ---------------------------------------------------------------- steps

INTERVENED = {"emergency": True, "intervention_at": "2026-05-04T16:00", "intervention": "Đưa đến cơ sở y tế"}
SEPARATION = {"separation_no": "1/QĐ", "separation_at": "2026-05-04T17:00", "separation_ground": "Điều 31"}
ASSESSED = {"m02_on": "2026-05-04T20:00"} | {f"m02_{code}": "low" for code in ROWS_02}
ASSESSED_03 = {"m03_on": "2026-05-06"} | {f"m03_{code}": "low" for code in ROWS_02}
MEETING = {"meeting_on": "2026-05-07", "meeting_minutes_no": "2/BB"}
PLAN = {
    "plan_submitted_on": "2026-05-08",
    "plan_activities": [{"problem": "Sợ hãi", "activity": "Tham vấn", "executor": "Cán bộ trẻ em"}],
}
APPROVED = {
    "plan_decision_no": "5/QĐ",
    "plan_decision_date": "2026-05-11",
    "plan_from": "2026-05-12",
    "plan_to": "2026-08-12",
}


@pytest.mark.parametrize(
    ("state", "to", "answers", "expected"),
    [
        ("received", "verifying", {}, []),
        ("verifying", "not_true", {}, [("AS-6313", "verification"), ("AS-2360", "verification")]),
        ("verifying", "not_true", {"verification": "true"}, [("AS-6313", "verification")]),
        ("verifying", "not_true", {"verification": "false"}, []),
        ("received", "initial_assessment", {}, [("AS-6301", "m02_on")]),
        ("verifying", "initial_assessment", ASSESSED, []),
        ("received", "emergency", {}, [("AS-6301", "intervention_at"), ("AS-6301", "intervention")]),
        ("received", "emergency", INTERVENED, []),
        (
            "received",
            "emergency",
            INTERVENED | {"separated": True},
            [("AS-6301", "separation_no"), ("AS-6301", "separation_at"), ("AS-6301", "separation_ground")],
        ),
        ("received", "emergency", INTERVENED | {"separated": True} | SEPARATION, []),
        ("initial_assessment", "specific_assessment", {}, [("AS-6301", "m03_on")]),
        (
            "initial_assessment",
            "specific_assessment",
            ASSESSED_03 | dict.fromkeys(("commune_of_event", "place", "environment", "forms")),
            [
                ("AS-6301", "commune_of_event"),
                ("AS-6301", "place"),
                ("AS-6301", "environment"),
                ("AS-6301", "forms"),
            ],
        ),
        ("emergency", "specific_assessment", ASSESSED_03, []),
        (
            "specific_assessment",
            "meeting",
            {},
            [("AS-6301", "meeting_on"), ("AS-6301", "meeting_minutes_no")],
        ),
        ("specific_assessment", "meeting", MEETING, []),
        ("meeting", "plan_submitted", {}, [("AS-6301", "plan_submitted_on"), ("AS-6301", "plan_activities")]),
        ("meeting", "plan_submitted", PLAN, []),
        (
            "plan_submitted",
            "plan_approved",
            PLAN,
            [
                ("AS-6301", "plan_decision_no"),
                ("AS-6301", "plan_decision_date"),
                ("AS-6301", "plan_from"),
                ("AS-6301", "plan_to"),
            ],
        ),
        ("plan_submitted", "plan_approved", PLAN | APPROVED, []),
        ("implementing", "review", PLAN | APPROVED, [("AS-6303", "")]),
    ],
)
def test_what_each_step_asks_for(state, to, answers, expected):
    assert step(state, to, answers) == expected


# Luật Trẻ em Điều 52 khoản 2: the commune where the child lives carries the plan out.
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"commune_of_residence": AWAY, "transferred_to": AWAY}, []),
        ({"commune_of_residence": AWAY}, [("AS-6305", "transferred_to")]),
        ({"commune_of_residence": HOME, "transferred_to": AWAY}, [("AS-2364", "transferred_to")]),
        ({"commune_of_residence": AWAY, "transferred_to": HOME}, [("AS-2364", "transferred_to")]),
        ({"commune_of_event": None, "commune_of_residence": None, "transferred_to": AWAY}, []),
    ],
)
@pytest.mark.parametrize("state", ["received", "emergency", "plan_submitted", "implementing", "review"])
def test_a_case_goes_to_where_the_child_lives(state, answers, expected):
    assert step(state, "transferred", answers, review("2026-05-19")) == expected


@pytest.mark.parametrize(
    ("home", "event", "to", "told"),
    [
        (AWAY, HOME, None, True),
        (AWAY, HOME, AWAY, False),
        (HOME, HOME, None, False),
        (None, HOME, None, False),
        (AWAY, None, None, False),
    ],
)
def test_a_child_of_another_commune_is_told_until_the_case_goes_there(home, event, to, told):
    answers = {"commune_of_residence": home, "commune_of_event": event, "transferred_to": to}
    assert bool(said(answers, "AS-2361")) is told


# ---------------------------------------------------------------- rounds of the plan


@pytest.mark.parametrize(
    ("submitted", "reviews", "expected"),
    [
        ("2026-05-08", ["2026-05-07"], []),
        ("2026-05-08", ["2026-05-08"], []),  # the new plan of the very day of the review
        ("2026-05-08", ["2026-05-09"], ["AS-2365"]),
        ("2026-05-08", ["2026-05-01", "2026-05-09"], ["AS-2365"]),
        ("2026-05-08", ["2026-05-09", "2026-05-01"], ["AS-2365"]),  # in whatever order they were typed
        (None, ["2026-05-09"], ["AS-6301"]),
    ],
)
def test_another_round_has_a_plan_of_its_own(submitted, reviews, expected):
    events = [review(each, conclusion="continue") for each in reviews]
    found_codes = [
        code for code, _ in step("review", "plan_submitted", PLAN | {"plan_submitted_on": submitted}, *events)
    ]
    assert found_codes == expected


def test_another_round_after_all_is_well_asks_for_a_reason():
    well, ill = review("2026-05-01", conclusion="close"), review("2026-05-02", conclusion="continue")
    assert step("review", "plan_submitted", PLAN, well) == [("AS-2366", "conclusion")]
    assert step("review", "plan_submitted", PLAN, well, ill) == []
    later = review("2026-05-03", conclusion="close")
    assert step("review", "plan_submitted", PLAN, ill, later) == [("AS-2366", "conclusion")]


@pytest.mark.parametrize(
    ("submitted", "decided", "older"),
    [("2026-05-08", "2026-05-07", True), ("2026-05-08", "2026-05-08", False), (None, "2026-05-07", False)],
)
def test_a_decision_is_not_older_than_its_plan(submitted, decided, older):
    answers = PLAN | APPROVED | {"plan_submitted_on": submitted, "plan_decision_date": decided}
    assert (("AS-2367", "plan_decision_date") in step("plan_submitted", "plan_approved", answers)) is older


@pytest.mark.parametrize(
    ("reviews", "older"),
    [
        (["2026-05-10"], True),
        (["2026-05-11"], False),
        (["2026-05-12"], False),
        (["2026-05-10", "2026-05-12"], False),
        (["2026-05-12", "2026-05-10"], False),
        (["2026-05-09", "2026-05-10"], True),
    ],
)
def test_a_review_is_of_the_plan_that_was_approved(reviews, older):
    record = facts(
        ABUSE | PLAN | APPROVED, CHILD, ON, state="implementing", events=[review(each) for each in reviews]
    )
    findings = step_findings(REGISTER, record, "review", ON)
    assert [each.code for each in findings] == (["AS-2368"] if older else [])
    assert all("11/05/2026" in each.text for each in findings)


# ---------------------------------------------------------------- findings


@pytest.mark.parametrize(
    ("answers", "code", "told"),
    [
        ({"reported_111_at": None}, "AS-2354", True),
        ({"reported_111_at": None, "reported_police_at": "2026-05-04T15:10"}, "AS-2354", False),
        ({"forms": ["sexual_abuse"]}, "AS-2357", True),
        ({"forms": ["sexual_abuse"], "sexual_acts": ["rape"]}, "AS-2357", False),
        ({"emergency": True}, "AS-2356", True),
        (INTERVENED, "AS-2356", False),
        ({"conclusion": "close", "stable": True}, "AS-2358", True),
        ({"conclusion": "close", "no_longer_at_risk": True}, "AS-2358", True),
        ({"conclusion": "continue"}, "AS-2358", False),
        ({"conclusion": "close", "stable": True, "no_longer_at_risk": True}, "AS-2358", False),
    ],
)
def test_what_is_said_of_a_case(answers, code, told):
    assert bool(said(answers, code)) is told


@pytest.mark.parametrize(("prefix", "on"), [("m02", "2026-05-04T20:00"), ("m03", "2026-05-06")])
def test_rows_left_open_are_counted_for_each_assessment(prefix, on):
    done = {f"{prefix}_{code}": "low" for code in ROWS_02}
    assert said(done | {f"{prefix}_on": on}, "AS-2355") == []
    (text,) = said(
        done | {f"{prefix}_on": on, f"{prefix}_{ROWS_02[0]}": None, f"{prefix}_{ROWS_02[8]}": None}, "AS-2355"
    )
    assert " 2 " in text
    assert said({f"{prefix}_{ROWS_02[0]}": "low"}, "AS-2355") == []


def test_what_is_late_is_told_with_its_article_and_what_is_too_long_with_its_days():
    (text,) = said({"plan_submitted_on": "2026-05-12"}, "AS-2352")
    assert "NĐ 56/2017 Điều 28 khoản 1" in text
    separated = INTERVENED | {"separated": True} | SEPARATION
    (text,) = said(separated | {"separation_from": "2026-05-05", "separation_to": "2026-05-25"}, "AS-2369")
    assert "20" in text
    assert "NĐ 56/2017 Điều 32 khoản 3" in text
    findings = found(CODE, ABUSE | separated | {"separation_to": "2026-05-25"}, CHILD, ON)
    assert (
        "warning",
        "AS-2369",
        "separation_to",
    ) in findings  # counted from the decision where no first day is known
    assert ("warning", "AS-2369", "separation_to") not in found(
        CODE, ABUSE | separated | {"separation_to": "2026-05-19"}, CHILD, ON
    )


def test_a_child_whose_birth_nobody_knows_is_no_fault():
    assert "AS-2351" not in codes(CODE, ABUSE, {"sex": "female"}, ON)


# ---------------------------------------------------------------- what has to be done


@pytest.mark.parametrize(
    ("state", "answers", "expected"),
    [
        ("received", {"reported_111_at": None}, {"child_notify", "child_intervention_12h", "child_plan_submit", "child_plan_total"}),
        ("received", {}, {"child_intervention_12h", "child_plan_submit", "child_plan_total"}),
        ("verifying", {"m02_on": "2026-05-04T20:00"}, {"child_plan_submit", "child_plan_total"}),
        ("emergency", {"emergency": True, "m02_on": "2026-05-04T20:00"},
         {"child_intervention_12h", "child_plan_submit", "child_plan_total"}),
        ("emergency", INTERVENED | {"m02_on": "2026-05-04T20:00"}, {"child_plan_submit", "child_plan_total"}),
        ("meeting", {"reported_111_at": None}, {"child_plan_submit", "child_plan_total"}),
        ("meeting", PLAN, {"child_plan_approve", "child_plan_total"}),
        ("plan_submitted", PLAN, {"child_plan_approve", "child_plan_total"}),
        ("plan_submitted", PLAN | APPROVED, set()),
        ("plan_approved", PLAN | APPROVED, {"child_plan_ends"}),
        ("implementing", PLAN | APPROVED, {"child_plan_ends"}),
        ("review", PLAN | APPROVED, set()),
    ],
)  # fmt: skip
def test_what_has_still_to_be_done(state, answers, expected):
    found_tasks = due(CODE, ABUSE | answers, CHILD | {"birth_date": "2018-03-05"}, ON, state=state)
    assert set(found_tasks) - {"child_turns_16"} == expected


def test_the_days_run_from_the_report():
    # Monday 04/05/2026, 15:00: five, and seven working days.
    tasks = due(CODE, ABUSE, CHILD, ON, state="received")
    assert (tasks["child_plan_submit"], tasks["child_plan_total"]) == ("2026-05-11", "2026-05-13")
    assert tasks["child_intervention_12h"] == "2026-05-05"
    approve = due(CODE, ABUSE | PLAN, CHILD, ON, state="plan_submitted")["child_plan_approve"]
    assert approve == "2026-05-12"  # two working days from Friday 08/05


def test_a_separation_is_watched_until_it_is_over():
    separated = INTERVENED | {"separated": True} | SEPARATION | {"separation_to": "2026-05-22"}
    tasks = due(CODE, ABUSE | separated, CHILD, ON, state="review")
    assert tasks["child_separation_max"] == "2026-05-19"
    assert tasks["child_separation_ends"] == "2026-05-22"
    over = due(CODE, ABUSE | separated | {"separation_over_on": "2026-05-18"}, CHILD, ON, state="review")
    assert "child_separation_max" not in over
    assert not {"child_separation_max", "child_separation_ends"} & set(
        due(CODE, ABUSE | separated | {"separated": False}, CHILD, ON, state="review")
    )


# ---------------------------------------------------------------- columns, words, explanations


def test_the_day_of_the_first_assessment():
    assert shown(CODE, "m02_day", ABUSE | ASSESSED, CHILD) == "2026-05-04"
    assert shown(CODE, "m02_day", ABUSE, CHILD) is None


def test_whose_sex_nobody_knows_is_shown_by_age_alone():
    assert shown(CODE, "child_shown", ABUSE, {"birth_date": "2016-05-04"}) == "10 tuổi"
    assert shown(CODE, "child_shown", ABUSE, {"birth_date": "2016-05-05"}) == "9 tuổi"
    assert shown(CODE, "child_shown", ABUSE, {}) is None
    on = datetime.date(2030, 1, 1)  # the age stays that of the report
    assert shown(CODE, "child_shown", ABUSE, {"birth_date": "2016-05-04"}, on) == "10 tuổi"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("bị đánh", ["violence"]),
        ("bóc lột", ["exploitation"]),
        ("bị bỏ rơi", ["abandonment"]),
        ("mua bán trẻ em", ["trafficking"]),
        ("xâm hại tình dục", ["sexual_abuse"]),
    ],
)
def test_forms_by_everyday_words(text, forms):
    assert REGISTER.read_cell("forms", text) == {"forms": forms}


def test_levels_by_everyday_words():
    assert REGISTER.read_cell("m02_harm_now", "TB") == {"m02_harm_now": "medium"}
    assert REGISTER.read_cell("m02_harm_now", "Cao") == {"m02_harm_now": "high"}


def why(answers, *events) -> Explanation:
    assert REGISTER.explained is not None
    explained = REGISTER.explained(facts(ABUSE | answers, CHILD, ON, events=events))
    assert explained is not None
    return explained


def test_before_the_first_assessment_nothing_is_explained():
    assert REGISTER.explained is not None
    assert REGISTER.explained(facts(ABUSE, CHILD, ON)) is None
    assert REGISTER.explained(facts(ABUSE, CHILD, ON, events=[review("2026-05-09")])) is None


def test_the_last_assessment_is_explained():
    first = {"m02_harm_now": "high"}
    assert why(first).title == "Đánh giá nguy cơ ban đầu (Mẫu 02)"
    assert why(first | {"m03_harm_now": "low"}).title == "Đánh giá nguy cơ cụ thể (Mẫu 03)"
    old, new = review("2026-05-09", m06_access="high"), review("2026-05-19", m06_access="low")
    assert why(first, new, old).title == "Rà soát ngày 19/05/2026 (Mẫu 06)"
    assert why(first, new, old).lines[0].text.endswith(": Thấp – Ít hoặc không có.")


def test_rows_and_sums_are_told_with_their_article():
    explained = why({"m02_harm_now": "high", "m02_watched": "medium"})
    rows, sums = explained.lines[:2], explained.lines[2:]
    assert [each.text for each in rows] == [
        "Trẻ có bị tổn hại nghiêm trọng, bị đe dọa tính mạng không: Cao.",
        "Có người theo dõi, sẵn sàng ứng phó: Trung bình.",
    ]
    assert len(sums) == 2
    assert {each.article for each in sums} == {"NĐ 56/2017 Điều 26, Mẫu 02"}
    # What is missing is a note, a child in danger a warning.
    assert [each.tone for each in explained.doubts] == ["note", "warning"]
    assert all(each.todo for each in explained.doubts)


@pytest.mark.parametrize(
    ("harm", "protection", "sums"),
    [("high", "low", 3), ("low", "high", 3), ("medium", "medium", 3), ("high", None, 2)],
)
def test_which_side_is_heavier_is_said_once_all_rows_are_there(harm, protection, sums):
    levels = {
        f"m06_{row.code}": harm if row.extra["part"] == "harm" else protection
        for row in law.code_list("assessment_row_06")
    }
    lines = why({}, review("2026-05-09", **{key: level for key, level in levels.items() if level})).lines
    of_article = [each for each in lines if each.article == "NĐ 56/2017 Điều 30, Mẫu 06"]
    assert len(of_article) == sums
    assert len(lines) - sums == (len(ROWS_06) if protection else 3)


# NĐ 56/2017 Điều 30: no longer at risk and stable, in the review as well as in the record.
SAFE = {"no_longer_at_risk": True, "stable": True, "conclusion": "close"}
LOW = {
    f"m06_{row.code}": "low" if row.extra["part"] == "harm" else "high"
    for row in law.code_list("assessment_row_06")
}


@pytest.mark.parametrize(
    ("answers", "reviewed", "expected"),
    [
        (SAFE, SAFE | LOW, []),
        (SAFE | {"no_longer_at_risk": None}, SAFE | LOW, ["AS-6314"]),
        (SAFE, SAFE | LOW | {"no_longer_at_risk": False}, ["AS-6314"]),
        (SAFE, SAFE | LOW | {"stable": False}, ["AS-6314"]),
        (SAFE | {"conclusion": "continue"}, SAFE | LOW, ["AS-6315", "AS-2359"]),
        (SAFE, SAFE, []),  # a review without its matrix
        (SAFE, SAFE | LOW | {"m06_watched": "medium"}, []),
        (SAFE, SAFE | LOW | {"m06_watched": "low"}, ["AS-6238"]),
        (SAFE, SAFE | LOW | {"m06_obstacles": "high"}, ["AS-6238"]),
        # Rows that were left open are no reason to keep the case.
        (SAFE, SAFE | {"m06_access": "low"}, []),
    ],
)
def test_when_a_case_may_be_closed(answers, reviewed, expected):
    told = step("review", "closed", answers | {"verification": "true"}, review("2026-05-19", **reviewed))
    assert sorted(code for code, _ in told) == sorted(expected)
