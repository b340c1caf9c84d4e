"""Registers of many communes: whose each record is, lists of one commune, and who signs."""

import shutil
from dataclasses import replace

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.case_forms import Forms
from tests import factories
from tests.factories import OTHER, PROVINCE, abuse, case, orphan, person, trust
from tests.ui.pages.exchange.scene import opened as opened_at

NO_SUPERIOR = replace(PROVINCE, superior=(), signer_title="GIÁM ĐỐC", signer_name="Lê Văn Tám")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a receiving unit with the records of two communes of one name."""
    folder = tmp_path_factory.mktemp("consolidated")
    usb = folder / "usb"
    usb.mkdir()
    with Program(factories.new_vault(folder / "tỉnh", NO_SUPERIOR)[0]) as province:
        for place, own in enumerate((factories.OFFICE, replace(OTHER, name=factories.OFFICE.name))):
            with Program(factories.new_vault(folder / f"xã {place}", own)[0]) as commune:
                trust(commune, province, usb)
                trust(province, commune, usb)
                for name in ("Danh An", "Danh Bé")[: place + 1]:
                    commune.cases.save(orphan(name))
                commune.cases.save(
                    case("assistance", factories.DECIDED, person=person(full_name="Lê Thị Bưởi"))
                )
                commune.cases.save(abuse())
                province.incoming.receive(commune.outgoing.export(usb).path, usb)
    return folder / "tỉnh"


@pytest.fixture
def province(made, tmp_path):
    with opened_at(shutil.copytree(made, tmp_path / "tỉnh")) as program:
        yield program


def test_a_list_says_whose_each_record_is_and_is_filtered_by_commune(province, window, rest):
    shown = window(province)
    desk = shown.pages.go_to("register:children")
    rest(shown.tasks)
    assert "record.unit" in desk.list.table.visible_columns()
    assert "record.sent" not in desk.list.table.visible_columns()
    first, second = "Xã Vĩnh Thạnh Trung 30325", "Xã Vĩnh Thạnh Trung 30328"
    source = desk.list.table.model.source()
    assert sorted(each.cells["record.unit"] for each in source.rows(0, 9)) == [first, second, second]
    table = desk.list.table
    place = [each.key for each in table.model.columns].index("record.unit")
    assert table.view.columnWidth(place) > table.view.fontMetrics().horizontalAdvance(second), (
        "codes are seen"
    )
    assert province.listing.values("children", "record.unit") == [
        (factories.UNIT, first, 1),
        (OTHER.unit, second, 2),
    ]
    query = ListQuery("children", {"record.unit": (OTHER.unit,)})
    assert len(province.listing.rows(query)) == 2
    desk.show_query(query)
    rest(shown.tasks)
    assert desk.list.chips.said().endswith(second)


def test_the_printed_list_of_one_commune_says_so(province):
    query = ListQuery("children", {"record.unit": (OTHER.unit,)})
    request = province.lists.of_screen(query, ["record.name_or_number", "record.unit"], "Danh sách")
    assert request.part == ("Xã: Xã Vĩnh Thạnh Trung 30328",)
    document = province.lists.document(request)
    assert {row[2] for row in document.rows} == {"Xã Vĩnh Thạnh Trung 30328"}


def test_at_a_commune_the_lists_are_as_they_were(tmp_path, window, rest):
    shown = window(Program(factories.new_vault(tmp_path / "xã")[0]))
    desk = shown.pages.go_to("register:children")
    rest(shown.tasks)
    assert "record.unit" not in desk.list.table.visible_columns()
    assert "record.sent" in desk.list.table.visible_columns()


def every_paper():
    return [(code, paper.code) for code, each in catalog.registers().items() for paper in each.papers]


@pytest.mark.parametrize(("register", "paper"), every_paper())
def test_no_list_of_a_receiving_unit_is_signed_for_a_people_s_committee(province, register, paper, tmp_path):
    document = province.lists.document(province.lists.request(register, paper))
    lines = [line for each in document.signatures for line in each.role_lines]
    assert "TM. ỦY BAN NHÂN DÂN" not in lines
    assert lines[-1] == "GIÁM ĐỐC"
    assert document.heading.superior_lines == ()
    for suffix in (".pdf", ".xlsx"):
        assert province.lists.write(register, tmp_path / f"x{suffix}", paper) >= 0


def test_a_commune_signs_for_its_people_s_committee(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as commune:
        document = commune.lists.document(commune.lists.request("children"))
        assert document.signatures[-1].role_lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_no_form_of_a_receiving_unit_names_its_head_a_chairman(province):
    seen = 0
    for code in catalog.registers():
        for record in province.listing.ids(ListQuery(code)):
            for form in province.forms.offered(record):
                document = province.forms.document(record, form)
                lines = [line for each in document.signatures for line in each.role_lines]
                assert not [line for line in lines if "ỦY BAN NHÂN DÂN" in line and "GIÁM ĐỐC" in line], form
                assert "TM. ỦY BAN NHÂN DÂN" not in lines, form
                words = " ".join(str(each) for each in document.pieces)
                assert "GIÁM ĐỐC ỦY BAN NHÂN DÂN" not in words, form
                assert province.forms.pdf(record, form).startswith(b"%PDF")
                seen += 1
    assert seen > 5
    assert isinstance(province.forms, Forms)
