"""People who are never named: their records go the whole way by number, and in the end forget who they were about."""

import datetime
import io

import openpyxl
import pytest
import shiboken6
from pypdf import PdfReader
from PySide6.QtCore import Qt

from ansinh_desktop import app, clock
from ansinh_desktop.db.people import values_of
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.person import is_stand_in
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.search import find
from tests.e2e.casefile import CaseFile
from tests.factories import PROVINCE, case, new_vault, person, trust
from tests.paper_files import pdf
from tests.registers.factories import VIOLENCE

NAME = "Danh Thị Kim Ngọc"
MET = {
    "detected_on": "2026-05-04",
    "detection_source": "peer",
    "residence": "Không ổn định",
    "penalty_no": "77/QĐ-XPHC",
    "forced": False,
    "file_updated_on": "2026-05-06",
    "contact_consent": True,
    "contact_way": "Gặp chị Bảy đồng đẳng viên",
    "has_need": True,
    "note": "Có con nhỏ gửi bà ngoại",
}
UNNAMED = {"birth_date": "1996-03-08", "sex": "female"}
NAMED = person(full_name=NAME, birth_date="1996-03-08", personal_id="089196000123", phone="0912345678")
SECRETS = (NAME, "089196000123", "0912345678", "77/QĐ-XPHC", "chị Bảy", "bà ngoại", "Kim Ngọc", "1996-03-08")


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "data")[0]) as program:
        yield program


def printed(path) -> str:
    """Return what stands on a paper; a long number may be parted there."""
    said = " ".join(page.extract_text() for page in PdfReader(path).pages)
    return " ".join(said.split()).replace("2026- 0001", "2026-0001")


def supported(program, known=UNNAMED, scan=None) -> CaseFile:
    """Return a file that was closed with its aim reached, on 1 October 2026."""
    file = CaseFile(program, "prostitution", MET, person=known)
    if scan:
        program.attachments.add(file.id, scan)
    file.go("file_updated", "2026-05-06")
    file.go("outreach", "2026-05-10")
    file.happened("outreach", "2026-05-10", done_by="Đồng đẳng viên Bảy", content=f"Gặp {NAME}")
    file.happened("need", "2026-05-11", support="loan", need_status="not_yet")
    file.go("supporting", "2026-05-12")
    file.happened("support", "2026-06-01", support="loan", amount=5_000_000, giver=f"Giao cho {NAME}")
    file.happened("visit", "2026-07-01", findings=f"{NAME} đã có chỗ ở", visitor="Chị Bảy")
    file.write(outcome="has_job")
    file.go("closed", "2026-10-01", f"{NAME} có việc làm")
    return file


# ------------------------------------------------------------------------------------------------ without a name


def test_who_is_not_named_gets_a_name_that_is_like_no_other(program):
    one, other = (program.cases.save(case("prostitution", MET, person=UNNAMED)) for _ in range(2))
    names = {str(program.cases.get(each).person["full_name"]) for each in (one, other)}
    assert len(names) == 2
    assert all(map(is_stand_in, names))
    # As a draft too; and a name that was typed may be taken away again.
    draft = program.cases.save(case("prostitution", {}, person={"sex": "female"}, final=False))
    assert is_stand_in(str(program.cases.get(draft).person["full_name"]))
    named = program.cases.save(case("prostitution", MET, person=NAMED))
    assert program.cases.get(named).person["full_name"] == NAME
    program.cases.save(case("prostitution", MET, person=NAMED | {"full_name": None}, record_id=named))
    assert is_stand_in(str(program.cases.get(named).person["full_name"]))
    # Nobody is like them: no other record is offered beside.
    assert program.cases.alike(dict(program.cases.get(one).person), program.cases.get(one).person_id) == []


def test_another_register_asks_for_the_name_as_before(program):
    with pytest.raises(UserError) as refused:
        program.cases.save(case("children", {}, person={"sex": "female"}, final=False))
    assert refused.value.code == "AS-2037"


@pytest.mark.parametrize("final", [True, False])
def test_a_child_is_kept_in_no_such_record_not_even_as_a_draft(program, final):
    child = UNNAMED | {"birth_date": "2011-01-01"}
    with pytest.raises(InvalidRecordError) as refused:
        program.cases.save(case("prostitution", MET, person=child, final=final))
    (found,) = refused.value.findings
    assert found.code == "AS-7201"
    assert "Trẻ em bị xâm hại" in found.todo
    assert len(program.listing.rows(ListQuery("prostitution"))) == 0


# ------------------------------------------------------------------------------------------------ by number


