"""One field of a line of the history gets the value of before it, as an entry of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.cases import HistoryRow
from ansinh_desktop.services.program import Program, open_data
from tests import factories

MORE = factories.DECIDED | {"disability_degree": "very_severe"}
MINH = office.FirstOfficer("minh", "Lê Minh", "trời mưa rơi lộp độp", "Kế toán")
DAY = "2026-11-20"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def save(program: Program, record: str | None = None, answers=None, **person) -> str:
    known = factories.person(**person)
    return program.cases.save(
        factories.case("assistance", answers or factories.DECIDED, person=known, record_id=record)
    )


def lines(program: Program, record: str, field: str) -> list[HistoryRow]:
    """Return the lines about one field, the latest first."""
    return [each for each in program.cases.history(record) if each.field == field]


def give_back(program: Program, row: HistoryRow) -> str:
    return program.undo.give_back(row.change, row.key).words


def refused(program: Program, row: HistoryRow, code: str) -> str:
    with pytest.raises(UserError) as caught:
        program.undo.give_back(row.change, row.key or "state")
    assert caught.value.code == code
    return caught.value.text


def test_one_field_goes_back_and_the_others_of_its_act_stay(program):
    record = save(program)
    save(program, record, MORE, phone="0912345678", full_name="Nguyễn Thị Hòe")
    [row] = lines(program, record, "Họ và tên")
    assert give_back(program, row) == "Trả lại giá trị: nhân thân Nguyễn Thị Hòa: Họ và tên"
    found = program.cases.get(record)
    assert (found.person["full_name"], found.person["phone"]) == ("Nguyễn Thị Hòa", "0912345678")
    assert found.answers == MORE
    assert [each.id for each in program.people.find("hoa")] == [found.person_id]
    newest = lines(program, record, "Họ và tên")[0]
    assert (newest.before, newest.after) == ("Nguyễn Thị Hòe", "Nguyễn Thị Hòa")
    assert newest.reason.startswith("Trả lại giá trị trước lúc ")
    program.undo.take_back(program.undo.acts(1)[0].id)
    assert program.cases.get(record).person["full_name"] == "Nguyễn Thị Hòe"
    program.check()


def test_step_by_step_an_old_value_comes_back(program):
    record = save(program, phone="0912345671")
    for number in ("2", "3"):
        save(program, record, phone=f"091234567{number}")
    later, earlier = lines(program, record, "Điện thoại")
    assert "(0912345672 → 0912345673)" in refused(program, earlier, "AS-2080")
    give_back(program, later)
    give_back(program, earlier)
    assert program.cases.get(record).person["phone"] == "0912345671"
    refused(program, earlier, "AS-2088")


def test_what_another_officer_wrote_is_given_back_by_whoever_may_write(program, tmp_path):
    officers.add(program.vault, MINH, "officer")
    record = save(program)
    save(program, record, MORE)
    program.close()
    with open_data(tmp_path / "xã", MINH.name, MINH.password) as other:
        [row] = lines(other, record, "Mức độ khuyết tật")
        give_back(other, row)
        assert other.cases.get(record).answers == factories.DECIDED
        number = other.cases.get(record).number
        words = f"Trả lại giá trị: hồ sơ {number} Nguyễn Thị Hòa: Mức độ khuyết tật"
        assert [each.words for each in other.undo.acts()] == [words]


def test_what_comes_with_other_rows_is_not_given_back_alone(program):
    record = save(program)
    program.cases.move(record, "received", DAY)
    program.cases.add_event(record, "visit", DAY, {"findings": "khỏe"})
    program.cases.remove_event(program.cases.get(record).events[0].id, "nhầm")
    [step] = lines(program, record, "Tình trạng")
    removed = lines(program, record, "Đã xóa")[0]
    assert (step.key, removed.key) == ("", "")
    assert "“Tình trạng” đi cùng những dòng khác" in refused(program, step, "AS-2089")


def test_a_closed_record_and_an_error_are_refused_as_ever(program):
    record = save(program)
    earlier = factories.DECIDED | {"received_on": "2026-10-20"}
    save(program, record, earlier)
    save(program, record, earlier | {"decision_date": "2026-10-25", "start_month": "2026-10"})
    [row] = lines(program, record, "Ngày nhận hồ sơ")
    refused(program, row, "AS-2087")
    row = next(each for each in program.cases.history(record) if each.key == "answers.decision_date")
    with program.vault.work() as store:
        close(store, record)
    refused(program, row, "AS-2050")


def close(store: Store, record: str) -> None:
    store.records.set_state(store.records.get(record), "stopped", closed_on=DAY, reason="x")


def test_the_day_that_opened_a_record_follows_the_answer(program):
    record = save(program)
    save(program, record, factories.DECIDED | {"received_on": "2026-10-20"})
    assert program.cases.get(record).opened_on == "2026-10-20"
    give_back(program, lines(program, record, "Ngày nhận hồ sơ")[0])
    assert program.cases.get(record).opened_on == "2026-11-02"


def class_kept(program, record) -> str:
    """Return how confidential a record is: its page does not tell what only a masked answer makes of it."""
    with program.vault.reading() as store:
        return store.records.get(record).confidentiality


def test_how_confidential_a_record_is_follows_the_answers(program):
    user = {"population": "illicit_user", "has_file": True}
    record = program.cases.save(factories.case("drug_treatment", user, final=False))
    before = program.cases.get(record)
    program.cases.save(
        factories.case(
            "drug_treatment",
            user | {"hiv_positive": True},
            person=dict(before.person),
            record_id=record,
            final=False,
        )
    )
    assert class_kept(program, record) == "c4"
    line = next(each for each in program.cases.history(record) if each.key == "answers.hiv_positive")
    give_back(program, line)
    assert class_kept(program, record) == "c3"
    program.undo.take_back(program.undo.acts(1)[0].id)
    assert class_kept(program, record) == "c4"
