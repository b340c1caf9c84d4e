"""The share of addicts in treatment, counted in both ways, with the records behind each figure."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.treatment_share import INDICATORS
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
    kept = {"AS-2501 has_file": "chưa đối chiếu"} if answers.get("has_file", True) is None else {}
    who = person(full_name=name, birth_date="1990-05-06", sex="male")
    return program.cases.save(case("drug_treatment", DRUG | answers, person=who, final=final, kept=kept))


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
        ({"treatment_form": "methadone"}, True),
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
