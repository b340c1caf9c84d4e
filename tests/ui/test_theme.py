"""The look: readable in both palettes, at every size, and whole."""

import itertools
import re
import string

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from ansinh_desktop import paths
from ansinh_desktop.ui import fonts, theme

PALETTES = {"light": theme.LIGHT, "dark": theme.DARK}
TEXT_ON = [
    *itertools.product(("text", "muted"), ("window", "surface", "raised")),
    *itertools.product(("accent", "error", "warning", "note", "good"), ("window", "surface")),
    *((name, f"{name}_soft") for name in ("accent", "error", "warning", "note", "good")),
    *(("text", f"{name}_soft") for name in ("accent", "error", "warning", "note", "good")),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
]


def luminance(colour: str) -> float:
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_every_text_can_be_read_on_its_ground(name, text, ground):
    colours = PALETTES[name]
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("edge", ["line_strong", "accent"])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_the_edge_of_fields_and_of_the_focus_is_seen(name, edge, ground):
    colours = PALETTES[name]
    assert contrast(getattr(colours, edge), getattr(colours, ground)) >= 3


@pytest.mark.parametrize("scale", [1.0, 1.1, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("name", PALETTES)
def test_the_style_sheet_is_filled_in_whole_and_has_no_gradient(name, scale):
    sheet = theme.style_sheet(PALETTES[name], scale)
    assert "$" not in sheet
    assert "gradient" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_every_token_of_the_style_sheet_is_declared_and_lengths_lie_on_the_grid():
    template = (paths.resources() / "styles" / "base.qss").read_text(encoding="utf-8")
    used = set(string.Template(template).get_identifiers())
    assert {int(name[2:]) for name in used if re.fullmatch(r"px\d+", name)} <= set(theme.SIZES)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_it_dresses_the_program(qapp, qtbot, dark, scale):
    theme.apply(qapp, dark=dark, scale=scale)
    assert theme.colours() == (theme.DARK if dark else theme.LIGHT)
    assert theme.px(100) == round(100 * round(fonts.BASE_PX * scale) / fonts.BASE_PX)
    field = QLineEdit()
    qtbot.addWidget(field)
    assert field.sizeHint().height() >= round(26 * scale)
    assert QFontMetrics(theme.type_font("page")).height() > QFontMetrics(theme.type_font("text")).height()


def test_the_bundled_font_has_every_vietnamese_letter(qapp):
    font = fonts.ui_font(1.0)
    assert font.family() == "Noto Sans"
    metrics = QFontMetrics(font)
    letters = "aăâeêioôơuưyđ"
    marked = [
        f"{letter}{tone}"
        for letter in letters
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    ]
    for text in ("ẠẶẬỆỘỢỰỸ₫–“”…", *marked):
        assert all(metrics.inFontUcs4(ord(each)) for each in text)


def test_the_systems_font_stands_in_where_the_bundled_one_is_missing(qapp, tmp_path):
    (tmp_path / fonts.UI_FILES[0]).write_bytes(b"no font")
    font = fonts.ui_font(2.0, tmp_path)
    assert font.family()
    assert font.pixelSize() == 2 * fonts.BASE_PX


def test_a_mark_shows_at_once(qapp, qtbot):
    theme.apply(qapp)
    label = QLabel("x")
    qtbot.addWidget(label)
    before = label.palette().windowText().color()
    theme.mark(label, tone="error")
    label.ensurePolished()
    assert label.palette().windowText().color() == QColor(theme.LIGHT.error) != before


def test_the_focus_is_seen_on_what_can_be_pressed_and_typed_into(qapp, qtbot):
    theme.apply(qapp)
    for make in (QLineEdit, QPushButton):
        window, other = QLabel(), make()
        widget = make(window)
        other.setParent(window)
        widget.resize(120, 30)
        other.setGeometry(0, 40, 120, 30)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        other.setFocus()
        without = widget.grab().toImage()
        widget.setFocus()
        assert widget.grab().toImage() != without
