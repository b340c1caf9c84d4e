"""Columns are proposed for fields by heading and content; what was settled once is not asked again."""

import json
from typing import Any

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.importer.columns import (
    ColumnMapping,
    ColumnMatch,
    fingerprint,
    is_mark,
    missing,
    propose,
)
from ansinh_desktop.services.importer.heading import find_table
from ansinh_desktop.services.importer.sheets import Sheet, Span
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.targets import BIRTH, NAME, PERSONAL_ID, SEX, Target, targets_of
from ansinh_desktop.services.importer.workbook import read_workbook
from tests.services.importer.books import SAMPLES
from tests.services.importer.reading import best_table

TARGETS = (
    Target(NAME, "Họ và tên", ("Họ tên", "Tên"), "Name", required=True),
    Target(BIRTH, "Ngày sinh", ("Năm sinh",), "PartialDate", required=True),
    Target(SEX, "Giới tính", ("GT",), "Choice", required=True, words={"nam": "male", "nu": "female"}),
    Target(PERSONAL_ID, "Số định danh / CCCD", ("CCCD", "Số CMND/CCCD"), "CitizenId"),
    Target("person.phone", "Điện thoại", ("SĐT",), "Phone"),
    Target(
        "person.poverty_status", "Tình trạng hộ", ("Diện hộ",), "Choice",
        words={"ho ngheo": "poor", "ho can ngheo": "near_poor"},
    ),
    Target("carer_name", "Người chăm sóc", ("Họ tên cha/mẹ",), "Name"),
    Target("carer_birth", "Năm sinh của người chăm sóc", (), "PartialDate"),
    Target("amount", "Mức trợ cấp (đồng)", ("Số tiền",), "Money"),
    Target("note", "Ghi chú", (), "LongText"),
)  # fmt: skip
Rows = list[list[Any]]


def table(*rows: list[Any], spans: tuple[Span, ...] = ()) -> Table:
    return find_table(Sheet("DS", [list(row) for row in rows], spans), [each.label for each in TARGETS])


def proposed(heading: list[Any], *rows: list[Any], spans: tuple[Span, ...] = ()) -> dict[int, str | None]:
    return {each.column: each.target for each in propose(table(heading, *rows, spans=spans), TARGETS).matches}


def sample(name: str, register: str) -> ColumnMapping:
    targets = targets_of(catalog.registers()[register])
    return propose(best_table(read_workbook(SAMPLES / name)), targets)


# ---------------------------------------------------------------- the samples


def test_every_column_of_the_beneficiaries_finds_its_field():
    mapping = sample("btxh_2022.xlsx", "assistance")
    assert [each.target for each in mapping.matches] == [
        None,
        "person.full_name",
        "person.birth_date",
        "person.birth_date",
        "person.personal_id",
        "person.hamlet",
        "social_group",
        "recorded_coefficient",
        "recorded_amount",
        "decision_no",
        "start_month",
        "note",
    ]
    assert [dict(each.sets) for each in mapping.of(BIRTH)] == [{SEX: "male"}, {SEX: "female"}]
    assert all(each.is_sure for each in mapping.matches)
    assert missing(mapping, targets_of(catalog.registers()["assistance"])) == []


def test_every_column_of_the_children_finds_its_field():
    mapping = sample("tre_em_2022.xls", "children")
    assert [each.target for each in mapping.matches] == [
        None,
        "person.full_name",
        "person.birth_date",
        "person.sex",
        "person.ethnicity",
        "carer_name",
        "person.address",
        "groups",
        "supports_noted",
        "person.poverty_status",
    ]


def test_every_column_of_the_people_in_treatment_finds_its_field():
    mapping = sample("nguoi_nghien_2022.csv", "drug_treatment")
    assert [each.target for each in mapping.matches] == [
        None,
        "person.full_name",
        "person.birth_date",
        "person.personal_id",
        "person.address",
        "substances",
        "treatment_form",
        "treatment_from",
        "note",
    ]


def test_every_column_of_the_vntime_sheet_finds_its_field():
    mapping = sample("btxh_cu_vntime.xlsx", "assistance")
    found = [each.target for each in mapping.matches]
    assert found == [None, "person.full_name", "person.birth_date", "person.hamlet", "social_group"]


