"""A list that is typed or pasted is read and checked as one from a file, and brought in as one."""

import csv
import time
from dataclasses import replace

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import grid
from ansinh_desktop.services.grid import Grid
from ansinh_desktop.services.importer.importing import Outcome, drained
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.program import Program
from tests import factories

CHILDREN = catalog.register("children")
HEADING = "Họ và tên\tNgày sinh\tGiới tính\tẤp\tNhóm hoàn cảnh\tNgày vào danh sách"


@pytest.fixture
def program(vault) -> Program:
    return Program(vault)


def pasted(text: str, register=CHILDREN, *, running: bool = True) -> Grid:
    found = grid.with_heading(register, grid.read_clipboard(text))
    assert found is not None
    columns, rows = found
    return Grid(register.code, columns, tuple(map(tuple, rows)), running)


def brought_in(program: Program, typed: Grid) -> Outcome:
    outcome = grid.plan(program.importing, typed)
    return drained(grid.bring_in(program.importing, outcome))


def paid(*lines: str, running: bool = True) -> Grid:
    heading = "Họ và tên\tNăm sinh\tGiới tính\tNhóm đối tượng\tMức độ khuyết tật\tNgày nhận hồ sơ"
    text = "\n".join([heading, *lines])
    return pasted(text, catalog.register("assistance"), running=running)


# ---------------------------------------------------------------- the clipboard


@pytest.mark.parametrize(
    ("typed", "cells"),
    [
        ("An\t1940\r\nBình\t1950\r\n", [["An", "1940"], ["Bình", "1950"]]),
        ("An\r1940", [["An"], ["1940"]]),
        ('An\t"Tổ 5\nẤp Hòa Phú"\t"gọi ""Út"""', [["An", "Tổ 5\nẤp Hòa Phú", 'gọi "Út"']]),
        (" An \t\t1940\n\n\n", [["An", "", "1940"]]),
        ("\t\n\t\n", []),
        ("", []),
    ],
)
def test_cells_are_read_as_a_spreadsheet_gives_them(typed, cells):
    assert grid.read_clipboard(typed) == cells


def test_more_than_a_list_of_people_is_refused_in_words():
    with pytest.raises(UserError) as refused:
        grid.read_clipboard("\t" * 600_001)
    assert refused.value.code == "AS-3007"


def test_a_cell_without_an_end_is_refused_in_words_whatever_was_read_before():
    csv.field_size_limit(10_000_000)  # as the reader of packages leaves it
    with pytest.raises(UserError) as refused:
        grid.read_clipboard('"' + "Danh An\t1970\n" * 20_000)
    assert refused.value.code == "AS-3036"


@pytest.mark.parametrize(
    "rows",
    [
        [["Danh An", "Tổ 5\nẤp Hòa Phú"], ["", 'gọi "Út"']],
        [["a\tb"], ["c"]],
        [["=cmd|' /C calc'!A0", "\u202eNA HNAD", "Nguye\u0302\u0303n"]],
        [["Danh An"]],
    ],
)
def test_what_is_copied_is_pasted_as_the_same_cells(rows):
    assert grid.read_clipboard(grid.for_clipboard(rows)) == rows


def test_who_may_only_read_a_register_is_told_before_anything_is_typed_for_nothing(program):
    typed = paid("Danh An\t1970\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026")
    program.access.rights["assistance"] = "r"
    with pytest.raises(UserError) as refused:
        grid.plan(program.importing, typed)
    assert refused.value.code == "AS-1110"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("=cmd|' /C calc'!A0", []),
        ("Danh\x00 An", ["Danh An"]),
        ("\u202eDanh An", ["Danh An"]),
        ("+84 Danh An", ["Danh An"]),
    ],
)
def test_a_name_nobody_expected_comes_in_clean_or_not_at_all(program, name, known):
    brought_in(program, paid(f"{name}\t1970\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026"))
    with program.vault.reading() as store:
        records = list(store.records.in_register("assistance").values())
    assert [program.cases.get(each).person["full_name"] for each in records] == known


