"""What a record says happened, which life cycle rules it, and how answers and cells are read."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import clock
from ansinh_desktop.registers import answer, catalog, kinds
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.duties import Sign, end_of, read_moment
from ansinh_desktop.registers.field import Field, When, goes_by_code
from ansinh_desktop.registers.household import state_on, status_on
from ansinh_desktop.registers.life_cycle import Guard

ON = datetime.date(2026, 6, 1)


def day(text):
    return datetime.date.fromisoformat(text)


def facts(answers=None, *events, state=""):
    found = [EventFacts(kind, day(on), said) for kind, on, said in events]
    return CaseFacts(answers or {}, {}, ON, state, found)


def moments(sign, case):
    return [each.moment for each in sign.happened(case)]


# ---------------------------------------------------------------- signs


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-05-04", datetime.date(2026, 5, 4)),
        ("2026-05-04T15:00", datetime.datetime(2026, 5, 4, 15, 0)),  # noqa: DTZ001 - the officer's clock
        ("2026-05", None),
        ("2026", None),
        ("~2026-05-04", None),
        ("2026-05-04T15:00:30", None),
        (" 2026-05-04", None),
        (True, None),
        (20260504, None),
        (None, None),
        ("", None),
    ],
)
def test_only_a_whole_day_or_moment_starts_a_limit(value, moment):
    found = read_moment(value)
    assert found == moment
    assert type(found) is type(moment)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"day": "2026-05-04"}, [day("2026-05-04")]),
        ({"day": "2026-05"}, [None]),  # it happened, nobody knows on which day
        ({"day": ""}, []),
        ({"day": None}, []),
        ({"day": []}, []),
        ({"day": False}, []),
        ({"day": True}, [None]),
        ({"day": 0}, []),
        ({}, []),
    ],
)
def test_an_answer_is_a_sign_where_it_says_something(answers, expected):
    assert moments(Sign("day"), facts(answers)) == expected


def test_a_condition_is_asked_of_the_answers_that_stand_beside():
    sign = Sign("day", when=When("kind", ("a", "b")))
    assert moments(sign, facts({"day": "2026-05-04", "kind": "b"})) == [day("2026-05-04")]
    assert moments(sign, facts({"day": "2026-05-04", "kind": "c"})) == []
    of_event = Sign(event="visit", when=When("kind", ("a",)))
    case = facts(
        {"kind": "a"}, ("visit", "2026-05-01", {"kind": "c"}), ("visit", "2026-05-02", {"kind": "a"})
    )
    assert moments(of_event, case) == [day("2026-05-02")]


def test_an_events_own_answer_goes_before_its_day():
    case = facts(
        {"decided": "2020-01-01"},
        ("request", "2026-05-03", {"decided": "2026-05-20"}),
        ("request", "2026-05-01", {"decided": "2026-05"}),
        ("request", "2026-05-02", {}),
        ("other", "2026-05-02", {"decided": "2026-05-21"}),
    )
    assert moments(Sign("decided", event="request"), case) == [day("2026-05-01"), day("2026-05-20")]
    assert moments(Sign(event="request"), case) == [day("2026-05-01"), day("2026-05-02"), day("2026-05-03")]


@pytest.mark.parametrize(
    ("state", "steps", "expected"),
    [
        ("managed", [], [None]),  # from a list kept before: in the state without a step
        ("other", [], []),
        ("managed", ["2026-01-05"], [day("2026-01-05")]),
        ("managed", ["2026-01-05", "2026-03-05"], [day("2026-03-05")]),
        ("other", ["2026-01-05"], [day("2026-01-05")]),
    ],
)
def test_a_state_was_reached_by_its_last_step(state, steps, expected):
    events = [("state", on, {"to": "managed"}) for on in steps]
    assert moments(Sign(states=("managed", "kept")), facts(None, *events, state=state)) == expected


def test_a_day_ends_with_its_last_second():
    assert end_of(day("2026-05-04")).isoformat() == "2026-05-04T23:59:59"


# ---------------------------------------------------------------- life cycles


@pytest.mark.parametrize(
    ("population", "workflow"),
    [
        ("illicit_user", "drug_user"),
        ("addict", "drug_addict"),
        ("after_care", "drug_addict"),
    ],
)
def test_the_answer_chooses_the_life_cycle(population, workflow):
    cycle = catalog.register("drug_treatment").life_cycle
    assert cycle.workflow({"population": population}).register == workflow


def test_without_the_answer_the_life_cycle_is_that_of_all_others():
    cycle = catalog.register("drug_treatment").life_cycle
    others = cycle.workflows[""]
    for answers in ({}, {"population": None}, {"population": "gone"}):
        assert cycle.workflow(answers).register == others
    assert {each.register for each in cycle.all_workflows()} == set(cycle.workflows.values())


def test_a_state_is_named_in_whichever_life_cycle_has_it():
    cycle = catalog.register("drug_treatment").life_cycle
    for flow in cycle.all_workflows():
        for state in flow.states:
            if sum(each.has_state(state.code) for each in cycle.all_workflows()) == 1:
                assert cycle.state_label(state.code) == state.label
    assert cycle.state_label("gone") == "gone"


@pytest.mark.parametrize(
    ("guard", "state", "to", "answers", "speaks"),
    [
        (Guard(("closed",)), "open", "closed", {}, True),
        (Guard(("closed",)), "open", "moved", {}, False),
        (Guard(("closed", "moved")), "open", "moved", {}, True),
        (Guard(("closed",), sources=("open",)), "open", "closed", {}, True),
        (Guard(("closed",), sources=("open",)), "waiting", "closed", {}, False),
        (Guard(("closed",), when=When("why", ("a",))), "open", "closed", {"why": "a"}, True),
        (Guard(("closed",), when=When("why", ("a",))), "open", "closed", {"why": "b"}, False),
        (Guard(("closed",), when=When("why", ("a",))), "open", "closed", {}, False),
        (Guard(("closed",), sources=("waiting",), when=When("why")), "open", "closed", {"why": "a"}, False),
    ],
)
def test_a_guard_speaks_of_its_steps_only(guard, state, to, answers, speaks):
    assert guard.guards(facts(answers, state=state), to) is speaks


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("codes", "value", "holds"),
    [
        ((), "x", True),
        ((), True, True),
        ((), False, False),
        ((), "", False),
        ((), None, False),
        ((), [], False),
        (("a", "b"), "b", True),
        (("a", "b"), "c", False),
        (("a", "b"), ["c", "a"], True),
        (("a", "b"), ["c"], False),
        (("a", "b"), [], False),
        (("a", "b"), None, False),
    ],
)
def test_a_question_is_asked_where_its_condition_holds(codes, value, holds):
    field = Field("k", "K", kinds.Text(), when=When("other", codes))
    assert field.asked({"other": value}) is holds


@pytest.mark.parametrize(("class_", "hidden"), [("c1", False), ("c2", False), ("c3", True), ("c4", True)])
def test_from_class_three_on_a_record_goes_by_its_number(class_, hidden):
    assert goes_by_code(class_) is hidden


ANSWERS = {
    "text": "abc", "empty": "", "number": 5, "nought": 0, "date": "2026-05", "one": "a", "several": ["a", "b"],
    "none": None, "rows": [{"x": 1}, {"x": 2}], "yes": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("read", "key", "value"),
    [
        (answer.text_of, "text", "abc"),
        (answer.text_of, "number", ""),
        (answer.text_of, "none", ""),
        (answer.text_of, "missing", ""),
        (answer.number_of, "number", 5),
        (answer.number_of, "nought", 0),
        (answer.number_of, "text", None),
        (answer.number_of, "missing", None),
        (answer.date_of, "empty", None),
        (answer.date_of, "missing", None),
        (answer.codes_of, "one", ["a"]),
        (answer.codes_of, "several", ["a", "b"]),
        (answer.codes_of, "empty", []),
        (answer.codes_of, "none", []),
        (answer.rows_of, "rows", [{"x": 1}, {"x": 2}]),
        (answer.rows_of, "none", []),
    ],
)
def test_an_answer_is_read_by_what_it_is(read, key, value):
    assert read(ANSWERS, key) == value


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (answer.as_text, 5),
        (answer.as_text, None),
        (answer.as_number, "5"),
        (answer.as_number, None),
        (answer.as_list, "a"),
        (answer.as_list, {"a": 1}),
        (answer.as_rows, ["a"]),
        (answer.as_rows, [{"x": 1}, "a"]),
    ],
)
def test_what_came_from_elsewhere_and_is_no_such_value_is_refused(read, value):
    with pytest.raises(TypeError, match="expected"):
        read(value)


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (None, ""),
        (True, "x"),
        (False, ""),
        (1961.0, "1961"),
        (1.5, "1.5"),
        (0, "0"),
        (datetime.date(1961, 8, 5), "05/08/1961"),
        (datetime.datetime(1961, 8, 5), "05/08/1961"),  # noqa: DTZ001 - a cell knows no zone
        (datetime.datetime(1961, 8, 5, 7, 5), "05/08/1961 07:05"),  # noqa: DTZ001
        ("  Chau   Sóc ", "Chau Sóc"),
        (89061908877.0, "89061908877"),
    ],
)
def test_a_cell_is_read_as_if_it_had_been_typed(cell, typed):
    assert answer.cell_text(cell) == typed


@pytest.mark.parametrize(
    ("kind", "typed", "stored", "shown"),
    [
        (kinds.Whole(), "02", 2, "2"),
        (kinds.Whole(), "-3", -3, "-3"),
        (kinds.Money(), "540000", 540_000, "540.000"),
        (kinds.Money(), "540 000 đ", 540_000, "540.000"),
        (kinds.Money(), "1,080,000 Đồng", 1_080_000, "1.080.000"),
        (kinds.Money(), "0", 0, "0"),
        (kinds.Decimal(), "1,50", "1.5", "1,5"),
        (kinds.Decimal(), "3", "3.0", "3,0"),
        (kinds.Decimal(), "0,125", "0.125", "0,125"),
        (kinds.Month(), "5/2026", "2026-05", "05/2026"),
        (kinds.Month(), "2026-05", "2026-05", "05/2026"),
        (kinds.Month(), "31/5/2026", "2026-05", "05/2026"),
        (kinds.Moment(), "4/5/2026 15:00", "2026-05-04T15:00", "04/05/2026 15:00"),
        (kinds.Moment(), "4/5/2026, 7h", "2026-05-04T07:00", "04/05/2026 07:00"),
        (kinds.Moment(), "4/5/2026 7h05", "2026-05-04T07:05", "04/05/2026 07:05"),
        (kinds.Moment(), "4/5/2026 23g59", "2026-05-04T23:59", "04/05/2026 23:59"),
        (kinds.Moment(), "2026-05-04T15:00", "2026-05-04T15:00", "04/05/2026 15:00"),
        (kinds.YesNo(), "có", True, "Có"),
        (kinds.YesNo(), "Đúng", True, "Có"),
        (kinds.YesNo(), "không", False, "Không"),
        (kinds.YesNo(), "0", False, "Không"),
        (kinds.Phone(), "(0296) 3.852.222", "02963852222", "02963852222"),
        (kinds.Phone(), "+84912345678", "0912345678", "0912345678"),
        (kinds.CitizenId(), "089.061.908.877", "089061908877", "089061908877"),
        (kinds.OldId(), "351 234 567", "351234567", "351234567"),
        (kinds.Name(), "neáng  SÓC ươl", "Neáng SÓC Ươl", "Neáng SÓC Ươl"),
        (kinds.Choice("sex"), "NỮ", "female", "Nữ"),
        (kinds.Choice("sex"), "female", "female", "Nữ"),
        (kinds.Unit(), "Phường Vĩnh Tế", "30325@2025-07-01", "Phường Vĩnh Tế"),
        (kinds.Unit(), "vinh te", "30325@2025-07-01", "Phường Vĩnh Tế"),
        (kinds.Unit(), "30325@2021-07-01", "30325@2021-07-01", "Phường Núi Sam, Thành phố Châu Đốc"),
    ],
)
def test_what_is_typed_is_stored_in_one_way_and_shown_in_vietnamese(kind, typed, stored, shown):
    assert kind.read(typed) == stored
    assert kind.show(stored) == shown


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (kinds.Whole(), "2,5"),
        (kinds.Whole(), "1234567890"),
        (kinds.Money(), "1.0800"),
        (kinds.Money(), "1.080,000"),
        (kinds.Money(), "-5"),
        (kinds.Decimal(), "1,2345"),
        (kinds.Decimal(), "1,"),
        (kinds.Decimal(), "-1"),
        (kinds.Month(), "13/2026"),
        (kinds.Moment(), "4/5/2026 24:00"),
        (kinds.Moment(), "4/5/2026 15:60"),
        (kinds.Moment(), "5/2026 15:00"),
        (kinds.YesNo(), "2"),
        (kinds.Unit(), "30325@2026-02-30"),
        (kinds.Unit(), "３０３２５@2025-07-01"),
    ],
)
def test_what_is_nearly_an_answer_is_none(kind, typed):
    with pytest.raises(answer.UnreadableError):
        kind.read(typed)


@pytest.mark.parametrize("kind", [kinds.PartialDate(), kinds.Date()])
def test_today_is_no_day_to_come(kind):
    today = clock.today()
    assert not list(kind.check(today.isoformat(), "k"))
    later = (today + datetime.timedelta(days=1)).isoformat()
    assert [each.code for each in kind.check(later, "k")] == ["AS-2009"]


# ---------------------------------------------------------------- households


STATES = [
    {"status": "poor", "valid_from": "2024-01-01", "valid_to": "2024-12-31"},
    {"status": "near_poor", "valid_from": "2025-01-01", "valid_to": "2025-12-31"},
    {"status": "poor", "valid_from": "2026-01-15"},
]


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2023-12-31", ""),
        ("2024-01-01", "poor"),
        ("2024-12-31", "poor"),
        ("2025-01-01", "near_poor"),
        ("2025-12-31", "near_poor"),
        ("2026-01-01", ""),
        ("2026-01-14", ""),
        ("2026-01-15", "poor"),
        ("2031-01-01", "poor"),
    ],
)
def test_a_household_is_what_the_state_of_the_day_says(on, status):
    assert status_on(STATES, day(on)) == status
    assert status_on(STATES[::-1], day(on)) == status


def test_of_states_that_overlap_the_one_that_began_last_holds():
    later = {"status": "near_poor", "valid_from": "2024-06-01", "valid_to": "2024-06-30"}
    assert status_on([*STATES, later], day("2024-06-15")) == "near_poor"
    assert status_on([later, *STATES], day("2024-07-01")) == "poor"


@given(st.permutations(STATES), st.dates(day("2023-06-01"), day("2027-06-01")))
def test_the_order_in_which_states_were_written_does_not_matter(rows, on):
    assert state_on(rows, on) == state_on(STATES, on)
