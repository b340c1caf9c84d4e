"""The dated states of a household decide month by month what its members are paid, and are asked where none holds."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.findings import Level
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.review import Review, Reviewed
from tests import factories

STATES = [
    {"status": "poor", "valid_from": "2026-01-01", "valid_to": "2026-10-31"},
    {"status": "average_living", "valid_from": "2026-11-01"},
]
ANSWERS = {
    "social_group": "k5a",
    "no_supporter": True,
    "decision_no": "1/QĐ",
    "decision_date": "2026-01-20",
    "start_month": "2026-01",
}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with Program(factories.new_vault(tmp_path / "data")[0]) as opened:
        yield opened


def elder(program: Program, answers=ANSWERS, **known) -> str:
    person = factories.person(full_name="Danh Văn An", birth_date="1960-05-05", sex="male", **known)
    kept = {"AS-6145 social_group": "Đang hỏi ấp"}
    return program.cases.save(CaseInput("assistance", person, answers, kept=kept))


def title(program: Program, record: str, day: str) -> str:
    told = program.entitlements.why(record, datetime.date.fromisoformat(day)).explanation
    assert told is not None
    return told.title


def reviewed(program: Program) -> Reviewed:
    steps = Review(program.vault, program.access).run(datetime.date(2026, 11, 30))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_household_that_leaves_the_list_is_paid_for_the_month_in_which_it_leaves(program):
    record = elder(program)
    person = program.cases.get(record).person_id
    home = program.people.save_household({"number": "12"}, first=person)
    program.people.save_household({"number": "12", "statuses": STATES}, home)
    assert title(program, record, "2026-10-31").endswith("810.000 đồng")
    assert title(program, record, "2026-11-30").endswith("810.000 đồng")
    assert title(program, record, "2026-12-31").endswith("không thuộc trường hợp nào được hưởng")
    assert "chưa đủ dữ kiện, 0 hoặc 750.000 đồng" in title(program, record, "2025-12-31")
    # Lists read the same states.
    rows = program.listing.all(ListQuery("assistance"), ("amount",), datetime.date(2026, 11, 30))
    assert [each.values[0] for each in rows] == [810_000]


def test_the_review_asks_for_a_state_and_for_what_a_group_only_presumes(program):
    elder(program, ANSWERS | {"no_supporter": None})
    found = reviewed(program)
    assert [each.text for each in found.rows if each.code == "AS-6145"] == [
        "Chưa biết hộ nghèo, hộ cận nghèo hay không; mỗi khả năng cho một mức khác nhau của tháng 11/2026: 0 hoặc 810.000 đồng."
    ]
    elder(program, ANSWERS | {"no_supporter": None}, poverty_status="poor")
    found = reviewed(program)
    asked = [each for each in found.rows if each.code == "AS-6146"]
    assert asked
    assert {each.level for each in asked} == {Level.WARNING}
    assert "có người có nghĩa vụ và quyền phụng dưỡng hay không" in asked[0].text


def test_a_case_of_such_a_household_is_saved_as_it_was_read(program):
    record = elder(program)
    person = program.cases.get(record).person_id
    home = program.people.save_household({"number": "12"}, first=person)
    program.people.save_household({"number": "12", "statuses": STATES}, home)
    read = program.cases.get(record)
    kept = dict(read.kept)
    program.cases.save(
        CaseInput("assistance", read.person, read.answers, record_id=record, kept=kept, final=False)
    )
    assert program.cases.get(record).person == read.person
    program.check()
