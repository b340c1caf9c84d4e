"""The last acts of an officer: each once, however many rows it wrote, in words that name nobody who may not be named."""

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh_desktop import __main__ as command
from ansinh_desktop.db import history
from ansinh_desktop.db.acts import MODELS
from ansinh_desktop.db.models import Base
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.undo import Act
from ansinh_desktop.services.undo.words import own_way
from tests import factories
from tests.services.payments.commune import NAMES
from tests.services.test_many import ADJUSTED, kinds_of, paid_people

DAY = "2026-11-20"
SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def words(program: Program, most: int = 1) -> list[str]:
    return [each.words for each in program.undo.acts(most)]


def last(program: Program) -> Act:
    return program.undo.acts(1)[0]


def test_each_act_is_said_in_words_the_latest_first(program):
    record = program.cases.save(factories.case("assistance", factories.DECIDED))
    case = program.cases.get(record)
    who = f"{case.number} Nguyễn Thị Hòa"
    more = {**factories.DECIDED, "disability_degree": "very_severe", "has_health_insurance": True}
    called = factories.person(phone="0912345678", full_name="Nguyễn Thị Hòa")
    program.cases.save(factories.case("assistance", more, person=called, record_id=record))
    program.cases.move(record, "received", DAY)
    visit = program.cases.add_event(record, "visit", DAY, {"findings": "khỏe"})
    program.cases.remove_event(visit, "nhầm")
    program.people.save(case.person_id, {**called, "phone": "0987654321"})
    home = program.people.save_household({"address": "Tổ 1"}, first=case.person_id)
    program.people.save_household({"address": "Tổ 2"}, home)
    other = program.cases.get(program.cases.save(factories.orphan("Danh Na"))).person_id
    related = program.people.relate(case.person_id, other, {"kind": "01"})
    program.people.unrelate(related, "nhầm")
    program.cases.remove(record, "nhập trùng")
    assert words(program, 11) == [
        f"Rút hồ sơ {who}",
        "Rút quan hệ của Nguyễn Thị Hòa",
        "Thêm quan hệ của Nguyễn Thị Hòa",
        "Lập hồ sơ TE-30325-2024-0001 Danh Na",
        "Sửa hộ Nguyễn Thị Hòa: Địa chỉ",
        "Lập hộ Nguyễn Thị Hòa",
        "Sửa nhân thân Nguyễn Thị Hòa: Điện thoại",
        f"Rút diễn biến “Thăm, theo dõi” của {who}",
        f"Thêm diễn biến “Thăm, theo dõi” vào {who}",
        f"Chuyển bước {who}: Nháp → Tiếp nhận",
        f"Sửa hồ sơ {who}: Điện thoại, Mức độ khuyết tật, Có thẻ BHYT",
    ]


def test_undoing_says_what_it_undoes_and_doing_it_again_too(program):
    program.cases.save(factories.orphan("Danh Na"))
    added = last(program)
    for said in ("Hoàn tác", "Làm lại", "Hoàn tác"):
        assert program.undo.take_back(last(program).id).words == f"{said}: {added.words}"


def test_a_record_that_goes_by_its_number_names_nobody(program):
    record = program.cases.save(factories.abuse())
    number = program.cases.get(record).number
    person = program.cases.get(record).person_id
    program.people.save(person, {**program.people.get(person).person, "phone": "0912345678"})
    assert words(program, 2) == ["Sửa nhân thân: Điện thoại", f"Lập hồ sơ {number}"]
    assert "Phượng" not in str(program.undo.acts())
    again = program.people.get(person).person
    program.people.save(person, {**again, "phone": "0987654321"})
    error = program.undo.acts(2)[1].refusal
    assert error is not None
    assert "Phượng" not in error.text


def test_what_the_officer_may_no_longer_see_is_not_told(program):
    program.cases.save(factories.case("assistance", factories.DECIDED))
    rights = dict(program.access.rights) | {"assistance": ""}
    blind = Program(program.vault, may=Access(program.access.officer, "officer", rights))
    act = last(blind)
    assert act.words == "Việc trong sổ mà bạn không có quyền xem"
    assert act.refusal is not None
    assert act.refusal.code == "AS-1110"


def test_only_so_many_are_asked_for_and_what_wrote_nothing_is_no_act(program):
    record = program.cases.save(factories.abuse())
    for name in "ABC":
        program.cases.save(factories.orphan(f"Danh {name}"))
        program.cases.get(record)
        program.views.keep("children", {}, name)
    found = program.undo.acts(3)
    assert [each.words[-1] for each in found] == ["C", "B", "A"]
    assert program.undo.last_act_id() == found[0].id
    assert all(each.recent for each in found)


