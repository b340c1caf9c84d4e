"""A poor household through its years: reviews, decisions, steps, lists, many at once, a move; each edge worked by hand."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.case import EventFacts, Paid
from ansinh_desktop.registers.checks import check_record
from tests.registers.factories import HOUSEHOLD, PERSON, asked, codes, due, facts, happened, shown

CODE = "poor_household"
REGISTER = catalog.register(CODE)
ON = datetime.date(2026, 11, 20)
POOR = {
    "status": "poor",
    "valid_from": "2026-01-01",
    "decision_no": "215/QĐ-UBND",
    "decision_on": "2025-12-20",
}
NEAR = POOR | {"status": "near_poor"}
OUT = {"status": "other", "valid_from": "2026-11-01", "decision_on": "2026-10-30"}
NOBODY_PAID: Paid = {}


def head(*statuses, **more):
    return PERSON | more | ({"poverty_statuses": list(statuses)} if statuses else {})


def review(on="2026-10-05", **answers):
    return happened("review", on, **{"kind": "yearly", **answers})


def texts(code, answers, person, events=(), state="", on=ON):
    found = check_record(REGISTER, facts(HOUSEHOLD | answers, person, on, state=state, events=events))
    return [each.text for each in found if each.code == code]


# ---------------------------------------------------------------- the last review


@pytest.mark.parametrize(
    ("reviews", "on", "last"),
    [
        (["2025-10-05", "2026-10-05"], "2026-11-20", "2026-10-05"),
        (["2026-10-05", "2025-10-05"], "2026-11-20", "2026-10-05"),
        (["2025-10-05", "2026-10-05"], "2026-10-04", "2025-10-05"),
        (["2025-10-05", "2026-10-05"], "2026-10-05", "2026-10-05"),
        (["2026-10-05"], "2026-10-04", None),
        ([], "2026-11-20", None),
    ],
)
def test_the_last_review_is_the_latest_up_to_the_day(reviews, on, last):
    events = [review(each) for each in reviews]
    assert (
        shown(CODE, "reviewed_on", HOUSEHOLD, PERSON, datetime.date.fromisoformat(on), events=events) == last
    )


TOLD = {
    "listed_review_on": "2025-10-01",
    "listed_income_points": 120,
    "listed_lacking_points": 20,
    "listed_shortfalls": ["job", "water"],
}


def test_a_list_kept_before_tells_of_a_review_until_there_is_a_later_one():
    def columns(*events):
        keys = (
            "reviewed_on",
            "income_points",
            "lacking_points",
            "shortfalls_shown",
            "by_scores",
            "review_result",
        )
        return [shown(CODE, key, HOUSEHOLD | TOLD, PERSON, ON, events=events) for key in keys]

    assert columns() == ["2025-10-01", 120, 20, ["job", "water"], "Hộ cận nghèo", None]
    later = review(income_points=90, lacking_points=40, result="poor")
    assert columns(later) == ["2026-10-05", 90, 40, None, "Hộ nghèo", "poor"]
    assert columns(review("2024-10-05", income_points=90)) == columns()


@pytest.mark.parametrize(
    ("answers", "scores", "said"),
    [
        ({}, {"income_points": 140, "lacking_points": 30}, "Hộ nghèo"),
        ({}, {"income_points": 141, "lacking_points": 30}, "Không nghèo, không cận nghèo"),
        ({"area": "urban"}, {"income_points": 141, "lacking_points": 20}, "Hộ cận nghèo"),
        ({"area": None}, {"income_points": 140, "lacking_points": 30}, None),
        ({}, {"income_points": 140}, None),
        ({}, {"lacking_points": 30}, None),
    ],
)
def test_scores_tell_only_where_all_of_them_are_known(answers, scores, said):
    assert shown(CODE, "by_scores", HOUSEHOLD | answers, PERSON, ON, events=[review(**scores)]) == said


def test_a_review_before_the_first_rules_is_not_judged():
    early = datetime.date(2021, 12, 31)
    event = [review("2021-12-31", income_points=200, lacking_points=10, shortfalls=["job"], result="poor")]
    assert shown(CODE, "by_scores", HOUSEHOLD, PERSON, early, events=event) is None
    assert codes(CODE, HOUSEHOLD, PERSON, early, events=event) == []


# ---------------------------------------------------------------- findings


@pytest.mark.parametrize(
    ("income", "lacking", "shortfalls", "result", "expected"),
    [
        (120, 30, ["job", "water", "toilet"], "poor", []),
        (120, 20, ["job", "water", "toilet"], "near_poor", ["AS-7507"]),
        (120, 40, ["job", "water", "toilet"], "poor", ["AS-7507"]),
        (120, 30, [], "poor", []),
        (120, None, ["job"], "poor", []),
        (120, 0, ["job"], "near_poor", ["AS-7507"]),
        (120, 30, [], "near_poor", ["AS-7506"]),
        (120, 20, [], "poor", ["AS-7506"]),
        (200, 30, [], "other", []),
        (200, 30, [], "average_living", []),
        (200, 30, [], "near_poor", ["AS-7506"]),
        (120, 30, [], None, []),
        (None, 30, [], "other", []),
    ],
)
def test_points_shortfalls_and_result_fit_together(income, lacking, shortfalls, result, expected):
    event = review(income_points=income, lacking_points=lacking, shortfalls=shortfalls, result=result)
    assert codes(CODE, HOUSEHOLD, PERSON, ON, events=[event]) == expected


def test_what_does_not_fit_is_told_with_its_figures():
    event = review(income_points=120, lacking_points=20, shortfalls=["job"], result="poor")
    (text,) = texts("AS-7506", {}, PERSON, [event])
    assert (
        text == "Rà soát ngày 05/10/2026: B1 120 điểm, B2 20 điểm là “Hộ cận nghèo”, kết quả ghi “Hộ nghèo”."
    )
    (text,) = texts("AS-7507", {}, PERSON, [event])
    assert text == "Rà soát ngày 05/10/2026: 1 chỉ số thiếu hụt là 10 điểm, phiếu B2 ghi 20 điểm."
    rich = review(income_points=200, lacking_points=20, result="poor")
    assert "“không phải hộ nghèo, hộ cận nghèo”" in texts("AS-7506", {}, PERSON, [rich])[0]


@pytest.mark.parametrize(
    ("decision", "result", "told"),
    [
        (OUT, "poor", True),
        (OUT, "other", False),
        (OUT | {"status": "near_poor"}, "poor", True),
        (OUT | {"status": "average_living"}, "other", False),  # neither is poor
        (OUT | {"decision_on": "2026-10-05"}, "poor", True),  # decided on the day of the review
        (OUT | {"decision_on": "2026-10-04"}, "poor", False),
        (OUT | {"decision_on": None}, "poor", True),  # by the day from which it holds
        (OUT | {"decision_on": None, "valid_from": "2026-10-04"}, "poor", False),
        (OUT, None, False),
        (OUT | {"valid_from": "2026-11-21"}, "near_poor", False),  # not in force yet
    ],
)
def test_a_decision_says_what_the_review_before_it_found(decision, result, told):
    found = texts("AS-7509", {}, head(decision), [review(result=result)])
    assert bool(found) is told


@pytest.mark.parametrize(
    ("people", "members", "told"),
    [(2, 1, False), (1, 1, True), (3, 1, True), (None, 1, False), (1, 0, False), (5, 0, False)],
)
def test_the_head_and_the_members_are_all_who_live_there(people, members, told):
    named = [{"name": "Danh Thị Na", "born": "2015-02-03"}] * members
    found = texts("AS-7505", {"people": people, "members": named}, PERSON)
    assert bool(found) is told
    assert all(f"là {members + 1} người" in each for each in found)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], ["AS-7501"]),
        ([POOR], []),
        ([NEAR], []),
        ([POOR | {"valid_to": "2026-11-20"}], []),  # its last day
        ([POOR | {"valid_to": "2026-11-19"}], ["AS-7503"]),
        ([POOR | {"valid_to": "2026-11-19"}, POOR | {"valid_from": "2027-01-01"}], []),
        ([POOR | {"valid_to": "2026-11-19"}, OUT | {"valid_from": "2027-01-01"}], ["AS-7503"]),
        ([OUT], ["AS-7502"]),
        ([POOR, OUT | {"status": "average_living"}], ["AS-7502"]),
        ([POOR, OUT, NEAR | {"valid_from": "2026-11-15"}], []),
        ([POOR | {"valid_from": "2026-11-21"}], []),
    ],
)
def test_a_household_that_is_managed_is_poor_by_a_decision_in_force(statuses, expected):
    assert codes(CODE, HOUSEHOLD, head(*statuses), ON, state="listed") == expected
    assert codes(CODE, HOUSEHOLD, head(*statuses), ON, state="escaped") == []


def test_what_the_decision_says_is_told_with_its_day():
    assert "01/11/2026" in texts("AS-7502", {}, head(OUT), state="listed")[0]
    wrong = POOR | {"valid_from": "2026-02-01", "valid_to": "2026-01-31"}
    assert "01/02/2026" in texts("AS-7504", {}, head(wrong))[0]
    assert "31/01/2026" in texts("AS-7504", {}, head(wrong))[0]
    assert texts("AS-7504", {}, head(wrong | {"valid_to": "2026-02-01"})) == []


# ---------------------------------------------------------------- steps


@pytest.mark.parametrize(
    ("state", "to", "answers", "person", "events", "expected"),
    [
        ("proposed", "reviewed", {}, head(), [], [("AS-6303", ""), ("AS-7512", "")]),
        ("proposed", "reviewed", {}, head(), [review()], [("AS-7512", "")]),
        ("proposed", "reviewed", {}, head(), [review(result="poor")], []),
        ("reviewed", "listed", {}, head(), [review(result="poor")], [("AS-7510", ""), ("AS-7501", "")]),
        ("reviewed", "listed", {}, head(POOR), [review(result="poor")], []),
        ("reviewed", "listed", {}, head(NEAR), [], []),
        # Recognised in December for the year that follows.
        ("reviewed", "listed", {}, head(POOR | {"valid_from": "2027-01-01"}), [], []),
        ("reviewed", "not_listed", {}, head(), [review(result="poor")], [("AS-7513", "")]),
        ("reviewed", "not_listed", {}, head(), [review(result="near_poor")], [("AS-7513", "")]),
        ("reviewed", "not_listed", {}, head(), [review(result="other")], []),
        ("reviewed", "not_listed", {}, head(), [], []),
        ("listed", "escaped", {}, head(POOR), [], [("AS-7511", "")]),
        ("listed", "escaped", {}, head(POOR, NEAR | {"valid_from": "2026-11-01"}), [], [("AS-7511", "")]),
        ("listed", "escaped", {}, head(POOR, OUT), [], []),
        ("listed", "escaped", {}, head(POOR, OUT | {"valid_from": "2026-11-20"}), [], []),
        ("listed", "escaped", {}, head(POOR, OUT | {"valid_from": "2026-11-21"}), [], [("AS-7511", "")]),
        ("listed", "moved", {}, head(POOR), [], [("AS-6303", "")]),
        ("listed", "moved", {}, head(POOR), [happened("transfer", "2026-11-19")], []),
        ("listed", "ended", {}, head(POOR), [], [("AS-6301", "left_reason")]),
        ("proposed", "ended", {"left_reason": "moved"}, head(), [], []),
    ],
)
def test_what_each_step_asks_for(state, to, answers, person, events, expected):
    assert asked(CODE, state, to, HOUSEHOLD | answers, person, ON, events=events) == expected


@pytest.mark.parametrize(("on", "holds"), [("2026-11-20", True), ("2026-11-19", False)])
def test_a_decision_of_the_day_of_the_step_already_counts(on, holds):
    decided = happened("household_status", on, **OUT)
    found = asked(CODE, "listed", "escaped", HOUSEHOLD, head(POOR), ON, events=[decided])
    assert (found == []) is holds


# ---------------------------------------------------------------- what runs out


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"kind": "in_year", "requested_on": "2026-11-03"}, True),
        ({"kind": "yearly", "requested_on": "2026-11-03"}, False),
        ({"kind": "in_year"}, False),
        ({"kind": "in_year", "requested_on": "2026-11-03", "answered_on": "2026-11-18"}, False),
    ],
)
def test_only_a_request_of_the_year_waits_for_an_answer(event, told):
    found = due(
        CODE, HOUSEHOLD, head(POOR), ON, state="listed", events=[happened("review", "2026-11-03", **event)]
    )
    assert ("poverty_regular" in found) is told


def test_a_decision_of_the_day_of_the_request_answers_it():
    request = happened("review", "2026-11-03", kind="in_year", requested_on="2026-11-03")
    decided = happened("household_status", "2026-11-03", **POOR)
    assert due(CODE, HOUSEHOLD, head(POOR), ON, state="listed", events=[request, decided]) == {}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([NEAR | {"valid_to": "2026-12-31"}], {"poverty_state_ends": "2026-12-31"}),
        ([OUT | {"valid_to": "2026-12-31"}], {}),
        ([POOR], {}),
        ([POOR | {"valid_from": "2027-01-01"}, NEAR | {"valid_to": "2026-12-31"}], {}),  # in whatever order
        ([], {}),
    ],
)
def test_which_states_run_out(statuses, expected):
    assert due(CODE, HOUSEHOLD, head(*statuses), ON, state="listed") == expected


# ---------------------------------------------------------------- columns and lists

SON = {"name": "Danh Sơn", "relation": "03", "ethnicity": "05"}


@pytest.mark.parametrize(
    ("ethnicity", "members", "minority"),
    [
        ("05", [], True),
        ("01", [], False),
        (None, [], None),
        ("01", [SON], False),  # only the head and the spouse make it one
        (None, [SON], None),
        ("01", [SON | {"relation": "01"}], True),
        ("01", [SON | {"relation": "02"}], True),
        (None, [SON | {"relation": "01"}], True),
        ("01", [{"name": "Danh Sơn", "relation": "01"}], False),
        ("01", [SON | {"relation": "01", "ethnicity": "01"}], False),
    ],
)
def test_whose_household_is_one_of_a_minority(ethnicity, members, minority):
    person = PERSON | ({"ethnicity": ethnicity} if ethnicity else {})
    assert shown(CODE, "minority", HOUSEHOLD | {"members": members}, person, ON) is minority


@pytest.mark.parametrize(
    ("births", "count"),
    [
        (["2010-11-21"], 1),
        (["2010-11-20"], 0),
        (["2010-11"], 0),  # may be sixteen
        (["2010-12"], 1),
        (["2011"], 1),
        (["2010"], 0),
        ([None], 0),
        (["2015-01-01", "2012-01-01", "1990-01-01"], 2),
        (["2026-11-21"], 0),  # not born yet
        (["2026-11-20"], 1),
    ],
)
def test_children_are_those_who_are_certainly_under_sixteen(births, count):
    members = [{"name": "Bé", "born": born} for born in births]
    assert shown(CODE, "children", HOUSEHOLD | {"members": members}, PERSON, ON) == count


def listed(paper, person, state="listed", events=(), on=ON):
    declared = next(each for each in REGISTER.papers if each.code == paper)
    assert declared.includes is not None
    return bool(declared.includes(facts(HOUSEHOLD, person, on, state=state, events=events)))


@pytest.mark.parametrize(
    ("paper", "person", "state", "events", "stands"),
    [
        ("poor", head(POOR), "listed", [], True),
        ("poor", head(NEAR), "listed", [], False),
        ("poor", head(POOR, OUT), "listed", [], False),
        ("near_poor", head(NEAR), "listed", [], True),
        ("near_poor", head(POOR), "listed", [], False),
        ("to_review", head(POOR), "listed", [], True),
        ("to_review", head(), "proposed", [], True),
        ("to_review", head(POOR), "listed", [review("2026-01-01")], False),
        ("to_review", head(POOR), "listed", [review("2025-12-31")], True),
        ("to_review", head(POOR, OUT), "escaped", [], False),
        ("to_review", head(), "reviewed", [], False),
        ("reviewed", head(POOR), "listed", [review("2026-01-01")], True),
        ("reviewed", head(POOR), "listed", [review("2025-12-31")], False),
        ("reviewed", head(POOR), "listed", [], False),
        ("posting", head(POOR), "listed", [review("2026-01-01")], True),
        ("escaped", head(POOR, OUT), "escaped", [], True),
        ("escaped", head(POOR, NEAR | {"valid_from": "2026-11-01"}), "listed", [], True),
        ("escaped", head(NEAR, OUT), "escaped", [], True),
        ("escaped", head(POOR), "listed", [], False),
        ("escaped", head(NEAR, POOR | {"valid_from": "2026-11-01"}), "listed", [], False),
        (
            "escaped",
            head(POOR | {"valid_from": "2024-01-01"}, OUT | {"valid_from": "2025-12-31"}),
            "escaped",
            [],
            False,
        ),
    ],
)
def test_who_stands_in_which_list(paper, person, state, events, stands):
    assert listed(paper, person, state, events) is stands


# ---------------------------------------------------------------- many at once


def act(code):
    return next(each for each in REGISTER.many if each.code == code)


SAID = {
    "status": "poor",
    "valid_from": "2027-01-01",
    "valid_to": None,
    "decision_no": "9/QĐ",
    "on": "2026-12-20",
}


@pytest.mark.parametrize(
    ("code", "state", "statuses", "fits"),
    [
        ("recognise", "reviewed", [], True),
        ("recognise", "listed", [POOR], True),
        ("recognise", "proposed", [], False),
        ("recognise", "escaped", [], False),
        ("recognise", "listed", [{"status": "poor", "valid_from": "2027-01-01"}], False),  # said already
        ("recognise", "listed", [{"status": "near_poor", "valid_from": "2027-01-01"}], True),
        ("escape", "listed", [POOR], True),
        ("escape", "reviewed", [POOR], False),
        ("close", "listed", [POOR, OUT], True),
        ("close", "listed", [POOR], False),
        ("close", "listed", [], False),
        ("close", "escaped", [POOR, OUT], False),
    ],
)
def test_whom_a_decision_of_many_fits(code, state, statuses, fits):
    found = act(code).fits(facts(HOUSEHOLD, head(*statuses), ON, state=state), SAID, NOBODY_PAID)
    assert (found is None) is fits
    assert found is None or found.code == "AS-7515"


@pytest.mark.parametrize(
    ("code", "state", "said", "to"),
    [
        ("recognise", "reviewed", {}, "listed"),
        ("recognise", "listed", {}, ""),
        ("escape", "listed", {"status": "other", "valid_from": "2026-12-20"}, "escaped"),
        ("escape", "listed", {"status": "other", "valid_from": "2026-12-21"}, ""),  # until then it is poor
        ("escape", "listed", {"status": "other", "valid_from": "2026-12-01"}, "escaped"),
    ],
)
def test_what_a_decision_of_many_writes(code, state, said, to):
    effect = act(code).effect(facts(HOUSEHOLD, head(POOR), ON, state=state), SAID | said, NOBODY_PAID)
    ((kind, answers),) = effect.events
    assert kind == "household_status"
    expected = {
        "status": "poor",
        "valid_from": "2027-01-01",
        "decision_no": "9/QĐ",
        "decision_on": "2026-12-20",
    }
    assert answers == expected | said
    assert effect.to == to
    assert effect.before == "Hộ nghèo"


def test_what_was_and_what_will_be_stand_side_by_side():
    new = act("recognise").effect(facts(HOUSEHOLD, head(), ON, state="reviewed"), SAID, NOBODY_PAID)
    assert (new.before, new.after) == ("(chưa có quyết định)", "Hộ nghèo từ 01/01/2027")
    closed = act("close").effect(
        facts(HOUSEHOLD, head(POOR, OUT), ON, state="listed"), {"on": "2026-11-20"}, NOBODY_PAID
    )
    assert (closed.to, closed.events, closed.before) == ("escaped", (), "Đang quản lý")


# ---------------------------------------------------------------- a move; why


@pytest.mark.parametrize("whole", [True, False])
def test_a_record_goes_only_where_all_of_the_household_goes(whole):
    (change,) = REGISTER.life_changes[lives.MOVE]
    said = {"on": "2026-11-15", "unit": "30328@2025-07-01", "household": whole}
    outcome = lives.outcome_of(REGISTER, change, facts(HOUSEHOLD, head(POOR), ON, state="listed"), said)
    if whole:
        assert list(outcome.effect.events) == [("transfer", {"to_unit": "30328@2025-07-01"})]
        assert (outcome.effect.answers, outcome.effect.to) == ({"left_reason": "moved"}, "moved")
    else:
        assert [each.code for each in outcome.notes] == ["AS-7516"]
        assert (outcome.effect.events, outcome.effect.to) == ((), "")


def test_a_death_ends_no_household():
    assert lives.DEATH not in REGISTER.life_changes


def why(person, *events: EventFacts, on=ON, **answers):
    assert REGISTER.explained is not None
    explained = REGISTER.explained(facts(HOUSEHOLD | answers, person, on, events=events))
    assert explained is not None
    return explained


@pytest.mark.parametrize(
    ("scores", "title", "lines"),
    [
        ({"income_points": 140, "lacking_points": 30}, "Hộ nghèo",
         [("B1: 140 điểm, không quá 140 điểm.", "good"), ("B2: 30 điểm, từ 30 điểm.", "")]),
        ({"income_points": 141, "lacking_points": 29}, "không phải hộ nghèo, hộ cận nghèo",
         [("B1: 141 điểm, hơn 140 điểm.", "note"), ("B2: 29 điểm, dưới 30 điểm.", "")]),
        ({"income_points": 100}, "chưa tính được theo điểm", [("B1: 100 điểm, không quá 140 điểm.", "good")]),
        ({"lacking_points": 0}, "chưa tính được theo điểm", [("B2: 0 điểm, dưới 30 điểm.", "")]),
    ],
)  # fmt: skip
def test_why_says_each_score_beside_its_line(scores, title, lines):
    explained = why(head(), review(**scores))
    assert explained.title == f"Rà soát ngày 05/10/2026: {title}"
    line, *told, decided = explained.lines
    assert line.text == "Chuẩn thu nhập khu vực nông thôn: 1.500.000 đồng/người/tháng."
    assert [(each.text, each.tone) for each in told] == lines
    assert (decided.text, decided.tone) == (
        "Chưa có quyết định nào còn hiệu lực về tình trạng hộ.",
        "warning",
    )
    assert [each.tone for each in explained.doubts] == ["note"]


@pytest.mark.parametrize(
    ("decision", "text"),
    [
        (POOR, "Theo quyết định: Hộ nghèo từ ngày 01/01/2026, theo quyết định 215/QĐ-UBND ngày 20/12/2025."),
        (
            POOR | {"decision_on": None},
            "Theo quyết định: Hộ nghèo từ ngày 01/01/2026, theo quyết định 215/QĐ-UBND.",
        ),
        (POOR | {"decision_no": None, "decision_on": None}, "Theo quyết định: Hộ nghèo từ ngày 01/01/2026."),
    ],
)
def test_why_names_the_decision(decision, text):
    assert why(head(decision), review()).lines[-1].text == text


def test_why_says_what_could_not_be_compared():
    new = why(
        head(), review("2027-10-05", income_points=100, lacking_points=30), on=datetime.date(2027, 11, 20)
    )
    assert new.lines[0].text == "Chuẩn thu nhập khu vực nông thôn: 2.200.000 đồng/người/tháng."
    assert [each.tone for each in new.doubts] == ["warning"]
    old = why(head(), review("2021-10-05", income_points=100), on=datetime.date(2021, 11, 20))
    assert [each.tone for each in old.doubts] == ["warning"]
    assert old.basis == ""
    nowhere = why(head(POOR), review(income_points=100), area=None)
    assert len(nowhere.lines) == 1


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("area", "TT", "urban"),
        ("area", "đô thị", "urban"),
        ("area", "NT", "rural"),
        ("causes", "thiếu vốn", ["capital"]),
        ("causes", "ốm đau", ["illness"]),
        ("causes", "không có đất", ["land"]),
        ("listed_shortfalls", "BHYT; nhà vệ sinh", ["health_insurance", "toilet"]),
        ("listed_shortfalls", "nước sạch", ["water"]),
    ],
)
def test_everyday_words_of_lists(key, text, value):
    assert REGISTER.read_cell(key, text) == {key: value}
