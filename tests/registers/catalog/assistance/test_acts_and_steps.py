"""Social assistance, step by step and many at once: what each asks for, whom it fits, what it writes, why people come and go."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.catalog.assistance import left_out, paid_month, past_months
from tests.registers.factories import ASSISTANCE, PERSON, asked, codes, due, facts, happened

CODE = "assistance"
REGISTER = catalog.register(CODE)
ON = datetime.date(2026, 11, 30)
ADULT = PERSON | {"birth_date": "1990-05-05", "poverty_status": "other"}
RECEIVED = ASSISTANCE | {"received_on": "2026-11-02"}
DECIDED = RECEIVED | {"decision_no": "1/QĐ", "decision_date": "2026-11-10", "start_month": "2026-11"}
PAID = DECIDED | {"start_month": "2024-03", "decision_date": "2024-02-20", "received_on": "2024-02-01"}
RECORDED = PAID | {"recorded_amount": 750_000, "recorded_month": "2026-06"}
ENDING = {"decrease_reason": "refused", "stopped_from": "2026-12"}


def missing(*keys):
    return [("AS-6301", key) for key in keys]


def record(answers, *events, state="paying", on=ON, person=ADULT):
    return facts(answers, person, on, state=state, events=events)


def decrease(month="2026-12", **more):
    return happened("decrease", "2026-11-20", month=month, **more)


# ---------------------------------------------------------------- steps


@pytest.mark.parametrize(
    ("state", "to", "answers", "events", "expected"),
    [
        ("draft", "received", ASSISTANCE, [], missing("received_on")),
        ("received", "returned_incomplete", RECEIVED, [happened("appraisal", "2026-11-05", result="x", lacking="Giấy xác nhận")], []),
        ("received", "returned_incomplete", RECEIVED, [happened("appraisal", "2026-11-05", result="x")], [("AS-6325", "")]),
        (
            "appraising",
            "approved",
            RECEIVED,
            [],
            [*missing("decision_no", "decision_date"), ("AS-2208", "decision_no")],
        ),
        ("appraising", "approved", DECIDED, [], []),
        ("appraising", "refused", RECEIVED, [], [("AS-6303", "")]),
        ("appraising", "refused", RECEIVED, [happened("decision", "2026-11-10")], []),
        ("appraising", "sent_up", RECEIVED, [], [("AS-6304", "received_on")]),
        ("complaint", "approved", DECIDED, [], [("AS-6327", "")]),
        ("complaint", "approved", DECIDED, [happened("complaint", "2026-11-05", content="x", concluded_on="2026-11-09")], []),
        ("complaint", "approved", DECIDED | {"received_on": "2025-06-30"},
         [happened("complaint", "2025-06-30", content="x", concluded_on="2025-07-09")], [("AS-6326", "received_on")]),
        ("approved", "paying", DECIDED, [], []),
        ("paying", "suspended", PAID, [], [("AS-6302", "decrease_reason"), ("AS-2212", "decrease_reason")]),
        ("paying", "suspended", PAID | {"decrease_reason": "not_collected", "stopped_from": "2026-12"}, [], []),
        ("paying", "suspended", PAID, [decrease(reason="not_collected")], []),
        # A decrease that only lowers the level says no reason for an end.
        ("paying", "suspended", PAID, [decrease(reason="coefficient_down")], [("AS-2226", "decrease_reason"), ("AS-2212", "decrease_reason")]),
        ("paying", "suspended", PAID | {"decrease_reason": "prison", "stopped_from": "2026-12"}, [], [("AS-2226", "decrease_reason")]),
        ("paying", "suspended", PAID | {"decrease_reason": "other", "stopped_from": "2026-12"}, [], []),
        ("paying", "stopped", PAID | {"decrease_reason": "prison", "stopped_from": "2026-12"}, [], []),
        ("paying", "stopped", PAID | {"decrease_reason": "remand", "stopped_from": "2026-12"}, [], [("AS-2226", "decrease_reason")]),
        ("paying", "stopped", PAID | ENDING, [happened("funeral", "2026-11-20", dossier_on="2026-11-20")], [("AS-6324", "")]),
        ("paying", "stopped", PAID | ENDING,
         [happened("funeral", "2026-11-20", dossier_on="2026-11-20", decision_date="2026-11-23")], []),
        ("paying", "transferred", PAID, [],
         [("AS-6305", "moved_to"), ("AS-6302", "stopped_from"), ("AS-2212", "decrease_reason")]),
        ("paying", "transferred", PAID | {"moved_to_place": "Cần Thơ", "stopped_from": "2026-12"}, [], [("AS-2212", "decrease_reason")]),
        ("paying", "transferred", PAID | {"moved_to_place": "Cần Thơ"}, [decrease(reason="moved_out")], []),
        ("suspended", "transferred", PAID | {"moved_to_place": "Cần Thơ", "stopped_from": "2026-12"}, [],
         [("AS-6302", "decrease_reason")]),
    ],
)  # fmt: skip
def test_what_each_step_asks_for(state, to, answers, events, expected):
    assert asked(CODE, state, to, answers, ADULT, ON, events=events) == expected


@pytest.mark.parametrize(("group", "told"), [("k3", True), ("k8", True), ("k6", False), ("k4", False)])
def test_who_lives_with_hiv_is_never_put_up(group, told):
    answers = {"social_group": group, "received_on": "2025-06-02"}
    found = asked(CODE, "appraising", "posted", answers, ADULT, datetime.date(2025, 6, 10))
    assert (("AS-6310", "social_group") in found) is told


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"social_group": "k6", "disability_degree": "mild"}, "AS-2221"),
        ({"social_group": "k6", "disability_degree": "severe"}, None),
        ({"social_group": "k6"}, "AS-2238"),  # what was not answered decides
    ],
)
def test_a_decision_for_which_the_law_pays_nothing_asks_for_a_reason(answers, told):
    changes = {
        "decision_no": "1/QĐ",
        "decision_date": "2026-11-10",
        "received_on": "2026-11-02",
        "start_month": "2026-11",
    }
    found = [code for code, _ in asked(CODE, "appraising", "approved", answers | changes, ADULT, ON)]
    assert (found == []) is (told is None)
    if told == "AS-2238":
        assert told in found


# ---------------------------------------------------------------- many at once


def act(code):
    return next(each for each in REGISTER.many if each.code == code)


def fits(code, answers, *events, said=None, paid=None, state="paying", **more):
    found = act(code).fits(record(answers, *events, state=state, **more), said or {}, paid or {})
    return None if found is None else found.code


DECISION = {
    "month": "2026-12",
    "decision_no": "9/QĐ",
    "on": "2026-11-25",
    "signer": "Chủ tịch",
    "reason": "refused",
}


@pytest.mark.parametrize(
    ("code", "states"),
    [
        ("suspend", {"paying"}),
        ("stop", {"paying", "suspended"}),
        ("resume", {"suspended"}),
        ("method", {"paying", "approved", "suspended"}),
        ("adjust", {"paying", "approved"}),
    ],
)
def test_in_which_states_an_act_is_done(code, states):
    said = {"payment_method": "cash"} if code == "method" else DECISION
    for state in (
        "draft",
        "received",
        "approved",
        "paying",
        "suspended",
        "stopped",
        "transferred",
        "refused",
    ):
        assert (fits(code, RECORDED, said=said, state=state) is None) is (state in states), state
    assert fits(code, RECORDED, said=said, state="refused") == "AS-4240"


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (RECORDED, None),
        (PAID | {"recorded_amount": 810_000, "recorded_month": "2026-06"}, "AS-4241"),
        (PAID, "AS-4241"),  # nothing was recorded that could be another
        (RECORDED | {"disability_degree": "mild"}, "AS-4241"),  # an end is no other amount
    ],
)
def test_only_another_amount_is_adjusted(answers, found):
    assert fits("adjust", answers, said=DECISION) == found


def test_another_way_of_payment_is_written_where_it_is_another():
    assert fits("method", PAID | {"payment_method": "cash"}, said={"payment_method": "cash"}) == "AS-4242"
    effect = act("method").effect(record(PAID | {"payment_method": "cash"}), {"payment_method": "home"}, {})
    assert effect.answers == {"payment_method": "home"}
    assert effect.before != effect.after
    assert act("method").effect(record(PAID), {"payment_method": "home"}, {}).before == "(trống)"


def test_what_an_adjustment_writes():
    effect = act("adjust").effect(record(RECORDED), DECISION, {})
    ((kind, event),) = effect.events
    assert kind == "increase"
    assert event == {
        "decision_no": "9/QĐ",
        "decision_date": "2026-11-25",
        "month": "2026-12",
        "reason": "base_up" if event["reason"] == "base_up" else "coefficient_up",
        "new_amount": 810_000,
        "coefficient": "1.5",
        "signer": "Chủ tịch",
    }
    assert (effect.before, effect.after, effect.change) == ("750.000", "810.000", 60_000)
    lower = act("adjust").effect(record(RECORDED | {"recorded_amount": 1_000_000}), DECISION, {})
    ((kind, event),) = lower.events
    assert (kind, event["reason"], lower.change) == ("decrease", "coefficient_down", -190_000)


def test_months_already_paid_are_settled_with_the_list_that_is_named():
    said = DECISION | {"month": "2026-07", "paid_in": "2026-10"}
    closed = {"2026-07": 750_000, "2026-08": 750_000, "2026-09": 800_000}
    _decision, (kind, arrears) = act("adjust").effect(record(RECORDED), said, closed).events
    assert kind == "arrears"
    assert arrears["amount"] == 60_000 + 60_000 + 10_000
    assert (arrears["month"], arrears["from_month"], arrears["to_month"]) == ("2026-10", "2026-07", "2026-09")
    assert [row["given"] for row in arrears["by_month"]] == [750_000, 750_000, 800_000]
    for nothing in ({"paid_in": None}, {"paid_in": "2026-07"}, {"paid_in": "2026-06"}):
        assert len(act("adjust").effect(record(RECORDED), said | nothing, closed).events) == 1


@pytest.mark.parametrize(
    ("code", "to", "words"),
    [("suspend", "suspended", "Tạm dừng từ 12/2026"), ("stop", "stopped", "Thôi từ 12/2026")],
)
def test_what_an_end_writes(code, to, words):
    effect = act(code).effect(record(RECORDED), DECISION, {})
    assert (effect.to, effect.after, effect.change) == (to, words, -750_000)
    assert effect.answers == {
        "stopped_from": "2026-12",
        "decrease_reason": "refused",
        "stop_decision_no": "9/QĐ",
        "stop_decision_date": "2026-11-25",
    }
    ((kind, event),) = effect.events
    assert (kind, event["reason"], event["month"]) == ("decrease", "refused", "2026-12")


def test_a_return_takes_back_what_the_suspension_said():
    suspended = RECORDED | ENDING | {"stop_decision_no": "8/QĐ", "stop_decision_date": "2026-10-01"}
    effect = act("resume").effect(record(suspended, state="suspended"), DECISION, {})
    assert effect.answers == dict.fromkeys(
        ("stopped_from", "decrease_reason", "stop_decision_no", "stop_decision_date")
    )
    assert (effect.to, effect.change) == ("paying", 750_000)
    assert effect.events[0][1]["reason"] == "resumed"


@pytest.mark.parametrize(
    ("code", "reasons"),
    [
        ("suspend", {"not_collected", "no_recheck"}),
        ("stop", {"missing", "prison", "refused", "no_recheck", "no_longer_eligible", "turned_16_not_studying",
                  "finished_study", "left_poverty", "to_facility", "to_pension"}),
    ],
)  # fmt: skip
def test_only_the_laws_reasons_are_offered_and_a_death_is_said_of_the_person(code, reasons):
    field = next(each for each in act(code).fields if each.key == "reason")
    assert {code for code, _label in field.kind.options(ON)} == reasons


# ---------------------------------------------------------------- past months

RISE = happened("increase", "2026-09-20", month="2026-07", reason="coefficient_up", new_amount=810_000)


@pytest.mark.parametrize(
    ("events", "paid", "found"),
    [
        ([RISE], {"2026-07": 750_000, "2026-08": 750_000}, ("AS-4232", "120.000")),
        ([RISE], {"2026-07": 900_000, "2026-08": 810_000}, ("AS-4233", "90.000")),
        ([RISE], {"2026-07": 810_000, "2026-08": 810_000}, None),
        ([RISE], {"2026-07": 750_000, "2026-08": 870_000}, None),  # it adds up
        ([RISE], {"2026-06": 750_000}, None),  # before the decision
        ([], {"2026-07": 750_000}, None),
        ([RISE, happened("arrears", "2026-10-01", month="2026-10", amount=120_000, from_month="2026-07", to_month="2026-08")],
         {"2026-07": 750_000, "2026-08": 750_000}, None),
        ([RISE, happened("arrears", "2026-10-01", month="2026-10", amount=60_000, from_month="2026-07", to_month="2026-07")],
         {"2026-07": 750_000, "2026-08": 750_000}, ("AS-4232", "60.000")),
        ([RISE, happened("arrears", "2026-10-01", month="2026-10", amount=60_000,
                         by_month=[{"month": "2026-07", "due": 810_000, "given": 750_000}])],
         {"2026-07": 750_000, "2026-08": 750_000}, ("AS-4232", "60.000")),
    ],
)  # fmt: skip
def test_what_closed_months_still_owe(events, paid, found):
    told = past_months.check(record(PAID, *events), lambda: paid)
    assert (told and (told.code, told.facts["amount"])) == found


def test_nothing_is_asked_of_the_lists_where_no_decision_reaches_back():
    def never():
        raise AssertionError

    assert past_months.check(record(PAID), never) is None
    later = happened("increase", "2026-12-01", month="2026-12", reason="coefficient_up", new_amount=810_000)
    assert past_months.check(record(PAID, later), never) is None
    assert fits("arrears", PAID, paid={"2026-07": 1}) == "AS-4247"
    assert fits("arrears", PAID, RISE, paid={"2026-07": 750_000}) is None


def test_what_was_paid_too_much_is_taken_back():
    effect = act("arrears").effect(
        record(PAID, RISE), {"month": "2026-12"}, {"2026-07": 900_000, "2026-08": 850_000}
    )
    ((kind, event),) = effect.events
    assert (kind, event["amount"], event["month"]) == ("deduction", 130_000, "2026-12")
    assert effect.after == "Truy thu 07/2026–08/2026: 130.000"
    assert effect.before == "2 tháng"


# ---------------------------------------------------------------- the gate, coming and going


@pytest.mark.parametrize(
    ("answers", "events", "code", "told"),
    [
        (PAID | {"receiver_name": "Lê Thị Ba", "receiver_to": "2026-10-31"}, [], "AS-4234", True),
        (PAID | {"receiver_name": "Lê Thị Ba", "receiver_to": "2026-11-01"}, [], "AS-4234", False),
        (PAID | {"receiver_to": "2026-10-31"}, [], "AS-4234", False),
        (PAID, [happened("payment", "2026-11-10", month="2026-11", paid=True)], "AS-4211", True),
        (PAID, [happened("payment", "2026-11-10", month="2026-11", paid=False)], "AS-4211", False),
        (PAID, [happened("payment", "2026-11-10", month="2026-10", paid=True)], "AS-4211", False),
        (PAID | {"disability_degree": None}, [], "AS-4073", True),
        (RECORDED | {"disability_degree": None}, [], "AS-4231", True),
        (RECORDED | {"disability_degree": None}, [], "AS-4073", False),
        (PAID, [], "AS-4231", False),
        (RECORDED, [], "AS-4230", True),
        (PAID, [happened("disability", "2021-10-20", medical_date="2021-10-20")], "AS-4213", True),
        (
            PAID,
            [happened("disability", "2021-11-20", medical_date="2021-11-20")],
            "AS-4213",
            False,
        ),  # runs out this month
    ],
)
def test_what_stands_in_the_way_of_a_month(answers, events, code, told):
    assert (code in [each.code for each in paid_month.gate(record(answers, *events))]) is told


def taken(number, month, amount, whole=None):
    return happened(
        "deduction", "2026-09-01", month=month, amount=amount, reason="x", decision_no=number, whole=whole
    )


@pytest.mark.parametrize(
    ("events", "rest"),
    [
        ([taken("1", "2026-09", 100_000, 300_000)], ["200.000"]),
        ([taken("1", "2026-09", 100_000, 300_000), taken("1", "2026-10", 100_000, 300_000)], ["100.000"]),
        ([taken("1", "2026-09", 100_000, 300_000), taken("1", "2026-10", 200_000, 300_000)], []),
        (
            [taken("1", "2026-09", 100_000, 300_000), taken("1", "2026-11", 50_000, 300_000)],
            [],
        ),  # this month takes some
        ([taken("1", "2026-09", 100_000, 300_000), taken("1", "2026-12", 50_000, 300_000)], ["200.000"]),
        (
            [taken("1", "2026-09", 100_000, 300_000), taken("2", "2026-09", 50_000, 60_000)],
            ["200.000", "10.000"],
        ),
        ([taken("1", "2026-09", 100_000)], []),
    ],
)
def test_the_rest_of_a_recovery_is_told(events, rest):
    found = [each for each in paid_month.gate(record(PAID, *events)) if each.code == "AS-4235"]
    assert [each.facts["rest"] for each in found] == rest


@pytest.mark.parametrize(
    ("answers", "events", "words"),
    [
        (PAID, [], "Vào danh sách"),
        (PAID | {"start_month": "2026-11"}, [], "Hưởng mới"),
        (PAID | {"start_month": "2026-11", "moved_in": True}, [], "Chuyển đến"),
        (
            PAID,
            [happened("state", "2026-11-03", **{"from": "suspended", "to": "paying"})],
            "Hưởng lại sau tạm dừng",
        ),
        (PAID, [happened("state", "2026-10-03", **{"from": "suspended", "to": "paying"})], "Vào danh sách"),
        (PAID, [happened("state", "2026-11-03", **{"from": "approved", "to": "paying"})], "Vào danh sách"),
    ],
)
def test_why_somebody_comes(answers, events, words):
    assert paid_month.came(record(answers, *events)) == words


@pytest.mark.parametrize(
    ("answers", "person", "words"),
    [
        (PAID, {"death_date": "2026-11-20"}, "Chết (20/11/2026)"),
        (PAID, {"death_date": "2026-10"}, "Chết (10/2026)"),
        (PAID | {"disability_degree": "mild"}, {}, None),
        (PAID, {}, "Ra khỏi danh sách"),
    ],
)
def test_why_somebody_goes(answers, person, words):
    said = paid_month.went(record(answers, person=ADULT | person))
    assert said == words if words else said not in ("", "Ra khỏi danh sách")


@pytest.mark.parametrize(
    ("answers", "person", "month"),
    [
        (PAID, {}, ""),
        (PAID | {"stopped_from": "2026-12"}, {}, "2026-12"),
        (PAID, {"death_date": "2026-10-20"}, "2026-11"),
        (PAID | {"stopped_from": "2026-12"}, {"death_date": "2026-10-20"}, "2026-11"),
        (PAID | {"stopped_from": "2026-10"}, {"death_date": "2026-10-20"}, "2026-10"),
        (PAID, {"death_date": "2026-12-31"}, "2027-01"),
    ],
)
def test_from_when_nothing_is_paid_any_more(answers, person, month):
    assert paid_month.over_from(record(answers, person=ADULT | person)) == month


@pytest.mark.parametrize(
    ("answers", "events", "code"),
    [
        (PAID, [], None),
        (PAID | {"stopped_from": "2026-11"}, [], "AS-4071"),
        (PAID | {"stopped_from": "2026-12"}, [], None),
        (PAID | {"disability_degree": "mild"}, [], "AS-4074"),
        (PAID | {"disability_degree": None}, [], "AS-4073"),
        (PAID, [happened("deduction", "2026-11-05", month="2026-11", amount=810_000, reason="x")], "AS-4075"),
        (PAID, [happened("deduction", "2026-11-05", month="2026-11", amount=809_999, reason="x")], None),
        (
            PAID | {"stopped_from": "2026-11"},
            [happened("arrears", "2026-11-05", month="2026-11", amount=1)],
            "AS-4072",
        ),
    ],
)
def test_why_somebody_gets_nothing(answers, events, code):
    found = left_out.gets_nothing(record(answers, *events))
    assert (found.code if found else None) == code


# ---------------------------------------------------------------- findings, time limits


@pytest.mark.parametrize(
    ("group", "month", "more", "expected"),
    [
        ("k5d", "2026-09", {}, "AS-2236"),
        ("k5d", "2026-09", {"stopped_from": "2026-10"}, None),
        ("k5b_335", "2026-11", {}, None),
        ("k5b_335", "2026-09", {}, "AS-2201"),
    ],
)
def test_a_group_is_one_of_the_decree_of_its_day(group, month, more, expected):
    elder = PERSON | {"birth_date": "1949-03-05", "poverty_status": "poor"}
    answers = {"social_group": group, "recorded_month": month, "start_month": month} | more
    found = [each for each in codes(CODE, answers, elder, ON) if each in ("AS-2201", "AS-2207", "AS-2236")]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("answers", "state", "expected"),
    [
        # Monday 02/11/2026; 24/11 is a holiday.
        (RECEIVED, "received", {"sa_total_2026"}),
        (RECEIVED, "appraising", {"sa_total_2026"}),
        (DECIDED, "appraising", set()),
        (RECEIVED, "paying", set()),
        (RECEIVED | {"social_group": "pension", "disability_degree": None}, "received", {"sa_pension_2026"}),
        (RECEIVED | {"moved_in": True}, "received", {"sa_total_2026"}),
    ],
)
def test_a_dossier_is_decided_in_time(answers, state, expected):
    person = PERSON | {"birth_date": "1949-03-05"} if answers["social_group"] == "pension" else ADULT
    found = due(CODE, answers, person, datetime.date(2026, 11, 5), state=state)
    assert {key for key in found if key.startswith("sa_")} == expected


@pytest.mark.parametrize(
    ("kind", "answers", "limit", "done"),
    [
        ("funeral", {"dossier_on": "2026-11-02"}, "sa_funeral_2026", {"decision_date": "2026-11-03"}),
        ("emergency", {"item": "injury", "requested_on": "2026-09-02"}, "sa_relief_urgent", {"decision_date": "2026-09-03"}),
        ("emergency", {"item": "unclaimed_body", "requested_on": "2026-11-02"}, "sa_emergency_death_2026", {"decision_date": "2026-11-03"}),
        ("emergency", {"protection": True, "requested_on": "2026-11-02"}, "sa_protection_2025", {"decision_date": "2026-11-03"}),
        ("emergency", {"care_from": "2026-11-02"}, "sa_protection_max", {"care_to": "2026-11-05"}),
        ("facility", {"dossier_on": "2026-11-02"}, "sa_facility_review_2025", {"sent_on": "2026-11-03"}),
        ("facility", {"emergency": True, "admitted_on": "2026-09-02"}, "sa_facility_emergency_papers", {"papers_done_on": "2026-09-03"}),
        ("facility", {"emergency": True, "admitted_on": "2026-09-02"}, "sa_facility_emergency_stay", {"left_on": "2026-09-03"}),
        ("disability", {"request_kind": "determine"}, "dis_council", {"concluded_on": "2026-11-03"}),
        ("disability", {"concluded_on": "2026-11-02"}, "dis_issue", {"certificate_date": "2026-11-03"}),
        ("disability", {"complaint_on": "2026-11-02"}, "dis_complaint", {"complaint_answered_on": "2026-11-03"}),
        ("disability", {"withdrawal_asked_on": "2026-11-02"}, "dis_withdraw", {"withdrawn_on": "2026-11-03"}),
        ("disability", {"request_kind": "reissue", "reissue_reason": "lost"}, "dis_reissue", {"certificate_date": "2026-11-03"}),
        ("disability", {"medical_asked_on": "2026-11-02"}, "dis_medical_file", {"medical_sent_on": "2026-11-03"}),
        ("disability", {"medical_received_on": "2026-11-02"}, "dis_issue_after_medical", {"certificate_date": "2026-11-03"}),
    ],
)  # fmt: skip
def test_what_an_event_starts_and_what_ends_it(kind, answers, limit, done):
    on = datetime.date(2026, 11, 5)
    started = due(CODE, PAID, ADULT, on, state="paying", events=[happened(kind, "2026-11-02", **answers)])
    assert limit in started
    ended = due(
        CODE, PAID, ADULT, on, state="paying", events=[happened(kind, "2026-11-02", **answers | done)]
    )
    assert limit not in ended