def test_a_whole_list_from_excel_is_one_act(program):
    program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance")
    act = last(program)
    assert act.words == "Nhập 240 hồ sơ từ btxh_2022.xlsx"
    assert act.rows > 400
    undone = program.undo.take_back(act.id)
    assert program.listing.counts()["assistance"] == 0
    assert program.people.find("bui thi my hue") == []
    again = program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance")
    assert again.summary().startswith("Đã nhập 241 dòng: 240 người mới")
    with pytest.raises(UserError) as caught:  # everybody of the first list is paid by the second
        program.undo.take_back(undone.id)
    assert caught.value.code == "AS-2051"
    program.undo.take_back(last(program).id)
    program.undo.take_back(undone.id)
    assert program.listing.counts()["assistance"] == 240
    program.check()


def test_a_record_that_came_in_closed_goes_back_and_comes_again(program):
    children = catalog.register("children")
    flow = children.life_cycle.workflow({})
    closed = next(each.code for each in flow.states if flow.is_closed(each.code))
    person = program.cases.get(program.cases.save(factories.case("assistance", factories.DECIDED))).person_id
    content = RecordContent(dict(factories.ORPHAN), draft=False, opened_on="2024-03-01", state=closed)
    with program.vault.work("Nhập từ sổ cũ.xlsx") as store:
        record = store.records.add(children, person, factories.UNIT, content)
    undone = program.undo.take_back(last(program).id)
    assert program.listing.counts()["children"] == 0
    program.undo.take_back(undone.id)
    assert program.cases.get(record).closed
    program.check()


def test_one_act_for_many_records_is_taken_back_whole(program):
    records = paid_people(program)
    before = [program.cases.get(each).answers for each in records]
    program.many.do("assistance", "adjust", records, ADJUSTED)
    act = last(program)
    assert act.words == f"Điều chỉnh mức: 15/QĐ-UBND ({len(NAMES)} hồ sơ)"
    undone = program.undo.take_back(act.id)
    assert [kinds_of(program, each) for each in records] == [[]] * len(NAMES)
    assert [program.cases.get(each).answers for each in records] == before
    program.undo.take_back(undone.id)
    assert [kinds_of(program, each) for each in records] == [["computed", "increase"]] * len(NAMES)


def test_a_thousand_rows_go_back_within_seconds_and_say_how_far_they_are(program, tmp_path):
    path = tmp_path / "danh sách.csv"
    with path.open("w", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["Họ và tên", "Ngày sinh", "Số CCCD"])
        rows.writerows(
            (each["full_name"], each["birth_date"][:4], each["personal_id"])
            for each in factories.people(1000)
        )
    program.importing.bring(path, "children")
    act = last(program)
    begun = time.monotonic()
    steps = list(program.undo.taking_back(act.id))
    assert time.monotonic() - begun < 20  # a second or two on a machine that does nothing else
    assert program.listing.counts()["children"] == 0
    assert [each.done for each in steps] == sorted(each.done for each in steps)
    assert steps[-1].done == steps[-1].total == act.rows


def test_stopped_in_between_nothing_of_it_stays(program):
    program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance")
    with program.vault.reading() as store:
        before = store.log.last()
    steps = program.undo.taking_back(last(program).id)
    next(steps)
    steps.close()
    with program.vault.reading() as store:
        assert store.log.last() == before
    assert program.listing.counts()["assistance"] == 240


def test_every_table_of_the_history_is_taken_back_or_has_its_own_way():
    others = {table for table in history.type_names.values() if own_way(table) != own_way("setting")}
    assert others | set(MODELS) == set(history.type_names.values())
    assert not others & set(MODELS)
    assert all("deleted" in Base.metadata.tables[name].columns for name in MODELS)


def test_by_command_the_acts_are_listed_and_one_is_taken_back(program, tmp_path, capsys, monkeypatch):
    program.cases.save(factories.orphan("Danh Na"))
    act = last(program)
    program.close()
    monkeypatch.setenv("ANSINH_PASSWORD", factories.PASSWORD)
    common = ["undo", "--data", str(tmp_path / "xã")]
    assert command.main(common) == 0
    first, second, *_others = capsys.readouterr().out.splitlines()
    assert first.split("\t")[::2] == [str(act.id), act.words]
    assert second.endswith("thiết lập của chương trình. (AS-2083)")
    assert command.main([*common, "--act", str(act.id)]) == 0
    assert f"Đã hoàn tác: {act.words}." in capsys.readouterr().out
    assert command.main([*common, "--act", str(act.id)]) == 1
    assert "AS-2084" in capsys.readouterr().err
    with open_data(tmp_path / "xã", factories.OFFICER, factories.PASSWORD) as again:
        assert again.listing.counts()["children"] == 0
