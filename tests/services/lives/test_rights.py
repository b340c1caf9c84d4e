"""Whoever may write all records that are concerned may say it; of what is hidden nothing is told, and it has its task."""

import itertools

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.lives.people import DIED, person_of, running, state_of, tasks

MOVED = {"on": "2026-07-10", "place": "Cần Thơ"}
ENDS = {"death": ("stopped", "dead"), "move": ("transferred", "moved")}
SAID = {"death": DIED, "move": MOVED}


def officer(program: Program, **rights: str) -> Program:
    given = {code: rights.get(code, "") for code in catalog.registers()}
    return Program(program.vault, may=Access("minh", "officer", given))


@pytest.mark.parametrize("life", ["death", "move"])
@pytest.mark.parametrize(("paid", "child"), list(itertools.product(("", "r", "rw"), repeat=2)))
def test_every_combination_of_rights(program, life, paid, child):
    records = [running(program, "assistance")]
    person = person_of(program, records[0])
    records.append(running(program, "children", person_id=person))
    narrow = officer(program, assistance=paid, children=child, trafficking="rw")
    rights, said, ends = (paid, child), SAID[life], ENDS[life]
    expected = "AS-1122" if rights == ("", "") else "AS-1110" if "r" in rights else ""
    before = [state_of(program, each) for each in records]
    for act in (narrow.lives.preview, narrow.lives.do):
        if expected:
            with pytest.raises(UserError) as refused:
                act(person, life, said)
            assert refused.value.code == expected
            assert [state_of(program, each) for each in records] == before
            continue
        found = act(person, life, said)
        seen = [record for record, right in zip(records, rights, strict=True) if right]
        assert sorted(each.record_id for each in found.rows) == sorted(seen)
    if expected:
        assert not {"death_date", "moved_on"} & program.people.get(person).person.keys()
        return
    for record, right, end, was in zip(records, rights, ends, before, strict=True):
        assert state_of(program, record) == (end if right else was)
        # What the officer could not see has its task when somebody looks who may.
        assert tasks(program, record) == (
            [] if right else [f"person_{'died' if life == 'death' else 'moved'}"]
        )


def test_nothing_tells_of_a_hidden_record(program):
    record = running(program, "assistance")
    person = person_of(program, record)
    hidden = running(program, "child_abuse", person_id=person)
    number = program.cases.get(hidden).number
    narrow = officer(program, assistance="rw")
    found = narrow.lives.do(person, "death", DIED)
    assert number not in str(found)
    assert hidden not in str(found)
    assert len(found.rows) == 1
    assert tasks(program, hidden) == ["person_died"]


def test_a_record_that_goes_by_its_number_is_touched_on_its_own_page_alone(program):
    record = running(program, "assistance")
    person = person_of(program, record)
    coded = running(program, "drug_treatment", person_id=person)
    found = program.lives.preview(person, "death", DIED)
    assert [each.record_id for each in found.rows] == [record]
    assert program.cases.get(coded).number not in str(found)
    found = program.lives.preview(person, "death", DIED, coded)
    assert {each.record_id for each in found.rows} == {record, coded}
    program.lives.do(person, "death", DIED)
    assert tasks(program, coded) == ["person_died"]
    program.lives.do(person, "death", DIED, coded)
    assert state_of(program, coded) == "dead"


def test_who_may_only_look_says_nothing(program):
    person = person_of(program, running(program, "assistance"))
    viewer = Program(program.vault, may=Access("minh", "viewer", dict.fromkeys(catalog.registers(), "r")))
    assert viewer.lives.recorded(person) == ()
    for life, said in SAID.items():
        with pytest.raises(UserError) as refused:
            viewer.lives.do(person, life, said)
        assert refused.value.code == "AS-2035"


def test_what_another_unit_keeps_is_never_touched(program, tmp_path):
    """Neither the person nor a record of theirs that came in a package."""
    record = running(program, "children")
    person = person_of(program, record)
    with Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as province:
        factories.trust(program, province, tmp_path)
        factories.trust(province, program, tmp_path)
        province.incoming.receive(program.outgoing.export(tmp_path).path, tmp_path)
        own = running(province, "assistance")
        for life, said in SAID.items():
            with pytest.raises(UserError) as refused:
                province.lives.do(person, life, said)
            assert refused.value.code in {"AS-2035", "AS-2036"}
        assert "death_date" not in province.people.get(person).person
        assert state_of(province, own) == "paying"
    assert state_of(program, record) == "managed"


def test_who_may_not_open_a_closed_record_does_not_take_its_end_back(program):
    record = running(program, "assistance")
    person = person_of(program, record)
    clerk = officer(program, assistance="rw")
    assert clerk.lives.do(person, "death", DIED).done
    [said] = clerk.lives.recorded(person)
    with pytest.raises(UserError) as refused:
        clerk.lives.take_back(person, said.act_id)
    assert refused.value.code == "AS-6322"
    assert state_of(program, record) == "stopped"
    program.lives.take_back(person, said.act_id)
    assert state_of(program, record) == "paying"
