"""A fact that holds from a month goes back with what was said of the months before; of no month, nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import dated
from ansinh_desktop.registers.dated import FROM_BEGINNING
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import change, standing
from tests.services.test_since import SEPTEMBER, edited, level


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def line(program: Program, record: str, field: str) -> tuple[int, str]:
    found = next(each for each in program.cases.history(record) if each.field == field)
    return found.change, found.key


def last(program: Program) -> int:
    return program.undo.acts(1)[0].id


def refused(do) -> UserError:
    with pytest.raises(UserError) as caught:
        do()
    return caught.value


def test_a_change_from_a_month_is_taken_back_for_all_months_and_comes_again(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="very_severe"))
    undone = program.undo.take_back(last(program))
    assert level(program, record, "2022-09") == "540.000 Nặng"
    assert dated.KEY not in program.cases.get(record).answers
    program.undo.take_back(undone.id)
    assert level(program, record, "2022-08") == "540.000 Nặng"
    assert level(program, record, "2022-09") == "720.000 Đặc biệt nặng"


def test_its_value_alone_takes_along_what_was_said_of_the_months_before(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="very_severe"))
    assert line(program, record, "Thay đổi theo tháng")[1] == ""
    program.undo.give_back(*line(program, record, "Mức độ khuyết tật"))
    assert dated.KEY not in program.cases.get(record).answers
    assert level(program, record, "2022-09") == "540.000 Nặng"
    program.check()


def test_of_two_facts_that_changed_together_neither_goes_back_alone(program):
    record = standing(program, "Danh An")
    both = {"disability_degree": "very_severe", "payment_method": "bank", "account_no": "1"}
    program.cases.save(edited(program, record, SEPTEMBER, **both))
    number, key = line(program, record, "Mức độ khuyết tật")
    assert refused(lambda: program.undo.give_back(number, key)).code == "AS-2089"
    program.undo.take_back(last(program))
    assert level(program, record, "2022-09") == "540.000 Nặng"


def test_a_fact_of_the_person_that_changed_from_a_month_does_not_go_back_without_it(program):
    poor = {"poverty_status": "poor"}
    record = standing(
        program, "Danh An", person=poor, social_group="k4", disability_degree=None, children_total=1
    )
    program.cases.save(edited(program, record, SEPTEMBER, person={"poverty_status": "average_living"}))
    number, key = line(program, record, "Tình trạng hộ")
    assert refused(lambda: program.undo.give_back(number, key)).code == "AS-2089"
    program.undo.take_back(last(program))
    found = program.cases.get(record)
    assert (found.person["poverty_status"], dated.KEY in found.answers) == ("poor", False)


def test_what_was_mended_from_the_beginning_goes_back_from_the_beginning(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, FROM_BEGINNING, disability_degree="very_severe"))
    program.undo.take_back(last(program))
    assert level(program, record, "2022-08") == "540.000 Nặng"


def test_what_was_written_before_anybody_was_paid_asks_for_a_month_once_somebody_is(program):
    record = standing(program, "Danh An", "appraising")
    program.cases.save(edited(program, record, disability_degree="very_severe"))
    edit = last(program)
    assert program.undo.act(edit).may_be_taken_back
    change(program, record, "paying")
    error = refused(lambda: program.undo.take_back(edit))
    assert (error.code, "“Mức độ khuyết tật”" in error.text) == ("AS-2060", True)
    number, key = line(program, record, "Mức độ khuyết tật")
    assert refused(lambda: program.undo.give_back(number, key)).code == "AS-2060"


def test_the_same_of_a_fact_of_the_person(program):
    poor = {"poverty_status": "poor"}
    record = standing(
        program,
        "Danh An",
        "appraising",
        person=poor,
        social_group="k4",
        disability_degree=None,
        children_total=1,
    )
    person = program.cases.get(record).person_id
    program.people.save(person, {**program.people.get(person).person, "poverty_status": "near_poor"})
    edit = last(program)
    assert program.undo.act(edit).may_be_taken_back
    change(program, record, "paying")
    error = refused(lambda: program.undo.take_back(edit))
    assert (error.code, "“Tình trạng hộ”" in error.text) == ("AS-2060", True)
