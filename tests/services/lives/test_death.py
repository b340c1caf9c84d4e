"""A death is said once: what is paid ends as the decree says, every other record ends or has its task."""

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.lives.people import DIED, PAID, person_of, running, state_of, tasks
from tests.services.payments.commune import amounts

JANUARY, JULY, AUGUST, OCTOBER, NOVEMBER = (datetime.date(2026, month, 1) for month in (1, 7, 8, 10, 11))


def kinds_of(program: Program, record: str) -> list[str]:
    return sorted(each.kind for each in program.cases.get(record).events)


def test_the_month_of_the_death_is_paid_and_nothing_after_it(program):
    record = running(program, "assistance", person={"full_name": "Danh An"})
    person = person_of(program, record)
    before = program.vault.changes
    found = program.lives.preview(person, "death", DIED)
    assert program.vault.changes == before, "a preview wrote something"
    [row] = found.rows
    assert (row.state, row.to, row.change) == ("Đang hưởng", "Thôi hưởng", -750_000)
    assert row.lines[0] == "750.000 đồng mỗi tháng → Thôi chi trả từ tháng 08/2026"
    done = program.lives.do(person, "death", DIED)
    assert done.rows == found.rows
    case = program.cases.get(record)
    assert (case.state, case.person["death_date"]) == ("stopped", "2026-07-15")
    assert (case.answers["stopped_from"], case.answers["decrease_reason"]) == ("2026-08", "dead")
    assert kinds_of(program, record) == ["computed", "decrease", "funeral", "state"]
    assert amounts(program.payments.view(JULY)) == {"Danh An": 750_000}
    august = program.payments.view(AUGUST)
    assert august.lines == ()
    assert [(each.kind, each.reason) for each in august.identity.terms] == [("decrease", "Chết (15/07/2026)")]
    assert not august.errors
    reasons = {each.reason for each in program.cases.history(record) if each.reason}
    assert reasons == {
        "Ghi nhận chết. Ngày chết: 15/07/2026; Số giấy báo tử, trích lục khai tử: 12/TLKT; "
        "Ngày cấp giấy ấy: 16/07/2026; Người báo: Lê Văn Báo",
        "sửa",
    }
    assert tasks(program, record) == []


def test_the_funeral_is_proposed_with_its_amount_and_never_paid_by_itself(program):
    record = running(program, "assistance")
    found = program.lives.do(person_of(program, record), "death", DIED)
    [said] = [each for each in found.rows[0].notes if each.code == "AS-4261"]
    assert "tối thiểu 10.000.000 đồng (NĐ 20/2021 Điều 11); chưa chi" in said.text
    assert "giấy chứng tử" in said.todo
    assert "AS-6130" in {each.code for each in found.rows[0].notes}, "the doubt about July 2026"
    [event] = [each for each in program.cases.get(record).events if each.kind == "funeral"]
    assert event.answers == {
        "died_on": "2026-07-15",
        "death_paper_no": "12/TLKT",
        "death_paper_date": "2026-07-16",
    }
    assert event.amount is None
    program.cases.add_event(
        record, "funeral", "2026-08-01", {"died_on": "2026-07-15", "amount": 10_000_000, "month": "2026-08"}
    )
    assert [each.parts for each in program.payments.view(AUGUST).lines] == [{"once": 10_000_000}]


def test_a_funeral_that_is_recorded_already_is_not_proposed_again(program):
    record = running(program, "assistance")
    program.cases.add_event(record, "funeral", "2026-07-20", {"died_on": "2026-07-15"})
    found = program.lives.do(person_of(program, record), "death", DIED)
    assert "AS-4261" not in {each.code for each in found.rows[0].notes}
    assert kinds_of(program, record).count("funeral") == 1


def test_who_had_asked_and_was_not_decided_has_the_funeral_by_the_new_decree_and_a_task(program):
    record = running(program, "assistance", state="appraising", received_on="2026-10-10")
    for gone in ("decision_no", "decision_date", "start_month", "recorded_amount", "recorded_month"):
        with program.vault.work() as store:
            found = store.records.get(record)
            found.answers = {key: value for key, value in found.answers.items() if key != gone}
    person = person_of(program, record)
    row = program.lives.do(person, "death", {"on": "2026-10-20"}).rows[0]
    assert (row.to, row.why_not) == ("", None)
    assert [each.code for each in row.notes] == ["AS-4261", "AS-4260"]
    assert state_of(program, record) == "appraising"
    assert kinds_of(program, record) == ["funeral"]
    assert tasks(program, record) == ["person_died"]


def test_of_a_death_known_by_its_month_the_funeral_waits(program):
    record = running(program, "assistance")
    row = program.lives.do(person_of(program, record), "death", {"on": "2026-07"}).rows[0]
    assert (row.to, [each.code for each in row.notes]) == ("Thôi hưởng", ["AS-4262"])
    assert program.cases.get(record).answers["stopped_from"] == "2026-08"
    assert kinds_of(program, record) == ["computed", "decrease", "state"]
    assert len(program.payments.view(JULY).lines) == 1
    assert not program.payments.view(AUGUST).lines


