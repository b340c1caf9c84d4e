"""The whole kit at once: in both palettes and at every size, on a small screen, without an English word."""

import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from ansinh_desktop.ui import theme
from tests.ui.widgets.gallery import ENTRY_KEYS, Gallery

ENGLISH = {
    *(
        "add",
        "apply",
        "back",
        "browse",
        "cancel",
        "clear",
        "close",
        "columns",
        "delete",
        "done",
        "edit",
        "error",
    ),
    *("filter", "find", "help", "hide", "loading", "name", "new", "next", "no", "none", "ok", "open", "page"),
    *(
        "password",
        "previous",
        "print",
        "remove",
        "required",
        "save",
        "search",
        "show",
        "stop",
        "type",
        "warning",
        "yes",
    ),
}


def words_on(widget: QWidget) -> set[str]:
    texts = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel | QAbstractButton):
        texts.append(widget.text())
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        texts.append(widget.placeholderText())
    return {word for text in texts for word in re.findall(r"[a-zà-ỹ]+", re.sub(r"<[^>]*>", "", text).lower())}


_DRESSES = [
    (True, 1.25),
    *(pytest.param(*each, marks=pytest.mark.slow) for each in ((False, 1.0), (False, 1.5), (True, 2.0))),
]


@pytest.mark.parametrize(("dark", "scale"), _DRESSES)
def test_every_page_of_the_kit_fits_a_small_screen_and_speaks_vietnamese(qapp, qtbot, tasks, dark, scale):
    theme.apply(qapp, dark=dark, scale=scale)
    gallery = Gallery(tasks, count=300)
    qtbot.addWidget(gallery)
    gallery.resize(1366, 768)
    gallery.show()
    for key in ENTRY_KEYS:
        gallery.navigation.go_to(key)
        QApplication.processEvents()
        assert not gallery.grab().isNull()
    assert gallery.width() == 1366
    english = set().union(*(words_on(widget) for widget in gallery.findChildren(QWidget))) & ENGLISH
    assert english == set()
    qtbot.waitUntil(lambda: not tasks.is_busy())
