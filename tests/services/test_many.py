"""One act for many records: looked at first, written as one unit of work, each with its own line of history."""

import datetime
from typing import Any

import pypdf
import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, dated
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.many import Many
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import NAMES, amounts, change, closed, standing

JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER = (datetime.date(2026, month, 1) for month in (6, 7, 8, 9, 10))
SINCE: dict[str, Any] = {
    "received_on": "2026-01-05",
    "decision_date": "2026-01-10",
    "start_month": "2026-01",
    "recorded_month": "2026-01",
}
OLD, NEW = 750_000, 810_000
"""1,5 times the base until June 2026, and from July on."""
ADJUSTED = {"month": "2026-07", "decision_no": "15/QĐ-UBND", "on": "2026-09-20"}


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def paid_people(program: Program, names=NAMES) -> list[str]:
    return [
        standing(program, each, **SINCE, recorded_amount=OLD, recorded_coefficient="1.5") for each in names
    ]


def kinds_of(program: Program, record: str) -> list[str]:
    return sorted(each.kind for each in program.cases.get(record).events)


def test_until_a_rise_is_decided_the_month_pays_the_old_level_and_says_so(program):
    paid_people(program)
    view = program.payments.view(JULY)
    assert set(amounts(view).values()) == {OLD}
    assert {each.code for each in view.met} == {"AS-4230"}
    assert "mức chuẩn 500.000 → 540.000" in view.met[0].said


def test_a_base_rise_for_everybody_is_one_act(program):
    records = paid_people(program)
    found = program.many.preview("assistance", "adjust", records, ADJUSTED)
    assert [(each.who, each.before, each.after, each.change) for each in found.done] == [
        (name, "750.000", "810.000", 60_000) for name in NAMES
    ]
    assert found.change == 60_000 * len(NAMES)
    assert [kinds_of(program, each) for each in records] == [[]] * len(NAMES)  # nothing is written yet
    program.many.do("assistance", "adjust", records, ADJUSTED)
    assert [kinds_of(program, each) for each in records] == [["computed", "increase"]] * len(NAMES)
    assert set(amounts(program.payments.view(JUNE)).values()) == {OLD}
    july = program.payments.view(JULY)
    assert set(amounts(july).values()) == {NEW}
    assert {each.code for each in july.met} == set()
    assert july.lines[0].decision_no == "15/QĐ-UBND"
    assert july.identity.holds
    rows = program.cases.history(records[0])
    assert any(each.reason == "Điều chỉnh mức: 15/QĐ-UBND" for each in rows)
    again = program.many.preview("assistance", "adjust", records, ADJUSTED)
    assert not again.done
    assert {each.why_not for each in again.rows} == {
        "Mức theo luật tháng 07/2026 không khác mức của quyết định đang có hiệu lực."
    }


def test_what_is_owed_for_past_months_goes_into_the_list_month_by_month(program):
    records = paid_people(program, NAMES[:1])
    for month in (JULY, AUGUST):
        closed(program, month)
    program.many.do("assistance", "adjust", records, ADJUSTED | {"paid_in": "2026-09"})
    [arrears] = [each for each in program.cases.get(records[0]).events if each.kind == "arrears"]
    assert (arrears.amount, arrears.answers["from_month"], arrears.answers["to_month"]) == (
        120_000,
        "2026-07",
        "2026-08",
    )
    assert arrears.answers["by_month"] == [
        {"month": "2026-07", "due": NEW, "given": OLD},
        {"month": "2026-08", "due": NEW, "given": OLD},
    ]
    view = program.payments.view(SEPTEMBER)
    assert view.lines[0].parts == {"allowance": NEW, "arrears": 120_000}
    assert view.lines[0].span == "07/2026–08/2026"
    assert view.identity.holds
    assert amounts(program.payments.view(JULY)) == {NAMES[0]: OLD}  # a closed month never moves


