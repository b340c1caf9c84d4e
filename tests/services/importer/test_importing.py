"""Lists as communes keep them, brought into the registers of a real data file."""

import dataclasses
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from ansinh_desktop.db import history
from ansinh_desktop.db.models import Change
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Level
from ansinh_desktop.paths import resources
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.program import Program
from tests.factories import case, new_vault, person

SAMPLES = resources() / "demo"


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def sheet(folder: Path, *rows, name="list.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def people_of(program, register):
    sources = (
        "person.full_name",
        "person.birth_date",
        "person.sex",
        "person.personal_id",
        "person.hamlet",
        "record.state",
    )
    return {row.values[0]: row.values for row in program.listing.all(ListQuery(register), sources)}


@pytest.mark.parametrize(
    ("name", "register", "count"),
    [
        ("btxh_2022.xlsx", "assistance", 240),
        ("btxh_cu_vntime.xlsx", "assistance", 50),
        ("tre_em_2022.xls", "children", 60),
        ("nguoi_nghien_2022.csv", "drug_treatment", 40),
    ],
)
def test_each_list_comes_in_with_every_one_of_its_people(program, name, register, count):
    outcome = program.importing.bring(SAMPLES / name, register)
    assert outcome.count(What.NEW) == count
    assert program.listing.counts()[register] == count
    program.check()


def test_the_list_of_2022_keeps_what_it_said(program):
    program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance")
    people = people_of(program, "assistance")
    assert people["Bùi Thị Mỹ Huệ"][1:] == (
        "1949-04-18",
        "female",
        "089149334656",
        "Vĩnh Thạnh",
        "Đang hưởng",
    )
    assert people["Chau Thị Kim Đông"][1] == "2002-01-20"
    assert people["Đỗ Thị Dũng"][1] == "1973"
    assert people["Phạm Văn Nghĩa"][1:4] == ("1927-02", "male", "089027800461")


def test_old_letters_become_unicode(program):
    program.importing.bring(SAMPLES / "btxh_cu_vntime.xlsx", "assistance")
    people = people_of(program, "assistance")
    assert "Châu Thị Kim Hương" in people
    assert {each[4] for each in people.values()} <= {
        "Vĩnh Thạnh",
        "Vĩnh Lợi",
        "Hòa Phú",
        "Mỹ Thạnh",
        "Tân Hòa",
        "An Khương",
    }


def test_a_dry_run_writes_nothing(program):
    with program.vault.reading() as store:
        before = store.log.last()
    outcome = program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance", dry_run=True)
    assert outcome.summary().startswith("Xem trước 241 dòng: 240 người mới")
    with program.vault.reading() as store:
        assert store.log.last() == before


def test_bringing_the_same_list_again_adds_nobody(program):
    program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance")
    again = program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance")
    assert again.count(What.PRESENT, What.MENDED) == 240
    assert again.count(What.MENDED) == len(again.asked) == 41
    assert program.listing.counts()["assistance"] == 240


def test_a_person_of_another_register_gets_a_record_and_no_double(program, tmp_path):
    known = person(full_name="Danh Văn Tí", birth_date="2015-02-03", sex="male", personal_id="089215000111")
    answers = {
        "groups": ["d"],
        "main_group": "d",
        "entered_on": "2026-05-04",
        "care_arrangement": "parents",
        "disability_degree": "severe",
    }
    program.cases.save(case("children", answers, person=known))
    path = sheet(
        tmp_path,
        ("Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ấp", "Đối tượng"),
        ("Danh Văn Tí", "03/02/2015", "Nam", "089215000111", "Vĩnh Thạnh", "Trẻ em KT nặng"),
    )
    assert program.importing.bring(path, "assistance").count(What.NEW_RECORD) == 1
    with program.vault.reading() as store:
        assert store.people.count() == 1


def test_a_row_with_an_error_is_kept_as_a_draft_and_mended_by_the_error_workbook(program, tmp_path):
    path = sheet(
        tmp_path,
        ("Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ấp", "Đối tượng"),
        ("Danh Văn Tí", "03/02/2015", "Nam", "089215000111", "Vĩnh Thạnh", "Trẻ em KT nặng"),
        ("Neáng Thị Mai", "03/02/2014", "Nữ", "089314000222", "Vĩnh Lợi", "không rõ diện gì"),
    )
    outcome = program.importing.bring(path, "assistance")
    assert outcome.count_level(Level.ERROR) == 1
    assert outcome.refused
    program.importing.write_errors(outcome, tmp_path / "sua.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sua.xlsx")
    cells = {cell.value: cell for row in book.active for cell in row}
    assert "Danh Văn Tí" not in cells
    bad = cells["không rõ diện gì"]
    assert "AS-" in bad.comment.text
    bad.value = "Trẻ em KT nặng"
    book.save(tmp_path / "sua.xlsx")
    mended = program.importing.bring(tmp_path / "sua.xlsx", "assistance")
    assert (mended.count(What.MENDED), mended.refused) == (1, False)
    assert program.listing.counts()["assistance"] == 2
    rows = program.listing.all(ListQuery("assistance"), ("person.full_name", "record.draft"))
    assert {row.values for row in rows} == {("Danh Văn Tí", False), ("Neáng Thị Mai", False)}


def test_the_records_of_a_list_are_numbered_in_its_order_and_each_stands_in_the_history(program):
    outcome = drained(
        program.importing.plan(program.importing.open(SAMPLES / "btxh_2022.xlsx", "assistance"))
    )
    program.importing.answer(outcome, outcome.asked, agreed=True)
    drained(program.importing.carry_out(outcome))
    rows = list(program.listing.all(ListQuery("assistance"), ("record.number", "person.full_name")))
    numbered = dict(sorted(row.values for row in rows))
    assert [number[-4:] for number in numbered] == [f"{number:04d}" for number in range(1, 241)]
    wanted = [each.person["full_name"] for each in outcome.rows if each.what is What.NEW]
    assert list(numbered.values()) == wanted
    with program.vault.reading() as store:
        changes = store.session.scalars(select(Change).where(Change.act == "insert")).all()
        assert history.broken_link(store.session) is None
    told = {each.entity_id: each for each in changes if each.entity == "record"}
    assert told.keys() == {row.record_id for row in rows}
    assert {each.reason for each in told.values()} == {"Nhập từ btxh_2022.xlsx"}
    assert {each.fields["state"][1] for each in told.values()} == {"paying", "stopped", "transferred"}


def test_what_is_being_typed_outlives_a_list(program):
    with program.vault.work() as store:
        store.drafts.keep("new:assistance", "assistance", "Lan", {"full_name": "Danh"}, None)
    program.importing.bring(SAMPLES / "btxh_2022.xlsx", "assistance")
    with program.vault.reading() as store:
        assert store.drafts.get("new:assistance").typed == {"full_name": "Danh"}


class TestWhoARowIs:
    """Nobody is taken for somebody else: money would go to the wrong house."""

    HEADING = ("Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ấp", "Đối tượng")

    def bring(self, program, tmp_path, number=None):
        row = ("Danh Văn Tí", "03/02/1949", "Nam", number, "Vĩnh Thạnh", "NKT đặc biệt nặng")
        return program.importing.bring(sheet(tmp_path, self.HEADING, row), "assistance")

    def known(self, program, number=None, **changes):
        answers = {"groups": ["d"], "main_group": "d", "entered_on": "2026-05-04"}
        who = person(full_name="Danh Văn Tí", birth_date="1949-02-03", sex="male", **changes)
        who |= {"personal_id": number} if number else {}
        record = program.cases.save(case("children", answers, person=who, final=False))
        return program.cases.get(record).person_id

    def numbers(self, program):
        with program.vault.reading() as store:
            return sorted(each.personal_id or "" for each in store.search.people("danh van ti"))

    def test_another_number_is_another_person(self, program, tmp_path):
        self.known(program, "089049000111")
        outcome = self.bring(program, tmp_path, "089049000222")
        assert (outcome.count(What.NEW), outcome.count(What.NEW_RECORD)) == (1, 0)
        assert self.numbers(program) == ["089049000111", "089049000222"]

    @pytest.mark.parametrize(
        ("recorded", "listed"), [(None, None), (None, "089049000222"), ("089049000111", None)]
    )
    def test_one_number_or_none_is_the_same_person(self, program, tmp_path, recorded, listed):
        self.known(program, recorded)
        assert self.bring(program, tmp_path, listed).count(What.NEW_RECORD) == 1
        assert len(self.numbers(program)) == 1

    def test_of_two_who_are_alike_the_first_is_not_taken(self, program, tmp_path):
        known = [self.known(program, number) for number in ("089049000111", "089049000222")]
        outcome = self.bring(program, tmp_path)
        assert outcome.count(What.NEW_RECORD) == 0
        with program.vault.reading() as store:
            standing = store.records.by_person(known)
        assert {register for records in standing.values() for _record, register in records} == {"children"}

    def test_somebody_of_another_hamlet_is_somebody_else(self, program, tmp_path):
        self.known(program, hamlet="Hòa Phú")
        assert self.bring(program, tmp_path).count(What.NEW_RECORD) == 0


def test_two_rows_about_one_known_person_both_count(program, tmp_path):
    known = person(full_name="Danh Văn Tí", birth_date="1949", sex="male", personal_id="089049000111")
    answers = {"groups": ["d"], "main_group": "d", "entered_on": "2026-05-04", "care_arrangement": "parents"}
    program.cases.save(case("children", answers, person=known, final=False))
    path = sheet(
        tmp_path,
        ("Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Địa chỉ", "Đối tượng"),
        ("Danh Văn Tí", "1949", "Nam", "089049000111", "0912345678", "", "NKT đặc biệt nặng"),
        ("Danh Văn Tý", "1950", "Nam", "089049000111", "", "Tổ 5", "NKT đặc biệt nặng"),
    )
    program.importing.bring(path, "assistance")
    with program.vault.reading() as store:
        (found,) = store.search.people("089049000111")
        assert (found.full_name, found.phone, found.address) == ("Danh Văn Tý", "0912345678", "Tổ 5")
    program.check()


def test_a_corrected_mapping_is_kept_for_the_next_list(program, tmp_path):
    rows = (
        ("Họ và tên", "Sinh", "Giới tính", "Nhóm", "Lạ"),
        ("Danh Văn Tí", "1949", "Nam", "NKT đặc biệt nặng", "ghi gì đó"),
    )
    path = sheet(tmp_path, *rows)
    opened = program.importing.open(path, "assistance")
    strange = next(each for each in opened.mapping.matches if each.heading == "Lạ")
    settled = opened.mapping.with_match(dataclasses.replace(strange, target="note"))
    drained(
        program.importing.carry_out(
            drained(program.importing.plan(dataclasses.replace(opened, mapping=settled)))
        )
    )
    again = program.importing.open(sheet(tmp_path, *rows, name="next.xlsx"), "assistance")
    assert next(each.target for each in again.mapping.matches if each.heading == "Lạ") == "note"


def test_stopping_in_the_middle_leaves_nothing(program):
    outcome = drained(
        program.importing.plan(program.importing.open(SAMPLES / "btxh_2022.xlsx", "assistance"))
    )
    steps = program.importing.carry_out(outcome)
    next(steps)
    steps.close()
    assert program.listing.counts()["assistance"] == 0
    program.check()


def test_a_file_that_is_no_list_is_refused_in_one_sentence(program, tmp_path):
    (tmp_path / "thu.xlsx").write_bytes(b"khong phai bang tinh")
    with pytest.raises(UserError) as caught:
        program.importing.bring(tmp_path / "thu.xlsx", "assistance")
    assert caught.value.code.startswith("AS-30")
    with pytest.raises(UserError) as caught:
        program.importing.bring(SAMPLES / "btxh_2022.xlsx", "khong_co")
    assert caught.value.code in {"AS-4050", "AS-1110"}
