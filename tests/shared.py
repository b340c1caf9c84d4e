"""One data file a module, and units of work on it that leave nothing behind."""

import contextlib
from collections.abc import Iterator

import pytest

from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from tests import factories


class UndoneError(Exception):
    """Ends a unit of work so that nothing of it stays."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """Return the open data of an invented commune, in which no test of the module leaves anything."""
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("shared") / "data")
    yield vault
    vault.lock()


@pytest.fixture
def store(shared: Vault) -> Iterator[Store]:
    """Return a unit of work on the shared data that is undone when the test is over."""
    with contextlib.suppress(UndoneError), shared.work() as work:
        yield work
        raise UndoneError
