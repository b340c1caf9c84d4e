"""A fact that decides money is changed from a month, or mended from the beginning: asked once, held by every way out."""

import dataclasses
import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import dated
from ansinh_desktop.registers.dated import FROM_BEGINNING, Since
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import CaseInput, UndatedChangeError, kept_key
from ansinh_desktop.services.people import People
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import AUGUST, JULY, JUNE, amounts, closed, standing

SEPTEMBER = Since("2022-09", "7/GXN", "2022-09-05")


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def edited(program: Program, record: str, since: Since | None = None, person=None, **answers) -> CaseInput:
    case = program.cases.get(record)
    typed = CaseInput(
        "assistance",
        {**case.person, **(person or {})},
        {**case.answers, **answers},
        case.person_id,
        record,
        since=since,
    )
    found = program.cases.check(typed, case.sealed)
    return dataclasses.replace(typed, kept={kept_key(each): "Đã xem" for each in found})


def level(program: Program, record: str, month: str) -> str:
    on = datetime.date.fromisoformat(f"{month}-15")
    [row] = program.listing.all(ListQuery("assistance", only=(record,)), ("amount", "disability_degree"), on)
    return " ".join(row.texts)


def test_it_is_asked_before_anything_is_written(program):
    record = standing(program, "Danh An")
    before = program.cases.get(record)
    with pytest.raises(UndatedChangeError) as asked:
        program.cases.save(edited(program, record, disability_degree="very_severe"))
    assert asked.value.code == "AS-2060"
    assert [(each.label, each.before, each.after) for each in asked.value.changed] == [
        ("Mức độ khuyết tật", "Nặng", "Đặc biệt nặng")
    ]
    assert program.cases.get(record).seq == before.seq


def test_from_a_month_the_months_before_keep_what_held(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="very_severe"))
    assert level(program, record, "2022-08") == "540.000 Nặng"
    assert level(program, record, "2022-09") == "720.000 Đặc biệt nặng"
    case = program.cases.get(record)
    assert case.answers["disability_degree"] == "very_severe"
    assert "540.000" in program.entitlements.why(record, datetime.date(2022, 8, 31)).explanation.title
    assert "720.000" in program.entitlements.why(record, datetime.date(2022, 9, 30)).explanation.title
    told = list(dated.told(case.register.dated_fields, case.answers, case.person))
    assert told == [("09/2022", "Mức độ khuyết tật: Nặng → Đặc biệt nặng; theo 7/GXN; ngày 05/09/2022")]
    assert any(
        row.field == "Thay đổi theo tháng" and "Trước 09/2022" in row.after
        for row in program.cases.history(record)
    )


def test_mended_from_the_beginning_every_month_is_told_anew(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, FROM_BEGINNING, disability_degree="very_severe"))
    assert level(program, record, "2022-08") == "720.000 Đặc biệt nặng"
    assert dated.KEY not in program.cases.get(record).answers


def test_what_was_not_known_is_no_change_and_a_draft_is_not_asked(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, pregnant=True))
    other = program.cases.save(factories.case("assistance", {"social_group": "k6"}, final=False))
    program.cases.save(edited(program, other, social_group="k5c"))
    assert program.cases.get(other).answers["social_group"] == "k5c"


def test_a_fact_of_the_person_is_asked_of_too(program):
    record = standing(
        program,
        "Danh An",
        person={"poverty_status": "poor"},
        social_group="k4",
        disability_degree=None,
        children_total=1,
    )
    with pytest.raises(UndatedChangeError):
        program.cases.save(edited(program, record, person={"poverty_status": "average_living"}))
    program.cases.save(edited(program, record, SEPTEMBER, person={"poverty_status": "average_living"}))
    on = {month: program.payments.view(datetime.date(2022, month, 1)).lines for month in (8, 9, 10)}
    assert [len(each) for each in on.values()] == [1, 0, 0]


@pytest.mark.parametrize(
    ("month", "code"), [("2022-01", "AS-2061"), ("2021-12", "AS-2061"), ("2022-08", "AS-2062")]
)
def test_a_month_that_cannot_be_is_refused_and_nothing_is_written(program, month, code):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="very_severe"))
    before = program.cases.get(record)
    with pytest.raises(UserError) as refused:
        program.cases.save(edited(program, record, Since(month), disability_degree="severe"))
    assert refused.value.code == code
    assert program.cases.get(record).seq == before.seq


