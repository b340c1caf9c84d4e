"""The report of a period as PDF, for Word and as a workbook, and the figures that come from a workbook."""

import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import invented
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program, open_data
from tests.e2e.new_register import printed as text_of
from tests.factories import OFFICER, PASSWORD, new_vault, orphan

HALF = Period.of("2026-H1")
# What openpyxl does not read it says.
pytestmark = pytest.mark.filterwarnings("ignore:wmf image format")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("báo cáo") / "xã")[0]) as made:
        invented.fill(made, 30)
        made.plans.enter(
            HALF,
            [
                FigureInput("health_insurance", "numerator", 28_204, "BHXH, BC 12 ngày 02/7/2026"),
                FigureInput("health_insurance", "denominator", 30_197),
                FigureInput("gratitude_fund", "numerator", 71_500_000),
                FigureInput("safe_addresses", "numerator", 1),
                FigureInput("safe_addresses", "denominator", 1),
            ],
        )
        yield made


def in_word(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if not name.endswith(".emf"):
                ElementTree.fromstring(archive.read(name))
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    rows = [
        ["".join(one.text or "" for one in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
        for row in tree.iter(f"{W}tr")
    ]
    return rows, "".join(one.text or "" for one in tree.iter(f"{W}t"))


def test_every_target_stands_in_every_kind_of_file_with_how_it_was_counted(commune, tmp_path):
    own = plan.plans()[0]
    for ending in ("pdf", "docx", "xlsx"):
        commune.plans.write_report(HALF, tmp_path / f"bc.{ending}")
    printed = " ".join(text_of(tmp_path / "bc.pdf").split())
    rows, words = in_word(tmp_path / "bc.docx")
    table = {row[0]: row for row in rows if len(row) == 9}
    sheet = openpyxl.load_workbook(tmp_path / "bc.xlsx")
    cells = {str(row[0].value): [one.value for one in row] for row in sheet.worksheets[0].iter_rows()}
    for target in own.targets:
        assert " ".join(target.text.split()[:4]) in printed
        assert table[str(target.number)][1] == target.text
        assert cells[str(target.number)][1] == target.text
    assert table["28"][2:7] == ["≥ 92 %", "", "93,4 %", "28.204/30.197", "101,5"]
    assert table["10"][4] == "71,5 triệu đồng"
    assert table["22"][4] == "có"
    for said in (printed, words):
        assert "BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH" in said
        assert "6 tháng đầu năm 2026" in said
        assert "Số tạm tính" in said
        assert "Cách tính: " in said
        assert "kể cả người đang bị giam giữ" in said
    assert sheet.sheetnames == ["Danh sách", "Biểu đồ"]


def test_a_closed_period_is_printed_the_same_to_the_byte_whatever_comes_after(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as commune:
        invented.fill(commune, 20)
        commune.plans.close(HALF)
        copy = commune.backups.take()
        before = [printed(commune, tmp_path, ending) for ending in ("pdf", "docx", "xlsx")]
        commune.plans.enter(HALF, [FigureInput("child_fund", "numerator", 9)])
        commune.plans.turn("include_detention", "no")
        commune.cases.save(orphan())
        assert [printed(commune, tmp_path, ending) for ending in ("pdf", "docx", "xlsx")] == before
        assert "Số tạm tính" not in text_of(tmp_path / "bc.pdf")
        commune.backups.restore(copy.name)
    with open_data(tmp_path / "xã", OFFICER, PASSWORD) as restored:
        assert restored.plans.closed(HALF).sound
        assert [printed(restored, tmp_path, ending) for ending in ("pdf", "docx", "xlsx")] == before


def printed(commune, folder, ending):
    commune.plans.write_report(HALF, folder / f"bc.{ending}")
    return (folder / f"bc.{ending}").read_bytes()


def test_figures_come_back_from_the_workbook_that_was_written(commune, tmp_path):
    period, book = Period.of("2026-Q3"), tmp_path / "mẫu.xlsx"
    commune.plans.enter(period, [FigureInput("health_insurance", "denominator", 30_197, "BHXH")])
    commune.plans.write_book(period, book)
    lines = {row[0].value: row for row in openpyxl.load_workbook(book).active.iter_rows(min_row=4)}
    entered = {f"{each.id}.{part}" for each in plan.plans()[0].targets for part in each.entered}
    assert set(lines) == entered
    assert lines["health_insurance.denominator"][4].value == 30_197
    assert commune.plans.bring_book(period, book) == 0
    fill(
        book,
        {
            "health_insurance.numerator": 28_000,
            "child_fund.numerator": "43.000.000",
            "safe_addresses.numerator": "có",
        },
    )
    assert commune.plans.bring_book(period, book) == 3
    found = {f"{key}.{part}": each.value for (key, part), each in commune.plans.entered(period).items()}
    assert found["health_insurance.numerator"] == 28_000
    assert found["child_fund.numerator"] == 43_000_000
    assert found["safe_addresses.numerator"] == 1


def fill(book, values):
    workbook = openpyxl.load_workbook(book)
    for row in workbook.active.iter_rows(min_row=4):
        if row[0].value in values:
            row[4].value = values[row[0].value]
    workbook.save(book)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"health_insurance.numerator": "nhiều"}, "AS-8004"),
        ({"health_insurance.numerator": 1.5}, "AS-8004"),
        ({"health_insurance.numerator": 9, "health_insurance.denominator": 8}, "AS-8005"),
        ({"health_insurance.numerator": -1}, "AS-8004"),
    ],
)
def test_a_workbook_with_a_fault_changes_nothing(commune, tmp_path, values, code):
    period, book = Period.of("2024-Q1"), tmp_path / "mẫu.xlsx"
    commune.plans.write_book(period, book)
    fill(book, {"child_fund.numerator": 5, **values})
    with pytest.raises(UserError, match=code):
        commune.plans.bring_book(period, book)
    assert commune.plans.entered(period) == {}


def test_another_workbook_is_no_workbook_of_figures(commune, tmp_path):
    book = tmp_path / "khác.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["Họ tên", "Năm sinh"])
    workbook.save(book)
    with pytest.raises(UserError, match="AS-8011"):
        commune.plans.bring_book(HALF, book)
    workbook.active.append(["Mã", "Chỉ tiêu"])
    workbook.active.append(["none.numerator"])
    workbook.save(book)
    with pytest.raises(UserError, match="AS-8003"):
        commune.plans.bring_book(HALF, book)


@pytest.mark.parametrize(
    ("value", "said"), [("71500000", "71,5 triệu đồng"), ("999999", "999.999 đồng"), ("-20", "−20 đồng")]
)
def test_large_sums_are_said_in_millions(value, said):
    assert plan.measured(Decimal(value), "amount", "đồng") == said