def test_what_was_paid_too_much_is_taken_back(program):
    [record] = paid_people(program, NAMES[:1])
    change(program, record, recorded_amount=900_000)
    program.many.do("assistance", "adjust", [record], ADJUSTED | {"paid_in": "2026-09"})
    kinds = kinds_of(program, record)
    assert kinds == ["computed", "decrease", "deduction"]
    assert program.payments.view(SEPTEMBER).lines[0].parts == {"allowance": NEW, "deduction": -180_000}


def test_each_gets_a_decision_of_their_own_where_that_is_wanted(program):
    records = paid_people(program)
    change(program, records[1], recorded_amount=NEW, recorded_month="2026-07")
    found = program.many.do(
        "assistance", "adjust", records, ADJUSTED | {"decision_no": "019/QĐ-UBND", "in_row": True}
    )
    assert [each.decision_no for each in found.rows] == [
        "019/QĐ-UBND",
        "",
        "020/QĐ-UBND",
        "021/QĐ-UBND",
        "022/QĐ-UBND",
    ]
    change(program, records[0], recorded_amount=700_000, recorded_month="2026-08")
    taken = program.many.preview(
        "assistance",
        "adjust",
        records[:1],
        ADJUSTED | {"month": "2026-08", "decision_no": "020/QĐ-UBND", "in_row": True},
    )
    assert "020/QĐ-UBND đã được ghi trong hồ sơ" in taken.rows[0].why_not
    with pytest.raises(UserError) as refused:
        program.many.preview(
            "assistance", "adjust", records, ADJUSTED | {"decision_no": "QĐ", "in_row": True}
        )
    assert refused.value.code == "AS-4245"


def test_many_are_suspended_come_back_and_end(program):
    records = paid_people(program, NAMES[:2])
    said = {"month": "2026-08", "reason": "not_collected", "decision_no": "20/QĐ", "on": "2026-07-25"}
    program.many.do("assistance", "suspend", records, said)
    assert [program.cases.get(each).state for each in records] == ["suspended", "suspended"]
    assert len(program.payments.view(JULY).lines) == 2
    assert program.payments.view(SEPTEMBER).lines == ()
    assert {each.why_not for each in program.many.preview("assistance", "suspend", records, said).rows} == {
        "Hồ sơ không ở bước làm được việc này."
    }
    back = {"month": "2026-10", "decision_no": "25/QĐ", "on": "2026-10-02"}
    program.many.do("assistance", "resume", records, back)
    assert [program.cases.get(each).state for each in records] == ["paying", "paying"]
    assert len(program.payments.view(OCTOBER).lines) == 2
    ended = {"month": "2026-11", "reason": "refused", "decision_no": "30/QĐ", "on": "2026-10-20"}
    program.many.do("assistance", "stop", records[:1], ended)
    november = program.payments.view(datetime.date(2026, 11, 1))
    assert [each.full_name for each in november.lines] == [NAMES[1]]
    assert [(each.kind, each.who) for each in november.identity.terms] == [("decrease", NAMES[0])]


def test_a_way_of_payment_holds_from_its_month_and_a_hamlet_at_once(program):
    records = paid_people(program, NAMES[:2])
    program.many.do("assistance", "method", records, {"payment_method": "home", "month": "2026-09"})
    assert {each.payment_method for each in program.payments.view(JULY).lines} == {"cash"}
    assert {each.payment_method for each in program.payments.view(SEPTEMBER).lines} == {"home"}
    assert program.cases.get(records[0]).answers[dated.KEY][0]["from"] == "2026-09"
    program.many.do("assistance", "hamlet", records, {"hamlet": factories.HAMLETS[2]})
    assert {program.cases.get(each).person["hamlet"] for each in records} == {factories.HAMLETS[2]}


def test_a_month_that_cannot_be_leaves_that_record_alone_and_no_other(program):
    records = paid_people(program, NAMES[:2])
    change(program, records[0], start_month="2026-09")
    found = program.many.do("assistance", "method", records, {"payment_method": "home", "month": "2026-09"})
    assert "không muộn hơn tháng bắt đầu hưởng" in found.rows[0].why_not
    assert not found.rows[1].why_not
    assert program.cases.get(records[0]).answers["payment_method"] == "cash"