def test_a_month_of_payment_pays_what_held_in_it(program):
    record = standing(program, "Danh An")
    program.cases.save(
        edited(
            program,
            record,
            Since("2022-07"),
            disability_degree="very_severe",
            payment_method="bank",
            account_no="1",
        )
    )
    assert amounts(program.payments.view(JUNE)) == {"Danh An": 540_000}
    assert amounts(program.payments.view(JULY)) == {"Danh An": 720_000}
    assert program.payments.view(JUNE).lines[0].payment_method == "cash"
    assert program.payments.view(JULY).lines[0].payment_method == "bank"


def test_a_closed_month_and_its_paper_do_not_move(program):
    record = standing(program, "Danh An")
    closed(program, JUNE)
    closed(program, JULY)
    before = program.payments.pdf(JULY)
    program.cases.save(edited(program, record, Since("2022-07"), disability_degree="very_severe"))
    assert amounts(program.payments.view(JULY)) == {"Danh An": 540_000}
    assert program.payments.pdf(JULY) == before
    assert amounts(program.payments.view(AUGUST)) == {"Danh An": 720_000}


def test_two_changes_of_one_month_and_a_later_one_lie_in_order(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="very_severe"))
    program.cases.save(edited(program, record, SEPTEMBER, pregnant=True, disability_types=["vision"]))
    program.cases.save(edited(program, record, SEPTEMBER, disability_types=["movement"]))
    program.cases.save(edited(program, record, Since("2022-11"), disability_degree="severe"))
    assert level(program, record, "2022-08") == "540.000 Nặng"
    assert level(program, record, "2022-09") == "720.000 Đặc biệt nặng"
    assert level(program, record, "2022-11") == "540.000 Nặng"
    assert [each["from"] for each in program.cases.get(record).answers[dated.KEY]] == [
        "2022-09",
        "2022-09",
        "2022-11",
    ]


def test_the_changes_are_a_column_of_the_workbook(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="very_severe"))
    columns = ("person.full_name", dated.KEY)
    [row] = program.listing.all(ListQuery("assistance"), columns, datetime.date(2022, 12, 1))
    assert row.texts[1].startswith("Trước 09/2022 | Mức độ khuyết tật: Nặng")


def test_a_persons_own_fact_is_asked_of_wherever_it_is_changed(program):
    record = standing(
        program,
        "Danh An",
        person={"poverty_status": "poor"},
        social_group="k4",
        disability_degree=None,
        children_total=1,
    )
    case = program.cases.get(record)
    person = {**case.person, "poverty_status": "average_living"}
    with pytest.raises(UndatedChangeError) as asked:
        program.people.save(case.person_id, person)
    assert [each.label for each in asked.value.changed] == ["Tình trạng hộ"]
    program.people.save(case.person_id, person, since=SEPTEMBER)
    on = {month: program.payments.view(datetime.date(2022, month, 1)).lines for month in (8, 9)}
    assert [len(each) for each in on.values()] == [1, 0]
    # What decides nothing is not asked of.
    program.people.save(case.person_id, {**person, "phone": "0912345678"})


def test_whoever_may_not_know_of_the_record_is_not_asked_and_changes_no_month_before(program):
    record = standing(program, "Danh An", person={"poverty_status": "poor"})
    case = program.cases.get(record)
    hidden = People(program.vault, Access("minh", "officer", {"children": "rw"}), program.office)
    child = factories.case("children", {"groups": ["c"], "main_group": "c"}, person=case.person, final=False)
    program.cases.save(dataclasses.replace(child, person_id=case.person_id))
    hidden.save(case.person_id, {**case.person, "poverty_status": "near_poor"})
    [change] = program.cases.get(record).answers[dated.KEY]
    assert change["was"] == {"person.poverty_status": "poor"}
    assert change["from"] == f"{clock.today():%Y-%m}"


def test_what_was_said_of_a_month_may_be_said_again_for_the_same_month(program):
    record = standing(program, "Danh An")
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="very_severe"))
    program.cases.save(edited(program, record, SEPTEMBER, disability_degree="severe", payment_method="home"))
    assert [level(program, record, each) for each in ("2022-08", "2022-09")] == [
        "540.000 Nặng",
        "540.000 Nặng",
    ]
    assert program.payments.view(AUGUST).lines[0].payment_method == "cash"
    assert program.payments.view(datetime.date(2022, 9, 1)).lines[0].payment_method == "home"


def test_a_record_that_is_not_paid_yet_is_not_asked(program):
    record = standing(program, "Danh An", state="received")
    program.cases.save(edited(program, record, disability_degree="very_severe"))
    assert dated.KEY not in program.cases.get(record).answers
