"""A new register is one file: with nothing else it is kept, listed, printed as a list and as forms, sent and shown."""

import datetime

import pytest
from PySide6.QtWidgets import QLabel

from ansinh_desktop import clock, errors, paths
from ansinh_desktop.errors import BugError, Message
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.counting import Asked, count
from ansinh_desktop.ui.help.book import whole_book
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.e2e import new_register
from tests.e2e.new_register import printed
from tests.factories import OFFICE, PROVINCE, case, person, trust
from tests.paper_files import pdf
from tests.ui.whole_window import whole_window

CODE = '''
    """Households that were helped after a storm."""

    from ansinh_desktop.errors import Message
    from ansinh_desktop.findings import warning
    from ansinh_desktop.registers import kinds, parts
    from ansinh_desktop.registers.duties import Duty, Sign
    from ansinh_desktop.registers.paper_forms import (
        PaperForm,
        Say,
        SignedBy,
        Table,
        TableColumn,
        Tick,
    )
    from ansinh_desktop.registers.plan.indicator import Indicator, Verdict
    from ansinh_desktop.registers.event import EventKind
    from ansinh_desktop.registers.field import Field, Section
    from ansinh_desktop.registers.life_cycle import LifeCycle
    from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
    from ansinh_desktop.registers.register import Register

    ORDER = 90

    SECTIONS = (
        Section("Thiệt hại", (
            Field("happened_on", "Ngày xảy ra bão", kinds.Date(), required=True),
            Field("damage", "Nhà bị thiệt hại", kinds.Choice("house_damage"), required=True),
            Field("loss", "Giá trị thiệt hại (đồng)", kinds.Money()),
            Field("meeting_at", "Họp xét lúc", kinds.Moment(future=True)),
            Field("losses", "Tài sản bị mất", kinds.Rows((
                Field("what", "Tài sản", kinds.Text(), required=True),
                Field("value", "Giá trị (đồng)", kinds.Money()),
            ))),
        )),
    )

    FORMS = (
        PaperForm(
            code="storm",
            title="BIÊN BẢN",
            subtitle="Xác nhận thiệt hại do bão",
            model="Mẫu số 09",
            legal="QĐ 1/QĐ-UBND",
            dated="happened_on",
            pieces=(
                Say("Hộ của ông (bà): {person.full_name:upper}, ở {person.place}"),
                Tick("Nhà bị thiệt hại", "damage"),
                Say("Tổng thiệt hại: {loss} đồng (bằng chữ: {loss:words})"),
                Table("losses", (TableColumn("what", "Tài sản", 2), TableColumn("value", "Giá trị (đồng)"))),
                Say("Kiến nghị: {paper.blank}", lines=2),
            ),
            signatures=(SignedBy(("CHỦ HỘ",), "{person.full_name}"), SignedBy(("TRƯỞNG ẤP",))),
        ),
    )

    AID = EventKind("aid", "Đề nghị trợ giúp", (
        Field("requested_on", "Ngày đề nghị", kinds.Date()),
        Field("decided_on", "Ngày quyết định", kinds.Date()),
    ))


    def check_loss(facts):
        if (facts.answers.get("loss") or 0) > 1_000_000_000:
            yield warning("AS-7001", "loss", loss=facts.answers["loss"])


    REGISTER = Register(
        code="storm_damage",
        prefix="BAO",
        title="Hộ bị thiệt hại do bão",
        short_title="Thiệt hại do bão",
        icon="house",
        subject="Chủ hộ",
        sections=SECTIONS,
        events=(parts.support_event("support_kind"), parts.visit_event(), AID),
        life_cycle=LifeCycle({"": "children"}),
        listed=("record.number", "person.full_name", "damage", "loss"),
        filters=("damage",),
        papers=(PaperList("all", "Danh sách hộ bị thiệt hại do bão", (
            PaperColumn("person.full_name", "Họ và tên", 2), PaperColumn("damage", "Thiệt hại"),
            PaperColumn("loss", "Giá trị (đồng)", total=True),
        ), words_of="loss"),),
        legal_basis="QĐ 1/QĐ-UBND",
        opened_by="happened_on",
        forms=FORMS,
        checks=(check_loss,),
        messages=(
            Message("AS-7001", "Thiệt hại {loss} đồng là rất lớn.", "Xem lại biên bản của ấp, rồi ghi lý do giữ."),
        ),
        duties=(
            Duty(
                ("sa_emergency_death_2026",),
                Sign(event="aid", answer="requested_on"),
                done=(Sign(event="aid", answer="decided_on"),),
            ),
        ),
        indicators=(
            Indicator(
                "special_children_assisted",
                lambda seen: Verdict("held" if any(
                    each.answers.get("decided_on") for each in seen.by_end("aid")) else "unheld"),
                events=("aid",),
                closed=True,
            ),
        ),
    )
'''
HOUSE = {
    "happened_on": "2026-10-02",
    "damage": "destroyed",
    "loss": 45_000_000,
    "losses": [{"what": "Bò", "value": 30_000_000}, {"what": "Máy cày"}],
}


