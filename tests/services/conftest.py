"""What the tests of the services start from: the open data of an invented commune, and its cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services.cases import Cases
from tests import factories


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault, _recovery = factories.new_vault(tmp_path / "data")
    yield vault
    vault.lock()


@pytest.fixture
def cases(vault: Vault) -> Cases:
    return factories.services(vault)[0]