def test_of_a_death_known_by_its_year_nothing_is_guessed(program):
    record = running(program, "assistance")
    row = program.lives.do(person_of(program, record), "death", {"on": "2026"}).rows[0]
    assert (row.to, [each.code for each in row.notes]) == ("", ["AS-4077", "AS-4262"])
    case = program.cases.get(record)
    assert (case.state, case.person["death_date"], case.events) == ("paying", "2026", [])
    for month in (JULY, AUGUST, OCTOBER):
        view = program.payments.view(month)
        assert not view.lines
        assert {each.code for each in view.met if each.is_error} == {"AS-4077"}
    assert tasks(program, record) == ["person_died"]
    # Once the month is known, the same is said again, and ends it.
    row = program.lives.do(case.person_id, "death", {"on": "2026-07-15"}).rows[0]
    assert row.to == "Thôi hưởng"
    assert len(program.payments.view(JULY).lines) == 1


def test_who_was_suspended_is_not_owed_the_months_since_then(program):
    record = running(
        program, "assistance", state="suspended", stopped_from="2026-03", decrease_reason="not_collected"
    )
    program.lives.do(person_of(program, record), "death", DIED)
    case = program.cases.get(record)
    assert (case.state, case.answers["stopped_from"]) == ("stopped", "2026-03")
    assert not program.payments.view(JULY).lines


def test_a_decision_that_is_made_already_stands_in_the_record(program):
    record = running(program, "assistance")
    said = DIED | {"decision_no": "20/QĐ-UBND", "decision_on": "2026-07-20"}
    program.lives.do(person_of(program, record), "death", said)
    case = program.cases.get(record)
    assert case.answers["stop_decision_no"] == "20/QĐ-UBND"
    [decrease] = [each for each in case.events if each.kind == "decrease"]
    assert decrease.answers["decision_date"] == "2026-07-20"


@pytest.mark.parametrize(
    ("register", "more", "state", "answers"),
    [
        ("children", {}, "dead", {"left_on": "2026-07-15", "leave_reason": "dead"}),
        (
            "drug_treatment",
            {},
            "dead",
            {"left_on": "2026-07-15", "leave_addict_reason": "dead_or_missing"},
        ),
        (
            "drug_treatment",
            {
                "population": "illicit_user",
                "treatment_form": None,
                "treatment_from": None,
                "user_decision_no": "1/QĐ",
                "user_decision_date": "2026-01-12",
                "state": "managed",
            },
            "stopped",
            {"left_on": "2026-07-15", "stop_reason": "dd", "leave_user_reason": "management_stopped"},
        ),
        ("trafficking", {}, "closed", {"closed_reason": "dead"}),
    ],
)
def test_every_register_ends_as_it_declares(program, register, more, state, answers):
    record = running(program, register, **more)
    row = program.lives.do(person_of(program, record), "death", DIED, record).rows[0]
    assert row.why_not is None
    case = program.cases.get(record)
    assert case.state == state
    assert {key: case.answers.get(key) for key in answers} == answers
    assert tasks(program, record) == []


@pytest.mark.parametrize(
    ("register", "more", "why"),
    [
        ("children", {"state": "suspected"}, "AS-4260"),
        ("child_abuse", {}, "AS-4263"),
        ("trafficking", {"state": "reported"}, "AS-4260"),
        (
            "drug_treatment",
            {
                "population": "illicit_user",
                "treatment_form": None,
                "treatment_from": None,
                "state": "positive",
            },
            "AS-4260",
        ),
        ("assistance", {"state": "approved"}, "AS-4260"),
    ],
)
def test_what_cannot_end_by_itself_has_its_task(program, register, more, why):
    record = running(program, register, **more)
    before = program.cases.get(record)
    # Of a level that was decided and not yet paid the funeral would be proposed.
    row = program.lives.do(person_of(program, record), "death", {"on": "2026-07"}, record).rows[0]
    assert (row.why_not or row.notes[-1]).code == why
    after = program.cases.get(record)
    assert (after.state, after.answers, after.events) == (before.state, before.answers, [])
    assert tasks(program, record) == ["person_died"]


def test_where_a_day_is_asked_a_month_is_none_and_the_guard_says_what_is_missing(program):
    record = running(program, "children")
    row = program.lives.do(person_of(program, record), "death", {"on": "2026-07"}).rows[0]
    assert row.why_not is not None
    assert "Ngày ra khỏi danh sách" in row.why_not.text
    assert state_of(program, record) == "managed"
    assert tasks(program, record) == ["person_died"]


