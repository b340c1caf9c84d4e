"""A dressed program, and a window for dialogs to stand over."""

import pytest
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui import theme


@pytest.fixture(autouse=True)
def _dressed(qapp):
    theme.apply(qapp)


@pytest.fixture
def around(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made
