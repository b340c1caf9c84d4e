"""Who receives in whose place, what is taken back over several months, what the year leaves unpaid, who is to be suspended."""

import dataclasses
import datetime

import pypdf
import pytest

from ansinh_desktop.services.payments.identity import Sum, identity
from ansinh_desktop.services.payments.lines import Reckoned
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import JUNE, MONEY, change, closed, standing, unpaid
from tests.services.payments.test_months import _stream

JULY, AUGUST, SEPTEMBER = (datetime.date(2022, month, 1) for month in (7, 8, 9))


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def codes(view) -> list[str]:
    return sorted(each.code for each in view.met)


def test_an_authorisation_that_has_run_out_is_told_from_the_month_after(program):
    standing(
        program,
        "Danh Nhờ Con",
        receiver_name="Danh Con",
        receiver_kind="authorised",
        receiver_paper="Giấy ủy quyền 12",
        receiver_to="2022-06-15",
    )
    assert "AS-4234" not in codes(program.payments.view(JUNE))
    july = program.payments.view(JULY)
    assert codes(july) == ["AS-4234"]
    assert "15/06/2022" in july.met[0].said


def test_what_a_suspension_that_is_over_still_owes_is_told_until_it_is_written_down(program):
    record = standing(program, "Danh Trở Lại")
    away = {"month": "2022-06", "reason": "no_recheck", "decision_no": "30/QĐ", "on": "2022-05-25"}
    program.many.do("assistance", "suspend", [record], away)
    back = {"month": "2022-08", "decision_no": "42/QĐ", "on": "2022-08-01"}
    program.many.do("assistance", "resume", [record], back)
    for month in (datetime.date(2022, 5, 1), JULY):
        assert "AS-2222" not in codes(program.payments.view(month))
    [met] = program.payments.view(AUGUST).met
    assert (met.code, met.level) == ("AS-2222", "warning")
    assert f"06/2022–07/2022: {2 * MONEY:,} đồng".replace(",", ".") in met.said
    span = {"from_month": "2022-06", "to_month": "2022-07", "amount": 2 * MONEY}
    program.cases.add_event(record, "arrears", "2022-08-02", {"month": "2022-08", **span})
    assert codes(program.payments.view(AUGUST)) == []
    assert program.payments.view(AUGUST).lines[0].amount == 3 * MONEY


def test_of_somebody_gone_only_the_months_that_were_collected_are_to_be_taken_back(program, tmp_path):
    gone = standing(program, "Danh Mất")
    standing(program, "Danh Còn")
    for month, absent in ((JUNE, "Danh Còn"), (JULY, "Danh Mất")):
        closed(program, month)
        program.payments.bring_results(month, unpaid(tmp_path, absent))
    ended = {"decrease_reason": "dead", "stopped_from": "2022-06"}
    change(program, gone, "stopped", {"death_date": "2022-05-10"}, **ended)
    august = program.payments.view(AUGUST)
    assert {each.full_name: each.carried for each in august.lines} == {
        "Danh Còn": (),
        "Danh Mất": ("2022-07",),
    }
    [told] = [each for each in august.met if each.code == "AS-4217"]
    assert "các tháng 06/2022 " in told.said
    assert f"{MONEY:,}".replace(",", ".") in told.said


def test_a_recovery_over_several_months_says_what_is_left_until_nothing_is(program):
    record = standing(program, "Danh Trả Lại")
    said = {"reason": "Hưởng trùng", "decision_no": "5/QĐ-UBND", "whole": 500_000}
    program.cases.add_event(
        record, "deduction", "2022-06-01", {"month": "2022-06", "amount": 200_000, **said}
    )
    assert codes(program.payments.view(JUNE)) == []
    [met] = program.payments.view(JULY).met
    assert (met.code, met.level) == ("AS-4235", "warning")
    assert "phải thu 500.000 đồng, đã thu 200.000 đồng, còn 300.000 đồng" in met.said
    later = {"month": "2022-09", "amount": 300_000, **said}
    event = program.cases.add_event(record, "deduction", "2022-07-01", later)
    assert codes(program.payments.view(JULY)) == ["AS-4235"]  # with a later list nothing is taken yet
    program.cases.remove_event(event, "Nhầm tháng")
    program.cases.add_event(
        record, "deduction", "2022-07-01", {"month": "2022-07", "amount": 300_000, **said}
    )
    assert codes(program.payments.view(JULY)) == []
    assert program.payments.view(JULY).lines[0].amount == MONEY - 300_000
    assert codes(program.payments.view(AUGUST)) == []


