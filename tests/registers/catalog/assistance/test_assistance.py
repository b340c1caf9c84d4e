"""Social assistance: what the law pays for what the record says, and what does not fit."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.case import EventFacts
from tests.registers.factories import ASSISTANCE, PERSON, codes, found, shown

NOV_2026 = datetime.date(2026, 11, 30)


def month_end(month):
    first = datetime.date.fromisoformat(f"{month}-01")
    return (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)


POOR = PERSON | {"poverty_status": "poor"}


@pytest.mark.parametrize(
    ("answers", "birth", "month", "coefficient", "amount"),
    [
        ({"social_group": "k1", "no_source_case": "a"}, "2020-03-15", "2022-05", "2.5", 900_000),
        ({"social_group": "k1", "no_source_case": "b"}, "2013-01-09", "2023-01", "1.5", 540_000),
        ({"social_group": "k2", "school_status": "studying"}, "2004-10-15", "2026-11", "1.5", 810_000),
        ({"social_group": "k3"}, "2019-06-12", "2022-10", "2.5", 900_000),
        ({"social_group": "k4", "children_under_16": 1, "children_16_22": 1}, "1988-02-10", "2024-07", "2.0", 1_000_000),
        ({"social_group": "k4", "children_total": 1}, "1992-05-02", "2022-06", "1.0", 360_000),
        (
            {"social_group": "k6", "disability_degree": "severe", "also_single_parent": True, "children_total": 1},
            "1990-05-22", "2026-11", "2.5", 1_350_000,
        ),
        ({"social_group": "k5a"}, "1960-05-10", "2025-09", "1.5", 750_000),
        ({"social_group": "k5a"}, "1943-04-02", "2025-09", "2.0", 1_000_000),
        ({"social_group": "k5a"}, "1949-03-11", "2026-11", "2.0", 1_080_000),
        ({"social_group": "k5b"}, "1948-06-30", "2024-09", "1.0", 500_000),
        ({"social_group": "k5b_335"}, "1956-03-03", "2026-11", "3.0", 1_620_000),
        ({"social_group": "k5c"}, "1942-01-25", "2023-04", "1.0", 360_000),
        ({"social_group": "k5d"}, "1956-03-03", "2024-09", "3.0", 1_500_000),
        ({"social_group": "k6", "disability_degree": "severe"}, "2018-05-17", "2026-11", "2.0", 1_080_000),
        ({"social_group": "k6", "disability_degree": "severe"}, "1966-08-20", "2026-07", "1.5", 810_000),
        ({"social_group": "k6", "disability_degree": "severe"}, "1966-08-20", "2026-08", "2.0", 1_080_000),
        ({"social_group": "k6", "disability_degree": "very_severe"}, "1949-04-18", "2022-06", "2.5", 900_000),
        ({"social_group": "k7"}, "2024-10-10", "2026-11", "1.5", 810_000),
        ({"social_group": "k8"}, "1990-02-02", "2026-11", "1.5", 810_000),
        ({"social_group": "pension"}, "1942-01-25", "2026-11", None, 540_000),
        ({"social_group": "pension"}, "1953-01-25", "2025-09", None, 500_000),
    ],
)  # fmt: skip
def test_the_law_pays_what_the_record_says(answers, birth, month, coefficient, amount):
    person, on = PERSON | {"birth_date": birth, "poverty_status": "poor"}, month_end(month)
    assert shown("assistance", "coefficient", answers, person, on) == coefficient
    assert shown("assistance", "amount", answers, person, on) == amount
    carer = shown("assistance", "carer_amount", answers, person, on) or 0
    assert shown("assistance", "total", answers, person, on) == amount + carer
    assert "NĐ" in shown("assistance", "article", answers, person, on)
    recorded = answers | {"recorded_amount": amount}
    if coefficient:
        recorded |= {"recorded_coefficient": coefficient}
    assert {"AS-2216", "AS-2217", "AS-2218", "AS-2219"}.isdisjoint(codes("assistance", recorded, person, on))


@pytest.mark.parametrize(
    ("answers", "birth", "carer"),
    [
        ({"social_group": "k6", "disability_degree": "very_severe", "taken_in": True}, "2018-05-17", 1_350_000),
        ({"social_group": "k6", "disability_degree": "very_severe", "cared_at_home": True}, "1990-05-17", 540_000),
        ({"social_group": "k6", "disability_degree": "severe", "pregnant": True}, "1998-03-30", 810_000),
        ({"social_group": "k6", "disability_degree": "severe", "children_under_36m": 1}, "1998-03-30", 810_000),
        ({"social_group": "k6", "disability_degree": "severe", "children_under_36m": 2}, "1998-03-30", 1_080_000),
        (
            {"social_group": "k6", "disability_degree": "severe", "pregnant": True, "children_under_36m": 1},
            "1998-03-30", 1_080_000,
        ),
        ({"social_group": "k6", "disability_degree": "severe"}, "1998-03-30", None),
        (
            {"social_group": "k6", "disability_degree": "severe", "pregnant": True, "spouse_has_share": True},
            "1998-03-30", None,
        ),
        ({"social_group": "k1", "no_source_case": "b", "taken_in": True}, "2023-05-05", 1_350_000),
        ({"social_group": "k5b_335"}, "1956-03-03", 810_000),
    ],
)  # fmt: skip
def test_carers_are_paid_beside(answers, birth, carer):
    person = PERSON | {"birth_date": birth, "sex": "female", "poverty_status": "poor"}
    assert shown("assistance", "carer_amount", answers, person, NOV_2026) == carer


def test_children_count_by_their_births_where_they_are_recorded():
    children = [
        {"name": "Chau A", "birth_date": "2020-01-01"},
        {"name": "Chau B", "birth_date": "2008-01-01", "school_status": "studying", "without_gap": True},
        {"name": "Chau C", "birth_date": "2008-01-01"},
    ]
    answers = {"social_group": "k4", "children": children, "children_total": 9, "start_month": "2022-03"}
    assert shown("assistance", "coefficient", answers, POOR, NOV_2026) == "2.0"


def test_a_child_of_16_counts_on_only_for_a_parent_who_was_paid_for_it_before():
    """NĐ 335/2026 Điều 5 khoản 4; a claim with a child of that age alone is doubtful."""
    pupil = {"name": "Chau B", "birth_date": "2008-01-01", "school_status": "studying", "without_gap": True}
    k4 = {"social_group": "k4", "children": [pupil]}
    before = k4 | {"start_month": "2023-05"}
    assert shown("assistance", "amount", before, POOR, NOV_2026) == 540_000
    assert "AS-6126" not in codes("assistance", before, POOR, NOV_2026)
    for later in ({"start_month": "2026-11"}, {}):
        assert shown("assistance", "amount", k4 | later, POOR, NOV_2026) == 0
        assert "AS-6126" in codes("assistance", k4 | later, POOR, NOV_2026)
    # Where only their number is known, so too.
    counted = {"social_group": "k4", "children_under_16": 1, "children_16_22": 1}
    assert shown("assistance", "coefficient", counted, POOR, NOV_2026) == "1.0"
    assert "AS-6126" in codes("assistance", counted, POOR, NOV_2026)
    assert shown("assistance", "coefficient", counted | {"start_month": "2025-02"}, POOR, NOV_2026) == "2.0"


@pytest.mark.parametrize(
    ("answers", "birth", "on", "amount", "doubt"),
    [
        # Ended at 22 under NĐ 20: nobody has decided yet whether it goes on.
        ({"social_group": "k2"}, "2003-03-20", "2025-04", 0, "AS-6123"),
        ({"social_group": "pension", "benefits": ["insurance"], "benefit_insurance_amount": 400_000}, "1940", "2026-11", 540_000, "AS-6128"),
        ({"social_group": "pension", "benefits": ["insurance"]}, "1940", "2026-11", 0, "AS-6137"),
    ],
)  # fmt: skip
def test_a_doubt_is_told_also_where_nothing_is_paid(answers, birth, on, amount, doubt):
    person = PERSON | {"birth_date": birth}
    assert shown("assistance", "amount", answers, person, month_end(on)) == amount
    assert doubt in codes("assistance", answers, person, month_end(on))


def test_the_same_letter_meant_other_people_under_the_old_decree():
    """Điểm b of NĐ 20 (75 to 80 years, hard area) ended in 2025; only who was decided by NĐ 335 has its điểm b."""
    person = POOR | {"birth_date": "1948-06-30"}
    old = {"social_group": "k5b", "hard_area": True}
    assert shown("assistance", "amount", old, person, month_end("2024-09")) == 500_000
    for known in (
        old,
        {"social_group": "k5b", "start_month": "2024-03"},
        {"social_group": "k5b", "decision_date": "2024-03-05"},
    ):
        # What remains at 78 is the social pension, not 3,0 and money for a carer whom nobody has named.
        assert shown("assistance", "amount", known, person, NOV_2026) == 540_000
        assert shown("assistance", "carer_amount", known, person, NOV_2026) is None
    new = {
        "social_group": "k5b_335",
        "decision_date": "2026-10-20",
        "facility_eligible": True,
        "taken_in": True,
    }
    assert shown("assistance", "total", new, person, NOV_2026) == 1_620_000 + 810_000


def test_a_pupil_needs_a_paper_in_force_and_no_gap():
    pupil = {"social_group": "k2", "school_status": "studying", "study_paper_to": "2026-11-15"}
    person = PERSON | {"birth_date": "2004-10-15"}
    assert shown("assistance", "amount", pupil, person, NOV_2026) == 810_000
    assert shown("assistance", "amount", pupil, person, month_end("2026-12")) == 0
    assert "AS-2228" in codes("assistance", pupil, person, month_end("2026-12"))
    gap = {"social_group": "k2", "studies_without_gap": False}
    assert shown("assistance", "amount", gap, person, NOV_2026) == 0
    # NĐ 20 asked for no study without a gap.
    assert shown("assistance", "amount", gap, person, month_end("2026-09")) == 810_000


def test_another_social_allowance_bars_k8_under_the_old_decree_only():
    person = PERSON | {"birth_date": "1990-02-02", "poverty_status": "poor"}
    answers = {"social_group": "k8", "benefits": ["social_assistance"]}
    assert shown("assistance", "amount", answers, person, month_end("2026-09")) == 0
    assert shown("assistance", "amount", answers, person, NOV_2026) == 810_000


def test_in_a_facility_nothing_is_paid_from_the_month_after_admission():
    admitted = EventFacts(
        "facility", datetime.date(2026, 9, 10), {"facility": "Trung tâm", "admitted_on": "2026-09-10"}
    )
    left = EventFacts(
        "facility",
        datetime.date(2026, 9, 10),
        {"facility": "Trung tâm", "admitted_on": "2026-09-10", "left_on": "2026-11-02"},
    )

    def amount(month, event):
        return shown("assistance", "amount", ASSISTANCE, on=month_end(month), events=[event])

    assert [amount(month, admitted) for month in ("2026-09", "2026-10", "2026-11")] == [810_000, 0, 0]
    assert [amount(month, left) for month in ("2026-10", "2026-11")] == [0, 810_000]
    assert "AS-2216" in codes("assistance", ASSISTANCE, on=NOV_2026, events=[admitted])
    # Written down later, as events are: never changed, only followed by another.
    came_out = EventFacts(
        "facility", datetime.date(2026, 11, 2), {"facility": "Trung tâm", "left_on": "2026-11-02"}
    )
    asked = {"on": month_end("2026-11"), "events": [admitted, came_out]}
    assert shown("assistance", "amount", ASSISTANCE, **asked) == 810_000
    again = EventFacts(
        "facility", datetime.date(2026, 11, 9), {"facility": "Trung tâm", "admitted_on": "2026-11-09"}
    )
    asked = {"on": month_end("2026-12"), "events": [admitted, came_out, again]}
    assert shown("assistance", "amount", ASSISTANCE, **asked) == 0


def test_the_month_of_death_is_the_last_one_paid():
    dead = PERSON | {"death_date": "2026-10-03"}
    paid = [
        shown("assistance", "total", ASSISTANCE, dead, month_end(month))
        for month in ("2026-09", "2026-10", "2026-11")
    ]
    assert paid == [810_000, 810_000, 0]
    pensioner = {"social_group": "pension"}
    old = PERSON | {"birth_date": "1940", "death_date": "2026-10"}
    assert [
        shown("assistance", "total", pensioner, old, month_end(month)) for month in ("2026-10", "2026-11")
    ] == [540_000, 0]


def test_facts_that_speak_against_the_group_leave_nothing():
    rich = PERSON | {"birth_date": "1950", "poverty_status": "average_living"}
    assert shown("assistance", "amount", {"social_group": "k5a"}, rich, datetime.date(2022, 6, 30)) == 0
    for birth, answers in (
        ("1930", {"social_group": "k5c", "benefits": ["insurance"]}),
        ("1990", {"social_group": "k8", "has_wage": True}),
        ("2004-01-01", {"social_group": "k2", "school_status": "left"}),
        ("2021-01-01", {"social_group": "k7", "hard_area": False}),
    ):
        assert "AS-2216" in codes("assistance", answers, PERSON | {"birth_date": birth}), answers


def test_without_a_birth_or_before_the_oldest_decree_nothing_is_said():
    assert shown("assistance", "amount", ASSISTANCE, {"full_name": "An"}) is None
    assert shown("assistance", "amount", ASSISTANCE, on=datetime.date(2020, 1, 1)) is None
    assert shown("assistance", "total", ASSISTANCE, on=datetime.date(2020, 1, 1)) is None
    assert shown("assistance", "amount", {}) is None


def test_the_month_of_the_payment_list_takes_in_what_happened_for_it():
    events = [
        EventFacts(
            "arrears",
            NOV_2026,
            {"month": "2026-11", "from_month": "2026-07", "to_month": "2026-10", "amount": 200_000},
        ),
        EventFacts(
            "arrears",
            NOV_2026,
            {"month": "2026-12", "from_month": "2026-07", "to_month": "2026-10", "amount": 1},
        ),
        EventFacts("deduction", NOV_2026, {"month": "2026-11", "amount": 50_000}),
        EventFacts("funeral", NOV_2026, {"month": "2026-11", "amount": 10_800_000}),
    ]

    def cell(column):
        return shown("assistance", column, ASSISTANCE, on=NOV_2026, events=events)

    assert cell("arrears") == 200_000
    assert cell("arrears_span") == "07/2026–10/2026"
    assert cell("deduction") == 50_000
    assert cell("once") == 10_800_000
    assert cell("amount") == 810_000
    assert cell("total") == 810_000 + 200_000 - 50_000 + 10_800_000


def test_an_old_amount_is_shown_with_what_it_lacks():
    assert shown("assistance", "difference", ASSISTANCE | {"recorded_amount": 750_000}, on=NOV_2026) == 60_000
    assert shown("assistance", "difference", ASSISTANCE | {"recorded_amount": 810_000}, on=NOV_2026) is None
    assert shown("assistance", "difference", ASSISTANCE, on=NOV_2026) is None


def test_the_clause_says_nothing_of_the_person():
    assert shown("assistance", "clause", ASSISTANCE) == "khoản 6: người khuyết tật"
    assert shown("assistance", "clause", ASSISTANCE | {"also_single_parent": True}) == (
        "khoản 6: người khuyết tật; khoản 4: người đơn thân nghèo nuôi con"
    )
    assert shown("assistance", "clause", {"social_group": "pension"}) == "Trợ cấp hưu trí xã hội"


def test_a_sound_record_has_no_finding():
    assert found("assistance", ASSISTANCE) == []
    # Of a young woman it decides money whether she raises a small child: told, and no hindrance.
    woman = PERSON | {"sex": "female", "birth_date": "1995-05-05"}
    assert found("assistance", ASSISTANCE, woman) == [("note", "AS-6146", "pregnant")]
    assert found("assistance", ASSISTANCE | {"pregnant": False}, woman) == []


K4 = {"social_group": "k4", "children_total": 1}
K1 = {"social_group": "k1", "no_source_case": "b"}


@pytest.mark.parametrize(
    ("answers", "more", "finding"),
    [
        ({"social_group": "k5c"}, {"on": NOV_2026}, ("warning", "AS-2201", "social_group")),
        ({"social_group": "k6"}, {}, ("error", "AS-2202", "disability_degree")),
        ({"social_group": "k6", "disability_degree": "mild"}, {}, ("error", "AS-2203", "disability_degree")),
        ({"social_group": "k4"}, {}, ("error", "AS-2204", "children_total")),
        (ASSISTANCE | {"also_single_parent": True}, {}, ("error", "AS-2204", "children_total")),
        ({"social_group": "k1"}, {}, ("error", "AS-2020", "no_source_case")),
        ({"social_group": "k2", "school_status": "left"}, {}, ("warning", "AS-2205", "school_status")),
        (ASSISTANCE | {"pregnant": True}, {}, ("warning", "AS-2206", "pregnant")),
        (
            {"social_group": "k5c", "recorded_month": "2022-06"},
            {"on": NOV_2026, "person": PERSON | {"birth_date": "1935"}},
            ("note", "AS-2207", "social_group"),
        ),
        (ASSISTANCE, {"state": "paying"}, ("warning", "AS-2208", "decision_no")),
        (
            ASSISTANCE | {"start_month": "2022-11", "recorded_month": "2022-06"},
            {},
            ("warning", "AS-2209", "start_month"),
        ),
        (
            ASSISTANCE | {"start_month": "2021-10", "certificate_date": "2022-01-05"},
            {},
            ("warning", "AS-2210", "start_month"),
        ),
        (ASSISTANCE | {"payment_method": "bank"}, {}, ("warning", "AS-2211", "account_no")),
        (ASSISTANCE, {"state": "stopped"}, ("warning", "AS-2212", "decrease_reason")),
        (
            ASSISTANCE | {"decrease_reason": "dead"},
            {"state": "paying"},
            ("warning", "AS-2213", "stopped_from"),
        ),
        (
            ASSISTANCE,
            {"state": "paying", "person": PERSON | {"death_date": "2022-05"}},
            ("warning", "AS-2214", "decrease_reason"),
        ),
        (
            ASSISTANCE | {"received_on": "2022-05-10", "decision_date": "2022-05-01"},
            {},
            ("error", "AS-2215", "decision_date"),
        ),
        (K1, {"person": PERSON | {"birth_date": "1990"}}, ("warning", "AS-2216", "social_group")),
        (
            K4 | {"disability_degree": "very_severe", "also_single_parent": None},
            {"person": PERSON | {"poverty_status": "other"}},
            ("warning", "AS-2217", "social_group"),
        ),
        (ASSISTANCE | {"recorded_coefficient": "2.0"}, {}, ("warning", "AS-2218", "recorded_coefficient")),
        (ASSISTANCE | {"recorded_amount": 720_000}, {}, ("warning", "AS-2219", "recorded_amount")),
    ],
)
def test_what_does_not_fit_is_found(answers, more, finding):
    assert finding in found("assistance", answers, **more)


def test_a_beginning_before_the_birth_is_told():
    child = PERSON | {"birth_date": "2021-06-23"}
    assert "AS-2233" in codes("assistance", K1 | {"start_month": "2018-09"}, child)
    assert "AS-2233" not in codes("assistance", K1 | {"start_month": "2021-06"}, child)
    assert "AS-2233" not in codes(
        "assistance", K1 | {"start_month": "2020-01"}, PERSON | {"birth_date": "2020"}
    )


def test_children_who_are_only_counted_are_asked_for_once_the_count_is_old():
    counted = K4 | {"start_month": "2022-05"}
    assert ("note", "AS-2234", "children") in found("assistance", counted)
    assert ("warning", "AS-2234", "children") in found("assistance", counted, on=NOV_2026)
    known = K4 | {"children": [{"name": "Con", "birth_date": "2020-01-01"}]}
    assert "AS-2234" not in codes("assistance", known, on=NOV_2026)


def test_the_recorded_amount_is_held_against_the_law_of_its_own_month():
    old = ASSISTANCE | {"recorded_amount": 540_000, "recorded_coefficient": "1.5"}
    assert "AS-2219" in codes("assistance", old, on=NOV_2026)
    assert "AS-2219" not in codes("assistance", old | {"recorded_month": "2022-06"}, on=NOV_2026)


def test_an_amount_is_right_where_the_birth_leaves_two_open():
    """Sixty in this year, but nobody knows whether already."""
    person = PERSON | {"birth_date": "1962"}
    for coefficient, amount in (("1.5", 540_000), ("2.0", 720_000)):
        answers = ASSISTANCE | {"recorded_coefficient": coefficient, "recorded_amount": amount}
        found_codes = codes("assistance", answers, person)
        assert {"AS-2218", "AS-2219"}.isdisjoint(found_codes)
        assert "AS-6120" in found_codes


def test_the_points_of_the_parents_states_are_held_against_the_chosen_one():
    person = PERSON | {"birth_date": "2013-01-09"}
    answers = K1 | {"father_state": "dead", "mother_state": "missing_declared"}
    assert ("note", "AS-6133", "social_group") in found("assistance", answers, person)
    assert "AS-6133" not in codes("assistance", answers | {"no_source_case": "c"}, person)


def test_hiv_is_most_sensitive_and_a_sentence_sensitive():
    class_of = catalog.register("assistance").class_of
    assert class_of(ASSISTANCE) == "c1"
    assert class_of({"social_group": "k3"}) == class_of({"social_group": "k8"}) == "c4"
    assert class_of(K1 | {"mother_state": "serving_sentence"}) == "c3"
    assert class_of({"social_group": "k3", "father_state": "serving_sentence"}) == "c4"
    assert class_of({}) == "c1"


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("NKT đặc biệt nặng", {"social_group": "k6", "disability_degree": "very_severe"}),
        ("Người khuyết tật nặng", {"social_group": "k6", "disability_degree": "severe"}),
        ("Trẻ em KT nặng", {"social_group": "k6", "disability_degree": "severe"}),
        ("NCT KT nặng", {"social_group": "k6", "disability_degree": "severe"}),
        ("KTĐBN", {"social_group": "k6", "disability_degree": "very_severe"}),
        ("Người đơn thân nghèo nuôi 1 con", {"social_group": "k4", "children_total": 1}),
        ("Đơn thân nuôi 02 con nhỏ", {"social_group": "k4", "children_total": 2}),
        ("Đơn thân nuôi con", {"social_group": "k4"}),
        ("Trẻ mồ côi cả cha và mẹ", {"social_group": "k1", "no_source_case": "b"}),
        ("Trẻ em bị bỏ rơi", {"social_group": "k1", "no_source_case": "a"}),
        ("Người cao tuổi từ đủ 80 tuổi không lương hưu", {"social_group": "k5c"}),
        ("Người cao tuổi từ 80 tuổi", {"social_group": "k5c"}),
        ("NCT cô đơn nghèo", {"social_group": "k5a"}),
        ("Trẻ em nhiễm HIV hộ nghèo", {"social_group": "k3"}),
        ("Người nhiễm HIV", {"social_group": "k8"}),
        ("Hưu trí xã hội 75 tuổi", {"social_group": "pension"}),
        (
            "Đơn thân là NKT nặng nuôi 2 con",
            {
                "social_group": "k6",
                "disability_degree": "severe",
                "also_single_parent": True,
                "children_total": 2,
            },
        ),
        ("Khoản 6", None),
        ("Trẻ mồ côi cha", None),
    ],
)
def test_everyday_words_of_lists(said, answers):
    register = catalog.register("assistance")
    if answers is None:
        with pytest.raises(ValueError, match="AS-2014"):
            register.read_cell("social_group", said)
    else:
        assert register.read_cell("social_group", said) == answers


@pytest.mark.parametrize("note", ["chết 5/2022", "Chuyển đi TP.HCM", "Nhận thay", ""])
def test_a_remark_takes_nobody_off_the_list(note):
    register = catalog.register("assistance")
    answers = register.read_cell("note", note)
    assert answers.get("note", "") == note
    assert answers.keys() <= {"note"}
    assert register.imported_state is not None
    assert register.imported_state(answers) == "paying"


@pytest.mark.parametrize(("change", "state"), [("death", "stopped"), ("move", "transferred")])
def test_what_the_officer_confirms_does(change, state):
    register = catalog.register("assistance")
    assert register.imported_state is not None
    assert register.imported_state(lives.proposals(register.life_changes)[change]) == state
