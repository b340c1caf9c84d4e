"""What is to be done, over all registers the officer may see: banded by time, without names where none may stand."""

import datetime
import itertools

import pytest

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.due import kinds_of_events, tasks_of
from ansinh_desktop.services import agenda as agenda_
from ansinh_desktop.services import invented
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.agenda import Agenda, ToDo, time_left
from ansinh_desktop.services.program import Program
from benchmarks.data import with_people
from tests import factories
from tests.registers.factories import VIOLENCE

ABUSED = factories.ABUSE | {"received_at": "2026-11-19T15:00"}
DOSSIER = {"social_group": "k6", "disability_degree": "severe", "received_on": "2026-11-16"}
CHILD = factories.person(full_name="Neáng Phượng", birth_date="2015-03-05")
KEPT = {"AS-2354 reported_police_at": "Đang báo"}


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


NOW = at("2026-11-20T08:00")


@pytest.fixture
def agenda(vault: Vault) -> Agenda:
    return Agenda(vault, access(vault))


def overdue(agenda: Agenda, now: datetime.datetime = NOW) -> int:
    counted = agenda.count_overdue(now=now)
    while not counted.done:
        counted = agenda.count_overdue(counted, now)
    return counted.overdue


def test_each_record_says_what_is_overdue_due_soon_and_due_later(cases, agenda):
    abused = cases.save(factories.case("child_abuse", ABUSED, person=CHILD, kept=KEPT))
    dossier = cases.save(factories.case("assistance", DOSSIER))
    found = {each.task: each for each in agenda.items(NOW) if each.record_id}
    assert list(found) == [
        "child_intervention_12h",
        "child_notify",
        "sa_total_2026",
        "child_plan_submit",
        "child_plan_total",
    ]
    assert [found[task].band for task in found] == ["overdue", "soon", "soon", "soon", "later"]
    assert {each.record_id for each in found.values()} == {abused, dossier}
    assert found["child_intervention_12h"].left == "quá 5 giờ"
    assert found["child_intervention_12h"].due_shown == "03:00 20/11/2026"
    assert "NĐ 56/2017" in found["child_intervention_12h"].article
    assert overdue(agenda) == 1


def test_the_last_moment_of_a_limit_is_still_in_time_wherever_it_is_counted(vault, cases, agenda):
    record = cases.save(factories.case("assistance", DOSSIER))
    (task,) = agenda.of_record(record, NOW)
    last, after = task.due, task.due + datetime.timedelta(seconds=1)

    def banded(now):
        return [each.band for each in agenda.items(now) if each.record_id]

    assert (banded(last), overdue(agenda, last)) == (["soon"], 0)
    assert (banded(after), overdue(agenda, after)) == (["overdue"], 1)


def test_what_will_be_overdue_is_counted_by_the_day_from_which_it_is(cases, agenda):
    cases.save(factories.case("child_abuse", ABUSED, person=CHILD, kept=KEPT))
    cases.save(factories.case("assistance", DOSSIER))
    counted = agenda.count_overdue(now=NOW)
    while not counted.done:
        counted = agenda.count_overdue(counted, NOW)
    for ahead in range(30):
        morning = datetime.datetime.combine(NOW.date() + datetime.timedelta(days=ahead), datetime.time())
        told = sum(count for day, count in counted.from_day.items() if day <= morning.date())
        assert told == overdue(agenda, morning), morning


def test_confidential_people_are_not_named(cases, agenda):
    abused = cases.save(factories.case("child_abuse", ABUSED, person=CHILD, kept=KEPT))
    cases.save(factories.case("assistance", DOSSIER))
    names = {each.register: each.who for each in agenda.items(NOW) if each.record_id}
    assert names == {"child_abuse": cases.get(abused).number, "assistance": "Nguyễn Thị Hòa"}


def test_what_is_done_goes_and_what_is_closed_has_nothing_to_do(cases, agenda):
    record = cases.save(factories.case("assistance", DOSSIER))
    assert [each.task for each in agenda.of_record(record, NOW)] == ["sa_total_2026"]
    decided = DOSSIER | {"decision_no": "1/QĐ", "decision_date": "2026-11-19", "start_month": "2026-11"}
    cases.save(factories.case("assistance", decided, record_id=record))
    assert agenda.of_record(record, NOW) == []
    assert not [each for each in agenda.items(NOW) if each.record_id]


def test_drafts_run_out_of_time_too(cases, agenda):
    cases.save(factories.case("child_abuse", {"received_at": "2026-11-19T15:00"}, person=CHILD, final=False))
    assert "child_intervention_12h" in {each.task for each in agenda.items(NOW)}