def test_a_draft_is_left_alone(program):
    record = running(program, "children")
    with program.vault.work() as store:
        store.records.get(record).draft = True
    row = program.lives.do(person_of(program, record), "death", DIED).rows[0]
    assert row.why_not is not None
    assert row.why_not.code == "AS-4243"
    assert tasks(program, record) == ["person_died"]


def test_all_records_of_the_person_are_one_unit_of_work(program):
    record = running(program, "assistance")
    person = person_of(program, record)
    child = running(program, "children", person_id=person)
    done = program.lives.do(person, "death", DIED)
    assert [state_of(program, each) for each in (record, child)] == ["stopped", "dead"]
    assert done.act_id == program.undo.last_act_id()
    assert program.undo.act(done.act_id).rows == 8
    assert len(done.done) == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "AS-2020"),
        ({"on": "1970-01-01"}, "AS-2021"),
        ({"on": "2999-01-01"}, "AS-2009"),
        ({"on": "2026-07-15", "reported_by": "x" * 200}, "AS-2002"),
    ],
)
def test_what_cannot_be_is_said_beside_its_question(program, said, code):
    person = person_of(program, running(program, "assistance"))
    for act in (program.lives.preview, program.lives.do):
        with pytest.raises(InvalidRecordError) as refused:
            act(person, "death", said)
        [finding] = refused.value.findings
        assert finding.code == code
        assert finding.field in {"on", "reported_by"}
    assert "death_date" not in program.people.get(person).person


def test_it_is_taken_back_with_one_act_and_everything_is_as_before(program):
    record = running(program, "assistance", person={"full_name": "Danh An"})
    person = person_of(program, record)
    child = running(program, "children", person_id=person)

    def everything() -> Any:
        cases = [program.cases.get(each) for each in (record, child)]
        views = [program.payments.view(month) for month in (JULY, AUGUST, OCTOBER)]
        return (
            [(each.state, each.answers, each.person, each.events, each.findings) for each in cases],
            [(view.lines, view.met, view.identity) for view in views],
            [each.key for each in program.agenda.items()],
            program.people.get(person).person,
        )

    before = everything()
    assert program.lives.recorded(person) == ()
    done = program.lives.do(person, "death", DIED)
    [said] = program.lives.recorded(person)
    assert (said.act_id, said.label, said.day) == (
        done.act_id,
        "Lấy lại việc ghi nhận chết",
        "15/07/2026",
    )
    assert everything() != before
    program.lives.take_back(person, said.act_id)
    assert everything() == before
    assert program.lives.recorded(person) == ()
    with pytest.raises(UserError) as refused:
        program.lives.take_back(person, said.act_id)
    assert refused.value.code == "AS-4274"
    # What was taken back may be said anew.
    assert program.lives.do(person, "death", DIED).done
    assert len(program.lives.recorded(person)) == 1


def test_a_death_typed_among_the_person_s_data_is_no_act_of_ours_and_has_its_tasks(program):
    record = running(program, "children")
    person = person_of(program, record)
    known = program.people.get(person).person
    program.people.save(person, {**known, "death_date": "2026-07-15"})
    assert program.lives.recorded(person) == ()
    assert tasks(program, record) == ["person_died"]


@pytest.fixture(scope="module")
def one_commune(tmp_path_factory):
    with Program(factories.new_vault(tmp_path_factory.mktemp("chết") / "xã")[0]) as opened:
        yield opened


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    on=st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 11, 20)),
    precision=st.sampled_from((10, 7, 4)),
    state=st.sampled_from(("paying", "suspended")),
)
def test_no_month_after_the_law_s_end_is_payable(one_commune, on, precision, state):
    said = on.isoformat()[:precision]
    more = {"stopped_from": "2026-05", "decrease_reason": "not_collected"} if state == "suspended" else {}
    record = running(one_commune, "assistance", state=state, **more)
    person, month = person_of(one_commune, record), on.replace(day=1)
    months = sorted({JANUARY, month, calendar.add_months(month, 1), NOVEMBER})
    before = {each for each in months if _pays(one_commune, each, record)}
    one_commune.lives.do(person, "death", {"on": said})
    last = month if precision > 4 else datetime.date.min
    assert {each for each in months if _pays(one_commune, each, record)} == {
        each for each in before if each <= last
    }
    one_commune.lives.take_back(person, one_commune.lives.recorded(person)[0].act_id)
    assert {each for each in months if _pays(one_commune, each, record)} == before
    one_commune.cases.remove(record, "xong")


def _pays(program: Program, month: datetime.date, record: str) -> bool:
    return any(each.record_id == record for each in program.payments.view(month).lines)


def test_what_the_tests_pay_is_paid(program):
    """So that silence above is no empty question."""
    record = running(program, "assistance")
    assert PAID["start_month"] == "2026-01"
    assert all(_pays(program, month, record) for month in (JANUARY, JULY, NOVEMBER))
