"""A new register whose records are about households, dated by decisions, is one file too: nothing else knows of it."""

import datetime

import openpyxl
import pytest
import shiboken6
from PySide6.QtWidgets import QLabel

from ansinh_desktop import app
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.e2e import new_register
from tests.e2e.new_register import printed
from tests.factories import OFFICE, PROVINCE, case, orphan, person, trust

CODE = '''
    """Poor and near-poor households (hộ nghèo, hộ cận nghèo), reviewed every year."""

    import datetime

    from ansinh_desktop.registers import household, kinds, parts
    from ansinh_desktop.registers.answer import rows_of
    from ansinh_desktop.registers.duties import Task, end_of
    from ansinh_desktop.registers.field import Field, Section
    from ansinh_desktop.registers.life_cycle import LifeCycle
    from ansinh_desktop.registers.paper_forms import (
        PaperForm,
        Say,
        SignedBy,
        Table,
        TableColumn,
    )
    from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
    from ansinh_desktop.registers.register import Register
    from ansinh_desktop.rules import deadlines

    ORDER = 91

    SECTIONS = (
        Section("Hộ gia đình", (
            Field("people", "Số nhân khẩu", kinds.Whole(least=1, most=30), required=True, aliases=("Nhân khẩu",)),
            Field("members", "Thành viên", kinds.Rows((
                Field("name", "Họ và tên", kinds.Name(), required=True),
                Field("born", "Ngày sinh", kinds.PartialDate()),
            ))),
            Field("lacking", "Thiếu hụt", kinds.Text(), aliases=("Chỉ số thiếu hụt",)),
        )),
    )


    def reviewed(facts):
        """Yield the review of the year, while no decision speaks of what comes after it."""
        state = household.state_on(rows_of(facts.person, household.STATUSES), datetime.date.max)
        for fixed in deadlines.fixed_dates("household") if state else ():
            for nominal in fixed.nominal_days(facts.on.year):
                if state["valid_from"] <= nominal.isoformat():
                    day = fixed.last_day(nominal)
                    shown = end_of(day - datetime.timedelta(days=100))
                    yield Task(fixed.id, fixed.step, end_of(day), shown, fixed.article, mark=fixed.mark)


    def is_poor(facts):
        return household.status_on(rows_of(facts.person, household.STATUSES), facts.on) == "poor"


    REGISTER = Register(
        code="poor_household",
        prefix="HN",
        title="Hộ nghèo, hộ cận nghèo",
        short_title="Hộ nghèo",
        icon="house",
        subject="Chủ hộ",
        sections=SECTIONS,
        events=(household.status_event(), parts.visit_event()),
        life_cycle=LifeCycle({"": "children"}),
        listed=("record.number", "person.full_name", "people", "household_status", "household_valid_from"),
        filters=(),
        papers=(PaperList("poor", "Danh sách hộ nghèo", (
            PaperColumn("person.full_name", "Chủ hộ", 2), PaperColumn("people", "Số nhân khẩu", total=True),
            PaperColumn("household_valid_from", "Từ ngày"), PaperColumn("household_decision_no", "Quyết định số"),
        ), includes=is_poor),),
        legal_basis="NĐ 07/2021/NĐ-CP",
        computed=household.STATUS_COLUMNS,
        deadlines=("household",),
        foreseen=(reviewed,),
        forms=(PaperForm(
            code="certificate",
            title="GIẤY CHỨNG NHẬN",
            subtitle="Hộ nghèo, hộ cận nghèo",
            model="Mẫu số 01",
            legal="QĐ 24/2021/QĐ-TTg",
            event="household_status",
            dated="event.decision_on",
            pieces=(
                Say("Chủ hộ: {person.full_name:upper}"),
                Say("Được công nhận là {event.status} từ ngày {event.valid_from}, theo quyết định {event.decision_no}"),
                Table("members", (TableColumn("name", "Họ và tên", 2), TableColumn("born", "Ngày sinh"))),
            ),
            signatures=(SignedBy(("CHỦ TỊCH",)),),
        ),),
    )
'''
HOME = {"people": 4, "lacking": "Nhà ở", "members": [{"name": "Danh Thị Na", "born": "2015-02-03"}]}
POOR = {
    "status": "poor",
    "valid_from": "2026-01-01",
    "decision_no": "215/QĐ-UBND",
    "decision_on": "2025-12-20",
}
NEAR_POOR = {
    "status": "near_poor",
    "valid_from": "2027-01-01",
    "decision_no": "230/QĐ-UBND",
    "decision_on": "2026-11-20",
}


