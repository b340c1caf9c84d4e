"""The registers' lists as they leave the program: who stands in them, and who must not."""

import csv
import dataclasses
import datetime
import io

import openpyxl
import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import invented, office
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from tests.factories import case, new_vault, person
from tests.services.reports.papers import texts_of

CHILD = {
    "groups": ["d"],
    "main_group": "d",
    "entered_on": "2026-05-04",
    "care_arrangement": "parents",
    "disability_degree": "mild",
}


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return an invented commune, of which lists are only written."""
    with Program(new_vault(tmp_path_factory.mktemp("data") / "xã")[0]) as opened:
        invented.fill(opened, 40)
        yield opened


def text_of(pdf):
    return "\n".join(texts_of(pdf.read_bytes()))


def child(program, name, **answers):
    known = person(full_name=name, birth_date="2016-03-02", poverty_status="poor")
    return program.cases.save(case("children", CHILD | answers, person=known))


@pytest.mark.parametrize("register", catalog.registers().values(), ids=lambda each: each.code)
def test_every_declared_list_is_written_in_every_format(filled, tmp_path, register):
    for paper in register.papers:
        counts = {
            filled.lists.write(register.code, tmp_path / f"list{suffix}", paper.code)
            for suffix in (".pdf", ".xlsx", ".csv")
        }
        assert len(counts) == 1
        assert paper.title.upper()[:20] in text_of(tmp_path / "list.pdf").replace("\n", " ")


def test_the_payment_list_has_only_who_is_paid_and_its_total_in_words(filled, tmp_path):
    paid = [
        each
        for each in filled.listing.all(ListQuery("assistance"), ("record.state", "total"))
        if each.texts[0] == "Đang hưởng"
    ]
    total = sum(each.values[1] for each in paid)
    count = filled.lists.write("assistance", tmp_path / "chi-tra.pdf", "payment")
    shown = text_of(tmp_path / "chi-tra.pdf")
    assert count == len(paid) > 0
    assert f"{total:,}".replace(",", ".") in shown
    assert "Bằng chữ" in shown


def test_the_names_of_children_most_at_risk_are_replaced_by_their_case_number(program, tmp_path):
    child(program, "Danh Văn Thường")
    child(program, "Neáng Thị Kín", groups=["dd"], main_group="dd", disability_degree=None)
    program.lists.write("children", tmp_path / "tre.pdf")
    shown = text_of(tmp_path / "tre.pdf")
    assert "Danh Văn Thường" in shown.replace("\n", " ")
    assert "Kín" not in shown
    assert "TE-30325-2026-0002" in shown.replace("\n", "")


def test_a_list_shows_exactly_what_is_filtered_with_the_columns_on_screen(program, tmp_path):
    child(program, "Danh Văn Một")
    child(
        program,
        "Danh Văn Hai",
        groups=["a"],
        main_group="a",
        disability_degree=None,
        care_arrangement="relatives",
    )
    query = ListQuery("children", filters={"main_group": ("a",)})
    request = program.lists.of_screen(query, ("person.full_name", "person.birth_date"), "Danh sách đang xem")
    assert program.lists.write_request(request, tmp_path / "xem.xlsx") == 1
    cells = [cell.value for row in openpyxl.load_workbook(tmp_path / "xem.xlsx").active for cell in row]
    assert "Danh Văn Hai" in cells
    assert "Danh Văn Một" not in cells


def test_drafts_stand_in_no_declared_list(program, tmp_path):
    program.cases.save(case("children", {"groups": ["d"]}, final=False))
    assert program.lists.write("children", tmp_path / "tre.csv") == 0


def test_numbers_keep_their_leading_zero(program, tmp_path):
    known = person(full_name="Danh Văn Số", birth_date="2016-03-02", sex="male", personal_id="089216000123")
    program.cases.save(case("children", CHILD, person=known))
    request = program.lists.of_screen(
        ListQuery("children"), ("person.full_name", "person.personal_id"), "Thử"
    )
    program.lists.write_request(request, tmp_path / "so.xlsx")
    found = {cell.value: cell for row in openpyxl.load_workbook(tmp_path / "so.xlsx").active for cell in row}
    assert found["089216000123"].data_type == "s"
    program.lists.write_request(request, tmp_path / "so.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "so.csv").read_text(encoding="utf-8-sig")), delimiter=";"))
    assert any("089216000123" in row for row in rows)


@pytest.mark.parametrize(
    ("name", "paper", "code"), [("tre.doc", "", "AS-4001"), ("tre.pdf", "khong_co", "AS-4051")]
)
def test_what_cannot_be_written_is_said_in_one_sentence(program, tmp_path, name, paper, code):
    with pytest.raises(UserError) as caught:
        program.lists.write("children", tmp_path / name, paper)
    assert caught.value.code in {code, "AS-4052"}
    assert not (tmp_path / name).exists()


def test_a_printed_list_is_written_down(program, tmp_path):
    child(program, "Danh Văn Một")
    program.lists.write("children", tmp_path / "tre.pdf")
    with program.vault.reading() as store:
        acts = [(each.act, each.fields["rows"]) for each in store.log.of("children")]
    assert acts == [("print", 1)]


def test_a_list_from_the_screen_tells_no_more_than_the_screen(program, tmp_path):
    child(program, "Neáng Thị Kín", groups=["dd"], main_group="dd", disability_degree=None)
    sources = ("person.full_name", "person.address", "person.birth_date")
    request = program.lists.of_screen(ListQuery("children"), sources, "Danh sách đang xem")
    program.lists.write_request(request, tmp_path / "xem.csv")
    shown = (tmp_path / "xem.csv").read_text(encoding="utf-8-sig")
    assert "Kín" not in shown
    assert "Tổ 5" not in shown
    assert "TE-30325-2026-0001" in shown


def let_be_paid(program, answers, **known):
    """Let somebody be paid whose record is of an old list."""
    record = program.cases.save(case("assistance", answers, final=False, **known))
    with program.vault.work("danh sách cũ") as store:
        found = store.records.get(record)
        found.draft = False
        store.records.set_state(found, "paying", closed_on=None, reason=None)


def test_a_list_of_a_month_names_it_and_asks_its_law(program, tmp_path):
    answers = {
        "social_group": "k6",
        "disability_degree": "severe",
        "decision_no": "1/QĐ",
        "decision_date": "2022-01-10",
    }
    known = person(birth_date="1990-02-03")
    let_be_paid(program, answers | {"start_month": "2022-01"}, person=known)
    for month, paid in (
        (datetime.date(2022, 6, 3), "540.000"),
        (datetime.date(2026, 12, 3), "810.000"),
        (datetime.date(2021, 12, 3), ""),
    ):
        count = program.lists.write("assistance", tmp_path / "chi-tra.pdf", "payment", month)
        shown = text_of(tmp_path / "chi-tra.pdf")
        assert count == bool(paid)
        assert f"DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG {month.month} NĂM {month.year}" in " ".join(
            shown.split()
        )
        assert paid in shown


def test_a_list_names_the_pensions_of_a_month_that_pays_some(program, tmp_path):
    answers = {"social_group": "pension", "decision_no": "1/QĐ", "decision_date": "2025-08-10"}
    known = person(birth_date="1945-02-03")
    let_be_paid(program, answers | {"start_month": "2025-09"}, person=known)
    program.lists.write("assistance", tmp_path / "chi-tra.pdf", "payment", datetime.date(2026, 12, 3))
    shown = " ".join(text_of(tmp_path / "chi-tra.pdf").split())
    assert "TRỢ CẤP XÃ HỘI, TRỢ CẤP HƯU TRÍ XÃ HỘI THÁNG 12 NĂM 2026" in shown


def test_a_wide_list_goes_on_a4_without_its_empty_columns_unless_the_office_has_a3(program, tmp_path):
    """What stands in nobody's row only makes the letters of the others smaller."""
    let_be_paid(program, {"social_group": "k6", "disability_degree": "severe"})
    request = program.lists.request("assistance", "recipients", on=datetime.date(2026, 11, 30))
    whole = program.lists.document(request, "x")
    printed = program.lists.document(request, "p")
    assert len(whole.columns) > 11
    assert len(printed.columns) < len(whole.columns)
    assert [each.key for each in printed.columns][:2] == ["stt", "person_full_name"]
    assert not printed.a3
    office.change(program.vault, dataclasses.replace(program.office, prints_a3=True))
    assert program.lists.document(request, "p").a3
