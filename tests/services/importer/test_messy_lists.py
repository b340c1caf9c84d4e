"""Lists with everything that communes write into them: nothing is taken for what it is not, nobody is left out unsaid."""

import dataclasses

import openpyxl
import pytest

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Level
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.program import Program
from tests.factories import new_vault

HEADING = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Ấp",
    "Đối tượng",
    "Hệ số",
    "Mức trợ cấp",
    "Ghi chú",
]
OLD = "Người cao tuổi từ đủ 80 tuổi không có lương hưu"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("data") / "xã")[0]) as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def one(
    number, name="Trần Thị Mận", born="05/03/1938", *, sex="Nữ", hamlet="Vĩnh Lợi", amount=540000, note=None
):
    return [number, name, born, sex, None, hamlet, OLD, 1, amount, note]


def book(folder, *sheets, merged=(), hidden=(), hidden_rows=()):
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
        for span in merged:
            page.merge_cells(span)
        for row in hidden_rows:
            page.row_dimensions[row].hidden = True
        if title in hidden:
            page.sheet_state = "hidden"
    made.save(folder / "ds.xlsx")
    return folder / "ds.xlsx"


def planned(program, path, register="assistance", sheets=()):
    return drained(program.importing.plan(program.importing.open(path, register, sheets)))


def rows(program, tmp_path, *people, heading=HEADING, **more):
    return planned(program, book(tmp_path, ("DS", [heading, *people]), **more)).rows


def codes(row):
    for each in row.findings:
        assert each.text
        assert "{" not in each.text + each.todo
    return {each.code for each in row.findings}


def filled(program, path, register="assistance"):
    """Return what each column fills."""
    mapping = program.importing.open(path, register).mapping
    return {each.heading: each.target for each in mapping.matches}


# ---------------------------------------------------------------- rows that cannot come in


def test_a_row_without_a_name_is_named_and_the_others_come_in(fresh, tmp_path):
    path = book(tmp_path, ("DS", [HEADING, one(1), one(2, None), one(3, "Lê Văn Bưởi", sex="Nam")]))
    outcome = fresh.importing.bring(path, "assistance")
    assert [each.what for each in outcome.rows] == [What.NEW, What.LEFT_OUT, What.NEW]
    assert "AS-3150" in codes(outcome.rows[1])
    assert fresh.listing.counts()["assistance"] == 2
    fresh.importing.write_errors(outcome, tmp_path / "sua.xlsx")
    page = openpyxl.load_workbook(tmp_path / "sua.xlsx").worksheets[0]
    assert "AS-3150" in page["B3"].comment.text
    fresh.check()


def test_a_row_that_the_data_refuse_is_left_out_alone(fresh, tmp_path, capsys, caplog):
    outcome = planned(
        fresh, book(tmp_path, ("DS", [HEADING, one(1), one(2, "Lê Thị Bí Mật"), one(3, "Phạm Thị Ổi")]))
    )
    outcome.rows[1].person["birth_date"] = object()  # a fault such as nobody foresees
    drained(fresh.importing.carry_out(outcome))
    assert [each.what for each in outcome.rows] == [What.NEW, What.LEFT_OUT, What.NEW]
    assert "AS-3186" in codes(outcome.rows[1])
    assert fresh.listing.counts()["assistance"] == 2
    fresh.check()
    said = capsys.readouterr()
    assert "Bí Mật" not in said.err + said.out + caplog.text


# ---------------------------------------------------------------- remarks