@pytest.fixture
def dropped(tmp_path, monkeypatch):
    with new_register.dropped(tmp_path, monkeypatch, "poor_household", CODE) as register:
        yield register


@pytest.fixture
def made(tmp_path, dropped):
    with new_register.units(tmp_path) as make:
        yield make


@pytest.fixture
def commune(made):
    return made("xã", OFFICE)


def add_home(commune, name="Danh Văn Tám"):
    return commune.cases.save(
        case("poor_household", HOME, person=person(full_name=name, birth_date="1980", poverty_status=None))
    )


def decide(commune, record, status):
    return commune.cases.add_event(record, "household_status", status["decision_on"], status)


def standing(commune, record):
    return commune.cases.get(record).person.get("poverty_status")


def test_a_decision_dates_the_household_and_holds_for_every_member(commune):
    home, child = add_home(commune), commune.cases.save(orphan())
    decided = decide(commune, home, POOR)
    head = commune.people.get(commune.cases.get(home).person_id)
    assert head.household.values["statuses"] == [POOR]
    assert [each.head for each in head.household.members] == [True]

    commune.people.join(commune.cases.get(child).person_id, head.household.id)
    assert standing(commune, home) == standing(commune, child) == "poor"
    decide(commune, home, NEAR_POOR)
    assert commune.cases.get(home).computed["household_decision_no"] == "215/QĐ-UBND"

    commune.cases.remove_event(decided, "Ghi nhầm hộ")
    assert standing(commune, home) is None
    assert standing(commune, child) is None
    assert commune.people.get(head.id).household.values["statuses"] == [NEAR_POOR]


def test_a_record_taken_back_takes_its_decisions_with_it(commune):
    home = add_home(commune)
    decide(commune, home, POOR)
    owner = commune.cases.get(home).person_id
    commune.cases.remove(home, "Nhập nhầm")
    left = commune.people.get(owner)
    assert "poverty_status" not in left.person
    assert "statuses" not in left.household.values


def test_a_decision_taken_back_leaves_the_household_as_it_was_and_may_come_again(commune):
    home = add_home(commune)
    owner = commune.cases.get(home).person_id
    before = commune.people.get(owner)
    decide(commune, home, POOR)
    undone = commune.undo.take_back(commune.undo.last_act_id())
    found = commune.people.get(owner)
    assert (found.person, found.household, commune.cases.get(home).events) == (before.person, None, [])
    commune.undo.take_back(undone.id)
    found = commune.people.get(owner)
    assert (found.person["poverty_status"], found.household.values["statuses"]) == ("poor", [POOR])
    decide(commune, home, NEAR_POOR)
    first = commune.undo.acts(4)[3].id
    assert not commune.undo.act(first).may_be_taken_back  # another decision stands on it
    commune.check()


def test_a_list_says_how_a_household_stood_on_its_day(commune, tmp_path):
    decide(commune, home := add_home(commune), POOR)
    decide(commune, home, NEAR_POOR)
    add_home(commune, "Danh Văn Chín")
    counts = {
        day: commune.lists.write(
            "poor_household", tmp_path / f"{day}.pdf", on=datetime.date.fromisoformat(day)
        )
        for day in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")
    }
    assert list(counts.values()) == [0, 1, 1, 0]
    said = printed(tmp_path / "2026-01-01.pdf")
    assert all(words in said for words in ("Danh Văn Tám", "01/01/2026", "215/QĐ-UBND"))
    assert commune.lists.write("poor_household", tmp_path / "list.xlsx", on=datetime.date(2026, 6, 1)) == 1
    cells = [str(cell.value) for row in openpyxl.load_workbook(tmp_path / "list.xlsx").active for cell in row]
    assert {"Danh Văn Tám", "215/QĐ-UBND"} <= set(cells)


def test_every_year_it_is_to_be_reviewed_until_a_decision_says_what_comes_next(commune):
    home, now = add_home(commune), datetime.datetime.fromisoformat("2026-11-20T08:00")
    assert commune.agenda.of_record(home, now) == []
    decide(commune, home, POOR)
    (review,) = commune.agenda.of_record(home, now)
    assert (review.task, review.due.date().isoformat()) == ("poverty_review", "2026-12-14")
    assert home in {each.record_id for each in commune.agenda.items(now)}
    decide(commune, home, NEAR_POOR)
    assert commune.agenda.of_record(home, now) == []
    (again,) = commune.agenda.of_record(home, now.replace(year=2027))
    assert again.due.year == 2027


