"""What one person's line of a payment list adds up to, what was paid before, and when an end has to be decided."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers.answer import Value, as_number
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.assistance import amounts, course, decided, printed
from tests.registers.factories import ASSISTANCE, PERSON, facts, shown

ON = datetime.date(2026, 11, 30)
ADULT = PERSON | {"birth_date": "1990-05-05", "poverty_status": "other"}
CARED = ASSISTANCE | {"disability_degree": "very_severe", "cared_at_home": True}
COLUMNS = {each.key: each.compute for each in (*amounts.COMPUTED, *decided.COMPUTED)}


def month(kind, of="2026-11", **said):
    return EventFacts(kind, datetime.date(2026, 11, 5), {"month": of} | said)


def case(answers, *events, on=ON, state="paying", person=ADULT):
    return facts(answers, person, on, state=state, events=events)


@pytest.mark.parametrize(
    ("answers", "events", "total"),
    [
        (ASSISTANCE, (), 810_000),
        (CARED, (), 1_620_000),  # 1.080.000 and 540.000 for the household
        (ASSISTANCE, (month("arrears", amount=240_000),), 1_050_000),
        (ASSISTANCE, (month("arrears", amount=240_000), month("arrears", amount=60_000)), 1_110_000),
        (ASSISTANCE, (month("funeral", amount=10_800_000),), 11_610_000),
        (ASSISTANCE, (month("deduction", amount=300_000),), 510_000),
        (ASSISTANCE, (month("deduction", amount=900_000),), -90_000),
        (ASSISTANCE, (month("arrears", of="2026-10", amount=240_000),), 810_000),  # of another list
        (ASSISTANCE, (month("arrears"),), 810_000),
        (
            CARED,
            (month("arrears", amount=1), month("funeral", amount=2), month("deduction", amount=4)),
            1_619_999,
        ),
    ],
)
def test_a_line_is_the_level_the_carer_and_what_is_paid_once_less_what_is_taken_back(answers, events, total):
    assert decided.total(case(answers, *events)) == total


sums = st.lists(st.integers(0, 20_000_000), max_size=3)


@given(st.sampled_from([ASSISTANCE, CARED]), sums, sums, sums)
def test_the_parts_of_a_line_add_up_to_it(answers, arrears, funerals, deductions):
    given_ = {"arrears": arrears, "funeral": funerals, "deduction": deductions}
    events = [month(kind, amount=each) for kind, each_of in given_.items() for each in each_of]
    made = case(answers, *events)
    names = ("paid_amount", "paid_carer", "arrears", "once", "deduction")
    parts = {key: as_number(COLUMNS[key](made) or 0) for key in names}
    assert parts["arrears"] == sum(arrears)
    assert parts["once"] == sum(funerals)
    assert parts["deduction"] == sum(deductions)
    assert COLUMNS["total"](made) == sum(parts.values()) - 2 * parts["deduction"]


def test_nobody_knows_a_total_while_what_decides_it_is_not_known():
    assert decided.total(case({"social_group": "k8"}, person=ADULT | {"poverty_status": None})) is None
    assert decided.total(case({"social_group": "k6"})) is None
    assert decided.total(case(ASSISTANCE, person=PERSON | {"birth_date": None})) is None


@pytest.mark.parametrize(
    ("events", "span"),
    [
        ((), None),
        ((month("arrears", from_month="2026-07", to_month="2026-10"),), "07/2026–10/2026"),
        (
            (
                month("arrears", from_month="2026-07", to_month="2026-08"),
                month("arrears", from_month="2026-10", to_month="2026-10"),
            ),
            "07/2026–08/2026; 10/2026–10/2026",
        ),
        ((month("arrears", of="2026-10", from_month="2026-07", to_month="2026-09"),), None),
    ],
)
def test_arrears_name_their_months(events, span):
    assert COLUMNS["arrears_span"](case(ASSISTANCE, *events)) == span


@pytest.mark.parametrize(
    ("recorded", "on", "difference"),
    [
        (750_000, "2026-06-30", None),
        (750_000, "2026-07-31", 60_000),
        (809_999, "2026-07-31", 1),
        (810_000, "2026-07-31", None),
        (900_000, "2026-07-31", None),
        (0, "2026-07-31", 810_000),
        (None, "2026-07-31", None),
    ],
)
def test_the_law_may_give_more_than_is_recorded(recorded, on, difference):
    made = case(ASSISTANCE | {"recorded_amount": recorded}, on=datetime.date.fromisoformat(on))
    assert COLUMNS["difference"](made) == difference


@pytest.mark.parametrize(
    ("answers", "on", "last"),
    [
        # what was decided holds until something else is, whatever the base has become
        (
            {"recorded_amount": 700_000, "recorded_month": "2025-03", "start_month": "2024-08"},
            "2026-07-31",
            700_000,
        ),
        (
            {"recorded_amount": 540_000, "recorded_month": "2024-06", "start_month": "2024-01"},
            "2026-07-31",
            540_000,
        ),
        ({"recorded_amount": 700_000, "start_month": "2024-08"}, "2026-07-31", 700_000),
        ({"start_month": "2024-08"}, "2026-08-31", 810_000),
        ({"start_month": "2026-07"}, "2026-07-31", None),  # nothing was paid before
        ({"start_month": "2026-07"}, "2026-08-31", 810_000),
    ],
)
def test_what_was_paid_until_then_is_the_recorded_figure_or_the_laws(answers, on, last):
    made = case(ASSISTANCE | answers, on=datetime.date.fromisoformat(on))
    assert COLUMNS["last_amount"](made) == last


@pytest.mark.parametrize(
    ("answers", "person", "events", "stopped", "told"),
    [
        ({"decrease_reason": "dead"}, {"death_date": "2026-06-30"}, (), "2026-07", False),
        ({"decrease_reason": "dead"}, {"death_date": "2026-06-01"}, (), "2026-07", False),
        ({"decrease_reason": "dead"}, {"death_date": "2026-06-30"}, (), "2026-06", True),
        ({"decrease_reason": "dead"}, {"death_date": "2026-06"}, (), "2026-07", False),
        (
            {"decrease_reason": "dead"},
            {"death_date": "2026"},
            (),
            "2026-03",
            False,
        ),  # which month, nobody knows
        ({"decrease_reason": "dead"}, {}, (), "2026-03", False),
        ({"decrease_reason": "turned_16_not_studying"}, {"birth_date": "2010-06-01"}, (), "2026-07", False),
        ({"decrease_reason": "turned_16_not_studying"}, {"birth_date": "2010-06-01"}, (), "2026-06", True),
        ({"decrease_reason": "turned_16_not_studying"}, {"birth_date": "2010-06"}, (), "2026-07", False),
        ({"decrease_reason": "turned_16_not_studying"}, {"birth_date": "2010"}, (), "2026-03", False),
        ({"decrease_reason": "finished_study", "study_paper_to": "2026-05-31"}, {}, (), "2026-07", False),
        ({"decrease_reason": "finished_study", "study_paper_to": "2026-05-30"}, {}, (), "2026-06", False),
        ({"decrease_reason": "finished_study", "study_paper_to": "2026-05-30"}, {}, (), "2026-07", True),
        ({"decrease_reason": "to_facility"}, {}, (("facility", "2026-05-20"),), "2026-06", False),
        ({"decrease_reason": "to_facility"}, {}, (("facility", "2026-05-20"),), "2026-07", True),
        ({"decrease_reason": "refused"}, {"death_date": "2026-06-30"}, (), "2026-03", False),
    ],
)
def test_payment_stops_from_the_month_after_what_ended_it(answers, person, events, stopped, told):
    happened = [EventFacts(kind, datetime.date.fromisoformat(on), {"admitted_on": on}) for kind, on in events]
    made = case(
        ASSISTANCE | answers | {"stopped_from": stopped}, *happened, state="stopped", person=ADULT | person
    )
    assert [each.code for each in course.check_stop(made)] == (["AS-2221"] if told else [])


@pytest.mark.parametrize(
    ("answers", "kept", "expected"),
    [
        ({}, None, {}),
        ({"recorded_amount": 750_000}, None, {"amount": 750_000}),
        (
            {"recorded_amount": 750_000, "recorded_coefficient": "1.5", "recorded_month": "2026-06", "start_month": "2026-06"},
            None,
            {"amount": 750_000, "coefficient": "1.5"},
        ),
        # a figure of a later month is not what was decided
        ({"recorded_amount": 750_000, "recorded_month": "2026-06", "start_month": "2024-03"}, None, {}),
        ({"recorded_coefficient": "1.5"}, None, {}),
    ],
)  # fmt: skip
def test_a_paper_of_a_decision_says_what_was_recorded_for_its_month(answers, kept, expected):
    assert printed.printed(answers, kept) == expected


def test_a_kept_result_is_printed_as_it_was_kept():
    kept: dict[str, Value] = {
        "month": "2024-08", "base": 500_000, "base_id": "base_500", "coefficient": "1.5", "monthly": 750_000,
        "carer_amount": None, "article": "NĐ 20/2021 Điều 5 khoản 6; Điều 6 khoản 1 điểm e",
    }  # fmt: skip
    found = printed.printed({"recorded_amount": 1}, kept)
    assert (found["amount"], found["coefficient"], found["base"]) == (750_000, "1.5", 500_000)
    assert found["legal_basis"] == (
        "Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng"
        " bảo trợ xã hội (Điều 5 khoản 6, Điều 6 khoản 1 điểm e); Nghị định số 76/2024/NĐ-CP ngày 01/7/2024 của Chính"
        " phủ sửa đổi, bổ sung một số điều của Nghị định số 20/2021/NĐ-CP (Điều 1)"
    )


@pytest.mark.parametrize(
    ("answers", "clause"),
    [
        ({"social_group": "k6", "disability_degree": "severe"}, "khoản 6: người khuyết tật"),
        ({"social_group": "k3"}, "Điều 5"),  # the clause alone would tell of HIV
        ({"social_group": "k8"}, "Điều 5"),
        ({"social_group": "k6", "also_single_parent": True}, "khoản 6: người khuyết tật; khoản 4: người đơn thân nghèo nuôi con"),
        ({"social_group": "k8", "also_single_parent": True}, "Điều 5; khoản 4: người đơn thân nghèo nuôi con"),
        ({}, None),
    ],
)  # fmt: skip
def test_a_list_says_the_clause_and_never_more_than_it_may(answers, clause):
    assert shown("assistance", "clause", answers, ADULT, ON) == clause
