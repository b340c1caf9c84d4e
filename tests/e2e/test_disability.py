"""A disabled person from the request to the certificate and the receipt; what the certificate says, assistance is told."""

import datetime
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QPushButton

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.e2e.new_register import printed
from tests.factories import DECIDED, case, person
from tests.ui.whole_window import whole_window

NOVEMBER = datetime.datetime.fromisoformat("2026-11-20T08:00")
WHO = person(full_name="Chau Sóc", birth_date="1980-05-04", sex="male")
REQUEST: dict[str, Any] = {
    "received_on": "2026-10-05",
    "request_kind": "determine",
    "claimed_types": ["movement"],
}
MET = {
    "meeting_on": "2026-10-19",
    "members_present": ["chairman", "health_station", "officer", "front", "women"],
    "minutes_no": "7/BB",
    "votes_for": 5,
    "conclusion": "disabled",
    "concluded_on": "2026-10-19",
    "disability_degree": "very_severe",
    "disability_types": ["movement"],
}
CERTIFIED = {
    "certificate_no": "112",
    "certificate_date": "2026-10-23",
    "certificate_place": "Xã Vĩnh Thạnh Trung",
}


def again(program, record, answers):
    """Save a record with more answers."""
    known = program.cases.get(record)
    program.cases.save(
        case(
            "disability",
            known.answers | answers,
            person=known.person,
            person_id=known.person_id,
            record_id=record,
        )
    )


def certified(program, **answers):
    """Return the record of somebody who was determined and has the certificate."""
    record = program.cases.save(case("disability", REQUEST | MET | CERTIFIED | answers, person=WHO))
    for state in ("council", "posted", "issued"):
        program.cases.move(record, state, "2026-10-23")
    return record


def test_from_the_request_to_the_certificate_and_the_receipt(commune, province, usb, tmp_path):
    record = commune.cases.save(case("disability", REQUEST, person=WHO))
    assert commune.cases.get(record).number == "KT-30325-2026-0001"
    assert [each.task for each in commune.agenda.of_record(record, NOVEMBER)] == ["dis_council"]
    with pytest.raises(UserError):
        commune.cases.move(record, "council", "2026-10-19")
    again(commune, record, MET)
    commune.cases.move(record, "council", "2026-10-19")
    commune.cases.move(record, "posted", "2026-10-19")
    with pytest.raises(UserError):
        commune.cases.move(record, "issued", "2026-10-23")
    again(commune, record, CERTIFIED)
    commune.cases.move(record, "issued", "2026-10-23")
    commune.cases.add_event(record, "support", "2026-11-02", {"support": "health_care", "amount": 2_500_000})

    forms = {each.code: each for each in commune.forms.offered(record)}
    assert {"m01", "m02", "m03", "m05", "m06"} <= forms.keys()
    commune.forms.save(record, forms["m05"], tmp_path / "m05.pdf")
    said = printed(tmp_path / "m05.pdf")
    for words in (
        "Mẫu số 05 – TT 01/2019/TT-BLĐTBXH",
        "CHAU SÓC",
        "Số: 7/BB",
        "đồng ý 5",
        "Đặc biệt nặng",
    ):
        assert words in said

    on = datetime.date(2026, 11, 20)
    assert commune.lists.write("disability", tmp_path / "list.xlsx", "disabled", on=on) == 1
    cells = [str(cell.value) for row in openpyxl.load_workbook(tmp_path / "list.xlsx").active for cell in row]
    assert {"Chau Sóc", "Khuyết tật vận động", "112"} <= set(cells)
    assert commune.lists.write("disability", tmp_path / "hardship.pdf", "hardship", on=on) == 0
    again(commune, record, {"hardship": True, "hardship_reason": "Sống một mình"})
    assert commune.lists.write("disability", tmp_path / "hardship.pdf", "hardship", on=on) == 1
    assert "2.500.000" in printed(tmp_path / "hardship.pdf")

    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.results == {"accepted": 1}
    assert commune.outgoing.take_receipt(taken.receipt).returned == 0
    assert commune.cases.get(record).sent.kind is SentKind.CONFIRMED
    there = province.cases.get(record)
    assert (there.answers, there.state) == (commune.cases.get(record).answers, "issued")
    shown = {(each.field, each.after) for each in commune.cases.history(record)}
    assert ("Mức độ khuyết tật", "Đặc biệt nặng") in shown