def test_a_person_of_whom_a_remark_may_say_a_death_waits_as_a_draft_for_an_answer(fresh, tmp_path):
    people = [
        one(1, note="chết 5/2022"),
        one(2, "Lê Thị Sen", note="cha mẹ đều mất năm 2021"),
        one(3, "Võ Thị Liễu (đã chết)"),
    ]
    outcome = planned(fresh, book(tmp_path, ("DS", [HEADING, *people])))
    own, other, behind = outcome.rows
    assert ("AS-3144" in codes(own), "AS-3146" in codes(other), "AS-3144" in codes(behind)) == (
        True,
        True,
        True,
    )
    assert all(
        "death_date" not in each.person and "decrease_reason" not in each.answers for each in outcome.rows
    )
    assert [each.final for each in outcome.rows] == [False, True, False]
    fresh.importing.answer(outcome, [own], agreed=True)
    fresh.importing.answer(outcome, [behind], agreed=False)
    own, _other, behind = outcome.rows
    assert (own.person["death_date"], own.answers["decrease_reason"]) == ("2022-05", "dead")
    assert "death_date" not in behind.person
    assert [each.final for each in outcome.rows] == [True, True, True]
    drained(fresh.importing.carry_out(outcome))
    states = {
        row.values for row in fresh.listing.all(ListQuery("assistance"), ("person.full_name", "record.state"))
    }
    assert ("Trần Thị Mận", "Thôi hưởng") in states or ("Trần Thị Mận", "Đã thôi hưởng") in states
    assert ("Lê Thị Sen", "Đang hưởng") in states


# ---------------------------------------------------------------- sheets


def test_sheets_with_the_same_heading_are_read_together_and_each_row_keeps_its_place(program, tmp_path):
    sheets = [
        (
            name,
            [
                HEADING,
                *(one(n, f"{family} Thị {given}", hamlet=name) for n, given in enumerate(("Mai", "Lan"), 1)),
            ],
        )
        for name, family in (("Vĩnh Lợi", "Trần"), ("Hòa Phú", "Lê"), ("An Khương", "Võ"))
    ]
    outcome = planned(program, book(tmp_path, *sheets))
    assert [each.draft.name for each in outcome.rows] == [
        f"{family} Thị {given}" for family in ("Trần", "Lê", "Võ") for given in ("Mai", "Lan")
    ]
    assert [each.draft.place for each in outcome.rows][2:4] == ["2 trang Hòa Phú", "3 trang Hòa Phú"]
    assert outcome.opened.told == "Tệp có 6 người ở 3 trang; đọc 6."
    alone = planned(program, tmp_path / "ds.xlsx", sheets=["Hòa Phú"])
    assert [each.draft.name for each in alone.rows] == ["Lê Thị Mai", "Lê Thị Lan"]
    assert alone.opened.told.startswith(
        "Tệp có 6 người ở 3 trang; đọc 2; bỏ 4, vì: 2 người ở Vĩnh Lợi (không chọn)"
    )
    with pytest.raises(UserError, match="AS-3033"):
        program.importing.open(tmp_path / "ds.xlsx", "assistance", ["Không có"])


def test_what_is_left_is_said_with_its_reason(program, tmp_path):
    months = [one(1), one(2, "Lê Thị Sen")]
    sheets = [
        ("T5", [HEADING, *months]),
        ("T4", [HEADING, *months]),
        ("Khác", [["STT", "Họ và tên", "Năm sinh", "Chỗ ở"], [1, "Võ Thị Liễu", 1940, "Hòa Phú"]]),
        ("Nháp", [HEADING, one(1, "Phạm Thị Ổi")]),
    ]
    opened = program.importing.open(book(tmp_path, *sheets, hidden=["Nháp"], hidden_rows=[3]), "assistance")
    told = opened.told
    assert told.startswith("Tệp có 6 người ở 4 trang; đọc 2; bỏ 4, vì: ")
    for reason in (
        "T4 (phần lớn là những người ở trang T5)",
        "Khác (tiêu đề cột khác)",
        "Nháp (trang ẩn)",
        "dòng đang ẩn",
    ):
        assert reason in told
    with pytest.raises(UserError, match="AS-3034"):
        program.importing.choose(opened, ["T5", "Khác"])


