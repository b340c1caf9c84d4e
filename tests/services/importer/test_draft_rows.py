"""Each row of a list becomes what would be recorded, with everything that is doubtful about it."""

import datetime
import itertools
from collections import Counter
from typing import Any

import pytest

from ansinh_desktop.findings import Level, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.importer.columns import ColumnMapping, ColumnMatch, propose
from ansinh_desktop.services.importer.draft_rows import RowDraft
from ansinh_desktop.services.importer.heading import find_table
from ansinh_desktop.services.importer.sheets import Sheet
from ansinh_desktop.services.importer.targets import (
    ADDRESS,
    BIRTH,
    DEATH,
    HAMLET,
    NAME,
    OLD_ID,
    PERSONAL_ID,
    SEX,
    Target,
    targets_of,
)
from ansinh_desktop.services.importer.workbook import read_workbook
from tests.services.importer.books import SAMPLES
from tests.services.importer.reading import best_table, draft_rows, has_errors

TODAY = datetime.date(2026, 11, 23)
SEXES = {"male": "Nam", "female": "Nữ"}
TARGETS = (
    Target(NAME, "Họ và tên", (), "Name", required=True),
    Target(BIRTH, "Ngày sinh", ("Năm sinh",), "PartialDate"),
    Target(
        SEX,
        "Giới tính",
        ("GT",),
        "Choice",
        words={"nam": "male", "nu": "female"},
        show=lambda code: SEXES[str(code)],
    ),
    Target(PERSONAL_ID, "Số định danh", ("CCCD",), "CitizenId"),
    Target(OLD_ID, "Số CMND cũ", (), "OldId"),
    Target(HAMLET, "Ấp, khóm", ("Ấp",)),
    Target(ADDRESS, "Địa chỉ", ()),
    Target("groups", "Nhóm", (), "Choices", words={"mo coi": "a", "bo roi": "b"}),
    Target("amount", "Số tiền", ("Mức trợ cấp",), "Money"),
    Target("note", "Ghi chú", (), "LongText"),
)


def drafts(*rows: list[Any], faults: dict[tuple[int, int], Any] | None = None, **more: Any) -> list[RowDraft]:
    sheet = Sheet("DS", [list(row) for row in rows], faults=faults or {})
    table = find_table(sheet)
    mapping = more.pop("mapping", None) or propose(table, TARGETS)
    return list(draft_rows(table, mapping, TARGETS, today=TODAY, **more))


def codes(draft: RowDraft) -> list[str]:
    for each in draft.findings:
        assert each.text
    return [each.code for each in draft.findings]


def sample(name: str, register: str) -> list[RowDraft]:
    targets = targets_of(catalog.registers()[register])
    table = best_table(read_workbook(SAMPLES / name))
    return list(draft_rows(table, propose(table, targets), targets, today=TODAY))


def counted(rows: list[RowDraft]) -> Counter[str]:
    return Counter(code for row in rows for code in codes(row))


# ---------------------------------------------------------------- the samples


@pytest.fixture(scope="module")
def beneficiaries() -> dict[int, RowDraft]:
    return {each.row_number: each for each in sample("btxh_2022.xlsx", "assistance")}


def test_every_beneficiary_is_read_without_an_error(beneficiaries):
    assert len(beneficiaries) == 241
    assert not any(has_errors(each) for each in beneficiaries.values())
    for key in (
        NAME,
        BIRTH,
        SEX,
        HAMLET,
        "social_group",
        "recorded_coefficient",
        "recorded_amount",
        "start_month",
    ):
        assert all(each.values.get(key) for each in beneficiaries.values()), key


def test_a_beneficiary_is_read_whole(beneficiaries):
    assert beneficiaries[12].values == {
        "person.full_name": "Chau Thị Kim Đông",
        "person.birth_date": "2002-01-20",
        "person.sex": "female",
        "person.personal_id": "089302118963",
        "person.hamlet": "Ấp Vĩnh Thạnh",
        "social_group": "k6",
        "disability_degree": "severe",
        "recorded_coefficient": "1.5",
        "recorded_amount": 540_000,
        "decision_no": "756/QĐ-UBND",
        "start_month": "2019-06",
    }


def test_the_column_of_the_birth_tells_the_sex(beneficiaries):
    # "Vũ Ngọc Toàn" stands under Nữ, "Đặng Minh Sơn" under Nam.
    assert beneficiaries[14].values[SEX] == "female"
    assert beneficiaries[16].values[SEX] == "male"


