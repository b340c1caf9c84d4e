"""Support of people who sell sex: no child, nobody forced taken for one of them, nobody sought out against their will."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.prostitution import share
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.rules.period import Period
from tests.registers.factories import PROSTITUTION, codes, facts, found, shown

REGISTER = catalog.register("prostitution")
ON = datetime.date(2026, 5, 10)
KNOWN = {"birth_date": "1995", "sex": "female"}


def event(kind, on="2026-05-08", **answers):
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)


def tasks(state, on=ON, person=KNOWN, **more):
    return {
        each.id: each for each in tasks_of(REGISTER, facts(PROSTITUTION, person, on, state=state, **more))
    }


def test_a_record_is_whole_without_a_name():
    assert found("prostitution", PROSTITUTION, KNOWN, ON) == []
    assert ("error", "AS-2020", "birth_date") in found("prostitution", PROSTITUTION, {"sex": "female"}, ON)


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        ("2010-05-05", [("error", "AS-7201", "birth_date")]),
        ("2010-05-04", [("warning", "AS-7203", "trafficking_record_no")]),
        ("2010", [("warning", "AS-7202", "birth_date")]),
        ("2011", [("error", "AS-7201", "birth_date")]),
        ("2008-05-05", [("warning", "AS-7203", "trafficking_record_no")]),
        ("2008-05-04", []),
        ("2008", [("warning", "AS-7203", "trafficking_record_no")]),
        ("2007", []),
    ],
)
def test_a_child_stands_in_the_childrens_register_and_a_minor_may_be_a_victim(birth, said):
    assert found("prostitution", PROSTITUTION, KNOWN | {"birth_date": birth}, ON) == said


def test_who_stands_in_the_register_of_trafficking_is_told_no_more():
    minor, linked = KNOWN | {"birth_date": "2009-01-01"}, {"trafficking_record_no": "MB-30325-2026-0001"}
    assert codes("prostitution", PROSTITUTION | linked, minor, ON) == []
    assert codes("prostitution", PROSTITUTION | {"forced": True}, KNOWN, ON) == ["AS-7204"]
    assert codes("prostitution", PROSTITUTION | {"forced": True} | linked, KNOWN, ON) == []


@pytest.mark.parametrize("kind", ["outreach", "visit"])
def test_nobody_is_sought_out_without_their_consent(kind):
    met = (event(kind),)
    assert codes("prostitution", PROSTITUTION, KNOWN, ON, events=met) == []
    for answer in (False, None):
        without = PROSTITUTION | {"contact_consent": answer}
        assert codes("prostitution", without, KNOWN, ON, events=met) == ["AS-7206"]
        record = facts(without, KNOWN, ON, state="file_updated")
        assert [each.code for each in step_findings(REGISTER, record, "outreach")] == ["AS-7207"]


def test_the_file_is_not_older_than_the_meeting():
    assert codes("prostitution", PROSTITUTION | {"file_updated_on": "2026-05-03"}, KNOWN, ON) == ["AS-7205"]


def test_first_outreach_is_due_in_fifteen_days():
    assert tasks("file_updated")["pros_outreach"].due.date() == datetime.date(2026, 5, 19)
    assert "pros_outreach" not in tasks("file_updated", events=(event("outreach"),))
    reached = event("state", to="outreach")
    assert "pros_outreach" not in tasks("outreach", events=(reached,))


CLOSED = event("state", "2026-05-08", to="closed")


def test_a_closed_case_is_to_be_anonymised_and_then_nothing_more():
    assert {name: each.due.date() for name, each in tasks("closed", events=(CLOSED,)).items()} == {
        "pros_anonymise": datetime.date(2028, 5, 8)
    }
    after = event("state", "2028-05-09", to="anonymised")
    assert tasks("anonymised", datetime.date(2028, 6, 1), events=(CLOSED, after)) == {}
    # Not even that the person has died is left to be done in a closed case.
    assert set(tasks("closed", person=KNOWN | {"death_date": "2026-05-09"}, events=(CLOSED,))) == {
        "pros_anonymise"
    }


@pytest.mark.parametrize(("on", "said"), [("2028-05-07", ["AS-6309"]), ("2028-05-08", [])])
def test_a_case_is_anonymised_before_its_time_only_with_a_reason(on, said):
    day = datetime.date.fromisoformat(on)
    record = facts(PROSTITUTION, KNOWN, day, state="closed", events=(CLOSED,))
    assert [each.code for each in step_findings(REGISTER, record, "anonymised", day)] == said
    assert shown(
        "prostitution", "anonymise_on", PROSTITUTION, KNOWN, day, state="closed", events=(CLOSED,)
    ) == ("2028-05-08")


@pytest.mark.parametrize(
    ("birth", "band"),
    [("2008-05-05", "16 đến dưới 18 tuổi"), ("2008-05-04", "từ 18 tuổi"), ("2008", "chưa rõ")],
)
def test_papers_tell_a_band_of_age_and_no_year(birth, band):
    assert shown("prostitution", "age_band", PROSTITUTION, KNOWN | {"birth_date": birth}, ON) == band
    columns = {each.source for paper in REGISTER.papers for each in paper.columns}
    assert columns.isdisjoint({"person.birth_year", "person.birth_date", "person.full_name", "residence"})


def test_every_question_has_its_guidance():
    asked = [*REGISTER.fields.values(), *(each for group in REGISTER._inner_groups() for each in group)]
    assert [each.key for each in asked if not each.help] == []


# ------------------------------------------------------------------------------------------------ the plan

MAY = Period(datetime.date(2026, 5, 1), datetime.date(2026, 5, 31))
FILES, SUPPORT = share.INDICATORS


def verdict(indicator, changes, state="file_updated", need="no", events=()):
    record = facts(PROSTITUTION | changes, KNOWN, ON, state=state, events=events)
    return indicator.judge(Seen(record, MAY, {"only_with_need": need}, ON)).side


@pytest.mark.parametrize(
    ("changes", "state", "side"),
    [
        ({}, "detected", "unheld"),
        ({}, "file_updated", "held"),
        ({}, "anonymised", "held"),
        ({"detected_on": "2026-05-31"}, "closed", "held"),
        ({"detected_on": "2026-06-01"}, "file_updated", "out"),
        ({"detected_on": "2026-04-30"}, "file_updated", "out"),
    ],
)
def test_a_file_counts_by_the_state_that_it_reached(changes, state, side):
    assert verdict(FILES, changes, state) == side


@pytest.mark.parametrize(
    ("changes", "need", "given", "side"),
    [
        ({}, "no", "loan", "held"),
        ({}, "no", "medical", "unheld"),
        ({}, "no", None, "unheld"),
        ({}, "yes", "loan", "unclear"),
        ({"has_need": False}, "yes", "loan", "out"),
        ({"has_need": False}, "no", "loan", "held"),
        ({"has_need": True}, "yes", "counselling", "held"),
        ({"has_need": True}, "yes", None, "unheld"),
        ({"detected_on": "2026-06-01", "has_need": True}, "yes", "loan", "out"),
    ],
)
def test_support_counts_in_one_of_the_four_ways_of_the_plan(changes, need, given, side):
    events = (event("support", support=given),) if given else ()
    assert verdict(SUPPORT, changes, need=need, events=events) == side


def test_the_four_ways_are_told_one_by_one():
    labels = [each.label for each in SUPPORT.beside]
    assert labels == ["tư vấn", "vay vốn", "dạy nghề", "giới thiệu, tạo việc làm"]
    record = facts(PROSTITUTION, KNOWN, ON, events=(event("support", support="vocational"),))
    seen = Seen(record, MAY, {"only_with_need": "no"}, ON)
    assert [each.holds(seen) for each in SUPPORT.beside] == [False, False, True, False]