# ---------------------------------------------------------------- headings and content


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("HỌ VÀ TÊN", NAME),
        ("Ho va ten", NAME),
        ("Họ và tênn", NAME),
        ("Họ và tên đối tượng", NAME),
        ("Số CCCD", PERSONAL_ID),
        ("Mức trợ cấp", "amount"),
        ("Mức trợ cấp (nghìn đồng)", "amount"),
        ("Ký nhận", None),
        ("Cột lạ", None),
    ],
)
def test_a_heading_is_understood(heading, target):
    assert proposed(["STT", heading, "Ghi chú"], [1, None, None], [2, None, "x"])[1] == target


def test_the_content_tells_what_a_strange_heading_does_not():
    rows = [[n, f"Lê Văn {'ABCDEF'[n]}a", f"08919212345{n}", f"091234567{n}"] for n in range(6)]
    found = proposed(["STT", "Họ và tên", "Số giấy CCCD/định danh", "ĐT liên hệ"], *rows)
    assert found[2] == PERSONAL_ID


def test_a_heading_that_its_content_belies_is_doubted():
    mapping = propose(
        table(["STT", "Họ và tên", "Năm sinh"], *([n, "Lê An", "Ấp Hòa Phú"] for n in range(5))), TARGETS
    )
    (match,) = mapping.of(BIRTH)
    assert not match.is_sure


def test_the_birth_of_a_parent_is_not_the_childs():
    found = proposed(
        ["STT", "Họ và tên", "Năm sinh", "Họ tên cha/mẹ", "Năm sinh cha/mẹ"], [1, "An", 2015, "Bình", 1980]
    )
    assert (found[1], found[2], found[3]) == (NAME, BIRTH, "carer_name")
    assert found[4] != BIRTH


def test_a_group_above_tells_whose_birth_it_is():
    spans = (Span(0, 1, 0, 2), Span(0, 3, 0, 4))
    rows: Rows = [
        [None, "Trẻ em", None, "Người chăm sóc", None],
        ["STT", "Họ và tên", "Năm sinh", "Họ và tên", "Năm sinh"],
        [1, "An", 2015, "Bình", 1980],
    ]
    found = {each.column: each.target for each in propose(table(*rows, spans=spans), TARGETS).matches}
    assert (found[1], found[2]) == (NAME, BIRTH)
    assert found[3] != NAME
    assert found[4] != BIRTH


def test_years_under_man_and_woman_are_births_that_tell_the_sex():
    mapping = propose(
        table(["STT", "Họ và tên", "Nam", "Nữ"], [1, "Lê An", 1960, None], [2, "Võ Bé", None, "5/1970"]),
        TARGETS,
    )
    assert [(each.column, each.sets) for each in mapping.of(BIRTH)] == [
        (2, {SEX: "male"}),
        (3, {SEX: "female"}),
    ]


def test_marks_under_man_and_woman_are_the_sex():
    mapping = propose(
        table(["STT", "Họ và tên", "Nam", "Nữ"], [1, "Lê An", "x", None], [2, "Võ Bé", None, "x"]), TARGETS
    )
    assert [(each.column, each.mark) for each in mapping.of(SEX)] == [(2, "male"), (3, "female")]


def test_marks_under_the_name_of_an_answer_give_that_answer():
    mapping = propose(
        table(
            ["STT", "Họ và tên", "Hộ nghèo", "Hộ cận nghèo"], [1, "Lê An", "x", None], [2, "Võ Bé", None, "x"]
        ),
        TARGETS,
    )
    found = [(each.column, each.mark) for each in mapping.of("person.poverty_status")]
    assert found == [(2, "poor"), (3, "near_poor")]


def test_a_name_in_two_columns_is_one_name():
    for heading in (["STT", "Họ và chữ đệm", "Tên", "Ghi chú"], ["STT", "Họ và tên", None, "Ghi chú"]):
        mapping = propose(table(heading, [1, "Lê Thị", "An"], [2, "Võ Ngọc", "Bé", "x"]), TARGETS)
        assert [(each.column, each.part) for each in mapping.of(NAME)] == [(1, "name"), (2, "name")]
    spans = (Span(0, 1, 0, 2),)
    mapping = propose(table(["STT", "Họ và tên", None, "Ghi chú"], [1, "Lê Thị", "An"], spans=spans), TARGETS)
    assert [each.column for each in mapping.of(NAME)] == [1, 2]


