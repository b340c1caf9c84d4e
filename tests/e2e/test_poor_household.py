"""Poor and near-poor households from the request to the receipt: what a decision dates, every member has, and is paid by."""

import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.e2e.new_register import printed
from tests.factories import case, orphan, person
from tests.ui.whole_window import whole_window

HOME: dict[str, Any] = {
    "area": "rural",
    "people": 2,
    "causes": ["capital"],
    "members": [{"name": "Danh Thị Na", "born": "2015-02-03"}],
}
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
            "poor_household", tmp_path / f"{day}.pdf", "poor", on=datetime.date.fromisoformat(day)
        )
        for day in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")
    }
    assert list(counts.values()) == [0, 1, 1, 0]
    said = printed(tmp_path / "2026-01-01.pdf")
    assert all(words in said for words in ("Danh Văn Tám", "01/01/2026", "215/QĐ-UBND"))
    on = datetime.date(2026, 6, 1)
    assert commune.lists.write("poor_household", tmp_path / "list.xlsx", "poor", on=on) == 1
    cells = [str(cell.value) for row in openpyxl.load_workbook(tmp_path / "list.xlsx").active for cell in row]
    assert {"Danh Văn Tám", "215/QĐ-UBND"} <= set(cells)


def test_its_papers_and_its_history_say_the_decision(commune, tmp_path):
    home = add_home(commune)
    decide(commune, home, POOR)
    offered = {each.code: each for each in commune.forms.offered(home)}
    assert {"m01", "m04", "decision", "certificate", "case_sheet"} <= offered.keys()
    commune.forms.save(home, offered["certificate"], tmp_path / "form.pdf")
    said = printed(tmp_path / "form.pdf")
    for words in ("DANH VĂN TÁM", "Hộ nghèo, từ ngày 01/01/2026", "215/QĐ-UBND", "Danh Thị Na", "03/02/2015"):
        assert words in said
    commune.forms.save(home, offered["case_sheet"], tmp_path / "sheet.pdf")
    said = printed(tmp_path / "sheet.pdf")
    for words in ("Số nhân khẩu", "Diện theo quyết định", "Quyết định về tình trạng hộ"):
        assert words in said
    head = person(full_name="Danh Văn Tám", birth_date="1980", poverty_status="poor")
    more = {"members": [*HOME["members"], {"name": "Danh Thị Hạnh"}], "people": 3}
    commune.cases.save(case("poor_household", HOME | more, person=head, record_id=home))
    shown = {(each.field, each.before, each.after) for each in commune.cases.history(home)}
    assert {("Số nhân khẩu", "2", "3"), ("Tình trạng hộ", "", "Hộ nghèo")} <= shown


