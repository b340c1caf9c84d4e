"""One whole package, for tests that spoil copies of it."""

import pytest

from ansinh_desktop.services.sync.package import Written
from tests.services.sync.units import written


@pytest.fixture(scope="session")
def sent(tmp_path_factory) -> Written:
    """One whole package; tests copy what they spoil."""
    return written(tmp_path_factory.mktemp("sent"))
