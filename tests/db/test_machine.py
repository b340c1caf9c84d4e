"""A data folder knows where it lies: a copy elsewhere lives a life of its own, and numbers its cases otherwise."""

import shutil

import pytest

from ansinh_desktop import machine
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services.program import Program
from tests.factories import OFFICER, PASSWORD, new_vault, orphan


@pytest.fixture
def folder(tmp_path):
    """Return a data folder that was opened where it lies, and has a case."""
    with Program(new_vault(tmp_path / "xã")[0]) as program:
        assert number_of(program) == "TE-30325-2024-0001"
    return tmp_path / "xã"


def opened(folder):
    return Program(Vault.open(folder, OFFICER, PASSWORD))


def number_of(program):
    return program.cases.get(program.cases.save(orphan())).number


def life(program):
    with program.vault.reading() as store:
        return store.devices.own().epoch


def told(program):
    with program.vault.reading() as store:
        return [each.fields["backup"] for each in store.log.latest("device", 99) if each.act == "restore"]


def test_at_the_same_place_the_life_goes_on(folder):
    lives = set()
    for number in (2, 3, 4):
        with opened(folder) as program:
            lives.add(life(program))
            assert number_of(program) == f"TE-30325-2024-000{number}"
            assert told(program) == []
    assert len(lives) == 1


def test_a_copy_elsewhere_begins_a_life_of_its_own_once(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "bản chép")
    with opened(folder) as here, opened(copy) as there:
        assert life(there) != life(here)
        assert told(here) == []
        assert told(there) == ["máy khác"]
        assert there.notices() == [], "nothing was lost, so nobody needs to be told"
        ours, theirs = number_of(here), number_of(there)
        assert ours == "TE-30325-2024-0002"
        assert theirs.startswith("TE-30325-2024-0002")
        assert theirs != ours
        letter = theirs.removeprefix(ours)
        assert letter.isalpha()
        again = life(there)
        there.check()
        here.check()
    with opened(copy) as there:
        assert life(there) == again
        assert number_of(there) == f"TE-30325-2024-0003{letter}"
        assert told(there) == ["máy khác"]


def test_a_folder_that_was_moved_begins_a_life_too_for_nobody_knows_whether_the_old_one_is_gone(
    folder, tmp_path
):
    with opened(folder) as program:
        before = life(program)
    moved = folder.rename(tmp_path / "chỗ khác")
    with opened(moved) as program:
        assert life(program) != before
        program.check()


def test_another_machine_begins_a_life_at_the_same_path(folder, monkeypatch):
    with opened(folder) as program:
        before = life(program)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(machine, "_told_by_system", lambda: "another machine")
        with opened(folder) as program:
            second = life(program)
            assert second != before
    with opened(folder) as program:
        assert life(program) not in (before, second), "back on the first one"


def test_the_mark_tells_places_apart_and_nothing_of_the_machine(tmp_path, monkeypatch):
    one, other = machine.mark_of(tmp_path / "a"), machine.mark_of(tmp_path / "b")
    assert one != other
    assert one == machine.mark_of(tmp_path / "b" / ".." / "a")
    monkeypatch.setattr(machine, "_told_by_system", lambda: "")
    assert machine.mark_of(tmp_path / "a") != one, "where the system says nothing, the network card does"
    assert str(tmp_path) not in one
    assert len(one) == 32


def test_a_copy_of_data_that_somebody_forged_tells_of_it_before_it_begins_anything(folder, tmp_path):
    with opened(folder) as program, program.vault._engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE setting SET value = json_set(value, '$.seq', 3) WHERE key = 'history.end'"
        )
    copy = shutil.copytree(folder, tmp_path / "bản chép")
    for each in (folder, copy):
        with opened(each) as program:
            assert told(program) == []
            with pytest.raises(Exception, match="ký") as caught:
                program.check()
            assert getattr(caught.value, "code", "") == "AS-1152"
