"""The commune's months: what came, went and changed adds up to the đồng, from a rise for everybody to money uncollected."""

import datetime
from typing import Any

import pytest

from ansinh_desktop.services.payments.identity import Sum
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import amounts, change, closed, standing, unpaid

MAY, JUNE, JULY, AUGUST = (datetime.date(2022, month, 1) for month in (5, 6, 7, 8))
BASE = 360_000
DISABLED: dict[str, Any] = {
    "recorded_amount": 540_000,
    "recorded_coefficient": "1.5",
    "recorded_month": "2022-01",
}
CHILD: dict[str, Any] = {
    "social_group": "k1",
    "disability_degree": None,
    "no_source_case": "a",
    "taken_in": False,
    "cared_at_home": False,
    "recorded_amount": 540_000,
    "recorded_month": "2022-01",
}
ELDER: dict[str, Any] = {
    "social_group": "k5a",
    "disability_degree": None,
    "no_supporter": True,
    "recorded_amount": 540_000,
    "recorded_month": "2022-01",
}


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def person(born: str, **more: str) -> dict[str, str]:
    return {"birth_date": born, **more}


def test_july_is_june_and_everything_that_happened_to_the_dong(program, tmp_path):
    stays = standing(program, "Danh Ở Lại", **DISABLED)
    told = standing(program, "Danh Mất", **DISABLED)
    late = standing(program, "Danh Báo Muộn", **DISABLED)
    moves = standing(program, "Danh Chuyển Đi", **DISABLED)
    child = standing(program, "Danh Trẻ Mười Sáu", person=person("2006-06-10", sex="male"), **CHILD)
    elder = standing(program, "Danh Bà Tám Mươi", person=person("1942-07-03", poverty_status="poor"), **ELDER)
    away = standing(program, "Danh Tạm Dừng", **DISABLED)
    program.many.do(
        "assistance",
        "suspend",
        [away],
        {"month": "2022-05", "reason": "no_recheck", "decision_no": "30/QĐ", "on": "2022-04-25"},
    )
    june = closed(program, JUNE)
    assert june.identity.now == Sum(6, 6 * 540_000)

    change(
        program, told, "stopped", {"death_date": "2022-06-20"}, decrease_reason="dead", stopped_from="2022-07"
    )
    change(program, moves, "transferred", decrease_reason="moved_out", stopped_from="2022-07")
    grown = {
        "month": "2022-07",
        "reason": "turned_16_not_studying",
        "decision_no": "40/QĐ",
        "on": "2022-06-28",
    }
    program.many.do("assistance", "stop", [child], grown)
    eighty = {"month": "2022-07", "decision_no": "41/QĐ", "on": "2022-07-05"}
    program.many.do("assistance", "adjust", [elder], eighty)
    back = {"month": "2022-07", "decision_no": "42/QĐ", "on": "2022-07-01"}
    program.many.do("assistance", "resume", [away], back)
    span = {"from_month": "2022-05", "to_month": "2022-06", "amount": 2 * 540_000}
    program.cases.add_event(away, "arrears", "2022-07-01", {"month": "2022-07", **span})
    standing(
        program,
        "Danh Mới",
        start_month="2022-07",
        decision_no="43/QĐ",
        **{**DISABLED, "recorded_month": "2022-07"},
    )

    july = closed(program, JULY)
    assert amounts(july) == {
        "Danh Ở Lại": 540_000,
        "Danh Báo Muộn": 540_000,
        "Danh Bà Tám Mươi": 2 * BASE,
        "Danh Tạm Dừng": 3 * 540_000,
        "Danh Mới": 540_000,
    }
    made = july.identity
    assert made.of("increase") == Sum(2, 2 * 540_000)
    assert made.of("decrease") == Sum(3, 3 * 540_000)
    assert made.of("adjustment") == Sum(2, 2 * 540_000 + BASE // 2)
    assert made.previous == june.identity.now
    assert made.holds
    assert made.now.amount == 6 * 540_000 + 2 * 540_000 - 3 * 540_000 + 2 * 540_000 + BASE // 2
    reasons = {(each.kind, each.who): each.reason for each in made.terms}
    assert reasons["decrease", "Danh Mất"] == "Chết (20/06/2022)"
    assert reasons["decrease", "Danh Trẻ Mười Sáu"] == "Đủ 16 tuổi không đi học"
    assert reasons["increase", "Danh Tạm Dừng"] in ("Hưởng lại sau tạm dừng", "Phục hồi sau tạm dừng")
    assert reasons["adjustment", "Danh Bà Tám Mươi"] == "Đổi hệ số 1,5 → 2,0 (QĐ 41/QĐ)"

    # A death told only after the month was closed: the closed month stays, the next takes it up and names it.
    program.payments.bring_results(JULY, unpaid(tmp_path))
    change(
        program, late, "stopped", {"death_date": "2022-06-10"}, decrease_reason="dead", stopped_from="2022-07"
    )
    printed = program.payments.pdf(JULY)
    august = program.payments.view(AUGUST)
    assert ("decrease", "Danh Báo Muộn") in {(each.kind, each.who) for each in august.identity.terms}
    assert [each.who for each in august.met if each.code == "AS-4217"] == ["Danh Báo Muộn"]
    assert august.identity.holds
    assert program.payments.pdf(JULY) == printed
    assert stays


def test_the_base_rises_for_everybody_in_one_act_with_what_is_owed(program):
    since: dict[str, Any] = {
        "received_on": "2025-01-05",
        "decision_date": "2025-01-10",
        "start_month": "2025-01",
    }
    old: dict[str, Any] = {
        "recorded_amount": 750_000,
        "recorded_coefficient": "1.5",
        "recorded_month": "2025-01",
    }
    records = [standing(program, f"Danh Số {place}", **since, **old) for place in range(40)]
    closed(program, datetime.date(2026, 6, 1))
    july = closed(program, datetime.date(2026, 7, 1), "Chờ quyết định điều chỉnh")
    assert july.identity.now == Sum(40, 40 * 750_000)
    said = {"month": "2026-07", "decision_no": "99/QĐ-UBND", "on": "2026-08-03", "paid_in": "2026-08"}
    found = program.many.do("assistance", "adjust", records, said)
    assert (len(found.done), found.change) == (40, 40 * 60_000)
    august = closed(program, datetime.date(2026, 8, 1))
    assert august.identity.now == Sum(40, 40 * (810_000 + 60_000))
    assert august.identity.of("adjustment") == Sum(40, 40 * (60_000 + 60_000))
    assert august.identity.holds
    september = closed(program, datetime.date(2026, 9, 1))
    assert september.identity.now == Sum(40, 40 * 810_000)
    assert september.identity.holds


def test_three_months_uncollected_are_named_and_a_suspension_is_proposed(program, tmp_path):
    record = standing(program, "Danh Không Đến", **DISABLED)
    standing(program, "Danh Đến", **DISABLED)
    for month in (JUNE, JULY, AUGUST):
        closed(program, month)
        program.payments.bring_results(month, unpaid(tmp_path, "Danh Không Đến"))
    september = program.payments.view(datetime.date(2022, 9, 1))
    line = next(each for each in september.lines if each.full_name == "Danh Không Đến")
    assert (line.amount, line.carried) == (4 * 540_000, ("2022-06", "2022-07", "2022-08"))
    [met] = [each for each in september.met if each.code == "AS-4214"]
    assert "06/2022, 07/2022, 08/2022" in met.said
    said = {"month": "2022-09", "reason": "not_collected", "decision_no": "60/QĐ", "on": "2022-09-01"}
    program.many.do("assistance", "suspend", [record], said)
    assert program.cases.get(record).state == "suspended"
    after = program.payments.view(datetime.date(2022, 9, 1))
    left = next(each for each in after.lines if each.full_name == "Danh Không Đến")
    assert left.parts == {"carried": 3 * 540_000}
    assert after.identity.holds
