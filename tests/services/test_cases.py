"""Cases through their services: what a form asks before it saves, and steps of the life cycle."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.cases import InvalidRecordError
from tests import factories


def child(**changes):
    answers = {
        "groups": ["a"],
        "main_group": "a",
        "entered_on": "2024-03-01",
        "care_arrangement": "relatives",
    }
    person = factories.person(full_name="Danh Thị Na", birth_date="2015-02-03")
    return factories.case("children", answers | changes.pop("answers", {}), person=person, **changes)


def test_people_recorded_before_are_offered_with_their_records(cases):
    record = cases.save(child())
    (found,) = cases.alike({"full_name": "danh thi na", "birth_date": "2015"})
    assert found.person["full_name"] == "Danh Thị Na"
    assert [(each.id, each.register) for each in found.records] == [(record, "children")]


def test_a_draft_comes_back_with_its_time_and_its_cursor(cases):
    cases.drafts.keep("new:children", {"person": {"full_name": "Da"}}, "full_name", "children")
    kept = cases.drafts.read("new:children", "children")
    assert kept.typed == {"person": {"full_name": "Da"}}
    assert kept.focus == "full_name"
    assert kept.at.tzinfo is not None
    cases.drafts.drop("new:children", "children")
    assert cases.drafts.read("new:children", "children") is None


def test_saving_takes_the_draft_away(cases):
    cases.drafts.keep("new:children", {}, None, "children")
    cases.save(child())
    assert cases.drafts.read("new:children", "children") is None


def test_closing_asks_for_a_reason_and_keeps_it(cases):
    record = cases.save(child(kept={}))
    case = cases.get(record)
    workflow = case.register.life_cycle.workflow(case.answers)
    while not any(workflow.is_closed(code) for code, _label, _guard in case.steps):
        cases.move(record, case.steps[0][0], "2024-04-01")
        case = cases.get(record)
    target = next(code for code, _label, _guard in case.steps if workflow.is_closed(code))
    with pytest.raises(UserError) as refused:
        cases.move(record, target, "2024-05-01")
    assert refused.value.code == "AS-2034"
    cases.move(record, target, "2024-05-01", "Trẻ đã đủ tuổi")
    closed = cases.get(record)
    assert (closed.closed, closed.closed_on, closed.close_reason) == (True, "2024-05-01", "Trẻ đã đủ tuổi")


def test_what_follows_from_a_form_is_told_before_it_is_saved(cases):
    told = cases.computed(child())
    assert set(told) == set(catalog.register("children").computed_by_key)
    assert told["groups_shown"]


def test_a_case_with_errors_is_refused_as_final_and_kept_as_a_draft(cases):
    wrong = child(answers={"main_group": "b"})
    with pytest.raises(InvalidRecordError) as refused:
        cases.save(wrong)
    assert [each.field for each in refused.value.findings if each.level == "error"] == ["main_group"]
    record = cases.save(child(answers={"main_group": "b"}, final=False))
    assert cases.get(record).draft
