"""What is masked goes whole in a package, and is masked again in the window of the unit that receives it."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from ansinh_desktop.registers.field import MASK
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.e2e import new_register
from tests.factories import FIRST, OFFICE, PROVINCE, case, person, trust
from tests.services.reports.papers import texts_of
from tests.ui.whole_window import whole_window

CODE = '''
    """Women who found shelter (an invented register)."""

    from ansinh_desktop.registers import kinds
    from ansinh_desktop.registers.event import EventKind
    from ansinh_desktop.registers.field import Field, Section
    from ansinh_desktop.registers.life_cycle import LifeCycle
    from ansinh_desktop.registers.paper_forms import PaperForm, Say, SignedBy
    from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
    from ansinh_desktop.registers.register import Register

    ORDER = 91

    REGISTER = Register(
        code="sheltered",
        prefix="TL",
        title="Người được tạm lánh",
        short_title="Tạm lánh",
        icon="house",
        subject="Người tạm lánh",
        sections=(Section("Tạm lánh", (
            Field("asked_on", "Ngày đề nghị", kinds.Date(), required=True),
            Field("address", "Nơi tạm lánh", kinds.Text(), confidentiality="c4"),
        )),),
        events=(EventKind("moved", "Đổi nơi tạm lánh", (
            Field("why", "Vì sao", kinds.Text()),
            Field("to", "Đến", kinds.Text(), confidentiality="c4"),
        )),),
        life_cycle=LifeCycle({"": "children"}),
        listed=("record.number", "person.full_name", "address"),
        filters=(),
        papers=(PaperList("all", "Danh sách người tạm lánh", (
            PaperColumn("person.full_name", "Họ và tên", 2), PaperColumn("address", "Nơi tạm lánh"),
        )),),
        legal_basis="QĐ 1/QĐ-UBND",
        opened_by="asked_on",
        forms=(PaperForm(
            code="moving", title="PHIẾU CHUYỂN", event="moved",
            pieces=(Say("Chuyển đến: {event.to}, vì: {event.why}. Trước ở: {address}"),),
            signatures=(SignedBy(("CÁN BỘ",)),),
        ),),
    )
'''
WHY = "Đi thăm theo kế hoạch"
SECRETS = ("Chùa Phước Hậu", "Nhà dì Tư, Bảy Núi")


@pytest.fixture
def made(tmp_path, monkeypatch):
    with (
        new_register.dropped(tmp_path, monkeypatch, "sheltered", CODE),
        new_register.units(tmp_path) as make,
    ):
        yield make


@pytest.fixture
def commune(made):
    return made("xã", OFFICE)


@pytest.fixture
def record(commune) -> str:
    answers = {"asked_on": "2026-10-02", "address": SECRETS[0]}
    found = commune.cases.save(
        case("sheltered", answers, person=person(full_name="Neáng Sa Rây", birth_date="1990"))
    )
    commune.cases.add_event(found, "moved", "2026-10-05", {"why": "Bị tìm thấy", "to": SECRETS[1]})
    return found


def tells(*said: object) -> bool:
    whole = " ".join(map(repr, said))
    return any(each in whole for each in SECRETS)


def test_the_receiving_unit_has_it_and_is_shown_it_for_a_reason_of_its_own(made, commune, record, tmp_path):
    province, usb = made("tỉnh", PROVINCE), tmp_path / "usb"
    usb.mkdir()
    trust(commune, province, usb)
    trust(province, commune, usb)
    sent = commune.outgoing.export(usb).path
    assert not any(each.encode() in sent.read_bytes() for each in SECRETS)
    assert province.incoming.receive(sent, usb).results == {"accepted": 1}
    there = province.cases.get(record)
    assert not tells(vars(there), there.facts, province.cases.history(record))
    assert province.cases.reveals.answers(record, there.masked, WHY) == {"address": SECRETS[0]}
    (event,) = there.events
    assert event.text == f"Vì sao: Bị tìm thấy; Đến: {MASK}"
    assert SECRETS[1] in province.cases.reveals.event(event.id, WHY).text
    seen = [(row.field, row.reason) for row in province.cases.history(record) if row.what == "Xem mục mật"]
    assert sorted(seen) == [("Nơi tạm lánh", WHY), ("Đến", WHY)]
    assert not [row for row in commune.cases.history(record) if row.what == "Xem mục mật"]
    province.check()


def test_a_list_and_a_form_of_an_event_have_the_mask_and_dots(commune, record, tmp_path):
    commune.lists.write("sheltered", tmp_path / "list.pdf")
    said = texts_of((tmp_path / "list.pdf").read_bytes())
    assert not tells(said)
    assert MASK in " ".join(said)
    form = next(each for each in commune.forms.offered(record) if each.code == "moving")
    assert form.masked == ("Đến", "Nơi tạm lánh")
    dotted = texts_of(commune.forms.pdf(record, form))
    assert not tells(dotted)
    assert "Bị tìm thấy" in " ".join(dotted)
    filled = " ".join(texts_of(commune.forms.pdf(record, form, WHY)))
    assert all(each in filled for each in SECRETS)


def answer(reason: str) -> None:
    """Give a reason in the next dialog, as soon as it is there."""

    def look(tries: int = 500) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, lambda: look(tries - 1) if tries else None)
            return
        dialog.findChild(QPlainTextEdit, "reason").setPlainText(reason)
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Hiện").click()

    look()


def test_the_window_shows_what_happened_for_a_reason_until_escape(commune, record, qtbot, tmp_path):
    with whole_window(qtbot, commune, tmp_path / "none") as window:
        pages = window.pages
        pages.open_case(record, "sheltered")
        desk = pages.page()
        assert isinstance(desk, RegisterDesk)
        qtbot.waitUntil(lambda: desk.case.case is not None)
        page, happened = desk.case, desk.case._happened
        assert not tells([each.text() for each in page.findChildren(QLabel)])
        page.tabs.setCurrentWidget(happened)
        line = happened.line
        line.setCurrentIndex(line.model().index(0, 0))
        button = happened.findChild(QPushButton, "show_masked_event")
        assert MASK in line.currentIndex().data()
        answer(WHY)
        button.click()
        qtbot.waitUntil(lambda: SECRETS[1] in line.currentIndex().data())
        assert button.text() == "Ẩn (30 giây)"

        def is_active() -> bool:
            window.activateWindow()
            line.setFocus()
            return QApplication.focusWidget() is line

        qtbot.waitUntil(is_active)
        qtbot.keyClick(line, Qt.Key.Key_Escape)
        assert MASK in line.currentIndex().data()
        assert page.isVisible()
        seen = [row for row in commune.cases.history(record) if row.what == "Xem mục mật"]
        assert [(row.field, row.author, row.reason) for row in seen] == [("Đến", FIRST.full_name, WHY)]