def test_only_registers_that_the_officer_may_see_are_asked(cases, vault):
    record = cases.save(factories.case("child_abuse", ABUSED, person=CHILD, kept=KEPT))
    mine = Agenda(vault, Access("lan", "viewer", {"assistance": "r"}))
    assert {each.register for each in mine.items(NOW)} == {"assistance"}
    with pytest.raises(UserError):
        mine.of_record(record, NOW)


def test_steps_with_the_same_date_every_year_are_announced(agenda):
    fixed = {each.task: each for each in agenda.items(NOW) if not each.record_id}
    # Before the 25th, and the 24th is a holiday.
    assert fixed["sa_payment_list"].due_shown == "23/11/2026"
    assert fixed["sa_payment_list"].band == "soon"
    assert fixed["sa_payment_list"].who == ""


def test_what_is_far_away_is_not_shown_yet(cases, agenda):
    user = {
        "population": "illicit_user",
        "has_file": True,
        "user_decision_no": "1/QĐ",
        "user_decision_date": "2026-03-01",
    }
    record = cases.save(factories.case("drug_treatment", user))
    cases.move(record, "managed", "2026-03-01")
    assert agenda.of_record(record, NOW) == []
    assert [each.task for each in agenda.of_record(record, at("2027-02-20T08:00"))] == [
        "drug_management_ends"
    ]


def test_doubtful_limits_say_so(cases, agenda):
    record = cases.save(factories.case("assistance", DOSSIER | {"received_on": "2026-09-28"}))
    (found,) = agenda.of_record(record, NOW)
    assert found.task == "sa_total_2025"
    assert "chưa đối chiếu" in found.doubt


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-20T07:15", "quá 45 phút"),
        ("2026-11-20T03:00", "quá 5 giờ"),
        ("2026-11-16T17:00", "quá 4 ngày"),
        ("2026-11-20T08:30", "còn 30 phút"),
        ("2026-11-21T17:00", "còn 33 giờ"),
        ("2026-11-27T17:00", "còn 4 ngày làm việc"),
        ("2027-01-05T23:59", "còn 46 ngày"),
    ],
)
def test_the_time_that_is_left_is_said_in_words(due, words):
    assert time_left(at(due), NOW) == words


def test_what_is_overdue_is_counted_piece_by_piece_and_none_is_missed(tmp_path):
    with with_people(tmp_path / "many", 2_300, ("assistance", "children")) as program:
        agenda = program.agenda
        begun = agenda.count_overdue(now=NOW)
        assert not begun.done
        on_the_list = [each for each in agenda.items(NOW) if each.band == "overdue"]
        assert 0 < begun.overdue < len(on_the_list)
        assert overdue(agenda) == len(on_the_list)


def test_no_task_asks_for_events_that_its_register_does_not_declare(vault):
    """They are not read for it: where it asked all the same, the whole list would fail rather than lack a line."""
    program, on = Program(vault), datetime.date(2026, 9, 1)
    invented.fill(program, 20)
    with vault.reading() as store:
        for register in catalog.registers().values():
            read = kinds_of_events(register)
            states = {state.code for flow in register.life_cycle.all_workflows() for state in flow.states}
            records = [each for chunk in store.scan.records(register.code, kinds=read) for each in chunk]
            assert records
            for each, state in itertools.product(records, states):
                events = tuple(EventFacts(kind, on, _dated(register, kind, state)) for kind in read)
                list(tasks_of(register, CaseFacts(each.answers, each.person, on, state, events, read)))


def _dated(register, kind, state):
    """Return an event in which every day is answered."""
    if kind == "state":
        return {"to": state}
    fields = register.event_kinds[kind].fields
    answers = {each.key: "2026-09-01" for each in fields if isinstance(each.kind, kinds.Date)}
    return answers | {each.key: "2026-09" for each in fields if isinstance(each.kind, kinds.Month)}


# ---------------------------------------------------------------- records to be opened elsewhere

BEATEN = VIOLENCE | {"received_at": "2026-11-20T07:00", "priority_groups": ["child"]}


def opened(agenda, record) -> list[str]:
    on_the_list = [each.opens for each in agenda.items(NOW) if each.record_id == record and each.opens]
    assert on_the_list == [each.opens for each in agenda.of_record(record, NOW) if each.opens]
    return on_the_list


def test_a_beaten_childs_own_case_is_to_be_opened_until_it_is_there(cases, agenda):
    beaten = cases.save(factories.case("violence", BEATEN, person=CHILD))
    assert opened(agenda, beaten) == ["child_abuse"]
    (task,) = (each for each in agenda.of_record(beaten, NOW) if each.opens)
    assert (task.what, task.due.isoformat()) == (
        "Mở hồ sơ trẻ em bị xâm hại cho chính em này",
        "2026-11-20T19:00:00",
    )
    before = overdue(agenda, at("2026-11-20T20:00"))
    owner = cases.get(beaten).person_id
    cases.save(factories.case("child_abuse", ABUSED, person=CHILD, person_id=owner, kept=KEPT))
    assert opened(agenda, beaten) == []
    assert before == 1
    grown = cases.save(factories.case("violence", {**BEATEN, "priority_groups": None}))
    assert opened(agenda, grown) == []