def test_its_papers_and_its_history_say_the_decision(commune, tmp_path):
    home = add_home(commune)
    decide(commune, home, POOR)
    certificate, sheet = commune.forms.offered(home)
    commune.forms.save(home, certificate, tmp_path / "form.pdf")
    said = printed(tmp_path / "form.pdf")
    for words in ("DANH VĂN TÁM", "Hộ nghèo từ ngày 01/01/2026", "215/QĐ-UBND", "Danh Thị Na", "03/02/2015"):
        assert words in said
    commune.forms.save(home, sheet, tmp_path / "sheet.pdf")
    said = printed(tmp_path / "sheet.pdf")
    for words in ("Số nhân khẩu", "Tình trạng hộ theo quyết định", "Quyết định về tình trạng hộ"):
        assert words in said
    head = person(full_name="Danh Văn Tám", birth_date="1980", poverty_status="poor")
    commune.cases.save(case("poor_household", HOME | {"people": 5}, person=head, record_id=home))
    shown = {(each.field, each.before, each.after) for each in commune.cases.history(home)}
    assert {("Số nhân khẩu", "4", "5"), ("Tình trạng hộ", "", "Hộ nghèo")} <= shown


def test_a_list_kept_in_excel_comes_in(commune, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(("TT", "Họ và tên", "Năm sinh", "Ấp", "Nhân khẩu", "Chỉ số thiếu hụt"))
    book.active.append((1, "Danh Văn Mười", 1975, "Vĩnh Lợi", 5, "Bảo hiểm y tế"))
    book.save(tmp_path / "hộ nghèo.xlsx")
    outcome = commune.importing.bring(tmp_path / "hộ nghèo.xlsx", "poor_household")
    assert outcome.count(What.NEW) == 1
    assert commune.listing.counts()["poor_household"] == 1


def test_it_travels_with_the_household_and_its_receipt_comes_back(commune, made, tmp_path):
    province, usb = made("tỉnh", PROVINCE), tmp_path / "usb"
    usb.mkdir()
    home = add_home(commune)
    decide(commune, home, POOR)
    trust(commune, province, usb)
    trust(province, commune, usb)
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.results == {"accepted": 1}
    assert commune.outgoing.take_receipt(taken.receipt).returned == 0
    assert commune.cases.get(home).sent.kind is SentKind.CONFIRMED
    there = province.cases.get(home)
    assert (there.answers, there.computed["household_status"]) == (HOME, "poor")
    assert [each.kind for each in there.events] == ["household_status"]
    assert province.lists.write("poor_household", tmp_path / "tỉnh.pdf", on=datetime.date(2026, 6, 1)) == 1
    with pytest.raises(UserError):
        decide(province, home, NEAR_POOR)

    decide(commune, home, NEAR_POOR)
    assert commune.cases.get(home).sent.kind is SentKind.NOT_SENT
    province.incoming.receive(commune.outgoing.export(usb).path, usb)
    owner = province.people.get(there.person_id)
    assert [each["status"] for each in owner.household.values["statuses"]] == ["poor", "near_poor"]


def test_the_window_shows_it_with_its_form(commune, qtbot, tmp_path):
    home = add_home(commune)
    decide(commune, home, POOR)
    app.make_application()
    window = app.Window(tmp_path / "none")
    window.resize(1366, 768)
    pages = window.open(commune)
    with qtbot.waitExposed(window):
        window.show()
    try:
        assert "register:poor_household" in pages.page_keys()
        pages.open_case(home, "poor_household")
        desk = pages.page()
        assert isinstance(desk, RegisterDesk)
        qtbot.waitUntil(lambda: desk.case.case is not None)
        said = [each.text() for each in desk.case.findChildren(QLabel)]
        assert {"Tình trạng hộ theo quyết định", "Hộ nghèo"} <= set(said)
        desk.new_case()
        qtbot.waitUntil(lambda: desk.form is not None and desk.form.isVisible())
        assert {"people", "members", "lacking"} <= desk.form.fields.declared.keys()
        desk.form.leave()
    finally:
        window.put_away()
        # At once: its form must ask nothing more when the register is gone.
        shiboken6.delete(window)