def test_tables_beside_and_below_each_other_are_all_read(program, tmp_path):
    heading = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Ấp"]
    person = [1, "Trần Thị Mận", "05/03/1938", "Nữ", "Hòa Phú"]
    other = [2, "Lê Thị Sen", "05/03/1937", "Nữ", "Hòa Phú"]
    path = book(tmp_path, ("DS", [["DANH SÁCH"], [*heading, None, *heading], [*person, None, *other]]))
    assert {each.draft.name for each in planned(program, path).rows} == {"Trần Thị Mận", "Lê Thị Sen"}
    below = [heading, person, [], ["TT", "Họ tên", "Năm sinh", "Nơi ở"], [1, "Võ Thị Liễu", 1940, "Hòa Phú"]]
    opened = program.importing.open(book(tmp_path, ("DS", below)), "assistance")
    assert "bỏ 1, vì: 1 người ở DS (danh sách 2) (tiêu đề cột khác)" in opened.told
    second = program.importing.choose(opened, ["DS (danh sách 2)"])
    assert [each.draft.name for each in drained(program.importing.plan(second)).rows] == ["Võ Thị Liễu"]


def test_a_sheet_of_codes_loses_against_one_with_people(program, tmp_path):
    people = [["Mã hộ", "Tên chủ hộ", "Địa chỉ", "Hộ nghèo"], ["H1", "Trần Thị Mận", "Ấp Vĩnh Lợi", "Có"]]
    listed = [
        ["Danh mục"],
        *([each, "Có; Không"] for each in ("Giới tính", "Dân tộc", "Loại hộ", "Tình trạng", "Hoàn cảnh")),
    ]
    outcome = planned(program, book(tmp_path, ("HoDan", people), ("DanhMuc", listed)))
    assert [each.draft.name for each in outcome.rows] == ["Trần Thị Mận"]
    assert outcome.rows[0].person["poverty_status"] == "poor"


@pytest.mark.parametrize(
    ("title", "leaves"),
    [
        ("II. DANH SÁCH GIẢM (chết, chuyển đi)", True),
        ("B. Đối tượng giảm trong tháng", True),
        ("II- Cắt giảm", True),
        ("2. Thôi hưởng trợ cấp", True),
        ("II. DANH SÁCH TĂNG", False),
        ("II. HỘ GIẢM NGHÈO", False),
        ("II. Danh sách tăng, giảm", False),
        ("II. Ấp Hòa Phú", False),
    ],
)
def test_people_under_a_title_of_those_who_leave_never_come_in_as_new(program, tmp_path, title, leaves):
    listed = [
        ["I. DANH SÁCH TĂNG"],
        HEADING,
        one(1),
        [title],
        HEADING,
        one(1, "Phạm Thị Ổi"),
        [None, "Ấp Hòa Phú"],
        one(2, "Lê Thị Sen"),
    ]
    outcome = planned(program, book(tmp_path, ("DS", listed)))
    kept, *below = outcome.rows
    assert kept.what is What.NEW
    assert {each.what for each in below} == {What.LEAVING if leaves else What.NEW}
    if leaves:
        assert all("AS-3184" in codes(each) for each in below)
        assert "2 người nằm trong danh sách giảm" in outcome.opened.told
        program.importing.want(outcome, [outcome.rows[1]], wanted=True)
        assert outcome.rows[1].what is What.NEW


def test_a_column_of_changes_says_who_leaves(program, tmp_path):
    heading = ["STT", "Họ và tên", "Năm sinh", "Ấp", "Biến động"]
    people = [[1, "Danh Sóc", 1938, "Hòa Phú", "Giảm do chết"], [2, "Danh Mum", 1940, "Hòa Phú", "Tăng mới"]]
    found = planned(program, book(tmp_path, ("DS", [heading, *people]))).rows
    assert [each.what for each in found] == [What.LEAVING, What.NEW]


