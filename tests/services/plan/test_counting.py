"""Who stands on which side of an indicator: nobody vanishes, nobody counts twice, and each says why."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.plan.indicator import Beside, Indicator, Verdict
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import invented
from ansinh_desktop.services.plan.counting import Asked, count, indicators
from ansinh_desktop.services.program import Program
from tests.factories import case, new_vault, person
from tests.registers.factories import ABUSE, DRUG

YEAR = Period.of("2026")
SWITCHES = plan.plans()[0].switched({})
WITHOUT = SWITCHES | {"include_detention": "no"}
METHADONE = {"treatment_form": "methadone", "treatment_from": "2025-03-01"}
COURSE = {"form": "voluntary_home", "start": "2025-01-05", "end": "2025-12-20"}


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as made:
        yield made


def add(program, name, *, final=True, **answers):
    who = person(full_name=name, birth_date="1990-05-06", sex="male")
    record = program.cases.save(
        case("drug_treatment", DRUG | {"listed_on": "2024-01-02"} | answers, person=who, final=False)
    )
    with program.vault.work("danh sách cũ") as store:
        store.records.get(record).draft = not final
    return record


def counted(program, period=YEAR, switches=SWITCHES, indicator=None):
    drug = catalog.register("drug_treatment")
    with program.vault.reading() as store:
        return count(store, drug, [Asked(indicator or drug.indicators[0], period, switches)])[0]


def of(standings):
    return {each.record.id for each in standings}


def test_where_nobody_counts_nothing_is_claimed(program):
    found = counted(program)
    assert (found.numerator, found.denominator, found.whole) == (0, 0, 0)


def test_those_in_detention_count_where_the_switch_says_so(program):
    treated = add(program, "Đang Điều Trị", **METHADONE)
    waiting = add(program, "Chưa Cai")
    inside = {"present_place": "detention", "treatment_form": "in_detention", "treatment_from": "2026-01-05"}
    detained = add(program, "Bị Giam Giữ", **inside)
    add(program, "Không Hồ Sơ", has_file=False, **METHADONE)
    add(program, "Bản Nháp", final=False, **METHADONE)
    found, without = counted(program), counted(program, switches=WITHOUT)
    assert of(found.on("held", "unsure", "unheld")) == {treated, waiting, detained}
    assert of(without.on("held", "unsure", "unheld")) == {treated, waiting}
    assert of(found.inside) == of(without.inside) == {treated}
    why = {each.record.id: each.why for each in without.on("out")}
    assert why[detained].startswith("đang ở nơi không tính: ")
    assert found.whole == without.whole == 5


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({}, False),
        ({"treatment_form": "methadone"}, False),
        ({"treatment_form": "methadone", "registered_on": "2026-02-01"}, False),
        ({"treatment_form": "methadone", "treatment_from": "2021-02-01"}, True),
        ({"treatment_form": "voluntary_home", "treatment_from": "2023-02-01"}, False),
        ({"treatment_form": "methadone", "treatment_from": "2022-02-01", "treatment_result": "left"}, False),
        (
            {
                "treatment_form": "compulsory_18",
                "treatment_from": "2023-02-01",
                "treatment_to": "2026-12-31",
                "treatment_result": "violated",
            },
            False,
        ),
        ({"treatment_form": "methadone", "treatment_from": "2026-02-01", "treatment_result": "left"}, True),
        (
            {"treatment_form": "methadone", "treatment_from": "2022-02-01", "completion_date": "2023-02-01"},
            False,
        ),
        ({"treatment_form": "in_detention", "treatment_from": "2026-02-01"}, False),
        ({"treatment_form": "voluntary_home", "treatment_from": "2027-01-01"}, False),
        (
            {
                "treatment_form": "voluntary_home",
                "treatment_from": "2025-01-01",
                "treatment_to": "2025-12-31",
            },
            False,
        ),
        (
            {
                "treatment_form": "voluntary_home",
                "treatment_from": "2025-01-01",
                "treatment_to": "2026-01-01",
            },
            True,
        ),
        ({"past_episodes": [COURSE]}, False),
        ({"past_episodes": [COURSE | {"end": "2026-01-02"}]}, True),
    ],
)
def test_a_course_counts_in_the_period_into_which_it_falls(program, answers, holds):
    record = add(program, "Một Người", **answers)
    assert (of(counted(program).inside) == {record}) is holds


def test_the_same_course_counts_in_each_period_that_it_met_and_in_no_other(program):
    course = {"treatment_from": "2025-02-01", "treatment_to": "2025-08-15"}
    add(program, "Một Người", treatment_form="voluntary_home", **course)
    held = {
        code: counted(program, Period.of(code)).numerator
        for code in ("2024", "2025-01", "2025-H1", "2025-Q3", "2025-08", "2025-09", "2026")
    }
    assert held == {
        "2024": 0,
        "2025-01": 0,
        "2025-H1": 1,
        "2025-Q3": 1,
        "2025-08": 1,
        "2025-09": 0,
        "2026": 0,
    }


def into(program, record, state, on="2023-05-01"):
    with program.vault.work("Đặt bước") as store:
        found = store.records.get(record)
        store.records.add_event(record, "state", on, answers={"from": found.state, "to": state})
        store.records.set_state(found, state, closed_on=None, reason=None)


def test_only_who_is_treated_this_year_is_counted_of_seven(program):
    """Whoever left in 2023, is only registered, or whose days nobody wrote down is no numerator."""
    treated = add(program, "Đang Cai", **METHADONE)
    left = add(program, "Bỏ Năm 2023", treatment_form="methadone", treatment_from="2022-03-01")
    into(program, left, "in_treatment", "2022-03-01")
    into(program, left, "left")
    add(program, "Mới Đăng Ký", treatment_form="methadone", registered_on="2026-11-02")
    undated = add(program, "Không Ngày", treatment_form="methadone")
    into(program, undated, "in_treatment")
    over = add(program, "Hết Hạn", treatment_form="voluntary_home", treatment_from="2022-03-01")
    add(
        program,
        "Xong Năm 2023",
        **METHADONE | {"treatment_from": "2022-01-01", "completion_date": "2023-01-01"},
    )
    add(program, "Chưa Cai")
    found = counted(program)
    assert of(found.inside) == {treated}
    assert (found.numerator, found.denominator) == (1, 7)
    assert of(found.on("unsure")) == {undated, over}
    assert dict(found.reasons) == {
        "đang cai nghiện, điều trị mà chưa ghi ngày bắt đầu": 1,
        "đợt cai đã hết hạn hoặc đã dừng mà chưa ghi ngày kết thúc": 1,
    }


def test_those_who_left_are_told_by_the_day_of_their_step(program):
    this_year = add(program, "Bỏ Năm Nay", treatment_form="methadone", treatment_from="2022-03-01")
    into(program, this_year, "left", "2026-03-01")
    assert of(counted(program).inside) == {this_year}
    assert counted(program, Period.of("2025")).numerator == 1
    assert counted(program, Period.of("2026-Q2")).numerator == 0


def indicator(judge, **declared):
    return Indicator("addicts_in_treatment", judge, **declared)


def with_test(seen):
    return Verdict("held" if seen.in_period("test") else "unheld")


def test_only_events_that_are_declared_are_looked_at(program):
    """An indicator that forgot to declare what it looks at would count nobody, and say nothing of it."""
    treated = add(program, "Đã Xét", **METHADONE)
    with program.vault.work("Ghi xét nghiệm") as store:
        store.records.add_event(treated, "test", "2026-11-02", answers={})
    declared = indicator(with_test, events=("test",))
    assert of(counted(program, indicator=declared).inside) == {treated}
    # What happened after the period, or before it, is none of its own.
    assert counted(program, Period.of("2026-10"), indicator=declared).numerator == 0
    assert counted(program, Period.of("2026-12"), indicator=declared).numerator == 0
    with pytest.raises(BugError, match="test are asked for and were not read"):
        counted(program, indicator=indicator(with_test))
    drug = catalog.register("drug_treatment")
    with pytest.raises(BugError, match="nothing is no event"):
        dataclasses.replace(drug, indicators=(indicator(with_test, events=("nothing",)),))
    with pytest.raises(BugError, match="none is no target"):
        dataclasses.replace(drug, indicators=(Indicator("none", with_test),))


def test_a_closed_record_counts_only_where_the_indicator_says_so_and_from_its_day(program):
    treated = add(program, "Đã Xét", **METHADONE)
    with program.vault.work("Ghi xét nghiệm") as store:
        store.records.add_event(treated, "test", "2026-09-02", answers={})
    into(program, treated, "moved", "2026-11-03")
    declared = indicator(with_test, events=("test",))
    (away,) = counted(program, indicator=declared).on("out")
    assert (away.record.id, away.why) == (treated, "hồ sơ đã đóng")
    assert of(counted(program, indicator=dataclasses.replace(declared, closed=True)).inside) == {treated}
    # On the last day of September it was open.
    assert of(counted(program, Period.of("2026-Q3"), indicator=declared).inside) == {treated}


def test_a_record_stands_in_no_period_before_it_was_opened(program):
    record = add(program, "Mới", listed_on="2026-05-06", **METHADONE)
    opened = datetime.date.fromisoformat(program.cases.get(record).opened_on)
    before = opened - datetime.timedelta(days=1)
    assert counted(program, Period(before, before)).whole == 0
    assert counted(program, Period(opened, opened)).whole == 1


def test_a_person_of_two_records_counts_once_on_the_better_side(program):
    for counts, whole in (("person", 1), ("record", 2), ("household", 1)):
        if counts == "person":
            first = add(program, "Hai Hồ Sơ", **METHADONE)
            who = program.cases.get(first).person_id
            second = program.cases.save(case("drug_treatment", DRUG, person_id=who, final=False))
            with program.vault.work("hồ sơ thứ hai") as store:
                store.records.get(second).draft = False
        answered = counted(program, indicator=dataclasses.replace(indicator(treats), counts=counts))
        assert (answered.whole, answered.numerator) == (whole, 1)


def test_the_children_of_one_case_count_as_one_case_and_as_many_children(program):
    abuse = catalog.register("child_abuse")
    told = ABUSE | {"verification": "true", "m02_on": "2026-05-04T20:00"}
    for name, number in (
        ("Một", "12/2026"),
        ("Hai", "12/2026 "),
        ("Ba", "13/2026"),
        ("Bốn", None),
        ("Năm", None),
    ):
        who = person(full_name=name, birth_date="2012-05-06", sex="female")
        record = program.cases.save(
            case("child_abuse", told | {"incident_no": number}, person=who, final=False)
        )
        with program.vault.work("vụ việc") as store:
            store.records.get(record).draft = False
    asked = [Asked(each, YEAR, SWITCHES) for each in abuse.indicators]
    with program.vault.reading() as store:
        found = {each.target: each for each in count(store, abuse, asked)}
    assert found["child_abuse_reduction"].numerator == 4  # two numbers, and two cases without one
    assert found["abused_children_file"].numerator == 5


def treats(seen):
    return Verdict("held" if seen.facts.answers.get("treatment_form") else "unheld")


def test_figures_beside_an_indicator_count_only_those_who_count(program):
    add(program, "Một", **METHADONE)
    add(program, "Hai")
    add(program, "Nháp", final=False, **METHADONE)
    beside = (
        Beside("có tên thuốc", lambda seen: bool(seen.facts.answers.get("treatment_form"))),
        Beside("mọi người", lambda seen: True),
    )
    found = counted(program, indicator=indicator(treats, beside=beside))
    assert found.counted_beside == (("có tên thuốc", 1), ("mọi người", 2))


def test_the_states_that_a_record_was_in(program):
    record = add(program, "Qua Nhiều Bước", **METHADONE)
    opened = datetime.date.fromisoformat(program.cases.get(record).opened_on)
    into(program, record, "in_treatment", str(opened + datetime.timedelta(days=5)))
    into(program, record, "left", str(opened + datetime.timedelta(days=20)))
    seen = {}

    def judge(given):
        seen["it"] = given
        return Verdict("out")

    def was(first, last):
        period = Period(opened + datetime.timedelta(days=first), opened + datetime.timedelta(days=last))
        counted(program, period, indicator=indicator(judge))
        states = ("to_register", "in_treatment", "left")
        return [state for state in states if seen["it"].was_in([state])], seen["it"].facts.state

    assert was(0, 4) == (["to_register"], "to_register")
    assert was(5, 19) == (["in_treatment"], "in_treatment")
    assert was(4, 20) == (["to_register", "in_treatment", "left"], "left")
    assert was(21, 40) == (["left"], "left")


def test_nobody_vanishes_from_the_register(program):
    """Whoever came with a list that says nothing of a file is told as unclear, not left out."""
    for name in ("Một", "Hai"):
        add(program, name, has_file=None, **METHADONE)
    draft = add(program, "Nháp", final=False)
    moved = add(program, "Chuyển Đi", **METHADONE)
    into(program, moved, "moved", "2026-03-01")
    no_file = add(program, "Không Hồ Sơ", has_file=False)
    add(program, "Tính", **METHADONE)
    found = counted(program)
    assert len(found.unknown) == 3
    assert draft in of(found.unknown)
    assert of(found.outside) == {moved, no_file}
    assert found.whole == 6
    assert dict(found.reasons)["chưa ghi có hồ sơ quản lý hay không"] == 2


def test_of_whom_nobody_says_what_they_are_nobody_says_whether_they_count(program):
    unknown = add(program, "Chưa Loại", population=None, **METHADONE)
    user = add(program, "Sử Dụng", population="illicit_user", **METHADONE)
    found = counted(program)
    assert of(found.unknown) == {unknown}
    assert of(found.outside) == {user}
    assert dict(found.reasons) == {"chưa ghi loại đối tượng": 1}


def test_the_dead_of_the_register_count_on_no_side(program):
    dead = person(full_name="Đã Mất", birth_date="1990-05-06", sex="male", death_date="2026-03-01")
    record = program.cases.save(case("drug_treatment", DRUG | METHADONE, person=dead, final=False))
    with program.vault.work("danh sách cũ") as store:
        store.records.get(record).draft = False
    found = counted(program)
    assert (found.denominator, found.unknown) == (0, ())
    assert of(found.on("out")) == {record}


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("kế hoạch") / "xã")[0]) as made:
        invented.fill(made, 60)
        yield made


@pytest.mark.parametrize(
    ("register", "indicator"), list(indicators()), ids=lambda each: getattr(each, "target", "")
)
@given(first=st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 12, 31)), days=st.integers(0, 400))
def test_the_three_sides_of_every_indicator_make_the_register(commune, register, indicator, first, days):
    period = Period(first, first + datetime.timedelta(days=days))
    with commune.vault.reading() as store:
        (found,) = count(store, register, [Asked(indicator, period, SWITCHES)])
        records = [each for chunk in store.scan.records(register.code) for each in chunk]
    known = {each.id for each in records if each.opened_on <= period.last.isoformat()}
    sides = [
        one.id for each in (found.inside, found.outside, found.unknown) for who in each for one in who.records
    ]
    assert len(sides) == len(set(sides))
    assert set(sides) == known
    assert found.numerator <= found.denominator <= found.whole
    assert all(each.why for each in found.standings if each.side != "held")
