"""Who gets nothing in a month stands in no list to be signed, and vanishes from none without a word."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from ansinh_desktop import __main__ as command
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.reports.papers import texts_of

NOVEMBER, DECEMBER = datetime.date(2026, 11, 30), datetime.date(2026, 12, 31)
PAID = factories.DECIDED | {
    "start_month": "2026-10",
    "decision_date": "2026-10-06",
    "received_on": "2026-10-05",
}
MONTHLY = ("recipients", "payment", "increase")


@pytest.fixture
def program(tmp_path: Path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def standing(
    program: Program, name: str, state: str = "paying", person=None, register="assistance", **answers
) -> str:
    given = PAID if register == "assistance" else {}
    known = factories.person(full_name=name, **(person or {}))
    case = factories.case(register, {**given, **answers}, person=known, final=False)
    record = program.cases.save(case)
    with program.vault.work("danh sách cũ") as store:
        found = store.records.get(record)
        found.draft = False
        store.records.set_state(found, state, closed_on=None, reason=None)
    return record


def names(program: Program, paper: str, on: datetime.date, register: str = "assistance") -> list[str]:
    request = program.lists.request(register, paper, on=on)
    return sorted(str(row[1]) for row in program.lists.document(request).rows if isinstance(row, tuple))


def told(program: Program, paper: str, on: datetime.date, register: str = "assistance") -> dict[str, str]:
    request = program.lists.request(register, paper, on=on)
    return {each.who: each.why.code for each in program.lists.left_out(request)}


def test_the_dead_stand_in_the_list_of_their_month_and_are_told_in_the_next(program):
    standing(program, "Danh Còn Sống")
    standing(program, "Danh Đã Mất", person={"death_date": "2026-11-02"})
    assert names(program, "payment", NOVEMBER) == ["Danh Còn Sống", "Danh Đã Mất"]
    assert told(program, "payment", NOVEMBER) == {}
    for paper in ("payment", "recipients"):
        assert names(program, paper, DECEMBER) == ["Danh Còn Sống"]
        assert told(program, paper, DECEMBER) == {"Danh Đã Mất": "AS-4070"}


def test_rows_of_nothing_are_told_and_not_printed(program):
    standing(program, "Danh Có Tiền")
    standing(
        program, "Danh Hết Tuổi", social_group="k1", disability_degree=None, person={"birth_date": "1990"}
    )
    standing(program, "Danh Chưa Rõ", person={"birth_date": None})
    record = standing(program, "Danh Truy Thu")
    program.cases.add_event(
        record, "deduction", "2026-11-10", {"month": "2026-11", "amount": 5_000_000, "reason": "Chi thừa"}
    )
    assert names(program, "payment", NOVEMBER) == ["Danh Có Tiền"]
    assert told(program, "payment", NOVEMBER) == {
        "Danh Hết Tuổi": "AS-4074",
        "Danh Chưa Rõ": "AS-4073",
        "Danh Truy Thu": "AS-4075",
    }


def test_who_has_ended_and_still_stands_as_paid_is_told(program):
    standing(program, "Danh Chuyển Đi", stopped_from="2026-11", decrease_reason="moved_out")
    other = standing(program, "Danh Từ Chối")
    program.cases.add_event(other, "decrease", "2026-10-20", {"month": "2026-11", "reason": "refused"})
    assert names(program, "payment", NOVEMBER) == []
    assert set(told(program, "payment", NOVEMBER).values()) == {"AS-4071"}
    assert len(names(program, "payment", datetime.date(2026, 10, 31))) == 2
    # Adjusted downwards is not ended; resumed after a suspension is paid again.
    lowered = standing(program, "Danh Giảm Mức")
    program.cases.add_event(
        lowered, "decrease", "2026-11-03", {"month": "2026-11", "reason": "coefficient_down"}
    )
    resumed = standing(program, "Danh Hưởng Lại", stopped_from="2026-10")
    with program.vault.work() as store:
        for before, after, on in (
            ("paying", "suspended", "2026-10-03"),
            ("suspended", "paying", "2026-11-03"),
        ):
            store.records.add_event(resumed, "state", on, answers={"from": before, "to": after})
    assert names(program, "payment", NOVEMBER) == ["Danh Giảm Mức", "Danh Hưởng Lại"]


def test_who_was_stopped_without_a_month_does_not_vanish_from_the_month_of_the_step(program):
    record = standing(program, "Danh Thôi Hưởng", decrease_reason="refused")
    program.cases.move(record, "stopped", "2026-11-20", "Từ chối")
    assert names(program, "payment", NOVEMBER) == ["Danh Thôi Hưởng"]
    assert names(program, "payment", DECEMBER) == []


def test_the_funeral_of_the_dead_is_paid_with_nothing_else(program):
    record = standing(program, "Danh Đã Mất", "paying", {"death_date": "2026-11-02"}, decrease_reason="dead")
    program.cases.add_event(
        record, "funeral", "2026-12-03", {"died_on": "2026-11-02", "amount": 10_800_000, "month": "2026-12"}
    )
    request = program.lists.request("assistance", "payment", on=DECEMBER)
    (row,) = program.listing.of_rows(
        "assistance", program.listing.rows(request.query), ("amount", "total"), DECEMBER
    )
    assert row.values == (0, 10_800_000)
    assert names(program, "payment", DECEMBER) == ["Danh Đã Mất"]


@pytest.mark.parametrize(
    "paper", [each.code for each in catalog.register("assistance").papers if each.of_month]
)
def test_whoever_is_dead_before_the_month_gets_money_in_no_list(program, paper):
    """Whoever the list would name is told; where the law already gives nothing, there is nobody to name."""
    standing(
        program, "Danh Đã Mất", person={"death_date": "2026-09-02"}, start_month="2026-12", recorded_amount=1
    )
    assert names(program, paper, DECEMBER) == []
    assert told(program, paper, DECEMBER) == ({"Danh Đã Mất": "AS-4070"} if paper in MONTHLY else {})


def test_who_is_owed_something_and_died_stands_in_no_list_of_new_levels_after_the_month_of_the_death(program):
    """What is owed for the months before is no level to be paid from now on: the officer is told of them by name."""
    before = {"start_month": "2025-06", "decision_date": "2025-06-03", "received_on": "2025-05-20"}
    recorded: dict[str, Any] = {
        "recorded_amount": 750_000,
        "recorded_month": "2025-06",
        "recorded_coefficient": "1.5",
    }
    for name, day in (("Danh Mất Tháng Trước", "2026-10-02"), ("Danh Mất Tháng Này", "2026-11-02")):
        standing(program, name, person={"death_date": day}, **before, **recorded)
    assert names(program, "adjustment", NOVEMBER) == ["Danh Mất Tháng Này"]
    assert told(program, "adjustment", NOVEMBER) == {"Danh Mất Tháng Trước": "AS-4070"}
    assert names(program, "adjustment", DECEMBER) == []
    assert set(told(program, "adjustment", DECEMBER)) == {"Danh Mất Tháng Trước", "Danh Mất Tháng Này"}


@pytest.mark.parametrize(
    ("code", "paper", "state"),
    [("children", "special_children", "managed"), ("drug_treatment", "drug_treatment", "in_treatment")],
)
def test_a_list_of_who_is_there_today_has_no_dead_and_no_closed(program, code, paper, state):
    register = catalog.register(code)
    answers = {"population": "addict"} if code == "drug_treatment" else {"groups": ["a"], "main_group": "a"}
    closed = next(
        each.code
        for flow in register.life_cycle.all_workflows()
        for each in flow.states
        if each.kind == "closed"
    )
    there = standing(program, "Danh Đang Ở", state, None, code, **answers)
    dead = standing(program, "Danh Đã Mất", state, {"death_date": "2026-11-02"}, code, **answers)
    standing(program, "Danh Đã Đi", closed, None, code, **answers)
    request = program.lists.request(code, paper, on=NOVEMBER)
    rows = [each for each in program.lists.document(request).rows if isinstance(each, tuple)]
    assert len(rows) == 1
    assert program.cases.get(there).number or rows
    assert [each.record_id for each in program.lists.left_out(request)] == [dead]


def test_the_command_line_tells_who_is_left_out(tmp_path, capsys):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as program:
        standing(program, "Danh Đã Mất", person={"death_date": "2026-09-02"})
    password = tmp_path / "mk"
    password.write_text(factories.PASSWORD, encoding="utf-8")
    arguments = [
        "list",
        "--register",
        "assistance",
        "--data",
        str(tmp_path / "xã"),
        "--user",
        factories.OFFICER,
    ]
    arguments += ["--password-file", str(password), "--month", "2026-12", "--paper", "payment"]
    assert command.main([*arguments, "--out", str(tmp_path / "chi-tra.pdf")]) == 0
    said = capsys.readouterr()
    assert "0 dòng" in said.out
    assert "Danh Đã Mất" in said.err
    assert "02/09/2026" in said.err


# ---------------------------------------------------------------- a part is no whole


def text_of(path: Path) -> str:
    return " ".join(" ".join(texts_of(path.read_bytes())).split())


@pytest.mark.parametrize("register", catalog.registers().values(), ids=lambda each: each.code)
def test_every_list_of_a_part_says_so_and_by_what(program, tmp_path, register):
    """Whatever narrows it; and the whole says nothing of the kind."""
    only = (
        standing(program, "Danh Một", register.life_cycle.all_workflows()[0].initial, None, register.code),
    )
    parts = {
        "Vĩnh Lợi": ListQuery(register.code, filters={"person.hamlet": ("Vĩnh Lợi",)}),
        "tìm": ListQuery(register.code, typed="danh"),
        "1 hồ sơ đã chọn": ListQuery(register.code, only=only),
        "hồ sơ có thay đổi chưa có biên nhận": ListQuery(register.code, seqs=(0, None)),
    }
    for paper in register.papers:
        whole = program.lists.request(register.code, paper.code)
        assert whole.title.startswith(paper.title)
        assert "Chỉ gồm" not in program.lists.document(whole).reference
        for said, query in parts.items():
            part = program.lists.request(register.code, paper.code, query)
            target = tmp_path / "trich.pdf"
            program.lists.write_request(part, target)
            shown = text_of(target)
            assert "TRÍCH" in shown
            assert "Bản trích" in shown
            assert said in shown


def test_what_is_printed_from_the_screen_is_no_paper_to_be_signed(program, tmp_path):
    standing(program, "Danh Một")
    query = ListQuery("assistance", filters={"record.state": ("paying",)})
    request = program.lists.of_screen(query, ("person.full_name", "amount"), "Danh sách Trợ giúp xã hội")
    program.lists.write_request(request, tmp_path / "xem.pdf")
    shown = text_of(tmp_path / "xem.pdf")
    assert "TRÍCH DANH SÁCH" in shown
    assert "(BẢN IN TỪ MÀN HÌNH)" in shown
    assert "Tình trạng: Đang hưởng" in shown
    assert "In từ màn hình" in shown
    assert "CHỦ TỊCH" not in shown
    official = program.lists.request("assistance")
    program.lists.write_request(official, tmp_path / "that.pdf")
    assert "CHỦ TỊCH" in text_of(tmp_path / "that.pdf")


def test_what_was_typed_is_not_printed_where_it_would_tell_a_name(program):
    query = ListQuery("drug_treatment", typed="danh mot")
    request = program.lists.of_screen(query, ("record.name_or_number",), "Danh sách")
    assert "danh mot" not in program.lists.document(request).reference
    assert request.part


def test_of_whom_only_the_year_of_the_death_is_known_nobody_is_paid_without_a_word(program):
    standing(program, "Danh Mất Năm Nay", person={"death_date": "2026"})
    for paper in ("payment", "recipients"):
        for day in (NOVEMBER, DECEMBER):
            assert names(program, paper, day) == []
            assert told(program, paper, day) == {"Danh Mất Năm Nay": "AS-4077"}
    assert told(program, "payment", datetime.date(2027, 1, 31)) == {"Danh Mất Năm Nay": "AS-4070"}


@pytest.mark.parametrize("said", ["event", "answer", "step"])
def test_the_months_of_a_suspension_stay_unpaid_when_their_list_is_made_again(program, said):
    record = standing(program, "Danh Hưởng Lại", **({"stopped_from": "2026-11"} if said == "answer" else {}))
    if said == "event":
        program.cases.add_event(
            record, "decrease", "2026-10-20", {"month": "2026-11", "reason": "not_collected"}
        )
    with program.vault.work() as store:
        for before, after, on in (
            ("paying", "suspended", "2026-10-20"),
            ("suspended", "paying", "2026-12-02"),
        ):
            store.records.add_event(record, "state", on, answers={"from": before, "to": after})
    assert names(program, "payment", datetime.date(2026, 10, 31)) == ["Danh Hưởng Lại"]
    assert names(program, "payment", NOVEMBER) == []
    assert told(program, "payment", NOVEMBER) == {"Danh Hưởng Lại": "AS-4071"}
    assert names(program, "payment", DECEMBER) == ["Danh Hưởng Lại"]


def test_a_result_without_a_level_is_not_put_up(program):
    standing(program, "Danh Được Hưởng", "posted")
    standing(program, "Danh Không Rõ", "posted", {"birth_date": None})
    standing(
        program,
        "Danh Hết Tuổi",
        "posted",
        {"birth_date": "1990"},
        social_group="k1",
        disability_degree=None,
    )
    standing(program, "Danh Mất Tháng Này", "posted", {"death_date": "2026-11-02"})
    assert names(program, "posting", NOVEMBER) == ["Danh Được Hưởng"]
    assert told(program, "posting", NOVEMBER) == {
        "Danh Không Rõ": "AS-4073",
        "Danh Hết Tuổi": "AS-4074",
        "Danh Mất Tháng Này": "AS-4076",
    }
