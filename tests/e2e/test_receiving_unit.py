"""The receiving unit's own window: what it shows is its own, and it offers nothing that it would refuse."""

import datetime
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from ansinh_desktop import app
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.overview import overview
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.card_trust import CardDialog
from tests import factories
from tests.factories import OFFICE, PROVINCE, abuse, case, new_vault, orphan, person, trust

WRITES = {
    "new",
    "edit",
    "import",
    "add_case",
    "edit_person",
    "make_household",
    "add_member",
    "edit_household",
    "leave_household",
    "add_relation",
    "add_paper",
    "remove_paper",
    "add_event",
    "write_event",
    "reopen",
}


@pytest.fixture
def commune(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as program:
        yield program


@pytest.fixture
def province(tmp_path, commune):
    """Return a receiving unit without a superior, with the package of one commune, and the card of another."""
    usb = tmp_path / "usb"
    usb.mkdir()
    program = Program(new_vault(tmp_path / "tỉnh", replace(PROVINCE, superior=()))[0])
    trust(commune, program, usb)
    trust(program, commune, usb)
    other = replace(OFFICE, unit="30328@2025-07-01", name="Xã Khác")
    with Program(new_vault(tmp_path / "xã khác", other)[0]) as silent:
        trust(program, silent, usb)
    child = commune.cases.save(orphan())
    commune.cases.save(abuse())
    commune.cases.save(case("assistance", factories.DECIDED, person=person(full_name="Lê Thị Bưởi")))
    commune.people.save_household({"address": "Tổ 1"}, first=commune.cases.get(child).person_id)
    program.incoming.receive(commune.outgoing.export(usb).path, usb)
    yield program
    program.vault.lock()


@pytest.fixture
def window(qtbot, province, tmp_path):
    app.make_application()
    opened = app.Window(tmp_path / "none")
    opened.resize(1366, 768)
    opened.open(province)
    with qtbot.waitExposed(opened):
        opened.show()
    yield opened
    opened.shut()


def at_rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.tasks.is_busy())


def offered(page):
    """Return the names of the buttons that can be pressed on a page."""
    return {
        each.objectName() for each in page.findChildren(QPushButton) if each.isVisible() and each.isEnabled()
    }


def words(page):
    labels = (*page.findChildren(QLabel), *page.findChildren(QPushButton))
    return " | ".join(each.text() for each in labels if each.isVisible())


def last(program):
    with program.vault.reading() as store:
        return store.log.last()


def test_no_page_offers_what_would_be_refused(qtbot, window, province):
    before = last(province)
    for key in window.pages.page_keys():
        page = window.pages.go_to(key)
        at_rest(qtbot, window)
        table = getattr(getattr(page, "list", page), "table", None)
        if table is not None and hasattr(table, "choose_first"):
            table.choose_first()
            qtbot.wait(60)
            at_rest(qtbot, window)
        assert not offered(page) & WRITES, key
        assert not {each for each in offered(page) if each.startswith("step_")}, key
    assert last(province) == before


