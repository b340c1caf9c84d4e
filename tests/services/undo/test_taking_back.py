"""An act is taken back whole, unless something written later stands on it; then that is named, and nothing changes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.undo import Act
from tests import factories, paper_files
from tests.services.payments.commune import MAY, closed, standing

DAY = "2026-11-20"
MORE = factories.DECIDED | {"disability_degree": "very_severe"}
MINH = office.FirstOfficer("minh", "Lê Minh", "trời mưa rơi lộp độp", "Kế toán")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def save(
    program: Program, record: str | None = None, answers=None, *, final: bool = True, **person: Any
) -> str:
    known = factories.person(**person)
    case = factories.case(
        "assistance", answers or factories.DECIDED, person=known, record_id=record, final=final
    )
    return program.cases.save(case)


def walk(program: Program, record: str, *states: str) -> None:
    for state in states:
        program.cases.move(record, state, DAY, "lý do")


def stop(program: Program, record: str) -> None:
    """Take a record that was decided to its end."""
    walk(program, record, "received", "appraising", "approved", "paying")
    program.cases.add_event(record, "decrease", DAY, {"month": "2026-12", "reason": "refused"})
    walk(program, record, "stopped")


def last(program: Program) -> Act:
    return program.undo.acts(1)[0]


def take_back(program: Program) -> Act:
    return program.undo.take_back(last(program).id)


def refused(do: Callable[[], object], code: str) -> str:
    """Return the sentence with which something is refused."""
    with pytest.raises(UserError) as caught:
        do()
    assert caught.value.code == code
    return caught.value.text


def end(program: Program) -> tuple[int, str]:
    with program.vault.reading() as store:
        return store.log.last()


def minute() -> str:
    now = clock.local(clock.now())
    return f"{now:%H:%M} ngày {now:%d/%m/%Y}"


# ------------------------------------------------------------------------------------------ taking back


def test_an_edit_of_answers_and_person_goes_back_as_one_act_and_comes_again(program):
    record = save(program)
    before = program.cases.get(record)
    save(program, record, MORE, phone="0912345678", full_name="Nguyễn Thị Hòe")
    after, edit = program.cases.get(record), last(program)
    assert edit.rows == 2
    undone = program.undo.take_back(edit.id)
    found = program.cases.get(record)
    assert (found.answers, found.person) == (before.answers, before.person)
    assert [each.id for each in program.people.find("hoe")] == []
    assert [each.id for each in program.people.find("hoa")] == [found.person_id]
    assert program.undo.act(edit.id).undone
    program.undo.take_back(undone.id)
    found = program.cases.get(record)
    assert (found.answers, found.person) == (after.answers, after.person)
    assert [each.id for each in program.people.find("hoe")] == [found.person_id]
    assert not program.undo.act(edit.id).undone
    program.check()


def test_the_reverse_entries_stand_in_the_history_of_the_record_with_what_they_take_back(program):
    record = save(program)
    save(program, record, MORE)
    at = minute()
    take_back(program)
    row = program.cases.history(record)[0]
    assert (row.what, row.field, row.before, row.after) == (
        "Sửa hồ sơ", "Mức độ khuyết tật", "Đặc biệt nặng", "Nặng",
    )  # fmt: skip
    assert row.reason == f"Hoàn tác việc lúc {at}"


def test_what_an_act_added_is_removed_and_stays_in_the_history(program):
    record = save(program)
    number = program.cases.get(record).number
    made = take_back(program)
    assert program.listing.counts().get("assistance", 0) == 0
    assert program.people.find("hoa") == []
    assert len(program.cases.history(record)) == 4
    program.undo.take_back(made.id)
    assert program.cases.get(record).number == number
    assert program.listing.counts()["assistance"] == 1


def test_a_record_that_was_removed_by_mistake_comes_back(program):
    record = save(program)
    program.cases.add_event(record, "visit", DAY, {"findings": "khỏe"})
    program.cases.remove(record, "nhầm")
    made = take_back(program)
    assert [each.kind for each in program.cases.get(record).events] == ["visit"]
    assert program.listing.counts()["assistance"] == 1
    program.undo.take_back(made.id)
    assert program.listing.counts().get("assistance", 0) == 0


def test_a_paper_goes_and_comes_back_with_its_content(program, tmp_path):
    record, scan = save(program), tmp_path / "giấy.png"
    scan.write_bytes(paper_files.picture("PNG"))
    paper = program.attachments.add(record, scan)
    assert last(program).words.startswith("Thêm giấy tờ “giấy.png” vào BTXH-")
    made = take_back(program)
    assert program.attachments.of_record(record) == []
    program.undo.take_back(made.id)
    assert [each.id for each in program.attachments.of_record(record)] == [paper]
    assert program.attachments.read(paper).content == scan.read_bytes()
    program.check()


def test_people_who_were_related_or_live_together_go_apart_again(program):
    one, other = (
        program.cases.get(save(program, full_name=name)).person_id for name in ("Danh An", "Lê Bình")
    )
    program.people.relate(one, other, {"kind": "01"})
    take_back(program)
    assert program.people.get(one).relations == []
    home = program.people.save_household({"address": "Tổ 1"}, first=one)
    program.people.join(other, home)
    take_back(program)
    assert program.people.get(other).household is None
    take_back(program)  # that was the taking back itself
    assert program.people.get(other).household is not None


def test_it_outlives_the_program(program, tmp_path):
    record = save(program)
    save(program, record, MORE)
    edit = last(program)
    assert edit.recent
    program.close()
    with open_data(tmp_path / "xã", factories.OFFICER, factories.PASSWORD) as again:
        found = last(again)
        assert (found.id, found.words, found.recent) == (edit.id, edit.words, False)
        again.undo.take_back(found.id)
        assert again.cases.get(record).answers == factories.DECIDED


# ------------------------------------------------------------------------------------- what stands on it


def test_a_field_that_was_written_again_later_is_named_with_who_and_when(program):
    record = save(program)
    number = program.cases.get(record).number
    save(program, record, phone="0912345678")
    edit = last(program)
    save(program, record, phone="0987654321")
    before = end(program)
    said = refused(lambda: program.undo.take_back(edit.id), "AS-2080")
    assert said == (
        "Chưa hoàn tác được: nhân thân Nguyễn Thị Hòa, mục “Điện thoại”, đã được Trần Thị Lan ghi lại"
        f" lúc {minute()} (0912345678 → 0987654321)."
    )
    assert program.undo.act(edit.id).refusal.text == said
    assert end(program) == before
    save(program, record, MORE, phone="0987654321")
    edit = last(program)
    save(
        program,
        record,
        MORE | {"disability_degree": None, "social_group": "k6"},
        phone="0987654321",
        final=False,
    )
    assert f"hồ sơ {number} Nguyễn Thị Hòa, mục “Mức độ khuyết tật”" in refused(
        lambda: program.undo.take_back(edit.id), "AS-2080"
    )


def test_another_field_of_the_same_record_stands_on_nothing(program):
    record = save(program)
    save(program, record, MORE)
    edit = last(program)
    save(program, record, MORE | {"payment_method": "cash"})
    program.undo.take_back(edit.id)
    assert program.cases.get(record).answers == factories.DECIDED | {"payment_method": "cash"}


def test_what_was_taken_back_again_stands_on_nothing(program):
    record = save(program)
    save(program, record, phone="0912345678")
    edit = last(program)
    save(program, record, phone="0987654321")
    later = take_back(program)
    assert program.undo.act(edit.id).may_be_taken_back
    program.undo.take_back(later.id)
    assert not program.undo.act(edit.id).may_be_taken_back
    take_back(program)
    program.undo.take_back(edit.id)
    assert "phone" not in program.cases.get(record).person


def test_a_value_that_somebody_wrote_anew_by_hand_stands_although_it_is_the_same(program):
    record = save(program)
    save(program, record, phone="0912345678")
    edit = last(program)
    save(program, record, phone="0987654321")
    save(program, record, phone="0912345678")
    assert "(0987654321 → 0912345678)" in refused(lambda: program.undo.take_back(edit.id), "AS-2080")


def test_a_value_that_is_already_as_before_is_left_and_the_rest_goes_back(program):
    record = save(program)
    save(program, record, MORE, phone="0912345678")
    edit = last(program)
    save(program, record, phone="0912345678")
    program.undo.take_back(edit.id)
    assert "phone" not in program.cases.get(record).person
    assert program.cases.get(record).answers == factories.DECIDED
    save(program, record, MORE)
    edit = last(program)
    save(program, record)
    refused(lambda: program.undo.take_back(edit.id), "AS-2088")


@pytest.mark.parametrize("later", ["event", "paper", "person", "record", "relation", "home"])
def test_what_was_added_stays_where_something_hangs_on_it(program, tmp_path, later):
    record = save(program)
    added = last(program)
    person, scan = program.cases.get(record).person_id, tmp_path / "giấy.png"
    scan.write_bytes(paper_files.picture("PNG"))
    known = program.people.get(person).person
    words = {
        "event": ("thêm diễn biến", lambda: program.cases.add_event(record, "visit", DAY, {"findings": "x"})),
        "paper": ("thêm giấy tờ", lambda: program.attachments.add(record, scan)),
        "person": ("sửa nhân thân", lambda: program.people.save(person, {**known, "phone": "0912345678"})),
        "record": (
            "thêm hồ sơ",
            lambda: program.cases.save(
                factories.case("children", {}, person=known, person_id=person, final=False)
            ),
        ),
        "relation": (
            "thêm quan hệ",
            lambda: program.people.relate(
                program.cases.get(save(program, full_name="Danh An")).person_id, person, {"kind": "01"}
            ),
        ),
        "home": (
            "nhân thân",
            lambda: program.people.save_household({"address": "Tổ 1"}, first=person),
        ),
    }
    said, do = words[later]
    do()
    found = refused(lambda: program.undo.take_back(added.id), "AS-2081")
    assert said in found
    assert "Trần Thị Lan, lúc " in found
    take_back(program)
    program.undo.take_back(added.id)  # nothing hangs on it any more
    assert program.listing.counts().get("assistance", 0) == (1 if later == "relation" else 0)


def test_what_was_removed_by_hand_already_is_left_and_the_rest_goes(program):
    record = save(program)
    visit = program.cases.add_event(record, "visit", DAY, {"findings": "khỏe"})
    added = last(program)
    program.cases.remove_event(visit, "nhầm")
    refused(lambda: program.undo.take_back(added.id), "AS-2088")
    two = ["Họ và tên,Ngày sinh", "Lê Văn Tú,01/02/2016", "Võ Thị Mai,05/06/2017"]
    path = program.vault.folder / "hai em.csv"
    path.write_text("\n".join(two), encoding="utf-8")
    program.importing.bring(path, "children")
    brought = last(program)
    [first, _second] = program.listing.all(ListQuery("children"), ["record.number"])
    program.cases.remove(first.record_id, "trùng")
    program.undo.take_back(brought.id)
    assert program.listing.counts()["children"] == 0


def test_a_home_stays_where_somebody_else_has_joined_it(program):
    one, other = (
        program.cases.get(save(program, full_name=name)).person_id for name in ("Danh An", "Lê Bình")
    )
    home = program.people.save_household({"address": "Tổ 1"}, first=one)
    added = last(program)
    program.people.join(other, home)
    assert "sửa nhân thân" in refused(lambda: program.undo.take_back(added.id), "AS-2081")


def test_a_step_stays_where_another_followed_and_goes_where_none_did(program):
    record = save(program)
    walk(program, record, "received")
    received = last(program)
    walk(program, record, "appraising")
    assert "(Tiếp nhận → Thẩm định)" in refused(lambda: program.undo.take_back(received.id), "AS-2080")
    take_back(program)
    assert program.cases.get(record).state == "received"
    program.undo.take_back(received.id)
    assert program.cases.get(record).state == "draft"
    assert program.cases.get(record).events == []


def test_an_event_stays_where_a_step_followed_that_may_rest_on_it(program):
    record = save(program)
    program.cases.add_event(record, "visit", DAY, {"findings": "khỏe"})
    visit = last(program)
    program.cases.add_event(record, "visit", DAY, {"findings": "lần hai"})
    assert program.undo.act(visit.id).may_be_taken_back
    walk(program, record, "received")
    refused(lambda: program.undo.take_back(visit.id), "AS-2081")


def test_a_step_is_taken_again_only_where_nothing_is_missing_that_it_asks_for(program):
    record = save(program)
    walk(program, record, "received")
    made = take_back(program)
    save(program, record, {key: each for key, each in factories.DECIDED.items() if key != "received_on"})
    before = end(program)
    refused(lambda: program.undo.take_back(made.id), "AS-6320")
    assert end(program) == before


def as_role(program: Program, role: str) -> Program:
    return Program(program.vault, may=Access(program.access.officer, role, program.access.rights))


def test_a_step_that_closed_a_record_is_taken_back_by_whoever_may_open_it_again(program):
    record = save(program)
    stop(program, record)
    assert program.cases.get(record).closed
    closing = last(program)
    found = as_role(program, "officer").undo.act(closing.id)
    assert found.refusal is not None
    assert found.refusal.code == "AS-6322"
    made = program.undo.take_back(closing.id)
    case = program.cases.get(record)
    assert (case.state, case.closed_on, case.close_reason) == ("paying", None, "")
    refused(lambda: as_role(program, "officer").undo.take_back(closing.id), "AS-2084")
    program.undo.take_back(made.id)
    case = program.cases.get(record)
    assert (case.closed, case.close_reason) == (True, "lý do")
    program.check()


def test_nothing_is_given_back_to_a_closed_record(program):
    record = save(program)
    save(program, record, MORE)
    edit = last(program)
    stop(program, record)
    before = end(program)
    refused(lambda: program.undo.take_back(edit.id), "AS-2050")
    assert end(program) == before


def test_opening_a_closed_record_again_is_taken_back_too(program):
    record = save(program)
    stop(program, record)
    closed_on = program.cases.get(record).closed_on
    program.cases.reopen(record, DAY, "nhầm")
    take_back(program)
    case = program.cases.get(record)
    assert (case.state, case.closed_on) == ("stopped", closed_on)


# --------------------------------------------------------------------------------------------- money, law


def test_a_closed_month_holds_the_record_and_the_step_that_it_pays(program):
    record = standing(program, "Danh An", "approved")
    walk(program, record, "paying")
    step = last(program)
    closed(program, MAY)
    closing = last(program)
    assert "hồ sơ" in refused(lambda: program.undo.take_back(step.id), "AS-2082")
    said = refused(lambda: program.undo.take_back(closing.id), "AS-2083")
    assert "tháng chi trả" in said
    case = program.cases.get(record)
    program.people.save(case.person_id, {**case.person, "phone": "0912345678"})
    take_back(program)  # a telephone number holds no money
    assert "phone" not in program.cases.get(record).person


def test_nobody_is_paid_twice_by_taking_something_back(program):
    record = save(program, personal_id="089149001234")
    stop(program, record)
    stopping = last(program)
    other = save(program, personal_id="089149001234", full_name="Nguyễn Thị Hòa")
    walk(program, other, "received", "appraising", "approved", "paying")
    before = end(program)
    refused(lambda: program.undo.take_back(stopping.id), "AS-2051")
    assert end(program) == before


def test_a_final_record_is_not_left_with_an_error(program):
    record = save(program)
    earlier = factories.DECIDED | {"received_on": "2026-10-20"}
    save(program, record, earlier)
    edit = last(program)
    save(program, record, earlier | {"decision_date": "2026-10-25", "start_month": "2026-10"})
    assert program.undo.act(edit.id).may_be_taken_back  # nobody wrote that field again
    before = end(program)
    said = refused(lambda: program.undo.take_back(edit.id), "AS-2087")
    assert "Ngày quyết định 25/10/2026 trước ngày nhận hồ sơ 02/11/2026." in said
    assert end(program) == before
    take_back(program)
    program.undo.take_back(edit.id)
    assert program.cases.get(record).answers == factories.DECIDED


# ------------------------------------------------------------------------------------------------- rights


def test_what_other_ways_are_for_is_refused_in_one_sentence(program, tmp_path):
    officers.add(program.vault, MINH, "officer")
    assert "người dùng và quyền" in refused(lambda: take_back(program), "AS-2083")
    old = program.office
    hamlets = [*factories.HAMLETS, "Ấp Mới"]
    office.change(program.vault, old, hamlets)
    refused(lambda: take_back(program), "AS-2083")


def test_the_acts_of_another_officer_are_not_in_the_list_and_cannot_be_taken_back(program, tmp_path):
    officers.add(program.vault, MINH, "officer")
    record = save(program)
    own = last(program)
    program.close()
    with open_data(tmp_path / "xã", MINH.name, MINH.password) as other:
        assert other.undo.acts() == []
        assert other.undo.last_act_id() is None
        assert "Trần Thị Lan" in refused(lambda: other.undo.take_back(own.id), "AS-2085")
        save(other, record, phone="0912345678")
        edit = last(other)
    with open_data(tmp_path / "xã", factories.OFFICER, factories.PASSWORD) as again:
        assert edit.id not in [each.id for each in again.undo.acts()]
        assert "Lê Minh" in refused(lambda: again.undo.take_back(own.id), "AS-2081")


def test_an_act_that_is_none_is_refused(program):
    record = save(program)
    with program.vault.reading() as store:
        inner = store.records.get(record).seq
    refused(lambda: program.undo.take_back(inner), "AS-2090")
    refused(lambda: program.undo.take_back(10**6), "AS-2090")
    secret = program.cases.save(factories.abuse())
    acts = len(program.undo.acts())
    program.cases.get(secret)  # that somebody looked is written down, and is no act
    assert len(program.undo.acts()) == acts


def test_data_that_were_changed_from_outside_are_not_written_over(program):
    record = save(program)
    save(program, record, MORE)
    edit = last(program)
    with program.vault.work() as store:
        store.session.connection().exec_driver_sql(
            "UPDATE record SET answers = json_set(answers, '$.disability_degree', 'x') WHERE id = ?",
            (record,),
        )
    refused(lambda: program.undo.take_back(edit.id), "AS-2091")