def test_a_column_without_a_heading_is_shown_and_fills_nothing():
    mapping = propose(table(["STT", "Họ và tên", None], [1, "Lê An", 5], [2, "Võ Bé", 6]), TARGETS)
    assert [(each.column, each.target) for each in mapping.matches] == [(0, None), (1, NAME), (2, None)]


def test_day_month_and_year_may_stand_apart():
    rows: Rows = [
        ["STT", "Họ và tên", "Ngày tháng năm sinh", None, None],
        [None, None, "Ngày", "Tháng", "Năm"],
        [1, "Lê An", 5, 8, 1961],
    ]
    mapping = propose(table(*rows, spans=(Span(0, 2, 0, 4),)), TARGETS)
    assert [each.part for each in mapping.of(BIRTH)] == ["day", "month", "year"]


def test_one_field_is_filled_by_one_column():
    found = proposed(["STT", "Họ và tên", "Họ tên", "Năm sinh"], [1, "Lê An", "Lê An", 1960])
    assert list(found.values()).count(NAME) == 1


def test_other_meanings_are_offered():
    (match,) = propose(table(["STT", "Họ và tên", "Ghi chú"], [1, "An", "x"]), TARGETS).of(NAME)
    assert "carer_name" in match.alternatives or match.alternatives == ()
    assert match.confidence == 1.0


def test_required_fields_without_a_column_are_named():
    found = table(["STT", "Họ và tên", "Ghi chú"], [1, "An", "x"])
    mapping = propose(found, TARGETS)
    assert [each.key for each in missing(mapping, TARGETS)] == [BIRTH, SEX]
    assert mapping.of(NAME)


def test_a_sex_told_by_the_births_is_not_missing():
    found = table(["STT", "Họ và tên", "Nam", "Nữ"], [1, "An", 1960, None], [2, "Bé", None, 1970])
    assert missing(propose(found, TARGETS), TARGETS) == []


# ---------------------------------------------------------------- what was settled


def test_what_was_settled_for_these_headings_goes_first():
    found = table(["STT", "Họ và tên", "Cột lạ"], [1, "An", "x"])
    first = propose(found, TARGETS)
    settled = first.with_match(ColumnMatch(2, "Cột lạ", "note", 1.0)).with_word(SEX, "N", "female")
    kept = ColumnMapping.from_json(json.loads(json.dumps(settled.to_json())))
    assert kept.fingerprint == fingerprint(found)
    again = propose(table(["STT", "Họ và tên", "Cột lạ"], [1, "Bình", 5], [2, "Chi", 6]), TARGETS, [kept])
    assert again is kept
    assert [each.target for each in again.matches] == [None, NAME, "note"]
    assert again.words == {SEX: {"n": "female"}}


def test_what_was_settled_for_other_headings_or_other_fields_does_not_count():
    found = table(["STT", "Họ và tên", "Cột lạ"], [1, "An", "x"])
    gone = propose(found, TARGETS).with_match(ColumnMatch(2, "Cột lạ", "a_field_of_the_past", 1.0))
    other = ColumnMapping("khác", gone.matches)
    assert [each.target for each in propose(found, TARGETS, [gone, other]).matches] == [None, NAME, None]


def test_the_fingerprint_knows_headings_not_people():
    rows: Rows = [["STT", "Họ và tên"], [1, "An"]]
    assert fingerprint(table(*rows)) == fingerprint(table(["stt", "HỌ VÀ TÊN"], [1, "Bình"], [2, "Chi"]))
    assert fingerprint(table(*rows)) != fingerprint(table(["Họ và tên", "STT"], ["An", 1]))


@pytest.mark.parametrize(
    ("cell", "mark"), [("x", True), ("X ", True), (1.0, True), ("✓", True), ("CN", False), (None, False)]
)
def test_a_mark_is_known(cell, mark):
    assert is_mark(cell) is mark


def test_targets_come_from_the_declarations():
    targets = {each.key: each for each in targets_of(catalog.registers()["assistance"])}
    assert targets[NAME].required
    assert targets[BIRTH].kind_name == "PartialDate"
    assert targets["person.poverty_status"].words["cn"] == "near_poor"
    assert "x" not in targets[SEX].words
    assert targets["social_group"].read is not None
    assert targets["social_group"].read("NKT đặc biệt nặng")["social_group"] == "k6"
    assert not any(each.kind_name in {"Rows", "PersonLink"} for each in targets.values())
