"""Whose a row is, is asked once and only where it is not known already; and never answered by what was undone."""

from dataclasses import asdict, replace

import pytest

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from tests import factories
from tests.factories import OFFICE, OTHER


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def listened(vault: Vault) -> list[str]:
    """Return a list that fills with what the engine is asked by the connection that writes."""
    said: list[str] = []
    vault._hand.connection.driver_connection.set_trace_callback(said.append)
    return said


def test_a_new_record_of_a_new_person_asks_nothing_of_whose_they_are(program):
    program.cases.save(factories.orphan("Danh Một"))
    said = listened(program.vault)
    program.cases.save(factories.orphan("Danh Hai"))
    assert any("INSERT INTO record" in each for each in said)
    assert not [each for each in said if "unit <>" in each or "json_extract" in each]


def test_what_was_said_of_the_unit_and_undone_opens_nothing(program):
    with program.vault.work() as store:
        mine = store.people.save(None, OFFICE.unit, factories.person())

    def half() -> None:
        with program.vault.work() as store:
            store.set_setting("office", asdict(replace(OFFICE, unit=OTHER.unit)))
            store.people.save(None, OTHER.unit, factories.person())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with pytest.raises(UserError), program.vault.work() as store:
        store.people.save(None, OTHER.unit, factories.person())
    with program.vault.work() as store:
        store.people.save(mine, OFFICE.unit, factories.person(address="Tổ 9"))