def test_who_may_not_read_the_childs_case_ends_the_task_by_its_number(vault, cases):
    beaten = cases.save(factories.case("violence", BEATEN, person=CHILD))
    owner = cases.get(beaten).person_id
    cases.save(factories.case("child_abuse", ABUSED, person=CHILD, person_id=owner, kept=KEPT))
    blind = Agenda(vault, Access("lan", "officer", {"violence": "rw"}))
    assert opened(blind, beaten) == ["child_abuse"]
    named = BEATEN | {"child_record_no": "XH-30325-2026-0001"}
    cases.save(factories.case("violence", named, person=CHILD, record_id=beaten))
    assert opened(blind, beaten) == []


# ---------------------------------------------------------------- how long still, and in which band


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-20T08:00", "còn 0 phút"),
        ("2026-11-20T07:59", "quá 1 phút"),
        ("2026-11-20T08:59", "còn 59 phút"),
        ("2026-11-20T09:00", "còn 1 giờ"),
        ("2026-11-20T07:00", "quá 1 giờ"),
        ("2026-11-22T07:59", "còn 47 giờ"),
        ("2026-11-18T08:01", "quá 47 giờ"),
        ("2026-11-18T08:00", "quá 2 ngày"),
        ("2026-09-21T08:00", "quá 60 ngày"),
        ("2026-09-20T08:00", "quá 2 tháng"),
        ("2024-11-20T08:00", "quá 24 tháng"),
        ("2024-11-19T08:00", "quá 2 năm"),
        ("2026-11-25T17:00", "còn 2 ngày làm việc"),  # the 24th of November is a day off
        ("2026-12-04T17:00", "còn 9 ngày làm việc"),
        ("2026-12-05T17:00", "còn 15 ngày"),
    ],
)
def test_at_the_bounds_of_the_words_for_time(due, words):
    assert time_left(at(due), NOW) == words


def todo(due, **changes):
    """Return what is to be done in an invented case until a moment."""
    given = {"task": "t", "register": "children", "record_id": "r", "number": "TE-1", "who": "Danh An"}
    band = agenda_._band(at(due), NOW)
    return ToDo(
        **given
        | {"hamlet": "", "what": "x", "due": at(due), "band": band, "left": "", "length": "x"}
        | changes
    )


@pytest.mark.parametrize(
    ("due", "band"),
    [
        ("2026-11-20T07:59", "overdue"),
        ("2026-11-20T08:00", "soon"),
        ("2026-11-27T23:59", "soon"),
        ("2026-11-28T00:00", "later"),
    ],
)
def test_what_is_due_within_seven_days_is_due_soon_to_the_end_of_the_seventh(due, band):
    assert todo(due).band == band


def test_what_has_just_run_out_stands_first_and_a_reminder_behind_the_limits_that_ran_out():
    items = [
        todo("2026-12-20T08:00"),
        todo("2026-11-22T08:00"),
        todo("2026-11-21T08:00", who="B"),
        todo("2026-11-21T08:00", who="A"),
        todo("2026-01-01T08:00"),
        todo("2026-11-19T08:00"),
        todo("2026-11-20T07:00", length=""),
    ]
    found = sorted(items, key=agenda_._order)
    assert [(each.due.isoformat()[5:10], each.who[-1]) for each in found] == [
        ("11-19", "n"),
        ("01-01", "n"),
        ("11-20", "n"),
        ("11-21", "A"),
        ("11-21", "B"),
        ("11-22", "n"),
        ("12-20", "n"),
    ]


def test_each_line_is_told_from_all_others():
    lines = [
        todo("2026-11-21T08:00"),
        todo("2026-11-21T09:00"),
        todo("2026-11-21T08:00", task="u"),
        todo("2026-11-21T08:00", record_id="s"),
        todo("2026-11-21T08:00", nth=1),
    ]
    assert len({each.key for each in lines}) == len(lines)


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        ("12 giờ", "08:00 21/11/2026"),
        ("ngay", "08:00 21/11/2026"),
        ("03 ngày làm việc", "21/11/2026"),
        ("", "21/11/2026"),
    ],
)
def test_the_hour_is_printed_only_where_the_limit_counts_hours(length, shown):
    assert todo("2026-11-21T08:00", length=length).due_shown == shown


def test_a_register_that_one_may_not_see_is_counted_for_nobody(vault):
    blind = Agenda(vault, Access("lan", "viewer", {"children": "r"}))
    with pytest.raises(UserError):
        blind.count_overdue(agenda_.Counted(("child_abuse",)), NOW)