def test_a_heading_lays_the_columns_out_whatever_stands_above_and_below_it():
    text = f"DANH SÁCH TRẺ EM\n\nSTT\t{HEADING}\n1\tDanh Na\t3/2/2015\tNữ\tHòa Phú\tMồ côi cả cha và mẹ\t1/3/2024\nCộng\t1"
    found = grid.with_heading(CHILDREN, grid.read_clipboard(text))
    assert found is not None
    columns, rows = found
    assert [each.target for each in columns][:5] == [
        None,
        "person.full_name",
        "person.birth_date",
        "person.sex",
        "person.hamlet",
    ]
    assert [row[1] for row in rows] == ["Danh Na"], "a title and a sum are nobody"


def test_rows_without_a_heading_are_taken_as_rows():
    assert grid.with_heading(CHILDREN, [["Danh Na", "3/2/2015", "Nữ"]]) is None


@pytest.mark.parametrize("code", list(catalog.registers()))
def test_a_grid_begins_with_who_it_is_and_all_that_must_be_known(code):
    register = catalog.register(code)
    keys = [each.target for each in grid.first_columns(register)]
    assert keys[:2] == ["person.full_name", "person.birth_date"]
    assert len(keys) == len(set(keys))
    required = {each.key for each in grid.opened(Grid(code, (), ())).targets if each.required}
    assert required <= set(keys)


# ---------------------------------------------------------------- checked, brought in, taken back


def test_rows_are_brought_in_as_one_and_taken_back_as_one(program):
    typed = pasted(
        f"{HEADING}\nDanh Na\t3/2/2015\tNữ\tHòa Phú\tMồ côi cả cha và mẹ\t1/3/2024\nDanh Tú\t2016\tNam\tHòa Phú\tMồ côi cả cha và mẹ\t1/3/2024"
    )
    outcome = brought_in(program, typed)
    assert grid.brought(outcome) == {1, 2}
    with program.vault.reading() as store:
        assert len(store.records.in_register("children")) == 2
    act = program.undo.acts()[0]
    assert act.words.startswith("Nhập 2 hồ sơ từ bảng nhập nhiều")
    program.undo.take_back(act.id)
    with program.vault.reading() as store:
        assert not store.records.in_register("children")


def test_what_has_an_error_stays_and_the_others_come_in(program):
    typed = paid(
        "Danh An\t1970\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026",
        "Danh Ba\tba mươi\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026",
        "Danh Tư\t1980\tNữ\tkhông rõ\tNặng\t20/10/2026",
    )
    typed = replace(typed, rows=(*typed.rows[:2], ("",) * 6, typed.rows[2]))
    outcome = grid.plan(program.importing, typed)
    assert [each.draft.row_number for each in outcome.rows] == [1, 2, 4], "an empty row is nobody"
    assert {each.field for row in outcome.rows[1:] for each in row.findings} >= {
        "person.birth_date",
        "social_group",
    }
    assert [each.draft.row_number for each in grid.ready(outcome)] == [1]
    assert grid.brought(drained(grid.bring_in(program.importing, outcome))) == {1}
    with program.vault.reading() as store:
        assert len(store.records.in_register("assistance")) == 1, "not even as drafts"


def test_who_is_there_already_is_known_again(program):
    line = "Danh An\t1970\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026"
    brought_in(program, paid(line))
    outcome = grid.plan(program.importing, paid(line, line))
    assert [each.what for each in outcome.rows] == [What.PRESENT, What.DOUBLE]
    assert not grid.ready(outcome)


@pytest.mark.parametrize(("running", "state"), [(True, "paying"), (False, "draft")])
def test_the_officer_says_whether_these_people_are_paid_already(program, running, state):
    line = "Danh An\t1970\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026"
    brought_in(program, paid(line, running=running))
    with program.vault.reading() as store:
        (record,) = store.records.in_register("assistance").values()
    assert program.cases.get(record).state == state


def test_an_import_keeps_how_its_columns_go_and_a_grid_does_not(program):
    brought_in(program, paid("Danh An\t1970\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026"))
    with program.vault.reading() as store:
        assert not store.setting("import:assistance", [])


def test_two_hundred_rows_are_looked_at_within_a_second_of_the_processor(program):
    people = factories.people(200)
    lines = [
        f"{each['full_name']}\t{each['birth_date'][:4]}\t{'Nam' if each['sex'] == 'male' else 'Nữ'}\t"
        f"Người khuyết tật nặng\tNặng\t20/10/2026"
        for each in people
    ]
    begun = time.process_time()
    outcome = grid.plan(program.importing, paid(*lines))
    assert time.process_time() - begun < 1
    assert len(outcome.rows) == 200
