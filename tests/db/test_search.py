"""Who is found while a name is typed: the exact words first, however many others have the bare letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from ansinh_desktop.db.models import Person
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.cases import CaseInput
from tests import factories

LIMIT = 12


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """Return data in which many of nearly the same name were written down before the one who is looked for."""
    vault, _recovery = factories.new_vault(tmp_path / "data")
    cases, _listing = factories.services(vault)
    register = catalog.register("children")
    with vault.work() as store:
        for name in (*["Lê Thị Hoa"] * (2 * LIMIT), "Lê Thị Hòa", *["Lê Thị Hoà Hoa"] * LIMIT):
            who = factories.person(full_name=name)
            cases.write(store, register, CaseInput("children", who, {}, final=False), draft=True)
    yield vault
    vault.lock()


def found(vault: Vault, typed: str, limit: int = LIMIT) -> list[str]:
    with vault.reading() as store:
        return [each.full_name for each in store.search.people(typed, limit)]


@pytest.mark.parametrize("typed", ["Hòa", "hòa lê", "Lê Thị Hòa", "Hoà"])
def test_who_has_the_very_word_is_not_crowded_out(vault: Vault, typed: str) -> None:
    names = found(vault, typed)
    assert len(names) == LIMIT
    assert "Lê Thị Hòa" in found(vault, typed, 2 * LIMIT)[: LIMIT + 1]
    assert "Lê Thị Hoa" not in names


def test_after_the_exact_ones_the_others_follow(vault: Vault) -> None:
    names = found(vault, "Hòa", 3 * LIMIT)
    exact = [each for each in names if each != "Lê Thị Hoa"]
    assert names[: len(exact)] == exact
    assert len(exact) == LIMIT + 1
    assert len(names) == 3 * LIMIT


def test_bare_letters_find_all(vault: Vault) -> None:
    assert len(found(vault, "hoa", 99)) == 3 * LIMIT + 1


def test_people_stored_with_a_letter_that_only_looks_like_ours_are_found_once_the_file_is_opened(
    tmp_path: Path,
) -> None:
    """As a former version wrote them: nobody has to save them again."""
    vault, _recovery = factories.new_vault(tmp_path / "data")
    with vault.work() as store:
        store.people.add_all(
            factories.UNIT, [factories.person(full_name=each) for each in ("Lê An", "Lê Ê", "Lê Đê")]
        )
        execute = store.session.connection().exec_driver_sql
        execute(
            "UPDATE person SET full_name = 'Lê Ðê', search_words = 'le ðe =lê0 =ðê0', search_key = 'le ðe', sort_key = '~' "
            "WHERE full_name = 'Lê Đê'"
        )
        execute("UPDATE setting SET value = '\"as a former version said it\"' WHERE key = 'derived'")
    vault.lock()
    opened = Vault.open(tmp_path / "data", factories.OFFICER, factories.PASSWORD)
    try:
        for typed in ("de", "Đê", "le de", "Ðê"):
            assert found(opened, typed) == ["Lê Ðê"], typed
        with opened.reading() as store:
            by_name = select(Person.full_name).order_by(Person.sort_key)
            assert list(store.session.scalars(by_name)) == ["Lê An", "Lê Ðê", "Lê Ê"]
    finally:
        opened.lock()


VAN = {"Nguyễn Văn An", "Nguyễn Thị Vân Anh", "Nguyễn Vân Ánh"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nvan a", VAN),
        ("nva", VAN),
        ("nvan", VAN),
        ("ntv anh", {"Nguyễn Thị Vân Anh"}),
        ("NVĂN AN", VAN),
        ("nvan b", set()),
        ("nva1", set()),
        ("n[a-z]", set()),
        ("n*an", VAN),
        ("nvan anh", {"Nguyễn Thị Vân Anh", "Nguyễn Vân Ánh"}),
        ("lt quy", {"Lê Thị Quý", "Lê Thị Quí"}),
        ("lthi qui", {"Lê Thị Quý", "Lê Thị Quí"}),
        ("quy", {"Lê Thị Quý", "Lê Thị Quí"}),
        ("quí", {"Lê Thị Quý", "Lê Thị Quí"}),
        ("le my", {"Lê Mĩ"}),
        ("lê mi", {"Lê Mĩ"}),
        ("thuy", {"Trần Thúy"}),
        ("thui", set()),
    ],
)
def test_initials_and_the_other_spelling_find_people(vault: Vault, typed: str, expected: set[str]) -> None:
    names = (
        "Nguyễn Văn An",
        "Nguyễn Thị Vân Anh",
        "Nguyễn Vân Ánh",
        "Lê Thị Quý",
        "Lê Thị Quí",
        "Lê Mĩ",
        "Trần Thúy",
    )
    with vault.work() as store:
        store.people.add_all(factories.UNIT, [{"full_name": each} for each in names])
    with vault.reading() as store:
        assert {each.full_name for each in store.search.people(typed)} == expected
        rows = store.search.people_rows(typed)
        assert {each.full_name for each in store.search.people_page(rows)} == expected