def test_a_sheet_without_names_counts_nobody(program, tmp_path):
    sums = [
        ["Ấp", "Số người", "Số tiền", "Ghi chú"],
        ["Hòa Phú", 2, 1080000, None],
        ["Vĩnh Lợi", 1, 540000, None],
    ]
    opened = program.importing.open(
        book(tmp_path, ("Tổng hợp", sums), ("DS", [HEADING, one(1)])), "assistance"
    )
    assert opened.told == "Tệp có 1 người ở 1 trang; đọc 1; không đọc trang Tổng hợp (không có cột họ tên)."


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ("Bà Nguyễn Thị Mận", "Nguyễn Thị Mận", "AS-3205"),
        ("ÔNG TRẦN VĂN ỔI", "Trần Văn Ổi", "AS-3205"),
        ("Ông Văn Tùng", "Ông Văn Tùng", ""),
        ("Cháu Danh Thị Út", "Danh Thị Út", "AS-3205"),
        ("- Trần Văn Ổi", "Trần Văn Ổi", "AS-3205"),
        ("1. Trần Văn Ổi", "Trần Văn Ổi", "AS-3205"),
        ("Trần Văn Ổi (mù)", "Trần Văn Ổi", "AS-3151"),
        ("Trần Văn Ổi đã chết", "Trần Văn Ổi", "AS-3144"),
        ("Trần Ðình Ðức", "Trần Đình Đức", ""),
        ("Nguyá»…n VÄƒn Ã‚n", "Nguyễn Văn Ân", ""),
        ("Tr&#7847;n Th&#7883; Hoa", "Trần Thị Hoa", ""),
        ("Neáng Sóc Kha", "Neáng Sóc Kha", ""),
        ("H'Bia Niê", "H'Bia Niê", ""),
        ("Danh Thị Müller", "Danh Thị Müller", "AS-3207"),
    ],
)
def test_a_name_is_the_name_alone(program, tmp_path, typed, name, code):
    (row,) = rows(program, tmp_path, one(1, typed))
    assert row.draft.name == name
    assert not code or code in codes(row)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Tr?n Th? M?n", "AS-3209"),
        ("L\ufffd Th\ufffd Hoa", "AS-3209"),
        ("Nguyá»n VÄn", "AS-3203"),
        ("Lê Thị Hoa, Lê Văn Bưởi", "AS-3204"),
        ("Lê Thị Hoa và Lê Văn Bưởi", "AS-3204"),
        ("Lê Thị Hoa / Lê Văn Bưởi", "AS-3204"),
        ("Lê Thị Hoa\nLê Văn Bưởi", "AS-3204"),
        ("Lê Thị Hoa Lê Văn Bưởi", "AS-3204"),
        ("<img src=x> Hoa", "AS-3203"),
    ],
)
def test_what_is_no_one_name_is_an_error_and_nobody(program, tmp_path, typed, code):
    (row,) = rows(program, tmp_path, one(1, typed))
    assert (row.draft.name, row.what) == ("", What.LEFT_OUT)
    assert code in codes(row)


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("540.000đ/tháng", 540_000), ("540.000,-", 540_000), ("540.000.", 540_000), ("540.000 đồng/người/tháng", 540_000),
        ("VNĐ 540.000", 540_000), ("540 000", 540_000), ("540k", 540_000), ("0,54 triệu", 540_000), ("1tr080", 1_080_000),
        ("1 triệu 80 nghìn", 1_080_000), ("(540.000)", None), ("năm trăm bốn mươi nghìn đồng", 540_000), ("540'000", 540_000),
        ("540.000 (hệ số 1)", 540_000), ("1.080.000,00", 1_080_000), ("540.000 x 2", None), ("540²", None), ("-540.000", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_meant_or_refused(program, tmp_path, typed, dong):
    (row,) = rows(program, tmp_path, one(1, amount=typed))
    assert row.answers.get("recorded_amount") == dong
    assert dong or "AS-3120" in codes(row)


@pytest.mark.parametrize(
    ("above", "heading", "amount", "dong"),
    [
        ("Đơn vị tính: 1.000 đồng", "Mức trợ cấp", 540, 540_000),
        ("ĐVT: nghìn đồng", "Mức trợ cấp", "540", 540_000),
        ("Danh sách", "Mức (1.000đ)", 540, 540_000),
        ("Danh sách", "Mức trợ cấp (ngàn đồng)", "1.080", 1_080_000),
        ("Danh sách", "Mức trợ cấp (triệu đồng)", "0,54", 540_000),
        ("Đơn vị tính: 1.000 đồng", "Mức trợ cấp (đồng)", 540000, 540_000),
        ("Đơn vị tính: 1.000 đồng", "Mức trợ cấp", 540000, 540_000),
    ],
)
def test_the_unit_of_amounts_is_taken_from_heading_or_the_line_above(
    program, tmp_path, above, heading, amount, dong
):
    headings = [heading if each == "Mức trợ cấp" else each for each in HEADING]
    (row,) = planned(program, book(tmp_path, ("DS", [[above], headings, one(1, amount=amount)]))).rows
    assert row.answers["recorded_amount"] == dong
    assert not codes(row) & {"AS-3121", "AS-3202"}


def test_each_of_several_lists_counts_in_the_unit_that_its_own_title_names(program, tmp_path):
    thousands = (
        "Ấp 1",
        [["Đơn vị tính: 1.000 đồng"], HEADING, one(1, amount=540), one(2, "Lê Thị Sen", amount=720)],
    )
    whole = ("Ấp 2", [["Đơn vị tính: đồng"], HEADING, one(1, "Võ Văn Lúa", amount=540_000)])
    unsaid = ("Ấp 3", [["Danh sách"], HEADING, one(1, "Trần Mộc", amount=540)])
    for order in ((thousands, whole, unsaid), (whole, unsaid, thousands)):
        found = planned(program, book(tmp_path, *order)).rows
        read = {each.person["full_name"]: each.answers.get("recorded_amount") for each in found}
        assert read == {
            "Trần Thị Mận": 540_000, "Lê Thị Sen": 720_000, "Võ Văn Lúa": 540_000, "Trần Mộc": 540_000,
        }  # fmt: skip
        doubted = {each.person["full_name"] for each in found if "AS-3202" in codes(each)}
        assert doubted == {"Trần Mộc"}  # the unit of that list alone is guessed


def test_amounts_whose_unit_nobody_names_are_doubted(program, tmp_path):
    small = rows(program, tmp_path, one(1, amount=540), one(2, "Lê Thị Sen", amount=720))
    assert [each.answers["recorded_amount"] for each in small] == [540_000, 720_000]
    assert all("AS-3202" in codes(each) for each in small)
    mixed = rows(program, tmp_path, one(1, amount=540), one(2, "Lê Thị Sen", amount=720000))
    assert "recorded_amount" not in mixed[0].answers
    assert "AS-3121" in codes(mixed[0])


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("Nam giới", "male"),
        ("Nữ giới", "female"),
        ("M", "male"),
        ("F", "female"),
        ("Male", "male"),
        ("phụ nữ", "female"),
        ("♀", "female"),
    ],
)
def test_a_sex_has_many_words(program, tmp_path, typed, sex):
    (row,) = rows(program, tmp_path, one(1, "Lê An", sex=typed))
    assert row.person["sex"] == sex