def test_nothing_is_written_where_it_fits_nobody_or_something_is_missing(program):
    records = paid_people(program, NAMES[:2])
    with pytest.raises(InvalidRecordError):
        program.many.do("assistance", "adjust", records, {"month": "2026-07"})
    with pytest.raises(UserError) as refused:
        program.many.do(
            "assistance", "resume", records, {"month": "2026-07", "decision_no": "1/QĐ", "on": "2026-07-01"}
        )
    assert refused.value.code == "AS-4244"
    with program.vault.work("nháp") as store:
        store.records.get(records[0]).draft = True
    found = program.many.preview("assistance", "adjust", records, ADJUSTED)
    assert [each.why_not for each in found.rows] == ["Hồ sơ còn là bản nháp.", ""]


def test_whoever_may_not_write_is_offered_nothing_and_refused(program):
    records = paid_people(program, NAMES[:1])
    assert [each.code for each in program.many.acts("assistance")] == [
        "adjust",
        "suspend",
        "stop",
        "resume",
        "arrears",
        "method",
        "support",
        "hamlet",
    ]
    viewer = Many(program.vault, Access("minh", "viewer", {"assistance": "r"}))
    assert viewer.acts("assistance") == ()
    for do in (viewer.preview, viewer.do):
        with pytest.raises(UserError) as refused:
            do("assistance", "adjust", records, ADJUSTED)
        assert refused.value.code == "AS-1110"


def test_every_register_whose_lists_tell_the_hamlet_can_change_it_for_many(program):
    child = program.cases.save(factories.orphan())
    found = program.many.preview("children", "hamlet", [child], {"hamlet": factories.HAMLETS[2]})
    assert [(each.before, each.after) for each in found.done] == [("Vĩnh Thạnh", factories.HAMLETS[2])]
    program.many.do("children", "hamlet", [child], {"hamlet": factories.HAMLETS[2]})
    assert program.cases.get(child).person["hamlet"] == factories.HAMLETS[2]
    assert program.many.unfit("children", [child]) == {}  # where to is said only later
    by_code = [code for code, each in catalog.registers().items() if each.by_code]
    assert by_code
    assert not [code for code in by_code for act in program.many.acts(code) if act.code == "hamlet"]


def test_one_answer_is_written_into_many_records_that_lack_it(program):
    lacking = [
        program.cases.save(
            factories.case(
                "children",
                {"groups": ["a"], "main_group": "a"},
                person=factories.person(full_name=name, birth_date="2015-02-03"),
                final=False,
            )
        )
        for name in NAMES[:2]
    ]
    with program.vault.work("không còn nháp") as store:
        for each in lacking:
            store.records.get(each).draft = False
    has = program.cases.save(factories.orphan())
    act = program.many.saying("children", "care_arrangement")
    assert [each.key for each in act.fields] == ["care_arrangement"]
    said = {"care_arrangement": "relatives"}
    found = program.many.do("children", act.code, [*lacking, has], said)
    assert [each.record_id for each in found.done] == lacking
    assert found.rows[-1].why_not == f"Hồ sơ đã ghi “{act.fields[0].label}”."
    assert {program.cases.get(each).answers["care_arrangement"] for each in lacking} == {"relatives"}
    again = program.many.preview("children", "offence_measure", lacking, {"offence_measure": "x"})
    assert {each.why_not[:40] for each in again.rows} == {"Với những gì đã ghi, hồ sơ này không hỏi"}
    assert program.many.saying("children", "hiv_treatment") is None  # what is masked nobody says for many
    viewer = Many(program.vault, Access("minh", "viewer", {"children": "r"}))
    assert viewer.saying("children", "care_arrangement") is None


