"""A month of payment adds up, is closed once, never moves, and pays nobody twice."""

import dataclasses
import functools
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pdfplumber
import pypdf
import pytest
import sqlcipher3.dbapi2 as sqlcipher

from ansinh_desktop import __main__ as command
from ansinh_desktop.db import history
from ansinh_desktop.db.models import PaymentMonth, PaymentRow
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.payments.identity import Sum
from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.services.payments.commune import (
    AUGUST,
    JULY,
    JUNE,
    MONEY,
    NAMES,
    amounts,
    change,
    closed,
    people,
    standing,
    unpaid,
)

MINH = office.FirstOfficer("minh", "Lê Văn Minh", "trời mưa rơi lộp độp", "Phó Chủ tịch")


@pytest.fixture
def program(tmp_path: Path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def refused(do, *given) -> UserError:
    with pytest.raises(UserError) as caught:
        do(*given)
    assert caught.value.todo
    return caught.value


def codes(view) -> dict[str, str]:
    return {each.code: each.level for each in view.met}


# ------------------------------------------------------------------------------------------------ the scene


def test_july_is_june_and_what_came_left_and_changed(program):
    records = people(program)
    june = closed(program, JUNE)
    assert (june.state, june.identity.now) == ("closed", Sum(5, 5 * MONEY))
    assert june.identity.previous == Sum(5, 5 * MONEY)
    assert june.identity.holds

    change(
        program,
        records["Lê Bình"],
        "stopped",
        {"death_date": "2022-06-20"},
        decrease_reason="dead",
        stopped_from="2022-07",
    )
    change(program, records["Võ Cúc"], "transferred", decrease_reason="moved_out", stopped_from="2022-07")
    change(program, records["Lý Dũng"], "suspended", decrease_reason="no_recheck", stopped_from="2022-07")
    standing(program, "Phan Hoa", start_month="2022-07", decision_no="45/QĐ-UBND")
    span = {"from_month": "2022-05", "to_month": "2022-06", "amount": 300_000}
    program.cases.add_event(records["Danh An"], "arrears", "2022-07-02", {"month": "2022-07", **span})
    change(program, records["Trần Em"], disability_degree="very_severe")

    july = closed(program, JULY)
    assert amounts(july) == {"Danh An": MONEY + 300_000, "Trần Em": 720_000, "Phan Hoa": MONEY}
    made = july.identity
    assert made.previous == june.identity.now
    assert made.of("increase") == Sum(1, MONEY)
    assert made.of("decrease") == Sum(3, 3 * MONEY)
    assert made.of("adjustment") == Sum(2, 300_000 + 180_000)
    assert made.now == Sum(3, 3 * MONEY + 300_000 + 180_000)
    assert made.holds
    reasons = {each.who: each.reason for each in made.terms}
    assert reasons["Phan Hoa"] == "Hưởng mới"
    assert reasons["Lê Bình"] == "Chết (20/06/2022)"
    assert "Chuyển" in reasons["Võ Cúc"] or "chuyển" in reasons["Võ Cúc"]
    assert reasons["Danh An"] == "Truy lĩnh 05/2022–06/2022"
    assert "hệ số" in reasons["Trần Em"]

    august = program.payments.view(AUGUST)
    ended = [(each.who, each.amount) for each in august.identity.terms]
    assert ended == [("Danh An", -300_000)]  # what was paid once is a line of the next month
    assert august.identity.holds


def test_a_suspension_that_is_lifted_comes_back_with_its_reason(program):
    records = people(program)
    closed(program, JUNE)
    record = records["Lý Dũng"]
    with program.vault.work() as store:
        for on, before, after in (
            ("2022-06-25", "paying", "suspended"),
            ("2022-08-03", "suspended", "paying"),
        ):
            store.records.add_event(record, "state", on, answers={"from": before, "to": after})
    assert "Lý Dũng" not in amounts(closed(program, JULY))
    back = program.payments.view(AUGUST)
    (term,) = back.identity.terms
    assert (term.kind, term.who, term.amount, term.reason) == (
        "increase",
        "Lý Dũng",
        MONEY,
        "Hưởng lại sau tạm dừng",
    )


# ------------------------------------------------------------------------------------------------ the gate


def test_what_stands_in_the_way_is_told_and_errors_stop_the_closing(program):
    standing(program, "Danh Mất", person={"death_date": "2022-04-02"})
    standing(program, "Danh Hết Tuổi", social_group="k1", disability_degree=None, no_source_case="a")
    standing(program, "Danh Thôi", stopped_from="2022-03", decrease_reason="refused")
    standing(program, "Danh Tài Khoản", payment_method="bank")
    standing(program, "Danh Khác Mức", recorded_amount=360_000)
    standing(program, "Danh Không Quyết Định", decision_no=None)
    view = program.payments.prepare(JUNE)
    met = {(each.who, each.code, each.level) for each in view.met}
    assert met >= {
        ("Danh Mất", "AS-4070", "error"),
        ("Danh Hết Tuổi", "AS-4074", "error"),
        ("Danh Thôi", "AS-4071", "error"),
        ("Danh Tài Khoản", "AS-2211", "warning"),
        ("Danh Khác Mức", "AS-4230", "warning"),
        ("Danh Không Quyết Định", "AS-2208", "warning"),
    }
    assert set(amounts(view)) == {"Danh Tài Khoản", "Danh Khác Mức", "Danh Không Quyết Định"}
    program.payments.keep(JUNE, "Đã hỏi")
    error = refused(program.payments.check, JUNE)
    assert error.code == "AS-4203"
    assert "3 lỗi và 0 cảnh báo" in error.text


def test_a_warning_is_kept_with_a_reason_until_it_says_something_else(program):
    record = standing(program, "Danh Khác Mức", recorded_amount=360_000)
    standing(program, "Danh Tài Khoản", payment_method="bank")
    program.payments.prepare(JUNE)
    assert refused(program.payments.check, JUNE).code == "AS-4203"
    assert refused(program.payments.keep, JUNE, " ").code == "AS-4226"
    kept = {each.code: each.kept for each in program.payments.keep(JUNE, "Chờ quyết định", "AS-4230").met}
    assert kept == {"AS-4230": "Chờ quyết định", "AS-2211": ""}
    change(program, record, recorded_amount=300_000)
    assert not any(each.kept for each in program.payments.view(JUNE).met)
    view = closed(program, JUNE, "Đã xem cả hai")
    assert {each.kept for each in view.met} == {"Đã xem cả hai"}
    text = "".join(page.extract_text() for page in pypdf.PdfReader(_stream(program.payments.pdf(JUNE))).pages)
    assert "Đã xem cả hai" in " ".join(text.split())


def test_what_changes_after_the_check_is_checked_again(program):
    records = people(program)
    program.payments.prepare(JUNE)
    program.payments.check(JUNE)
    change(program, records["Danh An"], disability_degree="very_severe")
    assert refused(program.payments.approve, JUNE).code == "AS-4204"
    program.payments.prepare(JUNE)
    program.payments.check(JUNE)
    program.payments.approve(JUNE)
    change(program, records["Danh An"], account_no="1")
    change(program, records["Danh An"], start_month="2022-07")
    assert refused(program.payments.close, JUNE).code == "AS-4204"


def test_steps_come_one_after_another_and_months_too(program):
    people(program)
    payments = program.payments
    assert refused(payments.check, JUNE).code == "AS-4200"
    payments.prepare(JUNE)
    for step in (payments.approve, payments.close, payments.settle):
        assert refused(step, JUNE).code == "AS-4202"
    closed(program, JUNE)
    assert refused(payments.prepare, JUNE).code == "AS-4202"
    payments.prepare(AUGUST)
    payments.keep(AUGUST, "x")
    payments.check(AUGUST)
    payments.approve(AUGUST)
    assert refused(payments.close, AUGUST).code == "AS-4208"
    assert refused(payments.prepare, JUNE.replace(month=5)).code == "AS-4209"


def test_another_officer_approves_where_the_office_says_so(program, tmp_path):
    people(program)
    program.payments.want_second_officer(True)
    officers.add(program.vault, MINH, "leader")
    program.payments.prepare(JUNE)
    program.payments.check(JUNE)
    error = refused(program.payments.approve, JUNE)
    assert (error.code, "Trần Thị Lan" in error.text) == ("AS-4205", True)
    program.vault.lock()
    folder = tmp_path / "xã"
    with open_data(folder, "minh", MINH.password) as other:
        assert other.payments.approve(JUNE).state == "approved"
        assert refused(other.payments.close, JUNE).code == "AS-1110"
    with open_data(folder, factories.OFFICER, factories.PASSWORD) as again:
        view = again.payments.close(JUNE)
        assert [(each["step"], each["name"]) for each in view.steps] == [
            ("prepared", "Trần Thị Lan"),
            ("checked", "Trần Thị Lan"),
            ("approved", "Lê Văn Minh"),
            ("closed", "Trần Thị Lan"),
        ]


def test_reopening_needs_a_leader_and_a_reason_and_leaves_its_mark(program):
    people(program)
    closed(program, JUNE)
    assert refused(program.payments.reopen, JUNE, " ").code == "AS-4206"
    officer = Program(program.vault, may=dataclasses.replace(program.access, role="officer"))
    assert refused(officer.payments.reopen, JUNE, "Nhầm").code == "AS-6322"
    view = program.payments.reopen(JUNE, "Thiếu một người")
    assert view.state == "prepared"
    assert (view.steps[-1]["step"], view.steps[-1]["reason"]) == ("reopened", "Thiếu một người")
    again = closed(program, JUNE)
    assert [each["step"] for each in again.steps].count("reopened") == 1
    program.check()


# ------------------------------------------------------------------------------------------------ paid once


def test_a_second_record_of_a_person_stands_in_the_way_and_is_not_paid(program):
    number = {"personal_id": "089080001299"}
    first = standing(program, "Danh An", person=number)
    standing(program, "Danh An", "suspended", person=number)
    with program.vault.work() as store:  # as a package or an older file may leave it
        store.session.connection().exec_driver_sql("UPDATE record SET state = 'paying'")
    view = program.payments.prepare(JUNE)
    assert [each.record_id for each in view.lines] == [first]
    assert codes(view)["AS-4212"] == "error"
    assert refused(program.payments.check, JUNE).code == "AS-4203"


@pytest.mark.parametrize("same", ["person", "number"])
def test_the_data_file_itself_holds_one_row_a_person_benefit_and_month(program, same):
    people(program, NAMES[:2])
    view = closed(program, JUNE)
    first, second = (each.content for each in view.lines)
    again = first if same == "person" else {**second, "personal_id": first["personal_id"]}
    if same == "number":
        other = standing(program, "Phan Hoa")
        again = {**again, "person_id": program.cases.get(other).person_id}
    with pytest.raises(sqlcipher.IntegrityError, match="UNIQUE"):
        written(program, lambda store, month: store.paid_months.write_rows(month, [again]))
    assert program.payments.view(JUNE) == view
    program.check()


def test_a_payment_by_hand_and_one_by_the_list_exclude_each_other(program):
    records = people(program, NAMES[:2])
    given = {"month": "2022-06", "paid": True, "amount": MONEY}
    event = program.cases.add_event(records["Danh An"], "payment", "2022-06-05", given)
    assert codes(program.payments.prepare(JUNE))["AS-4211"] == "error"
    program.cases.remove_event(event, "Ghi nhầm")
    closed(program, JUNE)
    error = refused(program.cases.add_event, records["Danh An"], "payment", "2022-06-25", given)
    assert error.code == "AS-4218"
    program.cases.add_event(records["Danh An"], "payment", "2022-07-05", {**given, "month": "2022-07"})
    assert codes(program.payments.view(JULY))["AS-4211"] == "error"


def written(program: Program, act: Callable[[Store, PaymentMonth], object]) -> None:
    with program.vault.work() as store:
        month = store.paid_months.of(factories.UNIT, "assistance", "2022-06")
        assert month is not None
        act(store, month)


def _set_in_row(store: Store, month: PaymentMonth, key: str, value: object) -> None:
    setattr(store.paid_months.rows(month)[0], key, value)


def test_no_way_in_moves_a_closed_row(program):
    people(program)
    view = closed(program, JUNE)
    for key, value in (("amount", 1), ("full_name", "Khác"), ("month", "2022-07"), ("parts", {})):
        spoil = functools.partial(_set_in_row, key=key, value=value)
        assert refused(written, program, spoil).code == "AS-4201"
    assert (
        refused(written, program, lambda store, month: store.paid_months.drop_rows(month)).code == "AS-4201"
    )
    assert refused(written, program, lambda _store, month: setattr(month, "frozen", {})).code == "AS-4201"
    assert program.payments.view(JUNE) == view
    with program.vault.work() as store:
        store.session.connection().exec_driver_sql("UPDATE payment_row SET amount = 1 WHERE position = 0")
    with pytest.raises(DataError) as caught:
        program.check()
    assert caught.value.code == "AS-1154"
    assert "Dòng chi trả" in caught.value.text


def shown_groups(view) -> dict[str, tuple[int, int]]:
    assert view.groups_before is not None
    return {name[:8]: (each.people, each.amount) for name, each in view.groups_before.items()}


def as_closed_by_an_older_program(program: Program, month: str) -> None:
    with program.vault.work() as store:
        store.session.connection().exec_driver_sql(
            "UPDATE payment_month SET frozen = json_remove(frozen, '$.groups_before') WHERE month = ?",
            (month,),
        )


def test_a_closed_month_knows_what_each_group_was_paid_before_whoever_left_it(program):
    records = people(program)
    child = standing(
        program,
        "Danh Trẻ",
        person={"birth_date": "2012-05-04"},
        social_group="k1",
        disability_degree=None,
        no_source_case="a",
    )
    june = closed(program, JUNE)
    change(program, records[NAMES[0]], "stopped", decrease_reason="dead", stopped_from="2022-07")
    change(program, child, social_group="k6", disability_degree="severe")
    live = program.payments.view(JULY)
    assert shown_groups(live) == {"khoản 1:": (1, 540_000), "khoản 6:": (len(NAMES), len(NAMES) * MONEY)}
    assert {each.clause[:8] for each in live.lines if each.clause} == {"khoản 6:"}
    july = closed(program, JULY)
    change(program, records[NAMES[2]], "stopped")  # what the records say later
    assert program.payments.view(JULY).groups_before == july.groups_before == live.groups_before
    assert july.identity.previous.amount == sum(amount for _people, amount in shown_groups(july).values())
    assert shown_groups(program.payments.view(JUNE)) == shown_groups(june), (
        "it keeps them where May is not closed"
    )

    as_closed_by_an_older_program(program, "2022-07")
    assert program.payments.view(JULY).groups_before == live.groups_before, (
        "June is closed as well, and tells it"
    )
    with program.vault.work() as store:
        store.session.connection().exec_driver_sql(
            "UPDATE payment_month SET frozen = json_set(frozen, '$.previous.amount', 1) WHERE month = '2022-07'"
        )
    assert program.payments.view(JULY).groups_before is None, (
        "another list of June stands here: it tells nothing"
    )
    as_closed_by_an_older_program(program, "2022-06")
    assert program.payments.view(JUNE).groups_before is None, "May was never closed: nobody knows it any more"


def test_every_act_stands_in_the_history(program):
    people(program)
    closed(program, JUNE)
    with program.vault.reading() as store:
        month = store.paid_months.of(factories.UNIT, "assistance", "2022-06")
        states = [
            change.fields["state"][1]
            for change in reversed(store.log.of(month.id))
            if "state" in change.fields
        ]
        assert states == ["prepared", "checked", "approved", "closed"]
        (row,) = store.log.of(store.paid_months.rows(month)[0].id)
        assert row.act == "insert"
        told = set(history.told_columns[PaymentRow.__tablename__])
        assert row.fields.keys() <= told
        assert row.fields["amount"] == [None, MONEY]


# ------------------------------------------------------------------------------------------------ results


def test_what_was_not_collected_is_carried_and_named_until_it_is(program, tmp_path):
    people(program)
    closed(program, JUNE)
    stick = unpaid(
        tmp_path,
        "Danh An;Chưa trả;Vắng nhà",
        "lê bình;Chưa trả và dừng;",
        heading="Họ và tên;Trạng thái;Lý do",
    )
    june = program.payments.bring_results(JUNE, stick)
    assert june.state == "paid_out"
    assert {each.full_name: each.outcome for each in june.lines} == {
        "Danh An": "carried",
        "Lê Bình": "stopped",
        "Võ Cúc": "paid",
        "Lý Dũng": "paid",
        "Trần Em": "paid",
    }
    assert refused(program.payments.reopen, JUNE, "Nhầm").code == "AS-4207"
    july = closed(program, JULY)
    an = next(each for each in july.lines if each.full_name == "Danh An")
    assert (an.amount, an.parts, an.carried) == (
        2 * MONEY,
        {"allowance": MONEY, "carried": MONEY},
        ("2022-06",),
    )
    assert amounts(july)["Lê Bình"] == MONEY
    assert july.identity.of("adjustment") == Sum(1, MONEY)
    assert july.identity.holds
    assert refused(program.payments.bring_results, JUNE, stick).code == "AS-4209"
    program.payments.bring_results(JULY, unpaid(tmp_path, "089080001200", heading="Số CCCD"))
    program.payments.settle(JULY)
    assert refused(program.payments.bring_results, JULY, stick).code == "AS-4202"
    closed(program, AUGUST)
    book = openpyxl.Workbook()
    book.active.append(["Mã hồ sơ"])
    book.active.append([an.number])
    book.save(tmp_path / "chua-tra.xlsx")
    program.payments.bring_results(AUGUST, tmp_path / "chua-tra.xlsx")
    september = program.payments.view(AUGUST.replace(month=9))
    (met,) = [each for each in september.met if each.code == "AS-4214"]
    assert (met.who, met.level) == ("Danh An", "warning")
    assert "06/2022, 07/2022, 08/2022" in met.said
    assert "TT 02/2021 Điều 2 khoản 3 điểm a" in met.said
    assert amounts(september)["Danh An"] == 4 * MONEY
    assert amounts(september)["Võ Cúc"] == MONEY
    document = pypdf.PdfReader(_stream(program.payments.pdf(AUGUST.replace(month=9))))
    assert "06, 07, 08/2022" in document.pages[0].extract_text()


def test_who_left_with_money_uncollected_stands_in_the_list_with_that_alone(program, tmp_path):
    records = people(program, NAMES[:2])
    closed(program, JUNE)
    program.payments.bring_results(JUNE, unpaid(tmp_path, "Danh An"))
    change(
        program,
        records["Danh An"],
        "stopped",
        {"death_date": "2022-06-20"},
        decrease_reason="dead",
        stopped_from="2022-07",
    )
    july = program.payments.prepare(JULY)
    assert amounts(july)["Danh An"] == MONEY
    assert codes(july)["AS-4216"] == "warning"
    assert july.identity.holds


def test_a_month_without_results_is_told_before_the_next_is_closed(program):
    people(program)
    closed(program, JUNE)
    view = program.payments.view(JULY)
    (met,) = view.met
    assert (met.code, met.record_id) == ("AS-4215", "")
    assert "5 người" in met.said


@pytest.mark.parametrize(
    ("rows", "heading", "code"),
    [
        (("Người Lạ",), "Họ và tên", "AS-4220"),
        (("Danh An;1950",), "Họ và tên;Năm sinh", "AS-4220"),
        (("Danh An;1980;Hòa Phú",), "Họ và tên;Năm sinh;Ấp", "AS-4220"),
        (("Danh An", "Danh An"), "Họ và tên", "AS-4223"),
        (("Danh An;mất",), "Họ và tên;Trạng thái", "AS-4222"),
        (("Danh An",), "Cột lạ", "AS-4221"),
    ],
)
def test_a_list_that_names_not_exactly_its_people_is_refused_whole(program, tmp_path, rows, heading, code):
    people(program)
    view = closed(program, JUNE)
    assert (
        refused(program.payments.bring_results, JUNE, unpaid(tmp_path, *rows, heading=heading)).code == code
    )
    assert program.payments.view(JUNE) == view


def test_two_of_one_name_are_told_apart_by_birth_and_hamlet(program, tmp_path):
    standing(program, "Danh An", person={"hamlet": "Hòa Phú"})
    standing(program, "Danh An", person={"hamlet": "Vĩnh Lợi"})
    closed(program, JUNE)
    assert refused(program.payments.bring_results, JUNE, unpaid(tmp_path, "Danh An")).code == "AS-4220"
    named = unpaid(tmp_path, "DANH AN;04/05/1980;ấp Hòa Phú", heading="Họ và tên;Ngày sinh;Địa chỉ")
    view = program.payments.bring_results(JUNE, named)
    assert {each.hamlet: each.outcome for each in view.lines} == {"Hòa Phú": "carried", "Vĩnh Lợi": "paid"}


# ------------------------------------------------------------------------------------------------ paper, command


def _stream(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def test_the_list_is_for_a4_by_hamlet_and_says_whether_it_is_closed(program):
    people(program)
    program.payments.prepare(JUNE)
    page = pypdf.PdfReader(_stream(program.payments.pdf(JUNE))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    text = " ".join(page.extract_text().split())
    assert "BẢN THẢO" in text
    closed(program, JUNE)
    pages = pypdf.PdfReader(_stream(program.payments.pdf(JUNE))).pages
    text = " ".join(" ".join(each.extract_text() for each in pages).split())
    assert "BẢN THẢO" not in text
    assert "Vĩnh Thạnh (3 người)" in text
    assert "Cộng Vĩnh Thạnh (3 người)" in text
    assert "Hai triệu bảy trăm nghìn đồng" in text
    assert "Kinh phí chăm sóc" not in text  # nobody has any


def test_the_command_takes_a_month_through_its_steps(program, tmp_path, capsys, monkeypatch):
    people(program)
    program.vault.lock()
    monkeypatch.setenv("ANSINH_PASSWORD", factories.PASSWORD)
    common = ["payments", "--data", str(tmp_path / "xã"), "--month", "2022-06"]

    def said(*more: str) -> dict:
        assert command.main([*common, *more, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert said()["state"] == "none"
    assert said("--prepare")["state"] == "prepared"
    assert said("--check")["state"] == "checked"
    assert command.main([*common, "--close"]) == 1
    assert "AS-4202" in capsys.readouterr().err
    assert said("--approve")["state"] == "approved"
    found = said("--close")
    assert set(found) == {
        *("month", "state", "rows", "people", "sum", "previous", "increase", "decrease", "adjustment"),
        *("holds", "findings"),
    }
    assert (found["month"], found["state"], found["people"], found["sum"]) == (
        "2022-06",
        "closed",
        5,
        5 * MONEY,
    )
    assert found["previous"] == {"people": 5, "sum": 5 * MONEY}
    assert found["holds"] is True
    row = found["rows"][0]
    assert set(row) == {"person", "record", "benefit", "amount", "parts", "decision", "article", "outcome"}
    assert (row["amount"], row["parts"], row["outcome"]) == (MONEY, {"allowance": MONEY}, None)
    assert "Điều 5 khoản 6" in row["article"]
    for name in ("a.pdf", "a.xlsx", "a.csv"):
        assert command.main([*common, "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size
    shown = capsys.readouterr().out
    assert "= Tháng này: 5 người, 2.700.000 đồng – khớp" in shown
    assert said("--reopen", "Nhầm")["state"] == "prepared"
    said("--check", "--approve", "--close")
    paid = said("--results", str(unpaid(tmp_path, "Danh An")))
    assert paid["state"] == "paid_out"
    assert [each["outcome"] for each in paid["rows"]].count("carried") == 1
    assert command.main([*common[:-1], "2022-07", "--second-officer", "có", "--prepare", "--check"]) == 0
    assert command.main([*common[:-1], "2022-07", "--approve"]) == 1
    assert "AS-4205" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------ its changes, printed


def test_what_became_of_the_list_is_printed_with_its_sums_and_never_moves(program, tmp_path):
    records = people(program)
    closed(program, JUNE)
    change(
        program, records["Danh An"], "stopped", person={"death_date": "2022-06-12"}, decrease_reason="dead"
    )
    standing(program, "Danh Mới", start_month="2022-07")
    change(program, records["Lê Bình"], disability_degree="very_severe")
    closed(program, JULY)
    printed = program.payments.pdf(JULY, "changes")
    said = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(_stream(printed)).pages).split())
    for words in (
        "BIẾN ĐỘNG CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG 07/2022",
        "Danh Mới",
        "Chết (12/06/2022)",
        "Tháng 06/2022: 5 người, 2.700.000 đồng.",
        "+ Tăng: 1 người, 540.000 đồng.",
        "− Giảm: 1 người, 540.000 đồng.",
        "± Điều chỉnh: 1 người, 180.000 đồng.",
        "= Tháng 07/2022: 5 người, 2.880.000 đồng.",
    ):
        assert words in said
    change(program, records["Lê Bình"], disability_degree="severe")
    change(program, records["Danh An"], person={"full_name": "Tên Khác"})
    assert program.payments.pdf(JULY, "changes") == printed
    assert program.payments.write(JULY, tmp_path / "bd.xlsx", "changes") == 3
    sheet = openpyxl.load_workbook(tmp_path / "bd.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "Danh Mới" in cells
    assert -540_000 in cells


def test_each_hamlet_begins_a_page_of_its_own_where_that_is_wanted(program):
    people(program, NAMES[:2])
    closed(program, JUNE)
    whole, parted = (
        [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(_stream(pdf)).pages]
        for pdf in (program.payments.pdf(JUNE), program.payments.pdf(JUNE, "hamlets"))
    )
    heads = [f"{each} (" for each in factories.HAMLETS[:2]]
    assert any(all(head in page for head in heads) for page in whole)
    assert not any(all(head in page for head in heads) for page in parted)
    assert "TỔNG CỘNG" in parted[-1]
    assert not any("TỔNG CỘNG" in page for page in parted[:-1])


def test_the_list_has_the_widths_and_heights_that_a_signature_needs(program):
    people(program, [f"Danh {name}" for name in "ABCDEFGHIKLMNOPQRSTUVXY"])
    standing(program, "Danh Nhận")
    closed(program, JUNE)
    with pdfplumber.open(_stream(program.payments.pdf(JUNE))) as pdf:
        tables = [page.find_tables()[0] for page in pdf.pages]
        texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    millimetres = [round((cell[2] - cell[0]) / 72 * 25.4) for cell in tables[0].rows[0].cells if cell]
    assert (millimetres[0], sum(millimetres)) == (10, 252)
    assert millimetres[-1] >= 36
    for row in (each for table in tables for each in table.rows[1:]):
        assert (row.bbox[3] - row.bbox[1]) / 72 * 25.4 > 8.9
    assert len(texts) > 1
    first = re.search(r"Cộng trang \((\d+) người\), chuyển trang sau", texts[0])
    assert first is not None
    assert f"Trang trước chuyển sang ({first[1]} người)" in texts[1]
    assert "TỔNG CỘNG (24 người)" in texts[-1]
    last = re.findall(r"(?:^| )\d+ (Danh \w+) ", texts[-1].partition("TỔNG")[0])
    assert len(last) >= 2, "the signatures never stand with one row alone"
