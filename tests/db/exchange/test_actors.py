"""Each opening of a data folder writes under a name of its own, and no row forgets who wrote it before."""

import json
import shutil

import pytest
from sqlalchemy import select

from ansinh_desktop.db.models import Event, Person, Record
from ansinh_desktop.errors import BugError
from ansinh_desktop.services.program import open_data
from tests.factories import OFFICE, OFFICER, PASSWORD, new_vault, orphan


@pytest.fixture
def folder(tmp_path):
    vault, _recovery = new_vault(tmp_path / "xã", OFFICE)
    vault.lock()
    return tmp_path / "xã"


def opened(folder):
    return open_data(folder, OFFICER, PASSWORD)


def vectors(program, model=Record):
    with program.vault.reading() as store:
        (found,) = store.arriving.present(
            model.__tablename__, list(store.session.scalars(select(model.id)))
        ).values()
        kept = store.session.scalars(select(model.vector)).one()
    return json.loads(found.vector), kept


def test_what_one_opening_wrote_says_nothing_of_it_and_what_two_wrote_names_both(folder):
    with opened(folder) as program:
        record = program.cases.save(orphan())
        program.cases.add_event(record, "visit", "2024-06-01", {"findings": "khỏe"})
        first, kept = vectors(program)
        assert kept is None
        assert len(first) == 1
    with opened(folder) as program:
        assert vectors(program) == (first, None), "to look at it is not to write it"
        known = program.people.get(program.cases.get(record).person_id)
        program.people.save(known.id, {**known.person, "phone": "0900000001"})
        person, _kept = vectors(program, Person)
        touched, _kept = vectors(program)
        assert {*first.items()} < {*touched.items()}
        assert len(person) == len(touched) == 2
        program.cases.add_event(record, "visit", "2024-06-02", {"findings": "ốm"})
        again, _kept = vectors(program)
        assert again.keys() == touched.keys()
        assert sum(again.values()) > sum(touched.values())
        with program.vault.reading() as store:
            assert set(store.session.scalars(select(Event.vector))) == {None}


def test_a_folder_that_was_copied_whole_never_writes_under_the_name_of_the_other(folder, tmp_path):
    with opened(folder) as program:
        record = program.cases.save(orphan())
    shutil.copytree(folder, tmp_path / "chép")
    written = []
    for _time in range(2):
        with opened(folder) as program:
            program.cases.add_event(record, "visit", "2024-06-01", {"findings": "khỏe"})
            written.append(vectors(program)[0])
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "chép", folder)
    one, other = written
    assert sum(one.values()) == sum(other.values()), "both counted alike"
    assert len(one.keys() & other.keys()) == 1, "and only what was before both bears one name"


def test_an_opening_that_failed_to_write_begins_anew(folder):
    with opened(folder) as program:
        with pytest.raises(BugError):
            program.cases.add_event("nobody", "visit", "2024-06-01", {"findings": "khỏe"})
        program.cases.save(orphan())
        vector, _kept = vectors(program)
        with program.vault.reading() as store:
            query = "SELECT since, name FROM actor ORDER BY since DESC LIMIT 1"
            since, name = store.session.connection().exec_driver_sql(query).one()
    assert list(vector) == [name]
    assert vector[name] >= since