def test_a_first_answer_that_is_kept_by_months_holds_from_the_beginning(program):
    [record] = paid_people(program, NAMES[:1])
    assert "pregnant" in {each.key for each in catalog.register("assistance").dated_fields}
    assert program.many.do("assistance", "pregnant", [record], {"pregnant": True}).done
    answers = program.cases.get(record).answers
    assert (answers["pregnant"], answers.get(dated.KEY)) == (True, None)


def test_an_act_that_fits_none_of_some_records_says_why_before_it_is_asked_for(program):
    one, other = paid_people(program, NAMES[:2])
    assert {code: each.code for code, each in program.many.unfit("assistance", [one, other]).items()} == {
        "resume": "AS-4240",
        "arrears": "AS-4247",
    }
    with program.vault.work("tạm dừng") as store:
        store.records.set_state(store.records.get(other), "suspended", closed_on=None, reason=None)
    assert set(program.many.unfit("assistance", [one, other])) == {"arrears"}
    assert set(program.many.unfit("assistance", [other])) == {"adjust", "suspend", "arrears"}
    with program.vault.work("nháp") as store:
        store.records.get(one).draft = True
    found = program.many.unfit("assistance", [one])
    assert {each.code for each in found.values()} == {"AS-4243"}
    assert set(found) == {each.code for each in program.many.acts("assistance")}
    viewer = Many(program.vault, Access("minh", "viewer", {"assistance": "r"}))
    assert viewer.unfit("assistance", [one]) == {}


@pytest.mark.parametrize("code", catalog.registers())
def test_every_act_can_be_looked_at_before_anything_is_said(program, code):
    record = program.cases.save(factories.case(code, {}, final=False))
    with program.vault.work("không còn nháp") as store:
        store.records.get(record).draft = False
    assert set(program.many.unfit(code, [record])) <= {each.code for each in program.many.acts(code)}


def test_a_decision_that_reaches_back_is_settled_once_and_then_told_no_more(program):
    [record] = paid_people(program, NAMES[:1])
    for month in (JULY, AUGUST):
        closed(program, month)
    program.many.do("assistance", "adjust", [record], ADJUSTED)  # without its arrears
    view = program.payments.view(SEPTEMBER)
    assert [(each.code, each.level) for each in view.met if each.code != "AS-4215"] == [
        ("AS-4232", "warning")
    ]
    assert "07/2026–08/2026" in next(each.said for each in view.met if each.code == "AS-4232")
    found = program.many.preview("assistance", "arrears", [record], {"month": "2026-09"})
    assert [(each.before, each.after) for each in found.done] == [
        ("2 tháng", "Truy lĩnh 07/2026–08/2026: 120.000")
    ]
    program.many.do("assistance", "arrears", [record], {"month": "2026-09"})
    settled = program.payments.view(SEPTEMBER)
    assert settled.lines[0].parts == {"allowance": NEW, "arrears": 120_000}
    assert "AS-4232" not in {each.code for each in settled.met}
    closed(program, SEPTEMBER)
    assert "AS-4232" not in {each.code for each in program.payments.view(OCTOBER).met}
    again = program.many.preview("assistance", "arrears", [record], {"month": "2026-10"})
    assert [each.why_not for each in again.rows] == [
        "Không tháng nào trước tháng 10/2026 còn truy lĩnh hay truy thu."
    ]
    # Once more another level for the same months: only what it changes is owed.
    lower = {"month": "2026-08", "decision_no": "16/QĐ-UBND", "on": "2026-10-02"}
    change(program, record, disability_degree="very_severe")
    program.many.do("assistance", "adjust", [record], lower | {"paid_in": "2026-10"})
    [more] = [
        each
        for each in program.cases.get(record).events
        if each.kind == "arrears" and each.on == "2026-10-02"
    ]
    assert more.answers["by_month"] == [
        {"month": "2026-08", "due": 1_080_000, "given": NEW},
        {"month": "2026-09", "due": 1_080_000, "given": NEW},
    ]