def test_births_keep_the_precision_of_the_list(beneficiaries):
    births = Counter(len(each.values[BIRTH]) for each in beneficiaries.values())
    assert set(births) == {4, 7, 10}
    assert beneficiaries[15].values[BIRTH] == "1973"
    assert beneficiaries[20].values[BIRTH] == "1968-06"
    assert beneficiaries[11].values[BIRTH] == "1949-04-18"
    assert beneficiaries[18].values[BIRTH] == "1976-09-27"


def test_two_digit_years_fall_into_the_right_century(beneficiaries):
    found = {row: beneficiaries[row].values[BIRTH] for row in (12, 38, 55, 72, 142, 167, 185, 234)}
    assert found == {
        12: "2002-01-20",
        38: "2010-01-07",
        55: "1967-01-04",
        72: "1957-04-27",
        142: "2021-06-23",
        167: "1926-08-03",
        185: "2019-09-10",
        234: "1934-12-07",
    }


def test_lost_zeros_and_old_cards_are_found(beneficiaries):
    assert beneficiaries[31].values[PERSONAL_ID] == "089092660825"
    assert beneficiaries[28].values[OLD_ID] == "351672306"
    found = counted(list(beneficiaries.values()))
    assert (found["AS-3110"], found["AS-3112"]) == (35, 38)
    assert (
        sum(PERSONAL_ID not in each.values and OLD_ID not in each.values for each in beneficiaries.values())
        == 43
    )


def test_all_identity_numbers_agree_with_birth_and_sex(beneficiaries):
    for each in beneficiaries.values():
        number = each.values.get(PERSONAL_ID)
        if number:
            woman, century = int(number[3]) % 2, 19 + int(number[3]) // 2
            assert (each.values[SEX] == "female") == bool(woman)
            assert each.values[BIRTH][:4] == f"{century}{number[4:6]}"


def test_remarks_on_death_and_removal_are_asked_about(beneficiaries):
    assert beneficiaries[17].proposed == {DEATH: "2022-05", "decrease_reason": "dead"}
    assert beneficiaries[29].proposed == {"decrease_reason": "moved_out"}
    found = counted(list(beneficiaries.values()))
    assert (found["AS-3144"], found["AS-3142"]) == (22, 19)
    for each in beneficiaries.values():
        assert not {DEATH, "decrease_reason"} & each.values.keys()


def test_the_doubled_line_is_found_and_the_namesakes_are_not(beneficiaries):
    doubled = {row: each.duplicate_of for row, each in beneficiaries.items() if each.duplicate_of}
    assert doubled == {164: 163}
    names = Counter(each.name for each in beneficiaries.values())
    assert names["Lý Thị Kim Bình"] == names["Danh Thị Tâm"] == 2


def test_children_of_an_unclear_sex_are_proposed_or_asked():
    rows = sample("tre_em_2022.xls", "children")
    assert len(rows) == 60
    assert not any(has_errors(each) for each in rows)
    by_number = {each.row_number: each for each in rows}
    assert (by_number[9].values[SEX], codes(by_number[9])[:1]) == ("female", ["AS-3130"])  # N, Thị
    assert (by_number[27].values[SEX], codes(by_number[27])[:1]) == ("female", ["AS-3130"])  # x, Thị
    assert (by_number[26].values[SEX], codes(by_number[26])[:1]) == ("male", ["AS-3130"])  # N, Quốc
    assert (by_number[21].values[SEX], codes(by_number[21])[:1]) == ("female", ["AS-3133"])  # x without Thị
    assert (by_number[11].values[SEX], codes(by_number[11])[:1]) == ("male", ["AS-3133"])  # blank
    assert (by_number[10].values.get(SEX), codes(by_number[10])[:1]) == (
        None,
        ["AS-3131"],
    )  # N without a hint
    plain = [each for each in rows if str(each.cells[3]) in {"Nam", "Nữ"}]
    assert not any(finding.field == SEX for each in plain for finding in each.findings)
    assert all(
        any(f.field == SEX and f.level is Level.WARNING for f in e.findings) for e in rows if e not in plain
    )


def test_children_keep_groups_hamlets_and_names():
    rows = {each.row_number: each for each in sample("tre_em_2022.xls", "children")}
    assert rows[9].values[NAME] == "Vũ Thị Mỹ Long"
    assert rows[9].values[HAMLET] == "Ấp Mỹ Thạnh"
    assert rows[9].values["person.poverty_status"] == "poor"
    assert rows[8].values["person.poverty_status"] == "near_poor"
    assert "person.poverty_status" not in rows[10].values
    assert rows[9].values["supports_noted"] == ["health_insurance", "gift"]
    assert "supports_noted" not in rows[11].values
    assert rows[25].values[BIRTH] == "2016-01-07"
    assert all(each.values["groups"] for each in rows.values())