def test_list_search_papers_and_package_go_by_the_number(program, tmp_path):
    record = program.cases.save(case("prostitution", MET, person=NAMED))
    number = program.cases.get(record).number
    assert number.startswith("HT-30325-2026-")
    rows = program.listing.rows(ListQuery("prostitution"))
    assert len(rows) == 1

    assert [each.name for each in find(program.vault, program.access, number)] == [number]
    for typed in ("Kim Ngọc", "089196000123", "0912345678"):
        assert find(program.vault, program.access, typed) == []
    assert program.people.rows("Ngọc").tolist() == []
    assert {each.who for each in program.agenda.items() if each.record_id == record} == {number}

    for ending in ("pdf", "xlsx", "csv"):
        assert program.lists.write("prostitution", tmp_path / f"list.{ending}") == 1
    assert number in printed(tmp_path / "list.pdf")
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    cells = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell)
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    (sheet,) = program.forms.offered(record)
    program.forms.save(record, sheet, tmp_path / "sheet.pdf")
    assert number in printed(tmp_path / "sheet.pdf")
    for said in (printed(tmp_path / "list.pdf"), cells, lines, printed(tmp_path / "sheet.pdf")):
        assert [each for each in SECRETS if each in said] == []


def test_the_order_of_a_list_does_not_tell_the_names(program, tmp_path):
    for name in ("Danh Thị Yến", "Danh Thị An", "Danh Thị Mai"):
        program.cases.save(case("prostitution", MET, person=UNNAMED | {"full_name": name}))
    program.lists.write("prostitution", tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    places = [lines.index(f"HT-30325-2026-000{nth}") for nth in (1, 2, 3)]
    assert places == sorted(places)


def test_it_travels_and_is_answered_by_its_number(program, tmp_path):
    file = supported(program)
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province:
        usb = tmp_path / "usb"
        usb.mkdir()
        trust(program, province, usb)
        trust(province, program, usb)
        package = program.outgoing.export(usb)
        assert NAME not in package.path.name
        taken = province.incoming.receive(package.path, usb)
        assert taken.results == {"accepted": 1}
        there = province.cases.get(file.id or "")
        assert (there.state, there.answers["outcome"]) == ("closed", "has_job")
        assert program.outgoing.take_receipt(taken.receipt).summary
        # What is forgotten here is forgotten there, with the next package.
        program.cases.move(file.id or "", "anonymised", "2028-10-02")
        assert province.incoming.receive(program.outgoing.export(usb).path, usb).results == {"accepted": 1}
        assert said_anywhere(province, file.id or "") == []


def test_a_list_of_before_comes_in_without_names(program, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["STT", "Năm sinh", "Giới tính", "Ngày phát hiện", "Nguồn phát hiện", "Nơi ở hiện nay", "Kết quả"]
    )
    sheet.append([1, 1996, "Nữ", "04/05/2026", "Tự tìm đến", "Xã Vĩnh Thạnh Trung", "Có việc làm"])
    sheet.append([2, 1996, "Nữ", "05/05/2026", "Công an chuyển", "không ổn định", ""])
    sheet.append([3, 2012, "Nữ", "06/05/2026", "Công an chuyển", "không ổn định", ""])
    book.save(tmp_path / "cũ.xlsx")
    outcome = drained(program.importing.plan(program.importing.open(tmp_path / "cũ.xlsx", "prostitution")))
    assert [row.what for row in outcome.rows] == [What.NEW, What.NEW, What.LEFT_OUT]
    assert "AS-7201" in [each.code for each in outcome.rows[2].findings]
    drained(program.importing.carry_out(outcome))
    assert len(program.listing.rows(ListQuery("prostitution"))) == 2


# ------------------------------------------------------------------------------------------------ a safe address


def test_a_safe_address_needs_a_keeper_alone_and_is_told_by_its_code(program, tmp_path):
    keeper = {"full_name": "Lê Thị Bảy", "phone": "0987654321"}
    place = {
        "place_code": "A1",
        "place_type": "trusted_address",
        "place_name": "Nhà ông Sáu Ấp Hòa Phú",
        "capacity": 4,
        "open_from": "2025-01-01",
    }
    record = program.cases.save(case("safe_addresses", place, person=keeper))
    found = program.cases.get(record)
    assert (found.draft, found.number) == (False, "TL-30325-2025-0001")
    assert find(program.vault, program.access, "Thị Bảy") == []
    program.lists.write("safe_addresses", tmp_path / "list.pdf")
    (sheet,) = program.forms.offered(record)
    program.forms.save(record, sheet, tmp_path / "sheet.pdf")
    for paper in ("list", "sheet"):
        said = printed(tmp_path / f"{paper}.pdf")
        assert "A1" in said
        assert [each for each in ("Bảy", "0987654321", "Sáu", "Hòa Phú") if each in said] == []
    with pytest.raises(InvalidRecordError):
        program.cases.save(case("safe_addresses", place, person={"phone": "0987654321"}))
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province:
        usb = tmp_path / "usb"
        usb.mkdir()
        trust(program, province, usb)
        trust(province, program, usb)
        assert province.incoming.receive(program.outgoing.export(usb).path, usb).results == {"accepted": 1}
    assert {each.code for each in step_findings_of(program, record, "closed")} == {"AS-6301"}


def step_findings_of(program, record, state):
    return program.cases.step_findings(record, state, "2026-01-01")


# ------------------------------------------------------------------------------------------------ a child


def test_a_beaten_childs_own_case_is_begun_from_the_case_of_violence(program, qtbot, tmp_path):
    child = person(full_name="Neáng Phượng", birth_date="2015-03-05")
    answers = VIOLENCE | {"priority_groups": ["child"]}
    beaten = program.cases.save(case("violence", answers, person=child))
    app.make_application()
    window = app.Window(tmp_path / "none")
    window.resize(1366, 768)
    pages = window.open(program)
    with qtbot.waitExposed(window):
        window.show()
    try:
        pages.open_case(beaten, "violence")
        desk = pages.desk("violence")
        assert desk is not None
        qtbot.waitUntil(lambda: desk.case.case is not None and desk.case.deadlines.open_button.isVisible())
        qtbot.mouseClick(desk.case.deadlines.open_button, Qt.MouseButton.LeftButton)
        other = pages.desk("child_abuse")
        assert other is not None
        qtbot.waitUntil(lambda: other.form is not None and other.form.whose.person_id is not None)
        assert other.form is not None
        assert other.form.box.fields.values()["full_name"] == "Neáng Phượng"
        other.form.fields.set_answer("received_at", "2026-05-04T15:00")
        other.form.fields.set_answer("report_kind", "abused")
        other.form.fields.set_answer("emergency", False)
        with qtbot.waitSignal(other.form.saved):
            other.form.save(final=False)
        assert [each.opens for each in program.agenda.of_record(beaten) if each.opens] == []
    finally:
        window.put_away()
        shiboken6.delete(window)


# ------------------------------------------------------------------------------------------------ forgotten


def said_anywhere(program, record: str) -> list[str]:
    """Return which of the secrets the rows of a record, its page or its history still tell."""
    out = io.StringIO()
    with program.vault.reading() as store:
        row = store.records.get(record)
        print(row.answers, row.kept, row.close_reason, file=out)
        print(values_of(store.people.get(row.person_id)), file=out)
        for each in store.records.events(record):
            print(each.answers, each.note, file=out)
    print(program.cases.get(record), program.cases.history(record), file=out)
    print(program.attachments.of_record(record), file=out)
    return [each for each in SECRETS if each in out.getvalue()]


@pytest.fixture
def forgotten(program, tmp_path, monkeypatch):
    scan = tmp_path / f"CCCD {NAME}.pdf"
    scan.write_bytes(pdf("CCCD"))
    file = supported(program, NAMED, scan)
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2028, 10, 2))
    now = datetime.datetime.fromisoformat("2028-10-02T08:00")
    assert list(file.tasks(now.isoformat())) == ["pros_anonymise"]
    assert [each.task for each in program.agenda.items(now) if each.record_id == file.id] == [
        "pros_anonymise"
    ]
    assert [each for each in SECRETS if each in said_anywhere(program, file.id or "")]
    file.go("anonymised", "2028-10-02")
    return file