def test_the_decisions_of_one_act_are_printed_in_a_row_each_with_its_number(program, tmp_path):
    records = paid_people(program)
    said = ADJUSTED | {"decision_no": "119/QĐ-UBND", "in_row": True}
    program.many.do("assistance", "adjust", records, said)
    chosen = program.forms.latest(records, "increase_decision")
    assert program.forms.save_many(chosen, tmp_path / "qd.pdf") == len(records)
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(tmp_path / "qd.pdf").pages]
    for place, (name, page) in enumerate(zip(NAMES, pages, strict=True)):
        assert f"Số: {119 + place}/QĐ-UBND" in page
        assert name.upper() in page
        assert "Mức trước khi điều chỉnh: 750.000 đồng/tháng." in page
        assert "kể từ tháng 07/2026: hệ số 1,5, 810.000 đồng/tháng" in page
    with pytest.raises(UserError) as refused:
        program.forms.save_many(program.forms.latest(records, "decrease_decision"), tmp_path / "no.pdf")
    assert refused.value.code == "AS-4061"
    assert not (tmp_path / "no.pdf").exists()


def test_no_decision_lets_somebody_be_paid_to_whom_the_law_gives_nothing_any_more(program):
    [record] = paid_people(program, NAMES[:1])
    change(program, record, disability_degree=None, social_group="k1", no_source_case="a")
    view = program.payments.view(JULY)
    assert view.lines == ()
    assert [(each.code, each.level) for each in view.met] == [("AS-4074", "error")]


@pytest.mark.parametrize("recorded", [1_500_000, 1_000_000])
def test_a_decision_names_the_own_level_alone_or_with_the_money_for_care(program, recorded):
    """2,0 × 500.000 for the person and 1,0 × 500.000 for the household that cares for her."""
    record = standing(
        program,
        "Danh Được Chăm",
        **SINCE,
        disability_degree="very_severe",
        cared_at_home=True,
        recorded_amount=recorded,
    )
    assert program.payments.view(JUNE).lines[0].parts == {"allowance": 1_000_000, "carer": 500_000}
    [row] = program.many.preview("assistance", "adjust", [record], ADJUSTED).rows
    assert (row.before, row.after) == ("1.500.000", "1.620.000")


def raised_late(program: Program) -> str:
    """Return the record of somebody to whom July to September paid the old level, and July's new one is decided since."""
    [record] = paid_people(program, NAMES[:1])
    for month in (JULY, AUGUST, SEPTEMBER):
        closed(program, month)
    program.many.do("assistance", "adjust", [record], ADJUSTED)
    return record


def test_months_after_the_end_owe_nothing(program):
    record = raised_late(program)
    change(program, record, "suspended", stopped_from="2026-09", decrease_reason="no_recheck")
    [row] = program.many.preview("assistance", "arrears", [record], {"month": "2026-10"}).rows
    assert row.after == "Truy lĩnh 07/2026–08/2026: 120.000"


def test_arrears_that_were_written_by_hand_settle_their_months(program):
    record = raised_late(program)
    assert "AS-4232" in {each.code for each in program.payments.view(OCTOBER).met}
    by_hand = {"month": "2026-10", "from_month": "2026-07", "to_month": "2026-09", "amount": 180_000}
    program.cases.add_event(record, "arrears", "2026-10-02", by_hand)
    assert "AS-4232" not in {each.code for each in program.payments.view(OCTOBER).met}


def test_a_month_that_was_not_paid_and_stopped_owes_nothing_more(program, tmp_path):
    [record] = paid_people(program, NAMES[:1])
    closed(program, JULY)
    listed = tmp_path / "dung.csv"
    listed.write_text(f"Họ và tên,Trạng thái\n{NAMES[0]},Chưa trả và dừng\n", encoding="utf-8")
    program.payments.bring_results(JULY, listed)
    closed(program, AUGUST)
    program.many.do("assistance", "adjust", [record], ADJUSTED | {"paid_in": "2026-09"})
    [arrears] = [each for each in program.cases.get(record).events if each.kind == "arrears"]
    assert arrears.answers["by_month"] == [{"month": "2026-08", "due": NEW, "given": OLD}]