def test_people_in_treatment_get_their_sex_from_their_number():
    rows = sample("nguoi_nghien_2022.csv", "drug_treatment")
    assert len(rows) == 40
    assert {each.values[SEX] for each in rows} == {"male"}
    assert {code for each in rows for code in codes(each)} == {"AS-3132", "AS-3181", "AS-3141", "AS-3145"}
    asked = {str(each.cells[5]) for each in rows for finding in each.findings if finding.code == "AS-3141"}
    assert asked == {"Ma túy tổng hợp"}
    assert rows[0].values["treatment_from"] == "2022-01-07"


def test_what_the_officer_says_of_a_word_counts_for_all_its_rows():
    targets = targets_of(catalog.registers()["drug_treatment"])
    table = best_table(read_workbook(SAMPLES / "nguoi_nghien_2022.csv"))
    mapping = propose(table, targets).with_word("substances", "Ma túy tổng hợp", ["methamphetamine"])
    rows = list(draft_rows(table, mapping, targets, today=TODAY))
    assert not any(code == "AS-3141" for each in rows for code in codes(each))
    assert [each.values["substances"] for each in rows if each.cells[5] == "Ma túy tổng hợp"] == [
        ["methamphetamine"]
    ] * 7


def test_the_vntime_sheet_is_read_to_the_last_name():
    rows = sample("btxh_cu_vntime.xlsx", "assistance")
    assert len(rows) == 50
    assert {each.values["social_group"] for each in rows} == {"k5c"}
    assert rows[15].name == "Neáng Thị Kim Ánh"
    assert rows[15].values[HAMLET] == "Ấp Mỹ Thạnh"
    assert not any(has_errors(each) for each in rows)


# ---------------------------------------------------------------- single rules

HEADING = ["STT", "Họ và tên", "Năm sinh", "GT", "CCCD", "Ấp", "Ghi chú"]


def person(**changes: Any) -> list[Any]:
    said = {
        "n": 1,
        "name": "Lê Ngọc An",
        "birth": 1960,
        "sex": "Nam",
        "id": None,
        "hamlet": "Hòa Phú",
        "note": None,
    }
    return list((said | changes).values())


def test_a_row_knows_its_number_and_keeps_its_cells():
    (found,) = drafts([], [], HEADING, person())
    assert found.row_number == 4
    assert found.cells == person()
    assert found.values == {NAME: "Lê Ngọc An", BIRTH: "1960", SEX: "male", HAMLET: "Ấp Hòa Phú"}
    assert codes(found) == []


def test_a_row_without_a_name_is_an_error():
    (found,) = drafts(HEADING, person(name=None))
    assert "AS-3150" in codes(found)
    assert has_errors(found)


def test_a_cell_that_the_file_does_not_hold_is_told_under_its_field():
    fault = {(1, 2): warning("AS-3022", cell="C2", shown="#REF!")}
    (found,) = drafts(HEADING, person(birth=None), faults=fault)
    assert [(each.code, each.field) for each in found.findings] == [("AS-3022", BIRTH)]


def test_the_number_decides_an_unclear_sex_before_the_name_does():
    (found,) = drafts(HEADING, person(name="Lê Thị An", sex="N", id="089060123456"))
    assert (found.values[SEX], codes(found)) == ("male", ["AS-3132"])


def test_the_same_number_and_name_is_a_double():
    rows = drafts(HEADING, person(id="089060123456"), person(n=2, id="089060123456", birth=None))
    assert [each.duplicate_of for each in rows] == [None, 2]
    assert codes(rows[1]) == ["AS-3170"]


def test_the_same_number_under_another_name_is_an_error():
    rows = drafts(HEADING, person(id="089060123456"), person(n=2, id="089060123456", name="Võ Ngọc Bé"))
    assert [each.duplicate_of for each in rows] == [None, None]
    assert codes(rows[1]) == ["AS-3172"]


@pytest.mark.parametrize(
    ("changes", "doubled"),
    [
        ({}, True),
        ({"name": "LE NGOC AN"}, True),
        ({"hamlet": "ấp hòa phú"}, True),
        ({"id": "089060123456"}, True),
        ({"birth": 1961}, False),
        ({"hamlet": "Mỹ Thạnh"}, False),
    ],
)
def test_without_numbers_name_birth_and_hamlet_decide(changes, doubled):
    rows = drafts(HEADING, person(), person(n=2, **changes))
    assert (rows[1].duplicate_of == 2) is doubled