def test_a_list_kept_in_excel_comes_in_as_people_with_certificates(commune, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(
        ("TT", "Họ và tên", "Năm sinh", "Giới tính", "Ấp", "Dạng tật", "Mức độ", "Số GXN", "Ngày cấp GXN")
    )
    book.active.append((1, "Danh Văn Mười", 1975, "Nam", "Vĩnh Lợi", "Vận động", "Nặng", "15", "02/05/2021"))
    book.active.append(
        (2, "Thạch Thị Sen", 1969, "Nữ", "Hòa Phú", "Nhìn, nghe nói", "ĐBN", "16", "02/05/2021")
    )
    book.save(tmp_path / "khuyết tật.xlsx")
    assert commune.importing.bring(tmp_path / "khuyết tật.xlsx", "disability").count(What.NEW) == 2
    found = [commune.cases.get(each) for each in commune.listing.ids(ListQuery("disability"))]
    assert {each.state for each in found} == {"issued"}
    assert {each.answers["disability_degree"] for each in found} == {"severe", "very_severe"}


# ------------------------------------------------------------------------------------------------ what assistance is told

PAID = DECIDED | {
    "received_on": "2026-01-05",
    "decision_date": "2026-01-10",
    "start_month": "2026-01",
    "certificate_no": "40",
    "certificate_date": "2025-12-15",
    "disability_types": ["movement"],
    "recorded_month": "2026-01",
}


def paid(program, **answers):
    """Return the allowance of the same person, severely disabled since before."""
    whom = program.people.find("Chau Sóc")
    record = program.cases.save(
        case("assistance", PAID | answers, person=WHO, person_id=whom[0].id if whom else None, final=False)
    )
    with program.vault.work() as store:
        found = store.records.get(record)
        found.draft = False
        store.records.set_state(found, "paying", closed_on=None, reason=None)
    return record


def told(program, record):
    return [
        each for each in program.agenda.of_record(record, NOVEMBER) if each.task == "paper_says_otherwise"
    ]


def amount(program, record, month):
    return program.entitlements.why(record, datetime.date.fromisoformat(f"{month}-28")).explanation.title


def test_a_certificate_of_another_degree_is_told_and_taken_over_from_its_month(commune):
    source = certified(commune)
    record = paid(commune)
    (task,) = told(commune, record)
    assert "Giấy xác nhận khuyết tật số 112, ngày 23/10/2026" in task.what
    assert "Mức độ khuyết tật: Nặng → Đặc biệt nặng" in task.what
    assert "từ tháng 10/2026" in task.what
    assert record in {each.record_id for each in commune.agenda.items(NOVEMBER) if each.task == task.task}
    assert told(commune, source) == []
    assert "810.000" in amount(commune, record, "2026-11")

    before = {each.code for each in commune.cases.get(record).findings}
    commune.established.take_over(record)
    assert {each.code for each in commune.cases.get(record).findings} <= before
    assert told(commune, record) == []
    assert commune.established.proposed(record) is None
    assert "810.000" in amount(commune, record, "2026-09")
    assert "1.080.000" in amount(commune, record, "2026-10")
    assert commune.cases.get(record).answers["certificate_no"] == "112"
    with pytest.raises(UserError):
        commune.established.take_over(record)

    commune.undo.take_back(commune.undo.last_act_id())
    assert commune.cases.get(record).answers["disability_degree"] == "severe"
    assert len(told(commune, record)) == 1


def test_what_is_not_settled_is_not_told(commune):
    source, record = certified(commune), paid(commune)
    assert len(told(commune, record)) == 1
    again(commune, source, {"withdrawal_asked_on": "2026-11-10", "withdrawn_on": "2026-11-12"})
    commune.cases.move(source, "withdrawn", "2026-11-12", "Cấp không đúng")
    assert told(commune, record) == []


def test_an_allowance_that_knows_of_a_later_certificate_is_told_nothing(commune):
    certified(commune)
    assert told(commune, paid(commune, certificate_date="2026-11-02")) == []


def test_whoever_may_not_see_the_register_is_not_told(commune):
    certified(commune)
    record = paid(commune)
    may = Access("minh", "officer", {"assistance": "rw"})
    assert told(Program(commune.vault, may=may), record) == []
    reader = Program(commune.vault, may=Access("minh", "viewer", {"assistance": "r", "disability": "r"}))
    assert len(told(reader, record)) == 1
    with pytest.raises(UserError):
        reader.established.take_over(record)


def test_a_first_certificate_older_than_the_allowance_was_so_from_the_beginning(commune):
    certified(commune, received_on="2025-10-01", meeting_on="2025-10-15", concluded_on="2025-10-15",
              certificate_date="2025-10-20")  # fmt: skip
    record = paid(commune, certificate_date=None, certificate_no=None)
    commune.established.take_over(record)
    answers = commune.cases.get(record).answers
    assert (answers["disability_degree"], answers["certificate_date"]) == ("very_severe", "2025-10-20")
    assert "by_month" not in answers


def test_the_page_of_the_allowance_offers_it_with_one_button(commune, qtbot, tmp_path):
    certified(commune)
    record = paid(commune)
    with whole_window(qtbot, commune, tmp_path / "none") as window:
        pages = window.pages
        pages.open_case(record, "assistance")
        desk = pages.page()
        assert isinstance(desk, RegisterDesk)
        page = desk.case
        qtbot.waitUntil(lambda: page.case is not None and page.told.isVisible())
        button = next(
            each for each in page.told.findChildren(QPushButton) if each.text() == "Ghi vào hồ sơ này"
        )
        button.click()
        qtbot.waitUntil(lambda: page.case.answers["disability_degree"] == "very_severe")
        qtbot.waitUntil(lambda: not page.told.isVisible())