def test_numbers_for_a_sex_are_asked_once_for_the_column(program, tmp_path):
    outcome = planned(
        program, book(tmp_path, ("DS", [HEADING, one(1, "Lê An", sex=1), one(2, "Lê Bình", sex="0")]))
    )
    assert ["AS-3136" in codes(each) for each in outcome.rows] == [True, True]
    mapping = outcome.opened.mapping.with_word("person.sex", "1", "male").with_word(
        "person.sex", "0", "female"
    )
    again = drained(program.importing.plan(dataclasses.replace(outcome.opened, mapping=mapping)))
    assert [each.person["sex"] for each in again.rows] == ["male", "female"]


def test_words_of_merged_cells_hold_for_all_their_people_and_amounts_for_none(program, tmp_path):
    people = [
        one(1, note="Hộ nghèo"),
        one(None, "Phạm Thị Ổi", hamlet=None),
        one(None, "Lê Thị Sen", hamlet=None, amount=None),
    ]
    found = rows(program, tmp_path, *people, merged=["F2:F4", "J2:J4", "A2:A4", "I3:I4"])
    assert [each.person["hamlet"] for each in found] == ["Vĩnh Lợi"] * 3
    assert [each.answers["note"] for each in found] == ["Hộ nghèo"] * 3
    assert "recorded_amount" not in found[2].answers
    assert "AS-3185" in codes(found[2])


