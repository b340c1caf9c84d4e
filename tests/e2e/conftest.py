"""A commune and the unit that receives its packages, which know each other's cards."""

import pytest

from ansinh_desktop.services.program import Program
from tests.factories import PROVINCE, new_vault, trust


@pytest.fixture
def commune(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as program:
        yield program


@pytest.fixture
def province(tmp_path):
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as program:
        yield program


@pytest.fixture
def usb(tmp_path, commune, province):
    """Return a folder that is carried between the two, which know each other's cards."""
    folder = tmp_path / "usb"
    folder.mkdir()
    trust(commune, province, folder)
    trust(province, commune, folder)
    return folder