def test_two_numbers_are_two_people():
    rows = drafts(HEADING, person(id="089060123456"), person(n=2, id="089060654321"))
    assert rows[1].duplicate_of is None


def test_the_section_gives_the_hamlet_where_the_row_is_silent():
    rows = drafts(HEADING, ["Ấp Mỹ Thạnh"], person(hamlet=None), person(n=2, name="Võ Bé", hamlet="Hòa Phú"))
    assert (rows[0].values[HAMLET], codes(rows[0])) == ("Ấp Mỹ Thạnh", ["AS-3180"])
    assert (rows[1].values[HAMLET], codes(rows[1])) == ("Ấp Hòa Phú", ["AS-3182"])
    assert rows[0].section == "Ấp Mỹ Thạnh"


def test_hamlets_are_written_as_the_commune_writes_them():
    (found,) = drafts(HEADING, person(hamlet="ấp hòa phú"), hamlets=["Ấp Hòa Phú A", "Hòa Phú"])
    assert found.values[HAMLET] == "Hòa Phú"


def test_two_columns_that_disagree_are_told_and_the_first_counts():
    heading: list[Any] = ["STT", "Họ và tên", "Số tiền", "Số tiền khác"]
    table = find_table(Sheet("DS", [heading, [1, "Lê An", 540000, 360000]]))
    matches = [ColumnMatch(1, "", NAME), ColumnMatch(2, "", "amount"), ColumnMatch(3, "", "amount")]
    (found,) = draft_rows(table, ColumnMapping("", tuple(matches)), TARGETS, today=TODAY)
    assert (found.values["amount"], "AS-3183" in codes(found)) == (540_000, True)


def test_a_name_and_a_birth_in_several_columns_are_put_together():
    heading: list[Any] = ["STT", "Họ và chữ đệm", "Tên", "Ngày", "Tháng", "Năm", "Giới tính"]
    full: list[Any] = [1, "LÊ THỊ", "AN", 5.0, 8.0, 1961.0, "N"]
    table = find_table(Sheet("DS", [heading, full, [2, "Võ", "Bé", None, None, "1970"], [3, "Hồ"]]))
    matches = [ColumnMatch(place, "", NAME, part="name") for place in (1, 2)]
    matches += [ColumnMatch(5, "", BIRTH, part="year"), ColumnMatch(3, "", BIRTH, part="day")]
    matches += [ColumnMatch(4, "", BIRTH, part="month"), ColumnMatch(6, "", SEX)]
    rows = list(draft_rows(table, ColumnMapping("", tuple(matches)), TARGETS, today=TODAY))
    assert [(each.name, each.values.get(BIRTH)) for each in rows] == [
        ("Lê Thị An", "1961-08-05"),
        ("Võ Bé", "1970"),
        ("Hồ", None),
    ]
    assert codes(rows[0]) == ["AS-3130"]


def test_columns_of_one_list_are_united():
    heading = ["STT", "Họ và tên", "Mồ côi", "Bỏ rơi", "Ghi chú"]
    rows = drafts(heading, [1, "Lê An", "x", "x", None], [2, "Võ Bé", None, "x", None])
    assert [each.values.get("groups") for each in rows] == [["a", "b"], ["b"]]


def test_a_column_of_its_own_goes_before_what_others_say_of_it():
    heading = ["STT", "Họ và tên", "CCCD", "Số CMND cũ"]
    (found,) = drafts(heading, [1, "Lê An", "357888591", "350000001"])
    assert found.values[OLD_ID] == "350000001"
    assert "AS-3183" in codes(found)


def test_values_of_one_row_are_not_those_of_another():
    heading = ["STT", "Họ và tên", "Nhóm"]
    first, second = drafts(heading, [1, "Lê An", "mồ côi"], [2, "Võ Bé", "mồ côi"])
    first.values["groups"].append("b")
    assert second.values["groups"] == ["a"]


def test_names_typed_in_a_capital_font_are_written_as_names():
    rows = drafts(HEADING, person(name="nguyễn văn hùng"), person(n=2, name="ĐỖ THỊ LIÊN"))
    assert [each.name for each in rows] == ["Nguyễn Văn Hùng", "Đỗ Thị Liên"]


def test_reading_can_be_stopped():
    rows: list[list[Any]] = [
        HEADING,
        *(person(n=number, name=f"Lê Ngọc {number}") for number in range(1, 500)),
    ]
    table = find_table(Sheet("DS", rows))
    some = itertools.islice(draft_rows(table, propose(table, TARGETS), TARGETS, today=TODAY), 3)
    assert [each.row_number for each in some] == [2, 3, 4]
