"""Whoever is gone leaves others: it is asked in their records until these name somebody else."""

from collections.abc import Generator

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.review import Reviewed, ReviewStep
from tests.services.lives.people import DIED, of_record, person_of, running, tasks
from tests.services.payments.commune import change

NUMBER = "089080001234"
CARER = {"full_name": "Lê Thị Chăm", "personal_id": NUMBER, "birth_date": "1960-02-03"}


@pytest.fixture
def carer(program):
    """Return the person of a record, who cares for others."""
    return person_of(program, running(program, "assistance", person=CARER))


def asked(program: Program, person: str, life: str = "death") -> list[str]:
    said = DIED if life == "death" else {"on": "2026-07-10", "place": "Cần Thơ"}
    return [each.text for each in program.lives.preview(person, life, said).questions]


def test_a_carer_named_by_number_is_asked_about_and_the_question_becomes_a_task_until_it_is_answered(
    program, carer
):
    record = running(
        program,
        "assistance",
        person={"full_name": "Danh Yếu"},
        carer_name="Lê Thị Chăm",
        carer_id=NUMBER,
    )
    [question] = program.lives.preview(carer, "death", DIED).questions
    assert question.text == "Người chăm sóc (Lê Thị Chăm) đã chết (15/07/2026)."
    assert (question.who, question.register, question.record_id) == ("Danh Yếu", "assistance", record)
    assert tasks(program, record) == []
    done = program.lives.do(carer, "death", DIED)
    assert done.questions == (question,)
    [task] = of_record(program, record)
    assert (task.what, task.band) == (question.text.removesuffix("."), "overdue")
    assert f"{task.due:%d/%m/%Y}" == "31/07/2026"
    change(program, record, carer_name="Người Khác", carer_id="089080005678")
    assert tasks(program, record) == []


def test_after_a_move_it_is_asked_too(program, carer):
    record = running(program, "assistance", receiver_name="Lê Thị Chăm", receiver_id=NUMBER)
    assert asked(program, carer, "move") == ["Người nhận thay (Lê Thị Chăm) đã chuyển đi (10/07/2026)."]
    program.lives.do(carer, "move", {"on": "2026-07-10", "place": "Cần Thơ"})
    assert tasks(program, record) == ["gone_1"]
    program.lives.do(carer, "return", {"on": "2026-08-01"})
    assert tasks(program, record) == []


def test_a_name_alone_says_nothing_and_with_the_birth_or_the_household_it_does(program, carer):
    record = running(program, "children", carer_name="lê thị chăm")
    assert asked(program, carer) == []
    change(program, record, carer_birth="1961")
    assert asked(program, carer) == []
    change(program, record, carer_birth="1960")
    assert asked(program, carer) == ["Người chăm sóc (Lê Thị Chăm) đã chết (15/07/2026)."]
    change(program, record, carer_birth=None)
    home = program.people.save_household({"address": "Tổ 1"}, first=person_of(program, record))
    program.people.join(carer, home)
    assert asked(program, carer) == ["Người chăm sóc (Lê Thị Chăm) đã chết (15/07/2026)."]


def test_a_number_that_is_another_s_is_not_outweighed_by_the_name(program, carer):
    running(program, "assistance", carer_name="Lê Thị Chăm", carer_birth="1960", carer_id="089080009999")
    assert asked(program, carer) == []


@pytest.mark.parametrize(
    ("kind", "birth", "expected"),
    [
        ("32", "1980-05-04", True),  # a guardian, whatever the age
        ("04", "2015-02-03", True),  # the mother of a child
        ("04", "1980-05-04", False),  # the mother of somebody grown up
        ("07", "2015-02-03", False),  # an elder sister
    ],
)
def test_where_no_carer_is_named_the_relation_says_who_cared(program, carer, kind, birth, expected):
    record = running(program, "assistance", person={"full_name": "Danh Yếu", "birth_date": birth})
    program.people.relate(carer, person_of(program, record), {"kind": kind})
    assert asked(program, carer) == (
        ["Người chăm sóc (Lê Thị Chăm) đã chết (15/07/2026)."] if expected else []
    )
    change(program, record, carer_name="Người Khác")
    assert asked(program, carer) == []


def test_a_parent_of_a_child_is_asked_about_until_the_record_says_that_the_parent_is_dead(program, carer):
    record = running(
        program,
        "children",
        person={"full_name": "Danh Bé", "birth_date": "2015-02-03"},
        mother_name="Lê Thị Chăm",
        mother_birth="1960-02-03",
        carer_name="Người Khác",
    )
    assert asked(program, carer) == ["Mẹ của trẻ (Lê Thị Chăm) đã chết (15/07/2026)."]
    assert asked(program, carer, "move") == []
    program.lives.do(carer, "death", DIED)
    assert tasks(program, record) == ["gone_2"]
    change(program, record, mother_state="dead")
    assert tasks(program, record) == []


def test_a_household_whose_head_died_is_asked_about_once_until_it_has_another(program, carer):
    first = running(program, "assistance", person={"full_name": "Danh Nhất"})
    second = running(program, "children", person={"full_name": "Danh Nhì"})
    home = program.people.save_household({"address": "Tổ 1"}, first=carer)
    for each in (first, second):
        program.people.join(person_of(program, each), home)
    assert asked(program, carer) == ["Chủ hộ Lê Thị Chăm đã chết (15/07/2026): hộ chưa có chủ hộ mới."]
    program.lives.do(carer, "death", DIED)
    assert [tasks(program, each) for each in (first, second)] == [["head_gone"], []]
    program.people.set_head(home, person_of(program, second))
    assert tasks(program, first) == []


def test_a_closed_record_asks_nothing(program, carer):
    record = running(program, "assistance", carer_name="Lê Thị Chăm", carer_id=NUMBER)
    change(program, record, "stopped")
    assert asked(program, carer) == []
    program.lives.do(carer, "death", DIED)
    assert tasks(program, record) == []


def test_no_name_stands_beside_a_record_that_goes_by_its_number(program, carer):
    record = running(
        program, "children", groups=["l"], main_group="l", carer_name="Lê Thị Chăm", carer_birth="1960"
    )
    assert program.cases.get(record).confidentiality >= "c3"
    assert asked(program, carer) == []
    program.lives.do(carer, "death", DIED)
    [task] = of_record(program, record)
    assert (task.who, task.what) == (task.number, "Người chăm sóc đã chết (15/07/2026)")


def test_the_review_finds_what_nobody_has_answered(program, carer):
    record = running(program, "assistance", carer_name="Lê Thị Chăm", carer_id=NUMBER)
    program.lives.do(carer, "death", DIED)
    found = _last(program.review.run())
    [overdue] = [each for each in found.rows if each.record_id == record and each.code == "AS-6410"]
    assert "Người chăm sóc (Lê Thị Chăm) đã chết" in overdue.text


def _last(steps: Generator[ReviewStep, None, Reviewed]) -> Reviewed:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Reviewed = end.value
            return found


def test_of_somebody_who_stands_only_in_a_hidden_register_nothing_is_asked(program):
    victim = running(program, "trafficking", person=CARER)
    record = running(program, "assistance", carer_name="Lê Thị Chăm", carer_id=NUMBER)
    program.lives.do(person_of(program, victim), "death", DIED, victim)
    assert tasks(program, record) == ["gone_0"]
    rights = {code: "" if code == "trafficking" else "rwpx" for code in catalog.registers()}
    narrow = Program(program.vault, may=Access("minh", "officer", rights))
    assert tasks(narrow, record) == []
    assert narrow.agenda.count_overdue() is not None