def test_at_the_end_of_the_year_who_is_still_unpaid_is_told(program, tmp_path):
    standing(program, "Danh Không Đến")
    for month in (11, 12):
        day = datetime.date(2022, month, 1)
        closed(program, day)
        program.payments.bring_results(day, unpaid(tmp_path, "Danh Không Đến"))
    january = program.payments.view(datetime.date(2023, 1, 1))
    [met] = [each for each in january.met if each.code == "AS-4236"]
    assert "1 người" in met.said
    assert "năm 2022: 1.080.000 đồng" in met.said
    assert "31/01/2023" in met.todo
    closed(program, datetime.date(2023, 1, 1))
    program.payments.bring_results(datetime.date(2023, 1, 1), unpaid(tmp_path, "Danh Không Đến"))
    assert "AS-4236" not in codes(program.payments.view(datetime.date(2023, 2, 1)))


def test_who_did_not_come_for_three_months_stands_in_a_list_with_the_months_and_the_clause(program, tmp_path):
    standing(program, "Danh Không Đến")
    standing(program, "Danh Đến")
    for month in (JUNE, JULY, AUGUST):
        closed(program, month)
        program.payments.bring_results(month, unpaid(tmp_path, "Danh Không Đến"))
    pdf = program.payments.pdf(SEPTEMBER, "suspensions")
    said = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(_stream(pdf)).pages).split())
    assert "DANH SÁCH ĐỀ NGHỊ TẠM DỪNG" in said
    assert "Danh Không Đến" in said
    assert "06, 07, 08/2022" in said
    assert "TT 02/2021 Điều 2 khoản 3 điểm a" in said
    assert "1.620.000" in said
    assert "Danh Đến" not in said
    assert program.payments.write(SEPTEMBER, tmp_path / "dn.xlsx", "suspensions") == 1


def test_the_payers_file_says_who_received_in_whose_place(program, tmp_path):
    own = standing(program, "Danh Tự Nhận")
    authorised = standing(program, "Danh Nhờ Con", receiver_name="Danh Con", receiver_relation="con")
    other = standing(program, "Danh Nhờ Người", receiver_name="Danh Con")
    away = standing(program, "Danh Đi Xa", receiver_name="Danh Con")
    closed(program, JUNE)
    file = unpaid(
        tmp_path,
        "Danh Tự Nhận,Đã trả,DANH TỰ NHẬN,,",
        "Danh Nhờ Con,Đã trả,danh con,089080001299,ký thay",
        "Danh Nhờ Người,Đã trả,Võ Lạ,,",
        "Danh Đi Xa,Chưa trả,Danh Con,,Đi xa",
        heading="Họ và tên,Trạng thái,Người nhận thay,Số giấy tờ người nhận,Lý do",
    )
    assert program.payments.unpaid_in(JUNE, file) == {
        own: ("paid", ""),
        authorised: ("paid", "Nhận thay: danh con (089080001299); ký thay"),
        other: ("paid", "Nhận thay, hồ sơ chưa ghi ủy quyền: Võ Lạ"),
        away: ("carried", "Đi xa"),
    }
    program.payments.bring_results(JUNE, file)
    found = {each.full_name: (each.outcome, each.outcome_note) for each in program.payments.view(JUNE).lines}
    assert found["Danh Nhờ Con"] == ("paid", "Nhận thay: danh con (089080001299); ký thay")
    assert found["Danh Tự Nhận"] == ("paid", None)


def test_a_list_of_the_unpaid_that_names_the_usual_receiver_says_nothing_else(program, tmp_path):
    record = standing(program, "Danh Nhờ Con", receiver_name="Danh Con")
    closed(program, JUNE)
    file = unpaid(tmp_path, "Danh Nhờ Con,Danh Con", heading="Họ và tên,Người nhận thay")
    assert program.payments.unpaid_in(JUNE, file) == {record: ("carried", "")}


def test_one_row_of_the_month_before_is_set_beside_one_row_only(program):
    """Two lines under one number, as of people found to be one: the sums hold, and one of them has come."""
    standing(program, "Danh Một", person={"personal_id": "089080001234"})
    [line] = program.payments.view(JUNE).lines
    other = dataclasses.replace(line, person_id="other", record_id="other")
    found = Reckoned([line, other], [])
    made = identity(program.payments.register, found, [line], found.lines, JULY)
    assert made.holds
    assert made.of("increase") == Sum(1, MONEY)
    back = identity(program.payments.register, found, found.lines, [line], JULY)
    assert back.holds
    assert back.of("decrease") == Sum(1, MONEY)
