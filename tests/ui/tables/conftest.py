"""A dressed program."""

import pytest

from ansinh_desktop.ui import theme


@pytest.fixture(autouse=True)
def _dressed(qapp):
    theme.apply(qapp)
