"""No step in the life of a case is taken that the law does not list, or for which something is missing."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.services import office
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.cases import Cases, kept_key
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.steps import StepRefusedError
from tests import factories

ASSISTANCE = {"social_group": "k6", "disability_degree": "severe", "received_on": "2026-11-02"}
DECIDED = ASSISTANCE | {"decision_no": "12/QĐ-UBND", "decision_date": "2026-11-10", "start_month": "2026-11"}
CHILDREN = {"groups": ["c"], "main_group": "c", "entered_on": "2026-01-10", "care_arrangement": "relatives"}
CHILD = factories.person(full_name="Neáng Phượng", birth_date="2015-03-05")


def as_role(vault: Vault, role: str, rights: str = "rwpx") -> Cases:
    mine = access(vault)
    return Cases(vault, Access(mine.officer, role, dict.fromkeys(mine.rights, rights)), office.office(vault))


def walk(cases: Cases, record: str, *states: str) -> None:
    for state in states:
        cases.move(record, state, "2026-11-20")


def test_a_step_says_all_that_is_missing_and_changes_nothing(cases):
    record = cases.save(factories.case("assistance", {"social_group": "k6", "disability_degree": "severe"}))
    with pytest.raises(StepRefusedError) as refused:
        cases.move(record, "received", "2026-11-20")
    assert refused.value.code == "AS-6320"
    assert "Ngày nhận hồ sơ" in refused.value.text
    assert [each.field for each in refused.value.findings] == ["received_on"]
    assert cases.get(record).state == "draft"
    assert cases.step_findings(record, "received", "2026-11-20") == refused.value.findings


def test_a_step_with_all_it_asks_for_is_taken(cases):
    record = cases.save(factories.case("assistance", DECIDED))
    walk(cases, record, "received", "appraising", "approved", "paying")
    assert cases.get(record).state == "paying"


def test_a_step_that_is_not_listed_is_refused_before_anything_else(cases):
    record = cases.save(factories.case("assistance", ASSISTANCE))
    with pytest.raises(UserError) as refused:
        cases.move(record, "paying", "2026-11-20", "Vội")
    assert refused.value.code == "AS-2031"


def test_what_is_doubtful_asks_for_a_reason_and_is_kept_with_it(cases):
    user = {
        "population": "illicit_user",
        "has_file": True,
        "user_decision_no": "1/QĐ",
        "user_decision_date": "2026-03-01",
    }
    record = cases.save(factories.case("drug_treatment", user))
    walk(cases, record, "managed")
    with pytest.raises(UserError) as refused:
        cases.move(record, "term_ended", "2026-11-20")
    assert refused.value.code == "AS-2034"
    cases.move(record, "term_ended", "2026-11-20", "Chuyển sang cai nghiện")
    step = cases.get(record).events[0]
    assert step.answers == {"from": "managed", "to": "term_ended", "kept": ["AS-6309"]}
    assert step.note == "Chuyển sang cai nghiện"


def test_a_doubtful_step_that_closes_nothing_asks_too(cases):
    rich = factories.person(birth_date="1966", poverty_status="average_living")
    answers = DECIDED | {"social_group": "k5a", "disability_degree": None}
    record = cases.save(
        factories.case(
            "assistance", answers, person=rich, kept={"AS-2216 social_group": "Chờ xác nhận hộ nghèo"}
        )
    )
    walk(cases, record, "received", "appraising")
    with pytest.raises(StepRefusedError) as refused:
        cases.move(record, "approved", "2026-11-20")
    assert refused.value.code == "AS-6321"
    cases.move(record, "approved", "2026-11-20", "Có quyết định của Chủ tịch")
    assert cases.get(record).state == "approved"


def closed_child(cases: Cases) -> str:
    answers = CHILDREN | {"left_on": "2026-11-01", "leave_reason": "no_longer"}
    record = cases.save(factories.case("children", answers, person=CHILD))
    walk(cases, record, "managed")
    cases.move(record, "no_longer", "2026-11-20", "Hết hoàn cảnh đặc biệt")
    return record


def test_a_closed_case_goes_back_to_where_it_stood(cases):
    record = closed_child(cases)
    cases.reopen(record, "2026-11-23", "Đóng nhầm")
    case = cases.get(record)
    assert (case.state, case.closed, case.closed_on) == ("managed", False, None)
    assert case.events[0].answers == {"from": "no_longer", "to": "managed"}
    with pytest.raises(UserError) as refused:
        cases.reopen(record, "2026-11-23", "Lần nữa")
    assert refused.value.code == "AS-6323"


def test_only_the_chairman_or_the_administrator_opens_a_closed_case_again(cases, vault):
    record = closed_child(cases)
    with pytest.raises(UserError) as refused:
        as_role(vault, "officer").reopen(record, "2026-11-23", "Đóng nhầm")
    assert refused.value.code == "AS-6322"
    with pytest.raises(UserError) as refused:
        as_role(vault, "leader", "rp").reopen(record, "2026-11-23", "")
    assert refused.value.code == "AS-2034"
    as_role(vault, "leader", "rp").reopen(record, "2026-11-23", "Đóng nhầm")
    assert cases.get(record).state == "managed"


def test_an_answer_that_changes_the_life_cycle_begins_it_anew(cases):
    user = {
        "population": "illicit_user",
        "has_file": True,
        "user_decision_no": "1/QĐ",
        "user_decision_date": "2026-03-01",
    }
    record = cases.save(factories.case("drug_treatment", user))
    walk(cases, record, "managed")
    addict = {"population": "addict", "has_file": True, "addiction_result_date": "2026-11-01"}
    cases.save(factories.case("drug_treatment", addict, record_id=record))
    case = cases.get(record)
    assert case.state == "to_register"
    assert [code for code, _label, _guard in case.steps]
    assert case.events[0].answers == {"from": "managed", "to": "to_register"}


def test_what_the_program_writes_itself_cannot_be_written_by_hand(cases):
    record = cases.save(factories.case("assistance", DECIDED))
    with pytest.raises(BugError):
        cases.add_event(record, "computed", "2026-11-20", {"month": "2026-11"})


# ---------------------------------------------------------------- all steps in one act

WAY = ["received", "appraising", "approved", "paying"]
COMES_DECIDED = ASSISTANCE | {
    "received_on": "2026-10-20",
    "decision_no": "12/QĐ-UBND",
    "decision_date": "2026-11-10",
    "start_month": "2026-11",
}


def taken(cases: Cases, record: str) -> list[tuple[str, str]]:
    events = [each for each in cases.get(record).events if each.kind == "state"]
    events.sort(key=lambda each: each.id)
    return [(str(each.answers["to"]), each.on) for each in events]


def test_a_case_that_comes_with_its_decision_is_paid_in_one_act_each_step_on_its_own_day(cases):
    record = cases.save(factories.case("assistance", COMES_DECIDED, goes_on=""))
    assert cases.get(record).state == "paying"
    days = ["2026-10-20", "2026-10-20", "2026-11-10", "2026-11-10"]
    assert taken(cases, record) == list(zip(WAY, days, strict=True))
    kinds = [each.kind for each in cases.get(record).events]
    assert kinds.count("computed") == 1, "the law's result is kept with the decision, once"


def test_the_same_from_the_page_of_the_case_and_from_half_way(cases):
    record = cases.save(factories.case("assistance", COMES_DECIDED))
    assert [each.state for each in cases.get(record).way.stages] == WAY
    cases.move(record, "received", "2026-10-21")
    assert [each.state for each in cases.get(record).way.stages] == WAY[1:]
    cases.go_on(record)
    assert cases.get(record).state == "paying"
    assert not cases.get(record).way.stages


def test_what_the_way_lacks_is_said_and_nothing_is_taken(cases):
    record = cases.save(factories.case("assistance", ASSISTANCE))
    way = cases.get(record).way
    assert not way.stages
    assert list(way.lacks) == ["Số quyết định hưởng", "Ngày quyết định hưởng", "Hưởng từ tháng"]
    with pytest.raises(UserError) as refused:
        cases.go_on(record)
    assert refused.value.code == "AS-6328"
    assert cases.get(record).state == "draft"


def test_a_refused_step_saves_nothing_of_the_case_at_all(vault, cases):
    young = {"person": factories.person(birth_date="1960-01-01")}
    pension = {key: COMES_DECIDED[key] for key in COMES_DECIDED if key != "disability_degree"}
    pension["social_group"] = "pension"
    young["kept"] = {
        kept_key(each): "Đã xem" for each in cases.check(factories.case("assistance", pension, **young))
    }
    with vault.reading() as store:
        before = store.records.in_register("assistance")
    with pytest.raises(StepRefusedError) as refused:
        cases.save(factories.case("assistance", pension, goes_on="", **young))
    assert refused.value.code == "AS-6321"
    with vault.reading() as store:
        assert store.records.in_register("assistance") == before
    record = cases.save(factories.case("assistance", pension, goes_on="Theo bản án", **young))
    assert cases.get(record).state == "paying"


def test_a_draft_and_a_case_elsewhere_have_no_way(cases):
    draft = cases.save(factories.case("assistance", COMES_DECIDED, final=False))
    assert not cases.get(draft).way.stages
    record = cases.save(factories.case("assistance", COMES_DECIDED, goes_on=""))
    cases.add_event(record, "decrease", "2026-11-20", {"month": "2026-12", "reason": "remand"})
    cases.move(record, "suspended", "2026-11-20", "Tạm giam")
    assert not cases.get(record).way.stages


def test_no_step_is_taken_in_the_future_and_none_before_the_one_that_precedes_it(cases, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 27))
    later = COMES_DECIDED | {"start_month": "2026-12", "decision_date": "2026-10-01"}
    way = cases.way(factories.case("assistance", later))
    assert [each.on.isoformat() for each in way.stages] == ["2026-10-20"] * 3 + ["2026-11-27"]


def test_with_a_clock_that_stands_years_back_no_step_is_dated_by_it(cases, monkeypatch):
    record = cases.save(factories.case("assistance", COMES_DECIDED))
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2006, 1, 2))
    way = cases.get(record).way
    assert not way.stages
    said = ["Ngày nhận hồ sơ (ngày này chưa tới)", "Ngày quyết định hưởng (ngày này chưa tới)"]
    assert list(way.lacks) == said
    with pytest.raises(UserError) as refused:
        cases.go_on(record)
    assert refused.value.code == "AS-6328"
    assert cases.get(record).state == "draft"
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 27))
    assert [each.state for each in cases.get(record).way.stages] == WAY


def test_the_way_is_one_act_to_take_back(vault, cases):
    record = cases.save(factories.case("assistance", COMES_DECIDED))
    cases.go_on(record)
    undo = Program(vault).undo
    undo.take_back(undo.acts()[0].id)
    assert cases.get(record).state == "draft"


def test_the_days_of_single_steps_are_those_of_the_case(cases):
    record = cases.save(factories.case("assistance", COMES_DECIDED))
    assert cases.get(record).days["received"] == "2026-10-20"
    assert cases.get(record).days["approved"] == "2026-11-10"
    assert "appraising" not in cases.get(record).days