@pytest.fixture
def dropped(tmp_path, monkeypatch):
    with new_register.dropped(tmp_path, monkeypatch, "storm_damage", CODE) as register:
        yield register


@pytest.fixture
def made(tmp_path, dropped):
    with new_register.units(tmp_path) as make:
        yield make


def test_one_file_makes_a_register_that_is_kept_listed_printed_and_sent(made, tmp_path, dropped):
    commune, province = made("xã", OFFICE), made("tỉnh", PROVINCE)
    owner = person(full_name="Danh Văn Tám", birth_date="1960")
    record = commune.cases.save(case("storm_damage", HOUSE, person=owner))
    assert commune.cases.get(record).number == "BAO-30325-2026-0001"
    commune.cases.add_event(record, "visit", "2026-10-05", {"findings": "Đã dựng lại nhà"})

    assert commune.lists.write("storm_damage", tmp_path / "list.pdf") == 1
    assert "Bốn mươi lăm triệu đồng" in printed(tmp_path / "list.pdf")

    form, sheet = commune.forms.offered(record)
    assert (form.label, sheet.label) == (
        "Mẫu số 09: Biên bản xác nhận thiệt hại do bão",
        "Phiếu hồ sơ hộ bị thiệt hại do bão",
    )
    commune.forms.save(record, form, tmp_path / "form.pdf")
    said = printed(tmp_path / "form.pdf")
    for words in (
        "Mẫu số 09 – QĐ 1/QĐ-UBND",
        "DANH VĂN TÁM",
        "45.000.000 đồng (bằng chữ: Bốn mươi lăm triệu đồng)",
        "Máy cày",
        "30.000.000",
        "TRƯỞNG ẤP",
    ):
        assert words in said
    commune.forms.save(record, sheet, tmp_path / "sheet.pdf")
    said = printed(tmp_path / "sheet.pdf")
    for words in (
        "PHIẾU HỒ SƠ",
        "BAO-30325-2026-0001",
        "Ngày xảy ra bão",
        "02/10/2026",
        "Bò",
        "Đã dựng lại nhà",
    ):
        assert words in said

    usb = tmp_path / "usb"
    usb.mkdir()
    scan = usb / "ảnh nhà.pdf"
    scan.write_bytes(pdf("Nha"))
    commune.attachments.add(record, scan)
    trust(commune, province, usb)
    trust(province, commune, usb)
    assert province.incoming.receive(commune.outgoing.export(usb).path, usb).results == {"accepted": 1}
    there = province.cases.get(record)
    assert there.answers == HOUSE
    assert [each.name for each in province.attachments.of_record(record)] == ["ảnh nhà.pdf"]
    assert [each.code for each in province.forms.offered(record)] == ["storm", "case_sheet"]


