"""The plan on the command line: what a period says, figures in, closed, reckoned again, by unit."""

import json

import openpyxl
import pytest

from ansinh_desktop import __main__ as command
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import invented
from ansinh_desktop.services.plan import table_file
from ansinh_desktop.services.plan.table_file import SharedTable
from ansinh_desktop.services.plan.tables import TableAsked
from ansinh_desktop.services.program import Program, open_data
from tests.factories import OFFICER, PASSWORD, new_vault, orphan


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ANSINH_PASSWORD", PASSWORD)
    with Program(new_vault(tmp_path / "xã")[0]) as made:
        invented.fill(made, 20)

    def asked(*more, returns=0):
        given = ["plan", "--data", str(tmp_path / "xã"), "--period", "2026-H1", *map(str, more)]
        assert command.main(given) == returns
        return capsys.readouterr()

    return asked


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Return the folder of a commune in which nothing is recorded."""
    folder = tmp_path_factory.mktemp("lệnh") / "xã"
    new_vault(folder)[0].lock()
    return str(folder)


def test_a_period_is_answered_entered_closed_and_reckoned_again(ask, tmp_path):
    said = json.loads(ask("--json").out)
    assert [each["number"] for each in said["rows"]] == list(range(1, 30))
    assert (said["period"], said["first"], said["last"], said["closed"]) == (
        "2026-H1",
        "2026-01-01",
        "2026-06-30",
        None,
    )
    book = tmp_path / "mẫu.xlsx"
    ask("--template", book)
    workbook = openpyxl.load_workbook(book)
    for row in workbook.active.iter_rows(min_row=4):
        if str(row[0].value).startswith("health_insurance"):
            row[4].value = 930 if row[0].value.endswith("numerator") else 1000
    workbook.save(book)
    said = rows(ask("--enter", book, "--json"))["health_insurance"]
    assert (said["value"], said["reached"], said["numerator"], said["denominator"]) == (93.0, True, 930, 1000)
    assert "28. Tham gia bảo hiểm y tế: 93,0 % (930/1.000); mức ≥\u00a092 %: đạt" in ask().out
    closed = json.loads(ask("--close", "--out", tmp_path / "bc.pdf", "--json").out)
    assert closed["closed"]
    with open_data(tmp_path / "xã", OFFICER, PASSWORD) as program:
        program.cases.save(orphan())
    again = json.loads(ask("--recount", "--json").out)
    assert [each["id"] for each in again["changed"]] == [
        each["id"] for each in again["changed"] if each["moved"]
    ]
    assert "AS-8008" in ask("--close", returns=1).err
    assert (tmp_path / "bc.pdf").read_bytes().startswith(b"%PDF-")


def rows(said):
    return {each["id"]: each for each in json.loads(said.out)["rows"]}


def test_what_was_known_and_how_it_is_counted(ask):
    assert rows(ask("--known-on", "2020-01-01", "--json"))["addicts_in_treatment"]["whole"] == 0
    assert rows(ask("--period", "2026", "--json"))["addicts_in_treatment"]["whole"] > 0
    turned = rows(ask("--switch", "include_detention=no", "--json"))["addicts_in_treatment"]
    assert turned["switches"] == {"include_detention": "no"}
    assert "AS-8001" in ask("--switch", "include_detention=perhaps", returns=1).err


def test_a_table_of_another_machine_is_shown_and_written(ask, tmp_path):
    shared = SharedTable("Trẻ em theo giới", TableAsked("children", "sex", "age"), Period.of("2026"))
    path = tmp_path / "bảng.agtable"
    path.write_bytes(table_file.written(shared))
    lines = ask("--table", path, "--period", "2026").out.splitlines()
    assert lines[0].startswith("Nam: ")
    assert lines[-1].startswith("Tổng số: ")
    found = json.loads(ask("--table", path, "--period", "2026", "--json").out)
    assert (found["register"], found["period"]) == ("children", "2026")
    assert sum(each["all"] for each in found["rows"]) == found["all"] == int(lines[-1].split()[-1])
    assert all(sum(each["columns"].values()) == each["all"] for each in found["rows"])
    for ending in ("pdf", "docx", "xlsx"):
        ask("--table", path, "--out", tmp_path / f"bảng.{ending}")
    sheet = openpyxl.load_workbook(tmp_path / "bảng.xlsx").active
    assert "TRẺ EM THEO GIỚI" in [row[0].value for row in sheet.iter_rows()]
    path.write_text("{}", encoding="utf-8")
    assert "AS-8017" in ask("--table", path, returns=1).err


@pytest.mark.parametrize(
    ("spelled", "first", "last"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-q3", "2026-07-01", "2026-09-30"),
        (" 2026-H2 ", "2026-07-01", "2026-12-31"),
        ("2026-9M", "2026-01-01", "2026-09-30"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2026-01-05..2026-03-07", "2026-01-05", "2026-03-07"),
        ("2024-02-29..2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_every_spelling_of_a_period_is_read(empty, monkeypatch, capsys, spelled, first, last):
    monkeypatch.setenv("ANSINH_PASSWORD", PASSWORD)
    assert command.main(["plan", "--data", empty, "--period", spelled, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["first"], found["last"], len(found["rows"])) == (first, last, 29)
    assert set(found["rows"][0]) >= {
        "id", "numerator", "denominator", "unknown", "value", "target", "reached", "switches", "source",
    }  # fmt: skip


@pytest.mark.parametrize(
    "spelled",
    ["2026-13", "2026-Q5", "2026-H3", "2026-9", "26", "2026-03-07..2026-01-05", "2026-02-30..2026-03-01", ""],
)
def test_what_is_no_period_is_refused_with_the_ways_to_spell_one(capsys, spelled):
    assert command.main(["plan", "--data", "nowhere", "--period", spelled]) == 2
    assert "2026-Q3" in capsys.readouterr().err