def test_after_its_time_a_record_keeps_figures_and_forgets_the_person(program, forgotten):
    found = program.cases.get(forgotten.id)
    assert said_anywhere(program, forgotten.id) == []
    assert is_stand_in(str(found.person["full_name"]))
    assert {key: found.person[key] for key in found.person if key != "full_name"} == {
        "sex": "female",
        "birth_date": "1996",
    }
    with program.vault.reading() as store:
        kept = dict(store.records.get(forgotten.id).answers)
    assert kept.pop("residence") == "(đã xóa)"
    assert kept == {
        "detected_on": "2026-05-04",
        "detection_source": "peer",
        "file_updated_on": "2026-05-06",
        "contact_consent": True,
        "has_need": True,
        "forced": False,
        "outcome": "has_job",
    }
    supports = [each for each in found.events if each.kind == "support"]
    assert [(each.amount, each.answers["support"]) for each in supports] == [(5_000_000, "loan")]
    assert forgotten.tasks("2028-10-03T08:00") == {}
    assert program.attachments.of_record(forgotten.id) == []
    program.check()


def test_nothing_brings_back_what_was_forgotten(program, forgotten):
    with pytest.raises(UserError) as refused:
        program.cases.reopen(forgotten.id, "2028-10-03", "Nhầm")
    assert refused.value.code == "AS-2092"
    codes = []
    for act in program.undo.acts():
        with pytest.raises(UserError) as refused:
            program.undo.take_back(act.id)
        codes.append(refused.value.code)
    # What came before is stood upon by what was done later; the forgetting itself is the last.
    assert codes[0] == "AS-2092"
    rows = program.cases.history(forgotten.id)
    assert not any(each.key or each.masked for each in rows)
    with pytest.raises(UserError) as refused:
        program.cases.reveals.line(forgotten.id, rows[0], "Cần xem lại giá trị cũ")
    assert refused.value.code == "AS-2092"
    assert said_anywhere(program, forgotten.id) == []


def test_whoever_has_other_records_keeps_what_is_known_in_them(program, monkeypatch):
    file = supported(program, NAMED)
    owner = program.cases.get(file.id or "").person_id
    other = program.cases.save(case("children", {}, person=NAMED, person_id=owner, final=False))
    file.go("anonymised", "2028-10-02")
    assert program.cases.get(other).person["full_name"] == NAME
    assert program.cases.get(file.id or "").person_id != owner
    assert said_anywhere(program, file.id or "") == []