def test_its_duties_pair_by_event_and_its_indicator_sees_events_and_closed_records(made, dropped):
    commune = made("xã", OFFICE)
    one, other, third = (
        commune.cases.save(case("storm_damage", HOUSE, person=person(full_name=name, birth_date="1960")))
        for name in ("Danh Văn Tám", "Danh Văn Chín", "Danh Văn Mười")
    )
    for on, decided in (("2026-11-02", None), ("2026-11-05", "2026-11-06"), ("2026-11-06", None)):
        answers = {"requested_on": on} | ({"decided_on": decided} if decided else {})
        commune.cases.add_event(one, "aid", on, answers)
    now = datetime.datetime.fromisoformat("2026-11-09T08:00")
    running = [each.due for each in commune.agenda.of_record(one, now)]
    assert len(running) == 2
    assert {each.due for each in commune.agenda.items(now) if each.record_id} == set(running)

    commune.cases.add_event(other, "aid", "2026-11-02", {"requested_on": "2026-11-02"})
    commune.cases.move(one, "managed", "2026-11-06")
    commune.cases.move(one, "moved", "2026-11-07", "Đã dựng lại nhà")
    with commune.vault.reading() as store:
        (found,) = count(store, dropped, [Asked(dropped.indicators[0], Period.of("2026"), {})])
    assert [each.record.id for each in found.inside] == [one]
    assert {each.record.id for each in found.on("unheld")} == {other, third}


def test_it_brings_its_own_sentences_and_a_moment_that_lies_ahead(made, dropped):
    commune = made("xã", OFFICE)
    owner = person(full_name="Danh Văn Tám", birth_date="1960")
    ahead = f"{clock.today() + datetime.timedelta(days=9)}T08:00"
    large = case("storm_damage", HOUSE | {"loss": 2_000_000_000, "meeting_at": ahead}, person=owner)
    (found,) = commune.cases.check(large)
    assert (found.code, found.field) == ("AS-7001", "loss")
    assert found.text == "Thiệt hại 2000000000 đồng là rất lớn."
    assert found.todo == "Xem lại biên bản của ấp, rồi ghi lý do giữ."
    explained = whole_book(paths.resources() / "help").find("AS-7001")
    assert "Thiệt hại … đồng là rất lớn." in explained.body


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("AS-2009", "AS-2009 stands twice"),
        ("AS-7001", "AS-7001 stands twice"),
        ("BAO-1", "needs a code"),
    ],
)
def test_a_code_stands_once(dropped, code, says):
    message = Message(code, "Có lỗi.", "Sửa lại.")
    with pytest.raises(BugError, match=says):
        errors.bring([*dropped.messages, message])
    # What was brought before still stands.
    assert errors.message("AS-7001", loss=1).text


def test_a_sentence_is_whole_and_goes_with_its_register(dropped, monkeypatch):
    for text, todo in (("Có lỗi", "Sửa lại."), ("Có lỗi.", "")):
        with pytest.raises(BugError, match="needs a code"):
            errors.bring([Message("AS-7002", text, todo)])
    monkeypatch.undo()
    catalog.registers.cache_clear()
    assert "storm_damage" not in catalog.registers()
    with pytest.raises(BugError, match="no text for AS-7001"):
        errors.message("AS-7001", loss=1)


def test_the_window_shows_it_with_its_form(made, qtbot, tmp_path, dropped):
    commune = made("xã", OFFICE)
    record = commune.cases.save(
        case("storm_damage", HOUSE, person=person(full_name="Danh Văn Tám", birth_date="1960"))
    )
    with whole_window(qtbot, commune, tmp_path / "none") as window:
        pages = window.pages
        assert "register:storm_damage" in pages.page_keys()
        pages.open_case(record, "storm_damage")
        desk = pages.page()
        assert isinstance(desk, RegisterDesk)
        qtbot.waitUntil(lambda: desk.case.case is not None)
        said = [each.text() for each in desk.case._answers.findChildren(QLabel)]
        assert "Thiệt hại" in said
        desk.new_case()
        qtbot.waitUntil(lambda: desk.form is not None and desk.form.isVisible())
        assert {"damage", "loss", "losses"} <= desk.form.fields.declared.keys()
        desk.form.leave()