def test_a_list_kept_in_excel_comes_in_and_one_act_dates_all_of_it(commune, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(
        ("TT", "Họ và tên", "Năm sinh", "Giới tính", "Ấp", "Khu vực", "Nhân khẩu", "B1", "B2", "Diện hộ")
    )
    book.active.append((1, "Danh Văn Mười", 1975, "Nam", "Vĩnh Lợi", "Nông thôn", 5, 120, 40, "Hộ nghèo"))
    book.active.append((2, "Thạch Thị Sen", 1969, "Nữ", "Hòa Phú", "Nông thôn", 3, 135, 20, "Hộ nghèo"))
    book.save(tmp_path / "hộ nghèo.xlsx")
    outcome = commune.importing.bring(tmp_path / "hộ nghèo.xlsx", "poor_household")
    assert outcome.count(What.NEW) == 2
    homes = commune.listing.ids(ListQuery("poor_household"))
    assert {commune.cases.get(each).state for each in homes} == {"listed"}
    assert {each.code for home in homes for each in commune.cases.get(home).findings} == {"AS-7501"}

    act = commune.many.settling("poor_household", "AS-7501")
    said = {"status": "poor", "valid_from": "2026-01-01", "decision_no": "215/QĐ-UBND", "on": "2025-12-20"}
    assert len(commune.many.do("poor_household", act.code, homes, said).done) == 2
    for home in homes:
        assert commune.cases.get(home).computed["household_decision_no"] == "215/QĐ-UBND"
        assert commune.cases.get(home).findings == []
    assert commune.lists.write("poor_household", tmp_path / "poor.pdf", "poor") == 2
    # The same decision again fits nobody.
    with pytest.raises(UserError):
        commune.many.do("poor_household", act.code, homes, said)


def test_it_travels_with_the_household_and_its_receipt_comes_back(commune, province, usb, tmp_path):
    home = add_home(commune)
    decide(commune, home, POOR)
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.results == {"accepted": 1}
    assert commune.outgoing.take_receipt(taken.receipt).returned == 0
    assert commune.cases.get(home).sent.kind is SentKind.CONFIRMED
    there = province.cases.get(home)
    assert (there.answers, there.computed["household_status"]) == (HOME, "poor")
    assert [each.kind for each in there.events] == ["household_status"]
    on = datetime.date(2026, 6, 1)
    assert province.lists.write("poor_household", tmp_path / "tỉnh.pdf", "poor", on=on) == 1
    with pytest.raises(UserError):
        decide(province, home, NEAR_POOR)

    decide(commune, home, NEAR_POOR)
    assert commune.cases.get(home).sent.kind is SentKind.NOT_SENT
    province.incoming.receive(commune.outgoing.export(usb).path, usb)
    owner = province.people.get(there.person_id)
    assert [each["status"] for each in owner.household.values["statuses"]] == ["poor", "near_poor"]


# ------------------------------------------------------------------------------------------------ what it pays


def paid(commune, record, month):
    why = commune.entitlements.why(record, datetime.date.fromisoformat(f"{month}-28"))
    return why.explanation.title


def test_a_household_poor_from_march_changes_what_a_member_gets_from_march_on(commune):
    home = add_home(commune)
    mother = commune.cases.save(
        case(
            "assistance",
            {
                "social_group": "k4",
                "marital_status": "spouse_dead",
                "children": [{"name": "Danh Thị Na", "birth_date": "2015-02-03"}],
            },
            person=person(full_name="Danh Thị Hạnh", birth_date="1985-06-01", poverty_status=None),
            final=False,
        )
    )
    head = commune.people.get(commune.cases.get(home).person_id)
    decide(commune, home, {"status": "other", "valid_from": "2025-01-01", "decision_on": "2024-12-20"})
    decide(commune, home, POOR | {"valid_from": "2026-03-01", "decision_on": "2026-02-25"})
    household = commune.people.get(head.id).household
    commune.people.join(commune.cases.get(mother).person_id, household.id)
    assert "500.000" not in paid(commune, mother, "2026-02")
    assert "500.000" in paid(commune, mother, "2026-03")

    # Out of poverty from June: June is still paid as what was lost during it, July no more.
    out = {
        "status": "other",
        "valid_from": "2026-06-01",
        "decision_no": "90/QĐ-UBND",
        "decision_on": "2026-05-29",
    }
    decide(commune, home, out)
    assert "500.000" in paid(commune, mother, "2026-05")
    assert "500.000" not in paid(commune, mother, "2026-07")
    found = commune.cases.get(home)
    assert found.computed["change"] == "Thoát nghèo"


# ------------------------------------------------------------------------------------------------ its life


def reviewed(commune, home, on, **answers):
    return commune.cases.add_event(home, "review", on, {"kind": "in_year", **answers})


def test_from_the_request_to_leaving_poverty(commune):
    cases, home = commune.cases, add_home(commune)
    with pytest.raises(UserError):
        cases.move(home, "reviewed", "2026-03-20")
    reviewed(
        commune, home, "2026-03-18", requested_on="2026-03-03", income_points=120, lacking_points=40, result="poor",
        shortfalls=["job", "water", "toilet", "media"],
    )  # fmt: skip
    cases.move(home, "reviewed", "2026-03-20")
    with pytest.raises(UserError):
        cases.move(home, "listed", "2026-03-25", "Vẫn chuyển")
    decide(commune, home, POOR | {"valid_from": "2026-04-01", "decision_on": "2026-03-25"})
    # Decided in March for April on: the record is managed from the decision.
    cases.move(home, "listed", "2026-03-25")
    with pytest.raises(UserError):
        cases.move(home, "escaped", "2026-11-20")
    reviewed(commune, home, "2026-10-20", income_points=160, lacking_points=10, result="other")
    decide(commune, home, {"status": "other", "valid_from": "2026-11-01", "decision_on": "2026-10-30"})
    assert "AS-7502" in {each.code for each in cases.get(home).findings}
    cases.move(home, "escaped", "2026-11-20", "Thoát nghèo")
    assert cases.get(home).findings == []
    assert commune.undo.acts(1)[0].may_be_taken_back


def test_a_request_of_the_year_waits_for_an_answer_from_the_fifteenth(commune):
    home, now = add_home(commune), datetime.datetime.fromisoformat("2026-11-20T08:00")
    reviewed(commune, home, "2026-11-03", requested_on="2026-11-03")
    (due,) = commune.agenda.of_record(home, now)
    assert (due.task, due.due.date().isoformat()) == ("poverty_regular", "2026-11-30")
    assert home in {each.record_id for each in commune.agenda.items(now)}
    decide(commune, home, NEAR_POOR)
    assert commune.agenda.of_record(home, now) == []


def test_the_yearly_list_holds_whom_nobody_has_reviewed_yet(commune):
    done, open_ = add_home(commune), add_home(commune, "Danh Văn Chín")
    for each in (done, open_):
        reviewed(commune, each, "2025-10-02", result="poor")
        decide(commune, each, POOR)
        for state in ("reviewed", "listed"):
            commune.cases.move(each, state, "2025-12-20")
    commune.cases.add_event(done, "review", "2026-10-05", {"kind": "yearly", "result": "poor"})

    def listed(paper):
        request = commune.lists.request("poor_household", paper, on=datetime.date(2026, 11, 20))
        return [row[1] for row in commune.lists.document(request).rows if isinstance(row, tuple)]

    assert listed("to_review") == ["Danh Văn Chín"]
    assert listed("reviewed") == ["Danh Văn Tám"]
    assert listed("poor") == ["Danh Văn Chín", "Danh Văn Tám"]


def test_the_rate_of_poor_households_falls_by_what_decisions_say_and_not_across_another_line(commune):
    homes = [add_home(commune, f"Danh Văn {each}") for each in ("Một", "Hai", "Ba")]
    for each in homes:
        with commune.vault.work("danh sách cũ") as store:
            store.records.set_state(store.records.get(each), "listed", closed_on=None, reason=None)
            store.records.get(each).opened_on = "2025-12-20"
        decide(commune, each, POOR | {"valid_from": "2025-01-01", "decision_on": "2024-12-20"})
    decide(
        commune, homes[0], {"status": "near_poor", "valid_from": "2026-06-30", "decision_on": "2026-06-20"}
    )

    def row(period):
        rows = commune.plans.answer(Period.of(period)).rows
        return next(each for each in rows if each.target.id == "poverty_reduction")

    for period, households in (("2025-H2", 100), ("2026-H1", 100), ("2026-H2", 100), ("2027-H1", 100)):
        said = FigureInput("poverty_reduction", "denominator", households)
        commune.plans.enter(Period.of(period), [said])
    fell = row("2026-H1")
    assert (fell.numerator, fell.denominator, fell.value, fell.state) == (2, 100, Decimal("1.00"), "reached")
    assert {each.record.id for each in fell.count.inside} == set(homes[1:])
    assert (row("2026-H2").value, row("2026-H2").state) == (Decimal("0.00"), "missed")
    across = row("2027-H1")
    assert (across.value, across.state) == (None, "open")
    assert "01/01/2027" in across.note


def test_a_decision_of_december_ends_poverty_with_the_new_year_and_the_record_then(commune):
    home = add_home(commune)
    reviewed(commune, home, "2025-10-02", result="poor")
    decide(commune, home, POOR)
    for state in ("reviewed", "listed"):
        commune.cases.move(home, state, "2025-12-20")

    def act(code, **said):
        return commune.many.do("poor_household", code, [home], said)

    act("escape", status="other", valid_from="2027-01-01", decision_no="230/QĐ-UBND", on="2026-11-20")
    assert commune.cases.get(home).state == "listed"
    with pytest.raises(UserError):
        act("close", on="2026-11-20")
    act("escape", status="other", valid_from="2026-11-15", decision_no="231/QĐ-UBND", on="2026-11-20")
    assert commune.cases.get(home).state == "escaped"


def test_a_head_who_moves_alone_leaves_the_household_where_it_is(commune):
    home = add_home(commune)
    decide(commune, home, POOR)
    for state in ("reviewed", "listed"):
        if state == "reviewed":
            reviewed(commune, home, "2025-12-01", result="poor")
        commune.cases.move(home, state, "2025-12-20")
    owner = commune.cases.get(home).person_id
    alone = {"on": "2026-11-02", "place": "Thành phố Cần Thơ"}
    commune.lives.do(owner, "move", alone)
    assert commune.cases.get(home).state == "listed"
    commune.undo.take_back(commune.undo.last_act_id())
    commune.lives.do(owner, "move", alone | {"household": True})
    assert commune.cases.get(home).state == "moved"


def test_the_window_shows_it_with_its_form(commune, qtbot, tmp_path):
    home = add_home(commune)
    decide(commune, home, POOR)
    with whole_window(qtbot, commune, tmp_path / "none") as window:
        pages = window.pages
        pages.open_case(home, "poor_household")
        desk = pages.page()
        assert isinstance(desk, RegisterDesk)
        qtbot.waitUntil(lambda: desk.case.case is not None)
        said = [each.text() for each in desk.case.findChildren(QLabel)]
        assert {"Diện theo quyết định", "Hộ nghèo"} <= set(said)
        desk.new_case()
        qtbot.waitUntil(lambda: desk.form is not None and desk.form.isVisible())
        assert {"area", "people", "members"} <= desk.form.fields.declared.keys()
        desk.form.leave()
