"""A move is said once: the file goes with its guards, the household stays or goes along; a return takes up what can be."""

import datetime

import pytest

from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.lives.work import offered
from tests.services.lives.people import person_of, running, state_of, tasks
from tests.services.payments.commune import amounts

JULY, AUGUST, SEPTEMBER = (datetime.date(2026, month, 1) for month in (7, 8, 9))
OTHER = "30487@2025-07-01"
MOVED = {"on": "2026-07-10", "unit": OTHER, "reported_by": "Lê Văn Báo"}


def test_what_is_paid_ends_here_and_the_record_says_where_it_went(program):
    record = running(program, "assistance", person={"full_name": "Danh An"})
    person = person_of(program, record)
    [row] = program.lives.do(person, "move", MOVED).rows
    assert (row.to, row.change) == ("Chuyển đi", -750_000)
    case = program.cases.get(record)
    assert case.state == "transferred"
    assert case.answers["moved_to"] == OTHER
    assert (case.answers["stopped_from"], case.answers["decrease_reason"]) == ("2026-08", "moved_out")
    assert (case.person["moved_on"], case.person["moved_to"]) == ("2026-07-10", "Xã Bình Mỹ")
    assert amounts(program.payments.view(JULY)) == {"Danh An": 750_000}
    august = program.payments.view(AUGUST)
    assert [each.reason for each in august.identity.terms] == ["Chuyển đi"]
    assert not august.errors


def test_the_month_of_the_decision_counts_where_there_is_one(program):
    record = running(program, "assistance")
    said = MOVED | {"month": "2026-09", "decision_no": "5/QĐ", "decision_on": "2026-07-12"}
    program.lives.do(person_of(program, record), "move", said)
    assert program.cases.get(record).answers["stopped_from"] == "2026-09"
    assert program.payments.view(AUGUST).lines
    assert not program.payments.view(SEPTEMBER).lines


@pytest.mark.parametrize(
    ("register", "state", "answers"),
    [
        ("children", "moved", {"left_on": "2026-07-10", "leave_reason": "moved", "moved_to": OTHER}),
        ("trafficking", "moved", {}),
    ],
)
def test_every_register_lets_the_file_go_as_it_declares(program, register, state, answers):
    record = running(program, register)
    assert program.lives.do(person_of(program, record), "move", MOVED, record).done
    case = program.cases.get(record)
    assert case.state == state
    assert {key: case.answers[key] for key in answers} == answers
    if register == "trafficking":
        [event] = [each for each in case.events if each.kind == "transfer"]
        assert event.answers == {"to_unit": OTHER}


def test_a_doubt_about_a_step_leaves_it_to_the_officer_with_a_task(program):
    """The police of the new place were not told yet: a closed record would remind nobody."""
    record = running(program, "drug_treatment")
    person = person_of(program, record)
    [row] = program.lives.do(person, "move", MOVED, record).rows
    assert row.why_not is not None
    assert row.why_not.code == "AS-2524"
    assert state_of(program, record) == "in_treatment"
    assert tasks(program, record) == ["person_moved"]


def test_a_place_outside_the_province_is_written_in_words(program):
    record = running(program, "children")
    program.lives.do(person_of(program, record), "move", {"on": "2026-07-10", "place": "TP. Cần Thơ"})
    case = program.cases.get(record)
    assert (case.answers["moved_to_place"], case.person["moved_to"]) == ("TP. Cần Thơ", "TP. Cần Thơ")


def test_the_household_stays_or_goes_along(program):
    first = running(program, "assistance", person={"full_name": "Danh An"})
    second = running(program, "children", person={"full_name": "Danh Bé", "birth_date": "2015-02-03"})
    dead = running(program, "assistance", person={"full_name": "Danh Cũ", "death_date": "2026-01-02"})
    people = [person_of(program, each) for each in (first, second, dead)]
    home = program.people.save_household({"address": "Tổ 1"}, first=people[0])
    for each in people[1:]:
        program.people.join(each, home)
    stays = program.lives.preview(people[0], "move", MOVED)
    assert [each.who for each in stays.rows] == ["Danh An"]
    assert [each.text for each in stays.questions] == [
        "Chủ hộ Danh An đã chuyển đi (10/07/2026): hộ chưa có chủ hộ mới."
    ]
    along = program.lives.do(people[0], "move", MOVED | {"household": True})
    assert along.people == ("Danh An", "Danh Bé")
    assert along.questions == ()
    assert [state_of(program, each) for each in (first, second)] == ["transferred", "moved"]
    assert "moved_on" not in program.people.get(people[2]).person
    assert program.people.get(people[1]).household is not None, "past months are paid by its states"
    program.lives.take_back(people[1], program.lives.recorded(people[1])[0].act_id)
    assert [state_of(program, each) for each in (first, second)] == ["paying", "managed"]


def test_a_child_comes_back_under_management_and_who_was_paid_needs_a_new_record(program):
    record = running(program, "assistance", person={"birth_date": "2015-02-03"})
    person = person_of(program, record)
    child = running(program, "children", person_id=person)
    program.lives.do(person, "move", MOVED)
    assert [each.code for each in offered(program.people.get(person).person)] == [
        "death",
        "return",
    ]
    found = program.lives.do(person, "return", {"on": "2026-09-01"})
    assert {(each.to, each.why_not.code if each.why_not else "") for each in found.rows} == {
        ("", "AS-4272"),
        ("Đang quản lý", ""),
    }
    case = program.cases.get(child)
    assert case.state == "managed"
    assert not {"left_on", "leave_reason", "moved_to"} & case.answers.keys()
    assert state_of(program, record) == "transferred"
    assert not {"moved_on", "moved_to"} & program.people.get(person).person.keys()
    [said] = program.lives.recorded(person)
    assert said.label == "Lấy lại việc ghi nhận trở về"
    program.lives.take_back(person, said.act_id)
    assert state_of(program, child) == "moved"
    # Then the move itself stands again, and can be taken back.
    [said] = program.lives.recorded(person)
    assert said.label == "Lấy lại việc ghi nhận chuyển đi"
    program.lives.take_back(person, said.act_id)
    assert [state_of(program, each) for each in (record, child)] == ["paying", "managed"]


@pytest.mark.parametrize(
    ("life", "said", "code", "field"),
    [
        ("move", {"on": "2026-07-10"}, "AS-4273", "unit"),
        ("move", MOVED | {"month": "2026-06"}, "AS-4275", "month"),
        ("return", {"on": "2026-07-10"}, "AS-4270", "on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_question(program, life, said, code, field):
    person = person_of(program, running(program, "assistance"))
    with pytest.raises(InvalidRecordError) as refused:
        program.lives.do(person, life, said)
    assert [(each.code, each.field) for each in refused.value.findings] == [(code, field)]


def test_nobody_comes_back_before_leaving_and_the_dead_do_not_move(program):
    person = person_of(program, running(program, "assistance"))
    program.lives.do(person, "move", MOVED)
    with pytest.raises(InvalidRecordError) as refused:
        program.lives.do(person, "return", {"on": "2026-07-01"})
    assert [each.code for each in refused.value.findings] == ["AS-4271"]
    program.lives.do(person, "death", {"on": "2026-08-01"})
    assert [each.code for each in offered(program.people.get(person).person)] == ["death"]
    with pytest.raises(InvalidRecordError) as refused:
        program.lives.do(person, "move", MOVED)
    assert [each.code for each in refused.value.findings] == ["AS-4269"]
