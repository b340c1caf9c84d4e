"""One commune for each test."""

import pytest

from ansinh_desktop.services.program import Program
from tests import factories


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened
