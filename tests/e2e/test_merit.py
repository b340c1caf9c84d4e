"""People with merit the whole way: an old list in, the year's acts for many, a death, papers, a package, its receipt."""

from typing import Any

import openpyxl
import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.counting import Asked, count
from tests.e2e import new_register
from tests.e2e.new_register import printed
from tests.factories import OFFICE, PROVINCE, trust

ON = "2026-11-20"
HEADING = [
    "STT",
    "Họ và tên",
    "Năm sinh",
    "Giới tính",
    "Trú quán",
    "Đối tượng",
    "Mã HS bộ",
    "Tỷ lệ",
    "Mức trợ cấp",
    "Ghi chú",
]
ROWS: list[list[Any]] = [
    [1, "Trần Văn Bảy", 1948, "Nam", "Vĩnh Lợi", "Thương binh", "TB-101", 45, "4.346.000", ""],
    [2, "Lê Thị Sáu", 1936, "Nữ", "Vĩnh Lợi", "Bà mẹ VNAH", "BM-7", "", "11.560.000", ""],
    [3, "Danh Tư", 1950, "Nam", "Mỹ Thạnh", "Bị địch bắt tù, đày", "TD-15", "", "1.673.000", ""],
    [4, "Võ Thị Út", 1960, "Nữ", "Mỹ Thạnh", "Thờ cúng liệt sĩ", "TNLSTC-2", "", "", ""],
]


@pytest.fixture
def make(tmp_path):
    with new_register.units(tmp_path) as made:
        yield made


@pytest.fixture
def commune(make, tmp_path):
    """Return a commune that has brought in the list it kept before."""
    program = make("xã", OFFICE)
    book = openpyxl.Workbook()
    assert book.active is not None
    rows: list[list[Any]] = [["DANH SÁCH NGƯỜI CÓ CÔNG THÁNG 11/2026"], HEADING, *ROWS]
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "ncc.xlsx")
    program.importing.bring(tmp_path / "ncc.xlsx", "merit")
    return program


def by_name(program):
    with program.vault.reading() as store:
        found = [
            each for chunk in store.scan.records("merit", kinds=["living", "grant", "gift"]) for each in chunk
        ]
    return {str(each.person["full_name"]): each for each in found}


def cells(path):
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_an_old_list_becomes_records_that_are_paid(commune):
    found = by_name(commune)
    assert set(found) == {row[1] for row in ROWS}
    assert {each.state for each in found.values()} == {"receiving"}
    assert found["Trần Văn Bảy"].answers["categories"] == ["g"]
    assert found["Trần Văn Bảy"].answers["injury_percent"] == 45
    assert found["Lê Thị Sáu"].answers["categories"] == ["d"]
    assert found["Danh Tư"].answers["categories"] == ["k"]
    assert found["Võ Thị Út"].answers["related"] == ["worshipper"]
    assert found["Trần Văn Bảy"].person["hamlet"] == "Vĩnh Lợi"
    # The list pays the prisoner by the old base: that is said, the others are right.
    told = {name: {each.code for each in commune.cases.get(one.id).findings} for name, one in found.items()}
    assert [name for name, codes in told.items() if "AS-7416" in codes] == ["Danh Tư"]


def test_the_years_acts_are_one_act_for_many(commune):
    found = by_name(commune)
    everybody = [each.id for each in found.values()]
    worships = found["Võ Thị Út"].id
    with commune.vault.work("liệt sĩ được thờ cúng") as store:
        record = store.records.get(worships)
        record.answers = record.answers | {"worshipped": [{"name": "Lê Văn Hùng"}, {"name": "Lê Văn Mạnh"}]}
    commune.many.do("merit", "living", everybody, {"on": ON, "year": 2026, "standard": "equal"})
    again = commune.many.preview("merit", "living", everybody, {"on": ON, "year": 2026, "standard": "below"})
    assert again.done == ()
    listed = commune.many.do("merit", "care_list", everybody, {"year": 2026, "care_form": "at_home"})
    assert {each.who for each in listed.done} == {"Trần Văn Bảy", "Lê Thị Sáu", "Danh Tư"}
    given = commune.many.do("merit", "worship", everybody, {"on": ON, "year": 2026})
    assert [(each.who, each.after) for each in given.done] == [("Võ Thị Út", "02 liệt sĩ: 2.800.000 đồng")]
    assert commune.many.preview("merit", "worship", everybody, {"on": ON, "year": 2026}).done == ()
    cared = commune.many.do(
        "merit", "care_given", everybody, {"on": ON, "year": 2026, "care_form": "in_facility"}
    )
    assert {each.after for each in cared.done} == {"5.020.000 đồng"}
    merit = catalog.register("merit")
    with commune.vault.reading() as store:
        [answer] = count(store, merit, [Asked(merit.indicators[0], Period.of("2026"), {})])
    assert (answer.numerator, answer.denominator, answer.whole) == (3, 3, 4)


def test_a_death_ends_it_and_the_list_of_the_next_month_tells_nobody_is_forgotten(commune, tmp_path):
    found = by_name(commune)["Danh Tư"]
    said = {"on": "2026-03-10", "paper_no": "9/TLKT"}
    commune.lives.do(found.person_id, "death", said)
    record = commune.cases.get(found.id)
    assert (record.state, record.answers["stopped_from"]) == ("dead", "2026-04")
    grants = [each.answers for each in record.events if each.kind == "grant"]
    assert sorted(each["item"] for each in grants) == ["funeral", "lump_sum"]
    assert all("amount" not in each for each in grants)
    assert commune.lists.write("merit", tmp_path / "thang.xlsx", "month") == 2
    rows = cells(tmp_path / "thang.xlsx")
    assert [row[1] for row in rows if row and isinstance(row[0], int)] == ["Trần Văn Bảy", "Lê Thị Sáu"]


def test_a_package_takes_it_to_the_province_and_the_receipt_comes_back(commune, make, tmp_path):
    province = make("tỉnh", PROVINCE)
    trust(commune, province, tmp_path)
    trust(province, commune, tmp_path)
    usb = tmp_path / "usb"
    usb.mkdir()
    commune.many.do(
        "merit",
        "living",
        [each.id for each in by_name(commune).values()],
        {"on": ON, "year": 2026, "standard": "below"},
    )
    package = commune.outgoing.export(usb)
    taken = province.incoming.receive(package.path, usb)
    assert taken.results == {"accepted": 4}
    assert commune.outgoing.take_receipt(taken.receipt).summary
    there, here = by_name(province), by_name(commune)
    assert {name: each.answers for name, each in there.items()} == {
        name: each.answers for name, each in here.items()
    }
    assert all([event.kind for event in each.events] == ["living"] for each in there.values())
    for unit in (commune, province):
        unit.lists.write("merit", tmp_path / "ds.pdf", "merit")
        assert "Trần Văn Bảy" in printed(tmp_path / "ds.pdf")


def test_the_whole_case_is_said_on_paper(commune, tmp_path):
    found = by_name(commune)["Trần Văn Bảy"]
    offered = {each.code: each for each in commune.forms.offered(found.id)}
    assert {"form_12", "form_79", "case_sheet"} <= set(offered)
    assert not {"form_18", "form_45"} & set(offered)
    commune.cases.add_event(
        found.id, "grant", ON, {"item": "funeral", "died_on": "2026-05-11", "receiver": "Trần Thị Chín"}
    )
    form = next(each for each in commune.forms.offered(found.id) if each.code == "form_12")
    commune.forms.save(found.id, form, tmp_path / "mau12.pdf")
    paper = printed(tmp_path / "mau12.pdf")
    assert "Mẫu số 12" in paper
    assert "TRẦN VĂN BẢY" in paper
    assert "Từ trần ngày: 11/05/2026" in paper
    assert "Trần Thị Chín" in paper
