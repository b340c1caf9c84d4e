"""The share of addicts in treatment, counted in both ways, with the records behind each figure."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.catalog.drug_treatment.share import INDICATORS
from ansinh_desktop.registers.computed import Indicator
from ansinh_desktop.services import invented
from ansinh_desktop.services.indicators import NOTHING, shares
from ansinh_desktop.services.overview import overview
from ansinh_desktop.services.program import Program
from tests.factories import case, new_vault, person
from tests.registers.factories import DRUG, PERSON, facts

ON = datetime.date(2026, 11, 23)
METHADONE = {"treatment_form": "methadone", "treatment_from": "2025-03-01"}
COURSE = {"form": "voluntary_home", "start": "2025-01-05", "end": "2025-12-20"}


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as made:
        yield made


def add(program, name, *, final=True, **answers):
    who = person(full_name=name, birth_date="1990-05-06", sex="male")
    record = program.cases.save(case("drug_treatment", DRUG | answers, person=who, final=False))
    with program.vault.work("danh sách cũ") as store:
        store.records.get(record).draft = not final
    return record


def counted(program):
    with program.vault.reading() as store:
        return shares(store, catalog.register("drug_treatment"), ON)


def test_where_nobody_counts_nothing_is_claimed(program):
    with_detained, without = counted(program)
    assert with_detained.percent_shown == without.percent_shown == NOTHING
    assert with_detained.reached is None


def test_those_in_detention_stand_in_one_of_the_two_denominators(program):
    treated = add(program, "Đang Điều Trị", **METHADONE)
    waiting = add(program, "Chưa Cai")
    detained = add(
        program,
        "Bị Giam Giữ",
        present_place="detention",
        treatment_form="in_detention",
        treatment_from="2026-01-05",
    )
    add(program, "Không Hồ Sơ", has_file=False, **METHADONE)
    add(program, "Bản Nháp", final=False, **METHADONE)
    with_detained, without = counted(program)
    assert set(with_detained.among) == {treated, waiting, detained}
    assert set(without.among) == {treated, waiting}
    assert with_detained.held == without.held == (treated,)
    assert (with_detained.percent_shown, with_detained.reached) == ("33,3 %", False)
    assert (without.percent_shown, without.reached) == ("50,0 %", True)
    assert with_detained.target.shown == "≥ 50 %"
    of_register = next(
        each for each in overview(program.vault, program.access).registers if each.code == "drug_treatment"
    )
    assert [each.among for each in of_register.shares] == [with_detained.among, without.among]


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({}, False),
        ({"treatment_form": "methadone"}, False),
        ({"treatment_form": "methadone", "registered_on": "2026-02-01"}, False),
        ({"treatment_form": "methadone", "treatment_from": "2021-02-01"}, True),
        ({"treatment_form": "voluntary_home", "treatment_from": "2023-02-01"}, False),
        (
            {"treatment_form": "methadone", "treatment_from": "2022-02-01", "treatment_result": "left"},
            False,
        ),
        (
            {
                "treatment_form": "compulsory_18",
                "treatment_from": "2023-02-01",
                "treatment_to": "2026-12-31",
                "treatment_result": "violated",
            },
            False,
        ),
        (
            {"treatment_form": "methadone", "treatment_from": "2026-02-01", "treatment_result": "left"},
            True,
        ),
        (
            {"treatment_form": "methadone", "treatment_from": "2022-02-01", "completion_date": "2023-02-01"},
            False,
        ),
        ({"treatment_form": "in_detention", "treatment_from": "2026-02-01"}, False),
        ({"treatment_form": "voluntary_home", "treatment_from": "2026-12-01"}, False),
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
def test_a_course_counts_in_the_year_into_which_it_falls(answers, holds):
    assert INDICATORS[0].holds(facts(DRUG | answers, PERSON, ON)) is holds


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
    share, _free = counted(program)
    assert share.held == (treated,)
    assert (len(share.among), share.percent_shown) == (7, "14,3 %")
    assert set(share.unsure) == {undated, over}
    assert dict(share.reasons) == {
        "đang cai nghiện, điều trị mà chưa ghi ngày bắt đầu": 1,
        "đợt cai đã hết hạn hoặc đã dừng mà chưa ghi ngày kết thúc": 1,
    }


def test_those_who_left_are_told_by_the_day_of_their_step(program):
    this_year = add(program, "Bỏ Năm Nay", treatment_form="methadone", treatment_from="2022-03-01")
    into(program, this_year, "left", "2026-03-01")
    share, _free = counted(program)
    assert share.held == (this_year,)


def test_only_events_that_are_declared_are_looked_at(program):
    """An indicator that forgot to declare what it looks at would count nobody, and say nothing of it."""
    treated = add(program, "Đã Xét", **METHADONE)
    with program.vault.work("Ghi xét nghiệm") as store:
        store.records.add_event(treated, "test", "2026-11-02", answers={})
    drug = catalog.register("drug_treatment")

    def share_of(**declared):
        indicator = Indicator(
            "addicts_in_treatment",
            among=lambda facts: True,
            holds=lambda facts: bool(facts.events_of("test")),
            **declared,
        )
        with program.vault.reading() as store:
            return shares(store, dataclasses.replace(drug, indicators=(*drug.indicators, indicator)), ON)[-1]

    assert share_of(events=("test",)).held == (treated,)
    with pytest.raises(BugError, match="test are asked for and were not read"):
        share_of()
    with pytest.raises(BugError, match="nothing is no event"):
        share_of(events=("nothing",))
    into(program, treated, "moved", "2026-11-03")
    assert share_of(events=("test",)).out == (treated,)
    assert share_of(events=("test",), closed=True).held == (treated,)


def test_nobody_vanishes_from_the_register(program):
    """Whoever came with a list that says nothing of a file is told as unclear, not left out."""
    for name in ("Một", "Hai"):
        add(program, name, has_file=None, **METHADONE)
    draft = add(program, "Nháp", final=False)
    moved = add(program, "Chuyển Đi", **METHADONE)
    into(program, moved, "moved", "2026-03-01")
    no_file = add(program, "Không Hồ Sơ", has_file=False)
    add(program, "Tính", **METHADONE)
    for share in counted(program):
        assert len(share.unclear) == 3
        assert draft in share.unclear
        assert set(share.out) == {moved, no_file}
        assert share.whole == 6
        assert set(share.held) | set(share.unsure) <= set(share.among)
        assert dict(share.reasons)["chưa ghi có hồ sơ quản lý hay không"] == 2


def test_of_whom_nobody_says_what_they_are_nobody_says_whether_they_count(program):
    unknown = add(program, "Chưa Loại", population=None, **METHADONE)
    user = add(program, "Sử Dụng", population="illicit_user", **METHADONE)
    for share in counted(program):
        assert share.unclear == (unknown,)
        assert share.out == (user,)
        assert dict(share.reasons) == {"chưa ghi loại đối tượng": 1}
        assert share.whole == 2


def test_the_dead_of_the_register_count_on_no_side(program):
    dead = person(full_name="Đã Mất", birth_date="1990-05-06", sex="male", death_date="2026-03-01")
    record = program.cases.save(case("drug_treatment", DRUG | METHADONE, person=dead, final=False))
    missing = program.cases.save(
        case("drug_treatment", DRUG | METHADONE | {"has_file": None}, person=dead, final=False)
    )
    with program.vault.work("danh sách cũ") as store:
        for each in (record, missing):
            store.records.get(each).draft = False
    for share in counted(program):
        assert (share.among, share.unclear) == ((), ())
        assert set(share.out) == {record, missing}


@pytest.mark.parametrize("code", [each.code for each in catalog.registers().values() if each.indicators])
def test_the_three_sides_of_every_share_of_every_register_make_the_whole(program, code):
    invented.fill(program, 60)
    with program.vault.reading() as store:
        found = shares(store, catalog.register(code), ON)
        total = store.records.counts()[code]
    assert found
    for share in found:
        sides = [*share.among, *share.out, *share.unclear]
        assert len(sides) == len(set(sides)) == share.whole == total
        assert len(share.held) > 0  # the demonstration shows people in treatment


@given(
    st.sampled_from(
        ["society", "compulsory_facility", "other_facility", "detention", "absent", "other", None]
    ),
    st.sampled_from(["addict", "illicit_user", "after_care"]),
    st.sampled_from([True, False, None]),
)
def test_who_counts_without_the_detained_counts_with_them_too(place, population, has_file):
    known = facts(DRUG | {"present_place": place, "population": population, "has_file": has_file}, PERSON, ON)
    with_detained, without = (each.among(known) for each in INDICATORS)
    assert with_detained or not without
    assert with_detained == (population == "addict" and has_file is True)
    assert without == (with_detained and place != "detention")