@pytest.mark.parametrize("register", ["children", "assistance"])
def test_keys_on_a_list_and_on_a_case_write_nothing(qtbot, window, province, register):
    desk = window.pages.go_to(f"register:{register}")
    at_rest(qtbot, window)
    (found,) = province.listing.all(ListQuery(register), ("person.full_name",))
    before = last(province)
    for shown in (desk.list, desk.case):
        if shown is desk.case:
            desk.open_case(found.record_id)
            at_rest(qtbot, window)
            assert desk.case.case.id == found.record_id
            for tab in range(desk.case.tabs.count()):
                desk.case.tabs.setCurrentIndex(tab)
                at_rest(qtbot, window)
                names = offered(desk.case)
                assert not names & WRITES
                assert not {each for each in names if each.startswith("step_")}
        for key, held in (
            (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        ):
            qtbot.keyClick(window.focusWidget() or window, key, held)
            at_rest(qtbot, window)
            assert desk.form is None
    assert last(province) == before


def test_the_first_pages_speak_of_the_communes_and_not_of_sending(qtbot, window, province):
    at_rest(qtbot, window)
    source = window.pages.page().table.model.source()
    shown = [(each.cells["name"], each.cells["records"]) for each in source.rows(0, 9)]
    assert shown == [("Xã Khác", "0"), ("Xã Vĩnh Thạnh Trung", "3")]
    page = window.pages.go_to("overview")
    at_rest(qtbot, window)
    said = words(page)
    assert "chưa có biên nhận" not in said
    assert "xã đã gửi gói, trên 2 xã có thẻ" in said
    found = overview(province.vault, province.access)
    assert found.waiting is None
    assert [each.name for each in found.senders] == ["Xã Khác", "Xã Vĩnh Thạnh Trung"]


def test_a_commune_sees_what_waits_to_be_sent_as_before(commune):
    found = overview(commune.vault, commune.access)
    assert found.senders is None
    assert found.waiting == 0


def test_the_tasks_of_the_communes_are_theirs(qtbot, window, province, commune):
    now = datetime.datetime.fromisoformat("2026-11-26T08:00")
    theirs = {each.task for each in commune.agenda.items(now) if each.record_id}
    assert theirs, "the commune has something to do"
    assert [each for each in province.agenda.items(now) if each.record_id] == []
    counted = province.agenda.count_overdue(now=now)
    while not counted.done:
        counted = province.agenda.count_overdue(counted, now)
    assert counted.overdue == 0
    fixed = {each.task for each in province.agenda.items(now)}
    assert fixed == {"sa_report_province"}
    window.pages.go_to("tasks")
    at_rest(qtbot, window)
    assert "quá hạn" not in words(window.pages.page())


def test_where_a_record_came_from_stands_in_place_of_where_it_was_sent(province, commune):
    (row,) = province.listing.all(ListQuery("children"), ("record.sent",))
    assert row.texts == ("Nhận từ Xã Vĩnh Thạnh Trung",)
    assert [each[0] for each in province.listing.values("children", "record.sent") if each[2]] == ["received"]
    assert province.cases.get(row.record_id).sent.text == "Nhận từ Xã Vĩnh Thạnh Trung"
    assert not province.cases.get(row.record_id).ours
    assert "received" not in {each[0] for each in commune.listing.values("children", "record.sent")}


PAPERS = [(code, paper.code) for code, each in catalog.registers().items() for paper in each.papers]


@pytest.mark.parametrize("superior", [(), ("ỦY BAN NHÂN DÂN TỈNH AN GIANG",)])
def test_every_list_and_form_is_printed_with_and_without_a_superior(province, tmp_path, superior):
    office.change(province.vault, replace(province.office, superior=superior))
    for register, paper in PAPERS:
        for ending in ("pdf", "xlsx", "csv"):
            province.lists.write(register, tmp_path / f"{register}-{paper}.{ending}", paper)
    for register in ("children", "assistance", "child_abuse"):
        (row,) = province.listing.all(ListQuery(register), ("record.number",))
        for each in province.forms.offered(row.record_id):
            assert province.forms.pdf(row.record_id, each).startswith(b"%PDF")
    heading = province.lists.document(province.lists.request("children")).heading
    assert heading.unit_lines == ("SỞ Y TẾ TỈNH AN GIANG",)
    assert heading.superior_lines == superior


def test_a_list_with_people_of_a_commune_leaves_them_out_and_says_so(province, tmp_path):
    path = tmp_path / "danh sách.csv"
    path.write_text(
        "Họ và tên,Ngày sinh,Ấp\nDanh Thị Na,03/02/2015,Vĩnh Thạnh\nTrần Văn Mới,01/02/2016,Vĩnh Thạnh\n",
        "utf-8",
    )
    outcome = province.importing.bring(path, "drug_treatment")
    assert [each.what for each in outcome.rows] == [What.LEFT_OUT, What.NEW]
    assert "AS-3198" in {each.code for each in outcome.rows[0].findings}
    province.check()


def test_a_card_is_trusted_in_the_window_only_with_its_digits(qtbot, window, commune, province, tmp_path):
    page = window.pages.go_to("exchange")
    at_rest(qtbot, window)
    assert province.cards.own().fingerprint in words(page)
    shown = province.cards.look(commune.cards.write_own(tmp_path))
    dialog = CardDialog(page, shown, "thẻ.agcard")
    dialog.show()
    assert commune.cards.own().fingerprint not in words(dialog)
    dialog.digits.set_value("00000 00000")
    dialog.findChild(QPushButton, "accept").click()
    assert dialog.isVisible()
    assert "AS-5116" in dialog.said.text()
    for label in dialog.findChildren(QLabel):
        assert not label.isVisible() or label.height() >= label.heightForWidth(label.width()), label.text()
    dialog.digits.set_value(commune.cards.own().fingerprint)
    dialog.findChild(QPushButton, "accept").click()
    assert not dialog.isVisible()
