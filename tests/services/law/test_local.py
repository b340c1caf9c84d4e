"""What the province and the commune set themselves is entered with its resolution, shown, kept and undone."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.checks import check_answers
from ansinh_desktop.registers.field import Questions
from ansinh_desktop.rules import assistance, calendar, deadlines, law
from ansinh_desktop.services.law import local
from ansinh_desktop.services.program import Program
from tests import factories
from tests.registers.factories import ABUSE
from tests.services.law.november import BASE, GROUP, RESOLUTION, to_the_end

DECEMBER = datetime.date(2026, 12, 31)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    vault, _recovery = factories.new_vault(tmp_path / "data")
    yield Program(vault)
    vault.lock()


def entered(program: Program, kind: str, answers) -> local.Rows:
    rows = local.with_row(program.law.local_rows(), kind, answers, factories.UNIT)
    program.law.accept_local(rows, local.FORMS[kind][0], RESOLUTION)
    return program.law.local_rows()


def test_nothing_is_set_at_first(program):
    assert all(rows == [] for rows in program.law.local_rows().values())


def test_a_higher_base_pays_from_its_first_day(program):
    record = program.cases.save(factories.case("assistance", factories.DECIDED))
    for state in ("received", "appraising", "approved"):
        program.cases.move(record, state, "2026-11-20")
    rows = local.with_row(program.law.local_rows(), "base", BASE, factories.UNIT)
    (row,) = to_the_end(program.law.preview_local(rows)).amounts
    assert (row.month, row.before, row.after) == (datetime.date(2026, 12, 1), 1_080_000, 1_200_000)
    entered(program, "base", BASE)
    told = program.entitlements.why(record, DECEMBER).explanation
    assert told.title == "Tháng 12/2026: trợ cấp xã hội 1.200.000 đồng"
    assert any(each.article == RESOLUTION for each in told.lines)
    assert "local" in told.version
    november = program.entitlements.why(record, datetime.date(2026, 11, 30))
    assert november.explanation.title.endswith("1.080.000 đồng")
    assert november.kept[0].same


def test_a_lower_base_changes_nothing(program):
    entered(program, "base", BASE | {"amount": 500_000})
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 540_000


def test_a_further_group_can_be_chosen_and_is_paid(program):
    rows = entered(program, "group", GROUP)
    code = rows["group"][0]["group"]
    assert law.code_list("social_group").label_of(code) == GROUP["label"]
    assert code in law.code_list("social_group").codes_on(DECEMBER)
    assert code not in law.code_list("social_group").codes_on(datetime.date(2026, 10, 31))
    elder = factories.person(birth_date="1960-01-01")
    answers = {"social_group": code, "received_on": "2026-11-05"}
    record = program.cases.save(factories.case("assistance", answers, person=elder))
    assert program.entitlements.why(record, DECEMBER).explanation.title.endswith("270.000 đồng")
    young = factories.person(birth_date="1990-01-01")
    warned = program.cases.check(factories.case("assistance", answers, person=young))
    assert "AS-2216" in [each.code for each in warned]


def test_a_group_that_is_taken_back_stays_readable(program):
    rows = entered(program, "group", GROUP)
    code = rows["group"][0]["group"]
    program.law.accept_local(local.without_row(rows, "group", 0), "Bỏ nhóm", RESOLUTION)
    assert law.code_list("social_group").label_of(code) == GROUP["label"]
    assert code not in law.code_list("social_group").codes_on(DECEMBER)
    assert program.law.local_rows()["group"] == []


def test_a_limit_is_only_ever_shortened(program):
    entered(program, "limit", {"article": "QĐ 5/QĐ-UBND", "id": "child_intervention_12h", "limit": 6})
    assert deadlines.deadline("child_intervention_12h").length == "06 giờ"
    assert deadlines.deadline("child_intervention_12h").shortened_by == "QĐ 5/QĐ-UBND"
    longer = local.with_row(
        program.law.local_rows(),
        "limit",
        {"article": "x", "id": "sa_total_2026", "limit": 20},
        factories.UNIT,
    )
    with pytest.raises(UserError) as refused:
        program.law.check_local(longer)
    assert refused.value.code == "AS-6507"
    assert "07 ngày làm việc" in refused.value.text
    assert deadlines.deadline("sa_total_2026").limit == 7


def test_days_off_and_days_worked_after_all(program):
    monday, saturday = datetime.date(2026, 12, 7), datetime.date(2026, 12, 12)
    entered(program, "off", {"date": "2026-12-07", "name": "Nghỉ bão"})
    entered(program, "worked", {"date": "2026-12-12", "name": "Làm bù"})
    assert not calendar.national().is_working_day(monday)
    assert calendar.national().is_working_day(saturday)
    assert local.shown("off", program.law.local_rows()["off"][0]) == "07/12/2026: Nghỉ bão"
    assert [each.title for each in program.law.accepted()] == ["Ngày làm bù", "Ngày nghỉ thêm"]


def test_every_form_asks_what_its_row_needs(program):
    answers: dict[str, dict[str, Any]] = {
        "base": BASE,
        "pension": BASE | {"effective_to": "2027-12-31"},
        "group": GROUP | {"age_to": 75},
        "limit": {"article": "QĐ 1", "id": "sa_total_2026", "limit": 5},
        "start": {"article": "CV 8/UBND", "start": "child_plan_assessed"},
        "confirmed": {"id": "rules/deadlines/deadline/drug_register_2026", "article": "Đã đọc nghị định"},
        "off": {"date": "2026-12-07", "name": "Nghỉ"},
        "worked": {"date": "2026-12-12", "name": "Bù"},
    }
    rows = program.law.local_rows()
    for kind, (title, fields) in local.FORMS.items():
        assert title
        assert not list(check_answers(Questions.of(fields), answers[kind]))
        rows = local.with_row(rows, kind, answers[kind], factories.UNIT)
        assert local.shown(kind, rows[kind][0])
    assert local.rows_of(local.text_of(rows)) == rows
    program.law.check_local(rows)
    for kind in local.FORMS:
        rows = local.without_row(rows, kind, 0)
    program.law.check_local(rows)


def test_where_the_law_leaves_the_start_of_a_limit_open_the_commune_says_it(program):
    answers = ABUSE | {
        "received_at": "2026-11-03T15:00",
        "reported_111_at": "2026-11-03T15:10",
        "m02_on": "2026-11-03T19:00",
        "m03_on": "2026-11-09",
    }
    answers |= {
        f"m0{form}_{row.code}": "low" for form in (2, 3) for row in law.code_list("assessment_row_02")
    }
    child = factories.person(birth_date="2015-03-05")
    record = program.cases.save(factories.case("child_abuse", answers, person=child))

    def last_days():
        found = program.agenda.of_record(record, datetime.datetime.fromisoformat("2026-11-16T08:00"))
        return {each.task: each.due.date().isoformat() for each in found}

    assert last_days() == {"child_plan_submit": "2026-11-10", "child_plan_total": "2026-11-12"}
    decided = answers | {"plan_submitted_on": "2026-11-13", "plan_decision_date": "2026-11-13"}
    late = [each.code for each in program.cases.check(factories.case("child_abuse", decided, person=child))]
    assert late == ["AS-2352", "AS-2352"]
    rows = entered(program, "start", {"article": "CV 8/UBND", "start": "child_plan_assessed"})
    assert last_days() == {"child_plan_submit": "2026-11-16", "child_plan_total": "2026-11-18"}
    assert program.cases.check(factories.case("child_abuse", decided, person=child)) == []
    assert local.shown("start", rows["start"][0]).endswith("(Mẫu 03)")


def test_words_of_rows(program):
    rows = local.with_row(program.law.local_rows(), "group", GROUP, factories.UNIT)
    assert local.shown("group", rows["group"][0]) == (
        "Người cao tuổi từ đủ 65 tuổi thuộc hộ nghèo: hệ số 0,5, từ 01/11/2026"
    )
    rows = local.with_row(rows, "base", BASE | {"effective_to": "2027-12-31"}, factories.UNIT)
    assert local.shown("base", rows["base"][0]) == "600.000 đồng, từ 01/12/2026 đến 31/12/2027"


def test_limits_that_may_be_shortened_are_those_of_the_registers():
    ids = [each for each, _words in local.limits()]
    assert "child_intervention_12h" in ids
    assert "child_notify" not in ids
    assert len(ids) == len(set(ids))
    assert all(deadlines.is_known(each) for each in ids)
    assert len(catalog.registers()) > 0
