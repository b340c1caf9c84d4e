"""The list of 2022 that a commune kept, reviewed for its own month and for November 2026; each line judged by hand."""

import datetime
from collections import Counter

import pytest

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.paths import resources
from ansinh_desktop.services.access import access
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.review import Review
from tests.factories import new_vault

JUNE_2022, NOVEMBER_2026 = datetime.date(2022, 6, 30), datetime.date(2026, 11, 30)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("xã") / "data")[0]) as opened:
        opened.importing.bring(resources() / "demo" / "btxh_2022.xlsx", "assistance")
        yield opened


def reviewed(program, on):
    steps = Review(program.vault, access(program.vault)).run(on)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


# Name, as born, what the list says, what the law gives in June 2022 and in November 2026; why.
JUDGED = [
    # khoản 6, đặc biệt nặng: người cao tuổi 2,5, not 2,0 (NĐ 20 Điều 6 khoản 1 điểm e)
    ("Bùi Thị Mỹ Huệ", "18/04/1949", 720_000, 900_000, 1_350_000),
    ("Chau Hữu Ánh", "08/07/1945", 720_000, 900_000, 1_350_000),
    ("Hồ Văn Ánh", "03/03/1945", 720_000, 900_000, 1_350_000),
    ("Trần Văn Huệ", "06/10/1961", 720_000, 900_000, 1_350_000),  # 60 since October 2021
    ("Châu Thị Kim Ngân", "1961", 720_000, 900_000, 1_350_000),  # 60 whichever day of 1961
    ("Danh Quốc Lộc", "01/11/1957", 720_000, 900_000, 1_350_000),
    ("Ngô Thị Kim Quang", "28/08/1950", 720_000, 900_000, 1_350_000),
    ("Châu Văn Yến", "28/10/1949", 720_000, 900_000, 1_350_000),
    # khoản 6, nặng: người cao tuổi 2,0, not 1,5
    ("Neáng Văn Hải", "1945", 540_000, 720_000, 1_080_000),
    ("Neáng Hữu Hùng", "1960", 540_000, 720_000, 1_080_000),
    ("Nguyễn Thị Mỹ Linh", "01/08/1959", 540_000, 720_000, 1_080_000),
    ("Huỳnh Thị Mỹ Tâm", "05/09/1950", 540_000, 720_000, 1_080_000),
    # khoản 1, under four: 2,5, not 1,5 (điểm a); four years old by 2026
    ("Mohamad Minh Hà", "23/06/2021", 540_000, 900_000, 810_000),
    ("Trần Thanh Toàn", "22/10/2019", 540_000, 900_000, 810_000),
    ("Ngô Thanh Nga", "2020", 540_000, 900_000, 810_000),
    # right in June 2022, and the same coefficient on the base of 2026
    ("Chau Thị Kim Đông", "20/01/2002", 540_000, 540_000, 810_000),
    ("Thạch Ngọc Ánh", "03/1990", 540_000, 540_000, 810_000),
    ("Phạm Quốc Bình", "23/06/1968", 540_000, 540_000, 810_000),
    ("Vũ Quốc Hạnh", "2012", 720_000, 720_000, 1_080_000),  # a child still: 14
    ("Danh Ngọc Ánh", "09/1979", 720_000, 720_000, 1_080_000),
    # khoản 4, one child: the list does not say whether the household is poor, so nobody knows
    ("Thạch Thị Linh", "02/05/1992", 360_000, None, None),
    # right in June 2022, another coefficient by 2026
    ("Danh Ngọc Thủy", "09/10/1962", 540_000, 540_000, 1_080_000),  # 60 in October 2022
    ("Lê Thị Dũng", "04/10/2008", 720_000, 720_000, 810_000),  # 16 in October 2024
    ("Châu Minh Kiều", "07/09/2008", 720_000, 720_000, 810_000),
    ("Nguyễn Thanh Oanh", "18/10/2009", 720_000, 720_000, 810_000),
    ("Hồ Thị Kim Khánh", "1966", 720_000, 720_000, 1_080_000),  # 60 in 2026, the day unknown: the lower
    # right in June 2022, over by 2026: khoản 1 ends at sixteen, khoản 5c became the social pension
    ("Vũ Ngọc Toàn", "25/05/2008", 540_000, 540_000, 0),
    ("Lý Quốc Châu", "06/07/2007", 540_000, 540_000, 0),
    ("Đỗ Thị Mỹ Trang", "26/09/2010", 540_000, 540_000, 0),
    ("Lý Thị Kim Bình", "04/12/1925", 360_000, 360_000, 540_000),
    ("Châu Minh Hương", "18/01/1937", 360_000, 360_000, 540_000),
]


def amounts(program, on):
    sources = ("person.full_name", "person.birth_date", "recorded_amount", "amount")
    rows = program.listing.all(ListQuery("assistance"), sources, on)
    return {(row.texts[0], row.texts[1]): row.values[2:] for row in rows}


@pytest.mark.parametrize(
    ("name", "birth", "recorded", "june", "november"), JUDGED, ids=[row[0] for row in JUDGED]
)
def test_each_line_has_the_amount_that_the_decrees_give(program, name, birth, recorded, june, november):
    assert amounts(program, JUNE_2022)[name, birth] == (recorded, june)
    assert amounts(program, NOVEMBER_2026)[name, birth] == (recorded, november)


def test_the_review_of_its_own_month_finds_the_wrong_figures_and_no_right_ones(program):
    rows = reviewed(program, JUNE_2022).of("amount")
    assert Counter(each.code for each in rows) == {"AS-2218": 18, "AS-2219": 18}
    named = {each.who for each in rows}
    assert named >= {name for name, _, recorded, june, _ in JUDGED if june not in (recorded, None)}
    assert not named & {name for name, _, recorded, june, _ in JUDGED if june in (recorded, None)}
    assert all(each.expected and each.article.startswith("NĐ 20/2021 Điều 5") for each in rows)


def test_the_review_of_november_2026_finds_who_is_over_and_whose_decision_is_late(program):
    found = reviewed(program, NOVEMBER_2026)
    over = {each.who for each in found.rows if each.code == "AS-2216"}
    assert over >= {name for name, *_, november in JUDGED if november == 0}
    assert len(over) == 10
    to_pension = [each for each in found.rows if each.code == "AS-2217"]
    assert all("Điều 21; NĐ 176/2025; NĐ 335/2026 Điều 31" in each.article for each in to_pension)
    asked = [each for each in found.rows if each.who == "Thạch Thị Linh" and each.code == "AS-6145"]
    assert [each.text for each in asked] == [
        "Chưa biết hộ nghèo, hộ cận nghèo hay không; mỗi khả năng cho một mức khác nhau của tháng 11/2026: 0 hoặc 540.000 đồng."
    ]
    late = {each.who for each in found.of("overdue")}
    assert late >= {"Vũ Ngọc Toàn", "Danh Ngọc Thủy", "Lê Thị Dũng", "Mohamad Minh Hà"}
    assert [each.who for each in found.rows if each.code == "AS-6120"] == ["Hồ Thị Kim Khánh"]


def test_a_beginning_before_the_birth_is_found_in_the_list(program):
    found = {each.who for each in reviewed(program, JUNE_2022).rows if each.code == "AS-2233"}
    assert found >= {"Mohamad Minh Hà", "Ngô Thanh Nga", "Trần Thanh Toàn", "Huỳnh Thị Mỹ Tuấn"}