def test_one_bad_byte_spoils_one_cell(program, tmp_path):
    lines = [";".join(map(str, HEADING))] + [
        ";".join("" if c is None else str(c) for c in one(n, f"Trần Thị {x}"))
        for n, x in ((1, "Mận"), (2, "Ổi"), (3, "Sen"))
    ]
    content = "\n".join(lines).encode().replace(b"Sen", b"S\xean")
    (tmp_path / "ds.csv").write_bytes(content)
    found = planned(program, tmp_path / "ds.csv").rows
    assert [each.draft.name for each in found] == ["Trần Thị Mận", "Trần Thị Ổi", ""]
    assert "AS-3209" in codes(found[2])


# ---------------------------------------------------------------- columns


def test_what_stands_in_a_column_has_a_veto(program, tmp_path):
    heading = [
        "STT", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Thường trú", "Địa chỉ thường trú trước", "Mã ĐT",
        "Hôn nhân", "BHYT", "Mã số BHYT",
    ]  # fmt: skip
    people = [
        [
            1,
            "Trần Thị Mận",
            "Chủ hộ",
            "05/03/1938",
            "Nữ",
            "Có",
            "Huyện cũ A",
            "5c",
            "Đã kết hôn",
            "Có",
            "GD4890012345678",
        ],
        [2, "Phạm Văn Ổi", "Con", "07/09/1971", "Nam", "Có", "Huyện cũ B", "6", "Độc thân", "Không", None],
    ]
    path = book(tmp_path, ("DS", [heading, *people]))
    found = filled(program, path)
    assert {
        found[each] for each in ("Quan hệ với chủ hộ", "Thường trú", "Địa chỉ thường trú trước", "Mã ĐT")
    } == {None}
    assert (found["BHYT"], found["Mã số BHYT"]) == ("has_health_insurance", "person.health_insurance")
    married, single = planned(program, path).rows
    assert (married.answers["marital_status"], single.answers["marital_status"]) == ("married", "none")
    assert married.person["health_insurance"] == "GD4890012345678"


@pytest.mark.parametrize(
    "heading",
    [
        ("Ngày", "Tháng", "Năm"),
        ("Ngày sinh", "Tháng sinh", "Năm sinh"),
        ("NGÀY", "THÁNG", "NĂM"),
        ("Năm", "Tháng", "Ngày"),
    ],
)
def test_day_month_and_year_beside_each_other_are_one_date_and_no_sex(program, tmp_path, heading):
    parts = (5, 3, 1938) if heading[0] != "Năm" else (1938, 3, 5)
    path = book(
        tmp_path,
        (
            "DS",
            [
                ["STT", "Họ và tên", *heading, "Ấp"],
                [1, "Danh Sóc Kha", *parts, "Hòa Phú"],
                [2, "Lê Hoa", *parts, "Hòa Phú"],
            ],
        ),
    )
    found = planned(program, path).rows
    assert [each.person["birth_date"] for each in found] == ["1938-03-05"] * 2
    assert all("sex" not in each.person for each in found)


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        (("Họ", "Tên đệm", "Tên"), ("Trần", "Thị", "Mận")),
        (("Họ", "Tên lót", "Tên"), ("Trần", "Thị", "Mận")),
        (("Họ", "Đệm", "Tên"), ("Trần", "Thị", "Mận")),
        (("Họ và chữ đệm", "Tên"), ("Trần Thị", "Mận")),
        (("Họ đệm", "Tên"), ("Trần Thị", "Mận")),
        (("Họ lót", "Tên"), ("Trần Thị", "Mận")),
    ],
)
def test_a_name_in_several_columns_is_one(program, tmp_path, heading, parts):
    path = book(tmp_path, ("DS", [["STT", *heading, "Năm sinh", "Ấp"], [1, *parts, 1938, "Hòa Phú"]]))
    (row,) = planned(program, path).rows
    assert row.draft.name == "Trần Thị Mận"


# ---------------------------------------------------------------- mending


def test_a_row_is_mended_in_the_preview_and_checked_at_once(fresh, tmp_path):
    outcome = planned(
        fresh,
        book(
            tmp_path,
            ("DS", [HEADING, one(1), one(2, None, "32/13/1938"), one(3, "Lê Thị Sen", amount="nhiều")]),
        ),
    )
    changed = fresh.importing.mend(outcome, outcome.rows[1], {"person.full_name": "Phạm Thị Ổi"})
    assert [each.draft.row_number for each in changed] == [3]
    assert (outcome.rows[1].what, outcome.rows[1].draft.name) == (What.NEW, "Phạm Thị Ổi")
    assert "AS-3100" in codes(outcome.rows[1])
    fresh.importing.mend(outcome, outcome.rows[1], {"person.birth_date": "5/3/1938"})
    fresh.importing.mend(outcome, outcome.rows[2], {"recorded_amount": "540.000"})
    assert not outcome.refused
    fresh.importing.mend(outcome, outcome.rows[1], {"person.full_name": "Trần Thị Mận"})
    assert (outcome.rows[1].what, outcome.rows[1].draft.duplicate_of) == (What.DOUBLE, 2)
    fresh.importing.mend(outcome, outcome.rows[0], {"person.full_name": "Võ Thị Liễu"})
    assert [each.what for each in outcome.rows] == [What.NEW] * 3
    drained(fresh.importing.carry_out(outcome))
    found = {
        row.values
        for row in fresh.listing.all(ListQuery("assistance"), ("person.full_name", "recorded_amount"))
    }
    assert found == {("Võ Thị Liễu", 540000), ("Trần Thị Mận", 540000), ("Lê Thị Sen", 540000)}


def test_a_field_without_a_column_can_be_filled_in_the_preview(program, tmp_path):
    outcome = planned(
        program,
        book(
            tmp_path, ("DS", [["STT", "Họ và tên", "Năm sinh", "Ấp"], [1, "Danh Sóc Kha", 1938, "Hòa Phú"]])
        ),
    )
    assert any(each.field == "person.sex" and each.level is Level.ERROR for each in outcome.rows[0].findings)
    program.importing.mend(outcome, outcome.rows[0], {"person.sex": "Nam"})
    assert outcome.rows[0].person["sex"] == "male"


def test_what_has_no_letters_or_numbers_of_ours_stops_nothing(program, tmp_path):
    strange = ["²", "٣/٤/١٩٣٨", "½", "①", "1938²", "x²/3/1938", "\u200b", "=1+1", "'", "日本"]
    people = [
        [n, f"Trần Thị {chr(64 + n)}", each, each, each, each, each, each, each, each]
        for n, each in enumerate(strange, 1)
    ]
    found = rows(program, tmp_path, *people)
    assert len(found) == len(strange)
    assert not any("AS-3186" in codes(each) for each in found)
